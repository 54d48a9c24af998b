//! The arguments: one definition for the parser, the help, the man page and the completions.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};

use crate::compare::Mode;
use crate::desk::on::REASONS;
use crate::keys::Preset;

/// A keyboard-driven navigator for negotiated texts
///
/// Opens files or folders of texts (.txt, .md), or the bundled five. Without a command, the terminal interface opens;
/// every command prints its answer and ends.
#[derive(Parser, Debug)]
#[command(
    name = "plenary",
    version,
    disable_help_subcommand = true,
    subcommand_precedence_over_arg = true,
    after_help = "REF names a place the way an analyst says it: `obj 13`, `13c`, `zero 27`, `nyd annex I 5(d)`, \
                  `A/72/643 para 44`, `kenya III`.\n\
                  Exit status: 0 found or done, 1 nothing found (`check`: a file was not read), 2 an error."
)]
pub struct Cli {
    /// Files or folders to open; the bundled texts without any. Before a command, the same as --corpus
    pub paths: Vec<PathBuf>,

    /// A file or folder of the corpus, for any command; may be repeated
    #[arg(long, global = true, value_name = "PATH")]
    pub corpus: Vec<PathBuf>,

    #[command(flatten)]
    pub face: Face,

    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Which keys are in force.
#[derive(Args, Debug, Clone, Default)]
pub struct KeyArgs {
    /// Keys for fingers that learnt elsewhere
    #[arg(long, value_name = "NAME", value_parser = presets())]
    pub preset: Option<Preset>,

    /// A key map that overrides single actions
    #[arg(long, value_name = "FILE")]
    pub keymap: Option<PathBuf>,
}

/// How the interface looks and behaves.
#[derive(Args, Debug, Clone, Default)]
pub struct Face {
    /// Its keys.
    #[command(flatten)]
    pub keys: KeyArgs,

    /// The colours of the interface
    #[arg(long, value_name = "NAME", value_parser = ["dark", "light", "monochrome", "high-contrast"])]
    pub theme: Option<String>,

    /// Line by line, for screen readers and dumb terminals: type keys and Enter, hear what is selected
    #[arg(long)]
    pub plain: bool,

    /// No writing of files and no other program
    #[arg(long)]
    pub restricted: bool,

    /// Stay on the terminal's main screen
    #[arg(long)]
    pub no_alt: bool,
}

impl Face {
    /// These, and what the same options before the command say.
    pub(super) fn or(self, before: Self) -> Self {
        Self {
            keys: KeyArgs {
                preset: self.keys.preset.or(before.keys.preset),
                keymap: self.keys.keymap.or(before.keys.keymap),
            },
            theme: self.theme.or(before.theme),
            plain: self.plain || before.plain,
            restricted: self.restricted || before.restricted,
            no_alt: self.no_alt || before.no_alt,
        }
    }
}

/// Reads the name of a preset.
fn presets() -> impl TypedValueParser<Value = Preset> {
    let names = PossibleValuesParser::new(Preset::ALL.iter().map(|preset| preset.name()));
    names.map(|name| Preset::from_name(&name).unwrap_or_default())
}

/// One JSON document instead of text.
#[derive(Args, Debug, Clone, Copy)]
pub struct Json {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// List works, sections and passages with their places
    Outline {
        /// Files or folders to outline; the corpus without any
        paths: Vec<PathBuf>,
        /// Only this work
        #[arg(long, value_name = "ID")]
        work: Option<String>,
        #[command(flatten)]
        json: Json,
    },
    /// Print the passages a REF names
    Show {
        /// The place, in as many words as need be
        #[arg(value_name = "REF", required = true, num_args = 1.., allow_hyphen_values = false)]
        place: Vec<String>,
        /// So many passages before and after, too
        #[arg(long, value_name = "N", default_value_t = 0)]
        context: usize,
        #[command(flatten)]
        json: Json,
    },
    /// Search all passages
    ///
    /// Words match whole and stemmed; "…" is a phrase; AND OR NOT ( ), word*, word~ (fuzzy), "a b"~5 (within 5 words),
    /// /regex/, abbr:GCM (and what it stands for); doc:, kind:, obj:, by:, date:, note:, in: narrow it.
    Search {
        /// The query
        #[arg(required = true, num_args = 1..)]
        query: Vec<String>,
        /// Only this work
        #[arg(long, value_name = "ID")]
        work: Option<String>,
        /// Only works or passages of this kind: draft, resolution, item, note …
        #[arg(long, value_name = "K")]
        kind: Option<String>,
        /// Only passages of this objective
        #[arg(long, value_name = "N")]
        objective: Option<u16>,
        /// At most so many hits
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
        #[command(flatten)]
        json: Json,
    },
    /// List what the rest of the corpus says on an objective, best first
    ///
    /// Each passage bears the reason why it is listed; where words speak for it, they are named. One passage of every
    /// work with much to say comes before the fifth of the same.
    #[command(after_help = REASONS)]
    Passages {
        /// Its number, or words of its title
        #[arg(required = true, num_args = 1..)]
        objective: Vec<String>,
        /// At most so many passages
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
        #[command(flatten)]
        json: Json,
    },
    /// Compare two works, files or sections, word by word
    Compare {
        /// The older text: a work's ID, a file, or a REF
        old: String,
        /// The newer text
        new: String,
        /// Only what touches this objective
        #[arg(long, value_name = "N")]
        objective: Option<u16>,
        /// As drafts of one text, or as related texts, whatever they seem
        #[arg(long, value_name = "MODE", value_parser = modes())]
        mode: Option<Mode>,
        /// One column, removed and added words marked in place
        #[arg(long)]
        inline: bool,
        /// Unchanged units, too
        #[arg(long)]
        all: bool,
        /// So many columns wide; the terminal's width without it
        #[arg(long, value_name = "N")]
        width: Option<usize>,
        #[command(flatten)]
        json: Json,
    },
    /// Follow one clause through all drafts of its family
    History {
        /// The clause
        #[arg(value_name = "REF", required = true, num_args = 1..)]
        place: Vec<String>,
        #[command(flatten)]
        json: Json,
    },
    /// Report what could not be read or placed, and mistakes in key maps and manifests
    Check {
        /// Files or folders to check; the corpus without any
        paths: Vec<PathBuf>,
        /// A key map to check
        #[arg(long, value_name = "FILE")]
        keymap: Option<PathBuf>,
        #[command(flatten)]
        json: Json,
    },
    /// Print the key map in force
    Keys {
        #[command(flatten)]
        keys: KeyArgs,
        #[command(flatten)]
        json: Json,
    },
    /// Open the interface at a place
    Open {
        /// The place
        #[arg(value_name = "REF", required = true, num_args = 1..)]
        place: Vec<String>,
        #[command(flatten)]
        face: Face,
    },
    /// Print a completion script for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

/// Reads what two texts are to each other.
fn modes() -> impl TypedValueParser<Value = Mode> {
    PossibleValuesParser::new(["draft", "related"]).map(|word| Mode::from_word(&word).unwrap_or(Mode::Draft))
}
