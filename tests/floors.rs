//! The floors of the design: which room may name which, read from the sources themselves.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms, and those of this crate that each may name beside itself.
const MAY_NAME: [(&str, &[&str]); 10] = [
    ("restricted", &[]),
    ("text", &[]),
    ("ingest", &["text"]),
    ("index", &["text"]),
    ("compare", &["text"]),
    ("keys", &["text"]),
    ("desk", &["text", "ingest", "index", "compare"]),
    ("cli", &["text", "compare", "desk", "keys", "restricted"]),
    ("tui", &["text", "compare", "desk", "keys", "restricted"]),
    ("main", &["cli", "tui", "keys", "desk", "restricted"]),
];

/// Crates that only one room (or one file) may name.
const ONLY: [(&str, &[&str]); 7] = [
    ("tantivy", &["src/index/"]),
    ("ratatui", &["src/tui/"]),
    ("clap", &["src/cli/"]),
    ("clap_complete", &["src/cli/"]),
    ("clap_mangen", &["src/cli/"]),
    ("serde_json", &["src/cli/", "src/tui/"]),
    ("nucleo_matcher", &["src/desk/"]),
];

/// Doings that only some files may do, as they are written.
const DOINGS: [(&str, &[&str]); 7] = [
    ("println!", &["src/cli/"]),
    ("print!(", &["src/cli/"]),
    ("io::stderr()", &["src/cli/", "src/tui/screen"]),
    ("enable_raw_mode", &["src/tui/screen"]),
    ("EnterAlternateScreen", &["src/tui/screen"]),
    ("tcsetattr", &["src/tui/screen", "src/tui/endings"]),
    ("unsafe {", &[]),
];

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// The sources without comments and tests: path from the top of the repository, text.
fn all() -> BTreeMap<String, String> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    sources(&top.join("src"), &mut paths);
    paths
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source");
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let lines: Vec<&str> = code.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
            let name = path.strip_prefix(top).expect("in the repository").to_string_lossy().replace('\\', "/");
            (name, lines.join("\n"))
        })
        .collect()
}

/// The words that follow `prefix` where it begins a path.
fn named<'a>(code: &'a str, prefix: &str) -> Vec<&'a str> {
    code.match_indices(prefix)
        .filter(|&(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':'))
        .map(|(at, _)| {
            let rest = &code[at + prefix.len()..];
            &rest[..rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())]
        })
        .collect()
}

#[test]
fn imports_point_down() {
    let mut faults = Vec::new();
    for (file, code) in all() {
        let room = file.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
        if room == "lib" {
            continue;
        }
        let Some((_, allowed)) = MAY_NAME.iter().find(|(name, _)| *name == room) else {
            faults.push(format!("{file} is in no room that the design knows"));
            continue;
        };
        for prefix in ["crate::", "plenary::"] {
            for other in named(&code, prefix) {
                if other != room
                    && other != room.trim_end_matches(".rs")
                    && !allowed.contains(&other)
                    && !other.is_empty()
                {
                    faults.push(format!("{file} names {other}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn text_needs_nothing_but_std() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("Cargo.toml");
    let table = manifest.split("\n[dependencies]\n").nth(1).and_then(|t| t.split("\n[").next()).expect("dependencies");
    let crates: Vec<String> =
        table.lines().filter_map(|l| l.split(['=', '.']).next()).map(|n| n.trim().replace('-', "_")).collect();
    for (file, code) in all().into_iter().filter(|(file, _)| file.starts_with("src/text/")) {
        for name in crates.iter().filter(|n| !n.is_empty()) {
            assert!(!code.contains(&format!("{name}::")), "{file} names {name}");
        }
    }
}

#[test]
fn each_has_its_own_door() {
    let mut faults = Vec::new();
    for (file, code) in all() {
        let in_one_of = |rooms: &[&str]| rooms.iter().any(|r| file.starts_with(r));
        for (name, rooms) in ONLY {
            if !in_one_of(rooms) && !named(&code, &format!("{name}::")).is_empty() {
                faults.push(format!("{file} names {name}"));
            }
        }
        for (doing, rooms) in DOINGS {
            if !in_one_of(rooms) && code.contains(doing) {
                faults.push(format!("{file} does {doing}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_module_says_what_it_is_for() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    sources(&top.join("src"), &mut paths);
    for path in paths {
        let text = fs::read_to_string(&path).expect("a source");
        assert!(text.starts_with("//! "), "{} opens without a sentence", path.display());
    }
}
