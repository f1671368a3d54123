//! The pages of the rules: their examples do what they say, and no rule of the references is forgotten.

use std::collections::BTreeSet;

use flowglass_expression::Language;
use flowglass_flow::{Example, Page, Severity, open, pages};

fn check(page: &Page, example: &Example) {
    let Page { code, .. } = page;
    let wrong = open("", example.wrong, example.mode());
    let Some(finding) = wrong.findings.iter().find(|finding| finding.code == *code) else {
        panic!("{code}: the example has no such finding:\n{}\n{:#?}", example.wrong, wrong.findings)
    };
    assert_eq!(&example.wrong[finding.at.range()], example.at, "{code} points elsewhere in\n{}", example.wrong);
    assert!(page.severities.contains(&finding.severity), "{code} is a {:?}", finding.severity);
    let right = open("", example.right, example.mode());
    let left: Vec<_> =
        right.findings.iter().filter(|finding| finding.code == *code || finding.severity != Severity::Note).collect();
    assert!(left.is_empty(), "{code}: the mended example still has findings:\n{}\n{left:#?}", example.right);
    for language in [Language::English, Language::Chinese] {
        for finding in &wrong.findings {
            let told = finding.told(language);
            for words in [&told.what, &told.why, &told.help] {
                assert!(!words.trim().is_empty(), "{code} has no words in {language:?}");
            }
            let chinese = told.why.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert_eq!(chinese, language == Language::Chinese, "{code} speaks another language: {told:?}");
        }
    }
}

#[test]
fn every_example_shows_its_rule_and_its_mended_form_does_not() {
    for page in pages() {
        for example in page.examples {
            check(page, example);
        }
    }
}

#[test]
fn every_rule_has_a_page_with_an_example_or_a_test_of_its_own() {
    let own_tests = ["data-limit", "too-deep", "too-large", "too-many-findings"];
    let codes: Vec<_> = pages().iter().map(|page| page.code).collect();
    assert!(codes.is_sorted(), "the register is in the order of the codes: {codes:?}");
    for page in pages() {
        assert_ne!(page.examples.is_empty(), !own_tests.contains(&page.code), "{}", page.code);
        assert!(page.severities.is_sorted() && !page.severities.is_empty(), "{}", page.code);
        for language in [Language::English, Language::Chinese] {
            assert!(!page.title.say(language).is_empty() && !page.text.say(language).is_empty(), "{}", page.code);
        }
    }
}

#[test]
fn every_rule_of_the_references_is_covered() {
    let covered: BTreeSet<&str> = pages().iter().flat_map(|page| page.covers).copied().collect();
    let numbers = (1..=33).map(|number| format!("V{number}")).chain((1..=37).map(|number| number.to_string()));
    let missing: Vec<_> = numbers.filter(|number| !covered.contains(number.as_str())).collect();
    assert!(missing.is_empty(), "no page covers {missing:?}");
}
