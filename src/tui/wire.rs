//! The screen as the terminal has it, and the fewest bytes that turn it into the next one.

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::ops::Range;
use std::time::{Duration, Instant};

/// What a terminal understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traits {
    /// The sixteen colours; without them only attributes are sent.
    pub colour: bool,
    /// Characters beyond ASCII.
    pub unicode: bool,
    /// What came after the VT100: single attributes off, erasing inside a line, scrolling by several lines.
    pub modern: bool,
    /// Bytes a second, and bytes at once before that counts.
    pub rate: u32,
}

impl Default for Traits {
    fn default() -> Self {
        Self { colour: true, unicode: true, modern: true, rate: 1 << 20 }
    }
}

/// Bytes that may go at once before the rate counts.
const BURST: f64 = 32_768.0;
/// Frames above this size are bracketed, so that a terminal which can shows them at once.
const LARGE: usize = 2048;
/// Columns that vote together on how far the screen scrolled.
const VOTERS: usize = 8;

/// A token bucket: how many bytes may go, and when.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    rate: f64,
    bytes: f64,
    at: Instant,
}

impl Allowance {
    fn at(&self, now: Instant) -> f64 {
        (self.bytes + now.saturating_duration_since(self.at).as_secs_f64() * self.rate).min(BURST)
    }

    fn spend(&mut self, bytes: usize, now: Instant) {
        #[expect(clippy::cast_precision_loss, reason = "a frame has no 2^52 bytes")]
        let spent = bytes as f64;
        (self.bytes, self.at) = (self.at(now) - spent, now);
    }

    /// How long until the next frame may go: a frame goes whole, its debt is waited for after.
    fn wait(&self, now: Instant) -> Duration {
        Duration::from_secs_f64((-self.at(now) / self.rate).max(0.0))
    }
}

/// Colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Pen {
    fg: Color,
    bg: Color,
    mods: Modifier,
}

const PLAIN: Pen = Pen { fg: Color::Reset, bg: Color::Reset, mods: Modifier::empty() };
/// Attributes that show on a blank.
const ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK);

impl Pen {
    /// Whether a blank in this pen looks like one in the plain pen.
    fn blank(self) -> bool {
        self.bg == Color::Reset && !self.mods.intersects(ON_BLANKS)
    }
}

/// A cell as it is sent: a symbol without control characters, colours the terminal has.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Glyph {
    cell: Cell,
    /// Columns: 1 or 2, and 0 for the second column of a wide one.
    width: u16,
    /// All terminals agree on the width.
    sure: bool,
}

const BLANK: Glyph = Glyph { cell: Cell::EMPTY, width: 1, sure: true };
const BEHIND: Glyph = Glyph { cell: Cell::EMPTY, width: 0, sure: true };

impl Glyph {
    fn new(from: &Cell, traits: Traits) -> Self {
        let mut cell = Cell::EMPTY;
        let symbol = from.symbol();
        let (mut width, mut sure) = (1, true);
        if symbol.len() == 1 && !symbol.as_bytes()[0].is_ascii_control() {
            cell.set_symbol(symbol);
        } else if !traits.unicode {
            width = symbol.cell_width().clamp(1, 2);
            cell.set_symbol(&in_ascii(symbol).to_string().repeat(usize::from(width)));
        } else if symbol.chars().any(forbidden) || symbol.cell_width() == 0 {
            cell.set_char('\u{fffd}');
        } else {
            width = symbol.cell_width().min(2);
            sure = agreed(symbol);
            if sure {
                cell.set_symbol(symbol)
            } else {
                cell.set_symbol(&undisputed(symbol, width))
            };
        }
        (cell.fg, cell.bg, cell.modifier) =
            if traits.colour { (from.fg, from.bg, from.modifier) } else { (Color::Reset, Color::Reset, from.modifier) };
        // Many terminals have one intensity: bold or dim.
        if cell.modifier.contains(Modifier::BOLD) {
            cell.modifier.remove(Modifier::DIM);
        }
        if cell.symbol() == " " && !cell.modifier.contains(Modifier::REVERSED) {
            cell.fg = Color::Reset;
            cell.modifier &= ON_BLANKS;
        }
        Self { cell, width, sure }
    }

    fn pen(&self) -> Pen {
        Pen { fg: self.cell.fg, bg: self.cell.bg, mods: self.cell.modifier }
    }

    /// Roughly how many bytes it takes.
    fn bytes(&self) -> usize {
        self.cell.symbol().len()
    }
}

