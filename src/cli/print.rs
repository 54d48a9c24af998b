//! Answers as text, for eyes and pipes: no escapes in a pipe, and nothing from a document that a terminal would obey.

use std::io;
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::json::source_row;
use super::out::{Out, wrap};
use crate::compare::{End, LEGEND, Link, Mode, Op, Run, Status, Unit, rows};
use crate::desk::compare::Comparison;
use crate::desk::history::{Fate, History};
use crate::desk::on::{Bearing, WEAK, find_terms};
use crate::desk::search::Found;
use crate::desk::{Desk, Target, counted, page_in_words};
use crate::keys::{Keymap, Mistake, Scope};
use crate::text::{Corpus, Lines, NoticeKind, ObjectiveId, PassageId, Role, SectionId, SourceId, WorkId, safe};

/// The width of a comparison that goes to a pipe or a file.
const PIPE_WIDTH: usize = 120;

/// `spans` as one prints them behind a file's name: `611`, `611-613,617`.
fn lines(spans: &[Lines]) -> String {
    spans.iter().map(Lines::to_string).collect::<Vec<_>>().join(",")
}

fn place(corpus: &Corpus, source: SourceId, spans: &[Lines]) -> String {
    format!("{}:{}", corpus[source].file, lines(spans))
}

/// The first `limit` characters of `text`.
fn cut(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}

/// `outline`: works and sections; the passages too where one work is asked for.
pub fn outline(out: &mut Out, corpus: &Corpus, works: &[WorkId]) -> io::Result<()> {
    for (i, &id) in works.iter().enumerate() {
        let work = &corpus[id];
        if i > 0 {
            out.line("")?;
        }
        out.entry(0, &format!("{}  {}", work.key, work.title))?;
        let facts = [&work.symbol, &work.version, &work.date, &work.issuer];
        let mut said: Vec<&str> = vec![work.kind.word()];
        said.extend(facts.into_iter().flatten().map(|f| f.value.as_str()));
        out.entry(4, &format!("{}; {}", said.join(", "), place(corpus, work.source, &[work.lines])))?;
        for &section in &work.sections {
            outline_section(out, corpus, section, works.len() == 1)?;
        }
    }
    Ok(())
}

fn outline_section(out: &mut Out, corpus: &Corpus, id: SectionId, passages: bool) -> io::Result<()> {
    let section = &corpus[id];
    let indent = 2 * corpus.path_to(id).len();
    let name = section.name();
    let name = if name.is_empty() { "(before the first heading)" } else { &name };
    out.entry(indent, &format!("{name}  [{}; {}]", section.lines, counted(section.passages.len(), "passage")))?;
    for &p in section.passages.iter().filter(|_| passages) {
        let passage = &corpus[p];
        let depth = indent + 2 + 2 * corpus.above(p).count();
        let label = passage.label.as_deref().unwrap_or("-");
        out.entry(depth, &format!("{label}  {}  [{}]", cut(&passage.text, 70), lines(&passage.spans)))?;
    }
    Ok(())
}

/// `show`: a place's passages in full, under the name of what holds them.
pub fn show(out: &mut Out, desk: &Desk, target: Target, within: &[PassageId]) -> io::Result<()> {
    let corpus = &desk.corpus;
    if !matches!(target, Target::Passage(_)) {
        let title = match target {
            Target::Section(id) => corpus[id].title.as_deref().unwrap_or_default().into(),
            _ => desk.text_of(target),
        };
        let name = desk.name_of(target);
        let said = title.is_empty() || name.to_lowercase().ends_with(&title.to_lowercase());
        out.entry(0, &if said { name } else { format!("{name}: {title}") })?;
        out.line("")?;
    }
    passages(out, corpus, within)
}

/// Passages in full, each under its citation and place.
pub fn passages(out: &mut Out, corpus: &Corpus, all: &[PassageId]) -> io::Result<()> {
    all.iter().try_for_each(|&p| passage(out, corpus, p))
}

/// `, page 16 of the file, printed 4`, or nothing.
fn on_page(page: Option<&str>) -> String {
    page.map_or_else(String::new, |page| format!(", {}", page_in_words(page)))
}

fn passage(out: &mut Out, corpus: &Corpus, id: PassageId) -> io::Result<()> {
    let passage = &corpus[id];
    let page = on_page(passage.page.as_deref());
    out.entry(
        0,
        &format!("{}  [{}{page}]", passage.citation, place(corpus, corpus[passage.work].source, &passage.spans)),
    )?;
    let mut text = passage.text.clone();
    for note in passage.notes.iter().rev().filter(|n| passage.text.is_char_boundary(n.at)) {
        text.insert_str(note.at, &format!("[{}]", note.mark));
    }
    out.paragraph(4, &text, &[])?;
    out.line("")
}

