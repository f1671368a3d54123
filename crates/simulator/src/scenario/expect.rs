//! `expect`: what a run should have been.

use std::sync::Arc;

use flowglass_expression::{Json, closest};
use flowglass_flow::Position;
use flowglass_history::{EventType, Status};

use super::ScenarioError;
use super::fields::{Fields, Value};
use super::tasks::within;
use crate::outcomes::Place;

type Read<T> = Result<T, ScenarioError>;

pub(super) const KEYS: [&str; 8] = ["status", "error", "cause", "output", "path", "never", "events", "steps"];
pub(super) const NAMED_KEYS: [&str; 3] = ["step", "flow", "in"];
pub(super) const STEP_KEYS: [&str; 11] =
    ["step", "flow", "in", "run", "runs", "attempts", "input", "sent", "output", "error", "cause"];
/// How a run can be when nothing happens any more.
pub(super) const STATUSES: [(&str, Status); 5] = [
    ("Succeeded", Status::Succeeded),
    ("Failed", Status::Failed),
    ("TimedOut", Status::TimedOut),
    ("Stopped", Status::Stopped),
    ("Running", Status::Running),
];

/// What a run should have been. What is left out is not checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Expectations {
    /// `status`: where the execution stands when nothing happens any more.
    pub status: Option<Written<Status>>,
    /// `error`: the name of the error that ended it.
    pub error: Option<Written<String>>,
    /// `cause`: the cause of that error.
    pub cause: Option<Written<String>>,
    /// `output`: a part of its output.
    pub output: Option<Written<Json>>,
    /// `path`: steps that are entered in this order; others may stand between.
    pub path: Vec<NamedStep>,
    /// `never`: steps that are not entered.
    pub never: Vec<NamedStep>,
    /// `events`: how many events of a type the execution's history has.
    pub events: Vec<(Written<EventType>, u32)>,
    /// `steps`: what is expected of the runs of single steps.
    pub steps: Vec<StepExpectation>,
}

/// A value, and where the scenario says it.
#[derive(Clone, Debug, PartialEq)]
pub struct Written<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub at: Position,
}

/// A step that an expectation names.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedStep {
    /// Its name.
    pub step: Written<Arc<str>>,
    /// The name or file stem of its flow; `None` is the flow of the scenario.
    pub flow: Option<Written<String>>,
    /// Enclosing containers, outermost first; others may stand between. Empty: every run of the step.
    pub within: Vec<Place>,
}

/// What is expected of the runs of a step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepExpectation {
    /// The step.
    pub named: NamedStep,
    /// `run`: which of its runs, from 1 in the order in which they began; `None` is every one.
    pub run: Option<u32>,
    /// `runs`: how many there are.
    pub runs: Option<Written<u32>>,
    /// `attempts`: how often each was tried.
    pub attempts: Option<Written<u32>>,
    /// `input`: a part of what it started with.
    pub input: Option<Written<Json>>,
    /// `sent`: a part of what the call of a task was sent.
    pub sent: Option<Written<Json>>,
    /// `output`: a part of its output.
    pub output: Option<Written<Json>>,
    /// `error`: the name of the error that ended it, caught or not.
    pub error: Option<Written<String>>,
    /// `cause`: the cause of that error.
    pub cause: Option<Written<String>>,
}

/// Reads what is expected.
pub(super) fn read(value: Value<'_>) -> Read<Expectations> {
    let fields = value.fields("expectations such as {status: Succeeded}", &KEYS)?;
    let status = fields.given("status").map(|value| Ok(written(value, value.one_of(&STATUSES)?))).transpose()?;
    Ok(Expectations {
        status,
        error: text(fields, "error")?,
        cause: text(fields, "cause")?,
        output: json(fields, "output"),
        path: named_steps(fields, "path")?,
        never: named_steps(fields, "never")?,
        events: fields.given("events").map(events).transpose()?.unwrap_or_default(),
        steps: match fields.given("steps") {
            Some(steps) => {
                steps.items("a list of steps such as {step: charge, attempts: 3}")?.map(step).collect::<Read<_>>()?
            }
            None => Vec::new(),
        },
    })
}

