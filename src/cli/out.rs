//! Where answers go: standard output and standard error, wrapped, and clean of what a terminal would obey.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::text::safe;

/// Wider than this, lines tire the eye.
const READING_WIDTH: usize = 100;

/// The columns of the terminal on standard output; none where it is none.
pub fn terminal_width() -> Option<usize> {
    let out = io::stdout();
    if !out.is_terminal() {
        return None;
    }
    rustix::termios::tcgetwinsize(out).ok().map(|size| usize::from(size.ws_col)).filter(|&columns| columns > 0)
}

/// The width text is wrapped to; none in a pipe, where a passage is a line.
pub fn reading_width() -> Option<usize> {
    terminal_width().map(|columns| columns.min(READING_WIDTH))
}

/// Says `what` on standard error, line by line.
pub fn tell(what: &str) {
    let mut err = io::stderr().lock();
    for line in what.lines() {
        // Nobody is left to be told where this fails.
        let _ = writeln!(err, "{}", safe(line));
    }
}

/// Standard output.
pub struct Out {
    to: BufWriter<Stdout>,
    pub width: Option<usize>,
    /// Whether matches may be printed bold.
    pub bold: bool,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl Out {
    /// Wraps text to `width` columns, or not at all.
    pub fn new(width: Option<usize>) -> Self {
        let out = io::stdout();
        let bold = out.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        Self { to: BufWriter::with_capacity(1 << 16, out), width, bold }
    }

    /// Bytes of our own making, as they are.
    pub fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.to.write_all(bytes)?;
        self.to.flush()
    }

    /// Sends what is buffered on its way.
    pub fn end(mut self) -> io::Result<()> {
        self.to.flush()
    }

    /// One line, hidden characters made visible.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.to, "{}", safe(text))
    }

    /// A line of its own at `indent`; on a narrower terminal it is wrapped, what follows hanging four deeper.
    pub fn entry(&mut self, indent: usize, text: &str) -> io::Result<()> {
        const HANG: usize = 4;
        let Some(width) = self.width else { return self.line(&format!("{:indent$}{text}", "")) };
        let columns = width.saturating_sub(indent + HANG).max(20);
        // The first line is as wide as the others, plus what they hang.
        let first = wrap(text, columns + HANG).first().map_or(0, |line| line.end);
        self.line(&format!("{:indent$}{}", "", &text[..first]))?;
        self.paragraph(indent + HANG, &text[first..], &[])
    }

    /// A paragraph, wrapped and indented; `marks` are bytes of `text`, printed bold on a terminal.
    pub fn paragraph(&mut self, indent: usize, text: &str, marks: &[Range<usize>]) -> io::Result<()> {
        let columns = self.width.map_or(usize::MAX, |w| w.saturating_sub(indent).max(20));
        for line in wrap(text, columns) {
            write!(self.to, "{:indent$}", "")?;
            let (said, mut done) = (safe(&text[line.clone()]), 0);
            for mark in marks.iter().filter(|m| self.bold && m.start < line.end && m.end > line.start) {
                let at = |byte: usize| safe(&text[line.start..byte]).len();
                let (from, to) = (at(mark.start.max(line.start)).max(done), at(mark.end.min(line.end)));
                write!(self.to, "{}\u{1b}[1m{}\u{1b}[0m", &said[done..from], &said[from..to])?;
                done = to;
            }
            writeln!(self.to, "{}", &said[done..])?;
        }
        Ok(())
    }
}

/// The lines of `text` at most `columns` wide, broken at blanks, not between cells; a longer word stands alone.
pub fn wrap(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for word in text.split([' ', '\n']).filter(|w| !w.is_empty()) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let end = start + word.len();
        match out.last_mut() {
            Some(line) if columns == usize::MAX || text[line.start..end].width() <= columns => line.end = end,
            _ => out.push(start..end),
        }
    }
    out
}
