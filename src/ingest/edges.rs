//! Page heads and feet told by their place: what stands first or last on page after page, its figures the same or
//! counting with the pages.

use super::classify::{Ending, ending};
use super::feet::is_plain_note;
use super::fnv::Fnv;
use super::folds::folded;
use super::furniture::is_job_number;
use super::label::{Dress, mark, note_mark};
use super::page_number::page_number;
use super::shapes::{GAP, has_columns, has_figures, is_figures, is_numeric_date, symbol};
use super::sifted::{Noise, Sifted};
use super::titled::titled;
use crate::text::{QuickSet, month};

/// How many lines a head or a foot has at most.
const DEPTH: usize = 4;

/// A line that stands first or last of what is left of its page.
pub(super) struct Place {
    /// What it says but for its figures.
    key: u64,
    page: u32,
    /// Which it is of the pages looked at.
    rank: u32,
    pub line: usize,
    /// Its number, if it stands at an end of several cells.
    ends: [Option<u32>; 2],
    /// How many bytes it has, if they are one cell.
    says: usize,
    figures: Vec<u32>,
}

impl Place {
    /// That of `line`, which reads `words`, on `page`.
    pub fn of(words: &str, line: usize, page: u32) -> Self {
        let figures = words.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
        let wide = has_columns(words);
        let end = |word: Option<&str>| word.filter(|_| wide).and_then(|w| w.parse().ok());
        let ends = [end(words.split(' ').next()), end(words.rsplit(' ').next())];
        Self { key: key(words), page, rank: page, line, ends, says: if wide { 0 } else { words.len() }, figures }
    }
}

/// A number for the letters of `words`, whichever side their cells stand on; none is 0.
pub(super) fn key(words: &str) -> u64 {
    // The same, and quicker where each byte is a sign.
    if words.is_ascii() { key_of(words.bytes().map(char::from)) } else { key_of(words.chars()) }
}

fn key_of(signs: impl Iterator<Item = char>) -> u64 {
    let (mut all, mut cell, mut blanks) = (0_u64, Fnv::new(), 0);
    let sum = |cell: Fnv| if cell.0 == Fnv::new().0 { 0 } else { cell.0 };
    for c in signs {
        blanks = if c == ' ' { blanks + 1 } else { 0 };
        if blanks == GAP.len() {
            all = all.wrapping_add(sum(cell));
            cell = Fnv::new();
        } else if c.is_alphabetic() {
            cell.take(u64::from(u32::from(c)));
        }
    }
    all.wrapping_add(sum(cell))
}

/// Pages: their first line, the line behind their last, and their number among all.
fn pages(sifted: &Sifted, fed: bool) -> Vec<(usize, usize, u32)> {
    let (mut pages, mut first, mut page) = (Vec::new(), 0, 0);
    for (i, line) in sifted.lines.iter().enumerate() {
        let ends = if fed { line.feed } else { sifted.noise[i].is_some_and(Noise::is_furniture) };
        // A line or two between furniture stand over the page below.
        let over = !fed && page > 0 && (1..DEPTH).contains(&(i - first));
        if ends && !over {
            pages.push((first, i, page));
            page += 1;
            first = if fed { i } else { i + 1 };
        }
    }
    pages.push((first, sifted.lines.len(), page));
    pages.retain(|p| p.0 < p.1);
    pages
}

