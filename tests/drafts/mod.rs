//! Revised drafts with known truth: a seeded generator that edits the Zero Draft's objectives as negotiators do.

#![allow(dead_code, reason = "shared by the tests and the bench, which use different parts")]

use plenary::compare::{Unit, UnitKind};

/// How much is changed, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Light,
    Medium,
    Heavy,
    /// Every clause revised, as deeply as the adopted Compact revised its drafts; look-alike additions.
    Nego,
}

pub const LEVELS: [Level; 4] = [Level::Light, Level::Medium, Level::Heavy, Level::Nego];

/// Chances, in per cent.
struct Rates {
    edit: u32,
    rewrite: u32,
    moved: u32,
    swap: u32,
    split: u32,
    merge: u32,
    add: u32,
    decoy: u32,
    delete: u32,
    format: u32,
    new_objective: bool,
    move_objectives: usize,
    delete_objectives: usize,
}

impl Level {
    fn rates(self) -> Rates {
        let none = Rates {
            edit: 15,
            rewrite: 0,
            moved: 3,
            swap: 2,
            split: 2,
            merge: 2,
            add: 3,
            decoy: 0,
            delete: 3,
            format: 20,
            new_objective: false,
            move_objectives: 0,
            delete_objectives: 0,
        };
        match self {
            Self::Light => none,
            Self::Medium => {
                Rates { edit: 40, rewrite: 3, moved: 7, swap: 4, split: 4, merge: 4, add: 7, delete: 6, ..none }
            }
            Self::Heavy => Rates {
                edit: 60,
                rewrite: 12,
                moved: 12,
                swap: 7,
                split: 7,
                merge: 7,
                add: 10,
                delete: 10,
                new_objective: true,
                move_objectives: 1,
                delete_objectives: 1,
                ..none
            },
            Self::Nego => Rates {
                edit: 100,
                moved: 8,
                swap: 5,
                split: 5,
                merge: 5,
                add: 8,
                decoy: 6,
                delete: 8,
                new_objective: true,
                ..none
            },
        }
    }
}

/// A small generator of random numbers (xorshift*, Vigna 2016): same seed, same case, everywhere.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    /// A number below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(drawn).unwrap_or(0) % n.max(1)
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent as usize
    }

    /// A number between 0 and 1.
    fn part(&mut self) -> f64 {
        f64::from(u32::try_from(self.below(1 << 20)).unwrap_or(0)) / f64::from(1 << 20)
    }
}

/// A word of a revised clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// Of the old unit with this number, still there.
    Kept(usize, String),
    /// Of that old unit, gone.
    Gone(usize, String),
    /// Not in the old text.
    New(String),
}

/// A clause in the making.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing that was done to it")]
struct Clause {
    kind: UnitKind,
    words: Vec<Word>,
    moved: bool,
    split: bool,
    merged: bool,
    formatted: bool,
}

impl Clause {
    fn of(old: usize, unit: &Unit) -> Self {
        let words = unit.text.split_whitespace().map(|w| Word::Kept(old, w.to_owned())).collect();
        Self { kind: unit.kind, words, moved: false, split: false, merged: false, formatted: false }
    }

    fn text(&self) -> String {
        let shown = self.words.iter().filter_map(|w| match w {
            Word::Kept(_, w) | Word::New(w) => Some(w.as_str()),
            Word::Gone(..) => None,
        });
        shown.collect::<Vec<_>>().join(" ")
    }
}

/// Two old and new units that belong together.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a thing that was done to it")]
pub struct Edge {
    pub old: usize,
    pub new: usize,
    /// Under another objective now.
    pub moved: bool,
    pub split: bool,
    pub merged: bool,
    /// Differs in form only.
    pub formal: bool,
}

/// A pair of drafts and the truth on them.
pub struct Case {
    pub old: Vec<Unit>,
    pub new: Vec<Unit>,
    pub edges: Vec<Edge>,
    /// For each new unit its words and those that went; empty where form was changed.
    pub words: Vec<Vec<Word>>,
}

