//! Results: the hits of a search, grouped by work or as a concordance, and the way from hit to hit.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use ratatui::layout::Size;

use super::ink::{Block, Ink, Part};
use super::list::{Later, List};
use super::passages::snippet;
use super::reader::first_line;
use super::theme::Role;
use super::wrap::columns;
use crate::desk::search::{Found, Hit, Mark};
use crate::desk::{Desk, Target, counted};
use crate::text::{PassageId, WorkId};

/// The most hits a list shows; the counts are of all.
pub const MOST: usize = 1000;

/// From so many columns on, a concordance names the place of a hit on its line.
const BROAD: usize = 100;
/// Columns for that name.
const PLACE: usize = 42;

type Row = super::list::Row<usize, Later>;

/// How hits are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By work, the most telling first; in a work by place.
    #[default]
    Work,
    /// Each hit with the words around it, by place.
    Place,
    /// By the word before the hit.
    Before,
    /// By the word after the hit.
    After,
}

/// A match, in the order in which `n` goes through them.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// The place.
    pub target: Target,
    /// Bytes of its words.
    pub range: Range<usize>,
    /// The term it matches.
    pub term: u8,
}

/// Which hit an answer opens.
pub enum Opens {
    /// The first.
    First,
    /// The one chosen among those shown before it came.
    Chosen(Spot),
}

/// The pane's state: an answer, listed.
#[derive(Default)]
pub struct Results {
    /// What was asked.
    pub query: String,
    /// The answer.
    pub found: Found,
    /// The rows; picking one opens the match of that number.
    pub list: List<usize, Later>,
    /// Every match listed, in order: those that the list is narrowed to.
    pub spots: Vec<Spot>,
    /// Every match.
    all: Vec<Spot>,
    /// The match last gone to.
    pub at: Option<usize>,
    /// How they are listed.
    pub order: Order,
    /// The words the list is narrowed to.
    pub filter: String,
    /// Columns that a concordance fits.
    width: u16,
    marks: Arc<HashMap<Target, Vec<Mark>>>,
}

impl Results {
    /// A question whose answer is not known yet.
    pub fn of(query: &str) -> Self {
        Self { query: query.to_owned(), ..Self::default() }
    }

    /// The same question and look, its answer not known yet.
    #[must_use]
    pub fn unanswered(&self) -> Self {
        let mut list = List::default();
        list.view = self.list.view;
        let filter = self.filter.clone();
        Self { query: self.query.clone(), list, at: self.at, order: self.order, filter, ..Self::default() }
    }

    /// The answer `found` to this question, listed as it was before.
    #[must_use]
    pub fn answered(&self, found: Found, desk: &Arc<Desk>) -> Self {
        let mut out = Self::new(&self.query, found, desk);
        out.order = self.order;
        out.narrow(&self.filter, desk);
        out.at = self.at.filter(|&at| at < out.spots.len());
        out.list.view = self.list.view;
        out
    }

    /// An answer, listed.
    pub fn new(query: &str, found: Found, desk: &Arc<Desk>) -> Self {
        let mut works: Vec<Option<WorkId>> = Vec::new();
        for hit in &found.hits {
            let work = desk.work_of(hit.target);
            if !works.contains(&work) {
                works.push(work);
            }
        }
        let mut hits: Vec<(usize, u32, usize)> = (0..found.hits.len())
            .map(|n| {
                let target = found.hits[n].target;
                let work = desk.work_of(target);
                (works.iter().position(|w| *w == work).unwrap_or(0), first_line(desk, target), n)
            })
            .collect();
        hits.sort_unstable();
        let spots: Vec<Spot> = hits
            .iter()
            .flat_map(|&(_, _, n)| {
                let hit = &found.hits[n];
                hit.marks.iter().map(|m| Spot { target: hit.target, range: m.range.clone(), term: m.term })
            })
            .collect();
        let marks = Arc::new(found.hits.iter().map(|hit| (hit.target, hit.marks.clone())).collect());
        let mut results = Self { query: query.to_owned(), found, all: spots.clone(), spots, marks, ..Self::default() };
        results.fill(desk);
        results
    }

