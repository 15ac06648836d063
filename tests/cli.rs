//! The command line, tried as by somebody who sees it for the first time.

use std::time::{Duration, Instant};

use serde_json::Value;
use simulator::Settings;

mod support;
use support::bytes::{files, holds};
use support::posts::{file_of, some};
use support::program::{Program, Serving, encoded};
use support::seed::Seed;
use support::stage::{Stage, hasty_world};

/// Posts whose words are known.
const POSTS: &str = r#"{"platform":"eitaa","id":"1","text":"کتاب سووشون را خواندم #هر_کتابدار_یک_کتابخوان","author_handle":"mina","author_name":"مینا نمونه‌پور","posted_at":"2020-04-20T10:00:00Z","duration_s":61.5,"url":"https://eitaa.example/1"}
{"platform":"bale","id":"2","text":"این كتاب خوب است #هر_خانه_یک_کتابخانه","author_handle":"@baran","posted_at":"2020-04-27T10:00:00Z"}
{"platform":"aparat","id":"3","text":"کتاب‌های تازهٔ کتابخانه","author_handle":"","posted_at":""}
{"platform":"aparat","id":"4","text":"a quiet film about nothing","author_handle":"sam","posted_at":"2020-05-04"}
"#;

fn imported(text: &str) -> Program {
    let program = Program::new();
    let file = program.file("posts.ndjson", text);
    program.import(&file).well();
    program.run(&["index", "--once"]).well();
    program
}

fn keys_of(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn every_command_explains_itself() {
    let program = Program::new();
    let help = program.run(&["--help"]).well();
    let commands = [
        "up", "demo", "harvest", "index", "serve", "import", "counts", "withdraw", "sources",
        "check", "explain",
    ];
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not in\n{help}");
        let own = program.run(&[command, "--help"]).well();
        assert!(own.contains("Usage: ketabkhan"), "{own}");
        assert!(own.contains("--data <DIR>") && own.contains("--config <FILE>"), "{own}");
    }
    assert!(program.run(&["index", "rebuild", "--help"]).well().contains("anew"));
    let version = program.run(&["--version"]).well();
    assert_eq!(version.trim(), format!("ketabkhan {}", env!("CARGO_PKG_VERSION")));
    let slip = program.run(&["serv"]);
    assert_ne!(slip.code, 0);
    assert!(slip.err.contains("'serve'"), "{}", slip.err);
    assert!(!program.data().exists(), "asking for help makes no data folder");
}

#[test]
fn a_wrong_key_is_named_with_file_line_and_the_right_one() {
    let mut program = Program::new();
    let cases = [
        ("[site]\nlanguage = \"fa\"\nlisten_on = \"127.0.0.1:1\"\n", 3, "listen_on", "listen"),
        ("[storage]\nurll = \"sqlite\"\n", 2, "urll", "url"),
        ("\n\n[harvset]\ntime_limit = \"3s\"\n", 3, "harvset", "harvest"),
        (
            "[[source]]\nname = \"a\"\nplatform = \"feed\"\nschedule = \"* * * * *\"\n\
             pace = { requests = 1, per = \"1s\", burst = 1 }\nask = { url = [] }\n",
            6,
            "url",
            "urls",
        ),
    ];
    for (text, line, wrong, right) in cases {
        let file = program.file("my settings.toml", text);
        program.config = Some(file.clone());
        let ran = program.run(&["check"]);
        assert_eq!(ran.code, 1, "{ran:?}");
        let place = format!("{}:{line}: ", file.display());
        for part in [&place, &format!("`{wrong}`"), &format!("`{right}`")] {
            assert!(ran.err.contains(part.as_str()), "no {part} in {}", ran.err);
        }
    }
    program.config = Some(program.folder().join("absent.toml"));
    let ran = program.run(&["check"]);
    assert!(ran.code == 1 && ran.err.contains("absent.toml"), "{ran:?}");
}

