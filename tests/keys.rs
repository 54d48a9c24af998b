//! Key scripts and the screens they lead to, on the bundled documents.

use std::sync::Arc;

use crossterm::event::KeyEvent;
use plenary::desk::Desk;
use plenary::keys::{Keymap, parse};
use plenary::tui::screen;
use plenary::tui::theme::{ThemeName, Themes, UNICODE};
use plenary::tui::{Answer, App, Effect, Event};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::Size;

/// The application with a worker that answers at once.
struct Stage {
    app: App,
    desk: Option<Arc<Desk>>,
    copied: Vec<String>,
    ended: bool,
}

impl Stage {
    fn open(width: u16, height: u16) -> Self {
        let app = App::new(
            Size { width, height },
            Keymap::default(),
            Themes::default(),
            ThemeName::Dark,
            UNICODE,
            Vec::new(),
        );
        let mut stage = Self { app, desk: None, copied: Vec::new(), ended: false };
        let first = stage.app.begin();
        stage.perform(first);
        stage
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(number, question) => {
                    let kind = question.kind();
                    let answer = question.answer(self.desk.as_ref());
                    if let Answer::Loaded(desk) = &answer {
                        self.desk = Some(Arc::clone(desk));
                    }
                    let more = self.app.update(Event::Answer(number, kind, answer));
                    self.perform(more);
                }
                Effect::Copy(text) => self.copied.push(text),
                Effect::Quit => self.ended = true,
                _ => {}
            }
        }
    }

    fn event(&mut self, event: screen::Event) {
        let effects = self.app.update(Event::Screen(event));
        self.perform(effects);
    }

    /// Presses the keys of `script`, as in a key map; what stands in quotes is typed.
    fn press(&mut self, script: &str) -> &mut Self {
        for (n, part) in script.split('"').enumerate() {
            let keys = if n % 2 == 1 {
                part.chars()
                    .map(|c| if c == ' ' { "space".to_owned() } else { c.to_string() })
                    .collect::<Vec<_>>()
                    .join(" ")
            } else {
                part.to_owned()
            };
            if keys.trim().is_empty() {
                continue;
            }
            for chord in parse(&keys).expect("a script of keys") {
                let (code, mods) = chord.parts();
                self.event(screen::Event::Key(KeyEvent::new(code, mods)));
            }
        }
        self
    }

    fn screen(&self) -> String {
        let mut terminal =
            Terminal::new(TestBackend::new(self.app.size.width, self.app.size.height)).expect("a screen");
        terminal.draw(|frame| self.app.draw(frame)).expect("a frame");
        let buffer = terminal.backend().buffer().clone();
        let rows = buffer.content().chunks(usize::from(self.app.size.width.max(1)));
        rows.map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned() + "\n")
            .collect()
    }
}

#[test]
#[ignore = "shows screens: LOOK='80x24 j j; 120x40 13G enter' cargo test --test keys look -- --ignored --nocapture"]
fn look() {
    for look in std::env::var("LOOK").unwrap_or_default().split(';') {
        let (size, script) = look.trim().split_once(' ').unwrap_or((look.trim(), ""));
        let (w, h) = size.split_once('x').expect("WxH");
        let mut stage = Stage::open(w.parse().expect("W"), h.parse().expect("H"));
        println!("== {look}\n{}", stage.press(script).screen());
    }
}

#[test]
fn documents_read_again_keep_the_place() {
    let mut stage = Stage::open(120, 40);
    let before = stage.press("1 3 G tab j j enter m a").screen();
    let after = stage.press("R").screen();
    let differing = before.lines().zip(after.lines()).filter(|(old, new)| old != new).count();
    assert!(differing <= 1, "only the status line may tell of it:\n{before}\n{after}");
    stage.press("g g G ' a");
    // A line being typed stays, and old answers are not taken for new ones.
    let again = {
        stage.press("/ \"deten\"");
        stage.app.begin()
    };
    stage.perform(again);
    assert!(stage.press("\"tion\"").screen().contains("detention"));
    stage.press("enter n n esc esc");
}
