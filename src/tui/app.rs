//! The application: all state of the interface, and how an event changes it. No input or output, and no waiting.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Size;

use super::compare::Compare;
use super::go::{Jumps, Place};
use super::ink::Look;
use super::layout::{Layout, Pane, Want, layout};
use super::overlay::Sheet;
use super::passages::{Bearings, Passages, Verdicts};
use super::prompt::{Kind, Prompt};
use super::reader::Reader;
use super::results::{Opens, Results};
use super::state::{Session, Spot};
use super::theme::{Role, Signs, ThemeName, Themes};
use super::tree::Tree;
use super::worker::{Answer, COMPARE, INDEX, KINDS, ON, Question, SEARCH, SUGGEST, Wanted};
use super::{Event, screen};
use crate::compare::Mode;
use crate::desk::compare::Comparison;
use crate::desk::{Desk, Target};
use crate::keys::{Action, Keymap, Mistake, Next, Pending, Scope, Step};
use crate::text::{ObjectiveId, WorkId};

/// What the middle pane shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Middle {
    /// What all say on the selection.
    #[default]
    Passages,
    /// The hits of a search.
    Results,
    /// A document.
    Reader,
}

/// What the loop has to do for the application.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Put a question to the worker.
    Ask(u64, Question),
    /// Send words to the terminal's clipboard.
    Copy(String),
    /// Append words to a file of copies.
    Write(String),
    /// Save the session now: what was marked or judged is not to be lost.
    Keep,
    /// Let pastes come as one event, or no longer.
    PasteMode(bool),
    /// Send an event [`Event::Pause`] after so long, unless another such wish comes first.
    Remind(Duration),
    /// Send the whole screen anew.
    Redraw,
    /// Stop until the shell continues the program.
    Suspend,
    /// Read key map and theme again.
    Reload,
    /// End.
    Quit,
}

/// After how long keys that may follow are shown.
const PAUSE: Duration = Duration::from_millis(500);
/// Said while documents are read again.
pub(super) const AGAIN: &str = "reading again";

/// The number of the first question: to read the documents. Whoever makes an application asks it, or has it begin.
pub const FIRST: u64 = 1;

/// How keys come, and whether the panes beside the tree keep up.
#[derive(Default)]
pub(super) struct Pace {
    /// More keys wait, or come as fast as from one held down.
    pub(super) hurried: bool,
    /// The tree has moved on alone.
    pub(super) behind: bool,
}

/// A comparison that is known, and what was asked for it.
pub(super) type Known = ((WorkId, WorkId, Option<Mode>), Arc<Comparison>);

/// All state of the interface.
pub struct App {
    /// Columns and rows of the screen.
    pub size: Size,
    /// The documents; none before they are read.
    pub desk: Option<Arc<Desk>>,
    /// Why the documents could not be read.
    pub failed: Option<String>,
    pub(super) keymap: Keymap,
    pub(super) pending: Pending,
    /// Keys that may follow those pressed; shown after a pause.
    pub(super) hints: Vec<Next>,
    next: Vec<Next>,
    pub(super) look: Look,
    pub(super) themes: Themes,
    pub(super) theme: ThemeName,
    pub(super) tree: Tree,
    pub(super) passages: Passages,
    pub(super) verdicts: Verdicts,
    pub(super) results: Results,
    pub(super) found_here: Option<Results>,
    pub(super) reader: Option<Reader>,
    pub(super) compare: Compare,
    /// What changed under each objective, by its index.
    pub(super) signs: Vec<String>,
    pub(super) known: Vec<Known>,
    /// What bears on each objective, as far as it is known.
    pub(super) bearings: HashMap<ObjectiveId, Bearings>,
    /// The two works that the reader chose.
    pub(super) chosen: Option<(WorkId, WorkId)>,
    pub(super) focus: Pane,
    pub(super) middle: Middle,
    pub(super) zoom: bool,
    /// Whether a document has the whole screen.
    pub(super) read_zoom: bool,
    pub(super) prompt: Option<Prompt>,
    /// Where a prompt that shows results as one types was begun.
    pub(super) origin: Option<Place>,
    pub(super) sheet: Option<Sheet>,
    /// Where each document was left: work ids to places.
    pub(super) left: BTreeMap<String, Spot>,
    /// Where the document was opened from.
    pub(super) from: Option<Place>,
    /// Where the results were called from.
    pub(super) before_results: Option<Place>,
    /// Which hit is to be opened when the answer comes.
    pub(super) opens: Option<Opens>,
    pub(super) message: Option<(Role, String)>,
    /// What is wrong with the key map and the themes.
    pub(super) mistakes: Vec<Mistake>,
    pub(super) jumps: Jumps,
    pub(super) marks: BTreeMap<char, Place>,
    /// What was typed before, by kind of prompt, oldest first.
    pub(super) past: BTreeMap<Kind, Vec<String>>,
    /// Saved searches: name to query.
    pub(super) saved: BTreeMap<String, String>,
    pub(super) paths: Vec<PathBuf>,
    /// A place to go to once the documents are read.
    pub(super) start: Option<String>,
    /// What an earlier session left, until it is taken up.
    pub(super) kept: Option<Session>,
    /// The theme that the reader chose by key, now or in an earlier session.
    pub(super) own_theme: Option<ThemeName>,
    pub(super) wanted: Wanted,
    pub(super) waiting: [bool; KINDS],
    pub(super) number: u64,
    /// The kind of the long work at hand, how much of it is done, and of how much.
    pub(super) going: Option<(usize, usize, usize)>,
    /// The kinds of work that was stopped last.
    stopped: [bool; KINDS],
    /// The comparison last shown: its pair, and the mode asked for.
    pub(super) compared: Option<(WorkId, WorkId, Option<Mode>)>,
    /// The query of the results in sight, while another is being answered.
    pub(super) query_before: Option<String>,
    pub(super) subject: Option<Target>,
    pub(super) pace: Pace,
    pub(super) effects: Vec<Effect>,
}

