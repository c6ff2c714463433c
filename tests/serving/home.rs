//! The home page shows the work of the person who signed in, in blocks that lead to lists with the same rows.

use crate::common::Sandbox;
use crate::http_client::{Request, Response, unescape_html};
use crate::server::Server;

fn office() -> Sandbox {
    let sandbox = Sandbox::new();
    for line in [
        "log 'Al lang open' --ministry OCW --received 2019-03-01 --handler Ada",
        "log 'Over tijd' --ministry VWS --received 2019-05-01 --due 2019-06-01 --handler Bo",
        "log 'Meer over tijd' --ministry VWS --received 2019-06-01 --due 2019-05-20 --handler Ada",
        "log 'Al opgelost' --ministry VWS --received 2019-01-01 --due 2019-02-01 --handler Ada",
        "classify B-004 within-rules --because 'Mag al' --answer 'Ja'",
        "log 'Vervallen' --ministry SZW --received 2018-01-01 --handler Ada",
        "void B-005 --because 'Dubbel'",
    ] {
        sandbox.run(line).ok();
    }
    for number in 1..=4 {
        sandbox.run(format!("log 'Vraag {number}' --ministry SZW --received 2020-0{number}-01")).ok();
    }
    sandbox
}

/// The numbers of the records in the rows of a table.
fn numbers(page: &str) -> Vec<String> {
    let number = |row: &str| row.split_once("</a>").unwrap().0.rsplit('>').next().unwrap().to_owned();
    page.split("<th scope=\"row\"").skip(1).map(number).collect()
}

/// The blocks of a page: the heading with its count, where the heading leads, and the numbers of the rows.
fn blocks(page: &str) -> Vec<(String, String, Vec<String>)> {
    let block = |block: &str| {
        let (_, heading) = block.split_once("<h2").unwrap();
        let (_, href) = heading.split_once("<a href=\"").unwrap();
        let (href, rest) = href.split_once("\">").unwrap();
        let (name, _) = rest.split_once("</a>").unwrap();
        let name =
            name.replace("<span class=\"label\">", "").replace("<span class=\"count\">", "").replace("</span>", "");
        (unescape_html(&name), unescape_html(href), numbers(block))
    };
    page.split("<section class=\"block").skip(1).map(block).collect()
}

fn seen(name: &str, href: &str, numbers: &str) -> (String, String, Vec<String>) {
    let numbers = numbers.split_whitespace().map(|number| format!("B-{number}")).collect();
    (name.to_owned(), href.to_owned(), numbers)
}

#[test]
fn every_block_has_the_first_rows_of_the_list_to_which_it_leads() {
    let sandbox = office();
    let server = Server::behind_proxy(&sandbox, "");
    let page = server.proxied("Ada", "GET", "/").send().expect_status(200).text();
    assert_eq!(
        blocks(&page),
        [
            seen("Assigned to me 2", "/obstacles?handler=Ada&status=open&sort=due", "003 001"),
            seen("Overdue 2", "/obstacles?overdue=1&sort=due", "003 002"),
            seen("Promised for this week 0", "/obstacles?status=open&due-period=this-week&sort=due", ""),
            seen("Waiting longest 7", "/obstacles?status=open&sort=received", "001 002 003 006 007"),
            seen("Recently logged", "/obstacles?sort=-number", "009 008 007 006 004"),
            seen("Open 7", "/obstacles?status=open&sort=-number", "009 008 007 006 003"),
        ]
    );
    assert!(page.contains(">Show all 7</a>"), "{page}");
    for (name, href, numbers) in blocks(&page) {
        let list = server.proxied("Ada", "GET", &href).send().expect_status(200).text();
        if let Some(count) = name.rsplit(' ').next().filter(|last| last.parse::<u8>().is_ok_and(|count| count > 0)) {
            assert!(list.contains(&format!(">{count} obstacle")), "{href}: {list}");
        }
        let listed = self::numbers(&list);
        assert!(listed.starts_with(&numbers), "{href}: {listed:?}");
    }
    // The report of what is overdue names the same obstacles.
    let overdue: Vec<String> = sandbox.rows("report overdue").into_iter().map(|row| row["number"].clone()).collect();
    assert_eq!(overdue, ["B-003", "B-002"]);
    // Nobody else has obstacles in that name, and a name that nobody has is no error.
    let page = server.proxied("Cor", "GET", "/").send().expect_status(200).text();
    assert!(page.contains("Nothing is open in your name."), "{page}");
    assert_eq!(blocks(&page)[0], seen("Assigned to me 0", "/obstacles?handler=Cor&status=open&sort=due", ""));
}

