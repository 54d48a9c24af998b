//! Pages set in two columns, as extractors that keep the layout print them side by side: set anew, one below the other.

use std::ops::Range;

use super::classify::{Ending, ending, starts_small};
use super::copied::{Copied, Row};
use super::decode::Line;
use super::shapes::{columns, has_columns};

/// One line in so many is looked at before any other.
const PROBED: usize = 8;

/// Lines that are shorter hold no two columns.
const WIDE: u32 = 60;

/// The right column begins no further left.
const FIRST: usize = 30;

/// So many blanks part the columns where a line shows them.
const BLANKS: usize = 3;

/// So many lines of a page, at least, stand in both columns.
const LEAST: usize = 8;

/// A text without form feeds is one page, if it is no longer.
const PAGE: usize = 120;

/// Sets `text` anew, if pages of it are set in two columns.
pub(super) fn copy(text: &str, lines: &[Line]) -> Option<Copied> {
    let wide = |l: &&Line| u32::from(l.indent) + l.end - l.start >= WIDE;
    let right = |l: &&Line| usize::from(l.indent) >= FIRST || has_columns(l.of(text));
    let hits = lines.iter().step_by(PROBED).filter(wide).filter(right).count();
    let fed = || lines.iter().any(|l| l.feed);
    if hits < 2 || hits * PROBED * 6 < lines.len() || lines.len() > PAGE && !fed() {
        return None;
    }
    let (mut cells, mut gaps, mut found) = (Vec::with_capacity(lines.len() * 2), Vec::new(), false);
    for page in lines.chunk_by(|_, next| !next.feed) {
        let first = cells.len();
        if let Some(set) = Page::of(text, page) {
            set.write(&mut cells, &mut gaps);
            found = true;
        } else {
            cells.extend(page);
            gaps.extend(page.iter().map(|l| l.gap));
        }
        cells[first].feed = page[0].feed;
    }
    let rows: Vec<Row> = gaps.into_iter().enumerate().map(|(i, gap)| Row { lines: vec![i], gap }).collect();
    found.then(|| Copied::write(text, &cells, &rows, Vec::new(), Vec::new()))
}

/// Where a line of a page stands.
#[derive(Clone, Copy)]
enum Place {
    /// Over both columns.
    Across(Line),
    /// In one column, or with a part in each.
    Within(Option<Line>, Option<Line>),
}

/// A page in two columns.
struct Page<'a> {
    text: &'a str,
    places: Vec<Place>,
}

impl<'a> Page<'a> {
    /// Reads `lines`, a page, if they stand in two columns of running text.
    fn of(text: &'a str, lines: &[Line]) -> Option<Self> {
        let at = gutter(text, lines)?;
        let mut places: Vec<Place> = lines.iter().map(|l| part(text, l, at)).collect();
        let both = |p: &Place| matches!(p, Place::Within(Some(_), Some(_)));
        let (first, last) = (places.iter().position(both)?, places.iter().rposition(both)?);
        // What stands far above or below the columns is no part of them.
        let apart = |i: usize| lines.get(i).is_some_and(|l| l.gap >= 2);
        let top = (1..=first).rev().find(|&i| apart(i)).unwrap_or(0);
        let foot = (last + 1..lines.len()).find(|&i| apart(i)).unwrap_or(lines.len());
        for i in (0..top).chain(foot..lines.len()) {
            places[i] = Place::Across(lines[i]);
        }
        let page = Self { text, places };
        page.is_running().then_some(page)
    }

    /// The lines of one column.
    fn side(&self, right: bool) -> impl Iterator<Item = Option<Line>> {
        self.places.iter().filter_map(move |p| match *p {
            Place::Across(_) => None,
            Place::Within(a, b) => Some(if right { b } else { a }),
        })
    }

    /// Whether sentences run on in each column by itself: cells of a table are short, or begin side by side.
    fn is_running(&self) -> bool {
        let across = self.places.iter().filter(|p| matches!(p, Place::Across(_))).count();
        let both = self.places.iter().filter(|p| matches!(p, Place::Within(Some(_), Some(_)))).count();
        let runs = |right: bool| {
            let words: Vec<&str> = self.side(right).flatten().map(|l| l.of(self.text)).collect();
            let wide = words.iter().map(|w| columns(w, 200)).max().unwrap_or(0);
            let full = words.iter().filter(|w| columns(w, 200) * 4 >= wide * 3).count();
            let small = words.iter().filter(|w| starts_small(w)).count();
            wide >= 30 && full * 3 > words.len() && small * 4 > words.len() && !words.iter().any(|w| has_columns(w))
        };
        let begins = |right: bool| {
            let lines: Vec<Option<Line>> = self.side(right).collect();
            (1..lines.len()).map(move |i| {
                lines[i - 1].is_none_or(|l| Some(l.number + 1) != lines[i].map(|l| l.number)) && lines[i].is_some()
            })
        };
        let (alone, together) = begins(false).zip(begins(true)).fold((0, 0), |(one, two), begins| match begins {
            (true, true) => (one, two + 1),
            (false, false) => (one, two),
            _ => (one + 1, two),
        });
        both >= LEAST && across * 4 <= self.places.len() && runs(false) && runs(true) && alone > together
    }

