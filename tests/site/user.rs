//! A hand and an eye at a browser: clicks on what has a name, types into what has a label, and reads what is there.

use crate::common::browser::Browser;
use crate::common::browser_pool::{PooledBrowser, pooled_browser};
use crate::server::Server;
use serde_json::{Value, json};
use std::ops::Deref;
use std::time::{Duration, Instant};

/// How long something on a page may take to appear.
const TO_APPEAR: Duration = Duration::from_secs(15);

/// The key that leads to what follows, as a driver of browsers writes it.
pub const TAB: &str = "\u{e004}";
/// The key that sends.
pub const ENTER: &str = "\u{e007}";
/// The key that steps down in a list.
pub const DOWN: &str = "\u{e015}";
/// The key that ticks.
pub const SPACE: &str = "\u{e00d}";

/// Somebody at a browser of their own.
pub struct Hand {
    browser: PooledBrowser,
}

impl Deref for Hand {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

/// Somebody whose browser asks for this language, at a site; or nobody where there is no browser.
pub fn hand(server: &Server, accepted: &str) -> Option<Hand> {
    Hand::new(server, &[("Accept-Language", accepted)])
}

/// The same, signed in by a proxy under a name.
pub fn hand_of(server: &Server, name: &str, accepted: &str) -> Option<Hand> {
    Hand::new(server, &[("Accept-Language", accepted), ("X-Remote-User", name)])
}

/// A script that finds what has a name that a reader sees: a link, a button, or what opens more.
const NAMED: &str = "
    const seen = (it) => it.textContent.replace(/\\s+/g, ' ').trim();
    const all = [...document.querySelectorAll('a, button, summary')].filter((it) => it.getClientRects().length > 0);
";

/// A script that finds the field that has a label.
const FIELD: &str = "
    const field = (label) => {
        const clean = (text) => text.replace(/\\s+/g, ' ').replace(/ \\((verplicht|required)\\)$/, '').trim();
        const found = [...document.querySelectorAll('main label')].filter((it) => clean(it.textContent) === label);
        if (found.length !== 1) {
            throw new Error(`${found.length} fields are called '${label}' on '${document.title}': ${
                [...document.querySelectorAll('main label')].map((it) => clean(it.textContent)).join(' | ')}`);
        }
        return found[0].control;
    };
";

impl Hand {
    fn new(server: &Server, headers: &[(&str, &str)]) -> Option<Self> {
        let hand = Self { browser: pooled_browser()? };
        // What an earlier test left behind is nothing for this one.
        hand.devtools("Network.clearBrowserCookies", &json!({}));
        hand.script(true);
        let headers: serde_json::Map<String, Value> =
            headers.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        hand.devtools("Network.setExtraHTTPHeaders", &json!({"headers": headers}));
        hand.open_at(&server.way_in);
        Some(hand)
    }

    #[track_caller]
    fn ask_driver(&self, path: &str, body: &Value) -> Value {
        self.try_driver(path, body).unwrap_or_else(|error| panic!("the browser says: {error}"))
    }

    fn devtools(&self, command: &str, params: &Value) -> Value {
        self.ask_driver("/goog/cdp/execute", &json!({"cmd": command, "params": params}))
    }

    /// Whether the pages may run scripts.
    pub fn script(&self, on: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", &json!({"value": !on}));
    }

    /// What a script comes to that is run as a developer's tool runs it, also where pages may not run any.
    #[track_caller]
    pub fn look(&self, script: &str) -> Value {
        self.evaluate(&format!("(() => {{ {script} }})()"))
    }

    /// Whether something is so on the page.
    #[track_caller]
    pub fn is(&self, script: &str) -> bool {
        self.look(&format!("return Boolean({script})")).as_bool().unwrap()
    }

    /// A text that a script gives.
    #[track_caller]
    pub fn word(&self, script: &str) -> String {
        self.look(&format!("return String({script})")).as_str().unwrap().to_owned()
    }

    /// What a reader sees of the page.
    #[track_caller]
    pub fn seen(&self) -> String {
        self.word("document.body.innerText")
    }

    /// What a reader sees of the page itself, without what stands around it.
    #[track_caller]
    pub fn main(&self) -> String {
        self.word("document.querySelector('main').innerText")
    }

    /// The address of the page, without that of the site.
    #[track_caller]
    pub fn at(&self) -> String {
        self.word("location.pathname + location.search")
    }

    /// The title of the page.
    #[track_caller]
    pub fn title(&self) -> String {
        self.word("document.title")
    }

    /// The heading of the page.
    #[track_caller]
    pub fn heading(&self) -> String {
        self.word("document.querySelector('h1').innerText")
    }

    /// What the page tells above all else.
    #[track_caller]
    pub fn notices(&self) -> String {
        self.word("[...document.querySelectorAll('.notice')].map((it) => it.innerText).join('\\n')")
    }

