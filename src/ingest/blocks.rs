//! Lines to blocks: what belongs together as one heading, paragraph, item, row or note, wherever lines and pages break.

use std::collections::HashMap;

use super::classify::{
    self, Ending, Label, breaks_off, ending, is_caps, mark, note_mark, refers, starts_small, titled,
};
use super::clean::Piece;
use super::decode::Line;
use super::facts::{names_body, resolution_number};
use super::furniture::Sifted;
use super::headings::{is_dated, is_known};

/// What a block is, before its place in the work is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words that may turn out to be a heading.
    Text,
    /// A footnote.
    Note,
    /// A row of a table.
    Row,
    /// A block quotation.
    Quote,
}

/// One unit of print.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// Its words, line by line, marks before them cut off.
    pub pieces: Vec<Piece>,
    /// What it is.
    pub kind: Kind,
    /// Its bullet.
    pub bullet: Option<char>,
    /// Its label.
    pub label: Option<Label>,
    /// Depth by `#` marks; 0 without.
    pub hashes: u8,
    /// Columns before its first line.
    pub indent: u16,
    /// Columns before its last line.
    pub last_indent: u16,
    /// Blank lines before it.
    pub gap: u16,
    /// Whether a page, a note or noise stands right before it.
    pub parted: bool,
    /// Its page, by place in the page labels.
    pub page: u32,
    /// Bytes of its first line that were cut off before its words.
    pub cut: u32,
}

impl Block {
    /// Its first line's words.
    pub fn first<'a>(&self, text: &'a str) -> &'a str {
        self.pieces.first().map_or("", |p| p.of(text))
    }

    /// Its last line's words.
    pub fn last<'a>(&self, text: &'a str) -> &'a str {
        self.pieces.last().map_or("", |p| p.of(text))
    }

    /// Its length in bytes; what is longer than any rule asks for is not counted out.
    pub fn len(&self) -> usize {
        self.pieces.iter().take(60).map(|p| (p.end - p.start) as usize).sum()
    }

    /// How it ends: a hyphen that breaks no word is a dash.
    pub fn ending(&self, text: &str) -> Ending {
        let last = self.end(text);
        if is_hyphenated(last) { Ending::Colon } else { ending(last) }
    }

    /// Its last line's words, with those before them where a lone `and` stands there.
    fn end<'a>(&self, text: &'a str) -> &'a str {
        match self.pieces.as_slice() {
            [.., before, last] if is_lone(last.of(text)) => &text[before.start as usize..last.end as usize],
            _ => self.last(text),
        }
    }

    /// Its first line on disk.
    pub fn line(&self) -> u32 {
        self.pieces.first().map_or(0, |p| p.line)
    }

    /// Its last line on disk.
    pub fn last_line(&self) -> u32 {
        self.pieces.last().map_or(0, |p| p.line)
    }

    /// Its words with the marks that were cut off before them.
    fn whole(mut self) -> Vec<Piece> {
        if let Some(first) = self.pieces.first_mut() {
            first.start -= self.cut;
        }
        self.pieces
    }

    /// The first line whole, marks and all.
    pub fn printed<'a>(&self, text: &'a str) -> &'a str {
        self.pieces.first().map_or("", |p| &text[(p.start - self.cut) as usize..p.end as usize])
    }
}

/// How the text is set where its lines are wrapped: the column they reach, and that at which most begin.
#[derive(Clone, Copy)]
struct Measure {
    width: usize,
    margin: u16,
    /// How much shorter a line may be that is full.
    slack: usize,
    /// Whether first lines are indented, and those below them not.
    first_in: bool,
    /// Whether no paragraph begins at the margin.
    all_in: bool,
}

