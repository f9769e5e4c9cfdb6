//! The list asks for what its question means: the real server's answers are the reference's, over the same rows.

use clientele::domain::condition::Condition;
use clientele::domain::field::Field;
use clientele::domain::filter::Filter;
use clientele::domain::list::{ListQuery, SEARCH_MIN, filterable};
use clientele::domain::operator::Operator;
use clientele::domain::role::Role;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::json;

use crate::nasty::TEXTS;
use crate::questions::{any_condition, condition, filters, orders, question, term};
use crate::scene::{ROLES, ROWS, scenes};
use crate::server::connect;
use crate::tally::Tally;

/// A run of random cases.
const CASES: u32 = 150;

#[test]
fn the_reference_folds_the_letters_that_this_database_folds() {
    let ask = "select datcollate = 'C' and datctype = 'C' and 'a' ilike 'A' and not 'Ä' ilike 'ä' and not 'Ä' ~* 'ä'
               from pg_database where datname = current_database()";
    let folds_ascii_only: bool = connect().query_one(ask, &[]).unwrap().get(0);
    assert!(folds_ascii_only, "tests/proof/reference.rs says how texts are compared: it must be told of this locale");
}

#[test]
fn every_operator_of_every_field_finds_what_it_says() {
    let fields = Tally::default();
    scenes("operators", &ROLES, ROWS, |scene| {
        for field in filterable(scene.role) {
            for operator in field.kind().operators() {
                for _ in 0..if operator.takes_operand() { 4 } else { 1 } {
                    let condition = condition(field, *operator, scene.rows, &mut scene.dice);
                    fields.note(scene, &alone(condition));
                }
            }
        }
    });
    fields.done("one condition, every operator of every field");
}

#[test]
fn hostile_texts_mean_themselves() {
    let texts = Tally::default();
    scenes("texts", &[Role::Owner], ROWS, |scene| {
        for text in TEXTS {
            let entry = json!([text]).to_string();
            let asked = [
                (Field::CompanyName, Operator::Contains, (*text).to_owned()),
                (Field::ProjectScope, Operator::Starts, (*text).to_owned()),
                (Field::Industry, Operator::Is, (*text).to_owned()),
                (Field::BusinessGoals, Operator::HasAny, entry.clone()),
                (Field::PreferredIntegrations, Operator::HasNone, entry),
                (Field::Preferences, Operator::At, format!("plan.name={text}")),
                (Field::Preferences, Operator::At, format!("{text}.0={text}")),
                (Field::Phone, Operator::Contains, (*text).to_owned()),
                (Field::WebsiteUrl, Operator::Contains, (*text).to_owned()),
                (Field::Email, Operator::Is, (*text).to_owned()),
            ];
            for (field, operator, operand) in asked {
                if let Some(condition) = Condition::new(field, operator, &operand) {
                    texts.note(scene, &alone(condition));
                }
            }
            texts.note(scene, &question(text, Vec::new(), ListQuery::default().orders));
        }
    });
    texts.done("hostile texts");
}

#[test]
fn nested_filters_find_what_they_mean_and_count_it() {
    let found = Tally::default();
    scenes("filters", &ROLES, ROWS, |scene| {
        let scene = &*scene;
        let several = prop::collection::vec(filters(scene.role, scene.rows), 1..4);
        run(&several, |filters| {
            // A filter of one part alone does not read back as a group of one.
            let query = question("", filters, ListQuery::default().orders);
            let rows = found.check(scene, &query)?;
            let counted = scene.count(&query)?;
            if counted == rows { Ok(()) } else { Err(format!("{:?}: counted {counted} of {rows}", query.to_params())) }
        });
    });
    found.done("nested filters, each counted too");
}

