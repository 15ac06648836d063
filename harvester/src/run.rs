//! One run of one source: every stream from its cursor to its end, page by page.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::ControlFlow;
use std::sync::Arc;

use archive::{Answered, Archive, ArchiveError, Kept, Outcome, PostKey, Reading, Seen, Unreadable};
use config::Source;
use tokio_util::sync::CancellationToken;

use crate::answer::Answer;
use crate::asking::{Asked, Asking, host_of};
use crate::clock::Clock;
use crate::platform::{Cursor, Item, Known, Page, Platform, Request, Stream};

/// Whether a run looks for news or goes over everything again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// What is new since the stored cursors.
    News,
    /// All streams from their beginning, then every known post: late posts are found, deleted
    /// ones are noticed.
    Sweep,
}

/// What a run of a source did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The source's name.
    pub source: String,
    /// What was kept.
    pub kept: Kept,
    /// Pages read.
    pub pages: u64,
    /// How the source is.
    pub health: Health,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.pages == 0 && self.kept == Kept::default() {
            return write!(f, "{}: {}", self.source, self.health.sentence());
        }
        let kept = self.kept;
        let figures = [
            (kept.new, "new"),
            (kept.changed, "changed"),
            (kept.gone, "gone"),
            (kept.parked, "parked"),
            (kept.refused, "withdrawn before"),
        ];
        write!(f, "{}: ", self.source)?;
        for (count, word) in figures.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, "{count} {word}, ")?;
        }
        write!(f, "{} known, {} pages; {}", kept.known, self.pages, self.health.sentence())
    }
}

/// How a source is after a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Everything was asked and answered.
    Well,
    /// The host wants us to wait until then.
    Limited(jiff::Timestamp),
    /// Something was not answered, with the reason.
    Failing(String),
    /// Its host, or one of its hosts, is out of reach.
    Unreachable(String),
    /// The host wants credentials.
    NeedsCredentials(String),
    /// Credentials that it needs are not set: no error.
    NotConfigured(String),
    /// The run was cut short, by the program's end or after `pages_per_run`.
    Interrupted,
}

impl Health {
    /// One word, as stored.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Limited(_) => "limited",
            Self::Failing(_) => "failing",
            Self::Unreachable(_) => "unreachable",
            Self::NeedsCredentials(_) => "needs credentials",
            Self::NotConfigured(_) => "not configured",
            Self::Interrupted => "interrupted",
        }
    }

    /// A sentence for a person.
    pub fn sentence(&self) -> String {
        match self {
            Self::Well => "everything asked was answered".to_owned(),
            Self::Limited(until) => {
                format!("the host asks us to wait until {}", until.strftime("%Y-%m-%dT%H:%M:%SZ"))
            }
            Self::Failing(why) => format!("not everything was answered: {why}"),
            Self::Unreachable(why) => format!("the host could not be reached: {why}"),
            Self::NeedsCredentials(why) => format!("the host wants credentials: {why}"),
            Self::NotConfigured(what) => format!("not configured: {what}"),
            Self::Interrupted => {
                "the run was cut short; the next one goes on from there".to_owned()
            }
        }
    }
}

/// A source that is being run.
#[derive(Debug)]
pub(crate) struct Run<'a> {
    pub(crate) source: &'a Source,
    pub(crate) platform: &'a dyn Platform,
    pub(crate) asking: &'a Asking,
    pub(crate) archive: &'a Arc<Archive>,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) pages_per_run: u32,
    pub(crate) stop: &'a CancellationToken,
}

/// Known posts looked through at a time in a sweep.
const KNOWN_AT_A_TIME: i64 = 500;

/// The cursor of a stream that a sweep has gone over: a sweep that is cut short does not begin
/// anew.
const SWEPT: &str = "swept";

/// The name under which stands the stream at which a limit ended a run for news.
const PUT_OFF: &str = "put off";

/// The stream under which a sweep keeps its place among the known posts.
const RECHECK: &str = "sweep/recheck";

