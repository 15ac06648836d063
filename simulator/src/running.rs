//! The servers while they run, and the handles on them.

use crate::{
    clock::{Clock, SystemClock, WorldTime, lock},
    fault::{Fault, FaultMix},
    listening::Stand,
    world::World,
};
use jiff::Timestamp;
use std::{
    collections::BTreeMap,
    io,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};
use thiserror::Error;
use tokio::{net::TcpListener, task::JoinSet};

/// Opens the servers of a world.
#[derive(Clone, Copy, Debug)]
pub struct Simulator;

/// How the world is to run.
#[derive(Clone)]
pub struct Settings {
    /// Decides what goes wrong and when: the same for the same questions in the same order.
    pub seed: u64,
    /// World seconds for each second of the clock.
    pub speed: f64,
    /// Where world time begins; the beginning of the world if absent.
    pub start: Option<Timestamp>,
    /// What goes wrong.
    pub faults: FaultMix,
    /// Whether the servers' limits are kept.
    pub limits: bool,
    /// Port of the first server on 127.0.0.1, the others following; any free ones if absent.
    pub port: Option<u16>,
    /// The time that clients live in.
    pub clock: Arc<dyn Clock>,
}

/// Why the servers did not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// A port cannot be had.
    #[error("could not listen on 127.0.0.1 port `{port}` for `{server}`")]
    Port {
        /// The port, or 0 for any.
        port: u16,
        /// Name of the server.
        server: String,
        /// Why.
        source: io::Error,
    },
}

/// What one server has been asked and how it answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// Requests that arrived whole.
    pub requests: u64,
    /// Requests that a client made when it had already used up its allowance, or before the moment
    /// to which an earlier 429 had put it off.
    pub requests_beyond_limit: u64,
    /// Faults that struck.
    pub faults: BTreeMap<Fault, u64>,
}

/// Servers that answer until this is stopped or dropped.
pub struct Running {
    stands: Vec<Arc<Stand>>,
    controls: Arc<Controls>,
    tasks: JoinSet<()>,
}

/// What the handle changes and the servers read.
pub(crate) struct Controls {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) seed: u64,
    pub(crate) time: Mutex<WorldTime>,
    pub(crate) faults: Mutex<FaultMix>,
    pub(crate) limits: AtomicBool,
}

impl Default for Settings {
    /// The world from its beginning, in real time, with limits and without faults.
    fn default() -> Self {
        Self {
            seed: 0,
            speed: 1.0,
            start: None,
            faults: FaultMix::none(),
            limits: true,
            port: None,
            clock: Arc::new(SystemClock::default()),
        }
    }
}

impl Simulator {
    /// Opens one server on loopback for each server of the world.
    pub async fn start(world: World, settings: Settings) -> Result<Running, StartError> {
        let elapsed = settings.clock.elapsed();
        let start = settings.start.unwrap_or(world.begins);
        let controls = Arc::new(Controls {
            clock: settings.clock,
            seed: settings.seed,
            time: Mutex::new(WorldTime::new(start, elapsed, settings.speed)),
            faults: Mutex::new(settings.faults),
            limits: AtomicBool::new(settings.limits),
        });
        let world = Arc::new(world);
        let mut running = Running { stands: Vec::new(), controls, tasks: JoinSet::new() };
        for (number, server) in world.servers.iter().enumerate() {
            let port = settings.port.map_or(0, |first| first.saturating_add(number as u16));
            let refused = |source| StartError::Port { port, server: server.name.clone(), source };
            let listener = TcpListener::bind(("127.0.0.1", port)).await.map_err(refused)?;
            let address = listener.local_addr().map_err(refused)?;
            let base = format!("http://{address}");
            let stand = Arc::new(Stand::new(&world, server, base, &running.controls));
            running.tasks.spawn(stand.clone().listen(listener));
            running.stands.push(stand);
        }
        Ok(running)
    }
}

impl Running {
    /// Name and base address of each server, in the world's order: `http://127.0.0.1:4001`, to which
    /// [`crate::Server::path`] is added.
    pub fn addresses(&self) -> impl Iterator<Item = (&str, &str)> {
        self.stands.iter().map(|stand| (stand.server.name.as_str(), stand.base.as_str()))
    }

    /// Base address of one server.
    pub fn address(&self, server: &str) -> Option<&str> {
        self.addresses().find(|(name, _)| *name == server).map(|(_, base)| base)
    }

    /// What each server has been asked, by name.
    pub fn ledger(&self) -> BTreeMap<String, Ledger> {
        self.stands.iter().map(|stand| (stand.server.name.clone(), stand.ledger())).collect()
    }

    /// World time.
    pub fn now(&self) -> Timestamp {
        lock(&self.controls.time).now(self.controls.clock.elapsed())
    }

    /// Moves world time to an instant, forward or back; it goes on from there unless it is frozen.
    pub fn jump(&self, to: Timestamp) {
        lock(&self.controls.time).jump(to, self.controls.clock.elapsed());
    }

    /// Stops world time. Limits run on: they live in the clock's time.
    pub fn freeze(&self) {
        lock(&self.controls.time).freeze(true, self.controls.clock.elapsed());
    }

    /// Lets world time go on.
    pub fn thaw(&self) {
        lock(&self.controls.time).freeze(false, self.controls.clock.elapsed());
    }

    /// Lets world time go on at another speed.
    pub fn speed(&self, speed: f64) {
        lock(&self.controls.time).speed(speed, self.controls.clock.elapsed());
    }

    /// Changes what goes wrong from now on. With [`FaultMix::none`] nothing does.
    pub fn faults(&self, faults: FaultMix) {
        *lock(&self.controls.faults) = faults;
    }

    /// Keeps or drops the servers' limits from now on.
    pub fn limits(&self, kept: bool) {
        self.controls.limits.store(kept, Ordering::Relaxed);
    }

    /// Closes every server and every connection.
    pub async fn stop(mut self) {
        self.tasks.shutdown().await;
    }
}
