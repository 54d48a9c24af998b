//! History: one clause through all drafts of its family, and before them the earliest wording in the corpus.

use super::compare::units;
use super::{Desk, Target};
use crate::compare::{
    Alignment, Mode, Op, Options, Run, Status, Unit, UnitKind, align, quotations, runs, same_essence,
};
use crate::text::{Node, WorkId};

/// What became of a clause in one work, seen from the work before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Its earliest wording.
    First,
    /// Unchanged.
    Same,
    /// Changed in form only.
    Format,
    /// Reworded.
    Edited,
    /// Mostly other words.
    Rewritten,
    /// Now several.
    Split,
    /// One with others now.
    Merged,
    /// At another place, its words as they were.
    Moved,
    /// Not in this work.
    Absent,
}

impl Fate {
    /// The word for it in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Same => "same",
            Self::Format => "format",
            Self::Edited => "edited",
            Self::Rewritten => "rewritten",
            Self::Split => "split",
            Self::Merged => "merged",
            Self::Moved => "moved",
            Self::Absent => "absent",
        }
    }
}

/// The clause in one work.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The work.
    pub work: WorkId,
    /// The work's date.
    pub date: Option<String>,
    /// Where it stands; none where it is absent.
    pub citation: Option<String>,
    /// The places it stands at.
    pub places: Vec<Node>,
    /// What became of it.
    pub fate: Fate,
    /// Its words, several units joined by one blank; none where it is absent.
    pub text: Option<String>,
    /// The words against those of the last work that had it, unit by unit; one `=` run in the first.
    pub runs: Vec<Run>,
    /// Its units, in the order of `text`.
    pub pieces: Vec<Piece>,
}

/// A unit of the clause in one work.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// The byte of the step's text at which its words begin.
    at: usize,
    /// What sort of unit it is.
    pub kind: UnitKind,
    /// Its printed number or letter.
    pub label: Option<String>,
}

impl Step {
    /// Its units, each with the runs of its words; what was removed stands behind the words it followed, or where its
    /// unit begins.
    #[must_use]
    pub fn paragraphs(&self) -> Vec<(&Piece, Vec<Run>)> {
        let mut out: Vec<(&Piece, Vec<Run>)> = self.pieces.iter().map(|piece| (piece, Vec::new())).collect();
        let (mut at, mut nth) = (0, 0);
        for run in &self.runs {
            let mut rest = run.text.as_str();
            while !rest.is_empty() {
                while self.pieces.get(nth + 1).is_some_and(|next| next.at <= at) {
                    nth += 1;
                }
                let room = self.pieces.get(nth + 1).filter(|_| run.op != Op::Removed).map(|next| next.at - at);
                let (words, later) = rest.split_at(room.unwrap_or(rest.len()).min(rest.len()));
                let Some((_, runs)) = out.get_mut(nth) else { return out };
                runs.push(Run { text: words.to_owned(), ..run.clone() });
                rest = later;
                at += if run.op == Op::Removed { 0 } else { words.len() };
            }
        }
        out
    }
}

/// A clause through its works, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    /// One step a work.
    pub steps: Vec<Step>,
}

/// A draft, its units, and which of them are the clause.
struct Draft {
    work: WorkId,
    units: Vec<Unit>,
    clause: Vec<usize>,
}

impl Draft {
    /// The words of the clause, joined by blanks, and where each unit's begin.
    fn text(&self) -> (String, Vec<Piece>) {
        let (mut text, mut pieces) = (String::new(), Vec::new());
        for unit in self.clause.iter().map(|&u| &self.units[u]).filter(|unit| !unit.text.is_empty()) {
            if !text.is_empty() {
                text.push(' ');
            }
            pieces.push(Piece { at: text.len(), kind: unit.kind, label: unit.label.clone() });
            text.push_str(&unit.text);
        }
        (text, pieces)
    }
}

