//! Sessions: what the application leaves for the next one, by names that outlive a change of the documents.

use std::collections::{BTreeSet, HashMap};

use super::app::{App, Middle};
use super::go::{Jumps, Place};
use super::layout::Pane;
use super::prompt::Kind;
use super::reader::Reader;
use super::state::{Session, Spot};
use super::tree::Branch;
use crate::compare::Mode;
use crate::desk::resolve::Resolved;
use crate::desk::{Desk, Target};
use crate::text::{FrameId, ObjectiveId, SectionId};

impl Jumps {
    /// The same way through documents that were read again; what no longer exists is passed over.
    pub fn carry(&self, old: &Desk, new: &Desk) -> Self {
        let rows: HashMap<String, Branch> = branches(new).map(|branch| (name(new, branch), branch)).collect();
        self.map(|place| place.carry(old, new, |branch| rows.get(&name(old, branch)).copied()))
    }
}

impl App {
    /// What is to be kept of this session.
    #[must_use]
    pub fn session(&self) -> Session {
        let Some(desk) = &self.desk else { return self.kept.clone().unwrap_or_default() };
        let reading = self.reader.as_ref().filter(|_| self.middle == Middle::Reader);
        let verdict = |kept: bool| {
            let set = if kept { &self.verdicts.kept } else { &self.verdicts.dismissed };
            set.iter().map(move |&p| (desk.corpus[p].key.clone(), kept))
        };
        let mut left = self.left.clone();
        left.extend(reading.map(|r| (desk.corpus[r.work].key.clone(), spot(desk, r.here()))));
        Session {
            left,
            selected: self.tree.selected().map(|b| name(desk, b)),
            reading: reading.map(|r| spot(desk, r.here())),
            focus: Some(self.pane_name().to_owned()),
            zoom: self.zoom,
            theme: self.own_theme,
            measure: self.reader.as_ref().map(|r| r.measure),
            column: self.compare.inline,
            noise: Some(!self.compare.quiet),
            drafts: self.chosen.map(|(old, new)| [desk.corpus[old].key.clone(), desk.corpus[new].key.clone()]),
            mode: self.compare.mode.map(|mode| mode.word().to_owned()),
            query: self.results.query.clone(),
            folds: self.tree.open().iter().map(|&b| name(desk, b)).collect(),
            history: self.past.get(&Kind::Search).cloned().unwrap_or_default(),
            searches: self.saved.clone(),
            marks: self.marks.iter().filter_map(|(&c, p)| Some((c, spot(desk, p.target()?)))).collect(),
            verdicts: verdict(true).chain(verdict(false)).collect(),
        }
    }

    /// Takes up a session once the documents are read. What no longer exists is passed over.
    pub fn restore_later(&mut self, session: Session) {
        if let Some(theme) = session.theme {
            self.set_theme(theme);
            self.own_theme = Some(theme);
        }
        self.kept = Some(session);
    }

    /// Takes up what an earlier session left. A place asked for by name comes after it.
    pub(super) fn take_up(&mut self, session: &Session, desk: &Desk) {
        let folds: BTreeSet<Branch> = session.folds.iter().filter_map(|n| branch(desk, n)).collect();
        let size = self.room(Pane::Tree);
        if !folds.is_empty() {
            self.tree.set_open(folds, desk);
        }
        if let Some(branch) = session.selected.as_deref().and_then(|n| branch(desk, n)) {
            self.tree.reveal(branch, desk, size);
        }
        let work = |key: &String| desk.corpus.work_ids().find(|&w| desk.corpus[w].key == *key);
        self.chosen = session.drafts.as_ref().and_then(|[old, new]| Some((work(old)?, work(new)?)));
        self.compare.mode = session.mode.as_deref().and_then(Mode::from_word);
        self.compare.inline = session.column;
        self.compare.quiet = session.noise == Some(false);
        self.zoom = session.zoom;
        self.left.clone_from(&session.left);
        self.past.insert(Kind::Search, session.history.clone());
        self.saved.clone_from(&session.searches);
        if self.results.query != session.query {
            self.results = super::results::Results::of(&session.query);
        }
        for passage in desk.corpus.passage_ids() {
            match session.verdicts.get(&desk.corpus[passage].key) {
                Some(true) => self.verdicts.kept.insert(passage),
                Some(false) => self.verdicts.dismissed.insert(passage),
                None => false,
            };
        }
        for (&letter, spot) in &session.marks {
            if let Some(target) = find(desk, spot) {
                let place = self.place_at(target, desk);
                self.marks.insert(letter, place);
            }
        }
        match session.focus.as_deref() {
            Some("passages" | "results") => self.focus = Pane::Middle,
            Some("compare") => self.focus = Pane::Compare,
            _ => {}
        }
        if let Some(target) = session.reading.as_ref().and_then(|s| find(desk, s)) {
            self.open(target, None);
            if let (Some(reader), Some(measure)) = (&mut self.reader, session.measure) {
                reader.measure = measure.clamp(24, 200);
            }
        }
    }

