//! A key as pressed, normalised so that one key has one form however the terminal sends it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::fmt;

use super::nearest::nearest;

/// A key with its modifiers, in normal form: what a terminal cannot tell apart is equal.
///
/// Ctrl-I is Tab, Ctrl-M and Ctrl-J are Enter, Ctrl-H is Backspace, Ctrl-[ is Esc; Shift is part of a
/// character and never beside it; Ctrl knows no case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Hash)]
pub struct Chord {
    code: KeyCode,
    mods: KeyModifiers,
}

impl From<KeyEvent> for Chord {
    fn from(event: KeyEvent) -> Self {
        Self::new(event.code, event.modifiers)
    }
}

/// Names of keys that are not a character; the first of each is how it is printed.
const NAMES: &[(&str, KeyCode)] = &[
    ("space", KeyCode::Char(' ')),
    ("spc", KeyCode::Char(' ')),
    ("lt", KeyCode::Char('<')),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("enter", KeyCode::Enter),
    ("return", KeyCode::Enter),
    ("ret", KeyCode::Enter),
    ("cr", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("escape", KeyCode::Esc),
    ("backspace", KeyCode::Backspace),
    ("bs", KeyCode::Backspace),
    ("del", KeyCode::Delete),
    ("delete", KeyCode::Delete),
    ("ins", KeyCode::Insert),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pageup", KeyCode::PageUp),
    ("page-up", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("pagedown", KeyCode::PageDown),
    ("page-down", KeyCode::PageDown),
];

const MODIFIERS: &[(&str, KeyModifiers)] = &[
    ("ctrl", KeyModifiers::CONTROL),
    ("control", KeyModifiers::CONTROL),
    ("c", KeyModifiers::CONTROL),
    ("alt", KeyModifiers::ALT),
    ("meta", KeyModifiers::ALT),
    ("a", KeyModifiers::ALT),
    ("m", KeyModifiers::ALT),
    ("shift", KeyModifiers::SHIFT),
    ("s", KeyModifiers::SHIFT),
];

impl Chord {
    /// The normal form of a key and its modifiers.
    #[must_use]
    pub fn new(code: KeyCode, mods: KeyModifiers) -> Self {
        let mut mods = mods & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let mut code = code;
        if let KeyCode::Char(c) = code {
            if mods.contains(KeyModifiers::SHIFT) {
                code = KeyCode::Char(single(c.to_uppercase()).unwrap_or(c));
                mods -= KeyModifiers::SHIFT;
            }
            if mods.contains(KeyModifiers::CONTROL) {
                let (plain, keeps_ctrl) = control(single(c.to_lowercase()).unwrap_or(c));
                code = plain;
                mods.set(KeyModifiers::CONTROL, keeps_ctrl);
            }
        }
        if code == KeyCode::Tab && mods.contains(KeyModifiers::SHIFT) {
            code = KeyCode::BackTab;
        }
        if code == KeyCode::BackTab {
            mods -= KeyModifiers::SHIFT;
        }
        Self { code, mods }
    }

    /// The key and its modifiers.
    #[must_use]
    pub const fn parts(self) -> (KeyCode, KeyModifiers) {
        (self.code, self.mods)
    }

    /// The character typed, if the key is one without Ctrl or Alt.
    #[must_use]
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.mods.is_empty() => Some(c),
            _ => None,
        }
    }

    /// Whether the key is Esc (or Ctrl-[, the same byte).
    #[must_use]
    pub fn is_esc(self) -> bool {
        self.code == KeyCode::Esc && self.mods.is_empty()
    }

    /// Why an action must not rely on this key alone; none if every terminal, multiplexer and keyboard has it.
    #[must_use]
    pub fn frailty(self) -> Option<&'static str> {
        match self.code {
            KeyCode::BackTab => Some("some terminals do not tell Shift-Tab from Tab"),
            KeyCode::Insert | KeyCode::F(_) => Some("many keyboards and terminals keep such keys for themselves"),
            _ if self.mods.contains(KeyModifiers::ALT) => Some("Alt is sent as Esc, or not at all"),
            KeyCode::Char('s' | 'q') if self.mods == KeyModifiers::CONTROL => Some("flow control may swallow it"),
            KeyCode::Char('z') if self.mods == KeyModifiers::CONTROL => Some("it must suspend"),
            KeyCode::Char('a' | 'b') if self.mods == KeyModifiers::CONTROL => {
                Some("screen and tmux take it as their prefix")
            }
            KeyCode::Char('~') => Some("ssh takes it after Enter"),
            KeyCode::Char(_) => None,
            _ if !self.mods.is_empty() => Some("few terminals send modifiers with such a key"),
            _ => None,
        }
    }

    fn parse_one(text: &str) -> Result<Self, BadKey> {
        let inner = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).filter(|inner| !inner.is_empty());
        let mut rest = inner.unwrap_or(text);
        let mut mods = KeyModifiers::NONE;
        while let Some(at) = rest.find(['-', '+']).filter(|at| *at > 0 && at + 1 < rest.len()) {
            let name = rest[..at].to_ascii_lowercase();
            let Some((_, modifier)) = MODIFIERS.iter().find(|(known, _)| *known == name) else { break };
            mods |= *modifier;
            rest = &rest[at + 1..];
        }
        let bad = |hint: Option<String>| BadKey { key: text.to_owned(), hint };
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) if !c.is_control() => KeyCode::Char(c),
            _ => named(rest).ok_or_else(|| bad(hint(rest)))?,
        };
        Ok(Self::new(code, mods))
    }
}

