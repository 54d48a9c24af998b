//! Page heads and feet where no form feed tells: lines that break sentences again and again, or come again as pages do.

use std::ops::RangeInclusive;

use super::classify::{Ending, ending, starts_small};
use super::decode::Line;
use super::divisions::division;
use super::edges::{Place, counted, key};
use super::feet::is_plain_note;
use super::label::{Dress, mark, note_mark};
use super::page_ends::is_clerical;
use super::shapes::{has_columns, has_figures};
use super::sifted::{Noise, Sifted};
use crate::text::{QuickMap, QuickSet};

/// How many lines may stand between two pages, notes aside.
const MOST: usize = 8;

/// How many lines a page has, and how far from the margin its right side begins.
const PAGE: RangeInclusive<u32> = 20..=90;
const RIGHT: u16 = 40;

/// Sets aside the lines that stand in the midst of two sentences at least, wherever else they stand apart; or once, or
/// never, where they come again as pages do.
pub(super) fn breaks(text: &str, sifted: &mut Sifted) {
    let mut times: QuickMap<u64, u32> = QuickMap::default();
    let mut breaking = vec![];
    let mut i = 0;
    while i < sifted.lines.len() {
        match broken(text, sifted, i) {
            Some((between, end)) => {
                let mut keys: Vec<u64> = between.iter().map(|&j| named(text, sifted, j)).collect();
                keys.sort_unstable();
                keys.dedup();
                keys.iter().filter(|&&k| k != 0).for_each(|&k| *times.entry(k).or_default() += 1);
                breaking.extend(between);
                i = end;
            }
            None => i += 1,
        }
    }
    times.extend(regular(text, sifted).map(|key| (key, 2)));
    if times.is_empty() {
        return;
    }
    let mut alike: QuickMap<u64, Vec<usize>> = QuickMap::default();
    for (i, line) in sifted.lines.iter().enumerate() {
        let words = line.of(text);
        if words.len() <= 110 && sifted.noise[i].is_none() && !sifted.note_lines.contains(&i) {
            let key = named(text, sifted, i);
            if times.contains_key(&key) {
                alike.entry(key).or_default().push(i);
            }
        }
    }
    let all: QuickSet<usize> = alike.values().flatten().copied().collect();
    let free = |i: usize| sifted.noise.get(i).is_none_or(Option::is_some) || all.contains(&i);
    let apart = |i: usize| {
        let above = sifted.lines[i].gap > 0 || i == 0 || free(i - 1);
        above && (sifted.lines.get(i + 1).is_none_or(|l| l.gap > 0) || free(i + 1))
    };
    let mut found = Vec::new();
    for (key, lines) in &alike {
        let places = lines.iter().filter(|&&i| apart(i)).zip(0..);
        let places: Vec<Place> = places.map(|(&i, nth)| Place::of(sifted.lines[i].of(text), i, nth)).collect();
        let places = counted(&places);
        let indent = |i: usize| sifted.lines[i].indent;
        let Some(first) = places.first().map(|p| p.0.line) else { continue };
        // What stands over the text, or elsewhere on its line than the others, is the title that they repeat.
        let moved = places.len() > 1 && places[1..].iter().all(|p| indent(p.0.line) != indent(first));
        // One broken sentence tells as much, where the like stands apart at the same place of its line twice more.
        let again = || places.iter().map(|p| p.0.line).collect::<Vec<usize>>();
        if times[key] < 2 && (places.len() < 3 || !stands_alike(&sifted.lines, &again())) {
            continue;
        }
        let words = sifted.lines[first].of(text);
        let plain = !has_columns(words) && !is_clerical(words) && !breaking.contains(&first);
        // What another line of a page's head stands right over or under is none.
        let second = first > 0 && free(first - 1) && has_columns(sifted.lines[first - 1].of(text));
        let alone = sifted.lines.get(first + 1).is_none_or(|l| l.gap > 0) || !all.contains(&(first + 1));
        let title = plain && !second && (first < 3 && alone || moved);
        found.extend(places[usize::from(title)..].iter().map(|p| (p.0.line, p.1)));
    }
    for (line, counts) in found {
        let number = counts && sifted.lines[line].of(text).split_whitespace().count() <= 6;
        sifted.noise[line] = Some(if number { Noise::PageNumber } else { Noise::RunningTitle });
    }
}

