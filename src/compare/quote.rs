//! Quote: passages that two texts share word for word.

use std::ops::Range;

use super::Unit;
use super::words::each_word;
use crate::text::{QuickMap, QuickSet};

/// The shortest passage that counts as a quotation, in words.
const LEAST: usize = 12;
/// Words repeated in this many places are a formula, not a quotation.
const FORMULA: usize = 4;
/// A formula is recognised by so many words.
const GRAM: usize = 4;
/// A quotation holds at least so many words outside formulas.
const TELLING: usize = 6;

/// A passage in both texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// The unit of the old side.
    pub old: usize,
    /// Bytes of its text.
    pub old_range: Range<usize>,
    /// The unit of the new side.
    pub new: usize,
    /// Bytes of its text.
    pub new_range: Range<usize>,
    /// How many words.
    pub words: usize,
}

/// The passages of 12 words and more that a unit of `old` and a unit of `new` share, longest first.
///
/// Matching is by folded words. Formulas that recur throughout either text, such as names of instruments, do not
/// make a quotation. Found by 12-word shingles, each extended to the right; linear but for repeated passages.
#[must_use]
pub fn quotations(old: &[Unit], new: &[Unit]) -> Vec<Quotation> {
    let mut ids: QuickMap<String, u32> = QuickMap::default();
    let mut read = |units: &[Unit]| -> Vec<(Vec<u32>, Vec<Range<usize>>)> {
        let mut out = vec![(Vec::new(), Vec::new()); units.len()];
        for (unit, (words, places)) in units.iter().zip(&mut out) {
            each_word(&unit.text, |place, word| {
                let next = u32::try_from(ids.len()).unwrap_or(u32::MAX);
                let known = ids.get(word).copied();
                words.push(known.unwrap_or_else(|| *ids.entry(word.to_owned()).or_insert(next)));
                places.push(place);
            });
        }
        out
    };
    let (left, right) = (read(old), read(new));
    let formulas = formulas(left.iter().chain(&right).map(|u| u.0.as_slice()));
    let mut shingles: QuickMap<&[u32], Vec<(usize, usize)>> = QuickMap::default();
    for (unit, (words, _)) in left.iter().enumerate() {
        for (at, shingle) in words.windows(LEAST).enumerate() {
            shingles.entry(shingle).or_default().push((unit, at));
        }
    }
    let mut out = Vec::new();
    let mut seen: QuickMap<(usize, usize, usize), usize> = QuickMap::default();
    for (j, (words, places)) in right.iter().enumerate() {
        for (at, shingle) in words.windows(LEAST).enumerate() {
            let starts = shingles.get(shingle).map_or(&[][..], Vec::as_slice);
            if starts.len() > FORMULA {
                continue;
            }
            for &(i, start) in starts {
                let (theirs, their_places) = &left[i];
                // One diagonal of one pair of units is walked once.
                let done = seen.entry((i, j, words.len() + start - at)).or_default();
                if at < *done {
                    continue;
                }
                let more = theirs[start + LEAST..].iter().zip(&words[at + LEAST..]).take_while(|(a, b)| a == b).count();
                let len = LEAST + more;
                *done = at + len;
                if telling(&words[at..at + len], &formulas) >= TELLING {
                    out.push(Quotation {
                        old: i,
                        old_range: their_places[start].start..their_places[start + len - 1].end,
                        new: j,
                        new_range: places[at].start..places[at + len - 1].end,
                        words: len,
                    });
                }
            }
        }
    }
    out.sort_by(|a, b| {
        let place = |q: &Quotation| (q.old, q.new, q.old_range.start);
        b.words.cmp(&a.words).then(place(a).cmp(&place(b)))
    });
    out
}

/// Short word sequences that stand in many units.
fn formulas<'a>(units: impl Iterator<Item = &'a [u32]>) -> QuickSet<&'a [u32]> {
    let mut counts: QuickMap<&[u32], (usize, usize)> = QuickMap::default();
    for (at, words) in units.enumerate() {
        for gram in words.windows(GRAM) {
            let entry = counts.entry(gram).or_insert((usize::MAX, 0));
            if entry.0 != at {
                *entry = (at, entry.1 + 1);
            }
        }
    }
    counts.into_iter().filter(|(_, (_, count))| *count > FORMULA).map(|(gram, _)| gram).collect()
}

/// How many of `words` stand outside formulas.
fn telling(words: &[u32], formulas: &QuickSet<&[u32]>) -> usize {
    let mut plain = vec![true; words.len()];
    for (at, gram) in words.windows(GRAM).enumerate() {
        if formulas.contains(gram) {
            plain[at..at + GRAM].fill(false);
        }
    }
    plain.into_iter().filter(|&p| p).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::UnitKind;

    #[test]
    fn shared_words_are_found_and_formulas_are_not() {
        let units = |texts: &[&str]| -> Vec<Unit> {
            texts.iter().map(|t| Unit::plain(UnitKind::Paragraph, None, t, None)).collect()
        };
        let check = |old: &[&str], new: &[&str], expected: &[usize]| {
            let found: Vec<usize> = quotations(&units(old), &units(new)).iter().map(|q| q.words).collect();
            assert_eq!(found, expected, "{old:?} | {new:?}");
        };
        let said = "we recognise a shared responsibility to manage large movements of people in a humane manner";
        check(
            &[said],
            &[
                "As leaders said, “we recognise a shared responsibility to manage large movements of people in a humane manner”.",
            ],
            &[15],
        );
        check(&[said], &["we recognise a shared responsibility to manage"], &[]);
        let formula = "the Convention relating to the Status of Refugees and the Protocol thereto of 1967";
        check(&[formula; 5], &[formula], &[]);
    }
}
