//! The sheets: help, palette, marks, drafts, footnotes, references, histories, notices.

use std::ops::Range;

use super::app::{App, Effect, Middle};
use super::compare::{inline, labelled};
use super::ink::{Block, Ink, Part};
use super::layout::Pane;
use super::list::Row;
use super::overlay::{Pick, Sheet, named};
use super::passages::{passage_part, snippet};
use super::prompt::{Kind, Prompt};
use super::reader::first_line;
use super::theme::Role;
use crate::compare::{LEGEND, Run};
use crate::desk::follow::Leads;
use crate::desk::history::{Fate, History, Piece};
use crate::desk::on::REASONS;
use crate::desk::resolve::Candidate;
use crate::desk::search::Within;
use crate::desk::{Desk, Target, counted};
use crate::keys::Action;
use crate::text::{Lines, NoticeKind, PassageId, SourceId, WorkId};

/// The most lines of a place shown as they lie on disk, and how many around it.
const MOST_LINES: usize = 40;
const AROUND: u32 = 3;
/// So many go on below them.
const BELOW: u32 = 30;
/// A name that is no longer is an abbreviation.
const SHORT_NAME: usize = 8;

impl App {
    fn lay(&mut self, title: &str, rows: Vec<Row<Pick>>) {
        self.sheet = Some(Sheet::new(title, rows));
    }

    /// Keeps the sheet's size while one types.
    fn steady(&mut self) {
        if let Some(sheet) = &mut self.sheet {
            sheet.steady = true;
        }
    }

    /// Narrows the sheet by what is typed from now on.
    fn narrow_by_typing(&mut self) {
        let narrowed = self.sheet.as_ref().map_or_else(String::new, |sheet| sheet.filter.clone());
        self.prompt = Some(Prompt::new(Kind::Sheet, &narrowed));
        self.effects.push(Effect::PasteMode(true));
    }

    /// An action while a sheet is open.
    pub(super) fn run_in_sheet(&mut self, action: Action, count: Option<u32>) {
        let size = self.size;
        let Some(sheet) = &mut self.sheet else { return };
        if let Some(by) = super::list::Move::from(action, count) {
            let room = sheet.room(size);
            return sheet.list.go(by, room);
        }
        match action {
            Action::Open => match sheet.list.picked().cloned() {
                Some(pick) => self.take_pick(pick),
                None => self.sheet = None,
            },
            Action::Filter | Action::Search => self.narrow_by_typing(),
            Action::Delete => match sheet.list.picked() {
                Some(Pick::Mark(letter)) => {
                    self.marks.remove(&letter.clone());
                    self.show_marks();
                }
                Some(Pick::Query(query)) => {
                    let query = query.clone();
                    self.saved.retain(|_, q| *q != query);
                    self.show_saved();
                }
                _ => self.say("this cannot be deleted"),
            },
            Action::Help | Action::Back | Action::Left => self.sheet = None,
            Action::Copy | Action::CopyCitation | Action::CopySource | Action::CopyToFile => {
                let target = match sheet.list.picked() {
                    Some(Pick::Go(target)) => Some(*target),
                    Some(&Pick::Hit(n)) => self.hits().spots.get(n).map(|spot| spot.target),
                    Some(Pick::Mark(letter)) => self.marks.get(letter).and_then(super::go::Place::target),
                    _ => sheet.about,
                };
                match target {
                    Some(target) => self.send(action, &[(target, None)], None),
                    None => self.say("nothing here to copy"),
                }
            }
            _ => {
                let close = self.key(Action::Cancel);
                self.say(&format!("not in this box; {close} closes it"));
            }
        }
    }

    /// The keys in force here, narrowed by typing; Enter runs one.
    pub(super) fn show_help(&mut self) {
        let scope = self.scope();
        let mut rows: Vec<Row<Pick>> = Vec::new();
        if scope == crate::keys::Scope::Passages {
            rows.push(Row::heading("Why a passage is listed", false));
            rows.extend(REASONS.lines().map(Row::note));
        }
        let mut shown = None;
        for row in self.keymap.in_force(scope) {
            if shown != Some(row.scope) {
                shown = Some(row.scope);
                let name = if row.scope == crate::keys::Scope::Global { "Everywhere" } else { "Here" };
                rows.push(Row::heading(name, !rows.is_empty()));
            }
            let keys = row.keys.join("  ");
            let words = Ink::plain(row.action.doc()).and(&format!("  {}", row.action.name()), Role::Dim);
            rows.push(named(&keys, Role::Key, 22, words, Some(Pick::Run(row.action))));
        }
        rows.push(Row::heading("Letters in a comparison", true));
        rows.extend(LEGEND.map(|(letter, words)| {
            let words = Ink::plain(words).and("  legend", Role::Dim);
            named(&letter.to_string(), Role::Label, 22, words, None)
        }));
        self.lay(&format!("Keys in {}; type to narrow, Enter runs one", scope.name()), rows);
        self.steady();
        self.narrow_by_typing();
    }

