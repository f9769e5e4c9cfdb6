//! The requests about clients. Each names its columns, and only ones its role reads.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::filters::{Asker, filters};
use super::request::Request;
use crate::domain::field::Field;
use crate::domain::lens::{Lens, Writer};
use crate::domain::list::{ListQuery, PAGE_SIZE, columns};
use crate::domain::role::Role;

/// What a request may ask of the endpoint: the columns of a lens that the database has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// With whose eyes.
    pub lens: Lens,
    /// Columns of the registry that this database turned out not to have.
    pub absent: Vec<Field>,
}

impl Scope {
    /// Every column of the lens.
    pub const fn new(lens: Lens) -> Self {
        Self { lens, absent: Vec::new() }
    }

    fn path(&self) -> String {
        format!("/rest/v1/{}", self.lens.window())
    }

    fn has(&self, field: Field) -> bool {
        !self.absent.contains(&field)
    }

    fn select(&self, fields: impl Iterator<Item = Field>) -> String {
        let keys: Vec<_> = fields.filter(|field| self.has(*field)).map(Field::key).collect();
        keys.join(",")
    }
}

/// One page of the list, with the total. Only the agency's heads get an estimate for a large table: they see every row,
/// so it tells them nothing new; the others' rows are few enough to be counted, and so are those a search finds.
pub fn list(scope: &Scope, query: &ListQuery, asker: &Asker) -> Request {
    let shown = scope.lens.shown();
    let keys = [Field::Id, Field::Version].into_iter().chain(columns(shown));
    let search = query.search_term();
    let mut request = match search {
        // A call that only reads; the term stands in the body, where no log keeps it.
        Some(term) => Request::post(format!("/rest/v1/rpc/search_{}", scope.lens.window()), json!({ "term": term })),
        None => Request::get(scope.path()),
    };
    request = request.with("select", scope.select(keys));
    let readable = |field: Field| scope.lens.readable().any(|other| other == field) && scope.has(field);
    for condition in query.conditions.iter().filter(|condition| readable(condition.field())) {
        for filter in filters(condition, asker) {
            request = request.with(condition.field().key(), filter);
        }
    }
    request = request.with("order", order(scope, query)).with("limit", PAGE_SIZE.to_string());
    if query.page > 1 {
        request = request.with("offset", ((query.page - 1) * PAGE_SIZE).to_string());
    }
    let estimated = search.is_none() && scope.lens.window() == Role::Owner.window();
    request.prefer(if estimated { "count=estimated" } else { "count=exact" })
}

/// Empty values last in both directions, because they are the least interesting; then by id, so that pages never
/// overlap.
fn order(scope: &Scope, query: &ListQuery) -> String {
    let order = &query.order;
    let known = scope.lens.readable().any(|field| field == order.field) && scope.has(order.field);
    if order.field == Field::Id || !known {
        return "id.asc".to_owned();
    }
    let direction = if order.descending { "desc" } else { "asc" };
    format!("{}.{direction}.nullslast,id.asc", order.field.key())
}

/// One client with everything the lens shows.
pub fn client(scope: &Scope, id: Uuid) -> Request {
    let select = scope.select(scope.lens.readable());
    Request::get(scope.path()).with("select", select).with("id", format!("eq.{id}")).with("limit", "1")
}

/// The record of a portal user: their window holds no other.
pub fn own_client(scope: &Scope) -> Request {
    Request::get(scope.path()).with("select", scope.select(scope.lens.readable())).with("limit", "1")
}

/// One row with every column that the window has, to learn which the database does not have.
pub fn any_row(scope: &Scope) -> Request {
    Request::get(scope.path()).with("select", "*").with("limit", "1")
}

