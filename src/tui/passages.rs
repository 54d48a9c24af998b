//! The passages pane: what all sources say on the selection, each with its reason, work and citation.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::ink::{Block, Ink, Part};
use super::list::{Later, List};
use super::theme::Role;
use crate::desk::on::{Bearing, WEAK, find_terms};
use crate::desk::{Desk, Target, counted};
use crate::text::{Member, Node, ObjectiveId, Passage, PassageId, PassageKind, Role as Holds, Work, WorkKind};

/// How many of the words that speak for a passage are named before its text.
const TERMS: usize = 3;
type Row = super::list::Row<Target, Later>;

/// What bears on an objective, kept once it is known.
pub type Bearings = Arc<Vec<Bearing>>;

/// The pane's state.
#[derive(Default)]
pub struct Passages {
    /// What it speaks of.
    pub subject: Option<Target>,
    /// The rows; picking one opens its place.
    pub list: List<Target, Later>,
    /// The words it is narrowed to.
    pub filter: String,
    /// Whether dismissed passages are shown.
    pub all: bool,
    bearings: Option<Bearings>,
    /// Looking through the documents was stopped.
    stopped: bool,
    /// How many rows state the objective in full, and how many passages bear on it; the rest have its title alone.
    stated: usize,
    shown: usize,
}

/// Passages that the reader has kept, or dismissed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Kept.
    pub kept: BTreeSet<PassageId>,
    /// Dismissed.
    pub dismissed: BTreeSet<PassageId>,
}

impl Passages {
    /// Speaks of `subject` from now on. What bears on an objective must be asked for; until it is known, says so.
    pub fn turn_to(
        &mut self,
        subject: Option<Target>,
        bearings: Option<Bearings>,
        desk: &Arc<Desk>,
        verdicts: &Verdicts,
    ) {
        self.subject = subject;
        (self.bearings, self.stopped) = (bearings, false);
        self.fill(desk, verdicts);
    }

    /// What bears on the objective it speaks of.
    pub fn answer(&mut self, bearings: Bearings, desk: &Arc<Desk>, verdicts: &Verdicts) {
        self.bearings = Some(bearings);
        self.refill(desk, verdicts);
    }

    /// Makes the rows anew, for other verdicts; the place is kept.
    pub fn refill(&mut self, desk: &Arc<Desk>, verdicts: &Verdicts) {
        let view = self.list.view;
        self.fill(desk, verdicts);
        self.list.view = view;
    }

    /// Says that what bears on it is not being looked for any more.
    pub fn stop(&mut self, desk: &Arc<Desk>, verdicts: &Verdicts) {
        self.stopped = true;
        self.refill(desk, verdicts);
    }

    /// Every passage that bears on what it speaks of, whatever it is narrowed to.
    pub fn passages(&self) -> Vec<PassageId> {
        self.bearings.iter().flat_map(|all| all.iter()).map(|bearing| bearing.passage).collect()
    }

    /// Narrows the pane as one types.
    pub fn narrow(&mut self, filter: &str, desk: &Arc<Desk>, verdicts: &Verdicts) {
        filter.clone_into(&mut self.filter);
        self.fill(desk, verdicts);
    }

    /// Where the selection stands: among the texts that state an objective, the passages that bear on it, the lists
    /// that hold its title alone.
    pub fn position(&self) -> String {
        let (at, count) = self.list.position();
        let before = self.stated + self.shown;
        match at {
            _ if count == 0 => String::new(),
            _ if at <= self.stated => format!("text {at} of {}", self.stated),
            _ if at <= before => format!("passage {} of {}", at - self.stated, self.shown),
            _ => format!("title {} of {}", at - before, count.saturating_sub(before)),
        }
    }

    /// The pane's title.
    pub fn title(&self, desk: &Desk) -> String {
        let narrowed = if self.filter.is_empty() { String::new() } else { format!(", only {}", self.filter) };
        match self.subject {
            Some(Target::Objective(id)) => {
                let objective = &desk.corpus[id];
                let count = self.bearings.as_ref().map_or_else(String::new, |all| match self.shown {
                    shown if shown == all.len() => format!(": {}", counted(shown, "passage")),
                    shown => format!(": {shown} of {}", counted(all.len(), "passage")),
                });
                format!("On {} {}{count}{narrowed}", desk.corpus[objective.frame].noun, objective.label)
            }
            Some(subject) => format!("{}{narrowed}", desk.name_of(subject)),
            None => "Passages".to_owned(),
        }
    }

