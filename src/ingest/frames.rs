//! Objectives: the numbered aims that works share, one identity each, found by label and title.

use std::collections::{BTreeMap, HashSet};

use super::count::readings;
use super::fnv::{Fnv, Sieve};
use super::folds::folded;
use super::titled::titled;
use crate::text::{
    Corpus, Frame, FrameId, Member, Node, Objective, ObjectiveId, PassageId, PassageKind, QuickMap, QuickSet, Role,
    SectionId, WorkId,
};

/// A place that may state an aim.
#[derive(Clone, Debug)]
struct Place {
    work: WorkId,
    node: Node,
    label: String,
    value: u32,
    title: String,
    /// The words of its title, as [`words`] gives them, once a frame asked for them.
    words: Option<Vec<u64>>,
    role: Role,
}

impl Place {
    fn words(&mut self) -> &[u64] {
        self.words.get_or_insert_with(|| words(&self.title))
    }
}

/// Places in a row that count alike: the objectives of a draft, a list of their titles.
#[derive(Clone, Debug)]
struct Series {
    /// What one is called, where a label or the words above say so: `objective`, `guiding principle`.
    noun: Option<String>,
    /// Whether each has a label that names it.
    named: bool,
    /// Whether each has a label at all.
    labelled: bool,
    places: Vec<Place>,
}

impl Series {
    /// Whether it may found a frame: it names itself, or the words above a list of some length do.
    fn founds(&self) -> bool {
        let labelled = self.named || self.labelled;
        self.noun.is_some() && labelled && self.places.len() >= if self.named { FEWEST } else { 5 }
    }
}

/// Nouns of aims: their numbers are what `obj N` means.
const AIMS: [&str; 6] = ["objective", "goal", "commitment", "target", "aim", "priority"];

/// How many aims of one word, or frames of one corpus, are looked at: texts have far fewer.
const MOST: usize = 64;

/// The least that makes a frame of its own.
const FEWEST: usize = 3;

/// Finds the frames of the corpus, the one of the most works and members first.
pub(super) fn find(corpus: &mut Corpus) {
    let mut series = sections(corpus);
    series.extend(run_ins(corpus));
    series.extend(lists(corpus));
    // Whatever names itself founds frames, the fullest first; lists join, or found one where words above name them.
    let rank = |s: &Series| {
        let aims = s.noun.as_deref().is_some_and(|n| AIMS.contains(&n));
        let values: QuickSet<u32> = s.places.iter().map(|p| p.value).collect();
        (s.founds() && aims, s.founds(), values.len(), s.named)
    };
    series.sort_by_cached_key(|s| std::cmp::Reverse(rank(s)));
    let mut frames: Vec<Draft> = Vec::new();
    let mut waiting = Vec::new();
    for mut one in series {
        if let Some(frame) = frames.iter_mut().find(|f| f.takes(&mut one)) {
            frame.join(one);
        } else if one.founds() && frames.len() < MOST {
            frames.push(Draft::new(one));
        } else {
            waiting.push(one);
        }
    }
    for mut one in waiting {
        if let Some(frame) = frames.iter_mut().find(|f| f.takes(&mut one)) {
            frame.join(one);
        }
    }
    let aims = |noun: &str| (noun == AIMS[0], AIMS.contains(&noun));
    frames.sort_by_key(|f| std::cmp::Reverse((aims(&f.noun), f.works(), f.members())));
    for frame in frames {
        frame.settle(corpus);
    }
}

/// Sections whose labels name them, by work and word.
fn sections(corpus: &Corpus) -> Vec<Series> {
    let mut found: BTreeMap<(WorkId, String), Vec<Place>> = BTreeMap::new();
    for (i, section) in corpus.sections.iter().enumerate() {
        let Some(label) = &section.label else { continue };
        let named = titled(label);
        let counted = readings(label).last().copied();
        let (word, value) = match (&named, counted) {
            (Some(found), _) if found.value.is_some() => (found.word.clone(), found.value),
            (_, Some((count, value))) => (format!("{count:?} {}", section.parent.map_or(0, |p| p.0)), Some(value)),
            _ => continue,
        };
        let number = own_number(label).to_owned();
        let body = !section.passages.is_empty() || !section.children.is_empty();
        found.entry((section.work, word)).or_default().push(Place {
            work: section.work,
            node: Node::Section(SectionId::at(i)),
            label: number,
            value: value.unwrap_or(0),
            title: section.title.clone().unwrap_or_default(),
            words: None,
            role: if body { Role::Body } else { Role::Title },
        });
    }
    let series = |((_, word), places): ((WorkId, String), Vec<Place>)| {
        let named = !word.contains(|c: char| c.is_ascii_uppercase());
        Series { noun: named.then_some(word), named, labelled: true, places }
    };
    found.into_iter().map(series).collect()
}

