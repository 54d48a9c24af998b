//! On an objective: what the rest of the corpus says, each passage with its reason.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::Desk;
use super::family::SAME_AIMS;
use crate::index::fold::{Folded, fold};
use crate::index::{Place, Sisters, Subject};
use crate::text::{Frame, FrameId, Member, Node, ObjectiveId, PassageId, PassageKind, Role, WorkKind};

/// Why a passage is listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// It names the objective.
    Names,
    /// It shares wording with it.
    Quotes,
    /// It bears on it by its terms.
    BearsOn,
}

/// What has less than this to say, of the best, is told apart as weaker.
pub const WEAK: f32 = 0.2;

/// What the reasons mean, a line each.
pub const REASONS: &str = "\
names: it says the objective's number or title, or stands under it
quotes: it shares seven words in a row with the objective's text, and with no other objective's
bears on: it uses the words named, which tell the objective from the others";

impl Why {
    /// The word for it in JSON and on screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::Quotes => "quotes",
            Self::BearsOn => "bears on",
        }
    }
}

/// A passage that bears on an objective.
#[derive(Clone, Debug, PartialEq)]
pub struct Bearing {
    /// The passage.
    pub passage: PassageId,
    /// Between 0 and 1, higher is better.
    pub score: f32,
    /// The reason.
    pub why: Why,
    /// The words that speak for it, most telling first.
    pub terms: Vec<String>,
    /// Where its text says so, in bytes: the words shared, or where the telling words stand closest together; empty
    /// where it stands under the objective's name and none of them is in it.
    pub at: Range<usize>,
}

impl Desk {
    /// What the rest of the corpus says on `objective`, best first, at most `limit`. Its own text is not listed.
    #[must_use]
    pub fn passages_on(&self, objective: ObjectiveId, limit: Option<usize>) -> Vec<Bearing> {
        let (index, corpus) = (self.index(), &self.corpus);
        let frame = corpus[objective].frame;
        let Some(aims) = self.aims.get(frame.index()) else { return Vec::new() };
        let aims = aims.get_or_init(|| Aims::new(self, frame));
        let Some(at) = corpus[frame].objectives.iter().position(|&sister| sister == objective) else {
            return Vec::new();
        };
        let own = own_text(self, objective);
        let profile = &index.profile(&aims.sisters, at, &own);
        let names = Names::new(self, objective);

        let mut found: Vec<Bearing> = Vec::new();
        for (unit, score) in index.units().iter().zip(index.bearing(profile, corpus)) {
            let Place::Passage(passage) = unit.place else { continue };
            let why = if names.naming.contains(&passage) { Why::Names } else { Why::BearsOn };
            let speaks = why == Why::Names || score > 0.0;
            let own = own.contains(&passage) || aims.titles.contains(&passage);
            if speaks && !own && !names.bare(&corpus[passage].text) {
                let score = score * prior(self, passage);
                found.push(Bearing { passage, score, why, terms: Vec::new(), at: 0..0 });
            }
        }
        let top = found.iter().map(|bearing| bearing.score).fold(f32::MIN_POSITIVE, f32::max);
        // Only what may be listed is read.
        found.retain(|b| b.why == Why::Names || b.score > LEAST * top);
        for bearing in &mut found {
            let text = fold(&corpus[bearing.passage].text, false);
            let told;
            (bearing.terms, told) = profile.telling(&text);
            bearing.score /= top;
            bearing.terms.truncate(6);
            if bearing.why == Why::Names {
                bearing.score += NAMES * prior(self, bearing.passage);
            } else if !bearing.terms.is_empty()
                && let Some(shared) = aims.shared(at, &text, &corpus[bearing.passage].text)
            {
                bearing.why = Why::Quotes;
                bearing.score += QUOTES * prior(self, bearing.passage);
                bearing.at = shared;
            } else {
                bearing.score *= told;
            }
        }
        // What names it not, and has none of its telling words, says nothing on it.
        found.retain(|b| b.score > LEAST && (b.why == Why::Names || !b.terms.is_empty()));
        found.sort_by(best_first);
        let mut found = diverse(self, found);
        found.truncate(limit.unwrap_or(usize::MAX));
        let most = found.first().map_or(1.0, |best| best.score);
        let mut least = 1.0f32;
        for bearing in &mut found {
            // A work's best that comes before its turn does not score more than what it follows.
            least = least.min(bearing.score / most);
            bearing.score = least;
            if bearing.at.is_empty() {
                bearing.at = closest(&corpus[bearing.passage].text, &bearing.terms);
            }
        }
        found
    }
}

