//! The JSON of the contract: one struct a shape, keys in the contract's order.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::{CompactFormatter, Formatter};

use crate::compare::{Run, Unit};
use crate::desk::compare::Comparison;
use crate::desk::history::History;
use crate::desk::on::Bearing;
use crate::desk::search::Found;
use crate::desk::{Desk, Target, counted};
use crate::keys::{Keymap, Mistake};
use crate::text::{
    Corpus, Fact, Lines, Member, Node, Notice, NoticeKind, Objective, PassageId, PassageKind, Role, SectionId,
    SourceId, SourceStatus, Stated, WorkId, is_hidden,
};

type Span = [u32; 2];

fn span(lines: Lines) -> Span {
    [lines.first, lines.last]
}

fn spans(lines: &[Lines]) -> Vec<Span> {
    lines.iter().copied().map(span).collect()
}

/// A score, rounded so that it reads well and never depends on the last bit.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 10_000.0).round() / 10_000.0
}

/// Writes `value` as one line of JSON in which no hidden character stands raw.
pub fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Visible(CompactFormatter));
    value.serialize(&mut serializer)?;
    writeln!(out)
}

/// Escapes what a terminal would obey: controls beyond C0, bidi marks, invisible fillers.
struct Visible(CompactFormatter);

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut done = 0;
        for (at, c) in fragment.char_indices().filter(|&(_, c)| is_hidden(c)) {
            self.0.write_string_fragment(out, &fragment[done..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            done = at + c.len_utf8();
        }
        self.0.write_string_fragment(out, &fragment[done..])
    }
}

#[derive(Serialize)]
pub struct Outline<'a> {
    works: Vec<Work<'a>>,
    notices: Vec<NoticeRow<'a>>,
    sources: Vec<SourceRow<'a>>,
    frames: Vec<FrameRow<'a>>,
}

#[derive(Serialize)]
struct Work<'a> {
    id: &'a str,
    title: &'a str,
    version: Option<&'a str>,
    symbol: Option<&'a str>,
    date: Option<&'a str>,
    issuer: Option<&'a str>,
    kind: &'static str,
    file: &'a str,
    lines: Span,
    sections: Vec<Section<'a>>,
    short: &'a str,
    names: &'a [String],
    family: Option<&'a str>,
    stated: StatedBy,
}

/// Who states each fact: `text` or `manifest`.
#[derive(Serialize)]
struct StatedBy {
    version: Option<&'static str>,
    symbol: Option<&'static str>,
    date: Option<&'static str>,
    issuer: Option<&'static str>,
}

#[derive(Serialize)]
struct Section<'a> {
    id: &'a str,
    label: Option<&'a str>,
    title: Option<&'a str>,
    level: u8,
    lines: Span,
    objective: Option<u16>,
    passages: Vec<Passage<'a>>,
    sections: Vec<Section<'a>>,
    heading: Vec<Span>,
}

#[derive(Serialize)]
pub struct Passage<'a> {
    id: &'a str,
    citation: &'a str,
    label: Option<&'a str>,
    kind: &'static str,
    spans: Vec<Span>,
    page: Option<&'a str>,
    text: &'a str,
    notes: Vec<&'a str>,
    parent: Option<&'a str>,
    emphasis: Vec<Words>,
    repeats: Option<&'a str>,
}

#[derive(Serialize)]
struct Words {
    range: [usize; 2],
    strong: bool,
}

#[derive(Serialize)]
pub struct NoticeRow<'a> {
    file: &'a str,
    lines: Span,
    what: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
pub struct SourceRow<'a> {
    file: &'a str,
    read: bool,
    why: Option<&'a str>,
    lines: u32,
    works: usize,
    sections: usize,
    passages: usize,
    notes: usize,
    set_aside: u32,
    in_doubt: u32,
}

#[derive(Serialize)]
struct FrameRow<'a> {
    name: &'a str,
    noun: &'a str,
    objectives: Vec<ObjectiveRow<'a>>,
}

#[derive(Serialize)]
struct ObjectiveRow<'a> {
    number: u16,
    label: &'a str,
    title: &'a str,
    members: Vec<MemberRow<'a>>,
}

#[derive(Serialize)]
struct MemberRow<'a> {
    work: &'a str,
    id: &'a str,
    label: &'a str,
    role: &'static str,
}

impl SourceRow<'_> {
    /// The counts in words.
    pub fn told(&self) -> String {
        if let Some(why) = self.why {
            return format!("{}: not read: {why}", self.file);
        }
        let parts = [(self.works, "work"), (self.sections, "section"), (self.passages, "passage")];
        let parts: Vec<String> = parts.iter().map(|&(n, what)| counted(n, what)).collect();
        let lines = |n: u32| counted(n as usize, "line");
        format!(
            "{}: {}: {}, {} of them notes; {} set aside, {} in doubt",
            self.file,
            lines(self.lines),
            parts.join(", "),
            self.notes,
            lines(self.set_aside),
            lines(self.in_doubt)
        )
    }
}

