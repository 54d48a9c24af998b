//! From words to passages: queries over the whole corpus.

use std::collections::BTreeMap;

use super::{Desk, Target};
use crate::index::query::Field;
pub use crate::index::{Abbreviation, Mark, Mistake, kinds};
use crate::index::{Place, Row, Rows, parse, text_at};
use crate::text::{Going, Lines, WorkId, go_on};

/// What narrows a search besides the query itself.
#[derive(Clone, Debug, Default)]
pub struct Within {
    /// Only this work.
    pub work: Option<WorkId>,
    /// Only works or passages of this kind (`draft`, `item`).
    pub kind: Option<String>,
    /// Only passages of this objective.
    pub objective: Option<u16>,
    /// A word typed with a capital letter matches only as typed.
    pub smart_case: bool,
    /// At most so many hits; none for all.
    pub limit: Option<usize>,
}

/// A place that answers a query: a passage, a heading (its section), or, on request, lines set aside.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The place. Its words are [`Desk::text_of`] it, its lines [`Desk::spans_of`] it.
    pub target: Target,
    /// BM25, higher is better.
    pub score: f32,
    /// Every match in it, in order.
    pub marks: Vec<Mark>,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The hits, best first, cut at the limit.
    pub hits: Vec<Hit>,
    /// Matches in the whole corpus.
    pub occurrences: usize,
    /// Passages (and headings) that hold one.
    pub passages: usize,
    /// Passages per work, in corpus order, works without one left out.
    pub by_work: Vec<(WorkId, usize)>,
    /// Passages per objective of the main frame, in order, those without one left out.
    pub by_objective: Vec<(u16, usize)>,
    /// The terms of the query as the reader typed them; `Mark::term` counts in here.
    pub terms: Vec<String>,
    /// What the abbreviations among the terms stand for, document by document.
    pub abbreviations: Vec<Abbreviation>,
    /// What could not be understood; the valid part still answers.
    pub mistakes: Vec<Mistake>,
    /// The nearest words of the corpus, where nothing was found.
    pub nearest: Vec<String>,
}

impl From<Place> for Target {
    fn from(place: Place) -> Self {
        match place {
            Place::Section(section) => Self::Section(section),
            Place::Passage(passage) => Self::Passage(passage),
            Place::Aside(source, line) => Self::Lines(source, Lines::one(line)),
        }
    }
}

impl Desk {
    /// The passages that answer `query`. Builds the index at the first call.
    #[must_use]
    pub fn search(&self, query: &str, within: &Within) -> Found {
        self.search_going(query, within, &go_on)
    }

    /// As [`Desk::search`]; `going` counts passages read, then those marked.
    #[must_use]
    pub fn search_going(&self, query: &str, within: &Within, going: Going<'_>) -> Found {
        let (index, corpus) = (self.index(), &self.corpus);
        let typed = query;
        let query = parse(query);
        let matcher = index.matcher(&query, within.smart_case);
        let Rows { mut rows, mut scores, mistakes } = index.rows(&query, &matcher, corpus, going);
        let mut found = Found {
            terms: query.terms.iter().map(|term| typed[term.range.clone()].to_owned()).collect(),
            mistakes: query.mistakes.iter().cloned().chain(mistakes).collect(),
            ..Found::default()
        };
        narrow(self, within, &mut rows, &mut scores, &mut found.mistakes);
        count(self, &rows, &mut found);
        let mut order: Vec<usize> = (0..rows.len()).collect();
        let best = |a: &usize, b: &usize| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b));
        let limit = within.limit.unwrap_or(usize::MAX);
        if limit < order.len() {
            order.select_nth_unstable_by(limit, best);
            order.truncate(limit);
        }
        order.sort_unstable_by(best);
        let count = order.len();
        let wanted = order.into_iter().enumerate().take_while(|(n, _)| going(*n, count));
        found.hits.extend(wanted.map(|(_, at)| {
            let unit = index.units()[rows[at].unit as usize];
            let marks = matcher.marks(&text_at(corpus, unit.place), unit.work, None);
            Hit { target: unit.place.into(), score: scores[at], marks }
        }));
        let asked = |abbreviation: &&Abbreviation| {
            let names = |term: &String| {
                let term = term.trim_start_matches("abbr:").trim_matches('"');
                term.eq_ignore_ascii_case(&abbreviation.short)
            };
            found.terms.iter().any(names)
        };
        found.abbreviations = index.abbreviations().iter().filter(asked).cloned().collect();
        if found.passages == 0 {
            found.nearest = index.nearest(&query, &matcher, 5);
        }
        found
    }
}

impl Desk {
    /// The page on which the first match of a hit is printed.
    #[must_use]
    pub fn page_of(&self, hit: &Hit) -> Option<String> {
        match hit.target {
            Target::Passage(passage) => self.page_at(passage, &hit.marks.first().map_or(0..0, |m| m.range.clone())),
            target => self.spans_of(target).and_then(|(source, lines)| self.corpus[source].pages_of(&lines)),
        }
    }
}

/// Leaves of `rows` what `within` allows.
fn narrow(desk: &Desk, within: &Within, rows: &mut Vec<Row>, scores: &mut Vec<f32>, mistakes: &mut Vec<Mistake>) {
    let (index, corpus) = (desk.index(), &desk.corpus);
    let mut sets = Vec::new();
    if let Some(work) = within.work {
        sets.push(index.units().iter().map(|unit| unit.work == Some(work)).collect());
    }
    let kind = within.kind.as_ref().map(|kind| index.narrow(Field::Kind, kind, corpus));
    let objective = within.objective.map(|number| index.narrow(Field::Obj, &number.to_string(), corpus));
    for set in [kind, objective].into_iter().flatten() {
        match set {
            Ok(set) => sets.push(set),
            Err(what) => {
                mistakes.push(Mistake { range: 0..0, what });
                sets.push(vec![false; index.units().len()]);
            }
        }
    }
    for set in sets {
        let mut kept = rows.iter().map(|row| set[row.unit as usize]);
        scores.retain(|_| kept.next().unwrap_or(false));
        rows.retain(|row| set[row.unit as usize]);
    }
}

/// Counts matches and passages: all, by work, by objective.
fn count(desk: &Desk, rows: &[Row], found: &mut Found) {
    let mut works = vec![0; desk.corpus.works.len()];
    let mut objectives: BTreeMap<u16, usize> = BTreeMap::new();
    for row in rows {
        let unit = desk.index().units()[row.unit as usize];
        found.occurrences += row.count as usize;
        if let Some(work) = unit.work {
            works[work.index()] += 1;
        }
        if let Some(objective) = unit.objective {
            *objectives.entry(objective).or_default() += 1;
        }
    }
    found.passages = rows.len();
    found.by_work = desk.corpus.work_ids().zip(works).filter(|&(_, passages)| passages > 0).collect();
    found.by_objective = objectives.into_iter().collect();
}