    /// What the list can be narrowed to: documents, kinds, actors, what was kept; each with its count.
    pub(super) fn show_sieves(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let corpus = &desk.corpus;
        let listed: Vec<PassageId> =
            if self.middle == Middle::Results { self.results.passages() } else { self.passages.passages() };
        let mut counts: Vec<(String, String, usize)> = Vec::new();
        let mut add = |filter: String, words: String| match counts.iter_mut().find(|(known, ..)| *known == filter) {
            Some((.., count)) => *count += 1,
            None => counts.push((filter, words, 1)),
        };
        for &passage in &listed {
            let work = &corpus[corpus[passage].work];
            add(format!("doc:{}", work.key), work.short.clone());
            if let Some(issuer) = &work.issuer {
                add(format!("by:\"{}\"", issuer.value), "of this actor".to_owned());
            }
            add(format!("kind:{}", work.kind.word()), "documents of this kind".to_owned());
            add(format!("kind:{}", corpus[passage].kind.word()), "passages of this kind".to_owned());
            if self.verdicts.kept.contains(&passage) {
                add("is:kept".to_owned(), "kept by you".to_owned());
            }
        }
        let sort = |filter: &str| ["is", "doc", "by", "kind"].iter().position(|sort| filter.starts_with(sort));
        counts.sort_by_key(|(filter, _, count)| (sort(filter), std::cmp::Reverse(*count)));
        let all = named("all", Role::Label, 30, Ink::plain("everything again"), Some(Pick::Sift(String::new())));
        let rows = counts.into_iter().map(|(filter, words, count)| {
            let words = Ink::plain(&counted(count, "passage")).and(&format!("  {words}"), Role::Dim);
            named(&filter, Role::Label, 30, words, Some(Pick::Sift(filter.clone())))
        });
        let rows = std::iter::once(all).chain(rows).collect();
        self.lay("Narrow the list to; type to narrow these", rows);
        self.narrow_by_typing();
    }

    /// The palette before anything is typed.
    pub(super) fn show_palette(&mut self) {
        self.show_candidates(&[]);
    }

    /// Places and actions that fit what is typed.
    pub(super) fn show_candidates(&mut self, candidates: &[Candidate]) {
        let Some((kind, typed)) = self.prompt.as_ref().map(|p| (p.kind, p.text.clone())) else { return };
        if !matches!(kind, Kind::Palette | Kind::GoTo) {
            return;
        }
        let typed = typed.trim().to_lowercase();
        let places: Vec<Row<Pick>> = candidates.iter().map(candidate).collect();
        let mut first: Vec<Row<Pick>> = Vec::new();
        let mut later: Vec<Row<Pick>> = Vec::new();
        if kind == Kind::Palette {
            let scope = self.scope_below();
            let here = self.keymap.in_force(scope);
            let known: Vec<Action> = here.iter().map(|row| row.action).collect();
            let here = here.into_iter().map(|row| (row.action, Ink::new(&row.keys.join("  "), Role::Key)));
            // What works elsewhere only is named too, with the place where it does.
            let others = Action::ALL.iter().filter(|a| !known.contains(a) && self.keymap.allows(**a));
            let others = others.filter(|a| !super::app::homes(**a).is_empty());
            let others = others.map(|&a| (a, Ink::new(&format!("in {}", super::app::homes(a)), Role::Dim)));
            for (action, mark) in here.chain(others) {
                let name = action.name();
                let words = Ink::plain(action.doc()).and_plain("  ").then(mark);
                let sheet_row = named(name, Role::Label, 22, words, Some(Pick::Run(action)));
                if !typed.is_empty() && name.starts_with(&typed) {
                    first.push(sheet_row);
                } else if typed.split_whitespace().all(|w| name.contains(w) || action.doc().to_lowercase().contains(w))
                {
                    later.push(sheet_row);
                }
            }
            for (name, query) in self.saved.iter().filter(|(name, _)| name.to_lowercase().contains(&typed)) {
                first.push(named(name, Role::Label, 22, Ink::plain(query), Some(Pick::Query(query.clone()))));
            }
        }
        first.extend(places);
        first.extend(later);
        if first.is_empty() {
            let words =
                if typed.is_empty() { "by name: 13c, nyd 33, nyd annex I 5(d), idm p. 21" } else { "none so far" };
            first.push(Row::note(words));
        }
        let title = if kind == Kind::GoTo { "Places" } else { "Places and actions" };
        self.lay(title, first);
        if kind == Kind::Palette {
            self.steady();
        }
    }

