//! The expected columns of every list and report, written by hand: name in data formats, title in both languages, and
//! type of the values.

use super::{CommandResult, ENDINGS, LANGUAGES, Sandbox, Sheet, run_in_language, sheets};
use std::sync::OnceLock;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Text,
    Day,
    Number,
    /// A text from the program, such as the definition of a measure. It is in English in data formats such as CSV, and
    /// in the user's language in a workbook.
    Words,
}

use Kind::{Day, Number, Text, Words};

#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub name: &'static str,
    pub titles: [&'static str; 2],
    pub kind: Kind,
}

const fn column(name: &'static str, nl: &'static str, en: &'static str, kind: Kind) -> Column {
    Column { name, titles: [nl, en], kind }
}

/// A command that can write a workbook, with the expected columns.
pub struct List {
    pub line: &'static str,
    pub columns: &'static [&'static [Column]],
    /// The title of the list in Dutch and English.
    pub called: [&'static str; 2],
    pub receipt: bool,
    /// The number of rows with totals at the end of the list.
    pub totals: usize,
}

impl List {
    pub fn columns(&self) -> impl Iterator<Item = &'static Column> {
        self.columns.iter().copied().flatten()
    }
}

const NUMBER: Column = column("number", "nummer", "number", Text);
const TITLE: Column = column("title", "titel", "title", Text);
const MINISTRY: Column = column("ministry", "ministerie", "ministry", Text);
const STATUS: Column = column("status", "status", "status", Text);
const PROVENANCE: Column = column("provenance", "herkomst", "provenance", Text);
const ACCEPTED: Column = column("accepted", "geaccepteerd", "accepted", Day);
const PROVENANCE_NOTE: Column = column("provenance_note", "toelichting herkomst", "provenance note", Text);
const LEAD: Column = column("lead", "als trekker", "as lead", Number);
const MENTIONS: Column = column("mentions", "vermeldingen", "mentions", Number);
const URL: Column = column("url", "adres", "address", Text);

const OBSTACLE: &[Column] = &[
    column("question", "vraag", "question", Text),
    column("analysis", "analyse", "analysis", Text),
    column("answer", "antwoord", "answer", Text),
    MINISTRY,
    column("involved", "betrokken", "involved", Text),
    column("region", "regio", "region", Text),
    column("initiative", "initiatief", "initiative", Text),
    column("care_domain", "zorgdomein", "care domain", Text),
    column("theme", "thema", "theme", Text),
    column("nature", "aard", "nature", Text),
    STATUS,
    column("resolution", "oplossing", "resolution", Text),
    column("reason", "reden", "reason", Text),
    column("rule_change", "regelwijziging", "rule change", Text),
    column("duplicate_of", "dubbel van", "duplicate of", Text),
    column("file_number", "zaaknummer", "file number", Text),
    column("handler", "behandelaar", "handler", Text),
    column("received", "ontvangen", "received", Day),
    column("due", "antwoord uiterlijk", "due", Day),
    column("answered", "beantwoord", "answered", Day),
    column("solved", "opgelost", "solved", Day),
    column("closed", "afgesloten", "closed", Day),
    column("laws", "wet- en regelgeving", "laws", Text),
    column("factsheets", "factsheets", "factsheets", Text),
    column("schemes", "regelingen", "schemes", Text),
    PROVENANCE,
    PROVENANCE_NOTE,
    column("closed_as", "afgesloten als", "closed as", Text),
    column("precedents", "precedenten", "precedents", Text),
    column("publishable", "publiceerbaar", "publishable", Text),
    ACCEPTED,
];

/// The heading that `show` writes for obstacle B-071: its number, and its title, which looks like a formula.
const SHOWN: &str = "B-071 =1+1";

