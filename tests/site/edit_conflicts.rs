//! Two people at the same record: who comes second sees what the first did, and overwrites nothing unseen.

use crate::common::Sandbox;
use crate::json_of;
use crate::server::Server;
use crate::user::{Hand, hand_of};
use serde_json::Value;

/// A register with one obstacle, a site before it, and two people who each have a browser.
fn office() -> Option<(Sandbox, Server, Hand, Hand)> {
    let sandbox = Sandbox::new();
    sandbox.run("log 'Een titel' --question 'Een vraag?' --ministry OCW").ok();
    let server = Server::behind_proxy(&sandbox, "");
    let anna = hand_of(&server, "anna", "nl")?;
    let bert = hand_of(&server, "bert", "nl")?;
    Some((sandbox, server, anna, bert))
}

fn opens(hand: &Hand, server: &Server, step: &str) {
    hand.open_at(&format!("{}/obstacles/B-001/{step}", server.base));
}

#[track_caller]
fn record(sandbox: &Sandbox) -> Value {
    json_of(sandbox, "show B-001")[0].clone()
}

/// Who set an attribute last, by the journal.
#[track_caller]
fn who(sandbox: &Sandbox, attribute: &str) -> String {
    let rows = sandbox.rows("history B-001");
    rows.iter().find(|row| row["attribute"] == attribute).unwrap()["actor"].clone()
}

const TOLD: &str = "Een ander heeft dit gewijzigd nadat u het opende.";

#[test]
fn what_two_people_change_of_different_attributes_is_all_kept_and_who_is_second_sees_it_first() {
    let Some((sandbox, server, anna, bert)) = office() else { return };
    opens(&anna, &server, "edit");
    opens(&bert, &server, "edit");
    anna.fill("Titel", "De titel van Anna");
    bert.fill("Vraag", "De vraag van Bert?");
    anna.click("Vastleggen");
    bert.click("Vastleggen");
    assert!(bert.notices().contains(TOLD), "{}", bert.notices());
    assert!(bert.title().starts_with("Fout: "), "{}", bert.title());
    assert_eq!(record(&sandbox)["question"], "Een vraag?", "it waits until Bert has seen it");
    assert_eq!(bert.value("Titel"), "De titel van Anna", "what only the first changed is taken over");
    assert_eq!(bert.value("Vraag"), "De vraag van Bert?", "what was typed is kept");
    assert!(bert.main().contains("Wat intussen is gewijzigd"), "{}", bert.main());
    assert!(bert.main().contains("anna"), "who did it is told: {}", bert.main());
    assert!(!bert.is("document.querySelector('.theirs')"), "there is nothing to choose");
    bert.click("Vastleggen");
    assert_eq!(bert.at(), "/obstacles/B-001");
    let now = record(&sandbox);
    assert_eq!(
        (&now["title"], &now["question"]),
        (&"De titel van Anna".into(), &"De vraag van Bert?".into())
    );
    assert_eq!((who(&sandbox, "title").as_str(), who(&sandbox, "question").as_str()), ("anna", "bert"));
}

#[test]
fn who_changed_the_same_attribute_second_sees_both_and_chooses_their_own_or_that_of_the_other() {
    let Some((sandbox, server, anna, bert)) = office() else { return };
    for keeps_own in [true, false] {
        let (hers, his) = if keeps_own { ("Vraag A?", "Vraag B?") } else { ("Vraag C?", "Vraag D?") };
        opens(&anna, &server, "edit");
        opens(&bert, &server, "edit");
        anna.fill("Vraag", hers);
        bert.fill("Vraag", his);
        anna.click("Vastleggen");
        bert.click("Vastleggen");
        assert!(bert.notices().contains(TOLD), "{}", bert.notices());
        assert_eq!(record(&sandbox)["question"], hers, "nothing is overwritten unseen");
        assert_eq!(bert.value("Vraag"), his);
        assert_eq!(bert.word("document.querySelector('.theirs blockquote').innerText"), hers);
        let described =
            bert.word("document.querySelector('[name=question]').getAttribute('aria-describedby')");
        assert!(described.contains("record-question-theirs"), "{described}");
        assert!(
            bert.is("document.querySelector('.notice a[href=\"#record-question\"]')"),
            "{}",
            bert.notices()
        );
        if !keeps_own {
            bert.tick("Dit laten staan, en niet wat ik invulde");
        }
        bert.click("Vastleggen");
        assert_eq!(bert.at(), "/obstacles/B-001");
        assert_eq!(record(&sandbox)["question"], if keeps_own { his } else { hers });
        assert_eq!(who(&sandbox, "question"), if keeps_own { "bert" } else { "anna" });
    }
}

#[test]
fn what_one_closed_another_does_not_classify_without_seeing_that() {
    let Some((sandbox, server, anna, bert)) = office() else { return };
    opens(&anna, &server, "close");
    opens(&bert, &server, "classify");
    anna.choose("Afgesloten als", "ingetrokken");
    anna.fill("Waarom", "Niet meer nodig.");
    bert.choose("Oplossing", "binnen de regels");
    bert.fill("Waarom", "Het mag.");
    bert.fill("Antwoord", "Ja, dat mag.");
    anna.click("Vastleggen");
    assert_eq!(record(&sandbox)["status"], "closed");
    bert.click("Vastleggen");
    assert!(bert.notices().contains(TOLD), "{}", bert.notices());
    assert!(bert.main().contains("afgesloten"), "what was done is told: {}", bert.main());
    assert_eq!(bert.value("Antwoord"), "Ja, dat mag.", "what was typed is kept");
    let closed = record(&sandbox);
    assert_eq!((&closed["status"], &closed["resolution"]), (&"closed".into(), &Value::Null), "{closed}");
    // Who goes on all the same is told that it has to be opened again first.
    bert.click("Vastleggen");
    assert!(bert.notices().contains("heropen"), "{}", bert.notices());
    assert_eq!(bert.value("Antwoord"), "Ja, dat mag.");
    assert_eq!(record(&sandbox), closed);
    sandbox.run("check").ok();
}
