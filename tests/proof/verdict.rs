//! The same verdict on both sides: every value judged by the Rust rule and by inserting it into the real table.

use std::fmt::Write as _;

use clientele::domain::calendar::Instant;
use clientele::domain::field::{FIELDS, Kind, Spec};
use clientele::domain::value::{Value, check};
use postgres::Transaction;

use crate::server::connect;
use crate::spellings::loose_spellings;
use crate::values::documents;

/// Values per field.
const COUNT: usize = 2_000;

/// Tries each JSON value as PostgREST would insert it, takes the insert back, and says how it ended: `PR00F` went in,
/// anything else is the refusal's code. The row around it is the least that a client needs.
const JUDGE: &str = "
create function pg_temp.judge(field text, type text, documents text[]) returns text[] language plpgsql as $$
declare
  statement constant text := format(
    'insert into app.clients (%1$I%3$s) select given.%1$I%4$s from json_to_record($1::json) as given(%1$I %2$s)',
    field, type,
    case field when 'email' then ', name' when 'name' then ', email, company_name' else ', email, name' end,
    case field when 'email' then ', ''Ann''' when 'name' then ', $2, ''Ann Co''' else ', $2, ''Ann''' end
  );
  verdicts text[] := '{}';
  document text;
  number integer := 0;
begin
  foreach document in array documents loop
    -- Another address each time: a unique index grows slow with thousands of dead entries for one.
    number := number + 1;
    begin
      execute statement using '{' || to_json(field) || ':' || document || '}', number || '@proof.test';
      raise exception using errcode = 'PR00F';
    exception when others then
      verdicts := verdicts || sqlstate::text;
    end;
  end loop;
  return verdicts;
end $$";

/// Codes with which the database says that the value itself is in order: it went in; or it names a person that does
/// not exist, or is taken already, which no rule can know.
const IN_ORDER: [&str; 3] = ["PR00F", "23503", "23505"];

#[test]
fn the_database_and_the_rules_judge_every_value_alike() {
    let mut client = connect();
    let mut sql = client.transaction().unwrap();
    sql.batch_execute(JUDGE).unwrap();
    let (mut judged, mut report, mut wrong) = (0, String::new(), String::new());
    // The transaction's own time, so that both sides have the same "now" to the microsecond.
    let now: String = sql.query_one("select to_json(now()) #>> '{}'", &[]).unwrap().get(0);
    let now = Instant::from_text(&now).unwrap();
    for spec in FIELDS {
        let documents = documents(spec, COUNT, now);
        let verdicts = database_verdicts(&mut sql, spec, &documents);
        let (mut accepted, mut differ) = (0, 0);
        for (document, code) in documents.iter().zip(&verdicts) {
            let (rule, database) = (accepts(spec, document, now), IN_ORDER.contains(&code.as_str()));
            accepted += usize::from(rule);
            if rule != database {
                differ += 1;
                if differ <= 12 {
                    let short: String = document.chars().take(160).collect();
                    writeln!(
                        wrong,
                        "{}: rule {rule}, database {database} ({code}): {short:?} ({} bytes)",
                        spec.key,
                        document.len()
                    )
                    .unwrap();
                }
            }
        }
        judged += documents.len();
        writeln!(report, "{:>24}: {} values, {accepted} accepted, {differ} disagreements", spec.key, documents.len())
            .unwrap();
        let both_ways = accepted > 0 && accepted < documents.len();
        assert!(both_ways, "the values of {} are all of one kind", spec.key);
    }
    println!("{report}verdict: {judged} values");
    assert!(wrong.is_empty(), "{report}{wrong}");
}

#[test]
fn loose_spellings_are_refused_by_the_rules_alone() {
    let mut client = connect();
    let mut sql = client.transaction().unwrap();
    sql.batch_execute(JUDGE).unwrap();
    for spec in FIELDS {
        let documents: Vec<_> = loose_spellings(spec.kind).iter().map(|text| (*text).to_owned()).collect();
        let verdicts = database_verdicts(&mut sql, spec, &documents);
        for (document, code) in documents.iter().zip(&verdicts) {
            assert!(!accepts(spec, document, Instant::LATEST), "the rule of {} accepts {document}", spec.key);
            assert!(IN_ORDER.contains(&code.as_str()), "{document} is no loose spelling of {}: {code}", spec.key);
        }
    }
}

/// What the rule says of a JSON text. What cannot be read cannot be sent.
fn accepts(spec: &Spec, document: &str, now: Instant) -> bool {
    let Ok(json) = serde_json::from_str(document) else { return false };
    match Value::from_json(spec.kind, &json) {
        Ok(Some(value)) => check(spec.kind, &value, now).is_ok(),
        Ok(None) => spec.field.can_be_empty(),
        Err(_) => false,
    }
}

fn database_verdicts(sql: &mut Transaction<'_>, spec: &Spec, documents: &[String]) -> Vec<String> {
    let judge = |sql: &mut Transaction<'_>, documents: &[String]| -> Vec<String> {
        sql.query_one("select pg_temp.judge($1, $2, $3)", &[&spec.key, &column_type(spec.kind), &documents])
            .unwrap()
            .get(0)
    };
    documents.chunks(500).flat_map(|documents| judge(sql, documents)).collect()
}

/// The type that PostgREST reads a body's value into.
fn column_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Uuid | Kind::Person => "uuid",
        Kind::Money => "numeric",
        Kind::Integer { .. } => "integer",
        Kind::Date => "date",
        Kind::Instant { .. } => "timestamptz",
        Kind::Tags => "text[]",
        Kind::Json(_) => "jsonb",
        Kind::Email | Kind::Text { .. } | Kind::Url | Kind::Phone | Kind::Choice(_) => "text",
    }
}
