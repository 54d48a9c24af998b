//! Queries: from what a reader types to what is looked for. Nothing typed is an error; what is wrong is told.
//!
//! ```text
//! any   = all { "OR" all }            all  = not { ["AND"] not }       not = [ "NOT" | "-" ] atom
//! atom  = "(" any ")" | '"' words '"' [ "~" n ] | "/" regex "/" | field ":" value | word
//! word  = letters [ "*" … ] [ "~" [ n ] ]
//! ```

use std::ops::Range;

use super::fold::fold;
use super::query::{FIELDS, Field, Kind, Mistake, Node, Query, Sought, Term, Word};

/// Reads `input`. The first 10,000 bytes and 60 nested brackets count; what is beyond is told as a mistake.
#[must_use]
pub fn parse(input: &str) -> Query {
    let mut end = input.len().min(MAX_BYTES);
    while !input.is_char_boundary(end) {
        end -= 1;
    }
    let mut parser = Parser { input: &input[..end], at: 0, depth: 0, out: Query::default() };
    if end < input.len() {
        parser.mistake(end..input.len(), "the query is too long; this part is left out");
    }
    let mut parts = Vec::new();
    loop {
        parts.extend(parser.any());
        if parser.at >= end {
            break;
        }
        // Only a bracket that closes nothing stops `any`.
        parser.mistake(parser.at..parser.at + 1, "nothing is open here; leave out this bracket, or open one");
        parser.at += 1;
    }
    parser.out.root = join(parts, Node::All);
    parser.out.mistakes.sort_by_key(|m| m.range.start);
    parser.out
}

const MAX_BYTES: usize = 10_000;
const MAX_DEPTH: usize = 60;

struct Parser<'a> {
    input: &'a str,
    at: usize,
    depth: usize,
    out: Query,
}

