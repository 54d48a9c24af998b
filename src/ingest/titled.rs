//! Headings that name their kind: `Article 12`, `ANNEX II`, `2. Kapitel`, `第三条`.

use super::count::{Count, is_latin_suffix, other_scripts, readings};
use super::divisions::{count_word, counts_before, division, is_dated, is_name, is_numbered};
use super::phrases::opens_sentence;
use super::shapes::is_figures;
use crate::text::roman;

/// The label of a heading that names its kind: `Article 12`, `ANNEX II`, `OBJECTIVE 7`, `Chapter One`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Titled {
    /// The kind in lower case, unabridged: `article`.
    pub word: String,
    /// The label as printed, its blanks single: `Article I`.
    pub label: String,
    /// Its number.
    pub value: Option<u32>,
    /// The byte where the title begins; the line's end where there is none.
    pub title: usize,
    /// Whether a sign or nothing stands behind the label.
    pub parted: bool,
}

/// Whether `c` is a sign over or under a letter.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{94d}')
}

/// `word` in small letters, signs over them left out: the Turkish `İ` is an `i`.
fn small(word: &str) -> String {
    let mut low = word.to_lowercase();
    if !low.is_ascii() {
        low.retain(|c| !matches!(c, '\u{300}'..='\u{36f}' | '\u{654}'));
    }
    low
}

/// Reads `text` as a heading that names its kind and number; `None` where it is a sentence or a cross-reference.
pub(super) fn titled(text: &str) -> Option<Titled> {
    // `[Article 10`: a bracket may hold the heading, or all it heads.
    let bare = text.trim_start_matches(['#', '*', '_', ' ', '[']);
    match bare.chars().next()? {
        '第' => titled_chinese(text, bare),
        '제' | '부' => titled_korean(text, bare),
        '0'..='9' => titled_behind(text, bare).or_else(|| signed(text, bare)),
        '§' => signed(text, bare),
        c if c.is_lowercase() || !c.is_alphabetic() || begins_sentence(bare) => None,
        _ => named(text, bare),
    }
}

