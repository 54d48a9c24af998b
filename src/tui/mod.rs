//! The terminal interface.

mod endings;
pub mod input;
pub mod screen;
pub mod settings;
pub mod state;
pub mod theme;
pub mod wire;
pub mod wrap;
