//! `flowglass explain`: what a finding's code stands for.

use std::fmt::Write as _;

use flowglass_expression::{Language, closest};
use flowglass_flow::{Example, Page, Words, open, pages};
use serde::Serialize;

use crate::arguments::{ExplainArguments, Format};
use crate::display_width::padded;
use crate::exit::{Exit, Trouble};
use crate::finding_text::finding_text;
use crate::language::language;
use crate::terminal::{Palette, Role, print};

/// Writes the page of a rule, or the list of all rules.
///
/// # Errors
/// There is no such rule; standard output cannot be written.
pub(crate) fn explain(arguments: &ExplainArguments) -> Result<Exit, Trouble> {
    let language = language(arguments.lang);
    let palette = Palette::for_output();
    let found = arguments.code.as_deref().map(page).transpose()?;
    let text = match (arguments.format, found) {
        (Format::Text, Some(page)) => page_text(page, language, palette),
        (Format::Text, None) => list(language, palette),
        (Format::Json, Some(page)) => json(&PageReport::new(page, language)),
        (Format::Json, None) => json(&pages().iter().map(|page| PageReport::new(page, language)).collect::<Vec<_>>()),
    };
    print(&text)?;
    Ok(Exit::Done)
}

/// The page of a code; upper and lower case are the same.
fn page(code: &str) -> Result<&'static Page, Trouble> {
    let found = pages().iter().find(|page| page.code.eq_ignore_ascii_case(code)).copied();
    found.ok_or_else(|| Trouble::NoRule {
        code: code.to_owned(),
        closest: closest(code, pages().iter().map(|page| page.code)),
    })
}

fn list(language: Language, palette: Palette) -> String {
    let width = pages().iter().map(|page| page.code.len()).max().unwrap_or_default();
    let mut text = String::new();
    for page in pages() {
        let code = palette.paint(Role::Strong, &padded(page.code, width));
        writeln!(text, "{code}  {}", page.title.say(language)).expect("a text takes everything");
    }
    text
}

fn page_text(page: &Page, language: Language, palette: Palette) -> String {
    let say = |words: Words| words.say(language);
    let weights: Vec<_> = page.severities.iter().map(|severity| say(severity.words())).collect();
    let mut text = format!(
        "{}{}{}{}{}{}\n\n{}\n\n{}{}\n",
        palette.paint(Role::Strong, page.code),
        say(Words::new(": ", "：")),
        palette.paint(Role::Strong, say(page.title)),
        say(Words::new(" (", "（")),
        weights.join(say(Words::new(", ", "、"))),
        say(Words::new(")", "）")),
        say(page.text),
        say(Words::new("Source: ", "来源：")),
        page.source,
    );
    for example in page.examples {
        text.push_str(&example_text(page, example, language, palette));
    }
    text
}

/// A definition with its finding, and without it.
fn example_text(page: &Page, example: &Example, language: Language, palette: Palette) -> String {
    let heading = |words: Words| palette.paint(Role::Frame, words.say(language));
    let mut text = format!("\n{}\n\n", heading(Words::new("Example:", "示例：")));
    let opened = open("", example.wrong, example.mode());
    text.push_str(&indented(example.wrong));
    text.push('\n');
    if let Some(finding) = opened.findings.iter().find(|finding| finding.code == page.code) {
        text.push_str(&finding_text("example", &opened.document, finding, palette, language));
    }
    write!(text, "{}\n\n{}", heading(Words::new("Without the finding:", "修正后：")), indented(example.right))
        .expect("a text takes everything");
    text
}

/// The lines of a definition, moved to the right. Control characters, which some examples are about, are shown.
fn indented(definition: &str) -> String {
    definition.lines().map(|line| format!("    {}\n", crate::plain::plain(line))).collect()
}

/// A rule for programs.
#[derive(Serialize)]
struct PageReport {
    code: &'static str,
    title: &'static str,
    text: &'static str,
    severities: Vec<&'static str>,
    source: &'static str,
    examples: Vec<ExampleReport>,
}

#[derive(Serialize)]
struct ExampleReport {
    wrong: &'static str,
    right: &'static str,
}

impl PageReport {
    fn new(page: &Page, language: Language) -> Self {
        let examples = page.examples.iter();
        Self {
            code: page.code,
            title: page.title.say(language),
            text: page.text.say(language),
            severities: page.severities.iter().map(|severity| severity.word()).collect(),
            source: page.source,
            examples: examples.map(|example| ExampleReport { wrong: example.wrong, right: example.right }).collect(),
        }
    }
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).expect("texts and numbers can always be written") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_found_and_what_is_close_is_suggested() {
        assert_eq!(page("Unknown-Target").unwrap().code, "unknown-target");
        assert_eq!(
            page("unknown-taget").unwrap_err().to_string(),
            "no finding has the code unknown-taget; did you mean unknown-target?"
        );
        assert_eq!(
            page("E0308").unwrap_err().to_string(),
            "no finding has the code E0308; flowglass explain lists all"
        );
    }

    #[test]
    fn every_page_can_be_shown_in_both_languages() {
        for page in pages() {
            for language in [Language::English, Language::Chinese] {
                let text = page_text(page, language, Palette::Plain);
                assert!(text.contains(page.text.say(language)), "{text}");
                let findings = text.matches(&format!("[{}]", page.code)).count();
                assert!(findings >= page.examples.len(), "{text}");
            }
        }
    }
}
