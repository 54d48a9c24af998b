//! Printed pieces to clean text: lines rejoined, hyphens mended, emphasis and footnote marks taken out and kept apart.

use std::collections::HashMap;

use super::classify::superscript;
use crate::text::Emphasis;

/// A stretch of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    /// The line's number on disk.
    pub line: u32,
    /// First byte in the source's text.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
}

impl Piece {
    /// Its words.
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }
}

/// Clean text with what was taken out of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Clean {
    /// The words.
    pub text: String,
    /// Bold and italic words.
    pub emphasis: Vec<Emphasis>,
    /// Footnote marks: the byte after which each stood, and its label.
    pub marks: Vec<(usize, String)>,
}

/// How often the words that a line end may have broken stand whole elsewhere in the source.
#[derive(Debug, Default)]
pub(super) struct Hyphens(HashMap<String, u32>);

impl Hyphens {
    /// Looks in `text` for the words that its line ends break.
    pub fn learn(text: &str) -> Self {
        let mut wanted = HashMap::new();
        for (at, _) in text.match_indices('-') {
            if let Some((first, second)) = broken(text, at) {
                for word in [format!("{first}{second}"), format!("{first}-{second}"), first, second] {
                    wanted.insert(word, 0);
                }
            }
        }
        if !wanted.is_empty() {
            let bounds = |c: char| !(c.is_alphanumeric() || c == '-');
            for word in text.split(bounds).flat_map(|w| w.split('-').chain(w.contains('-').then_some(w))) {
                if let Some(count) = wanted.get_mut(word) {
                    *count += 1;
                } else if word.starts_with(char::is_uppercase)
                    && let Some(count) = wanted.get_mut(&word.to_lowercase())
                {
                    *count += 1;
                }
            }
        }
        Self(wanted)
    }

    fn count(&self, word: &str) -> u32 {
        self.0.get(word).copied().unwrap_or(0)
    }

    /// Whether the hyphen between `first` and `second` belongs to the word: as the rest of the source writes it, or
    /// else where both are words of their own.
    fn keeps(&self, first: &str, second: &str, at_line_end: bool) -> bool {
        if second.starts_with(|c: char| c.is_ascii_digit()) || first.ends_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        let (a, b) = (first.to_lowercase(), second.to_lowercase());
        let (whole, hyphenated) = (self.count(&format!("{a}{b}")), self.count(&format!("{a}-{b}")));
        if whole != hyphenated {
            return hyphenated > whole;
        }
        !at_line_end || APART.contains(&a.as_str()) || self.count(&a) > 1 && self.count(&b) > 1
    }
}

/// First halves that keep their hyphen.
const APART: [&str; 12] =
    ["non", "self", "cross", "long", "short", "well", "high", "low", "ex", "post", "pre", "multi"];

/// The halves of a word that the hyphen at byte `at` of `text` breaks at a line's end or before a blank, in lower case.
fn broken(text: &str, at: usize) -> Option<(String, String)> {
    let before = &text[..at];
    let first_at = before
        .rfind(|c: char| !c.is_alphabetic())
        .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
    let after = &text[at + 1..];
    let rest = after.trim_start();
    if first_at == at || rest.len() == after.len() || after.len() - rest.len() > 40 {
        return None;
    }
    let second_end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    (second_end > 0 && at - first_at < 40 && second_end < 40)
        .then(|| (before[first_at..].to_lowercase(), rest[..second_end].to_lowercase()))
}

/// Words after which a hyphen hangs: `long- and short-term`.
fn hangs(second: &str) -> bool {
    matches!(second, "and" | "or" | "to" | "as" | "und" | "oder" | "et" | "ou" | "y" | "o" | "e" | "nor" | "but")
}

