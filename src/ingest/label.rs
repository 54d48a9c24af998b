//! Labels: the bullet, number or letter before a line's words, in the dress of many countries.

use super::classify::starts_small;
use super::count::{Count, LATIN, Readings, chain_reading, is_latin_suffix, is_suffixed, other_scripts, readings};
use super::markup::{anchors, raised};
use crate::text::roman;

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
    /// `1°`, `1º`
    Degree,
    /// `I -`, `أ-`
    Dash,
    /// `PP1.`, `OP12 bis.`
    Proposed,
    /// `.1`
    Point,
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
    pub readings: Readings,
}

impl Label {
    /// The place it holds when counted with `count`.
    pub fn value(&self, count: Count) -> Option<u32> {
        self.readings.iter().find(|r| r.0 == count).map(|r| r.1)
    }

    /// Whether it comes next after `before` in one list.
    pub fn follows(&self, before: &Self) -> bool {
        self.dress == before.dress && self.readings.iter().any(|r| before.value(r.0) == Some(r.1.saturating_sub(1)))
    }

    /// Whether it comes after `before` in one list, however far.
    pub fn comes_after(&self, before: &Self) -> bool {
        let later = |&(count, value): &(Count, u32)| before.value(count).is_some_and(|own| own < value);
        self.dress == before.dress && self.readings.iter().any(later)
    }

    /// How many numbers stand before its last: `5.1.1` has two.
    pub fn within(&self) -> usize {
        if self.dress == Dress::Chain { self.text.matches('.').count() } else { 0 }
    }

    /// As it stands in a citation: `27`, `§ 3`.
    pub fn printed(&self) -> String {
        let sign = if self.dress == Dress::Sign && !self.text.ends_with('§') { "§ " } else { "" };
        [sign, &self.text].concat()
    }

    /// Whether it may open a list.
    pub fn is_first(&self) -> bool {
        // `1 bis` and `1A` come after 1.
        let more = self.text.starts_with(|c: char| c.is_ascii_digit()) && self.text.contains(char::is_alphabetic);
        let bare = self.dress == Dress::Chain
            || !more && !self.text.contains([' ', '-']) && readings(&self.text).len() == self.readings.len();
        bare && self.readings.iter().any(|r| r.1 == 1)
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
    /// How many brackets open before the label, `[(a) Words]`, signs of deletion with them: `~~(a) Words~~`.
    pub brackets: usize,
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
            Some("[?]") => 3,
            Some("[ ]" | "[x]") if last.is_some() => 3,
            _ if is_bullet(c) => c.len_utf8(),
            _ => break,
        };
        let after = &rest[width..];
        let blanks = after.len() - after.trim_start().len();
        if blanks == 0 && !(after.is_empty() && at == 0) {
            break;
        }
        last = Some(if c == '[' { '?' } else { c });
        at += width + blanks;
        at += anchors(&text[at..]);
    }
    (last, at)
}

/// `§ 12`, `§ 175.100`, `§ 2-1`, `§ 2 a.`: a label at the very start of `text`, which begins with its sign.
fn signed(text: &str) -> (Dress, &str, usize) {
    let core = text.trim_start_matches(['§', '¶']).trim_start_matches([' ', '\u{a0}']);
    let part = |from: usize| core[from..].find(|c: char| !c.is_alphanumeric()).map_or(core.len(), |n| from + n);
    let mut end = part(0);
    let number = core.as_bytes()[..end].iter().all(u8::is_ascii_digit);
    if number && matches!(core.as_bytes()[end..], [b' ', b'a'..=b'z', b'.', ..]) {
        end += 2;
    }
    while core[end..].starts_with(['.', '-']) && core[end + 1..].starts_with(|c: char| c.is_ascii_digit()) {
        end = part(end + 1);
    }
    let dot = usize::from(core[end..].starts_with(['.', ')', ':']));
    (Dress::Sign, &core[..end], text.len() - core.len() + end + dot)
}

