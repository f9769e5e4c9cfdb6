//! Parts the release in dist/: what every visitor loads, and the pages of `src/pages/parts.rs`, each loaded when it is opened.
//! Trunk leaves the program as large as it is (`data-wasm-opt` in index.html): what is split is made small here.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use crate::run::run as run_program;
use crate::tools::{command, root, target};
use crate::wasm::{bind, shrink};

/// What the splitter calls the module that loads the parts, and the first letters of a part's file.
const LOADER: &str = "__wasm_split.js";
const PART: &str = "split_";

/// Puts the split program in the place of the one that trunk has made in dist/ from the same source.
///
/// # Errors
/// A sentence with the command that failed, or with what is not as it was when this was written.
pub fn split() -> Result<(), String> {
    let compiled = target().join("wasm32-unknown-unknown/release/clientele.wasm");
    let folder = target().join("clientele-split");
    // What was left by a release with other parts would be one of this one's.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{} cannot be emptied: {error}.", folder.display()))?;
    }
    run_program(command("wasm-split-cli")?.arg(&compiled).arg(&folder))?;
    bind(&folder.join("main.wasm"), &folder, "clientele", &["--keep-lld-exports"])?;
    let mut programs = vec![folder.join("clientele_bg.wasm")];
    programs.extend(files(&folder)?.into_iter().filter(|file| name(file).starts_with(PART)));
    for program in &programs {
        shrink(program)?;
    }
    publish(&folder, &programs, &root().join("dist"))
}

/// Names the files after what is in all of them: a cache may keep each for ever, and never one beside another's parts.
fn publish(folder: &Path, programs: &[PathBuf], dist: &Path) -> Result<(), String> {
    let mut hasher = DefaultHasher::new();
    for program in programs {
        hasher.write(&fs::read(program).map_err(|error| format!("{} cannot be read: {error}.", program.display()))?);
    }
    let new = format!("clientele-{:016x}", hasher.finish());
    let page = read(&dist.join("index.html"))?;
    let old = files(dist)?
        .iter()
        .find_map(|file| name(file).strip_suffix("_bg.wasm").map(str::to_owned))
        .ok_or("There is no program in dist/: build it with `cargo xtask serve`.")?;
    for end in [".js", "_bg.wasm"] {
        let file = dist.join(format!("{old}{end}"));
        fs::remove_file(&file).map_err(|error| format!("{} cannot be removed: {error}.", file.display()))?;
    }
    write(&dist.join("index.html"), &replaced(&page, &old, &new)?)?;
    let bindings = read(&folder.join("clientele.js"))?;
    let from = |loader: &str| format!("from \"./{loader}\"");
    write(&dist.join(format!("{new}.js")), &replaced(&bindings, &from(LOADER), &from(&format!("{new}-parts.js")))?)?;
    let loader = replaced(&read(&folder.join(LOADER))?, "\"./main.js\"", &format!("\"./{new}.js\""))?;
    write(&dist.join(format!("{new}-parts.js")), &replaced(&loader, &format!("./{PART}"), &format!("./{new}-"))?)?;
    for program in programs {
        let file = match name(program).strip_prefix(PART) {
            Some(part) => format!("{new}-{part}"),
            None => format!("{new}_bg.wasm"),
        };
        fs::copy(program, dist.join(&file)).map_err(|error| format!("dist/{file} cannot be written: {error}."))?;
    }
    Ok(())
}

/// # Errors
/// A sentence, when there is nothing to replace: a tool writes something else than it did.
fn replaced(text: &str, old: &str, new: &str) -> Result<String, String> {
    if text.contains(old) {
        Ok(text.replace(old, new))
    } else {
        Err(format!("The split release cannot be put together: `{old}` was expected in what the tools write."))
    }
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}.", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}

fn name(file: &Path) -> &str {
    file.file_name().and_then(|name| name.to_str()).unwrap_or_default()
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("{} cannot be read: {error}.", file.display()))
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|error| format!("{} cannot be written: {error}.", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_that_writes_something_else_is_named_by_what_was_expected() {
        assert_eq!(replaced("a.js b.js", "b.js", "c.js").as_deref(), Ok("a.js c.js"));
        let sentence = replaced("import nothing", "./main.js", "./c.js").err().unwrap_or_default();
        assert!(sentence.contains("`./main.js` was expected"), "{sentence}");
    }
}
