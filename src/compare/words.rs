//! Words: the runs inside a pair, by whole words, gathered as a human would mark them.
//!
//! An alignment with an affine gap cost (Gotoh, 1982) over weighted words: every hunk costs as much as one word,
//! so that lone common words do not cut a rewrite to shreds. Long texts are first cut at long equal stretches.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, Hash};
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::essence::{Essence, fold, is_dash, is_superscript};
use super::{Op, Run};
use crate::text::Seed;

/// What opening a hunk costs, in weights of one word.
const OPEN: f32 = 1.0;
/// Above so many cells the texts are first cut at equal stretches.
const CELLS: usize = 400_000;
/// An equal stretch so long is taken as it is in a long text.
const ANCHOR: usize = 6;
/// A replacement so frequent is a change of term.
const TERM: usize = 5;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Word,
    Sign,
    Blank,
}

/// A word, a sign or white space.
#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    text: &'a str,
    class: Class,
}

/// The tokens of `text`: joined, they give it again.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::with_capacity(text.len() / 3);
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut last = c;
        let class = if c.is_whitespace() {
            Class::Blank
        } else if is_letter(c) {
            Class::Word
        } else {
            Class::Sign
        };
        let mut end = start + c.len_utf8();
        while let Some(&(at, next)) = chars.peek() {
            let joins = match class {
                Class::Blank => next.is_whitespace(),
                Class::Word => is_letter(next) || inside_word(last, next, &text[at + next.len_utf8()..]),
                Class::Sign => false,
            };
            if !joins {
                break;
            }
            (last, end) = (next, at + next.len_utf8());
            chars.next();
        }
        out.push(Token { text: &text[start..end], class });
    }
    out
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    c.is_alphanumeric() && !is_superscript(c) || unicode_normalization::char::is_combining_mark(c) || c == '\u{ad}'
}

