//! HTTP/1.1 on a bare socket: just enough of it, and able to break off.

use std::{borrow::Cow, io};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

const LARGEST_HEAD: usize = 64 * 1024;
const LARGEST_BODY: usize = 1024 * 1024;

/// A request that has arrived whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) method: String,
    /// The path as sent, percent-encoded.
    pub(crate) path: String,
    /// The query, decoded, in order.
    pub(crate) query: Vec<(String, String)>,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// An answer, before anything happens to it.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    /// Reads the next request, or `None` when the client has no more.
    pub(crate) async fn read<R: AsyncRead + Unpin>(
        socket: &mut R,
        buffer: &mut Vec<u8>,
    ) -> io::Result<Option<Self>> {
        let (mut request, head) = loop {
            if let Some(parsed) = Self::parse(buffer)? {
                break parsed;
            }
            if buffer.len() > LARGEST_HEAD || socket.read_buf(buffer).await? == 0 {
                return Ok(None);
            }
        };
        let length =
            request.header("content-length").and_then(|text| text.parse().ok()).unwrap_or(0);
        if length > LARGEST_BODY {
            return Ok(None);
        }
        while buffer.len() < head + length {
            if socket.read_buf(buffer).await? == 0 {
                return Ok(None);
            }
        }
        request.body = buffer[head..head + length].to_vec();
        buffer.drain(..head + length);
        Ok(Some(request))
    }

    /// The first header of that name (in lower case).
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first value of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All values of a parameter.
    pub(crate) fn parameters<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.query.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The bearer token.
    pub(crate) fn token(&self) -> Option<&str> {
        let header = self.header("authorization")?;
        header
            .split_once(' ')
            .filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"))
            .map(|(_, token)| token)
    }

    /// The path's segments, decoded.
    pub(crate) fn segments(&self) -> Vec<Cow<'_, str>> {
        let decode = |segment: &str| {
            // A `+` is a plus in a path, though a blank in a form.
            let escaped = format!("s={}", segment.replace('+', "%2B"));
            form_urlencoded::parse(escaped.as_bytes())
                .next()
                .map_or_else(String::new, |(_, text)| text.into_owned())
        };
        self.path.trim_matches('/').split('/').map(|segment| Cow::Owned(decode(segment))).collect()
    }

    fn parse(buffer: &[u8]) -> io::Result<Option<(Self, usize)>> {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut head = httparse::Request::new(&mut headers);
        let status = head
            .parse(buffer)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let httparse::Status::Complete(length) = status else { return Ok(None) };
        let target = head.path.unwrap_or("/");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let text = |header: &httparse::Header<'_>| {
            (header.name.to_ascii_lowercase(), String::from_utf8_lossy(header.value).into_owned())
        };
        let request = Self {
            method: head.method.unwrap_or_default().to_owned(),
            path: path.to_owned(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: head.headers.iter().map(text).collect(),
            body: Vec::new(),
        };
        Ok(Some((request, length)))
    }
}

impl Answer {
    /// JSON.
    pub(crate) fn json(status: u16, body: &serde_json::Value) -> Self {
        Self::new(status, "application/json; charset=utf-8", body.to_string())
    }

    /// Anything.
    pub(crate) fn new(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("Content-Type".into(), kind.into())], body: body.into() }
    }

    /// With one more header.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Writes the first `share` of the body after a head that promises all of it.
    pub(crate) async fn write<W: AsyncWrite + Unpin>(
        &self,
        socket: &mut W,
        share: f64,
    ) -> io::Result<()> {
        let mut bytes =
            format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status)).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend(format!("{name}: {value}\r\n").bytes());
        }
        if self.status != 304 {
            bytes.extend(format!("Content-Length: {}\r\n", self.body.len()).bytes());
        }
        bytes.extend(b"\r\n");
        let sent = (self.body.len() as f64 * share) as usize;
        bytes.extend(&self.body[..sent.min(self.body.len())]);
        socket.write_all(&bytes).await?;
        socket.flush().await
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        304 => "Not Modified",
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        405 => "Method Not Allowed",
        418 => "I'm a teapot",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        _ => "Service Unavailable",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: &str = "POST /api/%D8%B4+b/x?any%5B%5D=a&any[]=b%20c HTTP/1.1\r\nHost: h\r\n\
        Authorization: Bearer t\r\nContent-Length: 3\r\n\r\nabcGET";

    #[tokio::test]
    async fn a_request_is_read_whole_and_what_follows_is_kept() {
        let mut buffer = Vec::new();
        let request = Request::read(&mut SENT.as_bytes(), &mut buffer).await.unwrap().unwrap();
        assert_eq!(request.segments(), ["api", "ش+b", "x"]);
        assert_eq!(request.parameters("any[]").collect::<Vec<_>>(), ["a", "b c"]);
        assert_eq!((request.token(), request.body.as_slice()), (Some("t"), &b"abc"[..]));
        assert_eq!(buffer, b"GET");
    }

    #[tokio::test]
    async fn a_request_cut_anywhere_is_none() {
        let whole = SENT.len() - "GET".len();
        for end in 0..whole {
            let read = Request::read(&mut &SENT.as_bytes()[..end], &mut Vec::new()).await;
            assert!(read.unwrap().is_none(), "cut at {end}");
        }
    }

    #[tokio::test]
    async fn a_cut_answer_promises_more_than_it_gives() {
        let mut sent = Vec::new();
        Answer::new(200, "text/plain", "0123456789").write(&mut sent, 0.5).await.unwrap();
        let sent = String::from_utf8(sent).unwrap();
        assert!(
            sent.contains("Content-Length: 10\r\n") && sent.ends_with("\r\n\r\n01234"),
            "{sent}"
        );
    }
}