/// The measure of the text; none where a line is a paragraph.
fn measure(text: &str, sifted: &Sifted) -> Option<Measure> {
    let open = || (0..sifted.lines.len()).filter(|&i| sifted.noise[i].is_none());
    let long = open().filter(|&i| sifted.lines[i].of(text).len() > 180).count();
    let all = open().count();
    if long * 25 > all {
        return None;
    }
    let mut widths: Vec<usize> = open()
        .filter(|&i| sifted.lines.get(i + 1).is_some_and(|next| next.gap == 0))
        .map(|i| usize::from(sifted.lines[i].indent) + sifted.lines[i].of(text).chars().take(200).count())
        .filter(|&w| w >= 3)
        .collect();
    widths.sort_unstable();
    let wide = widths.len().checked_sub(1 + widths.len() / 10)?;
    let mut indents = [0_u32; 64];
    open().for_each(|i| indents[usize::from(sifted.lines[i].indent).min(63)] += 1);
    let margin = (0..64).max_by_key(|&i| indents[usize::from(i)]).unwrap_or(0);
    let width = widths[wide];
    // Lines that surely go on, as the next begins small: how many at the margin below an indented one, how many the
    // other way; and by how much the next word would have fit, where lines are not set to the letter.
    let (mut under, mut hanging, mut flush, mut short) = (0, 0, 0, Vec::new());
    for pair in sifted.lines.windows(2).filter(|p| p[1].gap == 0 && starts_small(p[1].of(text))) {
        let opens = pair[0].gap > 0 || mark(pair[0].of(text)).label.is_some();
        flush += usize::from(opens && pair[0].indent == margin && pair[1].indent == margin);
        under += usize::from(pair[0].indent > margin + 1 && pair[1].indent == margin);
        hanging += usize::from(pair[0].indent == margin && pair[1].indent > margin + 1);
        let reach = usize::from(pair[0].indent) + pair[0].of(text).chars().take(400).count();
        short.push(width.saturating_sub(reach + 1 + first_word(pair[1].of(text))));
    }
    short.sort_unstable();
    let slack = short.get(short.len() * 19 / 20).map_or(width / 8, |&s| s.max(2).min(width / 8));
    Some(Measure {
        width,
        margin,
        slack,
        first_in: under > hanging && under >= 3,
        all_in: under >= 3 && under > 3 * flush,
    })
}

/// How many characters the first word of `words` has.
fn first_word(words: &str) -> usize {
    words.split_whitespace().next().unwrap_or("").chars().take(40).count()
}

/// Gathers the lines that are not noise into blocks.
pub(super) fn gather(text: &str, sifted: &Sifted) -> Vec<Block> {
    let measure = measure(text, sifted);
    let mut blocks: Vec<Block> = Vec::new();
    let mut parted = false;
    let mut counts = Counts::default();
    let bare = bare_headings(text, sifted);
    for (i, line) in sifted.lines.iter().enumerate() {
        if sifted.noise[i].is_some() {
            parted = true;
            continue;
        }
        let words = line.of(text);
        let page_break = line.feed || i > 0 && sifted.pages[i] != sifted.pages[i - 1];
        let mut fresh = open_block(words, line, sifted.pages[i], parted || page_break);
        if let Some(end) = bare.get(&i) {
            let label = Label {
                text: words[..*end].to_owned(),
                dress: classify::Dress::Bare,
                readings: classify::readings(&words[..*end]),
            };
            fresh.cut = u32::try_from(end + 1).unwrap_or(0);
            fresh.pieces = vec![Piece { line: line.number, start: line.start + fresh.cut, end: line.end }];
            fresh.label = Some(label);
        }
        if let Some((label, body)) = sifted.notes.get(&i) {
            plain_note(&mut fresh, line, label, *body);
        }
        let noted = sifted.note_lines.contains(&i) && !sifted.notes.contains_key(&i) && fresh.kind != Kind::Note;
        let beside = line.gap == 0 && !parted && !page_break;
        let goes_on = noted && blocks.last().is_some_and(|b| b.kind == Kind::Note)
            || beside && blocks.last().is_some_and(|last| continues(text, last, &fresh, words, measure, &counts));
        if goes_on {
            if let Some(last) = blocks.last_mut() {
                last.pieces.push(Piece { line: line.number, start: line.start, end: line.end });
                last.last_indent = line.indent;
            }
        } else {
            if sifted.pages[i] > 0 && fresh.kind == Kind::Text {
                running(text, sifted, i, &fresh, &mut blocks);
                parted = false;
                continue;
            }
            counts.note(&fresh);
            // A row whose other cells are empty has lost its tabs.
            let under =
                line.gap == 0 && !fresh.parted && fresh.label.is_none() && fresh.bullet.is_none() && words.len() < 100;
            let mut fresh = fresh;
            if under
                && blocks.last().is_some_and(|b| b.kind == Kind::Row)
                && text[line.end as usize..].starts_with('\t')
            {
                fresh.kind = Kind::Row;
            }
            blocks.push(fresh);
        }
        parted = false;
    }
    part(text, rejoin(text, blocks))
}

