//! The pages that import a list or a mail, from the file to the result, as a browser without script uses them.

use crate::common::Sandbox;
use crate::http_client::{Request, Response, attribute, form_fields, tags, unescape_html};
use crate::server::{Server, entry_count};
use std::io::Write as _;

const LIST: &str = "Nr.;Onderwerp;Wie gaat erover;Ontvangen;Status\n\
    1;Stage bij twee werkgevers;OCenW;2018-01-10;open\n\
    2;Vog per sector;VWS;2018-02-11;vervallen\n";
/// A list that needs no choices.
const PLAIN: &str = "title;ministry\nStage bij twee werkgevers;OCW\nVog per sector;VWS\n";

/// A part of a form: the name of the field, the name of the file if it is one, and the content.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

fn multipart(request: Request, parts: &[Part<'_>]) -> Request {
    let mut body = Vec::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        write!(body, "--frontier\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").unwrap();
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--frontier--\r\n");
    request.body("multipart/form-data; boundary=frontier", body)
}

/// A browser of one person.
struct Browser<'a> {
    server: &'a Server,
    name: &'a str,
}

impl Browser<'_> {
    fn request(&self, method: &str, target: &str) -> Request {
        match self.name {
            "" => self.server.browser(method, target),
            name => self.server.proxied(name, method, target),
        }
    }

    fn get(&self, target: &str) -> Response {
        self.request("GET", target).send()
    }

    #[track_caller]
    fn page(&self, target: &str) -> String {
        self.get(target).expect_status(200).text()
    }

    fn csrf(&self) -> String {
        Server::csrf(|method, target| self.request(method, target))
    }

    fn upload_with(&self, name: &str, content: &[u8], more: &[Part<'_>]) -> Response {
        let csrf = self.csrf();
        let mut parts: Vec<Part<'_>> = vec![("csrf", None, csrf.as_bytes())];
        parts.extend(more);
        parts.push(("file", Some(name), content));
        multipart(self.request("POST", "/import"), &parts).send()
    }

    /// Sends a list, and returns the address of its page.
    #[track_caller]
    fn upload(&self, name: &str, content: &[u8]) -> String {
        let response = self.upload_with(name, content, &[("kind", None, b"obstacles")]).expect_status(303);
        response.header("location").unwrap().to_owned()
    }

    /// Submits a form of a page as it is, except for the given fields.
    fn submit(&self, page: &str, form: &str, changes: &[(&str, &str)]) -> Response {
        let mut fields = form_fields(page, form);
        for (name, value) in changes {
            fields.retain(|(known, _)| known != name);
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
        let start = page.find(&format!("<form id=\"{form}\"")).unwrap();
        let target = attribute(tags(&page[start..], "form")[0], "action").unwrap();
        self.request("POST", &target).form(fields).send()
    }
}

/// The name of the field of a form whose label is `label`.
#[track_caller]
fn field_named(page: &str, label: &str) -> String {
    let page = unescape_html(page);
    let (_, rest) = page.split_once(&format!("\">{label}")).unwrap_or_else(|| panic!("no {label} in {page}"));
    let before = &page[..page.len() - rest.len()];
    let (_, id) = before.rsplit_once("<label for=\"").unwrap();
    id.split('"').next().unwrap().split_once('-').unwrap().1.to_owned()
}

#[test]
fn a_list_is_sent_understood_imported_and_taken_back() {
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "");
    let browser = Browser { server: &server, name: "" };
    let start = browser.page("/import");
    assert!(start.contains("enctype=\"multipart/form-data\""), "{start}");
    let address = browser.upload("C:\\lijsten\\mijn lijst.csv", LIST.as_bytes());

    let page = browser.page(&address);
    assert!(page.contains("<h1>Import: mijn lijst.csv</h1>"), "{page}");
    assert!(!page.contains("lijsten"), "{page}");
    assert!(!page.contains("<form id=\"import\""), "nothing can be imported yet: {page}");
    let department = field_named(&page, "Wie gaat erover");
    // A column that was not understood is skipped unless somebody says what it holds.
    assert!(form_fields(&page, "mapping").contains(&(department.clone(), "ignore".to_owned())), "{page}");
    browser.submit(&page, "mapping", &[(&department, "ministry")]).expect_status(303);

    // Now the values of that column can be understood, or not.
    let page = browser.page(&address);
    let value = field_named(&page, "OCenW");
    let fields = form_fields(&page, "mapping");
    assert!(fields.contains(&(department, "ministry".to_owned())), "{page}");
    assert!(fields.contains(&(field_named(&page, "vervallen"), "withdrawn".to_owned())), "{page}");
    browser.submit(&page, "mapping", &[(&value, "OCW")]).expect_status(303);

    let page = browser.page(&address);
    assert!(page.contains("To add: 2. To change: 0. Unchanged: 0."), "{page}");
    assert!(page.contains("<caption") || page.contains("Stage bij twee werkgevers"), "{page}");
    assert_eq!(sandbox.rows("list").len(), 0, "nothing was recorded yet");
    let mapping = browser.get(&format!("{address}/mapping")).expect_status(200);
    assert_eq!(mapping.header("content-disposition"), Some("attachment; filename=\"mapping.toml\""));
    assert!(mapping.text().contains("\"OCenW\" = \"OCW\""), "{}", mapping.text());

    let done = browser.submit(&page, "import", &[]).expect_status(303);
    let list = done.header("location").unwrap();
    assert!(list.starts_with("/obstacles?logged-since=20") && list.ends_with("&sort=-number"), "{list}");
    assert!(
        done.all("set-cookie").iter().any(|cookie| cookie.contains("Imported%3A+2+added%2C") && cookie.contains("&2;"))
    );
    let shown = browser.page(list);
    assert!(shown.contains("2 obstacles"), "{shown}");
    let columns = "list --columns number,title,ministry,received,status,closed_as";
    let rows: Vec<Vec<String>> = sandbox.rows(columns).into_iter().map(|row| row.into_values().collect()).collect();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(sandbox.rows("list --ministry OCW").len(), 1);
    assert_eq!(sandbox.rows("list --closed-as withdrawn").len(), 1);
    // The same form again, as after a double click, imports nothing.
    let again = browser.submit(&page, "import", &[]).expect_status(303);
    assert_eq!(again.header("location"), Some(list));
    assert_eq!(entry_count(&sandbox), 2);
    browser.get(&address).expect_status(404);

    // The mapping serves for the next list.
    let next = LIST.replace("1;Stage", "3;Stagevergoeding").replace("2;Vog", "4;Vog-aanvraag");
    let mapping = mapping.text();
    let response = browser
        .upload_with("volgende.csv", next.as_bytes(), &[("mapping", Some("mapping.toml"), mapping.as_bytes())])
        .expect_status(303);
    let page = browser.page(response.header("location").unwrap());
    assert!(page.contains("To add: 2. To change: 0."), "{page}");

    let undo = browser.page("/history/2/undo");
    browser.submit(&undo, "undo", &[]).expect_status(303);
    assert_eq!(sandbox.rows("list").len(), 0);
}

