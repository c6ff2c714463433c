//! Pages of rows: the lists with their filters, reports, counts, the comparison with what was published, and the journal; each
//! also as a file.

use super::answer::Answer;
use super::ask::{Paged, Part, Trouble, ask, data, gather, line, spool};
use super::fields::{Command, Terms, asked, capital, number_of, unknown};
use super::visit::{Visit, one};
use crate::failure::Exit;
use crate::record::Entity;
use crate::report::{Body, REPORTS, of_name};
use crate::rows::Sink;
use crate::view::Format;
use crate::view::site::{self, Choice, Control, Field, Form, Frame, Link, More, Notice, Tone};
use crate::words::{Text, failures, overview, site as words, usage};
use axum::http::StatusCode;

/// So many rows stand on a page.
const ROWS: u64 = 50;
/// So many entries of the journal stand on a page.
const ENTRIES: u64 = 25;
/// The forms in which rows can be taken away, by their names and endings, with their types.
const FILES: &[(&str, Format, &str, &str)] = &[
    ("CSV", Format::Csv, "csv", "text/csv; charset=utf-8"),
    ("CSV (Excel)", Format::CsvExcel, "csv", "text/csv; charset=utf-8"),
    ("ODS", Format::Ods, "ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("XLSX", Format::Xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("JSON", Format::Json, "json", "application/json"),
];

/// What an address may ask for besides what the command takes.
const OWN: &[&str] = &["page", "format"];

fn name_of(format: Format) -> &'static str {
    Format::ALL.iter().find(|(_, known)| *known == format).map_or("", |(name, _)| name)
}

