//! The interface itself, but `P` panics in it and `W` in a worker: to see how such an end leaves the terminal.

use crossterm::event::KeyCode;
use plenary::tui::{Event, Opening, run_watched, screen};
use std::process::ExitCode;
use std::thread;

#[expect(clippy::panic, reason = "to see what a panic leaves behind")]
fn main() -> ExitCode {
    let ended = run_watched(&Opening::default(), |event| {
        let Event::Screen(screen::Event::Key(key)) = event else { return };
        match key.code {
            KeyCode::Char('P') => panic!("in the interface"),
            KeyCode::Char('W') => drop(thread::spawn(|| panic!("in a worker")).join()),
            _ => {}
        }
    });
    let (status, word) = ended.unwrap_or_else(|why| (2, Some(why)));
    if let Some(word) = word {
        eprintln!("plenary: {word}");
    }
    ExitCode::from(status)
}