pub const LISTS: &[List] = &[
    List {
        line: "export obstacles",
        columns: &[
            &[NUMBER, TITLE],
            OBSTACLE,
            &[
                column("laws_juriconnect", "Juriconnect", "Juriconnect", Text),
                column("laws_link", "wetteksten", "texts of the laws", Text),
            ],
        ],
        called: ["Belemmeringen", "Obstacles"],
        receipt: true,
        totals: 0,
    },
    List {
        line: "list",
        columns: &[&[NUMBER, TITLE], OBSTACLE],
        called: ["Belemmeringen", "Obstacles"],
        receipt: true,
        totals: 0,
    },
    List {
        line: "show B-071",
        columns: &[&[NUMBER, TITLE], OBSTACLE],
        called: [SHOWN, SHOWN],
        receipt: true,
        totals: 0,
    },
    List {
        line: "search stage",
        columns: &[
            &[
                NUMBER,
                column("kind", "soort", "kind", Text),
                TITLE,
                column("score", "score", "score", Number),
                column("why", "Waarom", "Why", Text),
                column("passage", "Passage", "Passage", Text),
            ],
            OBSTACLE,
        ],
        called: ["Gevonden bij 'stage'", "Found for 'stage'"],
        receipt: false,
        totals: 0,
    },
    List {
        line: "contact list",
        columns: &[&[
            NUMBER,
            column("kind", "soort", "kind", Text),
            column("date", "datum", "date", Day),
            MINISTRY,
            column("party", "met", "with", Text),
            column("note", "notitie", "note", Text),
            column("obstacles", "belemmeringen", "obstacles", Text),
            PROVENANCE,
        ]],
        called: ["Contacten", "Contacts"],
        receipt: true,
        totals: 0,
    },
    List {
        line: "factsheet list",
        columns: &[&[
            NUMBER,
            TITLE,
            column("summary", "samenvatting", "summary", Text),
            column("body", "tekst", "text", Text),
            URL,
            column("published", "gepubliceerd", "published", Day),
            PROVENANCE,
            PROVENANCE_NOTE,
            ACCEPTED,
        ]],
        called: ["Factsheets", "Factsheets"],
        receipt: true,
        totals: 0,
    },
    List {
        line: "export publications",
        columns: &[&[
            column("code", "code", "code", Text),
            column("nl", "Nederlands", "Dutch", Text),
            column("en", "Engels", "English", Text),
            column("since", "van", "from", Day),
            column("until", "tot en met", "until", Day),
            URL,
        ]],
        called: ["Publicaties", "Publications"],
        receipt: true,
        totals: 0,
    },
    List {
        line: "export figures",
        columns: &[&[
            NUMBER,
            column("publication", "publicatie", "publication", Text),
            column("measure", "maatstaf", "measure", Text),
            column("relation", "vergelijking", "relation", Text),
            column("value", "gepubliceerd", "published", Number),
            column("quote", "gepubliceerde woorden", "published words", Text),
            column("locator", "plaats", "locator", Text),
        ]],
        called: ["Gepubliceerde cijfers", "Published figures"],
        receipt: true,
        totals: 0,
    },
    List {
        line: "history",
        columns: &[&[
            column("entry", "wijziging", "entry", Number),
            column("at", "wanneer", "when", Text),
            column("actor", "wie", "who", Text),
            column("origin", "waarvandaan", "from where", Text),
            column("action", "opdracht", "command", Text),
            column("note", "toelichting", "note", Text),
            column("undoes", "neemt terug", "undoes", Number),
            column("record", "nummer", "record", Text),
            column("change", "wat", "what", Text),
            column("attribute", "gegeven", "attribute", Text),
            column("before", "was", "was", Text),
            column("after", "is", "is", Text),
        ]],
        called: ["Logboek", "Journal"],
        receipt: false,
        totals: 0,
    },
    List {
        line: "report ministries",
        columns: &[&[
            MINISTRY,
            LEAD,
            column("involved", "als betrokkene", "as involved", Number),
            MENTIONS,
            column("within_rules", "binnen de regels", "within the rules", Number),
            column("regional_approach", "andere aanpak in de regio", "regional approach", Number),
            column("open", "open", "open", Number),
            column("closed", "afgesloten", "closed", Number),
        ]],
        called: [
            "Belemmeringen per ministerie: als trekker, als betrokkene, en hoe opgelost",
            "Obstacles by ministry: as lead, as involved, and how solved",
        ],
        receipt: true,
        totals: 1,
    },
    List {
        line: "report totals",
        columns: &[&[column("measure", "maatstaf", "measure", Text), column("value", "aantal", "value", Number)]],
        called: ["Wat er in totaal is geteld, per maatstaf", "What was counted in total, by measure"],
        receipt: true,
        totals: 0,
    },
    List {
        line: "report turnaround",
        columns: &[&[
            column("until_event", "doorlooptijd", "turnaround", Text),
            column("obstacles", "belemmeringen", "obstacles", Number),
            column("median_days", "mediaan (dagen)", "median (days)", Number),
            column("p90_days", "90e percentiel (dagen)", "90th percentile (days)", Number),
        ]],
        called: ["Dagen van ontvangst tot antwoord en tot oplossing", "Days from receipt to answer and to solution"],
        receipt: true,
        totals: 0,
    },
    List {
        line: "report citations",
        columns: &[&[
            NUMBER,
            column("source_kind", "soort bron", "kind of source", Text),
            column("law", "wet of regel", "law", Text),
            column("article", "artikel", "article", Text),
            column("paragraph", "lid", "paragraph", Text),
            column("item", "onderdeel", "item", Text),
            column("text_of", "tekst van", "text of", Day),
            column("juriconnect", "Juriconnect", "Juriconnect", Text),
            column("link", "wettekst", "text of the law", Text),
        ]],
        called: [
            "De wet- en regelgeving per belemmering, als Juriconnect-verwijzing en als link",
            "The laws by obstacle, as Juriconnect references and as links",
        ],
        receipt: true,
        totals: 0,
    },
    List {
        line: "count --by ministry,status",
        columns: &[&[MINISTRY, STATUS, LEAD, MENTIONS]],
        called: ["Telling van belemmeringen", "Count of obstacles"],
        receipt: true,
        totals: 1,
    },
    List {
        line: "reconcile --explain",
        columns: &[&[
            column("publication", "publicatie", "publication", Text),
            column("measure", "maatstaf", "measure", Text),
            column("quote", "gepubliceerde woorden", "published words", Text),
            column("relation", "vergelijking", "relation", Text),
            column("published_value", "gepubliceerd", "published", Number),
            column("counted_value", "geteld", "counted", Number),
            column("verdict", "uitkomst", "verdict", Text),
            column("difference", "verschil", "difference", Number),
            column("note", "toelichting", "note", Words),
            column("definition", "omschrijving", "definition", Words),
            column("counted", "geteld", "counted", Text),
        ]],
        called: ["Gepubliceerd en geteld", "Published and counted"],
        receipt: true,
        totals: 0,
    },
];

