//! `check` and `keys`: what could not be read or placed, and the key map in force.

use serde::Serialize;

use super::outline::{NoticeRow, SourceRow, notice_row, source_row};
use crate::keys::{Keymap, Mistake};
use crate::text::{Corpus, SourceId};

#[derive(Serialize)]
pub struct KeyRow {
    scope: &'static str,
    action: &'static str,
    keys: Vec<String>,
    doc: &'static str,
}

/// `keys`: the key map in force.
pub fn keys(keymap: &Keymap) -> Vec<KeyRow> {
    let rows = keymap.rows().into_iter();
    rows.map(|r| KeyRow { scope: r.scope.name(), action: r.action.name(), keys: r.keys, doc: r.action.doc() }).collect()
}

#[derive(Serialize)]
pub struct Check<'a> {
    sources: Vec<SourceRow<'a>>,
    notices: Vec<NoticeRow<'a>>,
    mistakes: Vec<Told<'a>>,
}

#[derive(Serialize)]
struct Told<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    what: &'a str,
    hint: Option<&'a str>,
}

/// `check`: what could not be read or placed, and the mistakes of a key map.
pub fn check<'a>(corpus: &'a Corpus, mistakes: &'a [Mistake]) -> Check<'a> {
    Check {
        sources: (0..corpus.sources.len()).map(|s| source_row(corpus, SourceId::at(s))).collect(),
        notices: corpus.notices.iter().map(|n| notice_row(corpus, n)).collect(),
        mistakes: mistakes
            .iter()
            .map(|m| Told { file: &m.file, line: m.line, column: m.column, what: &m.what, hint: m.hint.as_deref() })
            .collect(),
    }
}
