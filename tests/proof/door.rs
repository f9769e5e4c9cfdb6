//! The doors themselves: every way PostgREST offers to name, filter, order, count, embed or write a column.

use std::collections::BTreeSet;

use clientele::domain::field::{FIELDS, Field, Kind};
use clientele::domain::permission::reads_field;
use clientele::domain::role::Role;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::http::{Ask, encoded};
use crate::person::{Person, Who, windows};

/// One question and which way it tries.
#[derive(Clone, Debug)]
pub struct Door {
    pub name: &'static str,
    pub ask: Ask,
    /// The answer is about rows of this test alone, so that two of them can be compared.
    pub own_rows: bool,
}

/// What is asked for: a column of a window, by somebody whose own window is `own`.
pub struct Target {
    pub window: &'static str,
    pub key: &'static str,
    pub own: &'static str,
    /// What the column holds in the first state.
    pub value: Json,
    /// A row that they see, and its address.
    pub id: Uuid,
    pub email: String,
    pub exposed: Exposed,
    /// One satellite instead of all.
    pub brief: bool,
}

/// What PostgREST says it exposes: everything somebody is allowed to name.
#[derive(Clone, Debug)]
pub struct Exposed {
    /// Relations that are no client windows.
    pub satellites: Vec<String>,
    pub functions: Vec<String>,
}

impl Exposed {
    /// Asks as an owner, to whom the most is shown, and as a viewer and anon.
    pub fn ask(scene: &str) -> Self {
        let people = [Who::Of(Role::Owner), Who::Of(Role::Viewer), Who::Anon].map(|who| Person::new(who, scene));
        let paths: BTreeSet<String> = people
            .iter()
            .flat_map(|person| person.send(&Ask::get("/")).json()["paths"].as_object().unwrap().clone())
            .map(|(path, _)| path.trim_start_matches('/').to_owned())
            .filter(|path| !path.is_empty() && !windows().contains(&path.as_str()))
            .collect();
        let (functions, satellites) = paths.into_iter().partition(|path| path.starts_with("rpc/"));
        Self { satellites, functions }
    }
}

/// Every way to read, filter, order, count or embed the column.
pub fn field_doors(target: &Target) -> Vec<Door> {
    let Target { window, key, own, .. } = target;
    let value = encoded(&literal(&target.value));
    let mut doors = Vec::new();
    let mut door = |name, ask: Ask| doors.push(Door { name, ask, own_rows: true });
    let get = |query: String| Ask::get(in_order(format!("/{window}?{query}")));

    door("select", get(format!("select=id,{key}")));
    door("select", get(format!("select=renamed:{key}")));
    door("cast", get(format!("select=id,{key}::text")));
    door("filter", get(format!("select=id&{key}=eq.{value}")));
    door("filter", get(format!("select=id&{key}=neq.{value}")));
    door("filter", get(format!("select=id&{key}=not.is.null")));
    door("filter", get(format!("select=id&{key}=lte.{value}")));
    door("filter", get(format!("select=id&{key}=isdistinct.{value}")));
    door("filter", get(format!("select=id&{key}=in.({value})")));
    door("filter", get(format!("select=id&{key}=like.*{}*", &value.get(..6).unwrap_or("q"))));
    door("filter", get(format!("select=id&{key}=cs.{value}")));
    door("or", get(format!("select=id&or=({key}.eq.{value},name.eq.nobody)")));
    door("or", get(format!("select=id&and=(id.not.is.null,{key}.gte.{value})")));
    door("or", get(format!("select=id&not.or=({key}.is.null,{key}.eq.{value})")));
    door("JSON path", get(format!("select=id,{key}-%3Esample")));
    door("JSON path", get(format!("select=id,{key}-%3E%3Esample")));
    door("JSON path", get(format!("select=id,{key}-%3Edeep-%3E0-%3En")));
    door("JSON path", get(format!("select=id&{key}-%3E%3Esample=gte.q131")));
    door("JSON path", get(format!("select=id&order={key}-%3E%3Esample")));
    door("order", get(format!("select=id&order={key}.desc.nullslast,id")));
    door("order", get(format!("select=id&order={key}&limit=1")));
    door("aggregate", get(format!("select={key}.max()")));
    door("aggregate", get(format!("select={key},id.count()")));
    door("CSV", get(format!("select=id,{key}")).header("accept", "text/csv"));
    door("CSV", get(format!("select=id&{key}=eq.{value}")).header("accept", "text/csv"));
    door("single object", get(format!("select={key}&id=eq.{}", target.id)).header("accept", OBJECT));
    door("plan", get(format!("select=id&{key}=eq.{value}")).header("accept", "application/vnd.pgrst.plan+json"));
    for count in ["exact", "planned", "estimated"] {
        let ask = Ask::new("HEAD", format!("/{window}?select=id&{key}=eq.{value}"));
        door(if count == "exact" { "exact count" } else { "estimated count" }, ask.prefer(format!("count={count}")));
    }
    if window == own || has(window, key) {
        embedding(target, &value, &mut door);
    }
    // What a function shows does not depend on the window.
    let functions = &target.exposed.functions;
    let asked = if window == own { &functions[..] } else { &[] };
    let asked = if target.brief { &functions[target.key.len() % functions.len()..][..1] } else { asked };
    for function in asked {
        let call = |query: String| Ask::get(in_order(format!("/{function}?term=Sample&{query}")));
        door("function", call(format!("select=id,{key}")));
        door("function", call(format!("select=id&{key}=eq.{value}")));
        door("function", call(format!("select=id&order={key}")));
    }
    doors
}

