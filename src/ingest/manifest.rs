//! `corpus.toml` beside sources: what the texts do not say of themselves. It overrides facts, never structure.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ManifestText;
use crate::text::{Corpus, Fact, Lines, Notice, NoticeKind, Source, SourceId, SourceStatus, Stated, WorkId, WorkKind};

/// What may be said of a work, besides `file` and `title` that name it.
const FIELDS: [&str; 9] = ["call", "short", "names", "version", "symbol", "date", "issuer", "kind", "family"];

/// A mistake, and the byte where it stands.
type Mistake = (usize, String);

/// Applies what `manifests` say; every mistake becomes a notice with its line.
pub(super) fn apply(corpus: &mut Corpus, manifests: &[ManifestText]) {
    for manifest in manifests {
        let mut mistakes: Vec<Mistake> = Vec::new();
        let (table, errors) = DeTable::parse_recoverable(&manifest.text);
        mistakes.extend(errors.iter().map(|e| (e.span().map_or(0, |s| s.start), e.message().to_owned())));
        for (key, value) in table.get_ref() {
            match (key.get_ref().as_ref(), value.get_ref().as_array()) {
                ("work", Some(works)) => works.iter().for_each(|w| work(corpus, manifest, w, &mut mistakes)),
                (other, _) => {
                    mistakes
                        .push((key.span().start, format!("unknown entry `{other}`: only [[work]] tables are read")));
                }
            }
        }
        report(corpus, manifest, mistakes);
    }
}

/// Puts the mistakes into notices, in order of place. The manifest becomes a source, so that its lines can be shown.
fn report(corpus: &mut Corpus, manifest: &ManifestText, mut mistakes: Vec<Mistake>) {
    if mistakes.is_empty() {
        return;
    }
    mistakes.sort();
    let source = SourceId::at(corpus.sources.len());
    let (line_starts, _) = super::decode::lines(&manifest.text);
    for (at, what) in mistakes {
        let line = line_starts.partition_point(|&s| s as usize <= at).max(1);
        let lines = Lines::one(u32::try_from(line).unwrap_or(u32::MAX));
        corpus.notices.push(Notice { source, lines, kind: NoticeKind::Manifest, what });
    }
    corpus.sources.push(Source {
        file: manifest.file.clone(),
        path: None,
        status: SourceStatus::NotRead("the corpus's manifest".to_owned()),
        text: manifest.text.clone(),
        line_starts,
        pages: Vec::new(),
    });
}

/// Applies one `[[work]]` table.
fn work(corpus: &mut Corpus, manifest: &ManifestText, entry: &Spanned<DeValue<'_>>, mistakes: &mut Vec<Mistake>) {
    let Some(table) = entry.get_ref().as_table() else {
        mistakes.push((entry.span().start, "a work is a table: [[work]]".to_owned()));
        return;
    };
    let said = |key: &str| table.get(key).and_then(|v| v.get_ref().as_str());
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        let fits = if name == "names" {
            value.get_ref().as_array().is_some_and(|a| a.iter().all(|n| n.get_ref().is_str()))
        } else {
            value.get_ref().is_str()
        };
        if !(FIELDS.contains(&name) || name == "file" || name == "title") {
            mistakes.push((
                key.span().start,
                format!("unknown field `{name}`: known are file, title, {}", FIELDS.join(", ")),
            ));
        } else if !fits {
            let want = if name == "names" { "a list of words in quotes" } else { "words in quotes" };
            mistakes.push((value.span().start, format!("`{name}` wants {want}")));
        }
    }
    let Some(file) = said("file") else {
        mistakes.push((entry.span().start, "a work without `file`: name the file that holds it".to_owned()));
        return;
    };
    let file = format!("{}{file}", manifest.folder);
    let ids: Vec<WorkId> = corpus.work_ids().filter(|&w| corpus[corpus[w].source].file == file).collect();
    let at = |key: &str| table.get(key).map_or(entry.span().start, |v| v.span().start);
    if !corpus.sources.iter().any(|s| s.file == file) {
        mistakes.push((at("file"), format!("no file `{file}` here")));
        return;
    }
    let found = match said("title") {
        Some(title) => ids.iter().find(|&&w| same_title(&corpus[w].title, title)),
        None => ids.first().filter(|_| ids.len() == 1),
    };
    let Some(&id) = found else {
        let known: Vec<&str> = ids.iter().map(|&w| corpus[w].title.as_str()).collect();
        let what = format!("no work so titled in `{file}`; its works are: {}", known.join("; "));
        mistakes.push((at("title"), what));
        return;
    };
    let fact = |key: &str| said(key).map(|value| Fact { value: value.to_owned(), stated: Stated::Manifest });
    let kind = said("kind").map(|k| (k, WorkKind::from_word(k)));
    if let Some((word, None)) = kind {
        let known: Vec<&str> = WorkKind::ALL.iter().map(|k| k.word()).collect();
        mistakes.push((at("kind"), format!("unknown kind `{word}`: known are {}", known.join(", "))));
    }
    let date = fact("date").filter(|d| {
        let good = d.value.split('/').all(is_iso);
        if !good {
            mistakes
                .push((at("date"), format!("`{}` is no date: write 2018-02-05, or two joined by a slash", d.value)));
        }
        good
    });
    let work = &mut corpus.works[id.index()];
    if let Some(title) = said("call") {
        work.names.push(std::mem::replace(&mut work.title, title.to_owned()));
        work.titled = Stated::Manifest;
    }
    if let Some(short) = said("short") {
        short.clone_into(&mut work.short);
    }
    let names = table.get("names").and_then(|v| v.get_ref().as_array());
    work.names.extend(names.into_iter().flatten().filter_map(|n| n.get_ref().as_str().map(str::to_owned)));
    work.version = fact("version").or(work.version.take());
    work.symbol = fact("symbol").or(work.symbol.take());
    work.date = date.or(work.date.take());
    work.issuer = fact("issuer").or(work.issuer.take());
    work.kind = kind.and_then(|k| k.1).unwrap_or(work.kind);
    work.family = said("family").map(str::to_owned).or(work.family.take());
}

/// `2018`, `2018-02` or `2018-02-05`.
fn is_iso(date: &str) -> bool {
    let parts: Vec<&str> = date.split('-').collect();
    let widths: Vec<usize> = parts.iter().map(|p| p.len()).collect();
    let number =
        |i: usize, most: u32| parts.get(i).is_none_or(|p| p.parse::<u32>().is_ok_and(|n| (1..=most).contains(&n)));
    let wide = [4, 2, 2].get(..parts.len()).is_some_and(|w| w == widths);
    wide && parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit())) && number(1, 12) && number(2, 31)
}

/// Whether `said` names the work titled `own`: the same letters, or its beginning where it is long enough.
fn same_title(own: &str, said: &str) -> bool {
    let letters = |t: &str| t.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (own, said) = (letters(own), letters(said));
    !said.is_empty() && (own == said || said.len() >= 12 && own.starts_with(&said))
}
