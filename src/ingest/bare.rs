//! Labels and titles that a line's own signs do not tell: numbers and letters without a sign, titles right above the
//! numbers of what they head.

use std::collections::HashMap;

use super::block::Block;
use super::classify::{Ending, ending};
use super::clean::Piece;
use super::count::{Count, is_latin_suffix, readings};
use super::decode::Line;
use super::divisions::division;
use super::label::{self, Dress, Label, mark};
use super::shapes::{has_columns, is_dated};
use super::sifted::Sifted;
use super::titled::{Titled, titled};

/// What was found, by line.
pub(super) struct Bare {
    /// Where the number or letter ends, and whether it surely heads what is right below.
    labels: HashMap<usize, (usize, bool)>,
    /// The number of the section that a title stands over.
    sides: HashMap<usize, Label>,
    /// What an article is called that a title in brackets stands over.
    captions: HashMap<usize, Titled>,
}

impl Bare {
    pub fn of(text: &str, sifted: &Sifted) -> Self {
        let mut labels = bare_headings(text, sifted);
        let lone = lone_numbers(text, sifted).into_iter().chain(bare_letters(text, sifted));
        labels.extend(lone.map(|(i, end)| (i, (end, false))));
        Self { labels, sides: side_titles(text, sifted), captions: captions(text, sifted) }
    }

    /// Gives `block`, that begins with line `i`, its label or its name; whether nothing of the line is left.
    pub fn label(&self, text: &str, sifted: &Sifted, i: usize, block: &mut Block) -> bool {
        let line = &sifted.lines[i];
        let words = line.of(text);
        if let Some(&(end, heads)) = self.labels.get(&i) {
            let (text, readings) = (words[..end].to_owned(), readings(&words[..end]));
            block.begin(line, words.len() - words[end..].trim_start().len());
            (block.label, block.side) = (Some(Label { text, dress: Dress::Bare, readings }), heads);
        }
        let above = i.checked_sub(1);
        let beside = sifted.sides.get(&line.number).is_some_and(|s| s.heads);
        if let Some(named) = self.captions.get(&i) {
            // Its number stands on the line below.
            let (below, sign) = (&sifted.lines[i + 1], u32::from(named.title > 0));
            let pieces = [(line, line.start + sign, line.end - sign), (below, below.start, below.start)];
            block.pieces = pieces.map(|(line, start, end)| Piece { line: line.number, start, end }).to_vec();
            (block.named, block.label, block.side, block.cut) = (Some(Box::new(named.clone())), None, true, sign);
        } else if above.is_some_and(|k| self.captions.contains_key(&k)) {
            let cut = sifted.named.get(&i).map_or(0, |named| named.title);
            block.named = None;
            block.relabel(line, words, cut);
            return cut >= words.len();
        } else if let Some(label) = self.sides.get(&i) {
            (block.label, block.side) = (Some(label.clone()), true);
        } else if beside || above.is_some_and(|k| self.sides.contains_key(&k)) {
            // Its number stands with the title.
            block.relabel(line, words, block.cut as usize);
        }
        false
    }
}

impl Block {
    /// Lets the words of its only line begin at byte `at`.
    fn begin(&mut self, line: &Line, at: usize) {
        self.cut = u32::try_from(at).unwrap_or(0);
        self.pieces = vec![Piece { line: line.number, start: line.start + self.cut, end: line.end }];
    }

    /// Lets its words begin at byte `at` of the line, but for the first of labels that may stand there.
    fn relabel(&mut self, line: &Line, words: &str, at: usize) {
        let found = mark(&words[at..]);
        self.label = found.label.filter(Label::is_first);
        self.begin(line, at + found.body * usize::from(self.label.is_some()));
    }
}

/// `(Purpose)` over `Article 1   The purpose of …`, `Amaç` over `Madde 1- Bu Kanunun …`: what each of these lines names,
/// where several do, and most where they bear no brackets.
fn captions(text: &str, sifted: &Sifted) -> HashMap<usize, Titled> {
    let (mut found, mut all, mut plain) = (HashMap::new(), 0, 0);
    for (&i, named) in sifted.named.iter().filter(|n| division(&n.1.word) == Some(800)) {
        let line = &sifted.lines[i];
        let rest = &line.of(text)[named.title.min(line.of(text).len())..];
        let said = rest.len() > 45 || rest.len() > 12 && ending(rest) != Ending::Open;
        all += usize::from(said);
        let Some(over) = i.checked_sub(1).filter(|&k| line.gap == 0 && sifted.noise[i].or(sifted.noise[k]).is_none())
        else {
            continue;
        };
        let words = sifted.lines[over].of(text);
        let inner = words.strip_prefix('(').and_then(|w| w.strip_suffix(')'));
        let title = inner.unwrap_or(words);
        let short =
            (3..=120).contains(&title.len()) && title.starts_with(|c: char| !c.is_lowercase() && c.is_alphabetic());
        let apart = sifted.lines[over].gap > 0 || over == 0 || sifted.noise[over - 1].is_some();
        let bare = || said && apart && title.len() <= 80 && ending(title) == Ending::Open;
        if short && (inner.is_some() || !sifted.named.contains_key(&over) && bare()) {
            plain += usize::from(inner.is_none());
            let title = usize::from(inner.is_some());
            found.insert(over, Titled { title, parted: true, ..named.clone() });
        }
    }
    let fits = found.len() >= 2 && (plain == 0 || plain >= 3 && found.len() * 2 > all);
    if fits { found } else { HashMap::new() }
}

