//! The table of contents (`tests/pages/README.md`): which page shows which rule.
//!
//! It must not drift away from the pages: every page stands in it, what stands in it exists, and each section of the
//! semantics has a page.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The parts of the table in their order, and what each must have a row for.
const DOCUMENTS: [Document; 4] = [
    Document {
        name: "fdl-v1.md",
        sections: &[
            "2", "2.1", "3", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "4.9", "5.1", "5.2", "5.3", "5.4",
            "6", "6.1", "7.1", "7.2", "7.3", "7.4", "8", "9.1", "9.2", "9.3", "10", "10.1", "11", "13",
        ],
        choices: Some(("A", 1..=25)),
        switches: &[],
    },
    Document {
        name: "state-machine.md",
        sections: &[
            "2.0", "2.1", "2.2", "2.3", "2.4", "2.5", "2.5.1", "2.5.2", "2.6", "2.7", "2.8", "3.1", "3.2", "3.3",
            "3.4", "4.1", "4.2", "4.3", "5", "6", "7", "8.1", "8.2", "8.3", "8.4", "9.1", "9.2", "9.3", "10", "12.1",
            "12.2",
        ],
        choices: Some(("CHOICE ", 1..=65)),
        switches: &[
            "passThrough: input",
            "passThrough: empty",
            "failInScope: catchable",
            "failInScope: endsExecution",
            "scalarItems: pass",
            "scalarItems: fail",
            "distributedBy: processorConfig",
            "distributedBy: expressOnly",
            "missingPath: null",
            "missingPath: fail",
            "expressionErrors: catchAll",
            "expressionErrors: uncatchable",
            "caughtWithoutConstructor: effectiveInput",
            "caughtWithoutConstructor: error",
            "taskTimeoutError: FnF.TaskTimeout",
            "taskTimeoutError: another name",
        ],
    },
    Document {
        name: "events.md",
        sections: &[
            "1", "2", "3", "4.1", "4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "4.9", "4.10", "E2t", "5.1", "5.2",
            "6", "7", "8", "9",
        ],
        choices: None,
        switches: &[],
    },
    Document {
        name: "Scenarios",
        sections: &["tasks", "edits", "stop", "seed"],
        choices: None,
        switches: &[
            "environment",
            "options.overhead",
            "options.eventLimit",
            "options.dataLimit",
            "options.globalLimit",
            "options.mapItems",
            "options.mapRuns",
        ],
    },
];

/// A document whose rules the pages show, or the format of scenarios.
struct Document {
    name: &'static str,
    sections: &'static [&'static str],
    /// Numbered choices: what stands before the number, and the numbers.
    choices: Option<(&'static str, RangeInclusive<u32>)>,
    /// Options, with their values where each has a page.
    switches: &'static [&'static str],
}

/// What is wrong with the table, given the names of all pages such as `legacy/pass`; one thing a line.
pub(crate) fn problems(text: &str, pages: &BTreeSet<String>) -> Vec<String> {
    let mut problems = Vec::new();
    let rows = rows(text, &mut problems);
    for document in &DOCUMENTS {
        for wanted in document.rows() {
            let mut fitting = rows.iter().filter(|row| row.document == document.name && row.section == wanted);
            if fitting.all(|row| row.pages.is_empty()) {
                problems.push(format!("{} {wanted} has no page", document.name));
            }
        }
    }
    for row in &rows {
        let known = DOCUMENTS.iter().find(|document| document.name == row.document);
        if !known.is_some_and(|document| document.rows().any(|section| section == row.section)) {
            problems.push(format!("{} {} is no section that needs pages", row.document, row.section));
        }
        for page in row.pages.iter().filter(|page| !pages.contains(*page)) {
            problems.push(format!("{} {} names {page}, which is no page", row.document, row.section));
        }
    }
    let named: BTreeSet<&String> = rows.iter().flat_map(|row| &row.pages).collect();
    problems.extend(pages.iter().filter(|page| !named.contains(page)).map(|page| format!("{page} stands in no row")));
    problems
}

impl Document {
    /// The sections and choices that must have a row.
    fn rows(&self) -> impl Iterator<Item = String> {
        let choices = self
            .choices
            .clone()
            .into_iter()
            .flat_map(|(prefix, numbers)| numbers.map(move |number| format!("{prefix}{number}")));
        self.sections.iter().chain(self.switches).map(|section| (*section).to_owned()).chain(choices)
    }
}

/// One row: what rule of which section the pages show.
struct Row<'text> {
    document: &'text str,
    section: String,
    pages: Vec<String>,
}

/// The rows below headings that name a document.
fn rows<'text>(text: &'text str, problems: &mut Vec<String>) -> Vec<Row<'text>> {
    let (mut rows, mut document) = (Vec::new(), None);
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            document = DOCUMENTS.iter().map(|document| document.name).find(|name| heading.contains(name));
        }
        let Some(document) = document.filter(|_| line.starts_with("| ") && !line.starts_with("| ---")) else {
            continue;
        };
        let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let &[section, rule, links] = cells.as_slice() else {
            problems.push(format!("a row has not three cells: {line}"));
            continue;
        };
        if section == "section" {
            continue;
        }
        if rule.is_empty() || links.is_empty() {
            problems.push(format!("{document} {section}: a row says its rule and names its pages"));
        }
        let pages = links.split(", ").filter_map(|link| page(link, problems)).collect();
        rows.push(Row { document, section: section.trim_matches('`').to_owned(), pages });
    }
    rows
}

/// The page of a link `[pass](legacy/pass.md)`, which is called by the file's name.
fn page(link: &str, problems: &mut Vec<String>) -> Option<String> {
    let parts =
        link.strip_prefix('[').and_then(|link| link.strip_suffix(".md)")).and_then(|link| link.split_once("]("));
    let Some((_, page)) = parts.filter(|(words, page)| page.ends_with(&format!("/{words}"))) else {
        problems.push(format!("{link} is no link to a page by its name"));
        return None;
    };
    Some(page.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_drifts_away_is_told() {
        let pages = BTreeSet::from(["legacy/pass".to_owned(), "legacy/new".to_owned()]);
        let text = "\
## Older language (fdl-v1.md)
| section | rule | pages |
| --- | --- | --- |
| 4.1 | empty output | [pass](legacy/pass.md), [gone](legacy/gone.md) |
| 99 | no such section | [pass](legacy/pass.md) |
| 4.2 | a name that is another | [other](legacy/pass.md) |
";
        let problems = problems(text, &pages);
        for expected in [
            "fdl-v1.md 4.1 names legacy/gone, which is no page",
            "fdl-v1.md 99 is no section that needs pages",
            "[other](legacy/pass.md) is no link to a page by its name",
            "legacy/new stands in no row",
            "fdl-v1.md A25 has no page",
            "state-machine.md CHOICE 65 has no page",
            "state-machine.md missingPath: fail has no page",
            "events.md 4.10 has no page",
        ] {
            assert!(problems.iter().any(|problem| problem == expected), "{expected}: {problems:#?}");
        }
        assert!(!problems.iter().any(|problem| problem == "fdl-v1.md 4.1 has no page"), "{problems:#?}");
    }
}
