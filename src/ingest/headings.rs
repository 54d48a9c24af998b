//! Which blocks are headings: judged from the whole work, not from one line.

use super::block::{Block, Kind};
use super::shapes::{is_dated, is_known, names_body};
use std::collections::HashSet;
use std::ops::Range;

use super::classify::{Ending, breaks_off, ending, is_caps, starts_small};
use super::divisions::division;
use super::hashes::unmarked;
use super::joins::is_ground;
use super::label::{Count, Dress, Label, led, mark, readings, superscript};
use super::series::{arabic, lettered_titles, named_leads, named_sentences, unmark};
use super::titled::{Titled, is_to_letter, titled};
use crate::text::QuickMap;

/// How a heading looks; the rank says what holds what (a lower one is outer).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Look {
    /// A division by name: annex, part, article.
    Division(String),
    /// A number or letter with a title: `I. Introduction`.
    Counted(Count, Dress),
    /// A number within others, with a title: how many stand before it.
    Chained(usize),
    /// Capitals.
    Caps,
    /// A named number that is no division: `Objective 7`, `Session 1`.
    Named(String),
    /// Bold words.
    Bold,
    /// A slide's title.
    Slide,
    /// A line of its own.
    Plain,
    /// A line of its own that ends in a colon, as the parts of a slide do.
    Led,
    /// A line of its own in brackets.
    Aside,
    /// Words before a colon, at the head of the text they open.
    RunIn,
    /// `#` marks that tell depth.
    Hashes(u8),
    /// The title of the heading before it, on a line of its own.
    Title,
    /// Capitals over capitals, or a title that holds others without a number: the title of all that follows.
    Banner,
}

/// A block read as a heading.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    /// Its look.
    pub look: Look,
    /// Its number.
    pub value: Option<u32>,
    /// Its label as printed.
    pub label: Option<String>,
    /// The byte of the printed line where the title begins, for a heading that names its kind.
    pub title: Option<usize>,
    /// Whether the words after the label are the text itself, not a title.
    pub run_in: bool,
    /// Whether it is told by coming again, as a slide's title does, or by a colon.
    pub slide: bool,
    /// What stands right above it.
    pub above: Above,
    /// The bytes of its first line that are the title, where the text goes on behind it.
    pub lead: Option<Range<usize>>,
}

/// What stands right above a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Above {
    /// Text, or nothing.
    Text,
    /// Another heading.
    Heading,
    /// An item with a letter.
    Item,
}

/// What a block was found to head; few head anything.
pub(super) type Found = Option<Box<Heading>>;

impl Heading {
    fn new(look: Look) -> Self {
        Self {
            look,
            value: None,
            label: None,
            title: None,
            run_in: false,
            slide: false,
            above: Above::Text,
            lead: None,
        }
    }

    pub fn named(look: Look, found: &Titled) -> Self {
        Self { value: found.value, label: Some(found.label.clone()), title: Some(found.title), ..Self::new(look) }
    }

    pub fn counted((count, value): (Count, u32), label: &Label) -> Self {
        let look = match label.dress {
            Dress::Chain => Look::Chained(label.text.matches('.').count()),
            dress => Look::Counted(count, dress),
        };
        Self { value: Some(value), label: Some(label.printed()), ..Self::new(look) }
    }
}

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

