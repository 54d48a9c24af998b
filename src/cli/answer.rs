//! The questions of the command line: each asks the desk, and prints what it answers.

use std::io;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use serde::Serialize;

use super::args::{Cli, Command, Face, KeyArgs};
use super::compare::{Look, compare};
use super::out::{Out, reading_width, tell};
use super::{Answer, Failure, json, must_exist, print};
use crate::desk::compare::Asked;
use crate::desk::resolve::{Candidate, Resolved};
use crate::desk::search::{Within, kinds};
use crate::desk::{Desk, Target};
use crate::keys::{self, Mistake, nearest};
use crate::text::{Member, NoticeKind, PassageId, Role, SectionId, WorkId, WorkKind};

/// The user's own key map, where there is one.
fn users_keymap() -> Option<PathBuf> {
    keys::user_file().filter(|f| f.exists())
}

/// The desk over the corpus asked for. A manifest's mistakes are told on standard error.
fn desk(paths: &[PathBuf]) -> Result<Desk, Failure> {
    let desk = open(paths)?;
    let corpus = &desk.corpus;
    for notice in corpus.notices.iter().filter(|n| n.kind == NoticeKind::Manifest) {
        tell(&format!("plenary: {}:{}: {}", corpus[notice.source].file, notice.lines.first, notice.what));
    }
    let mut unread = corpus.notices.iter().filter(|n| n.kind == NoticeKind::NotRead).peekable();
    if let Some(first) = unread.peek() {
        let first = format!("plenary: {}: {}", corpus[first.source].file, first.what);
        match unread.count() {
            1 => tell(&first),
            n => tell(&format!("plenary: {n} files not read; `plenary check` says why")),
        }
    }
    Ok(desk)
}

pub fn open(paths: &[PathBuf]) -> Result<Desk, Failure> {
    must_exist(paths)?;
    Desk::open(paths).map_err(|error| Failure::Wrong(error.to_string().replacen("; ", "\n  ", 1)))
}

pub fn answer(paths: &[PathBuf], keys_before: KeyArgs, command: Command, themes: fn() -> Vec<Mistake>) -> Answer {
    match command {
        Command::Outline { paths: named, work, json } => {
            outline(&desk(&[paths, &named].concat())?, work.as_deref(), json.json)
        }
        Command::Show { place, context, json } => show(&desk(paths)?, &place.join(" "), context, json.json),
        Command::Search { query, work, kind, objective, limit, json } => {
            let desk = desk(paths)?;
            let work = work.map(|w| one_work(&desk, &w)).transpose()?;
            let kind = kind.map(|k| known_kind(&k)).transpose()?;
            search(&desk, &query.join(" "), &Within { work, kind, objective, limit, ..Within::default() }, json.json)
        }
        Command::Passages { objective, limit, json } => passages(&desk(paths)?, &objective.join(" "), limit, json.json),
        Command::Compare { old, new, objective, mode, inline, all, width, json } => {
            let look = Look { inline, all, width, json: json.json };
            compare(&desk(paths)?, &old, &new, Asked { mode, objective }, &look)
        }
        Command::History { place, json } => history(&desk(paths)?, &place.join(" "), json.json),
        Command::Check { paths: named, keymap, json } => {
            let keymap = keymap.or(keys_before.keymap);
            check(&[paths, &named].concat(), keymap.as_deref(), themes(), json.json)
        }
        Command::Keys { keys, json } => {
            let face = Face { keys, ..Face::default() }.or(Face { keys: keys_before, ..Face::default() });
            list_keys(face.keys, json.json)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "plenary", &mut script);
            Out::new(None).raw(&script).map(|()| 0).map_err(Failure::from)
        }
        Command::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Cli::command()).render(&mut page)?;
            Out::new(None).raw(&page).map(|()| 0).map_err(Failure::from)
        }
        Command::Open { .. } => Ok(0),
    }
}

