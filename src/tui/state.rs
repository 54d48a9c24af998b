//! What a session leaves behind for the next: place, folds, searches, marks. Saved whole or not at all, and merged
//! with what other sessions saved meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use etcetera::BaseStrategy as _;
use serde::{Deserialize, Serialize};

use super::theme::ThemeName;

/// A place by name, so that it outlives a change of the documents.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Spot {
    /// The work's id.
    pub work: String,
    /// The citation, which parses back to the place.
    pub citation: String,
    /// The first words there, for lists and to find the place again where citations changed.
    pub words: String,
}

/// All that is kept of a session. The program fills it before saving and applies it at the start; whatever no longer
/// exists is passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The selected row of the tree: an id.
    pub selected: Option<String>,
    /// What was being read, if anything.
    pub reading: Option<Spot>,
    /// Where each document was left: work ids to places.
    pub left: BTreeMap<String, Spot>,
    /// The focused pane: the name of its scope.
    pub focus: Option<String>,
    /// Whether that pane had the whole screen.
    pub zoom: bool,
    /// The theme.
    pub theme: Option<ThemeName>,
    /// Columns of text in the reading view, where the reader chose.
    pub measure: Option<u16>,
    /// Whether the comparison stood in one column, where the reader chose.
    pub column: Option<bool>,
    /// Whether the comparison showed changes of form.
    pub noise: Option<bool>,
    /// The two drafts compared: work ids.
    pub drafts: Option<[String; 2]>,
    /// How they were compared, where the reader chose: `draft` or `related`.
    pub mode: Option<String>,
    /// The query in force.
    pub query: String,
    /// Folded rows of the tree: ids.
    pub folds: BTreeSet<String>,
    /// Queries made, oldest first.
    pub history: Vec<String>,
    /// Saved searches: name to query.
    pub searches: BTreeMap<String, String>,
    /// Marks: letter to place.
    pub marks: BTreeMap<char, Spot>,
    /// Passages kept (true) or dismissed (false), as `objective passage-id`.
    pub verdicts: BTreeMap<String, bool>,
}

/// How many queries the history keeps.
const HISTORY: usize = 200;

impl Session {
    /// Remembers `query` as the latest.
    pub fn remember(&mut self, query: &str) {
        self.history.retain(|old| old != query);
        self.history.push(query.to_owned());
        self.history.drain(..self.history.len().saturating_sub(HISTORY));
    }

    /// `theirs`, with all that changed between `base` and `self` changed there too.
    fn merged(&self, base: &Self, theirs: Self) -> Self {
        let pick =
            |mine: &Option<String>, base: &Option<String>, theirs| if mine == base { theirs } else { mine.clone() };
        let mut history = Self { history: theirs.history, ..Self::default() };
        for query in self.history.iter().filter(|query| !base.history.contains(query)) {
            history.remember(query);
        }
        if self.history.is_empty() {
            history.history.retain(|query| !base.history.contains(query));
        }
        let mut folds = theirs.folds;
        folds.retain(|id| self.folds.contains(id) || !base.folds.contains(id));
        folds.extend(self.folds.difference(&base.folds).cloned());
        Self {
            selected: pick(&self.selected, &base.selected, theirs.selected),
            left: merged_map(&self.left, &base.left, theirs.left),
            reading: if self.reading == base.reading { theirs.reading } else { self.reading.clone() },
            focus: pick(&self.focus, &base.focus, theirs.focus),
            zoom: if self.zoom == base.zoom { theirs.zoom } else { self.zoom },
            theme: if self.theme == base.theme { theirs.theme } else { self.theme },
            measure: if self.measure == base.measure { theirs.measure } else { self.measure },
            column: if self.column == base.column { theirs.column } else { self.column },
            noise: if self.noise == base.noise { theirs.noise } else { self.noise },
            drafts: if self.drafts == base.drafts { theirs.drafts } else { self.drafts.clone() },
            mode: pick(&self.mode, &base.mode, theirs.mode),
            query: if self.query == base.query { theirs.query } else { self.query.clone() },
            folds,
            history: history.history,
            searches: merged_map(&self.searches, &base.searches, theirs.searches),
            marks: merged_map(&self.marks, &base.marks, theirs.marks),
            verdicts: merged_map(&self.verdicts, &base.verdicts, theirs.verdicts),
        }
    }
}

