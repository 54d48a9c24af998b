//! Whether the marks of headings in a text tell how deep they lie; where they do not, words alone do.

use super::block::Block;
use super::classify::is_caps;
use super::heading::{Found, Look};

/// Reads headings by their words where the marks of their siblings differ: `## I. Scope`, `#### II. Terms`, `**III. Aims**`.
pub(super) fn unmarked(text: &str, blocks: &[Block], found: &mut [Found]) {
    let mark = |block: &Block| match block.hashes {
        0 if block.printed(text).starts_with("**") => 7,
        depth => depth,
    };
    if !differ(blocks, found, mark) {
        return;
    }
    for (block, heading) in blocks.iter().zip(found) {
        if let Some(heading) = heading.as_mut().filter(|h| matches!(h.look, Look::Hashes(_) | Look::Bold)) {
            heading.look = if is_caps(block.first(text)) { Look::Caps } else { Look::Plain };
        }
    }
}

/// Whether headings of one kind bear this mark and that, or those marked leave out depths again and again.
fn differ(blocks: &[Block], found: &[Found], mark: impl Fn(&Block) -> u8) -> bool {
    let mut kinds: Vec<(&Look, [usize; 8])> = Vec::new();
    let (mut last, mut leaps, mut marked) = (0, 0, 0);
    for (block, heading) in blocks.iter().zip(found) {
        let Some(heading) = heading else { continue };
        if block.hashes > 0 {
            (leaps, marked) = (leaps + usize::from(last > 0 && block.hashes > last + 1), marked + 1);
            last = block.hashes;
        }
        if heading.value.is_some() && !heading.run_in {
            let at = kinds.iter().position(|k| *k.0 == heading.look).unwrap_or(kinds.len());
            if at == kinds.len() {
                kinds.push((&heading.look, [0; 8]));
            }
            kinds[at].1[usize::from(mark(block))] += 1;
        }
    }
    // What most of a kind bear, of those that come three times at least.
    let (mut all, mut usual) = (0, 0);
    for (_, marks) in kinds.iter().filter(|k| k.1.iter().sum::<usize>() >= 3) {
        all += marks.iter().sum::<usize>();
        usual += marks.iter().max().unwrap_or(&0);
    }
    marked > 0 && (usual * 5 < all * 4 || leaps >= 2 && leaps * 6 >= marked)
}
