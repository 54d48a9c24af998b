//! Key scripts and the screens they lead to, on the bundled documents.

mod stage;

use std::sync::Arc;

use plenary::desk::Desk;
use plenary::desk::resolve::Resolved;
use plenary::desk::search::Within;
use plenary::tui::{Answer, Event, Question, screen};
use stage::{DESK, Stage};

/// Presses `script` on a screen of 80 by 24 and expects all of `expected` on it.
fn check(script: &str, expected: &[&str]) {
    let screen = Stage::open(80, 24).press(script).screen();
    for words in expected {
        assert!(screen.contains(words), "{script}: no {words:?} in\n{screen}");
    }
}

#[test]
fn screens() {
    for (width, height, script) in [
        (40, 10, "1 3 G"),
        (40, 10, ": \"13c\" enter"),
        (80, 24, ": \"13c\" enter"),
        (80, 24, "1 7 G tab tab z"),
        (80, 24, ": \"13c\" enter ? \"citation\""),
        (120, 40, ": \"nyd 33\" enter o z"),
        (200, 60, ": \"nyd 33\" enter"),
    ] {
        let name = format!("{width}x{height} {script}").replace(['"', ':', '?'], "").replace(' ', "-");
        insta::assert_snapshot!(name, Stage::open(width, height).press(script).screen());
    }
}

#[test]
fn too_small_is_said_in_a_word() {
    for (width, height) in [(19, 10), (40, 4), (1, 1), (0, 0), (0, 9), (133, 0)] {
        let screen = Stage::open(width, height).press("j tab enter").screen();
        assert!("plenary: window too small".starts_with(screen.trim()), "{screen}");
    }
}

#[test]
fn moving() {
    check("1 3 G", &["On objective 13"]);
    check("9 9 G", &["no objective 99 here"]);
    check("1 3 G enter", &["Zero Draft › ACTIONABLE COMMITMENTS › OBJECTIVE 13"]);
    check("1 3 G enter esc", &["On objective 13", "» Objectives and documents"]);
    check("1 3 G l j j", &["On objective 13"]);
    check("g #", &["g # does nothing here; ? shows the keys"]);
    check("3 0 G tab", &["» On objective"]);
}

#[test]
fn going() {
    check(": \"13c\" enter", &["Zero Draft › ACTIONABLE COMMITMENTS › OBJECTIVE 13 › 27 (c)"]);
    check(": \"nyd 33\" enter", &["New York Declaration › II › 33"]);
    check(": \"nyd annex I 5\" enter", &["New York Declaration › Annex I"]);
    check(": \"obj 17\" enter", &["On objective 17"]);
    check(": \"nyd 33\" enter : \"13c\" enter H", &["New York Declaration › II › 33"]);
    check(": \"nyd 33\" enter : \"13c\" enter H H L L", &["OBJECTIVE 13 › 27 (c)"]);
    check(": \"nyd 33\" enter m x : \"13c\" enter ' x", &["New York Declaration › II › 33"]);
    check("' x", &["no mark x"]);
    check("H", &["no earlier place"]);
    check(": \"zzqqzz\" enter", &["zzqqzz"]);
    check(": \"kenya 13c\" enter", &["read as Delegation's report, para. 13 (c)"]);
    // The passage begins on page 16.
    check(": \"idm p. 21\" enter", &["on the top line begins page 21 of the file, printed 9", "│ Fuhrer (Deputy"]);
    // What is selected is taken, not asked for again.
    check(": \"para 33\" enter", &["one of", "places called para 33", "› 33"]);
}

