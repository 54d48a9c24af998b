//! Bytes from the terminal into keys and pastes: pure, and the same however the bytes are split.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::time::Duration;

/// How much of a paste is kept; what follows, up to its end mark, is dropped.
pub const PASTE_LIMIT: usize = 64 * 1024;
/// How long a paste, or an answer of the terminal, may pause before it counts as ended.
const PAUSE: Duration = Duration::from_secs(1);
/// No answer of a terminal is longer than this.
const ANSWER_LIMIT: usize = 4096;
const CSI_LIMIT: usize = 256;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What the bytes said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key. A character carries its own shift: `G` is `Char('G')` without SHIFT.
    Key(KeyEvent),
    /// A paste, line ends as LF, otherwise raw: whoever shows it makes it safe.
    Paste(String),
}

/// The incremental parser: push what was read, take the keys; when [`Parser::patience`] runs out, call
/// [`Parser::give_up`].
#[derive(Debug)]
pub struct Parser {
    /// The beginning of a sequence whose end has not come.
    held: Vec<u8>,
    paste: Option<Paste>,
    escape: Duration,
}

/// A paste that has begun.
#[derive(Debug, Default)]
struct Paste {
    text: Vec<u8>,
    /// Its text was handed out at the limit: the rest is dropped.
    given: bool,
}

/// What stands at the front of the bytes.
enum Step {
    /// So many bytes, and what they mean, if anything.
    Take(usize, Option<KeyEvent>),
    /// A paste begins after so many bytes.
    Paste(usize),
    /// The sequence is not complete.
    More,
}
use Step::{More, Take};

impl Parser {
    /// A parser that waits so long after a lone Esc for the rest of a sequence.
    #[must_use]
    pub fn new(escape: Duration) -> Self {
        Self { held: Vec::new(), paste: None, escape }
    }

    /// What `bytes`, after all that came before, add.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Input> {
        let mut found = Vec::new();
        self.held.extend_from_slice(bytes);
        let held = std::mem::take(&mut self.held);
        let mut at = 0;
        loop {
            if let Some(paste) = &mut self.paste {
                let (used, ended) = paste.push(&held[at..], &mut found);
                at += used;
                if !ended {
                    return found;
                }
                self.paste = None;
            }
            let Some(rest) = held.get(at..).filter(|rest| !rest.is_empty()) else { return found };
            match step(rest) {
                Take(used, key) => {
                    at += used;
                    found.extend(key.map(Input::Key));
                }
                Step::Paste(used) => {
                    at += used;
                    self.paste = Some(Paste::default());
                }
                More => {
                    self.held = rest.to_vec();
                    return found;
                }
            }
        }
    }

    /// How long to wait for more bytes before [`Parser::give_up`]; none when nothing is unfinished.
    #[must_use]
    pub fn patience(&self) -> Option<Duration> {
        match (&self.paste, self.held.as_slice()) {
            (None, []) => None,
            (None, [0x1b] | [0x1b, _] | [0x1b, 0x1b, _]) => Some(self.escape),
            _ => Some(PAUSE),
        }
    }

    /// What the unfinished bytes mean, now that no more came: a lone Esc is Esc, `Esc [` is Alt-[, a paste is what
    /// came of it, and anything longer was an answer of the terminal or noise, and nothing.
    pub fn give_up(&mut self) -> Vec<Input> {
        let paste = self.paste.take().filter(|paste| !paste.given);
        if let Some(paste) = paste {
            return vec![paste.into_input()];
        }
        let held = std::mem::take(&mut self.held);
        let esc = || Input::Key(plain(KeyCode::Esc));
        let alt = |byte: u8| Input::Key(KeyEvent::new(KeyCode::Char(char::from(byte)), KeyModifiers::ALT));
        match held.as_slice() {
            [0x1b] => vec![esc()],
            [0x1b, 0x1b] => vec![esc(), esc()],
            [0x1b, byte] if byte.is_ascii() => vec![alt(*byte)],
            [0x1b, ..] if held.len() <= 4 && !held[1].is_ascii() => vec![esc()],
            [0x1b, 0x1b, byte] if byte.is_ascii() => vec![esc(), alt(*byte)],
            _ => Vec::new(),
        }
    }
}

