//! Abbreviations: what short forms stand for, found by rule, document by document.
//!
//! "Global Compact … (GCM)", "GCM (Global …)" and rows of tables (`GCM⇥Global Coalition on Migration`). The letters
//! of the short form are looked for in the long one from the right (Schwartz and Hearst, 2003).

use crate::text::{Corpus, PassageKind, SourceId, WorkId};

/// What a short form stands for in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abbreviation {
    /// The short form as printed: `IOM`.
    pub short: String,
    /// What it stands for.
    pub long: String,
    /// The works of one document that say so.
    pub works: Vec<WorkId>,
}

/// The abbreviations of `corpus`, by document, in order of place. The first that a document says of a short form
/// holds for it.
#[must_use]
pub fn find(corpus: &Corpus) -> Vec<Abbreviation> {
    let mut found: Vec<(SourceId, Abbreviation)> = Vec::new();
    for (id, work) in corpus.work_ids().zip(&corpus.works) {
        for &section in &work.sections {
            for &passage in &corpus[section].passages {
                let passage = &corpus[passage];
                let pairs = if passage.kind == PassageKind::Row { row(&passage.text) } else { prose(&passage.text) };
                for (short, long) in pairs {
                    // What else it stands for in the same work is said later, and does not hold.
                    if found.iter().any(|(_, known)| known.short == short && known.works.contains(&id)) {
                        continue;
                    }
                    let same = |(source, a): &&mut (SourceId, Abbreviation)| {
                        *source == work.source && a.short == short && a.long.eq_ignore_ascii_case(&long)
                    };
                    match found.iter_mut().find(same) {
                        Some((_, known)) => known.works.push(id),
                        None => found.push((work.source, Abbreviation { short, long, works: vec![id] })),
                    }
                }
            }
        }
    }
    found.into_iter().map(|(_, abbreviation)| abbreviation).collect()
}

/// A row of a table of two cells, short form first.
fn row(text: &str) -> Vec<(String, String)> {
    let mut cells = text.split(['\t', '|']).map(str::trim).filter(|cell| !cell.is_empty());
    match (cells.next(), cells.next(), cells.next()) {
        // A table may say what its letters do not show, so that only the looks of the short form count.
        (Some(short), Some(long), None) if is_short(short) && long.split_whitespace().count() > 1 => {
            vec![(short.to_owned(), long.to_owned())]
        }
        _ => prose(text),
    }
}

/// The pairs in running text.
fn prose(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for (open, _) in text.match_indices('(') {
        let Some(inside) = text[open + 1..].split(')').next().filter(|inside| inside.len() < 120) else { continue };
        let inside = inside.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '“' | '”' | '\'' | '*'));
        let before = text[..open].trim_end();
        if is_short(inside) {
            if let Some(long) = long_form(inside, clause(before)) {
                out.push((inside.to_owned(), long.to_owned()));
            }
        } else if let Some(short) = before.split_whitespace().next_back().filter(|short| is_short(short))
            && long_form(short, inside).is_some_and(|long| long.len() == inside.len())
        {
            out.push((short.to_owned(), inside.to_owned()));
        }
    }
    out
}

/// The words before a bracket that may be meant: back to the last sentence sign.
fn clause(before: &str) -> &str {
    let start = before.rfind(['.', ';', ':', '(', ')', '?', '!']).map_or(0, |i| i + 1);
    before[start..].trim_start()
}

/// Whether `text` looks like an abbreviation: two to ten letters, digits and signs, one or two words, most letters
/// capitals (`SDGs`, `UN DESA`, `CO2`).
fn is_short(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().filter(|c| c.is_uppercase()).count();
    (2..=10).contains(&text.chars().count())
        && text.split_whitespace().count() <= 2
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '&' | '/' | '.'))
        && capitals >= 2
        && capitals * 2 > letters
        && !is_roman(text)
}

fn is_roman(text: &str) -> bool {
    text.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
}

/// The shortest end of `before` in which the letters of `short` stand in order, the first at the start of a word.
fn long_form<'a>(short: &str, before: &'a str) -> Option<&'a str> {
    let letters: Vec<char> = short
        .strip_suffix('s')
        .unwrap_or(short)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let places: Vec<(usize, char)> = before.char_indices().collect();
    let mut at = places.len();
    for (n, letter) in letters.iter().enumerate().rev() {
        loop {
            at = at.checked_sub(1)?;
            let starts = at == 0 || !places[at - 1].1.is_alphanumeric();
            if places[at].1.to_lowercase().eq(std::iter::once(*letter)) && (n > 0 || starts) {
                break;
            }
        }
    }
    let long = &before[places[at].0..];
    let words = long.split_whitespace().count();
    // Names of texts run longer than the authors' bound of two words a letter. A long form does not hold the short.
    ((2..=letters.len() * 3).contains(&words) && !long.split_whitespace().any(|word| word == short)).then_some(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let pairs = if text.contains('\t') { row(text) } else { prose(text) };
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(s, l)| (s.as_str(), l.as_str())).collect();
        assert_eq!(pairs, expected, "{text:?}");
    }

    #[test]
    fn pairs() {
        check("GCM\tGlobal Coalition on Migration", &[("GCM", "Global Coalition on Migration")]);
        check(
            "UN DESA\tDepartment of Economic and Social Affairs",
            &[("UN DESA", "Department of Economic and Social Affairs")],
        );
        check(
            "objectives of the Global Compact for Safe, Orderly and Regular Migration (GCM). This",
            &[("GCM", "Global Compact for Safe, Orderly and Regular Migration")],
        );
        check(
            "Global Forum on Migration and Development (GFMD)",
            &[("GFMD", "Global Forum on Migration and Development")],
        );
        check(
            "The IOM (International Organization for Migration) said",
            &[("IOM", "International Organization for Migration")],
        );
        check("the Sustainable Development Goals (SDGs)", &[("SDGs", "Sustainable Development Goals")]);
        check("Annex I (II) of the report (2018), see (a) and (UN)", &[]);
        check("Asia\tEurope and the world", &[]);
    }
}