    /// The scope of the panes under a prompt or a sheet.
    fn scope_below(&mut self) -> crate::keys::Scope {
        let (prompt, sheet) = (self.prompt.take(), self.sheet.take());
        let scope = self.scope();
        (self.prompt, self.sheet) = (prompt, sheet);
        scope
    }

    /// The places that a name may mean.
    pub(super) fn show_several(&mut self, name: &str, candidates: &[Candidate]) {
        let rows = candidates.iter().map(candidate).collect();
        self.lay(&format!("{name} may be"), rows);
    }

    /// The marks, with the words they stand at.
    pub(super) fn show_marks(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let rows = self.marks.iter().map(|(letter, place)| {
            let words = match place.target() {
                Some(target) => words_of(&desk, target),
                None => Ink::new("the objectives", Role::Dim),
            };
            named(&letter.to_string(), Role::Key, 4, words, Some(Pick::Mark(*letter)))
        });
        let rows: Vec<Row<Pick>> = rows.collect();
        if rows.is_empty() {
            self.sheet = None;
            return self.say("no marks yet");
        }
        self.lay("Marks", rows);
    }

    /// What could not be placed in the documents.
    pub(super) fn show_notices(&mut self) {
        let Some(desk) = self.desk.clone() else { return };
        let corpus = &desk.corpus;
        let size = |lines: Lines| lines.last - lines.first + 1;
        // What was not read at all comes first; then what is largest may matter most.
        let mut notices: Vec<_> = corpus.notices.iter().collect();
        notices.sort_by_key(|notice| (notice.kind != NoticeKind::NotRead, std::cmp::Reverse(size(notice.lines))));
        let rows = notices.iter().map(|notice| {
            let lines = notice.lines;
            let of = |w: &WorkId| corpus[*w].source == notice.source;
            let near = |w: &WorkId| corpus[*w].lines.first <= lines.last && lines.first <= corpus[*w].lines.last;
            let work = corpus.work_ids().filter(of).find(near).or_else(|| corpus.work_ids().find(of));
            let name = work.map_or_else(String::new, |w| format!("{}  ", corpus[w].short));
            let count = counted(usize::try_from(size(lines)).unwrap_or(0), "line");
            let head = Ink::new(&format!("{name}{count}"), Role::Citation);
            let head = head.and(&format!("  {}:{lines}", corpus[notice.source].file), Role::Dim);
            let parts = vec![Part::of(head), Part { indent: 2, ..Part::of(Ink::plain(&notice.what)) }];
            Row { block: Block { parts, gap: false }, pick: Some(Pick::Go(Target::Lines(notice.source, lines))) }
        });
        let mistakes =
            self.mistakes.iter().map(|m| Row { block: Block::of(Part::of(Ink::plain(&m.to_string()))), pick: None });
        let rows: Vec<Row<Pick>> = mistakes.chain(rows).collect();
        self.lay(&format!("{} on what was read, the largest first", counted(rows.len(), "notice")), rows);
    }

    /// The searches made before, the latest first.
    pub(super) fn show_history_of_searches(&mut self) {
        let past = self.past.get(&Kind::Search).cloned().unwrap_or_default();
        if past.is_empty() {
            return self.say("no search yet");
        }
        let row = |q: &String| Row { block: Block::of(Part::of(Ink::plain(q))), pick: Some(Pick::Query(q.clone())) };
        self.lay("Searches made before", past.iter().rev().map(row).collect());
    }

