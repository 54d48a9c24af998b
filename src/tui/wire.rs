//! The screen as the terminal has it, and the fewest bytes that turn it into the next one.

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};
use ratatui::{Frame, Terminal};
use std::io::{self, Write};
use std::ops::Range;
use std::time::{Duration, Instant};

mod glyph;
mod hand;

use glyph::Glyph;
use hand::Hand;

/// What a terminal understands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Traits {
    /// The sixteen colours; without them only attributes are sent.
    pub colour: bool,
    /// Characters beyond ASCII.
    pub unicode: bool,
    /// What came after the VT100: single attributes off, erasing inside a line, scrolling by several lines.
    pub modern: bool,
    /// Bytes a second; a third of them may go at once before that counts.
    pub rate: u32,
}

impl Default for Traits {
    fn default() -> Self {
        Self { colour: true, unicode: true, modern: true, rate: 1 << 20 }
    }
}

/// So much of a second's bytes may go at once.
const BURST: f64 = 1.0 / 3.0;
/// Frames above this size are bracketed, so that a terminal which can shows them at once.
const LARGE: usize = 2048;
/// Bytes that setting a region, scrolling it and giving it back take: what saves less is not tried.
const SCROLLING: i64 = 16;
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
        (self.bytes + now.saturating_duration_since(self.at).as_secs_f64() * self.rate).min(self.rate * BURST)
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

/// A screen of glyphs, row by row.
#[derive(Debug, Clone)]
struct Grid {
    size: Size,
    glyphs: Vec<Glyph>,
}

