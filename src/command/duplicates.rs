//! Obstacles that probably ask the same as a question that is being recorded, by their words or by their meaning.

use crate::i18n::{Text, choices};
use crate::record::Entity;
use crate::register::{Hit, Register};
use anyhow::Result;

#[derive(Clone, Debug)]
pub struct ProbableDuplicate {
    pub code: String,
    pub title: String,
    pub standing: Text,
}

/// Returns the open obstacles that ask nearly the same by their words (`open`), and then those that are near in meaning
/// (`near`), open or finished. Leaves out those that are void.
pub fn probable_duplicates(register: &Register, open: &[Hit], near: &[i64]) -> Result<Vec<ProbableDuplicate>> {
    let mut numbers: Vec<i64> = open.iter().map(|hit| hit.number).collect();
    for number in near {
        if !numbers.contains(number) {
            numbers.push(*number);
        }
    }
    let mut duplicates = Vec::new();
    for number in numbers {
        let shown = register.hit_summary(Entity::Obstacle, number)?;
        if shown.standing != "void" {
            let standing = standing_label(&shown.standing);
            duplicates.push(ProbableDuplicate { code: shown.code, title: shown.title, standing });
        }
    }
    Ok(duplicates)
}

pub fn standing_label(code: &str) -> Text {
    choices::STANDING.iter().find(|choice| choice.code == code).map_or_else(Text::default, |choice| choice.label.into())
}
