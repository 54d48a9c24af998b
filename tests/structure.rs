//! What ingest makes of the seeds and of texts of other kinds, measured against a careful reading.
//!
//! All differences go into `structure-report.txt` in cargo's target folder for tests. A document may have no more of them
//! than `tests/structure/ratchet.toml` says; `RATCHET=lower cargo test --test structure` writes lower numbers down,
//! and those of new documents.

mod truth;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use plenary::text::{Corpus, Lines, NoticeKind, Passage, PassageId, PassageKind, Section};
use truth::{LineSet, OneOf, PassageFact, SectionFact, Truth};

/// Every document with a truth: its text and its outline.
fn documents() -> Vec<(PathBuf, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for (texts, outlines) in [("seeds", "tests/structure"), ("tests/texts", "tests/texts")] {
        for entry in fs::read_dir(root.join(texts)).expect("folder of texts").flatten() {
            let text = entry.path();
            let outline = root.join(outlines).join(text.with_extension("outline").file_name().expect("a file"));
            if text != outline && outline.exists() {
                found.push((text, outline));
            }
        }
    }
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn truth(outline: &Path) -> Truth {
    Truth::parse(&fs::read_to_string(outline).expect("outline"))
}

#[test]
fn the_truth_speaks_of_every_line() {
    for (text, outline) in documents() {
        let told = truth(&outline).lines();
        let text = fs::read_to_string(&text).expect("text");
        let lines = text.split('\n').zip(1..).filter(|(line, _)| !line.trim().is_empty()).map(|(_, n)| n);
        let all: LineSet = lines.collect();
        let untold: Vec<_> = all.difference(&told).collect();
        assert!(untold.is_empty(), "{}: no word on lines {untold:?}", name(&outline));
        assert!(told.last() <= all.last(), "{}: speaks of lines that are not there", name(&outline));
    }
}

#[test]
fn structure_is_what_a_careful_reader_finds() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/structure/ratchet.toml");
    let mut ratchet: BTreeMap<String, usize> =
        toml::from_str(&fs::read_to_string(&path).expect("ratchet")).expect("numbers by document");
    let lower = std::env::var("RATCHET").is_ok_and(|v| v == "lower");
    let (mut report, mut summary, mut worse) = (String::new(), String::new(), Vec::new());
    let mut total = 0;
    for (text, outline) in documents() {
        let name = name(&text);
        let corpus = truth::read(&name, fs::read(&text).expect("text"));
        let found = Reading::new(&corpus, truth(&outline)).differences();
        let allowed = ratchet.get(&name).copied().unwrap_or(if lower { usize::MAX } else { 0 });
        total += found.len();
        let _ = writeln!(summary, "{:5} of {allowed:5}  {name}", found.len());
        let _ = writeln!(report, "\n== {name}: {} differences", found.len());
        for (line, what) in &found {
            let _ = writeln!(report, "{line:5}  {what}");
        }
        if found.len() > allowed {
            worse.push(format!("{name}: {} differences, {allowed} allowed", found.len()));
        }
        ratchet.insert(name, found.len().min(allowed));
    }
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("structure-report.txt");
    fs::write(&to, format!("{total} differences\n{summary}{report}")).expect("report");
    println!("{summary}{total} differences in {}", to.display());
    if lower {
        fs::write(&path, toml::to_string(&ratchet).expect("toml")).expect("ratchet");
    }
    assert!(worse.is_empty(), "{}\nsee {}", worse.join("\n"), to.display());
}

#[test]
fn the_manifest_changes_no_structure() {
    let passages = |corpus: &Corpus, file: &str| -> Vec<(Vec<Lines>, Option<String>, String)> {
        let here = corpus.passages.iter().filter(|p| corpus[corpus[p.work].source].file == file);
        here.map(|p| (p.spans.clone(), p.label.clone(), p.text.clone())).collect()
    };
    let with = plenary::ingest::bundled();
    for source in &with.sources {
        let without = truth::read(&source.file, source.text.clone().into_bytes());
        assert_eq!(passages(&with, &source.file), passages(&without, &source.file), "{}", source.file);
        assert_eq!(with.works.iter().filter(|w| with[w.source].file == source.file).count(), without.works.len());
    }
}

