//! Holding what a scenario expects against what its run was.

use flowglass_expression::Json;
use flowglass_flow::Position;
use flowglass_history::{EventType, Instance, Kind};
use flowglass_simulator::{Execution, Expectations, NamedStep, Place, StepExpectation, Written};

use crate::broken::{Broken, MOST, What};
use crate::case::Case;
use crate::difference::{differences, shown};
use crate::executed::{Executed, Looked, Run};

/// The events that begin a step, and those that end it well, in both vocabularies.
const STARTED: [EventType; 2] = [EventType::StepStarted, EventType::StateStarted];
const SUCCEEDED: [EventType; 2] = [EventType::StepSucceeded, EventType::StateSucceeded];

/// Finds the expectations of a case that its run does not meet, in the order of the format.
pub(crate) fn check(case: &Case, executed: &Executed<'_>) -> Vec<Broken> {
    let Some((expect, execution)) = case.scenario().expect.as_ref().zip(executed.first()) else { return Vec::new() };
    let mut checking = Checking { case, executed, broken: Vec::new() };
    checking.end(expect, execution);
    checking.path(&expect.path);
    for step in &expect.never {
        checking.never(step);
    }
    for (kind, expected) in &expect.events {
        checking.events(execution, kind, *expected);
    }
    for step in &expect.steps {
        checking.step(step);
    }
    checking.broken
}

/// How an execution stands, in words: with its error, if it has one.
pub(crate) fn standing(execution: &Execution) -> String {
    let status = execution.status().name();
    match &execution.error {
        Some((error, cause)) if error.is_empty() && cause.is_empty() => status.to_owned(),
        Some((error, cause)) if cause.is_empty() => format!("{status} ({error})"),
        Some((error, cause)) => format!("{status} ({error}: {cause})"),
        None => status.to_owned(),
    }
}

struct Checking<'c, 's> {
    case: &'c Case,
    executed: &'c Executed<'s>,
    broken: Vec<Broken>,
}