/// The objectives of the Zero Draft as units, read by the few rules its seed needs.
pub fn zero_draft() -> Vec<Unit> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/004_4df729beabf5d62e.txt"))
        .expect("the seed is in the repository");
    let body = text.lines().skip_while(|l| *l != "ACTIONABLE COMMITMENTS").skip(1);
    let mut out: Vec<Unit> = Vec::new();
    let (mut head, mut objective) = (None, None);
    for line in body.take_while(|l| *l != "IMPLEMENTATION").map(str::trim).filter(|l| !l.is_empty()) {
        let (kind, label, text) =
            if let Some((label, title)) = line.split_once(": ").filter(|_| line.starts_with("OBJECTIVE ")) {
                objective = label.trim_start_matches("OBJECTIVE ").parse().ok();
                head = None;
                (UnitKind::Heading, label, title)
            } else if let Some((label, text)) = line.strip_prefix("- ").and_then(|l| l.split_once(") ")) {
                (UnitKind::Item, label, text)
            } else if line.starts_with("In this regard") {
                (UnitKind::Chapeau, "", line)
            } else if let Some((label, text)) = line.split_once(". ").filter(|(l, _)| l.parse::<u32>().is_ok()) {
                (UnitKind::Paragraph, label, text)
            } else if let Some(last) = out.last_mut() {
                last.text = format!("{} {line}", last.text);
                continue;
            } else {
                continue;
            };
        let mut unit = Unit::plain(kind, (!label.is_empty()).then_some(label), text, head);
        unit.objective = objective;
        out.push(unit);
        head = head.or(Some(out.len() - 1));
    }
    out
}

/// Words of a report, for what negotiators add.
fn donor() -> Vec<String> {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/003_d0c6170c32b22156.txt"))
        .expect("the seed is in the repository");
    let prose = text.lines().filter(|l| l.len() > 300).flat_map(str::split_whitespace);
    prose.filter(|w| w.chars().all(|c| c.is_alphabetic() || "-,".contains(c))).map(str::to_owned).collect()
}

/// A revised draft of the Zero Draft's objectives: `copies` of them one after the other make a longer text.
pub fn case(level: Level, seed: u64) -> Case {
    revise(zero_draft(), level, seed)
}

/// A text `copies` times as long: every copy has its own vocabulary for one word in five.
pub fn longer(copies: usize) -> Vec<Unit> {
    let once = zero_draft();
    let mut out: Vec<Unit> = Vec::new();
    for copy in 0..copies {
        let start = out.len();
        for unit in &once {
            let mut unit = unit.clone();
            let words = unit.text.split_whitespace().enumerate().map(|(at, word)| {
                let own = copy > 0 && (word.len() + at) % 5 == 0 && unit.kind != UnitKind::Chapeau;
                if own { format!("{word}{}", syllables(copy)) } else { word.to_owned() }
            });
            unit.text = words.collect::<Vec<_>>().join(" ");
            unit.parent = unit.parent.map(|p| p + start);
            unit.objective = unit.objective.map(|o| o + 22 * u16::try_from(copy).expect("few copies"));
            out.push(unit);
        }
    }
    out
}

fn syllables(copy: usize) -> String {
    ["ba", "de", "fi", "go", "ku", "la", "me"][copy % 7].repeat(1 + copy / 7)
}

/// A revised draft of `old` (headings with clauses below), and the truth on it.
pub fn revise(old: Vec<Unit>, level: Level, seed: u64) -> Case {
    let rates = level.rates();
    let mut dice = Dice::new(seed.wrapping_add(1000 * level as u64));
    let donor = donor();
    // Objectives as lists of clauses, the heading first.
    let mut objectives: Vec<Vec<Clause>> = Vec::new();
    for (at, unit) in old.iter().enumerate() {
        if unit.kind == UnitKind::Heading {
            objectives.push(Vec::new());
        }
        objectives.last_mut().expect("a heading comes first").push(Clause::of(at, unit));
    }
    for _ in 0..rates.delete_objectives {
        let at = dice.below(objectives.len());
        objectives.remove(at);
    }
    for objective in &mut objectives {
        reshape(objective, &rates, &mut dice);
    }
    move_clauses(&mut objectives, &rates, &mut dice);
    for clause in objectives.iter_mut().flatten() {
        reword(clause, level, &rates, &donor, &mut dice);
    }
    add_clauses(&mut objectives, &rates, &donor, &mut dice);
    for _ in 0..rates.move_objectives {
        let from = dice.below(objectives.len());
        let objective = objectives.remove(from);
        let to = dice.below(objectives.len() + 1);
        objectives.insert(to, objective);
    }
    if rates.new_objective {
        let mut fresh =
            vec![added(UnitKind::Heading, 9, &donor, &mut dice), added(UnitKind::Paragraph, 45, &donor, &mut dice)];
        let chapeau = "In this regard, the following actions are instrumental:";
        fresh.push(Clause { words: chapeau.split(' ').map(|w| Word::New(w.to_owned())).collect(), ..fresh[0].clone() });
        fresh[2].kind = UnitKind::Chapeau;
        fresh.extend((0..5).map(|_| added(UnitKind::Item, 35, &donor, &mut dice)));
        objectives.insert(8.min(objectives.len()), fresh);
    }
    for clause in objectives.iter_mut().flatten() {
        clause.formatted = dice.chance(rates.format) && clause.words.iter().all(|w| matches!(w, Word::Kept(..)));
    }
    written(old, &objectives, &mut dice)
}

