//! What the panes beside the tree show of what is selected: passages, and the comparison of two works.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use super::app::{App, Effect, Middle};
use super::layout::Pane;
use super::tree::Branch;
use super::worker::Question;
use crate::compare::Mode;
use crate::desk::compare::Comparison;
use crate::desk::{Desk, Target};
use crate::text::{Node, ObjectiveId, PassageId, Role as Holds, WorkId};

/// How long a held key must rest before the panes beside the tree follow it.
const REST: Duration = Duration::from_millis(80);

impl App {
    /// Follows the tree once keys rest: meanwhile only the bar moves.
    pub(super) fn follow_at_rest(&mut self) {
        if !self.pace.hurried {
            return self.follow();
        }
        self.pace.behind = true;
        self.effects.push(Effect::Remind(REST));
    }

    /// Follows the tree: passages and comparison turn to what is selected.
    pub(super) fn follow(&mut self) {
        self.pace.behind = false;
        let Some(desk) = self.desk.clone() else { return };
        let Some(branch) = self.tree.selected() else { return };
        let objective = self.tree.objective();
        let target = objective.map(Target::Objective).or(branch.target());
        let Some(target) = target else { return };
        if self.subject != Some(target) {
            self.subject = Some(target);
            if self.middle == Middle::Results && self.focus == Pane::Tree {
                self.middle = Middle::Passages;
            }
            let known = objective.and_then(|id| self.bearings.get(&id).cloned());
            let unknown = objective.filter(|_| known.is_none());
            self.passages.turn_to(target, known, &desk, &self.verdicts);
            self.turn_comparison(target);
            if let Some(id) = unknown {
                self.ask(Question::On(id));
            }
        }
        // A row below an objective is shown where the drafts have it.
        let node = match branch {
            Branch::Passage(id) => Some(Node::Passage(id)),
            Branch::Section(id) => Some(Node::Section(id)),
            _ => None,
        };
        if let Some(node) = node {
            let size = self.room(Pane::Compare);
            self.compare.reveal(node, size);
        }
    }

    /// The objective, if the selection is or stands under one.
    pub(super) fn objective(&self) -> Option<ObjectiveId> {
        self.tree.objective()
    }

    /// Turns the comparison to what is selected, after another choice of drafts.
    pub(super) fn turn_again(&mut self) {
        if let Some(target) = self.subject {
            self.turn_comparison(target);
        }
    }

    pub(super) fn turn_comparison(&mut self, target: Target) {
        let Some(desk) = self.desk.clone() else { return };
        let within = |target| desk.passages_in(target).into_iter().map(Node::Passage);
        let mut nodes = HashSet::new();
        match target {
            Target::Objective(id) => {
                let members = &desk.corpus[id].members;
                let full = |w: WorkId| members.iter().any(|m| m.work == w && m.role == Holds::Body);
                // A title in a list says nothing beside the text itself.
                for member in members.iter().filter(|m| m.role == Holds::Body || !full(m.work)) {
                    nodes.insert(member.node);
                    nodes.extend(within(member.node.into()));
                    if let Node::Section(section) = member.node {
                        nodes.extend(below(&desk, section));
                    }
                }
                let pair = self.pair_for(&desk, id);
                self.compare.alone = desk.drafts_with(id).first().copied();
                self.set_pair(pair);
                if let (None, Some(work)) = (pair, self.compare.alone) {
                    self.compare.answer(Arc::new(desk.alone(desk.side(Target::Work(work)))));
                }
            }
            Target::Section(id) => nodes.extend(within(target).chain(below(&desk, id))),
            Target::Work(id) => {
                nodes.extend(within(target).chain(desk.corpus[id].sections.iter().map(|&s| Node::Section(s))));
            }
            _ => nodes.extend(within(target)),
        }
        if let Some(pair) = self.neighbours(&desk, target) {
            self.set_pair(Some(pair));
        }
        // Of a draft that is selected as a whole, also what the other has and it lacks.
        if let (Target::Work(work), Some((old, new))) = (target, self.compare.pair)
            && (work == old || work == new)
        {
            for other in [old, new] {
                nodes.extend(
                    within(Target::Work(other)).chain(desk.corpus[other].sections.iter().map(|&s| Node::Section(s))),
                );
            }
        }
        self.compare.turn_to(nodes);
    }

