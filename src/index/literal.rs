//! Literals: what a text must hold wherever a regular expression matches, so that most texts need no look.

use regex_syntax::hir::{Hir, HirKind};

/// Shorter runs of letters stand in too many words to be worth looking for.
const SHORTEST: usize = 3;

/// Runs of letters and digits, folded, of which one stands within a word of every folded text that `pattern` matches.
/// None where nothing of the kind can be said.
#[must_use]
pub fn required(pattern: &str) -> Option<Vec<String>> {
    of(&regex_syntax::parse(pattern).ok()?)
}

fn of(hir: &Hir) -> Option<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let runs = std::str::from_utf8(&literal.0).ok()?.split(|c: char| !c.is_ascii_alphanumeric());
            let longest = runs.max_by_key(|run| run.len()).filter(|run| run.len() >= SHORTEST)?;
            Some(vec![longest.to_ascii_lowercase()])
        }
        HirKind::Capture(capture) => of(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => of(&repetition.sub),
        // The part that says most: its shortest run is the longest.
        HirKind::Concat(parts) => parts.iter().filter_map(of).max_by_key(|runs| runs.iter().map(String::len).min()),
        HirKind::Alternation(parts) => {
            let each: Option<Vec<Vec<String>>> = parts.iter().map(of).collect();
            each.map(|each| each.concat())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_must_stand() {
        let check = |pattern: &str, expected: Option<&[&str]>| {
            let found = required(pattern);
            assert_eq!(
                found.as_deref(),
                expected.map(|e| e.iter().map(ToString::to_string).collect::<Vec<_>>()).as_deref(),
                "{pattern}"
            );
        };
        check("deten(tion|ded)", Some(&["deten"]));
        check(r"\bregular\s+migration\b", Some(&["migration"]));
        check("(detained|held) in", Some(&["detained", "held"]));
        check("(detained|in) it", None);
        check("A/RES/7[01]/1", Some(&["res"]));
        check("child(ren)?", Some(&["child"]));
        check("(child)*", None);
        check("[0-9]{4}", None);
        check(r"\w+", None);
        check("per cent", Some(&["cent"]));
    }
}
