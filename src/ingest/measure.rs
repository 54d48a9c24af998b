//! How a text is set: how wide, where its first lines stand, how full its lines are.

use std::ops::Range;

use super::classify::{Ending, breaks_off, ending, is_caps, starts_small};
use super::clean::is_wide;
use super::decode::Line;
use super::label::{Mark, mark};
use super::phrases::{ends_in_mark, is_figure};
use super::shapes::columns;
use super::sifted::Sifted;

/// How the text is set where its lines are wrapped: the column they reach, and that at which most begin.
pub(super) struct Measure {
    pub width: usize,
    /// What reaches further is a paragraph on a line.
    pub widest: usize,
    pub margin: u16,
    /// How much shorter a line may be that is full.
    pub slack: usize,
    /// Where first lines are indented: how often at each column, and how often the next line stands so far left.
    firsts: [u32; COLUMNS],
    steps: [u32; COLUMNS],
    /// Whether no paragraph begins at the margin.
    pub all_in: bool,
    /// Whether labels stand alone on their lines.
    pub lone: bool,
}

/// What stands further in than this is not told apart.
const COLUMNS: usize = 128;

/// The columns beside `at`, one to each side.
fn beside(at: u16) -> Range<usize> {
    let at = usize::from(at).min(COLUMNS - 1);
    at.saturating_sub(1)..(at + 2).min(COLUMNS)
}

/// What is longer is no line of a paragraph, but one whole.
const LONG: u32 = 180;

/// How the paragraphs of a text are set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Set {
    /// On lines that are full.
    Wrapped,
    /// On a line each.
    Whole,
    /// Some so, some so.
    Mixed,
}

impl Set {
    /// Of the text that `sifted` is of: there are more lines that surely go on than paragraphs on a line where it is mixed.
    fn of(text: &str, sifted: &Sifted) -> Self {
        let open = || (0..sifted.lines.len()).filter(|&i| sifted.noise[i].is_none());
        let long = open().filter(|&i| is_long(&sifted.lines[i])).count();
        if long * 25 <= open().count() {
            return Self::Wrapped;
        }
        let broken = open().filter(|&i| is_broken(text, sifted, i)).nth(long).is_some();
        if broken { Self::Mixed } else { Self::Whole }
    }
}

fn is_long(line: &Line) -> bool {
    line.end - line.start > LONG
}

/// Whether the paragraph of line `i` surely goes on with the next.
fn is_broken(text: &str, sifted: &Sifted, i: usize) -> bool {
    let next = sifted.lines.get(i + 1).filter(|next| next.gap == 0 && sifted.noise[i + 1].is_none());
    let line = &sifted.lines[i];
    next.is_some_and(|next| !is_long(line) && goes_on_small(line.of(text), next.of(text)))
}

/// Puts a blank line between paragraphs that are a line each with none between them, as word processors write them: so
/// their titles stand apart as in any text.
pub(super) fn set_apart(text: &str, sifted: &mut Sifted) {
    let gaps = sifted.lines.iter().filter(|l| l.gap > 0).count();
    if gaps * 8 > sifted.lines.len() || Set::of(text, sifted) != Set::Whole {
        return;
    }
    for i in 1..sifted.lines.len() {
        let (above, below) = (sifted.lines[i - 1].of(text), sifted.lines[i].of(text));
        let shouted = is_caps(above) && is_caps(below);
        if !shouted && !breaks_off(above) && !goes_on_small(above, below) {
            sifted.lines[i].gap = sifted.lines[i].gap.max(1);
        }
    }
}

/// Takes the blank line between any two lines out of a text that is set with one, and with two or more between paragraphs.
pub(super) fn close_up(text: &str, lines: &mut [Line]) {
    const LEAST: usize = 20;
    let parted = lines.iter().filter(|l| l.gap > 1).count();
    if lines.len() < LEAST
        || lines.iter().filter(|l| l.gap == 0).count() * 10 > lines.len()
        || parted * 10 < lines.len()
    {
        return;
    }
    let goes_on = |pair: &&[Line]| pair[1].gap == 1 && goes_on_small(pair[0].of(text), pair[1].of(text));
    if lines.windows(2).filter(goes_on).count() * 5 > lines.len() {
        for line in lines {
            line.gap = line.gap.saturating_sub(1);
        }
    }
}

