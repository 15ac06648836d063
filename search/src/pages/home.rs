//! The first page: what this is, a search, what is new, and the campaigns.

use askama::Template;

use super::Html;
use super::campaign::{CampaignState, CampaignView};
use super::hit::HitView;
use super::shell::Shell;

/// The three exact numbers of the first page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HomeCounts {
    /// Introductions that may be shown.
    pub introductions: u64,
    /// Accounts they are from.
    pub accounts: u64,
    /// Campaigns that have been set up.
    pub campaigns: u64,
}

/// What the first page shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct HomeView {
    /// The three numbers.
    pub counts: HomeCounts,
    /// The newest introductions; six fill the shelf.
    pub newest: Vec<HitView>,
    /// All campaigns, the most important first.
    pub campaigns: Vec<CampaignView>,
}

impl HomeView {
    /// The first campaign that is open.
    fn open(&self) -> Option<&CampaignView> {
        self.campaigns.iter().find(|campaign| campaign.state == CampaignState::Open)
    }

    /// The page.
    pub fn page(&self, shell: &Shell) -> Html {
        HomeTemplate { shell, view: self }.render()
    }
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomeTemplate<'a> {
    shell: &'a Shell,
    view: &'a HomeView,
}
