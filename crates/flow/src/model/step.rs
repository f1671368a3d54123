//! One step, and what each kind of it does.

use flowglass_expression::{legacy, state_machine};

use super::{Catch, Data, Retry, ScopeId, StepId, Task, Template, Value};
use crate::document::NodeId;
use crate::span::{Span, Spanned};

/// One node of a flow, and the place in the text that declares it.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Step {
    /// The step's name; empty when the text gives none (there is a finding then).
    pub name: Spanned<String>,
    /// What it does.
    pub kind: StepKind,
    /// The scope that the step stands in.
    pub scope: ScopeId,
    /// Where the execution goes when the step has succeeded.
    pub when_done: WhenDone,
    /// How its input and output are made.
    pub data: Data,
    /// Its retry rules in order; only the kinds that can fail by a task or from inside have some.
    pub retry: Vec<Retry>,
    /// Its catch rules in order.
    pub catch: Vec<Catch>,
    /// `Description` (new language).
    pub description: Option<String>,
    /// The whole step in the text, what it contains included.
    pub at: Span,
    /// The step's mapping in the document.
    pub node: NodeId,
}

/// What a step does when an execution enters it; one variant per documented type.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum StepKind {
    /// Shapes data, does no work.
    Pass,
    /// Calls a function, a service or another flow.
    Task(Box<Task>),
    /// Lets time pass.
    Wait(Wait),
    /// Takes the first arm whose condition holds.
    Choice(Choice),
    /// Runs every branch on the same input and joins when all have ended.
    Parallel(Parallel),
    /// Runs its body once for each item of a list (`foreach` in the older language).
    Map(Box<Map>),
    /// Ends the scope it stands in, successfully.
    Succeed,
    /// Ends the scope it stands in with an error.
    Fail(Fail),
    /// The undocumented `loop` of the older language: drawn, never simulated.
    Loop(Loop),
    /// A type that this language does not have, or none at all; drawn so that the picture stays whole.
    Unknown(Option<Spanned<String>>),
}

impl StepKind {
    /// The scopes that a step of this kind contains, in the order of the text (a choice's default last).
    pub fn scopes(&self) -> Vec<ScopeId> {
        match self {
            Self::Choice(choice) => choice.all_arms().filter_map(|arm| arm.body).collect(),
            Self::Parallel(parallel) => parallel.branches.clone(),
            Self::Map(map) => map.body.into_iter().collect(),
            Self::Loop(body) => body.body.into_iter().collect(),
            Self::Pass | Self::Task(_) | Self::Wait(_) | Self::Succeed | Self::Fail(_) | Self::Unknown(_) => Vec::new(),
        }
    }
}

/// Where an execution goes when a step has succeeded.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum WhenDone {
    /// On to a step of the same scope, or out of the scope.
    Go(Jump),
    /// The kind decides: a fail step goes nowhere, a choice of the new language goes where its arm says.
    ByKind,
}

impl WhenDone {
    /// The jump, when there is one.
    pub fn jump(&self) -> Option<&Jump> {
        match self {
            Self::Go(jump) => Some(jump),
            Self::ByKind => None,
        }
    }
}

/// One way on: where it leads, and the text that says so.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Jump {
    /// Where it leads.
    pub target: Target,
    /// The name or `End: true` in the text; `None` when the order of the list says it.
    pub at: Option<Span>,
}

impl Jump {
    /// Makes the jump that the text forgot.
    pub fn missing() -> Self {
        Self { target: Target::Missing, at: None }
    }

    /// The step it leads to, when it leads to one.
    pub fn step(&self) -> Option<StepId> {
        match self.target {
            Target::Step(id) => Some(id),
            Target::End | Target::Unknown(_) | Target::Missing => None,
        }
    }
}

/// Where a jump leads.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Target {
    /// To a step of the same scope.
    Step(StepId),
    /// Out of the scope, successfully.
    End,
    /// To a name that the scope does not have.
    Unknown(String),
    /// Nowhere: the text does not say (a state without `Next` and `End`, an empty scope).
    Missing,
}

