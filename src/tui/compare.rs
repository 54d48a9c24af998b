//! The comparison pane: one row per link, equal columns, or one column where it is narrow; both sides scroll as one.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;

use super::flow::{Column, Heights, View};
use super::ink::{Block, Ink, Look, Part};
use super::list::Move;
use super::theme::Role;
use crate::compare::{BESIDE, End, Link, Mode, Op, Row, Run, Status, Summary, Unit, UnitKind, rows};
use crate::desk::compare::Comparison;
use crate::desk::on::find_terms;
use crate::text::{Node, WorkId};

/// Below so many columns two drafts stand in one column unless the reader wants two; two texts on one topic, of which
/// whole paragraphs are read, want more. In hardly any room it is always one.
const TWO_COLUMNS: u16 = 64;
const TWO_TEXTS: u16 = 93;
const LEAST: u16 = 40;
/// So many unchanged rows on end are folded.
const FOLDED: usize = 3;

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

/// A side of a row, laid out: its width and lines.
type Cell = (Block, u16, Vec<super::ink::Line>);

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
        self.rows = rows(&comparison.alignment);
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

    fn touches(&self, link: &Link) -> bool {
        let on = |side: usize, ids: &[usize]| ids.iter().any(|u| self.selected[side].contains(u));
        self.whole || on(0, &link.old) || on(1, &link.new)
    }

    /// The units selected: those of the subject, and with a heading all that stands under its counterpart; else what
    /// only the other text has there would not be seen.
    fn select_units(&mut self) {
        let Some(c) = self.comparison.as_deref() else { return };
        let of = |side: usize| -> HashSet<usize> {
            let is = |&u: &usize| c.units[side][u].origin.is_some_and(|n| self.subject.contains(&n));
            (0..c.units[side].len()).filter(is).collect()
        };
        let mut selected = [of(0), of(1)];
        for side in 0..2 {
            let (own, other) = (&selected[side], 1 - side);
            let heading = |side: usize, u: usize| c.units[side][u].kind == UnitKind::Heading;
            let mut more = HashSet::new();
            for link in &c.alignment.links {
                let (here, there) = if side == 0 { (&link.old, &link.new) } else { (&link.new, &link.old) };
                if here.iter().any(|&u| heading(side, u) && own.contains(&u)) {
                    more.extend(there.iter().copied().filter(|&u| heading(other, u)));
                }
            }
            // What stands under another comes after it.
            for (u, unit) in c.units[other].iter().enumerate() {
                if unit.parent.is_some_and(|p| more.contains(&p)) {
                    more.insert(u);
                }
            }
            selected[other].extend(more);
        }
        self.selected = selected;
    }

    fn fill(&mut self) {
        let Some(c) = self.comparison.clone() else { return self.shown.clear() };
        self.select_units();
        let links = &c.alignment.links;
        let touched: Vec<bool> = links.iter().map(|link| self.touches(link)).collect();
        self.counts = signs(&Summary::of(links.iter().zip(&touched).filter(|(_, on)| **on).map(|(link, _)| link)));
        // What stands again as the first words of the paragraph below it, on one line with them, is said once.
        let leads = |side: usize, u: usize| {
            let (unit, next) = (&c.units[side][u], c.units[side].get(u + 1));
            let begun = |unit: &Unit| unit.spans.first().map(|lines| lines.first);
            unit.kind == UnitKind::Heading
                && !unit.text.is_empty()
                && next.is_some_and(|next| begun(next) == begun(unit) && next.text.starts_with(&unit.text))
        };
        let twice = |n: usize| {
            let link = &links[self.rows[n].link];
            link.old.iter().all(|&u| leads(0, u)) && link.new.iter().all(|&u| leads(1, u))
        };
        let wanted: Vec<usize> = (0..self.rows.len()).filter(|&n| touched[self.rows[n].link] && !twice(n)).collect();
        let related = c.alignment.mode == Mode::Related;
        let lone = |n: usize, side: usize| {
            let link = &links[self.rows[n].link];
            let (own, other) = if side == 0 { (&link.old, &link.new) } else { (&link.new, &link.old) };
            // A note answers nothing.
            let answers = own.first().is_some_and(|&u| c.units[side][u].kind != UnitKind::Note);
            answers && other.is_empty()
        };
        let calm = |n: usize| {
            if c.units[1].is_empty() {
                return false;
            }
            let link = &links[self.rows[n].link];
            let heading = link.old.first().is_some_and(|&u| c.units[0][u].kind == UnitKind::Heading);
            (self.whole || !heading)
                && (matches!(link.status, Status::Same | Status::Format) || link.is_only_terms())
                && !self.differs(link, Stop::Change)
                && !self.is_sought(&c, link)
        };
        let bears = |term: usize| {
            let has = |&row: &usize| links[self.rows[row].link].runs.iter().any(|run| run.term == Some(term));
            wanted.iter().any(has)
        };
        let mut shown: Vec<Shown> = (0..c.alignment.terms.len()).filter(|&t| bears(t)).map(Shown::Term).collect();
        let mut n = 0;
        while n < wanted.len() {
            let run = wanted[n..].iter().take_while(|&&row| calm(row)).count();
            if run >= FOLDED && !self.unfolded.contains(&wanted[n]) {
                shown.push(Shown::Fold { from: wanted[n], count: run });
            } else if related && lone(wanted[n], 0) {
                // Neither text answers the other line by line: both columns run on, each at its own pace.
                let left = wanted[n..].iter().take_while(|&&row| lone(row, 0)).count();
                let right = wanted[n + left..].iter().take_while(|&&row| lone(row, 1)).count();
                let row = |at: usize| self.rows[wanted[at]];
                let both = left.min(right);
                shown.extend((0..both).map(|i| Shown::Beside(row(n + i), row(n + left + i))));
                shown.extend((n + both..n + left).map(|i| Shown::Row(row(i))));
                shown.extend((n + left + both..n + left + right).map(|i| Shown::Row(row(i))));
                n += left + right;
                continue;
            } else {
                shown.extend(wanted[n..n + run.max(1)].iter().map(|&row| Shown::Row(self.rows[row])));
            }
            n += run.max(1);
        }
        self.shown = shown;
        self.heights = Heights::default();
        self.view.at = self.view.at.min(self.shown.len().saturating_sub(1));
    }

    fn differs(&self, link: &Link, stop: Stop) -> bool {
        let substance = link.is_substantive() && !link.is_only_terms();
        match stop {
            Stop::Change if self.quiet => substance || link.renumbered,
            Stop::Change => link.is_substantive() || link.renumbered || link.status == Status::Format,
            Stop::Substance => substance,
            Stop::Moved => link.moved,
        }
    }

    /// Whether a side of the link has all the words looked for; none is looked for where there are none.
    fn is_sought(&self, c: &Comparison, link: &Link) -> bool {
        let has = |side: usize, ids: &[usize]| {
            let text: String = ids.iter().flat_map(|&u| [c.units[side][u].text.as_str(), " "]).collect();
            self.sought.iter().all(|word| !find_terms(&text, std::slice::from_ref(word)).is_empty())
        };
        !self.sought.is_empty() && (has(0, &link.old) || has(1, &link.new))
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
        let link = &c.alignment.links[row.link];
        let of = |side: usize| {
            let ids = if side == 0 { &link.old } else { &link.new };
            ids.first().and_then(|&u| c.units[side][u].origin)
        };
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
        let of = |row: &Row| {
            let link = &c.alignment.links[row.link];
            let is = |side: usize, ids: &[usize]| ids.iter().any(|&u| c.units[side][u].origin == Some(node));
            is(0, &link.old) || is(1, &link.new)
        };
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

    /// The counts of what touches the places `subject`.
    pub fn signs_of(&self, subject: impl Fn(Node) -> bool) -> String {
        let Some(c) = self.comparison.as_deref() else { return String::new() };
        let on = |side: usize, ids: &[usize]| ids.iter().any(|&u| c.units[side][u].origin.is_some_and(&subject));
        signs(&Summary::of(c.alignment.links.iter().filter(|link| on(0, &link.old) || on(1, &link.new))))
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

    /// Whether all stands in one column.
    pub fn narrow(&self, width: u16) -> bool {
        let wide = if self.is_by_topic() { TWO_TEXTS } else { TWO_COLUMNS };
        width < LEAST || self.is_alone() || self.inline.unwrap_or(width < wide)
    }

    /// Whether one text stands here by itself.
    fn is_alone(&self) -> bool {
        self.pair.is_none()
    }

    fn height(&self, shown: Shown, width: u16) -> usize {
        self.cells(shown, width).iter().map(|(block, width)| block.lines(*width).len()).max().unwrap_or(1)
    }

    /// The blocks of a row with their widths: one, or two side by side.
    fn cells(&self, shown: Shown, width: u16) -> Vec<(Block, u16)> {
        let Some(c) = self.comparison.as_deref() else { return Vec::new() };
        let room = width.saturating_sub(2).max(1);
        let row = match shown {
            Shown::Fold { from, count } => {
                // What follows stands under the last heading that is folded away.
                let heading = |row: &Row| {
                    let unit = &c.units[1][*c.alignment.links[row.link].new.first()?];
                    (unit.kind == UnitKind::Heading).then_some(unit)
                };
                let under = self.rows[from..].iter().take(count).rev().find_map(heading).map(|unit| {
                    let label = unit.label.as_ref().map(|label| format!("{label}. ")).unwrap_or_default();
                    Ink::new(&format!(", then in {label}{}", unit.text), Role::Dim)
                });
                let ink = Ink::new(&format!("… {count} unchanged"), Role::Dim).then(under.unwrap_or_default());
                return vec![(Block::of(Part { clip: 1, ..Part::of(ink.and(" …", Role::Dim)) }), room)];
            }
            Shown::Term(term) => {
                let term = &c.alignment.terms[term];
                let ink = Ink::plain(&format!("throughout, {} times: ", term.count));
                let ink = ink.and(&term.old, Role::Removed).and_plain(" became ").and(&term.new, Role::Added);
                return vec![(Block::of(Part::of(ink)), room)];
            }
            Shown::Row(row) | Shown::Beside(row, _) => row,
        };
        let link = &c.alignment.links[row.link];
        let beside = if let Shown::Beside(_, new) = shown { &c.alignment.links[new.link] } else { link };
        let units = |side: usize, ids: &[usize]| ids.iter().map(|&u| &c.units[side][u]).collect::<Vec<_>>();
        let (old, new) = (units(0, &link.old), units(1, &beside.new));
        // Neither of two texts on one topic is the other reworded: each paragraph stands for itself.
        let narrow = self.narrow(width);
        let lone = self.is_by_topic() && link.status == Status::NotCovered && narrow;
        if lone || link.status == Status::Related || matches!(shown, Shown::Beside(..)) {
            if narrow {
                let parts = [self.paragraphs(&old, true), self.paragraphs(&new, true)].concat();
                return vec![(Block { parts, gap: false }, room)];
            }
            let half = (room - 3) / 2;
            let side = |units: &[&Unit]| (Block { parts: self.paragraphs(units, false), gap: false }, half);
            return vec![side(&old), side(&new)];
        }
        let name = |side: &[&Unit]| side.first().map(|u| u.citation.clone()).unwrap_or_default();
        let away = Ink::new(&format!("to {}", name(&new)), Role::Moved);
        if self.narrow(width) {
            let part = match row.end {
                End::From => side_part(&old, away),
                _ => side_part(if new.is_empty() { &old } else { &new }, self.sought_in(both(link, self.quiet))),
            };
            let mut parts = vec![part];
            if row.end == End::To {
                parts.insert(0, Part::of(Ink::new(&format!("from {}", name(&old)), Role::Moved)));
            } else if link.renumbered && !old.is_empty() && !new.is_empty() {
                parts.insert(0, Part::of(Ink::new(&format!("was {}", labels(&old)), Role::Dim)));
            }
            return vec![(Block { parts, gap: false }, room)];
        }
        let half = (room - 3) / 2;
        let left = match row.end {
            End::To => Block::of(Part::of(Ink::new(&format!("from {}", name(&old)), Role::Moved))),
            _ if old.is_empty() => Block::default(),
            _ => Block::of(side_part(&old, self.sought_in(one(link, Op::Removed, self.quiet)))),
        };
        let right = match row.end {
            End::From => Block::of(Part::of(away)),
            _ if new.is_empty() => Block::default(),
            _ => Block::of(side_part(&new, self.sought_in(one(link, Op::Added, self.quiet)))),
        };
        vec![(left, half), (right, half)]
    }

    /// Units as they are, one below the other; with their citations where nothing else says whose words they are.
    fn paragraphs(&self, units: &[&Unit], cited: bool) -> Vec<Part> {
        let of = |unit: &&Unit| {
            let name = cited.then(|| Part::of(Ink::new(&unit.citation, Role::Citation)));
            name.into_iter().chain([side_part(&[unit], self.sought_in(Ink::plain(&unit.text)))])
        };
        units.iter().flat_map(of).collect()
    }

    /// Words with those looked for marked.
    fn sought_in(&self, ink: Ink) -> Ink {
        let places = find_terms(ink.text(), &self.sought);
        ink.mark(places, Role::Match(0))
    }

    /// Draws the rows. Gives where the cursor belongs.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, focused: bool) -> Option<Position> {
        let mut cursor = None;
        let mut drawn: Option<(usize, Vec<Cell>)> = None;
        for (spot, y) in column(&self.shown, self, area.as_size()).in_sight(&self.view).into_iter().zip(area.top()..) {
            let shown = self.shown[spot.block];
            if drawn.as_ref().is_none_or(|d| d.0 != spot.block) {
                let cells = self.cells(shown, area.width);
                drawn = Some((
                    spot.block,
                    cells
                        .into_iter()
                        .map(|(b, w)| {
                            let lines = b.lines(w);
                            (b, w, lines)
                        })
                        .collect(),
                ));
            }
            let Some((_, cells)) = &drawn else { continue };
            let selected = spot.block == self.view.at && spot.line == 0;
            if selected {
                cursor = Some(Position { x: area.x, y });
            }
            if spot.line == 0 {
                let style = match (selected, focused) {
                    (true, true) => look.style(Role::Selected),
                    (true, false) => look.style(Role::SelectedElsewhere),
                    _ => look.style(Role::Changed),
                };
                buf.set_stringn(area.x, y, format!("{} ", self.letter(shown)), area.width.min(2).into(), style);
            }
            let mut x = area.x + 2;
            for (n, (block, width, lines)) in cells.iter().enumerate() {
                if n > 0 {
                    buf.set_stringn(x, y, look.sign(" │ ", " | "), 3, look.style(Role::Border));
                    x += 3;
                }
                if let Some(line) = lines.get(spot.line) {
                    block.draw(
                        line,
                        buf,
                        Rect { x, y, width: *width, height: 1 }.intersection(area),
                        look,
                        Style::new(),
                    );
                }
                x += width;
            }
        }
        cursor
    }

    fn letter(&self, shown: Shown) -> char {
        match (shown, self.comparison.as_deref()) {
            _ if self.is_alone() => ' ',
            (Shown::Row(row), Some(c)) => c.alignment.links[row.link].letter(),
            (Shown::Beside(..), _) => BESIDE,
            (Shown::Term(_), _) => '~',
            _ => ' ',
        }
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

/// The labels of units that stand together: `22b+22c`.
fn labels(units: &[&Unit]) -> String {
    units.iter().filter_map(|u| u.label.as_deref()).collect::<Vec<_>>().join("+")
}

fn side_part(units: &[&Unit], words: Ink) -> Part {
    units.first().map_or_else(Part::default, |first| labelled(first.kind, &labels(units), words))
}

/// Words with the number or letter before them as it is printed.
pub fn labelled(kind: UnitKind, label: &str, words: Ink) -> Part {
    if kind == UnitKind::Heading && !label.is_empty() {
        return Part::of(Ink::new(&format!("{label}. "), Role::Heading).then(words));
    }
    if label.is_empty() {
        return Part::of(words);
    }
    let label = Ink::new(&kind.printed(label), Role::Label);
    Part { hang: (label.width() + 1).max(4), label, body: words, ..Part::default() }
}

/// The words of one side; what only it has is marked, unless it is `quiet` and need not be looked at. Side by side
/// needs no brackets.
fn one(link: &Link, op: Op, quiet: bool) -> Ink {
    let unmatched = link.old.is_empty() || link.new.is_empty();
    let plain = |run: &Run| unmatched || quiet && run.is_settled();
    link.words_of(op).fold(Ink::default(), |ink, run| marked(ink, run, if plain(run) { None } else { Some(["", ""]) }))
}

/// The words of both sides in one text; of what need not be looked at, the new words alone.
fn both(link: &Link, quiet: bool) -> Ink {
    if link.old.is_empty() {
        return one(link, Op::Added, quiet);
    }
    if link.new.is_empty() {
        return one(link, Op::Removed, quiet);
    }
    let settled = |run: &Run| quiet && run.is_settled();
    let shown = link.runs.iter().filter(|run| !(settled(run) && run.op == Op::Removed));
    shown.fold(Ink::default(), |ink, run| marked(ink, run, (!settled(run)).then(|| run.op.brackets())))
}

/// Runs in one text, between `[-` and `-]` or `{+` and `+}` where only one side has them.
pub fn inline(runs: &[Run]) -> Ink {
    runs.iter().fold(Ink::default(), |ink, run| marked(ink, run, Some(run.op.brackets())))
}

/// Adds a run: plain, or in its look between brackets; blanks around its words stay outside.
fn marked(ink: Ink, run: &Run, brackets: Option<[&str; 2]>) -> Ink {
    let role = if run.op == Op::Removed { Role::Removed } else { Role::Added };
    match (run.parts(), brackets) {
        ([before, words, after], Some([open, close])) if run.op != Op::Equal && !words.is_empty() => {
            ink.and_plain(before).and(&format!("{open}{words}{close}"), role).and_plain(after)
        }
        _ => ink.and_plain(&run.text),
    }
}
