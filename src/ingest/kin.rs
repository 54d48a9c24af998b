//! Headings judged again by those around them.

use std::ops::Range;

use super::block::{Block, Kind};
use super::classify::{Ending, starts_small};
use super::count::Count;
use super::divisions::division;
use super::heading::{Found, Heading, Look};
use super::headings::{big, next_of};
use super::label::{Dress, Label};
use super::plain::{is_body, may_head};
use super::shapes::{is_known, names_body};
use super::titled::{is_to_letter, titled};
use crate::text::QuickMap;

/// Titles without a number that stand right over others hold them, where they stand in the middle of the page and the
/// others at its margin, or further below the text than the others: all that stand so do.
pub(super) fn outer(blocks: &[Block], found: &mut [Found]) {
    let plain = |i: usize| found.get(i).and_then(Option::as_ref).is_some_and(|h| h.look == Look::Plain && !h.slide);
    let pairs: Vec<usize> = (1..blocks.len()).filter(|&i| plain(i - 1) && plain(i)).collect();
    let middle = |i: usize, k: usize| blocks[i].indent >= blocks[k].indent + MIDDLE;
    let far = |i: usize| blocks[i].gap >= 2 && !blocks[i].parted;
    let near = |&i: &usize| far(i - 1) && blocks[i].gap == 1 && blocks[i].indent == blocks[i - 1].indent;
    let all: Vec<usize> = (0..blocks.len()).filter(|&i| plain(i)).collect();
    let outer: Vec<usize> = if let Some(&inner) = pairs.iter().find(|&&i| middle(i - 1, i)) {
        all.into_iter().filter(|&i| middle(i, inner)).collect()
    } else if pairs.iter().any(near) && !pairs.iter().any(|&i| blocks[i].gap >= blocks[i - 1].gap) {
        all.into_iter().filter(|&i| far(i)).collect()
    } else {
        return;
    };
    for i in outer {
        if let Some(heading) = &mut found[i] {
            heading.look = Look::Banner;
        }
    }
}

/// How many columns from the margin, at least, the middle of a page is.
pub(super) const MIDDLE: u16 = 12;

/// Where most articles of a work go on in their text, all do: `Art. 6 The rights are …` has no title.
pub(super) fn alike(text: &str, blocks: &[Block], found: &mut [Found]) {
    // A caption over its number is a title.
    let worded = |i: usize, h: &Heading| !blocks[i].side && h.title.is_some_and(|t| t < blocks[i].printed(text).len());
    let article = |h: &Heading| matches!(&h.look, Look::Division(word) if division(word) == Some(800));
    let these: Vec<usize> =
        (0..found.len()).filter(|&i| found[i].as_ref().is_some_and(|h| article(h) && worded(i, h))).collect();
    // `Art. 1. The Republic is one.` over another heading says all that it has to say.
    for &i in &these {
        let over = next_of(blocks, i).is_none_or(|n| found[n].is_some());
        if let Some(heading) = found[i].as_mut().filter(|_| over && blocks[i].ending(text) == Ending::Full) {
            heading.run_in = true;
        }
    }
    let runs = |i: &usize| found[*i].as_ref().is_some_and(|h| h.run_in);
    let run_in = these.iter().filter(|i| runs(i)).count();
    if run_in * 2 <= these.len() {
        return;
    }
    for i in these {
        let sentence = blocks[i].ending(text) == Ending::Full || blocks[i].pieces.len() > 1;
        if let Some(heading) = found[i].as_mut().filter(|_| sentence) {
            heading.run_in = true;
        }
    }
}

/// `C. Any file that … .` is an item where `B.` before it is, and `I. Those born … .` where `B) Citizens are:` asks for it.
pub(super) fn siblings(text: &str, blocks: &[Block], found: &mut [Found]) {
    let mut last: Option<(Count, u32, bool)> = None;
    for (i, block) in blocks.iter().enumerate() {
        let Some(label) = block.label.as_ref().filter(|l| l.dress == Dress::Dot) else { continue };
        let Some((count, value)) = big(label) else { continue };
        let goes_on = last.is_some_and(|l| !l.2 && l.0 == count && l.1 + 1 == value);
        let above = i.checked_sub(1).map(|k| &blocks[k]).filter(|b| value == 1 && b.label.is_some());
        let asked = above.is_some_and(|b| b.ending(text) == Ending::Colon);
        if (goes_on || asked) && block.ending(text) == Ending::Full {
            found[i] = None;
        }
        last = Some((count, value, found[i].is_some()));
    }
}

