//! Align: which units of two sides belong together, through moves, renumbering, splits and merges.
//!
//! Headings first, by title and by where their children went; then units, greedily by likeness with a bonus for
//! the same heading; then what is left joins a pair it was split from or merged into.

use std::collections::HashMap;

use super::score::{Candidate, Lexicon, Side, candidates, prepare, share};
use super::words::common;
use super::{Alignment, Mode, Options, Unit, related, status};

/// Least likeness of a match under headings that belong together.
const NEAR: f32 = 0.15;
/// Least likeness of a match elsewhere.
const FAR: f32 = 0.30;
/// A pair less alike may be a mistake.
const WEAK: f32 = 0.4;
/// Least likeness of a match where one text is an excerpt of the other.
const EXCERPT: f32 = 0.35;
/// Least likeness of a heading and a passage.
const ACROSS_KINDS: f32 = 0.5;
/// Least likeness of a match where one of the two stands word for word on the other side.
const TWIN: f32 = 0.6;
/// Least score of two headings.
const HEADING: f32 = 0.3;
/// Drafts of one text share at least so much: units, and words, that have a good match.
const GATE: f32 = 0.3;
/// So few words in common are nothing beside a text ten times as long.
const SLIGHT: usize = 60;
/// What a good match is.
const GOOD: f32 = 0.5;

/// Units of both sides that belong together: `sides[0]` old, `sides[1]` new.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub sides: [Vec<usize>; 2],
    /// The pair it grew from.
    pub main: (usize, usize),
    pub score: f32,
}

/// All groups, and the group of each unit.
pub(super) struct Groups {
    pub list: Vec<Group>,
    pub home: [Vec<Option<usize>>; 2],
}

impl Groups {
    fn new(old: usize, new: usize) -> Self {
        Self { list: Vec::new(), home: [vec![None; old], vec![None; new]] }
    }

    /// Pairs two units; nothing happens where one of them has its match.
    pub fn pair(&mut self, old: usize, new: usize, score: f32) {
        if self.home[0][old].is_none() && self.home[1][new].is_none() {
            self.home[0][old] = Some(self.list.len());
            self.home[1][new] = Some(self.list.len());
            self.list.push(Group { sides: [vec![old], vec![new]], main: (old, new), score });
        }
    }

    /// Adds a unit of side `which` to a group.
    fn join(&mut self, group: usize, which: usize, unit: usize) {
        self.home[which][unit] = Some(group);
        self.list[group].sides[which].push(unit);
        self.list[group].sides[which].sort_unstable();
    }

    /// Parts the pairs that are little alike: who reprints some clauses word for word does not reword others.
    fn part_weak(&mut self) {
        for group in self.list.iter_mut().filter(|g| g.score < EXCERPT) {
            for which in 0..2 {
                for unit in group.sides[which].drain(..) {
                    self.home[which][unit] = None;
                }
            }
        }
        self.sweep();
    }

    /// Forgets empty groups.
    fn sweep(&mut self) {
        self.list.retain(|g| !g.sides[0].is_empty());
        for (at, group) in self.list.iter().enumerate() {
            for which in 0..2 {
                for &unit in &group.sides[which] {
                    self.home[which][unit] = Some(at);
                }
            }
        }
    }

    /// Whether two units are the pair a group grew from.
    pub fn are_pair(&self, old: usize, new: usize) -> bool {
        self.home[0][old].is_some_and(|g| self.list[g].main == (old, new))
    }

    /// Whether two places are under headings that belong together, or both under none.
    pub fn correspond(&self, old: Option<usize>, new: Option<usize>) -> bool {
        match (old, new) {
            (None, None) => true,
            (Some(old), Some(new)) => self.are_pair(old, new),
            _ => false,
        }
    }
}

/// Matches the units of `old` and `new`. Deterministic; symmetric but for ties.
///
/// Cost: the postings of rarer words, n log n, and the cells of the word runs.
#[must_use]
pub fn align(old: &[Unit], new: &[Unit], options: Options) -> Alignment {
    align_through(old, new, options, &[])
}

