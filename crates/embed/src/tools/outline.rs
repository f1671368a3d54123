//! A definition as data: its steps, and where each leads.

use flowglass_flow::{Dialect, Flow, Jump, Step, StepId, StepKind, Target, parse};
use serde::Serialize;

use super::check::{Checked, Ranges, TextRange, checked, language_of};

/// A flow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Outline {
    name: Option<String>,
    description: Option<String>,
    /// `StateMachine` or `flow`, as the definition's `Type` says.
    #[serde(rename = "type")]
    kind: &'static str,
    /// In the order of the text; a container stands before what it contains.
    steps: Vec<OutlinedStep>,
    #[serde(flatten)]
    checked: Checked,
}

/// A step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct OutlinedStep {
    name: String,
    #[serde(rename = "type")]
    kind: String,
    /// The place in `steps` of the step around it.
    parent: Option<u32>,
    /// Which branch, arm or body of it.
    slot: Option<u32>,
    description: Option<String>,
    /// Where the execution may go from here.
    next: Vec<Way>,
    #[serde(flatten)]
    at: TextRange,
}

/// A way on.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Way {
    /// `success`, `choice`, `default` or `error`.
    on: &'static str,
    /// The condition of the arm, or the names of the errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<String>,
    /// The place in `steps` of where it leads; nothing when it ends the list.
    step: Option<u32>,
    /// The name of a step that there is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<String>,
}

/// Reads a definition; its findings speak the language of this tag.
///
/// # Errors
/// The text is no flow, or there is no such language; in words.
pub(super) fn outline(definition: &str, language: &str) -> Result<Outline, String> {
    let language = language_of(language)?;
    let parsed = parse(definition);
    let Some(flow) = &parsed.flow else {
        // The one place that words this.
        return match crate::shown_flow::shown_flow(definition) {
            Err(words) => Err(words),
            Ok(_) => Err("This is not a flow.".to_owned()),
        };
    };
    let ranges = Ranges::of(&parsed.document);
    let steps = flow.steps().map(|(id, step)| OutlinedStep {
        name: step.name.value.clone(),
        kind: kind(flow, step),
        parent: owner(flow, id).map(|(step, _)| step),
        slot: owner(flow, id).map(|(_, slot)| slot),
        description: step.description.clone(),
        next: ways(step),
        at: ranges.range(step.at),
    });
    Ok(Outline {
        name: flow.name.as_ref().map(|name| name.value.clone()),
        description: flow.description.clone(),
        kind: match flow.dialect {
            Dialect::StateMachine => "StateMachine",
            Dialect::Legacy => "flow",
        },
        steps: steps.collect(),
        checked: checked(&parsed, language),
    })
}

fn owner(flow: &Flow, id: StepId) -> Option<(u32, u32)> {
    let owner = flow.scope(flow.step(id).scope).owner?;
    Some((owner.step.0, owner.slot))
}

/// The type's name in the language of the flow.
fn kind(flow: &Flow, step: &Step) -> String {
    let (new, legacy) = match &step.kind {
        StepKind::Pass => ("Pass", "pass"),
        StepKind::Task(_) => ("Task", "task"),
        StepKind::Wait(_) => ("Wait", "wait"),
        StepKind::Choice(_) => ("Choice", "choice"),
        StepKind::Parallel(_) => ("Parallel", "parallel"),
        StepKind::Map(_) => ("Map", "foreach"),
        StepKind::Succeed => ("Succeed", "succeed"),
        StepKind::Fail(_) => ("Fail", "fail"),
        StepKind::Loop(_) => ("Loop", "loop"),
        StepKind::Unknown(name) => return name.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
    };
    match flow.dialect {
        Dialect::StateMachine => new.to_owned(),
        Dialect::Legacy => legacy.to_owned(),
    }
}

fn ways(step: &Step) -> Vec<Way> {
    let mut ways = Vec::new();
    if let StepKind::Choice(choice) = &step.kind {
        for arm in choice.all_arms() {
            let when = arm.condition.as_ref().map(|condition| condition.text.value.clone());
            let on = if when.is_some() { "choice" } else { "default" };
            ways.extend(arm.jump.as_ref().map(|jump| way(on, when, jump)));
        }
    }
    ways.extend(step.when_done.jump().map(|jump| way("success", None, jump)));
    for rule in &step.catch {
        let errors: Vec<&str> = rule.errors.iter().map(|error| error.value.as_str()).collect();
        ways.push(way("error", Some(errors.join(", ")), &rule.jump));
    }
    ways
}

fn way(on: &'static str, when: Option<String>, jump: &Jump) -> Way {
    let (step, unknown) = match &jump.target {
        Target::Step(id) => (Some(id.0), None),
        Target::Unknown(name) => (None, Some(name.clone())),
        Target::End | Target::Missing => (None, None),
    };
    Way { on, when, step, unknown }
}

#[cfg(test)]
mod tests {
    use flowglass_expression::Language;

    use super::*;

    #[test]
    fn steps_know_where_they_stand_and_lead() {
        let text = "version: v1\ntype: flow\nname: shop\nsteps:\n  - type: parallel\n    name: both\n    branches:\n      - steps: [{type: pass, name: left}]\n  - type: choice\n    name: which\n    choices: [{condition: $.a > 1, goto: both}]\n    default: {goto: nowhere}\n";
        let found = outline(text, "en").unwrap();
        assert_eq!(
            (found.name.as_deref(), found.kind, found.checked == checked(&parse(text), Language::English)),
            (Some("shop"), "flow", true)
        );
        let rows: Vec<_> =
            found.steps.iter().map(|step| (step.name.as_str(), step.kind.as_str(), step.parent)).collect();
        assert_eq!(rows, [("both", "parallel", None), ("left", "pass", Some(0)), ("which", "choice", None)]);
        let ways = &found.steps[2].next;
        assert_eq!((ways[0].on, ways[0].when.as_deref(), ways[0].step), ("choice", Some("$.a > 1"), Some(0)));
        assert_eq!((ways[1].on, ways[1].step, ways[1].unknown.as_deref()), ("default", None, Some("nowhere")));
    }

    #[test]
    fn what_is_no_flow_is_refused() {
        assert!(outline("[]", "en").unwrap_err().starts_with("This is not a flow: "));
    }
}
