//! From the name an analyst uses to the place it means: `obj 13c`, `NYD annex I 5(d)`, `A/72/643 para 44`.
//!
//! A name is a full citation or key; or a work and a way into it, step by step (an objective, a section by label or
//! title, a paragraph, an item); or the way alone, which is then tried in every work.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::finder::{Finder, Meanings};
use super::names::{Fit, fold, words};
use super::{Desk, Target};
use crate::text::{ObjectiveId, PassageId, PassageKind, Role, SectionId, WorkId};

/// A place that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The place.
    pub target: Target,
    /// Its citation in full; a section's or an objective's with its title.
    pub citation: String,
    /// Its first words, for the eye.
    pub excerpt: String,
    /// Bytes of `citation` that the typed words matched, for marking.
    pub marks: Vec<std::ops::Range<usize>>,
}

/// What a name means.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved {
    /// One place.
    One(Target),
    /// Several that are meant together: a run of paragraphs, all of a page, an objective stated twice in one work.
    All(Vec<Target>),
    /// One of several, all listed.
    Several(Vec<Candidate>),
    /// None: why, and what lies near.
    Absent {
        /// `objective 23 is absent in Zero Draft; it is in IMRF note only`.
        why: String,
        /// Places near the name.
        near: Vec<Candidate>,
    },
}

impl Desk {
    /// The place that `name` means. Case, spaces, `¶`, `para.`, `§`, `OP` and brackets make no difference.
    #[must_use]
    pub fn resolve(&self, name: &str) -> Resolved {
        let turned = name.split_once('@').map(|(place, work)| format!("{work} {place}"));
        let said = words(turned.as_deref().unwrap_or(name));
        if said.is_empty() {
            return Resolved::Absent { why: "the name is empty".to_owned(), near: Vec::new() };
        }
        let mut found = self.meanings(&said);
        if found.len() > 1 {
            found.retain(|t| !matches!(t[..], [Target::Passage(p)] if self.corpus[p].repeats.is_some()));
        }
        if found.is_empty() {
            found = self.within(&said);
        }
        if found.is_empty() {
            found.extend(self.run(name));
        }
        match &mut found[..] {
            [] => self.absent(name, &said),
            [all] => match all[..] {
                [Target::Section(one)] => self.all_stated(name, one),
                [one] => Resolved::One(one),
                _ => Resolved::All(std::mem::take(all)),
            },
            _ => Resolved::Several(found.concat().into_iter().map(|t| self.candidate(t)).collect()),
        }
    }

    /// A section, and where its name says no more than its objective, all that its work states of that. An id is exact.
    fn all_stated(&self, name: &str, section: SectionId) -> Resolved {
        let corpus = &self.corpus;
        let of = &corpus[section];
        let alone = of.objective.filter(|n| self.paths()[section.index()] == format!("objective {n}"));
        let aim = alone.filter(|_| of.key != name).and_then(|number| corpus.objective(number));
        let members = aim.map_or(&[][..], |aim| corpus[aim].members.as_slice());
        let bodies = members.iter().filter(|m| m.work == of.work && m.role == Role::Body);
        let all: Vec<Target> = bodies.map(|m| m.node.into()).collect();
        if all.len() > 1 && all.contains(&Target::Section(section)) {
            return Resolved::All(all);
        }
        Resolved::One(Target::Section(section))
    }

    /// The meanings of the words of a name.
    pub(super) fn meanings(&self, said: &[String]) -> Meanings {
        Finder { desk: self, names: self.names(), titles: true }.find(said)
    }

    /// What is to be said of how `name` was taken to mean `found`: a work that it might name has no such
    /// place, or the file numbers the page so and another is so in print.
    #[must_use]
    pub fn read_as(&self, name: &str, found: &[Target]) -> Option<String> {
        let said = words(name);
        let work = self.work_of(*found.first()?).filter(|&w| *found != [Target::Work(w)])?;
        if let [.., noun, number] = &said[..]
            && noun == "page"
        {
            let pages = &self.corpus[self.corpus[work].source].pages;
            let called = |nth: usize| pages.iter().map(|(_, page)| page).find(|p| words(p).get(nth) == Some(number));
            if let (Some(counted), Some(printed)) = (called(0), called(1))
                && counted != printed
            {
                return Some(format!("this is page {counted} of the file; the page printed {number} is {printed}"));
            }
        }
        let named = Fit::ALL.iter().find_map(|&fit| {
            let works = (1..said.len()).rev().map(|k| (self.names().works(&said[..k], fit), k));
            works.into_iter().find(|(works, _)| works.contains(&work))
        });
        let (mut works, k) = named?;
        works.retain(|w| found.iter().all(|&t| self.work_of(t) != Some(*w)));
        (!works.is_empty()).then(|| {
            format!("read as {}; {} has no {:?}", self.name_of(found[0]), self.short_names(&works), said[k..].join(" "))
        })
    }

