//! What one line says of itself: its bullet and label, a heading's label, how it ends.

use std::ops::Range;

/// How a label is dressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Dress {
    /// `1.`
    Dot,
    /// `(1)`
    Round,
    /// `1)`
    Half,
    /// `1` alone
    Bare,
    /// `1.2`, `1.2.3.`
    Chain,
    /// `§ 1`, `¶ 1`
    Sign,
}

/// What a label counts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Count {
    /// 1, 2, 3
    Arabic,
    /// a, b, c
    Lower,
    /// A, B, C
    Upper,
    /// i, ii, iii
    RomanLower,
    /// I, II, III
    RomanUpper,
}

/// A way of numbering: what counts, and its dress.
pub(super) type Style = (Count, Dress);

/// A printed number or letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// Without punctuation: `27`, `c`, `iv`, `12 bis`.
    pub text: String,
    /// Its dress.
    pub dress: Dress,
    /// What it may mean, likeliest first: `i` is the ninth letter or the first Roman number.
    pub readings: Vec<(Count, u32)>,
}

impl Label {
    /// The place it holds when counted with `count`.
    pub fn value(&self, count: Count) -> Option<u32> {
        self.readings.iter().find(|r| r.0 == count).map(|r| r.1)
    }

    /// Whether it may open a list.
    pub fn is_first(&self) -> bool {
        self.readings.iter().any(|r| r.1 == 1)
    }
}

/// The marks before a line's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    /// The last bullet, if any.
    pub bullet: Option<char>,
    /// The label, if any.
    pub label: Option<Label>,
    /// The byte where the words begin.
    pub body: usize,
}

/// The value of a Roman number in lower case, up to 399.
pub(super) fn roman(text: &str) -> Option<u32> {
    let digit = |c| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        _ => None,
    };
    let digits: Option<Vec<u32>> = text.chars().map(digit).collect();
    let digits = digits.filter(|d| !d.is_empty() && d.len() <= 10)?;
    let mut sum = 0;
    for (i, &d) in digits.iter().enumerate() {
        if digits.get(i + 1).is_some_and(|&next| next > d) { sum -= i64::from(d) } else { sum += i64::from(d) }
    }
    let value = u32::try_from(sum).ok()?;
    (to_roman(value) == text).then_some(value)
}

fn to_roman(mut value: u32) -> String {
    const PARTS: [(u32, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut out = String::new();
    for (part, word) in PARTS {
        while value >= part {
            out.push_str(word);
            value -= part;
        }
    }
    out
}

/// The meanings of a label's core: `12`, `c`, `iv`, `bb`, `12A`, `12 bis`.
pub(super) fn readings(core: &str) -> Vec<(Count, u32)> {
    let digits = core.len() - core.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        let tail = core[digits..].trim_start();
        let known =
            tail.is_empty() || is_latin_suffix(tail) || tail.len() == 1 && tail.chars().all(char::is_alphabetic);
        return match core[..digits].parse() {
            Ok(value) if known && digits <= 4 => vec![(Count::Arabic, value)],
            _ => vec![],
        };
    }
    let (core, suffix) = core.split_once(' ').unwrap_or((core, ""));
    if !(suffix.is_empty() || is_latin_suffix(suffix)) {
        return vec![];
    }
    let mut out = Vec::new();
    let lower = core.to_ascii_lowercase();
    let upper = core.chars().all(|c| c.is_ascii_uppercase());
    if core.is_empty() || !(upper || core == lower) {
        return out;
    }
    let mut letters = lower.bytes();
    let first = letters.next().unwrap_or(0);
    if first.is_ascii_lowercase() && letters.all(|b| b == first) && core.len() <= 2 {
        let value = u32::from(first - b'a') + 1 + 26 * u32::from(core.len() == 2);
        out.push((if upper { Count::Upper } else { Count::Lower }, value));
    }
    if let Some(value) = roman(&lower) {
        out.push((if upper { Count::RomanUpper } else { Count::RomanLower }, value));
    }
    out
}

fn is_latin_suffix(word: &str) -> bool {
    matches!(word, "bis" | "ter" | "quater" | "quinquies" | "sexies" | "septies")
}

fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '-' | '–'
            | '—'
            | '−'
            | '•'
            | '*'
            | '+'
            | '·'
            | '∙'
            | '▪'
            | '■'
            | '□'
            | '●'
            | '○'
            | '◦'
            | '❖'
            | '➢'
            | '➤'
            | '✓'
            | '►'
            | '▶'
            | '‣'
            | '⁃'
            | '♦'
            | '◆'
            | '➔'
            | '→'
            | '\u{e000}'..='\u{f8ff}'
    )
}

