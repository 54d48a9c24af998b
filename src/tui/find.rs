//! Finding: the list of hits, and the way from hit to hit; what a row of a box means.

use std::sync::Arc;

use super::app::{App, Middle};
use super::follow::says;
use super::layout::Pane;
use super::overlay::Pick;
use super::reader::first_line;
use super::results::{Opens, Order, Results, Spot};
use super::theme::Role;
use super::worker::Question;
use crate::desk::Desk;
use crate::desk::search::{Found, Within};
use crate::keys::Action;
use crate::text::WorkId;

impl App {
    /// The answer to a search.
    pub(super) fn take_found(&mut self, found: Found, desk: &Arc<Desk>) {
        let Some(prompt) = &self.prompt else {
            // The line was finished before its answer came.
            self.query_before = None;
            self.results = self.results.answered(found, desk);
            let opens = self.opens.take().filter(|_| !self.results.spots.is_empty());
            match opens {
                Some(Opens::First) => self.open_hit(0),
                Some(Opens::Chosen(c)) => {
                    let is = |s: &Spot| s.target == c.target && s.range.start == c.range.start;
                    self.open_hit(self.results.spots.iter().position(is).unwrap_or(0));
                }
                None => {}
            }
            return;
        };
        let text = prompt.text.clone();
        match self.searched_work() {
            None => {
                self.results = Results::new(&text, found, desk);
                (self.middle, self.focus) = (Middle::Results, Pane::Middle);
            }
            Some(work) => {
                let mut results = Results::new(&text, found, desk);
                let line =
                    self.origin.as_ref().and_then(super::go::Place::reading).map_or(0, |(_, at)| self.line_of(at));
                results.at = results.first_from(work, line, desk);
                let at = results.at;
                self.found_here = Some(results);
                match at {
                    Some(at) => self.show_hit(at),
                    None => self.return_to_origin(),
                }
            }
        }
    }

    fn line_of(&self, item: usize) -> u32 {
        let (Some(desk), Some(reader)) = (&self.desk, &self.reader) else { return 0 };
        reader.item(item).map_or(0, |target| super::reader::first_line(desk, target))
    }

    pub(super) fn return_to_origin(&mut self) {
        if let Some(origin) = self.origin.clone() {
            self.restore(&origin);
        }
    }

