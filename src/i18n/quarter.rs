//! Texts of the quarterly report.

use super::{labels, messages};

labels! {
    TITLE { "Kwartaalrapport", "Quarterly report" }
    TOTALS { "Totalen, en wat er veranderde", "Totals, and what changed" }
    TOTALS_ABOUT { "Wat in dit kwartaal is gedaan, naast het kwartaal ervoor. Nog open is wat nu niet is opgelost of afgesloten.", "What was done in this quarter, beside the quarter before. Still open is what is not solved or closed now." }
    MINISTRIES { "Per ministerie", "By ministry" }
    MINISTRIES_ABOUT { "Elke belemmering telt bij haar trekker en bij elk betrokken ministerie; het totaal telt haar één keer.", "Each obstacle counts for its lead and for every ministry involved; the total counts it once." }
    OVERDUE_ABOUT { "Open belemmeringen waarvan de toegezegde dag voorbij is.", "Open obstacles whose promised day has passed." }
    OVERDUE_THEN { "Belemmeringen die toen open waren en waarvan de toegezegde dag toen voorbij was, voor zover hun dag van ontvangst bekend is.", "Obstacles that were open then and whose promised day had passed then, if their day of receipt is known." }
    QUESTIONS_ABOUT { "Wat vaker is gevraagd zonder dat een factsheet er antwoord op geeft; een factsheet kan beginnen met het genoemde antwoord.", "What was asked more than once and no factsheet answers; a factsheet can start from the answer that is named." }
    QUESTIONS_THEN { "Wat tot en met die dag vaker is gevraagd zonder dat een factsheet er nu antwoord op geeft; een factsheet kan beginnen met het genoemde antwoord.", "What was asked more than once up to and including that day and no factsheet answers now; a factsheet can start from the answer that is named." }
    NO_MEANING { "welke factsheets er te schrijven zijn is nog niet bekend; dat geeft 'ruimte index'", "which factsheets to write is not known yet; 'ruimte index' finds out" }
    QUARTER { "Kwartaal", "Quarter" }
    AS_SPREADSHEET { "Als spreadsheet (ODS)", "As a spreadsheet (ODS)" }
}

messages! {
    overdue(day) { "Te laat op {day}", "Overdue on {day}" }
    questions(day) { "Factsheets te schrijven, uit de vragen tot en met {day}", "Factsheets to write, from the questions up to and including {day}" }
    none_overdue(day) { "op {day} was geen open belemmering te laat", "no open obstacle was overdue on {day}" }
    no_questions(day) { "er is geen factsheet te schrijven: alle vragen die tot en met {day} zijn herhaald, hebben er al een", "there is no factsheet to write: every question repeated up to and including {day} has one" }
    period(quarter, first, last, before) { "{quarter}: {first} tot en met {last}, vergeleken met {before}.", "{quarter}: {first} up to and including {last}, compared with {before}." }
    not_a_quarter(text) { "'{text}' is geen kwartaal; schrijf bijvoorbeeld 2026-Q1, dit-kwartaal of vorig-kwartaal", "'{text}' is not a quarter; write for instance 2026-Q1, this-quarter or last-quarter" }
    one_quarter() { "het kwartaalrapport gaat over één kwartaal; geef één keer --period", "the quarterly report is about one quarter; give --period once" }
}
