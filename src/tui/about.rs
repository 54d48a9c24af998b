//! Boxes about the passage at hand: its footnotes and references, its lines on disk, its hits, its history.

use std::ops::Range;

use super::app::App;
use super::compare::{inline, labelled};
use super::ink::{Block, Ink, Part};
use super::layout::Pane;
use super::list::Row;
use super::overlay::{Pick, named};
use super::passages::{passage_part, snippet};
use super::reader::first_line;
use super::theme::Role;
use crate::compare::Run;
use crate::desk::follow::Leads;
use crate::desk::history::{Fate, History, Piece};
use crate::desk::{Desk, Target, counted, page_in_words};
use crate::text::{Lines, PassageId, SourceId};

/// The most lines of a place shown as they lie on disk, and how many around it.
const MOST_LINES: usize = 40;
const AROUND: u32 = 3;
/// So many go on below them.
const BELOW: u32 = 30;

impl App {
    /// The references of the selected passage, or all in sight, to follow one.
    pub(super) fn show_links(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let size = self.room(Pane::Middle);
        let Some(reader) = &self.reader else { return };
        let mut rows: Vec<(Ink, Pick)> = Vec::new();
        let arrow = self.look.signs.arrow;
        for (target, bytes) in reader.in_sight(&desk, size) {
            let Target::Passage(id) = target else { continue };
            let inside = |at: &Range<usize>| at.start <= bytes.end && at.end >= bytes.start;
            for reference in desk.references(id).into_iter().filter(|r| inside(&r.range)) {
                let words = desk.corpus[id].text.get(reference.range.clone()).unwrap_or_default();
                let leads = |to: Target| {
                    // A footnote's mark says nothing: its own first words do.
                    let link = match to {
                        Target::Passage(note) if words.is_empty() => {
                            let note = &desk.corpus[note];
                            let first: String = note.text.chars().take(60).collect();
                            format!("note {}: {first}", note.label.as_deref().unwrap_or_default())
                        }
                        _ => words.to_owned(),
                    };
                    (Ink::new(&link, Role::Link).and_plain(&format!(" {arrow} {}", desk.name_of(to))), Pick::Go(to))
                };
                match reference.leads {
                    Leads::To(to) => rows.push(leads(to)),
                    Leads::OneOf(several) => rows.extend(several.into_iter().map(leads)),
                    Leads::Outside(name) => {
                        let other = if name == words { String::new() } else { format!(" ({name})") };
                        let ink = Ink::new(words, Role::Link);
                        rows.push((
                            ink.and(&format!("{other} is not among the documents"), Role::Dim),
                            Pick::Outside(name),
                        ));
                    }
                }
            }
        }
        if rows.is_empty() {
            return self.say("no reference to follow in sight");
        }
        // Each once; what can be followed comes first, so that its numbers are the short ones.
        let mut rows = rows.into_iter().fold(Vec::new(), |mut once, row| {
            if !once.contains(&row) {
                once.push(row);
            }
            once
        });
        rows.sort_by_key(|(_, pick)| matches!(pick, Pick::Outside(_)));
        let title = format!("{} in sight; a number follows one", counted(rows.len(), "reference"));
        let rows = rows.into_iter().enumerate();
        let rows = rows.map(|(n, (words, pick))| named(&(n + 1).to_string(), Role::Key, 4, words, Some(pick)));
        self.lay(&title, rows.collect());
        if let Some(sheet) = &mut self.sheet {
            sheet.digits = Some(String::new());
        }
    }

    /// The footnotes of the selected passage, in place.
    pub(super) fn show_notes(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let Some(Target::Passage(id)) = self.target() else { return self.say("no passage is selected") };
        let rows: Vec<Row<Pick>> = desk.corpus[id]
            .notes
            .iter()
            .map(|mark| match mark.note {
                Some(note) => Row {
                    block: Block::of(passage_part(&desk.corpus[note], &[])),
                    pick: Some(Pick::Go(Target::Passage(note))),
                },
                None => Row::note(&format!("note {}: its words were not found", mark.mark)),
            })
            .collect();
        if rows.is_empty() {
            return self.say("no footnote here");
        }
        self.lay(&format!("Notes of {}", desk.corpus[id].citation), rows);
    }

