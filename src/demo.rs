//! The demonstration: the simulator stands in for the platforms, over real HTTP on loopback.

use std::fs;
use std::path::Path;

use anyhow::Context;
use config::Config;
use simulator::{Dialect, Running, Settings, Simulator, World};

use crate::opened::Place;
use crate::{stop, up};

/// World seconds for each real one: a new post arrives every few seconds.
const SPEED: f64 = 1_000.0;

/// Where the invented world begins: most of its posts are there, the rest are still to come.
const BEGINS: &str = "2020-05-06T08:00:00Z";

/// Runs everything on the invented world until told to stop.
pub(crate) async fn run(place: &Place<'_>, listen: Option<&str>) -> anyhow::Result<()> {
    let stop = stop::on_signal()?;
    let data = place.data.join("demo");
    let world = World::embedded();
    let settings =
        Settings { speed: SPEED, start: Some(BEGINS.parse()?), seed: 1399, ..Settings::default() };
    let running = Simulator::start(world.clone(), settings).await?;
    let config = config(&world, &running, &data)?;
    println!("an invented campaign of the spring of 1399 stands in for the platforms");
    let demo = Place { config: None, data: &data };
    let done = up::everything(&demo, &config, listen, stop).await;
    running.stop().await;
    done
}

/// The embedded settings with the simulator's servers as sources.
fn config(world: &World, running: &Running, data: &Path) -> anyhow::Result<Config> {
    let mut text = String::new();
    let folder = data.join("credentials");
    fs::create_dir_all(&folder).context("could not make the demonstration's folder")?;
    for server in &world.servers {
        let Some(address) = running.address(&server.name) else { continue };
        let name = server.name.replace(':', "-");
        let token = credential(&folder, &name, server.token.as_deref().unwrap_or_default())?;
        let settings = match server.dialect {
            Dialect::Bluesky => {
                let identifier = credential(&folder, "bluesky-identifier", ACCOUNT)?;
                bluesky(address, &identifier, &token)
            }
            Dialect::Rss | Dialect::Atom | Dialect::JsonFeed => {
                feed(&format!("{address}{}", server.path()))
            }
            Dialect::Mastodon | Dialect::GoToSocial | Dialect::Takahe => mastodon(address, &token),
        };
        text.push_str(&format!("[[source]]\nname = \"{name}\"\n{settings}\n"));
    }
    Ok(Config::parse("the demonstration's settings", &text)?)
}

/// The Foundation's account on the invented network.
const ACCOUNT: &str = "iranpl.example";

/// Writes an invented credential into a file, since settings only name credentials.
fn credential(folder: &Path, name: &str, value: &str) -> anyhow::Result<String> {
    let file = std::path::absolute(folder.join(name))?;
    fs::write(&file, value)?;
    Ok(format!("file:{}", file.display()))
}

fn mastodon(address: &str, token: &str) -> String {
    format!(
        "platform = 'mastodon'\nschedule = '*/45 * * * * *'\nsweep = '*/10 * * * *'\n\
         pace = {{ requests = 240, per = '15m', burst = 40 }}\n\
         credentials = {{ token = '{token}' }}\n\
         ask = {{ server = '{address}', mentions = true }}\n"
    )
}

fn bluesky(address: &str, identifier: &str, password: &str) -> String {
    format!(
        "platform = 'bluesky'\nschedule = '*/10 * * * * *'\nsweep = '*/5 * * * *'\n\
         pace = {{ requests = 2500, per = '5m', burst = 100 }}\n\
         credentials = {{ identifier = '{identifier}', password = '{password}' }}\n\
         ask = {{ server = '{address}', account = '{ACCOUNT}' }}\n"
    )
}

fn feed(address: &str) -> String {
    format!(
        "platform = 'feed'\nschedule = '*/20 * * * * *'\n\
         pace = {{ requests = 60, per = '1m', burst = 10 }}\n\
         ask = {{ urls = ['{address}'] }}\n"
    )
}
