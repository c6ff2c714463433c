//! Saved views: who sees which, and how a view is found by its name.

use super::lookup::not_found;
use super::sql::Sql;
use super::{Key, Register, WriteTx};
use crate::failure::{Failure, FailureKind};
use crate::i18n::failures;
use crate::record::{Entity, Record, Value, number, saved_view};
use crate::suggestion;
use anyhow::Result;

/// A saved view that a person may use.
#[derive(Clone, Debug)]
pub struct SavedView {
    pub number: i64,
    pub name: String,
    pub filter: String,
    pub columns: String,
    pub sort: String,
    /// Whether the view belongs to the person for whom it was looked up.
    pub is_own: bool,
}

/// Names of views are the same if they differ in case only.
fn is_same_name(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

impl Register {
    /// The number of the person who owns the personal views of `actor`; `None` if the register has no such person yet.
    fn view_owner(&self, actor: &str) -> Result<Option<i64>> {
        match number::parse_strict(Entity::Person, actor) {
            Some(person) => Ok(Some(person)),
            None => self.find_person_by_name(actor),
        }
    }

    pub(super) fn seen_by_clause(&self, alias: &str, actor: &str, sql: &mut Sql) -> Result<String> {
        let owner = sql.bind(self.view_owner(actor)?);
        Ok(format!("({alias}.for_all = 'yes' OR {alias}.owner = {owner})"))
    }

    /// Returns the views that `actor` sees and that are not void, by name.
    pub fn views_of(&self, actor: &str) -> Result<Vec<SavedView>> {
        let owner = self.view_owner(actor)?;
        let mut statement = self.connection.prepare_cached(
            "SELECT number, name, coalesce(filter, ''), coalesce(columns, ''), coalesce(sort, ''),
                    coalesce(owner = ?1, 0) AS is_own
             FROM saved_view WHERE void IS NULL AND (for_all = 'yes' OR owner = ?1)
             ORDER BY name COLLATE NOCASE, is_own DESC, number",
        )?;
        let view = |row: &rusqlite::Row<'_>| {
            Ok(SavedView {
                number: row.get(0)?,
                name: row.get(1)?,
                filter: row.get(2)?,
                columns: row.get(3)?,
                sort: row.get(4)?,
                is_own: row.get(5)?,
            })
        };
        Ok(statement.query_map([owner], view)?.collect::<rusqlite::Result<_>>()?)
    }

    /// Finds a view by its name or its number. Fails if `actor` sees no such view, with the nearest names that `actor`
    /// does see.
    pub fn find_view(&self, text: &str, actor: &str) -> Result<SavedView> {
        let mut views = self.views_of(actor)?;
        let wanted = number::parse_strict(Entity::View, text);
        // A view for all can have the name of a personal view, which its maker does not see. A view of one's own comes
        // first.
        let by_name = || views.iter().position(|view| is_same_name(&view.name, text));
        let found = match wanted {
            Some(wanted) => views.iter().position(|view| view.number == wanted),
            None => by_name(),
        };
        if let Some(found) = found {
            return Ok(views.swap_remove(found));
        }
        let names: Vec<&str> = views.iter().map(|view| view.name.as_str()).collect();
        Err(Failure::no_input(if names.is_empty() {
            failures::no_such_view(text)
        } else {
            failures::no_such_view_suggest(text, suggestion::nearest(text, &names))
        })
        .into())
    }

    /// Fails if a view does not exist or is a personal view of somebody else, with the same message. Accepts a void
    /// view.
    pub fn require_visible_view(&self, wanted: i64, actor: &str) -> Result<()> {
        let owner = self.view_owner(actor)?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT 1 FROM saved_view WHERE number = ?1 AND (for_all = 'yes' OR owner = ?2)")?;
        if statement.exists((wanted, owner))? {
            return Ok(());
        }
        Err(not_found(Entity::View, &number::format(Entity::View, wanted)).into())
    }

    /// Leaves the personal views of everybody but `actor` out of listings of the journal.
    pub fn hide_views_of_others(&mut self, actor: &str) -> Result<()> {
        let owner = self.view_owner(actor)?.map_or_else(|| "NULL".to_owned(), |person| person.to_string());
        self.shown_views = Some(format!("SELECT number FROM saved_view WHERE for_all = 'yes' OR owner = {owner}"));
        Ok(())
    }

    /// An SQL condition that leaves out the changes of hidden views, with `AND` in front.
    pub(super) fn shown_views_clause(&self) -> String {
        self.shown_views
            .as_ref()
            .map_or_else(String::new, |shown| format!(" AND (kind <> 'saved_view' OR key IN ({shown}))"))
    }

    pub(super) fn is_view_hidden(&self, wanted: i64) -> Result<bool> {
        let Some(shown) = &self.shown_views else { return Ok(false) };
        let mut statement = self.connection.prepare(&format!("SELECT ?1 IN ({shown})"))?;
        Ok(!statement.query_row([wanted], |row| row.get::<_, bool>(0))?)
    }
}

impl WriteTx<'_> {
    /// Fails if the owner of a view sees another view with the same name. Personal views of others do not count, because
    /// a failure would reveal them. `own` is the key of the view that is changed.
    pub(super) fn require_unused_view_name(&self, record: &Record, own: Option<&Key>) -> Result<()> {
        let Some(name) = record.text(&saved_view::NAME).filter(|_| record.entity() == Entity::View) else {
            return Ok(());
        };
        if record.text(&saved_view::VOID).is_some() {
            return Ok(());
        }
        let owner = match record.get(&saved_view::OWNER) {
            Some(Value::Integer(owner)) => Some(*owner),
            _ => None,
        };
        let own = match own {
            Some(Key::Number(own)) => Some(*own),
            _ => None,
        };
        let mut statement = self.register.connection.prepare_cached(
            "SELECT name FROM saved_view WHERE void IS NULL AND number IS NOT ?1 AND (for_all = 'yes' OR owner = ?2)",
        )?;
        let mut rows = statement.query((own, owner))?;
        while let Some(row) = rows.next()? {
            let other: String = row.get(0)?;
            if is_same_name(&other, name) {
                let failure = Failure::data(failures::view_name_in_use(name));
                return Err(failure.with_kind(FailureKind::InvalidValue { attribute: saved_view::NAME.name }).into());
            }
        }
        Ok(())
    }
}
