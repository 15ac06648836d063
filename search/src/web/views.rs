//! From what was found to what pages show.

use std::sync::atomic::Ordering;

use config::{Campaign, Language};
use jiff::Timestamp;

use super::ask::Parameters;
use super::state::{Web, in_language};
use crate::calendar::day_of;
use crate::counting::{By, Counted, CountingAsk, Row, RowKey, Unit};
use crate::finder::{Ask, FindError, Found, Hit, Sort};
use crate::pages::{
    Author, CampaignState, CampaignView, Choice, CountCard, CountRow, Counting, CountsView, Facet,
    Further, HitView, Order, ReadingView, ResultsView, RowName, Search, Suggestion,
};
use crate::query::{Filters, Query, Reading};
use crate::suggesting::Otherwise;

/// Introductions shown as near where nothing was found.
const NEAR: usize = 4;

impl Web {
    pub(crate) fn hit_view(&self, hit: Hit, typed: &str, language: Language) -> HitView {
        let post = hit.post;
        let named = hit
            .campaigns
            .iter()
            .map(|slug| (slug.clone(), self.campaign(slug, language)))
            .collect();
        HitView {
            key: post.key.to_string(),
            platform: self.platform(&post.key.platform, language),
            posted_at: post.posted_at,
            wrote: spelled_otherwise(&post.text, &hit.highlights, typed),
            author: Author { name: post.author.name, handle: post.author.handle },
            text: post.text,
            highlights: hit.highlights,
            has_film: post.has_film.unwrap_or(post.duration_s.is_some()),
            duration_s: post.duration_s,
            campaigns: named,
        }
    }

    pub(crate) fn hit_views(&self, found: Found, typed: &str, language: Language) -> Vec<HitView> {
        found.hits.into_iter().map(|hit| self.hit_view(hit, typed, language)).collect()
    }

    pub(crate) async fn results(
        &self,
        parameters: &Parameters,
        ask: &Ask,
        language: Language,
    ) -> Result<ResultsView, FindError> {
        let found = self.finder.find(ask).await?;
        let search = search_of(parameters, ask);
        let next = found
            .next
            .as_ref()
            .map(|(place, begins)| Further { after: place.to_text(), begins: begins.clone() });
        let (total, typed) = (found.total, &ask.query.typed);
        let (near, otherwise) = if total == 0 && ask.after.is_none() {
            (self.near(&ask.query, language).await?, self.finder.otherwise(&ask.query).await?)
        } else {
            (Vec::new(), Vec::new())
        };
        Ok(ResultsView {
            total,
            near,
            suggestions: otherwise.into_iter().map(suggestion).collect(),
            readings: found.readings.iter().map(|one| reading_view(one, typed)).collect(),
            facets: self.facets(&ask.query, language).await?,
            hits: self.hit_views(found, typed, language),
            next,
            search,
            ..ResultsView::default()
        })
    }

    /// What is near a query that nothing answers, or that asks for too much.
    pub(crate) async fn near(
        &self,
        query: &Query,
        language: Language,
    ) -> Result<Vec<HitView>, FindError> {
        let near = self.finder.near(query, NEAR).await?.into_iter();
        Ok(near.map(|hit| self.hit_view(hit, &query.typed, language)).collect())
    }

    /// Boxes with counts: each facet under all filters but its own.
    async fn facets(&self, query: &Query, language: Language) -> Result<Vec<Facet>, FindError> {
        let mut facets = Vec::new();
        for (by, name) in [(By::Campaign, "campaign"), (By::Platform, "platform")] {
            let mut wide = query.clone();
            let legend = match (by, language) {
                (By::Campaign, Language::Fa) => "پویش",
                (By::Campaign, Language::En) => "Campaign",
                (_, Language::Fa) => "سکو",
                (_, Language::En) => "Platform",
            };
            match by {
                By::Campaign => wide.filters.campaigns.clear(),
                _ => wide.filters.platforms.clear(),
            }
            let rows = self.finder.posts_by(&wide, by).await?;
            let choices = rows.iter().filter_map(|row| self.choice(row, by, language));
            facets.push(Facet {
                name: name.to_owned(),
                legend: legend.to_owned(),
                choices: choices.collect(),
            });
        }
        Ok(facets)
    }

    fn choice(&self, row: &Row, by: By, language: Language) -> Option<Choice> {
        let RowKey::Word(value) = &row.key else { return None };
        Some(Choice {
            value: value.clone(),
            label: self.word_name(value, by, language),
            count: row.count,
        })
    }

    fn word_name(&self, word: &str, by: By, language: Language) -> String {
        match by {
            By::Campaign => self.campaign(word, language),
            _ => self.platform(word, language),
        }
    }

    pub(crate) fn campaign_view(
        &self,
        campaign: &Campaign,
        count: u64,
        now: Timestamp,
        language: Language,
    ) -> CampaignView {
        let today = day_of(now, self.finder.zone());
        let state = if today < campaign.from {
            CampaignState::Upcoming
        } else if campaign.to.is_some_and(|to| to < today) {
            CampaignState::Ended
        } else {
            CampaignState::Open
        };
        CampaignView {
            slug: campaign.slug.clone(),
            name: in_language(&campaign.name, language),
            count,
            state,
            from: campaign.from,
            to: campaign.to,
        }
    }