/// Bullets at the start of `text`, the last of them, and where they end.
fn bullets(text: &str) -> (Option<char>, usize) {
    let (mut last, mut at) = (None, 0);
    for _ in 0..3 {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        let width = match rest.get(..3) {
            Some("[?]" | "[ ]" | "[x]") if last.is_some() => 3,
            _ if is_bullet(c) => c.len_utf8(),
            _ => break,
        };
        let after = &rest[width..];
        let blanks = after.len() - after.trim_start().len();
        if blanks == 0 || after.len() == blanks {
            break;
        }
        last = Some(if c == '[' { '?' } else { c });
        at += width + blanks;
    }
    (last, at)
}

/// A label at the start of `text`: what it says and the byte after it, blanks included.
fn label(text: &str, after_bullet: bool) -> Option<(Label, usize)> {
    let bare = text.trim_start_matches(['*', '_']);
    let skipped = text.len() - bare.len();
    let (dress, core, used) = if let Some(rest) = bare.strip_prefix('(') {
        let end = rest.char_indices().take(12).find(|&(_, c)| c == ')')?.0;
        (Dress::Round, &rest[..end], end + 2)
    } else if let Some(rest) = bare.strip_prefix(['§', '¶']) {
        let sign = bare.len() - rest.len();
        let core = rest.trim_start_matches([' ', '\u{a0}']);
        let blanks = rest.len() - core.len();
        let end = core.find(|c: char| !c.is_alphanumeric()).unwrap_or(core.len());
        let dot = usize::from(core[end..].starts_with(['.', ')', ':']));
        (Dress::Sign, &core[..end], sign + blanks + end + dot)
    } else {
        let end = bare.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(bare.len());
        if end == 0 || end > 6 {
            return None;
        }
        let core = &bare[..end];
        let rest = &bare[end..];
        let digits = core.bytes().all(|b| b.is_ascii_digit());
        let chain = if digits { chain(bare) } else { None };
        if let Some(end) = chain {
            (Dress::Chain, bare[..end].trim_end_matches('.'), end)
        } else if rest.starts_with(").") || rest.starts_with(".)") || rest.starts_with(".-") || rest.starts_with(".–")
        {
            (Dress::Dot, core, end + 1 + rest[1..].chars().next().map_or(0, char::len_utf8))
        } else if rest.starts_with('.') {
            (Dress::Dot, core, end + 1)
        } else if rest.starts_with(')') {
            (Dress::Half, core, end + 1)
        } else if let Some((suffix, dot)) = suffix(rest) {
            (if dot { Dress::Dot } else { Dress::Half }, &bare[..end + suffix], end + suffix + 1)
        } else if digits && core.len() <= 3 && (after_bullet || rest.starts_with("  ") || rest.starts_with('\t')) {
            let next = rest.trim_start().chars().next()?;
            if !next.is_uppercase() {
                return None;
            }
            (Dress::Bare, core, end)
        } else {
            return None;
        }
    };
    let core = core.trim();
    let readings = if dress == Dress::Chain { chain_reading(core) } else { readings(core) };
    if readings.is_empty()
        || core.len() > 3 && readings[0].0 == Count::Arabic && core.bytes().all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let rest = &bare[used..];
    let stars = rest.len() - rest.trim_start_matches(['*', '_']).len();
    let tail = &rest[stars..];
    if !(tail.is_empty()
        || tail.starts_with(char::is_whitespace)
        || (dress != Dress::Dot || skipped > 0) && tail.starts_with('('))
    {
        return None;
    }
    // `A. F. Writer` is a name.
    let words = tail.trim_start();
    if dress == Dress::Dot && core.len() == 1 && readings[0].0 == Count::Upper {
        let mut next = words.chars();
        if next.next().is_some_and(char::is_uppercase) && next.next() == Some('.') {
            return None;
        }
    }
    // Emphasis that closes behind the label is the label's own; else it belongs to the words.
    let body = if skipped > 0 && stars == 0 {
        return skipped_label(text, skipped, used, tail.len() - words.len(), (core, dress, readings));
    } else {
        skipped + used + stars + (tail.len() - words.len())
    };
    Some((Label { text: core.to_owned(), dress, readings }, body))
}

