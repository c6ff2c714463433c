//! Legal sources in SQL: what follows from one is worked out by its own definition, and laws that no list names
//! are told.

use crate::record::law::Law;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};

/// Teaches SQL `juriconnect(text, day)` and `law_link(text, day)`: a legal source as a Juriconnect reference and as
/// the address of its official text, on that day where it names none itself.
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
