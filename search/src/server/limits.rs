//! What a connection and a request may cost.

use std::time::Duration;

use config::Site;

/// Bounds of connections and requests.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections held at the same time; one more waits for its turn.
    pub connections: usize,
    /// Longest wait for a whole request head, and for the next one on a kept connection.
    pub head_deadline: Duration,
    /// Longest time from the head's end to the answer's beginning, the request's body included.
    pub request_deadline: Duration,
    /// Longest time without progress in sending.
    pub write_deadline: Duration,
    /// Longest wait, once stopped, for requests in hand.
    pub grace: Duration,
    /// Largest request head in bytes.
    pub head_bytes: usize,
    /// Longest address in bytes.
    pub address_bytes: usize,
    /// Largest request body in bytes.
    pub body_bytes: usize,
    /// Whether TLS stands in front, so that `Strict-Transport-Security` may be promised.
    pub tls: bool,
}

impl Limits {
    /// The bounds for a site: its connections and TLS, and the product's own deadlines and sizes.
    pub fn of(site: &Site) -> Self {
        Self { connections: site.connections, tls: site.tls, ..Self::new() }
    }

    /// The product's own bounds for a site without TLS in front.
    pub fn new() -> Self {
        let ten_seconds = Duration::from_secs(10);
        Self {
            connections: 1024,
            head_deadline: ten_seconds,
            request_deadline: ten_seconds,
            write_deadline: ten_seconds,
            grace: ten_seconds,
            head_bytes: 32 * 1024,
            address_bytes: 8 * 1024,
            body_bytes: 64 * 1024,
            tls: false,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}
