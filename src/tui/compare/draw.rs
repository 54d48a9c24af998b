//! How the comparison is drawn: equal columns, or one column where it is narrow.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Compare, Shown, column};
use crate::compare::{BESIDE, End, Link, Op, Row, Run, Status, Unit, UnitKind};
use crate::desk::compare::Comparison;
use crate::desk::on::find_terms;
use crate::tui::ink::{Block, Ink, Line, Look, Part};
use crate::tui::theme::Role;

/// Below so many columns two drafts stand in one column unless the reader wants two; two texts on one topic, of which
/// whole paragraphs are read, want more. In hardly any room it is always one.
const TWO_COLUMNS: u16 = 64;
const TWO_TEXTS: u16 = 93;
const LEAST: u16 = 40;
/// A side of a row, laid out: its width and lines.
type Cell = (Block, u16, Vec<Line>);

impl Compare {
    /// Whether all stands in one column.
    pub fn narrow(&self, width: u16) -> bool {
        let wide = if self.is_by_topic() { TWO_TEXTS } else { TWO_COLUMNS };
        width < LEAST || self.is_alone() || self.inline.unwrap_or(width < wide)
    }

    /// Whether one text stands here by itself.
    pub(super) fn is_alone(&self) -> bool {
        self.pair.is_none()
    }

    pub(super) fn height(&self, shown: Shown, width: u16) -> usize {
        self.cells(shown, width).iter().map(|(block, width)| block.lines(*width).len()).max().unwrap_or(1)
    }

    /// The blocks of a row with their widths: one, or two side by side.
    fn cells(&self, shown: Shown, width: u16) -> Vec<(Block, u16)> {
        let Some(c) = self.comparison.as_deref() else { return Vec::new() };
        let columns = match shown {
            Shown::Fold { from, count } => vec![vec![self.folded_part(c, from, count)]],
            Shown::Term(term) => {
                let term = &c.alignment.terms[term];
                let ink = Ink::plain(&format!("throughout, {} times: ", term.count));
                let ink = ink.and(&term.old, Role::Removed).and_plain(" became ").and(&term.new, Role::Added);
                vec![vec![Part::of(ink)]]
            }
            Shown::Row(row) => self.row(c, row, row, self.narrow(width)),
            Shown::Beside(old, new) => self.row(c, old, new, self.narrow(width)),
        };
        let room = width.saturating_sub(2).max(1);
        let wide = if columns.len() == 1 { room } else { (room - 3) / 2 };
        columns.into_iter().map(|parts| (Block { parts, gap: false }, wide)).collect()
    }

    /// How many rows are folded away, and the last heading among them: what follows stands under it.
    fn folded_part(&self, c: &Comparison, from: usize, count: usize) -> Part {
        let heading = |row: &Row| {
            let unit = &c.units[1][*c.alignment.links[row.link].new.first()?];
            (unit.kind == UnitKind::Heading).then_some(unit)
        };
        let under = self.rows[from..].iter().take(count).rev().find_map(heading).map(|unit| {
            let label = unit.label.as_ref().map(|label| format!("{label}. ")).unwrap_or_default();
            format!(", then in {label}{}", unit.text)
        });
        let words = format!("… {count} unchanged{} …", under.unwrap_or_default());
        Part { clip: 1, ..Part::of(Ink::new(&words, Role::Dim)) }
    }

    /// The columns of a row: the old side of one, the new side of it or, of texts on one topic, of another.
    fn row(&self, c: &Comparison, row: Row, other: Row, narrow: bool) -> Vec<Vec<Part>> {
        let (link, beside) = (&c.alignment.links[row.link], &c.alignment.links[other.link]);
        let units = |side: usize, ids: &[usize]| ids.iter().map(|&u| &c.units[side][u]).collect::<Vec<_>>();
        let (old, new) = (units(0, &link.old), units(1, &beside.new));
        // Neither of two texts on one topic is the other reworded: each paragraph stands for itself.
        let lone = self.is_by_topic() && link.status == Status::NotCovered && narrow;
        if lone || link.status == Status::Related || row != other {
            let (old, new) = (self.paragraphs(&old, narrow), self.paragraphs(&new, narrow));
            return if narrow { vec![[old, new].concat()] } else { vec![old, new] };
        }
        let name = |side: &[&Unit]| side.first().map(|u| u.citation.clone()).unwrap_or_default();
        let (away, here) = (Ink::new(&format!("to {}", name(&new)), Role::Moved), format!("from {}", name(&old)));
        let here = Part::of(Ink::new(&here, Role::Moved));
        let words = |ink: Ink| self.sought_in(ink);
        if narrow {
            let before = match row.end {
                End::To => Some(here),
                _ if !link.renumbered || old.is_empty() || new.is_empty() => None,
                _ => Some(Part::of(Ink::new(&format!("was {}", labels(&old)), Role::Dim))),
            };
            let part = match row.end {
                End::From => side_part(&old, away),
                _ => side_part(if new.is_empty() { &old } else { &new }, words(both(link, self.quiet))),
            };
            return vec![before.into_iter().chain([part]).collect()];
        }
        let left = match row.end {
            End::To => vec![here],
            _ if old.is_empty() => Vec::new(),
            _ => vec![side_part(&old, words(one(link, Op::Removed, self.quiet)))],
        };
        let right = match row.end {
            End::From => vec![Part::of(away)],
            _ if new.is_empty() => Vec::new(),
            _ => vec![side_part(&new, words(one(link, Op::Added, self.quiet)))],
        };
        vec![left, right]
    }

