//! Follow: the references in a text, where they lead, and what refers to a place.
//!
//! Found by rule: paragraphs, annexes, objectives, sections and articles by their numbers; resolutions and documents
//! by their symbols; instruments by their names; footnotes by their marks. A number is looked for near the reference
//! first, or in the text that the words around it name ("paragraph 5 of resolution 70/1").

use std::collections::HashMap;
use std::ops::Range;

use regex::Regex;

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
const INSTRUMENTS: [&str; 14] = [
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
                 \s+(?:\p{Lu}[\p{L}\d’'-]*|\d{4}(?:[–-]\d{4})?)
                 |(?:,\s+\p{Lu}[\p{L}’'-]*){1,4}\s+and\s+\p{Lu}[\p{L}’'-]*)+)
            ",
        );
        let more = Regex::new(
            r"^(?:,\s+|,?\s+(?:and|or|to)\s+|\s*[-–]\s*)(?P<next>\d+(?:/\d+)?(?:\s*\([a-z0-9]{1,4}\))*|[IVXLC]{2,}\b|[VX]\b)",
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
        let corpus = &self.corpus;
        let (range, what) = &said[at];
        let way = match what {
            Said::Work(name) => return self.named(passage, name),
            Said::Place(way) => way,
        };
        let text = &corpus[passage].text;
        let aim = way.starts_with("objective");
        let (way, named) = around(text, said, at);
        if let Some(name) = named {
            return match self.named(passage, name) {
                Some(Leads::To(Target::Work(work))) => {
                    let found = leads_to(self.places_below(work, Target::Work(work), &way));
                    if aim { found.or_else(|| leads_to(self.near(passage, &way))) } else { found }
                }
                Some(_) if aim => leads_to(self.near(passage, &way)),
                // A text that names itself.
                None => leads_to(self.near(passage, &way)),
                other => other,
            };
        }
        // "of the Declaration": the one named last, or this very text; else nothing is certain.
        if let Some(named) = rules.of_named.captures(&text[range.end..]).filter(|_| !aim) {
            let noun = &named["noun"];
            let this = named["which"].contains("present") || &named["which"] == "this";
            if !this && !noun.starts_with(char::is_lowercase) {
                let earlier = said[..at].iter().rev().find_map(|(_, s)| match s {
                    Said::Work(name) if name.contains(noun) => self.named(passage, name),
                    _ => None,
                });
                let own = corpus[corpus[passage].work].title.to_lowercase().contains(&noun.to_lowercase());
                match earlier {
                    Some(Leads::To(Target::Work(work))) => {
                        return leads_to(self.places_below(work, Target::Work(work), &way));
                    }
                    Some(outside) => return Some(outside),
                    None if !own => return None,
                    None => {}
                }
            }
        }
        leads_to(self.near(passage, &way))
    }

    /// The place nearest to `passage` that `way` leads to: in the sections around it, its work, then any objective.
    ///
    /// A paragraph must be numbered within what is around it: one of another article is none of ours.
    fn near(&self, passage: PassageId, way: &str) -> Vec<Target> {
        let corpus = &self.corpus;
        let work = corpus[passage].work;
        let sections = corpus.path_to(corpus[passage].section).into_iter().rev().map(Target::Section);
        if way.starts_with(|c: char| c.is_ascii_digit()) {
            let numbered = sections.map(|s| self.name_of(s)).chain([corpus[work].key.clone()]);
            let mut found = numbered.map(|name| self.called_exactly(&format!("{name} {way}")));
            return found.find(|f| !f.is_empty()).unwrap_or_default();
        }
        let mut near = sections.map(|s| self.places_below(work, s, way));
        if let Some(found) = near.find(|f| !f.is_empty()) {
            return found;
        }
        let found = self.places_below(work, Target::Work(work), way);
        if !found.is_empty() {
            return found;
        }
        let aim = way.strip_prefix("objective ").and_then(|n| corpus.objective(n.trim().parse().ok()?));
        aim.map(Target::Objective).into_iter().collect()
    }

    /// Where a document's or an instrument's name leads, seen from `passage`.
    fn named(&self, passage: PassageId, name: &str) -> Option<Leads> {
        let own = self.corpus[passage].work;
        // A year or a month in front ("the 2016 New York Declaration") is no part of a name that is known.
        let mut works: Vec<WorkId> = self.works_called(name);
        let mut rest = name;
        while let (true, Some((_, shorter))) = (works.is_empty(), rest.split_once(' ')) {
            rest = shorter;
            if rest.split_whitespace().count() > 1 {
                works = self.works_called(rest);
            }
        }
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

/// The way of the place numbered `at`, and the text that the words around it name: "paragraph 5 and 6 of resolution
/// 70/1", "resolution 71/1, annex I, para. 5".
fn around<'s>(text: &str, said: &'s [(Range<usize>, Said)], at: usize) -> (String, Option<&'s str>) {
    let gap = |i: usize| text.get(said[i].0.end..said[i + 1].0.start).unwrap_or("?").trim();
    let Said::Place(way) = &said[at].1 else { return (String::new(), None) };
    let mut way = way.clone();
    let number = |way: &str| way.starts_with(|c: char| c.is_ascii_digit());
    let mut i = at;
    while i + 1 < said.len() {
        let words = gap(i).trim_start_matches(',').trim();
        match &said[i + 1].1 {
            Said::Place(_) if matches!(words, "" | "and" | "or" | "to" | "-" | "–") => i += 1,
            Said::Place(within) if i == at && number(&way) && matches!(words, "of" | "of the" | "in" | "to") => {
                way = format!("{within} {way}");
                i += 1;
            }
            Said::Work(name)
                if matches!(words, "of" | "of the" | "to" | "to the" | "in" | "in the" | "of its" | "of Assembly") =>
            {
                return (way, Some(name));
            }
            _ => break,
        }
    }
    let mut i = at;
    while i > 0 {
        let words = gap(i - 1);
        match &said[i - 1].1 {
            Said::Work(name) if matches!(words, "," | "" | "(") => return (way, Some(name)),
            Said::Place(within) if words == "," && number(&way) && !number(within) => {
                way = format!("{within} {way}");
                i -= 1;
            }
            Said::Place(_) if matches!(words.trim_start_matches(',').trim(), "" | "and" | "or" | "to" | "-" | "–") => {
                i -= 1;
            }
            _ => break,
        }
    }
    (way, None)
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
                let in_address = text[..whole.start()].ends_with(['/', '.', ':', '_', '-']);
                if !in_address && symbol.contains(|c: char| c.is_ascii_digit()) {
                    out.push((whole.start()..whole.start() + symbol.len(), Said::Work(symbol.to_owned())));
                }
            } else if let Some(number) = group("resolution") {
                let body = group("body").or_else(|| body_before(&text[..whole.start()]));
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
                // The first letter of a symbol is no word of a name.
                let cut = if text[at..].starts_with('/') { text[..at].rfind(' ') } else { None };
                at = cut.unwrap_or(at).max(whole.start() + 1);
                out.extend(instruments(&text[whole.start()..at], whole.start()));
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

/// The body that the words before a resolution's number speak of: "the Human Rights Council, in its resolution".
fn body_before(text: &str) -> Option<&'static str> {
    const NEAR: usize = 60;
    let from = text.char_indices().rev().nth(NEAR).map_or(0, |(at, _)| at);
    ["Human Rights Council", "Economic and Social Council", "Security Council"]
        .into_iter()
        .find(|body| text[from..].contains(body))
}

/// The name under which a resolution is known: its symbol where its body is clear.
fn resolution(body: Option<&str>, number: &str) -> String {
    match body {
        Some("Human Rights Council") => format!("A/HRC/RES/{number}"),
        Some("Economic and Social Council") => format!("E/RES/{number}"),
        Some("Security Council") => format!("S/RES/{number}"),
        _ if number.contains('/') => format!("A/RES/{number}"),
        _ if number.ends_with(')') && number.contains("(1") || number.contains("(2") => format!("S/RES/{number}"),
        _ => format!("resolution {number}"),
    }
}

/// The instruments named in a run of capitalised words that stands at byte `from`: each with an instrument's noun,
/// without the words that only lead up to it ("Parties to the …") or away from it ("… and the Summit", "… in 2016").
fn instruments(run: &str, from: usize) -> Vec<(Range<usize>, Said)> {
    const MOST_WORDS: usize = 18;
    let is_noun = |w: &str| INSTRUMENTS.contains(&w.trim_matches(|c: char| !c.is_alphabetic()));
    let names_one = |part: &str| part.split_whitespace().any(is_noun) || part.contains("lan of Action");
    let noun_at = |part: &str| {
        let nouns = INSTRUMENTS.iter().filter_map(|n| part.find(n)).chain(part.find("Plan of Action"));
        nouns.min().unwrap_or(0)
    };
    let mut parts: Vec<&str> = vec![run];
    for cut in [" and the ", " and to the ", " or the "] {
        parts = parts.into_iter().flat_map(|p| p.split(cut)).collect();
    }
    let mut out = Vec::new();
    for mut part in parts.into_iter().filter(|p| names_one(p)) {
        if let Some(lead) = part[..noun_at(part)].rfind(" the ") {
            part = &part[lead + 5..];
        }
        for lead in ["The ", "This ", "In ", "Under ", "As ", "On ", "For ", "To ", "By ", "See ", "Both ", "With "] {
            part = part.strip_prefix(lead).unwrap_or(part);
        }
        part = part.strip_prefix("the ").unwrap_or(part);
        if let Some((name, year)) = part.rsplit_once(" in ")
            && year.chars().all(|c| c.is_ascii_digit())
        {
            part = name;
        }
        part = part.trim_end_matches(['\'', '’', '-']);
        let words = part.split_whitespace().count();
        if words > 1 && words <= MOST_WORDS {
            let start = from + (part.as_ptr() as usize - run.as_ptr() as usize);
            out.push((start..start + part.len(), Said::Work(part.to_owned())));
        }
    }
    out
}
