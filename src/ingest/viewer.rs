//! What web viewers add to a document: its title again, other documents, pages as single lines.

use std::collections::{BTreeMap, HashMap};

use super::decode::Line;
use super::sifted::{Noise, Sifted};
use crate::text::roman;

/// What a viewer calls the document, over the button that says so again: `Download "…"`.
pub(super) fn viewer_title(text: &str, sifted: &mut Sifted) {
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
pub(super) fn teasers(text: &str, sifted: &mut Sifted) {
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
pub(super) fn running_pages(text: &str, sifted: &mut Sifted) {
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
