//! The search for a name: the ways through a work, step by step, that its words may mean.

use super::names::{Fit, Names, in_roman, words};
use super::on::is_draft;
use super::{Desk, Target};
use crate::text::{Member, ObjectiveId, PassageId, PassageKind, Role, SectionId, WorkId};

/// More words than this are a full name or none: no way is that long.
const LONGEST: usize = 24;
/// Nouns that may stand before a section's bare number or letter.
const SECTION_NOUNS: [&str; 6] = ["section", "part", "chapter", "title", "article", "slide"];
/// Nouns of the sections that a text counts through, so that a bare number means one of them.
pub(super) const COUNTED_NOUNS: [&str; 6] = ["article", "section", "rule", "regulation", "clause", "standard"];
/// Nouns that open a way into a work: what begins with one names no work.
const WAY_NOUNS: [&str; 15] = [
    "objective",
    "annex",
    "appendix",
    "schedule",
    "article",
    "section",
    "chapter",
    "part",
    "note",
    "row",
    "item",
    "page",
    "preamble",
    "recital",
    "pp",
];

/// The meanings of a name: each a place, or places that are meant together.
pub(super) type Meanings = Vec<Vec<Target>>;

fn each(found: &[Target]) -> Meanings {
    found.iter().map(|&target| vec![target]).collect()
}

/// One search for a name.
pub(super) struct Finder<'a> {
    pub(super) desk: &'a Desk,
    pub(super) names: &'a Names,
    /// Whether titles of sections count as names.
    pub(super) titles: bool,
}

