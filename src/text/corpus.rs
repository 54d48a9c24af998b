//! The corpus: flat vectors of all that was read. What refers to what goes by id.

use std::ops::Index;
use std::path::PathBuf;

use super::{
    Frame, FrameId, Lines, Objective, ObjectiveId, Passage, PassageId, PassageKind, Section, SectionId, SourceId, Work,
    WorkId,
};

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceStatus {
    /// Its text was read.
    Read,
    /// It was not read, and why.
    NotRead(String),
}

/// A file as it lies on disk (or embedded), with its text for looking at raw lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name shown and printed: relative to the folder named, `/` between parts.
    pub file: String,
    /// Where it lies; none for an embedded one.
    pub path: Option<PathBuf>,
    /// What became of it.
    pub status: SourceStatus,
    /// The decoded text, line for line as on disk. May hold control characters: pass it through [`super::safe`].
    pub text: String,
    /// The byte of `text` at which each line starts.
    pub line_starts: Vec<u32>,
    /// The first line of each page with its number, in order; empty where the source tells none. A number is `16`, or
    /// `16 (4)` where a viewer counts otherwise than is printed; without words where no page is known any more.
    pub pages: Vec<(u32, String)>,
}

impl Source {
    /// The name of its file without folders and ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        let name = self.file.rsplit('/').next().unwrap_or(&self.file);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// The line `number` (1-based) without its line end; empty beyond the end.
    #[must_use]
    pub fn line(&self, number: u32) -> &str {
        let at = |n: u32| self.line_starts.get(n as usize).map_or(self.text.len(), |&b| b as usize);
        match number.checked_sub(1) {
            Some(n) if (n as usize) < self.line_starts.len() => {
                self.text.get(at(n)..at(n + 1)).unwrap_or("").trim_end_matches(['\n', '\r'])
            }
            _ => "",
        }
    }

    /// The page that `line` stands on, where the source tells.
    #[must_use]
    pub fn page(&self, line: u32) -> Option<&str> {
        let at = self.pages.partition_point(|&(first, _)| first <= line).checked_sub(1)?;
        self.pages.get(at).map(|(_, page)| page.as_str()).filter(|page| !page.is_empty())
    }

    /// The pages that `spans` touch, the first and the last: `16 (4)`, `16–23 (4–11)`.
    #[must_use]
    pub fn pages_of(&self, spans: &[Lines]) -> Option<String> {
        let first = self.page(spans.iter().map(|s| s.first).min()?)?;
        let last = spans.iter().map(|s| s.last).max().and_then(|line| self.page(line));
        let Some(last) = last.filter(|last| *last != first) else { return Some(first.to_owned()) };
        let parts = first.split_whitespace().zip(last.split_whitespace());
        let join = |(a, b): (&str, &str)| match (a.strip_suffix(')'), b.strip_prefix('(')) {
            (Some(a), Some(b)) => format!("{a}–{b}"),
            _ => format!("{a}–{b}"),
        };
        Some(parts.map(join).collect::<Vec<_>>().join(" "))
    }

    /// How many lines it has.
    #[must_use]
    pub fn len(&self) -> u32 {
        u32::try_from(self.line_starts.len()).unwrap_or(u32::MAX)
    }

    /// Whether it has no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.line_starts.is_empty()
    }
}

/// Why a notice was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// Lines set aside as noise: furniture, stamps, contents pages, teasers.
    SetAside,
    /// Lines whose reading is in doubt.
    Doubt,
    /// A file, or a part of one, that was not read.
    NotRead,
    /// A mistake in the corpus's manifest.
    Manifest,
}

/// What ingest could not place, or set aside, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The source it speaks of.
    pub source: SourceId,
    /// Its lines; `[1, 1]` where it speaks of the file as a whole.
    pub lines: Lines,
    /// Its kind.
    pub kind: NoticeKind,
    /// What and why, as printed: `page furniture set aside: running title`.
    pub what: String,
}

/// All that was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corpus {
    /// Files, in the order given (folders sorted by name).
    pub sources: Vec<Source>,
    /// Works, by source and line.
    pub works: Vec<Work>,
    /// Sections, in document order.
    pub sections: Vec<Section>,
    /// Passages, in document order; sub-items follow their parent.
    pub passages: Vec<Passage>,
    /// Numbering schemes; the first is the one `obj N` means.
    pub frames: Vec<Frame>,
    /// The aims of all frames.
    pub objectives: Vec<Objective>,
    /// What could not be placed or was set aside.
    pub notices: Vec<Notice>,
}

macro_rules! index {
    ($($id:ty => $field:ident: $item:ty),+ $(,)?) => {$(
        impl Index<$id> for Corpus {
            type Output = $item;
            fn index(&self, id: $id) -> &$item {
                &self.$field[id.index()]
            }
        }
    )+};
}

index! {
    SourceId => sources: Source,
    WorkId => works: Work,
    SectionId => sections: Section,
    PassageId => passages: Passage,
    FrameId => frames: Frame,
    ObjectiveId => objectives: Objective,
}

impl Corpus {
    /// Every work with its id.
    pub fn work_ids(&self) -> impl Iterator<Item = WorkId> + use<> {
        (0..self.works.len()).map(WorkId::at)
    }

    /// Every passage's id, in document order.
    pub fn passage_ids(&self) -> impl Iterator<Item = PassageId> + use<> {
        (0..self.passages.len()).map(PassageId::at)
    }

    /// The passages of `work`, in document order.
    pub fn passages_of(&self, work: WorkId) -> impl Iterator<Item = PassageId> + '_ {
        self.works[work.index()].sections.iter().flat_map(|&s| self[s].passages.iter().copied())
    }

    /// The passages of `section` and of all sections below it, in document order. Of notes those that these cite,
    /// wherever they are printed, and none that are cited elsewhere.
    #[must_use]
    pub fn passages_below(&self, section: SectionId) -> Vec<PassageId> {
        let (mut out, mut open) = (Vec::new(), vec![section]);
        while let Some(section) = open.pop() {
            out.extend_from_slice(&self[section].passages);
            open.extend_from_slice(&self[section].children);
        }
        let cited: Vec<PassageId> = out.iter().flat_map(|&p| self[p].notes.iter().filter_map(|m| m.note)).collect();
        out.retain(|&p| self[p].kind != PassageKind::Note || self[p].parent.is_none());
        out.extend(cited);
        // What follows a run-in lead's section may be its parent's own again.
        out.sort_unstable();
        out.dedup();
        out
    }

    /// What `passage` is an item of, the nearest first.
    pub fn above(&self, passage: PassageId) -> impl Iterator<Item = PassageId> + '_ {
        std::iter::successors(self[passage].parent, |&up| self[up].parent)
    }

    /// `section` and those it stands in, from itself outwards.
    pub fn outwards(&self, section: SectionId) -> impl Iterator<Item = SectionId> + '_ {
        std::iter::successors(Some(section), |&s| self[s].parent)
    }

    /// The sections around `section`, outermost first, itself last.
    #[must_use]
    pub fn path_to(&self, section: SectionId) -> Vec<SectionId> {
        let mut path: Vec<SectionId> = self.outwards(section).collect();
        path.reverse();
        path
    }

    /// The objective `number` of the main frame.
    #[must_use]
    pub fn objective(&self, number: u16) -> Option<ObjectiveId> {
        let frame = self.frames.first()?;
        frame.objectives.iter().copied().find(|&o| self[o].number == number)
    }
}
