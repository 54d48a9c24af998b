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
}

/// Tells at a glance of most numbers that they were never added.
pub(super) struct Sieve(Vec<bool>);

/// Where in a sieve `number` leaves its trace.
fn place(number: u64) -> usize {
    usize::from((number ^ number >> 32) as u16)
}

impl Default for Sieve {
    fn default() -> Self {
        Self(vec![false; 1 << 16])
    }
}

impl Sieve {
    pub fn add(&mut self, number: u64) {
        self.0[place(number)] = true;
    }

    /// Whether `number` may have been added.
    pub fn has(&self, number: u64) -> bool {
        self.0[place(number)]
    }
}