/// Joins `pieces` of `source` as one reads them, and takes the marks out.
pub(super) fn clean(source: &str, pieces: &[Piece], hyphens: &Hyphens) -> Clean {
    let mut raw = String::with_capacity(pieces.iter().map(|p| (p.end - p.start) as usize + 1).sum());
    for piece in pieces {
        let words = piece.of(source);
        if !raw.is_empty() && !joins_without_blank(&raw, words) {
            // A line's end after a hyphen is kept as one: it says whose hyphen that is.
            raw.push(if raw.ends_with('-') { '\n' } else { ' ' });
        }
        raw.push_str(words);
    }
    if plain(raw.as_bytes(), true) == raw.len() && !raw.ends_with(' ') {
        return Clean { text: raw, ..Clean::default() };
    }
    scan(&raw, hyphens)
}

/// How many bytes are words as they will stand: no mark, no blank after a blank; `blank` where one stands before.
fn plain(bytes: &[u8], mut blank: bool) -> usize {
    let stands = |&&b: &&u8| {
        let fits = if b == b' ' {
            !blank
        } else {
            b.is_ascii_graphic() && !matches!(b, b'*' | b'_' | b'<' | b'\\' | b'[' | b'-')
        };
        blank = b == b' ';
        fits
    };
    bytes.iter().take_while(stands).count()
}

/// A soft hyphen joins, and so do scripts that write no blanks.
fn joins_without_blank(raw: &str, words: &str) -> bool {
    let wide = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}');
    raw.ends_with('\u{ad}')
        || raw.chars().next_back().is_some_and(wide) && words.chars().next().is_some_and(wide)
        || raw.ends_with('/') && !raw.ends_with(" /")
        || raw == "["
}

fn is_dropped(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{2060}')
}

/// Where emphasis opens and closes in `raw`: the delimiter at a byte, its width, and its partner's byte.
fn emphases(raw: &str) -> HashMap<usize, (usize, Option<usize>)> {
    let (mut found, mut open) = (HashMap::new(), Vec::<(usize, usize, char)>::new());
    let bytes = raw.as_bytes();
    let mut at = 0;
    while let Some(n) = raw[at..].find(['*', '_']) {
        let start = at + n;
        let sign = char::from(bytes[start]);
        let run = raw[start..].bytes().take_while(|&b| b == bytes[start]).count();
        at = start + run;
        let before = raw[..start].chars().next_back();
        let after = raw[at..].chars().next();
        let escaped = before == Some('\\');
        let inside =
            sign == '_' && before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
        if escaped || inside || run > 3 {
            continue;
        }
        let mut left = run;
        let mut place = start;
        let can_close = before.is_some_and(|c| !c.is_whitespace());
        while left > 0 && can_close {
            let Some(&(opener, width, kind)) = open.last() else { break };
            if kind != sign || width > left {
                break;
            }
            open.pop();
            found.insert(opener, (width, Some(place)));
            found.insert(place, (width, Some(opener)));
            left -= width;
            place += width;
        }
        let can_open = after.is_some_and(|c| !c.is_whitespace()) && !before.is_some_and(char::is_alphanumeric);
        if left > 0 && can_open {
            if left == 3 {
                open.push((place, 2, sign));
                open.push((place + 2, 1, sign));
            } else {
                open.push((place, left, sign));
            }
        } else if left >= 2 && sign == '*' {
            found.insert(place, (left, None));
        }
    }
    for (place, width, sign) in open {
        if width == 2 && sign == '*' {
            found.insert(place, (width, None));
        }
    }
    found
}

/// An HTML tag at the start of `text` that says nothing but how words look: its width.
fn tag(text: &str) -> Option<(usize, &str)> {
    let end = text.char_indices().take(12).find(|&(_, c)| c == '>')?.0;
    let name = text[1..end].trim_matches('/').trim();
    let known = matches!(name, "i" | "b" | "em" | "strong" | "u" | "br" | "sub" | "sup" | "span" | "p" | "small");
    known.then_some((end + 1, name))
}