    /// Waits until something is so on the page.
    #[track_caller]
    pub fn until(&self, script: &str) {
        let end = Instant::now() + TO_APPEAR;
        // While one page makes place for another there is none to ask.
        let asked =
            json!({"cmd": "Runtime.evaluate", "params": {"expression": format!("Boolean({script})")}});
        let is_so = || {
            let told = self.try_driver("/goog/cdp/execute", &asked);
            told.is_ok_and(|told| told["result"]["value"] == true)
        };
        while !is_so() {
            assert!(Instant::now() < end, "it never came to {script} at {}:\n{}", self.at(), self.seen());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    #[track_caller]
    fn found(&self, selector: &str) -> String {
        let found = self.ask_driver("/element", &json!({"using": "css selector", "value": selector}));
        found.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned()
    }

    /// Marks what a script finds, and clicks on it as a mouse does. A page that it leads to has been loaded then.
    #[track_caller]
    fn click_on(&self, find: &str) {
        self.look(&format!(
            "for (const it of document.querySelectorAll('[data-hand]')) it.removeAttribute('data-hand');
             {find}.setAttribute('data-hand', '')"
        ));
        let element = self.found("[data-hand]");
        self.forget();
        self.ask_driver(&format!("/element/{element}/click"), &json!({}));
    }

    /// Waits until the page with a mark has made place for another, which is there in full.
    #[track_caller]
    pub fn until_gone(&self) {
        self.until(
            "!document.documentElement.hasAttribute('data-left') && document.readyState === 'complete'",
        );
    }

    /// Marks the page, so that it is known when it makes place for another.
    #[track_caller]
    pub fn leave(&self) {
        self.look("document.documentElement.setAttribute('data-left', '')");
    }

    /// Clicks on the first link or button with this name, which there must be, and leads to a page.
    #[track_caller]
    pub fn click(&self, name: &str) {
        self.leave();
        self.click_on(&format!(
            "const found = (() => {{ {NAMED}
                const it = all.find((it) => seen(it) === {wanted});
                if (!it) throw new Error(`nothing is called {name} on '${{document.title}}': ${{all.map(seen).join(' | ')}}`);
                return it;
            }})(); found",
            wanted = json!(name)
        ));
        self.until_gone();
    }

    /// Clicks on the first thing that a selector finds, which leads to a page.
    #[track_caller]
    pub fn click_button(&self, selector: &str) {
        self.leave();
        self.click_on(&format!("document.querySelector({})", json!(selector)));
        self.until_gone();
    }

    /// Comes to the site as somebody who has never been there.
    pub fn forget_cookies(&self) {
        self.devtools("Network.clearBrowserCookies", &json!({}));
    }

    /// Whether there is a link or a button with this name.
    #[track_caller]
    pub fn has(&self, name: &str) -> bool {
        self.look(&format!("{NAMED} return all.some((it) => seen(it) === {})", json!(name)))
            .as_bool()
            .unwrap()
    }

    /// Types into the field with this label, in place of what is there; days as a page shows them in a browser that
    /// speaks English.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) {
        let kind = self.look(&format!("{FIELD} return field({}).type", json!(label)));
        match kind.as_str().unwrap() {
            "date" => {
                // Keys in a field of a day depend on the language of the computer: the value is set as its picker sets it.
                self.look(&format!("{FIELD} field({}).value = {}", json!(label), json!(text)));
            }
            "select-one" => panic!("'{label}' is a list to choose from"),
            _ => {
                self.look(&format!("{FIELD} const it = field({}); it.value = ''; it.focus()", json!(label)));
                self.devtools("Input.insertText", &json!({"text": text}));
            }
        }
    }

    /// Puts a text into the field with this label that no keyboard has.
    #[track_caller]
    pub fn paste(&self, label: &str, text: &str) {
        self.look(&format!("{FIELD} field({}).value = {}", json!(label), json!(text)));
    }

    /// Chooses from the list with this label.
    #[track_caller]
    pub fn choose(&self, label: &str, choice: &str) {
        self.look(&format!(
            "{FIELD} const list = field({});
             const at = [...list.options].findIndex((it) => it.label === {wanted});
             if (at < 0) throw new Error(`no {choice}: ${{[...list.options].map((it) => it.label).join(' | ')}}`);
             list.selectedIndex = at;",
            json!(label),
            wanted = json!(choice)
        ));
    }

    /// Ticks what has this label.
    #[track_caller]
    pub fn tick(&self, label: &str) {
        self.click_on(&format!("{FIELD} field({})", json!(label)));
    }

    /// What stands in the field with this label.
    #[track_caller]
    pub fn value(&self, label: &str) -> String {
        let value = self.look(&format!("{FIELD} return field({}).value", json!(label)));
        value.as_str().unwrap().to_owned()
    }

    /// Presses keys, wherever the keyboard is at.
    #[track_caller]
    pub fn keys(&self, keys: &str) {
        let pressed: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key})))
            .collect();
        self.ask_driver(
            "/actions",
            &json!({"actions": [{"type": "key", "id": "keyboard", "actions": pressed}]}),
        );
    }

    /// Goes back, as the button of the browser does.
    #[track_caller]
    pub fn back(&self) {
        self.ask_driver("/back", &json!({}));
    }

    /// Loads the page again.
    #[track_caller]
    pub fn reload(&self) {
        self.ask_driver("/refresh", &json!({}));
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        // For the next who has this browser; where its test failed nobody gets it.
        if !std::thread::panicking() {
            self.script(true);
            self.devtools("Network.setExtraHTTPHeaders", &json!({"headers": {}}));
        }
    }
}
