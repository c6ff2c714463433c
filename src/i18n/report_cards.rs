//! Texts of the page of reports.

use super::{labels, messages};

labels! {
    OVERVIEW_DESCRIPTION { "alles in één overzicht, met figuren en de belemmeringen zelf", "everything in one overview, with charts and the obstacles themselves" }
    QUARTER_DESCRIPTION { "kwartaalrapport: totalen, het verschil met het kwartaal ervoor, per ministerie, wat te laat is en welke factsheets te schrijven", "quarterly report: totals, the change since the quarter before, by ministry, what is overdue, and factsheets to write" }
    COUNT_QUESTION { "Hoeveel belemmeringen zijn er per kenmerk?", "How many obstacles are there by attribute?" }
    COUNT_DESCRIPTION { "tellen op een of meer kenmerken, zoals thema en status", "count by one or more attributes, such as theme and status" }
    RECONCILE_QUESTION { "Klopt het register met de gepubliceerde cijfers?", "Does the register agree with the published figures?" }
    RECONCILE_DESCRIPTION { "elk gepubliceerd getal naast wat het register telt", "each published figure beside what the register counts" }
}

messages! {
    downloads(question) { "Als bestand: {question}", "As a file: {question}" }
}
