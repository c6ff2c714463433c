//! Lists: the records of one kind, with the attributes that are asked for, one row at a time.

use super::Register;
use super::filter_sql::Sql;
use super::lookup::Terms;
use crate::i18n::Text;
use crate::record::date::Today;
use crate::record::law::Law;
use crate::record::{Attribute, Citation, Condition, Entity, Filter, Kind, http_url};
use crate::rows::{Cell, Column, Datatype, Prose, Shape, Sink, ValueLabels};
use anyhow::Result;
use rusqlite::types::{Value as Bind, ValueRef};
use rusqlite::{Row, Statement};

/// What is to be listed.
pub struct ListQuery<'a> {
    /// The kind of record.
    pub entity: Entity,
    /// Which obstacles are meant; of other kinds: those that have to do with these obstacles.
    pub filter: &'a Filter,
    /// Conditions on records of another kind themselves.
    pub own_conditions: &'a [Condition],
    /// The attributes to show.
    pub columns: Vec<&'static Attribute>,
    /// By which attribute, and whether from high to low.
    pub sort: Option<(&'static Attribute, bool)>,
    /// At most so many rows.
    pub limit: Option<u64>,
    /// So many rows are passed over before the first.
    pub offset: u64,
    /// Whether what a record refers to is named where that is void.
    pub with_void_references: bool,
    /// Whether it is told who was spoken to, and how to reach somebody; else that stays empty.
    pub persons: bool,
    /// How the rows want to be shown.
    pub shape: Shape,
}

impl<'a> ListQuery<'a> {
    /// All that the filter means, by number or code, as a table.
    pub fn new(entity: Entity, filter: &'a Filter, columns: Vec<&'static Attribute>) -> Self {
        Self {
            entity,
            filter,
            own_conditions: &[],
            columns,
            sort: None,
            limit: None,
            offset: 0,
            with_void_references: false,
            persons: false,
            shape: Shape::Table,
        }
    }
}

/// What a list came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListSummary {
    /// The rows that were handed over.
    pub rows: u64,
    /// Whether a limit left rows out.
    pub has_more: bool,
}

impl Register {
    /// Lists records into a sink. A limit asks for one row more, to know whether there are more.
    ///
    /// # Errors
    /// When the filter cannot be used, or the register cannot be read.
    pub fn list(&self, query: &ListQuery<'_>, today: Today<'_>, sink: &mut dyn Sink) -> Result<ListSummary> {
        let sql = self.list_sql(query, today)?;
        let mut columns = Vec::with_capacity(query.columns.len());
        for attribute in &query.columns {
            columns.push(self.column(attribute, sink.audience().knows_words())?);
        }
        sink.begin(&columns, query.shape)?;
        let mut statement = self.connection.prepare(&sql.text)?;
        bind_params(&mut statement, &sql.binds)?;
        let mut rows = statement.raw_query();
        let mut listed = ListSummary { rows: 0, has_more: false };
        while let Some(row) = rows.next()? {
            if query.limit == Some(listed.rows) {
                listed.has_more = true;
                break;
            }
            sink.row(&cells(row, columns.len())?)?;
            listed.rows += 1;
        }
        sink.end()?;
        Ok(listed)
    }

