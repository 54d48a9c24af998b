//! Where a passage stands among the lists that are open: what it goes on, what it hangs on.

use super::block::{Block, Kind};
use super::blocks::has_cells;
use super::classify::{Ending, ending, starts_small};
use super::count::Count;
use super::label::{Dress, Label, Style, mark};
use super::outline::Builder;
use super::verbs::is_lead_verb;
use crate::text::{PassageId, PassageKind};

/// An open place in a list: how it counts, how far, and who holds the list.
pub(super) struct Level {
    pub style: Option<Style>,
    pub bullet: Option<char>,
    pub indent: u16,
    pub value: u32,
    /// How many numbers stand before the last of its label: `5.1.1` has two.
    pub within: usize,
    pub passage: PassageId,
    pub parent: Option<PassageId>,
}

impl Builder<'_> {
    /// The kind, parent and label of a block's passage.
    pub fn place(
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
}

/// Whether `block` is a word and what it means, in a list of such: `“cargo” means any goods;`.
fn defines(text: &str, block: &Block) -> bool {
    let quoted = block.first(text).trim_start_matches('[').starts_with(['“', '"']);
    quoted && block.label.is_none() && block.kind == Kind::Text && ending(block.last(text)) != Ending::Open
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

/// Whether `block` asks for a list without a colon, as Korean and Japanese do: `다음 각 호`, `左の各号`, the following.
fn asks(text: &str, block: &Block) -> bool {
    let says = |words: &str| ["다음", "左の", "次の", "次に掲げる"].iter().any(|w| words.contains(w));
    block.pieces.iter().any(|p| says(p.of(text)))
}

/// Whether `block` begins the items of the paragraph above, as laws in Chinese characters count them: `一　…`.
fn counts_items(block: &Block) -> bool {
    block.label.as_ref().is_some_and(|l| l.text == "一" && l.dress == Dress::Round)
}
