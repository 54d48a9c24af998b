//! Objectives: the numbered aims that works share, found by label and title.

use std::collections::HashMap;

use crate::text::{Corpus, Frame, FrameId, Member, Node, Objective, ObjectiveId, Role, SectionId};

/// Finds the frames of the corpus.
pub(super) fn find(corpus: &mut Corpus) {
    // Sections labelled alike, by the word of their label.
    let mut schemes: HashMap<String, Vec<(u16, SectionId)>> = HashMap::new();
    for (i, section) in corpus.sections.iter().enumerate() {
        let Some(label) = &section.label else { continue };
        let Some((word, number)) = label.rsplit_once(' ') else { continue };
        if let Ok(number) = number.parse::<u16>() {
            schemes.entry(word.to_lowercase()).or_default().push((number, SectionId::at(i)));
        }
    }
    let Some(aims) = schemes.remove("objective") else { return };
    let mut numbers: Vec<u16> = aims.iter().map(|a| a.0).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let frame = FrameId::at(corpus.frames.len());
    let mut objectives = Vec::new();
    for number in numbers {
        let id = ObjectiveId::at(corpus.objectives.len());
        let members: Vec<Member> = aims
            .iter()
            .filter(|a| a.0 == number)
            .map(|&(_, s)| Member {
                work: corpus[s].work,
                node: Node::Section(s),
                label: number.to_string(),
                role: Role::Body,
            })
            .collect();
        let title =
            aims.iter().filter(|a| a.0 == number).find_map(|&(_, s)| corpus[s].title.clone()).unwrap_or_default();
        for &(_, s) in aims.iter().filter(|a| a.0 == number) {
            corpus.sections[s.index()].objective = Some(number);
        }
        corpus.objectives.push(Objective { frame, number, label: number.to_string(), title, members });
        objectives.push(id);
    }
    corpus.frames.push(Frame { name: "Objectives".into(), noun: "objective".into(), objectives });
}
