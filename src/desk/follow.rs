//! Follow: the references in a text, where they lead, and what refers to a place.
//!
//! Found by rule: paragraphs, annexes, objectives, sections and articles by their numbers; resolutions and documents
//! by their symbols; instruments by their names; footnotes by their marks. A number is looked for near the reference
//! first, or in the text that the words around it name ("paragraph 5 of resolution 70/1").

use std::collections::HashMap;
use std::ops::Range;

use regex::{Captures, Regex};

use super::names::words;
use super::{Desk, Target};
use crate::text::{PassageId, WorkId};

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To a place in the corpus.
    To(Target),
    /// To one of several places.
    OneOf(Vec<Target>),
    /// Out of the corpus: the name of the instrument or document.
    Outside(String),
}

/// A reference in a passage's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Bytes of the passage's `text`; empty at a footnote's mark, which is no part of the text.
    pub range: Range<usize>,
    /// Where it leads.
    pub leads: Leads,
}

/// What can be followed, both ways; made at the first question.
pub(crate) struct Rules {
    one: Regex,
    more: Regex,
    of_named: Regex,
}

/// A reference as it is printed.
enum Said {
    /// A document or instrument, by name or symbol.
    Work(String),
    /// A place in a work: `annex I`, `5 (d)`.
    Place(String),
}

/// Nouns that make a capitalised phrase the name of an instrument.
const INSTRUMENTS: [&str; 17] = [
    "Convention",
    "Conventions",
    "Covenant",
    "Protocol",
    "Protocols",
    "Declaration",
    "Charter",
    "Agenda",
    "Agreement",
    "Framework",
    "Platform",
    "Programme",
    "Plan",
    "Compact",
    "Treaty",
    "Statute",
    "Pact",
];

