//! Align: which units of two sides belong together, through moves, renumbering, splits and merges.
//!
//! Headings first, by title and by where their children went; then units, greedily by likeness with a bonus for
//! the same heading; then what is left joins a pair it was split from or merged into.

use super::groups::{FAR, Group, Groups, distance, pair_headings};
use std::collections::HashMap;

use super::score::{Candidate, Side, candidates, prepare, share};
use super::words::common;
use super::{Alignment, Mode, Options, Unit, related, status};
use crate::text::{Going, go_on};

/// Least likeness of a match under headings that belong together.
const NEAR: f32 = 0.15;
/// A pair less alike may be a mistake.
const WEAK: f32 = 0.4;
/// Least likeness of a heading and a passage.
const ACROSS_KINDS: f32 = 0.5;
/// Least likeness of a match where one of the two stands word for word on the other side.
const TWIN: f32 = 0.6;
/// Drafts of one text share at least so much: units, and words, that have a good match.
const GATE: f32 = 0.3;
/// So few words in common are nothing beside a text ten times as long.
const SLIGHT: usize = 60;
/// What a good match is.
const GOOD: f32 = 0.5;

/// Matches the units of `old` and `new`. Deterministic; symmetric but for ties.
///
/// Cost: the postings of rarer words, n log n, and the cells of the word runs.
#[must_use]
pub fn align(old: &[Unit], new: &[Unit], options: Options) -> Alignment {
    align_through(old, new, options, &[], &go_on)
}

/// As [`align`], with pairs already known, such as those that [`compose`] carries through the drafts between. `going`
/// counts units of the old side, once while they are looked for in the new and once while their words are compared.
#[must_use]
pub fn align_through(
    old: &[Unit],
    new: &[Unit],
    options: Options,
    known: &[(usize, usize)],
    going: Going<'_>,
) -> Alignment {
    let (left, right, mut lexicon) = prepare(old, new);
    let of = left.len();
    let found = candidates(&left, &right, &|at| going(at, 2 * of));
    let pairing = |at: usize, groups: usize| going(of + of * at / groups.max(1), 2 * of);
    let back = reversed(&found, right.len());
    let mode = options.mode.unwrap_or_else(|| gate(&left, &right, &found, &back));
    let mut groups = Groups::new(left.len(), right.len());
    for &(i, j) in known {
        if i < left.len() && j < right.len() {
            groups.pair(i, j, left.ready[i].vector.alike(&right.ready[j].vector));
        }
    }
    if mode == Mode::Related {
        return related::relate(&left, &right, &found, &back, &mut lexicon, groups, &pairing);
    }
    pair_headings(&left, &right, &found, &back, &mut groups);
    pair_equals(&left, &right, true, &mut groups);
    pair_units(&left, &right, &found, &mut groups);
    pair_equals(&left, &right, false, &mut groups);
    groups.part_doubtful(&left, &right, |pair| known.contains(&pair));
    dissolve(&left, &right, &mut groups);
    absorb(&left, &right, &back, 1, &mut groups);
    absorb(&right, &left, &found, 0, &mut groups);
    let excerpt = status::is_excerpt(&left, &right, &groups);
    if excerpt {
        groups.part_weak();
    }
    status::finish(&left, &right, &mut lexicon, &groups, excerpt, &pairing)
}

/// The candidates seen from the new side, best first.
fn reversed(found: &[Vec<Candidate>], len: usize) -> Vec<Vec<Candidate>> {
    let mut out = vec![Vec::new(); len];
    for (i, row) in found.iter().enumerate() {
        for &(j, score) in row {
            out[j].push((i, score));
        }
    }
    for row in &mut out {
        row.sort_by(|a: &Candidate, b| b.1.total_cmp(&a.1));
    }
    out
}

/// Whether the two sides are drafts of one text: enough of the smaller one has a good match in the other.
fn gate(left: &Side<'_>, right: &Side<'_>, found: &[Vec<Candidate>], back: &[Vec<Candidate>]) -> Mode {
    let words = |side: &Side<'_>| side.ready.iter().map(|u| u.words.len()).sum::<usize>();
    let (side, rows) = if words(left) <= words(right) { (left, found) } else { (right, back) };
    let (mut units, mut good_units, mut good_words) = (0, 0, 0);
    for (unit, row) in side.ready.iter().zip(rows).filter(|(unit, _)| !unit.words.is_empty()) {
        units += 1;
        if row.first().is_some_and(|best| best.1 >= GOOD) {
            good_units += 1;
            good_words += unit.words.len();
        }
    }
    let other = if words(left) <= words(right) { right } else { left };
    let alike = share(good_units, units).min(share(good_words, words(side)));
    // A cover page shares a title or two with what it covers, and is no draft of it.
    let slight = good_words < SLIGHT && words(other) > 10 * words(side);
    if units == 0 || other.len() == 0 || alike >= GATE && !slight { Mode::Draft } else { Mode::Related }
}

