//! A program that will be split keeps what its linker knew: which part calls which.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo:rustc-link-arg-bin=clientele=--emit-relocs");
    }
}