    /// The matches in the words of a place, as looks; the one last gone to stands out.
    pub fn looks(&self, target: Target) -> Vec<(Range<usize>, Role)> {
        let marks = self.marks.get(&target).map_or(&[][..], Vec::as_slice);
        let mut looks: Vec<_> = marks.iter().map(|m| (m.range.clone(), Role::Match(m.term))).collect();
        if let Some(spot) = self.at.and_then(|at| self.spots.get(at)).filter(|s| s.target == target) {
            looks.push((spot.range.clone(), Role::Selected));
        }
        looks
    }

    /// The match after (or before) the one last gone to, and whether the end was passed; only of `term`, if given.
    pub fn next(&self, by: isize, term: Option<u8>) -> Option<(usize, bool)> {
        let fitting: Vec<usize> =
            (0..self.spots.len()).filter(|&n| term.is_none_or(|t| self.spots[n].term == t)).collect();
        let count = isize::try_from(fitting.len()).ok().filter(|&n| n > 0)?;
        let now = self.at.map_or(if by > 0 { -1 } else { 0 }, |at| {
            let before = isize::try_from(fitting.partition_point(|&n| n < at)).unwrap_or(0);
            let on = fitting.binary_search(&at).is_ok();
            if on || by < 0 { before } else { before - 1 }
        });
        let to = now + by;
        let wrapped = to.rem_euclid(count);
        Some((fitting[usize::try_from(wrapped).unwrap_or(0)], wrapped != to))
    }

    /// The first match at or after a line of a work, else the first of all.
    pub fn first_from(&self, work: WorkId, line: u32, desk: &Desk) -> Option<usize> {
        let here = |s: &Spot| desk.work_of(s.target) == Some(work) && first_line(desk, s.target) >= line;
        self.spots.iter().position(here).or_else(|| (!self.spots.is_empty()).then_some(0))
    }

    /// Lists the hits in another order.
    pub fn sort(&mut self, order: Order, desk: &Arc<Desk>, size: Size) {
        self.order = order;
        self.width = size.width;
        self.fill(desk);
        self.list.settle(size);
    }

    /// Fits a concordance to another width, the place kept.
    pub fn fit(&mut self, desk: &Arc<Desk>, size: Size) {
        if self.order != Order::Work && self.width != size.width {
            let view = self.list.view;
            self.width = size.width;
            self.fill(desk);
            self.list.view = view;
        }
        self.list.settle(size);
    }

    /// Narrows the list, its counts, and what is gone through from hit to hit.
    pub fn narrow(&mut self, filter: &str, desk: &Arc<Desk>) {
        let at = self.at.and_then(|at| self.spots.get(at)).cloned();
        filter.clone_into(&mut self.filter);
        self.spots = self.all.iter().filter(|s| self.fits(desk, s.target)).cloned().collect();
        self.at = at.and_then(|at| self.spots.iter().position(|s| *s == at));
        self.fill(desk);
    }

    /// The count in words, the fullest first: `26 hits in 12 passages of 3 documents`.
    pub fn counts(&self, desk: &Desk) -> [String; 3] {
        let f = &self.found;
        let (hits, passages, works) = if self.filter.is_empty() {
            (f.occurrences, f.passages, f.by_work.len())
        } else {
            let passages: HashSet<Target> = self.spots.iter().map(|s| s.target).collect();
            let works: HashSet<_> = passages.iter().map(|&t| desk.work_of(t)).collect();
            (self.spots.len(), passages.len(), works.len())
        };
        if hits == 0 {
            return [const { String::new() }; 3].map(|_| "nothing found".to_owned());
        }
        let (hits, passages) = (counted(hits, "hit"), counted(passages, "passage"));
        [format!("{hits} in {passages} of {}", counted(works, "document")), format!("{hits} in {passages}"), hits]
    }

