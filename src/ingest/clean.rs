//! Printed pieces to clean text: lines rejoined, hyphens mended, emphasis and footnote marks taken out and kept apart.

use super::bits::holds;
use super::hyphens::Hyphens;
use super::markup::{address, entity, is_ordinal, link, raised, tag};
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
    if is_spaced_out(&raw) {
        close_up(&mut raw);
    }
    let stands = plain(raw.as_bytes(), true);
    if stands == raw.len() && !raw.ends_with(' ') {
        return Clean { text: raw, ..Clean::default() };
    }
    scan(&raw, stands, hyphens)
}

/// Whether `raw` is one line of single letters, as titles are set: `E c o n o m i c`.
fn is_spaced_out(raw: &str) -> bool {
    const SIGNS: [char; 4] = ['*', '_', '#', ' '];
    let bare = raw.trim_matches(SIGNS);
    if bare.len() > 200 || bare.as_bytes().get(1) != Some(&b' ') {
        return false;
    }
    let words = || bare.split(' ').filter(|w| !w.is_empty());
    let single = words().all(|w| w.chars().count() == 1);
    // `A B C D` are columns.
    let counts = words().zip(words().skip(1)).all(|(a, b)| a.bytes().next().map(|a| a + 1) == b.bytes().next());
    single
        && !counts
        && bare.split("  ").any(|part| part.split(' ').filter(|w| w.starts_with(char::is_alphabetic)).count() >= 5)
}

/// Takes out the single blanks between the letters of `raw`; words are parted by more.
fn close_up(raw: &mut String) {
    let letters: Vec<char> = raw.chars().collect();
    let letter = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphanumeric());
    let between = |at: usize| letters[at] == ' ' && letter(at.checked_sub(1)) && letter(Some(at + 1));
    *raw = (0..letters.len()).filter(|&at| !between(at)).map(|at| letters[at]).collect();
}

/// Whether `byte` stands in clean text as it is behind `before`: no mark, no second blank, nothing out of ASCII.
fn stands(byte: u8, before: u8) -> bool {
    let mark = matches!(byte, b'*' | b'_' | b'<' | b'\\' | b'[' | b'-' | b'$' | b'^' | b'&');
    byte.wrapping_sub(b' ') <= b'~' - b' ' && !mark && (byte != b' ' || before != b' ')
}

/// How many bytes are words as they will stand; `blank` where a blank stands before.
fn plain(bytes: &[u8], blank: bool) -> usize {
    const STRETCH: usize = 32;
    if !bytes.first().is_some_and(|&b| stands(b, if blank { b' ' } else { 0 })) {
        return 0;
    }
    let mut at = 1;
    // Most text stands, which a stretch of it tells at once.
    while let (Some(stretch), Some(before)) = (bytes[at..].first_chunk::<STRETCH>(), bytes[at - 1..].first_chunk()) {
        let odd = |odd: u8, (&b, &before): (&u8, &u8)| odd | u8::from(!stands(b, before));
        if stretch.iter().zip::<&[u8; STRETCH]>(before).fold(0, odd) > 0 {
            break;
        }
        at += STRETCH;
    }
    at + bytes[at - 1..].windows(2).take_while(|pair| stands(pair[1], pair[0])).count()
}

/// A soft hyphen joins, and so do scripts that write no blanks.
fn joins_without_blank(raw: &str, words: &str) -> bool {
    raw.ends_with('\u{ad}')
        || raw.chars().next_back().is_some_and(is_wide) && words.chars().next().is_some_and(is_wide)
        || raw.ends_with('/') && !raw.ends_with(" /")
        || raw.trim_start_matches(['[', '~']).is_empty()
        || words.starts_with([',', ';', '.', ':', ')']) && (words.len() <= 3 || words[1..].starts_with(' '))
}

/// Whether `c` is of a script that writes no blanks between words.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

fn is_dropped(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}' | '\u{200e}' | '\u{200f}' | '\u{2060}')
}

/// Signs that open or close emphasis, or stand for nothing.
struct Delimiter {
    at: usize,
    width: usize,
    /// The byte of the sign that closes or opens what this one does.
    partner: Option<usize>,
}

/// Where emphasis opens and closes in `raw`, in order.
fn emphases(raw: &str) -> Vec<Delimiter> {
    let (mut found, mut open) = (Vec::new(), Vec::<(usize, usize, char)>::new());
    if !holds(raw.as_bytes(), |b| b == b'*' || b == b'_') {
        return found;
    }
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
            found.push(Delimiter { at: opener, width, partner: Some(place) });
            found.push(Delimiter { at: place, width, partner: Some(opener) });
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
            found.push(Delimiter { at: place, width: left, partner: None });
        }
    }
    for (place, width, sign) in open {
        if width == 2 && sign == '*' {
            found.push(Delimiter { at: place, width, partner: None });
        }
    }
    found.sort_unstable_by_key(|d| d.at);
    found
}

