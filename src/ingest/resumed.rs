//! Blocks that a page, a note or a blank line parted, joined again.

use super::block::{Block, Kind, is_hyphenated, is_lone};
use super::classify::{Ending, breaks_off, ending, is_caps, refers, starts_small};
use super::count::Count;
use super::joins::{is_tail, runs_on};
use super::label::{Dress, Label};
use super::measure::{Measure, first_word};
use super::phrases::{before_mark, is_address, opens_sentence};
use super::shapes::{columns, is_known, is_title_page, names_body};
use super::titled::{is_to_letter, titled};
use super::verbs::is_preambular;

/// Rejoins what pages, notes and noise broke.
pub(super) fn rejoin(text: &str, blocks: Vec<Block>, measure: Option<&Measure>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut open: Option<usize> = None;
    let mut parted = false;
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        parted |= block.parted;
        if block.kind == Kind::Note {
            out.push(block);
            parted = true;
            continue;
        }
        let leads = blocks.peek().is_some_and(|next| block.leads(text, next));
        let joins = open.filter(|&o| out[o].kind == block.kind).is_some_and(|o| {
            let after_clause = matches!(out[o].ending(text), Ending::Comma | Ending::Semicolon);
            let apart = parted || out.len() - 1 > o;
            !(leads && after_clause && !parted) && resumes(text, &out[o], &block, apart)
                || apart && measure.is_some_and(|m| m.runs_over(text, &out[o], &block, blocks.peek()))
                || parted && measure.is_some_and(|m| m.runs_on_full(text, &out[o], &block, blocks.peek()))
        });
        let url = is_address(block.first(text)) && !block.first(text).contains(' ');
        if url && out.last().is_some_and(|n| n.kind == Kind::Note && n.ending(text) == Ending::Colon) {
            if let Some(note) = out.last_mut() {
                note.pieces.extend(block.pieces);
            }
            continue;
        }
        let note = out.last_mut().filter(|n| {
            let open = matches!(n.ending(text), Ending::Open | Ending::Comma) && n.len() >= 40;
            n.kind == Kind::Note && !joins && parted && open && block.label.is_none() && block.bullet.is_none()
        });
        if let Some(note) = note.filter(|_| block.kind == Kind::Text && starts_small(block.first(text))) {
            note.pieces.extend(block.pieces);
            continue;
        }
        parted = false;
        match open {
            Some(o) if joins => out[o].pieces.extend(block.whole()),
            _ => {
                open = Some(out.len());
                out.push(block);
            }
        }
    }
    out
}

impl Measure {
    /// Whether the numbered paragraph `open` goes on with another sentence behind the edge of a page: no line before that
    /// is so full, `block` has no number, and the next one counts on.
    fn runs_on_full(&self, text: &str, open: &Block, block: &Block, next: Option<&Block>) -> bool {
        let counted = |b: &Block| b.label.clone().filter(|l| l.dress == Dress::Dot && l.value(Count::Arabic).is_some());
        let due = counted(open).zip(next.and_then(counted)).is_some_and(|(own, next)| next.follows(&own));
        let (end, first) = (open.end(text), block.first(text));
        let plain = block.kind == Kind::Text && block.label.is_none() && block.bullet.is_none() && block.hashes == 0;
        let cut = if open.pieces.len() == 1 { open.cut as usize } else { 0 };
        let reach = usize::from(open.last_indent) + cut + columns(end, 400);
        let ended = ending(end) == Ending::Full && ending(block.last(text)) == Ending::Full && block.len() >= 60;
        due && plain && ended && !heads(first) && reach + 1 + first_word(first) > self.width
    }

