//! Headings without a number: short lines that stand over text, and what slides are called.

use super::block::{Block, Kind};
use super::classify::{Ending, breaks_off};
use super::count::Count;
use super::divisions::division;
use super::heading::{Found, Heading, Look};
use super::headings::next_of;
use super::kin::{MIDDLE, is_option};
use super::label::{Dress, Label, superscript};
use super::shapes::is_dated;
use super::verbs::{is_enacting, is_lead_verb, leads_on};
use crate::text::QuickMap;

/// Short words on a line of their own that may head what follows.
pub(super) fn may_head(text: &str, block: &Block, slides: bool) -> bool {
    let words = block.first(text);
    let first = words.trim_start_matches(['*', '_', '“', '"', '(', '[', '‘', '\'']).chars().next();
    let ends = block.ending(text);
    block.kind == Kind::Text
        && block.bullet.is_none()
        && block.label.is_none()
        && block.pieces.len() <= 3
        && (3..=140).contains(&block.len())
        && first.is_some_and(|c| !c.is_lowercase() && c.is_alphanumeric())
        && !words.starts_with("http")
        && !words.contains("____")
        && !is_caption(words)
        && !is_dated(if slides { words } else { block.last(text) })
        && !is_dated(words)
        && !is_bracketed(words)
        && !breaks_off(block.last(text))
        && !leads_on(block.last(text))
        && !is_lead_verb(words)
        && !is_option(words)
        && !salutes(words)
        && !block.pieces.iter().any(|p| holds_stop(p.of(text)))
        && (ends == Ending::Open
            || slides && ends == Ending::Colon && is_title_colon(words)
            || words.ends_with('?') && block.len() < 90)
}

/// Whether `words` are to whom a letter is addressed: `Your Excellency`.
fn salutes(words: &str) -> bool {
    ["Your Excellenc", "Excellenc", "Dear "].iter().any(|w| words.starts_with(w)) || matches!(words, "Sir" | "Madam")
}

/// Whether a sentence ends within `words` and another begins.
fn holds_stop(words: &str) -> bool {
    words.match_indices(". ").any(|(at, _)| {
        let last = words[..at].rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        last.len() > 4 && last.starts_with(char::is_lowercase) && words[at + 2..].starts_with(char::is_uppercase)
    })
}

/// `Member States:` heads, `The following actions are:` opens a list.
fn is_title_colon(words: &str) -> bool {
    const VERBS: [&str; 24] = [
        "would",
        "should",
        "shall",
        "will",
        "may",
        "include",
        "includes",
        "included",
        "are",
        "is",
        "that",
        "to",
        "by",
        "following",
        "follows",
        "were",
        "was",
        "has",
        "have",
        "agree",
        "decides",
        "therefore",
        "into",
        "as",
    ];
    let mut words = words.split_whitespace().map(|w| w.trim_end_matches(':'));
    words.clone().map(str::len).sum::<usize>() < 80
        && words.clone().count() <= 5
        && !words.any(|w| VERBS.iter().any(|v| v.eq_ignore_ascii_case(w)))
}

/// `Table 1. …`, `Source: …`.
fn is_caption(words: &str) -> bool {
    let first = words.split([' ', ':']).next().unwrap_or("");
    matches!(first, "Table" | "Figure" | "Box" | "Chart" | "Map" | "Source" | "Sources" | "Graph")
}

/// Whether `words` are in brackets as a whole.
fn is_bracketed(words: &str) -> bool {
    let core = words.trim_end_matches(|c| superscript(c).is_some());
    // `(deleted)`, `(This note is no part of the Act)`
    let short = || words.split(' ').count() <= 2 || words.contains(" is ");
    words.starts_with('[') && core.ends_with(']') || words.starts_with('(') && core.ends_with(')') && short()
}

