//! Contents pages: found by their heading and entries, set aside, their headings kept to know those of the text.

use std::ops::Range;

use super::classify::{Ending, ending};
use super::decode::Line;
use super::divisions::division;
use super::fnv::{Fnv, Sieve};
use super::shapes::GAP;
use super::sifted::{Noise, Sifted};
use super::titled::titled;
use crate::text::QuickMap;
use crate::text::roman;

/// What contents pages are called.
const NAMES: [&str; 30] = [
    "table of contents",
    "contents",
    "table of provisions",
    "arrangement of sections",
    "arrangement of clauses",
    "arrangement of articles",
    "arrangement of regulations",
    "arrangement of provisions",
    "arrangement of rules",
    "index",
    "sommaire",
    "table des matières",
    "índice",
    "indice",
    "sumário",
    "inhaltsverzeichnis",
    "inhaltsübersicht",
    "inhalt",
    "innehåll",
    "innhold",
    "indhold",
    "inhoudsopgave",
    "obsah",
    "sisällys",
    "содержание",
    "оглавление",
    "spis treści",
    "目录",
    "目次",
    "المحتويات",
];

/// The entry's words where `words` reads as a line of a contents page: `Introduction ..... 2`.
fn contents_entry(words: &str) -> Option<(&str, bool)> {
    // `| Introduction | 2 |`
    let words = words.trim_matches(['|', ' ']);
    let last = words.rsplit([' ', '\t', '.', '\u{a0}', '|']).next().unwrap_or("");
    let numbered = !last.is_empty()
        && last.len() <= 6
        && (last.bytes().all(|b| b.is_ascii_digit()) || roman(&last.to_lowercase()).is_some());
    let head = if numbered { &words[..words.len() - last.len()] } else { words };
    let core = head.trim_end_matches(['.', ' ', '\t', '…', '·', '_', '\u{a0}', '|']);
    let tail = &head[core.len()..];
    let leader = tail.matches(['.', '…', '·', '_']).count() >= 3;
    let gap = numbered
        && (tail.contains('\t')
            || tail.len() >= 2
            || tail == " " && core.len() > 3 && ending(core) == Ending::Open && last.len() <= 3);
    // Leaders or a wide gap before the page number say surely what a blank only may.
    let sure = leader || tail.len() > 1 || tail.contains('\t');
    let fits = !core.is_empty() && words.len() <= 300 && (leader || gap || numbered && tail.starts_with('.'));
    fits.then_some((core, sure))
}

/// The lines that may head a contents page.
pub(super) fn heads(text: &str, sifted: &Sifted) -> Vec<usize> {
    // Few lines begin as one of the names does.
    let begin = |name: &[u8]| {
        let [a, b, c, d] = name.first_chunk()?.map(|byte| u16::from(byte.to_ascii_lowercase()));
        Some(a ^ b << 8 ^ c << 4 ^ d << 11)
    };
    let mut names = Sieve::default();
    NAMES.iter().filter_map(|name| begin(name.as_bytes())).for_each(|begin| names.add(begin));
    let likely = |&i: &usize| {
        let first = sifted.lines[i].first(text);
        let begins = || begin(sifted.lines[i].bytes(text)).is_some_and(|begin| names.has(begin));
        !first.is_ascii() || MARKS.contains(&char::from(first)) || begins()
    };
    (0..sifted.lines.len()).filter(likely).filter(|&i| opens_contents(sifted.lines[i].of(text))).collect()
}

