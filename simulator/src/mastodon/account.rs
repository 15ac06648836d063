//! Accounts, as the API shows them.

use super::missing;
use crate::{
    dialect::Dialect,
    http::{Answer, Request},
    identifier::scramble,
    placement::{order, spell},
    scene::{Reply, Scene, stamp},
    world::Account,
};
use jiff::SignedDuration;
use serde_json::{Value, json};

/// Finds an account by `acct`.
pub(super) fn lookup(scene: &Scene<'_>, request: &Request) -> Reply {
    let asked = request.parameter("acct").unwrap_or("").trim_start_matches('@').to_lowercase();
    let named = |account: &&Account| {
        let local = account.home == scene.server.name && account.handle == asked;
        local || address(scene, account) == asked
    };
    let on_mastodon = |account: &&Account| {
        scene.world.server(&account.home).is_some_and(|home| home.dialect.is_mastodon())
    };
    let found = scene.world.accounts.iter().filter(on_mastodon).find(named);
    let found = found.ok_or_else(|| missing(scene.server.dialect, "Record not found"))?;
    Ok(Answer::json(200, &account(scene, found)))
}

/// An account.
pub(super) fn account(scene: &Scene<'_>, account: &Account) -> Value {
    let (dialect, handle) = (scene.server.dialect, &account.handle);
    let host = host(scene, account);
    let picture = format!("https://{host}/avatars/original/missing.png");
    let banner = format!("https://{host}/headers/original/missing.png");
    let noise = scramble(&["account", &account.id]);
    let mut shown = json!({
        "id": id(scene, account),
        "username": handle,
        "acct": acct(scene, account),
        "display_name": account.name,
        "locked": false,
        "bot": false,
        "discoverable": true,
        "indexable": true,
        "group": false,
        "created_at": stamp(joined(scene, account)),
        "note": if account.bio.is_empty() { String::new() } else { format!("<p>{}</p>", account.bio) },
        "url": format!("https://{host}/@{handle}"),
        "uri": format!("https://{host}/users/{handle}"),
        "avatar": picture,
        "avatar_static": picture,
        "avatar_description": "",
        "header": banner,
        "header_static": banner,
        "header_description": "",
        "followers_count": noise % 900,
        "following_count": noise % 310,
        "statuses_count": noise % 700,
        "last_status_at": if dialect == Dialect::Takahe { Value::Null } else { "2020-05-10".into() },
        "hide_collections": null,
        "noindex": false,
        "emojis": [],
        "roles": [],
        "fields": [],
    });
    if dialect == Dialect::Mastodon {
        shown["feature_approval"] = approval();
        for name in ["show_media", "show_media_replies", "show_featured"] {
            shown[name] = true.into();
        }
    }
    shown
}

/// Who may quote or feature: everybody. Mastodon says so since 4.5.
pub(super) fn approval() -> Value {
    json!({"automatic": ["public"], "manual": [], "current_user": "automatic"})
}

/// The account's id on the server.
pub(super) fn id(scene: &Scene<'_>, account: &Account) -> String {
    spell(scene.server.dialect, order(scene.server, joined(scene, account), &account.id))
}

/// The handle as the server writes it: with the host unless the account lives there; Takahe always
/// writes the host.
pub(super) fn acct(scene: &Scene<'_>, account: &Account) -> String {
    if account.home == scene.server.name && scene.server.dialect != Dialect::Takahe {
        account.handle.clone()
    } else {
        address(scene, account)
    }
}

/// Host of the server where the account lives.
pub(super) fn host(scene: &Scene<'_>, account: &Account) -> String {
    let home = scene.world.server(&account.home);
    home.map_or_else(|| scene.server.host.clone(), |home| home.host.clone())
}

fn address(scene: &Scene<'_>, account: &Account) -> String {
    format!("{}@{}", account.handle, host(scene, account))
}

fn joined(scene: &Scene<'_>, account: &Account) -> jiff::Timestamp {
    let days = 20 + (scramble(&["joined", &account.id]) % 900) as i64;
    let before = SignedDuration::from_hours(-24 * days);
    scene.world.begins.saturating_add(before).unwrap_or(scene.world.begins)
}
