//! The last writes of one tab, each with the way back. A way back is guarded by the version that the write led to, so that
//! nobody else's change is undone with it; this tab's own later writes move that guard along where they touch other fields.

use serde_json::{Map, Value as Json};

use super::field::Field;
use super::record::{Cell, Record};
use super::value::Value;

/// The most writes that can be taken back.
const MOST: usize = 20;

/// One write.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What was done, as a sentence.
    pub text: String,
    /// The row as it was.
    pub before: Record,
    /// The row as the server returned it.
    pub after: Record,
    /// What was changed.
    pub fields: Vec<Field>,
}

impl Step {
    /// A write that changed some of these fields; `None` where there is nothing to go back to.
    pub fn new(text: String, before: &Record, after: &Record, fields: &[Field]) -> Option<Self> {
        let known = |cell: &Cell| matches!(cell, Cell::Empty | Cell::Filled(_));
        let changed = |field: &Field| before.cell(*field) != after.cell(*field) && known(before.cell(*field));
        let fields: Vec<Field> = fields.iter().copied().filter(changed).collect();
        let whole = after.version().is_some() && after.id().is_some() && before.id() == after.id();
        (whole && !fields.is_empty()).then(|| Self { text, before: before.clone(), after: after.clone(), fields })
    }

    /// What to send to take it back.
    pub fn changes(&self) -> Map<String, Json> {
        let mut changes = Map::new();
        for field in &self.fields {
            let value = self.before.value(*field).map_or(Json::Null, Value::to_json);
            changes.insert(field.key().to_owned(), value);
        }
        changes
    }

    /// The fields that are no longer as this write left them.
    pub fn changed_since(&self, current: &Record) -> Vec<Field> {
        self.fields.iter().copied().filter(|field| current.cell(*field) != self.after.cell(*field)).collect()
    }
}

/// A write with its number, and whether somebody else is known to have written since.
#[derive(Clone, Debug)]
struct Kept {
    number: u32,
    step: Step,
    broken: bool,
}

/// The writes that can be taken back, and those that were.
#[derive(Clone, Debug, Default)]
pub struct Steps {
    done: Vec<Kept>,
    undone: Vec<Kept>,
    numbers: u32,
    /// Each client as this tab last wrote it.
    latest: Vec<Record>,
}

impl Steps {
    /// Notes a write and returns its number, and the numbers that mean nothing from now on.
    pub fn offer(&mut self, step: Step) -> (u32, Vec<u32>) {
        let goes_on = follows(&step.before, &step.after)
            && self.latest_of(&step.before).is_some_and(|latest| latest.version() == step.before.version());
        if !goes_on {
            for kept in self.done.iter_mut().filter(|kept| kept.step.after.id() == step.after.id()) {
                kept.broken = true;
            }
        }
        self.written(&step.after);
        let mut gone: Vec<u32> = self.undone.drain(..).map(|kept| kept.number).collect();
        if self.done.len() >= MOST {
            gone.push(self.done.remove(0).number);
        }
        (self.keep(step, true), gone)
    }

    /// The newest write that can be taken back, or, with `again`, the newest that was.
    pub fn newest(&self, again: bool) -> Option<u32> {
        let list = if again { &self.undone } else { &self.done };
        list.last().map(|kept| kept.number)
    }

    /// A write, and the row whose version guards its way back: the row as this tab left it last where the write still
    /// stands in it, else the row as the write left it.
    pub fn get(&self, number: u32) -> Option<(&Step, &Record)> {
        let kept = self.done.iter().chain(&self.undone).find(|kept| kept.number == number)?;
        let latest = self
            .latest_of(&kept.step.after)
            .filter(|latest| !kept.broken && kept.step.changed_since(latest).is_empty());
        Some((&kept.step, latest.unwrap_or(&kept.step.after)))
    }

    /// The server has taken the write back and returned this row. Returns the number under which it can be done again, or
    /// undone where it had been.
    pub fn taken_back(&mut self, number: u32, row: &Record) -> Option<u32> {
        let was_done = self.done.iter().any(|kept| kept.number == number);
        let step = self.drop_step(number)?;
        self.written(row);
        Some(self.keep(Step { before: step.after, after: row.clone(), ..step }, !was_done))
    }

    /// Forgets a write.
    pub fn drop_step(&mut self, number: u32) -> Option<Step> {
        for list in [&mut self.done, &mut self.undone] {
            if let Some(place) = list.iter().position(|kept| kept.number == number) {
                return Some(list.remove(place).step);
            }
        }
        None
    }

    fn keep(&mut self, step: Step, done: bool) -> u32 {
        self.numbers = self.numbers.wrapping_add(1);
        let list = if done { &mut self.done } else { &mut self.undone };
        list.push(Kept { number: self.numbers, step, broken: false });
        self.numbers
    }

    fn latest_of(&self, record: &Record) -> Option<&Record> {
        self.latest.iter().find(|latest| latest.id() == record.id())
    }

    fn written(&mut self, row: &Record) {
        self.latest.retain(|latest| latest.id() != row.id());
        self.latest.push(row.clone());
    }
}

