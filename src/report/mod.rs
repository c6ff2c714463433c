//! Defines the reports, and the measures: figures that can be published. A report is an entry in [`REPORTS`] and an
//! `.sql` file that selects from `filtered`, the obstacles that match the filter. Rows with `_total` = 1 hold totals.

pub mod columns;
mod counted;
mod measure;
mod overview_sections;
mod purpose;

pub use counted::{ANY_DAYS, CountedColumn, Key, ListCondition, OBSTACLES, Selector};
pub use measure::{MEASURES, Measure, find_measure};
pub use overview_sections::{OVERVIEW_SECTIONS, Section};
pub use purpose::Purpose;

use crate::i18n::Label;
use crate::rows::{ChartHint, ColumnDef};

#[derive(Debug)]
pub struct Report {
    pub name: &'static str,
    pub description: Label,
    pub purpose: Purpose,
    /// The question that the report answers.
    pub question: Label,
    pub note: Option<Label>,
    /// The chart above the table, wherever a page shows the report.
    pub chart_hint: Option<ChartHint>,
    pub kind: ReportKind,
    /// Version of the counting rule; see [`Report::rule`].
    pub rule_number: u32,
    /// The columns, in the same order as in the SQL query; a test verifies this.
    pub columns: &'static [&'static ColumnDef],
    /// What the columns with numbers count. A number in another column leads to no list.
    pub counted: &'static [CountedColumn],
}

/// The counting rules of commands other than `report`, as receipts name them; see [`Report::rule`].
pub const COUNT_RULE: &str = "count/2";
pub const RECONCILE_RULE: &str = "reconcile/1";
/// The counting rule that a receipt names if the command only lists rows, without counting.
pub const ROWS_RULE: &str = "rows/1";

#[derive(Clone, Copy, Debug)]
pub enum ReportKind {
    Sql(&'static str),
    Measures,
    /// Several reports with charts, given by [`OVERVIEW_SECTIONS`], followed by a list of the obstacles.
    Overview,
    /// The work of a quarter, beside that of the quarter before: counts and parts of other reports.
    Quarter,
}

pub fn find_report(name: &str) -> Option<&'static Report> {
    let name = name.trim().to_lowercase();
    REPORTS.iter().find(|report| report.name == name)
}

macro_rules! report {
    (
        $name:literal, $nl:literal, $en:literal,
        $purpose:ident: $question_nl:literal, $question_en:literal,
        [$($column:ident),*]
    ) => {
        Report {
            name: $name,
            description: Label::new($nl, $en),
            purpose: Purpose::$purpose,
            question: Label::new($question_nl, $question_en),
            note: None,
            chart_hint: None,
            kind: ReportKind::Sql(include_str!(concat!($name, ".sql"))),
            rule_number: 1,
            columns: &[$(&columns::$column),*],
            counted: &[],
        }
    };
}

/// The measures whose numbers are shown large above the totals.
const KEY_MEASURES: &[&str] =
    &["collected", "open", "solved-within-rules", "solved-regional-approach", "factsheets", "schemes"];

/// The columns that form the segments of a bar. Each column counts the obstacles with one outcome.
const OUTCOME_COLUMNS: &[&str] = &["within_rules", "regional_approach", "open", "closed"];

/// Note for reports that can count an obstacle in more than one row.
const MENTIONS_NOTE: Label = Label::new(
    "De rijen tellen vermeldingen; het totaal telt elke belemmering één keer",
    "The rows count mentions; the total counts each obstacle once",
);

/// The notes below the report of totals and the report by ministry explain why their numbers of obstacles differ.
const TOTALS_NOTE: Label = Label::new(
    "Een belemmering die als dubbele is afgesloten, telt hier alleen bij de dubbele; 'report ministries' telt haar als afgesloten, bij haar ministeries",
    "An obstacle closed as a duplicate counts here only among the duplicates; 'report ministries' counts it as closed, under its ministries",
);
const MINISTRIES_NOTE: Label = Label::new(
    "De rijen tellen vermeldingen; het totaal telt elke belemmering één keer, behalve onder 'als betrokkene' en 'vermeldingen'; een belemmering die als dubbele is afgesloten, telt als afgesloten, en in 'report totals' alleen bij de dubbele",
    "The rows count mentions; the total counts each obstacle once, except under 'as involved' and 'mentions'; an obstacle closed as a duplicate counts as closed, and in 'report totals' only among the duplicates",
);

