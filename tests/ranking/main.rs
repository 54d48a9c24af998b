//! How well "on an objective" ranks, against passages judged by reading (`judgements.tsv`).

use std::collections::{BTreeMap, BTreeSet};

use plenary::desk::Desk;
use plenary::desk::on::Bearing;
use plenary::text::PassageId;

/// Objectives whose judgements were not looked at while weights were chosen; only their averages were.
const HELD_OUT: [u16; 12] = [3, 4, 5, 7, 9, 11, 12, 15, 18, 19, 22, 23];

struct Judged {
    grade: u8,
    source: String,
    line: u32,
    words: String,
}

fn judgements() -> BTreeMap<u16, Vec<Judged>> {
    let mut out: BTreeMap<u16, Vec<Judged>> = BTreeMap::new();
    for row in include_str!("judgements.tsv").lines().filter(|row| !row.starts_with('#')) {
        let cells: Vec<&str> = row.split('\t').collect();
        let &[objective, grade, place, words] = <&[&str; 4]>::try_from(cells.as_slice()).expect("four cells");
        let (source, line) = place.split_once(':').expect("file:line");
        out.entry(objective.parse().expect("a number")).or_default().push(Judged {
            grade: grade.parse().expect("a grade"),
            source: source.to_owned(),
            line: line.parse().expect("a line"),
            words: words.to_owned(),
        });
    }
    out
}

/// The grade of each passage judged; a passage of several judged lines has the highest.
fn grades(desk: &Desk, judged: &[Judged]) -> BTreeMap<PassageId, u8> {
    let mut out = BTreeMap::new();
    for j in judged {
        for passage in desk.corpus.passage_ids() {
            let at = &desk.corpus[passage];
            let file = &desk.corpus[desk.corpus[at.work].source].file;
            if file.starts_with(&j.source) && at.spans.iter().any(|span| span.contains(j.line)) {
                let grade = out.entry(passage).or_insert(j.grade);
                *grade = j.grade.max(*grade);
            }
        }
    }
    out
}

/// Normalised discounted cumulative gain of the first ten.
fn ndcg(ranked: &[Bearing], grades: &BTreeMap<PassageId, u8>) -> f64 {
    let gain = |grades: &mut dyn Iterator<Item = u8>| -> f64 {
        grades.take(10).zip(2u8..).map(|(grade, rank)| f64::from(grade) / f64::from(rank).log2()).sum()
    };
    let mut best: Vec<u8> = grades.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let got = gain(&mut ranked.iter().map(|b| grades.get(&b.passage).copied().unwrap_or(0)));
    got / gain(&mut best.into_iter()).max(f64::MIN_POSITIVE)
}

/// The share of squarely relevant passages among the first twenty, of those that could be.
fn found(ranked: &[Bearing], grades: &BTreeMap<PassageId, u8>) -> f64 {
    let squarely: BTreeSet<PassageId> = grades.iter().filter(|(_, grade)| **grade == 2).map(|(p, _)| *p).collect();
    let hit = ranked.iter().take(20).filter(|b| squarely.contains(&b.passage)).count();
    hit as f64 / squarely.len().clamp(1, 20) as f64
}

#[test]
fn ranks_well() {
    let desk = Desk::new(plenary::ingest::bundled());
    let _ = desk.index();
    let shown: Option<u16> = std::env::var("SHOW").ok().and_then(|n| n.parse().ok());
    let (mut tuned, mut held) = (Vec::new(), Vec::new());
    for (number, judged) in judgements() {
        let objective = desk.corpus.objective(number).expect("an objective");
        let grades = grades(&desk, &judged);
        let ranked = desk.passages_on(objective, Some(40));
        let figures = (ndcg(&ranked, &grades), found(&ranked, &grades));
        println!("objective {number:2}: nDCG@10 {:.3}, found {:.3}", figures.0, figures.1);
        if HELD_OUT.contains(&number) {
            held.push(figures);
        } else {
            tuned.push(figures);
        }
        if shown == Some(number) {
            for (rank, b) in ranked.iter().take(25).enumerate() {
                let p = &desk.corpus[b.passage];
                let grade = grades.get(&b.passage).map_or("?".to_owned(), ToString::to_string);
                let file = &desk.corpus[desk.corpus[p.work].source].file;
                let text: String = p.text.chars().take(300).collect();
                println!(
                    "{:2} [{grade}] {:.3} {} {}:{} {:?} {text}",
                    rank + 1,
                    b.score,
                    b.why.word(),
                    &file[..3],
                    p.spans[0].first,
                    b.terms
                );
            }
            for (p, _) in grades.iter().filter(|(p, g)| **g == 2 && !ranked.iter().take(20).any(|b| b.passage == **p)) {
                let at = ranked.iter().position(|b| b.passage == *p);
                println!("missed {at:?} {:?} {}", desk.corpus[*p].spans[0].first, desk.corpus[*p].text);
            }
        }
    }
    let mean = |of: &[(f64, f64)], at: fn(&(f64, f64)) -> f64| of.iter().map(at).sum::<f64>() / of.len() as f64;
    for (name, of) in [("tuned on", &tuned), ("held out", &held)] {
        println!("{name}: nDCG@10 {:.3}, found {:.3}", mean(of, |f| f.0), mean(of, |f| f.1));
        assert!(mean(of, |f| f.0) >= 0.75 && mean(of, |f| f.1) >= 0.65, "{name}");
    }
}

#[test]
fn every_judgement_has_its_place() {
    let corpus = plenary::ingest::bundled();
    for judged in judgements().into_values().flatten() {
        let source = corpus.sources.iter().find(|s| s.file.starts_with(&judged.source)).expect("a source");
        let line: Vec<&str> = source.line(judged.line).split_whitespace().collect();
        assert!(line.join(" ").starts_with(&judged.words), "{}:{} {}", judged.source, judged.line, judged.words);
    }
}
