//! Verbs that the paragraphs of preambles and decisions begin with.

/// Whether a list goes on the sentence that `words` break off: `A developer may`.
pub(super) fn leads_on(words: &str) -> bool {
    let last = words.rsplit(' ').next().unwrap_or("");
    matches!(last, "may" | "shall" | "must" | "will" | "should" | "can" | "means" | "include" | "includes")
}

/// Whether `words` are but the verb that a preamble's list goes on: `_Recalling_` over `– resolution 1`.
pub(super) fn is_lead_verb(words: &str) -> bool {
    const VERBS: [&str; 14] = [
        "recalling",
        "noting",
        "recognizing",
        "recognising",
        "considering",
        "reaffirming",
        "affirming",
        "welcoming",
        "acknowledging",
        "emphasizing",
        "stressing",
        "desiring",
        "believing",
        "expressing",
    ];
    words.len() <= 20 && VERBS.contains(&words.trim_matches(['*', '_', ',', ':']).to_lowercase().as_str())
}

/// Words that begin what a body decides: the line before them names the body.
pub(super) fn is_enacting(word: &str) -> bool {
    const VERBS: [&str; 18] = [
        "adopts",
        "decides",
        "requests",
        "recalls",
        "recommends",
        "welcomes",
        "invites",
        "urges",
        "notes",
        "agrees",
        "endorses",
        "calls",
        "reaffirms",
        "affirms",
        "approves",
        "encourages",
        "declares",
        "proclaims",
    ];
    let low = word.trim_matches(['*', '_', ',']).to_lowercase();
    low.ends_with("ing") && low.len() > 5 || VERBS.contains(&low.as_str())
}

/// Whether `words` begin a paragraph of a preamble: `Recalling …`, `Deeply concerned …`.
pub(super) fn is_preambular(words: &str) -> bool {
    const WORDS: [&str; 22] = [
        "Mindful",
        "Aware",
        "Deeply",
        "Gravely",
        "Having",
        "Convinced",
        "Alarmed",
        "Concerned",
        "Determined",
        "Encouraged",
        "Guided",
        "Conscious",
        "Desirous",
        "Resolved",
        "Disturbed",
        "Inspired",
        "Whereas",
        "Fully",
        "Considérant",
        "Rappelant",
        "Recordando",
        "Also",
    ];
    let first = words.trim_start_matches(['*', '_', '[']).split([' ', ',', '*', '_']).next().unwrap_or("");
    let capital = first.starts_with(char::is_uppercase);
    capital
        && (first.len() >= 6 && first.to_lowercase().ends_with("ing")
            || WORDS.iter().any(|w| first.eq_ignore_ascii_case(w)))
}

/// Whether `words` begin a ground on which a law is made: `vu le message …`, `gestützt auf Artikel …`.
pub(super) fn is_ground(words: &str) -> bool {
    const WORDS: [&str; 11] = [
        "vu ",
        "vus ",
        "visto ",
        "visti ",
        "vista ",
        "viste ",
        "gestützt auf ",
        "nach einsicht ",
        "auf antrag ",
        "considérant ",
        "considerando ",
    ];
    if !words.starts_with(['v', 'V', 'g', 'G', 'n', 'N', 'a', 'A', 'c', 'C']) {
        return false;
    }
    let low = words.get(..20).unwrap_or(words).to_lowercase();
    WORDS.iter().any(|w| low.starts_with(w))
}
