//! A filter while somebody builds it: what was chosen and typed, whether or not it makes sense yet. Every part has a
//! number of its own, so that a change of one leaves the others as they are.

use super::condition::Condition;
use super::field::Field;
use super::filter::Filter;
use super::operand_form::{Form, form};
use super::operator::Operator;

/// The deepest group below the outermost one.
pub const DEPTH_MAX: usize = 3;

/// The most parts of one group: no more can be read back from the address.
pub const PARTS_MAX: usize = 20;

/// The number of the outermost group.
pub const ROOT: u32 = 0;

/// A condition as far as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub field: Field,
    pub operator: Operator,
    /// What was typed; the second for what has two controls.
    pub texts: [String; 2],
}

/// What stands in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    Row(Row),
    Group { any: bool, parts: Vec<u32> },
}

/// Why a row makes no condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The row's number.
    pub row: u32,
    /// Which of its controls, from 0.
    pub control: usize,
    /// What to write there.
    pub text: &'static str,
}

/// The whole of it; a part's number is its place, and numbers of removed parts are not given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    parts: Vec<Part>,
}

impl Draft {
    /// The filters that are there, or one empty condition on `first` to begin with.
    pub fn new(filters: &[Filter], first: Field) -> Self {
        let mut draft = Self { parts: vec![Part::Group { any: false, parts: Vec::new() }] };
        match filters {
            [] => drop(draft.add_row(ROOT, first)),
            [Filter::Any(parts)] => {
                draft.set_any(ROOT, true);
                draft.read(ROOT, parts);
            }
            filters => draft.read(ROOT, filters),
        }
        draft
    }

    fn read(&mut self, group: u32, filters: &[Filter]) {
        for filter in filters {
            match filter {
                Filter::One(condition) => {
                    let (field, operator) = (condition.field(), condition.operator());
                    let texts = form(field.kind(), operator).split(&condition.operand_text());
                    self.add(group, Part::Row(Row { field, operator, texts }));
                }
                Filter::All(parts) | Filter::Any(parts) => {
                    let any = matches!(filter, Filter::Any(_));
                    let inner = self.add(group, Part::Group { any, parts: Vec::new() });
                    self.read(inner, parts);
                }
            }
        }
    }

    /// A row; `None` for a group.
    pub fn row(&self, id: u32) -> Option<&Row> {
        match self.part(id) {
            Some(Part::Row(row)) => Some(row),
            _ => None,
        }
    }

    /// Whether one part of the group is enough.
    pub fn is_any(&self, group: u32) -> bool {
        matches!(self.part(group), Some(Part::Group { any: true, .. }))
    }

    /// What stands in a group, in order.
    pub fn inside(&self, group: u32) -> &[u32] {
        match self.part(group) {
            Some(Part::Group { parts, .. }) => parts,
            _ => &[],
        }
    }

    /// Adds an unwritten condition and returns its number.
    pub fn add_row(&mut self, group: u32, field: Field) -> u32 {
        let operator = field.kind().operators().first().copied().unwrap_or(Operator::Filled);
        self.add(group, Part::Row(Row { field, operator, texts: Default::default() }))
    }

    /// Adds a group with an unwritten condition, whose number it returns. A group inside asks the other question: that
    /// is what it is for.
    pub fn add_group(&mut self, group: u32, field: Field) -> u32 {
        let any = !self.is_any(group);
        let inner = self.add(group, Part::Group { any, parts: Vec::new() });
        self.add_row(inner, field)
    }

    /// Says whether one part of a group is enough.
    pub fn set_any(&mut self, group: u32, enough: bool) {
        if let Some(Part::Group { any, .. }) = self.part_mut(group) {
            *any = enough;
        }
    }

    /// Asks another field; what was typed stays where the new control can show it.
    pub fn set_field(&mut self, id: u32, field: Field) {
        let operators = field.kind().operators();
        let Some(Part::Row(row)) = self.part_mut(id) else { return };
        let operator = Some(row.operator).filter(|operator| operators.contains(operator));
        if let Some(operator) = operator.or(operators.first().copied()) {
            row.become_of(field, operator);
        }
    }

