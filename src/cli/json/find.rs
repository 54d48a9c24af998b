//! `search` and `passages`: what answers a query, and what bears on an objective.

use serde::Serialize;

use super::{Span, rounded, spans};
use crate::desk::on::Bearing;
use crate::desk::search::Found;
use crate::desk::{Desk, Target};

#[derive(Serialize)]
pub struct Search<'a> {
    query: &'a str,
    occurrences: usize,
    passages: usize,
    hits: Vec<HitRow<'a>>,
    by_work: Vec<(&'a str, usize)>,
    by_objective: &'a [(u16, usize)],
    terms: &'a [String],
    abbreviations: Vec<AbbreviationRow<'a>>,
    mistakes: Vec<MistakeRow<'a>>,
    nearest: &'a [String],
}

#[derive(Serialize)]
struct HitRow<'a> {
    work: &'a str,
    citation: String,
    file: &'a str,
    spans: Vec<Span>,
    score: f64,
    text: String,
    marks: Vec<[usize; 2]>,
    kind: &'static str,
    page: Option<String>,
}

#[derive(Serialize)]
struct AbbreviationRow<'a> {
    short: &'a str,
    long: &'a str,
    works: Vec<&'a str>,
}

#[derive(Serialize)]
struct MistakeRow<'a> {
    range: [usize; 2],
    what: &'a str,
}

/// `search`: the answer to a query.
pub fn search<'a>(desk: &'a Desk, query: &'a str, found: &'a Found) -> Search<'a> {
    let corpus = &desk.corpus;
    let hits = found.hits.iter().map(|hit| {
        let (source, lines) = desk.spans_of(hit.target).map_or((None, Vec::new()), |(s, l)| (Some(s), l));
        HitRow {
            work: desk.work_of(hit.target).map_or("", |w| &corpus[w].key),
            citation: desk.name_of(hit.target),
            file: source.map_or("", |s| &corpus[s].file),
            spans: spans(&lines),
            score: rounded(hit.score),
            text: desk.text_of(hit.target).into_owned(),
            marks: hit.marks.iter().map(|m| [m.range.start, m.range.end]).collect(),
            kind: match hit.target {
                Target::Passage(p) => corpus[p].kind.word(),
                Target::Section(_) => "heading",
                Target::Lines(..) => "set aside",
                Target::Work(_) | Target::Objective(_) => "title",
            },
            page: desk.page_of(hit),
        }
    });
    Search {
        query,
        occurrences: found.occurrences,
        passages: found.passages,
        hits: hits.collect(),
        by_work: found.by_work.iter().map(|&(w, n)| (corpus[w].key.as_str(), n)).collect(),
        by_objective: &found.by_objective,
        terms: &found.terms,
        abbreviations: found
            .abbreviations
            .iter()
            .map(|a| AbbreviationRow {
                short: &a.short,
                long: &a.long,
                works: a.works.iter().map(|&w| corpus[w].key.as_str()).collect(),
            })
            .collect(),
        mistakes: found
            .mistakes
            .iter()
            .map(|m| MistakeRow { range: [m.range.start, m.range.end], what: &m.what })
            .collect(),
        nearest: &found.nearest,
    }
}

#[derive(Serialize)]
pub struct On<'a> {
    objective: u16,
    title: &'a str,
    passages: Vec<BearingRow<'a>>,
}

#[derive(Serialize)]
struct BearingRow<'a> {
    rank: usize,
    score: f64,
    why: &'static str,
    terms: &'a [String],
    work: &'a str,
    citation: &'a str,
    file: &'a str,
    spans: Vec<Span>,
    text: &'a str,
    kind: &'static str,
    page: Option<String>,
    at: [usize; 2],
}

/// `passages`: what the rest of the corpus says on an objective.
pub fn on<'a>(desk: &'a Desk, number: u16, title: &'a str, bearings: &'a [Bearing]) -> On<'a> {
    let corpus = &desk.corpus;
    let row = |(i, bearing): (usize, &'a Bearing)| {
        let passage = &corpus[bearing.passage];
        let work = &corpus[passage.work];
        BearingRow {
            rank: i + 1,
            score: rounded(bearing.score),
            why: bearing.why.word(),
            terms: &bearing.terms,
            work: &work.key,
            citation: &passage.citation,
            file: &corpus[work.source].file,
            spans: spans(&passage.spans),
            text: &passage.text,
            kind: passage.kind.word(),
            page: desk.page_at(bearing.passage, &bearing.at),
            at: [bearing.at.start, bearing.at.end],
        }
    };
    On { objective: number, title, passages: bearings.iter().enumerate().map(row).collect() }
}