/// The dress, core and width of a label at the very start of `text`.
fn dressed(text: &str, after_bullet: bool) -> Option<(Dress, &str, usize)> {
    let first = text.chars().next()?;
    if first == '(' || first == '（' {
        let rest = &text[first.len_utf8()..];
        let (end, close) = rest.char_indices().take(12).find(|&(_, c)| c == ')' || c == '）')?;
        // `(a)bis Words`, `(b) alt [Words]`
        let behind = &rest[end + close.len_utf8()..];
        let more = behind.len() - behind_suffix(behind).len();
        if more > 0 && behind[more..].starts_with(' ') && !behind.starts_with('.') {
            let width = end + close.len_utf8() + more;
            return Some((Dress::Round, &rest[..width], first.len_utf8() + width));
        }
        return Some((Dress::Round, rest[..end].trim(), first.len_utf8() + end + close.len_utf8()));
    }
    if first == '§' || first == '¶' {
        return Some(signed(text));
    }
    if matches!(first, '\u{2460}'..='\u{2473}') {
        let width = first.len_utf8();
        return Some((Dress::Round, &text[..width], width));
    }
    if let Some(rest) = text.strip_prefix('.') {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let parted = rest.len() == digits || rest[digits..].starts_with([' ', '\t']);
        return ((1..=2).contains(&digits) && parted).then(|| (Dress::Point, &rest[..digits], 1 + digits));
    }
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    let core = &text[..end];
    let rest = &text[end..];
    if end == 0 || end > 8 {
        return None;
    }
    // `3 a § I denna lag …`
    let numbered = core.as_bytes()[0].is_ascii_digit() && rest.starts_with(' ');
    let sign = || rest.char_indices().take(4).find(|&(_, c)| c == '§');
    if let Some((at @ (1 | 3), _)) = numbered.then(sign).flatten()
        && rest[..at].ends_with(' ')
    {
        let end = end + at + '§'.len_utf8();
        return Some((Dress::Sign, &text[..end], end));
    }
    if let Some((core, end)) = proposed(text) {
        return Some((Dress::Proposed, core, end));
    }
    if let Some(end) = chain(text) {
        let more = behind_suffix(&text[end..]);
        let core = text[..text.len() - more.len()].trim_end_matches('.');
        return Some((Dress::Chain, core, text.len() - more.len()));
    }
    if let Some(end) = dashed(core, rest) {
        return Some((Dress::Dash, core, core.len() + end));
    }
    let digits = core.bytes().all(|b| b.is_ascii_digit());
    let numbers = core.trim_end_matches(['º', 'ª']);
    if numbers.len() < core.len() && numbers.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with([' ', '\u{a0}']) {
        return Some((Dress::Degree, numbers, end));
    }
    let mut next = rest.chars();
    match next.next() {
        // Markdown writes `1\.` for a number that is no list.
        Some('\\') if digits && rest[1..].starts_with(['.', ')']) => Some((Dress::Dot, core, end + 2)),
        Some('°') if digits => Some((Dress::Degree, core, end + '°'.len_utf8())),
        Some('.') => {
            // `1.-`, `1.)` are one sign.
            let more = next.next().filter(|c| matches!(c, ')' | '-' | '–')).map_or(0, char::len_utf8);
            Some((Dress::Dot, core, end + 1 + more))
        }
        Some(sign @ ('、' | '．')) => Some((Dress::Dot, core, end + sign.len_utf8())),
        Some(')') => Some((Dress::Half, core, end + 1 + usize::from(rest[1..].starts_with('.')))),
        // `1/ they are first to …`: notes begin large.
        Some('/') if digits && rest.len() > 2 && rest[1..].starts_with(' ') && starts_small(&rest[2..]) => {
            Some((Dress::Half, core, end + 1))
        }
        // A scanner sees `1 . Words`.
        Some(' ') if digits && rest.starts_with(" . ") => Some((Dress::Dot, core, end + 2)),
        _ => {
            if let Some((suffix, used, dot)) = suffix(rest) {
                return Some((if dot { Dress::Dot } else { Dress::Half }, &text[..end + suffix], end + used));
            }
            // `２　The …`, `一　A pier`: Japanese labels stand before a wide blank.
            let apart = rest.strip_prefix("  ").is_some_and(|r| r.starts_with(char::is_alphabetic));
            if apart && !core.is_ascii() && other_scripts(core).is_some() {
                return Some(match first {
                    '\u{ff10}'..='\u{ff19}' => (Dress::Bare, core, end),
                    '\u{30a0}'..='\u{30ff}' => (Dress::Half, core, end),
                    _ => (Dress::Round, core, end),
                });
            }
            let wide = rest.starts_with("   ") || rest.starts_with('\t');
            let apart = after_bullet || wide || rest.starts_with("  ");
            let words = rest.trim_start().chars().next()?;
            // `2         1° Titles …`: another label stands behind it.
            let second = || ["1°", "1º", "1)"].iter().any(|l| rest.trim_start().starts_with(l));
            let begins =
                words.is_uppercase() || wide && (words.is_lowercase() || second()) || matches!(words, '(' | '“' | '"');
            let fits = digits && core.len() <= 3 && apart && begins;
            fits.then_some((Dress::Bare, core, end))
        }
    }
}

