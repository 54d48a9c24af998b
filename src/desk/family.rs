//! Families: which works are drafts of one text, told by their titles and by the words they share, and their order.

use std::collections::{HashMap, HashSet};

use super::Desk;
use crate::compare::Wording;
use crate::text::{self, Going, Member, ObjectiveId, Role, WorkId, WorkKind, go_on};

/// Drafts under one title share at least so much of the shorter one's wording ...
const SAME_TITLE: f32 = 0.2;
/// ... and those under different titles so much.
const OTHER_TITLE: f32 = 0.7;
/// Works that state so many of the same aims in full are drafts of one text.
pub(super) const SAME_AIMS: usize = 2;
/// What is shorter than this, beside the other, is an excerpt of it.
const EXCERPT: f32 = 0.2;
/// Words that tell one draft of a text from another, and so are no part of its name.
const OF_A_DRAFT: [&str; 36] = [
    "draft",
    "drafts",
    "zero",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "final",
    "revised",
    "revision",
    "rev",
    "version",
    "versions",
    "text",
    "historical",
    "current",
    "former",
    "superseded",
    "adopted",
    "advance",
    "unedited",
    "clean",
    "plus",
    "compilation",
    "consolidated",
    "proposed",
    "ratified",
    "agreed",
    "outcome",
    "document",
    "the",
    "of",
    "for",
    "as",
    "on",
];
/// Words that stand for a number.
const ORDINALS: [&str; 6] = ["zero", "first", "second", "third", "fourth", "fifth"];
/// The text that all drafts lead to.
const LAST: u32 = u32::MAX;

/// The families of a corpus.
#[derive(Default)]
pub(super) struct Families {
    /// The works of each, oldest first.
    drafts: Vec<Vec<WorkId>>,
    /// The family of each work.
    home: HashMap<WorkId, usize>,
}

impl Desk {
    /// The drafts of the text that `work` is a draft of, oldest first; none where it is the only one.
    ///
    /// Where the manifest names a family, the family is what it says; what is said about the drafts (a note, a report)
    /// may bear the family's name, but is no draft. Else works are of one family that share their wording, and more of
    /// it if their titles and file names differ in more than a version, a number or a date.
    #[must_use]
    pub fn drafts_of(&self, work: WorkId) -> &[WorkId] {
        let families = self.families();
        families.home.get(&work).map_or(&[], |&family| &families.drafts[family])
    }

    /// As [`Desk::drafts_of`], without waiting: none before the families were asked for once.
    #[must_use]
    pub fn drafts_known(&self, work: WorkId) -> &[WorkId] {
        if self.families.get().is_some() { self.drafts_of(work) } else { &[] }
    }

    /// Finds the families, so that [`Desk::drafts_known`] knows them; `going`, which counts works, may stop it.
    pub fn find_drafts(&self, going: Going<'_>) {
        if self.families.get().is_none() {
            let found = self.find_families(going);
            let count = self.corpus.works.len();
            if going(count, count) {
                let _ = self.families.set(found);
            }
        }
    }

    fn families(&self) -> &Families {
        self.families.get_or_init(|| self.find_families(&go_on))
    }

    fn find_families(&self, going: Going<'_>) -> Families {
        let corpus = &self.corpus;
        let mut found: Vec<Vec<WorkId>> = Vec::new();
        let mut said: HashMap<&str, usize> = HashMap::new();
        let mut known: Vec<(usize, Traits)> = Vec::new();
        for work in corpus.work_ids().take_while(|work| going(work.index(), corpus.works.len())) {
            if let Some(family) = corpus[work].family.as_deref() {
                let text = matches!(corpus[work].kind, WorkKind::Draft | WorkKind::Resolution | WorkKind::Other);
                let at = *said.entry(family).or_insert(found.len());
                found.resize_with(found.len().max(at + 1), Vec::new);
                found[at].extend(text.then_some(work));
            } else if corpus[work].kind != WorkKind::Slip {
                let traits = self.traits(work);
                let mut alike = known.iter().filter(|(_, other)| traits.is_draft_with(other)).map(|(at, _)| *at);
                let at = alike.next().unwrap_or(found.len());
                // What is like two families makes them one.
                let others: Vec<usize> = alike.filter(|&other| other != at).collect();
                found.resize_with(found.len().max(at + 1), Vec::new);
                found[at].push(work);
                known.push((at, traits));
                for other in others {
                    let moved = std::mem::take(&mut found[other]);
                    found[at].extend(moved);
                    known.iter_mut().filter(|k| k.0 == other).for_each(|k| k.0 = at);
                }
            }
        }
        self.join_by_aims(&mut found);
        found.retain(|drafts| drafts.len() > 1);
        for drafts in &mut found {
            self.in_order(drafts);
        }
        let of = |(at, drafts): (usize, &Vec<WorkId>)| drafts.iter().map(move |&w| (w, at)).collect::<Vec<_>>();
        let home = found.iter().enumerate().flat_map(of).collect();
        Families { drafts: found, home }
    }

