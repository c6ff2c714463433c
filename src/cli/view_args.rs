//! Arguments of the commands for saved views, and the options of a list that starts from a view.

use super::args::because;
use super::canonical_args::canonical_args;
use super::parser::{CommandArgs, Parsed, parse};
use super::spec::{ArgSpec, CommandHelp, ValueSet, args, attribute, flag, value};
use super::{Action, FilterArgs, Invocation, List, OutputArgs, RowArgs, Show, WriteArgs};
use crate::failure::Failure;
use crate::i18n::{
    Lang,
    attribute_labels::group,
    failures,
    usage::placeholder::{FIELD, FIELDS, NAME},
};
use crate::record::{Entity, saved_view};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgMatches, Args, Command, FromArgMatches};

/// The commands for saved views. `view` followed by numbers shows these records, as `show` does.
#[derive(Debug)]
pub enum View {
    Show(Show),
    Add(ViewAdd),
    Edit(ViewEdit),
    List(ViewList),
    Void(ViewVoid),
}

/// The options of a filter of obstacles, in the form that a receipt stores.
#[derive(Clone, Debug, Default)]
pub struct FilterWords(pub Vec<String>);

impl Args for FilterWords {
    fn augment_args(command: Command) -> Command {
        FilterArgs::augment_args(command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for FilterWords {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Ok(Self(canonical_args(&FilterArgs::augment_args(Command::new("filter")), matches)))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn existing_view() -> ArgSpec {
    value(NAME, "de naam of het nummer, zoals V-01", "the name or the number, such as V-01").command_line_only()
}

args! {
    ViewAdd {
        name: String = attribute(NAME, &saved_view::NAME),
        ..presentation: ViewPresentation,
        ..filter: FilterWords,
        ..write: WriteArgs,
    }

    ViewPresentation {
        #[arg(long, value_delimiter = ',')]
        columns: Vec<String> = attribute(FIELDS, &saved_view::COLUMNS)
            .values(ValueSet::Attributes(Entity::Obstacle))
            .heading(group::ATTRIBUTES),
        #[arg(long, allow_hyphen_values = true)]
        sort: Option<String> = attribute(FIELD, &saved_view::SORT)
            .values(ValueSet::Attributes(Entity::Obstacle))
            .heading(group::ATTRIBUTES),
        #[arg(long)]
        for_all: bool = flag(
            "voor allen: iedereen ziet de weergave, en wie mag vastleggen kan haar wijzigen",
            "for all: everybody sees the view, and whoever may record can change it",
        ).heading(group::ATTRIBUTES),
    }

    ViewEdit {
        view: String = existing_view(),
        #[arg(long, allow_hyphen_values = true)]
        name: Option<String> = attribute(NAME, &saved_view::NAME).heading(group::ATTRIBUTES),
        ..presentation: ViewPresentation,
        ..filter: FilterWords,
        #[arg(long, value_delimiter = ',')]
        clear: Vec<String> = clear_options(),
        ..write: WriteArgs,
    }

    ViewList {
        ..rows: RowArgs,
        ..output: OutputArgs,
    }

    ViewVoid {
        view: String = existing_view(),
        #[arg(long, allow_hyphen_values = true)]
        because: String = because(),
        ..write: WriteArgs,
    }
}

fn clear_options() -> ArgSpec {
    value(
        FIELDS,
        "haal deze opties van de weergave weg, zoals status,columns; zonder for-all is zij persoonlijk",
        "remove these options of the view, such as status,columns; without for-all it is personal",
    )
    .command_line_only()
}

impl CommandArgs for View {
    fn add_args(command: Command) -> Command {
        let named =
            |name: &'static str, alias: &'static str, help: CommandHelp| Command::new(name).alias(alias).add(help);
        let add = CommandHelp::new(
            "Bewaart een filter met kolommen en volgorde onder een naam",
            "Saves a filter with columns and order under a name",
            Some("ruimte view add 'Open bij VWS' --ministry VWS --status open --sort -received --for-all"),
        );
        let edit = CommandHelp::new(
            "Wijzigt een weergave; een optie vervangt die van de weergave",
            "Changes a saved view; an option replaces that of the view",
            Some("ruimte view edit 'Open bij VWS' --period dit-jaar --clear sort"),
        );
        let list = CommandHelp::new(
            "Toont uw eigen weergaven en die voor allen",
            "Lists your own saved views and those for all",
            None,
        );
        let void = CommandHelp::new("Laat een weergave vervallen", "Voids a saved view", None);
        Show::augment_args(command)
            .subcommands([
                ViewAdd::augment_args(named("add", "new", add)),
                ViewEdit::augment_args(named("edit", "change", edit)),
                ViewList::augment_args(named("list", "ls", list)),
                ViewVoid::augment_args(named("void", "delete", void)),
            ])
            .subcommand_negates_reqs(true)
            .arg_required_else_help(true)
    }

    fn parse(_: &str, matches: &ArgMatches) -> Result<Self, clap::Error> {
        let Some((name, sub)) = matches.subcommand() else { return Show::from_arg_matches(matches).map(Self::Show) };
        if matches.contains_id("numbers") {
            let mut error = clap::Error::new(ErrorKind::UnknownArgument);
            error.insert(ContextKind::InvalidArg, ContextValue::String(name.to_owned()));
            return Err(error);
        }
        match name {
            "add" => ViewAdd::from_arg_matches(sub).map(Self::Add),
            "edit" => ViewEdit::from_arg_matches(sub).map(Self::Edit),
            "list" => ViewList::from_arg_matches(sub).map(Self::List),
            "void" => ViewVoid::from_arg_matches(sub).map(Self::Void),
            _ => Err(clap::Error::new(ErrorKind::MissingSubcommand)),
        }
    }
}

/// The names of the options of a filter, without dashes.
pub fn filter_option_names() -> Vec<String> {
    let command = FilterArgs::augment_args(Command::new("filter"));
    command.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned)).collect()
}

/// Writes options as the text that a saved view stores. Returns `None` if an option cannot be stored, because it
/// contains a NUL character.
pub fn join_options(words: &[String]) -> Option<String> {
    shlex::try_join(words.iter().map(String::as_str)).ok()
}

/// The options in the filter of a saved view: the name of each without dashes, and its value, which a flag lacks.
/// Returns `None` if the text is not a list of options.
pub fn view_options(filter: &str) -> Option<Vec<(String, Option<String>)>> {
    let words = shlex::split(filter)?;
    Some(grouped(&words)?.into_iter().map(|(name, words)| (name.to_owned(), value_of(words))).collect())
}

/// Splits canonical arguments into options. In these arguments, a value that starts with a dash follows after `=`.
/// Returns `None` if the words do not start with an option.
fn grouped(words: &[String]) -> Option<Vec<(&str, &[String])>> {
    let mut groups = Vec::new();
    let mut rest = words;
    while let [first, after @ ..] = rest {
        let option = first.strip_prefix("--").filter(|option| !option.is_empty())?;
        let name = option.split_once('=').map_or(option, |(name, _)| name);
        let is_next = |word: &String| word.starts_with("--");
        let length = after.iter().position(is_next).unwrap_or(after.len()).saturating_add(1);
        let (group, others) = rest.split_at_checked(length)?;
        groups.push((name, group));
        rest = others;
    }
    Some(groups)
}

fn value_of(words: &[String]) -> Option<String> {
    match words {
        [option] => option.split_once('=').map(|(_, value)| value.to_owned()),
        [_, value, ..] => Some(value.clone()),
        [] => None,
    }
}

/// The options of a saved view, as `list` takes them.
#[derive(Clone, Copy, Debug)]
pub struct ViewText<'a> {
    pub filter: &'a str,
    pub columns: &'a str,
    pub sort: &'a str,
}

/// Parses the list that a saved view and further options describe; also returns its canonical arguments. Each option in
/// `given` replaces the options of the view with the same name. `cleared` are the names of options of the view to leave
/// out. Fails if this version cannot parse the options of the view.
pub fn list_with_view(
    view: ViewText<'_>,
    given: &[String],
    cleared: &[String],
) -> Result<(List, Vec<String>), Failure> {
    let unusable = || Failure::data(failures::view_unusable());
    let mut stored = shlex::split(view.filter).ok_or_else(unusable)?;
    for (option, value) in [("columns", view.columns), ("sort", view.sort)] {
        if !value.is_empty() {
            stored.push(format!("--{option}={value}"));
        }
    }
    let mut given = grouped(given).ok_or_else(unusable)?;
    given.retain(|(name, _)| *name != "view");
    let is_kept = |name: &str| !given.iter().any(|(other, _)| *other == name) && !cleared.iter().any(|it| it == name);
    let mut words = vec!["ruimte".to_owned(), "list".to_owned()];
    for (_, group) in grouped(&stored).ok_or_else(unusable)?.into_iter().filter(|(name, _)| is_kept(name)) {
        words.extend_from_slice(group);
    }
    for (_, group) in given {
        words.extend_from_slice(group);
    }
    let Ok(Parsed::Run(invocation)) = parse(words.into_iter().map(Into::into), Lang::En, 80) else {
        return Err(unusable());
    };
    let Invocation { global, action } = *invocation;
    match action {
        // The filter of an imported view may name a view, even itself. A view does not start from another one.
        Action::List(list) if list.view.is_none() => Ok((list, global.canonical_args)),
        _ => Err(unusable()),
    }
}
