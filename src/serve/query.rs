//! Checks the query of a request, for pages and for the JSON interface. Refuses unknown parameters, invalid values, and
//! a repeated parameter that takes only one value. Ignoring such a parameter, for example a mistyped filter, could give
//! a wrong count.

use super::page;
use super::reply::Reply;
use super::request_context::{RequestContext, value_of};
use super::site_command::SiteCommand;
use crate::cli::ArgInfo;
use crate::i18n::{Text, site as messages};
use anyhow::Result;

/// A query parameter that sets a command-line flag, such as `--overdue`, must have this value.
pub const FLAG_VALUE: &str = "1";
/// The highest number of rows that the parameter `limit` can request. A download without `limit` contains all rows.
pub const MAX_LIMIT: u64 = 10_000;

/// The highest number of search results that `limit` can request. Lower than `MAX_LIMIT`, because each result is scored
/// in memory.
const MAX_HITS: u64 = 500;

/// The query parameters that a page or a part of the JSON interface accepts.
#[derive(Clone, Copy, Default)]
pub struct Allowed<'a> {
    /// The command whose options are accepted as query parameters.
    pub command: Option<SiteCommand>,
    /// Options of the command that are not accepted.
    pub excluded: &'a [&'a str],
    /// Names of further query parameters, each of which can occur once.
    pub own: &'a [&'a str],
    /// Whether the query may also contain positional arguments of the command. Links use them to fill in fields of a
    /// form.
    pub positional: bool,
}

impl Allowed<'_> {
    /// Returns the reason to refuse the query, or `None` if the query is accepted.
    pub fn problem(&self, request: &RequestContext) -> Option<Text> {
        let options = self.command.map(|command| request.state.options(command, request.lang));
        let find = |name: &str| -> Option<&ArgInfo> {
            let mut options = options.iter().flat_map(|options| options.iter());
            options.find(|option| {
                option.name == name && (self.positional || !option.is_positional) && !self.excluded.contains(&name)
            })
        };
        for (at, (name, value)) in request.query.iter().enumerate() {
            let option = find(name);
            if option.is_none() && !self.own.contains(&name.as_str()) {
                return Some(messages::unknown_choice(name));
            }
            let is_repeatable = option.is_some_and(|option| option.is_repeated);
            if !is_repeatable && request.query.iter().take(at).any(|(earlier, _)| earlier == name) {
                return Some(messages::repeated_param(name));
            }
            if name == "limit" {
                let is_search = matches!(self.command, Some(SiteCommand::Search | SiteCommand::Similar));
                let most = if is_search { MAX_HITS } else { MAX_LIMIT };
                match value.trim().parse() {
                    Ok(limit) if (1..=most).contains(&limit) => {}
                    Ok(0_u64..) => return Some(messages::limit_out_of_range(most)),
                    Err(_) => return Some(messages::not_a_number(name)),
                }
            }
            if option.is_some_and(|option| !option.takes_value) && value != FLAG_VALUE {
                return Some(messages::flag_value(name, FLAG_VALUE));
            }
            // Accept empty values on pages, because a form also sends its empty fields. In a program, an empty value is
            // a mistake.
            if request.path.starts_with("/api/") && value.trim().is_empty() {
                return Some(messages::empty_param(name));
            }
        }
        None
    }

    /// Returns an error page if the query must be refused, and otherwise `None`.
    pub fn reject(&self, request: &RequestContext) -> Option<Result<Reply>> {
        Some(page::bad_request(request, self.problem(request)?))
    }
}

/// Makes the handler of a page refuse all query parameters.
pub fn without_query(
    handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
) -> impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static {
    with_params(&[], handler)
}

/// Makes the handler of a page that shows the rows of one command accept only the parameter `format`.
pub fn with_format(
    handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
) -> impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static {
    with_params(&["format"], handler)
}

/// Makes a handler accept only the parameters `own`.
pub fn with_params(
    own: &'static [&'static str],
    handler: impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static,
) -> impl Fn(&RequestContext) -> Result<Reply> + Send + Sync + 'static {
    let allowed = Allowed { own, ..Allowed::default() };
    move |request| allowed.reject(request).unwrap_or_else(|| handler(request))
}

/// Returns the number of the requested page; the first page is 1.
pub fn page_param(request: &RequestContext) -> Result<u64, Text> {
    match number_param(request, "page", 1) {
        Ok(0) => Err(messages::invalid_value("page")),
        page => page,
    }
}

/// Returns a query parameter as a number, or `default` if it is missing. Fails if its value is not a number.
pub fn number_param(request: &RequestContext, name: &str, default: u64) -> Result<u64, Text> {
    value_of(&request.query, name)
        .map_or(Ok(default), |text| text.trim().parse().map_err(|_| messages::not_a_number(name)))
}
