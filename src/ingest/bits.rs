//! Bytes sixty-four at a time: which of them are of a kind, a bit each, so that what lies between is passed over.

/// Whether any of `signs` stands in `bytes`. To compare all, many at once, is quicker than to stop at the first.
pub(super) fn holds(bytes: &[u8], signs: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(0, |any, &b| any | u8::from(signs(b))) > 0
}

/// How many bytes are looked at together.
const STRETCH: usize = 64;

/// Which bytes of `stretch` are such, the first in the lowest bit.
fn bits(stretch: &[u8; STRETCH], is: impl Fn(u8) -> bool) -> u64 {
    // Compared many at once, as none waits for another; then eight flags become a byte by one product.
    let mut flags = [0; STRETCH];
    for (flag, &byte) in flags.iter_mut().zip(stretch) {
        *flag = u8::from(is(byte));
    }
    let packed = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    flags.as_chunks().0.iter().rev().fold(0, |all, eight| all << 8 | packed(eight))
}

/// Calls `seen` with the first byte of each run of bytes that are such, and the byte behind its last.
pub(super) fn each_run(bytes: &[u8], is: impl Fn(u8) -> bool, mut seen: impl FnMut(usize, usize)) {
    let (stretches, rest) = bytes.as_chunks();
    let mut last = [0; STRETCH];
    last[..rest.len()].copy_from_slice(rest);
    let mut open = None;
    for (n, stretch) in stretches.iter().chain([&last]).enumerate() {
        let there = if n < stretches.len() { u64::MAX } else { (1 << rest.len()) - 1 };
        let such = bits(stretch, &is) & there;
        let mut edges = such ^ (such << 1 | u64::from(open.is_some()));
        let mut next = || {
            let edge = (edges > 0).then(|| n * STRETCH + edges.trailing_zeros() as usize);
            edges &= edges.wrapping_sub(1);
            edge
        };
        while let Some(start) = open.take().or_else(&mut next) {
            let Some(end) = next() else {
                open = Some(start);
                break;
            };
            seen(start, end);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_found() {
        let check = |text: &str, expected: &[&str]| {
            let mut got = Vec::new();
            each_run(text.as_bytes(), |b| b.is_ascii_digit(), |from, to| got.push(&text[from..to]));
            assert_eq!(got, expected, "{text:?}");
        };
        check("", &[]);
        check("no figures", &[]);
        check("1 and 23", &["1", "23"]);
        check(&format!("{:63}4567 é8", ""), &["4567", "8"]);
        check(&"9".repeat(64), &["9".repeat(64).as_str()]);
    }
}