/// The same question with its rows in an order. Rows that nobody asked to be in order come as they lie in the table,
/// which an update or the planner changes at any time.
fn in_order(path: String) -> String {
    if path.contains("order=") || path.contains("()") {
        return path;
    }
    let and = if path.contains('?') { '&' } else { '?' };
    let key = if path.starts_with("/team") { "user_id" } else { "id" };
    format!("{path}{and}order={key}")
}

/// Whether the registry gives this column to a role with this window.
fn has(window: &str, key: &str) -> bool {
    let reads = |role: &Role| Field::from_key(key).is_some_and(|field| reads_field(*role, field));
    Role::ALL.iter().filter(|role| role.window() == window).any(reads)
}

const OBJECT: &str = "application/vnd.pgrst.object+json";

/// From every satellite to the window, and from the own window through it to any other.
fn embedding(target: &Target, value: &str, door: &mut impl FnMut(&'static str, Ask)) {
    let Target { window, key, own, .. } = target;
    let satellites = &target.exposed.satellites;
    let all = if target.brief { &satellites[target.key.len() % satellites.len()..][..1] } else { &satellites[..] };
    for satellite in all {
        door("embedded", Ask::get(in_order(format!("/{satellite}?select=id,{window}({key})"))));
        door("embedded and spread", Ask::get(in_order(format!("/{satellite}?select=id,...{window}({key})"))));
        door(
            "embedded filter",
            Ask::get(in_order(format!("/{satellite}?select=id,{window}!inner(id)&{window}.{key}=eq.{value}"))),
        );
        door("embedded order", Ask::get(format!("/{satellite}?select=id,{window}()&order={window}({key}).desc,id")));
        door(
            "embedded and back",
            Ask::get(format!("/{own}?select=id,{satellite}(id,{window}({key}))&id=eq.{}", target.id)),
        );
    }
}

/// What needs no hidden column's name: everything a window gives away by itself.
pub fn window_doors(target: &Target) -> Vec<Door> {
    let Target { window, .. } = target;
    // The admins' window shows everybody's rows; the team and what colleagues share changes with other tests.
    let own_rows = target.own != Role::Owner.window();
    let colleagues = |ask: &Ask| ask.path.contains("team") || ask.path.contains("views");
    let mut doors = Vec::new();
    let mut door = |name, ask: Ask| doors.push(Door { name, own_rows: own_rows && !colleagues(&ask), ask });
    door("everything", Ask::get(in_order(format!("/{window}"))));
    door("everything", Ask::get(in_order(format!("/{window}?select=*"))));
    door("everything", Ask::get(in_order(format!("/{window}?select={window}"))));
    door("everything", Ask::get(in_order(format!("/{window}?select=*"))).header("accept", "text/csv"));
    door("everything", Ask::get(format!("/{window}?select=*&id=eq.{}", target.id)).header("accept", OBJECT));
    door("everything", Ask::get(format!("/{window}?select=count()")));
    for count in ["exact", "planned", "estimated"] {
        door("count", Ask::new("HEAD", format!("/{window}")).prefer(format!("count={count}")));
        door("count", Ask::get(format!("/{window}?select=id&order=id&limit=1")).prefer(format!("count={count}")));
        // Of two headers PostgREST obeys both.
        door("count", Ask::new("HEAD", format!("/{window}")).prefer("return=minimal").prefer(format!("count={count}")));
    }
    for satellite in &target.exposed.satellites {
        door("satellite", Ask::get(in_order(format!("/{satellite}?select=*"))));
        door("satellite", Ask::get(in_order(format!("/{satellite}?select=*,{window}(*)"))));
        door("satellite", Ask::get(format!("/{window}?select=*,{satellite}(*)&id=eq.{}", target.id)));
        door("satellite", Ask::get(in_order(format!("/{satellite}"))).header("accept", "text/csv"));
    }
    for function in &target.exposed.functions {
        for term in ["q131", "131001", "Sample", "demo.test"] {
            let path = format!("/{function}");
            let path = if function.contains("search") { in_order(path) } else { path };
            door("function", Ask::post(path, json!({ "term": term })));
        }
        // Those that write come last, or the rounds would not be alike.
        if !function.contains("touch") {
            door("function", Ask::post(format!("/{function}"), json!({})));
        }
    }
    // Refused values of what they may or may not write: no error text shows the row.
    for spec in FIELDS {
        let bad = bad_value(spec.field);
        door("error text", Ask::patch(format!("/{window}?id=eq.{}", target.id), json!({ spec.key: bad })));
        let whole = json!({ "id": target.id, "email": target.email, "name": "Twin", spec.key: bad });
        door("error text", Ask::post(format!("/{window}"), whole));
    }
    door(
        "error text",
        Ask::post(format!("/{window}"), json!({ "id": target.id, "email": "new@proof.test", "name": "Twin" })),
    );
    door(
        "error text",
        Ask::patch(format!("/{window}?id=eq.{}", target.id), json!({ "name": null, "company_name": null })),
    );
    doors
}

/// Writing so that the answer tells, or so that what is written depends on what is hidden.
pub fn write_doors(target: &Target) -> Vec<Door> {
    let Target { window, key, id, email, .. } = target;
    let value = encoded(&literal(&target.value));
    let representation = "return=representation";
    let twin = json!({ "id": id, "email": email, "name": "Twin" });
    let mut with_key = twin.clone();
    with_key[*key] = target.value.clone();
    let mut doors = Vec::new();
    let mut door = |name, ask: Ask| doors.push(Door { name, ask, own_rows: true });
    for resolution in ["merge-duplicates", "ignore-duplicates"] {
        let prefer = format!("resolution={resolution},{representation}");
        for conflict in ["id", "email", key] {
            let path = format!("/{window}?on_conflict={conflict}");
            door("upsert", Ask::post(format!("{path}&select=id,{key}"), twin.clone()).prefer(&prefer));
            door("upsert", Ask::post(path, with_key.clone()).prefer(&prefer));
        }
    }
    door("upsert", Ask::new("PUT", format!("/{window}?id=eq.{id}")).with_body(with_key.clone()).prefer(representation));
    let renamed = json!({ "industry": "Renamed" });
    let patch = |query: String, body: Json| Ask::patch(format!("/{window}?{query}"), body).prefer(representation);
    door("representation", patch(format!("id=eq.{id}&select=id,{key}"), renamed.clone()));
    door("representation", patch(format!("id=eq.{id}&select=*"), renamed.clone()));
    door("representation", patch(format!("id=eq.{id}&columns=industry,{key}"), renamed.clone()));
    door("write by filter", patch(format!("id=eq.{id}&{key}=eq.{value}"), renamed.clone()));
    door("write by filter", patch(format!("id=eq.{id}&or=({key}.eq.{value})"), renamed).prefer("count=exact"));
    door("write by filter", Ask::new("DELETE", format!("/{window}?id=eq.{id}&{key}=eq.{value}")).prefer("count=exact"));
    door("write", patch(format!("id=eq.{id}"), json!({ *key: target.value })));
    for function in target.exposed.functions.iter().filter(|function| function.contains("touch")) {
        door("function", Ask::post(format!("/{function}?select={key}"), json!({})));
    }
    doors
}

/// A value that breaks the field's rule, or is of a wrong type.
pub fn bad_value(field: Field) -> Json {
    match field.kind() {
        Kind::Text { .. } | Kind::Email | Kind::Url | Kind::Phone | Kind::Choice(_) => json!("\u{1}"),
        Kind::Money | Kind::Integer { .. } => json!(-1),
        Kind::Date | Kind::Instant { .. } => json!("infinity"),
        Kind::Tags => json!(["twin", "twin"]),
        Kind::Json(_) => json!([]),
        Kind::Uuid | Kind::Person => json!("00000000-0000-0000-0000-000000000000"),
    }
}

/// A value as a filter spells it.
fn literal(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(entries) => {
            let entries: Vec<_> = entries.iter().map(Json::to_string).collect();
            format!("{{{}}}", entries.join(","))
        }
        other => other.to_string(),
    }
}
