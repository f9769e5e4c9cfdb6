//! Finds Chromium and its driver: by environment, on PATH, or as Debian's packages.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::run;

/// What browser tests drive.
pub struct Browser {
    /// The browser itself.
    pub chrome: PathBuf,
    /// Speaks WebDriver for it.
    pub driver: PathBuf,
}

/// Finds or installs both.
///
/// # Errors
/// A sentence that says what to install.
pub fn browser() -> Result<Browser, String> {
    if let Some(found) = find() {
        return Ok(found);
    }
    install()?;
    find().ok_or_else(|| {
        "Chromium was installed, but neither it nor chromedriver is on PATH: set CHROME and CHROMEDRIVER to them."
            .to_owned()
    })
}

fn find() -> Option<Browser> {
    let chrome = named("CHROME").or_else(|| {
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].into_iter().find_map(on_path)
    })?;
    let driver = named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))?;
    Some(Browser { chrome, driver })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.exists())
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn install() -> Result<(), String> {
    let advice = "Browser tests need Chromium and chromedriver: install both (on Debian: apt-get install chromium chromium-driver), or set CHROME and CHROMEDRIVER to them.";
    if !Path::new("/usr/bin/apt-get").exists() || !root_user() {
        return Err(advice.to_owned());
    }
    println!("installing Debian's chromium and chromium-driver (about a minute)");
    run(Command::new("apt-get").args(["-qq", "update"]))
        .and_then(|()| {
            run(Command::new("apt-get")
                .args(["-qq", "install", "-y", "--no-install-recommends", "chromium", "chromium-driver"])
                .env("DEBIAN_FRONTEND", "noninteractive"))
        })
        .map_err(|problem| format!("{problem}\n{advice}"))
}

fn root_user() -> bool {
    crate::run::output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}
