//! The comparison pane: one row per link; both sides scroll as one.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use ratatui::layout::Size;

use super::flow::{Column, Heights, View};
use super::list::Move;
use crate::compare::{self, End, Mode, Row, Summary};
use crate::desk::compare::Comparison;
use crate::text::{Node, WorkId};

mod draw;
mod rows;

use draw::both;
pub use draw::{inline, labelled};
use rows::{holds_any, units_selected};

/// What a row of the pane shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Row(Row),
    /// Two rows that only share a place: what each of two texts on one topic says, side by side.
    Beside(Row, Row),
    /// A term that changes throughout, told once: index into the alignment's terms.
    Term(usize),
    /// So many unchanged rows from this one on.
    Fold {
        from: usize,
        count: usize,
    },
}

/// The pane's state.
#[derive(Default)]
pub struct Compare {
    /// The two works, older first unless swapped.
    pub pair: Option<(WorkId, WorkId)>,
    /// The one work that states what is selected, where there is no second.
    pub alone: Option<WorkId>,
    /// What is compared; none until it is known.
    pub comparison: Option<Arc<Comparison>>,
    /// The whole texts rather than what is selected.
    pub whole: bool,
    /// One column, or two, where the reader chose; else the pane's width decides.
    pub inline: Option<bool>,
    /// Whether changes of form, and of terms that change throughout, count as unchanged.
    pub quiet: bool,
    /// The words looked for in the rows.
    sought: Vec<String>,
    /// As drafts or by topic, where the reader overrules.
    pub mode: Option<Mode>,
    /// The places that are selected.
    subject: HashSet<Node>,
    /// The units of either side that are selected with them.
    selected: [HashSet<usize>; 2],
    rows: Vec<Row>,
    shown: Vec<Shown>,
    /// The counts of what is shown.
    counts: String,
    heights: Heights,
    unfolded: BTreeSet<usize>,
    /// Where the pane stands.
    pub view: View,
}

/// What a motion among changes stops at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Whatever differs.
    Change,
    /// What differs in substance.
    Substance,
    /// What stands elsewhere.
    Moved,
}

impl Compare {
    /// Takes a comparison that has become known.
    pub fn answer(&mut self, comparison: Arc<Comparison>) {
        self.rows = compare::rows(&comparison.alignment);
        self.comparison = Some(comparison);
        self.unfolded.clear();
        self.fill();
    }

    /// Shows only what touches these places, unless the whole is wanted.
    pub fn turn_to(&mut self, subject: HashSet<Node>) {
        self.subject = subject;
        self.unfolded.clear();
        self.view = View::default();
        self.fill();
    }

    /// Makes the rows anew after an option has changed; the place is kept.
    pub fn refill(&mut self, size: Size) {
        let kept = self.here().map(|(_, row)| row);
        self.fill();
        let at =
            self.shown.iter().position(|s| matches!(s, Shown::Row(row) | Shown::Beside(row, _) if Some(*row) == kept));
        self.select(at.unwrap_or(0), size);
    }

    /// Looks for rows with all words of `typed`, from the row at `from` on; the first is selected.
    pub fn find(&mut self, typed: &str, from: Option<Node>, size: Size) {
        self.sought = typed.split_whitespace().map(str::to_lowercase).collect();
        self.fill();
        if let Some(node) = from {
            self.reveal(node, size);
        }
        let hits = self.hits();
        if let Some(&to) = hits.iter().find(|&&hit| hit >= self.view.at).or(hits.first()) {
            self.select(to, size);
        }
    }

    /// The rows with the words looked for.
    fn hits(&self) -> Vec<usize> {
        let Some(c) = self.comparison.as_deref() else { return Vec::new() };
        let is = |shown: &Shown| match shown {
            Shown::Row(row) => row.end != End::From && self.is_sought(c, &c.alignment.links[row.link]),
            Shown::Beside(old, new) => [old, new].iter().any(|row| self.is_sought(c, &c.alignment.links[row.link])),
            Shown::Term(_) | Shown::Fold { .. } => false,
        };
        (0..self.shown.len()).filter(|&n| is(&self.shown[n])).collect()
    }

    /// Where the selection stands among the rows with the words looked for, from 1 (0 before the first), and how many
    /// there are; none where nothing is looked for.
    pub fn found(&self) -> Option<(usize, usize)> {
        let hits = (!self.sought.is_empty()).then(|| self.hits())?;
        Some((hits.iter().filter(|&&hit| hit <= self.view.at).count(), hits.len()))
    }

    /// Goes to the next (or an earlier) row with the words looked for, from the last on to the first. Says whether it
    /// began again at the other end; none where there is no such row.
    pub fn go_found(&mut self, by: isize, size: Size) -> Option<bool> {
        let hits = self.hits();
        let after = hits.iter().position(|&hit| hit > self.view.at).unwrap_or(hits.len());
        let before = hits.iter().filter(|&&hit| hit < self.view.at).count();
        let count = isize::try_from(hits.len()).ok().filter(|&n| n > 0)?;
        let to = isize::try_from(if by > 0 { after } else { before }).ok()? + if by > 0 { by - 1 } else { by };
        let hit = hits[usize::try_from(to.rem_euclid(count)).ok()?];
        self.select(hit, size);
        Some(!(0..count).contains(&to))
    }

