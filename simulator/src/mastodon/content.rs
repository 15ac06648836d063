//! A post's text as HTML.

use crate::{
    dialect::Dialect,
    hashtag::{Kind, spans},
    markup::escape,
    scene::Scene,
};

/// Paragraphs with links for hashtags, mentions and addresses, as the server's own host.
pub(super) fn html(scene: &Scene<'_>, text: &str, home: &str) -> String {
    let paragraphs =
        text.split("\n\n").map(|paragraph| format!("<p>{}</p>", inline(scene, paragraph, home)));
    paragraphs.collect()
}

fn inline(scene: &Scene<'_>, text: &str, home: &str) -> String {
    let dialect = scene.server.dialect;
    let (mut html, mut from) = (String::new(), 0);
    let plain = |text: &str| {
        let line = if dialect == Dialect::Mastodon { "<br />" } else { "<br>" };
        escape(text).replace('\n', line)
    };
    for span in spans(text, dialect, &scene.world.mentioned) {
        html.push_str(&plain(&text[from..span.range.start]));
        let written = &text[span.range.clone()];
        html.push_str(&match span.kind {
            Kind::Tag(tag) => format!(
                "<a href=\"https://{home}/tags/{}\" class=\"mention hashtag\" rel=\"tag\">#<span>{tag}</span></a>",
                tag.to_lowercase()
            ),
            Kind::Mention => format!(
                "<span class=\"h-card\" translate=\"no\"><a href=\"https://{0}/@{1}\" class=\"u-url mention\">@<span>{1}</span></a></span>",
                scene.server.host, scene.world.mentioned
            ),
            Kind::Link => link(written),
        });
        from = span.range.end;
    }
    html.push_str(&plain(&text[from..]));
    html
}

fn link(address: &str) -> String {
    let shown = address.trim_start_matches("https://");
    let cut = shown.char_indices().nth(30).map_or(shown.len(), |(end, _)| end);
    let (shown, hidden) = shown.split_at(cut);
    let class = if hidden.is_empty() { "" } else { "ellipsis" };
    format!(
        "<a href=\"{0}\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://</span><span class=\"{class}\">{1}</span><span class=\"invisible\">{2}</span></a>",
        escape(address),
        escape(shown),
        escape(hidden)
    )
}