/// Whether `block` is text that a heading may stand over.
pub(super) fn is_body(text: &str, block: &Block) -> bool {
    match block.kind {
        Kind::Text => {
            block.bullet.is_some()
                || block.label.is_some()
                || block.len() > 140
                || is_bracketed(block.first(text))
                || block.len() >= 40 && block.ending(text) != Ending::Open
                || matches!(block.ending(text), Ending::Full | Ending::Comma | Ending::Colon) && block.len() > 10
        }
        Kind::Row | Kind::Quote => true,
        Kind::Note => false,
    }
}

/// Short lines that stand over text, or over another heading; and the titles of slides, which come again.
pub(super) fn plain(text: &str, blocks: &[Block], found: &mut [Found]) {
    let short = |b: &&Block| b.label.is_none() && b.bullet.is_none() && b.len() < 120;
    let numbered = blocks.iter().filter(|b| b.label.is_some() && b.len() > 160).count();
    let divided = found.iter().flatten().any(|h| matches!(h.look, Look::Division(_)));
    let slides = !divided
        && blocks.len() > 40
        && blocks.iter().filter(short).count() * 10 > blocks.len() * 4
        && numbered * 10 < blocks.len();
    // What stands before each short line where it comes first, and whether something else does where it comes again.
    let mut seen: QuickMap<&str, (&str, bool)> = QuickMap::default();
    for (i, block) in blocks.iter().enumerate().filter(|(_, b)| slides && b.len() <= 140) {
        let before = i.checked_sub(1).map_or("", |k| blocks[k].first(text));
        let (first, other) = seen.entry(block.first(text)).or_insert((before, false));
        *other |= *first != before;
    }
    // Text without blank lines: what stands close in it stands apart.
    let body = |b: &Block| b.kind == Kind::Text && b.len() > 60;
    let pairs = || blocks.windows(2).filter(|p| body(&p[0]) && body(&p[1]) && !p[1].parted);
    let close = pairs().filter(|p| p[1].gap > 0).count() * 6 < pairs().count();
    let again = |i: usize| seen.get(blocks[i].first(text)).is_some_and(|s| s.1);
    for i in (0..blocks.len()).rev() {
        if found[i].is_some() || !may_head(text, &blocks[i], slides) {
            continue;
        }
        let Some(n) = next_of(blocks, i) else { continue };
        let next = &blocks[n];
        let cited = || found[n].is_some() && is_reference(blocks[i].first(text));
        let numbered = |h: &Heading| h.label.is_some() && !h.run_in;
        let under = || i > 0 && found[i - 1].as_ref().is_some_and(|h| numbered(h));
        let about = || (close, found[n].is_some(), under());
        let between = || !slides && (is_between(text, blocks, i, n, about()) || cited());
        if i > 0 && blocks[i].gap == 0 && !blocks[i].parted && !between() {
            continue;
        }
        let listed = next.bullet.is_some() || next.label.is_some() || next.kind == Kind::Row;
        let heads = slides && next.ending(text) == Ending::Colon && next.len() <= 60;
        let over_text = found[n].is_none() && is_body(text, next) && (next.gap > 0 || listed || close) && !heads;
        let under_slide = i > 0 && again(i - 1) && may_head(text, &blocks[i - 1], slides);
        // `Declaration`, `Introduction`, `1. We …`: a title may stand over another, below a text that has ended.
        let ended = |b: &Block| {
            matches!(b.ending(text), Ending::Full | Ending::Semicolon) && b.len() > 60
                || b.label.is_some() && b.len() > 120
        };
        // In the middle of the page, over one at its margin: `Short Title` / `Short title`.
        let middle = || blocks[i].indent >= next.indent + MIDDLE && next.gap > 0;
        let double =
            !slides && blocks[i].gap > 0 && blocks[i].len() <= 60 && i > 0 && (ended(&blocks[i - 1]) || middle());
        // What stands over the title of the next slide is the last line of its own.
        let last = slides && again(n) && !under_slide;
        let above = found[n].as_ref().filter(|_| !last).is_some_and(|h| {
            under_slide || double && h.look == Look::Plain || !matches!(h.look, Look::Plain | Look::Slide)
        });
        // `Article 1 of the Protocol` / `Article 1 of the Convention – Purpose`: what is commented on.
        let comments = found[n].is_some() && is_reference(blocks[i].first(text));
        // `The General Assembly` / `Adopts …`: a body that decides.
        let verb = next.first(text).split(' ').next().is_some_and(is_enacting);
        let enacts = over_text && next.label.is_none() && verb && blocks[i].first(text).starts_with("The ");
        let date_at = |k: usize| blocks.get(k).is_some_and(|b| is_dated(b.first(text)));
        let dates =
            slides && (under_slide && date_at(n) || !date_at(n) && date_at(n + 1) && !date_at(n + 2) && date_at(n + 3));
        let slide = blocks[i].ending(text) == Ending::Colon || again(i) || dates;
        let broken =
            i > 0 && found[i - 1].is_none() && blocks[i - 1].ending(text) == Ending::Comma && blocks[i - 1].len() > 60;
        if (over_text || comments || above && (next.gap > 0 || close) || slide) && !broken && !enacts {
            found[i] = Some(Box::new(Heading { slide, ..Heading::new(Look::Plain) }));
        }
    }
    // The title of a slide comes again, and follows the text of another.
    for i in 0..blocks.len() {
        let opens =
            again(i) && (i == 0 || found[i - 1].is_none() || found[i].as_ref().is_some_and(|h| h.label.is_some()));
        if let Some(heading) = found[i].as_mut().filter(|_| opens) {
            (heading.look, heading.slide) = (Look::Slide, true);
        }
    }
}

