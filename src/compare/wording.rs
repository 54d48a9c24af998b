//! Wording: how much of its words one text shares with another, told without matching them.

use super::words::each_word;

/// Words read together.
const GRAM: usize = 4;
/// One of so many word sequences is kept; which, the words themselves decide.
const SAMPLE: u64 = 4;

/// A sample of a text's word sequences.
///
/// Sequences of four words are hashed and those whose hash is divisible by four are kept, so that two texts keep the
/// same ones of what they share (Broder, 1997; Manber, 1994).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording(Vec<u64>);

impl Wording {
    /// The sample of a text that is given piece by piece; no sequence crosses from one piece to the next.
    #[must_use]
    pub fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut kept = Vec::new();
        let mut words: Vec<u64> = Vec::new();
        for text in texts {
            words.clear();
            each_word(text, |_, word| words.push(hashed(word.bytes().map(u64::from))));
            let grams = words.windows(GRAM).map(|gram| hashed(gram.iter().copied()));
            kept.extend(grams.filter(|hash| (hash >> 32).is_multiple_of(SAMPLE)));
        }
        kept.sort_unstable();
        kept.dedup();
        Self(kept)
    }

    /// The share of the shorter text's wording that the longer has, 0 to 1; nought where one of them has no words.
    #[must_use]
    pub fn shared(&self, other: &Self) -> f32 {
        let (short, long) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        let mut rest = long.0.iter().peekable();
        let found = short.0.iter().filter(|hash| {
            while rest.next_if(|next| next < hash).is_some() {}
            rest.peek() == Some(hash)
        });
        super::score::share(found.count(), short.0.len())
    }

    /// The length of the shorter text beside the longer's, 0 to 1.
    #[must_use]
    pub fn proportion(&self, other: &Self) -> f32 {
        let (a, b) = (self.0.len(), other.0.len());
        super::score::share(a.min(b), a.max(b))
    }
}

fn hashed(parts: impl Iterator<Item = u64>) -> u64 {
    parts.fold(0xCBF2_9CE4_8422_2325, |hash, part| {
        let mixed = (hash ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        mixed ^ mixed >> 29
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_wording() {
        let of = |text: &str| Wording::of(text.split(". "));
        let words =
            |numbers: &mut dyn Iterator<Item = u32>| numbers.map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        let (long, half) = (words(&mut (0..400)), words(&mut (0..200).chain(1000..1200)));
        let alike = of(&long).shared(&of(&half));
        assert!((0.35..0.65).contains(&alike), "{alike}");
        assert!(of(&long).shared(&of(&long.to_uppercase())) > 0.99);
        assert!(of("").shared(&of(&long)) + of("").proportion(&of(&long)) <= 0.0);
    }
}