#[test]
fn a_wrong_source_brings_the_nearest_to_mind() {
    let program = Program::new();
    let ran = program.run(&["harvest", "mastodon.socail", "--once"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("`mastodon.socail`"), "{}", ran.err);
    assert!(ran.err.contains("did you mean `mastodon.social`?"), "{}", ran.err);
    let far = program.run(&["harvest", "qqqqqqqqqqqqqqq", "--once"]);
    assert!(far.err.contains("known: mastodon.social"), "{}", far.err);
}

#[test]
fn the_embedded_settings_are_right_and_what_is_missing_is_said() {
    let program = Program::new();
    let mut command = program.command(&["check"]);
    command.env_remove("BLUESKY_IDENTIFIER").env_remove("BLUESKY_APP_PASSWORD");
    let output = command.output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{out}");
    for part in [
        "settings: the embedded settings are right: 2 campaigns, 5 sources",
        "bluesky is not configured, which is no error",
        "BLUESKY_IDENTIFIER",
        "archive: 0 posts public",
        "ketabkhan index --once",
    ] {
        assert!(out.contains(part), "no {part} in\n{out}");
    }
    let sources = program.run(&["sources"]).well();
    assert!(sources.contains("mastodon.social") && sources.contains("never run"), "{sources}");
}

#[test]
fn bad_lines_of_a_file_are_told_by_number_and_kept() {
    let program = Program::new();
    let ndjson = format!(
        "{}not json at all\n\n{{\"platform\":\"eitaa\",\"id\":\"9\",\"text\":\"x\",\
         \"author_handle\":\"a\",\"posted_at\":\"yesterday\"}}\n{}",
        POSTS.lines().next().unwrap().to_owned() + "\n",
        POSTS.lines().nth(1).unwrap()
    );
    let ran = program.import(&program.file("posts.ndjson", &ndjson));
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("2 new, 0 changed, 0 known"), "{}", ran.out);
    assert!(ran.out.contains("line 2: ") && ran.out.contains("line 4: "), "{}", ran.out);
    assert!(ran.out.contains("`posted_at` is `yesterday`"), "{}", ran.out);
    assert!(ran.out.contains("2 lines could not be read"), "{}", ran.out);
    assert!(program.run(&["check"]).well().contains("2 items parked"));
    let raw = files(&program.data().join("raw")).into_values().flatten().collect::<Vec<u8>>();
    assert!(holds(&raw, "not json at all") && holds(&raw, "yesterday"));

    let csv = "platform,id,text,author_handle,posted_at,duration_s\r\n\
               eitaa,11,\"دو خط،\nیک قصه\",mina,2020-04-20,۱۲٫۵\r\n\
               eitaa,12,بی‌شماره,mina,2020-04-20,long\r\n\
               eitaa,13,آخر,mina,,\r\n";
    let file = program.file("posts.csv", csv);
    let ran = program.import(&file);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("2 new"), "{}", ran.out);
    assert!(ran.out.contains("line 4: `duration_s` is `long`"), "{}", ran.out);
    let again = program.import(&file);
    assert!(again.out.contains("0 new, 0 changed, 2 known"), "{}", again.out);

    let lacking =
        program.import(&program.file("bad.csv", "platform,id,text,author-handle,posted_at\n"));
    assert_eq!(lacking.code, 1);
    assert!(
        lacking.err.contains("`author_handle` is missing; is it `author-handle`?"),
        "{}",
        lacking.err
    );
    let absent = program.run(&["import", "/no/such/file.csv"]);
    assert!(absent.code == 1 && absent.err.contains("`/no/such/file.csv`"), "{absent:?}");
}

#[test]
fn it_serves_at_once_and_answers_in_the_fixed_shapes() {
    let program = imported(POSTS);
    let serving = program.serve("serve");
    assert_eq!(serving.first_line, format!("listening on http://{}", serving.address));
    assert_eq!(serving.get("/healthz", &[]).status, 200);
    assert_eq!(serving.get("/ready", &[]).status, 200);
    let metrics = serving.get("/metrics", &[]);
    assert!(metrics.content_type.starts_with("text/plain"));
    assert!(metrics.body.contains("\nketabkhan_posts_public 4\n"), "{}", metrics.body);

    let page = serving.api("search", &[("q", "سووشون"), ("sort", "newest"), ("limit", "1")]);
    assert_eq!(keys_of(&page), ["hits", "next", "revision", "total"]);
    let hit = &page["hits"][0];
    let fields = [
        "author",
        "campaigns",
        "duration_s",
        "highlight",
        "key",
        "platform",
        "posted_at",
        "text",
        "url",
    ];
    assert_eq!(keys_of(hit), fields);
    assert_eq!(hit["key"], "eitaa:1");
    assert_eq!(hit["campaigns"], serde_json::json!(["every-librarian"]));
    assert_eq!(hit["duration_s"], 61.5);
    assert_eq!(hit["posted_at"], "2020-04-20T10:00:00Z");
    assert_eq!(hit["highlight"], serde_json::json!([[5, 11]]));
    assert_eq!((&page["total"], &page["next"]), (&1.into(), &Value::Null));

    let read = serving.api("search", &[("q", "سووشن")]);
    assert_eq!(read["readings"], serde_json::json!([{"typed": "سووشن", "meant": ["سووشون"]}]));
    let proposed = serving.api("suggest", &[("q", "mina")]);
    let presenter = serde_json::json!({"kind": "presenter", "text": "مینا نمونه‌پور"});
    assert_eq!(proposed, serde_json::json!({"suggestions": [presenter]}));

    let counts = serving.api("counts", &[("by", "platform")]);
    assert_eq!(keys_of(&counts), ["by", "card", "rows"]);
    assert_eq!(counts["rows"][0], serde_json::json!({"key":"aparat","count":2,"author_unknown":1}));
    assert_eq!(counts["card"]["total"], 4);
    filters(&serving);
}

