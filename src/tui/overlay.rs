//! A sheet: a list laid over the panes, narrowed by typing. Help, palette, marks, links and histories are sheets.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::widgets::{Clear, Widget};

use super::ink::{Block, Ink, Look, Part};
use super::list::{List, Row};
use super::status::title_line;
use super::theme::Role;
use crate::desk::Target;
use crate::keys::Action;
use crate::text::WorkId;

/// What picking a row of a sheet means.
#[derive(Clone, Debug, PartialEq)]
pub enum Pick {
    /// Run an action.
    Run(Action),
    /// Go to a place.
    Go(Target),
    /// Open a place with that byte of its words in sight.
    At(Target, usize),
    /// Nowhere: what is named is not among the documents.
    Outside(String),
    /// Go to the match of that number.
    Hit(usize),
    /// Go to a marked place.
    Mark(char),
    /// Search for it.
    Query(String),
    /// Narrow the list below to it.
    Sift(String),
    /// Compare this one with another yet to be chosen.
    Old(WorkId),
    /// Compare these two.
    Pair(WorkId, WorkId),
    /// The two that state the selected objective in full, the oldest and the newest, as the texts themselves say.
    FittingPair,
}

/// A list laid over the panes.
#[derive(Default)]
pub struct Sheet {
    /// What it is.
    pub title: String,
    /// The rows shown.
    pub list: List<Pick>,
    /// The words it is narrowed to.
    pub filter: String,
    /// The place it speaks of, where its rows are not places themselves.
    pub about: Option<Target>,
    /// The digits typed so far, where its rows bear numbers; none where they bear none.
    pub digits: Option<String>,
    /// Whether it keeps its size while its rows change.
    pub steady: bool,
    all: Vec<Row<Pick>>,
}

impl Sheet {
    /// A sheet of `rows`.
    pub fn new(title: &str, mut rows: Vec<Row<Pick>>) -> Self {
        align(&mut rows);
        Self { title: title.to_owned(), list: List::new(rows.clone()), all: rows, ..Self::default() }
    }

    /// Takes a digit: selects the row whose number begins so. What it means, where no other number begins so.
    pub fn type_digit(&mut self, digit: char, size: Size) -> Option<Pick> {
        let digits = self.digits.as_mut()?;
        let starts = |rows: &[Row<Pick>], typed: &str| -> Vec<usize> {
            let label = |row: &Row<Pick>| row.block.parts.first().map_or("", |p| p.label.text()).starts_with(typed);
            (0..rows.len()).filter(|&n| label(&rows[n])).collect()
        };
        digits.push(digit);
        let mut found = starts(&self.list.rows, digits);
        if found.is_empty() {
            *digits = digit.to_string();
            found = starts(&self.list.rows, digits);
        }
        let &row = found.first()?;
        let room = self.room(size);
        self.list.select(row, room);
        if found.len() == 1 { self.list.picked().cloned() } else { None }
    }

    /// Shows only rows that hold all words of `filter`.
    pub fn narrow(&mut self, filter: &str) {
        filter.clone_into(&mut self.filter);
        let words: Vec<String> = filter.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let holds = |row: &&Row<Pick>| {
            let parts = row.block.parts.iter().flat_map(|p| [p.label.text(), p.body.text()]);
            let text = parts.collect::<Vec<_>>().join(" ").to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        };
        // A heading says nothing by itself: it has neither a label nor anything to pick.
        let says = |row: &&Row<Pick>| row.pick.is_some() || row.block.parts.iter().any(|p| !p.label.text().is_empty());
        let rows = self.all.iter().filter(|row| words.is_empty() || says(row)).filter(holds).cloned().collect();
        self.list = List::new(rows);
    }

    /// Where the sheet lies on a screen of `size`; its title on the first row.
    pub fn area(&self, size: Size) -> Rect {
        let rows = size.height.saturating_sub(1);
        let inset = if size.width < 80 { 0 } else { 4 };
        let width = (size.width - 2 * inset.min(size.width / 2)).min(110);
        let down = u16::from(rows >= 20);
        let most = rows.saturating_sub(2 * down);
        let room = width.saturating_sub(4);
        let needed = if self.steady { most } else { self.list.height(room, most.into()).saturating_add(2) };
        Rect { x: (size.width - width) / 2, y: down, width, height: most.min(needed) }
    }

    /// The room for its rows.
    pub fn room(&self, size: Size) -> Size {
        inside(self.area(size)).as_size()
    }

    /// Draws the sheet. Gives where the cursor belongs.
    pub fn draw(&self, size: Size, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let area = self.area(size);
        Clear.render(area, buf);
        let (at, count) = self.list.position();
        let right = if count > 0 { format!("{at} of {count}") } else { String::new() };
        let title =
            if self.filter.is_empty() { self.title.clone() } else { format!("{}: {}", self.title, self.filter) };
        title_line(area, buf, look, &title, &right, true);
        let border = look.signs.border;
        let mut put = |x: u16, y: u16, sign: &str| buf.set_stringn(x, y, sign, 1, look.style(Role::Border));
        let (last, bottom) = (area.right().saturating_sub(1), area.bottom().saturating_sub(1));
        for y in area.top() + 1..bottom {
            put(area.x, y, border.vertical_left);
            put(last, y, border.vertical_right);
        }
        for x in area.left()..area.right() {
            put(x, bottom, border.horizontal_bottom);
        }
        put(area.x, bottom, border.bottom_left);
        put(last, bottom, border.bottom_right);
        put(area.x, area.y, border.top_left);
        put(last, area.y, border.top_right);
        self.list.draw(inside(area), buf, look, true)
    }
}

fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x + 2.min(area.width),
        y: area.y + 1.min(area.height),
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    }
}

/// Sets the words of all rows beside the widest of their names.
fn align(rows: &mut [Row<Pick>]) {
    let widest = |rows: &[Row<Pick>]| rows.iter().filter_map(|row| Some(row.block.parts.first()?.label.width())).max();
    let hang = widest(rows).map_or(0, |wide| wide + 2);
    for part in rows.iter_mut().filter_map(|row| row.block.parts.first_mut()) {
        if part.label.width() > 0 {
            part.hang = hang;
        }
    }
}

/// A row with a name on the left and words beside it.
pub fn named(name: &str, role: Role, hang: u16, words: Ink, pick: Option<Pick>) -> Row<Pick> {
    let part = Part { label: Ink::new(name, role), hang, body: words, clip: 3, ..Part::default() };
    Row { block: Block::of(part), pick }
}
