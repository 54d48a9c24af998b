//! Score: how alike two units are, by TF-IDF cosine over words and pairs of words, through an inverted index.

use super::essence::{Essence, without_final_and};
use super::words::each_word;
use super::{Unit, UnitKind};
use crate::text::{QuickMap, roman};

/// The best candidates kept for each unit.
const KEEP: usize = 24;
/// A candidate less alike is none.
const FLOOR: f32 = 0.1;
/// In large texts, terms in more units than this seek no candidates (they still count in the score).
const COMMON: usize = 64;
/// How many units of both sides make a large text.
const LARGE: usize = 2_000;

/// A unit made ready for matching.
#[derive(Clone, Debug, Default)]
pub(super) struct Prepared {
    /// Its words as ids, in order.
    pub words: Vec<u32>,
    /// What is left of it without form.
    pub essence: Essence,
    /// Its weighted terms.
    pub vector: Vector,
    /// Its number or letter.
    pub label: Label,
    /// Stands in several places, and not in as many on the other side: a copy says nothing on where another went.
    pub is_formula: bool,
    /// Stands on the other side as well, word for word.
    pub has_twin: bool,
}

/// One side of a comparison made ready.
pub(super) struct Side<'a> {
    /// The units as given.
    pub units: &'a [Unit],
    /// The same made ready, index for index.
    pub ready: Vec<Prepared>,
    /// The nearest heading above each unit.
    pub head: Vec<Option<usize>>,
}

impl Side<'_> {
    pub fn len(&self) -> usize {
        self.units.len()
    }

    pub fn is_heading(&self, unit: usize) -> bool {
        self.units[unit].kind == UnitKind::Heading
    }

    /// Whether `unit` is hardly more than the stock words that open a list: `We decide to:`.
    pub fn opens(&self, unit: usize) -> bool {
        const STOCK: usize = 6;
        !self.is_heading(unit) && self.units[unit].text.ends_with(':') && self.ready[unit].words.len() <= STOCK
    }

    /// The headings above `unit`, nearest first.
    pub fn heads(&self, unit: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(self.head[unit], |&up| self.head[up])
    }
}

/// Weighted terms, by id.
#[derive(Clone, Debug, Default)]
pub(super) struct Vector {
    terms: Vec<Term>,
    words_norm: f32,
    norm: f32,
}

#[derive(Clone, Copy, Debug)]
struct Term {
    id: u32,
    weight: f32,
    is_pair: bool,
}

impl Vector {
    fn weighed(counts: &[(u32, u32)], lexicon: &Lexicon, units: usize) -> Self {
        let mut out = Self::default();
        for &(id, count) in counts {
            let known = lexicon.terms[id as usize];
            let weight = tf(count) * idf(known.units, units);
            out.terms.push(Term { id, weight, is_pair: known.is_pair });
            out.norm += weight * weight;
            if !known.is_pair {
                out.words_norm += weight * weight;
            }
        }
        out.norm = out.norm.sqrt();
        out.words_norm = out.words_norm.sqrt();
        out
    }

