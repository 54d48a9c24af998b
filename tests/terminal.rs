//! In a real pseudo-terminal: however the program ends, whatever it is sent, the terminal is as it was.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A program in a terminal.
struct Lab {
    master: Option<Box<dyn MasterPty + Send>>,
    keys: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    emulator: vt100::Parser,
    raw: Vec<u8>,
    /// The terminal's other side, kept open to read its modes.
    side: File,
    before: [String; 4],
}

fn termios(side: &File) -> [String; 4] {
    let now = rustix::termios::tcgetattr(side).unwrap();
    [
        format!("{:?}", now.input_modes),
        format!("{:?}", now.output_modes),
        format!("{:?}", now.local_modes),
        format!("{:?}", now.control_modes),
    ]
}

/// An example; `cargo test --test terminal` alone would not have built it.
fn built(name: &str) -> PathBuf {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
        let ours = PathBuf::from(env!("CARGO_BIN_EXE_plenary"));
        let mut build = std::process::Command::new(env!("CARGO"));
        build.args(["build", "--quiet", "--example", "screen", "--example", "endings"]);
        build.current_dir(env!("CARGO_MANIFEST_DIR")).args((!cfg!(debug_assertions)).then_some("--release"));
        assert!(build.status().unwrap().success());
        ours.with_file_name("examples")
    });
    BUILT.join(name)
}

/// The screen alone, in a program that can end in every way.
fn example() -> CommandBuilder {
    CommandBuilder::new(built("screen"))
}

impl Lab {
    fn start(mut command: CommandBuilder) -> Self {
        let window = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(window).unwrap();
        let side = File::options().read(true).write(true).open(pair.master.tty_name().unwrap()).unwrap();
        for (name, value) in [("TERM", "xterm-256color"), ("LC_ALL", "C.UTF-8"), ("RUST_BACKTRACE", "0")] {
            if command.get_env(name).is_none_or(|old| Some(old.to_owned()) == std::env::var_os(name)) {
                command.env(name, value);
            }
        }
        for name in ["NO_COLOR", "SSH_CONNECTION", "SSH_TTY"] {
            command.env_remove(name);
        }
        let before = termios(&side);
        let child = pair.slave.spawn_command(command).unwrap();
        let (to, output) = channel();
        let mut reader = pair.master.try_clone_reader().unwrap();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if to.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let emulator = vt100::Parser::new(24.try_into().unwrap(), 80.try_into().unwrap(), 0);
        Self { master: Some(pair.master), keys: Some(keys), child, output, emulator, raw: Vec::new(), side, before }
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.process_id().unwrap()).unwrap()).unwrap()
    }

    fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.keys.as_mut().unwrap().write_all(bytes.as_ref()).unwrap();
    }

    fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    fn resize(&mut self, cols: u16, rows: u16) {
        self.master.as_ref().unwrap().resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        let (rows, cols) = (if rows == 0 { 24 } else { rows }, if cols == 0 { 80 } else { cols });
        self.emulator.screen_mut().set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
    }

    /// Takes what comes within this time; whether anything came.
    fn pump(&mut self, patience: Duration) -> bool {
        let first = self.output.recv_timeout(patience);
        let got = first.is_ok();
        for bytes in first.into_iter().chain(self.output.try_iter()) {
            self.emulator.process(&bytes);
            self.raw.extend(bytes);
        }
        got
    }

    /// Waits until the screen shows a text.
    fn until(&mut self, text: &str) {
        let end = Instant::now() + Duration::from_secs(10);
        while !self.emulator.screen().contents().contains(text) {
            assert!(Instant::now() < end, "no {text:?} in:\n{}", self.emulator.screen().contents());
            self.pump(Duration::from_millis(20));
        }
    }

    /// Waits for the end: its status, and how long it took.
    fn end(&mut self) -> (u32, Duration) {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                while self.pump(Duration::from_millis(30)) {}
                return (status.exit_code(), start.elapsed());
            }
            assert!(start.elapsed() < Duration::from_secs(10), "still running");
            self.pump(Duration::from_millis(5));
        }
    }

    /// The terminal is as it was, and says `word`.
    fn restored(&mut self, word: &str) {
        while self.pump(Duration::from_millis(30)) {}
        let screen = self.emulator.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        let last = |mode: &[u8]| self.raw.windows(mode.len()).rposition(|window| window == mode);
        assert!(last(b"\x1b[?7h") > last(b"\x1b[?7l"), "lines no longer wrap");
        assert!(last(b"\x1b[?2026l") >= last(b"\x1b[?2026h"), "output is held back");
        assert_eq!(termios(&self.side), self.before);
        assert!(screen.contents().contains(word), "no {word:?} in:\n{}", screen.contents());
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// When the end comes.
const MOMENTS: [&str; 3] = ["", "jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj", "ijjj\x1b[200~half a paste"];

/// Every ending at every moment: keys, signal, status, word.
fn check(keys: &str, signal: Option<Signal>, status: u32, word: &str) {
    for moment in MOMENTS {
        let mut lab = Lab::start(example());
        lab.until("top 0");
        lab.send(moment);
        if !keys.is_empty() && moment.contains("200~") {
            lab.send("\x1b[201~");
        }
        lab.send(keys);
        if let Some(signal) = signal {
            lab.signal(signal);
        }
        let (got, took) = lab.end();
        assert_eq!(got, status, "{keys:?} {signal:?} after {moment:?}");
        assert!(took < Duration::from_secs(3));
        lab.restored(word);
    }
}

#[test]
fn every_ending_restores_the_terminal() {
    check("q", None, 0, "bye");
    check("p", None, 101, "in the interface");
    check("w", None, 101, "in the worker");
    check("", Some(Signal::TERM), 143, "asked to terminate");
    check("", Some(Signal::INT), 130, "interrupted");
    check("", Some(Signal::HUP), 129, "hung up");
    check("", Some(Signal::QUIT), 131, "asked to quit");
}

/// A program with a home of its own.
fn at_home(program: impl AsRef<std::ffi::OsStr>, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    for name in ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"] {
        command.env(name, home);
    }
    command
}

