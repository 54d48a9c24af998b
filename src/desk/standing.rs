//! Where things stand that no label names: the pages of a text, and what comes before its first number.

use std::ops::Range;

use super::{Desk, Target};
use crate::text::{Lines, PassageId, PassageKind, WorkId, ref_words};

impl Desk {
    /// The passages of `work` that touch a page whose words are such: the file's number, and the one printed if other.
    pub(super) fn passages_touching(&self, work: WorkId, page: &dyn Fn(&[String]) -> bool) -> Vec<PassageId> {
        let corpus = &self.corpus;
        let pages = &corpus[corpus[work].source].pages;
        let lines: Vec<Lines> = (0..pages.len())
            .filter(|&at| !pages[at].1.is_empty() && page(&ref_words(&pages[at].1)))
            .map(|at| Lines::new(pages[at].0, pages.get(at + 1).map_or(u32::MAX, |next| next.0 - 1)))
            .collect();
        let touches = |span: &Lines| lines.iter().any(|page| span.first <= page.last && page.first <= span.last);
        corpus.passages_of(work).filter(|&p| corpus[p].spans.iter().any(touches)).collect()
    }

    /// The page on which the bytes `range` of a passage's text are printed; all its pages where that is not clear.
    #[must_use]
    pub fn page_at(&self, passage: PassageId, range: &Range<usize>) -> Option<String> {
        const AROUND: [usize; 4] = [60, 30, 12, 0];
        let passage = &self.corpus[passage];
        let all = passage.page.as_ref()?;
        let source = &self.corpus[self.corpus[passage.work].source];
        // The letters that each page prints of it: blanks, hyphens and breaks are not those of the text.
        let mut pages: Vec<(&str, String)> = Vec::new();
        for line in passage.spans.iter().filter(|_| all.contains('–')).flat_map(|s| s.first..=s.last) {
            let Some(page) = source.page(line) else { continue };
            if pages.last().is_none_or(|(last, _)| *last != page) {
                pages.push((page, String::new()));
            }
            pages.last_mut()?.1.push_str(&letters(source.line(line)));
        }
        let (before, from) = passage.text.split_at_checked(range.start)?;
        let (words, after) = from.split_at_checked(range.len())?;
        let held = AROUND.iter().find_map(|&around| {
            let begin = before.char_indices().rev().nth(around.wrapping_sub(1)).map_or(0, |(at, _)| at);
            let begin = if around == 0 { range.start } else { begin };
            let end = after.char_indices().nth(around).map_or(after.len(), |(at, _)| at);
            let sought = letters(&passage.text[begin..range.start + words.len() + end]);
            pages.iter().find(|(_, text)| text.contains(&sought)).map(|(page, _)| (*page).to_owned())
        });
        Some(held.unwrap_or_else(|| all.clone()))
    }

    /// The name of a place, with the number that is printed on its page where the file counts otherwise:
    /// `IDM No. 27, p. 40 (p. 52 of the file), unnumbered para. 1`.
    #[must_use]
    pub fn cited_by_print(&self, target: Target) -> String {
        let name = self.name_of(target);
        let Target::Passage(id) = target else { return name };
        let Some((counted, printed)) = self.corpus[id].page.as_deref().and_then(both_numbers) else { return name };
        let cited = |noun: &str| {
            let (before, after) = name.split_once(&format!(", {noun} {counted}"))?;
            let whole = !after.starts_with(|c: char| c.is_alphanumeric() || c == '–');
            whole.then(|| format!("{before}, {noun} {printed} ({noun} {counted} of the file){after}"))
        };
        cited("p.").or_else(|| cited("pp.")).unwrap_or(name)
    }

    /// The heading of a section as its source has it, with what stands between label and title there.
    #[must_use]
    pub fn heading_as_printed(&self, target: Target) -> Option<String> {
        const APART: usize = 6;
        let Target::Section(id) = target else { return None };
        let section = &self.corpus[id];
        let (label, title) = (section.label.as_deref()?, section.title.as_deref()?);
        let source = &self.corpus[self.corpus[section.work].source];
        let lines = section.heading.iter().flat_map(|span| span.first..=span.last);
        let words: Vec<&str> = lines.flat_map(|n| source.line(n).split_whitespace()).collect();
        let raw = words.join(" ");
        let (_, rest) = raw.split_once(label)?;
        let (apart, _) = rest.split_once(title)?;
        let plain = apart.len() <= APART && !apart.contains(char::is_alphanumeric);
        plain.then(|| format!("{label}{apart}{title}"))
    }

