//! The headers that every answer carries.

use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

/// What a page may load: its own style, script, pictures and font, and what its script asks this
/// server; nothing inline, no frame, no form that goes elsewhere.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                      img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const PERMISSIONS: &str = "autoplay=(), camera=(), display-capture=(), geolocation=(), \
                           microphone=(), payment=(), usb=()";

/// Security headers, made once.
#[derive(Clone)]
pub(crate) struct Headers(HeaderMap);

impl Headers {
    /// The headers; HTTPS is promised for a year only where TLS stands in front.
    pub(crate) fn new(tls: bool) -> Self {
        let always = [
            (header::CONTENT_SECURITY_POLICY, POLICY),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
            // `no-referrer` would make browsers send forms with a null origin.
            (header::REFERRER_POLICY, "same-origin"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        ];
        let promise = (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
        let all = always.into_iter().chain(tls.then_some(promise));
        Self(all.map(|(name, value)| (name, HeaderValue::from_static(value))).collect())
    }

    /// Puts them on an answer. Unless the answer says otherwise, it is asked for again each time:
    /// what is withdrawn must not live on in a cache.
    pub(crate) fn put_on(&self, answer: &mut Response) {
        let headers = answer.headers_mut();
        for (name, value) in &self.0 {
            headers.insert(name.clone(), value.clone());
        }
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    }
}