#[test]
fn what_is_due_this_week_is_shown_with_what_is_mine_first() {
    let sandbox = Sandbox::new();
    let due = |title: &str, handler: &str| {
        sandbox.run(format!("log '{title}' --ministry OCW --due today --handler {handler}")).ok();
    };
    for handler in ["Bo", "Bo", "Bo", "Bo", "Ada", "Bo", "Ada"] {
        due("Deze week", handler);
    }
    sandbox.run("log 'Volgende week' --ministry OCW --due 2999-01-01 --handler Ada").ok();
    let server = Server::behind_proxy(&sandbox, "");
    let this_week = |name: &str, lang: &str| {
        let page = server.proxied(name, "GET", "/").header("Accept-Language", lang).send().expect_status(200).text();
        blocks(&page).remove(2)
    };
    let (heading, address) = ("Promised for this week 7", "/obstacles?status=open&due-period=this-week&sort=due");
    assert_eq!(this_week("Ada", "en"), seen(heading, address, "005 007 001 002 003"));
    assert_eq!(this_week("Bo", "en"), seen(heading, address, "001 002 003 004 006"));
    assert_eq!(this_week("Cas", "en"), seen(heading, address, "001 002 003 004 005"));
    let (_, dutch, _) = this_week("Ada", "nl");
    assert_eq!(dutch, "/obstacles?status=open&due-period=deze-week&sort=due");
    let list = server.proxied("Ada", "GET", &dutch).header("Accept-Language", "nl").send().expect_status(200).text();
    assert!(list.contains(">7 belemmeringen<"), "{list}");
}

#[test]
fn the_home_page_asks_for_the_question_and_only_who_may_log_gets_a_button_to_log_it() {
    let sandbox = office();
    sandbox.write("roles", "reader Rie\nofficer Ada\n");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    let home = |name: &str| unescape_html(&server.proxied(name, "GET", "/").send().expect_status(200).text());
    let (ada, rie) = (home("Ada"), home("Rie"));
    for page in [&ada, &rie] {
        // The question may be a mail with names, so it does not get into an address.
        assert!(page.contains("<form id=\"ask\" action=\"/similar\" method=\"post\""), "{page}");
    }
    assert!(ada.contains("formaction=\"/import\"") && !rie.contains("formaction"));
    let send = |name: &str, path: &str| {
        let csrf = Server::csrf(|method, target| server.proxied(name, method, target));
        let form = [("text", "Mag dit & dat?"), ("csrf", csrf.as_str())];
        unescape_html(&server.proxied(name, "POST", path).form(form).send().expect_status(200).text())
    };
    assert!(send("Ada", "/similar").contains("formaction=\"/import\""));
    assert!(!send("Rie", "/similar").contains("formaction"));
    let form = send("Ada", "/import");
    assert!(form.contains("action=\"/obstacles/new\"") && form.contains("Mag dit & dat?</textarea>"), "{form}");
    assert!(!form.contains("Taken from the e-mail"), "it is no mail: {form}");
}

#[test]
fn an_address_of_the_list_that_used_to_be_at_the_root_leads_to_the_list() {
    let server = Server::demo();
    let cookie = server.cookie();
    let get = |path: &str| server.request("GET", path).header("Cookie", cookie.clone()).send();
    for (from, to) in [
        ("/?status=solved&page=2", "/obstacles?status=solved&page=2"),
        ("/?format=csv", "/obstacles?format=csv"),
        ("/?nonsense=1", "/obstacles?nonsense=1"),
    ] {
        assert_eq!(get(from).expect_status(303).header("location"), Some(to));
    }
    let chosen = get("/?lang=nl").expect_status(303);
    assert_eq!(chosen.header("location"), Some("/"));
    get("/").expect_status(200);
}