/// Swaps, splits, merges and deletions among the action items of an objective.
fn reshape(objective: &mut Vec<Clause>, rates: &Rates, dice: &mut Dice) {
    let mut at = 0;
    while at < objective.len() {
        let long = objective[at].words.len() >= 24;
        let next = at + 1 < objective.len();
        if objective[at].kind != UnitKind::Item {
        } else if dice.chance(rates.delete) {
            objective.remove(at);
            continue;
        } else if next && dice.chance(rates.swap) {
            objective.swap(at, at + 1);
            at += 1;
        } else if long && dice.chance(rates.split) {
            let mut first = objective[at].clone();
            let cut = first.words.len() * (40 + dice.below(21)) / 100;
            let mut second = first.clone();
            second.words = first.words.split_off(cut);
            (first.split, second.split) = (true, true);
            objective.splice(at..=at, [first, second]);
            at += 1;
        } else if next && dice.chance(rates.merge) {
            let second = objective.remove(at + 1);
            objective[at].words.extend(second.words);
            objective[at].merged = true;
        }
        at += 1;
    }
}

/// Takes action items to other objectives.
fn move_clauses(objectives: &mut [Vec<Clause>], rates: &Rates, dice: &mut Dice) {
    let mut taken = Vec::new();
    for (from, objective) in objectives.iter_mut().enumerate() {
        let mut at = 0;
        while at < objective.len() {
            let plain = objective[at].kind == UnitKind::Item && !objective[at].split && !objective[at].merged;
            if plain && dice.chance(rates.moved) {
                taken.push((from, objective.remove(at)));
            } else {
                at += 1;
            }
        }
    }
    for (from, mut clause) in taken {
        clause.moved = true;
        let to = (from + 1 + dice.below(objectives.len() - 1)) % objectives.len();
        let items = objectives[to].iter().position(|c| c.kind == UnitKind::Item).unwrap_or(objectives[to].len());
        let place = items + dice.below(objectives[to].len() - items + 1);
        // Never between the halves of a split.
        let place = if objectives[to].get(place).is_some_and(|c| c.split) { objectives[to].len() } else { place };
        objectives[to].insert(place, clause);
    }
}

/// Words a clause anew, as deeply as its level says.
fn reword(clause: &mut Clause, level: Level, rates: &Rates, donor: &[String], dice: &mut Dice) {
    if clause.kind == UnitKind::Chapeau {
        return;
    }
    let heading = clause.kind == UnitKind::Heading;
    let kept = if level == Level::Nego && !heading {
        // Quartiles of the share of words kept, as between two real drafts: .56, .72, .86.
        let within = dice.part();
        match dice.below(4) {
            0 => 0.38 + 0.18 * within,
            1 => 0.56 + 0.16 * within,
            2 => 0.72 + 0.14 * within,
            _ => 0.86 + 0.13 * within,
        }
    } else if !heading && dice.chance(rates.rewrite) {
        0.4
    } else if dice.chance(if heading { rates.edit / 4 } else { rates.edit }) {
        0.8 + 0.19 * dice.part()
    } else {
        return;
    };
    change(clause, kept, donor, dice);
}

/// Replaces, inserts and deletes phrases until about `kept` of the words stay.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "word counts")]
fn change(clause: &mut Clause, kept: f64, donor: &[String], dice: &mut Dice) {
    let len = clause.words.len();
    let mut left = (((1.0 - kept) * len as f64).round() as usize).max(1);
    let mut hunks = (1 + dice.below(5)).min(1 + left / 2).min(1 + len / 8);
    while hunks > 0 && left > 0 {
        let size = if hunks == 1 { left } else { (left / hunks).max(1) };
        let size = size.min(clause.words.len().saturating_sub(4)).max(1);
        // A free place: whole words of the old text, with one to three more of them around.
        let apart = 1 + dice.below(3);
        let place = (0..60).map(|_| dice.below(clause.words.len() + 1 - size)).find(|&at| {
            let around = at.saturating_sub(apart)..(at + size + apart).min(clause.words.len());
            clause.words[around].iter().all(|w| matches!(w, Word::Kept(..)))
        });
        if let Some(at) = place {
            let kind = dice.below(10);
            let gone: Vec<Word> = clause.words[at..at + size].to_vec();
            let more = (size + dice.below(3)).saturating_sub(1).max(1);
            let mut fresh: Vec<Word> = Vec::new();
            if kind < 8 {
                let from = dice.below(donor.len() - more);
                fresh.extend(donor[from..from + more].iter().map(|w| Word::New(w.clone())));
            }
            if (6..8).contains(&kind) {
                clause.words.splice(at..at, fresh);
            } else {
                let gone = gone.into_iter().map(|w| match w {
                    Word::Kept(old, w) => Word::Gone(old, w),
                    other => other,
                });
                clause.words.splice(at..at + size, gone.chain(fresh));
            }
        }
        left -= size.min(left);
        hunks -= 1;
    }
}

