//! The tree: objectives by frame, works with their sections; or the outline of one document.

use std::collections::BTreeSet;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;

use super::flow::{Column, View};
use super::ink::{Ink, Look};
use super::list::Move;
use super::passages::{of_work, words_of};
use super::theme::Role;
use crate::desk::{Desk, Target};
use crate::text::{FrameId, Node, ObjectiveId, PassageKind, Role as Part, SectionId, WorkId};

/// What a row stands for, and what is folded under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Branch {
    /// The aims of a frame.
    Frame(FrameId),
    /// All works.
    Works,
    /// A place: an objective, a work, a section, a passage.
    Objective(ObjectiveId),
    /// A work.
    Work(WorkId),
    /// A section.
    Section(SectionId),
    /// A passage.
    Passage(crate::text::PassageId),
}

impl Branch {
    /// The place it stands for; none for a heading of the tree itself.
    pub fn target(self) -> Option<Target> {
        Some(match self {
            Self::Frame(_) | Self::Works => return None,
            Self::Objective(id) => Target::Objective(id),
            Self::Work(id) => Target::Work(id),
            Self::Section(id) => Target::Section(id),
            Self::Passage(id) => Target::Passage(id),
        })
    }

    /// The branch that stands for a place, if the tree has such.
    pub fn of(target: Target) -> Option<Self> {
        Some(match target {
            Target::Objective(id) => Self::Objective(id),
            Target::Work(id) => Self::Work(id),
            Target::Section(id) => Self::Section(id),
            Target::Passage(id) => Self::Passage(id),
            Target::Lines(..) => return None,
        })
    }
}

struct Row {
    branch: Branch,
    depth: u16,
    label: String,
    title: String,
    /// What follows the title and is not cut for its sake: a date.
    tail: String,
    /// Whether something can be unfolded under it.
    parent: bool,
}

/// The tree's state.
#[derive(Default)]
pub struct Tree {
    rows: Vec<Row>,
    view: View,
    open: BTreeSet<Branch>,
    filter: String,
    /// The document whose outline is shown instead.
    pub outline: Option<WorkId>,
}

impl Tree {
    /// The tree of a corpus, its first frame unfolded.
    pub fn new(desk: &Desk) -> Self {
        let mut tree = Self::default();
        tree.open.insert(Branch::Works);
        if !desk.corpus.frames.is_empty() {
            tree.open.insert(Branch::Frame(FrameId::at(0)));
        }
        tree.fill(desk);
        tree.view.at = tree.rows.iter().position(|row| row.branch.target().is_some()).unwrap_or(0);
        tree
    }

    /// What is selected.
    pub fn selected(&self) -> Option<Branch> {
        self.rows.get(self.view.at).map(|row| row.branch)
    }

    /// The selected row in words, with what can be unfolded under it.
    pub fn words(&self) -> String {
        let Some(row) = self.rows.get(self.view.at) else { return "nothing".to_owned() };
        let fold = match (row.parent, self.shows(row.branch)) {
            (false, _) => "",
            (true, true) => ", unfolded",
            (true, false) => ", folded",
        };
        format!("{} {}{}{fold}", row.label, row.title, row.tail).trim().to_owned()
    }

    /// The objective the selection is or stands under.
    pub fn objective(&self) -> Option<ObjectiveId> {
        let above = self.rows.get(..=self.view.at)?.iter().rev();
        let mut depth = u16::MAX;
        for row in above {
            match row.branch {
                Branch::Objective(id) if row.depth < depth => return Some(id),
                Branch::Frame(_) | Branch::Works | Branch::Work(_) => return None,
                _ => depth = depth.min(row.depth),
            }
        }
        None
    }

    /// What is unfolded: to be kept between sessions.
    pub fn open(&self) -> &BTreeSet<Branch> {
        &self.open
    }

    /// Unfolds these, and folds all others.
    pub fn set_open(&mut self, open: BTreeSet<Branch>, desk: &Desk) {
        self.open = open;
        self.fill(desk);
    }

    /// The words the tree is narrowed to.
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// Narrows the tree to rows that hold all words of `filter`; empty for all.
    pub fn narrow(&mut self, filter: &str, desk: &Desk, size: Size) {
        let kept = self.selected();
        filter.clone_into(&mut self.filter);
        self.fill(desk);
        self.keep(kept, size);
    }

