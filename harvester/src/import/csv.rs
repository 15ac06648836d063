//! A CSV's header, and its records as rows.

use super::ImportError;
use super::row::{COLUMNS, NEEDED, Row, near};

/// What a CSV's columns are called, and the sign that parts them.
#[derive(Debug)]
pub(super) struct Header {
    names: Vec<String>,
    part: u8,
}

impl Header {
    /// Reads the first record. The sign that parts columns is the one that it has most of.
    pub(super) fn read(record: &[u8]) -> Result<Self, ImportError> {
        let count = |part: &u8| record.iter().filter(|byte| *byte == part).count();
        let part = *b";\t,".iter().max_by_key(|part| count(part)).unwrap_or(&b',');
        let names = fields(record, part).unwrap_or_default();
        let names: Vec<String> = names.iter().map(|name| name.trim().to_lowercase()).collect();
        for missing in NEEDED {
            if !names.iter().any(|name| name == missing) {
                let others = names.iter().map(String::as_str);
                let free = others.filter(|name| !COLUMNS.contains(name));
                return Err(ImportError::Column { missing, nearest: near(missing, free) });
            }
        }
        Ok(Self { names, part })
    }

    /// A record's fields by their columns.
    pub(super) fn row(&self, record: &[u8]) -> Result<Row, String> {
        let fields = fields(record, self.part)?;
        if fields.len() < self.names.len() {
            return Err(format!("it has {} fields of {}", fields.len(), self.names.len()));
        }
        let mut row = Row::default();
        for (name, value) in self.names.iter().zip(fields) {
            row.set(name, value);
        }
        Ok(row)
    }
}

fn fields(record: &[u8], part: u8) -> Result<Vec<String>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(part)
        .buffer_capacity(record.len().max(1))
        .from_reader(record);
    let mut fields = csv::StringRecord::new();
    reader.read_record(&mut fields).map_err(|_| "it is no UTF-8 text".to_owned())?;
    Ok(fields.iter().map(str::to_owned).collect())
}
