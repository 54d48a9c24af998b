//! Numbered and lettered titles: what counts on through the work over text of its own, siblings judged alike.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::block::{Block, Kind};
use super::classify::{Ending, starts_small};
use super::count::Count;
use super::divisions::division;
use super::heading::{Found, Heading, Look};
use super::headings::next_of;
use super::label::{Dress, Label, superscript};
use super::plain::is_body;
use super::shapes::{is_dated, is_known};
use super::titled::{Titled, titled};
use super::verbs::leads_on;

/// `1. Scope`: a number with a short title over text that does not go on counting.
pub(super) fn arabic(text: &str, blocks: &[Block], found: &mut [Found]) {
    series(text, blocks, found);
    // Where most of `17.1`, `17.2`, `17.3` are sentences, all are.
    let mut told: HashMap<&str, (usize, usize)> = HashMap::new();
    for block in blocks {
        if let Some(stem) = stem(block) {
            let (long, all) = told.entry(stem).or_default();
            (*long, *all) = (*long + usize::from(block.len() > 110), *all + 1);
        }
    }
    let breaks = breaks_in_run(text, blocks, found);
    // `§ 175.100 Purpose.`: titles, where almost all that stands behind the sign is short and over text.
    let signed = |b: &&(usize, &Block)| b.1.label.as_ref().is_some_and(|l| l.dress == Dress::Sign);
    let over = |b: &&(usize, &Block)| {
        let next = blocks.get(b.0 + 1).filter(|n| n.label.as_ref().is_none_or(|l| l.dress != Dress::Sign));
        b.1.len() <= 90 && !b.1.is_empty() && (next.is_some() || b.1.first(text).starts_with('['))
    };
    let all = || blocks.iter().enumerate();
    let signs = all().filter(|b| signed(&b)).count();
    let signs = signs >= 2 && all().filter(|b| signed(&b) && over(&b)).count() * 5 >= signs * 4;
    let said = |block: &Block| stem(block).and_then(|s| told.get(s)).is_some_and(|(long, all)| long * 2 > *all);
    for i in 0..blocks.len() {
        let block = &blocks[i];
        let Some(label) = &block.label else { continue };
        // `5.a  Harbour dues` counts within 5.
        let lettered = || label.value(Count::Lower).filter(|_| label.dress == Dress::Chain);
        let Some(value) = label.value(Count::Arabic).or_else(lettered) else { continue };
        let Some(n) = next_of(blocks, i) else { continue };
        let next = &blocks[n];
        let slide = label.dress == Dress::Round && block.bullet.is_none() && next.bullet.is_some() && next.gap > 0;
        let counts = !matches!(label.dress, Dress::Round | Dress::Half | Dress::Proposed) || slide;
        // `1.1` right below shows that 1 is a title, long as it may be.
        let within = |l: &Label| l.text.strip_prefix(label.text.as_str()).is_some_and(|part| part.starts_with('.'));
        let below = next.label.as_ref().is_some_and(|l| l.dress == Dress::Chain && within(l));
        let words = block.first(text);
        let begins = words.starts_with(|c: char| c.is_uppercase() || "*_[“".contains(c));
        let short = (3..=90).contains(&block.len()) && block.bullet.is_none() && block.kind == Kind::Text;
        if found[i].is_some()
            || !counts
            || said(block)
            || !begins
            || is_said(words)
            || !(short || (slide || below) && block.len() < 200)
        {
            continue;
        }
        // The first of numbers in brackets below a short sentence shows that it is a title.
        let of = |dress, wanted: u32| {
            next.label.as_ref().is_some_and(|l| l.dress == dress && l.value(Count::Arabic) == Some(wanted))
        };
        let title = match block.ending(text) {
            Ending::Full => !words.trim_end_matches('.').contains(". "),
            ends => ends == Ending::Open && (block.gap > 0 || label.dress == Dress::Bare),
        };
        let sign = signs && label.dress == Dress::Sign && block.gap > 0;
        let one = title && (of(Dress::Round, 1) || sign) || breaks.contains(&i);
        let stands = found[n].is_some() || next.gap > 0 && is_body(text, next);
        let over = below || slide || stands && !of(label.dress, value + 1);
        // Between a text or heading and another heading there is none but a heading.
        let between =
            || i > 0 && found[n].is_some() && (found[i - 1].is_some() || blocks[i - 1].ending(text) == Ending::Full);
        let below = below && !starts_small(next.first(text));
        let bare = below || block.parted && (label.dress == Dress::Bare || found[n].is_some());
        if one || block.ending(text) == Ending::Open && over && (block.gap > 0 || bare || i == 0 || between()) {
            found[i] = Some(Box::new(Heading::counted((Count::Arabic, value), label)));
        }
    }
}

