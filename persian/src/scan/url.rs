//! Addresses of pages: with a scheme, with `www.`, or a bare host that ends like one.

/// Endings that make a bare `name.ending` an address; a scheme or `www.` allows any.
const ENDINGS: &[&str] = &[
    "af", "ai", "app", "art", "blog", "ca", "co", "com", "de", "dev", "edu", "eu", "fr", "gov",
    "info", "io", "ir", "it", "link", "me", "net", "news", "online", "org", "page", "ru", "site",
    "tj", "tr", "tv", "uk", "us", "xyz",
];

/// The length in bytes of the address that stands at `at`.
pub(crate) fn url_length(text: &str, at: usize) -> Option<usize> {
    let before = text.as_bytes()[..at].last();
    if before.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'@' | b'_' | b'-' | b'.')) {
        return None;
    }
    let rest = &text[at..];
    let host = match scheme_length(rest) {
        Some(scheme) if rest.as_bytes().get(scheme).is_some_and(u8::is_ascii_alphanumeric) => {
            scheme + host_length(&rest[scheme..])
        }
        Some(_) => return None,
        None => bare_host_length(rest)?,
    };
    Some(host + path_length(&rest[host..]))
}

/// The address without scheme, `www.` and a closing slash, lower case; and its host alone.
pub(crate) fn url_key(url: &str) -> (String, usize) {
    let lower = url.to_ascii_lowercase();
    let bare = &lower[scheme_length(&lower).unwrap_or(0)..];
    let bare = bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/');
    (bare.to_owned(), host_length(bare))
}

/// The words of a host that name the site: `goodreads` of `goodreads.com`.
pub(crate) fn host_names(host: &str) -> impl Iterator<Item = &str> {
    let labels = host.rsplit_once('.').map_or("", |(labels, _)| labels).split('.');
    labels.filter(|label| label.len() > 3 || (label.len() == 3 && !ENDINGS.contains(label)))
}

fn scheme_length(rest: &str) -> Option<usize> {
    ["https://", "http://"].iter().map(|scheme| scheme.len()).find(|length| {
        rest.get(..*length).is_some_and(|head| {
            head.eq_ignore_ascii_case("https://") || head.eq_ignore_ascii_case("http://")
        })
    })
}

fn host_length(rest: &str) -> usize {
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':')));
    rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', ':', '-']).len()
}

fn bare_host_length(rest: &str) -> Option<usize> {
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')));
    let host = rest[..end.unwrap_or(rest.len())].trim_end_matches(['.', '-']);
    let (name, ending) = host.rsplit_once('.')?;
    let known = ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    let www = host.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."));
    let named = name.split('.').all(|label| !label.is_empty())
        && name.contains(|c: char| c.is_ascii_alphabetic());
    (named && (known || www)).then_some(host.len())
}

fn path_length(rest: &str) -> usize {
    if !rest.starts_with(['/', '?', '#']) {
        return 0;
    }
    let outside = |c: char| {
        !c.is_ascii_graphic() || matches!(c, '"' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}')
    };
    let path = &rest[..rest.find(outside).unwrap_or(rest.len())];
    path.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*']).len()
}
