//! The program: parse arguments, then open the command line or the terminal interface.

use std::process::ExitCode;

use plenary::cli::{self, Asks, Opening};
use plenary::tui::{self, theme::ThemeName};

fn main() -> ExitCode {
    let status = match cli::run(std::env::args_os(), tui::settings::mistakes_in_themes) {
        Asks::Done(status) => status,
        Asks::Interface(asked) => {
            let (status, word) = interface(*asked).unwrap_or_else(|why| (2, Some(why)));
            if let Some(word) = word {
                let _ = cli::complain(&word);
            }
            status
        }
    };
    ExitCode::from(status)
}

/// Opens the interface as the arguments ask. Gives the exit status and a word on how it ended, or what is wrong.
fn interface(asked: Opening) -> Result<(u8, Option<String>), String> {
    tui::run(&tui::Opening {
        theme: asked.theme.as_deref().and_then(ThemeName::from_name),
        paths: asked.paths,
        place: asked.place,
        preset: asked.preset,
        keymap: asked.keymap,
        plain: asked.plain,
        restricted: asked.restricted,
        no_alt: asked.no_alt,
    })
}