/// The status that goes with an exit code.
pub const fn status(exit: Exit) -> StatusCode {
    match exit {
        Exit::Difference => StatusCode::OK,
        Exit::Usage | Exit::Data => StatusCode::BAD_REQUEST,
        Exit::NoInput => StatusCode::NOT_FOUND,
        Exit::Busy => StatusCode::SERVICE_UNAVAILABLE,
        Exit::CannotCreate | Exit::Io | Exit::NoPermission | Exit::Newer => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The command that lists a kind of record.
pub fn lists(entity: Entity) -> String {
    if entity == Entity::Obstacle { "list".to_owned() } else { format!("{} list", entity.singular()) }
}

impl Visit {
    /// A page in the frame: what `fill` puts on it.
    pub fn page(
        &self,
        status: StatusCode,
        frame: Frame,
        fill: impl FnOnce(&mut dyn Sink) -> anyhow::Result<()>,
    ) -> anyhow::Result<Answer> {
        let mut file = spool();
        {
            let mut sink = site::sink(self.lang, frame, Box::new(&mut file));
            fill(&mut *sink)?;
            sink.finish()?;
        }
        Ok(Answer::Page(status, file))
    }

    /// A page that says what could not be done.
    pub fn trouble(&self, trouble: &Trouble) -> anyhow::Result<Answer> {
        let status = status(trouble.failure.exit);
        let mut frame = self.frame();
        frame.notices.push(self.wrong(trouble));
        let title = if status == StatusCode::NOT_FOUND { words::NO_PAGE } else { words::WRONG };
        self.page(status, frame, |out| out.title(&title.into()))
    }

    /// What went wrong, in words.
    pub fn wrong(&self, trouble: &Trouble) -> Notice {
        Notice {
            tone: Tone::Wrong,
            text: capital(&self.say(trouble.failure.text.clone())),
            fields: Vec::new(),
        }
    }

    /// The rows as a file, where that is asked for.
    fn file(&self, words: &[String], name: &str) -> Option<anyhow::Result<Answer>> {
        let wanted = one(&self.query, "format")?;
        let known = FILES.iter().find(|(_, format, ..)| name_of(*format) == wanted);
        let Some((_, format, ending, kind)) = known else {
            let valid: Vec<&str> = FILES.iter().map(|(_, format, ..)| name_of(*format)).collect();
            let text = usage::invalid_value(wanted, "format", valid.join(", "));
            let failure = crate::failure::Failure::usage(text);
            return Some(self.trouble(&Trouble { failure, attribute: None, is_stale: false }));
        };
        Some(match data(self, words, *format) {
            Ok((_, file)) => Ok(Answer::File(kind, format!("{name}.{ending}"), file)),
            Err(trouble) => self.trouble(&trouble),
        })
    }

    /// Links to the same rows in forms for other programs.
    fn downloads(&self) -> Vec<Link> {
        let link = |(text, format, ..): &(&str, Format, &str, &str)| Link {
            text: (*text).to_owned(),
            href: self.here_with("format", name_of(*format)),
            ..Link::default()
        };
        FILES.iter().map(link).collect()
    }

    /// The form that chooses which rows are meant.
    fn filter(&self, of: &Command, leave: &[&str], terms: &mut Terms) -> Form {
        /// What is chosen by most.
        const FIRST: &[&str] =
            &["by", "status", "ministry", "region", "theme", "records", "since", "until", "actor"];
        /// The same of contacts, which have all the choices of obstacles too.
        const OF_CONTACTS: &[&str] = &["kind", "ministry", "about", "dated-since", "dated-until"];
        /// What is no choice of rows, or one for other programs.
        const NOT_HERE: &[&str] = &["columns", "limit", "skip", "sort", "as-of", "reference-date"];
        let options = self.site.options(&of.command, self.lang);
        let first = if of.entity == Entity::Contact { OF_CONTACTS } else { FIRST };
        let (mut fields, mut more) =
            (Vec::new(), More { name: self.say(words::MORE_FILTERS), ..More::default() });
        for option in options.iter() {
            let name = option.name.as_str();
            if (option.is_positional && name != "records")
                || NOT_HERE.contains(&name)
                || leave.contains(&name)
            {
                continue;
            }
            let value = Self::filled(&self.query, name);
            let field = self.field(of, option, &value, terms);
            if first.contains(&name) {
                fields.push(field);
            } else {
                more.is_open |= !value.is_empty();
                more.fields.push(field);
            }
        }
        fields.sort_by_key(|field| first.iter().position(|name| *name == field.name));
        if options.iter().any(|option| option.name == "sort") {
            more.fields.push(self.order(of.entity));
            more.is_open |= one(&self.query, "sort").is_some();
        }
        for (name, is_last) in [("as-of", false), ("reference-date", true)] {
            if let Some(option) = options.iter().find(|option| option.name == name) {
                let value = Self::filled(&self.query, name);
                more.is_open |= !value.is_empty();
                let mut field = self.field(of, option, &value, terms);
                field.control = if is_last { Control::Date } else { Control::Line };
                more.fields.push(field);
            }
        }
        Form {
            id: "filter".to_owned(),
            heading: None,
            action: self.path.clone(),
            asks: true,
            fields,
            more: (!more.fields.is_empty()).then_some(more),
            send: self.say(words::SHOW),
            ..Form::default()
        }
    }

    /// The order of a list.
    fn order(&self, entity: Entity) -> Field {
        let chosen = one(&self.query, "sort").unwrap_or_default();
        let mut options = vec![Choice {
            label: self.say(words::NO_CHOICE),
            is_chosen: chosen.is_empty(),
            ..Choice::default()
        }];
        let key = entity.key().name;
        let names = [key, "title", "ministry", "status", "received", "solved", "date", "published"];
        for attribute in names.iter().filter_map(|name| entity.attribute(name)) {
            for (sign, arrow) in [("", "↑"), ("-", "↓")] {
                let code = format!("{sign}{}", attribute.name);
                let label = format!("{} {arrow}", attribute.words.label.get(self.lang));
                options.push(Choice { is_chosen: code == chosen, code, label });
            }
        }
        Field {
            name: "sort".to_owned(),
            label: self.say(words::SORT),
            control: Control::Select,
            value: chosen.to_owned(),
            options,
            ..Field::default()
        }
    }

    /// Where one can go on in rows: before this page, and behind it.
    fn turning(&self, page: u64, more: bool) -> Vec<Link> {
        let to = |label: crate::words::Label, page: u64| Link {
            text: self.say(label),
            href: self.here_with("page", &if page > 1 { page.to_string() } else { String::new() }),
            ..Link::default()
        };
        let mut links = Vec::new();
        if page > 2 {
            links.push(to(words::FIRST, 1));
        }
        if page > 1 {
            links.push(to(words::PREVIOUS, page.saturating_sub(1)));
        }
        if more {
            links.push(to(words::NEXT, page.saturating_add(1)));
        }
        links
    }

    /// What an address asks for that there is not.
    fn unknown(&self, command: &str, own: &[&str]) -> Option<anyhow::Result<Answer>> {
        let name = unknown(self, command, own)?;
        let failure = crate::failure::Failure::usage(words::unknown_choice(name));
        Some(self.trouble(&Trouble { failure, attribute: None, is_stale: false }))
    }
}

/// The list of a kind of record.
pub fn list(visit: &Visit, entity: Entity) -> anyhow::Result<Answer> {
    let command = lists(entity);
    if let Some(answer) = visit.unknown(&command, OWN) {
        return answer;
    }
    let words = line(&command, asked(visit, &command, &["limit", "skip"]), Vec::new());
    if let Some(answer) = visit.file(&words, entity.plural()) {
        return answer;
    }
    let page = match one(&visit.query, "page") {
        Some(_) => number_of(visit, "page"),
        None => 1,
    };
    if page == 0 {
        let failure = crate::failure::Failure::usage(words::not_a_value("page"));
        return visit.trouble(&Trouble { failure, attribute: None, is_stale: false });
    }
    let skip = page.saturating_sub(1).saturating_mul(ROWS);
    let mut of_page = words;
    // One more than is shown tells whether there are more.
    of_page.extend([format!("--limit={}", ROWS.saturating_add(1)), format!("--skip={skip}")]);
    // The rows are read before what stands around them is known.
    let mut rows = super::other::Kept::default();
    let mut paged = Paged { to: &mut rows, most: ROWS, came: 0 };
    if let Err(trouble) = ask(visit, &of_page, None, &mut paged) {
        return visit.trouble(&trouble);
    }
    let (shown, more) = (paged.came.min(ROWS), paged.came > ROWS);
    let mut frame = visit.frame();
    frame.before.push(visit.filter(
        &Command { entity, command: command.clone() },
        &[],
        &mut Terms::default(),
    ));
    frame.actions = adding(visit, entity);
    if visit.may(super::save::needs(entity)) && entity.prefix().is_none() {
        frame.terms = Some(entity.plural());
    }
    frame.pages = visit.turning(page, more);
    frame.downloads = visit.downloads();
    let (from, to) = (skip.saturating_add(1), skip.saturating_add(shown));
    frame.lines.push(visit.say(match (shown, counted(visit, entity)) {
        (0, _) => words::none_found(),
        (_, Some(all)) => words::of_many(from, to, all),
        (_, None) => words::from_to(from, to),
    }));
    visit.page(StatusCode::OK, frame, |out| rows.again(out))
}

/// How many obstacles are meant.
fn counted(visit: &Visit, entity: Entity) -> Option<String> {
    if entity != Entity::Obstacle {
        return None;
    }
    let words = line("count", asked(visit, "count", &["by"]), Vec::new());
    gather(visit, &words).ok()?.value("obstacles").map(str::to_owned)
}

/// Where a record of that kind can be added.
fn adding(visit: &Visit, entity: Entity) -> Vec<Link> {
    let needs = super::save::needs(entity);
    let mut links = Vec::new();
    if visit.may(needs) {
        links.push(Link {
            text: visit.say(super::save::adding(entity)),
            href: format!("/{}/new", entity.plural()),
            ..Link::default()
        });
    }
    if entity == Entity::Obstacle {
        links.push(Link { text: visit.say(words::COUNT), href: "/count".to_owned(), ..Link::default() });
        links.push(Link { text: visit.say(words::ASK), href: "/similar".to_owned(), ..Link::default() });
    }
    links
}

/// The reports that there are, and the other pages of numbers.
pub fn reports(visit: &Visit) -> anyhow::Result<Answer> {
    let mut frame = visit.frame();
    let about = |text: Text| capital(&visit.say(text));
    frame.actions = REPORTS
        .iter()
        .map(|report| {
            let is_overview = matches!(report.body, Body::Overview);
            let text = if is_overview { overview::TITLE.into() } else { report.about.into() };
            Link { text: about(text), href: format!("/reports/{}", report.name), ..Link::default() }
        })
        .chain([("/count", words::COUNT), ("/reconcile", words::RECONCILE)].map(|(href, label)| Link {
            text: visit.say(label),
            href: href.to_owned(),
            ..Link::default()
        }))
        .collect();
    frame.is_index = true;
    visit.page(StatusCode::OK, frame, |out| out.title(&words::REPORTS.into()))
}

/// A report.
pub fn report(visit: &Visit) -> anyhow::Result<Answer> {
    let name = visit.param(0);
    let Some(report) = of_name(name) else {
        return super::other::nowhere(visit);
    };
    let is_overview = matches!(report.body, Body::Overview);
    numbers(visit, "report", vec![report.name.to_owned()], report.name, !is_overview)
}

/// Counts.
pub fn count(visit: &Visit) -> anyhow::Result<Answer> {
    numbers(visit, "count", Vec::new(), "count", true)
}

/// The published figures beside what is counted.
pub fn reconcile(visit: &Visit) -> anyhow::Result<Answer> {
    let rest = one(&visit.query, "publication").map(str::to_owned);
    numbers(visit, "reconcile", rest.into_iter().collect(), "reconcile", true)
}

fn numbers(
    visit: &Visit,
    command: &str,
    rest: Vec<String>,
    name: &str,
    as_file: bool,
) -> anyhow::Result<Answer> {
    if let Some(answer) = visit.unknown(command, &["format", "publication"]) {
        return answer;
    }
    let words = line(command, asked(visit, command, &[]), rest);
    if let Some(answer) = visit.file(&words, name) {
        return answer;
    }
    let mut rows = super::other::Kept::default();
    let told = match ask(visit, &words, None, &mut rows) {
        Ok(told) => told,
        // A register in which nothing was published yet is no page that is not there.
        Err(trouble) if trouble.failure.text == failures::no_publications() => {
            let mut frame = visit.frame();
            frame.lines.push(visit.say(words::NOTHING_PUBLISHED));
            if visit.may(super::roles::Role::Admin) {
                let link = |entity: Entity| Link {
                    text: visit.say(super::save::adding(entity)),
                    href: format!("/{}/new", entity.plural()),
                    ..Link::default()
                };
                frame.actions = [Entity::Publication, Entity::Figure].map(link).into();
            }
            return visit
                .page(StatusCode::OK, frame, |out| out.title(&crate::words::sheets::RECONCILE.into()));
        }
        Err(trouble) => return visit.trouble(&trouble),
    };
    let mut frame = visit.frame();
    frame.lines = told.remarks.iter().map(|text| visit.say(text.clone())).collect();
    let mut terms = Terms::default();
    let mut form =
        visit.filter(&Command { entity: Entity::Obstacle, command: command.to_owned() }, &[], &mut terms);
    if command == "reconcile" {
        let chosen = one(&visit.query, "publication").unwrap_or_default();
        let all = std::iter::once((String::new(), words::ANY.into()))
            .chain(terms.of(visit, Entity::Publication).iter().cloned());
        form.fields.insert(
            0,
            Field {
                name: "publication".to_owned(),
                label: capital(&visit.say(failures::entity("publication"))),
                control: Control::Select,
                options: all
                    .map(|(code, label)| Choice { is_chosen: code == chosen, label: visit.say(label), code })
                    .collect(),
                ..Field::default()
            },
        );
        if let Some(more) = form.more.take() {
            form.fields.extend(more.fields);
        }
    }
    frame.before.push(form);
    if as_file {
        frame.downloads = visit.downloads();
    }
    visit.page(StatusCode::OK, frame, |out| rows.again(out))
}

/// The journal.
pub fn history(visit: &Visit) -> anyhow::Result<Answer> {
    if let Some(answer) = visit.unknown("history", &["format", "records"]) {
        return answer;
    }
    let records: Vec<String> = one(&visit.query, "records")
        .map(|text| text.split([',', ';', ' ']).filter(|text| !text.is_empty()).map(str::to_owned).collect())
        .unwrap_or_default();
    let mut options = asked(visit, "history", &[]);
    let command = Command { entity: Entity::Person, command: "history".to_owned() };
    if let Some(answer) = visit.file(&line("history", options.clone(), records.clone()), "history") {
        return answer;
    }
    if one(&visit.query, "limit").is_none() {
        options.push(format!("--limit={ENTRIES}"));
    }
    let mut rows = super::other::Kept::default();
    let words = line("history", options, records);
    let told = match ask(visit, &words, None, &mut rows) {
        Ok(told) => told,
        Err(trouble) => return visit.trouble(&trouble),
    };
    let mut frame = visit.frame();
    let is_cut = told.remarks.iter().any(|text| *text == crate::words::remarks::more_entries(ENTRIES));
    let mut form = visit.filter(&command, &["entry"], &mut Terms::default());
    for field in form.fields.iter_mut().filter(|field| matches!(field.name.as_str(), "since" | "until")) {
        field.control = Control::Date;
        field.help = String::new();
    }
    frame.before.push(form);
    frame.downloads = visit.downloads();
    if is_cut {
        let limit = number_of(visit, "limit").max(ENTRIES).saturating_mul(4);
        frame.pages = vec![Link {
            text: visit.say(words::NEXT),
            href: visit.here_with("limit", &limit.to_string()),
            ..Link::default()
        }];
    }
    visit.page(StatusCode::OK, frame, |out| rows.again(out))
}

/// What was found by words.
pub fn search(visit: &Visit) -> anyhow::Result<Answer> {
    found(visit, "search", one(&visit.query, "q").unwrap_or_default())
}

/// What was answered before: of a question in somebody's own words.
pub fn similar(visit: &Visit) -> anyhow::Result<Answer> {
    let text = one(visit.form(), "text").or_else(|| one(&visit.query, "text")).unwrap_or_default().to_owned();
    let mut frame = visit.frame();
    frame.before.push(Form {
        id: "ask".to_owned(),
        action: "/similar".to_owned(),
        hidden: vec![("csrf".to_owned(), visit.site.csrf(&visit.name))],
        fields: vec![Field {
            name: "text".to_owned(),
            label: visit.say(words::ASK),
            control: Control::Text,
            value: text.clone(),
            is_required: true,
            ..Field::default()
        }],
        send: visit.say(words::SEARCH),
        ..Form::default()
    });
    if text.trim().is_empty() {
        return visit.page(StatusCode::OK, frame, |out| out.title(&words::ASK.into()));
    }
    let mut rows = super::other::Kept::default();
    // While a question is typed a few will do.
    let limit = one(visit.form(), "limit").and_then(|limit| limit.parse::<u8>().ok());
    let options = limit.map(|limit| format!("--limit={limit}")).into_iter().collect();
    match ask(visit, &line("similar", options, vec![text]), None, &mut Part(&mut rows)) {
        Ok(told) => frame.lines = kept_remarks(visit, &told.remarks),
        Err(trouble) => frame.notices.push(visit.wrong(&trouble)),
    }
    visit.page(StatusCode::OK, frame, |out| {
        out.title(&words::PRECEDENTS.into())?;
        rows.again(out)
    })
}

/// What is remarked of a search, but for what is about options of a command line.
fn kept_remarks(visit: &Visit, remarks: &[Text]) -> Vec<String> {
    let kept = [crate::words::remarks::nothing_found(), crate::words::remarks::says_too_little()];
    remarks.iter().filter(|text| kept.contains(text)).map(|text| visit.say((*text).clone())).collect()
}

fn found(visit: &Visit, command: &str, text: &str) -> anyhow::Result<Answer> {
    if let Some(answer) = visit.unknown(command, &["q", "format"]) {
        return answer;
    }
    let mut frame = visit.frame();
    if text.trim().is_empty() {
        frame.lines.push(visit.say(words::NOTHING_ASKED));
        return visit.page(StatusCode::OK, frame, |out| out.title(&words::SEARCH.into()));
    }
    // The number of a record leads to it.
    if let Some((entity, number)) = crate::record::number::parse_any(text.trim())
        && text.trim().starts_with(char::is_alphabetic)
        && let Some(to) = site::address_of(&crate::record::number::show(entity, number))
        && visit.record(entity, text.trim()).is_some()
    {
        return Ok(Answer::See(to, None));
    }
    let mut options = asked(visit, command, &[]);
    if one(&visit.query, "limit").is_none() {
        options.push("--limit=25".to_owned());
    }
    let words = line(command, options, vec![text.to_owned()]);
    if let Some(answer) = visit.file(&words, command) {
        return answer;
    }
    let mut rows = super::other::Kept::default();
    match ask(visit, &words, None, &mut rows) {
        Ok(told) => frame.lines = kept_remarks(visit, &told.remarks),
        Err(trouble) => return visit.trouble(&trouble),
    }
    let mut form = visit.filter(
        &Command { entity: Entity::Obstacle, command: "list".to_owned() },
        &["sort"],
        &mut Terms::default(),
    );
    form.hidden.push(("q".to_owned(), text.to_owned()));
    frame.before.push(form);
    frame.downloads = visit.downloads();
    visit.page(StatusCode::OK, frame, |out| rows.again(out))
}
