//! The raw answers are WARC files for any tool: `warcio check` passes on all of them.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use simulator::{FaultMix, Settings};

mod support;
use support::posts::{file_of, some};
use support::program::Program;
use support::seed::Seed;
use support::stage::{Stage, hasty_world};

/// The version that is put in where none is there.
const WARCIO: &str = "warcio==1.8.1";

/// A Python with `warcio`: the machine's own, or one in a folder beside the build's products.
fn python() -> PathBuf {
    let knows = |python: &Path| {
        let asked = Command::new(python).args(["-c", "import warcio"]).output();
        asked.is_ok_and(|asked| asked.status.success())
    };
    let own = PathBuf::from("python3");
    if knows(&own) {
        return own;
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("warcio");
    let python = folder.join("bin/python");
    if knows(&python) {
        return python;
    }
    let folder = folder.to_str().unwrap();
    let made = succeeds(&own, &["-m", "venv", folder]);
    let put_in = made && succeeds(&python, &["-m", "pip", "install", "--quiet", WARCIO]);
    assert!(put_in, "the Python tool `warcio` is needed: `python3 -m pip install {WARCIO}`");
    python
}

fn succeeds(program: &Path, words: &[&str]) -> bool {
    Command::new(program).args(words).output().is_ok_and(|output| output.status.success())
}

/// Checks every file of raw answers; gives the records that were checked.
fn check(python: &Path, program: &Program) -> usize {
    let raw = std::fs::read_dir(program.data().join("raw")).unwrap();
    let files: Vec<PathBuf> = raw.map(|file| file.unwrap().path()).collect();
    assert!(!files.is_empty());
    let mut records = 0;
    for file in files {
        let main = "import sys; from warcio.cli import main; main(sys.argv[1:])";
        let path = file.to_str().unwrap();
        let Output { status, stdout, stderr } =
            Command::new(python).args(["-c", main, "check", "-v", path]).output().unwrap();
        let (out, err) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        assert!(status.success(), "{path}:\n{out}{err}");
        assert!(!out.contains("fail"), "{path}:\n{out}");
        records += out.matches("digest pass").count();
    }
    records
}

#[test]
fn warcio_passes_every_file_also_after_a_withdrawal() {
    let python = python();
    let world = hasty_world();
    let settings = Settings {
        start: Some(world.ends),
        speed: 0.0,
        limits: false,
        faults: FaultMix { too_many_requests: 0.0, ..FaultMix::each(0.05) },
        ..Settings::default()
    };
    let stage = Stage::set(world, settings);
    let program = &stage.program;
    let file = program.file("posts.ndjson", &file_of(&some(&mut Seed::new(5), 1_200)));
    program.import(&file).well();
    // A source may fail for today: faults are on. What came is kept raw in any case.
    program.run(&["harvest", "--once"]);
    let records = check(&python, program);
    println!("{records} records are whole");
    assert!(records > 100, "{records}");

    stage.running.faults(FaultMix::none());
    program.run(&["harvest", "--once"]).well();
    program.run(&["index", "--once"]).well();
    let serving = program.serve("serve");
    let mut withdrawn = 0;
    for platform in ["mastodon", "bluesky", "feed", "eitaa"] {
        let (keys, _) = serving.keys(&[("platform", platform)]);
        for key in keys.iter().take(3) {
            program.run(&["withdraw", key, "--why", "asked by its author"]).well();
            withdrawn += 1;
        }
    }
    assert_eq!(withdrawn, 12);
    let after = check(&python, program);
    println!("{after} records are whole after {withdrawn} withdrawals");
    assert!(after > records);
}
