//! What a careful reader found in a text (see `tests/structure/README.md`), as data.

use std::collections::BTreeSet;

use plenary::ingest::{self, Input};
use plenary::text::Corpus;

/// Reads one source by itself, without a manifest.
pub fn read(name: &str, bytes: Vec<u8>) -> Corpus {
    ingest::read(vec![Input { file: name.into(), path: None, bytes: bytes.into(), refused: None }], &[])
}

/// Line numbers, 1-based.
pub type LineSet = BTreeSet<u32>;

/// One of several values that will all do; `?` takes anything, `-` is none.
#[derive(Clone, Debug, Default)]
pub struct OneOf(pub Vec<String>);

impl OneOf {
    fn parse(text: &str) -> Self {
        Self(text.split('|').map(|t| t.replace('~', " ").trim().to_owned()).collect())
    }

    /// Whether `value` is among them.
    pub fn takes(&self, value: Option<&str>) -> bool {
        self.0.iter().any(|wanted| match (wanted.as_str(), value) {
            ("?", _) | ("-", None) => true,
            (wanted, Some(value)) => match wanted.strip_suffix('…') {
                Some(start) => value.starts_with(start),
                None => wanted == value,
            },
            _ => false,
        })
    }
}

/// A work: its lines where the source holds several, and its facts.
#[derive(Debug)]
pub struct WorkFact {
    pub lines: Option<(u32, u32)>,
    pub kind: OneOf,
    pub date: OneOf,
    pub symbol: OneOf,
    pub title: OneOf,
}

/// A section; `depth` is none where nesting is not judged.
#[derive(Debug)]
pub struct SectionFact {
    pub depth: Option<usize>,
    pub label: OneOf,
    pub title: OneOf,
    pub lines: LineSet,
    /// The judged section around it, by position.
    pub parent: Option<usize>,
}

/// A passage.
#[derive(Debug)]
pub struct PassageFact {
    pub kinds: Vec<String>,
    pub label: OneOf,
    pub lines: LineSet,
    /// The passage it is an item of, by position.
    pub parent: Option<usize>,
    /// The section it stands in, by position.
    pub section: Option<usize>,
    pub marks: Option<Vec<String>>,
    pub text: Option<String>,
}

/// All that is known of one source.
#[derive(Debug, Default)]
pub struct Truth {
    pub works: Vec<WorkFact>,
    pub sections: Vec<SectionFact>,
    pub passages: Vec<PassageFact>,
    pub noise: LineSet,
    pub skip: LineSet,
    /// Lines of passages that repeat earlier ones.
    pub repeats: LineSet,
    /// A line, and words its passage's page must hold.
    pub pages: Vec<(u32, Vec<String>)>,
    pub says: Vec<String>,
    pub says_not: Vec<String>,
}

impl Truth {
    /// Reads an outline; a mistake in it panics with its line.
    pub fn parse(text: &str) -> Self {
        let mut truth = Self::default();
        for (at, line) in text.lines().enumerate() {
            let line = line.split("  #").next().unwrap_or("").trim_end();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            assert!(truth.fact(line).is_some(), "outline line {}: {line}", at + 1);
        }
        truth
    }

    fn fact(&mut self, line: &str) -> Option<()> {
        let body = line.trim_start();
        let depth = (line.len() - body.len()) / 2;
        let (word, rest) = body.split_once(' ').unwrap_or((body, ""));
        match word {
            "work" => {
                let first = rest.split(' ').next()?;
                let lines = first.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
                let rest = if lines.is_some() { rest.split_once(' ')?.1 } else { rest };
                let mut parts = rest.splitn(4, ' ').map(OneOf::parse);
                let (kind, date, symbol, title) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
                self.works.push(WorkFact { lines, kind, date, symbol, title });
            }
            "noise" => self.noise.extend(lines(rest.split(' ').next()?)?),
            "skip" => self.skip.extend(lines(rest.split(' ').next()?)?),
            "repeat" => self.repeats.extend(lines(rest.split(' ').next()?)?),
            "page" => {
                let mut words = rest.split(' ');
                self.pages.push((words.next()?.parse().ok()?, words.map(str::to_owned).collect()));
            }
            "text" => self.says.push(rest.to_owned()),
            "notext" => self.says_not.push(rest.to_owned()),
            _ if word.starts_with('§') => self.section(word.strip_prefix('§')?, rest)?,
            _ => self.passages(depth, word, rest)?,
        }
        Some(())
    }

    fn section(&mut self, depth: &str, rest: &str) -> Option<()> {
        let (label, rest) = label(rest)?;
        let (at, title) = rest.split_once(' ').unwrap_or((rest, "-"));
        let depth = depth.parse().ok();
        let since = self.work_start();
        let parent = depth.and_then(|depth| {
            self.sections
                .iter()
                .rposition(|s| s.depth.is_some_and(|d| d < depth))
                .filter(|&p| self.sections[p].lines.first() >= Some(&since))
        });
        self.sections.push(SectionFact { depth, label, title: OneOf::parse(title), lines: lines(at)?, parent });
        Some(())
    }

