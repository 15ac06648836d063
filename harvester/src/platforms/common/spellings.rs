//! The streams that campaigns ask for.

use std::collections::BTreeMap;

use config::Campaign;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::platform::{Question, Stream};

/// One stream for each hashtag spelling of the campaigns: to a platform each of them is another
/// tag, and asking for several at once loses some silently.
pub(crate) fn spellings(campaigns: &[Campaign], zone: &TimeZone) -> Vec<Stream> {
    let stream = |(tag, since): (String, Timestamp)| Stream {
        name: format!("tag:{tag}"),
        question: Question::Hashtag(tag),
        since: Some(since),
    };
    by_earliest(campaigns, zone, |campaign| &campaign.hashtags).map(stream).collect()
}

/// One stream for each account of the campaigns.
pub(crate) fn accounts(campaigns: &[Campaign], zone: &TimeZone) -> Vec<Stream> {
    let stream = |(account, since): (String, Timestamp)| Stream {
        name: format!("mention:{account}"),
        question: Question::Mention(account),
        since: Some(since),
    };
    by_earliest(campaigns, zone, |campaign| &campaign.accounts).map(stream).collect()
}

/// The first instant of the first campaign.
pub(crate) fn earliest(campaigns: &[Campaign], zone: &TimeZone) -> Option<Timestamp> {
    campaigns.iter().map(|campaign| campaign.starts(zone)).min()
}

fn by_earliest<'a>(
    campaigns: &'a [Campaign],
    zone: &TimeZone,
    of: impl Fn(&'a Campaign) -> &'a Vec<String>,
) -> impl Iterator<Item = (String, Timestamp)> {
    let mut earliest: BTreeMap<String, Timestamp> = BTreeMap::new();
    for campaign in campaigns {
        let starts = campaign.starts(zone);
        for asked in of(campaign) {
            let since = earliest.entry(asked.clone()).or_insert(starts);
            *since = starts.min(*since);
        }
    }
    earliest.into_iter()
}
