//! Compounds of two words with `و` or `به` between them: `گفت‌وگو`, `جست و جو`, `رو به رو`.

use crate::lexicon::{Trace, bundle};

/// Whether a word may stand in the middle of such a compound.
pub(crate) fn is_link(key: &str) -> bool {
    matches!(key, "و" | "به")
}

/// The words of the dictionary that `first و last` is, and its listed spellings without the `و`; the
/// same for `به`, of which a `ب` may be left: `روبه‌رو`, `روبرو`.
pub(crate) fn and_compounds(first: &str, link: &str, last: &str) -> Vec<String> {
    traced_compounds((first, Trace::of(first)), link, (last, Trace::of(last)))
}

/// The same for words whose traces are known.
pub(crate) fn traced_compounds(
    (first, before): (&str, Trace),
    link: &str,
    (last, after): (&str, Trace),
) -> Vec<String> {
    let short = match link {
        "و" => "",
        "به" => "ب",
        _ => return Vec::new(),
    };
    let bare = last.strip_suffix('ی').or_else(|| last.strip_suffix("های"));
    let bare = bare.or_else(|| last.strip_suffix("ها"));
    let is_stem = |tail: &str| bundle().verbs.ends_compounds(tail);
    let mut found = Vec::new();
    let bare = bare.map(|bare| (bare, Trace::of(bare)));
    for (tail, trace) in [Some((last, after)), bare].into_iter().flatten() {
        for link in [short, link] {
            if !bundle().sieve.may_hold(before.then(Trace::of(link)).then(trace)) {
                continue;
            }
            let joined = format!("{first}{link}{tail}");
            // `شهر به آن` is no `شهربان`, nor `دور و یه` a `دورویه`.
            let whole = link != short && (tail.chars().count() > 2 || is_stem(tail));
            let known = bundle().variants.contains_key(&joined)
                || first == tail
                || (short.is_empty() && is_listed(first, tail))
                || (whole && bundle().word(&joined).is_some_and(|entry| !entry.is_rare()));
            if known && joined.chars().count() > 4 && !tail.is_empty() {
                found.push(joined);
            }
        }
    }
    found
}

/// Whether a listed word with `و` is spelled without it too: `جست‌وجو`, and so `جست‌وجوگر`.
fn is_listed(first: &str, tail: &str) -> bool {
    let ends = tail.char_indices().skip(2).map(|(at, _)| at).chain([tail.len()]);
    ends.map(|end| &tail[..end]).any(|last| {
        let spelling = bundle().variants.get(&format!("{first}و{last}"));
        spelling.is_some_and(|spelling| spelling.strip_prefix(first) == Some(last))
    })
}
