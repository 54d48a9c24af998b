//! References as they are printed: paragraphs, annexes, objectives, symbols, instruments, found in a text by rule.

use std::ops::Range;

use regex::Regex;

/// What can be followed, both ways; made at the first question.
pub(crate) struct Rules {
    one: Regex,
    more: Regex,
    /// "of the Declaration", behind a number.
    pub(super) of_named: Regex,
}

/// A reference as it is printed.
pub(super) enum Said {
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
    /// The patterns, compiled once.
    pub(super) fn new() -> Option<Self> {
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

impl Rules {
    /// What `text` refers to, in order.
    pub(super) fn read(&self, text: &str) -> Vec<(Range<usize>, Said)> {
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

/// The way of the place numbered `at`, and the text that the words around it name: "paragraph 5 and 6 of resolution
/// 70/1", "resolution 71/1, annex I, para. 5".
pub(super) fn around<'s>(text: &str, said: &'s [(Range<usize>, Said)], at: usize) -> (String, Option<&'s str>) {
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
