//! Temporary views with the same names as tables. They restrict all queries to records up to a reference date, to
//! public records, or to records that meet both conditions.

use super::Register;
use super::sql::bind_params;
use crate::record::date::Today;
use crate::record::{Entity, Filter, obstacle};
use anyhow::Result;
use jiff::civil::Date;

impl Register {
    /// Restricts all further queries to the register as it was at the end of `day`. Hides obstacles, contacts,
    /// factsheets and answers with a later date. Obstacles that were solved or closed later are shown as open, without
    /// outcome and links. Returns two counts: obstacles without a day of receipt, which are hidden, and obstacles
    /// solved on an unknown day, which stay solved.
    pub fn set_reference_date(&mut self, day: Date) -> Result<(u64, u64)> {
        self.reference_date = Some(day);
        self.has_search_index.set(false);
        self.create_views(day)?;
        let count = |clause: &str| -> Result<u64> {
            let sql = format!("SELECT count(*) FROM main.obstacle WHERE void IS NULL AND {clause}");
            let count: i64 = self.connection.query_row(&sql, [], |row| row.get(0))?;
            Ok(u64::try_from(count).unwrap_or_default())
        };
        let undated = count("received IS NULL")?;
        let solved = format!("status = 'solved' AND solved IS NULL AND received <= '{day}'");
        Ok((undated, count(&solved)?))
    }

    /// Runs queries with a reference date, and then goes back to the date that the register had.
    pub fn with_reference_date<T>(&mut self, day: Date, run: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        let (before, has_search_index) = (self.reference_date, self.has_search_index.get());
        self.set_reference_date(day)?;
        let result = run(self);
        self.reference_date = before;
        self.has_search_index.set(has_search_index);
        match before {
            Some(before) => self.create_views(before)?,
            None => self.drop_views()?,
        }
        result
    }

    /// Restricts all further queries to open data: obstacles that match the filter and are marked publishable, and
    /// factsheets published today or earlier. References to records that are not public are hidden.
    pub fn restrict_to_public(&mut self, filter: &Filter, today: Today<'_>) -> Result<()> {
        let filtered = self.filtered_cte(filter, today)?;
        self.connection.execute_batch("CREATE TEMP TABLE public_obstacle (number INTEGER PRIMARY KEY)")?;
        {
            let sql = format!(
                "WITH {} INSERT INTO temp.public_obstacle SELECT number FROM filtered WHERE void IS NULL AND publishable = 'yes'",
                filtered.text
            );
            let mut statement = self.connection.prepare(&sql)?;
            bind_params(&mut statement, &filtered.binds)?;
            statement.raw_execute()?;
        }
        self.is_public = true;
        self.has_search_index.set(false);
        self.create_views(today())
    }

    fn drop_views(&self) -> Result<()> {
        let links = Entity::ALL.iter().filter_map(|entity| obstacle::link_to(*entity)).map(|link| link.table);
        let drop = |name: &str| format!("DROP VIEW IF EXISTS temp.{name};");
        let views: String = ["obstacle", "contact", "factsheet"].into_iter().chain(links).map(drop).collect();
        Ok(self.connection.execute_batch(&views)?)
    }

    fn create_views(&self, today: Date) -> Result<()> {
        let later = |day: Date| {
            format!("((o.status = 'solved' AND o.solved > '{day}') OR (o.status = 'closed' AND o.closed > '{day}'))")
        };
        let cleared = [
            obstacle::RESOLUTION,
            obstacle::REASON,
            obstacle::RULE_CHANGE,
            obstacle::DUPLICATE_OF,
            obstacle::SOLVED,
            obstacle::CLOSED,
            obstacle::CLOSED_AS,
        ]
        .map(|attribute| attribute.name);
        let mut columns: Vec<String> = vec!["o.code".to_owned()];
        for attribute in Entity::Obstacle.attributes().iter().filter(|attribute| attribute.link().is_none()) {
            let name = attribute.name;
            let Some(day) = self.reference_date else {
                columns.push(format!("o.{name}"));
                continue;
            };
            let later = later(day);
            columns.push(match name {
                "status" => format!("CASE WHEN {later} THEN 'collected' ELSE o.status END AS status"),
                "answered" => format!("CASE WHEN o.answered > '{day}' THEN NULL ELSE o.answered END AS answered"),
                "answer" => format!(
                    "CASE WHEN o.answered > '{day}' OR (o.answered IS NULL AND {later}) THEN NULL ELSE o.answer END AS answer"
                ),
                _ if cleared.contains(&name) => format!("CASE WHEN {later} THEN NULL ELSE o.{name} END AS {name}"),
                _ => format!("o.{name}"),
            });
        }
        let (mut obstacles, mut factsheets, mut contacts) = (Vec::new(), Vec::new(), "1".to_owned());
        if let Some(day) = self.reference_date {
            obstacles.push(format!("o.received <= '{day}'"));
            factsheets.push(format!("(published IS NULL OR published <= '{day}')"));
            contacts = format!("date <= '{day}'");
        }
        if self.is_public {
            obstacles.push("o.number IN (SELECT number FROM temp.public_obstacle)".to_owned());
            factsheets.push(format!("void IS NULL AND published <= '{today}'"));
        }
        self.drop_views()?;
        let mut views = format!(
            "CREATE TEMP VIEW obstacle AS SELECT {} FROM main.obstacle AS o WHERE {};
             CREATE TEMP VIEW contact AS SELECT * FROM main.contact WHERE {contacts};
             CREATE TEMP VIEW factsheet AS SELECT * FROM main.factsheet WHERE {};",
            columns.join(", "),
            obstacles.join(" AND "),
            factsheets.join(" AND ")
        );
        for link in Entity::ALL.iter().filter_map(|entity| obstacle::link_to(*entity)) {
            let Some(day) = self.reference_date else { continue };
            let later = later(day);
            let (table, other) = (link.table, link.value);
            views.push_str(&format!(
                "CREATE TEMP VIEW {table} AS SELECT l.obstacle, l.{other} FROM main.{table} AS l \
                 JOIN main.obstacle AS o ON o.number = l.obstacle WHERE NOT coalesce({later}, 0);"
            ));
        }
        Ok(self.connection.execute_batch(&views)?)
    }
}
