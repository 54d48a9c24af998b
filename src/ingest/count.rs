//! What labels count, in figures, letters and signs of many scripts.

use std::ops::Deref;

use super::label::superscript;
use crate::text::roman;

/// What a label counts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Count {
    /// 1, 2, 3
    Arabic,
    /// a, b, c
    Lower,
    /// A, B, C
    Upper,
    /// i, ii, iii
    RomanLower,
    /// I, II, III
    RomanUpper,
}

/// What a label may mean, likeliest first; two things at most, so that they need no room of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Readings {
    all: [(Count, u32); 2],
    count: usize,
}

impl Readings {
    pub const NONE: Self = Self { all: [(Count::Arabic, 0); 2], count: 0 };

    /// Of those of two that there are.
    fn of(first: Option<(Count, u32)>, second: Option<(Count, u32)>) -> Self {
        let mut out = Self::NONE;
        for reading in first.into_iter().chain(second) {
            out.all[out.count] = reading;
            out.count += 1;
        }
        out
    }
}

impl Deref for Readings {
    type Target = [(Count, u32)];

    fn deref(&self) -> &Self::Target {
        &self.all[..self.count]
    }
}

/// The meanings of a label's core: `12`, `c`, `iv`, `bb`, `12A`, `12 bis`, `б`, `三`.
pub(super) fn readings(core: &str) -> Readings {
    let core = core.trim_end_matches(['§', ' ']);
    let digits = core.len() - core.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        let tail = core[digits..].trim_start_matches([' ', '-']);
        let letter = tail.chars().count() == 1 && tail.chars().all(char::is_alphabetic);
        // `5¹`
        let raised = tail.chars().all(|c| superscript(c).is_some());
        let known =
            raised || is_suffixed(&tail.to_ascii_lowercase()) || letter || matches!(tail, "º" | "ª" | "er" | "°");
        let known = known || tail.get(..3).is_some_and(|a| a.eq_ignore_ascii_case("alt"));
        let value = core[..digits].parse().ok().filter(|_| known && digits <= 4);
        return Readings::of(value.map(|v| (Count::Arabic, v)), None);
    }
    let proposed = core.get(..2).is_some_and(|n| n.eq_ignore_ascii_case("pp") || n.eq_ignore_ascii_case("op"));
    let named = core.strip_prefix("Stk. ").or_else(|| core.get(2..).filter(|_| proposed));
    if let Some(rest) = named.filter(|r| !r.is_empty()) {
        let rest = rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        return Readings::of(rest[..end].parse().ok().map(|value| (Count::Arabic, value)), None);
    }
    let (core, suffix) = core.split_once(' ').map_or((core, ""), |(c, s)| (c, s.trim_start()));
    if core.is_empty() || !(suffix.is_empty() || is_latin_suffix(suffix)) {
        return Readings::NONE;
    }
    if !core.is_ascii() {
        return Readings::of(other_scripts(core), None);
    }
    let upper = core.bytes().all(|b| b.is_ascii_uppercase());
    if !upper && core.bytes().any(|b| b.is_ascii_uppercase()) {
        return Readings::NONE;
    }
    let (letters, numbers) = if upper { (Count::Upper, Count::RomanUpper) } else { (Count::Lower, Count::RomanLower) };
    let first = core.as_bytes()[0].to_ascii_lowercase();
    let letter = first.is_ascii_lowercase() && core.len() <= 2 && core.bytes().all(|b| b == core.as_bytes()[0]);
    let place = u32::from(first.wrapping_sub(b'a')) + 1 + 26 * u32::from(core.len() == 2);
    let number = || if upper { roman(&core.to_ascii_lowercase()) } else { roman(core) };
    Readings::of(letter.then_some((letters, place)), number().map(|value| (numbers, value)))
}

/// One letter or number of another script: `б`, `γ`, `나`, `①`, `三`, `٣`, `３`; a letter doubled counts below it.
pub(super) fn other_scripts(core: &str) -> Option<(Count, u32)> {
    const LETTERS: [&str; 6] = [
        "אבגדהוזחטי",
        "абвгдежзиклмнопрстуфхцчшщэюя",
        "αβγδεζηθικλμνξοπρστυφχψω",
        "أبجدهوزحطيكلمنسعفصقرشت",
        "가나다라마바사아자차카타파하",
        "イロハニホヘトチリヌ",
    ];
    const CHINESE: &str = "零一二三四五六七八九";
    let place = |letters: &str, c: char| letters.chars().position(|l| l == c).and_then(|p| u32::try_from(p).ok());
    let letter = |c: char| LETTERS.iter().find_map(|l| place(l, c)).map(|value| value + 1);
    let mut chars = core.chars();
    let (first, more) = (chars.next()?, chars.next());
    if core == "الف" {
        return Some((Count::Lower, 1));
    }
    // Hebrew counts on with tens before ones: `י"א`, `כב`.
    if let (Some(tens), Some(one)) = (place("יכלמ", first), more.and_then(|c| place("אבגדהוזחט", c))) {
        return Some((Count::Lower, 10 * (tens + 1) + one + 1)).filter(|_| chars.next().is_none());
    }
    let small = first.to_lowercase().next()?;
    if let Some(value) = letter(small).filter(|_| chars.next().is_none()) {
        match more {
            None => return Some((if small == first { Count::Lower } else { Count::Upper }, value)),
            Some(again) if again == first => return Some((Count::RomanLower, value)),
            Some(_) => {}
        }
    }
    if let ('\u{2460}'..='\u{2473}', None) = (first, more) {
        return Some((Count::Arabic, u32::from(first) - 0x245f));
    }
    let mut value = 0;
    for c in core.chars() {
        value = match c {
            '十' => value.max(1) * 10,
            '百' => value.max(1) * 100,
            '\u{660}'..='\u{669}' => value * 10 + (c as u32 - 0x660),
            '\u{6f0}'..='\u{6f9}' => value * 10 + (c as u32 - 0x6f0),
            '\u{966}'..='\u{96f}' => value * 10 + (c as u32 - 0x966),
            '\u{ff10}'..='\u{ff19}' => value * 10 + (c as u32 - 0xff10),
            _ => value + place(CHINESE, c).filter(|_| value % 10 == 0)?,
        };
        if value > 999 {
            return None;
        }
    }
    (value > 0).then_some((Count::Arabic, value))
}

pub(super) fn chain_reading(core: &str) -> Readings {
    core.rsplit('.').next().map_or(Readings::NONE, readings)
}

pub(super) const LATIN: [&str; 7] = ["bis", "ter", "quater", "quinquies", "sexies", "septies", "alt"];

pub(super) fn is_latin_suffix(word: &str) -> bool {
    LATIN.contains(&word)
}

/// Whether `words` are Latin suffixes: `bis`, `bis alt`.
pub(super) fn is_suffixed(words: &str) -> bool {
    words.split(' ').all(is_latin_suffix)
}
