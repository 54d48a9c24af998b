//! Which blocks are headings, and how deep: judged from the whole work, not from one line.

use super::blocks::{Block, Kind};
use super::classify::{Count, Dress, Ending, Titled, division, ending, is_caps, month, titled};

/// How a heading looks; the rank says what holds what (a lower one is outer).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Look {
    /// A division by name: annex, part, article.
    Division(String),
    /// A number or letter with a title: `I. Introduction`.
    Counted(Count, Dress),
    /// Capitals.
    Caps,
    /// A named number that is no division: `Objective 7`, `Session 1`.
    Named(String),
    /// Bold words.
    Bold,
    /// A slide's title.
    Slide,
    /// A line of its own.
    Plain,
    /// `#` marks that tell depth.
    Hashes(u8),
}

/// A block read as a heading.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    /// Its look.
    pub look: Look,
    /// Its number.
    pub value: Option<u32>,
    /// Its label as printed.
    pub label: Option<String>,
    /// Bytes of the printed line where the title begins, for a heading that names its kind.
    pub title: Option<usize>,
    /// Whether the words after the label are the text itself, not a title.
    pub run_in: bool,
    /// Whether it is told by coming again, as a slide's title does, or by a colon.
    pub slide: bool,
}

/// Headings that go by their words alone.
pub(super) fn is_known(words: &str) -> bool {
    let low = words.trim_matches(['*', '_', '#', ' ', ':', '.']).to_lowercase();
    matches!(
        low.as_str(),
        "preamble"
            | "introduction"
            | "conclusion"
            | "conclusions"
            | "summary"
            | "background"
            | "foreword"
            | "preface"
            | "abstract"
            | "recommendations"
            | "references"
            | "bibliography"
            | "explanatory notes"
            | "acknowledgements"
            | "executive summary"
            | "conclusions and recommendations"
            | "definitions"
            | "final provisions"
            | "general provisions"
            | "abbreviations"
            | "acronyms"
            | "abbreviations and acronyms"
            | "annexes"
            | "appendices"
            | "notes"
            | "closing"
            | "opening"
            | "summary of proceedings"
    )
}

/// A line that is a date or a place with one.
pub(super) fn is_dated(words: &str) -> bool {
    let mut months = words.split(|c: char| !c.is_alphabetic()).filter(|w| w.len() > 2);
    words.chars().any(|c| c.is_ascii_digit())
        && (months.any(|w| month(&w.to_lowercase()).is_some()) || words.contains('/') && words.len() < 30)
}

/// A heading by its own words, wherever it stands.
pub(super) fn outright(text: &str, block: &Block) -> Option<Heading> {
    if block.kind != Kind::Text
        || block.bullet.is_some()
        || block.len() > 400 && block.label.is_none() && titled(block.printed(text)).is_none()
    {
        return None;
    }
    let words = block.first(text);
    if let Some(found) = titled(block.printed(text)) {
        return named(text, block, found);
    }
    if block.hashes > 0 {
        let counted = block.label.as_ref().and_then(|l| l.readings.last().map(|r| (Look::Counted(r.0, l.dress), r.1)));
        let (look, value) = counted.map_or((Look::Hashes(block.hashes), None), |(look, value)| (look, Some(value)));
        return Some(Heading {
            look,
            value,
            label: block.label.as_ref().map(|l| l.text.clone()),
            title: None,
            run_in: false,
            slide: false,
        });
    }
    let ends = block.ending(text);
    let whole: usize = block.len();
    if let Some(label) = &block.label {
        let roman = label.readings.iter().find(|r| r.0 == Count::RomanUpper);
        let upper = label.readings.iter().find(|r| r.0 == Count::Upper);
        let caps = is_caps(words);
        let counted = match (roman, upper) {
            (Some(r), _) if label.text.len() > 1 || matches!(label.text.as_str(), "I" | "V" | "X") => Some(*r),
            (_, Some(u)) => Some(*u),
            (Some(r), None) => Some(*r),
            _ => label.readings.first().filter(|_| caps && label.dress != Dress::Round).copied(),
        }?;
        let fits = whole <= 200 && matches!(ends, Ending::Open)
            || whole <= 110 && ends == Ending::Full && !words.trim_end_matches('.').contains(". ");
        let titled = fits
            && whole > 0
            && words.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "*_“\"‘".contains(c));
        return titled.then(|| Heading {
            look: Look::Counted(counted.0, label.dress),
            value: Some(counted.1),
            label: Some(label.text.clone()),
            title: None,
            run_in: false,
            slide: false,
        });
    }
    let caps = block.pieces.iter().all(|p| is_caps(p.of(text)) || p.of(text).chars().all(|c| !c.is_lowercase()));
    let plain = |look| Some(Heading { look, value: None, label: None, title: None, run_in: false, slide: false });
    if caps && is_caps(words) && whole <= 300 && !is_dated(words) && !matches!(ends, Ending::Comma | Ending::Semicolon)
    {
        return plain(Look::Caps);
    }
    let starred = words.starts_with("**") && block.last(text).trim_end().ends_with("**");
    if starred && whole <= 220 && !matches!(ends, Ending::Comma | Ending::Semicolon) && !is_dated(words) {
        return plain(if is_caps(words) { Look::Caps } else { Look::Bold });
    }
    if is_known(words) && block.pieces.len() == 1 {
        return plain(Look::Plain);
    }
    None
}

