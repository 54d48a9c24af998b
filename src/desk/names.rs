//! Names: every name of every place, for looking up. Built once, at the first name asked.

use std::collections::{BTreeSet, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Target;
use crate::ingest::count_word;
use crate::text::{
    Corpus, Frame, PassageId, SectionId, Work, WorkId, on_first_page, ref_key, ref_words, roman, to_roman,
};

/// `name` without accents and compatibility forms, so that both spellings compare alike.
pub(super) fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_owned();
    }
    // `n.º 2` is number 2.
    let name = name.replace("n.º", "").replace("nº", "");
    name.nfkd().filter(|&c| !is_combining_mark(c)).collect()
}

/// The words of a name, accents folded.
pub(super) fn words(name: &str) -> Vec<String> {
    ref_words(&fold(name))
}

/// How well words name a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// They are one of its names, its key, its symbol, its version, its file.
    Exact,
    /// They are words of its title, or its initials.
    Words,
    /// They begin words of its title, or its initials.
    Begins,
}

impl Fit {
    pub(super) const ALL: [Self; 3] = [Self::Exact, Self::Words, Self::Begins];
}

/// The words of a work's titles.
struct Called {
    title: HashSet<String>,
    initials: Vec<String>,
}

/// All names of a corpus.
pub(crate) struct Names {
    works: Vec<Called>,
    /// The works that a full name names.
    called: HashMap<String, Vec<WorkId>>,
    /// Full names: citations and keys of passages, then of sections, then names of works.
    places: HashMap<String, (u8, Vec<Target>)>,
    /// The words of each section's title.
    pub(super) titles: Vec<Vec<String>>,
    /// The sections of a work that bear a label: `annex i`, `iv`, `objective 13`.
    sections: HashMap<(WorkId, String), Vec<SectionId>>,
    /// The first words of those labels that have several, or none for those that have one.
    nouns: HashSet<(WorkId, String)>,
    /// The passages of a work that bear a label.
    labelled: HashMap<(WorkId, String), Vec<PassageId>>,
    /// What the aims of each frame are called: its noun, and its whole name in the singular and in the plural.
    pub(super) frames: Vec<[Vec<String>; 3]>,
}

impl Names {
    /// Reads all names of `corpus`, whose sections' places are printed as `paths`; linear in its size.
    pub(crate) fn new(corpus: &Corpus, paths: &[String]) -> Self {
        let mut called: HashMap<String, Vec<WorkId>> = HashMap::new();
        for id in corpus.work_ids() {
            for name in full_names(corpus, &corpus[id]) {
                called.entry(name).or_default().push(id);
            }
        }
        let mut places: HashMap<String, (u8, Vec<Target>)> = HashMap::with_capacity(2 * corpus.passages.len());
        let mut add = |name: String, rank: u8, target: Target| {
            let entry = places.entry(name).or_insert_with(|| (rank, Vec::new()));
            if entry.0 == rank && !entry.1.contains(&target) {
                entry.1.push(target);
            }
        };
        for id in corpus.passage_ids() {
            add(key(&corpus[id].citation), 0, Target::Passage(id));
        }
        for id in corpus.passage_ids() {
            add(key(&corpus[id].key), 1, Target::Passage(id));
            if let Some(name) = on_first_page(&corpus[id].citation) {
                add(key(&name), 1, Target::Passage(id));
            }
        }
        for (i, section) in corpus.sections.iter().enumerate() {
            let target = Target::Section(SectionId::at(i));
            if !paths[i].is_empty() {
                add(key(&format!("{}, {}", corpus[section.work].short, paths[i])), 2, target);
            }
            add(key(&section.key), 3, target);
        }
        for (name, works) in &called {
            for &work in works {
                add(name.clone(), 4, Target::Work(work));
            }
        }
        let mut labelled: HashMap<_, Vec<PassageId>> = HashMap::new();
        for id in corpus.passage_ids() {
            if let Some(label) = &corpus[id].label {
                labelled.entry((corpus[id].work, key(label))).or_default().push(id);
            }
        }
        let mut sections: HashMap<_, Vec<SectionId>> = HashMap::new();
        for (i, section) in corpus.sections.iter().enumerate() {
            let label = section.label.as_deref().map(key).filter(|l| !l.is_empty());
            let number = section.objective.map(|n| format!("objective {n}")).filter(|n| label.as_ref() != Some(n));
            let other = label.as_deref().and_then(other_numeral);
            for name in label.into_iter().chain(number).chain(other) {
                sections.entry((section.work, name)).or_default().push(SectionId::at(i));
            }
        }
        let noun = |label: &str| label.split_once(' ').map_or(String::new(), |(noun, _)| noun.to_owned());
        let nouns = sections.keys().map(|(work, label)| (*work, noun(label))).collect();
        let titles = corpus.sections.iter().map(|s| s.title.as_deref().map(words).unwrap_or_default()).collect();
        let works = corpus.works.iter().map(title_of).collect();
        let frames = corpus.frames.iter().map(called_aims).collect();
        Self { works, called, places, titles, sections, nouns, labelled, frames }
    }

