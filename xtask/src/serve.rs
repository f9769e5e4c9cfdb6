//! `cargo xtask serve` and `cargo xtask server`: the release build behind the local server, and the server alone.

use std::process::Command;

use crate::children::Children;
use crate::run::run as run_program;
use crate::tools::{root, trunk};
use crate::{embed, setup, split};

/// Builds the release and serves it compressed: what is measured.
///
/// # Errors
/// A sentence that says what to do.
pub fn run(arguments: &[String]) -> Result<(), String> {
    setup::for_server()?;
    setup::for_release()?;
    build_release()?;
    wait_for(server(&["--static", "dist", "--compress"], arguments))
}

/// The endpoints without the application.
///
/// # Errors
/// A sentence that says what to do.
pub fn run_server_alone(arguments: &[String]) -> Result<(), String> {
    setup::for_server()?;
    wait_for(server(&[], arguments))
}

/// The optimised build in dist/.
///
/// # Errors
/// A sentence with the command that failed.
pub fn build_release() -> Result<(), String> {
    println!("building the release (a minute or two, less when little changed)");
    embed::build(true)?;
    run_program(trunk("build")?.args(["--release", "--features", "split"]))?;
    split::split()
}

/// The local server with our flags and the caller's; it checks the caller's itself.
pub fn server(ours: &[&str], theirs: &[String]) -> Command {
    let mut command = Command::new("node");
    command.arg("xtask/server/main.mjs").args(ours).args(theirs).current_dir(root());
    command
}

fn wait_for(mut command: Command) -> Result<(), String> {
    let mut children = Children::new()?;
    children.start("The local server", &mut command)?;
    children.wait()
}
