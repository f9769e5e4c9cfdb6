//! The requests about the unification of the legacy tables. All of them are for owner and admin; the database says so.

use serde_json::{Map, Value as Json, json};

use super::request::Request;
use crate::domain::lens::Writer;
use crate::domain::unification::Group;

/// So many rows of a list are read at once.
pub const PAGE: usize = 50;

/// The columns of a row that differs from what stood in the legacy tables, before the run and after.
const DRY: &str = "id,kind,source,source_id,client,field,value,offered,chosen,reason";
const DONE: &str = "id,kind,source,source_id,client_id,client,field,value,offered,chosen,reason,settled,settled_at";

/// Where it stands: phase, step, what keeps it from running, what it lacks, what is open.
pub fn state() -> Request {
    call("state", json!({}))
}

/// The last dry run.
pub fn last_dry_run() -> Request {
    Request::get("/rest/v1/unification_dry_runs")
        .with("select", "made_at,made_by,report")
        .with("order", "id.desc")
        .with("limit", "1")
}

/// Looks what a run would do, and changes nothing.
pub fn dry_run(_writer: Writer) -> Request {
    call("dry_run", json!({})).within_minutes(30)
}

/// Unifies, unless something has changed since the dry run that read these sources.
pub fn run(_writer: Writer, expected: &str) -> Request {
    call("run", json!({ "expected": expected })).within_minutes(60)
}

/// Goes back.
pub fn undo(_writer: Writer) -> Request {
    call("undo", json!({})).within_minutes(30)
}

/// The report of the run that stands.
pub fn done_run() -> Request {
    Request::get("/rest/v1/unification_runs")
        .with("state", "eq.done")
        .with("select", "id,begun_at,finished_at,report")
        .with("limit", "1")
}

/// The checkpoints, asked of the database as it is.
pub fn checks() -> Request {
    call("checks", json!({})).within_minutes(5)
}

/// The document's conditions for going back.
pub fn triggers() -> Request {
    call("triggers", json!({})).within_minutes(5)
}

/// What has been written since the run, in short: going back keeps it aside.
pub fn written() -> Request {
    call("written", json!({})).with("select", "target,row_id,action").with("limit", "1000").within_minutes(5)
}

/// The four questions.
pub fn steps() -> Request {
    Request::get("/rest/v1/unification_steps").with("select", STEP).with("order", "place")
}

const STEP: &str = "step,state,version,choice,note,changed_by,changed_at";

/// Decides a question at the version that was seen: `propose`, `approve`, `reject` or `reopen`.
pub fn decide(
    _writer: Writer,
    (step, version): (&str, i64),
    action: &str,
    choice: Option<&Map<String, Json>>,
    note: &str,
) -> Request {
    let body = json!({ "step": step, "version": version, "action": action, "choice": choice, "note": note });
    call("decide", body).with("select", STEP)
}

/// Who has signed what.
pub fn signoffs() -> Request {
    Request::get("/rest/v1/unification_signoffs").with("select", SIGNOFF).with("order", "place")
}

const SIGNOFF: &str = "team,item,signed_by,signed_at";

/// Signs, or takes the signature back.
pub fn sign(_writer: Writer, team: &str, item: &str, signed: bool) -> Request {
    call("sign", json!({ "team": team, "item": item, "signed": signed })).with("select", SIGNOFF)
}

/// What was decided, signed and run, the newest first.
pub fn events() -> Request {
    Request::get("/rest/v1/unification_events")
        .with("select", "at,actor,subject,action,note")
        .with("order", "id.desc")
        .with("limit", PAGE.to_string())
}

/// The rows that a count in a report counts: of a group of its ledger, of a word, or of what rows became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rows {
    Group(Group),
    /// A field and its word.
    Word(String, String),
    /// Of these kinds.
    Became(&'static str),
    /// What is to be settled, of this kind.
    Open(String),
    /// What keeps it from running, by its sentence.
    Blocked(String),
}

