//! The shape of a scenario file.

use std::collections::BTreeMap;
use std::sync::Arc;

use flowglass_expression::Json;
use flowglass_history::Millis;
use serde::{Deserialize, Deserializer};

use super::checked::{Check, Checked, Scalar, scalar};
use super::{Scenario, ScenarioError, Stop, TimeSpan};
use crate::outcomes::{Answer, Entry, Outcome, Place};
use crate::settings::{
    CaughtOutput, DistributedBy, ExpressionErrors, FailInScope, MissingPaths, Mode, Options, PassThrough, ScalarItems,
    Vocabulary,
};

/// Reads the text of a scenario file; an empty one says nothing.
pub(super) fn read(text: &str) -> Result<Scenario, ScenarioError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let says_nothing = text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
    if says_nothing {
        return Ok(Scenario::default());
    }
    Ok(serde_yaml::from_str::<File>(text)?.into())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default, rename = "format", deserialize_with = "format_one")]
    _format: (),
    name: Option<String>,
    flow: Option<String>,
    #[serde(default)]
    flows: Vec<String>,
    input: Option<Checked<InputPart>>,
    #[serde(default)]
    execution: ExecutionPart,
    #[serde(default)]
    mode: Mode,
    #[serde(default, deserialize_with = "moment")]
    clock: Option<Millis>,
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    environment: BTreeMap<String, String>,
    #[serde(default)]
    options: OptionsPart,
    #[serde(default)]
    tasks: Vec<Checked<EntryPart>>,
    stop: Option<StopPart>,
}

