//! The unification of an agency's two legacy tables: where it stands, what its reports say, and what hinders it. The database
//! counts, judges and enforces (`supabase/migrations/…_unification_*.sql`); here it is read. What people decide before it
//! runs is in [`super::approval`].

use std::fmt::Write;

use serde_json::Value as Json;

/// Where a project stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It never had legacy tables.
    None,
    /// They stand under their names, and the windows of the unified table wait.
    Waiting,
    /// They are one.
    Done,
}

impl Phase {
    /// Reads it; what is no phase is none.
    pub fn from_wire(word: &str) -> Self {
        match word {
            "waiting" => Self::Waiting,
            "done" => Self::Done,
            _ => Self::None,
        }
    }
}

/// Why the database did not do what it was asked, by its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hindrance {
    Changed,
    Lost,
    Blocked,
    Stale,
    NotPossible,
    Unfit,
    Running,
    NotApproved,
}

impl Hindrance {
    /// Reads an error code of the unification's functions.
    pub fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            // Without a dry run there is nothing that could have changed, but what to do is the same.
            "CU001" | "CU005" => Self::Changed,
            "CU002" => Self::Lost,
            "CU003" => Self::Blocked,
            "CU004" => Self::Stale,
            "CU006" => Self::NotPossible,
            "CU007" => Self::Unfit,
            "CU008" => Self::Running,
            "CU010" => Self::NotApproved,
            _ => return None,
        })
    }

    /// What is the case, and what to do.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Changed => {
                "The legacy tables or the words have changed since the dry run. Nothing was changed. Run the dry run again and read it."
            }
            Self::Lost => {
                "The account does not come out even, so nothing was changed. This is a fault of the migration: tell its makers."
            }
            Self::Blocked => "Something keeps it from running, and nothing was changed. The pre-flight says what.",
            Self::Stale => "This has changed meanwhile. Here is the newest state; look at it and decide again.",
            Self::NotPossible => "This cannot be done as things stand now. Here is the newest state.",
            Self::Unfit => "The database does not take this. Check what you entered.",
            Self::Running => "It is running, or has just ended. Wait a moment and look again.",
            Self::NotApproved => "The run is not approved, and nothing was changed. What is missing stands here.",
        }
    }
}

/// Values of one kind in a report, with why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub kind: String,
    pub table: String,
    pub field: Option<String>,
    pub reason: String,
    pub rows: u64,
}

/// A word of the legacy tables that is not one of the field's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub field: String,
    /// As it stands there.
    pub word: String,
    /// `None`: it waits in quarantine.
    pub becomes: Option<String>,
    pub rows: u64,
}

/// Money of one column, as decimal text: in = after + set aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    pub column: String,
    pub before: String,
    pub after: String,
    pub set_aside: String,
}

/// What a run, or a dry run, says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub blockers: Vec<String>,
    /// What it read, as a hash.
    pub sources: String,
    /// Rows of each legacy table.
    pub tables: Vec<(String, u64)>,
    /// Rows of the two tables: sign-ins, business rows, merged, inserted, renumbered, in quarantine; and clients.
    pub people: Vec<(&'static str, u64)>,
    /// Values: read, on their client as they were, written down, lost.
    pub values: [u64; 4],
    /// What hangs on clients: table, rows read, carried, parked.
    pub satellites: Vec<(String, [u64; 3])>,
    pub money: Vec<Sum>,
    pub groups: Vec<Group>,
    pub words: Vec<Word>,
    /// Who keeps a role of the agency: address and role.
    pub agency: Vec<(String, String)>,
    /// How long it took, in milliseconds.
    pub took: u64,
    /// How long who wrote, and who read, had to wait, in milliseconds; a dry run keeps nobody waiting.
    pub waited: Option<[u64; 2]>,
}

const PEOPLE: [&str; 7] = ["sign_ins", "businesses", "merged", "inserted", "renumbered", "quarantined", "clients"];

