//! Related: two texts that are no drafts of each other, matched by what they quote and by topic.

use super::groups::{Group, Groups, joint, pair_headings};
use std::collections::{HashMap, HashSet};

use super::quote::quotations;
use super::score::{Candidate, Lexicon, Side, Vector, share};
use super::{Alignment, Link, Mode, Op, Run, Status, status};
use crate::text::Going;

/// Least likeness of two passages on one topic.
const ALIKE: f32 = 0.35;
/// Least likeness of a passage to the whole text of an objective ...
const TOPIC: f32 = 0.08;
/// ... and so much where it has no rare word of the objective's title.
const UNNAMED: f32 = 0.1;
/// Headings are compared as drafts are where the smaller side finds so many of its objectives in the other.
const FRAME: f32 = 0.3;
/// Who has so many of the other's objectives can be said to lack one.
const MOST: f32 = 0.6;
/// The best objective is so much better than the next.
const CLEARLY: f32 = 1.1;
/// Shorter passages say too little to be told a topic, in words.
const WORDS: usize = 5;

/// The links of two texts that are no drafts of each other. Nothing is added or removed, save objectives where
/// both texts go by the same list of them.
pub(super) fn relate(
    left: &Side<'_>,
    right: &Side<'_>,
    found: &[Vec<Candidate>],
    back: &[Vec<Candidate>],
    lexicon: &mut Lexicon,
    groups: Groups,
    going: Going<'_>,
) -> Alignment {
    let (mut groups, framed) = frame(left, right, found, back, groups);
    let headings = groups.list.len();
    let quoted: HashMap<(usize, usize), usize> =
        quotations(left.units, right.units).into_iter().rev().map(|q| ((q.old, q.new), q.words)).collect();
    pair_passages(left, right, found, &quoted, &mut groups);
    let mut links: Vec<Link> = groups
        .list
        .iter()
        .enumerate()
        .take_while(|(g, _)| going(*g, groups.list.len()))
        .map(|(g, group)| {
            let mut link = status::paired(left, right, lexicon, group, false);
            if g >= headings && matches!(link.status, Status::Edited | Status::Rewritten) {
                link.status = if quoted.contains_key(&group.main) { Status::Quoted } else { Status::Related };
                link.renumbered = false;
                if link.status == Status::Related {
                    link.runs = apart(left, right, group);
                }
            }
            link
        })
        .collect();
    if !framed {
        links.extend(topics(left, right, lexicon, &mut groups, 0));
        links.extend(topics(right, left, lexicon, &mut groups, 1));
    }
    for which in 0..2 {
        let (own, other) = if which == 0 { (left, right) } else { (right, left) };
        let missing = if framed { missing(own, &groups.home[which]) } else { HashSet::new() };
        let repeats = status::repeats(own, other, &groups.home[which]);
        for unit in (0..own.len()).filter(|&u| groups.home[which][u].is_none()) {
            let fate = match which {
                0 if missing.contains(&unit) => Status::Removed,
                1 if missing.contains(&unit) => Status::Added,
                _ if repeats.contains(&unit) => Status::Repeat,
                _ => Status::NotCovered,
            };
            links.push(status::alone(own, which, unit, fate));
        }
    }
    status::seal(Mode::Related, links)
}

/// The headings that open an objective.
fn openers(side: &Side<'_>) -> Vec<usize> {
    let opens = |u: usize| {
        let number = side.units[u].objective;
        side.is_heading(u) && number.is_some() && side.head[u].is_none_or(|h| side.units[h].objective != number)
    };
    (0..side.len()).filter(|&u| opens(u)).collect()
}

/// The objectives of a side that the other lacks, where it has most of them: an excerpt cannot be said to lack one.
fn missing(side: &Side<'_>, home: &[Option<usize>]) -> HashSet<usize> {
    let openers = openers(side);
    let numbers = |want: &dyn Fn(usize) -> bool| -> HashSet<Option<u16>> {
        openers.iter().filter(|&&h| want(h)).map(|&h| side.units[h].objective).collect()
    };
    let (all, met) = (numbers(&|_| true), numbers(&|h| home[h].is_some()));
    if share(met.len(), all.len()) < MOST {
        return HashSet::new();
    }
    openers
        .into_iter()
        .filter(|&h| !met.contains(&side.units[h].objective) && !side.ready[h].words.is_empty())
        .collect()
}

/// Pairs the headings of objectives, where both texts go by the same list of them.
fn frame(
    left: &Side<'_>,
    right: &Side<'_>,
    found: &[Vec<Candidate>],
    back: &[Vec<Candidate>],
    known: Groups,
) -> (Groups, bool) {
    let (ours, theirs) = (openers(left), openers(right));
    let mut tried = Groups { list: Vec::new(), home: known.home.clone() };
    pair_headings(left, right, found, back, &mut tried);
    let good: Vec<&Group> = tried
        .list
        .iter()
        .filter(|g| g.score >= 0.5 && ours.contains(&g.main.0) && theirs.contains(&g.main.1))
        .collect();
    let alone = ours.len() == 1 && theirs.len() == 1 && good.len() == 1;
    let framed = alone || good.len() >= 3 && share(good.len(), ours.len().min(theirs.len())) >= FRAME;
    let mut groups = known;
    if framed {
        for g in good {
            groups.pair(g.main.0, g.main.1, g.score);
        }
    }
    (groups, framed)
}

