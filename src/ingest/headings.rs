//! Which blocks are headings: judged from the whole work, not from one line.

use super::block::{Block, Kind};
use super::classify::{Ending, ending, is_caps, starts_small};
use super::count::{Count, readings};
use super::divisions::division;
use super::hashes::unmarked;
use super::heading::{Above, Found, Heading, Look};
use super::kin::{
    alike, bare_lists, behind_signatures, closes_all, is_option, listed, options, outer, siblings, signatures, titles,
};
use super::label::{Dress, Label, led, mark};
use super::leads::{leads, run_ins};
use super::plain::plain;
use super::series::{arabic, lettered_titles, named_leads, named_sentences, unmark};
use super::shapes::{is_dated, is_known};
use super::titled::{Titled, is_to_letter};
use super::verbs::is_ground;

/// A heading by its own words, wherever it stands.
fn outright(text: &str, block: &Block) -> Option<Heading> {
    if block.kind != Kind::Text || block.bullet.is_some() {
        return None;
    }
    let words = block.first(text);
    if let Some(found) = &block.named {
        return named(text, block, found);
    }
    if block.hashes > 0 {
        let counted = block.label.as_ref().and_then(|l| {
            let other = || l.readings.last().copied();
            big(l).or_else(other).map(|r| Heading::counted(r, l))
        });
        let heading = counted.or_else(|| apart(block.printed(text)));
        return Some(heading.unwrap_or_else(|| Heading::new(Look::Hashes(block.hashes))));
    }
    if let Some(label) = block.label.as_ref().filter(|_| block.side) {
        return label.readings.first().map(|&r| Heading::counted(r, label));
    }
    if let Some(label) = &block.label {
        return lettered(text, block, label);
    }
    let (whole, ends) = (block.len(), block.ending(text));
    if whole > 300 || matches!(ends, Ending::Comma | Ending::Semicolon | Ending::Colon) {
        return is_known(words).then(|| Heading::new(Look::Plain));
    }
    let caps = block.pieces.iter().all(|p| !p.of(text).chars().any(char::is_lowercase));
    let sentence = ends == Ending::Full && words.split(' ').nth(5).is_some();
    if caps && !closes_all(words) && is_caps(words) && !sentence && (whole > 60 || !is_dated(words)) {
        return Some(Heading::new(Look::Caps));
    }
    let starred = words.trim_start_matches('_').starts_with("**")
        && block.last(text).trim_end_matches([' ', '_']).ends_with("**");
    if starred && whole <= 220 && !is_dated(words) {
        let named = apart(block.printed(text));
        return Some(named.unwrap_or_else(|| Heading::new(if is_caps(words) { Look::Caps } else { Look::Bold })));
    }
    let named = is_known(words) || is_part_in_brackets(words);
    (named && block.pieces.len() == 1).then(|| Heading::new(Look::Plain))
}

/// `1 Definitions`, `Annex Relevant ports`: in a line marked as a heading, what stands first and apart is its label.
fn apart(printed: &str) -> Option<Heading> {
    let (first, title) = printed.trim_start_matches(['#', ' ', '*', '_']).split_once(' ')?;
    let value = first.parse().ok().filter(|_| first.len() <= 3);
    // `6(i) Boundaries`
    let part = || first.strip_suffix(')')?.split_once('(').filter(|(n, _)| n.parse::<u8>().is_ok());
    let part = part().and_then(|(_, part)| readings(part).iter().copied().find(|r| r.0 == Count::RomanLower));
    let outer = division(&first.to_lowercase()) == Some(100);
    let look = match value {
        Some(_) => Look::Counted(Count::Arabic, Dress::Dot),
        None if part.is_some() => Look::Counted(Count::RomanLower, Dress::Round),
        None if outer => Look::Division(first.to_lowercase()),
        None => return None,
    };
    let at = printed.len() - title.trim_start().len();
    let value = value.or(part.map(|r| r.1));
    Some(Heading { value, label: Some(first.to_owned()), title: Some(at), ..Heading::new(look) })
}

