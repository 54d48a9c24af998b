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
use crate::keys::Action;
use crate::text::{Node, ObjectiveId, Role as Holds, WorkId};

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
        let Some(target) = target else { return self.follow_nothing(&desk) };
        if self.subject != Some(target) {
            self.subject = Some(target);
            if self.middle == Middle::Results && self.focus == Pane::Tree {
                self.middle = Middle::Passages;
            }
            let known = objective.and_then(|id| self.bearings.get(&id).cloned());
            let unknown = objective.filter(|_| known.is_none());
            self.passages.turn_to(Some(target), known, &desk, &self.verdicts);
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

    /// The selection is a heading of the tree: nothing is told of it.
    fn follow_nothing(&mut self, desk: &Arc<Desk>) {
        if self.subject.take().is_none() {
            return;
        }
        self.passages.turn_to(None, None, desk, &self.verdicts);
        if !self.compare.whole {
            self.set_pair(None);
            (self.compare.alone, self.compare.comparison) = (None, None);
            self.compare.turn_to(HashSet::new());
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
        let mut nodes = nodes_of(&desk, target);
        let pair = self.pair_for(&desk, target);
        let stating = |id| desk.drafts_with(id).first().copied();
        let alone = if let Target::Objective(id) = target { stating(id) } else { None };
        self.set_pair(pair);
        self.compare.alone = alone.filter(|_| pair.is_none());
        match self.compare.alone {
            Some(work) => self.compare.answer(Arc::new(desk.alone(desk.side(Target::Work(work))))),
            None if pair.is_none() => self.compare.comparison = None,
            None => {}
        }
        // Of a draft that is selected as a whole, also what the other has and it lacks.
        if let (Target::Work(work), Some((old, new))) = (target, self.compare.pair)
            && (work == old || work == new)
        {
            nodes.extend([old, new].into_iter().flat_map(|other| nodes_of(&desk, Target::Work(other))));
        }
        self.compare.turn_to(nodes);
    }

    /// The two works to compare on a place: those chosen, where they say something of it or are wanted whole; else of
    /// an objective the oldest and the newest that state it in full, or that state its title. Where one work alone has
    /// it, the draft before it and itself, or itself and the next: what was left out or added shows there. None where
    /// it has no other draft.
    pub(super) fn pair_for(&self, desk: &Desk, target: Target) -> Option<(WorkId, WorkId)> {
        if let Some(pair) = self.chosen.filter(|&pair| self.compare.whole || says(desk, pair, target)) {
            return Some(pair);
        }
        let Target::Objective(objective) = target else { return neighbours(desk, desk.work_of(target)?) };
        let works = desk.drafts_with(objective);
        let bodies: Vec<WorkId> = works.iter().copied().filter(|&w| in_full(desk, objective, w)).collect();
        let (a, b) = match if bodies.is_empty() { &works[..] } else { &bodies[..] } {
            [first, .., last] => (*first, *last),
            [one] => return neighbours(desk, *one),
            [] => return None,
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
        let stated = |id: ObjectiveId| {
            let compared = |work: WorkId| self.compare.pair.is_some_and(|(old, new)| work == old || work == new);
            desk.corpus[id].members.iter().any(|m| compared(m.work))
        };
        let signs = |id: ObjectiveId| {
            let nodes = stated(id).then(|| nodes_of(&desk, Target::Objective(id)));
            nodes.map(|nodes| self.compare.signs_of(&nodes)).unwrap_or_default()
        };
        self.signs = (0..desk.corpus.objectives.len()).map(ObjectiveId::at).map(signs).collect();
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
        } else {
            self.say_uncompared();
        }
    }

    /// Says that there are no two texts here, and how to choose them.
    pub(super) fn say_uncompared(&mut self) {
        let choose = self.key(Action::Drafts);
        self.say(&format!("no two texts are compared here; {choose} chooses them"));
    }
}

/// Whether a pair says something of a place: one of the two holds it, or both state the objective, or one in full.
pub(super) fn says(desk: &Desk, (old, new): (WorkId, WorkId), target: Target) -> bool {
    let Target::Objective(id) = target else {
        return desk.work_of(target).is_some_and(|work| work == old || work == new);
    };
    let works = desk.drafts_with(id);
    (works.contains(&old) && works.contains(&new)) || in_full(desk, id, old) || in_full(desk, id, new)
}

fn in_full(desk: &Desk, objective: ObjectiveId, work: WorkId) -> bool {
    desk.corpus[objective].members.iter().any(|m| m.work == work && m.role == Holds::Body)
}

/// The draft before `work` and itself, or itself and the next.
fn neighbours(desk: &Desk, work: WorkId) -> Option<(WorkId, WorkId)> {
    let drafts = desk.drafts_known(work);
    let at = drafts.iter().position(|&draft| draft == work)?;
    let before = at.checked_sub(1).map(|before| (drafts[before], work));
    before.or_else(|| Some((work, *drafts.get(1)?)))
}

/// All that a comparison shows of a place: its passages and its headings.
fn nodes_of(desk: &Desk, target: Target) -> HashSet<Node> {
    let within = |target| desk.passages_in(target).into_iter().map(Node::Passage);
    let mut nodes = HashSet::new();
    match target {
        Target::Objective(id) => {
            let members = &desk.corpus[id].members;
            // A title in a list says nothing beside the text itself.
            for member in members.iter().filter(|m| m.role == Holds::Body || !in_full(desk, id, m.work)) {
                nodes.insert(member.node);
                nodes.extend(within(member.node.into()));
                if let Node::Section(section) = member.node {
                    nodes.extend(below(desk, section));
                }
            }
        }
        Target::Section(id) => nodes.extend(within(target).chain(below(desk, id))),
        Target::Work(id) => {
            nodes.extend(within(target).chain(desk.corpus[id].sections.iter().map(|&s| Node::Section(s))));
        }
        _ => nodes.extend(within(target)),
    }
    nodes
}

/// The sections below a section, itself among them.
fn below(desk: &Desk, section: crate::text::SectionId) -> Vec<Node> {
    let mut out = vec![Node::Section(section)];
    for &child in &desk.corpus[section].children {
        out.extend(below(desk, child));
    }
    out
}