/// Ctrl with `c` as a terminal sends it: the key, and whether Ctrl is still to be said.
fn control(c: char) -> (KeyCode, bool) {
    match c {
        'i' => (KeyCode::Tab, false),
        'm' | 'j' => (KeyCode::Enter, false),
        'h' => (KeyCode::Backspace, false),
        '[' => (KeyCode::Esc, false),
        '@' | '2' => (KeyCode::Char(' '), true),
        '4' => (KeyCode::Char('\\'), true),
        '5' => (KeyCode::Char(']'), true),
        '6' => (KeyCode::Char('^'), true),
        '7' | '/' => (KeyCode::Char('_'), true),
        c => (KeyCode::Char(c), true),
    }
}

fn single(mut chars: impl Iterator<Item = char>) -> Option<char> {
    chars.next().filter(|_| chars.next().is_none())
}

fn named(name: &str) -> Option<KeyCode> {
    let name = name.to_ascii_lowercase();
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let number = name.strip_prefix('f')?.parse().ok().filter(|n| (1..=24).contains(n))?;
    Some(KeyCode::F(number))
}

fn hint(word: &str) -> Option<String> {
    if let Some(near) = nearest(word, NAMES.iter().map(|(name, _)| *name)) {
        return Some(format!("did you mean `{near}`?"));
    }
    if let Some(at) = word.find(['-', '+']).filter(|at| *at > 0) {
        let known = MODIFIERS.iter().map(|(name, _)| *name).filter(|name| name.len() > 1);
        return Some(match nearest(&word[..at], known) {
            Some(near) => format!("did you mean `{near}-{}`?", &word[at + 1..]),
            None => "modifiers are ctrl-, alt- and shift-".to_owned(),
        });
    }
    let spaced = word.chars().map(String::from).collect::<Vec<_>>().join(" ");
    (word.chars().count() <= 3 && word.chars().all(char::is_alphanumeric))
        .then(|| format!("keys of a sequence stand apart: `{spaced}`"))
}

/// A key that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadKey {
    /// The key as written.
    pub key: String,
    /// What may have been meant.
    pub hint: Option<String>,
}

/// The keys of a sequence such as `g g`, `ctrl-d`, `C-d`, `<C-d>`, `alt+x`, `space`.
///
/// # Errors
/// The first key that names none, or an empty sequence.
pub fn parse(text: &str) -> Result<Vec<Chord>, BadKey> {
    let chords = text.split_whitespace().map(Chord::parse_one).collect::<Result<Vec<_>, _>>()?;
    if chords.is_empty() {
        let hint = Some("the space bar is written `space`; an action without a key has the list []".to_owned());
        return Err(BadKey { key: text.to_owned(), hint });
    }
    Ok(chords)
}

