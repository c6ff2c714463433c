//! Reply templates are records like all others: they have a history, and can be exported, copied, undone and redacted.

use super::register;
use crate::common::Sandbox;

const LETTER: &str = "Beste lezer,\n\n{{ answer }}\n\nBel Jan Jansen, 06-12345678.";

fn with_template() -> Sandbox {
    let sandbox = register();
    sandbox.run(["reply-template", "add", "Brief", "--text", LETTER]).ok();
    sandbox
}

#[test]
fn a_template_has_a_history_and_can_be_undone() {
    let sandbox = with_template();
    sandbox.run(["reply-template", "edit", "T-01", "--title", "Lange brief"]).ok();
    let history = sandbox.run("history T-01").ok();
    assert!(history.contains("Lange brief"), "{history}");
    assert!(sandbox.run("show T-01").ok().contains("Lange brief"));
    sandbox.run("undo").ok();
    assert_eq!(sandbox.rows("reply-template list")[0]["title"], "Brief");
    sandbox.run("reply-template void T-01 --because Verouderd").ok();
    assert_eq!(sandbox.rows("reply-template list").len(), 0);
    assert!(sandbox.run("show T-01").ok().contains("Verouderd"));
    assert_eq!(sandbox.run("check").code, 0);
}

#[test]
fn templates_are_in_a_backup_and_in_an_export_that_can_be_imported() {
    let sandbox = with_template();
    let reply = sandbox.run("reply 1").ok();
    let exported = sandbox.run("export reply-templates").ok();
    sandbox.run("backup copy.db").ok();
    assert_eq!(sandbox.run("--register copy.db export reply-templates").ok(), exported);
    sandbox.run("reply-template edit T-01 --text x").ok();
    sandbox.run("restore copy.db --force").ok();
    assert_eq!(sandbox.run("reply 1").ok(), reply);
    for ending in ["csv", "ods", "xlsx", "jsonl"] {
        sandbox.run(format!("export reply-templates -o list.{ending}")).ok();
        if ending == "jsonl" {
            continue;
        }
        sandbox.run(format!("--register {ending}.db init")).ok();
        sandbox.run(format!("--register {ending}.db import reply-templates list.{ending}")).ok();
        assert_eq!(sandbox.run(format!("--register {ending}.db export reply-templates")).ok(), exported, "{ending}");
    }
}

#[test]
fn a_name_can_be_redacted_from_a_template() {
    let sandbox = with_template();
    sandbox.run("redact T-01 --text 'Jan Jansen' --because Vertrokken").ok();
    assert!(!sandbox.run("reply 1").ok().contains("Jansen"));
    assert!(!String::from_utf8_lossy(&sandbox.register_bytes()).contains("Jansen"));
    assert_eq!(sandbox.run("check").code, 0);
}

#[test]
fn personal_data_from_the_obstacle_is_pointed_out_if_the_reply_contains_it() {
    let sandbox = register();
    let question = "Mag dit? Bel mij op 06-12345678.\n\nMail: anna.bakker@voorbeeld.nl";
    sandbox.run(["edit", "B-001", "--question", question, "--answer", "Ja."]).ok();
    let notices = |line: &str| sandbox.run(line).stderr;
    let phone = "Note: question: telephone number 06-…; remove what the recipient may not see\n";
    assert_eq!(notices("reply 1"), phone);
    // The template gives the whole question, or gives a number of its own.
    sandbox.run(["reply-template", "add", "Alles", "--text", "{{ full_question }}"]).ok();
    assert!(notices("reply 1").contains("e-mail address"));
    sandbox.run(["reply-template", "edit", "T-01", "--text", "{{ answer }} Bel 06-87654321."]).ok();
    assert_eq!(notices("reply 1"), "");
}
