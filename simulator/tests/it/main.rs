//! The simulator asked over real HTTP.

mod bluesky;
mod chaos;
mod expected;
mod faults;
mod feeds;
mod limits;
mod mastodon;
mod setting;
mod shapes;
mod world;