/// What must never be sent, whoever drew it: controls, and what reorders a line.
fn forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Whether all terminals give this symbol the same width: one character out of the old blocks.
fn agreed(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    matches!(c, '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2070}'..='\u{209c}' | '\u{20a0}'..='\u{20bf}'
        | '\u{2190}'..='\u{2199}' | '\u{2200}'..='\u{22ff}' | '\u{2500}'..='\u{25ab}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// As much of a cluster as terminals that know nothing of clusters draw in its columns: an emoji without its skin or
/// family, filled up with a blank.
fn undisputed(symbol: &str, width: u16) -> String {
    let mut left = width;
    let mut kept = String::new();
    for c in symbol.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}')) {
        let own = c.encode_utf8(&mut [0; 4]).cell_width();
        if own > left || (own == 0 && kept.is_empty()) {
            break;
        }
        left -= own;
        kept.push(c);
    }
    kept.extend(std::iter::repeat_n(' ', usize::from(left)));
    kept
}

/// The nearest ASCII character.
fn in_ascii(symbol: &str) -> char {
    match symbol.chars().next().unwrap_or(' ') {
        c @ ' '..='~' => c,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' => ' ',
        '‘' | '’' | '‛' | '′' => '\'',
        '“' | '”' | '″' | '«' | '»' => '"',
        '‐'..='―' | '−' | '─' | '━' | '═' => '-',
        '│' | '┃' | '║' | '▌' | '▐' | '▎' | '▏' => '|',
        '•' | '·' | '●' | '◆' | '∙' => '*',
        '\u{2500}'..='\u{257f}' => '+',
        '█' | '▓' | '▒' | '░' => '#',
        '…' => '.',
        '▸' | '▶' | '→' | '›' | '❯' => '>',
        '◂' | '◀' | '←' | '‹' => '<',
        '▾' | '▼' | '↓' => 'v',
        '▴' | '▲' | '↑' => '^',
        _ => '?',
    }
}

/// A screen of glyphs, row by row.
#[derive(Debug, Clone)]
struct Grid {
    size: Size,
    glyphs: Vec<Glyph>,
}

impl Grid {
    fn blank(size: Size) -> Self {
        Self { size, glyphs: vec![BLANK; usize::from(size.width) * usize::from(size.height)] }
    }

    fn row(&self, y: u16) -> &[Glyph] {
        let width = usize::from(self.size.width);
        &self.glyphs[usize::from(y) * width..][..width]
    }

    /// Takes a frame as ratatui holds it. What stands behind a wide glyph is not seen, whatever it is.
    fn take(&mut self, frame: &Buffer, traits: Traits) {
        let width = usize::from(self.size.width).max(1);
        for (row, cells) in self.glyphs.chunks_mut(width).zip(frame.content.chunks(width)) {
            let mut behind = 0;
            for (x, (glyph, cell)) in row.iter_mut().zip(cells).enumerate() {
                if behind > 0 {
                    behind -= 1;
                    *glyph = BEHIND;
                    continue;
                }
                *glyph = Glyph::new(cell, traits);
                if x + usize::from(glyph.width) > width {
                    *glyph = BLANK;
                }
                behind = glyph.width - 1;
            }
        }
    }

    /// The same screen after the rows of `region` moved up by `by` (down if negative).
    fn scrolled(&self, region: &Range<u16>, by: i32) -> Self {
        let mut next = Self::blank(self.size);
        let width = usize::from(self.size.width);
        for y in 0..self.size.height {
            let from = if region.contains(&y) { i32::from(y) + by } else { i32::from(y) };
            let Ok(from) = u16::try_from(from) else { continue };
            if from < self.size.height && region.contains(&y) == region.contains(&from) {
                next.glyphs[usize::from(y) * width..][..width].clone_from_slice(self.row(from));
            }
        }
        next
    }
}

/// A move of rows: the terminal scrolls them, the rest is painted.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Scroll {
    rows: Range<u16>,
    /// Lines up; negative is down.
    by: i32,
}

/// ratatui's backend that knows the screen it sent.
#[derive(Debug)]
pub struct Shadow<W: Write> {
    out: W,
    traits: Traits,
    /// What the terminal shows.
    sent: Grid,
    /// What it shall show.
    wanted: Grid,
    /// The terminal's state is unknown: clear it first.
    lost: bool,
    cursor: Cursor,
    wanted_cursor: Cursor,
    hand: Hand,
    allowance: Allowance,
    /// Frames drawn are not yet sent.
    pending: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cursor {
    at: Position,
    shown: bool,
}

impl<W: Write> Shadow<W> {
    /// A backend for a terminal of this size and these traits, whose screen is not known yet.
    pub fn new(out: W, size: Size, traits: Traits) -> Self {
        let cursor = Cursor { at: Position::ORIGIN, shown: true };
        Self {
            out,
            traits,
            sent: Grid::blank(size),
            wanted: Grid::blank(size),
            lost: true,
            cursor,
            wanted_cursor: cursor,
            hand: Hand::default(),
            allowance: Allowance { rate: f64::from(traits.rate), bytes: BURST, at: Instant::now() },
            pending: false,
        }
    }