impl App {
    /// An application on a screen of `size`, before any document is read.
    #[must_use]
    pub fn new(
        size: Size,
        keymap: Keymap,
        themes: Themes,
        theme: ThemeName,
        signs: Signs,
        paths: Vec<PathBuf>,
    ) -> Self {
        let look = Look { theme: themes.get(theme).clone(), signs };
        Self {
            size,
            desk: None,
            failed: None,
            keymap,
            pending: Pending::default(),
            hints: Vec::new(),
            next: Vec::new(),
            look,
            themes,
            theme,
            tree: Tree::default(),
            passages: Passages::default(),
            verdicts: Verdicts::default(),
            results: Results::default(),
            found_here: None,
            reader: None,
            compare: Compare::default(),
            signs: Vec::new(),
            known: Vec::new(),
            bearings: HashMap::new(),
            chosen: None,
            focus: Pane::Tree,
            middle: Middle::Passages,
            zoom: false,
            read_zoom: true,
            prompt: None,
            origin: None,
            sheet: None,
            left: BTreeMap::new(),
            from: None,
            before_results: None,
            opens: None,
            message: None,
            mistakes: Vec::new(),
            jumps: Jumps::default(),
            marks: BTreeMap::new(),
            past: BTreeMap::new(),
            saved: BTreeMap::new(),
            paths,
            start: None,
            kept: None,
            own_theme: None,
            wanted: Wanted::default(),
            waiting: [false; KINDS],
            number: FIRST,
            going: None,
            stopped: [false; KINDS],
            compared: None,
            query_before: None,
            subject: None,
            pace: Pace::default(),
            effects: Vec::new(),
        }
    }

    /// A place to open at, once the documents are read.
    pub fn start_at(&mut self, place: Option<String>) {
        self.start = place;
    }

    /// Uses this theme.
    pub fn set_theme(&mut self, theme: ThemeName) {
        self.theme = theme;
        self.look.theme = self.themes.get(theme).clone();
    }

    /// Shares with a worker which answers are waited for.
    pub fn share(&mut self, wanted: Wanted) {
        self.wanted = wanted;
    }

    /// Whether the next key will not be the last for now: then the panes beside the tree follow when keys rest.
    pub fn hurry(&mut self, hurried: bool) {
        self.pace.hurried = hurried;
    }

    /// Tells the reader of something that failed, on the status line.
    pub fn complain(&mut self, what: &str) {
        self.tell(Role::Notice, what);
    }

    /// Tells of the mistakes in key map and themes, and lists them among the notices; whether what was in force stays.
    pub fn take_mistakes(&mut self, mistakes: Vec<Mistake>, stays: bool) {
        let list = self.keymap.key_for(Action::Notices, Scope::Tree);
        let stays = if stays { "; what was in force stays" } else { "" };
        if let Some(first) = mistakes.first() {
            let file = first.file.rsplit('/').next().unwrap_or_default();
            self.complain(&match mistakes.len() {
                1 => format!("{file}:{}: {}{stays} ({list} lists it)", first.line, first.what),
                n => format!("{n} mistakes, the first in {file}:{}{stays}; {list} lists them", first.line),
            });
        }
        self.mistakes = mistakes;
    }

