//! Every page in both languages: what any page must be, and what hostile text must not make of it.

use std::collections::{BTreeSet, HashSet};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use axum::response::Response;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use search::pages::{
    Author, CampaignPage, CountRow, CountsView, ErrorView, HitView, HomeView, PostView,
    ResultsView, RowName, Search, Shell,
};
use search::server::{Asset, static_routes};
use views::{campaign, campaigns, counts, frame, home, introduction, results};

mod views;

/// All pages by name, in Persian and English.
fn pages() -> Vec<(String, String)> {
    ["", "/en"].into_iter().flat_map(in_language).collect()
}

fn in_language(prefix: &str) -> Vec<(String, String)> {
    let fa = prefix.is_empty();
    let shell = |path: &str| frame(&format!("{prefix}{path}")).0;
    let mut pages = vec![
        ("home", home(fa).page(&shell("/"))),
        ("home, empty", HomeView::default().page(&shell("/"))),
        ("results", results("كيمياگر".into(), fa).page(&shell("/search?q=a"))),
        ("results, empty", results("none".into(), fa).page(&shell("/search?q=none"))),
        ("results, faulty", results("fault".into(), fa).page(&shell("/search?q=fault"))),
        ("results, bare", ResultsView::default().page(&shell("/search"))),
        ("introduction", introduction("x", fa).page(&shell("/p/x"))),
        ("introduction, text", introduction("text", fa).page(&shell("/p/text"))),
        ("campaigns", search::pages::campaigns(&shell("/campaigns"), &campaigns(fa))),
        ("campaign", campaign("every-librarian", fa).page(&shell("/campaigns/every-librarian"))),
        ("campaign, upcoming", campaign("winter", fa).page(&shell("/campaigns/winter"))),
        ("counting", search::pages::counting(&shell("/counting"))),
        ("counts, none", CountsView::default().page(&shell("/counts"))),
    ];
    for by in ["week", "day", "month", "platform", "campaign"] {
        pages.push(("counts", counts(by, fa).page(&shell(&format!("/counts?by={by}")))));
    }
    for status in [400, 404, 405, 408, 410, 413, 429, 500, 503] {
        pages.push(("error", ErrorView::of(status).page(&shell("/x"))));
    }
    let named =
        |(name, page): (&str, search::pages::Html)| (format!("{prefix} {name}"), page.unwrap());
    pages.into_iter().map(named).collect()
}

/// The tags of a page, as text between `<` and `>`.
fn tags(page: &str) -> impl Iterator<Item = &str> {
    page.split('<').skip(1).filter_map(|rest| rest.split('>').next())
}

fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let opening = format!(" {name}=\"");
    let values = page.split(opening.as_str()).skip(1);
    values.filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_page_has_its_language_and_one_heading() {
    for (name, page) in pages() {
        let language = if name.starts_with("/en") { ("en", "ltr") } else { ("fa", "rtl") };
        let html = format!("<html lang=\"{}\" dir=\"{}\">", language.0, language.1);
        assert!(page.starts_with("<!DOCTYPE html>\n") && page.contains(&html), "{name}");
        assert_eq!(tags(&page).filter(|tag| tag.starts_with("h1")).count(), 1, "{name}");
        assert_eq!(page.matches("<main ").count(), 1, "{name}");
        assert!(page.contains("18,402") || page.contains("۱۸٬۴۰۲"), "{name}: its revision");
        assert!(!page.contains("پست"), "{name}: the word is «معرفی»");
    }
}

#[test]
fn every_page_is_well_formed() {
    const VOID: [&str; 5] = ["meta", "link", "input", "!DOCTYPE", "br"];
    for (name, page) in pages() {
        let mut open = Vec::new();
        for tag in tags(&page) {
            let word = tag.split([' ', '\n', '/']).find(|word| !word.is_empty()).unwrap();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(word), "{name}: </{word}> closes another");
            } else if !VOID.contains(&word) && !tag.ends_with('/') {
                open.push(word);
            }
        }
        assert_eq!(open, Vec::<&str>::new(), "{name}");
        let ids = attributes(&page, "id");
        assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "{name}: {ids:?}");
        for label in ["for", "aria-labelledby"].iter().flat_map(|name| attributes(&page, name)) {
            assert!(ids.contains(&label), "{name}: nothing is called {label}");
        }
    }
}

