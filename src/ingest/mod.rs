//! Sources to a corpus: the only reader of files. Never fails on content, never panics.

mod amendments;
mod bits;
mod block;
mod blocks;
mod breaks;
mod classify;
mod clean;
mod columns;
mod contents;
mod copied;
mod day;
mod decode;
mod doubts;
mod edges;
mod facts;
mod feet;
mod fnv;
mod folds;
mod frames;
mod furniture;
mod hashes;
mod headings;
mod heads;
mod hyphens;
mod joins;
mod kinds;
mod label;
mod levels;
mod lost;
mod manifest;
mod margin;
mod markup;
mod masthead;
mod measure;
mod notes;
mod outline;
mod pages;
mod series;
mod shapes;
mod sides;
mod sifted;
mod split;
mod stars;
mod strays;
mod titled;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use self::sifted::{Noise, Sifted};
use crate::text::{
    Corpus, Going, Lines, Notice, NoticeKind, PassageId, Source, SourceId, SourceStatus, Stated, Work, WorkId,
    WorkKind, cite_all, go_on,
};

/// One file's bytes.
#[derive(Clone, Debug)]
pub struct Input {
    /// The name shown and printed.
    pub file: String,
    /// Where it lies on disk, if it does.
    pub path: Option<PathBuf>,
    /// What it holds.
    pub bytes: Cow<'static, [u8]>,
    /// Why it was not read, where it was not.
    pub refused: Option<String>,
}

/// What `corpus.toml` beside sources says.
#[derive(Clone, Debug)]
pub struct ManifestText {
    /// Its name, as shown in notices.
    pub file: String,
    /// The folder that it speaks of, as a prefix of file names: empty or ending in `/`.
    pub folder: String,
    /// Its text.
    pub text: String,
}

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

/// Reads files that are in memory already.
#[must_use]
pub fn read(inputs: Vec<Input>, manifests: &[ManifestText]) -> Corpus {
    read_going(inputs, manifests, &go_on)
}

fn read_going(inputs: Vec<Input>, manifests: &[ManifestText], going: Going<'_>) -> Corpus {
    let mut corpus = Corpus::default();
    let count = inputs.len();
    for (n, input) in inputs.into_iter().enumerate() {
        if !going(n, count) {
            return corpus;
        }
        source(&mut corpus, input);
    }
    corpus.passages.shrink_to_fit();
    corpus.sections.shrink_to_fit();
    manifest::apply(&mut corpus, manifests);
    for pass in [frames::find, repeats, name_works, cite_all, pages::number] {
        if !going(count, count) {
            break;
        }
        pass(&mut corpus);
    }
    corpus
}

fn notice(corpus: &mut Corpus, source: SourceId, lines: Lines, kind: NoticeKind, what: impl Into<String>) {
    corpus.notices.push(Notice { source, lines, kind, what: what.into() });
}

/// Reads one file into the corpus.
fn source(corpus: &mut Corpus, input: Input) {
    let id = SourceId::at(corpus.sources.len());
    let decoded = match input.refused {
        Some(why) => Err(why),
        None => decode::decode(input.bytes),
    };
    let (text, odd) = match decoded {
        Ok(read) => read,
        Err(why) => {
            let status = SourceStatus::NotRead(why.clone());
            corpus.sources.push(Source {
                file: input.file,
                path: input.path,
                status,
                text: String::new(),
                line_starts: vec![],
                pages: vec![],
            });
            notice(corpus, id, Lines::one(1), NoticeKind::NotRead, format!("not read: {why}"));
            return;
        }
    };
    if let Some(encoding) = odd {
        notice(corpus, id, Lines::one(1), NoticeKind::Doubt, format!("not plain UTF-8: read as {encoding}"));
    }
    let (line_starts, lines) = decode::lines(&text);
    if lines.is_empty() {
        notice(corpus, id, Lines::one(1), NoticeKind::NotRead, "the file holds blank lines only");
    }
    let copied = columns::copy(&text, &lines);
    let (read, lines) = match &copied {
        Some(copied) => (&copied.text, decode::lines(&copied.text).1),
        None => (&text, lines),
    };
    let told = corpus.notices.len();
    let mut sifted = furniture::sift(read, lines);
    set_aside(corpus, id, &sifted);
    for (line, side) in sifted.sides.iter().filter(|s| !s.1.heads) {
        let words: Vec<&str> = side.pieces.iter().map(|p| p.of(read)).collect();
        let lines = Lines::new(*line, side.pieces.last().map_or(*line, |p| p.line));
        notice(corpus, id, lines, NoticeKind::Doubt, format!("in the margin: {}", words.join(" ")));
    }
    measure::set_apart(read, &mut sifted);
    let blocks = blocks::gather(read, &sifted);
    // What is known of each line takes room that the passages need.
    let pages = pages::running(&sifted);
    let contents = std::mem::take(&mut sifted.contents);
    drop(sifted);
    let (file, path, status) = (input.file, input.path, SourceStatus::Read);
    corpus.sources.push(Source { file, path, status, text: String::new(), line_starts, pages });
    works(corpus, id, read, &blocks, &contents);
    doubts::tell(corpus, id);
    if let Some(copied) = copied {
        copied.tell(corpus, id, told);
    }
    corpus.sources[id.index()].text = text;
}

