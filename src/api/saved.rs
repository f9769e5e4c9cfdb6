//! Saved views: questions that people keep, for themselves or for the agency. Who may see which is the database's to say
//! (`public.views`): a shared view is not there for a reader who may not read a field it filters or sorts by.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::request::Request;
use crate::domain::field::Field;
use crate::domain::list::{ListQuery, columns_from_text};
use crate::domain::role::Role;
use crate::domain::views::BUILT_IN;

/// The longest name, in characters.
pub const NAME_MAX: usize = 80;

/// The longest question, in characters as it is kept.
const QUERY_MAX: usize = 4000;

/// A view as the reader sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    pub id: Uuid,
    pub name: String,
    /// The question, with its columns.
    pub query: ListQuery,
    /// Whether the agency sees it.
    pub shared: bool,
    /// Whether it is the reader's own.
    pub mine: bool,
    /// Who made it.
    pub author: String,
    /// Whether the reader's list opens with it.
    pub is_default: bool,
}

impl SavedView {
    /// Reads a row of the window; `None` when it is not one.
    pub fn from_row(row: &Json, role: Role) -> Option<Self> {
        let text = |key: &str| row.get(key).and_then(Json::as_str);
        let flag = |key: &str| row.get(key).and_then(Json::as_bool).unwrap_or_default();
        Some(Self {
            id: text("id")?.parse().ok()?,
            name: text("name")?.to_owned(),
            query: query_from_json(row, role)?,
            shared: flag("shared"),
            mine: flag("mine"),
            author: text("author").unwrap_or_default().to_owned(),
            is_default: flag("is_default"),
        })
    }
}

/// With which view a person's list opens, as `me` answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultView {
    /// A view's id, or a built-in one's word.
    pub id: String,
    row: Json,
}

impl DefaultView {
    /// Reads it from the answer; `None` when the list opens as it does for everybody.
    pub fn from_json(me: &Json) -> Option<Self> {
        let row = me.get("default_view")?;
        Some(Self { id: row.get("id")?.as_str()?.to_owned(), row: row.clone() })
    }

    /// The same of a view that was just chosen or changed.
    pub fn of(id: String, query: &ListQuery) -> Self {
        Self { id, row: row("", query, false) }
    }

    /// The question it asks.
    pub fn query(&self, role: Role) -> Option<ListQuery> {
        match BUILT_IN.iter().find(|view| view.word == self.id) {
            Some(view) => Some(view.query(role)),
            None => query_from_json(&self.row, role),
        }
    }
}

/// Whether a question is short enough to be kept.
pub fn can_be_kept(query: &ListQuery) -> bool {
    let plain = ListQuery { columns: Vec::new(), ..query.from_start() };
    params_to_text(&plain.to_params()).len() <= QUERY_MAX
}

/// The question of an object with `query` (as in the address bar) and `columns`.
pub fn query_from_json(json: &Json, role: Role) -> Option<ListQuery> {
    let params = params_from_text(json.get("query")?.as_str()?);
    let mut query = ListQuery::from_params(params.iter().map(|(key, value)| (key.as_str(), value.as_str())), role);
    let columns: Vec<&str> = json.get("columns")?.as_array()?.iter().filter_map(Json::as_str).collect();
    query.columns = columns_from_text(&columns.join(","), role);
    Some(query.from_start())
}

/// The views that the asker may see, by name.
pub fn views() -> Request {
    Request::get("/rest/v1/views")
        .with("select", "id,name,query,columns,shared,mine,author,is_default")
        .with("order", "name.asc,id.asc")
}

/// Keeps a question under a name.
pub fn create_view(name: &str, query: &ListQuery, shared: bool) -> Request {
    returning(Request::post("/rest/v1/views", row(name, query, shared)))
}

/// Puts another question, or another name, in place of one's own view.
pub fn change_view(id: Uuid, name: &str, query: &ListQuery, shared: bool) -> Request {
    returning(Request::patch("/rest/v1/views", row(name, query, shared)).with("id", format!("eq.{id}")))
}

/// Removes a view.
pub fn delete_view(id: Uuid) -> Request {
    Request::delete("/rest/v1/views")
        .with("id", format!("eq.{id}"))
        .with("select", "id")
        .prefer("return=representation")
}

