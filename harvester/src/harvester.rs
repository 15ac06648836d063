//! The harvester: every configured source, each at its own times.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, ArchiveError, Kept, SourceState};
use config::{Config, ConfigError, SecretText, Source};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::address::NamedHosts;
use crate::asking::Asking;
use crate::clock::{Clock, until, wait};
use crate::fetch::{FetchError, Fetcher};
use crate::platform::{Entry, Platform};
use crate::platforms::platform;
use crate::run::{Health, Report, Run, Walk};
use crate::schedule::{Schedule, ScheduleError};

/// Every source, ready to run.
#[derive(Debug)]
pub struct Harvester {
    archive: Arc<Archive>,
    clock: Arc<dyn Clock>,
    pages_per_run: u32,
    sources: Vec<Arc<OpenSource>>,
}

/// A source with its platform, its times and its means to ask.
#[derive(Debug)]
struct OpenSource {
    source: Source,
    platform: Box<dyn Platform>,
    schedule: Schedule,
    sweep: Option<Schedule>,
    asking: Asking,
    /// Credentials that it needs and does not have, in words.
    missing: Option<String>,
}

/// Why a source cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Its platform is unknown.
    #[error("source `{source_name}`: {why}")]
    Platform {
        /// The source's name.
        source_name: String,
        /// What is wrong, with the platforms that are known.
        why: String,
    },
    /// Its platform's own settings are wrong.
    #[error("{0}")]
    Settings(#[from] ConfigError),
    /// One of its schedules is wrong.
    #[error("source `{source_name}`: {fault}")]
    Schedule {
        /// The source's name.
        source_name: String,
        /// The fault.
        fault: ScheduleError,
    },
    /// Its proxy is wrong.
    #[error("source `{source_name}`: {fault}")]
    Fetcher {
        /// The source's name.
        source_name: String,
        /// The fault.
        fault: FetchError,
    },
}

impl Harvester {
    /// Opens every source of a configuration. `folder` keeps sessions.
    pub fn open(
        config: &Config,
        archive: Arc<Archive>,
        clock: Arc<dyn Clock>,
        folder: &Path,
    ) -> Result<Self, OpenError> {
        let open = |source: &Source| {
            OpenSource::open(config, source, archive.clone(), clock.clone(), folder).map(Arc::new)
        };
        let sources = config.sources.iter().map(open).collect::<Result<_, _>>()?;
        let pages_per_run = config.harvest.pages_per_run;
        Ok(Self { archive, clock, pages_per_run, sources })
    }

    /// What each source lacks, in words: its name and what is missing.
    pub fn missing(&self) -> Vec<(String, String)> {
        let told = |open: &Arc<OpenSource>| Some((open.source.name.clone(), open.missing.clone()?));
        self.sources.iter().filter_map(told).collect()
    }

    /// When each source is due next.
    pub fn next_due(&self) -> Vec<(String, Option<Timestamp>)> {
        let now = self.clock.now();
        let due = |open: &Arc<OpenSource>| (open.source.name.clone(), open.schedule.after(now));
        self.sources.iter().map(due).collect()
    }

    /// Runs sources once, all of them or the one named, and reports on each.
    pub async fn run_once(
        &self,
        only: Option<&str>,
        walk: Walk,
        stop: &CancellationToken,
    ) -> Result<Vec<Report>, ArchiveError> {
        let mut tasks = JoinSet::new();
        for open in self.sources.iter().filter(|open| only.is_none_or(|it| it == open.source.name))
        {
            let turn = self.turn(open, stop);
            tasks.spawn(async move { turn.run(walk).await });
        }
        let mut reports = Vec::new();
        while let Some(done) = tasks.join_next().await {
            match done {
                Ok(report) => reports.push(report?),
                Err(panic) => std::panic::resume_unwind(panic.into_panic()),
            }
        }
        reports.sort_by(|a, b| a.source.cmp(&b.source));
        Ok(reports)
    }

    /// Runs every source on its schedule until told to stop. A source that missed its time while
    /// the program was down runs at once.
    pub async fn run(&self, stop: &CancellationToken) -> Result<(), ArchiveError> {
        let states = self.archive.source_states().await?;
        let mut tasks = JoinSet::new();
        for open in &self.sources {
            let state = states.iter().find(|state| state.source == open.source.name);
            let last = (
                state.and_then(|state| state.last_run_at),
                state.and_then(|state| state.last_sweep_at),
            );
            let turn = self.turn(open, stop);
            tasks.spawn(async move { turn.forever(last).await });
        }
        // A source's task ends only with the program; one that ends unasked takes it down.
        while let Some(done) = tasks.join_next().await {
            match done {
                Ok(ended) => ended?,
                Err(panic) => std::panic::resume_unwind(panic.into_panic()),
            }
        }
        Ok(())
    }

    fn turn(&self, open: &Arc<OpenSource>, stop: &CancellationToken) -> SourceTurn {
        SourceTurn {
            open: open.clone(),
            archive: self.archive.clone(),
            clock: self.clock.clone(),
            pages_per_run: self.pages_per_run,
            stop: stop.clone(),
        }
    }
}