    /// For a place in a draft of several, outside all objectives: the draft before it and itself, or itself and the
    /// next; the two chosen, where it is one of them.
    pub(super) fn neighbours(&self, desk: &Desk, target: Target) -> Option<(WorkId, WorkId)> {
        let work = desk.work_of(target)?;
        let drafts = desk.drafts_known(work);
        let at = drafts.iter().position(|&draft| draft == work)?;
        let chosen = self.chosen.filter(|&(old, new)| old == work || new == work);
        chosen.or_else(|| Some((*drafts.get(at.checked_sub(1)?)?, work))).or_else(|| Some((work, *drafts.get(1)?)))
    }

    /// The two works to compare on an objective: those chosen, else the oldest and the newest that state it in full,
    /// else two that state its title. None where one work alone states it in full: that text is shown by itself.
    pub(super) fn pair_for(&self, desk: &Desk, objective: ObjectiveId) -> Option<(WorkId, WorkId)> {
        let works = desk.drafts_with(objective);
        if let Some(pair) = self.chosen.filter(|(old, new)| works.contains(old) || works.contains(new)) {
            return Some(pair);
        }
        let full = |w: &&WorkId| desk.corpus[objective].members.iter().any(|m| m.work == **w && m.role == Holds::Body);
        let bodies: Vec<WorkId> = works.iter().filter(full).copied().collect();
        let (a, b) = match bodies[..] {
            [first, .., last] => (first, last),
            [_] => return None,
            [] => (*works.first()?, *works.get(1)?),
        };
        let date = |w: WorkId| desk.corpus[w].date.as_ref().map(|d| d.value.clone());
        Some(if date(b).is_some() && date(b) < date(a) { (b, a) } else { (a, b) })
    }

    /// Compares these two from now on.
    pub(super) fn set_pair(&mut self, pair: Option<(WorkId, WorkId)>) {
        if self.compare.pair == pair && (self.compare.comparison.is_some() || pair.is_none()) {
            return;
        }
        self.compare.pair = pair;
        self.compare.comparison = None;
        self.signs.clear();
        let Some((old, new)) = pair else { return };
        let key = (old, new, self.compare.mode);
        match self.known.iter().find(|(known, _)| *known == key).map(|(_, c)| Arc::clone(c)) {
            Some(comparison) => self.take_comparison(comparison),
            None => self.ask(Question::Compare(old, new, self.compare.mode)),
        }
    }

    pub(super) fn take_comparison(&mut self, comparison: Arc<Comparison>) {
        let Some(desk) = self.desk.clone() else { return };
        self.compare.answer(comparison);
        self.compared = self.compare.pair.map(|(old, new)| (old, new, self.compare.mode));
        let of = |n: usize| {
            let target = Target::Objective(ObjectiveId::at(n));
            let passages: HashSet<PassageId> = desk.passages_in(target).into_iter().collect();
            self.compare.signs_of(|node| matches!(node, Node::Passage(p) if passages.contains(&p)))
        };
        self.signs = (0..desk.corpus.objectives.len()).map(of).collect();
        if let Some(branch) = self.tree.selected() {
            let size = self.room(Pane::Compare);
            if let Branch::Passage(id) = branch {
                self.compare.reveal(Node::Passage(id), size);
            }
        }
    }

    pub(super) fn overrule(&mut self) {
        let now = self.compare.comparison.as_ref().map(|c| c.alignment.mode);
        self.compare.mode = Some(if now == Some(Mode::Draft) { Mode::Related } else { Mode::Draft });
        self.compare.comparison = None;
        self.set_pair(self.compare.pair);
        self.say(if self.compare.mode == Some(Mode::Draft) {
            "as drafts of one text"
        } else {
            "as texts on one topic"
        });
    }

    pub(super) fn swap(&mut self) {
        if let Some((old, new)) = self.compare.pair {
            self.chosen = Some((new, old));
            self.set_pair(Some((new, old)));
        }
    }
}

/// The sections below a section, itself among them.
fn below(desk: &Desk, section: crate::text::SectionId) -> Vec<Node> {
    let mut out = vec![Node::Section(section)];
    for &child in &desk.corpus[section].children {
        out.extend(below(desk, child));
    }
    out
}
