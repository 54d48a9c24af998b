//! Searching: a query's terms become sets of words, its sense becomes a set of units, its matches are counted.

use super::literal::required;
use super::matcher::{Matcher, Pattern, Phrase, Slot, regex, stands_in};
use super::parse::words;
use super::query::{Field, Kind, Mistake, Node, Query, Sought, Term, Word};
use super::{Abbreviation, Index, text_at};
use crate::text::{Corpus, Going};

/// A unit that holds matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The unit.
    pub unit: u32,
    /// How many matches it holds.
    pub count: u32,
}

/// The units that answer a query, in document order.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// The units; those of a query that only narrows hold no match.
    pub rows: Vec<Row>,
    /// BM25 of each row.
    pub scores: Vec<f32>,
    /// Mistakes that only the corpus shows: a document of that name is not here.
    pub mistakes: Vec<Mistake>,
}

impl Index {
    /// Makes ready what finds and marks the terms of `query`. With `smart_case`, capitals typed must match.
    #[must_use]
    pub fn matcher(&self, query: &Query, smart_case: bool) -> Matcher {
        let capital = |text: &str| text.chars().any(char::is_uppercase);
        let keep_case = smart_case
            && query.terms.iter().any(|term| match &term.sought {
                Sought::Words(words, _) => words.iter().any(|w| w.cased.is_some()),
                Sought::Regex(regex) => capital(&plain_letters(regex)),
                Sought::Abbreviation(_) => false,
            });
        let pattern = |term: &Term| match &term.sought {
            Sought::Words(words, within) => Pattern::Words(self.phrases(words), *within),
            Sought::Abbreviation(short) => Pattern::Words(self.meanings(short), None),
            // The parser has compiled it before; one that fails matches nothing.
            Sought::Regex(body) => regex(body, keep_case && capital(&plain_letters(body)))
                .map_or_else(|_| Pattern::Words(Vec::new(), None), Pattern::Regex),
        };
        Matcher::new(query.terms.iter().map(pattern).collect(), keep_case)
    }

    /// `words` in a row.
    fn phrase(&self, words: &[Word]) -> Phrase {
        Phrase { slots: words.iter().map(|word| self.vocabulary.slot(word, &self.postings)).collect(), works: None }
    }

    /// `words` in a row; a plain compound also in its other spelling (`cooperation`, `co-operation`).
    fn phrases(&self, words: &[Word]) -> Vec<Phrase> {
        let mut out = vec![self.phrase(words)];
        let stem = |text: &str| Word { text: text.to_owned(), cased: None, kind: Kind::Stem };
        let known = |text: &str| self.postings.frequency(text) > 0;
        match words {
            [one] if one.kind == Kind::Stem => {
                let parts = PREFIXES.iter().find_map(|p| Some((p, one.text.strip_prefix(p)?)));
                if let Some((prefix, rest)) = parts.filter(|(prefix, rest)| known(prefix) && known(rest)) {
                    let mut parts = self.phrase(&[stem(prefix), stem(rest)]);
                    // A prefix has no other forms.
                    parts.slots[0].words = vec![(*prefix).to_owned()];
                    out.push(parts);
                }
            }
            [first, second] if first.kind == Kind::Stem && PREFIXES.contains(&first.text.as_str()) => {
                out.push(self.phrase(&[stem(&format!("{}{}", first.text, second.text))]));
            }
            _ => {}
        }
        out
    }

    /// An abbreviation as printed, everywhere, and what it stands for, in the documents that say so; asked by what
    /// it stands for, the short form there.
    fn meanings(&self, asked: &str) -> Vec<Phrase> {
        let words = |text: &str, kind: &Kind| -> Vec<Word> {
            words(text, kind).into_iter().map(|word| Word { cased: None, ..word }).collect()
        };
        let asked = words(asked, &Kind::Stem);
        let mut out = vec![self.phrase(&asked)];
        for Abbreviation { short, long, works } in &self.abbreviations {
            let (short, long) = (words(short, &Kind::Stem), words(long, &Kind::Exact));
            let there = |words: &[Word]| Phrase { works: Some(works.clone()), ..self.phrase(words) };
            let same = |a: &[Word], b: &[Word]| a.iter().map(|w| &w.text).eq(b.iter().map(|w| &w.text));
            if same(&short, &asked) {
                out.push(there(&long));
            } else if same(&long, &asked) {
                out.push(there(&short));
            }
        }
        out
    }

