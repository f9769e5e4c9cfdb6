//! What each command needs before it runs. Every step is skipped when its result is there.

use std::process::Command;

use crate::install::{cargo_tool, npm_packages};
use crate::run::{output, run};
use crate::tools::{SPLIT_VERSION, TRUNK_VERSION, wasm_bindgen_version};

const OLDEST_NODE: u32 = 20;
const WASM: &str = "wasm32-unknown-unknown";

/// Node and the local server's packages.
///
/// # Errors
/// A sentence that says what to install or which command to run by hand.
pub fn for_server() -> Result<(), String> {
    node()?;
    npm_packages("xtask/server", "about fifteen seconds")
}

/// The wasm target, trunk, wasm-bindgen and wasm-opt.
///
/// # Errors
/// A sentence that says what to install or which command to run by hand.
pub fn for_build() -> Result<(), String> {
    node()?;
    wasm_target()?;
    cargo_tool("trunk", TRUNK_VERSION, &["--locked"], "trunk", "three to six minutes")?;
    // Not --locked: its lock names a version that the registry no longer has.
    cargo_tool("wasm-bindgen-cli", &wasm_bindgen_version()?, &[], "wasm-bindgen", "two to four minutes")?;
    npm_packages("xtask/tools", "about ten seconds")
}

/// The same, and what splits a release.
///
/// # Errors
/// As [`for_build`].
pub fn for_release() -> Result<(), String> {
    for_build()?;
    let flags = ["--locked", "--features", "build-binary"];
    cargo_tool("wasm_split_cli_support", SPLIT_VERSION, &flags, "wasm-split-cli", "one to three minutes")
}

fn node() -> Result<(), String> {
    let needed = format!("install Node {OLDEST_NODE} or newer, then run this again");
    let version = output(Command::new("node").arg("--version")).map_err(|_| format!("Node is missing: {needed}."))?;
    match major(&version) {
        Some(found) if found >= OLDEST_NODE => Ok(()),
        _ => Err(format!("Node {version} is too old: {needed}.")),
    }
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn wasm_target() -> Result<(), String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = output(Command::new(rustc).args(["--print", "target-libdir", "--target", WASM]))?;
    if std::path::Path::new(&folder).exists() {
        return Ok(());
    }
    println!("adding the compiler's target {WASM} (about ten seconds)");
    run(Command::new("rustup").args(["target", "add", WASM])).map_err(|problem| {
        format!("The compiler cannot make WebAssembly yet. {problem}\nIt needs rustup and the network.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read_from_what_it_prints() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("no version"), None);
    }
}
