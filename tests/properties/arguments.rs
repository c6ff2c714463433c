//! Tests the command line. Whatever the arguments are, the program runs a command, prints a text, or fails with a hint.
//! A filter works or fails with one of the program's own messages, never with an SQLite error.

use super::model::{Rows, deed, empty_register, text};
use super::{cases, has_own_message, one_of, today};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use ruimte::cli::{self, Action, Parsed};
use ruimte::failure::Exit;
use ruimte::i18n::Lang;
use ruimte::record::{Entity, Record, obstacle};
use ruimte::register::{GroupBy, Register};
use std::ffi::OsString;
use std::sync::OnceLock;

/// The names of all commands, aliases and options.
fn words() -> &'static [String] {
    fn collect(command: &clap::Command, found: &mut Vec<String>) {
        found.push(command.get_name().to_owned());
        found.extend(command.get_all_aliases().map(str::to_owned));
        for arg in command.get_arguments() {
            found.extend(arg.get_long().map(|long| format!("--{long}")));
            found.extend(arg.get_short().map(|short| format!("-{short}")));
        }
        command.get_subcommands().for_each(|below| collect(below, found));
    }
    static WORDS: OnceLock<Vec<String>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut root = cli::command(Lang::En, 80);
        root.build();
        let mut found = Vec::new();
        collect(&root, &mut found);
        found.sort();
        found.dedup();
        found
    })
}

/// Generates values for options: valid values, nearly valid values and random text.
fn value() -> impl Strategy<Value = String> {
    let usual = one_of(
        "OCW|ocw,VWS|12|B-001|b1,F-01|solved|open|within-rules|2018-05-12|31-02-2018|today|\
        BWBR0007625 art. 7.2.8|number,title|-received|csv|html|| |,|-|--|-1|nl|x.csv|*|'|\"|%|ministry|\
        999999999999999999999|=|ja|yes",
    );
    prop_oneof![4 => usual.prop_map(str::to_owned), 1 => any::<String>()]
}

fn word() -> impl Strategy<Value = OsString> {
    let known = || select(words().to_vec());
    prop_oneof![
        4 => known().prop_map(OsString::from),
        3 => value().prop_map(OsString::from),
        1 => (known(), value()).prop_map(|(option, value)| format!("{option}={value}").into()),
        1 => bytes(),
    ]
}

/// Generates a short argument of random bytes, which may be invalid UTF-8.
#[cfg(unix)]
fn bytes() -> impl Strategy<Value = OsString> {
    use std::os::unix::ffi::OsStringExt;
    vec(any::<u8>(), 0..6).prop_map(OsString::from_vec)
}

#[cfg(not(unix))]
fn bytes() -> impl Strategy<Value = OsString> {
    any::<String>().prop_map(OsString::from)
}

fn parse(words: &[OsString], lang: Lang) -> Result<Parsed, ruimte::failure::Failure> {
    let all: Vec<OsString> = std::iter::once("ruimte".into()).chain(words.iter().cloned()).collect();
    cli::parse(all, lang, 80)
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn any_command_line_is_a_command_or_is_refused_with_a_hint(
        first in prop_oneof![9 => select(words().to_vec()).prop_map(OsString::from), 1 => word()],
        rest in vec(word(), 0..6),
        dutch in any::<bool>(),
    ) {
        let lang = if dutch { Lang::Nl } else { Lang::En };
        let given: Vec<OsString> = std::iter::once(first).chain(rest).collect();
        match parse(&given, lang) {
            Ok(Parsed::Print(text)) => prop_assert!(!text.is_empty()),
            Ok(Parsed::Run(command)) => {
                // A receipt is a line for checking a result later. It stores the arguments of the command in canonical
                // form. Parsing that form must give the same command.
                let is_text = given.iter().all(|word| word.to_str().is_some());
                let words: Vec<OsString> = command.global.canonical_args.iter().map(OsString::from).collect();
                match parse(&words, lang) {
                    Ok(Parsed::Run(again)) => prop_assert!(!is_text || again.global.canonical_args == command.global.canonical_args,
                        "{:?} became {:?}", command.global.canonical_args, again.global.canonical_args),
                    Ok(Parsed::Print(text)) => prop_assert!(false, "{:?} shows {}", words, text),
                    Err(failure) => prop_assert!(!is_text, "{:?} is refused: {:?}", words, failure),
                }
            }
            Err(failure) => {
                prop_assert_eq!(failure.exit, Exit::Usage);
                prop_assert!(!failure.text.nl.is_empty() && !failure.text.en.is_empty());
            }
        }
    }
}

#[test]
fn an_option_without_its_optional_value_is_stored_in_a_receipt_as_given() {
    for line in [["log", "--edit", "Titel"], ["log", "--edit=question", "Titel"]] {
        let Ok(Parsed::Run(command)) = parse(&line.map(OsString::from), Lang::En) else { panic!("{line:?}") };
        let words: Vec<OsString> = command.global.canonical_args.iter().map(OsString::from).collect();
        let Ok(Parsed::Run(again)) = parse(&words, Lang::En) else { panic!("{words:?}") };
        assert_eq!(again.global.canonical_args, command.global.canonical_args, "{line:?}");
    }
}

fn one_obstacle() -> Register {
    let mut register = empty_register();
    register
        .write(&deed(), false, |change| {
            let record = Record::new(Entity::Obstacle)
                .with(&obstacle::TITLE, text("Een belemmering"))
                .with(&obstacle::MINISTRY, text("OCW"))
                .with(&obstacle::RECEIVED, text("2018-05-12"));
            let record = change.resolve(&record)?;
            change.insert(record).map(|_| ())
        })
        .unwrap();
    register
}

const FILTERS: &str = "--ministry|--region|--care-domain|--theme|--nature|--status|--resolution|--handler|--law|--factsheet|\
    --scheme|--provenance|--closed-as|--precedent|--publishable|--lead|--since|--until|--solved-since|\
    --solved-until|--due-since|--due-until|--due-period|--period|--solved-period|--no-factsheet|--without|--answered-within|--solved-within|\
    --measure|--overdue|--with-void";

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn any_filter_is_answered_or_refused_in_our_words(options in vec((one_of(FILTERS), value()), 1..4)) {
        thread_local! {
            static REGISTER: Register = one_obstacle();
        }
        let flags = ["--no-factsheet", "--overdue", "--with-void"];
        let mut given: Vec<OsString> = vec!["list".into()];
        for (option, value) in options {
            given.push(if flags.contains(&option) { option.into() } else { format!("{option}={value}").into() });
        }
        if let Ok(Parsed::Run(command)) = parse(&given, Lang::En) {
            let Action::List(list) = &command.action else { return Err(TestCaseError::fail("no list")) };
            let counted = REGISTER.with(|register| {
                register.count(&[GroupBy::Attribute(&obstacle::STATUS)], &list.filter.0, &today, &mut Rows::default())
            });
            match counted {
                Ok(total) => prop_assert!((0..=1).contains(&total)),
                Err(error) => prop_assert!(has_own_message(&error), "{:?}: {:?}", given, error),
            }
        }
    }
}