/// Sets aside what stands right under the furniture of a page and over its text: one line of several cells, and headings
/// that the text bears elsewhere or that stand nowhere but at the head of pages, `Part 2   Safety` / `Section 5`.
pub(super) fn under_furniture(text: &str, sifted: &mut Sifted) {
    let furniture = |i: usize| matches!(sifted.noise[i], Some(Noise::PageNumber | Noise::RunningTitle));
    let free = |i: usize| sifted.lines.get(i).filter(|_| sifted.noise[i].is_none());
    let (mut wide, mut tops) = (Vec::new(), Vec::new());
    for i in (0..sifted.lines.len()).filter(|&i| furniture(i)) {
        let Some(line) = free(i + 1).filter(|l| l.gap <= 1) else { continue };
        let words = line.of(text);
        // Rows of a table stand together.
        let below = |l: &Line| l.gap > 0 && !has_columns(l.of(text));
        let alone = line.gap == 0 && sifted.lines.get(i + 2).is_none_or(below);
        let plain = || mark(words).label.is_none_or(|l| l.dress == Dress::Sign) && ending(words) == Ending::Open;
        // `Endnotes`, which the heading below or the line over the whole text says too.
        let says = |l: &Line| l.of(text) == words;
        let again =
            || (0..2).filter_map(free).any(says) || (i + 2..i + 5).filter_map(free).any(|l| l.gap > 0 && says(l));
        let again = || line.gap == 0 && i >= 3 && words.len() >= 4 && again();
        if (alone && has_columns(words) || again()) && words.len() <= 110 && plain() {
            wide.push(i + 1);
        }
        let named = |&j: &usize| sifted.named.contains_key(&j) && free(j).is_some_and(|l| l.gap <= 1);
        let last = tops.last().map_or(0, |t: &(usize, usize)| t.1);
        tops.extend((i + 1..i + 5).take_while(named).filter(|&j| j > last).map(|j| (i, j)));
    }
    let mut alike: QuickMap<&str, Vec<usize>> = QuickMap::default();
    for (&i, named) in sifted.named.iter().filter(|n| tops.len() > 1 && sifted.noise[*n.0].is_none()) {
        alike.entry(&named.word).or_default().push(i);
    }
    let top: QuickSet<usize> = tops.iter().map(|t| t.1).collect();
    let said = |k: usize| sifted.named.get(&k).map(|n| (&n.word, n.value, key(&sifted.lines[k].of(text)[n.title..])));
    // How often each is said, by what is not yet found here.
    let mut times: QuickMap<_, usize> = QuickMap::default();
    alike.values().flatten().filter_map(|&k| said(k)).for_each(|said| *times.entry(said).or_default() += 1);
    // What is but a number restarts in each annex: all stand at the head of pages then, two of them glued.
    let glued = |k: &&usize| sifted.lines[**k].gap == 0;
    let heads = |word: &str, all: &[usize]| {
        division(word).is_some_and(|rank| rank >= 600)
            && all.iter().all(|k| top.contains(k))
            && all.iter().filter(glued).count() >= 2
    };
    let heads: QuickMap<&str, bool> = alike.iter().map(|(&word, all)| (word, heads(word, all))).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for &(i, j) in &tops {
        let Some((own, says)) = sifted.named.get(&j).zip(said(j)) else { continue };
        let bare = own.title >= sifted.lines[j].of(text).len();
        let others = times.get_mut(&says).filter(|n| **n > 1);
        if bare && heads.get(own.word.as_str()).is_some_and(|h| *h) {
            found.push((i, j));
        } else if let Some(times) = others.filter(|_| !bare && sifted.lines[j].gap == 0) {
            *times -= 1;
            found.push((i, j));
        }
    }
    if found.iter().any(|f| f.0 != found[0].0) {
        wide.extend(found.iter().map(|f| f.1));
    }
    for i in wide {
        sifted.noise[i] = Some(Noise::RunningTitle);
    }
}

/// What the like of short blocks with figures, or on the right side, say, that stand as far from each other as pages are long.
fn regular(text: &str, sifted: &Sifted) -> impl Iterator<Item = u64> {
    let lines = &sifted.lines;
    let mut alike: QuickMap<u64, Vec<usize>> = QuickMap::default();
    let mut end = 0;
    while end < lines.len() {
        let first = end;
        let goes_on = |i: &usize| lines[*i].gap == 0 && sifted.noise[*i].is_none();
        end = first + 1 + (first + 1..lines.len()).take_while(goes_on).count();
        let figured = |i: usize| has_figures(lines[i].of(text));
        let told = end - first <= 4 && (lines[first].indent >= RIGHT || (first..end).any(figured));
        let may = |i: usize| !sifted.note_lines.contains(&i) && may_break(lines[i].of(text));
        if told && sifted.noise[first].is_none() && (first..end).all(may) {
            (first..end).for_each(|i| alike.entry(named(text, sifted, i)).or_default().push(i));
        }
    }
    let pages = |found: &[usize]| {
        let apart = |w: &[usize]| lines[w[1]].number - lines[w[0]].number;
        let (least, most) = found.windows(2).map(apart).fold((u32::MAX, 0), |(l, m), d| (l.min(d), m.max(d)));
        PAGE.contains(&least) && PAGE.contains(&most) && most * 4 <= least * 5
    };
    let often =
        alike.into_iter().filter(move |(key, l)| *key != 0 && l.len() >= 3 && stands_alike(lines, l) && pages(l));
    often.map(|found| found.0)
}

/// Whether all of `found` begin at the same place of their lines, or those of every other page do.
fn stands_alike(lines: &[Line], found: &[usize]) -> bool {
    let same = |by: usize| found.iter().zip(&found[by..]).all(|(&a, &b)| lines[a].indent == lines[b].indent);
    same(1) || same(2)
}