/// A corpus of one source beside the truth about it.
struct Reading<'a> {
    corpus: &'a Corpus,
    truth: Truth,
    lines: Vec<&'a str>,
    /// How many headings and passages stand on each line.
    used: BTreeMap<u32, usize>,
    found: Vec<(u32, String)>,
}

impl<'a> Reading<'a> {
    fn new(corpus: &'a Corpus, truth: Truth) -> Self {
        let lines: Vec<&str> = corpus.sources[0].text.split('\n').collect();
        let mut reading = Self { corpus, truth, lines, used: BTreeMap::new(), found: Vec::new() };
        for spans in corpus.sections.iter().map(|s| &s.heading).chain(corpus.passages.iter().map(|p| &p.spans)) {
            for line in reading.content(spans) {
                *reading.used.entry(line).or_default() += 1;
            }
        }
        reading
    }

    fn differences(mut self) -> Vec<(u32, String)> {
        self.works();
        let sections = self.sections();
        self.passages(&sections);
        self.lines_kept();
        self.sayings();
        self.found.sort();
        self.found
    }

    fn differ(&mut self, line: u32, what: String) {
        self.found.push((line, what));
    }

    /// The lines of `spans` that are not blank.
    fn content(&self, spans: &[Lines]) -> LineSet {
        let all = spans.iter().flat_map(|s| s.first..=s.last);
        all.filter(|&n| self.lines.get(n as usize - 1).is_some_and(|l| !l.trim().is_empty())).collect()
    }

    fn judged(&self, lines: &LineSet) -> LineSet {
        lines.iter().copied().filter(|l| !self.truth.skip.contains(l) && !self.truth.noise.contains(l)).collect()
    }

    fn works(&mut self) {
        let (wanted, got) = (self.truth.works.len(), self.corpus.works.len());
        if wanted != got {
            let list: Vec<String> = self.corpus.works.iter().map(|w| format!("{} {}", w.lines, w.title)).collect();
            self.differ(0, format!("works: {got} instead of {wanted}: {list:?}"));
        }
        for n in 0..wanted {
            let fact = &self.truth.works[n];
            let common = |lines: Lines| {
                let (first, last) = fact.lines.unwrap_or((1, u32::MAX));
                (lines.last.min(last) + 1).saturating_sub(lines.first.max(first))
            };
            let Some(work) = self.corpus.works.iter().max_by_key(|w| common(w.lines)) else { continue };
            let mut wrong = Vec::new();
            if let Some((first, last)) = fact.lines {
                let ends = |first, last| {
                    let lines = self.judged(&self.content(&[Lines::new(first, last)]));
                    (lines.first().copied(), lines.last().copied())
                };
                if ends(first, last) != ends(work.lines.first, work.lines.last) {
                    wrong.push(format!("lines {} instead of {first}-{last}", work.lines));
                }
            }
            let value = |fact: &Option<plenary::text::Fact>| fact.as_ref().map(|f| f.value.clone());
            for (what, wanted, got) in [
                ("kind", &fact.kind, Some(work.kind.word().to_owned())),
                ("date", &fact.date, value(&work.date)),
                ("symbol", &fact.symbol, value(&work.symbol)),
                ("title", &fact.title, Some(work.title.clone())),
            ] {
                if !wanted.takes(got.as_deref()) {
                    wrong.push(format!("{what} {got:?} instead of {:?}", wanted.0));
                }
            }
            for what in wrong {
                self.differ(work.lines.first, format!("work {}: {what}", n + 1));
            }
        }
    }