/// Whether block `i` stands apart from what is above, or that has ended.
fn stands_apart(text: &str, blocks: &[Block], i: usize) -> bool {
    let ended = |b: &Block| matches!(b.ending(text), Ending::Full | Ending::Semicolon);
    blocks[i].gap > 0 || blocks[i].parted || i.checked_sub(1).is_none_or(|k| ended(&blocks[k]))
}

/// Short numbered lines that break the run of the paragraphs they stand between: 4, `1. Peace and security`, 5.
fn breaks_in_run(text: &str, blocks: &[Block], found: &[Found]) -> HashSet<usize> {
    let headed = |i: usize| i > 0 && found[i - 1].is_some();
    let value = |b: &Block| b.label.as_ref().filter(|l| l.dress == Dress::Dot).and_then(|l| l.value(Count::Arabic));
    let (mut breaks, mut last) = (HashSet::new(), 0);
    for (i, block) in blocks.iter().enumerate() {
        let Some(own) = value(block) else { continue };
        let title =
            block.len() <= 120 && block.ending(text) == Ending::Open && (stands_apart(text, blocks, i) || headed(i));
        let next = next_of(blocks, i).and_then(|n| value(&blocks[n]).filter(|_| blocks[n].len() > 60));
        if title && own <= last && next.is_some_and(|n| n > last && n <= last + 4) {
            breaks.insert(i);
        } else {
            last = own;
        }
    }
    breaks
}

/// What stands before the last number of a block labelled `17.3`.
fn stem(block: &Block) -> Option<&str> {
    let label = block.label.as_ref().filter(|l| l.dress == Dress::Chain)?;
    label.text.rsplit_once('.').map(|s| s.0)
}

/// `Action 1. We will …`, `Action 2. We will …`: sentences that name their kind and count on, each over text of its own,
/// are headings as their short siblings are.
pub(super) fn named_sentences(text: &str, blocks: &[Block], found: &mut [Found]) {
    let mut rows: BTreeMap<String, Vec<(usize, Titled)>> = BTreeMap::new();
    for (i, block) in blocks.iter().enumerate() {
        let plain = block.kind == Kind::Text && block.label.is_none() && block.bullet.is_none();
        if !plain || block.len() > 400 || found[i].as_ref().is_some_and(|h| !matches!(h.look, Look::Named(_))) {
            continue;
        }
        let named = titled(block.printed(text)).filter(|t| t.parted && division(&t.word).is_none());
        if let Some(named) = named.filter(|t| t.title < block.printed(text).len() && t.value.is_some()) {
            rows.entry(named.word.clone()).or_default().push((i, named));
        }
    }
    for (word, row) in rows {
        let rises = row.windows(2).all(|w| w[0].1.value < w[1].1.value);
        let over = |i: usize| next_of(blocks, i).is_some_and(|n| row.iter().all(|r| r.0 != n) && found[n].is_none());
        let apart = row.iter().filter(|r| stands_apart(text, blocks, r.0)).count() * 2 > row.len();
        if row.len() < 3 || !rises || !apart || !row.iter().all(|r| over(r.0)) {
            continue;
        }
        for (i, named) in row {
            if found[i].is_none() {
                found[i] = Some(Box::new(Heading::named(Look::Named(word.clone()), &named)));
            }
        }
    }
}

