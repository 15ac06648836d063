//! What an answer's status and headers mean, before anything is read.

use jiff::{SignedDuration, Timestamp};

use crate::answer::Answer;

/// What to do with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Read it.
    Read,
    /// Nothing new (304).
    Unchanged,
    /// Too fast: wait until the host's own hint, or a while where it gives none.
    Limited(Option<Timestamp>),
    /// A passing fault: try again later.
    Retry(String),
    /// The host wants credentials that the source does not have, or not these.
    NeedsCredentials(String),
    /// The session has run out: renew it and ask again.
    Renew,
    /// What was asked for is not there: an empty answer.
    Empty,
    /// A final refusal of this request.
    Refused(String),
}

/// The common table (connection faults never come this far).
pub fn classify(answer: &Answer) -> Verdict {
    match answer.status {
        200..=299 => Verdict::Read,
        304 => Verdict::Unchanged,
        429 => Verdict::Limited(wait_hint(answer)),
        408 | 425 | 500 | 502 | 503 | 504 => match retry_after(answer) {
            Some(until) if answer.status == 503 => Verdict::Limited(Some(until)),
            _ => Verdict::Retry(said(answer)),
        },
        401 | 403 => Verdict::NeedsCredentials(said(answer)),
        404 | 410 => Verdict::Empty,
        _ => Verdict::Refused(said(answer)),
    }
}

/// The longest that a host's hint is believed; past it the host is asked again.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(15);

/// When a host that said "too fast" may be asked again; `None` where its hint is past.
pub fn wait_hint(answer: &Answer) -> Option<Timestamp> {
    let told = reset(answer).filter(|until| *until > answer.received_at);
    retry_after(answer).or(told).map(|until| bounded(answer, until))
}

/// What a host says is left of its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    /// Requests that may still be made.
    pub left: u32,
    /// When the limit begins anew.
    pub until: Timestamp,
}

/// What an answer says is left. The headers speak of the limit that the client is closest to.
pub fn allowance(answer: &Answer) -> Option<Allowance> {
    let remaining = ["x-ratelimit-remaining", "ratelimit-remaining"];
    let left: i64 = remaining.iter().find_map(|name| answer.header(name))?.trim().parse().ok()?;
    let left = u32::try_from(left.max(0)).unwrap_or(u32::MAX);
    reset(answer).map(|until| Allowance { left, until: bounded(answer, until) })
}

fn bounded(answer: &Answer, until: Timestamp) -> Timestamp {
    let latest = answer.received_at.checked_add(LONGEST_WAIT).unwrap_or(until);
    until.clamp(answer.received_at, latest)
}

/// `Retry-After`: seconds, or a date.
fn retry_after(answer: &Answer) -> Option<Timestamp> {
    let value = answer.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse::<u32>() {
        let wait = SignedDuration::from_secs(i64::from(seconds));
        return answer.received_at.checked_add(wait).ok();
    }
    let date = jiff::fmt::rfc2822::parse(value).ok()?;
    Some(by_our_clock(answer, date.timestamp()))
}

/// The reset of a window: an ISO time (Mastodon, GoToSocial), epoch seconds (Bluesky, PeerTube),
/// or, where the number is small, seconds from now. What is told in whole seconds may have been
/// rounded down, so it counts to their end.
fn reset(answer: &Answer) -> Option<Timestamp> {
    let names = ["x-ratelimit-reset", "ratelimit-reset"];
    let value = names.iter().find_map(|name| answer.header(name))?.trim();
    let told = match value.parse::<f64>() {
        Ok(seconds) if seconds < 1e8 => {
            let wait = SignedDuration::from_secs(seconds.max(0.0).ceil() as i64);
            return answer.received_at.checked_add(wait).ok();
        }
        Ok(seconds) => Timestamp::from_second((seconds as i64).checked_add(1)?).ok()?,
        Err(_) => value.parse().ok()?,
    };
    Some(by_our_clock(answer, told))
}

/// An instant that a host told by its own wall clock, which may be hours off; its `Date` says what
/// that clock showed.
fn by_our_clock(answer: &Answer, told: Timestamp) -> Timestamp {
    let date = answer.header("date").and_then(|date| jiff::fmt::rfc2822::parse(date).ok());
    let Some(date) = date else { return told };
    let ahead = date.timestamp().duration_since(answer.received_at);
    told.saturating_sub(ahead).unwrap_or(told)
}

