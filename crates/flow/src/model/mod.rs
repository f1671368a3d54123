//! The one model of a flow that both dialects are lowered to.
//!
//! Steps and scopes live in two tables of the [`Flow`] and name each other by number, so that nothing nests in
//! memory as deeply as it does in the text.

mod data;
mod error_rule;
mod step;
mod task;

pub use data::{Data, Mapping, Template, Value};
pub use error_rule::{ALL_ERRORS, Catch, Retry};
pub use step::{
    Arm, Choice, Condition, ConditionExpression, Distributed, Fail, Jump, Loop, Map, Parallel, Step, StepKind, Target,
    Wait, WhenDone,
};
pub use task::{Pattern, Task, TaskTarget};

use crate::span::{Span, Spanned};

/// Which of the two languages a definition is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Dialect {
    /// The older language: `type: flow`, `steps:`.
    Legacy,
    /// Today's language: `Type: StateMachine`, `States:`.
    StateMachine,
}

/// The number of a step in [`Flow::steps`], in the order of the text (a container before what it contains).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct StepId(pub u32);

/// The number of a scope in [`Flow::scopes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ScopeId(pub u32);

/// A definition as it was understood.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Flow {
    /// The language of the text.
    pub dialect: Dialect,
    /// `Name`; in the older language `name`, which only its API examples have.
    pub name: Option<Spanned<String>>,
    /// `Description` (new language).
    pub description: Option<String>,
    /// `timeoutSeconds`, `Timeout`: seconds that one execution may take.
    pub timeout_seconds: Option<Spanned<u64>>,
    /// The flow's own `inputMappings` and `outputMappings` (older language; empty in the new one).
    pub data: Data,
    /// The outermost scope.
    pub root: ScopeId,
    scopes: Vec<Scope>,
    steps: Vec<Step>,
}

/// A list of steps that share an input and may jump to each other: the flow itself, a branch, the body of an
/// iteration, or the steps in one arm of a legacy choice.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Scope {
    /// The step that contains this scope and the scope's place in it; `None` for the outermost.
    pub owner: Option<Owner>,
    /// Where an execution begins: `StartAt`, or the first step of a legacy list.
    pub start: Jump,
    /// The steps in the order of the text.
    pub steps: Vec<StepId>,
    /// The list in the text.
    pub at: Span,
}

/// The container that a scope belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Owner {
    /// The containing step.
    pub step: StepId,
    /// The branch of a parallel step, the arm of a choice (the default is the last), 0 for the body of a loop.
    pub slot: u32,
}

impl Flow {
    pub(crate) fn new(dialect: Dialect) -> Self {
        let root = Scope { owner: None, start: Jump::missing(), steps: Vec::new(), at: Span::default() };
        Self {
            dialect,
            name: None,
            description: None,
            timeout_seconds: None,
            data: Data::none(dialect),
            root: ScopeId(0),
            scopes: vec![root],
            steps: Vec::new(),
        }
    }

    /// All steps, in the order of the text.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = (StepId, &Step)> {
        self.steps.iter().enumerate().map(|(index, step)| (StepId(index as u32), step))
    }

    /// All scopes; the outermost is the first.
    pub fn scopes(&self) -> impl ExactSizeIterator<Item = (ScopeId, &Scope)> {
        self.scopes.iter().enumerate().map(|(index, scope)| (ScopeId(index as u32), scope))
    }

    /// The step with this number.
    ///
    /// # Panics
    /// When the number comes from another flow.
    pub fn step(&self, id: StepId) -> &Step {
        &self.steps[id.0 as usize]
    }

    /// The scope with this number.
    ///
    /// # Panics
    /// When the number comes from another flow.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.0 as usize]
    }

    /// The step of `scope` with this name; the first one when several have it.
    pub fn find(&self, scope: ScopeId, name: &str) -> Option<StepId> {
        self.scope(scope).steps.iter().copied().find(|id| self.step(*id).name.value == name)
    }

    /// The innermost step whose text holds or ends at the byte `offset`.
    pub fn step_at(&self, offset: usize) -> Option<StepId> {
        self.steps()
            .filter(|(_, step)| step.at.touches(offset))
            .max_by_key(|(id, step)| (step.at.start, *id))
            .map(|(id, _)| id)
    }

    /// The steps that contain `id`, outermost first, each with the slot that leads to it.
    pub fn containers(&self, id: StepId) -> Vec<Owner> {
        let mut owners = Vec::new();
        let mut scope = self.step(id).scope;
        while let Some(owner) = self.scope(scope).owner {
            owners.push(owner);
            scope = self.step(owner.step).scope;
        }
        owners.reverse();
        owners
    }

    pub(crate) fn add_scope(&mut self, scope: Scope) -> ScopeId {
        self.scopes.push(scope);
        ScopeId((self.scopes.len() - 1) as u32)
    }

    pub(crate) fn add_step(&mut self, step: Step) -> StepId {
        let id = StepId(self.steps.len() as u32);
        let scope = step.scope;
        self.steps.push(step);
        self.scopes[scope.0 as usize].steps.push(id);
        id
    }

    pub(crate) fn step_mut(&mut self, id: StepId) -> &mut Step {
        &mut self.steps[id.0 as usize]
    }

    /// Takes the names of all steps out, in their order; [`Self::put_names`] puts them back.
    pub(crate) fn take_names(&mut self) -> Vec<Spanned<String>> {
        let away = || Spanned::new(String::new(), Span::default());
        self.steps.iter_mut().map(|step| std::mem::replace(&mut step.name, away())).collect()
    }

    /// Gives the steps their names.
    pub(crate) fn put_names(&mut self, names: Vec<Spanned<String>>) {
        for (step, name) in self.steps.iter_mut().zip(names) {
            step.name = name;
        }
    }

    pub(crate) fn scope_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.0 as usize]
    }
}
