//! Any bytes as a source: what `tests/promises` promises must hold.
#![no_main]

#[path = "../../tests/promises/mod.rs"]
mod promises;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| promises::hold(bytes));
