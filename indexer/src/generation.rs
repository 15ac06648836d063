//! Generations of the index: each in a folder of its own, one of them current.
//!
//! A rebuild fills the next generation and then moves the name `CURRENT` over to it, so that a
//! reader sees the old one whole until it sees the new one whole.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use tantivy::Index;

use crate::error::IndexError;
use crate::schema::Fields;

/// The index's folder.
#[derive(Debug, Clone)]
pub(crate) struct Generations {
    folder: PathBuf,
}

const CURRENT: &str = "CURRENT";

const LOCK: &str = "LOCK";

impl Generations {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    pub(crate) fn folder(&self) -> String {
        self.folder.display().to_string()
    }

    /// Takes the folder for one writer, whichever generation it writes; whoever drops the file, or
    /// dies, lets it go.
    pub(crate) fn lock(&self) -> Result<File, IndexError> {
        fs::create_dir_all(&self.folder).map_err(self.unusable())?;
        let mut options = OpenOptions::new();
        let file = options.write(true).create(true).truncate(false).open(self.folder.join(LOCK));
        let file = file.map_err(self.unusable())?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => Err(IndexError::Busy { folder: self.folder() }),
            Err(TryLockError::Error(error)) => Err(self.unusable()(error)),
        }
    }

    /// The current generation's name.
    pub(crate) fn current(&self) -> Option<String> {
        let name = fs::read_to_string(self.folder.join(CURRENT)).ok()?;
        Some(name.trim().to_owned())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Opens a generation.
    pub(crate) fn open(&self, name: &str) -> Result<Index, IndexError> {
        let index = Index::open_in_dir(self.path(name))?;
        Fields::register(&index);
        Ok(index)
    }

    /// Makes an empty generation after all that there are.
    pub(crate) fn begin(&self) -> Result<(String, Index), IndexError> {
        fs::create_dir_all(&self.folder).map_err(self.unusable())?;
        let newest = self.names()?.into_iter().filter_map(|name| name.parse::<u64>().ok()).max();
        let name = format!("{:06}", newest.unwrap_or(0) + 1);
        let path = self.path(&name);
        fs::create_dir_all(&path).map_err(self.unusable())?;
        let index = Index::create_in_dir(path, Fields::schema().0)?;
        Fields::register(&index);
        Ok((name, index))
    }

    /// Makes a generation the current one and removes the others.
    pub(crate) fn make_current(&self, name: &str) -> Result<(), IndexError> {
        let beside = self.folder.join("CURRENT.new");
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&beside)?;
            file.write_all(name.as_bytes())?;
            file.sync_all()?;
            fs::rename(&beside, self.folder.join(CURRENT))?;
            File::open(&self.folder)?.sync_all()
        };
        write().map_err(self.unusable())?;
        self.leave_only(Some(name))
    }

    /// Removes every generation but one: former ones, and those that a rebuild was killed over.
    pub(crate) fn leave_only(&self, name: Option<&str>) -> Result<(), IndexError> {
        for other in self.names()?.into_iter().filter(|other| Some(other.as_str()) != name) {
            // Readers that still have it open keep their files until they let go.
            let _ = fs::remove_dir_all(self.path(&other));
        }
        Ok(())
    }

    fn names(&self) -> Result<Vec<String>, IndexError> {
        let entries = fs::read_dir(&self.folder).map_err(self.unusable())?;
        let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
        Ok(names.filter(|name| name.parse::<u64>().is_ok()).collect())
    }

    fn unusable(&self) -> impl Fn(std::io::Error) -> IndexError {
        let folder = self.folder();
        move |source| IndexError::Folder { folder: folder.clone(), source }
    }
}
