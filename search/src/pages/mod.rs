//! The pages: pure functions from what is to be shown to HTML.
//!
//! One file is one page: its view struct, its template struct and its tests; the words of both
//! languages stand side by side in the template that shows them. A [`Shell`] carries what every
//! page shares. Nothing here reads the index, the archive or a clock.

mod address;
mod campaign;
mod campaigns;
mod chart;
mod counting;
mod counts;
mod error;
mod excerpt;
mod hit;
mod home;
mod introduction;
mod results;
mod rows;
mod runs;
mod shell;

pub use address::{Counting, Order, Search, Tongue, campaign_address, post_address};
pub use campaign::{CampaignPage, CampaignState, CampaignView};
pub use campaigns::campaigns;
pub use counting::counting;
pub use counts::{CountCard, CountsView};
pub use error::ErrorView;
pub use hit::{Author, HitView};
pub use home::{HomeCounts, HomeView};
pub use introduction::PostView;
pub use results::{Choice, Facet, Further, ReadingView, ResultsView, Suggestion};
pub use rows::{CountRow, RowName};
pub use shell::Shell;

/// A rendered page. Rendering fails only if a value cannot be written, which none of these does.
pub type Html = askama::Result<String>;
