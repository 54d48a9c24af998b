//! Printed pieces to clean text: lines rejoined, hyphens mended, emphasis and footnote marks taken out and kept apart.

use super::bits::{each_run, holds};
use super::fnv::{Fnv, Sieve};
use super::markup::{entity, is_ordinal, raised, tag};
use crate::text::{Emphasis, QuickMap};

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

/// How often the words that a line end may have broken stand whole elsewhere in the source, each by its [`spelling`].
#[derive(Debug, Default)]
pub(super) struct Hyphens(QuickMap<u64, u32>);

impl Hyphens {
    /// Looks in `text` for the words that its line ends break.
    pub fn learn(text: &str) -> Self {
        let mut counts: QuickMap<u64, u32> = QuickMap::default();
        // Most words of the text are none of those wanted, which their length and three letters tell.
        let mut sieve = Sieve::default();
        let mut halves = Vec::new();
        for (at, _) in text.match_indices('-') {
            if let Some((first, second)) = broken(text, at) {
                halves.extend([spelling(&[first]), spelling(&[second])]);
                for word in [&[first, second][..], &[first, "-", second], &[first], &[second]] {
                    sieve.add(shape_of(word));
                    counts.insert(spelling(word), 0);
                }
            }
        }
        if !counts.is_empty() {
            each_word(text, &sieve, |word| {
                if let Some(count) = counts.get_mut(&spelling(&[word])) {
                    *count += 1;
                }
            });
        }
        // The halves themselves are no words of the text.
        for half in halves {
            counts.entry(half).and_modify(|n| *n = n.saturating_sub(1));
        }
        Self(counts)
    }

    fn count(&self, word: &[&str]) -> u32 {
        self.0.get(&spelling(word)).copied().unwrap_or(0)
    }

    /// Whether the hyphen between `first` and `second` belongs to the word: as the rest of the source writes it, or
    /// else where both are words of their own.
    fn keeps(&self, first: &str, second: &str, at_line_end: bool) -> bool {
        if second.starts_with(|c: char| c.is_ascii_digit()) || first.ends_with(|c: char| c.is_ascii_digit()) {
            return true;
        }
        let (whole, hyphenated) = (self.count(&[first, second]), self.count(&[first, "-", second]));
        if whole != hyphenated {
            return hyphenated > whole;
        }
        let apart = || APART.contains(&first.to_lowercase().as_str());
        !at_line_end || apart() || self.count(&[first]) > 0 && self.count(&[second]) > 0
    }
}

/// The letters of `parts` in a row, all small.
fn letters<'a>(parts: &'a [&str]) -> impl Iterator<Item = char> + 'a {
    parts.iter().flat_map(|p| p.chars()).flat_map(char::to_lowercase)
}

/// A number for the letters of `parts` in a row, the same for capitals and small ones.
fn spelling(parts: &[&str]) -> u64 {
    let mut out = Fnv::new();
    for part in parts {
        if part.is_ascii() {
            part.bytes().for_each(|b| out.take(u64::from(b.to_ascii_lowercase())));
        } else {
            letters(&[part]).for_each(|c| out.take(u64::from(u32::from(c))));
        }
    }
    out.0
}

/// A number for a word of so many letters, of which the first, the middle and the last have these low bits.
fn shape(count: usize, [first, middle, last]: [u8; 3]) -> u16 {
    let letter = |c: u8| u16::from(c % 32);
    let ends = u16::try_from(count % 64).unwrap_or(0) + 64 * letter(first) + 2048 * letter(last);
    ends.wrapping_add(letter(middle).wrapping_mul(0x9e35))
}

/// [`shape`] of the word that `parts` are.
fn shape_of(parts: &[&str]) -> u16 {
    let low = |c: char| u32::from(c).to_le_bytes()[0];
    let count = letters(parts).count();
    shape(count, [0, count / 2, count - 1].map(|n| letters(parts).nth(n).map_or(0, low)))
}

/// Calls `seen` with every word of `text`, but for plain ones that leave nothing in `sieve`; of one with hyphens, with its
/// parts and the whole.
fn each_word(text: &str, sieve: &Sieve, mut seen: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let odd = |b: u8| b == b'-' || !b.is_ascii();
    let is_odd = |at: usize| bytes.get(at).is_some_and(|&b| odd(b));
    each_run(
        bytes,
        |b| b.is_ascii_alphanumeric(),
        |start, end| {
            let count = end - start;
            let told = || sieve.has(shape(count, [bytes[start], bytes[start + count / 2], bytes[end - 1]]));
            if told() && !is_odd(end) && !is_odd(start.wrapping_sub(1)) {
                seen(&text[start..end]);
            }
        },
    );
    let part = |b: &u8| b.is_ascii_alphanumeric() || odd(*b);
    let mut upto = 0;
    each_run(bytes, odd, |start, end| {
        if start < upto {
            return;
        }
        let start = start - bytes[..start].iter().rev().take_while(|b| part(b)).count();
        upto = end + bytes[end..].iter().take_while(|b| part(b)).count();
        for word in text[start..upto].split(|c: char| !(c.is_alphanumeric() || c == '-')) {
            word.split('-').chain(word.contains('-').then_some(word)).for_each(&mut seen);
        }
    });
}

