//! One client as a role sees it.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::field::{Field, Kind};
use super::value::Value;

/// What a record knows of one field. "Restricted" and "empty" are different answers.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// The answer did not carry it: not asked for, or not this role's to read.
    #[default]
    Restricted,
    /// The column is NULL.
    Empty,
    /// The column's value.
    Filled(Value),
    /// Something this version cannot read (a newer database, an older application); kept as it came.
    Unreadable(String),
}

impl Cell {
    /// Reads a column as the endpoint returns it.
    pub fn from_json(field: Field, json: &Json) -> Self {
        match Value::from_json(field.kind(), json) {
            Ok(Some(value)) => Self::Filled(value),
            Ok(None) => Self::Empty,
            Err(_) => Self::Unreadable(json.to_string()),
        }
    }
}

/// A client: one cell per field of the registry.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    cells: Vec<Cell>,
}

impl Record {
    /// Reads a row as the endpoint returns it. Columns that the registry does not know are passed over.
    ///
    /// ```
    /// use clientele::domain::{field::Field, record::{Cell, Record}};
    /// let row = serde_json::json!({ "name": "Ann", "phone": null });
    /// let record = Record::from_row(row.as_object().unwrap());
    /// assert_eq!(record.text(Field::Name), "Ann");
    /// assert_eq!(record.cell(Field::Phone), &Cell::Empty);
    /// assert_eq!(record.cell(Field::AnnualRevenue), &Cell::Restricted);
    /// ```
    pub fn from_row(row: &Map<String, Json>) -> Self {
        let cell = |field: &Field| match row.get(field.key()) {
            None => Cell::Restricted,
            Some(json) => Cell::from_json(*field, json),
        };
        Self { cells: Field::ALL.iter().map(cell).collect() }
    }

    /// A record of which one field is known.
    #[must_use]
    pub fn of_one(field: Field, value: Option<Value>) -> Self {
        Self::from_row(&Map::new()).with(field, value)
    }

    /// What is known of a field.
    pub fn cell(&self, field: Field) -> &Cell {
        self.cells.get(field as usize).unwrap_or(&Cell::Restricted)
    }

    /// The field's value, when there is one.
    pub fn value(&self, field: Field) -> Option<&Value> {
        match self.cell(field) {
            Cell::Filled(value) => Some(value),
            _ => None,
        }
    }

    /// The record with another value in one field, as an edit that is not saved yet shows it.
    #[must_use]
    pub fn with(&self, field: Field, value: Option<Value>) -> Self {
        let mut changed = self.clone();
        if let Some(cell) = changed.cells.get_mut(field as usize) {
            *cell = value.map_or(Cell::Empty, Cell::Filled);
        }
        changed
    }

    /// The field as a form shows it; empty when there is nothing.
    pub fn text(&self, field: Field) -> String {
        match self.cell(field) {
            Cell::Filled(value) => value.to_text(),
            Cell::Unreadable(raw) => raw.clone(),
            Cell::Restricted | Cell::Empty => String::new(),
        }
    }

    /// The record's identity.
    pub fn id(&self) -> Option<Uuid> {
        match self.value(Field::Id) {
            Some(Value::Id(id)) => Some(*id),
            _ => None,
        }
    }

    /// Counts the record's changes; a save names the version it started from.
    pub fn version(&self) -> Option<i64> {
        match self.value(Field::Version) {
            Some(Value::Integer(version)) => Some(*version),
            _ => None,
        }
    }

    /// What to call this client: the company, else the name, else the address.
    pub fn title(&self) -> String {
        let named = [Field::CompanyName, Field::Name, Field::Email].into_iter().find_map(|field| self.value(field));
        named.map_or_else(|| "Unnamed client".to_owned(), Value::to_text)
    }

    /// A field's value as people read it: a label instead of a word on the wire.
    pub fn label(&self, field: Field) -> String {
        match (field.kind(), self.value(field)) {
            (Kind::Choice(_), Some(Value::Choice(choice))) => choice.label.to_owned(),
            (Kind::Tags, Some(Value::List(entries))) => entries.join(", "),
            _ => self.text(field),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_word_from_a_newer_database_does_not_lose_the_row() {
        let row = json!({ "company_name": "Ann Co", "status": "hibernating" });
        let record = Record::from_row(row.as_object().expect("an object"));
        assert_eq!(record.cell(Field::Status), &Cell::Unreadable("\"hibernating\"".into()));
        assert_eq!(record.title(), "Ann Co");
    }
}
