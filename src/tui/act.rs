//! Acting: what an action does, by where the focus is.

use super::app::{AGAIN, App, Effect, Middle};
use super::compare::Stop;
use super::layout::Pane;
use super::list::Move;
use super::prompt::Kind;
use super::worker::Question;
use crate::desk::Desk;
use crate::keys::{Action, Scope};

impl App {
    /// Runs an action where the focus is.
    pub(super) fn run(&mut self, action: Action, count: Option<u32>, letter: Option<char>) {
        if self.prompt.is_some() {
            return self.run_in_prompt(action);
        }
        if !self.keymap.allows(action) {
            return self.say("not available here");
        }
        match action {
            Action::Quit => return self.quit(),
            Action::QuitNow => return self.effects.push(Effect::Quit),
            Action::Suspend => return self.effects.push(Effect::Suspend),
            Action::Redraw => return self.effects.push(Effect::Redraw),
            Action::Cancel => return self.cancel(),
            Action::Theme => return self.next_theme(),
            Action::Reload => return self.reload(),
            _ => {}
        }
        if self.desk.is_none() {
            return;
        }
        let by = Move::from(action, count);
        if self.pace.behind && (self.focus != Pane::Tree || by.is_none()) {
            self.follow();
        }
        if self.sheet.is_some() {
            return self.run_in_sheet(action, count);
        }
        if let Some(by) = by {
            return self.go(by);
        }
        self.run_in_panes(action, count, letter);
    }

    fn run_in_panes(&mut self, action: Action, count: Option<u32>, letter: Option<char>) {
        let n = count.map_or(1, |n| isize::try_from(n.min(10_000)).unwrap_or(1)).max(1);
        match action {
            Action::Left => self.sideways(-1),
            Action::Right => self.sideways(1),
            Action::Open => self.open_here(),
            Action::NextPane => self.turn_pane(1),
            Action::PreviousPane => self.turn_pane(-1),
            Action::Zoom => self.toggle_zoom(),
            Action::Outline => self.toggle_outline(),
            Action::NextParagraph | Action::NextSection | Action::NextNote | Action::NextObjective => {
                self.go_item(action, n);
            }
            Action::PreviousParagraph | Action::PreviousSection | Action::PreviousNote | Action::PreviousObjective => {
                self.go_item(action, -n);
            }
            Action::NextChange => self.go_change(n, Stop::Change),
            Action::PreviousChange => self.go_change(-n, Stop::Change),
            Action::NextSubstantive => self.go_change(n, Stop::Substance),
            Action::PreviousSubstantive => self.go_change(-n, Stop::Substance),
            Action::NextMove => self.go_change(n, Stop::Moved),
            Action::PreviousMove => self.go_change(-n, Stop::Moved),
            Action::NextHit => self.go_hit(n, None),
            Action::PreviousHit => self.go_hit(-n, None),
            Action::NextTermHit => self.go_hit(1, Some(n)),
            Action::PreviousTermHit => self.go_hit(-1, Some(n)),
            Action::Back => self.travel(-n),
            Action::Forward => self.travel(n),
            Action::SetMark => self.set_mark(letter.unwrap_or('a')),
            Action::GoToMark => self.go_to_mark(letter.unwrap_or('\'')),
            Action::Search => self.open_prompt(Kind::Search),
            Action::Find => self.open_prompt(Kind::Find),
            Action::Filter => self.open_prompt(Kind::Filter),
            Action::SaveSearch => self.open_prompt(Kind::Save),
            Action::Palette => self.open_prompt(Kind::Palette),
            Action::GoTo => self.open_prompt(Kind::GoTo),
            Action::Help => self.show_help(),
            Action::Marks => self.show_marks(),
            Action::WriteMarks => self.write_marks(),
            Action::Notices => self.show_notices(),
            Action::SearchHistory => self.show_history_of_searches(),
            Action::SavedSearches => self.show_saved(),
            Action::Links => self.show_links(),
            Action::Peek => self.show_notes(),
            Action::Where => self.show_where(),
            Action::Drafts => self.show_drafts(None),
            Action::Results => self.take_up_results(),
            Action::Sift => self.show_sieves(),
            Action::HitsHere => self.show_hits_here(),
            Action::Concordance => self.concordance(),
            Action::Sort => self.sort_results(),
            Action::ReferencesHere => self.ask_here(Question::RefersHere),
            Action::History => self.ask_here(Question::History),
            Action::Copy | Action::CopyCitation | Action::CopySource | Action::CopyToFile => self.copy(action),
            _ => self.run_in_one_pane(action),
        }
    }

