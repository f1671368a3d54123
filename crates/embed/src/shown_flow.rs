//! A definition as a reader of a docs page sees it: what can be drawn, or in words why nothing can.

use flowglass_flow::{Finding, Flow, Parsed, Severity, parse};

/// The most steps that are drawn; a larger picture would keep the page busy.
pub(crate) const MOST_STEPS: usize = 4_000;

/// Reads a definition of which something can be drawn.
///
/// # Errors
/// The text is no flow, or one without steps or with too many; in words.
pub(crate) fn shown_flow(text: &str) -> Result<(Flow, usize), String> {
    let mut parsed = parse(text);
    let errors = parsed.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let Some(flow) = parsed.flow.take().filter(|flow| flow.steps().len() > 0) else {
        return Err(format!("This is not a flow: {}", first_error(&parsed)));
    };
    let steps = flow.steps().len();
    if steps > MOST_STEPS {
        return Err(format!("This flow has {steps} steps; pictures are drawn up to {MOST_STEPS}."));
    }
    Ok((flow, errors))
}

fn first_error(parsed: &Parsed) -> String {
    let error = parsed.findings.iter().find(|finding| finding.severity == Severity::Error);
    error.map_or_else(|| "it has no steps.".to_owned(), |error| sentence(parsed, error))
}

/// `line 3, column 5: what is wrong. What to do.`
fn sentence(parsed: &Parsed, finding: &Finding) -> String {
    let place = parsed.document.lines.position(&parsed.document.text, finding.at.start as usize);
    let what = finding.what.trim_end_matches('.');
    format!("line {}, column {}: {what}. {}", place.line, place.column, finding.help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<(usize, usize), &str>) {
        match (shown_flow(text), expected) {
            (Ok((flow, errors)), Ok(expected)) => assert_eq!((flow.steps().len(), errors), expected, "{text}"),
            (Err(words), Err(beginning)) => assert!(words.starts_with(beginning), "{words}"),
            (found, _) => panic!("{text}: {found:?}"),
        }
    }

    #[test]
    fn what_can_be_drawn_is_drawn() {
        check("version: v1\ntype: flow\nsteps: [{type: pass, name: a}]", Ok((1, 0)));
        check(
            "version: v1\ntype: flow\nsteps: [{type: pass, name: a}, {type: choice, name: b, choices: [{condition: $.x > 1, goto: no}], default: {goto: a}}]",
            Ok((2, 1)),
        );
    }

    #[test]
    fn what_is_no_flow_is_told_in_words() {
        check("<!doctype html><p>Not found</p>", Err("This is not a flow: line 1, column "));
        check("", Err("This is not a flow: "));
        check("version: v1\ntype: flow\nsteps: []", Err("This is not a flow: "));
        let steps: String = (0..=MOST_STEPS).map(|at| format!("- {{type: pass, name: s{at}}}\n")).collect();
        check(
            &format!("version: v1\ntype: flow\nsteps:\n{steps}"),
            Err("This flow has 4001 steps; pictures are drawn up to 4000."),
        );
    }
}
