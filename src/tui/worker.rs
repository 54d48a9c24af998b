//! The worker: one thread that answers what may take longer than a frame. Only the latest question of a kind counts;
//! what nobody waits for any more is left undone.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::compare::Mode;
use crate::desk::compare::{Asked, Comparison};
use crate::desk::history::History;
use crate::desk::on::Bearing;
use crate::desk::resolve::{Candidate, Resolved};
use crate::desk::search::{Found, Within};
use crate::desk::{Desk, Target};
use crate::text::{Going, ObjectiveId, PassageId, WorkId};

/// What the interface may ask.
#[derive(Clone, Debug)]
pub enum Question {
    /// Read the documents; none named for those in the program.
    Load(Vec<PathBuf>),
    /// Make the index ready.
    Index,
    /// What all say on an objective.
    On(ObjectiveId),
    /// The same, before it is needed.
    Ahead(ObjectiveId),
    /// A query over all documents, or one.
    Search(String, Within),
    /// Two works side by side.
    Compare(WorkId, WorkId, Option<Mode>),
    /// A clause through its drafts.
    History(Target),
    /// What refers to a place.
    RefersHere(Target),
    /// Places whose name fits what is typed.
    Suggest(String),
}

/// What comes back.
#[derive(Clone)]
pub enum Answer {
    /// The documents, read.
    Loaded(Arc<Desk>),
    /// The index is ready.
    Indexed,
    /// To [`Question::On`] and [`Question::Ahead`].
    On(ObjectiveId, Vec<Bearing>),
    /// To [`Question::Search`].
    Found(Box<Found>),
    /// To [`Question::Compare`].
    Compared(Arc<Comparison>),
    /// To [`Question::History`].
    History(History),
    /// To [`Question::RefersHere`].
    RefersHere(Vec<PassageId>),
    /// To [`Question::Suggest`]; where there are none, why.
    Suggested(Vec<Candidate>, String),
    /// The question could not be answered, and why.
    Failed(String),
    /// No answer yet: so much of so much is done.
    Going(usize, usize),
}

/// How many kinds of question there are.
pub const KINDS: usize = 9;
/// The kind of [`Question::Load`].
pub const LOAD: usize = 0;
/// The kind of [`Question::Suggest`].
pub const SUGGEST: usize = 1;
/// The kind of [`Question::Search`].
pub const SEARCH: usize = 2;
/// The kind of [`Question::Compare`].
pub const COMPARE: usize = 3;
/// The kind of [`Question::On`].
pub const ON: usize = 4;
/// The kind of [`Question::Index`].
pub const INDEX: usize = 7;
/// How long work goes on before it tells how far it is, and until it tells so again.
const TELL: Duration = Duration::from_millis(200);

/// The lowest number of each kind of question whose answer is still waited for.
#[derive(Clone, Debug, Default)]
pub struct Wanted(Arc<[AtomicU64; KINDS]>);

impl Wanted {
    /// Whether the answer to the question of that kind and number is waited for.
    #[must_use]
    pub fn has(&self, kind: usize, number: u64) -> bool {
        self.0.get(kind).is_some_and(|from| from.load(Ordering::Relaxed) <= number)
    }

    /// Of that kind, only questions from `number` on are waited for.
    pub fn from(&self, kind: usize, number: u64) {
        if let Some(from) = self.0.get(kind) {
            from.store(number, Ordering::Relaxed);
        }
    }

    /// No question asked so far is waited for.
    pub fn nothing(&self) {
        (0..KINDS).for_each(|kind| self.from(kind, u64::MAX));
    }
}

impl Question {
    /// Its kind, below `KINDS`: what is typed comes before what can wait.
    #[must_use]
    pub fn kind(&self) -> usize {
        match self {
            Self::Load(_) => LOAD,
            Self::Suggest(_) => SUGGEST,
            Self::Search(..) => SEARCH,
            Self::Compare(..) => COMPARE,
            Self::On(_) => ON,
            Self::History(_) => 5,
            Self::RefersHere(_) => 6,
            Self::Index => INDEX,
            Self::Ahead(_) => 8,
        }
    }

