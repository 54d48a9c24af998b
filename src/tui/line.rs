//! The line being typed: what it shows at once, and what it means when it is finished or left.

use super::app::{App, Effect, Middle};
use super::find::within;
use super::layout::Pane;
use super::list::Move;
use super::overlay::Pick;
use super::prompt::{Kind, Prompt};
use super::results::{Opens, Results};
use super::worker::Question;
use crate::desk::resolve::Resolved;
use crate::desk::{Desk, Target};
use crate::keys::Action;
use crate::text::{Node, WorkId};

impl App {
    /// Begins a line to be typed.
    pub(super) fn open_prompt(&mut self, kind: Kind) {
        let searched = self.focus == Pane::Compare || (self.focus, self.middle) == (Pane::Middle, Middle::Reader);
        if kind == Kind::Find && !searched {
            return self.open_prompt(Kind::Search);
        }
        if kind == Kind::Save && self.results.query.is_empty() {
            return self.say("no search yet");
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
    pub(super) fn searched_work(&self) -> Option<WorkId> {
        let find = self.prompt.as_ref().is_some_and(|p| p.kind == Kind::Find);
        self.reader.as_ref().filter(|_| find).map(|r| r.work)
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
                    let moved = self.results.list.picked().filter(|&&n| n > 0);
                    let chosen = moved.and_then(|&n| self.results.spots.get(n).cloned());
                    self.opens = Some(chosen.map_or(Opens::First, Opens::Chosen));
                    self.ask(Question::Search(text, within(None)));
                } else if let Some(&n) = self.results.list.picked() {
                    self.open_hit(n);
                } else {
                    self.miss();
                }
            }
            Kind::Find if self.focus == Pane::Compare => match self.compare.found() {
                Some((_, 0)) => {
                    let search = self.key(Action::Search);
                    self.say(&format!("{text} is not in this comparison; {search} searches all documents"));
                }
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
                        let on = if before.is_empty() {
                            format!("; {} searches all documents", self.key(Action::Search))
                        } else {
                            format!("; {next} goes on with {before}")
                        };
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
                    self.effects.push(Effect::Keep);
                    self.say(&format!("saved as {text}"));
                }
            }
        }
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
                if !chosen {
                    self.say(&format!("one of {} places called {text}", all.len()));
                }
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
