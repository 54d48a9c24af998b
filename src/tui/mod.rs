//! The terminal interface.

pub mod theme;
pub mod wrap;