    fn list_sql(&self, query: &ListQuery<'_>, today: Today<'_>) -> Result<Sql> {
        let entity = query.entity;
        let mut sql = self.filtered_cte(query.filter, today)?;
        let expressions: Vec<String> = query
            .columns
            .iter()
            .map(|attribute| attribute_sql(entity, attribute, query.with_void_references, query.persons))
            .collect();
        let mut clauses = Vec::new();
        let from = if entity == Entity::Obstacle { "filtered" } else { entity.table() };
        if entity != Entity::Obstacle {
            if entity.is_voidable() && !query.filter.with_void {
                clauses.push("e.void IS NULL".to_owned());
            }
            if let (false, Some(link)) = (query.filter.is_unfiltered(), linked_to_filtered(entity)) {
                clauses.push(link);
            }
        }
        for condition in query.own_conditions {
            clauses.push(self.condition_clause("e", condition, &mut sql, today)?);
        }
        let clauses =
            if clauses.is_empty() { String::new() } else { format!(" WHERE {}", clauses.join(" AND ")) };
        let key = entity.key().name;
        let order = match query.sort {
            None if entity.prefix().is_some() => "e.number".to_owned(),
            None if entity == Entity::Synonym => "e.code COLLATE NOCASE".to_owned(),
            None => "length(e.code), e.code".to_owned(),
            Some((attribute, descending)) => {
                let direction = if descending { "DESC" } else { "ASC" };
                let by = match attribute.kind {
                    Kind::Number(_) => "e.number".to_owned(),
                    Kind::Choice(choices) => choice_order(
                        &format!("e.{}", attribute.name),
                        choices.iter().map(|choice| choice.code),
                    ),
                    Kind::Reference(other) if other.is_vocabulary() => {
                        format!("length(e.{0}) {direction} NULLS LAST, e.{0}", attribute.name)
                    }
                    _ => attribute_sql(entity, attribute, false, true),
                };
                format!("{by} {direction} NULLS LAST, e.{key}")
            }
        };
        let limit = match query.limit {
            Some(limit) => {
                let rows = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
                format!(" LIMIT {}", sql.bind(rows))
            }
            None if query.offset > 0 => " LIMIT -1".to_owned(),
            None => String::new(),
        };
        let offset = match query.offset {
            0 => String::new(),
            offset => format!(" OFFSET {}", sql.bind(i64::try_from(offset).unwrap_or(i64::MAX))),
        };
        sql.text = format!(
            "WITH {} SELECT {} FROM {from} AS e{clauses} ORDER BY {order}{limit}{offset}",
            sql.text,
            expressions.join(", ")
        );
        Ok(sql)
    }

    /// A term of a vocabulary as a reader knows it; none where it is not in the list.
    ///
    /// # Errors
    /// When the register cannot be read.
    pub fn label(&self, entity: Entity, code: &str) -> Result<Option<Text>> {
        let terms = self.terms(entity)?;
        let found = terms.iter().find(|(known, _)| known == code);
        Ok(found.map(|(code, label)| reader_label(entity, code, label)))
    }

    /// The column that shows an attribute; for readers with the words for its codes.
    pub(super) fn column(&self, attribute: &'static Attribute, for_readers: bool) -> Result<Column> {
        let words = match attribute.kind {
            Kind::Choice(choices) => ValueLabels::Fixed(choices),
            Kind::Laws(_) if for_readers => {
                ValueLabels::Laws(reader_labels(Entity::Law, &self.terms(Entity::Law)?))
            }
            Kind::Reference(entity)
                if for_readers && entity.is_vocabulary() && entity != Entity::Ministry =>
            {
                ValueLabels::Vocabulary(reader_labels(entity, &self.terms(entity)?))
            }
            _ => ValueLabels::None,
        };
        let mut column = Column::new(attribute.name, attribute.i18n).with_labels(words);
        column = column.with_datatype(match attribute.kind {
            Kind::Date => Datatype::Date,
            Kind::Count => Datatype::Integer,
            _ if attribute.is_address => Datatype::Uri,
            _ => Datatype::Text,
        });
        if attribute.is_markdown {
            column = column.with_url(http_url);
        }
        column = with_link_target(column, attribute.is_law())
            .with_prose(match attribute.kind {
                Kind::Text if attribute.is_markdown => Some(Prose::Markdown),
                Kind::Text => Some(Prose::Plain),
                _ => None,
            })
            .with_dutch(attribute.is_dutch_text());
        Ok(if attribute.link().is_some() { column.multi_valued() } else { column })
    }
}

/// The column with where to read what its values name: a law at its official text, an address at itself.
pub(super) fn with_link_target(column: Column, names_laws: bool) -> Column {
    if names_laws {
        column.with_url(|text| Law::parse(text).ok()?.address(None))
    } else if column.datatype == Datatype::Uri {
        column.with_url(http_url)
    } else {
        column
    }
}

/// The labels of a vocabulary for readers.
pub(super) fn reader_labels(entity: Entity, terms: &Terms) -> Vec<(String, Text)> {
    terms.iter().map(|(code, label)| (code.clone(), reader_label(entity, code, label))).collect()
}

/// A term as a reader knows it. A region is known by its number, so that stays before its name; a ministry by its code.
fn reader_label(entity: Entity, code: &str, label: &Text) -> Text {
    match entity {
        Entity::Region => Text::join(&[Text::untranslated(code), label.clone()], " "),
        Entity::Ministry => Text::untranslated(code),
        _ => label.clone(),
    }
}

