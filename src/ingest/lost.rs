//! Works that have lost pages, and the joins over them that are undone: two halves of a sentence may be of two.

use super::block::{Block, Kind};
use super::classify::{Ending, ending, starts_small};
use super::heading::{Found, Look};
use crate::text::QuickMap;

/// A work's blocks with their headings, where pages are lost in it and a sentence that was joined over blank lines alone
/// is parted again.
pub(super) fn part(text: &str, blocks: &[Block], found: &[Found]) -> Option<(Vec<Block>, Vec<Found>)> {
    if !has_gaps(found) || orphans(text, blocks, found) < 2 || !blocks.iter().any(|b| cut(text, b).is_some()) {
        return None;
    }
    let (mut parted, mut headings) = (Vec::with_capacity(blocks.len()), Vec::with_capacity(blocks.len()));
    for (block, heading) in blocks.iter().zip(found) {
        let mut block = block.clone();
        headings.push(heading.clone());
        while let Some(at) = cut(text, &block).filter(|_| heading.is_none()) {
            let pieces = block.pieces.split_off(at);
            let fresh = Block { label: None, bullet: None, named: None, gap: 1, cut: 0, pieces, ..block.clone() };
            parted.push(std::mem::replace(&mut block, fresh));
            headings.push(None);
        }
        parted.push(block);
    }
    Some((parted, headings))
}

/// Whether numbers are left out between the sections of the work.
fn has_gaps(found: &[Found]) -> bool {
    let mut last: QuickMap<&Look, u32> = QuickMap::default();
    found.iter().flatten().any(|heading| {
        let counted = heading.value.filter(|_| matches!(heading.look, Look::Counted(..)));
        counted.is_some_and(|value| last.insert(&heading.look, value).is_some_and(|before| value > before + 1))
    })
}

/// How many sentences of running text begin in their midst.
fn orphans(text: &str, blocks: &[Block], found: &[Found]) -> usize {
    let plain = |i: usize| {
        let block = &blocks[i];
        block.kind == Kind::Text && block.label.is_none() && block.bullet.is_none() && found[i].is_none()
    };
    (1..blocks.len())
        .filter(|&i| plain(i) && plain(i - 1) && blocks[i].len() >= 40 && starts_small(blocks[i].first(text)))
        .count()
}

/// The piece of `block` that begins behind blank lines and nothing else, unless it is but the end of the line before:
/// no page holds so few words.
fn cut(text: &str, block: &Block) -> Option<usize> {
    (1..block.pieces.len()).find(|&at| {
        let (before, rest) = (block.pieces[at - 1], &block.pieces[at..]);
        let between = &text[before.end as usize..rest[0].start as usize];
        let blank = rest[0].line > before.line + 1 && between.trim().is_empty();
        let few = rest.iter().map(|p| p.end - p.start).sum::<u32>() < 40;
        blank && !(few && ending(block.last(text)) == Ending::Open)
    })
}
