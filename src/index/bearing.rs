//! Bearing: how much each passage has to say on a subject that is given by example texts.
//!
//! The subject's words weigh by how often its own text uses them, how rare they are in the corpus, and how few of its
//! sister subjects use them. A passage scores by its words (BM25), by pairs of words that stand together, and by the
//! headings and the opening words it stands under, so that an item below "Remittances" counts as one on them.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::{Folded, fold};
use super::matcher::{Phrase, Slot};
use super::search::{Row, idf};
use super::{Index, Place};
use crate::text::{Corpus, PassageId, QuickMap};

/// The texts of a subject, by what they are.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// Its titles, in whatever wording.
    pub titles: Vec<String>,
    /// What opens its text: the commitment.
    pub opening: Vec<String>,
    /// The rest of its text: actions; or what others say under its name.
    pub body: Vec<String>,
}

// What weighs how much; chosen on the objectives of `tests/ranking` that are not held out. Halving or doubling any of
// them moves both figures by less than 0.04.
const TITLE: f32 = 2.0;
const OPENING: f32 = 1.5;
const BODY: f32 = 0.3;
/// Of the rarity in the corpus, and of the company kept there, what power counts.
const RARITY: f32 = 1.3;
const COMPANY: f32 = 0.6;
/// As how many rows the first guess at a word's company counts.
const FEW: f32 = 3.0;
/// What a word must weigh to speak for a passage, of the weightiest; what all that do must weigh together, of the
/// mean of the weightiest five; a word that only stands in a pair weighs so much less by itself.
const TELLING: f32 = 0.1;
const ENOUGH: f32 = 0.25;
const TOGETHER: f32 = 0.75;
/// Words more common than this say nothing of a subject.
const COMMON: f32 = 1.2;
const TERMS: usize = 60;
const PAIRS: usize = 30;
const PAIR: f32 = 0.35;
const HEADING: f32 = 0.5;
const PARENT: f32 = 0.1;
/// How much the length of a passage counts against it (b of BM25).
const LENGTH: f32 = 0.6;

/// English words that say nothing of a subject, sorted.
#[rustfmt::skip]
const FUNCTION_WORDS: [&str; 96] = [
    "a", "about", "above", "after", "again", "against", "all", "also", "an", "and", "any", "are", "as", "at", "be",
    "because", "been", "before", "being", "below", "between", "both", "but", "by", "can", "could", "did", "do",
    "does", "during", "each", "either", "every", "for", "from", "further", "furthermore", "had", "has", "have",
    "her", "his", "how", "however", "if", "in", "into", "is", "it", "its", "may", "more", "most", "must", "no",
    "not", "of", "on", "only", "or", "other", "our", "own", "shall", "should", "so", "some", "such", "than",
    "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through", "to", "towards",
    "under", "until", "upon", "we", "were", "what", "when", "where", "which", "while", "who", "whose", "will",
    "with",
];

/// A subject's words with their weights, most telling first.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Stems.
    terms: Vec<(u32, f32)>,
    /// Of each stem, the share that stands in no pair of its own: "last" says nothing without "resort".
    alone: BTreeMap<u32, f32>,
    /// Stems that follow each other, function words left out.
    pairs: Vec<((u32, u32), f32)>,
    /// The words of the stems that may speak for a passage, with stem and weight.
    words: QuickMap<String, (u32, f32)>,
}

/// A stem, or two that follow each other.
type Term = (u32, Option<u32>);

/// Subjects that are sisters, each with how often it uses each term: what all of them say tells none apart.
pub struct Sisters {
    counted: Vec<BTreeMap<Term, f32>>,
    /// How many of them use a term.
    using: BTreeMap<Term, f32>,
}

impl Index {
    /// Reads `subjects`, which are sisters.
    #[must_use]
    pub fn sisters(&self, subjects: &[Subject]) -> Sisters {
        let counted: Vec<BTreeMap<Term, f32>> = subjects.iter().map(|s| self.count(s)).collect();
        let mut using: BTreeMap<Term, f32> = BTreeMap::new();
        for &term in counted.iter().flat_map(BTreeMap::keys) {
            *using.entry(term).or_default() += 1.0;
        }
        Sisters { counted, using }
    }

