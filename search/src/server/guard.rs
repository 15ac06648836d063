//! The guard before the router: it bounds requests and dresses answers.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CONNECTION, CONTENT_TYPE, HOST};
use axum::http::{HeaderValue, Method, StatusCode, Uri, Version};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use futures_util::FutureExt;
use http_body_util::Limited;
use tokio::time::timeout;

use super::gzip::zipped;
use super::headers::Headers;
use super::limits::Limits;

/// What a refused request is answered with, by status and address.
pub type Refusal = Arc<dyn Fn(StatusCode, &Uri) -> Response + Send + Sync>;

/// Marks an answer that is already as its reader should see it.
#[derive(Clone, Copy)]
pub(crate) struct Dressed;

#[derive(Clone)]
struct Guard {
    deadline: Duration,
    address_bytes: usize,
    body_bytes: usize,
    refusal: Refusal,
    headers: Headers,
}

/// The router behind the guard.
pub(crate) fn guarded(router: Router, limits: &Limits, refusal: Refusal) -> Router {
    let guard = Guard {
        deadline: limits.request_deadline,
        address_bytes: limits.address_bytes,
        body_bytes: limits.body_bytes,
        refusal,
        headers: Headers::new(limits.tls),
    };
    router.layer(from_fn(zipped)).layer(from_fn_with_state(Arc::new(guard), watch))
}

/// One request, from its head to the beginning of its answer.
async fn watch(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let address = request.uri().clone();
    let answer = match guard.fault(&request) {
        Some(status) => guard.refuse(status, &address),
        None => guard.answer(request, next).await.unwrap_or_else(|status| {
            let mut refused = guard.refuse(status, &address);
            // What is left of the request is not waited for.
            refused.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            refused
        }),
    };
    let mut answer = guard.dress(answer, &address);
    guard.headers.put_on(&mut answer);
    answer
}

const METHODS: [Method; 3] = [Method::GET, Method::HEAD, Method::POST];

impl Guard {
    /// What is wrong with a request's head, if anything.
    fn fault(&self, request: &Request) -> Option<StatusCode> {
        let hosts = request.headers().get_all(HOST).iter().count();
        let announced = request.body().size_hint().lower();
        if !METHODS.contains(request.method()) {
            Some(StatusCode::METHOD_NOT_ALLOWED)
        } else if address_length(request.uri()) > self.address_bytes {
            Some(StatusCode::URI_TOO_LONG)
        } else if hosts > 1 || (hosts == 0 && request.version() == Version::HTTP_11) {
            Some(StatusCode::BAD_REQUEST)
        } else if announced > u64::try_from(self.body_bytes).unwrap_or(u64::MAX) {
            Some(StatusCode::PAYLOAD_TOO_LARGE)
        } else {
            None
        }
    }

    /// The router's answer, or the status of a request that took too long or broke its handler.
    async fn answer(&self, request: Request, next: Next) -> Result<Response, StatusCode> {
        let late = match request.body().is_end_stream() {
            true => StatusCode::SERVICE_UNAVAILABLE,
            false => StatusCode::REQUEST_TIMEOUT,
        };
        let request = request.map(|body| Body::new(Limited::new(body, self.body_bytes)));
        let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
        match timeout(self.deadline, answer).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(panic)) => {
                tracing::error!(panic = words_of(panic.as_ref()), "a request broke its handler");
                Err(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Err(_) => Err(late),
        }
    }

    fn refuse(&self, status: StatusCode, address: &Uri) -> Response {
        let mut refused = (self.refusal)(status, address);
        refused.extensions_mut().insert(Dressed);
        if status == StatusCode::METHOD_NOT_ALLOWED {
            refused.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
        }
        refused
    }

    /// Puts the site's refusal in place of a bare one, such as the router's own 404.
    fn dress(&self, answer: Response, address: &Uri) -> Response {
        let status = answer.status();
        let refused = status.is_client_error() || status.is_server_error();
        if !refused || answer.extensions().get::<Dressed>().is_some() || !is_bare(&answer) {
            return answer;
        }
        let mut dressed = self.refuse(status, address);
        if let Some(allow) = answer.headers().get(ALLOW) {
            dressed.headers_mut().insert(ALLOW, allow.clone());
        }
        dressed
    }
}

/// Whether an answer has no words, or only those of a library.
fn is_bare(answer: &Response) -> bool {
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

fn address_length(address: &Uri) -> usize {
    address.path_and_query().map_or(0, |address| address.as_str().len())
}

fn words_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without words")
}
