//! The program: parse arguments, then open the command line or the terminal interface.

use std::process::ExitCode;

use plenary::cli::{self, Asks};

fn main() -> ExitCode {
    let status = match cli::run(std::env::args_os()) {
        Asks::Done(status) => status,
        Asks::Interface(_) => cli::complain("no terminal interface in this build\n  see `plenary --help`"),
    };
    ExitCode::from(status)
}
