//! A number for words: Fowler, Noll and Vo's hash, and a sieve that tells most numbers from those sought.

/// Fowler, Noll and Vo's hash, 1a.
#[derive(Clone, Copy)]
pub(super) struct Fnv(pub u64);

impl Fnv {
    pub fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub fn take(&mut self, unit: u64) {
        self.0 = (self.0 ^ unit).wrapping_mul(0x0100_0000_01b3);
    }

    /// A smaller number, for a [`Sieve`].
    #[expect(clippy::cast_possible_truncation, reason = "a part of it is wanted")]
    pub fn small(self) -> u16 {
        (self.0 ^ self.0 >> 32) as u16
    }
}

/// Which numbers were added: a word's, made so small that others' may be the same.
pub(super) struct Sieve(Vec<bool>);

impl Default for Sieve {
    fn default() -> Self {
        Self(vec![false; 1 << 16])
    }
}

impl Sieve {
    pub fn add(&mut self, number: u16) {
        self.0[usize::from(number)] = true;
    }

    pub fn has(&self, number: u16) -> bool {
        self.0[usize::from(number)]
    }
}