/// Pairs passages that are equal, quote each other, or are much alike; in this order.
fn pair_passages(
    left: &Side<'_>,
    right: &Side<'_>,
    found: &[Vec<Candidate>],
    quoted: &HashMap<(usize, usize), usize>,
    groups: &mut Groups,
) {
    let mut ranked: Vec<(u8, f32, usize, usize, f32)> = Vec::new();
    let mut seen: HashSet<(usize, usize)> = HashSet::new();
    for (i, row) in found.iter().enumerate() {
        for &(j, score) in row {
            let same = left.ready[i].essence.same(&right.ready[j].essence) && left.ready[i].words.len() > 3;
            let of_a_kind = left.is_heading(i) == right.is_heading(j);
            if same {
                ranked.push((u8::from(!of_a_kind), score, i, j, score));
                seen.insert((i, j));
            } else if score >= ALIKE
                && of_a_kind
                && left.ready[i].words.len().min(right.ready[j].words.len()) >= WORDS
                && !left.is_heading(i)
                && !quoted.contains_key(&(i, j))
            {
                ranked.push((3, score, i, j, score));
            }
        }
    }
    for (&(i, j), &words) in quoted.iter().filter(|(pair, _)| !seen.contains(pair)) {
        let score = left.ready[i].vector.alike(&right.ready[j].vector);
        ranked.push((2, share(words, left.ready[i].words.len() + right.ready[j].words.len()), i, j, score));
    }
    ranked.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
    for (_, _, i, j, score) in ranked {
        groups.pair(i, j, score);
    }
}

/// Links each passage of `own` (side `which`) that has no match to the objective of `other` that it bears on.
fn topics(own: &Side<'_>, other: &Side<'_>, lexicon: &mut Lexicon, groups: &mut Groups, which: usize) -> Vec<Link> {
    let total = own.len() + other.len();
    let heads: Vec<(usize, Vector)> = openers(other)
        .into_iter()
        .filter(|&h| groups.home[1 - which][h].is_none())
        .map(|h| {
            let below: Vec<usize> = (0..other.len()).filter(|&u| u == h || other.heads(u).any(|up| up == h)).collect();
            (h, joint(other, &below, lexicon, total))
        })
        .collect();
    let mut bearing: Vec<(Vec<usize>, f32)> = vec![(Vec::new(), 0.0); heads.len()];
    let speaks = |u: usize| !own.is_heading(u) && !own.opens(u) && own.ready[u].words.len() >= WORDS;
    for unit in (0..own.len()).filter(|&u| speaks(u)) {
        if groups.home[which][unit].is_some() {
            continue;
        }
        let words = &own.ready[unit].words;
        let least = |head: usize| {
            let named = other.ready[head].words.iter().any(|&w| lexicon.is_rare(w, total) && words.contains(&w));
            if named { TOPIC } else { UNNAMED }
        };
        let mut scores: Vec<(f32, usize)> =
            heads.iter().enumerate().map(|(at, (_, v))| (own.ready[unit].vector.alike(v), at)).collect();
        scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let next = scores.get(1).map_or(0.0, |s| s.0);
        if let Some(&(score, at)) = scores.first().filter(|s| s.0 >= least(heads[s.1].0) && s.0 >= CLEARLY * next) {
            bearing[at].0.push(unit);
            bearing[at].1 = bearing[at].1.max(score);
        }
    }
    let mut links = Vec::new();
    for ((head, _), (units, score)) in heads.into_iter().zip(bearing).filter(|(_, (units, _))| !units.is_empty()) {
        let at = groups.list.len();
        for &unit in &units {
            groups.home[which][unit] = Some(at);
        }
        groups.home[1 - which][head] = Some(at);
        let sides = if which == 0 { [units, vec![head]] } else { [vec![head], units] };
        let main = (sides[0][0], sides[1][0]);
        let group = Group { sides, main, score };
        let runs = if which == 0 { apart(own, other, &group) } else { apart(other, own, &group) };
        let [old, new] = group.sides.clone();
        links.push(Link { old, new, status: Status::Related, moved: false, renumbered: false, score, runs });
        groups.list.push(group);
    }
    links
}

/// Both texts in full, unmarked: what bears on one topic is not an edit.
fn apart(left: &Side<'_>, right: &Side<'_>, group: &Group) -> Vec<Run> {
    let text = |side: &Side<'_>, units: &[usize]| {
        units.iter().map(|&u| side.units[u].text.as_str()).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
    };
    vec![Run::new(Op::Removed, &text(left, &group.sides[0])), Run::new(Op::Added, &text(right, &group.sides[1]))]
}
