//! Lines to blocks: what belongs together as one heading, paragraph, item, row or note, wherever lines and pages break.

use std::collections::HashMap;

use super::amendments::quoted;
use super::bare::Bare;
use super::bits::holds;
use super::block::{Block, Counts, Kind};
use super::classify::Ending;
use super::clean::Piece;
use super::count::{Count, Readings, readings};
use super::decode::Line;
use super::divisions::division;
use super::joins::continues;
use super::label::{self, Dress, Label, mark, note_mark};
use super::markup::anchors;
use super::measure::measure;
use super::resumed::rejoin;
use super::shapes::{is_title_page, run_ins};
use super::sifted::{Noise, Sifted};
use super::strays::hand_out;
use super::titled::{Titled, titled};
use crate::text::roman;

/// Gathers the lines that are not noise into blocks.
pub(super) fn gather(text: &str, sifted: &Sifted) -> Vec<Block> {
    let measure = measure(text, sifted);
    let mut blocks: Vec<Block> = Vec::new();
    let mut parted = false;
    let mut counts = Counts::default();
    // What a line that goes on a block leaves over.
    let mut spare = Vec::new();
    let bare = Bare::of(text, sifted);
    for (i, line) in sifted.lines.iter().enumerate() {
        if let Some(noise) = sifted.noise[i] {
            // A line's own number parts nothing.
            parted |= noise != Noise::LineNumber;
            continue;
        }
        let words = line.of(text);
        let page_break = line.feed || i > 0 && sifted.pages[i] != sifted.pages[i - 1];
        let side = sifted.sides.get(&line.number).filter(|s| s.heads);
        if let Some(side) = side {
            let label = mark(words).label;
            let mut block = open_block(words, line, sifted.pages[i], parted || page_break, Vec::new());
            (block.pieces, block.cut, block.gap) = (side.pieces.clone(), 0, block.gap.max(1));
            (block.label, block.side) = (label, true);
            blocks.push(block);
        }
        let mut fresh = open_block(words, line, sifted.pages[i], parted || page_break, std::mem::take(&mut spare));
        fresh.named = sifted.named.get(&i).cloned().map(Box::new);
        if bare.label(text, sifted, i, &mut fresh) {
            continue;
        }
        if let Some((label, body)) = sifted.notes.get(&i) {
            plain_note(&mut fresh, line, label, *body);
        }
        if fresh.bullet.is_none() && is_ring(text, words, blocks.last()) {
            (fresh.bullet, fresh.cut) =
                (Some('o'), u32::try_from(words.len() - words[1..].trim_start().len()).unwrap_or(1));
            fresh.pieces = vec![Piece { line: line.number, start: line.start + fresh.cut, end: line.end }];
        }
        let noted = sifted.note_lines.contains(&i) && !sifted.notes.contains_key(&i) && fresh.kind != Kind::Note;
        let beside = line.gap == 0 && !parted && !page_break && !fresh.side && !blocks.last().is_some_and(|b| b.side);
        let goes_on = noted && blocks.last().is_some_and(|b| b.kind == Kind::Note)
            || beside
                && blocks.last().is_some_and(|last| {
                    let below = sifted.lines.get(i + 1).filter(|l| l.gap == 0 && sifted.noise[i + 1].is_none());
                    let below = below.map_or("", |l| l.of(text));
                    continues(text, last, &fresh, (words, below), measure.as_ref(), &counts)
                });
        if goes_on {
            if let Some(last) = blocks.last_mut() {
                last.pieces.push(Piece { line: line.number, start: line.start, end: line.end });
                last.last_indent = line.indent;
            }
            spare = fresh.pieces;
        } else {
            if sifted.pages[i] > 0 && fresh.kind == Kind::Text {
                running(text, sifted, i, &fresh, &mut blocks);
                parted = false;
                continue;
            }
            counts.note(&fresh);
            // A row whose other cells are empty has lost its tabs.
            let under =
                line.gap == 0 && !fresh.parted && fresh.label.is_none() && fresh.bullet.is_none() && words.len() < 100;
            let mut fresh = fresh;
            if under
                && blocks.last().is_some_and(|b| b.kind == Kind::Row)
                && text[line.end as usize..].starts_with('\t')
            {
                fresh.kind = Kind::Row;
            }
            if !fresh.side && fresh.printed(text).len() < words.len() {
                fresh.name(text);
            }
            blocks.push(fresh);
        }
        parted = false;
    }
    let blocks = lone_numbers(text, number_kinds(text, hand_out(text, blocks)));
    let mut blocks = part(text, rejoin(text, blocks, measure.as_ref()));
    quoted(text, &mut blocks);
    blocks
}

