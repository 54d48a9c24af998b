//! What a user may set in files: the key map and the themes. Read at the start and again when they change; a mistake
//! keeps what was.

use std::path::{Path, PathBuf};

use super::theme::Themes;
use crate::keys::{self, Action, Keymap, Mistake, Preset};

/// The key map and the themes in force, and where they come from.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The keys in force.
    pub keymap: Keymap,
    /// The themes in force.
    pub themes: Themes,
    preset: Option<Preset>,
    keymap_file: Option<PathBuf>,
    /// Whether the key map was asked for by name.
    must_exist: bool,
    theme_file: Option<PathBuf>,
    captive: bool,
}

/// What a captive account must not do: reach the shell, the clipboard, a file.
const OUT: &[Action] =
    &[Action::Suspend, Action::Copy, Action::CopyCitation, Action::CopySource, Action::CopyToFile, Action::WriteMarks];

impl Settings {
    /// The settings of `preset`, overridden by the key map in `keymap_file` (the user's own, if there is one, where
    /// none is given) and by the user's themes; and every mistake in those.
    #[must_use]
    pub fn of_user(preset: Option<Preset>, keymap_file: Option<PathBuf>) -> (Self, Vec<Mistake>) {
        let must_exist = keymap_file.is_some();
        Self::of_files(preset, keymap_file.or_else(keys::user_file), users_themes(), must_exist)
    }

    /// The settings of a preset alone, without what a captive account must not do.
    #[must_use]
    pub fn of_captive(preset: Preset) -> Self {
        let mut settings = Self::of_files(Some(preset), None, None, false).0;
        settings.captive = true;
        settings.reload();
        settings
    }

    fn of_files(
        preset: Option<Preset>,
        keymap_file: Option<PathBuf>,
        theme_file: Option<PathBuf>,
        must_exist: bool,
    ) -> (Self, Vec<Mistake>) {
        let keymap = Keymap::preset(preset.unwrap_or_default());
        let themes = Themes::default();
        let mut settings = Self { keymap, themes, preset, keymap_file, must_exist, theme_file, captive: false };
        let mistakes = settings.reload();
        (settings, mistakes)
    }

    /// Reads the files again. A file with mistakes changes nothing; its mistakes are given.
    pub fn reload(&mut self) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let keymap_file = self.keymap_file.as_deref().filter(|file| self.must_exist || file.exists());
        match keys::read(self.preset, keymap_file) {
            Ok(keymap) => self.keymap = if self.captive { keymap.without(OUT) } else { keymap },
            Err(found) => mistakes.extend(found),
        }
        match read_themes(self.theme_file.as_deref()) {
            Ok(themes) => self.themes = themes,
            Err(found) => mistakes.extend(found),
        }
        mistakes
    }

    /// The files to watch, whether or not they are there yet.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        self.keymap_file.iter().chain(&self.theme_file).cloned().collect()
    }
}

/// The user's own themes, beside the key map.
fn users_themes() -> Option<PathBuf> {
    keys::user_file().map(|file| file.with_file_name("themes.toml"))
}

/// Every mistake in the user's own themes.
#[must_use]
pub fn mistakes_in_themes() -> Vec<Mistake> {
    read_themes(users_themes().as_deref()).err().unwrap_or_default()
}

/// The themes in `file`; the default ones where there is none.
fn read_themes(file: Option<&Path>) -> Result<Themes, Vec<Mistake>> {
    let Some(file) = file.filter(|file| file.exists()) else { return Ok(Themes::default()) };
    let text = keys::read_text(file).map_err(|mistake| vec![mistake])?;
    Themes::load(Some((&file.to_string_lossy(), &text)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Scope;
    use std::{fs, io};

    #[test]
    fn a_change_is_taken_up_and_a_mistake_is_not() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let (keymap, themes) = (dir.path().join("keymap.toml"), dir.path().join("themes.toml"));
        fs::write(&keymap, "[global]\nzoom = \"Z\"\n")?;
        let (mut settings, mistakes) = Settings::of_files(None, Some(keymap.clone()), Some(themes.clone()), false);
        assert_eq!(mistakes, [], "no themes there, and none asked for");
        let zoom = |settings: &Settings| settings.keymap.keys_for(Action::Zoom, Scope::Tree);
        assert_eq!(zoom(&settings), ["Z"]);

        fs::write(&keymap, "[global]\nzoom = [\"ctrl-x\"]\nzom = []\n")?;
        fs::write(&themes, "[dark]\n")?;
        let told: Vec<String> = settings.reload().iter().map(ToString::to_string).collect();
        let expected = "keymap.toml:3:1: unknown action `zom` (did you mean `zoom`?)";
        assert!(told.len() == 1 && told[0].ends_with(expected), "{told:?}");
        assert_eq!(zoom(&settings), ["Z"], "the old map stays");

        fs::write(&keymap, "[global]\nzoom = [\"ctrl-x\"]\n")?;
        assert_eq!(settings.reload(), []);
        assert_eq!(zoom(&settings), ["ctrl-x"]);
        Ok(())
    }

    #[test]
    fn a_captive_account_keeps_its_keys_through_a_reload() {
        let mut settings = Settings::of_captive(Preset::Default);
        for _ in 0..2 {
            for action in OUT {
                assert!(!settings.keymap.allows(*action) && settings.keymap.keys_for(*action, Scope::Tree).is_empty());
            }
            assert!(settings.keymap.allows(Action::Zoom));
            settings.reload();
        }
    }

    #[test]
    fn a_pipe_is_not_waited_for() {
        let (_, mistakes) = Settings::of_files(None, Some("/dev/null".into()), Some("/dev/zero".into()), true);
        assert!(mistakes.iter().all(|mistake| mistake.what == "is not a file"), "{mistakes:?}");
        let (_, mistakes) = Settings::of_files(None, Some("no/such/file".into()), None, true);
        assert_eq!(mistakes.len(), 1, "it was asked for");
    }
}
