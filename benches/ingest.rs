//! How fast sources are read, beside a plain read-and-split of the same bytes; and shapes that might not be linear.

use std::borrow::Cow;

use divan::Bencher;
use divan::counter::BytesCount;
use plenary::ingest::{Input, read};

fn main() {
    divan::main();
}

/// The seeds, one after another, again and again until there are `megabytes`.
fn seeds(megabytes: usize) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("seeds").flatten().map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    files.sort();
    let all: Vec<u8> = files.iter().flat_map(|p| std::fs::read(p).expect("a seed")).collect();
    repeated(&all, megabytes << 20)
}

/// How a text is set.
struct Setting {
    /// Columns of a line.
    width: usize,
    /// What stands before a paragraph's first line, and behind its last.
    indent: &'static str,
    gap: &'static str,
    /// Lines of a page, each with a head and a number; 0 without pages.
    page: usize,
    /// Whether every sixth paragraph is a heading, and others bear marks.
    marked: bool,
}

/// As most texts out of PDF files are set.
const WRAPPED: Setting = Setting { width: 72, indent: "", gap: "\n", page: 0, marked: false };

/// Paragraphs of the seeds' own words, some 16 megabytes: a sentence begins large and ends with a full stop.
fn set(setting: &Setting) -> Vec<u8> {
    let all = String::from_utf8(seeds(1)).unwrap_or_default();
    let small = |w: &&str| w.bytes().all(|b| b.is_ascii_lowercase() || b == b',');
    let words: Vec<&str> = all.split_whitespace().filter(small).collect();
    let (mut at, mut lines, mut out) = (0, 0, String::new());
    for n in 0.. {
        if out.len() >= 16 << 20 {
            break;
        }
        let mut text = String::from(setting.indent);
        for sentence in 0..2 + n % 4 {
            let length = 8 + (7 * n + 11 * sentence) % 30;
            at = (at + 89) % (words.len() - 40);
            let said = words[at..at + length].join(" ");
            text.extend([&said[..1].to_uppercase(), said[1..].trim_end_matches(','), ". "]);
        }
        match n % 6 {
            1 if setting.marked => out.extend(["## ", &words[at..at + 4].join(" "), "\n\n"]),
            3 if setting.marked => text.insert_str(0, "- *The* **first** "),
            _ => {}
        }
        let mut left = 0;
        for word in text.trim_end().split_inclusive(' ') {
            if left + word.len() > setting.width {
                out.push('\n');
                (left, lines) = (0, lines + 1);
                if setting.page > 0 && lines % setting.page == 0 {
                    let number = lines / setting.page;
                    out.extend([format!("\n{number:>40}\n\x0cReport of the Committee{:>40}\n\n", "A/70/123")]);
                }
            }
            out.push_str(word);
            left += word.len();
        }
        out.push('\n');
        out.push_str(setting.gap);
    }
    out.into_bytes()
}

/// What is measured, by name.
fn text(name: &str) -> Vec<u8> {
    match name {
        "seeds, 1 MB" => seeds(1),
        "seeds, 16 MB" => seeds(16),
        "wrapped, blank lines between" => set(&WRAPPED),
        "wrapped, none between" => set(&Setting { gap: "", ..WRAPPED }),
        "wrapped, indented" => set(&Setting { indent: "    ", gap: "", ..WRAPPED }),
        "wrapped, on pages" => set(&Setting { page: 45, ..WRAPPED }),
        "a paragraph a line" => set(&Setting { width: usize::MAX, ..WRAPPED }),
        "Markdown" => set(&Setting { width: usize::MAX, marked: true, ..WRAPPED }),
        "one line, 50 MB" => repeated(b"the parties to this compact agree that ", 50 << 20),
        _ => b"migration\n".repeat(1_000_000),
    }
}

const TEXTS: [&str; 10] = [
    "seeds, 1 MB",
    "seeds, 16 MB",
    "wrapped, blank lines between",
    "wrapped, none between",
    "wrapped, indented",
    "wrapped, on pages",
    "a paragraph a line",
    "Markdown",
    "one line, 50 MB",
    "a million lines of one word",
];

fn repeated(unit: &[u8], bytes: usize) -> Vec<u8> {
    unit.iter().copied().cycle().take(bytes).collect()
}

fn ingest(bytes: Vec<u8>) -> usize {
    let input = Input { file: "bench.txt".into(), path: None, bytes: Cow::Owned(bytes), refused: None };
    read(vec![input], &[]).passages.len()
}

