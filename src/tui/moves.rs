//! Moves that depend on which pane has the focus: up and down, sideways, round the panes, from change to change.

use super::app::{App, Effect, Middle};
use super::compare::Stop;
use super::layout::Pane;
use super::list::Move;
use super::passages::{passage_part, stated};
use super::reader::Chosen;
use super::theme::Role;
use super::tree::Branch;
use super::worker::Question;
use crate::desk::{Desk, Target};
use crate::keys::{Action, Scope};
use crate::text::PassageKind;

impl App {
    /// Moves in the focused pane.
    pub(super) fn go(&mut self, by: Move) {
        let Some(desk) = self.desk.clone() else { return };
        let size = self.room(self.focus);
        if matches!(by, Move::Top | Move::Bottom | Move::Percent(_) | Move::Nth(_)) {
            self.jump();
        }
        match (self.focus, self.middle) {
            (Pane::Tree, _) => match by {
                Move::Nth(n) if !self.go_objective_numbered(n, &desk) => self.say(&format!("no objective {n} here")),
                Move::Nth(_) => {}
                Move::Lines(_) | Move::Halves(_) => {
                    self.tree.go(by, size);
                    self.follow_at_rest();
                }
                _ => {
                    self.tree.go(by, size);
                    self.follow();
                }
            },
            (Pane::Middle, Middle::Passages) => match by {
                // A number means the objective here too: that is what one counts.
                Move::Nth(n) if self.go_objective_numbered(n, &desk) => {}
                _ => self.passages.list.go(by, size),
            },
            (Pane::Middle, Middle::Results) => {
                self.results.list.go(by, size);
                self.results.at = self.results.list.picked().copied().or(self.results.at);
            }
            (Pane::Middle, Middle::Reader) => {
                let Some(reader) = &mut self.reader else { return };
                let before = (reader.view, reader.lines);
                reader.go(by, &desk, size);
                if let Move::Nth(n) = by {
                    let found =
                        matches!(reader.here(), Target::Passage(p) if desk.corpus[p].label == Some(n.to_string()));
                    let said = if found { format!("paragraph {n}") } else { format!("no paragraph {n} here") };
                    self.message = Some((Role::Notice, said));
                } else if (reader.view, reader.lines) == before && reader.is_at_end(&desk, size) && by.is_down() {
                    let work = &desk.corpus[reader.work].short;
                    self.message = Some((Role::Notice, format!("end of {work}")));
                }
            }
            (Pane::Compare, _) => self.compare.go(by, size),
        }
    }

    /// Selects the objective of that number, folded or not: one of those among which the selection stands, else of the
    /// first. False where there is none.
    fn go_objective_numbered(&mut self, number: usize, desk: &Desk) -> bool {
        let corpus = &desk.corpus;
        let frame = match (self.tree.selected(), self.objective()) {
            (_, Some(objective)) => Some(&corpus[corpus[objective].frame]),
            (Some(Branch::Frame(frame)), _) => Some(&corpus[frame]),
            _ => corpus.frames.first(),
        };
        let label = number.to_string();
        let found = frame.and_then(|frame| frame.objectives.iter().find(|&&o| corpus[o].label == label));
        let Some(&found) = found.filter(|_| self.tree.outline.is_none()) else { return false };
        let size = self.room(Pane::Tree);
        self.tree.reveal(Branch::Objective(found), desk, size);
        self.follow();
        true
    }

    /// To the left or to the right: folds in the tree, panes elsewhere.
    pub(super) fn sideways(&mut self, by: isize) {
        let Some(desk) = self.desk.clone() else { return };
        let size = self.room(Pane::Tree);
        match (self.focus, by < 0) {
            (Pane::Tree, true) => {
                if !self.tree.fold(Some(false), &desk, size) {
                    self.tree.go_parent(size);
                }
                self.follow();
            }
            (Pane::Tree, false) => {
                if self.tree.fold(Some(true), &desk, size) {
                    self.follow();
                } else {
                    self.focus_on(Pane::Middle);
                }
            }
            (Pane::Middle, true) => self.focus_on(Pane::Tree),
            (Pane::Middle, false) => self.focus_on(Pane::Compare),
            (Pane::Compare, true) => self.focus_on(Pane::Middle),
            (Pane::Compare, false) => {}
        }
    }

    pub(super) fn focus_on(&mut self, pane: Pane) {
        self.focus = pane;
    }

