//! Folding: what two ways of printing the same words have in common, and the words of a text.
//!
//! Case, accents (compatibility decomposition), curly quotes, dashes, hyphens at a break, runs of white space,
//! soft hyphens and footnote marks make no difference. Every folded byte knows where it came from.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text and the way back.
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, the byte of the original at which its character starts.
    at: Vec<u32>,
}

/// Folds `text`. With `keep_case`, capitals stay.
#[must_use]
pub fn fold(text: &str, keep_case: bool) -> Folded {
    let mut out = Folded { text: String::with_capacity(text.len()), at: Vec::with_capacity(text.len()) };
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        // Most text is plain: a run of it is taken at once.
        let (start, mut last) = (i, out.text.as_bytes().last().copied());
        let plain = |b: u8, last| b.is_ascii_graphic() || b == b' ' && !matches!(last, Some(b' ' | b'-'));
        while i < bytes.len() && plain(bytes[i], last) {
            last = Some(bytes[i]);
            i += 1;
        }
        let folded = out.text.len();
        out.text.push_str(&text[start..i]);
        out.at.extend(place(start)..place(i));
        if !keep_case {
            out.text[folded..].make_ascii_lowercase();
        }
        let Some(c) = text[i..].chars().next() else { break };
        if c.is_whitespace() {
            let joins = out.text.ends_with('-') && breaks_a_word(text, i);
            if !joins && !out.text.ends_with(' ') {
                out.text.push(' ');
                out.at.push(place(i));
            }
        } else {
            out.push_rare(c, place(i), keep_case);
        }
        i += c.len_utf8();
    }
    out
}

fn place(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

/// Whether the white space at `at` follows a hyphen that breaks a word ("migration- relevant"), rather than one
/// that stands for a word left out ("short- and long-term").
fn breaks_a_word(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev().skip(1);
    let after = text[at..].trim_start();
    before.next().is_some_and(char::is_alphabetic)
        && after.starts_with(char::is_lowercase)
        && !["and ", "or ", "to "].iter().any(|w| after.starts_with(w))
}

impl Folded {
    fn push(&mut self, c: char, from: u32, keep_case: bool) {
        let before = self.text.len();
        if keep_case {
            self.text.push(c);
        } else {
            self.text.extend(c.to_lowercase());
        }
        self.at.resize(self.at.len() + self.text.len() - before, from);
    }

    fn push_rare(&mut self, c: char, from: u32, keep_case: bool) {
        let plain = match c {
            // Soft hyphens and invisible joints; superscripts are footnote marks.
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{feff}'
            | '²'
            | '³'
            | '¹'
            | '\u{2070}'..='\u{207e}' => return,
            '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '`' | '´' => "'",
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => "\"",
            '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
            'ß' => "ss",
            'æ' => "ae",
            'Æ' => "Ae",
            'œ' => "oe",
            'Œ' => "Oe",
            'ø' => "o",
            'Ø' => "O",
            'ł' => "l",
            'Ł' => "L",
            'đ' => "d",
            'Đ' => "D",
            'ı' => "i",
            _ => "",
        };
        if plain.is_empty() {
            for d in std::iter::once(c).nfkd().filter(|&d| !is_combining_mark(d)) {
                self.push(d, from, keep_case);
            }
        } else {
            plain.chars().for_each(|p| self.push(p, from, keep_case));
        }
    }

    /// The words, in order, as bytes of `text`: runs of letters and digits; a possessive's `'s` is left out, also
    /// where its apostrophe was lost (`women s rights`); an ideograph stands alone.
    #[must_use]
    pub fn words(&self) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut rest = self.text.char_indices().peekable();
        while let Some((start, c)) = rest.next() {
            if !c.is_alphanumeric() {
                continue;
            }
            let mut end = start + c.len_utf8();
            while let Some(&(i, d)) = rest.peek() {
                if !d.is_alphanumeric() || is_ideograph(c) || is_ideograph(d) {
                    break;
                }
                end = i + d.len_utf8();
                rest.next();
            }
            let owned = &self.text[start..end] == "s"
                && out.last().is_some_and(|word| matches!(&self.text[word.end..start], "'" | " "));
            if !owned {
                out.push(start..end);
            }
        }
        out
    }

    /// The bytes of `original` that `range` of the folded text came from, whole characters with their accents.
    #[must_use]
    pub fn origin(&self, range: &Range<usize>, original: &str) -> Range<usize> {
        let place = |i: usize| self.at.get(i).map_or(original.len(), |&b| b as usize);
        if range.is_empty() {
            return place(range.start)..place(range.start);
        }
        let last = place(range.end - 1);
        let mut end = last;
        for (n, c) in original[last..].chars().enumerate() {
            if n > 0 && !is_combining_mark(c) {
                break;
            }
            end += c.len_utf8();
        }
        place(range.start)..end
    }
}

/// Whether `c` is a word of its own in scripts that print no blanks.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(input: &str, expected: &[&str]) {
        let folded = fold(input, false);
        let words: Vec<&str> = folded.words().into_iter().map(|w| &folded.text[w]).collect();
        assert_eq!(words, expected, "{input:?}");
    }

    #[test]
    fn words_are_whole_and_plain() {
        check("Miroslav Lajčák", &["miroslav", "lajcak"]);
        check("Lajc\u{30c}a\u{301}k", &["lajcak"]);
        check("the migrants’ rights, women's", &["the", "migrants", "rights", "women"]);
        check("IOM s contributions", &["iom", "contributions"]);
        check("migration¹³ and rights²³.", &["migration", "and", "rights"]);
        check("migra\u{ad}tion- relevant", &["migration", "relevant"]);
        check("A/RES/71/1 ¶13(c)", &["a", "res", "71", "1", "13", "c"]);
        check("ﬁnal Straße", &["final", "strasse"]);
        check("移民 compact", &["移", "民", "compact"]);
    }

    #[test]
    fn breaks_fold_to_one_blank() {
        let check = |input: &str, expected: &str| assert_eq!(fold(input, false).text, expected, "{input:?}");
        check("irregular\n  migration", "irregular migration");
        check("migration- relevant", "migration-relevant");
        check("short- and long-term", "short- and long-term");
        check("“fact–based”", "\"fact-based\"");
        assert_eq!(fold("Česko", true).text, "Cesko");
    }

    #[test]
    fn a_match_leads_back_with_its_accents() {
        let text = "Mr Lajc\u{30c}a\u{301}k\u{301} said";
        let folded = fold(text, false);
        let word = folded.words()[1].clone();
        assert_eq!(&text[folded.origin(&word, text)], "Lajc\u{30c}a\u{301}k\u{301}");
    }

    proptest! {
        #[test]
        fn every_word_leads_back_to_the_text(text in "\\PC{0,60}") {
            let folded = fold(&text, false);
            prop_assert_eq!(folded.at.len(), folded.text.len());
            let mut end = 0;
            for word in folded.words() {
                let origin = folded.origin(&word, &text);
                prop_assert!(text.get(origin.clone()).is_some_and(|t| !t.is_empty()));
                prop_assert!(origin.end >= end);
                end = origin.end;
            }
        }
    }
}
