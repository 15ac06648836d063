//! Limits: no server is asked more often than it allows, whatever happens to answers and to us.

use harvester::{Health, Walk};
use simulator::{FaultMix, Limit, Scope, World};
use tokio_util::sync::CancellationToken;

use crate::stage::{Setting, Stage};

/// One server of each dialect that tells what is left.
const TOLD: [&str; 4] = ["mastodon:kohan", "mastodon:parsi", "mastodon:divan", "bluesky"];

/// Every server grants seven requests in two minutes and two sign-ins in ten.
fn tight(world: &mut World) {
    for server in &mut world.servers {
        server.limits = vec![
            Limit { requests: 7, seconds: 120, scope: Scope::All },
            Limit { requests: 2, seconds: 600, scope: Scope::Session },
        ];
        server.token_lives = 30;
    }
}

/// Runs until every source is well; each wait is kept, as the schedule keeps it.
async fn until_well(stage: &mut Stage, walk: Walk, mut restart: impl FnMut() -> bool) {
    for _ in 0..400 {
        let reports = stage.run(walk).await;
        let waits = reports.iter().filter_map(|report| match report.health {
            Health::Limited(until) => Some(until),
            _ => None,
        });
        if let Some(until) = waits.max() {
            stage.clock.reach(until);
        }
        if reports.iter().all(|report| report.health == Health::Well) {
            return;
        }
        if restart() {
            stage.restart().await;
        }
    }
    panic!("it never comes to its end");
}

#[tokio::test]
async fn every_dialect_of_a_limit_is_obeyed_before_it_is_enforced() {
    // By a clock that is right, and by one that is seven hours behind or ahead.
    for (server, hours) in
        TOLD.into_iter().zip([0, -7, 7, -7]).chain(TOLD.into_iter().zip([-7, 0, 0, 7]))
    {
        let skew = f64::from(u8::from(hours != 0));
        let faults = FaultMix { clock_skew: skew, skew_seconds: hours * 3600, ..FaultMix::none() };
        let servers = vec![server];
        let setting = Setting { servers, faults, world: tight, spellings: 6, ..Setting::default() };
        let mut stage = Stage::set(setting).await;
        stage.day(57.0);
        until_well(&mut stage, Walk::News, || false).await;
        until_well(&mut stage, Walk::Sweep, || true).await;
        stage.compare(|_| false).await;
        assert_eq!(stage.overruns(), Default::default(), "{server} {hours}");
        assert!(stage.requests() > 15, "{server}: the limit was never reached");
    }
}

#[tokio::test]
async fn a_limit_holds_where_answers_are_lost_and_the_program_begins_anew() {
    for seed in 1..5_u64 {
        let faults = FaultMix {
            dropped: 0.15,
            cut: 0.15,
            server_error: 0.1,
            clock_skew: 0.1,
            skew_seconds: -25_200,
            ..FaultMix::none()
        };
        let servers = TOLD.to_vec();
        let setting =
            Setting { seed, faults, servers, world: tight, spellings: 2, ..Setting::default() };
        let mut stage = Stage::set(setting).await;
        stage.day(40.0);
        let mut count = seed;
        until_well(&mut stage, Walk::News, || {
            count += 1;
            count.is_multiple_of(3)
        })
        .await;
        assert_eq!(stage.overruns(), Default::default(), "seed {seed}");
    }
}

/// Servers that say nothing until it is too late: only our own pace keeps us from asking too fast.
#[tokio::test]
async fn a_pace_holds_through_restarts() {
    let slow = |world: &mut World| {
        for server in &mut world.servers {
            // Twice our pace, as windows do not begin when we do.
            server.limits = vec![Limit { requests: 12, seconds: 60, scope: Scope::All }];
        }
    };
    let setting = Setting {
        servers: vec!["feed:rasht", "feed:shiraz", "feed:tabriz"],
        pace: r#"{ requests = 6, per = "60s", burst = 6 }"#,
        world: slow,
        ..Setting::default()
    };
    let mut stage = Stage::set(setting).await;
    for _ in 0..60 {
        stage.run_well(Walk::News).await;
        stage.restart().await;
    }
    assert_eq!(stage.overruns(), Default::default());
    assert_eq!(stage.requests(), 180);
}

/// Cut off anywhere, as by a power cut, and begun anew on the same folder.
#[tokio::test]
async fn nothing_is_lost_or_doubled_wherever_the_program_is_cut_off() {
    let setting = Setting {
        servers: vec!["mastodon:kohan", "bluesky"],
        faults: FaultMix { bad_item: 0.1, cut: 0.1, repeated_page: 0.05, ..FaultMix::none() },
        spellings: 3,
        ..Setting::default()
    };
    let mut stage = Stage::set(setting).await;
    for cut in 0..40_u32 {
        stage.day(f64::from(cut) * 1.4);
        let walk = if cut.is_multiple_of(3) { Walk::Sweep } else { Walk::News };
        let stop = CancellationToken::new();
        let run = stage.harvester.run_once(None, walk, &stop);
        let moment = async {
            for _ in 0..cut * 37 % 400 {
                tokio::task::yield_now().await;
            }
        };
        // What is dropped here does not get to say goodbye.
        tokio::select! { _ = run => {}, () = moment => {} }
        stage.restart().await;
    }
    stage.running.faults(FaultMix::none());
    stage.day(57.0);
    stage.run(Walk::News).await;
    for _ in 0..2 {
        stage.run_well(Walk::Sweep).await;
    }
    stage.compare(|_| false).await;
    stage.compare_gone(&["mastodon:kohan", "bluesky"]).await;
    assert_eq!(stage.overruns(), Default::default());
}

#[tokio::test]
async fn a_long_pace_ends_the_run_and_not_the_day() {
    let setting = Setting {
        servers: vec!["mastodon:kohan"],
        pace: r#"{ requests = 1, per = "1h", burst = 1 }"#,
        ..Setting::default()
    };
    let stage = Stage::set(setting).await;
    stage.day(3.0);
    let report = stage.run(Walk::News).await.remove(0);
    assert!(matches!(report.health, Health::Limited(_)), "{:?}", report.health);
    assert_eq!(stage.requests(), 1);
    let gone_by = harvester::Clock::now(&*stage.clock).duration_since(stage.world.begins);
    assert!(gone_by < jiff::SignedDuration::from_hours(3 * 24 + 1), "it waited {gone_by}");
}
