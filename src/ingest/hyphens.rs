//! Whose a hyphen at a line's end is, the word's or the line's: as the rest of the source writes the word.

use memchr::memmem;

use super::bits::each_run;
use super::fnv::{Fnv, Sieve};
use crate::text::QuickMap;

/// How often the words that a line end may have broken stand whole elsewhere in the source, each by its [`spelling`].
#[derive(Debug, Default)]
pub(super) struct Hyphens(QuickMap<u64, u32>);

impl Hyphens {
    /// Looks in `text` for the words that its line ends break.
    pub fn learn(text: &str) -> Self {
        let mut counts: QuickMap<u64, u32> = QuickMap::default();
        let (mut wanted, mut halves) = (Vec::new(), Vec::new());
        for (at, _) in text.match_indices('-') {
            if let Some((first, second)) = broken(text, at).filter(|&(first, second)| !is_double(first, second)) {
                halves.extend([spelling(&[first]), spelling(&[second])]);
                for word in [&[first, second][..], &[first, "-", second], &[first], &[second]] {
                    if counts.insert(spelling(word), 0).is_none() {
                        wanted.push(word.concat().to_lowercase());
                    }
                }
            }
        }
        if wanted.len() <= FEW && wanted.iter().all(|w| w.is_ascii()) {
            counts.extend(seek(text, &wanted).map(|(word, count)| (spelling(&[word]), count)));
        } else {
            // Most words of the text are none of those wanted, which their length and three letters tell.
            let mut sieve = Sieve::default();
            for word in &wanted {
                sieve.add(shape_of(word));
            }
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

    /// Writes the hyphen at byte `at` of `raw`, or mends the word that it breaks; the byte to read on from.
    pub fn mend(&self, raw: &str, at: usize, out: &mut String) -> usize {
        // `COVID-` / `19`
        if let [before, b'-', b'\n', b'0'..=b'9', ..] = raw.as_bytes()[at - 1..]
            && before.is_ascii_alphanumeric()
        {
            out.push('-');
            return at + 2;
        }
        let rest = &raw[at + 1..];
        let Some((first, second)) = rest.starts_with([' ', '\n']).then(|| broken(raw, at)).flatten() else {
            out.push('-');
            return at + 1;
        };
        if is_double(first, second) || self.keeps(first, second, rest.starts_with('\n')) {
            out.push('-');
        }
        raw.len() - rest.trim_start().len()
    }
}

/// A number for the letters of `parts` in a row, the same for capitals and small ones.
fn spelling(parts: &[&str]) -> u64 {
    let mut out = Fnv::new();
    for part in parts {
        if part.is_ascii() {
            part.bytes().for_each(|b| out.take(u64::from(b.to_ascii_lowercase())));
        } else {
            part.chars().flat_map(char::to_lowercase).for_each(|c| out.take(u64::from(u32::from(c))));
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

/// [`shape`] of `word`.
fn shape_of(word: &str) -> u16 {
    let low = |c: char| u32::from(c).to_le_bytes()[0];
    let count = word.chars().count();
    shape(count, [0, count / 2, count - 1].map(|n| word.chars().nth(n).map_or(0, low)))
}

/// So many words are sooner sought one by one than all words of the text looked at.
const FEW: usize = 64;

/// How often each of `wanted`, plain words in small letters, stands in `text`: between hyphens, if it has none itself.
fn seek<'a>(text: &str, wanted: &'a [String]) -> impl Iterator<Item = (&'a str, u32)> {
    let low = if wanted.is_empty() { String::new() } else { text.to_ascii_lowercase() };
    wanted.iter().map(move |word| {
        let goes_on = |c: char| c.is_alphanumeric() || c == '-' && word.contains('-');
        let whole = |at: &usize| {
            !low[..*at].chars().next_back().is_some_and(goes_on) && !low[at + word.len()..].starts_with(goes_on)
        };
        let count = memmem::find_iter(low.as_bytes(), word).filter(whole).count();
        (word.as_str(), u32::try_from(count).unwrap_or(u32::MAX))
    })
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
    let second = &rest[..second_end];
    let hangs = hangs(second) && !rest[second_end..].starts_with('-');
    ((1..40).contains(&second_end) && at - first_at < 40 && !hangs).then(|| (&before[first_at..], second))
}

/// Whether the hyphen between `first` and `second` is that of a double name: `Secretary-` / `General`.
fn is_double(first: &str, second: &str) -> bool {
    let capitals = first.chars().count() >= 2 && first.ends_with(char::is_uppercase);
    second.starts_with(char::is_uppercase) && !capitals
}

/// Whether a hyphen hangs before `second`: `long- and short-term`, `fri- och rättigheter`; not in `up-` / `to-date`.
#[rustfmt::skip]
fn hangs(second: &str) -> bool {
    matches!(
        second.to_lowercase().as_str(),
        "and" | "or" | "to" | "as" | "und" | "oder" | "et" | "ou" | "y" | "o" | "e" | "nor" | "but"
        | "och" | "eller" | "og" | "en" | "of" | "ja" | "tai"
    )
}
