//! `cargo xtask bench`: the server's answers and the page beside a hand-written one, measured in one run.

use std::process::Command;

use crate::browser::browser;
use crate::install::npm_packages;
use crate::run::run as run_program;
use crate::tools::root;
use crate::{serve, setup};

/// Builds the release and measures it; the script checks the caller's flags itself.
///
/// # Errors
/// A sentence that says what to do, or the command that found something too slow.
pub fn run(arguments: &[String]) -> Result<(), String> {
    setup::for_server()?;
    setup::for_release()?;
    npm_packages("tests/e2e", "about ten seconds")?;
    let browser = browser()?;
    serve::build_release()?;
    run_program(
        Command::new("node")
            .arg("tests/bench/main.mjs")
            .args(arguments)
            .current_dir(root())
            .env("CHROME", &browser.chrome),
    )
}
