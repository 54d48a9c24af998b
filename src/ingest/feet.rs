//! Footnotes told from text where no raised mark tells them: by their place at a page's foot and the marks above.

use super::classify;
use super::label::{Count, mark};
use super::sifted::Sifted;

/// Footnotes that stand at the end of running pages: `… trafficking 4 See the report …`. Their numbers grow through the
/// text, and each stands on its page twice: as a mark, and before its note.
pub(super) fn page_notes(text: &str, sifted: &mut Sifted) {
    let mut last = 0u32;
    for i in 0..sifted.lines.len() {
        if sifted.pages[i] == 0 || sifted.noise[i].is_some() {
            continue;
        }
        let line = sifted.lines[i];
        let words = line.of(text);
        let mut starts: Vec<(u32, usize)> = Vec::new();
        loop {
            let label = format!(" {} ", last + 1);
            let after = starts.last().map_or(0, |s| s.1);
            let begins = |at: usize| words[at + label.len()..].starts_with(char::is_uppercase);
            let Some(at) = words.rmatch_indices(&label).map(|m| m.0).find(|&at| at > after && begins(at)) else {
                break;
            };
            let marked = words[..at].contains(&label) || !starts.is_empty();
            if !marked || words.len() - at > 1200 {
                break;
            }
            last += 1;
            starts.push((last, at));
        }
        let byte = |at: usize| line.start + u32::try_from(at).unwrap_or(0);
        let ends = starts.iter().skip(1).map(|s| s.1).chain([words.len()]);
        let notes: Vec<(String, u32, u32)> = starts
            .iter()
            .zip(ends)
            .map(|(&(n, at), end)| (n.to_string(), byte(at + n.to_string().len() + 2), byte(end)))
            .collect();
        if let Some(&(_, at)) = starts.first() {
            sifted.lines[i].end = byte(words[..at].trim_end().len());
            sifted.page_notes.insert(i, notes);
        }
    }
}

/// A footnote's label in plain figures at the start of `words`, and where its words begin: `1 See …`, `(1) OJ …`.
pub(super) fn plain_note(words: &str) -> Option<(&str, usize)> {
    let inner = words.strip_prefix('(').unwrap_or(words);
    let end = inner.find(|c: char| !c.is_ascii_digit()).unwrap_or(inner.len());
    let round = inner.len() < words.len();
    let rest = if round { inner[end..].strip_prefix(')')? } else { &inner[end..] };
    let body = rest.trim_start();
    let begins = body.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '‘'));
    ((1..=3).contains(&end) && rest.len() > body.len() && begins).then(|| (&inner[..end], words.len() - body.len()))
}

/// Whether `text` bears the footnote mark `label`: stuck to a word or a sign, or in brackets.
fn bears_mark(text: &str, label: &str, round: bool) -> bool {
    if round {
        // `section 36 (1)` names a place.
        let mark = format!(" ({label})");
        return text.match_indices(&mark).any(|(at, _)| !classify::refers(&text[..at], &text[at + 1..]));
    }
    text.match_indices(label).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + label.len()..].chars().next();
        before.is_some_and(|c| c.is_alphabetic() || matches!(c, ',' | '.' | ';' | ':' | ')' | '”' | '"' | '’'))
            && !text[..at].trim_end_matches(['.', ',']).ends_with(|c: char| c.is_ascii_digit())
            && !classify::ends_symbol(&text[..at])
            && after.is_none_or(|c| !c.is_alphanumeric())
    })
}