fn written<T>(value: Value<'_>, read: T) -> Written<T> {
    Written { value: read, at: value.position() }
}

fn text(fields: Fields<'_>, key: &str) -> Read<Option<Written<String>>> {
    fields.given(key).map(|value| Ok(written(value, value.text("text")?.to_owned()))).transpose()
}

/// A value of any type; `null` is one.
fn json(fields: Fields<'_>, key: &str) -> Option<Written<Json>> {
    fields.value(key).map(|value| written(value, value.json()))
}

/// A whole number of at least `least`.
fn count(fields: Fields<'_>, key: &str, least: u32) -> Read<Option<Written<u32>>> {
    let Some(value) = fields.given(key) else { return Ok(None) };
    let number = value.whole(u32::MAX.into())? as u32;
    if number < least {
        return Err(value.wrong(format!("`{key}` is at least {least}")));
    }
    Ok(Some(written(value, number)))
}

fn named_steps(fields: Fields<'_>, key: &str) -> Read<Vec<NamedStep>> {
    match fields.given(key) {
        Some(value) => value.items("a list of steps")?.map(named_step).collect(),
        None => Ok(Vec::new()),
    }
}

/// A name alone, or a mapping that says more.
fn named_step(value: Value<'_>) -> Read<NamedStep> {
    if value.is_mapping() {
        return named(value.fields("a step such as {step: charge, flow: pay}", &NAMED_KEYS)?);
    }
    let step = value.text("the name of a step")?;
    Ok(NamedStep { step: written(value, step.into()), flow: None, within: Vec::new() })
}

fn named(fields: Fields<'_>) -> Read<NamedStep> {
    let step = fields.required("step")?;
    Ok(NamedStep {
        step: written(step, step.text("the name of a step")?.into()),
        flow: text(fields, "flow")?,
        within: within(fields)?,
    })
}

fn events(value: Value<'_>) -> Read<Vec<(Written<EventType>, u32)>> {
    let mut counts = Vec::new();
    for (key, value) in value.pairs("types of events and their numbers such as {TaskFailed: 2}")? {
        let name = key.text("the type of an event")?;
        let Some(kind) = EventType::from_name(name) else {
            let hint = closest(name, EventType::ALL.into_iter().map(EventType::name));
            let hint = hint.map(|known| format!("; did you mean `{known}`?")).unwrap_or_default();
            return Err(key.wrong(format!("no event is of the type `{name}`{hint}")));
        };
        counts.push((written(key, kind), value.whole(u32::MAX.into())? as u32));
    }
    Ok(counts)
}