fn filters(serving: &Serving) {
    for (parameters, total) in [
        (&[("platform", "aparat")][..], 2),
        (&[("campaign", "every-house")], 1),
        (&[("from", "2020-04-21"), ("to", "2020-04-27")], 1),
        (&[("from", "1399-02-08")], 2),
        (&[("q", "-کتاب")], 1),
        (&[("q", "کتاب"), ("limit", "1"), ("sort", "relevance")], 3),
    ] {
        assert_eq!(serving.api("search", parameters)["total"], total, "{parameters:?}");
    }
    for (path, parameters) in [
        ("/api/v1/search", ("sort", "best")),
        ("/api/v1/search", ("limit", "0")),
        ("/api/v1/search", ("cursor", "zz")),
        ("/api/v1/search", ("from", "soon")),
        ("/api/v1/counts", ("by", "moon")),
        ("/api/v1/counts", ("unit", "person")),
    ] {
        let answer = serving.get(path, &[parameters]);
        assert_eq!(answer.status, 400, "{path} {parameters:?}");
        assert_eq!(answer.content_type, "application/problem+json");
        assert_eq!(answer.json()["status"], 400);
    }
    assert_eq!(serving.get("/api/v1/nothing", &[]).status, 404);
}

#[test]
fn without_an_index_it_says_so_until_there_is_one() {
    let program = Program::new();
    let serving = program.serve("serve");
    assert_eq!(serving.get("/ready", &[]).status, 200);
    assert_eq!(serving.api("search", &[])["total"], 0);
    std::fs::remove_dir_all(program.data().join("index")).unwrap();
    assert_eq!(serving.get("/healthz", &[]).status, 200);
    assert_eq!(serving.get("/ready", &[]).status, 503);
    assert_eq!(serving.get("/api/v1/search", &[]).status, 503);
    // It is found as soon as it is there.
    program.import(&program.file("posts.ndjson", POSTS)).well();
    program.run(&["index", "--once"]).well();
    assert_eq!(serving.get("/ready", &[]).status, 200);
    assert_eq!(serving.api("search", &[])["total"], 4);
}

#[test]
fn arabic_letters_find_what_persian_ones_do() {
    let program = imported(POSTS);
    let serving = program.serve("serve");
    let found = |typed: &str| {
        let (keys, total) = serving.keys(&[("q", typed)]);
        (keys.into_iter().collect::<std::collections::BTreeSet<_>>(), total)
    };
    let persian = found("کتاب");
    assert_eq!(persian.1, 3);
    assert_eq!(found("كتاب"), persian);
    assert_eq!(found("كِتـــاب"), persian);
    assert_eq!(found("#هر_كتابدار_يك_كتابخوان").1, 1);
    let page = serving.get("/search", &[("q", "كتاب")]);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("سووشون") && page.body.contains("dir=\"rtl\""));
}

