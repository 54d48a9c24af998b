//! Footnotes tied to the sentences that cite them.

use std::collections::{HashMap, HashSet};

use super::classify::{ends_symbol, refers};
use super::stars;
use crate::text::{Corpus, NoteMark, Passage, PassageId, PassageKind, SectionId, WorkId};

/// Ties each mark in `work` to its note: the next one so labelled, or else the last before it. Then finds the marks in
/// plain figures of the notes that no mark leads to.
pub(super) fn tie(corpus: &mut Corpus, work: WorkId) {
    // In the order of print: what follows a lead's section may be its parent's own again.
    let mut ids: Vec<PassageId> = corpus.passages_of(work).collect();
    ids.sort_unstable();
    endnotes(corpus, work);
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
    unmark_titles(corpus, work, &ids);
}

/// Takes the marks of notes that no passage cites off the titles that end with them: `UNREGULATED FISHING4`.
fn unmark_titles(corpus: &mut Corpus, work: WorkId, ids: &[PassageId]) {
    let loose: HashSet<String> = ids
        .iter()
        .map(|&id| &corpus[id])
        .filter(|p| p.kind == PassageKind::Note && p.parent.is_none())
        .filter_map(|p| p.label.clone())
        .collect();
    if loose.is_empty() {
        return;
    }
    for id in corpus[work].sections.clone() {
        let Some(title) = &mut corpus.sections[id.index()].title else { continue };
        let stem = title.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if stem < title.len() && loose.contains(&title[stem..]) && is_mark(title, stem, title.len()) {
            title.truncate(stem);
        }
    }
}

/// What is numbered under a heading that says `Notes` is a note, where the work bears marks for most of it.
fn endnotes(corpus: &mut Corpus, work: WorkId) {
    const HEADINGS: [&str; 6] = ["notes", "endnotes", "end notes", "footnotes", "references", "notes and references"];
    let named = |id: &SectionId| {
        let title = corpus[*id].title.as_deref().unwrap_or("");
        title.len() <= 20 && HEADINGS.iter().any(|h| title.eq_ignore_ascii_case(h))
    };
    for section in corpus[work].sections.iter().copied().filter(named).take(4).collect::<Vec<_>>() {
        let numbered = |id: &PassageId| {
            let passage = &corpus[*id];
            passage.parent.is_none() && passage.label.as_ref().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()))
        };
        let entries: Vec<PassageId> = corpus[section].passages.iter().copied().filter(numbered).collect();
        let marked = |id: &&PassageId| {
            let label = corpus[**id].label.as_deref().unwrap_or("");
            let before = corpus.passages_of(work).take_while(|p| p < *id).take(10 * REACH);
            before
                .map(|p| &corpus[p])
                .any(|p| p.notes.iter().any(|m| m.mark == label) || figure(&p.text, 0, label, false, None).is_some())
        };
        if entries.iter().take(REACH).filter(marked).count() * 2 > entries.len().min(REACH) {
            for id in entries {
                let passage = &mut corpus.passages[id.index()];
                // A note has no cells.
                (passage.kind, passage.text) = (PassageKind::Note, passage.text.replace('\t', " "));
            }
        }
    }
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
            let (words, last) = (&corpus[id].text, corpus[id].notes.last().map(|n| n.at));
            let found = || figure(words, start, &label, running, last);
            if let Some((first, last)) = (corpus[id].kind != PassageKind::Note).then(found).flatten() {
                take(&mut corpus.passages[id.index()], first, last, &label, note);
                corpus.passages[note.index()].parent = Some(id);
                // Stars have an order of their own.
                (from, byte) = if label.bytes().all(|b| b.is_ascii_digit()) { (at, first) } else { (from, byte) };
                break;
            }
            at += 1;
        }
    }
}

