//! Noise told from text by rule: page furniture, contents pages, viewer chrome, teasers, stamps.

use super::fnv::Sieve;
use super::shapes;
use super::shapes::{GAP, has_columns, has_figures, is_dated, is_numeric_date, symbol};
use super::sides;
use super::sifted::{Noise, Sifted};
use super::stars::starred_notes;
use std::collections::{BTreeMap, HashMap};

use super::bits::holds;
use super::breaks::{breaks, under_furniture};
use super::classify::{self, Ending, ending};
use super::contents;
use super::decode::Line;
use super::edges::{edges, told_edges};
use super::feet;
use super::folds::{exact, folded, opening, repeated};
use super::label::{self, mark};
use super::margin;
use super::markup;
use super::titled::titled;
use crate::text::{QuickMap, QuickSet, roman};

/// Sifts `lines` of `text`.
pub(super) fn sift(text: &str, mut lines: Vec<Line>) -> Sifted {
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

/// What a viewer calls the document, over the button that says so again: `Download "…"`.
fn viewer_title(text: &str, sifted: &mut Sifted) {
    let named = |line: &Line| line.of(text).strip_prefix("Download \"").and_then(|w| w.strip_suffix('"'));
    let Some((at, name)) = sifted.lines.iter().take(20).enumerate().find_map(|(i, l)| Some((i, named(l)?))) else {
        return;
    };
    for i in 0..at {
        if sifted.lines[i].of(text) == name {
            sifted.noise[i] = Some(Noise::Chrome);
        }
    }
}

/// A viewer's list of other documents: title, text that begins with the title, the same short word, many times.
fn teasers(text: &str, sifted: &mut Sifted) {
    let lines = &sifted.lines;
    let mut hits: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, pair) in lines.windows(3).enumerate() {
        let (title, body, word) = (pair[0].of(text), pair[1].of(text), pair[2].of(text));
        let head = || title.char_indices().nth(24).map_or(title, |(end, _)| &title[..end]);
        if word.len() <= 30 && body.len() > word.len() && title.len() > 8 && body.starts_with(head()) {
            hits.entry(word).or_default().push(i);
        }
    }
    for starts in hits.into_values().filter(|s| s.len() >= 5) {
        for start in starts {
            sifted.noise[start..start + 3].fill(Some(Noise::Teaser));
        }
    }
}

/// A viewer that prints each page as one line: `17 words of the page 5`. Both page numbers become the line's page.
fn running_pages(text: &str, sifted: &mut Sifted) {
    let open: Vec<usize> = (0..sifted.lines.len()).filter(|&i| sifted.noise[i].is_none()).collect();
    let leading = |line: &Line| {
        if !line.first(text).is_ascii_digit() {
            return None;
        }
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
            sifted.noise[i] = Some(Noise::PageNumber);
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
            sifted.noise[i] = Some(Noise::PageNumber);
        }
    }
}

/// The page that a bare page-number line names: `12`, `- 12 -`, `Page 12 of 30`, `12/30`, `s. 12/30`, `xii`.
pub(super) fn page_number(words: &str) -> Option<u32> {
    const WORDS: [&str; 9] = ["page", "p.", "seite", "s.", "str.", "strona", "página", "pagina", "pág."];
    const SIGNS: [char; 6] = ['-', '–', '—', '|', ' ', '*'];
    let likely =
        |c: char| c.is_ascii_digit() || matches!(c.to_ascii_lowercase(), 'p' | 's' | 'i' | 'v' | 'x' | 'l' | 'c');
    let other = |b: &u8| b.is_ascii_alphabetic() && !likely(char::from(*b));
    if words.len() > 24
        || words.as_bytes().first().is_some_and(other)
        || !words.trim_start_matches(SIGNS).starts_with(likely)
    {
        return None;
    }
    let low = words.to_lowercase();
    let core = low.trim_matches(SIGNS);
    let core = WORDS.iter().find_map(|w| core.strip_prefix(w)).unwrap_or(core).trim();
    let core = core.strip_suffix("| page").unwrap_or(core).trim();
    let first = core.split([' ', '/']).next()?;
    let rest = core[first.len()..].trim();
    let total = ["of", "/", "von", "de", "z"].iter().filter_map(|of| rest.strip_prefix(of));
    let total = total.into_iter().any(|t| t.trim().parse::<u32>().is_ok());
    let digits = !first.is_empty() && first.len() <= 4 && first.bytes().all(|b| b.is_ascii_digit());
    // Capital Roman numbers head parts.
    let small = words.contains(first);
    let value = if digits { first.parse().ok() } else { roman(first).filter(|_| small && first.len() <= 6) }?;
    (rest.is_empty() || total).then_some(value)
}

