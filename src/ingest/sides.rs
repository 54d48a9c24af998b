//! Side notes, as bills and constitutions print them in the margin: taken off the lines they stand beside.

use super::clean::Piece;
use super::count::Count;
use super::decode::Line;
use super::label::{Dress, mark};
use super::shapes::columns;

/// So many blanks part a side note from the text.
const BLANKS: usize = 3;

/// Side notes that must begin at one column before it is taken for a margin.
const LEAST: usize = 3;

/// What stands in the margin beside a line.
pub(super) struct Side {
    /// Its words, line by line.
    pub pieces: Vec<Piece>,
    /// Whether the line begins a numbered section, which the note names then.
    pub heads: bool,
}

/// Cuts side notes off the lines, and lines that hold nothing else out of them: each note by the number of the line it
/// begins beside.
pub(super) fn cut(text: &str, lines: &mut Vec<Line>) -> Vec<(u32, Side)> {
    let found: Vec<(usize, usize, usize)> =
        lines.iter().enumerate().filter_map(|(i, l)| last_cell(text, l).map(|(at, column)| (i, at, column))).collect();
    let Some(column) = margin(text, lines, &found) else { return Vec::new() };
    let beside = |c: usize| c.abs_diff(column) <= 2;
    let mut sides: Vec<(u32, Side)> = Vec::new();
    let (mut out, mut cells) = (Vec::with_capacity(lines.len()), found.into_iter().peekable());
    let mut open = false;
    for (i, line) in lines.iter().enumerate() {
        let cell = cells.next_if(|c| c.0 == i).filter(|c| beside(c.2));
        let alone = beside(usize::from(line.indent)) && line.of(text).len() <= LONGEST;
        let start = cell.map_or(line.start, |c| line.start + int(c.1));
        let piece = Piece { line: line.number, start, end: line.end };
        match sides.last_mut().filter(|_| open && (cell.is_some() || alone)) {
            Some((_, side)) => side.pieces.push(piece),
            None if cell.is_some() => {
                let heads = mark(line.of(text))
                    .label
                    .is_some_and(|l| l.dress == Dress::Dot && l.value(Count::Arabic).is_some());
                sides.push((line.number, Side { pieces: vec![piece], heads }));
            }
            None => {
                open = false;
                out.push(*line);
                continue;
            }
        }
        // A note that goes on ends with no stop.
        open = !piece.of(text).ends_with('.');
        if let Some((_, at, _)) = cell {
            let kept = line.of(text)[..at].trim_end().len();
            out.push(Line { end: line.start + int(kept), ..*line });
        }
    }
    *lines = out;
    sides
}

/// No line of a side note is longer.
const LONGEST: usize = 40;

fn int(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// The last cell of `line`, if blanks part a short one from words before it: its first byte and its column.
fn last_cell(text: &str, line: &Line) -> Option<(usize, usize)> {
    let words = line.of(text);
    // A cell that is short begins near the end; one of three blanks in a row stands at each third byte.
    let bytes = words.as_bytes();
    let tail = words.len().saturating_sub(LONGEST + BLANKS)..words.len();
    let probed = tail.clone().rev().skip(BLANKS - 1).step_by(BLANKS).filter(|&i| bytes[i] == b' ');
    let run = |i: usize| {
        let end = i + bytes[i..].iter().take_while(|b| **b == b' ').count();
        let start = i - bytes[tail.start..i].iter().rev().take_while(|b| **b == b' ').count();
        (end - start >= BLANKS).then_some(end)
    };
    let at = probed.into_iter().find_map(run)?;
    let cell = &words[at..];
    let begins = cell.starts_with(|c: char| c.is_alphanumeric());
    (words.len() < 300 && cell.len() <= LONGEST && begins)
        .then(|| (at, usize::from(line.indent) + columns(&words[..at], 300)))
}

/// The column at which side notes begin: right of all text, beside the first lines of numbered sections.
fn margin(text: &str, lines: &[Line], found: &[(usize, usize, usize)]) -> Option<usize> {
    let most = found.iter().map(|f| f.2).max().filter(|_| found.len() >= LEAST)?;
    let mut counts = vec![0_usize; most + 3];
    for cell in found {
        counts[cell.2] += 1;
    }
    let near = |c: usize| counts[c - 2..=c + 2].iter().sum::<usize>();
    let column = (40..=most).filter(|&c| near(c) >= LEAST).max_by_key(|&c| (near(c), c))?;
    let hits: Vec<&(usize, usize, usize)> = found.iter().filter(|f| f.2.abs_diff(column) <= 2).collect();
    let labelled = hits.iter().filter(|f| mark(lines[f.0].of(text)).label.is_some()).count();
    let named = hits.iter().filter(|f| lines[f.0].of(text)[f.1..].starts_with(char::is_uppercase)).count();
    if labelled * 2 < hits.len() || named * 3 < hits.len() * 2 {
        return None;
    }
    let is_hit = |i: &usize| hits.binary_search_by_key(i, |f| f.0).is_ok();
    let others = lines.iter().enumerate().filter(|(i, l)| usize::from(l.indent) + 2 < column && !is_hit(i));
    let reach = |l: &Line| usize::from(l.indent) + columns(l.of(text), 400);
    let (mut over, mut near, mut all) = (0, 0, 0);
    for (_, line) in others {
        let reach = reach(line);
        (all, over) = (all + 1, over + usize::from(reach >= column));
        near += usize::from(reach * 5 >= column * 4);
    }
    (over * 20 <= all && near * 8 >= all).then_some(column)
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;

    #[test]
    fn side_notes_are_cut_off() {
        let check = |text: &str, kept: &[&str], notes: &[(&str, bool)]| {
            let (_, mut lines) = decode::lines(text);
            let sides = cut(text, &mut lines);
            assert_eq!(lines.iter().map(|l| l.of(text)).collect::<Vec<_>>(), kept);
            let words = |s: &Side| s.pieces.iter().map(|p| p.of(text)).collect::<Vec<_>>().join(" ");
            let got: Vec<_> = sides.iter().map(|(_, s)| (words(s), s.heads)).collect();
            assert_eq!(got, notes.iter().map(|n| (n.0.to_owned(), n.1)).collect::<Vec<_>>());
        };
        let text = "\
1. (1) Nobody shall be deprived of liberty save in        Personal
accordance with the law of this Republic and of the       liberty.
2. Every person has the right to move as that person      Movement.
pleases, within the limits of the law.
3. Quarters shall be inspected once in each season,       Inspection
                                                          of quarters.
and the report shall be published in the Gazette.
(a) by order of the Minister;                             Act of 1997.
";
        let kept = [
            "1. (1) Nobody shall be deprived of liberty save in",
            "accordance with the law of this Republic and of the",
            "2. Every person has the right to move as that person",
            "pleases, within the limits of the law.",
            "3. Quarters shall be inspected once in each season,",
            "and the report shall be published in the Gazette.",
            "(a) by order of the Minister;",
        ];
        let notes = [
            ("Personal liberty.", true),
            ("Movement.", true),
            ("Inspection of quarters.", true),
            ("Act of 1997.", false),
        ];
        check(text, &kept, &notes);
        let table =
            "1   Beds     Ready\n2   Rooms    Ready\n3   Halls    Not ready\nA longer line of text stands below it.";
        check(table, &table.split('\n').collect::<Vec<_>>(), &[]);
    }
}
