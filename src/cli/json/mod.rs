//! The JSON of the contract: one struct a shape, keys in the contract's order, a room a question.

mod check;
mod compare;
mod find;
mod outline;
mod show;

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::text::{Lines, is_hidden};

pub use check::{check, keys};
pub use compare::{compare, history};
pub use find::{on, search};
pub use outline::{outline, source_row};
pub use show::show;

type Span = [u32; 2];

fn span(lines: Lines) -> Span {
    [lines.first, lines.last]
}

fn spans(lines: &[Lines]) -> Vec<Span> {
    lines.iter().copied().map(span).collect()
}

/// A score, rounded so that it reads well and never depends on the last bit.
fn rounded(score: f32) -> f64 {
    (f64::from(score) * 10_000.0).round() / 10_000.0
}

/// Writes `value` as one line of JSON in which no hidden character stands raw.
pub fn write(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Visible(CompactFormatter));
    value.serialize(&mut serializer)?;
    writeln!(out)
}

/// Escapes what a terminal would obey: controls beyond C0, bidi marks, invisible fillers.
struct Visible(CompactFormatter);

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut done = 0;
        for (at, c) in fragment.char_indices().filter(|&(_, c)| is_hidden(c)) {
            self.0.write_string_fragment(out, &fragment[done..at])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            done = at + c.len_utf8();
        }
        self.0.write_string_fragment(out, &fragment[done..])
    }
}
