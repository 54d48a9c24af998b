//! A list: blocks one under another, of which some can be picked. Passages, results, help and candidates are lists.

use std::borrow::Borrow;
use std::cell::LazyCell;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;

use super::flow::{Column, Heights, Spot, View};
use super::ink::{Block, Ink, Look, Part};
use super::theme::Role;
use crate::keys::Action;

/// A way to move that every pane knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// By rows or lines.
    Lines(isize),
    /// By half pages.
    Halves(isize),
    /// To the beginning.
    Top,
    /// To the end.
    Bottom,
    /// To the row, objective or paragraph of that number.
    Nth(usize),
    /// To that percentage.
    Percent(usize),
}

impl Move {
    /// The move that `action` asks for, if it is one.
    pub fn from(action: Action, count: Option<u32>) -> Option<Self> {
        let n = count.map_or(1, |n| isize::try_from(n.clamp(1, 1_000_000)).unwrap_or(1));
        Some(match action {
            Action::Down => Self::Lines(n),
            Action::Up => Self::Lines(-n),
            Action::HalfPageDown => Self::Halves(n),
            Action::HalfPageUp => Self::Halves(-n),
            Action::PageDown => Self::Halves(2 * n),
            Action::PageUp => Self::Halves(-2 * n),
            Action::Top if count.is_none() => Self::Top,
            Action::Bottom if count.is_none() => Self::Bottom,
            Action::Top | Action::Bottom => Self::Nth(n.unsigned_abs()),
            Action::Percent => Self::Percent(n.unsigned_abs().min(100)),
            _ => return None,
        })
    }

    /// Whether it leads on in the text.
    pub fn is_down(self) -> bool {
        matches!(self, Self::Lines(1..) | Self::Halves(1..) | Self::Bottom)
    }
}

/// A block that is made when it first comes near the screen: a document has thousands of passages, a screen shows ten.
pub struct Later(LazyCell<Block, Box<dyn FnOnce() -> Block>>);

impl Later {
    /// What `make` gives.
    pub fn new(make: impl FnOnce() -> Block + 'static) -> Self {
        Self(LazyCell::new(Box::new(make)))
    }
}

impl From<Block> for Later {
    fn from(block: Block) -> Self {
        Self::new(|| block)
    }
}

impl Borrow<Block> for Later {
    fn borrow(&self) -> &Block {
        &self.0
    }
}

/// A block of a list.
#[derive(Clone)]
pub struct Row<P, B = Block> {
    /// What is shown.
    pub block: B,
    /// What picking it means; a row without is passed over.
    pub pick: Option<P>,
}

impl<P, B: From<Block>> Row<P, B> {
    /// A heading; with a `gap`, an empty line stands before it.
    pub fn heading(text: &str, gap: bool) -> Self {
        Self { block: Block { gap, ..Block::of(Part::of(Ink::new(text, Role::Heading))) }.into(), pick: None }
    }

    /// A word to the reader, not a row to be picked.
    pub fn note(text: &str) -> Self {
        Self { block: Block::of(Part::of(Ink::new(text, Role::Dim))).into(), pick: None }
    }
}

/// Blocks one under another.
pub struct List<P, B = Block> {
    /// From top to bottom.
    pub rows: Vec<Row<P, B>>,
    /// Where the list stands.
    pub view: View,
    heights: Heights,
}

impl<P, B> Default for List<P, B> {
    fn default() -> Self {
        Self { rows: Vec::new(), view: View::default(), heights: Heights::default() }
    }
}

impl<P, B: Borrow<Block>> List<P, B> {
    /// A list of `rows`, the first that can be picked selected.
    pub fn new(rows: Vec<Row<P, B>>) -> Self {
        let at = rows.iter().position(|row| row.pick.is_some()).unwrap_or(0);
        Self { rows, view: View { top: Spot::default(), at }, heights: Heights::default() }
    }

    /// What is selected.
    pub fn picked(&self) -> Option<&P> {
        self.rows.get(self.view.at)?.pick.as_ref()
    }

    /// Position of the selection among what can be picked, from 1, and how many there are.
    pub fn position(&self) -> (usize, usize) {
        let picks = |rows: &[Row<P, B>]| rows.iter().filter(|row| row.pick.is_some()).count();
        (picks(&self.rows[..self.rows.len().min(self.view.at + 1)]), picks(&self.rows))
    }

    /// The lines its rows take at `width`, counted up to `most`.
    pub fn height(&self, width: u16, most: usize) -> u16 {
        let mut lines = 0;
        for row in &self.rows {
            lines += row.block.borrow().lines(width).len();
            if lines >= most {
                break;
            }
        }
        u16::try_from(lines).unwrap_or(u16::MAX)
    }