    pub(super) fn miss(&mut self) {
        let near = &self.results.found.nearest;
        let near = if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) };
        let words = format!("nothing found for {}{near}", self.results.query);
        self.tell(Role::Notice, &words);
    }

    /// Narrows the list in the middle.
    fn sift_to(&mut self, filter: &str) {
        let Some(desk) = self.desk.clone() else { return };
        match self.middle {
            Middle::Results => self.results.narrow(filter, &desk),
            _ => self.passages.narrow(filter, &desk, &self.verdicts),
        }
    }

    /// The matches in force: those of the document, else those of all.
    pub(super) fn hits(&self) -> &Results {
        self.found_here.as_ref().unwrap_or(&self.results)
    }

    /// Opens the match `n` of the list of results.
    pub(super) fn open_hit(&mut self, n: usize) {
        self.found_here = None;
        self.results.at = Some(n);
        let Some(spot) = self.results.spots.get(n).cloned() else { return };
        self.open(spot.target, Some(spot.range.start));
        self.announce(false);
    }

    /// Shows the match `n` of those in force, in its document.
    fn show_hit(&mut self, n: usize) {
        let Some(desk) = self.desk.clone() else { return };
        let hits = self.found_here.as_mut().unwrap_or(&mut self.results);
        hits.at = Some(n);
        let Some(spot) = hits.spots.get(n).cloned() else { return };
        let same = self.reader.as_ref().is_some_and(|r| Some(r.work) == desk.work_of(spot.target));
        let reading = (self.focus, self.middle) == (Pane::Middle, Middle::Reader);
        if !(same && reading) {
            return self.open(spot.target, Some(spot.range.start));
        }
        let size = self.room(Pane::Middle);
        if let Some(reader) = &mut self.reader
            && let Some(index) = reader.index_of(spot.target, &desk)
        {
            reader.reveal(index, spot.range.start, &desk, size);
        }
    }

    /// Goes to the next match, or an earlier one; of the term of that number, if given.
    pub(super) fn go_hit(&mut self, by: isize, term: Option<isize>) {
        if self.focus == Pane::Compare && self.compare.found().is_some() {
            let size = self.room(Pane::Compare);
            let wrapped = self.compare.go_found(by, size).unwrap_or(false);
            let (at, count) = self.compare.found().unwrap_or_default();
            if count == 0 {
                let search = self.key(Action::Search);
                return self.say(&format!("not in this comparison; {search} searches all documents"));
            }
            let wrapped = if wrapped { ", begun again at the other end" } else { "" };
            return self.say(&format!("row {at} of {count}{wrapped}"));
        }
        self.count_hits_from_here(by);
        let term = term.map(|t| u8::try_from((t - 1).clamp(0, 255)).unwrap_or(0));
        let Some((to, wrapped)) = self.hits().next(by, term) else {
            let search = self.key(Action::Search);
            return self.say(&format!("nothing is being looked for; {search} searches"));
        };
        self.show_hit(to);
        self.announce(wrapped);
    }

    /// Where another place is read than that of the last match, the next is counted from there.
    fn count_hits_from_here(&mut self, by: isize) {
        let Some(desk) = self.desk.clone() else { return };
        let Some(reader) = self.reader.as_ref().filter(|_| self.middle == Middle::Reader) else { return };
        let (work, here) = (reader.work, reader.here());
        let hits = self.found_here.as_mut().unwrap_or(&mut self.results);
        let own = |n: &usize| desk.work_of(hits.spots[*n].target) == Some(work);
        let at_hit = hits.at.and_then(|at| hits.spots.get(at)).is_some_and(|spot| spot.target == here);
        let Some(last) = (0..hits.spots.len()).rfind(own).filter(|_| !at_hit) else { return };
        let line = first_line(&desk, here);
        let below = |n: &usize| own(n) && first_line(&desk, hits.spots[*n].target) >= line;
        let first = (0..hits.spots.len()).find(below).unwrap_or(last + 1);
        hits.at = if by < 0 { Some(first) } else { first.checked_sub(1) };
    }

    pub(super) fn announce(&mut self, wrapped: bool) {
        let hits = self.hits();
        let Some(at) = hits.at else { return };
        // The position stands on the status line anyway; a part of the query that was left out is told again.
        if let Some(mistake) = hits.found.mistakes.first() {
            let words = mistake.what.clone();
            return self.say(&words);
        }
        if !wrapped && hits.found.terms.len() < 2 {
            return;
        }
        let term = hits.spots.get(at).and_then(|s| hits.found.terms.get(usize::from(s.term))).cloned();
        let query = term.filter(|_| hits.found.terms.len() > 1).unwrap_or_else(|| hits.query.clone());
        let wrapped = if wrapped { ", begun again at the other end" } else { "" };
        self.say(&format!("{query}{wrapped}"));
    }

    /// Shows the last list of results again, at the row where it was left.
    pub(super) fn take_up_results(&mut self) {
        if self.results.query.is_empty() {
            return self.say("no search yet");
        }
        self.jump();
        if self.middle != Middle::Results {
            self.before_results = Some(self.here());
        }
        (self.middle, self.focus) = (Middle::Results, Pane::Middle);
        let size = self.room(Pane::Middle);
        self.results.select_last(size);
    }

    /// Leaves the results for what was there before; the list is kept.
    pub(super) fn leave_results(&mut self) {
        self.zoom &= self.results.order == Order::Work;
        (self.focus, self.middle) = (Pane::Tree, Middle::Passages);
        if let Some(place) = self.before_results.take() {
            self.restore(&place);
        }
    }

    /// Shows every hit with the words around it, or the hits by document again.
    pub(super) fn concordance(&mut self) {
        let order = if self.results.order == Order::Work { Order::Place } else { Order::Work };
        if self.middle != Middle::Results {
            self.take_up_results();
        }
        // Words on both sides want the whole screen.
        self.zoom = order != Order::Work && self.middle == Middle::Results;
        self.sort_by(order);
    }

    /// Sorts the results in the next way.
    pub(super) fn sort_results(&mut self) {
        let order = match self.results.order {
            Order::Work => Order::Place,
            Order::Place => Order::Before,
            Order::Before => Order::After,
            Order::After => Order::Work,
        };
        self.sort_by(order);
    }

    fn sort_by(&mut self, order: Order) {
        let Some(desk) = self.desk.clone() else { return };
        let size = self.room(Pane::Middle);
        self.results.sort(order, &desk, size);
        self.say(match order {
            Order::Work => "by document",
            Order::Place => "by place",
            Order::Before => "by the word before",
            Order::After => "by the word after",
        });
    }

    /// Makes the last session's search anew, so that it can be taken up.
    pub(super) fn search_again(&mut self) {
        let query = self.results.query.clone();
        if self.prompt.is_none() && !query.is_empty() && self.results.found.hits.is_empty() {
            self.ask(Question::Search(query, within(None)));
        }
    }

    /// Searches for `query` at once, as if typed.
    pub(super) fn search_for(&mut self, query: &str) {
        self.before_results = Some(self.here());
        self.results = Results::of(query);
        (self.middle, self.focus) = (Middle::Results, Pane::Middle);
        self.ask(Question::Search(query.to_owned(), within(None)));
    }

    /// What an action or place of a sheet means.
    pub(super) fn take_pick(&mut self, pick: Pick) {
        self.sheet = None;
        match pick {
            Pick::Run(action) => self.run(action, None, None),
            Pick::Go(target) => self.go_to(target),
            Pick::At(target, byte) => self.open(target, Some(byte)),
            Pick::Outside(name) => self.say(&format!("{name} is not among the documents")),
            Pick::Hit(n) => {
                self.jump();
                self.show_hit(n);
                self.announce(false);
            }
            Pick::Mark(letter) => self.go_to_mark(letter),
            Pick::Query(query) => self.search_for(&query),
            Pick::Old(work) => self.show_drafts(Some(work)),
            Pick::Sift(filter) => self.sift_to(&filter),
            Pick::Pair(old, new) => {
                self.chosen = Some((old, new));
                self.compare.mode = None;
                self.compare.comparison = None;
                // Where neither states what is selected, their whole texts are meant.
                if let (Some(desk), Some(subject)) = (&self.desk, self.subject) {
                    self.compare.whole |= !says(desk, (old, new), subject);
                }
                self.turn_again();
                self.set_pair(Some((old, new)));
                self.focus_on(Pane::Compare);
            }
            Pick::FittingPair => {
                (self.chosen, self.compare.whole) = (None, false);
                self.compare.mode = None;
                self.compare.comparison = None;
                self.turn_again();
            }
        }
    }
}

/// All documents, or one; capitals count in one.
pub(super) fn within(work: Option<WorkId>) -> Within {
    Within { work, smart_case: work.is_some(), limit: Some(5000), ..Within::default() }
}