    /// Selects the row that stands for `branch`, unfolding what hides it.
    pub fn reveal(&mut self, branch: Branch, desk: &Desk, size: Size) -> bool {
        let corpus = &desk.corpus;
        self.filter.clear();
        let mut above = Vec::new();
        match branch {
            Branch::Objective(id) => above.push(Branch::Frame(corpus[id].frame)),
            Branch::Work(_) => above.push(Branch::Works),
            Branch::Section(id) => {
                above.extend([Branch::Works, Branch::Work(corpus[id].work)]);
                let path = corpus.path_to(id);
                above.extend(path[..path.len() - 1].iter().map(|&s| Branch::Section(s)));
            }
            Branch::Passage(id) => {
                let of = |o: &ObjectiveId| Self::actions(desk, *o).contains(&id);
                if let Some(o) = corpus.frames.iter().flat_map(|f| f.objectives.iter().copied()).find(of) {
                    above.extend([Branch::Frame(corpus[o].frame), Branch::Objective(o)]);
                }
            }
            Branch::Frame(_) | Branch::Works => {}
        }
        self.open.extend(above);
        self.fill(desk);
        let found = self.rows.iter().position(|row| row.branch == branch);
        if let Some(at) = found {
            self.select(at, size);
        }
        found.is_some()
    }

    /// Folds or unfolds the selected row; `None` for the reverse of what it is. False where nothing changes.
    pub fn fold(&mut self, open: Option<bool>, desk: &Desk, size: Size) -> bool {
        let Some(row) = self.rows.get(self.view.at) else { return false };
        let is_open = self.open.contains(&row.branch);
        let open = open.unwrap_or(!is_open);
        if !row.parent || open == is_open {
            return false;
        }
        let branch = row.branch;
        if open {
            self.open.insert(branch)
        } else {
            self.open.remove(&branch)
        };
        self.fill(desk);
        self.keep(Some(branch), size);
        true
    }

    /// Goes to the row above that holds the selected one.
    pub fn go_parent(&mut self, size: Size) -> bool {
        let Some(depth) = self.rows.get(self.view.at).map(|row| row.depth) else { return false };
        let Some(at) = self.rows[..self.view.at].iter().rposition(|row| row.depth < depth) else { return false };
        self.select(at, size);
        true
    }

    /// Folds everything, or unfolds everything above passages.
    pub fn fold_all(&mut self, open: bool, desk: &Desk, size: Size) {
        let kept = self.selected();
        self.open.clear();
        if open {
            let corpus = &desk.corpus;
            self.open.insert(Branch::Works);
            self.open.extend((0..corpus.frames.len()).map(|n| Branch::Frame(FrameId::at(n))));
            self.open.extend(corpus.work_ids().map(Branch::Work));
            self.open.extend((0..corpus.sections.len()).map(|n| Branch::Section(SectionId::at(n))));
        }
        self.fill(desk);
        self.keep(kept, size);
    }

    /// Moves the selection; what a number means is not for the rows to say.
    pub fn go(&mut self, by: Move, size: Size) {
        let last = self.rows.len().saturating_sub(1);
        let at = self.view.at;
        let half = isize::try_from((size.height / 2).max(1)).unwrap_or(1);
        let to = match by {
            Move::Lines(n) => at.saturating_add_signed(n),
            Move::Halves(n) => at.saturating_add_signed(n.saturating_mul(half)),
            Move::Top => 0,
            Move::Bottom => last,
            Move::Nth(_) => at,
            Move::Percent(n) => last * n / 100,
        };
        self.select(to.min(last), size);
    }

    /// Goes to the next (or an earlier) objective.
    pub fn go_objective(&mut self, by: isize, size: Size) {
        let is = |n: &usize| matches!(self.rows[*n].branch, Branch::Objective(_));
        let to = if by > 0 {
            (self.view.at + 1..self.rows.len()).filter(is).nth(by.unsigned_abs() - 1)
        } else {
            (0..self.view.at).rev().filter(is).nth(by.unsigned_abs().saturating_sub(1))
        };
        if let Some(to) = to {
            self.select(to, size);
        }
    }

