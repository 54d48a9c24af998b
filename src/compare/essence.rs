//! Essence: what is left of a text when form is taken away, so that two printings of it are equal.

use unicode_normalization::UnicodeNormalization as _;

/// Whether two texts differ in form only.
///
/// Form is case, accents, quotes, dashes, hyphenation, blanks inside words, punctuation, a list-final "and", and
/// footnote marks that only one of the two bears. Brackets count as words: lifting them is a decision. So do
/// signs (`%`, `$`) and what stands between digits (`1.5` is not `15`).
#[must_use]
pub fn same_essence(a: &str, b: &str) -> bool {
    a == b || Essence::of_item(a).same(&Essence::of_item(b))
}

/// The letters, digits and telling signs of a text, folded, without blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Essence {
    /// The folded characters.
    pub text: String,
    /// Bytes of `text` that may be footnote marks: digits printed close after a word.
    marks: Vec<(usize, usize)>,
}

impl Essence {
    /// The essence of a whole text; the "; and" that leads to the next item is no part of it.
    pub fn of_item(text: &str) -> Self {
        Self::of(without_final_and(text))
    }

    /// The essence of `text`.
    pub fn of(text: &str) -> Self {
        let mut out = Self::default();
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        while at < chars.len() {
            let c = chars[at];
            let before = at.checked_sub(1).map(|i| chars[i]);
            if c.is_ascii_digit() {
                let end = digits_end(&chars, at);
                let glued =
                    before.is_some_and(|b| b.is_alphabetic() || ".,;:)”’\"'".contains(b) && after_word(&chars, at));
                let start = out.text.len();
                out.text.extend(&chars[at..end]);
                if glued && end - at <= 3 && !chars.get(end).is_some_and(|c| c.is_alphanumeric()) {
                    out.marks.push((start, out.text.len()));
                }
                at = end;
                if let Some(sign) = between_digits(&chars, at) {
                    out.text.push(sign);
                }
                continue;
            }
            match c {
                '[' if bracketed_mark(&chars, at).is_some() => at = bracketed_mark(&chars, at).unwrap_or(at),
                '[' | ']' | '%' | '$' | '£' | '€' | '¥' | '°' | '§' | '&' | '+' | '±' | '×' => {
                    out.text.push(c);
                }
                _ if is_superscript(c) => {}
                c if c.is_alphanumeric() => fold(c, |c| out.text.push(c)),
                _ => {}
            }
            at += 1;
        }
        out
    }

    /// Whether `self` and `other` are equal, footnote marks that only one of them bears set aside.
    pub fn same(&self, other: &Self) -> bool {
        if self.marks.is_empty() && other.marks.is_empty() {
            return self.text == other.text;
        }
        let (a, b) = (self.text.as_bytes(), other.text.as_bytes());
        let (mut i, mut j) = (0, 0);
        loop {
            if i < a.len() && j < b.len() && a[i] == b[j] {
                (i, j) = (i + 1, j + 1);
                continue;
            }
            match (self.mark_at(i), other.mark_at(j)) {
                (Some(end), None) => i = end,
                (None, Some(end)) => j = end,
                // Digits on both sides, and not the same: a number was changed.
                (Some(_), Some(_)) => return false,
                (None, None) => return i == a.len() && j == b.len(),
            }
        }
    }

    fn mark_at(&self, at: usize) -> Option<usize> {
        self.marks.iter().find(|m| m.0 == at).map(|m| m.1)
    }
}

/// `c` as small letters without accents; ligatures and wide forms taken apart.
pub(super) fn fold(c: char, mut push: impl FnMut(char)) {
    if c.is_ascii() {
        push(c.to_ascii_lowercase());
        return;
    }
    for c in std::iter::once(c).nfkd() {
        if !unicode_normalization::char::is_combining_mark(c) {
            c.to_lowercase().for_each(&mut push);
        }
    }
}

