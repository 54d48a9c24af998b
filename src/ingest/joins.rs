//! Whether a line goes on the block right above it.

use super::block::{Block, Counts, Kind, is_hyphenated, is_lone};
use super::classify::{Ending, breaks_off, ending, is_caps, refers, starts_small};
use super::clean::is_wide;
use super::count::Count;
use super::label::{Dress, Label, mark};
use super::measure::{Measure, first_word};
use super::phrases::{
    CLOSES, closes, ends_in_mark, is_address, is_enclosed, is_entry, is_figure, is_history, is_note, is_shouted,
    is_sign, means, names_papers, opens, opens_sentence, parts_date,
};
use super::resumed::heads;
use super::shapes::{
    columns, has_columns, has_figures, is_alternative, is_dated, is_known, names_body, resolution_code,
    resolution_number,
};
use super::titled::is_to_letter;
use super::verbs::{is_enacting, is_ground, is_preambular};

/// A line that may go on the block above it, with no blank line between them.
struct Join<'a> {
    text: &'a str,
    last: &'a Block,
    fresh: &'a Block,
    /// The line's words, those of the line below, and those that the block ends with.
    words: &'a str,
    below: &'a str,
    end: &'a str,
    ends: Ending,
    measure: Option<&'a Measure>,
    counts: &'a Counts,
    /// The column that the block's last line reaches.
    reach: usize,
    /// Columns of the marks before the block's words.
    cut: u16,
}

/// Whether the line of `fresh`, saying `words`, goes on the block `last`, with no blank line between them nor before the
/// line `below`.
pub(super) fn continues(
    text: &str,
    last: &Block,
    fresh: &Block,
    (words, below): (&str, &str),
    measure: Option<&Measure>,
    counts: &Counts,
) -> bool {
    if fresh.kind != Kind::Text || last.kind == Kind::Row || fresh.hashes > 0 || last.hashes > 0 {
        return fresh.kind == Kind::Quote && last.kind == Kind::Quote && fresh.label.is_none();
    }
    let marked = fresh.label.is_some() || fresh.bullet.is_some();
    if last.is_empty() {
        // A label alone on its line: its words follow, and its title under that of an article.
        return !marked && last.named.is_none();
    }
    let end = last.end(text);
    let cut = if last.pieces.len() == 1 { last.cut as usize } else { 0 };
    let listed = last.label.is_some() || last.bullet.is_some();
    let centred =
        !listed && measure.is_some_and(|m| last.indent >= m.margin + 12) && fresh.indent.abs_diff(last.last_indent) > 1;
    let indent = if centred { 0 } else { usize::from(last.last_indent) };
    let reach = indent + cut + columns(end, 400) + measure.map_or(0, |m| behind_marks(text, last, m));
    let join = Join {
        text,
        last,
        fresh,
        words,
        below,
        end,
        ends: ending(end),
        measure,
        counts,
        reach,
        cut: u16::try_from(last.cut).unwrap_or(0),
    };
    join.by_words().or_else(|| join.by_make()).unwrap_or_else(|| join.by_place())
}