    /// Gives the focus to the next pane, or the one before.
    pub(super) fn turn_pane(&mut self, by: isize) {
        const ALL: [Pane; 3] = [Pane::Tree, Pane::Middle, Pane::Compare];
        let now = ALL.iter().position(|p| *p == self.focus).unwrap_or(0);
        self.focus_on(ALL[(now + if by < 0 { 2 } else { 1 }) % 3]);
    }

    /// Gives the focused pane the whole screen, or gives it back.
    pub(super) fn toggle_zoom(&mut self) {
        if self.focus == Pane::Middle && self.middle == Middle::Reader {
            self.read_zoom = !self.read_zoom;
        } else {
            self.zoom = !self.zoom;
        }
    }

    /// Shows the outline of the document read, or selected, instead of the objectives; or the reverse.
    pub(super) fn toggle_outline(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let size = self.room(Pane::Tree);
        if self.tree.outline.take().is_some() {
            if let Some(branch) = self.tree.selected() {
                self.tree.reveal(branch, &desk, size);
            }
            return;
        }
        let reading = self.reader.as_ref().filter(|_| self.middle == Middle::Reader);
        let target = reading.map(super::reader::Reader::here).or_else(|| self.target());
        let Some(work) = target.and_then(|t| desk.work_of(t)) else {
            return self.say("no document is selected");
        };
        self.tree.outline = Some(work);
        let section = match target {
            Some(Target::Passage(id)) => Branch::Section(desk.corpus[id].section),
            Some(Target::Section(id)) => Branch::Section(id),
            _ => Branch::Work(work),
        };
        if !self.tree.reveal(section, &desk, size) {
            self.tree.reveal(Branch::Work(work), &desk, size);
        }
        self.focus = Pane::Tree;
        self.read_zoom = false;
        self.zoom = false;
    }

    /// What is selected in the focused pane.
    pub(super) fn target(&self) -> Option<Target> {
        match (self.focus, self.middle) {
            (Pane::Tree, _) => self.tree.selected().and_then(Branch::target),
            (Pane::Middle, Middle::Passages) => self.passages.list.picked().copied(),
            (Pane::Middle, Middle::Results) => {
                self.results.list.picked().and_then(|&n| self.results.spots.get(n)).map(|spot| spot.target)
            }
            (Pane::Middle, Middle::Reader) => self.reader.as_ref().map(super::reader::Reader::here),
            (Pane::Compare, _) => self.compare.place(1).map(Target::from),
        }
    }

    /// Opens what is selected.
    pub(super) fn open_here(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        match (self.focus, self.middle) {
            (Pane::Tree, _) => match self.tree.selected().map(|b| (b, b.target())) {
                Some((_, Some(target))) => self.open(target, None),
                Some((_, None)) => {
                    let size = self.room(Pane::Tree);
                    self.tree.fold(None, &desk, size);
                }
                None => {}
            },
            (Pane::Middle, Middle::Results) => {
                if let Some(&n) = self.results.list.picked() {
                    self.open_hit(n);
                }
            }
            (Pane::Middle, Middle::Reader) => self.show_links(),
            (Pane::Compare, _) if self.compare.on_fold() => {
                let size = self.room(Pane::Compare);
                self.compare.toggle(size);
            }
            _ => {
                if let Some(target) = self.target() {
                    self.open(target, None);
                }
            }
        }
    }

    /// Goes to the next item of the sort that `action` names, or an earlier one.
    pub(super) fn go_item(&mut self, action: Action, by: isize) {
        let Some(desk) = self.desk.clone() else { return };
        let reading = self.focus == Pane::Middle && self.middle == Middle::Reader;
        let objective = matches!(action, Action::NextObjective | Action::PreviousObjective);
        if !reading {
            if objective || self.focus == Pane::Tree {
                let size = self.room(Pane::Tree);
                self.tree.go_objective(by, size);
                self.follow();
            } else {
                self.go(Move::Lines(by));
            }
            return;
        }
        let size = self.room(Pane::Middle);
        let Some(reader) = &mut self.reader else { return };
        let is = |target: Target| sort(&desk, action, target);
        if !reader.go_item(by, is, &desk, size) {
            let what = match action {
                Action::NextSection | Action::PreviousSection => "section",
                Action::NextObjective | Action::PreviousObjective => "objective",
                Action::NextNote | Action::PreviousNote => "footnote",
                _ => "paragraph",
            };
            self.say(&format!("no {} {what} in this document", if by > 0 { "further" } else { "earlier" }));
        }
    }

