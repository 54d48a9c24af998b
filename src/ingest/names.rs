//! What works are called: a short name, and a key to ask for them by.

use std::collections::HashMap;

use crate::text::Corpus;

/// Gives every work its short name and its key.
pub(super) fn give(corpus: &mut Corpus) {
    // Each key with the last number that was put behind it.
    let mut taken: HashMap<String, u32> = HashMap::new();
    // Of several works with one title, what tells them apart comes first: the end of a name is what a pane cuts off.
    let mut alike: HashMap<String, u32> = HashMap::new();
    for work in &corpus.works {
        *alike.entry(bracketed(&work.title).0.to_owned()).or_default() += 1;
    }
    for work in &mut corpus.works {
        let (stem, tail) = bracketed(&work.title);
        let tail = tail.filter(|_| alike.get(stem).is_some_and(|&n| n > 1)).map(str::to_owned);
        let version = work.version.as_ref().map(|v| v.value.clone());
        let symbol = work.symbol.as_ref().map(|s| s.value.clone());
        if work.short.is_empty() {
            let named = version.clone().filter(|v| !v.chars().any(|c| c.is_ascii_digit()));
            work.short = named.or_else(|| symbol.clone()).unwrap_or_else(|| match (&tail, &version) {
                (Some(tail), _) => format!("{tail} {}", short_title(stem)),
                (None, Some(version)) => format!("{}, {version}", short_title(&work.title)),
                (None, None) => short_title(&work.title),
            });
        }
        let base = slug(&work.short);
        let base = if base.is_empty() { "work".to_owned() } else { base };
        work.key.clone_from(&base);
        while taken.contains_key(&work.key) {
            let n = taken.entry(base.clone()).or_insert(1);
            *n += 1;
            work.key = format!("{base}-{n}");
        }
        taken.insert(work.key.clone(), 1);
        let file = corpus.sources[work.source.index()].stem().to_owned();
        for name in [version, symbol, tail].into_iter().flatten().chain([file]) {
            if !work.names.contains(&name) && name != work.short {
                work.names.push(name);
            }
        }
    }
}

/// A title and what stands in brackets at its end: `(v1.7)`.
fn bracketed(title: &str) -> (&str, Option<&str>) {
    let tail = title.strip_suffix(')').and_then(|t| t.rsplit_once(" ("));
    tail.filter(|(_, tail)| tail.chars().count() <= 20).map_or((title, None), |(stem, tail)| (stem, Some(tail)))
}

/// A title as a name: whole where it is short, else its first words; what stands in brackets at its end, which may
/// tell it from others, stays.
fn short_title(title: &str) -> String {
    const LONGEST: usize = 72;
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let mut out = String::new();
    for word in title.split_whitespace() {
        if out.chars().count() + word.chars().count() > 56 {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.is_empty() {
        out = title.chars().take(56).collect();
    }
    bracketed(title).1.map_or(format!("{out}…"), |tail| format!("{out}… ({tail})"))
}

/// Small letters and digits, all else a dash; at most 40 bytes.
fn slug(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && c != '\'' && c != '’' {
            out.push('-');
        }
        if out.len() >= 40 {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_titles_keep_what_tells_them_apart() {
        let check = |input: &str, expected: &str| assert_eq!(short_title(input), expected, "{input:?}");
        check("Charter of the Union", "Charter of the Union");
        check(
            "Historical version of the Fundamental Statute of the Association of Friends (v1.7)",
            "Historical version of the Fundamental Statute of the… (v1.7)",
        );
    }
}
