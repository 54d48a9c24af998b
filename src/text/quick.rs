//! Quick: maps for keys that come by the thousand, quick to hash and safe from texts that would make keys collide.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hasher, RandomState};

/// A map with a quick hash. The order of its entries differs from run to run.
pub type QuickMap<K, V> = HashMap<K, V, Seed>;

/// The set of the same make.
pub type QuickSet<K> = HashSet<K, Seed>;

/// What a map's hashes start from, drawn by chance.
#[derive(Clone, Copy, Debug)]
pub struct Seed(u64);

impl Default for Seed {
    fn default() -> Self {
        Self(RandomState::new().hash_one(0_u8))
    }
}

impl BuildHasher for Seed {
    type Hasher = Quick;

    fn build_hasher(&self) -> Quick {
        Quick(self.0)
    }
}

/// Multiplies a word at a time by an odd number and folds both halves of the product (Wang Yi's wyhash).
#[derive(Clone, Copy, Debug)]
pub struct Quick(u64);

impl Quick {
    #[expect(clippy::cast_possible_truncation, reason = "both halves of the product are wanted")]
    fn add(&mut self, value: u64) {
        let product = u128::from(self.0 ^ value) * 0x9E37_79B9_7F4A_7C15;
        self.0 = product as u64 ^ (product >> 64) as u64;
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        for &word in words {
            self.add(u64::from_le_bytes(word));
        }
        self.add(rest.iter().fold(1, |all, &b| all << 8 | u64::from(b)));
    }

    fn write_u32(&mut self, value: u32) {
        self.add(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.add(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.add(value as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
