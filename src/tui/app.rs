//! The application: all state of the interface, and how an event changes it. No input or output, and no waiting.

use std::collections::{BTreeMap, HashMap, HashSet};
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
use super::tree::{Branch, Tree};
use super::worker::{Answer, COMPARE, INDEX, KINDS, ON, Question, SEARCH, SUGGEST, Wanted};
use super::{Event, screen};
use crate::compare::Mode;
use crate::desk::compare::Comparison;
use crate::desk::resolve::Resolved;
use crate::desk::{Desk, Target, counted};
use crate::keys::{Action, Keymap, Mistake, Next, Pending, Scope, Step};
use crate::text::{Node, NoticeKind, ObjectiveId, PassageId, Role as Holds, WorkId};

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
/// How long a held key must rest before the panes beside the tree follow it.
const REST: Duration = Duration::from_millis(80);
/// Said while documents are read again.
const AGAIN: &str = "reading again";
/// So many objectives to either side are looked up before they are needed.
const AHEAD: usize = 24;

/// The number of the first question: to read the documents. Whoever makes an application asks it, or has it begin.
pub const FIRST: u64 = 1;

/// How keys come, and whether the panes beside the tree keep up.
#[derive(Default)]
struct Pace {
    /// More keys wait, or come as fast as from one held down.
    hurried: bool,
    /// The tree has moved on alone.
    behind: bool,
}

