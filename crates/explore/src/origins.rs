//! Where data comes from: followed back through mappings and constructors to what is given from outside.

mod legacy;
mod state_machine;

use std::collections::{BTreeMap, BTreeSet};

use flowglass_expression::legacy::Root;
use flowglass_expression::state_machine::Variable;
use flowglass_expression::{Json, PartKind, PathRoot};
use flowglass_flow::{Dialect, Flow, ScopeId, StepId, StepKind, Template, Value};

use crate::data_path::{DataPath, Part, data_path, joined};

/// What gives data from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Source {
    /// The input of the execution.
    Input,
    /// The answer of a task.
    Task(StepId),
    /// The error of a step.
    Error,
}

/// Where a value may come from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    /// The places outside, each with whether the value arrives as it is there.
    pub(crate) places: BTreeMap<(Source, DataPath), bool>,
    /// The constants of the definition that it may be.
    pub(crate) constants: Vec<Json>,
    /// Whether it may also come from somewhere that nothing outside decides: the time, a number of a run.
    pub(crate) unknown: bool,
}

impl Origins {
    /// The constant that the value always is, if it is there.
    pub(crate) fn constant(&self) -> Option<&Json> {
        match &self.constants[..] {
            [only] if self.places.is_empty() && !self.unknown => Some(only),
            _ => None,
        }
    }
}

/// Which part of a step reads; it decides what a path begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// The step's input is being built.
    Input,
    /// Its work is being done.
    Work,
    /// Its work is done.
    Output,
    /// Its work has failed.
    Error,
    /// An item of a distributed Map is being built.
    Item,
}

/// A value inside the flow that is followed back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Point {
    /// The step's own input.
    Own(StepId),
    /// What its work gives.
    Raw(StepId),
    /// What the preceding step handed over (new language).
    Received(StepId),
    /// What it hands on (new language).
    HandedOn(StepId),
    /// What a scope is entered with.
    ScopeInput(ScopeId),
    /// What the steps of a scope leave.
    ScopeResult(ScopeId),
    /// What the steps before a step have left (older language).
    LocalAt(StepId),
    /// A global variable.
    Global,
}

/// How long a path may become while it is followed; a loop may make it longer with each round.
const LONGEST_PATH: usize = 12;
/// How many values are looked at for one question.
const MOST_POINTS: usize = 4_000;

/// Finds out where the value at the end of a path comes from that a step reads.
pub(crate) fn origins(flow: &Flow, step: StepId, place: Place, root: PathRoot, path: &[Part]) -> Origins {
    let mut trace = Trace { flow, found: Origins::default(), seen: BTreeSet::new(), open: Vec::new() };
    trace.path(step, place, root, path.to_vec(), true);
    trace.follow();
    trace.found
}

/// Finds out where a value of the definition comes from, and what is read inside it.
pub(crate) fn origins_of_value(flow: &Flow, step: StepId, value: &Value, rest: &[Part]) -> Origins {
    let mut trace = Trace { flow, found: Origins::default(), seen: BTreeSet::new(), open: Vec::new() };
    trace.value(step, Place::Work, value, rest.to_vec(), true);
    trace.follow();
    trace.found
}

struct Trace<'flow> {
    flow: &'flow Flow,
    found: Origins,
    seen: BTreeSet<(Point, DataPath, bool)>,
    open: Vec<(Point, DataPath, bool)>,
}

