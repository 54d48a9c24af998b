//! What a work is: a draft, a resolution, a report, a letter and so on.

use super::block::{Block, Kind};
use super::classify::Ending;
use super::count::Count;
use super::facts::Facts;
use super::heading::Found;
use super::shapes::names_body;
use crate::text::WorkKind;

/// Whether a body decides here: it names itself, then numbered verbs follow.
fn decides(text: &str, blocks: &[Block]) -> bool {
    let party = |w: &str| {
        w.contains("Parties") && !w.contains("onference")
            || ["The States", "The Heads", "The Governments"].iter().any(|p| w.starts_with(p))
    };
    let body = |b: &Block| {
        let words = b.first(text);
        b.len() < 120 && b.ending(text) == Ending::Comma && names_body(words) && !party(words)
    };
    let Some(at) = blocks.iter().take(30).position(body) else { return false };
    // A report has paragraphs before the resolution that it proposes.
    let counted = |b: &Block| b.len() > 60 && b.label.as_ref().is_some_and(|l| l.value(Count::Arabic).is_some());
    if blocks[..at].iter().any(counted) {
        return false;
    }
    let first = blocks[at..].iter().find(|b| b.label.as_ref().is_some_and(|l| l.value(Count::Arabic) == Some(1)));
    first.is_some_and(|b| {
        b.first(text).split(' ').next().is_some_and(|w| w.to_lowercase().trim_matches('*').ends_with('s'))
    })
}

/// What a work is, by its title `page`, its facts and its text; none where nothing tells.
pub(super) fn kind(text: &str, page: &[String], blocks: &[Block], found: &[Found], facts: &Facts) -> Option<WorkKind> {
    let low: Vec<String> = page.iter().map(|w| w.to_lowercase()).collect();
    let any = |f: &dyn Fn(&str) -> bool| low.iter().any(|w| f(w));
    let title = facts.title.to_lowercase();
    let salutes = |words: &str| words.starts_with("Dear ") || words.starts_with("Excellenc") && words.len() < 20;
    let addressed = blocks.iter().take(facts.front + 3).any(|b| salutes(b.first(text)));
    if any(&|w| w.contains("papers laid") || w == "order paper") {
        return Some(WorkKind::Slip);
    }
    if addressed || title.starts_with("letter dated") {
        return Some(WorkKind::Letter);
    }
    if title.starts_with("statement ") {
        return Some(WorkKind::Position);
    }
    if facts.version.is_some()
        || any(&|w| w.starts_with("draft ") || w == "draft" || w.starts_with("compilation of amendments"))
        || title.ends_with(" bill")
        || title.contains(" bill, ")
        || title.contains("draft ")
        || title.ends_with(" draft")
        || title.starts_with("proposal for ")
    {
        return Some(WorkKind::Draft);
    }
    if any(&|w| w.starts_with("resolution ") && w.len() < 40 && w.ends_with(|c: char| c == ')' || c.is_ascii_digit())) {
        return Some(WorkKind::Resolution);
    }
    let adopted = ["resolution adopted", "decision adopted", "résolution adoptée", "resolución aprobada"];
    if any(&|w| adopted.iter().any(|a| w.starts_with(a))) || title.starts_with("resolution") {
        return Some(WorkKind::Resolution);
    }
    if decides(text, blocks) {
        return Some(WorkKind::Resolution);
    }
    if any(&|w| w.contains("position")) {
        return Some(WorkKind::Position);
    }
    if title.contains("background note")
        || title.contains("concept note")
        || title.contains("briefing note")
        || any(&|w| w.starts_with("note by"))
    {
        return Some(WorkKind::Note);
    }
    let published = blocks.iter().take(30).flat_map(|b| b.pieces.iter().take(4)).any(|p| {
        let words = p.of(text);
        words.len() < 6000
            && (words.contains("ISBN") || words.contains("All rights reserved") || words.contains("Publisher:"))
    });
    if published {
        return Some(WorkKind::Publication);
    }
    let reports = ["report", "summary record", "co-chairs’ summary", "co-chairs' summary", "chair’s summary"];
    if any(&|w| w.starts_with("report of")) || reports.iter().any(|r| title.contains(r)) {
        return Some(WorkKind::Report);
    }
    let short = blocks.iter().filter(|b| b.kind == Kind::Text && b.len() < 120).count();
    let numbered = blocks
        .iter()
        .filter(|b| b.label.as_ref().is_some_and(|l| l.value(Count::Arabic).is_some()) && b.len() > 160)
        .count();
    let repeated = found.iter().flatten().filter(|h| h.slide).count();
    if repeated >= 4 && blocks.len() > 40 && short * 10 > blocks.len() * 7 && numbered * 8 < blocks.len() {
        return Some(WorkKind::Slides);
    }
    let report = |b: &Block| b.first(text).get(..9).is_some_and(|w| w.eq_ignore_ascii_case("REPORT OF"));
    if blocks.iter().any(report) {
        return Some(WorkKind::Report);
    }
    None
}
