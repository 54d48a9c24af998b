//! Titles that run into the text they head.

use std::collections::HashSet;
use std::ops::Range;

use super::block::{Block, Kind};
use super::classify::Ending;
use super::heading::{Found, Heading, Look};
use super::headings::big;

/// `Human rights: The Compact is guided …`: three or more in a row, in bold, or each by another name, or under words that
/// end in a colon.
pub(super) fn run_ins(text: &str, blocks: &[Block], found: &mut [Found]) {
    let mut at = 0;
    while at < blocks.len() {
        let leads: Vec<Range<usize>> = blocks[at..].iter().map_while(|b| lead(text, b)).collect();
        let parts = |i: usize| blocks[at + i].first(text).split_at(leads[i].end);
        let bold = leads.iter().all(|l| l.start > 0);
        let under = at > 0 && blocks[at - 1].ending(text) == Ending::Colon;
        // A glossary says what its words mean.
        let means = |i: usize| ["A ", "An ", "Any "].iter().any(|w| parts(i).1[1..].trim_start().starts_with(w));
        let mut names = HashSet::new();
        let mut own = |i: usize| {
            let name = parts(i).0;
            !means(i) && !name.contains(|c: char| c.is_ascii_digit()) && names.insert(name)
        };
        if leads.len() >= 3 && (bold || under || (0..leads.len()).all(&mut own)) {
            for (i, lead) in leads.iter().enumerate() {
                let lead = Some(lead.clone());
                found[at + i] = Some(Box::new(Heading { run_in: true, lead, ..Heading::new(Look::RunIn) }));
            }
        }
        at += leads.len().max(1);
    }
}

/// The name before the colon that a paragraph begins with, in bold or not.
fn lead(text: &str, block: &Block) -> Option<Range<usize>> {
    if block.kind != Kind::Text || block.label.is_some() || block.bullet.is_some() {
        return None;
    }
    let words = block.first(text);
    let from = if words.starts_with("**") { 2 } else { 0 };
    if !words[from..].starts_with(char::is_uppercase) {
        return None;
    }
    let end = from + words[from..].char_indices().take(70).find(|&(_, c)| c == ':' || from > 0 && c == '*')?.0;
    let name = &words[from..end];
    let close = if from > 0 { ["**: ", ":** "].iter().find(|c| words[end..].starts_with(**c))?.len() } else { 2 };
    let body = words[end..].get(close..)?.trim_start();
    let named = name.split_whitespace().count() <= 7 && !name.contains(['.', '(', '“', '"']);
    let said = body.starts_with(char::is_uppercase)
        && words[end..].chars().nth(close - 1) == Some(' ')
        && (block.len() - end > 42 || block.ending(text) == Ending::Full && body.split(' ').count() > 3);
    (named && said).then_some(from..end)
}

/// Words that emphasis tells as the lead of a text, `I. **Data** The role of …`, are a lead wherever a text begins so.
pub(super) fn leads(text: &str, blocks: &[Block], found: &mut [Found]) {
    let lead = |i: usize| {
        let heading = found[i].as_ref().filter(|h| h.label.is_some())?;
        blocks[i].first(text).get(heading.lead.clone()?)
    };
    let mut known: Vec<&str> = (0..blocks.len()).filter_map(lead).collect();
    known.sort_unstable();
    known.dedup();
    if known.is_empty() {
        return;
    }
    for (block, heading) in blocks.iter().zip(found).filter(|(_, heading)| heading.is_none()) {
        let (words, Some(label)) = (block.first(text), &block.label) else { continue };
        let begins = |lead: &&&str| {
            let rest = words.strip_prefix(**lead).and_then(|rest| rest.strip_prefix(' '));
            rest.is_some_and(|rest| rest.starts_with(char::is_uppercase) && rest.len() > 40)
        };
        if let Some(lead) = known.iter().find(begins) {
            let counted = big(label).map(|counted| Heading::counted(counted, label));
            let other = || Heading { label: Some(label.printed()), ..Heading::new(Look::RunIn) };
            let own = counted.unwrap_or_else(other);
            *heading = Some(Box::new(Heading { run_in: true, lead: Some(0..lead.len()), ..own }));
        }
    }
}
