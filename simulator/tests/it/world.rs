//! The embedded world is consistent and as varied as it claims to be.

use crate::setting::{END, time};
use ketabkhan_simulator::{Dialect, World, WorldError};
use std::collections::HashSet;

#[test]
fn the_embedded_world_is_rich() {
    let world = World::embedded();
    let books: HashSet<_> = world.posts.iter().filter_map(|post| post.book.as_ref()).collect();
    let provinces: HashSet<_> =
        world.accounts.iter().filter_map(|account| account.province.as_ref()).collect();
    let texts: HashSet<_> = world.posts.iter().map(|post| &post.text).collect();
    assert!((360..=460).contains(&world.posts.len()), "{}", world.posts.len());
    assert!(books.len() >= 110, "{} books", books.len());
    assert!(provinces.len() >= 25, "{} provinces", provinces.len());
    assert!(texts.len() * 100 >= world.posts.len() * 95, "{} texts", texts.len());
    assert!(world.posts.iter().filter(|post| post.deleted_at.is_some()).count() >= 12);
    assert!(world.posts.iter().filter(|post| post.edited.is_some()).count() >= 12);
}

#[test]
fn every_post_fits_its_platform_and_happens_in_time() {
    let world = World::embedded();
    for post in &world.posts {
        assert!(post.at >= world.begins && post.at <= world.ends, "{} is out of time", post.name);
        for name in &post.servers {
            let server = world.server(name).unwrap();
            let length = world.text_on(server, post, world.ends).chars().count();
            match server.dialect {
                Dialect::Bluesky => {
                    assert!(length <= 300 && post.edited.is_none(), "{}", post.name);
                    assert!(world.account(&post.account).unwrap().bluesky.is_some());
                }
                dialect if dialect.is_mastodon() => assert!(length <= 500, "{}", post.name),
                _ => assert!(post.title.is_some(), "{} has no title", post.name),
            }
        }
        if let Some(name) = &post.reply_to {
            let answered = world.posts.iter().find(|post| post.name == *name).unwrap();
            assert!(answered.at < post.at, "{} answers the future", post.name);
        }
    }
}

#[test]
fn what_belongs_to_no_campaign_is_never_expected() {
    let world = World::embedded();
    for campaign in &world.campaigns {
        for expected in world.expected(campaign, world.ends) {
            let post = world.posts.iter().find(|post| post.name == expected.post).unwrap();
            assert!(post.campaign.is_some(), "{}: {}", post.name, post.text);
        }
    }
}

#[test]
fn nearly_all_of_a_campaign_can_be_reached_and_each_way_is_needed() {
    let world = World::embedded();
    let campaign = world.campaign("every-librarian").unwrap();
    let expected = world.expected(campaign, time(END));
    let meant =
        world.posts.iter().filter(|post| post.campaign.as_deref() == Some("every-librarian"));
    assert!(expected.len() * 100 >= meant.count() * 95);
    assert!(expected.iter().any(|post| post.tagged && !post.mentions));
    assert!(expected.iter().any(|post| post.mentions && !post.tagged));
    assert!(expected.iter().any(|post| post.deleted) && expected.iter().any(|post| post.edited));
    assert!(expected.iter().any(|post| post.servers.len() == 3));
    for tag in &campaign.tags {
        let one = ketabkhan_simulator::Campaign {
            tags: vec![tag.clone()],
            account: None,
            ..campaign.clone()
        };
        assert!(!world.expected(&one, world.ends).is_empty(), "nobody writes `{tag}`");
    }
}

#[test]
fn posts_come_late_to_other_servers_and_go_everywhere_at_once() {
    let world = World::embedded();
    let second = jiff::SignedDuration::from_secs(1);
    let there = |post: &str, now| -> Vec<&str> {
        let holds = |server: &&ketabkhan_simulator::Server| {
            world.posts_at(server, now).iter().any(|other| other.name == post)
        };
        world.servers.iter().filter(holds).map(|server| server.name.as_str()).collect()
    };
    let late = world.posts.iter().filter(|post| post.late_minutes.is_some());
    for post in late {
        let home = &world.account(&post.account).unwrap().home;
        let arrives = post.at + jiff::SignedDuration::from_mins(post.late_minutes.unwrap().into());
        assert!(there(&post.name, post.at - second).is_empty());
        assert_eq!(there(&post.name, arrives - second), [home.as_str()]);
        assert_eq!(there(&post.name, arrives).len(), post.servers.len());
    }
    for post in world.posts.iter().filter(|post| post.deleted_at.is_some()) {
        let gone = post.deleted_at.unwrap();
        assert_eq!(there(&post.name, gone - second).len(), post.servers.len());
        assert!(there(&post.name, gone).is_empty());
    }
}

#[test]
fn a_contradictory_world_is_refused() {
    let head = "begins = '2020-03-20T00:00:00Z'\nends = '2020-05-20T00:00:00Z'\nmentioned = 'm'\naccounts = [{ id = 'a', name = 'A', home = 's', handle = 'a' }]\nservers = [{ name = 's', dialect = 'rss', host = 'h', title = 't' }]\n";
    let post = |rest: &str| {
        format!(
            "{head}[[posts]]\nname = 'p'\nservers = ['s']\nat = '2020-04-01T00:00:00Z'\ntext = ''\n{rest}"
        )
    };
    assert!(post("account = 'a'").parse::<World>().is_ok());
    for fault in [
        "account = 'b'",
        "account = 'a'\ndeleted_at = '2020-03-31T00:00:00Z'",
        "account = 'a'\nedited = { at = '2020-03-31T00:00:00Z', text = '' }",
    ] {
        let refused = post(fault).parse::<World>();
        assert!(matches!(refused, Err(WorldError::Inconsistent(_))), "{fault}");
    }
    assert!(matches!("nonsense".parse::<World>(), Err(WorldError::Unparsable(_))));
}