#[test]
fn a_search_joins_filters_and_order() {
    let found = Tally::default();
    scenes("search", &ROLES, ROWS, |scene| {
        let scene = &*scene;
        let asked = (any::<u64>(), orders(scene.role)).prop_map(|(seed, orders)| {
            let mut dice = crate::dice::Dice(seed);
            let filters = (0..dice.below(3)).map(|_| Filter::One(any_condition(scene.role, scene.rows, &mut dice)));
            let filters = filters.collect();
            let terms = std::iter::repeat_with(|| term(scene.rows, &mut dice));
            let long_enough = |term: &String| term.trim().chars().count() >= SEARCH_MIN;
            let search = terms.take(100).find(long_enough).expect("a term");
            question(&search, filters, orders)
        });
        run(&asked, |query| {
            let (rows, counted) = (found.check(scene, &query)?, scene.count(&query)?);
            if counted == rows { Ok(()) } else { Err(format!("{:?}: counted {counted} of {rows}", query.to_params())) }
        });
    });
    found.done("a search, filters and an order");
}

#[test]
fn orders_of_several_keys_are_kept() {
    let found = Tally::default();
    scenes("orders", &ROLES, ROWS, |scene| {
        let scene = &*scene;
        run(&orders(scene.role), |orders| found.check(scene, &question("", Vec::new(), orders)).map(drop));
    });
    found.done("orders of one to four keys");
}

#[test]
fn no_address_makes_the_server_refuse() {
    let addresses = [
        ("q", "abc\0"),
        ("q", "\u{a0}a\u{a0}b\u{a0}"),
        ("q", "%%%"),
        ("q", "a\nb"),
        ("business_goals", "has.a\0b"),
        ("business_goals", r#"none.[""]"#),
        ("preferred_integrations", r#"all.["a\u0000b"]"#),
        ("metadata", "at.a=\0"),
        ("metadata", "at.a=\n"),
        ("metadata", "at.0.00.2147483647=x"),
        ("metadata", "at.a.b.c.d.e.f.g.h="),
        ("satisfaction_score", "from.9223372036854775807"),
        ("satisfaction_score", "between.-40000..40000"),
        ("version", "is.2147483648"),
        ("annual_revenue", "to.9,999,999,999,999.99"),
        ("renewal_date", "to.9999-12-31"),
        ("renewal_date", "last.36500"),
        ("updated_at", "to.9999-12-31"),
        ("updated_at", "from.0001-01-01"),
        ("updated_at", "between.2026-02-02..2026-01-01"),
        ("company_name", "is.\u{feff}\u{200b}x"),
        ("sort", "-satisfaction_score,version"),
        ("after", r#"[99999999999,1,"00000000-0000-0000-0000-000000000000"]"#),
        ("after", r#"[5,-99999999999,"00000000-0000-0000-0000-000000000000"]"#),
        ("sort", "name"),
        ("before", r#"["a\u0000b","00000000-0000-0000-0000-000000000000"]"#),
        ("before", r#"["\u202e\\\"",  "00000000-0000-0000-0000-000000000000"]"#),
        ("sort", "status"),
        ("after", r#"["hibernating","00000000-0000-0000-0000-000000000000"]"#),
    ];
    scenes("addresses", &[Role::Owner], ROWS, |scene| {
        let mut wrong = Vec::new();
        let mut sort = None;
        for (key, value) in addresses {
            sort = if key == "sort" { Some((key, value)) } else { sort };
            let query = ListQuery::from_params(sort.into_iter().chain([(key, value)]), scene.role);
            for stretch in scene.scope.stretches(&query) {
                wrong.extend(scene.ask(&query, &stretch, 1).err());
            }
            wrong.extend(scene.count(&query).err());
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    });
    println!("lists: {} odd addresses, none refused", addresses.len());
}

fn alone(condition: Condition) -> ListQuery {
    question("", vec![Filter::One(condition)], ListQuery::default().orders)
}

/// Random cases; a failing one is made smaller before it is shown.
fn run<S: Strategy>(strategy: &S, check: impl Fn(S::Value) -> Result<(), String>)
where
    S::Value: std::fmt::Debug,
{
    let config = Config { cases: CASES, max_shrink_iters: 400, failure_persistence: None, ..Config::default() };
    let outcome = TestRunner::new(config).run(strategy, |case| check(case).map_err(TestCaseError::fail));
    if let Err(error) = outcome {
        panic!("{error}");
    }
}
