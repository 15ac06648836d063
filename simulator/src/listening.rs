//! One server: takes requests, keeps its limits, lets faults strike and answers.

use crate::{
    bluesky,
    bluesky::Sessions,
    clock::{later, lock},
    dialect::Dialect,
    fault::Fault,
    feed,
    http::{Answer, Request},
    limit::{Allowance, Counter, Scope},
    mastodon,
    placement::{Placement, placements},
    running::{Controls, Ledger},
    scene::{self, Scene, http_date},
    spoil::{server_error, spoil},
    world::{Server, World},
};
use jiff::{SignedDuration, Timestamp};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, atomic::Ordering},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::sleep,
};

/// Parameters that say where a page is to go on.
const PAGING: [&str; 4] = ["max_id", "min_id", "since_id", "cursor"];

/// One platform's server at its address.
pub(crate) struct Stand {
    pub(crate) server: Server,
    pub(crate) base: String,
    world: Arc<World>,
    placements: Vec<Placement>,
    controls: Arc<Controls>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    ledger: Ledger,
    counter: Counter,
    sessions: Sessions,
    pages: HashMap<String, Answer>,
}

/// What happens on the wire.
struct Outcome {
    answer: Option<Answer>,
    share: f64,
    delay: Duration,
}

/// One request on its way through the server.
struct Visit<'a> {
    request: &'a Request,
    client: String,
    elapsed: Duration,
    /// What the server holds for the wall clock.
    date: Timestamp,
    fault: Option<Fault>,
    count: u64,
}

impl Stand {
    /// The server, ready to listen.
    pub(crate) fn new(
        world: &Arc<World>,
        server: &Server,
        base: String,
        controls: &Arc<Controls>,
    ) -> Self {
        Self {
            server: server.clone(),
            base,
            world: world.clone(),
            placements: placements(world, server),
            controls: controls.clone(),
            state: Mutex::default(),
        }
    }

    /// What it has been asked so far.
    pub(crate) fn ledger(&self) -> Ledger {
        lock(&self.state).ledger.clone()
    }

    /// Answers every connection until it is dropped.
    pub(crate) async fn listen(self: Arc<Self>, listener: TcpListener) {
        let mut connections = JoinSet::new();
        loop {
            if let Ok((socket, _)) = listener.accept().await {
                connections.spawn(self.clone().converse(socket));
            }
            while connections.try_join_next().is_some() {}
        }
    }

    async fn converse(self: Arc<Self>, mut socket: TcpStream) {
        let mut buffer = Vec::new();
        // A client that breaks off is its own affair.
        while let Ok(Some(request)) = Request::read(&mut socket, &mut buffer).await {
            let outcome = self.take(&request);
            if !outcome.delay.is_zero() {
                sleep(outcome.delay).await;
            }
            let Some(answer) = outcome.answer else { return };
            let closing = outcome.share < 1.0 || request.header("connection") == Some("close");
            if answer.write(&mut socket, outcome.share).await.is_err() || closing {
                return;
            }
        }
    }

    fn take(&self, request: &Request) -> Outcome {
        let mut state = lock(&self.state);
        state.ledger.requests += 1;
        let faults = *lock(&self.controls.faults);
        let count = state.ledger.requests;
        let fault = faults.strike(self.controls.seed, &self.server.name, count);
        let skewed = fault == Some(Fault::ClockSkew);
        let skew = SignedDuration::from_secs(if skewed { faults.skew_seconds } else { 0 });
        let date = self.controls.clock.date();
        let visit = Visit {
            request,
            client: request.token().unwrap_or("anonymous").to_owned(),
            elapsed: self.controls.clock.elapsed(),
            date: date.saturating_add(skew).unwrap_or(date),
            fault,
            count,
        };
        let (answer, struck) =
            self.admit(&mut state, &visit, Duration::from_secs(faults.burst_seconds));
        if let Some(fault) = struck {
            *state.ledger.faults.entry(fault).or_default() += 1;
        }
        Outcome {
            answer: (struck != Some(Fault::Dropped))
                .then(|| answer.with("Date", http_date(visit.date))),
            share: if struck == Some(Fault::Cut) { 0.5 } else { 1.0 },
            delay: if struck == Some(Fault::Slow) { faults.delay() } else { Duration::ZERO },
        }
    }

    /// The answer, and the fault that struck it.
    fn admit(
        &self,
        state: &mut State,
        visit: &Visit<'_>,
        burst: Duration,
    ) -> (Answer, Option<Fault>) {
        if let Some(until) = state.counter.refused(&visit.client, visit.elapsed) {
            state.ledger.requests_beyond_limit += 1;
            return (self.refuse(visit, self.put_off(until)), None);
        }
        let allowance = self.count(state, visit);
        if let Some(spent) = allowance.filter(|allowance| allowance.exceeded) {
            state.ledger.requests_beyond_limit += 1;
            return (self.refuse(visit, spent), None);
        }
        if visit.fault == Some(Fault::TooManyRequests) {
            let until = visit.elapsed + burst;
            state.counter.refuse(&visit.client, until);
            return (self.refuse(visit, self.put_off(until)), visit.fault);
        }
        let (mut answer, struck) = self.answer(state, visit);
        if let Some(allowance) = allowance {
            answer.headers.extend(self.allowance_headers(visit, allowance));
        }
        (answer, struck)
    }

