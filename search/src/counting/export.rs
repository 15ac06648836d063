//! A count as JSON and as CSV.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::card::Card;
use super::count::Counted;
use super::row::{Row, RowKey};
use crate::calendar::Jalali;

/// `{rows, card}`, as the API answers and the command prints.
pub fn to_json(counted: &Counted) -> Value {
    let rows: Vec<Value> = counted.rows.iter().map(row_json).collect();
    json!({ "by": counted.by.word(), "rows": rows, "card": card_json(&counted.card) })
}

fn row_json(row: &Row) -> Value {
    let mut value = match &row.key {
        RowKey::Days { first, last } => json!({
            "key": first.to_string(),
            "first_day": first.to_string(),
            "last_day": last.to_string(),
            "first_day_jalali": jalali(*first),
            "last_day_jalali": jalali(*last),
            "unasked_hours": row.unasked_hours,
        }),
        RowKey::Word(word) => json!({ "key": word }),
        RowKey::Unknown => json!({ "key": null }),
    };
    value["count"] = row.count.into();
    value["author_unknown"] = row.author_unknown.into();
    value
}

fn card_json(card: &Card) -> Value {
    json!({
        "unit": card.unit.word(),
        "query": card.query,
        "filters": card.filters,
        "total": card.total,
        "posts": card.posts,
        "accounts": card.accounts,
        "author_unknown": card.author_unknown,
        "no_longer_public": card.no_longer_public,
        "time_zone": card.time_zone,
        "revision": card.revision,
        "definition": card.definition,
        "from": card.span.map(|(from, _)| from.to_string()),
        "until": card.span.map(|(_, until)| until.to_string()),
        "ledger_hours": card.ledger_hours,
        "answered_hours": card.answered_hours,
        "checksum": card.checksum,
    })
}

/// The rows as comma-separated values, with both calendars; the first line names the columns.
/// `None` only if a row cannot be written to memory, which does not happen.
pub fn to_csv(counted: &Counted) -> Option<String> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record([
        counted.by.word(),
        "last_day",
        "first_day_jalali",
        "last_day_jalali",
        "count",
        "author_unknown",
        "unasked_hours",
    ])
    .ok()?;
    for row in &counted.rows {
        let [key, last, first_jalali, last_jalali] = match &row.key {
            RowKey::Days { first, last } => {
                [first.to_string(), last.to_string(), jalali(*first), jalali(*last)]
            }
            RowKey::Word(word) => [guarded(word), String::new(), String::new(), String::new()],
            RowKey::Unknown => ["unknown".to_owned(), String::new(), String::new(), String::new()],
        };
        let (count, unknown) = (row.count.to_string(), row.author_unknown.to_string());
        let hours = row.unasked_hours.to_string();
        csv.write_record([key, last, first_jalali, last_jalali, count, unknown, hours]).ok()?;
    }
    String::from_utf8(csv.into_inner().ok()?).ok()
}

/// A cell that a spreadsheet would run as a formula is made plain text.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.into()
    }
}

fn jalali(day: Date) -> String {
    let jalali = Jalali::from(day);
    format!("{:04}-{:02}-{:02}", jalali.year(), jalali.month(), jalali.day())
}
