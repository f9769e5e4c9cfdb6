//! The question a list page asks: search, filters, order and place. It prints to the address bar and reads back from
//! it, so that reload, Back and a pasted link show the same rows.

use super::choice::STATUS;
use super::condition::Condition;
use super::cursor::{Cursor, Place};
use super::field::{Field, Kind};
use super::filter::Filter;
use super::operator::Operator;
use super::permission::reads_field;
use super::role::Role;
use super::rules::chars;

/// The fewest characters that are searched for: the index holds parts of three.
pub const SEARCH_MIN: usize = 3;

/// The most rows that a search finds (`app.search_candidates`): the newest ones.
pub const SEARCH_MAX: usize = 1000;

/// The most sort keys.
const ORDERS_MAX: usize = 4;

/// The most conditions and groups beside each other.
const FILTERS_MAX: usize = 30;

/// The columns of the list before a person chooses others.
const COLUMNS: [Field; 9] = [
    Field::CompanyName,
    Field::Name,
    Field::Email,
    Field::Status,
    Field::Tier,
    Field::AssignedManager,
    Field::AnnualRevenue,
    Field::RenewalDate,
    Field::UpdatedAt,
];

/// The list's columns for a role that chose none.
pub fn standard_columns(role: Role) -> impl Iterator<Item = Field> {
    COLUMNS.into_iter().filter(move |field| reads_field(role, *field))
}

/// The fields that a role can have as columns: all but objects, whose inside no list shows.
pub fn choosable(role: Role) -> impl Iterator<Item = Field> {
    let fits = |field: &Field| !matches!(field.kind(), Kind::Json(_) | Kind::Uuid) && *field != Field::Version;
    Field::ALL.iter().copied().filter(fits).filter(move |field| reads_field(role, *field))
}

/// The fields that a role can put a condition on.
pub fn filterable(role: Role) -> impl Iterator<Item = Field> {
    let asked = |field: &Field| !field.kind().operators().is_empty();
    Field::ALL.iter().copied().filter(asked).filter(move |field| reads_field(role, *field))
}

/// One sort key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub field: Field,
    pub descending: bool,
}

/// What the list page asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// Part of a company, a name or an address; shorter than [`SEARCH_MIN`] means no search.
    pub search: String,
    /// All of them must hold.
    pub filters: Vec<Filter>,
    /// The sort keys, the first first; rows of equal keys are put in order by id, so that pages never overlap.
    pub orders: Vec<Order>,
    /// Columns that come with the question, as those of a saved view; empty: the person's own.
    pub columns: Vec<Field>,
    /// Which rows of them.
    pub place: Place,
    /// The page's number from 1, for showing; only `place` says where it is.
    pub page: usize,
}

/// How many rows a question finds, as far as is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Count {
    /// Being counted.
    #[default]
    Unknown,
    /// The server's estimate.
    About(usize),
    Exactly(usize),
    /// A search that found as many as it looks for.
    AtLeast(usize),
}

impl Count {
    /// The number, where there is one.
    pub const fn number(self) -> Option<usize> {
        match self {
            Self::Unknown => None,
            Self::About(count) | Self::Exactly(count) | Self::AtLeast(count) => Some(count),
        }
    }
}

impl Default for ListQuery {
    fn default() -> Self {
        Self {
            search: String::new(),
            filters: Vec::new(),
            orders: vec![Order { field: Field::UpdatedAt, descending: true }],
            columns: Vec::new(),
            place: Place::Start,
            page: 1,
        }
    }
}

