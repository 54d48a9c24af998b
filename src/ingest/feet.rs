//! Footnotes told from text where no raised mark tells them: by their place at a page's foot and the marks above.

use super::classify;
use super::count::Count;
use super::decode::Line;
use super::label::{mark, note_mark, superscript};
use super::notes::{is_mark, is_stem, letter_mark};
use super::shapes::cites_paper;
use super::sifted::Sifted;
use super::titled::titled;

/// Footnotes that stand at the end of running pages: `… trafficking 4 See the report …`. Their numbers grow through the
/// text, and each stands on its page twice: as a mark, and before its note.
pub(super) fn page_notes(text: &str, sifted: &mut Sifted) {
    let mut last = 0u32;
    for i in 0..sifted.lines.len() {
        if sifted.pages[i] == 0 || sifted.noise[i].is_some() {
            continue;
        }
        let line = sifted.lines[i];
        let words = line.of(text);
        let mut starts: Vec<(u32, usize)> = Vec::new();
        loop {
            let label = format!(" {} ", last + 1);
            let after = starts.last().map_or(0, |s| s.1);
            let begins = |at: usize| words[at + label.len()..].starts_with(char::is_uppercase);
            let Some(at) = words.rmatch_indices(&label).map(|m| m.0).find(|&at| at > after && begins(at)) else {
                break;
            };
            let marked = words[..at].contains(&label) || !starts.is_empty();
            if !marked || words.len() - at > 1200 {
                break;
            }
            last += 1;
            starts.push((last, at));
        }
        let byte = |at: usize| line.start + u32::try_from(at).unwrap_or(0);
        let ends = starts.iter().skip(1).map(|s| s.1).chain([words.len()]);
        let notes: Vec<(String, u32, u32)> = starts
            .iter()
            .zip(ends)
            .map(|(&(n, at), end)| (n.to_string(), byte(at + n.to_string().len() + 2), byte(end)))
            .collect();
        if let Some(&(_, at)) = starts.first() {
            sifted.lines[i].end = byte(words[..at].trim_end().len());
            sifted.page_notes.insert(i, notes);
        }
    }
}

/// How a footnote's label is set: `1 See`, or `1` alone on the line above, `(1) See`, `1. See`, `[1] See`, `- 1 See`, or
/// `(a) See`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Make {
    Plain,
    Lone,
    Round,
    Dot,
    Square,
    Listed,
    Letter,
}

/// The number that a footnote may begin with, how it is set, and the byte where the words begin.
#[derive(Clone, Copy)]
struct Start {
    number: u32,
    make: Make,
    body: usize,
}

impl Start {
    /// Its label: a number, or the letter of that number.
    fn label(self) -> String {
        let letter = u32::from('a') + self.number - 1;
        let letter = char::from_u32(letter).filter(|_| self.make == Make::Letter);
        letter.map_or_else(|| self.number.to_string(), String::from)
    }
}

/// A footnote's label in plain figures at the start of `words`, or a letter in brackets.
fn start(words: &str) -> Option<Start> {
    if let [b'(', letter @ b'a'..=b'z', b')', b' ', ..] = *words.as_bytes() {
        let body = words[3..].trim_start();
        let begins = body.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“\"‘[".contains(c));
        let (number, body) = (u32::from(letter - b'a') + 1, words.len() - body.len());
        return begins.then_some(Start { number, make: Make::Letter, body });
    }
    // An extractor may take the notes of a page for a list or for quotations.
    let whole = words.len();
    let listed = words.strip_prefix("- ").or_else(|| words.strip_prefix("> "));
    let words = listed.filter(|w| w.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(words);
    let inner = words.strip_prefix(['(', '[']).unwrap_or(words);
    let end = inner.find(|c: char| !c.is_ascii_digit()).unwrap_or(inner.len());
    let (make, rest) = match (words.as_bytes()[0], inner[end..].chars().next()?) {
        (b'(', ')') => (Make::Round, &inner[end + 1..]),
        (b'[', ']') => (Make::Square, &inner[end + 1..]),
        (b'(' | b'[', _) => return None,
        (_, '.') => (Make::Dot, &inner[end + 1..]),
        _ if words.len() < whole => (Make::Listed, &inner[end..]),
        _ => (Make::Plain, &inner[end..]),
    };
    let body = rest.trim_start();
    let begins = body.starts_with(|c: char| c.is_uppercase() || "“\"‘[".contains(c)) || body.starts_with("http");
    let begins = begins || cites_paper(body);
    let number = inner[..end]
        .parse()
        .ok()
        .filter(|_| (1..=3).contains(&end) && (rest.len() > body.len() || make == Make::Square) && begins)?;
    Some(Start { number, make, body: whole - body.len() })
}

