//! Cuts an XML feed into its entries by their bytes, so that each is parsed alone: one that is
//! broken costs itself only.
//!
//! It looks at marks alone and needs no well-formed document inside an entry. It works on bytes,
//! because a feed may stand in another encoding than UTF-8.

use std::ops::Range;

use crate::platform::Unread;

/// Longest opening of a feed's root that is repeated before each entry.
const LONGEST_OPENING: usize = 64 * 1024;

/// A feed cut into pieces.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    /// What makes a document of one entry: the declaration and the opening tags.
    pub(super) opening: Vec<u8>,
    /// What ends it.
    pub(super) closing: Vec<u8>,
    /// What stands before the first entry, its declaration included.
    pub(super) head: Range<usize>,
    /// The entries; `Err` for one that has no end of its own.
    pub(super) entries: Vec<Result<Range<usize>, Range<usize>>>,
}

impl Pieces {
    /// A document with nothing but these bytes in it.
    pub(super) fn document(&self, inside: &[u8]) -> Vec<u8> {
        [self.opening.as_slice(), inside, self.closing.as_slice()].concat()
    }
}

/// Cuts a whole document; one that does not reach its root's end is none.
pub(super) fn cut(body: &[u8]) -> Result<Pieces, Unread> {
    let mut marks = Marks { body, at: 0, never: Vec::new() };
    let mut pieces = Pieces::default();
    let root = root(&mut marks, &mut pieces)?;
    let entry = match root.local() {
        b"feed" => [root.prefix(), b"entry"].concat(),
        _ => b"item".to_vec(),
    };
    let channel = (root.local() == b"rss").then_some(b"channel".as_slice());
    let mut open: Option<usize> = None;
    for mark in marks {
        if mark.name == root.name && mark.kind == Kind::End {
            pieces.entries.extend(open.map(|start| Err(start..mark.range.start)));
            close(&mut pieces, &root, channel);
            if pieces.entries.is_empty() {
                pieces.head.end = mark.range.start;
            }
            return match pieces.opening.len() {
                0..=LONGEST_OPENING => Ok(pieces),
                _ => Err(Unread::because("the feed's root is too large")),
            };
        }
        if pieces.entries.is_empty() && open.is_none() {
            pieces.head.end = mark.range.start;
            if channel == Some(mark.name) && mark.kind == Kind::Start {
                pieces.opening.extend_from_slice(body.get(mark.range.clone()).unwrap_or_default());
            }
        }
        if mark.name == entry {
            follow(&mut pieces, &mut open, &mark);
        }
    }
    Err(Unread::because("the feed is cut off before its end"))
}

/// Reads up to the root's opening tag.
fn root<'a>(marks: &mut Marks<'a>, pieces: &mut Pieces) -> Result<Mark<'a>, Unread> {
    let body = marks.body;
    for mark in marks.by_ref() {
        let bytes = body.get(mark.range.clone()).unwrap_or_default();
        match mark.kind {
            Kind::Declaration => pieces.opening.extend_from_slice(bytes),
            Kind::Start if matches!(mark.local(), b"feed" | b"rss" | b"RDF") => {
                pieces.opening.extend_from_slice(bytes);
                return Ok(mark);
            }
            _ => break,
        }
    }
    Err(Unread::because("the root is none of `feed`, `rss`, `RDF`"))
}

/// Takes an entry's opening or closing tag.
fn follow(pieces: &mut Pieces, open: &mut Option<usize>, mark: &Mark<'_>) {
    if mark.kind == Kind::End {
        pieces.entries.extend(open.take().map(|start| Ok(start..mark.range.end)));
        return;
    }
    pieces.entries.extend(open.take().map(|start| Err(start..mark.range.start)));
    match mark.kind {
        Kind::Empty => pieces.entries.push(Ok(mark.range.clone())),
        _ => *open = Some(mark.range.start),
    }
}

