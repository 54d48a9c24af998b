//! The command line as scripts see it: the contract's JSON, exit statuses, names of places, and what may not be printed.

#![allow(clippy::panic, reason = "a test that finds the unexpected says so and ends")]

use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use plenary::desk::resolve::Resolved;
use plenary::desk::{Desk, Target};
use plenary::text::{PassageKind, is_hidden};
use serde_json::Value;

/// Runs the program: exit status, standard output, standard error.
fn run(args: &[&str]) -> (i32, String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_plenary"))
        .args(args)
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (out.status.code().unwrap_or(-1), text(out.stdout), text(out.stderr))
}

/// The JSON that `args` print.
fn json(args: &[&str]) -> Value {
    let (status, out, err) = run(&[args, &["--json"]].concat());
    assert!(status < 2, "{args:?} ends with {status}: {err}");
    assert_eq!(out.matches('\n').count(), 1, "{args:?} prints one document");
    serde_json::from_str(&out).unwrap_or_else(|e| panic!("{args:?} is not JSON: {e}"))
}

fn texts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/texts")
}

/// Whether `value` has the shape of `shape`: an example whose arrays hold one element, `null` meaning "or null".
fn shaped(value: &Value, shape: &Value, at: &str) {
    match (value, shape) {
        (Value::Null, Value::Array(or)) if or.last() == Some(&Value::Null) => {}
        (_, Value::Array(or)) if or.len() == 2 && or[1].is_null() => shaped(value, &or[0], at),
        (Value::Array(items), Value::Array(one)) => {
            for (i, item) in items.iter().enumerate() {
                shaped(item, &one[0], &format!("{at}[{i}]"));
            }
        }
        (Value::Object(fields), Value::Object(wanted)) => {
            for (name, shape) in wanted {
                shaped(
                    fields.get(name).unwrap_or_else(|| panic!("{at} has no {name}")),
                    shape,
                    &format!("{at}.{name}"),
                );
            }
        }
        (Value::String(_), Value::String(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_)) => {}
        _ => panic!("{at} is {value}, not like {shape}"),
    }
}

fn check_shape(args: &[&str], shape: &str) -> Value {
    let value = json(args);
    shaped(&value, &serde_json::from_str(shape).expect("a shape"), &args.join(" "));
    value
}

const PLACE: &str = r#""work":"","citation":"","file":"","spans":[[1]],"text":"""#;
const DETENTION: &str = "Use migration detention only as a last resort and work towards alternatives";
const CHILD: &str = "Convention on the Rights of the Child";
const RUNS: &str = r#""runs":[{"op":"","text":""}]"#;