    /// Where the bytes go.
    pub fn out(&mut self) -> &mut W {
        &mut self.out
    }

    /// The terminal has another size: all is to be drawn anew.
    pub fn resize(&mut self, size: Size) {
        if size != self.sent.size {
            (self.sent, self.wanted) = (Grid::blank(size), Grid::blank(size));
            self.lost = true;
        }
    }

    /// Takes a frame to be sent. It comes whole: ratatui's own difference leaves out cells that a wide character
    /// covered before.
    pub fn show(&mut self, frame: &Buffer) {
        self.resize(frame.area.as_size());
        self.wanted.take(frame, self.traits);
        self.pending = true;
    }

    /// Nothing is known of the terminal's screen any more: the next frame sends all of it.
    pub fn forget(&mut self) {
        self.lost = true;
        self.pending = true;
    }

    /// How long until what was drawn may be sent; none when all is sent.
    pub fn due(&self, now: Instant) -> Option<Duration> {
        self.pending.then(|| self.allowance.wait(now))
    }

    /// Sends what was drawn, in one write, unless more was sent of late than the line carries; then [`Shadow::due`]
    /// says when to ask again.
    ///
    /// # Errors
    /// If the terminal takes no bytes.
    pub fn send(&mut self, now: Instant) -> io::Result<()> {
        if !self.allowance.wait(now).is_zero() {
            self.pending = true;
            return Ok(());
        }
        self.pending = false;
        let bytes = self.frame();
        if bytes.is_empty() {
            return Ok(());
        }
        self.allowance.spend(bytes.len(), now);
        self.out.write_all(&bytes)?;
        self.out.flush()
    }