/// How much a line looks like the head or foot of a page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Looks {
    Text,
    /// Like furniture where something else says so too.
    Weak,
    /// Like nothing else.
    Strong,
}

/// Whether `cell` is a number, symbol or date as page heads bear them.
pub(super) fn is_clerical(cell: &str) -> bool {
    let cell = cell.trim_matches(['*', '#', '_', ' ']);
    if cell.len() > 40 {
        return false;
    }
    let code = cell.len() == 2 && cell.bytes().all(|b| b.is_ascii_uppercase());
    let gazette = cell
        .strip_prefix(['L', 'C'])
        .and_then(|r| r.strip_prefix(' '))
        .is_some_and(|r| !r.is_empty() && r.bytes().all(|b| b.is_ascii_digit() || b == b'/'));
    let bare = |rest: &str| rest.trim().is_empty() || rest.trim().starts_with('(');
    let plain = || symbol(cell).is_some_and(|s| cell.strip_prefix(s).is_some_and(bare));
    let figured = || is_job_number(cell) || is_numeric_date(cell) || plain();
    page_number(cell).is_some()
        || code
        || gazette
        || has_figures(cell) && figured()
        || cell.eq_ignore_ascii_case("please recycle")
}

/// Whether a cell of `words` is clerical.
fn is_clerical_line(words: &str) -> bool {
    words.split(GAP).any(|c| is_clerical(c.trim()))
}

/// How a line looks, which is `wide` where it has columns; `again` holds the lines of several cells that stand more than
/// once.
fn looks(words: &str, wide: bool, again: &QuickSet<u64>, titles: &QuickSet<u64>) -> Looks {
    if words.len() > 160 {
        return Looks::Text;
    }
    // One long cell is not clerical, nor are most without figures.
    let plain =
        !wide && (words.trim_matches(['*', '#', '_', ' ']).len() > 40 || !has_figures(words) && !is_clerical(words));
    // `§ 1101   TITLE 8—ALIENS   Page 3`
    let listed = |l: label::Label| !matches!(l.dress, label::Dress::Bare | label::Dress::Sign) || !wide;
    if plain || mark(words).label.is_some_and(listed) {
        return Looks::Text;
    }
    let parted: Vec<&str>;
    let cells = if wide {
        parted = words.split(GAP).map(str::trim).filter(|c| !c.is_empty()).collect();
        parted.as_slice()
    } else {
        &[words]
    };
    let day = |c: &str| cells.len() > 1 && c.len() <= 20 && c.split(' ').count() == 3 && is_dated(c);
    let clerical = cells.iter().filter(|c| is_clerical(c) || day(c)).count();
    let heads = || words.len() > 3 && titled(words).is_none() && matches!(ending(words), Ending::Open | Ending::Comma);
    let repeated = cells.len() > 1 && again.contains(&folded(words)) && heads();
    // A number before words of its own is a label.
    let known = |c: &&&str| titles.contains(&folded(c));
    if let [first, rest @ ..] = cells
        && rest.len() == 1
        && first.bytes().all(|b| b.is_ascii_digit())
        && !is_clerical(rest[0])
        && rest.iter().find(known).is_none()
    {
        return Looks::Text;
    }
    if cells.iter().any(|c| c.len() > 60 && !titles.contains(&folded(c))) {
        return Looks::Text;
    }
    let numbered = cells.iter().any(|c| is_job_number(c)) || words.contains('/') && page_number(words).is_some();
    if cells.len() > 1
        && (clerical == cells.len() || clerical + 1 == cells.len() && (clerical > 1 || numbered || repeated))
        || numbered && clerical > 0
    {
        Looks::Strong
    } else if clerical > 0 || repeated && mark(words).bullet.is_none() && !words.contains("...") {
        Looks::Weak
    } else {
        Looks::Text
    }
}

