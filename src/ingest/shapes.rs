//! Shapes of words that clerks write: dates, symbols, bodies, titles that every document knows.

use std::ops::RangeBounds;

use crate::text::month;

/// Blanks that part the columns of a line.
pub(super) const GAP: &str = "    ";

/// Whether a [`GAP`] stands in `words`.
pub(super) fn has_columns(words: &str) -> bool {
    let bytes = words.as_bytes();
    // One of four blanks in a row stands at each fourth byte.
    let gap = |i: &usize| bytes[i - 3..].windows(4).take(4).any(|w| w == GAP.as_bytes());
    (3..bytes.len()).step_by(4).filter(|&i| bytes[i] == b' ').any(|i| gap(&i))
}

/// Whether `words` are digits, so many of them, and nothing else.
pub(super) fn is_figures(words: &str, count: impl RangeBounds<usize>) -> bool {
    count.contains(&words.len()) && words.bytes().all(|b| b.is_ascii_digit())
}

/// Whether `words` begin with the number of a paper, a year's or a session's: `12301/21.`
pub(super) fn cites_paper(words: &str) -> bool {
    let word = words.split(' ').next().unwrap_or("").trim_end_matches(['.', ',', ';']);
    word.split_once('/').is_some_and(|(number, year)| is_figures(number, 3..=6) && is_figures(year, 2..=4))
}

/// Whether `words` hold a digit.
pub(super) fn has_figures(words: &str) -> bool {
    words.bytes().any(|b| b.is_ascii_digit())
}

/// Whether `words` are a page's and nearly all in capitals: a title page's.
pub(super) fn is_title_page(words: &str) -> bool {
    words.len() > 100 && words.bytes().filter(u8::is_ascii_lowercase).nth((words.len() - 1) / 20).is_none()
}

/// How many characters `words` have, `most` at the most.
pub(super) fn columns(words: &str, most: usize) -> usize {
    if words.is_ascii() { words.len().min(most) } else { words.chars().take(most).count() }
}

/// A line that is a date, or a place with one.
pub(super) fn is_dated(words: &str) -> bool {
    const FIRST: &[u8] = b"adefgjlmnosADEFGJLMNOS";
    let likely = |w: &&str| w.len() > 2 && (!w.is_ascii() || FIRST.contains(&w.as_bytes()[0]));
    let mut months = words.split(|c: char| !c.is_alphabetic()).filter(likely);
    has_figures(words) && (words.split(' ').any(is_numeric_date) || months.any(|w| month(&w.to_lowercase()).is_some()))
}

/// Whether any of `phrases`, in small letters, stands in `words`, whatever their case.
pub(super) fn says_any(words: &str, phrases: &[&str]) -> bool {
    let low = words.to_lowercase();
    phrases.iter().any(|p| low.contains(p))
}

/// `12/6/18`, `24.12.2008`.
pub(super) fn is_numeric_date(word: &str) -> bool {
    let core = word.trim_matches([',', '.', '(', ')']);
    let mut parts = core.split(['/', '.']);
    core.starts_with(|c: char| c.is_ascii_digit()) && parts.clone().count() == 3 && parts.all(|p| is_figures(p, 1..=4))
}

/// Headings that go by their words alone.
#[rustfmt::skip]
pub(super) fn is_known(words: &str) -> bool {
    let trimmed = words.trim_matches(['*', '_', '#', ' ', ':', '.']);
    trimmed.len() <= 40 && trimmed.split('/').all(|part| matches!(
        part.to_lowercase().as_str(),
        "chapeau" | "present" | "apologies" | "participants" | "attendance" | "in attendance" | "preamble" | "introduction"
        | "conclusion" | "conclusions" | "summary" | "background" | "foreword" | "preface" | "abstract"
        | "recommendations" | "references" | "bibliography" | "explanatory notes" | "acknowledgements"
        | "acknowledgments" | "executive summary" | "conclusions and recommendations" | "definitions"
        | "final provisions" | "general provisions" | "abbreviations" | "acronyms"
        | "abbreviations and acronyms" | "annexes" | "appendices" | "notes" | "closing" | "opening"
        | "explanatory memorandum" | "explanatory note" | "explanatory statement" | "contents" | "glossary"
        | "postscript" | "epilogue" | "préambule" | "preambule" | "preámbulo" | "preambulo" | "preâmbulo" | "preambolo"
        | "präambel" | "преамбула" | "προοίμιο" | "προοιμιο" | "preambuła" | "başlangıç" | "lời nói đầu"
        | "введение" | "序言" | "前言" | "الديباجة" | "مقدمة" | "introducción" | "conclusiones" | "einleitung"
    ))
}

