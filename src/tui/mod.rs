//! The terminal interface: opens the terminal, and passes events to the application until it ends.

mod about;
mod act;
mod answers;
mod app;
mod clip;
mod compare;
mod endings;
mod find;
mod flow;
mod follow;
mod go;
mod ink;
pub mod input;
mod layout;
mod line;
mod list;
mod moves;
mod overlay;
mod passages;
mod plain;
mod prompt;
mod reader;
mod results;
pub mod screen;
mod session;
pub mod settings;
mod sheets;
pub mod state;
mod status;
pub mod theme;
mod tree;
mod watch;
pub mod wire;
mod worker;
pub mod wrap;

use std::fs::OpenOptions;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

pub use app::{App, Effect};
pub use worker::{Answer, Question};

use crate::keys::Preset;
use crate::restricted;
use screen::{Ending, Screen};
use settings::Settings;
use state::Store;
use theme::{Signs, ThemeName};
use watch::Watch;

/// All that can happen.
pub enum Event {
    /// The terminal says something.
    Screen(screen::Event),
    /// The worker answers the question of that number and kind.
    Answer(u64, usize, Answer),
    /// A moment has passed since a key that waits for another.
    Pause,
    /// Files may have changed.
    Files,
}

impl From<screen::Event> for Event {
    fn from(event: screen::Event) -> Self {
        Self::Screen(event)
    }
}

/// How the interface is to open.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// The documents; those in the program where empty.
    pub paths: Vec<PathBuf>,
    /// The place to open at, as typed.
    pub place: Option<String>,
    /// The preset of keys asked for.
    pub preset: Option<Preset>,
    /// The key map asked for.
    pub keymap: Option<PathBuf>,
    /// The theme asked for.
    pub theme: Option<ThemeName>,
    /// One thing at a time, in lines.
    pub plain: bool,
    /// No file is written, no shell reached.
    pub restricted: bool,
    /// Stay on the main screen.
    pub no_alt: bool,
}

/// How long a frame waits for an answer that it would show.
const GRACE: Duration = Duration::from_millis(12);
/// Keys closer than this to one another come from one held down: what they pass over is not shown.
const HELD: Duration = Duration::from_millis(120);
/// Files that change are read again once so long no other did: they are often written in several steps.
const WRITTEN: Duration = Duration::from_millis(300);
/// How long what was seen of files holds, where keys ask.
const SEEN: Duration = Duration::from_secs(1);
/// The file that copies are appended to on request.
const COPIES: &str = "plenary-copies.txt";

/// Opens the interface and runs it to its end. Gives the exit status, and a word on why it ended unless asked to.
///
/// # Errors
/// Why there can be no interface, in words for the reader.
pub fn run(opening: &Opening) -> Result<(u8, Option<String>), String> {
    run_watched(opening, |_| {})
}