    /// The bytes from the screen sent to the screen wanted, which from now on counts as sent.
    fn frame(&mut self) -> Vec<u8> {
        let traits = self.traits;
        let mut hand = self.hand.clone();
        if self.lost {
            hand = Hand::default();
            hand.clear();
            self.sent = Grid::blank(self.sent.size);
            self.cursor.shown = !self.wanted_cursor.shown;
            self.lost = false;
        }
        let mut best = paint(hand.clone(), &self.sent, &self.wanted, None, traits);
        for scroll in scrolls(&self.sent, &self.wanted) {
            let moved = self.sent.scrolled(&scroll.rows, scroll.by);
            let tried = paint(hand.clone(), &moved, &self.wanted, Some(&scroll), traits);
            if tried.out.len() < best.out.len() {
                best = tried;
            }
        }
        let mut hand = best;
        let moved = hand.at != Some((Some(self.wanted_cursor.at.x), self.wanted_cursor.at.y));
        if self.wanted_cursor.shown && moved {
            hand.go(self.wanted_cursor.at.x, self.wanted_cursor.at.y, &self.wanted);
        }
        if self.wanted_cursor.shown != self.cursor.shown {
            hand.out.extend(if self.wanted_cursor.shown { b"\x1b[?25h" } else { b"\x1b[?25l" });
        }
        self.cursor = self.wanted_cursor;
        self.sent.glyphs.clone_from(&self.wanted.glyphs);
        let bytes = std::mem::take(&mut hand.out);
        let bracket = traits.modern && bytes.len() > LARGE && !hand.scrolled;
        hand.scrolled = false;
        self.hand = hand;
        if bracket { [b"\x1b[?2026h", bytes.as_slice(), b"\x1b[?2026l"].concat() } else { bytes }
    }
}

/// The scrolls worth trying: parts of the screen vote on how far they moved, and for the two most voted the rows that
/// gain most are found.
fn scrolls(sent: &Grid, wanted: &Grid) -> Vec<Scroll> {
    let (width, height) = (usize::from(sent.size.width), usize::from(sent.size.height));
    if height < 3 {
        return Vec::new();
    }
    let hashes = |grid: &Grid| -> Vec<u64> {
        let rows = (0..sent.size.height).flat_map(|y| grid.row(y).chunks(VOTERS));
        rows.map(|part| if part.iter().all(|glyph| *glyph == BLANK) { 0 } else { hash(part) }).collect()
    };
    let (before, after) = (hashes(sent), hashes(wanted));
    let parts = width.div_ceil(VOTERS);
    let mut votes = vec![0_u32; 2 * height];
    for part in 0..parts {
        for y in 0..height {
            let now = after[y * parts + part];
            if now == 0 || now == before[y * parts + part] {
                continue;
            }
            let same = |from: &usize| before[from * parts + part] == now;
            let up = (y + 1..height).find(same);
            let down = (0..y).rev().find(same);
            for from in [up, down].into_iter().flatten() {
                votes[from + height - y] += 1;
            }
        }
    }
    let mut shifts: Vec<usize> = (0..votes.len()).filter(|shift| votes[*shift] > 1).collect();
    shifts.sort_by_key(|shift| std::cmp::Reverse(votes[*shift]));
    shifts.truncate(2);
    let shift = |at: usize| i32::try_from(at).unwrap_or(0) - i32::try_from(height).unwrap_or(0);
    shifts.into_iter().filter_map(|at| gain(sent, wanted, shift(at))).collect()
}

fn hash(part: &[Glyph]) -> u64 {
    let mut state = DefaultHasher::new();
    for glyph in part {
        glyph.cell.symbol().hash(&mut state);
        glyph.pen().hash(&mut state);
    }
    state.finish() | 1
}

/// The rows for which a scroll by `by` saves most, if it saves anything: the best interval of a sum, both ends tried.
fn gain(sent: &Grid, wanted: &Grid, by: i32) -> Option<Scroll> {
    let height = sent.size.height;
    let blank = vec![BLANK; usize::from(sent.size.width)];
    let row = |y: i32| u16::try_from(y).ok().filter(|y| *y < height).map_or(blank.as_slice(), |y| sent.row(y));
    // Saved by scrolling a row in from inside the region, and lost where the region's end comes in blank.
    let mut inside = vec![0_i64];
    let mut edge = vec![0_i64];
    for y in 0..height {
        let now = wanted.row(y);
        let still = cost(sent.row(y), now);
        inside.push(inside[usize::from(y)] + still - cost(row(i32::from(y) + by), now));
        edge.push(edge[usize::from(y)] + still - cost(&blank, now));
    }
    let lines = usize::try_from(by.unsigned_abs()).ok()?;
    let height = usize::from(height);
    let mut best = (0, None);
    for top in 0..height {
        for bottom in top + lines + 1..=height {
            let sum = |sums: &[i64], from: usize, to: usize| sums[to] - sums[from];
            let saved = if by > 0 {
                sum(&inside, top, bottom - lines) + sum(&edge, bottom - lines, bottom)
            } else {
                sum(&inside, top + lines, bottom) + sum(&edge, top, top + lines)
            };
            if saved > best.0 {
                best = (saved, Some((top, bottom)));
            }
        }
    }
    let (top, bottom) = best.1?;
    Some(Scroll { rows: u16::try_from(top).ok()?..u16::try_from(bottom).ok()?, by })
}

/// Roughly how many bytes it takes to turn one row into another: symbols, and a move to each run of them.
fn cost(from: &[Glyph], to: &[Glyph]) -> i64 {
    let tail = to.iter().rposition(|glyph| *glyph != BLANK).map_or(0, |last| last + 1);
    let mut run = false;
    let mut bytes = 0;
    for (old, new) in from.iter().zip(to).take(tail) {
        let changed = old != new;
        if changed {
            bytes += new.bytes() + if run { 0 } else { 4 };
        }
        run = changed;
    }
    if from[tail..] != to[tail..] {
        bytes += 6;
    }
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Paints `wanted` over `base`, which is the screen after `scroll`.
fn paint(mut hand: Hand, base: &Grid, wanted: &Grid, scroll: Option<&Scroll>, traits: Traits) -> Hand {
    let height = base.size.height;
    let inner = scroll.map_or(0..0, |scroll| scroll.rows.clone());
    if let Some(scroll) = scroll {
        hand.scroll(scroll, height, traits);
    }
    let mut dirty = Vec::new();
    for y in inner.clone() {
        hand.row(y, base, wanted, &mut dirty, traits);
    }
    hand.end_scroll();
    for y in (0..inner.start).chain(inner.end..height) {
        hand.row(y, base, wanted, &mut dirty, traits);
    }
    hand
}

/// Marks the columns to paint. A glyph is painted whole; one that covers or uncovers half of a wide one draws that
/// in too; after one whose width terminals dispute, so are the next two columns.
fn mark(from: &[Glyph], to: &[Glyph], dirty: &mut Vec<bool>) -> bool {
    dirty.clear();
    dirty.extend(from.iter().zip(to).map(|(old, new)| old != new));
    if !dirty.contains(&true) {
        return false;
    }
    if from.iter().chain(to).all(|glyph| glyph.width == 1 && glyph.sure) {
        return true;
    }
    let mut grown = true;
    while grown {
        grown = false;
        for x in 0..to.len() {
            for glyph in [&from[x], &to[x]] {
                let end = (x + usize::from(glyph.width.max(1)) + if glyph.sure { 0 } else { 2 }).min(to.len());
                let own = x..(x + usize::from(glyph.width)).min(to.len());
                if dirty[own].contains(&true) && !dirty[x..end].iter().all(|marked| *marked) {
                    dirty[x..end].fill(true);
                    grown = true;
                }
            }
        }
    }
    true
}

/// The writing hand: where the terminal's cursor and pen are, and the bytes so far.
#[derive(Debug, Clone, Default)]
struct Hand {
    out: Vec<u8>,
    /// Column (unknown after a glyph of disputed width, or at the end of a line) and row.
    at: Option<(Option<u16>, u16)>,
    pen: Option<Pen>,
    /// The scroll region in force; its last row must not be left by a line feed.
    region: Option<Range<u16>>,
    scrolled: bool,
}

impl Hand {
    fn clear(&mut self) {
        self.set(PLAIN, Traits::default());
        self.out.extend(b"\x1b[H\x1b[2J");
        self.at = Some((Some(0), 0));
    }

    /// Scrolls by line feed or reverse index at the region's edge, which every terminal knows.
    fn scroll(&mut self, scroll: &Scroll, height: u16, traits: Traits) {
        self.set(PLAIN, traits);
        let Range { start, end } = scroll.rows;
        if scroll.rows != (0..height) {
            self.csi(format_args!("{};{end}r", start + 1));
            self.at = Some((Some(0), 0));
            self.region = Some(scroll.rows.clone());
        }
        let lines = scroll.by.unsigned_abs() as usize;
        let up = scroll.by > 0;
        if traits.modern && lines > 6 {
            self.csi(format_args!("{lines}{}", if up { 'S' } else { 'T' }));
        } else {
            self.jump(0, if up { end - 1 } else { start });
            self.out.extend((if up { b"\n".as_slice() } else { b"\x1bM" }).repeat(lines));
        }
        self.scrolled = true;
    }

    fn end_scroll(&mut self) {
        if self.region.take().is_some() {
            self.out.extend(b"\x1b[r");
            self.at = Some((Some(0), 0));
        }
    }

    fn csi(&mut self, rest: std::fmt::Arguments<'_>) {
        self.out.extend(b"\x1b[");
        // A vector takes all.
        let _ = self.out.write_fmt(rest);
    }

    /// Paints the marked columns of a row.
    fn row(&mut self, y: u16, base: &Grid, wanted: &Grid, dirty: &mut Vec<bool>, traits: Traits) {
        let now = wanted.row(y);
        if !mark(base.row(y), now, dirty) {
            return;
        }
        let tail = now.iter().rposition(|glyph| *glyph != BLANK).map_or(0, |last| last + 1);
        // A blank tail is erased at once where that is shorter than blanks.
        let erase = dirty[tail..].iter().position(|marked| *marked).map(|first| tail + first);
        let erase = erase.filter(|first| dirty[*first..].iter().filter(|marked| **marked).count() > 3);
        let end = erase.unwrap_or(now.len());
        let mut x = 0;
        while x < end {
            if !dirty[x] || now[x].width == 0 {
                x += 1;
                continue;
            }
            let column = column(x);
            let blanks = now[x..end].iter().take_while(|glyph| **glyph == BLANK).count();
            let blanks = dirty[x..x + blanks].iter().rposition(|marked| *marked).map_or(0, |last| last + 1);
            if traits.modern && blanks > 9 {
                self.go(column, y, wanted);
                self.set(PLAIN, traits);
                self.csi(format_args!("{blanks}X"));
                x += blanks;
                continue;
            }
            self.go(column, y, wanted);
            self.write(&now[x], base.size.width, traits);
            x += usize::from(now[x].width);
        }
        if let Some(first) = erase {
            self.go(column(first), y, wanted);
            self.set(PLAIN, traits);
            self.out.extend(b"\x1b[K");
        }
    }

    fn write(&mut self, glyph: &Glyph, width: u16, traits: Traits) {
        if glyph.cell.symbol() != " " || glyph.pen() != PLAIN || !self.pen.is_some_and(Pen::blank) {
            self.set(glyph.pen(), traits);
        }
        self.out.extend(glyph.cell.symbol().as_bytes());
        if let Some((x, _)) = &mut self.at {
            *x = x.map(|x| x + glyph.width).filter(|x| *x < width && glyph.sure);
        }
    }

    /// Moves to a cell, by whichever way is shortest.
    fn go(&mut self, x: u16, y: u16, wanted: &Grid) {
        let Some((from, row)) = self.at else { return self.jump(x, y) };
        if (from, row) == (Some(x), y) {
            return;
        }
        let mut way = jump(x, y);
        let mut offer = |other: Vec<u8>| {
            if other.len() < way.len() {
                way = other;
            }
        };
        if let Some(vertical) = self.vertical(row, y) {
            let from_left = [vertical.as_slice(), b"\r", &right(x)].concat();
            offer(from_left);
            if let Some(from) = from {
                offer([vertical.as_slice(), &sideways(from, x)].concat());
            }
        }
        if let Some(from) = from.filter(|from| *from < x && row == y) {
            let between = &wanted.row(y)[usize::from(from)..usize::from(x)];
            let pen = self.pen;
            let fits = |glyph: &Glyph| {
                glyph.sure
                    && glyph.width == 1
                    && (pen == Some(glyph.pen()) || (*glyph == BLANK && pen.is_some_and(Pen::blank)))
            };
            if between.len() < 8 && between.iter().all(fits) {
                offer(between.iter().flat_map(|glyph| glyph.cell.symbol().bytes()).collect());
            }
        }
        self.out.extend(way);
        self.at = Some((Some(x), y));
    }

    fn jump(&mut self, x: u16, y: u16) {
        self.out.extend(jump(x, y));
        self.at = Some((Some(x), y));
    }

    /// From row to row in the same column; none where a line feed would scroll.
    fn vertical(&self, from: u16, to: u16) -> Option<Vec<u8>> {
        let inside = |y: u16| self.region.as_ref().is_none_or(|region| region.contains(&y));
        if from == to {
            return Some(Vec::new());
        }
        if !inside(from) || !inside(to) {
            return None;
        }
        Some(if to > from {
            let feeds = vec![b'\n'; usize::from(to - from)];
            shorter(feeds, moved(to - from, 'B'))
        } else {
            moved(from - to, 'A')
        })
    }

    /// Changes the pen with the fewest bytes: what differs, or all anew.
    fn set(&mut self, to: Pen, traits: Traits) {
        if self.pen == Some(to) {
            return;
        }
        let anew = sgr(&[&[String::new()], added(PLAIN, to).as_slice()].concat());
        let change = self.pen.filter(|_| traits.modern).map(|from| {
            let (mut codes, kept) = removed(from, to);
            codes.extend(added(Pen { mods: kept, ..from }, to));
            sgr(&codes)
        });
        let way = change.map_or(anew.clone(), |change| shorter(anew, change));
        self.out.extend(way);
        self.pen = Some(to);
    }
}

fn column(x: usize) -> u16 {
    u16::try_from(x).unwrap_or(u16::MAX)
}

fn shorter(one: Vec<u8>, other: Vec<u8>) -> Vec<u8> {
    if other.len() < one.len() { other } else { one }
}

fn jump(x: u16, y: u16) -> Vec<u8> {
    match (x, y) {
        (0, 0) => b"\x1b[H".to_vec(),
        (0, _) => format!("\x1b[{}H", y + 1).into_bytes(),
        (_, 0) => format!("\x1b[;{}H", x + 1).into_bytes(),
        _ => format!("\x1b[{};{}H", y + 1, x + 1).into_bytes(),
    }
}

fn moved(by: u16, which: char) -> Vec<u8> {
    match by {
        0 => Vec::new(),
        1 => format!("\x1b[{which}").into_bytes(),
        _ => format!("\x1b[{by}{which}").into_bytes(),
    }
}

fn right(by: u16) -> Vec<u8> {
    moved(by, 'C')
}

fn sideways(from: u16, to: u16) -> Vec<u8> {
    if to >= from {
        return right(to - from);
    }
    shorter(moved(from - to, 'D'), vec![0x08; usize::from(from - to)])
}

fn sgr(codes: &[String]) -> Vec<u8> {
    format!("\x1b[{}m", codes.join(";")).into_bytes()
}

/// Attributes, what sets them and what takes them away.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// What takes away the attributes that `to` has not, and what is left of them: some share their end.
fn removed(from: Pen, to: Pen) -> (Vec<String>, Modifier) {
    let gone = from.mods.difference(to.mods);
    let mut codes: Vec<u8> = ATTRIBUTES.iter().filter(|(one, ..)| gone.contains(*one)).map(|(.., off)| *off).collect();
    codes.dedup();
    let lost = ATTRIBUTES.iter().filter(|(.., off)| codes.contains(off)).map(|(one, ..)| *one);
    (codes.iter().map(ToString::to_string).collect(), from.mods.difference(lost.collect()))
}

/// What sets the attributes and colours that `from` has not.
fn added(from: Pen, to: Pen) -> Vec<String> {
    let new = to.mods.difference(from.mods);
    let mut codes: Vec<String> =
        ATTRIBUTES.iter().filter(|(one, ..)| new.contains(*one)).map(|(_, on, _)| on.to_string()).collect();
    if from.fg != to.fg {
        codes.push(colour(to.fg, 30));
    }
    if from.bg != to.bg {
        codes.push(colour(to.bg, 40));
    }
    codes
}

/// The code of a colour, counted from 30 (text) or 40 (ground). Of true colours only the nearest of the sixteen.
fn colour(colour: Color, base: u8) -> String {
    let dark = |n: u8| (base + n).to_string();
    let light = |n: u8| (base + 60 + n).to_string();
    match colour {
        Color::Reset => dark(9),
        Color::Black => dark(0),
        Color::Red => dark(1),
        Color::Green => dark(2),
        Color::Yellow => dark(3),
        Color::Blue => dark(4),
        Color::Magenta => dark(5),
        Color::Cyan => dark(6),
        Color::Gray => dark(7),
        Color::DarkGray => light(0),
        Color::LightRed => light(1),
        Color::LightGreen => light(2),
        Color::LightYellow => light(3),
        Color::LightBlue => light(4),
        Color::LightMagenta => light(5),
        Color::LightCyan => light(6),
        Color::White => light(7),
        Color::Indexed(n @ 0..=7) => dark(n),
        Color::Indexed(n @ 8..=15) => light(n - 8),
        Color::Indexed(n) => format!("{};5;{n}", base + 8),
        Color::Rgb(r, g, b) => {
            let top = r.max(g).max(b);
            let bit = |part: u8, n: u8| if part > top / 2 { n } else { 0 };
            let n = bit(r, 1) | bit(g, 2) | bit(b, 4);
            if top > 200 { light(n) } else { dark(n) }
        }
    }
}

/// For ratatui's frames, sizes and cursor; the cells come by [`Shadow::show`], and go by [`Shadow::send`].
impl<W: Write> Backend for Shadow<W> {
    type Error = io::Error;

    fn draw<'a, I: Iterator<Item = (u16, u16, &'a Cell)>>(&mut self, _content: I) -> io::Result<()> {
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted_cursor.shown = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wanted_cursor.shown = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.wanted_cursor.at)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let Position { x, y } = position.into();
        let Size { width, height } = self.sent.size;
        self.wanted_cursor.at = Position::new(x.min(width.saturating_sub(1)), y.min(height.saturating_sub(1)));
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn clear_region(&mut self, _kind: ClearType) -> io::Result<()> {
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.sent.size)
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize { columns_rows: self.sent.size, pixels: Size::ZERO })
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::backend::TestBackend;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;
    use ratatui::{Frame, Terminal};

