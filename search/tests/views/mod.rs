//! Invented views of every page, for the preview and for tests.

use config::{Language, Name, Site};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan};
use search::counting::By;
use search::pages::{
    Author, CampaignPage, CampaignState, CampaignView, Choice, CountCard, CountRow, Counting,
    CountsView, Facet, Further, HitView, HomeCounts, HomeView, PostView, ReadingView, ResultsView,
    RowName, Search, Shell, Suggestion, Tongue,
};

/// The frame of a page, and its address without a language.
pub(crate) fn frame(address: &str) -> (Shell, String) {
    let site = Site {
        name: Name { fa: "کتاب‌خوان".into(), en: "Ketabkhan".into() },
        language: Language::Fa,
        listen: String::new(),
        address: String::new(),
        time_zone: "Asia/Tehran".into(),
        tls: false,
        connections: 64,
    };
    let (tongue, here) = Tongue::of(address, site.language);
    (Shell::new(&site, tongue, here, 18_402, instant("2026-11-23T07:50:00Z")), here.to_owned())
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

const TEXTS: [&str; 6] = [
    "سلام. من کتابدارم و امروز می‌خواهم از «کیمیاگر» بگویم که سه بار خوانده‌ام و هر بار چیز تازه‌ای در آن یافته‌ام. #هر_کتابدار_یک_کتابخوان @iranpl",
    "اگر فقط یک رمان ایرانی بخوانید، بگذارید «سووشون» باشد. شیرازِ این کتاب بوی بهارنارنج و قحطی را با هم دارد؛ و زری، که آرام‌آرام می‌فهمد خانه را نمی‌شود از آشوبِ بیرون در امان نگه داشت.",
    "برای بچه‌های ۹ تا ۱۲ سال: قصه‌های مجید. خندیدیم و کمی هم گریه کردیم.",
    "A short introduction of The Little Prince, for readers of every age. #every_librarian_a_book_reader",
    "«ماهی سیاه کوچولو» را با زبان اشاره خوانده‌ایم تا ناشنوایان هم بشنوند.\nمتن کامل زیر فیلم است.",
    "چراغ‌ها را من خاموش می‌کنم؛ داستانی آرام از خانه‌ای در آبادان.",
];

fn hit(at: usize, fa: bool) -> HitView {
    let names = ["مینا نمونه", "کتابخانهٔ عمومی نمونه", "آرش فرضی", "Sara Sample", "گروه پرواز", ""];
    let handles =
        ["mina_nemune", "ketabkhane.nemune", "arash@social.example", "sara", "parvaz", "r07"];
    let text = TEXTS[at % TEXTS.len()];
    let word = text.find("کیمیاگر").map(|start| start..start + "کیمیاگر".len());
    let film = at % 3 != 2;
    HitView {
        key: format!("mastodon:https://social.example/@a/{at}"),
        platform: ["آپارات", "ماستودون", "بلواسکای"][at % 3].to_owned(),
        posted_at: (at != 4).then(|| instant("2020-04-19T10:20:00Z") + (at as i64 * 31).hours()),
        author: Author {
            name: Some(names[at % 6].to_owned()).filter(|name| !name.is_empty()),
            handle: Some(handles[at % 6].to_owned()),
        },
        text: text.to_owned(),
        wrote: word.is_some().then(|| "كيمياگر".to_owned()),
        highlights: word.into_iter().collect(),
        has_film: film,
        duration_s: film.then_some(118.0 + at as f64 * 52.0),
        campaigns: vec![("every-librarian".to_owned(), campaign_name(fa).to_owned())],
    }
}

fn campaign_name(fa: bool) -> &'static str {
    if fa {
        "هر کتابدار، یک کتاب‌خوان"
    } else {
        "Every librarian is a reader"
    }
}

pub(crate) fn campaigns(fa: bool) -> Vec<CampaignView> {
    let view = |slug: &str, name: &str, count, state, from: Date, to: Option<Date>| CampaignView {
        slug: slug.into(),
        name: name.into(),
        count,
        state,
        from,
        to,
    };
    let house = if fa { "هر خانه یک کتابخانه" } else { "Every house is a library" };
    let winter = if fa { "زمستانِ کتاب" } else { "A winter of books" };
    vec![
        view(
            "house",
            house,
            1_204,
            CampaignState::Open,
            date(2026, 9, 23),
            Some(date(2026, 12, 20)),
        ),
        view(
            "every-librarian",
            campaign_name(fa),
            626,
            CampaignState::Ended,
            date(2020, 4, 4),
            Some(date(2020, 6, 12)),
        ),
        view("winter", winter, 0, CampaignState::Upcoming, date(2026, 12, 21), None),
    ]
}

pub(crate) fn home(fa: bool) -> HomeView {
    HomeView {
        counts: HomeCounts { introductions: 1_830, accounts: 574, campaigns: 3 },
        newest: (0..6).map(|at| hit(at, fa)).collect(),
        campaigns: campaigns(fa),
    }
}

