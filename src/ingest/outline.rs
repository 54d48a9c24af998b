//! Blocks to sections and passages: what stands under what.

use super::block::{Block, Kind};
use super::clean::{Clean, Piece, clean};
use super::heading::{Found, Heading, Look};
use super::hyphens::Hyphens;
use super::label::{Label, mark};
use super::levels;
use super::lists::Level;
use crate::text::{Corpus, Emphasis, Lines, NoteMark, Passage, PassageId, PassageKind, Section, SectionId, WorkId};

/// What reading a work needs to know of its source.
pub(super) struct Ground<'a> {
    /// The source's text.
    pub text: &'a str,
    /// Its broken words.
    pub hyphens: &'a Hyphens,
}

/// The lines of `pieces`, neighbours joined.
pub(super) fn spans(pieces: &[Piece]) -> Vec<Lines> {
    let mut out: Vec<Lines> = Vec::with_capacity(1);
    for piece in pieces {
        match out.last_mut() {
            Some(last) if piece.line <= last.last + 1 => last.last = last.last.max(piece.line),
            _ => out.push(Lines::one(piece.line)),
        }
    }
    out
}

/// The deepest nesting of passages that is followed: names are as long as it.
const DEEPEST: usize = 24;

/// Builds one work's sections and passages.
pub(super) struct Builder<'a> {
    pub ground: &'a Ground<'a>,
    pub corpus: &'a mut Corpus,
    pub work: WorkId,
    /// Sections around the place reached, by level.
    pub path: Vec<SectionId>,
    pub list: Vec<Level>,
    /// The passage that a list would hang on: a chapeau, or a paragraph that ends in a colon.
    pub opener: Option<PassageId>,
    /// The last numbered paragraph of this section.
    pub paragraph: Option<PassageId>,
    /// How far the paragraphs of the work are counted.
    pub reached: u32,
    /// Whether the numbers with a full stop that are open here count entries of a list.
    pub entries: bool,
    /// The last item, where no text has come after it.
    pub item: Option<PassageId>,
    /// The last passage whose words go on in the list below it.
    pub leads: Option<PassageId>,
    /// The page of a lead within a page's one line, whose section is open: it does not go on to the next page.
    pub lead_page: Option<u32>,
    /// The numbered paragraph that asks for the leads whose sections are open: `… a set of guiding principles:`.
    pub asks: Option<PassageId>,
}

/// Reads `blocks` as the work `work`, already in the corpus; `front` is how many of them are its title page, of which
/// `title` are its title.
pub(super) fn outline(
    ground: &Ground<'_>,
    corpus: &mut Corpus,
    work: WorkId,
    blocks: &[Block],
    found: &[Found],
    front: usize,
    title: &[usize],
) {
    let heads: Vec<&Heading> =
        found.iter().skip(front).flatten().map(|h| &**h).filter(|h| h.look != Look::Title).collect();
    let mut levels = levels::levels(&heads).into_iter();
    let mut builder = Builder {
        ground,
        corpus,
        work,
        path: Vec::new(),
        list: Vec::new(),
        opener: None,
        paragraph: None,
        reached: 0,
        entries: false,
        item: None,
        leads: None,
        lead_page: None,
        asks: None,
    };
    let mut at = 0;
    while at < blocks.len() {
        let block = &blocks[at];
        let next = (at + 1..blocks.len())
            .take(100)
            .find(|&n| blocks[n].kind != Kind::Note)
            .filter(|&n| found[n].is_none())
            .map(|n| &blocks[n]);
        if at < front && title.contains(&at) {
            builder.title_line(block);
        } else if let Some(heading) = found[at].as_ref().filter(|_| at >= front) {
            if heading.look == Look::Title && builder.path.is_empty() {
                // What it would be the title of stands on the title page.
                builder.passage(block, None);
            } else if heading.look == Look::Title {
                builder.retitle(block);
            } else {
                builder.heading(block, heading, levels.next().unwrap_or(1), next);
            }
        } else {
            builder.passage(block, next);
        }
        at += 1;
    }
    builder.close();
}