/// The one script: proposals under the search box, loaded once the page is there.
fn is_our_script(tag: &str) -> bool {
    let address = Asset::Suggest.address();
    tag == format!("script src=\"{address}\" defer")
}

#[test]
fn nothing_is_inline_and_nothing_comes_from_elsewhere() {
    for (name, page) in pages() {
        for tag in tags(&page) {
            assert!(!tag.starts_with("script") || is_our_script(tag), "{name}: <{tag}>");
            assert!(!tag.starts_with("style"), "{name}: <{tag}>");
            assert!(!tag.contains(" style=") && !tag.contains(" on"), "{name}: <{tag}>");
            let away = tag.contains("=\"http") || tag.contains("=\"//");
            let link =
                tag.starts_with("a ") && tag.contains("rel=\"external nofollow ugc noopener\"");
            assert!(!away || link, "{name}: <{tag}>");
        }
    }
}

#[test]
fn the_other_language_is_one_link_away() {
    for (address, there) in [
        ("/search?q=a&sort=newest", "/en/search?q=a&amp;sort=newest"),
        ("/en/counting", "/counting"),
    ] {
        let page = search::pages::counting(&frame(address).0).unwrap().replace("&#38;", "&amp;");
        assert!(page.contains(&format!("href=\"{there}\"")), "{there}");
    }
    // Every other link of a page stays in its language.
    for (name, page) in pages().iter().filter(|(name, _)| name.starts_with("/en")) {
        let inside = attributes(page, "href").into_iter().filter(|href| href.starts_with('/'));
        let leaving: BTreeSet<_> = inside
            .filter(|href| !href.starts_with("/en") && !href.starts_with("/static/"))
            .collect();
        assert!(leaving.len() <= 1, "{name}: {leaving:?}");
    }
}

const HOSTILE: [&str; 6] = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>' autofocus onfocus='alert(1)",
    "\u{202e}evil\u{2066}\u{2067}\u{202d} ‏‎",
    "</title></textarea></main><base href=//evil.example>",
    "{{ shell.now }} {% raw %} &lt;b&gt; \0\u{fffd}",
    "javascript:alert(1)",
];

#[test]
fn hostile_text_is_shown_as_text() {
    for text in HOSTILE {
        for (name, page) in flooded(text, 2) {
            for tag in tags(&page) {
                let word = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
                let ours =
                    word.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '!');
                assert!(ours, "{name}: <{tag}>");
                assert!(!["img", "base", "textarea"].contains(&word), "{name}: <{tag}>");
                let script = word == "script" && tag != "/script";
                assert!(!script || is_our_script(tag), "{name}: <{tag}>");
                let bare: String = tag.split('"').step_by(2).collect();
                assert!(!bare.contains(" on") && !bare.contains("alert"), "{name}: <{tag}>");
                assert!(!tag.contains("href=\"javascript:"), "{name}: <{tag}>");
            }
        }
    }
}

#[test]
fn no_page_is_larger_than_forty_kilobytes_whatever_is_in_it() {
    const MOST: usize = 40 * 1024;
    for (name, page) in pages() {
        assert!(page.len() <= MOST, "{name}: {}", page.len());
    }
    for text in ["<", "ک", "a\n", "@a ", "@a\n", "👍🏽", "\u{202e}", "#ک "] {
        for (name, page) in flooded(text, 100_000 / text.len()) {
            assert!(page.len() <= MOST, "{name} of {text:?}: {}", page.len());
        }
    }
}

