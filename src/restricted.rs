//! Captive accounts: what `--restricted` takes away, and what it asks of the system so that it stays away.

use rustix::process::{Resource, Rlimit, setrlimit};
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

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

/// Looks for a link that leads out of the corpus, through which a file that nobody named could be read.
///
/// # Errors
/// Which link, and whither; or what could not be looked at.
pub fn no_way_out(corpus: &[PathBuf]) -> Result<(), String> {
    let said = |path: &Path, what: &str| {
        format!("--restricted cannot be kept: {}: {what}; nothing was opened", path.display())
    };
    let failed = |path: &Path, error: &io::Error| said(path, &error.to_string());
    let mut roots = Vec::new();
    for path in corpus {
        roots.push(path.canonicalize().map_err(|error| failed(path, &error))?);
    }
    let mut left = roots.clone();
    while let Some(path) = left.pop() {
        if !path.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&path).map_err(|error| failed(&path, &error))? {
            let entry = entry.map_err(|error| failed(&path, &error))?;
            let kind = entry.file_type().map_err(|error| failed(&path, &error))?;
            if kind.is_dir() {
                left.push(entry.path());
            } else if kind.is_symlink() {
                // One that leads nowhere is told as not read.
                let Ok(to) = entry.path().canonicalize() else { continue };
                if !roots.iter().any(|root| to.starts_with(root)) {
                    return Err(said(&entry.path(), "is a link that leads out of the corpus"));
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_out_of_the_corpus_is_refused() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let corpus = dir.path().join("corpus");
        fs::create_dir_all(corpus.join("below"))?;
        fs::write(corpus.join("a.txt"), "1. Text.")?;
        fs::write(dir.path().join("secret.txt"), "1. Secret.")?;
        let link = |to: &str, name: &str| std::os::unix::fs::symlink(to, corpus.join(name));
        link("../a.txt", "below/within.txt")?;
        link("nowhere.txt", "below/nowhere.txt")?;
        assert_eq!(no_way_out(std::slice::from_ref(&corpus)), Ok(()));
        link("../../secret.txt", "below/out.txt")?;
        let word = no_way_out(std::slice::from_ref(&corpus)).err().unwrap_or_default();
        assert!(word.contains("below/out.txt: is a link that leads out of the corpus"), "{word}");
        assert_eq!(no_way_out(&[corpus, dir.path().join("secret.txt")]), Ok(()), "it was named");
        Ok(())
    }

    #[test]
    fn only_what_describes_the_terminal_is_heard() {
        for name in ["HOME", "PATH", "XDG_CONFIG_HOME", "EDITOR"] {
            assert_eq!(env(true, name), None);
            assert_eq!(env(false, name), std::env::var(name).ok());
        }
        assert_eq!(env(true, "TERM"), std::env::var("TERM").ok());
    }
}
