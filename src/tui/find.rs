//! Finding: what happens as one types in a prompt, and the way from hit to hit.

use std::sync::Arc;

use super::app::{App, Effect, Middle};
use super::layout::Pane;
use super::list::Move;
use super::overlay::Pick;
use super::prompt::{Kind, Prompt};
use super::results::{Order, Results};
use super::theme::Role;
use super::worker::Question;
use crate::desk::resolve::Resolved;
use crate::desk::search::{Found, Within};
use crate::desk::{Desk, Target};
use crate::keys::Action;
use crate::text::{Member, Node, WorkId};

impl App {
    /// Begins a line to be typed.
    pub(super) fn open_prompt(&mut self, kind: Kind) {
        let searched = self.focus == Pane::Compare || (self.focus, self.middle) == (Pane::Middle, Middle::Reader);
        if kind == Kind::Find && !searched {
            return self.open_prompt(Kind::Search);
        }
        if matches!(kind, Kind::Search | Kind::Find) {
            self.origin = Some(self.here());
        }
        let text = match kind {
            Kind::Filter if self.focus == Pane::Tree => self.tree.filter().to_owned(),
            Kind::Filter if self.middle == Middle::Passages => self.passages.filter.clone(),
            Kind::Filter => self.results.filter.clone(),
            _ => String::new(),
        };
        self.prompt = Some(Prompt::new(kind, &text));
        self.effects.push(Effect::PasteMode(true));
        if matches!(kind, Kind::Palette | Kind::GoTo) {
            self.show_palette();
        }
    }

    fn close_prompt(&mut self) {
        if self.prompt.take().is_some() {
            self.effects.push(Effect::PasteMode(false));
        }
    }

    /// What stands at the right of the line being typed.
    pub(super) fn prompt_note(&self, kind: Kind) -> String {
        if let Some(told) = self.told() {
            return told;
        }
        match kind {
            Kind::Search if !self.results.query.is_empty() => {
                let Some(desk) = &self.desk else { return String::new() };
                let [long, short, least] = self.results.counts(desk);
                // The words being typed come first.
                match self.size.width {
                    100.. => long,
                    60..100 => short,
                    _ => least,
                }
            }
            Kind::Find if self.focus == Pane::Compare => match self.compare.found() {
                Some((_, 0)) => "not found".to_owned(),
                Some((at, count)) => format!("row {at} of {count}"),
                None => String::new(),
            },
            Kind::Find => match &self.found_here {
                Some(found) if found.spots.is_empty() => "not found".to_owned(),
                Some(found) => format!("hit {} of {}", found.at.map_or(0, |at| at + 1), found.spots.len()),
                None => String::new(),
            },
            _ => String::new(),
        }
    }

    /// An action while a line is being typed.
    pub(super) fn run_in_prompt(&mut self, action: Action) {
        let Some(prompt) = &mut self.prompt else { return };
        let kind = prompt.kind;
        let before = self.past.get(&kind).map_or(&[][..], Vec::as_slice);
        if prompt.text.is_empty() && action == Action::DeleteBack {
            return self.leave_prompt();
        }
        if prompt.edit(action, before) {
            return self.typed();
        }
        let by = Move::from(action, None);
        match action {
            Action::Accept => self.accept(),
            Action::Cancel => self.leave_prompt(),
            Action::Complete => self.complete(),
            Action::Help => {
                self.leave_prompt();
                self.show_help();
            }
            Action::Redraw => self.effects.push(Effect::Redraw),
            Action::Suspend => self.effects.push(Effect::Suspend),
            _ => match (by, kind) {
                (Some(by), Kind::Search) => {
                    let size = self.room(Pane::Middle);
                    self.results.list.go(by, size);
                }
                (Some(Move::Lines(n)), Kind::Find) => self.go_hit(n, None),
                (Some(by), _) => {
                    if let Some(sheet) = &mut self.sheet {
                        let room = sheet.room(self.size);
                        sheet.list.go(by, room);
                    }
                }
                (None, _) => {}
            },
        }
    }

    /// The line has changed: shows at once what it finds.
    pub(super) fn typed(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let Some((kind, text)) = self.prompt.as_ref().map(|p| (p.kind, p.text.clone())) else { return };
        match kind {
            Kind::Find if self.focus == Pane::Compare => {
                let size = self.room(Pane::Compare);
                let from = self.origin.as_ref().and_then(super::go::Place::target).and_then(|t| match t {
                    Target::Section(id) => Some(Node::Section(id)),
                    Target::Passage(id) => Some(Node::Passage(id)),
                    _ => None,
                });
                self.compare.find(&text, from, size);
            }
            Kind::Search | Kind::Find => self.search_live(&text),
            Kind::Palette | Kind::GoTo => self.ask(Question::Suggest(text)),
            Kind::Sheet => {
                if let Some(sheet) = &mut self.sheet {
                    sheet.narrow(&text);
                }
            }
            Kind::Filter if self.focus == Pane::Tree => {
                let size = self.room(Pane::Tree);
                self.tree.narrow(&text, &desk, size);
                self.follow();
            }
            Kind::Filter if self.middle == Middle::Results => self.results.narrow(&text, &desk),
            Kind::Filter => self.passages.narrow(&text, &desk, &self.verdicts),
            Kind::Save => {}
        }
    }

