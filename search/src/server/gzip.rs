//! Compression of answers for those who ask for it.

use std::io::{self, Write};

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Below this many bytes an answer fits one packet anyhow.
const LEAST: u64 = 860;
/// Above this many bytes compressing would hold up other requests.
const MOST: u64 = 1024 * 1024;

/// Compresses an answer of text whose whole length is known.
pub(crate) async fn zipped(request: Request, next: Next) -> Response {
    let asked = request.method() != Method::HEAD && accepts_gzip(request.headers());
    let mut answer = next.run(request).await;
    if !is_text(&answer) || answer.headers().contains_key(CONTENT_ENCODING) {
        return answer;
    }
    answer.headers_mut().append(VARY, HeaderValue::from_static("accept-encoding"));
    let size = answer.body().size_hint().exact();
    if !asked || !size.is_some_and(|size| (LEAST..=MOST).contains(&size)) {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let body = match axum::body::to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(_) => return Response::from_parts(parts, Body::empty()),
    };
    let Ok(small) = gzip(&body, Compression::new(6)) else {
        return Response::from_parts(parts, Body::from(body));
    };
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    weaken(&mut parts.headers);
    Response::from_parts(parts, Body::from(small))
}

/// Compressed bytes; the same bytes give the same result.
pub(crate) fn gzip(bytes: &[u8], level: Compression) -> io::Result<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), level);
    encoder.write_all(bytes)?;
    encoder.finish().map(Bytes::from)
}

/// Whether a request takes gzip: named, or meant by `*`, and not with `q=0`.
pub(crate) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let offers: Vec<(String, bool)> = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(offer)
        .collect();
    let named = offers.iter().find(|(name, _)| name == "gzip" || name == "x-gzip");
    named.or_else(|| offers.iter().find(|(name, _)| name == "*")).is_some_and(|(_, taken)| *taken)
}

/// One coding of the list and whether it is taken.
fn offer(text: &str) -> (String, bool) {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let quality = parts.find_map(|part| part.strip_prefix("q=")).map(str::parse::<f32>);
    (name, quality.is_none_or(|quality| quality.is_ok_and(|quality| quality > 0.0)))
}

fn is_text(answer: &Response) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    kind.starts_with("text/")
        || kind == "image/svg+xml"
        || kind.strip_prefix("application/").is_some_and(|kind| {
            ["json", "xml", "rss+xml", "atom+xml", "problem+json"].contains(&kind)
        })
}

/// Compressed bytes are not the bytes that a strong tag names.
fn weaken(headers: &mut HeaderMap) {
    let tag = headers.get(ETAG).and_then(|tag| tag.to_str().ok());
    let weak = tag.filter(|tag| !tag.starts_with("W/")).map(|tag| format!("W/{tag}"));
    if let Some(weak) = weak.and_then(|weak| HeaderValue::try_from(weak).ok()) {
        headers.insert(ETAG, weak);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_given_to_those_who_take_it() {
        for (header, taken) in [
            (Some("gzip"), true),
            (Some("gzip, deflate, br, zstd"), true),
            (Some("br;q=1.0, GZIP;q=0.5"), true),
            (Some("*"), true),
            (Some("gzip;q=0, *"), false),
            (Some("gzip; q=0"), false),
            (Some("gzip;q=x"), false),
            (Some("identity"), false),
            (Some(""), false),
            (None, false),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(header) = header {
                headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(header));
            }
            assert_eq!(accepts_gzip(&headers), taken, "{header:?}");
        }
    }
}