/// `[Preambular part]`: what the editors of a draft call a part of it.
fn is_part_in_brackets(words: &str) -> bool {
    let Some(inner) = words.strip_prefix('[').and_then(|w| w.strip_suffix(']')) else { return false };
    let last = inner.rsplit(' ').next().unwrap_or("").to_lowercase();
    inner.split(' ').count() <= 4
        && (matches!(last.as_str(), "part" | "section" | "paragraphs" | "chapeau") || is_known(inner))
}

/// What a capital letter counts: `C` is the third letter, `I` the first Roman number.
pub(super) fn big(label: &Label) -> Option<(Count, u32)> {
    let roman = label.readings.iter().find(|r| r.0 == Count::RomanUpper);
    let upper = label.readings.iter().find(|r| r.0 == Count::Upper);
    let likely = label.text.len() > 1 || matches!(label.text.as_str(), "I" | "V" | "X");
    roman.filter(|_| likely || upper.is_none()).or(upper).copied()
}

/// `I. Introduction`, `A. Scope`, `1. INTRODUCTION`: a label with a title.
fn lettered(text: &str, block: &Block, label: &Label) -> Option<Heading> {
    let words = block.first(text);
    let (whole, ends) = (block.len(), block.ending(text));
    // `1. Short title.—This Act …`
    let counts = label.value(Count::Arabic).filter(|_| label.dress != Dress::Round);
    if let Some((value, end)) = counts.zip(led(words)) {
        return Some(Heading { run_in: true, lead: Some(0..end), ..Heading::counted((Count::Arabic, value), label) });
    }
    let chained = label.dress == Dress::Chain && label.text.starts_with(|c: char| c.is_ascii_uppercase());
    // `B. 1) For the purposes …` is a paragraph with two labels.
    if mark(words).label.is_some_and(|l| l.is_first()) {
        return None;
    }
    let small = || label.readings.first().filter(|_| is_caps(words) || chained).copied();
    let counted = big(label).or_else(small)?;
    // `I. **Data** The role of …`: the title is told by its emphasis alone.
    if let Some(end) = words.strip_prefix("**").and_then(|w| w.find("**")).filter(|&e| e <= 60 && whole > 100) {
        return Some(Heading { run_in: true, lead: Some(2..2 + end), ..Heading::counted(counted, label) });
    }
    // `II. – The Minister may …` counts paragraphs.
    let dashed = label.dress == Dress::Dash || block.printed(text).contains(". –");
    let one = ends == Ending::Full && !dashed && whole <= 110 && !words.trim_end_matches('.').contains(". ");
    let fits = whole > 0 && label.dress != Dress::Round && (whole <= 200 && ends == Ending::Open || one);
    let begins = words.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "*_“\"‘[".contains(c));
    (fits && begins).then(|| Heading::counted(counted, label))
}

/// A heading that names its kind, where what follows the label is a title, nothing, or a sentence that runs in.
fn named(text: &str, block: &Block, found: &Titled) -> Option<Heading> {
    let printed = block.printed(text);
    let rest = &printed[found.title..];
    let known = division(&found.word).is_some();
    let long = rest.len() + block.len().saturating_sub(block.first(text).len());
    let sentence = ending(block.last(text)) == Ending::Full && long > 60 && !is_caps(rest) || long > 220;
    let listed = matches!(block.ending(text), Ending::Comma | Ending::Semicolon | Ending::Colon)
        && !rest.is_empty()
        && !is_to_letter(rest);
    // `Art. 2. 1. Ilekroć …`, `MADDE 1- (1) …`: what begins with a label is the text.
    let labelled = mark(rest).label.is_some_and(|l| l.is_first());
    let run_in = sentence || listed || labelled || found.label.ends_with('§') && !rest.is_empty();
    // `Option 3: No article` is said among paragraphs.
    let said = is_option(printed) && !printed.starts_with("**");
    if run_in && !(known && found.parted) || said {
        return None;
    }
    let word = found.word.clone();
    let look = if known { Look::Division(word) } else { Look::Named(word) };
    // `Sec. 2. DEFINITIONS. In this Act …`
    // `제3조(검사) ① 도선은 …`
    let titled = rest.strip_prefix('(').and_then(|r| r.find(')')).filter(|_| found.label.starts_with('제'));
    if let Some(end) = titled {
        let lead = Some(found.title + 1..found.title + 1 + end);
        return Some(Heading { run_in: true, lead, ..Heading::named(look, found) });
    }
    let shouted = rest.find(". ").filter(|&end| is_caps(&rest[..end]) && !is_caps(&rest[end..]));
    if let Some(end) = shouted.or_else(|| led(rest)).filter(|_| known && found.parted) {
        let lead = Some(found.title..found.title + end);
        return Some(Heading { run_in: true, lead, ..Heading::named(look, found) });
    }
    Some(Heading { run_in, ..Heading::named(look, found) })
}

