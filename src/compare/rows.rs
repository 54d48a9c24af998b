//! Rows: an alignment as two columns are drawn, moved units at both of their places.

use super::{Alignment, Link, Op, Status};

/// Which end of a link a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Both sides, face to face.
    Both,
    /// The place a moved unit left: the old side only.
    From,
    /// The place a moved unit came to: the new side (its words marked against the old).
    To,
}

/// One row of the two columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Index into [`Alignment::links`].
    pub link: usize,
    /// Which end of it stands here.
    pub end: End,
}

/// The rows of `alignment`, top to bottom. A moved link has two: where it was, and where it is.
#[must_use]
pub fn rows(alignment: &Alignment) -> Vec<Row> {
    let links = &alignment.links;
    let mut left: Vec<(usize, usize)> =
        (0..links.len()).filter(|&at| links[at].moved).filter_map(|at| Some((*links[at].old.first()?, at))).collect();
    left.sort_unstable();
    let mut left = left.into_iter().peekable();
    let mut out = Vec::with_capacity(links.len() + left.len());
    for (at, link) in links.iter().enumerate() {
        // Places left stand before the first settled row whose old units come after them.
        if let Some(&old) = link.old.first().filter(|_| !link.moved) {
            while let Some((_, from)) = left.next_if(|&(was, _)| was < old) {
                out.push(Row { link: from, end: End::From });
            }
        }
        out.push(Row { link: at, end: if link.moved { End::To } else { End::Both } });
    }
    out.extend(left.map(|(_, link)| Row { link, end: End::From }));
    out
}

/// The letter of two rows that only share a place.
pub const BESIDE: char = ':';

/// What the letters at the left of a comparison mean.
pub const LEGEND: [(char, &str); 14] = [
    ('=', "the same"),
    ('#', "the same under another number"),
    ('f', "the same words in another form: case, quotes, hyphens, punctuation"),
    ('~', "reworded"),
    ('R', "mostly other words"),
    ('+', "added"),
    ('-', "removed"),
    ('>', "moved; reworded, too, where words are marked"),
    ('Y', "split into several, or merged into one"),
    ('r', "said again in the same text"),
    ('o', "no counterpart found in the other text"),
    (BESIDE, "what either says here, side by side; no counterparts"),
    ('"', "another text, which quotes it"),
    ('t', "another text, on the same topic"),
];

impl Link {
    /// Its units, the old first.
    #[must_use]
    pub fn sides(&self) -> [&[usize]; 2] {
        [&self.old, &self.new]
    }

    /// The letter for the gutter, as [`LEGEND`] says.
    #[must_use]
    pub fn letter(&self) -> char {
        if self.moved {
            return '>';
        }
        if self.is_split() || self.is_merged() {
            return 'Y';
        }
        match self.status {
            Status::Same if self.renumbered => '#',
            Status::Same => '=',
            Status::Format => 'f',
            Status::Edited => '~',
            Status::Rewritten => 'R',
            Status::Added => '+',
            Status::Removed => '-',
            Status::NotCovered => 'o',
            Status::Repeat => 'r',
            Status::Quoted => '"',
            Status::Related => 't',
        }
    }

    /// What became of it, in words: `edited, moved, renumbered`.
    #[must_use]
    pub fn told(&self) -> String {
        let flags = [
            (self.is_split(), "split"),
            (self.is_merged(), "merged"),
            (self.moved, "moved"),
            (self.renumbered, "renumbered"),
        ];
        let flags = flags.into_iter().filter(|(is, _)| *is).map(|(_, word)| word);
        let words = std::iter::once(self.status.word()).chain(flags).collect::<Vec<_>>();
        words.join(", ").replace('_', " ")
    }

    /// The words of one side: its runs without those of the other.
    pub fn words_of(&self, op: Op) -> impl Iterator<Item = &super::Run> {
        self.runs.iter().filter(move |run| run.op == Op::Equal || run.op == op)
    }
}
