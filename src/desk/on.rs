//! On an objective: what the rest of the corpus says, each passage with its reason.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Desk;
use crate::index::fold::fold;
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
        let profiles = index.profiles(&subjects);
        let profile = &profiles[at];
        let scores = index.bearing(profile, corpus);

        let own = own_text(self, objective);
        let names = Names::new(self, objective, &subjects[at].titles);
        let wording = Wording::new(&subjects, at);
        let mut found: Vec<Bearing> = Vec::new();
        for (unit, score) in index.units().iter().zip(scores) {
            let Place::Passage(passage) = unit.place else { continue };
            if own.contains(&passage) || score <= 0.0 && !names.hold(self, passage) {
                continue;
            }
            found.push(Bearing { passage, score: score * prior(self, passage), why: Why::BearsOn, terms: Vec::new() });
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        let top = found.first().map_or(0.0, |best| best.score).max(f32::MIN_POSITIVE);
        for bearing in &mut found {
            bearing.score /= top;
            let text = &corpus[bearing.passage].text;
            if names.hold(self, bearing.passage) {
                bearing.why = Why::Names;
                bearing.score += NAMES * prior(self, bearing.passage);
            } else if bearing.score > LEAST && wording.shared(text) {
                bearing.why = Why::Quotes;
                bearing.score += QUOTES * prior(self, bearing.passage);
            }
        }
        found.retain(|bearing| bearing.score > LEAST);
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
        let mut found = diverse(self, found);
        found.truncate(limit.unwrap_or(usize::MAX));
        let most = found.first().map_or(1.0, |best| best.score).max(1.0);
        let mut least = 1.0f32;
        for bearing in &mut found {
            least = least.min(bearing.score / most);
            bearing.score = least;
            bearing.terms = index.telling(profile, &corpus[bearing.passage].text);
            bearing.terms.truncate(6);
        }
        found
    }
}

/// What a passage gains that names the objective, and one that shares its wording, of the best score by words.
const NAMES: f32 = 0.5;
const QUOTES: f32 = 0.25;
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
        if !title.is_empty() && !titles.iter().any(|known| words(known) == words(&title)) {
            titles.push(title);
        }
    }
    titles
}

/// The folded words of `text`.
fn words(text: &str) -> BTreeSet<String> {
    let folded = fold(text, false);
    folded.words().into_iter().map(|w| folded.text[w].to_owned()).collect()
}

/// Whether a member is the objective's own text, rather than what another text says under its name.
fn is_draft(desk: &Desk, member: &Member) -> bool {
    let work = &desk.corpus[member.work];
    work.kind == WorkKind::Draft || work.kind == WorkKind::Resolution && work.family.is_some()
}

/// The passages that are the objective's own text: its body in drafts, its bare title in any list.
fn own_text(desk: &Desk, objective: ObjectiveId) -> BTreeSet<PassageId> {
    let corpus = &desk.corpus;
    let members = corpus[objective].members.iter();
    let own = members.filter(|m| m.role == Role::Title || is_draft(desk, m));
    let mut own: BTreeSet<PassageId> = own.flat_map(|m| desk.passages_in(m.node.into())).collect();
    let titles: Vec<BTreeSet<String>> = titles(desk, objective).iter().map(|t| words(t)).collect();
    let longest = titles.iter().map(BTreeSet::len).max().unwrap_or(0);
    for passage in corpus.passage_ids().filter(|&p| corpus[p].text.len() < longest * 12) {
        let text = words(&corpus[passage].text);
        let bare = |title: &BTreeSet<String>| {
            let shared = title.intersection(&text).count();
            title.len() > 3 && shared * 5 >= title.len().max(text.len()) * 4
        };
        if titles.iter().any(bare) {
            own.insert(passage);
        }
    }
    own
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
        WorkKind::Draft => 0.8,
        _ => 1.0,
    };
    kind * short * repeated * work
}

/// How an objective is named.
struct Names {
    noun: String,
    number: u16,
    titles: Vec<String>,
    sections: BTreeSet<SectionId>,
}

impl Names {
    fn new(desk: &Desk, objective: ObjectiveId, titles: &[String]) -> Self {
        let corpus = &desk.corpus;
        let of = &corpus[objective];
        let mut sections = BTreeSet::new();
        for member in &of.members {
            if let Node::Section(section) = member.node {
                let mut below = vec![section];
                while let Some(section) = below.pop() {
                    sections.insert(section);
                    below.extend(&corpus[section].children);
                }
            }
        }
        // A section may be called "Objective 13" without being a member of the frame.
        let called = (0..corpus.sections.len()).map(SectionId::at);
        sections.extend(called.filter(|&s| corpus[s].objective == Some(of.number)));
        Self {
            noun: fold(&corpus[of.frame].noun, false).text,
            number: of.number,
            titles: titles.iter().map(|title| fold(title, false).text).collect(),
            sections,
        }
    }

    /// Whether `passage` names the objective, or stands under its name.
    fn hold(&self, desk: &Desk, passage: PassageId) -> bool {
        let passage = &desk.corpus[passage];
        if self.sections.contains(&passage.section) {
            return true;
        }
        let text = fold(&passage.text, false).text;
        self.titles.iter().any(|title| title.len() > 20 && text.contains(title)) || self.numbered(&text)
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

const RUN: usize = 6;

fn runs(text: &str) -> Vec<u64> {
    let folded = fold(text, false);
    let words = folded.words();
    let hash = |run: &[std::ops::Range<usize>]| {
        let mut hasher = DefaultHasher::new();
        for word in run {
            folded.text[word.clone()].hash(&mut hasher);
        }
        hasher.finish()
    };
    words.windows(RUN).map(hash).collect()
}

impl Wording {
    fn new(subjects: &[Subject], of: usize) -> Self {
        let all = |subject: &Subject| -> HashSet<u64> {
            subject.titles.iter().chain(&subject.opening).chain(&subject.body).flat_map(|text| runs(text)).collect()
        };
        let mut own = all(&subjects[of]);
        for (at, sister) in subjects.iter().enumerate() {
            if at != of {
                for run in all(sister) {
                    own.remove(&run);
                }
            }
        }
        Self(own)
    }

    /// Whether `text` shares a run of at least seven words.
    fn shared(&self, text: &str) -> bool {
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
