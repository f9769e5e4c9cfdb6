//! What clients propose to change in their records. Who sees which proposal, who makes one and who decides is the
//! database's to say (`public.proposals`, `public.portal_proposals` and the functions beside them).

use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use super::related::AT_ONCE;
use super::request::Request;
use crate::domain::lens::Writer;

/// What a client sees of their proposals.
const PORTAL: &str = "id,created_at,base,changes,note,status,decisions,answer,decided_at,version";

/// What whoever decides sees.
const AGENCY: &str =
    "id,client_id,client,proposer,created_at,base,changes,note,status,decisions,answer,decided_by,decided_at,version";

/// So many of a client's own, the newest first.
const OWN: &str = "20";

/// The queue is read at once, the oldest first.
pub const QUEUE: usize = 200;

/// The newest proposals of the asker, who is a client.
pub fn own() -> Request {
    theirs(None).with("limit", OWN)
}

/// The same for somebody who looks as that client.
pub fn of_client(client: Uuid) -> Request {
    theirs(Some(client)).with("limit", OWN)
}

/// All of them, from the one at this place.
pub fn all(looked_at: Option<Uuid>, from: usize) -> Request {
    theirs(looked_at).with("limit", AT_ONCE.to_string()).with("offset", from.to_string())
}

fn theirs(client: Option<Uuid>) -> Request {
    let window = match client {
        Some(client) => Request::get("/rest/v1/proposals").with("client_id", format!("eq.{client}")),
        None => Request::get("/rest/v1/portal_proposals"),
    };
    window.with("select", PORTAL).with("order", "created_at.desc,id")
}

/// What waits for a decision.
pub fn queue() -> Request {
    open("id,client_id,client,proposer,created_at,fields,note,status,version")
}

/// The same in short: which proposals of which clients.
pub fn waiting() -> Request {
    open("id,client_id,created_at")
}

fn open(select: &'static str) -> Request {
    Request::get("/rest/v1/proposals")
        .with("status", "eq.open")
        .with("select", select)
        .with("order", "created_at.asc,id")
        .with("limit", QUEUE.to_string())
}

/// One proposal.
pub fn one(id: Uuid) -> Request {
    Request::get("/rest/v1/proposals").with("id", format!("eq.{id}")).with("select", AGENCY)
}

/// Makes a proposal with this identity, or changes the one that has it.
pub fn propose(_writer: Writer, id: Uuid, changes: Map<String, Json>, note: &str) -> Request {
    let body = json!({ "proposal": id.to_string(), "changes": changes, "note": note });
    Request::post("/rest/v1/rpc/propose_changes", body).with("select", PORTAL)
}

/// Takes one's own proposal back.
pub fn withdraw(_writer: Writer, id: Uuid) -> Request {
    Request::post("/rest/v1/rpc/withdraw_proposal", json!({ "proposal": id.to_string() })).with("select", PORTAL)
}

/// A decision on a proposal at this version.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub id: Uuid,
    pub version: i64,
    /// What is to be written, by column.
    pub accept: Map<String, Json>,
    /// The columns that stay.
    pub refuse: Vec<&'static str>,
    /// The note to the client.
    pub answer: String,
    /// The record's version that this was decided on.
    pub client_version: Option<i64>,
}

/// Decides: what is accepted is written into the record, both or neither.
pub fn decide(_writer: Writer, decision: Decision) -> Request {
    let Decision { id, version, accept, refuse, answer, client_version } = decision;
    let body = json!({
        "proposal": id.to_string(), "version": version, "accept": accept, "refuse": refuse, "answer": answer,
        "client_version": client_version,
    });
    Request::post("/rest/v1/rpc/decide_proposal", body).with("select", AGENCY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_asks_for_no_column_of_the_agency() {
        for request in [own(), of_client(Uuid::nil())] {
            let (_, select) = request.query.iter().find(|(key, _)| *key == "select").cloned().expect("named columns");
            assert!(!select.split(',').any(|column| matches!(column, "decided_by" | "client" | "proposer" | "*")));
        }
        assert_eq!(own().target().split('?').next(), Some("/rest/v1/portal_proposals"));
    }

    #[test]
    fn the_queue_is_what_is_open() {
        assert!(queue().target().starts_with("/rest/v1/proposals?status=eq.open&select=id,client_id,"));
    }
}
