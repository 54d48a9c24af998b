//! Hostile text by every route to a terminal: documents, file names, manifests, queries, arguments, pastes, errors;
//! in the interface, in lines, as text and as JSON. What each character becomes is tested where it happens
//! (`text::safe`, `tui::wire`); here, that no route goes round that.

mod stage;

use std::path::Path;
use std::process::{Command, Stdio};
use std::{fs, io::Write as _};

use plenary::desk::Desk;
use plenary::text::{is_hidden, safe};
use plenary::tui::screen;
use plenary::tui::wire::{Shadow, Traits};
use ratatui::Terminal;
use ratatui::buffer::Buffer;
use stage::Stage;

/// What terminals have been made to obey: colours, titles, the clipboard, screens, questions, links, in C0 and in C1.
const PAYLOADS: [&str; 16] = [
    "\u{1b}[31mred",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]52;c;ZXZpbA==\u{7}",
    "\u{1b}]8;;http://evil\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{1b}P+q544e\u{1b}\\",
    "\u{1b}_Gi=1\u{1b}\\",
    "\u{1b}[6n",
    "\u{1b}]11;?\u{7}",
    "\u{9b}31m",
    "\u{9d}0;title\u{9c}",
    "\u{90}x\u{9c}",
    "\u{1b}[?1049l",
    "\u{1b}c",
    "\u{202e}evil\u{2066}",
    "\u{1b}]0;unfinished",
];

/// All payloads, then every character that is to be hidden but line ends and what parts lines of a source, and of the
/// thousands of tags some.
fn everything() -> String {
    let some = |c: char| c < '\u{e0000}' || (c as u32).is_multiple_of(500);
    let hidden = ('\0'..=char::MAX).filter(|&c| is_hidden(c) && !matches!(c, '\n' | '\r' | '\u{c}' | '\0') && some(c));
    PAYLOADS.join(" ") + " " + &hidden.collect::<String>()
}

/// A corpus that is hostile in its text, its names, its titles, its file names and what lies beside them.
fn corpus(folder: &Path) {
    let evil = PAYLOADS.join(" ");
    let all = everything();
    let text = format!(
        "DRAFT {evil} TREATY\n\nObjective 1: Use {evil} detention\n\n1. We {all} commit.\n\n(a) Item {evil} detention;\n\n\
         (b) See paragraph 1 {evil}.\n\nObjective 2: Other {evil}\n\n2. Other words {evil} on detention.\n"
    );
    fs::write(folder.join("a\u{1b}[2Jb\u{202e}.txt"), &text).expect("written");
    fs::write(folder.join("b\u{9b}31m.md"), text.replace("Other words", "New words")).expect("written");
    fs::write(folder.join("c\u{1b}]0;x\u{7}.pdf"), "x").expect("written");
    let manifest = format!("[[work]]\nfile = \"none{}\"\n", "\\u001b[2J");
    fs::write(folder.join("corpus.toml"), manifest).expect("written");
}

/// Whether a terminal does nothing but show this: text, moves, colours, scrolling; no title, query, link or clipboard.
fn harmless(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let fine = match c {
            '\u{1b}' => match rest.next() {
                Some('M') => true,
                Some('[') => {
                    let mut last = rest.next();
                    while last.is_some_and(|c| "0123456789;?".contains(c)) {
                        last = rest.next();
                    }
                    last.is_some_and(|c| "ABCDHJKSTXmrhl".contains(c))
                }
                _ => false,
            },
            '\n' | '\r' | '\u{8}' => true,
            _ => !is_hidden(c),
        };
        if !fine {
            return false;
        }
    }
    true
}