/// `Article 12`, `FIRST SCHEDULE`, `Thematic session 1: Words`: `bare` begins with the word.
fn named(text: &str, bare: &str) -> Option<Titled> {
    let word_end = bare.find(|c: char| !(c.is_alphabetic() || c == '-' || is_accent(c))).unwrap_or(bare.len());
    if bare[word_end..].starts_with('.')
        && let Some(found) = titled_behind(text, bare)
    {
        return Some(found);
    }
    let (mut word, mut at) = (small(&bare[..word_end]), word_end);
    // `FIRST SCHEDULE`, `SECOND PART`: the number stands before.
    if let Some(value) = count_word(&word)
        && let Some(next) = next_word(bare, at).filter(|next| division(&small(next)).is_some())
    {
        let used = at + 1 + next.len();
        return finish(text, bare, used, (small(next), bare[..used].to_owned(), Some(value)), true);
    }
    if let Some(next) = next_word(bare, at).filter(|_| word == "disposición") {
        let two = format!("{word} {}", next.to_lowercase());
        if division(&two).is_some() {
            (word, at) = (two, at + 1 + next.len());
        }
    }
    // `Geçici Madde 1`
    if let Some(next) = next_word(bare, at).filter(|n| matches!(word.as_str(), "geçici" | "ek") && small(n) == "madde")
    {
        (word, at) = ("madde".to_owned(), at + 1 + next.len());
    }
    let rank = division(&word);
    // `Can. 204 §1.` is a canon, `Can 5` none.
    let canon = word == "can" && bare[at..].starts_with('.');
    let (known, annex) = (rank.is_some() || canon, rank == Some(100));
    if !known {
        at = other_kind(text, bare, &word, at)?;
        word = bare[..at].to_lowercase();
    }
    let dotted = known && bare[at..].starts_with('.');
    at += usize::from(dotted);
    let whole = |word: String, title: usize| {
        let label = bare[..word_end].to_owned();
        Some(Titled { word, label, value: None, title, parted: true })
    };
    if bare[at..].trim_end_matches(['*', '_', ' ', ':', '.']).is_empty() {
        return if annex { whole(word, text.len()) } else { None };
    }
    // `Annex. Summary of proposals`, `Annex to decision BC-15/1`
    let title = bare[at..].trim_start_matches(['–', '—', ' ']);
    let parted =
        (dotted || bare[at..].starts_with(" –") || bare[at..].starts_with(" —")) && title.len() < bare[at..].len();
    if annex
        && (parted && title.starts_with(char::is_uppercase) && number(title, true).is_none() || is_to_decision(title))
    {
        return whole(word, text.len() - title.len());
    }
    let rest = bare[at..].strip_prefix([' ', '\u{a0}', '\t', '\n'])?.trim_start();
    // `SCHEDULE`, and in the margin `Section 2`, which it belongs to.
    let margin = annex && bare[at..].starts_with("    ");
    if margin && titled(rest).is_some_and(|t| t.title >= rest.len()) {
        return whole(word, text.len() - rest.len());
    }
    let choice = matches!(word.as_str(), "option" | "alternative" | "variant") && is_marked(text);
    let (mut digits, value) = number(rest, known || choice)?;
    // `Motion carried 6–0.`
    let score = |r: &str| r.strip_prefix(['-', '–', '—']).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
    if !known && score(&rest[digits..]) {
        return None;
    }
    // `Decision 1/CP.21`
    if rest[digits..].strip_prefix('/').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_uppercase())) {
        digits = rest.find([' ', ':', '*']).unwrap_or(rest.len());
    }
    let used = bare.len() - rest.len() + digits;
    let number = &rest[..digits];
    let long = match word.as_str() {
        "art" | "can" => Some("article"),
        "sec" => Some("section"),
        _ => None,
    };
    let name = if dotted && long.is_some() { &bare[..at] } else { bare[..at].trim_end_matches('.') };
    let printed = number.trim_end_matches(['º', 'ª', '°', '.']).split_whitespace().collect::<Vec<_>>().join(" ");
    let label = format!("{name} {printed}").trim_end_matches('.').to_owned();
    let word = long.map_or(word, str::to_owned);
    // `Art. 1º Words`: the sign parts them.
    let ordinal = number.contains(['º', 'ª', '°']);
    let found = finish(text, bare, used, (word, label, value), known)?;
    Some(Titled { parted: found.parted || ordinal, ..found })
}

/// The word that one blank at byte `at` of `bare` parts from what stands before.
fn next_word(bare: &str, at: usize) -> Option<&str> {
    let rest = bare[at..].strip_prefix(' ')?;
    Some(&rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())])
}

/// Where a kind ends that is none of the usual divisions and begins with `word`, which ends at byte `at`.
fn other_kind(text: &str, bare: &str, word: &str, at: usize) -> Option<usize> {
    let heads = || matches!(word, "resolution" | "decision") && (is_marked(text) || is_coded(bare));
    // `[ALT 2`, alone on its line.
    if word == "alt" && bare.len() <= "alt 12".len() {
        return Some(at);
    }
    if text.starts_with('[') || !(3..=16).contains(&word.len()) || is_dated(word) && !heads() {
        return None;
    }
    // `Thematic session 1`: a second word may stand between.
    let parted = |w: &&str| w.len() >= 4 && bare[at + 1 + w.len()..].starts_with(' ') && readings(w).is_empty();
    let at = at + next_word(bare, at).filter(parted).map_or(0, |w| 1 + w.len());
    // No number that may follow begins so: told at a glance, as most lines are sentences.
    (!bare[at..].trim_start().starts_with(|c: char| c.is_ascii_lowercase())).then_some(at)
}

