//! The folder of WARC files: appended to, cut back to the last whole record, never trusted more
//! than their digests.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

use super::answered::{Answered, WarcError};
use super::record::{Record, of_answer, of_file, read_records};

/// The folder, and the file that this process appends to.
#[derive(Debug, Clone)]
pub(crate) struct RawAnswers {
    pub(super) folder: PathBuf,
    pub(super) state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) open: Option<OpenFile>,
    closed: bool,
    written: u64,
}

#[derive(Debug)]
pub(super) struct OpenFile {
    pub(super) name: String,
    file: File,
    length: u64,
}

/// Past this length a new file is begun: one file is what a withdrawal rewrites.
const FULL: u64 = 16 << 20;

impl RawAnswers {
    pub(crate) fn in_folder(folder: PathBuf) -> Self {
        Self { folder, state: Arc::default() }
    }

    /// Appends an answer and waits until the disk has it. Returns its id and its file's name.
    pub(crate) fn append(&self, answer: &Answered) -> Result<(String, String), WarcError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.closed {
            return Err(WarcError::Closed);
        }
        if state.open.as_ref().is_none_or(|open| open.length > FULL) {
            state.open = None;
            state.open = Some(self.open_file(answer.received_at)?);
        }
        state.written += 1;
        let record = of_answer(answer, state.written)?;
        let id = record.id().unwrap_or_default().to_owned();
        let Some(open) = state.open.as_mut() else { return Err(WarcError::Closed) };
        match self.append_to(open, &record) {
            Ok(()) => Ok((id, open.name.clone())),
            Err(failure) => {
                state.closed |= matches!(failure, WarcError::Unconfirmed { .. });
                Err(failure)
            }
        }
    }

    fn append_to(&self, open: &mut OpenFile, record: &Record) -> Result<(), WarcError> {
        let path = self.folder.join(&open.name);
        let member = record.to_member().map_err(at(&path))?;
        if let Err(source) = open.file.write_all(&member) {
            // Half a record must not stand before the next one.
            let cut = open.file.set_len(open.length);
            let path = path.display().to_string();
            return Err(match cut {
                Ok(()) => WarcError::Io { path, source },
                Err(source) => WarcError::Unconfirmed { path, source },
            });
        }
        open.file.sync_data().map_err(unconfirmed(&path))?;
        open.length += member.len() as u64;
        Ok(())
    }

    /// Lets go of the file that is open, and of its lock.
    pub(crate) fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).open = None;
    }

    /// The newest file that is not full and that no other process writes, or a new one.
    fn open_file(&self, now: Timestamp) -> Result<OpenFile, WarcError> {
        fs::create_dir_all(&self.folder).map_err(at(&self.folder))?;
        let names = self.names()?;
        if let Some(open) = names.last().and_then(|name| self.reopen(name)) {
            return Ok(open);
        }
        let mut number = names.last().map_or(0, |name| number_of(name)) + 1;
        loop {
            let name = format!("{number:06}.warc.gz");
            let path = self.folder.join(&name);
            match OpenOptions::new().append(true).read(true).create_new(true).open(&path) {
                Ok(file) => return self.begin(name, file, now),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
                Err(error) => return Err(at(&path)(error)),
            }
        }
    }

    fn begin(&self, name: String, file: File, now: Timestamp) -> Result<OpenFile, WarcError> {
        let path = self.folder.join(&name);
        // Another process may hold the lock for a moment while it looks for torn tails.
        file.lock().map_err(at(&path))?;
        let mut open = OpenFile { name, file, length: 0 };
        let first = of_file(&open.name, now);
        self.append_to(&mut open, &first)?;
        self.sync_folder()?;
        Ok(open)
    }

    fn reopen(&self, name: &str) -> Option<OpenFile> {
        let path = self.folder.join(name);
        let file = OpenOptions::new().append(true).read(true).open(&path).ok()?;
        file.try_lock().ok()?;
        let length = file.metadata().ok()?.len();
        (length <= FULL).then(|| OpenFile { name: name.to_owned(), file, length })
    }

    /// Cuts torn tails off the newest files and names the answers in them: `(id, file, record)`.
    /// Files that another process writes are left to it.
    pub(crate) fn recover(&self) -> Result<Vec<(String, Record)>, WarcError> {
        let mut found = Vec::new();
        // A new file may have been begun before the last record of the one before was noted.
        let names = if self.folder.exists() { self.names()? } else { Vec::new() };
        for name in names.iter().rev().take(2) {
            let path = self.folder.join(name);
            let file = OpenOptions::new().write(true).open(&path).map_err(at(&path))?;
            if file.try_lock().is_err() {
                continue;
            }
            let bytes = fs::read(&path).map_err(at(&path))?;
            let records = read_records(&bytes);
            let whole: u64 = records.iter().map(|record| record.length).sum();
            if whole < bytes.len() as u64 {
                file.set_len(whole).map_err(at(&path))?;
                file.sync_all().map_err(unconfirmed(&path))?;
            }
            found.extend(records.into_iter().map(|record| (name.clone(), record)));
        }
        Ok(found)
    }

    pub(super) fn sync_folder(&self) -> Result<(), WarcError> {
        let folder = File::open(&self.folder).map_err(at(&self.folder))?;
        folder.sync_all().map_err(unconfirmed(&self.folder))
    }

    /// File names in the order in which they were begun.
    pub(crate) fn names(&self) -> Result<Vec<String>, WarcError> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(at(&self.folder))? {
            let name = entry.map_err(at(&self.folder))?.file_name().to_string_lossy().into_owned();
            if name.ends_with(".warc.gz") {
                names.push(name);
            }
        }
        names.sort_by_key(|name| number_of(name));
        Ok(names)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    pub(super) fn is_open(state: &State, name: &str) -> bool {
        state.open.as_ref().is_some_and(|open| open.name == name)
    }
}

fn number_of(name: &str) -> u64 {
    name.split('.').next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> WarcError {
    let path = path.display().to_string();
    move |source| WarcError::Io { path: path.clone(), source }
}

pub(super) fn unconfirmed(path: &Path) -> impl Fn(io::Error) -> WarcError {
    let path = path.display().to_string();
    move |source| WarcError::Unconfirmed { path: path.clone(), source }
}
