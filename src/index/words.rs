//! The vocabulary: from a word looked for to the words of the corpus that it stands for.

use super::matcher::Slot;
use super::postings::{Postings, Stems};
use super::query::{Kind, Word};

/// The words of a corpus by their stems, and how often they stand.
pub struct Vocabulary {
    /// Stem, word, number of units; sorted.
    stems: Vec<(Box<str>, Box<str>, u32)>,
    /// The rows of `stems`, sorted by word, each with the first row of its stem: the stem's number.
    by_word: Vec<(u32, u32)>,
}

impl Vocabulary {
    /// The vocabulary of `postings`.
    pub fn new(postings: &Postings) -> Self {
        let mut stemmer = Stems::new();
        let mut stems: Vec<(Box<str>, Box<str>, u32)> = Vec::new();
        postings.words(|word, units| stems.push((stemmer.stem(word).into(), Box::from(word), units)));
        stems.sort_unstable();
        let mut by_word: Vec<(u32, u32)> = Vec::with_capacity(stems.len());
        for (row, (stem, ..)) in (0u32..).zip(&stems) {
            let first = by_word.last().filter(|(last, _)| stems[*last as usize].0 == *stem).map_or(row, |last| last.1);
            by_word.push((row, first));
        }
        by_word.sort_unstable_by(|a, b| stems[a.0 as usize].1.cmp(&stems[b.0 as usize].1));
        Self { stems, by_word }
    }

    /// The number of the stem of `word`, equal for all words that share it, if the word is known.
    pub fn stem(&self, word: &str) -> Option<u32> {
        let at = self.by_word.binary_search_by(|&(row, _)| (*self.stems[row as usize].1).cmp(word)).ok()?;
        Some(self.by_word[at].1)
    }

    /// In how many units the words of the stem with the number `stem` stand, at most.
    pub fn units(&self, stem: u32) -> usize {
        let Some((of, ..)) = self.stems.get(stem as usize) else { return 0 };
        self.stems[stem as usize..].iter().take_while(|(s, ..)| s == of).map(|(.., units)| *units as usize).sum()
    }

    /// The words of the stem with the number `stem`.
    pub fn words(&self, stem: u32) -> Vec<String> {
        let Some((of, ..)) = self.stems.get(stem as usize) else { return Vec::new() };
        self.of_stem(of).map(str::to_owned).collect()
    }

    /// The words that share `stem`.
    pub fn of_stem(&self, stem: &str) -> impl Iterator<Item = &str> {
        let from = self.stems.partition_point(|(s, ..)| &**s < stem);
        self.stems[from..].iter().take_while(move |(s, ..)| &**s == stem).map(|(_, word, _)| &**word)
    }

    /// The words of the corpus that `word` stands for.
    pub fn slot(&self, word: &Word, postings: &Postings) -> Slot {
        let mut words = Vec::new();
        match word.kind {
            Kind::Exact => words.push(word.text.clone()),
            Kind::Stem => words.extend(self.of_stem(&Stems::new().stem(&word.text)).map(str::to_owned)),
            Kind::Glob => {
                let prefix = word.text.split('*').next().unwrap_or("");
                postings.words_from(prefix, |known| {
                    if glob(&word.text, known) {
                        words.push(known.to_owned());
                    }
                });
            }
            Kind::Fuzzy(most) => words.extend(self.near(&word.text, most).into_iter().map(|(_, _, word)| word)),
        }
        Slot { words, cased: word.cased.clone() }
    }

    /// The words at most `most` letters from `word`: distance, units (negative, so that the least is the most
    /// common), word; sorted.
    pub fn near(&self, word: &str, most: u8) -> Vec<(usize, i64, String)> {
        let sought: Vec<char> = word.chars().collect();
        let (mut letters, mut rows) = (Vec::new(), Default::default());
        let mut out: Vec<(usize, i64, String)> = self
            .stems
            .iter()
            .filter_map(|(_, known, units)| {
                letters.clear();
                letters.extend(known.chars());
                let distance = distance(&sought, &letters, usize::from(most), &mut rows)?;
                Some((distance, -i64::from(*units), known.to_string()))
            })
            .collect();
        out.sort_unstable();
        out
    }
}

/// Whether `word` fits `pattern`, in which `*` stands for any letters.
fn glob(pattern: &str, word: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| word.strip_prefix(first)) else { return false };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.is_empty()
}

/// How many letters must be put in, taken out, changed or swapped with a neighbour to get from `a` to `b`, if at
/// most `most` (optimal string alignment; three rows of its table).
fn distance(a: &[char], b: &[char], most: usize, rows: &mut [Vec<usize>; 3]) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let [before, last, row] = rows;
    last.clear();
    last.extend(0..=b.len());
    before.clone_from(last);
    for (i, x) in a.iter().enumerate() {
        row.clear();
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let mut cost = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        if row.iter().min().is_some_and(|&least| least > most) {
            return None;
        }
        std::mem::swap(before, last);
        std::mem::swap(last, row);
    }
    last.last().copied().filter(|&d| d <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs() {
        let check = |pattern: &str, word: &str, expected: bool| {
            assert_eq!(glob(pattern, word), expected, "{pattern} {word}");
        };
        check("migr*", "migration", true);
        check("migr*", "migr", true);
        check("migr*", "emigrant", false);
        check("*migr*", "emigrant", true);
        check("m*n", "migration", true);
        check("m*n", "migrants", false);
        check("ab*ba", "aba", false);
    }

    #[test]
    fn letters_wrong() {
        let check = |a: &str, b: &str, most: usize, expected: Option<usize>| {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            assert_eq!(distance(&a, &b, most, &mut Default::default()), expected, "{a:?} {b:?}");
        };
        check("detention", "detention", 2, Some(0));
        check("detenton", "detention", 2, Some(1));
        check("recieve", "receive", 1, Some(1));
        check("cat", "dog", 2, None);
        check("migraton", "migrants", 2, None);
        check("", "a", 1, Some(1));
    }
}
