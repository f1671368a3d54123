//! What the values of a flow look like at a place: what the text tells of them, and what a run has shown.

use std::collections::BTreeMap;

use flowglass_expression::{Json, Object, Segment, Step, legacy, state_machine};
use flowglass_flow::{Data, Dialect, Flow, KnownData, Member, Shape, StepData, StepId, known_data};

use crate::place::{Computed, Source};

/// How many members of an object are listed.
const MOST_MEMBERS: usize = 200;

/// What a run has shown of one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recorded {
    /// The input that it was entered with; in the older language that of its parent.
    pub received: Option<Json>,
    /// The parent's `$local` when it was entered (older language).
    pub local: Option<Json>,
    /// Its own input, after construction or mapping.
    pub input: Option<Json>,
    /// What its work gave, before its output was built.
    pub output: Option<Json>,
}

/// The values that an expression may speak of.
#[derive(Debug)]
pub(crate) struct Values {
    known: KnownData,
    roots: Vec<Root>,
}

/// A variable, with what is known of its value.
#[derive(Debug)]
pub(crate) struct Root {
    pub(crate) name: &'static str,
    shape: Option<Shape>,
    shown: Option<Json>,
}

/// A member of a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct KnownMember {
    pub(crate) key: String,
    /// Its JSON type; empty when it is not known.
    pub(crate) kind: &'static str,
}

/// What a path leads to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Inside {
    /// An object with these members.
    Object(Vec<KnownMember>),
    /// A list, with the type of its elements when that is known.
    List(&'static str),
    /// Neither, or nothing is known.
    Nothing,
}

impl Values {
    /// The variables of an expression of the new language.
    pub(crate) fn of_expression(surroundings: &Surroundings<'_>, at: Computed, sees_globals: bool) -> Self {
        let known = known_data(surroundings.flow, surroundings.input);
        let step = surroundings.step.and_then(|step| known.step(step)).cloned();
        let run = surroundings.recorded();
        let root = |name, shape: fn(&StepData) -> Option<Shape>, shown: Option<&Json>| Root {
            name,
            shape: step.as_ref().and_then(shape),
            shown: shown.cloned(),
        };
        let mut roots = vec![match at {
            Computed::Input => root("$Input", |step| Some(step.received.clone()), surroundings.received()),
            _ => root("$Input", |step| Some(step.input.clone()), surroundings.own_input()),
        }];
        if at == Computed::Output {
            roots.push(root("$Output", |step| step.output.clone(), run.and_then(|run| run.output.as_ref())));
        }
        let context = state_machine::CONTEXT_MEMBERS.iter().map(|member| (member.about.name, Json::Null));
        let execution = surroundings.input.map(|input| ("Execution.Input", input.clone()));
        roots.push(Root { name: "$Context", shape: None, shown: Some(tree(context.chain(execution))) });
        if sees_globals {
            roots.push(Root { name: "$Global", shape: Some(known.globals().clone()), shown: None });
        }
        if at == Computed::Item {
            roots.push(Root { name: "$Item", shape: None, shown: None });
        }
        Self { known, roots }
    }

    /// The roots of a reference or condition of the older language.
    pub(crate) fn of_reference(surroundings: &Surroundings<'_>, at: Source) -> Self {
        let known = known_data(surroundings.flow, surroundings.input);
        let step = surroundings.step.and_then(|step| known.step(step)).cloned();
        let run = surroundings.recorded();
        let root = |name, shape: Option<Shape>, shown: Option<&Json>| Root { name, shape, shown: shown.cloned() };
        let of_step = |shape: fn(&StepData) -> Option<Shape>| step.as_ref().and_then(shape);
        let context = legacy::CONTEXT_MEMBERS.iter().map(|member| (member.about.name, Json::Null));
        let context = Root { name: "$context", shape: None, shown: Some(tree(context)) };
        let received = of_step(|step| Some(step.received.clone()));
        let input = of_step(|step| Some(step.input.clone()));
        let roots = match at {
            Source::FlowInput => vec![root("$input", None, surroundings.input), context],
            Source::FlowOutput => vec![
                root("$local", known.result().cloned(), None),
                root("$input", Some(known.flow_input().clone()), None),
                context,
            ],
            Source::Input => vec![
                root("$input", received, surroundings.received()),
                root("$local", of_step(|step| step.local.clone()), run.and_then(|run| run.local.as_ref())),
                context,
            ],
            Source::Output => vec![
                root("$local", of_step(|step| step.output.clone()), run.and_then(|run| run.output.as_ref())),
                root("$input", input, surroundings.own_input()),
                context,
            ],
            Source::Error => {
                vec![root("$local", None, Some(&tree([("error", Json::Null), ("cause", Json::Null)].into_iter())))]
            }
            Source::Condition | Source::Own => vec![root("$", input, surroundings.own_input())],
        };
        Self { known, roots }
    }

