//! Serves every page with invented views, to be looked at: `cargo run --example preview`.
//!
//! Addresses: `/`, `/search?q=…` (`q=none` finds nothing, `q=fault` is faulty), `/p/…`,
//! `/campaigns`, `/campaigns/…`, `/counts?by=…`, `/counting`, `/error/404` and the like; the same
//! below `/en`.

use std::error::Error;

use axum::Router;
use axum::http::StatusCode;
use axum::http::Uri;
use axum::response::Response;
use axum::routing::get;
use config::Language;
use search::pages::{ErrorView, Html, Shell};
use search::server::{Limits, Server, html, static_routes};
use tokio_util::sync::CancellationToken;
use views::{campaign, campaigns, counts, frame, home, introduction, results};

#[path = "../tests/views/mod.rs"]
mod views;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let listen = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let server = Server::bind(&listen, Limits::new()).await?;
    println!("http://{}", server.address());
    let refusing = server.refusing(|status, address| {
        let (shell, _) = frame(address.path());
        html(status, ErrorView::of(status.as_u16()).page(&shell))
    });
    let router = Router::new().merge(static_routes()).fallback(get(page));
    refusing.serve(router, CancellationToken::new()).await;
    Ok(())
}

async fn page(address: Uri) -> Response {
    let whole = address.path_and_query().map_or("/", |whole| whole.as_str());
    let (shell, here) = frame(whole);
    let (path, query) = here.split_once('?').unwrap_or((&here, ""));
    let (status, page) = answer(path, query, &shell);
    html(status, page)
}

fn answer(path: &str, query: &str, shell: &Shell) -> (StatusCode, Html) {
    let fa = shell.tongue.language == Language::Fa;
    let asked = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        pairs.find(|(held, _)| held == name).map(|(_, value)| value.into_owned())
    };
    let ok = |page: Html| (StatusCode::OK, page);
    match path.split('/').skip(1).collect::<Vec<_>>().as_slice() {
        [""] => ok(home(fa).page(shell)),
        ["search"] => ok(results(asked("q").unwrap_or_default(), fa).page(shell)),
        ["p", key] => ok(introduction(key, fa).page(shell)),
        ["campaigns"] => ok(search::pages::campaigns(shell, &campaigns(fa))),
        ["campaigns", slug] => ok(campaign(slug, fa).page(shell)),
        ["counts"] => ok(counts(&asked("by").unwrap_or_default(), fa).page(shell)),
        ["counting"] => ok(search::pages::counting(shell)),
        ["error", status] => refusal(status, shell),
        _ => (StatusCode::NOT_FOUND, ErrorView::of(404).page(shell)),
    }
}

fn refusal(status: &str, shell: &Shell) -> (StatusCode, Html) {
    let status = status.parse().ok().and_then(|status| StatusCode::from_u16(status).ok());
    let status = status.unwrap_or(StatusCode::NOT_FOUND);
    let code = (status == StatusCode::INTERNAL_SERVER_ERROR).then(|| "K7-402-19".to_owned());
    (status, ErrorView { code, ..ErrorView::of(status.as_u16()) }.page(shell))
}