/// How many of the passages stand in which work, and on which objective; none where one work holds all.
fn counts(corpus: &Corpus, found: &Found) -> Option<String> {
    let works = found.by_work.iter().map(|&(work, n)| format!("{} ({n})", corpus[work].short));
    let works: Vec<String> = works.collect();
    let noun = corpus.frames.first().map_or("objective", |frame| frame.noun.as_str());
    let aims: Vec<String> = found.by_objective.iter().map(|(number, n)| format!("{noun} {number} ({n})")).collect();
    let told: Vec<String> = [works, aims].into_iter().filter(|of| !of.is_empty()).map(|of| of.join(", ")).collect();
    (found.by_work.len() > 1).then(|| told.join("; "))
}

/// `search`: how often and where, then each passage around its first match.
pub fn search(out: &mut Out, desk: &Desk, query: &str, found: &Found) -> io::Result<()> {
    const AROUND: usize = 160;
    let corpus = &desk.corpus;
    if found.hits.is_empty() {
        return Ok(());
    }
    let (occurrences, passages) = (counted(found.occurrences, "match"), counted(found.passages, "passage"));
    out.line(&format!("{query}: {occurrences} in {passages}"))?;
    if let Some(counts) = counts(corpus, found) {
        out.entry(2, &counts)?;
    }
    for short in &found.abbreviations {
        let works: Vec<&str> = short.works.iter().map(|&w| corpus[w].short.as_str()).collect();
        out.line(&format!("  {}: {} in {}", short.short, short.long, works.join(", ")))?;
    }
    for hit in &found.hits {
        let place = desk.spans_of(hit.target).map_or_else(String::new, |(s, l)| place(corpus, s, &l));
        out.line("")?;
        let page = on_page(desk.page_of(hit).as_deref());
        out.entry(0, &format!("{}  [{place}{page}]", desk.name_of(hit.target)))?;
        let text = desk.text_of(hit.target);
        let marks: Vec<Range<usize>> = hit.marks.iter().map(|m| m.range.clone()).collect();
        excerpt(out, 4, &text, marks.first().unwrap_or(&(0..0)), AROUND, &marks)?;
    }
    Ok(())
}

/// `text` around the words `at`, so many characters before and after them, with `marks` as bytes of all of it.
fn excerpt(
    out: &mut Out,
    indent: usize,
    text: &str,
    at: &Range<usize>,
    around: usize,
    marks: &[Range<usize>],
) -> io::Result<()> {
    let from = text[..at.start].char_indices().rev().nth(around).map_or(0, |(at, _)| at);
    let from = if from == 0 { 0 } else { text[from..].find(' ').map_or(from, |blank| from + blank + 1).min(at.start) };
    let to = text[at.end..].char_indices().nth(around).map_or(text.len(), |(behind, _)| at.end + behind);
    let to = if to == text.len() { to } else { text[..to].rfind(' ').unwrap_or(to).max(at.end) };
    let (lead, tail) = (if from > 0 { "… " } else { "" }, if to < text.len() { " …" } else { "" });
    let shift = |at: usize| (at + lead.len()).saturating_sub(from);
    let inside = marks.iter().filter(|m| m.start >= from && m.end <= to);
    let marks: Vec<Range<usize>> = inside.map(|m| shift(m.start)..shift(m.end)).collect();
    out.paragraph(indent, &format!("{lead}{}{tail}", &text[from..to]), &marks)
}

/// `passages`: each with its rank and reason, and the words that it is listed for.
pub fn on(out: &mut Out, desk: &Desk, aim: ObjectiveId, found: &[Bearing]) -> io::Result<()> {
    const AROUND: usize = 200;
    let corpus = &desk.corpus;
    let aim = &corpus[aim];
    if found.is_empty() {
        return Ok(());
    }
    out.entry(0, &format!("{} {}: {}", corpus[aim.frame].noun, aim.label, aim.title))?;
    for (words, role) in [("stated in", Role::Body), ("by title alone in", Role::Title)] {
        let stating = aim.members.iter().filter(|m| m.role == role);
        let names: Vec<String> = stating.map(|m| desk.name_of(m.node.into())).collect();
        if !names.is_empty() {
            out.entry(2, &format!("{words}: {}", names.join("; ")))?;
        }
    }
    let strong = found.iter().take_while(|bearing| bearing.score >= WEAK).count();
    for (i, bearing) in found.iter().enumerate() {
        if i == strong {
            out.line("")?;
            out.line(&format!("weaker from here: {}", found.len() - strong))?;
        }
        let passage = &corpus[bearing.passage];
        let terms = if bearing.terms.is_empty() { String::new() } else { format!(": {}", bearing.terms.join(", ")) };
        out.line("")?;
        let place = place(corpus, corpus[passage.work].source, &passage.spans);
        let page = on_page(desk.page_at(bearing.passage, &bearing.at).as_deref());
        out.entry(0, &format!("{:>3}. {}  [{place}{page}]", i + 1, passage.citation))?;
        out.entry(5, &format!("{}{terms}", bearing.why.word()))?;
        excerpt(out, 5, &passage.text, &bearing.at, AROUND, &find_terms(&passage.text, &bearing.terms))?;
    }
    Ok(())
}