impl OpenSource {
    fn open(
        config: &Config,
        source: &Source,
        archive: Arc<Archive>,
        clock: Arc<dyn Clock>,
        folder: &Path,
    ) -> Result<Self, OpenError> {
        let source_name = source.name.clone();
        let entry = platform(&source.platform)
            .map_err(|why| OpenError::Platform { source_name: source_name.clone(), why })?;
        let zone_name = source.time_zone.as_ref().unwrap_or(&config.site.time_zone);
        let zone = TimeZone::get(zone_name).unwrap_or(TimeZone::UTC);
        let schedule = |text: &str| {
            Schedule::parse(text, zone.clone())
                .map_err(|fault| OpenError::Schedule { source_name: source_name.clone(), fault })
        };
        let campaigns = config.campaigns_of(source);
        let platform = (entry.open)(&source.ask, &campaigns, &config.site.zone())?;
        let streams = platform.streams();
        let urls: Vec<_> = streams
            .iter()
            .map(|stream| platform.request(stream, &crate::platform::Cursor::start()).url)
            .collect();
        let fetcher = Fetcher::new(source, &config.harvest, NamedHosts::of(urls.iter()))
            .map_err(|fault| OpenError::Fetcher { source_name: source_name.clone(), fault })?;
        let (secrets, missing) = credentials(entry, source);
        Ok(Self {
            source: source.clone(),
            schedule: schedule(&source.schedule)?,
            sweep: source.sweep.as_deref().map(schedule).transpose()?,
            asking: Asking::new(source, archive, clock, fetcher, secrets, folder),
            platform,
            missing,
        })
    }
}

/// The credentials that are there, and in words what is needed and is not.
fn credentials(entry: &Entry, source: &Source) -> (BTreeMap<String, SecretText>, Option<String>) {
    let (mut secrets, mut missing) = (BTreeMap::new(), Vec::new());
    for name in entry.needs.iter().chain(entry.takes) {
        match source.credentials.get(*name).map(config::Secret::resolve) {
            Some(Ok(secret)) => {
                secrets.insert((*name).to_owned(), secret);
            }
            Some(Err(error)) => missing.push(format!("`{name}`: {error}")),
            None if entry.needs.contains(name) => missing.push(format!("`{name}` is not named")),
            None => {}
        }
    }
    (secrets, (!missing.is_empty()).then(|| missing.join("; ")))
}

/// A source and all that a task of its own needs.
#[derive(Debug)]
struct SourceTurn {
    open: Arc<OpenSource>,
    archive: Arc<Archive>,
    clock: Arc<dyn Clock>,
    pages_per_run: u32,
    stop: CancellationToken,
}

/// The longest sleep without a look at the clock.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

impl SourceTurn {
    async fn run(&self, walk: Walk) -> Result<Report, ArchiveError> {
        let source = &self.open.source;
        let report = match &self.open.missing {
            Some(what) => Report {
                source: source.name.clone(),
                kept: Kept::default(),
                pages: 0,
                health: Health::NotConfigured(what.clone()),
            },
            None => {
                let run = Run {
                    source,
                    platform: self.open.platform.as_ref(),
                    asking: &self.open.asking,
                    archive: &self.archive,
                    clock: self.clock.as_ref(),
                    pages_per_run: self.pages_per_run,
                    stop: &self.stop,
                };
                run.all(walk).await?
            }
        };
        self.remember(walk, &report).await?;
        Ok(report)
    }

    async fn remember(&self, walk: Walk, report: &Report) -> Result<(), ArchiveError> {
        let health = &report.health;
        let now = self.clock.now();
        let ended = *health != Health::Interrupted;
        let state = SourceState {
            source: report.source.clone(),
            last_run_at: ended.then_some(now),
            last_sweep_at: (walk == Walk::Sweep && *health == Health::Well).then_some(now),
            health: health.word().to_owned(),
            message: health.sentence(),
        };
        self.archive.put_source_state(&state).await
    }

    async fn forever(
        &self,
        (last_run, last_sweep): (Option<Timestamp>, Option<Timestamp>),
    ) -> Result<(), ArchiveError> {
        let mut now = self.clock.now();
        let sweep_after = |last| self.open.sweep.as_ref().and_then(|sweep| sweep.after(last));
        let mut news = last_run.map_or(Some(now), |last| self.open.schedule.after(last));
        // A program that is never up at the sweep's hour still sweeps once it has run before.
        let mut sweep = sweep_after(last_sweep.or(last_run).unwrap_or(now));
        while let Some(due) = news.into_iter().chain(sweep).min() {
            // In pieces: a machine that sleeps, or whose clock is set, must not be late for long.
            let piece = until(now, due).min(LONGEST_SLEEP);
            if !wait(self.clock.as_ref(), piece, &self.stop).await {
                return Ok(());
            }
            now = self.clock.now();
            // The news first: a sweep that waits for its host must not hold them up.
            if news.is_some_and(|due| due <= now) {
                log(&self.run(Walk::News).await?);
                now = self.clock.now();
                news = self.open.schedule.after(now);
            } else if sweep.is_some_and(|due| due <= now) {
                let report = self.run(Walk::Sweep).await?;
                log(&report);
                now = self.clock.now();
                sweep = match report.health {
                    Health::Interrupted => Some(now),
                    Health::Limited(until) => Some(until.max(now + LONGEST_SLEEP)),
                    _ => sweep_after(now),
                };
            }
        }
        self.stop.cancelled().await;
        Ok(())
    }
}

/// Logs a scheduled run. One without news is told only to who looks closely.
fn log(report: &Report) {
    let (kept, health) = (report.kept, &report.health);
    if !kept.moved() && kept.parked == 0 && *health == Health::Well {
        tracing::debug!(source = report.source, pages = report.pages, "nothing new");
    } else {
        tracing::info!(source = report.source, health = health.word(), "{report}");
    }
}
