//! The question of `compare`: which two places, of the corpus or of files of their own, and how the answer is printed.

use std::path::Path;

use super::answer::{give, open, places};
use super::out::{Out, terminal_width};
use super::{Answer, Failure, json, print};
use crate::desk::compare::{Asked, Side};
use crate::desk::{Desk, Target};
use crate::text::{Lines, WorkId, WorkKind};

/// Whether a source of the corpus bears this file name.
fn named_so(desk: &Desk, name: &str) -> bool {
    desk.corpus.sources.iter().any(|s| s.file == name || s.file.ends_with(&format!("/{name}")))
}

/// How a comparison is printed.
pub struct Look {
    pub inline: bool,
    pub all: bool,
    pub width: Option<usize>,
    pub json: bool,
}

/// One side of a comparison: places of the corpus, or of a file of its own.
fn chosen<'a>(desk: &'a Desk, own: &'a mut Option<Desk>, name: &str) -> Result<(&'a Desk, Vec<Target>), Failure> {
    let path = Path::new(name);
    if path.is_file() {
        let real = |p: &Path| p.canonicalize().ok();
        let known = desk.corpus.sources.iter().position(|s| s.path.as_deref().is_some_and(|p| real(p) == real(path)));
        let desk: &Desk = match known {
            Some(_) => desk,
            None => own.insert(open(&[path.to_owned()])?),
        };
        let known = known.unwrap_or(0);
        let works: Vec<WorkId> = desk.corpus.work_ids().filter(|&w| desk.corpus[w].source.index() == known).collect();
        // Of several works, a cover slip is not meant where a text stands beside it.
        let texts: Vec<WorkId> = works.iter().copied().filter(|&w| desk.corpus[w].kind != WorkKind::Slip).collect();
        return match (&works[..], &texts[..]) {
            (&[work], _) | (_, &[work]) => Ok((desk, vec![Target::Work(work)])),
            ([], _) => Err(Failure::Wrong(format!("{name}: no text could be read from it"))),
            _ => {
                let source = desk.corpus[works[0]].source;
                let lines = Lines::new(1, desk.corpus[source].len());
                Ok((desk, vec![Target::Lines(source, lines)]))
            }
        };
    }
    // What is written as a path is none of the names of places.
    if path.is_absolute() || path.extension().is_some_and(|e| e == "txt" || e == "md") && !named_so(desk, name) {
        return Err(Failure::Wrong(format!("{name}: no such file\n  name a file, or a work or section of the corpus")));
    }
    // What is not there cannot be compared: a mistake, not an empty answer.
    let wrong = |failure| if let Failure::Nothing(why) = failure { Failure::Wrong(why) } else { failure };
    places(desk, name).map(|targets| (desk, targets)).map_err(|(failure, _)| wrong(failure))
}

fn side<'a>((desk, targets): &'a (&Desk, Vec<Target>)) -> Side<'a> {
    Side { beside: &targets[1..], ..desk.side(targets[0]) }
}

pub fn compare(desk: &Desk, old: &str, new: &str, asked: Asked, look: &Look) -> Answer {
    let (mut own_old, mut own_new) = (None, None);
    let (old, new) = (chosen(desk, &mut own_old, old)?, chosen(desk, &mut own_new, new)?);
    let (old, new) = (side(&old), side(&new));
    let (old, new) = (old.fitting(new), new.fitting(old));
    let found = desk.compare(old, new, asked);
    give(
        Out::new(look.width.or_else(terminal_width)),
        look.json,
        || json::compare([&old.desk.corpus, &new.desk.corpus], &found),
        |out| print::compare(out, [&old.desk.corpus, &new.desk.corpus], &found, look.inline, look.all),
    )?;
    match asked.objective {
        Some(n) if found.alignment.links.is_empty() => {
            Err(Failure::Nothing(format!("neither text states objective {n}")))
        }
        _ => Ok(0),
    }
}
