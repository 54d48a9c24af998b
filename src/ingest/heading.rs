//! What a heading is, and how it looks.

use std::ops::Range;

use super::count::Count;
use super::label::{Dress, Label};
use super::titled::Titled;

/// How a heading looks; the rank says what holds what (a lower one is outer).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Look {
    /// A division by name: annex, part, article.
    Division(String),
    /// A number or letter with a title: `I. Introduction`.
    Counted(Count, Dress),
    /// A number within others, with a title: how many stand before it.
    Chained(usize),
    /// Capitals.
    Caps,
    /// A named number that is no division: `Objective 7`, `Session 1`.
    Named(String),
    /// Bold words.
    Bold,
    /// A slide's title.
    Slide,
    /// A line of its own.
    Plain,
    /// A line of its own that ends in a colon, as the parts of a slide do.
    Led,
    /// A line of its own in brackets, or amid the items of a list.
    Aside,
    /// Words before a colon, at the head of the text they open.
    RunIn,
    /// `#` marks that tell depth.
    Hashes(u8),
    /// The title of the heading before it, on a line of its own.
    Title,
    /// Capitals over capitals, or a title that holds others without a number: the title of all that follows.
    Banner,
}

/// A block read as a heading.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    /// Its look.
    pub look: Look,
    /// Its number.
    pub value: Option<u32>,
    /// Its label as printed.
    pub label: Option<String>,
    /// The byte of the printed line where the title begins, for a heading that names its kind.
    pub title: Option<usize>,
    /// Whether the words after the label are the text itself, not a title.
    pub run_in: bool,
    /// Whether it is told by coming again, as a slide's title does, or by a colon.
    pub slide: bool,
    /// What stands right above it.
    pub above: Above,
    /// The bytes of its first line that are the title, where the text goes on behind it.
    pub lead: Option<Range<usize>>,
}

impl Heading {
    pub fn new(look: Look) -> Self {
        Self {
            look,
            value: None,
            label: None,
            title: None,
            run_in: false,
            slide: false,
            above: Above::Text,
            lead: None,
        }
    }

    pub fn named(look: Look, found: &Titled) -> Self {
        Self { value: found.value, label: Some(found.label.clone()), title: Some(found.title), ..Self::new(look) }
    }

    pub fn counted((count, value): (Count, u32), label: &Label) -> Self {
        let look = match label.dress {
            Dress::Chain => Look::Chained(label.text.matches('.').count()),
            dress => Look::Counted(count, dress),
        };
        Self { value: Some(value), label: Some(label.printed()), ..Self::new(look) }
    }
}

/// What stands right above a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Above {
    /// Text, or nothing.
    Text,
    /// Another heading.
    Heading,
    /// An item with a letter.
    Item,
}

/// What a block was found to head; few head anything.
pub(super) type Found = Option<Box<Heading>>;