fn merged_map<K: Ord + Clone, V: PartialEq + Clone>(
    mine: &BTreeMap<K, V>,
    base: &BTreeMap<K, V>,
    mut theirs: BTreeMap<K, V>,
) -> BTreeMap<K, V> {
    theirs.retain(|key, _| mine.contains_key(key) || !base.contains_key(key));
    let changed = mine.iter().filter(|(key, value)| base.get(key) != Some(value));
    theirs.extend(changed.map(|(key, value)| (key.clone(), value.clone())));
    theirs
}

/// The folder of saved sessions: `$XDG_STATE_HOME/plenary`.
#[must_use]
pub fn folder() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.state_dir()?.join("plenary"))
}

/// The name under which the sessions of a corpus are saved: its paths, hashed (FNV-1a); `bundled` for none.
#[must_use]
pub fn key(paths: &[PathBuf]) -> String {
    if paths.is_empty() {
        return "bundled".to_owned();
    }
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for path in paths {
        let path = path.canonicalize().unwrap_or_else(|_| path.clone());
        for byte in path.as_os_str().as_encoded_bytes().iter().chain(&[0]) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

/// Where the sessions of one corpus are saved.
#[derive(Debug)]
pub struct Store {
    file: Option<PathBuf>,
    base: Session,
}

/// Sessions are small; what is larger than this is none.
const MOST: u64 = 4 << 20;
/// How long to wait for another session that is saving.
const PATIENCE: Duration = Duration::from_millis(200);

impl Store {
    /// A store that keeps nothing, for captive accounts.
    #[must_use]
    pub fn nowhere() -> Self {
        Self { file: None, base: Session::default() }
    }

    /// The store for `key` in `folder`, the session found there (a fresh one where none was), and a word where
    /// something was wrong with it.
    #[must_use]
    pub fn open(folder: &Path, key: &str) -> (Self, Session, Option<String>) {
        let file = folder.join(format!("{key}.json"));
        let (session, word) = match read(&file) {
            Ok(session) => (session, None),
            Err(wrong) if wrong.kind() == io::ErrorKind::InvalidData => {
                (Session::default(), Some(set_aside(&file, &wrong)))
            }
            Err(wrong) => {
                let word = format!("the last session could not be restored from {}: {wrong}", file.display());
                (Session::default(), Some(word))
            }
        };
        (Self { file: Some(file), base: session.clone() }, session, word)
    }

    /// Saves `mine`: what changed in it since the last time, laid over what lies there now. Waits at most 200 ms for
    /// another session that is saving.
    ///
    /// # Errors
    /// A word for the reader: what could not be done, and why. What was saved before is untouched.
    pub fn save(&mut self, mine: &Session) -> Result<(), String> {
        let Some(file) = &self.file else { return Ok(()) };
        if *mine == self.base && file.exists() {
            return Ok(());
        }
        let failed = |error: io::Error| format!("the session is not saved: {}: {error}", file.display());
        if let Some(folder) = file.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
        }
        // The lock is a file of its own, never replaced: a lock on the session's file would die with its renaming.
        let lock = open(&file.with_extension("lock"), false).map_err(failed)?;
        wait_for(&lock).map_err(failed)?;
        let theirs = match read(file) {
            Ok(theirs) => theirs,
            Err(wrong) if wrong.kind() == io::ErrorKind::InvalidData => {
                set_aside(file, &wrong);
                self.base.clone()
            }
            Err(wrong) => return Err(failed(wrong)),
        };
        write(file, &mine.merged(&self.base, theirs)).map_err(failed)?;
        self.base = mine.clone();
        Ok(())
    }
}

/// The session in `file`; a fresh one where there is no file; `InvalidData` where it holds something else.
fn read(file: &Path) -> io::Result<Session> {
    let kind = match fs::metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Session::default()),
        other => other?,
    };
    // Opening a pipe would wait for ever.
    if !kind.is_file() || kind.len() > MOST {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "it is no session"));
    }
    let mut text = String::new();
    File::open(file)?.take(MOST).read_to_string(&mut text)?;
    serde_json::from_str(&text).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Puts a damaged file out of the way, so that saving goes on.