/// As [`align`], with pairs already known, such as those that [`compose`] carries through the drafts between.
#[must_use]
pub fn align_through(old: &[Unit], new: &[Unit], options: Options, known: &[(usize, usize)]) -> Alignment {
    let (left, right, mut lexicon) = prepare(old, new);
    let found = candidates(&left, &right);
    let back = reversed(&found, right.len());
    let mode = options.mode.unwrap_or_else(|| gate(&left, &right, &found, &back));
    let mut groups = Groups::new(left.len(), right.len());
    for &(i, j) in known {
        if i < left.len() && j < right.len() {
            groups.pair(i, j, left.ready[i].vector.alike(&right.ready[j].vector));
        }
    }
    if mode == Mode::Related {
        return related::relate(&left, &right, &found, &back, &mut lexicon, groups);
    }
    pair_headings(&left, &right, &found, &back, &mut groups);
    pair_equals(&left, &right, true, &mut groups);
    pair_units(&left, &right, &found, &mut groups);
    pair_equals(&left, &right, false, &mut groups);
    dissolve(&left, &right, &mut groups);
    absorb(&left, &right, &back, 1, &mut groups);
    absorb(&right, &left, &found, 0, &mut groups);
    let excerpt = status::is_excerpt(&left, &right, &groups);
    if excerpt {
        groups.part_weak();
    }
    status::finish(&left, &right, &mut lexicon, &groups, excerpt)
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

/// Pairs headings by title, by the votes of the units below them, and by number.
pub(super) fn pair_headings(
    left: &Side<'_>,
    right: &Side<'_>,
    found: &[Vec<Candidate>],
    back: &[Vec<Candidate>],
    groups: &mut Groups,
) {
    let mut votes: HashMap<(usize, usize), f32> = HashMap::new();
    let mut vote = |i: usize, j: usize| {
        for a in left.heads(i) {
            for b in right.heads(j) {
                *votes.entry((a, b)).or_default() += 0.5;
            }
        }
    };
    // A unit with several equal matches (a chapeau under every objective) says nothing on where it went.
    let clear = |row: &[Candidate]| match row {
        [best, next, ..] if best.1 - next.1 < 0.01 => None,
        [best, ..] if best.1 >= FAR => Some(best.0),
        _ => None,
    };
    for (i, row) in found.iter().enumerate().filter(|&(i, _)| !left.is_heading(i)) {
        clear(row).filter(|&j| !right.is_heading(j)).into_iter().for_each(|j| vote(i, j));
    }
    for (j, row) in back.iter().enumerate().filter(|&(j, _)| !right.is_heading(j)) {
        clear(row).filter(|&i| !left.is_heading(i)).into_iter().for_each(|i| vote(i, j));
    }
    let (below_left, below_right) = (below(left), below(right));
    let mut pairs: Vec<(usize, usize)> = votes.keys().copied().collect();
    for (i, row) in found.iter().enumerate().filter(|&(i, _)| left.is_heading(i)) {
        pairs.extend(row.iter().filter(|c| right.is_heading(c.0)).map(|c| (i, c.0)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut ranked: Vec<(f32, f32, usize, usize)> = Vec::new();
    for (i, j) in pairs {
        let same_label = left.ready[i].label.same(&right.ready[j].label);
        let title = match (left.ready[i].words.is_empty(), right.ready[j].words.is_empty()) {
            (true, true) if same_label => 0.5,
            _ => left.ready[i].vector.alike(&right.ready[j].vector),
        };
        let size = share(below_left[i] * below_right[j], 1).sqrt().max(1.0);
        let went_there = votes.get(&(i, j)).map_or(0.0, |v| v / size);
        let score = 0.6 * title + 0.8 * went_there + if same_label { 0.1 } else { 0.0 };
        if score >= HEADING {
            ranked.push((score, distance(left, right, i, j), i, j));
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
    for (_, _, i, j) in ranked {
        groups.pair(i, j, left.ready[i].vector.alike(&right.ready[j].vector));
    }
}

/// How many passages stand below each heading, at any depth.
fn below(side: &Side<'_>) -> Vec<usize> {
    let mut out = vec![0; side.len()];
    for unit in (0..side.len()).filter(|&u| !side.is_heading(u)) {
        for head in side.heads(unit) {
            out[head] += 1;
        }
    }
    out
}

/// How far apart two units stand, as shares of their sides.
fn distance(left: &Side<'_>, right: &Side<'_>, i: usize, j: usize) -> f32 {
    (share(i, left.len()) - share(j, right.len())).abs()
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
        };
        if let Some(&j) = same.iter().find(free) {
            groups.pair(i, j, 1.0);
        }
    }
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
            near.extend(row.iter().take(8).filter_map(|c| groups.home[1 - which][c.0]));
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

/// The lexicon's vector of several units read as one.
pub(super) fn joint(side: &Side<'_>, units: &[usize], lexicon: &mut Lexicon, total: usize) -> super::score::Vector {
    let words: Vec<u32> = units.iter().flat_map(|&u| &side.ready[u].words).copied().collect();
    lexicon.vector(&words, total)
}
