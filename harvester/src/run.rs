//! One run of one source: every stream from its cursor to its end, page by page.

use std::sync::Arc;

use archive::{Answered, Archive, ArchiveError, Kept, Outcome, Reading, Seen, Unreadable};
use config::Source;
use tokio_util::sync::CancellationToken;

use crate::asking::{Asked, Asking};
use crate::clock::Clock;
use crate::platform::{Answer, Cursor, Item, Known, Page, Platform, Request, Stream};

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

/// How a source is after a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Health {
    /// Everything was asked and answered.
    Well,
    /// The host wants us to wait until then.
    Limited(jiff::Timestamp),
    /// Something was not answered, with the reason.
    Failing(String),
    /// The host wants credentials.
    NeedsCredentials(String),
    /// Credentials that it needs are not set: no error.
    NotConfigured(String),
    /// The run was cut short by the program's end.
    Interrupted,
}

impl Health {
    /// One word, as stored.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::Limited(_) => "limited",
            Self::Failing(_) => "failing",
            Self::NeedsCredentials(_) => "needs credentials",
            Self::NotConfigured(_) => "not configured",
            Self::Interrupted => "interrupted",
        }
    }

    /// A sentence for a person.
    pub fn sentence(&self) -> String {
        match self {
            Self::Well => "everything asked was answered".to_owned(),
            Self::Limited(until) => format!("the host asks us to wait until {until}"),
            Self::Failing(why) => format!("not everything was answered: {why}"),
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
        for stream in self.platform.streams() {
            match self.stream(&stream, walk, &mut report).await? {
                Health::Well => {}
                failing @ Health::Failing(_) => report.health = failing,
                ended => {
                    report.health = ended;
                    return Ok(report);
                }
            }
        }
        if walk == Walk::Sweep && report.health == Health::Well {
            report.health = self.recheck(&mut report).await?;
        }
        Ok(report)
    }

    async fn stream(
        &self,
        stream: &Stream,
        walk: Walk,
        report: &mut Report,
    ) -> Result<Health, ArchiveError> {
        let name = match walk {
            Walk::News => stream.name.clone(),
            Walk::Sweep => format!("sweep/{}", stream.name),
        };
        let stored = self.archive.cursor(&self.source.name, &name).await?;
        let mut cursor = stored.map_or_else(Cursor::start, |text| Cursor::from_text(&text));
        for _ in 0..self.pages_per_run {
            if self.stop.is_cancelled() {
                return Ok(Health::Interrupted);
            }
            let request = self.platform.request(stream, &cursor);
            let answer = match self.asking.ask(self.platform, &request).await? {
                Asked::Answer(answer) => answer,
                Asked::Nothing => break,
                Asked::Later(until) => return Ok(Health::Limited(until)),
                Asked::Failed(why) => return Ok(Health::Failing(why)),
                Asked::NeedsCredentials(why) => return Ok(Health::NeedsCredentials(why)),
            };
            let page = match self.read(stream, &name, &cursor, &request, answer, report).await? {
                Ok(page) => page,
                Err(why) => return Ok(Health::Failing(why)),
            };
            cursor = page.cursor;
            if !page.more {
                break;
            }
        }
        if walk == Walk::Sweep {
            self.archive.forget_cursor(&self.source.name, &name).await?;
        }
        Ok(Health::Well)
    }

    /// Raw first: the answer is on the disk before anything looks into it. Then it is read, and
    /// what it says is kept together with the cursor.
    async fn read(
        &self,
        stream: &Stream,
        name: &str,
        cursor: &Cursor,
        request: &Request,
        answer: Answer,
        report: &mut Report,
    ) -> Result<Result<Page, String>, ArchiveError> {
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
        reading.stream = name.to_owned();
        reading.net = stream.question.net().to_owned();
        reading.answer = Some(stored);
        reading.cursor = Some(page.cursor.to_text());
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
        let mut after = 0;
        loop {
            let name = &self.source.name;
            let found = self.archive.found_by(name, after, KNOWN_AT_A_TIME).await?;
            let Some((last, ..)) = found.last() else { return Ok(Health::Well) };
            after = *last;
            let known: Vec<Known> =
                found.into_iter().map(|(_, key, native_id)| Known { key, native_id }).collect();
            for some in known.chunks(limit) {
                if self.stop.is_cancelled() {
                    return Ok(Health::Interrupted);
                }
                match self.recheck_some(some, report).await? {
                    Health::Well => {}
                    other => return Ok(other),
                }
            }
        }
    }

    async fn recheck_some(
        &self,
        known: &[Known],
        report: &mut Report,
    ) -> Result<Health, ArchiveError> {
        let Some(request) = self.platform.recheck(known) else { return Ok(Health::Well) };
        let answer = match self.asking.ask(self.platform, &request).await? {
            Asked::Answer(answer) => answer,
            // A server without this question knows nothing of the posts, neither good nor bad.
            Asked::Nothing => return Ok(Health::Well),
            Asked::Later(until) => return Ok(Health::Limited(until)),
            Asked::Failed(why) => return Ok(Health::Failing(why)),
            Asked::NeedsCredentials(why) => return Ok(Health::NeedsCredentials(why)),
        };
        let gone = match self.platform.read_recheck(known, &answer) {
            Ok(gone) => gone,
            Err(unread) => {
                self.asking.note(Outcome::Failed).await?;
                return Ok(Health::Failing(unread.reason));
            }
        };
        let mut reading = reading_of(Vec::new());
        reading.source = self.source.name.clone();
        reading.stream = "recheck".to_owned();
        reading.gone = gone;
        reading.at = self.clock.now();
        report.kept += self.archive.keep(&reading).await?;
        Ok(Health::Well)
    }
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