pub(crate) fn results(text: String, fa: bool) -> ResultsView {
    let choice = |value: &str, label: &str, count| Choice {
        value: value.into(),
        label: label.into(),
        count,
    };
    let facets = vec![
        Facet {
            name: "campaign".into(),
            legend: if fa { "پویش" } else { "Campaign" }.into(),
            choices: vec![
                choice("every-librarian", campaign_name(fa), 12),
                choice(
                    "house",
                    if fa {
                        "هر خانه یک کتابخانه"
                    } else {
                        "Every house is a library"
                    },
                    2,
                ),
            ],
        },
        Facet {
            name: "platform".into(),
            legend: if fa { "سکو" } else { "Platform" }.into(),
            choices: vec![choice("aparat", "آپارات", 9), choice("mastodon", "ماستودون", 5)],
        },
    ];
    let mut search = Search::of("platform", "aparat");
    search.text = text;
    let hits = match search.text.as_str() {
        "none" | "fault" => Vec::new(),
        _ => (0..5).map(|at| hit(at, fa)).collect(),
    };
    let problem = (search.text == "fault").then(|| {
        if fa {
            "گیومه‌ای باز مانده است."
        } else {
            "A quotation mark is left open."
        }
        .into()
    });
    ResultsView {
        total: if hits.is_empty() { 0 } else { 14 },
        accounts: Some(11),
        next: Some(Further { after: "c-20".into(), begins: TEXTS[1].into() }),
        suggestions: vec![
            Suggestion { text: "قلعهٔ حیوانات".into(), count: Some(4), meant: true },
            Suggestion { text: "حیوانات".into(), count: Some(9), meant: false },
        ],
        readings: vec![ReadingView {
            typed: search.text.clone(),
            meant: vec!["کیمیاگر".into(), "کیمیا".into()],
            literal: format!("\"{}\"", search.text),
        }],
        near: if search.text == "none" { vec![hit(1, fa), hit(2, fa)] } else { Vec::new() },
        search,
        hits,
        facets,
        problem,
    }
}

pub(crate) fn introduction(key: &str, fa: bool) -> PostView {
    let hit = hit(if key == "text" { 2 } else { 0 }, fa);
    PostView {
        url: Some("https://social.example/@a/1".into()),
        platform: hit.platform,
        posted_at: hit.posted_at,
        first_seen_at: instant("2020-04-19T12:00:00Z"),
        author: hit.author,
        text: TEXTS.join("\n\n"),
        has_film: hit.has_film,
        duration_s: hit.duration_s,
        campaigns: hit.campaigns,
        key: hit.key,
    }
}

pub(crate) fn campaign(slug: &str, fa: bool) -> CampaignPage {
    let all = campaigns(fa);
    let campaign = all.iter().find(|view| view.slug == slug).unwrap_or(&all[1]).clone();
    let any = campaign.count > 0;
    CampaignPage {
        accounts: any.then_some(412),
        newest: (0..if any { 3 } else { 0 })
            .map(|at| HitView { campaigns: Vec::new(), wrote: None, ..hit(at, fa) })
            .collect(),
        platforms: match any {
            true => vec![
                ("aparat".into(), "آپارات".into(), 402),
                ("mastodon".into(), "ماستودون".into(), 180),
                ("bluesky".into(), "بلواسکای".into(), 44),
            ],
            false => Vec::new(),
        },
        unasked_hours: if any { 41 } else { 0 },
        longest_film_s: Some(300.0),
        accounts_to_tag: vec!["iranpl".into(), "iranplir".into()],
        hashtags: vec![
            "هر_کتابدار_یک_کتابخوان".into(),
            "هر_كتابدار_يك_كتابخوان".into(),
            "every_librarian_a_book_reader".into(),
        ],
        campaign,
    }
}

pub(crate) fn counts(by: &str, fa: bool) -> CountsView {
    let by = By::ALL.into_iter().find(|each| each.word() == by).unwrap_or_default();
    let counts = [31, 66, 93, 67, 111, 84, 60, 48, 37, 29];
    let week = |at: usize| date(2020, 4, 4).saturating_add((at as i64 * 7).days());
    let day = |at: usize| date(2020, 4, 4).saturating_add((at as i64).days());
    let row = |first: Date, last: Date, count, unasked_hours| CountRow {
        name: RowName::Days { first, last },
        count,
        unasked_hours,
    };
    let named = |name: &str, value: &str, count| CountRow {
        name: RowName::Named { name: name.into(), search: Some(Search::of("platform", value)) },
        count,
        unasked_hours: 0,
    };
    let rows = match by {
        By::Day => (0..70)
            .map(|at| row(day(at), day(at), Some((at as u64 * 7) % 19), u64::from(at == 22) * 9))
            .collect(),
        By::Platform | By::Campaign => vec![
            named("آپارات", "aparat", Some(402)),
            named("ماستودون", "mastodon", Some(180)),
            named("بلواسکای", "bluesky", None),
        ],
        _ => (0..10)
            .map(|at| {
                let last = week(at).saturating_add(6.days());
                row(week(at), last, Some(counts[at]), if at == 3 { 41 } else { 0 })
            })
            .collect(),
    };
    CountsView {
        counting: Counting { by, ..Counting::default() },
        campaigns: campaigns(fa).into_iter().map(|view| (view.slug, view.name)).collect(),
        rows,
        total: Some(626),
        card: CountCard {
            people: Some((541, 598)),
            author_unknown: 12,
            withdrawn: 3,
            coverage: Some((1_639, 1_680)),
            revision: 18_402,
            definition: 1,
            checksum: Some("9f2c41d07ab3".into()),
        },
    }
}