/// Whether `words` begin as most lines do: with a word in plain letters that names no division and no number, and small
/// ones behind it.
fn begins_sentence(words: &str) -> bool {
    let small = |w: &str| w.starts_with(|c: char| c.is_ascii_lowercase());
    let mut parts = words.splitn(3, ' ');
    let first = parts.next().unwrap_or("");
    first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.next().is_some_and(small)
        && parts.next().is_none_or(small)
        && !is_name(&first.to_ascii_lowercase())
}

/// Whether `words` say to which letter or decision an annex belongs.
pub(super) fn is_to_letter(words: &str) -> bool {
    const LETTERS: [&str; 3] =
        ["to the letter dated ", "to the identical letters dated ", "to the note verbale dated "];
    LETTERS.iter().any(|l| words.starts_with(l)) || is_to_decision(words)
}

/// Whether `words` say to which decision an annex belongs, and nothing else: `to decision BC-15/[--]`.
fn is_to_decision(words: &str) -> bool {
    const NOUNS: [&str; 4] = ["to decision ", "to resolution ", "to Decision ", "to Resolution "];
    let code = NOUNS.iter().find_map(|noun| words.strip_prefix(noun));
    code.is_some_and(|code| !code.contains(' ') && code.contains(['/', '[']) && !code.ends_with([',', '.', ';']))
}

/// Reads on behind a label of `used` bytes: a title, nothing, or a sentence, which makes it none.
fn finish(
    text: &str,
    bare: &str,
    used: usize,
    (word, label, value): (String, String, Option<u32>),
    known: bool,
) -> Option<Titled> {
    let tail = &bare[used..];
    let open = tail.trim_start_matches(['*', '_']);
    let open = if open == "]" { "" } else { open };
    let trimmed =
        open.trim_start_matches(['.', ':', ')', '–', '—', '-', ' ', '\u{a0}', '\t', '|', '−', '：', '\u{3000}', 'ـ']);
    let sign = open[..open.len() - trimmed.len()].trim();
    let ends = trimmed.trim_matches(['*', '_', ' ']).is_empty();
    let parted = !sign.is_empty();
    // `Article 30, paragraph 1 (c) of …`, `Article 5 of the Convention`, `item 12.5`: a sentence goes on.
    let small = !trimmed.starts_with(|c: char| {
        c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic() || matches!(c, '“' | '"' | '[')
    });
    // `Article 2 (1)   The term …`
    let counts = division(&word) == Some(800) && begins_first(trimmed);
    let small = small && !counts;
    // `Annex I to the letter dated …`
    let small = small && !(division(&word) == Some(100) && is_to_letter(trimmed));
    let goes_on =
        !ends && (!parted && small && !(trimmed.starts_with('(') && trimmed.ends_with(')')) || sign.starts_with(')'));
    let decimal = sign == "." && open.starts_with('.') && open[1..].starts_with(|c: char| c.is_ascii_digit());
    let bracket = trimmed.starts_with('(') && trimmed.ends_with(')');
    if goes_on
        || decimal
        || !(known || parted || ends || bracket || is_marked(text) && is_numbered(&word))
        || (ends || bracket && trimmed.len() <= 5) && word.starts_with("agenda")
    {
        return None;
    }
    let title = if ends { text.len() } else { text.len() - trimmed.len() };
    // `Article 1   The purpose …`: blanks part them too.
    let apart = open.starts_with("  ") && trimmed.starts_with(char::is_uppercase);
    Some(Titled { word, label, value, title, parted: parted || ends || counts || apart })
}

/// Whether `words` begin with the first of numbers in brackets and a sentence: `(1)   The term …`, not `(1) TFEU`.
fn begins_first(words: &str) -> bool {
    let canon = ["§1. ", "§ 1. "].iter().any(|sign| words.starts_with(sign));
    let Some(rest) = words.strip_prefix("(1) ") else { return canon };
    rest.starts_with(' ') && rest.trim_start().starts_with(char::is_uppercase) || opens_sentence(rest)
}

