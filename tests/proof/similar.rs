//! Possible twins of a new client: found by whoever may make clients, among those they see, and nowhere else.

use std::collections::BTreeMap;

use clientele::api::similar::{Reason, Similar, similar, similar_from_rows};
use clientele::domain::field::Field;
use clientele::domain::permission::{Relation, creates, sees};
use clientele::domain::role::Role;
use serde_json::{Map, Value as Json, json};
use uuid::Uuid;

use crate::escalations::hash;
use crate::http::{Answer, Ask};
use crate::person::{Person, Who};
use crate::rows::{full_row, put, rows_of};
use crate::server::{AGENCY, operator};

/// Asks as the form does.
fn ask(person: &Person, typed: &[(Field, &str)]) -> Answer {
    let typed: BTreeMap<_, _> = typed.iter().copied().collect();
    let request = similar(|field| typed.get(&field).copied().unwrap_or_default()).expect("something to ask");
    person.send(&Ask::post(request.path.strip_prefix("/rest/v1").unwrap(), request.body.unwrap()))
}

fn found(person: &Person, typed: &[(Field, &str)]) -> Vec<Similar> {
    similar_from_rows(&ask(person, typed).rows())
}

/// Words for one client that no other row has.
struct Words {
    email: String,
    domain: String,
    phone: String,
    company: String,
}

fn words(number: u32) -> Words {
    // The digits of a number nobody has, as letters.
    let digits = format!("{:032x}", hash(&format!("similar {number}")));
    let letters: String =
        digits.bytes().map(|digit| char::from(if digit < b'a' { digit - b'0' + b'g' } else { digit })).collect();
    let (name, more) = (&letters[..10], &letters[10..18]);
    Words {
        email: format!("ann@{name}.test"),
        domain: format!("bob@{name}.test"),
        phone: format!("+49 89 {:07}", 7_310_000 + number * 13),
        company: format!("{name} {more}"),
    }
}

/// A client of these words and nothing else that could be alike.
fn dress(values: &mut Map<String, Json>, words: &Words) {
    values.insert("email".into(), json!(words.email));
    values.insert("phone".into(), json!(words.phone));
    values.insert("company_name".into(), json!(words.company));
}

#[test]
fn whoever_may_make_clients_finds_those_they_see_and_no_others() {
    let _agency = AGENCY.read().unwrap();
    let other = Person::new(Who::Of(Role::Member), "similar-other");
    let mut sql = operator();
    for (place, who) in Who::ALL.into_iter().enumerate() {
        let me = Person::new(who, "similar");
        let place = u32::try_from(place).unwrap();
        for (relation, mut row) in rows_of(&me, &other, 580_001 + 10 * place).into_iter().enumerate() {
            let words = words(100 + 10 * place + u32::try_from(relation).unwrap());
            // Their own row keeps what makes it theirs.
            if row.relation != Relation::Own {
                dress(&mut row.values, &words);
                put(&mut sql, &row.values);
            }
            let may = who.role().is_some_and(|role| creates(role) && sees(role, row.relation))
                && row.relation != Relation::Own;
            let spelled = words.company.to_uppercase() + " GmbH";
            let questions = [
                (Reason::Email, Field::Email, words.email.as_str()),
                (Reason::Domain, Field::Email, &words.domain),
                (Reason::Phone, Field::Phone, &words.phone),
                (Reason::Company, Field::CompanyName, &spelled),
            ];
            for (reason, field, text) in questions {
                let expected = Similar { id: row.id, title: words.company.clone(), reason };
                let answer = ask(&me, &[(field, text)]);
                let cell = format!("{} and {:?} by {reason:?}: {answer:?}", who.name(), row.relation);
                assert_eq!(similar_from_rows(&answer.rows()), if may { vec![expected] } else { vec![] }, "{cell}");
                if !may {
                    // As if there were no such client.
                    let nobody = ask(&me, &[(field, "+99 555 0001112")]);
                    assert_eq!(answer, nobody, "{cell}");
                }
            }
        }
        assert_eq!(ask(&me, &[(Field::Email, "a@b.test")]).ok(), who != Who::Anon);
    }
}

