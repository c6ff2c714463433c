//! Reports and measures. A report is one `.sql` file and one line in the list: it reads the obstacles that
//! are meant from `chosen`, names its columns, and may mark rows that add up the others with `_total` = 1.

mod measure;

pub use measure::{MEASURES, Measure, of_code};

use crate::words::Label;

/// A report.
#[derive(Debug)]
pub struct Report {
    /// The name on the command line.
    pub name: &'static str,
    /// What it tells.
    pub about: Label,
    /// What must be said of its numbers, if anything.
    pub note: Option<Label>,
    /// The SQL. None: all measures.
    pub sql: Option<&'static str>,
}

macro_rules! report {
    ($name:literal, $nl:literal, $en:literal) => {
        Report {
            name: $name,
            about: Label::new($nl, $en),
            note: None,
            sql: Some(include_str!(concat!($name, ".sql"))),
        }
    };
}

/// Said where a row can count an obstacle that another row counts too.
const MENTIONS: Label = Label::new(
    "De rijen tellen vermeldingen; het totaal telt elke belemmering één keer",
    "The rows count mentions; the total counts each obstacle once",
);

impl Report {
    const fn noting(self, note: Label) -> Self {
        Self { note: Some(note), ..self }
    }
}

/// Every report.
pub static REPORTS: &[Report] = &[
    Report {
        name: "totals",
        about: Label::new("wat er in totaal is geteld, per maatstaf", "what was counted in all, by measure"),
        note: None,
        sql: None,
    },
    report!(
        "ministries",
        "belemmeringen per ministerie: als trekker, als betrokkene, en hoe opgelost",
        "obstacles by ministry: as lead, as involved, and how solved"
    )
    .noting(MENTIONS),
    report!(
        "resolutions",
        "hoe belemmeringen zijn opgelost, per aard",
        "how obstacles were solved, by nature"
    ),
    report!("factsheets", "hoe vaak elke factsheet antwoord geeft", "how often each factsheet answers"),
    report!("contacts", "contacten per soort, elk één keer geteld", "contacts by kind, each counted once"),
    report!(
        "turnaround",
        "dagen van ontvangst tot antwoord en tot oplossing",
        "days from received to answered and to solved"
    ),
    report!("laws", "belemmeringen per wet en artikel", "obstacles by law and article"),
    report!(
        "gaps",
        "opgeloste belemmeringen zonder factsheet, per aard en wet, en hoe vaak hun antwoord is hergebruikt",
        "solved obstacles without a factsheet, by nature and law, and how often their answer was reused"
    )
    .noting(MENTIONS),
    report!(
        "unused",
        "factsheets en regelingen die geen belemmering gebruikt",
        "factsheets and schemes that no obstacle uses"
    ),
    report!(
        "overdue",
        "open belemmeringen waarvan de toegezegde dag voorbij is",
        "open obstacles whose promised day has passed"
    ),
];
