//! The list of campaigns.

use askama::Template;

use super::Html;
use super::campaign::{CampaignState, CampaignView};
use super::shell::Shell;

/// The page of all campaigns, in the order given.
pub fn campaigns(shell: &Shell, campaigns: &[CampaignView]) -> Html {
    CampaignsTemplate { shell, campaigns }.render()
}

#[derive(Template)]
#[template(path = "campaigns.html")]
struct CampaignsTemplate<'a> {
    shell: &'a Shell,
    campaigns: &'a [CampaignView],
}