    /// Goes from change to change in the comparison, wherever the focus is.
    pub(super) fn go_change(&mut self, by: isize, stop: Stop) {
        let size = self.room(Pane::Compare);
        if self.compare.go_change(by, stop, size) {
            let (at, count) = self.compare.position();
            let (place, reason) = (self.compare.cited(), self.compare.reason());
            // The position stands on the status line where the comparison has the focus.
            let position = if self.focus == Pane::Compare {
                String::new()
            } else {
                format!("{} {at} of {count}, ", self.compare.noun())
            };
            self.say(&format!("{position}{place}: {reason}"));
        } else if self.compare.pair.is_none() {
            self.say_uncompared();
        } else if self.compare.is_by_topic() && stop == Stop::Change {
            let other = if by > 0 { "further" } else { "earlier" };
            self.say(&format!("no {other} row with a counterpart; the texts are on one topic, not drafts of one text"));
        } else {
            let what = match stop {
                Stop::Change => "change",
                Stop::Substance => "change of substance",
                Stop::Moved => "moved clause",
            };
            let whole = self.keymap.key_for(Action::OnlyObjective, Scope::Compare);
            let here = if self.compare.whole { String::new() } else { format!(" here; {whole} takes the whole texts") };
            self.say(&format!("no {} {what}{here}", if by > 0 { "further" } else { "earlier" }));
        }
    }

    /// Asks the worker about what is selected.
    pub(super) fn ask_here(&mut self, question: fn(Target) -> Question) {
        match self.target() {
            Some(target) => {
                self.say("looking");
                self.ask(question(target));
            }
            None => self.say("nothing is selected"),
        }
    }

    /// Copies what is selected: its words, with the citation, with the source.
    pub(super) fn copy(&mut self, action: Action) {
        let Some(desk) = self.desk.clone() else { return };
        let reading = self.focus == Pane::Middle && self.middle == Middle::Reader;
        let size = self.room(Pane::Middle);
        let chosen: Vec<Chosen> = match (&self.reader, self.target()) {
            (Some(reader), _) if reading => reader.chosen(&desk, size),
            (_, target) => target.map(|target| (target, None)).into_iter().collect(),
        };
        if chosen.is_empty() {
            return self.say("nothing is selected");
        }
        let marked = (action == Action::Copy && self.focus == Pane::Compare).then(|| self.compare.words()).flatten();
        self.send(action, &chosen, marked);
        if let Some(reader) = &mut self.reader {
            reader.lines = None;
        }
    }

    /// Sends places to the clipboard, or to the file of copies; `marked` are their words, where others are meant.
    pub(super) fn send(&mut self, action: Action, chosen: &[Chosen], marked: Option<String>) {
        let Some(desk) = self.desk.clone() else { return };
        let quoted = || chosen.iter().map(|chosen| quoted(&desk, chosen, action)).collect::<Vec<_>>().join("\n\n");
        let text = marked.unwrap_or_else(quoted);
        if action == Action::CopyToFile {
            return self.effects.push(Effect::Write(text));
        }
        let what = match chosen {
            [(target @ Target::Objective(_), _)] => desk.name_of(*target).split(':').next().map(str::to_owned),
            [(target, _)] => desk.name_of(*target).rsplit(", ").next().map(str::to_owned),
            _ => Some(format!("{} places", chosen.len())),
        };
        let (what, count) = (what.unwrap_or_default(), text.chars().count());
        self.effects.push(Effect::Copy(text));
        let file = self.key(Action::CopyToFile);
        self.say(&format!("copied {what}, {count} characters; if nothing arrives, {file} writes a file"));
    }

    /// Writes all that is marked or kept to the file of copies.
    pub(super) fn write_marks(&mut self) {
        let kept = self.verdicts.kept.iter().map(|&passage| Target::Passage(passage));
        let mut marked: Vec<Chosen> = Vec::new();
        for target in self.marks.values().filter_map(super::go::Place::target).chain(kept) {
            if marked.iter().all(|(known, _)| *known != target) {
                marked.push((target, None));
            }
        }
        if marked.is_empty() {
            return self.say("nothing is marked or kept yet");
        }
        self.send(Action::CopyToFile, &marked, None);
    }

