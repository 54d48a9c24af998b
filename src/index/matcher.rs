//! Matching: where the terms of a query stand in a text. The same rule counts in postings and marks in words.

use std::collections::HashMap;
use std::ops::Range;

use regex::{Regex, RegexBuilder};

use super::fold::fold;
use crate::text::WorkId;

/// A match in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Which term of the query it matches, from 0.
    pub term: u8,
}

/// A place in a phrase: any of these words.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    /// Words of the vocabulary.
    pub words: Vec<String>,
    /// Capitals as typed, which a match must bear too.
    pub cased: Option<String>,
}

/// Words in a row, wherever or only in some works.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub slots: Vec<Slot>,
    pub works: Option<Vec<WorkId>>,
}

/// A term, ready to be looked for.
#[derive(Clone, Debug)]
pub(super) enum Pattern {
    /// Any of these phrases; with a number, their words in any order with at most so many others among them.
    Words(Vec<Phrase>, Option<u32>),
    /// A regular expression over folded text.
    Regex(Regex),
}

/// Compiles `pattern` for folded text. The error is the first line that says what is wrong.
pub(super) fn regex(pattern: &str, keep_case: bool) -> Result<Regex, String> {
    let plain = fold_pattern(pattern);
    RegexBuilder::new(&plain).case_insensitive(!keep_case).size_limit(1 << 20).build().map_err(|error| {
        let text = error.to_string();
        let last = text.lines().last().unwrap_or("not a regular expression");
        format!("{}; correct it, or quote it to look for the words", last.trim_start_matches("error: "))
    })
}

/// A pattern without accents. Its signs, and capitals (`\S`), stay.
fn fold_pattern(pattern: &str) -> String {
    pattern.chars().map(|c| if c.is_ascii() { c.to_string() } else { fold(&c.to_string(), true).text }).collect()
}

/// Where `slots` stand in a row, or near each other, given the sorted positions of each. First and last position.
pub(super) fn spans(slots: &[Vec<u32>], within: Option<u32>) -> Vec<(u32, u32)> {
    let Some((first, others)) = slots.split_first() else { return Vec::new() };
    let Some(within) = within else {
        let follows = |p: u32| (p + 1..).zip(others).all(|(at, slot)| slot.binary_search(&at).is_ok());
        let wide = u32::try_from(others.len()).unwrap_or(u32::MAX);
        return first.iter().filter(|&&p| follows(p)).map(|&p| (p, p + wide)).collect();
    };
    // The narrowest windows that hold every slot, from left to right, none sharing a word with the one before.
    let mut all: Vec<(u32, usize)> =
        slots.iter().enumerate().flat_map(|(s, list)| list.iter().map(move |&p| (p, s))).collect();
    all.sort_unstable();
    let widest = within.saturating_add(u32::try_from(slots.len()).unwrap_or(u32::MAX));
    let mut seen: Vec<Option<u32>> = vec![None; slots.len()];
    let mut out = Vec::new();
    for (at, slot) in all {
        seen[slot] = Some(at);
        let from = seen.iter().copied().collect::<Option<Vec<u32>>>().and_then(|seen| seen.into_iter().min());
        if let Some(from) = from.filter(|&from| at - from < widest) {
            out.push((from, at));
            seen.fill(None);
        }
    }
    out
}

/// Finds the terms of a query in any text.
pub struct Matcher {
    patterns: Vec<Pattern>,
    /// For a word of the vocabulary: the slots it may fill, as term, phrase, slot.
    slots: HashMap<String, Vec<(usize, usize, usize)>>,
    /// The bytes with which those words begin, so that most words need no look into `slots`.
    first: [bool; 256],
    keep_case: bool,
}

impl Matcher {
    pub(super) fn new(patterns: Vec<Pattern>, keep_case: bool) -> Self {
        let mut slots: HashMap<String, Vec<_>> = HashMap::new();
        for (t, pattern) in patterns.iter().enumerate() {
            let Pattern::Words(phrases, _) = pattern else { continue };
            for (p, phrase) in phrases.iter().enumerate() {
                for (s, slot) in phrase.slots.iter().enumerate() {
                    for word in &slot.words {
                        slots.entry(word.clone()).or_default().push((t, p, s));
                    }
                }
            }
        }
        let mut first = [false; 256];
        for word in slots.keys() {
            first[usize::from(word.as_bytes().first().copied().unwrap_or(0))] = true;
        }
        Self { patterns, slots, first, keep_case }
    }