fn plenary(home: &Path) -> CommandBuilder {
    at_home(env!("CARGO_BIN_EXE_plenary"), home)
}

/// What the program leaves of a session in its home.
fn saved(home: &Path) -> String {
    std::fs::read_to_string(home.join("plenary/bundled.json")).unwrap_or_default()
}

/// How a session may end: a key, a signal, the status, the word.
const ENDINGS: [(&str, Option<Signal>, u32, &str); 7] = [
    ("Q", None, 0, ""),
    ("P", None, 101, "plenary: ended by a mistake of its own"),
    ("W", None, 101, "in a worker"),
    ("", Some(Signal::TERM), 143, "plenary: ended: asked to terminate"),
    ("", Some(Signal::INT), 130, "plenary: ended: interrupted"),
    ("", Some(Signal::HUP), 129, "plenary: ended: the terminal hung up"),
    ("", Some(Signal::QUIT), 131, "plenary: ended: asked to quit"),
];

/// While the documents are read, at rest, while a key is held, in the midst of a line: what is shown before, and
/// typed then.
const AT: [(&str, &str); 4] = [
    ("Reading", ""),
    ("On objective 1:", "13Gj"),
    ("On objective 1:", "13Gjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj"),
    ("On objective 1:", "13Gj/migr"),
];

#[test]
fn the_program_itself_ends_well_at_every_moment() {
    for (key, signal, status, word) in ENDINGS {
        for (shown, keys) in AT {
            let home = tempfile::tempdir().unwrap();
            let mut lab = Lab::start(at_home(built("endings"), home.path()));
            lab.until(shown);
            lab.send(keys);
            if keys == "13Gj" {
                lab.until("On objective 14");
            }
            if let Some(signal) = signal {
                lab.signal(signal);
            } else {
                lab.send("\x1b"); // leaves the line, never the program
                std::thread::sleep(Duration::from_millis(200));
                lab.send(key);
            }
            let (got, took) = lab.end();
            assert_eq!(got, status, "{key:?} {signal:?} after {keys:?}");
            assert!(took < Duration::from_secs(3));
            lab.restored(word);
            let saved = saved(home.path());
            assert!(if keys == "13Gj" { saved.contains(" 14\"") } else { saved.contains("selected") }, "{saved}");
            // No terminal is ever asked anything.
            let queries: [&[u8]; 5] = [b"\x1b[c", b"\x1b[6n", b"\x1b]1", b"\x1bP", b"$p"];
            assert!(queries.iter().all(|query| !lab.raw.windows(query.len()).any(|bytes| bytes == *query)));
        }
    }
}

