//! One WARC record: written, read back, checked against its digest.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::answered::{Answered, WarcError};

/// A record as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where its gzip member begins in the file.
    pub offset: u64,
    /// The length of its gzip member.
    pub length: u64,
    /// Header fields in their order.
    pub fields: Vec<(String, String)>,
    /// The block: for a response, the HTTP head and the body.
    pub block: Vec<u8>,
}

impl Record {
    /// A header field.
    pub fn field(&self, name: &str) -> Option<&str> {
        let same = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(name);
        self.fields.iter().find(same).map(|(_, value)| value.as_str())
    }

    /// The answer's id: the record's uuid.
    pub fn id(&self) -> Option<&str> {
        self.field("WARC-Record-ID")?.strip_prefix("<urn:uuid:")?.strip_suffix('>')
    }

    /// Where the answer's body begins in the block.
    pub fn body_start(&self) -> usize {
        if self.field("WARC-Type") != Some("response") {
            return 0;
        }
        let end = self.block.windows(4).position(|four| four == b"\r\n\r\n");
        end.map_or(self.block.len(), |at| at + 4)
    }

    /// Whether the block is the one that was written.
    pub(crate) fn is_whole(&self) -> bool {
        self.field("WARC-Block-Digest") == Some(&digest(&self.block))
    }

    /// The record as a gzip member, its digests made anew.
    pub(crate) fn to_member(&self) -> std::io::Result<Vec<u8>> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(b"WARC/1.1\r\n")?;
        for (name, value) in &self.fields {
            let fresh = match name.as_str() {
                "WARC-Block-Digest" => digest(&self.block),
                "WARC-Payload-Digest" => {
                    digest(self.block.get(self.body_start()..).unwrap_or_default())
                }
                "Content-Length" => self.block.len().to_string(),
                _ => value.clone(),
            };
            write!(gzip, "{name}: {fresh}\r\n")?;
        }
        gzip.write_all(b"\r\n")?;
        gzip.write_all(&self.block)?;
        gzip.write_all(b"\r\n\r\n")?;
        gzip.finish()
    }
}

/// Reads a file's records from its first byte. What follows the last whole record is left out.
pub fn read_records(file: &[u8]) -> Vec<Record> {
    let mut records = Vec::new();
    let mut offset = 0;
    while let Some(record) = file.get(offset..).and_then(|rest| read_one(rest, offset as u64)) {
        offset += record.length as usize;
        records.push(record);
    }
    records
}

fn read_one(rest: &[u8], offset: u64) -> Option<Record> {
    let mut left = rest;
    let mut text = Vec::new();
    GzDecoder::new(&mut left).read_to_end(&mut text).ok()?;
    let length = (rest.len() - left.len()) as u64;
    let head_end = text.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(text.get(..head_end)?).ok()?;
    let mut lines = head.split("\r\n");
    lines.next().filter(|first| first.starts_with("WARC/1."))?;
    let fields: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut record = Record { offset, length, fields, block: Vec::new() };
    let size: usize = record.field("Content-Length")?.parse().ok()?;
    let start = head_end + 4;
    record.block = text.get(start..start.checked_add(size)?)?.to_vec();
    record.is_whole().then_some(record)
}

/// The record of an answer. `salt` keeps the ids of equal answers apart.
pub(crate) fn of_answer(answer: &Answered, salt: u64) -> Result<Record, WarcError> {
    let mut block = Vec::new();
    if let Some(status) = answer.status {
        block.extend_from_slice(http_head(answer, status).as_bytes());
    }
    block.extend_from_slice(&answer.body);
    let date = answer.received_at.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string();
    let kind = if answer.status.is_some() { "response" } else { "resource" };
    let content_type = match answer.status {
        Some(_) => "application/http; msgtype=response",
        None => answer.content_type().unwrap_or("application/octet-stream"),
    };
    let id = uuid(&[answer.url.as_bytes(), date.as_bytes(), &salt.to_be_bytes(), &answer.body]);
    let fields = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", &format!("<urn:uuid:{id}>")),
        ("WARC-Date", &date),
        ("WARC-Target-URI", &answer.url),
        ("Ketabkhan-Source", &answer.source),
        ("Ketabkhan-Stream", &answer.stream),
        ("WARC-Block-Digest", &digest(&block)),
        ("WARC-Payload-Digest", &digest(&answer.body)),
        ("Content-Type", content_type),
        ("Content-Length", &block.len().to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), one_line(value)));
    Ok(Record { offset: 0, length: 0, fields: fields.to_vec(), block })
}

/// The record with which a file begins.
pub(crate) fn of_file(name: &str, now: jiff::Timestamp) -> Record {
    let block = b"software: ketabkhan\r\nformat: WARC File Format 1.1\r\n".to_vec();
    let date = now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let id = uuid(&[name.as_bytes(), date.as_bytes()]);
    let fields = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", &format!("<urn:uuid:{id}>")),
        ("WARC-Date", &date),
        ("WARC-Filename", name),
        ("WARC-Block-Digest", &digest(&block)),
        ("Content-Type", "application/warc-fields"),
        ("Content-Length", &block.len().to_string()),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    Record { offset: 0, length: 0, fields: fields.to_vec(), block }
}

/// Headers that would be wrong beside a decompressed body, or that could open a session.
const LEFT_OUT: &[&str] =
    &["content-encoding", "transfer-encoding", "content-length", "set-cookie", "connection"];

fn http_head(answer: &Answered, status: u16) -> String {
    let mut head = format!("HTTP/1.1 {status} -\r\n");
    for (name, value) in &answer.headers {
        if !LEFT_OUT.contains(&name.as_str()) {
            head.push_str(&format!("{}: {}\r\n", one_line(name), one_line(value)));
        }
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", answer.body.len()));
    head
}

fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

/// `sha256:` and the digest in base 32, as WARC tools read it.
fn digest(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::from("sha256:");
    let (mut bits, mut count) = (0_u32, 0);
    for byte in Sha256::digest(bytes) {
        bits = (bits << 8) | u32::from(byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(char::from(LETTERS[(bits >> count) as usize & 31]));
        }
    }
    if count > 0 {
        text.push(char::from(LETTERS[(bits << (5 - count)) as usize & 31]));
    }
    while !(text.len() - "sha256:".len()).is_multiple_of(8) {
        text.push('=');
    }
    text
}

/// A uuid (version 8: made from a digest), so that the same bytes are never given two ids by
/// chance nor by clock.
fn uuid(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    let mut bytes = hash.finalize();
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let hex: String = bytes[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}
