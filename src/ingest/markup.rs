//! What extractors write around words: tags, links, pictures, marks of pages, raised figures, entities.

use super::label::superscript;
use super::shapes::is_figures;
use super::sifted::Noise;

/// What is printed raised at the start of `text`, and its width: `¹²`, `<sup>12</sup>`, `$^{12}$`, `^12^`, `^12`.
pub(super) fn raised(text: &str) -> Option<(String, usize)> {
    let known = |c: char| c.is_ascii_alphanumeric() || c == '*' || c == '†';
    let within = |open: &str, close: &str| {
        let inner = text.strip_prefix(open)?;
        let end = inner.find(|c| !known(c)).filter(|&end| (1..=4).contains(&end))?;
        inner[end..].starts_with(close).then(|| (inner[..end].to_owned(), open.len() + end + close.len()))
    };
    match text.chars().next()? {
        '<' => within("<sup>", "</sup>"),
        '$' => within("$^{", "}$").or_else(|| within("${}^{", "}$")).or_else(|| within("$^", "$")),
        '^' => {
            let figures = |m: &(String, usize)| is_figures(&m.0, ..);
            let open = |m: &(String, usize)| !text[m.1..].starts_with(char::is_alphanumeric);
            within("^", "^").or_else(|| within("^", "").filter(open)).filter(figures)
        }
        _ => {
            let end = text.find(|c| superscript(c).is_none()).unwrap_or(text.len());
            (end > 0).then(|| (text[..end].chars().filter_map(superscript).collect(), end))
        }
    }
}

/// `text` without what is raised at its end in an extractor's marks: `at sea,<sup>1</sup>`.
pub(super) fn without_raised(text: &str) -> &str {
    let open = match text.as_bytes() {
        [.., b'/', b's', b'u', b'p', b'>'] => "<sup>",
        [.., b'}', b'$'] => "$^{",
        [.., b'0'..=b'9', b'^'] => return text[..text.len() - 1].rfind('^').map_or(text, |at| &text[..at]),
        _ => return text,
    };
    match text.rfind(open) {
        Some(at) if raised(&text[at..]).is_some_and(|r| at + r.1 == text.len()) => &text[..at],
        _ => text,
    }
}

/// Whether what is raised behind `before` belongs to a number: `14<sup>th</sup>`.
pub(super) fn is_ordinal(before: &str, raised: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_digit())
        && matches!(raised, "st" | "nd" | "rd" | "th" | "er" | "re" | "e" | "o" | "a")
}

/// An HTML tag at the start of `text` that says nothing but how words look, or where they stand: its width.
pub(super) fn tag(text: &str) -> Option<usize> {
    if text.starts_with("<!--") {
        return text.find("-->").map(|end| end + 3);
    }
    let (end, _) = text.char_indices().take(80).find(|&(_, c)| c == '>')?;
    let name = text[1..end].trim_matches('/').split(' ').next().unwrap_or("");
    let known = matches!(name, "i" | "b" | "em" | "strong" | "u" | "br" | "sub" | "sup" | "span" | "p" | "small" | "a");
    known.then_some(end + 1)
}

/// How many bytes of empty tags, the ends of links, `text` begins with: `<span id="page-3-0"></span>`.
pub(super) fn anchors(text: &str) -> usize {
    let mut at = 0;
    while let Some(name) = ["span", "a"].into_iter().find(|n| {
        text[at..].strip_prefix('<').and_then(|t| t.strip_prefix(n)).is_some_and(|t| t.starts_with([' ', '>']))
    }) {
        let Some(open) = text[at..].find('>') else { break };
        let close = format!("></{name}>");
        if !text[at + open..].starts_with(&close) {
            break;
        }
        at += open + close.len();
        at += text[at..].len() - text[at..].trim_start().len();
    }
    at
}

/// The character that an entity at the start of `text` stands for, and its width: `&amp;`.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    const NAMES: [(&str, char); 8] = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("ndash", '–'),
        ("mdash", '—'),
    ];
    let (name, _) = text.strip_prefix('&')?.get(..10).or(text.get(1..))?.split_once(';')?;
    let numbered = || {
        let code = name.strip_prefix('#')?;
        let value = match code.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => code.parse().ok()?,
        };
        char::from_u32(value).filter(|c| !c.is_control())
    };
    let known = NAMES.iter().find(|n| n.0 == name).map(|n| n.1);
    known.or_else(numbered).map(|c| (c, name.len() + 2))
}

/// The address in angle brackets at the start of `text`: `<http…>`.
pub(super) fn address(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('<').filter(|t| t.starts_with("http"))?;
    let end = inner.find(['<', '>']).filter(|&end| inner[end..].starts_with('>'))?;
    Some(&inner[..end])
}

