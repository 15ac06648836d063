//! How fast a host is asked: governor smooths within the process, the archive remembers across
//! processes.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, ArchiveError, Turn};
use config::Pace;
use governor::clock::Clock as GovernorClock;
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use jiff::Timestamp;

use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, until, wait};

/// Gives out turns to ask for one source.
#[derive(Debug)]
pub(crate) struct Pacer {
    archive: Arc<Archive>,
    clock: Arc<dyn Clock>,
    pace: Pace,
    smooth: RateLimiter<NotKeyed, InMemoryState, Governing, NoOpMiddleware<Nanos>>,
}

/// What came of waiting for a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turned {
    /// It may be asked, once.
    Now,
    /// It may not be asked before this instant, which is too long to wait for.
    Later(Timestamp),
    /// The program stops.
    Stopped,
}

/// Our clock, as governor asks for it.
#[derive(Debug, Clone)]
struct Governing(Arc<dyn Clock>);

impl GovernorClock for Governing {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::from(u64::try_from(self.0.now().as_nanosecond()).unwrap_or_default())
    }
}

/// The longest that a run waits for its turn; a longer wait ends the run, and the next one goes
/// on from the stored cursor.
const PATIENCE: Duration = Duration::from_secs(60);

impl Pacer {
    pub(crate) fn new(archive: Arc<Archive>, clock: Arc<dyn Clock>, pace: Pace) -> Self {
        let interval = Duration::try_from(pace.interval()).unwrap_or_default();
        let quota = Quota::with_period(interval.max(Duration::from_nanos(1)))
            .unwrap_or_else(|| Quota::per_second(NonZeroU32::MIN))
            .allow_burst(NonZeroU32::new(pace.burst).unwrap_or(NonZeroU32::MIN));
        let smooth = RateLimiter::direct_with_clock(quota, Governing(clock.clone()));
        Self { archive, clock, pace, smooth }
    }

    /// Waits for a turn to ask a host.
    pub(crate) async fn turn(
        &self,
        host: &str,
        stop: &CancellationToken,
    ) -> Result<Turned, ArchiveError> {
        while let Err(early) = self.smooth.check() {
            let wait = early.wait_time_from(Governing(self.clock.clone()).now());
            let now = self.clock.now();
            let later = now.checked_add(wait).unwrap_or(now);
            if let Some(none) = self.wait(later, stop).await {
                return Ok(none);
            }
        }
        self.turn_at(host, self.pace, stop).await
    }

    /// The same at another pace, which the archive alone keeps.
    pub(crate) async fn turn_at(
        &self,
        host: &str,
        pace: Pace,
        stop: &CancellationToken,
    ) -> Result<Turned, ArchiveError> {
        loop {
            let now = self.clock.now();
            match self.archive.take_turn(host, now, pace.interval(), pace.burst).await? {
                Turn::Now => return Ok(Turned::Now),
                Turn::NotBefore(later) => {
                    if let Some(none) = self.wait(later, stop).await {
                        return Ok(none);
                    }
                }
            }
        }
    }

    /// Waits for an instant; says why not where that is too long or the program stops.
    async fn wait(&self, later: Timestamp, stop: &CancellationToken) -> Option<Turned> {
        let long = until(self.clock.now(), later);
        if long > PATIENCE {
            return Some(Turned::Later(later));
        }
        (!wait(self.clock.as_ref(), long, stop).await).then_some(Turned::Stopped)
    }
}
