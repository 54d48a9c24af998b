//! The terminal interface.

pub mod wrap;
