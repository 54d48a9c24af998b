//! The key map in force: which keys do what, and how that is told.

use super::actions::{Action, Scope};
use super::chord::{Chord, print};

/// One way to reach an action.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Binding {
    pub(super) scope: Scope,
    pub(super) action: Action,
    pub(super) chords: Vec<Chord>,
}

/// Keys and what they do, scope by scope.
#[derive(Debug, Clone, PartialEq)]
pub struct Keymap {
    pub(super) bindings: Vec<Binding>,
    /// What must not be done at all.
    pub(super) forbidden: Vec<Action>,
}

/// What pressed keys amount to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// They are an action.
    Run(Action),
    /// They begin one or more sequences; these keys may follow.
    Prefix(Vec<Next>),
    /// They are nothing here.
    Nothing,
}

/// What may follow a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The keys still to be pressed, as in a key map.
    pub keys: String,
    /// What they do.
    pub action: Action,
}

/// An action in a scope, with the keys that reach it there: for help, palette, README and `plenary keys`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where.
    pub scope: Scope,
    /// What.
    pub action: Action,
    /// Its keys in that scope, as in a key map; none if only the palette reaches it.
    pub keys: Vec<String>,
}

impl Keymap {
    /// What `pressed` does where the scopes of `stack` are in force, innermost first.
    #[must_use]
    pub fn look_up(&self, stack: &[Scope], pressed: &[Chord]) -> Outcome {
        let mut next: Vec<Next> = Vec::new();
        for scope in stack {
            for binding in self.bindings.iter().filter(|binding| binding.scope == *scope) {
                match binding.chords.strip_prefix(pressed) {
                    Some([]) if next.is_empty() => return Outcome::Run(binding.action),
                    Some(rest) if !rest.is_empty() => {
                        let keys = print(rest);
                        if next.iter().all(|known| known.keys != keys) {
                            next.push(Next { keys, action: binding.action });
                        }
                    }
                    _ => {}
                }
            }
        }
        if next.is_empty() { Outcome::Nothing } else { Outcome::Prefix(next) }
    }

    /// The keys that reach `action` where `scope` has the focus, in the order of the key map; those that an
    /// inner scope takes for something else are left out.
    #[must_use]
    pub fn keys_for(&self, action: Action, scope: Scope) -> Vec<String> {
        let stack = scope.stack();
        let reaching = self.bindings.iter().filter(|binding| {
            binding.action == action
                && stack.contains(&binding.scope)
                && self.look_up(stack, &binding.chords) == Outcome::Run(action)
        });
        let mut keys: Vec<String> = reaching.map(|binding| print(&binding.chords)).collect();
        keys.dedup();
        keys
    }

    /// The first of [`Self::keys_for`]; empty where there is none.
    #[must_use]
    pub fn key_for(&self, action: Action, scope: Scope) -> String {
        self.keys_for(action, scope).into_iter().next().unwrap_or_default()
    }

    /// Every action in every scope where it is at home or has a key, in the order of the table.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for &scope in Scope::ALL {
            for &action in Action::ALL {
                let bound = self.bindings.iter().filter(|binding| binding.scope == scope && binding.action == action);
                let keys: Vec<String> = bound.map(|binding| print(&binding.chords)).collect();
                if !keys.is_empty() || action.scopes().contains(&scope) {
                    rows.push(Row { scope, action, keys });
                }
            }
        }
        rows
    }

    /// What can be done where `scope` has the focus, its own actions first, each with the keys that reach it
    /// there.
    #[must_use]
    pub fn in_force(&self, scope: Scope) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for &home in scope.stack() {
            let of_home = |action: &&Action| action.scopes().contains(&home) && self.allows(**action);
            for &action in Action::ALL.iter().filter(of_home) {
                if rows.iter().all(|row| row.action != action) {
                    rows.push(Row { scope: home, action, keys: self.keys_for(action, scope) });
                }
            }
        }
        rows
    }

    /// Whether an action may be done.
    #[must_use]
    pub fn allows(&self, action: Action) -> bool {
        !self.forbidden.contains(&action)
    }

    /// The key map without what must not be reached, such as suspending in a captive account.
    #[must_use]
    pub fn without(mut self, forbidden: &[Action]) -> Self {
        self.bindings.retain(|binding| !forbidden.contains(&binding.action));
        self.forbidden.extend(forbidden);
        self
    }
}
