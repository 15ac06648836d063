//! Sessions: one sign-in serves many processes, and no fault makes us sign in again and again.

use harvester::Walk;
use simulator::{FaultMix, World};

use crate::stage::{Setting, Stage};

fn bluesky() -> Setting {
    Setting { servers: vec!["bluesky"], spellings: 3, ..Setting::default() }
}

/// The one file of the session, as JSON.
fn session(stage: &Stage) -> serde_json::Value {
    let folder = stage.data().join("sessions");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    serde_json::from_slice(&std::fs::read(files.remove(0)).unwrap()).unwrap()
}

#[tokio::test]
async fn a_session_outlives_the_process_and_a_worn_token() {
    let worn = |world: &mut World| {
        world.servers.iter_mut().for_each(|server| server.token_lives = 5);
    };
    let mut stage = Stage::set(Setting { world: worn, ..bluesky() }).await;
    stage.run_well(Walk::News).await;
    let first = session(&stage);
    for day in 1..12 {
        stage.restart().await;
        stage.day(f64::from(day));
        // Its password is needed no more.
        std::fs::write(stage.folder.path().join("bluesky.password"), "no longer").unwrap();
        stage.run_well(Walk::News).await;
    }
    assert_ne!(first, session(&stage), "no token was ever renewed");
    stage.run_well(Walk::Sweep).await;
    stage.compare(|_| false).await;
}

#[tokio::test]
async fn a_session_is_its_own_accounts_and_servers_alone() {
    let mut stage = Stage::set(bluesky()).await;
    stage.run_well(Walk::News).await;
    let kept = session(&stage);
    // Another account is named: its password is asked for, and this one is none.
    std::fs::write(stage.folder.path().join("bluesky.identifier"), "somebody.else").unwrap();
    std::fs::write(stage.folder.path().join("bluesky.password"), "wrong").unwrap();
    stage.restart().await;
    let report = stage.run(Walk::News).await.remove(0);
    assert_eq!(report.health.word(), "needs credentials");
    assert!(kept.to_string().contains("127.0.0.1"), "{kept}");
}

#[tokio::test]
async fn the_file_of_a_session_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let stage = Stage::set(bluesky()).await;
    stage.run_well(Walk::News).await;
    for file in std::fs::read_dir(stage.data().join("sessions")).unwrap() {
        assert_eq!(file.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn faults_while_signing_in_and_renewing_pass() {
    for seed in 1..7 {
        let worn = |world: &mut World| {
            for server in &mut world.servers {
                server.token_lives = 4;
                server.limits = vec![simulator::Limit {
                    requests: 5,
                    seconds: 300,
                    scope: simulator::Scope::Session,
                }];
            }
        };
        let faults = FaultMix {
            server_error: 0.2,
            malformed: 0.1,
            html: 0.1,
            dropped: 0.05,
            ..FaultMix::none()
        };
        let mut stage = Stage::set(Setting { seed, faults, world: worn, ..bluesky() }).await;
        for day in 1..10 {
            stage.day(f64::from(day));
            let report = stage.run(Walk::News).await.remove(0);
            assert_ne!(report.health.word(), "needs credentials", "{:?}", report.health);
            stage.restart().await;
        }
        stage.running.faults(FaultMix::none());
        stage.run_well(Walk::Sweep).await;
        stage.compare(|_| false).await;
        assert_eq!(stage.overruns(), Default::default());
    }
}