    /// The profile of the subject numbered `at`. Its `own` passages prove nothing of its words.
    #[must_use]
    pub fn profile(&self, sisters: &Sisters, at: usize, own: &BTreeSet<PassageId>) -> Profile {
        let all = sisters.counted.len() as f32;
        let mut profile = Profile::default();
        for (term, count) in &sisters.counted[at] {
            let weight = count * (1.0 + all / sisters.using[term]).ln();
            match *term {
                (stem, None) => profile.terms.push((stem, weight * self.rarity(stem).powf(RARITY))),
                (first, Some(second)) => {
                    let rarity = self.rarity(first) + self.rarity(second);
                    profile.pairs.push(((first, second), weight * rarity * PAIR));
                }
            }
        }
        for (&(first, second), &count) in &sisters.counted[at] {
            for stem in second.into_iter().flat_map(|second| [first, second]) {
                let share = (count / sisters.counted[at][&(stem, None)]).min(1.0);
                let least = profile.alone.entry(stem).or_insert(1.0);
                *least = least.min(1.0 - TOGETHER * share * share);
            }
        }
        profile.terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        profile.terms.truncate(TERMS);
        profile.pairs.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        profile.pairs.truncate(PAIRS);
        self.prove(&mut profile, own);
        let most = profile.terms.first().map_or(0.0, |(_, most)| *most);
        let telling = profile.terms.iter().filter(|(_, weight)| *weight > most * TELLING);
        let words = |&(stem, weight): &(u32, f32)| {
            self.vocabulary.words(stem).into_iter().map(move |word| (word, (stem, weight)))
        };
        profile.words = telling.flat_map(words).collect();
        profile
    }

    /// Weighs each term by the company it keeps elsewhere: a word that bears on the subject stands in passages that
    /// use its other words too; "last" stands anywhere.
    fn prove(&self, profile: &mut Profile, own: &BTreeSet<PassageId>) {
        let elsewhere = |row: &Row| match self.units[row.unit as usize].place {
            Place::Passage(passage) => !own.contains(&passage),
            _ => false,
        };
        let mut scores = vec![0f32; self.units.len()];
        let rows: Vec<Vec<(u32, f32)>> = profile
            .terms
            .iter()
            .map(|&(stem, weight)| {
                let rows = self.postings.rows(&Phrase { slots: vec![self.slot(stem)], works: None }, None);
                rows.into_iter()
                    .filter(elsewhere)
                    .map(|row| (row.unit, weight * self.saturation(row, LENGTH)))
                    .collect()
            })
            .collect();
        for &(unit, score) in rows.iter().flatten() {
            scores[unit as usize] += score;
        }
        let said = scores.iter().filter(|&&s| s > 0.0).count().max(1);
        let usual = scores.iter().sum::<f32>() / said as f32;
        for ((_, weight), rows) in profile.terms.iter_mut().zip(&rows) {
            let company: f32 = rows.iter().map(|&(unit, score)| scores[unit as usize] - score).sum();
            // A few rows prove little: as many again, less telling than most, are thought to be there.
            let (rows, few) = (rows.len() as f32, if rows.is_empty() { 0.0 } else { FEW });
            let lift = (company + few * 0.7 * usual) / ((rows + FEW) * usual.max(f32::MIN_POSITIVE));
            *weight *= lift.powf(COMPANY).clamp(0.0, 3.0);
        }
        profile.terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    }

    fn slot(&self, stem: u32) -> Slot {
        Slot { words: self.vocabulary.words(stem), cased: None }
    }

    /// The places where the words of `text` stand in a row; with `forms`, in any of their forms.
    #[must_use]
    pub fn standing(&self, text: &str, forms: bool) -> Vec<Place> {
        let folded = fold(text, false);
        let slot = |word: std::ops::Range<usize>| match self.vocabulary.stem(&folded.text[word.clone()]) {
            Some(stem) if forms => self.slot(stem),
            _ => Slot { words: vec![folded.text[word].to_owned()], cased: None },
        };
        let slots: Vec<Slot> = folded.words().into_iter().map(slot).collect();
        let rows = self.postings.rows(&Phrase { slots, works: None }, None);
        rows.into_iter().map(|row| self.units[row.unit as usize].place).collect()
    }