/// What a passage gains that names the objective, and one that shares its wording, of the best score by words.
const NAMES: f32 = 0.5;
const QUOTES: f32 = 0.1;
/// What has less than this to say, of the best, is not listed.
const LEAST: f32 = 0.05;
/// What has at least this to say, of the best, speaks for its work.
const SPEAKS: f32 = 0.35;

/// The texts of an objective: what its drafts say, or, where none does, what stands under its name.
fn subject(desk: &Desk, objective: ObjectiveId) -> Subject {
    let corpus = &desk.corpus;
    let members = &corpus[objective].members;
    let mut subject = Subject { titles: titles(desk, objective), ..Subject::default() };
    let drafted = members.iter().any(|m| m.role == Role::Body && is_draft(desk, m));
    for member in members.iter().filter(|m| m.role == Role::Body && (is_draft(desk, m) || !drafted)) {
        let passages = desk.passages_in(member.node.into());
        let mut texts =
            passages.into_iter().filter(|&p| corpus[p].kind != PassageKind::Note).map(|p| corpus[p].text.clone());
        if drafted {
            subject.opening.extend(texts.next());
        }
        subject.body.extend(texts);
    }
    subject
}

/// Every wording of an objective's title.
fn titles(desk: &Desk, objective: ObjectiveId) -> Vec<String> {
    let corpus = &desk.corpus;
    let mut titles = vec![corpus[objective].title.clone()];
    for member in &corpus[objective].members {
        let title = match member.node {
            Node::Section(section) => corpus[section].title.clone().unwrap_or_default(),
            Node::Passage(passage) => corpus[passage].text.clone(),
        };
        if !title.is_empty() && !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles
}

/// Whether a member is the objective's own text, rather than what another text says under its name: it stands in a draft,
/// or in a resolution that states aims in full.
pub(super) fn is_draft(desk: &Desk, member: &Member) -> bool {
    let corpus = &desk.corpus;
    let states = |o: &&ObjectiveId| corpus[**o].members.iter().any(|m| m.role == Role::Body && m.work == member.work);
    match corpus[member.work].kind {
        WorkKind::Draft => true,
        WorkKind::Resolution if corpus[member.work].family.is_some() => true,
        WorkKind::Resolution => {
            let holds = |f: &&Frame| f.objectives.iter().any(|&o| corpus[o].members.contains(member));
            let frame = corpus.frames.iter().find(holds);
            frame.is_some_and(|f| f.objectives.iter().filter(states).count() >= SAME_AIMS)
        }
        _ => false,
    }
}

/// The passages that are the objective's own text: its body in drafts, its title in any list.
fn own_text(desk: &Desk, objective: ObjectiveId) -> BTreeSet<PassageId> {
    let own = desk.corpus[objective].members.iter().filter(|m| m.role == Role::Title || is_draft(desk, m));
    own.flat_map(|m| desk.passages_in(m.node.into())).collect()
}

/// How likely a passage has something to say, by its looks alone.
fn prior(desk: &Desk, passage: PassageId) -> f32 {
    let passage = &desk.corpus[passage];
    let kind = match passage.kind {
        PassageKind::Note => 0.5,
        PassageKind::Chapeau => 0.6,
        _ => 1.0,
    };
    let words = passage.text.split_whitespace().count();
    let short = if words < 6 { 0.5 } else { 1.0 };
    let repeated = if passage.repeats.is_some() { 0.5 } else { 1.0 };
    let work = match desk.corpus[passage.work].kind {
        WorkKind::Slip => 0.3,
        WorkKind::Draft => 0.6,
        _ => 1.0,
    };
    kind * short * repeated * work
}

/// How an objective is named. All words are folded.
struct Names {
    titles: Vec<Folded>,
    /// The passages that name it, or stand under its name.
    naming: BTreeSet<PassageId>,
}

impl Names {
    fn new(desk: &Desk, objective: ObjectiveId) -> Self {
        let (corpus, index) = (&desk.corpus, desk.index());
        let of = &corpus[objective];
        let titles = titles(desk, objective);
        let mut naming = BTreeSet::new();
        for member in &of.members {
            if let Node::Section(section) = member.node {
                // A note speaks where it is cited, on whatever page it is printed.
                let cited = |p: &PassageId| {
                    let top = corpus.above(*p).last().unwrap_or(*p);
                    corpus.path_to(corpus[top].section).contains(&section)
                };
                naming.extend(corpus.passages_below(section).into_iter().filter(cited));
            }
        }
        let passage = |place| if let Place::Passage(passage) = place { Some(passage) } else { None };
        for title in titles.iter().filter(|title| title.len() > 20) {
            naming.extend(index.standing(title, false).into_iter().filter_map(passage));
        }
        let noun = fold(&corpus[of.frame].noun, false).text;
        let numbered = |&p: &PassageId| numbered(&fold(&corpus[p].text, false).text, &noun, of.number);
        naming.extend(index.standing(&noun, true).into_iter().filter_map(passage).filter(numbered));
        Self { titles: titles.iter().map(|title| fold(title, false)).collect(), naming }
    }

    /// Whether `text` is hardly more than a title: at least four words in five are shared.
    fn bare(&self, text: &str) -> bool {
        let words = |of: &Folded| of.words().into_iter().map(|w| of.text[w].to_owned()).collect::<BTreeSet<String>>();
        self.titles.iter().any(|title| {
            let long = title.text.len();
            let close = long * 4 <= text.len() * 5 && text.len() * 2 <= long * 3 + 20;
            close && {
                let (title, text) = (words(title), words(&fold(text, false)));
                title.len() > 3 && title.intersection(&text).count() * 5 >= title.len().max(text.len()) * 4
            }
        })
    }
}

/// Whether `text` says "objective 13" or "objectives 1, 3 and 13".
fn numbered(text: &str, noun: &str, number: u16) -> bool {
    text.match_indices(noun).any(|(at, noun)| {
        let rest = text[at + noun.len()..].trim_start_matches('s');
        rest.split(|c: char| c == ',' || c == '(' || c == ')' || c.is_whitespace())
            .filter(|word| !word.is_empty())
            .take_while(|word| matches!(*word, "and" | "&" | "to") || word.starts_with(|c: char| c.is_ascii_digit()))
            .any(|word| word.trim_end_matches(|c: char| !c.is_ascii_digit()).parse() == Ok(number))
    })
}

/// What the objectives of a frame say, read once.
pub(super) struct Aims {
    sisters: Sisters,
    /// The hash of every six words that follow each other in the drafts of one objective, and of no other.
    runs: HashMap<u64, Option<usize>>,
    /// The titles of all, as they stand in lists: they say nothing on each other.
    titles: BTreeSet<PassageId>,
}

impl Aims {
    fn new(desk: &Desk, frame: FrameId) -> Self {
        let corpus = &desk.corpus;
        let aims = &corpus[frame].objectives;
        let subjects: Vec<Subject> = aims.iter().map(|&o| subject(desk, o)).collect();
        let mut all: HashMap<u64, Option<usize>> = HashMap::new();
        // Where an objective has no text of its own, what is said under its name is nobody's wording.
        for (at, subject) in subjects.iter().enumerate() {
            let body = if subject.opening.is_empty() { &[] } else { subject.body.as_slice() };
            for text in subject.titles.iter().chain(&subject.opening).chain(body) {
                for run in runs(&fold(text, false)) {
                    let of = all.entry(run).or_insert(Some(at));
                    *of = of.filter(|&of| of == at);
                }
            }
        }
        let members = aims.iter().flat_map(|&o| &corpus[o].members);
        let titles = members.filter_map(|m| match m.node {
            Node::Passage(passage) if m.role == Role::Title => Some(passage),
            _ => None,
        });
        Self { sisters: desk.index().sisters(&subjects), runs: all, titles: titles.collect() }
    }

    /// The first seven words in a row that `text` shares with the objective numbered `at` alone, in its own bytes.
    fn shared(&self, at: usize, text: &Folded, original: &str) -> Option<Range<usize>> {
        let own = |run: &u64| self.runs.get(run) == Some(&Some(at));
        let first = runs(text).windows(2).position(|two| two.iter().all(own))?;
        let words = text.words();
        Some(text.origin(&(words[first].start..words[first + 6].end), original))
    }
}

/// The hash of every six words that follow each other.
fn runs(text: &Folded) -> Vec<u64> {
    let hash = |word: Range<usize>| {
        let mut hasher = DefaultHasher::new();
        text.text[word].hash(&mut hasher);
        hasher.finish()
    };
    let words: Vec<u64> = text.words().into_iter().map(hash).collect();
    let run = |words: &[u64]| words.iter().fold(0u64, |sum, word| sum.rotate_left(7).wrapping_mul(31) ^ word);
    words.windows(6).map(run).collect()
}

fn best_first(a: &Bearing, b: &Bearing) -> Ordering {
    b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage))
}