/// Names are looked up while one types: Enter may come before the answer to the last letters.
#[test]
fn a_fast_typist_runs_only_what_the_words_name() {
    let late = |answered: &str, typed: &str| {
        let mut stage = Stage::open(80, 24);
        stage.press(&format!(": {answered}"));
        stage.late = Some(Question::Suggest(String::new()).kind());
        stage.press(&format!("{typed} enter"));
        stage
    };
    // Unanswered, the list still begins with an action for the letter before.
    for (answered, typed) in [("\"q\"", "\"zzq\""), ("", "\"zzq\""), ("\"z\"", "\"zq\"")] {
        let stage = late(answered, typed);
        let screen = stage.screen();
        assert!(!stage.ended && screen.contains("zzq\"") && screen.contains("On objective 1"), "{typed}: {screen}");
    }
    // A place needs no list, and an action is run when it is listed and named in full.
    assert!(late("\"1\"", "\"3c\"").screen().contains("OBJECTIVE 13 › 27 (c)"));
    assert!(late("\"q\"", "\"uit\"").ended);
}

/// Long work says how far it is; Esc ends it, and what was on the screen stays.
#[test]
fn long_work_is_told_and_stopped() {
    let (load, search, compare) = (0, 2, 3);
    let going = |stage: &mut Stage, kind| {
        let told = Event::Answer(stage.unanswered, kind, Answer::Going(12, 88));
        let more = stage.app.update(told);
        stage.perform(more);
    };
    let mut stage = Stage::unopened(80, 24);
    stage.late = Some(load);
    stage.begin();
    going(&mut stage, load);
    assert!(stage.screen().contains("12 of 88 documents read; esc stops"), "{}", stage.screen());
    assert!(stage.press("esc").screen().contains("Stopped; R reads the documents"), "{}", stage.screen());
    let belated = stage.app.update(Event::Answer(stage.unanswered, load, Answer::Loaded(Arc::clone(&DESK))));
    assert!(belated.is_empty() && stage.screen().contains("Stopped"), "what was stopped comes no more");
    stage.late = None;
    assert!(stage.press("R").screen().contains("On objective 1"), "{}", stage.screen());

    for (before, late, keys, while_it_lasts) in [
        ("1 7 G tab tab z", compare, "s", "Comparing"),
        ("/ \"detention\" enter esc", search, "/ \"child\" enter", "Search: child"),
    ] {
        let mut stage = Stage::open(80, 24);
        let text = |stage: &Stage| stage.screen().lines().take(23).collect::<Vec<_>>().join("\n");
        stage.press(before);
        let whole = text(&stage);
        stage.late = Some(late);
        stage.press(keys);
        going(&mut stage, late);
        let screen = stage.screen();
        assert!(screen.contains(while_it_lasts) && screen.contains("12 of 88"), "{screen}");
        assert!(stage.press("esc").screen().contains("stopped"), "{}", stage.screen());
        assert_eq!(text(&stage), whole);
    }
}

#[test]
fn searching() {
    check("/ \"irregular migration\"", &["Search: irregular migration"]);
    check("/ \"\" enter", &["no search yet"]);
    check("/ \"detention\" enter", &["hit 1 of 41"]);
    check("/ \"detention\" enter n n", &["hit 3 of 41"]);
    // What is chosen in the list is what opens.
    check("/ \"detention\" down down down enter", &["hit 4 of 41"]);
    check("/ \"detention\" enter N", &["hit 41 of 41", "begun again at the other end"]);
    check("/ \"detention\" enter esc", &["» Search: detention"]);
    check("/ \"detention\" enter esc esc", &["» Objectives and documents"]);
    check("/ \"detention\" enter esc esc g r", &["» Search: detention"]);
    check("/ \"detention\" esc", &["» Objectives and documents", "On objective 1"]);
    check("/ \"zzqqzz\" enter", &["Nothing found for zzqqzz"]);
    check("n", &["nothing is being looked for; / searches"]);
    check(": \"zero 27\" enter / \"lawful\"", &["hit 1 of", "non-arbitrary"]);
}

#[test]
fn what_is_found_in_a_document_is_left_as_it_was() {
    let mut stage = Stage::open(80, 24);
    let before = stage.press(": \"zero 27\" enter j j").screen();
    assert_eq!(stage.press("/ \"remittances\" esc").screen(), before);
    assert_ne!(stage.press("/ \"remittances\" enter").screen(), before);
    let text = |screen: &str| screen.lines().take(23).collect::<Vec<_>>().join("\n");
    assert_eq!(text(&stage.press("H").screen()), text(&before));
}