    /// Actions that only one pane knows.
    fn run_in_one_pane(&mut self, action: Action) {
        let Some(desk) = self.desk.clone() else { return };
        let (tree, compare) = (self.room(Pane::Tree), self.room(Pane::Compare));
        match (action, self.focus) {
            (Action::Toggle, Pane::Tree) => {
                self.tree.fold(None, &desk, tree);
                self.follow();
            }
            (Action::FoldAll | Action::UnfoldAll, Pane::Tree) => {
                self.tree.fold_all(action == Action::UnfoldAll, &desk, tree);
                self.follow();
            }
            (Action::Toggle, Pane::Compare) => self.compare.toggle(compare),
            (Action::FoldAll | Action::UnfoldAll, Pane::Compare) => {
                self.compare.fold_all(action == Action::UnfoldAll, compare);
                self.say(&match self.compare.folded() {
                    0 => "nothing is folded: no three rows on end are unchanged".to_owned(),
                    n => format!("{n} unchanged rows folded"),
                });
            }
            (Action::Swap, _) => self.swap(),
            (Action::OnlyObjective, _) => {
                self.compare.whole = !self.compare.whole;
                // Chosen texts are wanted whole where they say nothing of what is selected.
                match self.subject {
                    Some(subject) if self.pair_for(&desk, subject) != self.compare.pair => self.turn_again(),
                    _ => self.compare.refill(compare),
                }
                self.say(if self.compare.whole { "the whole texts" } else { "only what is selected" });
            }
            (Action::Noise, _) => {
                self.compare.quiet = !self.compare.quiet;
                self.compare.refill(compare);
                self.say(if self.compare.quiet {
                    "changes of form and of terms throughout hidden"
                } else {
                    "all changes shown"
                });
            }
            (Action::Inline, _) => {
                let narrow = self.compare.narrow(compare.width);
                self.compare.inline = Some(!narrow);
                self.compare.refill(compare);
                self.say(match (narrow, self.compare.narrow(compare.width)) {
                    (true, true) if self.compare.pair.is_none() => "one text stands here alone",
                    (true, true) => "no room for two columns here",
                    (_, true) => "in one column",
                    _ => "side by side",
                });
            }
            (Action::AsDrafts, _) => self.overrule(),
            (Action::OtherEnd, _) => {
                if !self.compare.other_end(compare) {
                    self.say("this clause has not moved");
                }
            }
            (Action::OpenOld, _) => {
                if let Some(node) = self.compare.place(0) {
                    self.open(node.into(), None);
                }
            }
            (Action::Keep | Action::Dismiss | Action::ShowDismissed, Pane::Middle) => self.judge(action),
            (Action::Wider | Action::Narrower | Action::Select, Pane::Middle) => self.adjust_reader(action, &desk),
            _ => self.say(&format!("this works only in {}", homes(action))),
        }
    }

    fn adjust_reader(&mut self, action: Action, desk: &Desk) {
        let size = self.room(Pane::Middle);
        let Some(reader) = &mut self.reader else { return };
        match action {
            Action::Wider => reader.measure = (reader.measure + 8).min(200),
            Action::Narrower => reader.measure = reader.measure.saturating_sub(8).max(24),
            _ => reader.select_lines(desk),
        }
        reader.settle(desk, size);
    }

    /// Reads settings and documents again.
    fn reload(&mut self) {
        self.failed = None;
        self.effects.push(Effect::Reload);
        self.ask(Question::Load(self.paths.clone()));
        self.say(AGAIN);
    }

    fn next_theme(&mut self) {
        self.set_theme(self.theme.next());
        self.own_theme = Some(self.theme);
        self.say(&format!("theme {}", self.theme.name()));
    }

    /// Leaves what is open, innermost first. Never the program.
    fn cancel(&mut self) {
        if self.sheet.take().is_some() {
            return;
        }
        if self.stop() {
            return;
        }
        let Some(desk) = self.desk.clone() else { return };
        if let Some(reader) = self.reader.as_mut().filter(|r| r.lines.is_some()) {
            reader.lines = None;
            return;
        }
        match (self.focus, self.middle) {
            (Pane::Middle, Middle::Reader) => self.leave_document(),
            (Pane::Middle, Middle::Results) => self.leave_results(),
            _ if self.zoom => self.toggle_zoom(),
            (Pane::Tree, _) if !self.tree.filter().is_empty() => {
                let size = self.room(Pane::Tree);
                self.tree.narrow("", &desk, size);
                self.follow();
            }
            (Pane::Tree, _) if self.tree.outline.is_some() => self.toggle_outline(),
            (Pane::Middle, Middle::Passages) if !self.passages.filter.is_empty() => {
                self.passages.narrow("", &desk, &self.verdicts);
            }
            (_, Middle::Reader) => self.leave_document(),
            (_, Middle::Results) => self.leave_results(),
            _ => {}
        }
    }

    /// Closes what is open, or quits.
    fn quit(&mut self) {
        if self.sheet.take().is_some() {
            return;
        }
        match self.middle {
            Middle::Reader => self.leave_document(),
            Middle::Results => self.leave_results(),
            Middle::Passages if self.zoom => self.toggle_zoom(),
            Middle::Passages => self.effects.push(Effect::Quit),
        }
    }
}

/// The panes where an action is at home, in words.
pub(super) fn homes(action: Action) -> String {
    let names = action.scopes().iter().filter(|s| **s != Scope::Prompt).map(|s| s.name());
    names.collect::<Vec<_>>().join(", ")
}
