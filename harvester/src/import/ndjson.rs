//! A line of NDJSON as a row.

use serde_json::{Map, Value};

use super::row::{COLUMNS, NEEDED, Row, near};

/// Reads one line.
pub(super) fn row(line: &[u8]) -> Result<Row, String> {
    let object: Map<String, Value> =
        serde_json::from_slice(line).map_err(|error| format!("it is no JSON object: {error}"))?;
    for missing in NEEDED {
        if !object.contains_key(*missing) {
            let free = object.keys().map(String::as_str).filter(|key| !COLUMNS.contains(key));
            let nearest = near(missing, free).map(|near| format!("; is it `{near}`?"));
            return Err(format!("`{missing}` is missing{}", nearest.unwrap_or_default()));
        }
    }
    let mut row = Row::default();
    for (key, value) in &object {
        row.set(key, written(key, value)?);
    }
    Ok(row)
}

/// A value as a CSV would write it.
fn written(key: &str, value: &Value) -> Result<String, String> {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text.clone()),
        // A number beyond the exact ones would be another id than the one that was written.
        Value::Number(number) if key == "duration_s" || !number.is_f64() => Ok(number.to_string()),
        Value::Array(parts) => {
            let parts: Vec<&str> = parts.iter().filter_map(Value::as_str).collect();
            Ok(parts.join("|"))
        }
        _ if !COLUMNS.contains(&key) => Ok(String::new()),
        _ => Err(format!("`{key}` is no text")),
    }
}