/// A source's counts, for `outline` and `check`.
pub fn source_row(corpus: &Corpus, id: SourceId) -> SourceRow<'_> {
    let source = &corpus[id];
    let works: Vec<WorkId> = corpus.work_ids().filter(|&w| corpus[w].source == id).collect();
    let passages = || works.iter().flat_map(|&w| corpus.passages_of(w));
    let lines = |kind: NoticeKind| {
        let these = corpus.notices.iter().filter(|n| n.source == id && n.kind == kind);
        these.map(|n| n.lines.last - n.lines.first + 1).sum()
    };
    SourceRow {
        file: &source.file,
        read: source.status == SourceStatus::Read,
        why: match &source.status {
            SourceStatus::Read => None,
            SourceStatus::NotRead(why) => Some(why),
        },
        lines: source.len(),
        works: works.len(),
        sections: works.iter().map(|&w| corpus[w].sections.len()).sum(),
        passages: passages().count(),
        notes: passages().filter(|&p| corpus[p].kind == PassageKind::Note).count(),
        set_aside: lines(NoticeKind::SetAside),
        in_doubt: lines(NoticeKind::Doubt),
    }
}

/// The word for a notice's kind.
fn notice_kind(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::SetAside => "set aside",
        NoticeKind::Doubt => "in doubt",
        NoticeKind::NotRead => "not read",
        NoticeKind::Manifest => "manifest",
    }
}

fn notice_row<'a>(corpus: &'a Corpus, notice: &'a Notice) -> NoticeRow<'a> {
    NoticeRow {
        file: &corpus[notice.source].file,
        lines: span(notice.lines),
        what: &notice.what,
        kind: notice_kind(notice.kind),
    }
}

fn work(corpus: &Corpus, id: WorkId) -> Work<'_> {
    let work = &corpus[id];
    let said = |fact: &Option<Fact>| {
        fact.as_ref().map(|f| match f.stated {
            Stated::Text => "text",
            Stated::Manifest => "manifest",
        })
    };
    let top = work.sections.iter().filter(|&&s| corpus[s].parent.is_none());
    Work {
        id: &work.key,
        title: &work.title,
        version: work.version.as_ref().map(|f| f.value.as_str()),
        symbol: work.symbol.as_ref().map(|f| f.value.as_str()),
        date: work.date.as_ref().map(|f| f.value.as_str()),
        issuer: work.issuer.as_ref().map(|f| f.value.as_str()),
        kind: work.kind.word(),
        file: &corpus[work.source].file,
        lines: span(work.lines),
        sections: top.map(|&s| section(corpus, s)).collect(),
        short: &work.short,
        names: &work.names,
        family: work.family.as_deref(),
        stated: StatedBy {
            version: said(&work.version),
            symbol: said(&work.symbol),
            date: said(&work.date),
            issuer: said(&work.issuer),
        },
    }
}

fn section(corpus: &Corpus, id: SectionId) -> Section<'_> {
    let section = &corpus[id];
    Section {
        id: &section.key,
        label: section.label.as_deref(),
        title: section.title.as_deref(),
        level: section.level,
        lines: span(section.lines),
        objective: section.objective,
        passages: section.passages.iter().map(|&p| passage(corpus, p)).collect(),
        sections: section.children.iter().map(|&s| self::section(corpus, s)).collect(),
        heading: spans(&section.heading),
    }
}

/// A passage as in `outline`.
pub fn passage(corpus: &Corpus, id: PassageId) -> Passage<'_> {
    let passage = &corpus[id];
    let key = |id: PassageId| corpus[id].key.as_str();
    Passage {
        id: &passage.key,
        citation: &passage.citation,
        label: passage.label.as_deref(),
        kind: passage.kind.word(),
        spans: spans(&passage.spans),
        page: passage.page.as_deref(),
        text: &passage.text,
        notes: passage.notes.iter().map(|n| n.mark.as_str()).collect(),
        parent: passage.parent.map(key),
        emphasis: passage
            .emphasis
            .iter()
            .map(|e| Words { range: [e.range.start, e.range.end], strong: e.strong })
            .collect(),
        repeats: passage.repeats.map(key),
    }
}

fn objective<'a>(corpus: &'a Corpus, objective: &'a Objective) -> ObjectiveRow<'a> {
    let member = |m: &'a Member| MemberRow {
        work: &corpus[m.work].key,
        id: match m.node {
            Node::Section(s) => &corpus[s].key,
            Node::Passage(p) => &corpus[p].key,
        },
        label: &m.label,
        role: match m.role {
            Role::Body => "body",
            Role::Title => "title",
        },
    };
    ObjectiveRow {
        number: objective.number,
        label: &objective.label,
        title: &objective.title,
        members: objective.members.iter().map(member).collect(),
    }
}