/// Whether `c` is a raised digit: a footnote mark.
pub(super) fn is_superscript(c: char) -> bool {
    matches!(c, '⁰'..='⁹' | '¹' | '²' | '³')
}

/// Whether `c` is one of the many hyphens and dashes.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{ad}' | '‐'..='―' | '−' | '﹣' | '－')
}

/// `text` without a list-final "; and".
pub(super) fn without_final_and(text: &str) -> &str {
    let trimmed = text.trim_end();
    let Some((rest, last)) = trimmed.len().checked_sub(3).and_then(|at| trimmed.split_at_checked(at)) else {
        return trimmed;
    };
    let rest = rest.trim_end();
    if last.eq_ignore_ascii_case("and") && rest.ends_with([';', ',']) { rest } else { trimmed }
}

fn digits_end(chars: &[char], at: usize) -> usize {
    at + chars[at..].iter().take_while(|c| c.is_ascii_digit()).count()
}

/// Whether the punctuation before `at` ends a word, so that digits may be a mark: not in `1.5`, `A.3`, `12.1`.
fn after_word(chars: &[char], at: usize) -> bool {
    let before: Vec<char> = chars[..at].iter().rev().skip_while(|c| !c.is_alphanumeric()).take(2).copied().collect();
    before.len() == 2 && before.iter().all(|c| c.is_alphabetic())
}

/// The sign between the digits that end at `at` and digits right after: a point, a dash, a slash, a colon.
/// The comma or blank of a thousand is none, nor is a blank inside a number.
fn between_digits(chars: &[char], at: usize) -> Option<char> {
    let sign = *chars.get(at)?;
    let blanks = |from: usize| from + chars[from..].iter().take_while(|c| c.is_whitespace()).count();
    if sign.is_whitespace() {
        let next = blanks(at);
        let after = *chars.get(next)?;
        let dash = is_dash(after) && chars.get(blanks(next + 1)).is_some_and(char::is_ascii_digit);
        return dash.then_some('-');
    }
    let next = if is_dash(sign) { blanks(at + 1) } else { at + 1 };
    if !chars.get(next).is_some_and(char::is_ascii_digit) {
        return None;
    }
    match sign {
        ',' if digits_end(chars, next) - next == 3 => None,
        c if is_dash(c) => Some('-'),
        '.' | ',' | '/' | ':' => Some(sign),
        _ => None,
    }
}

/// The place of the closing bracket of a footnote mark such as `[12]` or `[*]` that opens at `at`.
fn bracketed_mark(chars: &[char], at: usize) -> Option<usize> {
    let inner = chars[at + 1..].iter().take_while(|&&c| c.is_ascii_digit() || c == '*').count();
    ((1..=3).contains(&inner) && chars.get(at + 1 + inner) == Some(&']')).then_some(at + 1 + inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn form_is_not_essence() {
        let check = |a: &str, b: &str, same: bool| assert_eq!(same_essence(a, b), same, "{a:?} | {b:?}");
        check("FINAL PROVISIONS", "Final Provisions", true);
        check("the “best” – interests", "the \"best\" - interests", true);
        check("migration- relevant loca l", "migration-relevant local", true);
        check("return, readmission; and", "return, readmission.", true);
        check("policies and", "policies", false);
        check("coöperation of ﬁnance", "cooperation of finance", true);
        check("by States.12 They", "by States. They", true);
        check("all migrants4", "all migrants", true);
        check("all migrants⁴ and[5] children", "all migrants and children", true);
        check("COP21 of 2015", "COP22 of 2015", false);
        check("the G7 group", "the G8 group", false);
        check("Version 1.2", "Version 1.3", false);
        check("under A.3 above", "under A.4 above", false);
        check("below 1.5 degrees", "below 15 degrees", false);
        check("10–11 December", "10 - 11 December", true);
        check("1,000 or 20 18", "1000 or 2018", true);
        check("[shall] respect", "shall respect", false);
        check("50 % of", "50 of", false);
        check("shall", "shall not", false);
    }
}