/// Articles whose text runs on behind the number alone, `Can. 205 Those baptized …`, or behind a title,
/// `Section 2.2 Dues. Annual dues …`, as most of their name do.
pub(super) fn named_leads(text: &str, blocks: &[Block], found: &mut [Found]) {
    let mut rows: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, block) in blocks.iter().enumerate().filter(|(_, b)| b.kind == Kind::Text) {
        let named = block.named.as_ref().filter(|t| division(&t.word).is_some_and(|rank| rank >= 600));
        if let Some(named) = named.filter(|t| t.value.is_some() && t.title < block.printed(text).len()) {
            rows.entry(&named.word).or_default().push(i);
        }
    }
    for row in rows.into_values().filter(|row| row.len() >= 3) {
        let leads: Vec<Option<Range<usize>>> = row.iter().map(|&i| named_lead(text, &blocks[i])).collect();
        let led = leads.iter().flatten().count() * 2 > row.len();
        let plain = |&i: &usize| {
            let said = blocks[i].ending(text) != Ending::Open && blocks[i].len() > 60;
            said && found[i].as_ref().is_none_or(|h| h.run_in && h.lead.is_none())
        };
        let plain: Vec<bool> = row.iter().map(plain).collect();
        let value = |&i: &usize| blocks[i].named.as_ref().and_then(|t| t.value);
        let most = plain.iter().filter(|p| **p).count() * 3 > row.len() * 2;
        let run = !led && most && row.is_sorted_by_key(value);
        for ((i, lead), plain) in row.into_iter().zip(leads).zip(plain) {
            let named = blocks[i].named.as_deref().filter(|_| lead.is_some() && led || run && plain);
            let Some(named) = named else { continue };
            let look = Look::Division(named.word.clone());
            found[i] =
                Some(Box::new(Heading { run_in: true, lead: lead.filter(|_| led), ..Heading::named(look, named) }));
        }
    }
}

/// The title that stands between the number of `block` and its text: `Name` in `Section 1.1 Name. The name is …`.
fn named_lead(text: &str, block: &Block) -> Option<Range<usize>> {
    const SMALL: [&str; 14] =
        ["of", "and", "the", "in", "or", "to", "for", "by", "with", "on", "from", "at", "a", "as"];
    let from = block.named.as_ref()?.title.checked_sub(block.cut as usize)?;
    let (title, rest) = block.first(text).get(from..)?.split_once('.')?;
    let worded = |w: &str| w.starts_with(char::is_uppercase) || SMALL.contains(&w);
    let fits = (3..=70).contains(&title.len()) && title.split_whitespace().all(worded);
    let said = rest.starts_with(' ') && rest.trim_start().starts_with(|c: char| c.is_uppercase() || c == '(');
    (fits && said).then(|| from..from + title.len())
}

/// Takes the marks of notes off the numbers of headings: `Article 5¹`, where there is a note 1, and `Article 51` between
/// 4 and 6, where note 1 is due.
pub(super) fn unmark(blocks: &[Block], found: &mut [Found]) {
    let noted: HashSet<&str> =
        blocks.iter().filter(|b| b.kind == Kind::Note).filter_map(|b| Some(b.label.as_ref()?.text.as_str())).collect();
    if noted.is_empty() {
        return;
    }
    let mut series: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, heading) in found.iter().enumerate() {
        if let Some(Look::Division(word) | Look::Named(word)) = heading.as_ref().map(|h| &h.look) {
            series.entry(word.clone()).or_default().push(i);
        }
    }
    for row in series.into_values() {
        let value = |found: &[Found], k: usize| row.get(k).and_then(|&i| found[i].as_ref()).and_then(|h| h.value);
        let (mut before, mut due) = (0, 1);
        for (k, &i) in row.iter().enumerate() {
            let after = value(found, k + 1);
            let Some(heading) = &mut found[i] else { continue };
            let (own, label) = (heading.value.unwrap_or(0), heading.label.clone().unwrap_or_default());
            let core = label.trim_end_matches(|c| superscript(c).is_some());
            let raised: String = label[core.len()..].chars().filter_map(superscript).collect();
            let digits = label.len() - label.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let mark = |width: usize| {
                let (stem, mark) = label.split_at(label.len() - width);
                let number = mark.parse::<u32>().ok().filter(|&n| n == due || noted.contains(mark))?;
                let stem_value = stem.rsplit(' ').next().and_then(|w| w.parse::<u32>().ok());
                // What is out of order as it stands, and in order without its end.
                let late = own > before + 1 && after.is_none_or(|a| a > 1 && a <= own);
                let near = |v: u32| v <= before + 3 || after.is_some_and(|a| v + 1 == a);
                let fits = stem_value.is_some_and(|v| v > before && near(v) && after.is_none_or(|a| v <= a));
                let suffixed = stem_value.is_none() && stem.ends_with(char::is_alphabetic);
                (suffixed || late && fits).then(|| (stem.to_owned(), stem_value.unwrap_or(own), number))
            };
            if noted.contains(raised.as_str()) {
                heading.label = Some(core.to_owned());
            } else if let Some((stem, value, number)) = (1..=digits.min(2)).find_map(mark).filter(|_| digits > 0) {
                (heading.label, heading.value) = (Some(stem), Some(value));
                due = number + 1;
            }
            before = heading.value.unwrap_or(before);
        }
    }
}

