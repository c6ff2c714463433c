//! The overview: which reports it is made of, in which order, and how each is drawn.

use crate::rows::Picture;
use crate::words::Label;

/// A part of the overview: a report under a heading of its own.
#[derive(Debug)]
pub struct Section {
    /// The heading.
    pub heading: Label,
    /// What it tells, in a sentence.
    pub about: Label,
    /// The name of the report.
    pub report: &'static str,
    /// How it is drawn, if it is.
    pub picture: Option<Picture>,
}

/// How an obstacle can end: the parts of a bar.
const ENDS: &[&str] = &["within_rules", "regional_approach", "open", "closed"];

/// The parts of the overview between the totals and the obstacles themselves.
pub static SECTIONS: &[Section] = &[
    Section {
        heading: Label::new("Groei in de tijd", "Growth over time"),
        about: Label::new(
            "Hoeveel belemmeringen er tot en met elk kwartaal zijn opgehaald, en hoeveel er zijn opgelost.",
            "How many obstacles were collected up to and with each quarter, and how many were solved.",
        ),
        report: "growth",
        picture: Some(Picture::Lines { series: &["collected_so_far", "solved_so_far"] }),
    },
    Section {
        heading: Label::new("Per ministerie", "By ministry"),
        about: Label::new(
            "Vermeldingen, als trekker of als betrokkene, naar de wijze van oplossen. Een belemmering kan bij meer ministeries staan; het totaal telt elke belemmering één keer.",
            "Mentions, as lead or as involved, by how they were solved. An obstacle can stand with several ministries; the total counts each obstacle once.",
        ),
        report: "ministries",
        picture: Some(Picture::Bars { named_by: 1, parts: ENDS }),
    },
    Section {
        heading: Label::new("Naar aard", "By nature"),
        about: Label::new(
            "Wat voor belemmeringen het zijn, en hoe zij zijn opgelost.",
            "What kind of obstacles they are, and how they were solved.",
        ),
        report: "resolutions",
        picture: Some(Picture::Bars { named_by: 1, parts: ENDS }),
    },
    Section {
        heading: Label::new("Naar wet en artikel", "By law and article"),
        about: Label::new(
            "Welke wetten, artikelen en andere regels het vaakst worden genoemd, en hoe die belemmeringen zijn opgelost. Een belemmering kan meer regels noemen.",
            "Which laws, articles and other rules are named most, and how those obstacles were solved. An obstacle can name several rules.",
        ),
        report: "laws",
        picture: Some(Picture::Bars { named_by: 2, parts: ENDS }),
    },
    Section {
        heading: Label::new("Dagen tot een antwoord", "Days to an answer"),
        about: Label::new(
            "In hoeveel dagen na ontvangst belemmeringen zijn beantwoord.",
            "In how many days after receipt obstacles were answered.",
        ),
        report: "spread",
        picture: Some(Picture::Bars { named_by: 1, parts: &["days_answered"] }),
    },
    Section {
        heading: Label::new("Doorlooptijd", "Turnaround"),
        about: Label::new(
            "De mediaan is het middelste aantal dagen; binnen het 90e percentiel waren negen van de tien klaar.",
            "The median is the middle number of days; within the 90th percentile nine in ten were done.",
        ),
        report: "turnaround",
        picture: None,
    },
    Section {
        heading: Label::new("Factsheets naar gebruik", "Factsheets by use"),
        about: Label::new(
            "Op hoeveel belemmeringen elke factsheet antwoord geeft.",
            "How many obstacles each factsheet answers.",
        ),
        report: "factsheets",
        picture: Some(Picture::Bars { named_by: 2, parts: &["obstacles"] }),
    },
    Section {
        heading: Label::new("Wat nog een factsheet mist", "What still lacks a factsheet"),
        about: Label::new(
            "Opgeloste belemmeringen zonder factsheet, naar aard en wet. Antwoorden die het vaakst zijn hergebruikt staan bovenaan.",
            "Solved obstacles without a factsheet, by nature and law. Answers that were reused most stand first.",
        ),
        report: "gaps",
        picture: None,
    },
];
