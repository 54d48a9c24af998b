//! Going: places on the screen, the way back and forward through jumps, marks, and opening documents.

use super::app::{App, Effect, Middle};
use super::flow::{Spot, View};
use super::layout::Pane;
use super::passages::stated;
use super::reader::Reader;
use super::session::{find, spot};
use super::theme::Role;
use super::tree::Branch;
use crate::desk::{Desk, Target};
use crate::text::WorkId;

/// What stood where: enough to return to the very row.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    tree: Option<Branch>,
    focus: Pane,
    zoom: bool,
    middle: Middle,
    list: View,
    reader: Option<(WorkId, View)>,
    compare: View,
    /// What the focused pane had selected.
    picked: Option<Target>,
}

impl Place {
    /// The place where `target` is read, or selected in the tree if no document holds it.
    pub fn at(like: &Self, target: Target, reader: Option<(WorkId, View)>) -> Self {
        let picked = Some(target);
        if reader.is_some() {
            return Self { focus: Pane::Middle, middle: Middle::Reader, reader, picked, ..like.clone() };
        }
        let tree = Branch::of(target);
        Self { focus: Pane::Tree, middle: Middle::Passages, tree, picked, ..like.clone() }
    }

    /// The same place in documents that were read again, if it is still there.
    pub fn carry(&self, old: &Desk, new: &Desk, row: impl Fn(Branch) -> Option<Branch>) -> Option<Self> {
        let tree = self.tree.and_then(&row);
        let picked = self.picked.and_then(|target| match target {
            Target::Objective(_) => Branch::of(target).and_then(&row).and_then(Branch::target),
            _ => find(new, &spot(old, target)),
        });
        let reader = match (self.reader, picked) {
            (Some((_, view)), Some(target)) if self.middle == Middle::Reader => {
                let work = new.work_of(target)?;
                let at = Reader::new(work, new).index_of(target, new)?;
                let top = Spot { block: at.saturating_sub(view.at.saturating_sub(view.top.block)), ..view.top };
                Some((work, View { top, at }))
            }
            _ => None,
        };
        let lost = self.middle == Middle::Reader && reader.is_none() || self.tree.is_some() && tree.is_none();
        (!lost).then(|| Self { tree, reader, picked, ..self.clone() })
    }

    /// The document read there, and the item selected.
    pub fn reading(&self) -> Option<(WorkId, usize)> {
        self.reader.filter(|_| self.middle == Middle::Reader).map(|(work, view)| (work, view.at))
    }

    /// What was selected there.
    pub fn target(&self) -> Option<Target> {
        self.picked
    }
}

/// The way that was come.
#[derive(Default)]
pub struct Jumps {
    places: Vec<Place>,
    /// How many of them lie behind.
    behind: usize,
}

impl Jumps {
    const MOST: usize = 200;

    /// Remembers a place; what lay ahead is forgotten.
    pub fn push(&mut self, place: Place) {
        self.places.truncate(self.behind);
        if self.places.last() != Some(&place) {
            self.places.push(place);
        }
        if self.places.len() > Self::MOST {
            self.places.remove(0);
        }
        self.behind = self.places.len();
    }

    /// The same way with each place as `each` says; those it gives up are passed over.
    pub fn map(&self, each: impl Fn(&Place) -> Option<Place>) -> Self {
        let (behind, ahead) = self.places.split_at(self.behind.min(self.places.len()));
        let mut places: Vec<Place> = behind.iter().filter_map(&each).collect();
        let behind = places.len();
        places.extend(ahead.iter().filter_map(&each));
        Self { places, behind }
    }

    fn back(&mut self, here: Place) -> Option<Place> {
        let to = self.behind.checked_sub(1)?;
        if self.behind == self.places.len() {
            self.places.push(here);
        } else {
            self.places[self.behind] = here;
        }
        self.behind = to;
        Some(self.places[to].clone())
    }

    fn forward(&mut self, here: Place) -> Option<Place> {
        let to = self.places.get(self.behind + 1)?.clone();
        self.places[self.behind] = here;
        self.behind += 1;
        Some(to)
    }
}

impl App {
    /// Where everything stands now.
    #[must_use]
    pub fn here(&self) -> Place {
        Place {
            tree: self.tree.selected(),
            focus: self.focus,
            zoom: self.zoom,
            middle: self.middle,
            list: if self.middle == Middle::Results { self.results.list.view } else { self.passages.list.view },
            reader: self.reader.as_ref().map(|r| (r.work, r.view)),
            compare: self.compare.view,
            picked: self.target(),
        }
    }

    /// Returns to a place.
    pub fn restore(&mut self, place: &Place) {
        let Some(desk) = self.desk.clone() else { return };
        if let Some(branch) = place.tree.filter(|b| self.tree.selected() != Some(*b)) {
            let size = self.room(Pane::Tree);
            self.tree.reveal(branch, &desk, size);
            self.follow();
        }
        self.compare.view = place.compare;
        self.focus = place.focus;
        self.zoom = place.zoom;
        self.middle = place.middle;
        match (place.middle, place.reader) {
            (Middle::Passages, _) => self.passages.list.view = place.list,
            (Middle::Results, _) => self.results.list.view = place.list,
            (Middle::Reader, Some((work, view))) => {
                self.read(work);
                if let Some(reader) = &mut self.reader {
                    reader.view = view;
                }
            }
            (Middle::Reader, None) => self.middle = Middle::Passages,
        }
    }