    fn count(&self, state: &mut State, visit: &Visit<'_>) -> Option<Allowance> {
        if !self.controls.limits.load(Ordering::Relaxed) {
            return None;
        }
        let pages = ["max_id", "min_id", "since_id", "page"];
        let pages = pages.iter().any(|name| visit.request.parameter(name).is_some());
        let signs_in = visit.request.path.ends_with("createSession");
        let applies = |scope| match scope {
            Scope::All => !signs_in,
            Scope::Paging => pages,
            Scope::Session => signs_in,
        };
        state.counter.count(&self.server.limits, &visit.client, applies, visit.elapsed)
    }

    fn answer(&self, state: &mut State, visit: &Visit<'_>) -> (Answer, Option<Fault>) {
        let base = scene::base(visit.request, &self.base);
        let good = self.good(state, visit, base.clone());
        let page = page_kind(visit.request);
        let before = match good.status {
            200 => state.pages.insert(page, good.clone()),
            _ => None,
        };
        match visit.fault {
            Some(fault @ Fault::ServerError) => (server_error(visit.count), Some(fault)),
            Some(fault @ (Fault::Dropped | Fault::Cut | Fault::Slow | Fault::ClockSkew)) => {
                (good, Some(fault))
            }
            Some(fault @ Fault::RepeatedPage) => match before {
                Some(before) if leads_to(&before, visit.request) => (before, Some(fault)),
                _ => (good, None),
            },
            Some(fault) => match spoil(fault, &good, visit.request, &base) {
                Some(bad) => (bad, Some(fault)),
                None => (good, None),
            },
            None => (good, None),
        }
    }

    fn good(&self, state: &mut State, visit: &Visit<'_>, base: String) -> Answer {
        let now = lock(&self.controls.time).now(visit.elapsed);
        let (world, server, placements) = (&self.world, &self.server, &self.placements);
        let scene = Scene { world, server, placements, now, base };
        let dialect = self.server.dialect;
        let reply = match dialect {
            Dialect::Bluesky => bluesky::reply(&scene, visit.request, &mut state.sessions),
            _ if dialect.is_mastodon() => mastodon::reply(&scene, visit.request),
            _ => feed::reply(&scene, visit.request),
        };
        reply.unwrap_or_else(|refusal| refusal)
    }

    fn put_off(&self, until: Duration) -> Allowance {
        let limit = self.server.limits.first().copied();
        let limit = limit.unwrap_or(crate::Limit { requests: 0, seconds: 300, scope: Scope::All });
        Allowance { limit, remaining: 0, resets: until, exceeded: true }
    }

    fn refuse(&self, visit: &Visit<'_>, allowance: Allowance) -> Answer {
        let kind = "application/json; charset=utf-8";
        let mut answer = match self.server.dialect {
            Dialect::Mastodon | Dialect::Takahe => {
                Answer::new(429, kind, r#"{"error":"Too many requests"}"#)
            }
            Dialect::GoToSocial => Answer::new(429, kind, r#"{"error":"rate limit reached"}"#),
            Dialect::Bluesky => Answer::new(
                429,
                kind,
                r#"{"error":"RateLimitExceeded","message":"Rate Limit Exceeded"}"#,
            ),
            _ => Answer::new(429, "text/plain", "Too Many Requests\n"),
        };
        answer.headers.extend(self.allowance_headers(visit, allowance));
        if !self.server.dialect.is_mastodon() {
            let wait = allowance.resets.saturating_sub(visit.elapsed);
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            answer = answer.with("Retry-After", seconds.to_string());
        }
        answer
    }

    fn allowance_headers(&self, visit: &Visit<'_>, allowance: Allowance) -> Vec<(String, String)> {
        let reset = later(visit.date, allowance.resets.saturating_sub(visit.elapsed));
        let (prefix, reset) = match self.server.dialect {
            Dialect::Mastodon => ("X-RateLimit", format!("{reset:.6}")),
            Dialect::GoToSocial => ("X-Ratelimit", format!("{reset:.3}")),
            Dialect::Takahe => ("X-RateLimit", reset.as_second().to_string()),
            Dialect::Bluesky => ("RateLimit", reset.as_second().to_string()),
            _ => return Vec::new(),
        };
        let Allowance { limit, remaining, .. } = allowance;
        let mut headers = vec![
            (format!("{prefix}-Limit"), limit.requests.to_string()),
            (format!("{prefix}-Remaining"), remaining.to_string()),
            (format!("{prefix}-Reset"), reset),
        ];
        if self.server.dialect == Dialect::Bluesky {
            let policy = format!("{};w={}", limit.requests, limit.seconds);
            headers.push((format!("{prefix}-Policy"), policy));
        }
        headers
    }
}

/// The question goes on from the page, if it goes on from any. Only such a page may come again: one
/// from another walk could hide what lies between.
fn leads_to(page: &Answer, request: &Request) -> bool {
    let link = page.headers.iter().find(|(name, _)| name == "Link");
    let link = link.map_or("", |(_, link)| link.as_str());
    PAGING.iter().filter_map(|name| request.parameter(name)).all(|place| {
        let cursor = format!("\"cursor\":\"{place}\"");
        link.contains(&format!("_id={place}"))
            || page.body.windows(cursor.len()).any(|part| part == cursor.as_bytes())
    })
}

/// Questions whose answers may be mistaken for one another: the same path, paged in the same way.
fn page_kind(request: &Request) -> String {
    let paging = PAGING.iter().find(|name| request.parameter(name).is_some());
    format!("{} {}", request.path, paging.unwrap_or(&""))
}
