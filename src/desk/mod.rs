//! The desk: the one object that answers every question an analyst may ask. Answers are plain structs.
//!
//! One room a question: [`compare`] two texts side by side, [`history`] one clause through its drafts,
//! [`resolve`] names to places, [`search`] words to passages, [`on`] what all say on an
//! objective, [`follow`] the references in a text.

pub mod compare;
mod family;
mod finder;
pub mod follow;
pub mod history;
mod names;
pub mod on;
mod printed;
pub mod resolve;
mod runs;
pub mod search;
mod standing;
mod ways;

pub use standing::page_in_words;

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::OnceLock;

use self::family::Families;
use self::names::Names;
use self::on::Aims;
use self::printed::Rules;
use crate::index::{Index, Place, text_at};
use crate::ingest::{self, LoadError};
use crate::text::{
    Corpus, Frame, FrameId, Going, Lines, Node, ObjectiveId, PassageId, SectionId, SourceId, WorkId, go_on,
    section_paths,
};

/// A corpus, ready to answer. The index is built at the first search, on the thread that asks.
pub struct Desk {
    /// All that was read.
    pub corpus: Corpus,
    index: OnceLock<Index>,
    /// How each section's place is printed.
    paths: OnceLock<Vec<String>>,
    names: OnceLock<Names>,
    suggestions: OnceLock<Vec<(Target, Vec<char>)>>,
    rules: OnceLock<Option<Rules>>,
    referring: OnceLock<HashMap<Target, Vec<PassageId>>>,
    /// What the objectives of each frame say.
    aims: Vec<OnceLock<Aims>>,
    families: OnceLock<Families>,
}

/// So many of a thing, in words: `1 hit`, `3 matches`.
#[must_use]
pub fn counted(n: usize, one: &str) -> String {
    match n {
        1 => format!("1 {one}"),
        _ if one.ends_with("ch") => format!("{n} {one}es"),
        _ => format!("{n} {one}s"),
    }
}

/// A place that a name may mean, a link may lead to, a pane may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A whole work.
    Work(WorkId),
    /// A section.
    Section(SectionId),
    /// A passage.
    Passage(PassageId),
    /// An objective, across all works.
    Objective(ObjectiveId),
    /// Lines of a source that belong to no work: what ingest set aside.
    Lines(SourceId, Lines),
}

impl From<Node> for Target {
    fn from(node: Node) -> Self {
        match node {
            Node::Section(id) => Self::Section(id),
            Node::Passage(id) => Self::Passage(id),
        }
    }
}

impl Desk {
    /// A desk over `corpus`. Cheap: nothing is indexed yet.
    #[must_use]
    pub fn new(corpus: Corpus) -> Self {
        Self {
            aims: corpus.frames.iter().map(|_| OnceLock::new()).collect(),
            corpus,
            index: OnceLock::new(),
            paths: OnceLock::new(),
            names: OnceLock::new(),
            suggestions: OnceLock::new(),
            rules: OnceLock::new(),
            referring: OnceLock::new(),
            families: OnceLock::new(),
        }
    }

    /// A desk over the files and folders of `paths`, or over the bundled texts where there are none.
    ///
    /// # Errors
    /// Where nothing could be read: what, where, and what to do.
    pub fn open(paths: &[PathBuf]) -> Result<Self, LoadError> {
        Self::open_going(paths, &go_on)
    }

