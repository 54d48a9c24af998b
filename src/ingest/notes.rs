//! Footnotes tied to the sentences that cite them.

use std::collections::HashMap;

use crate::text::{Corpus, PassageId, PassageKind, WorkId};

/// Ties each mark in `work` to its note: the next one so labelled, or else the last before it.
pub(super) fn tie(corpus: &mut Corpus, work: WorkId) {
    let ids: Vec<PassageId> = corpus.passages_of(work).collect();
    let mut notes: HashMap<String, Vec<(u32, PassageId)>> = HashMap::new();
    for &id in &ids {
        let passage = &corpus[id];
        if let (PassageKind::Note, Some(label)) = (passage.kind, &passage.label) {
            let line = passage.spans.first().map_or(0, |s| s.first);
            notes.entry(label.clone()).or_default().push((line, id));
        }
    }
    for &id in &ids {
        let passage = &mut corpus.passages[id.index()];
        let line = passage.spans.first().map_or(0, |s| s.first);
        for mark in &mut passage.notes {
            let found = notes.get(&mark.mark).and_then(|at| at.iter().find(|n| n.0 >= line).or(at.last()));
            mark.note = found.map(|n| n.1);
        }
        let cited: Vec<PassageId> = passage.notes.iter().filter_map(|m| m.note).collect();
        for note in cited {
            corpus.passages[note.index()].parent.get_or_insert(id);
        }
    }
}