    fn fill(&mut self, desk: &Arc<Desk>, verdicts: &Verdicts) {
        let mut rows = Vec::new();
        (self.stated, self.shown) = (0, 0);
        match self.subject {
            Some(Target::Objective(id)) => {
                let (full, titles): (Vec<_>, Vec<_>) =
                    stated(desk, id).into_iter().partition(|m| m.role == Holds::Body);
                // A list that was narrowed shows what it was narrowed to.
                let all = self.filter.is_empty();
                if all {
                    push_statements(&mut rows, "Stated in", &full, desk);
                    self.stated = full.len();
                }
                match self.bearings.clone() {
                    None if self.stopped => rows.push(Row::note("Stopped before the documents were looked through")),
                    None => rows.push(Row::note("Looking through the documents")),
                    Some(bearings) => self.push_bearings(&mut rows, &bearings, desk, verdicts),
                }
                if all {
                    push_statements(&mut rows, "By title alone", &titles, desk);
                }
            }
            Some(subject) => {
                let passages = desk.passages_in(subject).into_iter().filter(|&p| fits(desk, p, &self.filter));
                rows.extend(passages.map(|p| {
                    let desk = Arc::clone(desk);
                    let block = move || Block::of(Part { clip: 4, ..passage_part(&desk.corpus[p], &[]) });
                    Row { block: Later::new(block), pick: Some(Target::Passage(p)) }
                }));
                self.shown = rows.len();
                if rows.is_empty() {
                    rows.push(Row::note("No passage here"));
                }
            }
            None => rows.push(Row::note("The passages of what is selected in the tree stand here")),
        }
        self.list = List::new(rows);
    }

    fn push_bearings(&mut self, rows: &mut Vec<Row>, bearings: &Bearings, desk: &Arc<Desk>, verdicts: &Verdicts) {
        let kept = self.filter.contains("is:kept");
        let hidden = |b: &Bearing| {
            !self.all && verdicts.dismissed.contains(&b.passage) || kept && !verdicts.kept.contains(&b.passage)
        };
        let fits = |b: &Bearing| !hidden(b) && fits(desk, b.passage, &self.filter);
        let shown: Vec<usize> = (0..bearings.len()).filter(|&n| fits(&bearings[n])).collect();
        let words = if shown.is_empty() { "Nothing else bears on it" } else { "Passages on it, most telling first" };
        rows.push(Row::heading(words, !rows.is_empty()));
        self.shown = shown.len();
        let strong = shown.iter().take_while(|&&n| bearings[n].score >= WEAK).count();
        for (at, n) in shown.into_iter().enumerate() {
            if at == strong {
                rows.push(Row::heading(&format!("Weaker from here: {}", self.shown - strong), true));
            }
            let passage = bearings[n].passage;
            let (desk, bearings, verdict) = (Arc::clone(desk), Arc::clone(bearings), verdicts.on(passage));
            let block = Later::new(move || bearing(&desk, &bearings[n], verdict));
            rows.push(Row { block, pick: Some(Target::Passage(passage)) });
        }
        let dismissed = bearings.iter().filter(|b| verdicts.dismissed.contains(&b.passage)).count();
        if dismissed > 0 && !self.all {
            rows.push(Row::note(&format!("{dismissed} dismissed")));
        }
    }
}

impl Verdicts {
    /// What stands before a passage's reason.
    fn on(&self, passage: PassageId) -> &'static str {
        match (self.kept.contains(&passage), self.dismissed.contains(&passage)) {
            (true, _) => "kept, ",
            (_, true) => "dismissed, ",
            _ => "",
        }
    }
}

/// Where an objective is stated: in full before by title alone, drafts before what others make of it, the newest first.
pub fn stated(desk: &Desk, objective: ObjectiveId) -> Vec<Member> {
    let corpus = &desk.corpus;
    let mut members = corpus[objective].members.clone();
    let date = |m: &Member| corpus[m.work].date.as_ref().map(|d| d.value.clone());
    members.sort_by_cached_key(|m| (m.role != Holds::Body, corpus[m.work].kind != WorkKind::Draft, Reverse(date(m))));
    members
}

