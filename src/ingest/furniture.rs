//! Noise told from text by rule: page furniture, contents pages, viewer chrome, teasers, stamps.

use super::breaks::{breaks, under_furniture};
use super::classify;
use super::contents;
use super::decode::Line;
use super::edges::{edges, told_edges};
use super::feet;
use super::margin;
use super::markup;
use super::measure::close_up;
use super::page_ends::page_ends;
use super::page_number::page_numbers;
use super::shapes;
use super::sides;
use super::sifted::{Noise, Sifted};
use super::stars::starred_notes;
use super::titled::titled;
use super::viewer::{running_pages, teasers, viewer_title};
use crate::text::{QuickMap, QuickSet};

/// Sifts `lines` of `text`.
pub(super) fn sift(text: &str, mut lines: Vec<Line>) -> Sifted {
    close_up(text, &mut lines);
    let numbers = margin::cut(text, &mut lines);
    let bare: Vec<u32> = numbers.iter().map(|&i| lines[i].number).collect();
    let sides = sides::cut(text, &mut lines).into_iter().collect();
    let numbers = bare.iter().filter_map(|n| lines.binary_search_by_key(n, |l| l.number).ok());
    let numbers: Vec<usize> = numbers.collect();
    let count = lines.len();
    let mut sifted = Sifted {
        lines,
        noise: vec![None; count],
        pages: vec![0; count],
        labels: vec![None],
        sides,
        notes: QuickMap::default(),
        note_lines: QuickSet::default(),
        page_notes: QuickMap::default(),
        run_ins: QuickSet::default(),
        contents: Vec::new(),
        named: QuickMap::default(),
    };
    single_lines(text, &mut sifted);
    for at in numbers {
        sifted.noise[at] = Some(Noise::LineNumber);
    }
    viewer_title(text, &mut sifted);
    teasers(text, &mut sifted);
    running_pages(text, &mut sifted);
    let fed = sifted.lines.iter().any(|l| l.feed);
    if fed {
        edges(text, &mut sifted, true);
        told_edges(text, &mut sifted);
        // What numbers hid.
        edges(text, &mut sifted, true);
    }
    feet::page_notes(text, &mut sifted);
    // From here on lines stay as they are.
    let large = sifted.lines.iter().enumerate().filter(|(_, line)| !line.first(text).is_ascii_lowercase());
    sifted.named = large.filter_map(|(i, line)| titled(line.of(text)).map(|found| (i, found))).collect();
    let (heads, mut places) = (contents::heads(text, &sifted), None);
    contents::contents(text, &mut sifted, &heads, &mut places);
    page_numbers(text, &mut sifted);
    if !fed {
        breaks(text, &mut sifted);
        edges(text, &mut sifted, false);
    }
    feet::plain_notes(text, &mut sifted);
    page_ends(text, &mut sifted);
    if !fed {
        edges(text, &mut sifted, false);
    }
    under_furniture(text, &mut sifted);
    // Those that the furniture of a page broke.
    contents::contents(text, &mut sifted, &heads, &mut places);
    contents::unnamed(text, &mut sifted, &mut places);
    drop(places);
    stamps(text, &mut sifted);
    feet::plain_notes(text, &mut sifted);
    starred_notes(text, &mut sifted);
    let named: Vec<usize> = (0..count)
        .filter(|&i| sifted.pages[i] > 0 && sifted.noise[i].is_none())
        .flat_map(|i| shapes::run_ins(sifted.lines[i].of(text)).map(move |_| i))
        .collect();
    // One name says nothing; several on pages that follow each other do.
    let around = |i: usize| named.partition_point(|&j| j <= i + 3) - named.partition_point(|&j| j + 3 < i);
    sifted.run_ins = named.iter().copied().filter(|&i| around(i) >= 3).collect();
    sifted
}

/// Lines that are noise by themselves.
fn single_lines(text: &str, sifted: &mut Sifted) {
    for (i, noise) in sifted.noise.iter_mut().enumerate() {
        let words = sifted.lines[i].of(text);
        // A dash alone over words is their bullet.
        let over = |next: &Line| next.gap <= 1 && next.of(text).starts_with(char::is_alphabetic);
        if words.len() > 200 || matches!(words, "-" | "–" | "—") && sifted.lines.get(i + 1).is_some_and(over) {
            continue;
        }
        *noise = if let Some(markup) = markup::noise(words) {
            Some(markup)
        } else if words
            .chars()
            .all(|c| matches!(c, '-' | '=' | '_' | '*' | '~' | '.' | '–' | '—' | '…' | ' ' | '+' | '#'))
        {
            Some(Noise::Rule)
        } else if words.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+' | '=')) && words.contains('|') {
            Some(Noise::TableFrame)
        } else {
            known_noise(words)
        };
    }
}