    /// Compares sections; says which section each fact met.
    fn sections(&mut self) -> Vec<Option<usize>> {
        let headings: Vec<LineSet> = self.corpus.sections.iter().map(|s| self.content(&s.heading)).collect();
        let mut met: Vec<Option<usize>> = Vec::new();
        let mut free: BTreeSet<usize> = (0..headings.len()).filter(|&s| !headings[s].is_empty()).collect();
        for fact in &self.truth.sections {
            let here = |s: &&usize| headings[**s].first() == fact.lines.first();
            let same = |s: &&usize| named(fact, &self.corpus.sections[**s]);
            let one = free.iter().filter(here).find(same).or_else(|| free.iter().find(here)).copied();
            met.push(one);
            one.map(|s| free.remove(&s));
        }
        let mut wrong = Vec::new();
        for (n, fact) in self.truth.sections.iter().enumerate() {
            let line = *fact.lines.first().expect("a heading line");
            let Some(s) = met[n] else {
                wrong.push((line, format!("missing section {:?} {:?}", fact.label.0, fact.title.0)));
                continue;
            };
            let section = &self.corpus.sections[s];
            if !named(fact, section) {
                let (label, title) = (&fact.label.0, &fact.title.0);
                wrong.push((
                    line,
                    format!("section {:?} {:?} instead of {label:?} {title:?}", section.label, section.title),
                ));
            }
            if headings[s] != fact.lines {
                wrong.push((line, format!("heading lines {:?} instead of {:?}", headings[s], fact.lines)));
            }
            if fact.depth.is_some() {
                let around = self.around(section.parent.map(|p| &self.corpus[p]), &headings);
                let wanted = fact.parent.and_then(|p| met[p]);
                if around != wanted && fact.parent.is_none_or(|p| met[p].is_some()) {
                    let name = |s: Option<usize>| s.map(|s| self.corpus.sections[s].name());
                    wrong.push((line, format!("section in {:?} instead of {:?}", name(around), name(wanted))));
                }
            }
        }
        for s in free {
            let line = *headings[s].first().expect("a heading line");
            if !self.truth.skip.contains(&line) {
                let what = if self.truth.noise.contains(&line) { "noise read as heading" } else { "extra section" };
                wrong.push((line, format!("{what}: {}", self.corpus.sections[s].name())));
            }
        }
        self.found.extend(wrong);
        met
    }

    /// The nearest section, from `section` outwards, whose nesting is judged.
    fn around(&self, section: Option<&Section>, headings: &[LineSet]) -> Option<usize> {
        let mut at = section;
        while let Some(section) = at {
            let here = self.corpus.sections.iter().position(|s| std::ptr::eq(s, section))?;
            let first = headings[here].first();
            let fact = self.truth.sections.iter().find(|f| f.lines.first() == first);
            if first.is_some_and(|f| !self.truth.skip.contains(f)) && fact.is_none_or(|f| f.depth.is_some()) {
                return Some(here);
            }
            at = section.parent.map(|p| &self.corpus[p]);
        }
        None
    }

    fn passages(&mut self, sections: &[Option<usize>]) {
        let spans: Vec<LineSet> = self.corpus.passages.iter().map(|p| self.content(&p.spans)).collect();
        let mut free: BTreeSet<usize> = (0..spans.len()).collect();
        let mut met: Vec<Option<usize>> = Vec::new();
        for fact in &self.truth.passages {
            let here = |p: &&usize| spans[**p].first() == fact.lines.first();
            let same = |p: &&usize| fact.label.takes(self.corpus.passages[**p].label.as_deref());
            let one = free.iter().filter(here).find(same).or_else(|| free.iter().find(here)).copied();
            met.push(one);
            one.map(|p| free.remove(&p));
        }
        let mut wrong = Vec::new();
        for (n, fact) in self.truth.passages.iter().enumerate() {
            let line = *fact.lines.first().expect("a line");
            let Some(p) = met[n] else {
                wrong.push((line, format!("missing {} {:?}", fact.kinds.join("|"), fact.label.0)));
                continue;
            };
            let section = fact.section.and_then(|s| sections[s]);
            let faults = self.passage(fact, &self.corpus.passages[p], &spans[p], section, |up| met[up]);
            wrong.extend(faults.into_iter().map(|what| (line, what)));
        }
        for p in free {
            let line = spans[p].first().copied().unwrap_or(0);
            let within = |m: &Option<usize>| m.is_some_and(|m| spans[m].is_superset(&spans[p]) && self.is_under(p, m));
            if !self.truth.skip.contains(&line) && !met.iter().any(within) {
                let what = if self.truth.noise.contains(&line) { "noise read as text" } else { "extra passage" };
                let passage = &self.corpus.passages[p];
                let start: String = passage.text.chars().take(50).collect();
                wrong.push((line, format!("{what}: {} {:?} {start:?}", passage.kind.word(), passage.label)));
            }
        }
        self.found.extend(wrong);
    }

