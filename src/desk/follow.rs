//! Follow: the references in a text, where they lead, and what refers to a place.
//!
//! Found by rule: paragraphs, annexes, objectives, sections and articles by their numbers; resolutions and documents
//! by their symbols; instruments by their names; footnotes by their marks. A number is looked for near the reference
//! first, or in the text that the words around it name ("paragraph 5 of resolution 70/1").

use std::collections::HashMap;
use std::ops::Range;

use super::names::words;
use super::printed::{Rules, Said, around};
use super::{Desk, Target};
use crate::text::{PassageId, WorkId};

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To a place in the corpus.
    To(Target),
    /// To one of several places.
    OneOf(Vec<Target>),
    /// Out of the corpus: the name of the instrument or document.
    Outside(String),
}

/// A reference in a passage's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Bytes of the passage's `text`; empty at a footnote's mark, which is no part of the text.
    pub range: Range<usize>,
    /// Where it leads.
    pub leads: Leads,
}

impl Desk {
    /// The references in `passage`, in order: paragraphs, annexes, objectives, symbols, instruments, footnotes.
    #[must_use]
    pub fn references(&self, passage: PassageId) -> Vec<Reference> {
        let here = &self.corpus[passage];
        let mut out: Vec<Reference> = here
            .notes
            .iter()
            .filter_map(|n| Some(Reference { range: n.at..n.at, leads: Leads::To(Target::Passage(n.note?)) }))
            .collect();
        if let Some(rules) = self.rules.get_or_init(Rules::new) {
            let said = rules.read(&here.text);
            for (i, (range, _)) in said.iter().enumerate() {
                let leads = self.leads(passage, &said, i, rules);
                out.extend(leads.map(|leads| Reference { range: range.clone(), leads }));
            }
        }
        out.retain(|r| r.leads != Leads::To(Target::Passage(passage)));
        out.sort_by_key(|r| (r.range.start, r.range.end));
        out
    }

    /// The passages that refer to `target` or, where it is a passage or an objective, to a part of it; in document
    /// order. The first call reads the whole corpus.
    #[must_use]
    pub fn refers_here(&self, target: Target) -> Vec<PassageId> {
        let back = self.referring.get_or_init(|| {
            let mut back: HashMap<Target, Vec<PassageId>> = HashMap::new();
            for passage in self.corpus.passage_ids() {
                for reference in self.references(passage) {
                    let to = match reference.leads {
                        Leads::To(target) => vec![target],
                        Leads::OneOf(targets) => targets,
                        Leads::Outside(_) => continue,
                    };
                    for target in to {
                        let from = back.entry(target).or_default();
                        if from.last() != Some(&passage) {
                            from.push(passage);
                        }
                    }
                }
            }
            back
        });
        let mut parts = vec![target];
        match target {
            Target::Passage(_) => parts.extend(self.passages_in(target).into_iter().map(Target::Passage)),
            Target::Objective(aim) => parts.extend(self.corpus[aim].members.iter().map(|m| Target::from(m.node))),
            _ => {}
        }
        let mut out: Vec<PassageId> = parts.iter().filter_map(|t| back.get(t)).flatten().copied().collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Where the reference numbered `at` leads; none where nothing can be said for certain.
    fn leads(&self, passage: PassageId, said: &[(Range<usize>, Said)], at: usize, rules: &Rules) -> Option<Leads> {
        let corpus = &self.corpus;
        let (range, what) = &said[at];
        let way = match what {
            Said::Work(name) => return self.named(passage, name),
            Said::Place(way) => way,
        };
        let text = &corpus[passage].text;
        let aim = way.starts_with("objective");
        let (way, named) = around(text, said, at);
        if let Some(name) = named {
            return match self.named(passage, name) {
                Some(Leads::To(Target::Work(work))) => {
                    let found = leads_to(self.places_below(work, Target::Work(work), &way));
                    if aim { found.or_else(|| leads_to(self.near(passage, &way))) } else { found }
                }
                Some(_) if aim => leads_to(self.near(passage, &way)),
                // A text that names itself.
                None => leads_to(self.near(passage, &way)),
                other => other,
            };
        }
        // "of the Declaration": the one named last, or this very text; else nothing is certain.
        if let Some(named) = rules.of_named.captures(&text[range.end..]).filter(|_| !aim) {
            let noun = &named["noun"];
            let this = named["which"].contains("present") || &named["which"] == "this";
            if !this && !noun.starts_with(char::is_lowercase) {
                let earlier = said[..at].iter().rev().find_map(|(_, s)| match s {
                    Said::Work(name) if name.contains(noun) => self.named(passage, name),
                    _ => None,
                });
                let own = corpus[corpus[passage].work].title.to_lowercase().contains(&noun.to_lowercase());
                match earlier {
                    Some(Leads::To(Target::Work(work))) => {
                        return leads_to(self.places_below(work, Target::Work(work), &way));
                    }
                    Some(outside) => return Some(outside),
                    None if !own => return None,
                    None => {}
                }
            }
        }
        leads_to(self.near(passage, &way))
    }

    /// The place nearest to `passage` that `way` leads to: in the sections around it, its work, then any objective.
    ///
    /// A paragraph must be numbered within what is around it: one of another article is none of ours.
    fn near(&self, passage: PassageId, way: &str) -> Vec<Target> {
        let corpus = &self.corpus;
        let work = corpus[passage].work;
        let sections = corpus.outwards(corpus[passage].section).map(Target::Section);
        if way.starts_with(|c: char| c.is_ascii_digit()) {
            let numbered = sections.map(|s| self.name_of(s)).chain([corpus[work].key.clone()]);
            let mut found = numbered.map(|name| self.called_exactly(&format!("{name} {way}")));
            return found.find(|f| !f.is_empty()).unwrap_or_default();
        }
        let mut near = sections.map(|s| self.places_below(work, s, way));
        if let Some(found) = near.find(|f| !f.is_empty()) {
            return found;
        }
        let found = self.places_below(work, Target::Work(work), way);
        if !found.is_empty() {
            return found;
        }
        let aim = way.strip_prefix("objective ").and_then(|n| corpus.objective(n.trim().parse().ok()?));
        aim.map(Target::Objective).into_iter().collect()
    }

    /// Where a document's or an instrument's name leads, seen from `passage`.
    fn named(&self, passage: PassageId, name: &str) -> Option<Leads> {
        let own = self.corpus[passage].work;
        // A year or a month in front ("the 2016 New York Declaration") is no part of a name that is known.
        let mut works: Vec<WorkId> = self.works_called(name);
        let mut rest = name;
        while let (true, Some((_, shorter))) = (works.is_empty(), rest.split_once(' ')) {
            rest = shorter;
            if rest.split_whitespace().count() > 1 {
                works = self.works_called(rest);
            }
        }
        match works[..] {
            [] => {
                let telling = words(name).len() > 2 || name.contains(|c: char| c.is_ascii_digit());
                telling.then(|| Leads::Outside(name.to_owned()))
            }
            _ if works.contains(&own) => None,
            _ => leads_to(works.into_iter().map(Target::Work).collect()),
        }
    }
}

fn leads_to(mut found: Vec<Target>) -> Option<Leads> {
    match found.len() {
        0 => None,
        1 => found.pop().map(Leads::To),
        _ => Some(Leads::OneOf(found)),
    }
}