    /// Writes the lines of each column, and how many blank lines stand before each.
    fn write(&self, cells: &mut Vec<Line>, gaps: &mut Vec<u8>) {
        let across = |p: &Place| matches!(p, Place::Across(_));
        for run in self.places.chunk_by(|a, b| across(a) == across(b)) {
            for right in [false, true] {
                let mut above: Option<Line> = None;
                for place in run {
                    let line = match *place {
                        Place::Across(line) if !right => Some(line),
                        Place::Across(_) => None,
                        Place::Within(a, b) => {
                            if right {
                                b
                            } else {
                                a
                            }
                        }
                    };
                    let Some(line) = line else { continue };
                    // At the head of the right column the sentence of the left one may go on.
                    let open = || {
                        cells
                            .last()
                            .is_some_and(|l: &Line| matches!(ending(l.of(self.text)), Ending::Open | Ending::Comma))
                    };
                    gaps.push(match above {
                        Some(above) => u8::try_from(line.number - above.number - 1).unwrap_or(u8::MAX),
                        None => {
                            if right {
                                u8::from(!open())
                            } else {
                                line.gap
                            }
                        }
                    });
                    cells.push(Line { feed: false, ..line });
                    above = Some(line);
                }
            }
        }
    }
}

/// The column at which the right one begins: where most of its lines do.
fn gutter(text: &str, lines: &[Line]) -> Option<usize> {
    let mut starts = [0_usize; 128];
    for line in lines.iter().filter(|l| l.end - l.start >= WIDE) {
        for at in cells(line.of(text)) {
            let column = usize::from(line.indent) + columns(&line.of(text)[..at], 400);
            starts.get_mut(column).into_iter().for_each(|n| *n += 1);
        }
    }
    let all = lines.len();
    (FIRST..starts.len()).max_by_key(|&c| starts[c]).filter(|&c| starts[c] >= LEAST / 2 && starts[c] * 6 >= all)
}

/// The bytes at which `words` begin again behind blanks.
fn cells(words: &str) -> impl Iterator<Item = usize> {
    let bytes = words.as_bytes();
    let blank = |range: Range<usize>| bytes[range].iter().all(|&b| b == b' ');
    (BLANKS..bytes.len()).filter(move |&i| bytes[i] != b' ' && blank(i - BLANKS..i))
}

/// Parts `line` where the right column begins at column `at`.
fn part(text: &str, line: &Line, at: usize) -> Place {
    let words = line.of(text);
    let indent = usize::from(line.indent);
    let int = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let within = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    if indent >= at {
        return Place::Within(None, Some(Line { indent: within(indent - at), ..*line }));
    }
    let byte = words.char_indices().nth(at - indent).map_or(words.len(), |c| c.0);
    let (left, right) = words.split_at(byte);
    if right.is_empty() {
        return Place::Within(Some(*line), None);
    }
    // Two blanks part the columns at least.
    if !left.ends_with("  ") {
        return Place::Across(*line);
    }
    let start = right.len() - right.trim_start().len();
    let left = Line { end: line.start + int(left.trim_end().len()), ..*line };
    let right = Line { start: line.start + int(byte + start), indent: within(start), ..*line };
    Place::Within(Some(left), Some(right))
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;

    #[test]
    fn columns_are_read_one_by_one() {
        let check = |text: &str, expected: Option<&str>| {
            let copied = copy(text, &decode::lines(text).1).map(|c| c.text);
            assert_eq!(copied.as_deref(), expected, "{text}");
        };
        // Paragraphs of one column begin beside the midst of those of the other; what the left one leaves open goes on
        // in the right one.
        let said = |first: &str, more: &str, times: usize| format!("  {first}\n{}\n", more.repeat(times));
        let left = said("The Court shall sit in the harbour", "of Halva, or wherever else on the\n", 3).repeat(5);
        let right = said("The President has the voice that", "decides where those of the others\n", 5).repeat(3);
        let mut below = right.lines();
        let row = |line: &str| format!("{line:<42}{}", below.next().unwrap_or("")).trim_end().to_owned() + "\n";
        let page: String = left.lines().map(row).collect();
        let set = format!("{}\n{}\n", left.trim_end(), right.trim_end());
        let pages = |one: &str| format!("On Courts\n\n\n{}\n\x0cOn Courts\n\n\n{}\n", one.trim_end(), one.trim_end());
        check(&pages(&page), Some(&pages(&set)));
        // Rows of a table begin side by side.
        let row = "The Court may sit at sea if it is      The Court shall sit at sea if it is\nasked to do so by a Party to it;       asked to do so by two Parties to it;\n\n";
        check(&row.repeat(20), None);
        check("No columns at all.\n", None);
    }
}
