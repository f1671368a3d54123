//! Pages about single behaviours (`tests/pages`): a definition, and what becomes of it.
//!
//! A page begins with a heading, says why it holds and where that is known from (`Source:`), and has a `yaml` block
//! with the definition. More `yaml` blocks with `flow=NAME` are flows that may be started; `crlf` writes the lines with
//! Windows line breaks. A `scenario` block says how it is run, an `outside` block who reports or stops what meanwhile.
//! What comes of it stands in blocks that `FLOWGLASS_BLESS=1` rewrites: `findings`, `history` (with a number: that of a started execution) and `output`.
//!
//! `tests/pages/README.md` says the same for people, and which page shows which rule.

mod contents;
mod outside;
mod page;
mod run;

#[path = "../support/overlaps.rs"]
mod overlaps;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use page::Page;

#[test]
fn every_page_tells_what_happens() {
    let bless = std::env::var_os("FLOWGLASS_BLESS").is_some_and(|value| value == "1");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let pages = pages(&folder);
    assert!(!pages.is_empty(), "there are no pages");
    let mut failures = Vec::new();
    for path in pages {
        let name = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        match check(&text) {
            Err(problem) => failures.push(format!("{name}: {problem}")),
            Ok(Some(right)) if bless => fs::write(&path, right).unwrap_or_else(|error| panic!("{name}: {error}")),
            Ok(Some(right)) => failures.push(format!("{name} is not what happens:\n{}", difference(&text, &right))),
            Ok(None) => {}
        }
    }
    assert!(failures.is_empty(), "{}\n(FLOWGLASS_BLESS=1 takes what happens now)", failures.join("\n\n"));
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let name = |path: &Path| path.strip_prefix(&folder).unwrap_or(path).with_extension("").display().to_string();
    let pages: BTreeSet<String> = pages(&folder).iter().map(|path| name(path)).collect();
    let text = fs::read_to_string(folder.join("README.md")).expect("the pages have a table of contents");
    let problems = contents::problems(&text, &pages);
    assert!(problems.is_empty(), "tests/pages/README.md:\n{}", problems.join("\n"));
}

/// Checks a page; gives the page as it should be when an expected block differs from what happens.
fn check(text: &str) -> Result<Option<String>, String> {
    let page = Page::read(text)?;
    let happened = run::run(&page)?;
    let mut right = Vec::new();
    for block in page.expectations() {
        let found = happened.tell(block)?;
        if !block.says(&found) {
            right.push((block.content.clone(), found));
        }
    }
    if happened.has_findings() && !page.expectations().any(|block| block.language == "findings") {
        return Err(format!("there are findings, and no findings block:\n{}", happened.findings));
    }
    Ok((!right.is_empty()).then(|| page::replaced(text, right)))
}

/// All pages in a folder and the folders in it, sorted; the table of contents is none.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") && !path.ends_with("README.md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The lines that differ, from the first to the last, as they are and as they should be.
fn difference(is: &str, should: &str) -> String {
    let (is, should): (Vec<_>, Vec<_>) = (is.lines().collect(), should.lines().collect());
    let same = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(a, b)| a == b).count();
    let before = same(&mut is.iter().zip(&should));
    let shorter = is.len().min(should.len()) - before;
    let after = same(&mut is.iter().rev().zip(should.iter().rev())).min(shorter);
    let lines = |sign: char, all: &[&str]| {
        all[before..all.len() - after].iter().map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    lines('-', &is) + &lines('+', &should)
}
