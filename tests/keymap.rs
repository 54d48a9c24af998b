//! The key map as a whole: every preset is sound, and every mistake of a user's file is told at once, with its place.
#![allow(clippy::unwrap_used, reason = "tests")]

use plenary::keys::{Action, Keymap, Outcome, Preset, Row, Scope, parse};
use proptest::prelude::*;

/// Loads `user` over the default and tells its mistakes, a line each.
fn check(user: &str, expected: &[&str]) {
    let told = match Keymap::load(None, Some(("mine.toml", user))) {
        Ok(_) => Vec::new(),
        Err(mistakes) => mistakes.iter().map(|mistake| default_line(&mistake.to_string())).collect(),
    };
    assert_eq!(told, expected, "{user}");
}

/// Line numbers of the default key map, which change with it, as `N`.
fn default_line(told: &str) -> String {
    let Some((before, after)) = told.split_once("(built-in keymap.toml:") else { return told.to_owned() };
    format!("{before}(built-in keymap.toml:N{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}

#[test]
fn presets_have_no_mistake() {
    for &preset in Preset::ALL {
        let mistakes = Keymap::load(Some(preset), None).err().unwrap_or_default();
        let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        assert_eq!(told, Vec::<String>::new(), "{}", preset.name());
    }
}

/// What has no key of its own in some preset, and why that is right.
const WITHOUT_KEY: &[(Preset, Scope, Action, &str)] = &[];

/// What relies on a key that some terminal cannot send, and why that is right.
const FRAIL: &[(Preset, Scope, Action, &str)] = &[];

#[test]
fn every_action_is_reached_by_a_key_that_every_terminal_sends() {
    for &preset in Preset::ALL {
        let keymap = Keymap::preset(preset);
        for &pane in Scope::ALL {
            for row in keymap.in_force(pane) {
                let is = |(p, s, a, _): &(Preset, Scope, Action, &str)| (*p, *s, *a) == (preset, row.scope, row.action);
                let said = format!("{} [{}] {}", preset.name(), pane.name(), row.action.name());
                assert_eq!(row.keys.is_empty(), WITHOUT_KEY.iter().any(is), "{said}: no key");
                let frail = |key: &String| parse(key).unwrap().iter().any(|chord| chord.frailty().is_some());
                assert_eq!(
                    !row.keys.is_empty() && row.keys.iter().all(frail),
                    FRAIL.iter().any(is),
                    "{said}: relies on {:?}",
                    row.keys
                );
            }
        }
    }
}

#[test]
fn a_users_file_overrides_single_actions() {
    let keymap = Keymap::load(None, Some(("mine.toml", "[global]\nzoom = [\"Z\", \"g 0\"]\ntheme = []\n"))).unwrap();
    let check = |keys: &str, expected: Outcome| {
        assert_eq!(keymap.look_up(Scope::Tree.stack(), &parse(keys).unwrap()), expected, "{keys}");
    };
    check("Z", Outcome::Run(Action::Zoom));
    check("g 0", Outcome::Run(Action::Zoom));
    check("z", Outcome::Nothing);
    check("T", Outcome::Nothing);
    check("j", Outcome::Run(Action::Down));
    assert_eq!(keymap.keys_for(Action::Zoom, Scope::Tree), ["Z", "g 0"]);
    assert_eq!(keymap.keys_for(Action::Search, Scope::Reader), ["g /"], "the pane takes / for itself");
    assert!(keymap.keys_for(Action::Theme, Scope::Tree).is_empty());
}

#[test]
fn a_file_may_name_its_preset() {
    let named = Keymap::load(None, Some(("mine.toml", "preset = \"less\"\n"))).unwrap();
    assert_eq!(named, Keymap::preset(Preset::Less));
    let asked = Keymap::load(Some(Preset::Vim), Some(("mine.toml", "preset = \"less\"\n"))).unwrap();
    assert_eq!(asked, Keymap::preset(Preset::Vim), "the command line wins");
}

#[test]
fn what_may_follow_a_prefix() {
    let keymap = Keymap::default();
    let Outcome::Prefix(next) = keymap.look_up(Scope::Reader.stack(), &parse("]").unwrap()) else { unreachable!() };
    assert!(next.iter().any(|next| next.keys == "c" && next.action == Action::NextChange), "{next:?}");
}

#[test]
fn what_is_forbidden_is_gone() {
    let keymap = Keymap::default().without(&[Action::Suspend]);
    assert!(keymap.rows().iter().all(|row| row.action != Action::Suspend || row.keys.is_empty()));
}

#[test]
fn mistakes_are_told_with_their_place_all_at_once() {
    check("", &[]);
    check(
        "[globl]\n[global]\nnext-chnage = \"x\"\nzoom = [\"ctl-z\", 7]\n\n[tree]\nswap = [\"s\"]\n",
        &[
            "mine.toml:1:2: unknown scope `globl` (did you mean [global]?)",
            "mine.toml:3:1: unknown action `next-chnage` (did you mean `next-change`?)",
            "mine.toml:4:9: bad key `ctl-z` (did you mean `ctrl-z`?)",
            "mine.toml:4:18: integer where a key should stand (keys are a list of strings: [\"g g\", \"home\"])",
            "mine.toml:7:1: `swap` does nothing in [tree] (it belongs under [compare])",
        ],
    );
    check(
        "[global]\nzoom = [\"?\"]\n",
        &["mine.toml:2:9: `?` is already help (built-in keymap.toml:N) (give one of them another key in [global])"],
    );
    check(
        "[global]\nzoom = [\"T\"]\n",
        &[
            "mine.toml:2:9: `T` is already theme (built-in keymap.toml:N) (give one of them another key in [global], or none: theme = [])",
        ],
    );
    check(
        "[global]\nzoom = [\"g\"]\nhelp = [\"x\", \"f1\", \"x\"]\n",
        &[
            "mine.toml:2:9: `g` hides `g g`, top (built-in keymap.toml:N) and 12 more (a key that begins a sequence may not do something itself)",
            "mine.toml:3:20: `x` stands here twice",
        ],
    );
    check(
        "[compare]\nswap = [\"z z\"]\n",
        &[
            "mine.toml:2:9: `z z` is hidden by `z`, zoom (built-in keymap.toml:N) (a sequence may not begin with a key that does something itself)",
        ],
    );
    check("[global]\nquit = []\n", &["mine.toml:2:1: no key reaches `quit` (it cannot be done without)"]);
    check(
        "[compare]\nswap = [\"=\", \"ctrl-g\"]\n",
        &["mine.toml:2:14: no key reaches `where` in [compare] (there `=` is swap, `ctrl-g` is swap)"],
    );
    check(
        "[prompt]\naccept = [\"x\", \"enter esc\"]\n",
        &[
            "mine.toml:2:1: no key reaches `accept` (it cannot be done without)",
            "mine.toml:2:11: bad key `x` (in a prompt that key is text; use one with ctrl-)",
            "mine.toml:2:16: bad key `enter esc` (esc ends a sequence; it can only stand alone)",
        ],
    );
    check("preset = \"vi\"\n", &["mine.toml:1:10: unknown preset (default, vim, less or emacs)"]);
    check(
        "find = \"x\"\n",
        &["mine.toml:1:1: unknown scope `find` (an action stands under its scope: [reader] or [compare])"],
    );
    check("\u{feff}# saved on Windows\r\n[global]\r\nzoom = 'Z'\r\n", &[]);
    check("global = 1\n", &["mine.toml:1:1: `global` is a scope (write its actions under [global])"]);
    check(
        "[global\nzoom = [\"Z\"]\n\n[tree]\ntogle = \"\\u001bx\"\n",
        &[
            "mine.toml:1:8: unclosed table, expected `]`",
            "mine.toml:5:1: unknown action `togle` (did you mean `toggle`?)",
            "mine.toml:5:9: bad key `␛x`",
        ],
    );
}

#[test]
fn a_file_that_cannot_be_read_is_told() {
    let told = plenary::keys::read(None, Some(std::path::Path::new("no/such/keymap.toml"))).unwrap_err();
    assert_eq!(told.len(), 1);
    assert!(told[0].to_string().starts_with("no/such/keymap.toml: cannot be read: "), "{}", told[0]);
}

proptest! {
    #[test]
    fn no_file_panics(text in "(\\[(global|prompt|tree)\\]\n|(zoom|help|top) = |\\[?\"(g|g g|esc|ctrl-x|é)\",?\\]?|\n|.){0,30}") {
        if let Err(mistakes) = Keymap::load(None, Some(("mine.toml", &text))) {
            prop_assert!(!mistakes.is_empty());
            prop_assert!(mistakes.iter().all(|mistake| mistake.line <= text.lines().count() + 1));
        }
    }
}

/// Keys as Markdown code; a dash for none.
fn code(keys: &[String]) -> String {
    let quoted = keys.iter().map(|key| {
        let key = key.replace('|', "\\|");
        if key.contains('`') { format!("`` {key} ``") } else { format!("`{key}`") }
    });
    if keys.is_empty() { "–".to_owned() } else { quoted.collect::<Vec<_>>().join(" ") }
}

/// Every action in every scope, with its keys in every preset.
fn whole_table() -> String {
    let maps: Vec<Keymap> = Preset::ALL.iter().map(|preset| Keymap::preset(*preset)).collect();
    let cell = |map: &Keymap, row: &Row| {
        let there = map.rows().into_iter().find(|other| (other.scope, other.action) == (row.scope, row.action));
        let keys = there.map(|other| other.keys).unwrap_or_default();
        if keys == row.keys { String::new() } else { code(&keys) + " " }
    };
    let line = |row: &Row| {
        let others: Vec<String> = maps[1..].iter().map(|map| format!("| {}", cell(map, row))).collect();
        format!("| `{}` | {} | {} {}|\n", row.action.name(), row.action.doc(), code(&row.keys), others.concat())
    };
    let section = |scope: &Scope| {
        let rows = maps[0].rows().iter().filter(|row| row.scope == *scope).map(line).collect::<String>();
        let head = "| action | what it does | default | vim | less | emacs |\n|---|---|---|---|---|---|";
        format!("\n### {}\n\n{head}\n{rows}", scope.name())
    };
    Scope::ALL.iter().map(section).collect::<String>() + "\n"
}

/// The keys that people need first, for the README.
fn short_table() -> String {
    let keymap = Keymap::default();
    let all = |actions: &[Action]| {
        let keys = actions.iter().map(|action| code(&keymap.keys_for(*action, Scope::Tree)));
        keys.collect::<Vec<_>>().join(" · ")
    };
    let rows: &[(&[Action], &str)] = &[
        (&[Action::Down, Action::Up], "down, up"),
        (&[Action::PageDown, Action::PageUp], "a page down, up"),
        (&[Action::Top, Action::Bottom], "beginning, end; `13G` goes to objective or paragraph 13"),
        (&[Action::Right, Action::Left], "unfold, fold"),
        (&[Action::NextPane, Action::PreviousPane, Action::Zoom], "next pane, previous pane, this pane alone"),
        (&[Action::Open, Action::Back], "open there, to read on; go back"),
        (&[Action::Search, Action::NextHit, Action::PreviousHit], "search as you type; next, previous hit"),
        (&[Action::NextChange, Action::PreviousChange], "next, previous change between the drafts"),
        (&[Action::Drafts, Action::History], "choose the drafts; this clause through all of them"),
        (&[Action::Copy, Action::CopyCitation], "copy the passage, without and with its citation"),
        (&[Action::Palette], "find any action, place or document"),
        (&[Action::Help], "all keys in force here"),
        (&[Action::Cancel, Action::Quit], "leave what is open; quit"),
    ];
    let lines = rows.iter().map(|(actions, words)| format!("| {} | {words} |\n", all(actions)));
    format!("\n| keys | |\n|---|---|\n{}\n", lines.collect::<String>())
}

/// Compares what stands between the marks of a page with `expected`, or writes it there where that is asked for.
fn between_marks(page: &str, expected: &str) {
    let path = format!("{}/{page}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap();
    let start = text.find("<!-- keys: ").expect("the opening mark");
    let start = start + text[start..].find('\n').unwrap() + 1;
    let end = text.find("<!-- end of keys -->").expect("the closing mark");
    if std::env::var_os("PLENARY_WRITE").is_some() {
        std::fs::write(&path, format!("{}{expected}{}", &text[..start], &text[end..])).unwrap();
    } else {
        assert_eq!(&text[start..end], expected, "{page}: run PLENARY_WRITE=1 cargo test --test keymap");
    }
}

#[test]
fn pages_follow_from_the_table() {
    between_marks("docs/keys.md", &whole_table());
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    if std::fs::read_to_string(readme).is_ok_and(|text| text.contains("<!-- keys: ")) {
        between_marks("README.md", &short_table());
    }
}