#[test]
fn comparing() {
    check("1 7 G tab tab z", &["[-fact-]", "counterpart 1 of 1"]);
    check("1 7 G tab tab z s", &["IMRF background note → Zero Draft"]);
    check("1 7 G tab tab z i", &["fact-based", "evidence-based", "side by side"]);
    check("1 7 G tab tab z i i", &["[-fact-]", "in one column"]);
    check("1 7 G tab tab z -", &["nothing is folded"]);
    check("1 7 G tab tab z / d i s c o u r s e enter n", &["row 2 of"]);
    check("1 7 G tab tab z / x y z z y enter", &["xyzzy is not in this comparison"]);
    check("1 7 G tab tab ? l e g e n d", &["said again in the same text", "split into several"]);
    check("c", &["The old side: which document; type to narrow", "What does not state this objective"]);
    check("c d e c l", &["type to narrow: decl", "New York Declaration", "1 of 1"]);
    check("c \"kenya\" enter", &["The new side, beside Kenya's position; type to narrow"]);
    check("c \"kenya\" enter \"zero\" enter", &["Kenya's position → Zero Draft, 1 only"]);
    check("c \"kenya\" enter down enter", &["Kenya's posit… →"]);
    check("c \"xyzzy\" enter", &["nothing there was called xyzzy"]);
    check("c \"decl\" esc c", &["1 of 11"]);
    check("1 3 G tab tab", &["Zero Draft alone states this", "27. We commit"]);
    check("] c", &["no further row with a counterpart"]);
    // What lists print its title says no more than that.
    check(": \"principle 3\" enter tab", &["Zero Draft alone states this in full", "Stated in"]);
    check(": \"principle 3\" enter tab ] c", &["no two texts are compared here; c chooses them"]);
    check(": \"principle 3\" enter tab tab O", &["─» Zero Draft ─"]);
}

/// Two texts that were chosen do not stand where they say nothing; the whole of them does.
#[test]
fn a_chosen_pair_governs_where_it_speaks() {
    let chosen = ": \"obj 13\" enter c \"kraly\" enter \"delegation's r\" enter";
    check(chosen, &["Kraly slides → Delegation's…, 13 only"]);
    check(&format!("{chosen} : \"principle 3\" enter"), &["Zero Draft alone states this in full"]);
    let away = "G k k k";
    check(away, &["New York Declaration", "Nothing to compare; c chooses two documents"]);
    check(&format!("{chosen} tab {away}"), &["Neither of the two says this; c changes them"]);
    check(&format!("{chosen} tab {away} c enter"), &["Nothing to compare; c chooses two documents"]);
    check(&format!("{away} c \"kraly\" enter \"delegation's r\" enter"), &["Kraly slides → Delegation's report ─"]);
}

