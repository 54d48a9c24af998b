//! What a work's title page says of it: title, version, symbol, date, issuer, kind.

use std::cmp::Reverse;

use super::block::{Block, Kind};
use super::classify::{Ending, breaks_off, is_caps};
use super::day::date;
use super::divisions::division;
use super::heading::{Found, Heading, Look};
use super::kinds::kind;
use super::masthead::{Part, names_issuer, parts};
use super::shapes::{
    act_number, is_dated, is_known, is_title_page, names_body, resolution_code, resolution_number, symbol, symbol_alone,
};
use crate::text::{Fact, Stated, WorkKind};

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    /// The blocks of the title page.
    pub front: usize,
    /// Which of them are the title.
    pub title_blocks: Vec<usize>,
    /// The title, rejoined.
    pub title: String,
    /// Its version.
    pub version: Option<Fact>,
    /// Its symbol.
    pub symbol: Option<Fact>,
    /// Its date.
    pub date: Option<Fact>,
    /// Who issued it.
    pub issuer: Option<Fact>,
    /// What it is.
    pub kind: Option<WorkKind>,
}

/// What the text says, without the mark of a note.
fn stated(value: impl AsRef<str>) -> Fact {
    Fact { value: unmarked(value.as_ref()).to_owned(), stated: Stated::Text }
}

/// `words` without the star or dagger of a note behind them.
fn unmarked(words: &str) -> &str {
    words.trim_end_matches(['*', '†', '‡'])
}

/// What a text as a whole is called by a number.
const NAMES: [&str; 6] = ["convention", "recommendation", "protocol", "resolution", "regulation", "directive"];

/// How many of a work's first blocks are its title page: up to its first text, or the first heading of its own.
fn front(text: &str, blocks: &[Block], found: &[Found]) -> usize {
    let (mut hashes, mut said) = (None, false);
    for (i, block) in blocks.iter().enumerate().take(40) {
        let words = block.first(text);
        let heading = found[i].as_ref();
        // `Convention 189` is what the text is called.
        let named = |h: &Heading| matches!(&h.look, Look::Named(word) if NAMES.contains(&word.as_str()));
        let numbered = heading.is_some_and(|h| h.label.is_some() && !h.run_in && !named(h));
        // A text may begin in the midst of a work: `CHAPTER FOUR – THE BILL OF RIGHTS`.
        let chapter = |h: &Heading| matches!(&h.look, Look::Division(word) if division(word).is_some_and(|rank| (200..=800).contains(&rank)));
        if i == 0 && numbered && heading.is_some_and(|h| chapter(h)) {
            return 0;
        }
        let deeper = hashes.is_some() && heading.is_some_and(|h| matches!(h.look, Look::Hashes(_)));
        // An annex may bear a work of its own, title page and all: `ANNEX 1` over `RESOLUTION MEPC.328(76)`.
        let annex = |h: &Heading| matches!(&h.look, Look::Division(word) if division(word) == Some(100));
        let coded = |b: &Block| resolution_code(b.first(text)).is_some();
        let bears = heading.is_some_and(|h| annex(h)) && blocks[i..].iter().take(2).any(coded);
        // What stands after a sentence, short as it may be, is no title any more.
        let after = said && block.gap > 0 && heading.is_some();
        said |= heading.is_none()
            && block.ending(text) == Ending::Full
            && words.split(' ').nth(4).is_some()
            && !is_dated(words);
        let own = after
            || heading.is_some() && words.starts_with('[')
            || i > 0 && (is_known(words) && heading.is_some() || deeper || heading.is_some_and(|h| h.slide))
            || numbered && i > 0 && !bears;
        let enacts =
            words.get(..4).is_some_and(|w| w.eq_ignore_ascii_case("the ")) && block.ending(text) == Ending::Comma;
        let sentence = enacts
            || block.len() > 70
                && matches!(block.ending(text), Ending::Full | Ending::Comma | Ending::Colon | Ending::Semicolon)
                && !is_caps(words)
                && heading.is_none();
        let listed =
            block.bullet.is_some() || block.label.is_some() && heading.is_none() && resolution_number(words).is_none();
        if own || sentence || listed || block.len() > 400 || block.kind != Kind::Text || is_known(words) && i == 0 {
            // The last line before the text may be its heading.
            let last = i.checked_sub(1).and_then(|k| found[k].as_ref().map(|h| (k, h)));
            let back = last.is_some_and(|(k, h)| {
                let tight = h.look == Look::Caps && k > 0 && blocks[k].gap > 0 && block.gap == 0;
                !own && resolution_number(blocks[k].first(text)).is_none()
                    && (matches!(h.look, Look::Plain | Look::Led | Look::Aside | Look::Bold) || tight)
                    && (tight || (0..k).any(|j| found[j].as_ref().is_some_and(|e| e.look != h.look)))
            });
            // `Personal Rights` / `ARTICLE 40`, where such titles stand over more articles below.
            let held = |j: usize| found.get(j + 1).and_then(Option::as_deref).is_some_and(chapter);
            let like =
                |h: &Heading| (i..found.len()).any(|j| held(j) && found[j].as_ref().is_some_and(|e| e.look == h.look));
            let back = back || numbered && last.is_some_and(|(k, h)| k > 0 && h.label.is_none() && held(k) && like(h));
            return if back { i - 1 } else { i };
        }
        if block.hashes > 0 {
            hashes = Some(block.hashes);
        }
    }
    0
}

