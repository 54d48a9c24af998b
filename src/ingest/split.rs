//! One source to its works: where one text ends and another begins.

use super::blocks::{Block, Kind};
use super::classify::{Count, Dress, Ending, is_caps, titled};
use super::furniture::folded;
use super::headings::{Heading, Look, is_dated};

/// The first block of each work.
pub(super) fn split(text: &str, blocks: &[Block], found: &[Option<Heading>]) -> Vec<usize> {
    let mut starts = vec![0];
    let mut has_body = false;
    let shape = |at: usize| blocks.get(at).map(|b: &Block| folded(b.first(text)));
    let mut opening = (shape(0), shape(1));
    for at in 0..blocks.len() {
        let block = &blocks[at];
        // Texts bound together open alike: the same symbol but for its figures, the same line below.
        let first = starts[starts.len() - 1];
        let alike = has_body
            && at > first + 2
            && block.gap > 0
            && block.len() < 60
            && shape(at) == opening.0
            && shape(at + 1) == opening.1;
        if has_body
            && at > 0
            && (alike && block.first(text) != blocks[first].first(text) || begins(text, blocks, found, at))
        {
            starts.push(at);
            opening = (shape(at), shape(at + 1));
            has_body = false;
        }
        has_body |= block.kind == Kind::Text && (block.len() > 160 || block.label.is_some() && block.len() > 60);
    }
    starts
}

/// Whether a work's title page stands at `at`, after a gap, a page break or noise.
fn begins(text: &str, blocks: &[Block], found: &[Option<Heading>], at: usize) -> bool {
    let block = &blocks[at];
    let before = &blocks[at - 1];
    // Pages of one viewer are one text.
    if block.page > 0 && before.page > 0 {
        return false;
    }
    if !(block.gap >= 3 || block.parted) || block.label.is_some() || block.bullet.is_some() || block.kind != Kind::Text
    {
        return false;
    }
    if matches!(before.ending(text), Ending::Comma | Ending::Colon) && before.kind == Kind::Text && block.gap < 3 {
        return false;
    }
    let first = titled(block.printed(text));
    if first.is_some() || block.len() > 160 {
        return false;
    }
    let (mut cues, mut lines, mut capitals) = (0, 0, 0);
    for (i, next) in blocks[at..].iter().enumerate().take(16) {
        let words = next.first(text);
        let sectioned =
            i > 0 && found[at + i].as_ref().is_some_and(|h| h.label.is_some() && !matches!(h.look, Look::Named(_)));
        let headed = found[at + i].is_some() && next.len() < 300;
        if next.label.is_some() || sectioned || next.len() > 160 && !headed || next.kind != Kind::Text {
            break;
        }
        let caps = is_caps(words) && words.len() >= 8;
        capitals += usize::from(caps);
        let worth = cue(words) + usize::from(caps && capitals <= 2);
        cues += worth;
        lines += usize::from(worth > 0);
    }
    cues >= 3 && lines >= 2 && restarts(&blocks[at..])
}

/// Whether paragraph numbers, where the text has them, begin again.
fn restarts(blocks: &[Block]) -> bool {
    let number = |b: &Block| {
        b.label.as_ref().filter(|l| l.dress == Dress::Dot && b.len() > 40).and_then(|l| l.value(Count::Arabic))
    };
    blocks.iter().take(40).find_map(number).is_none_or(|n| n == 1)
}

/// How much a line speaks for a title page.
fn cue(words: &str) -> usize {
    let low = words.to_lowercase();
    let low = low.trim_matches(['*', '_', '#', ' ']);
    let has = |part: &str| low.contains(part);
    let starts = |part: &str| low.starts_with(part);
    let strong = starts("report of")
        || starts("resolution adopted")
        || starts("letter dated")
        || starts("note by")
        || starts("dear ")
        || starts("excellenc")
        || starts("note verbale")
        || starts("draft resolution")
        || starts("decision adopted");
    if strong {
        return 2;
    }
    let weak = is_dated(words) && words.len() < 60
        || has("session") && words.len() < 50
        || has("agenda item")
        || starts("distr")
        || starts("original:")
        || starts("republic of")
        || has("parliament") && words.len() < 60
        || has("general assembly") && words.len() < 40
        || has("united nations") && words.len() < 40
        || has("draft") && words.len() < 60
        || has("papers laid")
        || low.starts_with("a/") && low.contains('/');
    usize::from(weak)
}