/// `(a) Adoption of the agenda`: letters with short titles, one after the other through a section, each over numbered
/// paragraphs that do not count with them; or one right under the item of an agenda that it is part of.
pub(super) fn lettered_titles(text: &str, blocks: &[Block], found: &mut [Found]) {
    let mut row: Vec<(usize, u32)> = Vec::new();
    for i in 0..=blocks.len() {
        let apart = |b: &Block| b.gap > 0 || stands_apart(text, blocks, i) || i > 0 && found[i - 1].is_some();
        let title = blocks.get(i).filter(|b| found[i].is_none() && b.len() <= 90 && apart(b)).and_then(|b| {
            let label = b.label.as_ref().filter(|l| matches!(l.dress, Dress::Round | Dress::Half))?;
            let next = &blocks[next_of(blocks, i)?];
            let counted =
                next.label.as_ref().is_some_and(|l| l.dress == Dress::Dot && l.value(Count::Arabic).is_some());
            let over = counted || next.gap > 0 && next.len() > 60 && next.label.is_none() && next.bullet.is_none();
            let over = over || next.label.is_none() && under_item(blocks, i);
            let begins = b.first(text).starts_with(char::is_uppercase);
            label.value(Count::Lower).filter(|_| over && begins && b.ending(text) == Ending::Open)
        });
        let other = blocks
            .get(i)
            .is_none_or(|b| title.is_none() && b.label.as_ref().is_some_and(|l| l.value(Count::Lower).is_some()));
        let next = title.is_some_and(|v| row.last().is_none_or(|last| v == last.1 + 1) && (v > 1 || row.is_empty()));
        if (title.is_some() && !next) || other {
            let all = row.len() >= 2 && row[0].1 == 1;
            for (at, value) in row.drain(..).filter(|r| all || under_item(blocks, r.0)).collect::<Vec<_>>() {
                let label = blocks[at].label.as_ref();
                found[at] = label.map(|l| Box::new(Heading::counted((Count::Lower, value), l)));
            }
        }
        if let Some(value) = title {
            row.push((i, value));
        }
    }
}

/// Whether block `i` stands right under the heading of an agenda's item: `Agenda item 74` over `(b) Human rights`.
fn under_item(blocks: &[Block], i: usize) -> bool {
    let above = i.checked_sub(1).and_then(|k| blocks[k].named.as_ref());
    above.is_some_and(|named| named.word.ends_with("item"))
}

/// A numbered block: its place, its number, whether it has the make of a title, and whether it stands apart.
type Member = (usize, u32, bool, bool);

