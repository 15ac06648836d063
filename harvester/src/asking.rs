//! Asking one host on behalf of one source: in turn, with its credentials, again where that may
//! help.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, ArchiveError, Outcome};
use config::{Pace, SecretText, Source};
use jiff::Timestamp;
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::answer::Answer;
use crate::clock::{Clock, wait};
use crate::fetch::{FetchError, Fetcher};
use crate::pacing::{Pacer, Turned};
use crate::platform::{Access, Platform, Request};
use crate::session::Session;
use crate::verdict::{Allowance, Verdict, allowance, classify, wait_hint};

/// Asks for one source.
#[derive(Debug)]
pub(crate) struct Asking {
    source: String,
    archive: Arc<Archive>,
    clock: Arc<dyn Clock>,
    fetcher: Fetcher,
    pacer: Pacer,
    secrets: BTreeMap<String, SecretText>,
    session: Mutex<Session>,
}

/// What came of asking.
#[derive(Debug)]
pub(crate) enum Asked {
    /// An answer to read.
    Answer(Answer),
    /// Nothing new, or nothing there.
    Nothing,
    /// The host may not be asked before this instant.
    Later(Timestamp),
    /// No good answer after several tries.
    Failed(String),
    /// Not even a bad one: the host is out of reach.
    Unreached(String),
    /// The source needs credentials, or others.
    NeedsCredentials(String),
    /// The program stops.
    Stopped,
}

/// Tries at one question before the run ends; the next run goes on from the stored cursor.
const TRIES: u32 = 4;

/// The first wait after a passing fault; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// Sign-ins: Bluesky allows 30 in 5 minutes and 300 a day.
const SIGN_INS: Pace = Pace { requests: 280, per: jiff::SignedDuration::from_hours(24), burst: 10 };

/// What is left alone for a while when a host says "too fast" and no more.
const UNTOLD_WAIT: jiff::SignedDuration = jiff::SignedDuration::from_mins(1);

impl Asking {
    pub(crate) fn new(
        source: &Source,
        archive: Arc<Archive>,
        clock: Arc<dyn Clock>,
        fetcher: Fetcher,
        secrets: BTreeMap<String, SecretText>,
        folder: &Path,
    ) -> Self {
        let pacer = Pacer::new(archive.clone(), clock.clone(), source.pace);
        let identifier = secrets.get("identifier").map_or("", SecretText::expose);
        let session = Mutex::new(Session::kept(folder, &source.name, identifier));
        Self { source: source.name.clone(), archive, clock, fetcher, pacer, secrets, session }
    }

    /// Asks until there is a good answer, a refusal, or no more tries.
    pub(crate) async fn ask(
        &self,
        platform: &dyn Platform,
        request: &Request,
        stop: &CancellationToken,
    ) -> Result<Asked, ArchiveError> {
        let mut renewed = false;
        let mut last = Asked::Failed(String::new());
        for attempt in 0..TRIES {
            if attempt > 0 && !self.wait_before(attempt, stop).await {
                return Ok(Asked::Stopped);
            }
            let answer = match self.answer(request, stop).await? {
                Ok(answer) => answer,
                Err(Asked::Failed(fault)) => {
                    last = self.failed(fault).await?;
                    continue;
                }
                Err(Asked::Unreached(why)) => {
                    self.note(Outcome::Failed).await?;
                    last = Asked::Unreached(why);
                    continue;
                }
                Err(end) => return Ok(end),
            };
            match platform.verdict(&answer) {
                Verdict::Read => return Ok(Asked::Answer(answer)),
                Verdict::Unchanged | Verdict::Empty => {
                    self.note(Outcome::Answered { found: 0 }).await?;
                    return Ok(Asked::Nothing);
                }
                Verdict::Limited(until) => {
                    last = self.limited(&host_of(&request.url), &answer, until).await?;
                }
                Verdict::Retry(said) => last = self.failed(said).await?,
                Verdict::Renew if !renewed => match self.renew(&request.url, stop).await? {
                    Ok(()) => renewed = true,
                    Err(Asked::Failed(fault) | Asked::Unreached(fault)) => {
                        last = self.failed(fault).await?;
                    }
                    Err(end) => return Ok(end),
                },
                Verdict::Renew => {
                    return Ok(Asked::NeedsCredentials("the session is refused".to_owned()));
                }
                Verdict::NeedsCredentials(said) => {
                    self.note(Outcome::Failed).await?;
                    return Ok(Asked::NeedsCredentials(said));
                }
                Verdict::Refused(said) => return self.failed(said).await,
            }
        }
        Ok(last)
    }

    async fn wait_before(&self, attempt: u32, stop: &CancellationToken) -> bool {
        wait(self.clock.as_ref(), FIRST_WAIT * 2_u32.pow(attempt - 1), stop).await
    }

    async fn failed(&self, fault: String) -> Result<Asked, ArchiveError> {
        self.note(Outcome::Failed).await?;
        Ok(Asked::Failed(fault))
    }

    /// One answer to a request that proves who asks; what there is instead is the inner error.
    async fn answer(
        &self,
        request: &Request,
        stop: &CancellationToken,
    ) -> Result<Result<Answer, Asked>, ArchiveError> {
        let host = host_of(&request.url);
        let bearer = match request.access {
            Access::Public => None,
            Access::Token => self.secrets.get("token").cloned(),
            Access::Session => match self.bearer(&request.url, stop).await? {
                Ok(bearer) => bearer,
                Err(refusal) => return Ok(Err(refusal)),
            },
        };
        match self.pacer.turn(&host, stop).await? {
            Turned::Now => self.send(&host, request, bearer.as_ref(), stop).await,
            Turned::Later(later) => Ok(Err(Asked::Later(later))),
            Turned::Stopped => Ok(Err(Asked::Stopped)),
        }
    }

