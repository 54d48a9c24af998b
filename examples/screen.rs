//! The least program on the screen, to try every way it can end: `j` scrolls, `q` quits, `p` and `w` panic (here, in
//! a worker), `b` is busy for five seconds, `s` stops, `i` opens a prompt.

use crossterm::event::KeyCode;
use plenary::tui::screen::{Event, Screen, Settings};
use ratatui::text::Line;
use std::process::ExitCode;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

fn main() -> ExitCode {
    match run() {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("screen: {error}");
            ExitCode::from(2)
        }
    }
}

#[expect(clippy::panic, reason = "to see what a panic leaves behind")]
fn run() -> Result<u8, Box<dyn std::error::Error>> {
    let settings = Settings::from_env(|name| std::env::var(name).ok())?;
    let (to, from) = channel::<Event>();
    let mut screen = Screen::open(settings, &to)?;
    let (mut top, mut said) = (0_usize, String::new());
    loop {
        screen.draw(|frame| {
            let area = frame.area();
            for y in 0..area.height.saturating_sub(1) {
                let n = top + usize::from(y);
                let line = format!("{n}. The States shall line {n} and promote all that is in paragraph {}.", n * 7);
                frame.render_widget(Line::from(line), ratatui::layout::Rect { y, height: 1, ..area });
            }
            let last = ratatui::layout::Rect { y: area.height.saturating_sub(1), height: 1, ..area };
            frame.render_widget(Line::from(format!("top {top} {said}")), last);
            frame.set_cursor_position((0, 0));
        })?;
        for event in screen.wait(&from, None)? {
            match event {
                Event::Key(key) => match key.code {
                    KeyCode::Char('j') => top += 1,
                    KeyCode::Char('k') => top = top.saturating_sub(1),
                    KeyCode::Char('q') => {
                        screen.close();
                        println!("bye");
                        return Ok(0);
                    }
                    KeyCode::Char('p') => panic!("in the interface"),
                    KeyCode::Char('w') => drop(thread::spawn(|| panic!("in the worker"))),
                    KeyCode::Char('b') => thread::sleep(Duration::from_secs(5)),
                    KeyCode::Char('s') => {
                        if !screen.suspend()? {
                            "no shell".clone_into(&mut said);
                        }
                    }
                    KeyCode::Char('i') => {
                        screen.paste_mode(true)?;
                        "prompt".clone_into(&mut said);
                    }
                    other => said = format!("{other:?}"),
                },
                Event::Paste(text) => said = format!("pasted {}", text.len()),
                Event::Resize(columns, rows) => screen.resize(columns, rows),
                Event::Suspend => drop(screen.suspend()?),
                Event::Resume => screen.resume()?,
                Event::End(ending) => {
                    screen.close();
                    eprintln!("screen: {}", ending.word());
                    return Ok(ending.status());
                }
            }
        }
    }
}