impl Desk {
    /// The history of a clause: a passage, or a section with all it holds. A work has none.
    #[must_use]
    pub fn history(&self, target: Target) -> History {
        let target = match target {
            Target::Objective(objective) => match self.corpus[objective].fullest() {
                Some(member) => member.node.into(),
                None => return History::default(),
            },
            other => other,
        };
        let clause_of = self.work_of(target).filter(|&work| target != Target::Work(work));
        let Some(work) = clause_of else { return History::default() };
        let family = self.drafts_of(work);
        let works = if family.is_empty() { &[work] } else { family };
        let mut drafts: Vec<Draft> = works
            .iter()
            .map(|&work| Draft { work, units: units(self.side(Target::Work(work))), clause: Vec::new() })
            .collect();
        let Some(here) = drafts.iter().position(|d| d.work == work) else { return History::default() };
        drafts[here].clause = clause(&drafts[here].units, &units(self.side(target)));
        let links = trace(&mut drafts, here);
        let mut steps: Vec<Step> = Vec::new();
        let first = drafts.iter().position(|d| !d.clause.is_empty()).unwrap_or(here);
        if let Some(step) = self.first_seen(&drafts[first], &drafts) {
            steps.push(step);
        }
        for (at, draft) in drafts.iter().enumerate() {
            let before = steps.iter().rev().find_map(|s| s.text.clone());
            let told = links[at].as_ref().and_then(|trail| {
                let last = drafts[..at].iter().rfind(|d| !d.clause.is_empty())?;
                runs_by_unit(last, draft, &trail.pairs)
            });
            steps.push(self.step(draft, before.as_deref(), links[at].as_ref(), told));
        }
        History { steps }
    }

    /// `told` are its runs where they were told unit by unit.
    fn step(&self, draft: &Draft, before: Option<&str>, link: Option<&Trail>, told: Option<Vec<Run>>) -> Step {
        let date = self.corpus[draft.work].date.as_ref().map(|d| d.value.clone());
        let work = draft.work;
        // A section is cited as one, even where an item of it moved to a place before it.
        let heading = draft.clause.iter().find(|&&u| draft.units[u].kind == UnitKind::Heading);
        let first = heading.or(draft.clause.first()).map(|&first| &draft.units[first]);
        let (text, pieces) = draft.text();
        let (fate, runs) = match before {
            _ if first.is_none() => (Fate::Absent, Vec::new()),
            None => (Fate::First, runs(&text, &text)),
            Some(before) => {
                let runs = told.unwrap_or_else(|| runs(before, &text));
                (fate(before, &text, &runs, link), runs)
            }
        };
        let places = draft.clause.iter().filter_map(|&u| draft.units[u].origin).collect();
        let (citation, text) = (first.map(|unit| unit.citation.clone()), first.map(|_| text));
        Step { work, date, citation, places, fate, text, runs, pieces }
    }

    /// The earliest work outside the family, older than its first draft, that has words of the clause.
    fn first_seen(&self, first: &Draft, family: &[Draft]) -> Option<Step> {
        let clause: Vec<Unit> = first.clause.iter().map(|&u| first.units[u].clone()).collect();
        let born = self.age(first.work);
        if born.0 {
            return None;
        }
        let mut older: Vec<WorkId> =
            self.corpus.work_ids().filter(|&w| !family.iter().any(|d| d.work == w) && self.age(w) < born).collect();
        older.sort_by_key(|&w| self.age(w));
        older.into_iter().find_map(|work| {
            let theirs = units(self.side(Target::Work(work)));
            let found = quotations(&theirs, &clause).into_iter().next()?;
            let draft = Draft { work, clause: vec![found.old], units: theirs };
            Some(self.step(&draft, None, None, None))
        })
    }
}

/// Where the units of a place stand among those of its work.
fn clause(all: &[Unit], part: &[Unit]) -> Vec<usize> {
    (0..all.len()).filter(|&u| part.iter().any(|p| p.origin == all[u].origin)).collect()
}

/// What the links between two drafts say of the clause.
#[derive(Clone, Debug, Default)]
struct Trail {
    moved: bool,
    split: bool,
    merged: bool,
    /// The units of each link, old and new.
    pairs: Vec<[Vec<usize>; 2]>,
}

