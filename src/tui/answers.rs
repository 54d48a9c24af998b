//! What the worker answers: documents read, hits found, texts compared; and what is asked next.

use std::sync::Arc;

use super::app::{AGAIN, App};
use super::layout::Pane;
use super::theme::Role;
use super::tree::Tree;
use super::worker::{Answer, Question};
use crate::desk::resolve::Resolved;
use crate::desk::{Desk, Target, counted, page_in_words};
use crate::keys::Action;
use crate::text::NoticeKind;

/// So many objectives to either side are looked up before they are needed.
const AHEAD: usize = 24;

impl App {
    pub(super) fn answer(&mut self, answer: Answer) {
        let Some(desk) = self.desk.clone() else {
            match answer {
                Answer::Loaded(desk) => self.loaded(&desk),
                Answer::Failed(why) => self.failed = Some(why),
                _ => {}
            }
            return;
        };
        match answer {
            Answer::Loaded(desk) => self.loaded(&desk),
            Answer::Indexed => {
                self.search_again();
                // Which works are drafts of one text is known now, too.
                self.turn_again();
            }
            Answer::On(objective, bearings) => {
                let bearings = Arc::new(bearings);
                if self.subject == Some(Target::Objective(objective)) {
                    self.passages.answer(Arc::clone(&bearings), &desk, &self.verdicts);
                }
                self.bearings.insert(objective, bearings);
                self.look_ahead(&desk);
            }
            Answer::Found(found) => self.take_found(*found, &desk),
            Answer::Compared(comparison) => {
                if let Some((old, new)) = self.compare.pair {
                    self.known.truncate(11);
                    self.known.insert(0, ((old, new, self.compare.mode), Arc::clone(&comparison)));
                    self.take_comparison(comparison);
                }
            }
            Answer::History(history) => {
                self.message = None;
                self.show_history(&history);
            }
            Answer::RefersHere(passages) => {
                self.message = None;
                self.show_references(&passages, &desk);
            }
            Answer::Suggested(candidates, why) => self.show_candidates(&candidates, &why),
            Answer::Failed(why) => self.tell(Role::Error, &why),
            Answer::Going(..) => {}
        }
    }

    pub(super) fn loaded(&mut self, desk: &Arc<Desk>) {
        if self.message.as_ref().is_some_and(|(_, said)| said == AGAIN) {
            self.say("read again");
        }
        let old = self.desk.clone();
        if old.as_ref().is_some_and(|old| old.corpus == desk.corpus) {
            // Nothing has changed, and what is known stays so.
            return self.say("read again; nothing has changed");
        }
        let jumps = old.as_ref().map(|old| self.jumps.carry(old, desk));
        let again = old.is_some();
        if again {
            self.begin_anew();
        }
        self.jumps = jumps.unwrap_or_default();
        self.tree = Tree::new(desk);
        self.desk = Some(Arc::clone(desk));
        if desk.corpus.works.is_empty() {
            self.failed = Some("No text was read".to_owned());
        }
        let first = self.target();
        if let Some(session) = self.kept.take() {
            self.take_up(&session, desk);
        }
        self.follow();
        if let Some(here) =
            self.target().filter(|_| !again && self.start.is_none() && self.target() != first && self.message.is_none())
        {
            self.say_resumed(here, desk);
        }
        let unread = desk.corpus.notices.iter().filter(|n| n.kind == NoticeKind::NotRead).count();
        if unread > 0 && self.message.is_none() {
            let list = self.key(Action::Notices);
            self.say(&format!("{} not read; {list} says why", counted(unread, "file")));
        }
        if let Some(name) = self.start.take() {
            // What was asked for by name is meant, not where it was left.
            let left = std::mem::take(&mut self.left);
            self.go_by_name(&name, desk);
            self.left = left;
        }
        self.ask(Question::Index);
    }

    pub(super) fn go_by_name(&mut self, name: &str, desk: &Desk) {
        let targets = match desk.resolve(name) {
            Resolved::One(target) => vec![target],
            Resolved::All(targets) => targets,
            Resolved::Several(candidates) => return self.show_several(name, &candidates),
            Resolved::Absent { why, .. } => return self.say(&why),
        };
        self.go_to(targets[0]);
        let size = self.room(Pane::Middle);
        let page = desk.page_within(name, targets[0]).filter(|_| self.is_reading());
        if let (Some((at, page)), Some(reader)) = (page, &mut self.reader) {
            reader.read_from(at, desk, size);
            let page = page_in_words(page);
            self.say(&format!("on the top line begins {page}"));
        } else if let Some(words) = desk.read_as(name, &targets) {
            self.say(&words);
        }
    }

    /// Says at the start that this is where the last session ended, and how to get away from there.
    pub(super) fn say_resumed(&mut self, here: Target, desk: &Desk) {
        let name = match here {
            Target::Objective(id) => format!("{} {}", desk.corpus[desk.corpus[id].frame].noun, desk.corpus[id].label),
            _ => desk.name_of(here),
        };
        let top = self.key(Action::Top);
        let on = match here {
            Target::Work(work) if self.left_at(work, desk).is_some() => {
                format!("; {} reads on where it was left", self.key(Action::Open))
            }
            _ => String::new(),
        };
        let room = self.size.width.saturating_sub(45 + u16::try_from(on.len()).unwrap_or(0)).max(20);
        let cut = super::wrap::cut(&name, room);
        let dots = if cut < name.len() { self.look.signs.ellipsis } else { "" };
        self.say(&format!("resumed at {}{dots}; {top} for the start{on}", &name[..cut]));
    }

    /// Ids mean other places in another corpus: all that may hold one is begun anew, and taken up again by name.
    pub(super) fn begin_anew(&mut self) {
        let session = self.session();
        let (keymap, themes) = (self.keymap.clone(), self.themes.clone());
        let fresh = Self::new(self.size, keymap, themes, self.theme, self.look.signs, std::mem::take(&mut self.paths));
        let old = std::mem::replace(self, fresh);
        self.kept = Some(session);
        self.own_theme = old.own_theme;
        (self.past, self.mistakes) = (old.past, old.mistakes);
        // The list is made anew once the index is ready, and taken up at its row.
        self.results = old.results.unanswered();
        self.prompt = old.prompt;
        self.message = old.message;
        self.effects = old.effects;
        // Answers on their way are not waited for now.
        (self.number, self.wanted) = (old.number, old.wanted);
        self.wanted.nothing();
    }

    /// Asks for what bears on the objectives around the selected one, one by one, so that moving on need not wait.
    pub(super) fn look_ahead(&mut self, desk: &Desk) {
        let Some(here) = self.objective() else { return };
        let all = &desk.corpus[desk.corpus[here].frame].objectives;
        let at = all.iter().position(|&o| o == here).unwrap_or(0);
        let near = (1..=AHEAD).flat_map(|n| [all.get(at + n), at.checked_sub(n).and_then(|before| all.get(before))]);
        if let Some(&next) = near.flatten().find(|o| !self.bearings.contains_key(o)) {
            self.ask(Question::Ahead(next));
        }
    }
}
