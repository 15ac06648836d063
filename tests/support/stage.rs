//! A simulated world inside the test, and settings that point the program at it.

use std::collections::BTreeMap;

use config::Config;
use simulator::{Dialect, Expected, Ledger, Limit, Running, Scope, Settings, Simulator, World};
use tokio::runtime::Runtime;

use super::program::Program;

/// The servers, while they run.
pub(crate) struct Stage {
    pub(crate) world: World,
    pub(crate) running: Running,
    pub(crate) program: Program,
    pub(crate) config: Config,
    /// Serves; everything else here is done by the test's own thread.
    _runtime: Runtime,
}

/// The embedded world in a hurry: weeks pass in minutes, and so do the windows of the limits. The
/// feeds show everything, since what falls out of a feed between two looks is nobody's fault.
pub(crate) fn hasty_world() -> World {
    let mut world = World::embedded();
    for server in &mut world.servers {
        server.window = 100_000;
        let limit = |requests, scope| Limit { requests, seconds: 30, scope };
        server.limits = match server.dialect {
            Dialect::Mastodon => vec![limit(220, Scope::All), limit(200, Scope::Paging)],
            Dialect::GoToSocial | Dialect::Takahe => vec![limit(200, Scope::All)],
            Dialect::Bluesky => vec![
                limit(250, Scope::All),
                Limit { requests: 30, seconds: 300, scope: Scope::Session },
            ],
            _ => Vec::new(),
        };
    }
    world
}

impl Stage {
    /// Opens the servers and writes the settings. Where the servers keep no limits, nor does the
    /// program.
    pub(crate) fn set(world: World, settings: Settings) -> Self {
        let hurry = !settings.limits;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let running = runtime.block_on(Simulator::start(world.clone(), settings)).unwrap();
        let mut program = Program::new();
        let text = sources(&world, &running, &program, hurry);
        program.config = Some(program.file("settings.toml", &text));
        let config = Config::parse("settings.toml", &text).unwrap();
        Self { world, running, program, config, _runtime: runtime }
    }

    /// Runs an asynchronous piece of a test.
    pub(crate) fn wait_for<T>(&self, work: impl Future<Output = T>) -> T {
        self._runtime.block_on(work)
    }

    /// What a perfect harvester would hold now, by platform and id.
    pub(crate) fn expected(&self) -> BTreeMap<(String, String), Expected> {
        let now = self.running.now();
        let all =
            self.world.campaigns.iter().flat_map(|campaign| self.world.expected(campaign, now));
        all.map(|post| ((post.platform.name().to_owned(), post.id.clone()), post)).collect()
    }

    /// What all servers were asked, together.
    pub(crate) fn ledger(&self) -> Ledger {
        let mut sum = Ledger::default();
        for ledger in self.running.ledger().into_values() {
            sum.requests += ledger.requests;
            sum.requests_beyond_limit += ledger.requests_beyond_limit;
            for (fault, times) in ledger.faults {
                *sum.faults.entry(fault).or_default() += times;
            }
        }
        sum
    }
}

fn sources(world: &World, running: &Running, program: &Program, hurry: bool) -> String {
    let mut text = String::new();
    for campaign in &world.campaigns {
        let accounts = campaign.account.iter().map(|account| format!("{account:?}"));
        text += &format!(
            "[[campaign]]\nslug = {:?}\nname = {{ fa = \"پویش\", en = \"Campaign\" }}\n\
             hashtags = [\"{}\"]\naccounts = [{}]\nfrom = \"2020-03-20\"\n",
            campaign.slug,
            campaign.tags.join("\", \""),
            accounts.collect::<Vec<_>>().join(", ")
        );
    }
    for (name, address) in running.addresses() {
        let server = world.server(name).unwrap();
        let short = name.replace(':', "-");
        let secret = |kind: &str, value: &str| {
            let file = program.file(&format!("{short}.{kind}"), value);
            format!("{kind} = 'file:{}'", file.display())
        };
        let token = server.token.clone().unwrap_or_default();
        let account = world.mentioned_on_bluesky();
        let (platform, pace, credentials, ask) = match server.dialect {
            Dialect::Bluesky => (
                "bluesky",
                "requests = 100, per = '30s', burst = 100",
                [secret("identifier", &account), secret("password", &token)].join(", "),
                format!("server = '{address}', account = '{account}'"),
            ),
            Dialect::Rss | Dialect::Atom | Dialect::JsonFeed => (
                "feed",
                "requests = 300, per = '30s', burst = 100",
                String::new(),
                format!("urls = ['{address}{}']", server.path()),
            ),
            // As many at once and as many again in 30 seconds: a tenth of what is granted is left.
            Dialect::Mastodon | Dialect::GoToSocial | Dialect::Takahe => (
                "mastodon",
                "requests = 90, per = '30s', burst = 90",
                secret("token", &token),
                format!("server = '{address}', mentions = true"),
            ),
        };
        let pace = if hurry { "requests = 100000, per = '1s', burst = 10000" } else { pace };
        let sweep = if platform == "feed" { "" } else { "sweep = '*/7 * * * * *'\n" };
        text += &format!(
            "[[source]]\nname = '{short}'\nplatform = '{platform}'\nschedule = '*/2 * * * * *'\n\
             {sweep}pace = {{ {pace} }}\ncredentials = {{ {credentials} }}\nask = {{ {ask} }}\n"
        );
    }
    text
}
