//! The pages in a real browser: in both languages, on a wide and on a narrow screen.

use std::path::{Path, PathBuf};
use std::process::Command;

mod support;
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

#[test]
fn every_page_is_drawn_in_a_real_browser() {
    let program = Program::new();
    program.import(&program.file("posts.ndjson", POSTS)).well();
    let site = program.serve("serve");
    let pictures = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    std::fs::create_dir_all(&pictures).unwrap();
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
            assert!(!html.contains("<script"), "{page} holds a script, or takes a caption for one");
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
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic"])
            .args(["--no-first-run", "--disable-background-networking", "--disable-sync"])
            .args(["--disable-component-update", "--enable-logging=stderr"])
            .arg(format!("--user-data-dir={}", folder.join("browser").display()))
            .arg(format!("--window-size={width},900"))
            .args([last, address])
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

fn chromium() -> PathBuf {
    let path = std::env::var("PATH").unwrap_or_default();
    let found = path
        .split(':')
        .flat_map(|folder| ["chromium", "google-chrome"].map(|name| Path::new(folder).join(name)))
        .find(|program| program.exists());
    found.expect("Chromium is needed for this test: on Debian, `apt-get install chromium`")
}
