//! The application on a stage: a worker that answers at once, a screen of any size, keys as a script.
#![allow(dead_code, reason = "each test uses a part of it")]

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use crossterm::event::KeyEvent;
use plenary::desk::Desk;
use plenary::keys::{Keymap, parse};
use plenary::text::go_on;
use plenary::tui::screen;
use plenary::tui::theme::{ThemeName, Themes, UNICODE};
use plenary::tui::{Answer, App, Effect, Event, Question};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::{Position, Size};

/// The bundled documents, read once for all tests.
pub static DESK: LazyLock<Arc<Desk>> = LazyLock::new(|| Arc::new(Desk::open(&[]).expect("the bundled documents")));

/// The application with a worker that answers at once.
pub struct Stage {
    pub app: App,
    /// What it is about.
    pub desk: Arc<Desk>,
    /// What went to the clipboard, or to the file of copies.
    pub copied: Vec<String>,
    /// Whether the session has ended.
    pub ended: bool,
    /// The kind of question whose answers do not come, and the last of it that was asked.
    pub late: Option<usize>,
    pub unanswered: u64,
    /// What was answered: a long visit asks the same again and again.
    known: HashMap<String, Answer>,
}

impl Stage {
    pub fn open(width: u16, height: u16) -> Self {
        let mut stage = Self::unopened(width, height);
        stage.begin();
        stage
    }

    /// On other documents than the bundled ones.
    pub fn on(desk: Desk, width: u16, height: u16) -> Self {
        let mut stage = Self { desk: Arc::new(desk), ..Self::unopened(width, height) };
        stage.begin();
        stage
    }

    /// Begins again on the same documents.
    pub fn reopened(old: &mut Self) -> Self {
        let known = std::mem::take(&mut old.known);
        let mut stage = Self { known, ..Self::unopened(old.app.size.width, old.app.size.height) };
        stage.begin();
        stage
    }

    pub fn begin(&mut self) {
        let first = self.app.begin();
        self.perform(first);
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.event(screen::Event::Resize(width, height));
    }

    pub fn unopened(width: u16, height: u16) -> Self {
        let app = App::new(
            Size { width, height },
            Keymap::default(),
            Themes::default(),
            ThemeName::Dark,
            UNICODE,
            Vec::new(),
        );
        Self {
            app,
            desk: Arc::clone(&DESK),
            copied: Vec::new(),
            ended: false,
            late: None,
            unanswered: 0,
            known: HashMap::new(),
        }
    }

    pub fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(_, Question::Ahead(_)) => {}
                Effect::Ask(number, question) if self.late == Some(question.kind()) => self.unanswered = number,
                Effect::Ask(number, question) => {
                    let kind = question.kind();
                    let answer = match question {
                        Question::Load(_) => Answer::Loaded(Arc::clone(&self.desk)),
                        Question::On(_) | Question::Compare(..) | Question::RefersHere(_) => {
                            let answer = || question.clone().answer(Some(&self.desk), &go_on);
                            self.known.entry(format!("{:p} {question:?}", self.desk)).or_insert_with(answer).clone()
                        }
                        other => other.answer(Some(&self.desk), &go_on),
                    };
                    let more = self.app.update(Event::Answer(number, kind, answer));
                    self.perform(more);
                }
                Effect::Copy(text) | Effect::Write(text) => self.copied.push(text),
                Effect::Quit => self.ended = true,
                _ => {}
            }
        }
    }

    pub fn event(&mut self, event: screen::Event) {
        let effects = self.app.update(Event::Screen(event));
        self.perform(effects);
    }

    /// Presses the keys of `script`, as in a key map; what stands in quotes is typed.
    pub fn press(&mut self, script: &str) -> &mut Self {
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

    pub fn screen(&self) -> String {
        self.screen_and_cursor().0
    }

    /// The screen, and where the cursor stands on it.
    pub fn screen_and_cursor(&self) -> (String, Position) {
        let mut terminal =
            Terminal::new(TestBackend::new(self.app.size.width, self.app.size.height)).expect("a screen");
        terminal.draw(|frame| self.app.draw(frame)).expect("a frame");
        let buffer = terminal.backend().buffer().clone();
        let cursor = terminal.get_cursor_position().expect("a cursor");
        let rows = buffer.content().chunks(usize::from(self.app.size.width.max(1)));
        let line = |row: &[ratatui::buffer::Cell]| row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
        (rows.map(|row| line(row).trim_end().to_owned() + "\n").collect(), cursor)
    }
}
