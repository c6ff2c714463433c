//! The README of a data set has the expected text in both languages, and the statements in it are true.

use super::{Set, import, published};
use crate::common::{Sandbox, quote, with_check_digits};

fn without_receipt(set: &Set) -> String {
    set.text("README.md").replace(set.receipt(), "RECEIPT")
}

#[test]
fn the_readme_has_the_same_content_in_both_languages() {
    let sandbox = Sandbox::new();
    import(
        &sandbox,
        "obstacles",
        "title,ministry,publishable,laws,provenance\n\
         Een,OCW,yes,BWBR0007625; cao: Cao VVT,\n\
         Twee,OCW,,,documented\n\
         Drie,VWS,yes,,illustrative\n",
    );
    let before = jiff::Zoned::now().date();
    let set = published(&sandbox, "--licence https://creativecommons.org/licenses/by/4.0/");
    let message = without_receipt(&set);
    let expected = |day: jiff::civil::Date| {
        format!(
            "\
# Ruimte in de regels: belemmeringen in wet- en regelgeving en hun antwoorden

Belemmeringen die samenwerkingsverbanden van zorg, welzijn en onderwijs in wet- en regelgeving ervaren, met het antwoord dat beleidsmedewerkers van ministeries gaven, de wetten waar het om gaat en de factsheets die antwoord geven. De totalen tellen alle belemmeringen; de overige tabellen bevatten alleen wat voor publicatie is vrijgegeven.

Stand van {day}. Voor publicatie vrijgegeven: 2 van de 3 belemmeringen; de overige tellen mee in `totals.csv` en staan nergens anders. De personen die het register kent, zoals behandelaars en gesprekspartners, staan niet in deze set. De teksten zijn door het programma nagekeken op e-mailadressen, telefoonnummers, burgerservicenummers, rekeningnummers, en namen in een aanhef of ondertekening; wat daarvan is gevonden en er nog staat, heeft iemand bekeken en geaccepteerd. Andere namen in lopende tekst herkent het programma niet.

## Bestanden

| bestand | inhoud | rijen |
|---|---|---|
| `totals.csv` | Totalen | 14 |
| `obstacles.csv` | Belemmeringen | 2 |
| `laws.csv` | Wet- en regelgeving per belemmering | 2 |
| `factsheets.csv` | Factsheets | 0 |
| `schemes.csv` | Regelingen | 0 |
| `ministries.csv` | Lijst van ministeries | 3 |
| `regions.csv` | Lijst van regio's | 17 |
| `care-domains.csv` | Lijst van zorgdomeinen | 6 |
| `themes.csv` | Lijst van thema's | 5 |
| `natures.csv` | Lijst van soorten belemmeringen | 5 |
| `law-names.csv` | Namen van wetten | 35 |
| `overview.html` | Overzicht als pagina | |
| `csv-metadata.json` | Beschrijving van de tabellen (CSVW) | |
| `dcat.jsonld` | Beschrijving van de gegevensset (DCAT-AP-NL) | |

De tabellen zijn CSV volgens RFC 4180, in UTF-8. Meerdere waarden in één cel worden gescheiden door `; `. Wat elke kolom betekent staat in `csv-metadata.json`, in beide talen. Codes hebben hun naam in de lijsten. De links in `laws.csv` leiden naar de officiële tekst zoals die gold op de dag van het antwoord (of van oplossing of ontvangst, als die dag niet bekend is).

## Herkomst

Vastgelegd: door een beleidsmedewerker. Gedocumenteerd: een openbare bron noemt de belemmering; al het andere erover is illustratief. Illustratief: verzonnen om mee te oefenen.

- vastgelegd (`logged`): 1
- illustratief (`illustrative`): 1

## Hergebruik

Licentie: <https://creativecommons.org/licenses/by/4.0/>.

## Bewijs

Met dit bewijs bepaalt `ruimte receipt` de totalen opnieuw, zoals het register toen was:

```text
RECEIPT
```

---

# Room in the rules: regulatory obstacles and their answers

Obstacles in law and regulation that partnerships of care, welfare and education meet, with the answers that policy officers of ministries gave, the laws concerned and the factsheets that answer them. The totals count all obstacles; the other tables hold only what was released for publication.

As of {day}. Released for publication: 2 of the 3 obstacles; the others count in `totals.csv` and appear nowhere else. The persons whom the register knows, such as handlers and persons spoken to, are not in this set. The program checked the texts for e-mail addresses, telephone numbers, citizen service numbers, bank account numbers, and names in salutations and signatures; what it found and is still there was looked at and accepted by somebody. It does not recognise other names in running text.

## Files

| file | contents | rows |
|---|---|---|
| `totals.csv` | Totals | 14 |
| `obstacles.csv` | Obstacles | 2 |
| `laws.csv` | Laws by obstacle | 2 |
| `factsheets.csv` | Factsheets | 0 |
| `schemes.csv` | Schemes | 0 |
| `ministries.csv` | List of ministries | 3 |
| `regions.csv` | List of regions | 17 |
| `care-domains.csv` | List of care domains | 6 |
| `themes.csv` | List of themes | 5 |
| `natures.csv` | List of natures | 5 |
| `law-names.csv` | Names of laws | 35 |
| `overview.html` | Overview as a page | |
| `csv-metadata.json` | Description of the tables (CSVW) | |
| `dcat.jsonld` | Description of the data set (DCAT-AP-NL) | |

The tables are CSV (RFC 4180), in UTF-8. Several values in a cell are separated by `; `. What each column means is in `csv-metadata.json`, in both languages. Codes have their names in the lists. The links in `laws.csv` lead to the official text as it was on the day of the answer (or the day it was solved or received, if that day is not known).

## Provenance

Logged: by a policy officer. Documented: a public source names the obstacle; everything else about it is illustrative. Illustrative: made up to practise with.

- logged (`logged`): 1
- illustrative (`illustrative`): 1

## Reuse

Licence: <https://creativecommons.org/licenses/by/4.0/>.

## Receipt

With this receipt `ruimte receipt` recomputes the totals, with the register as it was then:

```text
RECEIPT
```
"
        )
    };
    // Midnight may pass during the test, so accept the date at the start and the date at the end.
    let after = jiff::Zoned::now().date();
    assert!(message == expected(before) || message == expected(after), "{message}");
}

