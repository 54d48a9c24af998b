//! The index: tantivy in memory over all that is printed in a corpus. The only user of tantivy.
//!
//! tantivy keeps the vocabulary and, for each word, where it stands; stems, wildcards, fuzzy words and abbreviations
//! become sets of words of the vocabulary; rows of words are found by position. So every match is counted, the one
//! rule for what matches ([`matcher`]) also marks it, and nothing is folded again but what is shown.

pub mod abbreviation;
pub mod bearing;
pub mod fold;
mod literal;
pub mod matcher;
mod narrow;
mod parse;
mod postings;
pub mod query;
mod search;
mod words;

use std::borrow::Cow;
use std::collections::HashSet;

pub use abbreviation::Abbreviation;
pub use bearing::{Profile, Sisters, Subject};
pub use matcher::{Mark, Matcher};
pub use narrow::kinds;
pub use parse::parse;
pub use query::{Mistake, Query};
pub use search::{Row, Rows};

use postings::Postings;
use words::Vocabulary;

use crate::text::{Corpus, Going, Lines, NoticeKind, PassageId, SectionId, SourceId, WorkId};

/// Where an indexed text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// A heading.
    Section(SectionId),
    /// A passage.
    Passage(PassageId),
    /// A line that was set aside.
    Aside(SourceId, u32),
}

/// What is indexed as one: a passage, a heading, a line set aside.
#[derive(Clone, Copy, Debug)]
pub struct Unit {
    /// Where it stands.
    pub place: Place,
    /// Its work; none for lines set aside outside of all works: a viewer's frame, teasers of other documents.
    pub work: Option<WorkId>,
    /// The objective of the main frame whose text it is, if any.
    pub objective: Option<u16>,
}

/// An index of all headings, passages and lines set aside of a corpus, in that order of the documents.
pub struct Index {
    units: Vec<Unit>,
    postings: Postings,
    vocabulary: Vocabulary,
    abbreviations: Vec<Abbreviation>,
}

impl Index {
    /// Indexes `corpus`. Deterministic; one thread. `going` counts passages.
    #[must_use]
    pub fn build(corpus: &Corpus, going: Going<'_>) -> Self {
        let units = units(corpus);
        let wanted = units.iter().enumerate().take_while(|(n, _)| going(*n, units.len()));
        let postings = Postings::build(wanted.map(|(_, unit)| text_at(corpus, unit.place)));
        let vocabulary = Vocabulary::new(&postings);
        Self { units, postings, vocabulary, abbreviations: abbreviation::find(corpus) }
    }

    /// All that is indexed, in order.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.units
    }

    /// What short forms stand for, document by document.
    #[must_use]
    pub fn abbreviations(&self) -> &[Abbreviation] {
        &self.abbreviations
    }
}

/// The words at `place`. A heading without a name is the work's title.
#[must_use]
pub fn text_at(corpus: &Corpus, place: Place) -> Cow<'_, str> {
    match place {
        Place::Passage(passage) => Cow::Borrowed(&corpus[passage].text),
        Place::Section(section) => match corpus[section].name() {
            name if name.is_empty() && !corpus[section].heading.is_empty() => {
                Cow::Borrowed(&corpus[corpus[section].work].title)
            }
            name => Cow::Owned(name),
        },
        Place::Aside(source, line) => Cow::Borrowed(corpus[source].line(line).trim()),
    }
}

/// What is to be indexed, in document order.
fn units(corpus: &Corpus) -> Vec<Unit> {
    let of = objectives(corpus);
    let mut units = Vec::with_capacity(corpus.passages.len() + corpus.sections.len());
    for work in corpus.work_ids() {
        for &section in &corpus[work].sections {
            let objective = of.0[section.index()];
            if is_printed_apart(corpus, section) {
                units.push(Unit { place: Place::Section(section), work: Some(work), objective });
            }
            units.extend(corpus[section].passages.iter().map(|&passage| Unit {
                place: Place::Passage(passage),
                work: Some(work),
                objective: of.1[passage.index()],
            }));
        }
    }
    // A running title counts once, however often it is printed.
    let mut seen = HashSet::new();
    for notice in corpus.notices.iter().filter(|n| n.kind == NoticeKind::SetAside) {
        let Lines { first, last } = notice.lines;
        let holds = |w: &WorkId| corpus[*w].source == notice.source && corpus[*w].lines.contains(first);
        let work = corpus.work_ids().find(holds);
        for line in first..=last {
            let text = corpus[notice.source].line(line).trim();
            if !text.is_empty() && (work.is_none() || seen.insert((work, text))) {
                units.push(Unit { place: Place::Aside(notice.source, line), work, objective: None });
            }
        }
    }
    units
}

/// Whether a section's heading is printed, and not within a passage: a title may be a part of its line.
fn is_printed_apart(corpus: &Corpus, section: SectionId) -> bool {
    let section = &corpus[section];
    let Some(first) = section.heading.first().map(|lines| lines.first) else { return false };
    let within = |passage: &PassageId| corpus[*passage].spans.iter().any(|span| span.contains(first));
    section.label.is_some() || section.title.is_some() || !section.passages.iter().any(within)
}

/// The objective of the main frame that each section and each passage states, if any.
fn objectives(corpus: &Corpus) -> (Vec<Option<u16>>, Vec<Option<u16>>) {
    use crate::text::Node;
    let mut sections = vec![None; corpus.sections.len()];
    let mut passages: Vec<Option<u16>> = vec![None; corpus.passages.len()];
    let main = corpus.frames.first().into_iter().flat_map(|frame| &frame.objectives);
    for &objective in main {
        let number = Some(corpus[objective].number);
        for member in &corpus[objective].members {
            match member.node {
                Node::Section(section) => {
                    let mut below = vec![section];
                    while let Some(section) = below.pop() {
                        sections[section.index()] = number;
                        below.extend(&corpus[section].children);
                    }
                    for passage in corpus.passages_below(section) {
                        passages[passage.index()] = number;
                    }
                }
                Node::Passage(passage) => passages[passage.index()] = number,
            }
        }
    }
    // Items and notes belong where their parent does; parents come first.
    for passage in corpus.passage_ids() {
        if let Some(parent) = corpus[passage].parent {
            passages[passage.index()] = passages[passage.index()].or(passages[parent.index()]);
        }
    }
    (sections, passages)
}