/// The runs of a clause of several units, each against its counterpart; what was removed stands behind the words it
/// followed. None where the units of a counterpart do not stand together.
fn runs_by_unit(old: &Draft, new: &Draft, pairs: &[[Vec<usize>; 2]]) -> Option<Vec<Run>> {
    let said = |draft: &Draft, of: &[usize]| -> Vec<usize> {
        of.iter().copied().filter(|u| draft.clause.contains(u) && !draft.units[*u].text.is_empty()).collect()
    };
    let mut rows: Vec<[Vec<usize>; 2]> = pairs.iter().map(|[a, b]| [said(old, a), said(new, b)]).collect();
    for unit in said(new, &new.clause) {
        if rows.iter().all(|row| !row[1].contains(&unit)) {
            rows.push([Vec::new(), vec![unit]]);
        }
    }
    rows.retain(|row| !row[1].is_empty());
    rows.sort_by_key(|row| row[1][0]);
    if rows.iter().flat_map(|row| &row[1]).ne(&said(new, &new.clause)) {
        return None;
    }
    let mut before = None;
    for unit in said(old, &old.clause) {
        if rows.iter().all(|row| !row[0].contains(&unit)) {
            let behind = before.and_then(|b| rows.iter().position(|row| row[0].contains(&b))).map_or(0, |at| at + 1);
            rows.insert(behind, [vec![unit], Vec::new()]);
        }
        before = Some(unit);
    }
    let words = |draft: &Draft, of: &[usize]| -> String {
        of.iter().map(|&u| draft.units[u].text.as_str()).collect::<Vec<_>>().join(" ")
    };
    let mut out: Vec<Run> = Vec::new();
    let mut begun = [false; 2];
    for [a, b] in &rows {
        let blank = |op: Op| Run { op, text: " ".to_owned(), noise: false, term: None };
        out.extend(match (begun[0] && !a.is_empty(), begun[1] && !b.is_empty()) {
            (true, true) => Some(blank(Op::Equal)),
            (true, false) => Some(blank(Op::Removed)),
            (false, true) => Some(blank(Op::Added)),
            (false, false) => None,
        });
        begun = [begun[0] || !a.is_empty(), begun[1] || !b.is_empty()];
        out.extend(runs(&words(old, a), &words(new, b)));
    }
    Some(out)
}

/// Follows the clause from `here` through the drafts before and after it; for each draft what led to it.
///
/// Where a draft lacks the clause, the next one is matched against the last that had it. A draft that holds but the
/// title of a section, in a list of titles, lacks it: followed on, the title would lead to other lists.
fn trace(drafts: &mut [Draft], here: usize) -> Vec<Option<Trail>> {
    let mut trails = vec![None; drafts.len()];
    let before: Vec<usize> = (0..here).rev().collect();
    let behind: Vec<usize> = (here + 1..drafts.len()).collect();
    for way in [before, behind] {
        let mut last = here;
        for at in way {
            let (old, new) = (at.min(last), at.max(last));
            let links = align(&drafts[old].units, &drafts[new].units, Options { mode: Some(Mode::Draft) });
            let (clause, trail) = followed(&links, &drafts[last].clause, new == last);
            if holds(&clause, &drafts[last].clause) {
                drafts[at].clause = clause;
                trails[new] = Some(trail);
                last = at;
            }
        }
    }
    trails
}

/// Whether what was found of a clause is more than the title of a section with its text.
fn holds(found: &[usize], clause: &[usize]) -> bool {
    !found.is_empty() && (found.len() > 1 || clause.len() < 3)
}

/// The units across the links of `clause`, on the other side, and what the links say.
fn followed(alignment: &Alignment, clause: &[usize], back: bool) -> (Vec<usize>, Trail) {
    let mut out = Vec::new();
    let mut trail = Trail::default();
    for link in &alignment.links {
        let (own, other) = if back { (&link.new, &link.old) } else { (&link.old, &link.new) };
        if !own.iter().any(|u| clause.contains(u)) || link.status == Status::Repeat {
            continue;
        }
        out.extend(other);
        trail.pairs.push([link.old.clone(), link.new.clone()]);
        // Of a section only what becomes of its heading counts; of a clause with items, of its own words.
        let first = clause.first().is_some_and(|u| own.contains(u));
        trail.moved |= link.moved && first;
        trail.split |= link.is_split() && (first || clause.len() <= 2);
        trail.merged |= link.is_merged() && (first || clause.len() <= 2);
    }
    out.sort_unstable();
    (out, trail)
}

fn fate(before: &str, text: &str, runs: &[Run], trail: Option<&Trail>) -> Fate {
    let moved = trail.is_some_and(|t| t.moved);
    if trail.is_some_and(|t| t.split) {
        return Fate::Split;
    }
    if trail.is_some_and(|t| t.merged) {
        return Fate::Merged;
    }
    if before == text {
        return if moved { Fate::Moved } else { Fate::Same };
    }
    if same_essence(before, text) {
        return if moved { Fate::Moved } else { Fate::Format };
    }
    let count = |want: fn(Op) -> bool| -> usize {
        runs.iter().filter(|r| want(r.op)).map(|r| r.text.split_whitespace().count()).sum()
    };
    let (same, changed) = (2 * count(|op| op == Op::Equal), count(|op| op != Op::Equal));
    // The same cut-off as for a link: 65 of 100 words.
    if changed * 35 > same * 65 { Fate::Rewritten } else { Fate::Edited }
}