/// `71/1. New York Declaration`: the number and the title of a resolution.
pub(super) fn resolution_number(words: &str) -> Option<(&str, &str)> {
    if !words.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (number, title) = words.split_once(". ").or_else(|| words.split_once(' '))?;
    let (a, b) = number.split_once('/')?;
    // A session and a number: `326/1999` counts the laws of a year.
    let first = title.chars().next()?;
    (is_figures(a, 1..=2) && is_figures(b, 1..=3) && first.is_uppercase()).then_some((number, title))
}

/// The symbol that a resolution is called by: `RESOLUTION MEPC.328(76)`.
pub(super) fn resolution_code(words: &str) -> Option<&str> {
    let (noun, code) = words.split_at_checked("resolution ".len())?;
    let coded = noun.eq_ignore_ascii_case("resolution ") && code.contains('.');
    if coded { symbol_alone(code) } else { None }
}

/// A document symbol in `words`: `A/RES/71/1`, `E/ESCAP/GCM/PREP/L.1/Rev.1`, `COM(2018) 1`.
pub(super) fn symbol(words: &str) -> Option<&str> {
    if !words.contains('/') {
        return None;
    }
    let parted = |c: char| c.is_whitespace() || matches!(c, '–' | '—');
    words.split(parted).filter(|w| w.contains('/')).map(trimmed).find(|word| {
        let parts: Vec<&str> = word.split('/').collect();
        let first = parts[0];
        parts.len() >= 3
            && (1..=8).contains(&first.len())
            && (first.chars().all(|c| c.is_ascii_uppercase() || matches!(c, '.' | '-' | '&'))
                || first.split_once('.').is_some_and(|(body, n)| {
                    body.len() > 1 && body.bytes().all(|b| b.is_ascii_uppercase()) && is_figures(n, ..)
                })
                || first.starts_with(|c: char| c.is_ascii_uppercase())
                    && first.chars().all(|c| c.is_ascii_alphabetic())
                    && parts[1].chars().all(|c| c.is_ascii_uppercase()))
            && parts.iter().all(|p| {
                !p.is_empty() && p.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '(' | ')'))
            })
            && parts.iter().any(|p| p.bytes().any(|b| b.is_ascii_digit()))
    })
}

/// `word` without the signs around it; `Dec.45(IV)` closes what it opens.
fn trimmed(word: &str) -> &str {
    let bare = word.trim_matches(['(', ')', '[', ']', ',', ';', '.', '*']);
    let from = bare.as_ptr() as usize - word.as_ptr() as usize;
    let end = from + bare.len();
    let closes = bare.contains('(') && !bare.contains(')') && word[end..].starts_with(')');
    if closes { &word[from..=end] } else { bare }
}

/// A symbol that is one only where nothing stands beside it: `A77/10`, `WHA72.7`, `EUCO 9/18`, `MEPC.203(62)`,
/// `P9_TA(2021)0013`, `NA.L&P.2018/050`; not the page of a journal, `L 119/39`.
pub(super) fn symbol_alone(cell: &str) -> Option<&str> {
    if is_registered(cell) || is_yearly(cell) {
        return Some(cell);
    }
    if let Some((term, year)) = cell.split_once("_TA(") {
        let number = year.get(..4).is_some_and(|y| is_figures(y, ..)) && !year.contains(' ');
        return (term.starts_with('P') && term.len() <= 3 && number).then_some(cell);
    }
    if cell.starts_with(['L', 'C']) && cell[1..].starts_with(' ') {
        return None;
    }
    let (letters, rest) = cell.split_at(cell.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(cell.len()));
    let rest = rest.strip_prefix([' ', '.']).unwrap_or(rest);
    let sign = rest.find(|c: char| !c.is_ascii_digit())?;
    let (tail, close) = match rest[sign..].strip_prefix(['/', '.']) {
        Some(tail) => (tail, ""),
        None => (rest[sign..].strip_prefix('(')?.strip_suffix(')')?, ")"),
    };
    let counted = !tail.is_empty() && tail.len() <= 6 && tail.bytes().all(|b| b.is_ascii_alphanumeric());
    let fits = (1..=6).contains(&letters.len()) && (1..=4).contains(&sign) && counted && has_figures(tail);
    (fits && (close.is_empty() || letters.len() >= 3)).then_some(cell)
}

/// Whether `cell` is a number in a registry, behind the office and the year: `NA.L&P.2018/050`.
fn is_registered(cell: &str) -> bool {
    let Some((series, number)) = cell.split_once('/').filter(|s| s.0.len() >= 8 && s.0.is_ascii()) else {
        return false;
    };
    let (office, year) = series.split_at(series.len() - 4);
    let figures = |part: &str| is_figures(part, 1..);
    let named = |b: u8| b.is_ascii_uppercase() || matches!(b, b'.' | b'&' | b'-');
    figures(number) && figures(year) && office.ends_with('.') && office.bytes().all(named)
}