    /// What may happen to a picture between two frames.
    #[derive(Debug, Clone)]
    enum Change {
        Write(u16, u16, usize, usize),
        Fill(Rect, usize),
        Scroll(Rect, i32),
        Resize(u16, u16),
        Cursor(Option<(u16, u16)>),
        Forget,
    }

    const TEXTS: [&str; 9] = [
        "Objective 13: Use migration detention only as a last resort",
        "a",
        "                    ",
        "– “quoted” – §27(c) été naïve",
        "界面文字",
        "e\u{301}a\u{300}o\u{308}",
        "a界b🙂c",
        "────────────────",
        "😀👍🏽x",
    ];

    fn style(n: usize) -> Style {
        let plain = Style::new();
        match n % 8 {
            0 => plain.bold(),
            1 => plain.fg(Color::Red).dim(),
            2 => plain.bg(Color::LightBlue).fg(Color::Black),
            3 => plain.reversed(),
            4 => plain.underlined().italic().fg(Color::DarkGray),
            5 => plain.bold().italic(),
            _ => plain,
        }
    }

    fn rect() -> impl Strategy<Value = Rect> {
        (0..70_u16, 0..30_u16, 1..70_u16, 1..30_u16).prop_map(|(x, y, width, height)| Rect { x, y, width, height })
    }

