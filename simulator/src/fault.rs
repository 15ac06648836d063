//! What goes wrong between a platform and its reader, and how often.

use crate::identifier::{mix, scramble};
use serde::Deserialize;
use std::time::Duration;

/// One way in which an answer goes wrong. None of them hides a post for good: the next request is
/// decided afresh, and a bad item is put beside the good ones, not in place of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// 500, 502 or 503, with a page of HTML as proxies send it.
    ServerError,
    /// The connection closes without an answer.
    Dropped,
    /// The body ends before its `Content-Length`.
    Cut,
    /// The body is whole but is no JSON or XML.
    Malformed,
    /// A page of HTML with status 200.
    Html,
    /// One more item on the page, with a number for its id and no author.
    BadItem,
    /// The page before this one comes again; for a first page, an older first page.
    RepeatedPage,
    /// A next page that is this page again.
    LoopingCursor,
    /// The answer comes after [`FaultMix::delay_seconds`].
    Slow,
    /// The server's wall clock is off by [`FaultMix::skew_seconds`].
    ClockSkew,
    /// 429, and everything else refused for [`FaultMix::burst_seconds`].
    TooManyRequests,
}

/// How often each [`Fault`] strikes: probabilities between 0 and 1, whose sum should not exceed 1.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, default)]
pub struct FaultMix {
    /// Of [`Fault::ServerError`].
    pub server_error: f64,
    /// Of [`Fault::Dropped`].
    pub dropped: f64,
    /// Of [`Fault::Cut`].
    pub cut: f64,
    /// Of [`Fault::Malformed`].
    pub malformed: f64,
    /// Of [`Fault::Html`].
    pub html: f64,
    /// Of [`Fault::BadItem`].
    pub bad_item: f64,
    /// Of [`Fault::RepeatedPage`].
    pub repeated_page: f64,
    /// Of [`Fault::LoopingCursor`].
    pub looping_cursor: f64,
    /// Of [`Fault::Slow`].
    pub slow: f64,
    /// Of [`Fault::ClockSkew`].
    pub clock_skew: f64,
    /// Of [`Fault::TooManyRequests`].
    pub too_many_requests: f64,
    /// How long a slow answer takes, in seconds.
    pub delay_seconds: f64,
    /// How far a skewed clock is off, in seconds; negative is behind.
    pub skew_seconds: i64,
    /// How long a burst of 429 lasts, in seconds of the client's time.
    pub burst_seconds: u64,
}

impl FaultMix {
    /// Nothing goes wrong.
    pub fn none() -> Self {
        Self::default()
    }

    /// Every fault with the same probability, and lengths that suit tests: no delay, a clock seven
    /// hours behind, bursts of two seconds.
    pub fn each(probability: f64) -> Self {
        Self {
            server_error: probability,
            dropped: probability,
            cut: probability,
            malformed: probability,
            html: probability,
            bad_item: probability,
            repeated_page: probability,
            looping_cursor: probability,
            slow: probability,
            clock_skew: probability,
            too_many_requests: probability,
            delay_seconds: 0.0,
            skew_seconds: -7 * 3600,
            burst_seconds: 2,
        }
    }

    /// What befalls request number `count` of a server: the same for the same seed.
    pub(crate) fn strike(&self, seed: u64, server: &str, count: u64) -> Option<Fault> {
        let roll = mix(mix(seed) ^ scramble(&[server]) ^ mix(count)) >> 11;
        let mut left = roll as f64 / (1_u64 << 53) as f64;
        self.chances().into_iter().find_map(|(fault, probability)| {
            left -= probability.max(0.0);
            (left < 0.0).then_some(fault)
        })
    }

    /// How long a slow answer takes.
    pub(crate) fn delay(&self) -> Duration {
        Duration::try_from_secs_f64(self.delay_seconds).unwrap_or_default()
    }

    fn chances(&self) -> [(Fault, f64); 11] {
        [
            (Fault::ServerError, self.server_error),
            (Fault::Dropped, self.dropped),
            (Fault::Cut, self.cut),
            (Fault::Malformed, self.malformed),
            (Fault::Html, self.html),
            (Fault::BadItem, self.bad_item),
            (Fault::RepeatedPage, self.repeated_page),
            (Fault::LoopingCursor, self.looping_cursor),
            (Fault::Slow, self.slow),
            (Fault::ClockSkew, self.clock_skew),
            (Fault::TooManyRequests, self.too_many_requests),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_strikes_about_as_often_as_asked() {
        let mix = FaultMix { cut: 0.1, html: 0.3, ..FaultMix::none() };
        let strikes =
            |fault| (0..10_000).filter(|count| mix.strike(1, "a", *count) == Some(fault)).count();
        assert!((900..1100).contains(&strikes(Fault::Cut)), "{}", strikes(Fault::Cut));
        assert!((2850..3150).contains(&strikes(Fault::Html)), "{}", strikes(Fault::Html));
        assert_eq!(strikes(Fault::Slow), 0);
    }

    #[test]
    fn seed_and_server_change_what_befalls_and_nothing_else_does() {
        let mix = FaultMix::each(0.05);
        let story = |seed, server| {
            (0..200).map(|count| mix.strike(seed, server, count)).collect::<Vec<_>>()
        };
        assert_eq!(story(7, "a"), story(7, "a"));
        assert_ne!(story(7, "a"), story(8, "a"));
        assert_ne!(story(7, "a"), story(7, "b"));
    }
}