/// How a sequence is written in a key map: `g g`. Parses back to the same.
#[must_use]
pub fn print(chords: &[Chord]) -> String {
    chords.iter().map(Chord::to_string).collect::<Vec<_>>().join(" ")
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, modifier) in
            [("ctrl-", KeyModifiers::CONTROL), ("alt-", KeyModifiers::ALT), ("shift-", KeyModifiers::SHIFT)]
        {
            if self.mods.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::BackTab => f.write_str("shift-tab"),
            KeyCode::F(n) => write!(f, "f{n}"),
            KeyCode::Char(c) if c != ' ' => write!(f, "{c}"),
            code => f.write_str(NAMES.iter().find(|(_, known)| *known == code).map_or("?", |(name, _)| name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_key() {
        let check = |input: &str, expected: &str| {
            let got = parse(input)
                .map_or_else(|bad| format!("bad {}: {}", bad.key, bad.hint.unwrap_or_default()), |c| print(&c));
            assert_eq!(got, expected, "{input}");
        };
        check("g", "g");
        check("G", "G");
        check("shift-g", "G");
        check("g g", "g g");
        check("ctrl-d", "ctrl-d");
        check("C-d", "ctrl-d");
        check("<C-d>", "ctrl-d");
        check("Ctrl+D", "ctrl-d");
        check("C--", "ctrl--");
        check("-", "-");
        check("<", "<");
        check(">", ">");
        check("<lt>", "<");
        check("<Space> <CR>", "space enter");
        check("ctrl-i", "tab");
        check("ctrl-m", "enter");
        check("ctrl-j", "enter");
        check("ctrl-h", "backspace");
        check("ctrl-[", "esc");
        check("ctrl-@", "ctrl-space");
        check("ctrl-/", "ctrl-_");
        check("S-Tab", "shift-tab");
        check("backtab", "shift-tab");
        check("M-v alt-<", "alt-v alt-<");
        check("F12", "f12");
        check("PageDown", "pgdn");
        check("é", "é");
        check("gg", "bad gg: keys of a sequence stand apart: `g g`");
        check("spcae", "bad spcae: did you mean `space`?");
        check("ctl-x", "bad ctl-x: did you mean `ctrl-x`?");
        check("hyper-x", "bad hyper-x: modifiers are ctrl-, alt- and shift-");
        check("f99", "bad f99: keys of a sequence stand apart: `f 9 9`");
        check(" ", "bad  : the space bar is written `space`; an action without a key has the list []");
    }

    #[test]
    fn what_terminals_send_alike_is_alike() {
        let check = |code, mods, expected: &str| assert_eq!(Chord::new(code, mods).to_string(), expected);
        check(KeyCode::Char('G'), KeyModifiers::SHIFT, "G");
        check(KeyCode::Char('G'), KeyModifiers::NONE, "G");
        check(KeyCode::Char('?'), KeyModifiers::SHIFT, "?");
        check(KeyCode::Char('D'), KeyModifiers::CONTROL | KeyModifiers::SHIFT, "ctrl-d");
        check(KeyCode::Char('h'), KeyModifiers::CONTROL, "backspace");
        check(KeyCode::Char('7'), KeyModifiers::CONTROL, "ctrl-_");
        check(KeyCode::BackTab, KeyModifiers::SHIFT, "shift-tab");
        check(KeyCode::Tab, KeyModifiers::SHIFT, "shift-tab");
        check(KeyCode::Up, KeyModifiers::SHIFT, "shift-up");
    }

    proptest! {
        #[test]
        fn printing_parses_back(c in any::<char>().prop_filter("a key", |c| !c.is_control() && !c.is_whitespace()), bits in 0u8..8) {
            let chord = Chord::new(KeyCode::Char(c), KeyModifiers::from_bits_truncate(bits));
            prop_assert_eq!(parse(&chord.to_string()), Ok(vec![chord]));
        }

        #[test]
        fn no_text_panics(text in ".{0,12}") {
            if let Ok(chords) = parse(&text) {
                prop_assert_eq!(parse(&print(&chords)), Ok(chords));
            }
        }
    }
}