    /// Selects the row of the match last gone to.
    pub fn select_last(&mut self, size: Size) {
        let Some(at) = self.at else { return };
        let is = |row: &Row| match self.order {
            // A row stands for its passage: all matches from its first on.
            Order::Work => row.pick.is_some_and(|first| first <= at),
            _ => row.pick == Some(at),
        };
        if let Some(row) = self.list.rows.iter().rposition(is) {
            self.list.select(row, size);
        }
    }

    fn fill(&mut self, desk: &Arc<Desk>) {
        let mut rows: Vec<Row> = Vec::new();
        if let Some(mistake) = self.found.mistakes.first() {
            rows.push(Row::note(&mistake.what));
        }
        for a in &self.found.abbreviations {
            let works: Vec<&str> = a.works.iter().map(|&w| desk.corpus[w].short.as_str()).collect();
            rows.push(Row::note(&format!("{} is {} in {}", a.short, a.long, works.join(", "))));
        }
        if self.spots.is_empty() && !self.all.is_empty() {
            rows.push(Row::note(&format!("None of {} fits {}", counted(self.all.len(), "hit"), self.filter)));
        } else if self.spots.is_empty() && !self.query.is_empty() {
            rows.push(Row::note(&format!("Nothing found for {}", self.query)));
            if !self.found.nearest.is_empty() {
                rows.push(Row::note(&format!("Near it: {}", self.found.nearest.join(", "))));
            }
        }
        let aims: Vec<String> = self.found.by_objective.iter().map(|(number, n)| format!("{number} ({n})")).collect();
        if let (Order::Work, [frame, ..], false) =
            (self.order, &desk.corpus.frames[..], aims.is_empty() || !self.filter.is_empty())
        {
            rows.push(Row::note(&format!("Passages by {}: {}", frame.noun, aims.join(", "))));
        }
        match self.order {
            Order::Work => self.push_by_work(&mut rows, desk),
            order => self.push_concordance(&mut rows, order, desk),
        }
        self.list = List::new(rows);
    }

    fn push_by_work(&self, rows: &mut Vec<Row>, desk: &Arc<Desk>) {
        let mut work = None;
        let mut last = None;
        for (n, spot) in self.spots.iter().enumerate() {
            if last == Some(spot.target) {
                continue;
            }
            last = Some(spot.target);
            if rows.len() >= MOST {
                rows.push(Row::note("and more: narrow the search"));
                return;
            }
            let here = desk.work_of(spot.target);
            if work != Some(here) {
                work = Some(here);
                let mut hits: Vec<Target> =
                    self.spots[n..].iter().map(|s| s.target).take_while(|&t| desk.work_of(t) == here).collect();
                let count = counted(hits.len(), "hit");
                hits.dedup();
                let count = format!("{count} in {}", counted(hits.len(), "passage"));
                let name = here.map_or_else(|| "Set aside".to_owned(), |w| desk.corpus[w].short.clone());
                rows.push(Row::heading(&format!("{name}  {count}"), rows.len() > 1));
            }
            let (desk, marks, target) = (Arc::clone(desk), Arc::clone(&self.marks), spot.target);
            rows.push(Row { block: Later::new(move || hit(&desk, target, &marks)), pick: Some(n) });
        }
    }