impl Rules {
    fn new() -> Option<Self> {
        // Alternatives in order of what wins where several begin.
        let one = Regex::new(
            r"(?x)
            \b(?P<symbol>[A-Z]{1,6}(?:/[A-Za-z0-9][A-Za-z0-9.()-]*)+)
            | (?:(?P<body>General\ Assembly|Security\ Council|Human\ Rights\ Council|Economic\ and\ Social\ Council)\s+)?
              \b[Rr]esolutions?\s+(?:No\.\s*)?
              (?P<resolution>\d+/\d+|\d+\s*\(\d{4}\)|\d+\s+[A-Z]?\s*\([IVXL]+\))
            | \b(?:[Pp]ara(?:graph)?s?\.?|¶|OP)\s*(?P<paragraph>\d+(?:\s*\([a-z0-9]{1,4}\))*)
            | \b(?P<noun>(?i:annex|appendix|objective|section|chapter|article|part|principle))(?:es|s)?\s+
              (?P<number>(?:[IVXLC]+|[A-Z]|\d+(?:\.\d+)*)\b(?:\s+bis\b)?(?:\s*\([a-z0-9]{1,4}\))*)
            | \b(?P<name>(?:\d{4}\s+)?\p{Lu}[\p{L}\d’'-]*
              (?:(?:\s+(?:of|on|for|the|and|to|against|in|by|relating|all|their|its|or))*
                 \s+(?:\p{Lu}[\p{L}\d’'-]*|\d{4}(?:[–-]\d{4})?))+)
            ",
        );
        let more = Regex::new(
            r"^(?:,\s+|,?\s+(?:and|or|to)\s+|\s*[-–]\s*)(?P<next>\d+(?:/\d+)?(?:\s*\([a-z0-9]{1,4}\))*|[IVXLC]+\b)",
        );
        let of_named = Regex::new(
            r"^,?\s*(?:of|to|in|under)\s+(?P<which>the|this|that|its|the\s+present|the\s+said)\s+(?P<noun>\p{L}+)",
        );
        Some(Self { one: one.ok()?, more: more.ok()?, of_named: of_named.ok()? })
    }
}

impl Desk {
    /// The references in `passage`, in order: paragraphs, annexes, objectives, symbols, instruments, footnotes.
    #[must_use]
    pub fn references(&self, passage: PassageId) -> Vec<Reference> {
        let here = &self.corpus[passage];
        let mut out: Vec<Reference> = here
            .notes
            .iter()
            .filter_map(|n| Some(Reference { range: n.at..n.at, leads: Leads::To(Target::Passage(n.note?)) }))
            .collect();
        if let Some(rules) = self.rules.get_or_init(Rules::new) {
            let said = rules.read(&here.text);
            for (i, (range, _)) in said.iter().enumerate() {
                let leads = self.leads(passage, &said, i, rules);
                out.extend(leads.map(|leads| Reference { range: range.clone(), leads }));
            }
        }
        out.retain(|r| r.leads != Leads::To(Target::Passage(passage)));
        out.sort_by_key(|r| (r.range.start, r.range.end));
        out
    }

    /// The passages that refer to `target` or, where it is a passage or an objective, to a part of it; in document
    /// order. The first call reads the whole corpus.
    #[must_use]
    pub fn refers_here(&self, target: Target) -> Vec<PassageId> {
        let back = self.referring.get_or_init(|| {
            let mut back: HashMap<Target, Vec<PassageId>> = HashMap::new();
            for passage in self.corpus.passage_ids() {
                for reference in self.references(passage) {
                    let to = match reference.leads {
                        Leads::To(target) => vec![target],
                        Leads::OneOf(targets) => targets,
                        Leads::Outside(_) => continue,
                    };
                    for target in to {
                        let from = back.entry(target).or_default();
                        if from.last() != Some(&passage) {
                            from.push(passage);
                        }
                    }
                }
            }
            back
        });
        let mut parts = vec![target];
        match target {
            Target::Passage(_) => parts.extend(self.passages_in(target).into_iter().map(Target::Passage)),
            Target::Objective(aim) => parts.extend(self.corpus[aim].members.iter().map(|m| Target::from(m.node))),
            _ => {}
        }
        let mut out: Vec<PassageId> = parts.iter().filter_map(|t| back.get(t)).flatten().copied().collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Where the reference numbered `at` leads; none where nothing can be said for certain.
    fn leads(&self, passage: PassageId, said: &[(Range<usize>, Said)], at: usize, rules: &Rules) -> Option<Leads> {
        let (range, what) = &said[at];
        let way = match what {
            Said::Work(name) => return self.named(passage, name),
            Said::Place(way) => way,
        };
        let text = &self.corpus[passage].text;
        let gap = |from: usize, to: usize| text.get(from..to).unwrap_or("?").trim();
        // "resolution 70/1, annex II" and "paragraph 5 of resolution 70/1" say in which text to look.
        let before =
            at.checked_sub(1).map(|i| &said[i]).filter(|b| matches!(gap(b.0.end, range.start), "," | "" | "("));
        let after = said.get(at + 1).filter(|a| {
            let words = gap(range.end, a.0.start).trim_start_matches(',').trim();
            matches!(
                words,
                "of" | "of the" | "to" | "to the" | "in" | "in the" | "of its" | "of Assembly" | "of Council"
            )
        });
        for (_, named) in after.into_iter().chain(before) {
            if let Said::Work(name) = named {
                return match self.named(passage, name)? {
                    Leads::To(Target::Work(work)) => leads_to(self.places_below(work, Target::Work(work), way)),
                    outside @ Leads::Outside(_) => Some(outside),
                    other => Some(other),
                };
            }
        }
        if let (Some((_, Said::Place(within))), true) = (after, !way.starts_with("annex")) {
            let found = leads_to(self.near(passage, &format!("{within} {way}")));
            if found.is_some() {
                return found;
            }
        }
        // "of the Declaration": the one named last, or this very text; else nothing is certain.
        if let Some(named) = rules.of_named.captures(&text[range.end..]) {
            let noun = &named["noun"];
            let own =
                named["which"].contains("present") || &named["which"] == "this" || noun.starts_with(char::is_lowercase);
            if !own {
                let earlier = said[..at].iter().rev().find_map(|(_, s)| match s {
                    Said::Work(name) if name.contains(noun) => self.named(passage, name),
                    _ => None,
                });
                let own_title =
                    self.corpus[self.corpus[passage].work].title.to_lowercase().contains(&noun.to_lowercase());
                match earlier {
                    Some(Leads::To(Target::Work(work))) => {
                        return leads_to(self.places_below(work, Target::Work(work), way));
                    }
                    Some(outside) => return Some(outside),
                    None if !own_title => return None,
                    None => {}
                }
            }
        }
        leads_to(self.near(passage, way))
    }

    /// The place nearest to `passage` that `way` leads to: in the sections around it, its work, then any objective.
    fn near(&self, passage: PassageId, way: &str) -> Vec<Target> {
        let corpus = &self.corpus;
        let work = corpus[passage].work;
        let path = corpus.path_to(corpus[passage].section).into_iter().rev().map(Target::Section);
        for from in path.chain([Target::Work(work)]) {
            let found = self.places_below(work, from, way);
            if !found.is_empty() {
                return found;
            }
        }
        let aim = way.strip_prefix("objective ").and_then(|n| corpus.objective(n.trim().parse().ok()?));
        aim.map(Target::Objective).into_iter().collect()
    }

    /// Where a document's or an instrument's name leads, seen from `passage`.
    fn named(&self, passage: PassageId, name: &str) -> Option<Leads> {
        let own = self.corpus[passage].work;
        let works: Vec<WorkId> = self.works_called(name);
        match works[..] {
            [] => {
                let telling = words(name).len() > 2 || name.contains(|c: char| c.is_ascii_digit());
                telling.then(|| Leads::Outside(name.to_owned()))
            }
            _ if works.contains(&own) => None,
            _ => leads_to(works.into_iter().map(Target::Work).collect()),
        }
    }
}

fn leads_to(mut found: Vec<Target>) -> Option<Leads> {
    match found.len() {
        0 => None,
        1 => found.pop().map(Leads::To),
        _ => Some(Leads::OneOf(found)),
    }
}

impl Rules {
    /// What `text` refers to, in order.
    fn read(&self, text: &str) -> Vec<(Range<usize>, Said)> {
        let mut out: Vec<(Range<usize>, Said)> = Vec::new();
        let mut at = 0;
        while let Some(found) = self.one.captures_at(text, at) {
            let Some(whole) = found.get(0) else { break };
            at = whole.end().max(at + 1);
            let group = |name: &str| found.name(name).map(|m| m.as_str());
            if let Some(symbol) = group("symbol") {
                let symbol = symbol.trim_end_matches(['.', '-', ')', '(']);
                if symbol.contains(|c: char| c.is_ascii_digit()) {
                    out.push((whole.start()..whole.start() + symbol.len(), Said::Work(symbol.to_owned())));
                }
            } else if let Some(number) = group("resolution") {
                let body = group("body");
                out.push((whole.range(), Said::Work(resolution(body, number))));
                at = self.rest(text, at, &mut out, |next| Said::Work(resolution(body, next)));
            } else if let Some(number) = group("paragraph") {
                out.push((whole.range(), Said::Place(number.to_owned())));
                at = self.rest(text, at, &mut out, |next| Said::Place(next.to_owned()));
            } else if let (Some(noun), Some(number)) = (group("noun"), group("number")) {
                let noun = noun.to_lowercase();
                out.push((whole.range(), Said::Place(format!("{noun} {number}"))));
                at = self.rest(text, at, &mut out, |next| Said::Place(format!("{noun} {next}")));
            } else {
                out.extend(instruments(&found));
            }
        }
        out
    }

    /// The numbers that go on a list: `and 7`, `, 8 (a)`. Gives the byte behind the last.
    fn rest(
        &self,
        text: &str,
        mut at: usize,
        out: &mut Vec<(Range<usize>, Said)>,
        said: impl Fn(&str) -> Said,
    ) -> usize {
        while let Some(found) = self.more.captures(&text[at..]).and_then(|c| c.name("next")) {
            let (range, next) = (at + found.start()..at + found.end(), found.as_str());
            // The number of something else ("paragraphs 5 and 20 per cent") cannot be told apart by form alone.
            out.push((range.clone(), said(next)));
            at = range.end;
        }
        at
    }
}

/// The name under which a resolution is known: its symbol where its body is clear.
fn resolution(body: Option<&str>, number: &str) -> String {
    match body {
        Some("Human Rights Council") => format!("A/HRC/RES/{number}"),
        Some("Economic and Social Council") => format!("E/RES/{number}"),
        Some("Security Council") => format!("S/RES/{number}"),
        _ if number.contains('/') => format!("A/RES/{number}"),
        _ => format!("resolution {number}"),
    }
}

/// The instruments named in a run of capitalised words: those with an instrument's noun, "… and the …" parted.
fn instruments(found: &Captures<'_>) -> Vec<(Range<usize>, Said)> {
    let Some(name) = found.name("name") else { return Vec::new() };
    let mut out = Vec::new();
    let mut from = 0;
    let whole = name.as_str();
    let is_noun = |w: &str| INSTRUMENTS.contains(&w.trim_matches(|c: char| !c.is_alphabetic()));
    let names_one = |part: &str| part.split_whitespace().any(is_noun);
    while from < whole.len() {
        let rest = &whole[from..];
        let cut = [" and the ", " and to the ", " of the ", ", "]
            .iter()
            .flat_map(|c| rest.match_indices(c).map(move |(at, _)| (at, c.len())))
            .filter(|&(at, len)| names_one(&rest[..at]) && names_one(&rest[at + len..]))
            .min();
        let (end, next) = cut.map_or((rest.len(), rest.len()), |(at, len)| (at, at + len));
        let mut part = &rest[..end];
        for lead in [
            "The ", "This ", "In ", "Under ", "As ", "On ", "Of ", "For ", "To ", "By ", "See ", "Both ", "Since ",
            "With ",
        ] {
            part = part.strip_prefix(lead).unwrap_or(part);
        }
        let part = part.strip_prefix("the ").unwrap_or(part);
        let start = name.start() + from + (end - part.len());
        if names_one(part) && part.contains(' ') {
            out.push((start..start + part.len(), Said::Work(part.to_owned())));
        }
        from += next;
    }
    out
}