    /// Keeps the view inside after a change of size.
    pub fn settle(&mut self, size: Size) {
        self.select(self.view.at, size);
    }

    fn select(&mut self, at: usize, size: Size) {
        let column = Column { count: self.rows.len(), page: size.height.into(), height: |_: usize| 1 };
        self.view.settle(&column);
        self.view.select(at, &column);
    }

    fn keep(&mut self, branch: Option<Branch>, size: Size) {
        let at = self.rows.iter().position(|row| Some(row.branch) == branch);
        self.select(at.unwrap_or(self.view.at.min(self.rows.len().saturating_sub(1))), size);
    }

    /// The commitment and actions of an objective, in the work that states it most fully.
    fn actions(desk: &Desk, objective: ObjectiveId) -> Vec<crate::text::PassageId> {
        let members = desk.corpus[objective].members.iter();
        let bodies = members.filter(|m| m.role == Part::Body).map(|m| match m.node {
            Node::Section(section) => desk.corpus.passages_below(section),
            Node::Passage(passage) => desk.passages_in(Target::Passage(passage)),
        });
        let mut fullest = bodies.max_by_key(Vec::len).unwrap_or_default();
        fullest.retain(|&p| desk.corpus[p].kind != PassageKind::Note);
        fullest
    }

    fn fill(&mut self, desk: &Desk) {
        let corpus = &desk.corpus;
        self.rows.clear();
        if let Some(work) = self.outline {
            self.push_work(desk, work, 0, true);
        } else {
            for (n, frame) in corpus.frames.iter().enumerate() {
                let branch = Branch::Frame(FrameId::at(n));
                // What several texts count alike is told apart by the text.
                let shared = corpus.frames.iter().filter(|other| other.name == frame.name).count() > 1;
                let first = frame.objectives.first().and_then(|&o| corpus[o].fullest()).filter(|_| shared);
                let of = first.map_or_else(String::new, |m| format!(", {}", corpus[m.work].short));
                self.push(branch, 0, String::new(), &format!("{}{of}", frame.name), true);
                if self.shows(branch) {
                    for &objective in &frame.objectives {
                        self.push_objective(desk, objective);
                    }
                }
            }
            self.push(Branch::Works, 0, String::new(), "Documents", true);
            if self.shows(Branch::Works) {
                for work in corpus.work_ids() {
                    self.push_work(desk, work, 1, false);
                }
            }
        }
        if !self.filter.is_empty() {
            let words = words_of(&self.filter.to_lowercase());
            self.rows.retain(|row| {
                let text = format!("{} {}{}", row.label, row.title, row.tail).to_lowercase();
                let work = row.branch.target().and_then(|t| desk.work_of(t)).map(|w| &corpus[w]);
                let fits = |word: &String| work.and_then(|w| of_work(w, word)).unwrap_or_else(|| text.contains(word));
                words.iter().all(fits)
            });
        }
    }

    fn shows(&self, branch: Branch) -> bool {
        !self.filter.is_empty() || self.open.contains(&branch)
    }

    fn push(&mut self, branch: Branch, depth: u16, label: String, title: &str, parent: bool) {
        self.rows.push(Row { branch, depth, label, title: title.to_owned(), tail: String::new(), parent });
    }

    fn push_objective(&mut self, desk: &Desk, id: ObjectiveId) {
        let objective = &desk.corpus[id];
        let actions = Self::actions(desk, id);
        self.push(Branch::Objective(id), 1, objective.label.clone(), &objective.title, !actions.is_empty());
        if self.open.contains(&Branch::Objective(id)) {
            for p in actions {
                let passage = &desk.corpus[p];
                let label = passage.label.clone().unwrap_or_default();
                self.push(Branch::Passage(p), 2, label, &passage.text, false);
            }
        }
    }

    /// A work and its sections; all `open` in an outline, where nothing is folded.
    fn push_work(&mut self, desk: &Desk, id: WorkId, depth: u16, open: bool) {
        let work = &desk.corpus[id];
        let parent = !open && !work.sections.is_empty();
        // Of a span of days the first tells one work from another.
        let date = work.date.as_ref().and_then(|d| d.value.split('/').next());
        let tail = date.map(|date| format!(", {date}")).unwrap_or_default();
        let title = work.short.clone();
        self.rows.push(Row { branch: Branch::Work(id), depth, label: String::new(), title, tail, parent });
        if open || self.shows(Branch::Work(id)) {
            let roots = work.sections.iter().copied().filter(|&s| desk.corpus[s].parent.is_none());
            for section in roots {
                self.push_section(desk, section, depth + 1, open);
            }
        }
    }