/// `PP1.`, `PP1 bis.`, `OP12ter.`: a preambular or an operative paragraph of a text that is being negotiated; `Stk. 2.`: one
/// of a Danish section.
fn proposed(text: &str) -> Option<(&str, usize)> {
    // `Stk. 2. Words`
    if let Some(rest) = text.strip_prefix("Stk. ") {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let end = text.len() - rest.len() + digits;
        return ((1..=2).contains(&digits) && rest[digits..].starts_with(". ")).then(|| (&text[..end], end + 1));
    }
    let name = text.get(..2).filter(|n| n.eq_ignore_ascii_case("pp") || n.eq_ignore_ascii_case("op"))?;
    let digits = text[2..].trim_start_matches(' ');
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    let more = behind_suffix(rest);
    let core = &text[..text.len() - more.len()];
    let used = core.len() + usize::from(more.starts_with(['.', ':', ')']));
    let words = &text[used..];
    // `pp 12 and 13` are pages.
    let sure = name.starts_with(|c: char| c.is_ascii_uppercase())
        || words.trim_start().starts_with(|c: char| c.is_uppercase() || c == '[');
    let parted = words.is_empty() || words.starts_with(' ');
    ((1..=3).contains(&(digits.len() - rest.len())) && parted && sure).then_some((core, used))
}

/// What stands behind the ` bis`, `ter` or `.alt` that `rest` may begin with.
fn behind_suffix(rest: &str) -> &str {
    let word = rest.trim_start_matches([' ', '.']);
    let end = word.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(word.len());
    if is_latin_suffix(&word[..end]) { &word[end..] } else { rest }
}

/// ` - ` behind a capital Roman number, or behind an Arabic letter or number: where it ends.
fn dashed(core: &str, rest: &str) -> Option<usize> {
    let sign = rest.trim_start_matches([' ', '\u{a0}']);
    let words = sign.strip_prefix(['-', '–', '—', 'ـ'])?;
    let long = sign.starts_with(['–', '—']) && sign.len() < rest.len();
    let small = core.len() <= 2 && core.bytes().all(|b| b.is_ascii_digit());
    let Some(first) = words.trim_start().chars().next() else {
        // `1 —` alone on its line.
        return (long && small).then_some(rest.len());
    };
    let roman = roman(&core.to_lowercase()).is_some() && core.bytes().all(|b| b.is_ascii_uppercase());
    let likely = roman && (core.len() > 1 || matches!(core, "I" | "V" | "X"));
    let digits = core.chars().all(|c| c.is_ascii_digit() || matches!(c, '\u{660}'..='\u{669}'));
    let arabic = |c: char| matches!(c, '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}');
    let letter = core == "الف" || core.chars().count() == 1 && core.chars().all(arabic);
    let eastern = arabic(first) && (digits || letter);
    // `1 — The Members …`
    let counted = long && small && first.is_uppercase();
    let parted = words.starts_with([' ', '\u{a0}', '\t']) && first.is_alphabetic();
    (parted && (likely || eastern || counted)).then_some(rest.len() - words.len())
}

