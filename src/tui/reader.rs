//! The reader: a document from its beginning to its end, of which only what is in sight is laid out.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;

use super::flow::{Column, Heights, Spot, View};
use super::ink::{Block, Ink, Look, Part};
use super::list::Move;
use super::passages::{passage_part, place_in_part, place_in_words};
use super::theme::Role;
use crate::desk::{Desk, Target};
use crate::text::{Lines, PassageId, PassageKind, SectionId, WorkId};

/// The widest that lines of text grow before the reader asks for more.
const MEASURE: u16 = 88;

/// The reader's state.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The document.
    pub work: WorkId,
    /// Title, headings and passages in the order of the page.
    items: Vec<Target>,
    /// Where it stands.
    pub view: View,
    /// Columns of text at most.
    pub measure: u16,
    /// The line where a selection began, and the one to which it goes.
    pub lines: Option<(Spot, Spot)>,
    heights: Heights,
}

/// A place that is selected, and of its words the bytes that are, where not all are.
pub type Chosen = (Target, Option<Range<usize>>);

impl Reader {
    /// `work`, opened at its beginning.
    pub fn new(work: WorkId, desk: &Desk) -> Self {
        let corpus = &desk.corpus;
        let mut items = vec![(0, Target::Work(work))];
        for &id in &corpus[work].sections {
            let section = &corpus[id];
            if is_shown(desk, id) {
                items.push((section.heading.first().map_or(section.lines.first, |l| l.first), Target::Section(id)));
            }
            let line = |p: PassageId| corpus[p].spans.first().map_or(section.lines.first, |l| l.first);
            items.extend(section.passages.iter().map(|&p| (line(p), Target::Passage(p))));
        }
        // Stable: what shares a line keeps its order. A row or note may be printed before its parent ends.
        items.sort_by_key(|&(line, _)| line);
        let items = items.into_iter().map(|(_, item)| item).collect();
        Self { work, items, view: View::default(), measure: MEASURE, lines: None, heights: Heights::default() }
    }

    /// The item of a place in this document.
    pub fn index_of(&self, target: Target, desk: &Desk) -> Option<usize> {
        let target = match target {
            Target::Section(id) if !is_shown(desk, id) => {
                desk.corpus.passages_below(id).first().copied().map(Target::Passage)?
            }
            other => other,
        };
        self.items.iter().position(|&item| item == target)
    }

    /// The item of that index.
    pub fn item(&self, index: usize) -> Option<Target> {
        self.items.get(index).copied()
    }

    /// What is selected.
    pub fn here(&self) -> Target {
        self.items.get(self.view.at).copied().unwrap_or(Target::Work(self.work))
    }

    /// What is selected: the one place, or the lines of a selection that was begun.
    pub fn chosen(&self, desk: &Desk, size: Size) -> Vec<Chosen> {
        let Some((a, b)) = self.lines else { return vec![(self.here(), None)] };
        let (from, to) = (a.min(b), a.max(b));
        let width = columns(size.width, self.measure);
        let items = self.items.iter().enumerate().take(to.block + 1).skip(from.block);
        let chosen = items.map(|(n, &item)| {
            let first = if n == from.block { from.line } else { 0 };
            let (bytes, whole) = words_on(desk, item, width, first, if n == to.block { to.line } else { usize::MAX });
            (item, (!whole && !matches!(item, Target::Work(_))).then_some(bytes))
        });
        // An empty line between two passages holds no words.
        chosen.filter(|(_, bytes)| bytes.as_ref().is_none_or(|bytes| !bytes.is_empty())).collect()
    }

    /// Begins a selection of lines at the one selected, or ends it.
    pub fn select_lines(&mut self, desk: &Desk) {
        let at = self.view.at;
        let head = self.items.get(at).map_or(0, |&item| usize::from(block(desk, item, &[]).gap));
        let line = if at == self.view.top.block { self.view.top.line.max(head) } else { head };
        let spot = Spot { block: at, line };
        self.lines = if self.lines.is_some() { None } else { Some((spot, spot)) };
    }