/// One notice for each run of lines set aside for the same reason.
fn set_aside(corpus: &mut Corpus, id: SourceId, sifted: &Sifted) {
    let mut run: Option<(Lines, Noise)> = None;
    for (line, noise) in sifted.lines.iter().zip(&sifted.noise) {
        match (&mut run, *noise) {
            (Some((lines, why)), Some(reason))
                if *why == reason && (reason.is_scattered() || line.number == lines.last + 1) =>
            {
                lines.last = line.number;
            }
            (_, Some(reason)) => {
                if let Some((lines, why)) = run.replace((Lines::one(line.number), reason)) {
                    notice(corpus, id, lines, NoticeKind::SetAside, why.says());
                }
            }
            (_, None) => {
                if let Some((lines, why)) = run.take() {
                    notice(corpus, id, lines, NoticeKind::SetAside, why.says());
                }
            }
        }
    }
    if let Some((lines, why)) = run {
        notice(corpus, id, lines, NoticeKind::SetAside, why.says());
    }
}

/// Reads the works of one source.
fn works(corpus: &mut Corpus, id: SourceId, text: &str, blocks: &[block::Block], contents: &[String]) {
    if blocks.is_empty() {
        return;
    }
    let hyphens = hyphens::Hyphens::learn(text);
    let ground = outline::Ground { text, hyphens: &hyphens };
    let found = headings::find(text, blocks);
    let starts = split::split(text, blocks, &found, contents);
    corpus.passages.reserve(blocks.len());
    for (n, &start) in starts.iter().enumerate() {
        let end = starts.get(n + 1).copied().unwrap_or(blocks.len());
        let (blocks, found) = (&blocks[start..end], &found[start..end]);
        let parted = lost::part(text, blocks, found);
        let (blocks, found) = parted.as_ref().map_or((blocks, found), |p| (p.0.as_slice(), p.1.as_slice()));
        let mut facts = facts::read(text, blocks, found);
        // Longer than this it is no title but a text.
        let lines = facts.title_blocks.iter().map(|&i| blocks[i].pieces.len()).max();
        if facts.title.chars().count() > 500 || lines > Some(masthead::LINES) {
            stem(&corpus[id].file).clone_into(&mut facts.title);
            facts.title_blocks.clear();
        }
        let first = blocks.iter().map(block::Block::line).min().unwrap_or(1);
        let last = blocks.iter().map(block::Block::last_line).max().unwrap_or(first);
        let work = WorkId::at(corpus.works.len());
        corpus.works.push(Work {
            key: String::new(),
            title: facts.title,
            titled: Stated::Text,
            short: String::new(),
            names: Vec::new(),
            version: facts.version,
            symbol: facts.symbol,
            date: facts.date,
            issuer: facts.issuer,
            kind: facts.kind.unwrap_or(WorkKind::Other),
            family: None,
            source: id,
            lines: Lines::new(first, last),
            sections: Vec::new(),
        });
        outline::outline(&ground, corpus, work, blocks, found, facts.front, &facts.title_blocks);
        notes::tie(corpus, work);
    }
}