    /// Moves the selection in a pane of `size` (without its title).
    pub fn go(&mut self, by: Move, size: Size) {
        let picks: Vec<usize> = (0..self.rows.len()).filter(|&n| self.rows[n].pick.is_some()).collect();
        let Some(last) = picks.len().checked_sub(1) else {
            // Nothing to pick: a text to be scrolled.
            let by = match by {
                Move::Lines(n) => n,
                Move::Halves(n) => n * half(size),
                Move::Top => isize::MIN / 2,
                _ => isize::MAX / 2,
            };
            self.view.scroll(by, &column(&self.rows, &self.heights, size));
            return;
        };
        let now = picks.partition_point(|&n| n < self.view.at).min(last);
        let to = match by {
            Move::Lines(n) => now.saturating_add_signed(n).min(last),
            Move::Halves(n) => self.paged(&picks, now, n, size),
            Move::Top => 0,
            Move::Bottom => last,
            Move::Nth(n) => n.saturating_sub(1).min(last),
            Move::Percent(n) => last * n / 100,
        };
        self.select(picks[to], size);
    }

    /// The pick about so many half pages from the one at `now`, at least one away.
    fn paged(&self, picks: &[usize], now: usize, halves: isize, size: Size) -> usize {
        let column = column(&self.rows, &self.heights, size);
        let mut room = halves.unsigned_abs().saturating_mul(half(size).unsigned_abs());
        let mut to = now;
        loop {
            let next = if halves < 0 { to.checked_sub(1) } else { Some(to + 1).filter(|&n| n < picks.len()) };
            let Some(next) = next else { return to };
            let passed = if halves < 0 { next } else { to };
            let tall = (column.height)(picks[passed]);
            if tall > room && to != now {
                return to;
            }
            room = room.saturating_sub(tall);
            to = next;
        }
    }

    /// Selects the row `index`.
    pub fn select(&mut self, index: usize, size: Size) {
        let c = column(&self.rows, &self.heights, size);
        if self.rows[..index.min(self.rows.len())].iter().all(|row| row.pick.is_none()) {
            // The first that can be picked brings the heading above it into sight.
            self.view.top = Spot::default();
        }
        self.view.select(index, &c);
    }

    /// Keeps the view inside after a change of rows or size.
    pub fn settle(&mut self, size: Size) {
        self.view.settle(&column(&self.rows, &self.heights, size));
        let view = self.view;
        if self.rows.get(view.at).is_none_or(|row| row.pick.is_none()) {
            let near = self.rows.iter().skip(view.at).position(|row| row.pick.is_some()).map(|n| n + view.at);
            self.view.at = near.or_else(|| self.rows.iter().rposition(|row| row.pick.is_some())).unwrap_or(view.at);
        }
        if self.picked().is_some() {
            self.select(self.view.at, size);
        }
    }

    /// Draws the list; gives where the cursor belongs.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, focused: bool) -> Option<Position> {
        let mut cursor = None;
        let mut lines = (usize::MAX, Vec::new());
        for (spot, y) in
            column(&self.rows, &self.heights, area.as_size()).in_sight(&self.view).into_iter().zip(area.top()..)
        {
            let row = &self.rows[spot.block];
            let block: &Block = row.block.borrow();
            if lines.0 != spot.block {
                lines = (spot.block, block.lines(area.width));
            }
            let Some(line) = lines.1.get(spot.line) else { continue };
            let place = Rect { y, height: 1, ..area };
            let head = usize::from(block.gap);
            let selected = row.pick.is_some() && spot.block == self.view.at && spot.line == head;
            let base = if selected {
                cursor = Some(Position { x: area.x, y });
                look.style(if focused { Role::Selected } else { Role::SelectedElsewhere })
            } else {
                Style::new()
            };
            if selected {
                buf.set_style(place, base);
            }
            block.draw(line, buf, place, look, base);
        }
        cursor
    }
}

fn column<'a, P, B: Borrow<Block>>(
    rows: &'a [Row<P, B>],
    heights: &'a Heights,
    size: Size,
) -> Column<impl Fn(usize) -> usize + 'a> {
    let lines = move |index: usize| rows.get(index).map_or(1, |row| row.block.borrow().lines(size.width).len());
    let height = move |index: usize| heights.of(index, size.width, || lines(index));
    Column { count: rows.len(), page: size.height.into(), height }
}

fn half(size: Size) -> isize {
    isize::try_from((size.height / 2).max(1)).unwrap_or(1)
}
