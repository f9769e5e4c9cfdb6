//! Runs a program in the foreground; a failure says which command to run by hand.

use std::process::{Command, Stdio};

/// Runs it with this terminal.
///
/// # Errors
/// A sentence with the command line, when it cannot be started or fails.
pub fn run(command: &mut Command) -> Result<(), String> {
    let line = line_of(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("This failed ({status}): {line}")),
        Err(error) => Err(format!("This could not be started ({error}): {line}")),
    }
}

/// What it prints, without trailing white space.
///
/// # Errors
/// A sentence with the command line, when it cannot be started or fails.
pub fn output(command: &mut Command) -> Result<String, String> {
    let line = line_of(command);
    match command.stderr(Stdio::inherit()).output() {
        Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned()),
        Ok(output) => Err(format!("This failed ({}): {line}", output.status)),
        Err(error) => Err(format!("This could not be started ({error}): {line}")),
    }
}

/// The command as a person would type it, working directory included.
fn line_of(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let line = words.map(|word| quoted(&word.to_string_lossy())).collect::<Vec<_>>().join(" ");
    match command.get_current_dir() {
        Some(folder) => format!("(cd {} && {line})", folder.display()),
        None => line,
    }
}

fn quoted(word: &str) -> String {
    if word.contains(char::is_whitespace) { format!("'{word}'") } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_to_run_by_hand() {
        let mut command = Command::new("false");
        command.args(["-p", "two words"]);
        assert!(run(&mut command).is_err_and(|sentence| sentence.ends_with("false -p 'two words'")));
    }

    #[test]
    fn a_missing_program_is_a_sentence() {
        let sentence = output(&mut Command::new("no-such-program")).err().unwrap_or_default();
        assert!(sentence.starts_with("This could not be started"), "{sentence}");
    }
}
