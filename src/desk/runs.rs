//! Runs of places: `27 (a)-(c)`, `paras 44 to 46`, `13 (a), (c) and (e)`, `objectives 7 and 13`.

use super::names::words;
use super::{Desk, Target};
use crate::text::{PassageId, PassageKind};

/// What joins the parts of a run; true for what stands for all that is between.
const JOINTS: [(&str, bool); 9] = [
    ("-", true),
    ("–", true),
    ("—", true),
    (" to ", true),
    (" through ", true),
    (" and ", false),
    (" & ", false),
    (", ", false),
    ("; ", false),
];

/// More parts than this are a text, no name.
const MOST: usize = 24;

impl Desk {
    /// The places that a name of several means together. Each part but the first says only what differs: its last words.
    pub(super) fn run(&self, name: &str) -> Option<Vec<Target>> {
        let mut parts: Vec<(bool, Vec<String>)> = Vec::new();
        let mut rest = name.to_owned();
        let (mut said, first) = loop {
            let joint = JOINTS.iter().filter_map(|&(joint, between)| Some((rest.rfind(joint)?, joint, between)));
            let (at, joint, between) = joint.max_by_key(|found| found.0)?;
            let part = words(&rest[at + joint.len()..]);
            rest.truncate(at);
            if part.is_empty() || part.len() > 4 || parts.len() == MOST {
                return None;
            }
            parts.push((between, part));
            let said = words(&rest);
            if let Some(first) = self.meaning(&said) {
                break (said, first);
            }
        };
        let mut out = first;
        for (between, part) in parts.into_iter().rev() {
            let found = (part.len()..=said.len().min(4)).find_map(|k| {
                let words = [&said[..said.len() - k], &part[..]].concat();
                self.meaning(&words).map(|targets| (words, targets))
            });
            let (words, targets) = found?;
            if between {
                let first = out.pop()?;
                out.extend(self.between(first, *targets.last()?)?);
            } else {
                out.extend(targets);
            }
            said = words;
        }
        out.dedup();
        Some(out)
    }

    /// What `said` means, if it means one thing.
    fn meaning(&self, said: &[String]) -> Option<Vec<Target>> {
        let mut meanings = if said.is_empty() { Vec::new() } else { self.meanings(said) };
        meanings.pop().filter(|_| meanings.is_empty())
    }

    /// What stands from `first` to `last`, both included: passages with all they hold, sections side by side, aims.
    fn between(&self, first: Target, last: Target) -> Option<Vec<Target>> {
        let corpus = &self.corpus;
        let all: Vec<Target> = match (first, last) {
            (Target::Passage(a), Target::Passage(z)) if corpus[a].work == corpus[z].work => {
                let notes = corpus[a].kind == PassageKind::Note;
                let run = (a.0..=z.0).map(PassageId).filter(|&p| notes == (corpus[p].kind == PassageKind::Note));
                let own = run.filter(|&p| notes || corpus.above(p).all(|up| up < a));
                own.map(Target::Passage).collect()
            }
            (Target::Section(a), Target::Section(z)) if corpus[a].work == corpus[z].work => {
                let sections = corpus[corpus[a].work].sections.iter().copied();
                let beside = sections.filter(|&s| a <= s && s <= z && corpus[s].parent == corpus[a].parent);
                beside.map(Target::Section).collect()
            }
            (Target::Objective(a), Target::Objective(z)) if corpus[a].frame == corpus[z].frame => {
                let aims = corpus[corpus[a].frame].objectives.iter().copied();
                aims.filter(|&o| corpus[a].number <= corpus[o].number && corpus[o].number <= corpus[z].number)
                    .map(Target::Objective)
                    .collect()
            }
            _ => return None,
        };
        (all.first() == Some(&first) && all.contains(&last)).then_some(all)
    }
}
