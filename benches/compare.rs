//! How long a comparison takes, beside `git diff --word-diff` of the same texts: a compact's objectives (232 units a
//! side), a text of 650 pages, and one twice as long, which should take about twice as long.

#[path = "../tests/drafts/mod.rs"]
mod drafts;

use std::process::{Command, Stdio};

use divan::Bencher;
use drafts::{Case, Level};
use plenary::compare::{Options, Unit, align, quotations, rows};

fn main() {
    divan::main();
}

/// Copies of the objectives that make a text: 1 is 232 units, 44 is 650 pages.
const COPIES: [usize; 3] = [1, 44, 88];

fn case(copies: usize) -> Case {
    drafts::revise(drafts::longer(copies), Level::Nego, 100)
}

/// Matching, statuses, and all words marked.
#[divan::bench(args = COPIES, sample_count = 5, sample_size = 1)]
fn plenary(bencher: Bencher<'_, '_>, copies: usize) {
    let case = case(copies);
    bencher.bench_local(|| align(&case.old, &case.new, Options::default()));
}

/// What the first screen takes once all is matched.
#[divan::bench(args = COPIES, sample_count = 5, sample_size = 1)]
fn rows_after(bencher: Bencher<'_, '_>, copies: usize) {
    let case = case(copies);
    let found = align(&case.old, &case.new, Options::default());
    bencher.bench_local(|| rows(&found));
}

#[divan::bench(args = COPIES, sample_count = 5, sample_size = 1)]
fn shared_passages(bencher: Bencher<'_, '_>, copies: usize) {
    let case = case(copies);
    bencher.bench_local(|| quotations(&case.old, &case.new));
}

/// Lines in order, words inside them; neither moves nor splits.
#[divan::bench(args = COPIES, sample_count = 5, sample_size = 1)]
fn git_word_diff(bencher: Bencher<'_, '_>, copies: usize) {
    let case = case(copies);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, units: &[Unit]| {
        let lines: Vec<String> =
            units.iter().map(|u| format!("{} {}\n", u.label.as_deref().unwrap_or(""), u.text)).collect();
        std::fs::write(folder.path().join(name), lines.concat()).expect("room on the disk");
    };
    write("old.txt", &case.old);
    write("new.txt", &case.new);
    bencher.bench_local(|| {
        Command::new("git")
            .args(["diff", "--no-index", "--word-diff", "old.txt", "new.txt"])
            .current_dir(folder.path())
            .stdout(Stdio::null())
            .status()
            .expect("git is installed")
    });
}
