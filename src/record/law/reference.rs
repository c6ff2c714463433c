//! Parses and formats machine-readable legal sources: Juriconnect references and the addresses of official texts.
//!
//! The Juriconnect references follow the standard for legislation, version 1.3.1 (`jci1.31`). The addresses are those
//! of two web sites. wetten.overheid.nl shows a text at `/BWBR0007625/2018-01-01` and accepts
//! `/jci1.3:c:BWBR0007625&artikel=7.2.8`. EUR-Lex shows EU law by its CELEX number.

use super::{Law, LawKind, celex, is_bwb, locator, parse_day};
use crate::i18n::{Text, failures};
use percent_encoding::{CONTROLS, percent_decode_str, utf8_percent_encode};

/// Levels above an article, such as chapter. Ignored, because the article number alone identifies the article.
const STRUCTURE_LEVELS: &[&str] =
    &["boek", "deel", "hoofdstuk", "titel", "titeldeel", "afdeling", "paragraaf", "sub-paragraaf", "wet-besluit"];

/// Parses a Juriconnect reference or an address, with or without `https://`; returns `None` if the text looks like
/// neither.
pub fn parse(text: &str) -> Option<Result<Law, Text>> {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("jci1.") {
        return Some(juriconnect(&percent_decode_str(text).decode_utf8_lossy(), text));
    }
    let rest = ["https://", "http://"].iter().find_map(|scheme| lower.strip_prefix(scheme)).unwrap_or(&lower);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let (host, _) = rest.split_once('/')?;
    let (_, path) = text.split_at_checked(text.len().checked_sub(rest.len())?)?.1.split_at_checked(host.len())?;
    let path = path.strip_prefix('/')?;
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    match host {
        "wetten.overheid.nl" if decoded.to_ascii_lowercase().starts_with("jci1.") => Some(juriconnect(&decoded, text)),
        "wetten.overheid.nl" => Some(national(&decoded, text)),
        "eur-lex.europa.eu" | "data.europa.eu" | "publications.europa.eu" => Some(european(&decoded, text)),
        _ => None,
    }
}

/// Parses `jci1.31:c:BWBR0007625&artikel=7.2.8&lid=1&g=2018-01-01`.
fn juriconnect(text: &str, input: &str) -> Result<Law, Text> {
    let not_a_law = || failures::not_a_law(input);
    let mut pieces = text.splitn(3, ':');
    let version = pieces.next().and_then(|head| head.get("jci1.".len()..)).ok_or_else(not_a_law)?;
    let kind = pieces.next().ok_or_else(not_a_law)?;
    let rest = pieces.next().ok_or_else(not_a_law)?;
    let is_known = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if !is_known || !(kind.eq_ignore_ascii_case("c") || kind.eq_ignore_ascii_case("v")) {
        return Err(not_a_law());
    }
    let mut parts = rest.split('&');
    let source = parts.next().map(str::trim).filter(|source| is_bwb(source)).ok_or_else(not_a_law)?;
    let mut law = Law { kind: LawKind::Bwb, source: source.to_uppercase(), ..Law::default() };
    let (mut items, mut names_structure) = (Vec::new(), false);
    for part in parts.filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').ok_or_else(not_a_law)?;
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "artikel" if law.article.is_none() => law.article = Some(article(&law, value, input)?),
            "lid" if law.paragraph.is_none() => {
                law.paragraph = Some(locator::paragraph(value).ok_or_else(not_a_law)?);
            }
            "o" | "onderdeel" => items.push(locator::item(value).ok_or_else(not_a_law)?),
            "g" => law.valid_on = Some(parse_day(value).ok_or_else(|| failures::no_such_date(value))?),
            // The viewing date and the start and end of validity do not select a version of the text, so ignore them.
            "z" | "s" | "e" => {}
            name if STRUCTURE_LEVELS.contains(&name) => names_structure = true,
            _ => return Err(failures::reference_not_to_article(input)),
        }
    }
    if law.article.is_none() && (names_structure || law.paragraph.is_some() || !items.is_empty()) {
        return Err(failures::reference_not_to_article(input));
    }
    law.item = (!items.is_empty()).then(|| items.join(" "));
    Ok(law)
}

/// Normalises the article number in a legal reference or a web address.
fn article(law: &Law, text: &str, input: &str) -> Result<String, Text> {
    law.checked_article(text).map_err(|error| error.unwrap_or_else(|| failures::reference_not_to_article(input)))
}