/// What printers and web viewers put on any page.
fn known_noise(words: &str) -> Option<Noise> {
    const BLANK: [&str; 3] =
        ["this page is intentionally left blank", "this page intentionally left blank", "[blank page]"];
    const CHROME: [&str; 16] = [
        "size: px",
        "start display at page",
        "transcription",
        "more information",
        "show more",
        "download",
        "skip to main content",
        "skip to content",
        "back to top",
        "print this page",
        "share this page",
        "read more",
        "log in",
        "sign in",
        "download pdf",
        "accept all cookies",
    ];
    const SITE: [&str; 5] = ["share on ", "home | ", "home > ", "home » ", "home › "];
    let core = words.trim_matches(['*', '_', ' ']);
    if core.len() > 60 && !core.ends_with('"') && !core.starts_with("Disclaimer") {
        return None;
    }
    let said = core.trim_end_matches(['.', ':']);
    let is = |noise: &&str| said.eq_ignore_ascii_case(noise);
    if is(&"please recycle") {
        Some(Noise::PrintersMark)
    } else if core.get(..26).is_some_and(|w| w.eq_ignore_ascii_case("disclaimer: the electronic")) {
        Some(Noise::Disclaimer)
    } else if BLANK.iter().any(is) {
        Some(Noise::BlankPage)
    } else if CHROME.iter().any(is)
        || SITE.iter().any(|s| core.get(..s.len()).is_some_and(|w| w.eq_ignore_ascii_case(s)))
        || core.ends_with('"') && core.get(..10).is_some_and(|w| w.eq_ignore_ascii_case("download \""))
    {
        Some(Noise::Chrome)
    } else {
        is_job_number(words).then_some(Noise::DocumentNumber)
    }
}

/// `16-16163 (E)`, `*1616163*`: the printer's number of a document.
pub(super) fn is_job_number(words: &str) -> bool {
    if let Some(inner) = words.strip_prefix('*').and_then(|w| w.strip_suffix('*')) {
        return inner.len() >= 6 && inner.bytes().all(|b| b.is_ascii_digit());
    }
    if !words.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'G' | 'V') || c.is_whitespace()) {
        return false;
    }
    // `GE.17-11250(E)`, `V.22-04418 (E)`
    let bare = words.strip_prefix("GE.").or_else(|| words.strip_prefix("V.")).unwrap_or(words).trim_start();
    if !matches!(bare.as_bytes(), [b'0'..=b'9', b'0'..=b'9', b'-', ..]) {
        return false;
    }
    let apart = bare.replace('(', " (");
    let mut parts = apart.split_whitespace();
    let Some((year, number)) = parts.next().and_then(|p| p.split_once('-')) else { return false };
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let rest: Vec<&str> = parts.collect();
    let plain = |p: &&str| {
        p.starts_with('(') && p.ends_with(')') && p.len() == 3 || p.len() == 6 && digits(p) || p.starts_with('*')
    };
    year.len() == 2
        && digits(year)
        && matches!(number.len(), 5 | 6)
        && digits(number)
        && rest.len() <= 4
        && rest.iter().all(plain)
}

/// `12/6/18` and its like.
fn is_slashed_date(words: &str) -> bool {
    let date = words.trim_end_matches('.');
    if date.len() > 14 {
        return false;
    }
    let parts: Vec<&str> = date.split(['/', '-']).collect();
    parts.len() == 3 && parts.iter().all(|p| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
}

/// Stamps: a few very short lines around a slashed date, apart from the text.
fn stamps(text: &str, sifted: &mut Sifted) {
    let short = |i: usize| {
        let words = sifted.lines[i].of(text);
        words.len() <= 24 && !classify::is_caps(words) || words.len() <= 4
    };
    let dates: Vec<usize> = (0..sifted.lines.len())
        .filter(|&i| sifted.lines[i].first(text).is_ascii_digit() && sifted.noise[i].is_none())
        .filter(|&i| is_slashed_date(sifted.lines[i].of(text)))
        .collect();
    let mut found = Vec::new();
    for i in dates {
        let mut first = i;
        while first > 0 && i - first <= 12 && sifted.lines[first].gap == 0 && short(first - 1) {
            first -= 1;
        }
        if (first..=i).all(short) && sifted.lines.get(i + 1).is_none_or(|l| l.gap > 0) {
            found.push((first, i));
        }
    }
    // What stands over the whole text may be its title page, unless it comes again.
    let says = |&(first, last): &(usize, usize)| (sifted.lines[first].of(text), sifted.lines[last].of(text));
    let again = |one: &(usize, usize)| found.iter().filter(|other| says(other) == says(one)).count() > 1;
    let apart = |one: &&(usize, usize)| sifted.lines[one.0].gap > 0 || one.0 == 0 && one.1 > 0 && again(one);
    for (first, last) in found.iter().filter(apart).copied().collect::<Vec<_>>() {
        sifted.noise[first..=last].fill(Some(Noise::Stamp));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_known() {
        let check = |words: &str, expected: bool| assert_eq!(known_noise(words).is_some(), expected, "{words}");
        check("16-16163 (E)", true);
        check("18-01234 (E) 120118 150118", true);
        check("*1616163*", true);
        check("Please recycle", true);
        check("10-11 December 2018", false);
        check("Size: px", true);
    }
}