impl ListQuery {
    /// Reads the parameters of the address bar. What cannot be read, or names a column the role may not read, is left
    /// out: a link made by an admin still opens for a member.
    ///
    /// ```
    /// use clientele::domain::{list::ListQuery, role::Role};
    /// let params = [("status", "lead,active"), ("any", "tier:premium;phone:empty"), ("sort", "-tier,name")];
    /// let query = ListQuery::from_params(params, Role::Staff);
    /// assert_eq!(query.to_params(), params.map(|(key, value)| (key, value.to_owned())));
    /// ```
    pub fn from_params<'a>(params: impl IntoIterator<Item = (&'a str, &'a str)>, role: Role) -> Self {
        let mut query = Self::default();
        let (mut place, mut page) = (None, 1);
        let admits = |field: Field| reads_field(role, field);
        for (key, value) in params {
            match key {
                // The database knows no NUL.
                "q" => query.search = value.chars().filter(|c| *c != '\0').take(100).collect(),
                "sort" => query.orders = orders_from_text(value, role),
                "columns" => query.columns = columns_from_text(value, role),
                "after" | "before" => place = Some((key, value)),
                "page" => page = value.parse().unwrap_or(1).clamp(1, 100_000_000),
                "any" | "all" => query.filters.extend(Filter::group_from_text(key, value, &admits)),
                _ => {
                    let field = Field::from_key(key).filter(|field| admits(*field));
                    let condition = field.and_then(|field| Condition::from_param(field, value));
                    query.filters.extend(condition.map(Filter::One));
                }
            }
        }
        query.filters.truncate(FILTERS_MAX);
        if let Some((key, text)) = place
            && let Some(cursor) = Cursor::from_text(text, &query.orders)
        {
            query.place = if key == "after" { Place::After(cursor) } else { Place::Before(cursor) };
            query.page = page;
        }
        query
    }

    /// The parameters for the address bar; defaults are left out.
    pub fn to_params(&self) -> Vec<(&'static str, String)> {
        let mut params = Vec::new();
        if !self.search.is_empty() {
            params.push(("q", self.search.clone()));
        }
        params.extend(self.filters.iter().map(Filter::to_param));
        if self.orders != Self::default().orders {
            params.push(("sort", orders_to_text(&self.orders)));
        }
        if !self.columns.is_empty() {
            params.push(("columns", columns_to_text(&self.columns)));
        }
        match &self.place {
            Place::Start => return params,
            Place::After(cursor) => params.push(("after", cursor.to_text())),
            Place::Before(cursor) => params.push(("before", cursor.to_text())),
        }
        params.push(("page", self.page.to_string()));
        params
    }

    /// What is searched for; `None` for nothing or too little.
    pub fn search_term(&self) -> Option<&str> {
        let term = chars::trimmed(&self.search);
        (term.chars().count() >= SEARCH_MIN).then_some(term)
    }

    /// The question after a press on a column's heading: ascending, then descending. With `further`, the other keys
    /// stay, and a third press takes this one away.
    #[must_use]
    pub fn sorted_by(&self, field: Field, further: bool) -> Self {
        let present = self.orders.iter().position(|order| order.field == field);
        let descending = present.and_then(|place| self.orders.get(place)).is_some_and(|order| !order.descending);
        let order = Order { field, descending };
        let mut orders = if further { self.orders.clone() } else { vec![order] };
        if further {
            match present {
                Some(place) if descending => {
                    if let Some(key) = orders.get_mut(place) {
                        *key = order;
                    }
                }
                Some(place) if orders.len() > 1 => drop(orders.remove(place)),
                Some(_) => orders = vec![order],
                None => {
                    orders.truncate(ORDERS_MAX - 1);
                    orders.push(order);
                }
            }
        }
        Self { orders, ..self.from_start() }
    }

    /// Whether this status is asked for.
    pub fn has_status(&self, wire: &str) -> bool {
        self.status().is_some_and(|condition| condition.words().iter().any(|word| word.wire == wire))
    }

    /// The question with one status added or taken away.
    #[must_use]
    pub fn with_status(&self, wire: &str, chosen: bool) -> Self {
        let wanted = |choice: &str| if choice == wire { chosen } else { self.has_status(choice) };
        let words: Vec<_> = STATUS.iter().map(|choice| choice.wire).filter(|choice| wanted(choice)).collect();
        let mut next = self.without_status();
        next.filters.extend(Condition::new(Field::Status, Operator::AnyOf, &words.join(",")).map(Filter::One));
        next
    }

    /// The question for every status.
    #[must_use]
    pub fn without_status(&self) -> Self {
        let rest = self.filters.iter().filter(|filter| !is_status(filter));
        Self { filters: rest.cloned().collect(), ..self.from_start() }
    }

    /// The question with these filters in place of its own, but for the status; a status among them is the one that its
    /// buttons show from now on, and further ones stay beside it as filters.
    #[must_use]
    pub fn filtered_by(&self, filters: Vec<Filter>) -> Self {
        let given = filters.iter().position(is_status);
        let status = self.filters.iter().filter(|filter| given.is_none() && is_status(filter)).cloned();
        let apart = |(place, filter): (usize, Filter)| {
            if is_status(&filter) && Some(place) != given { Filter::All(vec![filter]) } else { filter }
        };
        Self { filters: status.chain(filters.into_iter().enumerate().map(apart)).collect(), ..self.from_start() }
    }

    /// The filters beside the status, which has its own buttons.
    pub fn further_filters(&self) -> Vec<Filter> {
        self.filters.iter().filter(|filter| !is_status(filter)).cloned().collect()
    }

    /// The question without this filter.
    #[must_use]
    pub fn without(&self, filter: &Filter) -> Self {
        let rest = self.filters.iter().filter(|other| *other != filter);
        Self { filters: rest.cloned().collect(), ..self.from_start() }
    }

    /// The question with this search.
    #[must_use]
    pub fn searching(&self, search: &str) -> Self {
        Self { search: search.to_owned(), ..self.from_start() }
    }

    /// Whether it asks for a part of the rows only.
    pub fn narrows(&self) -> bool {
        !self.filters.is_empty() || self.search_term().is_some()
    }

    /// Which rows are meant, however they are put in order and shown: what a count or a selection is about.
    #[must_use]
    pub fn narrowing(&self) -> Self {
        Self { search: self.search.clone(), filters: self.filters.clone(), ..Self::default() }
    }

    /// Every row, in the same order and columns.
    #[must_use]
    pub fn widened(&self) -> Self {
        Self { search: String::new(), filters: Vec::new(), ..self.from_start() }
    }

    /// The same question from its first row.
    #[must_use]
    pub fn from_start(&self) -> Self {
        Self { place: Place::Start, page: 1, ..self.clone() }
    }

    /// The same question at another page.
    #[must_use]
    pub fn at(&self, place: Place, page: usize) -> Self {
        Self { place, page, ..self.clone() }
    }

    /// Every field that the question filters or sorts by, once.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields: Vec<Field> = self.orders.iter().map(|order| order.field).collect();
        self.filters.iter().for_each(|filter| {
            filter.each(&mut |condition| {
                if !fields.contains(&condition.field()) {
                    fields.push(condition.field());
                }
            });
        });
        fields
    }

    fn status(&self) -> Option<&Condition> {
        self.filters.iter().find_map(|filter| match filter {
            Filter::One(condition) if is_status(filter) => Some(condition),
            _ => None,
        })
    }
}

