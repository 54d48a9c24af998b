//! A block: one unit of print, the lines that belong together and the marks before them.

use super::classify::{Ending, ending, starts_small};
use super::clean::Piece;
use super::count::Count;
use super::label::{Label, Style};
use super::titled::{Titled, titled};

/// One unit of print.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its words, line by line, marks before them cut off.
    pub pieces: Vec<Piece>,
    /// What it is.
    pub kind: Kind,
    /// Its bullet.
    pub bullet: Option<char>,
    /// Its label.
    pub label: Option<Label>,
    /// Depth by `#` marks; 0 without.
    pub hashes: u8,
    /// Columns before its first line.
    pub indent: u16,
    /// Columns before its last line.
    pub last_indent: u16,
    /// Blank lines before it.
    pub gap: u16,
    /// Whether a page, a note or noise stands right before it.
    pub parted: bool,
    /// Its page, by place in the page labels.
    pub page: u32,
    /// Bytes of its first line that were cut off before its words.
    pub cut: u32,
    /// What its first line names, where that is a heading which names its kind.
    pub named: Option<Box<Titled>>,
    /// Whether it surely is a title: one that stands above its number, or counts on over each text.
    pub side: bool,
}

impl Block {
    /// Its first line's words.
    pub fn first<'a>(&self, text: &'a str) -> &'a str {
        self.pieces.iter().map(|p| p.of(text)).find(|words| !words.is_empty()).unwrap_or("")
    }

    /// Its last line's words.
    pub fn last<'a>(&self, text: &'a str) -> &'a str {
        self.pieces.last().map_or("", |p| p.of(text))
    }

    /// Its length in bytes; what is longer than any rule asks for is not counted out.
    pub fn len(&self) -> usize {
        self.pieces.iter().take(60).map(|p| (p.end - p.start) as usize).sum()
    }

    /// Whether it has no words.
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|p| p.start == p.end)
    }

    /// How it ends: a hyphen that breaks no word is a dash.
    pub fn ending(&self, text: &str) -> Ending {
        let last = self.end(text);
        if is_hyphenated(last) { Ending::Colon } else { ending(last) }
    }

    /// Its last line's words, with those before them where a lone `and` stands there.
    pub fn end<'a>(&self, text: &'a str) -> &'a str {
        let words = self.last(text);
        match self.pieces.as_slice() {
            [.., before, last] if is_lone(words) => &text[before.start as usize..last.end as usize],
            _ => words,
        }
    }

    /// Whether it is a lead in small letters that stands alone over the list that begins with `next`: `considering`.
    pub fn leads(&self, text: &str, next: &Self) -> bool {
        self.kind == Kind::Text
            && self.label.is_none()
            && self.bullet.is_none()
            && self.gap > 0
            && next.gap > 0
            && self.len() < 80
            && self.ending(text) == Ending::Open
            && starts_small(self.first(text))
            && next.label.as_ref().is_some_and(Label::is_first)
    }

    /// Its first line on disk.
    pub fn line(&self) -> u32 {
        self.pieces.first().map_or(0, |p| p.line)
    }

    /// Its last line on disk.
    pub fn last_line(&self) -> u32 {
        self.pieces.last().map_or(0, |p| p.line)
    }

    /// Its words with the marks that were cut off before them.
    pub fn whole(mut self) -> Vec<Piece> {
        if let Some(first) = self.pieces.first_mut() {
            first.start -= self.cut;
        }
        self.pieces
    }

    /// Looks whether its first line names the kind of a heading.
    pub fn name(&mut self, text: &str) {
        self.named = titled(self.printed(text)).map(Box::new);
    }

    /// The first line whole, marks and all.
    pub fn printed<'a>(&self, text: &'a str) -> &'a str {
        self.pieces.first().map_or("", |p| &text[(p.start - self.cut) as usize..p.end as usize])
    }
}

/// What a block is, before its place in the work is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words that may turn out to be a heading.
    Text,
    /// A footnote.
    Note,
    /// A row of a table.
    Row,
    /// A block quotation.
    Quote,
}

/// The last label of each dress, to tell the next label from a number that a line happens to begin with.
#[derive(Default)]
pub(super) struct Counts(Vec<Counted>);

/// How far one dress is counted.
struct Counted {
    style: Style,
    last: u32,
    /// Where it stood before it began again: `152.`, then `1. Obligations`, then `153.`
    held: u32,
}

impl Counted {
    /// Whether `value` comes next.
    fn is_due(&self, value: u32) -> bool {
        self.last + 1 == value || self.held > 0 && self.held + 1 == value
    }
}

impl Counts {
    pub fn note(&mut self, block: &Block) {
        let Some(label) = &block.label else { return };
        for &(count, value) in label.readings.iter() {
            let style = (count, label.dress);
            match self.0.iter_mut().find(|c| c.style == style) {
                Some(found) => {
                    found.held = if value < found.last { found.last } else { found.held };
                    found.last = value;
                }
                None => self.0.push(Counted { style, last: value, held: 0 }),
            }
        }
    }

    /// Whether `label` comes right after the last one of its dress.
    pub fn is_next(&self, label: &Label) -> bool {
        let after = |&(count, value): &(Count, u32)| {
            self.0.iter().any(|c| c.style == (count, label.dress) && c.is_due(value) && value > 2)
        };
        label.readings.iter().any(after)
    }

    /// Whether `label` comes next after one seen, or opens a list.
    pub fn expects(&self, label: &Label) -> bool {
        label.is_first()
            || label.readings.iter().any(|&(count, value)| {
                self.0.iter().any(|c| c.style == (count, label.dress) && (c.is_due(value) || c.last == value))
            })
    }
}

/// Whether `end` breaks a word.
pub(super) fn is_hyphenated(end: &str) -> bool {
    end.ends_with('-') && end.chars().rev().nth(1).is_some_and(char::is_alphanumeric)
}

/// Whether `words` are but the word between the last two items of a list.
pub(super) fn is_lone(words: &str) -> bool {
    matches!(words, "and" | "or" | "et" | "ou" | "y" | "o" | "und" | "oder" | "and/or")
}