/// The works that state an objective, each with its citation, and how many passages it has on it.
fn push_statements(rows: &mut Vec<Row>, heading: &str, members: &[Member], desk: &Desk) {
    if members.is_empty() {
        return;
    }
    rows.push(Row::heading(heading, !rows.is_empty()));
    for target in members.iter().map(|m| Target::from(m.node)) {
        let body = Ink::new(&desk.name_of(target), Role::Citation);
        let count = desk.passages_in(target).len();
        let part = match count {
            0..=1 => Part { indent: 1, clip: 2, ..Part::of(body) },
            n => Part { indent: 1, label: Ink::new(&counted(n, "passage"), Role::Dim), hang: 12, body, clip: 2 },
        };
        rows.push(Row { block: Block::of(part).into(), pick: Some(target) });
    }
}

fn bearing(desk: &Desk, b: &Bearing, verdict: &str) -> Block {
    let passage = &desk.corpus[b.passage];
    let reason = Ink::new(&format!("{verdict}{}", b.why.word()), Role::Dim);
    let hang = (reason.width() + 1).max(9);
    let head = Part { indent: 1, label: reason, hang, body: Ink::new(&passage.citation, Role::Citation), clip: 2 };
    let marks: Vec<(Range<usize>, Role)> =
        find_terms(&passage.text, &b.terms).into_iter().map(|range| (range, Role::Match(0))).collect();
    let words = b.terms.iter().take(TERMS).map(String::as_str).collect::<Vec<_>>().join(", ");
    let reason = if words.is_empty() { Ink::default() } else { Ink::new(&format!("{words}: "), Role::Dim) };
    let text = snippet(&passage.text, &marks);
    let text = if b.score < WEAK { text.over(Role::Dim) } else { text };
    let body = Part { indent: 2, clip: 3, ..Part::of(reason.then(text)) };
    Block { parts: vec![head, body], gap: false }
}

/// Whether a passage holds all words of `filter`; `doc:`, `kind:` and `by:` look at its work.
pub fn fits(desk: &Desk, id: PassageId, filter: &str) -> bool {
    let passage = &desk.corpus[id];
    let work = &desk.corpus[passage.work];
    let holds = |text: &str, word: &str| text.to_lowercase().contains(word);
    words_of(&filter.to_lowercase()).iter().all(|word| match word.split_once(':') {
        // What is kept is no property of the passage.
        Some(("is", _)) => true,
        Some(("kind", name)) if passage.kind.word().starts_with(name) => true,
        _ => of_work(work, word).unwrap_or_else(|| holds(&passage.text, word) || holds(&passage.citation, word)),
    })
}

/// Whether a work is what `doc:`, `kind:` or `by:` in a filter asks for; none where the word is none of these.
pub fn of_work(work: &Work, asked: &str) -> Option<bool> {
    let holds = |text: &str, part: &str| text.to_lowercase().contains(part);
    match asked.split_once(':')? {
        ("doc", name) => {
            let mut names = [&work.key, &work.short, &work.title].into_iter().chain(&work.names);
            Some(names.any(|known| holds(known, name)))
        }
        ("kind", name) => Some(work.kind.word().starts_with(name)),
        ("by", name) => Some(work.issuer.as_ref().is_some_and(|issuer| holds(&issuer.value, name))),
        _ => None,
    }
}

/// The words of a filter; what stands in quotation marks is one.
pub fn words_of(filter: &str) -> Vec<String> {
    let mut quoted = false;
    let parts = filter.split(|c: char| {
        quoted ^= c == '"';
        c.is_whitespace() && !quoted
    });
    parts.map(|word| word.replace('"', "")).filter(|word| !word.is_empty()).collect()
}

