//! The head of a title page: symbol, distribution, session, date and body, in columns or one below the other.

use super::block::Block;
use super::classify::breaks_off;
use super::shapes::{is_dated, symbol, symbol_alone};

/// What stands together on a title page: lines of a title, or one cell of the masthead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The block that holds it.
    pub block: usize,
    /// Its words on one line, emphasis gone.
    pub words: String,
    /// Whether it belongs to the masthead.
    pub masthead: bool,
}

/// The lines of a block on a title page that are read.
pub(super) const LINES: usize = 12;

/// Blanks that part the columns of a masthead.
const COLUMNS: &str = "   ";

/// The parts of the title page that `blocks` are.
pub(super) fn parts(text: &str, blocks: &[Block]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let own = parts.len();
        // The column of the body's name, beside a masthead's right one.
        let mut beside = None;
        for (i, piece) in block.pieces.iter().enumerate().take(LINES) {
            let line = if i == 0 && block.label.is_some() { block.printed(text) } else { piece.of(text) };
            // A title page has no longer line; a whole text may stand on one.
            let line = line.char_indices().nth(1000).map_or(line, |(end, _)| &line[..end]);
            let cells: Vec<String> = line.split(COLUMNS).map(plain).filter(|c| !c.is_empty()).collect();
            let indent =
                piece.start - text[..piece.start as usize].rfind('\n').map_or(0, |n| u32::try_from(n).unwrap_or(0));
            let headed = cells.len() > 1 && cells.last().is_some_and(|c| is_clerical(c));
            // `… OF THE EUROPEAN PARLIAMENT AND OF THE` / `COUNCIL`: the line before goes on.
            let open = |p: &Part| !p.masthead && breaks_off(&p.words.to_lowercase());
            let goes_on = parts[own..].last().is_some_and(open);
            if headed || beside == Some(indent) || cells.len() == 1 && !goes_on && is_clerical(&cells[0]) {
                beside = (headed || beside.is_some()).then_some(indent);
                parts.extend(cells.into_iter().map(|words| Part { block: at, words, masthead: true }));
                continue;
            }
            beside = None;
            let words = plain(line);
            let behind = [
                "Adopted ",
                "Done at ",
                "Opened for ",
                "Entered into ",
                "Entry into ",
                "Report of the ",
                "Report by the ",
                "Note by the ",
            ];
            let own = if behind.iter().any(|b| words.starts_with(b)) { parts.len() } else { own };
            match parts[own..].last_mut().filter(|p| !p.masthead) {
                Some(last) => {
                    let gap = if last.words.is_empty() || last.words.ends_with('-') { "" } else { " " };
                    last.words = format!("{}{gap}{words}", last.words);
                }
                None => parts.push(Part { block: at, words, masthead: false }),
            }
        }
    }
    // What stands between two lines of a masthead belongs to it.
    for at in 1..parts.len().saturating_sub(1) {
        let (before, after) = (&parts[at - 1], &parts[at + 1]);
        let beside = |a: &Part, b: &Part| a.block == b.block || blocks[b.block].gap == 0;
        let within = beside(before, &parts[at]) && beside(&parts[at], after) && before.masthead && after.masthead;
        parts[at].masthead |= within;
    }
    parts
}

/// `words` with single blanks and without emphasis.
fn plain(words: &str) -> String {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    let words: Vec<&str> = words.trim_start_matches(['#', ' ']).split(blank).filter(|w| !w.is_empty()).collect();
    words.join(" ").replace("**", "").replace('*', "").trim().to_owned()
}

/// Whether a clerk wrote `cell` to file the document, not to name it.
fn is_clerical(cell: &str) -> bool {
    let low = cell.to_lowercase();
    let words = cell.split(' ').count();
    let opens = [
        "distr",
        "original:",
        "english only",
        "official records",
        "agenda item",
        "provisional agenda item",
        "limited distribution",
        "texts adopted",
    ]
    .iter()
    .any(|w| low.starts_with(w));
    let item = low.starts_with("item ") && low.contains("agenda");
    let session = words <= 6
        && (low.ends_with(" session") || low.ends_with(" year") || low.ends_with(" meeting"))
        && !low.contains(" of ");
    opens
        || item
        || session
        || symbol_alone(cell).is_some()
        || symbol(cell).is_some_and(|s| s.len() * 2 > cell.len())
        || names_issuer(cell).is_some()
        || is_dated(cell) && words <= 4 && !cell.starts_with(char::is_lowercase)
}

/// The body whose name alone `cell` is: `General Assembly`, `Third Committee`, `ASSEMBLEIA DA REPÚBLICA`.
pub(super) fn names_issuer(cell: &str) -> Option<&str> {
    const NOUNS: [&str; 16] = [
        "assembly",
        "council",
        "conference",
        "committee",
        "commission",
        "parliament",
        "congress",
        "board",
        "assembleia",
        "asamblea",
        "assemblée",
        "conseil",
        "consejo",
        "conselho",
        "parlement",
        "parlamento",
    ];
    let name = cell.strip_prefix("The ").or_else(|| cell.strip_prefix("THE ")).unwrap_or(cell);
    let low = name.to_lowercase();
    let words: Vec<&str> = low.split(' ').collect();
    let noun = |w: &&str| NOUNS.contains(w);
    let named = words.len() <= 5
        && (words.last().is_some_and(noun) && !words.iter().any(|w| matches!(*w, "of" | "by" | "to" | "the" | "on"))
            || words.first().is_some_and(noun) && words.len() <= 4 && low.split(' ').nth(1).is_some_and(is_link));
    let known = matches!(
        low.as_str(),
        "united nations"
            | "european union"
            | "inter-parliamentary union"
            | "conference of the parties"
            | "national assembly"
    );
    let letters = !name.contains(|c: char| c.is_ascii_digit() || matches!(c, ':' | '('));
    (letters && (named || known) && name.starts_with(char::is_uppercase)).then_some(name)
}

/// Words that tie a body's noun to whose it is: `Assembleia da República`.
fn is_link(word: &str) -> bool {
    matches!(word, "da" | "de" | "do" | "des" | "du" | "della" | "nationale" | "nacional" | "general" | "générale")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mastheads_are_told_from_titles() {
        let check = |cell: &str, expected: bool| assert_eq!(is_clerical(cell), expected, "{cell}");
        check("A/CONF.231/1", true);
        check("S/RES/2240 (2015)", true);
        check("A77/10", true);
        check("EUCO 9/18", true);
        check("Distr.: General", true);
        check("10 September 2018", true);
        check("Seventy-third session", true);
        check("P9_TA(2021)0013", true);
        check("L 119/39", false);
        check("TEXTS ADOPTED", true);
        check("Agenda items 14 and 117", true);
        check("Third Committee", true);
        check("ASSEMBLEIA DA REPÚBLICA", true);
        check("General Assembly", true);
        check("Annotated provisional agenda", false);
        check("Report of the Committee", false);
        check("Resolution 2240 (2015)", false);
        check("Conference room paper on migration", false);
        check("VIENNA CONVENTION ON THE LAW OF TREATIES", false);
        check("Constitution of the Republic", false);
    }
}
