//! On an objective: what the rest of the corpus says, each passage with its reason.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Desk;
use crate::index::fold::{Folded, fold};
use crate::index::{Place, Subject};
use crate::text::{Member, Node, ObjectiveId, PassageId, PassageKind, Role, SectionId, WorkKind};

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
}

impl Desk {
    /// What the rest of the corpus says on `objective`, best first, at most `limit`. Its own text is not listed.
    #[must_use]
    pub fn passages_on(&self, objective: ObjectiveId, limit: Option<usize>) -> Vec<Bearing> {
        let (index, corpus) = (self.index(), &self.corpus);
        let sisters = &corpus[corpus[objective].frame].objectives;
        let subjects: Vec<Subject> = sisters.iter().map(|&sister| subject(self, sister)).collect();
        let Some(at) = sisters.iter().position(|&sister| sister == objective) else { return Vec::new() };
        let profile = &index.profiles(&subjects)[at];
        let own = own_text(self, objective);
        let names = Names::new(self, objective, &subjects[at].titles);
        let wording = Wording::new(&subjects, at);

        let mut found: Vec<(Bearing, Folded)> = Vec::new();
        for (unit, score) in index.units().iter().zip(index.bearing(profile, corpus)) {
            let Place::Passage(passage) = unit.place else { continue };
            if own.contains(&passage) {
                continue;
            }
            let folded = fold(&corpus[passage].text, false);
            let by_name = names.hold(corpus[passage].section, &folded.text);
            if (by_name || score > 0.0) && !names.bare(&folded) {
                let why = if by_name { Why::Names } else { Why::BearsOn };
                let score = score * prior(self, passage);
                found.push((Bearing { passage, score, why, terms: Vec::new() }, folded));
            }
        }
        let top = found.iter().map(|(bearing, _)| bearing.score).fold(f32::MIN_POSITIVE, f32::max);
        for (bearing, folded) in &mut found {
            bearing.score /= top;
            if bearing.why == Why::Names {
                bearing.score += NAMES * prior(self, bearing.passage);
            } else if bearing.score > LEAST && wording.shared(folded) {
                bearing.why = Why::Quotes;
                bearing.score += QUOTES * prior(self, bearing.passage);
            }
        }
        found.retain(|(bearing, _)| bearing.score > LEAST);
        let by_score = |a: &Bearing, b: &Bearing| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage));
        found.sort_by(|a, b| by_score(&a.0, &b.0));
        let mut found = diverse(self, found.into_iter().map(|(bearing, _)| bearing).collect());
        found.truncate(limit.unwrap_or(usize::MAX));
        let most = found.first().map_or(1.0, |best| best.score);
        let mut least = 1.0f32;
        for bearing in &mut found {
            // A work's best that comes before its turn does not score more than what it follows.
            least = least.min(bearing.score / most);
            bearing.score = least;
            bearing.terms = index.telling(profile, &fold(&corpus[bearing.passage].text, false));
            bearing.terms.truncate(6);
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

/// Whether a member is the objective's own text, rather than what another text says under its name.
fn is_draft(desk: &Desk, member: &Member) -> bool {
    let work = &desk.corpus[member.work];
    work.kind == WorkKind::Draft || work.kind == WorkKind::Resolution && work.family.is_some()
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
        WorkKind::Draft => 0.5,
        _ => 1.0,
    };
    kind * short * repeated * work
}

/// How an objective is named. All words are folded.
struct Names {
    noun: String,
    number: u16,
    titles: Vec<Folded>,
    sections: BTreeSet<SectionId>,
}

impl Names {
    fn new(desk: &Desk, objective: ObjectiveId, titles: &[String]) -> Self {
        let corpus = &desk.corpus;
        let of = &corpus[objective];
        let nodes = of.members.iter().map(|m| m.node);
        let mut below: Vec<SectionId> =
            nodes.filter_map(|node| if let Node::Section(section) = node { Some(section) } else { None }).collect();
        let mut sections = BTreeSet::new();
        while let Some(section) = below.pop() {
            sections.insert(section);
            below.extend(&corpus[section].children);
        }
        let noun = fold(&corpus[of.frame].noun, false).text;
        Self { noun, number: of.number, titles: titles.iter().map(|title| fold(title, false)).collect(), sections }
    }

    /// Whether a passage of `section` names the objective by its `text`, or stands under its name.
    fn hold(&self, section: SectionId, text: &str) -> bool {
        self.sections.contains(&section)
            || self.titles.iter().any(|title| title.text.len() > 20 && text.contains(&title.text))
            || self.numbered(text)
    }

    /// Whether `text` is hardly more than a title: at least four words in five are shared.
    fn bare(&self, text: &Folded) -> bool {
        let words = |of: &Folded| of.words().into_iter().map(|w| of.text[w].to_owned()).collect::<BTreeSet<String>>();
        self.titles.iter().any(|title| {
            let close = title.text.len() * 4 <= text.text.len() * 5 && text.text.len() * 2 <= title.text.len() * 3 + 20;
            close && {
                let (title, text) = (words(title), words(text));
                title.len() > 3 && title.intersection(&text).count() * 5 >= title.len().max(text.len()) * 4
            }
        })
    }

    /// Whether `text` says "objective 13" or "objectives 1, 3 and 13".
    fn numbered(&self, text: &str) -> bool {
        text.match_indices(&self.noun).any(|(at, noun)| {
            let rest = text[at + noun.len()..].trim_start_matches('s');
            rest.split(|c: char| c == ',' || c == '(' || c == ')' || c.is_whitespace())
                .filter(|word| !word.is_empty())
                .take_while(|word| {
                    matches!(*word, "and" | "&" | "to") || word.starts_with(|c: char| c.is_ascii_digit())
                })
                .any(|word| word.trim_end_matches(|c: char| !c.is_ascii_digit()).parse() == Ok(self.number))
        })
    }
}

/// Runs of words that tell an objective from its sisters.
struct Wording(HashSet<u64>);

/// The hash of every six words that follow each other.
fn runs(text: &Folded) -> Vec<u64> {
    let hash = |word: std::ops::Range<usize>| {
        let mut hasher = DefaultHasher::new();
        text.text[word].hash(&mut hasher);
        hasher.finish()
    };
    let words: Vec<u64> = text.words().into_iter().map(hash).collect();
    let run = |words: &[u64]| words.iter().fold(0u64, |sum, word| sum.rotate_left(7).wrapping_mul(31) ^ word);
    words.windows(6).map(run).collect()
}

impl Wording {
    fn new(subjects: &[Subject], of: usize) -> Self {
        let all = |subject: &Subject| -> HashSet<u64> {
            let texts = subject.titles.iter().chain(&subject.opening).chain(&subject.body);
            texts.flat_map(|text| runs(&fold(text, false))).collect()
        };
        let mut own = all(&subjects[of]);
        for (_, sister) in subjects.iter().enumerate().filter(|&(at, _)| at != of) {
            for run in all(sister) {
                own.remove(&run);
            }
        }
        Self(own)
    }

    /// Whether `text` shares seven words in a row.
    fn shared(&self, text: &Folded) -> bool {
        runs(text).windows(2).any(|two| two.iter().all(|run| self.0.contains(run)))
    }
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
            others.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
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