    fn change() -> impl Strategy<Value = Change> {
        prop_oneof![
            8 => (0..80_u16, 0..30_u16, 0..TEXTS.len(), 0..8_usize).prop_map(|(x, y, t, s)| Change::Write(x, y, t, s)),
            2 => (rect(), 0..8_usize).prop_map(|(area, s)| Change::Fill(area, s)),
            8 => (rect(), -9..9_i32).prop_map(|(area, by)| Change::Scroll(area, by)),
            1 => (1..80_u16, 1..30_u16).prop_map(|(w, h)| Change::Resize(w, h)),
            2 => proptest::option::of((0..80_u16, 0..30_u16)).prop_map(Change::Cursor),
            1 => Just(Change::Forget),
        ]
    }

    fn scroll(buffer: &mut Buffer, area: Rect, by: i32) {
        let area = area.intersection(buffer.area);
        let old = buffer.clone();
        for at in area.positions() {
            let from = i32::from(at.y) + by;
            let from = u16::try_from(from).ok().filter(|y| (area.top()..area.bottom()).contains(y));
            buffer[at] = from.map_or(Cell::EMPTY, |y| old[(at.x, y)].clone());
        }
    }

    fn show(picture: &Buffer, cursor: Option<(u16, u16)>) -> impl Fn(&mut Frame) {
        move |frame| {
            let area = frame.area().intersection(picture.area);
            for at in area.positions() {
                frame.buffer_mut()[at] = picture[at].clone();
            }
            if let Some((x, y)) = cursor.filter(|(x, y)| *x < area.width && *y < area.height) {
                frame.set_cursor_position((x, y));
            }
        }
    }

