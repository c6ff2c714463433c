//! The arguments of the commands about other records: contacts and catalogs.

use super::args::{clear, record_key};
use super::attribute_args::entity_from_discriminant;
use super::spec::{ArgSpec, CommandHelp, HelpText, ValueSet, args, attribute, subcommands, value};
use super::{
    AttributeArgs, EntityEditorArgs, EntityFilterArgs, ExistingRecord, FilterArgs, NewContact, NewRecord,
    OutputArgs, RowArgs, WriteArgs,
};
use crate::i18n::{
    attribute_labels::group,
    choices, usage,
    usage::placeholder::{DATE, KIND, NUMBER},
};
use crate::record::{Entity, contact};
use clap::{Args, Subcommand};

#[derive(Args, Debug)]
pub struct Contact {
    #[command(subcommand)]
    pub action: ContactAction,
}

subcommands! {
    ContactAction {
        #[command(alias = "phone")]
        Call(ContactAdd) = CommandHelp::new(
            "Legt een telefoontje vast",
            "Records a phone call",
            Some("ruimte contact call B-012 B-004 --with 'OCW, directie mbo' --on yesterday --note 'Mag, mits ondertekend'"),
        ),
        #[command(alias = "mail")]
        Email(ContactAdd) = CommandHelp::new("Legt een e-mail vast", "Records an e-mail", None),
        Meeting(ContactAdd) = CommandHelp::new("Legt een overleg vast", "Records a meeting", None),
        #[command(alias = "ls")]
        List(ContactList) = CommandHelp::new(
            "Toont contacten; met een filter alleen die over de gekozen belemmeringen",
            "Lists contacts; with a filter only those about the chosen obstacles",
            None,
        ),
        Edit(ContactEdit) = CommandHelp::new("Wijzigt gegevens van een contact", "Changes attributes of a contact", None),
    }
}

fn about_obstacles() -> ArgSpec {
    value(
        NUMBER,
        "de belemmeringen waarover het ging, zoals B-012 B-004",
        "the obstacles that it was about, such as B-012 B-004",
    )
}

args! {
    ContactAdd {
        #[arg(required = true)]
        about: Vec<String> = about_obstacles(),
        ..fields: AttributeArgs<NewContact>,
        ..write: WriteArgs,
    }

    ContactEdit {
        number: String = record_key(Entity::Contact),
        ..fields: AttributeArgs<ExistingRecord<{ Entity::Contact as u8 }>>,
        #[arg(long, value_delimiter = ',')]
        clear: Vec<String> = clear(),
        ..write: WriteArgs,
    }

    ContactList {
        #[arg(long, value_delimiter = ',')]
        kind: Vec<String> = attribute(KIND, &contact::KIND)
            .heading(group::ATTRIBUTES)
            .values(ValueSet::Choices(choices::CONTACT_KIND)),
        #[arg(long, value_delimiter = ',')]
        about: Vec<String> = about_obstacles(),
        #[arg(long)]
        dated_since: Option<String> = value(DATE, "contacten op deze dag of later", "contacts on this day or later"),
        #[arg(long)]
        dated_until: Option<String> = value(DATE, "contacten op deze dag of eerder", "contacts on this day or earlier"),
        ..rows: RowArgs,
        ..filter: FilterArgs,
        ..output: OutputArgs,
    }
}

/// Factsheets, schemes, vocabularies, publications and figures: each is added to, changed and listed alike.
/// `E` is the kind of record, as a number.
#[derive(Args, Debug)]
pub struct Catalog<const E: u8> {
    #[command(subcommand)]
    pub action: CatalogAction<E>,
}

#[derive(Subcommand, Debug)]
pub enum CatalogAction<const E: u8> {
    #[command(alias = "new", add = add_help(entity_from_discriminant(E)))]
    Add(CatalogAdd<E>),
    #[command(alias = "change", add = edit_help(entity_from_discriminant(E)))]
    Edit(CatalogEdit<E>),
    #[command(alias = "ls", add = list_help(entity_from_discriminant(E)))]
    List(CatalogList<E>),
}

fn add_help(entity: Entity) -> CommandHelp {
    let example = match entity {
        Entity::Factsheet => "ruimte factsheet add 'Stagecontracten' --published 2018-05-12 --body -",
        Entity::Scheme => "ruimte scheme add 'Stagefonds Zorg' --law BWBR0030326",
        Entity::Ministry => {
            "ruimte ministry add BZK --nl 'Ministerie van Binnenlandse Zaken en Koninkrijksrelaties' --en 'Interior and Kingdom Relations'"
        }
        Entity::Synonym => "ruimte synonym add praktijkleerplaats stageplaats",
        Entity::Person => {
            "ruimte person add 'A. Voorbeeld' --organisation ROC --email a.voorbeeld@example.org"
        }
        Entity::Publication => {
            "ruimte publication add jaarverslag-2026 --nl 'Jaarverslag 2026' --en 'Annual report 2026' --since 2026-01-01 --until 2026-12-31"
        }
        Entity::Figure => {
            "ruimte figure add --publication jaarverslag-2026 --measure collected --relation at-least --value 80"
        }
        _ => "",
    };
    let about = usage::about_add(entity.label());
    CommandHelp { about: HelpText::Derived(about), example: Some(example).filter(|text| !text.is_empty()) }
}

fn edit_help(entity: Entity) -> CommandHelp {
    let about = usage::about_edit(entity.label());
    CommandHelp { about: HelpText::Derived(about), example: None }
}

fn list_help(entity: Entity) -> CommandHelp {
    let about = usage::about_list(entity.plural_label());
    CommandHelp { about: HelpText::Derived(about), example: None }
}

#[derive(Args, Debug)]
pub struct CatalogAdd<const E: u8> {
    #[command(flatten)]
    pub fields: AttributeArgs<NewRecord<E>>,
    #[command(flatten)]
    pub editor: EntityEditorArgs<E>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct CatalogEdit<const E: u8> {
    #[arg(add = record_key(entity_from_discriminant(E)))]
    pub number: String,
    #[command(flatten)]
    pub fields: AttributeArgs<ExistingRecord<E>>,
    #[arg(long, value_delimiter = ',', add = clear())]
    pub clear: Vec<String>,
    #[command(flatten)]
    pub editor: EntityEditorArgs<E>,
    #[command(flatten)]
    pub write: WriteArgs,
}

#[derive(Args, Debug)]
pub struct CatalogList<const E: u8> {
    #[command(flatten)]
    pub rows: RowArgs,
    #[command(flatten)]
    pub filter: EntityFilterArgs<E>,
    #[command(flatten)]
    pub output: OutputArgs,
}

pub type Factsheet = Catalog<{ Entity::Factsheet as u8 }>;
pub type Scheme = Catalog<{ Entity::Scheme as u8 }>;
pub type Ministry = Catalog<{ Entity::Ministry as u8 }>;
pub type Region = Catalog<{ Entity::Region as u8 }>;
pub type CareDomain = Catalog<{ Entity::CareDomain as u8 }>;
pub type Theme = Catalog<{ Entity::Theme as u8 }>;
pub type Nature = Catalog<{ Entity::Nature as u8 }>;
pub type Law = Catalog<{ Entity::Law as u8 }>;
pub type Synonym = Catalog<{ Entity::Synonym as u8 }>;
pub type Person = Catalog<{ Entity::Person as u8 }>;
pub type Publication = Catalog<{ Entity::Publication as u8 }>;
pub type Figure = Catalog<{ Entity::Figure as u8 }>;