    /// One request, its turn being taken. What the answer says of a limit counts for `limit`.
    async fn send(
        &self,
        limit: &str,
        request: &Request,
        bearer: Option<&SecretText>,
        stop: &CancellationToken,
    ) -> Result<Result<Answer, Asked>, ArchiveError> {
        let answer = tokio::select! {
            // An answer that is there is taken: it may say how long to wait.
            biased;
            answer = self.fetcher.ask(request, bearer, || self.clock.now()) => answer,
            () = stop.cancelled() => return Ok(Err(Asked::Stopped)),
        };
        if let Some(Allowance { left, until }) = answer.as_ref().ok().and_then(allowance) {
            self.archive.note_granted(limit, self.clock.now(), left, until).await?;
        }
        Ok(answer.map_err(|error| match error {
            FetchError::Unreached(_) => Asked::Unreached(error.to_string()),
            _ => Asked::Failed(error.to_string()),
        }))
    }

    /// Lets nobody ask until the host's own hint, or for a while where it gives none.
    async fn limited(
        &self,
        limit: &str,
        answer: &Answer,
        until: Option<Timestamp>,
    ) -> Result<Asked, ArchiveError> {
        let now = self.clock.now();
        let untold = now.checked_add(UNTOLD_WAIT).unwrap_or(now);
        let until = until.or_else(|| wait_hint(answer)).unwrap_or(untold);
        self.archive.hold_back(limit, until).await?;
        self.note(Outcome::Limited).await?;
        Ok(Asked::Later(until))
    }

    /// The session's token; signs in first where there is none.
    async fn bearer(
        &self,
        server: &Url,
        stop: &CancellationToken,
    ) -> Result<Result<Option<SecretText>, Asked>, ArchiveError> {
        let kept = self.session.lock().await.bearer(server);
        if kept.is_some() {
            return Ok(Ok(kept));
        }
        match self.sign_in(server, stop).await? {
            Ok(()) => Ok(Ok(self.session.lock().await.bearer(server))),
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Renews a session, or signs in anew where that is refused.
    async fn renew(
        &self,
        server: &Url,
        stop: &CancellationToken,
    ) -> Result<Result<(), Asked>, ArchiveError> {
        let renewal = self.session.lock().await.renewal(server);
        let Some((renewal, bearer)) = renewal else { return self.sign_in(server, stop).await };
        let host = host_of(server);
        match self.pacer.turn(&host, stop).await? {
            Turned::Now => {}
            Turned::Later(later) => return Ok(Err(Asked::Later(later))),
            Turned::Stopped => return Ok(Err(Asked::Stopped)),
        }
        match self.send(&host, &renewal, Some(&bearer), stop).await? {
            Ok(answer) => match self.take(&host, server, &answer).await? {
                Err(Asked::NeedsCredentials(_)) => self.sign_in(server, stop).await,
                taken => Ok(taken),
            },
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    async fn sign_in(
        &self,
        server: &Url,
        stop: &CancellationToken,
    ) -> Result<Result<(), Asked>, ArchiveError> {
        let secret = |name: &str| self.secrets.get(name);
        let opening = match (secret("identifier"), secret("password")) {
            (Some(identifier), Some(password)) => Session::opening(server, identifier, password),
            _ => None,
        };
        let Some(opening) = opening else {
            let missing = "`identifier` and `password` are needed to sign in".to_owned();
            return Ok(Err(Asked::NeedsCredentials(missing)));
        };
        // A limit of their own: it must not slow the questions down, nor outlive a restart less.
        let limit = format!("{} sign-in", host_of(server));
        match self.pacer.turn_at(&limit, SIGN_INS, stop).await? {
            Turned::Now => {}
            Turned::Later(later) => return Ok(Err(Asked::Later(later))),
            Turned::Stopped => return Ok(Err(Asked::Stopped)),
        }
        match self.send(&limit, &opening, None, stop).await? {
            Ok(answer) => self.take(&limit, server, &answer).await,
            Err(refusal) => Ok(Err(refusal)),
        }
    }

    /// Takes a session out of an answer. Only a refusal ends the one that there is.
    async fn take(
        &self,
        limit: &str,
        server: &Url,
        answer: &Answer,
    ) -> Result<Result<(), Asked>, ArchiveError> {
        let mut session = self.session.lock().await;
        match classify(answer) {
            Verdict::Read => Ok(session.take(server, answer).map_err(Asked::Failed)),
            Verdict::Limited(until) => Ok(Err(self.limited(limit, answer, until).await?)),
            // Nothing that the host says here is repeated: it may repeat what it was sent.
            Verdict::Retry(_) => {
                Ok(Err(Asked::Failed(format!("signing in: status {}", answer.status))))
            }
            _ => {
                session.end();
                let refusal = format!("signing in was refused with status {}", answer.status);
                Ok(Err(Asked::NeedsCredentials(refusal)))
            }
        }
    }

    /// Writes what came of a request into the ledger.
    pub(crate) async fn note(&self, outcome: Outcome) -> Result<(), ArchiveError> {
        self.archive.note(&self.source, self.clock.now(), outcome).await
    }
}

/// A host with its port: what a limit belongs to.
pub(crate) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}
