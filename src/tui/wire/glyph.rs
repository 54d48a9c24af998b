//! A cell as it is sent: what all terminals draw alike, in few bytes, quick to compare.

use ratatui::buffer::{Cell, CellWidth};
use ratatui::style::{Color, Modifier};

use super::Traits;

/// Colours and attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pen {
    /// The text's colour: its number among 256, or [`Pen::DEFAULT`].
    pub(super) fg: u16,
    /// The ground's.
    pub(super) bg: u16,
    pub(super) mods: Modifier,
}

/// Attributes that show on a blank.
const ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK);

impl Pen {
    /// The terminal's own colour.
    pub(super) const DEFAULT: u16 = 256;
    pub(super) const PLAIN: Self = Self { fg: Self::DEFAULT, bg: Self::DEFAULT, mods: Modifier::empty() };

    /// Whether a blank in this pen looks like one in the plain pen.
    pub(super) fn leaves_blanks(self) -> bool {
        self.bg == Self::DEFAULT && !self.mods.intersects(ON_BLANKS)
    }
}

/// The number of a colour. Of true colours only the nearest of the sixteen: no terminal is asked whether it has more.
fn number(colour: Color) -> u16 {
    match colour {
        Color::Reset => Pen::DEFAULT,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(n) => n.into(),
        Color::Rgb(r, g, b) => {
            let top = r.max(g).max(b);
            let bit = |part: u8, n: u16| if part > top / 2 { n } else { 0 };
            bit(r, 1) + bit(g, 2) + bit(b, 4) + if top > 200 { 8 } else { 0 }
        }
    }
}

/// Bytes of a symbol at most: a character and its marks. More marks are not drawn.
const ROOM: usize = 13;

/// A cell as it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Glyph {
    /// UTF-8 without control characters, and how much of it counts.
    text: [u8; ROOM],
    length: u8,
    /// Columns: 1 or 2, and 0 for the second column of a wide one.
    pub(super) width: u8,
    /// All terminals agree on the width.
    pub(super) sure: bool,
    pub(super) pen: Pen,
}

impl Glyph {
    pub(super) const BLANK: Self = {
        let mut text = [0; ROOM];
        text[0] = b' ';
        Self { text, length: 1, width: 1, sure: true, pen: Pen::PLAIN }
    };
    /// What stands behind a wide glyph.
    pub(super) const BEHIND: Self = Self { text: [0; ROOM], length: 0, width: 0, ..Self::BLANK };

    /// The glyph for a cell on a terminal of these traits.
    pub(super) fn new(cell: &Cell, traits: Traits) -> Self {
        let mut glyph = Self::BLANK;
        match cell.symbol().as_bytes() {
            [byte @ b' '..=b'~'] => glyph.text[0] = *byte,
            _ => glyph.draw(cell.symbol(), traits),
        }
        let mut mods = cell.modifier;
        // Many terminals have one intensity: bold or dim.
        if mods.contains(Modifier::BOLD) {
            mods.remove(Modifier::DIM);
        }
        let colour = |colour| if traits.colour { number(colour) } else { Pen::DEFAULT };
        glyph.pen = Pen { fg: colour(cell.fg), bg: colour(cell.bg), mods };
        if glyph.text() == b" " && !mods.contains(Modifier::REVERSED) {
            glyph.pen.fg = Pen::DEFAULT;
            glyph.pen.mods &= ON_BLANKS;
        }
        glyph
    }

    /// Takes a symbol that is not one printable ASCII character.
    fn draw(&mut self, symbol: &str, traits: Traits) {
        let width = symbol.cell_width().min(2);
        let shown = if width == 0 || symbol.chars().any(forbidden) {
            if traits.unicode { "\u{fffd}".to_owned() } else { "?".to_owned() }
        } else {
            self.width = if width == 2 { 2 } else { 1 };
            self.sure = !traits.unicode || agreed(symbol);
            if traits.unicode { undisputed(symbol, width) } else { in_ascii(symbol).to_string().repeat(width.into()) }
        };
        self.length = u8::try_from(shown.len()).unwrap_or(0);
        self.text[..shown.len()].copy_from_slice(shown.as_bytes());
        self.text[shown.len()..].fill(0);
    }

    pub(super) fn text(&self) -> &[u8] {
        &self.text[..usize::from(self.length)]
    }

    /// Mixes the glyph into a hash of what stands before it (multiplication by the golden ratio, after Knuth).
    pub(super) fn hash(&self, before: u64) -> u64 {
        let word =
            |from: usize| self.text[from..].iter().take(8).fold(0, |word: u64, byte| word << 8 | u64::from(*byte));
        let pen = u64::from(self.pen.fg) << 32 | u64::from(self.pen.bg) << 16 | u64::from(self.pen.mods.bits());
        let own = word(0) ^ word(8).rotate_left(24) ^ pen.rotate_left(40);
        (before.rotate_left(5) ^ own).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// What must never be sent, whoever drew it: controls, and what reorders a line.
pub(super) fn forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Whether all terminals give this symbol the same width: one character out of the old blocks.
fn agreed(symbol: &str) -> bool {
    let mut chars = symbol.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else { return false };
    matches!(c, '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{52f}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{2070}'..='\u{209c}' | '\u{20a0}'..='\u{20bf}'
        | '\u{2190}'..='\u{2199}' | '\u{2200}'..='\u{22ff}' | '\u{2500}'..='\u{25b5}' | '\u{25b7}'..='\u{25bf}' | '\u{25c1}'..='\u{25fa}'
        | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// As much of a cluster as terminals that know nothing of clusters draw in its columns: an emoji without its skin or
/// family, filled up with a blank.
fn undisputed(symbol: &str, width: u16) -> String {
    let mut left = width;
    let mut kept = String::new();
    for c in symbol.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}')) {
        let own = c.encode_utf8(&mut [0; 4]).cell_width();
        if own > left || (own == 0 && kept.is_empty()) || kept.len() + c.len_utf8() + 1 > ROOM {
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
