//! The requests about what hangs on a client. Owner and admin ask the windows of the old names, everybody else those in
//! which what may hold secrets is missing; both are asked for the same columns, which every role reads.

use uuid::Uuid;

use super::request::Request;
use crate::domain::lens::Lens;
use crate::domain::related::{MOST, Related};
use crate::domain::role::Role;

/// The newest rows of a client, and one more, which tells whether there are more.
pub fn related(lens: Lens, related: &Related, client: Uuid) -> Request {
    rows(lens, related, client, 0, MOST + 1)
}

/// As many rows as a hosted project gives for one request.
pub const AT_ONCE: usize = 1000;

/// At most so many rows of a client, the newest first, from the one at this place.
pub fn rows(lens: Lens, related: &Related, client: Uuid, from: usize, limit: usize) -> Request {
    let window = if lens.window() == Role::Owner.window() { related.whole } else { related.mine };
    let keys: Vec<_> = related.columns.iter().map(|column| column.key).collect();
    let request = Request::get(format!("/rest/v1/{window}"))
        .with("select", keys.join(","))
        .with("client_id", format!("eq.{client}"))
        .with("order", related.order)
        .with("limit", limit.to_string());
    if from == 0 { request } else { request.with("offset", from.to_string()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::related::{IN_PORTAL, RELATED};

    #[test]
    fn each_role_asks_its_own_window() {
        let [deployments, ..] = &RELATED;
        let target = |lens| related(lens, deployments, Uuid::nil()).target();
        let rest = "?select=deployment_name,status,health_status,deployment_url,custom_domain,deployment_type,\
                    uptime_percentage,deployed_at&client_id=eq.00000000-0000-0000-0000-000000000000\
                    &order=created_at.desc,id.desc&limit=6";
        assert_eq!(target(Lens::own(Role::Admin)), format!("/rest/v1/client_deployments{rest}"));
        assert_eq!(target(Lens::own(Role::Staff)), format!("/rest/v1/my_deployments{rest}"));
        let preview = Lens::preview(Role::Owner, Role::Staff).expect("allowed");
        assert_eq!(target(preview), format!("/rest/v1/client_deployments{rest}"));
    }

    #[test]
    fn both_windows_have_every_column_that_is_asked_for() {
        let sql = include_str!("../../supabase/migrations/20260101000900_satellites.sql");
        for related in RELATED.iter().chain(&IN_PORTAL) {
            for window in [related.whole, related.mine] {
                let view = sql.split(&format!("create view public.{window} ")).nth(1).expect("a window");
                let columns = view.split("select").nth(1).expect("columns").split("\nfrom").next().expect("columns");
                let has = |key: &str| columns.split([',', '\n', ' ']).any(|column| column == key);
                let sorted = related.order.split(',').filter_map(|order| order.split('.').next());
                for key in related.columns.iter().map(|column| column.key).chain(sorted).chain(["client_id"]) {
                    assert!(has(key), "{window} has no {key}");
                }
            }
        }
    }
}
