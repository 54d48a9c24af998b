//! One source to its works: where one text ends and another begins.

use super::block::{Block, Kind};
use super::classify::{Ending, is_caps};
use super::count::Count;
use super::divisions::division;
use super::folds::folded;
use super::heading::{Found, Heading, Look};
use super::label::Dress;
use super::shapes::{has_columns, is_dated, is_known, names_body, resolution_number, says_any, symbol};
use crate::text::QuickSet;

/// A source's blocks and the headings among them.
struct Blocks<'a> {
    text: &'a str,
    all: &'a [Block],
    found: &'a [Found],
    /// What their first lines speak for.
    signs: Vec<Signs>,
    /// The gap between most blocks.
    gap: u16,
    /// The lines of contents pages, in small letters, and the first words of those.
    contents: [QuickSet<&'a str>; 2],
}

/// What the first line of a block speaks for.
#[derive(Clone, Copy, Default)]
struct Signs {
    /// How much for a title page.
    cue: usize,
    /// Whether it is a date.
    dated: bool,
    /// Whether it is in capitals.
    caps: bool,
}

impl Signs {
    fn of(text: &str, block: &Block) -> Self {
        // No other stands on a title page.
        if block.label.is_some() || block.kind != Kind::Text || block.len() >= LONGEST {
            return Self::default();
        }
        let first = block.first(text);
        Self { cue: cue(first), dated: is_dated(first), caps: is_caps(first) }
    }
}

/// A block of a title page has fewer bytes.
const LONGEST: usize = 300;

/// The first block of each work.
pub(super) fn split<'a>(text: &'a str, blocks: &'a [Block], found: &'a [Found], contents: &'a [String]) -> Vec<usize> {
    let mut gaps = [0_u32; 8];
    blocks.iter().filter(|b| b.gap > 0).for_each(|b| gaps[usize::from(b.gap.min(7))] += 1);
    let gap = (1..8).rev().max_by_key(|&g| gaps[usize::from(g)]).unwrap_or(1);
    let first = |entry: &'a String| entry.split(' ').next().unwrap_or("");
    let contents = [contents.iter().map(String::as_str).collect(), contents.iter().map(first).collect()];
    let signs = blocks.iter().map(|block| Signs::of(text, block)).collect();
    let source = Blocks { text, all: blocks, found, signs, gap, contents };
    let mut starts = vec![0];
    let shape = |at: usize| blocks.get(at).map(|b: &Block| folded(b.first(text)));
    let mut opening = shape(0);
    let (mut said, mut reached) = (0, Reached::default());
    let mut at = 1;
    while at < blocks.len() {
        reached.note(&blocks[at - 1], found[at - 1].as_deref());
        said += source.sentence(at - 1);
        // Texts bound together open alike: the same symbol but for its figures.
        let first = starts[starts.len() - 1];
        let same = |i: usize| {
            let words = blocks[i].first(text);
            // A symbol that the work does not open with is another's.
            let other =
                || symbol(words) == Some(words) && blocks[first..].iter().take(8).all(|b| b.first(text) != words);
            i > first + 2
                && blocks[i].gap > 0
                && words.len() < 60
                && words != blocks[first].first(text)
                && (shape(i) == opening || other())
        };
        if said >= ENOUGH && source.begins(at, &reached, same(at)) {
            // The title page begins at the widest gap before its text.
            let page = (at..blocks.len()).take(12).take_while(|&i| i == at || !source.is_body(i));
            let widest = page
                .filter(|&i| i == at || source.begins(i, &reached, same(i)))
                .max_by_key(|&i| (blocks[i].gap.max(u16::from(blocks[i].parted)), std::cmp::Reverse(i)));
            let here = same(at) || blocks[at].parted || blocks[at].gap > source.gap;
            at = if here { at } else { widest.unwrap_or(at) };
            starts.push(at);
            opening = shape(at);
            (said, reached) = (0, Reached::default());
        }
        at += 1;
    }
    starts
}

/// What a text bears behind its own.
const APPENDED: [&str; 6] = ["annex", "appendix", "enclosure", "attachment", "schedule", "pièce jointe"];

/// A work says more than so many bytes.
const ENOUGH: usize = 70;

/// How far the numbers of a work have come: paragraphs, Roman headings, articles.
#[derive(Default)]
struct Reached {
    last: [u32; 3],
    /// Whether they have begun again within the work: then that says nothing.
    again: [bool; 3],
}

