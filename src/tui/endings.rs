//! How a session ends: signals, panics, the line going down; whichever it is, the terminal is put back once.

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, Termios};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::Signals;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use std::time::Duration;
use std::{io, process, thread};

use super::screen::{Event, size};

/// Why a session ends without being asked to by a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// A signal, by its number.
    Signal(i32),
    /// The terminal is gone: end of input, or nothing takes the output.
    Closed,
    /// A panic; its message has been printed.
    Panic,
}

impl Ending {
    /// The exit status: 128 and the signal's number, as shells count; a lost terminal counts as a hang-up.
    #[must_use]
    pub fn status(self) -> u8 {
        match self {
            Self::Signal(number) => 128_u8.wrapping_add(u8::try_from(number).unwrap_or(0)),
            Self::Closed => 129,
            Self::Panic => 101,
        }
    }

    /// What happened, for the message that follows the program's name.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Signal(SIGHUP) => "ended: the terminal hung up".to_owned(),
            Self::Signal(SIGINT) => "ended: interrupted".to_owned(),
            Self::Signal(SIGTERM) => "ended: asked to terminate".to_owned(),
            Self::Signal(SIGQUIT) => "ended: asked to quit".to_owned(),
            Self::Signal(number) => format!("ended by signal {number}"),
            Self::Closed => "ended: the terminal is gone".to_owned(),
            Self::Panic => "ended by a mistake of its own; please report the message above".to_owned(),
        }
    }
}

/// Puts the terminal back as it was, once, from whichever thread comes first.
#[derive(Debug)]
pub(super) struct Restore {
    pub(super) termios: Termios,
    pub(super) bytes: Vec<u8>,
    /// The terminal is ours. Held while a frame is written, so that none comes after the farewell.
    pub(super) ours: Mutex<bool>,
}

impl Restore {
    /// Puts the terminal back if that is not yet done. A terminal that takes no bytes is not waited for.
    pub(super) fn run(&self) {
        // A frame that a stuck terminal does not take is not waited for.
        let mut held = self.ours.try_lock();
        for _ in 0..30 {
            if !matches!(held, Err(TryLockError::WouldBlock)) {
                break;
            }
            thread::sleep(Duration::from_millis(10));
            held = self.ours.try_lock();
        }
        let ours = match &mut held {
            Ok(ours) => std::mem::replace(&mut **ours, false),
            Err(TryLockError::Poisoned(ours)) => std::mem::replace(&mut **ours.get_mut(), false),
            Err(TryLockError::WouldBlock) => true,
        };
        if !ours {
            return;
        }
        let out = rustix::stdio::stdout();
        let mut rest = self.bytes.as_slice();
        while !rest.is_empty() && writable(Duration::from_millis(200)) {
            match rustix::io::write(out, rest) {
                Ok(0) => break,
                Ok(written) => rest = &rest[written..],
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => break,
            }
        }
        let _ = rustix::termios::tcsetattr(rustix::stdio::stdin(), OptionalActions::Now, &self.termios);
    }
}

/// Standard output while the terminal is ours, unbuffered: a frame is one write.
#[derive(Debug)]
pub(super) struct Tty(pub(super) Arc<Restore>);

impl io::Write for Tty {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let ours = self.0.ours.lock().unwrap_or_else(PoisonError::into_inner);
        if !*ours {
            return Ok(bytes.len()); // given back: the loop is about to hear why
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            match rustix::io::write(rustix::stdio::stdout(), rest) {
                Ok(written) => rest = &rest[written..],
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => _ = writable(Duration::from_secs(1)),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether standard output takes bytes within this time.
pub(super) fn writable(patience: Duration) -> bool {
    let out = rustix::stdio::stdout();
    let patience = Timespec::try_from(patience).ok();
    let mut fds = [PollFd::new(&out, PollFlags::OUT)];
    matches!(rustix::event::poll(&mut fds, patience.as_ref()), Ok(1)) && fds[0].revents().contains(PollFlags::OUT)
}

/// How long the loop may take to save its state after a signal that ends the program.
const GRACE: Duration = Duration::from_millis(700);

/// Listens to signals in a thread of its own. One that ends the program is told to the loop; should the loop not end
/// the program in time, or should a second one come that is no hangup, the thread does.
///
/// # Errors
/// If the handlers or the thread cannot be set up.
pub(super) fn listen<E: From<Event> + Send + 'static>(to: Sender<E>, restore: Arc<Restore>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH, SIGXFSZ])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        let mut ending = false;
        for signal in signals.forever() {
            let event = match signal {
                SIGWINCH => {
                    let size = size();
                    Event::Resize(size.width, size.height)
                }
                SIGTSTP => Event::Suspend,
                SIGCONT => Event::Resume,
                // Caught, it makes the write fail instead of the program; see `restricted`.
                SIGXFSZ => continue,
                _ => Event::End(Ending::Signal(signal)),
            };
            let ends = matches!(event, Event::End(_));
            let told = to.send(E::from(event)).is_ok();
            // A terminal that is gone says so more than once.
            let hurries = ending && signal != SIGHUP;
            if ends && (hurries || !told) {
                leave(&restore, signal);
            }
            if ends {
                ending = true;
                let restore = Arc::clone(&restore);
                thread::spawn(move || {
                    thread::sleep(GRACE);
                    leave(&restore, signal);
                });
            }
        }
    })?;
    Ok(())
}

fn leave(restore: &Restore, signal: i32) -> ! {
    restore.run();
    process::exit(i32::from(Ending::Signal(signal).status()))
}

/// On a panic, in whichever thread: the terminal first, then the message, then the loop hears of it.
pub(super) fn on_panic<E: From<Event> + Send + 'static>(to: Sender<E>, restore: Arc<Restore>) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        restore.run();
        before(info);
        let _ = to.send(E::from(Event::End(Ending::Panic)));
    }));
}
