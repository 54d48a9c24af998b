//! The program: parse arguments, open the command line or the terminal interface.
fn main() {}
