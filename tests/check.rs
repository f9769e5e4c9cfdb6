//! `clientele-check` on real files, as a person runs it.

#![cfg(feature = "check")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::process::{Command, Output};

fn check(name: &str, content: &str) -> (Output, String) {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_clientele-check")).arg(&path).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    (output, said)
}

#[test]
fn a_csv_names_row_field_and_reason() {
    let (output, said) = check(
        "mixed.csv",
        "email,name,phone,business_goals,annual_revenue\nann@example.com,Ann,,\"One\nTwo\",\"1,200.50\"\nnobody,,12,,-1\n",
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        said,
        "row 2: email: Write an address such as ann@example.com.\n\
         row 2: name: Give a name or a company.\n\
         row 2: phone: A number has 7 to 15 digits.\n\
         row 2: annual_revenue: Write an amount of zero or more.\n\
         2 rows, 1 with errors\n"
    );
}

#[test]
fn json_is_an_array_or_lines() {
    let row = r#"{"email": "ann@example.com", "company_name": "Ann Co", "tier": "gold"}"#;
    for (name, content) in [("array.json", format!("[{row}]")), ("lines.json", format!("{row}\n{row}\n"))] {
        let (output, said) = check(name, &content);
        assert_eq!(output.status.code(), Some(1));
        assert!(said.starts_with("row 1: tier: Choose one of: Basic, Standard, Premium, Enterprise.\n"), "{said}");
    }
}

#[test]
fn a_good_file_is_said_to_be_good() {
    let (output, said) = check("good.json", r#"[{"email": "ann@example.com", "name": "Ann"}]"#);
    assert_eq!((output.status.code(), said.as_str()), (Some(0), "1 rows, all valid\n"));
}

#[test]
fn an_export_with_the_databases_own_columns_is_judged_like_any_other() {
    let (_, said) = check(
        "export.csv",
        "id,version,created_at,email,name\n00000000-0000-4000-8000-000000000001,3,2026-01-01T00:00:00Z,a@b.co,Ann\n",
    );
    assert_eq!(said, "1 rows, all valid\n");
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    for (name, content) in [("odd.csv", "a,b\n1,2\n"), ("broken.json", "[{\"email\": "), ("number.json", "[1]")] {
        let (output, _) = check(name, content);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(!output.stderr.is_empty(), "{name}");
    }
    let missing = Command::new(env!("CARGO_BIN_EXE_clientele-check")).arg("no-such.csv").output().unwrap();
    assert_eq!(missing.status.code(), Some(2));
}
