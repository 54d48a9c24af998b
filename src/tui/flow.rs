//! Flow: where a pane stands in a column of blocks of many heights, and how it moves. Nothing is drawn here.

use std::cell::{Cell, RefCell};

/// A line of a block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Index of the block.
    pub block: usize,
    /// Line in it, from 0.
    pub line: usize,
}

/// What a pane shows: its top line, and the block that is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The first line in sight.
    pub top: Spot,
    /// The selected block.
    pub at: usize,
}

/// The column a view stands in. Heights are asked for only near the view.
pub struct Column<H> {
    /// How many blocks there are.
    pub count: usize,
    /// How many lines the pane shows.
    pub page: usize,
    /// The lines of a block, at least 1.
    pub height: H,
}

/// How tall blocks were at the width last asked for: a move lays out the same page again and again. To be begun anew
/// where the blocks change.
#[derive(Clone, Debug, Default)]
pub struct Heights {
    width: Cell<u16>,
    known: RefCell<Vec<usize>>,
}

impl Heights {
    /// The height of a block at `width`, laid out if it is not known; never 0.
    pub fn of(&self, block: usize, width: u16, lay_out: impl FnOnce() -> usize) -> usize {
        if self.width.replace(width) != width {
            self.known.borrow_mut().clear();
        }
        let known = self.known.borrow().get(block).copied().unwrap_or(0);
        if known > 0 {
            return known;
        }
        let height = lay_out().max(1);
        let mut all = self.known.borrow_mut();
        if all.len() <= block {
            all.resize(block + 1, 0);
        }
        all[block] = height;
        height
    }
}

impl<H: Fn(usize) -> usize> Column<H> {
    /// The spot so many lines below, or the last.
    pub fn down(&self, mut spot: Spot, mut lines: usize) -> Spot {
        while lines > 0 && spot.block < self.count {
            let rest = (self.height)(spot.block).saturating_sub(spot.line + 1);
            if rest >= lines {
                spot.line += lines;
                return spot;
            }
            if spot.block + 1 == self.count {
                spot.line += rest;
                return spot;
            }
            lines -= rest + 1;
            spot = Spot { block: spot.block + 1, line: 0 };
        }
        spot
    }

    /// The spot so many lines above, or the first.
    pub fn up(&self, mut spot: Spot, mut lines: usize) -> Spot {
        while lines > 0 {
            if spot.line >= lines {
                spot.line -= lines;
                return spot;
            }
            if spot.block == 0 {
                return Spot::default();
            }
            lines -= spot.line + 1;
            spot.block -= 1;
            spot.line = (self.height)(spot.block).saturating_sub(1);
        }
        spot
    }

    /// The lowest top: the one that shows the last page.
    pub fn lowest(&self) -> Spot {
        let last = self.count.saturating_sub(1);
        let end = Spot { block: last, line: if self.count == 0 { 0 } else { (self.height)(last).saturating_sub(1) } };
        self.up(end, self.page.saturating_sub(1))
    }

    /// `top`, or the lowest one that still shows a whole page: only heights near it are asked for.
    fn within(&self, top: Spot) -> Spot {
        let mut wanted = self.page + top.line;
        for block in top.block..self.count {
            let Some(left) = wanted.checked_sub((self.height)(block)).filter(|&left| left > 0) else { return top };
            wanted = left;
        }
        top.min(self.lowest())
    }

    /// Lines from `a` down to `b`, counted up to `most`.
    fn between(&self, a: Spot, b: Spot, most: usize) -> usize {
        let mut lines = 0;
        let mut block = a.block;
        while block < b.block && lines <= most + a.line {
            lines += (self.height)(block);
            block += 1;
        }
        (lines + b.line).saturating_sub(a.line)
    }

    /// The row on which `block` begins, if its first line is in sight.
    pub fn row_of(&self, view: &View, block: usize) -> Option<usize> {
        let spot = Spot { block, line: 0 };
        let row = (spot >= view.top).then(|| self.between(view.top, spot, self.page))?;
        (row < self.page).then_some(row)
    }