/// Reads `raw` sign by sign: what stands, as its first bytes do, so many, is copied, emphasis is kept apart, and the rest
/// is read as the marks it is.
fn scan(raw: &str, stands: usize, hyphens: &Hyphens) -> Clean {
    let mut signs = emphases(raw).into_iter().peekable();
    let mut out = Clean { text: String::with_capacity(raw.len()), ..Clean::default() };
    out.text.push_str(&raw[..stands]);
    // Emphasis that is open: the byte of its sign, and the byte of the text where its words begin.
    let mut opened: Vec<(usize, usize)> = Vec::new();
    let mut at = stands;
    while let Some(c) = raw[at..].chars().next() {
        let run = plain(&raw.as_bytes()[at..], out.is_parted());
        if run > 0 {
            out.text.push_str(&raw[at..at + run]);
            at += run;
            continue;
        }
        while signs.next_if(|m| m.at < at).is_some() {}
        let Some(Delimiter { width, partner, .. }) = signs.next_if(|m| m.at == at) else {
            at = out.read(raw, at, c, hyphens);
            continue;
        };
        if partner.is_some_and(|p| p > at) {
            opened.push((at, out.text.len()));
        } else if let Some(opener) = partner {
            // What stood deeper and was never closed lay in a link.
            opened.truncate(opened.partition_point(|o| o.0 <= opener));
            let end = out.text.trim_end().len();
            if let Some((_, start)) = opened.pop_if(|o| o.0 == opener).filter(|o| o.1 < end) {
                out.emphasis.push(Emphasis { range: start..end, strong: width == 2 });
            }
        }
        at += width;
    }
    let kept = out.text.trim_end().len();
    out.text.truncate(kept);
    out.marks.iter_mut().for_each(|m| m.0 = m.0.min(kept));
    out
}

impl Clean {
    /// Whether nothing or a blank stands before what comes next.
    fn is_parted(&self) -> bool {
        self.text.is_empty() || self.text.ends_with(' ')
    }

    fn blank(&mut self) {
        if !self.is_parted() {
            self.text.push(' ');
        }
    }

    /// Reads what begins with `c`, at byte `at` of `raw`; the byte to read on from.
    fn read(&mut self, raw: &str, at: usize, c: char, hyphens: &Hyphens) -> usize {
        let rest = &raw[at..];
        let width = c.len_utf8();
        if is_dropped(c) {
            return at + width + usize::from(c == '\u{ad}' && rest[width..].starts_with(' '));
        }
        if c.is_whitespace() || c.is_control() {
            self.blank();
            return at + width;
        }
        if let Some((label, run)) = raised(rest).filter(|_| is_marked(c, &self.text)) {
            if is_ordinal(&self.text, &label) {
                self.text.push_str(&label);
            } else {
                self.marks.push((self.text.len(), label));
            }
            return at + run;
        }
        match c {
            '&' => {
                if let Some((sign, run)) = entity(rest) {
                    if sign.is_whitespace() {
                        self.blank();
                    } else {
                        self.text.push(sign);
                    }
                    return at + run;
                }
            }
            '<' => {
                if let Some(run) = tag(rest) {
                    if rest.starts_with("<br") {
                        self.blank();
                    }
                    return at + run;
                }
                if let Some(address) = address(rest) {
                    self.text.extend(address.chars().filter(|&c| !c.is_control() && !is_dropped(c)));
                    return at + address.len() + 2;
                }
            }
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => {
                self.text.push_str(&rest[1..2]);
                return at + 2;
            }
            '[' => {
                if let Some((inner, run)) = link(rest) {
                    self.link(inner, hyphens);
                    return at + run;
                }
            }
            '-' if at > 0 => return hyphens.mend(raw, at, &mut self.text),
            _ => {}
        }
        self.text.push(c);
        at + width
    }

    /// Reads what stands in the brackets of a link.
    fn link(&mut self, inner: &str, hyphens: &Hyphens) {
        if let Some(label) = inner.strip_prefix('^') {
            self.marks.push((self.text.len(), label.replace(char::is_control, "")));
            return;
        }
        // The words are read on: they may bear marks themselves.
        let mut words = scan(inner, 0, hyphens);
        words.marks.iter_mut().for_each(|m| m.0 += self.text.len());
        self.marks.append(&mut words.marks);
        self.text.push_str(&words.text);
    }
}

/// Whether what is raised with `sign` behind `text` is the mark of a note: `10^6` and `km²` bear none.
fn is_marked(sign: char, text: &str) -> bool {
    !is_unit(text) && (sign != '^' || text.ends_with(|c: char| !c.is_whitespace() && !c.is_ascii_digit()))
}

/// `km²` is a unit, not a word with a note.
fn is_unit(text: &str) -> bool {
    let last = text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    matches!(last, "m" | "km" | "cm" | "mm" | "ha")
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
    fn letters_set_apart_are_words() {
        check("**E c o n o m i c &**", "Economic &");
        check("R E P O R T  O F  T H E  S E S S I O N", "REPORT OF THE SESSION");
        check("A B C D E F", "A B C D E F");
        check("a b or c", "a b or c");
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
        check("COVID-\n19 in 2030-\n2040", "COVID-19 in 2030-2040");
        check("Oppose<br>strongly", "Oppose strongly");
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
        check("R&amp;D in <span id=\"p-1\"></span>the 14<sup>th</sup> session^3^,", "R&D in the 14th session,");
        check("as agreed,$^{12}$ at US$40 or 10^6 or A&B", "as agreed, at US$40 or 10^6 or A&B");
    }
}
