//! The application: all state of the interface, and how an event changes it. No input or output, and no waiting.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Size;

use super::compare::{Compare, Stop};
use super::go::{Jumps, Place};
use super::ink::Look;
use super::layout::{Layout, Pane, Want, layout};
use super::list::Move;
use super::overlay::Sheet;
use super::passages::{Bearings, Passages, Verdicts};
use super::prompt::{Kind, Prompt};
use super::reader::Reader;
use super::results::Results;
use super::state::{Session, Spot};
use super::theme::{Role, Signs, ThemeName, Themes};
use super::tree::Tree;
use super::worker::{Answer, COMPARE, INDEX, KINDS, ON, Question, SEARCH, SUGGEST, Wanted};
use super::{Event, screen};
use crate::compare::Mode;
use crate::desk::compare::Comparison;
use crate::desk::{Desk, Target};
use crate::keys::{Action, Keymap, Mistake, Next, Pending, Scope, Step};
use crate::text::{ObjectiveId, WorkId};

/// What the middle pane shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Middle {
    /// What all say on the selection.
    #[default]
    Passages,
    /// The hits of a search.
    Results,
    /// A document.
    Reader,
}

/// What the loop has to do for the application.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Put a question to the worker.
    Ask(u64, Question),
    /// Send words to the terminal's clipboard.
    Copy(String),
    /// Append words to a file of copies.
    Write(String),
    /// Let pastes come as one event, or no longer.
    PasteMode(bool),
    /// Send an event [`Event::Pause`] after so long, unless another such wish comes first.
    Remind(Duration),
    /// Send the whole screen anew.
    Redraw,
    /// Stop until the shell continues the program.
    Suspend,
    /// Read key map and theme again.
    Reload,
    /// End.
    Quit,
}

/// After how long keys that may follow are shown.
const PAUSE: Duration = Duration::from_millis(500);
/// Said while documents are read again.
pub(super) const AGAIN: &str = "reading again";

/// The number of the first question: to read the documents. Whoever makes an application asks it, or has it begin.
pub const FIRST: u64 = 1;

/// How keys come, and whether the panes beside the tree keep up.
#[derive(Default)]
pub(super) struct Pace {
    /// More keys wait, or come as fast as from one held down.
    pub(super) hurried: bool,
    /// The tree has moved on alone.
    pub(super) behind: bool,
}

/// A comparison that is known, and what was asked for it.
pub(super) type Known = ((WorkId, WorkId, Option<Mode>), Arc<Comparison>);

/// All state of the interface.
pub struct App {
    /// Columns and rows of the screen.
    pub size: Size,
    /// The documents; none before they are read.
    pub desk: Option<Arc<Desk>>,
    /// Why the documents could not be read.
    pub failed: Option<String>,
    pub(super) keymap: Keymap,
    pub(super) pending: Pending,
    /// Keys that may follow those pressed; shown after a pause.
    pub(super) hints: Vec<Next>,
    next: Vec<Next>,
    pub(super) look: Look,
    pub(super) themes: Themes,
    pub(super) theme: ThemeName,
    pub(super) tree: Tree,
    pub(super) passages: Passages,
    pub(super) verdicts: Verdicts,
    pub(super) results: Results,
    pub(super) found_here: Option<Results>,
    pub(super) reader: Option<Reader>,
    pub(super) compare: Compare,
    /// What changed under each objective, by its index.
    pub(super) signs: Vec<String>,
    pub(super) known: Vec<Known>,
    /// What bears on each objective, as far as it is known.
    pub(super) bearings: HashMap<ObjectiveId, Bearings>,
    /// The two works that the reader chose.
    pub(super) chosen: Option<(WorkId, WorkId)>,
    pub(super) focus: Pane,
    pub(super) middle: Middle,
    pub(super) zoom: bool,
    /// Whether a document has the whole screen.
    pub(super) read_zoom: bool,
    pub(super) prompt: Option<Prompt>,
    /// Where a prompt that shows results as one types was begun.
    pub(super) origin: Option<Place>,
    pub(super) sheet: Option<Sheet>,
    /// Where each document was left: work ids to places.
    pub(super) left: BTreeMap<String, Spot>,
    /// Where the document was opened from.
    pub(super) from: Option<Place>,
    /// Where the results were called from.
    pub(super) before_results: Option<Place>,
    /// Whether the first hit is to be opened when the answer comes.
    pub(super) open_first: bool,
    pub(super) message: Option<(Role, String)>,
    /// What is wrong with the key map and the themes.
    pub(super) mistakes: Vec<Mistake>,
    pub(super) jumps: Jumps,
    pub(super) marks: BTreeMap<char, Place>,
    /// What was typed before, by kind of prompt, oldest first.
    pub(super) past: BTreeMap<Kind, Vec<String>>,
    /// Saved searches: name to query.
    pub(super) saved: BTreeMap<String, String>,
    pub(super) paths: Vec<PathBuf>,
    /// A place to go to once the documents are read.
    pub(super) start: Option<String>,
    /// What an earlier session left, until it is taken up.
    pub(super) kept: Option<Session>,
    /// The theme that the reader chose by key, now or in an earlier session.
    pub(super) own_theme: Option<ThemeName>,
    pub(super) wanted: Wanted,
    pub(super) waiting: [bool; KINDS],
    pub(super) number: u64,
    /// The kind of the long work at hand, how much of it is done, and of how much.
    pub(super) going: Option<(usize, usize, usize)>,
    /// The kinds of work that was stopped last.
    stopped: [bool; KINDS],
    /// The comparison last shown: its pair, and the mode asked for.
    pub(super) compared: Option<(WorkId, WorkId, Option<Mode>)>,
    /// The query of the results in sight, while another is being answered.
    pub(super) query_before: Option<String>,
    pub(super) subject: Option<Target>,
    pub(super) pace: Pace,
    pub(super) effects: Vec<Effect>,
}

