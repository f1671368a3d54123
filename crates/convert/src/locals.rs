//! Which keys the local of every sequence of steps has, at every step.

use std::collections::BTreeMap;

use flowglass_flow::{Arm, Data, Flow, Jump, Mapping, ScopeId, Step, StepId, StepKind, Target, WhenDone};

use crate::keys::Keys;

/// The keys of `$local` through a whole flow.
#[derive(Debug)]
pub(crate) struct Locals {
    /// Before each step that can be reached.
    before: BTreeMap<StepId, Keys>,
    /// When a scope is left well; nothing for scopes that never are.
    ends: BTreeMap<ScopeId, Keys>,
}

impl Locals {
    /// Looks through all scopes of a flow of the older language, inner ones first.
    pub(crate) fn of(flow: &Flow) -> Self {
        let mut locals = Self { before: BTreeMap::new(), ends: BTreeMap::new() };
        // A scope comes after the one that it lies in.
        for (id, _) in flow.scopes().collect::<Vec<_>>().into_iter().rev() {
            locals.look_through(flow, id);
        }
        locals
    }

    /// The local of the step's own sequence when the step is entered; `None` when no way leads there.
    pub(crate) fn before(&self, step: StepId) -> Option<&Keys> {
        self.before.get(&step)
    }

    /// The local of a scope when it is left well; `None` when it never is.
    pub(crate) fn at_end(&self, scope: ScopeId) -> Option<&Keys> {
        self.ends.get(&scope)
    }

    fn look_through(&mut self, flow: &Flow, scope: ScopeId) {
        let start = &flow.scope(scope).start;
        let Some(first) = start.step() else {
            self.ends.insert(scope, Keys::none());
            return;
        };
        let mut open = vec![(first, Keys::none())];
        while let Some((id, keys)) = open.pop() {
            let met = match self.before.get(&id) {
                Some(known) if known.or(&keys) == *known => continue,
                Some(known) => known.or(&keys),
                None => keys,
            };
            self.before.insert(id, met.clone());
            for (target, after) in self.ways_on(flow.step(id), &met) {
                match target {
                    Target::Step(next) => open.push((next, after)),
                    Target::End => {
                        let end = self.ends.get(&scope).map_or_else(|| after.clone(), |known| known.or(&after));
                        self.ends.insert(scope, end);
                    }
                    Target::Unknown(_) | Target::Missing => {}
                }
            }
        }
    }

    /// Where a step leads, and the local then.
    fn ways_on(&self, step: &Step, before: &Keys) -> Vec<(Target, Keys)> {
        let mut ways = Vec::new();
        match &step.kind {
            StepKind::Choice(choice) => {
                for arm in choice.all_arms() {
                    if let Some(added) = self.added_by_arm(step, arm) {
                        ways.push((way_of_arm(step, arm), before.with(&added)));
                    }
                }
                if choice.default.is_none() {
                    let added = mapped(&step.data).unwrap_or_else(Keys::none);
                    ways.push((way_of(&step.when_done), before.with(&added)));
                }
            }
            StepKind::Fail(_) | StepKind::Loop(_) | StepKind::Unknown(_) => {}
            _ => ways.push((way_of(&step.when_done), before.with(&added_by(step)))),
        }
        let errors = match &step.kind {
            StepKind::Task(task) => task.error_mappings.as_deref().map_or_else(Keys::none, targets),
            _ => Keys::none(),
        };
        ways.extend(step.catch.iter().map(|rule| (rule.jump.target.clone(), before.with(&errors))));
        ways
    }

    /// What an arm adds to the local around the choice; `None` when it is never left.
    pub(crate) fn added_by_arm(&self, choice: &Step, arm: &Arm) -> Option<Keys> {
        let body = match arm.body {
            Some(body) => self.at_end(body)?.clone(),
            None => Keys::none(),
        };
        Some(mapped(&choice.data).unwrap_or(body))
    }
}

/// Where an arm of a choice leads: its own jump, else where the choice leads.
pub(crate) fn way_of_arm(choice: &Step, arm: &Arm) -> Target {
    arm.jump.as_ref().map_or_else(|| way_of(&choice.when_done), |jump| jump.target.clone())
}

/// Where a step leads when it is done.
pub(crate) fn way_of(when_done: &WhenDone) -> Target {
    when_done.jump().cloned().unwrap_or_else(Jump::missing).target
}

/// What a step that is no choice adds to the local around it.
fn added_by(step: &Step) -> Keys {
    mapped(&step.data).unwrap_or_else(|| match step.kind {
        StepKind::Task(_) => Keys::any(),
        _ => Keys::none(),
    })
}

fn mapped(data: &Data) -> Option<Keys> {
    match data {
        Data::Mappings { output, .. } => output.as_deref().map(targets),
        Data::Constructors { .. } => None,
    }
}

fn targets(mappings: &[Mapping]) -> Keys {
    Keys::exactly(mappings.iter().map(|mapping| mapping.target.value.as_str()))
}

#[cfg(test)]
mod tests {
    use flowglass_flow::parse;

    use super::*;
    use crate::keys::Presence::{Always, Maybe, Never};

    #[test]
    fn locals_are_followed_through_choices_loops_and_catches() {
        let flow = parse(
            "version: v1
type: flow
steps:
  - {type: pass, name: seed, outputMappings: [{target: tries, source: 0}]}
  - type: task
    name: poll
    resourceArn: acs:fc:::services/s/functions/f
    outputMappings: [{target: state, source: $local.state}]
    errorMappings: [{target: why, source: $local.error}]
    catch: [{errors: [FnF.ALL], goto: archive}]
  - type: choice
    name: settled
    choices:
      - {condition: '$.state == \"paid\"', steps: [{type: pass, name: thank, outputMappings: [{target: note, source: a}]}]}
      - {condition: '$.state == \"open\"', goto: poll}
  - {type: pass, name: archive}
",
        )
        .flow
        .unwrap();
        let locals = Locals::of(&flow);
        let before = |name: &str, key: &str| {
            let id = flow.find(flow.root, name).unwrap();
            locals.before(id).unwrap().has(key)
        };
        assert_eq!((before("seed", "tries"), before("poll", "tries")), (Never, Always));
        assert_eq!((before("poll", "state"), before("settled", "state")), (Maybe, Always));
        assert_eq!((before("archive", "state"), before("archive", "note")), (Maybe, Maybe));
        assert_eq!((before("archive", "why"), before("archive", "tries")), (Maybe, Always));
        assert_eq!(locals.at_end(flow.root).unwrap().possible().unwrap().len(), 4);
    }
}