/// Whether `words` begin with a ring that was printed as a bullet and came out as a letter: `o  Words`, or `o words`
/// below a bullet's words that have ended, or ended their line early.
fn is_ring(text: &str, words: &str, above: Option<&Block>) -> bool {
    let Some(rest) = words.strip_prefix('o').filter(|r| r.len() > 2) else { return false };
    let done = |b: &Block| !matches!(b.ending(text), Ending::Open | Ending::Comma) || b.end(text).len() < 45;
    let listed = || above.is_some_and(|b| b.bullet.is_some() && done(b));
    rest.starts_with("  ") || rest.starts_with('\t') || rest.starts_with(' ') && listed()
}

/// A page that is one line: the headings within it, its text, its notes.
fn running(text: &str, sifted: &Sifted, i: usize, page: &Block, blocks: &mut Vec<Block>) {
    let words = page.first(text);
    let piece = page.pieces[page.pieces.len() - 1];
    let int = |n: usize| u32::try_from(n).unwrap_or(0);
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    cuts.extend(shouted(words, &sifted.contents).map(|end| (0, end)));
    if sifted.run_ins.contains(&i) {
        cuts.extend(run_ins(words).filter(|c| c.0 > 0));
    }
    let mut at = 0;
    let mut push = |from: usize, to: usize, hashes: u8| {
        let from = from + (words[from..to].len() - words[from..to].trim_start().len());
        if from < to {
            let piece = Piece { start: piece.start + int(from), end: piece.start + int(to), ..piece };
            let first = blocks.last().is_none_or(|b| b.line() != piece.line);
            let gap = if first { page.gap } else { 1 };
            let mut block = Block { pieces: vec![piece], cut: 0, hashes, gap, ..page.clone() };
            block.name(text);
            blocks.push(block);
        }
    };
    for (start, end) in cuts {
        if start < at {
            continue;
        }
        push(at, start, 0);
        push(start, end, if start == 0 { 1 } else { 2 });
        at = end + usize::from(words[end..].starts_with(':'));
    }
    push(at, words.len(), 0);
    for (label, start, end) in sifted.page_notes.get(&i).into_iter().flatten() {
        let label = Some(Label { text: label.clone(), dress: label::Dress::Bare, readings: Readings::NONE });
        let pieces = vec![Piece { start: *start, end: *end, ..piece }];
        blocks.push(Block { pieces, label, kind: Kind::Note, cut: 0, ..page.clone() });
    }
}

/// The end of the heading in capitals that `words` begin with: one that the contents name, or three words at least.
fn shouted(words: &str, contents: &[String]) -> Option<usize> {
    let mut ends: Vec<usize> = Vec::new();
    for (at, word) in words.split(' ').scan(0, |at, w| {
        let here = *at;
        *at += w.len() + 1;
        Some((here, w))
    }) {
        if word.chars().any(char::is_lowercase) {
            // `IDM event`: the last word belongs to the sentence.
            if word.starts_with(char::is_lowercase) && contents.is_empty() {
                ends.pop();
            }
            break;
        }
        ends.push(at + word.len());
    }
    let is_entry = |end: usize| {
        let low = words[..end].to_lowercase();
        contents.iter().any(|c| c.ends_with(&low))
    };
    let named = ends.iter().rev().copied().find(|&end| end >= 6 && is_entry(end));
    let whole = ends.last().is_some_and(|&e| e >= words.len() || is_title_page(&words[e..]));
    named.or_else(|| ends.last().copied().filter(|&e| ends.len() >= 4 && e > 20)).filter(|_| !whole)
}

/// A footnote labelled in plain figures.
fn plain_note(block: &mut Block, line: &Line, label: &str, body: usize) {
    block.cut = u32::try_from(body).unwrap_or(0);
    block.label = Some(Label { text: label.to_owned(), dress: label::Dress::Bare, readings: Readings::NONE });
    block.pieces = vec![Piece { line: line.number, start: line.start + block.cut, end: line.end }];
    (block.kind, block.bullet) = (Kind::Note, None);
}