impl Paste {
    /// Takes bytes up to the end mark: how many, and whether it came.
    fn push(&mut self, bytes: &[u8], found: &mut Vec<Input>) -> (usize, bool) {
        let before = self.text.len();
        let from = before.saturating_sub(PASTE_END.len() - 1);
        self.text.extend_from_slice(bytes);
        let end = self.text[from..].windows(PASTE_END.len()).position(|window| window == PASTE_END);
        let mark = end.map(|end| from + end);
        if !self.given && (mark.is_some() || self.text.len() >= PASTE_LIMIT + PASTE_END.len()) {
            let kept = mark.unwrap_or(PASTE_LIMIT).min(PASTE_LIMIT);
            found.push(Self { text: self.text[..kept].to_vec(), given: false }.into_input());
            self.given = true;
        }
        if let Some(mark) = mark {
            return (mark + PASTE_END.len() - before, true);
        }
        if self.given {
            self.text.drain(..self.text.len().saturating_sub(PASTE_END.len() - 1));
        }
        (bytes.len(), false)
    }

    fn into_input(self) -> Input {
        Input::Paste(String::from_utf8_lossy(&self.text).replace("\r\n", "\n").replace('\r', "\n"))
    }
}

fn plain(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

fn step(bytes: &[u8]) -> Step {
    match bytes[0] {
        0x1b => escape(bytes),
        byte if byte.is_ascii() => Take(1, Some(ascii(byte))),
        _ => utf8(bytes),
    }
}

/// A byte that is a key by itself.
fn ascii(byte: u8) -> KeyEvent {
    let ctrl = |c: u8| KeyEvent::new(KeyCode::Char(char::from(c)), KeyModifiers::CONTROL);
    match byte {
        b'\r' => plain(KeyCode::Enter),
        b'\t' => plain(KeyCode::Tab),
        0x7f => plain(KeyCode::Backspace),
        0 => ctrl(b' '),
        1..=26 => ctrl(byte + 96),
        27..=31 => ctrl(byte + 64),
        _ => plain(KeyCode::Char(char::from(byte))),
    }
}

/// One character beyond ASCII. What is not UTF-8 costs one byte, C1 controls themselves; neither is a key.
fn utf8(bytes: &[u8]) -> Step {
    let front = &bytes[..bytes.len().min(4)];
    let (valid, broken) = match std::str::from_utf8(front) {
        Ok(text) => (text, None),
        Err(error) => (std::str::from_utf8(&front[..error.valid_up_to()]).unwrap_or_default(), Some(error)),
    };
    match (valid.chars().next(), broken) {
        (Some(c), _) => Take(c.len_utf8(), (!c.is_control()).then(|| plain(KeyCode::Char(c)))),
        (None, Some(error)) if error.error_len().is_none() => More,
        (None, _) => Take(1, None),
    }
}

fn escape(bytes: &[u8]) -> Step {
    match bytes.get(1) {
        None => More,
        Some(b'[') => csi(bytes),
        Some(b'O') => ss3(bytes),
        Some(b']' | b'P' | b'_') => answer(bytes),
        // Esc before a sequence is how rxvt sends Alt with it; two Esc are two Esc.
        Some(0x1b) => match bytes.get(2) {
            None => More,
            Some(b'[' | b'O') => match escape(&bytes[1..]) {
                Take(used, Some(key)) => Take(used + 1, Some(with_alt(key))),
                Take(_, None) | Step::Paste(_) => Take(1, Some(plain(KeyCode::Esc))),
                More => More,
            },
            Some(_) => Take(1, Some(plain(KeyCode::Esc))),
        },
        Some(_) => match step(&bytes[1..]) {
            Take(used, Some(key)) => Take(used + 1, Some(with_alt(key))),
            Take(_, None) | Step::Paste(_) => Take(1, Some(plain(KeyCode::Esc))),
            More => More,
        },
    }
}

fn with_alt(key: KeyEvent) -> KeyEvent {
    KeyEvent::new(key.code, key.modifiers | KeyModifiers::ALT)
}

/// `Esc` and the byte after it, which turned out to begin no sequence.
fn alt(bytes: &[u8]) -> Step {
    Take(2, Some(with_alt(ascii(bytes[1]))))
}

/// OSC, DCS and APC: the terminal answers a question that somebody else asked. Swallowed whole, up to its end or to
/// the first byte that cannot be in it.
fn answer(bytes: &[u8]) -> Step {
    let Some(first) = bytes.get(2) else { return More };
    let likely: &[u8] = match bytes[1] {
        b']' => b"0123456789lL",
        b'P' => b"0123456789>$+!",
        _ => b"G",
    };
    if !likely.contains(first) {
        return alt(bytes);
    }
    for (at, byte) in bytes.iter().enumerate().skip(2) {
        match byte {
            0x07 => return Take(at + 1, None),
            0x1b => match bytes.get(at + 1) {
                None => return More,
                Some(b'\\') => return Take(at + 2, None),
                Some(_) => return Take(at, None),
            },
            0..=31 | 127 => return Take(at, None),
            _ if at >= ANSWER_LIMIT => return Take(at, None),
            _ => {}
        }
    }
    More
}

/// `Esc O`: arrows and function keys in application mode, and the keypad.
fn ss3(bytes: &[u8]) -> Step {
    let digits = bytes[2..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let Some(last) = bytes.get(2 + digits) else { return if digits > 2 { alt(bytes) } else { More } };
    let mods = modifiers(number(&bytes[2..2 + digits]));
    let (code, mods) = match last {
        b'A'..=b'F' | b'H' | b'P'..=b'S' => (letter(*last), mods),
        b'a'..=b'd' => (letter(last.to_ascii_uppercase()), KeyModifiers::CONTROL),
        b'M' => (Some(KeyCode::Enter), mods),
        b'I' => (Some(KeyCode::Tab), mods),
        b'X' => (Some(KeyCode::Char('=')), mods),
        b'j'..=b'y' => (Some(KeyCode::Char(char::from(last - 64))), mods),
        _ => (None, mods),
    };
    code.map_or_else(|| alt(bytes), |code| Take(3 + digits, Some(KeyEvent::new(code, mods))))
}

/// The keys that xterm names by a letter.
fn letter(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'E' => KeyCode::KeypadBegin,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(letter - b'O'),
        _ => return None,
    })
}

