//! What every page shares: its language, its place, and the archive's state it was made from.

use config::{Language, Site};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::address::{Tongue, campaign_address};
use super::runs::{Run, runs};
use crate::calendar;
use crate::server::Asset;

/// The frame of a page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The page's language.
    pub tongue: Tongue,
    /// The site's name in that language.
    pub name: String,
    /// The site's address for readers elsewhere; empty while there is none.
    pub origin: String,
    /// The page's path and query, without the language's prefix.
    pub here: String,
    /// The archive's revision that the page was made from.
    pub revision: u64,
    /// When the page was made.
    pub now: Timestamp,
    /// The time zone of its days.
    pub zone: TimeZone,
}

impl Shell {
    /// The frame of the page at `here`, an address with its language's prefix taken off
    /// ([`Tongue::of`]).
    pub fn new(site: &Site, tongue: Tongue, here: &str, revision: u64, now: Timestamp) -> Self {
        let name = match tongue.language {
            Language::Fa => &site.name.fa,
            Language::En => &site.name.en,
        };
        Self {
            tongue,
            name: name.clone(),
            origin: site.address.trim_end_matches('/').to_owned(),
            here: here.to_owned(),
            revision,
            now,
            zone: site.zone(),
        }
    }
}

/// Words and figures, for templates.
impl Shell {
    pub(crate) fn fa(&self) -> bool {
        self.language() == Language::Fa
    }

    pub(crate) fn language(&self) -> Language {
        self.tongue.language
    }

    /// The words of the page's language.
    pub(crate) fn t<'a>(&self, fa: &'a str, en: &'a str) -> &'a str {
        if self.fa() { fa } else { en }
    }

    /// One thing or several, in English; Persian counts with the singular.
    pub(crate) fn n<'a>(&self, count: &u64, fa: &'a str, one: &'a str, more: &'a str) -> &'a str {
        if *count == 1 { self.t(fa, one) } else { self.t(fa, more) }
    }

    pub(crate) fn number(&self, value: &u64) -> String {
        calendar::number(*value, self.language())
    }

    /// A number without separators, such as a status.
    pub(crate) fn plain(&self, value: &u16) -> String {
        calendar::digits(&value.to_string(), self.language())
    }

    /// Whether a text begins with a Latin letter or a digit, and is isolated left to right.
    pub(crate) fn is_latin(&self, text: &str) -> bool {
        text.chars().find(|letter| letter.is_alphanumeric()).is_some_and(|letter| letter.is_ascii())
    }

    pub(crate) fn length(&self, seconds: &f64) -> String {
        calendar::film_length(*seconds, self.language())
    }

    /// A rule's length: whole minutes as a number, others as the length of a film.
    pub(crate) fn minutes(&self, seconds: &f64) -> String {
        let whole = *seconds as u64;
        if whole.is_multiple_of(60) { self.number(&(whole / 60)) } else { self.length(seconds) }
    }

    pub(crate) fn runs<'a>(&self, text: &'a str) -> Vec<Run<'a>> {
        runs(text)
    }

    pub(crate) fn day(&self, instant: &Timestamp) -> String {
        calendar::date_with_weekday(calendar::day_of(*instant, &self.zone), self.language())
    }

    pub(crate) fn date(&self, day: &Date) -> String {
        calendar::date_with_year(*day, self.language())
    }

    pub(crate) fn clock(&self, instant: &Timestamp) -> String {
        calendar::clock(*instant, &self.zone, self.language())
    }

    /// An instant for machines, with the zone's offset.
    pub(crate) fn datetime(&self, instant: &Timestamp) -> String {
        let zoned = instant.to_zoned_datetime(self.zone.clone());
        zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

/// Addresses, for templates.
impl Shell {
    pub(crate) fn href(&self, path: impl AsRef<str>) -> String {
        self.tongue.href(path.as_ref())
    }

    pub(crate) fn campaign(&self, slug: &str) -> String {
        self.href(campaign_address(slug))
    }

    /// This page in the other language.
    pub(crate) fn turned(&self) -> String {
        self.tongue.turned().href(&self.here)
    }

    /// `page` for the header's link to this very page, `true` for one to a page above it.
    pub(crate) fn current(&self, place: &str) -> &'static str {
        let path = self.here.split('?').next().unwrap_or_default();
        match path.strip_prefix(place) {
            Some("") => "page",
            Some(rest) if rest.starts_with('/') => "true",
            _ => "false",
        }
    }

    pub(crate) fn style(&self) -> &'static str {
        Asset::Style.address()
    }

    pub(crate) fn font(&self) -> &'static str {
        Asset::Font.address()
    }

    pub(crate) fn icon(&self) -> &'static str {
        Asset::Icon.address()
    }

    pub(crate) fn script(&self) -> &'static str {
        Asset::Suggest.address()
    }
}