    fn search_live(&mut self, text: &str) {
        let work = self.searched_work();
        if text.trim().is_empty() {
            if work.is_some() {
                self.found_here = None;
            } else {
                self.results = Results::default();
            }
            return;
        }
        self.ask(Question::Search(unfinished(text), within(work)));
    }

    /// The document that the line being typed searches, if it is one.
    fn searched_work(&self) -> Option<WorkId> {
        let find = self.prompt.as_ref().is_some_and(|p| p.kind == Kind::Find);
        self.reader.as_ref().filter(|_| find).map(|r| r.work)
    }

    /// The answer to a search.
    pub(super) fn take_found(&mut self, found: Found, desk: &Arc<Desk>) {
        let Some(prompt) = &self.prompt else {
            // The line was finished before its answer came.
            self.query_before = None;
            self.results = self.results.answered(found, desk);
            if std::mem::take(&mut self.open_first) && !self.results.spots.is_empty() {
                self.open_hit(0);
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

    fn return_to_origin(&mut self) {
        if let Some(origin) = self.origin.clone() {
            self.restore(&origin);
        }
    }

    /// Leaves the line; all is where it was.
    fn leave_prompt(&mut self) {
        let Some(prompt) = self.prompt.clone() else { return };
        self.close_prompt();
        self.forget_typed();
        match prompt.kind {
            Kind::Search | Kind::Find => {
                // What was typed is not lost: it can be brought back.
                self.remember(prompt.kind, &prompt.text);
                self.return_to_origin();
                if prompt.kind == Kind::Find && self.focus == Pane::Compare {
                    self.compare.find("", None, self.room(Pane::Compare));
                } else if prompt.kind == Kind::Find {
                    self.found_here = None;
                }
                self.origin = None;
            }
            Kind::Palette | Kind::GoTo | Kind::Sheet => self.sheet = None,
            Kind::Filter => {
                self.prompt = Some(Prompt::new(Kind::Filter, ""));
                self.typed();
                self.prompt = None;
            }
            Kind::Save => {}
        }
    }

    fn remember(&mut self, kind: Kind, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let past = self.past.entry(kind).or_default();
        past.retain(|old| old != text);
        past.push(text.to_owned());
        past.drain(..past.len().saturating_sub(200));
    }

    fn accept(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let Some(prompt) = self.prompt.clone() else { return };
        let text = prompt.text.trim().to_owned();
        self.remember(prompt.kind, &text);
        self.close_prompt();
        match prompt.kind {
            Kind::Search => {
                let place = self.origin.take();
                if text.is_empty() {
                    return self.take_up_results();
                }
                self.before_results = place;
                // What was shown as one typed was found by words that might go on.
                if self.results.query != prompt.text || unfinished(&prompt.text) != prompt.text {
                    self.query_before = Some(std::mem::replace(&mut self.results.query, text.clone()));
                    self.open_first = true;
                    self.ask(Question::Search(text, within(None)));
                } else if let Some(&n) = self.results.list.picked() {
                    self.open_hit(n);
                } else {
                    self.miss();
                }
            }
            Kind::Find if self.focus == Pane::Compare => match self.compare.found() {
                Some((_, 0)) => self.say(&format!("{text} is not in this comparison")),
                Some((at, count)) => self.say(&format!("{text}: row {at} of {count}")),
                None => {}
            },
            Kind::Find => {
                if let Some(origin) = self.origin.take()
                    && origin != self.here()
                {
                    self.jumps.push(origin);
                }
                match self.found_here.as_ref().map(|f| f.spots.is_empty()) {
                    Some(true) => {
                        self.found_here = None;
                        let (next, before) = (self.key(Action::NextHit), &self.results.query);
                        let on =
                            if before.is_empty() { String::new() } else { format!("; {next} goes on with {before}") };
                        self.say(&format!("{text} is not in this document{on}"));
                    }
                    Some(false) => self.announce(false),
                    None => {}
                }
            }
            Kind::Palette | Kind::GoTo => self.accept_name(&text, &desk),
            Kind::Sheet => {
                if let Some(pick) = self.sheet.as_ref().and_then(|s| s.list.picked().cloned()) {
                    self.take_pick(pick);
                } else if self.sheet.as_ref().is_some_and(|s| s.list.rows.is_empty()) {
                    self.sheet = None;
                    self.say(&format!("nothing there was called {text}"));
                }
            }
            Kind::Filter => {}
            Kind::Save => {
                if !text.is_empty() && !self.results.query.is_empty() {
                    self.saved.insert(text.clone(), self.results.query.clone());
                    self.say(&format!("saved as {text}"));
                }
            }
        }
    }

    fn miss(&mut self) {
        let near = &self.results.found.nearest;
        let near = if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) };
        let words = format!("nothing found for {}{near}", self.results.query);
        self.tell(Role::Notice, &words);
    }

    fn accept_name(&mut self, text: &str, desk: &Desk) {
        let chosen = self.sheet.as_ref().is_some_and(|sheet| sheet.list.position().0 > 1);
        // What is listed may still answer fewer letters than were typed.
        let fits = |pick: &Pick| match pick {
            Pick::Run(action) => {
                let mut words = action.name().chars().chain(action.doc().chars()).flat_map(char::to_lowercase);
                let typed = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase);
                typed.into_iter().all(|c| words.any(|word| word == c))
            }
            _ => true,
        };
        let first = self.sheet.take().and_then(|s| s.list.picked().cloned()).filter(|pick| chosen || fits(pick));
        match (first, desk.resolve(text)) {
            (None, _) if text.is_empty() => {}
            (Some(pick), Resolved::Absent { .. }) | (Some(pick @ Pick::Run(_)), _) => self.take_pick(pick),
            // The list was there to be seen, and its first row is taken.
            (Some(Pick::Go(target)), Resolved::Several(all)) if all.iter().any(|c| c.target == target) => {
                self.go_to(target);
                self.say(&format!("one of {} places called {text}", all.len()));
            }
            (Some(pick), _) if chosen => self.take_pick(pick),
            _ => self.go_by_name(text, desk),
        }
    }

