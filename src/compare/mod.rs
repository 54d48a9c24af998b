//! Compare: what changed between two texts, unit by unit and word by word, as a legal drafter would mark it up.
//!
//! [`align`] matches the units of two sides (one old, one new) through moves, renumbering, splits and merges;
//! [`runs`] marks the words inside a pair; [`quotations`] finds what two texts share word for word;
//! [`compose`] carries matches through the drafts between two drafts.

mod align;
mod essence;
mod groups;
mod quote;
mod related;
mod rows;
mod score;
mod status;
mod wording;
mod words;

pub use align::{align, align_through, compose};
pub use essence::same_essence;
pub use quote::{Quotation, quotations};
pub use rows::{BESIDE, End, LEGEND, Row, rows};
pub use wording::Wording;
pub use words::{TermChange, mark_terms, runs};

use crate::text::{Emphasis, Lines, Node};

/// What sort of unit it is: a heading, or a passage of some kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// The words of a heading, without its label.
    Heading,
    /// A paragraph, numbered or not.
    Paragraph,
    /// Words that open a list.
    Chapeau,
    /// An item of a list.
    Item,
    /// A footnote or endnote.
    Note,
    /// A row of a table.
    Row,
    /// A block quotation.
    Quote,
}

impl UnitKind {
    /// A number or letter as it is printed before a unit of this kind: `27.`, `(c)`; none as nothing.
    #[must_use]
    pub fn printed(self, label: &str) -> String {
        match self {
            _ if label.is_empty() => String::new(),
            Self::Item | Self::Row => format!("({label})"),
            Self::Note => label.to_owned(),
            _ => format!("{label}."),
        }
    }

    /// The word for it in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Paragraph => "paragraph",
            Self::Chapeau => "chapeau",
            Self::Item => "item",
            Self::Note => "note",
            Self::Row => "row",
            Self::Quote => "quote",
        }
    }
}

/// What is matched: a heading or a passage of one side.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The printed number or letter, never part of the text: `OBJECTIVE 13`, `27`, `c`.
    pub label: Option<String>,
    /// What sort of unit it is.
    pub kind: UnitKind,
    /// The clean text without its label; empty for a heading that is nothing but a label.
    pub text: String,
    /// Bold and italic words of `text`.
    pub emphasis: Vec<Emphasis>,
    /// The heading or the item it stands under: an earlier index of the same side.
    pub parent: Option<usize>,
    /// Where it comes from in the corpus.
    pub origin: Option<Node>,
    /// How the place is printed.
    pub citation: String,
    /// Where it is printed.
    pub spans: Vec<Lines>,
    /// The objective it belongs to; on a heading: the objective it opens, or stands in.
    pub objective: Option<u16>,
}

impl Unit {
    /// A unit that comes from no corpus: for tests and texts made on the spot.
    #[must_use]
    pub fn plain(kind: UnitKind, label: Option<&str>, text: &str, parent: Option<usize>) -> Self {
        Self {
            label: label.map(str::to_owned),
            kind,
            text: text.to_owned(),
            emphasis: Vec::new(),
            parent,
            origin: None,
            citation: label.unwrap_or_default().to_owned(),
            spans: Vec::new(),
            objective: None,
        }
    }
}

/// What became of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Letter for letter the same.
    Same,
    /// The same words: case, quotes, hyphenation, emphasis or a list's final "and" differ.
    Format,
    /// Some words differ.
    Edited,
    /// Most words differ.
    Rewritten,
    /// Only in the new text.
    Added,
    /// Only in the old text.
    Removed,
    /// The other text is silent on the part this unit belongs to.
    NotCovered,
    /// Repeats, on its own side, a unit that has its match.
    Repeat,
    /// The two are not drafts of each other, yet share a passage word for word.
    Quoted,
    /// The two are not drafts of each other, yet bear on the same topic.
    Related,
}

impl Status {
    /// The word for it in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Format => "format",
            Self::Edited => "edited",
            Self::Rewritten => "rewritten",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::NotCovered => "not_covered",
            Self::Repeat => "repeat",
            Self::Quoted => "quoted",
            Self::Related => "related",
        }
    }
}

/// One or more units of each side that belong together; one side is empty where a unit has no match.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// Units of the old side, in document order.
    pub old: Vec<usize>,
    /// Units of the new side, in document order.
    pub new: Vec<usize>,
    /// What became of them.
    pub status: Status,
    /// Whether it stands elsewhere now: under another heading, or at another place among its siblings.
    pub moved: bool,
    /// Whether its number or letter is another now.
    pub renumbered: bool,
    /// How alike the words are, 0 to 1; 0 where a side is empty.
    pub score: f32,
    /// The words: `=` and `-` joined give the old texts joined by one blank, `=` and `+` the new.
    pub runs: Vec<Run>,
}

