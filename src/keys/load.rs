//! Reads key maps and checks the whole of them, so that a mistake is told at once and with its place.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read as _;
use std::ops::Range;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::actions::{Action, Scope};
use super::chord::{Chord, parse, print};
use super::keymap::{Binding, Keymap};
use super::nearest::nearest;
use crate::text::safe;

/// A key map for fingers that learnt elsewhere. Each but the first overrides the default, action by action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Preset {
    /// plenary's own.
    #[default]
    Default,
    /// As in vim.
    Vim,
    /// As in less.
    Less,
    /// As in emacs and info.
    Emacs,
}

impl Preset {
    /// Every preset.
    pub const ALL: &'static [Self] = &[Self::Default, Self::Vim, Self::Less, Self::Emacs];

    /// The name on the command line and in a key map.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Vim => "vim",
            Self::Less => "less",
            Self::Emacs => "emacs",
        }
    }

    /// The preset called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|preset| preset.name() == name)
    }

    const fn layer(self) -> Layer<'static> {
        match self {
            Self::Default => DEFAULT,
            Self::Vim => Layer { name: "built-in keymaps/vim.toml", text: include_str!("../../keymaps/vim.toml") },
            Self::Less => Layer { name: "built-in keymaps/less.toml", text: include_str!("../../keymaps/less.toml") },
            Self::Emacs => {
                Layer { name: "built-in keymaps/emacs.toml", text: include_str!("../../keymaps/emacs.toml") }
            }
        }
    }
}

const DEFAULT: Layer<'static> = Layer { name: "built-in keymap.toml", text: include_str!("../../keymap.toml") };

/// A mistake in a file that a user wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file, as given.
    pub file: String,
    /// Line, 1-based; 0 where the mistake is the file as a whole.
    pub line: usize,
    /// Column in characters, 1-based.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Mistake {
    /// A mistake at a byte of `text`, the text of `file`.
    #[must_use]
    pub fn at(file: &str, text: &str, byte: usize, what: String, hint: Option<String>) -> Self {
        let (line, column) = place(text, byte);
        Self { file: file.to_owned(), line, column, what, hint }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", safe(&self.file))?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        write!(f, " {}", safe(&self.what))?;
        self.hint.as_ref().map_or(Ok(()), |hint| write!(f, " ({})", safe(hint)))
    }
}

/// A key map's text and the name under which its mistakes are told.
#[derive(Clone, Copy)]
struct Layer<'a> {
    name: &'a str,
    text: &'a str,
}

/// Where something stands: which layer, and the bytes there.
#[derive(Clone)]
struct Origin {
    layer: usize,
    span: Range<usize>,
}

/// An action's keys in a scope, as the last layer that names them says.
struct Entry {
    origin: Origin,
    keys: Vec<(Vec<Chord>, Origin)>,
}

type Entries = BTreeMap<(Scope, Action), Entry>;

/// The path of the user's key map, whether or not it is there: `$XDG_CONFIG_HOME/plenary/keymap.toml`.
#[must_use]
pub fn user_file() -> Option<PathBuf> {
    let dirs = etcetera::choose_base_strategy().ok()?;
    Some(dirs.config_dir().join("plenary").join("keymap.toml"))
}

/// The text of a file that a user wrote, such as a key map; 1 MiB of it at most.
///
/// # Errors
/// Why it could not be read.
pub fn read_text(file: &Path) -> Result<String, Mistake> {
    const MOST: u64 = 1 << 20;
    let name = file.to_string_lossy().into_owned();
    let wrong = |what: String| Mistake { file: name.clone(), line: 0, column: 0, what, hint: None };
    // Opening a pipe would wait for ever.
    if std::fs::metadata(file).is_ok_and(|kind| !kind.is_file()) {
        return Err(wrong("is not a file".to_owned()));
    }
    let mut text = String::new();
    let source = std::fs::File::open(file).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    source.take(MOST).read_to_string(&mut text).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    Ok(text)
}

/// The key map of `preset` (or of the preset that the file asks for), overridden by the key map in `file`.
///
/// # Errors
/// Every mistake of the file at once, or why it could not be read. The map of the preset is then still good.
pub fn read(preset: Option<Preset>, file: Option<&Path>) -> Result<Keymap, Vec<Mistake>> {
    let Some(file) = file else { return Ok(Keymap::preset(preset.unwrap_or_default())) };
    let text = read_text(file).map_err(|mistake| vec![mistake])?;
    Keymap::load(preset, Some((&file.to_string_lossy(), &text)))
}

