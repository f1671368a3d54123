//! What must hold for every history that a simulator or an emulator makes.
//!
//! Source: events.md 9, items 1 to 6.

use rustc_hash::FxHashMap;

use crate::{
    Event, EventId, EventType, Folder, Group, GroupStatus, History, Instance, InstanceId, RunView, Status, StepStatus,
};

/// Says in words what is broken in a history; nothing when all is well.
///
/// A history that still goes on, or that was cut off by a stop or a limit, may lack endings.
pub fn check_invariants(history: &History) -> Vec<String> {
    let mut broken = Vec::new();
    let mut folder = Folder::new();
    for event in history.events() {
        check_event(history, event, &mut broken);
        folder.push(&event);
    }
    let view = folder.into_view();
    check_ends(history, &mut broken);
    for (id, instance) in view.numbered() {
        check_instance(history, id, instance, &mut broken);
    }
    check_exits_of_steps(history, &view, &mut broken);
    check_exits_of_groups(history, &view, &mut broken);
    broken
}

/// Items 1 and 3: numbers, times, triggers, details.
fn check_event(history: &History, event: Event<'_>, broken: &mut Vec<String>) {
    let id = event.id;
    let before = id.0.checked_sub(2).and_then(|position| history.at(position as usize));
    if id.0 != 1 && before.is_none_or(|before| before.id.0 + 1 != id.0) {
        broken.push(format!("event {id} does not follow an event {}", id.0.saturating_sub(1)));
    }
    if let Some(before) = before.filter(|before| before.time > event.time) {
        broken.push(format!("event {id} is {} ms before the event that it follows", before.time.since(event.time)));
    }
    match event.trigger {
        None if id.0 != 1 => broken.push(format!("event {id} has no trigger")),
        Some(trigger) if trigger >= id => {
            broken.push(format!("event {id} is triggered by event {trigger}, which is no earlier one"));
        }
        Some(trigger) if id.0 == 1 => broken.push(format!("event 1 has a trigger, {trigger}")),
        _ => {}
    }
    if event.detail.raw().is_some() {
        broken.push(format!("the detail of event {id} is no JSON object"));
    }
}

/// Item 2: how the execution begins and ends.
fn check_ends(history: &History, broken: &mut Vec<String>) {
    let last = history.last().map(|event| event.id);
    for event in history.events() {
        let (id, kind) = (event.id, event.kind.known());
        let begins = kind == Some(EventType::ExecutionStarted);
        if begins != (Some(id) == history.at(0).map(|first| first.id)) {
            let name = event.kind.name();
            broken.push(format!("event {id} is {name}, but ExecutionStarted is the first event and only that"));
        }
        if kind.is_some_and(EventType::ends_execution) && Some(id) != last {
            broken.push(format!("event {id}, {}, is followed by others", event.kind.name()));
        }
    }
}

/// Item 4: the phases of one run of a step.
fn check_instance(history: &History, id: InstanceId, instance: &Instance, broken: &mut Vec<String>) {
    let mut say = |what: &str| broken.push(format!("run {} of step {:?} {what}", id.0, instance.step));
    if instance.uncertain {
        say("has events whose triggers do not lead to it");
    }
    let phases: Vec<_> =
        instance.events.iter().filter_map(|id| history.event(*id)?.kind.known().map(|kind| (*id, kind))).collect();
    let count = |is: fn(EventType) -> bool| phases.iter().filter(|(_, kind)| is(*kind)).count();
    if count(EventType::is_entered) != 1 || instance.entered != instance.events.first().copied() {
        say("does not begin with its only Entered event");
    }
    let succeeded = phases.iter().find(|(_, kind)| kind.is_succeeded()).map(|(id, _)| *id);
    if succeeded.is_some_and(|succeeded| instance.started.is_none_or(|started| started > succeeded)) {
        say("succeeded without having started");
    }
    if count(|kind| kind.is_succeeded() || kind.is_defeat()) > 1 {
        say("ended more than once");
    }
}

