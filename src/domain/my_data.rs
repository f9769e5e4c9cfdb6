//! Everything that an agency keeps of a client and the client may see, to take away: whole as JSON, or as a table.

use serde_json::{Map, Value as Json, json};

use super::lens::Lens;
use super::money::Money;
use super::record::{Cell, Record};
use super::related::Column;
use super::rules::phone;

/// One kind of what hangs on the client: what it is called, its columns, and the rows as the server gave them.
pub type Rows = Vec<(&'static str, &'static [Column], Vec<Json>)>;

/// The whole of it, with the names of the database.
pub fn as_json(lens: Lens, record: &Record, rows: &Rows) -> String {
    let columns = lens.readable().map(|field| (field.key().to_owned(), cell_json(record.cell(field))));
    let mut whole = json!({ "client": columns.collect::<Map<_, _>>() });
    for (label, _, rows) in rows {
        if let Some(whole) = whole.as_object_mut() {
            whole.insert(label.to_lowercase(), rows.clone().into());
        }
    }
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

/// The same as a table of four columns, in the words of the page. Lines end as RFC 4180 has it.
pub fn as_csv(lens: Lens, record: &Record, rows: &Rows) -> String {
    // Without the mark, the best known spreadsheet takes UTF-8 for something else.
    let mut text = "\u{feff}Part,Item,Field,Value\r\n".to_owned();
    let title = record.title();
    for field in lens.readable() {
        line(&mut text, ["Client", &title, field.label(), &record.label(field)]);
    }
    for (label, columns, rows) in rows {
        for row in rows {
            let value = |key| row.get(key).map(words).unwrap_or_default();
            let named = columns.first().map(|column| value(column.key)).unwrap_or_default();
            for column in *columns {
                line(&mut text, [label, &named, column.label, &value(column.key)]);
            }
        }
    }
    text
}

fn cell_json(cell: &Cell) -> Json {
    match cell {
        Cell::Filled(value) => value.to_json(),
        Cell::Unreadable(raw) => serde_json::from_str(raw).unwrap_or_else(|_| raw.clone().into()),
        Cell::Empty | Cell::Restricted => Json::Null,
    }
}

fn words(json: &Json) -> String {
    match json {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn line(text: &mut String, cells: [&str; 4]) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        let mark = if is_formula(cell) { "'" } else { "" };
        if !mark.is_empty() || cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(mark);
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push_str("\r\n");
}

/// Whether a spreadsheet would compute this instead of showing it. A telephone number is none.
fn is_formula(cell: &str) -> bool {
    match cell.as_bytes().first() {
        Some(b'=' | b'@' | b'\t' | b'\r') => true,
        Some(b'+' | b'-') => phone::check(cell).is_err() && Money::from_text(cell).is_err(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::Field;
    use crate::domain::permission::reads_field;
    use crate::domain::related::RELATED;
    use crate::domain::role::Role;
    use proptest::prelude::*;

    fn lens() -> Lens {
        Lens::own(Role::Viewer)
    }

    fn record(columns: Json) -> Record {
        Record::from_row(columns.as_object().expect("an object"))
    }

    #[test]
    fn the_table_has_every_field_that_a_client_reads_and_no_other() {
        let text = as_csv(lens(), &record(json!({ "name": "Ann", "annual_revenue": 5 })), &Rows::new());
        for field in Field::ALL {
            let has = text.contains(&format!("Client,Ann,{},", field.label()));
            assert_eq!(has, reads_field(Role::Viewer, *field), "{}", field.key());
        }
    }

    #[test]
    fn numbers_and_empty_columns_stay_what_they_are() {
        let client = record(json!({
            "name": "Ann", "technical_requirements": { "seats": json!(12_345_678_901_234_567_890_u64) }, "phone": null,
            "status": "hibernating",
        }));
        let [deployments, ..] = &RELATED;
        let rows = vec![(
            deployments.label,
            deployments.columns,
            vec![json!({ "deployment_name": "Site", "uptime_percentage": 99.97 })],
        )];
        let whole: Json = serde_json::from_str(&as_json(lens(), &client, &rows)).expect("JSON");
        assert_eq!(whole["client"]["technical_requirements"]["seats"].to_string(), "12345678901234567890");
        assert_eq!((&whole["client"]["phone"], &whole["client"]["status"]), (&Json::Null, &json!("hibernating")));
        assert_eq!(whole["client"].get("annual_revenue"), None);
        assert_eq!(whole["deployments"][0]["uptime_percentage"].to_string(), "99.97");
        assert!(as_csv(lens(), &client, &rows).contains("Deployments,Site,Uptime,99.97\r\n"));
    }

    #[test]
    fn a_spreadsheet_computes_nothing() {
        let client = record(json!({ "name": "=1+1", "phone": "+49 30 901820 ext. 4", "company_name": "-cmd|x" }));
        let text = as_csv(lens(), &client, &Rows::new());
        assert!(text.contains(",Name,\"'=1+1\"\r\n") && text.contains(",Company,\"'-cmd|x\"\r\n"), "{text}");
        assert!(text.contains(",Phone,+49 30 901820 ext. 4\r\n"));
    }

    proptest! {
        /// What a reader of the format gets back is what was written, but for the mark.
        #[test]
        fn every_text_is_read_back(name in "\\PC{1,20}|[=@+,\"\r\n x-]{1,9}") {
            let client = record(json!({ "name": name.clone(), "company_name": "Ann" }));
            let text = as_csv(lens(), &client, &Rows::new());
            let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
            let read = reader.records().map(|line| line.expect("a line"));
            let found = read.filter(|line| &line[2] == "Name").map(|line| line[3].to_owned()).next();
            let marked = format!("'{name}");
            prop_assert!(found.as_deref() == Some(&name) || (is_formula(&name) && found == Some(marked)));
        }
    }
}
