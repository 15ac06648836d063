//! JSON from strangers: every item is decoded alone, every field may be absent or of another kind.

use std::ops::Range;

use archive::Post;
use jiff::Timestamp;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::platform::{Item, Unread};

/// A field without which an item is no post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing(pub(crate) &'static str);

/// The elements of an array, each with its bytes in `body`.
pub(crate) fn elements(body: &[u8]) -> Result<Vec<(Range<usize>, &RawValue)>, Unread> {
    let raw: Vec<&RawValue> = serde_json::from_slice(body)
        .map_err(|error| Unread::because(format!("not an array of items: {error}")))?;
    Ok(items(body, raw))
}

/// Raw values borrowed from `body`, each with its bytes there.
pub(crate) fn items<'a>(body: &[u8], raw: Vec<&'a RawValue>) -> Vec<(Range<usize>, &'a RawValue)> {
    let start = body.as_ptr() as usize;
    let place = |raw: &RawValue| {
        let from = (raw.get().as_ptr() as usize).saturating_sub(start);
        from..from + raw.get().len()
    };
    raw.into_iter().map(|raw| (place(raw), raw)).collect()
}

/// Reads one item; `None` where it is an item but no post.
pub(crate) fn read_item(
    range: Range<usize>,
    raw: &RawValue,
    read: impl FnOnce(&Value) -> Result<Option<(Post, Option<String>)>, Missing>,
) -> Option<Item> {
    let value: Value = match serde_json::from_str(raw.get()) {
        Ok(value) => value,
        Err(error) => return Some(Item::Unreadable { reason: error.to_string(), range }),
    };
    match read(&value) {
        Ok(Some((post, native_id))) => Some(Item::Post { post: Box::new(post), native_id, range }),
        Ok(None) => None,
        Err(Missing(field)) => {
            Some(Item::Unreadable { reason: format!("`{field}` is missing or unreadable"), range })
        }
    }
}

/// A text that is not empty; a whole number counts as its digits, as some servers write ids.
pub(crate) fn text(value: &Value, path: &str) -> Option<String> {
    match value.pointer(path)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

/// An instant in RFC 3339.
pub(crate) fn time(value: &Value, path: &str) -> Option<Timestamp> {
    value.pointer(path)?.as_str()?.trim().parse().ok()
}

/// A number, whether or not it stands in quotes.
pub(crate) fn number(value: &Value, path: &str) -> Option<f64> {
    let found = match value.pointer(path)? {
        Value::String(text) => text.parse().ok(),
        other => other.as_f64(),
    };
    found.filter(|number| number.is_finite())
}

/// An array's elements; none where it is no array.
pub(crate) fn list<'a>(value: &'a Value, path: &str) -> &'a [Value] {
    value.pointer(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_the_elements_own_bytes() {
        let body = " [ {\"متن\": \"الف\"} , 5,null ]".as_bytes();
        let found: Vec<&[u8]> =
            elements(body).unwrap().into_iter().map(|(range, _)| &body[range]).collect();
        assert_eq!(found, ["{\"متن\": \"الف\"}".as_bytes(), b"5", b"null"]);
        assert!(elements(b"{}").is_err());
        assert!(elements(b"[1,").is_err());
    }

    #[test]
    fn a_number_is_read_as_an_id_only_where_it_is_exact() {
        let value: Value = serde_json::from_str(
            r#"{"a": 18446744073709551615, "b": 184467440737095516159, "c": 1.5, "d": ""}"#,
        )
        .unwrap();
        assert_eq!(text(&value, "/a").as_deref(), Some("18446744073709551615"));
        assert_eq!(text(&value, "/b"), None);
        assert_eq!(text(&value, "/c"), None);
        assert_eq!(text(&value, "/d"), None);
    }
}
