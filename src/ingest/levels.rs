//! How deep each heading lies: the usual rank of its look, unless the work shows that another holds.

use super::count::Count;
use super::divisions::division;
use super::heading::{Above, Heading, Look};
use super::label::Dress;

/// The level of each heading, 1 for the work's own divisions.
pub(super) fn levels(headings: &[&Heading]) -> Vec<u8> {
    let rank = ranks(headings);
    let mut open: Vec<i32> = Vec::new();
    let mut out = Vec::with_capacity(headings.len());
    let closing = closing(headings);
    let annexed = annexed(headings);
    for (at, heading) in headings.iter().enumerate() {
        let own = rank(&heading.look) + if annexed[at] { ACT } else { 0 };
        if closing == Some(at) {
            open.pop();
        }
        let led = at > 0 && headings[at - 1].look == Look::Led;
        let own = if holds_articles(headings, at) {
            let outer = open.iter().copied().find(|&top| (ANNEX + 1..ARTICLE).contains(&top));
            outer.unwrap_or(rank(&headings[at + 1].look) - 1)
        } else {
            own
        };
        while open.last().is_some_and(|&top| top >= own) {
            open.pop();
        }
        // A title behind the parts of a slide, which end in colons as it does not, is another slide's.
        if led && heading.look == Look::Plain && heading.above == Above::Text {
            open.pop();
        }
        open.push(own);
        out.push(u8::try_from(open.len()).unwrap_or(u8::MAX));
    }
    out
}

/// Whether `look` is that of articles.
fn is_article(look: &Look) -> bool {
    matches!(look, Look::Division(word) if division(word) == Some(800))
}

/// Whether `look` is that of articles, or of sections that articles may be made of.
fn is_section(look: &Look) -> bool {
    matches!(look, Look::Division(word) if division(word).is_some_and(|rank| rank >= 600))
}

/// The ranks of annexes and of articles.
const ANNEX: i32 = 100 * WIDE;
const ARTICLE: i32 = 800 * WIDE;

/// The rank of acts that a report holds.
const ACT: i32 = 950 * WIDE;

/// Between two ranks there is room for those that stand below the first.
const WIDE: i32 = 1000;

/// Whether heading `at` has no number, stands below articles and holds others that begin to count again,
/// `Supplementary Provisions`, or none but headings: `Transitional Provisions`.
fn holds_articles(headings: &[&Heading], at: usize) -> bool {
    let article = |h: &&&Heading| is_article(&h.look);
    let bare = headings[at].label.is_none() && matches!(headings[at].look, Look::Plain | Look::Caps | Look::Bold);
    let next = headings.get(at + 1).filter(|h| h.above == Above::Heading);
    let again = |h: &&Heading| is_article(&h.look) && h.value == Some(1);
    let holds = || next.is_some_and(|h| again(h) || !headings[at..].iter().any(|h| article(&h)));
    let below = || headings[..at].iter().rev().find(article).is_some_and(|h| h.value > Some(1));
    bare && headings[at].above != Above::Heading && holds() && below()
}

/// The heading without a number that follows the items of the last aim, and so is no part of it: `Implementation` behind
/// `Objective 23`. None where several aims are followed so: there each has parts.
fn closing(headings: &[&Heading]) -> Option<usize> {
    let is_aim = |h: &Heading| {
        let looks = matches!(h.look, Look::Named(_) | Look::Slide | Look::Counted(Count::Arabic, Dress::Round));
        looks && h.value.is_some()
    };
    let follows = |at: &usize| {
        let (above, heading) = (headings[at - 1], headings[*at]);
        heading.above == Above::Item && heading.label.is_none() && is_aim(above) && rank_of(heading) > rank_of(above)
    };
    let last = headings.iter().rposition(|h| is_aim(h))?;
    let mut found = (1..headings.len()).filter(follows);
    found.next().filter(|&at| at > last && found.next().is_none())
}

/// Whether `look` is that of an act: `Decision 1/CP.21`, `Resolution 4`.
fn is_act(look: &Look) -> bool {
    matches!(look, Look::Named(word) if matches!(word.as_str(), "decision" | "resolution"))
}

/// Which headings belong to the annex of an act, where other acts follow one.
fn annexed(headings: &[&Heading]) -> Vec<bool> {
    let annex = |h: &Heading| matches!(&h.look, Look::Division(word) if division(word) == Some(100));
    let last = headings.iter().rposition(|h| is_act(&h.look)).unwrap_or(0);
    let acts = headings.iter().position(|h| is_act(&h.look));
    let several = acts.is_some_and(|first| headings[first..last].iter().any(|h| annex(h)));
    let (mut act, mut within) = (false, false);
    let belongs = |h: &&Heading| {
        act |= is_act(&h.look);
        within = several && act && !is_act(&h.look) && (within || annex(h));
        within
    };
    headings.iter().map(belongs).collect()
}

fn rank_of(heading: &Heading) -> i32 {
    usual_rank(&heading.look)
}