/// What one of two drafts numbers and the other does not is compared with the other all the same.
#[test]
fn drafts_of_one_text_are_compared_where_one_alone_states_the_aim() {
    let of = |n: usize, rest: &str| format!("{n}. We recall need number {n}, which is {rest} for all peoples. ");
    let body = |rest: &str| (1..9).map(|n| of(n, rest)).collect::<Vec<_>>();
    let (mut old, mut new) = (body("as urgent as it was"), body("more urgent than it was"));
    for (at, what) in ["end hunger", "end poverty", "end war"].iter().enumerate() {
        old[2 * at + 1] += &["We will", what, "in all its forms everywhere."].join(" ");
        new.insert(3 * at + 2, format!("Action {}. We will {what} in all its forms everywhere and soon.", at + 1));
    }
    let input = |file: &str, head: &str, paragraphs: &[String]| plenary::ingest::Input {
        file: file.to_owned(),
        path: None,
        bytes: format!("{head}\n\n{}\n", paragraphs.join("\n\n")).into_bytes().into(),
        refused: None,
    };
    let texts = vec![
        input("a.txt", "Pact for Peoples: Zero Draft\n26 January 2024", &old),
        input("b.txt", "Pact for Peoples: Rev.1\n14 May 2024", &new),
    ];
    let mut stage = Stage::on(Desk::new(plenary::ingest::read(texts, &[])), 120, 24);
    let screen = stage.press(": \"action 2\" enter").screen();
    assert!(screen.contains("Zero Draft → ") && screen.contains("Actions"), "{screen}");
    // The tree counts as the pane does.
    let row = screen.lines().find(|line| line.contains("▸  2 ")).and_then(|line| line.split('│').next());
    let counts = row.and_then(|row| row.split_once('~')).map_or("none", |(_, counts)| counts.trim());
    assert!(
        screen.contains(&format!("─ ~{counts} ─")) || screen.contains(&format!("─ ~{counts}\n")),
        "{counts} {screen}"
    );
    let screen = stage.press("] c").screen();
    assert!(screen.contains("change 1 of"), "{screen}");
}

#[test]
fn a_number_names_an_objective_though_it_be_folded() {
    check("[ [ g g h 1 3 G", &["On objective 13"]);
    check(": \"principle 3\" enter 1 G", &["On principle 1"]);
    check("G h h 9 9 G", &["no objective 99 here"]);
}

#[test]
fn a_search_called_from_a_document_leads_back_there() {
    check("/ \"detention\" enter esc esc : \"nyd 33\" enter K esc", &["New York Declaration › II › 33"]);
    check(": \"nyd 33\" enter g / \"resort\" enter esc esc", &["New York Declaration › II › 33"]);
    // The next hit is counted from what is read.
    check("/ \"detention\" enter esc esc : \"nyd 33\" enter n", &["New York Declaration › II › 33", "resort"]);
    check("/ \"detention\" enter esc esc : \"sg 1\" enter n", &["Secretary-General's report › "]);
}

#[test]
fn boxes_and_headings_say_what_they_are_for() {
    check("m a g m ?", &["in this box: enter takes", "Marks"]);
    check("S", &["no search yet"]);
    check(":  \"export\"", &["no place or action is called \"export\""]);
    check(": \"preamble\" enter", &["Zero Draft › PREAMBLE"]);
    check(": \"preamb\"", &["Zero Draft, Preamble"]);
    check("1 3 G k k k k k k k k k k k k k k k", &["The passages of what is selected in the tree"]);
    check("g W", &["nothing is marked or kept yet"]);
    check(": \"kenya i\" enter =", &["none is stated", "esc closes  F narrows"]);
    check(": \"zero 13c\" enter", &["OBJECTIVE 13 › 27 (c)", "; para. 13 has no (c)"]);
    // From a note one returns to its mark.
    check(": \"note 21\" enter g b enter", &["[21]"]);
}

#[test]
fn copying() {
    let mut stage = Stage::open(80, 24);
    stage.press(": \"13c\" enter y Y g y");
    assert!(stage.copied[0].starts_with("Review legislation and policies"));
    assert!(stage.copied[1].ends_with("(Zero Draft (2018-02-05), objective 13, para. 27 (c))"), "{}", stage.copied[1]);
    assert!(stage.copied[1].starts_with("“Review"), "{}", stage.copied[1]);
    assert!(stage.copied[2].ends_with("004_4df729beabf5d62e.txt:617)"), "{}", stage.copied[2]);
}