/// A heading that names its kind, where what follows the label is a title, nothing, or a sentence that runs in.
fn named(text: &str, block: &Block, found: Titled) -> Option<Heading> {
    let printed = block.printed(text);
    let rest = &printed[found.title..];
    let known = division(&found.word).is_some();
    let long = rest.len() + block.len().saturating_sub(block.first(text).len());
    let sentence = ending(block.last(text)) == Ending::Full && long > 60 || long > 220;
    let listed = matches!(block.ending(text), Ending::Comma | Ending::Semicolon);
    if (sentence || listed) && !(known && found.parted) {
        return None;
    }
    let look = if known { Look::Division(found.word.clone()) } else { Look::Named(found.word.clone()) };
    let run_in = sentence || listed;
    Some(Heading {
        look,
        value: found.value,
        label: Some(printed[found.label].to_owned()),
        title: Some(found.title),
        run_in,
        slide: false,
    })
}

/// Short words on a line of their own that may head what follows.
fn may_head(text: &str, block: &Block) -> bool {
    let words = block.first(text);
    let whole = block.len();
    let first = words.trim_start_matches(['*', '_', '“', '"', '(', '[', '‘', '\'']).chars().next();
    let ends = block.ending(text);
    block.kind == Kind::Text
        && block.bullet.is_none()
        && block.label.is_none()
        && block.pieces.len() <= 3
        && (3..=140).contains(&whole)
        && first.is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_lowercase() && c.is_alphabetic())
        && !words.starts_with("http")
        && !block.pieces.iter().any(|p| is_dated(p.of(text)))
        && (ends == Ending::Open
            || ends == Ending::Colon && is_title_colon(words)
            || words.ends_with('?') && whole < 90)
}

/// `Member States:` heads, `The following actions are:` opens a list.
fn is_title_colon(words: &str) -> bool {
    let mut count = 0;
    for word in words.split_whitespace() {
        count += 1;
        if matches!(
            word.trim_end_matches(':'),
            "would"
                | "should"
                | "shall"
                | "will"
                | "may"
                | "include"
                | "includes"
                | "included"
                | "are"
                | "is"
                | "that"
                | "to"
                | "by"
                | "following"
                | "follows"
                | "were"
                | "was"
                | "has"
                | "have"
                | "agree"
                | "decides"
                | "therefore"
        ) {
            return false;
        }
    }
    count <= 5
}

/// Words that begin what a body decides: the line before them names the body.
pub(super) fn is_enacting(word: &str) -> bool {
    let low = word.trim_matches(['*', '_', ',']).to_lowercase();
    low.ends_with("ing") && low.len() > 5
        || matches!(
            low.as_str(),
            "adopts"
                | "decides"
                | "requests"
                | "recalls"
                | "recommends"
                | "welcomes"
                | "invites"
                | "urges"
                | "notes"
                | "agrees"
        )
}

/// Whether `block` is text that a heading may stand over.
fn is_body(text: &str, block: &Block) -> bool {
    match block.kind {
        Kind::Text => {
            block.bullet.is_some()
                || block.label.is_some()
                || block.len() > 140
                || block.len() >= 40 && !matches!(block.ending(text), Ending::Open)
                || matches!(block.ending(text), Ending::Full | Ending::Comma) && block.len() > 12
        }
        Kind::Row | Kind::Quote => true,
        Kind::Note => false,
    }
}