/// Reads the title page of a work.
pub(super) fn read(text: &str, blocks: &[Block], found: &[Found]) -> Facts {
    let front = front(text, blocks, found);
    let mut facts = Facts { front, ..Facts::default() };
    let mut parts = parts(text, &blocks[..front]);
    // What stands under a masthead alone is the title, though it stands right over the text.
    let untitled = front > 0 && parts.iter().all(|p| p.masthead);
    let unnamed = |h: &Found| h.as_ref().is_none_or(|h| h.label.is_none() && !h.run_in);
    let heads =
        |b: &Block| b.kind == Kind::Text && b.label.is_none() && b.len() <= 200 && b.ending(text) == Ending::Open;
    if untitled && front < blocks.len() && unnamed(&found[front]) && heads(&blocks[front]) {
        facts.front += 1;
        parts = self::parts(text, &blocks[..facts.front]);
    }
    title(text, &parts, blocks, &mut facts);
    if let (true, Some(part)) = (facts.title.is_empty(), parts.iter().find(|p| p.words.ends_with(" meeting"))) {
        facts.title.clone_from(&part.words);
    }
    if facts.title.is_empty() {
        // Of several title pages the barest is the half title.
        let half = blocks.iter().take(5).filter(|b| is_title_page(b.first(text))).min_by_key(|b| b.len());
        let first = self::parts(text, half.map_or(blocks.get(..1).unwrap_or_default(), std::slice::from_ref));
        let most = if half.is_some() { 300 } else { 120 };
        facts.title = first.iter().map(|p| p.words.as_str()).collect::<Vec<_>>().join(" ").chars().take(most).collect();
    }
    for part in &parts {
        read_line(part, &mut facts);
    }
    let page: Vec<String> = parts.into_iter().map(|p| p.words).collect();
    dates(&page, &mut facts);
    if facts.issuer.is_none() {
        facts.issuer = enacting(text, blocks).map(stated);
    }
    facts.kind = kind(text, &page, blocks, found, &facts);
    facts
}

/// What works are called.
const CALLED: [&str; 27] = [
    "declaration",
    "compact",
    "convention",
    "agreement",
    "treaty",
    "constitution",
    "protocol",
    "charter",
    "covenant",
    "regulation",
    "act ",
    "bill",
    "resolution on",
    "report of the",
    "position",
    "papers laid",
    "note",
    "draft articles",
    "rules of",
    "letter dated",
    "summary record",
    "general comment",
    "provisional agenda",
    "framework",
    "proposal for",
    "statement",
    "concluding observations",
];