    /// Remembers this place before a jump.
    pub fn jump(&mut self) {
        let here = self.here();
        self.jumps.push(here);
    }

    /// Goes back through jumps, or forward.
    pub fn travel(&mut self, by: isize) {
        for _ in 0..by.unsigned_abs() {
            let here = self.here();
            let to = if by < 0 { self.jumps.back(here) } else { self.jumps.forward(here) };
            let Some(to) = to else {
                self.say(if by < 0 { "no earlier place" } else { "no later place" });
                return;
            };
            self.restore(&to);
        }
    }

    /// Remembers where the document read is left.
    fn keep_place(&mut self) {
        let (Some(desk), Some(reader)) = (&self.desk, &self.reader) else { return };
        self.left.insert(desk.corpus[reader.work].key.clone(), spot(desk, reader.here()));
    }

    /// Where a document was left, unless that was its beginning.
    pub(super) fn left_at(&self, work: WorkId, desk: &Desk) -> Option<Target> {
        let found = find(desk, self.left.get(&desk.corpus[work].key)?)?;
        (desk.work_of(found) == Some(work) && found != Target::Work(work)).then_some(found)
    }

    /// Makes `work` the document that is read, keeping the place in it if it is already.
    fn read(&mut self, work: WorkId) {
        let Some(desk) = self.desk.clone() else { return };
        if self.reader.as_ref().is_none_or(|r| r.work != work) {
            self.keep_place();
            let measure = self.reader.as_ref().map(|r| r.measure);
            let mut reader = Reader::new(work, &desk);
            reader.measure = measure.unwrap_or(reader.measure);
            self.reader = Some(reader);
        }
        if let Some(reader) = &mut self.reader {
            reader.lines = None;
        }
    }

    /// Opens a place in its document, ready to read on. `at` is a byte of its words to be in sight.
    pub fn open(&mut self, target: Target, at: Option<usize>) {
        let Some(desk) = self.desk.clone() else { return };
        let target = match target {
            Target::Objective(id) => {
                let Some(member) = stated(&desk, id).into_iter().next() else {
                    return self.say("no document states it");
                };
                member.node.into()
            }
            other => other,
        };
        if let Target::Lines(source, lines) = target {
            return self.show_lines(source, lines);
        }
        let Some(work) = desk.work_of(target) else { return };
        self.jump();
        // A document opened as a whole is read on where it was left.
        let left = self.left_at(work, &desk).filter(|_| target == Target::Work(work) && self.middle != Middle::Reader);
        let target = left.unwrap_or(target);
        if self.middle != Middle::Reader {
            self.from = Some(self.here());
            // Beside an outline one reads in a pane, otherwise on the whole screen.
            self.read_zoom = self.tree.outline.is_none();
        }
        self.read(work);
        (self.middle, self.focus) = (Middle::Reader, Pane::Middle);
        let size = self.room(Pane::Middle);
        let Some(reader) = &mut self.reader else { return };
        let index = reader.index_of(target, &desk).unwrap_or(0);
        match at {
            Some(at) => {
                reader.open_at(index, &desk, size);
                reader.reveal(index, at, &desk, size);
            }
            None => reader.open_at(index, &desk, size),
        }
        if left.is_some() {
            self.say_resumed(target, &desk);
        }
    }

    /// Leaves the document for the row it was opened from.
    pub fn leave_document(&mut self) {
        self.jump();
        self.keep_place();
        self.found_here = None;
        if let Some(from) = self.from.take() {
            return self.restore(&from);
        }
        self.middle = Middle::Passages;
    }

    /// Goes where a name leads: an objective is selected in the tree, any other place opened.
    pub fn go_to(&mut self, target: Target) {
        let Some(desk) = self.desk.clone() else { return };
        if let Target::Objective(_) = target {
            self.jump();
            self.tree.outline = None;
            (self.middle, self.focus, self.zoom) = (Middle::Passages, Pane::Tree, false);
            let size = self.room(Pane::Tree);
            if let Some(branch) = Branch::of(target) {
                self.tree.reveal(branch, &desk, size);
            }
            self.follow();
            return;
        }
        self.open(target, None);
    }

    /// Marks this place with a letter.
    pub fn set_mark(&mut self, letter: char) {
        let Some(desk) = self.desk.clone() else { return };
        let here = self.here();
        let name = here.target().map_or_else(String::new, |target| format!(": {}", desk.name_of(target)));
        self.marks.insert(letter, here);
        self.effects.push(Effect::Keep);
        self.say(&format!("marked {letter}{name}"));
    }

    /// Goes to the place marked with a letter; `'` is the place before the last jump.
    pub fn go_to_mark(&mut self, letter: char) {
        if letter == '\'' || letter == '`' {
            return self.travel(-1);
        }
        match self.marks.get(&letter).cloned() {
            Some(place) => {
                self.jump();
                self.restore(&place);
                // The list may hold other rows by now.
                if let Some(target) = place.target().filter(|&t| self.target() != Some(t)) {
                    self.go_to(target);
                }
            }
            None => self.tell(Role::Notice, &format!("no mark {letter}")),
        }
    }
}