/// Parses the path of a national law's address: `BWBR0007625/2018-01-01#Hoofdstuk7_Artikel7.2.8`.
fn national(path: &str, input: &str) -> Result<Law, Text> {
    let not_a_law = || failures::not_a_law(input);
    let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
    let path = path.split('?').next().unwrap_or_default();
    let mut pieces = path.split('/').filter(|piece| !piece.is_empty());
    let source = pieces.next().filter(|source| is_bwb(source)).ok_or_else(not_a_law)?;
    let mut law = Law { kind: LawKind::Bwb, source: source.to_uppercase(), ..Law::default() };
    if let Some(day) = pieces.next() {
        // An older notation of the version date: `geldigheidsdatum_01-02-2018`.
        let iso_day = day.strip_prefix("geldigheidsdatum_").and_then(|day| {
            let parts: Vec<&str> = day.split('-').collect();
            let [day, month, year] = parts[..] else { return None };
            Some(format!("{year}-{month}-{day}"))
        });
        let day = iso_day.as_deref().unwrap_or(day);
        law.valid_on = Some(parse_day(day).ok_or_else(|| failures::no_such_date(day))?);
    }
    // After the version date, the path may contain a viewing date or a number, then the location in the text, then
    // `informatie`.
    let is_locator_piece =
        |piece: &&str| !piece.starts_with(|first: char| first.is_ascii_digit()) && *piece != "informatie";
    let locators: Vec<&str> = pieces.filter(is_locator_piece).collect();
    let has_locator = !locators.is_empty() || !fragment.is_empty();
    for piece in locators.into_iter().chain(fragment.split('_')).filter(|piece| !piece.is_empty()) {
        let lower = piece.to_lowercase();
        let value = |name: &str| lower.strip_prefix(name).and_then(|_| piece.get(name.len()..));
        if let Some(number) = value("artikel").filter(|number| !number.is_empty()) {
            law.article = Some(article(&law, number, input)?);
        } else if let (Some(paragraph), true) = (value("lid").and_then(locator::paragraph), law.article.is_some()) {
            law.paragraph = Some(paragraph);
        } else if law.article.is_some() || !STRUCTURE_LEVELS.iter().any(|name| lower.starts_with(name)) {
            return Err(failures::reference_not_to_article(input));
        }
    }
    if law.article.is_none() && has_locator {
        return Err(failures::reference_not_to_article(input));
    }
    Ok(law)
}

/// Parses the path of the address of an EU law: `legal-content/NL/TXT/?uri=CELEX:32016R0679`,
/// `resource/celex/32016R0679` or `eli/reg/2016/679/oj`. A consolidated text has a date: `CELEX:02016R0679-20160504`,
/// `eli/reg/2016/679/2016-05-04`.
fn european(path: &str, input: &str) -> Result<Law, Text> {
    let not_a_law = || failures::not_a_law(input);
    let upper = path.to_ascii_uppercase();
    let number = upper.split_once("CELEX:").or_else(|| upper.split_once("CELEX/"));
    let mut law = if let Some((_, rest)) = number {
        celex(rest.split(['&', '#', '/', ':', '?']).next().unwrap_or_default())
    } else {
        let pieces: Vec<&str> = path.split(['/', '#', '?']).skip_while(|piece| *piece != "eli").take(5).collect();
        let [_, kind, year, number, ref rest @ ..] = pieces[..] else { return Err(not_a_law()) };
        let letter = match kind {
            "reg" | "reg_impl" | "reg_del" => 'R',
            "dir" | "dir_impl" | "dir_del" => 'L',
            "dec" | "dec_impl" | "dec_del" => 'D',
            _ => return Err(not_a_law()),
        };
        let law = celex(&format!("3{year}{letter}{number:0>4}"));
        law.map(|law| Law { valid_on: rest.first().and_then(|day| parse_day(day)), ..law })
    }
    .ok_or_else(not_a_law)?;
    if let Some(number) = path.split(['/', '#', '?']).find_map(|piece| piece.strip_prefix("art_")) {
        law.article = Some(article(&law, number, input)?);
    }
    Ok(law)
}

impl Law {
    /// Formats the article, paragraph, item and day as parameters of a Juriconnect reference.
    fn jci_parameters(&self, day: Option<&str>) -> String {
        let mut text = String::new();
        for (name, value) in [("artikel", &self.article), ("lid", &self.paragraph)] {
            if let Some(value) = value {
                text.push_str(&format!("&{name}={value}"));
            }
        }
        for item in self.item.iter().flat_map(|item| item.split(' ')) {
            text.push_str(&format!("&o={item}"));
        }
        if let Some(day) = self.valid_on.as_deref().or(day) {
            text.push_str(&format!("&g={day}"));
        }
        text
    }

    /// Formats a Juriconnect reference, version 1.3.1, to a national law; returns `None` for other sources. `day`
    /// selects the version of the text if the source has no date.
    pub fn juriconnect(&self, day: Option<&str>) -> Option<String> {
        (self.kind == LawKind::Bwb).then(|| format!("jci1.31:c:{}{}", self.source, self.jci_parameters(day)))
    }

    /// The address of the official text, or `None` if there is none. `day` selects the version of the text if the
    /// source has no date.
    pub fn address(&self, day: Option<&str>) -> Option<String> {
        match self.kind {
            LawKind::Bwb if self.article.is_some() => {
                let place = self.jci_parameters(day);
                let place = utf8_percent_encode(&place, CONTROLS);
                Some(format!("https://wetten.overheid.nl/jci1.3:c:{}{place}", self.source))
            }
            LawKind::Bwb => {
                let day = self.valid_on.as_deref().or(day).map_or_else(String::new, |day| format!("/{day}"));
                Some(format!("https://wetten.overheid.nl/{}{day}", self.source))
            }
            LawKind::Celex => {
                Some(format!("https://eur-lex.europa.eu/legal-content/NL/TXT/?uri=CELEX:{}", self.source))
            }
            LawKind::Cao | LawKind::OwnRule => None,
        }
    }
}