/// Whether `text` bears the marks of a heading around all its words.
fn is_marked(text: &str) -> bool {
    text.starts_with('#') || text.starts_with("**") && text.ends_with("**")
}

/// Whether `words` are a kind and the code of a body's decision: `Decision 1/CP.21`.
fn is_coded(words: &str) -> bool {
    let code = words.split_once(' ').and_then(|(_, code)| code.split_once('/'));
    code.is_some_and(|(number, body)| {
        is_figures(number, 1..)
            && body.starts_with(|c: char| c.is_ascii_uppercase())
            && body.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
            && !body.ends_with('.')
    })
}

/// `§ 12 a` alone on a line, or `12 a §`, perhaps over its text or before it: an article.
fn signed(text: &str, bare: &str) -> Option<Titled> {
    let before = || bare.char_indices().take(7).find(|c| c.1 == '§').map(|c| c.0);
    let number = || before().map(|at| (&bare[..at], &bare[at + '§'.len_utf8()..]));
    let (core, behind) = bare.strip_prefix('§').map(|core| (core, "")).or_else(number)?;
    let (core, words) = (core.trim(), behind.trim_start());
    let begins = words.is_empty() || behind.starts_with(' ') && words.starts_with(char::is_uppercase);
    let value = readings(core).first().filter(|r| r.0 == Count::Arabic && core.len() <= 6 && begins)?.1;
    let (word, label) = ("article".to_owned(), bare[..bare.len() - behind.len()].to_owned());
    Some(Titled { word, label, value: Some(value), title: text.len() - words.len(), parted: true })
}

/// `1. Kapitel: Title`, `II. FEJEZET`, `2/A. § Words`: the number stands before its kind.
fn titled_behind(text: &str, bare: &str) -> Option<Titled> {
    let end = bare.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(bare.len());
    let value = match bare[..end].parse().ok() {
        Some(value) => value,
        None => roman(&bare[..end].to_ascii_lowercase())?,
    };
    let letter = bare[end..].strip_prefix('/').map_or(0, |r| 1 + r.chars().next().map_or(0, char::len_utf8));
    let behind = bare.get(end + letter..)?;
    // `1 luku`, `2 kap. Title`
    let northern = |b: &&str| {
        let word = b.trim_start().split([' ', '.']).next().unwrap_or("");
        b.starts_with(' ') && matches!(word, "luku" | "kap" | "osa" | "artikla" | "peatükk" | "pants" | "avd")
    };
    let rest = behind.strip_prefix('.').or(Some(behind).filter(northern))?.trim_start_matches([' ', '\u{a0}']);
    if let Some(words) = rest.strip_prefix('§').filter(|_| value < 1000) {
        let label = bare[..bare.len() - words.len()].to_owned();
        let title = text.len() - words.trim_start().len();
        return Some(Titled { word: "article".to_owned(), label, value: Some(value), title, parted: true });
    }
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let word = rest[..end].to_lowercase();
    if !counts_before(&word) || value > 999 {
        return None;
    }
    let used = bare.len() - rest.len() + end;
    finish(text, bare, used, (word, bare[..used].to_owned(), Some(value)), true)
}

/// `제1장 …`, `제2조의2(…)`: a Korean heading with its counter; `부칙 <…>`: what is put behind the articles, and with which act.
fn titled_korean(text: &str, bare: &str) -> Option<Titled> {
    if let Some(act) = bare.strip_prefix("부칙").filter(|act| act.is_empty() || act.starts_with(" <")) {
        let (word, label) = ("annex".to_owned(), "부칙".to_owned());
        return Some(Titled { word, label, value: None, title: text.len() - act.trim_start().len(), parted: true });
    }
    let rest = bare.strip_prefix('제')?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let value = rest[..digits].parse().ok()?;
    let counter = rest[digits..].chars().next()?;
    let word = match counter {
        '조' => "article",
        '장' => "chapter",
        '절' => "section",
        '관' => "subsection",
        '편' => "part",
        _ => return None,
    };
    let mut used = '제'.len_utf8() + digits + counter.len_utf8();
    if let Some(more) = bare[used..].strip_prefix('의') {
        let digits = more.bytes().take_while(u8::is_ascii_digit).count();
        used += if digits > 0 { '의'.len_utf8() + digits } else { 0 };
    }
    // `제5조에 따라` is a reference.
    let behind = bare[used..].chars().next();
    let parted = behind.is_none_or(|c| c.is_whitespace() || c == '(');
    let title = text.len() - bare[used..].trim_start().len();
    let label = bare[..used].to_owned();
    parted.then(|| Titled { word: word.to_owned(), label, value: Some(value), title, parted: true })
}