/// A label at the start of `text`: what it says and the byte where the words begin.
fn label(text: &str, after_bullet: bool) -> Option<(Label, usize)> {
    let bare = text.trim_start_matches(['*', '_']);
    let skipped = text.len() - bare.len();
    let (dress, core, used) = dressed(bare, after_bullet)?;
    let parted = core.contains(')').then(|| core.replacen(')', " ", 1));
    let core = parted.as_deref().unwrap_or(core);
    let readings = match dress {
        Dress::Chain => chain_reading(core),
        Dress::Sign => core.rsplit(['.', '-']).next().map_or(Readings::NONE, readings),
        _ => readings(core),
    };
    let doubled = dress == Dress::Dot
        && readings.len() == 1
        && matches!(readings[0].0, Count::Lower | Count::Upper)
        && readings[0].1 > 26;
    let year = dress != Dress::Sign && core.len() > 3 && core.bytes().all(|b| b.is_ascii_digit());
    if readings.is_empty()
        || year
        || doubled
        || dress != Dress::Proposed
            && core.starts_with(['P', 'O', 'p', 'o'])
            && core.len() > 1
            && core.bytes().any(|b| b.is_ascii_digit())
    {
        return None;
    }
    let rest = &bare[used..];
    // Emphasis that closes right behind the label is the label's own; else it goes with it all the same.
    let tail = rest.trim_start_matches(['*', '_']);
    let wide = rest.chars().next().is_some_and(|c| !c.is_ascii());
    let mut letters = tail.chars();
    let stuck = dress == Dress::Dot
        && core.len() <= 2
        && core.bytes().all(|b| b.is_ascii_digit())
        && letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase);
    let parted = stuck || tail.is_empty() || tail.starts_with(char::is_whitespace);
    if !(parted || wide || dress != Dress::Dot && tail.starts_with('(')) {
        return None;
    }
    // `A. F. Writer` is a name.
    let mut words = tail.trim_start();
    // `II. – Words`
    if let Some(more) = words.strip_prefix(['–', '—']).filter(|m| dress == Dress::Dot && m.starts_with([' ', '\u{a0}']))
    {
        words = more.trim_start();
    }
    if dress == Dress::Dot && core.len() == 1 && readings[0].0 == Count::Upper {
        let mut next = words.chars();
        if next.next().is_some_and(char::is_uppercase) && next.next() == Some('.') {
            return None;
        }
    }
    let stars = rest.len() - tail.len();
    if skipped > 0 && stars == 0 && dress == Dress::Dot && tail.is_empty() {
        return None;
    }
    let text = if core.contains(char::is_whitespace) {
        core.split_whitespace().collect::<Vec<_>>().join(" ")
    } else {
        core.to_owned()
    };
    Some((Label { text, dress, readings }, skipped + used + stars + (tail.len() - words.len())))
}

/// ` bis.` or `-bis.` after a number: bytes of the suffix, those with its sign, and whether that is a full stop.
fn suffix(rest: &str) -> Option<(usize, usize, bool)> {
    // `2 Alt. 1. Words`
    if let Some(number) = [" Alt. ", " Alt ", " alt. ", " alt "].iter().find_map(|a| rest.strip_prefix(a)) {
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let end = rest.len() - number.len() + digits;
        if (1..=2).contains(&digits) && number[digits..].starts_with(['.', ')', ':']) {
            return Some((end, end + 1, true));
        }
    }
    let word = rest.trim_start_matches(' ');
    let word = if word.len() < rest.len() { word } else { rest.strip_prefix('-')? };
    if !LATIN.iter().any(|suffix| word.starts_with(suffix)) {
        return None;
    }
    let end = word.find(|c: char| !c.is_ascii_lowercase() && c != ' ')?;
    let sign = word[end..].trim_start_matches('\\');
    let close = sign.chars().next()?;
    let fits = is_suffixed(&word[..end]) && matches!(close, '.' | ')');
    fits.then_some((rest.len() - word.len() + end, rest.len() - sign.len() + 1, close == '.'))
}

/// The end of `1.2`, `1.2.3.` at the start of `text`, if it is one: two to five short numbers.
fn chain(text: &str) -> Option<usize> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let parts = text[..end].trim_end_matches('.').split('.');
    if (2..=5).contains(&parts.clone().count()) && parts.clone().all(|p| (1..=2).contains(&p.len())) {
        return Some(end);
    }
    // `12BIS.1`
    let bis = text[..end].parse::<u8>().ok().and_then(|_| text[end..].strip_prefix("BIS."));
    if let Some(rest) = bis {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        return ((1..=2).contains(&digits) && rest[digits..].starts_with(' '))
            .then(|| text.len() - rest.len() + digits);
    }
    // `11.23.440`: title, chapter and section of a city's code.
    let code = || parts.clone().skip(1).map(str::len).eq([2, 3]) && matches!(text.find('.'), Some(1 | 2));
    if !text.starts_with('0') && text[end..].starts_with(' ') && code() {
        return Some(end);
    }
    // `327.01 Short title.—This …`
    if parts.clone().count() == 2 && parts.clone().all(|p| (1..=4).contains(&p.len())) && led(&text[end..]).is_some() {
        return Some(end);
    }
    // `1.a` comes after 1.4, 1.5.
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits) && matches!(text.as_bytes()[digits..], [b'.', b'a'..=b'z', b' ' | b'\t', ..]) {
        return Some(digits + 2);
    }
    // `A.1` counts within a lettered part.
    let rest = text.strip_prefix(|c: char| c.is_ascii_uppercase())?.strip_prefix('.')?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let end = 2 + digits;
    ((1..=2).contains(&digits) && text[end..].starts_with(' ')).then_some(end)
}

