//! A simulated user with a browser: clicks links and buttons by name, fills in fields by label, and reads pages.

use crate::common::browser::Browser;
use crate::common::browser_pool::{PooledBrowser, pooled_browser};
use crate::server::Server;
use serde_json::{Value, json};
use std::ops::Deref;
use std::time::{Duration, Instant};

const TIMEOUT: Duration = Duration::from_secs(15);

/// Keyboard keys, in the encoding that WebDriver requires.
pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const DOWN: &str = "\u{e015}";
pub const SPACE: &str = "\u{e00d}";

pub struct User {
    browser: PooledBrowser,
}

impl Deref for User {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}

/// A user whose browser asks for pages in the given language. Returns `None` if no browser is installed.
pub fn user(server: &Server, accepted: &str) -> Option<User> {
    User::new(server, &[("Accept-Language", accepted)])
}

/// A user whom a proxy has signed in under the given name.
pub fn named_user(server: &Server, name: &str, accepted: &str) -> Option<User> {
    User::new(server, &[("Accept-Language", accepted), ("X-Remote-User", name)])
}

/// JavaScript that finds visible links, buttons and expandable headings by the text on them.
const NAMED: &str = "
    const seen = (it) => it.textContent.replace(/\\s+/g, ' ').trim();
    const all = [...document.querySelectorAll('a, button, summary')].filter((it) => it.getClientRects().length > 0);
";

/// JavaScript that finds a form field by its label. The boxes that choose columns have the labels of the filter.
const FIELD: &str = "
    const field = (label) => {
        const clean = (text) => text.replace(/\\s+/g, ' ').replace(/ \\((verplicht|required)\\)$/, '').trim();
        const found = [...document.querySelectorAll('main label:not(.choose-columns label)')]
            .filter((it) => clean(it.textContent) === label);
        if (found.length !== 1) {
            throw new Error(`${found.length} fields are called '${label}' on '${document.title}': ${
                [...document.querySelectorAll('main label')].map((it) => clean(it.textContent)).join(' | ')}`);
        }
        return found[0].control;
    };
";

impl User {
    fn new(server: &Server, headers: &[(&str, &str)]) -> Option<Self> {
        let user = Self { browser: pooled_browser()? };
        // Tests share browsers, so remove any cookies that an earlier test left.
        user.devtools("Network.clearBrowserCookies", &json!({}));
        user.script(true);
        let headers: serde_json::Map<String, Value> =
            headers.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        user.devtools("Network.setExtraHTTPHeaders", &json!({"headers": headers}));
        user.open_at(&server.way_in);
        Some(user)
    }

    #[track_caller]
    fn ask_driver(&self, path: &str, body: &Value) -> Value {
        self.try_driver(path, body).unwrap_or_else(|error| panic!("the browser says: {error}"))
    }

    fn devtools(&self, command: &str, params: &Value) -> Value {
        self.ask_driver("/goog/cdp/execute", &json!({"cmd": command, "params": params}))
    }

    pub fn script(&self, on: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", &json!({"value": !on}));
    }

    /// Runs a script and returns its result, even if the page's security policy forbids scripts.
    #[track_caller]
    pub fn eval(&self, script: &str) -> Value {
        self.evaluate(&format!("(() => {{ {script} }})()"))
    }

    #[track_caller]
    pub fn eval_bool(&self, script: &str) -> bool {
        self.eval(&format!("return Boolean({script})")).as_bool().unwrap()
    }

