//! Installs programs from crates.io into the tool cache and npm packages into their folders.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::run::run;
use crate::tools::{cached_tool, cargo, root};

/// Builds `package` in that version, unless its program is there.
///
/// # Errors
/// A sentence with the command to run by hand.
pub fn cargo_tool(package: &str, version: &str, flags: &[&str], program: &str, duration: &str) -> Result<(), String> {
    let place = cached_tool(package, version);
    if place.join("bin").join(format!("{program}{}", std::env::consts::EXE_SUFFIX)).exists() {
        return Ok(());
    }
    println!("building {package} {version} into {} (once, {duration})", place.display());
    let mut command = cargo();
    command.args(["install", package, "--version", version, "--root"]).arg(&place).args(flags);
    // Its build has nothing to do with ours; in our target directory it would wait for our lock and stay for ever.
    command.env_remove("CARGO_TARGET_DIR");
    run(&mut command).map_err(|problem| {
        format!("{package} {version} could not be installed. Check the network, then run by hand:\n{problem}")
    })
}

/// Installs what `folder`'s lock names, unless exactly that is there. A folder without packages needs nothing.
///
/// # Errors
/// A sentence with the command to run by hand.
pub fn npm_packages(folder: &str, duration: &str) -> Result<(), String> {
    let place = root().join(folder);
    let lock = place.join("package-lock.json");
    let Ok(wanted) = fs::read(&lock) else { return Ok(()) };
    let installed = place.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    println!("installing the npm packages of {folder} ({duration})");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = Command::new(npm);
    command.args(["ci", "--no-audit", "--no-fund", "--prefix", folder]).current_dir(root());
    // Browsers come from the system; this download would fail where only the registry is reached.
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run(&mut command).map_err(|problem| {
        format!("The npm packages of {folder} could not be installed. Check the network, then run by hand:\n{problem}")
    })?;
    remember(&installed, &wanted)
}

/// What was installed, so that the next run can see that it still is what the lock says.
fn remember(file: &Path, lock: &[u8]) -> Result<(), String> {
    fs::write(file, lock).map_err(|error| format!("{} cannot be written: {error}.", file.display()))
}
