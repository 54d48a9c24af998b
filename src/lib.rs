//! plenary: a keyboard-driven terminal navigator for negotiated texts.
//!
//! It reads a folder of documents as they come out of a PDF, understands their structure, keeps them in an
//! in-memory index, and shows three panes: the objective tree, the source passages, and drafts side by side. The
//! same answers come from the command line.
//!
//! # The house
//!
//! Imports point down only; `tests/floors.rs` keeps it so.
//!
//! | floor | rooms | what happens there |
//! | --- | --- | --- |
//! | third | [`cli`], [`tui`] | the two faces: one prints, one draws; they do not see each other |
//! | second | [`desk`], [`keys`] | every question an analyst may ask; which key does what |
//! | first | [`ingest`], [`index`], [`compare`] | sources to works; words to passages; drafts to links |
//! | ground | [`text`] | what a text is: plain data |
//!
//! [`restricted`] stands beside the stairs: what a captive account loses before any room is entered.
//!
//! # The words
//!
//! - **source**: a file as it lies on disk. **work**: one self-contained text in it; a source may hold several.
//! - **section**: what a heading opens; sections nest. **passage**: the unit an analyst cites: numbered paragraph,
//!   list item, footnote, table row. Its label and its text are apart.
//! - **objective**: a numbered aim of a compact, one identity however each work labels it.
//! - **draft**: a work that is one version of a text; drafts of one text form a **family**.
//! - **citation**: how a place is named, printed and typed; it parses back to the same place.
//! - **notice**: what ingest could not place, or set aside, and why.
//! - **unit, link, alignment**: compare's words: what is matched, a match (n:m), all of them.
//! - **action, scope, key map**: what a key can do, where, and which key does it.
//! - **desk**: the one object that answers every question.
//!
//! # The walk of a document
//!
//! source → `decode` (lines that know their place) → `furniture` (noise set aside; `margin`, `contents` and `feet` know
//! line numbers, contents pages and the notes at page feet) → `blocks` (lines that belong together; `label`, `titled`
//! and `classify` say what one line is, `joins` whether the next goes on) → `headings` → `split` (works) → `facts` (title,
//! date, symbol) → `outline` (sections and passages; `clean` rejoins their words, `notes` ties the footnotes, `doubts` says what is in doubt) →
//! `manifest`, `frames`, `pages` → [`text::Corpus`] → [`index`] → [`desk::Desk`] → a pane, or `cli`. Every
//! passage keeps its spans: nothing shown lacks its place on disk.
//!
//! # The walk of a key
//!
//! bytes → `tui::input` → `keys::Pending` → `App::update(Action)` → `draw(&App)` → `tui::wire`, which sends only what
//! differs from the screen already sent. `update` does no I/O and never waits: what may take longer than a frame
//! is a question to one worker thread, and its answer comes back as an event.

pub mod cli;
pub mod compare;
pub mod desk;
pub mod index;
pub mod ingest;
pub mod keys;
pub mod restricted;
pub mod text;
pub mod tui;
