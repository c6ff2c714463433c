//! The measures that can be counted and published. Each measure is defined here once, in SQL and in words. The SQL
//! returns one row per counted item, with the item's code. The words are printed by `reconcile --explain`.
//!
//! The SQL reads the common table expression `filtered`. This expression contains the obstacles that match the filter.
//! For a publication, it contains the obstacles received in the period of the publication. `:since` and `:until` bound
//! the period; a bound that is not set is NULL. Without a filter, all contacts, factsheets, schemes and regions count.
//! With a filter, only those that are linked to a matching obstacle count.

use super::counted::{ListCondition, OBSTACLES};
use crate::i18n::Label;

#[derive(Debug)]
pub struct Measure {
    pub code: &'static str,
    pub label: Label,
    pub definition: Label,
    counted: Counted,
    /// The codes of the parts into which a publication may split this measure. Each part is a measure too.
    pub parts: &'static [&'static str],
}

/// What a measure counts.
#[derive(Debug)]
enum Counted {
    /// The filtered obstacles for which this condition holds.
    Obstacles(&'static str),
    /// The rows of this query, whether there is a filter or not. No list has exactly these.
    Rows(&'static str),
    /// The rows of this query, which ends in a `WHERE` clause. With a filter, only the rows for which the second
    /// condition holds: it links a row to the filtered obstacles. This list has the same rows, with these conditions.
    Linked(&'static str, &'static str, &'static str, &'static [ListCondition]),
}

impl Measure {
    /// Returns the query for the counted items.
    pub fn sql(&self, is_unfiltered: bool) -> String {
        match self.counted {
            Counted::Obstacles(condition) => format!("SELECT code FROM filtered WHERE {condition}"),
            Counted::Linked(sql, condition, ..) if !is_unfiltered => format!("{sql} AND {condition}"),
            Counted::Rows(sql) | Counted::Linked(sql, ..) => sql.to_owned(),
        }
    }

    /// Returns the condition for the counted obstacles, or `None` if the items are not obstacles.
    pub const fn condition(&self) -> Option<&'static str> {
        match self.counted {
            Counted::Obstacles(condition) => Some(condition),
            Counted::Rows(_) | Counted::Linked(..) => None,
        }
    }

    /// Returns the list with the counted items, and the conditions that select them; `None` if no list has them.
    pub fn list(&self) -> Option<(&'static str, Vec<ListCondition>)> {
        match self.counted {
            Counted::Obstacles(_) => Some((OBSTACLES, vec![("measure", self.code)])),
            Counted::Linked(_, _, list, conditions) => Some((list, conditions.to_vec())),
            Counted::Rows(_) => None,
        }
    }
}

pub fn find_measure(code: &str) -> Option<&'static Measure> {
    MEASURES.iter().find(|measure| measure.code == code)
}

macro_rules! solved_as {
    ($resolution:literal) => {
        concat!(
            "status = 'solved' AND resolution = '",
            $resolution,
            "'
             AND (:since IS NULL OR solved >= :since) AND (:until IS NULL OR solved <= :until)"
        )
    };
}

macro_rules! contacts_of {
    ($kind:literal) => {
        concat!(
            "SELECT t.code FROM contact AS t WHERE t.void IS NULL AND t.kind = '",
            $kind,
            "'
             AND (:since IS NULL OR t.date >= :since) AND (:until IS NULL OR t.date <= :until)"
        )
    };
}

const CONTACT_LINKED: &str = "EXISTS (SELECT 1 FROM contact_obstacle AS l JOIN filtered AS c ON c.number = l.obstacle
             WHERE l.contact = t.number)";