    fn complete(&mut self) {
        let name = self.sheet.as_ref().and_then(|s| match s.list.picked()? {
            Pick::Run(action) => Some(action.name().to_owned()),
            Pick::Go(target) => self.desk.as_ref().map(|d| d.name_of(*target)),
            _ => None,
        });
        if let (Some(prompt), Some(name)) = (&mut self.prompt, name) {
            prompt.set(&name);
            self.typed();
        }
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
            let wrapped = if wrapped { ", begun again at the other end" } else { "" };
            return self.say(&format!("row {at} of {count}{wrapped}"));
        }
        let term = term.map(|t| u8::try_from((t - 1).clamp(0, 255)).unwrap_or(0));
        let Some((to, wrapped)) = self.hits().next(by, term) else {
            let search = self.key(Action::Search);
            return self.say(&format!("nothing is being looked for; {search} searches"));
        };
        self.show_hit(to);
        self.announce(wrapped);
    }

    fn announce(&mut self, wrapped: bool) {
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
        if self.middle == Middle::Passages {
            self.before_results = Some(self.here());
        }
        (self.middle, self.focus) = (Middle::Results, Pane::Middle);
        let size = self.room(Pane::Middle);
        self.results.select_last(size);
    }

    /// Leaves the results for what was there before; the list is kept.
    pub(super) fn leave_results(&mut self) {
        self.zoom &= self.results.order == Order::Work;
        match self.before_results.take() {
            Some(place) if place.reading().is_none() => self.restore(&place),
            _ => {
                self.focus = Pane::Tree;
            }
        }
        self.middle = Middle::Passages;
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
                self.turn_again();
                self.set_pair(Some((old, new)));
                // Where neither states what is selected, their whole texts are meant.
                if let (Some(desk), Some(Target::Objective(id))) = (&self.desk, self.subject) {
                    let states = |m: &Member| m.work == old || m.work == new;
                    self.compare.whole |= !desk.corpus[id].members.iter().any(states);
                }
                self.compare.refill(self.room(Pane::Compare));
                self.focus_on(Pane::Compare);
            }
            Pick::FittingPair => {
                self.chosen = None;
                self.compare.mode = None;
                self.compare.comparison = None;
                self.turn_again();
            }
        }
    }
}

fn within(work: Option<WorkId>) -> Within {
    Within { work, smart_case: work.is_some(), limit: Some(5000), ..Within::default() }
}

/// A query still being typed: its last word may go on.
fn unfinished(text: &str) -> String {
    let last = text.split([' ', '(']).next_back().unwrap_or("");
    let open = text.matches('"').count() % 2 == 1;
    let plain = last.chars().count() > 1 && last.chars().all(char::is_alphanumeric);
    let operator = matches!(last, "AND" | "OR" | "NOT");
    if plain && !open && !operator { format!("{text}*") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_being_typed_may_go_on() {
        let check = |typed: &str, expected: &str| assert_eq!(unfinished(typed), expected);
        check("deten", "deten*");
        check("d", "d");
        check("regular migr", "regular migr*");
        check("\"regular migr", "\"regular migr");
        check("\"regular migration\"", "\"regular migration\"");
        check("a OR", "a OR");
        check("doc:nyd refu", "doc:nyd refu*");
        check("refu* obj:1", "refu* obj:1");
        check("wor*", "wor*");
    }
}