/// The note below the report by quarter explains why its last number can be lower than that of the report of totals.
const GROWTH_NOTE: Label = Label::new(
    "Een belemmering zonder dag van ontvangst telt hier niet mee, en een die als dubbele is afgesloten evenmin",
    "An obstacle without a day of receipt does not count here, nor does one that was closed as a duplicate",
);

/// The note below the report by law. It is needed because the row of a law includes the rows of its articles.
const LAWS_NOTE: Label = Label::new(
    "Een rij zonder artikel telt alle belemmeringen die de wet of regel noemen, elk één keer; een belemmering kan er meerdere noemen",
    "A row without an article counts all obstacles that name the law or rule, each once; an obstacle can name several",
);

const QUESTIONS_NOTE: Label = Label::new(
    "Groepen zonder factsheet staan bovenaan: voor de eerste loont een factsheet het meest. Een groep is gemaakt met een taalmodel: lees na of de vragen echt bij elkaar horen. Een belemmering die nergens op lijkt, staat er niet bij",
    "Groups without a factsheet come first: a factsheet for the first one pays most. A language model made the groups: check that the questions really belong together. An obstacle that resembles no other is not listed",
);

impl Report {
    /// The name and version of the counting rule, as receipts state them. Raise `rule_number` whenever a report starts
    /// to count differently, so that receipts of the old rule can be recognised.
    pub fn rule(&self) -> String {
        format!("{}/{}", self.name, self.rule_number)
    }

    /// Whether the rows depend on the vectors of the obstacles, and therefore on the model that computed the vectors.
    pub fn groups_by_meaning(&self) -> bool {
        match self.kind {
            ReportKind::Sql(sql) => sql.contains(":groups"),
            ReportKind::Quarter => true,
            ReportKind::Measures | ReportKind::Overview => false,
        }
    }

    const fn with_rule_number(self, rule_number: u32) -> Self {
        Self { rule_number, ..self }
    }

    /// Adds a chart with a bar for each row. The name of a bar is in the first `label_columns` columns.
    const fn with_bars(self, label_columns: usize, parts: &'static [&'static str]) -> Self {
        self.with_chart(ChartHint::Bars { label_columns, parts, skip_if_set: None, is_grouped: false })
    }

    /// Like `with_bars`, for parts that do not add up.
    const fn with_grouped_bars(self, label_columns: usize, parts: &'static [&'static str]) -> Self {
        self.with_chart(ChartHint::Bars { label_columns, parts, skip_if_set: None, is_grouped: true })
    }

    const fn with_chart(self, chart_hint: ChartHint) -> Self {
        Self { chart_hint: Some(chart_hint), ..self }
    }

    const fn with_counted(self, counted: &'static [CountedColumn]) -> Self {
        Self { counted, ..self }
    }

    const fn with_note(self, note: Label) -> Self {
        Self { note: Some(note), ..self }
    }
}