/// Sets aside what stands at the edges of page after page: line by line, from the edge inwards. Pages end with form
/// feeds, where `fed`, or else with their numbers.
pub(super) fn edges(text: &str, sifted: &mut Sifted, fed: bool) {
    let pages = pages(sifted, fed);
    if pages.len() < 2 {
        return;
    }
    // What two pages, all that there are, begin with alike says in full what a line of it may not.
    let head = if let [first, second] = pages[..] { alike(text, sifted, first, second) } else { 0 };
    let mut heads = Vec::new();
    for foot in [false, true] {
        // Where each page is read on from; only those that bear one line of a head may bear another.
        let mut from: Vec<_> = pages.iter().map(|&p| (p, if foot { p.1 } else { p.0 })).collect();
        for _ in 0..DEPTH {
            let mut places = Vec::new();
            for (rank, (page, at)) in (0..).zip(&mut from) {
                let line = next(sifted, page, at, foot);
                places.extend(line.and_then(|line| place(text, sifted, line, (page.2, rank), foot, fed)));
            }
            let found = standing(sifted, places, (from.len(), pages.len()), head);
            for &(line, _, counts) in &found {
                if !foot && line < pages[0].1 && !counts {
                    heads.push(line);
                }
                let number = counts && sifted.lines[line].of(text).split_whitespace().count() <= 6;
                sifted.noise[line] = Some(if number { Noise::PageNumber } else { Noise::RunningTitle });
            }
            let borne: QuickSet<u32> = found.iter().map(|f| f.1).collect();
            from.retain(|f| borne.contains(&f.0.2));
        }
    }
    // One line over the first page is the title that the others repeat, unless the page's number stands right over it.
    if let [title] = heads[..]
        && !has_columns(sifted.lines[title].of(text))
        && !(sifted.lines[title].gap == 0 && title > 0 && sifted.noise[title - 1] == Some(Noise::PageNumber))
    {
        sifted.noise[title] = None;
    }
}

/// How many bytes the lines have that two pages begin with alike.
fn alike(text: &str, sifted: &Sifted, a: (usize, usize, u32), b: (usize, usize, u32)) -> usize {
    let lines = |page: (usize, usize, u32)| {
        let open = (page.0..page.1).filter(|&i| sifted.noise[i].is_none()).take(DEPTH);
        open.map(|i| sifted.lines[i].of(text))
    };
    lines(a).zip(lines(b)).take_while(|(a, b)| a == b).map(|(a, _)| a.len()).sum()
}

/// Sets aside what stands at the edges of pages that form feeds part and tells by itself what it is, though it may come
/// but once: nothing but numbers, dates and symbols, the work's own symbol, or its title with the page's number.
pub(super) fn told_edges(text: &str, sifted: &mut Sifted) {
    let front: Vec<&str> = sifted.lines.iter().take(FRONT).map(|l| l.of(text)).collect();
    let symbols: Vec<&str> = front.iter().flat_map(|w| w.split(GAP)).filter_map(symbol).collect();
    let titles: QuickSet<u64> = front.iter().map(|w| folded(w)).collect();
    let heads = |sifted: &Sifted, i: usize| {
        let words = sifted.lines[i].of(text);
        let own = || symbols.iter().any(|s| words.starts_with(s) || words.ends_with(s));
        let title = || Some(bare(words)).filter(|b| b.len() < words.len() && b.len() > 12).map(folded);
        let open = words.len() <= 110 && ending(words) == Ending::Open && titled(words).is_none();
        let apart = sifted.lines.get(i + 1).is_some_and(|l| l.gap > 1);
        open && (own() || title().is_some_and(|t| titles.contains(&t)) || apart && counts_alone(words))
    };
    let pages = pages(sifted, true);
    // What stands first on its page and ends or begins with the page's number, counting on from the page before.
    let first = |page: &(usize, usize, u32)| (page.0..page.1).find(|&i| sifted.noise[i].is_none());
    let numbers: Vec<_> =
        pages.iter().map(|p| first(p).map(|i| (i, outer_numbers(sifted.lines[i].of(text))))).collect();
    let counts = |a: &[Option<u32>; 2], b: &[Option<u32>; 2]| {
        a.iter().flatten().any(|n| b.iter().flatten().any(|m| n + 1 == *m))
    };
    let mut found: Vec<usize> = Vec::new();
    for pair in numbers.windows(2) {
        if let [Some((i, a)), Some((j, b))] = pair
            && counts(a, b)
        {
            found.extend([*i, *j].iter().filter(|&&k| k > 0));
        }
    }
    for i in found {
        sifted.noise[i] = Some(Noise::RunningTitle);
    }
    for page in pages {
        for foot in [false, true] {
            let mut at = if foot { page.1 } else { page.0 };
            for _ in 0..DEPTH {
                let Some(line) = next(sifted, &page, &mut at, foot).filter(|_| foot || page.2 > 0) else { break };
                let words = sifted.lines[line].of(text);
                // What stands below the page's number is furniture as it is.
                let over = || foot && line > page.0 && says_page(sifted.lines[line - 1].of(text)) && words.len() <= 60;
                let told = is_stamped(words) || foot && words.split(GAP).any(says_page) || over();
                if !told && (foot || !heads(sifted, line)) {
                    break;
                }
                let number = says_page(words) || page_number(words).is_some();
                sifted.noise[line] = Some(if number { Noise::PageNumber } else { Noise::RunningTitle });
            }
        }
    }
}