/// How much the words of `page[i]` look like the title; 0 is none.
fn score(text: &str, page: &[Part], blocks: &[Block], i: usize) -> i32 {
    let words = &page[i].words;
    let low = words.to_lowercase();
    if is_no_title(words, &low) {
        return 0;
    }
    if resolution_code(words).is_some() {
        return 1;
    }
    if resolution_number(words).is_some() || low.starts_with("subject:") {
        return 20;
    }
    let first = blocks[page[i].block].first(text);
    // What stands right over "Report of …" is what it reports on.
    let over = ["Report of the", "Note by the", "Report by the"];
    let reported = |n: &Part| !page[i].masthead && over.iter().any(|o| n.words.starts_with(o));
    let told = [
        (2, true),
        (6, blocks[page[i].block].hashes > 0),
        (3, is_caps(words)),
        (2, first.starts_with('*')),
        (2, (16..=220).contains(&words.len())),
        (1, words.len() > 40),
        (1, words.len() > 70),
        (1, i == 0),
        (3, CALLED.iter().any(|n| low.contains(n))),
        (8, page.get(i + 1).is_some_and(reported)),
        (-9, page[i].masthead),
        (-9, names_no_work(&low)),
    ];
    told.iter().filter(|t| t.1).map(|t| t.0).sum()
}

/// Whether `words`, small in `low`, are a symbol, a date, a sentence or another thing that is never a title.
fn is_no_title(words: &str, low: &str) -> bool {
    // `WHA72.7`: one word with a number is a symbol.
    let code = !words.contains(' ') && words.contains(|c: char| c.is_ascii_digit());
    code || low.starts_with("copyright")
        || words.starts_with('©')
        || symbol(words).is_some() && words.len() < 60
        || low.ends_with("version") && words.len() < 24
        || words.chars().filter(|c| c.is_alphabetic()).count() < 4
        || words.len() > 300
        || is_dated(words) && !is_caps(words) && !named_by_date(words)
        || is_told(words)
        || words.contains(". . .")
        || words.contains("....")
        || words.starts_with(['(', '[']) && words.ends_with([')', ']'])
}

/// Whether small words say whose or what meeting's a work is, and not what it is called.
fn names_no_work(low: &str) -> bool {
    const CLERICAL: [&str; 11] = [
        "adopted ",
        "boletín oficial",
        "legislación",
        "distr",
        "original:",
        "resolution adopted",
        "report of the secretary",
        "republic of",
        "dear",
        "permanent mission",
        "department",
    ];
    const BODIES: [&str; 8] = [
        "united nations",
        "general assembly",
        "security council",
        "the general assembly",
        "the national assembly",
        "new york",
        "inter-parliamentary union",
        "european union",
    ];
    CLERICAL.iter().any(|c| low.starts_with(c))
        || BODIES.contains(&low)
        || low.contains("session") && !low.starts_with("report of")
        || low.contains("agenda item")
        || low.contains("headquarters")
        || low.contains("parliament") && low.len() < 30
}

/// `The meeting was called to order at 10 a.m.`
fn is_told(words: &str) -> bool {
    let told = [" was ", " were ", " is ", " are ", " shall ", " have "];
    words.starts_with("The ") && words.ends_with('.') && told.iter().any(|t| words.contains(t))
}

/// `Letter dated …`, `Ley Orgánica 4/2000, de 11 de enero, sobre …`: a name with a date in it.
fn named_by_date(words: &str) -> bool {
    const NOUNS: &str = "letter report record summary note statement decisions lei ley loi legge decreto décret real act \
                         regulation directive order ordonnance gesetz ";
    let first = words.split(' ').next().unwrap_or("").to_lowercase();
    NOUNS.split(' ').any(|noun| noun == first) || words.contains(" resolution of ") || words.contains(" decision of ")
}