/// Lets time pass; exactly one of the two is given in a valid flow.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Wait {
    /// `duration`, `Seconds`: seconds from now.
    pub seconds: Option<Spanned<Value>>,
    /// `timestamp`, and the retired `UntilDateTime`: an RFC 3339 time.
    pub until: Option<Spanned<Value>>,
}

/// Takes the first arm whose condition holds.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Choice {
    /// The arms in the order of the text.
    pub arms: Vec<Arm>,
    /// What is taken when no condition holds; its `condition` is `None`.
    pub default: Option<Arm>,
}

impl Choice {
    /// The arms in order, the default last.
    pub fn all_arms(&self) -> impl Iterator<Item = &Arm> {
        self.arms.iter().chain(&self.default)
    }
}

/// One way out of a choice.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Arm {
    /// When it is taken; `None` for the default, or when the text gives none.
    pub condition: Option<Condition>,
    /// The steps that run inside the choice when it is taken (older language only).
    pub body: Option<ScopeId>,
    /// Where it leads then; `None` in the older language: to what follows the choice.
    pub jump: Option<Jump>,
    /// The arm in the text.
    pub at: Span,
}

/// A condition as written and as understood.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Condition {
    /// The text of the condition.
    pub text: Spanned<String>,
    /// What it says; `None` when it cannot be read (there is a finding then, and it counts as false).
    pub expression: Option<ConditionExpression>,
}

/// A condition in the language of its dialect.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum ConditionExpression {
    /// A condition over `$.…`.
    Legacy(#[cfg_attr(feature = "serde", serde(with = "crate::as_text"))] Box<legacy::Condition>),
    /// A condition over `$Input.…`, `$Context.…`.
    StateMachine(#[cfg_attr(feature = "serde", serde(with = "crate::as_text"))] Box<state_machine::Expression>),
}

/// Runs every branch on the same input and joins when all have ended.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Parallel {
    /// The branches in order.
    pub branches: Vec<ScopeId>,
}

/// Runs its body once for each item of a list.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Map {
    /// `iterationMapping.collection`, `ItemsPath`: the list.
    pub items: Option<Spanned<Value>>,
    /// `iterationMapping.item`: the key under which an iteration finds its item (older language).
    pub item_key: Option<Spanned<String>>,
    /// `iterationMapping.index`: the key under which an iteration finds its number (older language).
    pub index_key: Option<Spanned<String>>,
    /// `MaxConcuccency`: how many iterations may run at a time.
    pub concurrency: Option<Spanned<u32>>,
    /// What runs for each item.
    pub body: Option<ScopeId>,
    /// Set when every item is an execution of its own (new language).
    pub distributed: Option<Distributed>,
}

/// What a Map of the new language has when its items are executions of their own.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Distributed {
    /// `ProcessorConfig.ExecutionMode` is `Standard`; otherwise the children run in Express mode.
    pub standard: bool,
    /// `ItemConstructor`: builds each item from `$Item`.
    pub item: Option<Template>,
    /// `ItemReader` as written: items come from outside the input.
    pub reader: Option<Spanned<Template>>,
    /// `ItemBatcher` as written.
    pub batcher: Option<Spanned<Template>>,
    /// `ResultWriter` as written.
    pub writer: Option<Spanned<Template>>,
    /// `MaxItems`: the most items that are processed.
    pub max_items: Option<Spanned<u64>>,
    /// `ToleratedFailureCount`: how many children may fail.
    pub tolerated_count: Option<Spanned<f64>>,
    /// `ToleratedFailurePercentage`: which share of the children may fail, 0 to 100.
    pub tolerated_percentage: Option<Spanned<f64>>,
}

/// Ends a scope with an error.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Fail {
    /// `error`, `Code`: the error's name.
    pub code: Option<Spanned<Value>>,
    /// `cause`, `Detail`: the explanation.
    pub detail: Option<Spanned<Value>>,
}

/// The undocumented `loop` of the older language.
#[derive(Clone, Debug, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Loop {
    /// `preCondition` as written.
    pub before: Option<Spanned<String>>,
    /// `postCondition` as written.
    pub after: Option<Spanned<String>>,
    /// The steps that are repeated.
    pub body: Option<ScopeId>,
}
