//! From the name an analyst uses to the place it means: `obj 13c`, `NYD annex I 5(d)`, `A/72/643 para 44`.
//!
//! A name is a full citation or key; or a work and a way into it, step by step (an objective, a section by label or
//! title, a paragraph, an item); or the way alone, which is then tried in every work.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::names::{Fit, Names, fold, roman, words};
use super::{Desk, Target};
use crate::text::{Member, Objective, ObjectiveId, PassageId, PassageKind, Role, SectionId, WorkId, WorkKind};

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
    /// Several, all listed.
    Several(Vec<Candidate>),
    /// None: why, and what lies near.
    Absent {
        /// `objective 23 is absent in Zero Draft; it is in IMRF note only`.
        why: String,
        /// Places near the name.
        near: Vec<Candidate>,
    },
}

/// More words than this are a full name or none: no way is that long.
const LONGEST: usize = 24;
/// Nouns that may stand before a section's bare number or letter.
const SECTION_NOUNS: [&str; 6] = ["section", "part", "chapter", "title", "article", "slide"];
/// Nouns that open a way into a work: what begins with one names no work.
const WAY_NOUNS: [&str; 10] =
    ["objective", "annex", "appendix", "article", "section", "chapter", "part", "note", "row", "page"];

impl Desk {
    /// The place that `name` means. Case, spaces, `¶`, `para.`, `§`, `OP` and brackets make no difference.
    #[must_use]
    pub fn resolve(&self, name: &str) -> Resolved {
        let turned = name.split_once('@').map(|(place, work)| format!("{work} {place}"));
        let said = words(turned.as_deref().unwrap_or(name));
        if said.is_empty() {
            return Resolved::Absent { why: "the name is empty".to_owned(), near: Vec::new() };
        }
        let mut found = Finder { desk: self, names: self.names(), titles: true }.find(&said);
        if found.len() > 1 {
            found.retain(|&t| !matches!(t, Target::Passage(p) if self.corpus[p].repeats.is_some()));
        }
        match found[..] {
            [] => self.absent(name, &said),
            [one] => Resolved::One(one),
            _ => Resolved::Several(found.iter().map(|&t| self.candidate(t)).collect()),
        }
    }

    /// The places that `way`, a label or a number, leads to from `from`, a place of `work`. Titles do not count.
    pub(super) fn places_below(&self, work: WorkId, from: Target, way: &str) -> Vec<Target> {
        Finder { desk: self, names: self.names(), titles: false }.below(work, from, &words(way))
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
        let corpus = &self.corpus;
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
                let numbers: Vec<u32> = corpus
                    .passages_of(works[0])
                    .filter(|&p| corpus[p].parent.is_none() && corpus[p].kind == PassageKind::Paragraph)
                    .filter_map(|p| corpus[p].label.as_deref()?.parse().ok())
                    .collect();
                let run = match (numbers.iter().min(), numbers.iter().max()) {
                    (Some(a), Some(z)) => format!("; its paragraphs run from {a} to {z}"),
                    _ => String::new(),
                };
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
            named && (way.is_empty() || said.iter().any(begins))
        });
        near.truncate(5);
        Resolved::Absent { why, near }
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
            let meant = Finder { desk: self, names: self.names(), titles: true }.find(&said);
            out.extend(meant.into_iter().take(limit).map(|t| self.candidate(t)));
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
            .chain(sections.filter(|&s| !self.names().paths[s.index()].is_empty()).map(Target::Section))
            .chain(corpus.passage_ids().filter(numbered).map(Target::Passage))
            .take(MOST)
            .map(|t| (t, self.full_name(t).chars().collect()))
            .collect()
    }
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

/// One search for a name.
struct Finder<'a> {
    desk: &'a Desk,
    names: &'a Names,
    /// Whether titles of sections count as names.
    titles: bool,
}

