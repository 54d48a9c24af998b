//! Noise told from text by rule: page furniture, contents pages, viewer chrome, teasers, stamps.

use std::collections::HashMap;

use super::classify::{self, Ending, ending, mark, roman, titled};
use super::decode::Line;

/// Lines sifted: why each noisy one is set aside, and the page of each.
pub(super) struct Sifted {
    /// The lines, page marks of running pages cut off.
    pub lines: Vec<Line>,
    /// Why a line is set aside, if it is.
    pub noise: Vec<Option<&'static str>>,
    /// The page each line stands on, by place in `labels`.
    pub pages: Vec<u32>,
    /// Page labels; the first is that of lines whose page nothing tells.
    pub labels: Vec<Option<String>>,
    /// The headings that contents pages name.
    pub contents: Vec<String>,
}

const NUMBER: &str = "page furniture set aside: page number";
const RUNNING: &str = "page furniture set aside: running title";
const CONTENTS: &str = "contents page set aside";
const TEASER: &str = "viewer chrome set aside: related-document teaser";

/// Sifts `lines` of `text`.
pub(super) fn sift(text: &str, lines: Vec<Line>) -> Sifted {
    let count = lines.len();
    let mut sifted =
        Sifted { lines, noise: vec![None; count], pages: vec![0; count], labels: vec![None], contents: Vec::new() };
    single_lines(text, &mut sifted);
    teasers(text, &mut sifted);
    running_pages(text, &mut sifted);
    contents(text, &mut sifted);
    page_numbers(text, &mut sifted);
    running_titles(text, &mut sifted);
    stamps(text, &mut sifted);
    sifted
}

/// Lines that are noise by themselves.
fn single_lines(text: &str, sifted: &mut Sifted) {
    for (line, noise) in sifted.lines.iter().zip(&mut sifted.noise) {
        let words = line.of(text);
        if words.len() > 200 {
            continue;
        }
        *noise = if words
            .chars()
            .all(|c| matches!(c, '-' | '=' | '_' | '*' | '~' | '.' | '–' | '—' | '…' | ' ' | '+' | '#'))
        {
            Some("set aside: a rule or stray mark")
        } else if words.contains('|') && words.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+' | '=')) {
            Some("set aside: table frame")
        } else {
            known_noise(words)
        };
    }
}

/// What printers and web viewers put on any page.
fn known_noise(words: &str) -> Option<&'static str> {
    let low = words.trim_matches(['*', '_', ' ']).to_lowercase();
    match low.trim_end_matches(['.', ':']) {
        "please recycle" => return Some("page furniture set aside: printer's mark"),
        "this page is intentionally left blank" | "this page intentionally left blank" | "[blank page]" => {
            return Some("page furniture set aside: blank page");
        }
        "size: px" | "start display at page" | "transcription" | "more information" | "show more" | "download" => {
            return Some("viewer chrome set aside");
        }
        _ => {}
    }
    if low.starts_with("download \"") && low.ends_with('"') {
        return Some("viewer chrome set aside");
    }
    is_job_number(words).then_some("page furniture set aside: document number")
}

/// `16-16163 (E)`, `*1616163*`: the printer's number of a document.
fn is_job_number(words: &str) -> bool {
    if let Some(inner) = words.strip_prefix('*').and_then(|w| w.strip_suffix('*')) {
        return inner.len() >= 6 && inner.bytes().all(|b| b.is_ascii_digit());
    }
    let mut parts = words.split_whitespace();
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
        && rest.len() <= 3
        && rest.iter().all(plain)
}

/// A viewer's list of other documents: title, text that begins with the title, the same short word, many times.
fn teasers(text: &str, sifted: &mut Sifted) {
    let lines = &sifted.lines;
    let mut hits: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, pair) in lines.windows(3).enumerate() {
        let (title, body, word) = (pair[0].of(text), pair[1].of(text), pair[2].of(text));
        let head: String = title.chars().take(24).collect();
        if word.len() <= 30 && body.len() > word.len() && title.len() > 8 && body.starts_with(&head) {
            hits.entry(word).or_default().push(i);
        }
    }
    for starts in hits.into_values().filter(|s| s.len() >= 5) {
        for start in starts {
            sifted.noise[start..start + 3].fill(Some(TEASER));
        }
    }
}

