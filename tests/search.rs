//! Search over the seeds: the figures known, the rule that what is counted is marked, and nothing typed an error.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use plenary::desk::search::{Found, Within};
use plenary::desk::{Desk, Target};
use proptest::prelude::*;

/// One desk for all tests: the index takes a while to build without optimisation.
static DESK: LazyLock<Desk> = LazyLock::new(|| Desk::new(plenary::ingest::bundled()));

fn search(query: &str) -> Found {
    DESK.search(query, &Within::default())
}

/// Matches by seed, counted in the marks of the hits.
fn by_seed(found: &Found) -> [usize; 5] {
    let mut out = [0; 5];
    for hit in &found.hits {
        let (source, _) = DESK.spans_of(hit.target).expect("a hit has a place");
        out[source.index()] += hit.marks.len();
    }
    out
}

fn check(query: &str, expected: [usize; 5]) {
    let found = search(query);
    assert_eq!(by_seed(&found), expected, "{query}");
    assert_eq!(found.occurrences, expected.iter().sum::<usize>(), "{query}");
    assert_eq!(found.mistakes, [], "{query}");
}

#[test]
fn figures_of_the_seeds() {
    check("\"regular migration\"", [5, 3, 11, 22, 55]);
    check("in:aside \"regular migration\" -\"irregular migration\"", [0, 0, 0, 34, 0]);
    check("\"irregular migration\"", [3, 1, 1, 13, 26]);
    check("lajcak", [0, 0, 0, 0, 5]);
    check("LAJČÁK", [0, 0, 0, 0, 5]);
    check("\"migration-relevant questions\"", [1, 0, 0, 0, 2]);
    check("\"xenophobia, misinformation and stigma\"", [0, 0, 1, 0, 0]);
    check("detention", [2, 0, 1, 5, 33]);
    check("/deten[t]ion/", [2, 0, 1, 5, 33]);
}

#[test]
fn ways_to_ask_for_the_same() {
    let same = |a: &str, b: &str| assert_eq!(search(a).occurrences, search(b).occurrences, "{a} {b}");
    same("“regular migration”", "\"REGULAR   MIGRATION\"");
    same("women's", "women’s");
    same("organisation", "organization");
    same("programme", "programs");
    same("cooperation", "co-operation");
    same("detention AND child", "child detention");
    same("detenti*", "detention");
    same("NOT (a OR b)", "NOT a NOT b");
    assert!(search("detention OR smuggling").passages > search("detention").passages);
    assert!(search("detention smuggling").passages < search("detention").passages);
    assert!(search("\"detention children\"~8").occurrences > search("\"detention children\"").occurrences);
    assert!(search("detenton~").occurrences >= search("detention").occurrences);
}

#[test]
fn fields_narrow() {
    let all = search("detention").passages;
    let zero = search("detention doc:zero");
    assert!(zero.passages < all && zero.by_work.len() == 1);
    let thirteen = search("detention obj:13");
    assert!(thirteen.passages > 5 && thirteen.by_objective == [(13, thirteen.passages)]);
    let item = |target: Target| matches!(target, Target::Passage(p) if DESK.corpus[p].kind.word() == "item");
    let items = search("detention kind:item");
    assert!(items.passages > 0 && items.hits.iter().all(|hit| item(hit.target)));
    assert!(
        search("migration date:2016")
            .by_work
            .iter()
            .all(|(w, _)| { DESK.corpus[*w].date.as_ref().is_some_and(|date| date.value.starts_with("2016")) })
    );
    assert!(search("in:heading detention").hits.iter().all(|hit| matches!(hit.target, Target::Section(_))));
    let narrowed = Within { objective: Some(13), kind: Some("item".into()), limit: Some(3), ..Within::default() };
    let found = DESK.search("detention", &narrowed);
    assert_eq!((found.hits.len(), found.passages), (3, search("detention obj:13 kind:item").passages));
}

#[test]
fn abbreviations_expand_by_document() {
    let found = search("abbr:GCM");
    let mut longs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for abbreviation in found.abbreviations.iter().filter(|a| a.short == "GCM") {
        for &work in &abbreviation.works {
            let file = &DESK.corpus[DESK.corpus[work].source].file;
            longs.entry(&file[..3]).or_default().push(&abbreviation.long);
        }
    }
    assert!(longs["001"].iter().all(|long| *long == "Global Coalition on Migration"), "{longs:?}");
    assert!(longs["002"].iter().all(|long| long.starts_with("Global Compact")), "{longs:?}");
    assert!(longs["004"].iter().all(|long| long.starts_with("Global Compact")), "{longs:?}");
    assert!(found.occurrences > search("GCM").occurrences);
}

