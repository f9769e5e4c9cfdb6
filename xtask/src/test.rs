//! `cargo xtask test`: every check of the project, in the order in which they fail fastest. Stops at the first failure.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::browser::{Browser, browser};
use crate::install::npm_packages;
use crate::run::run as run_program;
use crate::tools::{cached_tool, cargo, root, wasm_bindgen_version};
use crate::{schema, serve, setup, size};

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

enum Outcome {
    Done,
    /// Why there was nothing to do.
    Skipped(&'static str),
}

type Stage = (&'static str, fn(&Browser) -> Result<Outcome, String>);

const STAGES: &[Stage] = &[
    ("format", |_| done(cargo().args(["fmt", "--all", "--check"]))),
    ("lints, native", |_| {
        done(cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--no-default-features",
            "--features",
            "check",
            "--",
            "-D",
            "warnings",
        ]))
    }),
    ("lints, browser", browser_lints),
    // Shown because the proofs say how much they asked.
    ("native tests", |_| {
        done(cargo().args([
            "test",
            "--workspace",
            "--no-default-features",
            "--features",
            "check",
            "--",
            "--show-output",
        ]))
    }),
    ("generated SQL agrees with the registry", |_| schema::run(true).map(|()| Outcome::Done)),
    ("local server tests", |_| node_tests("tests/server")),
    ("unification tests", |_| node_tests("tests/legacy")),
    ("database linter", linter),
    ("release build", |_| serve::build_release().map(|()| Outcome::Done)),
    ("size budget", |_| size::check().map(|()| Outcome::Done)),
    ("browser component tests", component_tests),
    ("end-to-end tests", end_to_end_tests),
];

/// Sets up and runs every stage.
///
/// # Errors
/// A sentence that names the first stage that failed.
pub fn run(arguments: &[String]) -> Result<(), String> {
    if !arguments.is_empty() {
        return Err("`cargo xtask test` takes no arguments: it runs everything.".to_owned());
    }
    setup::for_server()?;
    setup::for_release()?;
    npm_packages("tests/database", "about twenty seconds")?;
    npm_packages("tests/e2e", "about ten seconds")?;
    npm_packages("tests/e2e/hosts", "about ten seconds")?;
    let browser = browser()?;

    let mut times = Vec::new();
    for (name, stage) in STAGES {
        println!("\n== {name}");
        let begun = Instant::now();
        match stage(&browser).map_err(|problem| format!("\nFailed: {name}. {problem}"))? {
            Outcome::Done => times.push(format!("{:>7.1} s  {name}", begun.elapsed().as_secs_f64())),
            Outcome::Skipped(why) => {
                println!("skipped: {why}");
                times.push(format!("{:>9}  {name}", "skipped"));
            }
        }
    }
    println!("\n== all stages passed\n{}", times.join("\n"));
    Ok(())
}

fn done(command: &mut Command) -> Result<Outcome, String> {
    run_program(command).map(|()| Outcome::Done)
}

/// What is built for the browser: the unit tests are native, so `--all-targets` would be too much.
fn browser_lints(_: &Browser) -> Result<Outcome, String> {
    let mut command = cargo();
    command.arg("clippy").args(WASM).args(["--features", "split", "--lib", "--bins"]);
    if has_component_tests() {
        command.args(["--test", "browser"]);
    }
    done(command.args(["--", "-D", "warnings"]))
}

fn has_component_tests() -> bool {
    exists("tests/browser.rs") || exists("tests/browser/main.rs")
}

fn node_tests(folder: &str) -> Result<Outcome, String> {
    let files = test_files(folder);
    if files.is_empty() {
        return Ok(Outcome::Skipped("there are no such tests"));
    }
    done(Command::new("node").arg("--test").args(files).current_dir(root()))
}

/// By name, because Node 20 and 22 do not agree on what a directory means to `--test`.
fn test_files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|path| path.to_string_lossy().ends_with(".test.mjs")).collect();
    files.sort();
    files
}

fn linter(_: &Browser) -> Result<Outcome, String> {
    done(Command::new("node").args(["--test", "tests/database/"]).current_dir(root()))
}

fn component_tests(browser: &Browser) -> Result<Outcome, String> {
    if !has_component_tests() {
        return Ok(Outcome::Skipped("there is no browser test target"));
    }
    let runner = cached_tool("wasm-bindgen-cli", &wasm_bindgen_version()?).join("bin/wasm-bindgen-test-runner");
    let mut command = cargo();
    command.arg("test").args(WASM).args(["--test", "browser"]);
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner).env("CHROMEDRIVER", &browser.driver);
    done(&mut command)
}

fn end_to_end_tests(browser: &Browser) -> Result<Outcome, String> {
    if !exists("tests/e2e/package.json") {
        return Ok(Outcome::Skipped("there is no tests/e2e"));
    }
    done(
        Command::new("npx")
            .args(["--no-install", "playwright", "test"])
            .current_dir(root().join("tests/e2e"))
            .env("CHROME", &browser.windowless),
    )
}

fn exists(path: &str) -> bool {
    root().join(Path::new(path)).exists()
}