/// Prints an answer, as JSON or for eyes.
pub fn give<T: Serialize>(
    mut out: Out,
    json: bool,
    value: impl FnOnce() -> T,
    text: impl FnOnce(&mut Out) -> io::Result<()>,
) -> io::Result<()> {
    if json {
        json::write(&mut out, &value())?;
    } else {
        text(&mut out)?;
    }
    out.end()
}

/// The one work that `name` names, in as many words as need be.
fn one_work(desk: &Desk, name: &str) -> Result<WorkId, Failure> {
    match desk.resolve(name) {
        Resolved::One(Target::Work(work)) => Ok(work),
        Resolved::Several(candidates) => Err(Failure::Wrong(several(name, &candidates))),
        _ => {
            let keys: Vec<&str> = desk.corpus.works.iter().map(|w| w.key.as_str()).collect();
            let hint = nearest(name, keys.iter().copied()).map_or_else(String::new, |k| format!("did you mean {k}? "));
            Err(Failure::Wrong(format!("no work is called {name:?}\n  {hint}the works are: {}", keys.join(", "))))
        }
    }
}

fn known_kind(word: &str) -> Result<String, Failure> {
    let known: Vec<&str> = kinds().collect();
    if known.contains(&word) {
        return Ok(word.to_owned());
    }
    let hint = nearest(word, known.iter().copied()).map_or_else(String::new, |k| format!("did you mean {k}? "));
    Err(Failure::Wrong(format!("no kind is called {word:?}\n  {hint}the kinds are: {}", known.join(", "))))
}

/// The candidates of an ambiguous name, one a line.
pub fn several(name: &str, candidates: &[Candidate]) -> String {
    format!("{name:?} may mean {} places; say which:{}", candidates.len(), listed(candidates))
}

/// Why a name means nothing, and what lies near.
pub fn absent(why: &str, near: &[Candidate]) -> String {
    if near.is_empty() { why.to_owned() } else { format!("{why}\n  near it:{}", listed(near)) }
}

fn listed(candidates: &[Candidate]) -> String {
    candidates.iter().flat_map(|c| ["\n  ", &c.citation]).collect()
}

fn outline(desk: &Desk, work: Option<&str>, json: bool) -> Answer {
    let works = match work {
        Some(name) => vec![one_work(desk, name)?],
        None => desk.corpus.work_ids().collect(),
    };
    give(
        Out::new(reading_width()),
        json,
        || json::outline(&desk.corpus, &works),
        |out| print::outline(out, &desk.corpus, &works),
    )?;
    if works.is_empty() { Err(Failure::Nothing("no text was read".to_owned())) } else { Ok(0) }
}

/// The passages of a place: of an objective, bodies stand before titles in lists, and drafts before other texts.
fn passages_of(desk: &Desk, target: Target) -> Vec<PassageId> {
    let Target::Objective(objective) = target else { return desk.passages_in(target) };
    let mut members: Vec<&Member> = desk.corpus[objective].members.iter().collect();
    members.sort_by_key(|m| (m.role != Role::Body, desk.corpus[m.work].kind != WorkKind::Draft));
    members.iter().flat_map(|m| desk.passages_in(m.node.into())).collect()
}

/// The places that `name` means, more than one where they are meant together; how it was read is told where that is
/// not plain. Else why there is none, with the candidates.
pub fn places(desk: &Desk, name: &str) -> Result<Vec<Target>, (Failure, Vec<Candidate>)> {
    let found = match desk.resolve(name) {
        Resolved::One(target) => vec![target],
        Resolved::All(targets) => targets,
        Resolved::Absent { why, near } => return Err((Failure::Nothing(absent(&why, &near)), near)),
        Resolved::Several(candidates) => return Err((Failure::Wrong(several(name, &candidates)), candidates)),
    };
    if let Some(how) = desk.read_as(name, &found) {
        tell(&format!("plenary: {how}"));
    }
    Ok(found)
}

