//! What happened to a client. Which writes and which fields of them a reader may see is the database's to say
//! (`public.client_history`).

use uuid::Uuid;

use super::request::Request;

/// So many writes are asked for at once.
pub const PAGE: usize = 50;

/// The newest `limit` writes of a client, or those before a version; [`crate::domain::history::History`] reads them.
pub fn history(client: Uuid, below: Option<i64>, limit: usize) -> Request {
    let request = Request::get("/rest/v1/rpc/client_history").with("client", client.to_string());
    let request = match below {
        Some(version) => request.with("below", version.to_string()),
        None => request,
    };
    request
        .with("writes", limit.to_string())
        .with("select", "version,happened_at,actor,actor_name,action,field,before,after")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_below_the_last_one() {
        let target = |below| history(Uuid::nil(), below, PAGE).target();
        let select = "&writes=50&select=version,happened_at,actor,actor_name,action,field,before,after";
        let path = "/rest/v1/rpc/client_history?client=00000000-0000-0000-0000-000000000000";
        assert_eq!(target(None), format!("{path}{select}"));
        assert_eq!(target(Some(7)), format!("{path}&below=7{select}"));
    }
}