    /// The selected row.
    fn here(&self) -> Option<(&Comparison, Row)> {
        let c = self.comparison.as_deref()?;
        match self.shown.get(self.view.at)? {
            Shown::Row(row) | Shown::Beside(row, _) => Some((c, *row)),
            Shown::Fold { from, .. } => Some((c, *self.rows.get(*from)?)),
            Shown::Term(_) => None,
        }
    }

    /// Whether nothing is shown.
    pub fn is_empty(&self) -> bool {
        self.comparison.is_none() || self.shown.is_empty()
    }

    /// Whether the selected row is folded.
    pub fn on_fold(&self) -> bool {
        matches!(self.shown.get(self.view.at), Some(Shown::Fold { .. }))
    }

    /// The place of the selected row on one side (0 old, 1 new), or on the other where that has none.
    pub fn place(&self, side: usize) -> Option<Node> {
        let (c, row) = self.here()?;
        let sides = c.alignment.links[row.link].sides();
        let of = |side: usize| sides[side].first().and_then(|&u| c.units[side][u].origin);
        of(side).or_else(|| of(1 - side))
    }

    /// The words of the selected row, marked up, for copying.
    pub fn words(&self) -> Option<String> {
        let (c, row) = self.here()?;
        Some(both(&c.alignment.links[row.link], false).text().to_owned())
    }

    /// Selects the row that shows `node`. False where none does.
    pub fn reveal(&mut self, node: Node, size: Size) -> bool {
        let Some(c) = self.comparison.clone() else { return false };
        let of = |row: &Row| c.origins(&c.alignment.links[row.link]).any(|origin| origin == node);
        let at = self.shown.iter().position(|s| match s {
            Shown::Row(row) => of(row),
            Shown::Beside(old, new) => of(old) || of(new),
            Shown::Fold { from, count } => self.rows[*from..].iter().take(*count).any(of),
            Shown::Term(_) => false,
        });
        if let Some(at) = at {
            self.select(at, size);
        }
        at.is_some()
    }

    /// Folds or unfolds at the selected row.
    pub fn toggle(&mut self, size: Size) {
        match self.shown.get(self.view.at) {
            Some(Shown::Fold { from, .. }) => {
                self.unfolded.insert(*from);
            }
            Some(Shown::Row(row)) => {
                let at = self.rows.iter().position(|r| r == row).unwrap_or(0);
                if let Some(&from) = self.unfolded.range(..=at).next_back() {
                    self.unfolded.remove(&from);
                }
            }
            Some(Shown::Term(_)) => self.quiet = !self.quiet,
            Some(Shown::Beside(..)) | None => {}
        }
        let at = self.view.at;
        self.fill();
        self.select(at, size);
    }

    /// Folds everything, or unfolds everything.
    pub fn fold_all(&mut self, open: bool, size: Size) {
        self.unfolded = if open { (0..self.rows.len()).collect() } else { BTreeSet::new() };
        self.refill(size);
    }

    /// How many rows are folded away.
    pub fn folded(&self) -> usize {
        let count = |s: &Shown| if let Shown::Fold { count, .. } = s { *count } else { 0 };
        self.shown.iter().map(count).sum()
    }

    /// Goes to the next (or an earlier) change. False where there is none.
    pub fn go_change(&mut self, by: isize, stop: Stop, size: Size) -> bool {
        let stops = self.stops(stop);
        let now = self.view.at;
        let n = by.unsigned_abs().max(1) - 1;
        let to = if by > 0 {
            stops.iter().copied().filter(|&s| s > now).nth(n)
        } else {
            stops.iter().rev().copied().filter(|&s| s < now).nth(n)
        };
        if let Some(to) = to {
            self.select(to, size);
        }
        to.is_some()
    }

    /// Goes to the other end of a move. False where the row is none.
    pub fn other_end(&mut self, size: Size) -> bool {
        let Some((_, here)) = self.here() else { return false };
        let other = |s: &Shown| matches!(s, Shown::Row(row) if row.link == here.link && row.end != here.end);
        let Some(to) = self.shown.iter().position(other) else { return false };
        self.select(to, size);
        true
    }

    fn stops(&self, stop: Stop) -> Vec<usize> {
        let Some(c) = self.comparison.as_deref() else { return Vec::new() };
        let is = |s: &Shown| matches!(s, Shown::Row(row) if row.end != End::From && self.differs(&c.alignment.links[row.link], stop));
        (0..self.shown.len()).filter(|&n| is(&self.shown[n])).collect()
    }

    /// The selected change's number, from 1 (0 before the first), and how many there are.
    pub fn position(&self) -> (usize, usize) {
        let stops = self.stops(Stop::Change);
        (stops.iter().filter(|&&s| s <= self.view.at).count(), stops.len())
    }