    /// Units as they are, one below the other; with their citations where nothing else says whose words they are.
    fn paragraphs(&self, units: &[&Unit], cited: bool) -> Vec<Part> {
        let of = |unit: &&Unit| {
            let name = cited.then(|| Part::of(Ink::new(&unit.citation, Role::Citation)));
            name.into_iter().chain([side_part(&[unit], self.sought_in(Ink::plain(&unit.text)))])
        };
        units.iter().flat_map(of).collect()
    }

    /// Words with those looked for marked.
    fn sought_in(&self, ink: Ink) -> Ink {
        let places = find_terms(ink.text(), &self.sought);
        ink.mark(places, Role::Match(0))
    }

    /// Draws the rows. Gives where the cursor belongs.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look, focused: bool) -> Option<Position> {
        let mut cursor = None;
        let mut drawn: Option<(usize, Vec<Cell>)> = None;
        for (spot, y) in column(&self.shown, self, area.as_size()).in_sight(&self.view).into_iter().zip(area.top()..) {
            let shown = self.shown[spot.block];
            if drawn.as_ref().is_none_or(|d| d.0 != spot.block) {
                let laid = |(block, width): (Block, u16)| {
                    let lines = block.lines(width);
                    (block, width, lines)
                };
                drawn = Some((spot.block, self.cells(shown, area.width).into_iter().map(laid).collect()));
            }
            let Some((_, cells)) = &drawn else { continue };
            let selected = spot.block == self.view.at && spot.line == 0;
            if selected {
                cursor = Some(Position { x: area.x, y });
            }
            if spot.line == 0 {
                let style = match (selected, focused) {
                    (true, true) => look.style(Role::Selected),
                    (true, false) => look.style(Role::SelectedElsewhere),
                    _ => look.style(Role::Changed),
                };
                buf.set_stringn(area.x, y, format!("{} ", self.letter(shown)), area.width.min(2).into(), style);
            }
            let mut x = area.x + 2;
            for (n, (block, width, lines)) in cells.iter().enumerate() {
                if n > 0 {
                    buf.set_stringn(x, y, look.sign(" │ ", " | "), 3, look.style(Role::Border));
                    x += 3;
                }
                if let Some(line) = lines.get(spot.line) {
                    block.draw(
                        line,
                        buf,
                        Rect { x, y, width: *width, height: 1 }.intersection(area),
                        look,
                        Style::new(),
                    );
                }
                x += width;
            }
        }
        cursor
    }

    fn letter(&self, shown: Shown) -> char {
        match (shown, self.comparison.as_deref()) {
            _ if self.is_alone() => ' ',
            (Shown::Row(row), Some(c)) => c.alignment.links[row.link].letter(),
            (Shown::Beside(..), _) => BESIDE,
            (Shown::Term(_), _) => '~',
            _ => ' ',
        }
    }
}

/// The labels of units that stand together: `22b+22c`.
fn labels(units: &[&Unit]) -> String {
    units.iter().filter_map(|u| u.label.as_deref()).collect::<Vec<_>>().join("+")
}

fn side_part(units: &[&Unit], words: Ink) -> Part {
    units.first().map_or_else(Part::default, |first| labelled(first.kind, &labels(units), words))
}

/// Words with the number or letter before them as it is printed.
pub fn labelled(kind: UnitKind, label: &str, words: Ink) -> Part {
    if kind == UnitKind::Heading && !label.is_empty() {
        return Part::of(Ink::new(&format!("{label}. "), Role::Heading).then(words));
    }
    if label.is_empty() {
        return Part::of(words);
    }
    let label = Ink::new(&kind.printed(label), Role::Label);
    Part { hang: (label.width() + 1).max(4), label, body: words, ..Part::default() }
}

/// The words of one side; what only it has is marked, unless it is `quiet` and need not be looked at. Side by side
/// needs no brackets.
fn one(link: &Link, op: Op, quiet: bool) -> Ink {
    let unmatched = link.old.is_empty() || link.new.is_empty();
    let plain = |run: &Run| unmatched || quiet && run.is_settled();
    link.words_of(op).fold(Ink::default(), |ink, run| marked(ink, run, if plain(run) { None } else { Some(["", ""]) }))
}

/// The words of both sides in one text; of what need not be looked at, the new words alone.
pub(super) fn both(link: &Link, quiet: bool) -> Ink {
    if link.old.is_empty() {
        return one(link, Op::Added, quiet);
    }
    if link.new.is_empty() {
        return one(link, Op::Removed, quiet);
    }
    let settled = |run: &Run| quiet && run.is_settled();
    let shown = link.runs.iter().filter(|run| !(settled(run) && run.op == Op::Removed));
    shown.fold(Ink::default(), |ink, run| marked(ink, run, (!settled(run)).then(|| run.op.brackets())))
}

/// Runs in one text, between `[-` and `-]` or `{+` and `+}` where only one side has them.
pub fn inline(runs: &[Run]) -> Ink {
    runs.iter().fold(Ink::default(), |ink, run| marked(ink, run, Some(run.op.brackets())))
}

/// Adds a run: plain, or in its look between brackets; blanks around its words stay outside.
fn marked(ink: Ink, run: &Run, brackets: Option<[&str; 2]>) -> Ink {
    let role = if run.op == Op::Removed { Role::Removed } else { Role::Added };
    match (run.parts(), brackets) {
        ([before, words, after], Some([open, close])) if run.op != Op::Equal && !words.is_empty() => {
            ink.and_plain(before).and(&format!("{open}{words}{close}"), role).and_plain(after)
        }
        _ => ink.and_plain(&run.text),
    }
}
