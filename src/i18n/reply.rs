//! Texts of replies: the built-in template, and what can be wrong with a template.

use super::{labels, messages};

labels! {
    TEMPLATE {
        "Onderwerp: {{ subject }}\\
Kenmerk: {{ number }}

Geachte heer/mevrouw,

{% if full_question %}U legde ons deze vraag voor:

> {{ question }}

{% endif %}{{ answer }}

{% if laws %}Het gaat om deze wet- en regelgeving:

{% for law in laws %}- {% if law.url %}[{{ law.name }}]({{ law.url }}){% else %}{{ law.name }}{% endif %}
{% endfor %}{% endif %}

{% if factsheets %}Meer hierover leest u in:

{% for factsheet in factsheets %}- {% if factsheet.url %}[{{ factsheet.name }}]({{ factsheet.url }}){% else %}{{ factsheet.name }}{% endif %} (factsheet {{ factsheet.number }})
{% endfor %}{% endif %}

Hebt u nog vragen? Noem dan het kenmerk {{ number }}.

Met vriendelijke groet,",
        "Subject: {{ subject }}\\
Reference: {{ number }}

Dear Sir or Madam,

{% if full_question %}You asked us this question:

> {{ question }}

{% endif %}{{ answer }}

{% if laws %}This concerns the following laws and regulations:

{% for law in laws %}- {% if law.url %}[{{ law.name }}]({{ law.url }}){% else %}{{ law.name }}{% endif %}
{% endfor %}{% endif %}

{% if factsheets %}You can read more in:

{% for factsheet in factsheets %}- {% if factsheet.url %}[{{ factsheet.name }}]({{ factsheet.url }}){% else %}{{ factsheet.name }}{% endif %} (factsheet {{ factsheet.number }})
{% endfor %}{% endif %}

If you have any further questions, please mention reference {{ number }}.

Yours faithfully,"
    }
    UNKNOWN_PLACEHOLDER { "deze naam bestaat hier niet; kies uit: number, subject, question, full_question, answer, ministry, laws, factsheets, en in een lijst number, name, url", "there is no such name here; choose from: number, subject, question, full_question, answer, ministry, laws, factsheets, and in a list number, name, url" }
    UNKNOWN_FUNCTION { "deze bewerking bestaat niet", "there is no such filter, test or function" }
    TOO_MUCH_WORK { "dit wordt te lang of duurt te lang; maak het sjabloon eenvoudiger", "this gets too long or takes too long; make the template simpler" }
    UNREADABLE { "dit is niet te lezen; sluit elke {{ met }}, elke {% met %}, elke if met endif en elke for met endfor", "this cannot be read; close each {{ with }}, each {% with %}, each if with endif and each for with endfor" }
    IMPOSSIBLE { "dit kan niet met deze waarden", "this cannot be done with these values" }
    DRAFT { "Concept", "Draft" }
    DRAFT_HELP { "Pas de tekst aan en neem hem over in uw bericht. Wat u hier wijzigt wordt niet bewaard; een document heeft de tekst zoals die was.", "Change the text and copy it into your message. What you change here is not kept; a document has the text as it was." }
    COPY { "Kopiëren", "Copy" }
    COPIED { "Gekopieerd.", "Copied." }
    WRITE_REPLY { "Antwoordbrief opstellen", "Draft the reply" }
    RECORD_SENT { "Vastleggen dat het is verstuurd", "Record that it was sent" }
    NO_ANSWER { "Deze belemmering heeft nog geen antwoord. Leg eerst het antwoord vast.", "This obstacle has no answer yet. Record the answer first." }
    TEMPLATE_CHOICE { "Sjabloon", "Template" }
    PLAIN_TEXT { "Tekst", "Text" }
}

messages! {
    title(number) { "Antwoord op {number}", "Reply to {number}" }
}