/// First halves that keep their hyphen.
const APART: [&str; 12] =
    ["non", "self", "cross", "long", "short", "well", "high", "low", "ex", "post", "pre", "multi"];

/// The halves of a word that the hyphen at byte `at` of `text` breaks at a line's end or before a blank.
fn broken(text: &str, at: usize) -> Option<(&str, &str)> {
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
    (second_end > 0 && at - first_at < 40 && second_end < 40).then(|| (&before[first_at..], &rest[..second_end]))
}

/// Words after which a hyphen hangs: `long- and short-term`.
fn hangs(second: &str) -> bool {
    matches!(
        second.to_lowercase().as_str(),
        "and" | "or" | "to" | "as" | "und" | "oder" | "et" | "ou" | "y" | "o" | "e" | "nor" | "but"
    )
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
    if plain(raw.as_bytes(), true) == raw.len() && !raw.ends_with(' ') {
        return Clean { text: raw, ..Clean::default() };
    }
    scan(&raw, hyphens)
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
        || raw.trim_start_matches('[').is_empty()
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

fn scan(raw: &str, hyphens: &Hyphens) -> Clean {
    let mut marks = emphases(raw).into_iter().peekable();
    let mut out = Clean { text: String::with_capacity(raw.len()), ..Clean::default() };
    // Emphasis that is open: the byte of its sign, and the byte of the text where its words begin.
    let mut opened: Vec<(usize, usize)> = Vec::new();
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
        while marks.next_if(|m| m.at < at).is_some() {}
        if let Some(Delimiter { width, partner, .. }) = marks.next_if(|m| m.at == at) {
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
        } else if let Some((label, run)) = raised(rest).filter(|_| is_marked(c, &out.text)) {
            if is_ordinal(&out.text, &label) {
                out.text.push_str(&label);
            } else {
                out.marks.push((out.text.len(), label));
            }
            at += run;
        } else if let Some((sign, run)) = (c == '&').then(|| entity(rest)).flatten() {
            if !sign.is_whitespace() || !out.text.is_empty() && !out.text.ends_with(' ') {
                out.text.push(sign);
            }
            at += run;
        } else if let Some(run) = (c == '<').then(|| tag(rest)).flatten() {
            if rest.starts_with("<br") && !out.text.is_empty() && !out.text.ends_with(' ') {
                out.text.push(' ');
            }
            at += run;
        } else if let Some(address) = (c == '<').then(|| address(rest)).flatten() {
            out.text.extend(address.chars().filter(|&c| !c.is_control() && !is_dropped(c)));
            at += address.len() + 2;
        } else if c == '\\' && rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) {
            out.text.push_str(&rest[1..2]);
            at += 2;
        } else if let Some((inner, run)) = (c == '[').then(|| link(rest)).flatten() {
            if let Some(label) = inner.strip_prefix('^') {
                out.marks.push((out.text.len(), label.replace(char::is_control, "")));
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

/// The address in angle brackets at the start of `text`: `<http…>`.
fn address(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('<').filter(|t| t.starts_with("http"))?;
    let end = inner.find(['<', '>']).filter(|&end| inner[end..].starts_with('>'))?;
    Some(&inner[..end])
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

/// A Markdown link or footnote mark at the start of `text`: its words and its width.
fn link(text: &str) -> Option<(&str, usize)> {
    let (close, _) = text.char_indices().skip(1).take(600).find(|&(_, c)| matches!(c, ']' | '['))?;
    let inner = &text[1..close];
    if text[close..].starts_with('[') {
        return None;
    }
    if inner.starts_with('^') && inner.len() > 1 && inner.len() <= 8 {
        return Some((inner, close + 1));
    }
    let target = text[close + 1..].strip_prefix('(')?;
    let end = target.char_indices().take(2000).find(|&(_, c)| matches!(c, ')' | '[') || c.is_whitespace())?;
    let looks = end.1 == ')' && (end.0 == 0 || target[..end.0].contains(['/', '#', '.']));
    looks.then_some((inner, close + 1 + 1 + end.0 + 1))
}

/// Writes the hyphen at byte `at` of `raw`, or mends the word that it breaks; the byte to read on from.
fn hyphen(raw: &str, at: usize, hyphens: &Hyphens, out: &mut String) -> usize {
    // `COVID-` / `19`
    if let [before, b'-', b'\n', b'0'..=b'9', ..] = raw.as_bytes()[at - 1..]
        && before.is_ascii_alphanumeric()
    {
        out.push('-');
        return at + 2;
    }
    let Some((first, second)) = raw[at + 1..].starts_with([' ', '\n']).then(|| broken(raw, at)).flatten() else {
        out.push('-');
        return at + 1;
    };
    let real = &raw[at + 1..].trim_start();
    let capital = real.starts_with(char::is_uppercase);
    let all_caps =
        capital && first.chars().count() >= 2 && raw[..at].chars().next_back().is_some_and(char::is_uppercase);
    if hangs(second) || capital && !all_caps && first.is_empty() {
        out.push('-');
        return at + 1;
    }
    let at_line_end = raw[at + 1..].starts_with('\n');
    if capital && !all_caps || hyphens.keeps(first, second, at_line_end) {
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
