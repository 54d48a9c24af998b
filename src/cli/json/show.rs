//! `show`: the passages of a place, or the candidates of a name.

use serde::Serialize;

use super::outline::{Passage, passage};
use crate::text::{Corpus, PassageId};

/// A passage with its work and file, as `show` prints it.
#[derive(Serialize)]
pub struct Placed<'a> {
    #[serde(flatten)]
    passage: Passage<'a>,
    work: &'a str,
    file: &'a str,
    section: &'a str,
}

fn placed(corpus: &Corpus, id: PassageId) -> Placed<'_> {
    let (work, section) = (&corpus[corpus[id].work], &corpus[corpus[id].section]);
    Placed { passage: passage(corpus, id), work: &work.key, file: &corpus[work.source].file, section: &section.key }
}

#[derive(Serialize)]
pub struct Show<'a> {
    r#ref: &'a str,
    passages: Vec<Placed<'a>>,
    before: Vec<Placed<'a>>,
    after: Vec<Placed<'a>>,
    means: Option<String>,
    read_as: Option<String>,
    candidates: Vec<String>,
}

/// `show`: the passages of a place, and those around it; or the candidates of a name.
pub fn show<'a>(
    corpus: &'a Corpus,
    name: &'a str,
    means: Option<String>,
    read_as: Option<String>,
    [before, passages, after]: [&[PassageId]; 3],
    candidates: Vec<String>,
) -> Show<'a> {
    let all = |ids: &[PassageId]| ids.iter().map(|&p| placed(corpus, p)).collect();
    Show { r#ref: name, passages: all(passages), before: all(before), after: all(after), means, read_as, candidates }
}
