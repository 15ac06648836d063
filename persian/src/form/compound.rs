//! Compounds of two words with `و` between them: `گفت‌وگو`, `جست و جو`, `رفت و آمد`.

use crate::lexicon::bundle;

/// The words of the dictionary that `first و last` is, with or without its `و`.
pub(crate) fn and_compounds(first: &str, last: &str) -> Vec<String> {
    let bare = last.strip_suffix('ی').or_else(|| last.strip_suffix("های"));
    let bare = bare.or_else(|| last.strip_suffix("ها"));
    let mut found = Vec::new();
    for tail in [Some(last), bare].into_iter().flatten() {
        for joined in [format!("{first}{tail}"), format!("{first}و{tail}")] {
            let known = bundle().word(&joined).is_some_and(|entry| !entry.is_rare());
            if known && joined.chars().count() > 4 && !tail.is_empty() {
                found.push(joined);
            }
        }
    }
    found
}
