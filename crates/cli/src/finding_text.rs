//! A finding as people read it on a terminal.

use flowglass_expression::Language;
use flowglass_flow::{Document, Finding, Position, Related, Severity, Span, Told, Words};

use crate::excerpt::{Excerpt, excerpt};
use crate::plain::plain;
use crate::terminal::{Palette, Role};

/// Writes a finding of the definition that is called `name`: what, the line with marks, why, what to do, and other
/// places. Ends with an empty line.
pub(crate) fn finding_text(
    name: &str,
    document: &Document,
    finding: &Finding,
    palette: Palette,
    language: Language,
) -> String {
    let role = match finding.severity {
        Severity::Error => Role::Bad,
        Severity::Warning => Role::Doubtful,
        Severity::Note => Role::Note,
    };
    let said = Said {
        weight: (role, finding.severity.words()),
        code: finding.code,
        at: finding.at,
        told: &finding.told(language),
        related: &finding.related(),
    };
    place_text(name, document, &said, palette, language)
}

/// What is said about a place of a definition.
#[derive(Debug)]
pub(crate) struct Said<'a> {
    /// How much it weighs.
    pub(crate) weight: (Role, Words),
    /// Its stable code.
    pub(crate) code: &'a str,
    /// The place.
    pub(crate) at: Span,
    /// What, why, and what to do.
    pub(crate) told: &'a Told,
    /// Other places that matter.
    pub(crate) related: &'a [Related],
}

/// Writes what is said about a place of the definition that is called `name`. Ends with an empty line.
pub(crate) fn place_text(
    name: &str,
    document: &Document,
    &Said { weight, code, at, told, related }: &Said<'_>,
    palette: Palette,
    language: Language,
) -> String {
    let name = plain(name);
    let place = excerpt(document, at);
    let related: Vec<_> = related.iter().map(|other| (excerpt(document, other.at), other.what.say(language))).collect();
    let last_line = related.iter().map(|(place, _)| place.line).fold(place.line, u32::max);
    let gutter = last_line.to_string().len();
    let lines = |place: &Excerpt, role: Role| {
        format!(
            "{} {}\n{} {}\n",
            palette.paint(Role::Frame, &format!("{:>gutter$} |", place.line)),
            place.text,
            palette.paint(Role::Frame, &format!("{:gutter$} |", "")),
            place.marks.replace(place.marks.trim(), &palette.paint(role, place.marks.trim())),
        )
    };
    let said = |words: Words, text: &str| {
        let text = plain(text);
        format!("{:gutter$} {}{text}\n", "", palette.paint(Role::Frame, &format!("= {}", words.say(language))))
    };
    let position = Position { line: place.line, column: place.column };
    let mut out = head(&name, position, weight, code, &told.what, palette, language);
    out.push_str(&lines(&place, weight.0));
    out.push_str(&said(Words::new("why: ", "原因："), &told.why));
    out.push_str(&said(Words::new("help: ", "建议："), &told.help));
    for (place, what) in &related {
        out.push_str(&said(
            Words::new("related: ", "相关："),
            &format!("{name}:{}:{}: {what}", place.line, place.column),
        ));
        out.push_str(&lines(place, Role::Note));
    }
    out.push('\n');
    out
}

/// Writes what a fix did to the definition that is called `name`, in one line.
pub(crate) fn fixed_text(
    name: &str,
    at: Position,
    code: &str,
    title: &str,
    palette: Palette,
    language: Language,
) -> String {
    head(&plain(name), at, (Role::Good, Words::new("fixed", "已修复")), code, title, palette, language)
}

/// The line that everything about a place begins with: place, weight, code and words.
pub(crate) fn head(
    name: &str,
    Position { line, column }: Position,
    (role, weight): (Role, Words),
    code: &str,
    words: &str,
    palette: Palette,
    language: Language,
) -> String {
    format!(
        "{}: {}{}{}\n",
        palette.paint(Role::Strong, &format!("{name}:{line}:{column}")),
        palette.paint(role, &format!("{}[{code}]", weight.say(language))),
        Words::new(": ", "：").say(language),
        palette.paint(Role::Strong, &plain(words)),
    )
}

