//! The fetcher against servers that mean harm. Every answer is written by hand.

use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use config::{Config, Harvest, SecretText, Source};
use harvester::{Access, Answer, FetchError, Fetcher, NamedHosts, Request};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// A server that answers each request in its own way and remembers what it was sent.
struct Trap {
    address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

/// What a trap does with a connection after it has read the head of a request.
type Reply = Arc<dyn Fn(usize) -> Vec<u8> + Send + Sync>;

impl Trap {
    async fn at(host: &str, reply: impl Fn(usize) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((host, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (list, reply): (_, Reply) = (heard.clone(), Arc::new(reply));
        let task = tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(answer(socket, list.clone(), reply.clone()));
            }
        });
        Self { address, heard, task }
    }

    fn url(&self) -> Url {
        Url::parse(&format!("http://{}/start", self.address)).unwrap()
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

impl Drop for Trap {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(mut socket: TcpStream, heard: Arc<Mutex<Vec<String>>>, reply: Reply) {
    let mut sent = vec![0; 64 * 1024];
    let length = socket.read(&mut sent).await.unwrap_or(0);
    let number = {
        let mut heard = heard.lock().unwrap();
        heard.push(String::from_utf8_lossy(&sent[..length]).into_owned());
        heard.len()
    };
    let _ = socket.write_all(&reply(number)).await;
    let _ = socket.shutdown().await;
}

fn ok(body: &[u8], headers: &str) -> Vec<u8> {
    let mut answer =
        format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    answer.extend_from_slice(body);
    answer
}

fn redirect(status: u16, to: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n").into_bytes()
}

fn source() -> Source {
    Config::embedded().unwrap().sources.remove(0)
}

fn bounds() -> Harvest {
    Harvest {
        time_limit: SignedDuration::from_secs(20),
        answer_limit_mib: 1,
        ..Config::embedded().unwrap().harvest
    }
}

/// Asks a server that the configuration names.
async fn ask(request: &Request, bounds: &Harvest) -> Result<Answer, FetchError> {
    let hosts = NamedHosts::of([&request.url].into_iter());
    let fetcher = Fetcher::new(&source(), bounds, hosts).unwrap();
    let secret = SecretText::new("a-planted-token");
    fetcher.ask(request, Some(&secret), || Timestamp::UNIX_EPOCH).await
}

async fn get(trap: &Trap) -> Result<Answer, FetchError> {
    ask(&Request::get(trap.url()).with(Access::Token), &bounds()).await
}

#[tokio::test]
async fn no_answer_leads_to_the_local_network() {
    let trap = Trap::at("127.0.0.2", |_| ok(b"home", "")).await;
    let six = TcpListener::bind(("::1", 0)).await.unwrap();
    let (port, port_six) = (trap.address.port(), six.local_addr().unwrap().port());
    let forms = [
        format!("http://127.0.0.2:{port}/"),
        format!("http://2130706434:{port}/"),
        format!("http://0x7f.2:{port}/"),
        format!("http://0177.0.0.2:{port}/"),
        format!("http://127.0.0.2.:{port}/"),
        format!("//127.0.0.2:{port}/"),
        format!("http://[::ffff:127.0.0.2]:{port}/"),
        format!("http://[::1]:{port_six}/"),
        format!("http://localhost:{port_six}/"),
        format!("http://LOCALHOST.:{port_six}/"),
        format!("http://user:pass@127.0.0.2:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://10.0.0.1/".to_owned(),
        "file:///etc/hostname".to_owned(),
        "ftp://127.0.0.2/".to_owned(),
    ];
    for status in [301, 302, 303, 307, 308] {
        for to in &forms {
            let place = to.clone();
            let door = Trap::at("127.0.0.1", move |_| redirect(status, &place)).await;
            let answer = get(&door).await;
            assert!(answer.is_err(), "{to} was asked");
        }
    }
    assert_eq!(trap.heard(), Vec::<String>::new());
    let none = tokio::time::timeout(Duration::from_millis(10), six.accept()).await;
    assert!(none.is_err(), "somebody connected");
}

#[tokio::test]
async fn a_redirect_loop_ends_after_five_hops() {
    let trap = Trap::at("127.0.0.1", |_| redirect(302, "/again")).await;
    assert!(matches!(get(&trap).await, Err(FetchError::Endless)));
    assert_eq!(trap.heard().len(), 6);
    let kind = Trap::at("127.0.0.1", |n| if n < 6 { redirect(302, "/on") } else { ok(b"x", "") });
    assert_eq!(get(&kind.await).await.unwrap().body, b"x");
    for nowhere in ["", "http://", "http://[", "\u{7}"] {
        let lost = Trap::at("127.0.0.1", move |_| redirect(302, nowhere)).await;
        assert!(get(&lost).await.is_err(), "{nowhere:?}");
    }
}

#[tokio::test]
async fn a_credential_goes_to_its_own_origin_only() {
    let other = Trap::at("127.0.0.1", |_| ok(b"thanks", "")).await;
    let to = other.url().to_string();
    let door = Trap::at("127.0.0.1", move |_| redirect(302, &to)).await;
    assert_eq!(get(&door).await.unwrap().body, b"thanks");
    assert!(door.heard()[0].to_lowercase().contains("authorization: bearer a-planted-token"));
    assert_eq!(other.heard().len(), 1);
    assert!(!other.heard()[0].contains("planted"), "{}", other.heard()[0]);
}

#[tokio::test]
async fn what_is_posted_goes_to_its_own_origin_only() {
    for status in [301, 302, 303, 307, 308] {
        let other = Trap::at("127.0.0.1", |_| ok(b"thanks", "")).await;
        let to = other.url().to_string();
        let door = Trap::at("127.0.0.1", move |_| redirect(status, &to)).await;
        let mut request = Request::get(door.url());
        request.json = Some(serde_json::json!({ "password": "planted" }));
        let refused = ask(&request, &bounds()).await.unwrap_err();
        assert!(matches!(refused, FetchError::Forbidden(_)), "{refused}");
        assert_eq!(other.heard(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_endless_answer_ends_at_the_size_limit() {
    let half = vec![b'x'; 3 << 20];
    for headers in ["", "Content-Type: text/html\r\n"] {
        let body = half.clone();
        let trap = Trap::at("127.0.0.1", move |_| {
            let mut answer = format!("HTTP/1.1 200 OK\r\n{headers}\r\n").into_bytes();
            answer.extend_from_slice(&body);
            answer
        });
        assert!(matches!(get(&trap.await).await, Err(FetchError::TooLarge(_))));
    }
    let exact = vec![b'x'; 1 << 20];
    let trap = Trap::at("127.0.0.1", move |_| ok(&exact, "")).await;
    assert_eq!(get(&trap).await.unwrap().body.len(), 1 << 20);
}

#[tokio::test]
async fn a_bomb_ends_at_the_size_limit() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        packed.write_all(&vec![0; 1 << 20]).unwrap();
    }
    let packed = packed.finish().unwrap();
    assert!(packed.len() * 900 < 64 << 20, "{} bytes are no bomb", packed.len());
    let trap = Trap::at("127.0.0.1", move |_| ok(&packed, "Content-Encoding: gzip\r\n")).await;
    assert!(matches!(get(&trap).await, Err(FetchError::TooLarge(_))));
}

#[tokio::test]
async fn a_byte_at_a_time_ends_at_the_time_limit() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
    let drip = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let _ = socket.read(&mut [0; 4096]).await;
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";
        let _ = socket.write_all(head).await;
        while socket.write_all(b"x").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    });
    let short = Harvest { time_limit: SignedDuration::from_millis(300), ..bounds() };
    let answer = ask(&Request::get(url), &short).await;
    assert!(matches!(answer, Err(FetchError::TooSlow(_))), "{answer:?}");
    drip.abort();
}

#[tokio::test]
async fn who_asks_is_always_said() {
    let trap =
        Trap::at("127.0.0.1", |n| if n == 1 { redirect(302, "/b") } else { ok(b"", "") }).await;
    get(&trap).await.unwrap();
    let mut post = Request::get(trap.url());
    post.json = Some(serde_json::Value::Null);
    ask(&post, &bounds()).await.unwrap();
    let heard = trap.heard();
    assert_eq!(heard.len(), 3);
    for head in &heard {
        assert!(head.to_lowercase().contains("user-agent: ketabkhan/"), "{head}");
    }
    assert!(heard[2].starts_with("POST ") && heard[2].ends_with("\r\n\r\n"), "{}", heard[2]);
}

#[tokio::test]
async fn odd_answers_are_bytes_like_any_other() {
    let odd: [(&str, &[u8]); 5] = [
        ("Content-Type: application/json; charset=windows-1256\r\n", b"[]"),
        ("Content-Type: ;;;=\r\n", "سلام".as_bytes()),
        ("", b""),
        ("Content-Type: image/png\r\n", b"\x89PNG\0\xff\xfe"),
        ("X-Long: yes\r\nX-Long: no\r\n", b"\xff\xfe<"),
    ];
    for (headers, body) in odd {
        let bytes = ok(body, headers);
        let trap = Trap::at("127.0.0.1", move |_| bytes.clone()).await;
        assert_eq!(get(&trap).await.unwrap().body, body, "{headers}");
    }
    let bad_gzip = ok(b"this is no gzip", "Content-Encoding: gzip\r\n");
    let trap = Trap::at("127.0.0.1", move |_| bad_gzip.clone()).await;
    assert!(matches!(get(&trap).await, Err(FetchError::Unreached(_))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn garbage_instead_of_http_is_an_error_without_secrets(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let answer = runtime.block_on(async {
            let trap = Trap::at("127.0.0.1", move |_| bytes.clone()).await;
            get(&trap).await
        });
        if let Err(error) = answer {
            let told = format!("{error} {error:?}");
            prop_assert!(!told.contains("planted"), "{}", told);
        }
    }
}
