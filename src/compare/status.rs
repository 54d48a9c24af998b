//! Status: what became of each unit, once it is known which belong together.

use super::groups::{Group, Groups, joint};
use std::collections::{HashMap, HashSet};

use super::essence::Essence;
use super::score::{Lexicon, Side, share};
use super::words::measured_runs;
use super::{Alignment, Link, Mode, Op, Run, Status, Summary, UnitKind, mark_terms};
use crate::text::Going;

/// Above this share of changed words an edit is a rewrite.
const REWRITE: f32 = 0.65;
/// A text that touches less than this share of the other's headings is a part of it ...
const PART: f32 = 0.6;
/// ... if this share of what they have in common is word for word.
const VERBATIM: f32 = 0.8;

/// A label is no longer than this, in bytes of its essence.
const LABEL: usize = 24;

/// Whether one side is an excerpt of the other: it passes over many headings, and what it has is word for word.
pub(super) fn is_excerpt(left: &Side<'_>, right: &Side<'_>, groups: &Groups) -> bool {
    let strong: Vec<&Group> = groups.list.iter().filter(|g| g.score >= 0.5).collect();
    let same = |g: &&&Group| left.ready[g.main.0].essence.same(&right.ready[g.main.1].essence);
    if share(strong.iter().filter(same).count(), strong.len()) < VERBATIM {
        return false;
    }
    let mut home = [vec![None; left.len()], vec![None; right.len()]];
    for group in strong {
        (home[0][group.main.0], home[1][group.main.1]) = (Some(0), Some(0));
    }
    !uncovered(left, &home[0]).is_empty() || !uncovered(right, &home[1]).is_empty()
}

/// The links of two drafts, or of a text and an excerpt of it.
pub(super) fn finish(
    left: &Side<'_>,
    right: &Side<'_>,
    lexicon: &mut Lexicon,
    groups: &Groups,
    excerpt: bool,
    going: Going<'_>,
) -> Alignment {
    let moved = moves(left, right, groups);
    let mut links: Vec<Link> = groups
        .list
        .iter()
        .enumerate()
        .take_while(|(g, _)| going(*g, groups.list.len()))
        .map(|(g, group)| paired(left, right, lexicon, group, moved.contains(&g)))
        .collect();
    for which in 0..2 {
        let (own, other) = if which == 0 { (left, right) } else { (right, left) };
        let uncovered = if excerpt { uncovered(own, &groups.home[which]) } else { HashSet::new() };
        let repeats = repeats(own, other, &groups.home[which]);
        for unit in (0..own.len()).filter(|&u| groups.home[which][u].is_none()) {
            let part = if own.is_heading(unit) { Some(unit) } else { own.head[unit] };
            let status = match which {
                _ if repeats.contains(&unit) => Status::Repeat,
                _ if uncovered.contains(&part) => Status::NotCovered,
                0 => Status::Removed,
                _ => Status::Added,
            };
            links.push(alone(own, which, unit, status));
        }
    }
    seal(Mode::Draft, links)
}

/// The alignment of finished links: sorted, counted, terms marked.
pub(super) fn seal(mode: Mode, links: Vec<Link>) -> Alignment {
    let mut links = sorted(links);
    let terms = mark_terms(links.iter_mut().filter(|l| l.status == Status::Edited).map(|l| &mut l.runs));
    let summary = Summary::of(&links);
    Alignment { mode, links, summary, terms }
}

/// The link of a group: words compared, flags set.
pub(super) fn paired(left: &Side<'_>, right: &Side<'_>, lexicon: &mut Lexicon, group: &Group, moved: bool) -> Link {
    let [old, new] = &group.sides;
    let text = |side: &Side<'_>, units: &[usize]| {
        units.iter().map(|&u| side.units[u].text.as_str()).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
    };
    let (mut runs, changed) = measured_runs(&text(left, old), &text(right, new));
    let (i, j) = (old[0], new[0]);
    let one = old.len() == 1 && new.len() == 1;
    let (a, b) = (&left.units[i], &right.units[j]);
    let status = if one && a.text == b.text && left.is_heading(i) == right.is_heading(j) && a.emphasis == b.emphasis {
        Status::Same
    } else if same_form(left, right, old, new) {
        for run in &mut runs {
            run.noise = run.op != Op::Equal;
        }
        Status::Format
    } else if changed > REWRITE {
        Status::Rewritten
    } else {
        Status::Edited
    };
    let score = match status {
        Status::Same | Status::Format => 1.0,
        _ if one => group.score,
        _ => {
            let total = left.len() + right.len();
            joint(left, old, lexicon, total).alike(&joint(right, new, lexicon, total))
        }
    };
    let labels = |side: &Side<'_>, units: &[usize]| -> Vec<usize> {
        units.iter().copied().filter(|&u| side.units[u].label.is_some()).collect()
    };
    let (was, is) = (labels(left, old), labels(right, new));
    let kept = was.iter().any(|&a| is.iter().any(|&b| left.ready[a].label.same(&right.ready[b].label)));
    let renumbered = !was.is_empty() && !is.is_empty() && !kept;
    Link { old: old.clone(), new: new.clone(), status, moved, renumbered, score, runs }
}

