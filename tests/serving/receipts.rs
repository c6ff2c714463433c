//! Checking a receipt in the browser. A receipt is text from outside, so it must not give a visitor more than the pages.

use crate::common::{Sandbox, execute, receipt_fields, with_check_digits};
use crate::http_client::unescape_html;
use crate::server::Server;

const ROLES: &str = "reader Rie\nofficer Otto\n";

fn office(sandbox: &Sandbox) -> Server {
    sandbox.write("roles", ROLES);
    Server::behind_proxy(sandbox, "--roles roles")
}

fn check(server: &Server, name: &str, receipt: &str) -> (u16, String) {
    let csrf = Server::csrf(|method, target| server.proxied(name, method, target));
    let form = [("receipt", receipt), ("csrf", &csrf)];
    let response = server.proxied(name, "POST", "/receipts").form(form).send();
    (response.status, unescape_html(&response.text()))
}

/// The receipt that the command gives with its rows.
fn receipt(sandbox: &Sandbox, line: &str) -> String {
    let result = sandbox.run(line);
    result.receipt.unwrap_or_else(|| panic!("{line}: {}", result.stderr))
}

#[test]
fn a_receipt_is_the_same_or_different_as_the_command_says() {
    let sandbox = Sandbox::demo();
    let server = office(&sandbox);
    let before = sandbox.register_bytes();
    let good = receipt(&sandbox, "count --by ministry");
    let (start, end) = good.split_once(" result=").unwrap();
    let other = with_check_digits(&format!("{start} result={}", "0".repeat(32) + &end[32..]));
    for name in ["Rie", "Otto"] {
        for (receipt, tone, exit) in [(&good, "Result", 0), (&other, "Error", 1)] {
            let command = sandbox.run(["receipt", receipt]);
            assert_eq!(command.code, exit, "{command:?}");
            let (status, page) = check(&server, name, receipt);
            assert_eq!(status, 200, "{page}");
            let line = format!("<strong>{tone}:</strong> {}", command.stdout.trim_end());
            assert!(page.contains(&line), "{line}: {page}");
            assert!(page.contains(receipt.as_str()), "what was pasted stays");
        }
    }
    let (_, page) = check(&server, "Rie", &format!("Zie het bewijs:\n> {good}\nGroet"));
    assert!(page.contains("Same: after entry 1"), "{page}");
    // After the register has changed, the receipt still holds for its own entry.
    sandbox.run("log 'Nog een' --ministry OCW -q").ok();
    assert!(check(&server, "Rie", &good).1.contains("Same: after entry 1"));
    assert!(sandbox.register_bytes() != before);
}

#[test]
fn what_is_no_usable_receipt_is_refused_with_the_reason() {
    let sandbox = Sandbox::demo();
    let server = office(&sandbox);
    let good = receipt(&sandbox, "report totals");
    let id = &receipt_fields(&good)["register"];
    let other_register = with_check_digits(&good.replace(id, &"a".repeat(32)));
    let mut altered = good.clone();
    altered.insert(good.find("entry=").unwrap() + 6, '9');
    for (text, message) in [
        ("", "First paste a receipt in the field."),
        ("geen bewijs", "That is not a receipt"),
        (&altered, "This receipt was changed after it was made"),
        (&other_register, "This receipt belongs to register aaaa"),
    ] {
        let (status, page) = check(&server, "Rie", text);
        assert_eq!(status, 400, "{page}");
        assert!(page.contains(message), "{message}: {page}");
    }
}

#[test]
fn a_receipt_made_with_another_model_is_told_apart() {
    let sandbox = Sandbox::demo();
    let with_meaning = |line: &str| {
        let mut command = sandbox.command(line);
        command.env_remove("RUIMTE_MEANING");
        command
    };
    let result = execute(with_meaning("report questions"));
    let receipt = result.receipt.unwrap_or_else(|| panic!("{}", result.stderr));
    let server = Server::spawn(with_meaning("serve --listen 127.0.0.1:0"));
    let check = |receipt: &str| {
        let csrf = Server::csrf(|method, target| server.browser(method, target));
        let response = server.browser("POST", "/receipts").form([("receipt", receipt), ("csrf", &csrf)]).send();
        (response.status, unescape_html(&response.text()))
    };
    let (status, page) = check(&receipt);
    assert!(status == 200 && page.contains("Same: after entry"), "{page}");
    let rule = receipt.split(' ').find(|field| field.starts_with("rule=")).unwrap();
    let other = with_check_digits(&receipt.replace(rule, &format!("{rule}x")));
    let (status, page) = check(&other);
    assert!(status == 400 && page.contains("This receipt was made with another model"), "{page}");
}

#[test]
fn a_visitor_cannot_have_a_file_read() {
    let sandbox = Sandbox::demo();
    let server = office(&sandbox);
    let good = receipt(&sandbox, "report totals");
    let path = sandbox.write("bewijs.txt", &good);
    assert_eq!(sandbox.run("receipt bewijs.txt").code, 0, "the command line reads files");
    let refused = check(&server, "Otto", "geen bewijs");
    for text in [path.to_str().unwrap(), "bewijs.txt", "-", "/etc/passwd", "nergens.txt", "."] {
        let (status, page) = check(&server, "Otto", text);
        assert_eq!(status, refused.0, "{text}: {page}");
        assert!(page.contains("That is not a receipt"), "{text}: {page}");
    }
}

#[test]
fn a_reader_cannot_test_guesses_about_persons_with_a_receipt() {
    let sandbox = Sandbox::demo();
    sandbox.run("contact call 1 --on 2018-02-03 --person Spreker").ok();
    let server = office(&sandbox);
    let good = receipt(&sandbox, "report totals");
    let (start, rest) = good.split_once(" command=").unwrap();
    let (_, end) = rest.split_once(" rule=").unwrap();
    let (_, end) = end.split_once(" day=").unwrap();
    for command in
        ["person+list", "contact+list+--with-persons", "export+persons+--with-persons", "show+N-02+--with-persons"]
    {
        let made = with_check_digits(&format!("{start} command={command} rule=rows/1 day={end}"));
        let (status, page) = check(&server, "Rie", &made);
        assert_eq!(status, 400, "{command}: {page}");
        assert!(page.contains("This receipt is about personal data"), "{command}: {page}");
        let (status, page) = check(&server, "Otto", &made);
        assert_eq!(status, 200, "{command}: {page}");
        assert!(page.contains("Different: after entry"), "{command}: {page}");
    }
}
