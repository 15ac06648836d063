//! A real browser, driven through a pipe: one page, its keys, and what its scripts see.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

/// One page in a headless Chromium.
pub(crate) struct Browser {
    process: Child,
    to: File,
    from: BufReader<File>,
    session: String,
    asked: u64,
    /// Pages that were loaded.
    loaded: u64,
}

/// Where Chromium is installed.
pub(crate) fn chromium() -> PathBuf {
    let path = std::env::var("PATH").unwrap_or_default();
    let found = path
        .split(':')
        .flat_map(|folder| ["chromium", "google-chrome"].map(|name| Path::new(folder).join(name)))
        .find(|program| program.exists());
    found.expect("Chromium is needed for this test: on Debian, `apt-get install chromium`")
}

/// What a browser is started with, its profile in a folder of the test.
pub(crate) fn flags(folder: &Path, width: u32) -> Vec<String> {
    let fixed = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-sync",
        "--disable-component-update",
    ];
    let profile = format!("--user-data-dir={}", folder.join("browser").display());
    let window = format!("--window-size={width},900");
    fixed.into_iter().map(str::to_owned).chain([profile, window]).collect()
}

/// The longest that a page may take to change: a hang must end.
const LONGEST_MS: u32 = 60_000;

impl Browser {
    /// Opens an empty page. Chromium reads commands from its file descriptor 3 and answers on 4;
    /// a shell puts two named pipes there.
    pub(crate) fn open(folder: &Path, width: u32) -> Self {
        let pipes = [folder.join("to-browser"), folder.join("from-browser")];
        assert!(Command::new("mkfifo").args(&pipes).status().unwrap().success());
        let process = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<to-browser 4>from-browser"])
            .arg(chromium())
            .args(flags(folder, width))
            .arg("--remote-debugging-pipe")
            .current_dir(folder)
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let to = OpenOptions::new().write(true).open(&pipes[0]).unwrap();
        let from = BufReader::new(File::open(&pipes[1]).unwrap());
        let mut browser = Self { process, to, from, session: String::new(), asked: 0, loaded: 0 };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let attached = browser.call("Target.attachToTarget", attach);
        browser.session = attached["sessionId"].as_str().unwrap().to_owned();
        browser.call("Page.enable", json!({}));
        browser
    }

    /// Loads an address, and waits until it is there with its scripts.
    pub(crate) fn load(&mut self, address: &str) {
        self.follow(|browser| drop(browser.call("Page.navigate", json!({"url": address}))));
    }

    /// Does what leads to another page, and waits until that is there.
    pub(crate) fn follow(&mut self, act: impl FnOnce(&mut Self)) {
        let before = self.loaded;
        act(self);
        while self.loaded == before {
            self.read();
        }
    }

    /// Types a text where the focus is.
    pub(crate) fn type_text(&mut self, text: &str) {
        self.call("Input.insertText", json!({"text": text}));
    }

    /// Presses a key and lets it go.
    pub(crate) fn press(&mut self, key: &str) {
        for kind in ["rawKeyDown", "keyUp"] {
            let code = if key == "Enter" { 13 } else { 0 };
            let event = json!({"type": kind, "key": key, "code": key, "text": "",
                "windowsVirtualKeyCode": code});
            self.call("Input.dispatchKeyEvent", event);
        }
        if key == "Enter" {
            self.call("Input.dispatchKeyEvent", json!({"type": "char", "text": "\r"}));
        }
    }

    /// The value of an expression in the page; a promise is waited for.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let ask = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let mut answer = self.call("Runtime.evaluate", ask);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].take()
    }

    /// Waits until an expression is true; it is looked at whenever the page changes. A page that
    /// never comes there fails with what it shows.
    pub(crate) fn until(&mut self, expression: &str) {
        self.value(&format!(
            "new Promise((done, fail) => {{
                setTimeout(() => fail(document.body.innerHTML), {LONGEST_MS});
                const look = () => ({expression}) && (watch.disconnect(), done(true));
                const watch = new MutationObserver(look);
                watch.observe(document, {{subtree: true, childList: true, attributes: true}});
                look();
            }})"
        ));
    }

    pub(crate) fn picture(&mut self, file: &Path) {
        let shot = self.call("Page.captureScreenshot", json!({"format": "png"}));
        let data = shot["data"].as_str().unwrap();
        std::fs::write(file, BASE64_STANDARD.decode(data).unwrap()).unwrap();
    }

    fn call(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let mut message = json!({"id": self.asked, "method": method, "params": params});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let mut answer = self.read();
            if answer["id"] == self.asked {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].take();
            }
        }
    }

    fn read(&mut self) -> Value {
        let mut message = Vec::new();
        self.from.read_until(0, &mut message).unwrap();
        assert_eq!(message.pop(), Some(0), "the browser has ended");
        let message: Value = serde_json::from_slice(&message).unwrap();
        self.loaded += u64::from(message["method"] == "Page.loadEventFired");
        message
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
