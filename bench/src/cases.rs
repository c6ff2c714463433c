//! Invented obstacles for the benchmarks: about 1.2 kB each, made of function words and Dutch compounds. The
//! frequencies of the words are as skewed as in natural language. The same number of obstacles always gives the same
//! bytes.

use std::error::Error;
use std::path::Path;

/// The parts of Dutch compounds that `ruimte` knows, one per line. The last character of a line encodes how many words
/// begin or end with the part.
const PARTS: &str = include_str!("../../src/language/parts.txt");
/// Dutch function words, such as articles and prepositions. They are placed between the content words.
const FUNCTION: &[&str] = &[
    "de", "het", "een", "van", "in", "en", "op", "te", "voor", "met", "aan", "door", "is", "dat", "die", "niet", "of",
    "om", "bij", "zijn", "als", "er", "ook", "mag", "moet", "kan", "wordt", "worden", "hebben", "naar",
];
/// Number of content words in the vocabulary.
const VOCABULARY: usize = 9_000;
const COLUMNS: &[&str] = &[
    "title",
    "question",
    "analysis",
    "answer",
    "ministry",
    "involved",
    "region",
    "initiative",
    "care_domain",
    "theme",
    "nature",
    "status",
    "resolution",
    "reason",
    "received",
    "answered",
    "solved",
    "laws",
    "publishable",
];
const MINISTRIES: &[&str] = &["OCW", "VWS", "SZW"];
const DOMAINS: &[&str] = &["ggz", "ouderen-en-thuiszorg", "ziekenhuiszorg", "eerstelijnszorg", "jeugdzorg", "welzijn"];
const THEMES: &[&str] = &[
    "leren-in-de-praktijk",
    "permanent-leren",
    "zorg-en-technologie",
    "toenemende-opleidingseisen",
    "vmbo-zorg-en-welzijn",
];
const NATURES: &[&str] = &["unclear-rule", "statutory-barrier", "own-rule", "funding", "collective-agreement"];
const LAWS: &[&str] = &[
    "BWBR0007625",
    "BWBR0007625 art. 7.2.8",
    "BWBR0005682",
    "BWBR0006251",
    "BWBR0007671",
    "BWBR0005290 art. 668a",
    "BWBR0034144",
    "CELEX 32016R0679",
    "cao: Cao VVT",
    "own-rule: stagereglement",
];

/// A generator of numbers that look random but are the same on every run. The algorithm is SplitMix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    /// Returns a random index into a list of `most` items. Small indexes are far more likely than large ones.
    fn unequal(&mut self, most: usize) -> usize {
        let share = self.below(1 << 20) as f64 / f64::from(1 << 20);
        (((most as f64).powf(share) - 1.0) as usize).min(most - 1)
    }
}

fn vocabulary(chance: &mut Chance) -> Vec<String> {
    let parts: Vec<&str> = PARTS.lines().filter_map(|line| line.get(..line.len().checked_sub(1)?)).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| part.len() > 3).collect();
    (0..VOCABULARY)
        .map(|at| match at % 3 {
            0 => chance.of(&parts).to_owned(),
            _ => format!("{}{}", chance.of(&parts), chance.of(&parts)),
        })
        .collect()
}

fn text(chance: &mut Chance, words: &[String], least: usize, most: usize) -> String {
    let mut text = String::new();
    for at in 0..least + chance.below(most - least) {
        if at > 0 {
            text.push_str(if at % 14 == 0 { ". " } else { " " });
        }
        match chance.below(100) {
            0..45 => text.push_str(chance.of(FUNCTION)),
            _ => text.push_str(&words[chance.unequal(words.len())]),
        }
    }
    text
}

fn day(chance: &mut Chance, from: usize, days: usize) -> (usize, String) {
    let at = from + chance.below(days);
    // Every month has 28 days here, so that every date exists and the dates ascend.
    (at, format!("{}-{:02}-{:02}", 2015 + at / 336, at % 336 / 28 + 1, at % 28 + 1))
}

/// Writes `count` obstacles as a CSV list for `ruimte import`.
pub fn write(path: &Path, rows: usize) -> Result<(), Box<dyn Error>> {
    let mut chance = Chance(2018);
    let words = vocabulary(&mut chance);
    let mut out = csv::Writer::from_path(path)?;
    out.write_record(COLUMNS)?;
    for _ in 0..rows {
        let lead = chance.of(MINISTRIES);
        let other = chance.of(MINISTRIES);
        let solved = chance.below(100) < 80;
        let (received, received_on) = day(&mut chance, 0, 3_000);
        let (answered, answered_on) = day(&mut chance, received, 60);
        let (_, solved_on) = day(&mut chance, answered, 90);
        let status = if solved { "solved" } else { ["collected", "in-analysis"][chance.below(2)] };
        let resolution = if chance.below(7) == 0 { "regional-approach" } else { "within-rules" };
        let (first, second) = (chance.of(LAWS), chance.of(LAWS));
        let laws =
            if first == second || chance.below(2) == 0 { first.to_owned() } else { format!("{first}; {second}") };
        let if_solved = |text: String| if solved { text } else { String::new() };
        out.write_record([
            text(&mut chance, &words, 4, 9),
            text(&mut chance, &words, 20, 45),
            if_solved(text(&mut chance, &words, 30, 50)),
            if_solved(text(&mut chance, &words, 25, 45)),
            lead.to_owned(),
            if other == lead { String::new() } else { other.to_owned() },
            (1 + chance.below(17)).to_string(),
            text(&mut chance, &words, 2, 5),
            chance.of(DOMAINS).to_owned(),
            chance.of(THEMES).to_owned(),
            chance.of(NATURES).to_owned(),
            status.to_owned(),
            if_solved(resolution.to_owned()),
            if_solved(text(&mut chance, &words, 8, 16)),
            received_on,
            if_solved(answered_on),
            if_solved(solved_on),
            laws,
            if chance.below(10) == 0 { "no" } else { "yes" }.to_owned(),
        ])?;
    }
    out.flush()?;
    Ok(())
}