    pub(super) fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// Whether term `term` was typed with capitals that must match.
    pub(super) fn keeps_case(&self, term: usize) -> bool {
        self.keep_case
            && match &self.patterns[term] {
                Pattern::Words(phrases, _) => phrases.iter().flat_map(|p| &p.slots).any(|slot| slot.cased.is_some()),
                Pattern::Regex(_) => false,
            }
    }

    /// The matches in `text`, which stands in `work`, in order; those of term `only`, or of all.
    #[must_use]
    pub fn marks(&self, text: &str, work: Option<WorkId>, only: Option<usize>) -> Vec<Mark> {
        let folded = fold(text, self.keep_case);
        let words = if self.slots.is_empty() { Vec::new() } else { folded.words() };
        // The positions of each slot, by term, phrase, slot.
        let mut found: HashMap<(usize, usize, usize), Vec<u32>> = HashMap::new();
        for (at, word) in (0u32..).zip(&words) {
            let printed = &folded.text[word.clone()];
            let lower = self.keep_case.then(|| printed.to_lowercase());
            let plain = lower.as_deref().unwrap_or(printed);
            if !self.first[usize::from(plain.as_bytes().first().copied().unwrap_or(0))] {
                continue;
            }
            for &(t, p, s) in self.slots.get(plain).into_iter().flatten() {
                if only.is_none_or(|only| only == t) && self.cased(t, p, s).is_none_or(|typed| agree(typed, printed)) {
                    found.entry((t, p, s)).or_default().push(at);
                }
            }
        }
        let mut out = Vec::new();
        for (t, pattern) in self.patterns.iter().enumerate().filter(|(t, _)| only.is_none_or(|only| only == *t)) {
            let term = u8::try_from(t).unwrap_or(u8::MAX);
            match pattern {
                Pattern::Regex(regex) => out.extend(
                    regex
                        .find_iter(&folded.text)
                        .filter(|m| !m.is_empty())
                        .map(|m| Mark { range: folded.origin(&m.range(), text), term }),
                ),
                Pattern::Words(phrases, within) => {
                    for (p, phrase) in phrases.iter().enumerate() {
                        if !stands_in(phrase, work) {
                            continue;
                        }
                        let slots: Vec<Vec<u32>> =
                            (0..phrase.slots.len()).map(|s| found.remove(&(t, p, s)).unwrap_or_default()).collect();
                        for (first, last) in spans(&slots, *within) {
                            let range = words[first as usize].start..words[last as usize].end;
                            out.push(Mark { range: folded.origin(&range, text), term });
                        }
                    }
                }
            }
        }
        out.sort_by_key(|mark| (mark.range.start, mark.range.end, mark.term));
        out
    }

    fn cased(&self, term: usize, phrase: usize, slot: usize) -> Option<&str> {
        match &self.patterns[term] {
            Pattern::Words(phrases, _) if self.keep_case => phrases[phrase].slots[slot].cased.as_deref(),
            _ => None,
        }
    }
}

/// Whether `phrase` may be looked for in `work`.
pub(super) fn stands_in(phrase: &Phrase, work: Option<WorkId>) -> bool {
    phrase.works.as_ref().is_none_or(|works| work.is_some_and(|w| works.contains(&w)))
}

/// Whether `word` bears the capitals of `typed` as far as both are the same word.
fn agree(typed: &str, word: &str) -> bool {
    typed.chars().zip(word.chars()).take_while(|(a, b)| a.to_lowercase().eq(b.to_lowercase())).all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_windows() {
        let check = |slots: &[&[u32]], within: Option<u32>, expected: &[(u32, u32)]| {
            let slots: Vec<Vec<u32>> = slots.iter().map(|s| s.to_vec()).collect();
            assert_eq!(spans(&slots, within), expected, "{slots:?} {within:?}");
        };
        check(&[&[1, 4, 9]], None, &[(1, 1), (4, 4), (9, 9)]);
        check(&[&[1, 4], &[2, 6], &[3, 7]], None, &[(1, 3)]);
        check(&[&[1, 20], &[4, 30]], Some(2), &[(1, 4)]);
        check(&[&[1], &[4]], Some(1), &[]);
        check(&[&[5], &[2]], Some(2), &[(2, 5)]);
        check(&[&[1, 3], &[2, 4]], Some(9), &[(1, 2), (3, 4)]);
        check(&[], None, &[]);
    }

    #[test]
    fn capitals_agree() {
        assert!(agree("Compact", "Compacts") && agree("Turkey", "Turkey"));
        assert!(!agree("Turkey", "turkey") && !agree("GCM", "Gcm"));
    }
}
