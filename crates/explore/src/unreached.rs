//! What no run has come to: steps, arms of choices, catch rules.

use std::collections::BTreeSet;

use flowglass_flow::{ALL_ERRORS, Catch, Condition, Flow, Pattern, Span, StepId, StepKind};
use flowglass_simulator::Way;

use crate::contradictions::contradictions;
use crate::exploration::{Example, Finding, Kind};
use crate::impossible::{Verdict, verdicts};
use crate::replay::example;
use crate::subject::Subject;
use crate::walk::Walk;
use crate::ways::{By, comes_to, ways_on};

/// Why an arm behind another one is never taken.
const CONTRADICTS: &str =
    "An arm of an earlier choice, which every execution takes that comes here, says the opposite of the same value.";

/// Finds what no run has come to, and tells what is certain from what is not.
pub(crate) fn unreached(subject: &Subject, walk: &Walk, is_whole: bool) -> Vec<Finding> {
    let flow = &subject.flow;
    let entered = |step: StepId| walk.taken.contains_key(&(step, Way::Enter));
    let mut findings = Vec::new();
    // Ways that certainly nobody takes.
    let mut closed: BTreeSet<(StepId, By)> = BTreeSet::new();
    let contradicted = contradictions(flow);
    for (id, step) in flow.steps() {
        if let StepKind::Choice(choice) = &step.kind {
            let verdicts = verdicts(choice, flow.dialect);
            let arms = (0_u32..).zip(choice.all_arms()).zip(verdicts);
            for ((number, arm), verdict) in arms {
                if walk.taken.contains_key(&(id, Way::Arm(number))) {
                    continue;
                }
                let steered = is_whole && walk.all_values && !walk.questions.unsteered.contains(&id);
                let contradicts = contradicted.contains(&(id, number));
                let certain = verdict != Verdict::Possible || contradicts || (entered(id) && steered);
                if certain {
                    closed.insert((id, By::Arm(number)));
                }
                let Some(condition) = &arm.condition else { continue };
                if certain || entered(id) {
                    let shows =
                        format!("{} is reached and {} does not decide", step.name.value, condition.text.value.trim());
                    let examples = reached(subject, walk, id, shows);
                    let finding = condition_finding(id, &step.name.value, condition, verdict, certain);
                    let why = if contradicts { CONTRADICTS.to_owned() } else { finding.why };
                    findings.push(Finding { why, examples, ..finding });
                }
            }
        }
        for (number, rule) in (0_u32..).zip(&step.catch) {
            if walk.taken.contains_key(&(id, Way::Catch(number))) || !entered(id) || !is_whole {
                continue;
            }
            let examples = reached(subject, walk, id, format!("{} is reached", step.name.value));
            findings.push(Finding { examples, ..catch_finding(flow, id, rule) });
            closed.insert((id, By::Catch(number)));
        }
    }
    let by_text = comes_to(flow, |_, _| false);
    let by_certain = comes_to(flow, |step, by| closed.contains(&(step, by)));
    let at = |list: &[bool], step: StepId| list.get(step.0 as usize).copied().unwrap_or(true);
    for (id, step) in flow.steps().filter(|(id, _)| !entered(*id)) {
        // What lies inside a step that is not reached is told with it.
        let outer = flow.scope(step.scope).owner;
        if outer.is_some_and(|owner| !entered(owner.step)) {
            continue;
        }
        let (kind, why) = if !at(&by_text, id) {
            (Kind::UnreachableStep, "Nothing leads to it.".to_owned())
        } else if !at(&by_certain, id) {
            (Kind::UnreachableStep, only_through(flow, id, &closed))
        } else if is_whole && walk.all_values && walk.questions.unsteered.is_empty() {
            (Kind::UnreachableStep, "No combination of outcomes comes to it.".to_owned())
        } else {
            (Kind::UnreachedStep, "Some outcome or data that was not tried may lead to it.".to_owned())
        };
        let what = match kind {
            Kind::UnreachableStep => format!("no execution comes to {}", step.name.value),
            _ => format!("{} was not reached", step.name.value),
        };
        let mut before = flow.scope(step.scope).steps.iter().copied().filter(|before| entered(*before));
        let door = before.find(|before| ways_on(flow, *before).iter().any(|way| way.jump.step() == Some(id)));
        let examples = door.map_or_else(Vec::new, |door| {
            reached(subject, walk, door, format!("{} is reached and goes elsewhere", flow.step(door).name.value))
        });
        findings.push(Finding { kind, step: Some(id), at: step.name.at, what, why, examples });
    }
    findings
}