/// Whether block `i`, right below the one before it, heads the numbered paragraph `n` right below, or any text where all
/// is set `close`: what is above has ended or is short too, or it stands `under` a numbered heading.
fn is_between(text: &str, blocks: &[Block], i: usize, n: usize, (close, headed, under): (bool, bool, bool)) -> bool {
    let (above, next) = (&blocks[i - 1], &blocks[n]);
    let counted =
        |b: &Block| b.label.as_ref().is_some_and(|l| l.dress == Dress::Dot && l.value(Count::Arabic).is_some());
    let title = |b: &Block| b.len() < 90 && b.pieces.len() == 1 && b.ending(text) == Ending::Open;
    let upper = |b: &Block| b.first(text).starts_with(char::is_uppercase);
    // `Rapporteur: Mr. Joost van der Meer` says something.
    if !upper(&blocks[i]) || blocks[i].first(text).contains(": ") {
        return false;
    }
    let paragraph = counted(next) && (next.is_empty() || next.len() > 60 || next.ending(text) != Ending::Open);
    let first = |b: &Block| b.label.as_ref().is_some_and(Label::is_first) && b.ending(text) == Ending::Open;
    let listed = next.label.is_some() || next.bullet.is_some();
    let ends = above.ending(text);
    let ended = match ends {
        Ending::Full => true,
        Ending::Semicolon => above.label.is_some() || close,
        // `Having met in Batumi,` / `Declare the following:` leads to all that is below.
        Ending::Colon => {
            let over = i.checked_sub(2).is_some_and(|k| blocks[k].ending(text) == Ending::Comma);
            over && close && above.label.is_none() && above.len() <= 60
        }
        Ending::Open => close && above.label.is_some() || is_dated(above.last(text)) && above.len() < 30,
        Ending::Comma => false,
    };
    (paragraph && !first(next) || close && (listed || headed || is_body(text, next)))
        && title(&blocks[i])
        && (ended || (under || title(above) && upper(above)) && paragraph)
}

/// `Article 1 of the Protocol`: a place in another text, and nothing else.
fn is_reference(words: &str) -> bool {
    let mut words = words.split(' ');
    let noun = words.next().is_some_and(|w| division(&w.to_lowercase()) == Some(800));
    noun && words.next().is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit())) && words.next() == Some("of")
}