    /// The units that answer `query`. `corpus` is the one that was indexed; `going` counts passages.
    #[must_use]
    pub fn rows(&self, query: &Query, matcher: &Matcher, corpus: &Corpus, going: Going<'_>) -> Rows {
        let mut out = Rows::default();
        if let Some(error) = &self.postings.error {
            out.mistakes.push(Mistake { range: 0..0, what: error.clone() });
        }
        let Some(root) = &query.root else { return out };
        let terms: Vec<Vec<Row>> =
            (0..matcher.patterns().len()).map(|t| self.rows_of(t, matcher, corpus, going)).collect();
        let mut holds = self.set(root, &terms, corpus, &mut out.mistakes);
        if !speaks_of(root, Field::In) {
            for (held, unit) in holds.iter_mut().zip(&self.units) {
                *held &= unit.work.is_some();
            }
        }
        let mut counts = vec![0u32; self.units.len()];
        let mut scores = vec![0f32; self.units.len()];
        let mut positive = vec![false; terms.len()];
        positive_terms(root, true, &mut positive);
        for rows in terms.iter().zip(&positive).filter(|&(_, &positive)| positive).map(|(rows, _)| rows) {
            let weight = idf(rows.len(), self.units.len());
            for row in rows.iter().filter(|row| holds[row.unit as usize]) {
                counts[row.unit as usize] += row.count;
                scores[row.unit as usize] += weight * self.saturation(*row, 0.75);
            }
        }
        for unit in (0u32..).zip(&holds).filter(|&(_, &held)| held).map(|(unit, _)| unit) {
            out.rows.push(Row { unit, count: counts[unit as usize] });
            out.scores.push(scores[unit as usize]);
        }
        out
    }

    /// The part of BM25 that depends on the unit: how often, in how long a text (k1 1.2, b as told).
    pub(super) fn saturation(&self, row: Row, length: f32) -> f32 {
        let count = row.count as f32;
        count * 2.2 / (count + 1.2 * (1.0 - length + length * self.postings.relative_length(row.unit)))
    }

    /// The units in which term `term` stands.
    fn rows_of(&self, term: usize, matcher: &Matcher, corpus: &Corpus, going: Going<'_>) -> Vec<Row> {
        let counted = |units: Vec<u32>| -> Vec<Row> {
            let count = |unit: u32| {
                let at = self.units[unit as usize];
                let marks = matcher.marks(&text_at(corpus, at.place), at.work, Some(term));
                Row { unit, count: u32::try_from(marks.len()).unwrap_or(u32::MAX) }
            };
            let all = units.len();
            let wanted = units.into_iter().enumerate().take_while(|(n, _)| going(*n, all));
            wanted.map(|(_, unit)| count(unit)).filter(|row| row.count > 0).collect()
        };
        let (phrases, within) = match &matcher.patterns()[term] {
            Pattern::Words(phrases, within) => (phrases, within),
            Pattern::Regex(regex) => {
                let all = || (0..u32::try_from(self.units.len()).unwrap_or(u32::MAX)).collect();
                let some = |runs: Vec<String>| self.units_holding(&runs);
                return counted(required(regex.as_str()).map_or_else(all, some));
            }
        };
        let mut rows: Vec<Row> = Vec::new();
        for phrase in phrases {
            let mut more = self.postings.rows(phrase, *within);
            more.retain(|row| stands_in(phrase, self.units[row.unit as usize].work));
            rows = merge(rows, &more);
        }
        if matcher.keeps_case(term) {
            rows = counted(rows.into_iter().map(|row| row.unit).collect());
        }
        rows
    }

    /// The units in which a word holds one of `runs`.
    fn units_holding(&self, runs: &[String]) -> Vec<u32> {
        let mut words = Vec::new();
        self.postings.words_from("", |word| {
            if runs.iter().any(|run| word.contains(run.as_str())) {
                words.push(word.to_owned());
            }
        });
        let slots = vec![Slot { words, cased: None }];
        self.postings.rows(&Phrase { slots, works: None }, None).into_iter().map(|row| row.unit).collect()
    }

