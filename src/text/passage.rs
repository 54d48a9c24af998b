//! A passage: the unit an analyst cites. Label, text, emphasis and footnote marks are kept apart.

use std::ops::Range;

use super::{Lines, PassageId, SectionId, WorkId};

/// What sort of passage it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PassageKind {
    /// A paragraph, numbered or not.
    Paragraph,
    /// Words that open a list: "the following actions are instrumental:".
    Chapeau,
    /// An item of a list, at any depth.
    Item,
    /// A footnote or endnote.
    Note,
    /// A row of a table.
    Row,
    /// A block quotation.
    Quote,
}

impl PassageKind {
    /// The word for it in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Paragraph => "paragraph",
            Self::Chapeau => "chapeau",
            Self::Item => "item",
            Self::Note => "note",
            Self::Row => "row",
            Self::Quote => "quote",
        }
    }
}

/// Words printed in bold or italics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emphasis {
    /// Bytes of the passage's `text`.
    pub range: Range<usize>,
    /// Bold; else italic.
    pub strong: bool,
}

/// A footnote mark taken out of the running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteMark {
    /// The byte of the passage's `text` after which the mark stood.
    pub at: usize,
    /// The mark as digits or sign: `7`, `*`.
    pub mark: String,
    /// The note it leads to, where one was found.
    pub note: Option<PassageId>,
}

/// The unit an analyst cites: numbered paragraph, list item, footnote, table row.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// The name in JSON, unique in the corpus: `zero-draft/27.c`.
    pub key: String,
    /// How the place is printed, unique in the corpus: `Zero Draft, objective 13, para. 27 (c)`.
    pub citation: String,
    /// The work it belongs to.
    pub work: WorkId,
    /// The innermost section around it.
    pub section: SectionId,
    /// The passage it is an item, row or note of.
    pub parent: Option<PassageId>,
    /// The printed number or letter without punctuation: `27`, `c`, `iv`.
    pub label: Option<String>,
    /// What sort of passage it is.
    pub kind: PassageKind,
    /// Where it is printed; several where a page, a footnote or noise breaks it.
    pub spans: Vec<Lines>,
    /// The page, where the source says: a viewer's page and the printed one may both stand here.
    pub page: Option<String>,
    /// The clean text without its label.
    pub text: String,
    /// Bold and italic words of `text`.
    pub emphasis: Vec<Emphasis>,
    /// The footnotes it cites, in order.
    pub notes: Vec<NoteMark>,
    /// An earlier passage that this one repeats word for word (a slide shown twice).
    pub repeats: Option<PassageId>,
}
