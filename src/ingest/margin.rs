//! Line numbers in a margin, as bills and drafts for debate print them: taken off before anything else looks.

use std::collections::BTreeMap;

use super::decode::Line;

/// Numbers that must count on before a column of them is taken for line numbers: each line's, and every fifth's.
const LEAST: [(u32, usize); 2] = [(1, 10), (5, 4)];

/// Columns by which the numbers at the far margin may stand apart.
const ADRIFT: usize = 6;

/// A number at the edge of a line: which line, its value, the column behind it, and what remains of the line.
#[derive(Clone, Copy)]
struct Edge {
    at: usize,
    value: u32,
    column: usize,
    rest: Line,
}

/// Cuts line numbers off, on either side; answers with the lines that held nothing else.
pub(super) fn cut(text: &str, lines: &mut [Line]) -> Vec<usize> {
    let mut alone = Vec::new();
    for side in [left, right] {
        let edges: Vec<Edge> = (0..lines.len()).filter_map(|at| side(text, lines[at], at)).collect();
        let last = edges.iter().map(|e| e.column).max().unwrap_or(0);
        let mut columns: BTreeMap<usize, Vec<Edge>> = BTreeMap::new();
        for edge in edges {
            // What is set far out stands only nearly in one column.
            let column = if edge.column + ADRIFT > last { last } else { edge.column };
            columns.entry(column).or_default().push(edge);
        }
        for column in columns.into_values() {
            let Some(step) = step(text, lines, &column) else { continue };
            for edge in column.into_iter().filter(|e| e.value % step == 0) {
                if edge.rest.start == edge.rest.end { alone.push(edge.at) } else { lines[edge.at] = edge.rest }
            }
        }
    }
    alone.extend(tight(text, lines));
    alone.sort_unstable();
    alone
}

/// Cuts every fifth line's number off where raw text sets it right behind the words: `of the Act 25`.
fn tight(text: &str, lines: &mut [Line]) -> Vec<usize> {
    let number = |line: &Line| {
        let words = Some(line.of(text)).filter(|w| w.len() <= 160)?;
        let last = words.rsplit(' ').next().filter(|w| w.len() <= 3 && w.ends_with(['0', '5']))?;
        let value: u32 = last.parse().ok().filter(|v| v % 5 == 0)?;
        Some((value, words.len() - last.len()))
    };
    let mut runs: Vec<Vec<(usize, u32, usize)>> = Vec::new();
    for (i, (value, at)) in lines.iter().enumerate().filter_map(|(i, l)| Some((i, number(l)?))) {
        let follows = |run: &&mut Vec<(usize, u32, usize)>| {
            run.last().is_some_and(|l| l.1 + 5 == value && (4..=7).contains(&(i - l.0)))
        };
        match runs.iter_mut().rev().take(4).find(follows) {
            Some(run) => run.push((i, value, at)),
            None if value == 5 => runs.push(vec![(i, value, at)]),
            None => {}
        }
    }
    // One page at least counts to twenty; then others may be shorter.
    if !runs.iter().any(|r| r.len() >= 4 && r.iter().any(|n| n.2 > 0)) {
        return Vec::new();
    }
    let mut alone = Vec::new();
    for (i, _, at) in runs.into_iter().filter(|r| r.len() >= 2).flatten() {
        let line = &mut lines[i];
        let kept = line.of(text)[..at].trim_end().len();
        if kept == 0 {
            alone.push(i);
        } else {
            line.end = line.start + u32::try_from(kept).unwrap_or(0);
        }
    }
    alone
}

/// By how many the edges of a column count, where they are line numbers: by one or by five, from page to page anew.
fn step(text: &str, lines: &[Line], column: &[Edge]) -> Option<u32> {
    let counts = |&&(step, least): &&(u32, usize)| {
        let fits = |pair: &&[Edge]| {
            let apart = if step == 1 {
                pair[1].at - pair[0].at == 1
            } else {
                (4..=14).contains(&(lines[pair[1].at].number - lines[pair[0].at].number))
            };
            apart && pair[1].value == pair[0].value + step
        };
        let counted = column.windows(2).filter(fits).count();
        // A list of names, one a line, is numbered too: but names begin with a capital, each of them.
        let goes_on = |e: &&Edge| !e.rest.of(text).starts_with(char::is_uppercase);
        let running = step > 1 || column.iter().filter(goes_on).count() * 5 >= column.len();
        counted >= least && counted * 5 >= column.len() * 3 && running
    };
    LEAST.iter().find(counts).map(|&(step, _)| step)
}

/// `12   words`: a number that blanks part from the words, or that stands alone.
fn left(text: &str, line: Line, at: usize) -> Option<Edge> {
    if !line.first(text).is_ascii_digit() {
        return None;
    }
    let words = line.of(text);
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let rest = &words[digits..];
    let body = rest.trim_start_matches([' ', '\t']);
    let blanks = rest.len() - body.len();
    if !body.is_empty() && blanks < 2 && !rest.starts_with('\t') {
        return None;
    }
    let moved = digits + blanks;
    let start = line.start + u32::try_from(moved).ok()?;
    let indent = line.indent.saturating_add(u16::try_from(moved).ok()?);
    let column = usize::from(line.indent) + digits;
    Some(Edge { at, value: words[..digits].parse().ok()?, column, rest: Line { start, indent, ..line } })
}

/// `words      15`: a number far behind the words, or alone.
fn right(text: &str, line: Line, at: usize) -> Option<Edge> {
    if !line.bytes(text).last().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let words = line.of(text);
    let digits = words.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) || words.len() > 400 {
        return None;
    }
    let before = &words[..words.len() - digits];
    let body = before.trim_end_matches([' ', '\t']);
    if !body.is_empty() && before.len() - body.len() < 2 {
        return None;
    }
    let end = line.start + u32::try_from(body.len()).ok()?;
    let column = usize::from(line.indent) + words.chars().count();
    Some(Edge { at, value: words[before.len()..].parse().ok()?, column, rest: Line { end, ..line } })
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let (_, mut lines) = decode::lines(text);
        let alone = cut(text, &mut lines);
        let kept = lines.iter().enumerate().filter(|(i, _)| !alone.contains(i));
        assert_eq!(kept.map(|(_, l)| l.of(text)).collect::<Vec<_>>(), expected);
    }

    /// As many lines as `line` makes of the numbers to `count`.
    fn counted(count: usize, line: fn(usize) -> String) -> String {
        (1..=count).map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn line_numbers_are_cut_off() {
        let numbered = counted(12, |n| format!("{n:>2}   words go on"));
        check(&numbered, &["words go on"; 12]);
        check(&numbered.replace("words go on\n 5", "words go on\n\n 5"), &["words go on"; 12]);
        let by_five = |n: usize| if n.is_multiple_of(5) { format!("{:<40}{n:>3}", "A line") } else { "A line".into() };
        check(&counted(25, by_five), &["A line"; 25]);
    }

    #[test]
    fn lists_keep_their_numbers() {
        let names = counted(12, |n| format!("{n}   Name"));
        check(&names, &names.lines().collect::<Vec<_>>());
        check("1   one\n2   two\n3   three", &["1   one", "2   two", "3   three"]);
    }
}