/// Lines that head sections with a number without a sign, `2 Refusal of entry`: short, apart, their numbers growing
/// through the text. Where the number ends, by line.
fn bare_headings(text: &str, sifted: &Sifted) -> HashMap<usize, usize> {
    let apart = |i: usize| {
        let next =
            sifted.lines.get(i + 1).is_none_or(|l| l.gap > 0 || mark(l.of(text)).label.is_some_and(|l| l.is_first()));
        sifted.lines[i].gap > 0 && next && sifted.noise[i].is_none() && !sifted.notes.contains_key(&i)
    };
    let number = |i: usize| {
        let words = sifted.lines[i].of(text);
        let end = words.find(' ').filter(|&e| e <= 4)?;
        let digits = words[..end].trim_end_matches(|c: char| c.is_ascii_uppercase());
        let value: u32 = digits.parse().ok().filter(|_| digits.len() <= 3 && end <= digits.len() + 1)?;
        let title = &words[end + 1..];
        let fits = (3..=90).contains(&title.len())
            && title.starts_with(char::is_uppercase)
            && ending(title) == Ending::Open
            && !is_dated(words);
        (fits && !title.contains("    ")).then_some((i, end, value))
    };
    let all: Vec<_> = (0..sifted.lines.len()).filter(|&i| apart(i)).filter_map(number).collect();
    let mut chain: Vec<(usize, usize, u32)> = Vec::new();
    for one in all {
        if chain.last().is_none_or(|last| last.2 <= one.2 && one.2 <= last.2 + 8) {
            chain.push(one);
        }
    }
    let fits = chain.len() >= 3 && chain[0].2 <= 3;
    chain.into_iter().filter(|_| fits).map(|(i, end, _)| (i, end)).collect()
}

/// The last label of each dress, to tell the next label from a number that a line happens to begin with.
#[derive(Default)]
struct Counts(Vec<(classify::Style, u32)>);

impl Counts {
    fn note(&mut self, block: &Block) {
        let Some(label) = &block.label else { return };
        for &(count, value) in &label.readings {
            let style = (count, label.dress);
            match self.0.iter_mut().find(|c| c.0 == style) {
                Some(found) => found.1 = value,
                None => self.0.push((style, value)),
            }
        }
    }

    /// Whether `label` comes next after one seen, or opens a list.
    fn expects(&self, label: &Label) -> bool {
        label.is_first()
            || label.readings.iter().any(|&(count, value)| {
                self.0.iter().any(|c| c.0 == (count, label.dress) && (c.1 + 1 == value || c.1 == value))
            })
    }
}

/// A page that is one line: the headings within it, its text, its notes.
fn running(text: &str, sifted: &Sifted, i: usize, page: &Block, blocks: &mut Vec<Block>) {
    let words = page.first(text);
    let piece = page.pieces[page.pieces.len() - 1];
    let int = |n: usize| u32::try_from(n).unwrap_or(0);
    let mut cuts: Vec<(usize, usize)> = Vec::new();
    cuts.extend(shouted(words, &sifted.contents).map(|end| (0, end)));
    if sifted.run_ins.contains(&i) {
        cuts.extend(run_ins(words).filter(|c| c.0 > 0));
    }
    let mut at = 0;
    let mut push = |from: usize, to: usize, hashes: u8| {
        let from = from + (words[from..to].len() - words[from..to].trim_start().len());
        if from < to {
            let piece = Piece { start: piece.start + int(from), end: piece.start + int(to), ..piece };
            let first = blocks.last().is_none_or(|b| b.line() != piece.line);
            blocks.push(Block {
                pieces: vec![piece],
                cut: 0,
                hashes,
                gap: if first { page.gap } else { 1 },
                ..page.clone()
            });
        }
    };
    for (start, end) in cuts {
        if start < at {
            continue;
        }
        push(at, start, 0);
        push(start, end, if start == 0 { 1 } else { 2 });
        at = end + usize::from(words[end..].starts_with(':'));
    }
    push(at, words.len(), 0);
    for (label, start, end) in sifted.page_notes.get(&i).into_iter().flatten() {
        let label = Some(Label { text: label.clone(), dress: classify::Dress::Bare, readings: Vec::new() });
        let pieces = vec![Piece { start: *start, end: *end, ..piece }];
        blocks.push(Block { pieces, label, kind: Kind::Note, cut: 0, ..page.clone() });
    }
}

