//! Lines as numbers, so that what comes again is told without keeping it: folded, as they are, or by their beginnings.

use super::fnv::Fnv;
use crate::text::QuickSet;

/// A number for what `words` look like with digits and blanks folded and letters small: the same for the same running
/// title on every page. FNV-1a; two lines that meet by chance do no more harm than two that look alike.
pub(super) fn folded(words: &str) -> u64 {
    fold(words, usize::MAX).0
}

/// A number for what `words` begin with: the same for all whose [`folded`] is the same.
pub(super) fn opening(words: &str) -> u16 {
    fold(words, 10).small()
}

/// [`folded`], of the first `most` signs.
pub(super) fn fold(words: &str, most: usize) -> Fnv {
    let (mut out, mut left, mut last) = (Fnv::new(), most, 0);
    for (at, &byte) in words.as_bytes().iter().enumerate() {
        if left == 0 {
            break;
        }
        let mut sign = FOLDED[usize::from(byte)];
        if sign == 0 {
            let Some(c) = words.get(at..).and_then(|rest| rest.chars().next()) else { continue };
            if c.is_whitespace() {
                sign = b' ';
            } else {
                c.to_lowercase().take(left).for_each(|c| out.take(u64::from(u32::from(c))));
                left = left.saturating_sub(c.to_lowercase().count());
            }
        }
        if sign > 0 && !(sign == last && matches!(sign, b'#' | b' ')) {
            out.take(u64::from(sign));
            left -= 1;
        }
        last = sign;
    }
    out
}

/// What a byte of ASCII is folded to; 0 for all others.
pub(super) const FOLDED: [u8; 256] = {
    let mut out = [0; 256];
    let mut b = 1_u8;
    while b < 128 {
        out[b as usize] = match b {
            b'0'..=b'9' => b'#',
            b'\t'..=b'\r' => b' ',
            _ => b.to_ascii_lowercase(),
        };
        b += 1;
    }
    out
};

/// A number for `words` as they are.
pub(super) fn exact(words: &str) -> u64 {
    let mut out = Fnv::new();
    words.bytes().for_each(|b| out.take(u64::from(b)));
    out.0
}

/// Which of `keys` come more than once.
pub(super) fn repeated(mut keys: Vec<u64>) -> QuickSet<u64> {
    keys.sort_unstable();
    keys.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]).collect()
}