impl Default for Keymap {
    fn default() -> Self {
        Self::preset(Preset::Default)
    }
}

impl Keymap {
    /// The key map of a preset. A test keeps the embedded files free of mistakes.
    #[must_use]
    pub fn preset(preset: Preset) -> Self {
        build(Some(preset), None).0
    }

    /// The key map of `preset`, overridden by a user's file, given as its name and its text. Without a preset,
    /// the file may name one: `preset = "vim"`.
    ///
    /// # Errors
    /// Every mistake, in order of place.
    pub fn load(preset: Option<Preset>, user: Option<(&str, &str)>) -> Result<Self, Vec<Mistake>> {
        let (keymap, mistakes) = build(preset, user.map(|(name, text)| Layer { name, text }));
        if mistakes.is_empty() { Ok(keymap) } else { Err(mistakes) }
    }
}

/// Lays preset and user's file over the default and checks the whole.
fn build(preset: Option<Preset>, user: Option<Layer<'_>>) -> (Keymap, Vec<Mistake>) {
    let mut mistakes = Mistakes { layers: vec![DEFAULT], found: Vec::new(), broken: Vec::new() };
    let (user_table, syntax) = user.map(|user| DeTable::parse_recoverable(user.text)).unzip();
    let stated = user_table.as_ref().and_then(|table| table.get_ref().get("preset"));
    let named = stated.and_then(|value| value.get_ref().as_str()).and_then(Preset::from_name);
    let preset = preset.or(named).unwrap_or_default();
    if preset != Preset::Default {
        mistakes.layers.push(preset.layer());
    }
    let mut entries = Entries::new();
    for layer in 0..mistakes.layers.len() {
        let (table, errors) = DeTable::parse_recoverable(mistakes.layers[layer].text);
        mistakes.syntax(layer, &errors);
        gather(&table, layer, &mut entries, &mut mistakes);
    }
    if let (Some(user), Some(table)) = (user, user_table.as_ref()) {
        let layer = mistakes.layers.len();
        mistakes.layers.push(user);
        mistakes.syntax(layer, &syntax.unwrap_or_default());
        gather(table, layer, &mut entries, &mut mistakes);
        if stated.is_some() && named.is_none() {
            let hint = Some("default, vim, less or emacs".to_owned());
            mistakes.add(
                &Origin { layer, span: stated.map_or(0..0, Spanned::span) },
                "unknown preset".to_owned(),
                hint,
            );
        }
    }
    check_keys(&entries, &mut mistakes);
    check_reach(&entries, &mut mistakes);
    let bindings = entries.into_iter().flat_map(|((scope, action), entry)| {
        entry.keys.into_iter().map(move |(chords, _)| Binding { scope, action, chords })
    });
    (Keymap { bindings: bindings.collect(), forbidden: Vec::new() }, mistakes.sorted())
}

struct Mistakes<'a> {
    layers: Vec<Layer<'a>>,
    found: Vec<(usize, Mistake)>,
    /// Layers and lines that are not TOML.
    broken: Vec<(usize, usize)>,
}

impl Mistakes<'_> {
    fn add(&mut self, at: &Origin, what: String, hint: Option<String>) {
        let layer = self.layers[at.layer];
        let mistake = Mistake::at(layer.name, layer.text, at.span.start, what, hint);
        if !self.broken.contains(&(at.layer, mistake.line)) {
            self.found.push((at.layer, mistake));
        }
    }

    /// Tells what is not TOML, once a line; what else the parser guessed there is nobody's mistake.
    fn syntax(&mut self, layer: usize, errors: &[toml::de::Error]) {
        for error in errors {
            let span = error.span().unwrap_or(0..0);
            let line = place(self.layers[layer].text, span.start).0;
            if self.broken.last() != Some(&(layer, line)) {
                self.add(&Origin { layer, span }, error.message().to_owned(), None);
                self.broken.push((layer, line));
            }
        }
    }

    /// `file:line` of a place, for a mistake that concerns two.
    fn told(&self, at: &Origin) -> String {
        let layer = self.layers[at.layer];
        format!("{}:{}", layer.name, place(layer.text, at.span.start).0)
    }

    fn sorted(mut self) -> Vec<Mistake> {
        self.found.sort_by_key(|(layer, mistake)| (std::cmp::Reverse(*layer), mistake.line, mistake.column));
        self.found.dedup();
        self.found.into_iter().map(|(_, mistake)| mistake).collect()
    }
}