fn show(desk: &Desk, name: &str, context: usize, json: bool) -> Answer {
    let corpus = &desk.corpus;
    let targets = match places(desk, name) {
        Ok(targets) => targets,
        Err((failure, candidates)) => {
            if json {
                let candidates = candidates.into_iter().map(|c| c.citation).collect();
                let value = || json::show(corpus, name, None, None, [&[], &[], &[]], candidates);
                give(Out::new(None), true, value, |_| Ok(()))?;
            }
            return Err(failure);
        }
    };
    let passages: Vec<PassageId> = targets.iter().flat_map(|&t| passages_of(desk, t)).collect();
    let around = |from: usize, to: usize| (from..to).map(PassageId::at).collect::<Vec<_>>();
    let (before, after) = match (passages.iter().min(), passages.iter().max(), targets[0]) {
        (Some(first), Some(last), Target::Work(_) | Target::Section(_) | Target::Passage(_)) => {
            let same = |p: &PassageId| corpus[*p].work == corpus[*first].work;
            let mut before = around(first.index().saturating_sub(context), first.index());
            let mut after = around(last.index() + 1, (last.index() + 1 + context).min(corpus.passages.len()));
            before.retain(same);
            after.retain(same);
            (before, after)
        }
        _ => (Vec::new(), Vec::new()),
    };
    let value = || {
        let names: Vec<String> = targets.iter().map(|&t| desk.name_of(t)).collect();
        let how = desk.read_as(name, &targets);
        json::show(corpus, name, Some(names.join("; ")), how, [&before, &passages, &after], Vec::new())
    };
    give(Out::new(reading_width()), json, value, |out| {
        print::passages(out, corpus, &before)?;
        for &target in &targets {
            print::show(out, desk, target, &passages_of(desk, target))?;
        }
        print::passages(out, corpus, &after)
    })?;
    Ok(0)
}

fn search(desk: &Desk, query: &str, within: &Within, json: bool) -> Answer {
    let found = desk.search(query, within);
    for mistake in &found.mistakes {
        // What the query does not say is wrong with an option.
        let caret = " ".repeat(query.get(..mistake.range.start).map_or(0, |q| q.chars().count()));
        let place = if mistake.range.is_empty() { String::new() } else { format!("\n  {query}\n  {caret}^") };
        tell(&format!("plenary: in the query: {}{place}", mistake.what));
    }
    give(
        Out::new(reading_width()),
        json,
        || json::search(desk, query, &found),
        |out| print::search(out, desk, query, &found),
    )?;
    match (found.passages == 0, found.mistakes.is_empty()) {
        (false, _) => Ok(0),
        (true, _) if query.trim().is_empty() => Err(Failure::Wrong("the query is empty: name a word".to_owned())),
        (true, false) if found.terms.is_empty() => {
            Err(Failure::Wrong(format!("nothing in {query:?} could be looked for")))
        }
        (true, valid) => {
            let near = if found.nearest.is_empty() {
                String::new()
            } else {
                format!("\n  near it: {}", found.nearest.join(", "))
            };
            let why = format!("nothing found for {query:?}{near}");
            // What is no query, or asks for what does not exist, was no answer to look for.
            Err(if valid { Failure::Nothing(why) } else { Failure::Wrong(why) })
        }
    }
}