fn open_block(words: &str, line: &Line, page: u32, parted: bool, mut pieces: Vec<Piece>) -> Block {
    pieces.clear();
    pieces.reserve_exact(1);
    let mut block = Block {
        pieces,
        kind: Kind::Text,
        bullet: None,
        label: None,
        hashes: 0,
        indent: line.indent,
        last_indent: line.indent,
        gap: u16::from(line.gap),
        parted,
        page,
        cut: 0,
        named: None,
        side: false,
    };
    let mut body = words;
    let hashes = words.len() - words.trim_start_matches('#').len();
    let glued = hashes > 1 && words[hashes..].starts_with(char::is_alphabetic);
    if (1..=6).contains(&hashes) && (glued || words[hashes..].starts_with(' ')) {
        block.hashes = u8::try_from(hashes).unwrap_or(6);
        body = words[hashes..].trim_start().trim_end_matches(['#', ' ']);
        body = &body[anchors(body)..];
        // `## Scope {#scope}`: the name of a place to link to.
        if let Some((title, _)) = body.strip_suffix('}').and_then(|b| b.rsplit_once(" {#")) {
            body = title.trim_end();
        }
    } else if let Some(quoted) = words.strip_prefix("> ") {
        block.kind = Kind::Quote;
        body = quoted.trim_start();
    }
    if let Some((label, at)) = note_mark(body) {
        block.kind = Kind::Note;
        block.label = Some(Label { text: label, dress: label::Dress::Bare, readings: Readings::NONE });
        body = body[at..].trim_start();
    } else if body.starts_with('|') && body.len() > 1 && body[1..].contains('|') {
        block.kind = Kind::Row;
        let inner = body.trim_matches('|').trim();
        let (cell, rest) = inner.split_once('|').unwrap_or(inner.split_at(inner.len()));
        let found = mark(cell.trim());
        if let Some(label) = found.label.filter(|_| found.body >= cell.trim().len()) {
            block.label = Some(label);
            body = rest.trim();
        } else if let Some(label) = named_cell(cell.trim()) {
            block.label = Some(label);
            body = rest.trim();
        } else {
            body = inner;
        }
    } else {
        let found = mark(body);
        block.bullet = found.bullet;
        block.label = found.label;
        if found.brackets > 0 {
            let at =
                line.start + place(words, body) + place(body, body.trim_start_matches(|c| !matches!(c, '[' | '~')));
            let end = at + u32::try_from(found.brackets).unwrap_or(0);
            block.pieces.push(Piece { line: line.number, start: at, end });
        }
        body = &body[found.body..];
        if has_cells(body) {
            block.kind = Kind::Row;
            let cell = body.split_once('\t').filter(|_| block.label.is_none());
            if let Some((label, rest)) = cell.and_then(|(cell, rest)| Some((named_cell(cell.trim())?, rest))) {
                block.label = Some(label);
                body = rest.trim_start();
            }
        }
    }
    let start = line.start + place(words, body);
    block.cut = block.pieces.first().map_or(start, |p| p.start) - line.start;
    block.pieces.push(Piece { line: line.number, start, end: start + u32::try_from(body.len()).unwrap_or(0) });
    block
}

/// The label that the first cell of a row is, where it is a noun and its number: `Session 1`, `<i>Session 1:</i>`.
fn named_cell(cell: &str) -> Option<Label> {
    let bare = cell.strip_prefix('<').and_then(|c| c.split_once('>')).map_or(cell, |(_, words)| words);
    let bare = bare.split_once("</").map_or(bare, |(words, _)| words);
    let named = titled(bare).filter(|t| t.value.is_some() && t.title >= bare.len())?;
    Some(Label { text: named.label, dress: label::Dress::Bare, readings: Readings::NONE })
}

/// Whether `words` are cells of a table's row.
pub(super) fn has_cells(words: &str) -> bool {
    holds(words.as_bytes(), |b| b == b'\t' || b == b'|')
        && (words.contains('\t') || words.contains(" | ") && words.len() < 300)
}

/// Where `part` begins in `whole`, of which it is a part.
fn place(whole: &str, part: &str) -> u32 {
    u32::try_from(part.as_ptr() as usize - whole.as_ptr() as usize).unwrap_or(0)
}

/// `CHAPTER`, and below it, apart, `ONE`: one label.
fn number_kinds(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let kind =
            out.last_mut().filter(|b| b.pieces.len() == 1 && b.len() <= 12 && block.len() <= 16 && b.label.is_none());
        if let Some(above) = kind.filter(|b| division(&b.first(text).to_lowercase()).is_some_and(|rank| rank > 100))
            && let [number] = block.pieces[..]
        {
            let piece = above.pieces[0];
            let whole = Piece { end: number.end, ..piece };
            if number.start > piece.end && titled(whole.of(text)).is_some_and(|t| t.title >= whole.of(text).len()) {
                above.pieces = vec![whole, Piece { start: number.end, ..number }];
                above.last_indent = block.last_indent;
                above.name(text);
                continue;
            }
        }
        out.push(block);
    }
    out
}

