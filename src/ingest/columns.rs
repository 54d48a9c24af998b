//! Text whose labels, footnote marks and margins stand on lines of their own, as `pdftotext` writes it without a flag:
//! set anew as a clerk would copy it, and read so.

use std::collections::HashMap;
use std::ops::Range;

use super::classify::{Ending, ending, is_caps, refers, starts_small};
use super::copied::{Copied, Row};
use super::decode::Line;
use super::feet::each_mark;
use super::heads;
use super::label::{Label, Mark, mark, note_mark};
use super::page_number::page_number;
use super::shapes::{cites_paper, is_figures};
use super::sifted::Noise;
use super::titled::titled;
use crate::text::Lines;

/// A label, a mark or a number in a margin is no longer.
const SHORT: u32 = 9;

/// So many of them make a text of this kind, or one in so many lines.
const LEAST: usize = 3;
const ONE_IN: usize = 1000;

/// They lead to a page's number.
const DOTS: &str = "....";

/// A note in the margin is no wider.
const NARROW: usize = 28;

/// More labels than these do not wait for their words, nor do more marks for their notes.
const MOST_WAITING: usize = 60;

/// Sets `text` anew, if its labels stand apart from their words.
pub(super) fn copy(text: &str, lines: &[Line]) -> Option<Copied> {
    let least = LEAST.max(lines.len() / ONE_IN);
    if !is_apart(text, lines, least) {
        return None;
    }
    let pages = pages(lines);
    let noise = heads::find(text, lines, &pages);
    let (aside, doubts) = (Vec::new(), Vec::new());
    let mut setter =
        Setter { text, lines, pages: &pages, noise, numbered: false, moved: 0, note: 0, last: None, aside, doubts };
    setter.line_numbers();
    let mut rows = Vec::new();
    for &(start, end) in &pages {
        let first = rows.len();
        setter.page(start..end, &mut rows);
        if let Some(row) = rows.get_mut(first).filter(|_| lines[start].feed) {
            row.gap = row.gap.max(lines[start].gap);
        }
    }
    (setter.moved >= least).then(|| Copied::write(text, lines, &rows, setter.aside, setter.doubts))
}

/// Whether so much stands alone that something may have to be put back: labels with no words right below, and numbers
/// if they count notes from one, lines by five, or pages to which dots lead. What is first or last on a page counts pages.
fn is_apart(text: &str, lines: &[Line], least: usize) -> bool {
    let (mut labels, mut numbers, mut counts) = (0, 0, false);
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.end - l.start <= SHORT) {
        let words = line.of(text);
        let above_words = || lines.get(i + 1).is_some_and(|n| n.gap == 0 && !n.feed && n.end - n.start > 3 * SHORT);
        if is_bare(words) {
            let edge = line.feed || i == 0 || lines.get(i + 1).is_none_or(|n| n.feed);
            if edge {
                continue;
            }
            numbers += 1;
            counts |= matches!(words, "1" | "5");
        } else if labels < least && !above_words() && is_lone(words) {
            labels += 1;
        }
    }
    // Besides those that dots lead to, a page bears its own.
    let led = |page: &[Line]| {
        let dots = page.iter().filter(|l| l.of(text).ends_with(DOTS)).count();
        let bare = page.iter().filter(|l| l.end - l.start <= SHORT && is_bare(l.of(text))).count();
        dots >= LEAST && (dots..=dots + 2).contains(&bare)
    };
    let dots = || lines.chunk_by(|_, next| !next.feed).any(led);
    labels >= least || labels + numbers >= least && (counts || dots())
}

/// The first line of each page, and the line behind its last.
fn pages(lines: &[Line]) -> Vec<(usize, usize)> {
    let feeds = (1..lines.len()).filter(|&i| lines[i].feed);
    let starts: Vec<usize> = std::iter::once(0).chain(feeds).collect();
    let ends = starts.iter().copied().skip(1).chain([lines.len()]);
    starts.iter().copied().zip(ends).collect()
}

