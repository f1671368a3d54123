//! Looks again when the page is built anew: a release build carries its files.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../../dist");
    } else {
        // A debug build reads the page where it lies, also one that is built later. Only a folder that is there already
        // is found again; where it cannot be made, the program says that it has no page.
        let _ = std::fs::create_dir_all("../../dist");
    }
}
