//! From a post to its document.

use archive::Post;
use persian::tag_key;
use tantivy::TantivyDocument;

use crate::completion::{Completion, completions};
use crate::lead::lead_terms;
use crate::marks::Marks;
use crate::schema::Fields;

/// The text under which a post is found: its caption, and the hashtags that stand outside it.
pub fn indexed_text(post: &Post) -> String {
    let written: Vec<String> =
        persian::hashtags(&post.text).into_iter().map(|tag| tag.key).collect();
    let mut text = post.text.clone();
    for tag in post.hashtags.iter().filter(|tag| !written.contains(&tag_key(tag))) {
        text.push_str("\n#");
        text.push_str(tag);
    }
    text
}

/// A public post's document; `None` for a post that is not the campaigns' business: one without
/// any mark that was only found at an address which tells of everything.
pub(crate) fn document(
    number: i64,
    post: &Post,
    sought: bool,
    marks: &Marks,
    fields: &Fields,
) -> Option<TantivyDocument> {
    let campaigns = marks.campaigns(post);
    if campaigns.is_empty() && !sought {
        return None;
    }
    let mut document = TantivyDocument::new();
    document.add_u64(fields.number, u64::try_from(number).ok()?);
    document.add_text(fields.text, indexed_text(post));
    for term in lead_terms(&post.text) {
        document.add_text(fields.lead, term);
    }
    for term in completions(post).iter().flat_map(Completion::terms) {
        document.add_text(fields.completion, term);
    }
    document.add_text(fields.platform, &post.key.platform);
    for slug in campaigns {
        document.add_text(fields.campaign, slug);
    }
    add_author(&mut document, post, fields);
    if let Some(at) = post.posted_at {
        document.add_i64(fields.posted_at, at.as_microsecond());
    }
    Some(document)
}

fn add_author(document: &mut TantivyDocument, post: &Post, fields: &Fields) {
    let author = &post.author;
    if let Some(name) = &author.name {
        document.add_text(fields.author, name);
    }
    if let Some(handle) = &author.handle {
        document.add_text(fields.author, format!("@{handle}"));
    }
    if let Some(account) = author.id.as_ref().or(author.handle.as_ref()) {
        document.add_text(fields.account, format!("{}:{account}", post.key.platform));
    }
}
