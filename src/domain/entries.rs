//! What a person types or pastes into a list: one text that may be many entries.

use super::rules::chars;

/// Parts a text at lines, commas, semicolons and tabs; blanks at the ends and empty entries go. An entry in double quotes
/// keeps what would part it; two quotes in it stand for one.
///
/// ```
/// use clientele::domain::entries::split;
/// assert_eq!(split("GDPR, ISO 27001;\n\"One, two\""), ["GDPR", "ISO 27001", "One, two"]);
/// assert_eq!(split("a 5\" screen, b"), ["a 5\" screen", "b"]);
/// ```
pub fn split(text: &str) -> Vec<String> {
    let mut entries = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(chars::is_blank);
        let quoted = quoted(rest);
        let (entry, tail) = quoted.unwrap_or_else(|| {
            let end = rest.find(parts).unwrap_or(rest.len());
            let (entry, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
            (entry.to_owned(), tail)
        });
        let entry = chars::trimmed(&entry);
        if !entry.is_empty() {
            entries.push(entry.to_owned());
        }
        let mut tail = tail.chars();
        if tail.next().is_none() {
            return entries;
        }
        rest = tail.as_str();
    }
}

/// The entry as [`split`] reads it back as one.
pub fn guarded(entry: &str) -> String {
    if entry.starts_with('"') || entry.contains(parts) {
        format!("\"{}\"", entry.replace('"', "\"\""))
    } else {
        entry.to_owned()
    }
}

/// Whether what is typed has come to the end of an entry, and not only of a part in quotes.
pub fn complete(typed: &str) -> bool {
    let before = typed.strip_suffix(parts);
    before.is_some_and(|before| !before.trim_start().starts_with('"') || quoted(before.trim_start()).is_some())
}

const fn parts(c: char) -> bool {
    matches!(c, ',' | ';' | '\n' | '\r' | '\t')
}

/// An entry in quotes and what comes after it; `None` when the quotes are only a part of the text.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut entry = String::new();
    loop {
        let (before, after) = rest.split_once('"')?;
        entry.push_str(before);
        if let Some(doubled) = after.strip_prefix('"') {
            entry.push('"');
            rest = doubled;
            continue;
        }
        // Only what parts entries may follow.
        let tail = after.trim_start_matches(|c| chars::is_blank(c) && !parts(c));
        return (tail.is_empty() || tail.starts_with(parts)).then_some((entry, tail));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_comma_in_quotes_completes_nothing() {
        assert!(complete("GDPR,") && complete("\"One, two\",") && complete("a \"b,"));
        assert!(!complete("GDPR") && !complete("\"One,") && !complete("\"One, two\""));
    }

    #[test]
    fn quotes_inside_a_text_are_part_of_it() {
        assert_eq!(split("\"Quotes\" {braces}\tb"), ["\"Quotes\" {braces}", "b"]);
        assert_eq!(split("\"open, b"), ["\"open", "b"]);
        assert_eq!(split(" \n,;\t "), Vec::<String>::new());
        assert_eq!(split("\"say \"\"a, b\"\"\" , c"), ["say \"a, b\"", "c"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_but_what_parts(text in "[a-c \",;\n\t]{0,24}|\\PC{0,20}") {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&split(&text).concat()), letters(&text));
        }

        #[test]
        fn a_guarded_entry_stays_one(entry in "[a-c \",;\"]{1,12}|\\PC{1,12}") {
            let entry = chars::trimmed(&entry).to_owned();
            prop_assume!(!entry.is_empty());
            prop_assert_eq!(split(&guarded(&entry)), [entry]);
        }
    }
}