/// The numbers that short `words` without a stop begin and end with.
fn outer_numbers(words: &str) -> [Option<u32>; 2] {
    if words.len() > 110 || ending(words) != Ending::Open || titled(words).is_some() || mark(words).label.is_some() {
        return [None; 2];
    }
    let number = |w: Option<&str>| w.filter(|w| w.len() < words.len()).and_then(|w| w.parse().ok());
    [number(words.split(' ').next()), number(words.rsplit(' ').next())]
}

/// `Page 2 of 3`
fn says_page(words: &str) -> bool {
    let words = words.trim();
    words.len() <= 24 && words.to_lowercase().starts_with("page ") && page_number(words).is_some()
}

/// How many lines the front of a text has, which its page heads repeat.
const FRONT: usize = 12;

/// Whether `word` is a number, a date, a symbol or the printer's number of a document; whether it is more than a number.
fn clerical(word: &str) -> Option<bool> {
    let word = word.trim_matches([',', '*', '(', ')', '|']);
    let figures = |w: &str| is_figures(w, 1..);
    let code = word.len() <= 2 && word.bytes().all(|b| b.is_ascii_uppercase());
    if code || figures(word) || matches!(word, "-" | "–" | "—" | "Page" | "page" | "of") {
        return Some(false);
    }
    let halves = word.split_once(['/', '-']).is_some_and(|(a, b)| figures(a) && figures(b));
    (halves || is_job_number(word) || is_numeric_date(word) || symbol(word).is_some_and(|s| s.len() == word.len()))
        .then_some(true)
}

/// Whether `words` are numbers, dates and symbols and nothing else, or one number twice.
fn is_stamped(words: &str) -> bool {
    if words.len() > 80 || !has_figures(words) {
        return false;
    }
    let told: Option<Vec<bool>> = words.split_whitespace().map(clerical).collect();
    let twice = || {
        let mut all = words.split_whitespace();
        all.next().zip(all.next()).is_some_and(|(a, b)| a == b && all.next().is_none())
    };
    told.is_some_and(|told| told.contains(&true) || twice())
}

/// `words` without the numbers, symbols and the date at their ends.
fn bare(words: &str) -> &str {
    let mut rest = words.trim();
    while let Some((_, more)) = rest.split_once(' ').filter(|(first, _)| clerical(first).is_some()) {
        rest = more.trim_start();
    }
    while let Some((more, last)) = rest.rsplit_once(' ') {
        let dated = || has_figures(words) && month(&last.to_lowercase()).is_some();
        if clerical(last).is_none() && !dated() {
            break;
        }
        rest = more.trim_end();
    }
    rest
}

/// Whether a page's number stands alone in a cell at an end of `words`.
fn counts_alone(words: &str) -> bool {
    let figures = |c: Option<&str>| c.is_some_and(|c| is_figures(c, ..=4));
    has_columns(words) && (figures(words.split(' ').next()) || figures(words.rsplit(' ').next()))
}

/// The first line of `page` that is not set aside, or its last.
fn next(sifted: &Sifted, page: &(usize, usize, u32), at: &mut usize, foot: bool) -> Option<usize> {
    let set_aside = |i: usize| sifted.noise[i].is_some();
    if foot {
        while *at > page.0 && set_aside(*at - 1) {
            *at -= 1;
        }
        return at.checked_sub(1).filter(|&i| i >= page.0);
    }
    while *at < page.1 && set_aside(*at) {
        *at += 1;
    }
    Some(*at).filter(|&i| i < page.1)
}

