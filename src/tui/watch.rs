//! Watching: which files and folders have changed, and on Linux a word from the system when one may have.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Files and folders, and how they looked when last asked about.
#[derive(Debug, Clone, Default)]
pub struct Watch {
    files: Vec<(PathBuf, Option<Stamp>)>,
}

type Stamp = (SystemTime, u64);

impl Watch {
    /// Watches `files`, as they are now.
    #[must_use]
    pub fn over(files: impl IntoIterator<Item = PathBuf>) -> Self {
        let stamped = files.into_iter().map(|file| {
            let stamp = stamp(&file);
            (file, stamp)
        });
        Self { files: stamped.collect() }
    }

    /// Whether one has changed since it was last asked.
    pub fn changed(&mut self) -> bool {
        let mut changed = false;
        for (file, old) in &mut self.files {
            let new = stamp(file);
            changed |= new != *old;
            *old = new;
        }
        changed
    }

    /// What is watched.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|(file, _)| file.as_path())
    }
}

/// When a file last changed, and its size; of a folder, the latest and the sum of what is in it.
fn stamp(file: &Path) -> Option<Stamp> {
    let mut left = MOST;
    stamp_within(file, &mut left)
}

/// So many files of a folder are looked at: a look costs some microseconds each, between a key and its frame.
const MOST: usize = 256;

fn stamp_within(file: &Path, left: &mut usize) -> Option<Stamp> {
    *left = left.checked_sub(1)?;
    let metadata = std::fs::metadata(file).ok()?;
    let mut whole = (metadata.modified().ok()?, metadata.len());
    for entry in std::fs::read_dir(file).into_iter().flatten().flatten() {
        // Links are not followed: they may lead round.
        if entry.file_type().is_ok_and(|kind| !kind.is_symlink())
            && let Some((modified, size)) = stamp_within(&entry.path(), left)
        {
            whole = (whole.0.max(modified), whole.1.wrapping_add(size));
        }
    }
    Some(whole)
}

/// Calls `tell` from a thread of its own whenever the system says that one of `files`, or something in a folder among
/// them, may have changed, until it answers false. Where the system does not say so, nothing is called.
pub fn tell_of_changes<'a>(files: impl Iterator<Item = &'a Path>, tell: impl Fn() -> bool + Send + 'static) {
    #[cfg(target_os = "linux")]
    if let Ok(told) = told::Told::of(files) {
        let _ = std::thread::Builder::new().name("files".to_owned()).spawn(move || told.wait(&tell));
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (files.count(), tell);
}

#[cfg(target_os = "linux")]
mod told {
    use std::collections::HashMap;
    use std::ffi::{OsStr, OsString};
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::os::unix::ffi::OsStrExt as _;
    use std::path::{Path, PathBuf};

