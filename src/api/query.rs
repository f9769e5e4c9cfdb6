//! The requests about clients. Each names its columns, and only ones its role reads.

use serde_json::{Map, Value as Json};
use uuid::Uuid;

use super::request::Request;
use crate::domain::field::Field;
use crate::domain::list::{ListQuery, PAGE_SIZE, columns};
use crate::domain::permission::{readable, reads_field};
use crate::domain::role::Role;

fn window(role: Role) -> String {
    format!("/rest/v1/{}", role.window())
}

fn select(fields: impl Iterator<Item = Field>) -> String {
    let keys: Vec<_> = fields.map(Field::key).collect();
    keys.join(",")
}

/// One page of the list, with the total. Only the agency's heads get an estimate for a large table: they see every row,
/// so it tells them nothing new; the others' rows are few enough to be counted.
pub fn list(role: Role, query: &ListQuery) -> Request {
    let order = &query.order;
    let direction = if order.descending { "desc" } else { "asc" };
    // Empty values last in both directions: they are the least interesting.
    let sort = if order.field == Field::Id || !reads_field(role, order.field) {
        "id.asc".to_owned()
    } else {
        format!("{}.{direction}.nullslast,id.asc", order.field.key())
    };
    let keys = [Field::Id, Field::Version].into_iter().chain(columns(role));
    let mut request = Request::get(window(role)).with("select", select(keys));
    if !query.statuses.is_empty() {
        let words: Vec<_> = query.statuses.iter().map(|choice| choice.wire).collect();
        request = request.with("status", format!("in.({})", words.join(",")));
    }
    request = request.with("order", sort).with("limit", PAGE_SIZE.to_string());
    if query.page > 1 {
        request = request.with("offset", ((query.page - 1) * PAGE_SIZE).to_string());
    }
    request.prefer(if role >= Role::Admin { "count=estimated" } else { "count=exact" })
}

/// One client with everything the role reads.
pub fn client(role: Role, id: Uuid) -> Request {
    Request::get(window(role)).with("select", select(readable(role))).with("id", format!("eq.{id}")).with("limit", "1")
}

/// The record of a portal user: the window holds no other.
pub fn own_client() -> Request {
    let role = Role::Viewer;
    Request::get(window(role)).with("select", select(readable(role))).with("limit", "1")
}

/// Changes a client if it is still at `version`. No row back means somebody was quicker, or it is gone.
pub fn update(role: Role, id: Uuid, version: i64, changes: Map<String, Json>) -> Request {
    Request::patch(window(role), Json::Object(changes))
        .with("id", format!("eq.{id}"))
        .with("version", format!("eq.{version}"))
        .with("select", select(readable(role)))
        .prefer("return=representation")
}

/// The names of the agency's people, for showing a manager.
pub fn team() -> Request {
    Request::get("/rest/v1/team").with("select", "user_id,name").with("order", "name.asc,user_id.asc")
}

/// Who the signed-in person is to the agency.
pub fn me() -> Request {
    rpc("me")
}

/// The same after a sign-in: links the person's record to their sign-in and notes the time.
pub fn touch_login() -> Request {
    rpc("touch_login")
}

/// Notes the time of a sign-out.
pub fn touch_logout() -> Request {
    rpc("touch_logout")
}

fn rpc(name: &str) -> Request {
    Request::post(format!("/rest/v1/rpc/{name}"), Json::Object(Map::new()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_page_of_a_staff_member() {
        assert_eq!(
            list(Role::Staff, &ListQuery::default()).target(),
            "/rest/v1/staff_clients?select=id,version,company_name,name,email,status,tier,assigned_manager,renewal_date,\
             updated_at&order=updated_at.desc.nullslast,id.asc&limit=25"
        );
    }

    #[test]
    fn a_filtered_later_page_of_an_owner() {
        let query =
            ListQuery::from_params([("status", "lead,active"), ("sort", "company_name"), ("page", "3")], Role::Owner);
        let request = list(Role::Owner, &query);
        assert_eq!(
            request.target(),
            "/rest/v1/clients?select=id,version,company_name,name,email,status,tier,assigned_manager,annual_revenue,\
             renewal_date,updated_at&status=in.(lead,active)&order=company_name.asc.nullslast,id.asc&limit=25&offset=50"
        );
        assert_eq!(request.prefer, Some("count=estimated"));
        assert_eq!(list(Role::Member, &query).prefer, Some("count=exact"));
    }

    #[test]
    fn an_update_names_the_version_it_started_from() {
        let changes = json!({ "name": "Ann" });
        let request = update(Role::Member, Uuid::nil(), 7, changes.as_object().expect("an object").clone());
        let target = request.target();
        assert!(target.starts_with(
            "/rest/v1/member_clients?id=eq.00000000-0000-0000-0000-000000000000&version=eq.7&select=id,email"
        ));
        assert_eq!(request.body, Some(changes));
        assert_eq!(request.prefer, Some("return=representation"));
    }

    #[test]
    fn no_request_names_a_column_above_its_role() {
        for role in Role::ALL {
            let mut requests = vec![client(role, Uuid::nil()), update(role, Uuid::nil(), 1, Map::new())];
            for field in Field::ALL {
                let params = [("sort", field.key())];
                requests.push(list(role, &ListQuery::from_params(params, role)));
                requests.push(list(role, &ListQuery::from_params(params, Role::Owner)));
            }
            for request in requests {
                for (key, value) in &request.query {
                    let columns = value.split(',').map(|part| part.split('.').next().unwrap_or_default());
                    for field in columns.filter(|_| ["select", "order"].contains(key)).filter_map(Field::from_key) {
                        assert!(reads_field(role, field), "{role} asks for {} in {key}", field.key());
                    }
                }
            }
        }
    }
}