/// Sections headed by words at the head of their own text: `Human rights: The Compact …`.
fn run_ins(corpus: &Corpus) -> Vec<Series> {
    let mut out: Vec<Series> = Vec::new();
    let mut last = None;
    for (i, section) in corpus.sections.iter().enumerate() {
        let first = section.passages.first().map(|&p| &corpus[p]);
        let run_in = first.is_some_and(|p| p.spans.first() == section.heading.first()) && section.label.is_none();
        let (true, Some(first)) = (run_in, section.passages.first()) else { continue };
        if last != Some(i.wrapping_sub(1)) {
            // The passage before it opens the row: `… a set of guiding principles:`.
            let opener = first.index().checked_sub(1).map(|p| corpus.passages[p].text.as_str());
            out.push(Series { noun: opener.and_then(noun_of), named: true, labelled: false, places: Vec::new() });
        }
        last = Some(i);
        if let Some(series) = out.last_mut() {
            let value = u32::try_from(series.places.len() + 1).unwrap_or(0);
            series.places.push(Place {
                work: section.work,
                node: Node::Section(SectionId::at(i)),
                label: value.to_string(),
                value,
                title: section.title.clone().unwrap_or_default(),
                words: None,
                role: Role::Body,
            });
        }
    }
    out.retain(|s| s.places.len() >= FEWEST && s.noun.is_some());
    out
}

/// Lists of short items that count from one, and rows of short lines under a heading.
fn lists(corpus: &Corpus) -> Vec<Series> {
    let mut out = Vec::new();
    for section in &corpus.sections {
        let mut open: Option<(Option<PassageId>, bool, Series)> = None;
        for &id in &section.passages {
            let passage = &corpus[id];
            let reading = passage.label.as_deref().map(|l| readings(own_number(l)));
            let kind = matches!(passage.kind, PassageKind::Item | PassageKind::Row | PassageKind::Paragraph);
            let fits = kind && passage.text.len() <= if reading.is_some() { 400 } else { 80 };
            let is = |n: usize| reading.as_ref().is_none_or(|r| r.iter().any(|x| x.1 as usize == n));
            // Between the numbers of a list other words may stand: where and when.
            if open.as_ref().is_some_and(|(_, labelled, _)| *labelled && reading.is_none()) {
                continue;
            }
            let goes_on = |(parent, labelled, list): &(Option<PassageId>, bool, Series)| {
                fits && *labelled == reading.is_some() && *parent == passage.parent && is(list.places.len() + 1)
            };
            if !open.as_ref().is_some_and(goes_on) {
                out.extend(open.take().map(|(_, _, s)| s));
                if fits && is(1) && (reading.is_some() || section.title.is_some()) {
                    let above = passage.parent.map(|p| corpus[p].text.as_str()).filter(|t| t.ends_with(':'));
                    let title =
                        section.title.as_deref().filter(|t| passage.parent.is_none() && t.split(' ').count() <= 6);
                    let noun = above.or(title).and_then(noun_of);
                    let labelled = reading.is_some();
                    open =
                        Some((passage.parent, labelled, Series { noun, named: false, labelled, places: Vec::new() }));
                }
            }
            if let Some((_, _, series)) = &mut open {
                let value = u32::try_from(series.places.len() + 1).unwrap_or(0);
                series.places.push(Place {
                    work: passage.work,
                    node: Node::Passage(id),
                    label: passage.label.as_deref().map_or_else(|| value.to_string(), |l| own_number(l).to_owned()),
                    value,
                    title: passage.text.trim_end_matches(" and").trim_end_matches([';', '.', ',', ':']).to_owned(),
                    words: None,
                    role: Role::Title,
                });
            }
        }
        out.extend(open.map(|(_, _, s)| s));
    }
    out.retain(|s| s.places.len() >= FEWEST);
    out
}

