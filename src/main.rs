//! The command line of ketabkhan: what can be asked for, and nothing of how it is done.

mod check;
mod counts;
mod demo;
mod explain;
mod harvest;
mod house;
mod import;
mod index;
mod logs;
mod opened;
mod serve;
mod sources;
mod stop;
mod up;
mod withdraw;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Gathers what people post for a reading campaign, makes it searchable, and counts who took part.
#[derive(Debug, Parser)]
#[command(name = "ketabkhan", version, about, max_term_width = 100)]
struct Cli {
    /// A configuration file; without one the embedded settings hold.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The data folder.
    #[arg(long, global = true, value_name = "DIR", default_value = "ketabkhan-data")]
    data: PathBuf,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Harvest on schedule, index and serve the pages, in one process.
    Up {
        /// Address to serve on instead of the configured one.
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<String>,
    },
    /// The same on an invented campaign: no account, no network.
    Demo {
        /// Address to serve on instead of the configured one.
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<String>,
    },
    /// Read the sources on schedule, or once.
    Harvest {
        /// Only this source.
        source: Option<String>,
        /// Once, now, instead of on schedule.
        #[arg(long)]
        once: bool,
        /// With `--once`: go over everything again, to find late posts and notice deleted ones.
        #[arg(long, requires = "once")]
        sweep: bool,
    },
    /// Bring the index to the archive's newest revision and keep it there.
    Index {
        /// Once, instead of following.
        #[arg(long)]
        once: bool,
        #[command(subcommand)]
        what: Option<IndexCommand>,
    },
    /// Serve the pages and the API.
    Serve {
        /// Address to serve on instead of the configured one; port 0 takes any free one.
        #[arg(long, value_name = "ADDRESS")]
        listen: Option<String>,
    },
    /// Take posts from an NDJSON or CSV file.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Count posts or accounts.
    Counts(counts::Options),
    /// Withdraw a post from the archive, the raw answers and every view.
    Withdraw {
        /// The post's key, `platform:id`.
        key: String,
        /// Why; it is kept with the tombstone.
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// Say how each source is doing.
    Sources,
    /// Check settings, credentials and the archive, and say in words what is missing.
    Check,
    /// Say why a query and a text meet or do not.
    Explain(explain::Options),
}

#[derive(Debug, Subcommand)]
enum IndexCommand {
    /// Make the index anew beside the old one, then swap.
    Rebuild,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    logs::begin();
    match run(&cli).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("ketabkhan: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: &Cli) -> anyhow::Result<ExitCode> {
    let place = opened::Place { config: cli.config.as_deref(), data: &cli.data };
    match &cli.command {
        Command::Up { listen } => up::run(&place, listen.as_deref()).await?,
        Command::Demo { listen } => demo::run(&place, listen.as_deref()).await?,
        Command::Harvest { source, once, sweep } => {
            return harvest::run(&place, source.as_deref(), *once, *sweep).await;
        }
        Command::Index { what: Some(IndexCommand::Rebuild), .. } => index::rebuild(&place).await?,
        Command::Index { once, what: None } => index::run(&place, *once).await?,
        Command::Serve { listen } => serve::run(&place, listen.as_deref()).await?,
        Command::Import { file } => return import::run(&place, file).await,
        Command::Counts(options) => counts::run(&place, options).await?,
        Command::Withdraw { key, why } => withdraw::run(&place, key, why).await?,
        Command::Sources => sources::run(&place).await?,
        Command::Check => return check::run(&place).await,
        Command::Explain(options) => explain::run(options)?,
    }
    Ok(ExitCode::SUCCESS)
}