/// `**1. Words**`: the label is taken out, the emphasis before it goes with it.
fn skipped_label(
    text: &str,
    skipped: usize,
    used: usize,
    blanks: usize,
    (core, dress, readings): (&str, Dress, Vec<(Count, u32)>),
) -> Option<(Label, usize)> {
    let body = skipped + used + blanks;
    (body <= text.len()).then(|| (Label { text: core.to_owned(), dress, readings }, body))
}

/// ` bis.` after a number: bytes of the suffix, and whether a full stop ends it.
fn suffix(rest: &str) -> Option<(usize, bool)> {
    let word = rest.strip_prefix(' ')?;
    let end = word.find(|c: char| !c.is_ascii_lowercase())?;
    let close = word[end..].chars().next()?;
    (is_latin_suffix(&word[..end]) && matches!(close, '.' | ')')).then_some((end + 1, close == '.'))
}

/// The end of `1.2`, `1.2.3.` at the start of `text`, if it is one: two to five short numbers.
fn chain(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let parts: Vec<&str> = text[..end].trim_end_matches('.').split('.').collect();
    let fits = (2..=5).contains(&parts.len()) && parts.iter().all(|p| (1..=2).contains(&p.len()));
    fits.then_some(end)
}

fn chain_reading(core: &str) -> Vec<(Count, u32)> {
    let last = core.rsplit('.').next().and_then(|p| p.parse().ok());
    last.map(|value| (Count::Arabic, value)).into_iter().collect()
}

/// The bullets and label before the words of `text`.
pub(super) fn mark(text: &str) -> Mark {
    let (bullet, at) = bullets(text);
    match label(&text[at..], bullet.is_some()) {
        Some((label, used)) => Mark { bullet, label: Some(label), body: at + used },
        None => Mark { bullet, label: None, body: at },
    }
}

/// The label of a footnote at the start of `text` (`¹ Words`, `[^1]: words`), and where its words begin.
pub(super) fn note_mark(text: &str) -> Option<(String, usize)> {
    if let Some(rest) = text.strip_prefix("[^") {
        let (label, _) = rest.split_once("]:")?;
        return Some((label.to_owned(), 2 + label.len() + 2));
    }
    let text = text.strip_prefix("<sup>").map_or(text, |t| t);
    let end = text.find(|c| superscript(c).is_none()).unwrap_or(text.len());
    let label: String = text[..end].chars().filter_map(superscript).collect();
    (!label.is_empty() && end < text.len()).then_some((label, end))
}

/// The digit that a superscript figure stands for.
pub(super) fn superscript(c: char) -> Option<char> {
    Some(match c {
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁰' => '0',
        '⁴'..='⁹' => char::from_digit(c as u32 - '⁴' as u32 + 4, 10)?,
        _ => return None,
    })
}

/// The label of a heading that names its kind: `Article 12`, `ANNEX II`, `OBJECTIVE 7`, `Chapter One`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Titled {
    /// The kind in lower case: `article`.
    pub word: String,
    /// The label as printed, in bytes of the line.
    pub label: Range<usize>,
    /// Its number.
    pub value: Option<u32>,
    /// Where the title begins; the line's end where there is none.
    pub title: usize,
    /// Whether a sign stands between label and title.
    pub parted: bool,
}

