//! Looks by role, not by colour: four themes, the signs of the frame, and which of them a terminal gets.

use ratatui::style::{Color, Modifier, Style};
use ratatui::symbols::border;
use toml::de::DeTable;

use crate::keys::{Mistake, nearest};

/// What something on the screen is; the theme says how that looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A heading, of a work, a section or an objective.
    Heading,
    /// Words printed in bold or italics.
    Strong,
    /// A printed number or letter before a passage.
    Label,
    /// How a place is named.
    Citation,
    /// What matters less.
    Dim,
    /// A footnote mark.
    Note,
    /// A reference that can be followed.
    Link,
    /// A match of the search term of this number, from 0; more than eight begin again.
    Match(u8),
    /// Words that only the newer draft has.
    Added,
    /// Words that only the older draft has.
    Removed,
    /// A clause that stands elsewhere in the other draft.
    Moved,
    /// A clause that differs: its mark beside the text.
    Changed,
    /// The frame of a pane.
    Border,
    /// The frame of the focused pane.
    BorderFocus,
    /// The title of a pane.
    Title,
    /// The title of the focused pane.
    TitleFocus,
    /// The selected row of the focused pane.
    Selected,
    /// The selected row of another pane.
    SelectedElsewhere,
    /// A key, in help and hints.
    Key,
    /// What stands before a line being typed.
    Prompt,
    /// The status line.
    Status,
    /// Word of something that happened.
    Notice,
    /// Word of something that failed.
    Error,
}

/// How many search terms have a look of their own.
pub const MATCHES: u8 = 8;

impl Role {
    /// Every role with its name in a theme.
    const ALL: [(Self, &'static str); ROLES] = [
        (Self::Heading, "heading"),
        (Self::Strong, "strong"),
        (Self::Label, "label"),
        (Self::Citation, "citation"),
        (Self::Dim, "dim"),
        (Self::Note, "note"),
        (Self::Link, "link"),
        (Self::Match(0), "match-1"),
        (Self::Match(1), "match-2"),
        (Self::Match(2), "match-3"),
        (Self::Match(3), "match-4"),
        (Self::Match(4), "match-5"),
        (Self::Match(5), "match-6"),
        (Self::Match(6), "match-7"),
        (Self::Match(7), "match-8"),
        (Self::Added, "added"),
        (Self::Removed, "removed"),
        (Self::Moved, "moved"),
        (Self::Changed, "changed"),
        (Self::Border, "border"),
        (Self::BorderFocus, "border-focus"),
        (Self::Title, "title"),
        (Self::TitleFocus, "title-focus"),
        (Self::Selected, "selected"),
        (Self::SelectedElsewhere, "selected-elsewhere"),
        (Self::Key, "key"),
        (Self::Prompt, "prompt"),
        (Self::Status, "status"),
        (Self::Notice, "notice"),
        (Self::Error, "error"),
    ];

    fn index(self) -> usize {
        let one = if let Self::Match(n) = self { Self::Match(n % MATCHES) } else { self };
        Self::ALL.iter().position(|(role, _)| *role == one).unwrap_or(0)
    }

    /// Whether the role tells something that may not be lost where there is no colour.
    const fn must_show(self) -> bool {
        matches!(
            self,
            Self::Match(_)
                | Self::Added
                | Self::Removed
                | Self::Moved
                | Self::Changed
                | Self::Selected
                | Self::SelectedElsewhere
        )
    }
}

const ROLES: usize = 30;

/// Which theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeName {
    /// For light text on a dark ground.
    #[default]
    Dark,
    /// For dark text on a light ground.
    Light,
    /// Without colour.
    Monochrome,
    /// Bright colours, nothing dim.
    HighContrast,
}

impl ThemeName {
    /// Every theme, in the order in which one key goes round them.
    pub const ALL: [Self; 4] = [Self::Dark, Self::Light, Self::Monochrome, Self::HighContrast];