#[test]
fn a_downloaded_mapping_is_the_one_of_the_command_line() {
    let sandbox = Sandbox::new();
    sandbox.write("list.csv", LIST);
    sandbox.run("import obstacles list.csv --suggest-mapping mapping.toml").ok();
    let server = Server::new(&sandbox, "");
    let browser = Browser { server: &server, name: "" };
    let address = browser.upload("list.csv", LIST.as_bytes());
    assert_eq!(browser.get(&format!("{address}/mapping")).text(), sandbox.read("mapping.toml"));
}

#[test]
fn a_list_that_is_understood_needs_one_click_and_shows_its_errors_by_cell() {
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "");
    let browser = Browser { server: &server, name: "" };
    let page = browser.page(&browser.upload("plain.csv", PLAIN.as_bytes()));
    browser.submit(&page, "import", &[]).expect_status(303);
    assert_eq!(sandbox.rows("list").len(), 2);

    // What is in the register already is skipped, unless somebody asks otherwise.
    let address = browser.upload("plain.csv", format!("{PLAIN}Nieuw;SZW\n").as_bytes());
    let page = browser.page(&address);
    assert!(page.contains("To add: 1. To change: 0. Unchanged: 0."), "{page}");
    assert!(page.contains("Skipped, because they are in the register already: 2 (B-001; B-002)"), "{page}");
    browser.submit(&page, "mapping", &[("duplicates", "allow")]).expect_status(303);
    let page = browser.page(&address);
    assert!(page.contains("To add: 3."), "{page}");

    let wrong = "title;ministry;received;solved\nA;OCW;2018-01-10;2017-01-10\n";
    let page = unescape_html(&browser.page(&browser.upload("wrong.csv", wrong.as_bytes())));
    assert!(page.contains("wrong.csv, line 2"), "{page}");
    assert!(!page.contains("<form id=\"import\""), "{page}");
    assert_eq!(sandbox.rows("list").len(), 2);
}

