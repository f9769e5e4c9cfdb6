//! What hangs on a client: one row in each satellite, with a word in every column that only admins see.

use postgres::Client;
use uuid::Uuid;

/// Table, the column that leads to the client, and what else a row needs.
const SATELLITES: [(&str, &str, &str); 5] = [
    ("client_customizations", "client_id", "template_id => plain"),
    ("client_deployments", "client_id", "deployment_name => plain"),
    ("deployment_tracking_events", "deployment_id", "event_type => plain"),
    ("client_analytics", "client_id", "analytics_date => 2026-01-01"),
    ("tenant_apps", "client_id", "name => plain, slug => ID, admin_email => secret-word@proof.test"),
];

const WORD: &str = "secret-word";

/// Gives the client one row in each satellite. All bear the client's id, so that one leads to the next.
pub fn attach(sql: &mut Client, client: Uuid) {
    for (table, link, needs) in SATELLITES {
        let mut names = vec!["id".to_owned(), link.to_owned()];
        let mut values = vec![format!("'{client}'"); 2];
        for need in needs.split(", ") {
            let (name, value) = need.split_once(" => ").unwrap();
            names.push(name.to_owned());
            values.push(format!("'{}'", value.replace("ID", &client.to_string())));
        }
        for (name, kind) in hidden_columns(sql, table) {
            if !names.contains(&name) {
                names.push(name);
                values.push(if kind == "jsonb" { format!("'{{\"a\": \"{WORD}\"}}'") } else { format!("'{WORD}'") });
            }
        }
        let add = format!("insert into app.{table} ({}) values ({})", names.join(", "), values.join(", "));
        sql.batch_execute(&add).unwrap();
    }
}

/// What no answer to anybody but owner and admin may hold.
pub fn secrets() -> Vec<String> {
    vec![WORD.to_owned()]
}

/// Columns of the admins' window that the other window of the same table lacks, and that can hold a word.
fn hidden_columns(sql: &mut Client, table: &str) -> Vec<(String, String)> {
    let theirs = match table {
        "deployment_tracking_events" => "my_deployment_events",
        "tenant_apps" => "my_apps",
        other => &format!("my_{}", other.trim_start_matches("client_")),
    };
    let columns = "select column_name::text, data_type::text from information_schema.columns
      where table_schema = 'public' and table_name = $1 and data_type in ('text', 'jsonb')
        and column_name not in (
          select column_name from information_schema.columns where table_schema = 'public' and table_name = $2
        )";
    let found = sql.query(columns, &[&table, &theirs]).unwrap();
    found.iter().map(|row| (row.get(0), row.get(1))).collect()
}
