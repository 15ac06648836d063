//! What a server says about itself.

use crate::{dialect::Dialect, http::Answer, scene::Scene};
use serde_json::{Value, json};

/// `/api/v2/instance`.
pub(super) fn instance(scene: &Scene<'_>) -> Answer {
    let server = scene.server;
    let version = match server.dialect {
        Dialect::GoToSocial => "0.20.0+git-a1b2c3d",
        Dialect::Takahe => "takahe/0.11.0",
        _ => "4.6.4",
    };
    let mut about = json!({
        "domain": server.host,
        "title": server.title,
        "version": version,
        "description": server.title,
        "languages": ["fa", "en"],
        "configuration": {
            "urls": {"streaming": format!("wss://{}", server.host)},
            "statuses": {"max_characters": 500, "max_media_attachments": 4},
        },
        "rules": [],
    });
    if server.dialect == Dialect::Mastodon {
        let public: Value = json!({"local": "public", "remote": "public"});
        about["configuration"]["timelines_access"] = json!({"live_feeds": {"local": "disabled", "remote": "disabled"}, "hashtag_feeds": public});
        about["configuration"]["limited_federation"] = false.into();
        about["api_versions"] = json!({"mastodon": 10});
    }
    Answer::json(200, &about)
}
