//! What somebody types stays text: nothing of it runs, no page breaks under it, and the register has it as it was typed.

use crate::common::Sandbox;
use crate::json_of;
use crate::server::Server;
use crate::user::{Hand, hand};

/// What would leave an attribute, an element or a script, and turn or clear what follows.
const HOSTILE: &str = "\"><script>alert(1)</script></textarea></title></style><img src=x onerror=alert(2)><svg onload=alert(3)>\
    {{7*7}}{% raw %}&lt;b&gt;<!-- ' onmouseover='alert(4) javascript:alert(5) \u{202e}gnol \u{2066}\u{feff}\u{200f}";

/// A text with a mark by which it is known, and a word of 400 letters in it.
fn typed(mark: &str) -> String {
    format!("zq{mark}{HOSTILE}{} ", "W".repeat(400)).trim().to_owned()
}

/// Texts of several lines, of 100,000 characters in all.
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

/// Saves what is filled in, which leads to the page of what was recorded.
#[track_caller]
fn save(hand: &Hand, to: &str) {
    hand.click("Vastleggen");
    assert_eq!(hand.at(), to, "{}", hand.notices());
}

/// Looks at a page: nothing of what was typed ran, nothing was asked for, and it fits a narrow screen.
#[track_caller]
fn harmless(hand: &Hand, server: &Server, path: &str) {
    hand.open_at(&format!("{}{path}", server.base));
    assert!(!hand.alerts(), "{path}");
    // A browser notes that a page was refused. Nothing else is to be said of it.
    let complaints: Vec<String> = hand
        .complaints()
        .into_iter()
        .filter(|line| !line.contains("the server responded with a status of 40"))
        .collect();
    assert_eq!(complaints, [""; 0], "{path}");
    let outside: Vec<String> = hand
        .requests()
        .into_iter()
        .filter(|url| !url.starts_with(&format!("{}/assets/", server.base)))
        .collect();
    assert_eq!(outside, [""; 0], "{path}");
    assert!(
        hand.is("document.querySelector('footer') && document.querySelector('h1').getClientRects().length"),
        "{path}"
    );
    assert_eq!(
        hand.word(
            "document.querySelectorAll('main script, main img, main style, [onmouseover], [onload]').length"
        ),
        "0",
        "{path}"
    );
    // What turns the text is shown as what it is, but in a field, in which it is as it was typed.
    let turned = hand
        .word("(/.{0,40}[\\u202e\\u2066\\u200f\\ufeff].{0,40}/.exec(document.body.innerText) ?? [''])[0]");
    assert_eq!(turned, "", "{path}");
    let wide = hand.word("document.documentElement.scrollWidth");
    assert!(wide.parse::<u32>().unwrap() <= 390, "{path} is {wide} pixels wide");
}

#[test]
fn hostile_text_in_every_field_is_kept_as_it_was_typed_and_does_nothing_on_any_page() {
    let sandbox = Sandbox::new();
    let server = Server::start(&sandbox, "");
    let Some(hand) = hand(&server, "nl") else { return };
    hand.view(390, 800, false);
    let go = |path: &str| hand.open_at(&format!("{}{path}", server.base));
    // An obstacle. A browser takes line breaks out of a line and of nothing else.
    go("/obstacles/new");
    hand.look("document.querySelector('main details').open = true");
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
        hand.paste(label, &text);
    }
    hand.choose("Ministerie", "Ministerie van Sociale Zaken en Werkgelegenheid");
    save(&hand, "/obstacles/B-001");
    go("/contacts/new?about=B-001");
    hand.paste("Met", &typed("party"));
    hand.paste("Notitie", &typed("note"));
    save(&hand, "/contacts/C-001");
    go("/factsheets/new");
    hand.paste("Titel", &typed("sheet"));
    hand.paste("Samenvatting", &typed("summary"));
    hand.paste("Tekst", &typed("body"));
    save(&hand, "/factsheets/F-01");
    go("/schemes/new");
    hand.paste("Titel", &typed("scheme"));
    save(&hand, "/schemes/S-01");
    go("/themes/new");
    hand.paste("Code", "zqtheme");
    hand.paste("Nederlands", &typed("nl"));
    hand.paste("Engels", &typed("en"));
    save(&hand, "/themes");
    go("/obstacles/B-001/classify");
    hand.choose("Oplossing", "binnen de regels");
    hand.paste("Waarom", &typed("reason"));
    hand.paste("Factsheets", "F-01");
    hand.paste("Regelingen", "S-01");
    save(&hand, "/obstacles/B-001");

    for path in "/obstacles /obstacles/B-001 /obstacles/B-001/edit /obstacles/B-001/reopen /obstacles/new \
        /contacts /contacts/C-001 /contacts/C-001/edit /factsheets /factsheets/F-01 /factsheets/F-01/edit \
        /schemes /schemes/S-01 /themes /themes/zqtheme/edit /history /history/2 /search?q=zqtitle \
        /reports/overview /reports/factsheets /count?by=theme /reconcile"
        .split(' ')
    {
        harmless(&hand, &server, path);
    }
    for place in
        "search?q= obstacles?handler= obstacles?nonsense= history?actor= obstacles/ ministries/new?code="
            .split(' ')
    {
        let text: String = form_urlencoded(&typed("address"));
        harmless(&hand, &server, &format!("/{place}{text}"));
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
    // The name of a person comes out where it is asked for.
    let named = &json_of(&sandbox, "show B-001 --with-persons")[0];
    assert_eq!(named["handler"], typed("handler"));
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

/// As it stands in an address.
fn form_urlencoded(text: &str) -> String {
    text.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02X}"))
}