fn step(value: Value<'_>) -> Read<StepExpectation> {
    let fields = value.fields("a step such as {step: charge, attempts: 3}", &STEP_KEYS)?;
    let expectation = StepExpectation {
        named: named(fields)?,
        run: count(fields, "run", 1)?.map(|run| run.value),
        runs: count(fields, "runs", 0)?,
        attempts: count(fields, "attempts", 1)?,
        input: json(fields, "input"),
        sent: json(fields, "sent"),
        output: json(fields, "output"),
        error: text(fields, "error")?,
        cause: text(fields, "cause")?,
    };
    Ok(expectation)
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;
    use flowglass_flow::read_whole;

    use super::*;
    use crate::Scenario;

    fn expectations(text: &str) -> Read<Expectations> {
        let document = read_whole(text).unwrap();
        read(Value::new(&document, document.root.unwrap()))
    }

    fn at(line: u32, column: u32) -> Position {
        Position { line, column }
    }

    #[test]
    fn everything_that_can_be_expected_is_read_with_its_place() {
        let found = expectations(
            "\
status: Failed
error: OrderFailed
cause: 51
output: {paid: true}
path: [charge, {step: close, flow: rotate, in: [{step: each, iteration: 2}]}]
never: [refund]
events: {TaskFailed: 2, StateEntered: 0}
steps:
  - {step: charge, run: 2, runs: 3, attempts: 1, input: null, sent: {n: 1}, output: [], error: E, cause: c}
",
        )
        .unwrap();
        assert_eq!(found.status, Some(Written { value: Status::Failed, at: at(1, 9) }));
        assert_eq!(found.error, Some(Written { value: "OrderFailed".to_owned(), at: at(2, 8) }));
        assert_eq!(found.cause.map(|cause| cause.value).as_deref(), Some("51"));
        assert_eq!(found.output, Some(Written { value: json!({"paid": true}), at: at(4, 9) }));
        let charge =
            NamedStep { step: Written { value: "charge".into(), at: at(5, 8) }, flow: None, within: Vec::new() };
        assert_eq!(found.path[0], charge);
        let close = &found.path[1];
        assert_eq!((&*close.step.value, close.step.at), ("close", at(5, 23)));
        assert_eq!(close.flow, Some(Written { value: "rotate".to_owned(), at: at(5, 36) }));
        assert_eq!(close.within, [Place { step: "each".into(), index: Some(2) }]);
        assert_eq!(&*found.never[0].step.value, "refund");
        let counts: Vec<_> = found.events.iter().map(|(kind, count)| (kind.value, kind.at, *count)).collect();
        assert_eq!(counts, [(EventType::TaskFailed, at(7, 10), 2), (EventType::StateEntered, at(7, 25), 0)]);
        let step = &found.steps[0];
        assert_eq!((&*step.named.step.value, step.run), ("charge", Some(2)));
        let numbers = [&step.runs, &step.attempts].map(|count| count.as_ref().map(|count| count.value));
        assert_eq!(numbers, [Some(3), Some(1)]);
        let values = [&step.input, &step.sent, &step.output].map(|json| json.as_ref().map(|json| json.value.clone()));
        assert_eq!(values, [Some(Json::Null), Some(json!({"n": 1})), Some(json!([]))]);
        assert_eq!(step.error.as_ref().map(|error| error.value.as_str()), Some("E"));
        assert_eq!(step.cause.as_ref().map(|cause| cause.value.as_str()), Some("c"));
    }

    #[test]
    fn what_is_left_out_is_not_expected() {
        assert_eq!(expectations("{}"), Ok(Expectations::default()));
        assert_eq!(expectations("{status: , path: ~, events: , steps: }"), Ok(Expectations::default()));
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        fn check(text: &str, line: u32, column: u32, words: &str) {
            let error = expectations(text).unwrap_err();
            assert!(error.message.contains(words), "{text}: {error}");
            assert_eq!((error.line, error.column), (line, column), "{text}: {error}");
        }
        check("statsu: Failed", 1, 1, "unknown key `statsu`; did you mean `status`?");
        check("status: Starting", 1, 9, "expected `Succeeded` or `Failed` or `TimedOut` or `Stopped` or `Running`");
        check("path: charge", 1, 7, "expected a list of steps, found `charge`");
        check("never:\n  - {stpe: a}", 2, 6, "did you mean `step`?");
        check("never: [{flow: a}]", 1, 9, "`step` is missing");
        check("events: {TaskFaild: 1}", 1, 10, "no event is of the type `TaskFaild`; did you mean `TaskFailed`?");
        check("events: {TaskFailed: -1}", 1, 22, "expected a whole number from 0");
        check("events: [TaskFailed]", 1, 9, "expected types of events and their numbers");
        check("steps: [{step: a, attempts: 0}]", 1, 29, "`attempts` is at least 1");
        check("steps: [{step: a, attempt: 2}]", 1, 19, "did you mean `attempts`?");
        check("steps: [{attempts: 2}]", 1, 9, "`step` is missing");
    }

    #[test]
    fn expectations_are_read_where_somebody_checks_them() {
        let found = Scenario::parse("expect: {statsu: Failed}");
        assert_eq!(found.is_err(), cfg!(feature = "expectations"), "{found:?}");
    }
}