    /// Mean of the cosine over words and the cosine over words and pairs of words, 0 to 1.
    pub fn alike(&self, other: &Self) -> f32 {
        let (mut words, mut all) = (0.0, 0.0);
        let (mut i, mut j) = (0, 0);
        while let (Some(a), Some(b)) = (self.terms.get(i), other.terms.get(j)) {
            match a.id.cmp(&b.id) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    let product = a.weight * b.weight;
                    all += product;
                    if !a.is_pair {
                        words += product;
                    }
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        self.mean(other, words, all)
    }

    fn mean(&self, other: &Self, words: f32, all: f32) -> f32 {
        let part = |dot: f32, norm: f32| if norm > 0.0 { dot / norm } else { 0.0 };
        let mean = part(words, self.words_norm * other.words_norm) + part(all, self.norm * other.norm);
        (mean / 2.0).min(1.0)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and units are far below 2^23")]
fn tf(count: u32) -> f32 {
    1.0 + (count as f32).ln()
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and units are far below 2^23")]
fn idf(units_with: u32, units: usize) -> f32 {
    (1.0 + units as f32 / units_with.max(1) as f32).ln()
}

#[derive(Clone, Copy, Debug)]
struct Known {
    units: u32,
    is_pair: bool,
}

/// The terms of both sides: words and pairs of neighbouring words.
#[derive(Default)]
pub(super) struct Lexicon {
    words: QuickMap<String, u32>,
    pairs: QuickMap<(u32, u32), u32>,
    terms: Vec<Known>,
}

impl Lexicon {
    fn word(&mut self, word: &str) -> u32 {
        if let Some(&known) = self.words.get(word) {
            return known;
        }
        let next = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        self.terms.push(Known { units: 0, is_pair: false });
        self.words.insert(word.to_owned(), next);
        next
    }

    fn pair(&mut self, pair: (u32, u32)) -> u32 {
        let next = u32::try_from(self.terms.len()).unwrap_or(u32::MAX);
        *self.pairs.entry(pair).or_insert_with(|| {
            self.terms.push(Known { units: 0, is_pair: true });
            next
        })
    }

    /// How often each term stands in `words`, by id.
    fn count(&mut self, words: &[u32]) -> Vec<(u32, u32)> {
        let mut ids: Vec<u32> = words.to_vec();
        ids.extend(words.windows(2).map(|w| self.pair((w[0], w[1]))));
        ids.sort_unstable();
        let mut out: Vec<(u32, u32)> = Vec::with_capacity(ids.len());
        for id in ids {
            match out.last_mut() {
                Some(last) if last.0 == id => last.1 += 1,
                _ => out.push((id, 1)),
            }
        }
        out
    }

    /// Whether `word` stands in few of so many `units`: it tells what a text is about.
    pub fn is_rare(&self, word: u32, units: usize) -> bool {
        const FEW: usize = 40;
        self.terms[word as usize].units as usize <= (units / FEW).max(3)
    }

    /// The vector of `words` (ids of this lexicon), weighed as the units of both sides are.
    pub fn vector(&mut self, words: &[u32], units: usize) -> Vector {
        let counts = self.count(words);
        Vector::weighed(&counts, self, units)
    }
}

/// Both sides made ready, with the lexicon they share.
pub(super) fn prepare<'a>(old: &'a [Unit], new: &'a [Unit]) -> (Side<'a>, Side<'a>, Lexicon) {
    let mut lexicon = Lexicon::default();
    let mut counted: Vec<(Prepared, Vec<(u32, u32)>)> = Vec::with_capacity(old.len() + new.len());
    for unit in old.iter().chain(new) {
        let text = without_final_and(&unit.text);
        let mut words: Vec<u32> = Vec::with_capacity(text.len() / 6);
        each_word(text, |_, word| words.push(lexicon.word(word)));
        let counts = lexicon.count(&words);
        for &(id, _) in &counts {
            lexicon.terms[id as usize].units += 1;
        }
        let essence = Essence::of_item(&unit.text);
        let label = Label::of(unit.label.as_deref());
        counted.push((Prepared { words, essence, label, ..Prepared::default() }, counts));
    }
    let units = counted.len();
    let mut ready = counted.into_iter().map(|(mut unit, counts)| {
        unit.vector = Vector::weighed(&counts, &lexicon, units);
        unit
    });
    let mut left: Vec<Prepared> = ready.by_ref().take(old.len()).collect();
    let mut right: Vec<Prepared> = ready.collect();
    mark_copies(&mut left, &mut right);
    let side = |units: &'a [Unit], ready| Side { units, ready, head: heads(units) };
    (side(old, left), side(new, right), lexicon)
}

/// Marks the units that stand in several places.
fn mark_copies(left: &mut [Prepared], right: &mut [Prepared]) {
    let mut copies: QuickMap<&str, (usize, usize)> = QuickMap::default();
    for unit in left.iter() {
        copies.entry(&unit.essence.text).or_default().0 += 1;
    }
    for unit in right.iter() {
        copies.entry(&unit.essence.text).or_default().1 += 1;
    }
    let marks: Vec<(bool, bool)> = left
        .iter()
        .chain(right.iter())
        .map(|unit| copies[unit.essence.text.as_str()])
        .map(|(old, new)| (old != new && old.max(new) > 2, old.min(new) > 0))
        .collect();
    for (unit, marks) in left.iter_mut().chain(right).zip(marks) {
        (unit.is_formula, unit.has_twin) = marks;
    }
}

/// The nearest heading above each unit.
fn heads(units: &[Unit]) -> Vec<Option<usize>> {
    let mut out: Vec<Option<usize>> = Vec::with_capacity(units.len());
    for (at, unit) in units.iter().enumerate() {
        out.push(
            unit.parent
                .filter(|&up| up < at)
                .and_then(|up| if units[up].kind == UnitKind::Heading { Some(up) } else { out[up] }),
        );
    }
    out
}

/// A unit of the new side, and how alike it is.
pub(super) type Candidate = (usize, f32);

/// For each old unit the new units most like it, best first.
///
/// Cost: the postings of the rarer terms, then a full score for the best of each unit.
pub(super) fn candidates(old: &Side<'_>, new: &Side<'_>, going: &dyn Fn(usize) -> bool) -> Vec<Vec<Candidate>> {
    let terms = |side: &Side<'_>| side.ready.iter().flat_map(|u| &u.vector.terms).map(|t| t.id as usize + 1).max();
    let mut postings: Vec<Vec<(u32, f32)>> = vec![Vec::new(); terms(old).max(terms(new)).unwrap_or(0)];
    for (at, unit) in new.ready.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        for term in &unit.vector.terms {
            postings[term.id as usize].push((at, term.weight));
        }
    }
    let cap = if old.len() + new.len() > LARGE { COMMON } else { usize::MAX };
    let mut sums = vec![(0.0f32, 0.0f32); new.len()];
    let mut touched: Vec<usize> = Vec::new();
    let place = |at: usize, of: usize| share(at, of);
    old.ready
        .iter()
        .enumerate()
        .map(|(i, unit)| {
            if !going(i) {
                return Vec::new();
            }
            for term in &unit.vector.terms {
                let posting = &postings[term.id as usize];
                if posting.len() > cap {
                    continue;
                }
                for &(j, weight) in posting {
                    let j = j as usize;
                    if sums[j].1 == 0.0 {
                        touched.push(j);
                    }
                    let product = term.weight * weight;
                    sums[j].1 += product;
                    if !term.is_pair {
                        sums[j].0 += product;
                    }
                }
            }
            let here = place(i, old.len());
            let mut found: Vec<(f32, f32, usize)> = touched
                .drain(..)
                .map(|j| {
                    let (words, all) = std::mem::take(&mut sums[j]);
                    let score = unit.vector.mean(&new.ready[j].vector, words, all);
                    (score, (place(j, new.len()) - here).abs(), j)
                })
                .filter(|f| f.0 >= FLOOR || cap < usize::MAX)
                .collect();
            let order = |a: &(f32, f32, usize), b: &(f32, f32, usize)| {
                b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2))
            };
            if found.len() > KEEP {
                found.select_nth_unstable_by(KEEP - 1, order);
                found.truncate(KEEP);
            }
            if cap < usize::MAX {
                for f in &mut found {
                    f.0 = unit.vector.alike(&new.ready[f.2].vector);
                }
                found.retain(|f| f.0 >= FLOOR);
            }
            found.sort_unstable_by(order);
            found.into_iter().map(|(score, _, j)| (j, score)).collect()
        })
        .collect()
}

