//! A JSON document as an editor holds it: keys in the order in which they stand, numbers digit by digit as they are
//! written. An editor that changes one value writes everything else back as it was.

/// One value of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// Named values, in their order.
    Object(Vec<(String, Tree)>),
    /// Values in their order.
    List(Vec<Tree>),
    /// A text.
    Text(String),
    /// A number, `true`, `false` or `null`, as it is written.
    Word(String),
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Text,
    Number,
    Truth,
    Nothing,
    Object,
    List,
}

/// Why a change is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The name is there already.
    Taken,
    /// The text is no number.
    NotANumber,
    /// Something would be lost.
    NotEmpty,
    /// There is no such place.
    NoPlace,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Taken => "This name is there already. Choose another one.",
            Self::NotANumber => "Write a number such as 12 or 0.5.",
            Self::NotEmpty => "Remove what is in it first.",
            Self::NoPlace => "This is no longer there.",
        })
    }
}

impl Sort {
    /// In the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::Text, Self::Number, Self::Truth, Self::Nothing, Self::Object, Self::List];

    /// What people call it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Text => "Text",
            Self::Number => "Number",
            Self::Truth => "Yes or no",
            Self::Nothing => "Nothing",
            Self::Object => "Object",
            Self::List => "List",
        }
    }
}

