//! From a name to its place: opening the seeds, the first name and each one after, suggestions, references.

use divan::Bencher;
use plenary::desk::{Desk, Target};
use plenary::text::{PassageId, cite_all};

fn main() {
    divan::main();
}

fn seeds() -> Desk {
    Desk::open(&[]).expect("the seeds")
}

/// Reading the five seeds, citations included: what every command pays.
#[divan::bench]
fn open_the_seeds() -> usize {
    seeds().corpus.passages.len()
}

/// The citations and keys alone.
#[divan::bench]
fn cite_all_passages(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(|| seeds().corpus).bench_local_refs(cite_all);
}

/// The first name: every name of the corpus is read.
#[divan::bench]
fn first_name(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(seeds).bench_local_refs(|desk| desk.resolve("nyd 33"));
}

#[divan::bench(args = ["13c", "NYD annex I 5(d)", "Zero Draft, objective 13, para. 27 (c)", "kenya remittances", "no such place"])]
fn resolve(bencher: Bencher<'_, '_>, name: &str) {
    let desk = seeds();
    let _ = desk.suggest(name, 1);
    bencher.bench_local(|| desk.resolve(name));
}

/// Beside it: a plain look through the citations, which knows neither short names nor ways.
#[divan::bench(args = ["para. 27 (c)", "no such place"])]
fn plain_scan(bencher: Bencher<'_, '_>, name: &str) {
    let corpus = seeds().corpus;
    let name = name.to_lowercase();
    bencher.bench_local(|| corpus.passages.iter().filter(|p| p.citation.to_lowercase().ends_with(&name)).count());
}

/// What a key at the prompt waits for.
#[divan::bench(args = ["d", "detention alt", "nyd 3"])]
fn suggest(bencher: Bencher<'_, '_>, typed: &str) {
    let desk = seeds();
    let _ = desk.suggest(typed, 1);
    bencher.bench_local(|| desk.suggest(typed, 12));
}

/// The references of every passage, for what refers to a place: once a corpus.
#[divan::bench]
fn references(bencher: Bencher<'_, '_>) {
    let desk = seeds();
    bencher.bench_local(|| desk.corpus.passage_ids().map(|p: PassageId| desk.references(p).len()).sum::<usize>());
    divan::black_box(desk.refers_here(Target::Passage(PassageId(0))));
}