#[test]
fn tables_on_the_command_line_are_those_of_the_api() {
    let program = imported(&file_of(&some(&mut Seed::new(3), 300)));
    let serving = program.serve("serve");
    for by in ["day", "week", "platform", "campaign"] {
        for unit in ["post", "account"] {
            for query in ["", "کتاب -رمان"] {
                let counts = |format: &str| {
                    let words = ["counts", "--by", by, "--unit", unit, "--format", format];
                    program.run(&[&words[..], &["--where", query]].concat()).well()
                };
                let api = serving.api("counts", &[("by", by), ("unit", unit), ("q", query)]);
                let json: Value = serde_json::from_str(&counts("json")).unwrap();
                assert_eq!(json, api, "{by} {unit} {query}");
                let rows = api["rows"].as_array().unwrap();
                assert_eq!(csv_rows(&counts("csv")), rows_of(rows), "{by} {unit} {query}");
                table(&counts("table"), rows, &api["card"]);
            }
        }
    }
    let slip = program.run(&["counts", "--where", "from:someday"]);
    assert!(slip.code == 1 && slip.err.contains("`someday` is not a date"), "{slip:?}");
}

fn rows_of(rows: &[Value]) -> Vec<(String, u64)> {
    let row = |row: &Value| {
        (row["key"].as_str().unwrap_or("unknown").to_owned(), row["count"].as_u64().unwrap())
    };
    rows.iter().map(row).collect()
}

fn csv_rows(text: &str) -> Vec<(String, u64)> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let place = reader.headers().unwrap().iter().position(|name| name == "count").unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| (row[0].to_owned(), row[place].parse().unwrap())).collect()
}

fn table(text: &str, rows: &[Value], card: &Value) {
    let lines: Vec<&str> = text.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(lines.len(), rows.len(), "{text}");
    for (line, (key, count)) in lines.iter().zip(rows_of(rows)) {
        assert!(line.starts_with(&key), "{line}");
        assert!(line.contains(&format!("  {count:>8}  ")), "{line} has no {count}");
    }
    assert!(text.contains(&format!(
        "{} {}s in all",
        card["total"],
        card["unit"].as_str().unwrap()
    )));
}

#[test]
fn what_is_withdrawn_is_gone_from_every_view_at_once_and_for_good() {
    let program = imported(POSTS);
    let key = "eitaa:1";
    let shown = |serving: &Serving| {
        let page = format!("/p/{}", encoded(key));
        let of = |name, parameters: &[(&str, &str)]| serving.api(name, parameters);
        (
            of("search", &[("q", "سووشون")])["total"].as_u64().unwrap(),
            of("search", &[])["total"].as_u64().unwrap(),
            of("counts", &[("by", "week")])["card"]["total"].as_u64().unwrap(),
            serving.get(&page, &[]).status,
            serving.get("/search", &[("q", "سووشون")]).body.contains("را خواندم"),
            serving.get("/", &[]).body.contains("را خواندم"),
        )
    };
    let serving = program.serve("serve");
    assert_eq!(shown(&serving), (1, 4, 4, 200, true, true));
    // Another process holds the index, so that it cannot follow.
    let mut busy = program.begin_and_hear(&["index"]);
    let ran = program.run(&["withdraw", key, "--why", "asked by its author"]).well();
    assert!(ran.contains("withdrawn: eitaa:1"), "{ran}");
    assert!(ran.contains("no view shows it"), "{ran}");
    assert_eq!(shown(&serving), (0, 3, 3, 410, false, false));
    busy.kill();
    let again = program.run(&["withdraw", key, "--why", "again"]).well();
    assert!(again.contains("was withdrawn before"), "{again}");

    let ran = program.import(&program.file("posts.ndjson", POSTS)).well();
    assert!(ran.contains("0 new, 0 changed, 3 known"), "{ran}");
    assert!(ran.contains("1 were withdrawn before and stay out"), "{ran}");
    drop(serving);
    let serving = program.serve("serve");
    assert_eq!(shown(&serving), (0, 3, 3, 410, false, false));
    program.run(&["index", "rebuild"]).well();
    assert_eq!(shown(&serving), (0, 3, 3, 410, false, false));
    assert_eq!(serving.api("counts", &[])["card"]["no_longer_public"], 1);

    let unknown = program.run(&["withdraw", "eitaa:77", "--why", "x"]);
    assert!(unknown.code == 1 && unknown.err.contains("`eitaa:77`"), "{unknown:?}");
    let no_key = program.run(&["withdraw", "eitaa", "--why", "x"]);
    assert!(no_key.code == 1 && no_key.err.contains("`platform:id`"), "{no_key:?}");
    let no_why = program.run(&["withdraw", "bale:2", "--why", " "]);
    assert!(no_why.code == 1 && no_why.err.contains("`--why`"), "{no_why:?}");
}

