//! Bearing: how much each passage has to say on a subject that is given by example texts.
//!
//! The subject's words weigh by how often its own text uses them, how rare they are in the corpus, and how few of its
//! sister subjects use them. A passage scores by its words (BM25), by pairs of words that follow each other, and by
//! the headings and the opening words it stands under, so that an item below "Remittances" counts as one on them.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::fold;
use super::matcher::{Phrase, Slot};
use super::search::idf;
use super::{Index, Place};
use crate::text::Corpus;

/// The texts of a subject, by what they are.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// Its titles, in whatever wording.
    pub titles: Vec<String>,
    /// What opens its text: the commitment.
    pub opening: Vec<String>,
    /// The rest of its text: actions.
    pub body: Vec<String>,
}

/// What weighs how much. Found on a labelled collection; see `tests/ranking`.
const TITLE: f32 = 3.0;
const OPENING: f32 = 1.0;
const BODY: f32 = 0.5;
const TERMS: usize = 40;
const PAIRS: usize = 30;
const PAIR: f32 = 0.6;
const HEADING: f32 = 0.5;
const PARENT: f32 = 0.35;

/// A subject's words with their weights, most telling first.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Stems.
    terms: Vec<(u32, f32)>,
    /// Stems that follow each other, function words left out.
    pairs: Vec<((u32, u32), f32)>,
}

/// The stems of a text, in order.
fn stems(index: &Index, text: &str) -> Vec<u32> {
    let folded = fold(text, false);
    folded.words().into_iter().filter_map(|w| index.vocabulary.stem(&folded.text[w])).collect()
}

impl Index {
    /// The profile of each of `subjects`, which are sisters: what all of them say tells none apart.
    #[must_use]
    pub fn profiles(&self, subjects: &[Subject]) -> Vec<Profile> {
        let counted: Vec<BTreeMap<Vec<u32>, f32>> = subjects.iter().map(|subject| self.count(subject)).collect();
        let mut sisters: BTreeMap<&[u32], f32> = BTreeMap::new();
        for term in counted.iter().flat_map(BTreeMap::keys) {
            *sisters.entry(term).or_default() += 1.0;
        }
        let of = subjects.len() as f32;
        counted
            .iter()
            .map(|counted| {
                let mut profile = Profile::default();
                for (term, count) in counted {
                    let rare_among_sisters = (1.0 + of / sisters[term.as_slice()]).ln();
                    match *term.as_slice() {
                        [one] => {
                            let weight = count.ln_1p() * rare_among_sisters * self.rarity(one);
                            profile.terms.push((one, weight));
                        }
                        [first, second] => {
                            let rarity = self.rarity(first) + self.rarity(second);
                            profile.pairs.push(((first, second), count.ln_1p() * rare_among_sisters * rarity));
                        }
                        _ => {}
                    }
                }
                profile.terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                profile.terms.truncate(TERMS);
                profile.pairs.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                profile.pairs.truncate(PAIRS);
                profile
            })
            .collect()
    }

    /// How often `subject` uses each stem and each pair, by where.
    fn count(&self, subject: &Subject) -> BTreeMap<Vec<u32>, f32> {
        let mut out: BTreeMap<Vec<u32>, f32> = BTreeMap::new();
        let parts = [(&subject.titles, TITLE), (&subject.opening, OPENING), (&subject.body, BODY)];
        for (texts, weight) in parts {
            // A title in three drafts is one title.
            let share = if weight == TITLE { weight / (texts.len().max(1) as f32) } else { weight };
            for text in texts {
                let stems: Vec<u32> = stems(self, text).into_iter().filter(|&s| self.rarity(s) > 1.2).collect();
                for stem in &stems {
                    *out.entry(vec![*stem]).or_default() += share;
                }
                for pair in stems.windows(2) {
                    *out.entry(pair.to_vec()).or_default() += share;
                }
            }
        }
        out
    }

    /// How rare a stem is in the corpus (inverse document frequency).
    fn rarity(&self, stem: u32) -> f32 {
        let units = self.vocabulary.units(stem);
        idf(units, self.units.len())
    }

    /// How much each unit has to say on the subject of `profile`.
    #[must_use]
    pub fn bearing(&self, profile: &Profile, corpus: &Corpus) -> Vec<f32> {
        let mut scores = vec![0f32; self.units.len()];
        let slot = |stem: u32| Slot { words: self.vocabulary.words(stem), cased: None };
        let mut add = |slots: Vec<Slot>, within: Option<u32>, weight: f32| {
            for row in self.postings.rows(&Phrase { slots, works: None }, within) {
                scores[row.unit as usize] += weight * self.saturation(row);
            }
        };
        for &(stem, weight) in &profile.terms {
            add(vec![slot(stem)], None, weight);
        }
        for &((first, second), weight) in &profile.pairs {
            add(vec![slot(first), slot(second)], Some(2), weight * PAIR);
        }
        self.spread(&scores, corpus)
    }

    /// Gives each passage a share of what the headings and the passages it stands under score.
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

    /// The words of `text` that bear on the subject of `profile`, as printed, most telling first.
    #[must_use]
    pub fn telling(&self, profile: &Profile, text: &str) -> Vec<String> {
        let folded = fold(text, false);
        let mut found: Vec<(f32, String)> = Vec::new();
        let mut seen = BTreeSet::new();
        for word in folded.words() {
            let word = &folded.text[word];
            let Some(stem) = self.vocabulary.stem(word) else { continue };
            if let Some(&(_, weight)) = profile.terms.iter().find(|(term, _)| *term == stem)
                && seen.insert(stem)
            {
                found.push((weight, word.to_owned()));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0));
        found.into_iter().map(|(_, word)| word).collect()
    }
}
