//! `compare` and `history`: links, runs and steps.

use serde::{Serialize, Serializer};

use super::{Span, rounded, spans};
use crate::compare::{Run, Unit};
use crate::desk::compare::Comparison;
use crate::desk::history::{History, Step};
use crate::text::Corpus;

#[derive(Serialize)]
pub struct Compare<'a> {
    old: SideRow<'a>,
    new: SideRow<'a>,
    mode: &'static str,
    #[serde(serialize_with = "in_order")]
    summary: Vec<(&'static str, usize)>,
    links: Vec<LinkRow<'a>>,
    terms: Vec<TermRow<'a>>,
}

/// An object with its keys in the order of the list.
fn in_order<S: Serializer>(counts: &[(&'static str, usize)], out: S) -> Result<S::Ok, S::Error> {
    out.collect_map(counts.iter().copied())
}

#[derive(Serialize)]
struct SideRow<'a> {
    work: Option<&'a str>,
    title: &'a str,
    file: Option<&'a str>,
}

#[derive(Serialize)]
struct LinkRow<'a> {
    old: Vec<UnitRow<'a>>,
    new: Vec<UnitRow<'a>>,
    status: &'static str,
    moved: bool,
    renumbered: bool,
    score: f64,
    runs: Vec<RunRow<'a>>,
}

#[derive(Serialize)]
struct UnitRow<'a> {
    citation: &'a str,
    label: Option<&'a str>,
    kind: &'static str,
    objective: Option<u16>,
    spans: Vec<Span>,
    text: &'a str,
}

#[derive(Serialize)]
struct RunRow<'a> {
    op: char,
    text: &'a str,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    noise: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<usize>,
}

#[derive(Serialize)]
struct TermRow<'a> {
    old: &'a str,
    new: &'a str,
    count: usize,
}

fn runs(runs: &[Run]) -> Vec<RunRow<'_>> {
    runs.iter().map(|r| RunRow { op: r.op.sign(), text: &r.text, noise: r.noise, term: r.term }).collect()
}

fn unit(unit: &Unit) -> UnitRow<'_> {
    UnitRow {
        citation: &unit.citation,
        label: unit.label.as_deref(),
        kind: unit.kind.word(),
        objective: unit.objective,
        spans: spans(&unit.spans),
        text: &unit.text,
    }
}

/// `compare`: two texts of `corpora` side by side.
pub fn compare<'a>(corpora: [&'a Corpus; 2], found: &'a Comparison) -> Compare<'a> {
    let side = |i: usize| {
        let work = found.works[i].map(|w| &corpora[i][w]);
        SideRow {
            work: work.map(|w| w.key.as_str()),
            title: &found.titles[i],
            file: work.map(|w| corpora[i][w.source].file.as_str()),
        }
    };
    let alignment = &found.alignment;
    let all = |side: usize, ids: &[usize]| ids.iter().map(|&u| unit(&found.units[side][u])).collect();
    Compare {
        old: side(0),
        new: side(1),
        mode: alignment.mode.word(),
        summary: alignment.summary.counts().to_vec(),
        links: alignment
            .links
            .iter()
            .map(|link| LinkRow {
                old: all(0, &link.old),
                new: all(1, &link.new),
                status: link.status.word(),
                moved: link.moved,
                renumbered: link.renumbered,
                score: rounded(link.score),
                runs: runs(&link.runs),
            })
            .collect(),
        terms: alignment.terms.iter().map(|t| TermRow { old: &t.old, new: &t.new, count: t.count }).collect(),
    }
}

#[derive(Serialize)]
pub struct Through<'a> {
    r#ref: &'a str,
    steps: Vec<StepRow<'a>>,
}

#[derive(Serialize)]
struct StepRow<'a> {
    work: &'a str,
    date: Option<&'a str>,
    citation: Option<&'a str>,
    status: &'static str,
    text: Option<&'a str>,
    runs: Vec<RunRow<'a>>,
}

/// `history`: one clause through its drafts.
pub fn history<'a>(corpus: &'a Corpus, name: &'a str, found: &'a History) -> Through<'a> {
    let step = |s: &'a Step| StepRow {
        work: &corpus[s.work].key,
        date: s.date.as_deref(),
        citation: s.citation.as_deref(),
        status: s.fate.word(),
        text: s.text.as_deref(),
        runs: runs(&s.runs),
    };
    Through { r#ref: name, steps: found.steps.iter().map(step).collect() }
}