/// `text` from the clause that holds the first mark on, with its marks.
pub fn snippet(text: &str, marks: &[(Range<usize>, Role)]) -> Ink {
    // A narrow pane shows two rows of a hit: the mark must be in them.
    const NEAR: usize = 40;
    let first = marks.iter().map(|(range, _)| range.start).min().unwrap_or(0);
    let mut start = 0;
    if first > NEAR {
        let mut window = first - NEAR;
        while !text.is_char_boundary(window) {
            window += 1;
        }
        let before = &text[window..first];
        let clause = before.rfind(['.', ';', ':']).and_then(|at| before[at..].find(' ').map(|blank| at + blank + 1));
        start = window + clause.or_else(|| before.find(' ').map(|at| at + 1)).unwrap_or(0);
    }
    let mut ink = if start > 0 { Ink::new("… ", Role::Dim) } else { Ink::default() };
    let shifted =
        marks.iter().filter(|(r, _)| r.start >= start).map(|(r, role)| (r.start - start..r.end - start, *role));
    ink.push(&text[start..], shifted);
    ink
}

/// A passage as printed: label hanging, bold and italics, footnote marks in brackets; `looks` lie over its text.
pub fn passage_part(passage: &Passage, looks: &[(Range<usize>, Role)]) -> Part {
    let label = passage.label.as_deref().map(|label| match passage.kind {
        PassageKind::Item | PassageKind::Row => format!("({label})"),
        PassageKind::Note => label.to_owned(),
        _ => format!("{label}."),
    });
    let emphasis = passage.emphasis.iter().map(|e| (e.range.clone(), Role::Strong));
    let looks: Vec<(Range<usize>, Role)> = emphasis.chain(looks.iter().cloned()).collect();
    let mut body = Ink::default();
    let mut from = 0;
    let ends = passage.notes.iter().map(|n| (n.at, Some(&n.mark))).chain([(passage.text.len(), None)]);
    for (to, mark) in ends {
        let to = to.clamp(from, passage.text.len());
        let Some(piece) = passage.text.get(from..to) else { continue };
        let inside = looks.iter().filter(|(r, _)| r.start < to && r.end > from);
        body.push(piece, inside.map(|(r, role)| (r.start.max(from) - from..r.end.min(to) - from, *role)));
        if let Some(mark) = mark {
            body = body.and(&format!("[{mark}]"), Role::Note);
        }
        from = to;
    }
    // An item that bears no label had a bullet.
    let label = label.or_else(|| (passage.kind == PassageKind::Item).then(|| "-".to_owned()));
    let label = label.map(|label| Ink::new(&label, Role::Label)).unwrap_or_default();
    let hang = if label.text().is_empty() { 0 } else { (label.width() + 1).max(4) };
    Part { indent: 0, label, hang, body, clip: 0 }
}

/// Where byte `at` of a passage's text comes to stand in [`passage_part`]'s words.
pub fn place_in_part(passage: &Passage, at: usize) -> usize {
    at + passage.notes.iter().filter(|n| n.at <= at).map(|n| n.mark.len() + 2).sum::<usize>()
}

/// The byte of a passage's text that stands at byte `at` of [`passage_part`]'s words.
pub fn place_in_words(passage: &Passage, at: usize) -> usize {
    let mut marks = 0;
    for note in &passage.notes {
        if note.at + marks < at {
            marks += (note.mark.len() + 2).min(at - note.at - marks);
        }
    }
    at - marks
}

/// The passage or section that a node is.
impl From<Node> for super::tree::Branch {
    fn from(node: Node) -> Self {
        match node {
            Node::Section(id) => Self::Section(id),
            Node::Passage(id) => Self::Passage(id),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_by_their_beginning() {
        let check = |text: &str, term: &str, expected: &[&str]| {
            let found: Vec<&str> = find_terms(text, &[term.to_owned()]).into_iter().map(|r| &text[r]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("Detention; alternatives to detaining, redetention", "deten", &["Detention"]);
        check("migrants' Migration", "migra", &["migrants", "Migration"]);
        check("İstanbul é", "é", &["é"]);
        check("", "a", &[]);
    }

    #[test]
    fn snippets_begin_at_a_clause() {
        let text = "A long sentence that has nothing at all to do with what is being looked for in any way. Then detention comes.";
        let at = text.find("detention").unwrap_or(0);
        assert_eq!(snippet(text, &[(at..at + 9, Role::Match(0))]).text(), "… Then detention comes.");
    }
}