/// Item 5: in the vocabulary with exits, a step that succeeded is left at once, and by nothing else. Only a limit of the
/// execution puts its end in the place of that event (`events.md` 4.10).
fn check_exits_of_steps(history: &History, view: &RunView, broken: &mut Vec<String>) {
    let mut followers: FxHashMap<EventId, Vec<EventId>> = FxHashMap::default();
    for event in history.events() {
        if let Some(trigger) = event.trigger {
            followers.entry(trigger).or_default().push(event.id);
        }
    }
    for event in history.events().filter(|event| event.kind.known() == Some(EventType::StepSucceeded)) {
        let id = event.id;
        let Some(instance) = view.instance_of(id) else { continue };
        let next = followers.get(&id).map_or(&[][..], Vec::as_slice);
        let is_exit = |follower: &EventId| {
            let Some(event) = history.event(*follower) else { return false };
            match event.kind.known() {
                Some(EventType::StepExited) => view.instance_of(*follower) == Some(instance),
                Some(EventType::ExecutionFailed) => event.detail.error().is_some_and(|error| LIMITS.contains(&error)),
                _ => false,
            }
        };
        let left_well = view
            .instance(instance)
            .and_then(|instance| view.group(instance.group_run))
            .is_some_and(|group| group.status == GroupStatus::Succeeded);
        if next.is_empty() && left_well {
            broken.push(format!("StepSucceeded, event {id}, is not followed by StepExited"));
        } else if next.len() > 1 || !next.iter().all(is_exit) {
            broken.push(format!("StepSucceeded, event {id}, is followed by something other than one StepExited"));
        }
    }
}

/// Item 6: branches and iterations are left at most once, and exactly once when all went well.
fn check_exits_of_groups(history: &History, view: &RunView, broken: &mut Vec<String>) {
    for event in history.events().filter(|event| event.kind.known().is_some_and(EventType::closes_group)) {
        let (id, name) = (event.id, event.kind.name());
        let Some(group) = view.group_of(id).and_then(|group| view.group(group)).filter(|group| group.exited.is_some())
        else {
            broken.push(format!("{name}, event {id}, closes nothing"));
            continue;
        };
        if group.exited != Some(id) {
            broken.push(format!("{name}, event {id}, closes what was closed before"));
        }
        if group.group.index() != event.detail.count(&crate::Member::Index) {
            broken.push(format!("{name}, event {id}, has another index than what it closes"));
        }
        let fits = match group.group {
            Group::Branch { .. } => event.kind.known() == Some(EventType::BranchExited),
            Group::Iteration { .. } => event.kind.known() == Some(EventType::IterationExited),
            Group::Root | Group::Body { .. } => false,
        };
        if !fits {
            broken.push(format!("{name}, event {id}, closes something of another kind"));
        }
    }
    for (_, instance) in view.numbered().filter(|(_, instance)| instance.status == StepStatus::Succeeded) {
        for group in instance.groups.iter().filter_map(|id| view.group(*id)) {
            let counts = group.attempt == instance.attempt() && group.group.index().is_some();
            if let Some(entered) = group.entered.filter(|_| counts && group.exited.is_none()) {
                broken.push(format!("event {entered} opens what is never closed, although its step succeeded"));
            }
        }
    }
    if view.status == Status::Succeeded {
        for (id, instance) in view.numbered().filter(|(_, instance)| instance.group == Group::Root) {
            if matches!(instance.status, StepStatus::Aborted | StepStatus::Failed | StepStatus::TimedOut) {
                broken.push(format!("run {} of step {:?} did not go well, but the execution did", id.0, instance.step));
            }
        }
    }
}

