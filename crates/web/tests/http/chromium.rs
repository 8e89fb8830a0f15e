//! Chromium, driven through its debugging pipe: a browser in which tests look
//! at pages as people do. It speaks the DevTools protocol, one JSON text after
//! the other, each ended by a zero byte.

use base64::Engine;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;
use tempfile::TempDir;

/// How long anything may take. Generous: the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// The pipe is the file 3 for what it is told and 4 for what it says.
const START: &str = "exec \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null";

const FLAGS: [&str; 12] = [
    "chromium",
    "--headless",
    // The pages are our own; inside containers there is often no sandbox.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
    "about:blank",
];

/// A browser with one page, ended with this value.
pub(crate) struct Chromium {
    child: Child,
    told: ChildStdin,
    says: Receiver<Value>,
    session: String,
    last: u64,
    /// How many pages were all there that nobody waited for yet.
    loaded: u32,
    _profile: TempDir,
}

impl Chromium {
    /// Starts one.
    pub(crate) fn start() -> Chromium {
        let profile = TempDir::new().unwrap();
        let mut child = Command::new("sh")
            .args(["-c", START, "sh"])
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let told = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, says) = channel();
        std::thread::spawn(move || {
            let mut text = Vec::new();
            while 0 < output.read_until(0, &mut text).unwrap_or(0) {
                text.pop();
                let said = serde_json::from_slice(&text).unwrap_or(Value::Null);
                text.clear();
                if sender.send(said).is_err() {
                    return;
                }
            }
        });
        let mut browser = Chromium {
            child,
            told,
            says,
            session: String::new(),
            last: 0,
            loaded: 0,
            _profile: profile,
        };
        browser.attach();
        browser
    }

    fn attach(&mut self) {
        let targets = self.call("Target.getTargets", json!({}));
        let mut targets = targets["targetInfos"].as_array().unwrap().iter();
        let page = targets.find(|target| target["type"] == "page").unwrap();
        let attach = json!({"targetId": page["targetId"], "flatten": true});
        let attached = self.call("Target.attachToTarget", attach);
        self.session = attached["sessionId"].as_str().unwrap().to_owned();
        self.call("Page.enable", json!({}));
    }

    /// Tells it something and waits for the answer.
    pub(crate) fn call(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let mut message = json!({"id": self.last, "method": method, "params": params});
        if !self.session.is_empty() {
            message["sessionId"] = self.session.as_str().into();
        }
        self.told
            .write_all(format!("{message}\0").as_bytes())
            .unwrap();
        loop {
            let said = self.hear(method);
            self.loaded += u32::from(said["method"] == "Page.loadEventFired");
            if said["id"] == self.last {
                assert!(said["error"].is_null(), "{method}: {}", said["error"]);
                return said["result"].clone();
            }
        }
    }

    fn hear(&self, what: &str) -> Value {
        let said = self.says.recv_timeout(PATIENCE);
        said.unwrap_or_else(|error| {
            panic!("{what}: {error}; is the program `chromium` installed? `cargo xtask test` sees to it")
        })
    }

    /// Opens an address and waits until it is all there.
    pub(crate) fn open(&mut self, address: &str) {
        self.loaded = 0;
        let frame = self.call("Page.navigate", json!({"url": address}));
        assert!(frame["errorText"].is_null(), "{address}: {frame}");
        self.settled(address);
    }

    /// Waits until the page that is coming is all there.
    pub(crate) fn settled(&mut self, what: &str) {
        while self.loaded == 0 {
            self.loaded += u32::from(self.hear(what)["method"] == "Page.loadEventFired");
        }
        self.loaded -= 1;
    }

    /// What an expression in the page comes to. Promises are waited for.
    pub(crate) fn ask(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let answer = self.call("Runtime.evaluate", params);
        assert!(
            answer["exceptionDetails"].is_null(),
            "{}",
            answer["exceptionDetails"]
        );
        answer["result"]["value"].clone()
    }

    /// Makes the window so many pixels wide, in light or in dark colours.
    pub(crate) fn look(&mut self, width: u32, colours: &str) {
        let size =
            json!({"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600});
        self.call("Emulation.setDeviceMetricsOverride", size);
        let features = json!([{"name": "prefers-color-scheme", "value": colours}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// From now on the browser bears this cookie and no other.
    pub(crate) fn bear(&mut self, address: &str, name: &str, value: &str) {
        self.call("Network.clearBrowserCookies", json!({}));
        let cookie = json!({"url": address, "name": name, "value": value, "httpOnly": true,
            "secure": name.starts_with("__Host-"), "path": "/"});
        let set = self.call("Network.setCookie", cookie);
        assert_eq!(set["success"], true, "{set}");
    }

    /// Presses and lets go of a key: `Tab`, `Enter`, ` `.
    pub(crate) fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            " " => (32, " "),
            _ => panic!("the tests press no {key}"),
        };
        let mut event =
            json!({"type": "keyDown", "key": key, "windowsVirtualKeyCode": code, "text": text});
        self.call("Input.dispatchKeyEvent", event.clone());
        event["type"] = "keyUp".into();
        self.call("Input.dispatchKeyEvent", event);
    }

    /// Types a text where the focus is.
    pub(crate) fn write(&mut self, text: &str) {
        self.call("Input.insertText", json!({"text": text}));
    }

    /// The whole page as a PNG picture.
    pub(crate) fn picture(&mut self, width: u32) -> Vec<u8> {
        let size = self.call("Page.getLayoutMetrics", json!({}));
        let height = size["cssContentSize"]["height"].as_f64().unwrap();
        let clip =
            json!({"x": 0, "y": 0, "width": width, "height": height.min(8000.0), "scale": 1});
        let params = json!({"format": "png", "captureBeyondViewport": true, "clip": clip});
        let shot = self.call("Page.captureScreenshot", params);
        let text = shot["data"].as_str().unwrap();
        base64::engine::general_purpose::STANDARD
            .decode(text)
            .unwrap()
    }

    /// Pages do without scripts from now on; what tests ask still runs.
    pub(crate) fn without_scripts(&mut self) {
        self.call(
            "Emulation.setScriptExecutionDisabled",
            json!({"value": true}),
        );
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