    /// As [`Desk::open`]; `going` counts files.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub fn open_going(paths: &[PathBuf], going: Going<'_>) -> Result<Self, LoadError> {
        Ok(Self::new(if paths.is_empty() { ingest::bundled() } else { ingest::load(paths, going)? }))
    }

    /// The index, built at the first call.
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::build(&self.corpus, &go_on))
    }

    /// Builds the index, if it is not built; nothing is kept where `going`, which counts passages, stops it.
    pub fn make_index(&self, going: Going<'_>) {
        if !self.is_indexed() {
            let index = Index::build(&self.corpus, going);
            let count = index.units().len();
            if going(count, count) {
                let _ = self.index.set(index);
            }
        }
    }

    /// Every name of every place, read at the first call.
    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(&self.corpus, self.paths()))
    }

    /// How each section's place is printed within its work.
    fn paths(&self) -> &[String] {
        self.paths.get_or_init(|| section_paths(&self.corpus))
    }

    fn suggestions(&self) -> &[(Target, Vec<char>)] {
        self.suggestions.get_or_init(|| self.list_suggestions())
    }

    /// Whether the index is built, so that a search answers at once.
    #[must_use]
    pub fn is_indexed(&self) -> bool {
        self.index.get().is_some()
    }

    /// The passages a target stands for, in document order. An objective stands for all its members.
    #[must_use]
    pub fn passages_in(&self, target: Target) -> Vec<PassageId> {
        let corpus = &self.corpus;
        match target {
            Target::Work(work) => corpus.passages_of(work).collect(),
            Target::Section(section) => corpus.passages_below(section),
            Target::Passage(passage) => {
                let mut out = vec![passage];
                let behind = corpus.passage_ids().skip(passage.index() + 1);
                out.extend(behind.take_while(|&p| corpus.above(p).any(|up| up == passage)));
                out
            }
            Target::Objective(objective) => {
                corpus[objective].members.iter().flat_map(|m| self.passages_in(m.node.into())).collect()
            }
            Target::Lines(..) => Vec::new(),
        }
    }

    /// The work in which a target stands; none for an objective, stated in many, and for lines of none.
    #[must_use]
    pub fn work_of(&self, target: Target) -> Option<WorkId> {
        match target {
            Target::Work(id) => Some(id),
            Target::Section(id) => Some(self.corpus[id].work),
            Target::Passage(id) => Some(self.corpus[id].work),
            Target::Objective(_) | Target::Lines(..) => None,
        }
    }

    /// The name of a target as printed: a citation, a work's short name, `Objective 13`.
    #[must_use]
    pub fn name_of(&self, target: Target) -> String {
        let corpus = &self.corpus;
        match target {
            Target::Work(work) => corpus[work].short.clone(),
            Target::Section(section) => {
                let work = &corpus[corpus[section].work].short;
                let path = &self.paths()[section.index()];
                if path.is_empty() { work.clone() } else { format!("{work}, {path}") }
            }
            Target::Passage(passage) => corpus[passage].citation.clone(),
            Target::Objective(objective) => {
                let objective = &corpus[objective];
                format!("{} {}: {}", self.noun_of(objective.frame), objective.label, objective.title)
            }
            Target::Lines(source, lines) => format!("{}:{lines}", corpus[source].file),
        }
    }

    /// What an aim of `frame` is called: its noun, or, where another frame has that, its whole name in the singular.
    #[must_use]
    pub fn noun_of(&self, frame: FrameId) -> Cow<'_, str> {
        let Frame { name, noun, .. } = &self.corpus[frame];
        let shared = self.corpus.frames.iter().filter(|other| other.noun == *noun).count() > 1;
        let name = name.to_lowercase();
        match name.rfind(&noun.to_lowercase()).filter(|_| shared) {
            Some(at) => Cow::Owned(format!("{}{noun}", &name[..at])),
            None => Cow::Borrowed(noun),
        }
    }

    /// The words of a target: a passage's text, a section's heading, a work's or an objective's title, raw lines.
    #[must_use]
    pub fn text_of(&self, target: Target) -> Cow<'_, str> {
        let corpus = &self.corpus;
        match target {
            Target::Work(work) => Cow::Borrowed(&corpus[work].title),
            Target::Section(section) => text_at(corpus, Place::Section(section)),
            Target::Passage(passage) => Cow::Borrowed(&corpus[passage].text),
            Target::Objective(objective) => Cow::Borrowed(&corpus[objective].title),
            Target::Lines(source, lines) => {
                let lines: Vec<&str> = (lines.first..=lines.last).map(|n| corpus[source].line(n).trim()).collect();
                Cow::Owned(lines.join("\n"))
            }
        }
    }

    /// Where the words of a target are printed: a passage's spans, a section's heading, a work's lines.
    /// An objective, stated in many places, has none.
    #[must_use]
    pub fn spans_of(&self, target: Target) -> Option<(SourceId, Vec<Lines>)> {
        let corpus = &self.corpus;
        Some(match target {
            Target::Work(work) => (corpus[work].source, vec![corpus[work].lines]),
            Target::Section(section) => {
                let section = &corpus[section];
                let lines = if section.heading.is_empty() { vec![section.lines] } else { section.heading.clone() };
                (corpus[section.work].source, lines)
            }
            Target::Passage(passage) => (corpus[corpus[passage].work].source, corpus[passage].spans.clone()),
            Target::Objective(_) => return None,
            Target::Lines(source, lines) => (source, vec![lines]),
        })
    }
}
