//! The known word nearest to a mistyped one, for hints.

/// The candidate nearest to `word`, if one is near enough to have been meant.
///
/// Distance is Levenshtein's; a third of the letters may differ, two at least.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, candidate), candidate))
        .min()
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 3).max(2) && *distance < candidate.len())
        .map(|(_, candidate)| candidate)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant() {
        let check = |word: &str, expected: Option<&str>| {
            assert_eq!(nearest(word, ["next-change", "next-hit", "zoom", "up"]), expected, "{word}");
        };
        check("next-chnage", Some("next-change"));
        check("Next-Hit", Some("next-hit"));
        check("zomo", Some("zoom"));
        check("frobnicate", None);
        check("", None);
    }
}
