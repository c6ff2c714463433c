//! SQL functions that derive references and links from legal sources.

use crate::record::law::Law;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

/// Registers `juriconnect(text, day)` and `law_link(text, day)`, which convert a legal source to a Juriconnect
/// reference and to the address of its official text. If the source has no date, `day` selects the version of the text.
pub fn register_functions(connection: &Connection) -> rusqlite::Result<()> {
    type Formatter = fn(&Law, Option<&str>) -> Option<String>;
    let formatters: [(&str, Formatter); 2] = [("juriconnect", Law::juriconnect), ("law_link", Law::address)];
    for (name, formatter) in formatters {
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
        connection.create_scalar_function(name, 2, flags, move |context: &Context<'_>| {
            let text: Option<String> = context.get(0)?;
            let day: Option<String> = context.get(1)?;
            let law = text.and_then(|text| Law::parse(&text).ok());
            Ok(law.and_then(|law| formatter(&law, day.as_deref())))
        })?;
    }
    Ok(())
}
