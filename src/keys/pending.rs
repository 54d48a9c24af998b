//! From one key after another to an action: counts, sequences, and the letter some actions wait for.

use crossterm::event::{KeyEvent, KeyEventKind};

use super::actions::{Action, Scope};
use super::chord::{Chord, print};
use super::keymap::{Keymap, Next, Outcome};

/// The keys pressed so far that are not yet an action.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Pending {
    count: Option<u32>,
    chords: Vec<Chord>,
    letter_for: Option<Action>,
}

/// What a key came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// An action, with the number typed before it and the letter typed after it, where it wants one.
    Run {
        /// The action.
        action: Action,
        /// The number typed before the keys.
        count: Option<u32>,
        /// The letter typed after them.
        letter: Option<char>,
    },
    /// More keys are needed; these may follow (none listed after a count, or where any letter will do).
    Wait(Vec<Next>),
    /// A character typed in a prompt.
    Typed(char),
    /// Esc ended a count or a sequence, and nothing else.
    Cancelled,
    /// The keys, as printed, do nothing here.
    Unbound(String),
    /// Not a key being pressed.
    Ignored,
}

impl Pending {
    /// What `event` comes to, after the keys before it, where `scope` has the focus.
    pub fn push(&mut self, keymap: &Keymap, scope: Scope, event: KeyEvent) -> Step {
        if event.kind == KeyEventKind::Release {
            return Step::Ignored;
        }
        let chord = Chord::from(event);
        if chord.is_esc() && !self.is_empty() {
            self.clear();
            return Step::Cancelled;
        }
        if let Some(action) = self.letter_for {
            let count = self.count;
            self.clear();
            return match chord.typed() {
                Some(c) => Step::Run { action, count, letter: Some(c) },
                None => Step::Unbound(chord.to_string()),
            };
        }
        self.chords.push(chord);
        match keymap.look_up(scope.stack(), &self.chords) {
            Outcome::Run(action) if action.wants_letter() => {
                self.letter_for = Some(action);
                Step::Wait(Vec::new())
            }
            Outcome::Run(action) => {
                let count = self.count;
                self.clear();
                Step::Run { action, count, letter: None }
            }
            Outcome::Prefix(next) => Step::Wait(next),
            Outcome::Nothing => self.unbound(scope, chord),
        }
    }

    fn unbound(&mut self, scope: Scope, chord: Chord) -> Step {
        let shown = print(&self.chords);
        let alone = self.chords.len() == 1;
        self.chords.clear();
        match chord.typed() {
            Some(c) if scope == Scope::Prompt => {
                self.clear();
                Step::Typed(c)
            }
            Some(c) if alone && (c.is_ascii_digit() && (c != '0' || self.count.is_some())) => {
                let digit = c.to_digit(10).unwrap_or(0);
                self.count = Some(self.count.unwrap_or(0).saturating_mul(10).saturating_add(digit));
                Step::Wait(Vec::new())
            }
            _ => {
                self.clear();
                Step::Unbound(shown)
            }
        }
    }

    /// Whether no key waits for another.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The keys waiting, for the status line: `3 g`.
    #[must_use]
    pub fn shown(&self) -> String {
        let count = self.count.map(|count| count.to_string());
        let chords = (!self.chords.is_empty()).then(|| print(&self.chords));
        count.into_iter().chain(chords).collect::<Vec<_>>().join(" ")
    }

    /// Forgets what was pressed.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyCode, KeyModifiers};

    /// Pushes the keys of `script` (`3 g g`) and tells what each came to.
    fn check(scope: Scope, script: &str, expected: &str) {
        let keymap = Keymap::default();
        let mut pending = Pending::default();
        let told = super::super::parse(script).expect("keys").into_iter().map(|chord| {
            let (code, mods) = chord.parts();
            match pending.push(&keymap, scope, KeyEvent::new(code, mods)) {
                Step::Run { action, count, letter } => {
                    let count = count.map(|count| format!("{count} ")).unwrap_or_default();
                    let letter = letter.map(|letter| format!(" {letter}")).unwrap_or_default();
                    format!("{count}{}{letter}", action.name())
                }
                Step::Wait(next) => format!("…{}", next.len().min(1)),
                Step::Typed(c) => format!("{c:?}"),
                Step::Cancelled => "cancelled".to_owned(),
                Step::Unbound(shown) => format!("no {shown}"),
                Step::Ignored => "ignored".to_owned(),
            }
        });
        assert_eq!(told.collect::<Vec<_>>().join(", "), expected, "{script}");
        assert!(pending.is_empty() || expected.contains('…'), "{script}");
    }

    #[test]
    fn keys_come_to() {
        check(Scope::Tree, "j", "down");
        check(Scope::Tree, "g g", "…1, top");
        check(Scope::Tree, "1 3 G", "…0, …0, 13 bottom");
        check(Scope::Tree, "5 0 %", "…0, …0, 50 percent");
        check(Scope::Tree, "0", "no 0");
        check(Scope::Tree, "3 g g", "…0, …1, 3 top");
        check(Scope::Tree, "g #", "…1, no g #");
        check(Scope::Tree, "3 esc j", "…0, cancelled, down");
        check(Scope::Tree, "g esc", "…1, cancelled");
        check(Scope::Tree, "esc", "cancel");
        check(Scope::Tree, "m a ' a", "…0, set-mark a, …0, go-to-mark a");
        check(Scope::Tree, "m esc j", "…0, cancelled, down");
        check(Scope::Tree, "m tab", "…0, no tab");
        check(Scope::Tree, "9 9 9 9 9 9 9 9 9 9 9 j", &format!("{}4294967295 down", "…0, ".repeat(11)));
        check(Scope::Prompt, "j 3 space esc", "'j', '3', ' ', cancel");
        check(Scope::Prompt, "ctrl-n enter", "down, accept");
        check(Scope::Reader, "space", "page-down");
        check(Scope::Tree, "space", "toggle");
    }

    #[test]
    fn a_key_let_go_is_nothing() {
        let mut event = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::NONE);
        event.kind = KeyEventKind::Release;
        assert_eq!(Pending::default().push(&Keymap::default(), Scope::Tree, event), Step::Ignored);
    }
}
