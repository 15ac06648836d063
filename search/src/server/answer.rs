//! Answers made of a status and words.

use axum::http::header::CONTENT_TYPE;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};

use super::guard::Dressed;

/// An HTML answer from a rendered page; a page that cannot be rendered is logged and becomes a
/// plain refusal.
pub fn html(status: StatusCode, page: askama::Result<String>) -> Response {
    match page {
        Ok(page) => {
            let kind = [(CONTENT_TYPE, "text/html; charset=utf-8")];
            (status, kind, page).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "could not render a page");
            refusal_in_words(StatusCode::INTERNAL_SERVER_ERROR, &Uri::default())
        }
    }
}

/// A refusal in plain words, for a server without pages.
pub fn refusal_in_words(status: StatusCode, _: &Uri) -> Response {
    let words = format!("{}\n", status.canonical_reason().unwrap_or("refused"));
    let mut response = (status, words).into_response();
    response.extensions_mut().insert(Dressed);
    response
}