    fn is_under(&self, passage: usize, above: usize) -> bool {
        let mut at = self.corpus.passages[passage].parent;
        while let Some(up) = at {
            if up.index() == above {
                return true;
            }
            at = self.corpus[up].parent;
        }
        false
    }

    fn passage(
        &self,
        fact: &PassageFact,
        passage: &Passage,
        spans: &LineSet,
        section: Option<usize>,
        met: impl Fn(usize) -> Option<usize>,
    ) -> Vec<String> {
        let mut wrong = Vec::new();
        let is_note = passage.kind == PassageKind::Note;
        if !fact.kinds.iter().any(|k| k == passage.kind.word()) {
            wrong.push(format!("kind {} instead of {}", passage.kind.word(), fact.kinds.join("|")));
        }
        if !fact.label.takes(passage.label.as_deref()) {
            wrong.push(format!("label {:?} instead of {:?}", passage.label, fact.label.0));
        }
        if self.judged(spans) != fact.lines {
            wrong.push(format!("lines {:?} instead of {:?}", self.judged(spans), fact.lines));
        }
        let own = Some(passage.section.index()).filter(|&s| !self.unjudged(s));
        if !is_note && own != section && own.or(section).is_some_and(|_| fact.section.is_none() || section.is_some()) {
            let name = |s: Option<usize>| s.map(|s| self.corpus.sections[s].name());
            wrong.push(format!("in section {:?} instead of {:?}", name(own), name(section)));
        }
        if !is_note && fact.kinds.iter().all(|k| k == &fact.kinds[0] || k == "chapeau") {
            let parent = self.labelled(passage.parent);
            let wanted = self.labelled(fact.parent.and_then(&met).map(PassageId::at));
            if parent != wanted && fact.parent.is_none_or(|up| met(up).is_some()) {
                let label = |p: Option<PassageId>| p.map(|p| self.corpus[p].label.clone());
                wrong.push(format!("item of {:?} instead of {:?}", label(parent), label(wanted)));
            }
        }
        if wrong.is_empty() {
            wrong.extend(self.words(fact, passage, spans));
        }
        wrong
    }

    /// Whether `section` has no heading, or one that is not judged.
    fn unjudged(&self, section: usize) -> bool {
        self.judged(&self.content(&self.corpus.sections[section].heading)).is_empty()
    }

    /// The passage, or what it hangs from where it is words between a paragraph and its items.
    fn labelled(&self, passage: Option<PassageId>) -> Option<PassageId> {
        let id = passage?;
        let passage = &self.corpus[id];
        if passage.label.is_none() && passage.parent.is_some() && passage.kind == PassageKind::Chapeau {
            return self.labelled(passage.parent);
        }
        Some(id)
    }

    /// Text, footnote marks: nothing lost, nothing of other lines inside.
    fn words(&self, fact: &PassageFact, passage: &Passage, spans: &LineSet) -> Option<String> {
        let text = passage.text.as_str();
        if text.trim() != text || text.contains("  ") || text.contains(['\n', '\r', '\u{c}']) || text.contains("**") {
            return Some(format!("untidy text {text:?}"));
        }
        let alone = spans.iter().all(|l| self.used.get(l) == Some(&1) && !self.truth.skip.contains(l));
        let source: String = spans.iter().map(|&l| self.lines[l as usize - 1]).collect::<Vec<_>>().join("\n");
        if let Some(wanted) = &fact.text {
            return (wanted != text).then(|| format!("text {text:?} instead of {wanted:?}"));
        }
        if !alone || source.contains("](") {
            return None;
        }
        let (wanted, got) = (letters(&source), letters(text));
        let label = letters(passage.label.as_deref().unwrap_or(""));
        if wanted != got && wanted.strip_prefix(label.as_str()) != Some(&got) {
            let same = wanted.bytes().zip(got.bytes()).take_while(|(a, b)| a == b).count();
            let near: String = String::from_utf8_lossy(&got.as_bytes()[same.saturating_sub(10).min(got.len())..])
                .chars()
                .take(40)
                .collect();
            return Some(format!("letters lost or added near {near:?} in {text:?}"));
        }
        if passage.kind == PassageKind::Note {
            return None;
        }
        let marks = fact.marks.clone().unwrap_or_else(|| superscripts(&source));
        let got: Vec<&str> = passage.notes.iter().map(|n| n.mark.as_str()).collect();
        if marks != got {
            return Some(format!("cites notes {got:?} instead of {marks:?}"));
        }
        let loose = passage.notes.iter().find(|n| n.note.is_none_or(|id| self.corpus[id].work != passage.work))?;
        Some(format!("note {} leads nowhere, or out of the work", loose.mark))
    }