#[test]
fn what_is_selected_is_marked_and_copied() {
    check("/ \"detention\" enter esc j j m b g m", &["Marks", "b  Zero Draft, objective 13"]);
    let mut stage = Stage::open(80, 24);
    stage.press(": \"nyd 33\" enter = Y");
    assert!(stage.copied[0].ends_with("(New York Declaration (A/RES/71/1), para. 33)"), "{}", stage.copied[0]);
    // An objective is quoted from the text that states it in full.
    let mut stage = Stage::open(80, 24);
    stage.press("1 3 G g y");
    assert!(stage.copied[0].contains("(c) Review legislation and policies"), "{}", stage.copied[0]);
    assert!(stage.copied[0].contains("(Zero Draft (2018-02-05), objective 13; 004_4df"), "{}", stage.copied[0]);
    // All that is marked or kept is written at once.
    let mut stage = Stage::open(80, 24);
    stage.press("1 3 G tab j a : \"13c\" enter m a : \"nyd 33\" enter m b g m g W");
    let written: Vec<&str> = stage.copied[0].split("\n\n").collect();
    assert!(written.len() == 2 && written[0].contains("para. 27 (c); 004_"), "{written:?}");
    // A heading is quoted as it is printed; a page is cited by the number that is printed on it.
    let mut stage = Stage::open(80, 24);
    stage.press(": \"zero obj 13\" enter Y : \"idm p. 52\" enter Y");
    assert!(stage.copied[0].starts_with("“OBJECTIVE 13: Use migration detention"), "{}", stage.copied[0]);
    let page = "(IDM No. 27 (2017), p. 40 (p. 52 of the file), unnumbered para. 1)";
    assert!(stage.copied[1].ends_with(page), "{}", stage.copied[1]);
}

#[test]
fn counts_name_what_they_count() {
    check("/ \"detention\" enter esc", &["41 hits in 27 passages", "17 hits in 10 passages", "passage 1 of 27"]);
    check("/ \"detention\" enter esc K", &["hit 1 of 41"]);
    check("1 3 G tab", &["text 1 of 1", "detention, resort, last: "]);
    check("1 3 G tab G", &["title 4 of 4", "By title alone"]);
    check("1 3 G tab F \"child\" enter", &["passages, only child", "passage 1 of "]);

    // Away from the hit, nothing more is said of it.
    assert!(!Stage::open(80, 24).press("/ \"detention\" enter n space space").screen().contains("hit 2"));
    // The list is taken up at the hit last gone to.
    check("/ \"detention\" enter n n g r", &["passage 3 of 27"]);
}

/// What the interface counts is what the command line counts: one answer of one function.
#[test]
fn one_count_for_all() {
    for query in [
        "'regular migration'",
        "'irregular migration'",
        "lajcak",
        "'migration-relevant questions'",
        "'xenophobia, misinformation and stigma'",
        "detention",
        "abbr:GCM",
        "/deten(tion|ded)/",
        "migr* obj:17",
    ] {
        let query = query.replace('\'', "\u{201d}");
        let found = DESK.search(&query, &Within::default());
        let mut stage = Stage::open(200, 60);
        stage.press("/");
        stage.event(screen::Event::Paste(query.clone()));
        stage.press("enter esc");
        let screen = stage.screen();
        let plural = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        let counts = [plural(found.occurrences, "hit"), plural(found.passages, "passage")].join(" in ");
        assert!(screen.contains(&counts), "{query}: no {counts:?} in\n{screen}");
        stage.press("enter");
        let position = format!("hit 1 of {}", found.occurrences);
        assert!(stage.screen().contains(&position), "{query}: no {position:?} in\n{}", stage.screen());
    }
}

#[test]
fn lines_are_selected_and_copied() {
    let mut stage = Stage::open(80, 24);
    stage.press(": \"zero 27\" enter } v j y v j Y");
    assert!(!stage.copied[0].contains("In this regard"), "{}", stage.copied[0]);
    let whole = DESK.resolve("zero 27");
    let Resolved::One(target) = whole else { unreachable!("one paragraph") };
    let text = DESK.text_of(target);
    stage.press(": \"zero 27\" enter k k k k k k k k k k k k g o \"zero 27\" enter v j y");
    let copied = stage.copied.last().expect("a copy");
    assert!(text.starts_with(copied.as_str()) && copied.len() < text.len(), "{copied}");
    assert!(stage.copied[1].starts_with('“') && stage.copied[1].ends_with(')'), "{}", stage.copied[1]);
    check(": \"zero 27\" enter v j j j esc", &["OBJECTIVE 13"]);
}