impl Run<'_> {
    /// Runs every stream. A stream that fails does not keep the others from being asked; a host
    /// that wants us to wait, or credentials, ends the run.
    pub(crate) async fn all(&self, walk: Walk) -> Result<Report, ArchiveError> {
        let mut report = Report {
            source: self.source.name.clone(),
            kept: Kept::default(),
            pages: 0,
            health: Health::Well,
        };
        report.health = self.streams(walk, &mut report).await?;
        if walk == Walk::News {
            return Ok(report);
        }
        if matches!(report.health, Health::Well | Health::Failing(_) | Health::Unreachable(_)) {
            let rechecked = self.recheck(&mut report).await?;
            report.health = worse(report.health, rechecked);
        }
        if !matches!(report.health, Health::Limited(_) | Health::Interrupted) {
            self.end_sweep().await?;
        }
        Ok(report)
    }

    async fn streams(&self, walk: Walk, report: &mut Report) -> Result<Health, ArchiveError> {
        let mut health = Health::Well;
        let mut out_of_reach = BTreeSet::new();
        for stream in self.rest(walk).await? {
            let host = host_of(&self.platform.request(&stream, &Cursor::start()).url);
            if out_of_reach.contains(&host) {
                continue;
            }
            let this = self.stream(&stream, walk, report).await?;
            if let (Health::Limited(_), Walk::News) = (&this, walk) {
                let (name, now) = (&self.source.name, self.clock.now());
                self.archive.put_cursor(name, PUT_OFF, &stream.name, now).await?;
            }
            let goes_on = match this {
                Health::Well | Health::Failing(_) => true,
                // Its other streams would only wait for the same host.
                Health::Unreachable(_) => out_of_reach.insert(host),
                // Its pages are used up, and others have their turn.
                Health::Interrupted => !self.stop.is_cancelled(),
                _ => false,
            };
            health = worse(health, this);
            if !goes_on {
                break;
            }
        }
        Ok(health)
    }

    /// The streams; after a run that a limit ended, those that it did not come to. Otherwise a host
    /// that allows few requests would never be asked about the last ones.
    async fn rest(&self, walk: Walk) -> Result<Vec<Stream>, ArchiveError> {
        let mut streams = self.platform.streams();
        let source = &self.source.name;
        if let (Walk::News, Some(put_off)) = (walk, self.archive.cursor(source, PUT_OFF).await?) {
            let first = streams.iter().position(|stream| stream.name == put_off);
            self.archive.forget_cursor(source, PUT_OFF).await?;
            streams.drain(..first.unwrap_or(0));
        }
        Ok(streams)
    }

    async fn stream(
        &self,
        stream: &Stream,
        walk: Walk,
        report: &mut Report,
    ) -> Result<Health, ArchiveError> {
        let name = name_of(stream, walk);
        let stored = self.archive.cursor(&self.source.name, &name).await?;
        if walk == Walk::Sweep && stored.as_deref() == Some(SWEPT) {
            return Ok(Health::Well);
        }
        let mut cursor = stored.map_or_else(Cursor::start, |text| Cursor::from_text(&text));
        for _ in 0..self.pages_per_run {
            if self.stop.is_cancelled() {
                return Ok(Health::Interrupted);
            }
            let request = self.platform.request(stream, &cursor);
            let answer = match self.asking.ask(self.platform, &request, self.stop).await? {
                Asked::Answer(answer) => answer,
                Asked::Nothing => {
                    if walk == Walk::Sweep {
                        self.archive.forget_cursor(&self.source.name, &name).await?;
                    }
                    return Ok(Health::Well);
                }
                other => return Ok(other.health()),
            };
            let page = match self.read(stream, walk, &cursor, &request, answer, report).await? {
                Ok(page) => page,
                Err(why) => return Ok(Health::Failing(why)),
            };
            cursor = page.cursor;
            if !page.more {
                return Ok(Health::Well);
            }
        }
        // The next run goes on in any case; a sweep is not over before.
        Ok(if walk == Walk::Sweep { Health::Interrupted } else { Health::Well })
    }

    /// Forgets where a sweep stood, but for streams that failed in the middle.
    async fn end_sweep(&self) -> Result<(), ArchiveError> {
        let source = &self.source.name;
        for stream in self.platform.streams() {
            let name = name_of(&stream, Walk::Sweep);
            if self.archive.cursor(source, &name).await?.as_deref() == Some(SWEPT) {
                self.archive.forget_cursor(source, &name).await?;
            }
        }
        self.archive.forget_cursor(source, RECHECK).await
    }

    /// Raw first: the answer is on the disk before anything looks into it. Then it is read, and
    /// what it says is kept together with the cursor.
    async fn read(
        &self,
        stream: &Stream,
        walk: Walk,
        cursor: &Cursor,
        request: &Request,
        answer: Answer,
        report: &mut Report,
    ) -> Result<Result<Page, String>, ArchiveError> {
        let name = &name_of(stream, walk);
        let stored = self.archive.store_answer(self.raw(name, request, &answer)).await?;
        let mut page = match self.platform.read(stream, cursor, &answer) {
            Ok(page) => page,
            Err(unread) => {
                let reason = unread.reason;
                let size = answer.body.len();
                let (source, at) = (&self.source.name, answer.received_at);
                self.archive.park_answer(source, name, &stored, size, &reason, at).await?;
                report.kept.parked += 1;
                return Ok(Err(reason));
            }
        };
        let items = std::mem::take(&mut page.items);
        let mut reading = reading_of(items);
        reading.source = self.source.name.clone();
        reading.stream = name.clone();
        reading.net = stream.question.net().to_owned();
        reading.answer = Some(stored);
        let swept = walk == Walk::Sweep && !page.more;
        reading.cursor = Some(if swept { SWEPT.to_owned() } else { page.cursor.to_text() });
        reading.at = answer.received_at;
        report.kept += self.archive.keep(&reading).await?;
        report.pages += 1;
        Ok(Ok(page))
    }

    fn raw(&self, name: &str, request: &Request, answer: &Answer) -> Answered {
        Answered {
            source: self.source.name.clone(),
            stream: name.to_owned(),
            url: request.url.to_string(),
            status: Some(answer.status),
            headers: answer.headers.clone(),
            body: answer.body.clone(),
            received_at: answer.received_at,
        }
    }

    /// Looks up every known post of this source again; those that are gone are marked.
    async fn recheck(&self, report: &mut Report) -> Result<Health, ArchiveError> {
        let limit = self.platform.recheck_limit();
        if limit == 0 {
            return Ok(Health::Well);
        }
        let name = &self.source.name;
        let stored = self.archive.cursor(name, RECHECK).await?;
        let mut after = stored.and_then(|place| place.parse().ok()).unwrap_or(0);
        loop {
            let found = self.archive.found_by(name, after, KNOWN_AT_A_TIME).await?;
            let Some((last, ..)) = found.last() else { return Ok(Health::Well) };
            after = *last;
            for some in found.chunks(limit) {
                let known = |(_, key, native_id): &(i64, PostKey, Option<String>)| Known {
                    key: key.clone(),
                    native_id: native_id.clone(),
                };
                let place = some.last().map_or(after, |(number, ..)| *number);
                let known: Vec<Known> = some.iter().map(known).collect();
                if self.stop.is_cancelled() {
                    return Ok(Health::Interrupted);
                }
                match self.recheck_some(&known, place, report).await? {
                    ControlFlow::Continue(()) => {}
                    ControlFlow::Break(health) => return Ok(health),
                }
            }
        }
    }

    async fn recheck_some(
        &self,
        known: &[Known],
        place: i64,
        report: &mut Report,
    ) -> Result<ControlFlow<Health>, ArchiveError> {
        let Some(request) = self.platform.recheck(known) else {
            return Ok(ControlFlow::Continue(()));
        };
        let answer = match self.asking.ask(self.platform, &request, self.stop).await? {
            Asked::Answer(answer) => answer,
            // A server without this question knows nothing of any post, neither good nor bad.
            Asked::Nothing => return Ok(ControlFlow::Break(Health::Well)),
            other => return Ok(ControlFlow::Break(other.health())),
        };
        let gone = match self.platform.read_recheck(known, &answer) {
            Ok(gone) => gone,
            Err(unread) => {
                self.asking.note(Outcome::Failed).await?;
                return Ok(ControlFlow::Break(Health::Failing(unread.reason)));
            }
        };
        let mut reading = reading_of(Vec::new());
        reading.source = self.source.name.clone();
        reading.stream = RECHECK.to_owned();
        reading.cursor = Some(place.to_string());
        reading.gone = gone;
        reading.at = self.clock.now();
        report.kept += self.archive.keep(&reading).await?;
        Ok(ControlFlow::Continue(()))
    }
}