    /// The name in a file and on the command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Monochrome => "monochrome",
            Self::HighContrast => "high-contrast",
        }
    }

    /// The theme called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// The theme after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self::ALL[(self as usize + 1) % Self::ALL.len()]
    }

    /// The theme that the environment calls for: monochrome where `NO_COLOR` says so or the terminal knows no
    /// colour. The terminal itself is never asked.
    #[must_use]
    pub fn called_for(get: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let no_color = get("NO_COLOR").is_some_and(|value| !value.is_empty());
        let term = get("TERM").unwrap_or_default();
        let colourless = ["dumb", "vt100", "vt102", "vt220"].contains(&term.as_str()) || term.ends_with("-m");
        (no_color || colourless).then_some(Self::Monochrome)
    }
}

/// The looks of all roles.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    styles: [Style; ROLES],
}

impl Theme {
    /// How `role` looks.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles[role.index()]
    }

    /// How `role` looks upon `base`: what is reversed twice, or has the colour of its ground, would vanish.
    #[must_use]
    pub fn over(&self, base: Style, role: Role) -> Style {
        let style = self.style(role);
        let both = base.add_modifier.contains(Modifier::REVERSED) && style.add_modifier.contains(Modifier::REVERSED);
        let style = if style.fg.is_some() && style.fg == base.bg { Style { fg: base.fg, ..style } } else { style };
        let style = base.patch(style);
        if both { style.remove_modifier(Modifier::REVERSED) } else { style }
    }
}

/// All themes.
#[derive(Debug, Clone, PartialEq)]
pub struct Themes {
    themes: [Theme; ThemeName::ALL.len()],
}

const DEFAULT: (&str, &str) = ("themes.toml", include_str!("../../themes.toml"));

impl Default for Themes {
    fn default() -> Self {
        build(None).0
    }
}

impl Themes {
    /// The theme of that name.
    #[must_use]
    pub const fn get(&self, name: ThemeName) -> &Theme {
        &self.themes[name as usize]
    }

    /// The themes, overridden role by role by a user's file, given as its name and its text.
    ///
    /// # Errors
    /// Every mistake of the file, in order of place. The default is then still good.
    pub fn load(user: Option<(&str, &str)>) -> Result<Self, Vec<Mistake>> {
        let (themes, mistakes) = build(user);
        if mistakes.is_empty() { Ok(themes) } else { Err(mistakes) }
    }
}

fn build(user: Option<(&str, &str)>) -> (Themes, Vec<Mistake>) {
    let plain = Theme { styles: [Style::new(); ROLES] };
    let mut themes = Themes { themes: [const { Theme { styles: [Style::new(); ROLES] } }; ThemeName::ALL.len()] };
    themes.themes.fill(plain);
    let mut mistakes = Vec::new();
    for (file, text) in [Some(DEFAULT), user].into_iter().flatten() {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut add = |byte, what: String, hint| mistakes.push(Mistake::at(file, text, byte, what, hint));
        for error in &errors {
            add(error.span().map_or(0, |span| span.start), error.message().to_owned(), None);
        }
        for (key, value) in table.get_ref() {
            let name = key.get_ref();
            let (Some(theme), Some(roles)) = (ThemeName::from_name(name), value.get_ref().as_table()) else {
                let names = ThemeName::ALL.map(ThemeName::name);
                let hint = nearest(name, names).map(|near| format!("did you mean [{near}]?"));
                let hint = hint.unwrap_or_else(|| format!("themes are {}", names.join(", ")));
                add(key.span().start, format!("unknown theme `{name}`"), Some(hint));
                continue;
            };
            for (key, value) in roles {
                let name = key.get_ref();
                let Some((role, _)) = Role::ALL.iter().find(|(_, known)| known == name) else {
                    let near = nearest(name, Role::ALL.map(|(_, known)| known));
                    let hint = near.map(|near| format!("did you mean `{near}`?"));
                    add(key.span().start, format!("unknown role `{name}`"), hint);
                    continue;
                };
                let byte = value.span().start;
                match value.get_ref().as_str().map_or_else(|| Err(not_words()), read_style) {
                    Err((what, hint)) => add(byte, what, hint),
                    Ok(style) if role.must_show() && style.add_modifier.is_empty() => {
                        let hint = Some("add bold, underline or reverse".to_owned());
                        add(byte, format!("`{name}` would not show without colour"), hint);
                    }
                    Ok(style) if theme == ThemeName::Monochrome && (style.fg, style.bg) != (None, None) => {
                        add(byte, "a colour in [monochrome]".to_owned(), None);
                    }
                    Ok(style) => themes.themes[theme as usize].styles[role.index()] = style,
                }
            }
        }
    }
    mistakes.sort_by_key(|mistake| (mistake.line, mistake.column));
    (themes, mistakes)
}