/// What `line` says at the edge of `page`, if it may be a head or a foot.
fn place(text: &str, sifted: &Sifted, line: usize, (page, rank): (u32, u32), foot: bool, fed: bool) -> Option<Place> {
    let words = sifted.lines[line].of(text);
    let wide = has_columns(words);
    let noted = || !wide && (foot || !fed) && (note_mark(words).is_some() || is_plain_note(words));
    if words.len() > 160 || (foot || !fed) && !is_code(words) && ending(words) == Ending::Full || noted() {
        return None;
    }
    let mut place = Place::of(words, line, page);
    place.rank = rank;
    if place.key == 0 && !wide && (!fed || page_number(words).is_none()) {
        return None;
    }
    // The number of a heading or of an item tells it from the next.
    let own = if wide || foot { None } else { titled(words).and_then(|t| t.value) };
    let label = || mark(words).label.filter(|l| l.dress != Dress::Bare);
    if let Some(value) = own {
        place.key = place.key.wrapping_mul(31).wrapping_add(u64::from(value) + 1);
    } else if !wide && label().is_some() {
        return None;
    }
    Some(place)
}

/// Whether `words` are one with figures in it: `ECOMP.3.B.`
pub(super) fn is_code(words: &str) -> bool {
    !words.contains(' ') && has_figures(words)
}

/// The lines among `places` that stand on page after page of those `looked` at, their pages, and whether they count them;
/// `head` is how much two pages begin with alike.
fn standing(
    sifted: &Sifted,
    mut places: Vec<Place>,
    (looked, all): (usize, usize),
    head: usize,
) -> Vec<(usize, u32, bool)> {
    places.sort_by_key(|p| (p.key, p.page));
    // The like, with no more than a page between them.
    let near = |a: &Place, b: &Place| a.key == b.key && b.rank - a.rank <= 2;
    let runs: Vec<_> = places.chunk_by(near).map(counted).filter(|run| run.len() >= 2).collect();
    let mut covered: Vec<u32> = runs.iter().flatten().map(|p| p.0.rank).collect();
    covered.sort_unstable();
    covered.dedup();
    let between = |a: u32, b: u32| covered.partition_point(|&p| p <= b) - covered.partition_point(|&p| p < a);
    let mut found = Vec::new();
    for run in runs {
        let (first, last) = (run[0].0, run[run.len() - 1].0);
        let span = (last.rank - first.rank + 1) as usize;
        let dense = between(first.rank, last.rank) * 4 >= span * 3;
        // On the second and the third of three, too; on the second of two, what is the title of the first.
        let few =
            all == 3 && first.rank + 1 == last.rank || all == 2 && (first.says == 0 || first.says.max(head) >= 20);
        let most = covered.len() * 2 >= looked && (covered.len() >= 3 || few);
        if dense && (run.len() >= 6 || most) {
            // What stands elsewhere on its line than on the pages behind is what the head repeats: a title.
            let indent = |p: &Place| sifted.lines[p.line].indent;
            let title = !run[0].1 && run[1..].iter().all(|p| indent(p.0) != indent(first));
            found.extend(run[usize::from(title)..].iter().map(|p| (p.0.line, p.0.page, p.1)));
        }
    }
    // Whatever stands beside the page's number, that counts on from page to page.
    let ahead = |p: &Place| p.ends.map(|n| n.map(|n| i64::from(n) - i64::from(p.page)));
    let mut offsets: Vec<i64> = places.iter().flat_map(|p| ahead(p).into_iter().flatten()).collect();
    offsets.sort_unstable();
    let usual = offsets.chunk_by(|a, b| a == b).max_by_key(|same| same.len()).filter(|same| same.len() >= 3);
    if let Some(&[usual, ..]) = usual {
        let numbered = places.iter().filter(|p| ahead(p).contains(&Some(usual)));
        found.extend(numbered.map(|p| (p.line, p.page, true)));
    }
    found
}

