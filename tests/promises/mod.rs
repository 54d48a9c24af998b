//! What ingest promises for any bytes at all; shared by the property tests and the fuzz target.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::RangeInclusive;

use plenary::ingest::{Input, read};
use plenary::text::{Corpus, Lines, NoticeKind, Passage, PassageKind, Source, SourceId};

/// Reads one file.
pub fn of(bytes: impl Into<Vec<u8>>) -> Corpus {
    let bytes = Cow::Owned(bytes.into());
    read(vec![Input { file: "text.txt".into(), path: None, bytes, refused: None }], &[])
}

/// All that is promised: no panic, nothing lost, exact places, clean text, the same answer twice.
///
/// # Panics
/// Where a promise is broken.
pub fn hold(bytes: &[u8]) {
    let corpus = of(bytes);
    check(&corpus);
    assert!(corpus == of(bytes), "read twice, two answers");
}

/// What is promised of a corpus once read.
///
/// # Panics
/// Where a promise is broken.
pub fn check(corpus: &Corpus) {
    for (i, source) in corpus.sources.iter().enumerate() {
        places(corpus, source, SourceId::at(i));
        nothing_is_lost(corpus, source, SourceId::at(i));
    }
    for (i, passage) in corpus.passages.iter().enumerate() {
        passages(corpus, i, passage);
    }
    let titles = corpus
        .sections
        .iter()
        .flat_map(|s| s.label.iter().chain(&s.title))
        .chain(corpus.works.iter().map(|w| &w.title));
    for title in titles {
        assert!(!title.contains(char::is_control), "a control character in the title {title:?}");
    }
    let mut keys: Vec<&str> =
        corpus.passages.iter().map(|p| &*p.key).chain(corpus.sections.iter().map(|s| &*s.key)).collect();
    let mut citations: Vec<&str> = corpus.passages.iter().map(|p| &*p.citation).collect();
    for names in [&mut keys, &mut citations] {
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "a name that names two places");
    }
}

fn range(lines: Lines) -> RangeInclusive<usize> {
    lines.first as usize..=lines.last as usize
}

/// Every line that holds something is in a heading, a passage or a notice, and none is both text and set aside; spans lie
/// in their work, and works do not overlap.
fn places(corpus: &Corpus, source: &Source, id: SourceId) {
    let count = source.line_starts.len();
    let (mut text, mut aside) = (vec![false; count + 1], vec![false; count + 1]);
    let mut last = 0;
    for work in corpus.works.iter().filter(|w| w.source == id) {
        assert!(work.lines.first > last, "works overlap at line {last}");
        last = work.lines.last;
        for &section in &work.sections {
            let section = &corpus[section];
            for span in section.heading.iter().chain(section.passages.iter().flat_map(|&p| corpus[p].spans.iter())) {
                assert!(
                    work.lines.first <= span.first && span.last <= work.lines.last,
                    "{span} outside {}",
                    work.lines
                );
                assert!(section.lines.first <= span.first, "{span} before {}", section.lines);
                text[range(*span)].fill(true);
            }
        }
    }
    for notice in corpus.notices.iter().filter(|n| n.source == id && n.kind == NoticeKind::SetAside) {
        aside[notice.lines.first as usize..=(notice.lines.last as usize).min(count)].fill(true);
    }
    for number in 1..=count {
        let line = source.line(u32::try_from(number).expect("a small file"));
        let blank = !line.contains(char::is_alphanumeric);
        assert!(blank || text[number] || aside[number], "{}:{number} is lost: {line:?}", source.file);
        assert!(blank || !text[number] || !aside[number], "{}:{number} is text and set aside: {line:?}", source.file);
    }
}

