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
    /// The same browser without a window, where there is one: hundreds of tests take a third less time in it.
    pub windowless: PathBuf,
}

const WINDOWLESS: &str = "chromium-headless-shell";

/// Finds or installs them.
///
/// # Errors
/// A sentence that says what to install.
pub fn browser() -> Result<Browser, String> {
    if let Some(found) = find() {
        let wanting = found.windowless == found.chrome && named("CHROME").is_none();
        if !wanting || !can_install() || install(&[WINDOWLESS]).is_err() {
            return Ok(found);
        }
        return Ok(find().unwrap_or(found));
    }
    let advice = "Browser tests need Chromium and chromedriver: install both (on Debian: apt-get install chromium chromium-driver), or set CHROME and CHROMEDRIVER to them.";
    if !can_install() {
        return Err(advice.to_owned());
    }
    install(&["chromium", "chromium-driver"]).map_err(|problem| format!("{problem}\n{advice}"))?;
    // Older Debians have no such package.
    let _without = install(&[WINDOWLESS]);
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
    let windowless = named("CHROME").or_else(|| on_path(WINDOWLESS)).unwrap_or_else(|| chrome.clone());
    Some(Browser { chrome, driver, windowless })
}

fn named(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).filter(|path| path.exists())
}

fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

fn install(packages: &[&str]) -> Result<(), String> {
    println!("installing Debian's {} (about a minute)", packages.join(" and "));
    run(Command::new("apt-get").args(["-qq", "update"])).and_then(|()| {
        run(Command::new("apt-get")
            .args(["-qq", "install", "-y", "--no-install-recommends"])
            .args(packages)
            .env("DEBIAN_FRONTEND", "noninteractive"))
    })
}

fn can_install() -> bool {
    Path::new("/usr/bin/apt-get").exists() && root_user()
}

fn root_user() -> bool {
    crate::run::output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0")
}