    #[track_caller]
    pub fn eval_string(&self, script: &str) -> String {
        self.eval(&format!("return String({script})")).as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub fn visible_text(&self) -> String {
        self.eval_string("document.body.innerText")
    }

    #[track_caller]
    pub fn main_text(&self) -> String {
        self.eval_string("document.querySelector('main').innerText")
    }

    /// The path and query in the address of the current page.
    #[track_caller]
    pub fn address(&self) -> String {
        self.eval_string("location.pathname + location.search")
    }

    #[track_caller]
    pub fn title(&self) -> String {
        self.eval_string("document.title")
    }

    #[track_caller]
    pub fn heading(&self) -> String {
        self.eval_string("document.querySelector('h1').innerText")
    }

    #[track_caller]
    pub fn notices(&self) -> String {
        self.eval_string("[...document.querySelectorAll('.notice')].map((it) => it.innerText).join('\\n')")
    }

    /// Waits until a JavaScript expression is true.
    #[track_caller]
    pub fn wait_until(&self, script: &str) {
        let end = Instant::now() + TIMEOUT;
        // Evaluating the expression fails while the browser loads another page, so keep trying.
        let command = json!({"cmd": "Runtime.evaluate", "params": {"expression": format!("Boolean({script})")}});
        let is_so = || {
            let result = self.try_driver("/goog/cdp/execute", &command);
            result.is_ok_and(|result| result["result"]["value"] == true)
        };
        while !is_so() {
            assert!(Instant::now() < end, "it never came to {script} at {}:\n{}", self.address(), self.visible_text());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    #[track_caller]
    fn found(&self, selector: &str) -> String {
        let found = self.ask_driver("/element", &json!({"using": "css selector", "value": selector}));
        found.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned()
    }

    #[track_caller]
    fn click_on(&self, find: &str) {
        self.eval(&format!(
            "for (const it of document.querySelectorAll('[data-clicked]')) it.removeAttribute('data-clicked');
             {find}.setAttribute('data-clicked', '')"
        ));
        let element = self.found("[data-clicked]");
        self.forget();
        self.ask_driver(&format!("/element/{element}/click"), &json!({}));
    }

    /// Waits until the browser has loaded a page other than the one that `mark_page` marked.
    #[track_caller]
    pub fn wait_for_next_page(&self) {
        self.wait_until(
            "!document.documentElement.hasAttribute('data-previous') && document.readyState === 'complete'",
        );
    }

    /// Marks the current page, so that `wait_for_next_page` can tell it from the next page.
    #[track_caller]
    pub fn mark_page(&self) {
        self.eval("document.documentElement.setAttribute('data-previous', '')");
    }

    /// Clicks the first link or button with this text, and waits for the next page.
    #[track_caller]
    pub fn click(&self, name: &str) {
        self.mark_page();
        self.click_on(&format!(
            "const found = (() => {{ {NAMED}
                const it = all.find((it) => seen(it) === {wanted});
                if (!it) throw new Error(`nothing is called {name} on '${{document.title}}': ${{all.map(seen).join(' | ')}}`);
                return it;
            }})(); found",
            wanted = json!(name)
        ));
        self.wait_for_next_page();
    }

    /// Clicks the first element that matches a CSS selector, and waits for the next page.
    #[track_caller]
    pub fn click_button(&self, selector: &str) {
        self.mark_page();
        self.click_on(&format!("document.querySelector({})", json!(selector)));
        self.wait_for_next_page();
    }

    pub fn forget_cookies(&self) {
        self.devtools("Network.clearBrowserCookies", &json!({}));
    }

    #[track_caller]
    pub fn has(&self, name: &str) -> bool {
        self.eval(&format!("{NAMED} return all.some((it) => seen(it) === {})", json!(name))).as_bool().unwrap()
    }

    /// Replaces the text of the field with this label. A date must be given as YYYY-MM-DD.
    #[track_caller]
    pub fn fill(&self, label: &str, text: &str) {
        let kind = self.eval(&format!("{FIELD} return field({}).type", json!(label)));
        match kind.as_str().unwrap() {
            "date" => {
                // The keys that type a date depend on the browser's locale. Set the value directly instead, as the
                // browser's date picker does.
                self.eval(&format!("{FIELD} field({}).value = {}", json!(label), json!(text)));
            }
            "select-one" => panic!("'{label}' is a list to choose from"),
            _ => {
                self.eval(&format!("{FIELD} const it = field({}); it.value = ''; it.focus()", json!(label)));
                self.devtools("Input.insertText", &json!({"text": text}));
            }
        }
    }

    /// Sets the value of the field with this label by script, for text that cannot be typed on a keyboard.
    #[track_caller]
    pub fn paste(&self, label: &str, text: &str) {
        self.eval(&format!("{FIELD} field({}).value = {}", json!(label), json!(text)));
    }

    #[track_caller]
    pub fn choose(&self, label: &str, choice: &str) {
        self.eval(&format!(
            "{FIELD} const list = field({});
             const at = [...list.options].findIndex((it) => it.label === {wanted});
             if (at < 0) throw new Error(`no {choice}: ${{[...list.options].map((it) => it.label).join(' | ')}}`);
             list.selectedIndex = at;",
            json!(label),
            wanted = json!(choice)
        ));
    }

    #[track_caller]
    pub fn tick(&self, label: &str) {
        self.click_on(&format!("{FIELD} field({})", json!(label)));
    }

    #[track_caller]
    pub fn value(&self, label: &str) -> String {
        let value = self.eval(&format!("{FIELD} return field({}).value", json!(label)));
        value.as_str().unwrap().to_owned()
    }

    /// Sends key presses to the focused element.
    #[track_caller]
    pub fn keys(&self, keys: &str) {
        let pressed: Vec<Value> =
            keys.chars().flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({"type": kind, "value": key}))).collect();
        self.ask_driver("/actions", &json!({"actions": [{"type": "key", "id": "keyboard", "actions": pressed}]}));
    }

    #[track_caller]
    pub fn back(&self) {
        self.ask_driver("/back", &json!({}));
    }

    #[track_caller]
    pub fn reload(&self) {
        self.ask_driver("/refresh", &json!({}));
    }
}

impl Drop for User {
    fn drop(&mut self) {
        // Restore the browser's settings before it returns to the pool. A browser is not reused if its test failed.
        if !std::thread::panicking() {
            self.script(true);
            self.devtools("Network.setExtraHTTPHeaders", &json!({"headers": {}}));
        }
    }
}