    /// Each line in sight.
    pub fn in_sight(&self, view: &View) -> Vec<Spot> {
        let mut out = Vec::with_capacity(self.page);
        let mut spot = view.top;
        while out.len() < self.page && spot.block < self.count {
            if spot.line < (self.height)(spot.block) {
                out.push(spot);
                spot.line += 1;
            } else {
                spot = Spot { block: spot.block + 1, line: 0 };
            }
        }
        out
    }
}

impl View {
    /// Makes the view fit a column that has changed.
    pub fn settle<H: Fn(usize) -> usize>(&mut self, column: &Column<H>) {
        self.at = self.at.min(column.count.saturating_sub(1));
        if self.top.block >= column.count {
            self.top = Spot { block: column.count.saturating_sub(1), line: 0 };
        }
        if column.count > 0 {
            self.top.line = self.top.line.min((column.height)(self.top.block).saturating_sub(1));
        }
        self.top = column.within(self.top);
    }

    /// Scrolls by lines; the selection follows only where it would leave the pane.
    pub fn scroll<H: Fn(usize) -> usize>(&mut self, by: isize, column: &Column<H>) {
        self.top = if by < 0 {
            column.up(self.top, by.unsigned_abs())
        } else {
            column.within(column.down(self.top, by.unsigned_abs()))
        };
        let sight = column.in_sight(self);
        if let (Some(first), Some(last)) = (sight.first(), sight.last()) {
            // The block that begins in sight, rather than the end of one that began above.
            let first = if first.line > 0 && first.block < last.block { first.block + 1 } else { first.block };
            if self.at < first || self.at > last.block {
                self.at = if by < 0 { last.block.min(self.at.max(first)) } else { first };
            }
        }
    }

    /// Selects `block`; where it is not wholly in sight, scrolls so that it begins half a page from the edge.
    pub fn select<H: Fn(usize) -> usize>(&mut self, block: usize, column: &Column<H>) {
        self.at = block.min(column.count.saturating_sub(1));
        let start = Spot { block: self.at, line: 0 };
        if column.count == 0 {
            return;
        }
        let tall = (column.height)(self.at).min(column.page);
        let fits = column.row_of(self, self.at).is_some_and(|row| row + tall <= column.page);
        if !fits {
            let above = (column.page / 2).min(column.page.saturating_sub(tall));
            self.top = column.within(column.up(start, above));
        }
    }

    /// Scrolls no further than brings `spot` into sight, and selects its block.
    pub fn follow<H: Fn(usize) -> usize>(&mut self, spot: Spot, column: &Column<H>) {
        if spot < self.top {
            self.top = spot;
        } else if column.between(self.top, spot, column.page) >= column.page {
            self.top = column.up(spot, column.page.saturating_sub(1));
        }
        self.at = spot.block;
    }

    /// Puts `spot` on the top line, or as near as the column's end allows, and selects its block.
    pub fn show<H: Fn(usize) -> usize>(&mut self, spot: Spot, column: &Column<H>) {
        self.top = column.within(spot);
        self.at = spot.block.min(column.count.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves() {
        let heights = [1, 3, 2, 5, 1, 1, 4];
        let column = Column { count: heights.len(), page: 6, height: |b: usize| heights[b] };
        let check = |view: View, expected: (usize, usize, usize)| {
            assert_eq!((view.top.block, view.top.line, view.at), expected);
        };
        let mut view = View::default();
        view.scroll(2, &column);
        check(view, (1, 1, 2));
        view.scroll(-1, &column);
        check(view, (1, 0, 2));
        view.scroll(100, &column);
        check(view, (4, 0, 4));
        view.scroll(-100, &column);
        check(view, (0, 0, 2));
        view.select(1, &column);
        check(view, (0, 0, 1));
        view.select(3, &column);
        check(view, (2, 1, 3));
        view.select(6, &column);
        check(view, (4, 0, 6));
        view.show(Spot { block: 3, line: 2 }, &column);
        check(view, (3, 2, 3));
        assert_eq!(column.row_of(&view, 4), Some(3));
        assert_eq!(column.row_of(&view, 3), None);
        assert_eq!(column.in_sight(&view).len(), 6);
        let empty = Column { count: 0, page: 6, height: |_: usize| 1 };
        view.settle(&empty);
        view.scroll(3, &empty);
        view.select(2, &empty);
        check(view, (0, 0, 0));
    }
}
