//! The home page: a field for the question that came in, and the work in blocks: what is mine, what is overdue,
//! what is due this week, what waits longest, what is new and what is open. Each block is a list with a filter, and links to that list.

use super::action::required_role;
use super::command_runner::{count_obstacles, run_command, run_to_rows};
use super::filter_form::url;
use super::page::{self, link};
use super::reply::Reply;
use super::request_context::RequestContext;
use super::roles::Role;
use super::sinks::{EventBuffer, SectionSink};
use super::site_command::SiteCommand;
use crate::failure::Failure;
use crate::i18n::{Label, Text, site as messages};
use crate::record::Entity;
use crate::view::site_page::{Ask, Block, Frame};
use anyhow::Result;
use axum::http::StatusCode;

const ROWS_PER_BLOCK: u64 = 5;

struct BlockSpec {
    heading: Label,
    /// What the block says if it has no rows.
    empty: Label,
    /// The filter and the order, as parameters of the list page.
    query: Vec<(String, String)>,
    columns: &'static str,
    is_urgent: bool,
    /// Whether the rows in the name of the visitor come before all others.
    has_mine_first: bool,
    /// Whether to count the rows. A block that has the last rows of the whole register needs no count.
    is_counted: bool,
}

/// A block with its rows.
struct FilledBlock {
    block: Block,
    empty: Label,
    rows: EventBuffer,
}

pub fn home(request: &RequestContext) -> Result<Reply> {
    // The list used to be here, and its bookmarks have a filter.
    if !request.query.is_empty() {
        return Ok(Reply::redirect(url("/obstacles", &request.query)));
    }
    let mut frame = page::frame(request);
    let blocks = specs(request).into_iter().map(|spec| fill(request, spec)).collect::<Result<Vec<_>, _>>();
    let blocks = match blocks {
        Ok(blocks) => blocks,
        Err(error) => return page::error(request, &error),
    };
    if blocks.iter().all(|filled| filled.rows.is_empty()) && is_empty(request) {
        return empty_register(request, frame);
    }
    frame.ask = Some(ask(request));
    frame.blocks = blocks.iter().map(|filled| filled.block.clone()).collect();
    page::render(request, StatusCode::OK, frame, |out| {
        out.title(&messages::HOME.into())?;
        for FilledBlock { block, empty, rows } in &blocks {
            let heading = Text::untranslated(&block.heading);
            if rows.is_empty() {
                out.group(&heading)?;
                out.line(&(*empty).into())?;
            } else {
                out.heading(&heading)?;
                rows.replay(out)?;
            }
        }
        Ok(())
    })
}

fn specs(request: &RequestContext) -> Vec<BlockSpec> {
    let spec = |heading, empty, query: &[(&str, &str)], columns| BlockSpec {
        heading,
        empty,
        query: query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        columns,
        is_urgent: false,
        has_mine_first: false,
        is_counted: true,
    };
    let mine = spec(
        messages::MINE,
        messages::MINE_EMPTY,
        &[("handler", &request.name), ("status", "open"), ("sort", "due")],
        "number,title,due",
    );
    let overdue = BlockSpec {
        is_urgent: true,
        ..spec(
            messages::OVERDUE,
            messages::OVERDUE_EMPTY,
            &[("overdue", "1"), ("sort", "due")],
            "number,title,handler,due",
        )
    };
    let this_week = request.localize(messages::THIS_WEEK);
    let due_this_week = BlockSpec {
        has_mine_first: true,
        ..spec(
            messages::DUE_THIS_WEEK,
            messages::DUE_THIS_WEEK_EMPTY,
            &[("status", "open"), ("due-period", &this_week), ("sort", "due")],
            "number,title,handler,due",
        )
    };
    let new = match request.visit.previous {
        Some(previous) => spec(
            messages::NEW_SINCE_VISIT,
            messages::NEW_EMPTY,
            &[("logged-since", &previous.to_string()), ("sort", "-number")],
            "number,title,ministry",
        ),
        // Without a previous visit, everything would be new.
        None => BlockSpec {
            is_counted: false,
            ..spec(messages::LAST_LOGGED, messages::NEW_EMPTY, &[("sort", "-number")], "number,title,ministry")
        },
    };
    vec![
        mine,
        overdue,
        due_this_week,
        spec(
            messages::LONGEST_OPEN,
            messages::OPEN_EMPTY,
            &[("status", "open"), ("sort", "received")],
            "number,title,received",
        ),
        new,
        spec(
            messages::ALL_OPEN,
            messages::OPEN_EMPTY,
            &[("status", "open"), ("sort", "-number")],
            "number,title,status",
        ),
    ]
}

