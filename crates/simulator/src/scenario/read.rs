//! The shape of a scenario file.

use std::collections::BTreeMap;

use flowglass_expression::Json;
use flowglass_flow::read_whole;
use flowglass_history::Millis;

use super::fields::Value;
use super::{Scenario, ScenarioError, Stop, edits, expect, options, tasks};
use crate::settings::Mode;

type Read<T> = Result<T, ScenarioError>;

pub(super) const KEYS: [&str; 15] = [
    "format",
    "name",
    "flow",
    "flows",
    "input",
    "execution",
    "mode",
    "clock",
    "seed",
    "environment",
    "options",
    "tasks",
    "stop",
    "edits",
    "expect",
];
pub(super) const EXECUTION_KEYS: [&str; 2] = ["name", "role"];
pub(super) const MODES: [(&str, Mode); 2] = [("Standard", Mode::Standard), ("Express", Mode::Express)];
pub(super) const STOP_KEYS: [&str; 3] = ["after", "error", "cause"];

/// Reads the text of a scenario file; an empty one says nothing.
pub(super) fn read(text: &str) -> Read<Scenario> {
    let document = read_whole(text).map_err(|error| ScenarioError::syntax(text, error))?;
    match document.root.map(|root| Value::new(&document, root)) {
        Some(root) if !root.is_null() => scenario(root),
        _ => Ok(Scenario::default()),
    }
}

fn scenario(value: Value<'_>) -> Read<Scenario> {
    let fields = value.fields("a scenario such as {input: {order: 7}}", &KEYS)?;
    if let Some(format) = fields.value("format") {
        format_one(format)?;
    }
    let (execution, role) = match fields.given("execution") {
        Some(value) => {
            let fields = value.fields("`name` or `role`", &EXECUTION_KEYS)?;
            (fields.text("name")?, fields.text("role")?)
        }
        None => (None, None),
    };
    let tasks = fields.given("tasks").map(tasks::read).transpose()?.unwrap_or_default();
    let (tasks, tasks_at) = tasks.into_iter().unzip();
    let edits = fields.given("edits").map(edits::read).transpose()?.unwrap_or_default();
    let (edits, edits_at) = edits.into_iter().unzip();
    Ok(Scenario {
        name: fields.text("name")?,
        flow: fields.text("flow")?,
        flows: fields.given("flows").map(flows).transpose()?.unwrap_or_default(),
        input: fields.given("input").map(input).transpose()?,
        execution,
        role,
        mode: fields.given("mode").map(mode).transpose()?.unwrap_or_default(),
        clock: fields.given("clock").map(moment).transpose()?,
        seed: fields.given("seed").map(|seed| seed.whole(u64::MAX)).transpose()?.unwrap_or_default(),
        environment: fields.given("environment").map(environment).transpose()?.unwrap_or_default(),
        options: fields.given("options").map(options::read).transpose()?.unwrap_or_default(),
        tasks,
        tasks_at,
        stop: fields.given("stop").map(stop).transpose()?,
        edits,
        edits_at,
        expect: match fields.given("expect") {
            Some(value) if cfg!(feature = "expectations") => Some(expect::read(value)?),
            _ => None,
        },
    })
}

fn format_one(value: Value<'_>) -> Read<()> {
    if value.json() == Json::from(1) { Ok(()) } else { Err(value.wrong("this program reads `format: 1`")) }
}

fn flows(value: Value<'_>) -> Read<Vec<String>> {
    value.items("a list of files")?.map(|file| Ok(file.text("the name of a file")?.to_owned())).collect()
}

fn input(value: Value<'_>) -> Read<Json> {
    value.entries("an object").map(|_| value.json())
}

fn mode(value: Value<'_>) -> Read<Mode> {
    value.one_of(&MODES)
}

fn moment(value: Value<'_>) -> Read<Millis> {
    let text = value.text("a time such as 2026-01-01T00:00:00Z")?;
    Millis::parse(text).map_err(|error| value.wrong(error.to_string()))
}

fn environment(value: Value<'_>) -> Read<BTreeMap<String, String>> {
    let mut variables = BTreeMap::new();
    for (name, value) in value.entries("names and values such as {STAGE: dev}")? {
        variables.insert(name, value.text("the value of a variable")?.to_owned());
    }
    Ok(variables)
}

fn stop(value: Value<'_>) -> Read<Stop> {
    let fields = value.fields("a stop such as {after: 3h}", &STOP_KEYS)?;
    Ok(Stop {
        after: fields.required("after")?.span()?,
        error: fields.text("error")?.unwrap_or_default(),
        cause: fields.text("cause")?.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use flowglass_expression::json;

    use super::*;
    use crate::outcomes::{Answer, Outcome, Place};
    use crate::settings::{MissingPaths, Options, ScalarItems};

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
    fn a_key_without_a_value_says_nothing() {
        let text = "name:\ninput: ~\nseed:\noptions: {dataLimit: null, missingPath: fail}\ntasks:\nstop:\n";
        let options = Options { missing_path: MissingPaths::Fail, ..Options::default() };
        assert_eq!(Scenario::parse(text), Ok(Scenario { options, ..Scenario::default() }));
    }

    #[test]
    fn values_may_be_written_in_all_ways_of_yaml() {
        let text = "\
name: |-
  two
  lines
seed: 18446744073709551615
input: &order {id: '7', items: [1, 0x10, 1.5], note: ~}
environment: {PORT: 80, ON: yes}
tasks:
  - step: 1
    outcomes: [{output: *order}, {output: [*order]}]
";
        let scenario = Scenario::parse(text).unwrap();
        assert_eq!((scenario.name.as_deref(), scenario.seed), (Some("two\nlines"), u64::MAX));
        let order = json!({"id": "7", "items": [1, 16, 1.5], "note": null});
        assert_eq!(scenario.input(), order);
        let environment: Vec<_> = scenario.environment.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(environment, [("ON", "yes"), ("PORT", "80")]);
        assert_eq!(&*scenario.tasks[0].step, "1");
        let answers: Vec<_> = scenario.tasks[0].outcomes.iter().map(|outcome| outcome.answer.clone()).collect();
        assert_eq!(answers, [Answer::Output(order.clone()), Answer::Output(json!([order]))]);
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        fn check(text: &str, line: u32, column: u32, words: &str) {
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
        check("options: {vocabulary: States}\n", 1, 23, "`reference` or `state`");
        check("stop: {error: E}\n", 1, 7, "`after` is missing");
        check("tasks:\n  - {step: a}\n", 2, 5, "`outcomes` is missing");
        check("tasks: {step: a}\n", 1, 8, "expected a list of entries with `step` and `outcomes`, found a mapping");
        check("seed: -1\n", 1, 7, "expected a whole number from 0 to 18446744073709551615, found `-1`");
        check("seed: \"1\"\n", 1, 7, "found `1`");
        check("options: {eventLimit: 4294967296}\n", 1, 23, "from 0 to 4294967295");
        check("environment: {A: [1]}\n", 1, 18, "found a list");
        check("name: !env NAME\n", 1, 7, "tags have no meaning here");
        check("name: a\n---\nname: b\n", 2, 1, "a second document begins here");
        check("\u{feff}name: 甲\nmode: 快\n", 2, 7, "expected `Standard` or `Express`, found `快`");
        check("name: a\nname: b\n", 2, 1, "the key `name` stands twice");
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