/// Page heads and feet: lines of page numbers, symbols and dates, and what stands beside them or breaks a sentence with them.
fn page_ends(text: &str, sifted: &mut Sifted) {
    let count = sifted.lines.len();
    let wide: Vec<bool> = sifted.lines.iter().map(|l| l.end - l.start <= 160 && has_columns(l.of(text))).collect();
    // What titles are asked for: the cells of lines with columns.
    let mut asked = Sieve::default();
    let any = wide.contains(&true);
    for (_, line) in wide.iter().zip(&sifted.lines).filter(|(wide, _)| **wide) {
        line.of(text).split(GAP).for_each(|c| asked.add(opening(c.trim())));
    }
    let (mut lines, mut titles) = (Vec::new(), Vec::new());
    for (i, line) in sifted.lines.iter().enumerate().filter(|&(i, _)| sifted.noise[i].is_none()) {
        let words = line.of(text);
        if words.len() > 160 {
            continue;
        }
        if wide[i] || holds(line.bytes(text), |b| b == b'/') {
            lines.push(if wide[i] { folded(words) } else { exact(words) });
        }
        // A running title is told by one of its cells.
        if wide[i] {
            titles.extend(words.split(GAP).map(str::trim).filter(|c| c.len() > 12).map(folded));
        } else if any && (13..120).contains(&words.len()) && asked.has(opening(words)) {
            titles.push(folded(words));
        }
    }
    let (again, titles) = (repeated(lines), repeated(titles));
    // The symbol that stands over the document.
    let head = sifted.lines.iter().take(6).find_map(|l| symbol(l.of(text)));
    let mut look: Vec<Looks> = (0..count).map(|i| looks(sifted.lines[i].of(text), wide[i], &again, &titles)).collect();
    let once = |i: &usize| look[*i] == Looks::Weak && !again.contains(&folded(sifted.lines[*i].of(text)));
    let text_like: Vec<usize> = amid_pages(sifted).filter(once).collect();
    for i in text_like {
        look[i] = Looks::Text;
    }
    for (i, (look, line)) in look.iter_mut().zip(&sifted.lines).enumerate() {
        let words = line.of(text);
        if sifted.note_lines.contains(&i) {
            *look = Looks::Text;
        }
        let known = |c: &str| titles.contains(&folded(c.trim()));
        if *look == Looks::Weak && wide[i] && words.split(GAP).any(known) {
            *look = Looks::Strong;
        }
        // `…, October` / `2015`: a page number stands apart.
        let beside = |l: Option<&Line>| l.is_some_and(|l| l.gap == 0 && !l.feed);
        let above = i.checked_sub(1).filter(|&k| beside(Some(line)) && sifted.noise[k].is_none());
        let above = above.map_or("", |k| sifted.lines[k].of(text));
        let within = || beside(sifted.lines.get(i + 1)) && ending(above) == Ending::Open;
        if !above.is_empty() && page_number(words).is_some() && (within() || classify::breaks_off(above)) {
            *look = Looks::Text;
        }
        // The head of the first page is the head of the document.
        if i < 8 && *look == Looks::Strong && line.number < 12 && !wide[i] {
            *look = Looks::Weak;
        }
        // The document's own symbol again, beside a page number or apart from the text.
        let own = i >= 8 && *look == Looks::Weak && symbol(words).is_some();
        let paged = |j: usize| {
            sifted.lines.get(j).is_some_and(|l| sifted.noise[j].is_none() && page_number(l.of(text)).is_some())
        };
        let apart = || line.gap > 0 && sifted.lines.get(i + 1).is_some_and(|l| l.gap > 0) && symbol(words) == head;
        if own && (again.contains(&exact(words)) && (paged(i - 1) || paged(i + 1)) || apart()) {
            *look = Looks::Strong;
        }
    }
    let heads = |words: &str| words.split(GAP).filter(|c| is_clerical(c.trim())).count() > 2;
    let strong = |&(i, look): &(usize, &Looks)| {
        *look == Looks::Strong && sifted.noise[i].is_none() && (i >= 3 || heads(sifted.lines[i].of(text)))
    };
    let mut found: Vec<usize> = look.iter().enumerate().filter(strong).map(|(i, _)| i).collect();
    found.extend((8..count).filter(|&i| sifted.noise[i].is_some_and(Noise::is_furniture)));
    let mut at = 0;
    while at < found.len() {
        let i = found[at];
        sifted.noise[i].get_or_insert(Noise::RunningTitle);
        for j in [i.checked_sub(1), Some(i + 1)].into_iter().flatten().filter(|&j| j < count && j >= 3) {
            if look[j] == Looks::Weak && sifted.noise[j].is_none() {
                sifted.noise[j] = Some(Noise::RunningTitle);
                found.push(j);
            }
        }
        at += 1;
    }
    interruptions(text, sifted, &look);
}

