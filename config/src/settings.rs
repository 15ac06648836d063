//! A whole configuration, read and checked.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::document::{Document, lay_over, take_asks};
use crate::error::nearest;
use crate::{Campaign, ConfigError, Harvest, Site, Source, Storage};

/// The embedded default and reference.
pub const DEFAULT: &str = include_str!("../default.toml");

/// Every setting of the program.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where the archive stands.
    pub storage: Storage,
    /// The pages.
    pub site: Site,
    /// What holds for every request.
    pub harvest: Harvest,
    /// The campaigns, in the order in which pages list them.
    #[serde(rename = "campaign", default)]
    pub campaigns: Vec<Campaign>,
    /// The sources.
    #[serde(rename = "source", default)]
    pub sources: Vec<Source>,
}

impl Config {
    /// The embedded configuration.
    pub fn embedded() -> Result<Self, ConfigError> {
        let document = Document::new("default.toml", DEFAULT);
        let mut root = document.parse()?;
        let asks = take_asks(root.get_mut(), &document);
        let config: Self = document.read(root)?;
        config.with_asks(asks).checked(&document.file)
    }

    /// A file laid over the embedded configuration.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let file = path.display().to_string();
        let text = std::fs::read_to_string(path)
            .map_err(|error| ConfigError::whole(&file, format!("could not be read: {error}")))?;
        Self::parse(&file, &text)
    }

    /// A text laid over the embedded configuration; `file` is its name in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, ConfigError> {
        let defaults = Document::new("default.toml", DEFAULT);
        let document = Document::new(file, text);
        let mut root = defaults.parse()?;
        let mut over = document.parse()?;
        let own = take_asks(over.get_mut(), &document);
        let replaced = over.get_ref().contains_key("source");
        let asks = if replaced { own } else { take_asks(root.get_mut(), &defaults) };
        if replaced {
            root.get_mut().remove("source");
        }
        lay_over(root.get_mut(), over.into_inner());
        // Whatever is wrong now came from the file: the default alone is right.
        let config: Self = document.read(root)?;
        config.with_asks(asks).checked(file)
    }

    /// The campaigns that a source is asked about.
    pub fn campaigns_of(&self, source: &Source) -> Vec<Campaign> {
        let asked = |campaign: &&Campaign| {
            source.campaigns.as_ref().is_none_or(|slugs| slugs.contains(&campaign.slug))
        };
        self.campaigns.iter().filter(asked).cloned().collect()
    }

    /// A source by name, or the names nearest to it.
    pub fn source(&self, name: &str) -> Result<&Source, String> {
        self.sources.iter().find(|source| source.name == name).ok_or_else(|| {
            let names = self.sources.iter().map(|source| source.name.as_str());
            let hint = nearest(name, names.clone())
                .map(|near| format!("did you mean `{near}`?"))
                .unwrap_or_else(|| format!("known: {}", names.collect::<Vec<_>>().join(", ")));
            format!("no source is named `{name}`; {hint}")
        })
    }

    fn with_asks(mut self, asks: Vec<crate::Ask>) -> Self {
        for (source, ask) in self.sources.iter_mut().zip(asks) {
            source.ask = ask;
        }
        self
    }

    fn checked(self, file: &str) -> Result<Self, ConfigError> {
        let fault = |what: String| ConfigError::whole(file, what);
        self.storage.check().map_err(fault)?;
        zone_exists(&self.site.time_zone).map_err(fault)?;
        self.check_campaigns().map_err(fault)?;
        self.check_sources().map_err(fault)?;
        Ok(self)
    }

    fn check_campaigns(&self) -> Result<(), String> {
        let mut slugs = BTreeSet::new();
        for campaign in &self.campaigns {
            let slug = &campaign.slug;
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if slug.is_empty() || !slug.chars().all(plain) {
                return Err(format!("campaign.slug `{slug}` may hold only a-z, 0-9 and `-`"));
            }
            if !slugs.insert(slug) {
                return Err(format!("two campaigns have the slug `{slug}`"));
            }
            if campaign.to.is_some_and(|to| to < campaign.from) {
                return Err(format!("campaign `{slug}` ends before it begins"));
            }
        }
        Ok(())
    }

    fn check_sources(&self) -> Result<(), String> {
        let mut names = BTreeSet::new();
        for source in &self.sources {
            let name = &source.name;
            if name.is_empty() || !names.insert(name) {
                return Err(format!("two sources are named `{name}`, or one has no name"));
            }
            if source.pace.requests == 0 || source.pace.burst == 0 || !source.pace.per.is_positive()
            {
                return Err(format!("source `{name}`: pace allows no request at all"));
            }
            if let Some(zone) = &source.time_zone {
                zone_exists(zone).map_err(|what| format!("source `{name}`: {what}"))?;
            }
            for slug in source.campaigns.iter().flatten() {
                self.campaign_exists(slug).map_err(|what| format!("source `{name}`: {what}"))?;
            }
        }
        Ok(())
    }

    fn campaign_exists(&self, slug: &str) -> Result<(), String> {
        let mut slugs = self.campaigns.iter().map(|campaign| campaign.slug.as_str());
        if slugs.clone().any(|known| known == slug) {
            return Ok(());
        }
        let all = slugs.clone().collect::<Vec<_>>().join(", ");
        let near = nearest(slug, &mut slugs).map(|near| format!("; did you mean `{near}`?"));
        Err(format!("unknown campaign `{slug}` (known: {all}){}", near.unwrap_or_default()))
    }
}

fn zone_exists(name: &str) -> Result<(), String> {
    match TimeZone::get(name) {
        Ok(_) => Ok(()),
        Err(_) => Err(format!("unknown time zone `{name}`; write it like `Asia/Tehran`")),
    }
}