/// Pairs units one to one: best likeness first, the same heading preferred.
fn pair_units(left: &Side<'_>, right: &Side<'_>, found: &[Vec<Candidate>], groups: &mut Groups) {
    let mut ranked: Vec<(f32, f32, usize, usize, f32)> = Vec::new();
    for (i, row) in found.iter().enumerate() {
        for &(j, score) in row {
            let (heading_i, heading_j) = (left.is_heading(i), right.is_heading(j));
            if heading_i && heading_j {
                continue;
            }
            let near = groups.correspond(left.head[i], right.head[j]);
            let short = left.ready[i].words.len().min(right.ready[j].words.len()) < 3;
            let least = match (heading_i == heading_j, near) {
                (false, _) => ACROSS_KINDS,
                (true, true) => NEAR,
                (true, false) if left.ready[i].is_formula || right.ready[j].is_formula => f32::MAX,
                (true, false) if left.opens(i) || right.opens(j) => f32::MAX,
                (true, false) if short => 0.95,
                (true, false) => FAR,
            };
            // What stands word for word on the other side is no rewording of something else.
            let twins = left.ready[i].has_twin || right.ready[j].has_twin;
            if score < if twins { least.max(TWIN) } else { least } {
                continue;
            }
            let same_label = left.ready[i].label.same(&right.ready[j].label);
            let mut rank = score;
            rank += if near { 0.15 } else { 0.0 };
            rank += if same_label { 0.05 } else { 0.0 };
            rank -= if left.units[i].kind == right.units[j].kind { 0.0 } else { 0.1 };
            ranked.push((rank, distance(left, right, i, j), i, j, score));
        }
    }
    ranked.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
    for (_, _, i, j, score) in ranked {
        groups.pair(i, j, score);
    }
}

/// Pairs what is free and equal but for form: under headings that belong together, or anywhere.
fn pair_equals(left: &Side<'_>, right: &Side<'_>, near_only: bool, groups: &mut Groups) {
    let mut by_text: HashMap<&str, Vec<usize>> = HashMap::new();
    for (j, unit) in right.ready.iter().enumerate() {
        if groups.home[1][j].is_none() && !unit.essence.text.is_empty() {
            by_text.entry(&unit.essence.text).or_default().push(j);
        }
    }
    for (i, unit) in left.ready.iter().enumerate() {
        if groups.home[0][i].is_some() || !near_only && (unit.words.len() < 3 || unit.is_formula) {
            continue;
        }
        let Some(same) = by_text.get(unit.essence.text.as_str()) else { continue };
        let free = |&&j: &&usize| {
            groups.home[1][j].is_none()
                && left.is_heading(i) == right.is_heading(j)
                && (!near_only || groups.correspond(left.head[i], right.head[j]))
                && (near_only || !left.opens(i) || opens_the_same(left, right, (i, j), groups))
        };
        let so_labelled = |&&j: &&usize| left.units[i].label == right.units[j].label;
        let mut all = same.iter().filter(free);
        if let Some(&j) = same.iter().filter(free).find(so_labelled).or(all.next()) {
            groups.pair(i, j, 1.0);
        }
    }
}

/// Whether an item of a list that `i` opens is paired with one of the list that `j` opens.
fn opens_the_same(left: &Side<'_>, right: &Side<'_>, (i, j): (usize, usize), groups: &Groups) -> bool {
    let items = |side: &Side<'_>, up: usize| -> Vec<usize> {
        (up + 1..side.len())
            .take_while(|&u| !side.is_heading(u))
            .filter(|&u| side.units[u].parent == Some(up))
            .collect()
    };
    let theirs = items(right, j);
    items(left, i).iter().any(|&u| groups.home[0][u].is_some_and(|g| theirs.contains(&groups.list[g].main.1)))
}

/// Parts weak pairs of which one unit reads far better as a piece of its neighbour's pair.
fn dissolve(left: &Side<'_>, right: &Side<'_>, groups: &mut Groups) {
    for g in 0..groups.list.len() {
        let Group { main: (i, j), score, .. } = groups.list[g];
        if score >= WEAK || left.is_heading(i) {
            continue;
        }
        let joins = |which: usize, u: usize| {
            let (a, b) = if which == 0 { (right, left) } else { (left, right) };
            neighbours(u, b.len())
                .filter_map(|n| groups.home[which][n])
                .filter(|&n| n != g)
                .find(|&n| gain(a, b, &groups.list[n], which, u, false).is_some())
        };
        for (which, u, other) in [(0, i, j), (1, j, i)] {
            if let Some(n) = joins(which, u) {
                groups.join(n, which, u);
                groups.home[1 - which][other] = None;
                groups.list[g].sides = [Vec::new(), Vec::new()];
                break;
            }
        }
    }
    groups.sweep();
}