impl Asked {
    /// How a source is that got no answer.
    fn health(self) -> Health {
        match self {
            Self::Answer(_) | Self::Nothing => Health::Well,
            Self::Later(until) => Health::Limited(until),
            Self::Failed(why) => Health::Failing(why),
            Self::Unreached(why) => Health::Unreachable(why),
            Self::NeedsCredentials(why) => Health::NeedsCredentials(why),
            Self::Stopped => Health::Interrupted,
        }
    }
}

/// The name under which a walk keeps a stream's cursor.
fn name_of(stream: &Stream, walk: Walk) -> String {
    match walk {
        Walk::News => stream.name.clone(),
        Walk::Sweep => format!("sweep/{}", stream.name),
    }
}

/// The later state, unless it would hide an earlier failure.
fn worse(before: Health, after: Health) -> Health {
    if after == Health::Well { before } else { after }
}

/// Items as the archive takes them; the caller says where they come from.
pub(crate) fn reading_of(items: Vec<Item>) -> Reading {
    let mut reading = Reading::default();
    for item in items {
        match item {
            Item::Post { post, native_id, range } => {
                reading.seen.push(Seen { post: *post, native_id, range });
            }
            Item::Unreadable { reason, range } => {
                reading.unreadable.push(Unreadable { reason, range });
            }
            Item::Gone { key } => reading.gone.push(key),
        }
    }
    reading
}
