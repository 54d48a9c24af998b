//! Bare page numbers, and which of them count pages.

use super::sifted::{Noise, Sifted};
use crate::text::roman;

/// The page that a bare page-number line names: `12`, `- 12 -`, `Page 12 of 30`, `12/30`, `s. 12/30`, `xii`, `[ 12 ]`.
pub(super) fn page_number(words: &str) -> Option<u32> {
    const WORDS: [&str; 9] = ["page", "p.", "seite", "s.", "str.", "strona", "página", "pagina", "pág."];
    const SIGNS: [char; 8] = ['-', '–', '—', '|', ' ', '*', '[', ']'];
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
    let core = WORDS.iter().find_map(|w| core.strip_prefix(w)).unwrap_or(core).trim_start_matches(SIGNS);
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

/// Bare page numbers: they grow by one from page to page, with text between.
pub(super) fn page_numbers(text: &str, sifted: &mut Sifted) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_numbered() {
        let check = |words: &str, expected: Option<u32>| assert_eq!(page_number(words), expected, "{words}");
        check("- 12 -", Some(12));
        check("Page 12 of 30", Some(12));
        check("Seite 3 von 9", Some(3));
        check("s. 2/42", Some(2));
        check("xii", Some(12));
        check("[ 12 ]", Some(12));
        check("Page | 12", Some(12));
        check("§ 12", None);
        check("sea 12", None);
    }
}