impl Tree {
    /// Reads a document; `None` where it is not JSON, or nested deeper than anybody reads.
    ///
    /// ```
    /// use clientele::domain::json_tree::Tree;
    /// let text = "{\n  \"b\": 12345678901234567890.10,\n  \"a\": []\n}";
    /// assert_eq!(Tree::parse(text).unwrap().to_text(), text);
    /// assert_eq!(Tree::parse("{"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        let tree = value(&mut rest, 0)?;
        skip(&mut rest);
        rest.is_empty().then_some(tree)
    }

    /// An object without anything in it.
    pub const fn empty() -> Self {
        Self::Object(Vec::new())
    }

    /// Writes the document over several lines, as the form shows objects.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, 0);
        out
    }

    fn write(&self, out: &mut String, depth: usize) {
        let line = |out: &mut String, depth: usize| {
            out.push('\n');
            (0..depth).for_each(|_| out.push_str("  "));
        };
        let (open, close) = match self {
            Self::Text(text) => return out.push_str(&quoted(text)),
            Self::Word(word) => return out.push_str(word),
            Self::Object(_) => ('{', '}'),
            Self::List(_) => ('[', ']'),
        };
        out.push(open);
        for place in 0..self.len() {
            out.push_str(if place > 0 { "," } else { "" });
            line(out, depth + 1);
            if let Some(key) = self.key(place) {
                out.push_str(&quoted(key));
                out.push_str(": ");
            }
            if let Some(child) = self.child(place) {
                child.write(out, depth + 1);
            }
        }
        if !self.is_empty() {
            line(out, depth);
        }
        out.push(close);
    }

    /// What it is.
    pub fn sort(&self) -> Sort {
        match self {
            Self::Object(_) => Sort::Object,
            Self::List(_) => Sort::List,
            Self::Text(_) => Sort::Text,
            Self::Word(word) => match word.as_str() {
                "true" | "false" => Sort::Truth,
                "null" => Sort::Nothing,
                _ => Sort::Number,
            },
        }
    }

    /// A plain value as an input shows it.
    pub fn plain(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Word(text) => Some(text),
            _ => None,
        }
    }

    /// How many values are in it.
    pub fn len(&self) -> usize {
        match self {
            Self::Object(entries) => entries.len(),
            Self::List(items) => items.len(),
            _ => 0,
        }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name of the value at a place.
    pub fn key(&self, place: usize) -> Option<&str> {
        match self {
            Self::Object(entries) => entries.get(place).map(|(key, _)| key.as_str()),
            _ => None,
        }
    }

    /// The value at a place.
    pub fn child(&self, place: usize) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.get(place).map(|(_, child)| child),
            Self::List(items) => items.get(place),
            _ => None,
        }
    }

    fn child_mut(&mut self, place: usize) -> Option<&mut Self> {
        match self {
            Self::Object(entries) => entries.get_mut(place).map(|(_, child)| child),
            Self::List(items) => items.get_mut(place),
            _ => None,
        }
    }

    /// The value at the end of a path of places.
    pub fn at(&self, path: &[usize]) -> Option<&Self> {
        path.iter().try_fold(self, |tree, place| tree.child(*place))
    }

    /// The same, to be changed.
    pub fn at_mut(&mut self, path: &[usize]) -> Option<&mut Self> {
        path.iter().try_fold(self, |tree, place| tree.child_mut(*place))
    }

    /// The value under a name.
    pub fn named(&self, name: &str) -> Option<&Self> {
        (0..self.len()).find(|place| self.key(*place) == Some(name)).and_then(|place| self.child(place))
    }

    /// The value that names lead to.
    pub fn along(&self, names: &[&str]) -> Option<&Self> {
        names.iter().try_fold(self, |tree, name| tree.named(name))
    }

    /// Puts a value where names lead to, making the objects on the way; nothing takes it away, and the objects that are
    /// empty then. `false` where something that is no object stands in the way.
    pub fn put(&mut self, names: &[&str], new: Option<Self>) -> bool {
        let (Self::Object(entries), [name, inner @ ..]) = (self, names) else { return false };
        let here = entries.iter().position(|(key, _)| key == name);
        match (here.and_then(|place| entries.get_mut(place)), new) {
            (Some((_, child)), new) if !inner.is_empty() => {
                let put = child.put(inner, new);
                if put && child.is_empty() {
                    entries.retain(|(key, _)| key != name);
                }
                put
            }
            (Some((_, child)), Some(new)) => {
                *child = new;
                true
            }
            (Some(_), None) => {
                entries.retain(|(key, _)| key != name);
                true
            }
            (None, None) => true,
            (None, Some(new)) => {
                let mut child = if inner.is_empty() { new.clone() } else { Self::empty() };
                let put = inner.is_empty() || child.put(inner, Some(new));
                entries.push(((*name).to_owned(), child));
                put
            }
        }
    }

    /// Adds an empty text at the end of the object or list at a path, under a name that is free; its place.
    ///
    /// # Errors
    /// [`Refused::NoPlace`].
    pub fn grow(&mut self, path: &[usize]) -> Result<usize, Refused> {
        let parent = self.at_mut(path).ok_or(Refused::NoPlace)?;
        let place = parent.len();
        match parent {
            Self::List(items) => items.push(Self::Text(String::new())),
            Self::Object(entries) => {
                let name = free_name(entries, "");
                entries.push((name, Self::Text(String::new())));
            }
            _ => return Err(Refused::NoPlace),
        }
        Ok(place)
    }

    /// Takes the value at a path away.
    ///
    /// # Errors
    /// [`Refused::NoPlace`].
    pub fn remove(&mut self, path: &[usize]) -> Result<(), Refused> {
        let (place, parent) = self.parent_of(path)?;
        match parent {
            Self::Object(entries) if place < entries.len() => drop(entries.remove(place)),
            Self::List(items) if place < items.len() => drop(items.remove(place)),
            _ => return Err(Refused::NoPlace),
        }
        Ok(())
    }

    /// Gives the value at a path another name.
    ///
    /// # Errors
    /// [`Refused::Taken`] where another value has it.
    pub fn rename(&mut self, path: &[usize], name: &str) -> Result<(), Refused> {
        let (place, parent) = self.parent_of(path)?;
        let Self::Object(entries) = parent else { return Err(Refused::NoPlace) };
        if entries.iter().enumerate().any(|(other, (key, _))| other != place && key == name) {
            return Err(Refused::Taken);
        }
        let (key, _) = entries.get_mut(place).ok_or(Refused::NoPlace)?;
        name.clone_into(key);
        Ok(())
    }

    /// Moves a value of a list by one place; the database keeps no order of names. Its place then.
    ///
    /// # Errors
    /// [`Refused::NoPlace`] at the list's ends and in objects.
    pub fn shift(&mut self, path: &[usize], later: bool) -> Result<usize, Refused> {
        let (place, parent) = self.parent_of(path)?;
        let Self::List(items) = parent else { return Err(Refused::NoPlace) };
        let to = if later { place.checked_add(1) } else { place.checked_sub(1) };
        let to = to.filter(|to| *to < items.len() && place < items.len()).ok_or(Refused::NoPlace)?;
        items.swap(place, to);
        Ok(to)
    }

    /// Turns the value at a path into another sort, as far as nothing is lost by it.
    ///
    /// # Errors
    /// [`Refused::NotEmpty`] where an object or a list with something in it would go.
    pub fn retype(&mut self, path: &[usize], sort: Sort) -> Result<(), Refused> {
        let tree = self.at_mut(path).ok_or(Refused::NoPlace)?;
        if tree.sort() == sort {
            return Ok(());
        }
        *tree = match (&*tree, sort) {
            (Self::Object(entries), Sort::List) => Self::List(entries.iter().map(|(_, child)| child.clone()).collect()),
            (Self::List(items), Sort::Object) => {
                let mut entries = Vec::new();
                for item in items {
                    let name = free_name(&entries, "");
                    entries.push((name, item.clone()));
                }
                Self::Object(entries)
            }
            (Self::Object(_) | Self::List(_), _) if !tree.is_empty() => return Err(Refused::NotEmpty),
            (_, Sort::Object) => Self::empty(),
            (_, Sort::List) => Self::List(Vec::new()),
            (_, Sort::Nothing) => Self::Word("null".to_owned()),
            (_, Sort::Truth) => Self::Word(if tree.plain() == Some("true") { "true" } else { "false" }.to_owned()),
            (_, Sort::Number) => {
                Self::Word(tree.plain().filter(|text| is_number(text)).map_or_else(|| "0".to_owned(), str::to_owned))
            }
            (_, Sort::Text) => Self::Text(tree.plain().unwrap_or_default().to_owned()),
        };
        Ok(())
    }

    /// Writes what was typed into the plain value at a path, which stays of its sort.
    ///
    /// # Errors
    /// [`Refused::NotANumber`].
    pub fn write_plain(&mut self, path: &[usize], typed: &str) -> Result<(), Refused> {
        let tree = self.at_mut(path).ok_or(Refused::NoPlace)?;
        let sort = tree.sort();
        match tree {
            Self::Text(text) => typed.clone_into(text),
            Self::Word(_) if sort == Sort::Number && !is_number(typed.trim()) => return Err(Refused::NotANumber),
            Self::Word(word) => typed.trim().clone_into(word),
            _ => return Err(Refused::NoPlace),
        }
        Ok(())
    }

    fn parent_of(&mut self, path: &[usize]) -> Result<(usize, &mut Self), Refused> {
        let (place, above) = path.split_last().ok_or(Refused::NoPlace)?;
        Ok((*place, self.at_mut(above).ok_or(Refused::NoPlace)?))
    }
}

