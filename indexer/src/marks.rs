//! Which campaigns a post belongs to, by the marks it bears.

use std::collections::BTreeSet;

use archive::Post;
use config::{Campaign, Config};
use jiff::tz::TimeZone;
use persian::tag_key;

/// Reads campaign marks: hashtags by folded key, or, where there is none of any campaign, the
/// account that was tagged.
#[derive(Debug, Clone)]
pub struct Marks {
    campaigns: Vec<Marked>,
    zone: TimeZone,
}

#[derive(Debug, Clone)]
struct Marked {
    campaign: Campaign,
    keys: BTreeSet<String>,
    accounts: BTreeSet<String>,
}

impl Marks {
    /// The marks of a configuration's campaigns.
    pub fn of(config: &Config) -> Self {
        let campaigns = config.campaigns.iter().map(|campaign| Marked {
            keys: campaign.hashtags.iter().map(|tag| tag_key(tag)).collect(),
            accounts: campaign.accounts.iter().map(|account| account.to_lowercase()).collect(),
            campaign: campaign.clone(),
        });
        Self { campaigns: campaigns.collect(), zone: config.site.zone() }
    }

    /// The slugs of the campaigns that a post belongs to. A post without a date belongs to those
    /// whose marks it bears: unknown is not outside.
    pub fn campaigns(&self, post: &Post) -> Vec<&str> {
        let keys = tag_keys(post);
        let tagged: Vec<&Marked> =
            self.campaigns.iter().filter(|marked| !marked.keys.is_disjoint(&keys)).collect();
        let marked = if tagged.is_empty() { self.mentioned(post) } else { tagged };
        let in_time = |marked: &&Marked| {
            post.posted_at.is_none_or(|at| marked.campaign.contains(at, &self.zone))
        };
        marked.into_iter().filter(in_time).map(|marked| marked.campaign.slug.as_str()).collect()
    }

    fn mentioned(&self, post: &Post) -> Vec<&Marked> {
        let accounts = mentioned_accounts(post);
        self.campaigns.iter().filter(|marked| !marked.accounts.is_disjoint(&accounts)).collect()
    }

    /// What the marks depend on, as text: an index made with other marks is rebuilt.
    pub(crate) fn describe(&self) -> String {
        self.campaigns
            .iter()
            .map(|marked| {
                let campaign = &marked.campaign;
                format!(
                    "{} {:?} {:?} {} {:?};",
                    campaign.slug, marked.keys, marked.accounts, campaign.from, campaign.to
                )
            })
            .chain(self.zone.iana_name().map(str::to_owned))
            .collect()
    }
}

/// The keys of a post's hashtags: those that the platform names, and those in the text, since
/// some platforms cut a tag at a half-space or see none.
fn tag_keys(post: &Post) -> BTreeSet<String> {
    let named = post.hashtags.iter().map(|tag| tag_key(tag));
    let written = persian::hashtags(&post.text).into_iter().map(|tag| tag.key);
    named.chain(written).collect()
}

/// Handles that a post tags, in lower case, each also without its server.
fn mentioned_accounts(post: &Post) -> BTreeSet<String> {
    let written = persian::mentions(&post.text).into_iter().map(|mention| mention.name);
    post.mentions
        .iter()
        .cloned()
        .chain(written)
        .flat_map(|handle| {
            let whole = handle.trim_start_matches('@').to_lowercase();
            let local = whole.split(['@', '.']).next().unwrap_or_default().to_owned();
            [whole, local]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use archive::PostKey;

    use super::*;

    fn campaigns(text: &str, change: impl FnOnce(&mut Post)) -> Vec<String> {
        let marks = Marks::of(&Config::embedded().unwrap());
        let mut post = Post::new(PostKey::new("bluesky", "1"), text);
        post.posted_at = Some("2020-05-01T08:00:00Z".parse().unwrap());
        change(&mut post);
        marks.campaigns(&post).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn every_spelling_of_a_hashtag_is_its_campaign() {
        for tag in [
            "#هر_کتابدار_یک_کتابخوان",
            "#هر_كتابدار_يك_كتابخوان",
            "#هر_کتابدار_یک_کتاب‌خوان",
            "#هرکتابداریککتابخوان",
            "#Every_Librarian_A_Book_Reader",
            "＃everyLibrarianABookReader",
        ] {
            assert_eq!(campaigns(&format!("کتاب {tag} خوب"), |_| ()), ["every-librarian"], "{tag}");
        }
    }

    #[test]
    fn a_tag_outside_the_text_counts_and_a_tag_decides_over_a_mention() {
        let outside = |post: &mut Post| post.hashtags = vec!["every_house_a_library".into()];
        assert_eq!(campaigns("کتاب", outside), ["every-house"]);
        assert_eq!(campaigns("#هر_خانه_یک_کتابخانه @iranpl", |_| ()), ["every-house"]);
        assert_eq!(campaigns("معرفی کتاب @IranPL", |_| ()), ["every-librarian"]);
        let by_server = |post: &mut Post| post.mentions = vec!["iranpl.example".into()];
        assert_eq!(campaigns("معرفی کتاب", by_server), ["every-librarian"]);
        assert_eq!(campaigns("معرفی کتاب @iranplus #کتاب", |_| ()), Vec::<String>::new());
    }

    #[test]
    fn a_post_outside_the_dates_bears_the_mark_in_vain() {
        let early = |post: &mut Post| {
            post.posted_at = Some("2019-05-01T08:00:00Z".parse().unwrap());
        };
        assert_eq!(campaigns("#هر_کتابدار_یک_کتابخوان", early), Vec::<String>::new());
        let unknown = |post: &mut Post| post.posted_at = None;
        assert_eq!(campaigns("#هر_کتابدار_یک_کتابخوان", unknown), ["every-librarian"]);
    }
}