/// Those of `run` whose figures are the same on most pages, or grow as the pages do.
pub(super) fn counted(run: &[Place]) -> Vec<(&Place, bool)> {
    let mut all: Vec<u32> = run.iter().flat_map(|p| p.figures.iter().copied()).collect();
    all.sort_unstable();
    let same: Vec<u32> = all.chunk_by(|a, b| a == b).filter(|s| s.len() * 4 >= run.len() * 3).map(|s| s[0]).collect();
    let own = |p: &Place| p.figures.iter().copied().find(|n| !same.contains(n));
    let grows = |a: &Place, b: &Place| {
        let pages = b.page - a.page;
        matches!((own(a), own(b)), (Some(n), Some(m)) if (pages..=2 * pages + 1).contains(&m.saturating_sub(n)))
    };
    // A number may be one that stands on all pages.
    let counting: Vec<&Place> = run.iter().filter(|p| own(p).is_some()).collect();
    let near =
        |p: &Place, q: Option<&&Place>| q.is_some_and(|q| if q.page > p.page { grows(p, q) } else { grows(q, p) });
    let fits = |p: &&Place| {
        let at = counting.partition_point(|q| q.page < p.page);
        // One number alone is the page's, where it has a cell of its own.
        let alone = counting.len() == 1 && p.ends.iter().any(Option::is_some);
        let before = at.checked_sub(1).and_then(|k| counting.get(k));
        // The number of the section that it says may be the one of the page before.
        let same = before.is_some_and(|q| q.figures == p.figures && q.page + 1 == p.page);
        own(p).is_none() || alone || same || near(p, before) || near(p, counting.get(at + 1))
    };
    run.iter().filter(fits).map(|p| (p, own(p).is_some())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::decode::lines;
    use super::super::furniture::sift;

    /// Which lines of four pages, each of a head, a paragraph of its own and a foot, are set aside.
    #[test]
    fn heads_and_feet_stand_on_page_after_page() {
        let check = |head: [&str; 4], foot: [&str; 4], expected: &[u32]| {
            let bodies = ["The Parties meet", "Each may speak", "It shall then vote", "No State is bound"];
            let page = |i: usize| format!("{}\n\n{} with no more\nhere than {i}.\n\n{}\n", head[i], bodies[i], foot[i]);
            let text = (0..4).map(page).collect::<Vec<_>>().join("\x0c");
            let sifted = sift(&text, lines(&text).1);
            let aside = sifted.lines.iter().zip(&sifted.noise).filter(|(_, n)| n.is_some());
            let got: Vec<u32> = aside.map(|(l, _)| l.number).collect();
            assert_eq!(got, expected, "{head:?} {foot:?}");
        };
        let none = [""; 4];
        check(["Annex 19, page 1", "Annex 19, page 2", "Annex 19, page 3", "Annex 19, page 4"], none, &[1, 7, 13, 19]);
        check(
            none,
            ["- Seite 1 von 9 -", "- Seite 2 von 9 -", "- Seite 3 von 9 -", "- Seite 4 von 9 -"],
            &[6, 12, 18, 24],
        );
        // Each side of the sheet has its own.
        check(["On Ferries", "Part 1 – Duties", "On Ferries", "Part 1 – Duties"], none, &[7, 13, 19]);
        check(["2     On Ferries", "On Ferries     3", "4     On Ferries", "On Ferries     5"], none, &[1, 7, 13, 19]);
        // Nor where a head names the section that goes on.
        check(["Part 1 s 4", "Part 2 s 8", "Part 2 s 8", "Part 3 s 9"], none, &[1, 7, 13, 19]);
        // Numbers that do not count with the pages head the text.
        check(["Decision 4/CP.1", "Decision 4/CP.2", "", "Decision 4/CP.9"], none, &[]);
        check(["Article 1", "Article 2", "Article 3", "Article 4"], none, &[]);
        // What stands on two pages of four is text.
        check(["", "Four pillars", "", "Four pillars"], none, &[]);
    }
}
