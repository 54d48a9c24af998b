//! The clipboard: the sequence by which a terminal, also one far away, takes words to the clipboard of its user.

use crate::text::safe;

/// The most characters sent; terminals drop what is longer, without a word.
pub const MOST: usize = 74_000;

/// The OSC 52 sequence for `text`; none where it is too long.
///
/// Within tmux it goes out twice: plain, which tmux takes where `set-clipboard` is on, and wrapped, which it hands to
/// the terminal outside where `allow-passthrough` is on. Neither is so by default everywhere.
///
/// What a terminal would obey is shown instead of sent, so that a later paste does no harm; line ends stay.
#[must_use]
pub fn sequence(text: &str, tmux: bool) -> Option<Vec<u8>> {
    let clean = text.split('\n').map(safe).collect::<Vec<_>>().join("\n");
    let code = base64(clean.as_bytes());
    if code.len() > MOST {
        return None;
    }
    let plain = format!("\x1b]52;c;{code}\x07");
    let wrapped = if tmux { format!("\x1bPtmux;{}\x1b\\", plain.replace('\x1b', "\x1b\x1b")) } else { String::new() };
    let sent = plain + &wrapped;
    Some(sent.into_bytes())
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let all = three.iter().chain(&[0, 0]).take(3).fold(0u32, |all, &b| all << 8 | u32::from(b));
        for n in 0..4 {
            let digit = DIGITS[(all >> (18 - 6 * n)) as usize & 63];
            out.push(if n <= three.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_coded() {
        let check = |text: &str, tmux, expected: &str| {
            assert_eq!(
                sequence(text, tmux).map(|s| String::from_utf8_lossy(&s).into_owned()).as_deref(),
                Some(expected)
            );
        };
        check("", false, "\x1b]52;c;\x07");
        check("f", false, "\x1b]52;c;Zg==\x07");
        check("fo", false, "\x1b]52;c;Zm8=\x07");
        check("foobar", false, "\x1b]52;c;Zm9vYmFy\x07");
        check("f", true, "\x1b]52;c;Zg==\x07\x1bPtmux;\x1b\x1b]52;c;Zg==\x07\x1b\\");
        check("a\nb", false, "\x1b]52;c;YQpi\x07");
        check("\x1b", false, "\x1b]52;c;4pCb\x07");
        assert_eq!(sequence(&"x".repeat(60_000), false), None);
    }
}