fn close(pieces: &mut Pieces, root: &Mark<'_>, channel: Option<&[u8]>) {
    for name in channel.into_iter().chain([root.name]) {
        pieces.closing.extend_from_slice(b"</");
        pieces.closing.extend_from_slice(name);
        pieces.closing.push(b'>');
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Declaration,
    Start,
    Empty,
    End,
}

/// A tag.
#[derive(Debug, Clone)]
struct Mark<'a> {
    kind: Kind,
    name: &'a [u8],
    range: Range<usize>,
}

impl<'a> Mark<'a> {
    /// The name without its prefix.
    fn local(&self) -> &'a [u8] {
        self.name.get(self.prefix().len()..).unwrap_or_default()
    }

    /// The prefix with its colon; empty where there is none.
    fn prefix(&self) -> &'a [u8] {
        let end = self.name.iter().position(|byte| *byte == b':').map_or(0, |at| at + 1);
        self.name.get(..end).unwrap_or_default()
    }
}

/// The tags of a document, in order; comments, CDATA and document types are passed over.
struct Marks<'a> {
    body: &'a [u8],
    at: usize,
    /// Ends that do not come any more; they are not looked for again.
    never: Vec<&'static str>,
}

/// What is passed over, by how it opens and ends. A document type's own declarations are passed
/// over one by one; none of them is ever used.
const PASSED: &[(&str, &str)] = &[("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">")];

impl<'a> Iterator for Marks<'a> {
    type Item = Mark<'a>;

    fn next(&mut self) -> Option<Mark<'a>> {
        loop {
            let rest = self.body.get(self.at..)?;
            self.at += rest.iter().position(|byte| *byte == b'<')?;
            let start = self.at;
            let rest = self.body.get(start..)?;
            if let Some((open, end)) =
                PASSED.iter().find(|(open, _)| rest.starts_with(open.as_bytes()))
            {
                self.at += self.end(rest, end).unwrap_or(open.len());
                continue;
            }
            let found = match rest.starts_with(b"<?") {
                true => self.end(rest, "?>").map(|end| (Kind::Declaration, b"".as_slice(), end)),
                false => tag(rest),
            };
            match found {
                Some((kind, name, length)) => {
                    self.at += length;
                    return Some(Mark { kind, name, range: start..self.at });
                }
                None => self.at += 1,
            }
        }
    }
}

impl Marks<'_> {
    /// How far it is past the next `end`.
    fn end(&mut self, rest: &[u8], end: &'static str) -> Option<usize> {
        if self.never.contains(&end) {
            return None;
        }
        let found = find(rest, end);
        if found.is_none() {
            self.never.push(end);
        }
        found
    }
}

/// The tag at the beginning of `rest`; `None` where `<` is only a sign.
fn tag(rest: &[u8]) -> Option<(Kind, &[u8], usize)> {
    let closes = rest.get(1) == Some(&b'/');
    let name_at = if closes { 2 } else { 1 };
    let inside = rest.get(name_at..)?;
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<');
    let name = inside.get(..inside.iter().position(ends)?).filter(|name| !name.is_empty())?;
    let mut quote = None;
    for (at, byte) in rest.iter().enumerate().skip(name_at) {
        match (*byte, quote) {
            (b'>', None) if closes => return Some((Kind::End, name, at + 1)),
            (b'>', None) if rest.get(at - 1) == Some(&b'/') => {
                return Some((Kind::Empty, name, at + 1));
            }
            (b'>', None) => return Some((Kind::Start, name, at + 1)),
            // XML has no bare `<` in a tag, not even in quotes.
            (b'<', _) => return None,
            (b'"' | b'\'', None) => quote = Some(*byte),
            (byte, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}

/// Where the first `end` ends.
fn find(rest: &[u8], end: &str) -> Option<usize> {
    let end = end.as_bytes();
    rest.windows(end.len()).position(|bytes| bytes == end).map(|at| at + end.len())
}
