//! What a fault does to a good answer.

use crate::{
    fault::Fault,
    http::{Answer, Request},
    identifier::mix,
};
use serde_json::{Value, json};

const HTML: &str = "<!DOCTYPE html><html><head><title>Just a moment...</title></head>\
    <body><h1>Checking your browser</h1></body></html>";

/// A failure of the server or of the proxy before it; `count` decides which.
pub(crate) fn server_error(count: u64) -> Answer {
    let (status, title) = match mix(count) % 3 {
        0 => (500, "Internal Server Error"),
        1 => (502, "Bad Gateway"),
        _ => (503, "Service Temporarily Unavailable"),
    };
    let body =
        format!("<html><head><title>{status} {title}</title></head><body>{title}</body></html>");
    Answer::new(status, "text/html", body)
}

/// The good answer made bad, or `None` if the fault cannot befall it.
pub(crate) fn spoil(fault: Fault, good: &Answer, request: &Request, base: &str) -> Option<Answer> {
    if good.status != 200 {
        return None;
    }
    match fault {
        Fault::Malformed => Some(malformed(good)),
        Fault::Html => Some(Answer::new(200, "text/html; charset=utf-8", HTML)),
        Fault::BadItem => bad_item(good),
        Fault::LoopingCursor => looping(good, request, base),
        _ => None,
    }
}

fn malformed(good: &Answer) -> Answer {
    let mut bad = good.clone();
    let half = bad.body.len() / 2;
    bad.body.truncate(half);
    bad.body.extend(b"\x00<<{");
    bad
}

fn bad_item(good: &Answer) -> Option<Answer> {
    let mut bad = good.clone();
    bad.body = match serde_json::from_slice(&good.body) {
        Ok(mut page) => {
            let items = items(&mut page)?;
            let odd = odd(items.first()?);
            items.push(odd);
            page.to_string().into_bytes()
        }
        Err(_) => odd_xml(std::str::from_utf8(&good.body).ok()?)?.into_bytes(),
    };
    Some(bad)
}

fn items(page: &mut Value) -> Option<&mut Vec<Value>> {
    if page.is_array() {
        return page.as_array_mut();
    }
    let list =
        ["posts", "items", "notifications"].into_iter().find(|list| page[*list].is_array())?;
    page[list].as_array_mut()
}

fn odd(item: &Value) -> Value {
    let mut odd = item.clone();
    for (name, value) in [("id", json!(4_611_686_018_427_u64)), ("uri", json!(17))] {
        if !odd[name].is_null() {
            odd[name] = value;
        }
    }
    if let Some(fields) = odd.as_object_mut() {
        fields.retain(|field, _| !matches!(field.as_str(), "account" | "author" | "status"));
    }
    odd
}

fn odd_xml(text: &str) -> Option<String> {
    let (tag, item) = [
        ("<item>", "<item><guid></guid><pubDate>yesterday</pubDate></item>"),
        ("<entry>", "<entry><id></id><updated>yesterday</updated></entry>"),
    ]
    .into_iter()
    .find(|(tag, _)| text.contains(tag))?;
    Some(text.replacen(tag, &format!("{item}{tag}"), 1))
}

fn looping(good: &Answer, request: &Request, base: &str) -> Option<Answer> {
    let mut bad = good.clone();
    if let Some((_, link)) = bad.headers.iter_mut().find(|(name, _)| name == "Link") {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&request.query);
        let (_, others) = link.split_once(", ")?;
        *link = format!("<{base}{}?{}>; rel=\"next\", {others}", request.path, query.finish());
        return Some(bad);
    }
    let mut page: Value = serde_json::from_slice(&good.body).ok()?;
    page.get("cursor")?;
    page["cursor"] = request.parameter("cursor").unwrap_or("9999999999999__").into();
    bad.body = page.to_string().into_bytes();
    Some(bad)
}