/// A Markdown link or footnote mark at the start of `text`: its words and its width.
pub(super) fn link(text: &str) -> Option<(&str, usize)> {
    let (close, _) = text.char_indices().skip(1).take(600).find(|&(_, c)| matches!(c, ']' | '['))?;
    let inner = &text[1..close];
    if text[close..].starts_with('[') {
        return None;
    }
    if inner.starts_with('^') && inner.len() > 1 && inner.len() <= 8 {
        return Some((inner, close + 1));
    }
    let target = text[close + 1..].strip_prefix('(')?;
    let end = target.char_indices().take(2000).find(|&(_, c)| matches!(c, ')' | '[') || c.is_whitespace())?;
    let looks = end.1 == ')' && (end.0 == 0 || target[..end.0].contains(['/', '#', '.']));
    looks.then_some((inner, close + 1 + 1 + end.0 + 1))
}

/// Why `words`, a line of their own, are none of the text.
pub(super) fn noise(words: &str) -> Option<Noise> {
    match words.as_bytes().first()? {
        b'<' if words.ends_with('>') => {
            let name = words[1..].split([' ', '>', '/']).next().unwrap_or("").to_ascii_lowercase();
            match name.as_str() {
                "page_number" | "pagenumber" => Some(Noise::PageNumber),
                "header" | "footer" | "watermark" | "page_header" | "page_footer" => Some(Noise::RunningTitle),
                _ if words.starts_with("<!--") || words.starts_with("</") || is_bare(words) => Some(Noise::Markup),
                _ => None,
            }
        }
        b'!' => (words.starts_with("![") && words.ends_with(')') && words.contains("](")).then_some(Noise::Markup),
        // `{3}----------`
        b'{' => {
            let (number, rule) = words[1..].split_once('}')?;
            let paged = is_figures(number, 1..);
            (paged && rule.len() >= 3 && rule.bytes().all(|b| b == b'-')).then_some(Noise::PageNumber)
        }
        b'*' | b'=' => {
            let bare = words.trim_matches('*');
            (bare.starts_with("==>") && bare.ends_with("<==")).then_some(Noise::Markup)
        }
        b'[' => matches!(words, "[image]" | "[Image]" | "[figure]" | "[Figure]" | "[logo]" | "[Logo]")
            .then_some(Noise::Markup),
        _ => None,
    }
}

/// Whether `words` are tags and nothing else, and begin with one that is none of the text's.
fn is_bare(words: &str) -> bool {
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('<') {
        let Some((tag, behind)) = after.split_once('>') else { return false };
        if !before.trim().is_empty() || tag.starts_with("http") || tag.contains('@') {
            return false;
        }
        rest = behind;
    }
    rest.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_figures_are_read() {
        let check = |text: &str, expected: Option<(&str, &str)>| {
            let got = raised(text);
            assert_eq!(got.as_ref().map(|(label, end)| (label.as_str(), &text[*end..])), expected, "{text}");
        };
        check("¹² words", Some(("12", " words")));
        check("<sup>12</sup>words", Some(("12", "words")));
        check("$^{3}$, and", Some(("3", ", and")));
        check("^4^ and", Some(("4", " and")));
        check("^5,", Some(("5", ",")));
        check("^th^", None);
        check("<sup>see</sup", None);
        check("$40", None);
        assert_eq!(without_raised("on land and at sea,<sup>1</sup>"), "on land and at sea,");
        assert_eq!(without_raised("States.$^{12}$"), "States.");
        assert_eq!(without_raised("States;^3^"), "States;");
        assert_eq!(without_raised("<i>word</i>"), "<i>word</i>");
    }

    #[test]
    fn marks_of_pages_are_no_text() {
        let check = |words: &str, expected: bool| assert_eq!(noise(words).is_some(), expected, "{words}");
        check("{3}------------------------", true);
        check("<page_number>14</page_number>", true);
        check("<!-- image -->", true);
        check("![](_page_3_Picture_1.jpeg)", true);
        check("**==> picture [120 x 40] intentionally omitted <==**", true);
        check("<a id=\"p3\"></a>", true);
        check("<https://example.org>", false);
        check("<i>Session 1:</i>", false);
        check("{Option 2}", false);
    }

    #[test]
    fn entities_and_anchors_are_read() {
        let check = |text: &str, expected: Option<(char, usize)>| assert_eq!(entity(text), expected, "{text}");
        check("&amp; more", Some(('&', 5)));
        check("&#39;s", Some(('\'', 5)));
        check("& more; it", None);
        let text = "<span id=\"page-3-0\"></span><a id=\"b\"></a> I. Words";
        assert_eq!(&text[anchors(text)..], "I. Words");
    }
}
