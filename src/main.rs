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
fn interface(Opening { paths, place, face }: Opening) -> Result<(u8, Option<String>), String> {
    tui::run(&tui::Opening {
        paths,
        place,
        preset: face.keys.preset,
        keymap: face.keys.keymap,
        theme: face.theme.as_deref().and_then(ThemeName::from_name),
        plain: face.plain,
        restricted: face.restricted,
        no_alt: face.no_alt,
    })
}
