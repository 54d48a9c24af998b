//! Objectives: the numbered aims of a frame, one identity however each work labels them.

use super::{FrameId, PassageId, SectionId, WorkId};

/// A place that states an aim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Node {
    /// A section of its own, with the aim as its heading.
    Section(SectionId),
    /// A passage: an item of a list of titles, an element of an annex.
    Passage(PassageId),
}

/// What a place holds of an aim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Heading and body: commitment, actions.
    Body,
    /// The title alone, in a list or as a heading without a body.
    Title,
}

/// One place of an objective in one work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The work.
    pub work: WorkId,
    /// The place.
    pub node: Node,
    /// How this work labels it: `13`, `m`, `(13)` without brackets.
    pub label: String,
    /// What stands there.
    pub role: Role,
}

/// A numbered aim, with every place that states it. Words differ between drafts, labels too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objective {
    /// The frame it belongs to.
    pub frame: FrameId,
    /// Its number in the frame (the fullest work's).
    pub number: u16,
    /// Its label as the fullest work prints it: `13`, `m`, `Article 9`.
    pub label: String,
    /// Its title in the fullest work.
    pub title: String,
    /// Where it is stated, in order of works.
    pub members: Vec<Member>,
}

impl Objective {
    /// The first place that states it in full, or else by its title.
    #[must_use]
    pub fn fullest(&self) -> Option<&Member> {
        self.members.iter().find(|m| m.role == Role::Body).or(self.members.first())
    }
}

/// A numbering scheme that works share: objectives, guiding principles, elements, articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Its name for the reader: `Objectives`, `Guiding principles`.
    pub name: String,
    /// What one of its aims is called: `objective`, `principle`, `article`.
    pub noun: String,
    /// Its aims, in order of number; the first frame of a corpus is the one `obj N` means.
    pub objectives: Vec<super::ObjectiveId>,
}