/// Footnotes in plain figures: under a rule, or at a page's foot where the text above bears their marks. A mark may
/// stand alone on the line above its note.
pub(super) fn plain_notes(text: &str, sifted: &mut Sifted) {
    let count = sifted.lines.len();
    let ruled = |sifted: &Sifted, i: usize| {
        i > 0 && sifted.noise[i - 1].is_some() && sifted.lines[i - 1].of(text).starts_with("____")
    };
    let mut above = 0;
    let mut i = 0;
    while i < count {
        let Some(found) = note_at(text, sifted, i) else {
            i += 1;
            continue;
        };
        let words = sifted.lines[i].of(text);
        let round = words.starts_with('(');
        let under_rule = ruled(sifted, i);
        let mut run = vec![(i, found)];
        let mut end = i + 1;
        while end < count && sifted.noise[end].is_none() && !sifted.lines[end].feed {
            let lone =
                run.last().is_some_and(|(at, (_, body))| *at + 1 == end && *body >= sifted.lines[*at].of(text).len());
            let next = note_at(text, sifted, end).filter(|n| n.0 != run[run.len() - 1].1.0);
            let due = next.as_ref().is_some_and(|n| follows(&run[run.len() - 1].1.0, &n.0));
            match next {
                Some(next) if sifted.lines[end].gap == 0 || due || under_rule => run.push((end, next)),
                _ if sifted.lines[end].gap > 0 && !lone => break,
                _ => {}
            }
            end += 1;
        }
        let foot = end >= count || sifted.noise[end].is_some() || sifted.lines[end].feed;
        let first = above.max(i.saturating_sub(80));
        let cited = |label: &str| {
            (first..i).any(|k| sifted.noise[k].is_none() && bears_mark(sifted.lines[k].of(text), label, round))
        };
        let apart = sifted.lines[i].gap > 0 || i > 0 && sifted.noise[i - 1].is_some();
        let grows = run.windows(2).all(|w| follows(&w[0].1.0, &w[1].1.0));
        let marks = run.iter().filter(|(_, (label, _))| cited(label)).count();
        let told = if foot { marks * 2 >= run.len() && marks > 0 } else { !round && apart && marks == run.len() };
        // `(1) The Minister may— (a) …`: what holds items is a paragraph of a law.
        let headed = under_heading(text, sifted, i);
        let itemed = (round || headed)
            && (i..end).any(|k| mark(sifted.lines[k].of(text)).label.is_some_and(|l| l.value(Count::Lower).is_some()));
        if under_rule || grows && told && !itemed && !(headed && (round || !foot)) {
            sifted.note_lines.extend(i..end);
            sifted.notes.extend(run);
            above = end;
            i = end;
        } else {
            i += 1;
        }
    }
}

/// Whether a title of up to three short lines stands right over line `i`: what a title heads is text.
fn under_heading(text: &str, sifted: &Sifted, i: usize) -> bool {
    let title = |k: usize| {
        let words = sifted.lines[k].of(text);
        let begins = words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let open = classify::ending(words) == classify::Ending::Open && !classify::breaks_off(words);
        sifted.noise[k].is_none() && begins && words.len() <= 60 && open
    };
    let apart = sifted.lines[i].gap > 0 && !sifted.lines[i].feed;
    let mut above = (0..i).rev().take(3).take_while(|&k| title(k));
    apart && above.any(|k| sifted.lines[k].gap > 0)
}

/// Whether the label `next` comes after `before`.
fn follows(before: &str, next: &str) -> bool {
    before.parse::<u32>().ok().map(|n| n + 1) == next.parse().ok()
}

/// The footnote that may begin at line `i`: its label, and where on the line its words begin; the line's end where they
/// stand below.
fn note_at(text: &str, sifted: &Sifted, i: usize) -> Option<(String, usize)> {
    if sifted.noise[i].is_some() {
        return None;
    }
    let words = sifted.lines[i].of(text);
    if !words.starts_with(|c: char| c.is_ascii_digit() || c == '(') {
        return None;
    }
    if let Some((label, body)) = plain_note(words) {
        return Some((label.to_owned(), body));
    }
    let lone = words.len() <= 3 && words.bytes().all(|b| b.is_ascii_digit()) && !words.starts_with('0');
    let next = sifted.lines.get(i + 1).filter(|n| !n.feed && n.gap <= 1 && sifted.noise[i + 1].is_none())?;
    let body = next.of(text);
    let begins = body.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '"' | '‘' | '('));
    (lone && begins && body.len() > 8).then(|| (words.to_owned(), words.len()))
}
