//! Where the reading is in doubt, said in notices: a reader should look at the lines.

use std::collections::HashMap;

use super::classify::{Ending, breaks_off, ending, starts_small};
use super::label::readings;
use super::notice;
use crate::text::{Corpus, Lines, NoticeKind, Passage, PassageId, PassageKind, SourceId, WorkId};

/// More doubts of one kind in a work say that its numbers or lines are of another make, not that each is odd.
const MANY: usize = 12;

/// Tells of the doubts in the works of `source`.
pub(super) fn tell(corpus: &mut Corpus, source: SourceId) {
    let works: Vec<WorkId> = corpus.work_ids().filter(|&w| corpus[w].source == source).collect();
    let edges = corpus.notices.iter().filter(|n| n.source == source && n.what.contains("furniture"));
    let mut edges: Vec<Lines> = edges.map(|n| n.lines).collect();
    edges.sort();
    for work in works {
        let ids: Vec<PassageId> = corpus.passages_of(work).collect();
        let kinds = [broken_off(corpus, &edges, &ids), gaps(corpus, &ids), unmarked(corpus, &ids), odd(corpus, &ids)];
        for told in kinds.into_iter().filter(|k| k.len() <= MANY) {
            for (lines, what) in told {
                notice(corpus, source, lines, NoticeKind::Doubt, what);
            }
        }
    }
}

/// A line in doubt, and why.
type Doubt = (Lines, String);

fn last_line(passage: &Passage) -> Lines {
    Lines::one(passage.spans.last().map_or(1, |s| s.last))
}

fn lines(passage: &Passage) -> Lines {
    let first = passage.spans.first().map_or(1, |s| s.first);
    Lines::new(first, passage.spans.last().map_or(first, |s| s.last))
}

/// Sentences that break off at a page's edge, with nothing below that goes on with them, and such as begin in their
/// midst.
fn broken_off(corpus: &Corpus, edges: &[Lines], ids: &[PassageId]) -> Vec<Doubt> {
    let running: Vec<&Passage> = ids.iter().map(|&id| &corpus[id]).filter(|p| p.kind != PassageKind::Note).collect();
    let mut out = Vec::new();
    for pair in running.windows(2) {
        let (here, next) = (pair[0], pair[1]);
        let end = last_line(here).last;
        let open = matches!(ending(&here.text), Ending::Open | Ending::Comma) && here.text.len() >= 60;
        let edge = edges.get(edges.partition_point(|l| l.first <= end)).is_some_and(|l| l.first < lines(next).first);
        let listed = matches!(here.kind, PassageKind::Row) || next.parent.is_some() && next.parent == here.parent;
        if edge && open && (breaks_off(&here.text) || !listed && next.section == here.section) {
            let what = "the sentence breaks off at a page's edge, and nothing below goes on with it";
            out.push((last_line(here), what.to_owned()));
        }
        let plain = next.kind == PassageKind::Paragraph && next.label.is_none() && next.text.len() >= 40;
        if plain && starts_small(&next.text) && here.kind == PassageKind::Paragraph && here.label.is_none() {
            out.push((lines(next), "begins in the midst of a sentence whose beginning is not found".to_owned()));
        }
    }
    out
}

/// Numbers left out between two that follow each other: paragraphs of a work, items of one list.
fn gaps(corpus: &Corpus, ids: &[PassageId]) -> Vec<Doubt> {
    let mut out = Vec::new();
    // By holder: what counts, how far, and how many in a row.
    let mut runs: HashMap<Option<PassageId>, (u32, u32, usize)> = HashMap::new();
    for &id in ids {
        let passage = &corpus[id];
        let Some(label) = passage.label.as_deref().filter(|_| passage.kind != PassageKind::Note) else { continue };
        if passage.kind == PassageKind::Row || passage.parent.is_none() && passage.kind == PassageKind::Item {
            continue;
        }
        let holder = passage.parent;
        let all = readings(label);
        let Some(run) = runs.get_mut(&holder) else {
            runs.extend(all.first().map(|r| (holder, (r.0 as u32, r.1, 1))));
            continue;
        };
        let Some(&(count, value)) = all.iter().find(|r| r.0 as u32 == run.0).or(all.first()) else { continue };
        if run.0 == count as u32 && value > run.1 + 1 && value <= run.1 + 4 && run.2 >= 3 {
            let missing = if value == run.1 + 2 { "a number is" } else { "numbers are" };
            out.push((lines(passage), format!("{missing} left out before {label}")));
        }
        let grows = run.0 == count as u32 && value > run.1;
        *run = (count as u32, value, if grows { run.2 + 1 } else { 1 });
    }
    out
}

/// Items without a mark of their own below items that have one.
fn unmarked(corpus: &Corpus, ids: &[PassageId]) -> Vec<Doubt> {
    let mut out = Vec::new();
    for pair in ids.windows(2) {
        let (before, here) = (&corpus[pair[0]], &corpus[pair[1]]);
        let items = [before, here].iter().all(|p| p.kind == PassageKind::Item && p.parent == here.parent);
        if let (true, Some(label), None) = (items && here.parent.is_some(), &before.label, &here.label) {
            out.push((lines(here), format!("an item without a mark of its own, after {label}")));
        }
    }
    out
}

/// Passages without words, and lines kept that look like a page's head or foot.
fn odd(corpus: &Corpus, ids: &[PassageId]) -> Vec<Doubt> {
    let mut out = Vec::new();
    for &id in ids {
        let passage = &corpus[id];
        let clerical = passage.label.is_none()
            && !matches!(passage.kind, PassageKind::Note | PassageKind::Row)
            && corpus[passage.section].level > 0
            && super::furniture::is_clerical(&passage.text);
        if passage.text.is_empty() {
            out.push((lines(passage), "a mark without words".to_owned()));
        } else if clerical {
            out.push((lines(passage), "kept as text, though it looks like a page's head or foot".to_owned()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::{Input, read};
    use super::*;

    fn check(text: &str, expected: &[(u32, &str)]) {
        let bytes = text.as_bytes().to_vec().into();
        let corpus = read(vec![Input { file: "a.txt".into(), path: None, bytes, refused: None }], &[]);
        let doubts = corpus.notices.iter().filter(|n| n.kind == NoticeKind::Doubt);
        let got: Vec<(u32, &str)> = doubts.map(|n| (n.lines.first, n.what.as_str())).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn doubts_are_told() {
        let paragraph =
            |n: u32| format!("{n}. The parties meet once a year and report to each other on what they did.\n\n");
        let counted = |numbers: &[u32]| numbers.iter().map(|&n| paragraph(n)).collect::<String>();
        check(&counted(&[1, 2, 3, 4]), &[]);
        check(&counted(&[1, 2, 3, 5]), &[(7, "a number is left out before 5")]);
        let items = "1. The parties shall provide:\n\n(a) one place in the town that lies on both banks of the river;\n(b) two places; and\nA third place.\n";
        check(items, &[(5, "an item without a mark of its own, after b")]);
        let mut broken = counted(&[1, 2]);
        broken.push_str("3. The parties meet in the place that the depositary names to them before the\n\n2\n\x0c");
        broken.push_str(&counted(&[4, 5]));
        check(&broken, &[(5, "the sentence breaks off at a page's edge, and nothing below goes on with it")]);
    }
}