/// Kinds of division, with their rank: a lower one holds a higher one.
pub(super) const DIVISIONS: [(&str, u16); 26] = [
    ("annex", 100),
    ("annexe", 100),
    ("appendix", 100),
    ("schedule", 100),
    ("attachment", 100),
    ("addendum", 100),
    ("book", 200),
    ("volume", 200),
    ("part", 300),
    ("parte", 300),
    ("subpart", 350),
    ("title", 400),
    ("título", 400),
    ("titre", 400),
    ("chapter", 500),
    ("chapitre", 500),
    ("capítulo", 500),
    ("section", 600),
    ("subsection", 650),
    ("division", 620),
    ("article", 800),
    ("art", 800),
    ("artículo", 800),
    ("artikel", 800),
    ("статья", 800),
    ("rule", 800),
];

/// The rank of a division named `word`, if it is one.
pub(super) fn division(word: &str) -> Option<u16> {
    DIVISIONS.iter().find(|d| d.0 == word).map(|d| d.1)
}

const COUNT_WORDS: [&str; 20] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "first", "second", "third",
    "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
];

/// Reads `text` as a heading that names its kind and number; `None` where it is a sentence or a cross-reference.
pub(super) fn titled(text: &str) -> Option<Titled> {
    let bare = text.trim_start_matches(['#', '*', '_', ' ']);
    let skipped = text.len() - bare.len();
    let first = bare.chars().next()?;
    if !first.is_uppercase() {
        return None;
    }
    let word_end = bare.find(|c: char| !(c.is_alphabetic() || c == '-')).unwrap_or(bare.len());
    let mut word = bare[..word_end].to_lowercase();
    let mut at = word_end;
    let known = division(&word).is_some();
    if !known {
        if !(3..=16).contains(&word.len()) || is_dated(&word) {
            return None;
        }
        // `Thematic session 1`: a second word may stand between.
        if let Some(rest) = bare[at..].strip_prefix(' ') {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            if end >= 4 && rest[end..].starts_with(' ') && readings(&rest[..end]).is_empty() {
                word = format!("{word} {}", rest[..end].to_lowercase());
                at += 1 + end;
            }
        }
    }
    if known && bare[at..].starts_with('.') {
        at += 1;
    }
    let alone = bare[at..].trim_end_matches(['*', '_', ' ', ':', '.']).is_empty();
    let rank = division(&word);
    if alone {
        return (rank == Some(100)).then(|| Titled {
            word,
            label: skipped..skipped + word_end,
            value: None,
            title: text.len(),
            parted: true,
        });
    }
    let rest = bare[at..].strip_prefix([' ', '\u{a0}', '\t'])?;
    let rest = rest.trim_start();
    let number_at = bare.len() - rest.len();
    let (number, value) = number(rest, known)?;
    let tail = &rest[number..];
    let open = tail.trim_start_matches(['*', '_']);
    let trimmed = open.trim_start_matches(['.', ':', ')', '–', '—', '-', ' ', '\u{a0}', '\t', '|']);
    let sign = open[..open.len() - trimmed.len()].trim();
    let title = text.len() - trimmed.len();
    let ends = trimmed.trim_matches(['*', '_', ' ']).is_empty();
    let parted = !sign.is_empty();
    // `Article 30, paragraph 1 (c) of …`, `Article 5 of the Convention`: a sentence goes on.
    let goes_on = !ends && (!parted && trimmed.starts_with(|c: char| !c.is_uppercase()) || sign.starts_with(')'));
    if goes_on || !known && !parted && !ends {
        return None;
    }
    let label = skipped..skipped + number_at + number;
    Some(Titled { word, label, value, title: if ends { text.len() } else { title }, parted: parted || ends })
}

