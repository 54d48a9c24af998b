//! How fast sources are read, beside a plain read-and-split of the same bytes.

use std::borrow::Cow;

use divan::Bencher;
use divan::counter::BytesCount;
use plenary::ingest::{Input, read};

fn main() {
    divan::main();
}

/// The five seeds one after another, again and again until there are `megabytes`.
fn seeds(megabytes: usize) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("seeds").flatten().map(|e| e.path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "txt"));
    files.sort();
    let all: Vec<u8> = files.iter().flat_map(|p| std::fs::read(p).expect("a seed")).collect();
    all.iter().copied().cycle().take(megabytes << 20).collect()
}

fn ingest(bytes: Vec<u8>) -> usize {
    let input = Input { file: "bench.txt".into(), path: None, bytes: Cow::Owned(bytes), refused: None };
    read(vec![input], &[]).passages.len()
}

fn bench(bencher: Bencher<'_, '_>, bytes: &[u8]) {
    bencher.counter(BytesCount::of_slice(bytes)).with_inputs(|| bytes.to_vec()).bench_values(ingest);
}

#[divan::bench(args = [1, 8], sample_count = 5)]
fn all_seeds(bencher: Bencher<'_, '_>, megabytes: usize) {
    bench(bencher, &seeds(megabytes));
}

#[divan::bench(args = [1, 8], sample_count = 5)]
fn plain_split(bencher: Bencher<'_, '_>, megabytes: usize) {
    let bytes = seeds(megabytes);
    bencher.counter(BytesCount::of_slice(&bytes)).with_inputs(|| bytes.clone()).bench_values(|bytes| {
        let text = String::from_utf8_lossy(&bytes);
        text.split("\n\n").map(|p| p.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().len()
    });
}

#[divan::bench(args = [12, 50], sample_count = 2)]
fn one_line(bencher: Bencher<'_, '_>, megabytes: usize) {
    let line: Vec<u8> =
        b"the parties to this compact agree that ".iter().copied().cycle().take(megabytes << 20).collect();
    bench(bencher, &line);
}

#[divan::bench(args = [250_000, 1_000_000], sample_count = 2)]
fn one_word_lines(bencher: Bencher<'_, '_>, lines: usize) {
    bench(bencher, &b"migration\n".repeat(lines));
}
