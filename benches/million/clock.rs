//! Time spent, which other programs on the machine do not count in, and time passed, in which they do.

use std::time::Instant;

use rustix::time::{ClockId, clock_gettime};

/// CPU milliseconds of this process so far, all its threads together.
pub(crate) fn cpu() -> f64 {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    spent.tv_sec as f64 * 1e3 + spent.tv_nsec as f64 / 1e6
}

/// What something took, in milliseconds: on the CPU, and by the clock on the wall.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Took {
    pub(crate) spent: f64,
    pub(crate) passed: f64,
}

/// A clock that was started.
pub(crate) struct Clock(f64, Instant);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(cpu(), Instant::now())
    }

    pub(crate) fn stop(self) -> Took {
        Took { spent: cpu() - self.0, passed: self.1.elapsed().as_secs_f64() * 1e3 }
    }
}

/// Times of one kind, in milliseconds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    pub(crate) fn put(&mut self, time: f64) {
        let at = self.0.partition_point(|held| *held < time);
        self.0.insert(at, time);
    }

    /// The time that this share of all stays within.
    pub(crate) fn within(&self, share: f64) -> f64 {
        let place = (self.0.len() as f64 * share).ceil() as usize;
        self.0.get(place.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }
}

/// The middle ones of three.
pub(crate) fn middle_took(took: [Took; 3]) -> Took {
    Took { spent: middle(took.map(|one| one.spent)), passed: middle(took.map(|one| one.passed)) }
}

/// The middle one of three.
pub(crate) fn middle(mut times: [f64; 3]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[1]
}
