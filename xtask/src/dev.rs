//! `cargo xtask dev`: the local server and a build that follows every change, until Ctrl-C.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{ChildStdout, Stdio};
use std::thread;

use crate::children::Children;
use crate::serve::server;
use crate::tools::{root, trunk};
use crate::{embed, setup};

/// Runs both.
///
/// # Errors
/// A sentence that says what to do.
pub fn run(arguments: &[String]) -> Result<(), String> {
    setup::for_server()?;
    setup::for_build()?;
    embed::build(false)?;
    let mut children = Children::new()?;
    let mut command = server(&["--dev", "--static", "dist"], arguments);
    let child = children.start("The local server", command.stdout(Stdio::piped()))?;
    if let Some(lines) = child.stdout.take() {
        thread::spawn(move || welcome_when_ready(lines));
    }
    // Trunk.toml tells trunk not to watch the database; trunk refuses to ignore what is not there.
    fs::create_dir_all(root().join(".data")).map_err(|error| format!(".data cannot be made: {error}."))?;
    children.start("trunk", &mut trunk("watch")?)?;
    children.wait()
}

/// Passes the server's lines on, and after `ready ADDRESS` says what a person does next.
fn welcome_when_ready(lines: ChildStdout) {
    for line in BufReader::new(lines).lines().map_while(Result::ok) {
        println!("{line}");
        if let Some(address) = line.strip_prefix("ready ") {
            println!("{}", welcome(address));
        }
    }
}

fn welcome(address: &str) -> String {
    format!(
        "
  Clientele   {address}  (shows itself as soon as the first build is done)
  Sign in as  owner@, admin@, member@, member2@, staff@, viewer@ or viewer2@demo.test
  Mailbox     {address}/_dev/mailbox
  Ctrl-C stops everything.
"
    )
}
