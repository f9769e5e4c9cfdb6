//! `cargo xtask embed`: the package of the custom elements, in dist/embed.

use std::fs;
use std::process::Command;

use crate::run::run as run_program;
use crate::setup;
use crate::tools::{cargo, root, target};
use crate::wasm::{bind, shrink};

/// Sets up and builds the release.
///
/// # Errors
/// A sentence that says what to do.
pub fn run(arguments: &[String]) -> Result<(), String> {
    setup::for_build()?;
    match arguments {
        [] => build(true),
        [flag] if flag == "--dev" => build(false),
        _ => Err("`cargo xtask embed` takes nothing or `--dev`, which builds faster and larger.".to_owned()),
    }
}

/// Builds the package into dist/embed, beside the application if that is built.
///
/// # Errors
/// A sentence with the command that failed.
pub fn build(release: bool) -> Result<(), String> {
    println!("building the custom elements (a minute or two, less when little changed)");
    let target = target();
    let mut compile = cargo();
    compile.args(["build", "--target", "wasm32-unknown-unknown", "--bin", "clientele-embed"]);
    run_program(compile.args(release.then_some("--release")))?;
    let profile = if release { "release" } else { "debug" };
    let compiled = target.join("wasm32-unknown-unknown").join(profile).join("clientele-embed.wasm");
    let program = target.join("clientele-embed").join(profile);
    fs::create_dir_all(&program).map_err(|error| format!("{} cannot be made: {error}.", program.display()))?;
    bind(&compiled, &program, "clientele", &[])?;
    if release {
        shrink(&program.join("clientele_bg.wasm"))?;
    }
    let package = target.join("clientele-embed/package");
    run_program(Command::new("node").arg("xtask/embed/build.mjs").arg(&program).arg(&package).current_dir(root()))?;
    // Trunk's hook puts it there as well, whenever it makes dist/ anew.
    run_program(Command::new("node").arg("xtask/embed/stage.mjs").env("TRUNK_STAGING_DIR", "dist").current_dir(root()))
}
