//! Where a thing stands: ids into the corpus's flat vectors, and lines of a source on disk.

use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl $name {
            /// The position in the corpus's vector of this kind.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// The id of the thing at `index`.
            ///
            /// Saturates at `u32::MAX`; a corpus is bounded far below that.
            #[must_use]
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )+};
}

ids! {
    /// A file on disk, or an embedded one.
    SourceId,
    /// A self-contained text.
    WorkId,
    /// What a heading opens.
    SectionId,
    /// What an analyst cites.
    PassageId,
    /// A numbering scheme: the objectives of a compact, guiding principles, elements.
    FrameId,
    /// One aim of a frame, across all works.
    ObjectiveId,
}

/// A run of whole lines in a source file, 1-based and inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lines {
    /// The first line.
    pub first: u32,
    /// The last line; never less than `first`.
    pub last: u32,
}

impl Lines {
    /// The lines from `first` to `last`, both included.
    #[must_use]
    pub fn new(first: u32, last: u32) -> Self {
        Self { first, last: last.max(first) }
    }

    /// The single line `line`.
    #[must_use]
    pub fn one(line: u32) -> Self {
        Self { first: line, last: line }
    }

    /// Whether `line` is among them.
    #[must_use]
    pub fn contains(self, line: u32) -> bool {
        self.first <= line && line <= self.last
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{}-{}", self.first, self.last) }
    }
}
