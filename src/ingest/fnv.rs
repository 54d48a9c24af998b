//! A number for words: Fowler, Noll and Vo's hash.

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
}