/// The keys that are named by a number before `~`.
fn numbered(number: u32) -> Option<KeyCode> {
    let f = |n: u32| u8::try_from(n).ok().map(KeyCode::F);
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => return f(number - 10),
        17..=21 => return f(number - 11),
        23..=26 => return f(number - 12),
        28 | 29 => return f(number - 13),
        31..=34 => return f(number - 14),
        _ => return None,
    })
}

/// Modifiers as xterm sends them: one more than a sum of 1 (Shift), 2 (Alt), 4 (Ctrl), 8 (Meta).
fn modifiers(sent: u32) -> KeyModifiers {
    let bits = sent.saturating_sub(1);
    let mut mods = KeyModifiers::NONE;
    mods.set(KeyModifiers::SHIFT, bits & 1 != 0);
    mods.set(KeyModifiers::ALT, bits & (2 | 8) != 0);
    mods.set(KeyModifiers::CONTROL, bits & 4 != 0);
    mods
}

/// A decimal number; none is 0, too large is the largest.
fn number(digits: &[u8]) -> u32 {
    digits.iter().fold(0, |sum: u32, digit| sum.saturating_mul(10).saturating_add(u32::from(digit.wrapping_sub(b'0'))))
}

/// `Esc [`: parameters, intermediates, one last byte (ECMA-48, 5.4).
fn csi(bytes: &[u8]) -> Step {
    let run = |from: usize, range: std::ops::RangeInclusive<u8>| {
        bytes[from..].iter().take_while(|byte| range.contains(*byte)).count() + from
    };
    if bytes.get(2) == Some(&b'[') {
        // The Linux console's F1 to F5.
        return match bytes.get(3) {
            None => More,
            Some(byte @ b'A'..=b'E') => Take(4, Some(plain(KeyCode::F(byte - 64)))),
            Some(_) => Take(3, None),
        };
    }
    let params = run(2, 0x30..=0x3f);
    let shown = &bytes[2..params];
    let mut last = run(params, 0x20..=0x2f);
    // rxvt ends a shifted key with a byte that is no proper end.
    if bytes.get(params) == Some(&b'$') && !shown.is_empty() && shown.iter().all(u8::is_ascii_digit) {
        last = params;
    }
    match bytes.get(last) {
        _ if last > CSI_LIMIT => Take(last, None),
        None => More,
        // A mouse report of old: three bytes follow.
        Some(b'M') if last == 2 => {
            if bytes.len() < 6 {
                More
            } else {
                Take(6, None)
            }
        }
        Some(b'~') if shown == b"200" => Step::Paste(last + 1),
        Some(byte @ (b'$' | 0x40..=0x7e)) => Take(last + 1, if last == params { csi_key(shown, *byte) } else { None }),
        Some(_) if last == 2 => alt(bytes),
        Some(_) => Take(last, None),
    }
}