/// A number for what line `i` says but for its figures; the number of a heading tells it from the next.
fn named(text: &str, sifted: &Sifted, i: usize) -> u64 {
    let heading = sifted.named.get(&i).filter(|t| division(&t.word).is_some());
    let number = heading.and_then(|t| t.value).map_or(0, |value| u64::from(value) + 1);
    number.wrapping_mul(31).wrapping_add(key(sifted.lines[i].of(text)))
}

/// Whether `words` are short, without a label, and end in no stop: so page heads are.
fn may_break(words: &str) -> bool {
    let ended = || matches!(ending(words), Ending::Full | Ending::Semicolon | Ending::Colon) && !is_clerical(words);
    let listed = || mark(words).label.is_some_and(|l| l.dress != Dress::Bare);
    words.len() <= 110 && !ended() && !listed() && !starts_small(words)
}

/// The lines that break the sentence that line `i` leaves open, notes aside, and the line it goes on at.
fn broken(text: &str, sifted: &Sifted, i: usize) -> Option<(Vec<usize>, usize)> {
    let open = sifted.lines[i].of(text);
    let next = sifted.lines.get(i + 1)?;
    let aside = |j: usize| sifted.noise[j].is_some();
    let parted = next.gap > 0 || aside(i + 1);
    if aside(i) || !parted || open.len() < 20 || !matches!(ending(open), Ending::Open | Ending::Comma) {
        return None;
    }
    let (mut between, mut note) = (Vec::new(), false);
    for j in (i + 1..sifted.lines.len()).take(40) {
        let line = &sifted.lines[j];
        let words = line.of(text);
        if aside(j) {
            note = false;
            continue;
        }
        let begins = line.gap > 0 || sifted.noise[j - 1].is_some();
        if begins && !between.is_empty() && starts_small(words) && mark(words).label.is_none() {
            return Some((between, j));
        }
        if begins || line.gap == 0 && note {
            note = note && !begins || note_mark(words).is_some() || is_plain_note(words);
        }
        if note {
            continue;
        }
        if !may_break(words) || between.len() == MOST {
            return None;
        }
        between.push(j);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::decode::lines;
    use super::super::furniture::sift;

    /// Which lines are set aside between sentences that `between` breaks, page after page.
    #[test]
    fn what_breaks_sentences_twice_is_furniture() {
        let check = |between: &dyn Fn(usize) -> String, expected: usize| {
            let words = ["the ferry", "the master", "each passenger"];
            let page = |i: usize| {
                let next = words[(i + 1) % 3];
                format!(
                    "takes leave of {next} here\nand goes home.\n\nThe law on {next} number {i} holds where\n\n{}\n\n",
                    between(i)
                )
            };
            let text = (0..4).map(page).collect::<String>() + "it is said.\n";
            let sifted = sift(&text, lines(&text).1);
            assert_eq!(sifted.noise.iter().filter(|n| n.is_some()).count(), expected, "{text}");
        };
        check(&|_| "Консультант Плюс".into(), 4);
        check(&|i| format!("Página {}", i + 1), 4);
        check(&|i| format!("LAWS OF THE ISLES\nPart 1 – Duties\n{}", i + 7), 12);
        // What stands under a page's number is furniture with it.
        check(&|i| format!("{}\nAct on Ferries          Part {}", i + 7, i % 2 + 1), 8);
        // Headings that come once each are text, and so are items.
        check(&|i| format!("Article {i}"), 0);
        check(&|i| format!("Title {}", ["one", "two", "three", "four"][i]), 0);
        // The document's symbol may end like a note's mark.
        check(&|_| "A/FER/9/3 Rev.1".into(), 4);
    }

    /// How many lines are set aside where `heads` stand every so many lines between paragraphs.
    #[test]
    fn what_comes_again_as_pages_do_is_furniture() {
        let check = |heads: &[&str], lengths: [usize; 4], expected: usize| {
            let said = |n: usize| format!("    The master keeps ferry {n} at the pier and its crew on board.\n\n");
            let page = |(i, &length): (usize, &usize)| {
                (0..length).map(said).collect::<String>() + heads[i % heads.len()] + "\n\n"
            };
            let text = lengths.iter().enumerate().map(page).collect::<String>() + &said(9);
            let sifted = sift(&text, lines(&text).1);
            assert_eq!(sifted.noise.iter().filter(|n| n.is_some()).count(), expected, "{text}");
        };
        let right = format!("{:>60}\n{:>60}", "A77/10", "Annex");
        check(&[&right], [20, 22, 21, 20], 8);
        check(&["2       Ferries Act 2015\n   Part 1", "    Ferries Act 2015\nPart 1"], [20, 22, 21, 20], 8);
        // Not as far from each other as pages; no figures at the margin; with a label.
        check(&[&right], [20, 40, 11, 25], 0);
        check(&["Ferries"], [20, 22, 21, 20], 0);
        check(&["5. Several ferries came late"], [20, 22, 21, 20], 0);
    }
}
