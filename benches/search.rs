//! From a query to its hits, over the seeds and over a corpus many times their size, beside ripgrep over the same text.
//!
//! `COPIES=1000 cargo bench --bench search -- large` sets the size (100 unless told). In a copy, one word in a hundred
//! has a number put to its end, so that the vocabulary grows as it does in real text.

use std::io::Write as _;
use std::process::Command;
use std::sync::LazyLock;

use plenary::desk::Desk;
use plenary::desk::search::Within;
use plenary::index::Index;
use plenary::text::{Corpus, PassageId, SectionId, SourceId, WorkId};

fn main() {
    divan::main();
}

/// What a reader types, and the same for ripgrep.
const QUERIES: [(&str, &str); 9] = [
    ("detention", r"\bdetention\b"),
    ("migration", r"\bmigration\b"),
    ("\"regular migration\"", r"\bregular migration\b"),
    ("\"the human rights of all migrants\"", r"\bthe human rights of all migrants\b"),
    ("migr*", r"\bmigr\w*"),
    ("remitances~", r"\bremittances\b"),
    ("detention child* NOT doc:zero", r"\bdetention\b.*\bchild"),
    ("/deten(tion|ded)/", r"deten(tion|ded)"),
    (r"/\b[a-z]{17,}\b/", r"\b[a-z]{17,}\b"),
];

static SEEDS: LazyLock<Desk> = LazyLock::new(|| ready(plenary::ingest::bundled()));
static LARGE: LazyLock<Desk> = LazyLock::new(|| {
    let copies = std::env::var("COPIES").ok().and_then(|n| n.parse().ok()).unwrap_or(100);
    let corpus = many(&plenary::ingest::bundled(), copies);
    let (before, start) = (resident(), std::time::Instant::now());
    let desk = ready(corpus);
    let took = start.elapsed().as_secs_f32();
    let words: usize = desk.corpus.passages.iter().map(|p| p.text.len()).sum();
    eprintln!(
        "{copies} copies: {} MiB of words; resident {before} MiB before, {} MiB indexed (at most {}), in {took:.1} s",
        words >> 20,
        resident(),
        peak()
    );
    desk
});

fn ready(corpus: Corpus) -> Desk {
    let desk = Desk::new(corpus);
    let _ = desk.index();
    desk
}

/// The resident set in MiB.
fn resident() -> usize {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    statm.split(' ').nth(1).and_then(|pages| pages.parse::<usize>().ok()).unwrap_or(0) / 256
}

/// The largest resident set so far in MiB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    kib.unwrap_or(0usize) / 1024
}

/// `corpus` so many times, each copy with a few words of its own. Sources keep no text: only ingest reads it.
fn many(corpus: &Corpus, copies: u32) -> Corpus {
    let mut out = Corpus { frames: corpus.frames.clone(), objectives: corpus.objectives.clone(), ..Corpus::default() };
    for copy in 0..copies {
        let [sources, works, sections, passages] =
            [out.sources.len(), out.works.len(), out.sections.len(), out.passages.len()];
        out.sources.extend(corpus.sources.iter().cloned().map(|mut source| {
            source.text = String::new();
            source.line_starts = Vec::new();
            source
        }));
        out.works.extend(corpus.works.iter().cloned().map(|mut work| {
            work.source = SourceId::at(work.source.index() + sources);
            work.sections.iter_mut().for_each(|s| *s = SectionId::at(s.index() + sections));
            work
        }));
        out.sections.extend(corpus.sections.iter().cloned().map(|mut section| {
            section.work = WorkId::at(section.work.index() + works);
            section.parent = section.parent.map(|s| SectionId::at(s.index() + sections));
            section.children.iter_mut().for_each(|s| *s = SectionId::at(s.index() + sections));
            section.passages.iter_mut().for_each(|p| *p = PassageId::at(p.index() + passages));
            section
        }));
        out.passages.extend(corpus.passages.iter().cloned().enumerate().map(|(at, mut passage)| {
            passage.work = WorkId::at(passage.work.index() + works);
            passage.section = SectionId::at(passage.section.index() + sections);
            passage.parent = passage.parent.map(|p| PassageId::at(p.index() + passages));
            passage.repeats = None;
            passage.emphasis = Vec::new();
            passage.notes = Vec::new();
            passage.text = vary(&passage.text, copy as usize * 7919 + at);
            passage
        }));
    }
    out
}

fn vary(text: &str, seed: usize) -> String {
    let word = |(at, word): (usize, &str)| {
        if (at + seed).is_multiple_of(100) { format!("{word}{} ", seed % 9973) } else { format!("{word} ") }
    };
    text.split(' ').enumerate().map(word).collect()
}

fn search(desk: &Desk, query: &str, limit: Option<usize>) -> usize {
    desk.search(query, &Within { limit, ..Within::default() }).occurrences
}

#[divan::bench]
fn index_the_seeds() -> usize {
    Index::build(&SEEDS.corpus, &plenary::text::go_on).units().len()
}

/// All hits, each with its marks.
#[divan::bench(args = QUERIES.map(|q| q.0))]
fn seeds(query: &str) -> usize {
    search(&SEEDS, query, None)
}

#[divan::bench(args = [1, 13, 23])]
fn seeds_on_an_objective(number: u16) -> usize {
    SEEDS.corpus.objective(number).map_or(0, |objective| SEEDS.passages_on(objective, Some(40)).len())
}

/// All matches counted, the first fifty hits marked.
#[divan::bench(args = QUERIES.map(|q| q.0), sample_count = 5, sample_size = 1)]
fn large(query: &str) -> usize {
    search(&LARGE, query, Some(50))
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn large_on_an_objective() -> usize {
    LARGE.corpus.objective(13).map_or(0, |objective| LARGE.passages_on(objective, Some(40)).len())
}

/// `rg -c` over the same passages, a line each, in one file.
#[divan::bench(args = QUERIES.map(|q| q.1), sample_count = 5, sample_size = 1)]
fn large_ripgrep(bencher: divan::Bencher<'_, '_>, pattern: &str) {
    static FILE: LazyLock<Option<tempfile::NamedTempFile>> = LazyLock::new(|| {
        let mut file = tempfile::NamedTempFile::new().ok()?;
        for passage in &LARGE.corpus.passages {
            writeln!(file, "{}", passage.text).ok()?;
        }
        Some(file)
    });
    let Some(file) = FILE.as_ref() else { return };
    bencher.bench_local(|| {
        Command::new("rg").args(["-ci", pattern]).arg(file.path()).output().map(|out| out.stdout.len())
    });
}