/// What a label counts by: `1` in `Session 1`.
fn own_number(label: &str) -> &str {
    label.rsplit(' ').next().unwrap_or(label)
}

/// The noun that `words` end with, in the plural: `… a set of guiding principles:` says `guiding principle`.
fn noun_of(words: &str) -> Option<String> {
    let core = words.trim_end_matches([':', '.', ' ', ';']);
    let mut last = core.rsplit(' ');
    let noun = last.next()?.to_lowercase();
    let plural =
        noun.len() > 4 && noun.ends_with('s') && !noun.ends_with("ss") && noun.chars().all(char::is_alphabetic);
    let common = matches!(
        noun.as_str(),
        "follows" | "includes" | "states" | "annexes" | "migrants" | "refugees" | "remittances" | "partners" | "always"
    );
    if !plural || common {
        return None;
    }
    let one = noun.strip_suffix("ies").map_or_else(|| noun[..noun.len() - 1].to_owned(), |stem| format!("{stem}y"));
    let before = last
        .next()
        .map(str::to_lowercase)
        .filter(|w| w.len() > 3 && !matches!(w.as_str(), "following" | "four" | "five" | "these" | "seven" | "eight"));
    Some(
        before
            .filter(|w| w.ends_with("ing") || w.ends_with("ic") || w.ends_with("al"))
            .map_or(one.clone(), |w| format!("{w} {one}")),
    )
}

/// The words of a title that tell it from others, as numbers, sorted.
fn words(title: &str) -> Vec<u64> {
    let common = |w: &str| {
        let mut small = [0; 9];
        let Some(small) = small.get_mut(..w.len()) else { return false };
        small.copy_from_slice(w.as_bytes());
        small.make_ascii_lowercase();
        matches!(
            &*small,
            b"the"
                | b"and"
                | b"for"
                | b"all"
                | b"with"
                | b"from"
                | b"their"
                | b"including"
                | b"that"
                | b"into"
                | b"through"
                | b"which"
        )
    };
    let mut out = Vec::with_capacity(title.len() / 6);
    let words = title.split(|c: char| !c.is_alphanumeric());
    out.extend(words.filter(|w| w.len() > 2 && !common(w)).map(folded));
    out.sort_unstable();
    out.dedup();
    out
}

/// An aim being gathered.
struct Aim {
    number: u32,
    label: String,
    title: String,
    words: Vec<u64>,
    members: Vec<Member>,
}

/// A frame being gathered.
struct Draft {
    noun: String,
    aims: Vec<Aim>,
    /// Which aims bear a word; and a sieve of those words, as few others are among them.
    bearing: QuickMap<u64, Vec<usize>>,
    borne: Sieve,
    /// Which aims bear a number.
    numbered: QuickMap<u32, Vec<usize>>,
    /// The highest number.
    highest: u32,
}

impl Draft {
    fn new(series: Series) -> Self {
        let noun = series.noun.clone().unwrap_or_else(|| "item".to_owned());
        let (bearing, numbered) = (QuickMap::default(), QuickMap::default());
        let mut draft = Self { noun, aims: Vec::new(), bearing, borne: Sieve::default(), numbered, highest: 0 };
        draft.join(series);
        draft
    }

    /// The aim that `place` states, by title; by number where one of both has no title.
    fn meets(&self, place: &mut Place) -> Option<usize> {
        let value = place.value;
        let own = place.words();
        let numbered = |a: &Aim| a.number == value;
        if own.is_empty() {
            return self.numbered.get(&value).and_then(|n| n.first()).copied();
        }
        // Each aim as often as it bears one of the words.
        let mut shared = Vec::with_capacity(MOST);
        for aims in own.iter().filter(|w| self.borne.has(Fnv(**w).small())).filter_map(|w| self.bearing.get(w)) {
            shared.extend_from_slice(&aims[..aims.len().min(MOST)]);
        }
        shared.sort_unstable();
        let likeness = |same: &[usize]| {
            let (at, common) = (same[0], same.len());
            let aim = &self.aims[at];
            let all = own.len() + aim.words.len() - common;
            let least = own.len().min(aim.words.len());
            let contained = common * 5 >= least * 4 && least >= 2 && numbered(aim);
            (common * 2 >= all || contained).then_some((common * 1000 / all.max(1), std::cmp::Reverse(at)))
        };
        shared.chunk_by(|a, b| a == b).filter_map(likeness).max().map(|(_, at)| at.0)
    }

