//! Where the tools are: the project's folders, the per-version tool cache, and the PATH that finds them.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// 0.22 needs a newer compiler than this project does.
pub const TRUNK_VERSION: &str = "0.21.14";

/// The splitter: it reads what wasm_split_helpers of its own 0.2 writes, which leptos brings along.
pub const SPLIT_VERSION: &str = "0.2.4";

/// The checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Where cargo builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program built from crates.io, kept outside the checkout so that clones share it.
pub fn cached_tool(package: &str, version: &str) -> PathBuf {
    let cache =
        env::var_os("XDG_CACHE_HOME").map(PathBuf::from).or_else(|| env::home_dir().map(|home| home.join(".cache")));
    cache.unwrap_or_else(env::temp_dir).join("clientele").join(format!("{package}-{version}"))
}

/// The version of wasm-bindgen in Cargo.lock: its command line must be the same to the letter.
///
/// # Errors
/// A sentence when Cargo.lock cannot be read or does not name it.
pub fn wasm_bindgen_version() -> Result<String, String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock cannot be read: {error}. Run `cargo generate-lockfile`."))?;
    locked_version(&lock, "wasm-bindgen")
        .ok_or_else(|| "Cargo.lock does not name wasm-bindgen. Run `cargo generate-lockfile`.".to_owned())
}

fn locked_version(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let after = lock.lines().skip_while(|line| *line != name).nth(1)?;
    Some(after.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

/// A command that finds trunk, wasm-bindgen, the splitter and wasm-opt in the versions of this project.
///
/// # Errors
/// As [`wasm_bindgen_version`].
pub fn command(program: &str) -> Result<Command, String> {
    let mut command = Command::new(program);
    command.env("PATH", search_path()?).current_dir(root());
    Ok(command)
}

fn search_path() -> Result<OsString, String> {
    let ours = [
        cached_tool("trunk", TRUNK_VERSION).join("bin"),
        cached_tool("wasm-bindgen-cli", &wasm_bindgen_version()?).join("bin"),
        cached_tool("wasm_split_cli_support", SPLIT_VERSION).join("bin"),
        root().join("xtask/tools/node_modules/.bin"),
    ];
    let theirs = env::var_os("PATH").unwrap_or_default();
    env::join_paths(ours.into_iter().chain(env::split_paths(&theirs)))
        .map_err(|error| format!("PATH cannot be extended: {error}."))
}

/// Cargo itself: the one that runs us.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// `trunk` with what it always needs here: no downloads of its own, no question after newer versions.
///
/// # Errors
/// As [`wasm_bindgen_version`].
pub fn trunk(action: &str) -> Result<Command, String> {
    let mut command = command("trunk")?;
    // A NO_COLOR=1 in the environment is no boolean to trunk, which then refuses to start.
    command.args([action, "--skip-version-check"]).env("TRUNK_OFFLINE", "true").env_remove("NO_COLOR");
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_tells_the_version_of_a_package_and_not_of_its_namesakes() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(lock, "trunk"), None);
    }
}
