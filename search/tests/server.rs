//! The server against clients that are slow, rude or too many, over real sockets.
//!
//! Each test sets the one deadline that it is about to a few milliseconds and all others to
//! minutes, so that what is cut is cut for the right reason; nothing depends on how long it took.

use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use search::server::{Asset, Limits, Server, static_routes};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

const SHORT: Duration = Duration::from_millis(20);
const NEVER: Duration = Duration::from_secs(600);

/// Deadlines that no test reaches.
fn patient() -> Limits {
    Limits {
        head_deadline: NEVER,
        request_deadline: NEVER,
        write_deadline: NEVER,
        grace: NEVER,
        ..Limits::new()
    }
}

struct Running {
    address: SocketAddr,
    stop: CancellationToken,
    ended: JoinHandle<()>,
}

impl Running {
    async fn start(limits: Limits, router: Router) -> Self {
        let server = Server::bind("127.0.0.1:0", limits).await.unwrap();
        let (address, stop) = (server.address(), CancellationToken::new());
        let ended = tokio::spawn(server.serve(router, stop.clone()));
        Self { address, stop, ended }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends bytes and reads to the end of the connection.
    async fn exchange(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect().await;
        let _ = stream.write_all(request.as_ref()).await;
        rest(&mut stream).await
    }

    async fn get(&self, path: &str) -> String {
        self.exchange(ask(path)).await
    }

    async fn stopped(self) {
        self.stop.cancel();
        within(self.ended).await.unwrap();
    }
}

fn ask(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
}

/// Waits, but not for ever: a server that never cuts fails the test instead of hanging it.
async fn within<T>(future: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(60), future).await.expect("the server did nothing")
}

/// What is left to read; a reset ends it as well as a close.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = within(stream.read_to_end(&mut bytes)).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hello() -> Router {
    Router::new()
        .route("/", get(async || "hello"))
        .route("/echo", post(async |body: Bytes| body))
        .route("/never", get(async || pending::<&str>().await))
        .route("/broken", get(async || -> &str { panic!("a fault in a handler") }))
        .route("/much", get(async || Body::from(vec![b'x'; 64 << 20])))
        .route("/text", get(async || "واژه ".repeat(1000)))
        .merge(static_routes())
}

#[tokio::test]
async fn whole_requests_are_answered_one_after_another() {
    let server = Running::start(patient(), hello()).await;
    let two = format!("GET / HTTP/1.1\r\nHost: here\r\n\r\n{}", ask("/"));
    let answers = server.exchange(two).await;
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2, "{answers}");
    assert_eq!(answers.matches("hello").count(), 2);
    server.stopped().await;
}

#[tokio::test]
async fn slow_heads_are_cut() {
    let limits = Limits { head_deadline: SHORT, ..patient() };
    let server = Running::start(limits, hello()).await;
    for head in ["", "G", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: here\r\nX-Slow: a"] {
        let answer = server.exchange(head).await;
        assert!(!answer.contains("200 OK"), "{head:?}: {answer}");
    }
    // A kept connection without a next request is cut as well.
    let answer = server.exchange("GET / HTTP/1.1\r\nHost: here\r\n\r\n").await;
    assert!(answer.ends_with("hello"), "{answer}");
    server.stopped().await;
}

#[tokio::test]
async fn slow_bodies_are_cut_with_a_reason() {
    let limits = Limits { request_deadline: SHORT, ..patient() };
    let server = Running::start(limits, hello()).await;
    let head = "POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nhalf";
    assert!(server.exchange(head).await.starts_with("HTTP/1.1 408"));
    let chunked =
        "POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf";
    assert!(server.exchange(chunked).await.starts_with("HTTP/1.1 408"));
    assert!(server.get("/never").await.starts_with("HTTP/1.1 503"));
    server.stopped().await;
}

#[tokio::test]
async fn a_reader_who_stands_still_gives_its_place_back() {
    let limits = Limits { write_deadline: SHORT, connections: 1, ..patient() };
    let server = Running::start(limits, hello()).await;
    let mut idle = server.connect().await;
    idle.write_all(ask("/much").as_bytes()).await.unwrap();
    // There is one place only: this answer comes when the idle reader has been cut.
    assert!(within(server.get("/")).await.ends_with("hello"));
    assert!(rest(&mut idle).await.len() < 64 << 20);
    server.stopped().await;
}

