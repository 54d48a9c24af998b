//! A text set anew line by line, and where on disk each line of it stands.

use super::decode::Line;
use super::sifted::Noise;
use crate::text::{Corpus, Lines, Notice, NoticeKind, SourceId};

/// A text set anew.
pub(super) struct Copied {
    /// What is read.
    pub text: String,
    /// Each line of it, with one on disk: a line of the copy may hold several.
    from: Vec<(u32, u32)>,
    /// The lines on disk that the copy leaves out, and why.
    pub aside: Vec<(u32, Noise)>,
    /// The lines on disk of what could not be put together.
    doubts: Vec<Lines>,
}

/// One line of the copy: lines put together, and the blank lines before it.
pub(super) struct Row {
    pub lines: Vec<usize>,
    pub gap: u8,
}

impl Copied {
    /// Writes `rows` of `lines`; pages begin where they did.
    pub fn write(text: &str, lines: &[Line], rows: &[Row], aside: Vec<(u32, Noise)>, doubts: Vec<Lines>) -> Self {
        let mut out = Self { text: String::with_capacity(text.len()), from: Vec::new(), aside, doubts };
        let mut number = 1;
        let mut feeds = (0..lines.len()).filter(|&i| lines[i].feed).peekable();
        for row in rows {
            let page = |feed: usize| row.lines.iter().any(|&i| i >= feed);
            (0..row.gap).for_each(|_| out.text.push('\n'));
            number += u32::from(row.gap);
            while feeds.next_if(|&f| page(f)).is_some() {
                out.text.push('\x0c');
            }
            for (n, line) in row.lines.iter().map(|&i| lines[i]).enumerate() {
                let before = if n == 0 { usize::from(line.indent) } else { 1 };
                (0..before).for_each(|_| out.text.push(' '));
                out.text.push_str(line.of(text));
                out.from.push((number, line.number));
            }
            out.text.push('\n');
            number += 1;
        }
        out
    }

    /// Whether what stands before `line` of the copy and what stands from there on are parted on disk as well.
    pub fn parts(&self, line: u32) -> bool {
        let (above, below) = self.from.split_at(self.from.partition_point(|f| f.0 < line));
        above.iter().map(|f| f.1).max() < below.iter().map(|f| f.1).min()
    }

    /// Tells where what was read of `source` stands on disk; its notices are those from `first` on.
    pub fn tell(self, corpus: &mut Corpus, source: SourceId, first: usize) {
        let mut all: Vec<u32> = self.from.iter().map(|f| f.1).chain(self.aside.iter().map(|a| a.0)).collect();
        all.sort_unstable();
        let rows = |lines: &Lines| {
            let (first, last) = (lines.first, lines.last);
            let from = self.from.partition_point(|f| f.0 < first);
            self.from[from..].iter().take_while(move |f| f.0 <= last).map(|f| f.1)
        };
        let places = |spans: &[Lines]| -> Vec<Lines> {
            let mut found: Vec<u32> = spans.iter().flat_map(rows).collect();
            found.sort_unstable();
            found.dedup();
            // Blank lines part nothing.
            let next = |a: &u32, b: &u32| all[all.partition_point(|n| n <= a)] == *b;
            found.chunk_by(next).map(|run| Lines::new(run[0], run[run.len() - 1])).collect()
        };
        let hull = |lines: Lines| {
            let found = places(&[lines]);
            let last = found.iter().map(|l| l.last).max();
            found.iter().map(|l| l.first).min().zip(last).map_or(lines, |(a, b)| Lines::new(a, b))
        };
        let spans = |spans: &mut Vec<Lines>| *spans = places(spans);
        let own: Vec<bool> = corpus.works.iter().map(|w| w.source == source).collect();
        for work in corpus.works.iter_mut().filter(|w| w.source == source) {
            work.lines = hull(work.lines);
        }
        for section in corpus.sections.iter_mut().filter(|s| own[s.work.index()]) {
            spans(&mut section.heading);
            section.lines = hull(section.lines);
        }
        for passage in corpus.passages.iter_mut().filter(|p| own[p.work.index()]) {
            spans(&mut passage.spans);
        }
        for page in &mut corpus.sources[source.index()].pages {
            page.0 = hull(Lines::one(page.0)).first;
        }
        let told = corpus.notices.split_off(first);
        for notice in told {
            corpus.notices.extend(places(&[notice.lines]).into_iter().map(|lines| Notice { lines, ..notice.clone() }));
        }
        for &(line, noise) in &self.aside {
            super::notice(corpus, source, Lines::one(line), NoticeKind::SetAside, noise.says());
        }
        for &lines in &self.doubts {
            let what = "marks of notes stand apart from the notes, and which is whose cannot be told";
            super::notice(corpus, source, lines, NoticeKind::Doubt, what);
        }
    }
}