/// Changes a client if it is still at `version`. No row back means somebody was quicker, or it is gone.
pub fn update(writer: Writer, id: Uuid, version: i64, changes: Map<String, Json>) -> Request {
    let scope = Scope::new(Lens::own(writer.role()));
    Request::patch(scope.path(), Json::Object(changes))
        .with("id", format!("eq.{id}"))
        .with("version", format!("eq.{version}"))
        .with("select", scope.select(scope.lens.readable()))
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
    use crate::domain::calendar::{Date, Instant};
    use crate::domain::permission::reads_field;

    fn asker() -> Asker {
        Asker {
            user_id: "00000000-0000-4000-8000-000000000009".to_owned(),
            today: Date::from_text("2026-11-22").expect("a day"),
            now: Instant::from_text("2026-11-22T12:00:00Z").expect("a moment"),
        }
    }

    fn own(role: Role) -> Scope {
        Scope::new(Lens::own(role))
    }

    fn writer(role: Role) -> Writer {
        Lens::own(role).writer().expect("not a preview")
    }

    #[test]
    fn the_first_page_of_a_staff_member() {
        assert_eq!(
            list(&own(Role::Staff), &ListQuery::default(), &asker()).target(),
            "/rest/v1/staff_clients?select=id,version,company_name,name,email,status,tier,assigned_manager,renewal_date,\
             updated_at&order=updated_at.desc.nullslast,id.asc&limit=25"
        );
    }

    #[test]
    fn a_filtered_later_page_of_an_owner() {
        let query =
            ListQuery::from_params([("status", "lead,active"), ("sort", "company_name"), ("page", "3")], Role::Owner);
        let request = list(&own(Role::Owner), &query, &asker());
        assert_eq!(
            request.target(),
            "/rest/v1/clients?select=id,version,company_name,name,email,status,tier,assigned_manager,annual_revenue,\
             renewal_date,updated_at&status=in.(lead,active)&order=company_name.asc.nullslast,id.asc&limit=25&offset=50"
        );
        assert_eq!(request.prefer, Some("count=estimated"));
        assert_eq!(list(&own(Role::Member), &query, &asker()).prefer, Some("count=exact"));
    }

    #[test]
    fn a_search_keeps_filters_and_order() {
        let params = [("q", "mill"), ("renewal_date", "within.30"), ("assigned_manager", "me")];
        let request = list(&own(Role::Staff), &ListQuery::from_params(params, Role::Staff), &asker());
        assert!(request.target().starts_with("/rest/v1/rpc/search_staff_clients?select=id,version,company_name"));
        assert!(request.target().contains(
            "&renewal_date=gte.2026-11-22&renewal_date=lte.2026-12-22&assigned_manager=eq.00000000-0000-4000-8000-000000000009&order="
        ));
        assert_eq!((request.body, request.prefer), (Some(json!({ "term": "mill" })), Some("count=exact")));
    }

    #[test]
    fn an_admin_looking_as_staff_asks_their_own_window_for_less() {
        let scope = Scope::new(Lens::preview(Role::Admin, Role::Staff).expect("allowed"));
        let target = list(&scope, &ListQuery::default(), &asker()).target();
        assert!(target.starts_with("/rest/v1/clients?") && !target.contains("annual_revenue"), "{target}");
    }

    #[test]
    fn a_column_that_the_database_lacks_is_not_asked_for() {
        let scope = Scope { absent: vec![Field::Tier, Field::UpdatedAt], ..own(Role::Staff) };
        assert_eq!(
            list(&scope, &ListQuery::default(), &asker()).target(),
            "/rest/v1/staff_clients?select=id,version,company_name,name,email,status,assigned_manager,renewal_date\
             &order=id.asc&limit=25"
        );
    }

    #[test]
    fn an_update_names_the_version_it_started_from() {
        let changes = json!({ "name": "Ann" });
        let request = update(writer(Role::Member), Uuid::nil(), 7, changes.as_object().expect("an object").clone());
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
            let scope = own(role);
            let mut requests =
                vec![client(&scope, Uuid::nil()), own_client(&scope), update(writer(role), Uuid::nil(), 1, Map::new())];
            for field in Field::ALL {
                let params = [("sort", field.key())];
                let asked = [(field.key(), "filled"), ("sort", field.key())];
                requests.push(list(&scope, &ListQuery::from_params(asked, Role::Owner), &asker()));
                requests.push(list(&scope, &ListQuery::from_params(params, role), &asker()));
                requests.push(list(&scope, &ListQuery::from_params(params, Role::Owner), &asker()));
            }
            for request in requests {
                for (key, value) in &request.query {
                    let listed = value.split(',').filter(|_| ["select", "order"].contains(key));
                    let columns = listed.map(|part| part.split('.').next().unwrap_or_default()).chain([*key]);
                    for field in columns.filter_map(Field::from_key) {
                        assert!(reads_field(role, field), "{role} asks for {} in {key}", field.key());
                    }
                }
            }
        }
    }
}