impl Grid {
    fn blank(size: Size) -> Self {
        Self { size, glyphs: vec![Glyph::BLANK; usize::from(size.width) * usize::from(size.height)] }
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
                    *glyph = Glyph::BEHIND;
                    continue;
                }
                *glyph = Glyph::new(cell, traits);
                if x + usize::from(glyph.width) > width {
                    *glyph = Glyph::BLANK;
                }
                behind = glyph.width.saturating_sub(1);
            }
        }
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
        let rate = f64::from(traits.rate);
        Self {
            out,
            traits,
            sent: Grid::blank(size),
            wanted: Grid::blank(size),
            lost: true,
            cursor,
            wanted_cursor: cursor,
            hand: Hand::default(),
            allowance: Allowance { rate, bytes: rate * BURST, at: Instant::now() },
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

    /// Draws a frame and sends it, or puts it off. `spare` keeps the last frame, for its memory.
    ///
    /// The frame is taken whole and the terminal's own buffer left empty: ratatui's difference of two frames leaves
    /// out cells that a wide character covered before, and reads past the end behind one in the last cell.
    ///
    /// # Errors
    /// If the terminal takes no bytes.
    pub fn draw(on: &mut Terminal<Self>, spare: &mut Buffer, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        on.draw(|frame| {
            render(frame);
            spare.resize(frame.area());
            spare.reset();
            std::mem::swap(spare, frame.buffer_mut());
        })?;
        let shadow = on.backend_mut();
        shadow.wanted.take(spare, shadow.traits);
        shadow.send(Instant::now())
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
            let tried = paint(hand.clone(), &self.sent, &self.wanted, Some(&scroll), traits);
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
        let hash = |part: &[Glyph]| part.iter().fold(1, |hash, glyph| glyph.hash(hash));
        rows.map(|part| if part.iter().all(|glyph| *glyph == Glyph::BLANK) { 0 } else { hash(part) }).collect()
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

/// The rows for which a scroll by `by` saves most, if it saves anything: the best interval of a sum, both ends tried.
fn gain(sent: &Grid, wanted: &Grid, by: i32) -> Option<Scroll> {
    let height = sent.size.height;
    let blank = vec![Glyph::BLANK; usize::from(sent.size.width)];
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
    let mut best = (SCROLLING, None);
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
    if from == to {
        return 0;
    }
    let tail = to.iter().rposition(|glyph| *glyph != Glyph::BLANK).map_or(0, |last| last + 1);
    let mut run = false;
    let mut bytes = 0;
    for (old, new) in from.iter().zip(to).take(tail) {
        let changed = old != new;
        if changed {
            bytes += new.text().len() + if run { 0 } else { 4 };
        }
        run = changed;
    }
    if from[tail..] != to[tail..] {
        bytes += 6;
    }
    i64::try_from(bytes).unwrap_or(i64::MAX)
}

/// Paints `wanted` over what `scroll` makes of `sent`.
fn paint(mut hand: Hand, sent: &Grid, wanted: &Grid, scroll: Option<&Scroll>, traits: Traits) -> Hand {
    let height = sent.size.height;
    let inner = scroll.map_or(0..0, |scroll| scroll.rows.clone());
    if let Some(scroll) = scroll {
        hand.scroll(scroll, height, traits);
    }
    let blank = vec![Glyph::BLANK; usize::from(sent.size.width)];
    let by = scroll.map_or(0, |scroll| scroll.by);
    let mut dirty = Vec::new();
    for y in inner.clone() {
        let from = u16::try_from(i32::from(y) + by).ok().filter(|from| inner.contains(from));
        if mark(from.map_or(blank.as_slice(), |from| sent.row(from)), wanted.row(y), &mut dirty) {
            hand.row(y, &dirty, wanted, traits);
        }
    }
    hand.end_scroll();
    for y in (0..inner.start).chain(inner.end..height) {
        if mark(sent.row(y), wanted.row(y), &mut dirty) {
            hand.row(y, &dirty, wanted, traits);
        }
    }
    hand
}

/// Marks the columns to paint. A glyph is painted whole; one that covers or uncovers half of a wide one draws that
/// in too; after one whose width terminals dispute, so are the next two columns.
fn mark(from: &[Glyph], to: &[Glyph], dirty: &mut Vec<bool>) -> bool {
    if from == to {
        return false;
    }
    dirty.clear();
    dirty.extend(from.iter().zip(to).map(|(old, new)| old != new));
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

/// For ratatui's frames, sizes and cursor; the cells come by [`Shadow::draw`].
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
    use ratatui::style::{Color, Modifier, Style};

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
            // ratatui's own difference cannot bear it.
            let last = (area.right() - 1, area.bottom() - 1);
            if frame.buffer_mut()[last].symbol().len() > 1 {
                frame.buffer_mut()[last].reset();
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

    fn text(glyph: Glyph) -> String {
        String::from_utf8_lossy(glyph.text()).into_owned()
    }

    /// Holds the emulator's screen to the plain backend's.
    fn same(plain: &Buffer, emulator: &vt100::Screen, cursor: Option<(u16, u16)>, traits: Traits) {
        for y in 0..plain.area.height {
            let mut x = 0;
            while x < plain.area.width {
                let mut want = Glyph::new(&plain[(x, y)], traits);
                if x + u16::from(want.width) > plain.area.width {
                    want = Glyph::BLANK;
                }
                let got = seen(emulator.cell(y, x).unwrap());
                let (seen, shown) = (text(got), text(want));
                assert_eq!((seen, got.width, got.pen), (shown, want.width, want.pen), "at column {x}, row {y}");
                x += u16::from(want.width);
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
        let (mut cursor, mut spare) = (None, Buffer::default());
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
            Shadow::draw(&mut ours, &mut spare, show(&picture, cursor)).unwrap();
            let plain = plain.draw(show(&picture, cursor)).unwrap().buffer.clone();
            emulator.process(&std::mem::take(ours.backend_mut().out()));
            let cursor = cursor.filter(|(x, y)| *x < width && *y < height);
            same(&plain, emulator.screen(), cursor, traits);
        }
    }

    fn rich() -> Traits {
        Traits { rate: u32::MAX, ..Traits::default() }
    }

    /// Whether the bytes are text and the few sequences that are ever sent.
    fn plain_speech(bytes: &[u8]) -> bool {
        let mut chars = std::str::from_utf8(bytes).unwrap().chars().peekable();
        while let Some(c) = chars.next() {
            let fine = match c {
                '\x1b' => match chars.next() {
                    Some('M') => true,
                    Some('[') => {
                        let rest: String =
                            std::iter::from_fn(|| chars.next_if(|c| "0123456789;?".contains(*c))).collect();
                        let last = chars.next().unwrap_or(' ');
                        match rest.strip_prefix('?') {
                            Some(mode) => ["25", "2026"].contains(&mode) && "hl".contains(last),
                            None => "ABCDHJKSTXmr".contains(last),
                        }
                    }
                    _ => false,
                },
                '\n' | '\r' | '\x08' => true,
                _ => !glyph::forbidden(c),
            };
            if !fine {
                return false;
            }
        }
        true
    }

    #[test]
    fn no_character_reaches_the_terminal_as_control() {
        let mut shadow = Terminal::new(Shadow::new(Vec::new(), Size::new(200, 60), rich())).unwrap();
        let (mut spare, mut held) = (Buffer::default(), Vec::new());
        for c in ('\0'..=char::MAX).chain(['\0']) {
            let mut cell = Cell::EMPTY;
            // Debug builds of ratatui refuse to measure a control byte by itself.
            cell.set_symbol(&if c.is_ascii_control() { format!("{c}a") } else { c.to_string() });
            let glyph = Glyph::new(&cell, rich());
            assert!(plain_speech(glyph.text()) && !glyph.text().contains(&0x1b), "{c:?}");
            assert!(Glyph::new(&cell, Traits { unicode: false, ..rich() }).text().is_ascii(), "{c:?}");
            if (c as u32).is_multiple_of(50) || c < '\u{3000}' {
                held.push(cell);
            }
            if held.len() == 6000 {
                let cells = std::mem::take(&mut held);
                let render = |frame: &mut Frame| {
                    for (at, cell) in frame.buffer_mut().content.iter_mut().step_by(2).zip(cells) {
                        *at = cell;
                    }
                };
                Shadow::draw(&mut shadow, &mut spare, render).unwrap();
                assert!(plain_speech(&std::mem::take(shadow.backend_mut().out())));
            }
        }
    }

    /// A bundled text in lines for panes of this width.
    fn lines(width: u16, panes: u16) -> Vec<String> {
        let mut lines = vec![String::new()];
        for paragraph in include_str!("../../seeds/004_4df729beabf5d62e.txt").lines() {
            for word in paragraph.split_whitespace() {
                let line = lines.last_mut().unwrap();
                if line.chars().count() + word.chars().count() + 3 >= usize::from(width / panes) {
                    lines.push(word.to_owned());
                } else {
                    line.extend((!line.is_empty()).then_some(' '));
                    line.push_str(word);
                }
            }
            lines.push(String::new());
        }
        lines
    }

    /// One pane of text, or three with their frames; a breadcrumb and a status line.
    fn reading(size: (u16, u16), panes: u16, lines: &[String], top: usize) -> impl Fn(&mut Frame) {
        let (width, height) = size;
        let own = width / panes - if panes > 1 { 2 } else { 0 };
        move |frame| {
            let last = height - 1;
            for pane in 0..panes {
                // Only the middle one scrolls.
                let from = if pane == panes / 2 { top } else { usize::from(pane) * 100 };
                let left = pane * (width / panes);
                for y in 1..last {
                    let edge = u16::from(panes > 1);
                    if edge == 1 {
                        frame.buffer_mut().set_string(left, y, "│", Style::new());
                        frame.buffer_mut().set_string(left + own + 1, y, "│", Style::new());
                    }
                    frame.buffer_mut().set_string(left + edge, y, &lines[from + usize::from(y)], Style::new());
                }
            }
            frame.buffer_mut().set_string(0, 0, "Zero Draft > Objective 13 > 27", Style::new().bold());
            frame.buffer_mut().set_string(0, last, format!("line {top}"), Style::new().reversed());
            frame.set_cursor_position((1, 1));
        }
    }

    #[test]
    fn a_scroll_costs_about_what_comes_in() {
        let check = |width, height, panes, step: u16, most: usize| {
            let mut on = Terminal::new(Shadow::new(Vec::new(), Size::new(width, height), rich())).unwrap();
            let (mut spare, lines) = (Buffer::default(), lines(width, panes));
            for n in 0..20 {
                let render = reading((width, height), panes, &lines, 400 + n * usize::from(step));
                Shadow::draw(&mut on, &mut spare, render).unwrap();
                let bytes = std::mem::take(on.backend_mut().out()).len();
                assert!(n == 0 || bytes <= most, "{width}x{height}, {panes} panes, by {step}: {bytes} bytes");
            }
        };
        check(80, 24, 1, 1, 150);
        check(200, 60, 1, 1, 250);
        check(80, 24, 3, 1, 1000);
        check(200, 60, 3, 1, 3500);
        check(80, 24, 1, 21, 1700);
        check(200, 60, 1, 57, 8400);
    }

    #[test]
    fn what_does_not_change_costs_nothing() {
        let mut on = Terminal::new(Shadow::new(Vec::new(), Size::new(80, 24), rich())).unwrap();
        let mut spare = Buffer::default();
        for n in 0..3 {
            Shadow::draw(&mut on, &mut spare, reading((80, 24), 1, &lines(80, 1), 7)).unwrap();
            assert_eq!(std::mem::take(on.backend_mut().out()).is_empty(), n > 0);
        }
    }

    #[test]
    fn output_is_bounded_and_the_last_state_drawn() {
        let traits = Traits { rate: 1, ..Traits::default() };
        let mut on = Terminal::new(Shadow::new(Vec::new(), Size::new(200, 60), traits)).unwrap();
        let mut spare = Buffer::default();
        let lines = lines(200, 3);
        for n in 0..30 {
            Shadow::draw(&mut on, &mut spare, reading((200, 60), 3, &lines, n * 20)).unwrap();
        }
        let sent = on.backend_mut().out().len();
        assert!((1..14_000).contains(&sent), "no more than one frame: {sent}");
        let now = Instant::now();
        let due = on.backend().due(now).unwrap();
        assert!(!due.is_zero());
        on.backend_mut().send(now + due).unwrap();
        assert_eq!(on.backend().due(now), None);
        let mut emulator = vt100::Parser::new(60.try_into().unwrap(), 200.try_into().unwrap(), 0);
        emulator.process(on.backend_mut().out());
        assert!(emulator.screen().contents().contains("line 580"));
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