/// `第十三条 …`, `第五条之一 …`: a Chinese heading with its counter.
fn titled_chinese(text: &str, bare: &str) -> Option<Titled> {
    let rest = &bare['第'.len_utf8()..];
    let (end, counter) = rest
        .char_indices()
        .take(8)
        .find(|&(_, c)| matches!(c, '条' | '條' | '章' | '节' | '節' | '部' | '编' | '編'))?;
    let value = readings(&rest[..end]).first().map(|r| r.1)?;
    let word = match counter {
        '条' | '條' => "article",
        '章' => "chapter",
        '节' | '節' => "section",
        _ => "part",
    };
    let mut used = '第'.len_utf8() + end + counter.len_utf8();
    if let Some(more) = bare[used..].strip_prefix(['之', 'の']) {
        let end = more.find(|c: char| other_scripts(c.encode_utf8(&mut [0; 4])).is_none()).unwrap_or(more.len());
        used = bare.len() - more.len() + end;
    }
    // `第十条的规定` is a reference.
    let parted = bare[used..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '：' | ':' | '.'));
    let found = finish(text, bare, used, (word.to_owned(), bare[..used].to_owned(), Some(value)), true)?;
    parted.then_some(Titled { parted, ..found })
}

/// A number after a division's name: its bytes and value.
fn number(rest: &str, known: bool) -> Option<(usize, Option<u32>)> {
    if let Some((core, _)) = rest.strip_prefix('(').and_then(|r| r.split_once(')')).filter(|_| known) {
        // `Article (1)`
        let value = readings(core).first().filter(|r| r.0 == Count::Arabic)?.1;
        let used = core.len() + 2;
        return Some((used + more(&rest[used..], false), Some(value)));
    }
    if let Some(used) = coded(rest).filter(|_| known) {
        return Some((used, None));
    }
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '°') || c == 'ـ').unwrap_or(rest.len());
    let core = &rest[..end];
    // `Article 4th`
    let core = ["st", "nd", "rd", "th"].iter().filter(|_| known).find_map(|s| core.strip_suffix(s)).unwrap_or(core);
    let used = end + more(&rest[end..], known && is_figures(core, ..));
    if let Some(value) = known.then(|| count_word(&core.to_lowercase())).flatten() {
        return Some((used, Some(value)));
    }
    // `Art. 2a5`: the mark of a note behind the letter.
    let stem = core.trim_end_matches(|c: char| c.is_ascii_digit());
    let marked =
        known && stem.len() > 1 && (1..=2).contains(&(core.len() - stem.len())) && stem.as_bytes()[0].is_ascii_digit();
    let found = readings(if marked { stem } else { core });
    // A letter names an annex, not a session; a Roman number beats a letter.
    let best = found
        .iter()
        .find(|r| matches!(r.0, Count::Arabic | Count::RomanUpper))
        .or_else(|| found.iter().find(|r| known && (r.0 == Count::Upper || !core.is_ascii())))?;
    (core.len() <= 10).then_some((used, Some(best.1)))
}

