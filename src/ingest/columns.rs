//! Text whose labels, footnote marks and margins stand on lines of their own, as `pdftotext` writes it without a flag:
//! set anew as a clerk would copy it, and read so. Where each line stands on disk is then told.

use std::collections::HashMap;
use std::ops::Range;

use super::classify::{Ending, ending, is_caps, refers, starts_small};
use super::decode::Line;
use super::edges::key;
use super::feet::each_mark;
use super::folds::exact;
use super::furniture::{is_clerical, is_job_number, page_number};
use super::label::{Label, Mark, mark, note_mark};
use super::shapes::is_dated;
use super::sifted::Noise;
use super::titled::titled;
use crate::text::{Corpus, Lines, Notice, NoticeKind, QuickSet, SourceId};

/// A label, a mark or a number in a margin is no longer.
const SHORT: u32 = 9;

/// So many of them make a text of this kind, or one in so many lines.
const LEAST: usize = 3;
const ONE_IN: usize = 1000;

/// How many lines a page's head or foot may take, with the labels that stand among them.
const EDGE: usize = 8;

/// A note in the margin is no wider.
const NARROW: usize = 28;

/// More labels than these do not wait for their words, nor do more marks for their notes.
const MOST_WAITING: usize = 60;

/// A text set anew.
pub(super) struct Copied {
    /// What is read.
    pub text: String,
    /// Each line of it, with one on disk: a line of the copy may hold several.
    from: Vec<(u32, u32)>,
    /// The lines on disk that the copy leaves out, and why.
    aside: Vec<(u32, Noise)>,
    /// The lines on disk of what could not be put together.
    doubts: Vec<Lines>,
}

/// One line of the copy: lines put together.
struct Row {
    lines: Vec<usize>,
    gap: u8,
}

/// Sets `text` anew, if its labels stand apart from their words.
pub(super) fn copy(text: &str, lines: &[Line]) -> Option<Copied> {
    let short = |l: &&Line| l.end - l.start <= SHORT;
    let least = LEAST.max(lines.len() / ONE_IN);
    if lines.iter().filter(short).filter(|l| is_lone(l.of(text)) || is_bare(l.of(text))).take(least).count() < least {
        return None;
    }
    let pages = pages(lines);
    let mut setter = Setter { text, lines, pages: &pages, moved: 0, aside: Vec::new(), doubts: Vec::new() };
    let edges = setter.edges();
    let numbers = setter.line_numbers(&edges);
    let (mut rows, mut note) = (Vec::new(), 0);
    for (page, at) in pages.iter().enumerate() {
        let first = rows.len();
        setter.page(page, &edges, &numbers, &mut note, &mut rows);
        if let Some(row) = rows.get_mut(first).filter(|_| lines[at.0].feed) {
            row.gap = row.gap.max(lines[at.0].gap);
        }
    }
    (setter.moved >= least).then(|| setter.write(&rows))
}

/// The first line of each page, and the line behind its last.
fn pages(lines: &[Line]) -> Vec<(usize, usize)> {
    let feeds = (1..lines.len()).filter(|&i| lines[i].feed);
    let starts: Vec<usize> = std::iter::once(0).chain(feeds).collect();
    let ends = starts.iter().copied().skip(1).chain([lines.len()]);
    starts.iter().copied().zip(ends).collect()
}

/// Whether `words` are a label or a bullet and nothing else.
fn is_lone(words: &str) -> bool {
    lone(words).is_some()
}

fn lone(words: &str) -> Option<Mark> {
    if words.len() > SHORT as usize || page_number(words).is_some() {
        return None;
    }
    // Without words behind it, some a label is not told.
    let whole = format!("{words} Words");
    let found = mark(&whole);
    let all = whole[found.body..] == *"Words" && (found.label.is_some() || found.bullet.is_some());
    all.then_some(found)
}