/// The end of the heading in capitals that `words` begin with: one that the contents name, or three words at least.
fn shouted(words: &str, contents: &[String]) -> Option<usize> {
    let mut ends: Vec<usize> = Vec::new();
    for (at, word) in words.split(' ').scan(0, |at, w| {
        let here = *at;
        *at += w.len() + 1;
        Some((here, w))
    }) {
        if word.chars().any(char::is_lowercase) {
            // `IDM event`: the last word belongs to the sentence.
            if word.starts_with(char::is_lowercase) && contents.is_empty() {
                ends.pop();
            }
            break;
        }
        ends.push(at + word.len());
    }
    let low = |end: usize| words[..end].to_lowercase();
    let named = ends.iter().rev().copied().find(|&end| end >= 6 && contents.iter().any(|c| c.ends_with(&low(end))));
    let whole = ends.last().is_some_and(|&e| e >= words.len());
    named.or_else(|| ends.last().copied().filter(|&e| ends.len() >= 4 && e > 20)).filter(|_| !whole)
}

/// Names before a colon at the head of a sentence within a page: `… the Convention. Burundi: The delegate …`.
pub(super) fn run_ins(words: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    words.match_indices(": ").filter_map(|(end, _)| {
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

/// A footnote labelled in plain figures.
fn plain_note(block: &mut Block, line: &Line, label: &str, body: usize) {
    block.cut = u32::try_from(body).unwrap_or(0);
    block.label = Some(Label { text: label.to_owned(), dress: classify::Dress::Bare, readings: Vec::new() });
    block.pieces = vec![Piece { line: line.number, start: line.start + block.cut, end: line.end }];
    (block.kind, block.bullet) = (Kind::Note, None);
}

fn open_block(words: &str, line: &Line, page: u32, parted: bool) -> Block {
    let mut block = Block {
        pieces: Vec::with_capacity(1),
        kind: Kind::Text,
        bullet: None,
        label: None,
        hashes: 0,
        indent: line.indent,
        last_indent: line.indent,
        gap: line.gap,
        parted,
        page,
        cut: 0,
    };
    let mut body = words;
    let hashes = words.len() - words.trim_start_matches('#').len();
    let glued = hashes > 1 && words[hashes..].starts_with(char::is_alphabetic);
    if (1..=6).contains(&hashes) && (glued || words[hashes..].starts_with(' ')) {
        block.hashes = u8::try_from(hashes).unwrap_or(6);
        body = words[hashes..].trim_start().trim_end_matches(['#', ' ']);
        // `## Scope {#scope}`: the name of a place to link to.
        if let Some((title, _)) = body.strip_suffix('}').and_then(|b| b.rsplit_once(" {#")) {
            body = title.trim_end();
        }
    } else if let Some(quoted) = words.strip_prefix("> ") {
        block.kind = Kind::Quote;
        body = quoted.trim_start();
    }
    if let Some((label, at)) = note_mark(body) {
        block.kind = Kind::Note;
        block.label = Some(Label { text: label, dress: classify::Dress::Bare, readings: Vec::new() });
        body = body[at..].trim_start();
    } else if body.starts_with('|') && body.len() > 1 && body[1..].contains('|') {
        block.kind = Kind::Row;
        let inner = body.trim_matches('|').trim();
        let (cell, rest) = inner.split_once('|').unwrap_or(inner.split_at(inner.len()));
        let found = mark(cell.trim());
        if let Some(label) = found.label.filter(|_| found.body >= cell.trim().len()) {
            block.label = Some(label);
            body = rest.trim();
        } else {
            body = inner;
        }
    } else {
        let found = mark(body);
        block.bullet = found.bullet;
        block.label = found.label;
        if found.bracket {
            let at = line.start + place(words, body) + place(body, body.trim_start_matches(|c| c != '['));
            block.pieces.push(Piece { line: line.number, start: at, end: at + 1 });
        }
        body = &body[found.body..];
        if body.contains('\t') || body.contains(" | ") && body.len() < 300 {
            block.kind = Kind::Row;
        }
    }
    let start = line.start + place(words, body);
    block.cut = block.pieces.first().map_or(start, |p| p.start) - line.start;
    block.pieces.push(Piece { line: line.number, start, end: start + u32::try_from(body.len()).unwrap_or(0) });
    block
}

/// Where `part` begins in `whole`, of which it is a part.
fn place(whole: &str, part: &str) -> u32 {
    u32::try_from(part.as_ptr() as usize - whole.as_ptr() as usize).unwrap_or(0)
}

/// Whether the line of `fresh` goes on the block `last`, with no blank line between them.
fn continues(text: &str, last: &Block, fresh: &Block, words: &str, measure: Option<Measure>, counts: &Counts) -> bool {
    let width = measure.map(|m| m.width);
    if fresh.kind != Kind::Text || last.kind == Kind::Row || fresh.hashes > 0 || last.hashes > 0 {
        return fresh.kind == Kind::Quote && last.kind == Kind::Quote && fresh.label.is_none();
    }
    if last.len() == 0 {
        // A label alone on its line: its words follow.
        return fresh.label.is_none() && fresh.bullet.is_none();
    }
    let end = last.end(text);
    let ends = ending(end);
    let listed = last.label.is_some() || last.bullet.is_some();
    if is_lone(words) && listed {
        return true;
    }
    let unfinished = matches!(ends, Ending::Open | Ending::Comma);
    // The column that its last line reaches.
    let cut = if last.pieces.len() == 1 { last.cut as usize } else { 0 };
    let centred = measure.is_some_and(|m| last.indent >= m.margin + 12) && fresh.indent.abs_diff(last.last_indent) > 1;
    let indent = if centred { 0 } else { usize::from(last.last_indent) };
    let reach = indent + cut + end.chars().take(400).count();
    let long = |share: usize| width.is_some_and(|w| reach * 10 > w * share);
    let due = last.label.as_ref().zip(fresh.label.as_ref()).is_some_and(|(own, next)| next.follows(own));
    if breaks_off(end) && unfinished || refers(end, words) && !due {
        return fresh.bullet.is_none();
    }
    if fresh.label.is_none() && fresh.bullet.is_none() && is_tail(text, last, words) {
        let outdented = fresh.indent < last.last_indent && last.pieces.len() > 1;
        if width.is_none() || outdented && !long(8) {
            return false;
        }
    }
    // `Recalling …,` / `Noting …,` / `Have agreed as follows:`, however full the line.
    let opening = |w: &str| is_preambular(w) || names_body(w);
    let formula = ends == Ending::Comma && ending(words) == Ending::Colon && words.len() <= 60 && !starts_small(words);
    if matches!(ends, Ending::Comma | Ending::Semicolon)
        && opening(last.first(text))
        && (is_preambular(words) || formula)
        && last.label.is_none()
    {
        return false;
    }
    // Clauses and definitions, each on its line: `…; and` / `The Government …;`, `“border” means …;` / `“child” means …`.
    let quoted = |w: &str| w.starts_with(['“', '"', '‘', '\'', '«', '„']);
    let clause = words.starts_with(char::is_uppercase) && !matches!(ending(words), Ending::Open | Ending::Full);
    if ends == Ending::Semicolon && (clause || quoted(words) && quoted(last.printed(text)))
        || resolution_number(words).is_some() && ends != Ending::Comma
        || is_hyphenated(end) && !words.starts_with(char::is_alphabetic)
    {
        return false;
    }
    if fresh.label.as_ref().is_some_and(|label| runs_on(text, last, label)) {
        return true;
    }
    if fresh.label.as_ref().is_some_and(|label| counts.expects(label) || !(unfinished && long(7))) {
        return false;
    }
    if fresh.bullet.is_some_and(|b| !matches!(b, '–' | '—') || !unfinished) {
        return false;
    }
    // No paragraph begins with an address of the web, unless they are listed.
    if is_address(words) && !is_address(end) {
        return true;
    }
    // Columns are no sentence.
    if end.contains("    ") && !is_hyphenated(end) {
        return false;
    }
    if is_open_emphasis(text, last) || is_hyphenated(end) {
        return true;
    }
    let (was_caps, caps) =
        (last.pieces.len() <= 12 && last.pieces.iter().all(|p| is_shouted(p.of(text))), is_caps(words));
    if caps || was_caps {
        let apart = titled(words).is_some() || is_known(words) || is_known(end) || ends == Ending::Full;
        return if caps && was_caps { !apart } else { caps && unfinished && long(7) && !apart };
    }
    if titled(words).is_some() && !(unfinished && long(7))
        || titled(last.printed(text))
            .is_some_and(|t| t.title >= last.printed(text).len() || !t.parted && last.len() < 60)
    {
        return false;
    }
    // An item without a closing sign goes on.
    let item = last.label.as_ref().is_some_and(|l| matches!(l.dress, classify::Dress::Round | classify::Dress::Half));
    if item && ends == Ending::Open && long(6) && measure.is_some_and(|m| fresh.indent >= m.margin) {
        return true;
    }
    // Where the words of a label hang, a line at its column after a full stop begins anew.
    if ends == Ending::Full
        && last.label.is_some()
        && last.pieces.len() > 1
        && fresh.indent <= last.indent
        && last.last_indent > last.indent + 1
    {
        return false;
    }
    // A new paragraph may be told by its indent alone.
    let settled = last.pieces.len() > 1 || last.label.is_none() && last.bullet.is_none();
    let indented =
        fresh.indent > last.last_indent + 1 && settled || fresh.indent + 1 < last.indent.min(last.last_indent);
    let second = last.pieces.len() == 1 && measure.is_some_and(|m| m.first_in && fresh.indent == m.margin);
    if ends != Ending::Open && indented && last.pieces.len() > 1 {
        return false;
    }
    if fresh.indent >= 20 && last.last_indent >= 20 && is_dated(words) && ends == Ending::Open {
        return true;
    }
    let figure = words.starts_with(|c: char| c.is_ascii_digit()) && fresh.label.is_none() && end.len() > 40;
    let date = is_dated(words) && ending(words) == Ending::Open && words.len() < 30;
    if figure && ends == Ending::Open && !date {
        return true;
    }
    let dashed = ends == Ending::Colon && !end.ends_with(':') && fresh.indent > last.indent;
    if starts_small(words) && (unfinished || dashed)
        || is_dated(words) && words.starts_with('(') && ends == Ending::Open
    {
        return true;
    }
    let Some(width) = width else {
        return last.pieces.len() > 1 && ends == Ending::Open && words.len() < 24 && end.len() > 40;
    };
    let slack = if ends == Ending::Full { measure.map_or(0, |m| m.slack) } else { width / 8 };
    let full = reach + 1 + first_word(words) + slack > width;
    if last.kind == Kind::Note {
        return full || fresh.indent > last.indent;
    }
    let shouts =
        words.split_whitespace().next().is_some_and(is_caps) && words.split_whitespace().nth(1).is_some_and(is_caps);
    let wider = width + width / 4;
    let broken = ends == Ending::Full && (shouts || words.chars().take(wider + 1).count() > wider);
    // Where first lines are indented, a line at the margin goes on.
    let flush = second && ends == Ending::Full && measure.is_some_and(|m| m.all_in);
    flush || full && !(ends != Ending::Open && indented && !second) && !broken
}

/// Whether `words` begin a paragraph of a preamble: `Recalling …`, `Deeply concerned …`.
fn is_preambular(words: &str) -> bool {
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
    let first = words.trim_start_matches(['*', '_']).split([' ', ',', '*', '_']).next().unwrap_or("");
    let capital = first.starts_with(char::is_uppercase);
    capital
        && (first.len() >= 6 && first.to_lowercase().ends_with("ing")
            || WORDS.iter().any(|w| first.eq_ignore_ascii_case(w)))
}

/// Whether `words` are but the word between the last two items of a list.
fn is_lone(words: &str) -> bool {
    matches!(words, "and" | "or" | "et" | "ou" | "y" | "o" | "und" | "oder" | "and/or")
}

/// Whether `words` begin with an address of the web.
fn is_address(words: &str) -> bool {
    let bare = words.trim_start_matches(['(', '<', '[']);
    bare.starts_with("http") || bare.starts_with("www.")
}

/// Whether `words` end the sentence that led to a list, below the list's last item `last`: `who must be officers …`.
fn is_tail(text: &str, last: &Block, words: &str) -> bool {
    let listed = last.label.as_ref().is_some_and(|l| !l.is_first() && l.value(classify::Count::Arabic).is_none());
    listed
        && starts_small(words)
        && !words.starts_with("and ")
        && !words.starts_with("or ")
        && ending(last.last(text)) == Ending::Comma
}

/// Whether `label` goes on a list that runs inside the sentence of `block`: `(a) …; (b) …`.
fn runs_on(text: &str, block: &Block, label: &Label) -> bool {
    if label.dress != classify::Dress::Round || label.is_first() {
        return false;
    }
    label.readings.iter().any(|&(count, value)| {
        let own = block.label.as_ref().is_some_and(|l| l.dress == label.dress && l.value(count).is_some());
        let before = match count {
            classify::Count::Arabic => Some(value.saturating_sub(1).to_string()),
            classify::Count::Lower => {
                u8::try_from(value).ok().filter(|v| (2..=26).contains(v)).map(|v| char::from(b'a' + v - 2).to_string())
            }
            _ => None,
        };
        let inside = |mark: String| block.pieces.iter().rev().take(40).any(|p| p.of(text).contains(&mark));
        !own && before.is_some_and(|b| inside(format!(" ({b}) ")))
    })
}

/// Whether no letter of `words` is a small one.
fn is_shouted(words: &str) -> bool {
    words.chars().any(char::is_uppercase) && !words.chars().any(char::is_lowercase)
}

/// Whether `end` breaks a word.
fn is_hyphenated(end: &str) -> bool {
    end.ends_with('-') && end.chars().rev().nth(1).is_some_and(char::is_alphabetic)
}

/// Whether emphasis opened in the block is still open at its end.
fn is_open_emphasis(text: &str, block: &Block) -> bool {
    if block.pieces.len() > 24 || block.len() > 2000 {
        return false;
    }
    let count = |sign: &str| block.pieces.iter().map(|p| p.of(text).matches(sign).count()).sum::<usize>();
    let (double, single) = (count("**"), count("*"));
    let starred = block.printed(text);
    starred.starts_with("**") && double % 2 == 1
        || starred.starts_with('*') && !starred.starts_with("* ") && (single - 2 * double) % 2 == 1
}

/// Rejoins what pages, notes and noise broke.
fn rejoin(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut open: Option<usize> = None;
    let mut parted = false;
    for block in blocks {
        parted |= block.parted;
        if block.kind == Kind::Note {
            out.push(block);
            parted = true;
            continue;
        }
        let joins = open
            .is_some_and(|o| out[o].kind == block.kind && resumes(text, &out[o], &block, parted || out.len() - 1 > o));
        let url = is_address(block.first(text)) && !block.first(text).contains(' ');
        if url && out.last().is_some_and(|n| n.kind == Kind::Note && n.ending(text) == Ending::Colon) {
            if let Some(note) = out.last_mut() {
                note.pieces.extend(block.pieces);
            }
            continue;
        }
        let note = out.last_mut().filter(|n| {
            let open = matches!(n.ending(text), Ending::Open | Ending::Comma) && n.len() >= 40;
            n.kind == Kind::Note && !joins && parted && open && block.label.is_none() && block.bullet.is_none()
        });
        if let Some(note) = note.filter(|_| block.kind == Kind::Text && starts_small(block.first(text))) {
            note.pieces.extend(block.pieces);
            continue;
        }
        parted = false;
        match open {
            Some(o) if joins => out[o].pieces.extend(block.whole()),
            _ => {
                open = Some(out.len());
                out.push(block);
            }
        }
    }
    out
}

/// Whether `block` goes on the broken sentence of `open`; `parted` where a page, note or noise stands between.
fn resumes(text: &str, open: &Block, block: &Block, parted: bool) -> bool {
    let paged = block.page != open.page && block.page > 0;
    // `as set out in`, a new page, `Article 2. The efforts …`
    let runs = |label: &Label| ending(open.last(text)) == Ending::Semicolon && runs_on(text, open, label);
    if parted
        && block.kind == Kind::Text
        && block.bullet.is_none()
        && block.hashes == 0
        && (refers_on(text, open, block) || block.label.as_ref().is_some_and(runs))
    {
        return true;
    }
    let marked = block.label.is_some() || block.bullet.is_some() || block.hashes > 0 || block.kind != Kind::Text;
    let beside = block.gap == 0 && !parted && open.len() > 0;
    if marked || open.hashes > 0 || beside {
        return false;
    }
    if open.len() == 0 || is_lone(block.first(text)) && (open.label.is_some() || open.bullet.is_some()) {
        return true;
    }
    let (end, first) = (open.end(text), block.first(text));
    let ends = ending(end);
    let lost = block.gap >= 3 && !parted;
    let done =
        matches!(ends, Ending::Full | Ending::Colon) || ends == Ending::Semicolon && !(paged && open.bullet.is_none());
    if open.len() < 24 || done || lost {
        return false;
    }
    if is_caps(end) && !is_caps(first) && !paged
        || is_caps(first) && first.len() > 3
        || titled(first).is_some_and(|t| t.parted)
    {
        return false;
    }
    let whole = open.label.is_some() || open.len() >= 60;
    if starts_small(first) {
        if !parted && is_tail(text, open, first) {
            return false;
        }
        return whole || is_hyphenated(end) || parted;
    }
    if !first.starts_with(|c: char| c.is_alphanumeric() || paged && matches!(c, '(' | '[' | '“')) {
        return false;
    }
    if breaks_off(end) || is_hyphenated(end) {
        return true;
    }
    let sentence = block.len() >= 60 || matches!(block.ending(text), Ending::Full | Ending::Semicolon);
    let fresh = !paged && opens_sentence(first);
    let broken = paged || open.bullet.is_none() && open.len() >= 80 && (parted || open.label.is_none());
    sentence && !fresh && broken && ends != Ending::Comma
}

/// Whether the reference that `open` breaks off at is what `block` begins with: `under Section` / `2.1`, or
/// `set out in` / `Article 2.`.
fn refers_on(text: &str, open: &Block, block: &Block) -> bool {
    let (end, first) = (open.last(text), block.printed(text));
    let cut = titled(first).is_some_and(|t| t.value.is_some()) && breaks_off(end);
    open.len() >= 24 && ending(end) == Ending::Open && (cut || refers(end, first))
}

/// Whether `words` begin with a word that mostly begins a sentence.
fn opens_sentence(words: &str) -> bool {
    let first = words.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    matches!(
        first,
        "The"
            | "A"
            | "An"
            | "In"
            | "On"
            | "At"
            | "By"
            | "For"
            | "This"
            | "These"
            | "Those"
            | "It"
            | "We"
            | "They"
            | "He"
            | "She"
            | "There"
            | "Although"
            | "However"
            | "While"
            | "When"
            | "Where"
            | "If"
            | "As"
            | "To"
            | "With"
            | "Many"
            | "Some"
            | "Such"
            | "Each"
            | "All"
            | "No"
            | "Our"
            | "Its"
            | "Further"
            | "Moreover"
            | "Under"
            | "Article"
    )
}

/// Parts items that run together on one line: `(b) …; (c) …` where `(d)` comes next.
fn part(text: &str, blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut blocks = blocks.into_iter().peekable();
    while let Some(block) = blocks.next() {
        let after = blocks.peek().and_then(|b| b.label.clone());
        let cut = block.label.as_ref().zip(after).and_then(|(own, after)| missing(text, &block, own, &after));
        let Some((label, at, body)) = cut else {
            out.push(block);
            continue;
        };
        let mut second = Block { label: Some(label), gap: 0, cut: 0, ..block.clone() };
        let mut first = block;
        first.pieces.retain(|p| p.start < at);
        if let Some(last) = first.pieces.last_mut() {
            last.end = last.end.min(at);
        }
        second.pieces.retain(|p| p.end > body);
        if let Some(piece) = second.pieces.first_mut() {
            piece.start = piece.start.max(body);
        }
        out.push(first);
        out.push(second);
    }
    out
}

/// The label between `own` and `after`, where it stands inside `block`: itself, where it begins, where its words begin.
fn missing(text: &str, block: &Block, own: &Label, after: &Label) -> Option<(Label, u32, u32)> {
    let &(count, value) =
        own.readings.iter().find(|r| after.value(r.0) == Some(r.1 + 2) && own.dress == after.dress)?;
    for piece in &block.pieces {
        let words = piece.of(text);
        for (at, _) in words.match_indices("; ").take(20) {
            let found = mark(&words[at + 2..]);
            if let Some(label) = found.label.filter(|l| l.dress == own.dress && l.value(count) == Some(value + 1)) {
                let int = |n: usize| u32::try_from(n).unwrap_or(0);
                return Some((label, piece.start + int(at + 1), piece.start + int(at + 2 + found.body)));
            }
        }
    }
    None
}
