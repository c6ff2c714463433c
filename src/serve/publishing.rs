//! The page that publishes the open data set: what would change since an earlier moment, and the set as a download.

use super::command_runner::{failure, run_command, run_to_rows};
use super::page::{self, link, notice, select_option};
use super::record_lookup::{Term, TermCache};
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::sinks::EventBuffer;
use super::site_command::SiteCommand;
use super::spool::Spool;
use super::work_dir::WorkDir;
use crate::command::Outcome;
use crate::failure::{Failure, FailureKind};
use crate::i18n::{site as messages, site_admin as admin};
use crate::record::Entity;
use crate::record::date::today;
use crate::view;
use crate::view::site_page::{Control, Field, Form, Frame, Link, NoticeKind, SelectOption, Topic};
use anyhow::Result;
use axum::http::StatusCode;

/// The files of a set and its archive may together take this many times the size of the register.
const COPIES: u64 = 2;
/// The options of `publish` that the form sets, apart from the choice of a ministry.
const OPTIONS: &[&str] = &["contact", "address", "licence"];

pub fn show(request: &RequestContext) -> Result<Reply> {
    render(request, StatusCode::OK, page::frame(request))
}

/// Shows what a publication would contain, and what has changed since the chosen moment.
pub fn preview(request: &RequestContext) -> Result<Reply> {
    if request.is_stale_form {
        return expired(request);
    }
    match compare(request) {
        Ok(outcome) => {
            let mut frame = page::frame(request);
            frame.topics.push(Topic {
                heading: request.localize(admin::PUBLISH_CHANGES),
                lines: page::notice_lines(request, outcome),
                ..Topic::default()
            });
            render(request, StatusCode::OK, frame)
        }
        Err(failure) => failed(request, &failure),
    }
}

/// Publishes the set as of the chosen moment to a private folder, and then asks the command what a publication to the
/// same folder would change.
fn compare(request: &RequestContext) -> Result<Outcome, Box<Failure>> {
    let _turn = request.state.heavy_work.begin()?;
    let dir = WorkDir::new(request, COPIES)?;
    let folder = || dir.path().display().to_string();
    if let Some(moment) = value_of(request.form(), "since") {
        let args = SiteCommand::Publish.args([format!("--as-of={moment}")], [folder()]);
        run_command(request, &args, &mut EventBuffer::default())?;
    }
    let options = options(request).chain(["--dry-run".to_owned()]);
    run_command(request, &SiteCommand::Publish.args(options, [folder()]), &mut EventBuffer::default())
}

/// Offers the set as a zip archive.
pub fn download(request: &RequestContext) -> Result<Reply> {
    if request.is_stale_form {
        return expired(request);
    }
    match archive(request) {
        Ok(file) => Ok(Reply::Download {
            content_type: "application/zip",
            file_name: format!("ruimte-open-data-{}.zip", today()),
            file,
        }),
        Err(failure) => failed(request, &failure),
    }
}

fn archive(request: &RequestContext) -> Result<Spool, Box<Failure>> {
    let _turn = request.state.heavy_work.begin()?;
    let dir = WorkDir::new(request, COPIES)?;
    let args = SiteCommand::Publish.args(options(request), [dir.path().display().to_string()]);
    run_command(request, &args, &mut EventBuffer::default())?;
    let mut file = Spool::new(&request.visitor);
    view::write_zip(dir.path(), today(), Box::new(&mut file)).map_err(|error| failure(&error, request))?;
    Ok(file)
}

fn options(request: &RequestContext) -> impl Iterator<Item = String> {
    let option = |name: &str| value_of(request.form(), name).map(|value| format!("--{name}={}", value.trim()));
    let accepted = value_of(request.form(), "accept").map(|text| {
        let numbers = text.split([',', ';', ' ', '\n', '\r']).filter(|text| !text.is_empty());
        format!("--accept={}", numbers.collect::<Vec<_>>().join(","))
    });
    let names = OPTIONS.iter().chain(["publisher"].iter());
    names.filter_map(|name| option(name)).chain(accepted).collect::<Vec<_>>().into_iter()
}

fn expired(request: &RequestContext) -> Result<Reply> {
    let mut frame = page::frame(request);
    frame.notices.push(notice(NoticeKind::Wrong, request.localize(messages::FORM_EXPIRED)));
    render(request, StatusCode::FORBIDDEN, frame)
}

