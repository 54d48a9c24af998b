//! Narrowing: what the fields of a query leave of the units.

use super::fold::fold;
use super::query::Field;
use super::{Index, Place, Unit};
use crate::text::{Corpus, Passage, PassageKind, WorkId, WorkKind};

/// What `kind:` may name besides kinds of works. A note is a document or a footnote; a footnote is none but that.
const PARTS: [&str; 7] = ["paragraph", "chapeau", "item", "footnote", "row", "quote", "heading"];

/// All that `kind:` may name.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    WorkKind::ALL.into_iter().map(WorkKind::word).chain(PARTS)
}

/// What `in:` may name.
const WHERE: [&str; 4] = ["text", "heading", "aside", "all"];

impl Index {
    /// The units that `field` with `value` leaves. Several values stand between commas.
    ///
    /// # Errors
    /// What is wrong with the value, and which there are.
    pub fn narrow(&self, field: Field, value: &str, corpus: &Corpus) -> Result<Vec<bool>, String> {
        let values = value.split(',').map(|v| fold(v.trim(), false).text);
        let values: Vec<String> = values.filter(|v| !v.is_empty()).collect();
        let any = |holds: &dyn Fn(&str) -> bool| values.iter().any(|v| holds(v));
        let set: Vec<bool> = if matches!(field, Field::Doc | Field::By | Field::Date) {
            let works: Vec<bool> = corpus.work_ids().map(|w| any(&|v| is_of_work(field, v, w, corpus))).collect();
            self.units.iter().map(|unit| unit.work.is_some_and(|w| works[w.index()])).collect()
        } else {
            self.units.iter().map(|unit| any(&|v| is_of_unit(field, v, unit, corpus))).collect()
        };
        let none = !set.contains(&true);
        complaint(field, value, &values, none, corpus).map_or(Ok(set), Err)
    }
}

/// Whether `field` with the folded value `v` holds for a work.
fn is_of_work(field: Field, v: &str, work: WorkId, corpus: &Corpus) -> bool {
    match field {
        Field::By => corpus[work].issuer.as_ref().is_some_and(|by| fold(&by.value, false).text.contains(v)),
        Field::Date => corpus[work].date.as_ref().is_some_and(|date| overlaps(&date.value, v)),
        _ => is_called(corpus, work, v),
    }
}

/// Whether `field` with the folded value `v` holds for a unit.
fn is_of_unit(field: Field, v: &str, unit: &Unit, corpus: &Corpus) -> bool {
    let passage = match unit.place {
        Place::Passage(passage) => Some(&corpus[passage]),
        _ => None,
    };
    let note = |p: &Passage| p.kind == PassageKind::Note;
    match field {
        Field::Kind => {
            is_word(v, "footnote") && passage.is_some_and(note)
                || is_word(v, "heading") && matches!(unit.place, Place::Section(_))
                || passage.is_some_and(|p| is_word(v, p.kind.word()))
                || unit.work.is_some_and(|w| is_word(v, corpus[w].kind.word()))
        }
        Field::Obj => v.parse().is_ok_and(|number: u16| unit.objective == Some(number)),
        // A footnote's number, and where it is cited, or words in footnotes.
        Field::Note if v.parse::<u32>().is_ok() => passage
            .is_some_and(|p| note(p) && p.label.as_deref() == Some(v) || p.notes.iter().any(|cited| cited.mark == v)),
        Field::Note => passage.is_some_and(|p| note(p) && fold(&p.text, false).text.contains(v)),
        _ => match unit.place {
            _ if v == "all" => true,
            Place::Passage(_) => v == "text",
            Place::Section(_) => v == "heading",
            Place::Aside(..) => v == "aside",
        },
    }
}

/// What is wrong with the `values` of `field`, typed as `value`, of which `none` holds anywhere.
fn complaint(field: Field, value: &str, values: &[String], none: bool, corpus: &Corpus) -> Option<String> {
    let known = |v: &str| kinds().any(|k| is_word(v, k));
    let unknown = |known: &dyn Fn(&str) -> bool| values.iter().find(|v| !known(v));
    match field {
        Field::Doc => none.then(|| {
            let keys: Vec<&str> = corpus.works.iter().map(|w| w.key.as_str()).take(12).collect();
            format!("no document is called {value}; there are {}", keys.join(", "))
        }),
        Field::By => {
            none.then(|| format!("no document is issued by {value}; leave it out, or name a part of the issuer"))
        }
        Field::Date => none.then(|| format!("no document is dated {value}; write 2018, 2018-02 or 2017..2018-05")),
        Field::Obj => none.then(|| format!("no objective has the number {value}; write its number, as in obj:3")),
        Field::Kind => unknown(&known)
            .map(|wrong| format!("no kind is called {wrong}; there are {}", kinds().collect::<Vec<_>>().join(", "))),
        Field::In => unknown(&|v| WHERE.contains(&v))
            .map(|wrong| format!("nothing is called {wrong} here; write in:text, in:heading, in:aside or in:all")),
        Field::Note => None,
    }
}

/// Whether `v` is `word`, or several of it.
fn is_word(v: &str, word: &str) -> bool {
    v == word || v.strip_suffix('s') == Some(word)
}

/// Whether the folded `name` is a part of a name of `work`, or of its file's.
fn is_called(corpus: &Corpus, work: WorkId, name: &str) -> bool {
    let work = &corpus[work];
    let symbol = work.symbol.iter().map(|fact| &fact.value);
    let names = [&work.key, &work.short, &work.title, &corpus[work.source].file];
    names.into_iter().chain(&work.names).chain(symbol).any(|known| fold(known, false).text.contains(name))
}

/// Whether the date or span `date` (`2018-02-05`, `2017-10/2018-01`) meets `asked` (`2018`, `2017-04..2018`).
fn overlaps(date: &str, asked: &str) -> bool {
    let (from, to) = date.split_once('/').unwrap_or((date, date));
    let (first, last) = asked.split_once("..").unwrap_or((asked, asked));
    // `2018` reaches to the last day of 2018.
    let until = |asked: &str| if asked.is_empty() { "~".to_owned() } else { format!("{asked}~") };
    *until(to) >= *first && *from <= *until(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_meet() {
        let check = |date: &str, asked: &str, expected: bool| {
            assert_eq!(overlaps(date, asked), expected, "{date} {asked}");
        };
        check("2018-02-05", "2018", true);
        check("2018-02-05", "2018-02", true);
        check("2018-02-05", "2017", false);
        check("2018-02-05", "2017..2018", true);
        check("2018-02-05", "2018-03..", false);
        check("2018-02-05", "..2018", true);
        check("2017-10/2018-01", "2018", true);
        check("2017", "2017-05", true);
    }
}