/// The shortest run that comes to a step; behind it, tasks answer as they do where a scenario says nothing.
fn reached(subject: &Subject, walk: &Walk, step: StepId, shows: String) -> Vec<Example> {
    let run = walk.taken.get(&(step, Way::Enter));
    run.map(|run| example(subject, &walk.decisions(*run), shows)).into_iter().collect()
}

fn condition_finding(id: StepId, name: &str, condition: &Condition, verdict: Verdict, certain: bool) -> Finding {
    let text = condition.text.value.trim();
    let (kind, what, why) = match (verdict, certain) {
        (Verdict::Never, _) => {
            (Kind::ImpossibleCondition, format!("{text} can never hold"), "It holds for no data at all.".to_owned())
        }
        (Verdict::Taken, _) => (
            Kind::ImpossibleCondition,
            format!("{text} can never decide"),
            format!("Wherever it holds, an earlier arm of {name} is taken."),
        ),
        (Verdict::Possible, true) => (
            Kind::ImpossibleCondition,
            format!("{text} can never hold"),
            format!("Every value that makes a difference was tried, and none that comes to {name} makes it true."),
        ),
        (Verdict::Possible, false) => (
            Kind::UnseenCondition,
            format!("{text} was never seen to hold"),
            "Its data are computed, or not every combination was tried: it may hold for others.".to_owned(),
        ),
    };
    Finding { kind, step: Some(id), at: condition.text.at, what, why, examples: Vec::new() }
}

fn catch_finding(flow: &Flow, id: StepId, rule: &Catch) -> Finding {
    let step = flow.step(id);
    let names: Vec<&str> = rule.errors.iter().map(|error| error.value.as_str()).collect();
    let waits = |name: &&str| *name == "FnF.TaskTimeout";
    let why = match &step.kind {
        StepKind::Task(task) if names.iter().all(waits) && task.timeout.is_none() => {
            "The task has no time-out, so it never raises this error."
        }
        StepKind::Task(task) if task.pattern == Pattern::Sync && !names.contains(&ALL_ERRORS) => {
            "Nothing that the task was taken to answer raises such an error."
        }
        _ => "Every error that comes here is taken by an earlier rule, or none comes.",
    };
    Finding {
        kind: Kind::IdleCatch,
        step: Some(id),
        at: rule.at,
        what: format!("the catch rule for {} of {} never takes an error", names.join(", "), step.name.value),
        why: why.to_owned(),
        examples: Vec::new(),
    }
}

/// Which closed ways lead to a step, in words.
fn only_through(flow: &Flow, id: StepId, closed: &BTreeSet<(StepId, By)>) -> String {
    let mut doors: Vec<String> = Vec::new();
    for before in &flow.scope(flow.step(id).scope).steps {
        for way in ways_on(flow, *before) {
            if way.jump.step() == Some(id) && closed.contains(&(*before, way.by)) {
                let name = &flow.step(*before).name.value;
                doors.push(match way.by {
                    By::Catch(_) => format!("a catch rule of {name} that takes no error"),
                    _ => format!("an arm of {name} that is never taken"),
                });
            }
        }
    }
    doors.dedup();
    if doors.is_empty() {
        "It lies behind a step that no execution comes to, or in an arm that is never taken.".to_owned()
    } else {
        format!("Only {} leads to it.", doors.join(", and "))
    }
}

/// The place of a step in the text.
pub(crate) fn place_of(flow: &Flow, step: Option<StepId>) -> Span {
    step.map_or(flow.scope(flow.root).at, |step| flow.step(step).name.at)
}
