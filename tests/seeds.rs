//! Facts of the bundled documents: what an analyst may count by hand comes out, and no line is lost.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use plenary::text::{Corpus, NoticeKind, Passage, PassageKind, Section, Work, WorkId, WorkKind};

static CORPUS: LazyLock<Corpus> = LazyLock::new(plenary::ingest::bundled);

fn work(kind: WorkKind, title: &str) -> (WorkId, &'static Work) {
    let found: Vec<WorkId> = CORPUS
        .work_ids()
        .filter(|&w| CORPUS[w].kind == kind && CORPUS[w].title.to_lowercase().contains(&title.to_lowercase()))
        .collect();
    assert_eq!(found.len(), 1, "works of kind {kind:?} with {title:?} in their title");
    (found[0], &CORPUS[found[0]])
}

fn sections(work: &Work) -> impl Iterator<Item = &'static Section> {
    work.sections.iter().map(|&s| &CORPUS[s])
}

/// The top-level paragraph labels of a work's part: numbered paragraphs that are nobody's item.
fn paragraphs<'a>(passages: impl Iterator<Item = &'a Passage>) -> Vec<u16> {
    passages
        .filter(|p| matches!(p.kind, PassageKind::Paragraph | PassageKind::Chapeau) && p.parent.is_none())
        .filter_map(|p| p.label.as_deref()?.parse().ok())
        .collect()
}

fn of_work(id: WorkId) -> impl Iterator<Item = &'static Passage> {
    CORPUS.passages_of(id).map(|p| &CORPUS[p])
}

/// The passages of `work` inside the section labelled `label` (any depth), or outside all annexes for none.
fn part(id: WorkId, label: Option<&str>) -> impl Iterator<Item = &'static Passage> {
    let annex = |p: &Passage| {
        let path = CORPUS.path_to(p.section);
        path.iter().find_map(|&s| CORPUS[s].label.clone().filter(|l| l.starts_with("Annex")))
    };
    of_work(id).filter(move |p| annex(p).as_deref() == label)
}

fn letters(last: char) -> Vec<String> {
    ('a'..=last).map(String::from).collect()
}

#[test]
fn seven_works_in_one_source() {
    let lines: Vec<(u32, u32)> = CORPUS
        .works
        .iter()
        .filter(|w| CORPUS[w.source].file.starts_with("004_"))
        .map(|w| (w.lines.first, w.lines.last))
        .collect();
    assert_eq!(lines.len(), 7, "{lines:?}");
    assert_eq!(lines[2], (325, 794), "the draft");
}

#[test]
fn the_draft() {
    let (id, draft) = work(WorkKind::Draft, "global compact");
    assert_eq!(draft.date.as_ref().map(|d| d.value.as_str()), Some("2018-02-05"));
    assert_eq!(paragraphs(of_work(id)), (1..=46).collect::<Vec<u16>>());
    let objectives: Vec<&Section> = sections(draft).filter(|s| s.objective.is_some()).collect();
    assert_eq!(objectives.iter().filter_map(|s| s.objective).collect::<Vec<_>>(), (1..=22).collect::<Vec<_>>());
    let mut actions = 0;
    for (n, objective) in (15u16..).zip(&objectives) {
        let own: Vec<&Passage> = objective.passages.iter().map(|&p| &CORPUS[p]).collect();
        assert_eq!(paragraphs(own.iter().copied()), [n], "the commitment of {:?}", objective.label);
        assert_eq!(own.iter().filter(|p| p.kind == PassageKind::Chapeau && p.label.is_none()).count(), 1);
        let items: Vec<String> =
            own.iter().filter(|p| p.kind == PassageKind::Item).filter_map(|p| p.label.clone()).collect();
        let last = char::from(b'a' + u8::try_from(items.len()).expect("few actions") - 1);
        assert_eq!(items, letters(last), "the actions of {:?}", objective.label);
        actions += items.len();
    }
    assert_eq!(actions, 166);
}

#[test]
fn the_declaration_and_its_annexes() {
    let (id, _) = work(WorkKind::Resolution, "declaration");
    assert_eq!(paragraphs(part(id, None)), (1..=90).collect::<Vec<u16>>());
    assert_eq!(paragraphs(part(id, Some("Annex I"))), (1..=19).collect::<Vec<u16>>());
    assert_eq!(paragraphs(part(id, Some("Annex II"))), (1..=15).collect::<Vec<u16>>());
    let elements: Vec<String> =
        part(id, Some("Annex II")).filter(|p| p.kind == PassageKind::Item).filter_map(|p| p.label.clone()).collect();
    let x = letters('x');
    assert!(elements.windows(x.len()).any(|w| w == x), "elements (a) to (x) in {elements:?}");
}

#[test]
fn the_reports() {
    let (id, report) = work(WorkKind::Report, "making migration work");
    assert_eq!(paragraphs(of_work(id)), (1..=88).collect::<Vec<u16>>());
    let parts: Vec<&str> = sections(report).filter(|s| s.level == 1).filter_map(|s| s.label.as_deref()).collect();
    assert_eq!(parts, ["I", "II", "III", "IV", "V", "VI", "VII"]);
    let (id, _) = work(WorkKind::Report, "parliamentary delegation");
    assert!(paragraphs(of_work(id)).starts_with(&(1..=74).collect::<Vec<u16>>()), "then the list of annexes");
}