/// The measure of the text; none where a line is a paragraph.
pub(super) fn measure(text: &str, sifted: &Sifted) -> Option<Measure> {
    let set = Set::of(text, sifted);
    if set == Set::Whole {
        return None;
    }
    let open = || (0..sifted.lines.len()).filter(|&i| sifted.noise[i].is_none());
    let mut widths: Vec<u16> = open()
        .filter(|&i| sifted.lines.get(i + 1).is_some_and(|next| next.gap == 0))
        .filter(|&i| set == Set::Wrapped || is_broken(text, sifted, i))
        .map(|i| reach(text, &sifted.lines[i], 200))
        .filter(|&w| w >= 3)
        .collect();
    let wide = widths.len().checked_sub(1 + widths.len() / 10)?;
    let width = usize::from(*widths.select_nth_unstable(wide).1);
    let mut indents = [0_u32; 64];
    open().for_each(|i| indents[usize::from(sifted.lines[i].indent).min(63)] += 1);
    let margin = (0..64).max_by_key(|&i| indents[usize::from(i)]).unwrap_or(0);
    drop(widths);
    // Lines that surely go on, as the next begins small: how many stand left of an indented one, how many the other
    // way; and by how much the next word would have fit, where lines are not set to the letter.
    let (mut under, mut hanging, mut flush, mut reaches) = (0, 0, 0, Vec::new());
    let (mut firsts, mut steps) = ([0; COLUMNS], [0; COLUMNS]);
    // Raw text breaks a line behind a raised mark, however far it reaches.
    let mut broken = false;
    for pair in sifted.lines.windows(2).filter(|p| p[1].gap == 0) {
        let (above, below) = (pair[0].of(text), pair[1].of(text));
        let rest = std::mem::replace(&mut broken, ends_in_mark(above));
        if rest || broken || !goes_on_small(above, below) {
            continue;
        }
        let opens = || pair[0].gap > 0 || mark(above).label.is_some();
        flush += usize::from(pair[0].indent == pair[1].indent && opens());
        hanging += usize::from(pair[1].indent > pair[0].indent + 1);
        if pair[0].indent > pair[1].indent + 1 {
            under += 1;
            firsts[usize::from(pair[0].indent).min(COLUMNS - 1)] += 1;
            steps[usize::from(pair[0].indent - pair[1].indent).min(COLUMNS - 1)] += 1;
        }
        let reach = reach(text, &pair[0], 400);
        reaches.push((reach, reach.saturating_add(1 + u16::try_from(first_word(below)).unwrap_or(0))));
    }
    // Text set to the letter: the next word never would have fit.
    let furthest = reaches.iter().map(|r| r.0).max().unwrap_or(0);
    let exact = reaches.len() >= 20 && reaches.iter().filter(|r| r.1 <= furthest).count() * 40 <= reaches.len();
    let mut short: Vec<usize> = reaches.iter().map(|r| width.saturating_sub(usize::from(r.1))).collect();
    let late = short.len() * 19 / 20;
    let slack = if short.is_empty() { width } else { *short.select_nth_unstable(late).1 };
    let slack = slack.max(2).min(width / 8);
    let (width, slack) = if exact { (usize::from(furthest), 0) } else { (width, slack) };
    if under <= hanging || under < 3 {
        (firsts, steps) = ([0; COLUMNS], [0; COLUMNS]);
    }
    let all_in = under >= 3 && under > 3 * flush;
    let figures = open().filter(|&i| is_figure(sifted.lines[i].of(text))).count();
    let widest = if set == Set::Mixed { width + width / 4 } else { usize::MAX };
    Some(Measure { width, widest, margin, slack, firsts, steps, all_in, lone: figures >= 3 })
}

/// The column that `line` reaches, `most` characters at the most counted.
fn reach(text: &str, line: &Line, most: usize) -> u16 {
    line.indent.saturating_add(u16::try_from(columns(line.of(text), most)).unwrap_or(u16::MAX))
}

/// Whether `below` surely goes on the sentence of `above`.
fn goes_on_small(above: &str, below: &str) -> bool {
    let plain = |found: Mark| found.label.is_none() && found.bullet.is_none();
    starts_small(below) && matches!(ending(above), Ending::Open | Ending::Comma) && plain(mark(below))
}

impl Measure {
    /// Whether first lines are indented, and those below them not.
    pub fn first_in(&self) -> bool {
        self.firsts.iter().any(|&n| n > 0)
    }

    /// Whether lines stand so far left of first lines as column `to` does of `from`.
    pub fn is_step(&self, from: u16, to: u16) -> bool {
        to < from && self.steps[beside(from - to)].iter().sum::<u32>() > 1
    }

    /// Whether paragraphs begin at column `at` and go on left of it.
    pub fn begins(&self, at: u16) -> bool {
        self.firsts[beside(at)].iter().any(|&n| n > 0)
    }
}

/// How many characters the first word of `words` has, one where no blanks part words.
pub(super) fn first_word(words: &str) -> usize {
    if words.starts_with(is_wide) {
        return 1;
    }
    let head = &words.as_bytes()[..words.len().min(40)];
    let plain = head.iter().position(|b| !b.is_ascii_graphic()).unwrap_or(head.len());
    if matches!(words.as_bytes().get(plain), Some(b' ') | None) && plain > 0 {
        return plain;
    }
    words.trim_start().chars().take(40).take_while(|c| !c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;

    #[test]
    fn blank_lines_between_any_two_are_taken_out() {
        let check = |paragraph: &str, expected: [u8; 6]| {
            let text = paragraph.repeat(10);
            let mut lines = decode::lines(&text).1;
            close_up(&text, &mut lines);
            assert!(lines.iter().map(|l| l.gap).take(6).eq(expected), "{paragraph}");
        };
        check("The Court shall sit in\n\nthe harbour of Halva or\n\nelsewhere.\n\n\n", [0, 0, 0, 1, 0, 0]);
        check("The Court shall sit in\nthe harbour of Halva or\nelsewhere.\n\n\n", [0, 0, 0, 2, 0, 0]);
        check("The Court sits.\n\nIt hears cases.\n\nNo one is kept out.\n\n\n", [0, 1, 1, 2, 1, 1]);
    }
}