/// `I`, and below it `Conference`, `II` and its title: numbers alone in the middle of a page label what stands below. So do
/// `No. 1` and `No. 2` over who writes to whom.
fn lone_numbers(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let plain = |b: &Block| b.kind == Kind::Text && b.label.is_none() && b.bullet.is_none() && b.pieces.len() <= 3;
    let value = |b: &Block| {
        let words = b.first(text);
        if words.len() > 6 || !plain(b) {
            return None;
        }
        let upper = words.bytes().all(|b| b.is_ascii_uppercase());
        let letter = || words.strip_prefix("No. ").and_then(|n| n.parse().ok());
        if upper { roman(&words.to_ascii_lowercase()) } else { letter() }
    };
    let titled = |b: &Block| {
        let begins = b.first(text).starts_with(char::is_uppercase);
        plain(b) && b.named.is_none() && (3..=160).contains(&b.len()) && begins && b.ending(text) == Ending::Open
    };
    let (mut last, mut labels) = (0, HashMap::new());
    for i in 1..blocks.len() {
        let Some(value) = value(&blocks[i - 1]).filter(|&v| (v == 1 || v == last + 1) && titled(&blocks[i])) else {
            continue;
        };
        last = value;
        labels.insert(i, value);
    }
    if labels.values().all(|&v| v == 1) {
        return blocks;
    }
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for (i, mut block) in blocks.into_iter().enumerate() {
        if labels.contains_key(&i)
            && let Some(above) = out.pop()
        {
            let words = above.first(text).to_owned();
            let mut piece = above.pieces[0];
            block.cut = piece.end - piece.start;
            if words.starts_with("No. ") {
                let (value, title) = (labels.get(&i).copied(), words.len());
                block.named =
                    Some(Box::new(Titled { word: "no.".to_owned(), label: words, value, title, parted: true }));
            } else {
                block.label = Some(Label { readings: readings(&words), text: words, dress: Dress::Dot });
            }
            piece.start = piece.end;
            block.pieces.insert(0, piece);
            (block.gap, block.parted, block.page) = (above.gap, above.parted, above.page);
        }
        out.push(block);
    }
    out
}

/// Parts items that run together on one line: `(b) …; (c) …` where `(d)` comes next, `(a) …; (b) …; and (c) …`.
fn part(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    while let Some(mut block) = blocks.next() {
        let before = out.last().and_then(|b: &Block| b.label.as_ref());
        let after = blocks.peek().and_then(|b| b.label.as_ref());
        let mut cuts = within(text, &block, before, after).into_iter().peekable();
        if cuts.peek().is_some() {
            for mut piece in std::mem::take(&mut block.pieces) {
                while let Some((label, at, body)) = cuts.next_if(|cut| cut.1 <= piece.end) {
                    block.pieces.push(Piece { end: at, ..piece });
                    block.name(text);
                    let next = Block { label: Some(label), pieces: Vec::new(), gap: 0, cut: 0, ..block.clone() };
                    out.push(std::mem::replace(&mut block, next));
                    piece.start = body;
                }
                block.pieces.push(piece);
            }
            block.name(text);
        }
        out.push(block);
    }
    out
}

/// A label within a block: itself, where the words before it end, where its own begin.
type Within = (Label, u32, u32);

/// The labels that go on the block's own inside it, one by one: those that lead to the label `after` it, or those that a
/// list begins with or goes on to from `before`, each behind words that end.
fn within(text: &str, block: &Block, before: Option<&Label>, after: Option<&Label>) -> Vec<Within> {
    let Some(own) = &block.label else { return Vec::new() };
    let lettered = matches!(own.dress, Dress::Round | Dress::Half);
    let listed = lettered && (own.is_first() || before.is_some_and(|l| own.follows(l)));
    let runs = own.readings.iter().map(|&(count, value)| {
        let next = after.filter(|l| l.dress == own.dress).and_then(|l| l.value(count)).filter(|&v| v > value);
        if next.is_some_and(|v| v == value + 1) || next.is_none() && !listed {
            return Vec::new();
        }
        let run = run_of(text, block, own.dress, (count, value), next.is_some());
        let reached = next.is_none_or(|v| run.len() + 1 >= (v - value) as usize);
        if reached { run } else { Vec::new() }
    });
    runs.max_by_key(Vec::len).unwrap_or_default()
}

/// The labels in `block` that count on from `value`; `sure` where the label after the block shows that they do.
fn run_of(text: &str, block: &Block, dress: Dress, (count, mut value): (Count, u32), sure: bool) -> Vec<Within> {
    let int = |n: usize| u32::try_from(n).unwrap_or(0);
    let mut run = Vec::new();
    for piece in &block.pieces {
        let words = piece.of(text);
        for (at, sign) in words.match_indices([';', '.', ',']).filter(|s| sure || s.1 != ",") {
            let rest = words[at + 1..].trim_start();
            let rest =
                ["and ", "or "].iter().filter(|_| sign != ".").find_map(|w| rest.strip_prefix(w)).unwrap_or(rest);
            let start = words.len() - rest.len();
            let found = mark(rest);
            let label = found.label.filter(|l| l.dress == dress && l.value(count) == Some(value + 1));
            if let Some(label) = label.filter(|_| start > at + 1 && found.body < rest.len()) {
                value += 1;
                let end = words[..start].trim_end().len();
                run.push((label, piece.start + int(end), piece.start + int(start + found.body)));
            }
        }
    }
    run
}