    /// The units for which `node` holds.
    fn set(&self, node: &Node, terms: &[Vec<Row>], corpus: &Corpus, mistakes: &mut Vec<Mistake>) -> Vec<bool> {
        match node {
            Node::Term(term) => {
                let mut set = vec![false; self.units.len()];
                for row in &terms[*term] {
                    set[row.unit as usize] = true;
                }
                set
            }
            Node::Not(inner) => {
                let mut set = self.set(inner, terms, corpus, mistakes);
                for held in &mut set {
                    *held = !*held;
                }
                set
            }
            Node::All(parts) | Node::Any(parts) => {
                let all = matches!(node, Node::All(_));
                let mut set = vec![all; self.units.len()];
                for part in parts {
                    for (held, also) in set.iter_mut().zip(self.set(part, terms, corpus, mistakes)) {
                        *held = if all { *held && also } else { *held || also };
                    }
                }
                set
            }
            Node::Narrow(field, value, range) => match self.narrow(*field, value, corpus) {
                Ok(set) => set,
                Err(what) => {
                    mistakes.push(Mistake { range: range.clone(), what });
                    // What cannot be met is met by nothing.
                    vec![false; self.units.len()]
                }
            },
        }
    }

    /// The words of the corpus nearest to those of `query` that stand nowhere, best first, at most `most`.
    #[must_use]
    pub fn nearest(&self, query: &Query, matcher: &Matcher, most: usize) -> Vec<String> {
        let mut out = Vec::new();
        for (term, pattern) in query.terms.iter().zip(matcher.patterns()) {
            let (Sought::Words(words, _), Pattern::Words(phrases, _)) = (&term.sought, pattern) else { continue };
            let Some(phrase) = phrases.first() else { continue };
            for (word, slot) in words.iter().zip(&phrase.slots) {
                if slot.words.iter().any(|known| self.postings.frequency(known) > 0) {
                    continue;
                }
                let bare = word.text.replace('*', "");
                let far = (bare.chars().count() / 3).clamp(1, 3);
                out.extend(self.vocabulary.near(&bare, u8::try_from(far).unwrap_or(3)));
            }
        }
        out.sort();
        let mut words: Vec<String> = out.into_iter().map(|(_, _, word)| word).collect();
        words.truncate(most);
        words
    }
}

/// Prefixes that are printed with a hyphen here and without one there.
const PREFIXES: [&str; 5] = ["co", "re", "non", "pre", "anti"];

/// How much a term says that stands in `holding` of `all` units (BM25's inverse document frequency).
pub(super) fn idf(holding: usize, all: usize) -> f32 {
    let (holding, all) = (holding as f32, all as f32);
    (1.0 + (all - holding + 0.5) / (holding + 0.5)).ln()
}

/// A pattern without its escapes, to see whether a reader typed capitals.
fn plain_letters(pattern: &str) -> String {
    let mut chars = pattern.chars();
    let mut out = String::new();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
        } else {
            out.push(c);
        }
    }
    out
}

fn merge(rows: Vec<Row>, more: &[Row]) -> Vec<Row> {
    if rows.is_empty() || more.is_empty() {
        return if rows.is_empty() { more.to_vec() } else { rows };
    }
    let mut all = rows;
    all.extend_from_slice(more);
    all.sort_by_key(|row| row.unit);
    all.dedup_by(|next, kept| {
        let same = next.unit == kept.unit;
        if same {
            kept.count += next.count;
        }
        same
    });
    all
}

fn speaks_of(node: &Node, field: Field) -> bool {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().any(|part| speaks_of(part, field)),
        Node::Not(inner) => speaks_of(inner, field),
        Node::Narrow(narrows, ..) => *narrows == field,
        Node::Term(_) => false,
    }
}

fn positive_terms(node: &Node, positive: bool, out: &mut [bool]) {
    match node {
        Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|part| positive_terms(part, positive, out)),
        Node::Not(inner) => positive_terms(inner, !positive, out),
        Node::Term(term) => out[*term] |= positive,
        Node::Narrow(..) => {}
    }
}
