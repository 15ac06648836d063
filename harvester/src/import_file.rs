//! A file into the archive, through the same door as any answer: raw first, then read and kept.

use std::path::Path;

use archive::{Answered, Archive, ArchiveError, Kept};
use jiff::Timestamp;

use crate::import::{Batches, ImportError};
use crate::platform::Item;
use crate::run::reading_of;

/// What importing a file did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// What was kept.
    pub kept: Kept,
    /// Why lines could not be read; each begins with `line N:`. They are parked.
    pub unreadable: Vec<String>,
}

/// Why a file could not be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportFileError {
    /// The file cannot be read. What stood before is kept; importing again adds nothing twice.
    #[error(transparent)]
    File(#[from] ImportError),
    /// The archive failed.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// Imports a file. `progress` hears of the bytes read and of all bytes.
pub async fn import_file(
    archive: &Archive,
    path: &Path,
    now: Timestamp,
    mut progress: impl FnMut(u64, u64),
) -> Result<Imported, ImportFileError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let batches = Batches::open(path)?;
    let (size, content_type) = (batches.size(), batches.content_type());
    let mut imported = Imported::default();
    let mut done = 0;
    for batch in batches {
        let batch = batch?;
        done += batch.bytes.len() as u64;
        for item in &batch.items {
            if let Item::Unreadable { reason, .. } = item {
                imported.unreadable.push(reason.clone());
            }
        }
        let answer = Answered {
            source: format!("import:{name}"),
            stream: "file".to_owned(),
            url: format!("file:{name}#{}", batch.first_line),
            status: None,
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: batch.bytes,
            received_at: now,
        };
        let stored = archive.store_answer(answer).await?;
        let mut reading = reading_of(batch.items);
        reading.source = format!("import:{name}");
        reading.stream = "file".to_owned();
        reading.net = "file".to_owned();
        reading.answer = Some(stored);
        reading.at = now;
        imported.kept += archive.keep(&reading).await?;
        progress(done, size);
    }
    Ok(imported)
}
