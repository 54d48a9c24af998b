//! Footnotes tied to the sentences that cite them.

use std::collections::HashMap;

use super::classify::ends_symbol;
use crate::text::{Corpus, NoteMark, Passage, PassageId, PassageKind, WorkId};

/// Ties each mark in `work` to its note: the next one so labelled, or else the last before it. Then finds the marks in
/// plain figures of the notes that no mark leads to.
pub(super) fn tie(corpus: &mut Corpus, work: WorkId) {
    let ids: Vec<PassageId> = corpus.passages_of(work).collect();
    let mut notes: HashMap<String, Vec<(u32, PassageId)>> = HashMap::new();
    for &id in &ids {
        let passage = &corpus[id];
        if let (PassageKind::Note, Some(label)) = (passage.kind, &passage.label) {
            notes.entry(label.clone()).or_default().push((line(passage), id));
        }
    }
    if notes.is_empty() {
        return;
    }
    for &id in &ids {
        let passage = &mut corpus.passages[id.index()];
        let at = line(passage);
        for mark in &mut passage.notes {
            let found = notes.get(&mark.mark).and_then(|all| all.get(all.partition_point(|n| n.0 < at)).or(all.last()));
            mark.note = found.map(|n| n.1);
        }
        // A note that cites a note holds it not: two might hold each other.
        if passage.kind == PassageKind::Note {
            continue;
        }
        let cited: Vec<PassageId> = passage.notes.iter().filter_map(|m| m.note).collect();
        for note in cited {
            corpus.passages[note.index()].parent.get_or_insert(id);
        }
    }
    plain_figures(corpus, &ids);
}

/// How many passages before its note a mark is looked for.
const REACH: usize = 200;

fn line(passage: &Passage) -> u32 {
    passage.spans.first().map_or(0, |s| s.first)
}

/// Marks in plain figures, in the order of their notes: each is looked for between the last one found and its note.
fn plain_figures(corpus: &mut Corpus, ids: &[PassageId]) {
    let (mut from, mut byte) = (0, 0);
    for (place, &note) in ids.iter().enumerate() {
        let passage = &corpus[note];
        let (PassageKind::Note, None, Some(label)) = (passage.kind, passage.parent, passage.label.clone()) else {
            continue;
        };
        let until = line(passage);
        let running = passage.page.is_some();
        // A mark stands not far before its note.
        let mut at = from.max(place.saturating_sub(REACH));
        while let Some(&id) = ids.get(at).filter(|&&id| line(&corpus[id]) <= until) {
            let start = if at == from { byte } else { 0 };
            let words = &corpus[id].text;
            if let Some((first, last)) =
                (corpus[id].kind != PassageKind::Note).then(|| figure(words, start, &label, running)).flatten()
            {
                take(&mut corpus.passages[id.index()], first, last, &label, note);
                corpus.passages[note.index()].parent = Some(id);
                (from, byte) = (at, first);
                break;
            }
            at += 1;
        }
    }
}

/// Where `words` bear the mark `label` in figures after the byte `start`: stuck to a word or a sign, or in brackets.
fn figure(words: &str, start: usize, label: &str, running: bool) -> Option<(usize, usize)> {
    let digits = label.bytes().all(|b| b.is_ascii_digit()) && !label.is_empty();
    let bracketed = format!(" ({label})");
    let in_brackets = words.get(start..)?.find(&bracketed).map(|n| (start + n, start + n + bracketed.len()));
    let stuck = words[start..].match_indices(label).map(|(n, _)| start + n).find(|&at| {
        let before = &words[..at];
        let sign = before.chars().next_back();
        let stuck = sign
            .is_some_and(|c| c.is_alphabetic() || matches!(c, ',' | '.' | ';' | ':' | ')' | '”' | '"' | '’'))
            || ends_year(before);
        let decimal = !ends_year(before) && before.trim_end_matches(['.', ',']).ends_with(|c: char| c.is_ascii_digit());
        let after = words[at + label.len()..].chars().next();
        stuck && !decimal && !ends_symbol(before) && after.is_none_or(|c| !c.is_alphanumeric() && c != '/')
    });
    let stuck = stuck.filter(|_| digits).map(|at| (at, at + label.len()));
    // `(1)` in brackets is a mark only before a sign or at the end.
    let in_brackets =
        in_brackets.filter(|&(_, end)| words[end..].chars().next().is_none_or(|c| matches!(c, ',' | '.' | ';' | ':')));
    // Where pages are one line, a mark stands loose between words.
    let loose = || {
        let bare = format!(" {label} ");
        words[start..].find(&bare).map(|n| (start + n, start + n + bare.len() - 1))
    };
    stuck.or(in_brackets.filter(|_| digits)).or_else(|| running.then(loose).flatten())
}

/// Whether `before` ends with a year and no longer number: `on 4 March 2009`.
fn ends_year(before: &str) -> bool {
    let stem = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let year = &before[stem.len()..];
    year.len() == 4 && matches!(year.get(..2), Some("18" | "19" | "20")) && stem.ends_with(' ')
}

/// Takes the mark out of the passage's text.
fn take(passage: &mut Passage, first: usize, last: usize, label: &str, note: PassageId) {
    passage.text.replace_range(first..last, "");
    let width = last - first;
    let shift = |at: usize| if at > first { at - width.min(at - first) } else { at };
    for emphasis in &mut passage.emphasis {
        emphasis.range = shift(emphasis.range.start)..shift(emphasis.range.end);
    }
    for mark in &mut passage.notes {
        mark.at = shift(mark.at);
    }
    let place = passage.notes.partition_point(|m| m.at <= first);
    passage.notes.insert(place, NoteMark { at: first, mark: label.to_owned(), note: Some(note) });
}
