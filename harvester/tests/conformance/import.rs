//! Posts from files.

use std::io::Write;

use harvester::Item;
use harvester::import::{Batch, Batches, ImportError};
use proptest::prelude::*;

fn open(ending: &str, bytes: &[u8]) -> Result<Batches, ImportError> {
    let mut file = tempfile::Builder::new().suffix(ending).tempfile().unwrap();
    file.write_all(bytes).unwrap();
    Batches::open(file.path())
}

fn read(ending: &str, text: &str) -> Vec<Batch> {
    open(ending, text.as_bytes()).unwrap().map(Result::unwrap).collect()
}

fn lines(batches: &[Batch]) -> Vec<String> {
    let line = |item: &Item| match item {
        Item::Post { post, .. } => format!(
            "{} {:?} {} {} {:?}",
            post.key,
            post.text,
            post.author.handle.as_deref().unwrap_or("?"),
            post.posted_at.map_or("?".into(), |at| at.to_string()),
            post.duration_s
        ),
        Item::Unreadable { reason, .. } => reason.clone(),
        Item::Gone { .. } => unreachable!(),
    };
    batches.iter().flat_map(|batch| &batch.items).map(line).collect()
}

#[test]
fn a_csv_is_read_whatever_order_its_columns_have() {
    let text = "\u{feff}posted_at,id,extra,platform,text,author_handle,duration_s,hashtags\r\n\
        2020-03-21,1,x,instagram,\"سلام،\r\n\"\"کتاب\"\"\",@sara,۴۷٫۵,#یک|دو\r\n\
        \r\n\
        ۱۴۰۰,2,x,instagram,متن,omid,,\r\n\
        2020-03-21 10:15,3,x,aparat,5\" فیلم,,300,\r\n\
        2020-03-21T10:15:00+03:30,4,x,aparat,پایان,navid,-1,\r\n\
        2020-03-21T10:15:30Z,5,x,aparat,بی‌خط آخر,navid,,";
    let batches = read(".csv", text);
    assert_eq!(
        lines(&batches),
        [
            "instagram:1 \"سلام،\\r\\n\\\"کتاب\\\"\" sara 2020-03-21T00:00:00Z Some(47.5)",
            "line 5: `posted_at` is `۱۴۰۰`; write it `2020-03-21T10:15:00Z` or `2020-03-21`",
            "aparat:3 \"5\\\" فیلم\" ? 2020-03-21T10:15:00Z Some(300.0)",
            "line 7: `duration_s` is `-1`, no number of seconds",
            "aparat:5 \"بی\\u{200c}خط آخر\" navid 2020-03-21T10:15:30Z None",
        ]
    );
    let Item::Post { post, range, .. } = &batches[0].items[0] else { panic!() };
    assert_eq!(post.hashtags, ["یک", "دو"]);
    let record = String::from_utf8(batches[0].bytes[range.clone()].to_vec()).unwrap();
    assert!(record.starts_with("2020-03-21,1") && record.ends_with("دو\r\n"), "{record}");
}

#[test]
fn ndjson_lines_stand_each_for_itself() {
    let text = "{\"platform\":\"x\",\"id\":1234567890123456789,\"text\":\"سلام\",\"author_handle\":null,\"posted_at\":\"2020-03-21T00:00:00Z\",\"duration_s\":12.5,\"hashtags\":[\"یک\"],\"more\":{}}\n\
        {\"platform\":\"x\",\"id\":\"2\",\"txt\":\"سلام\",\"author_handle\":\"a\",\"posted_at\":null}\n\
        nonsense\n\n\
        {\"platform\":\"x\",\"id\":\"3\",\"text\":\"\",\"author_handle\":\"a\",\"posted_at\":null}";
    let expected = [
        "x:1234567890123456789 \"سلام\" ? 2020-03-21T00:00:00Z Some(12.5)",
        "line 2: `text` is missing; is it `txt`?",
        "line 3: it is no JSON object: expected ident at line 1 column 2",
        "x:3 \"\" a ? None",
    ];
    assert_eq!(lines(&read(".ndjson", text)), expected);
    assert_eq!(lines(&read("", text)), expected, "told by the first sign");
}

