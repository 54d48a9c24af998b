//! The prompt: a line being typed, and what was typed before.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::ink::{Ink, Look};
use super::theme::Role;
use super::wrap::columns;
use crate::keys::Action;
use crate::text::safe;

/// What the line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Words to be found in all documents.
    Search,
    /// Words to be found in this document.
    Find,
    /// An action, a place, a document.
    Palette,
    /// A place.
    GoTo,
    /// Words to narrow the focused list or tree.
    Filter,
    /// Words to narrow the list laid over the panes.
    Sheet,
    /// The name of a saved search.
    Save,
}

impl Kind {
    /// What stands before the line.
    fn sign(self) -> &'static str {
        match self {
            Self::Search => "/",
            Self::Find => "find: ",
            Self::Palette => ":",
            Self::GoTo => "go to: ",
            Self::Filter | Self::Sheet => "only: ",
            Self::Save => "save as: ",
        }
    }
}

/// A line being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prompt {
    /// What for.
    pub kind: Kind,
    /// What is typed.
    pub text: String,
    /// The byte before which the next character goes.
    cursor: usize,
    /// How far back in what was typed before, and what was typed first.
    past: Option<(usize, String)>,
}

impl Prompt {
    /// A line that holds `text`, the cursor at its end.
    pub fn new(kind: Kind, text: &str) -> Self {
        Self { kind, text: text.to_owned(), cursor: text.len(), past: None }
    }

    /// Adds what is typed or pasted; line ends become blanks.
    pub fn insert(&mut self, text: &str) {
        const MOST: usize = 1000;
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(MOST).collect();
        if self.text.len() + text.len() <= 4 * MOST {
            self.text.insert_str(self.cursor, &text);
            self.cursor += text.len();
        }
    }

    /// Replaces the line.
    pub fn set(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.cursor = text.len();
    }

    /// Edits the line. False if `action` is no edit.
    pub fn edit(&mut self, action: Action, before: &[String]) -> bool {
        let left = self.text[..self.cursor].chars().next_back().map_or(0, |c| self.cursor - c.len_utf8());
        let right = self.text[self.cursor..].chars().next().map_or(self.cursor, |c| self.cursor + c.len_utf8());
        match action {
            Action::CharLeft => self.cursor = left,
            Action::CharRight => self.cursor = right,
            Action::WordLeft => self.cursor = self.word_left(),
            Action::WordRight => {
                let rest = &self.text[self.cursor..];
                let blanks = rest.len() - rest.trim_start().len();
                self.cursor += rest[blanks..].find(' ').map_or(rest.len(), |at| at + blanks);
            }
            Action::LineStart => self.cursor = 0,
            Action::LineEnd => self.cursor = self.text.len(),
            Action::DeleteBack => self.delete(left, self.cursor),
            Action::DeleteForward => self.delete(self.cursor, right),
            Action::DeleteWord => self.delete(self.word_left(), self.cursor),
            Action::DeleteToStart => self.delete(0, self.cursor),
            Action::DeleteToEnd => self.delete(self.cursor, self.text.len()),
            Action::Older => self.recall(1, before),
            Action::Newer => self.recall(-1, before),
            _ => return false,
        }
        true
    }

    fn delete(&mut self, from: usize, to: usize) {
        self.text.replace_range(from..to, "");
        self.cursor = from;
    }

    fn word_left(&self) -> usize {
        let head = self.text[..self.cursor].trim_end();
        head.rfind(' ').map_or(0, |at| at + 1)
    }

    /// Goes so far back (or forth) in `before`, which ends with the latest.
    fn recall(&mut self, by: isize, before: &[String]) {
        let (now, first) = self.past.clone().unwrap_or((0, self.text.clone()));
        let now = now.saturating_add_signed(by).min(before.len());
        let text = if now == 0 { first.clone() } else { before[before.len() - now].clone() };
        self.set(&text);
        self.past = Some((now, first));
    }

    /// Draws the line with `note` at the right. Gives where the cursor belongs.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, note: &str) -> Position {
        let base = ratatui::style::Style::new();
        let sign = Ink::new(self.kind.sign(), Role::Prompt);
        let x = sign.draw(0..sign.text().len(), buf, area, look, base);
        let note = safe(note);
        let wide = u16::try_from(columns(&note)).unwrap_or(0);
        let room = area.right().saturating_sub(x);
        let kept = if room > wide + 12 { wide + 1 } else { 0 };
        let room = room - kept;
        // Where the line is too long, its end around the cursor is shown.
        let head = safe(&self.text[..self.cursor]).into_owned();
        let over = columns(&head).saturating_sub(usize::from(room.saturating_sub(1)));
        let mut skipped = 0;
        let start = head
            .char_indices()
            .find(|(at, _)| {
                skipped = columns(&head[..*at]);
                skipped >= over
            })
            .map_or(head.len(), |(at, _)| at);
        let all = format!("{}{}", &head[start..], safe(&self.text[self.cursor..]));
        buf.set_stringn(x, area.y, all, room.into(), base);
        if kept > 0 {
            buf.set_stringn(area.right() - wide, area.y, &note, wide.into(), look.style(Role::Dim));
        }
        let column = u16::try_from(columns(&head[start..])).unwrap_or(0);
        Position { x: (x + column).min(area.right().saturating_sub(1)), y: area.y }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Action::{
        CharLeft, DeleteBack, DeleteForward, DeleteToEnd, DeleteWord, LineStart, Newer, Older, WordLeft, WordRight,
    };

    #[test]
    fn a_line_is_edited() {
        let check = |text: &str, actions: &[Action], expected: &str| {
            let mut prompt = Prompt::new(Kind::Search, text);
            let before = ["one".to_owned(), "two".to_owned()];
            for &action in actions {
                assert!(prompt.edit(action, &before));
            }
            prompt.insert("|");
            assert_eq!(prompt.text, expected);
        };
        check("", &[DeleteBack, CharLeft, DeleteForward, DeleteWord], "|");
        check("née", &[CharLeft, DeleteBack], "n|e");
        check("a b c", &[WordLeft, WordLeft], "a |b c");
        check("a b  c", &[LineStart, WordRight], "a| b  c");
        check("a b", &[DeleteWord], "a |");
        check("abc", &[Older], "two|");
        check("abc", &[Older, Older, Older], "one|");
        check("abc", &[Older, Newer, Newer], "abc|");
        check("abc", &[LineStart, DeleteToEnd], "|");
    }
}