/// The host's own sentence, shortened, for a person to read.
fn said(answer: &Answer) -> String {
    let body = String::from_utf8_lossy(&answer.body);
    let json: Option<serde_json::Value> = serde_json::from_str(&body).ok();
    let sentence = json.as_ref().and_then(|json| {
        ["message", "error_description", "error"].iter().find_map(|key| json.get(key)?.as_str())
    });
    match sentence {
        Some(sentence) => {
            let short: String = sentence.chars().filter(|c| !c.is_control()).take(160).collect();
            format!("status {}: {short}", answer.status)
        }
        None => format!("status {}", answer.status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&str, &str)]) -> Answer {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Answer {
            status,
            headers: headers.iter().map(own).collect(),
            body: b"{\"error\":\"the words\"}".to_vec(),
            received_at: "2026-11-23T18:10:00Z".parse().unwrap(),
        }
    }

    fn hint(headers: &[(&str, &str)]) -> Option<String> {
        wait_hint(&answer(429, headers)).map(|until| until.to_string())
    }

    #[test]
    fn every_dialect_of_a_limit_is_understood() {
        assert_eq!(hint(&[("retry-after", "288")]).unwrap(), "2026-11-23T18:14:48Z");
        assert_eq!(
            hint(&[("retry-after", "Mon, 23 Nov 2026 18:12:00 GMT")]).unwrap(),
            "2026-11-23T18:12:00Z"
        );
        let iso = "2026-11-23T18:15:00.070144Z";
        assert_eq!(hint(&[("x-ratelimit-reset", iso)]).unwrap(), iso);
        assert_eq!(hint(&[("ratelimit-reset", "1795457700")]).unwrap(), "2026-11-23T18:15:01Z");
        assert_eq!(hint(&[("ratelimit-reset", "60")]).unwrap(), "2026-11-23T18:11:00Z");
        assert_eq!(hint(&[("x-ratelimit-reset", "soon")]), None);
        assert_eq!(hint(&[]), None);
    }

    #[test]
    fn a_wild_hint_is_bounded_on_both_sides() {
        assert_eq!(hint(&[("retry-after", "4000000000")]).unwrap(), "2026-11-23T18:25:00Z");
        assert_eq!(hint(&[("x-ratelimit-reset", "2020-01-01T00:00:00Z")]), None);
    }

    #[test]
    fn a_host_is_understood_by_its_own_clock() {
        let behind = ("date", "Mon, 23 Nov 2026 11:10:00 GMT");
        let reset = ("x-ratelimit-reset", "2026-11-23T11:12:00Z");
        assert_eq!(hint(&[behind, reset]).unwrap(), "2026-11-23T18:12:00Z");
        let date = ("retry-after", "Mon, 23 Nov 2026 11:13:00 GMT");
        assert_eq!(hint(&[behind, date]).unwrap(), "2026-11-23T18:13:00Z");
    }

    #[test]
    fn what_is_left_is_seen_before_the_refusal() {
        let reset = ("x-ratelimit-reset", "2026-11-23T18:15:00Z");
        let told = |left| allowance(&answer(200, &[("x-ratelimit-remaining", left), reset]));
        assert_eq!(told("3").unwrap().left, 3);
        assert_eq!(told("-1").unwrap().left, 0);
        assert_eq!(told("0").unwrap().until.to_string(), "2026-11-23T18:15:00Z");
        assert_eq!(told("many"), None);
    }

    #[test]
    fn statuses_fall_into_their_classes() {
        assert_eq!(classify(&answer(200, &[])), Verdict::Read);
        assert_eq!(classify(&answer(304, &[])), Verdict::Unchanged);
        assert_eq!(classify(&answer(404, &[])), Verdict::Empty);
        assert!(matches!(classify(&answer(502, &[])), Verdict::Retry(_)));
        assert!(matches!(classify(&answer(429, &[])), Verdict::Limited(None)));
        assert!(matches!(classify(&answer(418, &[])), Verdict::Refused(_)));
        let refusal = classify(&answer(401, &[]));
        assert_eq!(refusal, Verdict::NeedsCredentials("status 401: the words".into()));
    }
}
