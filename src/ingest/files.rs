//! Files and folders to what is read: those that are named, or the ones built in.

use std::borrow::Cow;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Input, ManifestText, read, read_going};
use crate::text::{Corpus, Going};

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// The path named.
    pub path: PathBuf,
    /// What is wrong.
    pub cause: String,
    /// What to do.
    pub hint: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.path.display(), self.cause, self.hint)
    }
}

impl std::error::Error for LoadError {}

/// The name of the manifest beside sources.
const MANIFEST: &str = "corpus.toml";

/// Reads files and folders: folders recursively and sorted, hidden files skipped. `going` counts files.
///
/// # Errors
/// Where a path that was named does not exist, or none could be read.
pub fn load(paths: &[PathBuf], going: Going<'_>) -> Result<Corpus, LoadError> {
    let (mut inputs, mut manifests) = (Vec::new(), Vec::new());
    for path in paths {
        if !path.exists() {
            let hint = "name files or folders that exist".to_owned();
            return Err(LoadError { path: path.clone(), cause: "no such file or folder".to_owned(), hint });
        }
        if path.is_dir() {
            walk(path, "", &mut inputs, &mut manifests, going);
        } else {
            let file =
                path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
            let manifest = path.with_file_name(MANIFEST);
            if let Ok(text) = fs::read_to_string(&manifest)
                && !manifests.iter().any(|m: &ManifestText| m.text == text)
            {
                manifests.push(ManifestText { file: MANIFEST.to_owned(), folder: String::new(), text });
            }
            inputs.push(input(path, file));
        }
    }
    if inputs.iter().all(|i| i.refused.is_some()) {
        let path = paths.first().cloned().unwrap_or_default();
        let cause = match inputs.first().and_then(|i| i.refused.clone()) {
            Some(why) if inputs.len() == 1 => why,
            _ => "nothing here that can be read".to_owned(),
        };
        return Err(LoadError { path, cause, hint: "name .txt or .md files, or a folder that holds some".to_owned() });
    }
    Ok(read_going(inputs, &manifests, going))
}

/// Gathers the files below `folder`, sorted by name.
fn walk(folder: &Path, prefix: &str, inputs: &mut Vec<Input>, manifests: &mut Vec<ManifestText>, going: Going<'_>) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            let file = if prefix.is_empty() { folder.display().to_string() } else { prefix.to_owned() };
            inputs.push(Input {
                file,
                path: Some(folder.to_owned()),
                bytes: Cow::Borrowed(&[]),
                refused: Some(error.to_string()),
            });
            return;
        }
    };
    let mut found: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    found.sort();
    for path in found {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if !going(0, 0) {
            return;
        }
        if name.starts_with('.') {
            continue;
        }
        let file = format!("{prefix}{name}");
        // A link to a folder is not followed: it might lead back.
        if path.is_dir() && !path.is_symlink() {
            walk(&path, &format!("{file}/"), inputs, manifests, going);
        } else if name == MANIFEST {
            if let Ok(text) = fs::read_to_string(&path) {
                manifests.push(ManifestText { file, folder: prefix.to_owned(), text });
            }
        } else {
            inputs.push(input(&path, file));
        }
    }
}

fn input(path: &Path, file: String) -> Input {
    let kind = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    let known = matches!(kind.as_deref(), Some("txt" | "md" | "markdown" | "text"));
    let regular = path.metadata().is_ok_and(|m| m.is_file());
    let (bytes, refused) = if !known {
        (Vec::new(), Some("not a .txt or .md file".to_owned()))
    } else if !regular {
        (Vec::new(), Some("not a regular file".to_owned()))
    } else {
        match fs::read(path) {
            Ok(bytes) => (bytes, None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        }
    };
    Input { file, path: Some(path.to_owned()), bytes: Cow::Owned(bytes), refused }
}

/// The five seeds and their manifest, embedded.
#[must_use]
pub fn bundled() -> Corpus {
    macro_rules! seeds {
        ($($file:literal),+ $(,)?) => {
            vec![$(Input {
                file: $file.to_owned(),
                path: None,
                bytes: Cow::Borrowed(include_bytes!(concat!("../../seeds/", $file))),
                refused: None,
            }),+]
        };
    }
    let inputs = seeds![
        "000_c4fbe83044e4e509.txt",
        "001_85393ee9b1ec9064.txt",
        "002_4a28afb0bb4cde57.txt",
        "003_d0c6170c32b22156.txt",
        "004_4df729beabf5d62e.txt",
    ];
    let text = include_str!("../../seeds/corpus.toml").to_owned();
    read(inputs, &[ManifestText { file: MANIFEST.to_owned(), folder: String::new(), text }])
}