impl Finder<'_> {
    fn find(&self, said: &[String]) -> Vec<Target> {
        let exact = self.names.exact(said);
        if let [Target::Work(_), ..] | [] = exact {
        } else {
            return exact.to_vec();
        }
        if said.len() > LONGEST {
            return Vec::new();
        }
        let number = |w: &String| w.parse::<u16>().is_ok();
        let opens = |w: &String| number(w) || WAY_NOUNS.contains(&w.as_str()) || self.frame_of(w).is_some();
        // `004` names a file before it names an objective.
        if exact.is_empty() && said.first().is_some_and(opens) {
            let found = self.anywhere(said);
            if !found.is_empty() {
                return found;
            }
        }
        for fit in Fit::ALL {
            for k in (1..=said.len()).rev() {
                let works = self.names.works(&said[..k], fit);
                let mut found: Vec<Target> = works.iter().flat_map(|&w| self.in_named(w, &said[k..])).collect();
                // `para 44 of the NYD`
                if found.is_empty() && k < said.len() {
                    let way: Vec<String> = said[..said.len() - k].to_vec();
                    let way = way.strip_suffix(&["the".to_owned()]).unwrap_or(&way);
                    let way =
                        way.strip_suffix(&["of".to_owned()]).or(way.strip_suffix(&["in".to_owned()])).unwrap_or(way);
                    let works = self.names.works(&said[said.len() - k..], fit);
                    found = works
                        .iter()
                        .flat_map(|&w| self.in_work(w, way))
                        .filter(|t| !matches!(t, Target::Work(_)))
                        .collect();
                }
                if !found.is_empty() {
                    return found;
                }
            }
        }
        match self.anywhere(said) {
            found if found.is_empty() && self.titles => self.by_beginnings(said),
            found => found,
        }
    }

    /// The aims, or else the sections, in whose titles these words begin words, in order: `detention alt`.
    fn by_beginnings(&self, said: &[String]) -> Vec<Target> {
        if said.len() < 2 || said.iter().any(|w| w.chars().count() < 3 || !w.chars().all(char::is_alphabetic)) {
            return Vec::new();
        }
        let begins = |title: &[String]| {
            let mut rest = title.iter();
            said.iter().all(|w| rest.any(|t| t.starts_with(w.as_str())))
        };
        let corpus = &self.desk.corpus;
        let aims = (0..corpus.objectives.len()).map(ObjectiveId::at);
        let found: Vec<Target> = aims.filter(|&o| begins(&words(&corpus[o].title))).map(Target::Objective).collect();
        if !found.is_empty() {
            return found;
        }
        let titles = self.names.titles.iter().enumerate().filter(|(_, title)| begins(title));
        titles.map(|(section, _)| Target::Section(SectionId::at(section))).collect()
    }

    /// The frame whose aims are called `noun`.
    fn frame_of(&self, noun: &str) -> Option<usize> {
        self.desk.corpus.frames.iter().position(|f| words(&f.noun) == [noun])
    }

    /// The aim that opens `said`, and the words behind it: `objective 13 …`, or `13 …` for the first frame's.
    fn aim<'w>(&self, said: &'w [String]) -> Option<(&Objective, ObjectiveId, &'w [String])> {
        let corpus = &self.desk.corpus;
        let (frame, rest) = match self.frame_of(said.first()?) {
            Some(frame) => (frame, &said[1..]),
            None => (0, said),
        };
        let (number, rest) = rest.split_first()?;
        let mut aims = corpus.frames.get(frame)?.objectives.iter().copied();
        let aim =
            aims.find(|&o| corpus[o].number.to_string() == *number || words(&corpus[o].label) == [number.as_str()])?;
        Some((&corpus[aim], aim, rest))
    }

    /// The places of a way that names no work.
    fn anywhere(&self, said: &[String]) -> Vec<Target> {
        if let Some((aim, id, rest)) = self.aim(said) {
            if rest.is_empty() {
                return vec![Target::Objective(id)];
            }
            // What an aim holds is meant in the drafts, not in the talk about them, where a draft has it.
            let corpus = &self.desk.corpus;
            let rank = |m: &Member| (corpus[m.work].kind != WorkKind::Draft, corpus[m.work].family.is_none());
            let mut bodies: Vec<&Member> = aim.members.iter().filter(|m| m.role == Role::Body).collect();
            bodies.sort_by_key(|m| rank(m));
            for members in bodies.chunk_by(|a, b| rank(a) == rank(b)) {
                let found: Vec<Target> = members.iter().flat_map(|m| self.below(m.work, m.node.into(), rest)).collect();
                if !found.is_empty() {
                    return found;
                }
            }
        }
        if self.frame_of(&said[0]) == Some(0) && said.len() > 1 && !self.desk.corpus.objectives.is_empty() {
            return Vec::new();
        }
        self.desk.corpus.work_ids().flat_map(|w| self.in_work(w, said)).collect()
    }

    /// The places in `work` that `way` leads to.
    fn in_work(&self, work: WorkId, way: &[String]) -> Vec<Target> {
        self.below(work, Target::Work(work), way)
    }

    /// The places in a work that was named; a bare number may stand for a section's Roman one: `kenya 3`.
    fn in_named(&self, work: WorkId, way: &[String]) -> Vec<Target> {
        let found = self.in_work(work, way);
        match way.split_first().and_then(|(first, rest)| Some((roman(first)?, rest))) {
            Some((first, rest)) if found.is_empty() => self.in_work(work, &[&[first], rest].concat()),
            _ => found,
        }
    }

    /// The places that `way` leads to from `from`, a place of `work`. The first reading that leads anywhere wins:
    /// a full name, an aim, a section's label, a label of a passage, a section's title.
    fn below(&self, work: WorkId, from: Target, way: &[String]) -> Vec<Target> {
        let Some(first) = way.first() else { return vec![from] };
        let corpus = &self.desk.corpus;
        let mut full = vec![self.desk.name_of(from)];
        full.extend((from == Target::Work(work)).then(|| corpus[work].key.clone()));
        for name in full {
            let name = [words(&name), way.to_vec()].concat();
            if let found @ [_, ..] = self.names.exact(&name) {
                return found.to_vec();
            }
        }
        if from == Target::Work(work)
            && let Some((aim, _, rest)) = self.frame_of(first).and_then(|_| self.aim(way))
        {
            let found: Vec<Target> =
                self.stated(aim, work).iter().flat_map(|m| self.below(work, m.node.into(), rest)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        if let [noun, number, rest @ ..] = way
            && (noun == "page" || noun == "p" && number.parse::<u32>().is_ok())
            && let on @ [_, ..] = self.on_page(work, from, number).as_slice()
        {
            return on.iter().flat_map(|&p| self.below(work, p, rest)).collect();
        }
        let mut found = self.by_label(work, from, way);
        if found.is_empty() {
            found = self.by_passage(work, from, way);
        }
        if found.is_empty() && self.titles {
            found = self.by_title(work, from, way);
        }
        found
    }

    /// Where `work` states `aim`: its body rather than its title in a list, under a full heading rather than a bare one.
    fn stated<'m>(&self, aim: &'m Objective, work: WorkId) -> Vec<&'m Member> {
        let corpus = &self.desk.corpus;
        let weight = |m: &Member| match m.node {
            crate::text::Node::Section(s) => (m.role != Role::Body, corpus[s].title.is_none(), false),
            crate::text::Node::Passage(p) => (m.role != Role::Body, true, corpus[p].repeats.is_some()),
        };
        let here = || aim.members.iter().filter(|m| m.work == work);
        let best = here().map(weight).min();
        let mut out: Vec<&Member> = here().filter(|m| Some(weight(m)) == best).collect();
        if out.iter().all(|m| m.role == Role::Title) {
            out.truncate(1);
        }
        out
    }

    /// The passages of `from` that begin on a page: the file's pages before those printed.
    fn on_page(&self, work: WorkId, from: Target, number: &str) -> Vec<Target> {
        let corpus = &self.desk.corpus;
        let at = |nth: usize| {
            let here = corpus.passages_of(work).filter(|&p| self.stands_in(corpus[p].section, from));
            here.filter(|&p| {
                corpus[p].page.as_deref().is_some_and(|page| words(page).get(nth).is_some_and(|w| w == number))
            })
            .map(Target::Passage)
            .collect::<Vec<_>>()
        };
        let pages = at(0);
        if pages.is_empty() { at(1) } else { pages }
    }

    /// Whether `section` stands in `from`.
    fn stands_in(&self, section: SectionId, from: Target) -> bool {
        let corpus = &self.desk.corpus;
        match from {
            Target::Work(work) => corpus[section].work == work,
            Target::Section(top) => std::iter::successors(Some(section), |&s| corpus[s].parent).any(|s| s == top),
            _ => false,
        }
    }

    fn by_label(&self, work: WorkId, from: Target, way: &[String]) -> Vec<Target> {
        const LONGEST: usize = 4;
        let bare = SECTION_NOUNS.contains(&way[0].as_str()).then(|| &way[1..]);
        for len in (1..=way.len().min(LONGEST)).rev() {
            for way in [Some(way), bare].into_iter().flatten().filter(|w| w.len() >= len) {
                let here = self.names.sections(work, &way[..len].join(" ")).iter().copied();
                let here = here.filter(|&s| Target::Section(s) != from && self.stands_in(s, from));
                let depth = |s: SectionId| self.desk.corpus.path_to(s).len();
                let found = self.nearest(here.map(|s| (depth(s), Target::Section(s))).collect(), work, &way[len..]);
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }

    /// Where `way` leads from the nearest level of `here` that leads on: paragraph 3 before item 3 of a list, section
    /// II of the body before that of an annex.
    fn nearest(&self, mut here: Vec<(usize, Target)>, work: WorkId, way: &[String]) -> Vec<Target> {
        here.sort_by_key(|&(depth, _)| depth);
        for level in here.chunk_by(|a, b| a.0 == b.0) {
            let found: Vec<Target> = level.iter().flat_map(|&(_, from)| self.below(work, from, way)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn by_passage(&self, work: WorkId, from: Target, way: &[String]) -> Vec<Target> {
        let corpus = &self.desk.corpus;
        let (kind, way) = match way[0].as_str() {
            "note" => (Some(PassageKind::Note), &way[1..]),
            "row" => (Some(PassageKind::Row), &way[1..]),
            _ => (None, way),
        };
        let up = |p: PassageId| std::iter::successors(corpus[p].parent, |&up| corpus[up].parent);
        let holds = |p: PassageId| match from {
            Target::Passage(top) => up(p).any(|q| q == top),
            _ => self.stands_in(corpus[p].section, from),
        };
        for len in (1..=way.len().min(3)).rev() {
            let label = way[..len].join(" ");
            let fits = |p: PassageId| match kind {
                Some(kind) => corpus[p].kind == kind,
                None => corpus[p].kind != PassageKind::Note,
            };
            let here = self.names.labelled(work, &label).iter().copied().filter(|&p| fits(p) && holds(p));
            let depth = |p: PassageId| up(p).filter(|&q| corpus[q].label.is_some()).count();
            let found = self.nearest(here.map(|p| (depth(p), Target::Passage(p))).collect(), work, &way[len..]);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn by_title(&self, work: WorkId, from: Target, way: &[String]) -> Vec<Target> {
        if !way[0].chars().any(char::is_alphabetic) {
            return Vec::new();
        }
        let here = self.desk.corpus[work].sections.iter().copied();
        let sections: Vec<SectionId> =
            here.filter(|&s| Target::Section(s) != from && self.stands_in(s, from)).collect();
        let title = |s: SectionId| self.names.titles[s.index()].as_slice();
        let whole: Vec<Target> = sections
            .iter()
            .filter(|&&s| !title(s).is_empty())
            .filter_map(|&s| Some((s, way.strip_prefix(title(s))?)))
            .flat_map(|(s, rest)| self.below(work, Target::Section(s), rest))
            .collect();
        if !whole.is_empty() {
            return whole;
        }
        // A run of the title's words, the longest that leads on; a short word alone names nothing.
        (1..=way.len())
            .rev()
            .filter(|&k| way[..k].iter().any(|w| w.chars().count() >= 4))
            .map(|k| {
                let named = sections.iter().filter(|&&s| title(s).windows(k).any(|w| w == &way[..k]));
                named.flat_map(|&s| self.below(work, Target::Section(s), &way[k..])).collect::<Vec<_>>()
            })
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }
}
