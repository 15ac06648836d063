//! Static files: embedded, compressed once, named by their content.

use std::sync::LazyLock;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::Path;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use flate2::Compression;
use sha2::{Digest, Sha256};

use super::gzip::{accepts_gzip, gzip};

/// A file that pages load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asset {
    /// The style sheet.
    Style,
    /// The one font.
    Font,
    /// The site's icon.
    Icon,
    /// Proposals while somebody types.
    Suggest,
}

impl Asset {
    /// Its address, which changes with its content and may be kept for ever.
    pub fn address(self) -> &'static str {
        let name = match self {
            Self::Style => "style.css",
            Self::Font => "vazirmatn.woff2",
            Self::Icon => "shamseh.svg",
            Self::Suggest => "suggest.js",
        };
        FILES.iter().find(|file| file.name == name).map_or("", |file| file.address.as_str())
    }
}

/// The routes of the static files. They are the same for every language.
pub fn static_routes() -> Router {
    Router::new().route("/static/{file}", get(file))
}

struct File {
    name: &'static str,
    address: String,
    kind: &'static str,
    tag: String,
    bytes: Bytes,
    /// The same compressed, unless it is compressed already.
    small: Option<Bytes>,
}

/// Every file; the style sheet comes last, since it names the addresses of the others.
static FILES: LazyLock<Vec<File>> = LazyLock::new(|| {
    const SVG: &str = "image/svg+xml";
    const SCRIPT: &str = "text/javascript; charset=utf-8";
    let mut files = vec![
        File::new("vazirmatn.woff2", "font/woff2", include_bytes!("../../static/vazirmatn.woff2")),
        File::new("girih.svg", SVG, include_bytes!("../../static/girih.svg")),
        File::new("sun.svg", SVG, include_bytes!("../../static/sun.svg")),
        File::new("toranj.svg", SVG, include_bytes!("../../static/toranj.svg")),
        File::new("shamseh.svg", SVG, include_bytes!("../../static/shamseh.svg")),
        File::new("suggest.js", SCRIPT, include_bytes!("../../static/suggest.js")),
    ];
    let mut style = include_str!("../../static/style.css").to_owned();
    for file in &files {
        style = style.replace(&format!("url({})", file.name), &format!("url({})", file.address));
    }
    files.push(File::new("style.css", "text/css; charset=utf-8", style.as_bytes()));
    files
});

impl File {
    fn new(name: &'static str, kind: &'static str, bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let small = (kind != "font/woff2").then(|| gzip(bytes, Compression::best()).ok()).flatten();
        Self {
            name,
            address: format!("/static/{stem}.{hash}.{ending}"),
            kind,
            tag: format!("\"{hash}\""),
            bytes: Bytes::copy_from_slice(bytes),
            small,
        }
    }

    /// The answer to a request with these headers.
    fn answer(&self, headers: &HeaderMap) -> Response {
        let small = self.small.as_ref().filter(|_| accepts_gzip(headers));
        // Compressed bytes are other bytes, and a strong tag must say so.
        let tag = match small {
            Some(_) => self.tag.replacen('"', "\"gz-", 1),
            None => self.tag.clone(),
        };
        let kept: [(HeaderName, &str); 3] = [
            (CACHE_CONTROL, "public, max-age=31536000, immutable"),
            (VARY, "accept-encoding"),
            (ETAG, &tag),
        ];
        if has_tag(headers, &tag) {
            return (StatusCode::NOT_MODIFIED, kept).into_response();
        }
        let body = Body::from(small.unwrap_or(&self.bytes).clone());
        let mut answer = (kept, [(CONTENT_TYPE, self.kind)], body).into_response();
        if small.is_some() {
            answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        answer
    }
}

async fn file(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let wanted = |file: &&File| file.address.strip_prefix("/static/") == Some(name.as_str());
    match FILES.iter().find(wanted) {
        Some(file) => file.answer(&headers),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Whether `If-None-Match` names the tag, or any at all.
fn has_tag(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(IF_NONE_MATCH).iter().filter_map(|list| list.to_str().ok());
    lists
        .flat_map(|list| list.split(','))
        .map(|held| held.trim().trim_start_matches("W/"))
        .any(|held| held == tag || held == "*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_sheet_names_every_file_by_its_content() {
        let style = FILES.iter().find(|file| file.name == "style.css").unwrap();
        let style = std::str::from_utf8(&style.bytes).unwrap();
        let pages = ["style.css", "suggest.js"];
        for file in FILES.iter().filter(|file| !pages.contains(&file.name)) {
            assert!(style.contains(&file.address), "{} is not used", file.name);
        }
        let elsewhere = style.split("url(").skip(1).filter(|rest| !rest.starts_with("/static/"));
        assert_eq!(elsewhere.collect::<Vec<_>>(), Vec::<&str>::new());
    }

    #[test]
    fn each_asset_has_an_address() {
        for asset in [Asset::Style, Asset::Font, Asset::Icon, Asset::Suggest] {
            assert!(asset.address().starts_with("/static/"), "{asset:?}");
        }
    }
}