/// The name of a file without its folders and ending.
fn stem(file: &str) -> &str {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Links what slides show twice to where it is shown first.
fn repeats(corpus: &mut Corpus) {
    for work in corpus.work_ids().filter(|&w| corpus[w].kind == WorkKind::Slides).collect::<Vec<_>>() {
        let ids: Vec<PassageId> = corpus.passages_of(work).collect();
        let mut seen: HashMap<String, PassageId> = HashMap::new();
        for id in ids {
            if corpus[id].text.len() < 12 {
                continue;
            }
            let first = *seen.entry(corpus[id].text.clone()).or_insert(id);
            corpus.passages[id.index()].repeats = Some(first).filter(|&f| f != id);
        }
    }
}

/// Gives every work its short name and its key.
fn name_works(corpus: &mut Corpus) {
    // Each key with the last number that was put behind it.
    let mut taken: HashMap<String, u32> = HashMap::new();
    // Of several works with one title, what tells them apart comes first: the end of a name is what a pane cuts off.
    let mut alike: HashMap<String, u32> = HashMap::new();
    for work in &corpus.works {
        *alike.entry(bracketed(&work.title).0.to_owned()).or_default() += 1;
    }
    for work in &mut corpus.works {
        let (stem, tail) = bracketed(&work.title);
        let tail = tail.filter(|_| alike.get(stem).is_some_and(|&n| n > 1)).map(str::to_owned);
        let version = work.version.as_ref().map(|v| v.value.clone());
        let symbol = work.symbol.as_ref().map(|s| s.value.clone());
        if work.short.is_empty() {
            let named = version.clone().filter(|v| !v.chars().any(|c| c.is_ascii_digit()));
            work.short = named.or_else(|| symbol.clone()).unwrap_or_else(|| match (&tail, &version) {
                (Some(tail), _) => format!("{tail} {}", short_title(stem)),
                (None, Some(version)) => format!("{}, {version}", short_title(&work.title)),
                (None, None) => short_title(&work.title),
            });
        }
        let base = slug(&work.short);
        let base = if base.is_empty() { "work".to_owned() } else { base };
        work.key.clone_from(&base);
        while taken.contains_key(&work.key) {
            let n = taken.entry(base.clone()).or_insert(1);
            *n += 1;
            work.key = format!("{base}-{n}");
        }
        taken.insert(work.key.clone(), 1);
        let stem = corpus.sources[work.source.index()]
            .file
            .rsplit('/')
            .next()
            .unwrap_or("")
            .rsplit_once('.')
            .map(|s| s.0.to_owned());
        for name in [version, symbol, tail, stem].into_iter().flatten() {
            if !work.names.contains(&name) && name != work.short {
                work.names.push(name);
            }
        }
    }
}

/// A title and what stands in brackets at its end: `(v1.7)`.
fn bracketed(title: &str) -> (&str, Option<&str>) {
    let tail = title.strip_suffix(')').and_then(|t| t.rsplit_once(" ("));
    tail.filter(|(_, tail)| tail.chars().count() <= 20).map_or((title, None), |(stem, tail)| (stem, Some(tail)))
}

/// A title as a name: whole where it is short, else its first words; what stands in brackets at its end, which may
/// tell it from others, stays.
fn short_title(title: &str) -> String {
    const LONGEST: usize = 72;
    if title.chars().count() <= LONGEST {
        return title.to_owned();
    }
    let tail = title.rfind(" (").map(|at| &title[at + 1..]).filter(|t| t.ends_with(')') && t.chars().count() <= 20);
    let mut out = String::new();
    for word in title.split_whitespace() {
        if out.chars().count() + word.chars().count() > 56 {
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.is_empty() {
        out = title.chars().take(56).collect();
    }
    tail.map_or(format!("{out}…"), |tail| format!("{out}… {tail}"))
}

/// Small letters and digits, all else a dash; at most 40 bytes.
fn slug(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && c != '\'' && c != '’' {
            out.push('-');
        }
        if out.len() >= 40 {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_titles_keep_what_tells_them_apart() {
        let check = |input: &str, expected: &str| assert_eq!(short_title(input), expected, "{input:?}");
        check("Charter of the Union", "Charter of the Union");
        check(
            "Historical version of the Fundamental Statute of the Association of Friends (v1.7)",
            "Historical version of the Fundamental Statute of the… (v1.7)",
        );
    }
}
