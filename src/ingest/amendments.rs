//! Amendments: what stands in quotation marks behind words that insert or replace is quoted, not the text's own.

use super::block::{Block, Kind};
use super::classify::Ending;
use super::divisions::division;
use super::label::mark;
use super::titled::titled;

/// What an amending text inserts: the blocks in quotation marks below words that end in a colon, whatever labels and
/// headings stand in them.
pub(super) fn quoted(text: &str, blocks: &mut [Block]) {
    const MOST: usize = 60;
    let mut at = 1;
    while at < blocks.len() {
        let asked = blocks[at - 1].ending(text) == Ending::Colon && blocks[at].kind == Kind::Text;
        let mark = blocks[at].printed(text).chars().next().filter(|_| asked).and_then(closer);
        let Some(close) = mark else {
            at += 1;
            continue;
        };
        let ends = |b: &Block| b.last(text).trim_end_matches(['.', ';', ',', ' ']).ends_with(close);
        let opens = amends(blocks[at].printed(text)) && !closes_early(text, &blocks[at], close);
        let end = blocks[at..].iter().take(MOST).position(ends).filter(|_| opens);
        for block in end.map(|end| &mut blocks[at..=at + end]).into_iter().flatten() {
            block.kind = Kind::Quote;
            (block.label, block.bullet) = (None, None);
            if let Some(first) = block.pieces.first_mut() {
                first.start -= block.cut;
            }
            block.cut = 0;
        }
        at += 1 + end.unwrap_or(0);
    }
}

/// The sign that closes what `open` opens.
fn closer(open: char) -> Option<char> {
    Some(match open {
        '“' | '„' => '”',
        '‘' => '’',
        '«' => '»',
        '"' => '"',
        _ => return None,
    })
}

/// Whether `words` in quotation marks begin as a law does: with a label or a heading.
fn amends(words: &str) -> bool {
    let inner = words.trim_start_matches(['“', '„', '‘', '«', '"', ' ']);
    let noun = inner.split([' ', '.']).next().unwrap_or("").to_lowercase();
    mark(inner).label.is_some()
        || titled(inner).is_some()
        || division(&noun).is_some()
        || inner.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the quotation that `block` begins with ends before the block does: `“border” means …`.
fn closes_early(text: &str, block: &Block, close: char) -> bool {
    let words = block.printed(text);
    let rest = words.char_indices().nth(1).map_or("", |(at, _)| &words[at..]);
    let Some(at) = rest.find(close) else { return false };
    let behind = &rest[at + close.len_utf8()..];
    let apostrophe = close == '’' && behind.starts_with(char::is_alphabetic);
    let last = behind.trim_matches(['.', ';', ',', ' ', close]).is_empty();
    !apostrophe && !last
}
