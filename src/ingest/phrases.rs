//! What the words at the ends of lines tell: how sentences, entries and histories begin and end.

use super::notes::is_mark;
use super::shapes::{is_figures, symbol};
use crate::text::{month, roman};

/// Whether `words` begin with a term and what it means: `regional council has the meaning given in …`.
pub(super) fn means(words: &str) -> bool {
    const VERBS: [&str; 4] = [" means ", " has the meaning ", " has the same meaning ", " includes "];
    const LINKS: [&str; 14] =
        ["and", "or", "it", "that", "which", "this", "the", "a", "an", "but", "also", "who", "such", "if"];
    let head = words.char_indices().nth(60).map_or(words, |(end, _)| &words[..end]);
    let Some(term) = VERBS.iter().find_map(|v| head.split_once(v)).map(|(term, _)| term) else { return false };
    let first = term.split(' ').next().unwrap_or("").to_ascii_lowercase();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '’' | '\'');
    term.chars().all(plain) && term.split(' ').count() <= 6 && !LINKS.contains(&first.as_str())
}

/// Whether `words` say how a place of the text came to be as it is: `Section 8(2): amended, on …`.
pub(super) fn is_history(words: &str) -> bool {
    const VERBS: [&str; 6] = ["amended", "inserted", "repealed", "replaced", "substituted", "added"];
    let said = words.starts_with(char::is_uppercase).then(|| words.split_once(": ")).flatten();
    said.is_some_and(|(place, rest)| {
        place.len() < 60
            && place.contains(|c: char| c.is_ascii_digit())
            && VERBS.iter().any(|v| rest.strip_prefix(v).is_some_and(|r| r.starts_with(',')))
    })
}

/// Words that begin what closes a text: what stands over signatures, and to whom it is addressed.
pub(super) const CLOSES: [&str; 9] = [
    "Parágrafo único",
    "Sole paragraph",
    "DONE ",
    "Done at ",
    "IN WITNESS ",
    "IN FAITH ",
    "This Regulation shall be binding ",
    "This Decision is addressed ",
    "This Directive is addressed ",
];

/// Whether `words` are a number by itself.
pub(super) fn is_figure(words: &str) -> bool {
    // Most words begin with a letter that is no number.
    if words.starts_with(|c: char| c.is_ascii_alphabetic() && !"ivxlcIVXLC".contains(c)) {
        return false;
    }
    let number = words.trim_end_matches(['.', ',', ';']);
    if number.len() > 8 {
        return false;
    }
    number.bytes().all(|b| b.is_ascii_digit()) || roman(&number.to_ascii_lowercase()).is_some()
}

/// Whether a date is broken between `end` and `words`: `in May` / `2016`, `on 4` / `May`.
pub(super) fn parts_date(end: &str, words: &str) -> bool {
    if !words.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase()) {
        return false;
    }
    let figures = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    let named = |word: &str| word.starts_with(char::is_uppercase) && month(&word.to_lowercase()).is_some();
    let last = end.rsplit(' ').next().unwrap_or("");
    let (day, first) = (last.trim_end_matches('.'), words.split([' ', ',', '.']).next().unwrap_or(""));
    last.len() < end.len()
        && (figures(first) && first.len() <= 4 && named(last) || figures(day) && day.len() <= 2 && named(first))
}

/// Whether `words` end with a note's mark in figures.
pub(super) fn ends_in_mark(words: &str) -> bool {
    let stem = words.trim_end_matches(|c: char| c.is_ascii_digit());
    (1..=3).contains(&(words.len() - stem.len())) && is_mark(words, stem.len(), words.len())
}

/// `words` without the note's mark that stands apart behind their last stop: `… of workers. 9`.
pub(super) fn before_mark(words: &str) -> &str {
    let Some((stem, mark)) = words.rsplit_once(' ') else { return words };
    let last = stem.rsplit(' ').next().and_then(|w| w.strip_suffix('.'));
    let word = last.is_some_and(|w| w.len() > 3 && w.bytes().all(|b| b.is_ascii_lowercase()));
    if word && is_figures(mark, 1..=2) { stem } else { words }
}

/// Whether `words` begin with the sign that closes a sentence or a clause, and with nothing or a blank behind it.
pub(super) fn is_sign(words: &str) -> bool {
    let rest = words.trim_start_matches([',', ';', '.', ':', ')']);
    rest.len() < words.len() && rest.len() + 4 > words.len() && (rest.is_empty() || rest.starts_with(' '))
}

/// Whether `words` begin with a name that blanks part from what it stands for: `Absent:    one Member`.
pub(super) fn is_entry(words: &str) -> bool {
    let name = words.as_bytes().iter().take(24).position(|&b| b == b':');
    name.is_some_and(|at| words[at + 1..].starts_with("  ") && words.starts_with(char::is_uppercase))
}

/// Whether `words` end with the symbols of the papers before a body, as an item of its agenda does:
/// `… of women (E/2022/27)`.
pub(super) fn names_papers(words: &str) -> bool {
    words.ends_with(')') && words.rfind(" (").is_some_and(|at| symbol(&words[at + 2..]).is_some())
}

/// Whether `words` are a note of the editors in braces.
pub(super) fn is_note(words: &str) -> bool {
    words.starts_with('{') && words.ends_with('}')
}

/// Whether all `words` stand in brackets: `[…]`, `(…) (…)`.
pub(super) fn is_enclosed(words: &str) -> bool {
    let mut depth = 0_usize;
    let encloses = |c: char| {
        match c {
            '[' | '(' | '（' => depth += 1,
            ']' | ')' | '）' => depth = depth.saturating_sub(1),
            _ => return depth > 0 || c == ' ',
        }
        true
    };
    words.starts_with(['[', '(', '（']) && words.ends_with([']', ')', '）']) && words.chars().all(encloses)
}

/// Whether a bracket is open at the end of `words`.
pub(super) fn opens(words: &str) -> bool {
    words.rfind('(').is_some_and(|at| !words[at..].contains(')'))
}

/// Whether `words` close a bracket that they did not open.
pub(super) fn closes(words: &str) -> bool {
    words.find(')').is_some_and(|at| !words[..at].contains('('))
}

/// Whether `words` begin with an address of the web.
pub(super) fn is_address(words: &str) -> bool {
    let bare = words.trim_start_matches(['(', '<', '[']);
    bare.starts_with("http") || bare.starts_with("www.")
}

/// Whether no letter of `words` is a small one.
pub(super) fn is_shouted(words: &str) -> bool {
    words.chars().any(char::is_uppercase) && !words.chars().any(char::is_lowercase)
}

/// Whether `words` begin with a word that mostly begins a sentence.
pub(super) fn opens_sentence(words: &str) -> bool {
    let first = words.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    matches!(
        first,
        "The"
            | "A"
            | "An"
            | "In"
            | "On"
            | "At"
            | "By"
            | "For"
            | "This"
            | "These"
            | "Those"
            | "It"
            | "We"
            | "They"
            | "He"
            | "She"
            | "There"
            | "Although"
            | "However"
            | "While"
            | "When"
            | "Where"
            | "If"
            | "As"
            | "To"
            | "With"
            | "Many"
            | "Some"
            | "Such"
            | "Each"
            | "All"
            | "No"
            | "Our"
            | "Its"
            | "Further"
            | "Moreover"
            | "Under"
            | "Article"
    )
}
