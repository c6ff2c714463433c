//! At the edges: an index of other rules, many words that may not be there, phrases among many, limits, slips, and
//! what a reader sees of them.

use super::{answered, found, import, is_in_order, tamper};
use crate::common::Desk;

/// As the index of a program of other rules could be: another name, and nothing of use in it.
const OTHER_RULES: &str =
    "UPDATE register SET search = 'klingon-20100101-1'; DELETE FROM search; DELETE FROM search_word";
const MADE_ANEW: &str = "The search index was of another version and has been renewed\n";

#[test]
fn an_index_of_other_rules_is_made_anew_at_the_next_search() {
    for command in ["search", "similar"] {
        let desk = answered();
        let expected = desk.run([command, "rolstoelbussen"]);
        tamper(&desk, OTHER_RULES);
        // Nothing is wrong with it.
        is_in_order(&desk);
        let done = desk.run([command, "rolstoelbussen"]);
        assert_eq!(done.stderr, format!("{MADE_ANEW}{}", expected.stderr));
        assert_eq!(done.stdout, expected.stdout);
        assert_eq!(desk.run([command, "rolstoelbussen"]), expected);
        is_in_order(&desk);
    }
    let desk = answered();
    tamper(&desk, OTHER_RULES);
    let told = desk.in_dutch(["search", "stage"]).remarks();
    assert!(told.starts_with("De zoekindex was van een andere versie en is vernieuwd\n"), "{told}");
    tamper(&desk, OTHER_RULES);
    assert_eq!(desk.run(["search", "stage", "-q"]).remarks(), "");
    // That is no entry in the journal: nothing was recorded.
    assert_eq!(desk.rows(["history"]).iter().filter(|row| row["action"].contains("search")).count(), 0);
}

#[test]
fn an_index_of_other_rules_is_made_anew_at_the_next_write() {
    let desk = answered();
    let expected = found(&desk, &["search", "stage contract"]);
    for write in [
        &["edit", "15", "--due", "2018-04-01"][..],
        &["synonym", "add", "xyz", "parkeren"],
        &["undo"],
        &["link", "13", "F-02"],
    ] {
        tamper(&desk, OTHER_RULES);
        desk.run(write).ok();
        is_in_order(&desk);
        assert_eq!(desk.run(["search", "rolstoelbussen"]).remarks(), "1 row\n", "{write:?}");
        assert_eq!(found(&desk, &["search", "stage contract"]), expected);
    }
}

#[test]
fn a_synonym_is_edited() {
    let desk = answered();
    desk.run(["synonym", "add", "xyz", "parkeren"]).ok();
    assert_eq!(desk.run(["synonym", "edit", "xyz", "--means", "rolstoelbus"]).remarks(), "xyz changed\n");
    assert_eq!(found(&desk, &["search", "xyz"]), ["B-013"]);
    let message = desk.run(["synonym", "edit", "zyx", "--means", "x"]).fails(2);
    assert!(message.contains("zyx"), "{message}");
    is_in_order(&desk);
}

#[test]
fn any_number_of_words_may_not_be_there() {
    let desk = answered();
    let text: Vec<String> = (0..300).map(|at| format!(" -w{at}")).collect();
    let text = text.concat();
    let done = desk.run_with_input(["search", "-", "--format", "json"], format!("rolstoelbus{text}"));
    assert_eq!(super::json(&done.ok())[0]["number"], "B-013");
}

/// Many records that have two words apart, and a long one that has them side by side.
fn many() -> Desk {
    let desk = Desk::new();
    let rows: Vec<String> =
        (0..200).map(|at| format!("Zeppelin en luchtschip {at},OCW,Luchtschip boven zeppelin.\n")).collect();
    let mut list = rows.concat();
    let long: Vec<String> = (0..300).map(|at| format!("woord{at} ")).collect();
    let long = long.concat();
    list.push_str(&format!("Lang,OCW,{long} luchtschip zeppelin {long}\n"));
    import(&desk, "obstacles", &format!("title,ministry,question\n{list}"));
    desk
}

#[test]
fn a_phrase_is_found_among_many_that_have_its_words_apart() {
    assert_eq!(found(&many(), &["search", "\"luchtschip zeppelin\""]), ["B-201"]);
}

#[test]
fn a_limit_beyond_all_that_match_shows_them_all_or_says_that_there_are_more() {
    let told = many().run(["search", "zeppelin", "--limit", "1000"]).remarks();
    assert!(told == "201 rows\n" || told.contains("more"), "{told}");
}

#[test]
fn a_limit_of_none_says_that_there_is_more() {
    assert_eq!(
        answered().run(["search", "stage", "--limit", "0"]).remarks(),
        "These are the best 0; a higher --limit shows more\n"
    );
}

#[test]
fn a_title_of_few_words_that_is_there_already_is_a_duplicate() {
    let desk = Desk::new();
    desk.run(["log", "-q", "Wachtlijst reanimatiecursus", "--ministry", "OCW"]).ok();
    let told = desk.run(["log", "Wachtlijst reanimatiecursus", "--ministry", "OCW"]).remarks();
    assert!(told.starts_with("Possible duplicate: B-001 "), "{told}");
}

#[test]
fn the_word_itself_comes_before_what_means_the_same() {
    assert_eq!(found(&answered(), &["search", "stagecontract"])[0], "B-001");
}

#[test]
fn a_slip_at_the_end_of_a_word_is_understood() {
    let desk = answered();
    assert_eq!(found(&desk, &["search", "reanimtie"]), ["B-007"]);
    assert_eq!(found(&desk, &["search", "beroepspraktijkvormign"])[0], "B-005");
}

#[test]
fn the_english_abbreviation_of_a_law_finds_what_cites_it() {
    let desk = Desk::new();
    desk.run(["log", "-q", "Alleen de wet", "--ministry", "OCW", "--law", "CELEX 32016R0679"]).ok();
    assert_eq!(found(&desk, &["search", "AVG"]), ["B-001"]);
    assert_eq!(found(&desk, &["search", "GDPR"]), ["B-001"]);
}

#[test]
fn a_reader_sees_that_a_hit_is_void() {
    let table = answered().run(["search", "zeppelin", "--with-void"]).ok();
    assert!(table.contains("void"), "{table}");
}

#[test]
fn what_is_piped_is_not_wrapped() {
    let table = answered().run(["search", "stagebegeleiding op afstand via een beeldscherm"]).ok();
    // A heading, and of each hit its row, its passage and why.
    assert_eq!(table.lines().count() % 3, 1, "{table}");
}

#[test]
fn a_score_is_more_than_nothing() {
    let unknown: Vec<String> = (0..250).map(|at| format!("qqq{at}x ").repeat(30)).collect();
    let unknown = unknown.concat();
    let done = answered().run_with_input(["search", "-", "--format", "json"], format!("{unknown} leerhuis"));
    for hit in super::json(&done.ok()) {
        assert!(hit["score"].as_f64().unwrap() > 0.0, "{hit}");
    }
}
