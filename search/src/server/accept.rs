//! The accept loop.

use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::answer::refusal_in_words;
use super::guard::{Refusal, guarded};
use super::limits::Limits;
use super::stream::ImpatientStream;

/// A server bound to its address. It answers once [`Server::serve`] runs.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    limits: Limits,
    refusal: Refusal,
}

impl Server {
    /// Binds to an address and port, such as `127.0.0.1:0` for any free port.
    pub async fn bind(listen: &str, limits: Limits) -> io::Result<Self> {
        let listener = TcpListener::bind(listen).await?;
        let address = listener.local_addr()?;
        Ok(Self { listener, address, limits, refusal: Arc::new(refusal_in_words) })
    }

    /// The address it is bound to.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Says what a refused request is answered with; without it, a plain sentence.
    pub fn refusing(
        mut self,
        refusal: impl Fn(StatusCode, &Uri) -> Response + Send + Sync + 'static,
    ) -> Self {
        self.refusal = Arc::new(refusal);
        self
    }

    /// Answers until `stop`, then finishes the requests in hand within the grace.
    pub async fn serve(self, router: Router, stop: CancellationToken) {
        let Self { listener, limits, refusal, .. } = self;
        let router = guarded(router, &limits, refusal);
        let places = Arc::new(Semaphore::new(limits.connections.max(1)));
        let connections = TaskTracker::new();
        let cut = CancellationToken::new();
        // If this future is dropped, no connection outlives it.
        let _cut_when_dropped = cut.clone().drop_guard();
        while let Some((place, stream)) = next_connection(&listener, &places, &stop).await {
            let held = hold(stream, router.clone(), limits.clone(), stop.clone());
            let cut = cut.clone();
            connections.spawn(async move {
                cut.run_until_cancelled(held).await;
                drop(place);
            });
        }
        drop(listener);
        connections.close();
        if timeout(limits.grace, connections.wait()).await.is_err() {
            tracing::warn!(connections = connections.len(), "cut connections that did not finish");
            cut.cancel();
            connections.wait().await;
        }
    }
}

/// The next connection and its place, `None` once stopped. While all places are taken, the
/// system keeps new connections waiting.
async fn next_connection(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
    stop: &CancellationToken,
) -> Option<(OwnedSemaphorePermit, TcpStream)> {
    let place = stop.run_until_cancelled(places.clone().acquire_owned()).await?.ok()?;
    let stream = stop.run_until_cancelled(accepted(|| listener.accept())).await?;
    Some((place, stream))
}

/// Accepts until it succeeds: too few descriptors, or a client that left, must not end the loop.
async fn accepted<S, F>(mut accept: impl FnMut() -> F) -> S
where
    F: Future<Output = io::Result<(S, SocketAddr)>>,
{
    const REST: Duration = Duration::from_millis(100);
    loop {
        match accept().await {
            Ok((stream, _)) => return stream,
            Err(error) if concerns_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "could not accept a connection");
                sleep(REST).await;
            }
        }
    }
}

fn concerns_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Answers the requests of one connection.
async fn hold(stream: TcpStream, router: Router, limits: Limits, stop: CancellationToken) {
    // Without it the system may hold back the end of an answer; with an error it does no more.
    let _ = stream.set_nodelay(true);
    let stream = TokioIo::new(ImpatientStream::new(stream, limits.write_deadline));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_deadline)
        .max_header_size(limits.head_bytes)
        .serve_connection(stream, TowerToHyperService::new(router));
    let mut connection = pin!(connection);
    let ended: Result<(), hyper::Error> = tokio::select! {
        ended = connection.as_mut() => ended,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_error_does_not_end_the_loop() {
        let too_many_open_files = || io::Error::from_raw_os_error(24);
        let mut outcomes = vec![
            Ok(("served", SocketAddr::from(([127, 0, 0, 1], 1)))),
            Err(too_many_open_files()),
            Err(io::ErrorKind::ConnectionAborted.into()),
            Err(too_many_open_files()),
        ];
        assert_eq!(accepted(|| std::future::ready(outcomes.pop().unwrap())).await, "served");
    }
}
