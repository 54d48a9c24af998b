//! What ingest promises for any text at all: nothing lost, spans exact, the same answer twice, no panic.

mod promises;

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use plenary::ingest::{Input, bundled, load, read};
use plenary::text::{Corpus, NoticeKind, PassageKind, go_on};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use self::promises::{check, hold, of};

fn seeds() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut files: Vec<_> = fs::read_dir(folder).expect("seeds").flatten().map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    files.sort();
    files.iter().map(|p| fs::read_to_string(p).expect("a seed")).collect()
}

#[test]
fn the_seeds_keep_every_line() {
    let corpus = bundled();
    check(&corpus);
    assert_eq!(corpus, bundled(), "read twice, two answers");
    let mistakes: Vec<_> = corpus.notices.iter().filter(|n| n.kind == NoticeKind::Manifest).collect();
    assert!(mistakes.is_empty(), "{mistakes:?}");
}

/// What a fuzzer began with or once found.
#[test]
fn what_was_fuzzed_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/ingest");
    let files: Vec<_> = fs::read_dir(folder).expect("inputs").flatten().collect();
    assert!(!files.is_empty());
    for file in files {
        hold(&fs::read(file.path()).expect("an input"));
    }
}

#[test]
fn the_seeds_hold_what_a_clerk_counts() {
    let corpus = bundled();
    let work = |key: &str| corpus.work_ids().find(|&w| corpus[w].key == key).expect("a work of the seeds");
    let numbered = |key: &str| {
        let all = corpus.passages_of(work(key)).filter(|&p| corpus[p].kind == PassageKind::Paragraph);
        all.filter(|&p| corpus[p].label.as_ref().is_some_and(|l| l.parse::<u16>().is_ok())).count()
    };
    assert_eq!(corpus.works.iter().filter(|w| corpus[w.source].file.starts_with("004")).count(), 7);
    assert_eq!(numbered("zero-draft"), 46);
    assert_eq!(numbered("new-york-declaration"), 90 + 19 + 15);
    assert_eq!(numbered("secretary-generals-report"), 88);
    assert_eq!(numbered("delegations-report"), 74);
    let draft = work("zero-draft");
    let aims: Vec<_> = corpus[draft].sections.iter().filter(|&&s| corpus[s].objective.is_some()).collect();
    let actions = aims.iter().flat_map(|&&s| &corpus[s].passages).filter(|&&p| corpus[p].kind == PassageKind::Item);
    assert_eq!((aims.len(), actions.count()), (22, 166));
    let frames: Vec<_> = corpus.frames.iter().map(|f| (f.name.as_str(), f.objectives.len())).collect();
    assert_eq!(frames[0], ("Objectives", 23));
    for frame in [("Guiding principles", 10), ("Thematic sessions", 6), ("Elements", 24)] {
        assert!(frames.contains(&frame), "{frames:?}");
    }
}

#[test]
fn the_manifest_changes_no_structure() {
    let texts = seeds();
    let inputs = texts.iter().enumerate().map(|(i, t)| Input {
        file: format!("{i}.txt"),
        path: None,
        bytes: Cow::Owned(t.clone().into_bytes()),
        refused: None,
    });
    let (bare, full) = (read(inputs.collect(), &[]), bundled());
    let shape = |c: &Corpus| {
        let sections: Vec<_> =
            c.sections.iter().map(|s| (s.label.clone(), s.title.clone(), s.level, s.lines, s.parent)).collect();
        let passages: Vec<_> =
            c.passages.iter().map(|p| (p.kind, p.label.clone(), p.spans.clone(), p.text.clone(), p.parent)).collect();
        (c.works.iter().map(|w| w.lines).collect::<Vec<_>>(), sections, passages)
    };
    assert!(shape(&bare) == shape(&full));
}