/// Whether `words` are a number of up to three figures.
fn is_bare(words: &str) -> bool {
    (1..=3).contains(&words.len()) && words.bytes().all(|b| b.is_ascii_digit()) && !words.starts_with('0')
}

/// The first lines of a page, and its last.
fn zones(first: usize, end: usize) -> [Range<usize>; 2] {
    [first..end.min(first + EDGE), first.max(end.saturating_sub(EDGE))..end]
}

/// What is left of a printer's number: `010822`.
fn is_six(words: &str) -> bool {
    words.len() == 6 && words.bytes().all(|b| b.is_ascii_digit())
}

/// What comes again on page after page.
struct Repeated {
    /// What heads say, and what feet do.
    shapes: [QuickSet<u64>; 2],
    /// By how much the printed number is ahead of the page's place.
    ahead: Option<i64>,
}

struct Setter<'a> {
    text: &'a str,
    lines: &'a [Line],
    pages: &'a [(usize, usize)],
    /// How many lines found another place.
    moved: usize,
    aside: Vec<(u32, Noise)>,
    doubts: Vec<Lines>,
}

impl Setter<'_> {
    fn of(&self, i: usize) -> &str {
        self.lines[i].of(self.text)
    }

    fn value(&self, i: usize) -> Option<u32> {
        is_bare(self.of(i)).then(|| self.of(i).parse().ok()).flatten()
    }

    /// The heads and feet of pages: what comes again there, and their numbers.
    fn edges(&self) -> HashMap<usize, Noise> {
        let mut edges = HashMap::new();
        let seen = self.repeated();
        for (page, &(first, end)) in self.pages.iter().enumerate() {
            let numbers = |i: usize| seen.ahead.is_some() && self.ahead(i, page) == seen.ahead;
            let stands = |i: usize, foot: bool| {
                let known = || self.shape(i).is_some_and(|s| seen.shapes[usize::from(foot)].contains(&s));
                let told =
                    || page > 0 && !foot && self.shape(i).is_some() && (is_clerical(self.of(i)) || self.is_titular(i));
                numbers(i) || self.is_alone(i) && self.pages.len() > 1 && (known() || told())
            };
            // Whatever a page says elsewhere: a number in dress, and what is left of the printer's.
            for i in first..end {
                let words = self.of(i);
                let dressed = || words.contains('/') || !words.starts_with(|c: char| c.is_ascii_digit());
                if numbers(i) && dressed() {
                    edges.insert(i, Noise::PageNumber);
                } else if is_six(words) && i > first && is_job_number(self.of(i - 1)) {
                    edges.insert(i, Noise::DocumentNumber);
                }
            }
            // What stands alone above a line of a head is of the head, but for a label of the page's first words.
            let alone =
                |i: usize| edges.contains_key(&i) || is_lone(self.of(i)) || self.is_alone(i) && self.shape(i).is_some();
            let [head, foot] = zones(first, end);
            let reach = head.clone().take_while(|&i| page > 0 && (stands(i, false) || alone(i)));
            let upto = reach.filter(|&i| stands(i, false)).last();
            let heads = head.filter(|&i| upto.is_some_and(|last| i <= last) && !is_lone(self.of(i)));
            let printers = |i: usize| is_job_number(self.of(i)) || is_six(self.of(i));
            let feet = foot.rev().take_while(|&i| stands(i, true) || edges.contains_key(&i) || printers(i));
            let noise = |i: usize| match page_number(self.of(i)) {
                Some(_) => Noise::PageNumber,
                None if printers(i) => Noise::DocumentNumber,
                None => Noise::RunningTitle,
            };
            let found: Vec<usize> = heads.chain(feet).collect();
            edges.extend(found.into_iter().map(|i| (i, noise(i))));
        }
        edges
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
                    let found = match (self.ahead(i, page), self.shape(i)) {
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
        let may = open && words.len() <= 100 && page_number(words).is_none() && !is_lone(words);
        (may && (is_clerical(words) || is_dated(words) || !text())).then(|| match key(words) {
            0 => exact(words),
            key => key,
        })
    }

    /// Whether line `i` says what the text's title page does, in capitals or not, or a part of it.
    fn is_titular(&self, i: usize) -> bool {
        let letters = |i: usize| {
            self.of(i).chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect::<String>()
        };
        let own = letters(i);
        let says = |other: String| other.len() >= 20 && (own.contains(&other) || other.contains(&own));
        own.len() >= 20 && (0..self.lines.len().min(2 * EDGE)).map(letters).any(says)
    }

    /// Whether line `i` stands between blank lines, or at its page's edge.
    fn is_alone(&self, i: usize) -> bool {
        let (line, next) = (self.lines[i], self.lines.get(i + 1));
        (line.gap > 0 || line.feed) && next.is_none_or(|n| n.gap > 0 || n.feed)
    }

    /// Numbers in a margin: 5, 10, 15 and so on, on each page anew.
    fn line_numbers(&self, edges: &HashMap<usize, Noise>) -> Vec<usize> {
        let (mut all, mut longest) = (Vec::new(), 0);
        for &(first, end) in self.pages {
            let bare = (first..end).filter(|i| !edges.contains_key(i)).filter_map(|i| Some((i, self.value(i)?)));
            let (mut run, mut last) = (Vec::new(), 0);
            for (i, value) in bare {
                if value == last + 5 {
                    run.push(i);
                    last = value;
                }
            }
            if run.len() >= 2 {
                longest = longest.max(run.len());
                all.append(&mut run);
            }
        }
        if longest >= LEAST { all } else { Vec::new() }
    }

    /// Sets one page: its head, its text, its notes, its foot.
    fn page(
        &mut self,
        page: usize,
        edges: &HashMap<usize, Noise>,
        numbers: &[usize],
        note: &mut u32,
        rows: &mut Vec<Row>,
    ) {
        let (first, end) = self.pages[page];
        let (mut rest, mut feet): (Vec<usize>, Vec<Row>) = (Vec::new(), Vec::new());
        for i in first..end {
            let noise = match numbers.binary_search(&i) {
                Ok(_) => Some(Noise::LineNumber),
                Err(_) => edges.get(&i).copied(),
            };
            match noise {
                // Those who count pages want their numbers.
                Some(Noise::PageNumber) if i - first <= end - i => rows.push(self.row(i)),
                Some(Noise::PageNumber) => feet.push(Row { gap: 1, ..self.row(i) }),
                Some(noise) => self.aside.push((self.lines[i].number, noise)),
                None => rest.push(i),
            }
            self.moved += usize::from(noise == Some(Noise::LineNumber));
        }
        if !numbers.is_empty() {
            self.side_notes(&mut rest);
        }
        let leaders = self.leaders(&mut rest);
        let notes = self.notes(&mut rest, note);
        rows.extend(self.labels(&rest, &leaders));
        rows.extend(notes);
        rows.append(&mut feet);
    }

    /// Sets notes in the margin of a numbered bill aside: narrow, and apart from all else. Where each stood is lost.
    fn side_notes(&mut self, rest: &mut Vec<usize>) {
        let begins = |i: usize| self.lines[i].gap > 0;
        let narrow = |i: &usize| {
            let words = self.of(*i);
            let label = is_lone(words) || is_bare(words) || mark(words).label.is_some() && !words.ends_with('.');
            let ends = matches!(ending(words), Ending::Full | Ending::Open);
            words.len() <= NARROW && ends && !label && !is_caps(words) && titled(words).is_none()
        };
        let (mut kept, mut noted, mut labelled) = (Vec::with_capacity(rest.len()), Vec::new(), false);
        for block in rest.chunk_by(|_, &i| !begins(i)) {
            let apart = begins(block[0]) && self.lines.get(block[block.len() - 1] + 1).is_none_or(|l| l.gap > 0);
            if apart && !labelled && block.len() <= LEAST && block.iter().all(narrow) {
                noted.extend(block.iter().map(|&i| (self.lines[i].number, Noise::SideNote)));
            } else {
                kept.extend(block);
            }
            labelled = is_lone(self.of(block[block.len() - 1]));
        }
        self.aside.append(&mut noted);
        *rest = kept;
    }

    /// The page numbers of a contents page, by the line whose dots lead to each.
    fn leaders(&mut self, rest: &mut Vec<usize>) -> HashMap<usize, usize> {
        let dots: Vec<usize> = rest.iter().copied().filter(|&i| self.of(i).ends_with("....")).collect();
        let bare: Vec<usize> = rest.iter().copied().filter(|&i| self.value(i).is_some()).collect();
        if dots.len() < LEAST || dots.len() != bare.len() || !bare.is_sorted_by_key(|&i| self.value(i)) {
            return HashMap::new();
        }
        rest.retain(|i| bare.binary_search(i).is_err());
        self.moved += bare.len();
        dots.into_iter().zip(bare).collect()
    }

    /// Takes the notes of a page with their marks, a column of numbers that go on from `last`, out of `rest`.
    fn notes(&mut self, rest: &mut Vec<usize>, last: &mut u32) -> Vec<Row> {
        let bare: Vec<(usize, u32)> = rest.iter().filter_map(|&i| Some((i, self.value(i)?))).collect();
        let Some(&(_, first)) = bare.first().filter(|b| b.1 == 1 || b.1 == *last + 1) else { return Vec::new() };
        let marks: Vec<usize> = bare.iter().zip(first..).take_while(|(b, n)| b.1 == *n).map(|(b, _)| b.0).collect();
        let mut cited = vec![false; marks.len()];
        for &i in rest.iter() {
            each_mark(self.of(i), true, |n, _| {
                if let Some(seen) = n.checked_sub(first).and_then(|n| cited.get_mut(n as usize)) {
                    *seen = true;
                }
            });
        }
        if cited.iter().filter(|c| **c).count() * 2 < cited.len() {
            return Vec::new();
        }
        *last = first + u32::try_from(marks.len()).unwrap_or(1) - 1;
        let at = rest.iter().position(|&i| i == marks[0]).unwrap_or(0);
        let column = rest[at..].iter().zip(&marks).all(|(a, b)| a == b);
        // A mark right above each note is no column of marks.
        if !column || marks.len() > MOST_WAITING || !self.text.contains('\x0c') {
            return Vec::new();
        }
        let words: Vec<usize> = rest.iter().copied().filter(|i| marks.binary_search(i).is_err()).collect();
        let ends = marks[marks.len() - 1];
        let Some(starts) = self.foot(&words, marks.len()).filter(|s| words[s[0]] > ends) else {
            if marks.len() > 1 {
                self.doubts.push(Lines::new(self.lines[marks[0]].number, self.lines[ends].number));
            }
            return Vec::new();
        };
        let from = starts[0];
        let mut notes: Vec<Row> = Vec::new();
        for (at, &i) in words.iter().enumerate().skip(from) {
            match starts.binary_search(&at) {
                Ok(n) => notes.push(Row { lines: vec![marks[n], i], gap: u8::from(n == 0) }),
                Err(_) => notes.push(Row { lines: vec![i], gap: 0 }),
            }
        }
        *rest = words[..from].to_vec();
        self.moved += marks.len();
        notes
    }

    /// Where in `words` each of the `count` notes at its end begins, if that can be told.
    fn foot(&self, words: &[usize], count: usize) -> Option<Vec<usize>> {
        let breaks: Vec<usize> =
            (0..words.len()).rev().filter(|&at| self.lines[words[at]].gap > 0).take(count + 1).collect();
        for from in breaks {
            let wide = words[from..].iter().map(|&i| self.of(i).chars().count()).max().unwrap_or(0);
            let starts = |short: bool| -> Vec<usize> {
                let begins = |&at: &usize| {
                    let line = self.lines[words[at]];
                    let above = if at > from { self.of(words[at - 1]) } else { "" };
                    let capital = line.of(self.text).starts_with(|c: char| c.is_uppercase() || "“\"‘[(".contains(c));
                    let new = capital || line.of(self.text).starts_with("http");
                    let ends = ending(above) == Ending::Full || above.starts_with("http");
                    at == from || line.gap > 0 || new && ends && (!short || above.chars().count() * 10 < wide * 9)
                };
                (from..words.len()).filter(begins).collect()
            };
            let found = [starts(false), starts(true)];
            if let Some(found) = found.into_iter().find(|f| f.len() == count) {
                return Some(found);
            }
        }
        None
    }

    /// Puts each label of a page together with its words: of several labels in a row, the first with the first words
    /// below; the others wait for words that begin anew with no label of their own.
    fn labels(&mut self, rest: &[usize], leaders: &HashMap<usize, usize>) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        // The labels that have no words yet, each with the place in `rows` where it stood; and those that stay there.
        let mut waiting: Vec<(usize, usize)> = Vec::new();
        let mut left: Vec<(usize, usize)> = Vec::new();
        let mut fresh: usize = 0;
        for (at, &i) in rest.iter().enumerate() {
            let words = self.of(i);
            // `under rule` / `28.`
            let ends =
                at > 0 && self.lines[i].gap == 0 && !words.starts_with('(') && refers(self.of(rest[at - 1]), words);
            if is_lone(words) && !ends {
                waiting.push((i, rows.len()));
                fresh += 1;
                continue;
            }
            // Whose words stand below a mark, or so many labels, cannot be told.
            if is_bare(words) || note_mark(words).is_some() || waiting.len() > MOST_WAITING {
                left.append(&mut waiting);
            }
            let row = if waiting.is_empty() {
                0..0
            } else if fresh > 0 {
                let from = waiting.len() - fresh;
                let taken = if self.are_nested(&waiting[from..]) { fresh } else { 1 };
                let bullet = waiting[from..].iter().all(|w| lone(self.of(w.0)).is_some_and(|m| m.label.is_none()));
                if bullet && is_caps(words) || titled(words).is_some() { 0..0 } else { from..from + taken }
            } else {
                0..usize::from(self.opens(&rest[at - 1..]))
            };
            fresh = 0;
            // Labels right above their words say nothing of the text's kind.
            let apart = self.lines[i].gap > 0 || at > 0 && rest[at - 1] + 1 < i;
            self.moved += if apart { row.len() } else { 0 };
            let labels: Vec<usize> = waiting.drain(row).map(|w| w.0).collect();
            let gap = self.lines[labels.first().copied().unwrap_or(i)].gap.max(self.lines[i].gap);
            rows.push(Row { lines: labels.into_iter().chain([i]).chain(leaders.get(&i).copied()).collect(), gap });
        }
        left.append(&mut waiting);
        let (mut out, mut left) = (Vec::with_capacity(rows.len() + left.len()), left.into_iter().peekable());
        for (at, row) in rows.into_iter().enumerate() {
            while let Some((i, _)) = left.next_if(|l| l.1 <= at) {
                out.push(self.row(i));
            }
            out.push(row);
        }
        out.extend(left.map(|(i, _)| self.row(i)));
        out
    }

    /// Line `i` as it stands.
    fn row(&self, i: usize) -> Row {
        Row { lines: vec![i], gap: self.lines[i].gap }
    }

    /// Whether labels in a row stand one in the other: `5.`, `(a)`.
    fn are_nested(&self, labels: &[(usize, usize)]) -> bool {
        let label = |w: &(usize, usize)| lone(self.of(w.0)).and_then(|m| m.label);
        let within = |pair: &[(usize, usize)]| {
            let both: Option<(Label, Label)> = label(&pair[0]).zip(label(&pair[1]));
            both.is_some_and(|(outer, inner)| inner.is_first() && inner.dress != outer.dress)
        };
        labels.windows(2).all(within)
    }

    /// Whether the second of `lines` begins words of their own below the first, and closes them.
    fn opens(&self, lines: &[usize]) -> bool {
        let [above, i, ..] = *lines else { return false };
        let words = self.of(i);
        let block = lines[1..].iter().skip(1).take_while(|&&k| self.lines[k].gap == 0 && !is_lone(self.of(k)));
        let last = block.last().copied().unwrap_or(i);
        self.lines[i].gap > 0
            && ending(self.of(above)) != Ending::Open
            && ending(self.of(last)) != Ending::Open
            && (!starts_small(words) || ending(self.of(above)) == Ending::Semicolon)
            && mark(words).label.is_none()
            && titled(words).is_none()
    }

    /// Writes the copy.
    fn write(self, rows: &[Row]) -> Copied {
        let mut out = Copied { text: String::new(), from: Vec::new(), aside: self.aside, doubts: self.doubts };
        let mut number = 1;
        let mut feeds = self.pages.iter().map(|p| p.0).filter(|&i| self.lines[i].feed).peekable();
        for row in rows {
            let page = |feed: usize| row.lines.iter().any(|&i| i >= feed);
            (0..row.gap).for_each(|_| out.text.push('\n'));
            number += u32::from(row.gap);
            while feeds.next_if(|&f| page(f)).is_some() {
                out.text.push('\x0c');
            }
            for (n, &i) in row.lines.iter().enumerate() {
                let line = self.lines[i];
                let before = if n == 0 { usize::from(line.indent) } else { 1 };
                (0..before).for_each(|_| out.text.push(' '));
                out.text.push_str(line.of(self.text));
                out.from.push((number, line.number));
            }
            out.text.push('\n');
            number += 1;
        }
        out
    }
}