    /// Where the page that `name` ends with begins in a passage that began before it: the byte of its words, and the
    /// page as the source tells it.
    #[must_use]
    pub fn page_within(&self, name: &str, target: Target) -> Option<(usize, &str)> {
        const KNOWN: usize = 30;
        const HEADER: usize = 100;
        let Target::Passage(id) = target else { return None };
        let passage = &self.corpus[id];
        let source = &self.corpus[self.corpus[passage.work].source];
        let said = ref_words(name);
        let noun = said.iter().rposition(|word| word == "page" || word == "p")?;
        let lines = || passage.spans.iter().flat_map(|span| span.first..=span.last);
        let held =
            source.pages.iter().filter(|(first, _)| lines().next() < Some(*first) && lines().any(|n| n >= *first));
        let held: Vec<(&(u32, String), Vec<String>)> = held.map(|page| (page, ref_words(&page.1))).collect();
        let called = |is: &dyn Fn(&[String]) -> bool| held.iter().find(|(_, words)| is(words)).map(|(page, _)| *page);
        let (first, page) = match &said[noun + 1..] {
            [number] => {
                called(&|page| page.first() == Some(number)).or_else(|| called(&|page| page.get(1) == Some(number)))?
            }
            both @ [_, _] => called(&|page| page == both)?,
            _ => return None,
        };
        let line = lines().find(|n| n >= first)?;
        let (text, sought) = (letters(&passage.text), letters(source.line(line)));
        // A page's number, or its header, may stand before the words that are its own.
        let at = (0..HEADER.min(sought.len())).find_map(|from| text.find(sought.get(from..from + KNOWN)?))?;
        let nth = text[..at].chars().count();
        let each = passage.text.char_indices().filter(|(_, c)| c.is_alphanumeric());
        let byte = each.flat_map(|(byte, c)| c.to_lowercase().map(move |_| byte)).nth(nth)?;
        Some((byte, page))
    }

    /// The passages of `work` before its first numbered paragraph and its first numbered heading; its recitals count.
    pub(super) fn preamble(&self, work: WorkId) -> Vec<PassageId> {
        let corpus = &self.corpus;
        let begins = |p: PassageId| {
            let labelled = corpus[p].label.is_some() && corpus[p].kind == PassageKind::Paragraph && !self.is_recital(p);
            labelled || corpus[corpus[p].section].label.is_some()
        };
        let before = corpus.passages_of(work).take_while(|&p| !begins(p));
        let all: Vec<PassageId> = before.filter(|&p| corpus[p].kind != PassageKind::Note).collect();
        // A text without numbers has no end of its preamble.
        if all.len() == corpus.passages_of(work).count() {
            return Vec::new();
        }
        // What stands before the body that speaks is the title page.
        let from = all.iter().position(|&p| speaks(&corpus[p].text)).unwrap_or(0);
        all[from..].to_vec()
    }

    /// Whether a passage is a recital: it stands under "Whereas:" or its like.
    pub(super) fn is_recital(&self, passage: PassageId) -> bool {
        let corpus = &self.corpus;
        let title = corpus[corpus[passage].section].title.as_deref();
        let above = corpus[passage].parent.map(|up| corpus[up].text.as_str());
        [title, above].into_iter().flatten().any(opens_recitals)
    }
}

/// The number by which a file counts a page, or several, and the one printed where that is another: `52 (40)`.
fn both_numbers(page: &str) -> Option<(&str, &str)> {
    page.strip_suffix(')')?.split_once(" (")
}

/// A page as it is told: `page 52 of the file, printed 40` for `52 (40)`.
#[must_use]
pub fn page_in_words(page: &str) -> String {
    let noun = if page.contains('–') { "pages" } else { "page" };
    match both_numbers(page) {
        Some((counted, printed)) => format!("{noun} {counted} of the file, printed {printed}"),
        None => format!("{noun} {page}"),
    }
}

/// Whether `text` names the body that speaks in a preamble: `The General Assembly,`.
pub(super) fn speaks(text: &str) -> bool {
    let ends = text.ends_with(|c: char| c == ',' || c.is_alphabetic());
    text.to_lowercase().starts_with("the ") && ends && text.split(' ').count() < 9
}

/// Whether `text` opens a row of recitals.
fn opens_recitals(text: &str) -> bool {
    let low = text.to_lowercase();
    ["whereas", "considering", "recitals", "considérant", "considerando"].iter().any(|word| low.starts_with(word))
}

/// The letters and digits of `text`, small.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
