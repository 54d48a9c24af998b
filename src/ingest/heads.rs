//! Page heads and feet of a text whose labels stand on lines of their own: told before the labels look for their words.

use std::collections::HashMap;
use std::ops::Range;

use super::columns::is_lone;
use super::decode::Line;
use super::edges::{is_code, key};
use super::folds::exact;
use super::furniture::is_job_number;
use super::label::mark;
use super::page_ends::is_clerical;
use super::page_number::page_number;
use super::shapes::{is_dated, is_figures};
use super::sifted::Noise;
use super::titled::titled;
use crate::text::QuickSet;

/// How many lines a page's head or foot may take, with the labels that stand among them.
const EDGE: usize = 8;

/// A line that says what the title page does has so many bytes of letters at least.
const TITLE: usize = 20;

/// What the heads and feet of `pages` are, line by line: what comes again there, and their numbers.
pub(super) fn find(text: &str, lines: &[Line], pages: &[(usize, usize)]) -> Vec<Option<Noise>> {
    let mut heads = Heads { text, lines, pages, says: vec![None; lines.len()], title: Vec::new() };
    for i in pages.iter().flat_map(|&(first, end)| zones(first, end)).flatten() {
        heads.says[i] = heads.shape(i);
    }
    heads.title = (0..lines.len().min(2 * EDGE)).map(|i| heads.letters(i)).filter(|l| l.len() >= TITLE).collect();
    heads.noise()
}

/// The first lines of a page, and its last.
fn zones(first: usize, end: usize) -> [Range<usize>; 2] {
    [first..end.min(first + EDGE), first.max(end.saturating_sub(EDGE))..end]
}

/// What is left of a printer's number: `010822`.
fn is_six(words: &str) -> bool {
    is_figures(words, 6..=6)
}

/// What comes again on page after page.
struct Repeated {
    /// What heads say, and what feet do.
    shapes: [QuickSet<u64>; 2],
    /// By how much the printed number is ahead of the page's place.
    ahead: Option<i64>,
}

struct Heads<'a> {
    text: &'a str,
    lines: &'a [Line],
    pages: &'a [(usize, usize)],
    /// What the lines at a page's edge say but for their figures, if they may be running titles.
    says: Vec<Option<u64>>,
    /// The letters of what the title page says.
    title: Vec<String>,
}

impl Heads<'_> {
    fn of(&self, i: usize) -> &str {
        self.lines[i].of(self.text)
    }

    fn noise(&self) -> Vec<Option<Noise>> {
        let mut noise = vec![None; self.lines.len()];
        let seen = self.repeated();
        for (page, &(first, end)) in self.pages.iter().enumerate() {
            let numbers = |i: usize| seen.ahead.is_some() && self.ahead(i, page) == seen.ahead;
            let stands = |i: usize, foot: bool| {
                let known = |says: u64| {
                    let told = || page > 0 && !foot && (is_clerical(self.of(i)) || self.is_titular(i));
                    seen.shapes[usize::from(foot)].contains(&says) || told()
                };
                numbers(i) || self.pages.len() > 1 && self.is_alone(i) && self.says[i].is_some_and(known)
            };
            // Whatever a page says elsewhere: a number in dress, and what is left of the printer's.
            for (i, noise) in (first..end).zip(&mut noise[first..end]) {
                let words = self.of(i);
                let dressed = || words.contains('/') || !words.starts_with(|c: char| c.is_ascii_digit());
                if numbers(i) && dressed() {
                    *noise = Some(Noise::PageNumber);
                } else if is_six(words) && i > first && is_job_number(self.of(i - 1)) {
                    *noise = Some(Noise::DocumentNumber);
                }
            }
            let printers = |i: usize| is_job_number(self.of(i)) || is_six(self.of(i));
            // What stands alone above a line of a head is of the head, but for a label of the page's first words.
            let alone =
                |i: usize| noise[i].is_some() || is_lone(self.of(i)) || self.is_alone(i) && self.says[i].is_some();
            let [head, foot] = zones(first, end);
            let reach = head.clone().take_while(|&i| page > 0 && (stands(i, false) || alone(i)));
            let upto = reach.filter(|&i| stands(i, false)).last();
            let heads = head.filter(|&i| upto.is_some_and(|last| i <= last) && !is_lone(self.of(i)));
            let feet = foot.rev().take_while(|&i| stands(i, true) || noise[i].is_some() || printers(i));
            for i in heads.chain(feet).collect::<Vec<usize>>() {
                noise[i] = Some(match page_number(self.of(i)) {
                    Some(_) => Noise::PageNumber,
                    None if printers(i) => Noise::DocumentNumber,
                    None => Noise::RunningTitle,
                });
            }
        }
        noise
    }

    /// What heads and feet say on page after page.
    fn repeated(&self) -> Repeated {
        // On how many pages, and the last of them.
        type Seen = (usize, usize);
        let mut shapes: [HashMap<u64, Seen>; 2] = Default::default();
        let mut ahead: HashMap<i64, Seen> = HashMap::new();
        for (page, &(first, end)) in self.pages.iter().enumerate() {
            for (zone, shapes) in zones(first, end).into_iter().zip(&mut shapes) {
                for i in zone {
                    let found = match (self.ahead(i, page), self.says[i]) {
                        (Some(offset), _) => ahead.entry(offset).or_default(),
                        (None, Some(shape)) => shapes.entry(shape).or_default(),
                        (None, None) => continue,
                    };
                    if found.0 == 0 || found.1 != page {
                        *found = (found.0 + 1, page);
                    }
                }
            }
        }
        let count = self.pages.len();
        let usual = ahead.into_iter().filter(|o| o.1.0 >= 2 && o.1.0 * 2 >= count).max_by_key(|o| (o.1.0, -o.0));
        let often = |seen: HashMap<u64, Seen>| {
            seen.into_iter().filter(|s| s.1.0 >= 2 && s.1.0 * 3 >= count).map(|s| s.0).collect()
        };
        Repeated { shapes: shapes.map(often), ahead: usual.map(|o| o.0) }
    }

    /// By how much the page's number in line `i`, if it is one, is ahead of `page`.
    fn ahead(&self, i: usize, page: usize) -> Option<i64> {
        Some(i64::from(page_number(self.of(i))?) - i64::try_from(page).ok()?)
    }

    /// What line `i` says but for its figures, if it may be a running title.
    fn shape(&self, i: usize) -> Option<u64> {
        let words = self.of(i);
        let text = || mark(words).label.is_some() || titled(words).is_some();
        let open = words.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '*'));
        let may = (open || is_code(words)) && words.len() <= 100 && page_number(words).is_none() && !is_lone(words);
        (may && (is_clerical(words) || is_dated(words) || !text())).then(|| match key(words) {
            0 => exact(words),
            key => key,
        })
    }

    /// The letters of line `i`, small.
    fn letters(&self, i: usize) -> String {
        self.of(i).chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
    }

    /// Whether line `i` says what the text's title page does, in capitals or not, or a part of it.
    fn is_titular(&self, i: usize) -> bool {
        let own = self.letters(i);
        own.len() >= TITLE && self.title.iter().any(|other| own.contains(other) || other.contains(&own))
    }

    /// Whether line `i` stands between blank lines, or at its page's edge.
    fn is_alone(&self, i: usize) -> bool {
        let (line, next) = (self.lines[i], self.lines.get(i + 1));
        (line.gap > 0 || line.feed) && next.is_none_or(|n| n.gap > 0 || n.feed)
    }
}
