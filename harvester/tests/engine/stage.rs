//! A world, its servers, an archive, and a harvester between them.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use archive::{Archive, Entry};
use config::Config;
use harvester::{Harvester, Health, Report, Walk};
use jiff::Timestamp;
use simulator::{Expected, FaultMix, Running, Settings, Simulator, World};
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;

/// A clock that moves when somebody waits, and then at once. Limits, world and harvester share it.
#[derive(Debug)]
pub(crate) struct StageClock {
    began: Timestamp,
    elapsed: Mutex<Duration>,
}

impl StageClock {
    pub(crate) fn at(began: Timestamp) -> Arc<Self> {
        Arc::new(Self { began, elapsed: Mutex::default() })
    }

    /// Moves on to an instant; one that is past changes nothing.
    pub(crate) fn reach(&self, instant: Timestamp) {
        let wanted = Duration::try_from(instant.duration_since(self.began)).unwrap_or_default();
        let mut elapsed = self.elapsed.lock().unwrap();
        *elapsed = wanted.max(*elapsed);
    }
}

impl simulator::Clock for StageClock {
    fn elapsed(&self) -> Duration {
        *self.elapsed.lock().unwrap()
    }

    fn date(&self) -> Timestamp {
        self.began + simulator::Clock::elapsed(self)
    }
}

impl harvester::Clock for StageClock {
    fn now(&self) -> Timestamp {
        simulator::Clock::date(self)
    }

    fn sleep(&self, wait: Duration) -> Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        let until = harvester::Clock::now(self) + wait;
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.reach(until);
        })
    }
}

/// How a stage is set.
pub(crate) struct Setting {
    pub(crate) seed: u64,
    pub(crate) faults: FaultMix,
    /// The servers that are read.
    pub(crate) servers: Vec<&'static str>,
    /// Only so many spellings of each campaign, so that a test asks less.
    pub(crate) spellings: usize,
    pub(crate) pace: &'static str,
    /// Further keys of `[harvest]`.
    pub(crate) harvest: &'static str,
    /// One more feed that is read with each.
    pub(crate) beside: Option<&'static str>,
    /// Changes the world before it begins.
    pub(crate) world: fn(&mut World),
}

/// A pace that never lets anybody wait.
pub(crate) const AT_ONCE: &str = r#"{ requests = 1000000, per = "1s", burst = 100000 }"#;

/// All servers of the embedded world.
pub(crate) const ALL: [&str; 7] = [
    "mastodon:kohan",
    "mastodon:parsi",
    "mastodon:divan",
    "bluesky",
    "feed:rasht",
    "feed:shiraz",
    "feed:tabriz",
];

impl Default for Setting {
    fn default() -> Self {
        Self {
            seed: 1,
            faults: FaultMix::none(),
            servers: ALL.to_vec(),
            spellings: 99,
            pace: AT_ONCE,
            harvest: "",
            beside: None,
            world: |_| {},
        }
    }
}

/// The stage, set.
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) running: Running,
    pub(crate) clock: Arc<StageClock>,
    pub(crate) archive: Arc<Archive>,
    pub(crate) config: Config,
    pub(crate) harvester: Harvester,
    pub(crate) folder: TempDir,
    setting: Setting,
}

