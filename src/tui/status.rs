//! The status line and the titles of panes: where this is, what happened, what may be pressed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use super::app::{App, Middle};
use super::ink::{Ink, Look};
use super::layout::Pane;
use super::results::Order;
use super::theme::Role;
use super::worker::{COMPARE, LOAD, SEARCH};
use super::wrap::columns;
use crate::desk::Target;
use crate::keys::{Action, Scope};
use crate::text::safe;

/// The title of a pane on its first row, with `right` at its end where there is room.
pub fn title_line(area: Rect, buf: &mut Buffer, look: &Look, title: &str, right: &str, focused: bool) {
    if area.height == 0 || area.width == 0 {
        return;
    }
    let row = Rect { height: 1, ..area };
    let style = look.style(if focused { Role::TitleFocus } else { Role::Title });
    let line = look.style(if focused { Role::BorderFocus } else { Role::Border });
    for x in row.left()..row.right() {
        buf.set_stringn(x, row.y, look.signs.border.horizontal_top, 1, line);
    }
    let right = safe(right);
    let wide = u16::try_from(columns(&right)).unwrap_or(0);
    let kept = if wide > 0 && row.width > wide + 14 { wide + 3 } else { 0 };
    let place = Rect { x: row.x + 1, width: row.width.saturating_sub(kept + 2), ..row };
    let mut ink = Ink::plain(" ");
    if focused {
        ink = Ink::new(look.sign("»", ">"), Role::BorderFocus).and_plain(" ");
    }
    let ink = ink.and_plain(title).and_plain(" ");
    ink.draw_cut(buf, place, look, style);
    if kept > 0 {
        buf.set_stringn(row.right() - wide - 2, row.y, format!(" {right} "), (wide + 2).into(), style);
    }
}

/// Two names want so many columns together.
const LEAST: usize = 20;

/// Two names in `room` columns together: what one leaves free is the other's.
fn both_cut(a: &str, b: &str, room: usize, ellipsis: &str) -> (String, String) {
    let least = |of: &str, other: &str| (room / 2).max(room.saturating_sub(columns(other))).min(columns(of));
    let cut = |name: &str, wide: usize| match super::wrap::cut(name, u16::try_from(wide).unwrap_or(u16::MAX)) {
        at if at < name.len() => format!("{}{ellipsis}", &name[..at]),
        _ => name.to_owned(),
    };
    (cut(a, least(a, b)), cut(b, least(b, a)))
}

impl App {
    /// Draws the last row: what happened, or the keys to begin with; and the position.
    pub fn draw_status(&self, row: Rect, buf: &mut Buffer) {
        let style = self.look.style(Role::Status);
        let right = safe(&self.position()).into_owned();
        let wide = u16::try_from(columns(&right)).unwrap_or(0).min(row.width);
        let place = Rect { width: row.width.saturating_sub(wide + 1), ..row };
        self.status_words().draw_cut(buf, place, &self.look, style);
        buf.set_stringn(row.right() - wide, row.y, &right, wide.into(), style);
    }

    /// Draws what may follow the keys pressed, right above the last row: as many columns as fit without a cut, more
    /// where the rows would not do.
    fn draw_hints(&self, status: Rect, buf: &mut Buffer) {
        if self.hints.is_empty() || status.y < 2 {
            return;
        }
        let keys = self.hints.iter().map(|next| columns(&next.keys)).max().unwrap_or(0);
        let words: Vec<&str> =
            self.hints.iter().map(|n| n.action.doc().split([';', ':']).next().unwrap_or("")).collect();
        let widest = keys + words.iter().map(|w| columns(w)).max().unwrap_or(0) + 4;
        let count = self.hints.len();
        let most = usize::from(status.y - 1);
        let across = (usize::from(status.width) / widest).max(count.div_ceil(most)).max(1);
        let tall = count.div_ceil(across);
        let height = u16::try_from(tall).unwrap_or(most.try_into().unwrap_or(1)) + 1;
        let area = Rect { y: status.y.saturating_sub(height), height, ..status };
        Clear.render(area, buf);
        title_line(area, buf, &self.look, &format!("{} and then", self.pending.shown()), "", true);
        let wide = status.width / u16::try_from(across).unwrap_or(1).max(1);
        for (n, (next, words)) in self.hints.iter().zip(words).enumerate() {
            let (x, y) = (u16::try_from(n / tall).unwrap_or(0) * wide, u16::try_from(n % tall).unwrap_or(0));
            let ink = Ink::new(&format!(" {:keys$}", next.keys), Role::Key).and_plain(&format!("  {words}"));
            let place = Rect { x: area.x + x, y: area.y + 1 + y, width: wide.saturating_sub(1), height: 1 };
            ink.draw_cut(buf, place, &self.look, Style::new());
        }
    }

