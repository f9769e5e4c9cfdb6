//! The same verdict on whole drafts: the rules across fields, for new clients and for edits of stored ones.

use clientele::domain::calendar::Instant;
use clientele::domain::draft::{Context, Draft};
use clientele::domain::field::Field;
use clientele::domain::record::Record;
use clientele::domain::role::Role;
use serde_json::{Map, Value as Json, json};

use crate::server::connect;

/// Fields that are judged together, each with what it may hold here.
const FIELDS: [(Field, &[Option<&str>]); 5] = [
    (Field::Name, &[None, Some("Ann")]),
    (Field::CompanyName, &[None, Some("Ann Co")]),
    (Field::ContractStartDate, &[None, Some("2026-01-31"), Some("2026-02-01")]),
    (Field::ContractEndDate, &[None, Some("2026-01-31"), Some("2026-02-01")]),
    (Field::RenewalDate, &[None, Some("2026-01-31"), Some("2026-02-01")]),
];

/// Tries a new client, or an edit of the stored one that `base` is, and takes it back.
const JUDGE: &str = "
create function pg_temp.judge_whole(base text, edits text[]) returns boolean[] language plpgsql as $$
declare
  verdicts boolean[] := '{}';
  edit text;
begin
  -- The base is as it is, whatever the rules say of it now.
  delete from app.clients where id = '5eed0000-0000-4000-8000-00000000000e';
  insert into app.clients (id, email, name, company_name, contract_start_date, contract_end_date, renewal_date)
    select '5eed0000-0000-4000-8000-00000000000e', 'base@whole.test', b.name, b.company_name, b.contract_start_date,
      b.contract_end_date, b.renewal_date
    from json_populate_record(null::app.clients, base::json) as b where base is not null;
  foreach edit in array edits loop
    begin
      if base is null then
        insert into app.clients (email, name, company_name, contract_start_date, contract_end_date, renewal_date)
          select 'new@whole.test', e.name, e.company_name, e.contract_start_date, e.contract_end_date, e.renewal_date
          from json_populate_record(null::app.clients, edit::json) as e;
      else
        update app.clients c
        set name = e.name, company_name = e.company_name, contract_start_date = e.contract_start_date,
          contract_end_date = e.contract_end_date, renewal_date = e.renewal_date
        from app.clients old, json_populate_record(old, edit::json) as e
        where old.id = c.id and c.id = '5eed0000-0000-4000-8000-00000000000e';
      end if;
      raise exception using errcode = 'PR00F';
    exception
      when sqlstate 'PR00F' then verdicts := verdicts || true;
      when check_violation then verdicts := verdicts || false;
    end;
  end loop;
  return verdicts;
end $$";

#[test]
fn whole_drafts_are_judged_alike() {
    let mut client = connect();
    let mut sql = client.transaction().unwrap();
    sql.batch_execute(JUDGE).unwrap();
    let rows = combinations(false);
    let edits = combinations(true);
    let stored: Vec<_> = rows.iter().filter(|row| judged(None, row)).collect();
    let mut judged_drafts = 0;
    for base in std::iter::once(None).chain(stored.into_iter().map(Some)) {
        let tried = if base.is_some() { &edits } else { &rows };
        let texts: Vec<_> = tried.iter().map(|edit| Json::Object(edit.clone()).to_string()).collect();
        let whole = base.map(|base| Json::Object(base.clone()).to_string());
        let verdicts: Vec<bool> =
            sql.query_one("select pg_temp.judge_whole($1, $2)", &[&whole, &texts]).unwrap().get(0);
        for (edit, database) in tried.iter().zip(verdicts) {
            assert_eq!(judged(base, edit), database, "{edit:?} on {base:?}");
            judged_drafts += 1;
        }
    }
    println!("whole: {judged_drafts} drafts");
}

/// What the rules say of a new client, or of an edit.
fn judged(base: Option<&Map<String, Json>>, edit: &Map<String, Json>) -> bool {
    let base = base.map(Record::from_row);
    let mut row = edit.clone();
    if base.is_none() {
        row.insert(Field::Email.key().to_owned(), json!("new@whole.test"));
    }
    let texts = row.iter().map(|(key, value)| (Field::from_key(key).unwrap(), value.as_str().unwrap_or_default()));
    Draft::from_texts(texts).judge(Context { role: Role::Owner, now: Instant::LATEST, base: base.as_ref() }).is_empty()
}

/// Every row of the values above; with `partial`, also every row that leaves some fields alone.
fn combinations(partial: bool) -> Vec<Map<String, Json>> {
    FIELDS.iter().fold(vec![Map::new()], |rows, (field, values)| {
        let with = |row: &Map<String, Json>| {
            let mut found: Vec<_> = values
                .iter()
                .map(|value| {
                    let mut row = row.clone();
                    row.insert(field.key().to_owned(), json!(value));
                    row
                })
                .collect();
            if partial {
                found.push(row.clone());
            }
            found
        };
        rows.iter().flat_map(with).collect()
    })
}
