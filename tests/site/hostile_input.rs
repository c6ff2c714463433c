//! Hostile text that is typed in any field is stored as typed, runs no script and breaks no page.

use crate::common::Sandbox;
use crate::json_of;
use crate::server::Server;
use crate::user::{User, user};

/// Text that tries to close the HTML attribute or element that contains it, and to reverse or erase the text after it.
const HOSTILE: &str = "\"><script>alert(1)</script></textarea></title></style><img src=x onerror=alert(2)><svg onload=alert(3)>\
    {{7*7}}{% raw %}&lt;b&gt;<!-- ' onmouseover='alert(4) javascript:alert(5) \u{202e}gnol \u{2066}\u{feff}\u{200f}";

/// Hostile text. It begins with a mark that tests search for, and ends with a word of 400 characters.
fn typed(mark: &str) -> String {
    format!("zq{mark}{HOSTILE}{} ", "W".repeat(400)).trim().to_owned()
}

/// Hostile text of several lines and 100,000 characters.
fn long(mark: &str) -> String {
    let line = typed(mark);
    let mut text = String::new();
    while text.chars().count() + line.chars().count() < 100_000 {
        text.push_str(&line);
        text.push('\n');
    }
    let rest = 100_000 - text.chars().count();
    text + &"x".repeat(rest)
}

#[track_caller]
fn save(user: &User, to: &str) {
    user.click("Vastleggen");
    assert_eq!(user.address(), to, "{}", user.notices());
}

/// Opens a page. Asserts that hostile text runs no script and requests nothing, and that the page fits a narrow screen.
#[track_caller]
fn assert_harmless(user: &User, server: &Server, path: &str) {
    user.open_at(&format!("{}{path}", server.base));
    assert!(!user.alerts(), "{path}");
    // Chromium logs a console message if the server responds with an error status, which is allowed here. Any other
    // message is an error.
    let complaints: Vec<String> = user
        .complaints()
        .into_iter()
        .filter(|line| !line.contains("the server responded with a status of 40"))
        .collect();
    assert_eq!(complaints, [""; 0], "{path}");
    let is_own =
        |url: &String| ["assets", "api/v1"].iter().any(|place| url.starts_with(&format!("{}/{place}/", server.base)));
    let outside: Vec<String> = user.requests().into_iter().filter(|url| !is_own(url)).collect();
    assert_eq!(outside, [""; 0], "{path}");
    assert!(
        user.eval_bool("document.querySelector('footer') && document.querySelector('h1').getClientRects().length"),
        "{path}"
    );
    assert_eq!(
        user.eval_string(
            "document.querySelectorAll('main script, main img, main style, [onmouseover], [onload]').length"
        ),
        "0",
        "{path}"
    );
    // Pages show bidirectional control characters as escapes. Form fields are an exception: they contain the text as
    // typed.
    let turned =
        user.eval_string("(/.{0,40}[\\u202e\\u2066\\u200f\\ufeff].{0,40}/.exec(document.body.innerText) ?? [''])[0]");
    assert_eq!(turned, "", "{path}");
    let wide = user.eval_string("document.documentElement.scrollWidth");
    assert!(wide.parse::<u32>().unwrap() <= 390, "{path} is {wide} pixels wide");
}