impl App {
    /// An application on a screen of `size`, before any document is read.
    #[must_use]
    pub fn new(
        size: Size,
        keymap: Keymap,
        themes: Themes,
        theme: ThemeName,
        signs: Signs,
        paths: Vec<PathBuf>,
    ) -> Self {
        let look = Look { theme: themes.get(theme).clone(), signs };
        Self {
            size,
            desk: None,
            failed: None,
            keymap,
            pending: Pending::default(),
            hints: Vec::new(),
            next: Vec::new(),
            look,
            themes,
            theme,
            tree: Tree::default(),
            passages: Passages::default(),
            verdicts: Verdicts::default(),
            results: Results::default(),
            found_here: None,
            reader: None,
            compare: Compare::default(),
            signs: Vec::new(),
            known: Vec::new(),
            bearings: HashMap::new(),
            chosen: None,
            focus: Pane::Tree,
            middle: Middle::Passages,
            zoom: false,
            read_zoom: true,
            prompt: None,
            origin: None,
            sheet: None,
            left: BTreeMap::new(),
            from: None,
            before_results: None,
            open_first: false,
            message: None,
            mistakes: Vec::new(),
            jumps: Jumps::default(),
            marks: BTreeMap::new(),
            past: BTreeMap::new(),
            saved: BTreeMap::new(),
            paths,
            start: None,
            kept: None,
            own_theme: None,
            wanted: Wanted::default(),
            waiting: [false; KINDS],
            number: FIRST,
            going: None,
            stopped: [false; KINDS],
            compared: None,
            query_before: None,
            subject: None,
            pace: Pace::default(),
            effects: Vec::new(),
        }
    }

    /// A place to open at, once the documents are read.
    pub fn start_at(&mut self, place: Option<String>) {
        self.start = place;
    }

    /// Uses this theme.
    pub fn set_theme(&mut self, theme: ThemeName) {
        self.theme = theme;
        self.look.theme = self.themes.get(theme).clone();
    }

    /// Shares with a worker which answers are waited for.
    pub fn share(&mut self, wanted: Wanted) {
        self.wanted = wanted;
    }

    /// Whether the next key will not be the last for now: then the panes beside the tree follow when keys rest.
    pub fn hurry(&mut self, hurried: bool) {
        self.pace.hurried = hurried;
    }

    /// Tells the reader of something that failed, on the status line.
    pub fn complain(&mut self, what: &str) {
        self.tell(Role::Notice, what);
    }

    /// Tells of the mistakes in key map and themes, and lists them among the notices; whether what was in force stays.
    pub fn take_mistakes(&mut self, mistakes: Vec<Mistake>, stays: bool) {
        let list = self.keymap.key_for(Action::Notices, Scope::Tree);
        let stays = if stays { "; what was in force stays" } else { "" };
        if let Some(first) = mistakes.first() {
            let file = first.file.rsplit('/').next().unwrap_or_default();
            self.complain(&match mistakes.len() {
                1 => format!("{file}:{}: {}{stays} ({list} lists it)", first.line, first.what),
                n => format!("{n} mistakes, the first in {file}:{}{stays}; {list} lists them", first.line),
            });
        }
        self.mistakes = mistakes;
    }