    /// The answer, from a desk (none before the documents are read).
    #[must_use]
    pub fn answer(self, desk: Option<&Arc<Desk>>, going: Going<'_>) -> Answer {
        let desk = match (&self, desk) {
            (Self::Load(paths), _) => {
                return match Desk::open_going(paths, going) {
                    Ok(desk) => Answer::Loaded(Arc::new(desk)),
                    Err(error) => Answer::Failed(error.to_string()),
                };
            }
            (_, Some(desk)) => desk,
            (_, None) => return Answer::Failed("the documents are not read yet".to_owned()),
        };
        if matches!(self, Self::Index | Self::On(_) | Self::Ahead(_) | Self::Search(..)) {
            desk.make_index(going);
            if !desk.is_indexed() {
                return Answer::Failed("stopped".to_owned());
            }
        }
        match self {
            Self::Load(_) => Answer::Failed(String::new()),
            Self::Index => {
                desk.find_drafts(going);
                Answer::Indexed
            }
            Self::On(objective) | Self::Ahead(objective) => Answer::On(objective, desk.passages_on(objective, None)),
            Self::Search(query, within) => Answer::Found(Box::new(desk.search_going(&query, &within, going))),
            Self::Compare(old, new, mode) => {
                let (old, new) = (desk.side(Target::Work(old)), desk.side(Target::Work(new)));
                Answer::Compared(Arc::new(desk.compare_going(old, new, Asked { mode, objective: None }, going)))
            }
            Self::History(target) => Answer::History(desk.history(target)),
            Self::RefersHere(target) => Answer::RefersHere(desk.refers_here(target)),
            Self::Suggest(typed) => {
                let found = desk.suggest(&typed, 50);
                let why = match found.is_empty().then(|| desk.resolve(&typed)) {
                    Some(Resolved::Absent { why, .. }) => why,
                    _ => String::new(),
                };
                Answer::Suggested(found, why)
            }
        }
    }
}

/// A question, its number, and the desk it is about: what is asked of documents that were read again since must not
/// be answered from the new ones, where ids mean other places.
pub type Task = (u64, Question, Option<Arc<Desk>>);

/// Starts the worker. Questions go in; answers, by the same number and kind, go to `tell` as long as they are `wanted`.
///
/// # Errors
/// If the system gives no thread.
pub fn start(
    wanted: Wanted,
    tell: impl Fn(u64, usize, Answer) -> bool + Send + 'static,
) -> std::io::Result<Sender<Task>> {
    let (ask, asked) = channel();
    thread::Builder::new().name("worker".to_owned()).spawn(move || work(&asked, &wanted, &tell))?;
    Ok(ask)
}

fn work(asked: &Receiver<Task>, wanted: &Wanted, tell: &impl Fn(u64, usize, Answer) -> bool) {
    let mut waiting: Vec<Task> = Vec::new();
    loop {
        if waiting.is_empty() {
            let Ok(first) = asked.recv() else { return };
            waiting.push(first);
        }
        waiting.extend(asked.try_iter());
        // The latest of each kind; the lowest kind first.
        waiting.reverse();
        waiting.sort_by_key(|(_, question, _)| question.kind());
        waiting.dedup_by_key(|(_, question, _)| question.kind());
        let (number, question, desk) = waiting.remove(0);
        let kind = question.kind();
        let told = Cell::new(Instant::now());
        let going = |done, of| {
            if told.get().elapsed() >= TELL {
                told.set(Instant::now());
                tell(number, kind, Answer::Going(done, of));
            }
            wanted.has(kind, number)
        };
        if wanted.has(kind, number) && !tell(number, kind, question.answer(desk.as_ref(), &going)) {
            return;
        }
    }
}
