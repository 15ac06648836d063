//! Each platform's own table of errors.

use harvester::{Answer, Cursor, Verdict};

use crate::{answer, open, settings};

fn verdict(platform: &str, status: u16, body: &str) -> String {
    let answer = Answer { status, ..answer(body) };
    match open(platform, settings(platform)).verdict(&answer) {
        Verdict::Read => "read",
        Verdict::Unchanged => "unchanged",
        Verdict::Limited(_) => "limited",
        Verdict::Retry(_) => "retry",
        Verdict::NeedsCredentials(_) => "needs credentials",
        Verdict::Renew => "renew",
        Verdict::Empty => "empty",
        Verdict::Refused(_) => "refused",
    }
    .to_owned()
}

#[test]
fn every_dialect_of_an_error_is_understood() {
    let table = [
        ("mastodon", 200, "[]", "read"),
        ("mastodon", 401, r#"{"error":"Unauthorized: token not supplied"}"#, "needs credentials"),
        ("mastodon", 401, r#"{"error":"The access token is invalid"}"#, "needs credentials"),
        ("mastodon", 401, r#"{"error":"identity_token_required"}"#, "needs credentials"),
        ("mastodon", 403, "", "needs credentials"),
        ("mastodon", 400, "<h1>Bad Request</h1>", "needs credentials"),
        ("mastodon", 400, r#"{"error":"Bad Request: tag could not be normalized"}"#, "empty"),
        ("mastodon", 400, r#"{"error":"other"}"#, "refused"),
        ("mastodon", 404, r#"{"error":"Record not found"}"#, "empty"),
        ("mastodon", 418, r#"{"error":"no user-agent sent with request"}"#, "refused"),
        (
            "mastodon",
            422,
            r#"{"error":"This method requires an authenticated user"}"#,
            "needs credentials",
        ),
        ("mastodon", 429, r#"{"error":"rate limit reached"}"#, "limited"),
        ("mastodon", 500, "", "retry"),
        ("bluesky", 400, r#"{"error":"ExpiredToken","message":"Token has expired"}"#, "renew"),
        (
            "bluesky",
            400,
            r#"{"error":"InvalidToken","message":"Token could not be verified"}"#,
            "renew",
        ),
        (
            "bluesky",
            401,
            r#"{"error":"AuthMissing","message":"Authentication Required"}"#,
            "needs credentials",
        ),
        (
            "bluesky",
            403,
            "<html>Request forbidden by administrative rules.</html>",
            "needs credentials",
        ),
        ("bluesky", 400, r#"{"error":"InvalidRequest","message":"Profile not found"}"#, "empty"),
        ("bluesky", 400, r#"{"error":"InvalidRequest","message":"integer too big"}"#, "refused"),
        ("bluesky", 429, r#"{"error":"RateLimitExceeded"}"#, "limited"),
        (
            "bluesky",
            500,
            r#"{"error":"InternalServerError","message":"Internal Server Error"}"#,
            "read",
        ),
        ("bluesky", 502, r#"{"error":"UpstreamFailure"}"#, "retry"),
        ("feed", 304, "", "unchanged"),
        ("feed", 410, "", "empty"),
    ];
    for (platform, status, body, expected) in table {
        assert_eq!(verdict(platform, status, body), expected, "{platform} {status} {body}");
    }
}

#[test]
fn a_cursor_that_the_server_no_longer_knows_is_dropped() {
    let platform = open("bluesky", settings("bluesky"));
    let stream = platform.streams().remove(0);
    let page = include_bytes!("../pages/bluesky/good.json");
    let first = platform.read(&stream, &Cursor::start(), &answer(page.as_slice())).unwrap();
    assert!(platform.request(&stream, &first.cursor).url.query().unwrap().contains("cursor="));
    let fault = Answer { status: 500, ..answer(r#"{"error":"InternalServerError"}"#) };
    let dropped = platform.read(&stream, &first.cursor, &fault).unwrap();
    assert!(dropped.items.is_empty() && dropped.more);
    let next = platform.request(&stream, &dropped.cursor).url;
    assert!(!next.query().unwrap().contains("cursor="), "{next}");
    assert!(next.query().unwrap().contains("until=2020-05-11T03%3A00%3A00.001Z"), "{next}");
    assert!(platform.read(&stream, &dropped.cursor, &fault).is_err());
}