/// Whether `words` begin as a footnote in plain figures does: `1 See …`, `(1) OJ …`.
pub(super) fn is_plain_note(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit() || c == '(')
        && start(words).is_some_and(|s| matches!(s.make, Make::Plain | Make::Round))
}

/// How a mark in the text is set: `refugees,1`, `refugees,[1]`, `refugees,<sup>1</sup>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    Stuck,
    Square,
    Tagged,
}

impl Make {
    /// Whether notes of this make answer marks that are `set` so.
    fn answers(self, set: Set) -> bool {
        match self {
            Self::Square => set == Set::Square,
            Self::Listed => set != Set::Square,
            _ => set == Set::Stuck,
        }
    }
}

/// The marks of notes that stand in the text, as far as it was looked through.
struct Marks {
    /// The line up to which it was.
    upto: usize,
    /// Each by its line and number, and how it is set.
    all: Vec<(usize, u32, Set)>,
    /// Where in `all` each number stands first, behind the notes found last.
    firsts: Vec<usize>,
    /// How many of `all` stand before the notes found last.
    base: usize,
    /// Whether raised marks are no marks of notes in plain figures, as notes begin with raised figures themselves.
    raised: bool,
    /// The number of the last paragraph of the text, of the last in brackets, and of the last note.
    paragraph: u32,
    round: u32,
    note: u32,
}

impl Marks {
    /// Looks the text through to line `i`.
    fn look(&mut self, text: &str, sifted: &Sifted, i: usize) {
        for k in self.upto..i {
            if sifted.noise[k].is_none() && !sifted.notes.contains_key(&k) {
                each_mark(sifted.lines[k].of(text), self.raised, |number, set| {
                    let place = number as usize;
                    if self.firsts[place] < self.base {
                        self.firsts[place] = self.all.len();
                    }
                    self.all.push((k, number, set));
                });
            }
        }
        self.upto = self.upto.max(i);
    }

    /// Whether one of `number` stands behind line `from`.
    fn stands(&self, from: usize, number: u32, make: Make) -> bool {
        let near = &self.all[self.all.partition_point(|m| m.0 < from)..];
        near.iter().any(|m| m.1 == number && make.answers(m.2))
    }

    /// Whether any of `number` stands anywhere in the text so far.
    fn bears(&self, number: u32) -> bool {
        self.all.get(self.firsts[number as usize]).is_some_and(|m| m.1 == number)
    }

    /// Whether all of `numbers` stand behind the notes found last, in their order.
    fn stand_in_order(&self, numbers: impl Iterator<Item = u32>, make: Make) -> bool {
        let firsts = numbers.map(|n| Some(self.firsts[n as usize]).filter(|&f| f >= self.base));
        let fits = |f: Option<usize>| f.filter(|&f| self.all.get(f).is_some_and(|m| make.answers(m.2)));
        firsts.map(fits).try_fold(0, |last, f| f.filter(|&f| f >= last)).is_some()
    }

    /// Notes were found: the marks before line `end` are theirs.
    fn found(&mut self, end: usize) {
        (self.base, self.upto) = (self.all.len() + 1, self.upto.max(end));
        self.all.push((end, 0, Set::Stuck));
    }
}