/// The lines that stand amid pages, far from their edges: where form feeds part pages as short as paper is.
fn amid_pages(sifted: &Sifted) -> impl Iterator<Item = usize> {
    const EDGE: usize = 6;
    const LONGEST: usize = 90;
    let feeds = (0..sifted.lines.len()).filter(|&i| sifted.lines[i].feed);
    let starts: Vec<usize> = std::iter::once(0).chain(feeds).chain([sifted.lines.len()]).collect();
    let fed = starts.len() > 2;
    let amid = |page: &[usize]| (page[1] - page[0] <= LONGEST).then(|| page[0] + EDGE..page[1].saturating_sub(EDGE));
    let amid: Vec<_> = starts.windows(2).filter(|_| fed).filter_map(amid).collect();
    amid.into_iter().flatten()
}

/// A few short lines, one of them clerical, that stand in the midst of a sentence.
fn interruptions(text: &str, sifted: &mut Sifted, look: &[Looks]) {
    let count = sifted.lines.len();
    // Where each named heading stands first.
    let mut headed: QuickMap<(&str, Option<u32>), usize> = QuickMap::default();
    for (&i, named) in &sifted.named {
        headed.entry((&named.word, named.value)).and_modify(|first| *first = i.min(*first)).or_insert(i);
    }
    let mut i = 0;
    while i < count {
        let open = sifted.lines[i].of(text);
        let unfinished =
            open.len() >= 20 && sifted.noise[i].is_none() && matches!(ending(open), Ending::Open | Ending::Comma);
        let near = || (i + 1..count.min(i + 8)).any(|j| sifted.noise[j].is_some() || look[j] > Looks::Text);
        if !unfinished || !near() {
            i += 1;
            continue;
        }
        let noisy = |k: usize| sifted.noise[k].is_some() || look[k] > Looks::Text;
        // Words stand apart from the sentence by a blank line, by their place on the line, or by what is above them.
        let part = |j: usize| {
            let line = &sifted.lines[j];
            let words = line.of(text);
            if noisy(j) || sifted.note_lines.contains(&j) {
                return true;
            }
            let marks = mark(words);
            let listed = label::note_mark(words).is_some() || marks.bullet.is_some() || marks.label.is_some();
            // A running title says again what a heading said; a heading that is new is none.
            let named = sifted.named.get(&j);
            if named.is_some_and(|n| headed.get(&(n.word.as_str(), n.value)).is_some_and(|&first| first >= j)) {
                return false;
            }
            let below = j > i + 1 && sifted.noise[j - 1].is_some() && (named.is_some() || line.indent >= 20);
            let paged = || (i + 1..j).any(noisy);
            let below = below || classify::is_caps(words) && paged();
            // Over the page's edge, what is as long as the words above is text like them.
            let text_like = words.len() * 3 > open.len() * 2 && (i + 1..j).all(|k| !noisy(k));
            if text_like {
                return false;
            }
            let apart = line.gap > 0 || line.feed || below;
            words.len() <= 110 && !listed && apart && !classify::starts_small(words) && ending(words) == Ending::Open
        };
        let end = (i + 1..count.min(i + 8)).take_while(|&j| part(j)).count() + i + 1;
        // What stands right above the words that go on is theirs, unless it is known as furniture.
        let theirs = |j: usize| {
            let k = j - 1;
            let known = noisy(k) || sifted.named.contains_key(&k);
            sifted.lines[j].gap == 0 && !known
        };
        // The sentence goes on: with a small letter, or after a word that cannot end it.
        let resumes = (i + 2..=end.min(count.saturating_sub(1))).find(|&j| {
            let words = sifted.lines[j].of(text);
            let goes_on = classify::starts_small(words) && mark(words).label.is_none()
                || classify::breaks_off(open) && look[j] == Looks::Text && words.starts_with(char::is_alphanumeric);
            sifted.noise[j].is_none() && goes_on && !theirs(j) && !sifted.note_lines.contains(&j)
        });
        let Some(j) = resumes else {
            i += 1;
            continue;
        };
        let clerical = (i + 1..j).any(|k| {
            look[k] > Looks::Text && is_clerical_line(sifted.lines[k].of(text))
                || sifted.noise[k].is_some_and(Noise::is_furniture)
        });
        if clerical && (i + 1..j).all(|k| sifted.noise[k].is_some() || sifted.lines[k].of(text).len() <= 110) {
            for k in (i + 1..j).filter(|k| !sifted.note_lines.contains(k)) {
                sifted.noise[k].get_or_insert(Noise::RunningTitle);
            }
        }
        i = j;
    }
}