#[test]
fn the_lists_from_practice_lead_to_a_page_that_says_what_to_do() {
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "");
    let browser = Browser { server: &server, name: "" };
    for (name, content) in [
        ("leeg.csv", ""),
        ("kapot.xlsx", "PK\u{3}\u{4}geen werkmap"),
        ("oud.xls", "\u{0}"),
        ("kop.csv", "title;ministry\n"),
    ] {
        let response = browser.upload_with(name, content.as_bytes(), &[("kind", None, b"obstacles")]);
        let page = match response.header("location") {
            Some(address) => browser.get(address),
            None => response,
        };
        assert!([200, 400].contains(&page.status), "{name}: {} {}", page.status, page.text());
        assert!(!page.text().contains("/tmp"), "{name}: {}", page.text());
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_on_the_page_where_it_was_chosen() {
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "");
    let browser = Browser { server: &server, name: "" };
    let mut large = PLAIN.as_bytes().to_vec();
    large.resize(26 << 20, b'\n');
    let page = browser.upload_with("groot.csv", &large, &[("kind", None, b"obstacles")]).expect_status(413).text();
    assert!(page.contains("This file is larger than 25 MB."), "{page}");
    assert!(page.contains("<form id=\"file\""), "{page}");
    large.truncate(25 << 20);
    browser.upload("net.csv", &large);
    // Other forms keep their own limit, and take no files.
    let csrf = browser.csrf();
    let parts: &[Part<'_>] = &[("csrf", None, csrf.as_bytes()), ("title", None, b"A")];
    multipart(browser.request("POST", "/obstacles/new"), parts).send().expect_status(415);
}

#[test]
fn only_who_sent_a_list_can_open_it_and_readers_can_send_none() {
    let sandbox = Sandbox::new();
    sandbox.write("roles", "admin carla\nofficer anna\nofficer bert\nreader *\n");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    let person = |name| Browser { server: &server, name };
    let (anna, bert, reader) = (person("anna"), person("bert"), person("rob"));
    let address = anna.upload("plain.csv", PLAIN.as_bytes());
    let page = anna.page(&address);
    let upper = person("Anna");
    assert_eq!(upper.get(&address).status, 200, "the same person");
    for other in [&bert, &person("carla")] {
        other.get(&address).expect_status(404);
        other.get(&format!("{address}/mapping")).expect_status(404);
        let fields = [("csrf", other.csrf()), ("once", "x".to_owned())];
        other.request("POST", &format!("{address}/run")).form(fields.clone()).send().expect_status(404);
        other.request("POST", &format!("{address}/discard")).form(fields.clone()).send().expect_status(404);
        other.request("POST", &address).form(fields).send().expect_status(404);
    }
    reader.get("/import").expect_status(403);
    reader.get(&address).expect_status(403);
    assert_eq!(reader.upload_with("a.csv", b"title\n", &[]).status, 403);
    assert!(!unescape_html(&reader.page("/obstacles")).contains("/import"));
    assert!(unescape_html(&anna.page("/obstacles")).contains("href=\"/import?kind=obstacles\""));
    // A list of ministries is for administrators.
    let response = anna.upload_with("m.csv", b"code;nl;en\nBZK;Bzk;Bzk\n", &[("kind", None, b"ministries")]);
    response.expect_status(403);
    let response = person("carla").upload_with("m.csv", b"code;nl;en\nBZK;Bzk;Bzk\n", &[("kind", None, b"ministries")]);
    assert!(person("carla").page(response.header("location").unwrap()).contains("To add: 1."));
    // Without a token of the form, nothing is imported.
    let fields: Vec<(String, String)> =
        form_fields(&page, "import").into_iter().filter(|(name, _)| name != "csrf").collect();
    anna.request("POST", &format!("{address}/run")).form(fields).send().expect_status(403);
    assert_eq!(sandbox.rows("list").len(), 0);
    // An officer imports, and does not get the button that only an administrator may press.
    let done = anna.submit(&page, "import", &[]).expect_status(303);
    let number = done
        .all("set-cookie")
        .iter()
        .find_map(|cookie| cookie.split(';').next()?.split_once('&'))
        .unwrap()
        .1
        .to_owned();
    let undo = format!("href=\"/history/{number}/undo\"");
    let entry = |name: &'static str| unescape_html(&person(name).page(&format!("/history/{number}")));
    assert!(!entry("anna").contains(&undo));
    assert!(entry("carla").contains(&undo));
}

/// The number of deleted files that the server has open.
#[cfg(target_os = "linux")]
fn open_files(server: &Server) -> usize {
    let folder = std::fs::read_dir(format!("/proc/{}/fd", server.id())).unwrap();
    let targets = folder.filter_map(|entry| std::fs::read_link(entry.unwrap().path()).ok());
    targets.filter(|target| target.to_string_lossy().ends_with("(deleted)")).count()
}

#[cfg(target_os = "linux")]
#[test]
fn lists_that_are_left_behind_leave_no_files() {
    let sandbox = Sandbox::new();
    std::fs::create_dir(sandbox.path("temp")).unwrap();
    let mut command = sandbox.command("serve --listen 127.0.0.1:0");
    command.env("TMPDIR", sandbox.path("temp"));
    let server = Server::spawn(command);
    let browser = Browser { server: &server, name: "" };
    let names = || std::fs::read_dir(sandbox.path("temp")).unwrap().count();
    let before = open_files(&server);
    let first = browser.upload("a.csv", PLAIN.as_bytes());
    assert_eq!((open_files(&server) - before, names()), (1, 0), "a file without a name");
    for _ in 0..4 {
        browser.upload("b.csv", PLAIN.as_bytes());
    }
    assert_eq!(open_files(&server) - before, 4, "the oldest made room");
    browser.get(&first).expect_status(404);
    let last = browser.upload("c.csv", PLAIN.as_bytes());
    let page = browser.page(&last);
    browser.submit(&page, "discard", &[]).expect_status(303);
    browser.get(&last).expect_status(404);
    assert_eq!((open_files(&server) - before, names()), (3, 0));
}

#[test]
fn a_dry_run_of_a_list_waits_for_nobody() {
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "");
    let browser = Browser { server: &server, name: "" };
    let address = browser.upload("plain.csv", PLAIN.as_bytes());
    // Another program that writes keeps others from writing, but not from a preview.
    let connection = rusqlite::Connection::open(sandbox.path("register.db")).unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert!(browser.page(&address).contains("To add: 2."));
}

