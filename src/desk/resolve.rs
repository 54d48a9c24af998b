//! From the name an analyst uses to the place it means: `obj 13c`, `NYD annex I 5(d)`, `A/72/643 para 44`.
//!
//! A name is a full citation or key; or a work and a way into it, step by step (an objective, a section by label or
//! title, a paragraph, an item); or the way alone, which is then tried in every work.

use std::collections::BTreeSet;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::finder::{Finder, Meanings};
use super::names::{Fit, fold, words};
use super::{Desk, Target, page_in_words};
use crate::text::{Corpus, FrameId, Node, Objective, ObjectiveId, PassageId, PassageKind, Role, SectionId, WorkId};

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
        let said = said(turned.as_deref().unwrap_or(name));
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
        let said = said(name);
        let work = self.work_of(*found.first()?).filter(|&w| *found != [Target::Work(w)])?;
        if let [.., noun, number] = &said[..]
            && noun == "page"
        {
            let pages = &self.corpus[self.corpus[work].source].pages;
            let called = |nth: usize| pages.iter().map(|(_, page)| page).find(|p| words(p).get(nth) == Some(number));
            if let (Some(counted), Some(printed)) = (called(0), called(1))
                && counted != printed
            {
                let other = printed.split(' ').next().unwrap_or(printed);
                let counted = page_in_words(counted);
                return Some(format!("this is {counted}; {number} is printed on page {other} of the file"));
            }
        }
        let named = Fit::ALL.iter().find_map(|&fit| {
            let works = (1..said.len()).rev().map(|k| (self.names().works(&said[..k], fit), k));
            works.into_iter().find(|(works, _)| works.contains(&work))
        });
        let (mut works, k) = named?;
        if let Some(other) = self.other_reading(work, &said[k..], found[0]) {
            return Some(format!("read as {}{other}", self.name_of(found[0])));
        }
        works.retain(|w| found.iter().all(|&t| self.work_of(t) != Some(*w)));
        (!works.is_empty()).then(|| {
            format!("read as {}; {} has no {:?}", self.name_of(found[0]), self.short_names(&works), said[k..].join(" "))
        })
    }

    /// What else `way`, a bare number in `work`, might have meant than `found`: the work has a paragraph and an
    /// objective of that number.
    fn other_reading(&self, work: WorkId, way: &[String], found: Target) -> Option<String> {
        let corpus = &self.corpus;
        let aim = corpus.objective(way.first()?.parse().ok()?)?;
        let numbered = |p: &&PassageId| corpus[**p].kind == PassageKind::Paragraph;
        let paragraph = *self.names().labelled(work, &way[0]).iter().find(numbered)?;
        let mut bodies = corpus[aim].members.iter().filter(|m| m.work == work && m.role == Role::Body);
        let within = |node: Node| match (node, found) {
            (Node::Section(top), Target::Section(s)) => corpus.outwards(s).any(|up| up == top),
            (Node::Section(top), Target::Passage(p)) => corpus.outwards(corpus[p].section).any(|up| up == top),
            (node, found) => Target::from(node) == found,
        };
        match bodies.next()?.node {
            node if within(node) && within_passage(corpus, paragraph, found) => None,
            node if within(node) => {
                let rest: Vec<String> = way[1..].iter().map(|w| format!(" ({w})")).collect();
                let name = &corpus[paragraph].citation;
                let name = name.split_once(", ").map_or(name.as_str(), |(_, place)| place);
                Some(format!("; {name} has no{}", rest.concat()))
            }
            _ => {
                let noun = self.noun_of(corpus[aim].frame);
                let name = format!("{} {noun} {}", corpus[work].short, way.join(" "));
                Some(format!("; for the {noun} say {name:?}"))
            }
        }
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
            // What another frame's aims are called, too, is told apart by the frame's whole name: `sessions 5`.
            Target::Objective(id) if self.shares_noun(self.corpus[id].frame) => {
                let Objective { frame, label, title, .. } = &self.corpus[id];
                format!("{} {label}: {title}", self.corpus[*frame].name.to_lowercase())
            }
            Target::Work(id) if self.corpus[id].title != name => format!("{name}: {}", self.corpus[id].title),
            _ => name,
        }
    }

    /// Whether the aims of a frame are called as those of another, whose whole name says more.
    fn shares_noun(&self, frame: FrameId) -> bool {
        let corpus = &self.corpus;
        let own = &corpus[frame];
        let mut others = corpus.frames.iter().filter(|other| other.noun == own.noun && other.name != own.name);
        self.noun_of(frame) == own.noun && others.next().is_some()
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
        // Where there is one text, it need not be named.
        let only = || Some((vec![self.corpus.work_ids().next()?], said)).filter(|_| self.corpus.works.len() == 1);
        let named = named.or_else(only);
        let way = named.as_ref().map_or(said, |(_, way)| way);
        if let [noun, number, rest @ ..] = way
            && noun == "objective"
        {
            return self.absent_aim(number, rest, named.as_ref().map(|(works, _)| works.as_slice()));
        }
        let why = match &named {
            _ if self.without(said).is_some() => self.without(said).unwrap_or_default(),
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

    /// That a place has no item of the letter that `said` ends with, and which it has.
    fn without(&self, said: &[String]) -> Option<String> {
        let (letter, place) = said.split_last().filter(|(l, _)| l.len() <= 3 && l.chars().all(char::is_alphabetic))?;
        let [all] = &self.meanings(place)[..] else { return None };
        let [target @ (Target::Passage(_) | Target::Section(_) | Target::Objective(_))] = all[..] else { return None };
        let name = self.name_of(target);
        let name = name.split_once(": ").map_or(name.as_str(), |(name, _)| name);
        Some(format!("{name} has no ({letter}){}", self.items_of(target)))
    }

    /// The items of a place, from the first to the last: `; its items run from (a) to (g)`.
    fn items_of(&self, target: Target) -> String {
        let corpus = &self.corpus;
        let place = match target {
            Target::Objective(aim) => corpus[aim].fullest().map_or(target, |fullest| fullest.node.into()),
            _ => target,
        };
        let inner = |p: PassageId| corpus[p].parent.is_some_and(|up| corpus[up].kind == PassageKind::Item);
        let own = self.passages_in(place).into_iter().filter(|&p| corpus[p].kind == PassageKind::Item);
        let own = own.filter(|&p| {
            Target::Passage(p) != place && (!inner(p) || corpus[p].parent.map(Target::Passage) == Some(place))
        });
        let labels: Vec<&str> = own.filter_map(|p| corpus[p].label.as_deref()).collect();
        match labels[..] {
            [] => String::new(),
            [one] => format!("; its only item is ({one})"),
            [first, .., last] => format!("; its items run from ({first}) to ({last})"),
        }
    }

    /// The first and the last number of what `noun` calls in `work`: `paragraphs run from 1 to 46`. Where it is none
    /// of what is counted there, what is counted furthest: paragraphs that begin anew under each article are not.
    fn numbered(&self, work: WorkId, noun: &str) -> Option<String> {
        let corpus = &self.corpus;
        let sort = match noun {
            "note" => Some(("notes", PassageKind::Note)),
            "row" => Some(("table rows", PassageKind::Row)),
            "item" => Some(("items", PassageKind::Item)),
            _ => None,
        };
        let (called, kind) = sort.unwrap_or(("paragraphs", PassageKind::Paragraph));
        let alone =
            |p: &PassageId| kind == PassageKind::Note || corpus[*p].parent.is_none_or(|up| corpus[up].label.is_none());
        let of = corpus.passages_of(work).filter(|&p| corpus[p].kind == kind).filter(alone);
        let mut runs: Vec<(String, BTreeSet<u32>)> =
            vec![(called.to_owned(), of.filter_map(|p| corpus[p].label.as_deref()?.parse().ok()).collect())];
        for &section in corpus[work].sections.iter().filter(|_| sort.is_none()) {
            let label = corpus[section].label.as_deref().map(words).unwrap_or_default();
            let (called, number) = match &label[..] {
                [number] => ("section", number),
                [noun, number] => (noun.as_str(), number),
                _ => continue,
            };
            let Ok(number) = number.parse() else { continue };
            let called = format!("{called}s");
            match runs.iter_mut().find(|(name, _)| *name == called) {
                Some((_, run)) => _ = run.insert(number),
                None => runs.push((called, BTreeSet::from([number]))),
            }
        }
        let named = runs.iter().position(|(name, run)| *name == format!("{noun}s") && !run.is_empty());
        let (called, run) = match named {
            Some(at) => runs.swap_remove(at),
            None => runs.into_iter().rev().max_by_key(|(_, run)| run.len())?,
        };
        let (first, last) = (*run.first()?, *run.last()?);
        let each: Vec<String> = run.iter().map(u32::to_string).collect();
        Some(match each.len() {
            n if n as u64 > u64::from(last - first) => format!("{called} run from {first} to {last}"),
            ..=8 => format!("{called} are {}", each.join(", ")),
            _ => format!("{called} run from {first} to {last}, with gaps"),
        })
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
            _ => format!("{what} has no place {:?}{}", rest.join(" "), self.items_of(Target::Objective(aim))),
        };
        Resolved::Absent { why, near: members.iter().map(|m| self.candidate(m.node.into())).collect() }
    }

    fn short_names(&self, works: &[WorkId]) -> String {
        works.iter().map(|&w| self.corpus[w].short.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Places whose name or title fits what has been typed so far, best first, at most `limit`.
    ///
    /// What the typed words mean as a name stands first; then works, sections, objectives and numbered paragraphs
    /// whose names hold each of the words, or whose words begin so, accents and case folded.
    #[must_use]
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Candidate> {
        let said = said(typed);
        let mut out: Vec<Candidate> = Vec::new();
        if !said.is_empty() {
            out.extend(self.meanings(&said).concat().into_iter().take(limit).map(|t| self.candidate(t)));
        }
        let pattern = Pattern::new(&fold(typed), CaseMatching::Ignore, Normalization::Smart, AtomKind::Substring);
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut scored: Vec<(u32, usize)> = Vec::new();
        for (i, (_, letters)) in self.suggestions().iter().enumerate() {
            if let Some(score) = pattern.score(Utf32Str::Unicode(letters), &mut matcher) {
                scored.push((score, i));
            }
        }
        scored.sort_unstable_by_key(|&(score, i)| (std::cmp::Reverse(score), i));
        // What fits far worse than the best has the letters within its words.
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

/// The words of a name as it is said: what is operative is the body's own count, what is preambular the recitals'.
fn said(name: &str) -> Vec<String> {
    let mut said = words(name);
    let before = |said: &[String], word: &str| {
        said.windows(2).position(|two| two[0] == word && two[1].starts_with(|c: char| c.is_ascii_digit()))
    };
    if let Some(at) = before(&said, "operative") {
        said.remove(at);
    }
    if let Some(at) = before(&said, "preambular") {
        "pp".clone_into(&mut said[at]);
    }
    said
}

/// Whether `found` is `paragraph` or stands in it.
fn within_passage(corpus: &Corpus, paragraph: PassageId, found: Target) -> bool {
    matches!(found, Target::Passage(p) if p == paragraph || corpus.above(p).any(|up| up == paragraph))
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
