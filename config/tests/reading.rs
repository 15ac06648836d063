//! Configuration files as people write them, right and wrong.

use config::Config;

fn fault(text: &str) -> String {
    Config::parse("my.toml", text).expect_err("the text is wrong").to_string()
}

#[test]
fn the_embedded_default_is_right_and_works_without_an_account() {
    let config = Config::embedded().unwrap();
    assert!(config.storage.is_embedded());
    assert_eq!(config.campaigns[0].slug, "every-librarian");
    let open = config.sources.iter().filter(|source| source.credentials.is_empty());
    assert!(open.count() >= 4);
}

#[test]
fn an_unknown_key_is_named_with_its_line_and_the_nearest_right_one() {
    let fault = fault("[site]\ntls = true\ntime_zon = \"Asia/Tehran\"\n");
    assert!(fault.starts_with("my.toml:3: unknown key `time_zon`"), "{fault}");
    assert!(fault.ends_with("did you mean `time_zone`?"), "{fault}");
}

#[test]
fn unknown_tables_and_keys_inside_lists_are_named_too() {
    assert!(fault("[storge]\nurl = 'sqlite'\n").contains("did you mean `storage`?"));
    let text = "[[campaign]]\nslug = 'x'\nname = { fa = 'ا', en = 'x' }\nhashtag = []\n\
                accounts = []\nfrom = '2020-03-20'\n";
    assert!(fault(text).starts_with("my.toml:4: unknown key `hashtag`"), "{}", fault(text));
}

#[test]
fn a_wrong_kind_of_value_points_at_its_line() {
    let fault = fault("# mine\n[site]\nconnections = \"many\"\n");
    assert!(fault.starts_with("my.toml:3: invalid type"), "{fault}");
}

#[test]
fn broken_toml_points_at_its_line() {
    assert!(fault("[site]\nname = \n").starts_with("my.toml:2:"));
}

#[test]
fn a_file_names_only_what_differs() {
    let config = Config::parse("my.toml", "[site]\nlanguage = \"en\"\n").unwrap();
    assert_eq!(config.site.language, config::Language::En);
    assert_eq!(config.site.time_zone, "Asia/Tehran");
    assert!(!config.sources.is_empty());
}

#[test]
fn lists_replace_the_defaults_and_keep_the_platforms_own_keys() {
    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Settings {
        server: String,
    }
    let text = "[[source]]\nname='a'\nplatform='mastodon'\nschedule='* * * * *'\n\
                pace={requests=1,per='1s',burst=1}\n[source.ask]\nserver='http://x'\n";
    let config = Config::parse("my.toml", text).unwrap();
    assert_eq!(config.sources.len(), 1);
    assert_eq!(config.sources[0].ask.parse::<Settings>().unwrap().server, "http://x");

    let wrong = Config::parse("my.toml", &text.replace("server=", "sever=")).unwrap();
    let fault = wrong.sources[0].ask.parse::<Settings>().unwrap_err().to_string();
    assert!(fault.starts_with("my.toml:7: unknown key `sever`"), "{fault}");
}

#[test]
fn values_that_cannot_work_are_refused_in_words() {
    assert!(fault("[storage]\nurl = \"mysql://u:p4ss@h/d\"\n").contains("`mysql`"));
    assert!(!fault("[storage]\nurl = \"mysql://u:p4ss@h/d\"\n").contains("p4ss"));
    assert!(fault("[site]\ntime_zone = \"Tehran\"\n").contains("unknown time zone `Tehran`"));
    let source = |key: &str| {
        format!(
            "[[source]]\nname='a'\nplatform='feed'\nschedule='* * * * *'\n\
             pace={{requests=1,per='1s',burst=1}}\n{key}\n"
        )
    };
    assert!(fault(&source("campaigns=['every-libraria']")).contains("`every-librarian`"));
    let refusal = fault(&source("credentials={token='abc123'}"));
    assert!(refusal.contains("env:NAME") && !refusal.contains("abc123"), "{refusal}");
}

#[test]
fn every_key_of_the_reference_has_a_comment() {
    let lines: Vec<&str> = config::DEFAULT.lines().collect();
    let first_source = lines.iter().position(|line| *line == "[[source]]").unwrap();
    let end = (first_source + 1..lines.len()).find(|at| lines[*at] == "[[source]]").unwrap();
    let second_campaign =
        lines.iter().enumerate().filter(|(_, line)| **line == "[[campaign]]").nth(1).unwrap().0;
    let reference = lines[..second_campaign].iter().chain(&lines[first_source..end]);
    let reference: Vec<&&str> = reference.collect();
    for (at, line) in reference.iter().enumerate() {
        let is_key = line.split_once(" = ").is_some_and(|(key, _)| {
            !key.is_empty() && key.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        });
        if is_key {
            assert!(at > 0 && reference[at - 1].starts_with('#'), "no comment above `{line}`");
        }
    }
}