    /// Whether the sentence of `open` runs to the end of its line and so on into `block`, behind the edge of a page.
    fn runs_over(&self, text: &str, open: &Block, block: &Block, next: Option<&Block>) -> bool {
        let (end, first) = (open.end(text), block.first(text));
        let ends = ending(end);
        let marked = block.label.is_some() || block.bullet.is_some() || block.hashes > 0 || open.hashes > 0;
        let begins = first.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '“' | '"' | '‘'));
        if marked || block.kind != Kind::Text || !begins || !matches!(ends, Ending::Open | Ending::Comma) {
            return false;
        }
        let cut = if open.pieces.len() == 1 { open.cut as usize } else { 0 };
        let reach = usize::from(open.last_indent) + cut + end.chars().take(400).count();
        let full = reach + 1 + first_word(first) + self.slack > self.width && reach <= self.width + self.width / 8;
        let enacts = open.label.is_none() && names_body(open.first(text));
        let preamble = is_preambular(open.first(text)) || is_preambular(first) || enacts;
        let headed = open.named.is_some();
        let shouts = is_caps(end) != is_caps(first) || heads(first) || is_known(first);
        // A heading has no stop either; an item that goes on stands over the next one.
        let sentence = block.len() >= 60 || matches!(block.ending(text), Ending::Full | Ending::Semicolon);
        let due = next.and_then(|n| n.label.as_ref()).zip(open.label.as_ref()).is_some_and(|(n, own)| n.follows(own));
        let apart = headed || shouts || preamble && ends == Ending::Comma;
        full && !apart && (sentence || due)
    }
}

/// Whether `block` goes on the broken sentence of `open`; `parted` where a page, note or noise stands between.
pub(super) fn resumes(text: &str, open: &Block, block: &Block, parted: bool) -> bool {
    let paged = block.page != open.page && block.page > 0;
    // `as set out in`, a new page, `Article 2. The efforts …`
    let runs = |label: &Label| ending(open.last(text)) == Ending::Semicolon && runs_on(text, open, label);
    if parted
        && block.kind == Kind::Text
        && block.bullet.is_none()
        && block.hashes == 0
        && (refers_on(text, open, block) || block.label.as_ref().is_some_and(runs))
    {
        return true;
    }
    let marked = block.label.is_some() || block.bullet.is_some() || block.hashes > 0 || block.kind != Kind::Text;
    let beside = block.gap == 0 && !parted && !open.is_empty();
    if marked || open.hashes > 0 || beside {
        return false;
    }
    if open.is_empty() || is_lone(block.first(text)) && (open.label.is_some() || open.bullet.is_some()) {
        return true;
    }
    let (end, first) = (before_mark(open.end(text)), block.first(text));
    let ends = ending(end);
    let lost = block.gap >= 3 && !parted;
    let done =
        matches!(ends, Ending::Full | Ending::Colon) || ends == Ending::Semicolon && !(paged && open.bullet.is_none());
    if open.len() < 24 || done || lost {
        return false;
    }
    let covers = paged && is_title_page(end) != is_title_page(first);
    if is_caps(end) && !is_caps(first) && !paged || covers || is_caps(first) && first.len() > 3 || heads(first) {
        return false;
    }
    // The title of an annex to a letter goes on in its lines alone.
    let titled = open.named.as_ref().is_some_and(|t| is_to_letter(&open.printed(text)[t.title..]));
    let whole = open.label.is_some() || open.len() >= 60;
    if titled && !breaks_off(end) {
        return false;
    }
    if starts_small(first) {
        let left = open.label.is_some() && block.indent + 2 < open.indent && ends == Ending::Comma;
        if !parted && (left || is_tail(text, open, first, false)) {
            return false;
        }
        return whole || is_hyphenated(end) || parted;
    }
    if !first.starts_with(|c: char| c.is_alphanumeric() || paged && matches!(c, '(' | '[' | '“')) {
        return false;
    }
    if breaks_off(end) || is_hyphenated(end) {
        return true;
    }
    let sentence = block.len() >= 60 || matches!(block.ending(text), Ending::Full | Ending::Semicolon);
    let fresh = !paged && opens_sentence(first);
    let broken = paged || open.bullet.is_none() && open.len() >= 80 && (parted || open.label.is_none());
    sentence && !fresh && broken && (paged || ends != Ending::Comma)
}

/// Whether `words` begin with the name of a heading that no sentence goes on.
pub(super) fn heads(words: &str) -> bool {
    titled(words).is_some_and(|t| t.parted || is_to_letter(&words[t.title..]))
}

/// Whether the reference that `open` breaks off at is what `block` begins with: `under Section` / `2.1`, or
/// `set out in` / `Article 2.`.
pub(super) fn refers_on(text: &str, open: &Block, block: &Block) -> bool {
    let (end, first) = (open.last(text), block.printed(text));
    let cut = titled(first).is_some_and(|t| t.value.is_some()) && breaks_off(end);
    open.len() >= 24 && ending(end) == Ending::Open && (cut || refers(end, first))
}