/// Whether `sign` holds a word or number together: `State's`, `1.5`, `1,000`.
fn inside_word(before: char, sign: char, rest: &str) -> bool {
    let after = rest.chars().next();
    match sign {
        '\'' | '’' => before.is_alphabetic() && after.is_some_and(char::is_alphabetic),
        '.' | ',' => before.is_ascii_digit() && after.is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}

/// The word as it is compared: folded; quotes, dashes and bullets by their class.
fn key(token: Token<'_>, out: &mut String) {
    for c in token.text.chars() {
        match c {
            '“' | '”' | '„' | '«' | '»' | '″' => out.push('"'),
            '‘' | '’' | '‚' | '′' | '`' => out.push('\''),
            '•' | '▪' | '·' | '●' => out.push('•'),
            '\u{ad}' => {}
            c if is_dash(c) => out.push('-'),
            c => fold(c, |c| out.push(c)),
        }
    }
}

/// Weight of a match: a short word is worth half a long one.
fn weight(token: Token<'_>) -> f32 {
    if token.text.chars().nth(3).is_some() { 1.0 } else { 0.5 }
}

/// Tells each word of `text`, folded, for matching: its place, and its letters and digits only.
pub(super) fn each_word(text: &str, mut tell: impl FnMut(Range<usize>, &str)) {
    let mut at = 0;
    let mut word = String::new();
    for token in tokens(text) {
        let start = at;
        at += token.text.len();
        if token.class == Class::Word {
            word.clear();
            key(token, &mut word);
            word.retain(|c| c != '\'');
            tell(start..at, &word);
        }
    }
}

/// The pairs of equal items of `a` and `b`, in order, that a human would leave unmarked.
///
/// Maximises the weights of the pairs less [`OPEN`] for each hunk between them. Cost: at most [`CELLS`] cells for
/// each stretch between long equal ones; what is still longer counts as replaced.
pub(super) fn common<T: Copy + Ord + Hash>(a: &[T], b: &[T], weights: &[f32]) -> Vec<(usize, usize)> {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let tail = a[head..].iter().rev().zip(b[head..].iter().rev()).take_while(|(x, y)| x == y).count();
    let mut out: Vec<(usize, usize)> = (0..head).map(|i| (i, i)).collect();
    let (mid_a, mid_b) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let weigh = &weights[head..];
    let shift = |pairs: Vec<(usize, usize)>, i: usize, j: usize| pairs.into_iter().map(move |p| (p.0 + i, p.1 + j));
    if mid_a.len() * mid_b.len() <= CELLS {
        out.extend(shift(affine(mid_a, mid_b, weigh), head, head));
    } else {
        let (mut i, mut j) = (0, 0);
        let fill = |i: usize, j: usize, to: (usize, usize), out: &mut Vec<(usize, usize)>| {
            if (to.0 - i) * (to.1 - j) <= CELLS {
                let gap = affine(&mid_a[i..to.0], &mid_b[j..to.1], &weigh[i..]);
                out.extend(shift(gap, head + i, head + j));
            }
        };
        for op in capture_diff_slices(Algorithm::Histogram, mid_a, mid_b) {
            if let DiffOp::Equal { old_index, new_index, len } = op
                && len >= ANCHOR
            {
                fill(i, j, (old_index, new_index), &mut out);
                out.extend((0..len).map(|k| (head + old_index + k, head + new_index + k)));
                (i, j) = (old_index + len, new_index + len);
            }
        }
        fill(i, j, (mid_a.len(), mid_b.len()), &mut out);
    }
    out.extend((0..tail).map(|k| (a.len() - tail + k, b.len() - tail + k)));
    out
}

/// One affine-gap alignment.
fn affine<T: PartialEq>(a: &[T], b: &[T], weights: &[f32]) -> Vec<(usize, usize)> {
    // Two states per cell: `hit`, the last two words are a pair; `gap`, they stand in a hunk.
    const LOW: f32 = f32::MIN / 4.0;
    const HIT_FROM_GAP: u8 = 1;
    const GAP_FROM_LEFT: u8 = 2;
    const GAP_FROM_HIT: u8 = 4;
    if a.is_empty() || b.is_empty() {
        return Vec::new();
    }
    let width = b.len() + 1;
    let mut back = vec![0u8; (a.len() + 1) * width];
    // The row above: before any word of `a`, all of `b` so far is one hunk.
    let (mut hit, mut gap) = (vec![LOW; width], vec![-OPEN; width]);
    (hit[0], gap[0]) = (0.0, LOW);
    back[1..width].fill(GAP_FROM_LEFT);
    back[1] |= GAP_FROM_HIT;
    for ((row, word), weight) in back.chunks_exact_mut(width).skip(1).zip(a).zip(weights) {
        let (mut hit_across, mut gap_across) = (hit[0], gap[0]);
        row[0] = if hit[0] - OPEN > gap[0] { GAP_FROM_HIT } else { 0 };
        let (mut hit_left, mut gap_left) = (LOW, gap[0].max(hit[0] - OPEN));
        (hit[0], gap[0]) = (hit_left, gap_left);
        let cells = hit[1..].iter_mut().zip(&mut gap[1..]).zip(&mut row[1..]).zip(b);
        for (((hit, gap), mark), other) in cells {
            let (hit_up, gap_up) = (*hit, *gap);
            let from_gap = gap_across > hit_across;
            let before = if from_gap { gap_across } else { hit_across };
            *hit = if word == other { before + weight } else { LOW };
            // A word of `b` added, a word of `a` removed: one hunk, one cost, whatever it holds.
            let ways = [
                (hit_up - OPEN, GAP_FROM_HIT),
                (gap_left, GAP_FROM_LEFT),
                (hit_left - OPEN, GAP_FROM_LEFT | GAP_FROM_HIT),
            ];
            let best = ways.into_iter().fold((gap_up, 0), |best, way| if way.0 > best.0 { way } else { best });
            *gap = best.0;
            *mark = best.1 | if from_gap { HIT_FROM_GAP } else { 0 };
            (hit_across, gap_across) = (hit_up, gap_up);
            (hit_left, gap_left) = (*hit, *gap);
        }
    }
    let mut out = Vec::new();
    let (mut i, mut j) = (a.len(), b.len());
    let mut in_gap = gap[j] > hit[j];
    while i > 0 || j > 0 {
        let mark = back[i * width + j];
        if in_gap {
            in_gap = mark & GAP_FROM_HIT == 0;
            if mark & GAP_FROM_LEFT == 0 { i -= 1 } else { j -= 1 }
        } else {
            (i, j) = (i - 1, j - 1);
            out.push((i, j));
            in_gap = mark & HIT_FROM_GAP != 0;
        }
    }
    out.reverse();
    out
}

/// The runs between two texts: `=` and `-` joined give `old`, `=` and `+` joined give `new`, to the letter.
///
/// What differs in form only (case, quotes, hyphenation, white space, punctuation) is marked as noise.
#[must_use]
pub fn runs(old: &str, new: &str) -> Vec<Run> {
    measured_runs(old, new).0
}

/// The runs, and the share of words that differ in more than form, 0 to 1.
pub(super) fn measured_runs(old: &str, new: &str) -> (Vec<Run>, f32) {
    if old == new {
        return (if old.is_empty() { Vec::new() } else { vec![Run::new(Op::Equal, old)] }, 0.0);
    }
    let (left, right) = (tokens(old), tokens(new));
    let words = |all: &[Token<'_>]| -> Vec<usize> { (0..all.len()).filter(|&i| all[i].class == Class::Word).collect() };
    let (a, b) = (words(&left), words(&right));
    let seed = Seed::default();
    let mut word = String::new();
    let mut id = |token: Token<'_>| {
        word.clear();
        key(token, &mut word);
        seed.hash_one(word.as_str())
    };
    let ia: Vec<u64> = a.iter().map(|&i| id(left[i])).collect();
    let ib: Vec<u64> = b.iter().map(|&i| id(right[i])).collect();
    let weights: Vec<f32> = a.iter().map(|&i| weight(left[i])).collect();
    let pairs: Vec<(usize, usize)> = common(&ia, &ib, &weights).into_iter().map(|(i, j)| (a[i], b[j])).collect();
    let mut tape = Tape::default();
    let (mut i, mut j) = (0, 0);
    for &(x, y) in &pairs {
        tape.gap(&left[i..x], &right[j..y], false);
        tape.pair(left[x].text, right[y].text);
        (i, j) = (x + 1, y + 1);
    }
    tape.gap(&left[i..], &right[j..], true);
    let total = a.len() + b.len();
    #[expect(clippy::cast_precision_loss, reason = "a share of word counts")]
    let share = if total == 0 { 0.0 } else { tape.changed as f32 / total as f32 };
    (tape.runs, share)
}

impl Run {
    /// A run without flags.
    pub(super) fn new(op: Op, text: &str) -> Self {
        Self { op, text: text.to_owned(), noise: false, term: None }
    }
}

/// Runs in the making.
#[derive(Default)]
struct Tape {
    runs: Vec<Run>,
    /// Words that differ in more than form, both sides counted.
    changed: usize,
}

impl Tape {
    fn push(&mut self, op: Op, text: &str, noise: bool) {
        if text.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if last.op == op && last.noise == noise => last.text.push_str(text),
            _ => self.runs.push(Run { op, text: text.to_owned(), noise, term: None }),
        }
    }

    /// Two words that count as equal.
    fn pair(&mut self, old: &str, new: &str) {
        if old == new {
            self.push(Op::Equal, old, false);
        } else {
            self.push(Op::Removed, old, true);
            self.push(Op::Added, new, true);
        }
    }

    /// What stands between two pairs: white space, signs, or a hunk with words.
    fn gap(&mut self, old: &[Token<'_>], new: &[Token<'_>], last: bool) {
        // Mostly it is one blank on both sides.
        if old.len() == new.len() && old.iter().zip(new).all(|(x, y)| x.text == y.text) {
            return old.iter().for_each(|token| self.push(Op::Equal, token.text, false));
        }
        // Signs and white space common to both stay with the words before and after.
        let same = |(x, y): &(&Token<'_>, &Token<'_>)| x.text == y.text;
        let head = old.iter().zip(new).take_while(same).count();
        let (old_rest, new_rest) = (&old[head..], &new[head..]);
        let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(same).count();
        let (x, y) = (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
        let join = |all: &[Token<'_>]| all.iter().map(|t| t.text).collect::<String>();
        let (removed, added) = (join(x), join(y));
        let noise = Essence::of(&removed).same(&Essence::of(&added)) || last && is_final_and(&removed, &added);
        if !noise {
            self.changed += x.iter().chain(y).filter(|t| t.class == Class::Word).count();
        }
        self.push(Op::Equal, &join(&old[..head]), false);
        self.push(Op::Removed, &removed, noise);
        self.push(Op::Added, &added, noise);
        self.push(Op::Equal, &join(&old[old.len() - tail..]), false);
    }
}

fn is_final_and(a: &str, b: &str) -> bool {
    let (a, b) = (Essence::of(a).text, Essence::of(b).text);
    (a == "and" && b.is_empty()) || (a.is_empty() && b == "and")
}

/// A replacement that recurs throughout; words always added to, or left out after, the same word count as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermChange {
    /// The old words.
    pub old: String,
    /// The new words.
    pub new: String,
    /// How often.
    pub count: usize,
}

/// Finds the replacements that recur and points their runs at them; most frequent first.
pub fn mark_terms<'a>(all: impl Iterator<Item = &'a mut Vec<Run>>) -> Vec<TermChange> {
    let mut all: Vec<&mut Vec<Run>> = all.collect();
    let trim = |s: &str| s.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    // The run that ends a swap, with the words before and after it.
    let swaps = |runs: &[Run]| -> Vec<(usize, (String, String))> {
        let swap = |i: usize| {
            let (before, run) = (&runs[i - 1], &runs[i]);
            let words = run.text.split_whitespace().count();
            let word = || trim(before.text.split_whitespace().next_back().unwrap_or_default());
            let both = || format!("{} {}", word(), trim(&run.text));
            match (before.op, run.op) {
                _ if run.noise || words > 6 => None,
                (Op::Removed, Op::Added) => Some((trim(&before.text), trim(&run.text))),
                (Op::Equal, Op::Added) if words > 1 => Some((word(), both())),
                (Op::Equal, Op::Removed) if words > 1 && runs.get(i + 1).is_none_or(|next| next.op == Op::Equal) => {
                    Some((both(), word()))
                }
                _ => None,
            }
        };
        let found = (1..runs.len()).filter_map(|i| Some((i, swap(i)?)));
        found.filter(|(_, (old, new))| !old.is_empty() && !new.is_empty()).collect()
    };
    let mut counts: HashMap<(String, String), usize> = HashMap::new();
    for runs in &all {
        for (_, swap) in swaps(runs) {
            *counts.entry(swap).or_default() += 1;
        }
    }
    let mut terms: Vec<TermChange> = counts
        .into_iter()
        .filter(|&(_, count)| count >= TERM)
        .map(|((old, new), count)| TermChange { old, new, count })
        .collect();
    terms.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| (&a.old, &a.new).cmp(&(&b.old, &b.new))));
    for runs in &mut all {
        for (i, (old, new)) in swaps(runs) {
            let term = terms.iter().position(|t| t.old == old && t.new == new);
            for run in runs[i - 1..=i].iter_mut().filter(|run| run.op != Op::Equal) {
                run.term = term;
            }
        }
    }
    terms
}
