//! A work: one self-contained text in a source, and what is known of it.

use super::{Lines, SectionId, SourceId};

/// What sort of text a work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WorkKind {
    /// A version of a text under negotiation.
    Draft,
    /// An adopted resolution or declaration.
    Resolution,
    /// A report of a body, an official or a delegation.
    Report,
    /// A letter or memorandum.
    Letter,
    /// A statement of one party's position.
    Position,
    /// Slides of a talk.
    Slides,
    /// A background or concept note.
    Note,
    /// A book or a bulletin.
    Publication,
    /// A cover slip, a stamp, a list of papers laid.
    Slip,
    /// None of these, or not known.
    Other,
}

impl WorkKind {
    /// Every kind, in the order of the contract.
    pub const ALL: [Self; 10] = [
        Self::Draft,
        Self::Resolution,
        Self::Report,
        Self::Letter,
        Self::Position,
        Self::Slides,
        Self::Note,
        Self::Publication,
        Self::Slip,
        Self::Other,
    ];

    /// The word for it in JSON, queries and manifests.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Resolution => "resolution",
            Self::Report => "report",
            Self::Letter => "letter",
            Self::Position => "position",
            Self::Slides => "slides",
            Self::Note => "note",
            Self::Publication => "publication",
            Self::Slip => "slip",
            Self::Other => "other",
        }
    }

    /// The kind that `word` names, if any.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }
}

/// Who says a fact about a work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stated {
    /// The text itself.
    Text,
    /// The corpus's manifest.
    Manifest,
}

/// A fact about a work, and who states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The fact, as printed in citations and JSON.
    pub value: String,
    /// Who states it.
    pub stated: Stated,
}

/// One self-contained text: a draft, a resolution, a report, a letter.
#[derive(Clone, Debug, PartialEq)]
pub struct Work {
    /// The name in REFs and JSON, unique in the corpus: `zero-draft`.
    pub key: String,
    /// The title as printed, rejoined over lines.
    pub title: String,
    /// Who states the title.
    pub titled: Stated,
    /// The name used in citations: `Zero Draft`, `A/RES/71/1`, or the title where there is nothing shorter.
    pub short: String,
    /// Other names a reader may type: abbreviations, symbols, the file's stem.
    pub names: Vec<String>,
    /// The version of a negotiated text: `Zero Draft`, `Revision 2`.
    pub version: Option<Fact>,
    /// The document symbol: `A/RES/71/1`.
    pub symbol: Option<Fact>,
    /// The date in ISO form, or `from/to`.
    pub date: Option<Fact>,
    /// Who issued it.
    pub issuer: Option<Fact>,
    /// What sort of text it is.
    pub kind: WorkKind,
    /// The family of drafts it belongs to, if any.
    pub family: Option<String>,
    /// The source that holds it.
    pub source: SourceId,
    /// Its lines in the source.
    pub lines: Lines,
    /// Its sections in document order (all levels); contiguous in the corpus's vector.
    pub sections: Vec<SectionId>,
}
