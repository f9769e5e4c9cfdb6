//! No way around the windows: every field that a person may not read is asked for at every door PostgREST has, twice.
//! Between the two rounds only hidden values change. No answer may hold one, and no two answers may differ.

use std::collections::BTreeSet;

use clientele::domain::field::{FIELDS, Field};
use clientele::domain::permission::{Relation, reads_field};
use clientele::domain::role::Role;
use postgres::Client;
use serde_json::{Value as Json, json};

use crate::door::{Door, Exposed, Target, field_doors, window_doors, write_doors};
use crate::http::Answer;
use crate::person::{Person, Who, windows};
use crate::rows::{Row, put, rows_of};
use crate::sample::{needle, sample};
use crate::satellites::{attach, secrets};
use crate::server::{AGENCY, operator};

/// The number of the first hidden sample; those that are seen are above 500 000.
const SECRET: u32 = 131_001;

/// Columns that no window shows to anybody.
const NOBODYS: [&str; 2] = ["user_id", "search_text"];

/// One of the two states of the database.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    First,
    Second,
}

/// A person, their rows, and what of them they may not read.
struct Scene {
    me: Person,
    first_secret: u32,
    rows: Vec<Row>,
    hidden: Vec<Field>,
    /// Two managers of one name.
    managers: [Person; 2],
    exposed: Exposed,
    sql: Client,
}

#[test]
fn no_door_tells_what_is_hidden() {
    let _agency = AGENCY.read().unwrap();
    let managers = ["a", "b"].map(|which| Person::new(Who::Of(Role::Member), &format!("doors-manager-{which}")));
    let rename = "update app.clients set name = 'The Same' where user_id = any ($1)";
    operator().execute(rename, &[&managers.iter().filter_map(|one| one.id).collect::<Vec<_>>()]).unwrap();
    let exposed = Exposed::ask("doors-exposed");
    let work = |(place, who): (usize, Who)| {
        let first_number = 800_001 + 100 * u32::try_from(place).unwrap();
        let mut scene = Scene::new(who, first_number, &managers, &exposed);
        scene.prove()
    };
    let results: Vec<(Who, usize, Vec<String>)> = std::thread::scope(|scope| {
        let work = &work;
        let hands: Vec<_> = Who::ALL.into_iter().enumerate().map(|one| scope.spawn(move || work(one))).collect();
        hands.into_iter().map(|hand| hand.join().unwrap()).collect()
    });
    for (who, asked, wrong) in &results {
        println!("{:>11}: {asked} questions, each twice, {} leaks", who.name(), wrong.len());
    }
    println!("doors: {} questions", results.iter().map(|(_, asked, _)| asked).sum::<usize>());
    let wrong: Vec<_> = results.into_iter().flat_map(|(_, _, wrong)| wrong).collect();
    assert!(wrong.is_empty(), "{} leaks:\n{}", wrong.len(), wrong.join("\n"));
}

/// The doors are real: whoever may read the same fields learns them there.
#[test]
fn every_reading_door_tells_an_owner() {
    let _agency = AGENCY.read().unwrap();
    let managers = ["a", "b"].map(|which| Person::new(Who::Of(Role::Member), &format!("control-manager-{which}")));
    let mut scene = Scene::new(Who::Of(Role::Owner), 800_901, &managers, &Exposed::ask("control-exposed"));
    scene.hidden = FIELDS.iter().map(|spec| spec.field).filter(|field| !reads_field(Role::Viewer, *field)).collect();
    let round = |scene: &mut Scene, state| {
        scene.set(state);
        let fields = scene.hidden.clone();
        let doors = fields.into_iter().flat_map(|field| field_doors(&scene.target("clients", field.key(), "clients")));
        doors.map(|door| (door.name, scene.me.send(&door.ask))).collect::<Vec<_>>()
    };
    let (first, second) = (round(&mut scene, State::First), round(&mut scene, State::Second));
    let all: BTreeSet<_> = first.iter().map(|(name, _)| *name).collect();
    let telling: BTreeSet<_> =
        first.iter().zip(&second).filter(|(one, other)| one != other).map(|(one, _)| one.0).collect();
    // PostgREST keeps these shut for everybody unless its settings open them.
    let shut: BTreeSet<_> = ["aggregate", "plan"].into();
    let silent: Vec<_> = all.difference(&telling).filter(|name| !shut.contains(*name)).collect();
    println!("doors that tell an owner: {telling:?}");
    assert!(silent.is_empty(), "doors that tell an owner nothing prove nothing: {silent:?}");
}

impl Scene {
    fn new(who: Who, first_number: u32, managers: &[Person; 2], exposed: &Exposed) -> Self {
        let me = Person::new(who, &format!("doors-{first_number}"));
        let rows = rows_of(&me, &managers[0], first_number);
        let reads = |field| who.role().is_some_and(|role| reads_field(role, field));
        let hidden = FIELDS.iter().map(|spec| spec.field).filter(|field| !reads(*field)).collect();
        let first_secret = SECRET + 40 * (first_number % 10_000);
        let mut scene = Self {
            me,
            first_secret,
            rows,
            hidden,
            managers: managers.clone(),
            exposed: exposed.clone(),
            sql: operator(),
        };
        scene.set(State::First);
        for row in &scene.rows {
            attach(&mut scene.sql, row.id);
        }
        scene
    }