    /// Takes another key map and other themes.
    pub fn take_settings(&mut self, keymap: Keymap, themes: Themes) {
        self.keymap = keymap;
        self.pending.clear();
        self.look.theme = themes.get(self.theme).clone();
        self.themes = themes;
    }

    /// Reads the documents, again or for the first time.
    pub fn begin(&mut self) -> Vec<Effect> {
        self.ask(Question::Load(self.paths.clone()));
        std::mem::take(&mut self.effects)
    }

    /// Takes an event; gives what the loop has to do.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Screen(screen::Event::Key(key)) => {
                if let Some(digit) = self.digit_of_sheet(key) {
                    let size = self.size;
                    let pick = self.sheet.as_mut().and_then(|sheet| sheet.type_digit(digit, size));
                    if let Some(pick) = pick {
                        self.take_pick(pick);
                    }
                    return self.settled();
                }
                let step = self.pending.push(&self.keymap, self.scope(), key);
                self.step(step);
            }
            Event::Screen(screen::Event::Paste(text)) => {
                if let Some(prompt) = &mut self.prompt {
                    prompt.insert(&text);
                    self.typed();
                }
            }
            Event::Screen(screen::Event::Resize(width, height)) => self.size = Size { width, height },
            Event::Screen(screen::Event::Suspend) => self.effects.push(Effect::Suspend),
            Event::Screen(screen::Event::Resume) => self.effects.push(Effect::Redraw),
            Event::Screen(screen::Event::End(_)) => self.effects.push(Effect::Quit),
            Event::Answer(number, kind, answer) if self.wanted.has(kind, number) => match answer {
                Answer::Going(done, of) => self.going = Some((kind, done, of)),
                answer => {
                    self.forget(kind);
                    self.answer(answer);
                }
            },
            Event::Answer(..) | Event::Files => {}
            Event::Pause => {
                if !self.pending.is_empty() {
                    self.hints = std::mem::take(&mut self.next);
                }
                if self.pace.behind {
                    self.follow();
                }
            }
        }
        self.settled()
    }

    /// The digit that a key types, where rows are chosen by their numbers.
    fn digit_of_sheet(&self, key: KeyEvent) -> Option<char> {
        let numbered = self.prompt.is_none() && self.sheet.as_ref().is_some_and(|sheet| sheet.digits.is_some());
        match key.code {
            KeyCode::Char(digit @ '0'..='9') if numbered && key.modifiers.is_empty() && self.pending.is_empty() => {
                Some(digit)
            }
            _ => None,
        }
    }

    /// The documents that its questions are about.
    #[must_use]
    pub fn desk(&self) -> Option<Arc<Desk>> {
        self.desk.clone()
    }

    /// Runs an action as if its key had been pressed.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        self.message = None;
        self.run(action, None, None);
        self.settled()
    }

    /// Goes to the place of that name, says which it may mean, or why there is none.
    pub fn visit(&mut self, name: &str) -> Vec<Effect> {
        self.message = None;
        if let Some(desk) = self.desk.clone() {
            self.go_by_name(name, &desk);
        }
        self.settled()
    }

    /// Whether an answer that the next frame shows is on its way.
    #[must_use]
    pub fn awaits(&self) -> bool {
        // All but the documents themselves, the index, and what is asked ahead.
        self.waiting[1..KINDS - 2].iter().any(|&w| w)
    }

    pub(super) fn ask(&mut self, question: Question) {
        self.number += 1;
        let kind = question.kind();
        self.wanted.from(kind, self.number);
        self.waiting[kind] = true;
        self.effects.push(Effect::Ask(self.number, question));
        if matches!(kind, ON | SEARCH) && std::mem::take(&mut self.stopped[INDEX]) {
            self.ask(Question::Index);
        }
    }

    /// Waits no longer for an answer of that kind.
    fn forget(&mut self, kind: usize) {
        self.waiting[kind] = false;
        self.going.take_if(|going| going.0 == kind);
    }

    /// Leaves undone what was asked for the line being typed.
    pub(super) fn forget_typed(&mut self) {
        for kind in [SEARCH, SUGGEST] {
            self.wanted.from(kind, u64::MAX);
            self.forget(kind);
        }
    }

    /// Leaves undone what has been going on for long; what was on the screen stays. False where there is no such work.
    pub(super) fn stop(&mut self) -> bool {
        if self.going.take().is_none() {
            return false;
        }
        self.wanted.nothing();
        let stopped = std::mem::take(&mut self.waiting);
        self.say("stopped");
        self.stopped[INDEX] |= stopped[INDEX];
        self.opens = None;
        if let Some(query) = self.query_before.take() {
            self.results.query = query;
        }
        let Some(desk) = self.desk.clone() else {
            let again = self.key(Action::Reload);
            self.failed = Some(format!("Stopped; {again} reads the documents"));
            return true;
        };
        if stopped[ON] {
            self.passages.stop(&desk, &self.verdicts);
        }
        if stopped[COMPARE] {
            let pair = self.compared.map(|(old, new, _)| (old, new));
            (self.chosen, self.compare.mode) = (pair, self.compared.and_then(|c| c.2));
            self.set_pair(pair);
        }
        true
    }

    /// Says something on the status line until the next key.
    pub(super) fn say(&mut self, message: &str) {
        self.tell(Role::Notice, message);
    }

    pub(super) fn tell(&mut self, role: Role, message: &str) {
        self.message = Some((role, message.to_owned()));
    }

    /// The key for an action where keys are pressed now; empty where none is.
    pub(super) fn key(&self, action: Action) -> String {
        self.keymap.key_for(action, self.scope())
    }

    /// Where keys are pressed now.
    pub(super) fn scope(&self) -> Scope {
        match (self.prompt.is_some(), self.sheet.is_some(), self.focus, self.middle) {
            (true, ..) => Scope::Prompt,
            (_, true, ..) => Scope::List,
            (_, _, Pane::Tree, _) => Scope::Tree,
            (_, _, Pane::Compare, _) => Scope::Compare,
            (_, _, Pane::Middle, Middle::Passages) => Scope::Passages,
            (_, _, Pane::Middle, Middle::Results) => Scope::Results,
            (_, _, Pane::Middle, Middle::Reader) => Scope::Reader,
        }
    }

    /// Where the panes lie.
    pub(super) fn layout(&self) -> Layout {
        let reading = self.focus == Pane::Middle && self.middle == Middle::Reader;
        let zoom = if reading { self.read_zoom } else { self.zoom };
        layout(self.size, Want { focus: self.focus, zoom, broad: self.middle != Middle::Passages })
    }

    /// The room inside a pane, without its title; that of the whole screen for one that is not shown.
    pub(super) fn room(&self, pane: Pane) -> Size {
        let layout = self.layout();
        let area = match pane {
            Pane::Tree => layout.tree,
            Pane::Middle => layout.middle,
            Pane::Compare => layout.compare,
        };
        let size = area.map_or(
            Size { width: self.size.width, height: self.size.height.saturating_sub(1) },
            ratatui::layout::Rect::as_size,
        );
        Size { height: size.height.saturating_sub(1).max(1), width: size.width.max(1) }
    }

    /// Makes what is shown fit: rows and sizes may have changed. What is hidden stays as it is until it is shown.
    fn settle(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let (layout, middle) = (self.layout(), self.room(Pane::Middle));
        if layout.tree.is_some() {
            self.tree.settle(self.room(Pane::Tree));
        }
        match (layout.middle.and(Some(self.middle)), &mut self.reader) {
            (Some(Middle::Passages), _) => self.passages.list.settle(middle),
            (Some(Middle::Results), _) => self.results.fit(&desk, middle),
            (Some(Middle::Reader), Some(reader)) => reader.settle(&desk, middle),
            _ => {}
        }
        if layout.compare.is_some() {
            self.compare.settle(self.room(Pane::Compare));
        }
        if let Some(sheet) = &mut self.sheet {
            let room = sheet.room(self.size);
            sheet.list.settle(room);
        }
    }

    /// Ends what began with an event: every pane fits, and the loop learns what it has to do.
    fn settled(&mut self) -> Vec<Effect> {
        self.settle();
        std::mem::take(&mut self.effects)
    }

    fn step(&mut self, step: Step) {
        self.hints.clear();
        match step {
            Step::Run { action, count, letter } => {
                self.message = None;
                self.run(action, count, letter);
            }
            Step::Wait(next) => {
                self.message = None;
                if !next.is_empty() {
                    self.next = next;
                    self.effects.push(Effect::Remind(PAUSE));
                }
            }
            Step::Typed(c) => {
                if let Some(prompt) = &mut self.prompt {
                    prompt.insert(c.encode_utf8(&mut [0; 4]));
                    self.typed();
                }
            }
            Step::Cancelled | Step::Ignored => {}
            Step::Unbound(keys) => {
                let help = self.key(Action::Help);
                self.tell(Role::Notice, &format!("{keys} does nothing here; {help} shows the keys"));
            }
        }
    }
}