/// Whether the units differ in form only, be a label part of the text or not.
fn same_form(left: &Side<'_>, right: &Side<'_>, old: &[usize], new: &[usize]) -> bool {
    let length = |side: &Side<'_>, units: &[usize]| -> usize {
        units.iter().map(|&u| side.ready[u].essence.text.len() + LABEL).sum()
    };
    let (a, b) = (length(left, old), length(right, new));
    if a.abs_diff(b) > LABEL * old.len().max(new.len()) {
        return false;
    }
    if let (&[i], &[j]) = (old, new)
        && left.ready[i].essence.same(&right.ready[j].essence)
    {
        return true;
    }
    // The text; with its label; without a number printed before it; without one that is set off by a sign.
    let forms = |side: &Side<'_>, units: &[usize]| -> [Essence; 4] {
        let joined = |of: &dyn Fn(usize) -> String| {
            Essence::of_item(&units.iter().map(|&u| of(u)).collect::<Vec<_>>().join(" "))
        };
        let text = |u: usize| side.units[u].text.as_str();
        let label = |u: usize| side.units[u].label.as_deref().unwrap_or("");
        [
            joined(&|u| text(u).to_owned()),
            joined(&|u| format!("{} {}", label(u), text(u))),
            joined(&|u| unmarked(text(u), false).to_owned()),
            joined(&|u| unmarked(text(u), true).to_owned()),
        ]
    };
    let (a, b) = (forms(left, old), forms(right, new));
    // Bare numbers before both texts may be days or amounts: `30 June` is not `15 June`.
    (0..4).any(|i| (0..4).any(|j| (i, j) != (2, 2) && a[i].same(&b[j])))
}

/// A text without the number of a note or paragraph that is printed before it: `[12] The`, `12. The`, and, unless it
/// must be `set_off` by a sign, `12 The`.
fn unmarked(text: &str, set_off: bool) -> &str {
    let rest = text.trim_start().trim_start_matches(['[', '(']);
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let body = after.trim_start_matches([']', ')', '.']).trim_start();
    let marked = (1..=3).contains(&(rest.len() - after.len())) && body.len() < after.len();
    let marked = marked && !(set_off && after.starts_with(char::is_whitespace));
    if marked && body.starts_with(|c: char| c.is_uppercase() || "\"“‘'".contains(c)) { body } else { text }
}

/// The link of a unit without a match.
pub(super) fn alone(side: &Side<'_>, which: usize, unit: usize, status: Status) -> Link {
    let op = if which == 0 { Op::Removed } else { Op::Added };
    let text = &side.units[unit].text;
    let runs = if text.is_empty() { Vec::new() } else { vec![Run::new(op, text)] };
    let (old, new) = if which == 0 { (vec![unit], Vec::new()) } else { (Vec::new(), vec![unit]) };
    Link { old, new, status, moved: false, renumbered: false, score: 0.0, runs }
}

/// A pair that may be out of order: its places on both sides, what it weighs, and its group.
type Placed = (usize, usize, usize, usize);

/// The groups that stand elsewhere now: out of order among their siblings, or, under another heading, out of order
/// in the whole text. There a heading weighs as much as what it kept, so that a clause that went from one to another
/// is what moved, and a heading printed after its clauses is.
fn moves(left: &Side<'_>, right: &Side<'_>, groups: &Groups) -> HashSet<usize> {
    let mut by_parent: HashMap<_, Vec<Placed>> = HashMap::new();
    let mut by_head: HashMap<_, Vec<Placed>> = HashMap::new();
    let mut all: Vec<Placed> = Vec::new();
    let mut weights = vec![1; groups.list.len()];
    let mut elsewhere = Vec::new();
    for (g, group) in groups.list.iter().enumerate() {
        let (i, j) = group.main;
        let (up_i, up_j) = (left.units[i].parent, right.units[j].parent);
        let (head_i, head_j) = (left.head[i], right.head[j]);
        let kept = groups.correspond(head_i, head_j);
        if kept && let Some(heading) = head_i.and_then(|h| groups.home[0][h]) {
            weights[heading] += 1;
        }
        all.push((i, j, 1, g));
        if groups.correspond(up_i, up_j) {
            by_parent.entry((up_i, up_j)).or_default().push((i, j, 1, g));
        } else if kept {
            by_head.entry((head_i, head_j)).or_default().push((i, j, 1, g));
        } else {
            elsewhere.push(g);
        }
    }
    for place in &mut all {
        place.2 = weights[place.3];
    }
    let astray: HashSet<usize> = out_of_order(all).into_iter().collect();
    let among = by_parent.into_values().chain(by_head.into_values()).flat_map(out_of_order);
    among.chain(elsewhere.into_iter().filter(|g| astray.contains(g))).collect()
}

