//! Follow: the references in a text, where they lead, and what refers to a place.

use std::ops::Range;

use super::{Desk, Target};
use crate::text::PassageId;

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To a place in the corpus.
    To(Target),
    /// To one of several places.
    OneOf(Vec<Target>),
    /// Out of the corpus: the name of the instrument or document.
    Outside(String),
}

/// A reference in a passage's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Bytes of the passage's `text`.
    pub range: Range<usize>,
    /// Where it leads.
    pub leads: Leads,
}

impl Desk {
    /// The references in `passage`, in order: paragraphs, annexes, objectives, symbols, instruments, footnotes.
    #[must_use]
    pub fn references(&self, passage: PassageId) -> Vec<Reference> {
        let _ = passage;
        Vec::new()
    }

    /// The passages that refer to `target`, in document order.
    #[must_use]
    pub fn refers_here(&self, target: Target) -> Vec<PassageId> {
        let _ = target;
        Vec::new()
    }
}