impl Finder<'_> {
    /// The places that the words of a name mean.
    pub(super) fn find(&self, said: &[String]) -> Meanings {
        let exact = self.names.exact(said);
        if let [Target::Work(_), ..] | [] = exact {
        } else {
            return each(exact);
        }
        if said.len() > LONGEST {
            return Vec::new();
        }
        let number = |w: &String| w.parse::<u16>().is_ok();
        let opens = |w: &String| {
            number(w) || WAY_NOUNS.contains(&w.as_str()) || !self.frames_of(std::slice::from_ref(w)).is_empty()
        };
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
                let mut found: Meanings = works.iter().flat_map(|&w| self.in_named(w, &said[k..])).collect();
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
                        .filter(|t| !matches!(t[..], [Target::Work(_)]))
                        .collect();
                }
                if found.is_empty() {
                    continue;
                }
                // `zero 5` is a paragraph, though the draft be of a fifth day.
                let numbered = fit != Fit::Exact && k == said.len() && k > 1 && number(&said[k - 1]);
                let shorter = self.names.works(&said[..k.saturating_sub(usize::from(numbered))], fit);
                let within = shorter.iter().filter(|_| numbered).flat_map(|&w| self.in_named(w, &said[k - 1..]));
                let within: Meanings = within.collect();
                return if within.is_empty() { found } else { within };
            }
        }
        match self.anywhere(said) {
            found if found.is_empty() && self.titles => each(&self.by_beginnings(said)),
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

    /// The frames whose aims the first words of `said` call, each with how many words: a frame's noun, or its whole
    /// name in the singular or the plural (`session`, `thematic session`, `thematic sessions`).
    fn frames_of(&self, said: &[String]) -> Vec<(usize, usize)> {
        let calls = |name: &&Vec<String>| !name.is_empty() && said.starts_with(name);
        let called = |names: &[Vec<String>; 3]| names.iter().filter(calls).map(Vec::len).max();
        let frames = self.names.frames.iter().enumerate();
        let found: Vec<(usize, usize)> = frames.filter_map(|(at, names)| Some((at, called(names)?))).collect();
        let most = found.iter().map(|&(_, len)| len).max();
        found.into_iter().filter(|&(_, len)| Some(len) == most).collect()
    }

    /// The aims that open `said`, each with the words behind it: `objective 13 …`, or `13 …` for the first frame's.
    fn aims<'w>(&self, said: &'w [String]) -> Vec<(ObjectiveId, &'w [String])> {
        let corpus = &self.desk.corpus;
        let mut frames = self.frames_of(said);
        if frames.is_empty() {
            frames.push((0, 0));
        }
        let aim = |(frame, len): (usize, usize)| {
            let (number, rest) = said[len..].split_first()?;
            let mut aims = corpus.frames.get(frame)?.objectives.iter().copied();
            let called = |o: &ObjectiveId| {
                corpus[*o].number.to_string() == *number || words(&corpus[*o].label) == [number.as_str()]
            };
            Some((aims.find(called)?, rest))
        };
        frames.into_iter().filter_map(aim).collect()
    }

    /// The places of a way that names no work.
    fn anywhere(&self, said: &[String]) -> Meanings {
        let corpus = &self.desk.corpus;
        if let [part, number] = said
            && part == "commitment"
            && self.frames_of(said).is_empty()
        {
            return self.anywhere(&["objective", number, part].map(str::to_owned));
        }
        let aims = self.aims(said);
        let whole: Vec<Target> = aims.iter().filter(|a| a.1.is_empty()).map(|&(id, _)| Target::Objective(id)).collect();
        if !whole.is_empty() {
            return each(&whole);
        }
        // What an aim holds is meant in the drafts, not in the talk about them, where a draft has it.
        let rank = |m: &Member| !is_draft(self.desk, m);
        let members = aims.iter().flat_map(|&(id, rest)| corpus[id].members.iter().map(move |m| (m, rest)));
        let mut bodies: Vec<(&Member, &[String])> = members.filter(|(m, _)| m.role == Role::Body).collect();
        bodies.sort_by_key(|(m, _)| rank(m));
        for members in bodies.chunk_by(|a, b| rank(a.0) == rank(b.0)) {
            let found: Meanings =
                members.iter().flat_map(|(m, rest)| self.below(m.work, m.node.into(), rest)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        let first = self.frames_of(said).first().is_some_and(|&(frame, len)| frame == 0 && said.len() > len);
        if first && !corpus.objectives.is_empty() {
            return Vec::new();
        }
        let found: Meanings = corpus.work_ids().flat_map(|w| self.in_work(w, said)).collect();
        // A heading of just these words is meant rather than what is called so for want of a heading.
        let headed = |t: &Vec<Target>| matches!(t[..], [Target::Section(s)] if self.names.titles[s.index()] == said);
        let heads: Meanings = found.iter().filter(|t| headed(t)).cloned().collect();
        if !heads.is_empty() {
            return heads;
        }
        if found.is_empty() { corpus.work_ids().flat_map(|w| self.in_named(w, said)).collect() } else { found }
    }

    /// The places in `work` that `way` leads to.
    fn in_work(&self, work: WorkId, way: &[String]) -> Meanings {
        self.below(work, Target::Work(work), way)
    }

    /// The places in a work that was named. Where it has no such paragraph, what it states under an objective of that
    /// number: `zero 13 c`.
    fn in_named(&self, work: WorkId, way: &[String]) -> Meanings {
        let found = self.numbered_in(work, way);
        let aim = way.first().filter(|_| found.is_empty() && way.len() > 1).and_then(|first| first.parse().ok());
        match aim.and_then(|number| self.desk.corpus.objective(number)) {
            Some(aim) => self.stated(aim, work, &way[1..]),
            None => found,
        }
    }

    /// The places in a work that was named. A bare number may stand for a section's Roman one (`kenya 3`), or for an
    /// article's (`vienna 53`); in a text whose sections are numbers alone, `s 3` is its paragraph 3.
    fn numbered_in(&self, work: WorkId, way: &[String]) -> Meanings {
        let mut found = self.in_work(work, way);
        let Some((first, rest)) = way.split_first().filter(|_| found.is_empty()) else { return found };
        let numbered = |w: &String| w.starts_with(|c: char| c.is_ascii_digit());
        let of = |first: &str, noun: &[&str]| {
            let noun = noun.iter().map(|&noun| noun.to_owned());
            self.in_work(work, &noun.chain([first.to_owned()]).chain(rest.iter().cloned()).collect::<Vec<_>>())
        };
        if let Some(roman) = in_roman(first) {
            found = of(&roman, &[]);
        }
        if numbered(first) {
            let nouns = COUNTED_NOUNS.iter().filter(|noun| self.names.has_noun(work, noun));
            let mut nouns = nouns.map(|noun| of(first, &[noun]));
            return if found.is_empty() { nouns.find(|found| !found.is_empty()).unwrap_or_default() } else { found };
        }
        match (first.as_str(), rest.first()) {
            ("s" | "ss", Some(number)) if numbered(number) => {
                self.numbered_in(work, &[&["section".to_owned()], rest].concat())
            }
            ("section", Some(number))
                if numbered(number) && !["section", ""].iter().any(|noun| self.names.has_noun(work, noun)) =>
            {
                self.in_work(work, rest)
            }
            _ => found,
        }
    }

    /// The places that `way` leads to from `from`, a place of `work`. The first reading that leads anywhere wins:
    /// a full name, an aim, a section's label, a label of a passage, a section's title.
    pub(super) fn below(&self, work: WorkId, from: Target, way: &[String]) -> Meanings {
        if way.is_empty() {
            return vec![vec![from]];
        }
        let corpus = &self.desk.corpus;
        let mut full = vec![self.desk.name_of(from)];
        full.extend((from == Target::Work(work)).then(|| corpus[work].key.clone()));
        for name in full {
            let name = [words(&name), way.to_vec()].concat();
            if let found @ [_, ..] = self.names.exact(&name) {
                return each(found);
            }
        }
        if from == Target::Work(work) && !self.frames_of(way).is_empty() {
            let aims = self.aims(way);
            let found: Meanings = aims.iter().flat_map(|&(aim, rest)| self.stated(aim, work, rest)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        if let [noun, number, rest @ ..] = way
            && (noun == "page" || noun == "p" && number.parse::<u32>().is_ok())
        {
            let found = self.on_page(work, from, number, rest);
            if !found.is_empty() {
                return found;
            }
        }
        let mut found = self.by_label(work, from, way);
        if found.is_empty() {
            found = self.by_passage(work, from, way);
        }
        if found.is_empty() && self.titles {
            found = self.by_title(work, from, way);
        }
        match from {
            Target::Work(_) if found.is_empty() => self.in_preamble(work, way),
            Target::Section(section) if found.is_empty() => self.in_aim(section, way),
            _ => found,
        }
    }

    /// Whether `passage` stands in `from`.
    pub(super) fn holds(&self, from: Target, passage: PassageId) -> bool {
        let corpus = &self.desk.corpus;
        match from {
            Target::Passage(top) => corpus.above(passage).any(|up| up == top),
            _ => self.stands_in(corpus[passage].section, from),
        }
    }

    /// Whether `section` stands in `from`.
    fn stands_in(&self, section: SectionId, from: Target) -> bool {
        let corpus = &self.desk.corpus;
        match from {
            Target::Work(work) => corpus[section].work == work,
            Target::Section(top) => corpus.outwards(section).any(|s| s == top),
            _ => false,
        }
    }

    fn by_label(&self, work: WorkId, from: Target, way: &[String]) -> Meanings {
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
    fn nearest(&self, mut here: Vec<(usize, Target)>, work: WorkId, way: &[String]) -> Meanings {
        here.sort_by_key(|&(depth, _)| depth);
        for level in here.chunk_by(|a, b| a.0 == b.0) {
            let found: Meanings = level.iter().flat_map(|&(_, from)| self.below(work, from, way)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn by_passage(&self, work: WorkId, from: Target, way: &[String]) -> Meanings {
        let corpus = &self.desk.corpus;
        let (kind, way) = match way[0].as_str() {
            "note" => (Some(PassageKind::Note), &way[1..]),
            "row" => (Some(PassageKind::Row), &way[1..]),
            "item" => (Some(PassageKind::Item), &way[1..]),
            _ => (None, way),
        };
        for len in (1..=way.len().min(3)).rev() {
            let label = way[..len].join(" ");
            let fits = |p: PassageId| match (kind, corpus[p].kind) {
                (_, PassageKind::Note) => kind == Some(PassageKind::Note),
                // An item that a page made a row of a table is an item still; one that opens a list, too.
                (Some(PassageKind::Item), of) => {
                    of == PassageKind::Row || of == PassageKind::Item || corpus[p].parent.is_some()
                }
                (Some(kind), of) => of == kind,
                (None, _) => true,
            };
            let here = self.names.labelled(work, &label).iter().copied().filter(|&p| fits(p) && self.holds(from, p));
            let depth = |p: PassageId| corpus.above(p).filter(|&q| corpus[q].label.is_some()).count();
            let found = self.nearest(here.map(|p| (depth(p), Target::Passage(p))).collect(), work, &way[len..]);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    fn by_title(&self, work: WorkId, from: Target, way: &[String]) -> Meanings {
        if !way[0].chars().any(char::is_alphabetic) {
            return Vec::new();
        }
        let here = self.desk.corpus[work].sections.iter().copied();
        let sections: Vec<SectionId> =
            here.filter(|&s| Target::Section(s) != from && self.stands_in(s, from)).collect();
        let title = |s: SectionId| self.names.titles[s.index()].as_slice();
        let whole: Meanings = sections
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