#[test]
fn what_is_written_otherwise_is_the_same_and_what_only_looks_alike_is_not() {
    let _agency = AGENCY.read().unwrap();
    let owner = Person::new(Who::Of(Role::Owner), "similar-spelled");
    let mut sql = operator();
    let put_one = |sql: &mut postgres::Client, number: u32, email: &str, phone: &str, company: &str| {
        let mut row = full_row(number);
        dress(
            &mut row,
            &Words { email: email.into(), phone: phone.into(), company: company.into(), domain: String::new() },
        );
        put(sql, &row);
        let id: Uuid = row["id"].as_str().unwrap().parse().unwrap();
        id
    };
    let id = put_one(
        &mut sql,
        581_001,
        "ann@vexil-torpmundel.test",
        "+49 (0)661 733 19 04 ext. 7",
        "Vexil & Torpmundel GmbH & Co. KG",
    );
    put_one(&mut sql, 581_002, "wendelgard@gmail.com", "+49 30 5550 1112", "Sundry Übelacker");
    let cases: &[(Field, &str, Option<Reason>)] = &[
        (Field::Email, " ANN@Vexil-Torpmundel.TEST ", Some(Reason::Email)),
        (Field::Email, "else@vexil-torpmundel.test", Some(Reason::Domain)),
        (Field::Email, "ann@torpmundel.test", None),
        (Field::Email, "someone@gmail.com", None),
        (Field::Email, "no address", None),
        (Field::Phone, "0661 7331904", Some(Reason::Phone)),
        (Field::Phone, "0049-661-7331904", Some(Reason::Phone)),
        (Field::Phone, "+49 661 7331904 x99", Some(Reason::Phone)),
        (Field::Phone, "7331904", Some(Reason::Phone)),
        (Field::Phone, "331904", None),
        (Field::Phone, "+49 662 7331904", None),
        (Field::Phone, "+49 661 7331905", None),
        (Field::CompanyName, "vexil and torpmundel ltd.", Some(Reason::Company)),
        (Field::CompanyName, "Vexil-Torpmundel", Some(Reason::Company)),
        (Field::CompanyName, "Vexil Torpmundl", Some(Reason::Company)),
        (Field::CompanyName, "Vxil Torpmundel", Some(Reason::Company)),
        (Field::CompanyName, "Vexing", None),
        (Field::CompanyName, "GmbH & Co. KG", None),
        (Field::CompanyName, "%%%", None),
        (Field::CompanyName, "_____", None),
        (Field::CompanyName, "\\\\\\\\\\", None),
        (Field::CompanyName, "ve", None),
    ];
    for (field, text, reason) in cases {
        let twins: Vec<_> = found(&owner, &[(*field, text)]).into_iter().filter(|twin| twin.id == id).collect();
        assert_eq!(twins.first().map(|twin| twin.reason), *reason, "{text}");
    }
    let everything = "x".repeat(100_000);
    for text in ["\u{1f332}", "'\"; --", "(.*)+$", "a'b\\c%d_e\n\tf", &everything] {
        for field in [Field::CompanyName, Field::Email, Field::Phone] {
            let answer = ask(&owner, &[(field, text)]);
            assert!(answer.ok(), "{field:?} {:?}: {answer:?}", text.get(..20));
        }
    }
}

#[test]
fn at_most_five_are_named_the_strongest_first_and_each_once() {
    let _agency = AGENCY.read().unwrap();
    let (owner, member) =
        (Person::new(Who::Of(Role::Owner), "similar-most"), Person::new(Who::Of(Role::Member), "similar-most"));
    let mut sql = operator();
    let common = words(999);
    for (place, number) in (582_001..582_009).enumerate() {
        let mut row = full_row(number);
        let mut own = words(900 + u32::try_from(place).unwrap());
        match place {
            0 => own.company = common.company.clone(),
            1 => own.phone = common.phone.clone(),
            2 => own = words(999),
            _ => own.email = format!("n{place}@{}", common.email.split_once('@').unwrap().1),
        }
        dress(&mut row, &own);
        row.insert("assigned_manager".into(), json!(member.id));
        put(&mut sql, &row);
    }
    let typed = [
        (Field::Email, common.email.as_str()),
        (Field::Phone, common.phone.as_str()),
        (Field::CompanyName, common.company.as_str()),
    ];
    for person in [&owner, &member] {
        let reasons: Vec<_> = found(person, &typed).into_iter().map(|twin| twin.reason).collect();
        assert_eq!(reasons, [Reason::Email, Reason::Phone, Reason::Domain, Reason::Domain, Reason::Domain]);
        let alike = found(person, &[(Field::CompanyName, &common.company)]);
        assert_eq!(alike.iter().map(|twin| twin.reason).collect::<Vec<_>>(), [Reason::Company; 2]);
    }
}