/// Titles right above the numbers of their sections, as laws print them that once stood in the margin: `Right to life.`
/// over `26. (1) Every person …`. The number of each, by line.
fn side_titles(text: &str, sifted: &Sifted) -> HashMap<usize, Label> {
    let open = |i: usize| sifted.noise[i].is_none() && !sifted.note_lines.contains(&i);
    let (mut found, mut all, mut firsts, mut last) = (HashMap::new(), 0, 0, 0);
    for i in 1..sifted.lines.len() {
        if !sifted.lines[i].first(text).is_ascii_digit() || !open(i) {
            continue;
        }
        let words = sifted.lines[i].of(text);
        let number = mark(words);
        let Some(label) = number.label.filter(|l| l.dress == label::Dress::Dot) else { continue };
        let Some(value) = label.value(Count::Arabic).filter(|&v| v > last) else { continue };
        let title = sifted.lines[i - 1].of(text);
        let said = title.trim_end_matches('.');
        let short = said.len() < title.len() && (3..=90).contains(&said.len()) && !said.contains(". ");
        let plain = title.starts_with(char::is_uppercase) && mark(title).label.is_none();
        let above = i.checked_sub(2).filter(|&k| sifted.lines[i - 1].gap == 0 && open(k));
        let ended = above.is_none_or(|k| {
            !matches!(ending(sifted.lines[k].of(text)), Ending::Open | Ending::Comma)
                || titled(sifted.lines[k].of(text)).is_some()
        });
        (last, all) = (value, all + 1);
        if short && plain && ended && open(i - 1) && sifted.lines[i].gap == 0 {
            firsts += usize::from(mark(&words[number.body..]).label.is_some_and(|l| l.is_first()));
            found.insert(i - 1, label);
        }
    }
    if firsts >= 2 && found.len() >= 3 && found.len() * 10 >= all * 7 { found } else { HashMap::new() }
}

/// Numbers alone on their lines that count the paragraphs below them, `1`, `1bis`, `2`, beginning again in each article.
fn lone_numbers(text: &str, sifted: &Sifted) -> Vec<(usize, usize)> {
    let value = |i: usize| {
        let words = sifted.lines[i].of(text);
        let digits = words.bytes().take_while(u8::is_ascii_digit).count();
        let fits = (1..=2).contains(&digits) && (words.len() == digits || is_latin_suffix(&words[digits..]));
        words[..digits].parse::<u32>().ok().filter(|_| fits)
    };
    let open =
        |i: usize| sifted.noise[i].is_none() && !sifted.note_lines.contains(&i) && !sifted.notes.contains_key(&i);
    let over = |i: usize| {
        let next = sifted.lines.get(i + 1).filter(|l| l.gap == 0 && open(i + 1));
        next.is_some_and(|l| {
            let words = l.of(text);
            words.starts_with(char::is_uppercase) && (words.len() > 20 || ending(words) != Ending::Open)
        })
    };
    let (mut found, mut last, mut rises) = (Vec::new(), 0, 0);
    for i in (1..sifted.lines.len()).filter(|&i| sifted.lines[i].end - sifted.lines[i].start <= 8 && open(i)) {
        let Some(value) = value(i).filter(|&v| (v == 1 || v == last || v == last + 1) && over(i)) else { continue };
        rises += usize::from(value == last + 1 && value > 1);
        last = value;
        found.push((i, sifted.lines[i].of(text).len()));
    }
    if rises >= 2 { found } else { Vec::new() }
}

/// Lines that begin with small letters or Roman numbers without a sign, `i   the right`, `ii  such provision`, one below
/// the other. Where each ends, by line.
fn bare_letters(text: &str, sifted: &Sifted) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    // The list that is open: what it counts with, how far, where it stands, and its first line.
    let mut open: Option<(Count, u32, u16, (usize, usize))> = None;
    for (i, line) in sifted.lines.iter().enumerate() {
        if !line.first(text).is_ascii_lowercase() || sifted.noise[i].is_some() {
            continue;
        }
        let words = line.of(text);
        let Some(end) = words.bytes().take(6).position(|b| b == b' ') else { continue };
        let wide = words[end + 1..].starts_with(' ');
        let due = open.is_some_and(|o| o.0 == Count::RomanLower && line.indent.abs_diff(o.2) <= 1);
        if !wide && !due {
            continue;
        }
        let readings = readings(&words[..end]);
        let value = |count| readings.iter().find(|r| r.0 == count).map(|r| r.1);
        let next = open.filter(|o| value(o.0) == Some(o.1 + 1) && line.indent.abs_diff(o.2) <= 1);
        if let Some((count, value, _, first)) = next {
            found.extend((value == 1).then_some(first));
            found.push((i, end));
            open = Some((count, value + 1, line.indent, first));
        } else if let Some(&(count, _)) = readings.iter().find(|r| r.1 == 1).filter(|_| wide) {
            open = Some((count, 1, line.indent, (i, end)));
        }
    }
    found
}