impl Trace<'_> {
    fn follow(&mut self) {
        while let Some((point, path, exact)) = self.open.pop() {
            match self.flow.dialect {
                Dialect::Legacy => self.legacy(point, path, exact),
                Dialect::StateMachine => self.state_machine(point, path, exact),
            }
        }
    }

    /// Goes on to another value inside the flow.
    fn to(&mut self, point: Point, path: DataPath, exact: bool) {
        if path.len() > LONGEST_PATH || self.seen.len() >= MOST_POINTS {
            self.found.unknown = true;
        } else if self.seen.insert((point.clone(), path.clone(), exact)) {
            self.open.push((point, path, exact));
        }
    }

    /// The value comes from outside.
    fn outside(&mut self, source: Source, path: DataPath, exact: bool) {
        if path.len() > LONGEST_PATH {
            self.found.unknown = true;
            return;
        }
        let known = self.found.places.entry((source, path)).or_insert(exact);
        *known &= exact;
    }

    fn template(&mut self, step: StepId, place: Place, template: &Template, path: DataPath, exact: bool) {
        match (template, path.split_first()) {
            (Template::Value(value), _) => self.value(step, place, &value.value, path, exact),
            (Template::Object(_), Some((Part::Key(key), rest))) => {
                match template.member(key) {
                    Some((_, member)) => self.template(step, place, member, rest.to_vec(), exact),
                    // A path that leads nowhere is null.
                    None => self.constant(&Json::Null, &[]),
                }
            }
            (Template::List(items), Some((Part::Item, rest))) => {
                items.iter().for_each(|item| self.template(step, place, item, rest.to_vec(), exact));
            }
            (Template::Object(members), None) => {
                members.iter().for_each(|(_, member)| self.template(step, place, member, DataPath::new(), false));
            }
            (Template::List(items), None) => {
                items.iter().for_each(|item| self.template(step, place, item, DataPath::new(), false));
            }
            (Template::Object(_) | Template::List(_), Some(_)) => {}
        }
    }

    /// A constant of the definition, or what lies in it.
    fn constant(&mut self, constant: &Json, rest: &[Part]) {
        let mut at = constant;
        for part in rest {
            match part {
                Part::Key(key) => match at.get(key) {
                    Some(member) => at = member,
                    None => return self.constant(&Json::Null, &[]),
                },
                // Which element it is was not kept.
                Part::Item => {
                    self.found.unknown = true;
                    return;
                }
            }
        }
        if !self.found.constants.contains(at) {
            self.found.constants.push(at.clone());
        }
    }

    fn value(&mut self, step: StepId, place: Place, value: &Value, rest: DataPath, exact: bool) {
        match value {
            Value::Constant(constant) => self.constant(constant, &rest),
            Value::Reference(reference) => {
                let path = reference.path();
                self.path(step, place, path.root, joined(&data_path(path.segments), &rest), exact);
            }
            Value::Expression(expression) => {
                let parts = expression.parts();
                if let [only] = &parts[..]
                    && let PartKind::Path(path) = &only.kind
                {
                    return self.path(step, place, path.root, joined(&data_path(path.segments), &rest), exact);
                }
                for part in &parts {
                    match &part.kind {
                        PartKind::Path(path) => {
                            self.path(step, place, path.root, data_path(path.segments), false);
                        }
                        PartKind::Call(call) => self.found.unknown |= is_chance(call.name),
                        _ => {}
                    }
                }
            }
            Value::Unknown(_) | Value::Broken(_) => self.found.unknown = true,
        }
    }

    fn path(&mut self, step: StepId, place: Place, root: PathRoot, path: DataPath, exact: bool) {
        match (root, place) {
            (PathRoot::Legacy(Root::Input), Place::Input) => {
                self.to(Point::ScopeInput(self.flow.step(step).scope), path, exact);
            }
            (PathRoot::Legacy(Root::Local), Place::Input) => self.to(Point::LocalAt(step), path, exact),
            (PathRoot::Legacy(Root::Own), Place::Input) => self.merged_input(step, path, exact),
            (PathRoot::Legacy(Root::Local), Place::Error) => self.outside(Source::Error, path, exact),
            (PathRoot::Legacy(Root::Local), _) => self.to(Point::Raw(step), path, exact),
            (PathRoot::Legacy(Root::Input), _) => self.to(Point::Own(step), path, exact),
            (PathRoot::Legacy(Root::Own), Place::Output) => {
                self.to(Point::Own(step), path.clone(), exact);
                self.to(Point::Raw(step), path, exact);
            }
            (PathRoot::Legacy(Root::Own), _) => self.to(Point::Own(step), path, exact),
            (PathRoot::Variable(Variable::Input), Place::Input) => self.to(Point::Received(step), path, exact),
            (PathRoot::Variable(Variable::Input), _) => self.to(Point::Own(step), path, exact),
            (PathRoot::Variable(Variable::Output), _) => self.to(Point::Raw(step), path, exact),
            (PathRoot::Variable(Variable::Global), _) => self.to(Point::Global, path, exact),
            (PathRoot::Variable(Variable::Item), _) => self.item(step, path, exact),
            (PathRoot::Variable(Variable::Context), _) => self.context(step, place, &path, exact),
            (PathRoot::Legacy(Root::Context), _) | (PathRoot::Unknown, _) => self.found.unknown = true,
        }
    }

    /// The body of the innermost distributed Map around a step: its items are executions with an input of their own.
    fn item_around(&self, step: StepId) -> Option<ScopeId> {
        let maps =
            self.flow.containers(step).into_iter().rev().filter_map(|owner| match &self.flow.step(owner.step).kind {
                StepKind::Map(map) => Some(map),
                _ => None,
            });
        maps.into_iter().find(|map| map.distributed.is_some())?.body
    }

    /// A path into the context object of the new language.
    fn context(&mut self, step: StepId, place: Place, path: &[Part], exact: bool) {
        let key = |number: usize| match path.get(number) {
            Some(Part::Key(key)) => &**key,
            _ => "",
        };
        let rest = || path.iter().skip(2).cloned().collect::<DataPath>();
        match (key(0), key(1)) {
            ("Execution", "Input") => match self.item_around(step) {
                Some(body) => self.to(Point::ScopeInput(body), rest(), exact),
                None => self.outside(Source::Input, rest(), exact),
            },
            ("Current", "Input") if place == Place::Input => self.to(Point::Received(step), rest(), exact),
            ("Current", "Input") => self.to(Point::Own(step), rest(), exact),
            ("Current", "Output") => self.to(Point::Raw(step), rest(), exact),
            ("Current", "Error") => self.outside(Source::Error, rest(), exact),
            _ => self.found.unknown = true,
        }
    }
}

/// Functions whose values nothing decides.
fn is_chance(name: &str) -> bool {
    matches!(name, "uuid" | "randomInt")
}

/// The path behind a first part that is a key.
fn behind<'p>(path: &'p [Part], first: &str) -> Option<&'p [Part]> {
    let (part, rest) = path.split_first()?;
    matches!(part, Part::Key(key) if &**key == first).then_some(rest)
}

/// The path behind a first part that is an element of a list.
fn behind_item(path: &[Part]) -> Option<&[Part]> {
    let (part, rest) = path.split_first()?;
    (*part == Part::Item).then_some(rest)
}