/// A viewer that prints each page as one line: `17 words of the page 5`. Both page numbers become the line's page.
fn running_pages(text: &str, sifted: &mut Sifted) {
    let open: Vec<usize> = (0..sifted.lines.len()).filter(|&i| sifted.noise[i].is_none()).collect();
    let leading = |line: &Line| {
        let words = line.of(text);
        let end = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
        let alone = end == words.len() || words[end..].starts_with(' ');
        if (1..=4).contains(&end) && alone { words[..end].parse::<u32>().ok() } else { None }
    };
    let mut start = 0;
    while start < open.len() {
        let Some(first) = leading(&sifted.lines[open[start]]) else {
            start += 1;
            continue;
        };
        let mut run = 1;
        while open.get(start + run).and_then(|&i| leading(&sifted.lines[i]))
            == Some(first + u32::try_from(run).unwrap_or(u32::MAX))
        {
            run += 1;
        }
        let long =
            open[start..start + run].iter().filter(|&&i| sifted.lines[i].end - sifted.lines[i].start > 300).count();
        if run >= 6 && long * 2 > run {
            cut_page_marks(text, sifted, &open[start..start + run], first);
        }
        start += run;
    }
}

fn cut_page_marks(text: &str, sifted: &mut Sifted, run: &[usize], first: u32) {
    let printed = |i: usize| {
        let last = sifted.lines[i].of(text).rsplit(' ').next().unwrap_or("");
        last.parse().ok().or_else(|| roman(last).map(|v| v + 10_000))
    };
    let mut offsets: HashMap<u32, u32> = HashMap::new();
    for (n, &i) in (first..).zip(run) {
        if let Some(value) = printed(i) {
            *offsets.entry((n + 20_000).wrapping_sub(value)).or_default() += 1;
        }
    }
    let cuts: Vec<_> = (first..)
        .zip(run)
        .map(|(n, &i)| {
            let at_end = printed(i).filter(|v| offsets.get(&(n + 20_000).wrapping_sub(*v)).is_some_and(|&c| c >= 3));
            (n, i, at_end.is_some())
        })
        .collect();
    for (n, i, at_end) in cuts {
        let words = sifted.lines[i].of(text);
        let front = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
        if front == words.len() {
            sifted.noise[i] = Some(NUMBER);
            continue;
        }
        let body = words[front..].trim_start();
        let last = body.rsplit(' ').next().unwrap_or("").len();
        let label = if at_end { format!("{n} ({})", &body[body.len() - last..]) } else { n.to_string() };
        let kept = if at_end { body[..body.len() - last].trim_end().len() } else { body.len() };
        let start = sifted.lines[i].start + u32::try_from(words.len() - body.len()).unwrap_or(0);
        sifted.lines[i].start = start;
        sifted.lines[i].end = start + u32::try_from(kept).unwrap_or(0);
        sifted.pages[i] = u32::try_from(sifted.labels.len()).unwrap_or(0);
        sifted.labels.push(Some(label));
        if kept == 0 {
            sifted.noise[i] = Some(NUMBER);
        }
    }
}

/// The entry's words where `words` reads as a line of a contents page: `Introduction ..... 2`.
fn contents_entry(words: &str) -> Option<&str> {
    let last = words.rsplit([' ', '\t', '.', '\u{a0}']).next().unwrap_or("");
    let numbered = !last.is_empty()
        && last.len() <= 6
        && (last.bytes().all(|b| b.is_ascii_digit()) || roman(&last.to_lowercase()).is_some());
    let head = if numbered { &words[..words.len() - last.len()] } else { words };
    let core = head.trim_end_matches(['.', ' ', '\t', '…', '·', '_', '\u{a0}']);
    let tail = &head[core.len()..];
    let leader = tail.matches(['.', '…', '·', '_']).count() >= 3;
    let gap = numbered
        && (tail.contains('\t')
            || tail.len() >= 2
            || tail == " " && core.len() > 3 && ending(core) == Ending::Open && last.len() <= 3);
    (!core.is_empty() && words.len() <= 300 && (leader || gap || numbered && tail.starts_with('.'))).then_some(core)
}