/// Capitals in the middle of the page behind the signatures of a treaty head what is annexed to it.
pub(super) fn behind_signatures(text: &str, blocks: &[Block], found: &mut [Found]) {
    const WORDS: [&str; 10] = [
        "IN WITNESS ",
        "IN FAITH ",
        "DONE ",
        "In witness ",
        "In faith ",
        "Done at ",
        "Done in ",
        "Fait à ",
        "FAIT à ",
        "Hecho en ",
    ];
    let signed = |b: &Block| WORDS.iter().any(|w| b.first(text).starts_with(w));
    let Some(at) = blocks.iter().position(signed) else { return };
    let set_apart = |i: usize| blocks[i].indent >= MIDDLE || blocks[i].first(text).starts_with("**");
    for (i, heading) in found.iter_mut().enumerate().skip(at) {
        if let Some(heading) = heading.as_mut().filter(|h| h.look == Look::Caps && set_apart(i)) {
            heading.look = Look::Division("appendix".to_owned());
        }
    }
}

/// `Annex I`, then its title on a line of its own.
pub(super) fn titles(text: &str, blocks: &[Block], found: &mut [Found]) {
    for i in 0..blocks.len().saturating_sub(2) {
        let letter = found[i].as_ref().and_then(|h| blocks[i].printed(text).get(h.title?..)).is_some_and(is_to_letter);
        let bare = blocks[i].pieces.len() == 1 || letter;
        // `FIRST SCHEDULE (Section 3)` has no title yet.
        let printed = blocks[i].printed(text);
        let refers = |rest: &str| {
            rest.is_empty()
                || letter
                || rest.starts_with('(') && rest.ends_with(')')
                || titled(rest).is_some_and(|t| t.title >= rest.len())
        };
        let outer = |h: &Heading| matches!(&h.look, Look::Division(w) if division(w) == Some(100));
        let alone = bare
            && found[i]
                .as_ref()
                .is_some_and(|h| h.title.is_some_and(|t| t >= printed.len() || outer(h) && refers(&printed[t..])))
            || blocks[i].is_empty() && found[i].as_ref().is_some_and(|h| h.label.is_some());
        // A reference may stand between a schedule and its title.
        let skip = alone
            && blocks[i + 1].named.as_ref().is_some_and(|t| t.title >= blocks[i + 1].printed(text).len())
            && blocks[i + 1].indent > blocks[i].indent + 8;
        let at = i + 1 + usize::from(skip);
        let Some(block) = blocks.get(at).filter(|_| alone) else { continue };
        let words = block.first(text);
        let short = block.len() <= 200 && block.kind == Kind::Text && block.bullet.is_none() && block.label.is_none();
        let plain = found[at].as_ref().is_none_or(|h| h.label.is_none() && h.lead.is_none());
        let first = words.trim_start_matches(['*', '_', '(', '[', '"', '“']).chars().next();
        let begins = first.is_some_and(|c| !c.is_lowercase());
        let over = at + 1 < blocks.len() && block.ending(text) == Ending::Open && block.gap <= 2;
        // `[Deleted]` stands over nothing.
        let said = words.starts_with('[')
            && words.ends_with(']')
            && (closes_all(words)
                || found[at + 1..].first().is_none_or(Option::is_some)
                || !is_body(text, &blocks[at + 1]));
        // A sentence that a list in small letters goes on is none.
        let leads = blocks.get(at + 1).is_some_and(|n| {
            n.label.as_ref().is_some_and(Label::is_first) && n.gap == 0 && starts_small(n.first(text))
        });
        if short && plain && begins && over && !said && !leads {
            if skip {
                found[i + 1] = None;
            }
            found[at] = Some(Box::new(Heading::new(Look::Title)));
            // What stands right below a title and over the first of numbers goes on the title.
            let over = |b: &Block| b.label.as_ref().is_some_and(|l| l.is_first() && l.dress == Dress::Dot);
            let more = blocks.get(at + 1).filter(|b| b.gap == 0 && !b.parted && found[at + 1].is_none());
            if more.is_some_and(|b| may_head(text, b, false)) && blocks.get(at + 2).is_some_and(over) {
                found[at + 1] = Some(Box::new(Heading::new(Look::Title)));
            }
        }
    }
}

