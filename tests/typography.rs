//! What changes typography only must not change labels, nesting or text: wrapping, line ends, pages, indents, list marks.
//!
//! Differences go into `typography-report.txt` in cargo's target folder for tests; `tests/structure/typography.toml`
//! holds how many each change may still make, and `RATCHET=lower` lowers them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use plenary::ingest::{self, Input};
use plenary::text::{Corpus, PassageKind, SectionId};
use similar::{Algorithm, ChangeTag, capture_diff_slices};

/// A text, what it is called, and from which file and lines it comes.
const TEXTS: [(&str, &str, usize, usize); 7] = [
    ("zero draft", "seeds/004_4df729beabf5d62e.txt", 325, 794),
    ("declaration", "seeds/004_4df729beabf5d62e.txt", 800, 1279),
    ("report", "seeds/004_4df729beabf5d62e.txt", 1283, 1624),
    ("position", "seeds/004_4df729beabf5d62e.txt", 1628, 1883),
    ("background note", "seeds/002_4a28afb0bb4cde57.txt", 1, 171),
    ("regulation", "tests/texts/eu-regulation.txt", 1, usize::MAX),
    ("negotiating draft", "tests/texts/negotiating-draft.txt", 1, usize::MAX),
];

/// What is changed, and how.
type Change = (&'static str, fn(&str) -> String);

/// Changes of typography: each must leave the structure as it is.
const CHANGES: [Change; 16] = [
    ("line ends of Windows", |t| t.replace('\n', "\r\n")),
    ("byte order mark, no last line end", |t| format!("\u{feff}{}", t.trim_end())),
    ("blanks at line ends", |t| each(t, |l| format!("{l}  "))),
    ("twice the blank lines", |t| t.replace("\n\n", "\n\n\n")),
    ("all indented", |t| each(t, |l| format!("    {l}"))),
    ("no list marks before labels", |t| {
        each(t, |l| l.strip_prefix("- ").filter(|l| labelled(l)).unwrap_or(l).to_owned())
    }),
    ("a tab after labels", |t| each(t, |l| if labelled(l) { l.replacen(' ', "\t", 1) } else { l.to_owned() })),
    ("brackets before letters too", |t| each(t, bracketed)),
    ("capitals in bold", |t| each(t, |l| if capitals(l) { format!("**{l}**") } else { l.to_owned() })),
    ("blanks to fill the line", |t| each(t, |l| l.replace(" and ", "  and   "))),
    ("a form feed now and then", |t| paged(t, "", "\u{c}", |_| String::new())),
    ("wrapped at 72", |t| wrapped(t, 72, "")),
    ("wrapped at 100, hanging", |t| wrapped(t, 100, "    ")),
    ("wrapped, first lines indented, no blank lines between", |t| wrapped(&close(t), 90, "")),
    ("wrapped, with page numbers", |t| paged(&wrapped(t, 80, ""), "\n", "\u{c}", |n| format!("{n:>40}\n\n"))),
    ("wrapped, with running headers", |t| {
        paged(&wrapped(t, 80, ""), "\n", "\u{c}Collected papers, second series             Geneva\n\n", |n| {
            format!("- {n} -\n")
        })
    }),
];

fn each(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|l| if l.trim().is_empty() { String::new() } else { change(l) } + "\n").collect()
}

/// Whether a list item bears a label, so that its bullet says nothing.
fn labelled(line: &str) -> bool {
    let label = line.trim_start_matches('(').split([')', '.', ' ']).next().unwrap_or("");
    let mark = line.trim_start_matches('(').strip_prefix(label).unwrap_or("");
    mark.starts_with([')', '.']) && label.len() < 5 && label.chars().all(char::is_alphanumeric)
}

/// `- a) …` and `a) …` as `(a) …`.
fn bracketed(line: &str) -> String {
    let item = line.trim_start().trim_start_matches("- ");
    match item.split_once(") ") {
        Some((label, rest)) if label.len() < 5 && label.chars().all(char::is_alphabetic) => format!("({label}) {rest}"),
        _ => line.to_owned(),
    }
}

/// Whether `line` is words in capitals.
fn capitals(line: &str) -> bool {
    line.chars().filter(|c| c.is_alphabetic()).count() > 5 && !line.contains(char::is_lowercase) && !line.contains('*')
}

/// Long lines indented, and no blank lines between them.
fn close(text: &str) -> String {
    let long = |l: &&str| l.len() > 110 && l.ends_with(['.', ';', ',', ':']) && !l.contains(['|', '\t']);
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    for (n, line) in lines.iter().enumerate() {
        let between = n > 0 && long(&lines[n - 1]) && lines.get(n + 1).is_some_and(long);
        if !(between && line.trim().is_empty()) {
            let indent = if long(line) { "   " } else { "" };
            let _ = writeln!(out, "{indent}{}", line.trim_end());
        }
    }
    out
}