    /// Every place in sight, from the top, and which bytes of its words are.
    pub fn in_sight(&self, desk: &Desk, size: Size) -> Vec<(Target, Range<usize>)> {
        let spots = column(&self.items, &self.heights, self.measure, desk, size).in_sight(&self.view);
        let places = spots.chunk_by(|a, b| a.block == b.block).map(|spots| {
            let (first, item) = (spots[0].line, self.items[spots[0].block]);
            (item, words_on(desk, item, columns(size.width, self.measure), first, first + spots.len() - 1).0)
        });
        places.collect()
    }

    /// Opens at a place: its heading, where one stands right above, on the top line.
    pub fn open_at(&mut self, index: usize, desk: &Desk, size: Size) {
        let mut first = index;
        while first > 0 && index - first < 3 && matches!(self.items[first - 1], Target::Section(_)) {
            first -= 1;
        }
        self.view.show(Spot { block: first, line: 0 }, &column(&self.items, &self.heights, self.measure, desk, size));
        self.view.at = index;
    }

    /// The line on which byte `at` of the words of an item stands.
    fn spot_of(&self, index: usize, at: usize, desk: &Desk, size: Size) -> Spot {
        let item = self.items[index];
        let at = match item {
            Target::Passage(p) => place_in_part(&desk.corpus[p], at),
            _ => at,
        };
        Spot { block: index, line: block(desk, item, &[]).row_of(at, columns(size.width, self.measure)) }
    }

    /// Puts the line with byte `at` of the selected place's words on top.
    pub fn read_from(&mut self, at: usize, desk: &Desk, size: Size) {
        let spot = self.spot_of(self.view.at, at, desk, size);
        self.view.show(spot, &column(&self.items, &self.heights, self.measure, desk, size));
    }

    /// Selects a place and brings byte `at` of its words into sight, a third from the top where it must scroll.
    pub fn reveal(&mut self, index: usize, at: usize, desk: &Desk, size: Size) {
        let spot = self.spot_of(index, at, desk, size);
        let c = column(&self.items, &self.heights, self.measure, desk, size);
        if !c.in_sight(&self.view).contains(&spot) {
            self.view.show(spot, &c);
            self.view.scroll(-isize::try_from(c.page / 3).unwrap_or(0), &c);
        }
        self.view.at = index;
        self.lines = drawn_on(self.lines, self.view);
    }

    /// Moves through the text.
    pub fn go(&mut self, by: Move, desk: &Desk, size: Size) {
        let count = self.items.len();
        let nth = |label: &str| -> Option<usize> {
            let is = |item: &Target| {
                matches!(item, Target::Passage(p) if {
                    let p = &desk.corpus[*p];
                    p.kind == PassageKind::Paragraph && p.label.as_deref() == Some(label)
                })
            };
            // The one ahead, then the first: numbers may begin again.
            let ahead = self.items.iter().skip(self.view.at + 1).position(is).map(|n| n + self.view.at + 1);
            ahead.or_else(|| self.items.iter().position(is))
        };
        let half = isize::try_from((size.height / 2).max(1)).unwrap_or(1);
        let page = isize::try_from(size.height.saturating_sub(2).max(1)).unwrap_or(1);
        let spot = |block| Spot { block, line: 0 };
        let c = column(&self.items, &self.heights, self.measure, desk, size);
        if let Some((_, end)) = &mut self.lines {
            let by = match by {
                Move::Lines(n) => n,
                Move::Halves(n) if n % 2 == 0 => n / 2 * page,
                Move::Halves(n) => n.saturating_mul(half),
                _ => 0,
            };
            if by != 0 {
                *end = if by < 0 { c.up(*end, by.unsigned_abs()) } else { c.down(*end, by.unsigned_abs()) };
                self.view.follow(*end, &c);
                return;
            }
        }
        let before = self.view.at;
        match by {
            Move::Lines(n) => self.view.scroll(n, &c),
            Move::Halves(n) if n % 2 == 0 => self.view.scroll(n / 2 * page, &c),
            Move::Halves(n) => self.view.scroll(n.saturating_mul(half), &c),
            Move::Top => self.view.show(spot(0), &c),
            Move::Bottom => self.view.show(spot(count.saturating_sub(1)), &c),
            Move::Nth(n) => {
                if let Some(to) = nth(&n.to_string()) {
                    self.view.show(spot(to), &c);
                }
            }
            Move::Percent(n) => {
                let (first, last) = (desk.corpus[self.work].lines.first, desk.corpus[self.work].lines.last);
                let line = first + u32::try_from(n).unwrap_or(0) * (last - first) / 100;
                let to = self.items.iter().rposition(|&i| first_line(desk, i) <= line).unwrap_or(0);
                self.view.show(spot(to), &c);
            }
        }
        // Where the selection is carried along, it is what stands on the top line, be it the end of a passage.
        if matches!(by, Move::Lines(1..) | Move::Halves(1..)) && self.view.at != before {
            self.view.at = self.view.top.block;
        }
        self.lines = drawn_on(self.lines, self.view);
    }

