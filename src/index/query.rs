//! A query, understood: what is looked for, what narrows it, and what is wrong with it.

use std::ops::Range;

/// A mistake in a query, told in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Bytes of the query that are wrong.
    pub range: Range<usize>,
    /// What is wrong, and what to do.
    pub what: String,
}

/// How a word of a query matches a word of a text. All of it is folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// As it stands.
    Exact,
    /// By its stem.
    Stem,
    /// `*` stands for any letters.
    Glob,
    /// With so many letters wrong.
    Fuzzy(u8),
}

/// A word looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word, folded.
    pub text: String,
    /// The word with its capitals, where it has any.
    pub cased: Option<String>,
    /// How it matches.
    pub kind: Kind,
}

/// What a term of a query looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// Words that follow each other, or, with a number, stand with at most so many others among them.
    Words(Vec<Word>, Option<u32>),
    /// A regular expression over the folded text.
    Regex(String),
    /// An abbreviation and what it stands for, document by document.
    Abbreviation(String),
}

/// A term: the part of a query that matches leave marks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Bytes of the query.
    pub range: Range<usize>,
    /// What it looks for.
    pub sought: Sought,
}

/// What narrows a query without leaving marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// `doc:` — the work, by any of its names.
    Doc,
    /// `kind:` — the kind of work or of passage.
    Kind,
    /// `obj:` — the objective's number.
    Obj,
    /// `by:` — who issued it.
    By,
    /// `date:` — `2018`, `2017-04..2018`.
    Date,
    /// `note:` — a footnote's number, or words in footnotes.
    Note,
    /// `in:` — `text`, `heading`, `aside` (lines set aside), `all`.
    In,
}

/// The names of the fields; `abbr:` narrows nothing.
pub(super) const FIELDS: [(&str, Option<Field>); 8] = [
    ("doc", Some(Field::Doc)),
    ("kind", Some(Field::Kind)),
    ("obj", Some(Field::Obj)),
    ("by", Some(Field::By)),
    ("date", Some(Field::Date)),
    ("note", Some(Field::Note)),
    ("in", Some(Field::In)),
    ("abbr", None),
];

/// A query's sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// All of these hold.
    All(Vec<Node>),
    /// One of these holds.
    Any(Vec<Node>),
    /// This does not hold.
    Not(Box<Node>),
    /// The term of that number matches.
    Term(usize),
    /// The place is narrowed: the value as typed, and its bytes of the query.
    Narrow(Field, String, Range<usize>),
}

/// A query, understood as far as it can be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// What it means; none where nothing is asked.
    pub root: Option<Node>,
    /// Its terms, in order.
    pub terms: Vec<Term>,
    /// What is wrong with it.
    pub mistakes: Vec<Mistake>,
}
