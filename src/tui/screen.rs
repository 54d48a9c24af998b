//! The terminal: opened, drawn on, lent back to the shell, and put back; nothing else changes its modes.

use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;
use ratatui::{Frame, Terminal};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use rustix::termios::OptionalActions;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fmt, thread};

pub use super::endings::Ending;
use super::endings::{self, Restore, Tty};
use super::input::{Input, Parser};
use super::wire::{Shadow, Traits};

/// What the terminal, or the system about it, says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A key.
    Key(KeyEvent),
    /// A paste, at most [`super::input::PASTE_LIMIT`] bytes, line ends as LF. Only while [`Screen::paste_mode`] is on.
    Paste(String),
    /// Columns and rows. Pass them to [`Screen::resize`].
    Resize(u16, u16),
    /// Asked to stop for a while: call [`Screen::suspend`].
    Suspend,
    /// Continued after a stop: call [`Screen::resume`].
    Resume,
    /// The session ends: save, [`Screen::close`], exit with [`Ending::status`]. There is less than a second.
    End(Ending),
}

/// How to use the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Draw on the alternate screen, so that the shell's lines come back afterwards.
    pub alternate: bool,
    /// What the terminal understands.
    pub traits: Traits,
    /// How long a lone Esc is held, as more of a sequence may follow.
    pub escape: Duration,
}

/// Why the terminal cannot be used. The message says what to do instead.
#[derive(Debug)]
pub enum Error {
    /// Standard input or output is no terminal.
    NoTerminal,
    /// `TERM` is unset, or says that the terminal cannot move its cursor.
    Dumb(String),
    /// The system refused.
    Io(io::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instead = "the subcommands (plenary --help), such as `plenary outline`, need no terminal";
        match self {
            Self::NoTerminal => write!(f, "standard input and output are not a terminal; {instead}"),
            Self::Dumb(term) if term.is_empty() => {
                write!(f, "TERM is not set, so what the terminal understands is not known; try --plain; {instead}")
            }
            Self::Dumb(_) => write!(f, "this terminal (TERM) cannot move its cursor; try --plain; {instead}"),
            Self::Io(error) => write!(f, "the terminal cannot be used: {error}; {instead}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Errno> for Error {
    fn from(error: Errno) -> Self {
        Self::Io(error.into())
    }
}

/// Bytes a second over SSH: less than a slow line carries, so that nothing piles up on the way.
const SSH_RATE: u32 = 24_000;

impl Settings {
    /// The settings that the environment asks for: `TERM`, `NO_COLOR`, the locale, SSH.
    ///
    /// # Errors
    /// [`Error::Dumb`] for a terminal that cannot move its cursor.
    pub fn from_env(get: impl Fn(&str) -> Option<String>) -> Result<Self, Error> {
        let set = |name: &str| get(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        if matches!(term.as_str(), "" | "dumb" | "unknown") {
            return Err(Error::Dumb(term));
        }
        let old = ["vt100", "vt102", "vt52", "ansi"].iter().any(|name| term.starts_with(name));
        let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG")).unwrap_or_default();
        let locale = locale.to_ascii_lowercase();
        let ssh = set("SSH_CONNECTION").or_else(|| set("SSH_TTY")).is_some();
        Ok(Self {
            alternate: true,
            traits: Traits {
                colour: !old && set("NO_COLOR").is_none(),
                unicode: !old && (locale.contains("utf-8") || locale.contains("utf8")),
                modern: !old && term != "linux",
                rate: if ssh { SSH_RATE } else { Traits::default().rate },
            },
            escape: Duration::from_millis(if ssh { 100 } else { 50 }),
        })
    }
}

/// The size of the terminal, in columns and rows. One that does not know says 0: 80x24. Beyond any screen ever built
/// it is cut, lest the frame outgrow the memory.
#[must_use]
pub fn size() -> Size {
    let told = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok();
    let (columns, rows) = told.map_or((0, 0), |size| (size.ws_col, size.ws_row));
    let or = |told: u16, default: u16| if told == 0 { default } else { told };
    Size::new(or(columns, 80).min(1000), or(rows, 24).min(500))
}

/// The terminal while it is ours. Dropping it puts it back.
#[derive(Debug)]
pub struct Screen {
    terminal: Terminal<Shadow<Tty>>,
    spare: Buffer,
    settings: Settings,
    restore: Arc<Restore>,
    pasting: bool,
}

impl Screen {
    /// Opens the terminal and sends its events to `to` from now on.
    ///
    /// # Errors
    /// If there is no terminal, or the system refuses. The terminal is then as it was.
    pub fn open<E: From<Event> + Send + 'static>(settings: Settings, to: &Sender<E>) -> Result<Self, Error> {
        let (input, output) = (rustix::stdio::stdin(), rustix::stdio::stdout());
        if !rustix::termios::isatty(input) || !rustix::termios::isatty(output) {
            return Err(Error::NoTerminal);
        }
        let restore = Arc::new(Restore {
            termios: rustix::termios::tcgetattr(input)?,
            bytes: farewell(settings),
            ours: Mutex::new(false),
        });
        endings::listen(to.clone(), Arc::clone(&restore))?;
        endings::on_panic(to.clone(), Arc::clone(&restore));
        let terminal = Terminal::new(Shadow::new(Tty(Arc::clone(&restore)), size(), settings.traits))?;
        let mut screen = Self { terminal, spare: Buffer::default(), settings, restore, pasting: false };
        screen.enter()?;
        let to = to.clone();
        thread::Builder::new().name("keys".to_owned()).spawn(move || read(&to, Parser::new(settings.escape)))?;
        Ok(screen)
    }

    /// Takes the terminal.
    fn enter(&mut self) -> io::Result<()> {
        *self.restore.ours.lock().unwrap_or_else(PoisonError::into_inner) = true;
        let mut raw = self.restore.termios.clone();
        raw.make_raw();
        rustix::termios::tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &raw)?;
        let mut hello = Vec::new();
        if self.settings.alternate {
            hello.extend(b"\x1b[?1049h");
        }
        hello.extend(b"\x1b[?7l");
        if self.pasting {
            hello.extend(b"\x1b[?2004h");
        }
        let shadow = self.terminal.backend_mut();
        shadow.out().write_all(&hello)?;
        shadow.resize(size());
        shadow.forget();
        Ok(())
    }

    /// Columns and rows.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        let size = self.terminal.size().unwrap_or_default();
        (size.width, size.height)
    }

    /// Draws a frame and sends what differs. Over a slow line the sending may be put off; [`Screen::wait`] sees to it.
    ///
    /// # Errors
    /// If the terminal is gone. If it was given back because the program ends, nothing is drawn, and
    /// [`Event::End`] is on its way.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        Shadow::draw(&mut self.terminal, &mut self.spare, render)
    }