impl Stage {
    pub(crate) async fn set(setting: Setting) -> Self {
        let mut world = World::embedded();
        (setting.world)(&mut world);
        for campaign in &mut world.campaigns {
            campaign.tags.truncate(setting.spellings);
        }
        let clock = StageClock::at(world.begins);
        let settings = Settings {
            seed: setting.seed,
            faults: setting.faults,
            clock: clock.clone(),
            ..Settings::default()
        };
        let running = Simulator::start(world.clone(), settings).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let text = configuration(&world, &running, &setting, folder.path());
        let config = Config::parse("stage.toml", &text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        let archive = Arc::new(Archive::open("sqlite", &folder.path().join("data")).await.unwrap());
        let harvester = open(&config, &archive, &clock, folder.path());
        Self { world, running, clock, archive, config, harvester, folder, setting }
    }

    /// The data folder.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// Ends the harvester and begins another on the same folder, as a new process would.
    pub(crate) async fn restart(&mut self) {
        self.archive.close().await;
        self.archive = Arc::new(Archive::open("sqlite", &self.data()).await.unwrap());
        self.harvester = open(&self.config, &self.archive, &self.clock, self.folder.path());
    }

    /// Runs every source once.
    pub(crate) async fn run(&self, walk: Walk) -> Vec<Report> {
        self.harvester.run_once(None, walk, &CancellationToken::new()).await.unwrap()
    }

    /// Runs every source once; each must be well.
    pub(crate) async fn run_well(&self, walk: Walk) -> Vec<Report> {
        let reports = self.run(walk).await;
        for report in &reports {
            assert_eq!(report.health, Health::Well, "{}", report.source);
        }
        reports
    }

    /// Lets the world go on to a day after its beginning.
    pub(crate) fn day(&self, day: f64) {
        self.clock.reach(self.world.begins + Duration::from_secs_f64(day * 86_400.0));
    }

    /// Requests that have reached a server.
    pub(crate) fn requests(&self) -> u64 {
        self.running.ledger().values().map(|ledger| ledger.requests).sum()
    }

    /// Requests that were too many, by server, where there were any.
    pub(crate) fn overruns(&self) -> BTreeMap<String, u64> {
        let ledgers = self.running.ledger().into_iter();
        let beyond = ledgers.map(|(server, ledger)| (server, ledger.requests_beyond_limit));
        beyond.filter(|(_, beyond)| *beyond > 0).collect()
    }

    /// What the archive holds, by key.
    pub(crate) async fn held(&self) -> BTreeMap<(String, String), Entry> {
        let changes = self.archive.changes(0, 1_000_000).await.unwrap();
        let last = changes.into_iter().map(|change| change.entry);
        let keyed = last.filter_map(|entry| {
            let key = entry.post.as_ref()?.key.clone();
            Some(((key.platform, key.id), entry))
        });
        keyed.collect()
    }

    /// What a perfect harvester of these sources would hold now, by key.
    pub(crate) fn expected(&self) -> BTreeMap<(String, String), Expected> {
        let now = self.running.now();
        let mut all: BTreeMap<(String, String), Expected> = BTreeMap::new();
        for server in &self.setting.servers {
            let server = self.world.server(server).unwrap();
            for campaign in &self.world.campaigns {
                for post in self.world.expected_on(server, campaign, now) {
                    // This one is asked without its token, so it tells nobody's notifications.
                    if server.name == "mastodon:kohan" && !post.tagged {
                        continue;
                    }
                    let key = (post.platform.name().to_owned(), post.id.clone());
                    all.entry(key).or_insert(post);
                }
            }
        }
        all
    }

    /// The blocks of all raw records.
    pub(crate) fn raw(&self) -> Vec<Vec<u8>> {
        let files = std::fs::read_dir(self.data().join("raw")).unwrap();
        let files = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        let read = |bytes: Vec<u8>| archive::read_records(&bytes);
        files.flat_map(read).map(|record| record.block).collect()
    }

    /// The whole ledger of coverage.
    pub(crate) async fn coverage(&self) -> Vec<archive::CoverageHour> {
        self.archive.coverage(Timestamp::UNIX_EPOCH, Timestamp::MAX).await.unwrap()
    }

    /// Holds the archive against the world; `may_miss` names posts that need not be there yet.
    pub(crate) async fn compare(&self, may_miss: impl Fn(&Expected) -> bool) {
        let (held, expected) = (self.held().await, self.expected());
        let names = |keys: Vec<&(String, String)>| {
            let name = |key| expected.get(key).map_or("?", |post: &Expected| post.post.as_str());
            keys.into_iter().map(|key| format!("{} {}", name(key), key.1)).collect::<Vec<_>>()
        };
        let missing = expected
            .iter()
            .filter(|(key, post)| !held.contains_key(*key) && !post.deleted && !may_miss(post));
        let missing = names(missing.map(|(key, _)| key).collect());
        assert!(missing.is_empty(), "missing at {}: {missing:#?}", self.running.now());
        // A feed is read whole: posts that belong to no campaign are for the indexer to leave out.
        let strange = held.keys().filter(|key| key.0 != "feed" && !expected.contains_key(key));
        let strange = names(strange.collect());
        assert!(strange.is_empty(), "nobody posted {strange:#?}");
        for (key, entry) in &held {
            let Some(post) = expected.get(key).filter(|post| !post.deleted) else { continue };
            let text = &entry.post.as_ref().unwrap().text;
            let whole =
                if key.0 == "feed" { text.ends_with(&post.text) } else { *text == post.text };
            let unswept = post.edited && key.0 != "feed" && may_miss(post);
            assert!(whole || unswept, "{}: {text:?} is not {:?}", post.post, post.text);
        }
        assert_eq!(archive::check(&self.archive).await.unwrap(), []);
    }

    /// After a sweep of every server: gone is what is deleted, and nothing else.
    pub(crate) async fn compare_gone(&self, servers: &[&str]) {
        let expected = self.expected();
        for (key, entry) in self.held().await {
            let Some(post) = expected.get(&key) else { continue };
            if post.servers.iter().any(|server| servers.contains(&server.as_str())) {
                assert_eq!(entry.gone_at.is_some(), post.deleted, "{} {}", post.post, key.1);
            }
        }
    }
}

/// Opens a harvester as the program does.
fn open(config: &Config, archive: &Arc<Archive>, clock: &Arc<StageClock>, at: &Path) -> Harvester {
    Harvester::open(config, archive.clone(), clock.clone(), &at.join("data")).unwrap()
}

/// Names of all posts whose server puts them below what was read before they came.
pub(crate) fn comes_late(world: &World) -> BTreeSet<String> {
    let late = world
        .posts
        .iter()
        .filter(|post| post.late_minutes.is_some() || post.backfilled || post.posted_at.is_some());
    late.map(|post| post.name.clone()).collect()
}

fn configuration(world: &World, running: &Running, setting: &Setting, at: &Path) -> String {
    let mut text = format!("[harvest]\ntime_limit = \"20s\"\n{}\n", setting.harvest);
    for campaign in &world.campaigns {
        text += &format!(
            "[[campaign]]\nslug = {:?}\nname = {{ fa = \"پویش\", en = \"Campaign\" }}\n\
             hashtags = [\"{}\"]\naccounts = [\"iranpl\"]\nfrom = \"2020-03-20\"\n",
            campaign.slug,
            campaign.tags.join("\", \"")
        );
    }
    for name in &setting.servers {
        let server = world.server(name).unwrap();
        let base = running.address(name).unwrap();
        let (platform, short) = name.split_once(':').unwrap_or((name, name));
        let secret = |kind: &str, value: &str| {
            let file = at.join(format!("{short}.{kind}"));
            std::fs::write(&file, value).unwrap();
            format!("{kind} = \"file:{}\"", file.display())
        };
        let token = server.token.clone().unwrap_or_default();
        let mentioned = world.mentioned_on_bluesky();
        let (credentials, ask) = match (platform, *name) {
            ("mastodon", "mastodon:kohan") => (String::new(), format!("server = \"{base}\"")),
            ("mastodon", _) => {
                (secret("token", &token), format!("server = \"{base}\", mentions = true"))
            }
            ("bluesky", _) => (
                [secret("identifier", &mentioned), secret("password", &token)].join(", "),
                format!("server = \"{base}\", account = \"{mentioned}\""),
            ),
            _ => {
                let own = Some(format!("{base}{}", server.path()));
                let urls = setting.beside.map(str::to_owned).into_iter().chain(own);
                (String::new(), format!("urls = {:?}", urls.collect::<Vec<_>>()))
            }
        };
        text += &format!(
            "[[source]]\nname = \"{short}\"\nplatform = \"{platform}\"\n\
             schedule = \"*/15 * * * *\"\nsweep = \"40 3 * * *\"\npace = {}\n\
             credentials = {{ {credentials} }}\nask = {{ {ask} }}\n",
            setting.pace
        );
    }
    text
}