/// The demonstration register with additional obstacles, some of them unfinished, so that every type of value occurs.
/// The additional obstacles are newer than the period of the published figures, so they do not affect the counts.
pub fn varied_register() -> Sandbox {
    static BUSY: OnceLock<Vec<u8>> = OnceLock::new();
    let sandbox = Sandbox::empty();
    sandbox.write("register.db", BUSY.get_or_init(varied_register_bytes));
    sandbox
}

fn varied_register_bytes() -> Vec<u8> {
    let sandbox = Sandbox::demo();
    for words in [
        "log =1+1 --ministry VWS --involved OCW,SZW --received 2019-01-07 --due 2019-02-04 --file-number 0030326 --question '  één\n\ntwee\t;\"drie\"' --publishable yes",
        "log Tweede --ministry OCW --received 2019-01-08",
        "close B-072 --as withdrawn --because Ingetrokken --on 2019-01-31",
        "log 'Per ongeluk' --ministry SZW",
        "void B-073 --because 'Bij vergissing'",
        "contact call B-071 --on 2019-01-09 --note '+31 6'",
        "edit B-071 --region 12",
        "undo 8",
    ] {
        assert_eq!(run_in_language(&sandbox, "en", words).code, 0, "{words:?}");
    }
    sandbox.register_bytes()
}

/// A list that a command wrote to a workbook.
pub struct Written {
    pub list: &'static List,
    pub ending: &'static str,
    /// The language of the workbook, as an index into [`LANGUAGES`].
    pub language: usize,
    pub message: CommandResult,
    pub book: Vec<Sheet>,
}

impl Written {
    pub fn place(&self) -> String {
        format!("{} in {}, {}", self.list.line, self.ending, LANGUAGES[self.language].0)
    }
}

/// Every list as a workbook, in both formats and both languages. All tests share these workbooks.
pub fn written_lists() -> &'static [Written] {
    static WRITTEN: OnceLock<Vec<Written>> = OnceLock::new();
    WRITTEN.get_or_init(|| {
        let sandbox = varied_register();
        let mut written = Vec::new();
        for list in LISTS {
            for ending in ENDINGS {
                for (language, (code, _)) in LANGUAGES.iter().enumerate() {
                    let name = format!("list.{ending}");
                    let command = format!("{} -o {name}", list.line);
                    let message = run_in_language(&sandbox, code, &command);
                    assert_eq!((message.code, message.stdout.as_str()), (0, ""), "{}: {}", list.line, message.stderr);
                    let book = sheets(&sandbox.path(&name));
                    written.push(Written { list, ending, language, message, book });
                }
            }
        }
        written
    })
}