    pub(crate) async fn campaign_views(
        &self,
        now: Timestamp,
        language: Language,
    ) -> Result<Vec<CampaignView>, FindError> {
        let ask = CountingAsk { by: By::Campaign, ..CountingAsk::default() };
        let counted = self.finder.count(&ask).await?;
        let count = |slug: &str| {
            let row = counted.rows.iter().find(|row| row.key == RowKey::Word(slug.to_owned()));
            row.map_or(0, |row| row.count)
        };
        let view = |campaign: &Campaign| {
            self.campaign_view(campaign, count(&campaign.slug), now, language)
        };
        Ok(self.campaigns.iter().map(view).collect())
    }

    pub(crate) fn counts_view(
        &self,
        ask: &CountingAsk,
        counted: Counted,
        language: Language,
    ) -> CountsView {
        let card = &counted.card;
        let (unknown, rest): (Vec<&Row>, Vec<&Row>) =
            counted.rows.iter().partition(|row| row.key == RowKey::Unknown);
        let rows = rest
            .into_iter()
            .chain(unknown)
            .map(|row| self.count_row(row, ask, counted.by, language))
            .collect();
        CountsView {
            counting: Counting {
                text: ask.query.typed.clone(),
                campaign: ask.query.filters.campaigns.first().cloned(),
                accounts: ask.unit == Unit::Account,
                by: ask.by,
            },
            campaigns: self
                .campaigns
                .iter()
                .map(|campaign| (campaign.slug.clone(), in_language(&campaign.name, language)))
                .collect(),
            rows,
            total: Some(card.total),
            card: CountCard {
                people: None,
                author_unknown: card.author_unknown,
                withdrawn: card.no_longer_public,
                coverage: (card.ledger_hours > 0)
                    .then_some((card.answered_hours, card.ledger_hours)),
                revision: u64::try_from(card.revision).unwrap_or_default(),
                definition: u64::from(card.definition),
                checksum: Some(card.checksum.chars().take(12).collect()),
            },
        }
    }

    fn count_row(&self, row: &Row, ask: &CountingAsk, by: By, language: Language) -> CountRow {
        let name = match &row.key {
            RowKey::Days { first, last } => RowName::Days { first: *first, last: *last },
            RowKey::Word(word) => RowName::Named {
                name: self.word_name(word, by, language),
                search: Some(search_for(&ask.query, by, word)),
            },
            RowKey::Unknown => RowName::Named {
                name: match language {
                    Language::Fa => "نامعلوم".to_owned(),
                    Language::En => "Unknown".to_owned(),
                },
                search: None,
            },
        };
        CountRow { name, count: Some(row.count), unasked_hours: row.unasked_hours }
    }

    pub(crate) fn page_count(&self) {
        self.counters.pages.fetch_add(1, Ordering::Relaxed);
    }
}

fn suggestion(otherwise: Otherwise) -> Suggestion {
    let Otherwise { text, total, meant } = otherwise;
    Suggestion { text, count: Some(total), meant }
}

fn reading_view(reading: &Reading, typed: &str) -> ReadingView {
    let literal = reading.literal(typed);
    ReadingView { typed: reading.typed.clone(), meant: reading.meant.clone(), literal }
}

/// The search as its address says it.
pub(crate) fn search_of(parameters: &Parameters, ask: &Ask) -> Search {
    let filters = ["campaign", "platform", "from", "to"].into_iter().flat_map(|name| {
        parameters.all(name).into_iter().map(move |value| (name.to_owned(), value))
    });
    Search {
        text: parameters.first("q").unwrap_or_default().to_owned(),
        filters: filters.collect(),
        order: match ask.sort {
            Sort::Relevance => Order::Nearest,
            Sort::Newest => Order::Newest,
            Sort::Oldest => Order::Oldest,
        },
        after: ask.after.map(|place| place.to_text()),
    }
}

/// The search for what a row counts: the count's own query and filters, and the row's word.
fn search_for(query: &Query, by: By, word: &str) -> Search {
    let Filters { platforms, campaigns, from, to } = &query.filters;
    let mut filters = Vec::new();
    let mut add = |name: &str, value: String| filters.push((name.to_owned(), value));
    match by {
        By::Campaign => {
            add("campaign", word.to_owned());
            platforms.iter().for_each(|value| add("platform", value.clone()));
        }
        _ => {
            campaigns.iter().for_each(|value| add("campaign", value.clone()));
            add("platform", word.to_owned());
        }
    }
    from.iter().for_each(|day| add("from", day.to_string()));
    to.iter().for_each(|day| add("to", day.to_string()));
    Search { text: query.typed.clone(), filters, ..Search::default() }
}

/// What the reader typed, if no highlighted word is spelled so.
fn spelled_otherwise(
    text: &str,
    highlights: &[std::ops::Range<usize>],
    typed: &str,
) -> Option<String> {
    let plain = !typed.is_empty() && !typed.contains(['"', ':', '-', '*', '#', '@']);
    let one_word = plain && typed.split_whitespace().count() == 1;
    let same = highlights.iter().any(|range| text.get(range.clone()) == Some(typed));
    (one_word && !highlights.is_empty() && !same).then(|| typed.to_owned())
}
