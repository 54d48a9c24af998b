//! Compare: which units of two works, sections or files stand against each other, and which drafts a text has.

use std::collections::HashMap;

use super::{Desk, Target};
use crate::compare::{
    Alignment, Link, Mode, Op, Options, Quotation, Run, Status, Summary, Unit, UnitKind, align_through, compose,
    quotations,
};
use crate::text::{Going, Node, ObjectiveId, PassageId, PassageKind, Role, SectionId, Work, WorkId, go_on};

/// One side of a comparison: a place on this desk, or on that of a file from disk.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// Where the target lives.
    pub desk: &'a Desk,
    /// A work, a section, or a passage with its sub-items; an objective stands for its fullest text. Lines of
    /// a source stand for all works within them.
    pub target: Target,
    /// What else of the same work is meant with it: an objective may be stated in two places.
    pub beside: &'a [Target],
}

impl Side<'_> {
    /// The one of several works of a file that is meant beside `other`: the one that has headings of it, if one alone has.
    #[must_use]
    pub fn fitting(self, other: Side<'_>) -> Self {
        let Target::Lines(source, lines) = self.target else { return self };
        let headed = |side: Side<'_>| -> Vec<String> {
            let heading = |unit: &Unit| unit.kind == UnitKind::Heading && unit.text.contains(' ');
            units(side).into_iter().filter(heading).map(|unit| unit.text.to_lowercase()).collect()
        };
        let theirs = headed(other);
        let corpus = &self.desk.corpus;
        let inside = |w: &WorkId| corpus[*w].source == source && lines.contains(corpus[*w].lines.first);
        let shares = |w: &WorkId| headed(Side { target: Target::Work(*w), ..self }).iter().any(|h| theirs.contains(h));
        let mut fit = corpus.work_ids().filter(inside).filter(shares);
        match (fit.next(), fit.next()) {
            (Some(work), None) => Side { target: Target::Work(work), ..self },
            _ => self,
        }
    }
}

/// What the reader asks of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// As drafts or by topic, whatever the texts say.
    pub mode: Option<Mode>,
    /// Only the links that touch this objective; matched in the context of the whole.
    pub objective: Option<u16>,
}

/// Two texts side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The work of each side, as an id of that side's corpus.
    pub works: [Option<WorkId>; 2],
    /// The name of each side: a work's title, a section's citation.
    pub titles: [String; 2],
    /// The units of each side, old first; links count in here.
    pub units: [Vec<Unit>; 2],
    /// The links.
    pub alignment: Alignment,
}

impl Comparison {
    /// The places that a link is about, on both sides.
    pub fn origins<'a>(&'a self, link: &'a Link) -> impl Iterator<Item = Node> + 'a {
        let sides = link.sides().into_iter().zip(&self.units);
        sides.flat_map(|(ids, units)| ids.iter().filter_map(|&u| units[u].origin))
    }
}