/// The errors of an execution that went over a limit, whatever it was doing.
const LIMITS: [&str; 2] = ["Sim.TooManyEvents", "Sim.DataLimitExceeded"];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &str, expected: &[&str]) {
        let history = History::from_lines(lines).unwrap();
        assert_eq!(check_invariants(&history), expected, "{lines}");
    }

    #[test]
    fn a_sound_history_has_nothing_to_say() {
        check("", &[]);
        check("1 <- 0 ExecutionStarted", &[]);
        check("1 <- 0 ExecutionStarted\n2 <- 1 StepEntered a\n3 <- 2 StepStarted a\n4 <- 3 StepSucceeded a", &[]);
        // Stopped between the two last events of a step.
        check(
            "1 <- 0 ExecutionStarted\n2 <- 1 StepEntered a\n3 <- 2 StepStarted a\n4 <- 3 StepSucceeded a\n5 <- 1 ExecutionStopped",
            &[],
        );
    }

    #[test]
    fn numbers_and_triggers_are_checked() {
        check("2 <- 0 ExecutionStarted", &["event 2 does not follow an event 1", "event 2 has no trigger"]);
        check(
            "1 <- 0 ExecutionStarted\n3 <- 3 StepEntered a",
            &[
                "event 3 does not follow an event 2",
                "event 3 is triggered by event 3, which is no earlier one",
                "run 0 of step \"a\" has events whose triggers do not lead to it",
            ],
        );
        check("1 <- 1 ExecutionStarted", &["event 1 is triggered by event 1, which is no earlier one"]);
        check("1 <- 0 ExecutionStarted \"\" \"x\"", &["the detail of event 1 is no JSON object"]);
    }

    #[test]
    fn times_do_not_go_back() {
        let mut history = History::new();
        for (time, kind) in [(5, EventType::ExecutionStarted), (5, EventType::StepEntered), (3, EventType::StepStarted)]
        {
            let trigger = history.last().map(|event| event.id);
            let step = if trigger.is_some() { "a" } else { "" };
            let time = crate::Millis(time);
            history.push(crate::NewEvent {
                trigger,
                time,
                kind,
                step: step.into(),
                detail: crate::Detail::new().view(),
            });
        }
        assert_eq!(check_invariants(&history), ["event 3 is 2 ms before the event that it follows"]);
    }

    #[test]
    fn the_ends_are_checked() {
        check(
            "1 <- 0 ExecutionStarted\n2 <- 1 ExecutionStarted\n3 <- 2 ExecutionStopped\n4 <- 3 ExecutionFailed",
            &[
                "event 2 is ExecutionStarted, but ExecutionStarted is the first event and only that",
                "event 3, ExecutionStopped, is followed by others",
            ],
        );
        check(
            "1 <- 0 ExecutionStopped",
            &["event 1 is ExecutionStopped, but ExecutionStarted is the first event and only that"],
        );
    }

    #[test]
    fn the_phases_of_a_step_are_checked() {
        check(
            "1 <- 0 ExecutionStarted\n2 <- 1 StepEntered a\n3 <- 2 StepSucceeded a\n4 <- 3 StepExited a",
            &["run 0 of step \"a\" succeeded without having started"],
        );
        check(
            "1 <- 0 ExecutionStarted\n2 <- 1 StateEntered a\n3 <- 2 StateEntered a",
            &["run 1 of step \"a\" has events whose triggers do not lead to it"],
        );
        check(
            "1 <- 0 ExecutionStarted\n2 <- 1 StateStarted a",
            &[
                "run 0 of step \"a\" has events whose triggers do not lead to it",
                "run 0 of step \"a\" does not begin with its only Entered event",
            ],
        );
        check(
            "1 <- 0 ExecutionStarted\n2 <- 1 StateEntered a\n3 <- 2 StateStarted a\n4 <- 3 StateSucceeded a\n5 <- 4 StateAborted a",
            &["run 0 of step \"a\" ended more than once"],
        );
    }

    #[test]
    fn a_step_that_succeeded_is_left() {
        let start = "1 <- 0 ExecutionStarted\n2 <- 1 StepEntered a\n3 <- 2 StepStarted a\n4 <- 3 StepSucceeded a\n";
        let check = |end: &str, expected: &[&str]| check(&format!("{start}{end}"), expected);
        check(
            "5 <- 4 ExecutionSucceeded",
            &["StepSucceeded, event 4, is followed by something other than one StepExited"],
        );
        check("5 <- 4 ExecutionFailed {\"error\":\"Sim.TooManyEvents\",\"cause\":\"\"}", &[]);
        check("5 <- 1 ExecutionSucceeded", &["StepSucceeded, event 4, is not followed by StepExited"]);
        check(
            "5 <- 4 StepExited a\n6 <- 4 StepEntered b",
            &["StepSucceeded, event 4, is followed by something other than one StepExited"],
        );
    }

    #[test]
    fn branches_and_iterations_are_left_once() {
        let start = "1 <- 0 ExecutionStarted\n2 <- 1 StateEntered m\n3 <- 2 StateStarted m\n4 <- 3 IterationEntered m {\"index\":0}\n";
        let check = |end: &str, expected: &[&str]| check(&format!("{start}{end}"), expected);
        check("5 <- 4 IterationExited m {\"index\":0}", &[]);
        check(
            "5 <- 4 IterationExited m {\"index\":1}",
            &["IterationExited, event 5, has another index than what it closes"],
        );
        check("5 <- 4 BranchExited m {\"index\":0}", &["BranchExited, event 5, closes something of another kind"]);
        check(
            "5 <- 4 IterationExited m {\"index\":0}\n6 <- 4 IterationExited m {\"index\":0}",
            &["IterationExited, event 6, closes what was closed before"],
        );
        check("5 <- 3 StateSucceeded m", &["event 4 opens what is never closed, although its step succeeded"]);
    }

    #[test]
    fn an_execution_goes_well_only_with_its_steps() {
        check(
            "1 <- 0 ExecutionStarted\n2 <- 1 StepEntered a\n3 <- 1 ExecutionSucceeded",
            &["run 0 of step \"a\" did not go well, but the execution did"],
        );
    }
}
