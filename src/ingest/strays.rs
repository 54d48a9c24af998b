//! Labels that an extractor drew away from their texts: gathered before them, or set below their first lines.

use std::collections::VecDeque;

use super::block::{Block, Kind};
use super::classify::{Ending, ending, starts_small};
use super::label::Label;

/// Gives labels back to the texts that they stand beside on the page.
pub(super) fn hand_out(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let text_like = |b: &Block| b.kind == Kind::Text && b.hashes == 0 && b.named.is_none();
    let lone = |b: &Block| text_like(b) && b.label.is_some() && b.pieces.first().is_some_and(|p| p.start == p.end);
    if !blocks.iter().any(lone) {
        return blocks;
    }
    let plain = |b: &Block| text_like(b) && b.label.is_none() && b.bullet.is_none();
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut last: Option<Label> = None;
    // Labels alone, that wait for their texts.
    let mut waiting: VecDeque<Block> = VecDeque::new();
    for mut block in blocks {
        let follows = |label: &Label, before: Option<&Label>| before.is_some_and(|b| label.follows(b));
        if lone(&block) && block.is_empty() && block.gap > 0 {
            let next = block.label.as_ref().is_some_and(|l| follows(l, waiting.back().and_then(|w| w.label.as_ref())));
            if next || waiting.is_empty() {
                waiting.push_back(block);
                continue;
            }
        }
        if plain(&block)
            && let Some(mut label) = waiting.pop_front()
        {
            label.pieces.append(&mut block.pieces);
            label.last_indent = block.last_indent;
            last.clone_from(&label.label);
            out.push(label);
            continue;
        }
        out.extend(waiting.drain(..));
        // A first line, and below it the number that stands before it.
        let due = block.label.as_ref().is_some_and(|l| l.is_first() || follows(l, last.as_ref()));
        let goes_on = |b: &Block| b.gap == 0 || b.gap == 1 && b.pieces.get(1).is_some_and(|p| starts_small(p.of(text)));
        let below = lone(&block) && due && !block.is_empty() && goes_on(&block);
        let first = out.pop_if(|b| {
            let open = matches!(ending(b.last(text)), Ending::Open | Ending::Comma);
            below && plain(b) && b.pieces.len() == 1 && b.gap > 0 && b.len() >= 40 && open
        });
        if let Some(first) = first {
            (block.gap, block.indent, block.cut, block.parted) = (first.gap, first.indent, first.cut, first.parted);
            block.pieces.splice(0..0, first.pieces);
        }
        if block.label.is_some() {
            last.clone_from(&block.label);
        }
        out.push(block);
    }
    out.extend(waiting);
    out
}

#[cfg(test)]
mod tests {
    use crate::text::SourceId;

    /// The labels and first words of the passages of `text`.
    #[test]
    fn labels_find_their_texts() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let input = crate::ingest::Input {
                file: "a.txt".to_owned(),
                path: None,
                bytes: text.as_bytes().to_vec().into(),
                refused: None,
            };
            let corpus = crate::ingest::read(vec![input], &[]);
            let passages = corpus.passages.iter().filter(|p| p.label.is_some());
            let got: Vec<_> =
                passages.map(|p| (p.label.as_deref().unwrap_or(""), p.text.split(' ').next().unwrap_or(""))).collect();
            assert_eq!(got, expected, "{text}");
            assert_eq!(corpus[SourceId::at(0)].text.len(), text.len());
        };
        let lead = "1. Calls upon all States of the Isles:\n\n";
        check(
            &format!("{lead}(a)\n\n(b)\n\nTo keep their ferries in repair;\n\nTo train their masters.\n"),
            &[("1", "Calls"), ("a", "To"), ("b", "To")],
        );
        check(
            "1.\n\nEach State keeps its ferries.\n\nThe Council of the Isles meets every year at the seat\n2.\nof its Commission.\n",
            &[("1", "Each"), ("2", "The")],
        );
        // Letters and Roman numbers without a sign count where they stand below each other.
        check(
            &format!("{lead}     i   keeping ferries;\n\n     ii  training masters; and\n\n     iii all else.\n"),
            &[("1", "Calls"), ("i", "keeping"), ("ii", "training"), ("iii", "all")],
        );
        check("The Council holds,\n\n     i   think, that\n\n     it does, by   and large.\n", &[]);
        check("4         1° No one may be held at sea.\n\n          2° Nor on land.\n", &[("4", "1°"), ("2", "Nor")]);
    }
}
