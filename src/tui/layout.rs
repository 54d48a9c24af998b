//! Layout: where each pane lies on a screen of a size. Pure, so that moves and drawing agree.

use ratatui::layout::{Rect, Size};

/// A place on the screen that can have the focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The objectives and the works; or the outline of a document.
    #[default]
    Tree,
    /// Passages, results, or a document.
    Middle,
    /// Drafts side by side.
    Compare,
}

/// What the reader wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Want {
    /// The pane that has the focus.
    pub focus: Pane,
    /// Whether it has the whole screen.
    pub zoom: bool,
    /// Whether the middle pane needs the comparison's place where there is little: for results and documents.
    pub broad: bool,
}

/// Where the panes lie; each with its title on the first row. A pane without a place is not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The tree.
    pub tree: Option<Rect>,
    /// The middle pane.
    pub middle: Option<Rect>,
    /// The comparison.
    pub compare: Option<Rect>,
    /// The last row: messages, position, what is being typed.
    pub status: Rect,
}

/// Columns and rows below which only a word is shown.
pub const SMALLEST: Size = Size { width: 20, height: 5 };

/// From this width on, all three panes stand side by side.
const WIDE: u16 = 120;
/// From this width on, the tree stands beside the other two.
const TWO: u16 = 80;

/// The tree's columns where there is little room and another pane has the focus.
const BESIDE: u16 = 26;

/// The panes on a screen of `size`.
pub fn layout(size: Size, want: Want) -> Layout {
    let Size { width, height } = size;
    let rows = height.saturating_sub(1);
    let at = |x: u16, y: u16, width: u16, height: u16| Some(Rect { x, y, width, height });
    let mut out = Layout { status: Rect { x: 0, y: rows, width, height: 1 }, ..Layout::default() };
    let whole = at(0, 0, width, rows);
    if want.zoom || width < TWO {
        match want.focus {
            Pane::Tree => out.tree = whole,
            Pane::Middle => out.middle = whole,
            Pane::Compare => out.compare = whole,
        }
        return out;
    }
    let tree = match (width < WIDE, want.focus) {
        (true, Pane::Tree) => width * 2 / 5,
        (true, _) => BESIDE,
        (false, _) => (width / 4).clamp(34, 52),
    };
    // A column between panes bears the line that parts them.
    let right = tree + 1;
    let room = width - right;
    out.tree = at(0, 0, tree, rows);
    if width >= WIDE {
        let half = (room - 1) / 2;
        out.middle = at(right, 0, half, rows);
        out.compare = at(right + half + 1, 0, room - half - 1, rows);
    } else if want.broad && want.focus != Pane::Compare {
        out.middle = at(right, 0, room, rows);
    } else {
        let half = rows.div_ceil(2);
        out.middle = at(right, 0, room, half);
        out.compare = at(right, half, room, rows - half);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_never_overlap_and_stay_inside() {
        for width in 0..=220 {
            for height in 0..=70 {
                for focus in [Pane::Tree, Pane::Middle, Pane::Compare] {
                    for (zoom, broad) in [(false, false), (true, false), (false, true)] {
                        let l = layout(Size { width, height }, Want { focus, zoom, broad });
                        let screen = Rect { x: 0, y: 0, width, height: height.max(1) };
                        let panes: Vec<Rect> =
                            [l.tree, l.middle, l.compare, Some(l.status)].into_iter().flatten().collect();
                        for (n, a) in panes.iter().enumerate() {
                            assert_eq!(a.intersection(screen), *a, "{width}x{height}");
                            assert!(panes[n + 1..].iter().all(|b| !a.intersects(*b)), "{width}x{height}");
                        }
                        let focused = match focus {
                            Pane::Tree => l.tree,
                            Pane::Middle => l.middle,
                            Pane::Compare => l.compare,
                        };
                        assert!(focused.is_some());
                    }
                }
            }
        }
    }
}
