//! The two rooms that the fuzzer looks into, without the rest of the house and what that is built of.
#![allow(dead_code, reason = "other rooms use it")]

#[path = "../../src/ingest/mod.rs"]
pub mod ingest;
#[path = "../../src/text/mod.rs"]
pub mod text;