/// Reads the headings of a work's blocks.
pub(super) fn find(text: &str, blocks: &[Block]) -> Vec<Option<Heading>> {
    let mut found: Vec<Option<Heading>> = blocks.iter().map(|b| outright(text, b)).collect();
    signatures(text, blocks, &mut found);
    arabic(text, blocks, &mut found);
    if let Some(last) = blocks.iter().rposition(|b| b.kind != Kind::Note) {
        found[last].take_if(|h| h.label.is_none());
    }
    let hashed = found.iter().flatten().filter(|h| matches!(h.look, Look::Hashes(_))).count();
    if hashed < 4 {
        plain(text, blocks, &mut found);
    }
    found
}

/// Capitals right under a name are its office, not a heading.
fn signatures(text: &str, blocks: &[Block], found: &mut [Option<Heading>]) {
    for i in 1..blocks.len() {
        let caps = matches!(&found[i], Some(h) if h.look == Look::Caps);
        let under =
            blocks[i].gap == 0 && !blocks[i].parted && found[i - 1].is_none() && blocks[i - 1].kind == Kind::Text;
        let listed = blocks[i - 1].bullet.is_some() || blocks[i - 1].label.is_some() || blocks[i - 1].len() > 60;
        if caps && under && !listed && !is_body(text, &blocks[i]) {
            found[i] = None;
        }
    }
}

/// `1. Scope`: a number with a short title over text that does not go on counting.
fn arabic(text: &str, blocks: &[Block], found: &mut [Option<Heading>]) {
    for i in 0..blocks.len() {
        let block = &blocks[i];
        let Some(label) = &block.label else { continue };
        let slide = label.dress == Dress::Round && blocks.get(i + 1).is_some_and(|n| n.bullet.is_some() && n.gap > 0);
        let counts = matches!(label.dress, Dress::Dot | Dress::Chain | Dress::Sign | Dress::Bare) || slide;
        let Some(value) = label.value(Count::Arabic) else { continue };
        let short = (3..=90).contains(&block.len()) && block.ending(text) == Ending::Open && block.bullet.is_none();
        if found[i].is_some()
            || !counts
            || !short
            || block.kind != Kind::Text
            || !block.first(text).starts_with(|c: char| c.is_uppercase() || "*_".contains(c))
        {
            continue;
        }
        let next = blocks[i + 1..].iter().find(|b| b.kind != Kind::Note);
        let over = next.is_some_and(|n| {
            let same = n.label.as_ref().is_some_and(|l| {
                l.dress == label.dress && l.value(Count::Arabic) == Some(value + 1) && label.dress != Dress::Chain
            });
            !same
                && (slide
                    || n.gap > 0 && is_body(text, n) && n.len() > 60
                    || n.label
                        .as_ref()
                        .is_some_and(|l| l.dress == Dress::Chain && l.text.starts_with(&format!("{}.", label.text))))
        });
        if over && (block.gap > 0 || i == 0) {
            found[i] = Some(Heading {
                look: Look::Counted(Count::Arabic, label.dress),
                value: Some(value),
                label: Some(label.text.clone()),
                title: None,
                run_in: false,
                slide: false,
            });
        }
    }
}