/// `script` run by a shell in the terminal, with the program as `$0`.
fn in_shell(script: &str, home: &Path) -> CommandBuilder {
    let mut shell = at_home("bash", home);
    shell.args(["-c", script, env!("CARGO_BIN_EXE_plenary")]);
    shell
}

#[test]
fn a_lost_terminal_leaves_the_state_saved() {
    for script in ["exec \"$0\"", "trap '' HUP; exec \"$0\""] {
        let home = tempfile::tempdir().unwrap();
        let mut lab = Lab::start(in_shell(script, home.path()));
        lab.until("On objective 1:");
        lab.send("13Gj");
        lab.until("On objective 14");
        (lab.master, lab.keys) = (None, None);
        drop(std::mem::replace(&mut lab.output, channel().1));
        let start = Instant::now();
        while lab.child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < Duration::from_secs(3), "{script}: still running");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(saved(home.path()).contains(" 14\""), "{script}: {}", saved(home.path()));
    }
}

#[test]
fn a_closed_output_ends_the_program_with_a_word() {
    let home = tempfile::tempdir().unwrap();
    let other = native_pty_system().openpty(PtySize::default()).unwrap();
    let name = other.master.tty_name().unwrap();
    let mut lab = Lab::start(in_shell(&format!("exec \"$0\" >{}", name.display()), home.path()));
    let mut reader = other.master.try_clone_reader().unwrap();
    let mut shown = Vec::new();
    let mut buffer = [0; 4096];
    while !String::from_utf8_lossy(&shown).contains("Stated in") {
        let length = reader.read(&mut buffer).unwrap();
        shown.extend_from_slice(&buffer[..length]);
    }
    drop((reader, other));
    lab.send("13Gj");
    assert_eq!(lab.end().0, 129);
    assert_eq!(termios(&lab.side), lab.before);
    assert!(String::from_utf8_lossy(&lab.raw).contains("plenary: ended: the terminal is gone"));
    assert!(saved(home.path()).contains("selected"));
}

#[test]
fn the_program_itself_stops_and_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let script = "set -m; \"$0\"; echo stopped; stty -a | grep -o ' icanon'; read x; fg";
    let mut lab = Lab::start(in_shell(script, home.path()));
    lab.until("On objective 1:");
    lab.send("\x1a");
    lab.until("stopped");
    lab.until(" icanon");
    assert!(!lab.emulator.screen().alternate_screen());
    lab.send("\n");
    lab.until("On objective 1:");
    assert!(lab.emulator.screen().alternate_screen());
    lab.send("q");
    lab.end();
    lab.restored("");
    assert!(saved(home.path()).contains("selected"));
}

#[test]
fn a_restricted_program_has_given_up_what_it_must_not_have() {
    let home = tempfile::tempdir().unwrap();
    let mut command = plenary(home.path());
    command.arg("--restricted");
    let mut lab = Lab::start(command);
    lab.until("Objectives");
    lab.send("\x1ajj");
    let about = std::fs::read_to_string(format!("/proc/{}/status", lab.pid().as_raw_nonzero())).unwrap();
    assert!(about.contains("NoNewPrivs:\t1"));
    lab.send("q");
    assert_eq!(lab.end().0, 0);
    lab.restored("");
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "it wrote a file");
}

#[test]
fn a_busy_loop_does_not_keep_a_signal_waiting() {
    let mut lab = Lab::start(example());
    lab.until("top 0");
    lab.send("b");
    std::thread::sleep(Duration::from_millis(50));
    lab.signal(Signal::TERM);
    let (status, took) = lab.end();
    assert_eq!(status, 143);
    assert!(took < Duration::from_secs(3), "{took:?}");
    lab.restored("");
}

