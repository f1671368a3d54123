//! Carries what is known from step to step, until nothing new is found.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use flowglass_expression::Json;

use super::names::Names;
use super::order::{Order, Work};
use super::shape::{KnownObject, Shape};
use super::values::Roots;
use super::{KnownData, StepData};
use crate::model::{Data, Dialect, Flow, Owner, ScopeId, Step, StepId, StepKind, Target, TaskTarget, Template};
use crate::paths::{By, each_way};

/// How often a place may learn something new before it is taken to hold anything; loops settle in two or three rounds.
const MAX_CHANGES: u8 = 16;

/// A place that values come to from several sides.
#[derive(Clone, Debug, Default)]
struct Place {
    shape: Option<KnownObject>,
    changes: u8,
}

impl Place {
    /// Adds what comes from one side; tells whether that is news.
    fn take(&mut self, new: &KnownObject) -> bool {
        let Some(old) = &self.shape else {
            self.shape = Some(new.clone());
            return true;
        };
        if self.changes >= MAX_CHANGES {
            return false;
        }
        let joined = old.join(new);
        if joined.is(old) {
            return false;
        }
        self.changes += 1;
        self.shape = Some(if self.changes == MAX_CHANGES { KnownObject::unknown() } else { joined });
        true
    }
}

struct Walk<'flow> {
    flow: &'flow Flow,
    names: Names,
    order: Order,
    waiting: BinaryHeap<Reverse<u32>>,
    is_waiting: Vec<bool>,
    /// By step: what it receives; in the older language the local variable that it finds.
    received: Vec<Place>,
    /// By scope: its input.
    inputs: Vec<Place>,
    /// By scope: what it hands out when it has ended.
    results: Vec<Place>,
    steps: Vec<Option<StepData>>,
    globals: Shape,
}

pub(super) fn walk(flow: &Flow, example: Option<&Json>) -> KnownData {
    let (steps, scopes) = (flow.steps().len(), flow.scopes().len());
    let order = Order::of(flow);
    let mut walk = Walk {
        flow,
        names: Names::default(),
        is_waiting: vec![false; order.work.len()],
        order,
        waiting: BinaryHeap::new(),
        received: vec![Place::default(); steps],
        inputs: vec![Place::default(); scopes],
        results: vec![Place::default(); scopes],
        steps: vec![None; steps],
        globals: Shape::Scalar,
    };
    walk.globals = Shape::Object(walk.globals());
    let flow_input = walk.flow_input(example);
    walk.enter_scope(flow.root, &flow_input);
    while let Some(Reverse(place)) = walk.waiting.pop() {
        walk.is_waiting[place as usize] = false;
        match walk.order.work[place as usize] {
            Work::Enter(id) => walk.enter(id),
            Work::Leave(id) => walk.leave(id),
        }
    }
    let result = walk.results[flow.root.0 as usize].shape.take().map(Shape::Object);
    KnownData {
        names: walk.names,
        steps: walk.steps,
        globals: walk.globals,
        flow_input: Shape::Object(flow_input),
        result,
        nothing: Shape::Object(KnownObject::default()),
    }
}