pub static MEASURES: &[Measure] = &[
    Measure {
        code: "collected",
        label: Label::new("opgehaalde belemmeringen", "obstacles collected"),
        definition: Label::new(
            "belemmeringen die in de periode zijn ontvangen, niet vervallen en geen dubbele van een andere",
            "obstacles received in the period, not void and not a duplicate of another",
        ),
        counted: Counted::Obstacles("closed_as IS NULL OR closed_as <> 'duplicate'"),
        parts: &["solved-within-rules", "solved-regional-approach"],
    },
    Measure {
        code: "open",
        label: Label::new("nog open", "still open"),
        definition: Label::new(
            "van de ontvangen belemmeringen: die nu opgehaald of in analyse zijn",
            "of the obstacles received: those that are collected or in analysis now",
        ),
        counted: Counted::Obstacles("status IN ('collected', 'in-analysis')"),
        parts: &[],
    },
    Measure {
        code: "solved-within-rules",
        label: Label::new("opgelost binnen de regels", "solved within the rules"),
        definition: Label::new(
            "van de ontvangen belemmeringen: die in de periode binnen de regels zijn opgelost",
            "of the obstacles received: those solved within the rules in the period",
        ),
        counted: Counted::Obstacles(solved_as!("within-rules")),
        parts: &[],
    },
    Measure {
        code: "solved-regional-approach",
        label: Label::new("opgelost door een andere aanpak in de regio", "solved by a regional approach"),
        definition: Label::new(
            "van de ontvangen belemmeringen: die in de periode door een andere aanpak in de regio zijn weggenomen",
            "of the obstacles received: those taken away by another approach in the region in the period",
        ),
        counted: Counted::Obstacles(solved_as!("regional-approach")),
        parts: &[],
    },
    Measure {
        code: "closed",
        label: Label::new("afgesloten zonder oplossing", "closed without being solved"),
        definition: Label::new(
            "van de ontvangen belemmeringen: die zijn doorverwezen of ingetrokken",
            "of the obstacles received: those referred or withdrawn",
        ),
        counted: Counted::Obstacles("status = 'closed' AND closed_as <> 'duplicate'"),
        parts: &[],
    },
    Measure {
        code: "duplicates",
        label: Label::new("dubbele, niet meegeteld als opgehaald", "duplicates, not counted as collected"),
        definition: Label::new(
            "van de ontvangen belemmeringen: die als dubbele van een andere zijn afgesloten",
            "of the obstacles received: those closed as a duplicate of another",
        ),
        counted: Counted::Obstacles("closed_as = 'duplicate'"),
        parts: &[],
    },
    Measure {
        code: "rule-changes",
        label: Label::new("regels gewijzigd", "rules changed"),
        definition: Label::new(
            "van de ontvangen belemmeringen, dubbele niet meegeteld: die tot een wijziging van een regel leidden",
            "of the obstacles received, duplicates left out: those that led to a rule change",
        ),
        counted: Counted::Obstacles("rule_change IS NOT NULL
              AND (closed_as IS NULL OR closed_as <> 'duplicate')"),
        parts: &[],
    },
    Measure {
        code: "ministries",
        label: Label::new("ministeries die hielpen", "ministries that helped"),
        definition: Label::new(
            "ministeries die trekker of betrokken zijn bij de ontvangen belemmeringen, dubbele niet meegeteld",
            "ministries that lead or are involved in the obstacles received, duplicates left out",
        ),
        counted: Counted::Rows(
            "SELECT t.code FROM ministry AS t
             WHERE EXISTS (SELECT 1 FROM filtered AS c
                           WHERE c.ministry = t.code AND (c.closed_as IS NULL OR c.closed_as <> 'duplicate'))
                OR EXISTS (SELECT 1 FROM obstacle_ministry AS l CROSS JOIN filtered AS c ON c.number = l.obstacle
                           WHERE l.ministry = t.code AND (c.closed_as IS NULL OR c.closed_as <> 'duplicate'))",
        ),
        parts: &[],
    },
    Measure {
        code: "factsheets",
        label: Label::new("openbare factsheets", "public factsheets"),
        definition: Label::new(
            "factsheets die in de periode zijn gepubliceerd of geen datum hebben, niet vervallen",
            "factsheets published in the period or undated, not void",
        ),
        counted: Counted::Linked("SELECT t.code FROM factsheet AS t WHERE t.void IS NULL
              AND (t.published IS NULL OR ((:since IS NULL OR t.published >= :since) AND (:until IS NULL OR t.published <= :until)))", "EXISTS (SELECT 1 FROM obstacle_factsheet AS l JOIN filtered AS c ON c.number = l.obstacle
              WHERE l.factsheet = t.number)", "factsheets", &[]),
        parts: &[],
    },
    Measure {
        code: "schemes",
        label: Label::new("beschikbare (subsidie)regelingen", "(subsidy) schemes available"),
        definition: Label::new("regelingen, niet vervallen", "schemes, not void"),
        counted: Counted::Linked("SELECT t.code FROM scheme AS t WHERE t.void IS NULL", "EXISTS (SELECT 1 FROM obstacle_scheme AS l JOIN filtered AS c ON c.number = l.obstacle
              WHERE l.scheme = t.number)", "schemes", &[]),
        parts: &[],
    },
    Measure {
        code: "meetings",
        label: Label::new("overleggen", "meetings"),
        definition: Label::new(
            "overleggen op een dag in de periode, elk één keer, niet vervallen",
            "meetings on a day in the period, each once, not void",
        ),
        counted: Counted::Linked(contacts_of!("meeting"), CONTACT_LINKED, "contacts", &[("kind", "meeting")]),
        parts: &[],
    },
    Measure {
        code: "calls",
        label: Label::new("telefoontjes", "phone calls"),
        definition: Label::new(
            "telefoontjes op een dag in de periode, elk één keer, niet vervallen",
            "phone calls on a day in the period, each once, not void",
        ),
        counted: Counted::Linked(contacts_of!("call"), CONTACT_LINKED, "contacts", &[("kind", "call")]),
        parts: &[],
    },
    Measure {
        code: "emails",
        label: Label::new("e-mails", "e-mails"),
        definition: Label::new(
            "e-mails op een dag in de periode, elk één keer, niet vervallen",
            "e-mails on a day in the period, each once, not void",
        ),
        counted: Counted::Linked(contacts_of!("email"), CONTACT_LINKED, "contacts", &[("kind", "email")]),
        parts: &[],
    },
    Measure {
        code: "pacts",
        label: Label::new("regionale pacten", "regional pacts"),
        definition: Label::new("regio's in de lijst van regio's", "regions in the list of regions"),
        counted: Counted::Linked("SELECT t.code FROM region AS t WHERE TRUE", "EXISTS (SELECT 1 FROM filtered AS c WHERE c.region = t.code)", "regions", &[]),
        parts: &[],
    },
];
