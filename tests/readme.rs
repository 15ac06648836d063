//! Every command that the README gives works.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The commands of the README's shell blocks, in order.
fn commands() -> Vec<String> {
    let readme = include_str!("../README.md");
    let blocks = readme.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap_or_default().lines());
    lines.map(str::to_owned).collect()
}

#[test]
fn every_command_of_the_readme_works() {
    let commands = commands();
    assert!(commands.len() >= 2, "the README gives its two commands");
    for command in commands {
        let ours = command.strip_prefix("cargo run").and_then(|rest| rest.split_once("-- "));
        match ours.map_or(command.as_str(), |(_, ours)| ours) {
            "demo" => serves(&["demo"], "کتاب‌خوان"),
            "up" => serves(&["up"], "کتاب‌خوان"),
            "check" => succeeds(&["check"]),
            ".ci/test" => is_what_ci_calls(".ci/test"),
            other => panic!("the README gives `{other}`, and nothing here runs it"),
        }
    }
}

fn program(data: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ketabkhan"));
    program.arg("--data").arg(data);
    program
}

fn succeeds(arguments: &[&str]) {
    let data = tempfile::tempdir().unwrap();
    let output = program(data.path()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A child that does not outlive the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The command prints an address, and a page with these words answers there.
fn serves(arguments: &[&str], words: &str) {
    let data = tempfile::tempdir().unwrap();
    let mut command = program(data.path());
    command.args(arguments).args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped());
    let mut running = Running(command.stderr(Stdio::null()).spawn().unwrap());
    let lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let address = lines
        .map(|line| line.unwrap())
        .find_map(|line| line.strip_prefix("listening on http://").map(str::to_owned))
        .expect("an address is printed");
    let mut connection = TcpStream::connect(&address).unwrap();
    write!(connection, "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut page = String::new();
    connection.read_to_string(&mut page).unwrap();
    assert!(page.starts_with("HTTP/1.1 200"), "{arguments:?}: {page:.200}");
    assert!(page.contains(words), "{arguments:?}: {page:.200}");
}

fn is_what_ci_calls(script: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(root.join(script).exists());
    let ci = std::fs::read_to_string(root.join(".ci/run")).unwrap();
    assert!(ci.lines().any(|line| line.trim() == script), "CI calls the README's test command");
}