#[test]
fn an_empty_register_leads_on() {
    let sandbox = Sandbox::new();
    sandbox.write("roles", "reader Rie\nofficer Ada\nadmin Bea\n");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    for (name, logs, administers) in [("Rie", false, false), ("Ada", true, false), ("Bea", true, true)] {
        let page = unescape_html(&server.proxied(name, "GET", "/").send().expect_status(200).text());
        assert!(page.contains("This register is still empty.") && page.contains("demo --keep example.db"), "{page}");
        assert_eq!(page.contains("href=\"/obstacles/new\""), logs, "{name}");
        assert_eq!(page.contains("href=\"/import\""), logs, "{name}");
        assert_eq!(page.contains("Fill in lists"), administers, "{name}");
    }
    // A register with nothing but void records is not new.
    sandbox.run("log Fout --ministry OCW").ok();
    sandbox.run("void B-001 --because Fout").ok();
    let page = server.proxied("Ada", "GET", "/").send().expect_status(200).text();
    assert!(page.contains("Nothing is open.") && !page.contains("still empty"), "{page}");
}

/// The visit cookie that a response sets: its name, its value and its attributes.
fn visit(response: &Response) -> Option<(String, String, String)> {
    let cookie = response.all("set-cookie").into_iter().find(|cookie| cookie.starts_with("ruimte-visit"))?;
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    let (name, value) = pair.split_once('=').unwrap();
    Some((name.to_owned(), value.to_owned(), attributes.to_owned()))
}

#[test]
fn what_was_logged_since_the_previous_visit_is_new() {
    let sandbox = office();
    let server = Server::behind_proxy(&sandbox, "");
    let now = jiff::Timestamp::now().as_second();
    let get = |path: &str, cookie: &str| -> Request {
        server.proxied("Ada", "GET", path).header("Cookie", cookie.to_owned())
    };
    let first = server.proxied("Ada", "GET", "/").send().expect_status(200);
    let (name, value, attributes) = visit(&first).unwrap();
    assert_eq!(name, format!("ruimte-visit-{}", server.at.port()));
    assert!((now..now + 60).contains(&value.parse().unwrap()), "{value}");
    assert_eq!(attributes, "HttpOnly; SameSite=Lax; Max-Age=31536000; Path=/");
    // A page within the same minute sets no cookie, and neither does what is not a page.
    assert_eq!(visit(&get("/obstacles", &format!("{name}={value}")).send()), None);
    for path in ["/obstacles?format=csv", "/api/v1/obstacles", "/obstacles/b1", "/nowhere"] {
        assert_eq!(visit(&server.proxied("Ada", "GET", path).send()), None, "{path}");
    }
    // The previous visit ended an hour ago: everything was logged after that.
    let hour_ago = format!("{name}={}", now - 3600);
    let response = get("/", &hour_ago).send().expect_status(200);
    assert_eq!(visit(&response).unwrap().1.split('.').next(), Some((now - 3600).to_string().as_str()));
    let page = response.text();
    let new = blocks(&page).into_iter().find(|(name, ..)| name.starts_with("New since")).unwrap();
    assert_eq!((new.0.as_str(), new.2.len()), ("New since your last visit 8", 5));
    let since = jiff::Timestamp::from_second(now - 3600).unwrap().to_string();
    assert_eq!(new.1, format!("/obstacles?logged-since={}&sort=-number", since.replace(':', "%3A")));
    // Nothing was logged after a visit that has just ended, until somebody logs something.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let now = jiff::Timestamp::now().as_second();
    let ended = format!("{name}={now}.{now}");
    let new = |page: &str| blocks(page).into_iter().find(|(name, ..)| name.starts_with("New since")).unwrap();
    let page = get("/", &ended).send().expect_status(200).text();
    assert_eq!((new(&page).0.as_str(), page.contains("Nothing was added.")), ("New since your last visit 0", true));
    sandbox.run("log 'Net nieuw' --ministry OCW").ok();
    let page = get("/", &ended).send().expect_status(200).text();
    assert_eq!((new(&page).0.as_str(), new(&page).2), ("New since your last visit 1", vec!["B-010".to_owned()]));
    // A cookie that another site made is ignored.
    for other in ["x", "99999999999", "5.4", ""] {
        let page = get("/", &format!("{name}={other}")).send().expect_status(200).text();
        assert!(page.contains("Recently logged") && !page.contains("New since"), "{other}");
    }
    let before = sandbox.register_bytes();
    get("/", &hour_ago).send().expect_status(200);
    assert!(sandbox.register_bytes() == before, "the register stores no visits");
}
