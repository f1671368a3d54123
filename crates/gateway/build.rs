//! Looks again when the page is built anew: a release build carries its files.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // A debug build reads the page where it lies.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../../dist");
    }
}