    /// The place where a passage, section or work is read; or an objective selected.
    fn place_at(&self, target: Target, desk: &Desk) -> Place {
        let reader = desk.work_of(target).map(|work| {
            let mut reader = Reader::new(work, desk);
            let index = reader.index_of(target, desk).unwrap_or(0);
            reader.open_at(index, desk, self.room(Pane::Middle));
            (work, reader.view)
        });
        Place::at(&self.here(), target, reader)
    }

    fn pane_name(&self) -> &'static str {
        match (self.focus, self.middle) {
            (Pane::Tree, _) => "tree",
            (Pane::Compare, _) => "compare",
            (Pane::Middle, Middle::Passages) => "passages",
            (Pane::Middle, Middle::Results) => "results",
            (Pane::Middle, Middle::Reader) => "reader",
        }
    }
}

pub(super) fn spot(desk: &Desk, target: Target) -> Spot {
    let work = desk.work_of(target).map(|w| desk.corpus[w].key.clone());
    let words = desk.text_of(target).chars().take(80).collect();
    Spot { work: work.unwrap_or_default(), citation: desk.name_of(target), words }
}

/// The place that a spot names, or one of the same first words in its work.
pub(super) fn find(desk: &Desk, spot: &Spot) -> Option<Target> {
    if let Some(work) = desk.corpus.work_ids().find(|&w| desk.corpus[w].key == spot.work) {
        let passage = |p: &crate::text::PassageId| {
            desk.corpus[*p].citation == spot.citation
                || (!spot.words.is_empty() && desk.corpus[*p].text.starts_with(&spot.words))
        };
        if let Some(found) = desk.corpus.passages_of(work).find(passage) {
            return Some(Target::Passage(found));
        }
        let section = |s: &SectionId| desk.name_of(Target::Section(*s)) == spot.citation;
        let section = desk.corpus[work].sections.iter().copied().find(section);
        return Some(section.map_or(Target::Work(work), Target::Section));
    }
    match desk.resolve(&spot.citation) {
        Resolved::One(target) => Some(target),
        Resolved::All(targets) => targets.first().copied(),
        _ => None,
    }
}

/// The name of a row of the tree.
fn name(desk: &Desk, branch: Branch) -> String {
    let corpus = &desk.corpus;
    match branch {
        Branch::Works => "documents".to_owned(),
        Branch::Frame(id) => format!("frame {}", corpus[id].name),
        Branch::Objective(id) => format!("{} {}", corpus[corpus[id].frame].name, corpus[id].label),
        Branch::Work(id) => format!("work {}", corpus[id].key),
        Branch::Section(id) => format!("section {}", corpus[id].key),
        Branch::Passage(id) => format!("passage {}", corpus[id].key),
    }
}

/// The row of the tree so named.
fn branch(desk: &Desk, wanted: &str) -> Option<Branch> {
    branches(desk).find(|&b| name(desk, b) == wanted)
}

/// Every row a tree may have.
fn branches(desk: &Desk) -> impl Iterator<Item = Branch> + '_ {
    let corpus = &desk.corpus;
    let objectives = (0..corpus.objectives.len()).map(|n| Branch::Objective(ObjectiveId::at(n)));
    let frames = (0..corpus.frames.len()).map(|n| Branch::Frame(FrameId::at(n)));
    let sections = (0..corpus.sections.len()).map(|n| Branch::Section(SectionId::at(n)));
    let all = std::iter::once(Branch::Works).chain(frames).chain(objectives);
    let all = all.chain(corpus.work_ids().map(Branch::Work)).chain(sections);
    all.chain(corpus.passage_ids().map(Branch::Passage))
}