    use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};
    use rustix::io::Errno;

    /// A folder that the system watches for us.
    #[derive(Default)]
    struct Folder {
        path: PathBuf,
        /// The files that matter in it; all, with what is below, where there are none.
        names: Vec<OsString>,
    }

    /// What the system tells, and of which folders.
    pub(super) struct Told {
        fd: OwnedFd,
        folders: HashMap<i32, Folder>,
    }

    impl Told {
        pub(super) fn of<'a>(files: impl Iterator<Item = &'a Path>) -> Result<Self, Errno> {
            let mut told = Self { fd: init(CreateFlags::CLOEXEC)?, folders: HashMap::new() };
            for file in files {
                if file.is_dir() {
                    told.add_below(file, super::MOST);
                } else if let (Some(folder), Some(name)) = (file.parent(), file.file_name()) {
                    // Editors put another file in its place: the folder tells.
                    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                    told.add(folder, Some(name));
                }
            }
            Ok(told)
        }

        fn add(&mut self, folder: &Path, name: Option<&OsStr>) {
            let flags = WatchFlags::CLOSE_WRITE | WatchFlags::MOVE | WatchFlags::CREATE | WatchFlags::DELETE;
            let Ok(number) = add_watch(&self.fd, folder, flags | WatchFlags::ONLYDIR) else { return };
            let known = self.folders.contains_key(&number);
            let of = self.folders.entry(number).or_default();
            folder.clone_into(&mut of.path);
            match name {
                Some(name) if !known || !of.names.is_empty() => of.names.push(name.to_owned()),
                Some(_) => {}
                None => of.names.clear(),
            }
        }

        /// A folder and those in it, at most so many.
        fn add_below(&mut self, folder: &Path, most: usize) {
            let mut folders = vec![folder.to_owned()];
            for _ in 0..most {
                let Some(folder) = folders.pop() else { return };
                self.add(&folder, None);
                let entries = std::fs::read_dir(&folder).into_iter().flatten().flatten();
                folders.extend(entries.filter(|e| e.file_type().is_ok_and(|kind| kind.is_dir())).map(|e| e.path()));
            }
        }

        pub(super) fn wait(mut self, tell: &dyn Fn() -> bool) {
            let mut room = [MaybeUninit::uninit(); 4096];
            loop {
                let mut new = Vec::new();
                let mut reader = Reader::new(&self.fd, &mut room);
                // One read, which waits, and all that came with it.
                let mut matters = false;
                loop {
                    let event = match reader.next() {
                        Ok(event) => event,
                        Err(Errno::INTR) => continue,
                        Err(_) => return,
                    };
                    let name = event.file_name().map(|name| OsStr::from_bytes(name.to_bytes()));
                    if let Some(folder) = self.folders.get(&event.wd()) {
                        matters |= folder.names.is_empty() || folder.names.iter().any(|n| Some(n.as_os_str()) == name);
                        if let Some(name) =
                            name.filter(|_| folder.names.is_empty() && event.events().contains(ReadFlags::ISDIR))
                        {
                            new.push(folder.path.join(name));
                        }
                    }
                    if reader.is_buffer_empty() {
                        break;
                    }
                }
                for folder in &new {
                    self.add_below(folder, super::MOST);
                }
                if matters && !tell() {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use std::time::Duration;
    use std::{fs, io};

    #[test]
    fn a_change_is_noticed_once() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let (folder, file) = (dir.path().join("drafts"), dir.path().join("keymap.toml"));
        fs::create_dir(&folder)?;
        let mut watch = Watch::over([folder.clone(), file.clone()]);
        assert!(!watch.changed());
        for change in [folder.join("zero.txt"), file] {
            fs::write(change, "one")?;
            assert!(watch.changed());
            assert!(!watch.changed(), "told once");
        }
        Ok(())
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_system_tells_of_changes() -> io::Result<()> {
        let dir = tempfile::tempdir()?;
        let (folder, file) = (dir.path().join("drafts"), dir.path().join("keymap.toml"));
        fs::create_dir(&folder)?;
        let (tell, told) = channel();
        tell_of_changes([folder.as_path(), &file].into_iter(), move || tell.send(()).is_ok());
        let moment = Duration::from_millis(200);
        let heard = || {
            let first = told.recv_timeout(Duration::from_secs(10)).is_ok();
            while told.recv_timeout(moment).is_ok() {}
            first
        };
        fs::write(folder.join("zero.txt"), "one")?;
        assert!(heard(), "a file in a folder");
        fs::create_dir(folder.join("later"))?;
        assert!(heard(), "a folder in a folder");
        fs::write(folder.join("later/one.txt"), "one")?;
        assert!(heard(), "a file in a folder that came later");
        fs::write(dir.path().join("other"), "one")?;
        assert!(told.recv_timeout(moment).is_err(), "nobody asked about that file");
        fs::write(dir.path().join("new"), "one")?;
        fs::rename(dir.path().join("new"), &file)?;
        assert!(heard(), "a file that took its place");
        Ok(())
    }
}
