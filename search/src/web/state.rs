//! What every request is answered from.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use config::{Campaign, Config, Language, Name, Site};
use jiff::Timestamp;

use crate::finder::Finder;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Platforms' names to show, by the names they have in keys.
pub type Platforms = BTreeMap<String, Name>;

/// What every request is answered from.
#[derive(Clone)]
pub struct Web {
    pub(crate) finder: Arc<Finder>,
    pub(crate) site: Arc<Site>,
    pub(crate) campaigns: Arc<Vec<Campaign>>,
    pub(crate) platforms: Arc<Platforms>,
    pub(crate) clock: Clock,
    pub(crate) counters: Arc<Counters>,
}

/// Requests answered, by kind.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) pages: AtomicU64,
    pub(crate) searches: AtomicU64,
    pub(crate) counts: AtomicU64,
    pub(crate) failures: AtomicU64,
}

impl Counters {
    pub(crate) fn add(counter: &AtomicU64) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

impl Web {
    /// Answers from a finder, with a configuration's site and campaigns.
    pub fn new(config: &Config, finder: Arc<Finder>, platforms: Platforms, clock: Clock) -> Self {
        Self {
            finder,
            site: Arc::new(config.site.clone()),
            campaigns: Arc::new(config.campaigns.clone()),
            platforms: Arc::new(platforms),
            clock,
            counters: Arc::default(),
        }
    }

    /// A platform's name in a language; one that is not known shows the name in its key.
    pub(crate) fn platform(&self, name: &str, language: Language) -> String {
        let known = self.platforms.get(name).map(|known| in_language(known, language));
        known.unwrap_or_else(|| name.to_owned())
    }

    /// A campaign's name in a language.
    pub(crate) fn campaign(&self, slug: &str, language: Language) -> String {
        let known = self.campaigns.iter().find(|campaign| campaign.slug == slug);
        known.map_or_else(|| slug.to_owned(), |known| in_language(&known.name, language))
    }
}

pub(crate) fn in_language(name: &Name, language: Language) -> String {
    match language {
        Language::Fa => name.fa.clone(),
        Language::En => name.en.clone(),
    }
}