/// Says with which view the asker's list opens: a view's id, a built-in one's word, or none.
pub fn set_default_view(view: Option<&str>) -> Request {
    Request::post("/rest/v1/rpc/set_default_view", json!({ "view": view }))
}

fn returning(request: Request) -> Request {
    request.with("select", "id,name,query,columns,shared,mine,author,is_default").prefer("return=representation")
}

fn row(name: &str, query: &ListQuery, shared: bool) -> Json {
    let plain = ListQuery { columns: Vec::new(), ..query.from_start() };
    let keys = |fields: &[Field]| -> Vec<Json> { fields.iter().map(|field| field.key().into()).collect() };
    let mut row = Map::new();
    row.insert("name".to_owned(), name.into());
    row.insert("query".to_owned(), params_to_text(&plain.to_params()).into());
    row.insert("fields".to_owned(), keys(&query.fields()).into());
    row.insert("columns".to_owned(), keys(&query.columns).into());
    row.insert("shared".to_owned(), shared.into());
    Json::Object(row)
}

/// Parameters as they stand behind the `?` of an address.
pub fn params_to_text(params: &[(&'static str, String)]) -> String {
    let mut text = String::new();
    for (key, value) in params {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(key);
        text.push('=');
        super::request::encode_into(value, &mut text);
    }
    text
}

/// Reads what [`params_to_text`] wrote.
pub fn params_from_text(text: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| pair.split_once('=').map(|(key, value)| (key.to_owned(), decoded(value)));
    text.split('&').filter_map(pair).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut plain = Vec::new();
    while let Some(byte) = bytes.next() {
        let mut digit = || char::from(bytes.next()?).to_digit(16);
        match byte {
            b'%' => plain.extend(digit().zip(digit()).and_then(|(high, low)| u8::try_from(high * 16 + low).ok())),
            byte => plain.push(byte),
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_view_comes_back_as_it_was_saved() {
        let params = [
            ("status", "lead"),
            ("any", "tier:premium;name:contains.a&b=c"),
            ("sort", "-name"),
            ("columns", "name,email"),
        ];
        let query = ListQuery::from_params(params, Role::Owner);
        let request = create_view("Ours", &query, true);
        let mut row = request.body.expect("a body");
        assert_eq!(row["fields"], json!(["name", "status", "tier"]));
        row["id"] = json!("00000000-0000-0000-0000-000000000001");
        let view = SavedView::from_row(&row, Role::Owner).expect("a view");
        assert_eq!((view.query, view.name.as_str(), view.shared, view.mine), (query, "Ours", true, false));
    }

    #[test]
    fn a_default_view_is_a_word_or_a_question() {
        let read = |me: Json| DefaultView::from_json(&me);
        assert_eq!(read(json!({ "user_id": "u", "default_view": null })), None);
        let word = read(json!({ "default_view": { "id": "leads", "query": "", "columns": [] } })).expect("a word");
        assert_eq!(word.query(Role::Staff).map(|query| query.to_params()), Some(vec![("status", "lead".to_owned())]));
        let query = ListQuery::from_params([("tier", "premium"), ("columns", "name")], Role::Owner);
        let made = DefaultView::of("1".to_owned(), &query);
        assert_eq!(made.query(Role::Owner), Some(query));
    }

    #[test]
    fn a_reader_gets_only_columns_of_theirs() {
        let row = json!({ "id": "00000000-0000-0000-0000-000000000001", "name": "x", "query": "annual_revenue=filled", "columns": ["annual_revenue", "name"] });
        let view = SavedView::from_row(&row, Role::Staff).expect("a view");
        assert_eq!(view.query.to_params(), [("columns", "name".to_owned())]);
    }

    proptest! {
        #[test]
        fn parameters_read_back(value in "\\PC{0,30}", odd in "[%a-f0-9&=]{0,20}") {
            let params = [("q", value.clone())];
            prop_assert_eq!(params_from_text(&params_to_text(&params)), [("q".to_owned(), value)]);
            let _ = params_from_text(&odd);
        }
    }
}