/// The number of an article of a code, in bytes: `L110-1`, `R. 121-4-1`.
fn coded(rest: &str) -> Option<usize> {
    let number =
        rest.strip_prefix(['L', 'R', 'D', 'A'])?.trim_start_matches('*').trim_start_matches(['.', ' ', '\u{a0}']);
    let end = number.find(|c: char| !(c.is_ascii_digit() || c == '-')).unwrap_or(number.len());
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let parted = number[end..].chars().next().is_none_or(|c| c.is_whitespace() || matches!(c, '.' | ':' | '*'));
    ((3..=4).contains(&digits) && parted).then(|| rest.len() - number.len() + number[..end].trim_end_matches('-').len())
}

/// What belongs to a number besides its figures, in bytes: ` bis`, `-A`, `.º`, and where it may be `compound`, `.1`.
fn more(rest: &str, compound: bool) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    // `Sección 1.ª`
    if compound && (rest.starts_with(".ª") || rest.starts_with(".º")) {
        return 1 + 'ª'.len_utf8();
    }
    if let Some(part) = rest.strip_prefix('.').filter(|p| compound && (1..=4).contains(&digits(p))) {
        let used = 1 + digits(part);
        return used + more(&rest[used..], compound);
    }
    if let Some(sign) = ["º", "ª", "°"].iter().find(|s| rest.strip_prefix('.').is_some_and(|r| r.starts_with(**s))) {
        return 1 + sign.len();
    }
    // `Стаття 2-1`, `Α΄`
    if let Some(part) = rest.strip_prefix('-').filter(|p| compound && (1..=2).contains(&digits(p))) {
        let used = digits(part);
        if part[used..].is_empty() || part[used..].starts_with(['.', ' ', ':']) {
            return 1 + used;
        }
    }
    if let Some(sign) = rest.chars().next().filter(|c| matches!(c, '΄' | 'ʹ')) {
        return sign.len_utf8();
    }
    let Some(suffix) = rest.strip_prefix([' ', '-']) else { return 0 };
    let end = suffix.find(|c: char| !c.is_alphabetic() && c != '\u{64b}').unwrap_or(suffix.len());
    let word = &suffix[..end];
    let letter = rest.starts_with('-') && word.len() == 1 && word.bytes().all(|b| b.is_ascii_uppercase());
    let noted = suffix[end..].len() - suffix[end..].trim_start_matches(|c: char| c.is_ascii_digit()).len();
    // `Article 8 bis3`: a note's mark.
    if is_latin_suffix(word) && (1..=2).contains(&noted) && suffix[end + noted..].is_empty() {
        return 1 + end + noted;
    }
    if letter || is_latin_suffix(word) || matches!(word.trim_end_matches('\u{64b}'), "مكرر" | "مكررا") {
        1 + end
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_from_references() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let got = titled(text).map(|t| (t.label.clone(), text[t.title..].to_owned()));
            assert_eq!(got, expected.map(|(l, t)| (l.to_owned(), t.to_owned())), "{text}");
        };
        check("Article 12", Some(("Article 12", "")));
        check("ARTICLE XII", Some(("ARTICLE XII", "")));
        check("Art. 12. Scope", Some(("Art. 12", "Scope")));
        check("Article 44 bis", Some(("Article 44 bis", "")));
        check("[Article 3", Some(("Article 3", "")));
        check("[ANNEX A]", Some(("ANNEX A", "")));
        check("Article 5¹", Some(("Article 5¹", "")));
        check("Art. 2a5 Night work", Some(("Art. 2a5", "Night work")));
        check("Article 8 bis3", Some(("Article 8 bis3", "")));
        check("Article 4th:", Some(("Article 4th", "")));
        check("[Option 1] text", None);
        check("Article 3 – Definitions", Some(("Article 3", "Definitions")));
        check("Article 3 Definitions", Some(("Article 3", "Definitions")));
        check("Chapter One", Some(("Chapter One", "")));
        check("ANNEX", Some(("ANNEX", "")));
        check("Annex I", Some(("Annex I", "")));
        check("Annex. Summary of proposals", Some(("Annex", "Summary of proposals")));
        check("Annex to decision BC-15/[--]", Some(("Annex", "to decision BC-15/[--]")));
        check("Annex to decision 1/CP.21 and its appendix", None);
        check("**Option A: Text**", Some(("Option A", "Text**")));
        check("Option A: Text", None);
        check("OBJECTIVE 7: Address", Some(("OBJECTIVE 7", "Address")));
        check("Objective 7. Address", Some(("Objective 7", "Address")));
        check("Thematic session 1: Human rights", Some(("Thematic session 1", "Human rights")));
        check("Sección 1.ª Del buque", Some(("Sección 1", "Del buque")));
        check("Disposición final segunda. Entrada", Some(("Disposición final segunda", "Entrada")));
        check("2 luku", Some(("2 luku", "")));
        check("2 kap. Villkor", Some(("2 kap", "Villkor")));
        check("12 a §", Some(("12 a §", "")));
        check("12 a §   En utlänning", Some(("12 a §", "En utlänning")));
        check("12 § andra stycket", None);
        check("§ 3", Some(("§ 3", "")));
        check("ČÁST PRVNÍ", Some(("ČÁST PRVNÍ", "")));
        check("I. FEJEZET", Some(("I. FEJEZET", "")));
        check("2/A. § A miniszter", Some(("2/A. §", "A miniszter")));
        check("제2조의2(적용 범위) ① 이", Some(("제2조의2", "(적용 범위) ① 이")));
        check("제5조에 따라", None);
        check("제2관 국무회의", Some(("제2관", "국무회의")));
        check("부칙 <법률 제10호>", Some(("부칙", "<법률 제10호>")));
        check("부칙에 따라", None);
        check("BİRİNCİ BÖLÜM", Some(("BİRİNCİ BÖLÜM", "")));
        check("Стаття 2-1. Сфера дії", Some(("Стаття 2-1", "Сфера дії")));
        check("ماده ۱ـ هدف", Some(("ماده ۱", "هدف")));
        check("ΚΕΦΑΛΑΙΟ Α΄", Some(("ΚΕΦΑΛΑΙΟ Α΄", "")));
        check("ΜΕΡΟΣ ΠΡΩΤΟ", Some(("ΜΕΡΟΣ ΠΡΩΤΟ", "")));
        check("Erster Abschnitt", Some(("Erster Abschnitt", "")));
        check("1. Article 5 applies", None);
        check("Article 30, paragraph 1 (c) of the Treaty", None);
        check("Article 5 of the Convention", None);
        check("Article 5 (2) shall", None);
        check("Can. 204 §1. The faithful", Some(("Can. 204", "§1. The faithful")));
        check("Can 5 ferries sail", None);
        check("Geçici Madde 1- Bu", Some(("Geçici Madde 1", "Bu")));
        check("[ALT 2", Some(("ALT 2", "")));
        check("[ARTICLE 12BIS", Some(("ARTICLE 12BIS", "")));
        check("Article 5 (1) TFEU", None);
        check("Article 2 (1)   Any person", Some(("Article 2", "(1)   Any person")));
        check("Article 2 (1) The term", Some(("Article 2", "(1) The term")));
        check("Annex I to the Convention", None);
        check("Annex I to the letter dated 25 May 2018", Some(("Annex I", "to the letter dated 25 May 2018")));
        check("Agenda item 74 (b)", None);
        check("Annexes I and II", None);
        check("February 2018", None);
        check("June 12, 2018", None);
        check("Resolution 70/1.", None);
        check("Decision 1/CP.21", Some(("Decision 1/CP.21", "")));
        check("## Resolution 3 Credentials", Some(("Resolution 3", "Credentials")));
        check("Resolution 3 Credentials", None);
        check("Motion carried 6–0.", None);
        check("Chapitre unique", Some(("Chapitre unique", "")));
        check("Agenda item 74 (b)", None);
    }
}
