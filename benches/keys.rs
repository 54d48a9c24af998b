//! A key to the bytes of its frame, in the tree, the passages and a document; and the key without its frame.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use divan::Bencher;
use plenary::desk::Desk;
use plenary::keys::Keymap;
use plenary::text::go_on;
use plenary::tui::theme::{ThemeName, Themes, UNICODE};
use plenary::tui::wire::{Shadow, Traits};
use plenary::tui::{Answer, App, Effect, Event, Question, screen};
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use std::io;
use std::sync::{Arc, LazyLock};

fn main() {
    divan::main();
}

static DESK: LazyLock<Arc<Desk>> = LazyLock::new(|| Arc::new(Desk::open(&[]).expect("the bundled documents")));

fn key(app: &mut App, pressed: char) {
    let code = match pressed {
        '\r' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        other => KeyCode::Char(other),
    };
    let effects = app.update(Event::Screen(screen::Event::Key(KeyEvent::new(code, KeyModifiers::NONE))));
    perform(app, effects);
}

fn perform(app: &mut App, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Ask(number, question) = effect {
            let kind = question.kind();
            let answer = match question {
                Question::Load(_) => Answer::Loaded(Arc::clone(&DESK)),
                other => other.answer(Some(&DESK), &go_on),
            };
            let more = app.update(Event::Answer(number, kind, answer));
            perform(app, more);
        }
    }
}

/// An application at `(columns, rows)` after `keys`, with all that is looked up ahead.
fn open((width, height): (u16, u16), keys: &str) -> App {
    let size = Size { width, height };
    let mut app = App::new(size, Keymap::default(), Themes::default(), ThemeName::Dark, UNICODE, Vec::new());
    let first = app.begin();
    perform(&mut app, first);
    keys.chars().for_each(|pressed| key(&mut app, pressed));
    app
}

/// Columns, rows, and the keys that lead to the tree, the passages, a document.
const PLACES: [(u16, u16, &str); 6] =
    [(80, 24, ""), (80, 24, "\t"), (80, 24, "\r"), (200, 60, ""), (200, 60, "\t"), (200, 60, "\r")];

/// Fifteen times down, fifteen times up.
fn walk(bencher: Bencher<'_, '_>, (width, height, keys): (u16, u16, &str), frame: bool) {
    let mut app = open((width, height), keys);
    let traits = Traits { rate: u32::MAX, ..Traits::default() };
    let mut terminal = Terminal::new(Shadow::new(io::sink(), app.size, traits)).expect("a screen");
    let mut spare = Buffer::default();
    let mut count = 0;
    bencher.bench_local(|| {
        key(&mut app, if count / 15 % 2 == 0 { 'j' } else { 'k' });
        count += 1;
        if frame {
            Shadow::draw(&mut terminal, &mut spare, |frame| app.draw(frame)).expect("a frame");
        }
    });
}

#[divan::bench(args = PLACES)]
fn key_and_frame(bencher: Bencher<'_, '_>, place: (u16, u16, &str)) {
    walk(bencher, place, true);
}

#[divan::bench(args = PLACES)]
fn key_alone(bencher: Bencher<'_, '_>, place: (u16, u16, &str)) {
    walk(bencher, place, false);
}
