//! Groups: units of two texts that are matched, before their fate is told.

use std::collections::HashMap;

use super::score::{Candidate, Lexicon, Side, Vector, share};

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
    pub fn new(old: usize, new: usize) -> Self {
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
    pub fn join(&mut self, group: usize, which: usize, unit: usize) {
        self.home[which][unit] = Some(group);
        self.list[group].sides[which].push(unit);
        self.list[group].sides[which].sort_unstable();
    }

    /// Parts the pairs that are little alike: who reprints some clauses word for word does not reword others.
    pub fn part_weak(&mut self) {
        let weak: Vec<usize> = (0..self.list.len()).filter(|&g| self.list[g].score < EXCERPT).collect();
        for g in weak {
            self.part(g);
        }
        self.sweep();
    }

    /// Parts the pairs that are hardly alike, but for those that `is_known` and those whose places say that they belong
    /// together: the same number, or none, and on both sides what is beside them is paired too.
    pub fn part_doubtful(&mut self, left: &Side<'_>, right: &Side<'_>, is_known: impl Fn((usize, usize)) -> bool) {
        let paired = |i: Option<usize>, j: Option<usize>| match (i, j) {
            (Some(i), Some(j)) if i < left.len() && j < right.len() => {
                self.home[0][i].is_some() && self.home[0][i] == self.home[1][j]
            }
            (i, j) => i.is_none_or(|i| i >= left.len()) && j.is_none_or(|j| j >= right.len()),
        };
        let doubtful = |group: &Group| {
            let (i, j) = group.main;
            let labels = [&left.units[i].label, &right.units[j].label];
            let numbered = left.ready[i].label.same(&right.ready[j].label) || labels.iter().all(|l| l.is_none());
            let beside = paired(i.checked_sub(1), j.checked_sub(1)) && paired(Some(i + 1), Some(j + 1));
            let passages = !left.is_heading(i) && !right.is_heading(j);
            passages && group.score < DOUBTFUL && !(numbered && beside) && !is_known(group.main)
        };
        let parted: Vec<usize> = (0..self.list.len()).filter(|&g| doubtful(&self.list[g])).collect();
        for g in parted {
            self.part(g);
        }
        self.sweep();
    }

    fn part(&mut self, g: usize) {
        for which in 0..2 {
            for unit in self.list[g].sides[which].drain(..) {
                self.home[which][unit] = None;
            }
        }
    }

    /// Forgets empty groups.
    pub fn sweep(&mut self) {
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

/// The lexicon's vector of several units read as one.
pub(super) fn joint(side: &Side<'_>, units: &[usize], lexicon: &mut Lexicon, total: usize) -> Vector {
    let words: Vec<u32> = units.iter().flat_map(|&u| &side.ready[u].words).copied().collect();
    lexicon.vector(&words, total)
}

/// A pair less alike is believed for its place alone.
const DOUBTFUL: f32 = 0.25;

/// Least likeness of a match where one text is an excerpt of the other.
pub(super) const EXCERPT: f32 = 0.35;

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
        // A chapter I is no title I, though both be first.
        let noun = left.units[i].label == right.units[j].label;
        let label = if same_label { 0.1 } else { 0.0 } + if same_label && noun { 0.05 } else { 0.0 };
        let score = 0.6 * title + 0.8 * went_there + label;
        if score >= HEADING {
            ranked.push((score, distance(left, right, i, j), i, j));
        }
    }
    ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
    for (_, _, i, j) in ranked {
        groups.pair(i, j, left.ready[i].vector.alike(&right.ready[j].vector));
    }
}

/// Least likeness of a match elsewhere.
pub(super) const FAR: f32 = 0.30;

/// How many passages stand below each heading, at any depth.
pub(super) fn below(side: &Side<'_>) -> Vec<usize> {
    let mut out = vec![0; side.len()];
    for unit in (0..side.len()).filter(|&u| !side.is_heading(u)) {
        for head in side.heads(unit) {
            out[head] += 1;
        }
    }
    out
}

/// Least score of two headings.
pub(super) const HEADING: f32 = 0.3;

/// How far apart two units stand, as shares of their sides.
pub(super) fn distance(left: &Side<'_>, right: &Side<'_>, i: usize, j: usize) -> f32 {
    (share(i, left.len()) - share(j, right.len())).abs()
}