    /// Goes to the next (or an earlier) item of a sort, to the top line. False where there is none.
    pub fn go_item(&mut self, by: isize, is: impl Fn(Target) -> bool, desk: &Desk, size: Size) -> bool {
        let n = by.unsigned_abs().max(1) - 1;
        let to = if by > 0 {
            (self.view.at + 1..self.items.len()).filter(|&i| is(self.items[i])).nth(n)
        } else {
            (0..self.view.at).rev().filter(|&i| is(self.items[i])).nth(n)
        };
        let Some(to) = to else { return false };
        self.view.show(Spot { block: to, line: 0 }, &column(&self.items, &self.heights, self.measure, desk, size));
        self.view.at = to;
        self.lines = drawn_on(self.lines, self.view);
        true
    }

    /// Keeps the view inside after a change of size.
    pub fn settle(&mut self, desk: &Desk, size: Size) {
        let c = column(&self.items, &self.heights, self.measure, desk, size);
        self.view.settle(&c);
        if let Some((a, b)) = &mut self.lines {
            for spot in [a, b] {
                spot.line = spot.line.min((c.height)(spot.block).saturating_sub(1));
            }
        }
    }

    /// The way to what is selected: work, sections, paragraph. A note's way is that of the words that cite it.
    pub fn breadcrumb(&self, desk: &Desk, look: &Look, room: u16) -> String {
        let corpus = &desk.corpus;
        let mut path = vec![corpus[self.work].short.clone()];
        let (section, label) = match self.here() {
            Target::Section(id) => (Some(id), None),
            Target::Passage(id) => {
                let top = std::iter::successors(Some(id), |&p| corpus[p].parent).last().unwrap_or(id);
                (Some(corpus[top].section), label(desk, id))
            }
            _ => (None, None),
        };
        let name = |id: SectionId| {
            let section = &corpus[id];
            section.label.clone().or_else(|| section.title.clone())
        };
        path.extend(section.map(|id| corpus.path_to(id)).unwrap_or_default().into_iter().filter_map(name));
        path.extend(label);
        // What is nearest says most: where there is no room for all, the middle gives way, at last the document.
        let step = look.signs.step;
        let mut way = path.join(step);
        for from in 2..=path.len() {
            if super::wrap::columns(&way) <= usize::from(room) {
                break;
            }
            let (first, last) = (&path[..usize::from(from < path.len())], &path[from.min(path.len() - 1)..]);
            way = [first, &[look.signs.ellipsis.to_owned()], last].concat().join(step);
        }
        way
    }

    /// How far down the document the top line is, in percent of its lines on disk; 100 once its end is in sight.
    pub fn percent(&self, desk: &Desk, size: Size) -> u32 {
        if self.is_at_end(desk, size) {
            return 100;
        }
        let lines = desk.corpus[self.work].lines;
        let at = self.items.get(self.view.top.block).map_or(lines.first, |&i| first_line(desk, i));
        at.saturating_sub(lines.first) * 100 / (lines.last - lines.first).max(1)
    }

