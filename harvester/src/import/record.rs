//! Cuts a file into its records: lines, or in CSV lines that belong together by their quotes.

use std::io::{self, Read};

/// Longest record.
const LONGEST: usize = 1 << 20;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;

/// One record.
#[derive(Debug)]
pub(super) struct Record {
    /// Its bytes, its line end included.
    pub(super) bytes: Vec<u8>,
    /// The line on which it begins, counted from 1.
    pub(super) line: u64,
    /// Whether it came to its end; a record that does not is given up after its first line.
    pub(super) whole: bool,
}

/// A file's records.
#[derive(Debug)]
pub(super) struct Records<R> {
    file: R,
    ahead: Vec<u8>,
    at: usize,
    ended: bool,
    line: u64,
}

impl<R: Read> Records<R> {
    /// The records of a file; a byte order mark before them is no part of the first.
    pub(super) fn of(file: R) -> io::Result<Self> {
        let mut records = Self { file, ahead: Vec::new(), at: 0, ended: false, line: 1 };
        records.fill()?;
        if records.ahead.starts_with(b"\xef\xbb\xbf") {
            records.at = 3;
        }
        Ok(records)
    }

    /// Whether the first sign that is no white space is this.
    pub(super) fn starts_with(&self, sign: u8) -> bool {
        self.rest().iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&sign)
    }

    /// The line on which the next record begins.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// The next record; where `quoted`, a line end within quotes does not end it.
    pub(super) fn next(&mut self, quoted: bool) -> io::Result<Option<Record>> {
        loop {
            let rest = self.rest();
            let first_line = rest.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let end = if quoted { quoted_end(rest) } else { first_line };
            let (length, whole) = match end {
                Some(end) if end <= LONGEST => (end, true),
                _ if rest.len() >= LONGEST => (first_line.unwrap_or(LONGEST).min(LONGEST), false),
                _ if !self.ended => {
                    self.fill()?;
                    continue;
                }
                _ if rest.is_empty() => return Ok(None),
                // The last line may end with the file, but not within quotes.
                _ if !quoted || closes(rest) => (rest.len(), true),
                _ => (first_line.unwrap_or(rest.len()), false),
            };
            return Ok(Some(self.take(length, whole)));
        }
    }

    fn rest(&self) -> &[u8] {
        self.ahead.get(self.at..).unwrap_or_default()
    }

    fn take(&mut self, length: usize, whole: bool) -> Record {
        let bytes: Vec<u8> = self.rest().iter().take(length).copied().collect();
        let line = self.line;
        self.at += bytes.len();
        self.line += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
        Record { bytes, line, whole }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.ahead.drain(..self.at.min(self.ahead.len()));
        self.at = 0;
        let mut chunk = (&mut self.file).take(CHUNK as u64);
        self.ended = chunk.read_to_end(&mut self.ahead)? == 0;
        Ok(())
    }
}

/// Where a CSV's record ends.
fn quoted_end(bytes: &[u8]) -> Option<usize> {
    let mut quotes = Quotes::default();
    bytes.iter().position(|byte| quotes.ends(*byte)).map(|at| at + 1)
}

/// Whether no quote is left open at the end.
fn closes(bytes: &[u8]) -> bool {
    let mut quotes = Quotes::default();
    for byte in bytes {
        quotes.ends(*byte);
    }
    !quotes.open
}

/// Follows quotes as RFC 4180 has them: one opens a field only where the field begins, and a
/// doubled one closes and opens again.
struct Quotes {
    open: bool,
    may_open: bool,
}

impl Default for Quotes {
    fn default() -> Self {
        Self { open: false, may_open: true }
    }
}

impl Quotes {
    /// Whether a record ends with this byte.
    fn ends(&mut self, byte: u8) -> bool {
        match byte {
            b'"' if self.open => (self.open, self.may_open) = (false, true),
            b'"' if self.may_open => self.open = true,
            b',' | b';' | b'\t' => self.may_open = true,
            b'\n' => return !self.open,
            _ => self.may_open = false,
        }
        false
    }
}