/// Line and column, 1-based, of a byte.
fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte.min(text.len())).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// Takes the entries of one layer, each replacing what lay below.
fn gather(table: &Spanned<DeTable<'_>>, layer: usize, entries: &mut Entries, mistakes: &mut Mistakes<'_>) {
    let mut added = Vec::new();
    for (key, value) in table.get_ref() {
        let at = Origin { layer, span: key.span() };
        let name = key.get_ref();
        if name == "preset" && value.get_ref().as_str().is_some() {
            continue;
        }
        let Some(scope) = Scope::from_name(name) else {
            let names: Vec<&str> = Scope::ALL.iter().map(|scope| scope.name()).collect();
            let hint = match (Action::from_name(name), nearest(name, names.iter().copied())) {
                (Some(action), _) => format!("an action stands under its scope: {}", homes(action)),
                (None, Some(near)) => format!("did you mean [{near}]?"),
                (None, None) => format!("scopes are {}", names.join(", ")),
            };
            mistakes.add(&at, format!("unknown scope `{name}`"), Some(hint));
            continue;
        };
        let Some(actions) = value.get_ref().as_table() else {
            mistakes.add(&at, format!("`{name}` is a scope"), Some(format!("write its actions under [{name}]")));
            continue;
        };
        for (key, value) in actions {
            let at = Origin { layer, span: key.span() };
            let keys = read_keys(scope, value, layer, mistakes);
            if let Some(action) = action_in(scope, key.get_ref(), &at, mistakes) {
                added.push(((scope, action), Entry { origin: at, keys }));
            }
        }
    }
    entries.extend(added);
}

fn action_in(scope: Scope, name: &str, at: &Origin, mistakes: &mut Mistakes<'_>) -> Option<Action> {
    let Some(action) = Action::from_name(name) else {
        let here = Action::ALL.iter().filter(|action| action.works_in(scope)).map(|action| action.name());
        let near = nearest(name, here).or_else(|| nearest(name, Action::ALL.iter().map(|action| action.name())));
        let hint =
            near.map_or_else(|| "`plenary keys` lists them all".to_owned(), |near| format!("did you mean `{near}`?"));
        mistakes.add(at, format!("unknown action `{name}`"), Some(hint));
        return None;
    };
    if action.works_in(scope) {
        return Some(action);
    }
    let what = format!("`{name}` does nothing in [{}]", scope.name());
    mistakes.add(at, what, Some(format!("it belongs under {}", homes(action))));
    None
}

fn homes(action: Action) -> String {
    action.scopes().iter().map(|home| format!("[{}]", home.name())).collect::<Vec<_>>().join(" or ")
}

/// The keys of one action: a string or a list of strings.
fn read_keys(
    scope: Scope,
    value: &Spanned<DeValue<'_>>,
    layer: usize,
    mistakes: &mut Mistakes<'_>,
) -> Vec<(Vec<Chord>, Origin)> {
    let listed: Vec<&Spanned<DeValue<'_>>> = match value.get_ref().as_array() {
        Some(array) => array.iter().collect(),
        None => vec![value],
    };
    let mut keys = Vec::new();
    for value in listed {
        let at = Origin { layer, span: value.span() };
        let Some(text) = value.get_ref().as_str() else {
            let hint = Some("keys are a list of strings: [\"g g\", \"home\"]".to_owned());
            mistakes.add(&at, format!("{} where a key should stand", value.get_ref().type_str()), hint);
            continue;
        };
        match parse(text) {
            Err(bad) => mistakes.add(&at, format!("bad key `{}`", bad.key), bad.hint),
            Ok(chords) if chords.len() > 1 && chords.iter().any(|chord| chord.is_esc()) => {
                mistakes.add(
                    &at,
                    format!("bad key `{text}`"),
                    Some("esc ends a sequence; it can only stand alone".to_owned()),
                );
            }
            Ok(chords) if scope == Scope::Prompt && chords[0].typed().is_some() => {
                let hint = Some("in a prompt that key is text; use one with ctrl-".to_owned());
                mistakes.add(&at, format!("bad key `{text}`"), hint);
            }
            Ok(chords) => keys.push((chords, at)),
        }
    }
    keys
}

/// A key of an action, and where it stands.
#[derive(Clone, Copy)]
struct Key<'a> {
    scope: Scope,
    action: Action,
    chords: &'a [Chord],
    at: &'a Origin,
}