/// Contents pages: from their heading to the last line that reads as an entry.
fn contents(text: &str, sifted: &mut Sifted) {
    let count = sifted.lines.len();
    let mut at = 0;
    while at < count {
        let words = sifted.lines[at].of(text);
        if sifted.noise[at].is_some() || !opens_contents(words) {
            at += 1;
            continue;
        }
        // A whole contents page on one line.
        if words.matches("...").count() >= 3 {
            sifted.noise[at] = Some(CONTENTS);
            sifted.contents.extend(words.split("...").map(|e| {
                e.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit())
                    .trim_start_matches(['i', 'v', 'x'])
                    .trim()
                    .to_lowercase()
            }));
            at += 1;
            continue;
        }
        let mut last = None;
        let mut misses = 0;
        for i in at + 1..count {
            if sifted.noise[i].is_some() {
                continue;
            }
            let words = sifted.lines[i].of(text);
            if let Some(core) = contents_entry(words) {
                sifted.contents.push(core.trim().to_lowercase());
                (last, misses) = (Some(i), 0);
            } else if words.eq_ignore_ascii_case("page") || words.eq_ignore_ascii_case("paragraphs") {
                last = last.or(Some(i));
            } else {
                misses += 1;
                if misses > 2 || words.len() > 200 {
                    break;
                }
            }
        }
        if let Some(last) = last {
            for noise in &mut sifted.noise[at..=last] {
                noise.get_or_insert(CONTENTS);
            }
            at = last;
        }
        at += 1;
    }
}

fn opens_contents(words: &str) -> bool {
    let low = words.chars().take(24).collect::<String>().to_lowercase();
    let low = low.trim_start_matches(['#', '*', '_', ' ']);
    let rest = low.strip_prefix("table of contents").or_else(|| low.strip_prefix("contents"));
    rest.is_some_and(|r| r.trim_matches(['*', ' ', ':', '_']).is_empty() || words.matches("...").count() >= 3)
}

/// The page that a bare page-number line names: `12`, `- 12 -`, `Page 12 of 30`, `12/30`, `xii`.
fn page_number(words: &str) -> Option<u32> {
    if words.len() > 24 {
        return None;
    }
    let low = words.to_lowercase();
    let core = low.trim_matches(['-', '–', '—', '|', '[', ']', ' ', '*']);
    let core = core.strip_prefix("page").or_else(|| core.strip_prefix("p.")).unwrap_or(core).trim();
    let core = core.strip_suffix("| page").unwrap_or(core).trim();
    let first = core.split([' ', '/']).next()?;
    let rest = core[first.len()..].trim();
    let fits = rest.is_empty()
        || [rest.strip_prefix("of"), rest.strip_prefix('/')].iter().flatten().any(|t| t.trim().parse::<u32>().is_ok());
    let value = first.parse().ok().or_else(|| roman(first))?;
    (fits && value < 10_000).then_some(value)
}

/// Bare page numbers: they grow by one from page to page, with text between.
fn page_numbers(text: &str, sifted: &mut Sifted) {
    let numbers: Vec<(usize, u32)> = (0..sifted.lines.len())
        .filter(|&i| sifted.noise[i].is_none())
        .filter_map(|i| page_number(sifted.lines[i].of(text)).map(|n| (i, n)))
        .collect();
    let feeds = sifted.lines.iter().any(|l| l.feed);
    let at_edge = |i: usize| {
        let near = |j: Option<usize>| j.is_none_or(|j| sifted.lines.get(j).is_none_or(|l| l.feed));
        near(Some(i)) || near(i.checked_add(1)) || near(i.checked_sub(1)) || near(i.checked_add(2))
    };
    let follows = |a: (usize, u32), b: (usize, u32)| b.1 == a.1 + 1 && b.0 - a.0 >= 4;
    let mut found = Vec::new();
    for (k, &(i, n)) in numbers.iter().enumerate() {
        let next = numbers[k + 1..].iter().take(6).any(|&b| follows((i, n), b));
        let before = numbers[..k].iter().rev().take(6).any(|&a| follows(a, (i, n)));
        let explicit = sifted.lines[i].of(text).to_lowercase().contains("page");
        let apart = sifted.lines[i].gap > 0 || sifted.lines.get(i + 1).is_none_or(|l| l.gap > 0);
        if explicit || (next || before) && (apart || feeds) || feeds && at_edge(i) {
            found.push((i, n));
        }
    }
    for (i, _) in found {
        sifted.noise[i] = Some(NUMBER);
    }
}

