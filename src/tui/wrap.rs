//! Columns and lines: how wide text is on a screen, and where it breaks.

use std::ops::Range;

use ratatui::buffer::CellWidth as _;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation as _;

/// The columns `text` takes, counted as it is drawn: whole graphemes, control characters nothing.
#[must_use]
pub fn columns(text: &str) -> usize {
    graphemes(text).map(|(_, grapheme)| width_of(grapheme)).sum()
}

/// The graphemes of `text` with their bytes; ASCII, nearly all there is, without a look into the tables.
fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at;
        let plain = (b' '..0x7f).contains(bytes.get(start)?) && bytes.get(start + 1).is_none_or(u8::is_ascii);
        let grapheme = if plain { &text[start..=start] } else { text[start..].graphemes(true).next()? };
        at += grapheme.len();
        Some((start, grapheme))
    })
}

fn width_of(grapheme: &str) -> usize {
    match grapheme.as_bytes() {
        [byte] => usize::from(!byte.is_ascii_control()),
        _ if grapheme.contains(char::is_control) => 0,
        _ => usize::from(grapheme.cell_width()),
    }
}

/// Where a line could end.
#[derive(Clone, Copy)]
struct Break {
    /// The byte at which the next line would begin.
    next: usize,
    /// The byte at which this one would end, blanks left out.
    end: usize,
    /// The column at `next`.
    column: usize,
}

/// The lines of `text` at `width` columns, as byte ranges without the blanks at their ends.
///
/// Breaks where UAX #14 allows, but within a word joined by a slash, a hyphen or an en dash (`A/RES/71/1`,
/// `2018–2019`, `non-refoulement`) or before a bracket (`intent.[20]`) only where it would not fit a line of its own, and within a grapheme never: one
/// wider than `width` stands on its own line. A line feed begins a line. Gives one line for no text. Linear.
#[must_use]
pub fn wrap(text: &str, width: u16) -> Vec<Range<usize>> {
    wrap_first(text, width, usize::MAX)
}

/// The first `most` of the lines that [`wrap`] gives; the text behind them is not looked at.
#[must_use]
pub fn wrap_first(text: &str, width: u16, most: usize) -> Vec<Range<usize>> {
    let width = usize::from(width.max(1));
    let mut lines = Vec::new();
    let mut breaks = linebreaks(text).peekable();
    let (mut start, mut end, mut column) = (0, 0, 0);
    let (mut good, mut weak): (Option<Break>, Option<Break>) = (None, None);
    let mut ended = true;
    for (at, grapheme) in graphemes(text) {
        if lines.len() >= most {
            break;
        }
        let after = at + grapheme.len();
        let wide = width_of(grapheme);
        let blank = is_blank(grapheme);
        while !blank && column > 0 && column + wide > width {
            let here = Break { next: at, end, column };
            // A word that no line holds begins where it stands.
            let long = good.zip(weak).is_some_and(|(g, w)| w.next > g.next && is_wider(&text[g.next..], width));
            let good = good.take().filter(|_| !long);
            let chosen = good.or_else(|| weak.take()).unwrap_or(here);
            lines.push(start..chosen.end);
            start = chosen.next;
            column -= chosen.column;
            weak =
                weak.filter(|weak| weak.next > start).map(|weak| Break { column: weak.column - chosen.column, ..weak });
        }
        column += wide;
        if !blank {
            end = after;
        }
        end = end.max(start);
        while breaks.next_if(|(next, _)| *next < after).is_some() {}
        let kind = breaks.next_if(|(next, _)| *next == after).map(|(_, kind)| kind);
        ended = kind == Some(BreakOpportunity::Mandatory) && after < text.len() || is_line_feed(grapheme);
        if ended {
            lines.push(start..end);
            (start, end, column, good, weak) = (after, after, 0, None, None);
        } else if kind.is_some() || blank && text[after..].starts_with('(') {
            let stop = Some(Break { next: after, end, column });
            // A footnote's mark stays with the word before it.
            let joined = grapheme.ends_with(['/', '-', '\u{2010}', '–']) || !blank && text[after..].starts_with('[');
            if joined { weak = stop } else { good = stop }
        }
    }
    if start < text.len() || !ended || lines.is_empty() {
        lines.push(start..end);
    }
    lines.truncate(most);
    lines
}

/// Whether the word that `text` begins with is wider than `width`.
fn is_wider(text: &str, width: usize) -> bool {
    let mut wide = 0;
    graphemes(text).take_while(|(_, grapheme)| !is_blank(grapheme)).any(|(_, grapheme)| {
        wide += width_of(grapheme);
        wide > width
    })
}

/// Whether a line may end before or after this without it.
fn is_blank(grapheme: &str) -> bool {
    match grapheme.as_bytes() {
        [byte] => byte.is_ascii_whitespace(),
        _ => grapheme.chars().all(|c| c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}'),
    }
}

fn is_line_feed(grapheme: &str) -> bool {
    matches!(grapheme, "\n" | "\r\n" | "\r")
}

/// The byte at which `text` is cut to leave a column for an ellipsis in `width`; its length where it fits.
/// At a blank, unless that would leave less than half.
#[must_use]
pub fn cut(text: &str, width: u16) -> usize {
    let width = usize::from(width);
    let (mut column, mut hard, mut soft, mut soft_column) = (0, 0, 0, 0);
    for (at, grapheme) in graphemes(text) {
        if grapheme == " " && column < width {
            (soft, soft_column) = (at, column);
        }
        column += width_of(grapheme);
        if column < width {
            hard = at + grapheme.len();
        }
        if column > width {
            return if soft_column * 2 > width { soft } else { hard };
        }
    }
    text.len()
}