/// A passage stands where it says: it has a place, in order; its words stand in its lines; nothing in it is hidden or cut.
fn passages(corpus: &Corpus, i: usize, passage: &Passage) {
    assert!(!passage.spans.is_empty(), "a passage without a place: {:?}", passage.text);
    assert!(passage.spans.windows(2).all(|w| w[0].last < w[1].first), "places out of order: {:?}", passage.spans);
    assert!(passage.notes.iter().all(|n| passage.text.is_char_boundary(n.at)), "{passage:?}");
    assert!(passage.emphasis.iter().all(|e| passage.text.get(e.range.clone()).is_some()), "{passage:?}");
    let around = std::iter::successors(passage.parent, |p| corpus[*p].parent).take(corpus.passages.len() + 1);
    assert!(around.count() <= corpus.passages.len(), "{i} stands inside itself: {passage:?}");
    let mut marks = passage.notes.iter().map(|n| &n.mark).chain(&passage.label);
    assert!(marks.all(|m| !m.contains(char::is_control)), "a control character in a label: {passage:?}");
    let cells = passage.kind == PassageKind::Row;
    assert!(
        !passage.text.contains(|c: char| c.is_control() && !(cells && c == '\t')),
        "a control character in {:?}",
        passage.text
    );
    // Its letters come in the order of its lines; but what is set anew, a column, a label apart from its words, may go on
    // in lines above.
    let source = &corpus[corpus[passage.work].source];
    let lines = || passage.spans.iter().flat_map(|s| s.first..=s.last).map(|n| source.line(n));
    let mut printed = lines().flat_map(letters);
    let in_order = letters(&passage.text).all(|c| printed.any(|p| p == c));
    let apart = || passage.spans.len() > 1 || lines().any(|l| l.trim().contains("   "));
    let set_anew = || apart() && holds(lines().flat_map(letters), &passage.text);
    assert!(in_order || set_anew(), "{:?} does not stand in {:?}", passage.text, passage.spans);
}

/// Whether `printed` has as many of each letter as `text`.
fn holds(printed: impl Iterator<Item = char>, text: &str) -> bool {
    let mut left: HashMap<char, usize> = HashMap::new();
    printed.for_each(|c| *left.entry(c).or_default() += 1);
    letters(text).all(|c| left.get_mut(&c).is_some_and(|n| n.checked_sub(1).map(|rest| *n = rest).is_some()))
}

/// Whether `c` is a letter of a word; the signs of ordinals, `4.º`, belong to numbers.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() && !matches!(c, 'º' | 'ª')
}

fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|&c| is_letter(c))
}

/// Every longer word of a line that is not set aside comes again in what was read of the line.
fn nothing_is_lost(corpus: &Corpus, source: &Source, id: SourceId) {
    let mut said: Vec<String> = Vec::new();
    let mut read: Vec<Vec<usize>> = vec![Vec::new(); source.line_starts.len() + 1];
    let mut put = |places: &[Lines], words: &[&str]| {
        places.iter().flat_map(|&l| range(l)).for_each(|n| read[n].push(said.len()));
        said.push(words.iter().flat_map(|w| letters(w)).collect());
    };
    for work in corpus.works.iter().filter(|w| w.source == id) {
        for section in work.sections.iter().map(|&s| &corpus[s]) {
            let part = |part: &Option<String>| part.clone().unwrap_or_default();
            // A title that the manifest replaces is a name.
            let titles = [part(&section.label), part(&section.title), work.title.clone(), work.names.concat()];
            put(&section.heading, &titles.each_ref().map(String::as_str));
            for passage in section.passages.iter().map(|&p| &corpus[p]) {
                let marks = passage.notes.iter().map(|n| &*n.mark);
                let around = passage.label.as_deref().into_iter().chain(passage.page.as_deref());
                let words: Vec<&str> = marks.chain(around).chain([&*passage.text]).collect();
                put(&passage.spans, &words);
            }
        }
    }
    // A side note that heads nothing is told in a notice.
    for notice in corpus.notices.iter().filter(|n| n.source == id && n.kind == NoticeKind::Doubt) {
        put(&[notice.lines], &[&notice.what]);
    }
    for notice in corpus.notices.iter().filter(|n| n.source == id && n.kind == NoticeKind::SetAside) {
        (notice.lines.first..=notice.lines.last.min(source.len())).for_each(|n| read[n as usize].clear());
    }
    for (number, said_of) in (1..).zip(&read[1..]) {
        let line = source.line(number);
        // Tags, the targets of links and the names of anchors say nothing.
        if said_of.is_empty() || line.contains(['<', ']', '\\', '{']) {
            continue;
        }
        // Neither do page numbers.
        let numeral = |w: &str| w.chars().all(|c| "ivxlcIVXLC".contains(c));
        for word in line.split(|c: char| !is_letter(c)).filter(|w| w.len() > 3 && !numeral(w)) {
            assert!(said_of.iter().any(|&n| said[n].contains(word)), "{number}: {word:?} of {line:?} is lost");
        }
    }
}
