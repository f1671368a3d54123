//! What mappings and references of the older language are in expressions of the new one.

use flowglass_expression::{Segment, Step, legacy};
use flowglass_flow::{Data, Mapping, StepKind, Value};

use crate::expr::Expr;
use crate::keys::{Keys, Presence};
use crate::view::{View, follow_object};

/// Why something cannot be said in the new language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsaid {
    /// There are no wildcards.
    Wildcard,
    /// The context object has no such member.
    Context,
}

/// What `$context` stands for in a step.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ContextOf<'a> {
    /// The flow's name.
    pub(crate) flow: &'a str,
    /// The step is a task, which has a token.
    pub(crate) task: bool,
}

impl<'a> ContextOf<'a> {
    pub(crate) fn step(flow: &'a str, kind: &StepKind) -> Self {
        Self { flow, task: matches!(kind, StepKind::Task(_)) }
    }

    fn follow(self, segments: &[Segment]) -> Result<Expr, Unsaid> {
        let keys: Vec<&str> = segments
            .iter()
            .map_while(|segment| match &segment.step {
                Step::Key(key) => Some(&**key),
                _ => None,
            })
            .collect();
        match keys.as_slice() {
            ["task", "token"] if self.task => Ok(Expr::path("$Context.Current.TaskToken")),
            ["execution", "name"] => Ok(Expr::path("$Context.Execution.Name")),
            ["flow", "name"] => Ok(Expr::Constant(self.flow.into())),
            _ => Err(Unsaid::Context),
        }
    }
}

/// The own input of a step, `$.…`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnInput<'a> {
    view: &'a View,
    context: ContextOf<'a>,
    mappings: Option<&'a [Mapping]>,
}

impl<'a> OwnInput<'a> {
    pub(crate) fn new(view: &'a View, context: ContextOf<'a>, data: &'a Data) -> Self {
        let mappings = match data {
            Data::Mappings { input, .. } => input.as_deref(),
            Data::Constructors { .. } => None,
        };
        Self { view, context, mappings }
    }

    pub(crate) fn context(&self) -> ContextOf<'a> {
        self.context
    }

    pub(crate) fn member(&self, key: &str) -> Result<Expr, Unsaid> {
        let name = Segment { step: Step::Key(key.into()), at: 0..0, name_at: 0..0 };
        self.follow(&[name])
    }

    pub(crate) fn follow(&self, segments: &[Segment]) -> Result<Expr, Unsaid> {
        let Some(mappings) = self.mappings else { return self.view.merged(segments).ok_or(Unsaid::Wildcard) };
        let Some((first, rest)) = segments.split_first() else {
            let mut members: Vec<(String, Expr)> = Vec::with_capacity(mappings.len());
            for mapping in mappings {
                let value = self.source(&mapping.source.value, &[])?;
                members.retain(|(key, _)| *key != mapping.target.value);
                members.push((mapping.target.value.clone(), value));
            }
            return Ok(Expr::Object(members));
        };
        match &first.step {
            Step::Key(key) => match mappings.iter().rev().find(|mapping| *mapping.target.value == **key) {
                Some(mapping) => self.source(&mapping.source.value, rest),
                None => Ok(Expr::NULL),
            },
            Step::Index(_) => Ok(Expr::NULL),
            Step::All => Err(Unsaid::Wildcard),
        }
    }

    /// The source of an input mapping, and a path into it.
    fn source(&self, value: &Value, rest: &[Segment]) -> Result<Expr, Unsaid> {
        let reference = match value {
            Value::Reference(reference) => reference,
            Value::Constant(value) => return Expr::Constant(value.clone()).follow(rest).ok_or(Unsaid::Wildcard),
            Value::Unknown(text) => return Ok(Expr::Constant(text.as_str().into())),
            Value::Expression(_) | Value::Broken(_) => return Ok(Expr::NULL),
        };
        let segments = [reference.path().segments, rest].concat();
        match reference.root() {
            legacy::Root::Input => self.view.parent_input(&segments).ok_or(Unsaid::Wildcard),
            legacy::Root::Local => self.view.parent_local(&segments).ok_or(Unsaid::Wildcard),
            legacy::Root::Own => self.view.merged(&segments).ok_or(Unsaid::Wildcard),
            legacy::Root::Context => self.context.follow(&segments),
        }
    }
}