pub static REPORTS: &[Report] = &[
    Report {
        name: "totals",
        description: Label::new("wat er in totaal is geteld, per maatstaf", "what was counted in total, by measure"),
        purpose: Purpose::Totals,
        question: Label::new("Hoeveel is er opgehaald en opgelost?", "How much was collected and solved?"),
        note: Some(TOTALS_NOTE),
        chart_hint: Some(ChartHint::Tiles { codes: KEY_MEASURES }),
        kind: ReportKind::Measures,
        rule_number: 1,
        columns: &[&columns::MEASURE, &columns::VALUE],
        counted: counted::MEASURES,
    },
    Report {
        name: "overview",
        description: Label::new(
            "alles in één overzicht, met figuren en de belemmeringen zelf; als pagina met -o overzicht.html",
            "everything in one overview, with charts and the obstacles themselves; as a page with -o overview.html",
        ),
        purpose: Purpose::Totals,
        question: Label::new("Wat staat er allemaal in het register?", "What is in the register, all together?"),
        note: None,
        chart_hint: None,
        kind: ReportKind::Overview,
        rule_number: 1,
        columns: &[],
        counted: &[],
    },
    Report {
        name: "quarter",
        description: Label::new(
            "het kwartaal van --period (standaard het vorige): totalen, het verschil met het kwartaal ervoor, per ministerie, wat te laat is en welke factsheets te schrijven",
            "the quarter of --period (by default the last): totals, the change since the quarter before, by ministry, what is overdue, and factsheets to write",
        ),
        purpose: Purpose::Totals,
        question: Label::new("Wat is er in het kwartaal gedaan?", "What was done in the quarter?"),
        note: None,
        chart_hint: None,
        kind: ReportKind::Quarter,
        rule_number: 2,
        columns: &[
            &columns::PART,
            &columns::FIGURE,
            &columns::MINISTRY,
            &columns::NUMBER,
            &columns::TITLE,
            &columns::THIS_QUARTER,
            &columns::PREVIOUS_QUARTER,
            &columns::QUARTER_CHANGE,
            &columns::NUMBERS,
        ],
        counted: &[],
    },
    report!(
        "ministries",
        "belemmeringen per ministerie: als trekker, als betrokkene, en hoe opgelost",
        "obstacles by ministry: as lead, as involved, and how solved",
        Totals:
        "Bij welke ministeries liggen de belemmeringen?",
        "With which ministries do the obstacles lie?",
        [MINISTRY, LEAD, INVOLVED, MENTIONS, WITHIN_RULES, REGIONAL_APPROACH, OPEN, CLOSED]
    )
    .with_counted(counted::MINISTRIES)
    .with_bars(1, OUTCOME_COLUMNS)
    .with_rule_number(2)
    .with_note(MINISTRIES_NOTE),
    report!(
        "resolutions",
        "hoe belemmeringen zijn opgelost, per aard",
        "how obstacles were solved, by nature",
        Totals:
        "Wat voor belemmeringen zijn het, en hoe zijn zij opgelost?",
        "What kind of obstacles are they, and how were they solved?",
        [NATURE, WITHIN_RULES, REGIONAL_APPROACH, OPEN, CLOSED, OBSTACLES]
    )
    .with_counted(counted::RESOLUTIONS)
    .with_bars(1, OUTCOME_COLUMNS)
    .with_rule_number(2),
    report!(
        "factsheets",
        "hoe vaak elke factsheet antwoord geeft",
        "how often each factsheet answers",
        Answers:
        "Welke factsheets geven het vaakst antwoord?",
        "Which factsheets answer most often?",
        [NUMBER, TITLE, PUBLISHED, OBSTACLES, WITHIN_RULES, REGIONAL_APPROACH, PROVENANCE]
    )
    .with_counted(counted::FACTSHEETS)
    .with_bars(2, &["obstacles"]),
    report!(
        "contacts",
        "contacten per soort, elk één keer geteld",
        "contacts by kind, each counted once",
        Work:
        "Hoe vaak is er overlegd, gebeld en gemaild?",
        "How often were there meetings, calls and e-mails?",
        [KIND, CONTACTS, OBSTACLES, MENTIONS]
    )
    .with_counted(counted::CONTACTS_BY_KIND)
    .with_bars(1, &["contacts"]),
    report!(
        "turnaround",
        "dagen van ontvangst tot antwoord en tot oplossing",
        "days from receipt to answer and to solution",
        Work:
        "Hoe lang duurt het tot er een antwoord is?",
        "How long does it take until there is an answer?",
        [UNTIL_EVENT, OBSTACLES, MEDIAN_DAYS, P90_DAYS]
    )
    .with_counted(counted::TURNAROUND)
    .with_grouped_bars(1, &["median_days", "p90_days"]),
    report!(
        "growth",
        "opgehaald en opgelost per kwartaal, en tot en met dat kwartaal",
        "collected and solved by quarter, and up to and including that quarter",
        Totals:
        "Hoe groeit het aantal belemmeringen?",
        "How does the number of obstacles grow?",
        [QUARTER, COLLECTED, SOLVED_THEN, COLLECTED_SO_FAR, SOLVED_SO_FAR]
    )
    .with_counted(counted::GROWTH)
    .with_chart(ChartHint::Lines { series: &["collected_so_far", "solved_so_far"] })
    .with_note(GROWTH_NOTE),
    report!(
        "spread",
        "in hoeveel dagen belemmeringen zijn beantwoord en opgelost, in klassen",
        "in how many days obstacles were answered and solved, by range",
        Work:
        "Binnen hoeveel dagen kwam er een antwoord of oplossing?",
        "Within how many days did an answer or solution come?",
        [DAYS, DAYS_ANSWERED, DAYS_SOLVED]
    )
    .with_counted(counted::SPREAD)
    .with_grouped_bars(1, &["days_answered", "days_solved"]),
    report!(
        "laws",
        "welke wetten en artikelen het vaakst worden genoemd, en hoe die belemmeringen zijn opgelost",
        "which laws and articles are named most, and how those obstacles were solved",
        Sources:
        "Welke wetten en artikelen worden het vaakst genoemd?",
        "Which laws and articles are named most often?",
        [LAW, ARTICLE, OBSTACLES, WITHIN_RULES, REGIONAL_APPROACH, OPEN, CLOSED]
    )
    .with_counted(counted::LAWS)
    .with_chart(ChartHint::Bars {
        label_columns: 1,
        parts: OUTCOME_COLUMNS,
        skip_if_set: Some("article"),
        is_grouped: false,
    })
    .with_rule_number(2)
    .with_note(LAWS_NOTE),
    report!(
        "citations",
        "de wet- en regelgeving per belemmering, als Juriconnect-verwijzing en als link",
        "the laws by obstacle, as Juriconnect references and as links",
        Sources:
        "Welke wettekst noemt elke belemmering?",
        "Which provisions does each obstacle cite?",
        [NUMBER, SOURCE_KIND, LAW, ARTICLE, PARAGRAPH, ITEM, TEXT_OF, JURICONNECT, LINK]
    ),
    report!(
        "gaps",
        "opgeloste belemmeringen zonder factsheet, per aard en wet, en hoe vaak hun antwoord is hergebruikt",
        "solved obstacles without a factsheet, by nature and law, and how often their answer was reused",
        Answers:
        "Welke antwoorden missen nog een factsheet?",
        "Which answers still lack a factsheet?",
        [NATURE, LAW, OBSTACLES, REUSED, REUSES, NUMBERS]
    )
    .with_bars(2, &["obstacles"])
    .with_counted(counted::GAPS)
    .with_rule_number(2)
    .with_note(MENTIONS_NOTE),
    report!(
        "questions",
        "wat het vaakst wordt gevraagd, naar betekenis gegroepeerd, en of een factsheet er antwoord op geeft",
        "what is asked most, grouped by meaning, and whether a factsheet answers it",
        Answers:
        "Wat wordt het vaakst gevraagd?",
        "What is asked most?",
        [
            NUMBER,
            TITLE,
            OBSTACLES,
            REGIONS,
            WITHIN_RULES,
            REGIONAL_APPROACH,
            OPEN,
            CLOSED,
            ANSWERED_BY,
            WRITE_FROM,
            NUMBERS
        ]
    )
    .with_bars(2, OUTCOME_COLUMNS)
    .with_note(QUESTIONS_NOTE),
    report!(
        "unused",
        "factsheets en regelingen die geen belemmering gebruikt",
        "factsheets and schemes that no obstacle uses",
        Answers:
        "Welke factsheets en regelingen worden niet gebruikt?",
        "Which factsheets and schemes are not used?",
        [THING, NUMBER, TITLE, PROVENANCE]
    ),
    report!(
        "overdue",
        "open belemmeringen waarvan de toegezegde dag voorbij is",
        "open obstacles whose promised day has passed",
        Work:
        "Van welke open belemmeringen is de toegezegde dag voorbij?",
        "Which open obstacles are past their promised day?",
        [NUMBER, TITLE, MINISTRY, HANDLER, RECEIVED, DUE, DAYS_OVERDUE, PROVENANCE]
    )
    .with_bars(2, &["days_overdue"]),
];
