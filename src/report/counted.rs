//! What the numbers of a report count: for each column with numbers, the list that has the records of a number, and how
//! the row and the column select them. Pages link each number to that list.

use std::borrow::Cow;

/// The name of the list of obstacles.
pub const OBSTACLES: &str = "obstacles";
const CONTACTS: &str = "contacts";

/// The range of days that a filter on how long something took has for any number of days.
pub const ANY_DAYS: &str = "0+";

/// How the value of a column selects the records of a row.
#[derive(Clone, Copy, Debug)]
pub enum Selector {
    /// This option has the value. If the cell is empty, the records have no value.
    Value(&'static str),
    /// The law, and its article from the column with this name unless that is empty.
    Law { article: &'static str },
    /// The days of a period, or of the first and the last period of a range, by these options. `day` is the attribute
    /// that is empty if the cell is.
    Period { since: &'static str, until: &'static str, day: &'static str },
    /// The days up to and including the period, by this option.
    UpToPeriod(&'static str),
    /// The value is the code of a measure, which selects the list as well.
    Measure,
    /// For each value, an option and what it has.
    Cases(&'static [(&'static str, &'static str, &'static str)]),
}

/// A column of the row, and how its value selects records.
pub type Key = (&'static str, Selector);

/// A condition of a list: an option, and what it has.
pub type ListCondition = (&'static str, &'static str);

/// What the numbers in a column count.
#[derive(Clone, Debug)]
pub struct CountedColumn {
    /// The name of the column with the numbers.
    pub column: &'static str,
    /// The list with the counted records, as its address names it.
    pub list: &'static str,
    pub keys: Cow<'static, [Key]>,
    /// What all records of the column have, whatever the row.
    pub conditions: &'static [ListCondition],
    /// Whether the total of the column counts each record of all rows once. The conditions of the column select them.
    pub has_total: bool,
}

const fn obstacles(
    column: &'static str,
    keys: &'static [Key],
    conditions: &'static [ListCondition],
    has_total: bool,
) -> CountedColumn {
    CountedColumn { column, list: OBSTACLES, keys: Cow::Borrowed(keys), conditions, has_total }
}

const WITHIN_RULES: &[ListCondition] = &[("resolution", "within-rules")];
const REGIONAL_APPROACH: &[ListCondition] = &[("resolution", "regional-approach")];
const OPEN: &[ListCondition] = &[("status", "open")];
const CLOSED: &[ListCondition] = &[("status", "closed")];

/// The columns that count the obstacles of a row by outcome, preceded by other columns of the report.
macro_rules! with_outcomes {
    ($keys:expr, $has_total:literal, [$($column:expr),*]) => {
        &[
            $($column,)*
            obstacles("within_rules", $keys, WITHIN_RULES, $has_total),
            obstacles("regional_approach", $keys, REGIONAL_APPROACH, $has_total),
            obstacles("open", $keys, OPEN, $has_total),
            obstacles("closed", $keys, CLOSED, $has_total),
        ]
    };
}

pub const MEASURES: &[CountedColumn] = &[obstacles("value", &[("measure", Selector::Measure)], &[], false)];

const BY_MINISTRY: &[Key] = &[("ministry", Selector::Value("ministry"))];
/// No filter selects the obstacles in which a ministry is involved without leading. An obstacle counts among the
/// mentions of each of its ministries, and so several times in their total.
pub const MINISTRIES: &[CountedColumn] = with_outcomes!(
    BY_MINISTRY,
    true,
    [
        obstacles("lead", &[("ministry", Selector::Value("lead"))], &[], true),
        obstacles("mentions", BY_MINISTRY, &[], false)
    ]
);

const BY_NATURE: &[Key] = &[("nature", Selector::Value("nature"))];
pub const RESOLUTIONS: &[CountedColumn] =
    with_outcomes!(BY_NATURE, true, [obstacles("obstacles", BY_NATURE, &[], true)]);

const BY_FACTSHEET: &[Key] = &[("number", Selector::Value("factsheet"))];
pub const FACTSHEETS: &[CountedColumn] = &[
    obstacles("obstacles", BY_FACTSHEET, &[], false),
    obstacles("within_rules", BY_FACTSHEET, WITHIN_RULES, false),
    obstacles("regional_approach", BY_FACTSHEET, REGIONAL_APPROACH, false),
];

/// No filter selects obstacles by the kind of their contacts.
pub const CONTACTS_BY_KIND: &[CountedColumn] = &[CountedColumn {
    column: "contacts",
    list: CONTACTS,
    keys: Cow::Borrowed(&[("kind", Selector::Value("kind"))]),
    conditions: &[],
    has_total: true,
}];

pub const TURNAROUND: &[CountedColumn] = &[obstacles(
    "obstacles",
    &[(
        "until_event",
        Selector::Cases(&[("answered", "answered-within", ANY_DAYS), ("solved", "solved-within", ANY_DAYS)]),
    )],
    &[],
    false,
)];

const RECEIVED_IN: &[Key] = &[("quarter", Selector::Period { since: "since", until: "until", day: "received" })];
const SOLVED_IN: &[Key] =
    &[("quarter", Selector::Period { since: "solved-since", until: "solved-until", day: "solved" })];
/// What the report counts as collected: duplicates are left out.
const COLLECTED: &[ListCondition] = &[("measure", "collected")];
pub const GROWTH: &[CountedColumn] = &[
    obstacles("collected", RECEIVED_IN, COLLECTED, false),
    obstacles("solved_then", SOLVED_IN, &[], false),
    obstacles("collected_so_far", &[("quarter", Selector::UpToPeriod("until"))], COLLECTED, false),
    obstacles("solved_so_far", &[("quarter", Selector::UpToPeriod("solved-until"))], &[], false),
];

pub const SPREAD: &[CountedColumn] = &[
    obstacles("days_answered", &[("days", Selector::Value("answered-within"))], &[], false),
    obstacles("days_solved", &[("days", Selector::Value("solved-within"))], &[], false),
];

const BY_LAW: &[Key] = &[("law", Selector::Law { article: "article" })];
pub const LAWS: &[CountedColumn] = with_outcomes!(BY_LAW, false, [obstacles("obstacles", BY_LAW, &[], false)]);

/// No filter selects the obstacles whose answer was reused.
pub const GAPS: &[CountedColumn] = &[obstacles(
    "obstacles",
    &[("nature", Selector::Value("nature")), ("law", Selector::Value("law"))],
    &[("status", "solved"), ("no-factsheet", "1")],
    true,
)];
