//! Time spent, not time passed: other programs on the machine do not count.

use rustix::time::{ClockId, clock_gettime};

/// CPU milliseconds of this process so far, all its threads together.
pub(crate) fn cpu() -> f64 {
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    spent.tv_sec as f64 * 1e3 + spent.tv_nsec as f64 / 1e6
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

/// The middle one of three.
pub(crate) fn middle(mut times: [f64; 3]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[1]
}