/// A number after a division's name: its bytes and value.
fn number(rest: &str, known: bool) -> Option<(usize, Option<u32>)> {
    let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    let core = &rest[..end];
    let mut used = end;
    if let Some(suffix) = rest[end..].strip_prefix(' ') {
        let word = suffix.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(suffix.len());
        if is_latin_suffix(&suffix[..word]) {
            used = end + 1 + word;
        }
    }
    if let Some(place) = COUNT_WORDS.iter().position(|w| core.eq_ignore_ascii_case(w)) {
        return known.then(|| (used, u32::try_from(place % 10 + 1).ok()));
    }
    let found = readings(core);
    // A letter names an annex, not a session; a Roman number beats a letter.
    let best = found
        .iter()
        .find(|r| matches!(r.0, Count::Arabic | Count::RomanUpper))
        .or_else(|| found.iter().find(|r| known && r.0 == Count::Upper))?;
    (core.len() <= 8).then_some((used, Some(best.1)))
}

fn is_dated(word: &str) -> bool {
    month(word).is_some()
        || matches!(
            word,
            "page"
                | "resolution"
                | "table"
                | "figure"
                | "box"
                | "no"
                | "paragraph"
                | "para"
                | "day"
                | "the"
                | "version"
                | "vol"
                | "decision"
                | "agenda"
                | "item"
                | "sdg"
                | "phase"
                | "covid"
                | "agenda item"
                | "rev"
                | "add"
        )
}

/// The number of the month that `word` names, in English, in lower case.
pub(super) fn month(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    MONTHS.iter().position(|m| *m == word).and_then(|i| u32::try_from(i + 1).ok())
}

/// How a stretch of text ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a full stop, a question or an exclamation mark.
    Full,
    /// With a colon or a dash: what follows belongs to it.
    Colon,
    /// With a semicolon, or `; and`.
    Semicolon,
    /// With a comma.
    Comma,
    /// In the open.
    Open,
}

/// How `text` ends, closing quotes, brackets, emphasis and note marks left out.
pub(super) fn ending(text: &str) -> Ending {
    let closers = |c: char| {
        matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '*' | '_' | ' ' | '>' | '|') || superscript(c).is_some()
    };
    let core = text.trim_end_matches(closers);
    let last_word = core.rsplit(char::is_whitespace).next().unwrap_or("");
    if matches!(last_word, "and" | "or") {
        let before = core[..core.len() - last_word.len()].trim_end();
        if before.ends_with(';') {
            return Ending::Semicolon;
        }
        if before.ends_with(',') {
            return Ending::Comma;
        }
    }
    match core.chars().next_back() {
        Some('.' | '?' | '!' | '…' | '。' | '؟' | '۔' | '।') => Ending::Full,
        Some(':' | '：') => Ending::Colon,
        Some('-' | '—' | '–')
            if core.ends_with(":-") || core.ends_with('—') || core.ends_with(" -") || core.ends_with(" –") =>
        {
            Ending::Colon
        }
        Some(';' | '؛') => Ending::Semicolon,
        Some(',' | '،') => Ending::Comma,
        _ => Ending::Open,
    }
}

/// Whether every cased letter of `text` is a capital, and there are at least three.
pub(super) fn is_caps(text: &str) -> bool {
    let mut capitals = 0;
    for c in text.chars() {
        if c.is_lowercase() {
            return false;
        }
        capitals += usize::from(c.is_uppercase());
    }
    capitals >= 3
}

/// Whether the first letter of `text` is a small one.
pub(super) fn starts_small(text: &str) -> bool {
    text.trim_start_matches(['*', '_', '“', '"', '(', '‘']).chars().next().is_some_and(char::is_lowercase)
}