/// How a record of another kind has to do with the filtered obstacles.
pub(super) fn linked_to_filtered(entity: Entity) -> Option<String> {
    let (table, column) = match entity {
        Entity::Factsheet => ("obstacle_factsheet", "factsheet"),
        Entity::Scheme => ("obstacle_scheme", "scheme"),
        Entity::Contact => ("contact_obstacle", "contact"),
        _ => return None,
    };
    Some(format!(
        "EXISTS (SELECT 1 FROM {table} AS l JOIN filtered AS c ON c.number = l.obstacle WHERE l.{column} = e.number)"
    ))
}

/// The SQL that gives an attribute of `e` as it is shown and exported.
pub(super) fn attribute_sql(entity: Entity, attribute: &Attribute, with_void: bool, persons: bool) -> String {
    let name = attribute.name;
    match attribute.kind {
        _ if attribute.identifies_person() && !persons => "NULL".to_owned(),
        Kind::Number(_) => "e.code".to_owned(),
        Kind::Reference(Entity::Person) => {
            format!("(SELECT coalesce(t.name, t.code) FROM person AS t WHERE t.number = e.{name})")
        }
        Kind::References(Entity::Person, link) => format!(
            "(SELECT string_agg(coalesce(t.name, t.code), '; ' ORDER BY t.number) FROM {} AS l JOIN person AS t ON t.number = l.{} WHERE l.{} = e.number)",
            link.table, link.value, link.owner
        ),
        Kind::Reference(other) if other.prefix().is_some() => {
            format!("(SELECT t.code FROM {} AS t WHERE t.number = e.{name})", other.table())
        }
        Kind::References(other, link) if other.prefix().is_some() => {
            // A contact stays about what it was about, also where that is void now: it counts all the same.
            let void = if with_void || !other.is_voidable() || entity == Entity::Contact {
                ""
            } else {
                " AND t.void IS NULL"
            };
            format!(
                "(SELECT string_agg(t.code, '; ' ORDER BY t.number) FROM {} AS l JOIN {} AS t ON t.number = l.{} WHERE l.{} = e.number{void})",
                link.table,
                other.table(),
                link.value,
                link.owner
            )
        }
        Kind::References(_, link) => format!(
            "(SELECT string_agg(l.{0}, '; ' ORDER BY l.{0}) FROM {1} AS l WHERE l.{2} = e.number)",
            link.value, link.table, link.owner
        ),
        Kind::LawCitations(link, form) => format!(
            "(SELECT string_agg({}(l.{}, NULL), '; ' ORDER BY l.position) FROM {} AS l WHERE l.{} = e.number)",
            match form {
                Citation::Juriconnect => "juriconnect",
                Citation::Address => "law_link",
            },
            link.value,
            link.table,
            link.owner
        ),
        Kind::Laws(link) => format!(
            "(SELECT string_agg(l.{}, '; ' ORDER BY l.position) FROM {} AS l WHERE l.{} = e.number)",
            link.value, link.table, link.owner
        ),
        _ => format!("e.{name}"),
    }
}

/// An expression that puts codes in the order of the work, not of the alphabet.
pub(super) fn choice_order<'a>(column: &str, codes: impl Iterator<Item = &'a str>) -> String {
    let whens: Vec<String> = codes.enumerate().map(|(at, code)| format!("WHEN '{code}' THEN {at}")).collect();
    format!("CASE {column} {} END", whens.join(" "))
}

/// Binds the numbered parameters.
pub(super) fn bind_params(statement: &mut Statement<'_>, binds: &[Bind]) -> rusqlite::Result<()> {
    for (at, bind) in binds.iter().enumerate() {
        statement.raw_bind_parameter(at + 1, bind)?;
    }
    Ok(())
}

/// The cells of a row of the register.
pub(super) fn cells<'a>(row: &'a Row<'_>, count: usize) -> Result<Vec<Cell<'a>>> {
    let mut cells = Vec::with_capacity(count);
    for at in 0..count {
        cells.push(cell(row.get_ref(at)?)?);
    }
    Ok(cells)
}

fn cell(value: ValueRef<'_>) -> Result<Cell<'_>> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Integer(number),
        ValueRef::Real(number) => Cell::Real(number),
        text => Cell::Text(text.as_str().map_err(rusqlite::Error::from)?),
    })
}
