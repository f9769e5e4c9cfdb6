//! How a person has the list drawn: columns, widths, density, rows at once. It prints to a line of text that the
//! browser remembers, and reads back from it.

use super::field::Field;
use super::list::{columns_from_text, columns_to_text, standard_columns};
use super::permission::reads_field;
use super::role::Role;

/// Widths in CSS pixels that a column can have.
pub const WIDTHS: std::ops::RangeInclusive<u16> = 64..=640;

/// Rows at once that a person can choose.
pub const PAGE_SIZES: [usize; 3] = [25, 50, 100];

/// How a list is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The columns in their order; empty: the standard ones.
    pub columns: Vec<Field>,
    /// Widths in CSS pixels of columns that were resized.
    pub widths: Vec<(Field, u16)>,
    /// Lower rows.
    pub compact: bool,
    /// One list to scroll instead of pages.
    pub endless: bool,
    /// Rows on a page.
    pub page_size: usize,
}

impl Default for Layout {
    fn default() -> Self {
        Self { columns: Vec::new(), widths: Vec::new(), compact: false, endless: false, page_size: PAGE_SIZES[0] }
    }
}

impl Layout {
    /// Reads what [`Layout::to_text`] wrote. What cannot be read, or is above the role, is left out.
    ///
    /// ```
    /// use clientele::domain::{layout::Layout, role::Role};
    /// let text = "columns=name,email;widths=name:220;compact;endless;rows=50";
    /// assert_eq!(Layout::from_text(text, Role::Owner).to_text(), text);
    /// ```
    pub fn from_text(text: &str, role: Role) -> Self {
        let mut layout = Self::default();
        for part in text.split(';') {
            match part.split_once('=').unwrap_or((part, "")) {
                ("columns", keys) => layout.columns = columns_from_text(keys, role),
                ("widths", widths) => {
                    for (key, width) in widths.split(',').filter_map(|width| width.split_once(':')) {
                        let field = Field::from_key(key).filter(|field| reads_field(role, *field));
                        if let (Some(field), Ok(width)) = (field, width.parse()) {
                            layout.resize(field, Some(width));
                        }
                    }
                }
                ("compact", _) => layout.compact = true,
                ("endless", _) => layout.endless = true,
                ("rows", rows) => {
                    let rows = rows.parse().ok().filter(|rows| PAGE_SIZES.contains(rows));
                    layout.page_size = rows.unwrap_or(layout.page_size);
                }
                _ => {}
            }
        }
        layout
    }

    /// One line; defaults are left out.
    pub fn to_text(&self) -> String {
        let mut parts = Vec::new();
        if !self.columns.is_empty() {
            parts.push(format!("columns={}", columns_to_text(&self.columns)));
        }
        if !self.widths.is_empty() {
            let widths: Vec<_> = self.widths.iter().map(|(field, width)| format!("{}:{width}", field.key())).collect();
            parts.push(format!("widths={}", widths.join(",")));
        }
        if self.compact {
            parts.push("compact".to_owned());
        }
        if self.endless {
            parts.push("endless".to_owned());
        }
        if self.page_size != Self::default().page_size {
            parts.push(format!("rows={}", self.page_size));
        }
        parts.join(";")
    }

    /// The columns to draw: those that come with the question, else the chosen ones, else the standard ones.
    pub fn shown(&self, asked: &[Field], role: Role) -> Vec<Field> {
        match (asked, self.columns.as_slice()) {
            ([], []) => standard_columns(role).collect(),
            ([], own) => own.to_vec(),
            (asked, _) => asked.to_vec(),
        }
    }

    /// The width of a column that was resized.
    pub fn width(&self, field: Field) -> Option<u16> {
        self.widths.iter().find(|(other, _)| *other == field).map(|(_, width)| *width)
    }

    /// Gives a column a width, within [`WIDTHS`], or its natural one back.
    pub fn resize(&mut self, field: Field, width: Option<u16>) {
        self.widths.retain(|(other, _)| *other != field);
        self.widths.extend(width.map(|width| (field, width.clamp(*WIDTHS.start(), *WIDTHS.end()))));
    }
}

/// The columns with one moved by a place, left (`-1`) or right (`1`).
pub fn moved(columns: &[Field], field: Field, by: isize) -> Vec<Field> {
    let mut columns = columns.to_vec();
    let place = columns.iter().position(|other| *other == field);
    let target = place.and_then(|place| place.checked_add_signed(by)).filter(|target| *target < columns.len());
    if let (Some(place), Some(target)) = (place, target) {
        columns.swap(place, target);
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_demotion_takes_the_column_away() {
        let layout = Layout::from_text("columns=annual_revenue,name;widths=annual_revenue:90", Role::Staff);
        assert_eq!(layout.to_text(), "columns=name");
    }

    #[test]
    fn the_questions_columns_win_over_the_chosen_over_the_standard() {
        let own = Layout { columns: vec![Field::Email], ..Layout::default() };
        assert_eq!(own.shown(&[Field::Tier], Role::Owner), [Field::Tier]);
        assert_eq!(own.shown(&[], Role::Owner), [Field::Email]);
        assert_eq!(Layout::default().shown(&[], Role::Staff).len(), 8);
    }

    #[test]
    fn a_column_moves_as_far_as_the_edge() {
        let columns = [Field::Name, Field::Email];
        assert_eq!(moved(&columns, Field::Email, -1), [Field::Email, Field::Name]);
        assert_eq!(moved(&columns, Field::Email, 1), columns);
        assert_eq!(moved(&columns, Field::Name, -1), columns);
    }

    proptest! {
        #[test]
        fn any_text_is_a_layout_that_reads_back(text in "\\PC{0,60}|(columns|widths|rows)=[a-z_:0-9,]{0,40}(;compact)?") {
            let layout = Layout::from_text(&text, Role::Owner);
            prop_assert_eq!(&Layout::from_text(&layout.to_text(), Role::Owner), &layout);
        }
    }
}