impl<'s> Checking<'_, 's> {
    fn breaks(&mut self, at: Position, what: What) {
        self.broken.push(Broken { at, what });
    }

    /// How the execution ended.
    fn end(&mut self, expect: &Expectations, execution: &Execution) {
        let standing = || standing(execution);
        if let Some(Written { value: expected, at }) = expect.status
            && execution.status() != expected
        {
            self.breaks(at, What::Status { expected, found: standing() });
        }
        let ended_by = execution.error.as_ref().map(|(error, cause)| (error.to_string(), cause.to_string()));
        let none = || format!("none: the execution is {}", standing());
        self.error(None, (&expect.error, &expect.cause), ended_by, none);
        if let Some(Written { value: expected, at }) = &expect.output {
            match &execution.output {
                Some(output) => self.value("output", None, *at, differences(expected, output), 0),
                None => {
                    let found = format!("the execution is {}", standing());
                    self.breaks(*at, What::NoValue { key: "output", run: None, expected: shown(expected), found });
                }
            }
        }
    }

    /// The error and the cause of the execution or of the run of a step.
    fn error(
        &mut self,
        run: Option<&str>,
        (error, cause): (&Option<Written<String>>, &Option<Written<String>>),
        found: Option<(String, String)>,
        none: impl Fn() -> String,
    ) {
        let (found_error, found_cause) = found.unzip();
        for (key, expected, found) in [("error", error, found_error), ("cause", cause, found_cause)] {
            let Some(Written { value: expected, at }) = expected else { continue };
            if found.as_ref() == Some(expected) {
                continue;
            }
            let found = found.map_or_else(&none, |found| shown(&Json::from(found)));
            let expected = shown(&Json::from(expected.as_str()));
            self.breaks(*at, What::Text { key, run: run.map(str::to_owned), expected, found });
        }
    }

    fn value(
        &mut self,
        key: &'static str,
        run: Option<&str>,
        at: Position,
        differences: Vec<crate::Difference>,
        others: usize,
    ) {
        if !differences.is_empty() {
            self.breaks(at, What::Value { key, run: run.map(str::to_owned), differences, others });
        }
    }

    fn path(&mut self, path: &[NamedStep]) {
        // The first fitting run is always the best choice: it leaves the most behind it.
        let mut from = 0;
        let mut after = None;
        for named in path {
            let position = self.executed.runs.iter().skip(from).position(|run| self.fits(named, *run));
            let Some(position) = position else {
                let earlier = self.executed.runs.iter().take(from).any(|run| self.fits(named, *run));
                let instead = self.executed.runs.iter().skip(from);
                let instead = instead.filter_map(|run| self.own_name(*run)).take(MOST + 1).collect();
                return self.breaks(named.step.at, What::Path { step: label(named), after, instead, earlier });
            };
            from += position + 1;
            after = Some(label(named));
        }
    }

    fn never(&mut self, named: &NamedStep) {
        let runs = self.runs_of(named);
        let Some(place) = runs.first().and_then(|run| self.place_words(*run)) else { return };
        let what = What::Never { step: label(named), times: runs.len(), place };
        self.breaks(named.step.at, what);
    }

    fn events(&mut self, execution: &Execution, kind: &Written<EventType>, expected: u32) {
        let is = |wanted: EventType| move |kind: Kind<'_>| kind == Kind::Known(wanted);
        let count = |wanted| execution.history.events().filter(|event| is(wanted)(event.kind)).count();
        let found = count(kind.value);
        if found == expected as usize {
            return;
        }
        let instead = other_name(kind.value).filter(|other| found == 0 && count(*other) > 0);
        self.breaks(kind.at, What::Events { kind: kind.value, expected, found, instead });
    }

    fn step(&mut self, expectation: &StepExpectation) {
        let StepExpectation { named, run, runs: expected_runs, .. } = expectation;
        let step = label(named);
        let all = self.runs_of(named);
        let found = u32::try_from(all.len()).unwrap_or(u32::MAX);
        if let Some(Written { value: expected, at }) = expected_runs
            && *expected != found
        {
            self.breaks(*at, What::Count { key: "runs", step: step.clone(), expected: *expected, found });
        }
        let chosen: Vec<Run> = match run {
            Some(number) => all.get(*number as usize - 1).copied().into_iter().collect(),
            None => all.clone(),
        };
        if chosen.is_empty() && (run.is_some() || expected_runs.is_none()) {
            return self.breaks(named.step.at, What::NoRun { step, run: *run, found: all.len() });
        }
        self.attempts(expectation, &chosen);
        self.values(expectation, &chosen);
        self.errors(expectation, &chosen);
    }

    fn attempts(&mut self, expectation: &StepExpectation, chosen: &[Run]) {
        let Some(Written { value: expected, at }) = &expectation.attempts else { return };
        let tried = |run: &Run| self.executed.look(*run).map(|(_, instance)| instance.attempt());
        let wrong =
            chosen.iter().find_map(|run| tried(run).filter(|tried| tried != expected).map(|found| (*run, found)));
        if let Some((run, found)) = wrong {
            let step = self.run_words(run);
            self.breaks(*at, What::Count { key: "attempts", step, expected: *expected, found });
        }
    }

    fn values(&mut self, expectation: &StepExpectation, chosen: &[Run]) {
        type Source = fn(&Looked<'_>, &Instance) -> Option<Json>;
        let values: [(&'static str, &Option<Written<Json>>, Source); 3] = [
            ("input", &expectation.input, |looked, run| looked.last_value(run, &STARTED, |detail| detail.input())),
            ("sent", &expectation.sent, |looked, run| {
                looked.last_value(run, &[EventType::TaskScheduled], |detail| detail.input())
            }),
            ("output", &expectation.output, |looked, run| looked.last_value(run, &SUCCEEDED, |detail| detail.output())),
        ];
        for (key, expected, source) in values {
            let Some(Written { value: expected, at }) = expected else { continue };
            let mut wrong = chosen.iter().filter_map(|run| {
                let (looked, instance) = self.executed.look(*run)?;
                let found = source(looked, instance);
                let differ = found.as_ref().map(|found| differences(expected, found));
                (differ.as_ref().is_none_or(|differ| !differ.is_empty())).then_some((*run, differ))
            });
            let Some((run, differ)) = wrong.next() else { continue };
            let others = wrong.count();
            let words = self.run_words(run);
            match differ {
                Some(differ) => self.value(key, Some(&words), *at, differ, others),
                None => {
                    let found = self.why_none(key, run);
                    let what = What::NoValue { key, run: Some(words), expected: shown(expected), found };
                    self.breaks(*at, what);
                }
            }
        }
    }

    /// Why a run of a step has no such value.
    fn why_none(&self, key: &str, run: Run) -> String {
        let Some((looked, instance)) = self.executed.look(run) else { return "it has no such run".to_owned() };
        match (key, looked.error(instance)) {
            ("sent", _) => "it called nothing".to_owned(),
            (_, Some((error, cause))) if cause.is_empty() => format!("it failed ({error})"),
            (_, Some((error, cause))) => format!("it failed ({error}: {cause})"),
            (_, None) => "it did not come to its end".to_owned(),
        }
    }

    fn errors(&mut self, expectation: &StepExpectation, chosen: &[Run]) {
        let (error, cause) = (&expectation.error, &expectation.cause);
        let meets = |expected: &Option<Written<String>>, found: Option<&String>| {
            expected.as_ref().is_none_or(|expected| Some(&expected.value) == found)
        };
        for run in chosen {
            let Some((looked, instance)) = self.executed.look(*run) else { continue };
            let found = looked.error(instance);
            let pair = found.as_ref();
            if meets(error, pair.map(|(error, _)| error)) && meets(cause, pair.map(|(_, cause)| cause)) {
                continue;
            }
            let words = self.run_words(*run);
            return self.error(Some(&words), (error, cause), found, || "none: it did not fail".to_owned());
        }
    }

    /// The runs of a step that is named, in the order in which they were entered.
    fn runs_of(&self, named: &NamedStep) -> Vec<Run> {
        self.executed.runs.iter().copied().filter(|run| self.fits(named, *run)).collect()
    }

    fn fits(&self, named: &NamedStep, run: Run) -> bool {
        let Some((looked, instance)) = self.executed.look(run) else { return false };
        if instance.step != named.step.value {
            return false;
        }
        let flow = named.flow.as_ref().map(|flow| flow.value.as_str());
        let of_flow = self.case.definition(flow).is_some_and(|definition| looked.is_of(&definition.flow));
        of_flow && (named.within.is_empty() || Place::all_among(&named.within, &looked.around(run.instance)))
    }

    /// The name of a run's step, if it is one of the scenario's own flow.
    fn own_name(&self, run: Run) -> Option<String> {
        let (looked, instance) = self.executed.look(run)?;
        let own = self.case.definition(None)?;
        looked.is_of(&own.flow).then(|| instance.step.to_string())
    }

    fn place_words(&self, run: Run) -> Option<String> {
        self.executed.look(run).map(|(looked, _)| looked.place_words(run.instance))
    }

    /// A run of a step in words: its name, and where it lies.
    fn run_words(&self, run: Run) -> String {
        let Some((looked, instance)) = self.executed.look(run) else { return String::new() };
        let place = looked.place_words(run.instance);
        if place.is_empty() { instance.step.to_string() } else { format!("{} ({place})", instance.step) }
    }
}

/// A step as an expectation names it, in words: with its flow, and with the steps around it.
fn label(named: &NamedStep) -> String {
    let flow = named.flow.as_ref().map(|flow| format!(" of {}", flow.value)).unwrap_or_default();
    let around = named.within.iter().map(|place| match place.index {
        Some(index) => format!("{} {index}", place.step),
        None => place.step.to_string(),
    });
    let around: Vec<_> = around.collect();
    let around = if around.is_empty() { String::new() } else { format!(" (in {})", around.join(", ")) };
    format!("{}{flow}{around}", named.step.value)
}

/// The type that says the same in the other vocabulary.
fn other_name(kind: EventType) -> Option<EventType> {
    let name = kind.name();
    let other = match (name.strip_prefix("Step"), name.strip_prefix("State")) {
        (Some(rest), _) => format!("State{rest}"),
        (_, Some(rest)) => format!("Step{rest}"),
        (None, None) => return None,
    };
    EventType::from_name(&other)
}

#[cfg(test)]
mod tests {
    use crate::Outcome;
    use crate::testing::{case, legacy, machine};

    const ORDER: &str = r#"  - {type: task, name: charge, resourceArn: r, retry: [{errors: [Busy], maxAttempts: 3}], catch: [{errors: [Refused], goto: refund}], outputMappings: [{target: paid, source: $local.paid}]}
  - {type: foreach, name: each, iterationMapping: {collection: $.xs, item: x, index: i}, steps: [{type: task, name: send, resourceArn: r, inputMappings: [{target: x, source: $input.x}]}]}
  - {type: succeed, name: done}
  - {type: pass, name: refund, outputMappings: [{target: back, source: true}]}
"#;

    /// Everything that is said about the expectations, one line each; details begin with a dash.
    fn told(outcome: &Outcome) -> Vec<String> {
        let lines = |broken: &crate::Broken| {
            let first = format!("{}:{} {broken}", broken.at.line, broken.at.column);
            std::iter::once(first)
                .chain(broken.details().into_iter().map(|line| format!("- {line}")))
                .collect::<Vec<_>>()
        };
        outcome.broken.iter().flat_map(lines).collect()
    }

    fn check_flow(flow: &str, run: &str, expect: &str, expected: &[&str]) {
        let outcome = case(flow, &format!("expect: {{{expect}}}\n{run}"), &[]).run();
        assert_eq!(told(&outcome), expected, "{expect}");
        assert_eq!(outcome.is_met(), expected.is_empty());
    }

    /// A run that pays at the third try and sends two parcels.
    fn good(expect: &str, expected: &[&str]) {
        let run = "input: {xs: [5, 6]}\ntasks:\n  - {step: charge, outcomes: [{error: Busy, times: 2}, {output: {paid: true}}]}\n  - {step: send, outcomes: [{output: {n: 1}}]}";
        check_flow(&legacy(ORDER), run, expect, expected);
    }

    /// A run whose card is refused.
    fn refused(expect: &str, expected: &[&str]) {
        let run = "input: {xs: []}\ntasks: [{step: charge, outcomes: [{error: Refused, cause: code 51}]}]";
        check_flow(&legacy(ORDER), run, expect, expected);
    }

    /// A run that fails in the first step.
    fn failed(expect: &str, expected: &[&str]) {
        let run = "tasks: [{step: charge, outcomes: [{error: Broken, cause: no power}]}]";
        check_flow(&legacy(ORDER), run, expect, expected);
    }

    #[test]
    fn the_end_of_the_execution() {
        good("status: Succeeded, output: {}", &[]);
        good("status: Failed", &["1:18 status: expected Failed, found Succeeded"]);
        failed("status: Failed, error: Broken, cause: no power", &[]);
        failed("status: Succeeded", &["1:18 status: expected Succeeded, found Failed (Broken: no power)"]);
        failed("error: Refused", &[r#"1:17 error: expected "Refused", found "Broken""#]);
        failed("cause: why", &[r#"1:17 cause: expected "why", found "no power""#]);
        failed(
            "output: {paid: true}",
            &[r#"1:18 output: expected {"paid":true}, found none: the execution is Failed (Broken: no power)"#],
        );
        good("error: Refused", &[r#"1:17 error: expected "Refused", found none: the execution is Succeeded"#]);
        refused(
            "output: {paid: true, back: 1}",
            &[
                "1:18 output is not as expected",
                "- $.paid: expected true, found nothing",
                "- $.back: expected 1, found true",
            ],
        );
        refused("output: []", &[r#"1:18 output: expected [], found {"back":true}"#]);
    }

    #[test]
    fn the_path() {
        good("path: [charge, each, done]", &[]);
        good("path: [charge, send, send, done]", &[]);
        good(
            "path: [each, charge]",
            &[
                "1:23 path: charge was not entered after each",
                "- after each came send, send, done",
                "- it was entered before that",
            ],
        );
        good(
            "path: [send, send, send]",
            &["1:29 path: send was not entered after send", "- after send came done", "- it was entered before that"],
        );
        refused("path: [each]", &["1:17 path: each was not entered", "- entered were charge, refund"]);
        refused(
            "path: [refund, each]",
            &["1:25 path: each was not entered after refund", "- nothing was entered after refund"],
        );
        good("path: [{step: send, in: [{step: each, iteration: 1}]}, done]", &[]);
        good(
            "path: [{step: send, in: [{step: each, iteration: 2}]}]",
            &["1:24 path: send (in each 2) was not entered", "- entered were charge, each, send, send, done"],
        );
    }

    #[test]
    fn steps_that_are_never_entered() {
        good("never: [refund]", &[]);
        refused("never: [charge, done]", &["1:18 never: charge was entered"]);
        good("never: [send]", &["1:18 never: send was entered 2 times (iteration 0 of each)"]);
        good("never: [{step: send, in: [{step: each, iteration: 2}]}]", &[]);
    }

    #[test]
    fn numbers_of_events() {
        good("events: {TaskFailed: 2, TaskSubmitted: 0, IterationEntered: 2}", &[]);
        good("events: {TaskFailed: 1}", &["1:19 events: expected 1 TaskFailed, found 2"]);
        good(
            "events: {StateEntered: 6}",
            &[
                "1:19 events: expected 6 StateEntered, found 0",
                "- this history has no events of the type StateEntered; it says StepEntered",
            ],
        );
    }

    #[test]
    fn runs_of_a_step() {
        good("steps: [{step: charge, runs: 1, attempts: 3, output: {paid: true}, input: {xs: [5, 6]}}]", &[]);
        good("steps: [{step: send, runs: 2, attempts: 1, output: {n: 1}}, {step: refund, runs: 0}]", &[]);
        good("steps: [{step: send, run: 2, sent: {x: 6}}]", &[]);
        good("steps: [{step: refund}]", &["1:25 steps: refund was not entered"]);
        good("steps: [{step: send, run: 3}]", &["1:25 steps: expected a run 3 of send, found 2 runs"]);
        good("steps: [{step: send, runs: 1}]", &["1:37 steps: send: runs: expected 1, found 2"]);
        good(
            "steps: [{step: send, in: [{step: each, iteration: 5}], runs: 1}]",
            &["1:71 steps: send (in each 5): runs: expected 1, found 0"],
        );
        good("steps: [{step: charge, attempts: 2}]", &["1:43 steps: charge: attempts: expected 2, found 3"]);
        good(
            "steps: [{step: send, attempts: 2}]",
            &["1:41 steps: send (iteration 0 of each): attempts: expected 2, found 1"],
        );
        good(
            "steps: [{step: send, sent: {x: 5}}]",
            &["1:37 steps: send (iteration 1 of each): sent is not as expected", "- $.x: expected 5, found 6"],
        );
        good(
            "steps: [{step: send, output: {n: 2}}]",
            &[
                "1:39 steps: send (iteration 0 of each): output is not as expected",
                "- $.n: expected 2, found 1",
                "- and 1 other run of this step as well",
            ],
        );
        good(
            "steps: [{step: done, sent: {}}]",
            &["1:37 steps: done: sent: expected {}, found none: it called nothing"],
        );
    }

    #[test]
    fn errors_of_a_step() {
        refused("steps: [{step: charge, error: Refused, cause: code 51}]", &[]);
        refused(
            "steps: [{step: charge, error: Busy}]",
            &[r#"1:40 steps: charge: error: expected "Busy", found "Refused""#],
        );
        refused(
            "steps: [{step: refund, error: Busy}]",
            &[r#"1:40 steps: refund: error: expected "Busy", found none: it did not fail"#],
        );
        failed(
            "steps: [{step: charge, output: {paid: true}}]",
            &[r#"1:41 steps: charge: output: expected {"paid":true}, found none: it failed (Broken: no power)"#],
        );
        // An error that a retry has cured did not end the step.
        good(
            "steps: [{step: charge, error: Busy}]",
            &[r#"1:40 steps: charge: error: expected "Busy", found none: it did not fail"#],
        );
    }

    #[test]
    fn steps_of_child_flows_and_of_items_of_a_distributed_map() {
        let flow = machine(
            "m",
            r#"  - Type: Map
    Name: m
    ItemsPath: $Input.xs
    ProcessorConfig: {ExecutionMode: Standard}
    Processor: {StartAt: s, States: [{Type: Task, Name: s, Action: 'A:B', Parameters: {n.$: $Input.n}, End: true}]}
    Next: call
  - {Type: Task, Name: call, Action: 'FNF:StartExecution', TaskMode: WaitForSystemCallback, Parameters: {resourceArn: 'acs:fnf:::flow/child', input: '{}'}, End: true}
"#,
        );
        let child = legacy("  - {type: task, name: inner, resourceArn: r}\n");
        let check = |expect: &str, expected: &[&str]| {
            let text = format!("expect: {{{expect}}}\ninput: {{xs: [{{n: 7}}, {{n: 8}}]}}");
            let outcome = case(&flow, &text, &[("child.flow.yaml", &child)]).run();
            assert_eq!(told(&outcome), expected, "{expect}");
        };
        check("path: [m, s, s, call, {step: inner, flow: child}]", &[]);
        check("never: [{step: inner, flow: child}]", &["1:25 never: inner of child was entered"]);
        check("steps: [{step: s, runs: 2}, {step: s, in: [{step: m, iteration: 1}], runs: 1, sent: {n: 8}}]", &[]);
        check(
            "steps: [{step: s, sent: {n: 8}}]",
            &["1:34 steps: s (item 0 of m): sent is not as expected", "- $.n: expected 8, found 7"],
        );
    }

    #[test]
    fn a_run_that_rests_says_what_it_waits_for() {
        let flow = legacy("  - {type: task, name: ask, resourceArn: r, pattern: waitForCallback}\n");
        let outcome = case(&flow, "expect: {status: Succeeded}", &[]).run();
        assert_eq!(told(&outcome), ["1:18 status: expected Succeeded, found Running"]);
        let words: Vec<_> = outcome.waiting.iter().map(|waiting| waiting.words("x")).collect();
        assert_eq!(words, ["ask waits since x for a report that nobody can give here; its token is c2ltOjI="]);
        assert_eq!(outcome.waiting[0].since_ms, 50);
        assert!(case(&flow, "expect: {status: Running}", &[]).run().is_met());
    }

    #[test]
    fn nothing_expected_is_met() {
        let flow = legacy("  - {type: task, name: t, resourceArn: r}\n");
        for (text, expects) in
            [("", false), ("expect: {}", false), ("expect: {events: {}}", false), ("expect: {status: Succeeded}", true)]
        {
            let outcome = case(&flow, text, &[]).run();
            assert_eq!((outcome.is_met(), outcome.expects), (true, expects), "{text:?}");
            assert_eq!(outcome.notes, ["t: no answer given, {} assumed"]);
        }
    }
}
