//! Asking one host on behalf of one source: in turn, with its credentials, again where that may
//! help.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use archive::{Archive, ArchiveError, Outcome};
use config::{SecretText, Source};
use jiff::Timestamp;
use tokio::sync::Mutex;
use url::Url;

use crate::clock::Clock;
use crate::fetch::{FetchError, Fetcher};
use crate::pacing::Pacer;
use crate::platform::{Access, Answer, Platform, Request};
use crate::session::Session;
use crate::verdict::{Verdict, allowance_ends, wait_hint};

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
    /// The source needs credentials, or others.
    NeedsCredentials(String),
}

/// Tries at one question before the run ends; the next run goes on from the stored cursor.
const TRIES: u32 = 4;

/// The first wait after a passing fault; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(500);

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
        let session = Mutex::new(Session::kept(folder, &source.name));
        Self { source: source.name.clone(), archive, clock, fetcher, pacer, secrets, session }
    }

    /// Asks until there is a good answer, a refusal, or no more tries.
    pub(crate) async fn ask(
        &self,
        platform: &dyn Platform,
        request: &Request,
    ) -> Result<Asked, ArchiveError> {
        let mut renewed = false;
        let mut fault = String::new();
        for attempt in 0..TRIES {
            if attempt > 0 {
                self.clock.sleep(FIRST_WAIT * 2_u32.pow(attempt - 1)).await;
            }
            let bearer = match self.bearer(request).await? {
                Ok(bearer) => bearer,
                Err(refusal) => return Ok(refusal),
            };
            let answer = match self.send(request, bearer.as_ref()).await? {
                Err(later) => return Ok(Asked::Later(later)),
                Ok(Ok(answer)) => answer,
                Ok(Err(error)) => {
                    fault = error.to_string();
                    self.note(Outcome::Failed).await?;
                    continue;
                }
            };
            match platform.verdict(&answer) {
                Verdict::Read => return Ok(Asked::Answer(answer)),
                Verdict::Unchanged | Verdict::Empty => {
                    self.note(Outcome::Answered { found: 0 }).await?;
                    return Ok(Asked::Nothing);
                }
                Verdict::Limited(until) => return self.limited(request, &answer, until).await,
                Verdict::Retry(said) => fault = said,
                Verdict::Renew if !renewed => {
                    renewed = true;
                    if let Err(refusal) = self.renew(request).await? {
                        return Ok(refusal);
                    }
                    continue;
                }
                Verdict::Renew => {
                    return Ok(Asked::NeedsCredentials("the session is refused".to_owned()));
                }
                Verdict::NeedsCredentials(said) => {
                    self.note(Outcome::Failed).await?;
                    return Ok(Asked::NeedsCredentials(said));
                }
                Verdict::Refused(said) => {
                    self.note(Outcome::Failed).await?;
                    return Ok(Asked::Failed(said));
                }
            }
            self.note(Outcome::Failed).await?;
        }
        Ok(Asked::Failed(fault))
    }

    /// One request in its turn. The outer error is the instant before which there is no turn.
    async fn send(
        &self,
        request: &Request,
        bearer: Option<&SecretText>,
    ) -> Result<Result<Result<Answer, FetchError>, Timestamp>, ArchiveError> {
        let host = host_of(&request.url);
        if let Err(later) = self.pacer.turn(&host).await? {
            return Ok(Err(later));
        }
        let answer = self.fetcher.ask(request, bearer, || self.clock.now()).await;
        if let Some(until) = answer.as_ref().ok().and_then(allowance_ends) {
            self.archive.hold_back(&host, until).await?;
        }
        Ok(Ok(answer))
    }

    async fn limited(
        &self,
        request: &Request,
        answer: &Answer,
        until: Option<Timestamp>,
    ) -> Result<Asked, ArchiveError> {
        let now = self.clock.now();
        let untold = now.checked_add(UNTOLD_WAIT).unwrap_or(now);
        let until = until.or_else(|| wait_hint(answer)).unwrap_or(untold);
        self.archive.hold_back(&host_of(&request.url), until).await?;
        self.note(Outcome::Limited).await?;
        Ok(Asked::Later(until))
    }

    /// The credential that a request is to carry.
    async fn bearer(
        &self,
        request: &Request,
    ) -> Result<Result<Option<SecretText>, Asked>, ArchiveError> {
        match request.access {
            Access::Public => Ok(Ok(None)),
            Access::Token => Ok(Ok(self.secrets.get("token").cloned())),
            Access::Session => {
                let open = self.session.lock().await.is_open();
                if !open && let Err(refusal) = self.sign_in(&request.url).await? {
                    return Ok(Err(refusal));
                }
                Ok(Ok(self.session.lock().await.bearer()))
            }
        }
    }

    /// Renews a session, or signs in anew where that is refused.
    async fn renew(&self, request: &Request) -> Result<Result<(), Asked>, ArchiveError> {
        let renewal = self.session.lock().await.renewal(&request.url);
        let Some((renewal, bearer)) = renewal else { return self.sign_in(&request.url).await };
        match self.send(&renewal, Some(&bearer)).await? {
            Err(later) => Ok(Err(Asked::Later(later))),
            Ok(Err(error)) => Ok(Err(Asked::Failed(error.to_string()))),
            Ok(Ok(answer)) => match self.session.lock().await.take(&answer) {
                Ok(()) => Ok(Ok(())),
                Err(_) => self.sign_in(&request.url).await,
            },
        }
    }

    async fn sign_in(&self, server: &Url) -> Result<Result<(), Asked>, ArchiveError> {
        let secret = |name: &str| self.secrets.get(name);
        let opening = match (secret("identifier"), secret("password")) {
            (Some(identifier), Some(password)) => Session::opening(server, identifier, password),
            _ => None,
        };
        let Some(opening) = opening else {
            let missing = "`identifier` and `password` are needed to sign in".to_owned();
            return Ok(Err(Asked::NeedsCredentials(missing)));
        };
        match self.send(&opening, None).await? {
            Err(later) => Ok(Err(Asked::Later(later))),
            Ok(Err(error)) => Ok(Err(Asked::Failed(error.to_string()))),
            Ok(Ok(answer)) if answer.status == 429 => {
                Ok(Err(self.limited(&opening, &answer, None).await?))
            }
            Ok(Ok(answer)) if answer.status >= 500 => {
                Ok(Err(Asked::Failed(format!("signing in failed with status {}", answer.status))))
            }
            Ok(Ok(answer)) => match self.session.lock().await.take(&answer) {
                Ok(()) => Ok(Ok(())),
                Err(refusal) => Ok(Err(Asked::NeedsCredentials(refusal))),
            },
        }
    }

    /// Writes what came of a request into the ledger.
    pub(crate) async fn note(&self, outcome: Outcome) -> Result<(), ArchiveError> {
        self.archive.note(&self.source, self.clock.now(), outcome).await
    }
}

/// A host with its port: what a limit belongs to.
fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}
