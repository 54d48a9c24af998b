//! The day or days that words name: `5 February 2018`, `22ND – 23RD FEBRUARY, 2018`, `de 4 de Julho`.

use crate::text::month;

/// A part of a date.
#[derive(Clone, Copy)]
enum Token {
    Number(u32),
    Month(u32),
    To,
}

/// The day or days that `words` name: ISO, or `from/to`.
pub(super) fn date(words: &str) -> Option<String> {
    use Token::{Month, Number};
    let mut tokens = Vec::new();
    // `Version 3, 29 June 2007`: a number behind such a word is no day.
    let mut counts = false;
    // `item 12.5` holds no day.
    let decimal =
        |w: &&str| w.split_once('.').is_some_and(|(a, b)| a.parse::<u32>().is_ok() && b.parse::<u32>().is_ok());
    let plain = words.split_whitespace().filter(|w| !decimal(w));
    for word in plain.flat_map(|w| w.split(|c: char| !c.is_alphanumeric())) {
        let low = word.to_lowercase();
        let counted = std::mem::replace(&mut counts, matches!(low.as_str(), "version" | "revision" | "rev" | "issue"));
        let digits = low.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ordinal = matches!(&low[digits.len()..], "" | "st" | "nd" | "rd" | "th");
        if let Ok(n) = digits.parse::<u32>() {
            if ordinal {
                tokens.push(Token::Number(if counted { 0 } else { n }));
            }
        } else if let Some(m) = month(&low).or_else(|| short_month(&low)) {
            tokens.push(Token::Month(m));
        } else if matches!(low.as_str(), "to" | "and") {
            tokens.push(Token::To);
        } else if !matches!(low.as_str(), "" | "of" | "de" | "del") {
            tokens.push(Token::Number(0));
        }
    }
    tokens.retain(|t| !matches!(t, Token::To));
    let day = |d: u32| (1..=31).contains(&d);
    let year = |y: u32| (1800..=2200).contains(&y);
    let iso = |y: u32, m: u32, d: u32| format!("{y:04}-{m:02}-{d:02}");
    for at in 0..tokens.len() {
        match tokens[at..] {
            [Number(from), Month(first), Number(to), Month(last), Number(y), ..] if day(from) && day(to) && year(y) => {
                return Some(format!("{}/{}", iso(y, first, from), iso(y, last, to)));
            }
            [Number(from), Number(to), Month(m), Number(y), ..] if day(from) && day(to) && year(y) => {
                return Some(format!("{}/{}", iso(y, m, from), iso(y, m, to)));
            }
            [Number(d), Month(m), Number(y), ..] | [Month(m), Number(d), Number(y), ..] if day(d) && year(y) => {
                return Some(iso(y, m, d));
            }
            // `Lei n.º 23/2007, de 4 de Julho`: the year stands in the number.
            [Number(y), Number(d), Month(m), ref rest @ ..]
                if year(y) && day(d) && !matches!(rest, [Number(next), ..] if year(*next)) =>
            {
                return Some(iso(y, m, d));
            }
            [Month(m), Number(from), Number(to), Number(y), ..] if day(from) && day(to) && year(y) => {
                return Some(format!("{}/{}", iso(y, m, from), iso(y, m, to)));
            }
            _ => {}
        }
    }
    None
}

/// `SEPT. 30, 1996`
fn short_month(word: &str) -> Option<u32> {
    const SHORT: [&str; 12] = ["jan", "feb", "mar", "apr", "", "jun", "jul", "aug", "sept", "oct", "nov", "dec"];
    let at = SHORT.iter().position(|m| !word.is_empty() && (*m == word || word == "sep" && *m == "sept"))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read() {
        let check = |words: &str, expected: Option<&str>| assert_eq!(date(words).as_deref(), expected, "{words}");
        check("5 February 2018", Some("2018-02-05"));
        check("22ND – 23RD FEBRUARY, 2018", Some("2018-02-22/2018-02-23"));
        check("New York, 15-16 February 2018", Some("2018-02-15/2018-02-16"));
        check("June 12, 2018", Some("2018-06-12"));
        check("Resolution adopted by the General Assembly on 19 September 2016", Some("2016-09-19"));
        check("30 November to 1 December 2017", Some("2017-11-30/2017-12-01"));
        check("Version 3, 29 June 2007", Some("2007-06-29"));
        check("in 2018", None);
        check("Lei n.º 23/2007 de 4 de Julho", Some("2007-07-04"));
        check("Ley Orgánica 4/2000, de 11 de enero, sobre derechos", Some("2000-01-11"));
        check("PUBLIC LAW 104–208—SEPT. 30, 1996", Some("1996-09-30"));
        check("in 2018, 5 February 2019", Some("2019-02-05"));
    }
}