/// Pages with a text, many times over, wherever others decide what stands.
fn flooded(text: &str, times: usize) -> Vec<(&'static str, String)> {
    let text = text.repeat(times);
    let shell: Shell = frame("/search?q=x").0;
    let hit = HitView {
        key: text.chars().take(30).collect(),
        author: Author { name: Some(text.clone()), handle: Some(text.clone()) },
        text: text.clone(),
        highlights: vec![0..1, 3..3, 5..5_000_000, 0..text.len()],
        wrote: Some(text.clone()),
        ..home(true).newest.remove(0)
    };
    let hits = vec![hit.clone(); 10];
    // Links repeat the query, so that a page grows with it; the server bounds the address.
    let typed: String = text.chars().take(200).collect();
    let mut search = Search { text: typed.clone(), ..Search::default() };
    search.filters.push(("platform".into(), typed.chars().take(20).collect()));
    let results = ResultsView { search, hits: hits.clone(), total: 10, ..ResultsView::default() };
    let faulty = ResultsView {
        hits: vec![],
        near: hits[..5].to_vec(),
        problem: Some(typed.clone()),
        ..results.clone()
    };
    let post = PostView {
        url: Some(text.clone()),
        author: hit.author.clone(),
        text: text.clone(),
        ..introduction("x", true)
    };
    let row = CountRow {
        name: RowName::Named { name: typed.clone(), search: None },
        count: Some(u64::MAX),
        unasked_hours: 0,
    };
    let counted = CountsView { rows: vec![row; 5], ..CountsView::default() };
    let refused = ErrorView { sentence: Some(typed), ..ErrorView::of(400) };
    vec![
        ("home", HomeView { newest: hits[..6].to_vec(), ..home(true) }.page(&shell).unwrap()),
        ("results", results.page(&shell).unwrap()),
        ("faulty", faulty.page(&shell).unwrap()),
        ("introduction", post.page(&shell).unwrap()),
        (
            "campaign",
            CampaignPage { newest: hits, ..campaign("house", true) }.page(&shell).unwrap(),
        ),
        ("counts", counted.page(&shell).unwrap()),
        ("error", refused.page(&shell).unwrap()),
    ]
}

#[test]
fn a_withdrawn_introduction_names_nobody_and_is_not_called_missing() {
    let page = ErrorView::of(410).page(&frame("/p/mastodon:mina").0).unwrap();
    assert!(page.contains("این معرفی به خواست صاحبش برداشته شده است."));
    let page = ErrorView::of(410).page(&frame("/en/p/mastodon:mina").0).unwrap();
    assert!(page.contains("This introduction was removed at its owner’s wish."));
}

#[test]
fn unknown_is_not_nought() {
    for (prefix, unknown) in [("", "نامعلوم"), ("/en", "unknown")] {
        let page = counts("platform", prefix.is_empty()).page(&frame(prefix).0).unwrap();
        assert!(page.contains(&format!("<td class=\"n\">{unknown}</td>")), "{prefix}");
    }
}

#[test]
fn gaps_stand_in_the_chart_and_in_the_table() {
    let page = counts("week", true).page(&frame("/counts").0).unwrap();
    assert_eq!(
        page.matches("<rect class=\"fh\" fill=\"url(#hatch)\"").count(),
        3,
        "legend and plots"
    );
    assert!(page.contains("(ناقص)") && page.contains("بلندی‌اش اندازه ندارد"));
    assert!(page.contains("۴۱ ساعت از این بازه پرسیده نشده است"));
}

#[tokio::test]
async fn a_first_visit_costs_at_most_sixty_kilobytes() {
    let (_, page) = &pages()[0];
    let mut wanted: Vec<String> = attributes(page, "href")
        .into_iter()
        .filter(|href| href.starts_with("/static/"))
        .map(Into::into)
        .collect();
    let mut seen = HashSet::new();
    let mut bytes = zipped(page);
    while let Some(address) = wanted.pop() {
        if !seen.insert(address.clone()) {
            continue;
        }
        let answer = ask(&address, "gzip").await;
        assert_eq!(answer.status(), StatusCode::OK, "{address}");
        bytes += to_bytes(answer.into_body(), usize::MAX).await.unwrap().len();
        if address.ends_with(".css") {
            let answer = ask(&address, "identity").await;
            let style = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            let style = String::from_utf8(style.to_vec()).unwrap();
            wanted.extend(
                style
                    .split("url(")
                    .skip(1)
                    .filter_map(|rest| rest.split(')').next())
                    .map(Into::into),
            );
        }
    }
    assert_eq!(seen.len(), 6, "{seen:?}");
    println!("a first visit: {bytes} bytes");
    assert!(bytes <= 60_000, "{bytes}");
}

async fn ask(address: &str, coding: &str) -> Response {
    let request = Request::get(address).header("accept-encoding", coding);
    let routes = TowerToHyperService::new(static_routes());
    routes.call(request.body(Body::empty()).unwrap()).await.unwrap()
}

fn zipped(text: &str) -> usize {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}