/// Three lines or more, `Priority 1: …`, `Priority 2: …`, right below each other: a list, as none stands over text.
pub(super) fn bare_lists(blocks: &[Block], found: &mut [Found]) {
    let goes_on = |a: &Block, b: &Block| {
        let mut pair = a.named.iter().zip(&b.named);
        pair.any(|(a, b)| a.word == b.word && division(&a.word).is_none() && a.value.is_some() && a.value < b.value)
    };
    let mut at = 0;
    for run in blocks.chunk_by(goes_on) {
        if run.len() >= 3 {
            found[at..at + run.len()].fill_with(|| None);
        }
        at += run.len();
    }
}

/// A list of titles, `Goal 1. …`, `Goal 2. …`, that head their texts below: these stand over nothing here.
pub(super) fn listed(text: &str, blocks: &[Block], found: &mut [Found]) {
    let numbered = |h: &&Heading| h.value.is_some();
    let alike = |a: &Found, b: &Found| {
        let pair = a.as_deref().filter(numbered).zip(b.as_deref().filter(numbered));
        pair.is_some_and(|(a, b)| a.look == b.look && a.value < b.value)
    };
    let runs = found.chunk_by(alike);
    let mut end = 0;
    let places = runs.map(|run| {
        end += run.len();
        end - run.len()..end
    });
    let lists: Vec<Range<usize>> = places.filter(|run| run.len() >= 3).collect();
    if lists.is_empty() {
        return;
    }
    // Where each stands last.
    let key = |i: usize| found[i].as_ref().map(|h| (&h.look, h.value, blocks[i].printed(text)));
    let last: QuickMap<_, usize> = (0..found.len()).filter_map(|i| Some((key(i)?, i))).collect();
    let again = |run: &Range<usize>| {
        run.clone().filter(|&i| key(i).and_then(|k| last.get(&k)).is_some_and(|&k| k >= run.end)).count()
    };
    // What is named and numbered but stands over no text at all is a list too.
    let bare = |run: &Range<usize>| {
        let named = matches!(found[run.start].as_ref().map(|h| &h.look), Some(Look::Named(_)));
        named && !found.get(run.end).is_some_and(Option::is_some)
    };
    let lists: Vec<Range<usize>> = lists.into_iter().filter(|run| again(run) * 2 >= run.len() || bare(run)).collect();
    for run in lists {
        found[run].fill_with(|| None);
    }
}

/// Capitals right under a name are its office, and a body's name below the grounds on which it decides is its text: neither
/// is a heading.
pub(super) fn signatures(text: &str, blocks: &[Block], found: &mut [Found]) {
    for i in 1..blocks.len() {
        let caps = matches!(&found[i], Some(h) if h.look == Look::Caps);
        let above = &blocks[i - 1];
        let clause = matches!(above.ending(text), Ending::Comma | Ending::Semicolon) && found[i - 1].is_none();
        if caps && clause && names_body(blocks[i].first(text)) {
            found[i] = None;
        }
        let under = blocks[i].gap == 0 && !blocks[i].parted && found[i - 1].is_none() && above.kind == Kind::Text;
        let listed = above.bullet.is_some() || above.label.is_some() || above.len() > 60;
        let counted = |b: &Block| b.label.is_some() && b.len() > 60;
        let over = blocks.get(i + 1).is_some_and(counted) || is_known(blocks[i].first(text));
        if caps && under && !listed && !over && !is_body(text, &blocks[i]) {
            found[i] = None;
        }
    }
}

/// `Option 3: No article`, said among paragraphs.
pub(super) fn is_option(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or("").to_lowercase();
    matches!(first.as_str(), "option" | "alternative" | "variant" | "alt") && words.contains(": ")
}

/// `Option 3: [no text]` is a heading where `Option 1` and `Option 2` are.
pub(super) fn options(text: &str, blocks: &[Block], found: &mut [Found]) {
    let mut last: Option<(String, u32)> = None;
    for (i, block) in blocks.iter().enumerate() {
        if let Some(Heading { look: Look::Named(word), value: Some(value), .. }) = found[i].as_deref() {
            last = Some((word.clone(), *value));
        }
        let (Some((word, value)), None) = (&last, &found[i]) else { continue };
        let printed = block.printed(text);
        let next = titled(printed).filter(|t| is_option(printed) && t.word == *word && t.value == Some(value + 1));
        if let Some(named) = next {
            found[i] = Some(Box::new(Heading::named(Look::Named(named.word.clone()), &named)));
        }
    }
}

/// Whether `words` close with themselves what they stand in: `[NO SUCH REQUIREMENT]]]`.
pub(super) fn closes_all(words: &str) -> bool {
    let signs = |sign: char| words.matches(sign).count();
    words.starts_with('[') && words.ends_with("]]") && signs(']') > signs('[') + 1
}