#[test]
fn what_cannot_be_read_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("a file");
    fs::create_dir(folder.path().join("sub")).expect("a folder");
    write("b.txt", b"ANNEX\n\nWords of the annex.\n");
    write("a.md", b"# Title\n\nWords.\n");
    write("sub/c.txt", b"");
    write("d.pdf", b"%PDF-1.7");
    write("e.txt", b"a\0b");
    write(".hidden.txt", b"hidden");
    write("corpus.toml", b"[[work]]\nfile = \"b.txt\"\nkind = \"sonnet\"\n[[work]]\nfile = \"z.txt\"\n");
    let corpus = load(&[folder.path().to_owned()], &go_on).expect("a corpus");
    let files: Vec<_> = corpus.sources.iter().map(|s| s.file.as_str()).collect();
    assert_eq!(files, ["a.md", "b.txt", "d.pdf", "e.txt", "sub/c.txt", "corpus.toml"]);
    let of = |kind| corpus.notices.iter().filter(move |n| n.kind == kind).count();
    assert_eq!((of(NoticeKind::NotRead), of(NoticeKind::Manifest)), (3, 2));
    let error = load(&[folder.path().join("none")], &go_on).expect_err("no such path");
    assert!(error.to_string().contains("no such file"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..2000)) {
        hold(&bytes);
    }

    #[test]
    fn any_signs_are_read(signs in vec(select(SIGNS.to_vec()), 0..400)) {
        hold(signs.concat().as_bytes());
    }

    #[test]
    fn any_lines_are_read(lines in vec(select(LINES.to_vec()), 0..60), ends in select(vec!["\n", "\r\n", "\n\n", "\n\x0c"])) {
        hold(lines.join(ends).as_bytes());
    }

    #[test]
    fn a_broken_seed_is_read(seed in any::<Index>(), at in vec(any::<Index>(), 1..12), how in 0..6u8) {
        let all = seeds();
        let text = seed.get(&all);
        let mut lines: Vec<&str> = text.lines().collect();
        for place in &at {
            let i = place.index(lines.len());
            let j = at[0].index(lines.len());
            match how {
                0 => lines.truncate(i.max(1)),
                1 => drop(lines.remove(i)),
                2 => lines.insert(i, lines[i]),
                3 => lines.swap(i, j),
                // A stretch of the text goes elsewhere.
                4 => lines.rotate_left(i),
                _ => lines[i.min(j)..i.max(j)].sort_unstable(),
            }
            if lines.len() < 2 {
                break;
            }
        }
        let mut text = lines.join("\n");
        // A file may end anywhere, in the midst of a character too.
        let end = at[0].index(text.len() + 1);
        check(&of(&text.as_bytes()[..end]));
        text.push('\n');
        check(&of(text));
    }

    #[test]
    fn a_seed_out_of_order_is_read(seed in any::<Index>(), order in vec(any::<u64>(), 64)) {
        let all = seeds();
        let mut lines: Vec<(u64, &str)> = seed.get(&all).lines().map(|l| (0, l)).collect();
        for (i, line) in lines.iter_mut().enumerate() {
            line.0 = order[i % 64].rotate_left(u32::try_from(i / 64 % 64).unwrap_or(0));
        }
        lines.sort_by_key(|l| l.0);
        check(&of(lines.iter().map(|l| l.1).collect::<Vec<_>>().join("\n")));
    }

    #[test]
    fn an_outline_is_read_back(articles in vec((1..5usize, 0..4usize), 1..8), style in 0..4u8, width in select(vec![60usize, 78, 200])) {
        let mut text = String::from("CONVENTION ON THE READING OF TEXTS\n\n");
        for (n, &(paragraphs, items)) in articles.iter().enumerate() {
            let number = n + 1;
            let heading = match style {
                0 => format!("Article {number}\n\n"),
                1 => format!("ARTICLE {number}\nScope and purpose\n\n"),
                2 => format!("**Article {number}. Scope and purpose**\n\n"),
                _ => format!("Art. {number} – Scope and purpose\n\n"),
            };
            text += &heading;
            for p in 1..=paragraphs {
                let opens = if items > 0 && p == paragraphs { "the following measures:" } else { "the measures that it deems appropriate." };
                text += &wrap(&format!("{p}. Each Party shall, within the limits of its law and as circumstances allow, take {opens}"), width);
                text += "\n\n";
            }
            for i in 0..items {
                let letter = char::from(b'a' + u8::try_from(i).unwrap_or(0));
                text += &wrap(&format!("({letter}) a measure of the kind that paragraph {i} of another instrument describes at length;"), width);
                text += "\n\n";
            }
        }
        let corpus = of(text.clone());
        check(&corpus);
        let labels: Vec<String> = corpus.sections.iter().filter_map(|s| s.label.clone()).collect();
        prop_assert_eq!(labels.len(), articles.len(), "{}", text);
        let sections = corpus.sections.iter().filter(|s| s.label.is_some());
        for (section, &(paragraphs, items)) in sections.zip(&articles) {
            let of = |kind| section.passages.iter().filter(|&&p| corpus[p].kind == kind).count();
            prop_assert_eq!((of(PassageKind::Paragraph), of(PassageKind::Item)), (paragraphs, items), "{}", text);
        }
    }
}

/// `text` broken at `width` columns.
fn wrap(text: &str, width: usize) -> String {
    let (mut out, mut column) = (String::new(), 0);
    for word in text.split(' ') {
        if column > 0 && column + 1 + word.len() > width {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out += word;
        column += word.len();
    }
    out
}

/// Signs that mean something to a reader, a program or a terminal.
const SIGNS: [&str; 48] = [
    "word",
    "Word",
    " ",
    " ",
    "\n",
    "\n",
    "\n\n",
    "\r\n",
    "\x0c",
    "\t",
    "1",
    "12",
    "(a)",
    "a)",
    "1.",
    "IV.",
    "-",
    "*",
    "**",
    "_",
    "`",
    "#",
    "|",
    ">",
    "<",
    "<http://a.b/",
    "<sup>",
    "</sup>",
    "[",
    "]",
    "(",
    "[^1]",
    "[^1]: ",
    "\\",
    "¹",
    "²³",
    ":",
    ";",
    ".",
    "\u{1b}[31m",
    "\u{7}",
    "\u{85}",
    "\u{ad}",
    "\u{202e}",
    "\u{feff}",
    "\u{301}",
    "é",
    "第",
];

/// Lines that look like something.
const LINES: [&str; 40] = [
    "",
    "Article 1",
    "ARTICLE XII",
    "Article 30, paragraph 1 (c) of the Treaty",
    "1. Decides to remain seized of the matter;",
    "(a) First;",
    "(b) Second; (c) third",
    "- ❖ bullet",
    "  - nested",
    "• dot",
    "I. Introduction",
    "A. Scope",
    "OBJECTIVE 7: Address",
    "¹ A note.",
    "1 See A/RES/71/1.",
    "____________",
    "Words that end²",
    "and go on.",
    "Contents",
    "Introduction ..... 2",
    "12",
    "- 3 -",
    "Page 4 of 9",
    "A/RES/71/1      3/24",
    "16-16163 (E)",
    "Please recycle",
    "| (17) | cell |",
    "|---|---|",
    "a\tb",
    "**Bold line**",
    "*open",
    "# Heading",
    "> quote",
    "المادة 1",
    "第一条",
    "а) пункт",
    "CAPITALS OVER ALL",
    "Recalling its resolution 60/1,",
    "12/6/18",
    "The following actions are instrumental:",
];
