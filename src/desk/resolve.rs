//! From the name an analyst uses to the place it means: `obj 13c`, `NYD annex I 5(d)`, `A/72/643 para 44`.

use super::{Desk, Target};

/// A place that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The place.
    pub target: Target,
    /// Its citation in full.
    pub citation: String,
    /// Its first words, for the eye.
    pub excerpt: String,
    /// Bytes of `citation` that the typed words matched, for marking.
    pub marks: Vec<std::ops::Range<usize>>,
}

/// What a name means.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolved {
    /// One place.
    One(Target),
    /// Several, all listed.
    Several(Vec<Candidate>),
    /// None: why, and what lies near.
    Absent {
        /// `objective 23 is absent in Zero Draft; it is in IMRF note only`.
        why: String,
        /// Places near the name.
        near: Vec<Candidate>,
    },
}

impl Desk {
    /// The place that `name` means. Case, spaces, `¶`, `para.`, `§`, `OP` and brackets make no difference.
    #[must_use]
    pub fn resolve(&self, name: &str) -> Resolved {
        Resolved::Absent { why: format!("no place is called {name:?}"), near: Vec::new() }
    }

    /// Places whose name or title fits what has been typed so far, best first, at most `limit`.
    #[must_use]
    pub fn suggest(&self, typed: &str, limit: usize) -> Vec<Candidate> {
        let _ = (typed, limit);
        Vec::new()
    }
}