fn set_aside(file: &Path, wrong: &io::Error) -> String {
    let aside = file.with_extension("damaged");
    let done = match fs::rename(file, &aside) {
        Ok(()) => format!("it is set aside as {}", aside.display()),
        Err(error) => format!("it stays there: {error}"),
    };
    format!("the last session could not be restored from {}: {wrong}; {done}", file.display())
}

fn open(file: &Path, truncate: bool) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(truncate).mode(0o600).open(file)
}

fn wait_for(lock: &File) -> io::Result<()> {
    let start = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error),
            Err(TryLockError::WouldBlock) if start.elapsed() >= PATIENCE => {
                return Err(io::Error::new(io::ErrorKind::WouldBlock, "another session is saving"));
            }
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
        }
    }
}

/// Replaces `file` as a whole. The lock is held, so the name of the draft is ours alone.
fn write(file: &Path, session: &Session) -> io::Result<()> {
    let draft = file.with_extension("draft");
    let mut text = serde_json::to_string_pretty(session)?;
    text.push('\n');
    let mut to = open(&draft, true)?;
    to.write_all(text.as_bytes())?;
    to.sync_all()?;
    fs::rename(&draft, file)?;
    file.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> Session {
        let spot = Spot { work: "zero".into(), citation: "para. 27 (c)".into(), words: "Review".into() };
        Session {
            selected: Some("objective 13".into()),
            reading: Some(spot.clone()),
            theme: Some(ThemeName::HighContrast),
            folds: ["a".to_owned(), "b".to_owned()].into(),
            history: vec!["detention".into(), "\"last resort\"".into()],
            marks: [('a', spot)].into(),
            verdicts: [("13 nyd:33".to_owned(), false)].into(),
            ..Session::default()
        }
    }

    fn file(dir: &tempfile::TempDir) -> PathBuf {
        dir.path().join("k.json")
    }

    #[test]
    fn comes_back_as_it_was() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let folder = dir.path().join("state/plenary");
        let (mut store, session, word) = Store::open(&folder, "k");
        assert_eq!((session, word), (Session::default(), None));
        assert_eq!(store.save(&sample()), Ok(()));
        let (_, session, word) = Store::open(&folder, "k");
        assert_eq!((session, word), (sample(), None));
        assert!(!folder.join("k.draft").exists());
        Ok(())
    }

    #[test]
    fn sessions_side_by_side_lose_nothing() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let path = dir.path();
        std::thread::scope(|scope| {
            for name in 'a'..='h' {
                scope.spawn(move || {
                    let (mut store, mut session, _) = Store::open(path, "k");
                    for n in 0..25 {
                        session.searches.insert(format!("{name}{n}"), "q".into());
                        session.remember(&format!("{name}{n}"));
                        session.marks.insert(name, Spot { citation: n.to_string(), ..Spot::default() });
                        while store.save(&session).is_err() {}
                    }
                });
            }
        });
        let (_, session, word) = Store::open(path, "k");
        assert_eq!(word, None);
        assert_eq!((session.searches.len(), session.history.len(), session.marks.len()), (200, 200, 8));
        assert!(session.marks.values().all(|spot| spot.citation == "24"));
        Ok(())
    }

    #[test]
    fn what_one_deletes_the_other_does_not_bring_back() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        assert_eq!(Store::open(dir.path(), "k").0.save(&sample()), Ok(()));
        let (mut one, mut first, _) = Store::open(dir.path(), "k");
        let (mut two, mut second, _) = Store::open(dir.path(), "k");
        first.marks.clear();
        first.folds.remove("a");
        assert_eq!(one.save(&first), Ok(()));
        second.selected = Some("objective 14".into());
        second.folds.insert("c".into());
        assert_eq!(two.save(&second), Ok(()));
        let (_, session, _) = Store::open(dir.path(), "k");
        assert!(session.marks.is_empty());
        assert_eq!(session.folds, ["b".to_owned(), "c".to_owned()].into());
        assert_eq!(session.selected.as_deref(), Some("objective 14"));
        Ok(())
    }

    #[test]
    fn a_session_that_is_saving_is_waited_for_but_not_long() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let (mut store, ..) = Store::open(dir.path(), "k");
        let lock = open(&dir.path().join("k.lock"), false)?;
        lock.lock()?;
        let word = store.save(&sample()).err().unwrap_or_default();
        assert!(word.ends_with("another session is saving"), "{word}");
        lock.unlock()?;
        assert_eq!(store.save(&sample()), Ok(()));
        Ok(())
    }

    #[test]
    fn a_damaged_file_is_set_aside_with_a_word() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        fs::write(file(&dir), b"{\"history\": [\"\xff")?;
        let (mut store, session, word) = Store::open(dir.path(), "k");
        assert_eq!(session, Session::default());
        assert!(word.is_some_and(|word| word.contains("it is set aside as") && word.contains("k.damaged")));
        assert!(dir.path().join("k.damaged").exists());
        assert_eq!(store.save(&sample()), Ok(()));
        assert_eq!(Store::open(dir.path(), "k").1, sample());
        Ok(())
    }

    #[test]
    fn a_full_disk_is_said_and_survived() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let (mut store, ..) = Store::open(dir.path(), "k");
        assert_eq!(store.save(&sample()), Ok(()));
        std::os::unix::fs::symlink("/dev/full", dir.path().join("k.draft"))?;
        let word = store.save(&Session::default()).err().unwrap_or_default();
        assert!(word.contains("No space left"), "{word}");
        assert_eq!(Store::open(dir.path(), "k").1, sample(), "what was saved before is untouched");
        Ok(())
    }

    #[test]
    fn a_home_that_cannot_be_written_is_said_and_survived() {
        for folder in ["/proc/plenary", "/dev/null/plenary"] {
            let (mut store, session, _) = Store::open(Path::new(folder), "k");
            assert_eq!(session, Session::default());
            let word = store.save(&sample()).err().unwrap_or_default();
            assert!(word.starts_with("the session is not saved: "), "{word}");
        }
        assert_eq!(Store::nowhere().save(&sample()), Ok(()));
    }

    #[test]
    fn every_corpus_has_its_own() {
        assert_eq!(key(&[]), "bundled");
        assert_ne!(key(&["/a".into(), "/b".into()]), key(&["/ab".into()]));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn every_mutated_file_starts(at in any::<prop::sample::Index>(), byte in any::<u8>(), how in 0..3) {
            let whole = serde_json::to_vec(&sample()).unwrap_or_default();
            let mut text = whole.clone();
            let at = at.index(text.len());
            match how {
                0 => text[at] = byte,
                1 => text.truncate(at),
                _ => text.insert(at, byte),
            }
            let dir = tempfile::tempdir()?;
            fs::write(file(&dir), &text)?;
            let (mut store, session, word) = Store::open(dir.path(), "k");
            prop_assert_eq!(word.is_some(), serde_json::from_slice::<Session>(&text).is_err());
            prop_assert_eq!(word.is_some(), dir.path().join("k.damaged").exists());
            prop_assert_eq!(store.save(&session), Ok(()));
        }
    }
}
