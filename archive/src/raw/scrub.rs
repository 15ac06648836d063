//! Taking a withdrawn item's bytes out of the raw answers.
//!
//! The item is overwritten in place, `null` and spaces in JSON and spaces elsewhere, so that the
//! answer can still be read and the ranges of its other items stay right. The file is written
//! beside and renamed over the old one.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::ops::Range;
use std::sync::PoisonError;

use super::answered::WarcError;
use super::files::{RawAnswers, at, unconfirmed};
use super::record::{Record, read_records};

/// What to overwrite in one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Blank {
    /// Ranges of answers' bodies, by the answer's id.
    pub(crate) ranges: Vec<(String, Range<usize>)>,
    /// Texts that give the item away in answers that were never read: such bodies go as a whole
    /// (an empty text is in every body).
    pub(crate) telling: Vec<String>,
    /// The answers that were read, in which `telling` is not looked for.
    pub(crate) read: Vec<String>,
}

impl RawAnswers {
    /// Overwrites in a file. `Ok(None)` means that another process writes it and has to do this
    /// itself; else the number of records rewritten.
    pub(crate) fn scrub(&self, name: &str, blank: &Blank) -> Result<Option<usize>, WarcError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let path = self.folder.join(name);
        let held = if Self::is_open(&state, name) {
            // Closed first: the next append opens the new file under this name.
            state.open = None;
            None
        } else {
            let file = OpenOptions::new().write(true).open(&path).map_err(at(&path))?;
            if file.try_lock().is_err() {
                return Ok(None);
            }
            Some(file)
        };
        let changed = self.rewrite(name, blank)?;
        drop(held);
        Ok(Some(changed))
    }

    fn rewrite(&self, name: &str, blank: &Blank) -> Result<usize, WarcError> {
        let path = self.folder.join(name);
        let bytes = fs::read(&path).map_err(at(&path))?;
        let mut records = read_records(&bytes);
        let changed = records.iter_mut().filter_map(|record| blank.apply(record).then_some(()));
        let changed = changed.count();
        if changed == 0 {
            return Ok(0);
        }
        let beside = self.folder.join(format!("{name}.new"));
        let mut file = File::create(&beside).map_err(at(&beside))?;
        for record in &records {
            let member = record.to_member().map_err(at(&beside))?;
            file.write_all(&member).map_err(at(&beside))?;
        }
        file.sync_all().map_err(unconfirmed(&beside))?;
        fs::rename(&beside, &path).map_err(unconfirmed(&path))?;
        self.sync_folder()?;
        Ok(changed)
    }
}

impl Blank {
    /// Overwrites in a record; tells whether anything was there.
    fn apply(&self, record: &mut Record) -> bool {
        let Some(id) = record.id().map(str::to_owned) else { return false };
        let start = record.body_start();
        let mut changed = false;
        for (_, range) in self.ranges.iter().filter(|(answer, _)| *answer == id) {
            let place = start.saturating_add(range.start)..start.saturating_add(range.end);
            changed |= record.block.get_mut(place).is_some_and(overwrite);
        }
        if !self.read.contains(&id) && self.tells(record.block.get(start..).unwrap_or_default()) {
            changed |= record.block.get_mut(start..).is_some_and(overwrite);
        }
        changed
    }

    fn tells(&self, body: &[u8]) -> bool {
        let body = String::from_utf8_lossy(body).replace("\\/", "/");
        self.telling.iter().any(|text| body.contains(text.as_str()))
    }
}

fn overwrite(bytes: &mut [u8]) -> bool {
    let json = matches!(bytes.first(), Some(b'{' | b'[' | b'"'));
    let before = bytes.to_vec();
    bytes.fill(b' ');
    if let (true, Some(start)) = (json, bytes.get_mut(..4)) {
        start.copy_from_slice(b"null");
    }
    bytes != before.as_slice()
}
