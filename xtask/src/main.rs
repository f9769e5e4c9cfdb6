//! `cargo xtask COMMAND`: sets up, runs, tests and generates. This file is the table of commands.

mod bench;
mod browser;
mod children;
mod dev;
mod embed;
mod install;
mod run;
mod schema;
mod serve;
mod setup;
mod size;
mod split;
mod test;
mod tools;
mod wasm;

use std::env;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask dev       set up, start the local server, build and reload on every change
cargo xtask serve     build the release and serve it compressed, with the production headers
cargo xtask embed     build the custom elements for other pages into dist/embed (--dev: faster, larger)
cargo xtask server    start the local server alone
cargo xtask test      set up what tests need and run all of them
cargo xtask bench     measure the server and the page beside a hand-written one (--rows N: 1000000 clients)
cargo xtask schema    write the generated SQL (--check: only compare)

dev, serve and server take
  --port P      the one origin (54330; the next three ports are used inside)
  --data DIR    where the database lives (.data)
  --reset       wipe that database first
  --rows N      fill up to N generated clients
  --legacy FILE load a dump of the legacy tables into a fresh database first, to rehearse the unification";

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let result = match command.as_str() {
        "dev" => dev::run(&rest),
        "serve" => serve::run(&rest),
        "embed" => embed::run(&rest),
        "server" => serve::run_server_alone(&rest),
        "test" => test::run(&rest),
        "bench" => bench::run(&rest),
        "schema" => run_schema(&rest),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(format!("There is no command `{other}`.\n{USAGE}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run_schema(arguments: &[String]) -> Result<(), String> {
    match arguments {
        [] => schema::run(false),
        [flag] if flag == "--check" => schema::run(true),
        _ => Err("`cargo xtask schema` takes nothing or `--check`.".to_owned()),
    }
}