    /// How the emulator's cell looks, in our terms.
    fn seen(cell: &vt100::Cell) -> Glyph {
        let colour = |colour| match colour {
            vt100::Color::Default => Color::Reset,
            vt100::Color::Idx(n) => {
                let names = [Color::Black, Color::Red, Color::Green, Color::Yellow, Color::Blue, Color::Magenta];
                let bright =
                    [Color::DarkGray, Color::LightRed, Color::LightGreen, Color::LightYellow, Color::LightBlue];
                let all = names.into_iter().chain([Color::Cyan, Color::Gray]).chain(bright);
                all.chain([Color::LightMagenta, Color::LightCyan, Color::White]).nth(usize::from(n)).unwrap()
            }
            vt100::Color::Rgb(..) => panic!("a true colour was sent"),
        };
        let mut like = Cell::EMPTY;
        like.set_symbol(if cell.contents().is_empty() { " " } else { cell.contents() });
        (like.fg, like.bg) = (colour(cell.fgcolor()), colour(cell.bgcolor()));
        for (on, attribute) in [
            (cell.bold(), Modifier::BOLD),
            (cell.dim(), Modifier::DIM),
            (cell.italic(), Modifier::ITALIC),
            (cell.underline(), Modifier::UNDERLINED),
            (cell.inverse(), Modifier::REVERSED),
        ] {
            like.modifier.set(attribute, on);
        }
        Glyph::new(&like, Traits::default())
    }

