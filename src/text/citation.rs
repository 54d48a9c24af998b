//! Citations: how a place is named and printed, one name a place.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::BuildHasher;

use super::{Corpus, Passage, PassageId, PassageKind, QuickMap, SectionId, Seed, is_hidden};

/// The words of a name as names are compared: lower case, without brackets, stops and the words that say nothing.
///
/// Letters and digits part (`13c` is `13`, `c`); `para.`, `¶`, `§`, `OP`, `Abs.`, `lit.` fall away; `obj.`, `art.`,
/// `sect.`, `chap.`, `sch.`, `fn` are written out. Two citations are the same name exactly if their words are.
#[must_use]
pub fn ref_words(name: &str) -> Vec<String> {
    ref_key(name).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// [`ref_words`] in one string, for looking names up.
#[must_use]
pub fn ref_key(name: &str) -> String {
    let mut key = Key::default();
    key.read(name);
    key.close();
    key.out
}

/// A name being read as names are compared.
#[derive(Default)]
struct Key {
    out: String,
    /// The bytes of `out` where the words before the last one end, and where it begins.
    words: (usize, usize),
    /// The sort of what was read last.
    last: u8,
    /// Whether a full stop stands behind the last word.
    stopped: bool,
}

impl Key {
    /// Begins anew with what `stem` has read, in the room that there is.
    fn begin(&mut self, stem: &Self) {
        self.out.clone_from(&stem.out);
        (self.words, self.last, self.stopped) = (stem.words, stem.last, stem.stopped);
    }

    /// Reads on.
    fn read(&mut self, name: &str) {
        self.out.reserve(name.len() + 1);
        let mut rest = name;
        while let Some(c) = rest.chars().next() {
            // Plain letters or digits in a row are taken at once.
            let same = |b: &u8| if c.is_ascii_digit() { b.is_ascii_digit() } else { b.is_ascii_alphabetic() };
            let run = rest.bytes().take_while(same).count().max(c.len_utf8());
            let (head, tail) = rest.split_at(run);
            rest = tail;
            let Some(sort) = sort(c) else { continue };
            if sort == 0 {
                self.stopped |= c == '.' && self.last != sort;
            } else {
                if sort != self.last || sort == MARK {
                    end_word(&mut self.out, self.words, self.stopped);
                    self.stopped = false;
                    self.words.0 = self.out.len();
                    if !self.out.is_empty() && !self.out.ends_with(' ') {
                        self.out.push(' ');
                    }
                    self.words.1 = self.out.len();
                }
                if c.is_ascii() {
                    let start = self.out.len();
                    self.out.push_str(head);
                    self.out[start..].make_ascii_lowercase();
                } else {
                    self.out.extend(c.to_lowercase());
                }
            }
            self.last = sort;
        }
    }

    /// Ends the last word.
    fn close(&mut self) {
        end_word(&mut self.out, self.words, self.stopped);
    }
}

/// The sort of `*`.
const MARK: u8 = 4;

/// What sort of word `c` belongs to: 1 letters, 2 digits (3 for what is both), [`MARK`], or 0 none; nothing where it is
/// not to be seen.
fn sort(c: char) -> Option<u8> {
    Some(match c {
        'a'..='z' | 'A'..='Z' => 1,
        '0'..='9' => 2,
        '*' | '†' | '‡' => MARK,
        '\'' | '’' | '\u{300}'..='\u{36f}' => return None,
        ' '..='~' => 0,
        _ if is_hidden(c) && !c.is_whitespace() => return None,
        _ => u8::from(c.is_alphabetic()) | u8::from(c.is_numeric()) << 1,
    })
}

/// Ends the last word of `out` as names are compared; `stopped` where a full stop stood behind it.
fn end_word(out: &mut String, (before, start): (usize, usize), stopped: bool) {
    let same = match &out[start..] {
        "para" | "paras" | "paragraph" | "paragraphs" | "subpara" | "subparas" | "subparagraph" | "subparagraphs"
        | "op" | "ops" | "abs" | "absatz" | "nr" | "satz" | "lit" | "inciso" | "alinea" | "alínea" => {
            out.truncate(before);
            return;
        }
        "al" if stopped => {
            out.truncate(before);
            return;
        }
        "items" => "item",
        "sch" | "sched" | "schedules" => "schedule",
        "p" | "pp" if stopped => "page",
        "pages" => "page",
        "obj" | "objs" | "objectives" => "objective",
        "art" | "arts" | "articles" | "artigo" | "artículo" | "articulo" | "artikel" | "articolo" => "article",
        "reg" | "regs" | "regulations" => "regulation",
        "sect" | "sec" | "sects" | "sections" => "section",
        "chap" | "ch" | "chapters" => "chapter",
        "annexes" | "anx" => "annex",
        "fn" | "footnote" | "footnotes" | "notes" => "note",
        "row" | "rows" => {
            if out[..before] == *"table" || out[..before].ends_with(" table") {
                out.truncate(before - "table".len());
                out.push_str("row");
                return;
            }
            "row"
        }
        _ => return,
    };
    out.truncate(start);
    out.push_str(same);
}

/// Whether `label` is a bare number, Roman numeral or letter, with nothing that says what it numbers.
fn is_bare(label: &str) -> bool {
    label.chars().all(|c| c.is_numeric() || matches!(c, '.' | '-' | ' ') || "IVXLCDMivxlcdm".contains(c))
        || label.chars().count() == 1
}

/// The name of a section beside its siblings: `objective 13`, `annex I`, `art. 12`, `sect. IV`, `Preamble`.
fn section_name(corpus: &Corpus, id: SectionId) -> Option<String> {
    let section = &corpus[id];
    let label = section.label.as_deref().map(str::trim).filter(|l| !l.is_empty());
    match (section.objective, label) {
        (Some(n), None) => return Some(format!("objective {n}")),
        (Some(_), Some(label)) if is_bare(label) => return Some(format!("objective {label}")),
        (None, Some(label)) if is_bare(label) => return Some(format!("sect. {label}")),
        _ => {}
    }
    if let Some(label) = label {
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        let Some((noun, rest)) = label.split_once(' ') else { return Some(brief(&label)) };
        let noun = match noun.to_lowercase().as_str() {
            "article" => "art.".to_owned(),
            "chapter" => "chap.".to_owned(),
            "section" => "sect.".to_owned(),
            lower if rest.chars().any(char::is_numeric) || is_bare(rest) => lower.to_owned(),
            _ => noun.to_owned(),
        };
        return Some(format!("{noun} {rest}"));
    }
    let title = section.title.as_deref()?;
    let words = brief(title);
    (!ref_words(&words).is_empty()).then_some(words)
}

/// `2nd`: a number behind a name that no label is written like.
fn ordinal(n: u32) -> String {
    let end = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{end}")
}

/// A title short enough to stand in a citation, not in capitals throughout.
fn brief(title: &str) -> String {
    const LONGEST: usize = 60;
    let title = title.trim().trim_end_matches([':', '.', ';', ',']);
    let mut out = String::new();
    for word in title.split_whitespace() {
        if !out.is_empty() && out.chars().count() + word.chars().count() > LONGEST {
            out.push('…');
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    if out.chars().any(char::is_lowercase) {
        return out;
    }
    let mut chars = out.chars();
    chars.next().map_or_else(String::new, |first| first.to_string() + &chars.as_str().to_lowercase())
}

/// The shortest path that names each section in its work: `objective 13`, `annex I, sect. II`. Empty where no heading
/// around it has words.
#[must_use]
pub fn section_paths(corpus: &Corpus) -> Vec<String> {
    let mut own: Vec<String> = Vec::with_capacity(corpus.sections.len());
    let mut siblings: QuickMap<_, u32> = QuickMap::default();
    let seed = Seed::default();
    let number = |name: &str| seed.hash_one(ref_key(name));
    for (i, section) in corpus.sections.iter().enumerate() {
        let name = section_name(corpus, SectionId::at(i)).unwrap_or_default();
        let nth = siblings.entry((section.work, section.parent, number(&name))).or_default();
        *nth += 1;
        own.push(if *nth == 1 || name.is_empty() { name } else { format!("{name} ({})", ordinal(*nth)) });
    }
    // Each round, names that several sections of a work share take the next heading around them in front.
    let above = |id: SectionId| {
        std::iter::successors(corpus[id].parent, |&up| corpus[up].parent).find(|up| !own[up.index()].is_empty())
    };
    let ids = || (0..corpus.sections.len()).map(SectionId::at);
    let mut paths = own.clone();
    let mut top: Vec<Option<SectionId>> =
        ids().map(|s| if own[s.index()].is_empty() { above(s) } else { Some(s) }).collect();
    for s in ids().filter(|s| own[s.index()].is_empty()) {
        paths[s.index()] = top[s.index()].map(|t| own[t.index()].clone()).unwrap_or_default();
    }
    let mut called: Vec<_> = ids().map(|s| (corpus[s].work, number(&paths[s.index()]))).collect();
    for _ in 0..8 {
        let mut count: QuickMap<_, u32> = QuickMap::default();
        for s in ids().filter(|s| !own[s.index()].is_empty()) {
            *count.entry(called[s.index()]).or_default() += 1;
        }
        let mut changed = false;
        for s in ids() {
            if count.get(&called[s.index()]).is_some_and(|&n| n > 1)
                && let Some(up) = top[s.index()].and_then(above)
            {
                paths[s.index()] = format!("{}, {}", own[up.index()], paths[s.index()]);
                top[s.index()] = Some(up);
                called[s.index()].1 = number(&paths[s.index()]);
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    paths
}

/// A label's leading number: 27 in `27 bis`.
fn leading_number(label: &str) -> Option<u32> {
    let digits: String = label.chars().map_while(|c| c.to_digit(10).and_then(|d| char::from_digit(d, 10))).collect();
    digits.parse().ok()
}

/// Whether a section is a part with numbers of its own, beside the body: an annex and its like.
fn is_appended(corpus: &Corpus, id: SectionId) -> bool {
    const NOUNS: [&str; 8] =
        ["annex", "appendix", "attachment", "enclosure", "schedule", "addendum", "anexo", "annexe"];
    let first = corpus[id].label.as_deref().map(ref_words).and_then(|w| w.into_iter().next());
    first.is_some_and(|w| NOUNS.contains(&w.as_str()))
}

/// A run of numbered paragraphs, each number above the one before.
struct Series {
    appended: Option<SectionId>,
    heads: Vec<PassageId>,
    last: u32,
    /// The innermost section around all of them.
    around: Option<SectionId>,
}

/// For each numbered paragraph, the section whose name its citation needs; `None` where the number alone will do.
///
/// Numbers that run through a work (or through an annex) need no section; where numbering restarts, the section
/// that holds the run does.
fn scopes(corpus: &Corpus) -> QuickMap<PassageId, Option<SectionId>> {
    const MANY: usize = 12;
    let mut out = QuickMap::default();
    for work in corpus.work_ids() {
        let runs = series(corpus, corpus.passages_of(work));
        let mut sums: QuickMap<Option<SectionId>, usize> = QuickMap::default();
        for run in &runs {
            *sums.entry(run.appended).or_default() += run.heads.len();
        }
        for run in &runs {
            let all = sums.get(&run.appended).copied().unwrap_or(0);
            let whole = run.around == run.appended;
            let main =
                run.heads.len() == all || whole && 2 * run.heads.len() > all || 4 * run.heads.len() > 3 * all.max(MANY);
            for &head in &run.heads {
                let scope = if main { run.appended } else { run.around.or(Some(corpus[head].section)) };
                out.insert(head, scope);
            }
        }
    }
    out
}

fn series(corpus: &Corpus, passages: impl Iterator<Item = PassageId>) -> Vec<Series> {
    const LONG: usize = 5;
    let mut runs: Vec<Series> = Vec::new();
    // The newest run of each part, and the long runs by the number that they wait for.
    let mut latest: QuickMap<Option<SectionId>, usize> = QuickMap::default();
    let mut waiting: QuickMap<(Option<SectionId>, u32), BTreeSet<usize>> = QuickMap::default();
    let mut paths: QuickMap<SectionId, (Vec<SectionId>, Option<SectionId>)> = QuickMap::default();
    for id in passages {
        let passage = &corpus[id];
        let (PassageKind::Paragraph | PassageKind::Chapeau, None) = (passage.kind, passage.parent) else { continue };
        let Some(number) = passage.label.as_deref().and_then(leading_number) else { continue };
        let (path, appended) = paths.entry(passage.section).or_insert_with(|| {
            let path = corpus.path_to(passage.section);
            let appended = path.iter().copied().find(|&s| is_appended(corpus, s));
            (path, appended)
        });
        let appended = *appended;
        let newest = latest.get(&appended).copied();
        let at = newest
            .filter(|&i| runs[i].last.checked_add(1) == Some(number))
            .or_else(|| waiting.get(&(appended, number)).and_then(BTreeSet::last).copied())
            .or_else(|| {
                // `27 bis` follows 27; a gap is no restart.
                let last = newest?;
                let before = *runs[last].heads.last()?;
                let goes_on =
                    number > runs[last].last || number == runs[last].last && corpus[before].label != passage.label;
                goes_on.then_some(last)
            });
        let i = at.unwrap_or(runs.len());
        if let Some(i) = at {
            if let Some(next) = runs[i].last.checked_add(1)
                && let Some(all) = waiting.get_mut(&(appended, next))
            {
                all.remove(&i);
            }
            let run = &mut runs[i];
            run.around = run
                .around
                .and_then(|s| std::iter::successors(Some(s), |&up| corpus[up].parent).find(|s| path.contains(s)));
            run.heads.push(id);
            run.last = number;
        } else {
            runs.push(Series { appended, heads: vec![id], last: number, around: Some(passage.section) });
            latest.insert(appended, i);
        }
        if let Some(next) = number.checked_add(1).filter(|_| runs[i].heads.len() >= LONG) {
            waiting.entry((appended, next)).or_default().insert(i);
        }
    }
    runs
}

/// The pages that name a passage which has no number of its own, as the viewer counts them, and the first of them.
fn pages(passage: &Passage) -> Option<(&str, &str)> {
    let alone = passage.parent.is_none() && passage.label.is_none() && passage.kind != PassageKind::Note;
    let pages = passage.page.as_deref().filter(|_| alone)?.split_whitespace().next()?;
    Some((pages, pages.split('–').next().unwrap_or(pages)))
}

/// A citation that names several pages, as it would name the first alone: `p. 16` for `pp. 16–23`.
#[must_use]
pub fn on_first_page(citation: &str) -> Option<String> {
    let (before, pages) = citation.split_once(", pp. ")?;
    let (first, rest) = pages.split_once('–')?;
    let last = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    first.bytes().all(|b| b.is_ascii_digit()).then(|| format!("{before}, p. {first}{last}"))
}

/// What an unlabelled passage is called, the `nth` of its sort under its parent or in its section, and its key.
///
/// One that has `lost` its mark stands beside items that bear labels.
fn unlabelled(passage: &Passage, nth: u32, lost: bool) -> (String, String) {
    let number = nth.to_string();
    let counted = |name: &str, key: &str| ([name, &number].concat(), [key, &number].concat());
    match passage.kind {
        PassageKind::Chapeau if passage.parent.is_some() && nth == 1 => ("chapeau".to_owned(), "chapeau".to_owned()),
        PassageKind::Chapeau if passage.parent.is_some() => counted("chapeau ", "chapeau-"),
        PassageKind::Paragraph | PassageKind::Chapeau => counted("unnumbered para. ", "u"),
        PassageKind::Item if lost => counted("unnumbered item ", "unnumbered-item-"),
        PassageKind::Item => counted("bullet ", "b"),
        PassageKind::Note => counted("unnumbered note ", "unnumbered-note-"),
        PassageKind::Row => counted("unnumbered table row ", "unnumbered-row-"),
        PassageKind::Quote => counted("quotation ", "q"),
    }
}

/// The printed place under a parent (` (c)`) or on its own (`para. 27`), and its key.
fn labelled(passage: &Passage, label: &str, below: bool) -> (String, String) {
    let slug = slug(label);
    match passage.kind {
        PassageKind::Note => (["note ", label].concat(), ["note-", &slug].concat()),
        PassageKind::Row => (["table row ", label].concat(), ["row-", &slug].concat()),
        _ if below => (["(", label, ")"].concat(), slug),
        PassageKind::Item => (["item (", label, ")"].concat(), ["item-", &slug].concat()),
        _ => (["para. ", label].concat(), slug),
    }
}

/// Small letters and digits, all else a dash.
fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let words = name.split(|c: char| !(c.is_alphanumeric() || matches!(c, '*' | '†' | '‡' | '.')));
    for word in words.map(|w| w.trim_matches('.')).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push('-');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// Makes each work's short name its own: the version's date, or the key, tells apart works of one name.
fn part_names(corpus: &mut Corpus) {
    let mut count: HashMap<String, u32> = HashMap::new();
    for work in &corpus.works {
        *count.entry(ref_key(&work.short)).or_default() += 1;
    }
    let mut seen: HashSet<String> = count.iter().filter(|&(_, &n)| n == 1).map(|(name, _)| name.clone()).collect();
    for work in &mut corpus.works {
        let name = ref_key(&work.short);
        if count.get(&name) == Some(&1) && !name.is_empty() {
            continue;
        }
        let more = [work.date.as_ref().map(|d| d.value.clone()), Some(work.key.clone())];
        let names = more.into_iter().flatten().map(|m| format!("{} ({m})", work.short).trim().to_owned());
        let longer = names.into_iter().find(|n| !seen.contains(&ref_key(n)));
        if let Some(longer) = longer {
            work.names.push(std::mem::replace(&mut work.short, longer));
        }
        seen.insert(ref_key(&work.short));
    }
}

/// Names that are taken, each as a number for its words, with the last number that was put behind it.
#[derive(Default)]
struct Taken {
    seed: Seed,
    names: QuickMap<u64, u32>,
    /// What the last names began with, and how it reads: the next mostly begins so too.
    stems: VecDeque<(String, Key)>,
    /// The last name and how it reads, its last word open: the next may begin with all of it.
    last: (String, Key),
    /// The name that is being read: one room for all.
    key: Key,
}

impl Taken {
    fn with_room(names: usize) -> Self {
        Self { names: QuickMap::with_capacity_and_hasher(names, Seed::default()), ..Self::default() }
    }

    /// The first of two names that is free, or the second with a number behind it; it is taken then. Of either, the
    /// last `own` bytes are not what others begin with.
    fn take(
        &mut self,
        own: usize,
        first: String,
        second: impl FnOnce() -> String,
        number: impl Fn(&str, u32) -> String,
    ) -> String {
        if self.takes(first.len() - own, &first).is_ok() {
            return first;
        }
        let last = second();
        let stem = last.len() - own;
        let Err(taken) = self.takes(stem, &last) else { return last };
        loop {
            let used = self.names.entry(taken).or_insert(1);
            *used += 1;
            let name = number(&last, *used);
            if self.takes(stem, &name).is_ok() {
                return name;
            }
        }
    }

    /// Takes `name`, which begins with a stem of so many bytes.
    ///
    /// # Errors
    /// Its number, where it was taken.
    fn takes(&mut self, stem: usize, name: &str) -> Result<(), u64> {
        const STEMS: usize = 8;
        let (stem, own) = name.split_at(stem);
        let Self { seed, stems, last, key, .. } = self;
        let at = stems.iter().position(|s| s.0 == stem).unwrap_or_else(|| {
            let mut key = Key::default();
            let more = stem.strip_prefix(last.0.as_str());
            if more.is_some() {
                key.begin(&last.1);
            }
            key.read(more.unwrap_or(stem));
            stems.push_front((stem.to_owned(), key));
            stems.truncate(STEMS);
            0
        });
        key.begin(&stems[at].1);
        key.read(own);
        last.0.clear();
        last.0.push_str(name);
        last.1.begin(key);
        key.close();
        let number = seed.hash_one(&key.out);
        match self.names.entry(number) {
            Entry::Vacant(free) => {
                free.insert(1);
                Ok(())
            }
            Entry::Occupied(_) => Err(number),
        }
    }
}

/// Gives every section its key and every passage its citation and key, unique in the corpus. Linear in its size.
///
/// A work of a name that another bears gets a longer short name first.
pub fn cite_all(corpus: &mut Corpus) {
    part_names(corpus);
    let paths = section_paths(corpus);
    let slugs: Vec<String> = paths.iter().map(|p| p.split(", ").map(slug).collect::<Vec<_>>().join(".")).collect();
    let mut keys = Taken::with_room(corpus.passages.len() + corpus.sections.len());
    let numbered = |name: &str, n: u32| format!("{name}-{}", ordinal(n));
    for (section, slugs) in corpus.sections.iter_mut().zip(&slugs) {
        let work = &corpus.works[section.work.index()].key;
        let name = format!("{work}/{}", if slugs.is_empty() { "opening" } else { slugs });
        section.key = keys.take(0, name.clone(), || name, numbered);
    }
    let scopes = scopes(corpus);
    let order = order(corpus);
    let mut citations = Taken::with_room(corpus.passages.len());
    for (id, &(nth, once, lost)) in corpus.passage_ids().zip(&order) {
        let passage = &corpus[id];
        let below = passage.parent.filter(|&up| up < id && passage.kind != PassageKind::Note);
        let (mut place, mut slug) = match &passage.label {
            Some(label) => labelled(passage, label, below.is_some()),
            None => unlabelled(passage, nth, lost),
        };
        // A lead that the paragraph before it asks for: `para. 13, People-centred`.
        let lead = below.filter(|&up| corpus[up].section != passage.section);
        if let Some(name) = lead.and_then(|_| section_name(corpus, passage.section)) {
            let of = nth > 1 || passage.label.is_some();
            slug = if of { format!("{}.{slug}", self::slug(&name)) } else { self::slug(&name) };
            place = if of { format!("{name}, {place}") } else { name };
        }
        if let Some((pages, first)) = pages(passage) {
            let noun = if pages == first { "p." } else { "pp." };
            (place, slug) = ([noun, " ", pages, ", ", &place].concat(), ["p", first, ".", &slug].concat());
        }
        let [short, long] = stems(corpus, id, below, &scopes, once);
        let name = |stem: Stem| stem.name(corpus, passage, &paths, &place);
        let key = |stem: Stem| stem.key(corpus, passage, &slugs, &slug);
        let second = |name: &str, n| format!("{name} [{}]", ordinal(n));
        let citation = citations.take(place.len(), name(short), || name(long), second);
        let key = keys.take(slug.len(), key(short), || key(long), numbered);
        let passage = &mut corpus.passages[id.index()];
        (passage.citation, passage.key) = (citation, key);
    }
}

/// For each passage, the how manieth of its sort it is under its parent or in its section; and for a note, whether no
/// other of its work bears its label; and whether one of its sort beside it, before it, bears a label, and it no mark.
fn order(corpus: &Corpus) -> Vec<(u32, bool, bool)> {
    let mut notes: QuickMap<_, u32> = QuickMap::default();
    for p in corpus.passages.iter().filter(|p| p.kind == PassageKind::Note) {
        *notes.entry((p.work, p.label.as_deref())).or_default() += 1;
    }
    let mut nth: QuickMap<_, u32> = QuickMap::default();
    let mut out = Vec::with_capacity(corpus.passages.len());
    for p in &corpus.passages {
        // Words that open a list are a paragraph like any other, unless they stand inside one.
        let chapeau = p.kind == PassageKind::Chapeau && p.parent.is_none();
        let kind = if chapeau { PassageKind::Paragraph } else { p.kind };
        let page = pages(p).map(|(_, first)| first);
        let section = page.is_none().then_some(p.section);
        let place = |bare: bool| (p.work, p.parent, page, section, kind, bare);
        let bare = || {
            let line = p.spans.first().map_or("", |s| corpus[corpus[p.work].source].line(s.first));
            line.trim_start().starts_with(char::is_alphabetic)
        };
        let lost = p.label.is_none() && nth.contains_key(&place(false)) && bare();
        let nth = nth.entry(place(p.label.is_none())).or_default();
        *nth += 1;
        let once = p.kind == PassageKind::Note && notes.get(&(p.work, p.label.as_deref())) == Some(&1);
        out.push((*nth, once, lost));
    }
    out
}

/// What a name begins with, before the place itself.
#[derive(Clone, Copy)]
enum Stem {
    /// The name of the passage around it.
    Passage(PassageId),
    /// The work, a section, and an objective that is said besides.
    Section(Option<SectionId>, Option<SectionId>),
}

impl Stem {
    fn name(self, corpus: &Corpus, passage: &Passage, paths: &[String], place: &str) -> String {
        let path = |s: Option<SectionId>| s.map_or("", |s| paths[s.index()].as_str());
        match self {
            Self::Passage(up) => {
                let comma = if place.starts_with('(') { "" } else { "," };
                [&corpus[up].citation, comma, " ", place].concat()
            }
            Self::Section(section, objective) => {
                let (outer, inner) = (path(section), path(objective));
                let outer = if !inner.is_empty() && inner.starts_with(outer) { "" } else { outer };
                let parts = [&corpus[passage.work].short, outer, inner, place];
                let mut out = String::with_capacity(parts.iter().map(|p| p.len() + 2).sum());
                for part in parts {
                    if !part.is_empty() {
                        out.push_str(if out.is_empty() { "" } else { ", " });
                        out.push_str(part);
                    }
                }
                out
            }
        }
    }

    fn key(self, corpus: &Corpus, passage: &Passage, slugs: &[String], slug: &str) -> String {
        match self {
            Self::Passage(up) => [&corpus[up].key, ".", slug].concat(),
            Self::Section(section, _) => {
                let work = &corpus[passage.work].key;
                match section.map(|s| slugs[s.index()].as_str()).filter(|s| !s.is_empty()) {
                    Some(path) => [work, "/", path, ".", slug].concat(),
                    None => [work, "/", slug].concat(),
                }
            }
        }
    }
}

/// What a passage's name may begin with, the shorter first. The passage `below` which it stands bears its name already.
fn stems(
    corpus: &Corpus,
    id: PassageId,
    below: Option<PassageId>,
    scopes: &QuickMap<PassageId, Option<SectionId>>,
    once: bool,
) -> [Stem; 2] {
    let passage = &corpus[id];
    if let Some(parent) = below {
        // A chapeau between a numbered paragraph and its items goes unsaid.
        let up = |&at: &PassageId| corpus[at].parent.filter(|&up| up < at);
        let kept = std::iter::successors(Some(parent), up).find(|&at| corpus[at].label.is_some());
        let kept = kept.filter(|_| passage.label.is_some()).unwrap_or(parent);
        return [Stem::Passage(kept), Stem::Passage(parent)];
    }
    let long = Stem::Section(Some(passage.section), None);
    let short = match scopes.get(&id) {
        _ if pages(passage).is_some() => Stem::Section(None, None),
        _ if passage.kind == PassageKind::Note => {
            if once {
                Stem::Section(None, None)
            } else {
                long
            }
        }
        None => long,
        Some(&scope) => {
            // An objective is always said, in front of the number that alone would do.
            let around = std::iter::successors(Some(passage.section), |&s| corpus[s].parent);
            let objective = around.take_while(|&s| Some(s) != scope).find(|&s| corpus[s].objective.is_some());
            Stem::Section(scope, objective)
        }
    };
    [short, long]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Lines, Section, SourceId, Work, WorkId, WorkKind};

    /// A corpus from a sketch: `= key | Short` opens a work, `# Label | Title` a section (a `#` a level),
    /// `27 k` a passage with its label (`.` for none; two blanks a level; k: p, c, i, n, r for its kind).
    fn corpus(sketch: &str) -> Corpus {
        let mut c = Corpus::default();
        let mut open: Vec<SectionId> = Vec::new();
        let mut above: Vec<PassageId> = Vec::new();
        let some = |s: &str| Some(s.trim().to_owned()).filter(|s| !s.is_empty());
        for line in sketch.lines().map(str::trim_end).filter(|l| !l.is_empty()) {
            let words = line.trim_start();
            let work = WorkId::at(c.works.len().saturating_sub(1));
            if let Some(name) = words.strip_prefix("= ") {
                let (key, short) = name.split_once(" | ").expect("key | short");
                c.works.push(Work {
                    key: key.into(),
                    title: short.into(),
                    titled: crate::text::Stated::Text,
                    short: short.into(),
                    names: vec![],
                    version: None,
                    symbol: None,
                    date: None,
                    issuer: None,
                    kind: WorkKind::Other,
                    family: None,
                    source: SourceId(0),
                    lines: Lines::one(1),
                    sections: vec![],
                });
                open.clear();
            } else if words.starts_with('#') {
                let level = words.chars().take_while(|&c| c == '#').count();
                let (label, title) = words[level..].split_once('|').expect("label | title");
                open.truncate(level - 1);
                let id = SectionId::at(c.sections.len());
                c.sections.push(Section {
                    key: String::new(),
                    work,
                    parent: open.last().copied(),
                    level: u8::try_from(level).expect("a small level"),
                    label: some(label),
                    title: some(title),
                    heading: vec![],
                    lines: Lines::one(1),
                    objective: some(label)
                        .and_then(|l| l.to_lowercase().strip_prefix("objective ").and_then(|n| n.parse().ok())),
                    passages: vec![],
                    children: vec![],
                });
                open.push(id);
                c.works[work.index()].sections.push(id);
            } else {
                let depth = (line.len() - words.len()) / 2;
                let (label, kind) = words.split_once(' ').expect("label kind");
                let id = PassageId::at(c.passages.len());
                above.truncate(depth);
                c.passages.push(Passage {
                    key: String::new(),
                    citation: String::new(),
                    work,
                    section: *open.last().expect("a section"),
                    parent: above.last().copied(),
                    label: some(label).filter(|l| l != "."),
                    kind: match kind {
                        "c" => PassageKind::Chapeau,
                        "i" => PassageKind::Item,
                        "n" => PassageKind::Note,
                        "r" => PassageKind::Row,
                        _ => PassageKind::Paragraph,
                    },
                    spans: vec![],
                    page: None,
                    text: String::new(),
                    emphasis: vec![],
                    notes: vec![],
                    repeats: None,
                });
                above.push(id);
                let section = *open.last().expect("a section");
                c.sections[section.index()].passages.push(id);
            }
        }
        cite_all(&mut c);
        c
    }

    fn check(sketch: &str, expected: &[&str]) {
        let c = corpus(sketch);
        let cited: Vec<String> = c.passages.iter().map(|p| format!("{} = {}", p.citation, p.key)).collect();
        assert_eq!(cited, expected);
    }

    #[test]
    fn numbers_that_run_through_need_no_section() {
        check(
            "= zero | Zero Draft\n# PREAMBLE |\n. p\n1 p\n2 p\n# OBJECTIVE 13 | Use detention\n3 p\n  . c\n  c i\n    ii i\n4 p\n\
             # Annex I | Response\n1 p\n  d i\n# | \n. p",
            &[
                "Zero Draft, Preamble, unnumbered para. 1 = zero/preamble.u1",
                "Zero Draft, para. 1 = zero/1",
                "Zero Draft, para. 2 = zero/2",
                "Zero Draft, objective 13, para. 3 = zero/3",
                "Zero Draft, objective 13, para. 3, chapeau = zero/3.chapeau",
                "Zero Draft, objective 13, para. 3 (c) = zero/3.c",
                "Zero Draft, objective 13, para. 3 (c) (ii) = zero/3.c.ii",
                "Zero Draft, objective 13, para. 4 = zero/4",
                "Zero Draft, annex I, para. 1 = zero/annex-i.1",
                "Zero Draft, annex I, para. 1 (d) = zero/annex-i.1.d",
                "Zero Draft, unnumbered para. 1 = zero/u1",
            ],
        );
    }

    #[test]
    fn numbers_that_restart_need_their_section() {
        check(
            "= c | Convention\n# PART I | \n## Article 1 |\n1 p\n2 p\n## Article 2 |\n1 p\n  a i\n3 n\n# PART II |\n## Article 3 |\n. p\n\
             # | Guiding questions\n## Objective 1 |\n. i\n# | Guiding questions\n## Objective 1 |\n. i\n17 r",
            &[
                "Convention, art. 1, para. 1 = c/art-1.1",
                "Convention, art. 1, para. 2 = c/art-1.2",
                "Convention, art. 2, para. 1 = c/art-2.1",
                "Convention, art. 2, para. 1 (a) = c/art-2.1.a",
                "Convention, note 3 = c/note-3",
                "Convention, art. 3, unnumbered para. 1 = c/art-3.u1",
                "Convention, Guiding questions, objective 1, bullet 1 = c/guiding-questions.objective-1.b1",
                "Convention, Guiding questions (2nd), objective 1, bullet 1 = c/guiding-questions-2nd.objective-1.b1",
                "Convention, Guiding questions (2nd), objective 1, table row 17 = c/guiding-questions-2nd.objective-1.row-17",
            ],
        );
    }

    #[test]
    fn names_are_compared_by_their_words() {
        let check = |name: &str, words: &str| assert_eq!(ref_key(name), words, "{name:?}");
        check("Zero Draft, objective 13, para. 27 (c)", "zero draft objective 13 27 c");
        check("zero-draft:27(c)", "zero draft 27 c");
        check("Obj13b", "objective 13 b");
        check("OP 5, ¶ 6, § 7", "5 6 7");
        check("A/RES/70/1, annex", "a res 70 1 annex");
        check("Kenya’s table row 17, p. 4 (p)", "kenyas row 17 page 4 p");
        check("note *", "note *");
        check("第一条, Artículo 13", "第一条 article 13");
    }
}