#[tokio::test]
async fn connections_above_the_limit_wait_for_their_turn() {
    let server = Running::start(Limits { connections: 2, ..patient() }, hello()).await;
    let (mut first, mut second) = (server.connect().await, server.connect().await);
    once_more(&mut first).await;
    once_more(&mut second).await;
    let mut third = server.connect().await;
    third.write_all(ask("/").as_bytes()).await.unwrap();
    for _ in 0..50 {
        once_more(&mut first).await;
        once_more(&mut second).await;
        assert_eq!(third.try_read(&mut [0; 1]).unwrap_err().kind(), io::ErrorKind::WouldBlock);
    }
    drop(first);
    assert!(rest(&mut third).await.ends_with("hello"));
    drop(second);
    server.stopped().await;
}

/// Asks and reads one answer on a connection that is kept.
async fn once_more(kept: &mut TcpStream) {
    kept.write_all(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"hello") {
        answer.push(within(kept.read_u8()).await.unwrap());
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let limits = Limits { head_bytes: 16 << 10, ..patient() };
    let server = Running::start(limits, hello()).await;
    let long = |length: usize| "a".repeat(length);
    for (request, status) in [
        (ask(&format!("/?{}", long(8 << 10))), "414"),
        (ask(&format!("/?{}", long(70 << 10))), "4"),
        (format!("GET / HTTP/1.1\r\nHost: here\r\nX-A: {}\r\n\r\n", long(20 << 10)), "431"),
        (format!("GET / HTTP/1.1\r\nHost: here\r\n{}\r\n", "X-B: 1\r\n".repeat(200)), "431"),
        ("POST /echo HTTP/1.1\r\nHost: here\r\nContent-Length: 65537\r\n\r\n".into(), "413"),
        (
            format!(
                "POST /echo HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{}\r\n0\r\n\r\n",
                65_537,
                long(65_537)
            ),
            "413",
        ),
    ] {
        let mut stream = server.connect().await;
        let _ = stream.write_all(request.as_bytes()).await;
        let _ = stream.shutdown().await;
        let answer = rest(&mut stream).await;
        let cut = answer.is_empty();
        assert!(
            cut || answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{status}: {answer:.200}"
        );
    }
    assert!(server.get(&format!("/?{}", long(8000))).await.ends_with("hello"));
    server.stopped().await;
}

#[tokio::test]
async fn garbage_and_odd_methods_get_a_refusal_and_the_server_goes_on() {
    let server = Running::start(patient(), hello()).await;
    for (request, status) in [
        ("\x16\x03\x01\x02\x00\x01\x00\x01\u{fc}\x03\x03\r\n\r\n", "400"),
        ("\r\n\r\n\0\0\0\r\n\r\n", "400"),
        ("GET / HTTP/9.9\r\n\r\n", "400"),
        ("GET /\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n", "400"),
        ("TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "405"),
        ("BREW / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "405"),
        ("CONNECT a:443 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "405"),
        ("DELETE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "405"),
        ("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "405"),
        ("GET /none HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "404"),
        (
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "400",
        ),
    ] {
        let answer = server.exchange(request).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{request:?}: {answer}");
    }
    assert!(server.get("/").await.ends_with("hello"));
    server.stopped().await;
}

#[tokio::test]
async fn a_broken_handler_is_answered_with_the_sites_refusal() {
    let server = Server::bind("127.0.0.1:0", patient()).await.unwrap();
    let server = server.refusing(|status, address| {
        (status, format!("{} at {}", status.as_u16(), address.path())).into_response()
    });
    let (address, stop) = (server.address(), CancellationToken::new());
    let ended = tokio::spawn(server.serve(hello(), stop.clone()));
    let running = Running { address, stop, ended };
    for (path, status) in [("/broken", 500), ("/none", 404)] {
        let answer = running.get(path).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
        assert!(answer.ends_with(&format!("{status} at {path}")), "{answer}");
        assert!(answer.contains("content-security-policy: default-src 'none'"), "{answer}");
    }
    assert!(running.get("/").await.ends_with("hello"));
    running.stopped().await;
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    for tls in [false, true] {
        let server = Running::start(Limits { tls, ..patient() }, hello()).await;
        let not_modified = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
        for request in [&ask("/"), &ask("/none"), &ask("/broken"), not_modified] {
            let answer = server.exchange(request).await.to_lowercase();
            for header in [
                "content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'; \
                 connect-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; \
                 base-uri 'none'; frame-ancestors 'none'\r\n",
                "x-content-type-options: nosniff\r\n",
                "referrer-policy: same-origin\r\n",
                "cross-origin-opener-policy: same-origin\r\n",
                "cross-origin-resource-policy: same-origin\r\n",
                "permissions-policy: ",
                "cache-control: no-cache\r\n",
            ] {
                assert!(answer.contains(header), "{header} in {answer}");
            }
            assert_eq!(answer.contains("strict-transport-security: max-age="), tls);
            assert!(!answer.contains("\r\nserver:") && !answer.contains("unsafe-"));
        }
        server.stopped().await;
    }
}

#[tokio::test]
async fn text_is_compressed_for_those_who_ask() {
    let server = Running::start(patient(), hello()).await;
    let request =
        "GET /text HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n";
    let mut stream = server.connect().await;
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    within(stream.read_to_end(&mut bytes)).await.unwrap();
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    assert!(head.contains("content-encoding: gzip\r\n"), "{head}");
    assert!(head.contains(&format!("content-length: {}\r\n", bytes.len() - end)), "{head}");
    let mut text = String::new();
    io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&bytes[end..]), &mut text).unwrap();
    assert_eq!(text, "واژه ".repeat(1000));
    let plain = server.get("/text").await;
    assert!(plain.contains("vary: accept-encoding\r\n") && !plain.contains("content-encoding"));
    server.stopped().await;
}

#[tokio::test]
async fn static_files_are_kept_for_ever_and_not_sent_twice() {
    let server = Running::start(patient(), hello()).await;
    let path = Asset::Style.address();
    let first = server.get(path).await;
    assert!(first.contains("cache-control: public, max-age=31536000, immutable\r\n"), "{first}");
    assert!(first.contains("content-type: text/css; charset=utf-8\r\n"));
    let tag = first.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap();
    for held in [tag, "*", &format!("\"other\", W/{tag}")] {
        let again = format!(
            "GET {path} HTTP/1.1\r\nHost: a\r\nIf-None-Match: {held}\r\nConnection: close\r\n\r\n"
        );
        let answer = server.exchange(again).await;
        assert!(answer.starts_with("HTTP/1.1 304"), "{held}: {answer}");
        assert!(answer.ends_with("\r\n\r\n") && answer.contains(tag));
    }
    for path in
        ["/static/style.css", "/static/style.0000000000000000.css", "/static/..%2fCargo.toml"]
    {
        assert!(server.get(path).await.starts_with("HTTP/1.1 404"), "{path}");
    }
    server.stopped().await;
}

#[tokio::test]
async fn a_stop_finishes_the_requests_in_hand() {
    let (begun, mut waiting) = mpsc::channel::<()>(1);
    let (go_on, released) = tokio::sync::watch::channel(false);
    let router = Router::new().route(
        "/slow",
        get(async move || {
            begun.send(()).await.unwrap();
            released.clone().wait_for(|released| *released).await.unwrap();
            "finished"
        }),
    );
    let server = Running::start(patient(), router).await;
    let mut idle = server.connect().await;
    let mut busy = server.connect().await;
    busy.write_all(b"GET /slow HTTP/1.1\r\nHost: here\r\n\r\n").await.unwrap();
    within(waiting.recv()).await.unwrap();
    server.stop.cancel();
    assert_eq!(rest(&mut idle).await, "", "an idle connection is closed at once");
    assert!(!server.ended.is_finished());
    go_on.send(true).unwrap();
    assert!(rest(&mut busy).await.ends_with("finished"));
    let refused = within(server.ended).await;
    assert!(refused.is_ok());
    assert!(TcpStream::connect(server.address).await.is_err());
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever() {
    let server = Running::start(Limits { grace: SHORT, ..patient() }, hello()).await;
    let mut stuck = server.connect().await;
    stuck.write_all(ask("/never").as_bytes()).await.unwrap();
    let mut half = server.connect().await;
    half.write_all(b"GET / HT").await.unwrap();
    server.stopped().await;
    assert_eq!(rest(&mut stuck).await, "");
    assert_eq!(rest(&mut half).await, "");
}

#[tokio::test]
async fn a_head_request_has_no_body() {
    let server = Running::start(patient(), hello()).await;
    let request =
        "HEAD /text HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n";
    let answer = server.exchange(request).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\n"), "{answer}");
    server.stopped().await;
}