fn passages(desk: &Desk, name: &str, limit: Option<usize>, json: bool) -> Answer {
    let corpus = &desk.corpus;
    let of = |section: SectionId| corpus[section].objective.and_then(|n| corpus.objective(n));
    let aim = match desk.resolve(name) {
        Resolved::One(Target::Objective(aim)) => Some(aim),
        Resolved::One(Target::Section(section)) => of(section),
        Resolved::All(all) => all.first().and_then(|t| if let Target::Section(s) = t { of(*s) } else { None }),
        Resolved::Several(candidates) if candidates.iter().all(|c| matches!(c.target, Target::Objective(_))) => {
            return Err(Failure::Wrong(several(name, &candidates)));
        }
        _ => None,
    };
    let Some(aim) = aim else {
        if json && let Ok(number) = name.trim().parse() {
            give(Out::new(None), true, || json::on(desk, number, "", &[]), |_| Ok(()))?;
        }
        let numbers: Vec<String> = corpus
            .frames
            .first()
            .map_or(Vec::new(), |f| f.objectives.iter().map(|&o| corpus[o].label.clone()).collect());
        // A number may be none of them; what is no number was no answer to look for.
        let number = name.chars().any(|c| c.is_ascii_digit());
        return Err(if numbers.is_empty() {
            Failure::Nothing("no work here states objectives".to_owned())
        } else {
            let why = format!("no objective is called {name:?}\n  there are {}", numbers.join(", "));
            if number { Failure::Nothing(why) } else { Failure::Wrong(why) }
        });
    };
    let found = desk.passages_on(aim, limit);
    let value = || json::on(desk, corpus[aim].number, &corpus[aim].title, &found);
    give(Out::new(reading_width()), json, value, |out| print::on(out, desk, aim, &found))?;
    if found.is_empty() { Err(Failure::Nothing("no other work says anything on it".to_owned())) } else { Ok(0) }
}

/// The first of candidates that are one clause in the drafts of one text.
fn one_clause(desk: &Desk, candidates: &[Candidate]) -> Option<Target> {
    let (first, others) = candidates.split_first()?;
    let found = desk.history(first.target);
    let on_the_way =
        |c: &Candidate| found.steps.iter().any(|step| step.citation.as_ref() == Some(&desk.name_of(c.target)));
    others.iter().all(on_the_way).then_some(first.target)
}

fn history(desk: &Desk, name: &str, json: bool) -> Answer {
    let target = match desk.resolve(name) {
        Resolved::Several(candidates) => {
            one_clause(desk, &candidates).ok_or(Failure::Wrong(several(name, &candidates)))?
        }
        _ => places(desk, name).map_err(|(failure, _)| failure)?[0],
    };
    let found = desk.history(target);
    give(
        Out::new(reading_width()),
        json,
        || json::history(&desk.corpus, name, &found),
        |out| print::history(out, &desk.corpus, &found),
    )?;
    if found.steps.is_empty() {
        Err(Failure::Nothing(format!("{name:?} has no history: name a clause of a draft")))
    } else {
        Ok(0)
    }
}

/// Exit status 2 for mistakes of a key map, themes or a manifest, 1 for what was not read, 0 where there is neither.
fn check(paths: &[PathBuf], keymap: Option<&Path>, themes: Vec<Mistake>, json: bool) -> Answer {
    let users = users_keymap();
    let mut mistakes: Vec<Mistake> = keys::read(None, keymap.or(users.as_deref())).err().unwrap_or_default();
    mistakes.extend(themes);
    let desk = open(paths)?;
    give(
        Out::new(None),
        json,
        || json::check(&desk.corpus, &mistakes),
        |out| print::check(out, &desk.corpus, &mistakes),
    )?;
    let any = |kind: NoticeKind| desk.corpus.notices.iter().any(|n| n.kind == kind);
    Ok(match (mistakes.is_empty() && !any(NoticeKind::Manifest), any(NoticeKind::NotRead)) {
        (false, _) => 2,
        (true, true) => 1,
        (true, false) => 0,
    })
}

fn list_keys(asked: KeyArgs, json: bool) -> Answer {
    let file = asked.keymap.or_else(users_keymap);
    let keymap = keys::read(asked.preset, file.as_deref()).map_err(|mistakes| {
        let told: Vec<String> = mistakes.iter().map(|m| format!("\n  {m}")).collect();
        Failure::Wrong(format!("the key map has mistakes{}", told.concat()))
    })?;
    give(Out::new(None), json, || json::keys(&keymap), |out| print::keys(out, &keymap))?;
    Ok(0)
}
