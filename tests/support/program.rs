//! The built program, as a user runs it, and its answers over HTTP.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// The program with a folder of its own.
#[derive(Debug)]
pub(crate) struct Program {
    folder: TempDir,
    /// The configuration file, if it is given one.
    pub(crate) config: Option<PathBuf>,
}

/// A command that has ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// What it printed, if it ended well.
    #[track_caller]
    pub(crate) fn well(self) -> String {
        assert_eq!(self.code, 0, "{self:#?}");
        self.out
    }
}

impl Program {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), config: None }
    }

    /// A folder for the test's own files; the data folder lies in it.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Writes a file beside the data folder.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ketabkhan"));
        if let Some(config) = &self.config {
            command.arg("--config").arg(config);
        }
        command.arg("--data").arg(self.data()).args(words).stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, words: &[&str]) -> Ran {
        let Output { status, stdout, stderr } = self.command(words).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: status.code().unwrap_or(-1), out: text(stdout), err: text(stderr) }
    }

    pub(crate) fn import(&self, file: &Path) -> Ran {
        self.run(&["import", file.to_str().unwrap()])
    }

    /// Begins a command that goes on; what it prints is not looked at.
    pub(crate) fn begin(&self, words: &[&str]) -> Begun {
        let mut command = self.command(words);
        Begun(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap())
    }

    /// Begins a command that goes on, and waits until it has said something.
    pub(crate) fn begin_and_hear(&self, words: &[&str]) -> Begun {
        let mut child = self.command(words).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let process = Begun(child);
        assert!(lines.next().is_some(), "it ended without a word");
        std::thread::spawn(move || lines.for_each(drop));
        process
    }

    /// Begins a command that serves, on any free port.
    pub(crate) fn serve(&self, command: &str) -> Serving {
        let mut command = self.command(&[command, "--listen", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let first_line = lines.next().unwrap().unwrap();
        let address = std::iter::once(first_line.clone())
            .chain(lines.by_ref().map_while(Result::ok))
            .find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned))
            .expect("it says where it listens");
        // What it prints later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Serving { process: Begun(child), first_line, address }
    }
}

/// A process that is killed with the test, if it has not ended by then.
#[derive(Debug)]
pub(crate) struct Begun(Child);

impl Begun {
    /// SIGKILL; tells whether it was still running.
    pub(crate) fn kill(&mut self) -> bool {
        let ran = self.0.try_wait().unwrap().is_none();
        self.0.kill().unwrap();
        self.0.wait().unwrap();
        ran
    }

    /// SIGTERM, and how it ended and how long that took.
    pub(crate) fn terminate(&mut self) -> (ExitStatus, Duration) {
        let asked = Instant::now();
        let pid = self.0.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        (self.0.wait().unwrap(), asked.elapsed())
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A process that serves.
#[derive(Debug)]
pub(crate) struct Serving {
    pub(crate) process: Begun,
    pub(crate) first_line: String,
    pub(crate) address: String,
}

/// An answer over HTTP.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) body: String,
}

impl Answered {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Serving {
    /// Asks for an address with parameters.
    pub(crate) fn get(&self, path: &str, parameters: &[(&str, &str)]) -> Answered {
        let mut target = path.to_owned();
        for (place, (name, value)) in parameters.iter().enumerate() {
            let sign = if place == 0 { '?' } else { '&' };
            write!(target, "{sign}{name}={}", encoded(value)).unwrap();
        }
        self.ask(&target).unwrap()
    }

    /// Asks the API and takes a good answer's JSON.
    #[track_caller]
    pub(crate) fn api(&self, name: &str, parameters: &[(&str, &str)]) -> Value {
        let answer = self.get(&format!("/api/v1/{name}"), parameters);
        assert_eq!(answer.status, 200, "{name} {parameters:?}: {answer:?}");
        answer.json()
    }

    /// The keys of all hits, through all pages, in order, and the total that each page told.
    pub(crate) fn keys(&self, parameters: &[(&str, &str)]) -> (Vec<String>, u64) {
        let (mut keys, mut cursor) = (Vec::new(), String::new());
        loop {
            let mut asked = parameters.to_vec();
            asked.extend([("limit", "100"), ("cursor", &cursor)]);
            let page = self.api("search", &asked);
            let hits = page["hits"].as_array().unwrap();
            keys.extend(hits.iter().map(|hit| hit["key"].as_str().unwrap().to_owned()));
            let Some(next) = page["next"].as_str() else {
                return (keys, page["total"].as_u64().unwrap());
            };
            cursor = next.to_owned();
        }
    }

    fn ask(&self, target: &str) -> std::io::Result<Answered> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        let host = &self.address;
        write!(stream, "GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes)?;
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head");
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
        let mut body = bytes[end + 4..].to_vec();
        if field("transfer-encoding: chunked").is_some() {
            body = joined(&body);
        }
        Ok(Answered {
            status: head.split(' ').nth(1).and_then(|word| word.parse().ok()).expect("a status"),
            content_type: field("content-type: ").unwrap_or_default().to_owned(),
            body: String::from_utf8(body).expect("text in UTF-8"),
        })
    }
}

/// A body without the marks of its chunks.
fn joined(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..line]).unwrap(), 16).unwrap();
        body.extend_from_slice(&rest[line + 2..line + 2 + size]);
        rest = &rest[line + 2 + size + 2..];
        if size == 0 {
            break;
        }
    }
    body
}

/// A value as it stands in an address.
pub(crate) fn encoded(value: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    value
        .bytes()
        .map(|byte| if plain(&byte) { char::from(byte).into() } else { format!("%{byte:02X}") })
        .collect()
}
