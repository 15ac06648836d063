//! RSS 2.0 with the modules that real feeds use: `content`, `dc`, `media` and `atom`.

use super::item::Item;
use crate::{
    markup::escape,
    scene::{Scene, http_date},
};
use jiff::Timestamp;
use std::fmt::Write;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
    xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:atom=\"http://www.w3.org/2005/Atom\" \
    xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel>\n";

/// An item that makes no sense: no guid, no link, no title, and a date that is none.
const ODD: &str = "<item><description></description><pubDate>سه‌شنبه، ساعت ده</pubDate></item>\n";

/// The feed.
pub(super) fn write(scene: &Scene<'_>, items: &[Item], changed: Timestamp) -> String {
    let server = scene.server;
    let mut xml = format!(
        "{HEAD}<title>{0}</title>\n<link>https://{1}/</link>\n<description>{0}</description>\n\
         <atom:link href=\"{2}{3}\" rel=\"self\" type=\"application/rss+xml\" />\n\
         <language>fa-IR</language>\n<lastBuildDate>{4}</lastBuildDate>\n",
        escape(&server.title),
        server.host,
        scene.base,
        server.path(),
        http_date(changed)
    );
    for (place, item) in items.iter().enumerate() {
        xml.push_str(&element(item));
        if place == 1 && server.bad_item {
            xml.push_str(ODD);
        }
    }
    xml.push_str("</channel>\n</rss>\n");
    xml
}

fn element(item: &Item) -> String {
    let mut xml = format!(
        "<item>\n<title>{}</title>\n<link>{}</link>\n<dc:creator><![CDATA[{}]]></dc:creator>\n\
         <pubDate>{}</pubDate>\n<guid isPermaLink=\"false\">{}</guid>\n",
        escape(&item.title),
        item.link,
        item.author,
        http_date(item.published),
        escape(&item.guid)
    );
    for tag in &item.tags {
        let _ = writeln!(xml, "<category><![CDATA[{tag}]]></category>");
    }
    let text = item.text.replace("]]>", "]]]]><![CDATA[>");
    let _ = writeln!(xml, "<description><![CDATA[{text}]]></description>");
    let _ = writeln!(xml, "<content:encoded><![CDATA[{}]]></content:encoded>", item.html());
    if let Some((address, kind, seconds)) = &item.enclosure {
        let length = seconds
            .map_or_else(String::new, |seconds| format!(" duration=\"{}\"", seconds.round()));
        let _ = writeln!(xml, "<media:content url=\"{address}\" type=\"{kind}\"{length} />");
    }
    xml.push_str("</item>\n");
    xml
}