#[test]
fn a_terminal_that_is_gone_ends_the_program() {
    for command in ["exec \"$0\"", "trap '' HUP; exec \"$0\""] {
        let program = example().get_argv()[0].clone();
        let mut shell = CommandBuilder::new("sh");
        shell.args(["-c".into(), command.into(), program]);
        let mut lab = Lab::start(shell);
        lab.until("top 0");
        (lab.master, lab.keys) = (None, None);
        drop(std::mem::replace(&mut lab.output, channel().1));
        let start = Instant::now();
        while lab.child.try_wait().unwrap().is_none() {
            assert!(start.elapsed() < Duration::from_secs(20), "{command}: still running");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

#[test]
fn stopping_gives_the_terminal_to_the_shell_and_back() {
    let program = example().get_argv()[0].clone();
    let mut shell = CommandBuilder::new("bash");
    shell.args(["-c".into(), "set -m; \"$0\"; echo stopped; stty -a | grep -o ' icanon'; read x; fg".into(), program]);
    let mut lab = Lab::start(shell);
    lab.until("top 0");
    lab.send("jjs");
    lab.until("stopped");
    lab.until(" icanon");
    assert!(!lab.emulator.screen().alternate_screen());
    lab.send("\n");
    lab.until("top 2");
    assert!(lab.emulator.screen().alternate_screen());
    lab.send("jq");
    lab.end();
    lab.restored("bye");
}

#[test]
fn without_a_shell_nothing_stops() {
    let mut lab = Lab::start(example());
    lab.until("top 0");
    lab.send("s");
    lab.until("no shell");
    lab.signal(Signal::TSTP);
    lab.signal(Signal::STOP);
    lab.signal(Signal::CONT);
    lab.send("j");
    lab.until("top 1");
    lab.send("q");
    assert_eq!(lab.end().0, 0);
    lab.restored("bye");
}

#[test]
fn what_cannot_start_says_why() {
    for (term, word) in [("dumb", "cannot move its cursor"), ("", "TERM is not set")] {
        let mut command = example();
        command.env("TERM", term);
        let mut lab = Lab::start(command);
        assert_eq!(lab.end().0, 2);
        assert!(!lab.raw.contains(&0x1b));
        assert!(String::from_utf8_lossy(&lab.raw).contains(word));
        assert_eq!(termios(&lab.side), lab.before);
    }
    let home = tempfile::tempdir().unwrap();
    for (argument, term, word) in [("", "dumb", "cannot move its cursor"), ("/no/such/folder", "xterm", "no such file")]
    {
        let mut command = plenary(home.path());
        command.env("TERM", term);
        command.args(Some(argument).filter(|argument| !argument.is_empty()));
        let mut lab = Lab::start(command);
        assert_eq!(lab.end().0, 2);
        assert!(!lab.raw.contains(&0x1b));
        assert!(String::from_utf8_lossy(&lab.raw).contains(word));
        assert_eq!(termios(&lab.side), lab.before);
    }
}

#[test]
fn a_burst_of_keys_is_a_few_frames() {
    let mut lab = Lab::start(example());
    lab.until("top 0");
    for _ in 0..100 {
        lab.send("j".repeat(100));
    }
    lab.until("top 10000");
    lab.send("q");
    assert_eq!(lab.end().0, 0);
}

#[test]
fn a_storm_of_sizes_ends_well() {
    let mut lab = Lab::start(example());
    lab.until("top 0");
    for n in 0..300_u16 {
        lab.resize(n * 7 % 200, n * 5 % 60);
        lab.send("j");
        lab.pump(Duration::from_millis(1));
    }
    for (columns, rows) in [(1, 1), (65535, 65535), (0, 0)] {
        lab.resize(columns.min(1000), rows.min(500));
        lab.send("j");
        lab.pump(Duration::from_millis(30));
    }
    lab.until("top 303");
    lab.send("q");
    assert_eq!(lab.end().0, 0);
    lab.restored("bye");
}

#[test]
fn a_paste_of_megabytes_is_cut_and_costs_no_key() {
    let mut lab = Lab::start(example());
    lab.until("top 0");
    lab.send("i");
    lab.until("prompt");
    lab.send("\x1b[200~");
    for _ in 0..2048 {
        lab.send("q".repeat(1024));
        lab.pump(Duration::ZERO);
    }
    lab.send("\x1b[201~j");
    lab.until("top 1 pasted 65536");
    lab.send("q");
    assert_eq!(lab.end().0, 0);
    lab.restored("bye");
}
