//! `outline`: works, sections, passages, frames, and what is told of each source.

use serde::Serialize;

use super::{Span, span, spans};
use crate::desk::counted;
use crate::text::{
    Corpus, Fact, Member, Node, Notice, NoticeKind, Objective, PassageId, PassageKind, Role, SectionId, SourceId,
    SourceStatus, Stated, WorkId,
};

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
    title: &'static str,
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

pub(super) fn notice_row<'a>(corpus: &'a Corpus, notice: &'a Notice) -> NoticeRow<'a> {
    NoticeRow {
        file: &corpus[notice.source].file,
        lines: span(notice.lines),
        what: &notice.what,
        kind: notice_kind(notice.kind),
    }
}

fn work(corpus: &Corpus, id: WorkId) -> Work<'_> {
    let work = &corpus[id];
    let by = |stated: Stated| match stated {
        Stated::Text => "text",
        Stated::Manifest => "manifest",
    };
    let said = |fact: &Option<Fact>| fact.as_ref().map(|f| by(f.stated));
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
            title: by(work.titled),
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