#[test]
fn a_mail_fills_in_the_form_of_a_new_obstacle() {
    const MAIL: &str = "From: Anna <anna@voorbeeld.example>\r\nTo: loket@voorbeeld.example\r\n\
        Date: Tue, 13 Oct 2026 16:47:00 +0200\r\nSubject: FW: Prikken op locatie\r\n\
        Content-Type: text/plain; charset=utf-8\r\n\r\nBeste collega,\r\n\r\nMag een student prikken? \
        Bel 06-12345678.\r\n\r\nMet vriendelijke groet,\r\nAnna\r\n";
    const PASTED: &str = "Van: Anna <anna@voorbeeld.example>\r\nVerzonden: dinsdag 13 oktober 2026 16:47\r\n\
        Aan: loket\r\nOnderwerp: FW: Prikken op locatie\r\n\r\nBeste collega,\r\n\r\nMag een student prikken? \
        Bel 06-12345678.\r\n\r\nMet vriendelijke groet,\r\nAnna\r\n";
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "");
    let browser = Browser { server: &server, name: "" };
    let from_file = browser.upload_with("vraag.eml", MAIL.as_bytes(), &[]).expect_status(200).text();
    let start = browser.page("/import");
    let from_text = browser.submit(&start, "mail", &[("text", PASTED)]).expect_status(200).text();
    for page in [&from_file, &from_text] {
        let fields = form_fields(page, "record");
        let value = |name: &str| fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        assert_eq!(value("title"), Some("Prikken op locatie"));
        assert_eq!(value("question"), Some("Mag een student prikken? Bel 06-12345678."));
        assert_eq!(value("received"), Some("2026-10-13"));
        assert!(page.contains("06-…") || unescape_html(page).to_lowercase().contains("telephone number"), "{page}");
    }
    assert_eq!(sandbox.rows("list").len(), 0);
    browser.submit(&from_file, "record", &[("ministry", "OCW")]).expect_status(303);
    assert_eq!(sandbox.rows("list").len(), 1);
    let empty = browser.submit(&start, "mail", &[("text", " ")]).expect_status(400).text();
    assert!(empty.contains("Paste the text of the e-mail."), "{empty}");
    let page = browser.upload_with("vraag.msg", b"\xd0\xcf\x11\xe0", &[]).expect_status(400).text();
    assert!(page.contains(".msg"), "{page}");
}

