//! Adds our own functions to SQL, which analyse legal sources in their stored form and compute sort keys.

use crate::language;
use crate::record::law::Law;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

/// Registers the functions:
///
/// * `juriconnect(text, day)` and `law_link(text, day)`: the Juriconnect reference and the address of the official
///   text. `day` applies if the source itself has no date.
/// * `law_name(text)` and `law_article(text)`: the source without its article, and the article alone, in the present
///   spelling. Older versions stored some sources in another spelling.
/// * `law_covers(wanted, text)`: whether the source is `wanted` or a part of it, in any spelling.
/// * `sort_key(text)`: see [`language::sort_key`].
pub fn register_functions(connection: &Connection) -> rusqlite::Result<()> {
    type Formatter = fn(&Law, Option<&str>) -> Option<String>;
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let law = |context: &Context<'_>, at: usize| -> rusqlite::Result<Option<Law>> {
        let text: Option<String> = context.get(at)?;
        Ok(text.and_then(|text| Law::from_stored(&text)))
    };
    connection.create_scalar_function("sort_key", 1, flags, |context: &Context<'_>| {
        let text: Option<String> = context.get(0)?;
        Ok(text.map(|text| language::sort_key(&text)))
    })?;
    let formatters: [(&str, Formatter); 2] = [("juriconnect", Law::juriconnect), ("law_link", Law::address)];
    for (name, formatter) in formatters {
        connection.create_scalar_function(name, 2, flags, move |context: &Context<'_>| {
            let day: Option<String> = context.get(1)?;
            Ok(law(context, 0)?.and_then(|law| formatter(&law.normalized(), day.as_deref())))
        })?;
    }
    connection.create_scalar_function("law_name", 1, flags, move |context: &Context<'_>| {
        Ok(law(context, 0)?.map(|law| law.normalized().name()))
    })?;
    connection.create_scalar_function("law_article", 1, flags, move |context: &Context<'_>| {
        Ok(law(context, 0)?.and_then(|law| law.normalized().article))
    })?;
    connection.create_scalar_function("law_covers", 2, flags, move |context: &Context<'_>| {
        let wanted = context.get_or_create_aux(0, |text| -> Result<Option<Law>, rusqlite::types::FromSqlError> {
            Ok(Law::from_stored(text.as_str()?).map(|law| law.key()))
        })?;
        let cited = law(context, 1)?;
        Ok(wanted.as_ref().as_ref().zip(cited).is_some_and(|(wanted, cited)| wanted.covers(&cited.key())))
    })
}
