//! The requests about clients. Each names its columns, and only ones its role reads.

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::filters::{Asker, Term, term};
use super::request::Request;
use super::stretches::stretches;
use crate::domain::cursor::Place;
use crate::domain::field::Field;
use crate::domain::lens::{Lens, Writer};
use crate::domain::list::{ListQuery, Order};
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

    /// The sort keys that can be asked for.
    pub fn orders(&self, query: &ListQuery) -> Vec<Order> {
        let known = |order: &Order| self.lens.reads(order.field) && self.has(order.field);
        query.orders.iter().copied().filter(known).collect()
    }

    /// The stretches of rows that the question's place consists of, in their order.
    pub fn stretches(&self, query: &ListQuery) -> Vec<Vec<Term>> {
        stretches(&self.orders(query), self.place(query))
    }

    /// Where the page is. A cursor of another order says nothing about this one.
    pub fn place<'a>(&self, query: &'a ListQuery) -> &'a Place {
        if self.orders(query).len() == query.orders.len() { &query.place } else { &Place::Start }
    }

    fn select(&self, fields: impl Iterator<Item = Field>) -> String {
        let keys: Vec<_> = fields.filter(|field| self.has(*field)).map(Field::key).collect();
        keys.join(",")
    }
}

/// What a row needs besides its columns: what to call it, who may change it, and what its menu offers.
const ROW_FIELDS: [Field; 5] = [Field::CompanyName, Field::Name, Field::Email, Field::Status, Field::AssignedManager];

/// Rows of the list: the columns, and of the place's stretches (see [`Scope::stretches`]) the one that is meant. It asks
/// no count, which would be the reason to wait.
pub fn list(
    scope: &Scope,
    query: &ListQuery,
    columns: &[Field],
    stretch: &[Term],
    limit: usize,
    asker: &Asker,
) -> Request {
    let keys = [Field::Id, Field::Version].into_iter().chain(columns.iter().copied()).chain(ROW_FIELDS);
    // The next page begins at the sort keys of this page's last row, shown or not.
    let sorted = scope.orders(query).into_iter().map(|order| order.field);
    let back = matches!(scope.place(query), Place::Before(_));
    narrowed(scope, query, keys.chain(sorted), stretch, asker)
        .with("order", order(scope, query, back))
        .with("limit", limit.to_string())
}

/// How many clients the question finds in all. Only the agency's heads may ask for the estimate, which costs nothing on a
/// large table: they see every row, so it tells them nothing new. What a search finds is always counted.
pub fn count(scope: &Scope, query: &ListQuery, exact: bool, asker: &Asker) -> Request {
    let estimated = !exact && query.search_term().is_none() && scope.lens.window() == Role::Owner.window();
    narrowed(scope, query, [Field::Id].into_iter(), &[], asker).with("limit", "1").prefer(if estimated {
        "count=estimated"
    } else {
        "count=exact"
    })
}

fn narrowed(
    scope: &Scope,
    query: &ListQuery,
    fields: impl Iterator<Item = Field>,
    stretch: &[Term],
    asker: &Asker,
) -> Request {
    let known = |field: Field| scope.lens.reads(field) && scope.has(field);
    let mut select: Vec<Field> = Vec::new();
    let mut add = |field: Field| {
        if known(field) && !select.contains(&field) {
            select.push(field);
        }
    };
    fields.for_each(&mut add);
    let request = match query.search_term() {
        // A call that only reads; the term stands in the body, where no log keeps it. Of a call's answer PostgREST
        // compares only columns that are selected.
        Some(term) => {
            query.filters.iter().for_each(|filter| filter.each(&mut |condition| add(condition.field())));
            Request::post(format!("/rest/v1/rpc/search_{}", scope.lens.window()), json!({ "term": term }))
        }
        None => Request::get(scope.path()),
    };
    let request = request.with("select", scope.select(select.into_iter()));
    let filters = query.filters.iter().filter_map(|filter| term(filter, asker, &known));
    let terms: Vec<_> = filters.chain(stretch.iter().cloned()).map(|term| term.text()).collect();
    if terms.is_empty() { request } else { request.with("and", format!("({})", terms.join(","))) }
}