    /// Waits for an event, and takes all that have come with it; none where nothing came until `until`. Meanwhile
    /// sends what was drawn but put off.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn wait<E>(&mut self, from: &Receiver<E>, until: Option<Instant>) -> io::Result<Vec<E>> {
        loop {
            let now = Instant::now();
            let put_off = self.terminal.backend().due(now);
            let left = until.map(|until| until.saturating_duration_since(now));
            let first = match put_off.into_iter().chain(left).min() {
                None => from.recv().map_err(|_| RecvTimeoutError::Disconnected),
                Some(patience) => from.recv_timeout(patience),
            };
            match first {
                Ok(first) => return Ok(std::iter::once(first).chain(from.try_iter()).collect()),
                Err(RecvTimeoutError::Disconnected) => return Err(io::ErrorKind::NotConnected.into()),
                Err(RecvTimeoutError::Timeout) => {
                    let now = Instant::now();
                    if put_off.is_some() {
                        self.terminal.backend_mut().send(now)?;
                    }
                    if until.is_some_and(|until| until <= now) {
                        return Ok(Vec::new());
                    }
                }
            }
        }
    }

    /// The terminal has a new size; the next draw fills it.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.terminal.backend_mut().resize(Size::new(columns, rows));
    }

    /// The next draw sends the whole screen, for one that something else has written on.
    pub fn redraw(&mut self) {
        self.terminal.backend_mut().forget();
    }

    /// Whether pastes come as one event: on only while a prompt takes text.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn paste_mode(&mut self, on: bool) -> io::Result<()> {
        if self.pasting == on {
            return Ok(());
        }
        self.pasting = on;
        let mode = if on { b"\x1b[?2004h" } else { b"\x1b[?2004l" };
        self.terminal.backend_mut().out().write_all(mode)
    }

    /// Sends bytes that draw nothing and move nothing, such as words for the clipboard.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn pass(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.terminal.backend_mut().out().write_all(bytes)
    }

    /// Gives the terminal back to the shell and stops; returns when continued, with all to be drawn anew. False, and
    /// nothing done, if no shell would be there to continue it.
    ///
    /// # Errors
    /// If the terminal cannot be taken again.
    pub fn suspend(&mut self) -> io::Result<bool> {
        let group = rustix::process::getpgrp();
        if rustix::process::getsid(None).is_ok_and(|session| session == group) {
            return Ok(false);
        }
        self.restore.run();
        rustix::process::kill_process_group(group, rustix::process::Signal::STOP)?;
        self.enter()?;
        Ok(true)
    }

    /// Takes the terminal again after a stop that came from outside.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn resume(&mut self) -> io::Result<()> {
        self.enter()
    }

    /// Puts the terminal back as it was.
    pub fn close(self) {
        self.restore.run();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.restore.run();
    }
}

/// What undoes all that is ever switched on.
fn farewell(settings: Settings) -> Vec<u8> {
    let mut bytes = b"\x1b[r\x1b[m\x1b[?2004l\x1b[?7h\x1b[?25h".to_vec();
    if settings.alternate {
        bytes.extend(b"\x1b[?1049l");
    } else {
        bytes.extend(b"\x1b[999H\r\n");
    }
    bytes
}

/// Reads the terminal until it ends. Blocks without a time limit unless a sequence is unfinished.
fn read<E: From<Event>>(to: &Sender<E>, mut parser: Parser) {
    let input = rustix::stdio::stdin();
    let mut buffer = [0; 4096];
    let end = || {
        let _ = to.send(E::from(Event::End(Ending::Closed)));
    };
    loop {
        let patience = parser.patience().and_then(|patience| Timespec::try_from(patience).ok());
        let mut fds = [PollFd::new(&input, PollFlags::IN)];
        let found = match rustix::event::poll(&mut fds, patience.as_ref()) {
            Err(Errno::INTR) => continue,
            Err(_) => return end(),
            Ok(0) => parser.give_up(),
            Ok(_) => match rustix::io::read(input, &mut buffer) {
                Err(Errno::INTR | Errno::AGAIN) => continue,
                Ok(0) | Err(_) => return end(),
                Ok(length) => parser.push(&buffer[..length]),
            },
        };
        for input in found {
            let event = match input {
                Input::Key(key) => Event::Key(key),
                Input::Paste(text) => Event::Paste(text),
            };
            if to.send(E::from(event)).is_err() {
                return;
            }
        }
    }
}
