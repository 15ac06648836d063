//! The one place that asks: bounded in size, time and hops, and only where it may connect.

use std::time::Duration;

use config::{Harvest, SecretText, Source};
use jiff::Timestamp;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Proxy, Response};
use serde_json::Value;
use url::Url;

use crate::address::NamedHosts;
use crate::answer::Answer;
use crate::platform::Request;

/// Asks for one source.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    hosts: NamedHosts,
    time_limit: Duration,
    size_limit: u64,
}

/// Why there is no answer. No variant repeats an address: it could carry a secret.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The source's settings make no client.
    #[error("the source cannot be asked: {0}")]
    Unusable(String),
    /// The host could not be reached or broke off.
    #[error("no answer: {0}")]
    Unreached(String),
    /// The answer did not end in time.
    #[error("no whole answer within {0:?}")]
    TooSlow(Duration),
    /// The answer is larger than allowed.
    #[error("the answer is larger than {0} bytes")]
    TooLarge(u64),
    /// The address may not be asked.
    #[error("refused to ask: {0}")]
    Forbidden(String),
    /// The host sent us from one address to another for too long.
    #[error("redirected more than {MOST_HOPS} times")]
    Endless,
}

const MOST_HOPS: usize = 5;

impl Fetcher {
    /// A fetcher for a source. `hosts` are those that the configuration names.
    pub fn new(source: &Source, bounds: &Harvest, hosts: NamedHosts) -> Result<Self, FetchError> {
        // A second call finds the provider in place and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let time_limit = Duration::try_from(bounds.time_limit).unwrap_or(Duration::from_secs(30));
        let mut client = Client::builder()
            .user_agent(&bounds.user_agent)
            .redirect(Policy::none())
            .connect_timeout(time_limit)
            .no_proxy()
            .dns_resolver(std::sync::Arc::new(hosts.with_proxy(source.proxy.as_deref())));
        if let Some(proxy) = &source.proxy {
            let proxy = Proxy::all(proxy).map_err(|error| unusable(&error.without_url()))?;
            client = client.proxy(proxy);
        }
        let client = client.build().map_err(|error| unusable(&error.without_url()))?;
        Ok(Self { client, hosts, time_limit, size_limit: bounds.answer_limit_mib << 20 })
    }

    /// Asks, following redirects. `now` stamps the answer when its last byte has come.
    pub async fn ask(
        &self,
        request: &Request,
        bearer: Option<&SecretText>,
        now: impl Fn() -> Timestamp,
    ) -> Result<Answer, FetchError> {
        let whole = self.follow(request, bearer, now);
        match tokio::time::timeout(self.time_limit, whole).await {
            Ok(answer) => answer,
            Err(_) => Err(FetchError::TooSlow(self.time_limit)),
        }
    }

    async fn follow(
        &self,
        request: &Request,
        bearer: Option<&SecretText>,
        now: impl Fn() -> Timestamp,
    ) -> Result<Answer, FetchError> {
        let mut url = request.url.clone();
        for _ in 0..=MOST_HOPS {
            self.hosts.allow(&url).map_err(FetchError::Forbidden)?;
            let same_origin = url.origin() == request.url.origin();
            if request.json.is_some() && !same_origin {
                // What is posted may be a password.
                let why = "a redirect would take what is posted to another host";
                return Err(FetchError::Forbidden(why.to_owned()));
            }
            let response = self.send(request, &url, bearer.filter(|_| same_origin)).await?;
            match next_hop(&url, &response)? {
                Some(next) => url = next,
                None => return self.read(response, now).await,
            }
        }
        Err(FetchError::Endless)
    }

    async fn send(
        &self,
        request: &Request,
        url: &Url,
        bearer: Option<&SecretText>,
    ) -> Result<Response, FetchError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json, */*;q=0.5"));
        for (name, value) in &request.headers {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        if let Some(bearer) = bearer {
            let value = HeaderValue::from_str(&format!("Bearer {}", bearer.expose()));
            let mut value = value.map_err(|_| {
                FetchError::Unusable("the credential holds characters no header may".to_owned())
            })?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let builder = match &request.json {
            Some(Value::Null) => self.client.post(url.clone()),
            Some(json) => self.client.post(url.clone()).json(json),
            None => self.client.get(url.clone()),
        };
        builder.headers(headers).send().await.map_err(unreached)
    }

    async fn read(
        &self,
        mut response: Response,
        now: impl Fn() -> Timestamp,
    ) -> Result<Answer, FetchError> {
        let status = response.status().as_u16();
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), text(value)))
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreached)? {
            if (body.len() + chunk.len()) as u64 > self.size_limit {
                return Err(FetchError::TooLarge(self.size_limit));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body, received_at: now() })
    }
}

/// Where a redirect leads; one that would leave https is refused.
fn next_hop(from: &Url, response: &Response) -> Result<Option<Url>, FetchError> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let forbidden = |why: &str| FetchError::Forbidden(why.to_owned());
    let location = response.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let location = location.ok_or_else(|| forbidden("a redirect leads nowhere"))?;
    let next = from.join(location).map_err(|_| forbidden("a redirect leads nowhere"))?;
    if from.scheme() == "https" && next.scheme() != "https" {
        return Err(forbidden("a redirect would leave https"));
    }
    Ok(Some(next))
}

fn unusable(error: &reqwest::Error) -> FetchError {
    FetchError::Unusable(innermost(error))
}

fn unreached(error: reqwest::Error) -> FetchError {
    FetchError::Unreached(innermost(&error.without_url()))
}

/// The last cause says most ("connection refused"), and what stands above it repeats it.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
