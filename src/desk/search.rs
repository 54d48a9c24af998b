//! From words to passages: queries over the whole corpus.

use std::ops::Range;

use super::{Desk, Target};
use crate::text::WorkId;

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

/// A match inside a hit's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Bytes of [`Desk::text_of`] the hit's target.
    pub range: Range<usize>,
    /// Which term of the query it matches, from 0: the reader tells up to eight apart.
    pub term: u8,
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

/// A mistake in a query, told in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Bytes of the query that are wrong.
    pub range: Range<usize>,
    /// What is wrong, and what to do.
    pub what: String,
}

/// What a short form stands for in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// The short form as printed: `IOM`.
    pub short: String,
    /// What it stands for.
    pub long: String,
    /// The works of the document that says so.
    pub works: Vec<WorkId>,
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

impl Desk {
    /// The passages that answer `query`. Builds the index at the first call.
    #[must_use]
    pub fn search(&self, query: &str, within: &Within) -> Found {
        let _ = (query, within);
        Found::default()
    }
}