/// Contents pages: from one of `heads` to the last line that reads as an entry.
pub(super) fn contents(text: &str, sifted: &mut Sifted, heads: &[usize], places: &mut Option<Places>) {
    let count = sifted.lines.len();
    let mut at = 0;
    for (n, &head) in heads.iter().enumerate() {
        if head < at || sifted.noise[head].is_some() {
            continue;
        }
        at = head;
        let words = sifted.lines[at].of(text);
        // A whole contents page on one line.
        if words.matches("...").count() >= 3 {
            sifted.noise[at] = Some(Noise::Contents);
            let entry = |e: &str| {
                let numbered = |w: &&str| w.bytes().all(|b| b.is_ascii_digit() || b == b'.') || roman(w).is_some();
                e.split_whitespace()
                    .skip_while(numbered)
                    .collect::<Vec<_>>()
                    .join(" ")
                    .trim_start_matches(|c: char| c == '.' || c.is_ascii_digit())
                    .to_lowercase()
            };
            sifted.contents.extend(words.split("...").map(entry));
            at += 1;
            continue;
        }
        let mut last = None;
        let (mut misses, mut sure, mut first, mut numbers) = (0, false, None, 0);
        // What stands behind the next head is looked at from there.
        let until = heads.get(n + 1).copied().unwrap_or(count);
        for i in at + 1..until {
            if sifted.noise[i].is_some() {
                continue;
            }
            let words = sifted.lines[i].of(text);
            // Where the first entry stands again, the text begins.
            if first.is_some_and(|first| first == letters(words)) {
                break;
            }
            if let Some((core, told)) = contents_entry(words).filter(|e| e.1 || !sure) {
                sure |= told;
                first.get_or_insert_with(|| letters(core));
                sifted.contents.push(core.trim().to_lowercase());
                (last, misses) = (Some(i), 0);
            } else if heads_columns(words) {
                last = last.or(Some(i));
            } else if sure && is_lone_number(words) {
                // Columns pulled apart: the numbers stand together, before or after what they number.
                numbers += 1;
                if numbers > 1 && last.is_some_and(|l| l + numbers == i) {
                    (last, numbers) = (Some(i), 0);
                }
                continue;
            } else {
                misses += 1;
                if misses > 2 || words.len() > 200 {
                    break;
                }
            }
            numbers = 0;
        }
        let places = places.get_or_insert_with(|| last_places(text, sifted));
        let repeated = repeated_entries(text, sifted, at..until, places);
        let last = if sure { last.max(repeated) } else { repeated.or(last) };
        if let Some(last) = last {
            for i in at..=last {
                // Entries that are wrapped, or bear no number.
                if i > at && sifted.noise[i].is_none() && contents_entry(sifted.lines[i].of(text)).is_none() {
                    sifted.contents.push(sifted.lines[i].of(text).to_lowercase());
                }
                sifted.noise[i].get_or_insert(Noise::Contents);
            }
            at = last;
        }
        at += 1;
    }
}

/// Whether `words` stand over the columns of a contents page: `Page`, `Decision      Page`.
fn heads_columns(words: &str) -> bool {
    let gap = if words.len() <= 24 { " " } else { GAP };
    let last = words.rsplit(gap).next().unwrap_or("").trim();
    last.eq_ignore_ascii_case("page") || last.eq_ignore_ascii_case("paragraphs")
}

/// Whether `words` are but the number of an entry or of its page: `4.2`, `17`, `iv`.
fn is_lone_number(words: &str) -> bool {
    let figures = words.len() <= 10
        && words.starts_with(|c: char| c.is_ascii_digit())
        && words.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    figures || words.len() <= 6 && roman(words).is_some()
}

/// Contents without a heading: numbered lines in a row, each of which stands again below, in the same order, over text.
pub(super) fn unnamed(text: &str, sifted: &mut Sifted, places: &mut Option<Places>) {
    const LEAST: usize = 8;
    let count = sifted.lines.len();
    let core = |line: Line| line.of(text).trim_start_matches(['*', '-', '•', ' ']);
    let entry = |&i: &usize| {
        if sifted.lines[i].first(text).is_ascii_lowercase() {
            return false;
        }
        let (line, words) = (sifted.lines[i].of(text), core(sifted.lines[i]));
        let named = || sifted.named.contains_key(&i) || words.len() < line.len() && titled(words).is_some();
        let numbered = words.starts_with(|c: char| c.is_ascii_digit()) || named();
        sifted.noise[i].is_none() && (3..=120).contains(&words.len()) && numbered
    };
    let (mut found, mut at) = (Vec::new(), 0);
    while at < count {
        let end = at + (at..count).take_while(entry).count();
        // What a sentence leads to is its list.
        let led = at > 0 && sifted.lines[at - 1].of(text).ends_with(':');
        if end - at >= LEAST && !led {
            let places = places.get_or_insert_with(|| last_places(text, sifted));
            let again = |i: usize| places.get(&letters(sifted.lines[i].of(text))).copied().filter(|&j| j >= end);
            let again: Vec<usize> = (at..end).filter_map(again).collect();
            let steps = |least: usize| 1 + again.windows(2).filter(|p| p[0] + least <= p[1]).count();
            let all = end - at;
            if again.len() * 10 >= all * 8 && steps(1) * 10 >= all * 8 && steps(2) * 2 >= all {
                found.push(at..end);
            }
        }
        at = end + 1;
    }
    for run in found {
        sifted.contents.extend(sifted.lines[run.clone()].iter().map(|&l| core(l).to_lowercase()));
        sifted.noise[run].fill(Some(Noise::Contents));
    }
}

