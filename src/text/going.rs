//! Going: how long work tells how far it is, and learns that nobody waits for it any more.

/// Told how much of how much is done (0 of 0 where it is not known); answers whether to go on. Where it says no, the
/// work ends at once, and what it gives back is of no use.
pub type Going<'a> = &'a dyn Fn(usize, usize) -> bool;

/// For work that is always waited for.
#[must_use]
pub fn go_on(_done: usize, _of: usize) -> bool {
    true
}