impl Join<'_> {
    fn unfinished(&self) -> bool {
        matches!(self.ends, Ending::Open | Ending::Comma)
    }

    /// Whether the line stands behind a sentence that has ended and over a label: a title without a stop, `Format` over
    /// `3. The meeting …`, or words that lead to a list, `To this end, we will:` over `(a) …`; or quotes what a colon asks for.
    fn heads_below(&self) -> bool {
        let Self { words, below, .. } = *self;
        let room = || self.measure.is_some_and(|m| self.reach + 6 + first_word(words) <= m.width);
        if self.ends == Ending::Colon && words.starts_with(['“', '"']) && words.len() > 40 {
            return room();
        }
        let ended =
            matches!(self.ends, Ending::Full | Ending::Semicolon) && below.starts_with(|c: char| !c.is_lowercase());
        if !ended || words.len() > 90 || !words.starts_with(char::is_uppercase) {
            return false;
        }
        let label = || mark(below).label;
        match ending(words) {
            Ending::Open => {
                let counted = |l: &Label| l.dress == Dress::Dot && l.value(Count::Arabic).is_some();
                // Half a line that the next word would go on, were it no title.
                let half = || self.measure.is_some_and(|m| m.slack > 0 && columns(words, 400) * 2 < m.width);
                let begins = || below.starts_with(char::is_uppercase) && half() && !breaks_off(words);
                words.len() <= 70
                    && !is_dated(words)
                    && (label().as_ref().is_some_and(counted) || heads(below) || begins())
            }
            Ending::Colon => self.ends == Ending::Full && room() && label().is_some_and(|l| l.is_first()),
            _ => false,
        }
    }

    /// Whether the line begins the next of definitions that stand without quotes, each on lines of its own: `plan means …`.
    fn defines(&self) -> bool {
        let listed = || self.last.label.is_some() || means(self.last.first(self.text));
        self.fresh.label.is_none()
            && self.fresh.bullet.is_none()
            && self.ends != Ending::Comma
            && (self.ends == Ending::Colon || self.measure.is_some_and(|m| self.ends_early(m)))
            && means(self.words)
            && (self.ends == Ending::Colon || listed())
    }

    /// Whether the last line ends with a note's mark, behind which raw text breaks it: `Human Rights;2` / `the Covenant`.
    fn goes_on_behind_mark(&self) -> bool {
        let plain = self.fresh.label.is_none() && self.fresh.bullet.is_none() && starts_small(self.words);
        plain && ends_in_mark(self.end)
    }

    /// Whether the block's last line fills so many tenths of the width.
    fn long(&self, share: usize) -> bool {
        self.measure.is_some_and(|m| self.reach * 10 > m.width * share)
    }

    /// Whether the next word would have fit by far on the last line, or the line stands left of all its block.
    fn ends_early(&self, measure: &Measure) -> bool {
        let Self { last, fresh, .. } = *self;
        let free = measure.width.saturating_sub(self.reach + first_word(self.words));
        let left = fresh.indent + 2 < last.indent.min(last.last_indent);
        free > if measure.slack == 0 { 0 } else { measure.slack.max(measure.width / 5) }
            || left && !self.long(7) && !measure.is_step(last.indent, fresh.indent)
            || fresh.indent < last.last_indent && last.pieces.len() > 1 && !self.long(8)
    }

    /// What the words at the break and the line's marks say.
    fn by_words(&self) -> Option<bool> {
        let Self { text, last, fresh, words, end, ends, measure, .. } = *self;
        let listed = last.label.is_some() || last.bullet.is_some();
        // Raw text breaks the line behind a raised mark: `the Agreement1` / `;`.
        let marked = fresh.label.is_some() || fresh.bullet.is_some();
        if listed && is_lone(words) || is_sign(words) && last.hashes == 0 || self.goes_on_behind_mark() {
            return Some(true);
        }
        let due = last.label.as_ref().zip(fresh.label.as_ref()).is_some_and(|(own, next)| next.follows(own));
        // `… the vetting of` / `(i) all officers`, deeper: a list that goes on the sentence.
        let deep = last.indent + if measure.is_some_and(|m| !m.first_in()) { self.cut + 1 } else { 2 };
        let sub = fresh.label.as_ref().is_some_and(|l| l.is_first() && matches!(l.dress, Dress::Round | Dress::Half));
        let early = || self.measure.is_some_and(|m| self.ends_early(m));
        // `gives rules on` / `a) …` / `b) …`
        let runs = || mark(self.below).label.zip(fresh.label.as_ref()).is_some_and(|(next, own)| next.follows(own));
        if sub && !refers(end, words) && (fresh.is_empty() || fresh.indent > deep || early() || runs()) {
            return Some(false);
        }
        // `the Court stated that` / `    “it may …`: a quotation set apart as paragraphs are.
        let first_in = || fresh.indent > last.last_indent + 1 && measure.is_some_and(|m| m.begins(fresh.indent));
        if words.starts_with('“') && !marked && first_in() {
            return Some(false);
        }
        let short = || due || fresh.label.as_ref().is_some_and(|l| self.counts.expects(l)) && !self.long(6);
        if self.unfinished() && breaks_off(end) || refers(end, words) && !short() {
            // `The Group recommends that` / `9. States …`, where 8 stands before.
            let next = fresh.label.as_ref().is_some_and(|l| l.dress == Dress::Dot && self.counts.is_next(l));
            return Some(fresh.bullet.is_none() && (!next || refers(end, words)));
        }
        // `2.2 {Option 2}`: what stands in brackets says which words come.
        if !marked && last.label.is_some() && last.pieces.len() == 1 && is_note(last.first(text)) {
            return Some(true);
        }
        // `[In force 25 February 1988] [Act No. 10]`: what stands in brackets with its figures is whole.
        let aside = || last.pieces.len() == 1 && is_enclosed(last.printed(text)) && has_figures(end);
        if !marked && aside() && !starts_small(words) {
            return Some(false);
        }
        // What a bracket holds goes on until it is closed, and a number by itself ends the sentence above.
        let number = is_figure(words)
            && (ends == Ending::Comma || self.unfinished() && last.pieces.len() > 1)
            && measure.is_some_and(|m| !m.lone);
        if number || !marked && closes(words) && opens(end) || parts_date(end, words) {
            return Some(true);
        }
        let left = fresh.indent + 2 < last.indent;
        if !marked && is_tail(text, last, words, left) && self.measure.is_none_or(|m| self.ends_early(m)) {
            return Some(false);
        }
        if !marked && self.heads_below() {
            return Some(false);
        }
        // `– …;` / `for the purpose of:`, over dashes of its own.
        if !marked && last.bullet.is_some() && ends == Ending::Semicolon && ending(words) == Ending::Colon {
            return Some(words.starts_with("and ") || words.starts_with("or "));
        }
        // `Recalling …,` / `Noting …,` / `Have agreed as follows:`, however full the line.
        let led = || !starts_small(words) || is_ground(last.first(text));
        let formula = || ends == Ending::Comma && ending(words) == Ending::Colon && words.len() <= 60 && led();
        let grounds = |words: &str| is_preambular(words) || is_ground(words);
        let opening = || last.label.is_none() && (grounds(last.first(text)) || names_body(last.first(text)));
        // `[Alternative: …]` below words that have ended, and the words over signatures.
        let parted = ends == Ending::Full && (is_alternative(words) || CLOSES.iter().any(|w| words.starts_with(w)));
        let enacts = || words.starts_with(char::is_uppercase) && words.split(' ').next().is_some_and(is_enacting);
        let preamble =
            matches!(ends, Ending::Comma | Ending::Semicolon) && (grounds(words) || formula() || enacts()) && opening();
        // Clauses and definitions, each on its line: `…; and` / `The Government …;`, `“border” means …;` / `“child” …`.
        let quoted = |w: &str| w.starts_with(['“', '"', '‘', '\'', '«', '„']);
        let clause = words.starts_with(char::is_uppercase) && !matches!(ending(words), Ending::Open | Ending::Full);
        let own = ends == Ending::Semicolon
            && (clause || opens_sentence(words) || quoted(words) && quoted(last.printed(text)))
            || resolution_number(words).is_some() && ends != Ending::Comma
            || resolution_code(words).is_some()
            || last.label.is_some() && words.starts_with(char::is_uppercase) && names_papers(end)
            || is_hyphenated(end) && !words.starts_with(char::is_alphanumeric);
        if preamble || own || parted || self.defines() || ends == Ending::Full && is_history(words) {
            return Some(false);
        }
        if let Some(label) = &fresh.label {
            if ends != Ending::Full && runs_on(text, last, label) {
                return Some(true);
            }
            // `(3) Provide …` / `(12) Strengthen …`: a list of which some entries are left out.
            let later = last.label.as_ref().is_some_and(|own| label.comes_after(own))
                && ends == Ending::Open
                && fresh.first(text).starts_with(char::is_uppercase);
            if later || self.counts.expects(label) || !(self.unfinished() && self.long(7)) {
                return Some(false);
            }
        }
        let again = fresh.bullet.is_some() && fresh.bullet == last.bullet && fresh.indent == last.indent;
        if again || fresh.bullet.is_some_and(|b| !matches!(b, '–' | '—') || !self.unfinished()) {
            return Some(false);
        }
        // No paragraph begins with an address of the web, unless they are listed.
        (is_address(words) && !is_address(end)).then_some(true)
    }

    /// What the make of the words says: columns, emphasis, capitals, headings.
    fn by_make(&self) -> Option<bool> {
        let Self { text, last, fresh, words, end, ends, .. } = *self;
        // Where no blanks part words, a line without a sign goes on, if it is more than a title.
        if ends == Ending::Open && end.chars().next_back().is_some_and(is_wide) {
            let article =
                last.named.as_ref().is_some_and(|t| t.word == "article" && t.title < last.printed(text).len());
            if article || last.pieces.len() > 1 || end.contains(['，', '；', '、', '。']) {
                return Some(true);
            }
        }
        // Columns are no sentence; a line that is stretched to its margin is.
        let stretched =
            || end.split("  ").filter(|w| !w.trim().is_empty()).count() >= 5 && self.long(9) && self.unfinished();
        if has_columns(end) && !is_hyphenated(end) && !stretched() {
            return Some(false);
        }
        // `Present:   the Mayor` / `Absent:    one Member`
        if is_entry(words) && is_entry(last.first(text)) {
            return Some(false);
        }
        if is_open_emphasis(text, last) || is_hyphenated(end) {
            return Some(true);
        }
        let was_caps = last.pieces.len() <= 12 && last.pieces.iter().all(|p| is_shouted(p.of(text)));
        let caps = is_caps(words);
        if caps || was_caps {
            let speaks = words.ends_with(',') && names_body(words);
            let apart = fresh.named.is_some() || is_known(words) || is_known(end) || ends == Ending::Full || speaks;
            return Some(!apart && caps && (was_caps || self.unfinished() && self.long(7)));
        }
        let heads = fresh.named.is_some() && !(self.unfinished() && self.long(7));
        let printed = last.printed(text);
        let headed = last.named.as_ref();
        let letter = headed.is_some_and(|t| is_to_letter(&printed[t.title..]));
        if letter && ends == Ending::Open && (self.measure.is_none() || self.long(7)) {
            return Some(true);
        }
        let headed = headed.is_some_and(|t| t.title >= printed.len() || !t.parted && last.len() < 60);
        (heads || headed).then_some(false)
    }

    /// What the place of the words on the page says.
    fn by_place(&self) -> bool {
        let Self { last, fresh, words, end, ends, measure, .. } = *self;
        // An item without a closing sign goes on.
        let item = last.label.as_ref().is_some_and(|l| matches!(l.dress, Dress::Round | Dress::Half));
        if item && ends == Ending::Open && self.long(6) && measure.is_some_and(|m| fresh.indent >= m.margin) {
            return true;
        }
        let many = last.pieces.len() > 1;
        // Where the words of a label hang, a line at its column after a full stop begins anew.
        let hangs = many && last.label.is_some() && last.last_indent > last.indent + 1;
        if hangs && ends == Ending::Full && fresh.indent <= last.indent {
            return false;
        }
        // A new paragraph may be told by its indent alone.
        let settled = many || last.label.is_none() && last.bullet.is_none();
        let indented =
            fresh.indent > last.last_indent + 1 && settled || fresh.indent + 1 < last.indent.min(last.last_indent);
        let second = !many && measure.is_some_and(|m| m.is_step(last.indent, fresh.indent) && !m.begins(fresh.indent));
        let dashed = ends == Ending::Colon && !end.ends_with(':') && fresh.indent > last.indent;
        let small = starts_small(words) && (self.unfinished() || dashed);
        // A column or two to the side say nothing.
        let beside = fresh.indent.abs_diff(last.last_indent) <= 2;
        if ends != Ending::Open && indented && many && !(small && beside) {
            return false;
        }
        if small {
            return true;
        }
        if ends == Ending::Open && has_figures(words) {
            let dated = is_dated(words);
            let figure = words.starts_with(|c: char| c.is_ascii_digit()) && fresh.label.is_none() && end.len() > 40;
            let date = dated && ending(words) == Ending::Open && words.len() < 30;
            let beside = fresh.indent.abs_diff(last.last_indent) <= 12;
            let right = fresh.indent >= 20 && last.last_indent >= 20 && dated && beside;
            if right || figure && !date || dated && words.starts_with('(') {
                return true;
            }
        }
        let Some(measure) = measure else {
            return many && ends == Ending::Open && words.len() < 24 && end.len() > 40;
        };
        let width = measure.width;
        let slack = if matches!(ends, Ending::Open | Ending::Comma) { width / 8 } else { measure.slack };
        let full = self.reach + 1 + first_word(words) + slack > width && self.reach <= measure.widest;
        if last.kind == Kind::Note {
            return full || fresh.indent > last.indent;
        }
        let shouts = || words.split_whitespace().take(2).filter(|w| is_caps(w)).count() == 2;
        let wider = width + width / 4;
        let broken = ends == Ending::Full && (shouts() || columns(words, wider + 1) > wider);
        // Where first lines are indented, a line at the margin goes on.
        let flush = second && ends == Ending::Full && measure.all_in;
        flush || full && !(ends != Ending::Open && indented && !second) && !broken
    }
}