fn added(kind: UnitKind, words: usize, donor: &[String], dice: &mut Dice) -> Clause {
    let from = dice.below(donor.len() - words);
    let words = donor[from..from + words].iter().map(|w| Word::New(w.clone())).collect();
    Clause { kind, words, moved: false, split: false, merged: false, formatted: false }
}

/// Adds clauses that no old text has, and look-alikes: 45 % of another clause's words, the rest foreign.
fn add_clauses(objectives: &mut [Vec<Clause>], rates: &Rates, donor: &[String], dice: &mut Dice) {
    let all: Vec<Clause> = objectives.iter().flatten().filter(|c| c.kind == UnitKind::Item).cloned().collect();
    for objective in objectives {
        let mut at = objective.iter().position(|c| c.kind == UnitKind::Item).unwrap_or(objective.len());
        while at <= objective.len() {
            let halves = at > 0 && at < objective.len() && objective[at - 1].split && objective[at].split;
            let fresh = if halves {
                None
            } else if dice.chance(rates.add) {
                let words = 15 + dice.below(40);
                Some(added(UnitKind::Item, words, donor, dice))
            } else if dice.chance(rates.decoy) {
                let mut decoy = all[dice.below(all.len())].clone();
                for word in &mut decoy.words {
                    let text = match word {
                        Word::Kept(_, w) | Word::Gone(_, w) | Word::New(w) => w.clone(),
                    };
                    *word = Word::New(if dice.chance(55) { donor[dice.below(donor.len())].clone() } else { text });
                }
                Some(Clause { moved: false, split: false, merged: false, ..decoy })
            } else {
                None
            };
            if let Some(fresh) = fresh {
                objective.insert(at, fresh);
                at += 1;
            }
            at += 1;
        }
    }
}

/// The units of the new draft, numbered anew, and the truth.
fn written(old: Vec<Unit>, objectives: &[Vec<Clause>], dice: &mut Dice) -> Case {
    let mut out = Case { old, new: Vec::new(), edges: Vec::new(), words: Vec::new() };
    let mut paragraph = 14;
    for (number, objective) in objectives.iter().enumerate() {
        let head = out.new.len();
        let mut letter = 0;
        for clause in objective {
            let at = out.new.len();
            let label = match clause.kind {
                UnitKind::Heading => Some(format!("OBJECTIVE {}", number + 1)),
                UnitKind::Paragraph => {
                    paragraph += 1;
                    Some(paragraph.to_string())
                }
                UnitKind::Item => {
                    letter += 1;
                    char::from_u32(96 + letter).map(String::from)
                }
                _ => None,
            };
            let parent = (clause.kind != UnitKind::Heading).then_some(head);
            let text = if clause.formatted { reformat(&clause.text(), dice) } else { clause.text() };
            let mut unit = Unit::plain(clause.kind, label.as_deref(), &text, parent);
            unit.objective = u16::try_from(number + 1).ok();
            out.new.push(unit);
            let sources: Vec<usize> = clause
                .words
                .iter()
                .filter_map(|w| match w {
                    Word::Kept(old, _) => Some(*old),
                    _ => None,
                })
                .collect();
            // A trace of a clause is not the clause: a quarter of its words, or of the piece's, must be left.
            let len = clause.words.iter().filter(|w| !matches!(w, Word::Gone(..))).count();
            let kept: Vec<usize> = sources.iter().map(|s| sources.iter().filter(|t| *t == s).count()).collect();
            let whole = |old: usize| out.old[old].text.split_whitespace().count().min(len);
            let mut sources: Vec<usize> =
                sources.iter().zip(kept).filter(|&(&old, kept)| 4 * kept >= whole(old)).map(|(&old, _)| old).collect();
            sources.dedup();
            let merged = sources.len() > 1;
            let formal = clause.words.iter().all(|w| matches!(w, Word::Kept(..))) && !merged && !clause.split;
            out.edges.extend(sources.into_iter().map(|old| Edge {
                old,
                new: at,
                moved: clause.moved,
                split: clause.split,
                merged,
                formal,
            }));
            out.words.push(if clause.formatted { Vec::new() } else { tidy(&clause.words) });
        }
    }
    // A split whose other half is gone is none.
    let counts: Vec<usize> = (0..out.old.len()).map(|o| out.edges.iter().filter(|e| e.old == o).count()).collect();
    for edge in &mut out.edges {
        edge.split &= counts[edge.old] > 1;
    }
    out
}

