//! Atom, with Media RSS for films as video platforms write it.

use super::item::Item;
use crate::{markup::escape, scene::Scene};
use jiff::Timestamp;
use std::fmt::Write;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:media=\"http://search.yahoo.com/mrss/\" xml:lang=\"fa\">\n";

/// An entry that makes no sense.
const ODD: &str = "<entry><id></id><updated>دیروز</updated></entry>\n";

/// The feed.
pub(super) fn write(scene: &Scene<'_>, items: &[Item], changed: Timestamp) -> String {
    let server = scene.server;
    let mut xml = format!(
        "{HEAD}<id>https://{0}/</id>\n<title>{1}</title>\n<updated>{changed:.0}</updated>\n\
         <link rel=\"self\" href=\"{2}{3}\"/>\n<link rel=\"alternate\" href=\"https://{0}/\"/>\n",
        server.host,
        escape(&server.title),
        scene.base,
        server.path()
    );
    for (place, item) in items.iter().enumerate() {
        xml.push_str(&entry(item));
        if place == 1 && server.bad_item {
            xml.push_str(ODD);
        }
    }
    xml.push_str("</feed>\n");
    xml
}

fn entry(item: &Item) -> String {
    let mut xml = format!(
        "<entry>\n<id>{}</id>\n<title>{}</title>\n<link rel=\"alternate\" href=\"{}\"/>\n\
         <author><name>{}</name></author>\n<published>{:.0}</published>\n<updated>{:.0}</updated>\n",
        escape(&item.guid),
        escape(&item.title),
        item.link,
        escape(&item.author),
        item.published,
        item.updated
    );
    for tag in &item.tags {
        let _ = writeln!(xml, "<category term=\"{}\"/>", escape(tag));
    }
    let _ = writeln!(xml, "<content type=\"html\">{}</content>", escape(&item.html()));
    if let Some((address, kind, seconds)) = &item.enclosure {
        let length = seconds
            .map_or_else(String::new, |seconds| format!(" duration=\"{}\"", seconds.round()));
        let _ = writeln!(
            xml,
            "<media:group><media:content url=\"{address}\" type=\"{kind}\"{length}/></media:group>"
        );
    }
    xml.push_str("</entry>\n");
    xml
}
