//! Bytes to text, and text to lines that know their place.

use std::borrow::Cow;

use super::bits::{each_run, holds};
use super::markup::anchors;

/// The largest file read, in bytes: offsets are kept in 32 bits, with room to spare.
const MOST_BYTES: usize = 1 << 30;

/// A line that holds something: where it lies and what stood around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// 1-based, counted at LF.
    pub number: u32,
    /// First byte of its content, blanks left out.
    pub start: u32,
    /// The byte after its content.
    pub end: u32,
    /// Columns before its content.
    pub indent: u16,
    /// Blank lines before it.
    pub gap: u8,
    /// Whether a form feed stands before it.
    pub feed: bool,
}

impl Line {
    /// Its content.
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// Its content as bytes.
    pub fn bytes(self, text: &str) -> &[u8] {
        &text.as_bytes()[self.start as usize..self.end as usize]
    }

    /// The first byte of its content, by which most rules pass most lines over.
    pub fn first(self, text: &str) -> u8 {
        self.bytes(text).first().copied().unwrap_or(0)
    }
}

/// Decodes a file; the word beside the text says what was not plain UTF-8.
///
/// # Errors
/// Why the bytes are no text.
pub(super) fn decode(bytes: Cow<'static, [u8]>) -> Result<(String, Option<&'static str>), String> {
    characters(bytes).map(|(text, odd)| (plain_blanks(text), odd))
}

/// Every blank as the plain one, two for a wide one, and a soft hyphen at a line's end as a hyphen: no rule need know
/// the others.
fn plain_blanks(text: String) -> String {
    const STRETCH: usize = 32;
    let odd = |c: char| matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}');
    // Most stretches of most texts are in ASCII throughout; and all of these begin with one of three bytes.
    let strange = |(n, stretch): (usize, &[u8])| {
        let mut bytes = stretch.iter().enumerate();
        !stretch.is_ascii()
            && bytes.any(|(at, b)| {
                matches!(b, 0xc2 | 0xe2 | 0xe3) && text[n * STRETCH + at..].starts_with(|c| odd(c) || c == '\u{ad}')
            })
    };
    if !text.as_bytes().chunks(STRETCH).enumerate().any(strange) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{3000}' => out.push_str("  "),
            '\u{ad}' if matches!(chars.peek(), Some('\n' | '\r')) => out.push('-'),
            _ => out.push(if odd(c) { ' ' } else { c }),
        }
    }
    out
}

fn characters(bytes: Cow<'static, [u8]>) -> Result<(String, Option<&'static str>), String> {
    if bytes.is_empty() {
        return Err("the file is empty".into());
    }
    if bytes.len() > MOST_BYTES {
        return Err(format!(
            "the file is too large: {} MB, and at most {} are read",
            bytes.len() >> 20,
            MOST_BYTES >> 20
        ));
    }
    if bytes.starts_with(b"%PDF-") {
        return Err("a PDF, not its text: extract the text first, say with pdftotext".into());
    }
    match bytes.as_ref() {
        [0xff, 0xfe, rest @ ..] => return Ok((utf16(rest, u16::from_le_bytes), Some("UTF-16"))),
        [0xfe, 0xff, rest @ ..] => return Ok((utf16(rest, u16::from_be_bytes), Some("UTF-16"))),
        _ => {}
    }
    if holds(&bytes, |b| b == 0) {
        return Err("a binary file, not text".into());
    }
    let bytes = match String::from_utf8(bytes.into_owned()) {
        Ok(text) => return Ok((text, None)),
        Err(error) => error.into_bytes(),
    };
    let strange = bytes.iter().filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c)).count();
    if strange * 20 > bytes.len() {
        return Err("a binary file, not text".into());
    }
    let lossy = String::from_utf8_lossy(&bytes);
    let lost = lossy.matches('\u{fffd}').count();
    let kept = lossy.chars().filter(|c| !c.is_ascii()).count() - lost;
    if kept > lost * 4 {
        return Ok((lossy.into_owned(), Some("UTF-8 with broken characters")));
    }
    Ok((bytes.iter().map(|&b| windows_1252(b)).collect(), Some("Windows-1252")))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
}

/// The character of `byte` in the code page that old word processors wrote.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Whether `c` holds no place on paper at a line's edge: blanks, controls, marks without width.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{ad}' | '\u{2060}')
}

