//! Captive accounts: what clashes is refused, and a real sshd holds the program to its promises.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::process::{Command, Stdio};

/// The status and the words of `plenary --restricted` with these arguments, without a terminal.
fn check(args: &[&str], status: i32, word: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    let out = command.arg("--restricted").args(args).stdin(Stdio::null()).output().unwrap();
    let told = String::from_utf8_lossy(&out.stderr);
    assert_eq!(out.status.code(), Some(status), "{args:?}: {told}");
    assert!(told.contains(word), "{args:?}: {told}");
    assert!(out.stdout.is_empty());
}

#[test]
fn what_clashes_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    std::fs::write(corpus.join("a.txt"), "1. Text.").unwrap();
    let named = corpus.to_str().unwrap();
    check(&["outline"], 2, "no command goes with it");
    check(&["search", "detention"], 2, "no command goes with it");
    check(&["--keymap", "/etc/passwd"], 2, "reads no key map");
    check(&[named], 2, "not a terminal");
    std::os::unix::fs::symlink("/etc/passwd", corpus.join("b.txt")).unwrap();
    check(&[named], 2, "b.txt: is a link that leads out of the corpus; nothing was opened");
    check(&["--plain", named], 2, "leads out of the corpus");
}

/// `benches/sshd.py` starts an sshd of its own on the loopback, with the configuration of docs/restricted.md.
#[test]
fn through_a_real_sshd() {
    let sshd = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd"].iter().any(|file| Path::new(file).exists());
    let runs = |program: &str, arg: &str| {
        Command::new(program)
            .arg(arg)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|s| s.code().is_some())
    };
    if !sshd || !runs("ssh", "-V") || !runs("python3", "--version") {
        return println!("skipped: it takes sshd, ssh and python3");
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/sshd.py");
    let out = Command::new("python3").args([script, env!("CARGO_BIN_EXE_plenary")]).output().unwrap();
    let told = String::from_utf8_lossy(&out.stdout) + String::from_utf8_lossy(&out.stderr);
    if out.status.code() == Some(77) {
        return println!("skipped: {told}");
    }
    assert!(out.status.success(), "{told}");
}