impl Desk {
    /// A place of this desk's corpus as a side.
    #[must_use]
    pub fn side(&self, target: Target) -> Side<'_> {
        Side { desk: self, target, beside: &[] }
    }

    /// Compares two sides. Two drafts of one family are matched through the drafts between them.
    #[must_use]
    pub fn compare(&self, old: Side<'_>, new: Side<'_>, asked: Asked) -> Comparison {
        self.compare_going(old, new, asked, &go_on)
    }

    /// As [`Desk::compare`]; `going` counts works while drafts of one text are looked for, then as [`align_through`].
    #[must_use]
    pub fn compare_going(&self, old: Side<'_>, new: Side<'_>, asked: Asked, going: Going<'_>) -> Comparison {
        let units = [units(old), units(new)];
        let works = [work_of(old), work_of(new)];
        let between = self.drafts_between(old, new, going);
        // What the manifest calls drafts of one text are compared as such; those found by rule, if they are alike.
        let said = between.is_some() && works[0].is_some_and(|w| self.corpus[w].family.is_some());
        let mode = asked.mode.or(said.then_some(Mode::Draft));
        let known = between.map_or_else(Vec::new, |b| self.through(old, &b, new, going));
        let mut alignment = align_through(&units[0], &units[1], Options { mode }, &known, going);
        if let Some(objective) = asked.objective {
            let touches = |side: usize, ids: &[usize]| ids.iter().any(|&u| units[side][u].objective == Some(objective));
            alignment.links.retain(|link| touches(0, &link.old) || touches(1, &link.new));
            alignment.summary = Summary::of(&alignment.links);
        }
        Comparison { works, titles: [title_of(old), title_of(new)], units, alignment }
    }

    /// One side by itself, where there is nothing to compare it with: every unit the same as itself.
    #[must_use]
    pub fn alone(&self, side: Side<'_>) -> Comparison {
        let own = units(side);
        let links = (0..own.len()).map(|unit| Link {
            old: vec![unit],
            new: Vec::new(),
            status: Status::Same,
            moved: false,
            renumbered: false,
            score: 1.0,
            runs: vec![Run { op: Op::Equal, text: own[unit].text.clone(), noise: false, term: None }],
        });
        let links: Vec<Link> = links.collect();
        let alignment = Alignment { mode: Mode::Draft, summary: Summary::of(&links), links, terms: Vec::new() };
        Comparison {
            works: [work_of(side), None],
            titles: [title_of(side), String::new()],
            units: [own, Vec::new()],
            alignment,
        }
    }

    /// The works that state `objective`, in order of date; those that print its title alone come last.
    #[must_use]
    pub fn drafts_with(&self, objective: ObjectiveId) -> Vec<WorkId> {
        let mut out: Vec<(bool, (bool, String), WorkId)> = Vec::new();
        for member in &self.corpus[objective].members {
            let title_only = member.role == Role::Title;
            match out.iter_mut().find(|m| m.2 == member.work) {
                Some(known) => known.0 &= title_only,
                None => out.push((title_only, self.age(member.work), member.work)),
            }
        }
        out.sort();
        out.into_iter().map(|(_, _, work)| work).collect()
    }

    /// The passages that two sides share word for word, longest first, with the units they stand in.
    #[must_use]
    pub fn quotations(&self, old: Side<'_>, new: Side<'_>) -> ([Vec<Unit>; 2], Vec<Quotation>) {
        let units = [units(old), units(new)];
        let found = quotations(&units[0], &units[1]);
        (units, found)
    }

    /// Sorts works by date, those without one last.
    pub(super) fn age(&self, work: WorkId) -> (bool, String) {
        let date = self.corpus[work].date.as_ref().map(|d| d.value.clone());
        (date.is_none(), date.unwrap_or_default())
    }

    /// The drafts between two works of one family, from `old` to `new`; none where they are not of one family.
    fn drafts_between(&self, old: Side<'_>, new: Side<'_>, going: Going<'_>) -> Option<Vec<WorkId>> {
        let (Target::Work(a), Target::Work(b)) = (old.target, new.target) else { return None };
        if !std::ptr::eq(old.desk, self) || !std::ptr::eq(new.desk, self) {
            return None;
        }
        self.find_drafts(going);
        self.families.get()?;
        let drafts = self.drafts_of(a);
        let (from, to) = (drafts.iter().position(|&d| d == a)?, drafts.iter().position(|&d| d == b)?);
        let between = (from.min(to) + 1..from.max(to)).map(|at| drafts[at]);
        Some(if from > to { between.rev().collect() } else { between.collect() })
    }

    /// The pairs of `old` and `new` that alignments through the drafts between lead to.
    fn through(&self, old: Side<'_>, between: &[WorkId], new: Side<'_>, going: Going<'_>) -> Vec<(usize, usize)> {
        let Some((first, rest)) = between.split_first() else { return Vec::new() };
        let options = Options { mode: Some(Mode::Draft) };
        let mut at = units(self.side(Target::Work(*first)));
        let mut so_far = align_through(&units(old), &at, options, &[], going);
        let mut pairs = Vec::new();
        let ends = rest.iter().map(|&w| self.side(Target::Work(w))).chain([new]);
        for side in ends {
            let next = units(side);
            let step = align_through(&at, &next, options, &[], going);
            pairs = compose(&so_far, &step);
            so_far = align_through(&units(old), &next, options, &pairs, going);
            at = next;
        }
        pairs
    }
}

