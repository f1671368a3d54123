//! Where in a run an event belongs, for people and for programs.

use flowglass_history::{Event, EventId, Group, History, Instance, RunView};
use serde::Serialize;

use crate::plain::plain;

/// Where an event belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct EventPlace {
    /// The step; nothing for events of the execution itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    step: Option<String>,
    /// The branches and iterations around it, outermost first.
    #[serde(rename = "in", skip_serializing_if = "Vec::is_empty")]
    within: Vec<Container>,
    /// Which run of the step in its place, from 1, when there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<usize>,
    /// Which attempt, from 1, when there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    attempt: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Container {
    step: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iteration: Option<u32>,
}

impl EventPlace {
    /// Finds the place of an event.
    pub(super) fn of(event: &Event<'_>, view: &RunView) -> Self {
        let id = view.instance_of(event.id);
        let Some((id, instance)) = id.and_then(|id| Some((id, view.instance(id)?))) else {
            return Self { step: None, within: Vec::new(), run: None, attempt: None };
        };
        let mut groups = view.groups_around(id);
        // The events that begin and end a branch belong to its container, and to this branch of it.
        let is_end = event.kind.known().is_some_and(|kind| kind.opens_group() || kind.closes_group());
        groups.extend(view.group_of(event.id).filter(|_| is_end).and_then(|id| view.group(id)).map(|run| run.group));
        let within = groups.into_iter().filter_map(|group| {
            let step = view.instance(group.owner()?)?.step.to_string();
            match group {
                Group::Branch { index, .. } => Some(Container { step, branch: Some(index), iteration: None }),
                Group::Iteration { index, .. } => Some(Container { step, branch: None, iteration: Some(index) }),
                Group::Root | Group::Body { .. } => None,
            }
        });
        let beside = view.group(instance.group_run).map_or(&[][..], |run| &run.instances);
        let runs =
            beside.iter().filter(|other| view.instance(**other).is_some_and(|other| other.step == instance.step));
        let runs: Vec<_> = runs.collect();
        let run = runs.iter().position(|other| **other == id).filter(|_| runs.len() > 1).map(|before| before + 1);
        let attempt = attempt_at(instance, event.id);
        Self { step: Some(instance.step.to_string()), within: within.collect(), run, attempt }
    }

    /// The place in words.
    pub(super) fn words(&self) -> String {
        let Some(step) = &self.step else { return "the execution".to_owned() };
        let mut parts = vec![plain(step).into_owned()];
        parts.extend(self.run.map(|run| format!("run {run}")));
        parts.extend(self.attempt.map(|attempt| format!("attempt {attempt}")));
        for Container { step, branch, iteration } in &self.within {
            let step = plain(step);
            parts.extend(branch.map(|index| format!("branch {index} of {step}")));
            parts.extend(iteration.map(|index| format!("iteration {index} of {step}")));
        }
        parts.join(", ")
    }
}

/// The attempt that an event belongs to, when the step was tried more than once.
fn attempt_at(instance: &Instance, id: EventId) -> Option<u32> {
    let begun = instance.attempts.iter().rev().find(|attempt| attempt.scheduled <= id)?;
    (instance.attempts.len() > 1).then_some(begun.number)
}

/// An event in words: what happened, where.
pub(super) fn event_words(history: &History, id: EventId) -> String {
    match history.event(id) {
        Some(event) if event.step.is_empty() => format!("event {}, {}", id.0, plain(event.kind.name())),
        Some(event) => format!("event {}, {} of {}", id.0, plain(event.kind.name()), plain(event.step)),
        None => format!("event {}", id.0),
    }
}
