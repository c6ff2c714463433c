//! The overview: the reports that it contains, in order. Each has the chart of its report.

use crate::i18n::Label;

#[derive(Debug)]
pub struct Section {
    pub heading: Label,
    pub description: Label,
    pub report: &'static str,
    /// The columns to show, or `None` for all. A table on a page must not be wider than a sheet of paper.
    pub columns: Option<&'static [&'static str]>,
}

/// The sections that come after the totals and before the list of obstacles.
pub static OVERVIEW_SECTIONS: &[Section] = &[
    Section {
        heading: Label::new("Groei in de tijd", "Growth over time"),
        description: Label::new(
            "Hoeveel belemmeringen er tot en met elk kwartaal zijn opgehaald, en hoeveel er zijn opgelost.",
            "How many obstacles were collected up to and including each quarter, and how many were solved.",
        ),
        report: "growth",
        columns: None,
    },
    Section {
        heading: Label::new("Per ministerie", "By ministry"),
        description: Label::new(
            "Vermeldingen, als trekker of als betrokkene, naar de wijze van oplossen. Een belemmering kan bij meerdere ministeries staan. Het totaal telt elke belemmering één keer; alleen onder 'als betrokkene' en 'vermeldingen' is het de som.",
            "Mentions, as lead or as involved, by how the obstacles were solved. An obstacle can be listed with several ministries. The total counts each obstacle once; only under 'as involved' and 'mentions' is it the sum.",
        ),
        report: "ministries",
        columns: None,
    },
    Section {
        heading: Label::new("Naar aard", "By nature"),
        description: Label::new(
            "Wat voor belemmeringen het zijn, en hoe zij zijn opgelost.",
            "What kind of obstacles they are, and how they were solved.",
        ),
        report: "resolutions",
        columns: None,
    },
    Section {
        heading: Label::new("Naar wet en artikel", "By law and article"),
        description: Label::new(
            "Welke wetten en andere regels het vaakst worden genoemd, en hoe die belemmeringen zijn opgelost. In de tabel staan onder elke wet de artikelen die zijn genoemd. Een belemmering kan meerdere regels noemen.",
            "Which laws and other rules are named most, and how those obstacles were solved. In the table, the articles that were named are below each law. An obstacle can name several rules.",
        ),
        report: "laws",
        columns: None,
    },
    Section {
        heading: Label::new("Dagen tot een antwoord", "Days to an answer"),
        description: Label::new(
            "In hoeveel dagen na ontvangst belemmeringen zijn beantwoord en opgelost. Een belemmering is beantwoord op de dag waarop duidelijkheid is gegeven, en opgelost op de dag waarop zij is weggenomen.",
            "In how many days after receipt obstacles were answered and solved. An obstacle is answered on the day on which clarity was given, and solved on the day on which it was taken away.",
        ),
        report: "spread",
        columns: None,
    },
    Section {
        heading: Label::new("Doorlooptijd", "Turnaround"),
        description: Label::new(
            "De mediaan is het middelste aantal dagen. Negen van de tien belemmeringen waren klaar binnen het aantal dagen van het 90e percentiel.",
            "The median is the middle number of days. Nine in ten obstacles were done within the number of days of the 90th percentile.",
        ),
        report: "turnaround",
        columns: None,
    },
    Section {
        heading: Label::new("Factsheets naar gebruik", "Factsheets by use"),
        description: Label::new(
            "Op hoeveel belemmeringen elke factsheet antwoord geeft.",
            "How many obstacles each factsheet answers.",
        ),
        report: "factsheets",
        columns: None,
    },
    Section {
        heading: Label::new("Wat nog een factsheet mist", "What still lacks a factsheet"),
        description: Label::new(
            "Opgeloste belemmeringen zonder factsheet, naar aard en wet. Antwoorden die het vaakst zijn hergebruikt staan bovenaan. Een belemmering staat bij elke wet die zij noemt; het totaal telt elke belemmering één keer.",
            "Solved obstacles without a factsheet, by nature and law. The answers that were reused most come first. An obstacle is listed with each law that it names; the total counts each obstacle once.",
        ),
        report: "gaps",
        columns: None,
    },
    Section {
        heading: Label::new("Wat het vaakst wordt gevraagd", "What is asked most"),
        description: Label::new(
            "Belemmeringen die volgens een taalmodel ongeveer hetzelfde vragen. Vragen zonder factsheet staan bovenaan, met de belemmering waarvan het antwoord een begin voor een factsheet kan zijn. Een belemmering die op geen andere lijkt, staat er niet bij.",
            "Obstacles that ask about the same, according to a language model. Questions without a factsheet come first, with the obstacle whose answer a factsheet can start from. An obstacle that resembles no other is not listed.",
        ),
        report: "questions",
        columns: Some(&["number", "title", "obstacles", "factsheets", "write_from", "numbers"]),
    },
];