fn usual_rank(look: &Look) -> i32 {
    match look {
        Look::Division(word) => i32::from(division(word).unwrap_or(800)),
        Look::Slide => 900,
        act if is_act(act) => 950,
        Look::Counted(Count::RomanUpper, _) => 1000,
        Look::Counted(Count::Upper, _) => 1100,
        Look::Chained(depth) => 1250 + i32::try_from(*depth).unwrap_or(0),
        Look::Counted(Count::Arabic, _) => 1200,
        Look::Counted(..) => 1300,
        Look::Hashes(depth) => 1400 + i32::from(*depth),
        Look::Banner => 1450,
        Look::Caps => 1500,
        Look::Title => i32::MAX,
        Look::Named(_) => 1600,
        Look::Bold => 1700,
        Look::Plain => 1800,
        Look::Led => 1840,
        Look::Aside => 1850,
        Look::RunIn => 1900,
    }
}

/// The rank of each look: the usual one, unless the work shows that another holds.
fn ranks(headings: &[&Heading]) -> impl Fn(&Look) -> i32 + use<> {
    let mut looks: Vec<Look> = Vec::new();
    for h in headings {
        if looks.len() < 64 && !looks.contains(&h.look) {
            looks.push(h.look.clone());
        }
    }
    let wide = |look: &Look| usual_rank(look).saturating_mul(WIDE);
    let mut rank: Vec<i32> = looks.iter().map(wide).collect();
    let place = |look: &Look| looks.iter().position(|l| l == look);
    // A look that first appears right under one that came before it stands below that one.
    for (at, look) in looks.iter().enumerate() {
        let Some(first) = headings.iter().position(|h| h.look == *look) else { continue };
        let outer = matches!(look, Look::Division(w) if division(w) == Some(100));
        if first == 0
            || outer
            || headings[first].above != Above::Heading
            || headings[first].value.is_some_and(|v| v > 1)
        {
            continue;
        }
        let Some(holder) = place(&headings[first - 1].look) else { continue };
        if holder != at && rank[holder] >= rank[at] {
            // What is named keeps its order: a chapter holds sections, each of which holds articles as it does.
            rank[at] = rank[holder] + usual_rank(look);
        }
    }
    // Titles that stand right over articles hold them: `The Family` / `ARTICLE 41`, `§ 1. The King` / `Artikel 24`,
    // `A. Common Provisions` / `SECTION 1`. Those before the first and behind the last say nothing.
    let from = headings.iter().position(|h| is_section(&h.look)).unwrap_or(0).saturating_sub(1);
    let to = headings.iter().rposition(|h| is_section(&h.look)).unwrap_or(0);
    let title = |l: &Look| matches!(l, Look::Caps | Look::Bold | Look::Plain | Look::Counted(..));
    for (at, look) in looks.iter().enumerate().filter(|l| title(l.1)) {
        let over = |w: &&[&Heading]| w[1].above == Above::Heading && is_section(&w[1].look);
        let pairs = headings.windows(2).filter(|w| w[0].look == *look);
        let below: Vec<i32> = pairs.filter(over).filter_map(|w| Some(rank[place(&w[1].look)?])).collect();
        let all = headings[from..to].iter().filter(|h| h.look == *look).count();
        if let Some(outer) = below.iter().min().filter(|_| below.len() >= 2 && below.len() * 4 >= all * 3) {
            rank[at] = rank[at].min(outer - 1);
        }
    }
    // Numbers that begin again show what holds them: what stands between one and the next `1`.
    for (at, look) in looks.iter().enumerate() {
        // Nothing holds an annex but its work.
        if matches!(look, Look::Division(w) if division(w) == Some(100)) {
            continue;
        }
        let (mut last, mut between, mut holders, mut restarts) = (None, Vec::new(), vec![0usize; looks.len()], 0);
        for h in headings {
            if h.look != *look {
                between.extend(place(&h.look));
                continue;
            }
            if last.is_some_and(|l: u32| l > 1) && h.value == Some(1) {
                restarts += 1;
                between.sort_unstable();
                between.dedup();
                for &b in &between {
                    holders[b] += 1;
                }
            }
            last = h.value.or(last);
            between.clear();
        }
        let always = |b: usize| restarts > 0 && holders[b] == restarts;
        if !(0..looks.len()).any(|b| always(b) && rank[b] < rank[at])
            && let Some(b) = (0..looks.len()).filter(|&b| always(b)).min_by_key(|&b| rank[b])
        {
            // Below it there is room for titles that hold no more than some.
            rank[b] = rank[at] - WIDE / 2;
        }
    }
    move |look| looks.iter().position(|l| l == look).map_or_else(|| wide(look), |i| rank[i])
}