/// Where `words` bear the mark `label` in figures after the byte `start`: stuck to a word or a sign, in brackets, or
/// behind the mark taken out at `last`.
fn figure(words: &str, start: usize, label: &str, running: bool, last: Option<usize>) -> Option<(usize, usize)> {
    if label.starts_with(['*', '†', '‡']) {
        let mut marks = stars::marks(words).filter(|m| m.0 >= start && m.1 == label);
        return marks.next().map(|(at, _)| (at, at + label.len()));
    }
    if !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase()) {
        return letter_mark(words.get(start..)?, label).map(|at| (start + at, start + at + label.len() + 2));
    }
    if label.is_empty() || !label.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let all = figures(words, start, label);
    if all.is_empty() {
        return None;
    }
    // `at sea.1 2 3`
    let row = last.map(|at| (at, at + 1 + label.len()));
    let behind = |&(at, end): &(usize, usize)| {
        words[at..].starts_with(' ') && words[at + 1..].starts_with(label) && ends(words, end)
    };
    if let Some(row) = row.filter(behind) {
        return Some(row);
    }
    if let Some(&at) = all.iter().find(|&&at| is_mark(words, at, at + label.len())) {
        return Some((at, at + label.len()));
    }
    // The figures with what stands around them.
    let set = |before: &'static str, after: &'static str| {
        all.iter().map(|&at| (at, at + label.len())).filter_map(move |(at, end)| {
            let from = words[start..at].strip_suffix(before)?.len() + start;
            words[end..].starts_with(after).then_some((from, end + after.len()))
        })
    };
    // `(1)` stands for a mark before a sign, at the end, and where no place is named; raw text has `(1 )`.
    let named = |&(at, end): &(usize, usize)| {
        words[end..].starts_with(char::is_alphanumeric)
            || words[end..].starts_with(' ') && refers(&words[..at], &words[at + 1..])
    };
    let round = || [(" (", ")"), (" (", " )"), (" [", "]")].iter().find_map(|m| set(m.0, m.1).find(|m| !named(m)));
    let in_square = set("[", "]").next().filter(|m| is_stem(&words[..m.0]));
    // Where pages are one line, a mark stands loose between words.
    let loose = || {
        let bare = || set(" ", "").filter(|&(_, end)| words[end..].starts_with(' ') || end == words.len());
        let stops = |m: &(usize, usize)| words[..m.0].ends_with(['.', ',', ';', ':', ')', '”']);
        bare().find(stops).or_else(|| bare().next())
    };
    // `A/AC.290/2021/INF/1.2`: the last figure of a sentence that ends with a symbol.
    let closing = || {
        let at = words[start..].strip_suffix(label).map(|r| start + r.len()).filter(|&at| ends_symbol(&words[..at]))?;
        words[..at - 1].ends_with(|c: char| c.is_ascii_digit()).then_some((at, words.len()))
    };
    in_square.or_else(round).or_else(|| running.then(loose).flatten()).or_else(closing)
}

/// Where the figures of `label` stand in `words` from byte `start` on.
fn figures(words: &str, start: usize, label: &str) -> Vec<usize> {
    let (first, bytes) = (label.as_bytes()[0], words.as_bytes());
    let mut all: Vec<usize> = Vec::new();
    for at in (start..bytes.len()).filter(|&at| bytes[at] == first) {
        if bytes[at..].starts_with(label.as_bytes()) && all.last().is_none_or(|last| last + label.len() <= at) {
            all.push(at);
        }
    }
    all
}

/// Where `words` bear the mark `label` in brackets, stuck to a word or a year: `the Act 1995(b)`; `section 2(b)` is a place.
pub(super) fn letter_mark(words: &str, label: &str) -> Option<usize> {
    let stuck = |at: &usize| words[..*at].ends_with(char::is_alphabetic) || ends_year(&words[..*at]);
    words.match_indices(&format!("({label})")).map(|m| m.0).find(stuck)
}

/// Whether the figures of `words` from `at` to `end` are a note's mark, stuck to a word, a sign or a year.
pub(super) fn is_mark(words: &str, at: usize, end: usize) -> bool {
    let before = &words[..at];
    let bare = before.trim_end_matches(['.', ',']);
    let year = ends_year(before) || bare.len() + 1 == before.len() && ends_year(bare);
    is_stem(before)
        && (year || !bare.ends_with(|c: char| c.is_ascii_digit()))
        && !ends_symbol(before)
        && ends(words, end)
}

/// Whether a number may end at byte `end` of `words`.
fn ends(words: &str, end: usize) -> bool {
    words[end..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '/')
}

/// Whether a note's mark may be stuck to the end of `before`.
pub(super) fn is_stem(before: &str) -> bool {
    let sign = |c: char| c.is_alphabetic() || matches!(c, ',' | '.' | ';' | ':' | ')' | '”' | '"' | '’');
    before.ends_with(sign) || ends_year(before)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loose_marks_are_found_behind_signs_first() {
        let check = |words: &str, expected: Option<usize>| {
            assert_eq!(figure(words, 0, "5", true, None).map(|m| m.0), expected, "{words}");
        };
        check("the Palermo Convention. 5", Some(23));
        check("the 5 members of it. 5 In addition", Some(20));
        check("the Convention 5 and", Some(14));
        check("the 50 members", None);
    }

    #[test]
    fn marks_in_figures_are_found() {
        let check = |words: &str, label: &str, last: Option<usize>, expected: Option<&str>| {
            let got = figure(words, 0, label, false, last).map(|(first, end)| &words[first..end]);
            assert_eq!(got, expected, "{words}");
        };
        check("the disease3; and", "3", None, Some("3"));
        check("at sea. 5 6", "5", Some(7), Some(" 5"));
        check("4 March 20092, and", "2", None, Some("2"));
        check("the Council (3) seeks", "3", None, Some(" (3)"));
        check("the Council (3 ) seeks", "3", None, Some(" (3 )"));
        check("the Convention,[1] and", "1", None, Some("[1]"));
        check("under paragraph (3) of it", "3", None, None);
        check("23/CP.2 and", "2", None, None);
        check("provisional agenda*", "*", None, Some("*"));
        check("in document A/75/1.2", "2", None, Some("2"));
        check("of decision 23/CP.2", "2", None, None);
        check("has grown [1], as", "1", None, Some(" [1]"));
        check("under section 2(b) of the Act 1995(b) it", "b", None, Some("(b)"));
        check("under section 2(b) it", "b", None, None);
    }
}