impl Builder<'_> {
    fn section(
        &mut self,
        level: u8,
        label: Option<String>,
        title: Option<String>,
        heading: Vec<Lines>,
        line: u32,
    ) -> SectionId {
        let id = SectionId::at(self.corpus.sections.len());
        self.path.truncate(usize::from(level.saturating_sub(1)));
        if level == 0 {
            self.path.clear();
        }
        let parent = self.path.last().copied();
        self.corpus.sections.push(Section {
            key: String::new(),
            work: self.work,
            parent,
            level,
            label,
            title,
            heading,
            lines: Lines::one(line),
            objective: None,
            passages: Vec::new(),
            children: Vec::new(),
        });
        if let Some(parent) = parent {
            self.corpus.sections[parent.index()].children.push(id);
        }
        self.corpus.works[self.work.index()].sections.push(id);
        if level > 0 {
            self.path.push(id);
        }
        (self.list, self.opener, self.paragraph, self.item) = (Vec::new(), None, None, None);
        self.lead_page = None;
        id
    }

    /// The section reached; opens one for text before the first heading.
    fn here(&mut self, line: u32) -> SectionId {
        if let Some(&id) = self.path.last() {
            return id;
        }
        if let Some(&id) = self.corpus.works[self.work.index()].sections.last() {
            return id;
        }
        self.section(0, None, None, Vec::new(), line)
    }

    fn title_line(&mut self, block: &Block) {
        let id = self.here(block.line());
        self.corpus.sections[id.index()].heading.extend(spans(&block.pieces));
    }

    /// Opens a section.
    fn heading(&mut self, block: &Block, heading: &Heading, level: u8, next: Option<&Block>) {
        let ground = self.ground;
        let mut pieces = block.pieces.clone();
        let last = self.paragraph.filter(|p| p.index() + 1 == self.corpus.passages.len());
        let asks = last.filter(|&p| self.corpus[p].text.ends_with(':')).or(self.asks);
        self.asks = asks.filter(|_| heading.look == Look::RunIn);
        if let (Some(lead), Some(&first)) = (&heading.lead, pieces.first()) {
            let at = |byte: usize| first.start + u32::try_from(byte).unwrap_or(0);
            let title = Piece { start: at(lead.start), end: at(lead.end), ..first };
            let title = clean(ground.text, &[title], ground.hyphens).text;
            self.section(level, heading.label.clone(), Some(title), vec![Lines::one(block.line())], block.line());
            if let (Some(_), Some(first)) = (&heading.label, pieces.first_mut()) {
                let words = &first.of(ground.text)[lead.end..];
                let signs = words.len() - words.trim_start_matches(['*', '.', '—', ')', ' ']).len();
                first.start = at(lead.end + signs);
            }
            self.text_of(block, pieces, next);
            return;
        }
        if let (Some(title), Some(first)) = (heading.title, pieces.first_mut()) {
            first.start = (first.start - block.cut + u32::try_from(title).unwrap_or(0)).min(first.end);
        }
        let words = clean(ground.text, &pieces, ground.hyphens);
        let lines = if heading.run_in { vec![Lines::one(block.line())] } else { spans(&block.pieces) };
        let label = heading.label.as_ref().map(|l| l.trim_matches(['*', '_', ' ']).to_owned());
        let title = (!heading.run_in && !words.text.is_empty())
            .then(|| words.text.trim_end_matches([':', '_', '*']).trim().to_owned());
        self.section(level, label, title, lines, block.line());
        let within = block.pieces.first().is_some_and(|p| !ground.text[..p.start as usize].ends_with('\n'));
        self.lead_page = Some(block.page).filter(|&page| page > 0 && within);
        if heading.run_in {
            self.text_of(block, pieces, next);
        }
    }

    /// The text that begins on the line of the heading `block`: `Article 2. (1) The Parties …` may have a label of its own.
    fn text_of(&mut self, block: &Block, mut pieces: Vec<Piece>, next: Option<&Block>) {
        let words = pieces.first().map_or("", |p| p.of(self.ground.text));
        // `**SEC. 2.** (a) Every person …`
        let bare = words.trim_start_matches(['*', '_', ' ']);
        let mark = mark(bare);
        let label = mark.label.filter(Label::is_first);
        let cut = if label.is_some() { words.len() - bare.len() + mark.body } else { 0 };
        let cut = u32::try_from(cut).unwrap_or(0);
        if let Some(first) = pieces.first_mut() {
            first.start += cut;
        }
        self.passage(&Block { pieces, label, bullet: None, cut, ..block.clone() }, next);
    }

    fn retitle(&mut self, block: &Block) {
        let words = clean(self.ground.text, &block.pieces, self.ground.hyphens);
        if let Some(&id) = self.path.last() {
            let section = &mut self.corpus.sections[id.index()];
            let more = words.text.trim_end_matches(':');
            section.title = Some(section.title.as_ref().map_or_else(|| more.to_owned(), |t| format!("{t} {more}")));
            section.heading.extend(spans(&block.pieces));
        }
    }

    fn passage(&mut self, block: &Block, next: Option<&Block>) {
        if self.path.len() > 1 && self.lead_page.take_if(|page| *page < block.page).is_some() {
            self.path.pop();
            (self.list, self.opener, self.paragraph, self.item) = (Vec::new(), None, None, None);
        }
        let section = self.here(block.line());
        let id = PassageId::at(self.corpus.passages.len());
        let (kind, parent, label) = self.place(block, next, id);
        let parent = parent.or(self.asks.filter(|_| kind != PassageKind::Note));
        let up = |&at: &PassageId| self.corpus[at].parent;
        let parent = parent.filter(|_| std::iter::successors(parent, up).take(DEEPEST).count() < DEEPEST);
        let words = match block.kind {
            Kind::Row => clean_row(self.ground, &block.pieces),
            _ => clean(self.ground.text, &block.pieces, self.ground.hyphens),
        };
        let mut text = words.text;
        if block.kind == Kind::Row && kind != PassageKind::Row {
            // Only a row has cells.
            text = text.replace('\t', " ");
        }
        text.shrink_to_fit();
        let spans = spans(&block.pieces);
        let page = self.corpus[self.corpus[self.work].source].pages_of(&spans);
        self.corpus.passages.push(Passage {
            key: String::new(),
            citation: String::new(),
            work: self.work,
            section,
            parent,
            label,
            kind,
            spans,
            page,
            text,
            emphasis: words.emphasis,
            notes: words.marks.into_iter().map(|(at, mark)| NoteMark { at, mark, note: None }).collect(),
            repeats: None,
        });
        self.corpus.sections[section.index()].passages.push(id);
    }

    /// Closes every section: where it ends, and that of those around it.
    fn close(&mut self) {
        let work = &self.corpus.works[self.work.index()];
        let ids = work.sections.clone();
        let end_of = |corpus: &Corpus, id: SectionId| {
            let section = &corpus[id];
            let headed = section.heading.iter().map(|l| l.last);
            let said = section.passages.iter().flat_map(|&p| corpus[p].spans.iter().map(|l| l.last));
            let below = section.children.iter().map(|&c| corpus[c].lines.last);
            headed.chain(said).chain(below).max().unwrap_or(section.lines.first)
        };
        for &id in ids.iter().rev() {
            let last = end_of(self.corpus, id);
            let section = &mut self.corpus.sections[id.index()];
            section.lines = Lines::new(section.lines.first, last);
            section.passages.shrink_to_fit();
        }
    }
}