/// Whether `cell` is what a body counts of a year: `CM/Rec(2018)2`.
fn is_yearly(cell: &str) -> bool {
    let Some((series, number)) = cell.split_once(')') else { return false };
    let Some((body, (act, year))) = series.split_once('/').and_then(|(body, s)| Some((body, s.split_once('(')?)))
    else {
        return false;
    };
    let letters = |part: &str| (2..=8).contains(&part.len()) && part.starts_with(|c: char| c.is_ascii_uppercase());
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic() || b == b'/');
    letters(body) && letters(act) && plain(body) && plain(act) && is_figures(year, 4..=4) && is_figures(number, 1..=4)
}

/// The number of an act of the European Union: `(EU) 2016/679`, `(EU) No 604/2013`, `(EC) No 1/2003`.
pub(super) fn act_number(words: &str) -> Option<&str> {
    let from = ["(EU) ", "(EC) ", "(EU, Euratom) "].iter().find_map(|sign| words.find(sign))?;
    let rest = &words[from..];
    let close = rest.find(") ")? + 2;
    let number = close + if rest[close..].starts_with("No ") { 3 } else { 0 };
    let end = rest[number..].find(|c: char| !(c.is_ascii_digit() || c == '/')).unwrap_or(rest.len() - number);
    let (a, b) = rest[number..number + end].split_once('/')?;
    (!a.is_empty() && !b.is_empty()).then(|| &rest[..number + end])
}

/// Whether `words` begin one of several wordings that are offered: `Alt 2: …`, `[Option 1] …`, `[Alternative: …`.
pub(super) fn is_alternative(words: &str) -> bool {
    let inner = words.trim_start_matches('[');
    let named = ["Option", "Alternative", "Alt.", "Alt", "Variant"].iter().find_map(|w| inner.strip_prefix(w));
    let Some(rest) = named.filter(|r| !r.starts_with(char::is_lowercase)) else { return false };
    let number = rest.trim_start();
    let end = number.find(|c: char| !c.is_alphanumeric()).unwrap_or(number.len());
    let closed =
        number[end..].is_empty() || number[end..].starts_with([':', '.', ')', ']']) || number[end..].starts_with(" –");
    inner.len() < words.len() || closed && end <= 3 && (end > 0 || rest.starts_with(':'))
}

/// Whether `words` name a body, as before what it decides: `The General Assembly,`.
pub(super) fn names_body(words: &str) -> bool {
    const BODIES: [&str; 24] = [
        "Assembly",
        "Council",
        "Conference",
        "Commission",
        "Committee",
        "Congress",
        "Parties",
        "Parliament",
        "Board",
        "Union",
        "Heads",
        "Assemblée",
        "Conseil",
        "Conférence",
        "Parlement",
        "Asamblea",
        "Consejo",
        "Conferencia",
        "Comisión",
        "Comité",
        "Partes",
        "Parlamento",
        "Bundesversammlung",
        "Bundesrat",
    ];
    let article = ["The ", "L’", "L'", "La ", "Le ", "Les ", "El ", "Los ", "Il ", "Die ", "Der "]
        .iter()
        .any(|a| words.starts_with(a));
    let parts = || words.split(|c: char| !c.is_alphabetic());
    let shouted = || words.starts_with("THE ") && parts().any(|w| BODIES.iter().any(|b| b.eq_ignore_ascii_case(w)));
    words.len() < 120 && (article && parts().any(|w| BODIES.contains(&w)) || shouted())
}

/// Names before a colon at the head of a sentence within a page: `… the Convention. Burundi: The delegate …`.
pub(super) fn run_ins(words: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    words.match_indices(':').filter(|&(end, _)| words[end + 1..].starts_with(' ')).filter_map(|(end, _)| {
        let stop = words[..end].char_indices().rev().take(200).find(|&(_, c)| matches!(c, '.' | '!' | '?' | '”'))?.0;
        let name = words[stop..end]
            .trim_start_matches(['.', '!', '?', '”', ' '])
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        let start = end - name.len();
        let small = |w: &str| w.starts_with(char::is_lowercase) && !matches!(w, "of" | "the" | "and");
        let short = !name.is_empty()
            && !name.contains(['(', '“', '"'])
            && !name.contains(|c: char| c.is_ascii_digit())
            && name.len() <= 32
            && name.split(' ').count() <= 4;
        let named = short
            && name.starts_with(char::is_uppercase)
            && !name.split(' ').any(small)
            && name.chars().any(char::is_lowercase);
        (named && words[end + 2..].starts_with(char::is_uppercase)).then_some((start, end))
    })
}