/// Lines to paragraphs at blank lines, blanks made single: the least that any reader does.
fn split(bytes: &[u8]) -> usize {
    let text = String::from_utf8_lossy(bytes);
    text.split("\n\n").map(|p| p.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().len()
}

#[divan::bench(args = TEXTS, sample_count = 5, sample_size = 1)]
fn reads(bencher: Bencher<'_, '_>, name: &str) {
    let bytes = text(name);
    bencher.counter(BytesCount::of_slice(&bytes)).with_inputs(|| bytes.clone()).bench_values(ingest);
}

#[divan::bench(args = TEXTS, sample_count = 5, sample_size = 1)]
fn only_splits(bencher: Bencher<'_, '_>, name: &str) {
    let bytes = text(name);
    bencher.counter(BytesCount::of_slice(&bytes)).bench_local(|| split(&bytes));
}

/// What a shape is called, and its units, by their number.
type Shape = (&'static str, fn(usize) -> String);

/// Texts of one shape each, such as no one writes: the same speed at any size shows that time is linear in it.
const SHAPES: [Shape; 33] = [
    ("lines of one word", |i| format!("word{}\n", i * 7919 % 100_003)),
    ("paragraphs of one word", |i| format!("word{}\n\n", i * 7919 % 100_003)),
    ("numbered words", |i| format!("{}. Word\n\n", i % 9999 + 1)),
    ("lettered words", |i| format!("({}) word\n", letter(i))),
    ("numbered headings", |i| format!("{}. Heading\n\nThe text below the heading.\n\n", ["I", "II", "III"][i % 3])),
    ("articles of one number", |_| "Article 1\n\nThe text of the article.\n\n".into()),
    ("equal titles", |_| "CONVENTION ON TEXTS\n\nWords below the title that end.\n\n".into()),
    ("equal works", |_| {
        format!(
            "\n\n\n\nA/RES/70/1\n\nREPORT OF THE COMMITTEE\n\nUnited Nations General Assembly\n\n1. {}.\n\n",
            "Words of it ".repeat(16)
        )
    }),
    ("equal slides", |_| "Title\n\nShort line\n\nOther\n\nTitle\n\n- item\n\n".into()),
    ("form feeds", |_| "\x0c".into()),
    ("pages of one word", |_| "\x0cword\n".into()),
    ("blank lines", |_| "\n".into()),
    ("brackets", |_| "[".into()),
    ("open links", |_| "[a](b".into()),
    ("superscripts", |_| "²".into()),
    ("words with notes", |_| "word² ".into()),
    ("notes", |i| format!("Word{n}.\n\n{n} A note.\n\n", n = i % 900 + 1)),
    ("rows", |i| format!("| ({i}) | cell |\n")),
    ("dot leaders", |i| format!("Entry {i} ........................ {i}\n")),
    ("contents", |i| format!("Contents\n\nEntry {i}\nOther {i}\n")),
    ("nested labels", |i| format!("{}\n\n", ["1. word:", "(a) word:", "(i) word:", "- word:"][i % 4])),
    ("deeper and deeper", |i| format!("{}- word:\n", " ".repeat(i % 200))),
    ("indents in turn", |i| format!("{}words that go on\n", ["", "        "][i % 2])),
    ("open tags", |_| "<sup>".into()),
    ("open addresses", |_| "<http".into()),
    ("open emphasis", |_| "**a* b ".into()),
    ("hyphens", |i| format!("w{}- x{i} ", letter(i))),
    ("lists in a line", |_| "(a) x; (b) y; (c) z\n".into()),
    ("pages on a line", |i| format!("{} {} {i}\n", i + 1, "Words of a page that run on. ".repeat(14))),
    ("page numbers", |i| format!("words here\nmore of it\nthird\n\n{}\n\n", i % 9999)),
    ("sections under page heads", |i| {
        format!("A/70/123          On Texts       {n}\nSection {n}\n\nThe text of it.\n\n", n = i + 1)
    }),
    ("dates", |_| "12/6/18\n\n".into()),
    ("objectives", |i| format!("OBJECTIVE {}: Address words {i}\n\nWe commit to it.\n\n", i % 9999 + 1)),
];

fn letter(i: usize) -> char {
    char::from(b'a' + u8::try_from(i % 26).unwrap_or(0))
}

#[divan::bench(args = SHAPES.map(|s| s.0), consts = [1, 2, 4], sample_count = 2, sample_size = 1)]
fn linear<const QUARTERS: usize>(bencher: Bencher<'_, '_>, name: &str) {
    let Some((_, unit)) = SHAPES.iter().find(|s| s.0 == name) else { return };
    let mut text = String::new();
    for i in 0.. {
        if text.len() >= QUARTERS << 18 {
            break;
        }
        text.push_str(&unit(i));
    }
    let bytes = text.into_bytes();
    bencher.counter(BytesCount::of_slice(&bytes)).with_inputs(|| bytes.clone()).bench_values(ingest);
}