#[test]
fn the_breadcrumb_is_that_of_the_top_line() {
    let mut stage = Stage::open(80, 24);
    let screen = stage.press(": \"nyd 33\" enter space space").screen();
    assert!(screen.contains("New York Declaration › II › 36 ─"), "{screen}");
}

#[test]
fn the_breadcrumb_is_that_of_the_hit() {
    let mut stage = Stage::open(80, 24);
    stage.press("/ \"detention\" enter");
    for _ in 0..9 {
        let screen = stage.press("n").screen();
        let bar = screen.lines().find_map(|line| line.strip_prefix('»')).expect("a selected passage").trim_start();
        let label = bar.split(if bar.starts_with('(') { ' ' } else { '.' }).next().expect("words");
        let title = screen.lines().next().expect("a title").trim_end_matches('─').trim_end();
        assert!(title.ends_with(label), "{screen}");
    }
}

#[test]
fn a_document_is_read_on_where_it_was_left() {
    let mut stage = Stage::open(80, 24);
    stage.press(": \"zero\" enter space space space q");
    let screen = stage.press(": \"zero\" enter").screen();
    assert!(screen.contains("resumed at Zero Draft, ") && !screen.contains("» GLOBAL"), "{screen}");
    assert!(stage.press("g g q : \"zero\" enter").screen().contains("  0%"));
}

#[test]
fn the_end_of_a_document_is_said() {
    check(": \"zero\" enter G space", &["end of Zero Draft", "100%"]);
}

#[test]
fn a_list_narrowed_narrows_its_counts_and_the_way_through_it() {
    check("/ \"detention\" enter esc e \"doc:sec\" enter", &["9 hits in 5 passages"]);
    check("/ \"detention\" enter esc e \"doc:sec\" enter enter", &["hit 1 of 9"]);
    check("F \"by:kenya\"", &["Kenya's position"]);
    check("F \"by:nobody\"", &["Nothing here fits by:nobody"]);
}

#[test]
fn a_list_is_narrowed_by_document_kind_and_actor() {
    check("1 3 G tab e", &["Narrow the list to", "doc:secretary-generals-report", "kind:"]);
    check("1 3 G tab e \"kenya\" enter", &["1 of 21 passages, only", "Kenya's position, sect. I"]);
    check("1 3 G tab j a e \"kept\" enter", &["only is:kept", "passage 1 of 1"]);
    check("/ \"detention\" enter esc e \"zero\" enter", &["only doc:zero-draft"]);
    check("1 3 G tab ?", &["bears on: it uses the words named"]);
}

#[test]
fn hits_stand_between_their_words() {
    check(
        "/ \"detention\" enter esc K",
        &["to improve monitoring of migrant detention, ensuring that it is a measure of"],
    );
    check("/ \"detention\" enter esc", &["Passages by objective: 7 (1), 8 (1), 13 (12)"]);
    let mut stage = Stage::open(120, 40);
    let screen = stage.press("/ \"detention\" enter esc K s s").screen();
    let line = screen.lines().find(|line| line.contains("detention as a deterrent")).expect("a hit");
    assert!(line.contains("Zero Draft, objective 13, para. 27 (c)"), "{line}");
}

#[test]
fn a_number_follows_its_reference() {
    let references = ": \"nyd 33\" enter j F";
    let screen = Stage::open(80, 24).press(references).screen();
    assert!(screen.contains("a number follows one"), "{screen}");
    assert!(!Stage::open(80, 24).press(references).press("1").screen().contains("a number follows one"));
}

#[test]
fn what_does_nothing_says_why() {
    check(": \"zero 27\" enter 9 9 ] n", &["no further footnote"]);
    check("] m", &["no further moved clause"]);
    check(": \"nyd 33\" enter = n", &["not in this box; esc closes it"]);
    check(": \"swap\"", &["in compare"]);
}