/// Whether `words` close with themselves what they stand in: `[NO SUCH REQUIREMENT]]]`.
fn closes_all(words: &str) -> bool {
    let signs = |sign: char| words.matches(sign).count();
    words.starts_with('[') && words.ends_with("]]") && signs(']') > signs('[') + 1
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
fn big(label: &Label) -> Option<(Count, u32)> {
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
    let listed = matches!(block.ending(text), Ending::Comma | Ending::Semicolon | Ending::Colon) && !rest.is_empty();
    // `Art. 2. 1. Ilekroć …`, `MADDE 1- (1) …`: what begins with a label is the text.
    let labelled =
        mark(rest).label.is_some_and(|l| l.is_first()) || found.label.starts_with('제') && rest.starts_with('(');
    let run_in = sentence || listed || labelled || found.label.ends_with('§') && !rest.is_empty();
    // `Option 3: No article` is said among paragraphs.
    if run_in && !(known && found.parted) || is_option(printed) {
        return None;
    }
    let word = found.word.clone();
    let look = if known { Look::Division(word) } else { Look::Named(word) };
    // `Sec. 2. DEFINITIONS. In this Act …`
    let shouted = rest.find(". ").filter(|&end| is_caps(&rest[..end]) && !is_caps(&rest[end..]));
    if let Some(end) = shouted.or_else(|| led(rest)).filter(|_| known && found.parted) {
        let lead = Some(found.title..found.title + end);
        return Some(Heading { run_in: true, lead, ..Heading::named(look, found) });
    }
    Some(Heading { run_in, ..Heading::named(look, found) })
}

/// Short words on a line of their own that may head what follows.
fn may_head(text: &str, block: &Block, slides: bool) -> bool {
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
        && !block.pieces.iter().any(|p| holds_stop(p.of(text)))
        && (ends == Ending::Open
            || slides && ends == Ending::Colon && is_title_colon(words)
            || words.ends_with('?') && block.len() < 90)
}

/// `Option 3: No article`, said among paragraphs.
fn is_option(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or("").to_lowercase();
    matches!(first.as_str(), "option" | "alternative" | "variant" | "alt") && words.contains(": ")
}

/// `Option 3: [no text]` is a heading where `Option 1` and `Option 2` are.
fn options(text: &str, blocks: &[Block], found: &mut [Found]) {
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

/// Whether a list goes on the sentence that `words` break off: `A developer may`.
pub(super) fn leads_on(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or("");
    matches!(last, "may" | "shall" | "must" | "will" | "should" | "can" | "means" | "include" | "includes")
}

/// Whether `words` are but the verb that a preamble's list goes on: `_Recalling_` over `– resolution 1`.
pub(super) fn is_lead_verb(words: &str) -> bool {
    const VERBS: [&str; 14] = [
        "recalling",
        "noting",
        "recognizing",
        "recognising",
        "considering",
        "reaffirming",
        "affirming",
        "welcoming",
        "acknowledging",
        "emphasizing",
        "stressing",
        "desiring",
        "believing",
        "expressing",
    ];
    words.len() <= 20 && VERBS.contains(&words.trim_matches(['*', '_', ',', ':']).to_lowercase().as_str())
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

/// Words that begin what a body decides: the line before them names the body.
pub(super) fn is_enacting(word: &str) -> bool {
    const VERBS: [&str; 18] = [
        "adopts",
        "decides",
        "requests",
        "recalls",
        "recommends",
        "welcomes",
        "invites",
        "urges",
        "notes",
        "agrees",
        "endorses",
        "calls",
        "reaffirms",
        "affirms",
        "approves",
        "encourages",
        "declares",
        "proclaims",
    ];
    let low = word.trim_matches(['*', '_', ',']).to_lowercase();
    low.ends_with("ing") && low.len() > 5 || VERBS.contains(&low.as_str())
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
        let lettered = blocks[i - 1].label.as_ref().is_some_and(|l| l.value(Count::Lower).is_some());
        heading.above = match above {
            Some(_) if !said => Above::Heading,
            _ if lettered => Above::Item,
            _ => Above::Text,
        };
        if let Some(above) = above.filter(|a| a.look == Look::Caps && heading.look == Look::Caps)
            && blocks[i - 1].len() > 100
        {
            above.look = Look::Banner;
        }
        let words = blocks[i].first(text);
        heading.look = match &heading.look {
            Look::Plain if words.starts_with('(') && words.ends_with(')') => Look::Aside,
            Look::Plain if heading.slide && blocks[i].ending(text) == Ending::Colon => Look::Led,
            _ => continue,
        };
    }
    outer(blocks, &mut found);
    found
}

/// How many columns from the margin, at least, the middle of a page is.
const MIDDLE: u16 = 12;

/// Titles without a number that stand right over others hold them, where they stand in the middle of the page and the
/// others at its margin, or further below the text than the others: all that stand so do.
fn outer(blocks: &[Block], found: &mut [Found]) {
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

/// Where most articles of a work go on in their text, all do: `Art. 6 The rights are …` has no title.
fn alike(text: &str, blocks: &[Block], found: &mut [Found]) {
    let worded = |i: usize, h: &Heading| h.title.is_some_and(|t| t < blocks[i].printed(text).len());
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

/// `C. Any file that … .` is an item where `B.` before it is.
fn siblings(text: &str, blocks: &[Block], found: &mut [Found]) {
    let mut last: Option<(Count, u32, bool)> = None;
    for (i, block) in blocks.iter().enumerate() {
        let Some(label) = block.label.as_ref().filter(|l| l.dress == Dress::Dot) else { continue };
        let Some((count, value)) = big(label) else { continue };
        let goes_on = last.is_some_and(|l| !l.2 && l.0 == count && l.1 + 1 == value);
        if goes_on && block.ending(text) == Ending::Full {
            found[i] = None;
        }
        last = Some((count, value, found[i].is_some()));
    }
}

/// Capitals in the middle of the page behind the signatures of a treaty head what is annexed to it.
fn behind_signatures(text: &str, blocks: &[Block], found: &mut [Found]) {
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
fn titles(text: &str, blocks: &[Block], found: &mut [Found]) {
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
fn bare_lists(blocks: &[Block], found: &mut [Found]) {
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
fn listed(text: &str, blocks: &[Block], found: &mut [Found]) {
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

/// `Human rights: The Compact is guided …`: three or more in a row, in bold, or each by another name, or under words that
/// end in a colon.
fn run_ins(text: &str, blocks: &[Block], found: &mut [Found]) {
    let mut at = 0;
    while at < blocks.len() {
        let leads: Vec<Range<usize>> = blocks[at..].iter().map_while(|b| lead(text, b)).collect();
        let parts = |i: usize| blocks[at + i].first(text).split_at(leads[i].end);
        let bold = leads.iter().all(|l| l.start > 0);
        let under = at > 0 && blocks[at - 1].ending(text) == Ending::Colon;
        // A glossary says what its words mean.
        let means = |i: usize| ["A ", "An ", "Any "].iter().any(|w| parts(i).1[1..].trim_start().starts_with(w));
        let mut names = HashSet::new();
        let mut own = |i: usize| {
            let name = parts(i).0;
            !means(i) && !name.contains(|c: char| c.is_ascii_digit()) && names.insert(name)
        };
        if leads.len() >= 3 && (bold || under || (0..leads.len()).all(&mut own)) {
            for (i, lead) in leads.iter().enumerate() {
                let lead = Some(lead.clone());
                found[at + i] = Some(Box::new(Heading { run_in: true, lead, ..Heading::new(Look::RunIn) }));
            }
        }
        at += leads.len().max(1);
    }
}

/// The name before the colon that a paragraph begins with, in bold or not.
fn lead(text: &str, block: &Block) -> Option<Range<usize>> {
    if block.kind != Kind::Text || block.label.is_some() || block.bullet.is_some() {
        return None;
    }
    let words = block.first(text);
    let from = if words.starts_with("**") { 2 } else { 0 };
    if !words[from..].starts_with(char::is_uppercase) {
        return None;
    }
    let end = from + words[from..].char_indices().take(70).find(|&(_, c)| c == ':' || from > 0 && c == '*')?.0;
    let name = &words[from..end];
    let close = if from > 0 { ["**: ", ":** "].iter().find(|c| words[end..].starts_with(**c))?.len() } else { 2 };
    let body = words[end..].get(close..)?.trim_start();
    let named = name.split_whitespace().count() <= 7 && !name.contains(['.', '(', '“', '"']);
    let said = body.starts_with(char::is_uppercase)
        && words[end..].chars().nth(close - 1) == Some(' ')
        && (block.len() - end > 42 || block.ending(text) == Ending::Full && body.split(' ').count() > 3);
    (named && said).then_some(from..end)
}

/// Words that emphasis tells as the lead of a text, `I. **Data** The role of …`, are a lead wherever a text begins so.
fn leads(text: &str, blocks: &[Block], found: &mut [Found]) {
    let lead = |i: usize| {
        let heading = found[i].as_ref().filter(|h| h.label.is_some())?;
        blocks[i].first(text).get(heading.lead.clone()?)
    };
    let mut known: Vec<&str> = (0..blocks.len()).filter_map(lead).collect();
    known.sort_unstable();
    known.dedup();
    if known.is_empty() {
        return;
    }
    for (block, heading) in blocks.iter().zip(found).filter(|(_, heading)| heading.is_none()) {
        let (words, Some(label)) = (block.first(text), &block.label) else { continue };
        let begins = |lead: &&&str| {
            let rest = words.strip_prefix(**lead).and_then(|rest| rest.strip_prefix(' '));
            rest.is_some_and(|rest| rest.starts_with(char::is_uppercase) && rest.len() > 40)
        };
        if let Some(lead) = known.iter().find(begins) {
            let counted = big(label).map(|counted| Heading::counted(counted, label));
            let other = || Heading { label: Some(label.printed()), ..Heading::new(Look::RunIn) };
            let own = counted.unwrap_or_else(other);
            *heading = Some(Box::new(Heading { run_in: true, lead: Some(0..lead.len()), ..own }));
        }
    }
}

/// Capitals right under a name are its office, and a body's name below the grounds on which it decides is its text: neither
/// is a heading.
fn signatures(text: &str, blocks: &[Block], found: &mut [Found]) {
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

/// Short lines that stand over text, or over another heading; and the titles of slides, which come again.
fn plain(text: &str, blocks: &[Block], found: &mut [Found]) {
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
        let above = found[n].as_ref().is_some_and(|h| {
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
        Ending::Open => close && above.label.is_some() || is_dated(above.last(text)) && above.len() < 30,
        _ => false,
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