#[test]
fn json_has_the_shape_of_the_contract() {
    let passage =
        r#"{"id":"","citation":"","label":["",null],"kind":"","spans":[[1]],"page":["",null],"text":"","notes":[""]}"#;
    let section = |below: &str| {
        format!(
            r#"{{"id":"","label":["",null],"title":["",null],"level":1,"lines":[1],"objective":[1,null],"passages":[{passage}],"sections":[{below}]}}"#
        )
    };
    let sections = section(&section("{}"));
    check_shape(
        &["outline"],
        &format!(
            r#"{{"works":[{{"id":"","title":"","version":["",null],"symbol":["",null],"date":["",null],"issuer":["",null],"kind":"","file":"","lines":[1],"sections":[{sections}]}}],"notices":[{{"file":"","lines":[1],"what":""}}]}}"#
        ),
    );
    check_shape(&["show", "13c"], &format!(r#"{{"ref":"","passages":[{{{PLACE}}}]}}"#));
    check_shape(
        &["search", "detention"],
        &format!(r#"{{"query":"","occurrences":1,"passages":1,"hits":[{{{PLACE},"score":1.0,"marks":[[1]]}}]}}"#),
    );
    check_shape(
        &["passages", "13"],
        &format!(r#"{{"objective":1,"title":"","passages":[{{"rank":1,"score":0.9,"why":"","terms":[""],{PLACE}}}]}}"#),
    );
    let unit = r#"{"citation":"","label":["",null],"kind":"","objective":[1,null],"spans":[[1]],"text":""}"#;
    check_shape(
        &["compare", "zero-draft", "zero-draft"],
        &format!(
            r#"{{"old":{{"work":["",null],"title":""}},"new":{{"work":["",null],"title":""}},"mode":"","summary":{{"same":1,"format":1,"edited":1,"rewritten":1,"added":1,"removed":1,"moved":1,"split":1,"merged":1,"renumbered":1,"not_covered":1,"repeat":1}},"links":[{{"old":[{unit}],"new":[{unit}],"status":"","moved":true,"renumbered":true,"score":1.0,{RUNS}}}]}}"#
        ),
    );
    check_shape(
        &["history", "13c"],
        &format!(
            r#"{{"ref":"","steps":[{{"work":"","date":["",null],"citation":["",null],"status":"","text":["",null],{RUNS}}}]}}"#
        ),
    );
    check_shape(&["keys"], r#"[{"scope":"","action":"","keys":[""],"doc":""}]"#);
    check_shape(&["check"], r#"{"sources":[{"file":""}],"notices":[{"file":"","lines":[1],"what":""}],"mistakes":[]}"#);
}

#[test]
fn json_keeps_the_order_of_keys_and_its_bytes() {
    let check = |args: &[&str], begins: &str| {
        let (_, out, _) = run(args);
        assert!(out.starts_with(begins), "{args:?}: {}", &out[..out.len().min(120)]);
        assert_eq!(run(args).1, out, "{args:?} prints the same twice");
    };
    check(&["outline", "--json"], r#"{"works":[{"id":""#);
    check(&["show", "13c", "--json"], r#"{"ref":"13c","passages":[{"id":"zero-draft/27.c","citation":"#);
    check(&["search", "xenophobia", "--json"], r#"{"query":"xenophobia","occurrences":"#);
    check(&["passages", "13", "--json"], r#"{"objective":13,"title":""#);
    check(&["compare", "zero", "imrf", "--json"], r#"{"old":{"work":"zero-draft","title":""#);
    check(&["history", "13c", "--json"], r#"{"ref":"13c","steps":["#);
}

#[test]
fn places_stand_inside_their_works_under_names_of_their_own() {
    fn sections<'a>(of: &'a Value, all: &mut Vec<&'a Value>) {
        for section in of["sections"].as_array().expect("sections") {
            all.push(section);
            sections(section, all);
        }
    }
    let outline = json(&["outline"]);
    let mut seen: HashSet<&str> = HashSet::new();
    for work in outline["works"].as_array().expect("works") {
        let bounds = (work["lines"][0].as_u64(), work["lines"][1].as_u64());
        let mut all = Vec::new();
        sections(work, &mut all);
        for passage in all.iter().flat_map(|s| s["passages"].as_array().expect("passages")) {
            let citation = passage["citation"].as_str().expect("a citation");
            assert!(seen.insert(citation), "two passages are called {citation}");
            assert!(seen.insert(passage["id"].as_str().expect("an id")), "{citation} has an id of another");
            for span in passage["spans"].as_array().expect("spans") {
                let (first, last) = (span[0].as_u64(), span[1].as_u64());
                assert!(bounds.0 <= first && first <= last && last <= bounds.1, "{citation} stands outside its work");
            }
        }
    }
}

/// Every citation and every key of a corpus leads back to its very place.
fn names_lead_back(desk: &Desk) {
    for id in desk.corpus.passage_ids() {
        let passage = &desk.corpus[id];
        for name in [&passage.citation, &passage.key] {
            assert_eq!(desk.resolve(name), Resolved::One(Target::Passage(id)), "{name}");
        }
    }
    for section in desk.corpus.works.iter().flat_map(|w| &w.sections) {
        let key = &desk.corpus[*section].key;
        let found = desk.resolve(key);
        assert!(matches!(found, Resolved::One(_)), "{key} leads to {found:?}");
    }
}

#[test]
fn every_citation_of_the_seeds_leads_back() {
    names_lead_back(&Desk::open(&[]).expect("the seeds"));
}

#[test]
fn every_citation_of_other_texts_leads_back() {
    names_lead_back(&Desk::open(&[texts()]).expect("the texts"));
}

#[test]
fn names_mean_what_analysts_mean() {
    let desk = Desk::open(&[]).expect("the seeds");
    let check = |name: &str, expected: &str| {
        let told = match desk.resolve(name) {
            Resolved::One(target) => desk.name_of(target),
            Resolved::All(all) => all.iter().map(|&t| desk.name_of(t)).collect::<Vec<_>>().join(" + "),
            Resolved::Several(all) => format!("{} places", all.len()),
            Resolved::Absent { why, .. } => format!("absent: {why}"),
        };
        assert_eq!(told, expected, "{name}");
    };
    check("obj 13", &format!("objective 13: {DETENTION}"));
    check("13", &format!("objective 13: {DETENTION}"));
    check("13c", "Zero Draft, objective 13, para. 27 (c)");
    check("OBJ.13 (c)", "Zero Draft, objective 13, para. 27 (c)");
    check("zero 27", "Zero Draft, objective 13, para. 27");
    check("zero-draft:27(c)", "Zero Draft, objective 13, para. 27 (c)");
    check("zero ¶ 27 c", "Zero Draft, objective 13, para. 27 (c)");
    check("zero obj 17", "Zero Draft, objective 17");
    check("zero obj 17 c", "Zero Draft, objective 17, para. 31 (c)");
    check("nyd 33", "New York Declaration, para. 33");
    check("NYD annex I 5(d)", "New York Declaration, annex I, para. 5 (d)");
    check("annex 1, para. 5 (d)", "New York Declaration, annex I, para. 5 (d)");
    check("para 44 of the NYD", "New York Declaration, para. 44");
    check("nyd II", "New York Declaration, sect. II");
    check("nyd note 7", "New York Declaration, note 7");
    check("A/72/643 para 44", "Secretary-General's report, para. 44");
    // A letter within the running text of a paragraph is in the paragraph.
    check("A/72/643 68 (b)", "Secretary-General's report, para. 68");
    check("kenya III", "Kenya's position, sect. III");
    check("kenya remittances", "Kenya's position, Remittances");
    // All that a text states of an objective is meant together.
    check("imrf obj 3", "IMRF background note, sect. 2, objective 3 + IMRF background note, sect. 3, objective 3");
    // Runs and lists of places.
    let three = ["a", "b", "c"].map(|l| format!("Zero Draft, objective 13, para. 27 ({l})"));
    check("zero 27 (a)-(c)", &three.join(" + "));
    check("13 (a), (b) and (c)", &three.join(" + "));
    check("13a – c", &three.join(" + "));
    check("zero paras 44-46", "Zero Draft, para. 44 + Zero Draft, para. 45 + Zero Draft, para. 46");
    check("zero paras. 44, 46", "Zero Draft, para. 44 + Zero Draft, para. 46");
    check("zero 45-99", "absent: Zero Draft has no place \"45 99\"; its paragraphs run from 1 to 46");
    // An item is no paragraph, nor a row or a note.
    check("zero item 16", "Zero Draft, Objectives for Safe, Orderly and Regular Migration, item (16)");
    check("zero 27 item c", "Zero Draft, objective 13, para. 27 (c)");
    // A frame answers to its noun, and to its whole name.
    check("guiding principle 3", "principle 3: National sovereignty");
    check("session 3", "2 places");
    // An objective's item where the paragraph of that number has none; the heading of just that name.
    check("zero 13c", "Zero Draft, objective 13, para. 27 (c)");
    check("zero 13", "Zero Draft, para. 13");
    check("preamble", "Zero Draft, Preamble");
    check("13z", "absent: objective 13 has no (z); its items run from (a) to (g)");
    check("zero 27z", "absent: Zero Draft, objective 13, para. 27 has no (z); its items run from (a) to (g)");
    check("zero obj 30", "absent: objective 30 is absent; objectives run from 1 to 23");
    check("session 7", "session 7: The political and social participation of migrants in decision-making");
    check(
        "thematic session 3",
        "thematic session 3: International cooperation and governance of migration in all its dimensions, including at borders, on transit, entry, return, readmission, integration and reintegration",
    );
    check("delegation session 3", "Delegation's report, session 3");
    check("commitment 13", "Zero Draft, objective 13, para. 27");
    check("objective 13 commitment", "Zero Draft, objective 13, para. 27");
    check("A/RES/70/1", "absent: no text here bears the symbol A/RES/70/1");
    check("71/1 33", "New York Declaration, para. 33");
    // Beginnings of a title's words, where one title alone has them.
    check("detention alt", &format!("objective 13: {DETENTION}"));
    check("foo bar", "absent: no place is called \"foo bar\"");
    // One objective under all its numbers.
    for name in ["obj 17", "17"] {
        let Resolved::One(Target::Objective(_)) = desk.resolve(name) else { unreachable!("{name} is an objective") };
    }
    check("zero 31", "Zero Draft, objective 17, para. 31");
    check("obj23@zero", "absent: objective 23 is absent in Zero Draft; it is in IMRF background note only");
    check("imrf 13", "absent: IMRF background note has no place \"13\"; its objectives are 1, 3, 7, 17, 23");
    // What is near a name stands in the text that was named, and shares a word with it.
    for name in ["imrf 13", "foo bar"] {
        assert!(matches!(desk.resolve(name), Resolved::Absent { near, .. } if near.is_empty()), "{name}");
    }
    // A page is any that a passage touches; one that a passage runs on from is named with it.
    check("idm p. 16", "IDM No. 27, pp. 16–23, unnumbered para. 1");
    check("idm page 21", "IDM No. 27, pp. 16–23, unnumbered para. 1");
    check("IDM No. 27, p. 16, unnumbered para. 1", "IDM No. 27, pp. 16–23, unnumbered para. 1");
    check("idm p. 16 (4)", "IDM No. 27, pp. 16–23, unnumbered para. 1");
    check("idm p. v", "IDM No. 27, p. 9, unnumbered para. 1");
    check(
        "idm p. 57",
        "IDM No. 27, pp. 56–57, unnumbered para. 1 + IDM No. 27, pp. 57–58, unnumbered para. 1 + IDM No. 27, note 4",
    );
    check("delegation obj 17", "Delegation's report, para. 21 (q)");
    check("slides obj 17", "Kraly slides, Cooperative Framework and Objectives For Safe, Orderly And…, item (17)");
    check("principle 3", "principle 3: National sovereignty");
    check("004 27", "4 places");
    check("note 7", "4 places");
    check("zero obj 23", "absent: objective 23 is absent in Zero Draft; it is in IMRF background note only");
    check("obj23@zero", "absent: objective 23 is absent in Zero Draft; it is in IMRF background note only");
    check("obj 99", "absent: objective 99 is absent; objectives run from 1 to 23");
    check("nyd 99", "absent: New York Declaration has no place \"99\"; its paragraphs run from 1 to 90");
    check("no such place", "absent: no place is called \"no such place\"");
    check(" ¶ ", "absent: the name is empty");
    // Paragraphs 15 to 36 are those of objectives 1 to 22.
    for n in 1..=22 {
        let (by_aim, by_number) =
            (desk.resolve(&format!("zero obj {n} a")), desk.resolve(&format!("zero {} a", n + 14)));
        assert_eq!(by_aim, by_number, "objective {n}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(96))]
    /// Whatever is typed has an answer, soon; what one place is called again leads there.
    #[test]
    fn any_name_has_an_answer(
        parts in proptest::collection::vec("[a-z]{1,4}|[0-9]{1,3}|\\(|\\)|annex|obj|zero|nyd|i{1,3}|¶|\u{202e}|@|:|para", 0..40)
    ) {
        thread_local!(static DESK: Desk = Desk::open(&[]).expect("the seeds"));
        let name = parts.join(" ");
        DESK.with(|desk| {
            let _ = desk.suggest(&name, 5);
            if let Resolved::One(target) = desk.resolve(&name) {
                let again = desk.resolve(&desk.name_of(target));
                assert!(!matches!(again, Resolved::Absent { .. }) || matches!(target, Target::Objective(_)), "{name}");
            }
        });
    }
}

#[test]
fn a_number_behind_a_name_is_a_place_even_where_the_title_holds_a_date() {
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/004_4df729beabf5d62e.txt");
    let shown = json(&["--corpus", &seed.to_string_lossy(), "show", "zero 5"]);
    let citations: Vec<_> = shown["passages"].as_array().expect("passages").iter().map(|p| &p["citation"]).collect();
    assert_eq!(citations, ["Zero Draft, para. 5"]);
}

#[test]
fn texts_of_other_kinds_have_their_own_ways() {
    let check = |text: &str, name: &str, expected: &str| {
        let desk = Desk::new(plenary::ingest::read(
            vec![plenary::ingest::Input {
                file: "own.txt".to_owned(),
                path: None,
                bytes: text.as_bytes().to_vec().into(),
                refused: None,
            }],
            &[],
        ));
        let told = match desk.resolve(name) {
            Resolved::One(target) => desk.text_of(target).into_owned(),
            Resolved::All(all) => all.iter().map(|&t| desk.text_of(t).into_owned()).collect::<Vec<_>>().join(" + "),
            other => format!("{other:?}"),
        };
        assert_eq!(told, expected, "{name}");
    };
    let treaty = "CONVENTION ON RIVERS\n\nThe States Parties to this Convention,\n\nRecalling the Charter,\n\n\
                  Noting the need for water,\n\nHave agreed as follows:\n\nArticle 1\nUse of terms\n\n1. River means a \
                  stream.\n\n2. Bank means its side.\n\nArticle 2\nScope\n\n1. This applies to rivers.\n\n2. It does \
                  not apply to seas.\n\nArticle 3\nDuties\n\n1. Parties care for rivers.\n\n2. They do so together.\n";
    check(treaty, "pp2", "Noting the need for water,");
    check(treaty, "article 2.2", "It does not apply to seas.");
    check(treaty, "rivers 2 (2)", "It does not apply to seas.");
    let resolution = "RESOLUTION 5/1\n\nThe General Assembly,\n\nRecalling the Charter,\n\nNoting the need for \
                      water,\n\n1. Recognizes the need;\n\n2. Calls upon States to act;\n\n3. Decides to go on.\n";
    check(resolution, "operative paragraph 2", "Calls upon States to act;");
    check(resolution, "preambular para. 2", "Noting the need for water,");
    let act = "RIVERS ACT\n\nCHAPTER ONE\nNAMES\n\n1. A river is a stream.\n\n2. A bank is its side.\n\nCHAPTER TWO\n\
               DUTIES\n\n3. All care for rivers.\n\n4. They do so together.\n";
    check(act, "chapter 2", "CHAPTER TWO. DUTIES");
}

#[test]
fn typing_offers_what_may_be_meant() {
    let desk = Desk::open(&[]).expect("the seeds");
    let check = |typed: &str, first: &str| {
        let offered = desk.suggest(typed, 8);
        assert!(offered.len() <= 8);
        let citations: Vec<&str> = offered.iter().map(|c| c.citation.as_str()).collect();
        assert!(citations.first().is_some_and(|c| c.starts_with(first)), "{typed}: {citations:?}");
    };
    check("13c", "Zero Draft, objective 13, para. 27 (c)");
    check("detention alt", "objective 13");
    check("détention alt", "objective 13");
    check("nyd 3", "New York Declaration, para. 3");
    let all = desk.suggest("detention alt", 3);
    let words: Vec<&str> = all[0].marks.iter().map(|m| &all[0].citation[m.clone()]).collect();
    assert!(words.contains(&"detention"), "{words:?}");
}

#[test]
fn references_lead_where_they_say() {
    let desk = Desk::open(&[]).expect("the seeds");
    let check = |place: &str, expected: &[&str]| {
        let Resolved::One(Target::Passage(passage)) = desk.resolve(place) else { panic!("{place} is no passage") };
        let text = &desk.corpus[passage].text;
        let told: Vec<String> = desk
            .references(passage)
            .into_iter()
            .map(|r| {
                use plenary::desk::follow::Leads;
                let to = match r.leads {
                    Leads::To(target) => desk.name_of(target),
                    Leads::OneOf(all) => format!("{} places", all.len()),
                    Leads::Outside(name) => format!("outside: {name}"),
                };
                format!("{} -> {to}", &text[r.range])
            })
            .collect();
        assert_eq!(told, expected, "{place}");
    };
    check("nyd 32", &[&format!("{CHILD} -> outside: {CHILD}"), " -> New York Declaration, note 7"]);
    check("nyd 21", &["Annex I -> New York Declaration, annex I", "annex II -> New York Declaration, annex II"]);
    check("sg note 21", &["Resolution 71/1 -> New York Declaration", "para. 33 -> New York Declaration, para. 33"]);
}

#[test]
fn what_refers_to_a_place_is_known() {
    let desk = Desk::open(&[]).expect("the seeds");
    let check = |place: &str, expected: &[&str]| {
        let Resolved::One(target) = desk.resolve(place) else { panic!("{place} is no place") };
        let from: Vec<&str> = desk.refers_here(target).iter().map(|&p| desk.corpus[p].citation.as_str()).collect();
        for one in expected {
            assert!(from.contains(one), "{place}: {from:?}");
        }
    };
    check("nyd 33", &["Secretary-General's report, note 21"]);
    check("nyd annex I", &["New York Declaration, para. 21"]);
    check("nyd note 7", &["New York Declaration, para. 32"]);
}

#[test]
fn exit_statuses_say_what_happened() {
    let check = |args: &[&str], status: i32, err: &str| {
        let (found, out, said) = run(args);
        assert_eq!(found, status, "{args:?}: {said}");
        assert!(said.contains(err), "{args:?} says {said:?}");
        assert!(!(out + &said).contains('\u{1b}'), "{args:?} prints an escape");
    };
    check(&["outline"], 0, "");
    check(&["--help"], 0, "");
    check(&["--version"], 0, "");
    check(&["show", "13c"], 0, "");
    check(&["search", "zzyzxqv"], 1, "nothing found");
    // What is no query, or asks for what is not there, was no answer to look for.
    for query in ["", "AND", "\"zzyzxqv", "foo:zzyzxqv", "kind:bogus detention", "by:nobody"] {
        check(&["search", query], 2, "");
    }
    check(&["show", "zero 13"], 0, "for the objective say \"Zero Draft objective 13\"");
    check(&["show", "zero 13c"], 0, "read as Zero Draft, objective 13, para. 27 (c); para. 13 has no (c)");
    check(&["show", "page 52"], 0, "this is page 52 of the file, printed 40; 52 is printed on page 64 of the file");
    check(&["show", "zero", "obj", "23"], 1, "it is in IMRF background note only");
    check(&["show", "004 27"], 2, "New York Declaration, para. 27");
    check(&["passages", "99"], 1, "no objective is called");
    check(&["--no-such-flag"], 2, "--no-such-flag");
    check(&["outline", "--work", "zero-drafd"], 2, "did you mean zero-draft?");
    check(&["search", "migration", "--kind", "drafd"], 2, "did you mean draft?");
    check(&["--theme", "drak"], 2, "a similar value exists: 'dark'");
    check(&["outlin"], 2, "did you mean the command `outline`?");
    check(&["--corpus", "/no/such/folder", "outline"], 2, "no such file or folder");
    check(&["compare", "zero", "no such text"], 2, "no place is called");
    check(&["keys", "--keymap", "/no/such/keymap.toml"], 2, "cannot be read");
}

#[test]
fn the_corpus_may_be_named_before_and_after() {
    let file = texts().join("treaty.txt");
    let file = file.to_str().expect("a path");
    let before = run(&["--corpus", file, "outline", "--json"]);
    assert_eq!(before, run(&["outline", "--json", "--corpus", file]));
    assert!(before.1.contains("\"file\":\"treaty.txt\""));
}

#[test]
fn nothing_a_terminal_obeys_is_printed() {
    let folder = tempfile::tempdir().expect("a folder");
    let hostile = "TITLE OF THE \u{1b}]0;x\u{7}TEXT\n\n1. First \u{1b}[31mred\u{9b}2J \u{202e}evil\u{0}.\n\n2. Second detention\u{7f}.\n";
    let file = folder.path().join("a\u{1b}[2Jb.txt");
    std::fs::write(&file, hostile).expect("written");
    let corpus = folder.path().to_str().expect("a path");
    for command in [
        &["outline"][..],
        &["outline", "--json"],
        &["show", "1"],
        &["show", "1", "--json"],
        &["show", "x\u{1b}[2Jy"],
        &["check"],
        &["check", "--json"],
        &["compare", "1", "2"],
        &["search", "second"],
        &["--bad\u{1b}[2Jflag"],
    ] {
        let (_, out, err) = run(&[&["--corpus", corpus], command].concat());
        let bad = |c: char| c != '\n' && is_hidden(c);
        assert!(!out.contains(bad) && !err.contains(bad), "{command:?} prints {out:?} {err:?}");
    }
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_plenary"))
        .args(["outline", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    let out = child.wait_with_output().expect("it ends");
    assert_eq!((out.status.code(), out.stderr.len()), (Some(0), 0));
}

#[test]
fn mistakes_of_a_key_map_are_told_with_their_lines() {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(b"[tree]\nno-such-action = [\"x\"]\n").expect("written");
    let path = file.path().to_str().expect("a path");
    let (status, out, _) = run(&["check", "--keymap", path]);
    assert_eq!(status, 2);
    assert!(out.contains(&format!("{path}:2")), "{out}");
}

#[test]
fn mistakes_of_themes_are_told_with_their_lines() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("plenary/themes.toml");
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
    std::fs::write(&file, "[dark]\nheading = \"bold\"\nno-such-role = \"bold\"\n").expect("written");
    let mut command = Command::new(env!("CARGO_BIN_EXE_plenary"));
    let out = command.arg("check").env("XDG_CONFIG_HOME", home.path()).output().expect("the program runs");
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stdout).contains("themes.toml:3:1: unknown role `no-such-role`"));
}

#[test]
fn comparisons_rebuild_both_texts() {
    let join = |link: &Value, ops: &str| -> String {
        let runs = link["runs"].as_array().expect("runs").iter();
        runs.filter(|r| ops.contains(r["op"].as_str().expect("op")))
            .map(|r| r["text"].as_str().expect("text"))
            .collect()
    };
    let whole = |units: &Value| -> String {
        units.as_array().expect("units").iter().map(|u| u["text"].as_str().expect("text")).collect::<Vec<_>>().join(" ")
    };
    let words = |s: String| s.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let texts = texts();
    let file = |name: &str| texts.join(name).to_str().expect("a path").to_owned();
    let (old, new) = (file("draft-v1.txt"), file("draft-v2.txt"));
    let drafts = json(&["compare", &old, &new]);
    for link in drafts["links"].as_array().expect("links").iter().filter(|l| l["runs"] != Value::Array(vec![])) {
        assert_eq!(words(join(link, "=-")), words(whole(&link["old"])));
        assert_eq!(words(join(link, "=+")), words(whole(&link["new"])));
    }
    let itself = json(&["compare", "zero-draft", "zero-draft"]);
    assert!(itself["links"].as_array().expect("links").iter().all(|l| l["status"] == "same" && l["moved"] == false));
}

#[test]
fn footnotes_are_never_taken_for_paragraphs() {
    let desk = Desk::open(&[]).expect("the seeds");
    for n in 1..=16 {
        let Resolved::One(Target::Passage(p)) = desk.resolve(&format!("nyd {n}")) else { panic!("nyd {n}") };
        assert_ne!(desk.corpus[p].kind, PassageKind::Note);
    }
}

#[test]
fn the_page_on_commands_names_every_one_and_its_options() {
    let page = include_str!("../docs/commands.md");
    let (_, help, _) = run(&["--help"]);
    let listed = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let commands: Vec<&str> = listed.filter_map(|l| l.split_whitespace().next()).collect();
    assert!(commands.contains(&"outline") && commands.contains(&"man"), "{commands:?}");
    for command in commands {
        assert!(page.contains(&format!("`{command}")), "no word of {command}");
        let (_, help, _) = run(&[command, "--help"]);
        for option in
            help.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|w| w.starts_with("--") && w.len() > 2)
        {
            assert!(option == "--help" || page.contains(option), "no word of {command} {option}");
        }
    }
}