    fn push_section(&mut self, desk: &Desk, id: SectionId, depth: u16, open: bool) {
        let section = &desk.corpus[id];
        let title = match (&section.label, &section.title) {
            (None, None) => "Before the first heading".to_owned(),
            _ => section.name(),
        };
        self.push(Branch::Section(id), depth, String::new(), &title, !open && !section.children.is_empty());
        if open || self.shows(Branch::Section(id)) {
            for &child in &section.children {
                self.push_section(desk, child, depth + 1, open);
            }
        }
    }

    /// Draws the tree; `signs` says what changed under an objective. Gives where the cursor belongs.
    pub fn draw(
        &self,
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
        focused: bool,
        signs: impl Fn(ObjectiveId) -> String,
    ) -> Option<Position> {
        if self.rows.is_empty() {
            let ink = Ink::new(&format!("Nothing here fits {}", self.filter), Role::Dim);
            ink.draw_cut(buf, Rect { height: 1.min(area.height), ..area }, look, Style::new());
        }
        let mut cursor = None;
        for (y, (at, row)) in (area.top()..area.bottom()).zip(self.rows.iter().enumerate().skip(self.view.top.block)) {
            let place = Rect { y, height: 1, ..area };
            let selected = at == self.view.at;
            let base = match (selected, focused) {
                (true, true) => look.style(Role::Selected),
                (true, false) => look.style(Role::SelectedElsewhere),
                _ => Style::new(),
            };
            if selected {
                buf.set_style(place, base);
                cursor = Some(Position { x: area.x, y });
            }
            let sign = match row.branch {
                Branch::Objective(id) => signs(id),
                _ => String::new(),
            };
            let taken = u16::try_from(sign.chars().count()).unwrap_or(0);
            let taken = if taken == 0 { 0 } else { taken + 1 };
            self.draw_row(row, Rect { width: place.width.saturating_sub(taken), ..place }, buf, look, base);
            let x = area.right().saturating_sub(taken.saturating_sub(1));
            buf.set_stringn(x, y, &sign, taken.into(), base.patch(look.style(Role::Dim)));
        }
        cursor
    }

    fn draw_row(&self, row: &Row, place: Rect, buf: &mut Buffer, look: &Look, base: Style) {
        let heading = matches!(row.branch, Branch::Frame(_) | Branch::Works);
        let fold = match (row.parent, self.shows(row.branch)) {
            (false, _) => " ",
            (true, true) => look.signs.unfolded,
            (true, false) => look.signs.folded,
        };
        let indent = usize::from(row.depth.saturating_sub(1).min(place.width / 8));
        let lead = Ink::new(&format!("{:indent$}{fold} ", ""), Role::Dim);
        let x = lead.draw(0..lead.text().len(), buf, place, look, base);
        let mut place = Rect { x, width: place.right().saturating_sub(x), ..place };
        if !row.label.is_empty() {
            let wide = if matches!(row.branch, Branch::Objective(_)) { 2 } else { 1 };
            let label = Ink::new(&format!("{:>wide$} ", row.label), Role::Label);
            let x = label.draw(0..label.text().len(), buf, place, look, base);
            place = Rect { x, width: place.right().saturating_sub(x), ..place };
        }
        let title = if heading { Ink::new(&row.title, Role::Heading) } else { Ink::plain(&row.title) };
        let tail = Ink::new(&row.tail, Role::Dim);
        let left = place.width.saturating_sub(tail.width());
        // Where hardly a word of the title would be left, the date gives way.
        let kept = tail.width() > 0 && left > 8;
        let x = title.draw_cut(buf, Rect { width: if kept { left } else { place.width }, ..place }, look, base);
        if kept {
            tail.draw_cut(buf, Rect { x, width: place.right().saturating_sub(x), ..place }, look, base);
        }
    }
}