#[test]
fn a_missing_column_is_named_with_the_nearest_header() {
    let fault = |text: &str| open(".csv", text.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        fault("platform,id,text,author_handel,posted_at\n"),
        "the column `author_handle` is missing; is it `author_handel`?"
    );
    assert_eq!(fault("a;b\n"), "the column `platform` is missing");
    assert!(matches!(open(".csv", b""), Err(ImportError::Empty)));
    assert!(matches!(Batches::open("/nowhere/posts.csv"), Err(ImportError::Io(_))));
}

#[test]
fn a_quote_that_never_closes_costs_its_line() {
    let text = "platform;id;text;author_handle;posted_at\nx;1;\"باز;a;\nx;2;متن;a;\nx;3;متن;a;\n";
    assert_eq!(
        lines(&read(".csv", text)),
        [
            "line 2: it is too long, or a quote in it is never closed",
            "x:2 \"متن\" a ? None",
            "x:3 \"متن\" a ? None",
        ]
    );
}

#[test]
fn batches_are_bounded_and_together_are_the_file() {
    let header = "platform,id,text,author_handle,posted_at\n";
    let rows: String = (0..1_234).map(|n| format!("x,{n},\"a\nb\",h,2020-03-21\n")).collect();
    let batches = open(".csv", format!("{header}{rows}").as_bytes()).unwrap();
    assert_eq!(batches.content_type(), "text/csv");
    assert_eq!(batches.size() as usize, header.len() + rows.len());
    let batches: Vec<Batch> = batches.map(Result::unwrap).collect();
    let sizes: Vec<usize> = batches.iter().map(|batch| batch.items.len()).collect();
    assert_eq!(sizes, [500, 500, 234]);
    let firsts: Vec<u64> = batches.iter().map(|batch| batch.first_line).collect();
    assert_eq!(firsts, [2, 1002, 2002]);
    let bytes: Vec<u8> = batches.into_iter().flat_map(|batch| batch.bytes).collect();
    assert_eq!(bytes, rows.as_bytes());
}

#[test]
fn a_line_without_end_is_given_up_in_pieces() {
    let text = format!("{{\"platform\":\"{}\"}}\n{{}}\n", "x".repeat(3 << 20));
    let batches = read(".ndjson", &text);
    assert!(
        batches
            .iter()
            .all(|batch| batch.items.iter().all(|item| matches!(item, Item::Unreadable { .. })))
    );
    assert_eq!(batches.iter().map(|batch| batch.bytes.len()).sum::<usize>(), text.len());
    assert!(lines(&batches).last().unwrap().starts_with("line 2: `platform` is missing"));
}

proptest! {
    /// What a CSV writer writes is read back, and nothing panics on it when it is cut.
    #[test]
    fn written_rows_come_back(rows in proptest::collection::vec(("[a-z0-9]{1,5}", "[ -~آ-ی\n\r\",;]{0,20}"), 1..20), cut in 0..400_usize) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["platform", "id", "text", "author_handle", "posted_at"]).unwrap();
        for (id, text) in &rows {
            writer.write_record(["x", id, text, "h", "2020-03-21"]).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let batches = open(".csv", &bytes).unwrap().map(Result::unwrap);
        let found: Vec<(String, String)> = batches.flat_map(|batch| batch.items).map(|item| match item {
            Item::Post { post, .. } => (post.key.id, post.text),
            other => panic!("{other:?}"),
        }).collect();
        prop_assert_eq!(&found, &rows);
        if let Ok(batches) = open(".csv", &bytes[..cut.min(bytes.len())]) {
            for batch in batches.map(Result::unwrap) {
                for item in batch.items {
                    if let Item::Post { post, .. } = item {
                        prop_assert!(post.text.len() <= 80);
                    }
                }
            }
        }
    }

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..300), json: bool) {
        let all: Vec<u8> = match json {
            true => bytes,
            false => [b"platform,id,text,author_handle,posted_at\n".as_slice(), &bytes].concat(),
        };
        if let Ok(batches) = open(if json { ".ndjson" } else { ".csv" }, &all) {
            for batch in batches.map(Result::unwrap) {
                for item in batch.items {
                    let (Item::Post { range, .. } | Item::Unreadable { range, .. }) = item else { continue };
                    prop_assert!(range.start < range.end && range.end <= batch.bytes.len());
                }
            }
        }
    }
}