/// Lets each unmatched unit of side `b` (`which` of the two) join the pair it was split from or merged into.
///
/// It joins where most of its words fill gaps that its partner leaves in the single unit on side `a`.
fn absorb(a: &Side<'_>, b: &Side<'_>, found: &[Vec<Candidate>], which: usize, groups: &mut Groups) {
    for (u, row) in found.iter().enumerate() {
        if groups.home[which][u].is_some() || b.ready[u].words.is_empty() {
            continue;
        }
        let mut near: Vec<usize> = neighbours(u, b.len()).filter_map(|n| groups.home[which][n]).collect();
        let beside = near.len();
        if !b.is_heading(u) {
            // The parts of a split stand beside each other, or under one heading.
            let together = |g: &usize| groups.list[*g].sides[which].iter().all(|&o| b.head[o] == b.head[u]);
            near.extend(row.iter().take(8).filter_map(|c| groups.home[1 - which][c.0]).filter(together));
        }
        let mut best: Option<(f32, usize)> = None;
        for (n, &g) in near.iter().enumerate() {
            if let Some(gain) = gain(a, b, &groups.list[g], which, u, n < beside)
                && best.is_none_or(|b| gain > b.0)
            {
                best = Some((gain, g));
            }
        }
        if let Some((_, g)) = best {
            groups.join(g, which, u);
        }
    }
}

fn neighbours(u: usize, len: usize) -> impl Iterator<Item = usize> {
    [u.checked_sub(1), u.checked_sub(2), Some(u + 1), Some(u + 2)].into_iter().flatten().filter(move |&n| n < len)
}

/// How much better a group reads with `u` in it; none where `u` does not belong.
fn gain(a: &Side<'_>, b: &Side<'_>, group: &Group, which: usize, u: usize, beside: bool) -> Option<f32> {
    let &[single] = group.sides[1 - which].as_slice() else { return None };
    let whole = &a.ready[single].words;
    let others: Vec<u32> = group.sides[which].iter().flat_map(|&o| &b.ready[o].words).copied().collect();
    if a.ready[single].essence.text == essence_of(b, &group.sides[which]) {
        return None;
    }
    let piece = &b.ready[u].words;
    let least = if beside { 0.25 } else { 0.5 };
    if share(in_pairs(whole, piece), piece.len()) < least {
        return None;
    }
    let weights = vec![1.0; whole.len()];
    let taken = common(whole, &others, &weights);
    let mut rest = whole.clone();
    for &(i, _) in &taken {
        rest[i] = u32::MAX;
    }
    let filled = in_runs(&common(&rest, piece, &weights), piece.len());
    let covered = share(filled, piece.len());
    let dice = |hits: usize, len: usize| share(2 * hits, whole.len() + len);
    let before = dice(taken.len(), others.len());
    let after = dice(taken.len() + filled, others.len() + piece.len());
    (after > before && covered >= least).then_some(after - before)
}

/// How many words of `piece` stand in it beside a word they stand beside in `whole`: no more can fill its gaps.
fn in_pairs(whole: &[u32], piece: &[u32]) -> usize {
    if piece.len() == 1 {
        return usize::from(whole.contains(&piece[0]));
    }
    let pairs = |words: &[u32]| -> Vec<(u32, u32)> { words.windows(2).map(|pair| (pair[0], pair[1])).collect() };
    let mut known = pairs(whole);
    known.sort_unstable();
    let shared: Vec<bool> = pairs(piece).iter().map(|pair| known.binary_search(pair).is_ok()).collect();
    (0..piece.len()).filter(|&k| k > 0 && shared[k - 1] || shared.get(k) == Some(&true)).count()
}

fn essence_of(side: &Side<'_>, units: &[usize]) -> String {
    units.iter().map(|&u| side.ready[u].essence.text.as_str()).collect()
}

/// How many of the pairs stand in runs of two and more, or fill a whole unit of one word.
fn in_runs(pairs: &[(usize, usize)], len: usize) -> usize {
    let follows = |a: (usize, usize), b: (usize, usize)| a.0 + 1 == b.0 && a.1 + 1 == b.1;
    (0..pairs.len())
        .filter(|&k| {
            len == 1
                || k > 0 && follows(pairs[k - 1], pairs[k])
                || k + 1 < pairs.len() && follows(pairs[k], pairs[k + 1])
        })
        .count()
}

/// The pairs of the first and the last of three drafts that two alignments lead to, through the draft between.
#[must_use]
pub fn compose(first: &Alignment, then: &Alignment) -> Vec<(usize, usize)> {
    let mut through: HashMap<usize, Vec<usize>> = HashMap::new();
    for link in &then.links {
        for &middle in &link.old {
            through.entry(middle).or_default().extend(&link.new);
        }
    }
    let mut out: Vec<(usize, usize)> = Vec::new();
    for link in &first.links {
        for &old in &link.old {
            for middle in &link.new {
                out.extend(through.get(middle).into_iter().flatten().map(|&new| (old, new)));
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}
