//! The pages' addresses, in both languages.

use axum::extract::{RawQuery, State};
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use config::Language;
use jiff::Timestamp;

use super::ask::Parameters;
use super::state::Web;
use super::views::search_of;
use crate::counting::{By, CountingAsk, Unit};
use crate::finder::{Ask, FindError, Sort};
use crate::pages::{
    Author, CampaignPage, ErrorView, HomeCounts, HomeView, PostView, ResultsView, Shell, Tongue,
    campaigns, counting,
};
use crate::query::{Problem, Query};
use crate::server::html;

/// Hits of a page of results.
const PAGE: usize = 10;

/// Introductions on a shelf.
const SHELF: usize = 6;

impl Web {
    /// Pages for what the server itself refuses.
    pub fn refusal(&self) -> impl Fn(StatusCode, &Uri) -> Response + Send + Sync + 'static {
        let web = self.clone();
        move |status, uri| Visit::of(web.clone(), uri, uri.query()).refuse(status, None)
    }
}

/// One request for a page.
struct Visit {
    web: Web,
    tongue: Tongue,
    shell: Shell,
    parameters: Parameters,
    now: Timestamp,
}

/// Answers every address that is neither the API's nor a file's.
pub(crate) async fn page(
    State(web): State<Web>,
    method: Method,
    uri: Uri,
    RawQuery(query): RawQuery,
) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    web.page_count();
    let visit = Visit::of(web, &uri, query.as_deref());
    let (_, path) = Tongue::of(uri.path(), visit.tongue.own);
    let path = path.to_owned();
    match visit.page(&path).await {
        Ok(response) => response,
        Err(error) => visit.failure(error),
    }
}

impl Visit {
    fn of(web: Web, uri: &Uri, query: Option<&str>) -> Self {
        let (tongue, path) = Tongue::of(uri.path(), web.site.language);
        let here = match query {
            Some(query) if !query.is_empty() => format!("{path}?{query}"),
            _ => path.to_owned(),
        };
        let now = (web.clock)();
        let revision = web.finder.view().map_or(0, |view| view.revision);
        let revision = u64::try_from(revision).unwrap_or_default();
        let shell = Shell::new(&web.site, tongue, &here, revision, now);
        Self { web, tongue, shell, parameters: Parameters::of(query), now }
    }

    fn language(&self) -> Language {
        self.tongue.language
    }

    async fn page(&self, path: &str) -> Result<Response, FindError> {
        let segments: Vec<&str> = path.trim_matches('/').split('/').collect();
        match segments.as_slice() {
            [""] => self.home().await,
            ["search"] => self.search().await,
            ["counts"] => self.counts().await,
            ["counting"] => Ok(html(StatusCode::OK, counting(&self.shell))),
            ["campaigns"] => {
                let views = self.web.campaign_views(self.now, self.language()).await?;
                Ok(html(StatusCode::OK, campaigns(&self.shell, &views)))
            }
            ["campaigns", slug] => self.campaign(slug).await,
            ["p", key] => self.post(key).await,
            ["robots.txt"] => Ok("User-agent: *\nDisallow: /api/\n".into_response()),
            // The two languages have their own prefixes; the site's own language has none.
            ["fa" | "en", rest @ ..] => {
                Ok(Redirect::permanent(&format!("/{}", rest.join("/"))).into_response())
            }
            _ => Ok(self.refuse(StatusCode::NOT_FOUND, None)),
        }
    }

    async fn home(&self) -> Result<Response, FindError> {
        let newest = Ask { sort: Sort::Newest, limit: SHELF, ..Ask::default() };
        let newest = self.web.finder.find(&newest).await?;
        let accounts = self.web.finder.count(&CountingAsk::default()).await?.card;
        let view = HomeView {
            counts: HomeCounts {
                introductions: accounts.posts,
                accounts: accounts.accounts,
                campaigns: self.web.campaigns.len() as u64,
            },
            newest: self.web.hit_views(newest, "", self.language()),
            campaigns: self.web.campaign_views(self.now, self.language()).await?,
        };
        Ok(html(StatusCode::OK, view.page(&self.shell)))
    }

    async fn search(&self) -> Result<Response, FindError> {
        match self.results().await {
            Err(FindError::Query(problem)) => self.faulty(&problem).await,
            view => Ok(html(StatusCode::OK, view?.page(&self.shell))),
        }
    }

    async fn results(&self) -> Result<ResultsView, FindError> {
        let ask = self.web.ask(&self.parameters, PAGE)?;
        self.web.results(&self.parameters, &ask, self.language()).await
    }