fn to_option((name, value): &(String, String)) -> String {
    if name == "overdue" { format!("--{name}") } else { format!("--{name}={value}") }
}

fn fill(request: &RequestContext, spec: BlockSpec) -> Result<FilledBlock, Box<Failure>> {
    let list = |also: Option<String>, limit: u64| {
        let options = spec.query.iter().map(to_option).chain(also);
        let shown = [format!("--columns={}", spec.columns), format!("--limit={limit}")];
        let args = SiteCommand::List(Entity::Obstacle).args(options.chain(shown), []);
        let mut rows = EventBuffer::default();
        let outcome = run_command(request, &args, &mut SectionSink(&mut rows))?;
        Ok::<_, Box<Failure>>((rows, outcome.more))
    };
    let (mut rows, mut has_more) = list(None, ROWS_PER_BLOCK)?;
    let count = match (spec.is_counted, has_more) {
        (false, _) => None,
        (true, false) => Some(rows.row_count() as u64),
        (true, true) => {
            let filter = spec.query.iter().filter(|(name, _)| name != "sort").map(to_option);
            Some(count_obstacles(request, filter)?)
        }
    };
    if spec.has_mine_first && !rows.is_empty() {
        let (mine, _) = list(Some(format!("--handler={}", request.name)), ROWS_PER_BLOCK)?;
        has_more |= rows.put_first(mine, usize::try_from(ROWS_PER_BLOCK).unwrap_or(usize::MAX));
    }
    let all = count.filter(|_| has_more).map(|count| request.localize(messages::show_all(count)));
    let block = Block {
        heading: request.localize(spec.heading),
        is_urgent: spec.is_urgent && !rows.is_empty(),
        count,
        href: url("/obstacles", &spec.query),
        all,
    };
    Ok(FilledBlock { block, empty: spec.empty, rows })
}

fn ask(request: &RequestContext) -> Ask {
    let may_log = request.is_allowed(required_role(Entity::Obstacle));
    Ask {
        label: request.localize(messages::HOME_QUESTION),
        help: request.localize(messages::HOME_QUESTION_HELP),
        send: request.localize(messages::HOME_ASK),
        log: may_log.then(|| request.localize(messages::LOG_QUESTION)),
        csrf: request.csrf_field().1,
    }
}

/// Whether the register has no obstacles at all, not even void ones.
fn is_empty(request: &RequestContext) -> bool {
    let options = ["--limit=1", "--columns=number", "--with-void"].map(str::to_owned);
    let args = SiteCommand::List(Entity::Obstacle).args(options, []);
    run_to_rows(request, &args).is_ok_and(|found| found.rows.is_empty())
}

/// The home page of an empty register: what to do first.
fn empty_register(request: &RequestContext, mut frame: Frame) -> Result<Reply> {
    frame.lines.push(request.localize(messages::EMPTY_REGISTER));
    if request.is_allowed(required_role(Entity::Obstacle)) {
        frame.actions.push(link(request.localize(messages::EMPTY_REGISTER_LOG), "/obstacles/new"));
        frame.actions.push(link(request.localize(messages::EMPTY_REGISTER_IMPORT), "/import"));
    }
    if request.is_allowed(Role::Admin) {
        frame.actions.push(link(request.localize(messages::EMPTY_REGISTER_LISTS), "/lists"));
    }
    frame.lines.push(request.localize(messages::EMPTY_REGISTER_DEMO));
    frame.is_index = true;
    page::render_title(request, frame, messages::HOME)
}