    /// Asks everything in both states; how much, and what came out.
    fn prove(&mut self) -> (Who, usize, Vec<String>) {
        let doors = self.doors();
        self.set(State::First);
        let first: Vec<_> = doors.iter().map(|door| self.me.send(&door.ask)).collect();
        self.set(State::Second);
        let second: Vec<_> = doors.iter().map(|door| self.me.send(&door.ask)).collect();
        let needles = self.needles();
        let mut wrong = Vec::new();
        for ((door, one), other) in doors.iter().zip(&first).zip(&second) {
            let question = door.ask.text();
            for answer in [one, other] {
                let mut headers = answer.headers.clone();
                // The question once more, in the server's spelling.
                headers.remove("content-location");
                let said = format!("{headers:?} {}", answer.body);
                // A refusal may repeat the question.
                let told = needles
                    .iter()
                    .find(|needle| said.contains(*needle) && (answer.ok() || !question.contains(*needle)));
                if let Some(needle) = told {
                    wrong.push(format!("{} at {}: {question} tells {needle}: {said}", self.me.who.name(), door.name));
                }
            }
            if door.own_rows && comparable(one) != comparable(other) {
                wrong.push(format!("{} at {}: {question} differs: {one:?} / {other:?}", self.me.who.name(), door.name));
            }
        }
        (self.me.who, doors.len(), wrong)
    }

    /// Every door of every hidden column. Somebody with a window tries theirs and all others; whoever has none meets
    /// the windows in turn, because there are many fields and all refuse alike (the matrix tries every one).
    fn doors(&self) -> Vec<Door> {
        let role = self.me.who.role();
        let keys = self.hidden.iter().map(|field| field.key()).chain(NOBODYS);
        let mut doors = Vec::new();
        let mut turn = 0;
        for key in keys {
            for (place, window) in windows().into_iter().enumerate() {
                turn += usize::from(place == 0);
                if let Some(role) = role {
                    doors.extend(field_doors(&self.target(window, key, role.window())));
                } else if turn % windows().len() == place {
                    doors.extend(field_doors(&self.target(window, key, window)));
                }
            }
        }
        for window in windows() {
            doors.extend(window_doors(&self.target(window, "id", self.me.who.windows()[0])));
        }
        for key in self.hidden.iter().map(|field| field.key()).chain(NOBODYS) {
            let window = self.me.who.windows()[0];
            doors.extend(write_doors(&self.target(window, key, window)));
        }
        doors
    }

    fn target(&self, window: &'static str, key: &'static str, own: &'static str) -> Target {
        let values = self.values(&self.rows[self.seen()], State::First);
        let value = values.get(key).cloned().unwrap_or_default();
        let row = &self.rows[self.seen()];
        Target {
            window,
            key,
            own,
            value,
            id: row.id,
            email: row.values[Field::Email.key()].as_str().unwrap().to_owned(),
            exposed: self.exposed.clone(),
            brief: self.me.who.role().is_none(),
        }
    }

    /// A row that the person sees, if they see any.
    fn seen(&self) -> usize {
        let agency = self.me.who.role().is_some_and(Role::is_agency);
        let wanted = if agency { Relation::Assigned } else { Relation::Own };
        self.rows.iter().position(|row| row.relation == wanted).unwrap()
    }

    fn set(&mut self, state: State) {
        for values in self.rows.iter().map(|row| self.values(row, state)).collect::<Vec<_>>() {
            put(&mut self.sql, &values);
        }
    }

    /// The row with hidden values of this state in all that is hidden, except what makes the row theirs or not.
    fn values(&self, row: &Row, state: State) -> serde_json::Map<String, Json> {
        let mut values = row.values.clone();
        for field in &self.hidden {
            let keeps = match field {
                Field::Id | Field::Role => true,
                Field::Email => row.relation == Relation::Own,
                Field::CreatedBy => row.relation == Relation::Created,
                Field::AssignedManager => row.relation == Relation::Assigned,
                _ => false,
            };
            if !keeps {
                values.insert(field.key().into(), sample(*field, self.secret(*field, row.relation, state)));
            }
        }
        if self.me.who == Who::Of(Role::Viewer) {
            // Their window shows the manager's name; which of two of that name it is, it does not.
            values.insert("assigned_manager".into(), json!(self.managers[state as usize].id));
        }
        if row.relation != Relation::Own {
            values.insert("user_id".into(), sample(Field::Id, self.secret(Field::Id, row.relation, state)));
        }
        values
    }

    /// The number of a hidden sample. All are different; between the states the rows change their order too.
    fn secret(&self, field: Field, relation: Relation, state: State) -> u32 {
        let place = match state {
            State::First => relation as u32,
            State::Second => 7 - relation as u32,
        };
        // The last digit is never a zero, which a printed fraction would lose.
        self.first_secret + 10 * (field as u32 * 8 + place)
    }

    /// Every text that no answer may hold.
    fn needles(&self) -> Vec<String> {
        let states = [State::First, State::Second];
        let all = |field: Field| {
            let numbers =
                Relation::ALL.into_iter().flat_map(move |one| states.map(|state| self.secret(field, one, state)));
            numbers.filter_map(move |number| needle(field, number))
        };
        // The linked person's id is a sample of `id`.
        let mut needles: Vec<_> = self.hidden.iter().copied().chain([Field::Id]).flat_map(all).collect();
        if self.me.who.role().is_none_or(|role| role < Role::Admin) {
            needles.extend(secrets());
        }
        if self.me.who == Who::Of(Role::Viewer) {
            needles.extend(self.managers.iter().filter_map(|one| one.id).map(|id| id.to_string()));
        }
        needles
    }
}

/// An answer without what changes by itself: the time of a write.
fn comparable(answer: &Answer) -> Answer {
    let mut answer = answer.clone();
    if let Ok(Json::Array(mut rows)) = serde_json::from_str(&answer.body) {
        for row in rows.iter_mut().filter_map(Json::as_object_mut) {
            row.remove("updated_at");
        }
        answer.body = Json::Array(rows).to_string();
    }
    answer
}