    /// Keeps or dismisses the selected passage.
    pub(super) fn judge(&mut self, action: Action) {
        let Some(desk) = self.desk.clone() else { return };
        if action == Action::ShowDismissed {
            self.passages.all = !self.passages.all;
        } else if let Some(&Target::Passage(id)) = self.passages.list.picked() {
            let v = &mut self.verdicts;
            let (set, other) =
                if action == Action::Keep { (&mut v.kept, &mut v.dismissed) } else { (&mut v.dismissed, &mut v.kept) };
            other.remove(&id);
            if !set.remove(&id) {
                set.insert(id);
            }
        } else {
            return self.say("only a passage can be kept or dismissed");
        }
        self.passages.refill(&desk, &self.verdicts);
        self.effects.push(Effect::Keep);
    }
}

/// Whether a place is of the sort that a motion stops at.
fn sort(desk: &Desk, action: Action, target: Target) -> bool {
    let corpus = &desk.corpus;
    match (action, target) {
        (Action::NextSection | Action::PreviousSection, Target::Section(_)) => true,
        (Action::NextObjective | Action::PreviousObjective, Target::Section(id)) => corpus[id].objective.is_some(),
        (Action::NextNote | Action::PreviousNote, Target::Passage(id)) => !corpus[id].notes.is_empty(),
        (Action::NextParagraph | Action::PreviousParagraph, Target::Passage(id)) => {
            matches!(corpus[id].kind, PassageKind::Paragraph | PassageKind::Item | PassageKind::Quote)
        }
        _ => false,
    }
}

/// A place's words for a quotation: with the citation, with the source, as `action` says. An objective is quoted from
/// the text that states it most fully.
fn quoted(desk: &Desk, (target, bytes): &Chosen, action: Action) -> String {
    let target = *target;
    let (place, text) = match target {
        Target::Objective(id) => match stated(desk, id).first() {
            Some(member) => (member.node.into(), whole(desk, member.node.into())),
            None => (target, desk.text_of(target).into_owned()),
        },
        _ => (target, desk.text_of(target).into_owned()),
    };
    // What a quotation leaves out at either end is said.
    let part = bytes.clone().and_then(|bytes| {
        let (before, after) = (text.get(..bytes.start)?.trim(), text.get(bytes.end..)?.trim());
        let cut = |out: &str| if out.is_empty() || action == Action::Copy { "" } else { "[…]" };
        Some(format!("{} {} {}", cut(before), text.get(bytes)?.trim(), cut(after)).trim().to_owned())
    });
    let text = part.or_else(|| desk.heading_as_printed(target)).unwrap_or(text);
    if action == Action::Copy {
        return text;
    }
    let lines = (action != Action::CopyCitation).then(|| desk.spans_of(place)).flatten().map(|(source, spans)| {
        let spans = match place {
            Target::Section(id) if place != target => vec![desk.corpus[id].lines],
            _ => spans,
        };
        let lines: Vec<String> = spans.iter().map(ToString::to_string).collect();
        format!("; {}:{}", desk.corpus[source].file, lines.join(","))
    });
    format!("“{text}” ({}{})", citation(desk, place), lines.unwrap_or_default())
}

/// All words of a place, heading and passages, each on a line of its own.
fn whole(desk: &Desk, target: Target) -> String {
    let heading = (!matches!(target, Target::Passage(_))).then(|| desk.text_of(target).into_owned());
    let passages = desk.passages_in(target).into_iter().map(|p| {
        let part = passage_part(&desk.corpus[p], &[]);
        format!("{} {}", part.label.text(), part.body.text()).trim().to_owned()
    });
    heading.into_iter().chain(passages).collect::<Vec<_>>().join("\n")
}

/// A place as it is cited outside this program: the document's symbol, else its date, behind its name; and of a page the
/// number that is printed on it, where the file counts otherwise.
fn citation(desk: &Desk, target: Target) -> String {
    let name = desk.cited_by_print(target);
    let Some(work) = desk.work_of(target).map(|work| &desk.corpus[work]) else { return name };
    let known = [&work.symbol, &work.date].into_iter().flatten().map(|fact| &fact.value).next();
    match (known, name.strip_prefix(&work.short)) {
        (Some(known), Some(rest)) if !work.short.contains(known) => format!("{} ({known}){rest}", work.short),
        _ => name,
    }
}