/// Waits for something that another process does.
fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let began = Instant::now();
    while !done() {
        assert!(began.elapsed() < Duration::from_secs(60), "in vain: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn two_processes_do_not_write_one_index() {
    let program = imported(POSTS);
    let mut first = program.begin_and_hear(&["index"]);
    let busy = |words: &[&str]| {
        let ran = program.run(words);
        ran.code == 1 && ran.err.contains("another process is indexing")
    };
    assert!(busy(&["index", "--once"]));
    // Nor may it be swapped away under the one that writes it.
    assert!(busy(&["index", "rebuild"]));
    assert!(busy(&["index"]));
    // A count needs no writer.
    assert!(program.run(&["counts", "--by", "platform"]).well().contains("4 posts in all"));
    let (status, took) = first.terminate();
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
    program.run(&["index", "rebuild"]).well();
    assert_eq!(program.run(&["index", "--once"]).code, 0);
}

#[test]
fn what_a_killed_rebuild_left_behind_is_cleared_away() {
    let program = imported(POSTS);
    let half_made = program.data().join("index/000099");
    for words in [&["index", "--once"][..], &["index", "rebuild"]] {
        std::fs::create_dir_all(&half_made).unwrap();
        std::fs::write(half_made.join("0.term"), "سووشون").unwrap();
        program.run(words).well();
        assert!(!half_made.exists(), "{words:?}");
    }
    assert_eq!(program.serve("serve").api("search", &[("q", "سووشون")])["total"], 1);
}

#[test]
fn told_to_stop_it_stops_well_and_in_time() {
    let world = hasty_world();
    let settings = Settings { start: Some(world.ends), limits: false, ..Settings::default() };
    let stage = Stage::set(world, settings);
    let mut serving = stage.program.serve("up");
    wait_until("it has begun to harvest", || {
        serving.api("search", &[])["total"].as_u64().unwrap_or(0) > 20
    });
    let (status, took) = serving.process.terminate();
    println!("it stopped after {took:?}");
    assert_eq!(status.code(), Some(0));
    assert!(took < Duration::from_secs(10), "{took:?}");
    let check = stage.program.run(&["check"]).well();
    assert!(!check.contains("broken"), "{check}");
    // While it runs, a withdrawal needs its help with the raw answers and the index.
    let serving = stage.program.serve("up");
    let (keys, _) = serving.keys(&[("platform", "bluesky")]);
    let ran = stage.program.run(&["withdraw", &keys[0], "--why", "asked by its author"]).well();
    assert!(ran.contains("withdrawn: bluesky:"), "{ran}");
    let id = keys[0].strip_prefix("bluesky:").unwrap().to_owned();
    wait_until("its bytes are gone", || {
        files(&stage.program.data()).values().all(|bytes| !holds(bytes, &id))
    });
    assert_eq!(serving.get(&format!("/p/{}", encoded(&keys[0])), &[]).status, 410);
}

#[test]
fn it_explains_why_texts_meet() {
    let program = Program::new();
    let explain = |query: &str, text: &str| program.run(&["explain", query, text]).well();
    let met = explain("كتاب", "کتاب‌های خوب");
    assert!(met.starts_with("they meet\n") && met.contains("found as `کتاب‌های`"), "{met}");
    let apart = explain("کتاب", "دریا و کوه");
    assert!(apart.starts_with("they do not meet\n") && apart.contains("not there"), "{apart}");

    let pairs = "id\tquery\tdocument\n1\tكتاب\tکتاب خوب\n2\tکتاب\tدریا\n3\t\"بوف کور\"\tبوف کور\n";
    let file = program.file("pairs.tsv", pairs);
    let ran = program.run(&["explain", "--tsv", file.to_str().unwrap()]).well();
    let marks: Vec<&str> = ran.lines().map(|line| line.rsplit('\t').next().unwrap()).collect();
    assert_eq!(marks, ["matched", "1", "0", "1"]);
    let unmarked: Vec<&str> = ran.lines().map(|l| l.rsplit_once('\t').unwrap().0).collect();
    assert_eq!(unmarked, pairs.lines().collect::<Vec<_>>());

    let wrong = program.file("wrong.tsv", "query\ttext\na\tb\n");
    let ran = program.run(&["explain", "--tsv", wrong.to_str().unwrap()]);
    assert!(ran.code == 1 && ran.err.contains("no column `document`"), "{ran:?}");
    assert_ne!(program.run(&["explain", "کتاب"]).code, 0);
}