fn title(text: &str, page: &[Part], blocks: &[Block], facts: &mut Facts) {
    let scores = (0..page.len()).map(|i| (score(text, page, blocks, i), Reverse(i)));
    let Some((_, Reverse(best))) = scores.max().filter(|s| s.0 > 0) else { return };
    let (mut first, mut last) = (best, best);
    let caps = is_caps(&page[best].words);
    // A title set on several lines: `NATIONAL POSITION` / `ON THE` / `GLOBAL COMPACT`.
    let hangs = |words: &str| {
        let low = words.to_lowercase();
        matches!(
            low.split(' ').next(),
            Some("on" | "of" | "for" | "to" | "and" | "concerning" | "regarding" | "relating" | "between")
        )
    };
    let open = |words: &str| words.ends_with([',', ':', '-']) || breaks_off(&words.to_lowercase());
    let joins = |a: &Part, b: &Part| {
        // Of one paragraph, `FIFTEENTH MEETING` / `ON MIGRATION` says neither line without the other.
        let akin = a.masthead == b.masthead || a.block == b.block && hangs(&b.words);
        akin && is_caps(&a.words) == is_caps(&b.words) && (open(&a.words) || hangs(&b.words))
    };
    while last + 1 < page.len() && is_caps(&page[last + 1].words) == caps && joins(&page[last], &page[last + 1]) {
        last += 1;
    }
    while first > 0 && joins(&page[first - 1], &page[first]) {
        first -= 1;
    }
    // `REGULATION …` / `of 27 April 2016` / `on the protection of …`: an act is called by its day and subject, too.
    let dated = |p: &Part| p.words.starts_with("of ") && is_dated(&p.words);
    if caps && named_by_date(&page[first].words) && page.get(last + 1).is_some_and(dated) {
        let goes_on = |p: &&Part| !p.masthead && p.words.starts_with(|c: char| c.is_lowercase());
        last += page[last + 1..].iter().take_while(goes_on).count();
    }
    // A block that says more than the title is shown with the text.
    let rest = || page[..first].iter().chain(&page[last + 1..]);
    facts.title_blocks = (page[first].block..=page[last].block).filter(|b| rest().all(|p| p.block != *b)).collect();
    let whole = page[first..=last].iter().map(|p| p.words.as_str()).collect::<Vec<_>>().join(" ");
    let named = resolution_number(&whole).map_or(whole.as_str(), |r| r.1);
    unmarked(named.trim_start_matches("Subject:").trim()).clone_into(&mut facts.title);
}

/// What stands in `words` behind `phrase`, which is in plain letters, large or small.
fn behind<'a>(words: &'a str, phrase: &str) -> Option<&'a str> {
    let at = words.as_bytes().windows(phrase.len()).position(|w| w.eq_ignore_ascii_case(phrase.as_bytes()))?;
    Some(&words[at + phrase.len()..])
}

/// Reads what one line of the title page states.
fn read_line(part: &Part, facts: &mut Facts) {
    let words = part.words.as_str();
    if facts.symbol.is_none() && !words.starts_with('[') && words.len() < 60 {
        let alone = symbol_alone(words).filter(|_| part.masthead);
        facts.symbol = symbol(words)
            .or(alone)
            .or_else(|| resolution_code(words))
            .map(|s| stated(if words.starts_with(s) && words[s.len()..].trim().starts_with('(') { words } else { s }));
    }
    let noun = |w: &str| ["regulation", "directive", "decision"].iter().any(|n| w.eq_ignore_ascii_case(n));
    let act = act_number(words).filter(|_| named_by_date(words) || words.split(' ').take(4).any(noun));
    facts.symbol = facts.symbol.take().or(act.map(stated));
    if let (Some((number, _)), None) = (resolution_number(words), &facts.symbol) {
        facts.symbol = Some(stated(format!("A/RES/{number}")));
    }
    if facts.version.is_none() {
        let behind = || words.rsplit_once(": ").and_then(|(_, behind)| version(behind));
        facts.version = version(words).or_else(behind).map(stated);
    }
    let opening = |p: &&str| words.get(..p.len()).is_some_and(|w| w.eq_ignore_ascii_case(p));
    let by = ["report of the ", "note by the "].iter().find(|p| opening(p)).map(|p| &words[p.len()..]);
    if let Some(by) = by.filter(|by| by.len() < 60 && !is_caps(by)) {
        facts.issuer = Some(stated(by));
    }
    if let Some(rest) = behind(words, "adopted by the ") {
        let ends = [" on ", " at its ", " under ", ", "].iter().filter_map(|e| rest.find(e));
        facts.issuer = Some(stated(&rest[..ends.min().unwrap_or(rest.len())]));
    }
    let body = names_issuer(words).filter(|w| part.masthead && !w.eq_ignore_ascii_case("united nations"));
    if let (Some(body), None) = (body, &facts.issuer) {
        facts.issuer = Some(stated(body));
    }
}

