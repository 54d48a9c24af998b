//! What a line's words say of it: how it ends, whether it goes on, whether it is in capitals.

use super::count::{Count, other_scripts};
use super::divisions::division;
use super::label::{mark, superscript};
use super::markup::without_raised;
use crate::text::roman;

/// How a stretch of text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a full stop, a question or an exclamation mark.
    Full,
    /// With a colon or a dash: what follows belongs to it.
    Colon,
    /// With a semicolon, or `; and`.
    Semicolon,
    /// With a comma.
    Comma,
    /// In the open.
    Open,
}

/// `text` without the digits of a footnote mark behind its last sign: `refugees,1`.
fn without_mark(text: &str) -> &str {
    let core = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut signs = core.chars().rev();
    let marked = (1..=3).contains(&(text.len() - core.len()))
        && signs.next().is_some_and(|c| matches!(c, '.' | ',' | ';' | ':' | '”' | '"' | ')'))
        && signs.next().is_some_and(|c| c.is_alphabetic() || matches!(c, '”' | '"' | ')' | '.'))
        && signs.next().is_some_and(|c| !matches!(c, '/' | '.') && !c.is_ascii_digit())
        && !ends_symbol(core);
    if marked { core } else { text }
}

/// Whether `text` ends within a symbol, `23/CP.`, whose number follows.
pub(super) fn ends_symbol(text: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or("");
    last.ends_with('.') && last.contains('/')
}

/// `text` without what stands in brackets behind its stop: `the matter. [51673/21]`, `other bodies. **[Iceland]**`.
fn without_reference(text: &str) -> &str {
    let (head, bold) = text.strip_suffix("]**").map_or((text.strip_suffix(']'), false), |head| (Some(head), true));
    let referred = |(before, code): &(&str, &str)| {
        let number = code.starts_with(|c: char| c.is_ascii_digit()) && !code.contains(' ');
        before.ends_with(['.', '?']) && (bold || number)
    };
    let sign = if bold { " **[" } else { " [" };
    head.and_then(|t| t.rsplit_once(sign).filter(referred)).map_or(text, |(before, _)| before)
}

/// How `text` ends, closing quotes, brackets, emphasis and note marks left out.
pub(super) fn ending(text: &str) -> Ending {
    // Most lines end with a letter, few of these with `; and`.
    if let [.., a, b, c] = text.as_bytes()
        && c.is_ascii_alphabetic()
        && !matches!([*a, *b, *c], [b'a', b'n', b'd'] | [_, b'o', b'r'])
    {
        return Ending::Open;
    }
    let closers = |c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*' | '_' | ' ' | '>' | '|' | '†' | '‡')
            || superscript(c).is_some()
    };
    // `partners.[^1]`
    let text = text.strip_suffix(']').and_then(|t| t.rsplit_once("[^")).map_or(text, |(before, _)| before);
    let text = if text.ends_with([']', '*']) { without_reference(text) } else { text };
    let core = without_mark(without_raised(text).trim_end_matches(closers)).trim_end_matches(closers);
    if let Some(head) = core.strip_suffix("and").or_else(|| core.strip_suffix("or"))
        && head.ends_with(char::is_whitespace)
    {
        let before = head.trim_end();
        if before.ends_with(';') {
            return Ending::Semicolon;
        }
        if before.ends_with(',') {
            return Ending::Comma;
        }
    }
    match core.chars().next_back() {
        Some('.' | '?' | '!' | '…' | '。' | '؟' | '۔' | '।' | '！' | '？') => Ending::Full,
        Some(':' | '：') => Ending::Colon,
        Some('-' | '—' | '–')
            if core.ends_with(":-")
                || core.ends_with("--")
                || core.ends_with('—')
                || core.ends_with(" -")
                || core.ends_with(" –") =>
        {
            Ending::Colon
        }
        Some(';' | '؛' | '；') => Ending::Semicolon,
        Some(',' | '،' | '，' | '、') => Ending::Comma,
        _ => Ending::Open,
    }
}

/// Whether every cased letter of `text` is a capital, and there are at least three.
pub(super) fn is_caps(text: &str) -> bool {
    let mut capitals = 0;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        capitals += usize::from(c.is_uppercase());
    }
    capitals >= 3
}

/// Whether the first letter of `text` is a small one.
pub(super) fn starts_small(text: &str) -> bool {
    text.trim_start_matches(['*', '_', '“', '"', '(', '‘']).chars().next().is_some_and(char::is_lowercase)
}

