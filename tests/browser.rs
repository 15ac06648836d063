//! The pages in a real browser: in both languages, on a wide and on a narrow screen.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::json;

mod support;
use support::browser::{Browser, chromium, flags};
use support::program::{Program, encoded};

const POSTS: &str = r#"{"platform":"aparat","id":"1","text":"امروز «سووشون» را معرفی می‌کنم #هر_کتابدار_یک_کتابخوان","author_handle":"mina","author_name":"مینا نمونه","posted_at":"2020-04-05T10:00:00Z","duration_s":201}
{"platform":"eitaa","id":"2","text":"كتاب خوب براي كودكان <script>document.title='x'</script> #every_house_a_library","author_handle":"baran","posted_at":"2020-04-12T10:00:00Z","duration_s":312}
{"platform":"instagram","id":"3","text":"A book for a rainy day #every_librarian_a_book_reader","author_handle":"sam","posted_at":"2020-04-20T10:00:00Z"}
"#;

/// A page's address, and what it must say.
const PAGES: &[(&str, &str)] = &[
    ("/", "سووشون"),
    ("/search?q=كتاب", "<mark"),
    ("/counts", "۱۶–۲۲ فروردین"),
    ("/campaigns/every-librarian", "هر کتابدار، یک کتاب‌خوان"),
    ("/p/aparat:1", "۳:۲۱"),
    ("/nowhere", "این برگ در بایگانی نیست"),
    ("/en", "سووشون"),
    ("/en/counts", "April"),
];

/// Where the test leaves pictures to look at.
fn pictures() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn proposals_are_walked_by_keys_and_taken_by_enter() {
    let program = Program::new();
    program.import(&program.file("posts.ndjson", POSTS)).well();
    let site = program.serve("serve");
    let mut browser = Browser::open(program.folder(), 1280);
    browser.load(&format!("http://{}/", site.address));
    let shown = "document.querySelectorAll('#q-list:not([hidden]) li').length > 0";
    browser.value("document.getElementById('q').focus()");
    browser.type_text("سوو");
    browser.until(shown);
    browser.picture(&pictures().join("proposals.png"));
    let state = "const q = document.getElementById('q'); [q.value, q.getAttribute('aria-expanded'), \
                 document.getElementById(q.getAttribute('aria-activedescendant'))?.dataset.text]";
    assert_eq!(browser.value(&format!("{{{state}}}")), json!(["سوو", "true", null]));
    browser.press("ArrowDown");
    assert_eq!(browser.value(&format!("{{{state}}}")), json!(["سووشون", "true", "سووشون"]));
    browser.press("Escape");
    assert_eq!(browser.value(&format!("{{{state}}}")), json!(["سوو", "false", null]));
    browser.value("document.getElementById('q').select()");
    browser.type_text("سوو");
    browser.until(shown);
    browser.press("ArrowDown");
    browser.follow(|browser| browser.press("Enter"));
    assert_eq!(browser.value("location.pathname"), json!("/search"));
    assert_eq!(browser.value("document.querySelectorAll('mark').length > 0"), json!(true));
    assert_eq!(browser.value("document.getElementById('q').value"), json!("سووشون"));
}

#[test]
fn every_page_is_drawn_in_a_real_browser() {
    let program = Program::new();
    program.import(&program.file("posts.ndjson", POSTS)).well();
    let site = program.serve("serve");
    let pictures = pictures();
    for (at, (page, words)) in PAGES.iter().enumerate() {
        let (path, query) = page.split_once("?q=").unwrap_or((page, ""));
        let query = if query.is_empty() { query.into() } else { format!("?q={}", encoded(query)) };
        let address = format!("http://{}{path}{query}", site.address);
        for width in [360, 1280] {
            let picture = pictures.join(format!("{at}-{width}.png"));
            let (html, complaints) = draw(program.folder(), &address, width, &picture);
            assert!(html.contains(words), "{page} at {width} lacks `{words}`:\n{html}");
            let direction = if page.starts_with("/en") { "ltr" } else { "rtl" };
            assert!(html.contains(&format!("dir=\"{direction}\"><head>")), "{page}");
            let scripts = html.matches("<script").count();
            let ours = html.matches("<script src=\"/static/suggest.").count();
            assert_eq!(scripts, ours, "{page} takes a caption for a script");
            assert_eq!(complaints, "", "{page} at {width}");
            assert!(std::fs::metadata(&picture).unwrap().len() > 5_000, "{page} is drawn");
        }
    }
    println!("pictures of the pages stand in {}", pictures.display());
}

/// A page as the browser understood it, and what the browser complained of.
fn draw(folder: &Path, address: &str, width: u32, picture: &Path) -> (String, String) {
    let run = |last: &str| {
        let output = Command::new(chromium())
            .args(flags(folder, width))
            .args(["--enable-logging=stderr", last, address])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        output
    };
    let drawn = run("--dump-dom");
    run(&format!("--screenshot={}", picture.display()));
    let said = String::from_utf8_lossy(&drawn.stderr).into_owned();
    // A page that is an error by its status is told of by the browser as well.
    let own = |line: &&str| line.contains("CONSOLE") && !line.contains("status of 404");
    let complaints = said.lines().filter(own).collect::<Vec<_>>().join("\n");
    (String::from_utf8_lossy(&drawn.stdout).into_owned(), complaints)
}