/// `part` of `whole`, 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "counts of words and units are far below 2^23")]
pub(super) fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

/// A label made ready: its parts, folded, each with the numbers it may stand for; none where there is no label.
#[derive(Clone, Debug, Default)]
pub(super) struct Label(Vec<(String, Vec<u32>)>);

impl Label {
    pub fn of(label: Option<&str>) -> Self {
        let parts = label.unwrap_or_default().split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty());
        Self(parts.map(str::to_lowercase).map(|part| (ordinals(&part), part)).map(|(n, part)| (part, n)).collect())
    }

    /// Whether two labels count as one: `OBJECTIVE 13`, `(13)`, `m` and `xiii` do.
    pub fn same(&self, other: &Self) -> bool {
        // `Article 5 bis` keeps its suffix; a noun before the number says nothing.
        let numbers = |label: &Self| label.0.iter().position(|part| !part.1.is_empty()).unwrap_or(label.0.len());
        let (a, b) = (&self.0[numbers(self)..], &other.0[numbers(other)..]);
        let same = |x: &(String, Vec<u32>), y: &(String, Vec<u32>)| x.0 == y.0 || x.1.iter().any(|n| y.1.contains(n));
        !self.0.is_empty() && self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(|(x, y)| x.0 == y.0)
            || !a.is_empty() && a.len() == b.len() && a.iter().zip(b).all(|(x, y)| same(x, y))
    }
}

/// The numbers that a label's part may stand for: `13`, `m` (13), `v` (22 as a letter, 5 as a numeral).
pub(super) fn ordinals(part: &str) -> Vec<u32> {
    if let Ok(number) = part.parse() {
        return vec![number];
    }
    let mut out = Vec::new();
    if let [letter @ b'a'..=b'z'] = part.as_bytes() {
        out.push(u32::from(letter - b'a') + 1);
    }
    out.extend(roman(part));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_mean_one_place() {
        let check =
            |a: &str, b: &str, same: bool| assert_eq!(Label::of(Some(a)).same(&Label::of(Some(b))), same, "{a} | {b}");
        check("OBJECTIVE 13", "13", true);
        check("OBJECTIVE 13", "m", true);
        check("(v)", "22", true);
        check("iv", "4", true);
        check("Article 5", "Article 6", false);
        check("Article 5", "ARTICLE 5", true);
        check("Article 5 bis", "Article 5", false);
        check("a", "b", false);
        check("Annex", "Annex", true);
    }
}
