//! Sources to a corpus: the only reader of files. Never fails on content, never panics.

mod amendments;
mod bare;
mod bits;
mod block;
mod blocks;
mod breaks;
mod classify;
mod clean;
mod columns;
mod contents;
mod copied;
mod count;
mod day;
mod decode;
mod divisions;
mod doubts;
mod edges;
mod facts;
mod feet;
mod files;
mod fnv;
mod folds;
mod frames;
mod furniture;
mod gutter;
mod hashes;
mod heading;
mod headings;
mod heads;
mod hyphens;
mod joins;
mod kin;
mod kinds;
mod label;
mod leads;
mod levels;
mod lists;
mod lost;
mod manifest;
mod margin;
mod markup;
mod masthead;
mod measure;
mod names;
mod notes;
mod outline;
mod page_ends;
mod page_number;
mod pages;
mod phrases;
mod plain;
mod resumed;
mod series;
mod shapes;
mod sides;
mod sifted;
mod split;
mod stars;
mod strays;
mod titled;
mod verbs;
mod viewer;

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::PathBuf;

pub(crate) use self::divisions::count_word;
pub use self::files::{LoadError, bundled, load};
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
    for pass in [frames::find, repeats, names::give, cite_all, pages::number] {
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
    let copied = columns::copy(&text, &lines).or_else(|| gutter::copy(&text, &lines));
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
    works(corpus, id, read, &blocks, &contents, |line| copied.as_ref().is_none_or(|c| c.parts(line)));
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

/// Reads the works of one source; one begins only at a line that `parts` the source.
fn works(
    corpus: &mut Corpus,
    id: SourceId,
    text: &str,
    blocks: &[block::Block],
    contents: &[String],
    parts: impl Fn(u32) -> bool,
) {
    if blocks.is_empty() {
        return;
    }
    let hyphens = hyphens::Hyphens::learn(text);
    let ground = outline::Ground { text, hyphens: &hyphens };
    let found = headings::find(text, blocks);
    let mut starts = split::split(text, blocks, &found, contents);
    starts.retain(|&at| at == 0 || parts(blocks[at].line()));
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
            corpus[id].stem().clone_into(&mut facts.title);
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

/// Links what slides of one title show twice to where it is shown first.
fn repeats(corpus: &mut Corpus) {
    for work in corpus.work_ids().filter(|&w| corpus[w].kind == WorkKind::Slides).collect::<Vec<_>>() {
        let ids: Vec<PassageId> = corpus.passages_of(work).collect();
        let mut seen: HashMap<(Option<String>, Option<String>, String), PassageId> = HashMap::new();
        for id in ids {
            if corpus[id].text.len() < 12 {
                continue;
            }
            let mut slide = &corpus[corpus[id].section];
            while let Some(outer) = slide.parent.map(|p| &corpus[p]).filter(|outer| outer.level > 0) {
                slide = outer;
            }
            let said = (slide.label.clone(), slide.title.clone(), corpus[id].text.clone());
            let first = *seen.entry(said).or_insert(id);
            corpus.passages[id.index()].repeats = Some(first).filter(|&f| f != id);
        }
    }
}