#[test]
fn who_speaks_within_a_page_speaks_no_further() {
    let (id, work) = work(WorkKind::Publication, "international cooperation");
    let under = |words: &str| -> Vec<&str> {
        let passage = of_work(id).find(|p| p.text.contains(words)).expect("the passage");
        CORPUS.path_to(passage.section).iter().filter_map(|&s| CORPUS[s].title.as_deref()).collect()
    };
    assert_eq!(under("Alex Zalami"), ["MIGRANTS AND VULNERABILITY", "United Arab Emirates"]);
    assert_eq!(under("Community of Sant Egidio"), ["MIGRANTS AND VULNERABILITY"]);
    assert!(sections(work).count() > 15);
}

#[test]
fn the_position() {
    let (_, position) = work(WorkKind::Position, "national position");
    let parts: Vec<&str> = sections(position).filter_map(|s| s.label.as_deref()).collect();
    assert_eq!(parts, ["I", "II", "III", "IV", "V", "VI"]);
}

#[test]
fn the_background_note() {
    let (_, note) = work(WorkKind::Note, "background note");
    let numbers: Vec<u16> = sections(note).filter_map(|s| s.objective).collect();
    assert_eq!(numbers, [1, 3, 7, 17, 23, 1, 3, 7, 17, 23], "in the overview, and in the guiding questions");
}

#[test]
fn one_identity_an_objective() {
    let frame = &CORPUS.frames[0];
    assert_eq!(frame.objectives.len(), 23);
    let labels = |number: u16| -> BTreeSet<(WorkKind, String)> {
        let objective = &CORPUS[CORPUS.objective(number).expect("the objective")];
        objective.members.iter().map(|m| (CORPUS[m.work].kind, m.label.clone())).collect()
    };
    for (n, letter) in (1..=22).zip('a'..='v') {
        let found = labels(n);
        for expected in [
            (WorkKind::Draft, n.to_string()),
            (WorkKind::Slides, n.to_string()),
            (WorkKind::Report, letter.to_string()),
        ] {
            assert!(found.contains(&expected), "objective {n}: {expected:?} not in {found:?}");
        }
    }
    assert!(labels(23).iter().all(|(kind, _)| *kind == WorkKind::Note));
}

/// Every line that holds more than blanks stands in a heading, a passage or a notice.
#[test]
fn no_line_is_lost() {
    for (at, source) in CORPUS.sources.iter().enumerate() {
        let mut told = vec![false; source.len() as usize + 1];
        let mut tell = |lines: plenary::text::Lines| {
            for line in lines.first..=lines.last {
                told[line as usize] = true;
            }
        };
        let here = |id: WorkId| CORPUS[id].source.index() == at;
        CORPUS.sections.iter().filter(|s| here(s.work)).flat_map(|s| &s.heading).for_each(|&l| tell(l));
        CORPUS.passages.iter().filter(|p| here(p.work)).flat_map(|p| &p.spans).for_each(|&l| tell(l));
        let set_aside = |n: &&plenary::text::Notice| n.source.index() == at && n.kind == NoticeKind::SetAside;
        CORPUS.notices.iter().filter(set_aside).for_each(|n| tell(n.lines));
        let lost: Vec<u32> =
            (1..=source.len()).filter(|&n| !told[n as usize] && !source.line(n).trim().is_empty()).collect();
        assert!(lost.is_empty(), "lines {lost:?} of {}", source.file);
    }
}

#[test]
fn citations_lead_back() {
    let desk = plenary::desk::Desk::new(CORPUS.clone());
    let mut seen = BTreeSet::new();
    for id in CORPUS.passage_ids() {
        let citation = &CORPUS[id].citation;
        assert!(seen.insert(citation), "two passages are called {citation}");
        let place = desk.resolve(citation);
        assert_eq!(place, plenary::desk::resolve::Resolved::One(plenary::desk::Target::Passage(id)), "{citation}");
    }
}

#[test]
fn what_a_paragraph_asks_for_belongs_to_it() {
    let (draft, _) = work(WorkKind::Draft, "global compact");
    let asking = of_work(draft).find(|p| p.label.as_deref() == Some("13")).expect("paragraph 13");
    let asked: Vec<&Passage> = of_work(draft).filter(|p| p.parent.is_some_and(|up| CORPUS[up] == *asking)).collect();
    assert_eq!(asked.len(), 10, "the principles");
    assert_eq!(asked[0].citation, "Zero Draft, para. 13, People-centred");
    let (report, _) = work(WorkKind::Report, "delegation");
    let items: Vec<&str> =
        of_work(report).filter(|p| (271..=272).contains(&p.spans[0].first)).map(|p| p.citation.as_str()).collect();
    assert_eq!(items, ["Delegation's report, para. 74 (i)", "Delegation's report, para. 74 (ii)"]);
}

#[test]
fn a_section_has_the_notes_that_it_cites() {
    let (_, note) = work(WorkKind::Note, "round table");
    let overview = note.sections.iter().filter(|&&s| CORPUS[s].lines.first < 130 && CORPUS[s].objective.is_some());
    let notes = |section| {
        let all = CORPUS.passages_below(section).into_iter().map(|p| &CORPUS[p]);
        all.filter(|p| p.kind == PassageKind::Note).filter_map(|p| p.label.as_deref()?.parse::<u32>().ok())
    };
    let got: Vec<Vec<u32>> = overview.map(|&s| notes(s).collect()).collect();
    assert_eq!(got, [(1..=9).collect(), (10..=12).collect(), (13..=14).collect(), (15..=16).collect(), vec![17]]);
}