fn failed(request: &RequestContext, failure: &Failure) -> Result<Reply> {
    let mut frame = page::frame(request);
    if failure.kind == FailureKind::PersonalData {
        frame.notices.push(notice(NoticeKind::Wrong, request.localize(admin::PUBLISH_PERSONAL)));
        frame.topics.push(Topic {
            heading: request.localize(admin::PUBLISH_PERSONAL_HEADING),
            lines: failure.details.iter().map(|line| request.localize(line.clone())).collect(),
            links: vec![Link {
                note: request.localize(admin::PUBLISH_PERSONAL_NOTE),
                ..link(request.localize(admin::CHECK_PERSONAL_HEADING), "/backup")
            }],
            ..Topic::default()
        });
    } else {
        frame.notices.push(page::error_notice(request, failure));
    }
    render(request, page::http_status(failure), frame)
}

fn render(request: &RequestContext, status: StatusCode, mut frame: Frame) -> Result<Reply> {
    frame.explanation = [admin::PUBLISH_EXPLANATION, admin::TAKES_A_WHILE].map(|label| request.localize(label)).into();
    frame.actions = vec![
        link(request.localize(admin::SNAPSHOTS), "/snapshots"),
        link(request.localize(messages::RECONCILE), "/reconcile"),
    ];
    frame.lines.push(request.localize(admin::PUBLISH_NEXT));
    frame.after.push(form(request));
    page::render_status(request, status, frame, admin::PUBLISH)
}

fn form(request: &RequestContext) -> Form {
    let value = |name: &str| value_of(request.form(), name).unwrap_or_default().to_owned();
    let publish = request.state.options(SiteCommand::Publish, request.lang);
    let line = |name: &str| Field {
        name: name.to_owned(),
        label: request.localize(admin::publish_label(name)),
        help: publish.iter().find(|option| option.name == name).map_or(String::new(), |option| option.help.clone()),
        value: value(name),
        ..Field::default()
    };
    let select = |name: &str, options: Vec<SelectOption>| Field { control: Control::Select, options, ..line(name) };
    let mut terms = TermCache::default();
    let chosen = value("publisher");
    let ministries = terms.get(request, Entity::Ministry).iter();
    let ministries = ministries
        .map(|Term { code, label }| select_option(code, label.get(request.lang), *code == chosen))
        .collect::<Vec<_>>();
    let none = |chosen: &str| vec![select_option("", request.localize(messages::NO_CHOICE), chosen.is_empty())];
    let moments = snapshots(request);
    let mut fields = Vec::new();
    if !moments.is_empty() {
        fields.push(Field {
            label: request.localize(admin::PUBLISH_COMPARE),
            help: request.localize(admin::PUBLISH_COMPARE_HELP),
            ..select("since", [none(&value("since")), moments].concat())
        });
    }
    fields.push(select("publisher", [none(&chosen), ministries].concat()));
    fields.extend(OPTIONS.iter().map(|name| line(name)));
    fields.push(Field {
        label: request.localize(admin::PUBLISH_ACCEPT),
        help: request.localize(admin::PUBLISH_ACCEPT_HELP),
        ..line("accept")
    });
    Form {
        id: "publish".to_owned(),
        action: "/publish/preview".to_owned(),
        hidden: vec![request.csrf_field()],
        fields,
        send: request.localize(admin::PUBLISH_PREVIEW),
        alternative: Some((request.localize(admin::PUBLISH_SEND), "/publish/download".to_owned())),
        ..Form::default()
    }
}

/// The snapshots to compare with, the newest first.
fn snapshots(request: &RequestContext) -> Vec<SelectOption> {
    let rows = run_to_rows(request, &SiteCommand::Snapshot.args([], [])).unwrap_or_default();
    let chosen = value_of(request.form(), "since").unwrap_or_default();
    let option = |row: &Vec<String>| {
        let (code, note) = (rows.get(row, "code")?, rows.get(row, "note").unwrap_or_default());
        let label = if note.is_empty() { code.to_owned() } else { format!("{code} ({note})") };
        Some(select_option(code, label, code == chosen))
    };
    rows.rows.iter().rev().filter_map(option).collect()
}
