//! Where the reading is in doubt, said in notices: a reader should look at the lines.

use super::page_ends;
use std::collections::HashMap;

use super::classify::{Ending, breaks_off, ending, starts_small};
use super::count::{Count, readings};
use super::notice;
use super::phrases::means;
use super::shapes::is_title_page;
use crate::text::{Corpus, Lines, NoticeKind, Passage, PassageId, PassageKind, SectionId, SourceId, WorkId};

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
        let kinds = [
            broken_off(corpus, &edges, &ids),
            cut_short(corpus, &ids),
            gaps(corpus, &ids),
            sections_left_out(corpus, work),
            unmarked(corpus, &ids),
            run_together(corpus, &ids),
            odd(corpus, &ids),
        ];
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
        let open = open && !is_title_page(&here.text);
        let edge = edges.get(edges.partition_point(|l| l.first <= end)).is_some_and(|l| l.first < lines(next).first);
        let listed = matches!(here.kind, PassageKind::Row) || next.parent.is_some() && next.parent == here.parent;
        if edge && open && (breaks_off(&here.text) || !listed && next.section == here.section) {
            let what = "the sentence breaks off at a page's edge, and nothing below goes on with it";
            out.push((last_line(here), what.to_owned()));
        }
        if begins_in_midst(here, next) {
            out.push((lines(next), "begins in the midst of a sentence whose beginning is not found".to_owned()));
        }
    }
    out
}

/// Whether `next`, below `here`, begins with a small letter as no paragraph does.
fn begins_in_midst(here: &Passage, next: &Passage) -> bool {
    let plain = |p: &Passage| p.kind == PassageKind::Paragraph && p.label.is_none();
    plain(next) && next.text.len() >= 40 && starts_small(&next.text) && plain(here) && !means(&next.text)
}

/// Sentences without an end, in works where others have no beginning.
fn cut_short(corpus: &Corpus, ids: &[PassageId]) -> Vec<Doubt> {
    let pairs = || ids.windows(2).map(|pair| (&corpus[pair[0]], &corpus[pair[1]]));
    if pairs().filter(|(here, next)| begins_in_midst(here, next)).count() < 2 {
        return Vec::new();
    }
    let cut = pairs().filter(|(here, next)| {
        let plain = here.kind == PassageKind::Paragraph && here.label.is_none();
        plain
            && !starts_small(&here.text)
            && here.text.len() >= 60
            && ending(&here.text) == Ending::Open
            && next.kind == PassageKind::Paragraph
    });
    cut.map(|(here, _)| (last_line(here), "ends in the midst of a sentence whose end is not found".to_owned()))
        .collect()
}

/// Numbers left out between sections side by side: `II` and, below it, `V`.
fn sections_left_out(corpus: &Corpus, work: WorkId) -> Vec<Doubt> {
    let mut out = Vec::new();
    // By the section around and what counts: how far, and the section reached.
    let mut last: HashMap<(Option<SectionId>, Count), (u32, SectionId)> = HashMap::new();
    for &id in &corpus[work].sections {
        let section = &corpus[id];
        let Some(label) = section.label.as_deref() else { continue };
        let all = readings(label);
        let open = all.iter().find(|r| last.contains_key(&(section.parent, r.0)));
        let Some(&(count, value)) = open.or(all.last()) else { continue };
        let Some((before, above)) = last.insert((section.parent, count), (value, id)) else {
            continue;
        };
        let above = corpus[above].label.as_deref().unwrap_or("");
        if (before + 2..before + 5).contains(&value) {
            let missing = if value == before + 2 { "a section is" } else { "sections are" };
            out.push((Lines::one(section.lines.first), format!("{missing} left out between {above} and {label}")));
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

/// The last item of a list that holds the `; and` which stands before a last item.
fn run_together(corpus: &Corpus, ids: &[PassageId]) -> Vec<Doubt> {
    let mut out = Vec::new();
    for (at, &id) in ids.iter().enumerate().skip(1) {
        let (before, here) = (&corpus[ids[at - 1]], &corpus[id]);
        let items = [before, here].iter().all(|p| p.kind == PassageKind::Item && p.label.is_some());
        let last = ids.get(at + 1).is_none_or(|&next| corpus[next].parent != here.parent);
        if !(items && last && before.parent == here.parent && before.text.ends_with(';')) {
            continue;
        }
        let second = here.text.split_once("; and ").is_some_and(|(_, rest)| rest.starts_with(char::is_uppercase));
        if second {
            out.push((lines(here), "two items may stand here, run together".to_owned()));
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
            && page_ends::is_clerical(&passage.text);
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
    fn lost_pages_are_told() {
        let text = "I. OPENING\n\nThe Chair opened the meeting and thanked the delegations for what they had done in the\n\n\
                    important step towards the draft. The Committee took note of it with much appreciation.\n\n\
                    III. THE DRAFT\n\nThe Secretary said that the draft had been sent to all of the\n\n\n\n\n\n\
                    members in time, and that it would be read again in the spring of the next year.\n\n\
                    She added that the members had been asked for their views on the whole of the\n\n\n\n\n\n\
                    text, which would be taken up at the next meeting of the Committee in the town.\n\n\
                    IV. CLOSING\n\nThe Chair closed the meeting.\n";
        let (begins, ends) = (
            "begins in the midst of a sentence whose beginning is not found",
            "ends in the midst of a sentence whose end is not found",
        );
        let left = "a section is left out between I and III";
        check(text, &[(5, begins), (15, begins), (23, begins), (3, ends), (9, ends), (17, ends), (7, left)]);
        check(
            &text.replace("III.", "II.").replace("IV.", "III."),
            &[(15, begins), (23, begins), (9, ends), (17, ends)],
        );
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
        let joined = "1. The parties may provide:\n\n(a) one place;\n(b) two places;\n(c) a third; and Other places.\n";
        check(joined, &[(5, "two items may stand here, run together")]);
        let mut broken = counted(&[1, 2]);
        broken.push_str("3. The parties meet in the place that the depositary names to them before the\n\n2\n\x0c");
        broken.push_str(&counted(&[4, 5]));
        check(&broken, &[(5, "the sentence breaks off at a page's edge, and nothing below goes on with it")]);
    }
}
