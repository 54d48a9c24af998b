//! The one table of actions: what a key can do, where it can do it, and how that is said in plain words.

/// Where a key is pressed. Scopes stack: a pane lies over [`Scope::Global`]; a prompt stands alone, since
/// letters typed there are text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everywhere but in a prompt.
    Global,
    /// The objective tree, or the outline of a document.
    Tree,
    /// What the corpus says on the selected objective.
    Passages,
    /// A document, opened to read on.
    Reader,
    /// Drafts side by side.
    Compare,
    /// The hits of a search.
    Results,
    /// Any other list or text laid over the panes: marks, references, notices.
    List,
    /// A line being typed, with its candidates below: search, palette, help.
    Prompt,
}

impl Scope {
    /// Every scope, in the order of help and docs.
    pub const ALL: &'static [Self] = &[
        Self::Global,
        Self::Tree,
        Self::Passages,
        Self::Reader,
        Self::Compare,
        Self::Results,
        Self::List,
        Self::Prompt,
    ];

    /// The name of the scope's table in a key map.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::Tree => "tree",
            Self::Passages => "passages",
            Self::Reader => "reader",
            Self::Compare => "compare",
            Self::Results => "results",
            Self::List => "list",
            Self::Prompt => "prompt",
        }
    }

    /// The scope called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|scope| scope.name() == name)
    }

    /// The scopes in force where this one has the focus, innermost first.
    #[must_use]
    pub const fn stack(self) -> &'static [Self] {
        match self {
            Self::Global => &[Self::Global],
            Self::Tree => &[Self::Tree, Self::Global],
            Self::Passages => &[Self::Passages, Self::Global],
            Self::Reader => &[Self::Reader, Self::Global],
            Self::Compare => &[Self::Compare, Self::Global],
            Self::Results => &[Self::Results, Self::Global],
            Self::List => &[Self::List, Self::Global],
            Self::Prompt => &[Self::Prompt],
        }
    }
}

/// A row of the table.
struct Row {
    name: &'static str,
    scopes: &'static [Scope],
    doc: &'static str,
}

// A macro, so that variant, name, scopes and words of an action stand in one row and cannot part.
macro_rules! actions {
    ($($variant:ident $name:literal [$($scope:ident)+] $doc:literal;)+) => {
        /// What a key can do.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $(#[doc = $doc] $variant,)+ }

        impl Action {
            /// Every action, in the order of help and docs.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row { name: $name, scopes: &[$(Scope::$scope),+], doc: $doc },)+
                }
            }
        }
    };
}

