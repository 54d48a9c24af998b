//! Captive accounts: what `--restricted` takes away, and what it asks of the system so that it stays away.

use rustix::process::{Resource, Rlimit, setrlimit};
use std::fmt;

/// An environment variable, if it may be listened to: a restricted session hears only what describes the terminal.
#[must_use]
pub fn env(restricted: bool, name: &str) -> Option<String> {
    let about_the_terminal = ["TERM", "LANG", "NO_COLOR", "SSH_CONNECTION", "SSH_TTY"];
    let heard = !restricted || about_the_terminal.contains(&name) || name.starts_with("LC_");
    heard.then(|| std::env::var(name).ok()).flatten()
}

/// The system does not grant a restriction. The program must then not go on.
#[derive(Debug)]
pub struct Refused {
    what: &'static str,
    why: rustix::io::Errno,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "--restricted cannot be kept: {}: {}; nothing was opened", self.what, self.why)
    }
}

impl std::error::Error for Refused {}

/// Gives up for good what a captive session must not have: memory dumps, files that grow, and privileges that another
/// program would lend. To be called before the first thread starts: threads inherit it.
///
/// # Errors
/// If the system refuses any of it.
pub fn enter() -> Result<(), Refused> {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let refused = |what| move |why| Refused { what, why };
    setrlimit(Resource::Core, none).map_err(refused("memory dumps off"))?;
    setrlimit(Resource::Fsize, none).map_err(refused("files of no length"))?;
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(refused("memory closed to other programs"))?;
        rustix::thread::set_no_new_privs(true).map_err(refused("no new privileges"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_describes_the_terminal_is_heard() {
        for name in ["HOME", "PATH", "XDG_CONFIG_HOME", "EDITOR"] {
            assert_eq!(env(true, name), None);
            assert_eq!(env(false, name), std::env::var(name).ok());
        }
        assert_eq!(env(true, "TERM"), std::env::var("TERM").ok());
    }
}
