//! Ink: words with their looks, laid out into lines of a width, and drawn. All text passes `text::safe` here.

use std::borrow::Cow;
use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::theme::{Role, Signs, Theme, UNICODE};
use super::wrap::{columns, cut, wrap_first};
use crate::text::safe;

/// The theme, and what the terminal can show.
#[derive(Clone, Debug)]
pub struct Look {
    /// Roles to styles.
    pub theme: Theme,
    /// The signs that come out.
    pub signs: Signs,
}

impl Look {
    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// One of two signs: the second where only ASCII comes out.
    pub fn sign(&self, fine: &'static str, plain: &'static str) -> &'static str {
        if self.signs == UNICODE { fine } else { plain }
    }
}

/// Words and the looks of parts of them; what has no look is plain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ink {
    text: String,
    looks: Vec<(Range<usize>, Role)>,
}

impl Ink {
    /// `text` in one look.
    pub fn new(text: &str, role: Role) -> Self {
        Self::default().and(text, role)
    }

    /// `text` without a look of its own.
    pub fn plain(text: &str) -> Self {
        Self { text: safe(text).into_owned(), looks: Vec::new() }
    }

    /// These words, then `text` in the look `role`.
    #[must_use]
    pub fn and(mut self, text: &str, role: Role) -> Self {
        let start = self.text.len();
        self.text.push_str(&safe(text));
        self.looks.push((start..self.text.len(), role));
        self
    }

    /// These words, then `text` without a look of its own.
    #[must_use]
    pub fn and_plain(mut self, text: &str) -> Self {
        self.text.push_str(&safe(text));
        self
    }

    /// These words, then `other`.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        let base = self.text.len();
        self.text.push_str(&other.text);
        self.looks.extend(other.looks.into_iter().map(|(r, role)| (r.start + base..r.end + base, role)));
        self
    }

    /// These words in the look `role`, under the looks of their parts.
    #[must_use]
    pub fn over(mut self, role: Role) -> Self {
        self.looks.insert(0, (0..self.text.len(), role));
        self
    }

    /// Adds `text`, of which the parts named by bytes have looks; later ones lie over earlier ones.
    pub fn push(&mut self, text: &str, looks: impl IntoIterator<Item = (Range<usize>, Role)>) {
        let base = self.text.len();
        let clean = safe(text);
        // What was hidden grows when shown, and moves what follows.
        let at = |byte: usize| match &clean {
            Cow::Borrowed(_) => base + byte.min(text.len()),
            Cow::Owned(all) => base + text.get(..byte).map_or(all.len(), |head| safe(head).len()),
        };
        self.looks.extend(looks.into_iter().map(|(range, role)| (at(range.start)..at(range.end), role)));
        self.text.push_str(&clean);
    }

    /// These words, with those at `places` in the look `role`, over their own.
    #[must_use]
    pub fn mark(mut self, places: impl IntoIterator<Item = Range<usize>>, role: Role) -> Self {
        self.looks.extend(places.into_iter().map(|place| (place, role)));
        self
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Columns it takes on one line.
    pub fn width(&self) -> u16 {
        u16::try_from(columns(&self.text)).unwrap_or(u16::MAX)
    }

    /// Draws the bytes `range` at the beginning of `area`, cut at its width, over `base`. Gives the column after.
    pub fn draw(&self, range: Range<usize>, buf: &mut Buffer, area: Rect, look: &Look, base: Style) -> u16 {
        let mut x = area.x;
        let mut at = range.start;
        while at < range.end {
            let edges = self.looks.iter().flat_map(|(r, _)| [r.start, r.end]);
            let next = edges.filter(|&e| e > at && e < range.end).min().unwrap_or(range.end);
            let looks = self.looks.iter().filter(|(r, _)| r.start <= at && at < r.end);
            let style = looks.fold(base, |style, (_, role)| look.theme.over(style, *role));
            let room = area.right().saturating_sub(x);
            x = buf.set_stringn(x, area.y, self.text.get(at..next).unwrap_or(""), room.into(), style).0;
            at = next;
        }
        x
    }

    /// Draws it on one line, cut at a word and marked with `…` where it is too long.
    pub fn draw_cut(&self, buf: &mut Buffer, area: Rect, look: &Look, base: Style) -> u16 {
        if area.width == 0 || area.height == 0 {
            return area.x;
        }
        let cut = cut(&self.text, area.width);
        let x = self.draw(0..cut, buf, area, look, base);
        if cut == self.text.len() {
            return x;
        }
        buf.set_stringn(x, area.y, look.signs.ellipsis, area.right().saturating_sub(x).into(), base).0
    }
}