fn scan(raw: &str, hyphens: &Hyphens) -> Clean {
    let marks = if raw.contains(['*', '_']) { emphases(raw) } else { HashMap::new() };
    let mut out = Clean { text: String::with_capacity(raw.len()), ..Clean::default() };
    let mut opened: HashMap<usize, usize> = HashMap::new();
    let mut at = 0;
    while let Some(c) = raw[at..].chars().next() {
        let run = plain(&raw.as_bytes()[at..], out.text.is_empty() || out.text.ends_with(' '));
        if run > 0 {
            out.text.push_str(&raw[at..at + run]);
            at += run;
            continue;
        }
        let width = c.len_utf8();
        let rest = &raw[at..];
        if let Some(&(run, partner)) = marks.get(&at) {
            if let Some(partner) = partner {
                if partner > at {
                    opened.insert(at, out.text.len());
                } else if let Some(start) = opened.remove(&partner).filter(|&s| s < out.text.trim_end().len()) {
                    out.emphasis.push(Emphasis { range: start..out.text.trim_end().len(), strong: run == 2 });
                }
            }
            at += run;
        } else if is_dropped(c) {
            at += width;
            if c == '\u{ad}' && rest[width..].starts_with(' ') {
                at += 1;
            }
        } else if c.is_whitespace() || c.is_control() {
            if !out.text.is_empty() && !out.text.ends_with(' ') {
                out.text.push(' ');
            }
            at += width;
        } else if superscript(c).is_some() && !is_unit(&out.text) {
            let end = rest.find(|c| superscript(c).is_none()).unwrap_or(rest.len());
            out.marks.push((out.text.len(), rest[..end].chars().filter_map(superscript).collect()));
            at += end;
        } else if c == '<' && rest.starts_with("<sup>") {
            let end = rest.find("</sup>").unwrap_or(5);
            let inner = rest.get(5..end).unwrap_or("");
            if !inner.is_empty() && inner.len() <= 4 && inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '*') {
                out.marks.push((out.text.len(), inner.to_owned()));
                at += end + 6;
            } else {
                at += 5;
            }
        } else if let Some((run, _)) = (c == '<').then(|| tag(rest)).flatten() {
            at += run;
        } else if c == '<' && rest.starts_with("<http") && rest.contains('>') {
            let end = rest.find('>').unwrap_or(rest.len());
            out.text.push_str(&rest[1..end]);
            at += end + 1;
        } else if c == '\\' && rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) {
            out.text.push_str(&rest[1..2]);
            at += 2;
        } else if let Some((inner, run)) = (c == '[').then(|| link(rest)).flatten() {
            if let Some(label) = inner.strip_prefix('^') {
                out.marks.push((out.text.len(), label.to_owned()));
                at += run;
            } else {
                // The words of a link are read on: they may bear marks themselves.
                let mut words = scan(inner, hyphens);
                words.marks.iter_mut().for_each(|m| m.0 += out.text.len());
                out.marks.append(&mut words.marks);
                out.text.push_str(&words.text);
                at += run;
            }
        } else if c == '-' && at > 0 {
            at = hyphen(raw, at, hyphens, &mut out.text);
        } else {
            out.text.push(c);
            at += width;
        }
    }
    let kept = out.text.trim_end().len();
    out.text.truncate(kept);
    out.marks.iter_mut().for_each(|m| m.0 = m.0.min(kept));
    out
}

/// `km²` is a unit, not a word with a note.
fn is_unit(text: &str) -> bool {
    let last = text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    matches!(last, "m" | "km" | "cm" | "mm" | "ha")
}