/// The title that `words` begin with, where a dash behind its stop leads to the text: `Short title.—This Act …`; the byte
/// where it ends.
pub(super) fn led(words: &str) -> Option<usize> {
    let title = words.trim_start();
    let end = title.match_indices('—').take_while(|m| m.0 <= 160).find(|m| title[..m.0].trim_end().ends_with('.'))?.0;
    let said = title[..end].trim_end().trim_end_matches('.');
    let fits =
        title.starts_with(char::is_uppercase) && said.len() >= 3 && !said.contains(". ") && end < title.len() - 3;
    fits.then_some(words.len() - title.len() + said.len())
}

/// `[(ii)] Words`: a label that is in brackets itself.
fn bracketed(text: &str) -> Option<(Label, usize)> {
    let inner = text.strip_prefix("[(")?;
    let end = inner.char_indices().take(8).find(|&(_, c)| c == ')')?.0;
    let rest = inner[end..].strip_prefix(")] ")?;
    let readings = readings(&inner[..end]);
    let label = Label { text: inner[..end].to_owned(), dress: Dress::Round, readings };
    (!label.readings.is_empty()).then(|| (label, text.len() - rest.trim_start().len()))
}

/// Whether `text` begins with words that no label can be, as most lines do: a long one, or one before another word, a
/// comma or nothing.
fn begins_plainly(text: &str) -> bool {
    let bytes = text.as_bytes();
    let head = &bytes[..bytes.len().min(9)];
    let end = head.iter().position(|b| !b.is_ascii_alphabetic()).unwrap_or(head.len());
    let suffixed =
        || matches!(&bytes[end..], [b' ', b'b' | b't' | b'q' | b's' | b'a', ..]) && suffix(&text[end..]).is_some();
    let worded = || matches!(&bytes[end..], [b' ', b'a'..=b'z' | b'A'..=b'Z', ..] | [b',', ..] | []);
    end == 9 || end > 0 && worded() && !suffixed()
}

/// The bullets and label before the words of `text`.
pub(super) fn mark(text: &str) -> Mark {
    if begins_plainly(text) {
        return Mark::default();
    }
    let (bullet, at) = bullets(text);
    let open = text[at..].len() - text[at..].trim_start_matches(['[', '~', '\\']).len();
    let brackets = text[at..at + open].matches(['[', '~']).count();
    let begins = |body: usize| text[body..].starts_with(|c: char| c.is_uppercase() || "[(“\"".contains(c));
    let sure = |l: &Label| l.dress == Dress::Round || l.dress == Dress::Dot && l.value(Count::Arabic).is_some();
    match label(&text[at + open..], bullet.is_some()) {
        Some((label, used)) if brackets == 0 || sure(&label) || begins(at + open + used) => {
            Mark { bullet, label: Some(label), body: at + open + used, brackets }
        }
        _ => match bracketed(&text[at..]) {
            Some((label, used)) => Mark { bullet, label: Some(label), body: at + used, brackets: 0 },
            None => Mark { bullet, label: None, body: at, brackets: 0 },
        },
    }
}

