//! `edits`: what a person changed while the run was paused.

use flowglass_flow::Position;

use super::fields::{Fields, Value};
use super::{ScenarioError, tasks};
use crate::edits::{Change, Edit};

type Read<T> = Result<T, ScenarioError>;

pub(super) const EDIT_KEYS: [&str; 6] = ["step", "flow", "in", "attempt", "input", "output"];

/// Reads the list of edits, each with the place where its step is named.
pub(super) fn read(value: Value<'_>) -> Read<Vec<(Edit, Position)>> {
    value.items("a list of edits with `step` and `input` or `output`")?.map(edit).collect()
}

fn edit(value: Value<'_>) -> Read<(Edit, Position)> {
    let fields = value.fields("an edit such as {step: refund, input: {amount: 0}}", &EDIT_KEYS)?;
    let named = fields.required("step")?;
    let step = named.text("the name of a step")?;
    let attempt = match fields.given("attempt") {
        Some(attempt) => match attempt.whole(u32::MAX.into())? as u32 {
            0 => return Err(attempt.wrong("attempts are counted from 1")),
            attempt => attempt,
        },
        None => 1,
    };
    let edit = Edit {
        step: step.into(),
        flow: fields.text("flow")?,
        within: tasks::within(fields)?,
        attempt,
        change: change(fields)?,
    };
    Ok((edit, named.position()))
}

/// What an edit changes; it changes one thing.
fn change(fields: Fields<'_>) -> Read<Change> {
    // A result may be `null`, which is a value like any other.
    match (fields.value("input"), fields.value("output")) {
        (Some(input), None) => {
            let value = input.json();
            match value.as_object() {
                Some(_) => Ok(Change::Input(value)),
                None => Err(input.wrong("the input of a step is an object such as {amount: 0}")),
            }
        }
        (None, Some(output)) => Ok(Change::Output(output.json())),
        _ => Err(fields.wrong("an edit has exactly one of `input`, `output`")),
    }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::{Json, json};

    use super::*;
    use crate::{Place, Scenario};

    #[test]
    fn edits_are_read() {
        let text = "\
edits:
  - {step: refund, attempt: 2, input: {amount: 0}}
  - step: charge
    flow: pay
    in: [{step: each, iteration: 1}, {step: all}]
    output: ~
";
        let place = |step: &str, index| Place { step: step.into(), index };
        let expected = [
            Edit {
                step: "refund".into(),
                flow: None,
                within: Vec::new(),
                attempt: 2,
                change: Change::Input(json!({"amount": 0})),
            },
            Edit {
                step: "charge".into(),
                flow: Some("pay".to_owned()),
                within: vec![place("each", Some(1)), place("all", None)],
                attempt: 1,
                change: Change::Output(Json::Null),
            },
        ];
        assert_eq!(Scenario::parse(text).unwrap().edits, expected);
        assert_eq!(Scenario::parse("edits:\n").unwrap().edits, []);
    }

    #[test]
    fn mistakes_are_told() {
        fn check(edit: &str, column: u32, words: &str) {
            let error = Scenario::parse(&format!("edits: [{edit}]")).unwrap_err();
            assert!(error.message.contains(words), "{edit}: {error}");
            assert_eq!((error.line, error.column), (1, column), "{edit}: {error}");
        }
        check("{step: a}", 9, "exactly one of `input`, `output`");
        check("{step: a, input: {}, output: {}}", 9, "exactly one of `input`, `output`");
        check("{input: {}}", 9, "`step` is missing");
        check("{step: a, input: [1]}", 26, "the input of a step is an object");
        check("{step: a, attempt: 0, input: {}}", 28, "counted from 1");
        check("{step: a, outptu: {}}", 19, "did you mean `output`?");
        let error = Scenario::parse("edits: {step: a}").unwrap_err();
        assert!(error.message.contains("expected a list of edits"), "{error}");
    }
}