/// What `$local` is in the output mappings of a step.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// `{}`.
    Nothing,
    /// What this expression gives.
    Value(Expr),
    /// One local for each branch, with its keys.
    Branches(Vec<(Expr, Keys)>),
    /// One local for each iteration. `within`: each is a member of the element, not the element itself.
    Items { within: bool },
}

impl Outcome {
    fn follow(&self, segments: &[Segment]) -> Result<Expr, Unsaid> {
        let value = match self {
            Self::Nothing => follow_object(segments, |_| Some(Expr::NULL), || Expr::Object(Vec::new())),
            Self::Value(value) => value.follow(segments),
            Self::Branches(branches) => return of_branches(branches, segments),
            Self::Items { within } => return of_items(*within, segments),
        };
        value.ok_or(Unsaid::Wildcard)
    }
}

impl Outcome {
    /// Tells whether a wildcard passes over some branches that, in the new flow, put null into the list.
    pub(crate) fn may_lack(&self, reference: &legacy::Reference) -> bool {
        let (Self::Branches(branches), legacy::Root::Local) = (self, reference.root()) else { return false };
        match reference.path().segments {
            [Segment { step: Step::All, .. }, Segment { step: Step::Key(key), .. }, rest @ ..] => {
                let goes_on = !rest.is_empty() && rest.iter().all(|segment| segment.step != Step::All);
                goes_on || branches.iter().any(|(_, keys)| keys.has(key) == Presence::Maybe)
            }
            _ => false,
        }
    }
}

/// `$local`, `$local[0].x` and `$local[*].x` of a parallel step.
fn of_branches(branches: &[(Expr, Keys)], segments: &[Segment]) -> Result<Expr, Unsaid> {
    let list = |values: Option<Vec<Expr>>| values.map(Expr::List).ok_or(Unsaid::Wildcard);
    let Some((first, rest)) = segments.split_first() else {
        return Ok(Expr::List(branches.iter().map(|(branch, _)| branch.clone()).collect()));
    };
    match &first.step {
        Step::Key(_) => Ok(Expr::NULL),
        Step::Index(index) => match branches.get(*index) {
            Some((branch, _)) => branch.follow(rest).ok_or(Unsaid::Wildcard),
            None => Ok(Expr::NULL),
        },
        Step::All => {
            // A branch without the key adds nothing to the list.
            let with_key = branches.iter().filter(|(_, keys)| match rest.first().map(|segment| &segment.step) {
                Some(Step::Key(key)) => keys.has(key) != Presence::Never,
                _ => true,
            });
            list(with_key.map(|(branch, _)| branch.follow(rest)).collect())
        }
    }
}

/// `$local` and `$local[0].x` of a foreach step.
fn of_items(within: bool, segments: &[Segment]) -> Result<Expr, Unsaid> {
    let items = Expr::path("$Output.Items");
    match segments.split_first() {
        None => Ok(items),
        Some((Segment { step: Step::All, .. }, [])) => Ok(items),
        Some((Segment { step: Step::Index(index), .. }, rest)) => {
            let item = items.element(*index).and_then(|item| if within { item.member("local") } else { Some(item) });
            item.and_then(|item| item.follow(rest)).ok_or(Unsaid::Wildcard)
        }
        Some((Segment { step: Step::Key(_), .. }, _)) => Ok(Expr::NULL),
        Some((Segment { step: Step::All, .. }, _)) => Err(Unsaid::Wildcard),
    }
}

/// The source of an output mapping.
pub(crate) fn output_source(own: &OwnInput<'_>, outcome: &Outcome, value: &Value) -> Result<Expr, Unsaid> {
    let reference = match value {
        Value::Reference(reference) => reference,
        Value::Constant(value) => return Ok(Expr::Constant(value.clone())),
        Value::Unknown(text) => return Ok(Expr::Constant(text.as_str().into())),
        Value::Expression(_) | Value::Broken(_) => return Ok(Expr::NULL),
    };
    let segments = reference.path().segments;
    match reference.root() {
        legacy::Root::Input | legacy::Root::Own => own.follow(segments),
        legacy::Root::Local => outcome.follow(segments),
        legacy::Root::Context => own.context().follow(segments),
    }
}