    pub(crate) fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// What a path leads to, by the text and by the run.
    pub(crate) fn inside(&self, root: &str, path: &[Segment]) -> Inside {
        let Some(root) = self.roots.iter().find(|known| known.name == root) else { return Inside::Nothing };
        let shown = root.shown.as_ref().and_then(|value| follow(value, path));
        let shape = root.shape.as_ref().map(|shape| self.known.member(shape, path));
        let shape = match shape {
            Some(Member::Known(shape)) => Some(shape),
            Some(Member::Nothing { .. }) => return Inside::Nothing,
            Some(Member::Unknown) | None => None,
        };
        match (shape, &shown) {
            (Some(Shape::Object(object)), shown) => {
                let mut members: Vec<KnownMember> = object
                    .keys(MOST_MEMBERS)
                    .into_iter()
                    .map(|(key, shape)| {
                        let kind = shown.as_ref().and_then(|value| value.get(key)).map_or(kind_of_shape(shape), kind);
                        KnownMember { key: key.to_owned(), kind }
                    })
                    .collect();
                // What a run has shown may be there again, unless the text says which keys there are.
                let more = shown.as_ref().and_then(Json::as_object).filter(|_| object.is_open());
                for (key, value) in more.into_iter().flat_map(Object::iter).take(MOST_MEMBERS) {
                    if members.iter().all(|known| known.key != **key) {
                        members.push(KnownMember { key: key.to_string(), kind: kind(value) });
                    }
                }
                Inside::Object(members)
            }
            (_, Some(Json::Object(members))) => {
                let member = |key: &str, value: &Json| KnownMember { key: key.to_owned(), kind: kind(value) };
                Inside::Object(members.iter().take(MOST_MEMBERS).map(|(key, value)| member(key, value)).collect())
            }
            (_, Some(Json::Array(items))) => Inside::List(items.first().map_or("", kind)),
            (Some(Shape::List { .. }), _) => Inside::List(""),
            _ => Inside::Nothing,
        }
    }
}

impl Root {
    /// The JSON type of its value; empty when it is not known.
    pub(crate) fn kind(&self) -> &'static str {
        self.shown.as_ref().map(kind).or(self.shape.as_ref().map(kind_of_shape)).unwrap_or_default()
    }
}

/// What is known around an expression.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'a> {
    pub(crate) flow: &'a Flow,
    pub(crate) step: Option<StepId>,
    /// An input that executions are started with.
    pub(crate) input: Option<&'a Json>,
    pub(crate) recorded: &'a BTreeMap<String, Recorded>,
}

impl<'a> Surroundings<'a> {
    /// What the step receives, as a run or the example input shows it.
    fn received(&self) -> Option<&'a Json> {
        self.recorded().and_then(|run| run.received.as_ref()).or_else(|| {
            let step = self.flow.step(self.step?);
            let first = self.flow.scope(self.flow.root).start.step() == self.step;
            let sees_input = step.scope == self.flow.root && (first || self.flow.dialect == Dialect::Legacy);
            self.input.filter(|_| sees_input)
        })
    }

    /// The step's own input, as a run or the example input shows it.
    fn own_input(&self) -> Option<&'a Json> {
        self.recorded().and_then(|run| run.input.as_ref()).or_else(|| {
            let untouched = match &self.flow.step(self.step?).data {
                Data::Mappings { input, .. } => input.is_none(),
                Data::Constructors { input, .. } => input.is_none(),
            };
            self.received().filter(|_| untouched)
        })
    }

    fn recorded(&self) -> Option<&'a Recorded> {
        self.recorded.get(&self.flow.step(self.step?).name.value)
    }
}

/// The object with these values at paths whose keys have points between them; a null leaves what is there.
fn tree<'a>(values: impl Iterator<Item = (&'a str, Json)>) -> Json {
    fn with(at: &Json, path: &str, value: Json) -> Json {
        let (first, rest) = path.split_once('.').unwrap_or((path, ""));
        let before = at.get(first).cloned().unwrap_or_default();
        let inner =
            if rest.is_empty() { if value.is_null() { before } else { value } } else { with(&before, rest, value) };
        let object = if at.is_null() { Json::object() } else { at.clone() };
        object.merge(&Json::from(Object::from_iter([(first, inner)])))
    }
    values.fold(Json::object(), |all, (path, value)| with(&all, path, value))
}

/// Follows a path; a wildcard, or an element that is not there, leads to the first of many.
fn follow(value: &Json, path: &[Segment]) -> Option<Json> {
    let mut at = value.clone();
    for segment in path {
        at = match (&segment.step, &at) {
            (Step::Key(key), _) => at.get(key)?.clone(),
            (Step::Index(index), Json::Array(items)) => items.get(*index).or(items.first())?.clone(),
            (Step::All, Json::Array(items)) => items.first()?.clone(),
            (Step::All, Json::Object(members)) => members.values().next()?.clone(),
            (Step::Index(_) | Step::All, _) => return None,
        };
    }
    Some(at)
}

fn kind(value: &Json) -> &'static str {
    if value.is_null() { "" } else { value.kind() }
}

fn kind_of_shape(shape: &Shape) -> &'static str {
    match shape {
        Shape::Anything | Shape::Scalar => "",
        Shape::List { .. } => "array",
        Shape::Object(_) => "object",
    }
}