actions! {
    // Moving
    Down "down" [Global Prompt] "Move down one line or row";
    Up "up" [Global Prompt] "Move up one line or row";
    HalfPageDown "half-page-down" [Global] "Move down half a page";
    HalfPageUp "half-page-up" [Global] "Move up half a page";
    PageDown "page-down" [Global Prompt] "Move down a page";
    PageUp "page-up" [Global Prompt] "Move up a page";
    Top "top" [Global] "Go to the beginning";
    Bottom "bottom" [Global] "Go to the end; after a number, to that objective, paragraph or row";
    Percent "percent" [Global] "After a number, go to that percentage";
    Left "left" [Global] "Fold, go to the parent, or to the pane on the left";
    Right "right" [Global] "Unfold, go to the first child, or to the pane on the right";
    Open "open" [Global] "Open what is selected, there, to read on";
    NextParagraph "next-paragraph" [Global] "Go to the next paragraph";
    PreviousParagraph "previous-paragraph" [Global] "Go to the previous paragraph";
    NextSection "next-section" [Global] "Go to the next section";
    PreviousSection "previous-section" [Global] "Go to the previous section";
    NextObjective "next-objective" [Global] "Go to the next objective";
    PreviousObjective "previous-objective" [Global] "Go to the previous objective";
    NextChange "next-change" [Global] "Go to the next change between the drafts";
    PreviousChange "previous-change" [Global] "Go to the previous change between the drafts";
    NextSubstantive "next-substantive" [Global] "Go to the next change of substance";
    PreviousSubstantive "previous-substantive" [Global] "Go to the previous change of substance";
    NextMove "next-move" [Global] "Go to the next moved clause";
    PreviousMove "previous-move" [Global] "Go to the previous moved clause";
    NextHit "next-hit" [Global] "Go to the next hit, then on into the next document";
    PreviousHit "previous-hit" [Global] "Go to the previous hit, then back into the previous document";
    NextTermHit "next-term-hit" [Global] "Go to the next hit of the term whose number was typed first";
    PreviousTermHit "previous-term-hit" [Global] "Go to the previous hit of the term whose number was typed first";
    NextNote "next-note" [Global] "Go to the next passage with a footnote mark";
    PreviousNote "previous-note" [Global] "Go to the previous passage with a footnote mark";

    // Panes
    NextPane "next-pane" [Global] "Go to the next pane";
    PreviousPane "previous-pane" [Global] "Go to the previous pane";
    Zoom "zoom" [Global] "Give this pane the whole screen, or give it back";
    Outline "outline" [Global] "Show the outline of this document instead of the objectives, or the reverse";

    // Finding
    Search "search" [Global] "Search all documents, results as you type";
    Find "find" [Reader Compare] "Find in this document, as you type";
    Filter "filter" [Tree Passages Results List] "Narrow this list as you type: words, doc:, kind:, by:";
    Sift "sift" [Passages Results] "Narrow this list to a document, a kind, an actor, or what was kept";
    Results "results" [Global] "Take up the last list of hits again";
    HitsHere "hits-here" [Global] "List all hits in this document";
    Concordance "concordance" [Global] "Show each hit with the words around it";
    Sort "sort" [Results] "Sort by the word before the hit, the word after it, or by place";
    SaveSearch "save-search" [Global] "Keep this search under a name";
    SavedSearches "saved-searches" [Global] "List the saved searches with their counts";
    SearchHistory "search-history" [Global] "List the searches made before";

    // Going
    Palette "palette" [Global] "Find any action, place, document or saved search, and run or go";
    GoTo "go-to" [Global] "Go to a place by name: 13c, nyd 33, annex I 5(d)";
    Back "back" [Global] "Go back to where you were before the last jump";
    Forward "forward" [Global] "Go forward again";
    SetMark "set-mark" [Global] "Mark this place with the letter typed next";
    GoToMark "go-to-mark" [Global] "Go to the place marked with the letter typed next";
    Marks "marks" [Global] "List the marks with their text";
    WriteMarks "write-marks" [Global] "Write all that is marked or kept, with citations, to a file";
    Delete "delete" [List] "Delete this mark or saved search";

    // Following
    Links "links" [Reader] "Number the references in sight, to follow one";
    Peek "peek" [Global] "Show the footnotes of this passage in place";
    ReferencesHere "references-here" [Global] "List the places that refer here";
    History "history" [Global] "Show this clause through all drafts";
    Where "where" [Global] "Say where this is: citation, percent, page, and the raw lines of the source";

    // Copying
    Copy "copy" [Global] "Copy this passage";
    CopyCitation "copy-citation" [Global] "Copy this passage with its citation";
    CopySource "copy-source" [Global] "Copy this passage with its citation, source file and lines";
    CopyToFile "copy-to-file" [Global] "Write this passage with its citation to a file";
    Select "select" [Reader] "Begin or end a selection of lines, to copy them";

    // In a list, a tree, a text
    Toggle "toggle" [Tree Compare List] "Fold or unfold";
    FoldAll "fold-all" [Tree Compare] "Fold everything";
    UnfoldAll "unfold-all" [Tree Compare] "Unfold everything";
    Keep "keep" [Passages] "Keep this passage, or no longer";
    Dismiss "dismiss" [Passages] "Dismiss this passage, or bring it back";
    ShowDismissed "show-dismissed" [Passages] "Show or hide the dismissed passages";
    Wider "wider" [Reader] "Widen the text";
    Narrower "narrower" [Reader] "Narrow the text";

    // Drafts
    Drafts "drafts" [Global] "Choose the two drafts to compare";
    Swap "swap" [Compare] "Swap the two sides";
    OnlyObjective "only-objective" [Compare] "Compare only this objective, or the whole texts";
    Noise "noise" [Compare] "Hide or show changes of form only";
    Inline "inline" [Compare] "Show both drafts in one column, or side by side";
    OpenOld "open-old" [Compare] "Open the older side's document at this row";
    OtherEnd "other-end" [Compare] "Go to the other end of this move";
    AsDrafts "as-drafts" [Compare] "Compare as drafts of one text, or as texts on one topic";

    // A line being typed
    Accept "accept" [Prompt] "Take what is typed or selected";
    Complete "complete" [Prompt] "Complete from the selected candidate";
    Older "older" [Prompt] "Bring back what was typed before";
    Newer "newer" [Prompt] "Return towards what was typed last";
    CharLeft "char-left" [Prompt] "Move the cursor left";
    CharRight "char-right" [Prompt] "Move the cursor right";
    WordLeft "word-left" [Prompt] "Move the cursor a word left";
    WordRight "word-right" [Prompt] "Move the cursor a word right";
    LineStart "line-start" [Prompt] "Move the cursor to the start";
    LineEnd "line-end" [Prompt] "Move the cursor to the end";
    DeleteBack "delete-back" [Prompt] "Delete the character before the cursor";
    DeleteForward "delete-forward" [Prompt] "Delete the character under the cursor";
    DeleteWord "delete-word" [Prompt] "Delete the word before the cursor";
    DeleteToStart "delete-to-start" [Prompt] "Delete all before the cursor";
    DeleteToEnd "delete-to-end" [Prompt] "Delete all after the cursor";

    // The program
    Help "help" [Global Prompt] "Show the keys in force here; type to filter, Enter runs one";
    Notices "notices" [Global] "Show what could not be placed in the documents, and why";
    Theme "theme" [Global] "Switch the theme";
    Reload "reload" [Global] "Read documents, key map and theme again";
    Redraw "redraw" [Global Prompt] "Draw the screen afresh";
    Cancel "cancel" [Global Prompt] "Leave what is open; never quits";
    Suspend "suspend" [Global Prompt] "Suspend to the shell";
    Quit "quit" [Global] "Close what is open, or quit";
    QuitNow "quit-now" [Global] "Quit at once";
}

impl Action {
    /// The name in a key map: `next-change`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// What the action does, in plain words, without a full stop.
    #[must_use]
    pub const fn doc(self) -> &'static str {
        self.row().doc
    }

    /// Where the action is at home: each of these scopes gives it a key.
    #[must_use]
    pub const fn scopes(self) -> &'static [Scope] {
        self.row().scopes
    }

    /// Whether a key map may bind the action in `scope`: at home there, or global below that pane.
    #[must_use]
    pub fn works_in(self, scope: Scope) -> bool {
        scope.stack().iter().any(|scope| self.scopes().contains(scope))
    }

    /// Whether the action waits for one more character, such as the letter of a mark.
    #[must_use]
    pub const fn wants_letter(self) -> bool {
        matches!(self, Self::SetMark | Self::GoToMark)
    }

    /// Whether the program could not be used, or not be left, without a key for it.
    #[must_use]
    pub const fn is_essential(self) -> bool {
        matches!(
            self,
            Self::Down | Self::Up | Self::Open | Self::Accept | Self::Palette | Self::Help | Self::Cancel | Self::Quit
        )
    }

    /// The action called `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
    }
}