/// A ministry, a theme and a day that the register does not know, each in a list of its own rows.
const UNKNOWN: &str = "title;ministry;involved;theme;received\n\
    Stage bij twee werkgevers;BZK;;permanent leren;2018-01-10\n\
    Vog per sector;OCW;VWS, BZK;vliegtuigen;2018-02-11\n\
    Bijscholing;VWS;;vliegtuigen;voorjaar\n";

#[test]
fn a_row_with_an_unknown_value_can_be_left_out_and_a_cell_can_stay_empty() {
    let sandbox = Sandbox::new();
    let server = Server::new(&sandbox, "");
    let browser = Browser { server: &server, name: "" };
    let address = browser.upload("lijst.csv", UNKNOWN.as_bytes());
    let page = browser.page(&address);
    let options_of = |page: &str, label: &str| {
        let start = page.find(&format!("name=\"{}\"", field_named(page, label))).unwrap();
        page[start..].split("</select>").next().unwrap().to_owned()
    };
    // A ministry is required, so its cell cannot stay empty. A theme is not.
    let ministry = options_of(&page, "BZK");
    assert!(ministry.contains("value=\"skip-row\"") && !ministry.contains("value=\"ignore\""), "{ministry}");
    let theme = options_of(&page, "vliegtuigen");
    assert!(theme.contains("value=\"skip-row\"") && theme.contains("value=\"ignore\""), "{theme}");

    // What has no choice yet is asked again, and what was chosen stays.
    browser.submit(&page, "mapping", &[(&field_named(&page, "BZK"), "skip-row")]).expect_status(303);
    let page = browser.page(&address);
    assert!(page.contains("Some choices have not been made yet."), "{page}");
    let fields = form_fields(&page, "mapping");
    assert!(fields.contains(&(field_named(&page, "BZK"), "skip-row".to_owned())), "{page}");

    let involved = field_named(&page, "VWS, BZK");
    let day = field_named(&page, "voorjaar");
    let changes =
        [(field_named(&page, "vliegtuigen"), "ignore"), (format!("instead-{day}"), "ignore"), (involved, "VWS")];
    let changes: Vec<(&str, &str)> = changes.iter().map(|(name, value)| (&**name, *value)).collect();
    browser.submit(&page, "mapping", &changes).expect_status(303);
    let page = unescape_html(&browser.page(&address));
    assert!(page.contains("To add: 2. To change: 0. Unchanged: 0."), "{page}");
    assert!(page.contains("Rows left out, as chosen: 1 (line 2)"), "{page}");
    assert!(page.contains("Left empty, as chosen: 'theme' in 2 rows; 'received' in 1 row"), "{page}");
    assert!(page.contains("leave out, as chosen"), "{page}");

    // The command line does the same with the same mapping.
    let mapping = browser.get(&format!("{address}/mapping")).expect_status(200).text();
    sandbox.write("map.toml", &mapping);
    sandbox.write("lijst.csv", UNKNOWN);
    let notices = sandbox.run("import obstacles lijst.csv --mapping map.toml --dry-run").notices();
    assert!(notices.contains("Rows left out, as chosen: 1 (line 2)"), "{notices}");

    browser.submit(&page, "import", &[]).expect_status(303);
    assert_eq!(sandbox.rows("list").len(), 2);
    assert_eq!(sandbox.rows("list --ministry OCW").len(), 1);
    assert_eq!(sandbox.rows("list --theme permanent-leren").len(), 0);
}