/// `text` in exactly `width` columns: cut with an ellipsis, or filled with blanks.
#[must_use]
pub fn pad(text: &str, width: u16, ellipsis: &str) -> String {
    let keep = cut(text, width);
    let mut out = text[..keep].to_owned();
    if keep < text.len() && width > 0 {
        out.push_str(ellipsis);
    }
    let missing = usize::from(width).saturating_sub(columns(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines() {
        let check = |text: &str, width, expected: &[&str]| {
            let lines: Vec<&str> = wrap(text, width).into_iter().map(|range| &text[range]).collect();
            assert_eq!(lines, expected, "{text:?} at {width}");
        };
        check("", 10, &[""]);
        check("   ", 2, &[""]);
        check("one two  three", 7, &["one two", "three"]);
        check("  indented words", 10, &["  indented", "words"]);
        check("see A/RES/71/1 of 2016", 10, &["see", "A/RES/71/1", "of 2016"]);
        check("the years 2018–2019", 14, &["the years", "2018–2019"]);
        check("and non-refoulement", 16, &["and", "non-refoulement"]);
        check("and non-refoulement", 14, &["and non-", "refoulement"]);
        check("in \"x\" (http://a.b/c/dddd)", 17, &["in \"x\" (http://", "a.b/c/dddd)"]);
        check("the intent.[20] This", 12, &["the", "intent.[20]", "This"]);
        check("gender-responsive, human-rights-based", 14, &["gender-", "responsive,", "human-rights-", "based"]);
        check("internationalisation", 8, &["internat", "ionalisa", "tion"]);
        check("a\u{a0}b c", 3, &["a\u{a0}b", "c"]);
        check("one\n\ntwo\n", 9, &["one", "", "two"]);
        check("one\r\ntwo", 9, &["one", "two"]);
        check("漢字漢字", 3, &["漢", "字", "漢", "字"]);
        check("漢", 1, &["漢"]);
        check("a漢", 1, &["a", "漢"]);
        check("e\u{301}e\u{301}e\u{301}", 2, &["e\u{301}e\u{301}", "e\u{301}"]);
        check("👩‍👩‍👧👩‍👩‍👧", 3, &["👩‍👩‍👧", "👩‍👩‍👧"]);
        check("المهاجرون في العالم", 12, &["المهاجرون في", "العالم"]);
    }

    #[test]
    fn cuts() {
        let check =
            |text: &str, width, expected: &str| assert_eq!(pad(text, width, "…"), expected, "{text:?} at {width}");
        check("Save lives", 10, "Save lives");
        check("Save lives", 12, "Save lives  ");
        check("Save lives and more", 12, "Save lives… ");
        check("Internationalisation", 8, "Interna…");
        check("漢字漢字", 5, "漢字…");
        check("漢字漢字", 4, "漢… ");
        check("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…");
        check("abc", 1, "…");
        check("abc", 0, "");
        check("", 2, "  ");
    }

    fn text() -> impl Strategy<Value = String> {
        let atoms = [
            "a",
            "migration",
            " ",
            "  ",
            "-",
            "–",
            "/",
            "A/RES/71/1",
            "漢",
            "e\u{301}",
            "👩‍👩‍👧",
            "🇰🇪",
            "\u{200d}",
            "\n",
            "ﾞ",
            "लि",
            "ش",
            "(c)",
            ".",
            "\u{a0}",
            "한국",
        ];
        let atom = prop_oneof![4 => proptest::sample::select(atoms.to_vec()).prop_map(String::from), 1 => any::<char>().prop_map(String::from)];
        proptest::collection::vec(atom, 0..40)
            .prop_map(|atoms| crate::text::safe(&atoms.concat().replace('\n', "\u{e000}")).replace('\u{e000}', "\n"))
    }

    proptest! {
        #[test]
        fn lines_hold_the_text_whole_graphemes_and_the_width(text in text(), width in 0u16..20) {
            let lines = wrap(&text, width);
            let bounds: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            let mut last = 0;
            for most in 1..=lines.len() {
                prop_assert_eq!(&wrap_first(&text, width, most), &lines[..most]);
            }
            for line in &lines {
                prop_assert!(text[last..line.start].chars().all(char::is_whitespace), "lost {:?}", &text[last..line.start]);
                prop_assert!(bounds.binary_search(&line.start).is_ok() && bounds.binary_search(&line.end).is_ok());
                let shown = &text[line.clone()];
                prop_assert!(!shown.contains('\n'));
                prop_assert!(columns(shown) <= width.max(1).into() || shown.graphemes(true).filter(|g| width_of(g) > 0).count() == 1);
                last = line.end;
            }
            prop_assert!(text[last..].chars().all(char::is_whitespace), "lost {:?}", &text[last..]);
            prop_assert!(lines.windows(2).all(|pair| pair[0].start < pair[1].start || pair[0].is_empty()));
        }

        #[test]
        fn the_short_cut_finds_the_same_graphemes(text in text()) {
            let expected: Vec<_> = text.grapheme_indices(true).collect();
            prop_assert_eq!(graphemes(&text).collect::<Vec<_>>(), expected);
        }

        #[test]
        fn padding_is_exact(text in text(), width in 0u16..20) {
            prop_assert_eq!(columns(&pad(&text.replace('\n', " "), width, "…")), usize::from(width));
        }
    }
}