impl Report {
    /// Reads it. What is not there is empty.
    pub fn from_json(json: &Json) -> Self {
        let people = json.get("people").unwrap_or(&Json::Null);
        let mut values = [0; 4];
        for field in list(json, "fields") {
            for (sum, key) in values.iter_mut().zip(["in", "same", "written_down", "lost"]) {
                *sum = u64::saturating_add(*sum, number(field, key));
            }
        }
        // Rows count there too, not only values.
        values[3] = values[3].max(number(json, "lost"));
        let waited =
            json.get("writers_waited").map(|_| ["writers_waited", "readers_waited"].map(|key| millis(json.get(key))));
        Self {
            blockers: list(json, "blockers").iter().filter_map(Json::as_str).map(str::to_owned).collect(),
            sources: text(json, "sources"),
            tables: entries(json, "tables").map(|(name, table)| (name.clone(), number(table, "rows"))).collect(),
            people: PEOPLE.iter().map(|key| (*key, number(people, key))).collect(),
            values,
            satellites: entries(json, "satellites")
                .map(|(name, table)| (name.clone(), ["in", "carried", "parked"].map(|key| number(table, key))))
                .collect(),
            money: entries(json, "money")
                .map(|(column, sum)| Sum {
                    column: column.clone(),
                    before: decimal(sum, "before"),
                    after: decimal(sum, "after"),
                    set_aside: decimal(sum, "set_aside"),
                })
                .collect(),
            groups: list(json, "ledger").iter().map(Group::from_json).collect(),
            words: list(json, "words").iter().map(Word::from_json).collect(),
            agency: list(json, "agency").iter().map(|one| (text(one, "email"), text(one, "role"))).collect(),
            took: entries(json, "seconds").map(|(_, seconds)| millis(Some(seconds))).fold(0, u64::saturating_add),
            waited,
        }
    }

    /// How many rows became this.
    pub fn people(&self, key: &str) -> u64 {
        self.people.iter().find(|(other, _)| *other == key).map_or(0, |(_, count)| *count)
    }

    /// The groups of a kind.
    pub fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Group> {
        self.groups.iter().filter(move |group| group.kind == kind)
    }

    /// The report on one page, to print and to sign.
    pub fn page(&self, heading: &str) -> String {
        let mut page = format!("# {heading}\n\n");
        let mut line = |text: std::fmt::Arguments<'_>| {
            // Writing into a text does not fail.
            let _always = page.write_fmt(text);
            page.push('\n');
        };
        for blocker in &self.blockers {
            line(format_args!("- It cannot run: {blocker}"));
        }
        let [read, same, written, lost] = self.values;
        line(format_args!(
            "Values: {read} read = {same} on their client as they were + {written} written down + {lost} lost.\n"
        ));
        line(format_args!("## Rows\n"));
        for (table, rows) in &self.tables {
            line(format_args!("- {table}: {rows}"));
        }
        let [sign_ins, businesses, merged, inserted, renumbered, quarantined] =
            ["sign_ins", "businesses", "merged", "inserted", "renumbered", "quarantined"].map(|key| self.people(key));
        line(format_args!(
            "\n{sign_ins} sign-ins + {businesses} business rows = {merged} merged + {inserted} inserted ({renumbered} of them with a new id) + {quarantined} in quarantine.\n"
        ));
        for (table, [rows, carried, parked]) in &self.satellites {
            line(format_args!("- {table}: {rows} = {carried} carried + {parked} parked"));
        }
        for Sum { column, before, after, set_aside } in &self.money {
            line(format_args!("- {column}: {before} = {after} + {set_aside} set aside"));
        }
        line(format_args!("\n## What does not stand as it was\n"));
        for Group { kind, table, field, reason, rows } in &self.groups {
            let field = field.as_deref().unwrap_or("whole row");
            line(format_args!("- {rows} {kind}, {table}, {field}: {reason}"));
        }
        line(format_args!("\n## Words\n"));
        for Word { field, word, becomes, rows } in &self.words {
            line(format_args!(
                "- {field}: \"{word}\" becomes {} ({rows})",
                becomes.as_deref().unwrap_or("nothing: quarantine")
            ));
        }
        line(format_args!("\n## Who keeps a role of the agency\n"));
        for (email, role) in &self.agency {
            line(format_args!("- {email}: {role}"));
        }
        line(format_args!("\nIt took {}.{:03} s. Read: {}", self.took / 1000, self.took % 1000, self.sources));
        page
    }
}

impl Group {
    fn from_json(json: &Json) -> Self {
        Self {
            kind: text(json, "kind"),
            table: text(json, "table"),
            field: json.get("field").and_then(Json::as_str).map(str::to_owned),
            reason: text(json, "reason"),
            rows: number(json, "rows"),
        }
    }
}

impl Word {
    fn from_json(json: &Json) -> Self {
        Self {
            field: text(json, "field"),
            word: text(json, "word"),
            becomes: json.get("becomes").and_then(Json::as_str).map(str::to_owned),
            rows: number(json, "rows"),
        }
    }
}