#[cfg(test)]
mod tests {
    /// The level and the words of each heading of `text`.
    #[test]
    fn levels_are_told_from_the_work() {
        let check = |text: &str, expected: &[(u8, &str)]| {
            let bytes = text.as_bytes().to_vec().into();
            let input = crate::ingest::Input { file: "a.txt".to_owned(), path: None, bytes, refused: None };
            let corpus = crate::ingest::read(vec![input], &[]);
            let words = |s: &crate::text::Section| s.label.clone().or(s.title.clone()).unwrap_or_default();
            let sections = corpus.sections.iter().filter(|s| s.level > 0).map(|s| (s.level, words(s)));
            let got: Vec<_> = sections.collect();
            assert_eq!(got.iter().map(|s| (s.0, s.1.as_str())).collect::<Vec<_>>(), expected, "{text}");
        };
        let said = "The State keeps its ferries in good repair and lets no one wait for them longer than a day.\n\n";
        let article = |n: u32| format!("Article {n}\n\n{said}");
        let over = |title: &str, n: u32| format!("{title}\n\n{}", article(n));
        // What stands right over articles holds them.
        check(
            &["CHARTER OF THE ISLES\n\n", &over("Ferries", 1), &article(2), &over("Piers", 3)].concat(),
            &[(1, "Ferries"), (2, "Article 1"), (2, "Article 2"), (1, "Piers"), (2, "Article 3")],
        );
        let commission = |title: &str| format!("{title}\n\nSECTION 1. {said}SECTION 2. {said}");
        let bodies = ["A. THE MASTERS", "B. THE PILOTS"].map(commission).concat();
        check(
            &format!(
                "CHARTER OF THE ISLES\n\nARTICLE I\nTHE SEA\n\nSECTION 1. {said}SECTION 2. {said}ARTICLE II\nBODIES\n\n{bodies}"
            ),
            &[
                (1, "ARTICLE I"),
                (2, "SECTION 1"),
                (2, "SECTION 2"),
                (1, "ARTICLE II"),
                (2, "A"),
                (3, "SECTION 1"),
                (3, "SECTION 2"),
                (2, "B"),
                (3, "SECTION 1"),
                (3, "SECTION 2"),
            ],
        );
        // Titles that a dash or capitals part from the text on their line.
        let run_in = |label: &str| format!("{label} Ferries.—{said}");
        check(&["PART I\nSEA\n\n", &run_in("1."), &run_in("2.")].concat(), &[(1, "PART I"), (2, "1"), (2, "2")]);
        check(
            &["CHAPTER 1. SEA\n\n", "Sec. 1.001. FERRIES. ", said, "Sec. 1.002. PIERS. (a) ", said].concat(),
            &[(1, "CHAPTER 1"), (2, "Sec. 1.001"), (2, "Sec. 1.002")],
        );
        // Titles in the middle of the page hold those at its margin.
        let lead = "ACT ON FERRIES\n\nThe Council of the Isles, in the interest of all who travel by sea, enacts:\n\n";
        let middle = |title: &str, below: &str| format!("{title:>40}\n\n{below}\n\n{said}");
        let act = [lead, &middle("Short Title", "How it is called"), &middle("Ferries", "What they mean")].concat();
        check(&act, &[(1, "Short Title"), (2, "How it is called"), (1, "Ferries"), (2, "What they mean")]);
        // Acts hold their annexes, where one follows another.
        let act = |n: u32| format!("Decision {n}/CP.4\nFerries for all\n\n{said}");
        let annex = format!("Annex\nRules for ferries\n\n{}I. Scope\n\n{said}", article(1));
        check(
            &["Report\n\n", &act(1), "I. Aims\n\n", said, "II. Means\n\n", said, &act(2), &annex, &act(3)].concat(),
            &[
                (1, "Decision 1/CP.4"),
                (2, "I"),
                (2, "II"),
                (1, "Decision 2/CP.4"),
                (2, "Annex"),
                (3, "Article 1"),
                (4, "I"),
                (1, "Decision 3/CP.4"),
            ],
        );
        // What stands amid the items of a list is no end of what holds them.
        let aim = |n: u32| format!("Objective {n}: Ferries for all\n\n{said}(a) Build piers;\n\n(b) Mend them;\n\n");
        let amid = "Storms\n\n(c) Look out for them in time.\n\n";
        check(
            &[
                "CHARTER OF THE ISLES\n\nPreamble\n\n",
                said,
                "Aims\n\n",
                &aim(1),
                amid,
                &aim(2),
                "Implementation\n\n",
                said,
            ]
            .concat(),
            &[
                (1, "Preamble"),
                (1, "Aims"),
                (2, "Objective 1"),
                (3, "Storms"),
                (2, "Objective 2"),
                (1, "Implementation"),
            ],
        );
        // A section holds articles, though other articles stand in chapters alone.
        let one = format!("Book 1: Sea\n\nChapter 1: Ships\n\n{}", article(1));
        let two = format!("Chapter 2: Crews\n\nSection 1: Masters\n\n{}", article(2));
        check(
            &format!("Code of the Isles\n\n\nStatutes\n\n{one}{two}Regulations\n\nBook 1: Land\n\n{}", article(3)),
            &[
                (1, "Statutes"),
                (2, "Book 1"),
                (3, "Chapter 1"),
                (4, "Article 1"),
                (3, "Chapter 2"),
                (4, "Section 1"),
                (5, "Article 2"),
                (1, "Regulations"),
                (2, "Book 1"),
                (3, "Article 3"),
            ],
        );
    }
}
