//! A section: what a heading opens, nested by level.

use super::{Lines, PassageId, SectionId, WorkId};

/// What a heading opens. Text before a work's first heading stands in a section without label and title, level 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The name in JSON, unique in the corpus: `zero-draft/objective-13`.
    pub key: String,
    /// The work it belongs to.
    pub work: WorkId,
    /// The section around it.
    pub parent: Option<SectionId>,
    /// Depth by meaning, 1 for the work's own divisions; 0 only for front matter.
    pub level: u8,
    /// The printed label: `OBJECTIVE 13`, `Annex I`, `IV`, `Article 44 bis`.
    pub label: Option<String>,
    /// The heading's words without its label.
    pub title: Option<String>,
    /// Where the heading itself is printed; empty where no line opens the section.
    pub heading: Vec<Lines>,
    /// From the heading to the last line before the next section of the same or a higher level.
    pub lines: Lines,
    /// The number, where this is an objective of a compact.
    pub objective: Option<u16>,
    /// Its own passages in document order, those of nested sections not counted.
    pub passages: Vec<PassageId>,
    /// The sections directly below, in document order.
    pub children: Vec<SectionId>,
}

impl Section {
    /// Label and title in one line, as a heading reads.
    #[must_use]
    pub fn name(&self) -> String {
        match (&self.label, &self.title) {
            (Some(label), Some(title)) => format!("{label}. {title}"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => String::new(),
        }
    }
}
