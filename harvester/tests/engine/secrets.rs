//! Secrets: nothing that was planted as one stands anywhere but in the session's own file.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use harvester::Walk;
use simulator::{FaultMix, World};
use tracing_subscriber::fmt::MakeWriter;

use crate::stage::{Setting, Stage};

/// Where the log goes.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn holds(bytes: &[u8], secret: &str) -> bool {
    bytes.windows(secret.len()).any(|part| part == secret.as_bytes())
}

#[tokio::test]
async fn no_secret_is_kept_logged_or_told() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(log.clone())
        .finish();
    let guard = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    let setting = Setting {
        servers: vec!["mastodon:parsi", "mastodon:divan", "bluesky"],
        faults: FaultMix::each(0.05),
        spellings: 3,
        world: |world: &mut World| {
            world.servers.iter_mut().for_each(|server| server.token_lives = 5);
        },
        ..Setting::default()
    };
    let mut stage = Stage::set(setting).await;
    let mut told = String::new();
    for day in [5.0, 20.0, 50.0] {
        stage.day(day);
        for walk in [Walk::News, Walk::Sweep] {
            told += &format!("{:?} {:?}", stage.run(walk).await, stage.harvester);
        }
        stage.restart().await;
    }
    told += &format!("{:?} {:?}", stage.archive.source_states().await.unwrap(), stage.config);
    drop(guard);

    // Every JSON web token begins so; the others are the world's.
    let mut secrets = vec!["eyJ0eXAiOiJ".to_owned()];
    for name in ["mastodon:parsi", "mastodon:divan", "bluesky"] {
        secrets.push(stage.world.server(name).unwrap().token.clone().unwrap());
    }
    let log = log.0.lock().unwrap().clone();
    assert!(log.len() > 1_000, "the log is empty");
    stage.archive.close().await;
    let (mut read, mut in_session) = (0, 0);
    for secret in &secrets {
        assert!(!holds(&log, secret), "the log holds {secret}");
        assert!(!told.contains(secret.as_str()), "it tells {secret}");
        for file in files(&stage.data()) {
            let bytes = std::fs::read(&file).unwrap();
            let found = holds(&bytes, secret);
            if file.parent().unwrap().ends_with("sessions") {
                in_session += usize::from(found);
                continue;
            }
            assert!(!found, "{} holds {secret}", file.display());
            for record in archive::read_records(&bytes) {
                read += 1;
                assert!(!holds(&record.block, secret), "a raw answer holds {secret}");
                let fields = format!("{:?}", record.fields);
                assert!(!fields.contains(secret.as_str()), "a raw record holds {secret}");
            }
        }
    }
    assert!(read > 50 && in_session == 1, "{read} records, {in_session} sessions");
}
