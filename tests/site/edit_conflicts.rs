//! Two users edit the same record. The user who saves last is first shown the changes of the other user, and so cannot
//! overwrite those changes by accident.

use crate::common::Sandbox;
use crate::json_of;
use crate::server::Server;
use crate::user::{User, named_user};
use serde_json::Value;

fn office() -> Option<(Sandbox, Server, User, User)> {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Een titel' --question 'Een vraag?' --ministry OCW").ok();
    let server = Server::behind_proxy(&sandbox, "");
    let anna = named_user(&server, "anna", "nl")?;
    let bert = named_user(&server, "bert", "nl")?;
    Some((sandbox, server, anna, bert))
}

fn open(user: &User, server: &Server, step: &str) {
    user.open_at(&format!("{}/obstacles/B-001/{step}", server.base));
}

#[track_caller]
fn record(sandbox: &Sandbox) -> Value {
    json_of(sandbox, "show B-001")[0].clone()
}

/// The actor of the latest journal entry that changed the given attribute of the obstacle.
#[track_caller]
fn last_actor(sandbox: &Sandbox, attribute: &str) -> String {
    let rows = sandbox.rows("history B-001");
    rows.iter().find(|row| row["attribute"] == attribute).unwrap()["actor"].clone()
}

const TOLD: &str = "Een ander heeft dit gewijzigd nadat u het opende.";

#[test]
fn changes_of_different_attributes_are_both_kept_after_the_second_user_has_seen_the_first() {
    let Some((sandbox, server, anna, bert)) = office() else { return };
    open(&anna, &server, "edit");
    open(&bert, &server, "edit");
    anna.fill("Titel", "De titel van Anna");
    bert.fill("Vraag", "De vraag van Bert?");
    anna.click("Vastleggen");
    bert.click("Vastleggen");
    assert!(bert.notices().contains(TOLD), "{}", bert.notices());
    assert!(bert.title().starts_with("Fout: "), "{}", bert.title());
    assert_eq!(record(&sandbox)["question"], "Een vraag?", "it waits until Bert has seen it");
    assert_eq!(bert.value("Titel"), "De titel van Anna", "what only the first changed is taken over");
    assert_eq!(bert.value("Vraag"), "De vraag van Bert?", "what was typed is kept");
    assert!(bert.main_text().contains("Wat intussen is gewijzigd"), "{}", bert.main_text());
    assert!(bert.main_text().contains("anna"), "who did it is told: {}", bert.main_text());
    assert!(!bert.eval_bool("document.querySelector('.theirs')"), "there is nothing to choose");
    bert.click("Vastleggen");
    assert_eq!(bert.address(), "/obstacles/B-001");
    let now = record(&sandbox);
    assert_eq!((&now["title"], &now["question"]), (&"De titel van Anna".into(), &"De vraag van Bert?".into()));
    assert_eq!((last_actor(&sandbox, "title").as_str(), last_actor(&sandbox, "question").as_str()), ("anna", "bert"));
}

#[test]
fn the_second_user_to_change_an_attribute_chooses_between_both_values() {
    let Some((sandbox, server, anna, bert)) = office() else { return };
    for keeps_own in [true, false] {
        let (hers, his) = if keeps_own { ("Vraag A?", "Vraag B?") } else { ("Vraag C?", "Vraag D?") };
        open(&anna, &server, "edit");
        open(&bert, &server, "edit");
        anna.fill("Vraag", hers);
        bert.fill("Vraag", his);
        anna.click("Vastleggen");
        bert.click("Vastleggen");
        assert!(bert.notices().contains(TOLD), "{}", bert.notices());
        assert_eq!(record(&sandbox)["question"], hers, "nothing is overwritten unseen");
        assert_eq!(bert.value("Vraag"), his);
        assert_eq!(bert.eval_string("document.querySelector('.theirs blockquote').innerText"), hers);
        let described = bert.eval_string("document.querySelector('[name=question]').getAttribute('aria-describedby')");
        assert!(described.contains("record-question-theirs"), "{described}");
        assert!(bert.eval_bool("document.querySelector('.notice a[href=\"#record-question\"]')"), "{}", bert.notices());
        assert!(bert.notices().contains("is gekozen voor wat u invulde"), "{}", bert.notices());
        let chosen = "document.querySelector('.theirs :checked').closest('label').innerText.trim()";
        assert_eq!(bert.eval_string(chosen), "Vastleggen wat ik hierboven invulde");
        if !keeps_own {
            bert.tick("Dit laten staan, en niet wat ik invulde");
        }
        bert.click("Vastleggen");
        assert_eq!(bert.address(), "/obstacles/B-001");
        assert_eq!(record(&sandbox)["question"], if keeps_own { his } else { hers });
        assert_eq!(last_actor(&sandbox, "question"), if keeps_own { "bert" } else { "anna" });
    }
}

#[test]
fn an_obstacle_that_another_user_closed_is_not_classified_unseen() {
    let Some((sandbox, server, anna, bert)) = office() else { return };
    open(&anna, &server, "close");
    open(&bert, &server, "classify");
    anna.choose("Afgesloten als", "ingetrokken");
    anna.fill("Waarom", "Niet meer nodig.");
    bert.choose("Oplossing", "binnen de regels");
    bert.fill("Waarom", "Het mag.");
    bert.fill("Antwoord", "Ja, dat mag.");
    anna.click("Vastleggen");
    assert_eq!(record(&sandbox)["status"], "closed");
    bert.click("Vastleggen");
    assert!(bert.notices().contains(TOLD), "{}", bert.notices());
    assert!(bert.main_text().contains("afgesloten"), "what was done is told: {}", bert.main_text());
    assert_eq!(bert.value("Antwoord"), "Ja, dat mag.", "what was typed is kept");
    let closed = record(&sandbox);
    assert_eq!((&closed["status"], &closed["resolution"]), (&"closed".into(), &Value::Null), "{closed}");
    // The user saves again after the conflict. The message then says that the obstacle must first be reopened.
    bert.click("Vastleggen");
    assert!(bert.notices().contains("heropen"), "{}", bert.notices());
    assert_eq!(bert.value("Antwoord"), "Ja, dat mag.");
    assert_eq!(record(&sandbox), closed);
    sandbox.run("check").ok();
}