type Wrong = (String, Option<String>);

fn not_words() -> Wrong {
    ("a look is words in quotes".to_owned(), Some("such as \"bold cyan\"".to_owned()))
}

const COLOURS: [(&str, Color); 16] = [
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

const ATTRIBUTES: [(&str, Modifier); 4] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// The style that `words` say: `black on yellow bold`.
fn read_style(words: &str) -> Result<Style, Wrong> {
    let mut style = Style::new();
    let mut ground = false;
    for word in words.split_whitespace() {
        if word == "on" {
            ground = true;
        } else if let Some((_, colour)) = COLOURS.iter().find(|(name, _)| *name == word) {
            style = if ground { style.bg(*colour) } else { style.fg(*colour) };
            ground = false;
        } else if let Some((_, attribute)) = ATTRIBUTES.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*attribute);
        } else {
            let known = COLOURS.iter().map(|(name, _)| *name).chain(ATTRIBUTES.iter().map(|(name, _)| *name));
            let hint = nearest(word, known).map(|near| format!("did you mean `{near}`?"));
            return Err((format!("unknown word `{word}` in a look"), hint));
        }
    }
    Ok(style)
}

/// The signs of the frame: line drawing where the locale can show it, ASCII elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signs {
    /// The frame of a pane.
    pub border: border::Set<'static>,
    /// What stands for text that was cut; one column.
    pub ellipsis: &'static str,
    /// Before a folded row; one column.
    pub folded: &'static str,
    /// Before an unfolded row; one column.
    pub unfolded: &'static str,
    /// Between the steps of a breadcrumb.
    pub step: &'static str,
    /// Between two drafts, places or keys.
    pub arrow: &'static str,
}

/// Signs of a UTF-8 terminal.
pub const UNICODE: Signs =
    Signs { border: border::PLAIN, ellipsis: "…", folded: "▸", unfolded: "▾", step: " › ", arrow: "→" };

/// Signs of any terminal.
pub const ASCII: Signs = Signs {
    border: border::Set {
        top_left: "+",
        top_right: "+",
        bottom_left: "+",
        bottom_right: "+",
        vertical_left: "|",
        vertical_right: "|",
        horizontal_top: "-",
        horizontal_bottom: "-",
    },
    ellipsis: ">",
    folded: "+",
    unfolded: "-",
    step: " > ",
    arrow: "->",
};

