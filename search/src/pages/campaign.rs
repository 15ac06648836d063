//! One campaign's page.

use askama::Template;
use jiff::civil::Date;

use super::Html;
use super::address::{Counting, Search};
use super::counts::BarRow;
use super::hit::HitView;
use super::shell::Shell;

/// Where a campaign stands today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CampaignState {
    /// Its first day is still to come.
    Upcoming,
    /// It is running.
    Open,
    /// Its last day is over.
    Ended,
}

/// A campaign as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CampaignView {
    /// Its short name in addresses.
    pub slug: String,
    /// Its name in the page's language.
    pub name: String,
    /// Its introductions.
    pub count: u64,
    /// Where it stands.
    pub state: CampaignState,
    /// Its first day.
    pub from: Date,
    /// Its last day; `None` while it has none.
    pub to: Option<Date>,
}

/// What a campaign's own page shows.
#[derive(Debug, Clone, PartialEq)]
pub struct CampaignPage {
    /// The campaign.
    pub campaign: CampaignView,
    /// Accounts that took part, if counted.
    pub accounts: Option<u64>,
    /// Its newest introductions; this campaign need not stand among theirs.
    pub newest: Vec<HitView>,
    /// Introductions by platform: name in addresses, name to show, count.
    pub platforms: Vec<(String, String, u64)>,
    /// Hours of its days in which something was not asked.
    pub unasked_hours: u64,
    /// The longest film its rules allow, in seconds.
    pub longest_film_s: Option<f64>,
    /// Accounts to tag, without `@`.
    pub accounts_to_tag: Vec<String>,
    /// Spellings of its hashtag, without `#`.
    pub hashtags: Vec<String>,
}

/// The campaign's name that has been drawn as lettering.
const LETTERED: &str = "هر کتابدار، یک کتاب‌خوان";

impl CampaignPage {
    /// The page.
    pub fn page(&self, shell: &Shell) -> Html {
        CampaignTemplate { shell, view: self }.render()
    }

    fn has_lettering(&self) -> bool {
        self.campaign.name == LETTERED
    }

    fn search(&self) -> Search {
        Search::of("campaign", &self.campaign.slug)
    }

    fn counting(&self) -> Counting {
        Counting { campaign: Some(self.campaign.slug.clone()), ..Counting::default() }
    }
}

#[derive(Template)]
#[template(path = "campaign.html")]
struct CampaignTemplate<'a> {
    shell: &'a Shell,
    view: &'a CampaignPage,
}

impl CampaignTemplate<'_> {
    fn platform_rows(&self) -> Vec<BarRow> {
        let most = self.view.platforms.iter().map(|(_, _, count)| *count).max();
        let rows = self.view.platforms.iter().map(|(value, name, count)| {
            let mut search = self.view.search();
            search.filters.push(("platform".to_owned(), value.clone()));
            BarRow::new(name, Some(*count), most, Some(search), self.shell)
        });
        rows.collect()
    }
}
