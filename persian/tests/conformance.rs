//! Hashtags and mentions by the grammar of X: own cases, and twitter-text's when its file is at hand.
//!
//! `TWITTER_TEXT_EXTRACT=path/to/conformance/extract.yml cargo test --test conformance`

use tantivy_persian::{hashtags, mentions, mentions_and_lists};

fn tags(text: &str) -> Vec<String> {
    hashtags(text).into_iter().map(|tag| tag.name).collect()
}

fn names(text: &str) -> Vec<String> {
    mentions(text).into_iter().map(|mention| mention.name).collect()
}

#[test]
fn where_a_hashtag_begins_and_ends() {
    let table: &[(&str, &[&str])] = &[
        ("#کتاب_خوب و #می‌خوانم!", &["کتاب_خوب", "می‌خوانم"]),
        ("＃کتاب #کتاب_", &["کتاب", "کتاب_"]),
        ("📚#کتاب📚", &["کتاب"]),
        ("✌️#یک ✌🏿#دو 👨‍👩‍👧#سه", &["یک", "دو", "سه"]),
        ("«#کتاب» (#خانه) #شهر، #شب؟", &["کتاب", "خانه", "شهر", "شب"]),
        ("کتاب#خانه a#b 1#c _#d", &[]),
        ("&#کتاب", &[]),
        ("#۱۲۳ #12 #_ #1_2 #", &[]),
        ("#۲۰کتاب #کتاب۲۰", &["۲۰کتاب", "کتاب۲۰"]),
        ("#ســـلام #مُحَمَّد", &["ســـلام", "مُحَمَّد"]),
        ("#يك#دو #سه", &["سه"]),
        ("#https://ketab.ir ketab.ir/#bakhsh", &[]),
        ("#il·lusió #café #ДОМ #書", &["il·lusió", "café", "ДОМ", "書"]),
        ("#\u{FE0F}\u{20E3}کتاب", &[]),
        ("#کتاب-خانه #a.b", &["کتاب", "a"]),
    ];
    for (text, want) in table {
        assert_eq!(tags(text), *want, "{text}");
    }
}

#[test]
fn where_a_mention_begins_and_ends() {
    let table: &[(&str, &[&str])] = &[
        ("سپاس از @iranpl.", &["iranpl"]),
        ("از@iranpl ممنون", &["iranpl"]),
        ("(@iranpl) «@Book_Lover»", &["iranpl", "Book_Lover"]),
        ("@ketab.khan و @ketab.", &["ketab.khan", "ketab"]),
        ("a@b.ir x_@y !@z @@w #@v", &[]),
        ("RT@one rt:@two art@three", &["one", "two"]),
        ("@name@host @_@", &[]),
        ("@http://ketab.ir @nameé", &[]),
        ("@name/books @name/9", &["name"]),
        ("＠iranpl", &["iranpl"]),
    ];
    for (text, want) in table {
        assert_eq!(names(text), *want, "{text}");
    }
    let list = &mentions_and_lists("@name/books-2")[0];
    assert_eq!((list.name.as_str(), list.list.as_deref()), ("name", Some("books-2")));
}

#[test]
fn ranges_cut_out_the_sign_and_the_name() {
    let text = "دیروز ＃کتاب_خوب و @iranpl آمد";
    let tag = &hashtags(text)[0];
    assert_eq!(&text[tag.range.clone()], "＃کتاب_خوب");
    assert_eq!(&text[mentions(text)[0].range.clone()], "@iranpl");
}

/// One case of the YAML file: where it stands, its text, and the names it expects.
#[derive(Debug, Default, Clone)]
struct Case {
    section: String,
    text: String,
    expected: Vec<String>,
    indices: Vec<(usize, usize)>,
}

/// Reads the part of YAML the conformance file uses.
fn cases(yaml: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut section = String::new();
    for line in yaml.lines() {
        let bare = line.trim();
        if line.starts_with("  ") && !line.starts_with("   ") && bare.ends_with(':') {
            section = bare.trim_end_matches(':').to_owned();
        } else if bare.starts_with("- description:") {
            cases.push(Case { section: section.clone(), ..Case::default() });
        } else if let (Some(case), Some((field, value))) = (cases.last_mut(), bare.split_once(": "))
        {
            let quoted = quoted(value);
            match field {
                "text" => case.text = quoted.concat(),
                "expected" => case.expected = quoted,
                "- hashtag" | "- screen_name" => case.expected.extend(quoted),
                "list_slug" => {
                    let slug = quoted.concat();
                    if let Some(last) = case.expected.last_mut() {
                        last.push_str(&slug);
                    }
                }
                "indices" => case.indices.extend(numbers(value)),
                _ => {}
            }
        }
    }
    cases
}

fn numbers(value: &str) -> Option<(usize, usize)> {
    let (from, to) = value.trim_matches(['[', ']', ' ']).split_once(',')?;
    Some((from.trim().parse().ok()?, to.trim().parse().ok()?))
}

/// The double-quoted strings of a line, unescaped.
fn quoted(value: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = value.chars();
    while chars.any(|c| c == '"') {
        let mut text = String::new();
        while let Some(c) = chars.next().filter(|c| *c != '"') {
            match (c, if c == '\\' { chars.next() } else { None }) {
                (_, Some('n')) => text.push('\n'),
                (_, Some(width @ ('U' | 'u'))) => {
                    let digits = if width == 'U' { 8 } else { 4 };
                    let code: String = chars.by_ref().take(digits).collect();
                    text.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                }
                (_, Some(other)) => text.push(other),
                (plain, None) => text.push(plain),
            }
        }
        found.push(text);
    }
    found
}

/// What this crate finds for one case: names, and ranges counted in characters.
fn found(case: &Case) -> (Vec<String>, Vec<(usize, usize)>) {
    let found: Vec<_> = match case.section.as_str() {
        "mentions" | "mentions_with_indices" => {
            mentions(&case.text).into_iter().map(|m| (m.name, m.range)).collect()
        }
        "mentions_or_lists_with_indices" => mentions_and_lists(&case.text)
            .into_iter()
            .map(|m| (m.list.map_or(m.name.clone(), |list| format!("{}/{list}", m.name)), m.range))
            .collect(),
        _ => hashtags(&case.text).into_iter().map(|t| (t.name, t.range)).collect(),
    };
    let count = |end: usize| case.text[..end].chars().count();
    found.into_iter().map(|(name, r)| (name, (count(r.start), count(r.end)))).unzip()
}

#[test]
fn twitter_text_extract_cases() {
    let Some(path) = std::env::var_os("TWITTER_TEXT_EXTRACT") else {
        println!("TWITTER_TEXT_EXTRACT is not set: twitter-text's own cases are not run");
        return;
    };
    let yaml = std::fs::read_to_string(path).unwrap();
    let wanted =
        |case: &Case| case.section.contains("hashtags") || case.section.starts_with("mention");
    let cases: Vec<_> = cases(&yaml).into_iter().filter(wanted).collect();
    assert!(cases.len() > 100, "only {} cases read", cases.len());
    let wrong: Vec<_> = cases
        .iter()
        .filter(|case| {
            let (names, ranges) = found(case);
            names != case.expected || (!case.indices.is_empty() && ranges != case.indices)
        })
        .map(|case| {
            format!(
                "{}: {:?} wants {:?}, found {:?}",
                case.section,
                case.text,
                case.expected,
                found(case)
            )
        })
        .collect();
    println!("twitter-text: {} of {} cases right", cases.len() - wrong.len(), cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
