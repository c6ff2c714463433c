//! Arguments of the commands for contacts and for the catalogs, such as factsheets, schemes and vocabularies.

use super::args::{clear, record_key};
use super::attribute_args::{AttributeForm, add_attributes, parse_attributes};
use super::parser::CommandArgs;
use super::spec::{ArgSpec, CommandHelp, HelpText, ValueSet, args, attribute, subcommands, value};
use super::{
    AttributeTexts, EditorArgs, ExistingContact, FilterArgs, MailFacts, NewContact, OutputArgs, RowArgs, Void,
    WriteArgs,
};
use crate::i18n::{
    attribute_labels::group,
    choices, usage,
    usage::placeholder::{DATE, FILE, KIND, NUMBER, TEXT},
};
use crate::record::{Attribute, Entity, Kind, SetBy, contact};
use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use std::path::PathBuf;

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
        Email(ContactEmail) = CommandHelp::new(
            "Legt een e-mail vast",
            "Records an e-mail",
            Some("ruimte contact email B-012 --mail antwoord.eml"),
        ),
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
        about: Vec<String> = about_obstacles(),
        ..fields: NewContact,
        ..write: WriteArgs,
    }

    ContactEmail {
        ..add: ContactAdd,
        #[arg(long)]
        mail: Option<PathBuf> = value(
            FILE,
            "neem de dag en de tekst over uit deze e-mail (.eml), zonder aanhef, ondertekening, adressen en nummers; - leest de standaardinvoer",
            "take the day and the text from this e-mail (.eml), without salutation, signature, addresses and numbers; - reads standard input",
        ).heading(group::ATTRIBUTES).command_line_only(),
        mail_facts: Option<MailFacts>,
    }

    ContactEdit {
        number: String = record_key(Entity::Contact),
        ..fields: ExistingContact,
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

/// A command for a catalog. All catalogs have the same commands: add, edit and list.
#[derive(Debug)]
pub struct Catalog {
    pub entity: Entity,
    pub action: CatalogAction,
}

#[derive(Debug)]
pub enum CatalogAction {
    Add(CatalogAdd),
    Edit(CatalogEdit),
    Void(Void),
    List(CatalogList),
}

#[derive(Debug)]
pub struct CatalogAdd {
    pub fields: AttributeTexts,
    pub editor: EditorArgs,
    pub write: WriteArgs,
}

#[derive(Debug)]
pub struct CatalogEdit {
    pub number: String,
    pub fields: AttributeTexts,
    pub clear: Vec<String>,
    pub editor: EditorArgs,
    pub write: WriteArgs,
}

#[derive(Debug)]
pub struct CatalogList {
    /// The text to look for in a list of persons.
    pub search: Option<String>,
    pub rows: RowArgs,
    pub filter: FilterArgs,
    pub output: OutputArgs,
}

impl CommandArgs for Catalog {
    fn add_args(command: Command) -> Command {
        let Some(entity) = entity_of(command.get_name()) else { return command };
        let named =
            |name: &'static str, alias: &'static str, help: CommandHelp| Command::new(name).alias(alias).add(help);
        let add = add_attributes(named("add", "new", add_help(entity)), entity, AttributeForm::New);
        let add = WriteArgs::augment_args(add_editor(add, entity));
        let edit =
            named("edit", "change", edit_help(entity)).arg(Arg::new("number").required(true).add(record_key(entity)));
        let edit = add_attributes(edit, entity, AttributeForm::Existing)
            .arg(Arg::new("clear").long("clear").value_delimiter(',').action(ArgAction::Append).add(clear()));
        let edit = WriteArgs::augment_args(add_editor(edit, entity));
        let list = named("list", "ls", list_help(entity));
        let list = if entity == Entity::Person { list.arg(Arg::new(SEARCH).long(SEARCH).add(search())) } else { list };
        let list = RowArgs::augment_args(list);
        let list = if is_filtered(entity) { FilterArgs::augment_args(list) } else { list };
        let void = has_void(entity).then(|| Void::augment_args(named("void", "delete", void_help(entity))));
        command
            .subcommands([add, edit])
            .subcommands(void)
            .subcommand(OutputArgs::augment_args(list))
            .subcommand_required(true)
            .arg_required_else_help(true)
    }

    fn parse(name: &str, matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(ErrorKind::MissingSubcommand);
        let entity = entity_of(name).ok_or_else(missing)?;
        let (name, matches) = matches.subcommand().ok_or_else(missing)?;
        let fields = |form| parse_attributes(matches, entity, form);
        let editor =
            || if has_long_text(entity) { EditorArgs::from_arg_matches(matches) } else { Ok(EditorArgs::default()) };
        let action = match name {
            "add" => CatalogAction::Add(CatalogAdd {
                fields: fields(AttributeForm::New),
                editor: editor()?,
                write: WriteArgs::from_arg_matches(matches)?,
            }),
            "edit" => CatalogAction::Edit(CatalogEdit {
                number: matches.get_one::<String>("number").cloned().unwrap_or_default(),
                fields: fields(AttributeForm::Existing),
                clear: matches.get_many::<String>("clear").into_iter().flatten().cloned().collect(),
                editor: editor()?,
                write: WriteArgs::from_arg_matches(matches)?,
            }),
            "void" => CatalogAction::Void(Void::from_arg_matches(matches)?),
            "list" => CatalogAction::List(CatalogList {
                search: if entity == Entity::Person { matches.get_one::<String>(SEARCH).cloned() } else { None },
                rows: RowArgs::from_arg_matches(matches)?,
                filter: if is_filtered(entity) {
                    FilterArgs::from_arg_matches(matches)?
                } else {
                    FilterArgs::default()
                },
                output: OutputArgs::from_arg_matches(matches)?,
            }),
            _ => return Err(missing()),
        };
        Ok(Self { entity, action })
    }
}

/// The option with which a list of persons is searched.
const SEARCH: &str = "search";

fn search() -> ArgSpec {
    value(
        TEXT,
        "alleen wie deze tekst in de naam, de organisatie of het e-mailadres heeft, of dit nummer",
        "only who has this text in the name, the organisation or the e-mail address, or this number",
    )
}

fn entity_of(command: &str) -> Option<Entity> {
    Entity::ALL.iter().copied().find(|entity| entity.singular() == command)
}

/// Whether the list command of this kind of record accepts the filter options for obstacles. If so, the command can
/// list only the records that are linked to the matching obstacles.
const fn is_filtered(entity: Entity) -> bool {
    matches!(entity, Entity::Factsheet | Entity::Scheme)
}

/// Whether the kind has a command of its own to void records. Records of the other kinds are voided with the command
/// `void`, which accepts reply templates too.
const fn has_void(entity: Entity) -> bool {
    matches!(entity, Entity::ReplyTemplate)
}

fn has_long_text(entity: Entity) -> bool {
    let is_long = |attribute: &Attribute| matches!(attribute.kind, Kind::Text);
    entity.attributes().iter().any(|attribute| is_long(attribute) && attribute.set_by == SetBy::User)
}

fn add_editor(command: Command, entity: Entity) -> Command {
    if has_long_text(entity) { EditorArgs::augment_args(command) } else { command }
}

fn add_help(entity: Entity) -> CommandHelp {
    let example = match entity {
        Entity::Factsheet => "ruimte factsheet add 'Stagecontracten' --published 2018-05-12 --body -",
        Entity::Scheme => "ruimte scheme add 'Stagefonds Zorg' --law BWBR0030326",
        Entity::Ministry => {
            "ruimte ministry add BZK --nl 'Ministerie van Binnenlandse Zaken en Koninkrijksrelaties' --en 'Interior and Kingdom Relations'"
        }
        Entity::Synonym => "ruimte synonym add praktijkleerplaats stageplaats",
        Entity::Person => "ruimte person add 'A. Voorbeeld' --organisation ROC --email a.voorbeeld@example.org",
        Entity::Publication => {
            "ruimte publication add jaarverslag-2026 --nl 'Jaarverslag 2026' --en 'Annual report 2026' --since 2026-01-01 --until 2026-12-31"
        }
        Entity::Figure => {
            "ruimte figure add --publication jaarverslag-2026 --measure collected --relation at-least --value 80"
        }
        Entity::ReplyTemplate => "ruimte reply-template add 'Brief' --text 'Beste lezer, {{ answer }}'",
        _ => "",
    };
    let about = usage::about_add(entity.label());
    CommandHelp { about: HelpText::Derived(about), example: Some(example).filter(|text| !text.is_empty()) }
}

fn edit_help(entity: Entity) -> CommandHelp {
    let about = usage::about_edit(entity.label());
    CommandHelp { about: HelpText::Derived(about), example: None }
}

fn void_help(entity: Entity) -> CommandHelp {
    let about = usage::about_void(entity.plural_label());
    CommandHelp { about: HelpText::Derived(about), example: None }
}

fn list_help(entity: Entity) -> CommandHelp {
    let about = usage::about_list(entity.plural_label());
    CommandHelp { about: HelpText::Derived(about), example: None }
}
