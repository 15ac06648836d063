//! For machines: is it alive, is it ready, what has it done.

use std::sync::atomic::Ordering;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::state::Web;

/// Revisions that the index may lag behind and still count as ready.
const LAG: i64 = 5_000;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/healthz", get(async || "alive\n"))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics))
}

/// Ready while there is an index that follows the archive closely enough.
async fn ready(State(web): State<Web>) -> Response {
    match lag(&web).await {
        Some((_, _, lag)) if lag <= LAG => "ready\n".into_response(),
        Some((_, _, lag)) => {
            let words = format!("the index is {lag} revisions behind the archive\n");
            (StatusCode::SERVICE_UNAVAILABLE, words).into_response()
        }
        None => (StatusCode::SERVICE_UNAVAILABLE, "there is no index yet\n").into_response(),
    }
}

async fn lag(web: &Web) -> Option<(i64, i64, i64)> {
    let archive = web.finder.archive().revision().await.ok()?;
    let index = web.finder.view().ok()?.revision;
    Some((archive, index, (archive - index).max(0)))
}

async fn metrics(State(web): State<Web>) -> Response {
    let mut text = String::new();
    let mut line = |name: &str, kind: &str, help: &str, value: i64| {
        let name = format!("ketabkhan_{name}");
        text.push_str(&format!("# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}\n"));
    };
    if let Ok(totals) = web.finder.archive().totals().await {
        line("posts_public", "gauge", "Posts that can be shown.", totals.public);
        line("posts_gone", "gauge", "Posts their platform no longer has.", totals.gone);
        line("posts_withdrawn", "gauge", "Posts withdrawn.", totals.withdrawn);
        line("items_parked", "gauge", "Items that could not be read.", totals.parked);
    }
    if let Some((archive, index, lag)) = lag(&web).await {
        line("archive_revision", "gauge", "The archive's newest revision.", archive);
        line("index_revision", "gauge", "The revision the index has reached.", index);
        line("index_lag_revisions", "gauge", "Revisions the index is behind.", lag);
    }
    let counters = &web.counters;
    for (name, help, counter) in [
        ("pages_total", "Pages answered.", &counters.pages),
        ("searches_total", "Searches by the API answered.", &counters.searches),
        ("counts_total", "Counts answered.", &counters.counts),
        ("failures_total", "Requests that failed inside.", &counters.failures),
    ] {
        let value = i64::try_from(counter.load(Ordering::Relaxed)).unwrap_or(i64::MAX);
        line(name, "counter", help, value);
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
