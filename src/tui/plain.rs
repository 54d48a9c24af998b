//! The linear mode, for screen readers and terminals that cannot move a cursor: keys are read line by line, and each
//! line is answered with what is selected, in words, one thing at a time.

use std::borrow::Borrow;
use std::io::{self, BufRead, Write};
use std::sync::Arc;

use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr;

use super::app::{App, Effect, Middle};
use super::ink::Block;
use super::layout::Pane;
use super::list::{List, Row};
use super::settings::Settings;
use super::theme::{ASCII, ThemeName};
use super::worker::{Answer, Question};
use super::{Event, Opening, screen};
use crate::desk::Desk;
use crate::keys;
use crate::text::{go_on, safe};

/// What a line may be, said at the beginning and on `help`.
const HELP: &str = "Type keys and Enter: j is the next, k the one before, 13 G objective 13, enter opens, esc returns, \
                    tab the next pane, ] c the next change, ? all keys, q quits.\n\
                    /words searches, :name goes to a place (:13c), an empty line is the next.";

/// Runs the linear mode from `input` to `output` until `q` or the end of input. Gives the exit status.
///
/// # Errors
/// Where the output fails, in words for the reader.
pub fn run(opening: &Opening, input: impl BufRead, mut output: impl Write) -> Result<u8, String> {
    let failed = |error: io::Error| format!("the output cannot be written: {error}");
    let preset = opening.preset.unwrap_or_default();
    let settings = if opening.restricted {
        Settings::of_captive(preset)
    } else {
        Settings::of_user(opening.preset, opening.keymap.clone()).0
    };
    // Wide enough that nothing is cut, tall enough that a page is a few things.
    let size = Size { width: 79, height: 24 };
    let (keymap, themes) = (settings.keymap, settings.themes);
    let app = App::new(size, keymap, themes, ThemeName::Monochrome, ASCII, opening.paths.clone());
    let mut plain = Plain { app, desk: None, words: None, ended: false };
    plain.app.start_at(opening.place.clone());
    let first = plain.app.begin();
    plain.perform(first);
    if let Some(why) = plain.app.failed.clone() {
        return Err(why);
    }
    writeln!(output, "{}\n{}", lines(HELP), plain.said()).map_err(failed)?;
    for line in input.lines() {
        let Ok(line) = line else { break };
        let said = plain.line(line.trim_end_matches(['\r', '\n']));
        if plain.ended {
            break;
        }
        writeln!(output, "{said}").and_then(|()| output.flush()).map_err(failed)?;
    }
    Ok(0)
}

/// The application, and a worker that answers at once.
struct Plain {
    app: App,
    desk: Option<Arc<Desk>>,
    /// Words that an effect asked to hand over.
    words: Option<String>,
    ended: bool,
}

impl Plain {
    fn line(&mut self, line: &str) -> String {
        let typed = |sign: &str| line.strip_prefix(sign).map(str::to_owned);
        match line {
            "help" | "h" => return lines(HELP),
            "" if self.app.is_reading() => {
                self.act(keys::Action::NextParagraph);
                None
            }
            "" => self.press("j"),
            _ if is_word(line) => match keys::Action::from_name(line) {
                Some(action) => {
                    self.act(action);
                    None
                }
                None => {
                    return lines(&format!(
                        "{} is neither keys nor an action; help says what may be typed",
                        safe(line)
                    ));
                }
            },
            _ => match (typed("/"), typed(":")) {
                (Some(words), _) => self.prompt(keys::Action::Search, &words),
                (_, Some(name)) => {
                    self.close();
                    let effects = self.app.visit(&name);
                    self.perform(effects);
                    None
                }
                _ => {
                    if let Some(wrong) = self.press(line) {
                        return wrong;
                    }
                    return self.said();
                }
            },
        };
        self.said()
    }