    /// Where this is: citation, page, percent, and the lines on disk around it.
    pub(super) fn show_where(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let Some(target) = self.target() else { return self.say("nothing is selected") };
        let fact = |name: &str, value: &str| named(name, Role::Label, 10, Ink::plain(value), None);
        let mut rows = vec![fact("place", &desk.name_of(target))];
        let mut context = Vec::new();
        let sign = self.look.sign("»", ">");
        if let Some((source, spans)) = desk.spans_of(target) {
            let lines: Vec<String> = spans.iter().map(ToString::to_string).collect();
            rows.push(fact("source", &format!("{}:{}", desk.corpus[source].file, lines.join(","))));
            let (first, last) = (spans.first().map_or(1, |l| l.first), spans.last().map_or(0, |l| l.last));
            let from = first.saturating_sub(AROUND).max(1);
            // What stands before is only to be known again: the lines themselves are to be in sight.
            context.extend((from..first).map(|n| {
                let mut row = raw_line(&desk, source, n, None);
                row.block.parts.iter_mut().for_each(|part| part.clip = 1);
                row
            }));
            let cited: Vec<u32> = spans.iter().flat_map(|l| l.first..=l.last).take(MOST_LINES).collect();
            let around = cited.iter().copied().chain(last + 1..=last + BELOW);
            let around = around.take_while(|&n| n <= desk.corpus[source].len());
            context.extend(around.map(|n| raw_line(&desk, source, n, cited.contains(&n).then_some(sign))));
        }
        if let Some(work) = desk.work_of(target) {
            let work = &desk.corpus[work];
            rows.extend(work.symbol.as_ref().map(|symbol| fact("symbol", &symbol.value)));
            rows.push(fact("date", work.date.as_ref().map_or("none is stated", |date| &date.value)));
            let issuer = work.issuer.as_ref().map(|issuer| format!(", {}", issuer.value)).unwrap_or_default();
            rows.push(fact("document", &format!("{}{issuer}", work.title)));
            let line = first_line(&desk, target).max(work.lines.first);
            let percent = (line - work.lines.first) * 100 / (work.lines.last - work.lines.first).max(1);
            let page = match target {
                Target::Passage(id) => {
                    let page = desk.corpus[id].page.as_deref().map(page_in_words);
                    Some(format!(", {}", page.unwrap_or_else(|| "without pages in the file".to_owned())))
                }
                _ => None,
            };
            rows.push(fact("position", &format!("{percent} percent{}", page.unwrap_or_default())));
        }
        rows.extend(context);
        self.lay("Where this is", rows);
        if let Some(sheet) = &mut self.sheet {
            sheet.about = Some(target);
        }
    }

    /// Lines that belong to no document, as they lie on disk.
    pub(super) fn show_lines(&mut self, source: SourceId, lines: Lines) {
        let Some(desk) = self.desk.clone() else { return };
        let rows = raw_lines(&desk, source, lines);
        self.lay(&format!("{}:{lines}", desk.corpus[source].file), rows);
    }

    /// Every hit in the document read.
    pub(super) fn show_hits_here(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let here = self.target().and_then(|t| desk.work_of(t));
        let hits = self.hits();
        let rows: Vec<Row<Pick>> = hits
            .spots
            .iter()
            .enumerate()
            .filter(|(_, s)| desk.work_of(s.target) == here)
            .map(|(n, s)| {
                let words = snippet(&desk.text_of(s.target), &[(s.range.clone(), Role::Match(s.term))]);
                // The document is the one that is read.
                let name = desk.name_of(s.target);
                let place = name.split_once(", ").map_or(name.as_str(), |(_, place)| place);
                let head = Part::of(Ink::new(place, Role::Citation));
                let body = Part { indent: 2, clip: 2, ..Part::of(words) };
                Row { block: Block { parts: vec![head, body], gap: false }, pick: Some(Pick::Hit(n)) }
            })
            .collect();
        if rows.is_empty() {
            return self.say("no hit in this document");
        }
        let title = format!("{} for {} in this document", counted(rows.len(), "hit"), hits.query);
        self.lay(&title, rows);
    }