    /// The passages that hold the letter `said` ends with in their running text: `… would: (a) reduce …; (b) reassure …`.
    fn within(&self, said: &[String]) -> Meanings {
        let Some((letter, place)) = said.split_last().filter(|(l, place)| l.len() <= 4 && !place.is_empty()) else {
            return Vec::new();
        };
        let mark = format!("({letter}) ");
        let holds = |t: &Vec<Target>| matches!(t[..], [Target::Passage(p)] if self.corpus[p].text.contains(&mark));
        let mut found = self.meanings(place);
        found.retain(holds);
        found
    }

    /// The places that `way`, a label or a number, leads to from `from`, a place of `work`. Titles do not count.
    pub(super) fn places_below(&self, work: WorkId, from: Target, way: &str) -> Vec<Target> {
        Finder { desk: self, names: self.names(), titles: false }.below(work, from, &words(way)).concat()
    }

    /// The places that bear exactly `name`.
    pub(super) fn called_exactly(&self, name: &str) -> Vec<Target> {
        self.names().exact(&words(name)).to_vec()
    }

    /// The works that bear exactly `name`.
    #[must_use]
    pub fn works_called(&self, name: &str) -> Vec<WorkId> {
        self.names().works(&words(name), Fit::Exact)
    }

    fn candidate(&self, target: Target) -> Candidate {
        let text = self.text_of(target);
        let excerpt: String = text.chars().take(100).collect();
        Candidate { target, citation: self.full_name(target), excerpt, marks: Vec::new() }
    }

    /// The name with the title, where the name alone does not hold it.
    fn full_name(&self, target: Target) -> String {
        let name = self.name_of(target);
        match target {
            Target::Section(id) => match &self.corpus[id].title {
                Some(title) if self.corpus[id].label.is_some() => format!("{name}: {title}"),
                _ => name,
            },
            Target::Work(id) if self.corpus[id].title != name => format!("{name}: {}", self.corpus[id].title),
            _ => name,
        }
    }

    /// Why nothing is called `name`: what was looked for where, and where it is instead.
    fn absent(&self, name: &str, said: &[String]) -> Resolved {
        if let Some(symbol) = symbol(name).filter(|symbol| self.works_called(symbol).is_empty()) {
            return Resolved::Absent { why: format!("no text here bears the symbol {symbol}"), near: Vec::new() };
        }
        let named = (1..=said.len()).rev().find_map(|k| {
            let works = Fit::ALL.iter().map(|&f| self.names().works(&said[..k], f)).find(|w| !w.is_empty())?;
            Some((works, &said[k..]))
        });
        let way = named.as_ref().map_or(said, |(_, way)| way);
        if let [noun, number, rest @ ..] = way
            && noun == "objective"
        {
            return self.absent_aim(number, rest, named.as_ref().map(|(works, _)| works.as_slice()));
        }
        let why = match &named {
            Some((works, way)) if works.len() == 1 => {
                let run = self.numbered(works[0], way.first().map_or("", String::as_str));
                let run = run.map_or_else(String::new, |run| format!("; its {run}"));
                format!("{} has no place {:?}{run}", self.short_names(works), way.join(" "))
            }
            Some((works, way)) => format!("none of {} has a place {:?}", self.short_names(works), way.join(" ")),
            None => format!("no place is called {name:?}"),
        };
        // Near is what begins with one of the words, and stands in the text that was named.
        let mut near = self.suggest(name, 12);
        near.retain(|c| {
            let of = self.work_of(c.target);
            let named = named.as_ref().is_none_or(|(works, _)| of.is_some_and(|w| works.contains(&w)));
            let known = words(&c.citation);
            let begins = |w: &String| w.chars().count() >= 3 && known.iter().any(|k| k.starts_with(w.as_str()));
            // What has other numbers is near in letters only.
            let numbers = way.iter().filter(|w| w.starts_with(|c: char| c.is_ascii_digit()));
            named && (way.is_empty() || said.iter().any(begins)) && numbers.into_iter().all(|n| known.contains(n))
        });
        near.truncate(5);
        Resolved::Absent { why, near }
    }

    /// The first and the last number of what `noun` calls in `work`: `paragraphs run from 1 to 46`.
    fn numbered(&self, work: WorkId, noun: &str) -> Option<String> {
        let corpus = &self.corpus;
        let (called, kind) = match noun {
            "note" => ("notes", PassageKind::Note),
            "row" => ("table rows", PassageKind::Row),
            "item" => ("items", PassageKind::Item),
            _ => ("paragraphs", PassageKind::Paragraph),
        };
        let alone =
            |p: &PassageId| kind == PassageKind::Note || corpus[*p].parent.is_none_or(|up| corpus[up].label.is_none());
        let of = corpus.passages_of(work).filter(|&p| corpus[p].kind == kind).filter(alone);
        let numbers: Vec<u32> = of.filter_map(|p| corpus[p].label.as_deref()?.parse().ok()).collect();
        let (first, last) = (numbers.iter().min()?, numbers.iter().max()?);
        Some(format!("{called} run from {first} to {last}"))
    }

