//! On an objective: what the rest of the corpus says, each passage with its reason.

use super::Desk;
use crate::text::{ObjectiveId, PassageId};

/// Why a passage is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It names the objective.
    Names,
    /// It shares wording with it.
    Quotes,
    /// It bears on it by its terms.
    BearsOn,
}

impl Why {
    /// The word for it in JSON and on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::Quotes => "quotes",
            Self::BearsOn => "bears on",
        }
    }
}

/// A passage that bears on an objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Bearing {
    /// The passage.
    pub passage: PassageId,
    /// Between 0 and 1, higher is better.
    pub score: f32,
    /// The reason.
    pub why: Why,
    /// The words that speak for it, most telling first.
    pub terms: Vec<String>,
}

impl Desk {
    /// What the rest of the corpus says on `objective`, best first, at most `limit`. Its own text is not listed.
    #[must_use]
    pub fn passages_on(&self, objective: ObjectiveId, limit: Option<usize>) -> Vec<Bearing> {
        let _ = (objective, limit);
        Vec::new()
    }
}
