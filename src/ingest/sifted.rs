//! Lines sifted: what furniture, contents pages and page feet leave, and why the rest is set aside.

use std::collections::BTreeMap;

use super::decode::Line;
use super::sides::Side;
use super::titled::Titled;
use crate::text::{QuickMap, QuickSet};

/// Lines sifted: why each noisy one is set aside, and the page of each.
pub(super) struct Sifted {
    /// The lines, page marks of running pages cut off.
    pub lines: Vec<Line>,
    /// Why a line is set aside, if it is.
    pub noise: Vec<Option<Noise>>,
    /// The page each line stands on, by place in `labels`.
    pub pages: Vec<u32>,
    /// Page labels; the first is that of lines whose page nothing tells.
    pub labels: Vec<Option<String>>,
    /// What stands in the margin, by the number of the line it stands beside.
    pub sides: BTreeMap<u32, Side>,
    /// The labels of footnotes in plain figures, and where their words begin.
    pub notes: QuickMap<usize, (String, usize)>,
    /// The lines of those footnotes.
    pub note_lines: QuickSet<usize>,
    /// Footnotes at the foot of pages that are one line: label, first and last byte.
    pub page_notes: QuickMap<usize, Vec<(String, u32, u32)>>,
    /// Running pages on which names before colons head what follows.
    pub run_ins: QuickSet<usize>,
    /// The headings that contents pages name.
    pub contents: Vec<String>,
    /// What the lines name that name the kind of a heading.
    pub named: QuickMap<usize, Titled>,
}

/// Why a line is set aside: one byte, as every line has room for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noise {
    Markup,
    Rule,
    TableFrame,
    Stamp,
    Contents,
    Chrome,
    Teaser,
    SideNote,
    LineNumber,
    PageNumber,
    RunningTitle,
    DocumentNumber,
    PrintersMark,
    Disclaimer,
    BlankPage,
}

impl Noise {
    /// As a notice says it.
    pub fn says(self) -> &'static str {
        match self {
            Self::Markup => "set aside: markup",
            Self::Rule => "set aside: a rule or stray mark",
            Self::TableFrame => "set aside: table frame",
            Self::Stamp => "set aside: a stamp",
            Self::Contents => "contents page set aside",
            Self::Chrome => "viewer chrome set aside",
            Self::Teaser => "viewer chrome set aside: related-document teaser",
            Self::SideNote => "set aside: a note in the margin, whose place is lost",
            Self::LineNumber => "page furniture set aside: line number",
            Self::PageNumber => "page furniture set aside: page number",
            Self::RunningTitle => "page furniture set aside: running title",
            Self::DocumentNumber => "page furniture set aside: document number",
            Self::PrintersMark => "page furniture set aside: printer's mark",
            Self::Disclaimer => "page furniture set aside: disclaimer",
            Self::BlankPage => "page furniture set aside: blank page",
        }
    }

    /// Whether it is what printers put on pages.
    pub fn is_furniture(self) -> bool {
        self as u8 >= Self::LineNumber as u8
    }

    /// Whether lines of it are told of together, whatever stands between them.
    pub fn is_scattered(self) -> bool {
        matches!(self, Self::Contents | Self::Chrome | Self::Teaser)
    }
}
