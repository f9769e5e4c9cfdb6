//! The row after which a list is read on. Its sort keys and its identity say where it stood, so that the next page costs
//! what the first did, and no row comes twice or is missed while others write.

use serde_json::Value as Json;
use uuid::Uuid;

use super::list::Order;
use super::record::Record;
use super::value::Value;

/// A row's place in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// What the row has in each sort key.
    pub keys: Vec<Option<Value>>,
    /// Tells rows of equal keys apart.
    pub id: Uuid,
}

/// Which rows of the list are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Place {
    /// The first ones.
    #[default]
    Start,
    /// The ones behind a row.
    After(Cursor),
    /// The ones before a row.
    Before(Cursor),
}

impl Cursor {
    /// The row's place in the order; `None` for a row without an identity.
    pub fn of(record: &Record, orders: &[Order]) -> Option<Self> {
        let keys = orders.iter().map(|order| record.value(order.field).cloned()).collect();
        Some(Self { keys, id: record.id()? })
    }

    /// Reads what [`Cursor::to_text`] wrote for the same order.
    pub fn from_text(text: &str, orders: &[Order]) -> Option<Self> {
        let Json::Array(parts) = serde_json::from_str(text).ok()? else { return None };
        let (id, keys) = parts.split_last().filter(|(_, keys)| keys.len() == orders.len())?;
        let read = |(json, order): (&Json, &Order)| {
            let value = Value::from_json(order.field.kind(), json).ok()?;
            value.as_ref().is_none_or(Value::is_comparable).then_some(value)
        };
        let keys = keys.iter().zip(orders).map(read).collect::<Option<_>>()?;
        Some(Self { keys, id: id.as_str()?.parse().ok()? })
    }

    /// As it stands in the address bar: the keys and the identity as a JSON list.
    ///
    /// ```
    /// use clientele::domain::{cursor::Cursor, field::Field, list::Order};
    /// let order = [Order { field: Field::Tier, descending: false }];
    /// let text = r#"["premium","00000000-0000-0000-0000-000000000000"]"#;
    /// assert_eq!(Cursor::from_text(text, &order).expect("a cursor").to_text(), text);
    /// assert_eq!(Cursor::from_text(text, &[]), None);
    /// ```
    pub fn to_text(&self) -> String {
        let key = |value: &Option<Value>| value.as_ref().map_or(Json::Null, Value::to_json);
        let id = Json::String(self.id.to_string());
        Json::Array(self.keys.iter().map(key).chain([id]).collect()).to_string()
    }
}