/// Lines that head sections with a number without a sign, `2 Refusal of entry`: short, apart, their numbers growing
/// through the text. Where the number ends, by line, and whether it surely heads what is right below.
fn bare_headings(text: &str, sifted: &Sifted) -> HashMap<usize, (usize, bool)> {
    let over = |i: usize| {
        let next =
            sifted.lines.get(i + 1).is_none_or(|l| l.gap > 0 || mark(l.of(text)).label.is_some_and(|l| l.is_first()));
        next && sifted.noise[i].is_none() && !sifted.notes.contains_key(&i)
    };
    // One right below text is a heading where the number before it heads a section.
    let apart = |i: usize| sifted.lines[i].gap > 0 || sifted.lines[i].feed;
    let number = |i: usize| {
        let words = sifted.lines[i].of(text);
        let end = words.bytes().take(5).position(|b| b == b' ')?;
        let digits = words[..end].trim_end_matches(|c: char| c.is_ascii_uppercase());
        let value: u32 = digits.parse().ok().filter(|_| digits.len() <= 3 && end <= digits.len() + 1)?;
        let title = words[end + 1..].trim_start();
        let fits = (3..=90).contains(&title.len())
            && title.starts_with(char::is_uppercase)
            && ending(title) == Ending::Open
            && !is_dated(words);
        (fits && !has_columns(title)).then_some((i, end, value))
    };
    let figured = (0..sifted.lines.len()).filter(|&i| sifted.lines[i].first(text).is_ascii_digit());
    let numbers: Vec<_> = figured.filter_map(number).collect();
    let mut chain: Vec<(usize, usize, u32)> = Vec::new();
    for &one in numbers.iter().filter(|n| over(n.0)) {
        let grows = chain.last().is_none_or(|last| last.2 <= one.2 && one.2 <= last.2 + 8);
        if grows && (apart(one.0) || one.2 == chain.last().map_or(0, |last| last.2) + 1) {
            chain.push(one);
        }
    }
    // Where no blank lines part them, most stand over the `(1)` of their sections.
    let opens = |i: usize| {
        let below = sifted.lines.get(i + 1).and_then(|l| mark(l.of(text)).label);
        below.is_some_and(|l| l.is_first() && matches!(l.dress, Dress::Round | Dress::Dot))
    };
    let most = |fits: &dyn Fn(usize) -> bool| chain.iter().filter(|c| fits(c.0)).count() * 2 > chain.len();
    let fits = chain.len() >= 3 && chain[0].2 <= 3 && (most(&apart) || most(&opens));
    let chain = if fits { chain } else { tight_headings(text, sifted, &numbers, opens) };
    let all = chain.iter().filter(|c| fits || chain.len() >= 6 || opens(c.0)).count();
    chain.into_iter().filter(|_| fits || all >= 2).map(|(i, end, _)| (i, (end, !fits))).collect()
}

/// Those of `numbers` that count by one, each right below words that have ended and right over the words it heads; the
/// first is 1, or `opens` numbers of its own.
fn tight_headings(
    text: &str,
    sifted: &Sifted,
    numbers: &[(usize, usize, u32)],
    opens: impl Fn(usize) -> bool,
) -> Vec<(usize, usize, u32)> {
    let open = |i: &usize| sifted.noise[*i].is_none();
    let heads = |i: usize| sifted.named.contains_key(&i);
    let ended = |i: usize| {
        let above = (0..i).rev().take(DEPTH).find(open);
        above.is_none_or(|k| {
            let done = !matches!(ending(sifted.lines[k].of(text)), Ending::Open | Ending::Comma);
            done || (k.saturating_sub(2)..=k).any(heads)
        })
    };
    let over = |i: usize| {
        let next = sifted.lines.get(i + 1).filter(|_| open(&(i + 1))).map_or("", |l| l.of(text));
        let begins = next.starts_with(|c: char| c.is_uppercase() || matches!(c, '(' | '“'));
        opens(i) || begins && (ending(next) != Ending::Open || next.len() > 40) && !heads(i + 1)
    };
    let free = |n: &&(usize, usize, u32)| open(&n.0) && !sifted.notes.contains_key(&n.0);
    let chain = |from: u32| {
        let mut chain: Vec<(usize, usize, u32)> = Vec::new();
        for &one in numbers.iter().filter(free) {
            if one.2 == chain.last().map_or(from, |last| last.2 + 1) && ended(one.0) && over(one.0) {
                chain.push(one);
            }
        }
        Some(chain).filter(|c| c.len() >= 4)
    };
    let first = || numbers.iter().filter(free).find(|n| opens(n.0) && ended(n.0));
    chain(1).or_else(|| first().and_then(|n| chain(n.2))).unwrap_or_default()
}

/// How many lines furniture has at most between two pages.
const DEPTH: usize = 8;
