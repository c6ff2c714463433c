//! Values of one-line attributes in workbooks. A line break in a cell (Alt+Enter in Excel) becomes a space. A value
//! that is too long is refused.

use super::Put::{Day, Nothing, Text};
use super::{ENDINGS, Made, Put, Sandbox, column, import_error, make};

#[test]
fn a_line_break_in_a_cell_becomes_a_space() {
    let rows: &[&[Put]] = &[
        &[Text("title"), Text("ministry"), Text("initiative"), Text("handler"), Text("status")],
        &[Text("Stage bij\ntwee"), Text("OCW"), Text("Leerteam\r\nNoord"), Text("Jan\nJansen"), Text("in\nanalyse")],
    ];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        make(&sandbox, &name, &[Made("Lijst", (0, 0), rows)]);
        sandbox.run(format!("import obstacles {name}")).ok();
        for (name, value) in [
            ("title", "Stage bij twee"),
            ("initiative", "Leerteam Noord"),
            ("handler", "Jan Jansen"),
            ("status", "in-analysis"),
        ] {
            assert_eq!(column(&sandbox, name), [value], "{name}, {ending}");
        }
    }
}

#[test]
fn a_value_that_is_too_long_is_refused_with_its_cell() {
    let long: &'static str = Box::leak("x".repeat(1_001).into_boxed_str());
    let rows: &[&[Put]] = &[&[Text("title"), Text("ministry")], &[Text("A"), Text("OCW")], &[Text(long), Text("OCW")]];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        make(&sandbox, &name, &[Made("Lijst", (0, 0), rows)]);
        assert_eq!(
            import_error(&sandbox, &format!("obstacles {name}"), 65),
            format!(
                "{name}: sheet 'Lijst' read\n\
                 ruimte: {name}, sheet 'Lijst', cell A3 (title), value '{}…': title: 1001 characters, and at most 1000 fit; shorten the text\n\
                 ruimte: {name}: 1 error; nothing was imported\n",
                "x".repeat(60)
            )
        );
    }
}

#[test]
fn a_day_with_a_time_is_that_day_and_a_day_in_the_future_is_remarked_upon() {
    let rows: &[&[Put]] = &[
        &[Text("title"), Text("ministry"), Text("received"), Text("due")],
        &[Text("A"), Text("OCW"), Day("2018-03-05T14:30:00"), Nothing],
        &[Text("B"), Text("OCW"), Text("5-3-2018 0:00:00"), Nothing],
        &[Text("C"), Text("OCW"), Day("2999-01-01"), Day("2999-01-02")],
    ];
    for ending in ENDINGS {
        let sandbox = Sandbox::new();
        let name = format!("list.{ending}");
        make(&sandbox, &name, &[Made("Lijst", (0, 0), rows)]);
        assert_eq!(
            sandbox.run(format!("import obstacles {name}")).notices(),
            format!("{name}: sheet 'Lijst' read\n3 added, 0 changed, 0 unchanged\nNote: days in the future: 1\n")
        );
        assert_eq!(column(&sandbox, "received"), ["2018-03-05", "2018-03-05", "2999-01-01"]);
    }
}
