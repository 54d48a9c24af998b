//! The one filter between words from outside (documents, file names, queries, errors) and a terminal.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a terminal would obey `c` or a reader could not see it: C0 and C1 controls, bidi controls,
/// line and paragraph separators, invisible fillers, tags, interlinear marks.
///
/// Joiners (U+200C, U+200D) stay: scripts and emoji need them.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// `text` with every hidden character made visible: C0 as its control picture (`␛`), others as `⟨U+202E⟩`.
///
/// A tab parts cells with ` | `; at the head of `text` it is a blank. What comes out holds nothing that [`is_hidden`], so it passes twice unchanged.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\t' => out.push_str(if out.trim_end_matches([' ', '|']).is_empty() { " " } else { " | " }),
            '\u{7f}' => out.push('␡'),
            c if c < ' ' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('␦')),
            c if is_hidden(c) => {
                let _ = write!(out, "⟨U+{:04X}⟩", c as u32);
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_is_shown() {
        let check = |input: &str, expected: &str| assert_eq!(safe(input), expected, "{input:?}");
        check("plain é 漢 👩‍👩‍👧", "plain é 漢 👩‍👩‍👧");
        check("a\u{1b}[31mb\u{7}", "a␛[31mb␇");
        check("a\tb\u{7f}", "a | b␡");
        check("\t\ta", "  a");
        check("x\u{202e}y\u{9b}0m", "x⟨U+202E⟩y⟨U+009B⟩0m");
    }

    #[test]
    fn no_code_point_comes_through() {
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            let text = c.to_string();
            let out = safe(&text);
            assert!(!out.chars().any(is_hidden), "{c:?} came through as {out:?}");
            assert_eq!(safe(&out), out, "{c:?} changes twice");
        }
    }
}