    /// Makes one family of those whose drafts state the same aims in full, by manifest or not.
    fn join_by_aims(&self, found: &mut [Vec<WorkId>]) {
        let Some(frame) = self.corpus.frames.first() else { return };
        // Articles are counted in any treaty; aims are its own.
        if self.corpus.objectives.is_empty() || super::finder::COUNTED_NOUNS.contains(&frame.noun.as_str()) {
            return;
        }
        let stated = |works: &[WorkId]| -> HashSet<ObjectiveId> {
            let text =
                |w: WorkId| matches!(self.corpus[w].kind, WorkKind::Draft | WorkKind::Resolution | WorkKind::Other);
            let body = |m: &Member| m.role == Role::Body && works.contains(&m.work) && text(m.work);
            let aims = frame.objectives.iter().copied();
            aims.filter(|&o| self.corpus[o].members.iter().any(body)).collect()
        };
        let mut full: Vec<(usize, HashSet<ObjectiveId>)> = Vec::new();
        for at in 0..found.len() {
            let aims = stated(&found[at]);
            if let Some((first, known)) = full.iter_mut().find(|f| f.1.intersection(&aims).count() >= SAME_AIMS) {
                let joined = std::mem::take(&mut found[at]);
                found[*first].extend(joined);
                known.extend(aims);
            } else if aims.len() >= SAME_AIMS {
                full.push((at, aims));
            }
        }
    }

    fn traits(&self, id: WorkId) -> Traits {
        let work = &self.corpus[id];
        let texts = self.corpus.passages_of(id).map(|p| self.corpus[p].text.as_str());
        Traits {
            title: name(&work.title),
            file: name(self.corpus[work.source].stem()),
            source: work.source.index(),
            slides: work.kind == WorkKind::Slides,
            wording: Wording::of(texts),
        }
    }

    /// Sorts drafts of one text by date; by version where some bear no date, but all a version.
    fn in_order(&self, drafts: &mut [WorkId]) {
        let version = |w: WorkId| {
            let work = &self.corpus[w];
            let stated = work.version.as_ref().and_then(|v| version(&v.value, true));
            let titled = || version(&work.title, false);
            stated.or_else(titled).or_else(|| version(self.corpus[work.source].stem(), true))
        };
        let undated = drafts.iter().any(|&w| self.corpus[w].date.is_none());
        let versioned = drafts.iter().all(|&w| version(w).is_some());
        drafts.sort_by_cached_key(|&w| {
            let age = (!(undated && versioned)).then(|| self.age(w));
            (age, version(w), self.corpus[self.corpus[w].source].file.clone(), w)
        });
    }
}

/// What tells whether two works are drafts of one text.
struct Traits {
    title: Vec<String>,
    file: Vec<String>,
    source: usize,
    slides: bool,
    wording: Wording,
}

impl Traits {
    fn is_draft_with(&self, other: &Self) -> bool {
        let titled = !self.title.is_empty() && self.title == other.title;
        let alike = titled || self.source != other.source && self.file == other.file;
        // Slides repeat the titles of what they speak of.
        self.slides == other.slides
            && self.wording.proportion(&other.wording) >= EXCERPT
            && self.wording.shared(&other.wording) >= if alike { SAME_TITLE } else { OTHER_TITLE }
    }
}

/// The words of a title or a file's name that all drafts of a text have in common: no version, number or date.
fn name(title: &str) -> Vec<String> {
    let words = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    let telling = |w: &String| !w.is_empty() && !w.contains(|c: char| c.is_ascii_digit());
    let month = |w: &str| {
        const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        MONTHS.contains(&w) || text::month(w).is_some()
    };
    words.filter(telling).filter(|w| w != "v" && !OF_A_DRAFT.contains(&w.as_str()) && !month(w)).collect()
}

/// The version that words name, as numbers to sort by: `Rev. 2`, `draft-v1.10`, `(v1.9)`, `second draft`, `final`.
/// A bare number counts only where `bare` allows it, as in a file's name.
fn version(words: &str, bare: bool) -> Option<Vec<u32>> {
    let low = words.to_lowercase();
    let mut out = Vec::new();
    let mut before = "";
    for word in low.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        let number = word.trim_start_matches("version").trim_start_matches("draft").trim_start_matches("rev");
        let number = number.trim_start_matches(['v', 'r']);
        let counted = matches!(before, "version" | "rev" | "revision" | "draft" | "v") || number.len() < word.len();
        match number.parse::<u32>() {
            Ok(number) if counted || bare || !out.is_empty() => out.push(number),
            _ => match word {
                "final" | "adopted" | "outcome" => out.push(LAST),
                "plus" if !out.is_empty() => out.push(1),
                _ => out.extend(ORDINALS.iter().position(|o| *o == word).and_then(|n| u32::try_from(n).ok())),
            },
        }
        before = word;
    }
    (!out.is_empty()).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_versions() {
        let check = |a: &str, b: &str, same: bool| assert_eq!(name(a) == name(b), same, "{a} | {b}");
        check("Historical version of the Statute of the Union (v1.0)", "Statute of the Union (v1.9)", true);
        check("Compact on Water – Zero Draft (5 February 2018)", "COMPACT ON WATER, Final Draft", true);
        check("General Licence", "Lesser General Licence", false);
        check("draft-v1", "draft-v2", true);
        let check = |older: &str, newer: &str| {
            let (a, b) = (version(older, true), version(newer, true));
            assert!(a.is_some() && a < b, "{older} {a:?} | {newer} {b:?}");
        };
        check("constitution.1.9", "constitution.1.10");
        check("Zero Draft", "Zero Draft Plus");
        check("Zero Draft Plus", "Draft Rev. 1");
        check("draft-v2", "draft-v10");
        check("draft_rev2", "draft-final");
        assert_eq!(version("Statute of 1948 (v1.0)", false), Some(vec![1, 0]));
        assert_eq!(version("Report of 1948", false), None);
    }
}
