//! How two runs differ, as programs read it.

use flowglass_history::{Comparison, Difference, EventId, Row, StepTotals, Totals, ValueDifference};
use serde_json::{Value, json};

use super::place::EventPlace;
use super::side::Side;

/// Writes the comparison as a JSON object.
pub(super) fn document(a: &Side, b: &Side, comparison: &Comparison) -> String {
    let summary = &comparison.summary;
    let error = |error: &Option<flowglass_history::EndingError>| {
        error.as_ref().map(|error| json!({"error": error.error, "cause": error.cause}))
    };
    let steps: Vec<Value> = summary.steps.iter().map(step).collect();
    let document = json!({
        "same": comparison.is_same(),
        "events": {"a": summary.events.0, "b": summary.events.1, "differing": comparison.differing},
        "first": comparison.first_row().map(|row| first(a, b, row)),
        "reordered": comparison.reordered.and_then(|index| comparison.rows.get(index)).map(numbers),
        "status": {"a": a.status.name(), "b": b.status.name()},
        "error": {"a": error(&summary.error.0), "b": error(&summary.error.1)},
        "durationMs": {"a": summary.duration_ms.0, "b": summary.duration_ms.1},
        "output": summary.output.iter().map(value).collect::<Vec<_>>(),
        "steps": steps,
    });
    format!("{document:#}\n")
}

fn numbers(row: &Row) -> Value {
    json!({"a": row.a.map(|id| id.0), "b": row.b.map(|id| id.0)})
}

fn first(a: &Side, b: &Side, row: &Row) -> Value {
    json!({"a": event(a, row.a), "b": event(b, row.b), "difference": row.difference.as_ref().map(difference)})
}

/// An event with its place.
fn event(side: &Side, id: Option<EventId>) -> Option<Value> {
    let event = side.history.event(id?)?;
    Some(json!({
        "event": event.id.0,
        "type": event.kind.name(),
        "trigger": event.trigger.map(|id| id.0),
        "place": EventPlace::of(&event, &side.view),
    }))
}

fn difference(difference: &Difference) -> Value {
    match difference {
        Difference::OnlyInA => json!({"kind": "onlyInA"}),
        Difference::OnlyInB => json!({"kind": "onlyInB"}),
        Difference::Type => json!({"kind": "type"}),
        Difference::Step => json!({"kind": "step"}),
        Difference::Trigger => json!({"kind": "trigger"}),
        Difference::Value(found) => {
            let mut shown = json!({"kind": "value"});
            if let (Value::Object(shown), Value::Object(found)) = (&mut shown, value(found)) {
                shown.extend(found);
            }
            shown
        }
        Difference::Time(a, b) => json!({"kind": "time", "aMs": a, "bMs": b}),
    }
}

/// A part that differs; what one run does not have is left out.
fn value(ValueDifference { path, a, b }: &ValueDifference) -> Value {
    let mut shown = json!({"path": path});
    if let Value::Object(shown) = &mut shown {
        for (name, value) in [("a", a), ("b", b)] {
            shown.extend(value.as_ref().map(|value| (name.to_owned(), json!(value))));
        }
    }
    shown
}

fn step(step: &StepTotals) -> Value {
    let totals =
        |totals: Totals| json!({"runs": totals.runs, "attempts": totals.attempts, "durationMs": totals.duration_ms});
    json!({"step": &*step.step, "a": totals(step.a), "b": totals(step.b)})
}
