//! plenary: a keyboard-driven terminal navigator for negotiated texts.

pub mod text;