/// Whether this is what the status buttons show: some statuses, beside everything else.
fn is_status(filter: &Filter) -> bool {
    matches!(filter, Filter::One(condition) if condition.field() == Field::Status && !condition.words().is_empty())
}

fn orders_from_text(text: &str, role: Role) -> Vec<Order> {
    let mut orders: Vec<Order> = Vec::new();
    for part in text.split(',') {
        let (descending, key) = part.strip_prefix('-').map_or((false, part), |key| (true, key));
        let field = Field::from_key(key).filter(|field| field.kind().sortable() && reads_field(role, *field));
        if let Some(field) = field.filter(|field| orders.iter().all(|order| order.field != *field)) {
            orders.push(Order { field, descending });
        }
    }
    orders.truncate(ORDERS_MAX);
    if orders.is_empty() { ListQuery::default().orders } else { orders }
}

fn orders_to_text(orders: &[Order]) -> String {
    let text = |order: &Order| format!("{}{}", if order.descending { "-" } else { "" }, order.field.key());
    orders.iter().map(text).collect::<Vec<_>>().join(",")
}

/// Reads keys separated by commas; what the role cannot have as a column is left out.
pub fn columns_from_text(text: &str, role: Role) -> Vec<Field> {
    let mut columns = Vec::new();
    for field in text.split(',').filter_map(Field::from_key) {
        if choosable(role).any(|other| other == field) && !columns.contains(&field) {
            columns.push(field);
        }
    }
    columns
}