#[test]
fn an_admin_adds_an_unknown_value_to_a_list_and_continues_with_the_import() {
    let sandbox = Sandbox::new();
    sandbox.write("roles", "admin carla\nofficer anna\nreader *\n");
    let server = Server::behind_proxy(&sandbox, "--roles roles");
    let (carla, anna) = (Browser { server: &server, name: "carla" }, Browser { server: &server, name: "anna" });
    // Whoever may not change the lists is not offered to do so, and cannot do so with a form of their own.
    let address = anna.upload("lijst.csv", UNKNOWN.as_bytes());
    let page = anna.page(&address);
    assert!(!page.contains("add-to-list"), "{page}");
    let forged = anna.submit(&page, "mapping", &[(&field_named(&page, "BZK"), "add-to-list")]).expect_status(303);
    assert_eq!(forged.header("location"), Some(&*address));

    let address = carla.upload("lijst.csv", UNKNOWN.as_bytes());
    let page = carla.page(&address);
    let (bzk, theme) = (field_named(&page, "BZK"), field_named(&page, "vliegtuigen"));
    let involved = format!("instead-{}", field_named(&page, "VWS, BZK"));
    let changes = [(&*bzk, "add-to-list"), (&*theme, "add-to-list"), (&*involved, "add-to-list")];
    let next = carla.submit(&page, "mapping", &changes).expect_status(303);
    let form = next.header("location").unwrap().to_owned();
    let token = address.rsplit('/').next().unwrap();
    assert_eq!(form, format!("/ministries/new?import={token}&code=BZK"));
    let page = unescape_html(&carla.page(&form));
    assert!(page.contains(&format!("href=\"{address}\"")) && page.contains("name=\"code\" value=\"BZK\""), "{page}");
    let changes = [("nl", "Binnenlandse Zaken"), ("en", "Interior")];
    let saved = carla.submit(&page, "record", &changes).expect_status(303);
    assert_eq!(saved.header("location"), Some(&*address));
    // The same form once more adds nothing, and leads back too.
    assert_eq!(carla.submit(&page, "record", &changes).expect_status(303).header("location"), Some(&*address));

    // The ministry is known now, also beside others in a cell. The theme still waits.
    let page = carla.page(&address);
    assert!(!unescape_html(&page).contains("\">BZK<") && !page.contains("VWS, BZK</label>"), "{page}");
    let next = carla.submit(&page, "mapping", &[]).expect_status(303);
    assert_eq!(next.header("location"), Some(&*format!("/themes/new?import={token}&code=vliegtuigen")));
    let page = carla.page(next.header("location").unwrap());
    carla.submit(&page, "record", &[("nl", "Vliegtuigen"), ("en", "Aircraft")]).expect_status(303);
    let page = carla.page(&address);
    let day = format!("instead-{}", field_named(&page, "voorjaar"));
    carla.submit(&page, "mapping", &[(&day, "skip-row")]).expect_status(303);
    let page = carla.page(&address);
    assert!(page.contains("To add: 2."), "{page}");
    // A list that is gone, or somebody else's, is no reason to go anywhere.
    let page = carla.page("/themes/new?import=nobody");
    let saved = carla.submit(&page, "record", &[("code", "x"), ("nl", "X"), ("en", "X")]).expect_status(303);
    assert_eq!(saved.header("location"), Some("/themes"));
}