/// Words with what was removed as `[-…-]` and what was added as `{+…+}`.
fn marked<'a>(runs: impl Iterator<Item = &'a Run>) -> String {
    let mark = |run: &Run| match (run.parts(), run.op.brackets()) {
        ([_, "", _], _) => run.text.clone(),
        ([before, words, after], [open, close]) => format!("{before}{open}{words}{close}{after}"),
    };
    runs.map(mark).collect()
}

/// The words of one side of a link.
fn cell(link: &Link, units: &[Unit], ids: &[usize], op: Op) -> String {
    let whole = || ids.iter().map(|&u| units[u].text.as_str()).collect::<Vec<_>>().join(" ");
    match link.status {
        Status::Edited | Status::Rewritten if !link.runs.is_empty() => marked(link.words_of(op)),
        _ => whole(),
    }
}

/// The places of `ids` without the name of their work.
fn places(units: &[Unit], ids: &[usize]) -> String {
    let name = |&u: &usize| units[u].citation.split_once(", ").map_or(units[u].citation.as_str(), |(_, place)| place);
    ids.iter().map(name).collect::<Vec<_>>().join(" + ")
}

/// `compare`: what changed, side by side or in one column; unchanged units are counted, unless all are asked for.
pub fn compare(out: &mut Out, corpora: [&Corpus; 2], found: &Comparison, inline: bool, all: bool) -> io::Result<()> {
    let alignment = &found.alignment;
    for (i, side) in ["old", "new"].into_iter().enumerate() {
        let title = &found.titles[i];
        let work = found.works[i].map(|w| &corpora[i][w]).filter(|w| w.title == *title);
        // Drafts of one text share its title.
        let more = work.map_or_else(String::new, |work| {
            let short = Some(&work.short).filter(|short| *short != title);
            let parts = short.into_iter().chain(work.date.as_ref().map(|d| &d.value));
            let parts = parts.chain([&corpora[i][work.source].file]).map(String::as_str);
            format!(" ({})", parts.collect::<Vec<_>>().join(", "))
        });
        out.entry(0, &format!("{side}: {title}{more}"))?;
    }
    let counts = alignment.summary.counts();
    let told: Vec<String> =
        counts.iter().filter(|(_, n)| *n > 0).map(|(name, n)| format!("{n} {}", name.replace('_', " "))).collect();
    out.entry(
        0,
        &format!(
            "{}: {}",
            if alignment.mode == Mode::Draft { "drafts of one text" } else { "related texts" },
            told.join(", ")
        ),
    )?;
    for term in &alignment.terms {
        out.entry(0, &format!("throughout, {} times: [-{}-] {{+{}+}}", term.count, term.old, term.new))?;
    }
    let silent = |link: &Link| (!link.is_substantive() || link.is_only_terms()) && !link.renumbered;
    // Two texts that have nothing to do with each other were yet laid side by side by somebody.
    let all = all || alignment.mode == Mode::Related && alignment.links.iter().all(silent);
    // What stayed as it is, and what the other text has nothing on.
    let mut passed = (0, 0);
    let mut letters = String::new();
    for row in rows(alignment) {
        let link = &alignment.links[row.link];
        if !all && silent(link) {
            let alone = link.old.is_empty() || link.new.is_empty();
            *(if alone { &mut passed.1 } else { &mut passed.0 }) += 1;
            continue;
        }
        pass_over(out, std::mem::take(&mut passed))?;
        out.line("")?;
        letters.push(link.letter());
        if inline { one_column(out, found, link)? } else { two_columns(out, found, link, row.end)? }
    }
    pass_over(out, passed)?;
    // What the letters before the rows mean: those that stand there.
    let shown = LEGEND.iter().filter(|(letter, _)| letters.contains(*letter));
    let meant: Vec<String> = shown.map(|(letter, words)| format!("{letter} {words}")).collect();
    if meant.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.entry(2, &meant.join(" | "))
}

fn pass_over(out: &mut Out, (unchanged, alone): (usize, usize)) -> io::Result<()> {
    let told = [(unchanged, "without change of substance"), (alone, "without a counterpart")];
    let told: Vec<String> = told.iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{n} {words}")).collect();
    if told.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line(&format!("  … {}", told.join(", ")))
}

