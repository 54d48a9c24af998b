//! The writing hand: knows where the terminal's cursor and pen are, and goes on with the fewest bytes.

use ratatui::style::Modifier;
use std::io::Write;
use std::ops::Range;

use super::glyph::{Glyph, Pen};
use super::{Grid, Scroll, Traits};

/// The writing hand: where the terminal's cursor and pen are, and the bytes so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Hand {
    pub(super) out: Vec<u8>,
    /// Column (unknown after a glyph of disputed width, or at the end of a line) and row.
    pub(super) at: Option<(Option<u16>, u16)>,
    pen: Option<Pen>,
    /// The scroll region in force; its last row must not be left by a line feed.
    region: Option<Range<u16>>,
    pub(super) scrolled: bool,
}

impl Hand {
    pub(super) fn clear(&mut self) {
        self.set(Pen::PLAIN, Traits::default());
        self.out.extend(b"\x1b[H\x1b[2J");
        self.at = Some((Some(0), 0));
    }

    /// Scrolls by line feed or reverse index at the region's edge, which every terminal knows.
    pub(super) fn scroll(&mut self, scroll: &Scroll, height: u16, traits: Traits) {
        self.set(Pen::PLAIN, traits);
        let Range { start, end } = scroll.rows;
        if scroll.rows != (0..height) {
            self.csi(format_args!("{};{end}r", start + 1));
            // It should be at home now; not every emulator has it so.
            self.at = None;
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

    pub(super) fn end_scroll(&mut self) {
        if self.region.take().is_some() {
            self.out.extend(b"\x1b[r");
            self.at = None;
        }
    }

    fn csi(&mut self, rest: std::fmt::Arguments<'_>) {
        self.out.extend(b"\x1b[");
        // A vector takes all.
        let _ = self.out.write_fmt(rest);
    }

    /// Paints the marked columns of row `y`.
    pub(super) fn row(&mut self, y: u16, dirty: &[bool], wanted: &Grid, traits: Traits) {
        let now = wanted.row(y);
        let tail = now.iter().rposition(|glyph| *glyph != Glyph::BLANK).map_or(0, |last| last + 1);
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
            let blanks = now[x..end].iter().take_while(|glyph| **glyph == Glyph::BLANK).count();
            let blanks = dirty[x..x + blanks].iter().rposition(|marked| *marked).map_or(0, |last| last + 1);
            if traits.modern && blanks > 9 {
                self.go(column, y, wanted);
                self.set(Pen::PLAIN, traits);
                self.csi(format_args!("{blanks}X"));
                x += blanks;
                continue;
            }
            self.go(column, y, wanted);
            self.write(&now[x], wanted.size.width, traits);
            x += usize::from(now[x].width);
        }
        if let Some(first) = erase {
            self.go(column(first), y, wanted);
            self.set(Pen::PLAIN, traits);
            self.out.extend(b"\x1b[K");
        }
    }

    fn write(&mut self, glyph: &Glyph, width: u16, traits: Traits) {
        if *glyph != Glyph::BLANK || !self.pen.is_some_and(Pen::leaves_blanks) {
            self.set(glyph.pen, traits);
        }
        self.out.extend(glyph.text());
        if let Some((x, _)) = &mut self.at {
            *x = x.map(|x| x + u16::from(glyph.width)).filter(|x| *x < width && glyph.sure);
        }
    }

    /// Moves to a cell, by whichever way is shortest.
    pub(super) fn go(&mut self, x: u16, y: u16, wanted: &Grid) {
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
                    && (pen == Some(glyph.pen) || (*glyph == Glyph::BLANK && pen.is_some_and(Pen::leaves_blanks)))
            };
            if between.len() < 8 && between.iter().all(fits) {
                offer(between.iter().flat_map(|glyph| glyph.text().iter().copied()).collect());
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
        let anew = sgr(&[&[String::new()], added(Pen::PLAIN, to).as_slice()].concat());
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

/// The code of a colour, counted from 30 (text) or 40 (ground).
fn colour(number: u16, base: u16) -> String {
    match number {
        Pen::DEFAULT => (base + 9).to_string(),
        0..=7 => (base + number).to_string(),
        8..=15 => (base + 52 + number).to_string(),
        _ => format!("{};5;{number}", base + 8),
    }
}