#[test]
fn leaving() {
    let ended = |script: &str| Stage::open(80, 24).press(script).ended;
    assert!(ended("q"));
    assert!(ended(": \"13c\" enter Q"));
    assert!(!ended("esc esc esc"));
    assert!(!ended(": \"13c\" enter q"), "a document is closed first");
    assert!(ended(": \"13c\" enter q q"));
    assert!(!ended("? q"), "q is text in help");
}

#[test]
fn a_new_size_keeps_the_place() {
    let mut stage = Stage::open(200, 60);
    stage.press(": \"13c\" enter");
    for (width, height) in [(60, 60), (200, 20), (200, 60)] {
        stage.resize(width, height);
    }
    assert!(stage.screen().contains("OBJECTIVE 13 › 27 (c)"), "{}", stage.screen());
}

#[test]
fn a_session_is_taken_up_again() {
    let mut stage = Stage::open(80, 24);
    let session = stage.press("1 3 G / \"detention\" enter m d T").app.session();
    let mut next = Stage::unopened(80, 24);
    next.app.restore_later(session.clone());
    next.begin();
    assert_eq!(next.app.session(), session);
    assert!(next.screen().contains("Zero Draft"), "{}", next.screen());
    assert!(next.screen().contains("resumed at Zero Draft"), "{}", next.screen());
}

/// Documents that have changed are read again without loss: the place, the way back, the list of hits.
#[test]
fn changed_documents_keep_the_way_and_the_list() {
    let mut stage = Stage::open(80, 24);
    stage.press(": \"nyd 33\" enter : \"13c\" enter / \"law\" enter esc g / \"detention\" enter n n");
    let mut corpus = plenary::ingest::bundled();
    corpus.notices.clear();
    stage.desk = Arc::new(Desk::new(corpus));
    let screen = stage.press("R g r").screen();
    assert!(screen.contains("41 hits in 27 passages") && screen.contains("passage 3 of 27"), "{screen}");
    let screen = stage.press("H H H H").screen();
    assert!(screen.contains("New York Declaration › II › 33") || screen.contains("OBJECTIVE 13 › 27 (c)"), "{screen}");
}

/// What the monkey presses, each as likely as another.
const MONKEY_KEYS: &str = "j k h l enter esc tab shift-tab z o / n N : ? H L d u space pgup G c t = p F K & y Y a x X v s \
                           i O ! M e + - T } { backspace down up ctrl-u q R g@r g@b g@h g@m g@n g@s g@g g@w m@a '@a \
                           5@0@% 1@3@G ]@c [@c ]@] [@[ ]@o ]@m m@i@g@r@a@t@i@o@n \u{301} \u{754c}";

/// Random keys and sizes: no panic, the cursor inside, the breadcrumb true, the way back leads back, Esc leads out.
/// `MONKEY=100000 SEED=7` for a longer visit.
#[test]
fn a_monkey_does_no_harm() {
    let given = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let keys: Vec<String> = MONKEY_KEYS.split_whitespace().map(|key| key.replace('@', " ")).collect();
    let mut stage = Stage::open(80, 24);
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64 ^ given("SEED").unwrap_or(0);
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below as u64).unwrap_or(0)
    };
    let mut last = Vec::new();
    for step in 0..given("MONKEY").unwrap_or(300) {
        if step % 25 == 24 {
            let (width, height) = (random(220), random(70));
            stage.resize(u16::try_from(width).unwrap_or(0), u16::try_from(height).unwrap_or(0));
        }
        let key = &keys[random(keys.len())];
        last.push(key.as_str());
        stage.press(key);
        if stage.ended {
            stage = Stage::reopened(&mut stage);
        }
        if step % 5 == 0 {
            let told = || format!("step {step}: {:?}", &last[last.len().saturating_sub(40)..]);
            let (screen, cursor) = stage.screen_and_cursor();
            let size = stage.app.size;
            assert!(cursor.x < size.width.max(1) && cursor.y < size.height.max(1), "{} {cursor:?}", told());
            breadcrumb_is_true(&stage, &screen, &told);
        }
        if step % 50 == 49 {
            the_way_back_leads_back(&mut stage, &|| {
                format!("step {step}: {:?}", &last[last.len().saturating_sub(40)..])
            });
        }
    }
    stage.resize(80, 24);
    for _ in 0..10 {
        stage.press("esc");
    }
    assert!(stage.screen().starts_with("─ Objectives") || stage.screen().starts_with("─» Objectives"));
}