#[test]
fn nothing_hostile_is_drawn() {
    let folder = tempfile::tempdir().expect("a folder");
    corpus(folder.path());
    let desk = || Desk::open(&[folder.path().to_owned()]).expect("the documents");
    for (width, height) in [(80, 24), (120, 40)] {
        let mut stage = Stage::on(desk(), width, height);
        let size = stage.app.size;
        let mut terminal = Terminal::new(Shadow::new(Vec::new(), size, Traits::default())).expect("a screen");
        let mut spare = Buffer::default();
        let mut look = |stage: &Stage, doing: &str| {
            terminal.backend_mut().forget();
            Shadow::draw(&mut terminal, &mut spare, |frame| stage.app.draw(frame)).expect("a frame");
            let bytes = std::mem::take(terminal.backend_mut().out());
            assert!(harmless(&bytes), "{doing} at {width}x{height}: {:?}", String::from_utf8_lossy(&bytes));
            for line in stage.app.spoken().lines() {
                assert_eq!(safe(line), line, "{doing}");
            }
        };
        for keys in [
            "",
            "j",
            "j j",
            "l",
            "l j j",
            "G",
            "G l j",
            "tab",
            "tab tab",
            "tab tab i",
            "enter",
            "enter j j j",
            "enter o",
            "enter F",
            "enter p",
            "enter =",
            "enter v j",
            "enter y",
            "g n",
            "g n enter",
            "c",
            "c enter",
            "t",
            "= ",
            "m a g m",
            "/ \"detention\"",
            "/ \"detention\" enter",
            "/ \"detention\" enter esc K",
            "g h",
            "? \"x\"",
            ": \"1\"",
            ": \"1\" enter",
            ": \"xyzzy\" enter",
            "g b",
            "] c",
            "!",
            "R",
        ] {
            for way_out in 0..6 {
                stage.press(if way_out < 5 { "esc" } else { "g g" });
            }
            look(&stage, &format!("before {keys}"));
            stage.press(keys);
            look(&stage, keys);
        }
        for prompt in ["/", ":", "g /", "/ \"x\" enter esc g a", "F", "enter /"] {
            for payload in PAYLOADS.iter().copied().chain([everything().as_str()]) {
                for _ in 0..5 {
                    stage.press("esc");
                }
                stage.press(prompt);
                stage.event(screen::Event::Paste(payload.to_owned()));
                look(&stage, &format!("{prompt} {payload:?}"));
                stage.press("enter");
                look(&stage, &format!("{prompt} {payload:?} enter"));
            }
        }
        stage.app.complain(&everything());
        look(&stage, "a complaint");
    }
}

#[test]
fn nothing_hostile_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    corpus(folder.path());
    let path = folder.path().to_str().expect("a path");
    let evil = PAYLOADS.join(" ");
    let bad_keys = folder.path().join("keys.toml");
    fs::write(&bad_keys, format!("[tree]\n\"{}\" = [\"\\u001b[2J\"]\n", evil.replace(['\u{1b}', '\u{7}', '\\'], "")))
        .expect("written");
    let bad_keys = bad_keys.to_str().expect("a path");
    let words: [&[&str]; 16] = [
        &["outline"],
        &["outline", "--json"],
        &["show", "1"],
        &["show", "1", "--json"],
        &["show", &evil],
        &["show", &evil, "--json"],
        &["search", "detention"],
        &["search", "detention", "--json"],
        &["search", &evil],
        &["passages", "1"],
        &["passages", &evil],
        &["compare", "1", "2"],
        &["compare", &evil, "2"],
        &["history", "1"],
        &["check", "--keymap", bad_keys],
        &["check", "--keymap", bad_keys, "--json"],
    ];
    let mut runs: Vec<(Vec<&str>, String)> =
        words.iter().map(|w| ([&["--corpus", path], *w].concat(), String::new())).collect();
    runs.push((vec!["--plain", path], format!("j\n\n/{evil}\n:{evil}\n{evil}\n=\ntab\nj\nenter\nY\nq\n")));
    runs.push((vec![&evil], String::new()));
    runs.push((vec!["--theme", &evil], String::new()));
    for (args, input) in runs {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
        command.args(&args).env("XDG_CONFIG_HOME", folder.path()).env("XDG_STATE_HOME", folder.path());
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
        let _ = child.stdin.take().expect("its input").write_all(input.as_bytes());
        let out = child.wait_with_output().expect("it ends");
        for printed in [out.stdout, out.stderr] {
            let printed = String::from_utf8(printed).expect("UTF-8");
            let bad = printed.chars().find(|&c| c != '\n' && is_hidden(c));
            assert_eq!(bad, None, "{args:?} prints {printed:?}");
        }
    }
}