/// A comparison that is known, and what was asked for it.
type Known = ((WorkId, WorkId, Option<Mode>), Arc<Comparison>);

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
    themes: Themes,
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
    known: Vec<Known>,
    /// What bears on each objective, as far as it is known.
    bearings: HashMap<ObjectiveId, Bearings>,
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
    wanted: Wanted,
    waiting: [bool; KINDS],
    number: u64,
    /// The kind of the long work at hand, how much of it is done, and of how much.
    pub(super) going: Option<(usize, usize, usize)>,
    /// The kinds of work that was stopped last.
    stopped: [bool; KINDS],
    /// The comparison last shown: its pair, and the mode asked for.
    compared: Option<(WorkId, WorkId, Option<Mode>)>,
    /// The query of the results in sight, while another is being answered.
    pub(super) query_before: Option<String>,
    pub(super) subject: Option<Target>,
    pace: Pace,
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
        let list = self.keymap.keys_for(Action::Notices, Scope::Tree).first().cloned().unwrap_or_default();
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
            let again = self.keymap.keys_for(Action::Reload, self.scope()).first().cloned().unwrap_or_default();
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
                let help = self.keymap.keys_for(Action::Help, self.scope()).first().cloned().unwrap_or_default();
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
                self.compare.inline = !self.compare.inline;
                self.compare.refill(compare);
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
        let Some(target) = target else { return };
        if self.subject != Some(target) {
            self.subject = Some(target);
            if self.middle == Middle::Results && self.focus == Pane::Tree {
                self.middle = Middle::Passages;
            }
            let known = objective.and_then(|id| self.bearings.get(&id).cloned());
            let unknown = objective.filter(|_| known.is_none());
            self.passages.turn_to(target, known, &desk, &self.verdicts);
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

    fn turn_comparison(&mut self, target: Target) {
        let Some(desk) = self.desk.clone() else { return };
        let within = |target| desk.passages_in(target).into_iter().map(Node::Passage);
        let mut nodes = HashSet::new();
        match target {
            Target::Objective(id) => {
                let members = &desk.corpus[id].members;
                let full = |w: WorkId| members.iter().any(|m| m.work == w && m.role == Holds::Body);
                // A title in a list says nothing beside the text itself.
                for member in members.iter().filter(|m| m.role == Holds::Body || !full(m.work)) {
                    nodes.insert(member.node);
                    nodes.extend(within(member.node.into()));
                    if let Node::Section(section) = member.node {
                        nodes.extend(below(&desk, section));
                    }
                }
                let pair = self.pair_for(&desk, id);
                self.compare.alone = desk.drafts_with(id).first().copied();
                self.set_pair(pair);
                if let (None, Some(work)) = (pair, self.compare.alone) {
                    self.compare.answer(Arc::new(desk.alone(desk.side(Target::Work(work)))));
                }
            }
            Target::Section(id) => nodes.extend(within(target).chain(below(&desk, id))),
            Target::Work(id) => {
                nodes.extend(within(target).chain(desk.corpus[id].sections.iter().map(|&s| Node::Section(s))));
            }
            _ => nodes.extend(within(target)),
        }
        if let Some(pair) = self.neighbours(&desk, target) {
            self.set_pair(Some(pair));
        }
        // Of a draft that is selected as a whole, also what the other has and it lacks.
        if let (Target::Work(work), Some((old, new))) = (target, self.compare.pair)
            && (work == old || work == new)
        {
            for other in [old, new] {
                nodes.extend(
                    within(Target::Work(other)).chain(desk.corpus[other].sections.iter().map(|&s| Node::Section(s))),
                );
            }
        }
        self.compare.turn_to(nodes);
    }

    /// For a place in a draft of several, outside all objectives: the draft before it and itself, or itself and the
    /// next; the two chosen, where it is one of them.
    fn neighbours(&self, desk: &Desk, target: Target) -> Option<(WorkId, WorkId)> {
        let work = desk.work_of(target)?;
        let drafts = desk.drafts_known(work);
        let at = drafts.iter().position(|&draft| draft == work)?;
        let chosen = self.chosen.filter(|&(old, new)| old == work || new == work);
        chosen.or_else(|| Some((*drafts.get(at.checked_sub(1)?)?, work))).or_else(|| Some((work, *drafts.get(1)?)))
    }

    /// The two works to compare on an objective: those chosen, else the oldest and the newest that state it in full,
    /// else two that state its title. None where one work alone states it in full: that text is shown by itself.
    fn pair_for(&self, desk: &Desk, objective: ObjectiveId) -> Option<(WorkId, WorkId)> {
        let works = desk.drafts_with(objective);
        if let Some(pair) = self.chosen.filter(|(old, new)| works.contains(old) || works.contains(new)) {
            return Some(pair);
        }
        let full = |w: &&WorkId| desk.corpus[objective].members.iter().any(|m| m.work == **w && m.role == Holds::Body);
        let bodies: Vec<WorkId> = works.iter().filter(full).copied().collect();
        let (a, b) = match bodies[..] {
            [first, .., last] => (first, last),
            [_] => return None,
            [] => (*works.first()?, *works.get(1)?),
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

    fn take_comparison(&mut self, comparison: Arc<Comparison>) {
        let Some(desk) = self.desk.clone() else { return };
        self.compare.answer(comparison);
        self.compared = self.compare.pair.map(|(old, new)| (old, new, self.compare.mode));
        let of = |n: usize| {
            let target = Target::Objective(ObjectiveId::at(n));
            let passages: HashSet<PassageId> = desk.passages_in(target).into_iter().collect();
            self.compare.signs_of(|node| matches!(node, Node::Passage(p) if passages.contains(&p)))
        };
        self.signs = (0..desk.corpus.objectives.len()).map(of).collect();
        if let Some(branch) = self.tree.selected() {
            let size = self.room(Pane::Compare);
            if let Branch::Passage(id) = branch {
                self.compare.reveal(Node::Passage(id), size);
            }
        }
    }

    fn overrule(&mut self) {
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

    fn swap(&mut self) {
        if let Some((old, new)) = self.compare.pair {
            self.chosen = Some((new, old));
            self.set_pair(Some((new, old)));
        }
    }

    fn answer(&mut self, answer: Answer) {
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
            Answer::History(history) => self.show_history(&history, &desk),
            Answer::RefersHere(passages) => self.show_references(&passages, &desk),
            Answer::Suggested(candidates) => self.show_candidates(&candidates),
            Answer::Failed(why) => self.tell(Role::Error, &why),
            Answer::Going(..) => {}
        }
    }

    fn loaded(&mut self, desk: &Arc<Desk>) {
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
            let list = self.keymap.keys_for(Action::Notices, self.scope()).first().cloned().unwrap_or_default();
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

    fn go_by_name(&mut self, name: &str, desk: &Desk) {
        match desk.resolve(name) {
            Resolved::One(target) => self.go_to(target),
            Resolved::All(targets) => targets.first().into_iter().for_each(|&target| self.go_to(target)),
            Resolved::Several(candidates) => self.show_several(name, &candidates),
            Resolved::Absent { why, .. } => self.say(&why),
        }
    }

    /// Says at the start that this is where the last session ended, and how to get away from there.
    pub(super) fn say_resumed(&mut self, here: Target, desk: &Desk) {
        let name = match here {
            Target::Objective(id) => format!("{} {}", desk.corpus[desk.corpus[id].frame].noun, desk.corpus[id].label),
            _ => desk.name_of(here),
        };
        let top = self.keymap.keys_for(Action::Top, self.scope()).first().cloned().unwrap_or_default();
        let room = self.size.width.saturating_sub(45).max(20);
        let cut = super::wrap::cut(&name, room);
        let dots = if cut < name.len() { self.look.signs.ellipsis } else { "" };
        self.say(&format!("resumed at {}{dots}; {top} for the start", &name[..cut]));
    }

    /// Ids mean other places in another corpus: all that may hold one is begun anew, and taken up again by name.
    fn begin_anew(&mut self) {
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
    fn look_ahead(&mut self, desk: &Desk) {
        let Some(here) = self.objective() else { return };
        let all = &desk.corpus[desk.corpus[here].frame].objectives;
        let at = all.iter().position(|&o| o == here).unwrap_or(0);
        let near = (1..=AHEAD).flat_map(|n| [all.get(at + n), at.checked_sub(n).and_then(|before| all.get(before))]);
        if let Some(&next) = near.flatten().find(|o| !self.bearings.contains_key(o)) {
            self.ask(Question::Ahead(next));
        }
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

/// The sections below a section, itself among them.
fn below(desk: &Desk, section: crate::text::SectionId) -> Vec<Node> {
    let mut out = vec![Node::Section(section)];
    for &child in &desk.corpus[section].children {
        out.extend(below(desk, child));
    }
    out
}