impl Walk<'_> {
    /// What every `GlobalConstructor` of the flow writes, whoever reads it when.
    fn globals(&mut self) -> KnownObject {
        let mut all = KnownObject::default();
        for (_, step) in self.flow.steps() {
            let Data::Constructors { global: Some(global), .. } = &step.data else { continue };
            match global {
                Template::Object(members) => {
                    for (key, _) in members {
                        self.names.put(&mut all, &key.value, Shape::Anything);
                    }
                }
                Template::Value(_) | Template::List(_) => all = all.join(&KnownObject::unknown()),
            }
        }
        all
    }

    fn flow_input(&mut self, example: Option<&Json>) -> KnownObject {
        let known = example.map_or(Shape::Anything, |example| self.names.constant(example)).or_anything();
        let execution = Shape::Object(known.into_object());
        match &self.flow.data {
            Data::Mappings { input: Some(mappings), .. } => {
                let local = Shape::Object(KnownObject::default());
                let roots =
                    Roots { input: Some(&execution), output: Some(&local), own: Some(&execution), global: None };
                self.names.mappings(mappings, roots)
            }
            Data::Mappings { input: None, .. } | Data::Constructors { .. } => execution.into_object(),
        }
    }

    fn call_for(&mut self, place: Option<u32>) {
        if let Some(place) = place
            && !std::mem::replace(&mut self.is_waiting[place as usize], true)
        {
            self.waiting.push(Reverse(place));
        }
    }

    /// Gives an input to a scope.
    fn enter_scope(&mut self, id: ScopeId, input: &KnownObject) {
        let news = self.inputs[id.0 as usize].take(input);
        let scope = self.flow.scope(id);
        match (scope.start.step(), self.flow.dialect) {
            (Some(start), Dialect::StateMachine) => self.give(start, input),
            (Some(start), Dialect::Legacy) => {
                // Every step sees the input of its parent; the local variable begins empty.
                if news {
                    for step in &scope.steps {
                        if self.received[step.0 as usize].shape.is_some() {
                            self.call_for(self.order.enter(*step));
                        }
                    }
                }
                self.give(start, &KnownObject::default());
            }
            (None, Dialect::Legacy) => self.end_scope(id, &KnownObject::default()),
            (None, Dialect::StateMachine) => self.end_scope(id, &KnownObject::unknown()),
        }
    }

    /// Gives something to a step.
    fn give(&mut self, id: StepId, shape: &KnownObject) {
        if self.received[id.0 as usize].take(shape) {
            self.call_for(self.order.enter(id));
        }
    }

    /// Hands something out of a scope.
    fn end_scope(&mut self, id: ScopeId, result: &KnownObject) {
        if self.results[id.0 as usize].take(result)
            && let Some(Owner { step, .. }) = self.flow.scope(id).owner
        {
            self.call_for(Some(self.order.leave(step)));
        }
    }

    /// Finds out what goes into a step.
    fn enter(&mut self, id: StepId) {
        let Some(received) = self.received[id.0 as usize].shape.clone() else { return };
        let step = self.flow.step(id);
        let data = match &step.data {
            Data::Constructors { input, .. } => {
                let received = Shape::Object(received);
                let roots = Roots { input: Some(&received), global: Some(&self.globals), ..Roots::default() };
                let own = input.as_ref().map(|template| self.names.template(template, roots));
                let own = own.map_or_else(|| received.clone(), |own| Shape::Object(own.into_object()));
                StepData { received, local: None, input: own, output: None }
            }
            Data::Mappings { input, .. } => {
                let parent = self.inputs[step.scope.0 as usize].shape.clone().unwrap_or_else(KnownObject::unknown);
                let merged = Shape::Object(parent.join(&received));
                let (parent, local) = (Shape::Object(parent), Shape::Object(received));
                let roots = Roots { input: Some(&parent), output: Some(&local), own: Some(&merged), global: None };
                let own = input.as_ref().map(|mappings| Shape::Object(self.names.mappings(mappings, roots)));
                StepData { received: parent, local: Some(local), input: own.unwrap_or(merged), output: None }
            }
        };
        let contains = self.enter_contents(step, &data.input);
        self.steps[id.0 as usize] = Some(data);
        if contains {
            self.call_for(Some(self.order.leave(id)));
        } else {
            self.leave(id);
        }
    }

    /// Gives a step's input to what it contains; tells whether it contains anything.
    fn enter_contents(&mut self, step: &Step, input: &Shape) -> bool {
        let inner = match (&step.kind, self.flow.dialect) {
            (StepKind::Map(map), Dialect::Legacy) => {
                let mut iteration = input.clone().into_object();
                for key in [&map.item_key, &map.index_key].into_iter().flatten() {
                    self.names.put(&mut iteration, &key.value, Shape::Anything);
                }
                iteration
            }
            (StepKind::Map(map), Dialect::StateMachine) => {
                let built = map.distributed.as_ref().filter(|distributed| distributed.batcher.is_none());
                match built.and_then(|distributed| distributed.item.as_ref()) {
                    Some(item) => {
                        let roots = Roots { input: Some(input), global: Some(&self.globals), ..Roots::default() };
                        self.names.template(item, roots).into_object()
                    }
                    None => KnownObject::unknown(),
                }
            }
            (StepKind::Loop(_), _) => KnownObject::unknown(),
            _ => input.clone().into_object(),
        };
        let scopes = step.kind.scopes();
        for scope in &scopes {
            self.enter_scope(*scope, &inner);
        }
        !scopes.is_empty()
    }

    /// Finds out what comes out of a step, and gives it to the steps that follow.
    fn leave(&mut self, id: StepId) {
        let Some(data) = self.steps[id.0 as usize].take() else { return };
        let step = self.flow.step(id);
        let output = self.output(step, &data.input);
        if let Some(output) = &output {
            let done = self.handed_on(id, step, &data, output);
            self.go_on(id, &done);
        }
        self.catch(step, &data);
        self.steps[id.0 as usize] = Some(StepData { output, ..data });
    }

    /// What the work of a step gives: `$Output`, or its own `$local`.
    fn output(&mut self, step: &Step, input: &Shape) -> Option<Shape> {
        let result = |scope: &ScopeId| self.results[scope.0 as usize].shape.as_ref();
        let legacy = self.flow.dialect == Dialect::Legacy;
        Some(match &step.kind {
            StepKind::Pass | StepKind::Wait(_) | StepKind::Succeed if legacy => Shape::Object(KnownObject::default()),
            StepKind::Pass | StepKind::Wait(_) | StepKind::Succeed => input.clone(),
            StepKind::Fail(_) => return None,
            StepKind::Task(task) => {
                let keys = task.target.as_ref().map_or(&[][..], |target| answered(&target.value));
                let mut answer = KnownObject::unknown();
                for key in keys {
                    self.names.put(&mut answer, key, Shape::Anything);
                }
                Shape::Object(answer)
            }
            StepKind::Choice(choice) if legacy => {
                let nothing = KnownObject::default();
                let falls_through = choice.default.is_none().then_some(&nothing);
                let ends = choice.all_arms().map(|arm| arm.body.as_ref().map_or(Some(&nothing), result));
                let ended = ends.chain([falls_through]).flatten();
                Shape::Object(ended.cloned().reduce(|one, other| one.join(&other))?)
            }
            StepKind::Choice(_) => input.clone(),
            StepKind::Parallel(parallel) => {
                let results: Option<Vec<KnownObject>> =
                    parallel.branches.iter().map(|branch| result(branch).cloned()).collect();
                let results = results?;
                if legacy {
                    return Some(Shape::List { least: results.len() });
                }
                let mut branches = KnownObject::default();
                for (number, result) in results.into_iter().enumerate() {
                    self.names.put(&mut branches, &format!("Branch{number}"), Shape::Object(result));
                }
                Shape::Object(branches)
            }
            StepKind::Map(_) if legacy => Shape::List { least: 0 },
            StepKind::Map(map) => {
                // Under which key a distributed Map hands its results out is not published (CHOICE 20).
                let mut object =
                    if map.distributed.is_some() { KnownObject::unknown() } else { KnownObject::default() };
                self.names.put(&mut object, "Items", Shape::List { least: 0 });
                Shape::Object(object)
            }
            StepKind::Loop(_) | StepKind::Unknown(_) => Shape::Anything,
        })
    }

    /// What the steps that follow find: the output, in the older language the local variable with the output in it.
    fn handed_on(&mut self, id: StepId, step: &Step, data: &StepData, output: &Shape) -> KnownObject {
        match &step.data {
            Data::Constructors { output: template, .. } => {
                let roots =
                    Roots { input: Some(&data.input), output: Some(output), global: Some(&self.globals), own: None };
                let built = template.as_ref().map(|template| self.names.template(template, roots));
                built.unwrap_or_else(|| output.clone()).into_object()
            }
            Data::Mappings { output: mappings, .. } => {
                let roots =
                    Roots { input: Some(&data.input), output: Some(output), own: Some(&data.input), global: None };
                let built = match (mappings, &step.kind) {
                    (Some(mappings), _) => self.names.mappings(mappings, roots),
                    // What they have done is dropped [PAR][EACH].
                    (None, StepKind::Parallel(_) | StepKind::Map(_)) => KnownObject::default(),
                    (None, _) => output.clone().into_object(),
                };
                match &self.received[id.0 as usize].shape {
                    Some(local) => local.join(&built),
                    None => built,
                }
            }
        }
    }

    /// Takes the ways on that a step goes when it has succeeded.
    fn go_on(&mut self, id: StepId, done: &KnownObject) {
        let flow = self.flow;
        let scope = flow.step(id).scope;
        each_way(flow, id, |way| {
            let ended = |body: ScopeId| self.results[body.0 as usize].shape.is_some();
            if matches!(way.by, By::Catch(_)) || !way.body.is_none_or(ended) {
                return;
            }
            match way.jump.target {
                Target::Step(next) => self.give(next, done),
                Target::End => self.end_scope(scope, done),
                Target::Unknown(_) | Target::Missing => {}
            }
        });
    }

    /// Takes the ways on that a step goes when an error is caught.
    fn catch(&mut self, step: &Step, data: &StepData) {
        for rule in &step.catch {
            let Some(next) = rule.jump.step() else { continue };
            let handed = match &data.local {
                // The new language: what the rule builds, or the step's input (CHOICE 55).
                None => match &rule.output {
                    Some(template) => {
                        let roots = Roots { input: Some(&data.input), global: Some(&self.globals), ..Roots::default() };
                        self.names.template(template, roots).into_object()
                    }
                    None => data.input.clone().into_object(),
                },
                // The older one: the local variable, with what the error mappings make (`fdl-v1.md` 7.3).
                Some(local) => {
                    let mappings = match &step.kind {
                        StepKind::Task(task) => task.error_mappings.as_deref().unwrap_or_default(),
                        _ => &[],
                    };
                    let error = Shape::Anything;
                    let roots = Roots { output: Some(&error), ..Roots::default() };
                    local.clone().into_object().join(&self.names.mappings(mappings, roots))
                }
            };
            self.give(next, &handed);
        }
    }
}

/// The members that the answer of a service is known to have; it may have others.
///
/// Source: `state-machine.md` 7.
fn answered(target: &TaskTarget) -> &'static [&'static str] {
    match target {
        TaskTarget::Action(action) => match action.as_str() {
            "FC:InvokeFunction" => &["Body"],
            "FNF:StartExecution" => &["FlowName", "ExecutionName", "RequestID"],
            "HTTP:Request" => &["Header", "Code", "Body"],
            "SMS:SendSms" => &["EntryList", "Headers"],
            _ => &[],
        },
        TaskTarget::Resource(_) => &[],
    }
}