/// Empty values last in both directions, because they are the least interesting; then by id in the direction of the last
/// key, so that pages never overlap and one index serves both. Backwards, all of it is turned round.
fn order(scope: &Scope, query: &ListQuery, back: bool) -> String {
    let orders = scope.orders(query);
    let word = |descending: bool| if descending == back { "asc" } else { "desc" };
    let empties = if back { ".nullsfirst" } else { ".nullslast" };
    let key = |order: &Order| {
        let empties = if order.field.can_be_empty() { empties } else { "" };
        format!("{}.{}{empties}", order.field.key(), word(order.descending))
    };
    let id = format!("id.{}", word(orders.last().is_some_and(|last| last.descending)));
    orders.iter().map(key).chain([id]).collect::<Vec<_>>().join(",")
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

/// Makes a client with the identity that the caller chose: a try whose answer was lost can be made again without a second
/// client.
pub fn create(writer: Writer, id: Uuid, mut columns: Map<String, Json>) -> Request {
    let scope = Scope::new(Lens::own(writer.role()));
    columns.insert(Field::Id.key().to_owned(), id.to_string().into());
    Request::post(scope.path(), Json::Object(columns))
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
    use super::super::filters::tests::asker;
    use super::*;
    use crate::domain::cursor::Cursor;
    use crate::domain::list::standard_columns;
    use crate::domain::permission::reads_field;

    fn own(role: Role) -> Scope {
        Scope::new(Lens::own(role))
    }

    fn writer(role: Role) -> Writer {
        Lens::own(role).writer().expect("not a preview")
    }

    fn page(scope: &Scope, query: &ListQuery) -> Request {
        let columns: Vec<_> = standard_columns(scope.lens.shown()).collect();
        let stretches = scope.stretches(query);
        list(scope, query, &columns, &stretches[0], 26, &asker())
    }

    #[test]
    fn the_first_page_of_a_staff_member() {
        assert_eq!(
            page(&own(Role::Staff), &ListQuery::default()).target(),
            "/rest/v1/staff_clients?select=id,version,company_name,name,email,status,tier,assigned_manager,renewal_date,\
             updated_at&order=updated_at.desc,id.desc&limit=26"
        );
    }

    #[test]
    fn a_filtered_later_page_of_an_owner_asks_for_what_it_sorts_by() {
        let id = Uuid::nil();
        let params = [("status", "lead,active"), ("sort", "industry"), ("after", &format!("[\"Retail\",\"{id}\"]"))];
        let query = ListQuery::from_params(params, Role::Owner);
        let request = page(&own(Role::Owner), &query);
        assert_eq!(
            request.target(),
            "/rest/v1/clients?select=id,version,company_name,name,email,status,tier,assigned_manager,annual_revenue,\
             renewal_date,updated_at,industry&and=(status.in.(lead,active),industry.gte.%22Retail%22,\
             or(industry.gt.%22Retail%22,id.gt.%2200000000-0000-0000-0000-000000000000%22))\
             &order=industry.asc.nullslast,id.asc&limit=26"
        );
        assert_eq!(request.prefer, None);
        let back = query.at(Place::Before(Cursor { keys: vec![None], id }), 2);
        assert!(page(&own(Role::Owner), &back).target().contains("&order=industry.desc.nullsfirst,id.desc&"));
        assert_eq!(own(Role::Owner).stretches(&back).len(), 2);
    }

    #[test]
    fn only_the_agencys_heads_ask_for_an_estimate() {
        let prefer = |role, exact| count(&own(role), &ListQuery::default(), exact, &asker()).prefer;
        assert_eq!(prefer(Role::Owner, false), Some("count=estimated"));
        assert_eq!(prefer(Role::Owner, true), Some("count=exact"));
        assert_eq!(prefer(Role::Member, false), Some("count=exact"));
        let request = count(&own(Role::Owner), &ListQuery::default().searching("mill"), false, &asker());
        assert_eq!(request.target(), "/rest/v1/rpc/search_clients?select=id&limit=1");
        assert_eq!((request.body, request.prefer), (Some(json!({ "term": "mill" })), Some("count=exact")));
        let narrowed = ListQuery::from_params([("q", "mill"), ("phone", "empty")], Role::Owner);
        assert!(count(&own(Role::Owner), &narrowed, true, &asker()).target().contains("?select=id,phone&and=(phone."));
    }

    #[test]
    fn a_search_keeps_filters_and_order() {
        let params = [("q", "mill"), ("renewal_date", "within.30"), ("assigned_manager", "me")];
        let target = page(&own(Role::Staff), &ListQuery::from_params(params, Role::Staff)).target();
        assert!(target.starts_with("/rest/v1/rpc/search_staff_clients?select=id,version,company_name"));
        assert!(target.contains(
            "&and=(and(renewal_date.gte.%222026-11-22%22,renewal_date.lte.%222026-12-22%22),assigned_manager.eq.%22u%22)&order="
        ));
    }

    #[test]
    fn an_admin_looking_as_staff_asks_their_own_window_for_less() {
        let scope = Scope::new(Lens::preview(Role::Admin, Role::Staff).expect("allowed"));
        let target = page(&scope, &ListQuery::default()).target();
        assert!(target.starts_with("/rest/v1/clients?") && !target.contains("annual_revenue"), "{target}");
    }

    #[test]
    fn a_column_that_the_database_lacks_is_not_asked_for() {
        let scope = Scope { absent: vec![Field::Tier, Field::UpdatedAt], ..own(Role::Staff) };
        for place in ["after", "before"] {
            let cursor = r#"["2026-11-22T00:00:00Z","00000000-0000-0000-0000-000000000000"]"#;
            let params = [("any", "tier:premium"), (place, cursor)];
            assert_eq!(
                page(&scope, &ListQuery::from_params(params, Role::Staff)).target(),
                "/rest/v1/staff_clients?select=id,version,company_name,name,email,status,assigned_manager,renewal_date\
                 &order=id.asc&limit=26"
            );
        }
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
                let group = format!("{}:filled;all({}:empty)", field.key(), field.key());
                let asked = [(field.key(), "filled"), ("any", &group), ("sort", field.key())];
                for read_as in [role, Role::Owner] {
                    let query = ListQuery::from_params(asked, read_as);
                    let cursor = Cursor { keys: vec![None; query.orders.len()], id: Uuid::nil() };
                    for query in [query.at(Place::After(cursor), 2), query] {
                        for stretch in scope.stretches(&query) {
                            requests.push(list(&scope, &query, &[*field], &stretch, 26, &asker()));
                        }
                        requests.push(count(&scope, &query, true, &asker()));
                    }
                }
            }
            for request in requests {
                for (key, value) in &request.query {
                    let parts = value.split([',', '(', ')']).filter(|_| ["select", "order", "and"].contains(key));
                    let columns = parts.map(|part| part.split('.').next().unwrap_or_default()).chain([*key]);
                    for field in columns.filter_map(Field::from_key) {
                        assert!(reads_field(role, field), "{role} asks for {} in {key}", field.key());
                    }
                }
            }
        }
    }
}