/// The columns of the lines above the last of `block` that are one with it, as raw text breaks them behind their marks.
fn behind_marks(text: &str, block: &Block, measure: &Measure) -> usize {
    let lines = || block.pieces.iter().rev().take(5).map(|p| p.of(text));
    let broken = |&(above, below): &(&str, &str)| {
        ends_in_mark(above) && columns(above, 400) + 1 + first_word(below) <= measure.width
    };
    lines().skip(1).zip(lines()).take_while(broken).map(|(above, _)| columns(above, 400) + 1).sum()
}

/// Whether `words` end the sentence that led to a list, below the list's last item `last`, perhaps `left` of its mark:
/// `who must be officers …`.
pub(super) fn is_tail(text: &str, last: &Block, words: &str, left: bool) -> bool {
    let labelled = last.label.as_ref().is_some_and(|l| !l.is_first() && l.value(Count::Arabic).is_none());
    last.kind == Kind::Text
        && (labelled || last.label.is_none() && last.bullet.is_some())
        && starts_small(words)
        && (left || !["and ", "or ", "including", "such as "].iter().any(|w| words.starts_with(w)))
        && ending(last.last(text)) == Ending::Comma
}

/// Whether `label` goes on a list that runs inside the sentence of `block`: `(a) …; (b) …`.
pub(super) fn runs_on(text: &str, block: &Block, label: &Label) -> bool {
    if label.dress != Dress::Round || label.is_first() {
        return false;
    }
    label.readings.iter().any(|&(count, value)| {
        let own = block.label.as_ref().is_some_and(|l| l.dress == label.dress && l.value(count).is_some());
        let before = match count {
            Count::Arabic => Some(value.saturating_sub(1).to_string()),
            Count::Lower => {
                u8::try_from(value).ok().filter(|v| (2..=26).contains(v)).map(|v| char::from(b'a' + v - 2).to_string())
            }
            _ => None,
        };
        let inside = |mark: String| {
            let begins = |at: usize, line: &str| at > 0 && line.starts_with(&mark[1..]);
            let mut lines = block.pieces.iter().enumerate().rev().take(40).map(|(at, p)| (at, p.of(text)));
            lines.any(|(at, l)| l.contains(&mark) || begins(at, l))
        };
        !own && before.is_some_and(|b| inside(format!(" ({b}) ")))
    })
}