    /// Takes another key map and other themes.
    pub fn take_settings(&mut self, keymap: Keymap, themes: Themes) {
        self.keymap = keymap;
        self.pending.clear();
        self.look.theme = themes.get(self.theme).clone();
        self.themes = themes;
    }

    /// Reads the documents, again or for the first time.
    pub fn begin(&mut self) -> Vec<Effect> {
        self.ask(Question::Load(self.paths.clone()));
        std::mem::take(&mut self.effects)
    }

    /// Takes an event; gives what the loop has to do.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Screen(screen::Event::Key(key)) => {
                if let Some(digit) = self.digit_of_sheet(key) {
                    let size = self.size;
                    let pick = self.sheet.as_mut().and_then(|sheet| sheet.type_digit(digit, size));
                    if let Some(pick) = pick {
                        self.take_pick(pick);
                    }
                    return self.settled();
                }
                let step = self.pending.push(&self.keymap, self.scope(), key);
                self.step(step);
            }
            Event::Screen(screen::Event::Paste(text)) => {
                if let Some(prompt) = &mut self.prompt {
                    prompt.insert(&text);
                    self.typed();
                }
            }
            Event::Screen(screen::Event::Resize(width, height)) => self.size = Size { width, height },
            Event::Screen(screen::Event::Suspend) => self.effects.push(Effect::Suspend),
            Event::Screen(screen::Event::Resume) => self.effects.push(Effect::Redraw),
            Event::Screen(screen::Event::End(_)) => self.effects.push(Effect::Quit),
            Event::Answer(number, kind, answer) if self.wanted.has(kind, number) => match answer {
                Answer::Going(done, of) => self.going = Some((kind, done, of)),
                answer => {
                    self.forget(kind);
                    self.answer(answer);
                }
            },
            Event::Answer(..) | Event::Files => {}
            Event::Pause => {
                if !self.pending.is_empty() {
                    self.hints = std::mem::take(&mut self.next);
                }
                if self.pace.behind {
                    self.follow();
                }
            }
        }
        self.settled()
    }

    /// The digit that a key types, where rows are chosen by their numbers.
    fn digit_of_sheet(&self, key: KeyEvent) -> Option<char> {
        let numbered = self.prompt.is_none() && self.sheet.as_ref().is_some_and(|sheet| sheet.digits.is_some());
        match key.code {
            KeyCode::Char(digit @ '0'..='9') if numbered && key.modifiers.is_empty() && self.pending.is_empty() => {
                Some(digit)
            }
            _ => None,
        }
    }

    /// The documents that its questions are about.
    #[must_use]
    pub fn desk(&self) -> Option<Arc<Desk>> {
        self.desk.clone()
    }

    /// Runs an action as if its key had been pressed.
    pub fn act(&mut self, action: Action) -> Vec<Effect> {
        self.message = None;
        self.run(action, None, None);
        self.settled()
    }

    /// Goes to the place of that name, says which it may mean, or why there is none.
    pub fn visit(&mut self, name: &str) -> Vec<Effect> {
        self.message = None;
        if let Some(desk) = self.desk.clone() {
            self.go_by_name(name, &desk);
        }
        self.settled()
    }

    /// Whether an answer that the next frame shows is on its way.
    #[must_use]
    pub fn awaits(&self) -> bool {
        // All but the documents themselves, the index, and what is asked ahead.
        self.waiting[1..KINDS - 2].iter().any(|&w| w)
    }

    pub(super) fn ask(&mut self, question: Question) {
        self.number += 1;
        let kind = question.kind();
        self.wanted.from(kind, self.number);
        self.waiting[kind] = true;
        self.effects.push(Effect::Ask(self.number, question));
        if matches!(kind, ON | SEARCH) && std::mem::take(&mut self.stopped[INDEX]) {
            self.ask(Question::Index);
        }
    }

    /// Waits no longer for an answer of that kind.
    fn forget(&mut self, kind: usize) {
        self.waiting[kind] = false;
        self.going.take_if(|going| going.0 == kind);
    }

    /// Leaves undone what was asked for the line being typed.
    pub(super) fn forget_typed(&mut self) {
        for kind in [SEARCH, SUGGEST] {
            self.wanted.from(kind, u64::MAX);
            self.forget(kind);
        }
    }

    /// Leaves undone what has been going on for long; what was on the screen stays. False where there is no such work.
    fn stop(&mut self) -> bool {
        if self.going.take().is_none() {
            return false;
        }
        self.wanted.nothing();
        let stopped = std::mem::take(&mut self.waiting);
        self.say("stopped");
        self.stopped[INDEX] |= stopped[INDEX];
        self.open_first = false;
        if let Some(query) = self.query_before.take() {
            self.results.query = query;
        }
        let Some(desk) = self.desk.clone() else {
            let again = self.key(Action::Reload);
            self.failed = Some(format!("Stopped; {again} reads the documents"));
            return true;
        };
        if stopped[ON] {
            self.passages.stop(&desk, &self.verdicts);
        }
        if stopped[COMPARE] {
            let pair = self.compared.map(|(old, new, _)| (old, new));
            (self.chosen, self.compare.mode) = (pair, self.compared.and_then(|c| c.2));
            self.set_pair(pair);
        }
        true
    }

    /// Says something on the status line until the next key.
    pub(super) fn say(&mut self, message: &str) {
        self.tell(Role::Notice, message);
    }

    pub(super) fn tell(&mut self, role: Role, message: &str) {
        self.message = Some((role, message.to_owned()));
    }

    /// The key for an action where keys are pressed now; empty where none is.
    pub(super) fn key(&self, action: Action) -> String {
        self.keymap.key_for(action, self.scope())
    }

    /// Where keys are pressed now.
    pub(super) fn scope(&self) -> Scope {
        match (self.prompt.is_some(), self.sheet.is_some(), self.focus, self.middle) {
            (true, ..) => Scope::Prompt,
            (_, true, ..) => Scope::List,
            (_, _, Pane::Tree, _) => Scope::Tree,
            (_, _, Pane::Compare, _) => Scope::Compare,
            (_, _, Pane::Middle, Middle::Passages) => Scope::Passages,
            (_, _, Pane::Middle, Middle::Results) => Scope::Results,
            (_, _, Pane::Middle, Middle::Reader) => Scope::Reader,
        }
    }

    /// Where the panes lie.
    pub(super) fn layout(&self) -> Layout {
        let reading = self.focus == Pane::Middle && self.middle == Middle::Reader;
        let zoom = if reading { self.read_zoom } else { self.zoom };
        layout(self.size, Want { focus: self.focus, zoom, broad: self.middle != Middle::Passages })
    }

    /// The room inside a pane, without its title; that of the whole screen for one that is not shown.
    pub(super) fn room(&self, pane: Pane) -> Size {
        let layout = self.layout();
        let area = match pane {
            Pane::Tree => layout.tree,
            Pane::Middle => layout.middle,
            Pane::Compare => layout.compare,
        };
        let size = area.map_or(
            Size { width: self.size.width, height: self.size.height.saturating_sub(1) },
            ratatui::layout::Rect::as_size,
        );
        Size { height: size.height.saturating_sub(1).max(1), width: size.width.max(1) }
    }

    /// Makes what is shown fit: rows and sizes may have changed. What is hidden stays as it is until it is shown.
    fn settle(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let (layout, middle) = (self.layout(), self.room(Pane::Middle));
        if layout.tree.is_some() {
            self.tree.settle(self.room(Pane::Tree));
        }
        match (layout.middle.and(Some(self.middle)), &mut self.reader) {
            (Some(Middle::Passages), _) => self.passages.list.settle(middle),
            (Some(Middle::Results), _) => self.results.fit(&desk, middle),
            (Some(Middle::Reader), Some(reader)) => reader.settle(&desk, middle),
            _ => {}
        }
        if layout.compare.is_some() {
            self.compare.settle(self.room(Pane::Compare));
        }
        if let Some(sheet) = &mut self.sheet {
            let room = sheet.room(self.size);
            sheet.list.settle(room);
        }
    }

    /// Ends what began with an event: every pane fits, and the loop learns what it has to do.
    fn settled(&mut self) -> Vec<Effect> {
        self.settle();
        std::mem::take(&mut self.effects)
    }

    fn step(&mut self, step: Step) {
        self.hints.clear();
        match step {
            Step::Run { action, count, letter } => {
                self.message = None;
                self.run(action, count, letter);
            }
            Step::Wait(next) => {
                self.message = None;
                if !next.is_empty() {
                    self.next = next;
                    self.effects.push(Effect::Remind(PAUSE));
                }
            }
            Step::Typed(c) => {
                if let Some(prompt) = &mut self.prompt {
                    prompt.insert(c.encode_utf8(&mut [0; 4]));
                    self.typed();
                }
            }
            Step::Cancelled | Step::Ignored => {}
            Step::Unbound(keys) => {
                let help = self.key(Action::Help);
                self.tell(Role::Notice, &format!("{keys} does nothing here; {help} shows the keys"));
            }
        }
    }

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
                self.compare.refill(compare);
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