#[test]
fn capitals_count_when_asked() {
    let smart = |query: &str| DESK.search(query, &Within { smart_case: true, ..Within::default() }).occurrences;
    assert_eq!(smart("detention"), search("detention").occurrences);
    assert!(smart("Detention") < smart("detention"));
    assert!(smart("/Detention/") < smart("/detention/"));
    assert_eq!(smart("gcm"), search("GCM").occurrences);
}

#[test]
fn a_miss_offers_what_is_near() {
    let near = |query: &str, word: &str| {
        let found = search(query);
        assert_eq!(found.passages, 0, "{query}");
        assert!(found.nearest.iter().any(|near| near == word), "{query}: {:?}", found.nearest);
    };
    near("detenshun", "detention");
    near("\"remitances\"", "remittances");
    assert_eq!(search("zzyzxqv").nearest, [""; 0]);
}

#[test]
fn mistakes_are_told_and_the_rest_answers() {
    let told = |query: &str, part: &str| {
        let found = search(query);
        assert!(found.passages > 0, "{query}");
        let parts: Vec<&str> = found.mistakes.iter().map(|mistake| &query[mistake.range.clone()]).collect();
        assert_eq!(parts, [part], "{query}");
    };
    told("(detention", "(");
    told("detention /a[/", "/a[/");
    told("detention AND", "AND");
}

#[test]
fn what_cannot_be_met_is_met_by_nothing() {
    let check = |query: &str, part: &str| {
        let found = search(query);
        assert_eq!((found.passages, found.occurrences), (0, 0), "{query}");
        let parts: Vec<&str> = found.mistakes.iter().map(|mistake| &query[mistake.range.clone()]).collect();
        assert_eq!(parts, [part], "{query}");
    };
    check("detention doc:nowhere", "doc:nowhere");
    check("detention kind:poem", "kind:poem");
    check("detention obj:99", "obj:99");
    check("by:nobody", "by:nobody");
    let narrowed = Within { objective: Some(99), ..Within::default() };
    assert_eq!(DESK.search("detention", &narrowed).passages, 0);
    assert_eq!(search("detention -by:nobody").passages, search("detention").passages);
}

#[test]
fn the_same_question_has_the_same_answer() {
    let again = Desk::new(plenary::ingest::bundled());
    for query in ["migration", "\"human rights\" child*", "detention OR return"] {
        assert_eq!(again.search(query, &Within::default()), search(query), "{query}");
    }
}

/// Queries of words of the corpus, put together in all ways.
fn queries() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "migration",
        "migrants",
        "detention",
        "the",
        "rights",
        "child",
        "children",
        "co-operation",
        "GCM",
        "13",
        "organise",
        "migr*",
        "*tion",
        "xenophobia~",
        "\"human rights\"",
        "\"of the\"",
        "\"rights human\"~4",
        "/right?s/",
        "/\\bchild\\b/",
        "abbr:GCM",
        "doc:zero",
        "obj:13",
        "kind:note",
        "in:all",
        "zzz",
    ]);
    let sign = prop::sample::select(vec![" ", " OR ", " AND ", " -", " NOT ", " (", ") "]);
    prop::collection::vec((word, sign), 1..5)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, sign)| [word, sign]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_counted_is_marked(query in queries(), smart_case: bool) {
        let found = DESK.search(&query, &Within { smart_case, ..Within::default() });
        // A term that must not stand may stand in a passage that another part lets in.
        if !query.contains('-') && !query.contains("NOT") {
            prop_assert_eq!(found.hits.iter().map(|hit| hit.marks.len()).sum::<usize>(), found.occurrences, "{}", query);
        }
        prop_assert_eq!(found.hits.len(), found.passages);
        for hit in &found.hits {
            let text = DESK.text_of(hit.target);
            for mark in &hit.marks {
                prop_assert!(text.get(mark.range.clone()).is_some_and(|words| !words.is_empty()));
                prop_assert!(usize::from(mark.term) < found.terms.len());
            }
        }
    }
}
