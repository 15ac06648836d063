//! Time, handed in: what the platforms call now, and how fast the world goes by.

use jiff::{SignedDuration, Timestamp};
use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

/// The time that a client lives in: how long the servers have been up, and the date on the wall.
///
/// Rate limits run on it. World time is derived from it.
pub trait Clock: Send + Sync + 'static {
    /// Time since the clock was made. It never goes back.
    fn elapsed(&self) -> Duration;

    /// The date on the wall, for `Date` and the reset headers.
    fn date(&self) -> Timestamp;
}

/// The machine's own time.
#[derive(Debug)]
pub struct SystemClock {
    began: Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self { began: Instant::now() }
    }
}

impl Clock for SystemClock {
    fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    fn date(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that moves only when told to, for tests that must not sleep.
#[derive(Debug)]
pub struct ManualClock {
    began: Timestamp,
    elapsed: Mutex<Duration>,
}

impl ManualClock {
    /// A clock that stands still at `began`.
    pub fn new(began: Timestamp) -> Self {
        Self { began, elapsed: Mutex::new(Duration::ZERO) }
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        *lock(&self.elapsed) += by;
    }
}

impl Clock for ManualClock {
    fn elapsed(&self) -> Duration {
        *lock(&self.elapsed)
    }

    fn date(&self) -> Timestamp {
        later(self.began, self.elapsed())
    }
}

/// The world's time: it runs `speed` times as fast as the clock, can stand still and can jump.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WorldTime {
    from: Timestamp,
    since: Duration,
    speed: f64,
    frozen: bool,
}

impl WorldTime {
    /// World time that stands at `from` when the clock has run for `since`.
    pub(crate) fn new(from: Timestamp, since: Duration, speed: f64) -> Self {
        Self { from, since, speed, frozen: false }
    }

    /// The world's present moment when the clock has run for `elapsed`.
    pub(crate) fn now(&self, elapsed: Duration) -> Timestamp {
        if self.frozen {
            return self.from;
        }
        let gone = elapsed.saturating_sub(self.since).as_secs_f64() * self.speed;
        later(self.from, Duration::try_from_secs_f64(gone).unwrap_or_default())
    }

    /// Goes on from `from`, at the same speed.
    pub(crate) fn jump(&mut self, from: Timestamp, elapsed: Duration) {
        (self.from, self.since) = (from, elapsed);
    }

    /// Stands still, or goes on from where it stands.
    pub(crate) fn freeze(&mut self, frozen: bool, elapsed: Duration) {
        self.jump(self.now(elapsed), elapsed);
        self.frozen = frozen;
    }

    /// Goes on from here at another speed.
    pub(crate) fn speed(&mut self, speed: f64, elapsed: Duration) {
        self.jump(self.now(elapsed), elapsed);
        self.speed = speed;
    }
}

/// `from` moved by `by`, or the end of time.
pub(crate) fn later(from: Timestamp, by: Duration) -> Timestamp {
    SignedDuration::try_from(by)
        .map_or(Timestamp::MAX, |by| from.saturating_add(by).unwrap_or(Timestamp::MAX))
}

/// A lock that a panic elsewhere does not poison: what it guards is always whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
