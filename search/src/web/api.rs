//! The JSON API.

use axum::extract::{RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use config::Language;
use serde_json::{Value, json};

use super::ask::Parameters;
use super::state::{Counters, Web};
use crate::counting::{Counted, to_csv, to_json};
use crate::finder::{FindError, Found, Hit};
use crate::query::Reading;
use crate::suggesting::Proposal;

/// Hits of a page where no limit is asked for.
const PAGE: usize = 20;

/// Proposals for what is being typed.
const PROPOSALS: usize = 8;

pub(crate) fn routes() -> Router<Web> {
    Router::new()
        .route("/api/v1/search", get(search))
        .route("/api/v1/suggest", get(suggest))
        .route("/api/v1/counts", get(counts))
        .route("/counts.csv", get(counts_csv))
}

/// `GET /api/v1/search?q=&campaign=&platform=&from=&to=&sort=relevance|newest&limit=&cursor=`
/// answers `{total, revision, hits: [{key, platform, url, posted_at, author, text, highlight,
/// duration_s, campaigns}], next}`. `highlight` lists `[start, end]` in Unicode scalar values of
/// `text`; `next` is the cursor of the next page or `null`. Where a word that no
/// post has was taken for others, `readings` lists `{typed, meant}`.
async fn search(State(web): State<Web>, RawQuery(query): RawQuery) -> Response {
    Counters::add(&web.counters.searches);
    match found(&web, query.as_deref()).await {
        Ok(found) => Json(found_json(&found)).into_response(),
        Err(error) => failure(&web, error),
    }
}

async fn found(web: &Web, query: Option<&str>) -> Result<Found, FindError> {
    let ask = web.ask(&Parameters::of(query), PAGE)?;
    web.finder.find(&ask).await
}

/// `GET /api/v1/suggest?q=` answers `{suggestions: [{text, kind}]}`: what the text that is being
/// typed may become. `kind` is `title`, `author`, `hashtag`, `presenter` or `word`.
async fn suggest(State(web): State<Web>, RawQuery(query): RawQuery) -> Response {
    let parameters = Parameters::of(query.as_deref());
    let typed = parameters.first("q").unwrap_or_default();
    match web.finder.complete(typed, PROPOSALS).await {
        Ok(proposals) => {
            let one = |one: &Proposal| json!({"text": one.text, "kind": one.kind.word()});
            let all: Vec<Value> = proposals.iter().map(one).collect();
            Json(json!({"suggestions": all})).into_response()
        }
        Err(error) => failure(&web, error),
    }
}

/// `GET /api/v1/counts?by=&unit=&q=&campaign=&platform=&from=&to=` answers `{rows, card}`.
async fn counts(State(web): State<Web>, RawQuery(query): RawQuery) -> Response {
    match counted(&web, query.as_deref()).await {
        Ok(counted) => Json(to_json(&counted)).into_response(),
        Err(error) => failure(&web, error),
    }
}

/// The same numbers as a file. It begins with a mark by which spreadsheets know its letters.
async fn counts_csv(State(web): State<Web>, RawQuery(query): RawQuery) -> Response {
    match counted(&web, query.as_deref()).await {
        Ok(counted) => {
            let headers = [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"ketabkhan-counts.csv\""),
            ];
            let csv = to_csv(&counted).unwrap_or_default();
            (headers, format!("\u{feff}{csv}")).into_response()
        }
        Err(error) => failure(&web, error),
    }
}

async fn counted(web: &Web, query: Option<&str>) -> Result<Counted, FindError> {
    Counters::add(&web.counters.counts);
    let ask = web.counting(&Parameters::of(query))?;
    web.finder.count(&ask).await
}

fn found_json(found: &Found) -> Value {
    let mut answer = json!({
        "total": found.total,
        "revision": found.revision,
        "hits": found.hits.iter().map(hit_json).collect::<Vec<_>>(),
        "next": found.next.as_ref().map(|(place, _)| place.to_text()),
    });
    if !found.readings.is_empty() {
        answer["readings"] = found.readings.iter().map(reading_json).collect();
    }
    answer
}

fn reading_json(reading: &Reading) -> Value {
    json!({"typed": reading.typed, "meant": reading.meant})
}

fn hit_json(hit: &Hit) -> Value {
    let post = &hit.post;
    let scalars = |byte: usize| post.text.get(..byte).map_or(0, |start| start.chars().count());
    let highlight: Vec<[usize; 2]> =
        hit.highlights.iter().map(|range| [scalars(range.start), scalars(range.end)]).collect();
    json!({
        "key": post.key.to_string(),
        "platform": post.key.platform,
        "url": post.url,
        "posted_at": post.posted_at.map(|at| at.to_string()),
        "author": {
            "id": post.author.id,
            "handle": post.author.handle,
            "name": post.author.name,
        },
        "text": post.text,
        "highlight": highlight,
        "duration_s": post.duration_s,
        "campaigns": hit.campaigns,
    })
}

/// A problem as RFC 9457 has it. What went wrong inside is logged and not told.
fn failure(web: &Web, error: FindError) -> Response {
    let (status, title, detail) = match &error {
        FindError::Query(problem) => (
            StatusCode::BAD_REQUEST,
            "The query cannot be answered",
            problem.sentence(Language::En),
        ),
        other => {
            Counters::add(&web.counters.failures);
            tracing::error!(error = %other, "could not answer a query");
            let words = "Searching is not possible for a moment; try again.";
            (StatusCode::SERVICE_UNAVAILABLE, "Not available", words.to_owned())
        }
    };
    let body = json!({
        "type": "about:blank",
        "title": title,
        "status": status.as_u16(),
        "detail": detail,
    });
    (status, [(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}
