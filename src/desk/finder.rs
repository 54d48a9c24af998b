//! The search for a name: the ways through a work, step by step, that its words may mean.

use super::names::{Fit, Names, in_roman, words};
use super::{Desk, Target};
use crate::text::{Member, Objective, ObjectiveId, PassageId, PassageKind, Role, SectionId, WorkId, WorkKind};

/// More words than this are a full name or none: no way is that long.
const LONGEST: usize = 24;
/// Nouns that may stand before a section's bare number or letter.
const SECTION_NOUNS: [&str; 6] = ["section", "part", "chapter", "title", "article", "slide"];
/// Nouns that open a way into a work: what begins with one names no work.
const WAY_NOUNS: [&str; 10] =
    ["objective", "annex", "appendix", "article", "section", "chapter", "part", "note", "row", "page"];

/// One search for a name.
pub(super) struct Finder<'a> {
    pub(super) desk: &'a Desk,
    pub(super) names: &'a Names,
    /// Whether titles of sections count as names.
    pub(super) titles: bool,
}

impl Finder<'_> {
    /// The places that the words of a name mean.
    pub(super) fn find(&self, said: &[String]) -> Vec<Target> {
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
                if found.is_empty() {
                    continue;
                }
                // `zero 5` is a paragraph, though the draft be of a fifth day.
                let numbered = fit != Fit::Exact && k == said.len() && k > 1 && number(&said[k - 1]);
                let shorter = self.names.works(&said[..k.saturating_sub(usize::from(numbered))], fit);
                let within = shorter.iter().filter(|_| numbered).flat_map(|&w| self.in_named(w, &said[k - 1..]));
                let within: Vec<Target> = within.collect();
                return if within.is_empty() { found } else { within };
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
        match way.split_first().and_then(|(first, rest)| Some((in_roman(first)?, rest))) {
            Some((first, rest)) if found.is_empty() => self.in_work(work, &[&[first], rest].concat()),
            _ => found,
        }
    }

    /// The places that `way` leads to from `from`, a place of `work`. The first reading that leads anywhere wins:
    /// a full name, an aim, a section's label, a label of a passage, a section's title.
    pub(super) fn below(&self, work: WorkId, from: Target, way: &[String]) -> Vec<Target> {
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
