//! The worker: one thread that answers what may take longer than a frame. Only the latest question of a kind counts.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::compare::Mode;
use crate::desk::compare::{Asked, Comparison};
use crate::desk::history::History;
use crate::desk::on::Bearing;
use crate::desk::resolve::Candidate;
use crate::desk::search::{Found, Within};
use crate::desk::{Desk, Target};
use crate::text::{ObjectiveId, PassageId, WorkId};

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
    /// To [`Question::Suggest`].
    Suggested(Vec<Candidate>),
    /// The question could not be answered, and why.
    Failed(String),
}

/// How many kinds of question there are.
pub const KINDS: usize = 9;

impl Question {
    /// Its kind, below `KINDS`: what is typed comes before what can wait.
    #[must_use]
    pub fn kind(&self) -> usize {
        match self {
            Self::Load(_) => 0,
            Self::Suggest(_) => 1,
            Self::Search(..) => 2,
            Self::Compare(..) => 3,
            Self::On(_) => 4,
            Self::History(_) => 5,
            Self::RefersHere(_) => 6,
            Self::Index => 7,
            Self::Ahead(_) => 8,
        }
    }

    /// The answer, from a desk (none before the documents are read).
    #[must_use]
    pub fn answer(self, desk: Option<&Arc<Desk>>) -> Answer {
        let desk = match (&self, desk) {
            (Self::Load(paths), _) => {
                return match Desk::open(paths) {
                    Ok(desk) => Answer::Loaded(Arc::new(desk)),
                    Err(error) => Answer::Failed(error.to_string()),
                };
            }
            (_, Some(desk)) => desk,
            (_, None) => return Answer::Failed("the documents are not read yet".to_owned()),
        };
        match self {
            Self::Load(_) => Answer::Failed(String::new()),
            Self::Index => {
                desk.find_drafts();
                desk.index();
                Answer::Indexed
            }
            Self::On(objective) | Self::Ahead(objective) => Answer::On(objective, desk.passages_on(objective, None)),
            Self::Search(query, within) => Answer::Found(Box::new(desk.search(&query, &within))),
            Self::Compare(old, new, mode) => {
                let (old, new) = (desk.side(Target::Work(old)), desk.side(Target::Work(new)));
                Answer::Compared(Arc::new(desk.compare(old, new, Asked { mode, objective: None })))
            }
            Self::History(target) => Answer::History(desk.history(target)),
            Self::RefersHere(target) => Answer::RefersHere(desk.refers_here(target)),
            Self::Suggest(typed) => Answer::Suggested(desk.suggest(&typed, 50)),
        }
    }
}

/// A question, its number, and the desk it is about: what is asked of documents that were read again since must not
/// be answered from the new ones, where ids mean other places.
pub type Task = (u64, Question, Option<Arc<Desk>>);

/// Starts the worker. Questions go in; answers, by the same number and kind, go to `tell`.
///
/// # Errors
/// If the system gives no thread.
pub fn start(tell: impl Fn(u64, usize, Answer) -> bool + Send + 'static) -> std::io::Result<Sender<Task>> {
    let (ask, asked) = channel();
    thread::Builder::new().name("worker".to_owned()).spawn(move || work(&asked, &tell))?;
    Ok(ask)
}

fn work(asked: &Receiver<Task>, tell: &impl Fn(u64, usize, Answer) -> bool) {
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
        if !tell(number, kind, question.answer(desk.as_ref())) {
            return;
        }
    }
}