    /// The places that bear exactly this name.
    pub(super) fn exact(&self, name: &[String]) -> &[Target] {
        self.places.get(&name.join(" ")).map_or(&[], |(_, targets)| targets)
    }

    /// The sections of `work` whose label is `label`.
    pub(super) fn sections(&self, work: WorkId, label: &str) -> &[SectionId] {
        self.sections.get(&(work, label.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// Whether a section of `work` is labelled as a `noun`; for none, by its number alone.
    pub(super) fn has_noun(&self, work: WorkId, noun: &str) -> bool {
        self.nouns.contains(&(work, noun.to_owned()))
    }

    /// The passages of `work` whose label is `label`.
    pub(super) fn labelled(&self, work: WorkId, label: &str) -> &[PassageId] {
        self.labelled.get(&(work, label.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The works that `name` names as well as `fit` says.
    pub(super) fn works(&self, name: &[String], fit: Fit) -> Vec<WorkId> {
        let joined = name.join(" ");
        if fit == Fit::Exact {
            return self.called.get(&joined).cloned().unwrap_or_default();
        }
        let telling = name.iter().any(|w| w.chars().count() >= 3 && w.chars().any(char::is_alphabetic));
        let letters = joined.chars().count() >= 2 && joined.chars().all(char::is_alphabetic);
        let fits = |work: &Called| match fit {
            Fit::Begins => {
                let begins = |w: &String| w.chars().count() >= 3 && work.title.iter().any(|t| t.starts_with(w));
                telling && name.iter().all(begins) || letters && work.initials.iter().any(|i| i.starts_with(&joined))
            }
            _ => telling && name.iter().all(|w| work.title.contains(w)) || letters && work.initials.contains(&joined),
        };
        self.works.iter().enumerate().filter(|(_, work)| fits(work)).map(|(i, _)| WorkId::at(i)).collect()
    }
}

fn key(name: &str) -> String {
    ref_key(&fold(name))
}

/// `iii` for `3`.
pub(super) fn in_roman(number: &str) -> Option<String> {
    number.parse().ok().filter(|n| (1..400).contains(n)).map(to_roman)
}

/// A label with its last word as the other sort of numeral: `annex 2` for `annex ii`, and back; or with the number that
/// a word of it is: `chapter 5` for `chapter five`, `schedule 1` for `first schedule`.
fn other_numeral(label: &str) -> Option<String> {
    let (noun, number) = label.rsplit_once(' ')?;
    if let Some((noun, n)) = count_word(number).map(|n| (noun, n)).or(count_word(noun).map(|n| (number, n))) {
        return Some(format!("{noun} {n}"));
    }
    Some(format!("{noun} {}", in_roman(number).or_else(|| Some(roman(number)?.to_string()))?))
}

/// Every full name of a work: its key, titles, symbol, version, file.
fn full_names(corpus: &Corpus, work: &Work) -> BTreeSet<String> {
    let (file, stem) = (&corpus[work.source].file, corpus[work.source].stem());
    let name = file.rsplit('/').next().unwrap_or(file);
    let number: String = stem.chars().take_while(char::is_ascii_digit).collect();
    let mut names: Vec<&str> = vec![&work.key, &work.short, &work.title, file, name, stem, &number];
    names.extend(work.names.iter().map(String::as_str));
    names.extend([&work.version, &work.symbol].into_iter().flatten().map(|f| f.value.as_str()));
    let mut out: BTreeSet<String> = names.iter().map(|n| key(n)).filter(|n| !n.is_empty()).collect();
    if let Some((_, rest)) = work.symbol.as_ref().and_then(|s| s.value.split_once("/RES/")) {
        out.extend([key(&format!("resolution {rest}")), key(rest)]);
    }
    out
}

/// The names of a frame's aims, in words.
fn called_aims(frame: &Frame) -> [Vec<String>; 3] {
    let (noun, plural) = (words(&frame.noun), words(&frame.name));
    let before = plural.len().saturating_sub(noun.len());
    let singular = [&plural[..before], &noun[..]].concat();
    [noun, singular, plural]
}

/// The words and the initials of a work's titles.
fn title_of(work: &Work) -> Called {
    let titles: Vec<String> = [&work.title, &work.short].into_iter().chain(&work.names).map(|t| fold(t)).collect();
    let initials = titles
        .iter()
        .map(|t| t.split([' ', '-']).filter_map(|w| w.chars().next().filter(|c| c.is_uppercase())).collect::<String>())
        .filter(|i| i.chars().count() >= 2)
        .map(|i| i.to_lowercase())
        .collect();
    Called { title: titles.iter().flat_map(|t| ref_words(t)).collect(), initials }
}
