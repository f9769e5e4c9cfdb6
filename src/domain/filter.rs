//! Conditions joined by AND and OR, nested. A filter prints to the address bar and reads back from it.

use super::condition::Condition;
use super::field::Field;

/// The deepest nesting that is read.
const DEPTH_MAX: usize = 4;

/// The most parts of one group that are read.
const PARTS_MAX: usize = 30;

/// A condition, or a group of filters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// This must hold.
    One(Condition),
    /// All of these must hold.
    All(Vec<Filter>),
    /// At least one of these must hold.
    Any(Vec<Filter>),
}

impl Filter {
    /// The inside of a group, as it stands behind `any=` or `all=` in the address bar. Conditions that cannot be read, or
    /// that `admits` refuses, are left out, and so are groups that are thereby empty.
    ///
    /// ```
    /// use clientele::domain::filter::Filter;
    /// let text = "tier:premium;all(status:lead;name:contains.\\(Ann\\; Co\\))";
    /// assert_eq!(Filter::group_from_text("any", text, &|_| true).expect("a group").to_text(), format!("any({text})"));
    /// ```
    pub fn group_from_text(word: &str, text: &str, admits: &dyn Fn(Field) -> bool) -> Option<Self> {
        read_group(word, text, admits, 1)
    }

    /// As it stands in the address bar: `any(…;…)` or `field:operator.operand`, with a backslash before punctuation of
    /// its own inside an operand.
    pub fn to_text(&self) -> String {
        match self {
            Self::One(condition) => {
                let mut text = format!("{}:", condition.field().key());
                for c in condition.to_param().chars() {
                    if matches!(c, '(' | ')' | ';' | '\\') {
                        text.push('\\');
                    }
                    text.push(c);
                }
                text
            }
            Self::All(parts) => format!("all({})", inside(parts)),
            Self::Any(parts) => format!("any({})", inside(parts)),
        }
    }

    /// The key and the value in the address bar.
    pub fn to_param(&self) -> (&'static str, String) {
        match self {
            Self::One(condition) => (condition.field().key(), condition.to_param()),
            Self::All(parts) => ("all", inside(parts)),
            Self::Any(parts) => ("any", inside(parts)),
        }
    }

    /// Calls `see` with each condition in it.
    pub fn each(&self, see: &mut dyn FnMut(&Condition)) {
        match self {
            Self::One(condition) => see(condition),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.each(see)),
        }
    }
}

fn inside(parts: &[Filter]) -> String {
    parts.iter().map(Filter::to_text).collect::<Vec<_>>().join(";")
}

fn read_group(word: &str, text: &str, admits: &dyn Fn(Field) -> bool, depth: usize) -> Option<Filter> {
    if depth > DEPTH_MAX {
        return None;
    }
    let parts: Vec<Filter> =
        split(text).into_iter().take(PARTS_MAX).filter_map(|part| read(part, admits, depth)).collect();
    match word {
        _ if parts.is_empty() => None,
        "any" => Some(Filter::Any(parts)),
        "all" => Some(Filter::All(parts)),
        _ => None,
    }
}

fn read(part: &str, admits: &dyn Fn(Field) -> bool, depth: usize) -> Option<Filter> {
    if let Some((word, rest)) = part.split_once('(')
        && let (Some(inside), false) = (rest.strip_suffix(')'), word.contains([':', '\\']))
    {
        return read_group(word, inside, admits, depth + 1);
    }
    let (key, param) = part.split_once(':')?;
    let field = Field::from_key(key).filter(|field| admits(*field))?;
    Condition::from_param(field, &unescaped(param)).map(Filter::One)
}

/// The parts between semicolons that stand in no inner group.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut escaped) = (Vec::new(), 0, 0_usize, false);
    for (place, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ';' if depth == 0 => {
                parts.extend(text.get(start..place));
                start = place + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

fn unescaped(text: &str) -> String {
    let mut chars = text.chars();
    let mut plain = String::new();
    while let Some(c) = chars.next() {
        if c == '\\' { plain.extend(chars.next()) } else { plain.push(c) }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::field::FIELDS;
    use crate::domain::operator::Operator;
    use proptest::prelude::*;

    fn conditions() -> impl Strategy<Value = Condition> {
        let text = "\\PC{1,12}|[0-9]{1,4}|[()\\\\;:a]{1,8}|2026-0[1-9]-1[0-9]|lead|premium,basic|a=\\PC{0,5}";
        (0..FIELDS.len(), 0..Operator::ALL.len(), text).prop_filter_map("no condition", |(place, operator, text)| {
            Condition::new(FIELDS[place].field, Operator::ALL[operator], &text)
        })
    }

    fn filters() -> impl Strategy<Value = Filter> {
        conditions().prop_map(Filter::One).prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..4).prop_map(Filter::All),
                prop::collection::vec(inner, 1..4).prop_map(Filter::Any),
            ]
        })
    }

    #[test]
    fn what_cannot_be_read_is_left_out_with_its_empty_group() {
        let read = |text| Filter::group_from_text("any", text, &|field| field != Field::Tier);
        assert_eq!(read("tier:premium;all(tier:basic);nothing:is.x;((("), None);
        assert_eq!(read("tier:premium;status:lead").expect("a group").to_text(), "any(status:lead)");
        assert_eq!(read(&"any(".repeat(200)), None);
    }

    proptest! {
        #[test]
        fn every_filter_reads_back(filter in filters()) {
            if let (word @ ("any" | "all"), text) = filter.to_param() {
                prop_assert_eq!(Filter::group_from_text(word, &text, &|_| true), Some(filter.clone()));
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}|[a-z:;()\\\\.]{0,40}") {
            let _ = Filter::group_from_text("any", &text, &|_| true);
        }
    }
}