/// Keys that mean two things, and keys that hide a sequence. Each is told where it was made: in the layer above, or
/// further down in the same.
fn check_keys(entries: &Entries, mistakes: &mut Mistakes<'_>) {
    let mut keys: Vec<Key<'_>> = Vec::new();
    for ((scope, action), entry) in entries {
        keys.extend(entry.keys.iter().map(|(chords, at)| Key { scope: *scope, action: *action, chords, at }));
    }
    keys.sort_by_key(|key| (key.at.layer, key.at.span.start));
    for (i, new) in keys.iter().enumerate() {
        let key = print(new.chords);
        let mut hidden: Vec<String> = Vec::new();
        for old in keys[..i].iter().filter(|old| old.chords[0] == new.chords[0]) {
            if !old.scope.stack().contains(&new.scope) && !new.scope.stack().contains(&old.scope) {
                continue;
            }
            let there = format!("{} ({})", old.action.name(), mistakes.told(old.at));
            if old.chords == new.chords && (old.scope, old.action) == (new.scope, new.action) {
                mistakes.add(new.at, format!("`{key}` stands here twice"), None);
            } else if old.chords == new.chords && old.scope == new.scope {
                let free = format!(", or none: {} = []", old.action.name());
                let none = if old.action.is_essential() { "" } else { &free };
                let hint = format!("give one of them another key in [{}]{none}", old.scope.name());
                mistakes.add(new.at, format!("`{key}` is already {there}"), Some(hint));
            } else if old.chords != new.chords && old.chords.starts_with(new.chords) {
                hidden.push(format!("`{}`, {there}", print(old.chords)));
            } else if old.chords != new.chords && new.chords.starts_with(old.chords) {
                let hint = Some("a sequence may not begin with a key that does something itself".to_owned());
                mistakes.add(new.at, format!("`{key}` is hidden by `{}`, {there}", print(old.chords)), hint);
            }
        }
        if let Some(first) = hidden.first() {
            let more = if hidden.len() > 1 { format!(" and {} more", hidden.len() - 1) } else { String::new() };
            let hint = Some("a key that begins a sequence may not do something itself".to_owned());
            mistakes.add(new.at, format!("`{key}` hides {first}{more}"), hint);
        }
    }
}

/// Actions that no key reaches. An empty list says that this is meant, save for what the program cannot do without.
fn check_reach(entries: &Entries, mistakes: &mut Mistakes<'_>) {
    for &action in Action::ALL {
        for &home in action.scopes() {
            match entries.get(&(home, action)) {
                None => {
                    let hint =
                        format!("under [{}] write {} = [\"…\"], or [] if that is meant", home.name(), action.name());
                    mistakes.add(
                        &Origin { layer: 0, span: 0..0 },
                        format!("no key reaches `{}`", action.name()),
                        Some(hint),
                    );
                }
                Some(entry) if entry.keys.is_empty() && action.is_essential() => {
                    let hint = Some("it cannot be done without".to_owned());
                    mistakes.add(&entry.origin, format!("no key reaches `{}`", action.name()), hint);
                }
                Some(_) => {}
            }
        }
    }
    // A pane may take a global key for itself, but not the last one of an action.
    for &pane in Scope::ALL.iter().filter(|scope| scope.stack().len() > 1) {
        for ((_, action), entry) in
            entries.iter().filter(|((scope, _), entry)| *scope == Scope::Global && !entry.keys.is_empty())
        {
            let here = |key: &[Chord]| {
                let own = entries.iter().filter(|((scope, _), _)| *scope == pane);
                own.flat_map(|((_, action), entry)| entry.keys.iter().map(|(keys, at)| (*action, keys, at)))
                    .find(|(_, keys, _)| keys.as_slice() == key)
            };
            let takers: Vec<_> = entry.keys.iter().map_while(|(key, _)| here(key)).collect();
            let own = entries.get(&(pane, *action)).is_some_and(|own| !own.keys.is_empty());
            if takers.len() < entry.keys.len() || own || takers.iter().any(|taker| taker.0 == *action) {
                continue;
            }
            let last = takers.iter().map(|taker| taker.2).chain([&entry.origin]);
            let at = last.max_by_key(|at| (at.layer, at.span.start)).unwrap_or(&entry.origin).clone();
            let by: Vec<String> =
                takers.iter().map(|(by, keys, _)| format!("`{}` is {}", print(keys), by.name())).collect();
            let hint = format!("there {}", by.join(", "));
            mistakes.add(&at, format!("no key reaches `{}` in [{}]", action.name(), pane.name()), Some(hint));
        }
    }
}