/// The words of a row's cells, with a tab between them.
fn clean_row(ground: &Ground<'_>, pieces: &[Piece]) -> Clean {
    let mut cells: Vec<Vec<Piece>> = vec![Vec::new()];
    for piece in pieces {
        let (words, mut start) = (piece.of(ground.text), piece.start);
        let sign = if words.contains('\t') { '\t' } else { '|' };
        for (nth, cell) in words.split(sign).enumerate() {
            let end = start + u32::try_from(cell.len()).unwrap_or(0);
            if nth > 0 {
                cells.push(Vec::new());
            }
            cells.last_mut().into_iter().for_each(|of| of.push(Piece { start, end, ..*piece }));
            start = end + 1;
        }
    }
    let mut out = Clean::default();
    for cell in &cells {
        let cell = clean(ground.text, cell, ground.hyphens);
        if !out.text.is_empty() {
            out.text.push('\t');
        }
        let base = out.text.len();
        out.text.push_str(&cell.text);
        let moved = |e: Emphasis| Emphasis { range: e.range.start + base..e.range.end + base, ..e };
        out.emphasis.extend(cell.emphasis.into_iter().map(moved));
        out.marks.extend(cell.marks.into_iter().map(|(at, mark)| (at + base, mark)));
    }
    let kept = out.text.trim_end().len();
    out.text.truncate(kept);
    out.marks.iter_mut().for_each(|m| m.0 = m.0.min(kept));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stay_behind_their_words() {
        let check = |text: &str, expected: &str| {
            let end = u32::try_from(text.len()).unwrap_or(0);
            let ground = Ground { text, hyphens: &Hyphens::learn(text) };
            let cells = clean_row(&ground, &[Piece { line: 1, start: 0, end }]);
            assert_eq!(cells.text, expected, "{text}");
            let marked: Vec<&str> = cells.emphasis.iter().map(|e| &cells.text[e.range.clone()]).collect();
            let behind: Vec<&str> = cells.marks.iter().map(|m| &cells.text[..m.0]).collect();
            assert_eq!((marked, behind), (vec!["two", "three"], vec!["one", "one\ttwo\tthree"]), "{text}");
        };
        check("one¹ | **two** | *three*²", "one\ttwo\tthree");
        check("one¹\t**two**\t*three*²\t", "one\ttwo\tthree");
    }
}
