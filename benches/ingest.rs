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

/// What is measured, by name.
fn text(name: &str) -> Vec<u8> {
    match name {
        "seeds, 1 MB" => seeds(1),
        "seeds, 16 MB" => seeds(16),
        "wrapped paragraphs, 16 MB" => repeated(
            b"The parties to this compact, recalling their earlier commitments and the\nprinciples of the charter, agree \
              that they shall take the measures that\nare set out below in a spirit of mutual trust.\n\n",
            16 << 20,
        ),
        "one line, 50 MB" => repeated(b"the parties to this compact agree that ", 50 << 20),
        _ => b"migration\n".repeat(1_000_000),
    }
}

const TEXTS: [&str; 5] =
    ["seeds, 1 MB", "seeds, 16 MB", "wrapped paragraphs, 16 MB", "one line, 50 MB", "a million lines of one word"];

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
const SHAPES: [Shape; 32] = [
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