/// Whether `words` are a label or a bullet and nothing else.
pub(super) fn is_lone(words: &str) -> bool {
    lone(words).is_some()
}

fn lone(words: &str) -> Option<Mark> {
    let letters = words.bytes().all(|b| b.is_ascii_alphabetic());
    let word = words.len() > 4 && letters && words.bytes().any(|b| !b"ivxlcdmIVXLCDM".contains(&b));
    if word || words.len() > SHORT as usize || page_number(words).is_some() {
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
    is_figures(words, 1..=3) && !words.starts_with('0')
}

struct Setter<'a> {
    text: &'a str,
    lines: &'a [Line],
    pages: &'a [(usize, usize)],
    /// What is none of the text: heads and feet of pages, and line numbers.
    noise: Vec<Option<Noise>>,
    /// Whether lines are numbered.
    numbered: bool,
    /// How many lines found another place.
    moved: usize,
    /// The number of the last note.
    note: u32,
    /// The last label that found its words.
    last: Option<Label>,
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

    /// Tells numbers in a margin, 5, 10, 15 and so on, on each page anew.
    fn line_numbers(&mut self) {
        let (mut all, mut longest) = (Vec::new(), 0);
        for &(first, end) in self.pages {
            let (mut run, mut last) = (Vec::new(), 0);
            for i in (first..end).filter(|&i| self.noise[i].is_none()) {
                if let Some(value) = self.value(i).filter(|&v| v == last + 5) {
                    run.push(i);
                    last = value;
                }
            }
            if run.len() >= 2 {
                longest = longest.max(run.len());
                all.append(&mut run);
            }
        }
        self.numbered = longest >= LEAST;
        for i in all.into_iter().filter(|_| self.numbered) {
            self.noise[i] = Some(Noise::LineNumber);
            self.moved += 1;
        }
    }

    /// Sets one page: its head, its text, its notes, its foot.
    fn page(&mut self, page: Range<usize>, rows: &mut Vec<Row>) {
        let (mut rest, mut feet): (Vec<usize>, Vec<Row>) = (Vec::new(), Vec::new());
        for i in page.clone() {
            match self.noise[i] {
                // Those who count pages want their numbers.
                Some(Noise::PageNumber) if i - page.start <= page.end - i => rows.push(self.row(i)),
                Some(Noise::PageNumber) => feet.push(Row { gap: 1, ..self.row(i) }),
                Some(noise) => self.aside.push((self.lines[i].number, noise)),
                None => rest.push(i),
            }
        }
        if self.numbered {
            self.side_notes(&mut rest);
        }
        let leaders = self.leaders(&mut rest);
        let notes = self.notes(&mut rest);
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
        let dots: Vec<usize> = rest.iter().copied().filter(|&i| self.of(i).ends_with(DOTS)).collect();
        if dots.len() < LEAST {
            return HashMap::new();
        }
        let bare: Vec<usize> = rest.iter().copied().filter(|&i| self.value(i).is_some()).collect();
        if dots.len() != bare.len() || !bare.is_sorted_by_key(|&i| self.value(i)) {
            return HashMap::new();
        }
        rest.retain(|i| bare.binary_search(i).is_err());
        self.moved += bare.len();
        dots.into_iter().zip(bare).collect()
    }

    /// Takes the notes of a page with their marks, numbers that go on from page to page or begin anew, out of `rest`: a
    /// column of them, or each alone where all stand in the text.
    fn notes(&mut self, rest: &mut Vec<usize>) -> Vec<Row> {
        if !self.text.contains('\x0c') {
            return Vec::new();
        }
        let bare: Vec<(usize, u32)> = rest.iter().filter_map(|&i| Some((i, self.value(i)?))).collect();
        let least = bare.iter().map(|b| b.1).min();
        let Some(first) = least.filter(|&n| n == 1 || n == self.note + 1) else { return Vec::new() };
        let marked = |n: u32| bare.iter().find(|b| b.1 == n).map(|b| b.0);
        let marks: Vec<usize> = (first..).map_while(marked).collect();
        let mut cited = vec![false; marks.len()];
        for &i in rest.iter() {
            each_mark(self.of(i), true, |n, _| {
                if let Some(seen) = n.checked_sub(first).and_then(|n| cited.get_mut(n as usize)) {
                    *seen = true;
                }
            });
        }
        let answered = cited.iter().filter(|c| **c).count();
        if answered * 2 < cited.len() {
            return Vec::new();
        }
        self.note = first + u32::try_from(marks.len()).unwrap_or(1) - 1;
        let at = rest.iter().position(|&i| i == marks[0]).unwrap_or(0);
        let column = rest[at..].iter().zip(&marks).all(|(a, b)| a == b);
        let all = marks.len() > 1 && answered == marks.len();
        // A mark right above each note is no column of marks.
        let above = |&i: &usize| self.lines.get(i + 1).is_some_and(|l| l.gap == 0 && !marks.contains(&(i + 1)));
        if marks.len() > MOST_WAITING || !column && (!all || marks.iter().all(above)) {
            return Vec::new();
        }
        let words: Vec<usize> = rest.iter().copied().filter(|i| !marks.contains(i)).collect();
        let (begins, ends) = (marks.iter().min().copied().unwrap_or(0), marks.iter().max().copied().unwrap_or(0));
        let from = if column { ends } else { begins };
        let Some(starts) = self.foot(&words, marks.len()).filter(|s| words[s[0]] > from) else {
            if marks.len() > 1 && column {
                self.doubts.push(Lines::new(self.lines[begins].number, self.lines[ends].number));
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
        // So many tell as much of the text as labels do.
        self.moved += if all { LEAST.max(marks.len()) } else { marks.len() };
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
                    let new = capital || line.of(self.text).starts_with("http") || cites_paper(line.of(self.text));
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
            let words = self.lines[i].of(self.text);
            // `under rule` / `28.`
            let ends =
                || at > 0 && self.lines[i].gap == 0 && !words.starts_with('(') && refers(self.of(rest[at - 1]), words);
            if is_lone(words) && !ends() {
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
                let mut from = waiting.len() - fresh;
                let above = rows.last().and_then(|r| r.lines.last()).map_or("", |&i| self.of(i));
                let due = self.due(&waiting[from..], above);
                let taken = if due.is_none() && self.are_nested(&waiting[from..]) { fresh } else { 1 };
                from += due.unwrap_or(0);
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
            let label = labels.last().map_or_else(|| mark(words).label, |&i| lone(self.of(i))?.label);
            self.last = label.or(self.last.take());
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

    /// Which of labels in a row has the first words below `above`, where that is not the first of them: the one that
    /// opens the list a colon asks for, or goes on from the last label.
    fn due(&self, labels: &[(usize, usize)], above: &str) -> Option<usize> {
        let all: Vec<Option<Label>> = labels.iter().map(|w| lone(self.of(w.0))?.label).collect();
        let opens = ending(above) == Ending::Colon;
        let first = |l: &Option<Label>| l.as_ref().is_some_and(Label::is_first);
        let next = |l: &Option<Label>| l.as_ref().zip(self.last.as_ref()).is_some_and(|(l, last)| l.follows(last));
        let due = if opens { all.iter().position(first) } else { all.iter().position(next) };
        due.filter(|&at| at > 0)
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
        // Marks on all sides of the notes; a label that goes on a list has the words that stand first.
        check(
            "Boats1 sail on\nrivers.2\n1.\n\n(a)\n\nEach rows:\n(b)\n\ni.\n\nby day;\n\nii.\n\nby night;\n\nto rest;\n\n\
             1\n\n311/21.\nSee B.\n\n2\n\n\x0cOars.\n",
            &[
                "Boats1 sail on",
                "rivers.2",
                "1. (a) Each rows:",
                "i. by day;",
                "ii. by night;",
                "(b) to rest;",
                "1 311/21.",
                "2 See B.",
                "\x0cOars.",
            ],
            &[],
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