/// As [`run`], but `watch` sees each event before the interface does: for the tests of how it ends.
///
/// # Errors
/// As [`run`].
#[doc(hidden)]
pub fn run_watched(opening: &Opening, watch: impl FnMut(&Event)) -> Result<(u8, Option<String>), String> {
    let mut lacking = None;
    if opening.restricted {
        if opening.keymap.is_some() {
            return Err("--restricted reads no key map; take --keymap away, or take a --preset".to_owned());
        }
        restricted::no_way_out(&opening.paths)?;
        lacking = restricted::enter(&opening.paths).map_err(|refused| refused.to_string())?;
    }
    if opening.plain {
        return plain::run(opening, std::io::stdin().lock(), std::io::stdout().lock()).map(|status| (status, None));
    }
    let env = |name: &str| restricted::env(opening.restricted, name);
    let mut terminal = screen::Settings::from_env(env).map_err(|error| error.to_string())?;
    terminal.alternate = !opening.no_alt;
    let (tell, events) = channel();
    let screen = Screen::open(terminal, &tell).map_err(|error| error.to_string())?;
    let wanted = worker::Wanted::default();
    let answer = tell.clone();
    let ask =
        worker::start(wanted.clone(), move |number, kind, told| answer.send(Event::Answer(number, kind, told)).is_ok())
            .map_err(|error| error.to_string())?;
    // The documents are read while the settings are.
    let _ = ask.send((app::FIRST, Question::Load(opening.paths.clone()), None));
    let (settings, mistakes) = if opening.restricted {
        (Settings::of_captive(opening.preset.unwrap_or_default()), Vec::new())
    } else {
        Settings::of_user(opening.preset, opening.keymap.clone())
    };
    let mut app = App::new(
        screen.size().into(),
        settings.keymap.clone(),
        settings.themes.clone(),
        ThemeName::default(),
        Signs::of_locale(env),
        opening.paths.clone(),
    );
    app.share(wanted);
    app.start_at(opening.place.clone());
    app.take_mistakes(mistakes, false);
    if let Some(lacking) = lacking {
        app.complain(lacking);
    }
    let store = match state::folder().filter(|_| !opening.restricted) {
        Some(folder) => {
            let (store, session, word) = Store::open(&folder, &state::key(&opening.paths));
            app.restore_later(session);
            if let Some(word) = word {
                app.complain(&word);
            }
            store
        }
        None => Store::nowhere(),
    };
    // A theme asked for comes before that of the last session, and one that the terminal calls for too.
    if let Some(theme) = opening.theme.or(ThemeName::called_for(env)) {
        app.set_theme(theme);
    }
    let settings_watch = Watch::over(settings.files());
    let documents = Watch::over(opening.paths.iter().cloned());
    watch::tell_of_changes(settings_watch.files().chain(documents.files()), move || tell.send(Event::Files).is_ok());
    let mut running = Running {
        screen,
        ask,
        settings,
        settings_watch,
        documents,
        store,
        restricted: opening.restricted,
        wake: None,
        pressed: None,
        written: None,
        looked: Instant::now(),
    };
    // After a panic the state is only read: what was chosen and typed before it is whole.
    let ended = catch_unwind(AssertUnwindSafe(|| running.until_end(&mut app, &events, watch)));
    let saved = catch_unwind(AssertUnwindSafe(|| running.store.save(&app.session())));
    running.screen.close();
    let (status, word) = match ended {
        Ok(Ok(ending)) => (ending.map_or(0, Ending::status), ending.map(Ending::word)),
        Ok(Err(error)) => (Ending::Closed.status(), Some(format!("{}: {error}", Ending::Closed.word()))),
        Err(_) => (Ending::Panic.status(), Some(Ending::Panic.word())),
    };
    match saved {
        Ok(Err(why)) => Ok((status.max(2), Some(word.map_or(why.clone(), |word| format!("{word}\n{why}"))))),
        _ => Ok((status, word)),
    }
}

struct Running {
    screen: Screen,
    ask: Sender<worker::Task>,
    settings: Settings,
    settings_watch: Watch,
    documents: Watch,
    store: Store,
    restricted: bool,
    /// When the application wishes to be reminded.
    wake: Option<Instant>,
    /// When the last key came.
    pressed: Option<Instant>,
    /// When files that have changed are to be looked at.
    written: Option<Instant>,
    /// When they were last looked at.
    looked: Instant,
}