    /// A query that cannot be answered: the page for no results, with the sentence. What is near
    /// one that asks for too much is shown: somebody may have pasted a whole caption.
    async fn faulty(&self, problem: &Problem) -> Result<Response, FindError> {
        let near = match (problem, self.web.ask(&self.parameters, PAGE)) {
            (Problem::TooMany { .. }, Ok(ask)) => {
                self.web.near(&ask.query, self.language()).await?
            }
            _ => Vec::new(),
        };
        let view = ResultsView {
            search: search_of(&self.parameters, &Ask::default()),
            problem: Some(problem.sentence(self.language())),
            near,
            ..ResultsView::default()
        };
        Ok(html(StatusCode::BAD_REQUEST, view.page(&self.shell)))
    }

    async fn counts(&self) -> Result<Response, FindError> {
        let ask = match self.web.counting(&self.parameters) {
            Err(FindError::Query(problem)) => {
                let sentence = problem.sentence(self.language());
                return Ok(self.refuse(StatusCode::BAD_REQUEST, Some(sentence)));
            }
            ask => ask?,
        };
        let counted = self.web.finder.count(&ask).await?;
        let view = self.web.counts_view(&ask, counted, self.language());
        Ok(html(StatusCode::OK, view.page(&self.shell)))
    }

    async fn campaign(&self, slug: &str) -> Result<Response, FindError> {
        let Some(campaign) = self.web.campaigns.iter().find(|known| known.slug == slug) else {
            return Ok(self.refuse(StatusCode::NOT_FOUND, None));
        };
        let mut query = Query::default();
        query.filters.campaigns = vec![slug.to_owned()];
        let newest = Ask { query: query.clone(), sort: Sort::Newest, limit: SHELF, after: None };
        let newest = self.web.finder.find(&newest).await?;
        let by = |by| CountingAsk { query: query.clone(), by, unit: Unit::Post };
        let platforms = self.web.finder.count(&by(By::Platform)).await?;
        let weeks = self.web.finder.count(&by(By::Week)).await?;
        let language = self.language();
        let platforms_shown = self.web.counts_view(&by(By::Platform), platforms.clone(), language);
        let view = CampaignPage {
            campaign: self.web.campaign_view(campaign, newest.total, self.now, language),
            accounts: Some(platforms.card.accounts),
            newest: self.web.hit_views(newest, "", language),
            platforms: platforms_of(&platforms, platforms_shown),
            unasked_hours: weeks.rows.iter().map(|row| row.unasked_hours).sum(),
            longest_film_s: campaign.longest_film.map(|longest| longest.as_secs_f64()),
            accounts_to_tag: campaign.accounts.clone(),
            hashtags: campaign.hashtags.clone(),
        };
        Ok(html(StatusCode::OK, view.page(&self.shell)))
    }

    async fn post(&self, encoded: &str) -> Result<Response, FindError> {
        let decoded = decode(encoded);
        let Some(key) = decoded.and_then(|key| key.parse().ok()) else {
            return Ok(self.refuse(StatusCode::NOT_FOUND, None));
        };
        let Some((entry, campaigns)) = self.web.finder.post(&key).await? else {
            return Ok(self.refuse(StatusCode::NOT_FOUND, None));
        };
        let Some(post) = entry.public() else {
            return Ok(self.refuse(StatusCode::GONE, None));
        };
        let language = self.language();
        let named = |slug: String| (slug.clone(), self.web.campaign(&slug, language));
        let view = PostView {
            key: post.key.to_string(),
            url: post.url.clone(),
            platform: self.web.platform(&post.key.platform, language),
            posted_at: post.posted_at,
            first_seen_at: entry.first_seen_at,
            author: Author { name: post.author.name.clone(), handle: post.author.handle.clone() },
            text: post.text.clone(),
            has_film: post.has_film.unwrap_or(post.duration_s.is_some()),
            duration_s: post.duration_s,
            campaigns: campaigns.into_iter().map(named).collect(),
        };
        Ok(html(StatusCode::OK, view.page(&self.shell)))
    }

    fn refuse(&self, status: StatusCode, sentence: Option<String>) -> Response {
        let view = ErrorView { status: status.as_u16(), sentence, code: None };
        html(status, view.page(&self.shell))
    }

    fn failure(&self, error: FindError) -> Response {
        tracing::error!(%error, "could not answer a page");
        super::state::Counters::add(&self.web.counters.failures);
        self.refuse(StatusCode::SERVICE_UNAVAILABLE, None)
    }
}

/// Platforms by the name in addresses, the name to show, and the count.
fn platforms_of(
    counted: &crate::counting::Counted,
    shown: crate::pages::CountsView,
) -> Vec<(String, String, u64)> {
    let words = counted.rows.iter().filter_map(|row| match &row.key {
        crate::counting::RowKey::Word(word) => Some((word.clone(), row.count)),
        _ => None,
    });
    let names = shown.rows.into_iter().filter_map(|row| match row.name {
        crate::pages::RowName::Named { name, .. } => Some(name),
        crate::pages::RowName::Days { .. } => None,
    });
    words.zip(names).map(|((word, count), name)| (word, name, count)).collect()
}

/// A percent-encoded segment as text.
fn decode(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let hex = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}
