//! Reports and measures. A report is one `.sql` file and one line in the list: it reads the obstacles that
//! are meant from `chosen`, names its columns, and may mark rows that add up the others with `_total` = 1.

mod measure;
mod overview;

pub use measure::{MEASURES, Measure, of_code};
pub use overview::{SECTIONS, Section};

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
    /// What it is made of.
    pub body: Body,
}

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    /// A statement over the chosen obstacles.
    Sql(&'static str),
    /// Every measure, counted.
    Measures,
    /// Other reports, with pictures, and the obstacles themselves: [`SECTIONS`].
    Overview,
}

/// The report of that name, as somebody types it.
pub fn of_name(name: &str) -> Option<&'static Report> {
    let name = name.trim().to_lowercase();
    REPORTS.iter().find(|report| report.name == name)
}

macro_rules! report {
    ($name:literal, $nl:literal, $en:literal) => {
        Report {
            name: $name,
            about: Label::new($nl, $en),
            note: None,
            body: Body::Sql(include_str!(concat!($name, ".sql"))),
        }
    };
}

/// Said where a row can count an obstacle that another row counts too.
const MENTIONS: Label = Label::new(
    "De rijen tellen vermeldingen; het totaal telt elke belemmering één keer",
    "The rows count mentions; the total counts each obstacle once",
);

/// Said where a row holds what is in rows below it.
const LAWS: Label = Label::new(
    "Een rij zonder artikel telt alle belemmeringen die de wet of regel noemen, elk één keer; een belemmering kan er meer noemen",
    "A row without an article counts all obstacles that name the law or rule, each once; an obstacle can name several",
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
        body: Body::Measures,
    },
    Report {
        name: "overview",
        about: Label::new(
            "alles in één overzicht, met figuren en de belemmeringen zelf; als pagina met -o overzicht.html",
            "all in one overview, with pictures and the obstacles themselves; as a page with -o overview.html",
        ),
        note: None,
        body: Body::Overview,
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
    report!(
        "growth",
        "opgehaald en opgelost per kwartaal, en tot en met dat kwartaal",
        "collected and solved by quarter, and up to and including that quarter"
    ),
    report!(
        "spread",
        "in hoeveel dagen belemmeringen zijn beantwoord en opgelost, in klassen",
        "in how many days obstacles were answered and solved, in classes"
    ),
    report!(
        "laws",
        "welke wetten en artikelen het vaakst worden genoemd, en hoe die belemmeringen zijn opgelost",
        "which laws and articles are named most, and how those obstacles were solved"
    )
    .noting(LAWS),
    report!(
        "citations",
        "de wet- en regelgeving per belemmering, als Juriconnect-verwijzing en als link",
        "the laws by obstacle, as Juriconnect references and as links"
    ),
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