    /// How often `subject` uses each stem, and each pair of stems that follow each other, by where.
    fn count(&self, subject: &Subject) -> BTreeMap<Term, f32> {
        let mut out: BTreeMap<Term, f32> = BTreeMap::new();
        // A title in three wordings is one title.
        let title = TITLE / subject.titles.len().max(1) as f32;
        for (texts, share) in [(&subject.titles, title), (&subject.opening, OPENING), (&subject.body, BODY)] {
            for text in texts {
                let stems = self.stems(text);
                for (at, &stem) in stems.iter().enumerate() {
                    *out.entry((stem, None)).or_default() += share;
                    if let Some(&next) = stems.get(at + 1) {
                        *out.entry((stem, Some(next))).or_default() += share;
                    }
                }
            }
        }
        out
    }

    /// The stems of a text that say something, in order.
    fn stems(&self, text: &str) -> Vec<u32> {
        let folded = fold(text, false);
        let stem = |word: std::ops::Range<usize>| {
            let word = &folded.text[word];
            let stem = if FUNCTION_WORDS.binary_search(&word).is_ok() { None } else { self.vocabulary.stem(word) };
            stem.filter(|&stem| self.rarity(stem) > COMMON)
        };
        folded.words().into_iter().filter_map(stem).collect()
    }

    /// How rare a stem is in the corpus (inverse document frequency).
    fn rarity(&self, stem: u32) -> f32 {
        idf(self.vocabulary.units(stem), self.units.len())
    }

    /// How much each unit has to say on the subject of `profile`.
    #[must_use]
    pub fn bearing(&self, profile: &Profile, corpus: &Corpus) -> Vec<f32> {
        let mut scores = vec![0f32; self.units.len()];
        let mut add = |slots: Vec<Slot>, within: Option<u32>, weight: f32| {
            for row in self.postings.rows(&Phrase { slots, works: None }, within) {
                scores[row.unit as usize] += weight * self.saturation(row, LENGTH);
            }
        };
        for &(stem, weight) in &profile.terms {
            add(vec![self.slot(stem)], None, weight);
        }
        for &((first, second), weight) in &profile.pairs {
            add(vec![self.slot(first), self.slot(second)], Some(2), weight);
        }
        self.spread(&scores, corpus)
    }

    /// Gives each passage a share of what the headings and the passage it stands under score.
    fn spread(&self, scores: &[f32], corpus: &Corpus) -> Vec<f32> {
        let mut own: Vec<f32> = vec![0.0; corpus.passages.len()];
        let mut headings: Vec<f32> = vec![0.0; corpus.sections.len()];
        for (unit, score) in self.units.iter().zip(scores) {
            match unit.place {
                Place::Passage(passage) => own[passage.index()] = *score,
                Place::Section(section) => headings[section.index()] = *score,
                Place::Aside(..) => {}
            }
        }
        let mut out = scores.to_vec();
        for (unit, score) in self.units.iter().zip(&mut out) {
            let Place::Passage(passage) = unit.place else { continue };
            let passage = &corpus[passage];
            let path = corpus.path_to(passage.section);
            let above: f32 = path.iter().map(|s| headings[s.index()]).fold(0.0, f32::max);
            let parent = passage.parent.map_or(0.0, |parent| own[parent.index()]);
            *score += HEADING * above + PARENT * parent;
        }
        out
    }
}

impl Profile {
    /// The words of a text that bear on the subject, folded, most telling first; none where all of them together tell
    /// too little. And what share of its score it keeps: a word alone speaks as loud as it weighs, of the weightiest.
    #[must_use]
    pub fn telling(&self, text: &Folded) -> (Vec<String>, f32) {
        let mut found: Vec<(f32, String)> = Vec::new();
        let mut seen = BTreeSet::new();
        let mut told = 0.0;
        for word in text.words() {
            let word = &text.text[word];
            if let Some(&(stem, weight)) = self.words.get(word)
                && seen.insert(stem)
            {
                told += weight * self.alone.get(&stem).copied().unwrap_or(1.0);
                found.push((weight, word.to_owned()));
            }
        }
        let five: f32 = self.terms.iter().take(5).map(|(_, weight)| weight / 5.0).sum();
        // One half of a pair says nothing by itself.
        let half = matches!(found[..], [(weight, _)] if told < weight / 2.0);
        if half || told < five * ENOUGH {
            return (Vec::new(), 0.0);
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        let most = self.terms.first().map_or(1.0, |(_, most)| *most);
        let told = if let [(weight, _)] = found[..] { weight / most } else { 1.0 };
        (found.into_iter().map(|(_, word)| word).collect(), told)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn function_words_are_sorted() {
        assert!(super::FUNCTION_WORDS.is_sorted());
    }
}
