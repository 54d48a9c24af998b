//! Which rows the comparison shows: those of what is selected, unchanged ones folded, texts on one topic side by side.

use std::collections::HashSet;

use super::{Compare, Shown, Stop, signs};
use crate::compare::{Link, Mode, Status, Summary, Unit, UnitKind};
use crate::desk::compare::Comparison;
use crate::desk::on::find_terms;
use crate::text::Node;
use crate::tui::flow::Heights;

/// So many unchanged rows on end are folded.
const FOLDED: usize = 3;

impl Compare {
    /// Makes the rows anew.
    pub(super) fn fill(&mut self) {
        let Some(c) = self.comparison.clone() else { return self.shown.clear() };
        self.selected = units_selected(&c, &self.subject);
        let links = &c.alignment.links;
        let touched: Vec<bool> = links.iter().map(|link| self.touches(link)).collect();
        self.counts = signs(&Summary::of(links.iter().zip(&touched).filter(|(_, on)| **on).map(|(link, _)| link)));
        let link = |row: usize| &links[self.rows[row].link];
        let wanted = |&row: &usize| touched[self.rows[row].link] && !is_said_below(&c, link(row));
        let wanted: Vec<usize> = (0..self.rows.len()).filter(wanted).collect();
        let related = c.alignment.mode == Mode::Related;
        let bears = |term: usize| wanted.iter().any(|&row| link(row).runs.iter().any(|run| run.term == Some(term)));
        let mut shown: Vec<Shown> = (0..c.alignment.terms.len()).filter(|&t| bears(t)).map(Shown::Term).collect();
        let mut rest = wanted.as_slice();
        while let Some(&first) = rest.first() {
            let count = |rows: &[usize], is: &dyn Fn(usize) -> bool| rows.iter().take_while(|&&row| is(row)).count();
            let calm = count(rest, &|row| self.is_calm(&c, link(row)));
            let left = count(rest, &|row| related && is_lone(&c, link(row), 0));
            let row = |at: usize| self.rows[rest[at]];
            let taken = if calm >= FOLDED && !self.unfolded.contains(&first) {
                shown.push(Shown::Fold { from: first, count: calm });
                calm
            } else if left > 0 {
                // Neither text answers the other line by line: both columns run on, each at its own pace.
                let right = count(&rest[left..], &|row| is_lone(&c, link(row), 1));
                let both = left.min(right);
                shown.extend((0..both).map(|i| Shown::Beside(row(i), row(left + i))));
                shown.extend((both..left).chain(left + both..left + right).map(|i| Shown::Row(row(i))));
                left + right
            } else {
                shown.extend((0..calm.max(1)).map(|i| Shown::Row(row(i))));
                calm.max(1)
            };
            rest = &rest[taken..];
        }
        self.shown = shown;
        self.heights = Heights::default();
        self.view.at = self.view.at.min(self.shown.len().saturating_sub(1));
    }

    fn touches(&self, link: &Link) -> bool {
        self.whole || holds_any(link, &self.selected)
    }

    /// Whether there is nothing to stop at, so that it may be folded.
    fn is_calm(&self, c: &Comparison, link: &Link) -> bool {
        let heading = link.old.first().is_some_and(|&u| c.units[0][u].kind == UnitKind::Heading);
        !c.units[1].is_empty()
            && (self.whole || !heading)
            && (matches!(link.status, Status::Same | Status::Format) || link.is_only_terms())
            && !self.differs(link, Stop::Change)
            && !self.is_sought(c, link)
    }

    /// Whether a motion among changes stops at it.
    pub(super) fn differs(&self, link: &Link, stop: Stop) -> bool {
        let substance = link.is_substantive() && !link.is_only_terms();
        match stop {
            Stop::Change if self.quiet => substance || link.renumbered,
            Stop::Change => link.is_substantive() || link.renumbered || link.status == Status::Format,
            Stop::Substance => substance,
            Stop::Moved => link.moved,
        }
    }

    /// Whether a side of the link has all the words looked for; none is looked for where there are none.
    pub(super) fn is_sought(&self, c: &Comparison, link: &Link) -> bool {
        let has = |(ids, units): (&[usize], &Vec<Unit>)| {
            let text: String = ids.iter().flat_map(|&u| [units[u].text.as_str(), " "]).collect();
            self.sought.iter().all(|word| !find_terms(&text, std::slice::from_ref(word)).is_empty())
        };
        !self.sought.is_empty() && link.sides().into_iter().zip(&c.units).any(has)
    }
}

/// The units selected on either side: those of the subject, and with a heading all that stands under its
/// counterpart; else what only the other text has there would not be seen.
pub(super) fn units_selected(c: &Comparison, subject: &HashSet<Node>) -> [HashSet<usize>; 2] {
    let of = |side: usize| -> HashSet<usize> {
        let is = |&u: &usize| c.units[side][u].origin.is_some_and(|n| subject.contains(&n));
        (0..c.units[side].len()).filter(is).collect()
    };
    let mut selected = [of(0), of(1)];
    for (side, other) in [(0, 1), (1, 0)] {
        let heading = |side: usize, u: usize| c.units[side][u].kind == UnitKind::Heading;
        let own = |u: &usize| heading(side, *u) && selected[side].contains(u);
        let links = c.alignment.links.iter().map(Link::sides).filter(|sides| sides[side].iter().any(own));
        let mut more: HashSet<usize> =
            links.flat_map(|sides| sides[other]).copied().filter(|&u| heading(other, u)).collect();
        // What stands under another comes after it.
        for (u, unit) in c.units[other].iter().enumerate() {
            if unit.parent.is_some_and(|p| more.contains(&p)) {
                more.insert(u);
            }
        }
        selected[other].extend(more);
    }
    selected
}

/// Whether a link holds one of the units selected.
pub(super) fn holds_any(link: &Link, selected: &[HashSet<usize>; 2]) -> bool {
    let mut sides = link.sides().into_iter().zip(selected);
    sides.any(|(ids, selected)| ids.iter().any(|u| selected.contains(u)))
}

/// Whether one side alone says it, in words that might answer the other's: a note answers nothing.
fn is_lone(c: &Comparison, link: &Link, side: usize) -> bool {
    let sides = link.sides();
    sides[1 - side].is_empty() && sides[side].first().is_some_and(|&u| c.units[side][u].kind != UnitKind::Note)
}

/// Whether it is a heading that stands again as the first words of the paragraph below it, on one line with them.
fn is_said_below(c: &Comparison, link: &Link) -> bool {
    let begun = |unit: &Unit| unit.spans.first().map(|lines| lines.first);
    let said = |(ids, units): (&[usize], &Vec<Unit>)| {
        ids.iter().all(|&u| {
            let heading = units[u].kind == UnitKind::Heading && !units[u].text.is_empty();
            let below = units.get(u + 1).filter(|_| heading);
            below.is_some_and(|below| begun(below) == begun(&units[u]) && below.text.starts_with(&units[u].text))
        })
    };
    link.sides().into_iter().zip(&c.units).all(said)
}
