//! The rules' pages as the descriptions of a SARIF log.

use std::fmt::Write as _;

use flowglass_expression::Language;
use flowglass_flow::{Page, Severity, Words, pages};

use super::level;
use super::log::{Configuration, Help, Rule, Text};

/// All rules, in the order of their codes.
pub(super) fn rules(language: Language) -> Vec<Rule> {
    pages().iter().map(|page| rule(page, language)).collect()
}

/// The place of a rule among all.
pub(super) fn rule_index(code: &str) -> usize {
    pages().iter().position(|page| page.code == code).expect("every finding's rule has a page")
}

fn rule(page: &Page, language: Language) -> Rule {
    Rule {
        id: page.code,
        short_description: Text { text: page.title.say(language) },
        full_description: Text { text: page.text.say(language) },
        help: Help { text: help(page, language, Style::Plain), markdown: help(page, language, Style::Markdown) },
        default_configuration: Configuration {
            level: level(page.severities.first().copied().unwrap_or(Severity::Note)),
        },
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Markdown,
}

/// What the rule finds, where it comes from, and its examples.
fn help(page: &Page, language: Language, style: Style) -> String {
    let say = |words: Words| words.say(language);
    let source = Words::new("Source: ", "来源：");
    let mut text = format!("{}\n\n{}{}\n", say(page.text), say(source), page.source);
    for example in page.examples {
        let parts = [
            (Words::new("With the finding:", "有问题的写法："), example.wrong),
            (Words::new("Without the finding:", "修正后："), example.right),
        ];
        for (head, definition) in parts {
            let definition = visible(definition);
            let (before, after) = if style == Style::Markdown { ("```yaml\n", "```\n") } else { ("", "") };
            write!(text, "\n{}\n\n{before}{definition}{after}", say(head)).expect("a text takes everything");
        }
    }
    text
}

/// The text with a picture in place of each control character.
fn visible(text: &str) -> String {
    let picture = |c: char| char::from_u32(u32::from(c) + 0x2400).filter(|_| c.is_ascii_control() && c != '\n');
    text.chars().map(|c| picture(c).unwrap_or(c)).collect()
}
