//! Ways into a text that no label names: the parts of an aim, a page, the preamble.

use super::Target;
use super::finder::{Finder, Meanings};
use super::standing::speaks;
use crate::text::{Member, Node, ObjectiveId, PassageId, PassageKind, Role, SectionId, WorkId};

impl Finder<'_> {
    /// What the words for the parts of an aim mean in the section that states it: its commitment, its actions.
    pub(super) fn in_aim(&self, section: SectionId, way: &[String]) -> Meanings {
        let corpus = &self.desk.corpus;
        let [part] = way else { return Vec::new() };
        let own = || corpus[section].passages.iter().copied().filter(|_| corpus[section].objective.is_some());
        let found: Vec<Target> = match part.as_str() {
            "commitment" => own().filter(|&p| corpus[p].parent.is_none()).take(1).map(Target::Passage).collect(),
            "actions" | "action" => {
                let inner = |p: PassageId| corpus[p].parent.is_some_and(|up| corpus[up].kind == PassageKind::Item);
                own().filter(|&p| corpus[p].kind == PassageKind::Item && !inner(p)).map(Target::Passage).collect()
            }
            _ => return Vec::new(),
        };
        Some(found).filter(|found| !found.is_empty()).into_iter().collect()
    }

    /// Where `way` leads from the passages of `from` that touch the page `number`: as the file counts (`16`), or as is
    /// printed where the file has no such page, or both (`16 (4)`). All that stands on a page is meant together.
    pub(super) fn on_page(&self, work: WorkId, from: Target, number: &str, way: &[String]) -> Meanings {
        let on = |page: &dyn Fn(&[String]) -> bool| -> Vec<Target> {
            let here = self.desk.passages_touching(work, page).into_iter();
            here.filter(|&p| self.holds(from, p)).map(Target::Passage).collect()
        };
        let both = way.split_first().map(|(printed, rest)| (on(&|page| page == [number, printed.as_str()]), rest));
        let (mut here, way) = both.filter(|(here, _)| !here.is_empty()).unwrap_or((on(&|page| page[0] == number), way));
        if here.is_empty() {
            here = on(&|page| page.get(1).is_some_and(|printed| printed == number));
        }
        match way {
            _ if here.is_empty() => Vec::new(),
            [] => vec![here],
            _ => here.into_iter().flat_map(|p| self.below(work, p, way)).collect(),
        }
    }

    /// Where `way` leads from the places where `work` states `aim`: its bodies rather than its title in a list, those
    /// under a full heading before those under a bare one. Without a way, all its bodies together.
    pub(super) fn stated(&self, aim: ObjectiveId, work: WorkId, way: &[String]) -> Meanings {
        let corpus = &self.desk.corpus;
        let weight = |m: &Member| match m.node {
            Node::Section(s) => (m.role != Role::Body, corpus[s].title.is_none(), false),
            Node::Passage(p) => (m.role != Role::Body, true, corpus[p].repeats.is_some()),
        };
        let mut here: Vec<&Member> = corpus[aim].members.iter().filter(|m| m.work == work).collect();
        here.sort_by_key(|m| weight(m));
        let bodies = here.partition_point(|m| m.role == Role::Body);
        here.truncate(bodies.max(1));
        if way.is_empty() {
            return Some(here.iter().map(|m| m.node.into()).collect())
                .filter(|all: &Vec<_>| !all.is_empty())
                .into_iter()
                .collect();
        }
        let mut levels = here.chunk_by(|a, b| weight(a) == weight(b));
        let below = |m: &&Member| self.below(work, m.node.into(), way);
        levels
            .find_map(|level| Some(level.iter().flat_map(below).collect()).filter(|found: &Meanings| !found.is_empty()))
            .unwrap_or_default()
    }

    /// The places before a work's first numbered paragraph and heading: its preamble, a preambular paragraph (`pp 3`),
    /// a recital.
    pub(super) fn in_preamble(&self, work: WorkId, way: &[String]) -> Meanings {
        let corpus = &self.desk.corpus;
        let number = |way: &[String]| way.first().and_then(|n| n.parse::<usize>().ok()).filter(|&n| n > 0);
        match way {
            [one] if one == "preamble" => {
                let all: Vec<Target> = self.desk.preamble(work).into_iter().map(Target::Passage).collect();
                Some(all).filter(|all| !all.is_empty()).into_iter().collect()
            }
            [pp, rest @ ..] if pp == "pp" && rest.len() == 1 => {
                let paragraphs: Vec<PassageId> = self
                    .desk
                    .preamble(work)
                    .into_iter()
                    .filter(|&p| corpus[p].text.ends_with([',', ';']))
                    .skip_while(|&p| speaks(&corpus[p].text))
                    .collect();
                let found = number(rest).and_then(|n| paragraphs.get(n - 1));
                found.into_iter().map(|&p| vec![Target::Passage(p)]).collect()
            }
            [recital, label, rest @ ..] if recital == "recital" => {
                let known = self.names.labelled(work, label).iter().copied().filter(|&p| self.desk.is_recital(p));
                known.flat_map(|p| self.below(work, Target::Passage(p), rest)).collect()
            }
            _ => Vec::new(),
        }
    }
}