fn join(mut parts: Vec<Node>, how: fn(Vec<Node>) -> Node) -> Option<Node> {
    match parts.len() {
        0 => None,
        1 => parts.pop(),
        _ => Some(how(parts)),
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»')
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.input[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn mistake(&mut self, range: Range<usize>, what: impl Into<String>) {
        self.out.mistakes.push(Mistake { range, what: what.into() });
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// Steps over the word `word`, where it stands alone.
    fn keyword(&mut self, word: &str) -> bool {
        let alone = self.rest().strip_prefix(word).is_some_and(|after| {
            after.chars().next().is_none_or(|c| c.is_whitespace() || c == '(' || c == ')' || is_quote(c))
        });
        if alone {
            self.at += word.len();
        }
        alone
    }

    fn any(&mut self) -> Option<Node> {
        let mut parts = Vec::new();
        loop {
            let part = self.all();
            let empty = part.is_none();
            parts.extend(part);
            self.blanks();
            let or = self.at;
            if !self.keyword("OR") {
                if empty && !parts.is_empty() {
                    self.mistake(self.input[..or].rfind("OR").unwrap_or(or)..or, "OR wants a word after it");
                }
                return join(parts, Node::Any);
            }
            if empty {
                self.mistake(or..or + 2, "OR wants a word before it");
            }
        }
    }

    fn all(&mut self) -> Option<Node> {
        let mut parts = Vec::new();
        let mut and: Option<Range<usize>> = None;
        loop {
            self.blanks();
            let start = self.at;
            if self.keyword("AND") {
                if parts.is_empty() || and.is_some() {
                    self.mistake(start..start + 3, "AND wants a word before it");
                }
                and = Some(start..start + 3);
                continue;
            }
            let stops = matches!(self.peek(), None | Some(')'));
            let or = self.at;
            if stops || self.keyword("OR") {
                self.at = or;
                if let Some(and) = and {
                    self.mistake(and, "AND wants a word after it");
                }
                return join(parts, Node::All);
            }
            if let Some(part) = self.not() {
                parts.push(part);
                and = None;
            }
        }
    }

    fn not(&mut self) -> Option<Node> {
        let start = self.at;
        let mut chars = self.rest().chars();
        let minus = chars.next() == Some('-')
            && chars.next().is_some_and(|c| c.is_alphanumeric() || c == '(' || c == '/' || is_quote(c));
        if minus {
            self.at += 1;
        }
        if !minus && !self.keyword("NOT") {
            return self.atom();
        }
        self.blanks();
        let end = self.at;
        if matches!(self.peek(), None | Some(')')) {
            self.mistake(start..end, "NOT wants a word after it");
            return None;
        }
        // Bounded like brackets: NOT NOT NOT … must not exhaust the stack.
        self.depth += 1;
        let inner = if self.depth > MAX_DEPTH { self.too_deep() } else { self.not() };
        self.depth -= 1;
        inner.map(|inner| Node::Not(Box::new(inner)))
    }

    fn too_deep(&mut self) -> Option<Node> {
        self.mistake(self.at..self.input.len(), "this is nested too deep; the rest is left out");
        self.at = self.input.len();
        None
    }

    fn atom(&mut self) -> Option<Node> {
        let start = self.at;
        match self.peek()? {
            '(' => {
                self.at += 1;
                self.depth += 1;
                let inner = if self.depth > MAX_DEPTH { self.too_deep() } else { self.any() };
                self.depth -= 1;
                if self.peek() == Some(')') {
                    self.at += 1;
                } else {
                    self.mistake(start..start + 1, "this bracket is not closed; add )");
                }
                inner
            }
            c if is_quote(c) => self.phrase(),
            '/' => self.regex(),
            _ => self.word(),
        }
    }

    /// The text up to a closing sign, which is stepped over; what is missing is told.
    fn until(&mut self, closes: fn(char) -> bool, what: &str) -> String {
        let start = self.at;
        self.at += self.peek().map_or(0, char::len_utf8);
        let body = self.at;
        if let Some((i, c)) = self.rest().char_indices().find(|&(_, c)| closes(c)) {
            self.at = body + i + c.len_utf8();
            return self.input[body..body + i].to_owned();
        }
        self.at = self.input.len();
        self.mistake(start..self.at, what);
        self.input[body..].to_owned()
    }

    fn phrase(&mut self) -> Option<Node> {
        let start = self.at;
        let body = self.until(is_quote, "this quotation is not closed; add \"");
        let within = self.tilde(5);
        let words: Vec<Word> = body.split_whitespace().flat_map(|w| words(w, &Kind::Exact)).collect();
        if words.is_empty() {
            self.mistake(start..self.at, "there is no word in these quotation marks");
            return None;
        }
        Some(self.term(start, Sought::Words(words, within)))
    }

    fn regex(&mut self) -> Option<Node> {
        let start = self.at;
        let body = self.until(|c| c == '/', "this regular expression is not closed; add /");
        if body.is_empty() {
            return None;
        }
        match super::matcher::regex(&body, false) {
            Ok(regex) if regex.is_match("") => {
                self.mistake(start..self.at, "this regular expression matches anywhere; say more");
                None
            }
            Ok(_) => Some(self.term(start, Sought::Regex(body))),
            Err(why) => {
                self.mistake(start..self.at, why);
                None
            }
        }
    }

    /// The number of `~n` right here, or for a bare `~` the `usual` one.
    fn tilde(&mut self, usual: u32) -> Option<u32> {
        let after = self.rest().strip_prefix('~')?;
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = after[..digits].parse().unwrap_or(usual);
        self.at += 1 + digits;
        Some(number)
    }

    fn term(&mut self, start: usize, sought: Sought) -> Node {
        self.out.terms.push(Term { range: start..self.at, sought });
        Node::Term(self.out.terms.len() - 1)
    }

    fn word(&mut self) -> Option<Node> {
        let start = self.at;
        if let Some((field, name)) = self.field_name() {
            return self.field(field, &name, start);
        }
        self.at += word_end(self.rest());
        let text = self.input[start..self.at].to_owned();
        let fuzzy = self.tilde(if text.chars().count() > 5 { 2 } else { 1 });
        let kind = match fuzzy {
            Some(n) => Kind::Fuzzy(u8::try_from(n.min(2)).unwrap_or(2)),
            None if text.contains('*') => Kind::Glob,
            None => Kind::Stem,
        };
        let words = words(&text, &kind);
        if self.at == start {
            // A lone tilde, or a sign no rule knows.
            self.at += self.peek().map_or(1, char::len_utf8);
            return None;
        }
        if words.is_empty() {
            if text.contains('*') {
                self.mistake(start..self.at, "* stands for letters of a word; begin the word, as in migr*");
            }
            return None;
        }
        Some(self.term(start, Sought::Words(words, None)))
    }

    /// A field's name and its colon, stepped over: what it narrows (nothing for `abbr:`), and the name.
    fn field_name(&mut self) -> Option<(Option<Field>, String)> {
        let start = self.at;
        let colon = self.rest().find(':')?;
        let name = self.rest()[..colon].to_lowercase();
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphabetic()) {
            return None;
        }
        if let Some(&(_, field)) = FIELDS.iter().find(|(known, _)| *known == name) {
            self.at += colon + 1;
            return Some((field, name));
        }
        let after = self.rest()[colon + 1..].chars().next();
        if after.is_some_and(|c| c.is_alphanumeric() || is_quote(c)) {
            let known: Vec<&str> = FIELDS.iter().map(|f| f.0).collect();
            let what = format!("{name}: is no field, so it is looked for as a word; fields are {}", known.join(", "));
            self.mistake(start..start + colon + 1, what);
        }
        None
    }

    /// The value of a field.
    fn field(&mut self, field: Option<Field>, name: &str, start: usize) -> Option<Node> {
        let value = if self.peek().is_some_and(is_quote) {
            self.until(is_quote, "this quotation is not closed; add \"")
        } else {
            let from = self.at;
            self.at += self.rest().find(|c: char| c.is_whitespace() || c == ')').unwrap_or(self.rest().len());
            self.input[from..self.at].to_owned()
        };
        if value.trim().is_empty() {
            self.mistake(start..self.at, format!("{name}: wants a value after it"));
            return None;
        }
        Some(match field {
            Some(field) => Node::Narrow(field, value, start..self.at),
            None => self.term(start, Sought::Abbreviation(value)),
        })
    }
}

/// Where the word at the start of `text` ends: at a blank, a quotation mark, `~`, or a bracket that does not belong
/// to it (as that of `13(c)` does).
fn word_end(text: &str) -> usize {
    let mut open = 0;
    for (i, c) in text.char_indices() {
        let ends = match c {
            '(' => {
                let inside = text[i + 1..].split(|c: char| c.is_whitespace()).next().unwrap_or("");
                open += 1;
                i == 0 || !inside.contains(')')
            }
            ')' => {
                open -= 1;
                open < 0
            }
            '~' => true,
            c => c.is_whitespace() || is_quote(c),
        };
        if ends {
            return i;
        }
    }
    text.len()
}

/// The words of `text`, folded. Stars stay in a glob.
pub(super) fn words(text: &str, kind: &Kind) -> Vec<Word> {
    let globs = text.contains('*') && matches!(kind, Kind::Glob | Kind::Exact);
    if globs {
        let parts: Vec<String> = text.split('*').map(|part| fold(part, false).text).collect();
        let glob: String = parts.join("*").chars().filter(|c| c.is_alphanumeric() || *c == '*').collect();
        let says = glob.chars().any(|c| c != '*');
        return says.then_some(Word { text: glob, cased: None, kind: Kind::Glob }).into_iter().collect();
    }
    let (folded, cased) = (fold(text, false), fold(text, true));
    let capitals: Vec<&str> = cased.words().into_iter().map(|w| &cased.text[w]).collect();
    let one = |(i, w): (usize, Range<usize>)| {
        let cased = capitals.get(i).filter(|c| c.chars().any(char::is_uppercase)).map(ToString::to_string);
        Word { text: folded.text[w].to_owned(), cased, kind: kind.clone() }
    };
    folded.words().into_iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A query's sense in one line, and what is told of it.
    fn show(query: &Query) -> String {
        fn show_node(node: &Node, query: &Query) -> String {
            let list = |parts: &[Node], sign: &str| {
                format!("({})", parts.iter().map(|p| show_node(p, query)).collect::<Vec<_>>().join(sign))
            };
            match node {
                Node::All(parts) => list(parts, " & "),
                Node::Any(parts) => list(parts, " | "),
                Node::Not(inner) => format!("!{}", show_node(inner, query)),
                Node::Narrow(field, value, _) => format!("{field:?}={value}"),
                Node::Term(n) => match &query.terms[*n].sought {
                    Sought::Regex(regex) => format!("/{regex}/"),
                    Sought::Abbreviation(short) => format!("abbr={short}"),
                    Sought::Words(words, within) => {
                        let words: Vec<String> = words
                            .iter()
                            .map(|w| match w.kind {
                                Kind::Stem => format!("{}'", w.text),
                                Kind::Fuzzy(n) => format!("{}~{n}", w.text),
                                Kind::Exact | Kind::Glob => w.text.clone(),
                            })
                            .collect();
                        format!("{}{}", words.join("_"), within.map_or(String::new(), |n| format!("@{n}")))
                    }
                },
            }
        }
        query.root.as_ref().map_or(String::new(), |root| show_node(root, query))
    }

    fn check(input: &str, sense: &str, mistakes: &[(&str, &str)]) {
        let query = parse(input);
        assert_eq!(show(&query), sense, "{input:?}");
        let told: Vec<(&str, &str)> =
            query.mistakes.iter().map(|m| (&input[m.range.clone()], m.what.split(';').next().unwrap_or(""))).collect();
        assert_eq!(told, mistakes, "{input:?}");
    }

    #[test]
    fn sense() {
        check("detention", "detention'", &[]);
        check("migrant Detention", "(migrant' & detention')", &[]);
        check("\"regular migration\"", "regular_migration", &[]);
        check("“Regular migration”", "regular_migration", &[]);
        check("a OR b c AND NOT d", "(a' | (b' & c' & !d'))", &[]);
        check("(a OR b) -c", "((a' | b') & !c')", &[]);
        check("migr* recieve~ cat~1", "(migr* & recieve~2 & cat~1)", &[]);
        check("\"children detention\"~5", "children_detention@5", &[]);
        check("\"a b\"~", "a_b@5", &[]);
        check("\"migra* detention\"", "migra*_detention", &[]);
        check("/deten(tion|ded)/ x", "(/deten(tion|ded)/ & x')", &[]);
        check("doc:zero obj:13 detention", "(Doc=zero & Obj=13 & detention')", &[]);
        check("by:\"General Assembly\" NOT kind:note", "(By=General Assembly & !Kind=note)", &[]);
        check("abbr:GCM", "abbr=GCM", &[]);
        check("or and not", "(or' & and' & not')", &[]);
    }

    #[test]
    fn names_and_signs_are_words() {
        check("13(c)", "13'_c'", &[]);
        check("A/RES/71/1", "a'_res'_71'_1'", &[]);
        check("women's rights", "(women' & rights')", &[]);
        check("migration-relevant", "migration'_relevant'", &[]);
        check("Objective 13: detention", "(objective' & 13' & detention')", &[]);
        check("return – readmission & x", "(return' & readmission' & x')", &[]);
        check("what?", "what'", &[]);
    }

    #[test]
    fn half_typed_and_wrong() {
        check("", "", &[]);
        check("\"last", "last", &[("\"last", "this quotation is not closed")]);
        check("\"", "", &[("\"", "this quotation is not closed"), ("\"", "there is no word in these quotation marks")]);
        check("(a OR", "a'", &[("(", "this bracket is not closed"), ("OR", "OR wants a word after it")]);
        check("a AND", "a'", &[("AND", "AND wants a word after it")]);
        check("OR a", "a'", &[("OR", "OR wants a word before it")]);
        check("a NOT", "a'", &[("NOT", "NOT wants a word after it")]);
        check("a) b", "(a' & b')", &[(")", "nothing is open here")]);
        check("doc: x", "x'", &[("doc:", "doc: wants a value after it")]);
        check("para:27", "para'_27'", &[("para:", "para: is no field, so it is looked for as a word")]);
        check("* x", "x'", &[("*", "* stands for letters of a word")]);
        check("/a[/ x", "x'", &[("/a[/", "unclosed character class")]);
        check("/x*/ y", "y'", &[("/x*/", "this regular expression matches anywhere")]);
        check("~ - x", "x'", &[]);
    }

    proptest! {
        #[test]
        fn nothing_typed_is_an_error(input in "[ab()\"~/:* \\-ORANDT1é“doc]{0,40}") {
            let query = parse(&input);
            for m in &query.mistakes {
                prop_assert!(input.get(m.range.clone()).is_some(), "{:?}", m);
            }
        }

        #[test]
        fn nesting_is_bounded(deep in 0usize..3000, sign in "[(]|NOT ") {
            let input = sign.repeat(deep);
            prop_assert!(parse(&input).root.is_none());
        }
    }
}