    /// Presses the keys of a line, as in a key map; a run of letters is one key each. A word where it is none.
    fn press(&mut self, line: &str) -> Option<String> {
        let spelled = || line.chars().filter(|c| *c != ' ').map(String::from).collect::<Vec<_>>().join(" ");
        let chords = keys::parse(line).or_else(|_| keys::parse(&spelled()));
        match chords {
            Ok(chords) => {
                for chord in chords {
                    let (code, mods) = chord.parts();
                    self.event(screen::Event::Key(crossterm::event::KeyEvent::new(code, mods)));
                }
                None
            }
            Err(bad) => Some(format!("{} is no key; help says what may be typed", safe(&bad.key))),
        }
    }

    /// Types a whole line into the prompt that `action` opens.
    fn prompt(&mut self, action: keys::Action, text: &str) -> Option<String> {
        self.close();
        self.act(action);
        self.event(screen::Event::Paste(text.to_owned()));
        self.act(keys::Action::Accept);
        None
    }

    /// Closes what lies over the panes: what is searched for or gone to is not in it.
    fn close(&mut self) {
        while self.app.sheet.is_some() {
            self.act(keys::Action::Cancel);
        }
    }

    fn act(&mut self, action: keys::Action) {
        let effects = self.app.act(action);
        self.perform(effects);
    }

    fn event(&mut self, event: screen::Event) {
        let effects = self.app.update(Event::Screen(event));
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Ask(_, Question::Ahead(_)) => {}
                Effect::Ask(number, question) => {
                    let kind = question.kind();
                    let answer = question.answer(self.desk.as_ref(), &go_on);
                    if let Answer::Loaded(desk) = &answer {
                        self.desk = Some(Arc::clone(desk));
                    }
                    let more = self.app.update(Event::Answer(number, kind, answer));
                    self.perform(more);
                }
                Effect::Copy(text) | Effect::Write(text) => self.words = Some(text),
                Effect::Quit => self.ended = true,
                _ => {}
            }
        }
    }

    /// What is to be said now: words handed over, else the selection.
    fn said(&mut self) -> String {
        let said = match self.words.take() {
            Some(words) => words.lines().map(safe).collect::<Vec<_>>().join("\n"),
            None => self.app.spoken(),
        };
        // A box of which nothing can be chosen has been said, and is in nobody's way.
        if self.app.sheet.as_ref().is_some_and(|sheet| sheet.list.picked().is_none()) {
            self.act(keys::Action::Cancel);
        }
        lines(&said)
    }
}

/// Whether a line is a word rather than keys: `foo` and `search-history` are, `gg`, `13G` and `jjj` are not.
fn is_word(line: &str) -> bool {
    let letters = line.chars().all(|c| c.is_alphabetic() || c == '-');
    let alike = line.chars().all(|c| line.starts_with(c));
    letters && !alike && line.chars().count() > 2 && keys::parse(line).is_err()
}

/// Every line of `text`, broken at blanks.
fn lines(text: &str) -> String {
    text.lines().map(wrapped).collect::<Vec<_>>().join("\n")
}

/// A line broken at blanks, so that no terminal breaks it within a word.
fn wrapped(line: &str) -> String {
    const COLUMNS: usize = 79;
    let (mut out, mut column) = (String::with_capacity(line.len()), 0);
    for word in line.split(' ') {
        let wide = word.width();
        if column > 0 {
            let fits = column + 1 + wide <= COLUMNS;
            out.push(if fits { ' ' } else { '\n' });
            column = if fits { column + 1 } else { 0 };
        }
        out.push_str(word);
        column += wide;
    }
    out
}