/// Calls `seen` with each footnote mark in `words`, stuck to a word or a sign, and how it is set:
/// `taking1`, `refugees,¹²`, `Convention,[1]`.
pub(super) fn each_mark(words: &str, raised: bool, mut seen: impl FnMut(u32, Set)) {
    let bytes = words.as_bytes();
    let (mut at, mut last) = (0, None);
    let may = |b: u8| b.is_ascii_digit() || !b.is_ascii();
    loop {
        // Most stretches hold no figure, which is told of sixteen bytes at once.
        while bytes[at..].first_chunk::<16>().is_some_and(|all| !all.iter().fold(false, |any, &b| any | may(b))) {
            at += 16;
        }
        let Some(n) = bytes[at..].iter().position(|&b| may(b)) else { break };
        at += n;
        if !bytes[at].is_ascii() {
            let rest = &words[at..];
            let end = rest.find(|c| superscript(c).is_none()).unwrap_or(rest.len());
            let number: String = rest[..end].chars().filter_map(superscript).collect();
            if let Some(number) = number.parse().ok().filter(|&n| raised && at > 0 && n < MOST) {
                seen(number, Set::Stuck);
            }
            at += if end > 0 { end } else { rest.chars().next().map_or(1, char::len_utf8) };
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        // `Summit in 20232`
        let from = if (5..=6).contains(&(end - at)) { at + 4 } else { at };
        let before = &words[..from];
        if let Some(number) = words[from..end].parse().ok().filter(|&n| n < MOST) {
            let square = before.strip_suffix('[').is_some_and(|b| words[end..].starts_with(']') && is_stem(b));
            let tagged = before.strip_suffix("<sup>").is_some_and(|b| words[end..].starts_with("</sup>") && is_stem(b));
            // `Pp1   Noting` and `.2   a survey` are labels.
            let label = before == "." || before.len() <= 2 && before.chars().all(char::is_alphabetic);
            // `at sea.1 2 3`
            let row = last == Some((at - usize::from(at > 0), number - u32::from(number > 0)));
            if square || tagged || row || !label && is_mark(words, from, end) {
                seen(
                    number,
                    if tagged {
                        Set::Tagged
                    } else if square {
                        Set::Square
                    } else {
                        Set::Stuck
                    },
                );
                last = Some((end, number));
            }
        }
        at = end;
    }
}

/// The marks of notes that stand in brackets above: ` (1)`.
fn bears_round(text: &str, number: u32) -> bool {
    // `section 36 (1)` names a place.
    let mark = format!(" ({number}");
    text.match_indices(&mark).any(|(at, _)| {
        let behind = text[at + mark.len()..].trim_start_matches(' ');
        let alone = !text[..at].contains(' ') && classify::names_place(&text[..at]);
        (behind.is_empty() || behind.starts_with(')')) && !alone && !classify::refers(&text[..at], &text[at + 1..])
    })
}

/// No note has so many lines.
const LONGEST: usize = 40;

/// No text has so many notes on one page, nor so high a mark.
const MOST: u32 = 1000;

/// Footnotes in plain figures: under a rule, at a page's foot where the text above bears their marks, or at a work's
/// end where all of it does. A mark may stand alone on the line above its note.
pub(super) fn plain_notes(text: &str, sifted: &mut Sifted) {
    let count = sifted.lines.len();
    let strange = |l: &&Line| matches!(l.first(text), b'[' | b'<' | b'$' | b'^' | b'-' | b'*' | 0x80..);
    let raised = !sifted.lines.iter().filter(strange).any(|l| note_mark(l.of(text)).is_some());
    let mut marks = Marks {
        upto: 0,
        all: vec![(0, 0, Set::Stuck)],
        firsts: vec![0; MOST as usize],
        base: 1,
        raised,
        paragraph: 0,
        round: 0,
        note: 0,
    };
    let (mut above, mut i) = (0, 0);
    while i < count {
        let Some(found) = note_at(text, sifted, i) else {
            i += 1;
            continue;
        };
        let rule = i.checked_sub(1).filter(|&k| sifted.noise[k].is_some()).map(|k| &sifted.lines[k]);
        // Dashes right below words head a section of a Markdown text.
        let ruled = rule.is_some_and(|r| {
            r.of(text).starts_with("____") || r.of(text).starts_with("-----") && r.gap > 0 && found.number == 1
        });
        marks.look(text, sifted, i);
        // Most numbers with a sign count paragraphs: no mark leads to the first, so none of them is asked for.
        let sign = matches!(found.make, Make::Dot | Make::Square);
        let (run, end) = if sign && !marks.bears(found.number) { (Vec::new(), i) } else { run(text, sifted, i, found) };
        if !run.is_empty() && is_told(text, sifted, &run, end, above, &marks, ruled) {
            marks.note = run[run.len() - 1].1.number;
            sifted.note_lines.extend(i..end);
            sifted.notes.extend(run.into_iter().map(|(at, s)| (at, (s.label(), s.body))));
            (above, i) = (end, end);
            marks.found(end);
        } else {
            match found.make {
                Make::Dot => marks.paragraph = found.number,
                Make::Round => marks.round = found.number,
                _ => {}
            }
            i += 1;
        }
    }
}

/// The notes that may begin at line `i` with `found`, and the line behind the last.
fn run(text: &str, sifted: &Sifted, i: usize, found: Start) -> (Vec<(usize, Start)>, usize) {
    let mut run = vec![(i, found)];
    let mut end = i + 1;
    while end < sifted.lines.len() && sifted.noise[end].is_none() && !sifted.lines[end].feed {
        let (at, last) = run[run.len() - 1];
        let lone = at + 1 == end && last.make == Make::Lone;
        // Any other number begins a line of the note; the first one again, or a heading, begins something else.
        let words = sifted.lines[end].of(text);
        match note_at(text, sifted, end).filter(|n| n.make == found.make) {
            Some(next) if next.number == last.number + 1 => run.push((end, next)),
            Some(next) if next.number == found.number => break,
            _ if end > at + LONGEST
                || sifted.lines[end].gap > 0 && !lone
                || titled(words).is_some_and(|t| t.title >= words.len()) =>
            {
                break;
            }
            _ => {}
        }
        end += 1;
    }
    (run, end)
}

/// Whether the lines from that of `run` to `end` are footnotes.
fn is_told(
    text: &str,
    sifted: &Sifted,
    run: &[(usize, Start)],
    end: usize,
    above: usize,
    marks: &Marks,
    ruled: bool,
) -> bool {
    let (i, first) = run[0];
    if first.make == Make::Letter {
        let near = || (above.max(i.saturating_sub(80))..i).filter(|&k| sifted.noise[k].is_none());
        let cited = |s: &Start| near().any(|k| letter_mark(sifted.lines[k].of(text), &s.label()).is_some());
        return ruled && first.number == 1 && run.iter().filter(|(_, s)| cited(s)).count() * 2 >= run.len();
    }
    let sign = matches!(first.make, Make::Dot | Make::Square | Make::Listed);
    if ruled && !sign {
        return true;
    }
    let round = first.make == Make::Round;
    let foot = end >= sifted.lines.len() || sifted.noise[end].is_some() || sifted.lines[end].feed;
    let apart = sifted.lines[i].gap > 0 || i > 0 && sifted.noise[i - 1].is_some();
    let near = above.max(i.saturating_sub(80));
    let cited = |s: &Start| match s.make {
        Make::Round => {
            marks.stands(near, s.number, Make::Plain) && foot
                || (near..i).any(|k| sifted.noise[k].is_none() && bears_round(sifted.lines[k].of(text), s.number))
        }
        make => marks.stands(near, s.number, make),
    };
    let answered = run.iter().filter(|(_, s)| cited(s)).count();
    let all = answered == run.len() || !round && marks.stand_in_order(run.iter().map(|r| r.1.number), first.make);
    // What a colon asks for ends with semicolons, notes with full stops.
    let ends = |k: usize| classify::ending(sifted.lines[k - 1].of(text));
    let stops = || run.iter().skip(1).map(|r| r.0).chain([end]).all(|k| ends(k) == classify::Ending::Full);
    let asked = round && i > 0 && ends(i) == classify::Ending::Colon && !(answered == run.len() && stops());
    // `(2) Every person who …,—` leads to a list, and what goes on counting right below the text is a paragraph of it.
    let counts = first.number > 1 && !apart && first.number == marks.round + 1;
    let counts = round && (counts || ends(end) == classify::Ending::Colon);
    let told = !asked
        && !counts
        && match first.make {
            // What goes on counting paragraphs is one.
            Make::Dot => foot && apart && all && first.number != marks.paragraph + 1,
            Make::Square => apart && all,
            // Paragraphs are counted so as well, and go on over more lists.
            Make::Listed => {
                apart && all && (first.number == 1 || first.number == marks.note + 1) && {
                    let last = &sifted.lines[end - 1];
                    !matches!(classify::ending(last.of(text)), classify::Ending::Colon | classify::Ending::Semicolon)
                }
            }
            // Marks stand in headings, too, where they look like figures.
            Make::Plain if foot && answered > 0 && apart && run.len() > 2 && first.number == marks.note + 1 => true,
            _ if foot => all || answered * 2 >= run.len() && answered > 0,
            make => make != Make::Round && apart && all,
        };
    // `(1) The Minister may— (a) …`: what holds items is a paragraph of a law.
    let lettered = |k: usize| mark(sifted.lines[k].of(text)).label.is_some_and(|l| l.value(Count::Lower).is_some());
    let sure = foot && (first.make == Make::Lone || first.make == Make::Plain && answered == run.len());
    let headed = under_heading(text, sifted, i);
    told && (ruled || sure || !headed) && !(first.make != Make::Lone && (i..end).any(lettered))
}

/// Whether a title of up to three short lines stands right over line `i`: what a title heads is text.
fn under_heading(text: &str, sifted: &Sifted, i: usize) -> bool {
    let title = |k: usize| {
        let words = sifted.lines[k].of(text);
        let begins = words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let open = classify::ending(words) == classify::Ending::Open && !classify::breaks_off(words);
        sifted.noise[k].is_none() && begins && words.len() <= 60 && open
    };
    let apart = sifted.lines[i].gap > 0 && !sifted.lines[i].feed;
    let mut above = (0..i).rev().take(3).take_while(|&k| title(k));
    apart && above.any(|k| sifted.lines[k].gap > 0)
}

/// The footnote that may begin at line `i`: where on the line its words begin; the line's end where they stand below.
fn note_at(text: &str, sifted: &Sifted, i: usize) -> Option<Start> {
    if sifted.noise[i].is_some() || !matches!(sifted.lines[i].first(text), b'0'..=b'9' | b'(' | b'[' | b'-' | b'>') {
        return None;
    }
    let words = sifted.lines[i].of(text);
    if let Some(found) = start(words) {
        return Some(found);
    }
    let lone = words.len() <= 3 && words.bytes().all(|b| b.is_ascii_digit()) && !words.starts_with('0');
    let next = sifted.lines.get(i + 1).filter(|n| lone && !n.feed && n.gap <= 1 && sifted.noise[i + 1].is_none())?;
    let body = next.of(text);
    let begins = body.starts_with(|c: char| c.is_uppercase() || "“\"‘([".contains(c)) || body.starts_with("http");
    let number = words.parse().ok().filter(|_| begins && body.len() > 5)?;
    Some(Start { number, make: Make::Lone, body: words.len() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_seen() {
        let check = |words: &str, expected: &[(u32, Set)]| {
            let mut got = Vec::new();
            each_mark(words, true, |number, set| got.push((number, set)));
            assert_eq!(got, expected, "{words}");
        };
        check("taking part1 in ferries,2 and", &[(1, Set::Stuck), (2, Set::Stuck)]);
        check("refugees,¹² and", &[(12, Set::Stuck)]);
        check("the Convention,[3] and", &[(3, Set::Square)]);
        check("the Convention,<sup>4</sup> and", &[(4, Set::Tagged)]);
        check("at sea.4 5 6 Each", &[(4, Set::Stuck), (5, Set::Stuck), (6, Set::Stuck)]);
        check("resolved in 20157; of 2021,8 and", &[(7, Set::Stuck), (8, Set::Stuck)]);
        check("Pp1   Noting 23/CP.2 and 1.5 °C", &[]);
        check(".2   a survey", &[]);
    }

    #[test]
    fn notes_begin_in_many_makes() {
        let check = |words: &str, expected: Option<(u32, &str)>| {
            let got = start(words).map(|s| (s.number, &words[s.body..]));
            assert_eq!(got, expected, "{words}");
        };
        check("1 See CRP.1", Some((1, "See CRP.1")));
        check("(2) OJ L 1", Some((2, "OJ L 1")));
        check("3. Resolution 70/1.", Some((3, "Resolution 70/1.")));
        check("[4] Ibid.", Some((4, "Ibid.")));
        check("5 https://a.b", Some((5, "https://a.b")));
        check("6 12301/21. See", Some((6, "12301/21. See")));
        check("- 6 See CRP.2", Some((6, "See CRP.2")));
        check("(b) 1995 c. 21.", Some((2, "1995 c. 21.")));
        check("(b) the ferry", None);
        check("6 of them", None);
        check("2018 was", None);
    }
}
