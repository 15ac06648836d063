//! Keys: what two spellings of one word, title or hashtag have in common.

use crate::fold::fold_word;

/// The comparison key of a word or a title: folded, letters and digits only.
///
/// Spaces, non-joiners, `_` and punctuation are gone, so every way to write a compound meets.
///
/// ```
/// use tantivy_persian::key;
/// assert_eq!(key("کتاب‌خانه"), key("كتابخانه"));
/// assert_eq!(key("صد سال تنهایی"), key("صدسال تنهایی"));
/// ```
pub fn key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_word(text, &mut out);
    out
}

/// The key of a hashtag, with or without its sign: every spelling of one campaign has one key.
///
/// ```
/// use tantivy_persian::tag_key;
/// assert_eq!(tag_key("#هر_كتابدار_يك_كتابخوان"), tag_key("هرکتابدار_یک_کتاب‌خوان"));
/// assert_eq!(tag_key("＃BookReader"), "bookreader");
/// ```
pub fn tag_key(tag: &str) -> String {
    key(tag)
}