    /// Moves the selection.
    pub fn go(&mut self, by: Move, size: Size) {
        let last = self.shown.len().saturating_sub(1);
        let at = self.view.at;
        if let Move::Halves(n) = by {
            let half = isize::try_from((size.height / 2).max(1)).unwrap_or(1);
            let mut view = self.view;
            view.scroll(n.saturating_mul(half), &column(&self.shown, self, size));
            self.view = view;
            return;
        }
        if let Some(view) = self.read_on(by, size) {
            self.view = view;
            return;
        }
        let to = match by {
            Move::Lines(n) | Move::Halves(n) => at.saturating_add_signed(n),
            Move::Top => 0,
            Move::Bottom => last,
            Move::Nth(n) => n.saturating_sub(1),
            Move::Percent(n) => last * n / 100,
        };
        self.select(to.min(last), size);
    }

    /// A row taller than the pane is read on before the next is selected.
    fn read_on(&self, by: Move, size: Size) -> Option<View> {
        let Move::Lines(n) = by else { return None };
        let c = column(&self.shown, self, size);
        let (at, mut view) = (self.view.at, self.view);
        let below = c.in_sight(&view).last().copied().unwrap_or_default();
        let tall = self.shown.get(at).map_or(1, |s| self.height(*s, size.width));
        let down = n > 0 && below.block == at && below.line + 1 < tall;
        let up = n < 0 && view.top.block == at && view.top.line > 0;
        view.scroll(n, &c);
        (down || up).then_some(View { at, ..view })
    }

    fn select(&mut self, at: usize, size: Size) {
        let mut view = self.view;
        view.select(at, &column(&self.shown, self, size));
        self.view = view;
    }

    /// Keeps the view inside after a change of size.
    pub fn settle(&mut self, size: Size) {
        let mut view = self.view;
        view.settle(&column(&self.shown, self, size));
        // A row that is read on line by line stays where it is.
        if !column(&self.shown, self, size).in_sight(&view).iter().any(|spot| spot.block == view.at) {
            view.select(view.at, &column(&self.shown, self, size));
        }
        self.view = view;
    }

    /// The counts of what is shown, as `~5 +1 -2 >1 Y1`, only those that are not nought.
    pub fn summary(&self) -> String {
        let Some(c) = self.comparison.as_deref() else { return String::new() };
        match c.alignment.mode {
            Mode::Related => format!("{} by topic", self.counts).trim_start().to_owned(),
            Mode::Draft => self.counts.clone(),
        }
    }

    /// The counts that the pane would show of the places `subject`.
    pub fn signs_of(&self, subject: &HashSet<Node>) -> String {
        let Some(c) = self.comparison.as_deref() else { return String::new() };
        let selected = units_selected(c, subject);
        signs(&Summary::of(c.alignment.links.iter().filter(|link| holds_any(link, &selected))))
    }

    /// Whether the two are texts on one topic rather than drafts of one text.
    pub fn is_by_topic(&self) -> bool {
        self.comparison.as_deref().is_some_and(|c| c.alignment.mode == Mode::Related)
    }

    /// What a stop among changes is called.
    pub fn noun(&self) -> &'static str {
        if self.is_by_topic() { "counterpart" } else { "change" }
    }

    /// Where the selected row stands, without the name of its work: in the newer text, else in the older.
    pub fn cited(&self) -> String {
        let Some((c, row)) = self.here() else { return String::new() };
        let link = &c.alignment.links[row.link];
        let unit = link.new.first().map(|&u| &c.units[1][u]).or(link.old.first().map(|&u| &c.units[0][u]));
        let name = unit.map_or("", |unit| unit.citation.as_str());
        name.split_once(", ").map_or(name, |(_, place)| place).to_owned()
    }

    /// Why the selected row's sides stand together.
    pub fn reason(&self) -> String {
        let Some((c, row)) = self.here() else { return String::new() };
        let link = &c.alignment.links[row.link];
        if link.old.is_empty() || link.new.is_empty() {
            return link.told();
        }
        format!("{}, {:.0} % alike", link.told(), link.score * 100.0)
    }
}

fn column<'a>(shown: &'a [Shown], pane: &'a Compare, size: Size) -> Column<impl Fn(usize) -> usize + 'a> {
    let lines = move |n: usize| shown.get(n).map_or(1, |s| pane.height(*s, size.width));
    let height = move |n: usize| pane.heights.of(n, size.width, || lines(n));
    Column { count: shown.len(), page: size.height.into(), height }
}

/// Counts as signs: same are not said.
fn signs(sum: &Summary) -> String {
    let counts = [
        ('~', sum.edited),
        ('R', sum.rewritten),
        ('+', sum.added),
        ('-', sum.removed),
        ('>', sum.moved),
        ('Y', sum.split + sum.merged),
        ('#', sum.renumbered),
    ];
    let words: Vec<String> = counts.into_iter().filter(|(_, n)| *n > 0).map(|(sign, n)| format!("{sign}{n}")).collect();
    words.join(" ")
}
