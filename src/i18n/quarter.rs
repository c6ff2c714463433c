//! Texts of the quarterly report.

use super::{labels, messages};

labels! {
    TITLE { "Kwartaalrapport", "Quarterly report" }
    TOTALS { "Totalen, en wat er veranderde", "Totals, and what changed" }
    TOTALS_ABOUT { "Wat in dit kwartaal is gedaan, naast het kwartaal ervoor. Nog open is wat nu niet is opgelost of afgesloten.", "What was done in this quarter, beside the quarter before. Still open is what is not solved or closed now." }
    MINISTRIES { "Per ministerie", "By ministry" }
    MINISTRIES_ABOUT { "Elke belemmering telt bij haar trekker en bij elk betrokken ministerie; het totaal telt haar één keer.", "Each obstacle counts for its lead and for every ministry involved; the total counts it once." }
    OVERDUE { "Te laat", "Overdue" }
    OVERDUE_ABOUT { "Open belemmeringen waarvan de toegezegde dag voorbij is.", "Open obstacles whose promised day has passed." }
    QUESTIONS { "Factsheets te schrijven", "Factsheets to write" }
    QUESTIONS_ABOUT { "Wat vaker is gevraagd zonder dat een factsheet er antwoord op geeft; een factsheet kan beginnen met het genoemde antwoord.", "What was asked more than once and no factsheet answers; a factsheet can start from the answer that is named." }
    NONE_OVERDUE { "geen open belemmering is te laat", "no open obstacle is overdue" }
    NO_QUESTIONS { "er is geen factsheet te schrijven: elke herhaalde vraag heeft er een", "there is no factsheet to write: every repeated question has one" }
    NO_MEANING { "zonder 'ruimte index' is niet bekend welke factsheets er te schrijven zijn", "without 'ruimte index' it is not known which factsheets to write" }
    QUARTER { "Kwartaal", "Quarter" }
    AS_SPREADSHEET { "Als spreadsheet (ODS)", "As a spreadsheet (ODS)" }
}

messages! {
    period(quarter, first, last, before) { "{quarter}: {first} tot en met {last}, vergeleken met {before}.", "{quarter}: {first} up to and including {last}, compared with {before}." }
    not_a_quarter(text) { "'{text}' is geen kwartaal; schrijf bijvoorbeeld 2026-Q1, dit-kwartaal of vorig-kwartaal", "'{text}' is not a quarter; write for instance 2026-Q1, this-quarter or last-quarter" }
    one_quarter() { "het kwartaalrapport gaat over één kwartaal; geef één keer --period", "the quarterly report is about one quarter; give --period once" }
}