    /// Asks it in another way.
    pub fn set_operator(&mut self, id: u32, operator: Operator) {
        if let Some(Part::Row(row)) = self.part_mut(id) {
            row.become_of(row.field, operator);
        }
    }

    /// Keeps what was typed into a control.
    pub fn set_text(&mut self, id: u32, control: usize, typed: String) {
        if let Some(Part::Row(row)) = self.part_mut(id)
            && let Some(text) = row.texts.get_mut(control)
        {
            *text = typed;
        }
    }

    /// Removes a part and returns its neighbour: the one that takes its place, else the one before it.
    pub fn remove(&mut self, id: u32) -> Option<u32> {
        for part in &mut self.parts {
            if let Part::Group { parts, .. } = part
                && let Some(place) = parts.iter().position(|other| *other == id)
            {
                parts.remove(place);
                return parts.get(place).or(parts.last()).copied();
            }
        }
        None
    }

    /// The filters it makes, all of which must hold. Groups without conditions are left out.
    ///
    /// # Errors
    /// Why which rows make no condition, in their order.
    pub fn filters(&self) -> Result<Vec<Filter>, Vec<Refusal>> {
        let mut refusals = Vec::new();
        let parts = self.written(ROOT, &mut refusals);
        if !refusals.is_empty() {
            return Err(refusals);
        }
        Ok(if self.is_any(ROOT) && parts.len() > 1 { vec![Filter::Any(parts)] } else { parts })
    }

    fn written(&self, group: u32, refusals: &mut Vec<Refusal>) -> Vec<Filter> {
        let mut filters = Vec::new();
        for id in self.inside(group) {
            match self.part(*id) {
                Some(Part::Row(row)) => match row.condition() {
                    Ok(condition) => filters.push(Filter::One(condition)),
                    Err((control, text)) => refusals.push(Refusal { row: *id, control, text }),
                },
                Some(Part::Group { any, .. }) => {
                    let parts = self.written(*id, refusals);
                    if !parts.is_empty() {
                        filters.push(if *any { Filter::Any(parts) } else { Filter::All(parts) });
                    }
                }
                None => {}
            }
        }
        filters
    }

    fn add(&mut self, group: u32, part: Part) -> u32 {
        let id = u32::try_from(self.parts.len()).unwrap_or(u32::MAX);
        self.parts.push(part);
        if let Some(Part::Group { parts, .. }) = self.part_mut(group) {
            parts.push(id);
        }
        id
    }

    fn part(&self, id: u32) -> Option<&Part> {
        self.parts.get(usize::try_from(id).ok()?)
    }

    fn part_mut(&mut self, id: u32) -> Option<&mut Part> {
        self.parts.get_mut(usize::try_from(id).ok()?)
    }
}

impl Row {
    /// How its operand is written.
    pub fn form(&self) -> Form {
        form(self.field.kind(), self.operator)
    }

    fn become_of(&mut self, field: Field, operator: Operator) {
        let former = self.form();
        (self.field, self.operator) = (field, operator);
        if !self.form().takes_over(former) {
            self.texts = Default::default();
        }
    }

