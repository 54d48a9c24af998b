//! The boxes: keys, palette, searches, marks, drafts to choose from, notices.

use super::act::homes;
use super::app::{App, Effect, Middle};
use super::ink::{Block, Ink, Part};
use super::list::Row;
use super::overlay::{Pick, Sheet, named};
use super::prompt::{Kind, Prompt};
use super::theme::Role;
use crate::compare::LEGEND;
use crate::desk::on::REASONS;
use crate::desk::resolve::Candidate;
use crate::desk::search::Within;
use crate::desk::{Desk, Target, counted};
use crate::keys::Action;
use crate::text::{Lines, NoticeKind, PassageId, WorkId};

/// A name that is no longer is an abbreviation.
const SHORT_NAME: usize = 8;

impl App {
    pub(super) fn lay(&mut self, title: &str, rows: Vec<Row<Pick>>) {
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
                    self.effects.push(Effect::Keep);
                    self.show_marks();
                }
                Some(Pick::Query(query)) => {
                    let query = query.clone();
                    self.saved.retain(|_, q| *q != query);
                    self.effects.push(Effect::Keep);
                    self.show_saved();
                }
                _ => self.say("this cannot be deleted"),
            },
            Action::Back | Action::Left => self.sheet = None,
            Action::WriteMarks => self.write_marks(),
            Action::Help => {
                let keys =
                    [(Action::CopyCitation, "copies"), (Action::CopyToFile, "writes"), (Action::Delete, "deletes")];
                let keys = keys.map(|(action, word)| format!("; {} {word}", self.key(action)));
                let [takes, narrows, closes] = [Action::Open, Action::Filter, Action::Cancel].map(|a| self.key(a));
                let keys = keys.concat();
                self.say(&format!("in this box: {takes} takes the row; {narrows} narrows{keys}; {closes} closes"));
            }
            Action::Copy | Action::CopyCitation | Action::CopySource | Action::CopyToFile => {
                let target = match sheet.list.picked() {
                    Some(Pick::Go(target) | Pick::At(target, _)) => Some(*target),
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
        self.show_candidates(&[], "");
    }

    /// Places and actions that fit what is typed; `why` there is no such place.
    pub(super) fn show_candidates(&mut self, candidates: &[Candidate], why: &str) {
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
            let others = others.filter(|a| !homes(**a).is_empty());
            let others = others.map(|&a| (a, Ink::new(&format!("in {}", homes(a)), Role::Dim)));
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
            let words = match (typed.is_empty(), kind) {
                (true, _) => "by name: 13c, nyd 33, nyd annex I 5(d), idm p. 21".to_owned(),
                (false, Kind::Palette) => why.replacen("no place is", "no place or action is", 1),
                (false, _) => why.to_owned(),
            };
            first.push(Row::note(&words));
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
                Some(target) => words_of(&desk, target, self.look.signs.ellipsis),
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

fn words_of(desk: &Desk, target: Target, ellipsis: &str) -> Ink {
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
    let first: String = text.chars().take(120).collect();
    let dots = if first.len() < text.len() { ellipsis } else { "" };
    ink.and_plain("  ").and_plain(&format!("{first}{dots}"))
}