impl Link {
    /// Whether one old unit became several.
    #[must_use]
    pub fn is_split(&self) -> bool {
        self.old.len() == 1 && self.new.len() > 1 && self.status != Status::Related
    }

    /// Whether several old units became one.
    #[must_use]
    pub fn is_merged(&self) -> bool {
        self.old.len() > 1 && self.new.len() == 1 && self.status != Status::Related
    }

    /// Whether a reader who looks for changes would want to stop here; format and renumbering do not count.
    #[must_use]
    pub fn is_substantive(&self) -> bool {
        self.moved || !matches!(self.status, Status::Same | Status::Format | Status::NotCovered | Status::Repeat)
    }

    /// Whether its words differ in nothing but form and terms that change throughout, which are told once.
    #[must_use]
    pub fn is_only_terms(&self) -> bool {
        self.status == Status::Edited && !self.moved && self.runs.iter().all(|r| r.op == Op::Equal || r.is_settled())
    }
}

/// Whether the two sides are drafts of one text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Drafts of one text: what is on one side only was added or removed.
    Draft,
    /// Different texts, matched by topic and by what they quote.
    Related,
}

impl Mode {
    /// The word for it in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Related => "related",
        }
    }

    /// The mode that `word` names, if any.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Draft, Self::Related].into_iter().find(|mode| mode.word() == word)
    }
}

/// How to align.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The mode the reader asks for; without it, the texts decide.
    pub mode: Option<Mode>,
}

/// How many links there are of each sort.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the statuses and flags they count")]
pub struct Summary {
    pub same: usize,
    pub format: usize,
    pub edited: usize,
    pub rewritten: usize,
    pub added: usize,
    pub removed: usize,
    pub moved: usize,
    pub split: usize,
    pub merged: usize,
    pub renumbered: usize,
    pub not_covered: usize,
    pub repeat: usize,
    pub quoted: usize,
    pub related: usize,
}

impl Summary {
    /// The counts of `links`.
    pub fn of<'a>(links: impl IntoIterator<Item = &'a Link>) -> Self {
        let mut sum = Self::default();
        for link in links {
            *match link.status {
                Status::Same => &mut sum.same,
                Status::Format => &mut sum.format,
                Status::Edited => &mut sum.edited,
                Status::Rewritten => &mut sum.rewritten,
                Status::Added => &mut sum.added,
                Status::Removed => &mut sum.removed,
                Status::NotCovered => &mut sum.not_covered,
                Status::Repeat => &mut sum.repeat,
                Status::Quoted => &mut sum.quoted,
                Status::Related => &mut sum.related,
            } += 1;
            sum.moved += usize::from(link.moved);
            sum.split += usize::from(link.is_split());
            sum.merged += usize::from(link.is_merged());
            sum.renumbered += usize::from(link.renumbered);
        }
        sum
    }

    /// Each count with its name, in the order of the contract.
    #[must_use]
    pub fn counts(&self) -> [(&'static str, usize); 14] {
        [
            ("same", self.same),
            ("format", self.format),
            ("edited", self.edited),
            ("rewritten", self.rewritten),
            ("added", self.added),
            ("removed", self.removed),
            ("moved", self.moved),
            ("split", self.split),
            ("merged", self.merged),
            ("renumbered", self.renumbered),
            ("not_covered", self.not_covered),
            ("repeat", self.repeat),
            ("quoted", self.quoted),
            ("related", self.related),
        ]
    }
}

/// All matches of two sides.
#[derive(Clone, Debug, PartialEq)]
pub struct Alignment {
    /// Whether the two are drafts of one text.
    pub mode: Mode,
    /// Every unit of both sides stands in exactly one link. In document order of the new side;
    /// what only the old side has stands where it stood.
    pub links: Vec<Link>,
    /// The counts.
    pub summary: Summary,
    /// Replacements that recur throughout ("migrants" to "people on the move"); a run's `term` points here.
    pub terms: Vec<TermChange>,
}

/// What a run of words is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// In both texts.
    Equal,
    /// Only in the old text.
    Removed,
    /// Only in the new text.
    Added,
}

impl Op {
    /// What stands around words that one text has, where both are told as one.
    #[must_use]
    pub fn brackets(self) -> [&'static str; 2] {
        match self {
            Self::Equal => ["", ""],
            Self::Removed => ["[-", "-]"],
            Self::Added => ["{+", "+}"],
        }
    }

    /// The sign for it in JSON.
    #[must_use]
    pub fn sign(self) -> char {
        match self {
            Self::Equal => '=',
            Self::Removed => '-',
            Self::Added => '+',
        }
    }
}