/// Any object.
#[derive(Deserialize)]
#[serde(transparent)]
struct InputPart(Json);

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExecutionPart {
    name: Option<String>,
    role: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StopPart {
    after: TimeSpan,
    #[serde(default)]
    error: String,
    #[serde(default)]
    cause: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EntryPart {
    step: String,
    flow: Option<String>,
    #[serde(default, rename = "in")]
    within: Vec<Checked<PlacePart>>,
    outcomes: Vec<Checked<OutcomePart>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlacePart {
    step: String,
    branch: Option<u32>,
    iteration: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomePart {
    #[serde(default, deserialize_with = "present")]
    output: Option<Json>,
    error: Option<String>,
    cause: Option<String>,
    #[serde(default, deserialize_with = "only_true")]
    never: bool,
    refused: Option<RefusedPart>,
    #[serde(default)]
    after: TimeSpan,
    #[serde(default = "once", deserialize_with = "at_least_once")]
    times: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefusedPart {
    error: String,
    #[serde(default)]
    cause: String,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct OptionsPart {
    overhead: Option<TimeSpan>,
    event_limit: Option<u32>,
    data_limit: Option<usize>,
    map_items: Option<u32>,
    #[serde(default)]
    vocabulary: Vocabulary,
    #[serde(default)]
    pass_through: PassThrough,
    #[serde(default)]
    fail_in_scope: FailInScope,
    #[serde(default)]
    scalar_items: ScalarItems,
    #[serde(default)]
    distributed_by: DistributedBy,
    #[serde(default, deserialize_with = "missing_path")]
    missing_path: MissingPaths,
    #[serde(default)]
    expression_errors: ExpressionErrors,
    #[serde(default)]
    caught_without_constructor: CaughtOutput,
    task_timeout_error: Option<String>,
}

impl From<File> for Scenario {
    fn from(file: File) -> Self {
        Self {
            name: file.name,
            flow: file.flow,
            flows: file.flows,
            input: file.input.map(|input| input.0.0),
            execution: file.execution.name,
            role: file.execution.role,
            mode: file.mode,
            clock: file.clock,
            seed: file.seed,
            environment: file.environment,
            options: file.options.into(),
            tasks: file.tasks.into_iter().map(|entry| Entry::from(entry.0)).collect(),
            stop: file.stop.map(|stop| Stop { after: stop.after, error: stop.error, cause: stop.cause }),
        }
    }
}

impl From<OptionsPart> for Options {
    fn from(part: OptionsPart) -> Self {
        let usual = Self::default();
        Self {
            overhead_ms: part.overhead.map_or(usual.overhead_ms, TimeSpan::millis),
            event_limit: part.event_limit.unwrap_or(usual.event_limit),
            data_limit: part.data_limit,
            global_limit: usual.global_limit,
            map_items: part.map_items.unwrap_or(usual.map_items),
            vocabulary: part.vocabulary,
            pass_through: part.pass_through,
            fail_in_scope: part.fail_in_scope,
            scalar_items: part.scalar_items,
            distributed_by: part.distributed_by,
            missing_path: part.missing_path,
            expression_errors: part.expression_errors,
            caught_without_constructor: part.caught_without_constructor,
            task_timeout_error: part.task_timeout_error.unwrap_or(usual.task_timeout_error),
        }
    }
}

impl From<EntryPart> for Entry {
    fn from(part: EntryPart) -> Self {
        let place = |place: PlacePart| Place { step: place.step.into(), index: place.branch.or(place.iteration) };
        Self {
            step: part.step.into(),
            flow: part.flow,
            within: part.within.into_iter().map(|part| place(part.0)).collect(),
            outcomes: part.outcomes.into_iter().map(|part| Outcome::from(part.0)).collect(),
        }
    }
}

impl From<OutcomePart> for Outcome {
    fn from(part: OutcomePart) -> Self {
        let text = |text: Option<String>| Arc::<str>::from(text.unwrap_or_default());
        let answer = match (part.output, part.error, part.refused) {
            (Some(output), _, _) => Answer::Output(output),
            (None, Some(error), _) => Answer::Error(error.into(), text(part.cause)),
            (None, None, Some(refused)) => Answer::Refused(refused.error.into(), refused.cause.into()),
            (None, None, None) => Answer::Never,
        };
        Self { answer, after_ms: part.after.millis(), times: part.times }
    }
}

impl Check for InputPart {
    const EXPECTED: &'static str = "an object";

    fn check(&self) -> Result<(), String> {
        Ok(())
    }
}

impl Check for EntryPart {
    const EXPECTED: &'static str = "an entry with `step` and `outcomes`";

    fn check(&self) -> Result<(), String> {
        if self.outcomes.is_empty() {
            return Err("`outcomes` is empty; leave the entry out or say what happens".to_owned());
        }
        Ok(())
    }
}

impl Check for PlacePart {
    const EXPECTED: &'static str = "a container with `step` and `branch` or `iteration`";

    fn check(&self) -> Result<(), String> {
        if self.branch.is_some() && self.iteration.is_some() {
            return Err("a container has `branch` or `iteration`, not both".to_owned());
        }
        Ok(())
    }
}

impl Check for OutcomePart {
    const EXPECTED: &'static str = "an outcome such as {output: {paid: true}, after: 1s}";

    fn check(&self) -> Result<(), String> {
        let said = [self.output.is_some(), self.error.is_some(), self.never, self.refused.is_some()];
        if said.into_iter().filter(|said| *said).count() != 1 {
            return Err("an outcome has exactly one of `output`, `error`, `never`, `refused`".to_owned());
        }
        if self.cause.is_some() && self.error.is_none() {
            return Err("`cause` belongs to `error`".to_owned());
        }
        Ok(())
    }
}

fn format_one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<(), D::Error> {
    scalar(deserializer, "1", |value| match value {
        Scalar::Whole(1) => Ok(()),
        _ => Err("this program reads `format: 1`".to_owned()),
    })
}

fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Millis>, D::Error> {
    scalar(deserializer, "a time such as 2026-01-01T00:00:00Z", |value| match value {
        Scalar::Text(text) => Millis::parse(text).map(Some).map_err(|error| error.to_string()),
        _ => Err("a time looks like 2026-01-01T00:00:00Z".to_owned()),
    })
}

/// A key that is there with the value `null` is there.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

fn only_true<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    scalar(deserializer, "true", |value| match value {
        Scalar::Bool(true) => Ok(true),
        _ => Err("`never` is true or left out".to_owned()),
    })
}

/// In YAML the plain word `null` is no text, so both forms are read.
fn missing_path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<MissingPaths, D::Error> {
    scalar(deserializer, "null or fail", |value| match value {
        Scalar::Null | Scalar::Text("null") => Ok(MissingPaths::Null),
        Scalar::Text("fail") => Ok(MissingPaths::Fail),
        _ => Err("`missingPath` is `null` or `fail`".to_owned()),
    })
}

fn once() -> u32 {
    1
}

fn at_least_once<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
    scalar(deserializer, "a number from 1", |value| match value {
        Scalar::Whole(times @ 1..) => u32::try_from(times).map_err(|_| "`times` is too large".to_owned()),
        _ => Err("`times` is at least 1".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;

    #[test]
    fn the_whole_format_is_read() {
        let scenario = Scenario::parse(
            r#"
format: 1
name: refused twice
flow: order.flow.yaml
flows: [pay.flow.yaml]
input: {order: 7}
execution: {name: run-1, role: "acs:ram::1:role/flows"}
mode: Express
clock: 2026-02-01T00:00:00Z
seed: 3
environment: {STAGE: dev}
options: {vocabulary: reference, eventLimit: 50, overhead: 20ms, missingPath: null, scalarItems: fail}
tasks:
  - step: charge
    outcomes:
      - {error: FC.ResourceThrottled, cause: busy, after: 200ms, times: 2}
      - {output: null, after: 1.5s}
  - step: charge
    in: [{step: pay all, branch: 1}, {step: each, iteration: 2}, {step: any}]
    outcomes: [{never: true}]
  - {step: notify, flow: pay, outcomes: [{refused: {error: MNS.QueueNotExist}}]}
stop: {after: 3h, error: Operator, cause: not needed}
"#,
        )
        .unwrap();
        assert_eq!(scenario.input(), json!({"order": 7}));
        assert_eq!(scenario.execution_name(), "run-1");
        let settings = scenario.settings();
        assert_eq!((settings.mode, settings.seed, settings.clock), (Mode::Express, 3, Millis(1_769_904_000_000)));
        assert_eq!((settings.options.event_limit, settings.options.overhead_ms), (50, 20));
        assert_eq!(settings.options.scalar_items, ScalarItems::Fail);
        assert_eq!(settings.environment.get("STAGE").map(String::as_str), Some("dev"));
        let throttled = Answer::Error("FC.ResourceThrottled".into(), "busy".into());
        let first = &scenario.tasks[0].outcomes;
        assert_eq!(first[0], Outcome { answer: throttled, after_ms: 200, times: 2 });
        assert_eq!(first[1], Outcome { answer: Answer::Output(Json::Null), after_ms: 1_500, times: 1 });
        let place = |step: &str, index| Place { step: step.into(), index };
        let places = [place("pay all", Some(1)), place("each", Some(2)), place("any", None)];
        assert_eq!(scenario.tasks[1].within, places);
        assert_eq!(scenario.tasks[1].outcomes[0].answer, Answer::Never);
        assert_eq!(scenario.tasks[2].flow.as_deref(), Some("pay"));
        assert_eq!(scenario.tasks[2].outcomes[0].answer, Answer::Refused("MNS.QueueNotExist".into(), "".into()));
        let stop = scenario.stop().unwrap();
        assert_eq!(
            (stop.after.millis(), stop.error.as_str(), stop.cause.as_str()),
            (10_800_000, "Operator", "not needed")
        );
    }

    #[test]
    fn nothing_said_is_the_default() {
        for text in ["", "\n# only words\n", "format: 1\n", "{}"] {
            assert_eq!(Scenario::parse(text), Ok(Scenario::default()), "{text:?}");
        }
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        fn check(text: &str, line: usize, column: usize, words: &str) {
            let error = Scenario::parse(text).unwrap_err();
            assert!(error.message.contains(words), "{text}: {error}");
            assert_eq!((error.line, error.column), (line, column), "{text}: {error}");
        }
        check("name: x\ntask: []\n", 2, 1, "unknown key `task`; did you mean `tasks`?");
        check("name: x\nzzzzzz: []\n", 2, 1, "known keys are format, name, flow");
        check("tasks:\n  - step: a\n    outcoms: []\n", 3, 5, "did you mean `outcomes`?");
        check("tasks:\n  - step: a\n    outcomes:\n      - {outptu: 1}\n", 4, 10, "did you mean `output`?");
        check("stop: {after: soon}\n", 1, 15, "`soon` is no duration");
        check("stop: {after: 5}\n", 1, 15, "`5` is no duration");
        check("clock: today\n", 1, 8, "RFC 3339");
        check("mode: Fast\n", 1, 7, "`Standard`");
        check("format: 2\n", 1, 9, "this program reads `format: 1`");
        check("input: [1]\n", 1, 8, "expected an object");
        check("options: {vocabulary: state}\n", 1, 23, "`reference`");
        check("name: a\nname: b\n", 1, 1, "the key `name` stands twice");
        check("seed: 1\nname: [\n", 2, 7, "");
    }

    #[test]
    fn outcomes_say_one_thing() {
        fn check(outcome: &str, words: &str) {
            let error = Scenario::parse(&format!("tasks: [{{step: a, outcomes: [{outcome}]}}]")).unwrap_err();
            assert!(error.message.contains(words), "{outcome}: {error}");
            assert_eq!(error.line, 1, "{outcome}");
        }
        check("{}", "exactly one of");
        check("{output: 1, error: E}", "exactly one of");
        check("{after: 1s}", "exactly one of");
        check("{output: 1, cause: c}", "`cause` belongs to `error`");
        check("{never: false}", "`never` is true");
        check("{output: 1, times: 0}", "`times` is at least 1");
        check("", "`outcomes` is empty");
    }
}
