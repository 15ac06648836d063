//! Counting from the command line: the same engine as page and API.

use anyhow::anyhow;
use clap::{Args, ValueEnum};
use search::counting::{By, Counted, CountingAsk, Row, RowKey, Unit, to_csv, to_json};
use search::query::Query;

use crate::opened::Place;

/// What to count and how to print it.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// By what.
    #[arg(long, value_enum, default_value_t = ByWord::Week)]
    by: ByWord,
    /// Of what.
    #[arg(long, value_enum, default_value_t = UnitWord::Post)]
    unit: UnitWord,
    /// How to print.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Only posts that answer this query.
    #[arg(long = "where", value_name = "QUERY", default_value = "")]
    query: String,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ByWord {
    Day,
    Week,
    Month,
    Platform,
    Campaign,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum UnitWord {
    Post,
    Account,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Csv,
    Json,
}

/// Counts and prints. The index is brought up to date first unless another process does that.
pub(crate) async fn run(place: &Place<'_>, options: &Options) -> anyhow::Result<()> {
    let (config, archive) = place.open().await?;
    match place.indexer(&config, &archive).catch_up().await {
        Ok(_) | Err(indexer::IndexError::Busy { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let ask = CountingAsk {
        query: Query::parse(&options.query)
            .map_err(|problem| anyhow!(problem.sentence(config::Language::En)))?,
        by: match options.by {
            ByWord::Day => By::Day,
            ByWord::Week => By::Week,
            ByWord::Month => By::Month,
            ByWord::Platform => By::Platform,
            ByWord::Campaign => By::Campaign,
        },
        unit: match options.unit {
            UnitWord::Post => Unit::Post,
            UnitWord::Account => Unit::Account,
        },
    };
    let counted = place.finder(&config, &archive).count(&ask).await?;
    match options.format {
        Format::Json => println!("{:#}", to_json(&counted)),
        Format::Csv => print!("{}", to_csv(&counted).unwrap_or_default()),
        Format::Table => table(&counted),
    }
    Ok(())
}

fn table(counted: &Counted) {
    let most = counted.rows.iter().map(|row| row.count).max().unwrap_or(0).max(1);
    let names: Vec<String> = counted.rows.iter().map(name).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    for (row, name) in counted.rows.iter().zip(&names) {
        let bar = "█".repeat(usize::try_from(row.count * 40 / most).unwrap_or(0));
        println!("{name:width$}  {:>8}  {bar}{}", row.count, gap(row));
    }
    let card = &counted.card;
    println!(
        "\n{} {}s in all; {} posts whose author is unknown; {} no longer public and not counted",
        card.total,
        card.unit.word(),
        card.author_unknown,
        card.no_longer_public
    );
    println!(
        "days of {}, revision {}, definition {}, checksum {:.12}",
        card.time_zone, card.revision, card.definition, card.checksum
    );
}

fn name(row: &Row) -> String {
    match &row.key {
        RowKey::Days { first, last } if first == last => first.to_string(),
        RowKey::Days { first, last } => format!("{first} to {last}"),
        RowKey::Word(word) => word.clone(),
        RowKey::Unknown => "unknown".to_owned(),
    }
}

fn gap(row: &Row) -> String {
    match row.unasked_hours {
        0 => String::new(),
        hours => format!("  ({hours} hours without an answer)"),
    }
}