fn one_column(out: &mut Out, found: &Comparison, link: &Link) -> io::Result<()> {
    let (old, new) = (places(&found.units[0], &link.old), places(&found.units[1], &link.new));
    let place = match (old.is_empty(), new.is_empty()) {
        (false, false) if old != new => format!("{old} → {new}"),
        (_, false) => new,
        _ => old,
    };
    out.line(&format!("{} {place}  ({})", link.letter(), link.told()))?;
    let text = match link.status {
        Status::Edited | Status::Rewritten if !link.runs.is_empty() => marked(link.runs.iter()),
        _ if link.new.is_empty() => cell(link, &found.units[0], &link.old, Op::Removed),
        _ => cell(link, &found.units[1], &link.new, Op::Added),
    };
    out.paragraph(2, &text, &[])
}

fn two_columns(out: &mut Out, found: &Comparison, link: &Link, end: End) -> io::Result<()> {
    let width = out.width.unwrap_or(PIPE_WIDTH).max(40);
    let half = (width - 5) / 2;
    let side = |i: usize, ids: &[usize], op: Op| -> Vec<String> {
        let units = &found.units[i];
        if ids.is_empty() {
            return Vec::new();
        }
        let cells = |text: &str| wrap(text, half).into_iter().map(|r| safe(&text[r]).into_owned()).collect::<Vec<_>>();
        // Words are marked across all units of a side; where none are, each unit stands under its own place.
        let groups: Vec<&[usize]> = if link.runs.is_empty() { ids.chunks(1).collect() } else { vec![ids] };
        let each = groups
            .into_iter()
            .flat_map(|ids| [cells(&format!("{}:", places(units, ids))), cells(&cell(link, units, ids, op))].concat());
        each.collect()
    };
    let none = || vec!["(moved, see the other place)".to_owned()];
    let left = if end == End::To { none() } else { side(0, &link.old, Op::Removed) };
    let right = if end == End::From { none() } else { side(1, &link.new, Op::Added) };
    for i in 0..left.len().max(right.len()) {
        let letter = if i == 0 { link.letter() } else { ' ' };
        let (l, r) = (left.get(i).map_or("", String::as_str), right.get(i).map_or("", String::as_str));
        let pad = half.saturating_sub(l.width());
        out.line(format!("{letter} {l}{:pad$} | {r}", "").trim_end())?;
    }
    Ok(())
}

/// `history`: each step with its words against those before.
pub fn history(out: &mut Out, corpus: &Corpus, found: &History) -> io::Result<()> {
    for (i, step) in found.steps.iter().enumerate() {
        let date = step.date.as_deref().unwrap_or("no date");
        let place = step.citation.as_deref().unwrap_or(&corpus[step.work].short);
        // Words that stayed the same are not said again.
        let silent = step.runs.is_empty() || step.fate == Fate::Same;
        if i > 0 && !silent {
            out.line("")?;
        }
        out.entry(0, &format!("{date}  {place}  ({})", step.fate.word()))?;
        if !silent {
            for (piece, runs) in step.paragraphs() {
                let label = piece.kind.printed(piece.label.as_deref().unwrap_or_default());
                let words = format!("{label} {}", marked(runs.iter()));
                out.paragraph(4, words.trim_start(), &[])?;
            }
            out.line("")?;
        }
    }
    Ok(())
}

/// `check`: a line a source, then what could not be read or placed, then a key map's mistakes.
pub fn check(out: &mut Out, corpus: &Corpus, mistakes: &[Mistake]) -> io::Result<()> {
    for id in (0..corpus.sources.len()).map(SourceId::at) {
        let row = source_row(corpus, id);
        out.line(&row.told())?;
    }
    for kind in [NoticeKind::NotRead, NoticeKind::Manifest, NoticeKind::Doubt, NoticeKind::SetAside] {
        for notice in corpus.notices.iter().filter(|n| n.kind == kind) {
            let file = &corpus[notice.source].file;
            let kind = if kind == NoticeKind::Doubt { "in doubt: " } else { "" };
            out.line(&format!("{file}:{}: {kind}{}", notice.lines, notice.what))?;
        }
    }
    for mistake in mistakes {
        out.line(&mistake.to_string())?;
    }
    Ok(())
}

/// `keys`: a table a scope.
pub fn keys(out: &mut Out, keymap: &Keymap) -> io::Result<()> {
    let rows = keymap.rows();
    let widest = rows.iter().map(|r| r.keys.join("  ").width()).max().unwrap_or(0).min(32);
    for &scope in Scope::ALL {
        out.line(scope.name())?;
        for row in rows.iter().filter(|r| r.scope == scope) {
            let keys = row.keys.join("  ");
            let pad = widest.saturating_sub(keys.width());
            out.line(&format!("  {keys}{:pad$}  {:<18} {}", "", row.action.name(), row.action.doc()))?;
        }
    }
    Ok(())
}