    /// Whether the last line is in sight.
    pub fn is_at_end(&self, desk: &Desk, size: Size) -> bool {
        let c = column(&self.items, &self.heights, self.measure, desk, size);
        self.view.top >= c.lowest()
    }

    /// Draws the text; `looks` says which bytes of a place's words have looks. Gives where the cursor belongs.
    pub fn draw(
        &self,
        area: Rect,
        buf: &mut Buffer,
        look: &Look,
        desk: &Desk,
        looks: impl Fn(Target) -> Vec<(Range<usize>, Role)>,
    ) -> Option<Position> {
        let width = columns(area.width, self.measure);
        let left = area.x + 2 + (area.width.saturating_sub(3) - width) / 2;
        let marked = self.lines.map(|(a, b)| a.min(b)..=a.max(b));
        let mut cursor = None;
        let mut drawn: Option<(usize, Block, Vec<super::ink::Line>)> = None;
        for (spot, y) in column(&self.items, &self.heights, self.measure, desk, area.as_size())
            .in_sight(&self.view)
            .into_iter()
            .zip(area.top()..)
        {
            if drawn.as_ref().is_none_or(|d| d.0 != spot.block) {
                let item = self.items[spot.block];
                let block = block(desk, item, &looks(item));
                let lines = block.lines(width);
                drawn = Some((spot.block, block, lines));
            }
            let Some((_, block, lines)) = &drawn else { continue };
            let Some(line) = lines.get(spot.line) else { continue };
            block.draw(line, buf, Rect { x: left, y, width, height: 1 }, look, Style::new());
            let head = usize::from(block.gap);
            let chosen = match &marked {
                Some(marked) => marked.contains(&spot),
                None => spot.block == self.view.at && spot.line >= head,
            };
            if chosen {
                // A bar down to its last line: a long passage is seen to be selected also from its middle.
                let sign = if spot.line == head { look.sign("»", ">") } else { look.signs.border.vertical_left };
                buf.set_stringn(left.saturating_sub(2), y, sign, 1, look.style(Role::Label));
            }
            let here = match self.lines {
                Some((_, end)) => spot == end,
                None => chosen && cursor.is_none(),
            };
            if here {
                cursor = Some(Position { x: left, y });
            }
        }
        cursor
    }
}

/// Columns of text in a pane so wide; three are kept for the sign of what is selected, and air.
fn columns(width: u16, measure: u16) -> u16 {
    width.saturating_sub(3).clamp(1, measure.max(1))
}

fn column<'a>(
    items: &'a [Target],
    heights: &'a Heights,
    measure: u16,
    desk: &'a Desk,
    size: Size,
) -> Column<impl Fn(usize) -> usize + 'a> {
    let width = columns(size.width, measure);
    let lines = move |n: usize| items.get(n).map_or(1, |&item| block(desk, item, &[]).lines(width).len());
    let height = move |n: usize| heights.of(n, width, || lines(n));
    Column { count: items.len(), page: size.height.into(), height }
}

/// The bytes of an item's words on its lines from `first` to `last`, and whether that is all of them.
fn words_on(desk: &Desk, item: Target, width: u16, first: usize, last: usize) -> (Range<usize>, bool) {
    let lines = block(desk, item, &[]).lines(width);
    let last = last.min(lines.len() - 1);
    let first = first.min(last);
    let whole = lines[..first].iter().all(|line| line.range.is_empty()) && last + 1 == lines.len();
    let bytes = lines[first].range.start..lines[last].range.end;
    match item {
        Target::Passage(id) => {
            let passage = &desk.corpus[id];
            (place_in_words(passage, bytes.start)..place_in_words(passage, bytes.end), whole)
        }
        _ => (bytes, whole),
    }
}

