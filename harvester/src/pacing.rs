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

use crate::clock::{Clock, until};

/// Gives out turns to ask for one source.
#[derive(Debug)]
pub(crate) struct Pacer {
    archive: Arc<Archive>,
    clock: Arc<dyn Clock>,
    pace: Pace,
    smooth: RateLimiter<NotKeyed, InMemoryState, Governing, NoOpMiddleware<Nanos>>,
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

    /// Waits for a turn; `Err` holds the instant before which there is none.
    pub(crate) async fn turn(&self, host: &str) -> Result<Result<(), Timestamp>, ArchiveError> {
        loop {
            if let Err(early) = self.smooth.check() {
                let wait = early.wait_time_from(Governing(self.clock.clone()).now());
                self.clock.sleep(wait).await;
                continue;
            }
            let now = self.clock.now();
            let interval = self.pace.interval();
            match self.archive.take_turn(host, now, interval, self.pace.burst).await? {
                Turn::Now => return Ok(Ok(())),
                Turn::NotBefore(later) if until(now, later) > PATIENCE => return Ok(Err(later)),
                Turn::NotBefore(later) => self.clock.sleep(until(now, later)).await,
            }
        }
    }
}
