//! Texts of the calendar with promised answers.

use super::{Label, labels, messages};

/// The path of a calendar feed.
pub fn path(key: &str) -> String {
    format!("/feed/{key}.ics")
}

labels! {
    DEADLINES { "Toegezegde antwoorden", "Promised answers" }
    CALENDAR { "Agenda", "Calendar" }
    CALENDAR_NOTE { "de toegezegde antwoorden in uw eigen agendaprogramma", "the promised answers in your own calendar program" }
    WHAT { "Uw agendaprogramma, zoals Outlook, kan de toegezegde antwoorden ophalen die nog openstaan. Elk staat er op de laatste dag, als afspraak voor een hele dag, met het nummer en de titel van de belemmering.", "Your calendar program, such as Outlook, can fetch the promised answers that are still open. Each is an all-day event on the last day, with the number and the title of the obstacle." }
    SECRET { "Wie het adres van de agenda kent, kan de agenda lezen zonder zich aan te melden. Geef het aan niemand, en trek het in als dat toch is gebeurd.", "Whoever knows the address of the calendar can read it without signing in. Give it to nobody, and revoke it if you did." }
    MAKE_HEADING { "Adres maken", "Make an address" }
    MAKE_ANEW_HEADING { "Nieuw adres maken", "Make a new address" }
    ANEW { "Uw tegenwoordige adres werkt dan niet meer.", "Your present address then no longer works." }
    SCOPE { "Welke antwoorden", "Which answers" }
    MINE { "op mijn naam", "in my name" }
    EVERYBODY { "van iedereen", "of everybody" }
    MAKE { "Adres maken", "Make an address" }
    REVOKE_HEADING { "Adres intrekken", "Revoke the address" }
    REVOKE_WHAT { "Het adres werkt dan niet meer, en uw agendaprogramma laat de afspraken verdwijnen of meldt een fout.", "The address then no longer works, and your calendar program removes the events or reports an error." }
    REVOKE { "Adres intrekken", "Revoke the address" }
    ADDRESS { "Het adres van uw agenda", "The address of your calendar" }
    ADDRESS_HELP { "Neem dit adres nu over in uw agendaprogramma. Het is niet opnieuw te zien: het register bewaart alleen een controlegetal.", "Copy this address to your calendar program now. It cannot be shown again: the register keeps only a digest." }
    ADDRESS_HELP_PATH { "Zet hier het adres van deze site voor, en neem het nu over in uw agendaprogramma. Het is niet opnieuw te zien: het register bewaart alleen een controlegetal.", "Put the address of this site before it, and copy it to your calendar program now. It cannot be shown again: the register keeps only a digest." }
    OTHERS { "Adressen van anderen", "Addresses of others" }
    WHOSE { "Van wie", "Whose" }
    OTHERS_WHAT { "Trek het adres in van wie hier niet meer werkt.", "Revoke the address of whoever no longer works here." }
    OUTLOOK { "In het nieuwe Outlook en op het web: Agenda, Agenda toevoegen, Abonneren via internet; plak het adres en geef de agenda een naam. In het klassieke Outlook: Bestand, Accountinstellingen, Internetagenda's, Nieuw.", "In the new Outlook and on the web: Calendar, Add calendar, Subscribe from web; paste the address and name the calendar. In classic Outlook: File, Account Settings, Internet Calendars, New." }
    OUTLOOK_REACH { "Outlook op het web haalt het adres op vanaf servers van Microsoft. Dat lukt alleen als het adres van buiten uw netwerk te bereiken is. Het klassieke Outlook haalt het op vanaf uw eigen computer.", "Outlook on the web fetches the address from servers of Microsoft, which works only if it can be reached from outside your network. Classic Outlook fetches it from your own computer." }
    OUTLOOK_OFTEN { "Een agendaprogramma kijkt een paar keer per dag, dus een nieuwe toezegging staat er niet meteen.", "A calendar program looks a few times a day, so a new promise does not appear at once." }
}

messages! {
    has_address(day) { "U hebt een adres sinds {day}.", "You have had an address since {day}." }
}

/// The name of the calendar in a calendar program.
pub const fn name(all: bool) -> Label {
    if all {
        Label::new("Toegezegde antwoorden", "Promised answers")
    } else {
        Label::new("Mijn toegezegde antwoorden", "My promised answers")
    }
}