    fn status_words(&self) -> Ink {
        if let Some((role, message)) = &self.message {
            return Ink::new(message, *role);
        }
        let pressed = self.pending.shown();
        if !pressed.is_empty() {
            let mut ink = Ink::new(&pressed, Role::Key);
            if self.hints.is_empty() {
                return ink;
            }
            let cancel = self.key(Action::Cancel);
            ink = ink.and_plain(" goes on with one of these; ").and(&cancel, Role::Key).and_plain(" ends it");
            return ink;
        }
        let mut ink = Ink::default();
        let scope = self.scope();
        let panes: &[(Action, &str)] = &[
            (Action::Help, "keys"),
            (Action::Find, "find"),
            (Action::Search, "search"),
            (Action::Palette, "go"),
            (Action::Open, "open"),
            (Action::NextPane, "pane"),
            (Action::Quit, "quit"),
        ];
        let in_box: &[(Action, &str)] = &[
            (Action::Cancel, "closes"),
            (Action::Open, "takes"),
            (Action::Filter, "narrows"),
            (Action::CopyCitation, "copies"),
        ];
        // In a box that only tells something there is nothing to take.
        let takes = self.sheet.as_ref().is_none_or(|sheet| sheet.list.picked().is_some());
        let shown = if self.sheet.is_some() { in_box } else { panes };
        for &(action, word) in shown.iter().filter(|(action, _)| takes || *action != Action::Open) {
            if let Some(key) = self.keymap.keys_for(action, scope).first() {
                ink = ink.and(key, Role::Key).and_plain(&format!(" {word}  "));
            }
        }
        ink
    }

    /// How far long work is, and what stops it.
    pub(super) fn told(&self) -> Option<String> {
        let (kind, done, of) = self.going?;
        let what = match kind {
            LOAD => "documents read",
            SEARCH => "searched",
            COMPARE => "compared",
            _ => "indexed",
        };
        let stops = self.key(Action::Cancel);
        Some(if of == 0 {
            format!("looking for documents; {stops} stops")
        } else {
            format!("{done} of {of} {what}; {stops} stops")
        })
    }

    /// Where the focused pane stands, in few words.
    pub(super) fn position(&self) -> String {
        if let Some(told) = self.told() {
            return told;
        }
        // A box says itself where it stands.
        let Some(desk) = self.desk.as_ref().filter(|_| self.sheet.is_none()) else { return String::new() };
        let of = |(at, count): (usize, usize), word: &str| {
            if count == 0 { String::new() } else { format!("{word}{at} of {count}") }
        };
        match (self.focus, self.middle) {
            (Pane::Tree, _) => String::new(),
            (Pane::Compare, _) => of(self.compare.position(), &format!("{} ", self.compare.noun())),
            (Pane::Middle, Middle::Passages) => self.passages.position(),
            (Pane::Middle, Middle::Results) => {
                of(self.results.list.position(), if self.results.order == Order::Work { "passage " } else { "hit " })
            }
            (Pane::Middle, Middle::Reader) => {
                let size = self.room(Pane::Middle);
                let percent = self.reader.as_ref().map_or(0, |r| r.percent(desk, size));
                let hits = self.hits();
                let here = self.reader.as_ref().map(super::reader::Reader::here);
                match hits.at.filter(|&at| hits.spots.get(at).map(|spot| spot.target) == here) {
                    Some(at) => format!("hit {} of {}  {percent}%", at + 1, hits.spots.len()),
                    None => format!("{percent}%"),
                }
            }
        }
    }