/// Equal words at the ends of a replaced phrase were not replaced.
fn tidy(words: &[Word]) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let end = at + words[at..].iter().take_while(|w| !matches!(w, Word::Kept(..))).count();
        let (mut gone, mut new): (Vec<Word>, Vec<Word>) =
            words[at..end].iter().cloned().partition(|w| matches!(w, Word::Gone(..)));
        let same = |a: Option<&Word>, b: Option<&Word>| match (a, b) {
            (Some(Word::Gone(_, a)), Some(Word::New(b))) => a == b,
            _ => false,
        };
        let kept = |w: Word| match w {
            Word::Gone(old, w) => Word::Kept(old, w),
            other => other,
        };
        while same(gone.first(), new.first()) {
            out.push(kept(gone.remove(0)));
            new.remove(0);
        }
        let mut tail = Vec::new();
        while same(gone.last(), new.last()) {
            tail.extend(gone.pop().map(kept));
            new.pop();
        }
        out.extend(gone);
        out.extend(new);
        out.extend(tail.into_iter().rev());
        out.extend(words[end..].iter().take(1).cloned());
        at = end + 1;
    }
    out
}

/// The same words in another form: case, quotes, hyphenation, blanks, the end of an item.
pub fn reformat(text: &str, dice: &mut Dice) -> String {
    let mut out = text.to_owned();
    if dice.chance(40) {
        out = out.trim_end_matches(['.', ';', ',']).to_owned() + ["; and", ";", ".", ","][dice.below(4)];
    }
    if dice.chance(30) {
        out = out.replacen('-', ["- ", "–", "\u{2010}"][dice.below(3)], 1);
    }
    if dice.chance(30)
        && let Some(at) = out.char_indices().map(|c| c.0).filter(|&i| i > 3).nth(dice.below(out.len() / 2))
    {
        let blank = [" ", "- ", "\n"][dice.below(3)];
        if out[..at].ends_with(char::is_alphabetic) && out[at..].starts_with(char::is_alphabetic) {
            out.insert_str(at, blank);
        }
    }
    if dice.chance(20) {
        out = out.to_uppercase();
    }
    out.replace('\'', "’")
}

/// Units as a file prints them: a heading, a paragraph or an item each on lines of its own.
pub fn printed(units: &[Unit]) -> String {
    let block = |unit: &Unit| {
        let label = unit.label.as_deref().unwrap_or_default();
        match unit.kind {
            UnitKind::Heading => format!("{label}: {}\n\n", unit.text),
            UnitKind::Item => format!("- {label}) {}\n", unit.text),
            UnitKind::Chapeau => format!("{}\n\n", unit.text),
            _ => format!("{label}. {}\n\n", unit.text),
        }
    };
    units.iter().map(block).collect()
}

/// Another rendering of a text of one paragraph a line: 72 columns, long words hyphenated at a line's end, quotes
/// straight, titles in capitals, a header and a number on every page.
pub fn paged(text: &str) -> String {
    const COLUMNS: usize = 72;
    const LINES: usize = 44;
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut paragraph = paragraph.replace(['“', '”'], "\"").replace(['‘', '’'], "'");
        if ["OBJECTIVE ", "Article ", "Part ", "Preamble"].iter().any(|noun| paragraph.starts_with(noun)) {
            paragraph = paragraph.to_uppercase();
        }
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let room = COLUMNS.saturating_sub(line.chars().count() + 1);
            if line.is_empty() || word.chars().count() <= room {
                line.push_str(if line.is_empty() { "" } else { " " });
                line.push_str(word);
                continue;
            }
            let half = word.chars().count() / 2;
            let plain = word.chars().all(char::is_lowercase) && half > 4 && half < room;
            let (head, tail) = if plain { word.split_at(half) } else { ("", word) };
            if plain {
                line.extend([" ", head, "-"]);
            }
            lines.push(std::mem::replace(&mut line, tail.to_owned()));
        }
        lines.push(line);
    }
    let pages: Vec<String> = lines
        .chunks(LINES)
        .enumerate()
        .map(|(n, page)| format!("CONF/2022/7\n\n{}\n\n{:>36}\n", page.join("\n"), n + 1))
        .collect();
    pages.join("\u{c}")
}
