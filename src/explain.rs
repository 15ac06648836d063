//! Why two texts meet or do not.

use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args;
use persian::{Plan, analyze};

/// A query and a text, or a file of them.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The query, with the query language's own marks: "phrase", begin*, #tag, @name.
    #[arg(required_unless_present = "tsv")]
    query: Option<String>,
    /// The text.
    #[arg(required_unless_present = "tsv")]
    document: Option<String>,
    /// A file with the columns `query` and `document`: it is printed again with a column
    /// `matched`, 1 or 0.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "document"])]
    tsv: Option<PathBuf>,
}

/// Explains one pair, or marks a file of pairs.
pub(crate) fn run(options: &Options) -> anyhow::Result<()> {
    match (&options.tsv, &options.query, &options.document) {
        (Some(file), ..) => mark(file),
        (None, Some(query), Some(document)) => {
            explain(query, document);
            Ok(())
        }
        _ => bail!("name a query and a text, or a file with `--tsv`"),
    }
}

fn explain(query: &str, document: &str) {
    let plan = Plan::new(query);
    let terms = analyze(document);
    let explanation = plan.explain(&terms);
    let verdict = if explanation.is_match() { "they meet" } else { "they do not meet" };
    println!("{verdict}");
    for hit in &explanation.hits {
        let asked = query.get(hit.clause.range.clone()).unwrap_or_default();
        match hit.alternative {
            Some(alternative) => {
                let found: Vec<&str> =
                    hit.ranges.iter().filter_map(|range| document.get(range.clone())).collect();
                println!(
                    "  `{asked}`: found as `{}` ({:?}, worth {:.2})",
                    found.join("`, `"),
                    alternative.reason,
                    alternative.weight
                );
            }
            None => println!(
                "  `{asked}`: not there, in none of {} ways",
                hit.clause.alternatives.len()
            ),
        }
    }
}

fn mark(file: &PathBuf) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("could not read `{}`", file.display()))?;
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| {
        header.iter().position(|known| known.trim() == name).with_context(|| {
            format!("`{}` has no column `{name}`; it has `{}`", file.display(), header.join("`, `"))
        })
    };
    let (query, document) = (column("query")?, column("document")?);
    println!("{}\tmatched", header.join("\t"));
    for line in lines.filter(|line| !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let matched = Plan::new(cell(query)).matches(&analyze(cell(document)));
        println!("{line}\t{}", u8::from(matched));
    }
    Ok(())
}