    /// Holds the emulator's screen to the plain backend's.
    fn same(plain: &Buffer, emulator: &vt100::Screen, cursor: Option<(u16, u16)>, traits: Traits) {
        for y in 0..plain.area.height {
            let mut x = 0;
            while x < plain.area.width {
                let mut want = Glyph::new(&plain[(x, y)], traits);
                if x + want.width > plain.area.width {
                    want = BLANK;
                }
                let got = seen(emulator.cell(y, x).unwrap());
                assert_eq!((&want.cell, want.width), (&got.cell, got.width), "at column {x}, row {y}");
                x += want.width;
            }
        }
        assert_eq!(emulator.hide_cursor(), cursor.is_none());
        if let Some((x, y)) = cursor {
            assert_eq!(emulator.cursor_position(), (y, x));
        }
    }

    fn play(changes: &[Vec<Change>], traits: Traits) {
        let size = |w: u16, h: u16| (h.try_into().unwrap(), w.try_into().unwrap());
        let (mut width, mut height) = (60, 20);
        let (rows, columns) = size(width, height);
        let mut emulator = vt100::Parser::new(rows, columns, 0);
        let mut ours = Terminal::new(Shadow::new(Vec::new(), Size::new(width, height), traits)).unwrap();
        let mut plain = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut picture = Buffer::empty(Rect::new(0, 0, 80, 30));
        let mut cursor = None;
        for frame in changes {
            for change in frame {
                match change {
                    Change::Write(x, y, text, s) => {
                        picture.set_string(*x, *y, TEXTS[*text], style(*s));
                    }
                    Change::Fill(area, s) => picture.set_style(area.intersection(picture.area), style(*s)),
                    Change::Scroll(area, by) => scroll(&mut picture, *area, *by),
                    Change::Cursor(at) => cursor = *at,
                    Change::Forget => ours.backend_mut().forget(),
                    Change::Resize(w, h) => {
                        (width, height) = (*w, *h);
                        let (rows, columns) = size(width, height);
                        emulator.screen_mut().set_size(rows, columns);
                        ours.backend_mut().resize(Size::new(width, height));
                        plain.backend_mut().resize(width, height);
                    }
                }
            }
            ours.draw(show(&picture, cursor)).unwrap();
            let plain = plain.draw(show(&picture, cursor)).unwrap().buffer.clone();
            ours.backend_mut().show(&plain);
            ours.backend_mut().send(Instant::now()).unwrap();
            emulator.process(&std::mem::take(ours.backend_mut().out()));
            let cursor = cursor.filter(|(x, y)| *x < width && *y < height);
            same(&plain, emulator.screen(), cursor, traits);
        }
    }

    fn rich() -> Traits {
        Traits { rate: u32::MAX, ..Traits::default() }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_screen_is_the_plain_backends(changes in proptest::collection::vec(proptest::collection::vec(change(), 1..5), 1..12)) {
            play(&changes, rich());
            play(&changes, Traits { modern: false, ..rich() });
        }
    }
}