/// A hanging label and the words beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Columns left free before the label.
    pub indent: u16,
    /// What hangs: a number, a letter, a sign.
    pub label: Ink,
    /// Columns from the label's beginning to the words.
    pub hang: u16,
    /// The words.
    pub body: Ink,
    /// At most so many lines; 0 for all.
    pub clip: usize,
}

impl Part {
    /// Words without label or indent.
    pub fn of(body: Ink) -> Self {
        Self { body, ..Self::default() }
    }

    fn left(&self, width: u16) -> u16 {
        // In a narrow pane the indent gives way to the words.
        self.indent.min(width / 4) + self.hang.min(width / 2)
    }
}

/// What a pane shows and moves over as one thing: a passage, a heading, a hit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Block {
    /// From top to bottom.
    pub parts: Vec<Part>,
    /// Whether an empty line stands before it.
    pub gap: bool,
}

/// A line of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Index of its part; none for an empty line.
    part: Option<usize>,
    /// Bytes of the part's body.
    pub range: Range<usize>,
    first: bool,
    cut: bool,
}

impl Block {
    /// A block of one part.
    pub fn of(part: Part) -> Self {
        Self { parts: vec![part], gap: false }
    }

    /// Its lines at `width` columns; never none.
    pub fn lines(&self, width: u16) -> Vec<Line> {
        let mut out = Vec::new();
        if self.gap {
            out.push(Line { part: None, range: 0..0, first: false, cut: false });
        }
        for (index, part) in self.parts.iter().enumerate() {
            let room = width.saturating_sub(part.left(width)).max(1);
            let most = if part.clip > 0 { part.clip + 1 } else { usize::MAX };
            let mut ranges = wrap_first(part.body.text(), room, most);
            let clipped = part.clip > 0 && ranges.len() > part.clip;
            if clipped {
                ranges.truncate(part.clip);
            }
            let last = ranges.len() - 1;
            out.extend(ranges.into_iter().enumerate().map(|(n, range)| Line {
                part: Some(index),
                range,
                first: n == 0,
                cut: clipped && n == last,
            }));
        }
        out
    }

    /// The row, of its lines at `width`, on which the body byte `at` of its last part stands.
    pub fn row_of(&self, at: usize, width: u16) -> usize {
        let last = self.parts.len().checked_sub(1);
        self.lines(width).iter().rposition(|l| l.part == last && l.range.start <= at).unwrap_or(0)
    }

    /// Draws one of its lines into `area` (one row) over `base`.
    pub fn draw(&self, line: &Line, buf: &mut Buffer, area: Rect, look: &Look, base: Style) {
        let Some(part) = line.part.and_then(|index| self.parts.get(index)) else { return };
        let left = part.left(area.width).min(area.width);
        if line.first {
            let indent = part.indent.min(area.width / 4);
            let place = Rect { x: area.x + indent, width: left - indent, ..area };
            // A label never runs into the words beside it.
            let room = place.width.saturating_sub(u16::from(!part.body.text().is_empty()));
            part.label.draw_cut(buf, Rect { width: room, ..place }, look, base);
        }
        let place = Rect { x: area.x + left, width: area.width - left, ..area };
        if !line.cut {
            part.body.draw(line.range.clone(), buf, place, look, base);
            return;
        }
        let words = &part.body.text()[line.range.clone()];
        let keep = cut(&format!("{words}  "), place.width).min(words.len());
        let x = part.body.draw(line.range.start..line.range.start + keep, buf, place, look, base);
        buf.set_stringn(x, place.y, format!(" {}", look.signs.ellipsis), place.right().saturating_sub(x).into(), base);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_move_with_what_is_shown() {
        let mut ink = Ink::default();
        ink.push("a\u{202e}bc", [(4..5, Role::Heading)]);
        assert_eq!(&ink.text()[ink.looks[0].0.clone()], "b");
    }
}