/// A number for the letters and digits of `words`, the same for capitals and small ones.
fn letters(words: &str) -> u64 {
    let mut out = Fnv::new();
    for (at, byte) in words.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() {
            out.take(u64::from(byte.to_ascii_lowercase()));
        } else if byte >= 0xc0
            && let Some(c) = words[at..].chars().next().filter(|c| c.is_alphanumeric())
        {
            c.to_lowercase().for_each(|c| out.take(u64::from(u32::from(c))));
        }
    }
    out.0
}

/// Where each line that is not long stands last, by its letters: looked up where contents ask for it first.
pub(super) type Places = QuickMap<u64, usize>;

fn last_places(text: &str, sifted: &Sifted) -> Places {
    let short = sifted.lines.iter().enumerate().filter(|(_, l)| l.end - l.start <= 200);
    short.map(|(i, l)| (letters(l.of(text)), i)).collect()
}

/// The last of the lines `under` a head, of which most come again below, as headings do.
fn repeated_entries(text: &str, sifted: &Sifted, under: Range<usize>, places: &Places) -> Option<usize> {
    let (mut last, mut found, mut missed, mut behind) = (None, 0, 0, 0);
    for i in under.skip(1).filter(|&i| sifted.noise[i].is_none()) {
        let words = sifted.lines[i].of(text);
        let again = |part: &str| places.get(&letters(part)).is_some_and(|&j| j > i);
        // `Chapter I General Provisions (Articles 1 to 4)`
        let holds = || words.strip_suffix(')').and_then(|w| w.rsplit_once(" (")).is_some_and(|(name, _)| again(name));
        let parts = || words.contains(['—', '–', ':']) && words.split(['—', '–', ':']).all(|p| again(p.trim()));
        // `Article 6 Capacity of`, where `Article 6` stands over its title.
        let named = || titled(words).is_some_and(|t| division(&t.word).is_some() && again(&t.label));
        if words.len() > 200 || behind > 3 {
            break;
        }
        if again(words) || parts() || named() || holds() {
            (last, found, missed, behind) = (Some(i), found + 1, missed + behind, 0);
        } else {
            behind += 1;
        }
    }
    last.filter(|_| found >= 3 && missed <= found)
}

/// What may stand before the name of a contents page.
const MARKS: [char; 5] = ['#', '*', '_', ' ', '|'];

fn opens_contents(words: &str) -> bool {
    let bare = words.trim_start_matches(MARKS);
    let Some(name) = NAMES.iter().find(|name| behind(bare, name).is_some()) else { return false };
    let head = words.char_indices().nth(30).map_or(words, |(end, _)| &words[..end]).trim_start_matches(MARKS);
    let rest = behind(head, name);
    rest.is_some_and(|r| r.trim_matches(['*', ' ', ':', '_', '|']).is_empty() || words.matches("...").count() >= 3)
}

/// What stands behind `name` in `head`, where that begins with it in whatever case.
fn behind<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = head.chars();
    for letter in name.chars() {
        rest.next().filter(|c| c.to_lowercase().eq([letter]))?;
    }
    Some(rest.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_known() {
        let check =
            |words: &str, expected: Option<&str>| assert_eq!(contents_entry(words).map(|e| e.0), expected, "{words}");
        check("Introduction\t2", Some("Introduction"));
        check("Remittances.....10", Some("Remittances"));
        check("EXPLANATORY NOTES.....", Some("EXPLANATORY NOTES"));
        check("I. Human rights of all migrants.\t3", Some("I. Human rights of all migrants"));
        check("PREFACE ..... iii", Some("PREFACE"));
        check("This position paper was developed.", None);
    }
    #[test]
    fn entries_without_numbers_come_again() {
        let check = |entries: &str, expected: usize| {
            let body =
                "PART I\nDUTIES\nArticle 1\nMeaning of words\nThe Act binds the State.\nArticle 2\nFerries\nThe end.";
            let text = format!("CONTENTS\n{entries}\n\nThe States,\nHave agreed:\n\n{body}\n");
            let sifted = super::super::furniture::sift(&text, super::super::decode::lines(&text).1);
            let aside = sifted.noise.iter().filter(|n| **n == Some(Noise::Contents)).count();
            assert_eq!(aside, expected, "{entries}");
        };
        check("PART I\nDUTIES\nArticle 1 Meaning of\nwords\nArticle 2 Ferries", 6);
        check("PART I\nDUTIES\nMeaning of words", 4);
        check("PART I (Articles 1 and 2)\nDUTIES\nMeaning of words (Article 1)", 4);
        check("of the barrel\nare weighed by\nthe clerk", 0);
    }
}