/// Whether nobody wrote in between.
fn follows(before: &Record, after: &Record) -> bool {
    before.version().map(|version| version + 1) == after.version()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// The database's row: every write counts its version.
    struct Row(Json);

    impl Row {
        fn new() -> Self {
            Self(
                json!({ "id": "00000000-0000-4000-8000-000000000001", "version": 1, "name": "a", "phone": null, "industry": "c" }),
            )
        }

        fn record(&self) -> Record {
            Record::from_row(self.0.as_object().expect("an object"))
        }

        fn write(&mut self, guard: Option<i64>, changes: &Map<String, Json>) -> Option<Record> {
            if guard != self.record().version() {
                return None;
            }
            for (key, value) in changes {
                self.0[key] = value.clone();
            }
            self.0["version"] = json!(self.record().version()? + 1);
            Some(self.record())
        }

        fn content(&self) -> Json {
            let mut row = self.0.clone();
            row["version"] = Json::Null;
            row
        }
    }

    fn write(row: &mut Row, steps: &mut Steps, field: Field, text: &str) -> u32 {
        let before = row.record();
        let changes = Map::from_iter([(field.key().to_owned(), json!(text))]);
        let after = row.write(before.version(), &changes).expect("nobody else writes");
        let step = Step::new("Wrote.".to_owned(), &before, &after, &[field]).expect("a change");
        steps.offer(step).0
    }

    /// Takes a write back as a page would; whether the guard let it.
    fn take_back(row: &mut Row, steps: &mut Steps, number: u32) -> Option<u32> {
        let (step, guard) = steps.get(number).expect("known");
        let written = row.write(guard.version(), &step.changes())?;
        steps.taken_back(number, &written)
    }

    #[test]
    fn a_write_that_changed_nothing_has_no_way_back() {
        let record = Row::new().record();
        assert_eq!(Step::new(String::new(), &record, &record, &[Field::Name]), None);
        // What was never read cannot be put back.
        let after = record.with(Field::Tier, None);
        assert_eq!(Step::new(String::new(), &record, &after, &[Field::Tier]), None);
    }

    #[test]
    fn an_empty_field_becomes_empty_again() {
        let (mut row, mut steps) = (Row::new(), Steps::default());
        let number = write(&mut row, &mut steps, Field::Phone, "+49 30 901820");
        assert_eq!(json!(steps.get(number).expect("known").0.changes()), json!({ "phone": null }));
    }

    #[test]
    fn somebody_elses_write_in_between_holds_it_back() {
        let (mut row, mut steps) = (Row::new(), Steps::default());
        let first = write(&mut row, &mut steps, Field::Name, "b");
        let version = row.record().version();
        row.write(version, &Map::from_iter([("phone".to_owned(), json!("theirs"))])).expect("theirs");
        assert_eq!(take_back(&mut row, &mut steps, first), None);
        // A later write of this tab does not move the guard over theirs.
        let second = write(&mut row, &mut steps, Field::Industry, "d");
        assert_eq!(take_back(&mut row, &mut steps, first), None);
        assert!(take_back(&mut row, &mut steps, second).is_some());
        assert_eq!(take_back(&mut row, &mut steps, first), None);
    }

    #[test]
    fn an_older_write_can_go_first_where_the_fields_differ() {
        let (mut row, mut steps) = (Row::new(), Steps::default());
        let first = write(&mut row, &mut steps, Field::Name, "b");
        let second = write(&mut row, &mut steps, Field::Phone, "1");
        let third = write(&mut row, &mut steps, Field::Phone, "2");
        assert!(take_back(&mut row, &mut steps, first).is_some());
        assert_eq!(row.record().text(Field::Name), "a");
        assert_eq!(take_back(&mut row, &mut steps, second), None, "the third wrote over it");
        assert!(take_back(&mut row, &mut steps, third).is_some());
        assert!(take_back(&mut row, &mut steps, second).is_some());
        assert_eq!(row.content(), Row::new().content());
    }

    #[test]
    fn a_new_write_forgets_what_could_be_done_again() {
        let (mut row, mut steps) = (Row::new(), Steps::default());
        let first = write(&mut row, &mut steps, Field::Name, "b");
        let again = take_back(&mut row, &mut steps, first).expect("taken back");
        assert_eq!(steps.newest(true), Some(again));
        let before = row.record();
        let after = row.write(before.version(), &Map::from_iter([("phone".to_owned(), json!("1"))])).expect("free");
        let step = Step::new(String::new(), &before, &after, &[Field::Phone]).expect("a change");
        assert_eq!(steps.offer(step).1, [again]);
        assert_eq!((steps.newest(true), steps.get(again).is_some()), (None, false));
    }

    proptest! {
        #[test]
        fn any_way_back_and_forth_over_ones_own_writes_is_open(
            writes in prop::collection::vec((0..3_usize, "[abc]"), 1..8),
            moves in prop::collection::vec(any::<bool>(), 0..30),
        ) {
            let (mut row, mut steps) = (Row::new(), Steps::default());
            let mut contents = vec![row.content()];
            for (field, text) in writes {
                let field = [Field::Name, Field::Phone, Field::Industry][field];
                if row.record().text(field) != text {
                    write(&mut row, &mut steps, field, &text);
                    contents.push(row.content());
                }
            }
            let mut place = contents.len() - 1;
            for again in moves.into_iter().chain([false; 8]) {
                let Some(number) = steps.newest(again) else { continue };
                prop_assert!(take_back(&mut row, &mut steps, number).is_some());
                place = if again { place + 1 } else { place - 1 };
                prop_assert_eq!(&row.content(), &contents[place]);
            }
            while let Some(number) = steps.newest(false) {
                prop_assert!(take_back(&mut row, &mut steps, number).is_some());
            }
            prop_assert_eq!(&row.content(), &contents[0]);
        }
    }
}