/// The rows behind a count, from the one after `after`. `done`: after the run.
pub fn rows(rows: &Rows, done: bool, after: u64) -> Request {
    let (window, select) = match (rows, done) {
        (_, false) => ("unification_dry_rows", DRY),
        (Rows::Became(_), true) => ("unification_map", "kind:became,source,source_id,client_id,client"),
        (_, true) => ("unification_ledger", DONE),
    };
    let request =
        Request::get(format!("/rest/v1/{window}")).with("select", select).with("limit", (PAGE + 1).to_string());
    let is = |field: &Option<String>| field.as_ref().map_or("is.null".to_owned(), |field| format!("eq.{field}"));
    match rows {
        Rows::Group(group) => request
            .with("kind", format!("eq.{}", group.kind))
            .with("source", format!("eq.{}", group.table))
            .with("field", is(&group.field))
            .with("reason", format!("eq.{}", group.reason)),
        // The value is JSON: a text in its quotes.
        Rows::Word(field, word) => {
            request.with("field", format!("eq.{field}")).with("value", format!("eq.{}", Json::from(word.as_str())))
        }
        // Rows of the map have no number of their own; they are shown as far as one page goes.
        Rows::Became(kinds) if done => {
            return request
                .with("became", format!("in.({kinds})"))
                .with("order", "source,source_id")
                .with("offset", after.to_string());
        }
        Rows::Became(kinds) => request.with("kind", format!("in.({kinds})")),
        Rows::Open(kind) => request.with("kind", format!("eq.{kind}")),
        // These stand in tables of the agency's own.
        Rows::Blocked(sentence) => {
            return call("blocked", json!({ "blocker": sentence }))
                .with("limit", (PAGE + 1).to_string())
                .with("offset", after.to_string())
                .within_minutes(5);
        }
    }
    .with("order", "id")
    .with("id", format!("gt.{after}"))
}

/// Settles an entry of the ledger: `swap`, `use` (with a value), `dismiss` or `reopen`.
pub fn settle(_writer: Writer, entry: u64, action: &str, value: &Json) -> Request {
    call("settle", json!({ "entry": entry, "action": action, "value": value })).with("select", DONE)
}

/// Says what becomes of a word from now on; `None`: nothing, it waits in quarantine.
pub fn word(_writer: Writer, field: &str, word: &str, becomes: Option<&str>) -> Request {
    let body = json!({ "field": field, "word": word.trim().to_lowercase(), "becomes": becomes });
    Request::post("/rest/v1/unification_words", body)
        .with("on_conflict", "field,word")
        .prefer("resolution=merge-duplicates,return=representation")
}

/// The client of an address.
pub fn client_of(email: &str) -> Request {
    Request::get("/rest/v1/clients")
        .with("email", format!("eq.{email}"))
        .with("select", "id,email,name,company_name")
        .with("limit", "1")
}

fn call(name: &str, body: Json) -> Request {
    Request::post(format!("/rest/v1/rpc/unification_{name}"), body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lens::Lens;
    use crate::domain::role::Role;

    #[test]
    fn a_count_names_its_rows() {
        let group = |field: Option<&str>| Group {
            kind: "conflict".into(),
            table: "clients".into(),
            field: field.map(Into::into),
            reason: "why, and how".into(),
            rows: 1,
        };
        let target = |rows_of| rows(&rows_of, false, 0).target();
        let start = format!("/rest/v1/unification_dry_rows?select={DRY}&limit=51&");
        assert_eq!(
            target(Rows::Group(group(Some("phone")))),
            format!(
                "{start}kind=eq.conflict&source=eq.clients&field=eq.phone&reason=eq.why,%20and%20how&order=id&id=gt.0"
            )
        );
        assert!(target(Rows::Group(group(None))).contains("&field=is.null&"));
        assert!(target(Rows::Word("tier".into(), "go\"ld".into())).contains("&value=eq.%22go%5C%22ld%22&"));
        assert!(target(Rows::Became("merged")).contains("&kind=in.(merged)&order=id&id=gt.0"));
        assert!(
            rows(&Rows::Blocked("why".into()), false, 50).target().ends_with("unification_blocked?limit=51&offset=50")
        );
        assert!(
            rows(&Rows::Became("merged"), true, 50)
                .target()
                .ends_with("became=in.(merged)&order=source,source_id&offset=50")
        );
    }

    #[test]
    fn a_run_is_waited_for() {
        let writer = Lens::own(Role::Owner).writer().expect("a writer");
        assert!(run(writer, "x").timeout > 30 * 60_000);
        assert_eq!(state().timeout, 20_000);
    }
}