/// Where a document has the whole screen, its first row ends with the number of the passage that is selected.
fn breadcrumb_is_true(stage: &Stage, screen: &str, told: &dyn Fn() -> String) {
    let session = stage.app.session();
    let Some(spot) = session.reading.filter(|_| session.focus.as_deref() == Some("reader")) else { return };
    let Some(title) = screen.lines().next().and_then(|row| row.strip_prefix("─» ")) else { return };
    if stage.app.size.width < 80 || title.contains(|c| "┌┐".contains(c)) {
        return;
    }
    let work = DESK.corpus.work_ids().find(|&w| DESK.corpus[w].key == spot.work).expect("the work read");
    let way = title.trim_end_matches('─').trim_end();
    assert!(way.starts_with(&DESK.corpus[work].short), "{}\n{way}\n{spot:?}", told());
    let is = |p: &plenary::text::PassageId| DESK.corpus[*p].citation == spot.citation;
    if let Some(label) = DESK.corpus.passages_of(work).find(is).and_then(|p| DESK.corpus[p].label.clone()) {
        let last = screen.lines().last().unwrap_or("");
        if !last.ends_with('%') {
            // A line is being typed there.
            return;
        }
        let end = way.rsplit([' ', '›']).next().unwrap_or("").trim_matches(|c| c == '(' || c == ')');
        assert_eq!(end, label, "{}\n{way}\n{spot:?}", told());
    }
}

/// From any place without a box or a line being typed, to a paragraph and back: the same screen, but for its last row.
fn the_way_back_leads_back(stage: &mut Stage, told: &dyn Fn() -> String) {
    stage.press("esc esc");
    let text = |screen: String| screen.lines().rev().skip(1).map(str::to_owned).collect::<Vec<_>>();
    let before = text(stage.screen());
    stage.press(": \"nyd 33\" enter");
    stage.press("H");
    let after = text(stage.screen());
    assert!(before == after, "{}\n{before:#?}\n{after:#?}", told());
}

#[test]
#[ignore = "shows screens: LOOK='80x24 j j; 120x40 13G enter' cargo test --test keys look -- --ignored --nocapture"]
fn look() {
    for look in std::env::var("LOOK").unwrap_or_default().split(';') {
        let (size, script) = look.trim().split_once(' ').unwrap_or((look.trim(), ""));
        let (w, h) = size.split_once('x').expect("WxH");
        let mut stage = Stage::open(w.parse().expect("W"), h.parse().expect("H"));
        println!("== {look}\n{}", stage.press(script).screen());
    }
}

#[test]
fn documents_read_again_keep_the_place() {
    let mut stage = Stage::open(120, 40);
    let before = stage.press("1 3 G tab j j enter m a").screen();
    let after = stage.press("R").screen();
    assert!(after.contains("nothing has changed"), "{after}");
    let differing = before.lines().zip(after.lines()).filter(|(old, new)| old != new).count();
    assert!(differing <= 1, "only the status line may tell of it:\n{before}\n{after}");
    stage.press("g g G ' a");
    // A line being typed stays, and old answers are not taken for new ones.
    let again = {
        stage.press("/ \"deten\"");
        stage.app.begin()
    };
    stage.perform(again);
    assert!(stage.press("\"tion\"").screen().contains("detention"));
    stage.press("enter n n esc esc");
}