/// `outline`: these works, and the notices of their sources.
pub fn outline<'a>(corpus: &'a Corpus, works: &[WorkId]) -> Outline<'a> {
    let all = works.len() == corpus.works.len();
    let shown = |source: SourceId| all || works.iter().any(|&w| corpus[w].source == source);
    let sources = (0..corpus.sources.len()).map(SourceId::at).filter(|&s| shown(s));
    Outline {
        works: works.iter().map(|&w| work(corpus, w)).collect(),
        notices: corpus.notices.iter().filter(|n| shown(n.source)).map(|n| notice_row(corpus, n)).collect(),
        sources: sources.map(|s| source_row(corpus, s)).collect(),
        frames: corpus
            .frames
            .iter()
            .map(|f| FrameRow {
                name: &f.name,
                noun: &f.noun,
                objectives: f.objectives.iter().map(|&o| objective(corpus, &corpus[o])).collect(),
            })
            .collect(),
    }
}

/// A passage with its work and file, as `show` prints it.
#[derive(Serialize)]
pub struct Placed<'a> {
    #[serde(flatten)]
    passage: Passage<'a>,
    work: &'a str,
    file: &'a str,
    section: &'a str,
}

fn placed(corpus: &Corpus, id: PassageId) -> Placed<'_> {
    let (work, section) = (&corpus[corpus[id].work], &corpus[corpus[id].section]);
    Placed { passage: passage(corpus, id), work: &work.key, file: &corpus[work.source].file, section: &section.key }
}

#[derive(Serialize)]
pub struct Show<'a> {
    r#ref: &'a str,
    passages: Vec<Placed<'a>>,
    before: Vec<Placed<'a>>,
    after: Vec<Placed<'a>>,
    means: Option<String>,
    candidates: Vec<String>,
}

/// `show`: the passages of a place, and those around it; or the candidates of a name.
pub fn show<'a>(
    corpus: &'a Corpus,
    name: &'a str,
    means: Option<String>,
    [before, passages, after]: [&[PassageId]; 3],
    candidates: Vec<String>,
) -> Show<'a> {
    let all = |ids: &[PassageId]| ids.iter().map(|&p| placed(corpus, p)).collect();
    Show { r#ref: name, passages: all(passages), before: all(before), after: all(after), means, candidates }
}

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

/// The work of a target; none for an objective or lines set aside.
fn work_of(corpus: &Corpus, target: Target) -> Option<WorkId> {
    match target {
        Target::Work(work) => Some(work),
        Target::Section(section) => Some(corpus[section].work),
        Target::Passage(passage) => Some(corpus[passage].work),
        Target::Objective(_) | Target::Lines(..) => None,
    }
}

/// `search`: the answer to a query.
pub fn search<'a>(desk: &'a Desk, query: &'a str, found: &'a Found) -> Search<'a> {
    let corpus = &desk.corpus;
    let hits = found.hits.iter().map(|hit| {
        let (source, lines) = desk.spans_of(hit.target).map_or((None, Vec::new()), |(s, l)| (Some(s), l));
        HitRow {
            work: work_of(corpus, hit.target).map_or("", |w| &corpus[w].key),
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
}

/// `passages`: what the rest of the corpus says on an objective.
pub fn on<'a>(corpus: &'a Corpus, number: u16, title: &'a str, bearings: &'a [Bearing]) -> On<'a> {
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
        }
    };
    On { objective: number, title, passages: bearings.iter().enumerate().map(row).collect() }
}

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
    let step = |s: &'a crate::desk::history::Step| StepRow {
        work: &corpus[s.work].key,
        date: s.date.as_deref(),
        citation: s.citation.as_deref(),
        status: s.fate.word(),
        text: s.text.as_deref(),
        runs: runs(&s.runs),
    };
    Through { r#ref: name, steps: found.steps.iter().map(step).collect() }
}

#[derive(Serialize)]
pub struct KeyRow {
    scope: &'static str,
    action: &'static str,
    keys: Vec<String>,
    doc: &'static str,
}

/// `keys`: the key map in force.
pub fn keys(keymap: &Keymap) -> Vec<KeyRow> {
    let rows = keymap.rows().into_iter();
    rows.map(|r| KeyRow { scope: r.scope.name(), action: r.action.name(), keys: r.keys, doc: r.action.doc() }).collect()
}

#[derive(Serialize)]
pub struct Check<'a> {
    sources: Vec<SourceRow<'a>>,
    notices: Vec<NoticeRow<'a>>,
    mistakes: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    what: &'a str,
    hint: Option<&'a str>,
}

/// `check`: what could not be read or placed, and the mistakes of a key map.
pub fn check<'a>(corpus: &'a Corpus, mistakes: &'a [Mistake]) -> Check<'a> {
    Check {
        sources: (0..corpus.sources.len()).map(|s| source_row(corpus, SourceId::at(s))).collect(),
        notices: corpus.notices.iter().map(|n| notice_row(corpus, n)).collect(),
        mistakes: mistakes
            .iter()
            .map(|m| Told { file: &m.file, line: m.line, column: m.column, what: &m.what, hint: m.hint.as_deref() })
            .collect(),
    }
}