    fn lines_kept(&mut self) {
        let notices = self.corpus.notices.iter();
        let aside: Vec<Lines> = notices.filter(|n| n.kind == NoticeKind::SetAside).map(|n| n.lines).collect();
        let aside = self.content(&aside);
        let told: LineSet = self.content(&self.corpus.notices.iter().map(|n| n.lines).collect::<Vec<_>>());
        let all = self.content(&[Lines::new(1, u32::try_from(self.lines.len()).unwrap_or(u32::MAX))]);
        for line in all {
            let used = self.used.contains_key(&line);
            if !used && !told.contains(&line) {
                self.differ(line, format!("lost: {:?}", self.lines[line as usize - 1]));
            } else if used && aside.contains(&line) {
                self.differ(line, "both text and set aside".into());
            } else if !used && !self.truth.skip.contains(&line) && !self.truth.noise.contains(&line) {
                self.differ(line, format!("set aside, yet text: {:?}", self.lines[line as usize - 1]));
            }
        }
    }

    fn sayings(&mut self) {
        let says = |words: &str| self.corpus.passages.iter().any(|p| p.text.contains(words));
        let mut wrong: Vec<(u32, String)> = Vec::new();
        wrong.extend(self.truth.says.iter().filter(|w| !says(w)).map(|w| (0, format!("no passage says {w:?}"))));
        wrong.extend(self.truth.says_not.iter().filter(|w| says(w)).map(|w| (0, format!("a passage says {w:?}"))));
        let at = |line| self.corpus.passages.iter().filter(move |p| p.spans.first().is_some_and(|s| s.first == line));
        for (line, words) in &self.truth.pages {
            let page = at(*line).next().and_then(|p| p.page.clone());
            if !words
                .iter()
                .all(|w| page.as_ref().is_some_and(|p| p.split(|c: char| !c.is_alphanumeric()).any(|x| x == w)))
            {
                wrong.push((*line, format!("page {page:?} instead of {words:?}")));
            }
        }
        for line in &self.truth.repeats {
            if at(*line).any(|p| p.repeats.is_none()) {
                wrong.push((*line, "not seen as a repeat".into()));
            }
        }
        let told = |p: &&Passage| p.repeats.is_some() && !self.truth.repeats.is_empty();
        for line in self.corpus.passages.iter().filter(told).filter_map(|p| p.spans.first()).map(|s| s.first) {
            if !self.truth.repeats.contains(&line) {
                wrong.push((line, "seen as a repeat".into()));
            }
        }
        self.found.extend(wrong);
    }
}

/// Whether `section` bears the label and the title of `fact`; a full stop or colon at the end does not count.
fn named(fact: &SectionFact, section: &Section) -> bool {
    let title = section.title.as_deref().map(|t| t.trim_end_matches(['.', ':', ';']));
    let wanted = OneOf(fact.title.0.iter().map(|t| t.trim_end_matches(['.', ':']).to_owned()).collect());
    fact.label.takes(section.label.as_deref()) && wanted.takes(title)
}

/// The letters of `text`, without tags.
fn letters(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let tag = rest.strip_prefix('<').and_then(|r| r.find('>')).filter(|&n| n < 4);
        out.extend(Some(c).filter(|c| c.is_alphabetic()));
        rest = &rest[tag.map_or(c.len_utf8(), |n| n + 2)..];
    }
    out
}

/// The footnote marks in `text`: runs of superscript digits.
fn superscripts(text: &str) -> Vec<String> {
    const DIGITS: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    let mut runs = vec![String::new()];
    for c in text.chars() {
        match DIGITS.chars().position(|d| d == c) {
            Some(n) => runs.last_mut().expect("never empty").push_str(&n.to_string()),
            None if runs.last().is_some_and(|r| !r.is_empty()) => runs.push(String::new()),
            None => {}
        }
    }
    runs.retain(|r| !r.is_empty());
    runs
}