#[test]
fn the_row_counts_are_those_of_the_tables() {
    let sandbox = Sandbox::demo();
    for options in ["", "--ministry VWS", "--reference-date 2016-12-31"] {
        let set = published(&sandbox, options);
        let message: Vec<(String, String)> = set
            .text("README.md")
            .lines()
            .filter_map(|line| {
                let cells: Vec<&str> = line.strip_prefix("| `")?.split('|').map(str::trim).collect();
                let name = cells[0].trim_end_matches('`');
                set.tables().contains(&name).then(|| (name.to_owned(), cells[2].to_owned()))
            })
            .collect();
        assert_eq!(message.len(), 22, "eleven tables in two languages");
        for (name, rows) in message {
            assert_eq!(rows, set.rows(&name).len().to_string(), "{name}");
        }
        // The README must list every other file in the folder, once in each language.
        for name in set.names().into_iter().filter(|name| *name != "README.md") {
            assert_eq!(set.text("README.md").matches(&format!("| `{name}` |")).count(), 2, "{name}");
        }
    }
}

#[test]
fn the_licence_is_cc0_unless_another_is_given() {
    let sandbox = Sandbox::new();
    for (options, licence) in [
        ("", "http://creativecommons.org/publicdomain/zero/1.0/"),
        ("--licence https://example.nl/voorwaarden", "https://example.nl/voorwaarden"),
    ] {
        let set = published(&sandbox, options);
        let readme = set.text("README.md");
        assert!(readme.contains(&format!("\nLicentie: <{licence}>.\n")), "{readme}");
        assert!(readme.contains(&format!("\nLicence: <{licence}>.\n")), "{readme}");
        assert_eq!(set.json("csv-metadata.json")["dc:license"]["@id"], licence);
        assert_eq!(set.hold(licence), ["README.md", "csv-metadata.json", "dcat.jsonld"]);
    }
}

#[test]
fn the_totals_can_be_repeated_from_the_receipt() {
    let sandbox = Sandbox::demo();
    sandbox.run("log 'Nog een' --ministry VWS --handler 'H. Behandelaar' -q").ok();
    for (options, command) in [
        ("", "command=report+totals rule="),
        ("--ministry VWS --licence https://example.nl/l --publisher VWS", "command=report+totals+--ministry+VWS"),
        (
            "--contact=a@example.nl --since=2017-01-01 --address https://example.nl/set",
            "command=report+totals+--since+2017-01-01",
        ),
        ("--handler 'H. Behandelaar'", "command=report+totals+--handler+N-02"),
        ("--law 'BWBR0007625 art. 7.2.8'", "--law"),
        ("--as-of 1 --reference-date 2016-12-31", "as-of=1 reference-date=2016-12-31"),
    ] {
        let set = published(&sandbox, options);
        let receipt = set.receipt();
        assert!(receipt.contains(command), "{options:?}: {receipt}");
        let result = sandbox.run(format!("receipt {}", quote(receipt)));
        assert_eq!(result.code, 0, "{options:?}: {}{}", result.stdout, result.stderr);
        assert!(result.stdout.starts_with("Same: after entry "), "{}", result.stdout);
        // `receipt` also accepts the README file as input.
        assert_eq!(sandbox.run("receipt set/README.md").stdout, result.stdout);
        // If the result in a receipt was altered, `receipt` reports that the result differs.
        let (rest, digest) = receipt.rsplit_once("result=").unwrap();
        let other = if digest.starts_with('0') { "1" } else { "0" };
        let changed = format!("{rest}result={other}{}", &digest[1..]);
        assert_eq!(sandbox.run(["receipt", &changed]).code, 65, "{options:?}");
        assert_eq!(sandbox.run(["receipt", &with_check_digits(&changed)]).code, 1, "{options:?}");
    }
    // `receipt` still confirms an older receipt after records were added.
    let set = published(&sandbox, "--ministry VWS");
    sandbox.run("log 'En nog een' --ministry VWS -q").ok();
    assert_eq!(sandbox.run(["receipt", set.receipt()]).code, 0);
}
