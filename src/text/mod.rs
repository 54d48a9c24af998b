//! Ground floor: what a text is. Plain data without I/O, and std only.

mod citation;
mod corpus;
mod going;
mod numeral;
mod objective;
mod passage;
mod place;
mod quick;
mod safe;
mod section;
mod work;

pub use citation::{cite_all, on_first_page, ref_key, ref_words, section_paths};
pub use corpus::{Corpus, Notice, NoticeKind, Source, SourceStatus};
pub use going::{Going, go_on};
pub use numeral::{month, roman, to_roman};
pub use objective::{Frame, Member, Node, Objective, Role};
pub use passage::{Emphasis, NoteMark, Passage, PassageKind};
pub use place::{FrameId, Lines, ObjectiveId, PassageId, SectionId, SourceId, WorkId};
pub use quick::{Quick, QuickMap, QuickSet, Seed};
pub use safe::{is_hidden, safe};
pub use section::Section;
pub use work::{Fact, Stated, Work, WorkKind};