    /// Why objective `number` (or `rest` of it) is not in `works`; near it is where it is.
    fn absent_aim(&self, number: &str, rest: &[String], works: Option<&[WorkId]>) -> Resolved {
        let corpus = &self.corpus;
        let aims = corpus.frames.first().map_or(&[][..], |f| &f.objectives);
        let what = format!("objective {number}");
        let Some(&aim) = aims.iter().find(|&&o| corpus[o].number.to_string() == number) else {
            let why = match (aims.first(), aims.last()) {
                (Some(&a), Some(&z)) => {
                    format!("{what} is absent; objectives run from {} to {}", corpus[a].number, corpus[z].number)
                }
                _ => format!("{what} is absent; no work here states objectives"),
            };
            return Resolved::Absent { why, near: Vec::new() };
        };
        let members = &corpus[aim].members;
        let mut stated: Vec<WorkId> = members.iter().map(|m| m.work).collect();
        stated.dedup();
        let why = match works {
            Some(works) if !works.iter().any(|w| stated.contains(w)) => {
                format!("{what} is absent in {}; it is in {} only", self.short_names(works), self.short_names(&stated))
            }
            _ => format!("{what} has no place {:?}", rest.join(" ")),
        };
        Resolved::Absent { why, near: members.iter().map(|m| self.candidate(m.node.into())).collect() }
    }

    fn short_names(&self, works: &[WorkId]) -> String {
        works.iter().map(|&w| self.corpus[w].short.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Places whose name or title fits what has been typed so far, best first, at most `limit`.
    ///
    /// What the typed words mean as a name stands first; then works, sections, objectives and numbered paragraphs
    /// by fuzzy match, accents and case folded.
    #[must_use]
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Candidate> {
        let said = words(typed);
        let mut out: Vec<Candidate> = Vec::new();
        if !said.is_empty() {
            out.extend(self.meanings(&said).concat().into_iter().take(limit).map(|t| self.candidate(t)));
        }
        let pattern = Pattern::parse(&fold(typed), CaseMatching::Ignore, Normalization::Smart);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (i, (_, letters)) in self.suggestions().iter().enumerate() {
            if let Some(score) = pattern.score(Utf32Str::Unicode(letters), &mut matcher) {
                scored.push((score, i));
            }
        }
        scored.sort_unstable_by_key(|&(score, i)| (std::cmp::Reverse(score), i));
        // What fits far worse than the best is scattered letters.
        let least = scored.first().map_or(0, |&(best, _)| best * 3 / 4);
        scored.retain(|&(score, _)| score >= least);
        for (_, i) in scored {
            if out.len() >= limit {
                break;
            }
            let target = self.suggestions()[i].0;
            if out.iter().all(|c| c.target != target) {
                out.push(self.candidate(target));
            }
        }
        for candidate in &mut out {
            let (mut letters, mut at) = (Vec::new(), Vec::new());
            let _ = pattern.indices(Utf32Str::new(&candidate.citation, &mut letters), &mut matcher, &mut at);
            candidate.marks = bytes_of(&candidate.citation, &mut at);
        }
        out
    }

    /// What `suggest` offers, each with the letters that are matched; bounded, so that a key never waits.
    pub(super) fn list_suggestions(&self) -> Vec<(Target, Vec<char>)> {
        const MOST: usize = 30_000;
        let corpus = &self.corpus;
        let numbered = |&p: &PassageId| {
            corpus[p].parent.is_none() && corpus[p].kind != PassageKind::Note && corpus[p].label.is_some()
        };
        let sections = (0..corpus.sections.len()).map(SectionId::at);
        corpus
            .work_ids()
            .map(Target::Work)
            .chain((0..corpus.objectives.len()).map(ObjectiveId::at).map(Target::Objective))
            .chain(sections.filter(|&s| !self.paths()[s.index()].is_empty()).map(Target::Section))
            .chain(corpus.passage_ids().filter(numbered).map(Target::Passage))
            .take(MOST)
            .map(|t| (t, self.full_name(t).chars().collect()))
            .collect()
    }
}

/// The document symbol that `name` begins with: letters and numbers between strokes.
fn symbol(name: &str) -> Option<&str> {
    let first = name.split_whitespace().next()?.trim_matches(['(', ')', ',', ';', ':', '.']);
    let (head, tail) = first.split_once('/')?;
    let letters = !head.is_empty() && head.chars().all(|c| c.is_ascii_alphabetic());
    (letters && tail.contains(|c: char| c.is_ascii_digit()) && head.len() <= 6).then_some(first)
}

/// The byte ranges of the characters numbered `at`, neighbours joined.
fn bytes_of(text: &str, at: &mut [u32]) -> Vec<std::ops::Range<usize>> {
    at.sort_unstable();
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    for (i, (byte, c)) in text.char_indices().enumerate() {
        if at.binary_search(&u32::try_from(i).unwrap_or(u32::MAX)).is_ok() {
            match out.last_mut() {
                Some(last) if last.end == byte => last.end = byte + c.len_utf8(),
                _ => out.push(byte..byte + c.len_utf8()),
            }
        }
    }
    out
}
