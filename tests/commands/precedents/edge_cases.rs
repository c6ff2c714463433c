//! Edge cases of search: an outdated index, many excluded words, phrases among many records, limits, typos, and long
//! output.

use super::{answered_register, assert_check_passes, found, import, tamper};
use crate::common::Sandbox;

/// SQL that makes the search index look as if another program version built it: changes its version number and removes
/// its content.
const OTHER_RULES: &str =
    "UPDATE register SET search = 'klingon-20100101-1'; DELETE FROM search; DELETE FROM search_word";
const MADE_ANEW: &str = "The search index was of another version and has been rebuilt\n";

#[test]
fn an_outdated_index_is_rebuilt_at_the_next_search() {
    for command in ["search", "similar"] {
        let sandbox = answered_register();
        let expected = sandbox.run(format!("{command} rolstoelbussen"));
        tamper(&sandbox, OTHER_RULES);
        // `check` does not report an outdated index, because it is rebuilt automatically.
        assert_check_passes(&sandbox);
        let result = sandbox.run(format!("{command} rolstoelbussen"));
        assert_eq!(result.stderr, format!("{MADE_ANEW}{}", expected.stderr));
        assert_eq!(result.stdout, expected.stdout);
        assert_eq!(sandbox.run(format!("{command} rolstoelbussen")), expected);
        assert_check_passes(&sandbox);
    }
    let sandbox = answered_register();
    tamper(&sandbox, OTHER_RULES);
    let printed = sandbox.run_in_dutch("search stage").notices();
    assert!(printed.starts_with("De zoekindex was van een andere versie en is vernieuwd\n"), "{printed}");
    tamper(&sandbox, OTHER_RULES);
    assert_eq!(sandbox.run("search stage -q").notices(), "");
    // A rebuild of the index adds no journal entry.
    assert_eq!(sandbox.rows("history").iter().filter(|row| row["action"].contains("search")).count(), 0);
}

#[test]
fn an_outdated_index_is_rebuilt_at_the_next_write() {
    let sandbox = answered_register();
    let expected = found(&sandbox, "search 'stage contract'");
    for write in ["edit 15 --due 2018-04-01", "synonym add xyz parkeren", "undo", "link 13 F-02"] {
        tamper(&sandbox, OTHER_RULES);
        sandbox.run(write).ok();
        assert_check_passes(&sandbox);
        assert_eq!(sandbox.run("search rolstoelbussen").notices(), "1 row\n", "{write:?}");
        assert_eq!(found(&sandbox, "search 'stage contract'"), expected);
    }
}

#[test]
fn a_synonym_can_be_edited() {
    let sandbox = answered_register();
    sandbox.run("synonym add xyz parkeren").ok();
    assert_eq!(sandbox.run("synonym edit xyz --means rolstoelbus").notices(), "xyz changed\n");
    assert_eq!(found(&sandbox, "search xyz"), ["B-013"]);
    let message = sandbox.run("synonym edit zyx --means x").fails(2);
    assert!(message.contains("zyx"), "{message}");
    assert_check_passes(&sandbox);
}

#[test]
fn any_number_of_words_can_be_excluded() {
    let sandbox = answered_register();
    let text: Vec<String> = (0..300).map(|at| format!(" -w{at}")).collect();
    let text = text.concat();
    let result = sandbox.run_with_input("search - --format json", format!("rolstoelbus{text}"));
    assert_eq!(super::json(&result.ok())[0]["number"], "B-013");
}

/// In 200 records, the words `luchtschip` and `zeppelin` are apart. In one long record, they form a phrase.
fn many_records() -> Sandbox {
    let sandbox = Sandbox::new();
    let rows: Vec<String> =
        (0..200).map(|at| format!("Zeppelin en luchtschip {at},OCW,Luchtschip boven zeppelin.\n")).collect();
    let mut list = rows.concat();
    let long: Vec<String> = (0..300).map(|at| format!("woord{at} ")).collect();
    let long = long.concat();
    list.push_str(&format!("Lang,OCW,{long} luchtschip zeppelin {long}\n"));
    import(&sandbox, "obstacles", &format!("title,ministry,question\n{list}"));
    sandbox
}

#[test]
fn a_phrase_is_found_among_many_records_with_its_words_apart() {
    assert_eq!(found(&many_records(), "search '\"luchtschip zeppelin\"'"), ["B-201"]);
}

#[test]
fn a_limit_beyond_all_matches_shows_them_all_or_reports_more() {
    let printed = many_records().run("search zeppelin --limit 1000").notices();
    assert!(printed == "201 rows\n" || printed.contains("more"), "{printed}");
}

#[test]
fn a_limit_of_zero_reports_that_there_are_results() {
    assert_eq!(
        answered_register().run("search stage --limit 0").notices(),
        "These are the best 0; a higher --limit shows more\n"
    );
}

#[test]
fn an_equal_short_title_is_a_duplicate() {
    let sandbox = Sandbox::new();
    sandbox.run("log -q 'Wachtlijst reanimatiecursus' --ministry OCW").ok();
    let printed = sandbox.run("log 'Wachtlijst reanimatiecursus' --ministry OCW").notices();
    assert!(printed.starts_with("Possible duplicate: B-001 "), "{printed}");
}

#[test]
fn the_word_itself_ranks_above_its_synonyms() {
    assert_eq!(found(&answered_register(), "search stagecontract")[0], "B-001");
}

#[test]
fn a_typo_at_the_end_of_a_word_is_corrected() {
    let sandbox = answered_register();
    assert_eq!(found(&sandbox, "search reanimtie"), ["B-007"]);
    assert_eq!(found(&sandbox, "search beroepspraktijkvormign")[0], "B-005");
}

#[test]
fn the_english_abbreviation_of_a_law_finds_its_citations() {
    let sandbox = Sandbox::new();
    sandbox.run("log -q 'Alleen de wet' --ministry OCW --law 'CELEX 32016R0679'").ok();
    assert_eq!(found(&sandbox, "search AVG"), ["B-001"]);
    assert_eq!(found(&sandbox, "search GDPR"), ["B-001"]);
}

#[test]
fn the_output_shows_that_a_hit_is_void() {
    let table = answered_register().run("search zeppelin --with-void").ok();
    assert!(table.contains("void"), "{table}");
}

#[test]
fn piped_output_is_not_wrapped() {
    let table = answered_register().run("search 'stagebegeleiding op afstand via een beeldscherm'").ok();
    // Below the header, each hit takes three lines: its row in the table, a snippet, and the reasons for the match.
    assert_eq!(table.lines().count() % 3, 1, "{table}");
}

#[test]
fn every_score_is_above_zero() {
    let unknown: Vec<String> = (0..250).map(|at| format!("qqq{at}x ").repeat(30)).collect();
    let unknown = unknown.concat();
    let result = answered_register().run_with_input("search - --format json", format!("{unknown} leerhuis"));
    for hit in super::json(&result.ok()) {
        assert!(hit["score"].as_f64().unwrap() > 0.0, "{hit}");
    }
}