/// The groups outside the heaviest increasing run.
///
/// Cost: n log n, with a tree of the heaviest runs by where they end (Fenwick, 1994).
fn out_of_order(mut list: Vec<Placed>) -> Vec<usize> {
    list.sort_unstable();
    let mut ends: Vec<usize> = list.iter().map(|place| place.1).collect();
    ends.sort_unstable();
    // best[k]: the weight of the best run that ends within k's reach, and its last place, counted from 1.
    let mut best = vec![(0, 0); ends.len() + 1];
    let mut before = vec![0; list.len()];
    for (at, place) in list.iter().enumerate() {
        let end = ends.partition_point(|&e| e < place.1);
        let mut heaviest = (0, 0);
        let mut k = end;
        while k > 0 {
            heaviest = heaviest.max(best[k]);
            k &= k - 1;
        }
        before[at] = heaviest.1;
        let run = (heaviest.0 + place.2, at + 1);
        let mut k = end + 1;
        while k < best.len() {
            best[k] = best[k].max(run);
            k += k & k.wrapping_neg();
        }
    }
    let mut kept = vec![false; list.len()];
    let mut tail = best.iter().max().map_or(0, |run| run.1);
    while let Some(at) = tail.checked_sub(1) {
        kept[at] = true;
        tail = before[at];
    }
    list.iter().zip(kept).filter(|(_, kept)| !kept).map(|(place, _)| place.3).collect()
}

/// The headings (`None`: the text before the first) whose passages the other text passes over, where it is an
/// excerpt; empty where it is a whole text.
fn uncovered(side: &Side<'_>, home: &[Option<usize>]) -> HashSet<Option<usize>> {
    let mut touched: HashMap<Option<usize>, bool> = HashMap::new();
    for unit in (0..side.len()).filter(|&u| !side.is_heading(u)) {
        *touched.entry(side.head[unit]).or_default() |= home[unit].is_some();
    }
    let hit = touched.values().filter(|&&t| t).count();
    if touched.len() < 3 || share(hit, touched.len()) >= PART {
        return HashSet::new();
    }
    // A heading is passed over with everything below it.
    let met: HashSet<usize> =
        (0..side.len()).filter(|&u| home[u].is_some()).flat_map(|u| side.heads(u).chain([u])).collect();
    let silent = (0..side.len()).filter(|u| side.is_heading(*u) && !met.contains(u)).map(Some);
    touched.iter().filter(|(_, t)| !**t).map(|(&head, _)| head).chain(silent).collect()
}

/// Unmatched units that say again what a matched unit of the same side says.
pub(super) fn repeats(own: &Side<'_>, other: &Side<'_>, home: &[Option<usize>]) -> HashSet<usize> {
    let mut copies: HashMap<&str, (usize, bool)> = HashMap::new();
    for (at, unit) in own.ready.iter().enumerate() {
        let entry = copies.entry(&unit.essence.text).or_default();
        entry.0 += 1;
        entry.1 |= home[at].is_some();
    }
    let mut theirs: HashMap<&str, usize> = HashMap::new();
    for unit in &other.ready {
        *theirs.entry(&unit.essence.text).or_default() += 1;
    }
    let again = |unit: usize| {
        let text = own.ready[unit].essence.text.as_str();
        let (count, matched) = copies[text];
        let theirs = theirs.get(text).copied().unwrap_or(0);
        // A formula that stands everywhere is no repeat, nor are the words that open a list.
        let formula = theirs > 3 || own.units[unit].kind == UnitKind::Chapeau;
        home[unit].is_none() && text.len() >= 8 && matched && count > theirs && !formula
    };
    let mut out: HashSet<usize> = (0..own.len()).filter(|&u| !own.is_heading(u) && again(u)).collect();
    // The same title over other clauses is no repeat.
    let known: HashSet<Option<usize>> =
        (0..own.len()).filter(|u| home[*u].is_some() || out.contains(u)).map(|u| own.head[u]).collect();
    out.extend((0..own.len()).filter(|&u| own.is_heading(u) && again(u) && known.contains(&Some(u))));
    out
}

/// Links in document order of the new side; what only the old side has follows what it stood after.
fn sorted(links: Vec<Link>) -> Vec<Link> {
    let mut places: Vec<(usize, usize, usize)> = vec![(0, 0, 0); links.len()];
    let mut by_old: Vec<(usize, usize)> = Vec::new();
    for (at, link) in links.iter().enumerate() {
        if let Some(&first) = link.new.first() {
            places[at] = (first + 1, 0, 0);
        }
        by_old.extend(link.old.first().map(|&old| (old, at)));
    }
    by_old.sort_unstable();
    let mut after = 0;
    for (old, at) in by_old {
        if links[at].new.is_empty() {
            places[at] = (after, 1, old);
        } else if !links[at].moved {
            after = places[at].0;
        }
    }
    let mut out: Vec<(_, Link)> = places.into_iter().zip(links).collect();
    out.sort_by_key(|(place, _)| *place);
    out.into_iter().map(|(_, link)| link).collect()
}