#[cfg(test)]
mod tests {
    use flowglass_flow::parse;

    use super::*;

    fn check(text: &str, expected: &str) {
        let parsed = parse(text);
        let found: String = parsed
            .findings
            .iter()
            .map(|finding| finding_text("a.flow.yaml", &parsed.document, finding, Palette::Plain, Language::English))
            .collect();
        assert_eq!(found, expected, "{found}");
    }

    #[test]
    fn a_finding_shows_its_line_and_says_why_and_what_to_do() {
        let parsed = parse("version: v1\ntype: flow\nsteps:\n  - {type: 任务, name: a}\n");
        let finding = &parsed.findings[0];
        let told = finding.told(Language::English);
        let text = finding_text("a.flow.yaml", &parsed.document, finding, Palette::Plain, Language::English);
        let expected = format!(
            "a.flow.yaml:4:12: error[unknown-type]: {}\n4 |   - {{type: 任务, name: a}}\n  |            ^^^^\n  = why: {}\n  = help: {}\n\n",
            told.what, told.why, told.help
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn a_finding_speaks_chinese() {
        let parsed = parse("version: v1\ntype: flow\nsteps:\n  - {type: tusk, name: a}\n");
        let finding = &parsed.findings[0];
        let told = finding.told(Language::Chinese);
        let text = finding_text("a.flow.yaml", &parsed.document, finding, Palette::Plain, Language::Chinese);
        let expected = format!(
            "a.flow.yaml:4:12: 错误[unknown-type]：{}\n4 |   - {{type: tusk, name: a}}\n  |            ^^^^\n  = 原因：{}\n  = 建议：{}\n\n",
            told.what, told.why, told.help
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn what_was_fixed_is_one_line() {
        let at = Position { line: 1, column: 10 };
        let say = |language| fixed_text("a\u{1b}.yaml", at, "unknown-value", "Write `v1`", Palette::Plain, language);
        assert_eq!(say(Language::English), "a\u{fffd}.yaml:1:10: fixed[unknown-value]: Write `v1`\n");
        assert_eq!(say(Language::Chinese), "a\u{fffd}.yaml:1:10: 已修复[unknown-value]：Write `v1`\n");
    }

    #[test]
    fn other_places_have_lines_of_their_own() {
        let steps = (0..6).map(|at| format!("  - {{type: pass, name: s{at}}}\n")).collect::<String>();
        let text = format!("version: v1\ntype: flow\nsteps:\n{steps}  - {{type: pass, name: s0}}\n");
        let parsed = parse(&text);
        let finding = &parsed.findings[0];
        assert_eq!((finding.code, finding.related().len()), ("duplicate-name", 1));
        let text = finding_text("x", &parsed.document, finding, Palette::Plain, Language::English);
        assert!(
            text.contains("\n10 |   - {type: pass, name: s0}\n   |                        ^^\n   = why: "),
            "{text}"
        );
        assert!(text.contains("   = related: x:4:24: "), "{text}");
        assert!(text.ends_with("\n 4 |   - {type: pass, name: s0}\n   |                        ^^\n\n"), "{text}");
    }

    #[test]
    fn colours_change_nothing_but_colours() {
        let parsed = parse("version: v1\ntype: flow\nsteps: [{type: tusk, name: a}]\n");
        let coloured = finding_text("x", &parsed.document, &parsed.findings[0], Palette::Coloured, Language::English);
        assert!(coloured.contains("\u{1b}[1;31merror[unknown-type]\u{1b}[0m"), "{coloured}");
        let mut without = coloured;
        for code in ["1;31", "1;33", "1;36", "1", "34", "0"] {
            without = without.replace(&format!("\u{1b}[{code}m"), "");
        }
        assert_eq!(
            without,
            finding_text("x", &parsed.document, &parsed.findings[0], Palette::Plain, Language::English)
        );
    }

    #[test]
    fn a_good_definition_has_nothing_to_say() {
        check("version: v1\ntype: flow\nsteps: [{type: pass, name: a}]\n", "");
    }
}