/// Which of the three a block counts, and its number.
fn counted(block: &Block, heading: Option<&Heading>) -> Option<(usize, u32)> {
    match heading.map(|h| (&h.look, h.value)) {
        Some((Look::Counted(Count::RomanUpper, _), Some(value))) => Some((1, value)),
        Some((Look::Division(word), Some(value))) if division(word) == Some(800) => Some((2, value)),
        Some(_) => None,
        None => {
            let label = block.label.as_ref().filter(|l| l.dress == Dress::Dot && block.len() > 20)?;
            label.value(Count::Arabic).map(|value| (0, value))
        }
    }
}

impl Reached {
    fn note(&mut self, block: &Block, heading: Option<&Heading>) {
        if let Some((what, value)) = counted(block, heading) {
            self.again[what] |= value == 1 && self.last[what] > 1;
            self.last[what] = value;
        }
    }
}

impl Blocks<'_> {
    /// Whether text stands at `at`, not a title page.
    fn is_body(&self, at: usize) -> bool {
        let block = &self.all[at];
        let (len, open) = (block.len(), block.ending(self.text) == Ending::Open);
        block.kind == Kind::Text
            && self.found[at].is_none()
            && (len > 160 || len > 60 && (block.label.is_some() || !open && !is_caps(block.first(self.text))))
    }

    /// How many bytes of running text stand at `at`.
    fn sentence(&self, at: usize) -> usize {
        let (block, ends) = (&self.all[at], self.all[at].ending(self.text));
        let told = block.len() > 160 || block.label.is_some() && block.len() > 60 || ends != Ending::Open;
        let text = block.kind == Kind::Text && self.found[at].is_none() && block.len() > 40;
        // The cells of a masthead are no sentence.
        let first = block.first(self.text);
        let clerical = || is_caps(first) || first.len() < 400 && has_columns(first);
        if told && text && !clerical() { block.len() } else { 0 }
    }

    /// Whether a work's title page stands at `at`; `same` where it opens as the last one did.
    fn begins(&self, at: usize, reached: &Reached, same: bool) -> bool {
        let (block, before) = (&self.all[at], &self.all[at - 1]);
        let ends = before.ending(self.text);
        let unended = matches!(ends, Ending::Comma | Ending::Colon) && before.kind == Kind::Text && block.gap < 3;
        let marked = block.label.is_some() || block.bullet.is_some() || block.kind != Kind::Text;
        // Pages of one viewer are one text.
        let viewed = block.page > 0 && before.page > 0;
        let annexed = self.found[at].as_deref().is_some_and(|h| is_annex(h) && h.label.is_some());
        if viewed || annexed || marked || unended || block.len() > 160 || block.named.is_some() {
            return false;
        }
        let noted = before.kind == Kind::Note && block.gap > self.gap;
        let wide = block.gap >= 3 || block.parted || noted;
        let first = block.first(self.text);
        // The day of a meeting stands below its number, at the end of what it adopted.
        let signs = self.signs[at];
        if signs.dated && before.len() < 60 && meets(before.first(self.text)) {
            return false;
        }
        if APPENDED.iter().any(|a| first.get(..a.len()).is_some_and(|w| w.eq_ignore_ascii_case(a))) {
            return false;
        }
        let symbol = !first.contains(' ') && first.contains('/') && first.contains(|c: char| c.is_ascii_digit());
        let own = same || symbol || signs.cue > 0 || signs.dated || signs.caps || self.found[at].is_some();
        let apart = wide || block.gap > self.gap;
        let under = self.found[at - 1].is_some() && !apart || self.under_annex(at);
        let likely = own && (block.gap > 0 || block.parted) && !under;
        if !wide && !likely || self.is_listed(first) {
            return false;
        }
        let (cues, lines, formula) = self.title_page(at);
        let coded = usize::from(same && symbol);
        let (cues, lines) = (cues + 2 * coded, lines + coded);
        let titled = formula && likely && (signs.caps || self.found[at].is_some());
        if wide && (cues >= 3 && lines >= 2 || titled) && self.restarts(at, reached) != Some(false) {
            return true;
        }
        let restarts = self.restarts(at, reached);
        // A title of its own, and the words that open a body's text or a speech.
        let opens = formula
            && !under
            && !is_known(first)
            && (first.len() < 100 || signs.cue > 1)
            && block.ending(self.text) == Ending::Open;
        // A title with a date, say, over numbers that begin.
        let begins = signs.cue > 0 && cues >= 2 && !under && self.numbers_begin(at);
        let says = |i: usize| self.sentence(i) > 0;
        let follows = || cues >= 2 && !under && (at..self.all.len()).take(12).any(says) && self.closed(at);
        if wide && restarts != Some(false) && (opens || begins || follows()) {
            return true;
        }
        if !likely || cues == 0 && !same {
            return false;
        }
        let restarts = restarts == Some(true);
        let signs = usize::from(same) + usize::from(formula) + usize::from(restarts);
        let enough = |signs: usize| {
            signs >= 2 && cues.min(3) + 2 * signs + usize::from(apart) >= 5
                || apart && cues >= 3 && lines >= 2 && signs > 0
        };
        enough(signs) || enough(signs + 1) && self.closed(at)
    }

    /// Whether contents name what `words` head: `Decision 1/CMA.3`, as `1/CMA.3   Glasgow …`.
    fn is_listed(&self, words: &str) -> bool {
        let [entries, firsts] = &self.contents;
        if entries.is_empty() || words.len() < 6 {
            return false;
        }
        let low = words.to_lowercase();
        let number = low.rsplit(' ').next().filter(|n| n.contains('/') && n.contains(|c: char| c.is_ascii_digit()));
        entries.contains(low.as_str()) || number.is_some_and(|n| firsts.contains(n))
    }

    /// What speaks for a title page at `at`: cues, the lines that bear them, and whether a body or a letter opens below.
    fn title_page(&self, at: usize) -> (usize, usize, bool) {
        let (mut cues, mut lines, mut capitals, mut dates) = (0, 0, 0, 0);
        for (i, next) in self.all[at..].iter().enumerate().take(16) {
            let (words, signs) = (next.first(self.text), self.signs[at + i]);
            let heading = self.found[at + i].as_ref();
            let sectioned = i > 0 && heading.is_some_and(|h| h.label.is_some() && !matches!(h.look, Look::Named(_)));
            let headed = heading.is_some() && next.len() < LONGEST;
            // A paragraph with a number opens a work whose title page says more.
            let opens = words.starts_with("We, the ") || words.starts_with("WE, THE ");
            if i > 0 && opens && (next.label.is_none() || cues > 0) {
                return (cues, lines, true);
            }
            let greets = || says_any(words, &["presents its compliments", "have the honour"]);
            if i > 0 && next.label.is_none() && greets() {
                return (cues, lines, true);
            }
            if next.label.is_some() || sectioned || next.len() > 160 && !headed || next.kind != Kind::Text {
                break;
            }
            let ends = next.ending(self.text);
            let thanks = ends == Ending::Full && next.len() < 60 && words.starts_with("Thank you");
            if i > 0 && (thanks || ends == Ending::Comma && (names_body(words) || addresses(words))) {
                return (cues, lines, true);
            }
            let caps = signs.caps && words.len() >= 8;
            capitals += usize::from(caps);
            // One date tells; a list of them is no title page.
            let day = signs.dated && words.len() < 60;
            dates += usize::from(day);
            // Lines that begin alike are a list of titles.
            let alike = |above: &Block| signs.cue > 1 && above.first(self.text).get(..10) == words.get(..10);
            if i > 0 && alike(&self.all[at + i - 1]) {
                return (0, 0, false);
            }
            let worth = signs.cue + usize::from(caps && capitals <= 2) + usize::from(day && dates == 1);
            cues += worth;
            lines += usize::from(worth > 0);
        }
        (cues, lines, false)
    }

    /// Whether a number that has been reached begins again at `at`, where there is one.
    fn restarts(&self, at: usize, reached: &Reached) -> Option<bool> {
        let blocks = self.all[at..].iter().zip(&self.found[at..]).take(40);
        let own = blocks.take_while(|(_, h)| !h.as_deref().is_some_and(is_annex));
        let mut first = [None; 3];
        // A first number counts however few words it has, or if it heads a section.
        let one = |b: &Block, h: Option<&Heading>| {
            let headed = h.is_some_and(|h| matches!(h.look, Look::Counted(Count::Arabic, _)) && h.value == Some(1));
            let label = b.label.as_ref().filter(|l| h.is_none() && l.dress == Dress::Dot);
            (headed || label.is_some_and(|l| l.value(Count::Arabic) == Some(1))).then_some((0, 1))
        };
        for (what, value) in own.filter_map(|(b, h)| counted(b, h.as_deref()).or_else(|| one(b, h.as_deref()))) {
            first[what].get_or_insert(value);
        }
        let there = || (0..3).filter_map(|what| first[what].map(|f| (f, what)));
        let again = |what: usize| reached.last[what] > 1 && !reached.again[what];
        if there().any(|(f, _)| f != 1) { Some(false) } else { there().any(|(_, what)| again(what)).then_some(true) }
    }

    /// Whether numbers begin right below the title page at `at`.
    fn numbers_begin(&self, at: usize) -> bool {
        let below = self.all[at..].iter().zip(&self.found[at..]).skip(1).take(8);
        let first =
            |(b, h): (&Block, &Found)| h.as_ref().map_or_else(|| b.label.clone()?.value(Count::Arabic), |h| h.value);
        below.into_iter().find_map(first) == Some(1)
    }

    /// Whether the text before `at` is closed: by a courtesy, a signature, the place and day, or its notes.
    fn closed(&self, at: usize) -> bool {
        const CLOSES: [&str; 18] = [
            "done at",
            "done in",
            "fait à",
            "hecho en",
            "in witness whereof",
            "en foi de quoi",
            "highest consideration",
            "yours sincerely",
            "yours faithfully",
            "sincerely,",
            "(signed)",
            "plenary meeting",
            "séance plénière",
            "sesión plenaria",
            "thank you",
            "je vous remercie",
            "muchas gracias",
            "......",
        ];
        let last = |b: &Block| {
            let words = b.last(self.text);
            let end = words.char_indices().nth(LONGEST).map_or(words.len(), |(end, _)| end);
            says_any(&words[..end], &CLOSES)
        };
        self.all[at.saturating_sub(6)..at].iter().any(last)
    }

    /// Whether `at` belongs to the title page of an annex.
    fn under_annex(&self, at: usize) -> bool {
        let above = (at.saturating_sub(6)..at).rev().take_while(|&i| !self.is_body(i));
        above.into_iter().any(|i| self.found[i].as_deref().is_some_and(is_annex))
    }
}