/// The keys, separated by commas.
pub fn columns_to_text(columns: &[Field]) -> String {
    columns.iter().map(|field| field.key()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_column_above_the_role_neither_sorts_nor_filters_nor_shows() {
        let params = [
            ("sort", "-annual_revenue"),
            ("annual_revenue", "from.5"),
            ("acquisition_source", "contains.x"),
            ("any", "annual_revenue:filled;all(metadata:filled)"),
            ("columns", "annual_revenue,metadata"),
        ];
        assert_eq!(ListQuery::from_params(params, Role::Staff), ListQuery::default());
        assert!(filterable(Role::Staff).chain(choosable(Role::Staff)).all(|field| reads_field(Role::Staff, field)));
    }

    #[test]
    fn nonsense_in_the_address_is_the_default() {
        let params = [
            ("status", "%00"),
            ("sort", "-drop table"),
            ("page", "-3"),
            ("after", "[1]"),
            ("any", ";;("),
            ("x", "y"),
            ("search_text", "is.a"),
        ];
        assert_eq!(ListQuery::from_params(params, Role::Owner), ListQuery::default());
    }

    #[test]
    fn every_part_of_the_question_is_in_the_address() {
        let params = [
            ("q", "ann & co"),
            ("tier", "premium"),
            ("renewal_date", "within.30"),
            ("all", "any(name:starts.A;phone:empty);industry:is.Retail"),
            ("sort", "name,-tier"),
            ("columns", "name,email"),
            ("after", r#"["Ann",null,"00000000-0000-0000-0000-000000000001"]"#),
            ("page", "3"),
        ];
        let printed = ListQuery::from_params(params, Role::Owner).to_params();
        assert_eq!(printed, params.map(|(key, value)| (key, value.to_owned())));
    }

    #[test]
    fn another_question_begins_at_its_first_row() {
        let after = Place::After(Cursor { keys: vec![None], id: Uuid::nil() });
        let query = ListQuery::default().at(after, 4);
        let start = ListQuery::default();
        for next in [query.searching(""), query.without_status(), query.filtered_by(Vec::new()), query.widened()] {
            assert_eq!(next, start);
        }
        assert_eq!(query.sorted_by(Field::Tier, false).place, Place::Start);
    }

    #[test]
    fn a_status_among_new_filters_takes_the_place_of_the_buttons() {
        let query = ListQuery::default().with_status("lead", true);
        let status = |word: &str| ListQuery::default().with_status(word, true).filters;
        assert_eq!(query.filtered_by(status("active")), ListQuery::default().with_status("active", true));
        let both = query.filtered_by([status("active"), status("paused")].concat());
        assert_eq!(both.to_params(), [("status", "active".to_owned()), ("all", "status:paused".to_owned())]);
    }

    #[test]
    fn a_status_keeps_the_vocabularys_order() {
        let query = ListQuery::default().with_status("active", true).with_status("lead", true);
        assert_eq!(query.to_params(), [("status", "lead,active".to_owned())]);
        assert_eq!(query.with_status("active", false).with_status("lead", false), ListQuery::default());
    }

    #[test]
    fn too_little_is_not_searched_for() {
        let term = |search: &str| ListQuery::default().searching(search).search_term().map(str::to_owned);
        assert_eq!((term(" ab "), term(" abc ")), (None, Some("abc".to_owned())));
    }

    #[test]
    fn presses_turn_the_order_round_and_further_keys_come_and_go() {
        let sort = |query: &ListQuery| orders_to_text(&query.orders);
        let once = ListQuery::default().sorted_by(Field::Tier, false);
        assert_eq!((sort(&once), sort(&once.sorted_by(Field::Tier, false))), ("tier".into(), "-tier".into()));
        let two = once.sorted_by(Field::Name, true);
        assert_eq!(sort(&two), "tier,name");
        let turned = two.sorted_by(Field::Tier, true);
        assert_eq!(sort(&turned), "-tier,name");
        assert_eq!(sort(&turned.sorted_by(Field::Tier, true)), "name");
        assert_eq!(sort(&turned.sorted_by(Field::Email, false)), "email");
    }
}