/// Consecutive words with one fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The fate.
    pub op: Op,
    /// The words, with the white space around them.
    pub text: String,
    /// A difference of form only: case, quotes, hyphenation, white space, punctuation.
    pub noise: bool,
    /// Part of a replacement that recurs throughout: index into [`Alignment::terms`].
    pub term: Option<usize>,
}

impl Run {
    /// The blanks before its words, the words, and the blanks behind them.
    #[must_use]
    pub fn parts(&self) -> [&str; 3] {
        let words = self.text.trim();
        let (before, rest) = self.text.split_at(self.text.len() - self.text.trim_start().len());
        [before, words, &rest[words.len()..]]
    }

    /// Whether it need not be looked at one by one: a difference of form, or of a term that changes throughout.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.noise || self.term.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Units from lines: `# label | title` opens a heading, `label | text` is an item below it.
    fn units(text: &str) -> Vec<Unit> {
        let mut out: Vec<Unit> = Vec::new();
        let mut head = None;
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()) {
            let (label, words) = line.split_once('|').map_or((line, ""), |(l, w)| (l.trim(), w.trim()));
            if let Some(label) = label.strip_prefix('#') {
                head = Some(out.len());
                out.push(Unit::plain(UnitKind::Heading, Some(label.trim()), words, None));
            } else {
                out.push(Unit::plain(UnitKind::Item, Some(label), words, head));
            }
        }
        out
    }

    /// The links as `labels status flags labels`.
    fn told(old: &[Unit], new: &[Unit]) -> Vec<String> {
        let name = |units: &[Unit], ids: &[usize]| {
            ids.iter().map(|&u| units[u].label.clone().unwrap_or_default()).collect::<Vec<_>>().join("+")
        };
        let flags =
            |l: &Link| format!("{}{}", if l.moved { " moved" } else { "" }, if l.renumbered { " #" } else { "" });
        align(old, new, Options { mode: Some(Mode::Draft) })
            .links
            .iter()
            .map(|l| format!("{} {}{} {}", name(old, &l.old), l.status.word(), flags(l), name(new, &l.new)))
            .map(|l| l.trim().to_owned())
            .collect()
    }

    const OLD: &str = "# Article 5 | Detention of migrants
        a | Review legislation and policies as they relate to migrant detention by ensuring lawful purpose
        b | Expand alternatives to detention in the community and train officials who apply them in practice
        # Article 6 | Remittances
        a | Develop a road map to reduce the cost of transfers to less than three per cent
        b | Promote financial literacy of women who send and receive remittances";

    #[test]
    fn what_became_of_each() {
        let check = |new: &str, expected: &[&str]| assert_eq!(told(&units(OLD), &units(new)), expected);
        check(
            OLD,
            &["Article 5 same Article 5", "a same a", "b same b", "Article 6 same Article 6", "a same a", "b same b"],
        );
        check(
            "# Article 6 | DETENTION OF MIGRANTS
            a | Review legislation and policies as they relate to migrant detention by ensuring law- ful purpose; and
            b | Expand alternatives to detention in the community
            c | train officials who apply them in practice
            d | Promote financial literacy of women who send and receive remittances
            # Article 7 | Remittances
            a | Develop a plan to reduce the cost of transfers to less than three per cent",
            &[
                "Article 5 format # Article 6",
                "a format a",
                "b edited b+c",
                "b same moved # d",
                "Article 6 same # Article 7",
                "a edited a",
            ],
        );
    }

    #[test]
    fn words_are_marked_as_a_human_would() {
        let marked = |old: &str, new: &str| -> String {
            runs(old, new)
                .iter()
                .map(|r| match (r.op, r.noise) {
                    (Op::Equal, _) => r.text.clone(),
                    (_, true) => format!("<{}{}>", r.op.sign(), r.text),
                    _ => format!("{{{}{}}}", r.op.sign(), r.text),
                })
                .collect()
        };
        let check = |old: &str, new: &str, expected: &str| assert_eq!(marked(old, new), expected);
        check("adequate information", "accurate information", "{-adequate}{+accurate} information");
        check("the “best” loca l law", "the \"best\" local law", "the <-“><+\">best<-” loca l><+\" local> law");
        check(
            "Review legislation and policies as they relate to migrant detention by ensuring that decisions",
            "Review and revise relevant legislation, policies and practices related to immigration detention to ensure \
             that migrants are not detained arbitrarily, that decisions",
            "Review {-legislation and policies as they relate to migrant detention by ensuring}{+and revise relevant \
             legislation, policies and practices related to immigration detention to ensure that migrants are not \
             detained arbitrarily,} that decisions",
        );
        check("1.5 degrees [shall]", "15 degrees shall", "{-1.5}{+15} degrees {-[}shall{-]}");
    }
}