impl Signs {
    /// The signs that the locale can show: `LC_ALL`, else `LC_CTYPE`, else `LANG`, must say UTF-8.
    #[must_use]
    pub fn of_locale(get: impl Fn(&str) -> Option<String>) -> Self {
        let set = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().filter_map(get).find(|value| !value.is_empty());
        let locale = set.unwrap_or_default().to_ascii_lowercase();
        if locale.contains("utf-8") || locale.contains("utf8") { UNICODE } else { ASCII }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_its_look_in_every_theme() {
        assert_eq!(Themes::load(None).map_err(|mistakes| mistakes[0].to_string()).err(), None);
        let (table, _) = DeTable::parse_recoverable(DEFAULT.1);
        for theme in ThemeName::ALL {
            for (role, name) in Role::ALL {
                let roles = table.get_ref().get(theme.name()).and_then(|roles| roles.get_ref().as_table());
                assert!(roles.is_some_and(|roles| roles.contains_key(name)), "[{}] {name}", theme.name());
                assert_eq!(Role::ALL[role.index()].1, name);
            }
        }
    }

    #[test]
    fn matches_and_changes_are_told_apart_without_colour() {
        let themes = Themes::default();
        for theme in ThemeName::ALL {
            let attributes = |role| themes.get(theme).style(role).add_modifier;
            let matches: Vec<Modifier> = (0..MATCHES).map(|n| attributes(Role::Match(n))).collect();
            for (n, one) in matches.iter().enumerate() {
                assert!(!matches[..n].contains(one), "match-{} in {}", n + 1, theme.name());
            }
            assert_ne!(attributes(Role::Added), attributes(Role::Removed), "{}", theme.name());
        }
        assert_eq!(
            themes.get(ThemeName::Dark).style(Role::Match(9)),
            themes.get(ThemeName::Dark).style(Role::Match(1))
        );
    }

    #[test]
    fn a_users_file() {
        let check = |user: &str, expected: &[&str]| {
            let mistakes = Themes::load(Some(("mine.toml", user))).err().unwrap_or_default();
            assert_eq!(mistakes.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{user}");
        };
        check("[dark]\nheading = \"bold red on blue\"\n", &[]);
        check(
            "[dak]\n[dark]\nheding = \"bold\"\nlabel = \"bod cyan\"\nlink = 3\nmatch-1 = \"red\"\n[monochrome]\ndim = \"red\"\n",
            &[
                "mine.toml:1:2: unknown theme `dak` (did you mean [dark]?)",
                "mine.toml:3:1: unknown role `heding` (did you mean `heading`?)",
                "mine.toml:4:9: unknown word `bod` in a look (did you mean `bold`?)",
                "mine.toml:5:8: a look is words in quotes (such as \"bold cyan\")",
                "mine.toml:6:11: `match-1` would not show without colour (add bold, underline or reverse)",
                "mine.toml:8:7: a colour in [monochrome]",
            ],
        );
        let themes =
            Themes::load(Some(("mine.toml", "[dark]\nlabel = \"bright-red on blue dim\""))).unwrap_or_default();
        let expected = Style::new().fg(Color::LightRed).bg(Color::Blue).add_modifier(Modifier::DIM);
        assert_eq!(themes.get(ThemeName::Dark).style(Role::Label), expected);
        assert_eq!(themes.get(ThemeName::Dark).style(Role::Heading), Style::new().bold(), "the rest stays");
    }

    #[test]
    fn reversed_twice_is_not_lost() {
        let themes = Themes::default();
        let theme = themes.get(ThemeName::Monochrome);
        let upon = theme.over(theme.style(Role::Selected), Role::Removed);
        assert!(!upon.add_modifier.contains(Modifier::REVERSED));
        assert!(theme.over(Style::new(), Role::Removed).add_modifier.contains(Modifier::REVERSED));
    }

    #[test]
    fn the_environment_decides() {
        let env = |pairs: &'static [(&str, &str)]| {
            move |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        };
        let check = |pairs, theme, unicode| {
            assert_eq!(ThemeName::called_for(env(pairs)), theme, "{pairs:?}");
            assert_eq!(Signs::of_locale(env(pairs)) == UNICODE, unicode, "{pairs:?}");
        };
        check(&[], None, false);
        check(&[("LANG", "en_GB.UTF-8"), ("TERM", "xterm-256color")], None, true);
        check(&[("LANG", "en_GB.UTF-8"), ("LC_ALL", "C")], None, false);
        check(&[("LC_ALL", ""), ("LC_CTYPE", "fr_FR.utf8"), ("LANG", "C")], None, true);
        check(&[("NO_COLOR", "1"), ("LANG", "C.UTF-8")], Some(ThemeName::Monochrome), true);
        check(&[("NO_COLOR", "")], None, false);
        check(&[("TERM", "vt100")], Some(ThemeName::Monochrome), false);
    }
}
