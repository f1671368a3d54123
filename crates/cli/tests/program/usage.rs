//! Help, and what is used wrongly.

use std::process::Stdio;

use crate::support::{Folder, GOOD};

#[test]
fn help_names_the_commands() {
    let folder = Folder::with("help", &[]);
    let help = folder.run(&["--help"]);
    help.check_parts(0, &["check ", "simulate ", "explore ", "test ", "compare ", "render ", "convert "], &[]);
    assert!(!help.out.contains("  help  "));
    for command in ["check", "simulate", "explore", "test", "compare", "render", "convert"] {
        folder.run(&[command, "--help"]).check_parts(0, &["Usage: flowglass"], &[]);
    }
    folder.run(&["--version"]).check(0, &format!("flowglass {}\n", env!("CARGO_PKG_VERSION")), "");
}

#[test]
fn what_is_used_wrongly_has_status_2() {
    let folder = Folder::with("usage", &[]);
    for arguments in [&["play"][..], &["check"], &["check", "a", "--mode", "Fast"], &["simulate"], &["render"], &[]] {
        let ran = folder.run(arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty());
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = Folder::with("broken_pipe", &[("a.flow.yaml", GOOD)]);
    for arguments in
        [&["render", "a.flow.yaml"][..], &["simulate", "a.flow.yaml"], &["check", "a.flow.yaml", "--format", "json"]]
    {
        let mut command = folder.command(arguments);
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(!String::from_utf8(output.stderr).unwrap().contains("panicked"), "{arguments:?}");
    }
}