impl App {
    /// What has the attention, in words: message, pane, position, and the whole of what is selected.
    #[must_use]
    pub fn spoken(&self) -> String {
        let Some(desk) = &self.desk else { return "Reading the documents".to_owned() };
        let mut out: Vec<String> = self.message.iter().map(|(_, message)| safe(message).into_owned()).collect();
        let (title, _) = self.title(self.focus);
        let selected = match (&self.sheet, self.focus, self.middle) {
            (Some(sheet), ..) => format!("{}. {}", sheet.title, row_words(&sheet.list)),
            (_, Pane::Tree, _) => format!("{title}. {}", self.tree.words()),
            (_, Pane::Middle, Middle::Passages) => format!("{title}. {}", row_words(&self.passages.list)),
            (_, Pane::Middle, Middle::Results) => {
                // The document stands above the rows on a screen, and nowhere here.
                let work = self.target().and_then(|t| desk.work_of(t)).map(|w| format!("{}. ", desk.corpus[w].short));
                format!("{title}. {}{}", work.unwrap_or_default(), row_words(&self.results.list))
            }
            (_, Pane::Middle, Middle::Reader) => {
                let here = self.reader.as_ref().map(super::reader::Reader::here);
                let hit = self.position();
                let hit = if hit.starts_with("hit") { hit + ". " } else { String::new() };
                here.map_or_else(|| title.clone(), |t| format!("{hit}{}. {}", desk.name_of(t), desk.text_of(t)))
            }
            (_, Pane::Compare, _) => {
                let (at, count) = self.compare.position();
                let words = self.compare.words().unwrap_or_else(|| "nothing to compare".to_owned());
                let place = self.compare.place(1).map(|node| desk.name_of(node.into()) + ". ").unwrap_or_default();
                let (noun, reason) = (self.compare.noun(), self.compare.reason());
                let stop = if count > 0 { format!("{noun} {at} of {count}, {reason}. ") } else { String::new() };
                format!("{title}. {stop}{place}{words}")
            }
        };
        out.push(safe(&selected).into_owned());
        out.join("\n")
    }
}

/// The position and the whole of the selected row; all rows where none can be selected.
fn row_words<P, B: Borrow<Block>>(list: &List<P, B>) -> String {
    let words = |row: &Row<P, B>| {
        let parts = row.block.borrow().parts.iter().flat_map(|p| [p.label.text(), p.body.text()]);
        parts.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
    };
    match (list.picked(), list.rows.get(list.view.at)) {
        (Some(_), Some(row)) => {
            let (at, count) = list.position();
            format!("{at} of {count}. {}", words(row))
        }
        _ => list.rows.iter().map(words).collect::<Vec<_>>().join(". "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the lines of a script are answered with, blanks and line ends made one.
    fn dialogue(script: &str) -> String {
        let mut said = Vec::new();
        let opening = Opening { plain: true, restricted: true, ..Opening::default() };
        assert_eq!(run(&opening, script.as_bytes(), &mut said), Ok(0));
        let said = String::from_utf8_lossy(&said);
        assert!(said.lines().all(|line| line.width() < 80 && safe(line) == line), "{said}");
        said.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The lines of `script` are answered with these words, in this order.
    fn check(script: &str, expected: &[&str]) {
        let said = dialogue(&script.replace("; ", "\n"));
        let mut rest = said.as_str();
        for words in expected {
            let at = rest.find(words);
            assert!(at.is_some(), "{script}: no {words:?} in {rest}");
            rest = &rest[at.unwrap_or(0) + words.len()..];
        }
    }

    #[test]
    fn one_thing_at_a_time() {
        check(
            "j; 13 G; q",
            &["documents. 1 Collect", "documents. 2 Minimize", "documents. 13 Use migration detention"],
        );
        check("13 G; enter; ; ", &["folded Zero Draft, objective 13. OBJECTIVE 13.", "para. 27. We commit"]);
        check(
            ":13c; =; /detention; esc",
            &["27 (c). Review legislation", "Where this is. place", "hit 1 of 41", "Search: detention"],
        );
        check("13 G; tab; j", &["On objective 13: ", "1 of", "On objective 13: ", "2 of"]);
        check("17 G; tab; tab; ] c; ] c", &["counterpart 1 of 1, edited", "no further row"]);
        check("?; esc; help", &["Keys in tree", "Objectives and documents", "Type keys and Enter"]);
    }

    #[test]
    fn what_is_not_understood_is_said() {
        check("foo; j", &["foo is neither keys nor an action; help says what may be typed", "2 Minimize"]);
        check(":no such place at all; :zero 99", &["no such place at all", "99"]);
        check("\u{1b}[31m; \u{301}", &["help says what may be typed"]);
        check("Y; copy", &["Y does nothing here", "not available here"]);
    }
}