/// Whether `text` breaks off at a word that cannot end a sentence.
pub(super) fn breaks_off(text: &str) -> bool {
    let last = text.trim_end().rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
    matches!(
        last,
        "a" | "an"
            | "the"
            | "of"
            | "to"
            | "in"
            | "on"
            | "at"
            | "by"
            | "for"
            | "from"
            | "with"
            | "and"
            | "or"
            | "as"
            | "that"
            | "which"
            | "between"
            | "into"
            | "its"
            | "their"
            | "We"
            | "is"
            | "are"
            | "be"
            | "not"
            | "this"
            | "these"
            | "other"
            | "through"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read() {
        let check = |text: &str, bullet: Option<char>, expected: Option<(&str, Dress)>, body: &str| {
            let m = mark(text);
            assert_eq!(m.bullet, bullet, "{text}");
            assert_eq!(m.label.as_ref().map(|l| (l.text.as_str(), l.dress)), expected, "{text}");
            assert_eq!(&text[m.body..], body, "{text}");
        };
        check("1. Words", None, Some(("1", Dress::Dot)), "Words");
        check("- 52. When", Some('-'), Some(("52", Dress::Dot)), "When");
        check("- 14 With", Some('-'), Some(("14", Dress::Bare)), "With");
        check("- a) Words", Some('-'), Some(("a", Dress::Half)), "Words");
        check("(iv) words", None, Some(("iv", Dress::Round)), "words");
        check("(12 bis) words", None, Some(("12 bis", Dress::Round)), "words");
        check("12 bis. Words", None, Some(("12 bis", Dress::Dot)), "Words");
        check("- ❖ Need", Some('❖'), None, "Need");
        check("- [?] **Data**", Some('?'), None, "**Data**");
        check("**1.** Words", None, Some(("1", Dress::Dot)), "Words");
        check("1.2.3 Words", None, Some(("1.2.3", Dress::Chain)), "Words");
        check("§ 12 Words", None, Some(("12", Dress::Sign)), "Words");
        check("[Option 1] text", None, None, "[Option 1] text");
        check("2018 was", None, None, "2018 was");
        check("2018. Then", None, None, "2018. Then");
        check("71/1. New", None, None, "71/1. New");
        check("12.10.2018 came", None, None, "12.10.2018 came");
        check("A. F. Constant", None, None, "A. F. Constant");
        check("U.S. law", None, None, "U.S. law");
        check("i.e. this", None, None, "i.e. this");
        check("(see above) text", None, None, "(see above) text");
        check("**Harmonize** it", None, None, "**Harmonize** it");
    }

    #[test]
    fn headings_are_told_from_references() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let got = titled(text).map(|t| (text[t.label.clone()].to_owned(), text[t.title..].to_owned()));
            assert_eq!(got, expected.map(|(l, t)| (l.to_owned(), t.to_owned())), "{text}");
        };
        check("Article 12", Some(("Article 12", "")));
        check("ARTICLE XII", Some(("ARTICLE XII", "")));
        check("Art. 12. Scope", Some(("Art. 12", "Scope")));
        check("Article 44 bis", Some(("Article 44 bis", "")));
        check("Article 3 – Definitions", Some(("Article 3", "Definitions")));
        check("Article 3 Definitions", Some(("Article 3", "Definitions")));
        check("Chapter One", Some(("Chapter One", "")));
        check("ANNEX", Some(("ANNEX", "")));
        check("Annex I", Some(("Annex I", "")));
        check("OBJECTIVE 7: Address", Some(("OBJECTIVE 7", "Address")));
        check("Objective 7. Address", Some(("Objective 7", "Address")));
        check("Thematic session 1: Human rights", Some(("Thematic session 1", "Human rights")));
        check("Article 30, paragraph 1 (c) of the Treaty", None);
        check("Article 5 of the Convention", None);
        check("Article 5 (2) shall", None);
        check("Annex I to the Convention", None);
        check("Annexes I and II", None);
        check("February 2018", None);
        check("June 12, 2018", None);
        check("Resolution 70/1.", None);
    }

    #[test]
    fn endings_are_told() {
        let check = |text: &str, expected: Ending| assert_eq!(ending(text), expected, "{text}");
        check("done.", Ending::Full);
        check("perilous journeys¹⁹", Ending::Open);
        check("host States.⁹", Ending::Full);
        check("as follows:-", Ending::Colon);
        check("the following -", Ending::Colon);
        check("assistance; and", Ending::Semicolon);
        check("“word.”", Ending::Full);
        check("specific needs,", Ending::Comma);
    }
}