/// Whether emphasis opened in the block is still open at its end.
fn is_open_emphasis(text: &str, block: &Block) -> bool {
    let starred = block.printed(text);
    if !starred.starts_with('*') || block.pieces.len() > 24 || block.len() > 2000 {
        return false;
    }
    let count = |sign: &str| block.pieces.iter().map(|p| p.of(text).matches(sign).count()).sum::<usize>();
    let (double, single) = (count("**"), count("*"));
    starred.starts_with("**") && double % 2 == 1 || !starred.starts_with("* ") && (single - 2 * double) % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_definitions_are_told() {
        let check = |words: &str, expected: bool| assert_eq!(means(words), expected, "{words}");
        check("plan means a plan lodged in the office", true);
        check("regional council has the meaning given in section 5", true);
        check("crew’s quarters includes any cabin", true);
        check("which means that no ferry", false);
        check("the notice, sent by all means in use", false);
        check("A ferry is a vessel, and means of rescue", false);
    }

    #[test]
    fn histories_are_told() {
        let check = |words: &str, expected: bool| assert_eq!(is_history(words), expected, "{words}");
        check("Section 8(2): amended, on 1 July 2013, by section 413", true);
        check("Schedule 2 item 4: repealed, on 1 May 2019, by", true);
        check("Section 8: amended rules apply", false);
        check("The rule was clear: amended, it says more", false);
    }
}
