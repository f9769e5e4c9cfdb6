//! The two character sets that the rules share with the database, spelled out because a database's idea of
//! "white space" depends on its locale.

/// Control characters that no text may hold: tab and line feed are the only ones allowed.
///
/// ```
/// use clientele::domain::rules::chars::is_control;
/// assert!(is_control('\r') && is_control('\0') && !is_control('\t') && !is_control('\n'));
/// ```
pub const fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}')
}

/// Characters that show nothing: a text made of them alone is blank.
pub const fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// The first character no text may hold.
pub fn first_control(text: &str) -> Option<char> {
    text.chars().find(|c| is_control(*c))
}

/// Nothing a person would see.
pub fn all_blank(text: &str) -> bool {
    text.chars().all(is_blank)
}

/// The text without blanks at either end: what a form keeps of what was typed.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches(is_blank)
}
