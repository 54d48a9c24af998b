//! Sessions survive being killed while they save, and every failure of the disk.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use plenary::tui::state::{Session, Store};

const FOLDER: &str = "PLENARY_TEST_FOLDER";

/// Not a test: the child that saves until it is killed.
#[test]
#[ignore = "run by the test below as a child"]
fn saves_for_ever() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let (mut store, mut session, _) = Store::open(&folder, "k");
    for n in session.searches.len().. {
        session.searches.insert(format!("{n:06}"), "long ".repeat(400));
        store.save(&session).unwrap();
        std::fs::write(folder.join("saved"), n.to_string()).unwrap();
    }
}

fn last_saved(folder: &Path) -> Option<usize> {
    std::fs::read_to_string(folder.join("saved")).ok()?.parse().ok()
}

#[test]
fn a_session_killed_while_it_saves_leaves_the_last_one_whole() {
    let dir = tempfile::tempdir().unwrap();
    let mut least = 0;
    for round in 0..20_u64 {
        let _ = std::fs::remove_file(dir.path().join("saved"));
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "saves_for_ever", "--ignored"])
            .env(FOLDER, dir.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while last_saved(dir.path()).is_none() {
            assert!(child.try_wait().unwrap().is_none(), "the child ended by itself");
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(round * 1370 % 9000));
        child.kill().unwrap();
        child.wait().unwrap();
        // What the child said it had saved, before it was killed writing that word or the next session.
        least = last_saved(dir.path()).unwrap_or(0).max(least);
        let (_, session, word) = Store::open(dir.path(), "k");
        assert_eq!(word, None, "round {round}");
        assert!(session.searches.len() > least, "round {round}: {} after {least}", session.searches.len());
    }
    let (mut store, _, _) = Store::open(dir.path(), "k");
    assert_eq!(store.save(&Session { zoom: true, ..Session::default() }), Ok(()), "no lock outlives its session");
}

/// Not a test: the child whose file calls are made to fail. Writes what it was told beside the folder.
#[test]
#[ignore = "run by the test below as a child"]
fn saves_once() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let (mut store, mut session, found) = Store::open(&folder, "k");
    session.searches.insert("new".into(), "q".into());
    let word = store.save(&session).err();
    std::fs::write(folder.join("../told"), format!("{found:?} {word:?}")).unwrap();
}

/// Every call that the store makes fails in turn (its first of a kind, its second …), in each of the ways disks do.
#[test]
fn no_failing_file_call_loses_what_was_saved() {
    let there = Command::new("strace").args(["-qq", "-o", "/dev/null", "true"]).status();
    if !there.is_ok_and(|status| status.success()) {
        return println!("skipped: no strace here that may trace");
    }
    let dir = tempfile::tempdir().unwrap();
    let (folder, told) = (dir.path().join("state"), dir.path().join("told"));
    let path = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let saved = |session: &Session| session.searches.keys().cloned().collect::<Vec<_>>().join(" ");
    let mut failures = 0;
    for call in ["openat", "read", "write", "fsync", "rename", "flock", "statx"] {
        for error in ["ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EINTR"] {
            for nth in 1.. {
                let _ = std::fs::remove_dir_all(&folder);
                let _ = std::fs::remove_file(&told);
                let (mut store, mut session, _) = Store::open(&folder, "k");
                session.searches.insert("old".into(), "q".into());
                store.save(&session).unwrap();
                let inject = format!("inject={call}:error={error}:when={nth}");
                let log = dir.path().join("log");
                let mut child = Command::new("strace");
                child.args(["-f", "-qq", "-o"]).arg(&log).args(["-e", &inject, "-P", &path(""), "-P", &path("k.json")]);
                child.args(["-P", &path("k.draft"), "-P", &path("k.lock"), "-P", &folder.to_string_lossy()]);
                child.arg(std::env::current_exe().unwrap()).args(["--exact", "saves_once", "--ignored"]);
                child.env(FOLDER, &folder).stdout(Stdio::null()).stderr(Stdio::null());
                assert!(child.status().unwrap().success(), "{inject}: the child did not end well");
                if !std::fs::read_to_string(&log).unwrap().contains("(INJECTED)") {
                    break;
                }
                failures += 1;
                let word = std::fs::read_to_string(&told).unwrap();
                let (_, session, damaged) = Store::open(&folder, "k");
                assert_eq!(damaged, None, "{inject}: {word}");
                let kept = saved(&session);
                assert!(kept == "new old" || (kept == "old" && word.contains("not saved")), "{inject}: {kept}: {word}");
            }
        }
    }
    assert!(failures > 50, "{failures} calls failed");
}
