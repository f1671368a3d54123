//! The ways that end badly: with an error that nothing catches, by a time-out, or never.

use std::collections::BTreeMap;

use flowglass_flow::{Flow, StepId, StepKind};

use crate::ends::{Cause, Failed};
use crate::exploration::{Finding, Kind};
use crate::loops::step_names;
use crate::outcomes::OTHER_ERROR;
use crate::replay::example;
use crate::subject::Subject;
use crate::unreached::place_of;
use crate::walk::{To, Walk};

/// Finds the ways that end badly; one finding for each step, with the shortest run for each way in which it fails.
pub(crate) fn failures(subject: &Subject, walk: &Walk) -> Vec<Finding> {
    let mut shortest: BTreeMap<&Cause, usize> = BTreeMap::new();
    for (number, edge) in walk.edges.iter().enumerate() {
        if let To::End(end) = edge.to
            && let Some(end) = walk.ends.get(end)
        {
            shortest.entry(&end.cause).or_insert(number);
        }
    }
    // Runs with few decisions were made first.
    let mut causes: Vec<(&Cause, usize)> = shortest.into_iter().collect();
    causes.sort_by_key(|(_, number)| *number);
    let mut findings: Vec<Finding> = Vec::new();
    for (cause, number) in causes {
        let Some(told) = told(&subject.flow, cause) else { continue };
        let example = example(subject, &walk.decisions(number), told.shows);
        match findings.iter_mut().find(|known| {
            (known.kind, known.step) == (told.kind, told.step)
                && (told.kind == Kind::UncaughtError || known.what == told.what)
        }) {
            Some(known) => known.examples.push(example),
            None => findings.push(Finding {
                kind: told.kind,
                step: told.step,
                at: place_of(&subject.flow, told.step),
                what: told.what,
                why: told.why,
                examples: vec![example],
            }),
        }
    }
    findings
}

struct Told {
    kind: Kind,
    step: Option<StepId>,
    what: String,
    why: String,
    shows: String,
}

fn told(flow: &Flow, cause: &Cause) -> Option<Told> {
    let name = |step: &StepId| flow.step(*step).name.value.as_str();
    Some(match cause {
        // Fail steps end an execution as its author wants; loops are found by themselves.
        Cause::Done | Cause::FailStep { .. } | Cause::EventLimit { .. } => return None,
        Cause::Task { step, error, how } => {
            let called = if &**error == OTHER_ERROR { "an error that no rule names" } else { error };
            let rule = flow.step(*step).retry.iter().find(|rule| rule.matches(error));
            let retried = rule.map_or(0, |rule| rule.max_attempts);
            let after = match retried {
                0 => String::new(),
                1 => ", also when it is tried again".to_owned(),
                many => format!(", also when it is tried {many} times more"),
            };
            let shows = match how {
                Failed::Answered => format!("{} fails with {called}{after}", name(step)),
                Failed::TimedOut => format!("{} does not answer in time{after}", name(step)),
                Failed::Started => {
                    let name = name(step);
                    match flow.step(*step).kind {
                        StepKind::Map(_) => format!("too many items of {name} fail with {called}{after}"),
                        _ => format!("the flow that {name} starts fails with {called}{after}"),
                    }
                }
            };
            Told {
                kind: Kind::UncaughtError,
                step: Some(*step),
                what: format!("when {} fails, so does the execution", name(step)),
                why: "Neither it nor what is around it catches the error.".to_owned(),
                shows,
            }
        }
        Cause::Step { step, error, why } => Told {
            kind: Kind::FailingStep,
            step: Some(*step),
            what: format!("{} can fail by itself with {error}", name(step)),
            why: "No rule catches the error.".to_owned(),
            shows: format!("{} says: {}", name(step), sentence(why)),
        },
        Cause::Execution { error, why } => Told {
            kind: Kind::FailingStep,
            step: None,
            what: format!("the execution can fail with {error}"),
            why: String::new(),
            shows: format!("it says: {}", sentence(why)),
        },
        Cause::TimedOut { steps } => Told {
            kind: Kind::TimeOut,
            step: steps.first().copied(),
            what: match &steps[..] {
                [] => "the flow's time-out can end the execution".to_owned(),
                steps => format!("the flow's time-out can end the execution at {}", step_names(flow, steps)),
            },
            why: "No catch rule takes that, and nothing that the flow has begun is undone.".to_owned(),
            shows: "the time-out of the flow is over".to_owned(),
        },
        Cause::Waits { steps } => {
            let names = step_names(flow, steps);
            let callback = steps.iter().any(|step| match &flow.step(*step).kind {
                StepKind::Task(task) => task.pattern == flowglass_flow::Pattern::WaitForCallback,
                _ => false,
            });
            let awaited = if callback { "a callback" } else { "the end of a job" };
            Told {
                kind: Kind::WaitsForever,
                step: steps.first().copied(),
                what: format!("{names} can wait for {awaited} for ever"),
                why: "Neither the task nor the flow has a time-out; the service gives up after a year.".to_owned(),
                shows: format!("{awaited} never comes to {names}"),
            }
        }
    })
}

/// The text without its full stop.
fn sentence(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}
