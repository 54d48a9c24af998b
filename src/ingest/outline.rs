//! Blocks to sections and passages: what stands under what.

use super::block::{Block, Kind};
use super::blocks::has_cells;
use super::classify::{Ending, ending, starts_small};
use super::clean::{Clean, Piece, clean};
use super::count::Count;
use super::heading::{Found, Heading, Look};
use super::hyphens::Hyphens;
use super::label::{Dress, Label, Style, mark};
use super::levels;
use super::verbs::is_lead_verb;
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

/// An open place in a list: how it counts, how far, and who holds the list.
struct Level {
    style: Option<Style>,
    bullet: Option<char>,
    indent: u16,
    value: u32,
    /// How many numbers stand before the last of its label: `5.1.1` has two.
    within: usize,
    passage: PassageId,
    parent: Option<PassageId>,
}

/// The deepest nesting of passages that is followed: names are as long as it.
const DEEPEST: usize = 24;

/// Builds one work's sections and passages.
struct Builder<'a> {
    ground: &'a Ground<'a>,
    corpus: &'a mut Corpus,
    work: WorkId,
    /// Sections around the place reached, by level.
    path: Vec<SectionId>,
    list: Vec<Level>,
    /// The passage that a list would hang on: a chapeau, or a paragraph that ends in a colon.
    opener: Option<PassageId>,
    /// The last numbered paragraph of this section.
    paragraph: Option<PassageId>,
    /// How far the paragraphs of the work are counted.
    reached: u32,
    /// Whether the numbers with a full stop that are open here count entries of a list.
    entries: bool,
    /// The last item, where no text has come after it.
    item: Option<PassageId>,
    /// The last passage whose words go on in the list below it.
    leads: Option<PassageId>,
    /// The page of a lead within a page's one line, whose section is open: it does not go on to the next page.
    lead_page: Option<u32>,
    /// The numbered paragraph that asks for the leads whose sections are open: `… a set of guiding principles:`.
    asks: Option<PassageId>,
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

    /// The kind, parent and label of a block's passage.
    fn place(
        &mut self,
        block: &Block,
        next: Option<&Block>,
        id: PassageId,
    ) -> (PassageKind, Option<PassageId>, Option<String>) {
        let text = self.ground.text;
        let label = block.label.as_ref().map(|l| l.text.clone());
        match block.kind {
            Kind::Note => return (PassageKind::Note, None, label),
            Kind::Row => {
                // A numbered row goes on the list before it, as one of its items where it holds nothing else.
                let resumed = block.label.as_ref().and_then(|found| {
                    let of = self.list.last().map(|level| level.passage);
                    self.resume(found, block, id).map(|at| (self.list[at].parent, of))
                });
                let parent = resumed.map_or(self.opener, |(parent, _)| parent);
                let goes_on = resumed.and_then(|r| r.1).is_some_and(|p| self.corpus[p].kind == PassageKind::Item);
                let one = goes_on && !has_cells(block.first(text));
                return (if one { PassageKind::Item } else { PassageKind::Row }, parent, label);
            }
            Kind::Quote => {
                let holder = self.opener.filter(|p| self.corpus.passages[p.index()].text.ends_with(':'));
                return (PassageKind::Quote, holder, label);
            }
            Kind::Text => {}
        }
        let ends = block.ending(text);
        let opens = ends == Ending::Colon;
        let first = |n: &Block| n.label.as_ref().is_some_and(Label::is_first);
        let below = |n: &Block| first(n) && starts_small(n.first(text));
        let asked = next.is_some_and(|n| first(n) && (asks(text, block) || counts_items(n)));
        if let Some(found) = &block.label {
            // What goes on small below words that do not end is a list of theirs.
            // `(1) Ein Ausländer wird als` / `1. Visum`
            let nouns = found.dress == Dress::Round && block.len() > 60;
            let other = |n: &Block| {
                n.label.as_ref().is_some_and(|l| l.dress != found.dress && l.dress != Dress::Chain) && first(n)
            };
            let open = matches!(ends, Ending::Open | Ending::Comma);
            let leads = asked || open && next.is_some_and(|n| below(n) || nouns && n.gap == 0 && other(n));
            self.leads = self.leads.filter(|_| !leads).or(leads.then_some(id));
            return self.labelled(block, found, opens || leads, id);
        }
        if let Some(bullet) = block.bullet {
            let parent = self.bulleted(block, bullet, id);
            self.opener = opens.then_some(id).or(self.opener);
            self.item = Some(id);
            return (PassageKind::Item, parent, None);
        }
        if let Some((kind, parent)) = self.below_item(block, next, opens, id) {
            return (kind, parent, None);
        }
        let words = block.first(text);
        if self.opener.is_some() && words.starts_with(['“', '"']) && block.last(text).ends_with(['”', '"']) {
            return (PassageKind::Quote, self.opener, None);
        }
        if let Some(holder) = self.definition(block, opens, id) {
            return (PassageKind::Item, Some(holder), None);
        }
        if let Some(parent) = self.unmarked(block, next, id) {
            return (PassageKind::Item, Some(parent), None);
        }
        self.item = None;
        let lists = next.is_some_and(|n| {
            n.bullet.is_some() || n.label.is_some() || n.kind == Kind::Row || opens && defines(text, n)
        });
        let counted = next.is_some_and(|n| {
            let dotted = |l: &Label| {
                l.value(Count::Arabic).is_some() && matches!(l.dress, Dress::Dot | Dress::Dash | Dress::Bare)
            };
            n.label.as_ref().is_some_and(dotted)
        });
        let over = next.is_some_and(|n| block.leads(text, n));
        self.leads = self.leads.filter(|_| !over).or(over.then_some(id));
        let verb = next.is_some_and(|n| n.bullet.is_some()) && is_lead_verb(words);
        let dashes = |n: &Block| n.bullet.is_some() && n.gap == 0 && starts_small(n.first(text));
        let leads = over || verb || asked || ends == Ending::Open && next.is_some_and(|n| below(n) || dashes(n));
        let begun = || next.and_then(|n| n.label.as_ref()).is_none_or(Label::is_first);
        if lists && (opens || leads || !counted && begun() && matches!(ends, Ending::Semicolon | Ending::Comma)) {
            // Words between a paragraph that has ended, or asks for them, and a list belong to the paragraph.
            let ended = |p: &PassageId| {
                let ends = ending(&self.corpus.passages[p.index()].text);
                p.index() + 1 == id.index() && matches!(ends, Ending::Full | Ending::Colon)
            };
            let holder = self.paragraph.filter(ended);
            self.list.retain(|l| Some(l.passage) == holder);
            self.opener = Some(holder.unwrap_or(id));
            self.leads = self.leads.filter(|_| !leads).or(self.opener.filter(|_| leads));
            return (PassageKind::Chapeau, holder, None);
        }
        self.opener = None;
        (PassageKind::Paragraph, None, None)
    }

    /// An item and what holds it, where `block` is one that lost its mark: it stands right under one that ends with `; and`, or
    /// with a colon.
    fn below_item(
        &mut self,
        block: &Block,
        next: Option<&Block>,
        opens: bool,
        id: PassageId,
    ) -> Option<(PassageKind, Option<PassageId>)> {
        let item = self.item.filter(|_| block.gap == 0 && !block.parted)?;
        let before = &self.corpus.passages[item.index()];
        let (ended, own, holder) = (ending(&before.text), before.text.ends_with(':'), before.parent);
        // `– …;` / `for the purpose of:` opens a list of its own, `Have agreed as follows:` what is under a heading.
        let opens_own = opens && next.is_none_or(|n| n.bullet.is_some());
        if own {
            self.opener = Some(item);
            self.list.push(Level {
                style: None,
                bullet: None,
                indent: block.indent,
                value: 0,
                within: 0,
                passage: id,
                parent: Some(item),
            });
        } else if ended != Ending::Semicolon || opens_own {
            return None;
        }
        self.item = Some(id);
        Some((PassageKind::Item, if own { Some(item) } else { holder }))
    }

    /// The passage that holds `block`, where that is a word and what it means in a list of such.
    fn definition(&mut self, block: &Block, opens: bool, id: PassageId) -> Option<PassageId> {
        let asks = |&o: &PassageId| ending(&self.corpus[o].text) == Ending::Colon;
        let opener = self.opener.filter(|_| defines(self.ground.text, block)).filter(asks)?;
        // Beside another definition, `“carrier” means—`, that led to a list of its own.
        let own =
            |p: PassageId| self.corpus[p].kind == PassageKind::Item && self.corpus[p].text.starts_with(['“', '"']);
        let holder = self.corpus[opener].parent.filter(|_| own(opener)).unwrap_or(opener);
        self.opener = Some(if opens { id } else { holder });
        Some(holder)
    }

    /// Takes its place in the list that is open for an item that lost its mark, where the next block has the mark after
    /// the one due: `(a) …;`, `…;`, `(c) …`. The passage that holds the list.
    fn unmarked(&mut self, block: &Block, next: Option<&Block>, id: PassageId) -> Option<PassageId> {
        let next = next?.label.as_ref()?;
        let level = self.list.iter_mut().rev().find(|level| {
            level.style.is_some_and(|(count, dress)| dress == next.dress && next.value(count) == Some(level.value + 2))
        })?;
        let before = &self.corpus.passages[level.passage.index()];
        let ended = ending(&before.text) != Ending::Open;
        let closed = !matches!(block.ending(self.ground.text), Ending::Open | Ending::Colon);
        let parent = level.parent.filter(|_| ended && closed && before.kind == PassageKind::Item)?;
        (level.value, level.passage) = (level.value + 1, id);
        self.item = Some(id);
        Some(parent)
    }

    fn labelled(
        &mut self,
        block: &Block,
        found: &Label,
        opens: bool,
        id: PassageId,
    ) -> (PassageKind, Option<PassageId>, Option<String>) {
        let resumed = self.resume(found, block, id);
        let parent = match resumed {
            Some(at) => self.list[at].parent,
            None => self.nest(found, block, id),
        };
        self.second_label(block, id);
        let ends = block.ending(self.ground.text);
        // `1.a` counts paragraphs as 1.5 does.
        let arabic = found.value(Count::Arabic).is_some() || found.dress == Dress::Chain;
        let dotted = !matches!(found.dress, Dress::Round | Dress::Half);
        let sentence = opens || matches!(ends, Ending::Full | Ending::Semicolon);
        let upper = found.readings.iter().any(|r| matches!(r.0, Count::Upper | Count::RomanUpper)) && dotted;
        let said = block.first(self.ground.text).starts_with('[');
        let listed = ends == Ending::Open && block.len() < 40 && found.dress != Dress::Proposed && !said;
        // A section of a law may begin with its (a).
        let here = self.path.last().map(|s| &self.corpus.sections[s.index()]);
        let opens_section = here.is_some_and(|s| {
            s.label.is_some() && s.passages.first().is_none_or(|p| self.corpus.passages[p.index()].label.is_some())
        });
        let lawful =
            opens_section && (sentence || said) && matches!(found.dress, Dress::Round | Dress::Half) && !arabic;
        // Numbers that begin again after many paragraphs, in no division of their own, count entries of a list.
        if let (true, None, Some(value)) = (dotted, parent, found.value(Count::Arabic)) {
            let divided = self.path.iter().any(|s| self.corpus.sections[s.index()].label.is_some());
            self.entries = !divided && self.reached > 20 && (value == 1 || self.entries && value <= self.reached);
            self.reached = if self.entries { self.reached } else { value };
        }
        let top = parent.is_none()
            && !(self.entries && dotted)
            && (lawful || arabic && (dotted && !listed || sentence) || upper && (sentence || block.len() > 100));
        let kind = if top { PassageKind::Paragraph } else { PassageKind::Item };
        if kind == PassageKind::Paragraph {
            self.paragraph = arabic.then_some(id);
            self.item = None;
        } else {
            self.item = Some(id);
        }
        self.opener = if opens || kind == PassageKind::Paragraph { Some(id) } else { self.opener };
        (kind, parent, Some(found.printed()))
    }

    /// Opens the list that the words of a labelled block begin: `2.—(1) In these …`, over `(2)`.
    fn second_label(&mut self, block: &Block, id: PassageId) {
        let words = block.first(self.ground.text).trim_start_matches(['—', '–', '-', ' ']);
        if !words.starts_with('(') {
            return;
        }
        let Some(found) = mark(words).label.filter(|l| l.is_first() && l.dress == Dress::Round) else { return };
        let Some(&(count, value)) = found.readings.iter().find(|r| r.1 == 1) else { return };
        self.list.push(Level {
            style: Some((count, found.dress)),
            bullet: None,
            indent: block.indent,
            value,
            within: 0,
            passage: id,
            parent: Some(id),
        });
    }

    /// Goes on a list that is open, where `found` comes next in one: its place.
    fn resume(&mut self, found: &Label, block: &Block, id: PassageId) -> Option<usize> {
        let goes_on = |level: &Level| {
            level.style.is_some_and(|(count, dress)| {
                dress == found.dress
                    && level.within == found.within()
                    && found.value(count).is_some_and(|v| {
                        v == level.value + 1
                            || v == level.value && !found.is_first()
                            || v > level.value && v <= level.value + 4
                    })
                    || dress_alike(dress, found.dress) && found.value(count) == Some(level.value + 1)
            })
        };
        // `3.`, then `15.` at its place: what stands between is left out.
        let far = |l: &Level| {
            let later = |v: u32| v > l.value && v != self.reached + 1;
            let alike = l.indent == block.indent && l.within == found.within() && self.item == Some(l.passage);
            alike && l.style.is_some_and(|(count, dress)| dress == found.dress && found.value(count).is_some_and(later))
        };
        let last = self.list.len().checked_sub(1).filter(|&at| far(&self.list[at]));
        let deepest = self.list.iter().rposition(goes_on).or(last)?;
        // Of lists that count alike, one within the other, the next label stands where its own does.
        let beside = |level: &Level| level.indent.abs_diff(block.indent) <= 1;
        let further_out = || self.list[..deepest].iter().rposition(|l| goes_on(l) && beside(l));
        let left = block.indent + 1 < self.list[deepest].indent;
        let at = Some(deepest).filter(|_| !left).or_else(further_out).unwrap_or(deepest);
        // A Roman one after a letter h is a ninth letter only where no deeper list may begin.
        let opened_below =
            found.is_first() && self.opener.is_some() && self.opener == Some(self.list[self.list.len() - 1].passage);
        if opened_below {
            return None;
        }
        self.list.truncate(at + 1);
        let level = &mut self.list[at];
        let count = level.style.map_or(Count::Arabic, |s| s.0);
        level.value = found.value(count).unwrap_or(level.value);
        level.passage = id;
        level.indent = block.indent;
        Some(at)
    }

    /// Opens a list at `found`: the passage it hangs on.
    fn nest(&mut self, found: &Label, block: &Block, id: PassageId) -> Option<PassageId> {
        let first =
            found.readings.iter().find(|r| r.1 == 1).or(found.readings.first()).copied().unwrap_or((Count::Arabic, 1));
        let arabic = first.0 == Count::Arabic;
        let big = found.dress == Dress::Chain
            || arabic && matches!(found.dress, Dress::Dot | Dress::Bare | Dress::Sign | Dress::Proposed);
        let deepest = self.list.last().map(|l| l.passage);
        let opens = |builder: &Self, p: PassageId| {
            builder.leads == Some(p) || ending(&builder.corpus.passages[p.index()].text) == Ending::Colon
        };
        let parent = if big {
            // A number with a full stop counts paragraphs, unless a colon right before asks for a list.
            let holder = self.opener.filter(|&o| first.1 == 1 && found.dress != Dress::Sign && opens(self, o));
            if holder.is_none() {
                self.list.clear();
            }
            holder
        } else {
            let above = |l: &Level| l.style.is_some_and(|s| depth(s) < depth((first.0, found.dress)));
            let holds = self.list.last().is_some_and(above);
            // `(d) …;` / `      (i) …`, set deeper under the last item: a list of its own.
            let deeper = holds && self.list.last().is_some_and(|l| block.indent > l.indent + 3) && self.item == deepest;
            match (deepest, self.opener) {
                (Some(last), Some(o)) if o == last || !deeper && opens(self, o) => Some(o),
                (Some(last), _) if holds => Some(last),
                (_, opener) => opener.or(self.paragraph),
            }
        };
        match parent.and_then(|p| self.list.iter().rposition(|l| l.passage == p)) {
            Some(at) => self.list.truncate(at + 1),
            None => self.list.clear(),
        }
        // No list of a real text is so deep.
        if self.list.len() >= 32 {
            self.list.clear();
        }
        self.list.push(Level {
            style: Some((first.0, found.dress)),
            bullet: None,
            indent: block.indent,
            value: first.1,
            within: found.within(),
            passage: id,
            parent,
        });
        parent
    }

    fn bulleted(&mut self, block: &Block, bullet: char, id: PassageId) -> Option<PassageId> {
        // The same bullet, not set deeper, goes on; one blank is no depth.
        let alike = |l: &Level| l.bullet == Some(bullet) && block.indent.abs_diff(l.indent) <= 1;
        let said = |l: &Level| ending(&self.corpus[l.passage].text);
        // A list that is set flat is told by the colon that asks for it and the full stop that ends it.
        let asked = |l: &Level| self.opener == Some(l.passage) && said(l) == Ending::Colon;
        let done = |l: &Level| {
            said(l) == Ending::Full && l.parent.is_some_and(|p| self.list.iter().any(|o| o.passage == p && alike(o)))
        };
        let last = self.list.len().saturating_sub(1);
        let deepest = self.list.iter().rposition(alike).filter(|&at| at < last || !asked(&self.list[at]));
        let at = deepest
            .and_then(|at| if done(&self.list[at]) { self.list[..at].iter().rposition(alike) } else { Some(at) });
        if let Some(at) = at {
            self.list.truncate(at + 1);
            let level = &mut self.list[at];
            level.passage = id;
            return level.parent;
        }
        let parent = match self.list.last() {
            Some(level) if block.indent > level.indent + 1 && self.item == Some(level.passage) => Some(level.passage),
            _ => self.opener,
        };
        if parent.is_none() {
            self.list.clear();
        }
        self.list.push(Level {
            style: None,
            bullet: Some(bullet),
            indent: block.indent,
            value: 0,
            within: 0,
            passage: id,
            parent,
        });
        parent
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

/// Whether `block` begins the items of the paragraph above, as laws in Chinese characters count them: `一　…`.
fn counts_items(block: &Block) -> bool {
    block.label.as_ref().is_some_and(|l| l.text == "一" && l.dress == Dress::Round)
}

/// Whether `block` is a word and what it means, in a list of such: `“cargo” means any goods;`.
fn defines(text: &str, block: &Block) -> bool {
    let quoted = block.first(text).trim_start_matches('[').starts_with(['“', '"']);
    quoted && block.label.is_none() && block.kind == Kind::Text && ending(block.last(text)) != Ending::Open
}

/// Whether `block` asks for a list without a colon, as Korean and Japanese do: `다음 각 호`, `左の各号`, the following.
fn asks(text: &str, block: &Block) -> bool {
    let says = |words: &str| ["다음", "左の", "次の", "次に掲げる"].iter().any(|w| words.contains(w));
    block.pieces.iter().any(|p| says(p.of(text)))
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

/// How deep a way of counting usually stands in a law: 1., (1), (a), (i).
fn depth(style: Style) -> u8 {
    match style {
        (Count::Arabic, Dress::Round | Dress::Half) => 1,
        (Count::Arabic, _) => 0,
        (Count::Lower, _) => 2,
        (Count::RomanLower, _) => 3,
        (Count::Upper | Count::RomanUpper, _) => 4,
    }
}

/// `- 14 With` goes on `13.`, a table's `(17)` goes on `(16)`.
fn dress_alike(a: Dress, b: Dress) -> bool {
    a == b || matches!((a, b), (Dress::Dot, Dress::Bare) | (Dress::Bare, Dress::Dot))
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
