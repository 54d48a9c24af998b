//! Sessions survive being killed while they save.
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
