//! What a key does: the table of actions, the keys, and the map between them.

mod actions;
mod chord;
mod keymap;
mod load;
mod nearest;
mod pending;

pub use actions::{Action, Scope};
pub use chord::{BadKey, Chord, parse, print};
pub use keymap::{Keymap, Next, Outcome, Row};
pub use load::{Mistake, Preset, read, read_text, user_file};
pub use nearest::nearest;
pub use pending::{Pending, Step};
