//! An exploration as people read it on a terminal.

use flowglass_explore::{Example, Exploration, Finding, Longest, Severity, Summary};
use flowglass_expression::Language;
use flowglass_flow::{Document, Words};

use crate::duration::duration_words;
use crate::finding_text::head;
use crate::input_files::FlowFile;
use crate::plain::plain;
use crate::terminal::{Palette, Role};

/// The most characters of a decision that are shown; the scenario has all of it.
const MOST_CHARACTERS: usize = 110;

/// Writes an exploration: how much was walked, what can go wrong, and the longest runs.
pub(super) fn report(file: &FlowFile, exploration: &Exploration, palette: Palette) -> String {
    let name = file.name();
    let mut text = summary(&exploration.summary, palette);
    text.push_str(&lengths(exploration, palette));
    for finding in &exploration.findings {
        text.push('\n');
        text.push_str(&finding_text(&name, &file.parsed.document, finding, palette));
    }
    text.push_str(&conclusion(exploration, palette));
    text
}

fn summary(summary: &Summary, palette: Palette) -> String {
    let Summary { runs, decisions, met, events, cut, .. } = summary;
    let extent = match (summary.is_whole(), summary.all_values) {
        (true, true) => "every combination of outcomes, with every value that makes a difference",
        (true, false) => "every combination of outcomes, with values that were chosen",
        (false, _) => "not all",
    };
    let ends: Vec<String> = summary.ends.iter().map(|(status, count)| format!("{count} {}", status.name())).collect();
    let ways = match summary.ways {
        Some(ways) if summary.is_whole() => format!("{} from the start to an end", grouped(ways)),
        Some(ways) => format!("at least {} from the start to an end", grouped(ways)),
        None => "endlessly many: a loop leads back to where it began".to_owned(),
    };
    let mut lines = vec![
        ("walked", extent.to_owned()),
        (
            "runs",
            format!("{runs} between {decisions} decisions, {events} events; {met} met an earlier run and ended there"),
        ),
        ("ways", ways),
        ("ends", if ends.is_empty() { "none".to_owned() } else { ends.join(", ") }),
        (
            "reached",
            format!(
                "{} of {} steps, {} of {} arms and catch rules",
                summary.steps.0, summary.steps.1, summary.turns.0, summary.turns.1
            ),
        ),
    ];
    if !summary.untaken.is_empty() {
        lines.push(("not taken", plain(&summary.untaken.join("; ")).into_owned()));
    }
    if cut.by_depth > 0 {
        lines.push(("cut off", format!("{} ways after as many decisions as --depth allows", cut.by_depth)));
    }
    if cut.by_runs > 0 {
        lines.push(("left out", format!("{} runs that --runs or --events do not allow", cut.by_runs)));
    }
    lines.iter().map(|(name, value)| line(name, value, palette)).collect()
}

fn line(name: &str, value: &str, palette: Palette) -> String {
    format!("{}  {value}\n", palette.paint(Role::Frame, &format!("{name:<11}")))
}

fn lengths(exploration: &Exploration, palette: Palette) -> String {
    let words = |longest: &Longest, value: String| {
        let bound = if longest.is_longest { "at most" } else { "as far as was walked, up to" };
        let error = longest.example.error.as_ref().map(|error| format!(" with {}", plain(error))).unwrap_or_default();
        format!("{bound} {value}, then {}{error}", longest.example.status.name())
    };
    let mut text = String::new();
    if let Some(longest) = &exploration.most_events {
        text.push_str(&line("most events", &words(longest, longest.example.events.to_string()), palette));
    }
    if let Some(longest) = &exploration.most_time {
        text.push_str(&line(
            "most time",
            &words(longest, format!("{} when tasks answer at once", duration_words(longest.example.ms))),
            palette,
        ));
    }
    text
}

fn finding_text(name: &str, document: &Document, finding: &Finding, palette: Palette) -> String {
    let severity = finding.kind.severity();
    let role = match severity {
        Severity::Error => Role::Bad,
        Severity::Warning => Role::Doubtful,
        Severity::Note => Role::Note,
    };
    let position = document.lines.position(&document.text, finding.at.start as usize);
    let weight = match severity {
        Severity::Error => Words::new("error", "错误"),
        Severity::Warning => Words::new("warning", "警告"),
        Severity::Note => Words::new("note", "提示"),
    };
    let mut text =
        head(&plain(name), position, (role, weight), finding.kind.code(), &finding.what, palette, Language::English);
    if !finding.why.is_empty() {
        text.push_str(&format!("  {}\n", plain(&finding.why)));
    }
    for (number, example) in finding.examples.iter().enumerate() {
        text.push_str(&if number == 0 { whole(example, palette) } else { short(example, palette) });
    }
    text
}

/// A run with the decisions that lead there.
fn whole(example: &Example, palette: Palette) -> String {
    let mut text = format!("  {} {}:\n", palette.paint(Role::Frame, "seen when"), plain(&example.shows));
    let decisions = &example.decisions;
    for decision in decisions {
        text.push_str(&format!("    {}\n", cut(&plain(decision))));
    }
    text.push_str(&format!("    {} {}\n", palette.paint(Role::Frame, "→"), outcome(example)));
    text
}

/// A further run in one line.
fn short(example: &Example, palette: Palette) -> String {
    format!("  {} {}: {}\n", palette.paint(Role::Frame, "and when"), plain(&example.shows), outcome(example))
}

fn outcome(example: &Example) -> String {
    let error = example.error.as_ref().map(|error| format!(" with {}", plain(error))).unwrap_or_default();
    format!("{}{error} after {} events and {}", example.status.name(), example.events, duration_words(example.ms))
}

fn conclusion(exploration: &Exploration, palette: Palette) -> String {
    let count =
        |severity: Severity| exploration.findings.iter().filter(|found| found.kind.severity() == severity).count();
    let kinds = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| (count(severity), severity.name()));
    let words: Vec<String> = kinds
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}{}", if *count == 1 { "" } else { "s" }))
        .collect();
    let words = if words.is_empty() { "nothing found".to_owned() } else { words.join(", ") };
    format!("\n{}\n", palette.paint(Role::Strong, &words))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A number with commas between its thousands.
fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
