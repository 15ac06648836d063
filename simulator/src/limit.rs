//! How many requests a platform grants a client, in windows of the client's own time.

use serde::Deserialize;
use std::{collections::HashMap, time::Duration};

/// So many requests in each window of so many seconds.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Requests granted in one window.
    pub requests: u32,
    /// Length of a window, in seconds of the client's time. Windows are aligned to the clock's
    /// zero, as Mastodon's are to multiples of the wall clock.
    pub seconds: u64,
    /// Which requests it counts.
    #[serde(default)]
    pub scope: Scope,
}

/// Which requests a [`Limit`] counts.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Every request but those that sign in.
    #[default]
    All,
    /// Requests that page: those with `max_id`, `min_id`, `since_id` or `page` (Mastodon).
    Paging,
    /// Requests that sign in (Bluesky's `createSession`).
    Session,
}

/// What is left to one client after one of its requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allowance {
    pub(crate) limit: Limit,
    pub(crate) remaining: u32,
    /// When the window ends, as time of the clock.
    pub(crate) resets: Duration,
    /// The request that was just counted is one too many.
    pub(crate) exceeded: bool,
}

/// Counts every client's requests against a server's limits.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    windows: HashMap<(String, Scope, u64), (u64, u32)>,
    bursts: HashMap<String, Duration>,
}

impl Counter {
    /// Counts one request and gives the allowance that the client is closest to exceeding, or
    /// `None` if no limit applies to it.
    pub(crate) fn count(
        &mut self,
        limits: &[Limit],
        client: &str,
        applies: impl Fn(Scope) -> bool,
        elapsed: Duration,
    ) -> Option<Allowance> {
        let counted = limits.iter().filter(|limit| applies(limit.scope));
        counted
            .map(|limit| self.count_one(*limit, client, elapsed))
            .min_by_key(|allowance| (!allowance.exceeded, allowance.remaining))
    }

    /// Refuses the client everything until `until`, whatever its windows say.
    pub(crate) fn refuse(&mut self, client: &str, until: Duration) {
        self.bursts.insert(client.to_owned(), until);
    }

    /// Until when the client is refused everything, if it is at `elapsed`.
    pub(crate) fn refused(&self, client: &str, elapsed: Duration) -> Option<Duration> {
        self.bursts.get(client).copied().filter(|until| *until > elapsed)
    }

    fn count_one(&mut self, limit: Limit, client: &str, elapsed: Duration) -> Allowance {
        let length = limit.seconds.max(1);
        let window = elapsed.as_secs() / length;
        let key = (client.to_owned(), limit.scope, length);
        let (counted_in, used) = self.windows.entry(key).or_insert((window, 0));
        if *counted_in != window {
            (*counted_in, *used) = (window, 0);
        }
        let exceeded = *used >= limit.requests;
        *used = used.saturating_add(1).min(limit.requests);
        Allowance {
            limit,
            remaining: limit.requests - *used,
            resets: Duration::from_secs((window + 1) * length),
            exceeded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: Limit = Limit { requests: 2, seconds: 10, scope: Scope::All };

    #[test]
    fn the_third_request_is_refused_until_the_window_ends() {
        let mut counter = Counter::default();
        let mut ask = |second| {
            let at = Duration::from_secs(second);
            let allowance = counter.count(&[TWO], "a", |_| true, at).unwrap();
            (allowance.remaining, allowance.exceeded, allowance.resets.as_secs())
        };
        assert_eq!(ask(1), (1, false, 10));
        assert_eq!(ask(2), (0, false, 10));
        assert_eq!(ask(9), (0, true, 10));
        assert_eq!(ask(10), (1, false, 20));
    }

    #[test]
    fn clients_and_scopes_are_counted_apart() {
        let paging = Limit { requests: 1, seconds: 30, scope: Scope::Paging };
        let mut counter = Counter::default();
        let mut ask = |client: &str, pages: bool| {
            let applies = |scope| pages || scope != Scope::Paging;
            counter.count(&[TWO, paging], client, applies, Duration::ZERO).unwrap().exceeded
        };
        assert!(!ask("a", true));
        assert!(ask("a", true), "one page was granted");
        assert!(!ask("b", false));
        assert!(!ask("b", true));
        assert!(ask("b", false), "two requests were granted");
    }
}