    /// Whether at least half of `series`, and two, state aims of this frame; or a series of the same noun does in part.
    fn takes(&self, series: &mut Series) -> bool {
        // Where more than half are strange, no more need be asked for.
        let all = series.places.len();
        let enough = if series.named { all } else { all / 2 + 1 };
        let strange = series.places.iter_mut().map(|p| self.meets(p).is_none()).filter(|&s| s).take(enough).count();
        let met = all - strange;
        let aims = AIMS.contains(&self.noun.as_str());
        let akin = series
            .noun
            .as_ref()
            .is_some_and(|n| self.noun == *n || n.ends_with(&self.noun) || self.noun.ends_with(n.as_str()));
        met * 2 >= all && (met >= 2 || aims && met == all || akin && met > 0) || aims && series.named && akin && met > 0
    }

    fn join(&mut self, series: Series) {
        let named = series.named;
        // Two of one series state two aims, unless they bear one number.
        let mut used: QuickMap<usize, u32> = QuickMap::default();
        for mut place in series.places {
            let at = self.meets(&mut place).filter(|at| used.get(at).is_none_or(|&v| v == place.value)).or_else(|| {
                // What no title tells is told by its number, where that is free.
                let free = |&&at: &&usize| self.aims[at].members.iter().all(|m| m.work != place.work);
                let there = self.numbered.get(&place.value).into_iter().flatten().take(MOST);
                there
                    .filter(|a| free(a))
                    .min()
                    .copied()
                    .filter(|_| !named || !self.aims.is_empty() && place.title.is_empty())
            });
            let at = at.unwrap_or_else(|| {
                let taken = self.numbered.contains_key(&place.value);
                let number = if taken { self.highest + 1 } else { place.value };
                self.highest = self.highest.max(number);
                self.numbered.entry(number).or_default().push(self.aims.len());
                let own = place.words().to_vec();
                for word in &own {
                    self.borne.add(Fnv(*word).small());
                    self.bearing.entry(*word).or_default().push(self.aims.len());
                }
                let (label, title) = (place.label.clone(), place.title.clone());
                self.aims.push(Aim { number, label, title, words: own, members: Vec::new() });
                self.aims.len() - 1
            });
            used.insert(at, place.value);
            self.aims[at].members.push(Member {
                work: place.work,
                node: place.node,
                label: place.label,
                role: place.role,
            });
        }
    }

    fn works(&self) -> usize {
        self.aims.iter().flat_map(|a| a.members.iter().map(|m| m.work)).collect::<HashSet<_>>().len()
    }

    fn members(&self) -> usize {
        self.aims.iter().map(|a| a.members.len()).sum()
    }

    /// Writes the frame into the corpus.
    fn settle(mut self, corpus: &mut Corpus) {
        self.aims.sort_by_key(|a| a.number);
        let frame = FrameId::at(corpus.frames.len());
        let main = frame.index() == 0 && AIMS.contains(&self.noun.as_str());
        let mut objectives = Vec::new();
        for mut aim in self.aims {
            aim.members.sort_by_key(|m| (m.work, m.node_line(corpus)));
            let number = u16::try_from(aim.number).unwrap_or(u16::MAX);
            for member in &aim.members {
                if let (true, Node::Section(id)) = (main, member.node) {
                    corpus.sections[id.index()].objective = Some(number);
                }
            }
            objectives.push(ObjectiveId::at(corpus.objectives.len()));
            let (label, title, members) = (aim.label, aim.title, aim.members);
            corpus.objectives.push(Objective { frame, number, label, title, members });
        }
        let noun = self.noun.rsplit(' ').next().unwrap_or("aim").to_owned();
        let plural = self.noun.strip_suffix('y').map_or_else(|| format!("{}s", self.noun), |stem| format!("{stem}ies"));
        let mut letters = plural.chars();
        let name = letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default();
        corpus.frames.push(Frame { name, noun, objectives });
    }
}

/// Where a member stands, for putting members in order.
trait Stands {
    fn node_line(&self, corpus: &Corpus) -> u32;
}

impl Stands for Member {
    fn node_line(&self, corpus: &Corpus) -> u32 {
        match self.node {
            Node::Section(id) => corpus[id].lines.first,
            Node::Passage(id) => corpus[id].spans.first().map_or(0, |s| s.first),
        }
    }
}