    fn work_start(&self) -> u32 {
        self.works.last().and_then(|w| w.lines).map_or(0, |(first, _)| first)
    }

    fn passages(&mut self, depth: usize, kinds: &str, rest: &str) -> Option<()> {
        let (label, rest) = label(rest)?;
        let (rest, text) = match rest.split_once(" | ") {
            Some((rest, text)) => (rest, Some(text.to_owned())),
            None => (rest, None),
        };
        let (at, marks) = match rest.split_once('^') {
            Some((at, marks)) => (at, Some(marks.trim().split(',').map(str::to_owned).collect())),
            None => (rest, None),
        };
        let labels: Vec<OneOf> = match label.0.first().and_then(|l| l.split_once("..")) {
            Some((from, to)) => sequence(from, to)?.into_iter().map(|l| OneOf(vec![l])).collect(),
            None => vec![label],
        };
        let each = labels.len() > 1 || at.contains("..");
        let places: Vec<LineSet> = if each {
            at.split_whitespace().map(each_line).collect::<Option<Vec<_>>>()?.concat()
        } else {
            let all: Option<Vec<LineSet>> = at.split_whitespace().map(lines).collect();
            vec![all?.into_iter().flatten().collect()]
        };
        let kinds: Vec<String> = kinds.split('|').flat_map(words_for).map(|&k| k.to_owned()).collect();
        if kinds.is_empty() || labels.len() > 1 && labels.len() != places.len() {
            return None;
        }
        let since = self.work_start();
        let section = self.sections.len().checked_sub(1).filter(|&s| self.sections[s].lines.first() >= Some(&since));
        let parent = self.open_at(depth, section);
        for (n, lines) in places.into_iter().enumerate() {
            self.passages.push(PassageFact {
                kinds: kinds.clone(),
                label: labels.get(n).unwrap_or(&labels[0]).clone(),
                lines,
                parent,
                section,
                marks: marks.clone(),
                text: text.clone(),
            });
        }
        Some(())
    }

    /// The last passage that stands less deep than `depth`.
    fn open_at(&self, depth: usize, section: Option<usize>) -> Option<usize> {
        let depth_of = |mut at: usize| {
            let mut depth = 0;
            while let Some(up) = self.passages[at].parent {
                (at, depth) = (up, depth + 1);
            }
            depth
        };
        (0..self.passages.len())
            .rev()
            .filter(|&p| self.passages[p].kinds != ["note"])
            .take_while(|&p| self.passages[p].section == section)
            .find(|&p| depth_of(p) < depth)
    }

    /// Every line that the truth speaks of.
    pub fn lines(&self) -> LineSet {
        let facts = self.sections.iter().map(|s| &s.lines).chain(self.passages.iter().map(|p| &p.lines));
        facts.chain([&self.noise, &self.skip]).flatten().copied().collect()
    }
}

fn words_for(kind: &str) -> &'static [&'static str] {
    match kind {
        "para" => &["paragraph"],
        "lead" => &["paragraph", "chapeau"],
        "chapeau" => &["chapeau"],
        "item" => &["item"],
        "note" => &["note"],
        "row" => &["row"],
        "quote" => &["quote"],
        _ => &[],
    }
}

fn label(rest: &str) -> Option<(OneOf, &str)> {
    match rest.strip_prefix('[') {
        Some(rest) => rest.split_once("] ").map(|(label, rest)| (OneOf::parse(label), rest)),
        None => Some((OneOf(vec!["-".into()]), rest)),
    }
}

/// `3`, `3-5`, `3+7-8` as one set.
fn lines(text: &str) -> Option<LineSet> {
    let mut out = LineSet::new();
    for part in text.split('+') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        out.extend(first.parse::<u32>().ok()?..=last.parse().ok()?);
    }
    Some(out)
}

/// `3+7` as one passage; `3-5`, `3..5`, `3-7/2` as one for each line.
fn each_line(text: &str) -> Option<Vec<LineSet>> {
    if text.contains('+') {
        return Some(vec![lines(text)?]);
    }
    let (range, step) = text.split_once('/').unwrap_or((text, "1"));
    let (first, last) = range.split_once("..").or_else(|| range.split_once('-')).unwrap_or((range, range));
    let range = first.parse::<u32>().ok()?..=last.parse().ok()?;
    Some(range.step_by(step.parse().ok()?).map(|l| LineSet::from([l])).collect())
}

/// The labels from `from` to `to`: numbers, letters, or Roman numerals from `i`.
fn sequence(from: &str, to: &str) -> Option<Vec<String>> {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    if let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse()) {
        return Some((from..=to).map(|n| n.to_string()).collect());
    }
    if from == "i" && to.len() > 1 {
        let last = ROMAN.iter().position(|&r| r == to)?;
        return Some(ROMAN[..=last].iter().map(|&r| r.to_owned()).collect());
    }
    Some((from.chars().next()?..=to.chars().next()?).map(String::from).collect())
}