/// Bare page numbers: they grow by one from page to page, with text between.
fn page_numbers(text: &str, sifted: &mut Sifted) {
    let numbers: Vec<(usize, u32)> = (0..sifted.lines.len())
        .filter(|&i| sifted.noise[i].is_none_or(|n| n == Noise::PageNumber))
        .filter_map(|i| page_number(sifted.lines[i].of(text)).map(|n| (i, n)))
        .collect();
    let feeds = sifted.lines.iter().any(|l| l.feed);
    let short = |i: usize| sifted.lines.get(i).is_none_or(|l| l.end - l.start <= 60);
    let feed = |i: usize| sifted.lines.get(i).is_none_or(|l| l.feed);
    // The first or last line of its page, or parted from the edge by one short line.
    let at_edge = |i: usize| {
        let foot = feed(i + 1) || feed(i + 2) && short(i + 1) && sifted.lines[i + 1].gap > 0;
        foot || feed(i) || i > 0 && feed(i - 1) && short(i - 1)
    };
    let follows = |a: (usize, u32), b: (usize, u32)| b.1 == a.1 + 1 && b.0 - a.0 >= 4;
    let counted = |k: usize| {
        let next = numbers[k + 1..].iter().take(6).any(|&b| follows(numbers[k], b));
        next || numbers[..k].iter().rev().take(6).any(|&a| follows(a, numbers[k]))
    };
    let counts: Vec<bool> = (0..numbers.len()).map(counted).collect();
    // A form feed may part chapters only: then pages end where numbers stand a page apart.
    let counting = || numbers.iter().zip(&counts).filter(|(_, c)| **c).map(|(n, _)| n.0);
    let apart = counting().zip(counting().skip(1)).filter(|(a, b)| b - a >= 20).count();
    let feeds = feeds && !(apart >= 3 && counting().filter(|&i| at_edge(i)).count() * 2 < apart);
    // One or two that nothing counts stand where their pages may end.
    let alone = |i: usize| sifted.lines[i].gap > 0 && sifted.lines.get(i + 1).is_some_and(|l| l.gap > 0);
    let ends_page = |&(i, n): &(usize, u32)| {
        let from = (sifted.lines[i].start / n.max(1)) as usize;
        alone(i) && n > 0 && (700..6000).contains(&from) && sifted.lines[i].of(text).bytes().all(|b| b.is_ascii_digit())
    };
    let few = numbers.len() <= 2 && numbers.iter().all(ends_page) && numbers.is_sorted_by_key(|n| n.1);
    let mut found = Vec::new();
    for (&(i, n), &counted) in numbers.iter().zip(&counts) {
        let explicit = sifted.lines[i].of(text).to_lowercase().contains("page");
        let above = sifted.lines[i].gap > 0 || i == 0;
        let below = sifted.lines.get(i + 1).is_none_or(|l| l.gap > 0 || sifted.noise[i + 1] == Some(Noise::Rule));
        // At the very end of the text it has no next page.
        let last =
            i + 1 == sifted.lines.len() && above && n > 1 || i + 1 == sifted.lines.len() && sifted.lines[i].gap > 1;
        let edge = at_edge(i) && (counted || above || sifted.lines[i].feed);
        if explicit || last || if feeds { edge } else { (counted || few) && above && below } {
            found.push(i);
        }
    }
    for i in found {
        sifted.noise[i] = Some(Noise::PageNumber);
    }
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

    #[test]
    fn pages_are_numbered() {
        let check = |words: &str, expected: Option<u32>| assert_eq!(page_number(words), expected, "{words}");
        check("- 12 -", Some(12));
        check("Page 12 of 30", Some(12));
        check("Seite 3 von 9", Some(3));
        check("s. 2/42", Some(2));
        check("xii", Some(12));
        check("§ 12", None);
        check("sea 12", None);
    }
}