/// Whether `words` name a meeting: `60th plenary meeting`.
fn meets(words: &str) -> bool {
    let low = words.trim_matches(['*', '_', '#', ' ']).to_lowercase();
    low.starts_with(|c: char| c.is_ascii_digit()) && low.contains("meeting") || low.contains("plenary")
}

/// Whether `heading` opens an annex.
fn is_annex(heading: &Heading) -> bool {
    matches!(&heading.look, Look::Division(word) if division(word) == Some(100))
}

/// `Dear Colleagues,`, `Excellency,`, `Thank you, Chair.`
fn addresses(words: &str) -> bool {
    const WORDS: [&str; 13] = [
        "Dear ",
        "Excellenc",
        "Sir,",
        "Madam",
        "Monsieur",
        "Madame",
        "Señor",
        "Mr. ",
        "Ms. ",
        "Distinguished ",
        "Ambassadors",
        "Thank you",
        "Honourable ",
    ];
    WORDS.iter().any(|a| words.starts_with(a))
}

/// How much a line speaks for a title page.
fn cue(words: &str) -> usize {
    let low = words.to_lowercase();
    let low = low.trim_matches(['*', '_', '#', ' ']);
    let has = |part: &str| low.contains(part);
    let starts = |part: &str| low.starts_with(part);
    let strong = starts("report of")
        || starts("resolution adopted")
        || starts("letter dated")
        || starts("note by")
        || starts("dear ")
        || starts("excellenc")
        || starts("note verbale")
        || starts("draft resolution")
        || starts("decision adopted")
        || starts("minutes of")
        || starts("summary record")
        || starts("summary of the") && has("meeting")
        || starts("verbatim record")
        || starts("statement by")
        || starts("statement of")
        || starts("intervention by")
        || starts("intervention of")
        || starts("oral intervention")
        || starts("submission by")
        || starts("submission of")
        || starts("remarks by")
        || starts("address by")
        || starts("press release")
        || starts("position paper")
        || starts("concept note")
        || starts("aide-memoire")
        || starts("communication from")
        || starts("proposal by")
        || resolution_number(words).is_some();
    if strong {
        return 2;
    }
    let numbered = ["resolution ", "decision ", "recommendation "].iter().any(|n| starts(n))
        && words.len() < 60
        && low.contains(|c: char| c.is_ascii_digit());
    let short = words.len() < 60;
    let weak = numbered
        || words.len() < 50 && has("session")
        || has("agenda item")
        || starts("distr")
        || starts("original:")
        || starts("republic of")
        || short && (has("parliament") || has("draft"))
        || words.len() < 40 && (has("general assembly") || has("united nations"))
        || has("papers laid")
        || starts("permanent mission")
        || starts("check against delivery")
        || symbol(words) == Some(words);
    usize::from(weak)
}
