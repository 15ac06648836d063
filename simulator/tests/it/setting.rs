//! A running world with a clock that moves by hand, and a client.

use jiff::Timestamp;
use ketabkhan_simulator::{ManualClock, Running, Settings, Simulator, World};
use reqwest::{Client, Response};
use serde_json::Value;
use std::{sync::Arc, time::Duration};

/// Everything has happened by then.
pub(crate) const END: &str = "2020-05-15T20:00:00Z";
/// The campaign's own hashtag.
pub(crate) const TAG: &str = "هر_کتابدار_یک_کتابخوان";

pub(crate) struct Setting {
    pub(crate) world: World,
    pub(crate) running: Running,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) client: Client,
}

impl Setting {
    /// The embedded world, standing still at an instant, without limits.
    pub(crate) async fn at(instant: &str) -> Self {
        Self::with(instant, |settings| settings.limits = false).await
    }

    pub(crate) async fn with(instant: &str, change: impl FnOnce(&mut Settings)) -> Self {
        let clock = Arc::new(ManualClock::new("2026-11-24T10:00:00Z".parse().unwrap()));
        let mut settings = Settings {
            speed: 0.0,
            start: Some(time(instant)),
            clock: clock.clone(),
            ..Settings::default()
        };
        change(&mut settings);
        let world = World::embedded();
        let running = Simulator::start(world.clone(), settings).await.unwrap();
        Self { world, running, clock, client: client() }
    }

    pub(crate) fn token(&self, server: &str) -> String {
        self.world.server(server).unwrap().token.clone().unwrap()
    }

    pub(crate) fn url(&self, server: &str, path: &str) -> String {
        format!("{}{path}", self.running.address(server).unwrap())
    }

    /// Asks with the server's token.
    pub(crate) async fn ask(&self, server: &str, path: &str, query: &[(&str, &str)]) -> Response {
        let request = self.client.get(self.url(server, path)).query(query);
        request.bearer_auth(self.token(server)).send().await.unwrap()
    }

    /// Asks without a token.
    pub(crate) async fn ask_openly(&self, server: &str, path: &str) -> Response {
        self.client.get(self.url(server, path)).send().await.unwrap()
    }

    /// Signs in on Bluesky and gives both tokens.
    pub(crate) async fn sign_in(&self) -> (String, String) {
        let answer = self.create_session("iranpl.example", &self.token("bluesky")).await;
        let body: Value = answer.json().await.unwrap();
        let token = |name: &str| body[name].as_str().unwrap().to_owned();
        (token("accessJwt"), token("refreshJwt"))
    }

    pub(crate) async fn create_session(&self, identifier: &str, password: &str) -> Response {
        let url = self.url("bluesky", "/xrpc/com.atproto.server.createSession");
        let body = serde_json::json!({"identifier": identifier, "password": password});
        self.client.post(url).json(&body).send().await.unwrap()
    }

    /// Asks one of Bluesky's methods for something in the feed.
    pub(crate) async fn sky(&self, token: &str, method: &str, query: &[(&str, &str)]) -> Response {
        let url = self.url("bluesky", &format!("/xrpc/app.bsky.feed.{method}"));
        self.client.get(url).query(query).bearer_auth(token).send().await.unwrap()
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

pub(crate) fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().user_agent("test").no_proxy().build().unwrap()
}

pub(crate) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn path(tag: &str) -> String {
    let encoded: String = tag.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("/api/v1/timelines/tag/{encoded}")
}

/// The address of the next page.
pub(crate) fn link(answer: &Response, rel: &str) -> Option<String> {
    let header = answer.headers().get("link")?.to_str().unwrap();
    let part = header.split(", ").find(|part| part.ends_with(&format!("rel=\"{rel}\"")))?;
    Some(part[1..part.find('>').unwrap()].to_owned())
}

pub(crate) async fn list(answer: Response) -> Vec<Value> {
    answer.json().await.unwrap()
}

pub(crate) fn field(items: &[Value], name: &str) -> Vec<String> {
    items.iter().map(|item| item[name].as_str().unwrap().to_owned()).collect()
}
