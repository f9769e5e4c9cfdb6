//! From what the compiler makes to what a browser loads.

use std::path::Path;

use crate::run::run;
use crate::tools::command;

/// What wasm-opt must know of the language that the programs are written in.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Writes `NAME.js` and `NAME_bg.wasm` into a folder: the program, and what it needs of the browser.
///
/// # Errors
/// A sentence with the command that failed.
pub fn bind(compiled: &Path, folder: &Path, name: &str, flags: &[&str]) -> Result<(), String> {
    let mut command = command("wasm-bindgen")?;
    command.args(["--target", "web", "--no-typescript", "--out-name", name]).args(flags);
    run(command.arg("--out-dir").arg(folder).arg(compiled))
}

/// Makes a program as small as it can be, in its place.
///
/// # Errors
/// A sentence with the command that failed.
pub fn shrink(program: &Path) -> Result<(), String> {
    run(command("wasm-opt")?.args(["-Oz", "--quiet"]).args(FEATURES).arg(program).arg("-o").arg(program))
}