/// Whether a section's heading stands by itself: it has one, and not as the first words of its text.
fn is_shown(desk: &Desk, id: SectionId) -> bool {
    let section = &desk.corpus[id];
    (section.label.is_some() || section.title.is_some()) && lead(desk, id).is_none()
}

/// The passage that begins with its section's heading on the same line, and the byte where that ends.
fn lead(desk: &Desk, section: SectionId) -> Option<(PassageId, usize)> {
    let section = &desk.corpus[section];
    let &first = section.passages.first()?;
    let (title, text) = (section.title.as_ref()?, &desk.corpus[first].text);
    let begun = |lines: &[Lines]| lines.first().map(|l| l.first);
    (begun(&section.heading) == begun(&desk.corpus[first].spans) && text.starts_with(title.as_str()))
        .then_some((first, title.len()))
}

/// The line on disk at which a place begins.
pub fn first_line(desk: &Desk, target: Target) -> u32 {
    desk.spans_of(target).and_then(|(_, spans)| spans.first().map(|l| l.first)).unwrap_or(0)
}

/// A selection of lines, with its end where the view has gone.
fn drawn_on(lines: Option<(Spot, Spot)>, view: View) -> Option<(Spot, Spot)> {
    lines.map(|(begin, _)| (begin, Spot { block: view.at, line: 0 }))
}

/// The numbers of a passage and of those it stands under: `27 (c)`, `36 note 7`.
fn label(desk: &Desk, id: PassageId) -> Option<String> {
    let corpus = &desk.corpus;
    let up = std::iter::successors(Some(id), |&p| corpus[p].parent);
    let mut labels: Vec<String> = up
        .filter_map(|p| {
            let label = corpus[p].label.clone()?;
            Some(match corpus[p].kind {
                PassageKind::Item | PassageKind::Row => format!("({label})"),
                PassageKind::Note => format!("note {label}"),
                _ => label,
            })
        })
        .collect();
    labels.reverse();
    Some(labels.join(" ")).filter(|l| !l.is_empty())
}

/// How deep a passage stands under others.
fn depth(desk: &Desk, target: Target) -> u16 {
    let Target::Passage(id) = target else { return 0 };
    let above = std::iter::successors(desk.corpus[id].parent, |&p| desk.corpus[p].parent);
    u16::try_from(above.count()).unwrap_or(0)
}

/// An item as it is read.
fn block(desk: &Desk, item: Target, looks: &[(Range<usize>, Role)]) -> Block {
    let corpus = &desk.corpus;
    match item {
        Target::Work(id) => {
            let work = &corpus[id];
            let facts = [&work.version, &work.symbol, &work.date, &work.issuer];
            let facts: Vec<&str> = facts.into_iter().flatten().map(|f| f.value.as_str()).collect();
            let mut title = Ink::default();
            title.push(&work.title, std::iter::once((0..work.title.len(), Role::Heading)).chain(looks.iter().cloned()));
            let parts = vec![Part::of(title), Part::of(Ink::new(&facts.join(", "), Role::Dim))];
            Block { parts, gap: false }
        }
        Target::Section(id) => {
            let name = corpus[id].name();
            let mut ink = Ink::default();
            ink.push(&name, std::iter::once((0..name.len(), Role::Heading)).chain(looks.iter().cloned()));
            Block { parts: vec![Part::of(ink)], gap: true }
        }
        Target::Passage(id) => {
            let passage = &corpus[id];
            let lead = lead(desk, passage.section).filter(|(of, _)| *of == id).map(|(_, end)| (0..end, Role::Heading));
            let looks: Vec<_> = lead.into_iter().chain(looks.iter().cloned()).collect();
            let mut part = passage_part(passage, &looks);
            part.indent = 4 * depth(desk, item).min(4);
            Block { parts: vec![part], gap: passage.kind != PassageKind::Row }
        }
        Target::Objective(_) | Target::Lines(..) => Block::of(Part::of(Ink::plain(&desk.text_of(item)))),
    }
}
