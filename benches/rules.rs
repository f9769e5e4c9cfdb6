//! Records per second through the rules, in one thread: `cargo bench --no-default-features --bench rules`.
//!
//! Few enough records that they stay in the processor's cache, as a record does that is read and judged at once.
//! A record holds all fields that a person fills in, 2.3 KB of JSON, as in the peers' figures of README.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a benchmark stops at the first surprise")]

use std::hint::black_box;
use std::time::Instant as Clock;

use clientele::domain::calendar::Instant;
use clientele::domain::draft::judge_row;
use serde_json::{Map, Value as Json, json};

const RECORDS: usize = 500;
const ROUNDS: usize = 40;
const RUNS: usize = 7;

fn main() {
    let records: Vec<Json> = (0..RECORDS).map(record).collect();
    let texts: Vec<String> = records.iter().map(Json::to_string).collect();
    let rows: Vec<&Map<String, Json>> = records.iter().filter_map(Json::as_object).collect();
    let bytes = texts.iter().map(String::len).sum::<usize>() / RECORDS;
    let now = Instant::from_text("2026-11-22T12:00:00Z").unwrap();

    let judged = rate(|| rows.iter().map(|row| judge_row(row, now).len()).sum());
    let read = rate(|| {
        texts
            .iter()
            .map(|text| judge_row(serde_json::from_str::<Json>(text).unwrap().as_object().unwrap(), now).len())
            .sum()
    });
    println!("{bytes} bytes of JSON a record");
    println!("judged            {judged:>9.0} records/s");
    println!("read and judged   {read:>9.0} records/s");
}

/// The median rate of several runs over all records; none of them may be refused.
fn rate(run: impl Fn() -> usize) -> f64 {
    let mut rates: Vec<f64> = (0..RUNS)
        .map(|_| {
            let begun = Clock::now();
            for _ in 0..ROUNDS {
                assert_eq!(black_box(run()), 0, "a record of the benchmark is refused");
            }
            f64::from(u32::try_from(RECORDS * ROUNDS).unwrap()) / begun.elapsed().as_secs_f64()
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    *rates.get(RUNS / 2).unwrap()
}

fn record(number: usize) -> Json {
    json!({
        "id": format!("00000000-0000-4000-8000-{number:012}"),
        "email": format!("person{number}@example.com"),
        "role": "viewer",
        "metadata": { "source": "import", "batch": number, "flags": [true, false, null] },
        "preferences": { "language": "en", "newsletter": true },
        "name": "Clara Whitfield",
        "company_name": "Whitfield & Daughters",
        "industry": "Hospitality",
        "website_url": "https://whitfield.example/stay?from=list",
        "phone": "+44 20 7946 0118 ext. 4",
        "address": { "street": "18 Cornmarket Street", "city": "Oxford", "region": "Oxfordshire", "postal_code": "OX1 3HL", "country": "GB" },
        "business_size": "medium",
        "annual_revenue": 2_480_000.50,
        "target_audience": "Families and small groups who plan a long weekend, mostly from the south of England. Most book by telephone today and would rather not.",
        "business_goals": ["Half of all bookings online", "Repeat guests within a year", "One calendar for all four houses"],
        "technical_requirements": { "booking": { "engine": "Roomtable", "version": "4.2" }, "hosting": "Existing provider until May", "languages": ["en", "fr"] },
        "preferred_integrations": ["Roomtable", "Mailbird", "Ledgerly"],
        "compliance_requirements": ["GDPR", "PCI DSS", "WCAG 2.2 AA"],
        "brand_guidelines": { "voice": "Warm, never cute", "do_not": ["stretch the mark", "set text in capitals"], "spacing": "The height of the W on every side" },
        "color_palette": { "Ink": "#222", "Oat": "#f4ead7", "Bottle": "#1f4d3a", "Damson": "#5b2a4e" },
        "typography_preferences": { "headings": { "family": "Fraunces", "weights": [400, 600] }, "text": { "family": "Source Sans 3", "size": 17 } },
        "logo_assets": { "primary": "https://whitfield.example/brand/mark.svg", "on dark": { "url": "https://whitfield.example/brand/mark-light.svg", "width": 480 } },
        "visual_identity": { "photography": "Natural light, people from behind", "illustration": "Line drawings of the houses" },
        "project_type": "Website relaunch",
        "project_scope": "Four houses under one roof: a new site with booking, room pages and a journal.\n\nNot included: photography, the booking engine itself, translation.",
        "budget_range": "50k_100k",
        "timeline_requirements": "Live before Easter",
        "status": "active",
        "tier": "premium",
        "acquisition_source": "Referral",
        "assigned_manager": "00000000-0000-4000-8000-00000000000a",
        "last_contact_date": "2026-08-27T14:32:00+00:00",
        "contract_start_date": "2026-01-12",
        "contract_end_date": "2027-01-11",
        "renewal_date": "2026-12-13",
        "satisfaction_score": 9,
        "success_metrics": { "bookings_online": 0.31, "target": 0.5, "reviewed": "2026-06-30" }
    })
}