/// The next block that is no footnote.
pub(super) fn next_of(blocks: &[Block], i: usize) -> Option<usize> {
    (i + 1..blocks.len()).take(100).find(|&n| blocks[n].kind != Kind::Note)
}

/// Reads the headings of a work's blocks.
pub(super) fn find(text: &str, blocks: &[Block]) -> Vec<Found> {
    let mut found: Vec<Found> = blocks.iter().map(|b| outright(text, b).map(Box::new)).collect();
    signatures(text, blocks, &mut found);
    arabic(text, blocks, &mut found);
    // Marks of headings say little: what bears none may be one.
    plain(text, blocks, &mut found);
    lettered_titles(text, blocks, &mut found);
    arabic(text, blocks, &mut found);
    run_ins(text, blocks, &mut found);
    leads(text, blocks, &mut found);
    for (i, heading) in found.iter_mut().enumerate() {
        // What the next line goes on, or what stands over nothing, is no heading.
        let goes_on = next_of(blocks, i).is_none_or(|n| {
            let next = &blocks[n];
            let marked = next.label.is_some() || next.bullet.is_some();
            !marked && next.kind == Kind::Text && starts_small(next.first(text))
        });
        let founded = next_of(blocks, i).is_some_and(|n| is_ground(blocks[n].first(text)));
        let goes_on = goes_on || founded;
        let bare = |h: &Heading| h.label.is_none() && h.lead.is_none() && !matches!(h.look, Look::Hashes(_));
        heading.take_if(|h| goes_on && bare(h));
    }
    siblings(text, blocks, &mut found);
    options(text, blocks, &mut found);
    named_sentences(text, blocks, &mut found);
    named_leads(text, blocks, &mut found);
    unmark(blocks, &mut found);
    titles(text, blocks, &mut found);
    bare_lists(blocks, &mut found);
    listed(text, blocks, &mut found);
    behind_signatures(text, blocks, &mut found);
    alike(text, blocks, &mut found);
    unmarked(text, blocks, &mut found);
    for i in 1..blocks.len() {
        let (before, rest) = found.split_at_mut(i);
        let Some(heading) = &mut rest[0] else { continue };
        let above = before.iter_mut().rev().take_while(|h| h.is_some()).flatten().find(|h| h.look != Look::Title);
        // Text that runs in stands between.
        let said = above.as_ref().is_some_and(|h| h.run_in);
        let letter = |i: usize| blocks.get(i)?.label.as_ref()?.value(Count::Lower);
        let lettered = letter(i - 1).is_some();
        let amid = letter(i - 1).zip(letter(i + 1)).is_some_and(|(a, b)| a < b);
        heading.above = match above {
            Some(_) if !said => Above::Heading,
            _ if lettered => Above::Item,
            _ => Above::Text,
        };
        let words = blocks[i].first(text);
        let look = match &heading.look {
            Look::Plain if amid || words.starts_with('(') && words.ends_with(')') => Some(Look::Aside),
            Look::Plain if heading.slide && blocks[i].ending(text) == Ending::Colon => Some(Look::Led),
            _ => None,
        };
        heading.look = look.unwrap_or_else(|| heading.look.clone());
        // What stands right over the like of it holds it.
        let Some(above) = above.filter(|a| a.look == heading.look) else { continue };
        match above.look {
            Look::Caps if blocks[i - 1].len() > 100 => above.look = Look::Banner,
            Look::Led => above.look = Look::Plain,
            _ => {}
        }
    }
    outer(blocks, &mut found);
    found
}