/// The key a control sequence means; none for what is no key, such as an answer of the terminal.
fn csi_key(params: &[u8], last: u8) -> Option<KeyEvent> {
    if matches!(params.first(), Some(b'<' | b'=' | b'>' | b'?')) {
        return None;
    }
    let mut fields = params.split(|byte| *byte == b';');
    let mut field = || fields.next().unwrap_or_default();
    let head = |field: &[u8]| number(field.split(|byte| *byte == b':').next().unwrap_or_default());
    let (first, second, third) = (head(field()), field(), head(field()));
    if second.ends_with(b":3") {
        return None; // a key let go
    }
    let mods = modifiers(head(second));
    let key = |code: Option<KeyCode>, mods| code.map(|code| KeyEvent::new(code, mods));
    match last {
        b'R' if !params.is_empty() => None, // where the cursor is
        b'A'..=b'F' | b'H' | b'P'..=b'S' => key(letter(last), mods),
        b'a'..=b'd' => key(letter(last.to_ascii_uppercase()), KeyModifiers::SHIFT),
        b'Z' => key(Some(KeyCode::BackTab), mods - KeyModifiers::SHIFT),
        b'~' if first == 27 => typed(third, mods),
        b'~' => key(numbered(first), mods),
        b'^' => key(numbered(first), KeyModifiers::CONTROL),
        b'$' => key(numbered(first), KeyModifiers::SHIFT),
        b'@' => key(numbered(first), KeyModifiers::CONTROL | KeyModifiers::SHIFT),
        b'u' => typed(first, mods),
        _ => None,
    }
}