/// The units of a side, in document order: headings and passages.
#[must_use]
pub fn units(side: Side<'_>) -> Vec<Unit> {
    let mut out = Units { desk: side.desk, all: Vec::new(), sections: HashMap::new(), passages: HashMap::new() };
    std::iter::once(side.target).chain(side.beside.iter().copied()).for_each(|target| out.target(target));
    out.all
}

/// Units in the making.
struct Units<'a> {
    desk: &'a Desk,
    all: Vec<Unit>,
    sections: HashMap<SectionId, usize>,
    passages: HashMap<PassageId, usize>,
}

impl Units<'_> {
    fn target(&mut self, target: Target) {
        let corpus = &self.desk.corpus;
        match target {
            Target::Work(work) => corpus[work].sections.iter().for_each(|&s| self.section(s)),
            Target::Section(section) => self.below(section),
            Target::Passage(passage) => {
                self.passage(passage);
                let beside = corpus[corpus[passage].section].passages.iter().copied();
                beside.filter(|&p| corpus.above(p).any(|up| up == passage)).for_each(|p| self.passage(p));
            }
            Target::Objective(objective) => {
                if let Some(fullest) = corpus[objective].fullest() {
                    self.target(fullest.node.into());
                }
            }
            Target::Lines(source, lines) => {
                let inside =
                    |w: &&Work| w.source == source && lines.contains(w.lines.first) && lines.contains(w.lines.last);
                corpus.works.iter().filter(inside).flat_map(|w| &w.sections).for_each(|&s| self.section(s));
            }
        }
    }

    /// A section with all below it.
    fn below(&mut self, section: SectionId) {
        self.section(section);
        for &child in &self.desk.corpus[section].children {
            self.below(child);
        }
    }

    /// A section's heading and its own passages.
    fn section(&mut self, id: SectionId) {
        let section = &self.desk.corpus[id];
        if section.label.is_some() || section.title.is_some() {
            self.sections.insert(id, self.all.len());
            self.all.push(Unit {
                label: section.label.clone(),
                kind: UnitKind::Heading,
                text: section.title.clone().unwrap_or_default(),
                emphasis: Vec::new(),
                parent: section.parent.and_then(|up| self.heading(up)),
                origin: Some(Node::Section(id)),
                citation: self.desk.name_of(Target::Section(id)),
                spans: section.heading.clone(),
                objective: self.objective(id),
            });
        }
        section.passages.iter().for_each(|&p| self.passage(p));
    }

    fn passage(&mut self, id: PassageId) {
        let passage = &self.desk.corpus[id];
        let parent = passage.parent.and_then(|up| self.passages.get(&up).copied());
        self.passages.insert(id, self.all.len());
        self.all.push(Unit {
            label: passage.label.clone(),
            kind: kind(passage.kind),
            text: passage.text.clone(),
            emphasis: passage.emphasis.clone(),
            parent: parent.or_else(|| self.heading(passage.section)),
            origin: Some(Node::Passage(id)),
            citation: passage.citation.clone(),
            spans: passage.spans.clone(),
            objective: self.objective(passage.section),
        });
    }

    /// The nearest heading at or above `section`.
    fn heading(&self, section: SectionId) -> Option<usize> {
        self.desk.corpus.outwards(section).find_map(|s| self.sections.get(&s).copied())
    }

    /// The objective `section` stands in.
    fn objective(&self, section: SectionId) -> Option<u16> {
        self.desk.corpus.outwards(section).find_map(|s| self.desk.corpus[s].objective)
    }
}

fn kind(kind: PassageKind) -> UnitKind {
    match kind {
        PassageKind::Paragraph => UnitKind::Paragraph,
        PassageKind::Chapeau => UnitKind::Chapeau,
        PassageKind::Item => UnitKind::Item,
        PassageKind::Note => UnitKind::Note,
        PassageKind::Row => UnitKind::Row,
        PassageKind::Quote => UnitKind::Quote,
    }
}

fn work_of(side: Side<'_>) -> Option<WorkId> {
    match side.target {
        Target::Objective(objective) => side.desk.corpus[objective].members.first().map(|m| m.work),
        target => side.desk.work_of(target),
    }
}

fn title_of(side: Side<'_>) -> String {
    match side.target {
        Target::Work(_) | Target::Objective(_) => side.desk.text_of(side.target).into_owned(),
        target => side.desk.name_of(target),
    }
}