#[test]
fn hostile_text_in_every_field_is_stored_as_typed_and_harmless_on_every_page() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let Some(user) = user(&server, "nl") else { return };
    user.view(390, 800, false);
    let go = |path: &str| user.open_at(&format!("{}{path}", server.base));
    // Browsers remove line breaks from a single-line field, so the hostile title has none.
    go("/obstacles/new");
    user.eval("document.querySelector('main details').open = true");
    let question = long("question");
    for (label, text) in [
        ("Titel", typed("title")),
        ("Vraag", question.clone()),
        ("Analyse", typed("analysis")),
        ("Antwoord", typed("answer")),
        ("Initiatief", typed("initiative")),
        ("Regelwijziging", typed("change")),
        ("Zaaknummer", typed("file")),
        ("Behandelaar", typed("handler")),
    ] {
        user.paste(label, &text);
    }
    user.choose("Ministerie", "Ministerie van Sociale Zaken en Werkgelegenheid");
    save(&user, "/obstacles/B-001");
    go("/contacts/new?about=B-001");
    user.paste("Met", &typed("party"));
    user.paste("Notitie", &typed("note"));
    save(&user, "/contacts/C-001");
    go("/factsheets/new");
    user.paste("Titel", &typed("sheet"));
    user.paste("Samenvatting", &typed("summary"));
    user.paste("Tekst", &typed("body"));
    save(&user, "/factsheets/F-01");
    go("/schemes/new");
    user.paste("Titel", &typed("scheme"));
    save(&user, "/schemes/S-01");
    go("/themes/new");
    user.paste("Code", "zqtheme");
    user.paste("Nederlands", &typed("nl"));
    user.paste("Engels", &typed("en"));
    save(&user, "/themes");
    go("/obstacles/B-001/classify");
    user.choose("Oplossing", "binnen de regels");
    user.paste("Waarom", &typed("reason"));
    user.paste("Factsheets", "F-01");
    user.paste("Regelingen", "S-01");
    save(&user, "/obstacles/B-001");

    for path in "/obstacles /obstacles/B-001 /obstacles/B-001/edit /obstacles/B-001/reopen /obstacles/new \
        /contacts /contacts/C-001 /contacts/C-001/edit /factsheets /factsheets/F-01 /factsheets/F-01/edit \
        /schemes /schemes/S-01 /themes /themes/zqtheme/edit /history /history/2 /search?q=zqtitle \
        /reports/overview /reports/factsheets /count?by=theme /reconcile"
        .split(' ')
    {
        assert_harmless(&user, &server, path);
    }
    for place in
        "search?q= obstacles?handler= obstacles?nonsense= history?actor= obstacles/ ministries/new?code=".split(' ')
    {
        let text: String = form_urlencoded(&typed("address"));
        assert_harmless(&user, &server, &format!("/{place}{text}"));
    }
    drop(server);

    let obstacle = &json_of(&sandbox, "show B-001")[0];
    assert_eq!(obstacle["question"].as_str().unwrap().chars().count(), 100_000);
    assert!(obstacle["question"] == question.as_str(), "the long text is as it was typed");
    for (name, mark) in [
        ("title", "title"),
        ("analysis", "analysis"),
        ("answer", "answer"),
        ("initiative", "initiative"),
        ("rule_change", "change"),
        ("file_number", "file"),
        ("reason", "reason"),
    ] {
        assert_eq!(obstacle[name], typed(mark), "{name}");
    }
    // Exports include personal names only with `--with-persons`.
    let named = &json_of(&sandbox, "show B-001 --with-persons")[0];
    // The name of a person loses its invisible characters.
    let name = typed("handler").replace(['\u{202e}', '\u{2066}', '\u{feff}', '\u{200f}'], "");
    assert_eq!(named["handler"], name);
    let contact = &json_of(&sandbox, "show C-001")[0];
    assert_eq!((&contact["party"], &contact["note"]), (&typed("party").into(), &typed("note").into()));
    let sheet = &json_of(&sandbox, "show F-01")[0];
    for (name, mark) in [("title", "sheet"), ("summary", "summary"), ("body", "body")] {
        assert_eq!(sheet[name], typed(mark), "{name}");
    }
    assert_eq!(json_of(&sandbox, "show S-01")[0]["title"], typed("scheme"));
    let themes = json_of(&sandbox, "theme list");
    let theme = themes.as_array().unwrap().iter().find(|theme| theme["code"] == "zqtheme").unwrap();
    assert_eq!((&theme["nl"], &theme["en"]), (&typed("nl").into(), &typed("en").into()));
    sandbox.run("check").ok();
}

fn form_urlencoded(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02X}"))
}