/// The body that speaks: `The Security Council,`.
fn enacting(text: &str, blocks: &[Block]) -> Option<String> {
    let speaks = |b: &&Block| b.pieces.len() == 1 && b.ending(text) == Ending::Comma && names_body(b.first(text));
    let words = blocks.iter().take(12).find(speaks)?.first(text).trim_end_matches(',');
    let name = words.strip_prefix("The ").or_else(|| words.strip_prefix("THE "))?;
    let party = ["Parties", "States", "Heads", "Governments", "High"].iter().any(|p| name.starts_with(p));
    (!party && name.len() < 60).then(|| name.to_owned())
}

/// `ZERO DRAFT`, `Revision 2`, `Final draft`: a line that names a version, in title case.
fn version(words: &str) -> Option<String> {
    let low = words.trim_matches(['(', ')', '[', ']', ' ', '*']).to_lowercase().replace(['(', ')'], "");
    // `Version 3, 29 June 2007`: a date behind it is none of it.
    let low = low.split_once(',').filter(|(_, behind)| date(behind).is_some()).map_or(low.as_str(), |(v, _)| v);
    let low = [" – ", " - ", " — "].iter().find_map(|d| low.split_once(d)).map_or(low, |(v, _)| v);
    let mut parts = low.split_whitespace();
    let (a, b) = (parts.next()?, parts.next());
    let counts = |w: &str| w.starts_with(|c: char| c.is_ascii_digit()) || w.starts_with("rev");
    if parts.next().is_some_and(|w| !counts(w)) || low.len() > 30 {
        return None;
    }
    let fits = match (a, b) {
        (
            "zero" | "first" | "second" | "third" | "fourth" | "final" | "revised" | "preliminary" | "advance"
            | "consolidated" | "clean",
            Some("draft" | "text" | "version"),
        ) => true,
        ("draft" | "revision" | "rev." | "rev" | "version", Some(b)) => b.starts_with(|c: char| c.is_ascii_digit()),
        (a, None) => a.strip_prefix("rev.").is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit())),
        _ => false,
    };
    let title = |w: &str| {
        w.chars().next().map(|c| c.to_uppercase().collect::<String>() + &w[c.len_utf8()..]).unwrap_or_default()
    };
    fits.then(|| low.split_whitespace().map(title).collect::<Vec<_>>().join(" "))
}

fn dates(page: &[String], facts: &mut Facts) {
    let found: Vec<(usize, String)> = page.iter().enumerate().filter_map(|(i, w)| date(w).map(|d| (i, d))).collect();
    let addressed = page.iter().any(|w| w.starts_with("Dear"));
    let best = found
        .iter()
        .find(|(i, _)| {
            let low = page[*i].to_lowercase();
            low.contains("adopted") || low.starts_with("letter dated")
        })
        .or_else(|| found.iter().rev().find(|(_, d)| addressed && !d.contains('/')))
        .or_else(|| found.iter().find(|(_, d)| !d.contains('/')))
        .or(found.first());
    facts.date = best.map(|(_, d)| stated(d.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_are_numbered() {
        let check = |words: &str, expected: Option<&str>| assert_eq!(act_number(words), expected, "{words}");
        check("REGULATION (EU) 2016/679 OF THE EUROPEAN PARLIAMENT", Some("(EU) 2016/679"));
        check("Council Regulation (EC) No 1/2003 of 16 December", Some("(EC) No 1/2003"));
        check("the European Union (EU) and its Members", None);
    }

    #[test]
    fn symbols_are_read() {
        let check = |words: &str, expected: Option<&str>| assert_eq!(symbol(words), expected, "{words}");
        check("A/RES/71/1", Some("A/RES/71/1"));
        check("E/ESCAP/GCM/PREP/L.1/Rev.1", Some("E/ESCAP/GCM/PREP/L.1/Rev.1"));
        check("12/6/2018", None);
        check("and/or", None);
    }

    #[test]
    fn bodies_are_found_behind_letters_that_shrink() {
        assert_eq!(behind("İ Adopted by the Éclair", "adopted by the "), Some("Éclair"));
        assert_eq!(behind("adopted by", "adopted by the "), None);
    }
}
