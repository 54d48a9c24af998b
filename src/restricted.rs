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

/// Gives up for good what a captive session must not have: memory dumps, files that grow, privileges that another
/// program would lend, files but those of `corpus`, other programs, the network. To be called before the first thread
/// starts: threads inherit it. Gives a word on what this kernel has no means to enforce.
///
/// # Errors
/// If the system refuses any of it.
pub fn enter(corpus: &[PathBuf]) -> Result<Option<&'static str>, Refused> {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let refused = |what| move |why| Refused { what, why };
    setrlimit(Resource::Core, none).map_err(refused("memory dumps off"))?;
    setrlimit(Resource::Fsize, none).map_err(refused("files of no length"))?;
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(refused("memory closed to other programs"))?;
        rustix::thread::set_no_new_privs(true).map_err(refused("no new privileges"))?;
        Ok(walls::raise(corpus))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = corpus;
        Ok(Some("this system keeps no other files closed: only the program does"))
    }
}

/// What the kernel is asked to refuse, in case a fault of the program should ask for it: the second wall.
#[cfg(target_os = "linux")]
mod walls {
    use landlock::{ABI, Access, AccessFs, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, RulesetStatus};
    use seccompiler::{BpfProgram, SeccompAction, SeccompFilter};
    use std::path::{Path, PathBuf};

    /// Raises both walls. Gives a word on what is lacking.
    pub(super) fn raise(corpus: &[PathBuf]) -> Option<&'static str> {
        match (is_read_only(corpus), has_no_way_out()) {
            (true, true) => None,
            (false, true) => Some("this kernel has no Landlock: only the program keeps other files closed"),
            (true, false) => Some("this kernel has no seccomp filters: only the program starts no other"),
            (false, false) => Some("this kernel has neither Landlock nor seccomp: only the program keeps its promises"),
        }
    }

    /// Leaves no file to be opened but those of the corpus, and those for reading alone. A file is read again when
    /// another was put in its place, so it is its folder that stays open.
    fn is_read_only(corpus: &[PathBuf]) -> bool {
        let folder = |path: &PathBuf| {
            let path = path.canonicalize().unwrap_or_else(|_| path.clone());
            if path.is_dir() { path } else { path.parent().map_or(path.clone(), Path::to_owned) }
        };
        let rules = landlock::path_beneath_rules(corpus.iter().map(folder), AccessFs::ReadFile | AccessFs::ReadDir);
        let raised = Ruleset::default()
            .handle_access(AccessFs::from_all(ABI::V5))
            .and_then(Ruleset::create)
            .and_then(|ruleset| ruleset.add_rules(rules))
            .and_then(landlock::RulesetCreated::restrict_self);
        raised.is_ok_and(|status| status.ruleset != RulesetStatus::NotEnforced)
    }

    /// Other programs, the network, other processes, and what would lead round the walls.
    const OUT: [libc::c_long; 17] = [
        libc::SYS_execve,
        libc::SYS_execveat,
        libc::SYS_socket,
        libc::SYS_connect,
        libc::SYS_bind,
        libc::SYS_ptrace,
        libc::SYS_process_vm_readv,
        libc::SYS_process_vm_writev,
        libc::SYS_pidfd_getfd,
        libc::SYS_io_uring_setup,
        libc::SYS_open_by_handle_at,
        libc::SYS_mount,
        libc::SYS_unshare,
        libc::SYS_setns,
        libc::SYS_bpf,
        libc::SYS_userfaultfd,
        libc::SYS_keyctl,
    ];

    /// Has the kernel refuse those calls, as it would refuse one that is not permitted.
    fn has_no_way_out() -> bool {
        let refuse = SeccompAction::Errno(libc::EPERM.unsigned_abs());
        let rules = OUT.into_iter().map(|call| (call, Vec::new())).collect();
        let program = || -> Option<BpfProgram> {
            let arch = std::env::consts::ARCH.try_into().ok()?;
            SeccompFilter::new(rules, SeccompAction::Allow, refuse, arch).ok()?.try_into().ok()
        };
        program().is_some_and(|program| seccompiler::apply_filter(&program).is_ok())
    }
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
