//! Texts of the page on which people change several obstacles at once.

use super::{labels, messages};

labels! {
    TICK { "Aanvinken", "Tick" }
    TICKED_BAR { "Aangevinkte belemmeringen", "Ticked obstacles" }
    CHANGE_TICKED { "Aangevinkte wijzigen", "Change the ticked ones" }
    CHANGE_SEVERAL { "Belemmeringen wijzigen", "Change obstacles" }
    NONE_TICKED { "Vink eerst in de lijst aan welke belemmeringen u wilt wijzigen.", "First tick the obstacles that you want to change, in the list." }
    TO_LIST { "Naar de lijst", "To the list" }
    INTRO { "Kies wat er voor deze belemmeringen verandert. Wat u leeg laat, blijft zoals het is. Er wordt nog niets vastgelegd: u ziet eerst wat er van elke belemmering wordt.", "Choose what changes for these obstacles. What you leave empty stays as it is. Nothing is recorded yet: you first see what becomes of each obstacle." }
    LEAVE_AS_IS { "(niet wijzigen)", "(leave as it is)" }
    LINK_FACTSHEET { "Ook koppelen aan factsheet", "Also link to factsheet" }
    CLEAR { "Leegmaken", "Clear" }
    SHOW_PREVIEW { "Laten zien wat er verandert", "Show what changes" }
    PREVIEW { "Wat er verandert", "What changes" }
    NOTHING_CHANGES { "Zo verandert er niets.", "This changes nothing." }
    REFUSED_SKIPPED { "Wat niet kan, wordt overgeslagen.", "What cannot be changed is skipped." }
    CONFLICT { "Een of meer van deze belemmeringen zijn intussen door iemand anders gewijzigd. Er is nog niets vastgelegd. Kijk na wat er nu verandert.", "Somebody else has changed one or more of these obstacles meanwhile. Nothing is recorded yet. Check what changes now." }
    LINK_HELP { "de factsheets, regelingen en eerdere belemmeringen om ook aan te koppelen", "the factsheets, schemes and earlier obstacles to link to as well" }
    DRY_RUN_HELP { "of er niets wordt vastgelegd, alleen gemeld", "whether nothing is recorded, only reported" }
    ALREADY_SAVED { "Deze wijziging was al vastgelegd.", "This change was saved already." }
}

messages! {
    all_on_page(count) { "Alles op deze pagina ({count})", "All on this page ({count})" }
    ticked(count) { "Aangevinkt: {count}", "Ticked: {count}" }
    change_found(count) { "Alle gevonden belemmeringen wijzigen ({count})", "Change all obstacles found ({count})" }
    clear_one(attribute) { "{attribute} leegmaken", "clear the {attribute}" }
    filled_and_cleared(attribute) { "U vulde bij {attribute} iets in, en koos ook voor leegmaken. Kies een van beide; er is niets gewijzigd.", "You filled in something for {attribute}, and also chose to clear it. Choose one of the two; nothing was changed." }
    title(count) { "Belemmeringen wijzigen ({count})", "Change obstacles ({count})" }
    counts(changed, left, refused) { "Te wijzigen: {changed}. Blijven zoals ze zijn: {left}. Kunnen niet: {refused}.", "To change: {changed}. Stay as they are: {left}. Cannot be changed: {refused}." }
    save(count) { "Vastleggen ({count})", "Save ({count})" }
    numbers_help(most) { "de nummers van de belemmeringen, ten hoogste {most}", "the numbers of the obstacles, at most {most}" }
    one_done() { "1 belemmering gewijzigd.", "1 obstacle changed." }
    done(count) { "{count} belemmeringen gewijzigd.", "{count} obstacles changed." }
}