/// Whether a text is a number as JSON writes it.
pub fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
        && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

/// `wish`, or the next name after it that no entry has.
pub fn free_name(entries: &[(String, Tree)], wish: &str) -> String {
    let free = |name: &str| entries.iter().all(|(key, _)| key != name);
    if !wish.is_empty() && free(wish) {
        return wish.to_owned();
    }
    let wish = if wish.is_empty() { "key" } else { wish };
    let numbered = (entries.len() + 1..).map(|number| format!("{wish} {number}")).find(|name| free(name));
    numbered.unwrap_or_default()
}

/// Deeper than the rules allow, and far from the end of the stack.
const DEEPEST: usize = 100;

fn value(rest: &mut &str, depth: usize) -> Option<Tree> {
    skip(rest);
    match rest.chars().next()? {
        '{' if depth < DEEPEST => {
            let mut entries = Vec::new();
            members(rest, '}', |rest| {
                let key = text(rest)?;
                skip(rest);
                *rest = rest.strip_prefix(':')?;
                entries.push((key, value(rest, depth + 1)?));
                Some(())
            })?;
            Some(Tree::Object(entries))
        }
        '[' if depth < DEEPEST => {
            let mut items = Vec::new();
            members(rest, ']', |rest| {
                items.push(value(rest, depth + 1)?);
                Some(())
            })?;
            Some(Tree::List(items))
        }
        '"' => text(rest).map(Tree::Text),
        _ => {
            let end = rest.find([',', '}', ']', ' ', '\t', '\n', '\r', ':']).unwrap_or(rest.len());
            let (word, tail) = rest.split_at_checked(end)?;
            *rest = tail;
            let known = matches!(word, "true" | "false" | "null") || is_number(word);
            known.then(|| Tree::Word(word.to_owned()))
        }
    }
}

fn members(rest: &mut &str, close: char, mut member: impl FnMut(&mut &str) -> Option<()>) -> Option<()> {
    *rest = rest.get(1..)?;
    skip(rest);
    if let Some(tail) = rest.strip_prefix(close) {
        *rest = tail;
        return Some(());
    }
    loop {
        skip(rest);
        member(rest)?;
        skip(rest);
        if let Some(tail) = rest.strip_prefix(close) {
            *rest = tail;
            return Some(());
        }
        *rest = rest.strip_prefix(',')?;
    }
}

