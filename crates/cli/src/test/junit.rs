//! What came of scenarios, for build servers: JUnit's XML.

use std::path::Path;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::result::{Failure, Tested, Verdict};
use crate::exit::Trouble;

/// Writes one test suite for each folder with scenarios, and one test case for each scenario.
///
/// # Errors
/// It cannot be written; no text that can stand in a scenario is known to cause it.
pub(super) fn report(all: &[Tested]) -> Result<String, Trouble> {
    let mut report = Report::new("flowglass test");
    report.set_time(all.iter().map(|tested| tested.took).sum());
    let mut folders: Vec<(String, Vec<&Tested>)> = Vec::new();
    for tested in all {
        let folder = folder_of(&tested.file);
        match folders.iter_mut().find(|(known, _)| *known == folder) {
            Some((_, scenarios)) => scenarios.push(tested),
            None => folders.push((folder, vec![tested])),
        }
    }
    for (folder, scenarios) in folders {
        let mut suite = TestSuite::new(folder);
        suite.set_time(scenarios.iter().map(|tested| tested.took).sum());
        suite.add_test_cases(scenarios.into_iter().map(test_case));
        report.add_test_suite(suite);
    }
    report.to_string().map_err(|error| Trouble::Junit(error.to_string()))
}

fn folder_of(file: &str) -> String {
    let folder = Path::new(file).parent().map(|folder| folder.display().to_string());
    folder.filter(|folder| !folder.is_empty()).unwrap_or_else(|| ".".to_owned())
}

fn test_case(tested: &Tested) -> TestCase {
    let mut case = TestCase::new(tested.name.as_deref().unwrap_or(&tested.file), status(tested));
    case.set_classname(tested.file.as_str());
    case.set_time(tested.took);
    case.extra.insert("file".into(), tested.file.as_str().into());
    let remarks = tested.remarks();
    if !remarks.is_empty() {
        case.set_system_out(remarks.join("\n"));
    }
    case
}

fn status(tested: &Tested) -> TestCaseStatus {
    if let Verdict::Unusable(words) = &tested.verdict {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(words.as_str()).set_type("unusable").set_description(words.as_str());
        return status;
    }
    let failures = tested.failures();
    let Some(first) = failures.first() else { return TestCaseStatus::success() };
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    let lines = failures.iter().flat_map(|Failure { at, message, details }| {
        let place = at.map(|(line, column)| format!("{}:{line}:{column}: ", tested.file)).unwrap_or_default();
        std::iter::once(format!("{place}{message}")).chain(details.iter().map(|line| format!("    {line}")))
    });
    let lines: Vec<String> = lines.collect();
    status.set_message(first.message.as_str()).set_type("expectation").set_description(lines.join("\n"));
    status
}