    /// A clause through its drafts, one card each.
    pub(super) fn show_history(&mut self, history: &History) {
        let Some(desk) = self.desk.clone() else { return };
        let rows: Vec<Row<Pick>> = history
            .steps
            .iter()
            .map(|step| {
                let date = step.date.as_deref().unwrap_or("no date");
                let name = step.citation.clone().unwrap_or_else(|| desk.corpus[step.work].short.clone());
                let head = Ink::new(date, Role::Label)
                    .and_plain("  ")
                    .and(&name, Role::Citation)
                    .and(&format!("  {}", fate(step.fate)), Role::Changed);
                let mut parts = vec![Part::of(head)];
                // Words that stayed the same are not said again.
                if step.text.is_some() && step.fate != Fate::Same {
                    let part = |(piece, runs): (&Piece, Vec<Run>)| {
                        labelled(piece.kind, piece.label.as_deref().unwrap_or_default(), inline(&runs))
                    };
                    parts.extend(step.paragraphs().into_iter().map(part).map(|part| Part { indent: 2, ..part }));
                }
                let pick = step.places.first().map(|&node| Pick::Go(node.into()));
                Row { block: Block { parts, gap: true }, pick: Some(pick.unwrap_or(Pick::Go(Target::Work(step.work)))) }
            })
            .collect();
        if rows.is_empty() {
            return self.say("a history is told of a passage, a section or an objective");
        }
        self.lay("History of this clause; Enter opens", rows);
    }

    /// The passages that refer to a place.
    pub(super) fn show_references(&mut self, passages: &[PassageId], desk: &Desk) {
        if passages.is_empty() {
            return self.say("nothing refers here");
        }
        let here = self.target();
        let rows = passages.iter().map(|&p| {
            let passage = &desk.corpus[p];
            // From a footnote one returns to its mark.
            let mark = passage.notes.iter().find(|mark| mark.note.map(Target::Passage) == here).map(|mark| mark.at);
            let head = Part::of(Ink::new(&passage.citation, Role::Citation));
            let words = mark.map(|at| snippet(&passage.text, &[(at.saturating_sub(1)..at, Role::Note)]));
            let body = Part { indent: 2, clip: 2, ..Part::of(words.unwrap_or_else(|| Ink::plain(&passage.text))) };
            let target = Target::Passage(p);
            let pick = mark.map_or(Pick::Go(target), |at| Pick::At(target, at));
            Row { block: Block { parts: vec![head, body], gap: false }, pick: Some(pick) }
        });
        let rows = rows.collect();
        self.lay(
            &match passages.len() {
                1 => "1 passage refers here".to_owned(),
                n => format!("{n} passages refer here"),
            },
            rows,
        );
    }
}

/// Lines as they lie on disk, each with its number; some before and after.
fn raw_lines(desk: &Desk, source: SourceId, lines: Lines) -> Vec<Row<Pick>> {
    let first = lines.first.saturating_sub(AROUND).max(1);
    let last = (lines.last + AROUND).min(desk.corpus[source].len());
    (first..=last).map(|n| raw_line(desk, source, n, lines.contains(n).then_some(" "))).collect()
}

/// A line as it lies on disk, with its number; with a sign before it where it is the one asked for.
fn raw_line(desk: &Desk, source: SourceId, line: u32, sign: Option<&str>) -> Row<Pick> {
    let (label, words) = if sign.is_some() { (Role::Label, Role::Strong) } else { (Role::Dim, Role::Dim) };
    let label = Ink::new(&format!("{}{line:>6}", sign.unwrap_or(" ")), label);
    let body = Ink::new(desk.corpus[source].line(line), words);
    Row { block: Block::of(Part { label, hang: 9, body, ..Part::default() }), pick: None }
}

fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::First => "first seen",
        Fate::Same => "unchanged",
        Fate::Format => "changed in form only",
        Fate::Edited => "reworded",
        Fate::Rewritten => "rewritten",
        Fate::Split => "split",
        Fate::Merged => "merged",
        Fate::Moved => "moved",
        Fate::Absent => "absent",
    }
}
