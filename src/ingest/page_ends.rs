//! Page heads and feet told by what stands in them: numbers, symbols, dates, and what stands beside those.

use super::bits::holds;
use super::classify::{self, Ending, ending};
use super::decode::Line;
use super::fnv::Sieve;
use super::folds::{exact, folded, opening, repeated};
use super::furniture::is_job_number;
use super::label::{self, mark};
use super::page_number::page_number;
use super::shapes::{GAP, has_columns, has_figures, is_dated, is_numeric_date, symbol};
use super::sifted::{Noise, Sifted};
use super::titled::titled;
use crate::text::{QuickMap, QuickSet};

/// How much a line looks like the head or foot of a page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Looks {
    Text,
    /// Like furniture where something else says so too.
    Weak,
    /// Like nothing else.
    Strong,
}

/// Whether a cell of `words` is clerical.
fn is_clerical_line(words: &str) -> bool {
    words.split(GAP).any(|c| is_clerical(c.trim()))
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
    let bare = |rest: &str| {
        rest.trim().is_empty() || ["(", "Rev.", "Add.", "Corr."].iter().any(|w| rest.trim().starts_with(w))
    };
    let plain = || symbol(cell).is_some_and(|s| cell.strip_prefix(s).is_some_and(bare));
    let figured = || is_job_number(cell) || is_numeric_date(cell) || plain();
    page_number(cell).is_some()
        || code
        || gazette
        || has_figures(cell) && figured()
        || cell.eq_ignore_ascii_case("please recycle")
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
pub(super) fn page_ends(text: &str, sifted: &mut Sifted) {
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
    over_heads(text, sifted, found);
    interruptions(text, sifted, &look);
}

/// How many lines the front of a text has, whose words the feet of its pages may repeat.
const FRONT: usize = 12;

/// Sets aside the feet that stand right over the heads of pages and apart from the text: they come again so, or stand at
/// the front of the text or as its last line, too.
fn over_heads(text: &str, sifted: &mut Sifted, mut furniture: Vec<usize>) {
    let words = |i: usize| sifted.lines[i].of(text);
    let foot = |&i: &usize| {
        let words = words(i);
        let plain = words.len() <= 60 && ending(words) == Ending::Open && mark(words).label.is_none();
        sifted.lines[i].gap > 0 && sifted.noise[i].is_none() && plain && titled(words).is_none()
    };
    furniture.retain(|&i| i > FRONT && sifted.lines[i].gap == 0);
    let mut feet: Vec<usize> = furniture.into_iter().map(|i| i - 1).filter(foot).collect();
    if feet.is_empty() {
        return;
    }
    let last = sifted.lines.len() - 1;
    feet.extend(Some(last).filter(|i| foot(i) && feet.iter().any(|&f| words(f) == words(last))));
    let mut times: QuickMap<&str, usize> = QuickMap::default();
    let front = 0..FRONT.min(feet[0]);
    feet.iter().copied().chain(front).for_each(|i| *times.entry(words(i)).or_default() += 1);
    let again: Vec<usize> = feet.into_iter().filter(|&i| times[words(i)] > 1).collect();
    for i in again {
        sifted.noise[i] = Some(Noise::RunningTitle);
    }
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
    let any = !sifted.note_lines.is_empty();
    let mut i = 0;
    while i < count {
        let open = sifted.lines[i].of(text);
        let ends = ending(open);
        let unfinished = open.len() >= 20
            && sifted.noise[i].is_none()
            && matches!(ends, Ending::Open | Ending::Comma | Ending::Semicolon);
        // The notes of the page may stand between.
        let notes = || (i + 1..count).take_while(|j| any && sifted.note_lines.contains(j)).count();
        let upto = if unfinished { count.min(i + 8 + notes()) } else { i };
        let near = || (i + 1..upto).any(|j| sifted.noise[j].is_some() || look[j] > Looks::Text);
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
            let below = j > i + 1 && noisy(j - 1) && (named.is_some() || line.indent >= 20);
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
        let end = (i + 1..upto).take_while(|&j| part(j)).count() + i + 1;
        // What stands right above the words that go on is theirs, unless it is known as furniture.
        let theirs = |j: usize| {
            let k = j - 1;
            let known = noisy(k) || sifted.named.contains_key(&k);
            sifted.lines[j].gap == 0 && !known
        };
        // The sentence goes on with a small letter, or else after a word that cannot end it; a list with its next bullet.
        let small = |words: &str| match ends {
            Ending::Semicolon => mark(words).bullet.is_some(),
            _ => classify::starts_small(words) && mark(words).label.is_none(),
        };
        let broken = |j: usize, words: &str| {
            classify::breaks_off(open) && look[j] == Looks::Text && words.starts_with(char::is_alphanumeric)
        };
        let free = |j: &usize| sifted.noise[*j].is_none() && !theirs(*j) && !sifted.note_lines.contains(j);
        let words = |j: usize| sifted.lines[j].of(text);
        let mut rest = (i + 2..=end.min(count.saturating_sub(1))).filter(free);
        let resumes = rest.clone().find(|&j| small(words(j))).or_else(|| rest.find(|&j| broken(j, words(j))));
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