/// Whether `text` ends with a word that a number follows, and `next` begins with one: `under Section` / `2.1 of this`,
/// `in article 12, paragraph 6` / `(b) prevents`.
pub(super) fn refers(text: &str, next: &str) -> bool {
    if !next.starts_with(|c: char| !c.is_ascii_lowercase()) {
        return false;
    }
    let mut words = text.trim_end().rsplit(char::is_whitespace);
    let Some(last) = words.next().filter(|w| w.len() < text.len()) else { return false };
    // `Articles 2 and 20` / `(1) provide …`
    let mut before =
        words.take(6).skip_while(|w| is_number(w.trim_end_matches(',')) || matches!(*w, "and" | "or" | "to"));
    if is_number(last) && next.starts_with('(') && before.next().is_some_and(names_place) {
        return true;
    }
    let number = next.trim_start_matches(['(', '（', '§', ' ']);
    let first = number.split([' ', ',', ';', '.', ')', '）']).next().unwrap_or("");
    let counted = number.starts_with(|c: char| c.is_ascii_digit())
        || next.starts_with('(') && mark(next).label.is_some()
        || is_caps_word(first) && (first.len() == 1 || roman(&first.to_lowercase()).is_some())
        || other_scripts(first).is_some_and(|n| n.0 == Count::Arabic);
    counted && (matches!(last, "§" | "§§") || names_place(last))
}

/// Whether a number follows `word`, which names a place in a text: `Section`, `paras.`, `No.`, `resolution⁶`.
pub(super) fn names_place(word: &str) -> bool {
    // Russian, Polish, Greek, Indonesian and Persian nouns, which bend.
    const STEMS: [&str; 7] = ["стать", "пункт", "част", "абзац", "ust", "άρθρ", "ayat"];
    const NOUNS: [&str; 22] = [
        "subsection",
        "paragraph",
        "subparagraph",
        "para",
        "clause",
        "resolution",
        "decision",
        "objective",
        "item",
        "goal",
        "no",
        "nos",
        "abs",
        "absatz",
        "paragraphe",
        "alinéa",
        "párrafo",
        "apartado",
        "inciso",
        "παρ",
        "pkt",
        "nr",
    ];
    let bare = word
        .trim_start_matches(['(', '“', '"', '['])
        .trim_end_matches(|c: char| c.is_ascii_digit() || superscript(c).is_some());
    let dotted = bare.ends_with('.');
    let low = bare.trim_end_matches('.').to_lowercase();
    let one = low.strip_suffix('s').unwrap_or(&low);
    let short = matches!(low.as_str(), "no" | "nos" | "nr" | "abs" | "sec");
    // A full stop behind a whole word ends the sentence.
    let whole = low.len() > 5 || matches!(low.as_str(), "item" | "goal" | "part" | "rule" | "title" | "annex" | "book");
    (if dotted { !whole } else { !short })
        && ([low.as_str(), one].iter().any(|w| NOUNS.contains(w) || division(w).is_some())
            || STEMS.iter().any(|s| low.starts_with(s) && low.len() < s.len() + 7))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

fn is_caps_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_uppercase())
}

/// Whether `text` breaks off at a word that cannot end a sentence.
pub(super) fn breaks_off(text: &str) -> bool {
    const LONGEST: usize = 7;
    // Most words are longer than all of these.
    if text.as_bytes().last_chunk::<{ LONGEST + 1 }>().is_some_and(|tail| tail.iter().all(u8::is_ascii_alphanumeric)) {
        return false;
    }
    let last = text.trim_end().rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    if last.len() > LONGEST {
        return false;
    }
    if matches!(last, "and" | "or") && ending(text) != Ending::Open {
        return false;
    }
    matches!(
        last,
        "a" | "an"
            | "the"
            | "of"
            | "to"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "with"
            | "and"
            | "or"
            | "as"
            | "that"
            | "which"
            | "between"
            | "into"
            | "its"
            | "their"
            | "We"
            | "is"
            | "are"
            | "be"
            | "not"
            | "this"
            | "these"
            | "other"
            | "through"
            | "whom"
            | "under"
            | "any"
            | "such"
            | "our"
            | "de"
            | "la"
            | "el"
            | "los"
            | "las"
            | "les"
            | "le"
            | "des"
            | "du"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_told() {
        let check = |text: &str, expected: Ending| assert_eq!(ending(text), expected, "{text}");
        check("done.", Ending::Full);
        check("on the matter. [51673/21]", Ending::Full);
        check("of other bodies. **[Iceland]**", Ending::Full);
        check("on the matter. [The Parties]", Ending::Open);
        check("perilous journeys¹⁹", Ending::Open);
        check("host States.⁹", Ending::Full);
        check("and at sea,<sup>1</sup>", Ending::Comma);
        check("as follows:-", Ending::Colon);
        check("the following -", Ending::Colon);
        check("assistance; and", Ending::Semicolon);
        check("“word.”", Ending::Full);
        check("specific needs,", Ending::Comma);
    }

    #[test]
    fn references_are_told() {
        let check =
            |text: &str, next: &str, expected: bool| assert_eq!(refers(text, next), expected, "{text} / {next}");
        check("terminated under Section", "2.1 of this License", true);
        check("termos do art.", "2º desta Constituição", true);
        check("أحكام المادة", "(٥) من هذا القانون", true);
        check("in accordance with resolution⁶", "69/95. Existing", true);
        check("in article 12, paragraph 6", "(b) prevents each Party", true);
        check("in part", "The Conference", false);
        check("prévues au paragraphe 2 de la présente section.", "2) Qui, par suite", false);
        check("there is no", "5 per cent", false);
        check("ANNEX", "1. Scope", false);
    }
}
