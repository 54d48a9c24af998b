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

/// What the program never asks for, the kernel would not give: seen from inside, in a process of its own.
#[test]
fn the_kernel_refuses_what_the_program_never_asks_for() {
    let dir = tempfile::tempdir().unwrap();
    let corpus = dir.path().join("corpus");
    std::fs::create_dir(&corpus).unwrap();
    std::fs::write(corpus.join("a.txt"), "1. Text.").unwrap();
    std::fs::write(dir.path().join("secret.txt"), "1. Secret.").unwrap();
    let mut inside = Command::new(std::env::current_exe().unwrap());
    inside.args(["inside", "--exact", "--ignored", "--nocapture"]).env("PLENARY_TEST_CORPUS", &corpus);
    let out = inside.stdin(Stdio::null()).output().unwrap();
    let told = String::from_utf8_lossy(&out.stdout) + String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success() && told.contains("1 passed"), "{told}");
    print!("{told}");
}

#[test]
#[ignore = "for the test above: it gives up what a process needs"]
fn inside() {
    use std::io::ErrorKind::PermissionDenied;
    let Some(corpus) = std::env::var_os("PLENARY_TEST_CORPUS").map(std::path::PathBuf::from) else { return };
    let lacking = plenary::restricted::enter(std::slice::from_ref(&corpus)).unwrap();
    assert_eq!(std::fs::read_to_string(corpus.join("a.txt")).unwrap(), "1. Text.", "the corpus stays open");
    assert_eq!(std::fs::read_dir(&corpus).unwrap().count(), 1);
    if let Some(lacking) = lacking {
        return println!("skipped: {lacking}");
    }
    let refused = |what: &str, result: std::io::Result<()>| {
        assert_eq!(result.map_err(|error| error.kind()), Err(PermissionDenied), "{what}");
    };
    refused("a write", std::fs::write(corpus.join("b.txt"), ""));
    refused("a change", std::fs::OpenOptions::new().append(true).open(corpus.join("a.txt")).map(|_| ()));
    refused("a removal", std::fs::remove_file(corpus.join("a.txt")));
    refused("another file", std::fs::read(corpus.with_file_name("secret.txt")).map(|_| ()));
    refused("another folder", std::fs::read_dir("/etc").map(|_| ()));
    refused("another program", Command::new("/bin/true").spawn().map(|_| ()));
    refused("the network", std::net::UdpSocket::bind("127.0.0.1:0").map(|_| ()));
    refused("a socket", std::os::unix::net::UnixStream::connect(corpus.join("a.txt")).map(|_| ()));
    let thread = std::thread::spawn(|| std::fs::read("/etc/passwd").map(|_| ())).join().unwrap();
    refused("a file, from a thread", thread);
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