fn text(rest: &mut &str) -> Option<String> {
    let inside = rest.strip_prefix('"')?;
    let mut escaped = false;
    let end = inside.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    let (token, tail) = rest.split_at_checked(end + 2)?;
    *rest = tail;
    serde_json::from_str(token).ok()
}

fn skip(rest: &mut &str) {
    *rest = rest.trim_start_matches([' ', '\t', '\n', '\r']);
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn tree(text: &str) -> Tree {
        Tree::parse(text).expect("JSON")
    }

    #[test]
    fn names_that_stand_in_the_way_are_left_alone() {
        let mut odd = tree(r#"{"headings": "Fraunces"}"#);
        assert!(!odd.put(&["headings", "family"], Some(Tree::Text("Inter".into()))));
        assert_eq!(odd, tree(r#"{"headings": "Fraunces"}"#));
    }

    #[test]
    fn a_value_is_put_and_taken_away_without_a_trace() {
        let before = tree(r#"{"z": 1, "text": {"size": 17}}"#);
        let mut now = before.clone();
        assert!(now.put(&["headings", "family"], Some(Tree::Text("Inter".into()))));
        assert_eq!(now.along(&["headings", "family"]), Some(&Tree::Text("Inter".into())));
        assert!(now.put(&["headings", "family"], None));
        assert_eq!(now, before);
    }

    #[test]
    fn a_name_is_given_once() {
        let mut now = tree(r#"{"a": 1, "b": 2}"#);
        assert_eq!(now.rename(&[1], "a"), Err(Refused::Taken));
        assert_eq!(now.rename(&[1], "b"), Ok(()));
        assert_eq!(now.rename(&[1], "c"), Ok(()));
        assert_eq!(now, tree(r#"{"a": 1, "c": 2}"#));
    }

    #[test]
    fn another_sort_loses_nothing() {
        let mut now = tree(r#"{"a": {"x": 1, "y": [2]}, "b": "12", "c": "twelve"}"#);
        assert_eq!(now.retype(&[0], Sort::Text), Err(Refused::NotEmpty));
        assert_eq!(now.retype(&[0], Sort::List), Ok(()));
        assert_eq!(now.retype(&[1], Sort::Number), Ok(()));
        assert_eq!(now.retype(&[2], Sort::Number), Ok(()));
        assert_eq!(now, tree(r#"{"a": [1, [2]], "b": 12, "c": 0}"#));
        assert_eq!(now.write_plain(&[1], "a lot"), Err(Refused::NotANumber));
        assert_eq!(now.write_plain(&[1], "12345678901234567890.10"), Ok(()));
        assert_eq!(now.shift(&[0, 0], true), Ok(1));
        assert_eq!(now, tree(r#"{"a": [[2], 1], "b": 12345678901234567890.10, "c": 0}"#));
        assert_eq!(now.shift(&[0], true), Err(Refused::NoPlace));
    }

    fn json() -> impl Strategy<Value = Value> {
        let number = "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,6})?([eE][+-]?[0-9]{1,3})?";
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            number.prop_map(|text| serde_json::from_str(&text).expect("a number")),
            "\\PC{0,8}|[\"\\\\\n\t\u{1}]{0,4}".prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::btree_map("\\PC{0,6}", inner, 0..5).prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_back_to_the_letter(value in json()) {
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(tree(&pretty).to_text(), pretty.clone());
            prop_assert_eq!(tree(&value.to_string()).to_text(), pretty);
        }

        #[test]
        fn no_text_panics_and_both_readers_agree(text in "[\\[\\]{}\":,0-9eE+. a-c\\\\-]{0,24}|\\PC{0,20}") {
            let theirs = serde_json::from_str::<Value>(&text).is_ok();
            prop_assert_eq!(Tree::parse(&text).is_some(), theirs, "{}", text);
        }

        #[test]
        fn no_path_panics(value in json(), path in prop::collection::vec(0_usize..5, 0..4), sort in 0_usize..6) {
            let mut now = Tree::parse(&value.to_string()).expect("JSON");
            let _ = (now.shift(&path, true), now.retype(&path, Sort::ALL[sort]), now.grow(&path), now.rename(&path, "a"));
            let _ = (now.write_plain(&path, "1"), now.remove(&path), now.put(&["a", "b"], None));
            prop_assert!(serde_json::from_str::<Value>(&now.to_text()).is_ok());
        }
    }
}
