//! Lucene beside it: the same texts and queries, handed over in files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::material::{Pair, Question};

/// Everything that Lucene is asked, written into a folder as it comes up.
pub(crate) struct Baseline {
    folder: PathBuf,
}

impl Baseline {
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// Lines of 1 or 0, query and text.
    pub(crate) fn write_pairs(&mut self, pairs: &[Pair]) {
        let lines = pairs.iter().map(|pair| {
            let wanted = u8::from(pair.wanted);
            format!("{wanted}\t{}\t{}", flat(&pair.query), flat(&pair.text))
        });
        self.write("pairs", lines);
    }

    /// One text a line.
    pub(crate) fn write_documents(&mut self, set: &str, texts: &[&str]) {
        self.write(&format!("{set}.documents"), texts.iter().map(|text| flat(text)));
    }

    /// Lines of the wanted text's place and the query, under the measure's name.
    pub(crate) fn write_queries(&mut self, set: &str, name: &str, questions: &[Question]) {
        let name = name.replace(['#', ' '], "-").replace(',', "");
        let lines = questions
            .iter()
            .map(|question| format!("{}\t{}", question.wanted, flat(&question.text)));
        self.write(&format!("{set}.queries.{name}"), lines);
    }

    /// Texts to be analysed for speed, one a line.
    pub(crate) fn write_texts(&mut self, texts: &[&str]) {
        self.write("texts", texts.iter().map(|text| flat(text)));
    }

    /// Runs Lucene: analyzer, measure and figure of each. Empty, with one line that says why,
    /// where it cannot be run.
    pub(crate) fn run(&self) -> Vec<(String, String, f64)> {
        let Some(jars) = jars() else {
            println!(
                "Lucene is not measured: install Debian's `liblucene8-java`, or name the \
                      folder of its jars in KETABKHAN_LUCENE"
            );
            return Vec::new();
        };
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/measure/Baseline.java");
        let ran = Command::new("java")
            .args(["-Xmx1g", "-Dfile.encoding=UTF-8", "-cp", &jars])
            .arg(program)
            .arg(&self.folder)
            .output();
        match ran {
            Ok(ran) if ran.status.success() => read(&String::from_utf8_lossy(&ran.stdout)),
            Ok(ran) => {
                let errors = String::from_utf8_lossy(&ran.stderr);
                println!("Lucene failed: {}", errors.lines().next().unwrap_or_default());
                Vec::new()
            }
            Err(error) => {
                println!("Lucene is not measured: `java` (11 or newer) cannot be run: {error}");
                Vec::new()
            }
        }
    }

    fn write(&self, name: &str, lines: impl Iterator<Item = String>) {
        let text = lines.fold(String::new(), |mut text, line| {
            let _ = writeln!(text, "{line}");
            text
        });
        std::fs::write(self.folder.join(name), text).expect("a file");
    }
}

fn read(printed: &str) -> Vec<(String, String, f64)> {
    let lines = printed.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (analyzer, name) = (cells.next()?.to_owned(), cells.next()?.to_owned());
        Some((analyzer, name, cells.next()?.parse().ok()?))
    });
    lines.collect()
}

/// The class path of Lucene's core and of its common analyzers.
fn jars() -> Option<String> {
    let folder = std::env::var_os("KETABKHAN_LUCENE").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| PathBuf::from("/usr/share/java"));
    let names: Vec<PathBuf> =
        std::fs::read_dir(folder).ok()?.flatten().map(|file| file.path()).collect();
    let jar = |start: &str| {
        names.iter().find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let version = name.strip_prefix(start).unwrap_or_default();
            version.starts_with(|c: char| c.is_ascii_digit()) && version.ends_with(".jar")
        })
    };
    let (core, common) = (jar("lucene-core-")?, jar("lucene-analyzers-common-")?);
    Some(format!("{}:{}", core.display(), common.display()))
}

/// One line of a file.
fn flat(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}