/// Every line broken at `width` columns, what follows indented by `hang`; rows of tables stay.
fn wrapped(text: &str, width: usize, hang: &str) -> String {
    each(text, |line| {
        if line.contains(['|', '\t']) {
            return line.to_owned();
        }
        let start = line.len() - line.trim_start().len();
        let (mut out, mut column) = (line[..start].to_owned(), start);
        for (n, word) in line.split_whitespace().enumerate() {
            let long = word.chars().count();
            if n > 0 && column + 1 + long > width {
                let _ = write!(out, "\n{hang}");
                column = hang.len();
            } else if n > 0 {
                out.push(' ');
                column += 1;
            }
            out.push_str(word);
            column += long;
        }
        out
    })
}

/// A page every forty lines or so: `foot` with the page's number, `before` it, and `head` after it.
/// No page ends where a sentence does inside a paragraph: there a reader could not know either.
fn paged(text: &str, before: &str, head: &str, foot: impl Fn(usize) -> String) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let (mut out, mut since, mut page) = (String::new(), 0, 1);
    for (n, line) in lines.iter().enumerate() {
        let _ = writeln!(out, "{line}");
        since += 1;
        let next = lines.get(n + 1).is_none_or(|l| l.trim().is_empty() || l.contains('|'));
        let goes_on = !next && !line.trim().is_empty() && line.ends_with(|c: char| c.is_lowercase()) && line.len() > 60;
        let starts_low = lines.get(n + 1).is_some_and(|l| l.trim().starts_with(char::is_lowercase));
        if since >= 40 && ((goes_on && starts_low) || line.trim().is_empty()) {
            let _ = write!(out, "{before}{}{head}", foot(page));
            (since, page) = (0, page + 1);
        }
    }
    out
}

/// Sections and passages as lines: depth, kind, label, words. Notes come last: where they are printed is typography.
fn structure(corpus: &Corpus) -> String {
    let (mut out, mut notes) = (String::new(), String::new());
    for work in corpus.work_ids() {
        let _ = writeln!(out, "work {}", corpus[work].title);
        for &id in &corpus[work].sections {
            let section = &corpus[id];
            let depth = "#".repeat(depth(corpus, id));
            let _ = writeln!(
                out,
                "{depth} [{}] {}",
                section.label.as_deref().unwrap_or(""),
                section.title.as_deref().unwrap_or("")
            );
            for passage in section.passages.iter().map(|&p| &corpus[p]) {
                let to = if passage.kind == PassageKind::Note { &mut notes } else { &mut out };
                let up = passage.parent.and_then(|p| corpus[p].label.as_deref()).unwrap_or("");
                let label = passage.label.as_deref().unwrap_or("");
                let _ = writeln!(to, "  {} {up}[{label}] {}", passage.kind.word(), passage.text);
            }
        }
    }
    out + &notes
}

fn depth(corpus: &Corpus, section: SectionId) -> usize {
    corpus.path_to(section).len()
}

#[test]
fn typography_does_not_change_the_structure() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ratchet_path = root.join("tests/structure/typography.toml");
    let mut ratchet: BTreeMap<String, usize> =
        toml::from_str(&fs::read_to_string(&ratchet_path).expect("ratchet")).expect("numbers by change");
    let read = |text: String| {
        structure(&ingest::read(
            vec![Input { file: "text.txt".into(), path: None, bytes: text.into_bytes().into(), refused: None }],
            &[],
        ))
    };
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut report, mut summary, mut worse) = (String::new(), String::new(), Vec::new());
    for (name, file, first, last) in TEXTS {
        let all = fs::read_to_string(root.join(file)).expect("text");
        let plain: String = all.split_inclusive('\n').skip(first - 1).take(last - first + 1).collect();
        let before = read(plain.clone());
        let before: Vec<&str> = before.lines().collect();
        for (change, apply) in CHANGES {
            let after = read(apply(&plain));
            let after: Vec<&str> = after.lines().collect();
            let _ = writeln!(report, "\n== {change}: {name}");
            let runs = capture_diff_slices(Algorithm::Myers, &before, &after);
            for line in
                runs.iter().flat_map(|run| run.iter_changes(&before, &after)).filter(|c| c.tag() != ChangeTag::Equal)
            {
                let _ = writeln!(report, "{}{}", line.tag(), line.value());
                *counts.entry(change).or_default() += 1;
            }
        }
    }
    for (change, _) in CHANGES {
        let count = counts.get(change).copied().unwrap_or(0);
        let allowed = ratchet.get(change).copied().unwrap_or(0);
        let _ = writeln!(summary, "{count:5} of {allowed:5}  {change}");
        if count > allowed {
            worse.push(format!("{change}: {count} lines differ, {allowed} allowed"));
        }
        ratchet.insert(change.to_owned(), count.min(allowed));
    }
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("typography-report.txt");
    fs::write(&to, format!("{summary}{report}")).expect("report");
    println!("{summary}{}", to.display());
    if std::env::var("RATCHET").is_ok_and(|v| v == "lower") {
        fs::write(&ratchet_path, toml::to_string(&ratchet).expect("toml")).expect("ratchet");
    }
    assert!(worse.is_empty(), "{}\nsee {}", worse.join("\n"), to.display());
}
