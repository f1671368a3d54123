//! What is known of a flow's data before it runs: which keys its inputs and outputs can have at each step.
//!
//! Completion offers these keys, and the rules ask which paths can lead nowhere. It is told from the text alone:
//! constants, mappings and constructors say which keys they make; what comes from outside (the input of the execution,
//! the answer of a task) may have any.

mod keys;
mod names;
mod order;
mod shape;
mod values;
mod walk;

use flowglass_expression::{Json, Segment};

use crate::model::{Flow, StepId, Value};
use names::Names;
pub use shape::{KnownObject, Shape};
use values::{Found, Roots, follow};

/// What is known of the data of a flow.
#[derive(Clone, Debug)]
pub struct KnownData {
    names: Names,
    steps: Vec<Option<StepData>>,
    globals: Shape,
    flow_input: Shape,
    result: Option<Shape>,
    /// An object without members.
    nothing: Shape,
}

/// What is known of the data of one step.
#[derive(Clone, Debug)]
pub struct StepData {
    /// What the step receives: `$Input` in its `InputConstructor`; in the older language the input of its parent,
    /// `$input` in its `inputMappings`.
    pub received: Shape,
    /// What the steps beside it have left: `$local` in the `inputMappings` of the older language.
    pub local: Option<Shape>,
    /// Its own input, once it is built: `$Input` everywhere else; in the older language `$input` in its
    /// `outputMappings`, and `$` in conditions, paths and service parameters.
    pub input: Shape,
    /// What its work gives: `$Output`; in the older language its own `$local`, in its `outputMappings`. `None` when it
    /// never ends well.
    pub output: Option<Shape>,
}

/// Where a path leads in every run.
#[derive(Clone, Debug)]
pub enum Member<'data> {
    /// To a value that may be there, of which this is known.
    Known(&'data Shape),
    /// To a value of which nothing is known, or to none.
    Unknown,
    /// To nothing.
    Nothing {
        /// The number of the segment that leads nowhere.
        segment: usize,
        /// What is known of the value that has no such member.
        holder: &'data Shape,
    },
}

impl Member<'_> {
    /// Tells whether the path leads somewhere in some runs.
    pub fn may_be(&self) -> bool {
        !matches!(self, Self::Nothing { .. })
    }
}

/// Finds out what is known of a flow's data; takes time nearly in proportion to its size.
///
/// `example` is an input that the flow may be started with: its keys become known, others stay possible.
///
/// Source: `fdl-v1.md` 8, `state-machine.md` 3.
pub fn known_data(flow: &Flow, example: Option<&Json>) -> KnownData {
    walk::walk(flow, example)
}

impl KnownData {
    /// What is known of the data of a step; `None` when no execution comes to it.
    pub fn step(&self, id: StepId) -> Option<&StepData> {
        self.steps.get(id.0 as usize)?.as_ref()
    }

    /// The global variables that the flow writes anywhere: `$Global`.
    pub fn globals(&self) -> &Shape {
        &self.globals
    }

    /// The input of the flow itself: in the older language what its own `inputMappings` make, `$input` in its
    /// `outputMappings`.
    pub fn flow_input(&self) -> &Shape {
        &self.flow_input
    }

    /// What the steps of the flow leave: in the older language `$local` in the flow's own `outputMappings`, in the new
    /// one its output. `None` when no execution ends well.
    pub fn result(&self) -> Option<&Shape> {
        self.result.as_ref()
    }

    /// An object without members: `$local` before anything is written to it.
    pub(crate) fn nothing(&self) -> &Shape {
        &self.nothing
    }

    /// What is known of a value that a step computes from its own input, such as the list of a Map.
    pub(crate) fn value(&self, value: &Value, input: &Shape) -> Shape {
        let roots = Roots { input: Some(input), global: Some(&self.globals), own: Some(input), ..Roots::default() };
        self.names.computed(value, roots)
    }

    /// Follows a path into a value of this flow.
    pub fn member<'data>(&self, root: &'data Shape, path: &[Segment]) -> Member<'data> {
        match follow(&self.names, root, path) {
            Found::Value { shape, .. } => Member::Known(shape),
            Found::Unknown => Member::Unknown,
            Found::Nothing { segment, holder } => Member::Nothing { segment, holder },
        }
    }
}