    /// Draws everything. Gives nothing back: the state is not touched.
    pub fn draw(&self, frame: &mut ratatui::Frame) {
        let area = frame.area();
        if area.width < super::layout::SMALLEST.width || area.height < super::layout::SMALLEST.height {
            if !area.is_empty() {
                frame.buffer_mut().set_stringn(0, 0, "plenary: window too small", area.width.into(), Style::new());
            }
            return;
        }
        let mut cursor = self.draw_panes(frame.buffer_mut());
        let layout = self.layout();
        if let Some(sheet) = &self.sheet {
            cursor = sheet.draw(self.size, frame.buffer_mut(), &self.look);
        }
        if let Some(prompt) = &self.prompt {
            let note = self.prompt_note(prompt.kind);
            cursor = Some(prompt.draw(layout.status, frame.buffer_mut(), &self.look, &note));
        } else {
            self.draw_hints(layout.status, frame.buffer_mut());
            self.draw_status(layout.status, frame.buffer_mut());
        }
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
    }

    fn draw_panes(&self, buf: &mut Buffer) -> Option<ratatui::layout::Position> {
        let layout = self.layout();
        let mut cursor = None;
        let inner = |area: Rect| Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(1), ..area };
        for (pane, area) in [(Pane::Tree, layout.tree), (Pane::Middle, layout.middle), (Pane::Compare, layout.compare)]
        {
            let Some(area) = area else { continue };
            let focused = self.focus == pane && self.sheet.is_none();
            let (title, right) = self.title(pane);
            title_line(area, buf, &self.look, &title, &right, focused);
            let at = self.draw_pane(pane, inner(area), buf, focused);
            if self.focus == pane {
                cursor = at;
            }
            if area.x > 0 {
                for y in 0..layout.status.y {
                    buf.set_stringn(
                        area.x - 1,
                        y,
                        self.look.signs.border.vertical_left,
                        1,
                        self.look.style(Role::Border),
                    );
                }
            }
        }
        cursor
    }

    fn draw_pane(&self, pane: Pane, area: Rect, buf: &mut Buffer, focused: bool) -> Option<ratatui::layout::Position> {
        let Some(desk) = &self.desk else {
            let word = self.failed.as_deref().unwrap_or("Reading the documents");
            buf.set_stringn(
                area.x + 1,
                area.y,
                safe(word),
                area.width.saturating_sub(1).into(),
                self.look.style(Role::Dim),
            );
            return None;
        };
        match (pane, self.middle) {
            (Pane::Tree, _) => {
                let sign = |id: crate::text::ObjectiveId| self.signs.get(id.index()).cloned().unwrap_or_default();
                self.tree.draw(area, buf, &self.look, focused, sign)
            }
            (Pane::Middle, Middle::Passages) => self.passages.list.draw(area, buf, &self.look, focused),
            (Pane::Middle, Middle::Results) => self.results.list.draw(area, buf, &self.look, focused),
            (Pane::Middle, Middle::Reader) => {
                let reader = self.reader.as_ref()?;
                reader.draw(area, buf, &self.look, desk, |target| self.hits().looks(target))
            }
            (Pane::Compare, _) => {
                if self.compare.is_empty() {
                    let word = self.compare_word();
                    buf.set_stringn(
                        area.x + 1,
                        area.y,
                        safe(&word),
                        area.width.saturating_sub(1).into(),
                        self.look.style(Role::Dim),
                    );
                    return None;
                }
                self.compare.draw(area, buf, &self.look, focused)
            }
        }
    }

    /// Why the comparison shows nothing.
    fn compare_word(&self) -> String {
        let choose = self.keymap.key_for(Action::Drafts, Scope::Compare);
        match (self.compare.pair, &self.compare.comparison) {
            (Some(_), None) => "Comparing".to_owned(),
            (None, _) if self.chosen.is_none() => format!("Nothing to compare; {choose} chooses two documents"),
            _ => format!("Neither of the two says this; {choose} changes them"),
        }
    }

    /// A pane's title, and what stands at its right.
    pub(super) fn title(&self, pane: Pane) -> (String, String) {
        let Some(desk) = &self.desk else { return (String::new(), String::new()) };
        let room = self.room(pane).width.saturating_sub(5);
        match (pane, self.middle) {
            (Pane::Tree, _) => match (self.tree.filter(), self.tree.outline) {
                ("", Some(work)) => (format!("Outline of {}", desk.corpus[work].short), String::new()),
                ("", None) => ("Objectives and documents".to_owned(), String::new()),
                (filter, _) => (format!("Only: {filter}"), String::new()),
            },
            (Pane::Middle, Middle::Passages) => (self.passages.title(desk), String::new()),
            (Pane::Middle, Middle::Results) => {
                let filter = &self.results.filter;
                let narrowed = if filter.is_empty() { String::new() } else { format!(", only {filter}") };
                let title = format!("Search: {}{narrowed}", self.results.query);
                // While the line is typed, the count stands beside it; the query is not cut for the count's sake.
                let left = usize::from(room).saturating_sub(columns(&title) + 3);
                let counts = if self.prompt.is_some() { None } else { Some(self.results.counts(desk)) };
                let count = counts.into_iter().flatten().find(|count| columns(count) <= left);
                (title, count.unwrap_or_default())
            }
            (Pane::Middle, Middle::Reader) => {
                (self.reader.as_ref().map(|r| r.breadcrumb(desk, &self.look, room)).unwrap_or_default(), String::new())
            }
            (Pane::Compare, _) => {
                let name = |w: crate::text::WorkId| desk.corpus[w].short.as_str();
                match (self.compare.pair, self.compare.alone) {
                    (Some((old, new)), _) => {
                        // What is left out is said: only the whole texts show every change.
                        let parts = match self.subject.filter(|_| !self.compare.whole) {
                            Some(Target::Objective(id)) => {
                                let (noun, label) = (&desk.corpus[desk.corpus[id].frame].noun, &desk.corpus[id].label);
                                [format!(", {noun} {label} only"), format!(", {label} only")]
                            }
                            Some(Target::Section(_) | Target::Passage(_)) => {
                                [", selection only", ", part"].map(str::to_owned)
                            }
                            _ => Default::default(),
                        };
                        let arrow = self.look.signs.arrow;
                        let summary = self.compare.summary();
                        // Drafts of one text share long names: of each its beginning is to be seen.
                        let counts = if summary.is_empty() { 0 } else { columns(&summary) + 3 };
                        let free = usize::from(room).saturating_sub(columns(arrow) + 2 + counts);
                        let fits = parts.iter().find(|part| columns(part) + LEAST <= free);
                        let part = fits.map_or("", String::as_str);
                        let left = free.saturating_sub(columns(part)).max(LEAST);
                        let (old, new) = both_cut(name(old), name(new), left, self.look.signs.ellipsis);
                        (format!("{old} {arrow} {new}{part}"), summary)
                    }
                    (None, Some(work)) if self.compare.whole => (name(work).to_owned(), String::new()),
                    (None, Some(work)) => {
                        // Lists that hold its title say no more than that.
                        let stating = self.objective().map_or(0, |id| desk.drafts_with(id).len());
                        let full = if stating > 1 { " in full" } else { "" };
                        (format!("{} alone states this{full}", name(work)), String::new())
                    }
                    _ => ("Comparison".to_owned(), String::new()),
                }
            }
        }
    }
}