/// The label of a footnote at the start of `text` (`¹ Words`, `[^1]: words`), and where its words begin.
pub(super) fn note_mark(text: &str) -> Option<(String, usize)> {
    if text.starts_with(|c: char| c.is_ascii() && !matches!(c, '[' | '<' | '$' | '^' | '-' | '*')) {
        return None;
    }
    if let Some(rest) = text.strip_prefix("[^") {
        let (label, _) = rest.split_once("]:")?;
        return Some((label.replace(char::is_control, ""), 2 + label.len() + 2));
    }
    // An extractor may take the notes of a page for a list.
    let bare = text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")).unwrap_or(text);
    let (label, width) = raised(bare)?;
    let end = text.len() - bare.len() + width;
    (end < text.len()).then_some((label, end))
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
        check("§ 175.100 Purpose.", None, Some(("175.100", Dress::Sign)), "Purpose.");
        check("§ 2-1. Formål", None, Some(("2-1", Dress::Sign)), "Formål");
        check("327.01 Short title.—This", None, Some(("327.01", Dress::Chain)), "Short title.—This");
        check("327.01 metres", None, None, "327.01 metres");
        check("- 52. When", Some('-'), Some(("52", Dress::Dot)), "When");
        check("- 14 With", Some('-'), Some(("14", Dress::Bare)), "With");
        check("- a) Words", Some('-'), Some(("a", Dress::Half)), "Words");
        check("(iv) words", None, Some(("iv", Dress::Round)), "words");
        check("(12 bis) words", None, Some(("12 bis", Dress::Round)), "words");
        check("(a)bis Words", None, Some(("a bis", Dress::Round)), "Words");
        check("(b) alt [Words]", None, Some(("b alt", Dress::Round)), "[Words]");
        check("(b)alt [Words]", None, Some(("b alt", Dress::Round)), "[Words]");
        check("12 bis. Words", None, Some(("12 bis", Dress::Dot)), "Words");
        check("- ❖ Need", Some('❖'), None, "Need");
        check("- [?] **Data**", Some('?'), None, "**Data**");
        check("[?] safe returns;", Some('?'), None, "safe returns;");
        check("[?]", Some('?'), None, "");
        check("**1.** Words", None, Some(("1", Dress::Dot)), "Words");
        check("~~(iii) words~~", None, Some(("iii", Dress::Round)), "words~~");
        check("1.2.3 Words", None, Some(("1.2.3", Dress::Chain)), "Words");
        check("12BIS.1 Words", None, Some(("12BIS.1", Dress::Chain)), "Words");
        check("1/ they are", None, Some(("1", Dress::Half)), "they are");
        check("1/ See resolution", None, None, "1/ See resolution");
        check("11.23.440 Words", None, Some(("11.23.440", Dress::Chain)), "Words");
        check("3 a § I denna lag", None, Some(("3 a §", Dress::Sign)), "I denna lag");
        check("§ 12 Words", None, Some(("12", Dress::Sign)), "Words");
        check(".1      for which", None, Some(("1", Dress::Point)), "for which");
        check("1       to invite", None, Some(("1", Dress::Bare)), "to invite");
        check("1 — A presente lei", None, Some(("1", Dress::Dash)), "A presente lei");
        check("17.b  Words", None, Some(("17.b", Dress::Chain)), "Words");
        check("5 – 9 May", None, None, "5 – 9 May");
        check("1 to 3", None, None, "1 to 3");
        check("[Option 1] text", None, None, "[Option 1] text");
        check("①　Words", None, Some(("①", Dress::Round)), "Words");
        check("２  この法律", None, Some(("２", Dress::Bare)), "この法律");
        check("αα) κάθε", None, Some(("αα", Dress::Half)), "κάθε");
        check("الف ـ شناور", None, Some(("الف", Dress::Dash)), "شناور");
        check("나. 대합실", None, Some(("나", Dress::Dot)), "대합실");
        check("pp2bis [Mindful", None, Some(("pp2bis", Dress::Proposed)), "[Mindful");
        check("3.2bis [Text]", None, Some(("3.2bis", Dress::Chain)), "[Text]");
        check("2  bis.  Words", None, Some(("2 bis", Dress::Dot)), "Words");
        check("[2. “Access” means", None, Some(("2", Dress::Dot)), "“Access” means");
        check("\\[(b) bis The", None, Some(("b bis", Dress::Round)), "The");
        check("1 bis alt. This", None, Some(("1 bis alt", Dress::Dot)), "This");
        check("[5. common but", None, Some(("5", Dress::Dot)), "common but");
        check("2 Alt. 1. [Reports", None, Some(("2 Alt. 1", Dress::Dot)), "[Reports");
        check("(1¹) words", None, Some(("1¹", Dress::Round)), "words");
        check("[[(c) words]", None, Some(("c", Dress::Round)), "words]");
        check("Stk. 2. Udlændinge", None, Some(("Stk. 2", Dress::Proposed)), "Udlændinge");
        check("§ 2 a. Ved visum", None, Some(("2 a", Dress::Sign)), "Ved visum");
        check("pp 12 and 13", None, None, "pp 12 and 13");
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
}
