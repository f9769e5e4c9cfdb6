//! `clientele-check FILE.csv|FILE.json`: judges every row of a file by the rules of the form, and prints row, field and
//! reason. Exit code 0: every row may be imported; 1: some may not; 2: the file cannot be read.

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write, stdout};
use std::process::ExitCode;
use std::time::SystemTime;

use clientele::domain::calendar::Instant;
use clientele::domain::draft::{Report, judge_row, judge_texts};
use clientele::domain::field::Field;
use serde_json::Value as Json;

const USAGE: &str = "usage: clientele-check FILE.csv|FILE.json
The first line of a CSV file names the columns as the database does (email, name, company_name, …).
A JSON file is an array of objects, or one object per line.";

fn main() -> ExitCode {
    let Some(path) = env::args().nth(1) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match check(&path) {
        Ok(Tally { rows, refused: 0 }) => {
            println!("{rows} rows, all valid");
            ExitCode::SUCCESS
        }
        Ok(Tally { rows, refused }) => {
            println!("{rows} rows, {refused} with errors");
            ExitCode::from(1)
        }
        Err(problem) => {
            eprintln!("{path}: {problem}");
            ExitCode::from(2)
        }
    }
}

#[derive(Default)]
struct Tally {
    rows: usize,
    refused: usize,
}

impl Tally {
    fn note(&mut self, report: &Report, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
        self.rows += 1;
        self.refused += usize::from(!report.is_empty());
        for (field, reason) in report {
            writeln!(out, "row {}: {}: {reason}", self.rows, field.key())?;
        }
        Ok(())
    }
}

fn check(path: &str) -> Result<Tally, Box<dyn Error>> {
    let mut out = BufWriter::new(stdout().lock());
    let now = now()?;
    let tally = if path.ends_with(".csv") { check_csv(path, now, &mut out)? } else { check_json(path, now, &mut out)? };
    out.flush()?;
    Ok(tally)
}

fn check_csv(path: &str, now: Instant, out: &mut impl Write) -> Result<Tally, Box<dyn Error>> {
    let mut reader = csv::Reader::from_reader(File::open(path)?);
    let fields: Vec<Option<Field>> = reader.headers()?.iter().map(Field::from_key).collect();
    if fields.iter().all(Option::is_none) {
        return Err("the first line names no column of a client, such as email or name".into());
    }
    let mut tally = Tally::default();
    for row in reader.records() {
        let row = row?;
        let texts = fields.iter().zip(row.iter()).filter_map(|(field, text)| Some(((*field)?, text)));
        tally.note(&judge_texts(texts, now), out)?;
    }
    Ok(tally)
}

fn check_json(path: &str, now: Instant, out: &mut impl Write) -> Result<Tally, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let mut tally = Tally::default();
    let mut judge = |row: &Json| match row.as_object() {
        Some(row) => tally.note(&judge_row(row, now), out),
        None => Err("every row must be an object, such as {\"email\": \"…\"}".into()),
    };
    if text.trim_start().starts_with('[') {
        let rows: Vec<Json> = serde_json::from_str(&text)?;
        rows.iter().try_for_each(&mut judge)?;
    } else {
        for row in serde_json::Deserializer::from_str(&text).into_iter::<Json>() {
            judge(&row?)?;
        }
    }
    Ok(tally)
}

fn now() -> Result<Instant, Box<dyn Error>> {
    let micros = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_micros();
    Instant::from_micros(i64::try_from(micros)?).ok_or_else(|| "this machine's clock is past the year 9999".into())
}
