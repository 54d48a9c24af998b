//! Footnotes whose mark is a star or a dagger: `provisional agenda*`, and at the page's foot `* A/72/150.`

use super::classify::{Ending, ending};
use super::sifted::Sifted;

/// How far above its note a mark stands, in lines.
const REACH: usize = 120;

/// No such note has more lines.
const LONGEST: usize = 12;

/// Finds them: a line that begins with a mark which a line above it bears, stuck to a word or a sign.
pub(super) fn starred_notes(text: &str, sifted: &mut Sifted) {
    let begun = |sifted: &Sifted, i: usize| {
        // All three marks begin with one of two bytes.
        let marked = sifted.lines.get(i).is_some_and(|line| matches!(line.first(text), b'*' | 0xe2));
        let open = marked && sifted.noise[i].is_none() && !sifted.notes.contains_key(&i);
        open.then(|| begin(sifted.lines[i].of(text))).flatten()
    };
    for i in 1..sifted.lines.len() {
        let Some((label, body)) = begun(sifted, i) else { continue };
        // Stars one below the other are bullets.
        let listed = |k: usize| begun(sifted, k).is_some_and(|other| other.0 == label);
        if listed(i - 1) || listed(i + 1) {
            continue;
        }
        let bears = |k: usize| sifted.noise[k].is_none() && bears(sifted.lines[k].of(text), label);
        if !(i.saturating_sub(REACH)..i).rev().any(bears) {
            continue;
        }
        let goes_on = |&k: &usize| {
            let open = sifted.lines[k].gap == 0 && sifted.noise[k].is_none() && begun(sifted, k).is_none();
            open && ending(sifted.lines[k - 1].of(text)) != Ending::Full
        };
        let end = i + 1 + (i + 1..sifted.lines.len()).take(LONGEST).take_while(goes_on).count();
        sifted.note_lines.extend(i..end);
        sifted.notes.insert(i, (label.to_owned(), body));
    }
}

/// The mark that `words` begin with as a note does, and where its words begin.
fn begin(words: &str) -> Option<(&str, usize)> {
    let sign = words.chars().next().filter(|c| matches!(c, '*' | '†' | '‡'))?;
    let rest = words.trim_start_matches(sign);
    let label = &words[..words.len() - rest.len()];
    let body = rest.trim_start();
    let opens = body.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“\"(".contains(c));
    // A star right before words opens emphasis.
    let parted = sign != '*' || body.len() < rest.len();
    (opens && parted && label.chars().count() <= 3).then_some((label, words.len() - body.len()))
}

/// Whether `words` bear `label` behind a word or a sign, and nothing that such a sign might close.
fn bears(words: &str, label: &str) -> bool {
    words.match_indices(label).any(|(at, _)| is_mark(words, at, label))
}

/// Whether the `label` at byte `at` of `words` is a note's mark.
pub(super) fn is_mark(words: &str, at: usize, label: &str) -> bool {
    let (before, after) = (&words[..at], &words[at + label.len()..]);
    let sign = label.chars().next().unwrap_or('*');
    let stuck =
        before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | ',' | ';' | ':' | ')' | ']' | '”' | '"'));
    let ends = after.chars().next().is_none_or(|c| c != sign && !c.is_alphanumeric());
    let opened = || {
        let opens = |(at, _): (usize, &str)| {
            let outside = before[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != sign);
            outside && before[at..].trim_start_matches(sign).starts_with(|c: char| !c.is_whitespace())
        };
        sign == '*' && before.match_indices(sign).any(opens)
    };
    stuck && ends && !opened()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_are_told_from_bullets_and_emphasis() {
        let check = |words: &str, expected: Option<&str>| assert_eq!(begin(words).map(|b| b.0), expected, "{words}");
        check("* A/72/150.", Some("*"));
        check("** Reissued for technical reasons.", Some("**"));
        check("† See annex.", Some("†"));
        check("*Recalling* its resolution", None);
        check("* item", None);
        let check = |words: &str, label: &str, expected: bool| assert_eq!(bears(words, label), expected, "{words}");
        check("Items 13 and 117 of the provisional agenda*", "*", true);
        check("Agreed ad referendum.* Then", "*", true);
        check("the data,† and", "†", true);
        check("*Reaffirms* its", "*", false);
        check("**Data** and", "**", false);
        check("5 * 3", "*", false);
    }
}
