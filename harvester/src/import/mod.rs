//! Posts from a file: NDJSON or CSV, as other tools and people write them.
//!
//! Columns, in any order: `platform`, `id`, `text`, `author_handle`, `posted_at`, and, where
//! known, `duration_s`, `author_id`, `author_name`, `url`, `hashtags`. Others are ignored.

mod csv;
mod ndjson;
mod record;
mod row;

use std::fs::File;
use std::io;
use std::path::Path;

use self::csv::Header;
use self::record::{Record, Records};
use crate::platform::Item;

/// Most records of one batch.
const BATCH: usize = 500;

/// A file that cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read.
    #[error("could not read the file")]
    Io(#[from] io::Error),
    /// A column without which no post can be read is not there.
    #[error("the column `{missing}` is missing{}", nearest_words(.nearest))]
    Column {
        /// The column that is needed.
        missing: &'static str,
        /// The header that looks most like it.
        nearest: Option<String>,
    },
    /// There is nothing in the file.
    #[error("the file is empty")]
    Empty,
}

fn nearest_words(nearest: &Option<String>) -> String {
    nearest.as_ref().map(|near| format!("; is it `{near}`?")).unwrap_or_default()
}

/// Some records of a file, read at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// The file's own bytes of these records; a CSV's header is in none.
    pub bytes: Vec<u8>,
    /// The line on which the first record begins, counted from 1.
    pub first_line: u64,
    /// What the records say; ranges are bytes of `bytes` and cover whole records.
    pub items: Vec<Item>,
}

/// A file's batches, in order. At most 500 records are held at once, each of at most a mebibyte.
#[derive(Debug)]
pub struct Batches {
    records: Records<File>,
    form: Form,
    size: u64,
}

#[derive(Debug)]
enum Form {
    Ndjson,
    Csv(Header),
}

impl Batches {
    /// Opens a file. Its name's ending says what it is, else its first sign: `{` begins NDJSON.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ImportError> {
        let path = path.as_ref();
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        let mut records = Records::of(file)?;
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let form = match ending.to_ascii_lowercase().as_str() {
            "ndjson" | "jsonl" | "json" => Form::Ndjson,
            "csv" | "tsv" => Form::Csv(header(&mut records)?),
            _ if records.starts_with(b'{') => Form::Ndjson,
            _ => Form::Csv(header(&mut records)?),
        };
        Ok(Self { records, form, size })
    }

    /// The file's size in bytes; the batches' bytes add up to it, but for a header.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The media type of its bytes.
    pub fn content_type(&self) -> &'static str {
        match self.form {
            Form::Ndjson => "application/x-ndjson",
            Form::Csv(_) => "text/csv",
        }
    }
}

impl Iterator for Batches {
    type Item = Result<Batch, ImportError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut batch =
            Batch { bytes: Vec::new(), first_line: self.records.line(), items: Vec::new() };
        while batch.items.len() < BATCH {
            match self.records.next(matches!(self.form, Form::Csv(_))) {
                Ok(Some(record)) => batch.take(&self.form, &record),
                Ok(None) if batch.bytes.is_empty() => return None,
                Ok(None) => break,
                Err(error) => return Some(Err(error.into())),
            }
        }
        Some(Ok(batch))
    }
}

impl Batch {
    fn take(&mut self, form: &Form, record: &Record) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(&record.bytes);
        if record.bytes.iter().all(u8::is_ascii_whitespace) {
            return;
        }
        let range = start..self.bytes.len();
        let read = match form {
            _ if !record.whole => {
                Err("it is too long, or a quote in it is never closed".to_owned())
            }
            Form::Ndjson => ndjson::row(&record.bytes),
            Form::Csv(header) => header.row(&record.bytes),
        };
        self.items.push(match read.and_then(row::Row::post) {
            Ok(post) => Item::Post { post: Box::new(post), native_id: None, range },
            Err(what) => {
                Item::Unreadable { reason: format!("line {}: {what}", record.line), range }
            }
        });
    }
}

fn header(records: &mut Records<File>) -> Result<Header, ImportError> {
    let first = records.next(true)?.ok_or(ImportError::Empty)?;
    Header::read(&first.bytes)
}