    fn condition(&self) -> Result<Condition, (usize, &'static str)> {
        let form = self.form();
        let fits = |operator, text: &str| Condition::new(self.field, operator, text);
        if form == Form::Path && self.texts.first().is_some_and(|path| path.contains('=')) {
            return Err((0, form.hint()));
        }
        fits(self.operator, &form.joined(&self.texts)).ok_or_else(|| {
            // With two controls, the first is to blame when it is wrong by itself.
            let [first, _] = &self.texts;
            let first_fits = match form {
                Form::Dates | Form::Amounts => fits(Operator::From, first).is_some(),
                Form::Path => fits(Operator::At, &format!("{first}=")).is_some(),
                _ => false,
            };
            (usize::from(first_fits), form.hint())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::list::ListQuery;
    use crate::domain::role::Role;
    use proptest::prelude::*;

    fn filters(params: &[(&str, &str)]) -> Vec<Filter> {
        ListQuery::from_params(params.iter().copied(), Role::Owner).filters
    }

    #[test]
    fn what_is_opened_and_applied_is_what_was_there() {
        let params = [
            ("any", "tier:premium;all(name:contains.\\(A\\;;renewal_date:between.2026-01-01..2026-02-01)"),
            ("metadata", "at.plan.name=gold=yes"),
            ("business_goals", "has.one\ntwo"),
            ("annual_revenue", "between.1000.00..2000.00"),
            ("assigned_manager", "me"),
            ("last_contact_date", "this.week"),
        ];
        let filters = filters(&params);
        assert_eq!(filters.len(), params.len());
        assert_eq!(Draft::new(&filters, Field::Name).filters(), Ok(filters));
    }

    #[test]
    fn the_outermost_group_can_ask_for_any() {
        let alone = filters(&[("any", "tier:premium;phone:empty")]);
        let mut draft = Draft::new(&alone, Field::Name);
        assert!(draft.is_any(ROOT));
        assert_eq!(draft.filters(), Ok(alone.clone()));
        draft.set_any(ROOT, false);
        assert_eq!(draft.filters().map(|filters| filters.len()), Ok(2));
    }

    #[test]
    fn a_row_that_does_not_fit_names_its_control() {
        let refused = |field, operator, texts: [&str; 2]| {
            let mut draft = Draft::new(&[], field);
            let row = draft.inside(ROOT)[0];
            draft.set_operator(row, operator);
            for (control, text) in texts.into_iter().enumerate() {
                draft.set_text(row, control, text.to_owned());
            }
            draft.filters().err().map(|refusals| refusals[0].control)
        };
        use Operator::{At, Between, Contains, Within};
        for (field, operator, texts, control) in [
            (Field::Name, Contains, [" ", ""], Some(0)),
            (Field::RenewalDate, Within, ["soon", ""], Some(0)),
            (Field::AnnualRevenue, Between, ["x", "5"], Some(0)),
            (Field::AnnualRevenue, Between, ["1..2", "5"], Some(0)),
            (Field::AnnualRevenue, Between, ["5", ""], Some(1)),
            (Field::AnnualRevenue, Between, ["5", "6"], None),
            (Field::Metadata, At, ["a=b", "c"], Some(0)),
            (Field::Metadata, At, ["a.b", "c=d"], None),
        ] {
            assert_eq!(refused(field, operator, texts), control, "{field:?} {operator:?} {texts:?}");
        }
    }

    #[test]
    fn removing_leads_to_a_neighbour_and_empty_groups_ask_nothing() {
        let mut draft = Draft::new(&[], Field::Phone);
        let first = draft.inside(ROOT)[0];
        let inner = draft.add_group(ROOT, Field::Name);
        assert!(draft.is_any(draft.inside(ROOT)[1]));
        let last = draft.add_row(ROOT, Field::Email);
        assert_eq!(draft.remove(inner), None);
        assert_eq!(draft.remove(last), Some(draft.inside(ROOT)[1]));
        assert_eq!(draft.remove(first), Some(draft.inside(ROOT)[0]));
        assert_eq!(draft.filters(), Ok(Vec::new()));
    }

    #[test]
    fn what_was_typed_stays_where_it_can_be_shown() {
        let mut draft = Draft::new(&[], Field::RenewalDate);
        let row = draft.inside(ROOT)[0];
        draft.set_operator(row, Operator::From);
        draft.set_text(row, 0, "2026-01-01".to_owned());
        draft.set_operator(row, Operator::Between);
        assert_eq!(draft.row(row).map(|row| row.texts[0].as_str()), Some("2026-01-01"));
        draft.set_field(row, Field::ContractEndDate);
        assert_eq!(draft.row(row).map(|row| row.texts[0].as_str()), Some("2026-01-01"));
        draft.set_field(row, Field::Tier);
        assert_eq!(draft.row(row).map(|row| row.texts[0].as_str()), Some(""));
    }

    proptest! {
        #[test]
        fn every_filter_survives_being_opened(keys in prop::collection::vec(("[a-z_]{3,10}|tier|name|phone|renewal_date", "[a-z]{2,6}\\.[^\\s]{0,8}|filled|empty|premium"), 0..5)) {
            let params: Vec<_> = keys.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
            let filters = filters(&params);
            prop_assume!(!filters.is_empty());
            prop_assert_eq!(Draft::new(&filters, Field::Name).filters(), Ok(filters));
        }
    }
}