impl Copied {
    /// Tells where what was read of `source` stands on disk; its notices are those from `first` on.
    pub fn tell(self, corpus: &mut Corpus, source: SourceId, first: usize) {
        let mut all: Vec<u32> = self.from.iter().map(|f| f.1).chain(self.aside.iter().map(|a| a.0)).collect();
        all.sort_unstable();
        let places = |lines: Lines| -> Vec<Lines> {
            let from = self.from.partition_point(|f| f.0 < lines.first);
            let mut found: Vec<u32> = self.from[from..].iter().take_while(|f| f.0 <= lines.last).map(|f| f.1).collect();
            found.sort_unstable();
            // Blank lines part nothing.
            let next = |a: &u32, b: &u32| all[all.partition_point(|n| n <= a)] == *b;
            found.chunk_by(next).map(|run| Lines::new(run[0], run[run.len() - 1])).collect()
        };
        let hull = |lines: Lines| {
            let found = places(lines);
            let last = found.iter().map(|l| l.last).max();
            found.iter().map(|l| l.first).min().zip(last).map_or(lines, |(a, b)| Lines::new(a, b))
        };
        let spans = |spans: &mut Vec<Lines>| *spans = spans.iter().flat_map(|&s| places(s)).collect();
        let own: Vec<bool> = corpus.works.iter().map(|w| w.source == source).collect();
        for work in corpus.works.iter_mut().filter(|w| w.source == source) {
            work.lines = hull(work.lines);
        }
        for section in corpus.sections.iter_mut().filter(|s| own[s.work.index()]) {
            spans(&mut section.heading);
            section.lines = hull(section.lines);
        }
        for passage in corpus.passages.iter_mut().filter(|p| own[p.work.index()]) {
            spans(&mut passage.spans);
        }
        for page in &mut corpus.sources[source.index()].pages {
            page.0 = hull(Lines::one(page.0)).first;
        }
        let told = corpus.notices.split_off(first);
        for notice in told {
            corpus.notices.extend(places(notice.lines).into_iter().map(|lines| Notice { lines, ..notice.clone() }));
        }
        for &(line, noise) in &self.aside {
            super::notice(corpus, source, Lines::one(line), NoticeKind::SetAside, noise.says());
        }
        for &lines in &self.doubts {
            let what = "marks of notes stand apart from the notes, and which is whose cannot be told";
            super::notice(corpus, source, lines, NoticeKind::Doubt, what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;

    /// What the copy of `text` says, its lines without blank ones between, and what it leaves out.
    #[test]
    fn labels_and_notes_find_their_words() {
        let check = |text: &str, expected: &[&str], aside: &[u32]| {
            let copied = copy(text, &decode::lines(text).1).expect("a copy");
            let lines: Vec<&str> = copied.text.lines().filter(|l| !l.trim().is_empty()).collect();
            assert_eq!(lines, expected, "{text}");
            let mut out: Vec<u32> = copied.aside.iter().map(|a| a.0).collect();
            out.sort_unstable();
            assert_eq!(out, aside, "{text}");
        };
        check(
            "It may:\n(a)\n\nsell boats;\n\n(b)\n\nhire\ncrews;\n\n(c)\n\nsail.\n",
            &["It may:", "(a) sell boats;", "(b) hire", "crews;", "(c) sail."],
            &[],
        );
        // Of two labels in a row, the second waits for words without one.
        check(
            "2.\n\n3.\n\nCalls on each:\n(a)\n\nto sail;\n\n(b)\n\nto row;\n\nRegrets the delay;\n",
            &["2. Calls on each:", "(a) to sail;", "(b) to row;", "3. Regrets the delay;"],
            &[],
        );
        // One stands in the other.
        check("4.\n\n(a)\n\nEach sails.\n\n(b)\n\nEach rows.\n", &["4. (a) Each sails.", "(b) Each rows."], &[]);
        // Marks between a label and its words, notes at the foot, a head that stands among labels.
        check(
            "Boats1 and rafts.2\n(a)\n\n1\n2\n\nSail;\n\nSee A.\nSee B\nand C.\n\n-1-\n\n\x0cOn Boats\n\n(b)\n\n-2-\n\nrow;\n\n\
             \x0cOn Boats\n\n(c)\n\n-3-\n\nrest.\n",
            &[
                "Boats1 and rafts.2",
                "(a) Sail;",
                "1 See A.",
                "2 See B",
                "and C.",
                "-1-",
                "\x0c-2-",
                "(b) row;",
                "\x0c-3-",
                "(c) rest.",
            ],
            &[15, 23],
        );
        // Numbers in the margin, and the notes beside it.
        check(
            "The Minister\nmay sail.\n\n5\n\nSails.\n\n1.\n\nEach boat\n\n10\n\n2.\n\nEach raft\n\n15\n\n3.\n\nEach oar\n",
            &["The Minister", "may sail.", "1. Each boat", "2. Each raft", "3. Each oar"],
            &[4, 6, 12, 18],
        );
        // Dots that lead to numbers.
        check(
            "I. Boats ......\nA.\nRafts ......\nB.\n\nOars ......\n\n2\n2\n3\n\nText.\n",
            &["I. Boats ...... 2", "A. Rafts ...... 2", "B. Oars ...... 3", "Text."],
            &[],
        );
    }

    #[test]
    fn other_texts_are_left_alone() {
        let check = |text: &str| assert!(copy(text, &decode::lines(text).1).is_none(), "{text}");
        check("1. One\n2. Two\n3. Three\n");
        check("(a)\nright below\n(b)\nthe next\n(c)\nthe last\n");
        check("under rule\n28.\n\nThe Board\n\nunder rule\n29.\n\nThe Chair\n\nunder rule\n30.\n\nThe end\n");
    }
}