/// Digits folded, blanks folded, small letters: the same running title on every page.
fn folded(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            c if c.is_whitespace() && out.ends_with(' ') => {}
            c if c.is_whitespace() => out.push(' '),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Running titles: the same words again and again at page ends, or where they break a sentence.
fn running_titles(text: &str, sifted: &mut Sifted) {
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, line) in sifted.lines.iter().enumerate() {
        let words = line.of(text);
        if sifted.noise[i].is_none() && words.len() <= 120 && words.chars().any(char::is_alphabetic) {
            groups.entry(folded(words)).or_default().push(i);
        }
    }
    let mut found = Vec::new();
    for places in groups.into_values().filter(|p| p.len() >= 2) {
        let words = sifted.lines[places[0]].of(text);
        let listed = mark(words).label.is_some() || mark(words).bullet.is_some() || titled(words).is_some();
        let evidence = places.iter().filter(|&&i| at_page_end(sifted, i) || breaks_sentence(text, sifted, i)).count();
        let enough = evidence * 10 >= places.len() * 6 && evidence >= 2;
        if enough
            && (!listed || evidence == places.len() && places.len() >= 3)
            && (places.len() >= 3 || evidence == places.len())
        {
            found.extend(places);
        }
    }
    for i in found {
        sifted.noise[i] = Some(RUNNING);
    }
}

/// Whether line `i` stands at the top or foot of a page: beside a form feed or a page number.
fn at_page_end(sifted: &Sifted, i: usize) -> bool {
    let lines = &sifted.lines;
    let feed = lines[i].feed
        || i > 0 && lines[i - 1].feed && sifted.noise[i - 1].is_some()
        || lines.get(i + 1).is_some_and(|l| l.feed)
        || lines.get(i + 2).is_some_and(|l| l.feed) && sifted.noise[i + 1].is_some();
    let number = |j: Option<usize>| j.and_then(|j| sifted.noise.get(j)).is_some_and(|n| *n == Some(NUMBER));
    feed || number(i.checked_sub(1)) || number(Some(i + 1))
}

/// Whether line `i` stands in the midst of a sentence: what comes before is open, what comes after begins small.
fn breaks_sentence(text: &str, sifted: &Sifted, i: usize) -> bool {
    let mut before = (i.saturating_sub(3)..i).rev().filter(|&j| sifted.noise[j].is_none());
    let mut after = (i + 1..(i + 4).min(sifted.lines.len())).filter(|&j| sifted.noise[j].is_none());
    let open = before.next().is_some_and(|j| {
        let words = sifted.lines[j].of(text);
        words.len() >= 30 && matches!(ending(words), Ending::Open | Ending::Comma)
    });
    open && after.next().is_some_and(|j| {
        classify::starts_small(sifted.lines[j].of(text)) && mark(sifted.lines[j].of(text)).label.is_none()
    })
}

/// `12/6/18` and its like.
fn is_slashed_date(words: &str) -> bool {
    let parts: Vec<&str> = words.trim_end_matches('.').split(['/', '-']).collect();
    parts.len() == 3 && parts.iter().all(|p| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
}

/// Stamps: a few very short lines around a slashed date, apart from the text.
fn stamps(text: &str, sifted: &mut Sifted) {
    let short = |i: usize| {
        let words = sifted.lines[i].of(text);
        words.len() <= 24 && !classify::is_caps(words) || words.len() <= 4
    };
    let dates: Vec<usize> = (0..sifted.lines.len())
        .filter(|&i| sifted.noise[i].is_none() && is_slashed_date(sifted.lines[i].of(text)))
        .collect();
    for i in dates {
        let mut first = i;
        while first > 0 && sifted.lines[first].gap == 0 && short(first - 1) {
            first -= 1;
        }
        if (first..=i).all(short) && sifted.lines[first].gap > 0 && sifted.lines.get(i + 1).is_none_or(|l| l.gap > 0) {
            sifted.noise[first..=i].fill(Some("set aside: a stamp"));
        }
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

    #[test]
    fn entries_are_known() {
        let check = |words: &str, expected: Option<&str>| assert_eq!(contents_entry(words), expected, "{words}");
        check("Introduction\t2", Some("Introduction"));
        check("Remittances.....10", Some("Remittances"));
        check("EXPLANATORY NOTES.....", Some("EXPLANATORY NOTES"));
        check("I. Human rights of all migrants.\t3", Some("I. Human rights of all migrants"));
        check("PREFACE ..... iii", Some("PREFACE"));
        check("This position paper was developed.", None);
    }
}