fn text(json: &Json, key: &str) -> String {
    json.get(key).and_then(Json::as_str).unwrap_or_default().to_owned()
}

fn number(json: &Json, key: &str) -> u64 {
    json.get(key).and_then(Json::as_u64).unwrap_or_default()
}

/// A number's own digits: a sum of money is no floating-point number.
fn decimal(json: &Json, key: &str) -> String {
    json.get(key).map(ToString::to_string).unwrap_or_default()
}

/// Seconds with a fraction, in whole milliseconds.
fn millis(seconds: Option<&Json>) -> u64 {
    let seconds = seconds.map(ToString::to_string).unwrap_or_default();
    let (whole, part) = seconds.split_once('.').unwrap_or((&seconds, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    let whole = whole.parse::<u64>().unwrap_or_default();
    whole.saturating_mul(1000).saturating_add(part.parse().unwrap_or_default())
}

fn list<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    json.get(key).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn entries<'a>(json: &'a Json, key: &str) -> impl Iterator<Item = (&'a String, &'a Json)> {
    json.get(key).and_then(Json::as_object).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn every_code_of_the_database_has_its_sentence() {
        let sql = ["2300_unification_switch", "2350_unification_approval", "2400_unification_console"]
            .map(|name| {
                std::fs::read_to_string(format!("supabase/migrations/2026010100{name}.sql")).expect("a migration")
            })
            .concat();
        let codes = sql.match_indices("'CU").filter_map(|(at, _)| sql.get(at + 1..at + 6));
        for code in codes {
            // A dry run takes itself back by this one; it leaves no function.
            assert!(code == "CU009" || Hindrance::from_code(code).is_some(), "{code}");
        }
    }

    #[test]
    fn a_report_is_read_and_fits_on_a_page() {
        let report = Report::from_json(&json!({
            "lost": 0, "sources": "abc", "tables": { "clients": { "rows": 2, "hash": "x" } },
            "people": { "sign_ins": 2, "businesses": 3, "merged": 1, "inserted": 3, "renumbered": 0, "quarantined": 1, "clients": 3 },
            "fields": [
                { "table": "clients", "field": "email", "in": 2, "same": 1, "written_down": 1, "lost": 0 },
                { "table": "clients", "field": "role", "in": 2, "same": 2, "written_down": 0, "lost": 0 },
            ],
            "satellites": { "client_analytics": { "in": 5, "carried": 4, "parked": 1 } },
            "money": { "clients_enhanced.annual_revenue": { "before": 123_456_789.12, "after": 123_456_000, "set_aside": 789.12 } },
            "ledger": [{ "kind": "conflict", "table": "clients", "field": "phone", "reason": "why", "rows": 2 }],
            "words": [{ "field": "status", "word": "dormant", "becomes": null, "rows": 1 }],
            "agency": [{ "email": "a@b.co", "role": "admin" }],
            "seconds": { "hash": 0.25, "match": 1.5 }, "writers_waited": 1.75, "readers_waited": 0.009,
        }));
        assert_eq!(report.values, [4, 3, 1, 0]);
        assert_eq!((report.took, report.waited), (1750, Some([1750, 9])));
        assert_eq!(report.of_kind("conflict").count(), 1);
        let page = report.page("Unification");
        for said in [
            "4 read = 3 on their client as they were + 1 written down + 0 lost",
            "2 sign-ins + 3 business rows = 1 merged + 3 inserted (0 of them with a new id) + 1 in quarantine",
            "client_analytics: 5 = 4 carried + 1 parked",
            "123456789.12 = 123456000 + 789.12 set aside",
            "2 conflict, clients, phone: why",
            "status: \"dormant\" becomes nothing: quarantine (1)",
            "a@b.co: admin",
            "It took 1.750 s. Read: abc",
        ] {
            assert!(page.contains(said), "{said}\n{page}");
        }
    }

    proptest! {
        #[test]
        fn no_json_is_a_surprise(key in "[a-z_]{1,12}", text in ".{0,20}", number in any::<f64>()) {
            for value in [json!(text), json!(number), json!([text, { key.clone(): number }]), json!({ text.clone(): [number] })] {
                for outer in ["people", "fields", "satellites", "money", "ledger", "words", "agency", "seconds", "tables", key.as_str()] {
                    let _page = Report::from_json(&json!({ outer: value })).page("");
                }
            }
        }
    }
}
