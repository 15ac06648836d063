//! On schedule: at its times, at once where one was missed, and no longer than told.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use harvester::{Clock, Harvester};
use jiff::{SignedDuration, Timestamp};
use tokio_util::sync::CancellationToken;

use crate::stage::{Setting, Stage, StageClock};

/// The stage's clock, which says stop after some time, or breaks.
#[derive(Debug)]
struct Watched {
    clock: Arc<StageClock>,
    stop: CancellationToken,
    last: Timestamp,
    breaks: bool,
    sleeps: AtomicU32,
}

impl Clock for Watched {
    fn now(&self) -> Timestamp {
        Clock::now(&*self.clock)
    }

    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.sleeps.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            self.clock.sleep(wait).await;
            if self.now() >= self.last {
                assert!(!self.breaks, "the clock broke");
                self.stop.cancel();
            }
        })
    }
}

/// Lets the harvester run on its schedule for some hours of its own time.
async fn run_for(stage: &Stage, hours: i64, breaks: bool) -> Arc<Watched> {
    let watched = Arc::new(Watched {
        clock: stage.clock.clone(),
        stop: CancellationToken::new(),
        last: Clock::now(&*stage.clock) + SignedDuration::from_hours(hours),
        breaks,
        sleeps: AtomicU32::new(0),
    });
    let (config, archive) = (&stage.config, stage.archive.clone());
    let harvester = Harvester::open(config, archive, watched.clone(), &stage.data()).unwrap();
    harvester.run(&watched.stop).await.unwrap();
    watched
}

fn one_feed() -> Setting {
    Setting { servers: vec!["feed:rasht"], ..Setting::default() }
}

#[tokio::test]
async fn a_source_is_read_at_its_times() {
    let stage = Stage::set(one_feed()).await;
    // Every quarter of an hour for four hours, and once at the beginning.
    run_for(&stage, 4, false).await;
    assert!((16..=17).contains(&stage.requests()), "{} requests", stage.requests());
    let state = stage.archive.source_states().await.unwrap().remove(0);
    let last = state.last_run_at.unwrap();
    assert!(Clock::now(&*stage.clock).duration_since(last) <= SignedDuration::from_mins(16));
}

#[tokio::test]
async fn a_missed_time_is_made_up_for_at_once() {
    let mut stage = Stage::set(one_feed()).await;
    run_for(&stage, 1, false).await;
    // Down for a week.
    stage.day(8.0);
    stage.restart().await;
    let before = (stage.requests(), Clock::now(&*stage.clock));
    run_for(&stage, 1, false).await;
    let state = stage.archive.source_states().await.unwrap().remove(0);
    // At once, and then at four quarters and for the sweep that was missed too.
    assert!((5..=7).contains(&(stage.requests() - before.0)), "{}", stage.requests() - before.0);
    assert!(state.last_sweep_at.unwrap().duration_since(before.1) < SignedDuration::from_mins(2));
}

#[tokio::test]
async fn the_daily_sweep_happens_daily_and_is_made_up_for() {
    let mut stage = Stage::set(one_feed()).await;
    run_for(&stage, 49, false).await;
    let swept = stage.archive.source_states().await.unwrap().remove(0).last_sweep_at.unwrap();
    let zone = jiff::tz::TimeZone::get("Asia/Tehran").unwrap();
    let face = zone.to_datetime(swept);
    assert_eq!((face.hour(), face.minute()), (3, 40), "{face}");
    // Down at night, every night.
    for day in 3..6 {
        stage.day(f64::from(day) + 0.4);
        stage.restart().await;
        let began = Clock::now(&*stage.clock);
        run_for(&stage, 1, false).await;
        let swept = stage.archive.source_states().await.unwrap().remove(0).last_sweep_at.unwrap();
        assert!(swept >= began, "swept at {swept}, up at {began}");
    }
}

/// A source that has never been swept because its machine is off at night.
#[tokio::test]
async fn a_machine_that_is_off_at_night_sweeps_too() {
    let mut stage = Stage::set(one_feed()).await;
    for day in 0..3 {
        stage.day(f64::from(day) + 0.4);
        stage.restart().await;
        run_for(&stage, 1, false).await;
    }
    assert!(stage.archive.source_states().await.unwrap()[0].last_sweep_at.is_some());
}

#[tokio::test]
async fn it_stops_soon_even_where_it_waits_for_its_turn() {
    // A whole month would pass before the work is done.
    let setting = Setting {
        servers: vec!["mastodon:kohan"],
        pace: r#"{ requests = 1, per = "50s", burst = 1 }"#,
        ..Setting::default()
    };
    let stage = Stage::set(setting).await;
    let before = Clock::now(&*stage.clock);
    run_for(&stage, 1, false).await;
    let took = Clock::now(&*stage.clock).duration_since(before);
    assert!(took < SignedDuration::from_mins(62), "it went on for {took}");
    let health = &stage.archive.source_states().await.unwrap()[0].health;
    assert!(["interrupted", "well"].contains(&health.as_str()), "{health}");
}

#[tokio::test]
async fn a_stop_before_the_beginning_asks_nothing() {
    let stage = Stage::set(Setting::default()).await;
    let stop = CancellationToken::new();
    stop.cancel();
    stage.harvester.run(&stop).await.unwrap();
    for report in stage.harvester.run_once(None, harvester::Walk::News, &stop).await.unwrap() {
        assert_eq!(report.health, harvester::Health::Interrupted);
    }
    assert_eq!(stage.requests(), 0);
}

#[tokio::test]
#[should_panic(expected = "the clock broke")]
async fn a_task_that_panics_takes_the_harvester_down() {
    let stage =
        Stage::set(Setting { servers: vec!["feed:rasht", "feed:shiraz"], ..one_feed() }).await;
    run_for(&stage, 2, true).await;
}

#[tokio::test]
async fn a_source_without_its_credentials_is_not_configured_and_no_error() {
    let mut stage = Stage::set(Setting { servers: vec!["bluesky"], ..Setting::default() }).await;
    std::fs::remove_file(stage.folder.path().join("bluesky.password")).unwrap();
    stage.restart().await;
    let missing = stage.harvester.missing();
    assert!(missing[0].1.contains("`password`"), "{missing:?}");
    let report = stage.run(harvester::Walk::News).await.remove(0);
    assert_eq!(report.health.word(), "not configured");
    assert_eq!(stage.requests(), 0);
}