    fn push_concordance(&self, rows: &mut Vec<Row>, order: Order, desk: &Desk) {
        let mut lines: Vec<(String, usize)> = Vec::new();
        for (n, spot) in self.spots.iter().enumerate().take(MOST) {
            let text = desk.text_of(spot.target);
            let key = match order {
                Order::Before => text[..spot.range.start].split_whitespace().next_back().unwrap_or("").to_lowercase(),
                Order::After => text[spot.range.end..].split_whitespace().next().unwrap_or("").to_lowercase(),
                _ => String::new(),
            };
            lines.push((key, n));
        }
        lines.sort();
        let width = usize::from(self.width.max(40));
        let broad = width >= BROAD;
        let room = if broad { width - PLACE - 2 } else { width };
        rows.extend(lines.into_iter().map(|(_, n)| {
            let spot = &self.spots[n];
            let text = desk.text_of(spot.target);
            let hit = &text[spot.range.clone()];
            let each = room.saturating_sub(columns(hit).min(room / 2)) / 2;
            let before = tail(&text[..spot.range.start], each);
            let after = head(&text[spot.range.end..], each);
            let blank = " ".repeat(each.saturating_sub(columns(before)));
            let ink = Ink::plain(&blank).and_plain(before).and(hit, Role::Match(spot.term)).and_plain(after);
            let name = desk.name_of(spot.target);
            let parts = if broad {
                let pad = " ".repeat((room + 2).saturating_sub(usize::from(ink.width())));
                vec![Part { clip: 1, ..Part::of(ink.and_plain(&pad).and(&name, Role::Dim)) }]
            } else {
                let name = Part { indent: 2, clip: 1, ..Part::of(Ink::new(&name, Role::Dim)) };
                vec![Part { clip: 1, ..Part::of(ink) }, name]
            };
            Row { block: Block { parts, gap: false }.into(), pick: Some(n) }
        }));
    }

    /// Every passage found, in order.
    pub fn passages(&self) -> Vec<PassageId> {
        let passage = |hit: &Hit| if let Target::Passage(id) = hit.target { Some(id) } else { None };
        self.found.hits.iter().filter_map(passage).collect()
    }

    fn fits(&self, desk: &Desk, target: Target) -> bool {
        if let Target::Passage(id) = target {
            return super::passages::fits(desk, id, &self.filter);
        }
        let text = desk.text_of(target).to_lowercase();
        self.filter.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// A passage found: its place in its work, and its words about the first match.
fn hit(desk: &Desk, target: Target, marks: &HashMap<Target, Vec<Mark>>) -> Block {
    let name = desk.name_of(target);
    let short = desk.work_of(target).map_or("", |work| desk.corpus[work].short.as_str());
    let name = name.strip_prefix(short).map_or(name.as_str(), |rest| rest.trim_start_matches([',', ' ']));
    let name = if name.is_empty() { short } else { name };
    let marks: Vec<_> =
        marks.get(&target).into_iter().flatten().map(|m| (m.range.clone(), Role::Match(m.term))).collect();
    let body = Part { indent: 2, clip: 2, ..Part::of(snippet(&desk.text_of(target), &marks)) };
    let head = Part { indent: 1, ..Part::of(Ink::new(name, Role::Citation)) };
    Block { parts: vec![head, body], gap: false }
}

/// The last whole words of `text` that take at most so many characters.
fn tail(text: &str, most: usize) -> &str {
    let Some((start, _)) = text.char_indices().rev().nth(most.saturating_sub(1)) else { return text };
    if start == 0 || text[..start].ends_with(char::is_whitespace) {
        return &text[start..];
    }
    text[start..].find(char::is_whitespace).map_or("", |blank| text[start + blank..].trim_start())
}

/// The first whole words of `text` that take at most so many characters.
fn head(text: &str, most: usize) -> &str {
    let Some((end, c)) = text.char_indices().nth(most) else { return text };
    if c.is_whitespace() {
        return &text[..end];
    }
    text[..end].rfind(char::is_whitespace).map_or("", |blank| &text[..blank])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_begin_and_end_at_whole_words() {
        let check = |text: &str, most, expected: &str| assert_eq!(tail(text, most), expected);
        check("social; (b) steps to ", 10, "steps to ");
        check("social; (b) steps to ", 9, "steps to ");
        check("social; (b) steps to ", 8, "to ");
        check("to ", 20, "to ");
        check("antidisestablishment", 5, "");
        check("", 5, "");
        let check = |text: &str, most, expected: &str| assert_eq!(head(text, most), expected);
        check(" of children is", 12, " of children");
        check(" of children is", 11, " of");
        check(" of children is", 20, " of children is");
        check("s", 0, "");
    }
}
