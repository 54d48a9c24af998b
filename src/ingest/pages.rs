//! Pages: which one each passage stands on, by form feeds and by the numbers printed on them.

use super::bits::holds;
use super::page_number::page_number;
use super::sifted::{Noise, Sifted};
use crate::text::{Corpus, NoticeKind, Source};

/// A page: the first line behind it, and the number printed on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Page {
    end: u32,
    printed: Option<u32>,
}

/// The pages of a source whose lines bear their pages' numbers.
pub(super) fn running(sifted: &Sifted) -> Vec<(u32, String)> {
    let mut out: Vec<(u32, String)> = Vec::new();
    let mut before = 0;
    for (line, &page) in sifted.lines.iter().zip(&sifted.pages) {
        if page != before {
            out.push((line.number, sifted.labels[page as usize].clone().unwrap_or_default()));
        }
        before = page;
    }
    out
}

/// Gives each source its pages and each passage those it stands on, where nothing else has told them.
pub(super) fn number(corpus: &mut Corpus) {
    let mut printed: Vec<Vec<(u32, u32)>> = vec![Vec::new(); corpus.sources.len()];
    for notice in corpus.notices.iter().filter(|n| n.kind == NoticeKind::SetAside && n.what == Noise::PageNumber.says())
    {
        let at = notice.lines.first;
        printed[notice.source.index()].extend(page_number(corpus[notice.source].line(at).trim()).map(|n| (at, n)));
    }
    let pages = |(source, printed): (&Source, &Vec<(u32, u32)>)| {
        if holds(source.text.as_bytes(), |b| b == b'\x0c') {
            fed(&source.text, &source.line_starts, printed)
        } else {
            footed(printed)
        }
    };
    let pages: Vec<Vec<Page>> = corpus.sources.iter().zip(&printed).map(pages).collect();
    let mut told = vec![false; corpus.sources.len()];
    for ((source, pages), told) in corpus.sources.iter_mut().zip(&pages).zip(&mut told) {
        *told = source.pages.is_empty() && pages.len() > 1;
        if *told {
            let starts = std::iter::once(1).chain(pages.iter().map(|p| p.end));
            source.pages = starts.zip(labels(pages)).map(|(line, label)| (line, label.to_string())).collect();
        }
    }
    for at in 0..corpus.passages.len() {
        let passage = &corpus.passages[at];
        let source = corpus[passage.work].source;
        if told[source.index()] {
            corpus.passages[at].page = corpus[source].pages_of(&passage.spans);
        }
    }
}

/// Pages parted by form feeds: one before the words of a line ends above it.
fn fed(text: &str, line_starts: &[u32], printed: &[(u32, u32)]) -> Vec<Page> {
    let mut pages = Vec::new();
    let count = |lines: usize| u32::try_from(lines).unwrap_or(u32::MAX);
    let (mut from, mut before) = (0, true);
    for (at, _) in text.match_indices('\x0c') {
        let line = line_starts.partition_point(|&start| start as usize <= at);
        let start = line_starts[line.saturating_sub(1)] as usize;
        if start >= from {
            (from, before) = (start, true);
        }
        before &= text[from..at].trim_start().is_empty();
        from = at;
        pages.push(Page { end: count(line + usize::from(!before)), printed: None });
    }
    pages.push(Page { end: count(line_starts.len() + 1), printed: None });
    for &(at, number) in printed {
        let page = pages.partition_point(|p| p.end <= at);
        if let Some(page) = pages.get_mut(page) {
            page.printed = Some(number);
        }
    }
    pages
}

/// Pages that end with their number, where these count from 1; else there is no telling whether one ends or begins.
fn footed(printed: &[(u32, u32)]) -> Vec<Page> {
    let counts = printed.iter().zip(1..).all(|(&(_, number), nth)| number == nth);
    let mut pages: Vec<Page> =
        printed.iter().filter(|_| counts).map(|&(at, n)| Page { end: at + 1, printed: Some(n) }).collect();
    if let Some(last) = pages.last().copied() {
        pages.push(Page { end: u32::MAX, printed: last.printed.map(|n| n + 1) });
    }
    pages
}

/// The number of each page: as printed, where two pages or more and most of them agree; else counted from the first.
fn labels(pages: &[Page]) -> Vec<u32> {
    let ahead = |(at, page): (usize, &Page)| Some(i64::from(page.printed?) - i64::try_from(at).ok()?);
    let mut offsets: Vec<i64> = pages.iter().enumerate().filter_map(ahead).collect();
    offsets.sort_unstable();
    let middle = offsets.get(offsets.len() / 2).copied().unwrap_or(1);
    let agree = offsets.iter().filter(|&&o| o == middle).count();
    let first = if agree >= 2 && agree * 2 > offsets.len() { middle } else { 1 };
    (first..).take(pages.len()).map(|n| u32::try_from(n).unwrap_or(0)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::decode;
    use super::*;

    #[test]
    fn pages_are_counted() {
        let check = |text: &str, printed: &[(u32, u32)], expected: &[(u32, u32)]| {
            let starts = decode::lines(text).0;
            let pages = if text.contains('\x0c') { fed(text, &starts, printed) } else { footed(printed) };
            let labels = labels(&pages);
            let got: Vec<_> = pages.iter().map(|p| p.end).zip(labels).collect();
            assert_eq!(got, expected, "{text:?}");
        };
        check("a\nb\n\x0cc\nd", &[], &[(3, 1), (5, 2)]);
        check("a\nb\x0c\nc\nd", &[], &[(3, 1), (5, 2)]);
        check("a\n9\n\x0cc\nd\n\x0ce\n11", &[(2, 9), (6, 11)], &[(3, 9), (5, 10), (7, 11)]);
        check("a\n1\nb\n2\nc", &[(2, 1), (4, 2)], &[(3, 1), (5, 2), (u32::MAX, 3)]);
        check("a\n2\nb\n3\nc", &[(2, 2), (4, 3)], &[]);
    }
}