/// One passage of every work that has something to say before the fifth of the same.
fn diverse(desk: &Desk, found: Vec<Bearing>) -> Vec<Bearing> {
    let works = desk.corpus.works.len();
    let mut first: Vec<Option<Bearing>> = vec![None; works];
    for bearing in found.iter().filter(|b| b.score >= SPEAKS) {
        first[desk.corpus[bearing.passage].work.index()].get_or_insert_with(|| bearing.clone());
    }
    let mut said = vec![0; works];
    let mut out: Vec<Bearing> = Vec::with_capacity(found.len());
    let mut listed = BTreeSet::new();
    for bearing in found {
        let work = desk.corpus[bearing.passage].work.index();
        if listed.contains(&bearing.passage) {
            continue;
        }
        if said[work] == 4 {
            let mut others: Vec<Bearing> = first.iter_mut().filter_map(Option::take).collect();
            others.retain(|b| !listed.contains(&b.passage));
            others.sort_by(best_first);
            for other in others {
                said[desk.corpus[other.passage].work.index()] += 1;
                listed.insert(other.passage);
                out.push(other);
            }
        }
        said[work] += 1;
        listed.insert(bearing.passage);
        out.push(bearing);
    }
    out
}

/// Where words of `text` begin with one of `terms`, whatever their case.
pub fn find_terms(text: &str, terms: &[String]) -> Vec<Range<usize>> {
    let terms: Vec<Vec<char>> = terms.iter().map(|t| t.chars().flat_map(char::to_lowercase).collect()).collect();
    let first = |c: char| c.to_lowercase().next();
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let begins = c.is_alphanumeric() && !before.is_alphanumeric();
        before = c;
        // Most words begin as no term does.
        let likely = begins && terms.iter().any(|term| term.first().copied() == first(c));
        if !likely || out.last().is_some_and(|last| last.end > at) {
            continue;
        }
        let rest = &text[at..];
        let fits = |term: &&Vec<char>| {
            !term.is_empty() && rest.chars().flat_map(char::to_lowercase).take(term.len()).eq(term.iter().copied())
        };
        if let Some(term) = terms.iter().filter(fits).max_by_key(|term| term.len()) {
            let head: usize = rest.chars().take(term.len()).map(char::len_utf8).sum();
            let tail = rest[head..].find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len() - head);
            out.push(at..at + head + tail);
        }
    }
    out
}

/// Where the most of `terms` stand close together in `text`: the first of such places, from its first term to its last.
fn closest(text: &str, terms: &[String]) -> Range<usize> {
    const NEAR: usize = 240;
    let found = find_terms(text, terms);
    let mut best = (0, 0..0);
    for (n, first) in found.iter().enumerate() {
        let within = found[n..].iter().take_while(|at| at.start == first.start || at.end <= first.start + NEAR);
        let within: Vec<Range<usize>> = within.cloned().collect();
        let told = within.iter().map(|at| text[at.clone()].to_lowercase()).collect::<BTreeSet<_>>().len();
        if told > best.0 {
            best = (told, first.start..within.last().map_or(first.end, |last| last.end));
        }
    }
    best.1
}
