//! Archives to test on: SQLite in a temporary folder, and a PostgreSQL of the test's own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use archive::Archive;
use jiff::{SignedDuration, Timestamp};

/// An archive and the folder it lives in.
pub(crate) struct Stage {
    pub(crate) archive: Archive,
    pub(crate) url: String,
    pub(crate) folder: tempfile::TempDir,
}

impl Stage {
    pub(crate) async fn sqlite() -> Self {
        Self::at("sqlite".to_owned()).await
    }

    pub(crate) async fn postgres() -> Self {
        Self::at(Postgres::running().new_database()).await
    }

    async fn at(url: String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::open(&url, folder.path()).await.unwrap();
        Self { archive, url, folder }
    }

    /// The same archive as a second process would open it.
    pub(crate) async fn again(&self) -> Archive {
        Archive::open(&self.url, self.folder.path()).await.unwrap()
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.url == "sqlite"
    }
}

/// The instant at which tests begin, and minutes after it.
pub(crate) fn minute(minutes: i64) -> Timestamp {
    let start: Timestamp = "2020-04-01T08:00:00Z".parse().unwrap();
    start.checked_add(SignedDuration::from_mins(minutes)).unwrap()
}

/// A PostgreSQL server on loopback that stops when the test process ends, however it ends.
struct Postgres {
    port: u16,
    // Held so that the pipe to the server's keeper stays open as long as this process lives.
    _keeper: Child,
    databases: AtomicU32,
}

impl Postgres {
    fn running() -> &'static Self {
        static SERVER: OnceLock<Postgres> = OnceLock::new();
        SERVER.get_or_init(Self::start)
    }

    fn start() -> Self {
        let programs = programs();
        // A port that was free a moment ago; the server is told to use it and nothing else.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let script = format!(
            "set -e; d=$(mktemp -d); trap 'kill $p 2>/dev/null; wait $p; rm -rf $d' EXIT; \
             '{0}/initdb' -D $d/data -A trust -U postgres --locale=C.UTF-8 -E UTF8 >/dev/null; \
             '{0}/postgres' -D $d/data -p {port} -c listen_addresses=127.0.0.1 \
             -c unix_socket_directories=$d -c fsync=off -c log_min_messages=fatal >&2 & p=$!; \
             for i in $(seq 300); do kill -0 $p; \
             '{0}/pg_isready' -q -h 127.0.0.1 -p {port} && break; sleep 0.1; done; \
             echo ready; read _ || true",
            programs.display()
        );
        let mut keeper = as_postgres(&script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .current_dir("/")
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "ready", "PostgreSQL did not start");
        Self { port, _keeper: keeper, databases: AtomicU32::new(0) }
    }

    fn new_database(&self) -> String {
        let name = format!("archive_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let port = self.port.to_string();
        let made = Command::new(programs().join("createdb"))
            .args(["-h", "127.0.0.1", "-p", &port, "-U", "postgres", &name])
            .status()
            .unwrap();
        assert!(made.success());
        format!("postgres://postgres@127.0.0.1:{port}/{name}")
    }
}

/// The folder of PostgreSQL's programs: Debian's newest, else the one on the path.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut debian: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    debian.sort();
    let path = std::env::var("PATH").unwrap_or_default();
    let whole = |folder: &PathBuf| {
        ["initdb", "postgres", "pg_isready"].iter().all(|name| folder.join(name).exists())
    };
    debian.into_iter().rev().chain(path.split(':').map(PathBuf::from)).find(whole).expect(
        "PostgreSQL is needed for this test and was not found: on Debian, \
         `apt-get install postgresql`",
    )
}

/// PostgreSQL refuses to run as root.
fn as_postgres(script: &str) -> Command {
    let root = Path::new("/proc/self").metadata().is_ok_and(|own| {
        use std::os::unix::fs::MetadataExt;
        own.uid() == 0
    });
    let mut command = if root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", "bash"]);
        command
    } else {
        Command::new("bash")
    };
    command.args(["-c", script]);
    command
}