/// Short lines that stand over text, or over another heading; and the titles of slides, which come again.
fn plain(text: &str, blocks: &[Block], found: &mut [Option<Heading>]) {
    let short = |b: &&Block| b.label.is_none() && b.bullet.is_none() && b.len() < 120;
    let numbered = blocks.iter().filter(|b| b.label.is_some() && b.len() > 160).count();
    let slides = blocks.iter().filter(short).count() * 10 > blocks.len() * 4 && numbered * 10 < blocks.len();
    let mut seen: std::collections::HashMap<&str, Vec<usize>> = std::collections::HashMap::new();
    for (i, block) in blocks.iter().enumerate().filter(|(_, b)| b.len() <= 140) {
        seen.entry(block.first(text)).or_default().push(i);
    }
    let again = |i: usize| {
        let places = seen.get(blocks[i].first(text)).map_or(&[][..], Vec::as_slice);
        let before = |j: usize| j.checked_sub(1).map_or("", |k| blocks[k].first(text));
        slides && places.len() >= 2 && places.iter().any(|&j| before(j) != before(places[0]))
    };
    for i in (0..blocks.len()).rev() {
        if found[i].is_some() || !may_head(text, &blocks[i]) || blocks[i].gap == 0 && i > 0 && !blocks[i].parted {
            continue;
        }
        let Some(n) = (i + 1..blocks.len()).find(|&n| blocks[n].kind != Kind::Note) else { continue };
        let over_text = found[n].is_none()
            && is_body(text, &blocks[n])
            && (blocks[n].gap > 0
                || blocks[n].bullet.is_some()
                || blocks[n].label.is_some()
                || blocks[n].kind == Kind::Row);
        let over_heading =
            found[n].as_ref().is_some_and(|h| !matches!(h.look, Look::Plain | Look::Slide)) && blocks[n].gap > 0;
        let colon = blocks[i].ending(text) == Ending::Colon;
        let enacts = over_text && blocks[n].first(text).split(' ').next().is_some_and(is_enacting);
        let slide = colon || again(i);
        let unfinished =
            i > 0 && found[i - 1].is_none() && blocks[i - 1].ending(text) == Ending::Comma && blocks[i - 1].len() > 60;
        if (over_text || over_heading || slide) && !unfinished && !enacts {
            found[i] = Some(Heading { look: Look::Plain, value: None, label: None, title: None, run_in: false, slide });
        }
    }
    // The title of a slide comes again, and follows the text of another.
    for i in 0..blocks.len() {
        let opens = again(i) && (i == 0 || found[i - 1].is_none());
        if let Some(heading) = found[i].as_mut().filter(|_| opens) {
            (heading.look, heading.slide) = (Look::Slide, true);
        }
    }
}

/// The level of each heading, 1 for the work's own divisions.
pub(super) fn levels(headings: &[&Heading]) -> Vec<u8> {
    let rank = ranks(headings);
    let mut open: Vec<i32> = Vec::new();
    headings
        .iter()
        .map(|h| {
            let own = rank(&h.look);
            while open.last().is_some_and(|&top| top >= own) {
                open.pop();
            }
            open.push(own);
            u8::try_from(open.len()).unwrap_or(u8::MAX)
        })
        .collect()
}

fn usual_rank(look: &Look) -> i32 {
    match look {
        Look::Division(word) => i32::from(division(word).unwrap_or(800)),
        Look::Counted(Count::RomanUpper, _) => 1000,
        Look::Counted(Count::Upper, _) => 1100,
        Look::Counted(Count::Arabic, Dress::Chain) => 1250,
        Look::Counted(Count::Arabic, _) => 1200,
        Look::Counted(..) => 1300,
        Look::Hashes(depth) => 1400 + i32::from(*depth),
        Look::Caps => 1500,
        Look::Named(_) => 1600,
        Look::Bold => 1700,
        Look::Slide => 900,
        Look::Plain => 1800,
    }
}

/// The rank of each look: the usual one, unless numbers that begin again show that another look holds them.
fn ranks(headings: &[&Heading]) -> impl Fn(&Look) -> i32 + use<> {
    let mut looks: Vec<Look> = Vec::new();
    for h in headings {
        if !looks.contains(&h.look) {
            looks.push(h.look.clone());
        }
    }
    let mut rank: Vec<i32> = looks.iter().map(usual_rank).collect();
    let place = |look: &Look| looks.iter().position(|l| l == look).unwrap_or(0);
    for (at, look) in looks.iter().enumerate() {
        // What stands between one number and a `1` that comes after it?
        let (mut last, mut between, mut holders, mut restarts) = (None, Vec::new(), vec![0usize; looks.len()], 0);
        for h in headings {
            if h.look != *look {
                between.push(place(&h.look));
                continue;
            }
            if last.is_some_and(|l: u32| l > 1) && h.value == Some(1) {
                restarts += 1;
                between.sort_unstable();
                between.dedup();
                for &b in &between {
                    holders[b] += 1;
                }
            }
            last = h.value.or(last);
            between.clear();
        }
        if restarts > 0
            && !(0..looks.len()).any(|b| holders[b] == restarts && rank[b] < rank[at])
            && let Some(b) = (0..looks.len()).filter(|&b| holders[b] == restarts).min_by_key(|&b| rank[b])
        {
            rank[b] = rank[at] - 1;
        }
    }
    move |look| looks.iter().position(|l| l == look).map_or(i32::MAX, |i| rank[i])
}
