//! Footnotes whose mark is a star or a dagger: `provisional agenda*`, and at the page's foot `* A/72/150.`

use std::collections::HashMap;

use super::classify::{Ending, ending};
use super::sifted::Sifted;

const SIGNS: [char; 3] = ['*', '†', '‡'];

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
    // The line that bears each mark last.
    let (mut last, mut upto): (HashMap<&str, usize>, usize) = (HashMap::new(), 0);
    for i in 1..sifted.lines.len() {
        let Some((label, body)) = begun(sifted, i) else { continue };
        // Stars one below the other are bullets.
        let listed = |k: usize| begun(sifted, k).is_some_and(|other| other.0 == label);
        if listed(i - 1) || listed(i + 1) {
            continue;
        }
        for k in (upto..i).filter(|&k| sifted.noise[k].is_none()) {
            last.extend(marks(sifted.lines[k].of(text)).map(|mark| (mark.1, k)));
        }
        upto = i;
        if last.get(label).is_none_or(|&k| k + REACH < i) {
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
    let sign = words.chars().next().filter(|c| SIGNS.contains(c))?;
    let rest = words.trim_start_matches(sign);
    let label = &words[..words.len() - rest.len()];
    let body = rest.trim_start();
    let opens = body.starts_with(|c: char| c.is_uppercase() || "“\"(".contains(c));
    // A star right before words opens emphasis.
    let parted = sign != '*' || body.len() < rest.len();
    (opens && parted && label.chars().count() <= 3).then_some((label, words.len() - body.len()))
}

/// The marks that `words` bear behind words or signs, and the byte of each.
pub(super) fn marks(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let word = |c: char| c.is_alphanumeric() || ".,;:)]”\"".contains(c);
    // A star behind one that opens emphasis closes it.
    let opens = |&(at, _): &(usize, &str)| {
        let inside = words[..at].ends_with(|c: char| c.is_alphanumeric() || c == '*');
        !inside && words[at..].trim_start_matches('*').starts_with(|c: char| !c.is_whitespace())
    };
    let opener = words.match_indices('*').find(opens).map_or(words.len(), |m| m.0);
    words.match_indices(SIGNS).filter_map(move |(at, sign)| {
        let rest = words[at..].trim_start_matches(sign);
        let label = &words[at..words.len() - rest.len()];
        let stuck = words[..at].ends_with(word) && !rest.starts_with(char::is_alphanumeric);
        (stuck && (sign != "*" || at < opener)).then_some((at, label))
    })
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
        check("* 77.1 Accede to the Convention;", None);
        let check = |words: &str, expected: &[&str]| {
            assert_eq!(marks(words).map(|m| m.1).collect::<Vec<_>>(), expected, "{words}");
        };
        check("Items 13 and 117 of the provisional agenda*", &["*"]);
        check("Agreed ad referendum.* Then** it", &["*", "**"]);
        check("the data,† and", &["†"]);
        check("*Reaffirms* its", &[]);
        check("**Data** and", &[]);
        check("5 * 3", &[]);
    }
}