impl Running {
    fn until_end(
        &mut self,
        app: &mut App,
        events: &Receiver<Event>,
        mut watch: impl FnMut(&Event),
    ) -> std::io::Result<Option<Ending>> {
        loop {
            self.screen.draw(|frame| app.draw(frame))?;
            let mut came = self.screen.wait(events, self.wake.into_iter().chain(self.written).min())?;
            let now = Instant::now();
            if came.is_empty() && self.wake.take_if(|at| *at <= now).is_some() {
                came.push(Event::Pause);
            }
            if self.written.take_if(|at| *at <= now).is_some() {
                self.look_again(app)?;
            }
            let until = now + GRACE;
            while !came.is_empty() {
                let pressed = came.iter().filter(|event| is_key(event)).count();
                let mut left = pressed;
                for event in std::mem::take(&mut came) {
                    watch(&event);
                    match &event {
                        Event::Screen(screen::Event::End(ending)) => return Ok(Some(*ending)),
                        Event::Screen(screen::Event::Resize(columns, rows)) => self.screen.resize(*columns, *rows),
                        Event::Screen(screen::Event::Resume) => self.screen.resume()?,
                        Event::Files => self.written = Some(Instant::now() + WRITTEN),
                        key if is_key(key) => {
                            left -= 1;
                            let now = Instant::now();
                            let held = self.pressed.replace(now).is_some_and(|last| now - last < HELD);
                            app.hurry(left > 0 || held);
                        }
                        _ => {}
                    }
                    let effects = app.update(event);
                    if self.perform(app, effects)? {
                        return Ok(None);
                    }
                }
                if pressed > 0 && self.looked.elapsed() > SEEN {
                    self.look_again(app)?;
                }
                // An answer on its way to a key spares a frame that would not outlast it.
                if pressed > 0 && app.awaits() {
                    let left = until.saturating_duration_since(Instant::now());
                    came.extend(events.recv_timeout(left));
                }
                came.extend(events.try_iter());
            }
        }
    }

    /// Does what the application asks. True where it ends.
    fn perform(&mut self, app: &mut App, effects: Vec<Effect>) -> std::io::Result<bool> {
        for effect in effects {
            match effect {
                Effect::Ask(number, question) => {
                    if self.ask.send((number, question, app.desk())).is_err() {
                        app.complain("the worker has stopped; please start again");
                    }
                }
                Effect::Copy(text) => self.copy(app, &text)?,
                Effect::Write(text) => self.write(app, &text),
                Effect::Keep => {
                    if let Err(why) = self.store.save(&app.session()) {
                        app.complain(&why);
                    }
                }
                Effect::PasteMode(on) => self.screen.paste_mode(on)?,
                Effect::Remind(after) => self.wake = Some(Instant::now() + after),
                Effect::Redraw => self.screen.redraw(),
                Effect::Suspend => {
                    // Also asked for from outside, by a signal.
                    if self.restricted || !self.screen.suspend()? {
                        app.complain("there is no shell to go back to");
                    }
                }
                Effect::Reload => {
                    self.take_settings(app);
                }
                Effect::Quit => return Ok(true),
            }
        }
        Ok(false)
    }

    /// Reads again what has changed on disk.
    fn look_again(&mut self, app: &mut App) -> std::io::Result<()> {
        self.looked = Instant::now();
        if self.settings_watch.changed() {
            app.complain("the settings have changed");
            self.take_settings(app);
        }
        if self.documents.changed() {
            app.complain("the documents have changed");
            let again = app.begin();
            self.perform(app, again)?;
        }
        Ok(())
    }

    fn take_settings(&mut self, app: &mut App) {
        let mistakes = self.settings.reload();
        app.take_settings(self.settings.keymap.clone(), self.settings.themes.clone());
        app.take_mistakes(mistakes, true);
    }

    fn copy(&mut self, app: &mut App, text: &str) -> std::io::Result<()> {
        if self.restricted {
            app.complain("copying is not available here");
            return Ok(());
        }
        let Some(sequence) = clip::sequence(text, std::env::var_os("TMUX").is_some()) else {
            app.complain("too long for a terminal's clipboard; it can be written to a file instead");
            return Ok(());
        };
        self.screen.pass(&sequence)
    }

    fn write(&mut self, app: &mut App, text: &str) {
        if self.restricted {
            return app.complain("no file may be written here");
        }
        let open = OpenOptions::new().append(true).create(true).open(COPIES);
        match open.and_then(|mut file| writeln!(file, "{text}\n")) {
            Ok(()) => {
                let place = std::path::absolute(COPIES).unwrap_or_else(|_| COPIES.into());
                app.complain(&format!("added to {}", place.display()));
            }
            Err(error) => app.complain(&format!("{COPIES} cannot be written: {error}")),
        }
    }
}

fn is_key(event: &Event) -> bool {
    matches!(event, Event::Screen(screen::Event::Key(_)))
}
