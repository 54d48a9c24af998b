//! The command line: each command asks the desk one question and prints the answer. The only room that prints.

mod answer;
mod args;
mod compare;
mod json;
mod out;
mod print;

use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use clap::error::ContextKind;
use clap::{CommandFactory, Parser};

use self::answer::answer;
pub use self::args::Face;
use self::args::{Cli, Command};
use self::out::{Out, tell};
use crate::keys::{Mistake, nearest};

/// What the arguments ask for.
pub enum Asks {
    /// It is done: the exit status.
    Done(u8),
    /// The terminal interface.
    Interface(Box<Opening>),
}

/// How the interface is to open.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The corpus; the bundled one where empty.
    pub paths: Vec<PathBuf>,
    /// The place to open at, as typed.
    pub place: Option<String>,
    /// How it is to look and behave.
    pub face: Face,
}

/// Why a command ends without its answer.
enum Failure {
    /// What is wrong, where, and what to do: for standard error; exit status 2.
    Wrong(String),
    /// Nothing is there: for standard error; exit status 1.
    Nothing(String),
    /// The reader of our output, or the disk, went away.
    Output(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

type Answer = Result<u8, Failure>;

/// Runs the command that `args` (with the program's name first) ask for. `themes` tells what is wrong with those of the
/// user, which the interface reads.
pub fn run(args: impl IntoIterator<Item = OsString>, themes: fn() -> Vec<Mistake>) -> Asks {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(mut error) => {
            // That an unknown option may be a value behind `--` is hardly ever what was meant.
            error.remove(ContextKind::Suggested);
            let told = error.render().to_string();
            if error.use_stderr() {
                return Asks::Done(fail(&Failure::Wrong(told.trim_start_matches("error: ").trim_end().to_owned())));
            }
            let printed = Out::new(None).raw(told.as_bytes());
            return Asks::Done(printed.map_or_else(|error| fail(&Failure::Output(error)), |()| 0));
        }
    };
    let Cli { paths, corpus, face, command } = cli;
    let corpus = [paths, corpus].concat();
    let open = |opening: Opening| Asks::Interface(Box::new(opening));
    let asked = match command {
        None => interface(corpus, None, face).map(open),
        Some(Command::Open { place, face: own }) => interface(corpus, Some(place.join(" ")), own.or(face)).map(open),
        Some(_) if face.restricted => {
            Err(Failure::Wrong("--restricted is for the interface alone; no command goes with it but open".to_owned()))
        }
        Some(command) => answer(&corpus, face.keys, command, themes).map(Asks::Done),
    };
    asked.unwrap_or_else(|failure| Asks::Done(fail(&failure)))
}

/// Tells a mistake on standard error: what, where, what to do. The exit status is 2.
#[must_use]
pub fn complain(what: &str) -> u8 {
    fail(&Failure::Wrong(what.to_owned()))
}

fn fail(failure: &Failure) -> u8 {
    let (what, status) = match failure {
        Failure::Wrong(what) => (what.clone(), 2),
        Failure::Nothing(what) => (what.clone(), 1),
        Failure::Output(error) if error.kind() == ErrorKind::BrokenPipe => return 0,
        Failure::Output(error) => (format!("cannot write the answer: {error}"), 2),
    };
    tell(&format!("plenary: {what}"));
    status
}

fn interface(paths: Vec<PathBuf>, place: Option<String>, face: Face) -> Result<Opening, Failure> {
    must_exist(&paths)?;
    Ok(Opening { paths, place, face })
}

/// Refuses paths that are not there; a single misspelt word may have been meant as a command.
fn must_exist(paths: &[PathBuf]) -> Result<(), Failure> {
    let Some(missing) = paths.iter().find(|p| !p.exists()) else { return Ok(()) };
    let name = missing.to_string_lossy();
    let commands = Cli::command();
    let hint = match nearest(&name, commands.get_subcommands().map(clap::Command::get_name)) {
        Some(command) => format!("did you mean the command `{command}`? `plenary --help` lists all"),
        None => "name a file or folder, or nothing for the bundled texts".to_owned(),
    };
    Err(Failure::Wrong(format!("{name}: no such file or folder\n  {hint}")))
}
