//! The program: parse arguments, then open the command line or the terminal interface.

use std::process::ExitCode;

use plenary::cli::{self, Asks};
use plenary::tui::{self, theme::ThemeName};

fn main() -> ExitCode {
    let status = match cli::run(std::env::args_os()) {
        Asks::Done(status) => status,
        Asks::Interface(asked) => {
            let opening = tui::Opening {
                theme: asked.theme.as_deref().and_then(ThemeName::from_name),
                paths: asked.paths,
                place: asked.place,
                preset: asked.preset,
                keymap: asked.keymap,
                plain: asked.plain,
                restricted: asked.restricted,
                no_alt: asked.no_alt,
            };
            tui::run(&opening).unwrap_or_else(|why| cli::complain(&why))
        }
    };
    ExitCode::from(status)
}
