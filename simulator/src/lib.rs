//! A stand-in for the platforms over real HTTP on loopback, driven by one world file.
//!
//! [`World`] is what people posted, edited and deleted, and when. [`Simulator::start`] opens one
//! server for each platform in it, and each answers as the real one would at the world's present
//! moment: three dialects of the Mastodon API, Bluesky, and three kinds of feed. Limits and
//! [`FaultMix`] make them as unpleasant as the real ones; [`World::expected`] is what a perfect
//! harvester should hold in spite of that.
//!
//! World time runs at any [`Settings::speed`]; rate limits run in the time of the [`Clock`] that
//! was handed in, as a client's patience does.
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use ketabkhan_simulator::{FaultMix, Settings, Simulator, World};
//!
//! let world = World::embedded();
//! // Eight weeks in eight minutes, on an ordinary bad day.
//! let settings = Settings { speed: 10_080.0, faults: world.faults, ..Settings::default() };
//! let running = Simulator::start(world.clone(), settings).await?;
//! for (server, address) in running.addresses() {
//!     println!("{server} answers at {address}");
//! }
//! // ... harvest, kill, harvest again ...
//! running.faults(FaultMix::none());
//! let campaign = world.campaign("every-librarian").ok_or("no such campaign")?;
//! let expected = world.expected(campaign, running.now());
//! # let _ = expected;
//! running.stop().await;
//! # Ok(())
//! # }
//! ```

mod bluesky;
mod clock;
mod dialect;
mod expected;
mod fault;
mod feed;
mod hashtag;
mod http;
mod identifier;
mod limit;
mod listening;
mod markup;
mod mastodon;
mod placement;
mod running;
mod scene;
mod spoil;
mod world;

pub use clock::{Clock, ManualClock, SystemClock};
pub use dialect::Dialect;
pub use expected::{Expected, Platform};
pub use fault::{Fault, FaultMix};
pub use limit::{Limit, Scope};
pub use running::{Ledger, Running, Settings, Simulator, StartError};
pub use world::{Account, Campaign, Edit, Media, Post, Server, World, WorldError};