/// Where every line of `text` starts, and the lines that hold something.
pub(super) fn lines(text: &str) -> (Vec<u32>, Vec<Line>) {
    let bytes = text.as_bytes();
    let ends = |stretch: &[u8]| usize::from(stretch.iter().fold(0_u8, |n, &b| n + u8::from(b == b'\n')));
    let count = 1 + bytes.chunks(128).map(ends).sum::<usize>();
    let (mut starts, mut lines) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let int = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (mut at, mut gap, mut feed) = (0, 0u8, false);
    each_run(
        bytes,
        |b| b != b'\n',
        |from, end| {
            // Each byte between ends an empty line.
            starts.extend((at..from).map(int));
            gap = gap.saturating_add(u8::try_from(from - at).unwrap_or(u8::MAX));
            starts.push(int(from));
            at = end + 1;
            let raw = &text[from..end];
            let (mut before, mut body, mut after) = ("", raw, "");
            // Most lines begin and end with a plain sign.
            if !matches!(raw.as_bytes(), [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~']) {
                body = raw.trim_start_matches(is_blank);
                before = &raw[..raw.len() - body.len()];
                body = body.trim_end_matches(is_blank);
                after = &raw[before.len() + body.len()..];
            }
            let (mut columns, mut start) = (0, from);
            if !before.is_empty() {
                let wide = |c: char| if c == '\t' { 8 } else { usize::from(c.is_whitespace() && c != '\x0c') };
                columns = before.chars().map(wide).sum();
                feed |= before.contains('\x0c');
                start += before.len();
            }
            if body.starts_with('<') {
                body = &body[anchors(body)..];
                start = from + raw.len() - after.len() - body.len();
            }
            if body.is_empty() {
                gap = gap.saturating_add(1);
                return;
            }
            lines.push(Line {
                number: int(starts.len()),
                start: int(start),
                end: int(start + body.len()),
                indent: u16::try_from(columns).unwrap_or(u16::MAX),
                gap,
                feed,
            });
            (gap, feed) = (0, !after.is_empty() && after.contains('\x0c'));
        },
    );
    starts.extend((at..bytes.len()).map(int));
    lines.shrink_to_fit();
    single_spaced(text, &mut lines);
    (starts, lines)
}

/// Takes a blank line from before each line of a typescript, whose sentences go on over blank lines.
fn single_spaced(text: &str, lines: &mut [Line]) {
    // How many lines go on a sentence, as they begin small, right below its line and beyond a blank one.
    let (mut beside, mut beyond) = (0, 0);
    for pair in lines.windows(2) {
        let (above, below) = (pair[0].of(text), pair[1].of(text));
        if below.starts_with(char::is_lowercase) && above.ends_with(|c: char| c.is_alphanumeric() || c == ',') {
            *(if pair[1].gap == 0 { &mut beside } else { &mut beyond }) += 1;
        }
    }
    if beyond > 10 * beside && 5 * beyond >= lines.len() {
        for line in lines {
            line.gap = line.gap.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_text() {
        let check = |bytes: &'static [u8], expected: Result<&str, &str>| {
            let got = decode(Cow::Borrowed(bytes));
            match expected {
                Ok(text) => assert_eq!(got.as_ref().map(|g| g.0.as_str()), Ok(text)),
                Err(part) => assert!(got.as_ref().is_err_and(|e| e.contains(part)), "{got:?}"),
            }
        };
        check("café".as_bytes(), Ok("café"));
        check(b"caf\xe9 \x93word\x94", Ok("café “word”"));
        check(b"\xff\xfea\0b\0", Ok("ab"));
        check("Art.\u{a0}5 accor\u{ad}\ndance".as_bytes(), Ok("Art. 5 accor-\ndance"));
        check(b"", Err("empty"));
        check(b"a\0b", Err("binary"));
        check(b"%PDF-1.7", Err("pdftotext"));
    }

    #[test]
    fn lines_know_their_place() {
        let text = "\u{feff}one\r\n\r\n\x0c  two \n\tthree";
        let (starts, lines) = lines(text);
        assert_eq!(starts.len(), 4);
        let seen: Vec<_> = lines.iter().map(|l| (l.number, l.of(text), l.indent, l.gap, l.feed)).collect();
        assert_eq!(seen, [(1, "one", 0, 0, false), (3, "two", 2, 1, true), (4, "three", 8, 0, false)]);
    }

    #[test]
    fn typescripts_are_read_with_single_space() {
        let typed = "The first line goes\n\non in the second,\n\nand ends.\n\n\nAnother begins\n\nbelow it.\n";
        let gaps: Vec<u8> = lines(typed).1.iter().map(|l| l.gap).collect();
        assert_eq!(gaps, [0, 0, 0, 1, 0]);
    }
}