/// A Markdown link or footnote mark at the start of `text`: its words and its width.
fn link(text: &str) -> Option<(&str, usize)> {
    let close = text.char_indices().take(600).find(|&(_, c)| c == ']')?.0;
    let inner = &text[1..close];
    if inner.starts_with('^') && inner.len() > 1 && inner.len() <= 8 {
        return Some((inner, close + 1));
    }
    let target = text[close + 1..].strip_prefix('(')?;
    let end = target.char_indices().take(2000).find(|&(_, c)| c == ')' || c.is_whitespace())?;
    let looks = end.1 == ')' && (end.0 == 0 || target[..end.0].contains(['/', '#', '.']));
    (looks && !inner.contains('[')).then_some((inner, close + 1 + 1 + end.0 + 1))
}

/// Writes the hyphen at byte `at` of `raw`, or mends the word that it breaks; the byte to read on from.
fn hyphen(raw: &str, at: usize, hyphens: &Hyphens, out: &mut String) -> usize {
    let Some((first, second)) = raw[at + 1..].starts_with([' ', '\n']).then(|| broken(raw, at)).flatten() else {
        out.push('-');
        return at + 1;
    };
    let real = &raw[at + 1..].trim_start();
    let capital = real.starts_with(char::is_uppercase);
    let all_caps =
        capital && first.chars().count() >= 2 && raw[..at].chars().next_back().is_some_and(char::is_uppercase);
    if hangs(&second) || capital && !all_caps && first.is_empty() {
        out.push('-');
        return at + 1;
    }
    let second = &real[..second.len().min(real.len())];
    let at_line_end = raw[at + 1..].starts_with('\n');
    if capital && !all_caps || hyphens.keeps(&first, second, at_line_end) {
        out.push('-');
    }
    raw.len() - real.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(input: &str, expected: &str) -> Clean {
        let mut pieces = Vec::new();
        let mut at = 0;
        for (n, line) in input.split('\n').enumerate() {
            let end = at + line.len();
            let int = |n: usize| u32::try_from(n).unwrap_or(0);
            pieces.push(Piece { line: int(n) + 1, start: int(at), end: int(end) });
            at = end + 1;
        }
        let got = clean(input, &pieces, &Hyphens::learn(input));
        assert_eq!(got.text, expected, "{input}");
        got
    }

    #[test]
    fn lines_are_rejoined() {
        check("one\ntwo", "one two");
        check("interna-\ntional law is international", "international law is international");
        check("long-\nterm aims, long-term", "long-term aims, long-term");
        check("migration- relevant and migration-related", "migration-relevant and migration-related");
        check("long- and short-term", "long- and short-term");
        check("INTER-\nPARLIAMENTARY, Inter-Parliamentary", "INTER-PARLIAMENTARY, Inter-Parliamentary");
        check("CONVEN-\nTIONAL", "CONVENTIONAL");
        check("soft\u{ad}\nhyphen", "softhyphen");
        check("协定\n文本", "协定文本");
        check("a – b - c", "a – b - c");
        check("vis-à-vis", "vis-à-vis");
    }

    #[test]
    fn marks_are_taken_out() {
        let got = check("**Bold** and *slanted* words¹² in 2018⁷.", "Bold and slanted words in 2018.");
        assert_eq!(got.emphasis.len(), 2);
        assert_eq!(&got.text[got.emphasis[1].range.clone()], "slanted");
        let marks: Vec<_> = got.marks.iter().map(|m| (&got.text[..m.0], m.1.as_str())).collect();
        assert_eq!(marks, [("Bold and slanted words", "12"), ("Bold and slanted words in 2018", "7")]);
        check("policies**", "policies");
        check("a * b", "a * b");
        check("*Treaty Series*, vol. 5", "Treaty Series, vol. 5");
        check("snake_case_name", "snake_case_name");
        check("[word](#) [Option 1] (x)", "word [Option 1] (x)");
        check("US\\$ 40 and <https://a.b/c>.", "US$ 40 and https://a.b/c.");
        check("<i>Session 1:</i>\tWords", "Session 1: Words");
        check("5 km² wide", "5 km² wide");
        check("see[^3] it", "see it");
        check("***both***", "both");
    }
}
