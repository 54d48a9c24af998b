//! What stands between a key and its frame: wrapping beside its two passes alone, and reading the key map.

use plenary::keys::{Keymap, Preset};
use plenary::tui::wrap::wrap;
use unicode_segmentation::UnicodeSegmentation as _;

fn main() {
    divan::main();
}

const TEXT: &str = include_str!("../seeds/004_4df729beabf5d62e.txt");

/// The largest seed, 295 KB, as lines of 80 columns.
#[divan::bench]
fn wrap_a_document() -> usize {
    TEXT.lines().map(|line| wrap(line, 80).len()).sum()
}

/// Its line breaks alone.
#[divan::bench]
fn line_breaks_alone() -> usize {
    TEXT.lines().map(|line| unicode_linebreak::linebreaks(line).count()).sum()
}

/// Its graphemes alone.
#[divan::bench]
fn graphemes_alone() -> usize {
    TEXT.lines().map(|line| line.graphemes(true).count()).sum()
}

/// One line of a megabyte.
#[divan::bench]
fn wrap_one_long_line(bencher: divan::Bencher<'_, '_>) {
    let line = TEXT.replace('\n', " ").repeat(4);
    bencher.bench_local(|| wrap(&line, 80).len());
}

/// A key map with its checks, as at every start.
#[divan::bench(args = ["default", "vim"])]
fn read_key_map(bencher: divan::Bencher<'_, '_>, preset: &str) {
    let preset = Preset::from_name(preset).unwrap_or_default();
    bencher.bench_local(|| Keymap::preset(preset));
}
