//! A definition as a reader of a docs page sees it: what can be drawn, or in words why nothing can.

use flowglass_flow::{Flow, Parsed, parse};

/// The most steps that are drawn; a larger picture would keep the page busy.
pub(crate) const MOST_STEPS: usize = 50_000;

/// Reads a definition of which something can be drawn.
///
/// # Errors
/// The text is no flow, or one without steps or with too many; in words.
pub(crate) fn shown_flow(text: &str) -> Result<Flow, String> {
    let parsed = parse(text);
    let reason = reason(&parsed);
    let Some(flow) = parsed.flow.filter(|flow| flow.steps().len() > 0) else {
        return Err(format!("This is not a flow: {reason}"));
    };
    let steps = flow.steps().len();
    if steps > MOST_STEPS {
        return Err(format!("This flow has {steps} steps; pictures are drawn up to {MOST_STEPS}."));
    }
    Ok(flow)
}

/// Where the text stops being YAML, or that it holds no steps.
fn reason(parsed: &Parsed) -> String {
    let document = &parsed.document;
    match document.errors.first() {
        Some(error) => {
            let place = document.lines.position(&document.text, error.offset);
            format!("line {}, column {}: {}.", place.line, place.column, error.message)
        }
        None => match parsed.flow {
            Some(_) => "it has no steps.".to_owned(),
            None => "it says neither `Type: StateMachine` nor `type: flow`.".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<usize, &str>) {
        let found = shown_flow(text).map(|flow| flow.steps().len());
        assert_eq!(found, expected.map_err(str::to_owned), "{text}");
    }

    #[test]
    fn what_can_be_drawn_is_drawn() {
        check("version: v1\ntype: flow\nsteps: [{type: pass, name: a}]", Ok(1));
        check(
            "version: v1\ntype: flow\nsteps: [{type: pass, name: a}, {type: choice, name: b, choices: [{condition: $.x > 1, goto: no}], default: {goto: a}}]",
            Ok(2),
        );
    }

    #[test]
    fn what_is_no_flow_is_told_in_words() {
        check(
            "<!doctype html>\n<p>Not found</p>",
            Err("This is not a flow: it says neither `Type: StateMachine` nor `type: flow`."),
        );
        check(
            "<!doctype html>\n<p>Not found: a</p>",
            Err("This is not a flow: line 1, column 1: mapping values are not allowed in this context."),
        );
        check(
            "steps: [{",
            Err("This is not a flow: line 1, column 1: while parsing a node, did not find expected node content."),
        );
        check("", Err("This is not a flow: it says neither `Type: StateMachine` nor `type: flow`."));
        check("version: v1\ntype: flow\nsteps: []", Err("This is not a flow: it has no steps."));
        let steps: String = (0..=MOST_STEPS).map(|at| format!("- {{type: pass, name: s{at}}}\n")).collect();
        check(
            &format!("version: v1\ntype: flow\nsteps:\n{steps}"),
            Err("This flow has 50001 steps; pictures are drawn up to 50000."),
        );
    }
}
