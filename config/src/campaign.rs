//! Campaigns: what is looked for, and when it counts.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

/// A name in the product's two languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Persian.
    pub fa: String,
    /// English.
    pub en: String,
}

/// A reading campaign.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Short name in addresses and exports: lowercase Latin letters, digits and hyphens.
    pub slug: String,
    /// Names to show.
    pub name: Name,
    /// Spellings of its hashtags without `#`, as they are asked for. A post is recognised by any
    /// spelling that folds to the same key, whether or not it stands here.
    pub hashtags: Vec<String>,
    /// Accounts to tag, without `@`; they change over the years, so there may be several.
    pub accounts: Vec<String>,
    /// First day, in the site's time zone.
    pub from: Date,
    /// Last day; without it the campaign is open.
    pub to: Option<Date>,
    /// Longest film that the rules allow.
    pub longest_film: Option<SignedDuration>,
}

impl Campaign {
    /// The first instant that belongs to the campaign.
    pub fn starts(&self, zone: &TimeZone) -> Timestamp {
        start_of(self.from, zone)
    }

    /// The first instant after the campaign; `None` while it is open.
    pub fn ends(&self, zone: &TimeZone) -> Option<Timestamp> {
        self.to.and_then(|day| day.tomorrow().ok()).map(|day| start_of(day, zone))
    }

    /// Whether an instant lies within the campaign's days.
    pub fn contains(&self, instant: Timestamp, zone: &TimeZone) -> bool {
        instant >= self.starts(zone) && self.ends(zone).is_none_or(|end| instant < end)
    }
}

/// The first instant of a day: not every day has a midnight (2020-03-21 in Tehran has none).
fn start_of(day: Date, zone: &TimeZone) -> Timestamp {
    day.to_zoned_datetime(zone.clone())
        .and_then(|noon| noon.start_of_day())
        .map_or(Timestamp::MIN, |zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_tehran_days_even_without_a_midnight() {
        let campaign = Campaign {
            slug: "spring".into(),
            name: Name { fa: "بهار".into(), en: "Spring".into() },
            hashtags: vec![],
            accounts: vec![],
            from: jiff::civil::date(2020, 3, 21),
            to: Some(jiff::civil::date(2020, 9, 20)),
            longest_film: None,
        };
        let zone = TimeZone::get("Asia/Tehran").unwrap();
        assert_eq!(campaign.starts(&zone).to_string(), "2020-03-20T20:30:00Z");
        assert_eq!(campaign.ends(&zone).unwrap().to_string(), "2020-09-20T20:30:00Z");
        assert!(!campaign.contains("2020-03-20T20:29:59Z".parse().unwrap(), &zone));
        assert!(campaign.contains("2020-03-20T20:30:00Z".parse().unwrap(), &zone));
    }
}