/// Numbers with short titles that run on through the work, each over its text: `1. Use of terms`, `3.2 Distribution`.
/// Siblings are headings together, though one by itself might be an entry of a list.
fn series(text: &str, blocks: &[Block], found: &mut [Found]) {
    // By dress and what stands before the last number: the blocks so labelled, and whether each has the make of a title.
    let mut groups: BTreeMap<(Dress, &str), Vec<Member>> = BTreeMap::new();
    for (i, block) in blocks.iter().enumerate() {
        let Some(label) = &block.label else { continue };
        let Some(value) = label.value(Count::Arabic).filter(|_| block.kind == Kind::Text && block.bullet.is_none())
        else {
            continue;
        };
        if matches!(label.dress, Dress::Dot | Dress::Bare | Dress::Chain) {
            let before = label.text.rfind('.').map_or("", |at| &label.text[..at]);
            // What goes on the list right above is no title.
            let above = i.checked_sub(1).and_then(|k| blocks[k].label.as_ref());
            let entry = block.gap == 0 && above.is_some_and(|l| label.follows(l));
            let title = found[i].is_some() || !entry && heads_text(text, blocks, i);
            let over = blocks.get(i + 1).is_some_and(|next| next.gap > 0);
            let apart = found[i].is_some() || block.gap > 0 || block.parted || i == 0 || over;
            groups.entry((label.dress, before)).or_default().push((i, value, title, apart));
        }
    }
    let mut chains: BTreeMap<Dress, (usize, usize)> = BTreeMap::new();
    for ((dress, _), group) in groups.iter().filter(|((d, _), _)| *d == Dress::Chain) {
        let all = chains.entry(*dress).or_default();
        *all = (all.0 + group.iter().filter(|m| m.2 && m.3).count(), all.1 + group.len());
    }
    for ((dress, _), group) in groups {
        let chained = chains.get(&dress).is_some_and(|(titled, all)| *titled >= 2 && titled * 2 > *all);
        // The longest row of titles that counts by one from its start, entries of other lists between them left out.
        let mut row: Vec<usize> = Vec::new();
        let mut last = None;
        for &(i, value, title, apart) in &group {
            let next = last.is_none_or(|l| value == l + 1 || value == l && dress == Dress::Bare);
            // What stands right below text is one only where its siblings are.
            if title && next && (apart || last.is_some() || value == 1) {
                row.push(i);
                last = Some(value);
            }
        }
        let starts = row.first().and_then(|&i| blocks[i].label.as_ref()).and_then(|l| l.value(Count::Arabic));
        let apart = group.iter().filter(|m| m.2 && m.3).count();
        // `1. Introduction` is a title wherever it stands.
        let known = row.len() >= 2 && starts == Some(1) && is_known(blocks[row[0]].first(text));
        if known
            || row.len() >= 3 && apart * 2 > row.len() && starts.is_some_and(|v| v <= 1)
            || chained && group.iter().all(|m| m.2 && m.3)
        {
            for i in row {
                let label = blocks[i].label.as_ref().filter(|_| found[i].is_none());
                if let Some((label, value)) = label.and_then(|l| l.value(Count::Arabic).map(|v| (l, v))) {
                    found[i] = Some(Box::new(Heading::counted((Count::Arabic, value), label)));
                }
            }
        }
    }
}

/// Whether `words` say in brackets what stands at their place: `[Paragraph 3.2 does not apply.]`, `[Placeholder]`,
/// `[- 3.4 moved]`.
fn is_said(words: &str) -> bool {
    let Some(inner) = words.strip_prefix('[') else { return false };
    let named = inner.starts_with(|c: char| c.is_uppercase() || c == '[');
    inner.contains(".]") || inner.ends_with(']') && (!named || !inner.contains(' '))
}

/// Whether the labelled block `i` has the make of a title: short, and over text of its own.
fn heads_text(text: &str, blocks: &[Block], i: usize) -> bool {
    let block = &blocks[i];
    let words = block.first(text);
    let ends = block.ending(text);
    let short = (3..=90).contains(&block.len()) && block.pieces.len() <= 2;
    let stop =
        short && ends == Ending::Full && words.split(' ').count() <= 8 && !words.trim_end_matches('.').contains(". ");
    let begins = words.starts_with(|c: char| c.is_uppercase() || "*_[“".contains(c));
    let Some(next) = blocks.get(i + 1) else { return false };
    let sub = next
        .label
        .as_ref()
        .is_some_and(|l| l.is_first() && block.label.as_ref().is_none_or(|own| own.dress != l.dress));
    let body = next.label.is_none()
        && next.bullet.is_none()
        && next.kind == Kind::Text
        && !starts_small(next.first(text))
        && (next.len() > 90
            || leads_on(next.last(text))
            || matches!(next.ending(text), Ending::Full | Ending::Colon | Ending::Comma) && next.len() > 20);
    short && begins && !is_said(words) && (ends == Ending::Open || stop) && (sub || body) && !is_dated(words)
}
