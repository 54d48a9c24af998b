//! Lines sifted: what furniture, contents pages and page feet leave, and why the rest is set aside.

use std::collections::{HashMap, HashSet};

use super::decode::Line;

/// Lines sifted: why each noisy one is set aside, and the page of each.
pub(super) struct Sifted {
    /// The lines, page marks of running pages cut off.
    pub lines: Vec<Line>,
    /// Why a line is set aside, if it is.
    pub noise: Vec<Option<&'static str>>,
    /// The page each line stands on, by place in `labels`.
    pub pages: Vec<u32>,
    /// Page labels; the first is that of lines whose page nothing tells.
    pub labels: Vec<Option<String>>,
    /// The labels of footnotes in plain figures, and where their words begin.
    pub notes: HashMap<usize, (String, usize)>,
    /// The lines of those footnotes.
    pub note_lines: HashSet<usize>,
    /// Footnotes at the foot of pages that are one line: label, first and last byte.
    pub page_notes: HashMap<usize, Vec<(String, u32, u32)>>,
    /// Running pages on which names before colons head what follows.
    pub run_ins: HashSet<usize>,
    /// The headings that contents pages name.
    pub contents: Vec<String>,
}