/// A key sent as the number of its character, with its modifiers.
fn typed(number: u32, mut mods: KeyModifiers) -> Option<KeyEvent> {
    let c = char::from_u32(number)?;
    let code = match c {
        '\r' => KeyCode::Enter,
        '\x1b' => KeyCode::Esc,
        '\x7f' | '\x08' => KeyCode::Backspace,
        '\t' if mods.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        '\t' => KeyCode::Tab,
        _ if c.is_control() || ('\u{e000}'..='\u{f8ff}').contains(&c) => return None,
        _ if mods.contains(KeyModifiers::SHIFT) => KeyCode::Char(c.to_uppercase().next().unwrap_or(c)),
        _ => KeyCode::Char(c),
    };
    if matches!(code, KeyCode::Char(_) | KeyCode::BackTab) {
        mods -= KeyModifiers::SHIFT;
    }
    Some(KeyEvent::new(code, mods))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parser() -> Parser {
        Parser::new(Duration::from_millis(50))
    }

    /// Keys and pastes in words: `C-` Ctrl, `A-` Alt, `S-` Shift before the name.
    fn words(inputs: &[Input]) -> String {
        let word = |input: &Input| match input {
            Input::Paste(text) => format!("paste({text})"),
            Input::Key(key) => {
                let mods = [(KeyModifiers::CONTROL, "C-"), (KeyModifiers::ALT, "A-"), (KeyModifiers::SHIFT, "S-")];
                let mods: String = mods.iter().filter(|(m, _)| key.modifiers.contains(*m)).map(|(_, w)| *w).collect();
                match key.code {
                    KeyCode::Char(c) => format!("{mods}{c}"),
                    code => format!("{mods}{code:?}"),
                }
            }
        };
        inputs.iter().map(word).collect::<Vec<_>>().join(" ")
    }

    /// What the bytes mean, whole and in every split, and then without more to come.
    fn check(bytes: &[u8], expected: &str) {
        for cut in 0..=bytes.len() {
            let mut parser = parser();
            let mut found = parser.push(&bytes[..cut]);
            found.extend(parser.push(&bytes[cut..]));
            found.extend(parser.give_up());
            assert_eq!(words(&found), expected, "{:?} cut at {cut}", bytes.escape_ascii().to_string());
            assert_eq!(parser.patience(), None);
        }
    }

    /// Every key's sequences, by terminal.
    const KEYS: &[(&[u8], &str)] = &[
        (b"a", "a"),
        (b"G", "G"),
        (b" ", " "),
        (b"\r", "Enter"),
        (b"\n", "C-j"),
        (b"\t", "Tab"),
        (b"\x7f", "Backspace"),
        (b"\x08", "C-h"),
        (b"\x00", "C- "),
        (b"\x01", "C-a"),
        (b"\x1a", "C-z"),
        (b"\x1c", "C-\\"),
        (b"\x1f", "C-_"),
        ("é".as_bytes(), "é"),
        ("界".as_bytes(), "界"),
        ("🙂".as_bytes(), "🙂"),
        (b"\x1b", "Esc"),
        (b"\x1b\x1b", "Esc Esc"),
        (b"\x1bx", "A-x"),
        (b"\x1b\r", "A-Enter"),
        (b"\x1b[", "A-["),
        (b"\x1bO", "A-O"),
        (b"\x1b]", "A-]"),
        (b"\x1bP", "A-P"),
        ("\x1bé".as_bytes(), "A-é"),
        (b"\x1b[A", "Up"),
        (b"\x1bOB", "Down"),
        (b"\x1b[1;5C", "C-Right"),
        (b"\x1b[1;2D", "S-Left"),
        (b"\x1b[1;7H", "C-A-Home"),
        (b"\x1b\x1b[D", "A-Left"),
        (b"\x1bOF", "End"),
        (b"\x1bOd", "C-Left"),
        (b"\x1b[a", "S-Up"),
        (b"\x1b[1~", "Home"),
        (b"\x1b[7~", "Home"),
        (b"\x1b[8~", "End"),
        (b"\x1b[2~", "Insert"),
        (b"\x1b[3~", "Delete"),
        (b"\x1b[3;5~", "C-Delete"),
        (b"\x1b[3^", "C-Delete"),
        (b"\x1b[3$", "S-Delete"),
        (b"\x1b[3@", "C-S-Delete"),
        (b"\x1b[5~", "PageUp"),
        (b"\x1b[6~", "PageDown"),
        (b"\x1b[Z", "BackTab"),
        (b"\x1b[1;2Z", "BackTab"),
        (b"\x1bOP", "F(1)"),
        (b"\x1b[[B", "F(2)"),
        (b"\x1b[13~", "F(3)"),
        (b"\x1b[15~", "F(5)"),
        (b"\x1b[24;3~", "A-F(12)"),
        (b"\x1b[1;2P", "S-F(1)"),
        (b"\x1bOM", "Enter"),
        (b"\x1bOj", "*"),
        (b"\x1b[97;5u", "C-a"),
        (b"\x1b[97;2u", "A"),
        (b"\x1b[27;5;13~", "C-Enter"),
        (b"\x1b[27u", "Esc"),
    ];

    /// What terminals answer to questions that somebody else asked, and reports that somebody else switched on.
    const ANSWERS: &[&[u8]] = &[
        b"\x1b]11;rgb:0000/0000/0000\x1b\\",
        b"\x1b]10;rgb:ffff/ffff/ffff\x07",
        b"\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
        b"\x1b]52;c;cXF1aXQ=\x07",
        b"\x1b]lTitle q\x1b\\",
        b"\x1b[?62;22c",
        b"\x1b[>0;276;0c",
        b"\x1b[=1;2c",
        b"\x1b[24;80R",
        b"\x1b[1;1R",
        b"\x1b[?1;1R",
        b"\x1b[0n",
        b"\x1b[?2026;2$y",
        b"\x1b[4;2$y",
        b"\x1b[?1u",
        b"\x1b[8;24;80t",
        b"\x1b[I",
        b"\x1b[O",
        b"\x1bP>|XTerm(390)\x1b\\",
        b"\x1bP1+r544e=787465726d\x1b\\",
        b"\x1bP0$r\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1b[<0;12;7M",
        b"\x1b[M !!",
        b"\x1b[97;1:3u",
    ];

    #[test]
    fn every_split_of_every_sequence_gives_the_same_key() {
        for (bytes, expected) in KEYS {
            check(bytes, expected);
            // Followed by a key, a finished sequence means the same.
            if !matches!(bytes, [0x1b] | [0x1b, 0x1b | b'[' | b'O' | b'P' | b']']) {
                check(&[bytes, b"j".as_slice()].concat(), &format!("{expected} j"));
            }
        }
    }

    #[test]
    fn late_answers_are_no_keys() {
        for answer in ANSWERS {
            check(&[b"j", *answer, b"k"].concat(), "j k");
            check(&[b"\x1b", *answer, b"k"].concat(), "Esc k");
        }
    }

    #[test]
    fn what_is_broken_costs_only_itself() {
        check(b"\xffj", "j");
        check(b"\xe7\x95j", "j");
        check(b"\x1b\xffj", "Esc j");
        check(b"\xc2\x9bAj", "A j");
        check(b"\x1b[12\rj", "Enter j");
        check(b"\x1b[12\x1b[A", "Up");
        check(b"\x1b]11;rgb\rj", "Enter j");
        check(b"\x1b]11;rgb", "");
        check(b"\x1b[999999999999~j", "j");
        check("\x1b[200~été\rj\x1b[201~k".as_bytes(), "paste(été\nj) k");
        check(b"\x1b[200~lost end", "paste(lost end)");
        check(b"\x1b[201~j", "j");
    }

    #[test]
    fn a_paste_is_bounded() {
        let text = "x".repeat(PASTE_LIMIT + 5000);
        for (end, after) in [("\x1b[201~j", "j"), ("", "")] {
            let bytes = format!("\x1b[200~{text}{end}");
            for size in [1, 7, 4096, bytes.len()] {
                let mut parser = parser();
                let mut found: Vec<Input> =
                    bytes.as_bytes().chunks(size).flat_map(|bytes| parser.push(bytes)).collect();
                found.extend(parser.give_up());
                assert_eq!(found[0], Input::Paste("x".repeat(PASTE_LIMIT)));
                assert_eq!(words(&found[1..]), after);
                assert!(parser.held.len() + parser.paste.map_or(0, |paste| paste.text.len()) < 16);
            }
        }
    }

    #[test]
    fn patience_is_short_only_where_a_key_may_be_meant() {
        let patience = |bytes: &[u8]| {
            let mut parser = parser();
            parser.push(bytes);
            parser.patience()
        };
        let escape = Some(Duration::from_millis(50));
        assert_eq!((patience(b"j"), patience(b"\x1b"), patience(b"\x1b[")), (None, escape, escape));
        assert_eq!(
            (patience(b"\x1b[200~"), patience(b"\x1b]11;"), patience(b"\xe7")),
            (Some(PAUSE), Some(PAUSE), Some(PAUSE))
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn however_it_is_split_it_means_the_same(
            parts in proptest::collection::vec(prop_oneof![
                4 => (0..KEYS.len()).prop_map(|n| KEYS[n].0.to_vec()),
                1 => (0..ANSWERS.len()).prop_map(|n| ANSWERS[n].to_vec()),
                1 => Just(b"\x1b[200~pa\x1b[Aste\x1b[201~".to_vec()),
                1 => proptest::collection::vec(any::<u8>(), 0..6),
            ], 0..20),
            cuts in proptest::collection::vec(1..9_usize, 1..40),
        ) {
            let bytes = parts.concat();
            let mut whole = parser();
            let mut expected = whole.push(&bytes);
            expected.extend(whole.give_up());
            let mut pieces = parser();
            let (mut found, mut rest) = (Vec::new(), bytes.as_slice());
            for cut in cuts.iter().cycle() {
                let (piece, left) = rest.split_at((*cut).min(rest.len()));
                found.extend(pieces.push(piece));
                rest = left;
                if rest.is_empty() { break }
            }
            found.extend(pieces.give_up());
            prop_assert_eq!(words(&found), words(&expected));
        }
    }
}
