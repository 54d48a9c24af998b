//! plenary: a keyboard-driven terminal navigator for negotiated texts.

pub mod desk;
pub mod index;
pub mod text;
