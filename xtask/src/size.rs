//! What a first visit loads, in bytes over the wire, and the budget it must keep.

use std::collections::BTreeMap;
use std::process::Command;

use crate::run::output;
use crate::tools::root;

/// Brotli bytes of everything a first visit loads. It was 375,000 for the list; the form of every field with its editors,
/// the record's page, undo, drafts and the queue of saves brought 100,000; forms that open without a request, saves that
/// wait below what is typed on, and new clients in several tabs 5,000; change proposals 26,000, the session's policy with
/// codes, shared computers and every refusal's words 12,000, the portal and the agency's brand 10,000; views that run in
/// tags on other pages as well 2,000. A visit to the list still loads the forms, and one to the portal the list.
const BUDGET: u64 = 543_000;

/// Brotli bytes of the parts that are loaded when their page is opened: the console of the unification, which an owner sees
/// a few times in an agency's life.
const PARTS_BUDGET: u64 = 72_000;

/// Brotli bytes of what a page loads that embeds the tags, however many: one module and one program. They are the
/// application's own views without the router, the palette and the queue of proposals.
const EMBED_BUDGET: u64 = 454_000;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Size {
    raw: u64,
    brotli: u64,
    gzip: u64,
}

/// Prints the sizes of dist/ by type, and of what is embedded.
///
/// # Errors
/// A sentence when a budget is exceeded.
pub fn check() -> Result<(), String> {
    let list = sizes("dist")?;
    let (parts, first): (Vec<_>, Vec<_>) = list.lines().partition(|line| is_part(line));
    check_budget("A first visit", &first, BUDGET)?;
    check_budget("Whoever opens every page that is loaded apart", &parts, PARTS_BUDGET)?;
    check_budget("A page with our tags", &sizes("dist/embed")?.lines().collect::<Vec<_>>(), EMBED_BUDGET)
}

fn sizes(folder: &str) -> Result<String, String> {
    output(Command::new("node").args(["xtask/tools/sizes.mjs", folder]).current_dir(root()))
}

/// Of the programs beside the page every visitor loads the first only.
fn is_part(line: &str) -> bool {
    line.split('\t').next().is_some_and(|path| path.ends_with(".wasm") && !path.ends_with("_bg.wasm"))
}

fn check_budget(who: &str, files: &[&str], budget: u64) -> Result<(), String> {
    println!("{who}:");
    let by_type = sizes_by_type(files);
    let total = by_type.values().fold(Size::default(), |sum, size| sum.plus(*size));
    print!("{}", table(&by_type, total));
    if total.brotli == 0 {
        return Err("A part of dist/ is missing: build it first with `cargo xtask serve`.".to_owned());
    }
    if total.brotli > budget {
        return Err(format!(
            "{who} loads {} bytes (brotli), {} more than the budget of {budget}.",
            total.brotli,
            total.brotli - budget
        ));
    }
    Ok(())
}

impl Size {
    fn plus(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, brotli: self.brotli + other.brotli, gzip: self.gzip + other.gzip }
    }
}

/// From lines of `path`, raw, brotli and gzip bytes, parted by tabs.
fn sizes_by_type(files: &[&str]) -> BTreeMap<String, Size> {
    let mut by_type = BTreeMap::<String, Size>::new();
    for line in files {
        let mut parts = line.split('\t');
        let extension = parts.next().and_then(|path| path.rsplit_once('.')).map_or("other", |(_, extension)| extension);
        let mut number = || parts.next().and_then(|text| text.parse().ok()).unwrap_or(0);
        let size = Size { raw: number(), brotli: number(), gzip: number() };
        let sum = by_type.entry(extension.to_owned()).or_default();
        *sum = sum.plus(size);
    }
    by_type
}

fn table(by_type: &BTreeMap<String, Size>, total: Size) -> String {
    let row = |name: &str, size: Size| format!("{name:<8}{:>12}{:>12}{:>12}\n", size.raw, size.brotli, size.gzip);
    let mut text = format!("{:<8}{:>12}{:>12}{:>12}\n", "type", "bytes", "brotli", "gzip");
    for (name, size) in by_type {
        text += &row(name, *size);
    }
    text + &row("total", total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_visit_loads_no_part() {
        assert!(is_part("clientele-0a-unification.wasm\t9\t9\t9"));
        assert!(!is_part("clientele-0a_bg.wasm\t9\t9\t9"));
        assert!(!is_part("clientele-0a-parts.js\t9\t9\t9"));
    }

    #[test]
    fn sizes_of_one_type_are_added_up() {
        let by_type = sizes_by_type(&["a-1.js\t10\t4\t5", "b/c.js\t1\t1\t1", "app.wasm\t100\t30\t40"]);
        assert_eq!(by_type.get("js"), Some(&Size { raw: 11, brotli: 5, gzip: 6 }));
        assert_eq!(by_type.get("wasm"), Some(&Size { raw: 100, brotli: 30, gzip: 40 }));
    }
}