    /// The saved searches.
    pub(super) fn show_saved(&mut self) {
        if self.saved.is_empty() {
            self.sheet = None;
            return self.say("no saved search yet");
        }
        // Counted where it takes no time: at the first, there may be no index yet.
        let desk = self.desk.as_ref().filter(|desk| desk.is_indexed());
        let rows = self.saved.iter().map(|(name, q)| {
            let within = Within { limit: Some(0), ..Within::default() };
            let count = desk.map(|desk| counted(desk.search(q, &within).occurrences, "hit")).unwrap_or_default();
            let words = Ink::plain(q).and(&format!("  {count}"), Role::Dim);
            named(name, Role::Label, 22, words, Some(Pick::Query(q.clone())))
        });
        self.lay("Saved searches", rows.collect());
    }

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
            let known = [("symbol", &work.symbol), ("date", &work.date)];
            rows.extend(known.into_iter().filter_map(|(name, known)| Some(fact(name, &known.as_ref()?.value))));
            let issuer = work.issuer.as_ref().map(|issuer| format!(", {}", issuer.value)).unwrap_or_default();
            rows.push(fact("document", &format!("{}{issuer}", work.title)));
            let line = first_line(&desk, target).max(work.lines.first);
            let percent = (line - work.lines.first) * 100 / (work.lines.last - work.lines.first).max(1);
            let page = match target {
                Target::Passage(id) => desk.corpus[id].page.as_ref().map(|p| format!(", page {p}")),
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

    /// The drafts to choose from; with `old` chosen, those to compare it with.
    pub(super) fn show_drafts(&mut self, old: Option<WorkId>) {
        let Some(desk) = self.desk.clone() else { return };
        let stating = self.objective().map(|id| desk.drafts_with(id)).unwrap_or_default();
        let mut all: Vec<WorkId> = stating.clone();
        // Then the drafts of the same text, in order.
        let here = self.target().and_then(|target| desk.work_of(target));
        all.extend(here.map_or(&[][..], |work| desk.drafts_known(work)).iter().filter(|w| !stating.contains(w)));
        let rest: Vec<WorkId> = desk.corpus.work_ids().filter(|w| !all.contains(w)).collect();
        all.extend(rest);
        // Of a span of days the first tells one work from another.
        let first = |days: &str| days.split('/').next().unwrap_or_default().to_owned();
        let date = |w: WorkId| desk.corpus[w].date.as_ref().map(|d| first(&d.value)).unwrap_or_default();
        let dates = u16::try_from(all.iter().map(|&w| date(w).len()).max().unwrap_or_default() + 2).unwrap_or(12);
        let mut rows: Vec<Row<Pick>> = Vec::new();
        if old.is_none() && self.chosen.is_some() {
            let words = Ink::plain("the oldest and the newest that state what is selected");
            rows.push(named("", Role::Label, dates, words, Some(Pick::FittingPair)));
        }
        let mut silent = stating.is_empty();
        for w in all.into_iter().filter(|w| Some(*w) != old) {
            let draft = &desk.corpus[w];
            if !silent && !stating.contains(&w) {
                silent = true;
                rows.push(Row::heading("What does not state this objective", !rows.is_empty()));
            }
            // Narrowed by typing, it is found by its other names, too.
            let known: Vec<&str> = draft.names.iter().map(String::as_str).filter(|n| n.len() <= SHORT_NAME).collect();
            let known = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
            let file = &desk.corpus[draft.source].file;
            let words = Ink::plain(&draft.short).and(&format!("{known}  {file}"), Role::Dim);
            let pick = old.map_or(Pick::Old(w), |old| Pick::Pair(old, w));
            rows.push(named(&date(w), Role::Label, dates, words, Some(pick)));
        }
        let title = match old {
            None => "The old side: which document; type to narrow".to_owned(),
            Some(old) => format!("The new side, beside {}; type to narrow", desk.corpus[old].short),
        };
        self.lay(&title, rows);
        self.narrow_by_typing();
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
    pub(super) fn show_history(&mut self, history: &History, _desk: &Desk) {
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
        let rows = passages.iter().map(|&p| {
            let head = Part::of(Ink::new(&desk.corpus[p].citation, Role::Citation));
            let body = Part { indent: 2, clip: 2, ..Part::of(Ink::plain(&desk.corpus[p].text)) };
            Row { block: Block { parts: vec![head, body], gap: false }, pick: Some(Pick::Go(Target::Passage(p))) }
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

    /// Whether a document is being read.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        self.middle == Middle::Reader
    }
}

fn candidate(c: &Candidate) -> Row<Pick> {
    let mut head = Ink::default();
    let marks = c.marks.iter().map(|m| (m.clone(), Role::Match(1)));
    head.push(&c.citation, std::iter::once((0..c.citation.len(), Role::Citation)).chain(marks));
    let head = Part { clip: 1, ..Part::of(head.and_plain("  ").and(&c.excerpt, Role::Dim)) };
    Row { block: Block::of(head), pick: Some(Pick::Go(c.target)) }
}

fn words_of(desk: &Desk, target: Target) -> Ink {
    let text = desk.text_of(target);
    let name = desk.name_of(target);
    let ink = Ink::new(&name, Role::Citation);
    let text = match target {
        // What its name says already is not said again.
        Target::Section(id) => desk.corpus[id].title.as_deref().unwrap_or_default(),
        _ => &text,
    };
    if name.to_lowercase().ends_with(&text.to_lowercase()) {
        return ink;
    }
    ink.and_plain("  ").and_plain(&text.chars().take(120).collect::<String>())
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
