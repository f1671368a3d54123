//! The context object of an execution: `$context` of the older language, `$Context` of the new one.

use std::sync::Arc;

use flowglass_expression::{Json, Object, PartKind, PathRoot, json, legacy, state_machine};
use flowglass_flow::{Condition, ConditionExpression, Data, Dialect, Flow, Mapping, Step, StepKind, Template, Value};

use crate::failure::Failure;
use crate::frame::{FrameId, StepRun};
use crate::machine::Machine;
use crate::token::token;

/// What is known of a flow before it runs: above all which steps ask for the context object; the others need not have one
/// made.
#[derive(Clone, Debug)]
pub(crate) struct ContextUse {
    steps: Vec<bool>,
    /// The flow's own mappings (older language).
    flow: bool,
    /// The names of all steps, by their numbers.
    pub(crate) names: Arc<[Arc<str>]>,
}

impl ContextUse {
    /// Looks through all steps of `flow`.
    pub(crate) fn new(flow: &Flow) -> Self {
        let steps = flow.steps().map(|(_, step)| asks(step)).collect();
        let names = flow.steps().map(|(_, step)| step.name.value.as_str().into()).collect();
        Self { steps, flow: data_asks(&flow.data), names }
    }
}

impl Machine<'_> {
    /// The context object as the step that runs in `frame` sees it; `null` when the step never asks for it.
    pub(crate) fn context(&self, frame: FrameId) -> Json {
        let Some(run) = self.run(frame) else { return Json::Null };
        if !self.execution.state.context.steps.get(run.id.0 as usize).copied().unwrap_or(true) {
            return Json::Null;
        }
        match self.flow().dialect {
            Dialect::Legacy => self.legacy_context(Some(run)),
            Dialect::StateMachine => self.state_machine_context(run),
        }
    }

    /// The context object that the flow's own mappings see (older language).
    pub(crate) fn context_of_flow(&self) -> Json {
        if self.execution.state.context.flow { self.legacy_context(None) } else { Json::Null }
    }

    /// Source: `fdl-v1.md` 9.3.
    fn legacy_context(&self, run: Option<&StepRun>) -> Json {
        let execution = &*self.execution;
        let mut context = Object::with_capacity(4);
        context.insert("flow", json!({"name": &execution.flow_name}));
        context.insert("execution", json!({"name": &execution.name}));
        if let Some(run) = run {
            context.insert("step", json!({"eventId": execution.history.len()}));
            if matches!(execution.flow.step(run.id).kind, StepKind::Task(_)) {
                context.insert("task", json!({"token": token(self.id, run.entered)}));
            }
        }
        context.into()
    }

    /// Source: `state-machine.md` 3.2 [DATA].
    fn state_machine_context(&self, run: &StepRun) -> Json {
        let execution = &*self.execution;
        let step = execution.flow.step(run.id);
        let error = match run.error.as_deref() {
            Some(Failure { error, cause, .. }) => json!({"Code": error, "Detail": cause}),
            None => Json::Null,
        };
        let task_token = match step.kind {
            StepKind::Task(_) => Json::from(token(self.id, run.entered)),
            _ => Json::Null,
        };
        json!({
            "Execution": {
                "Name": &execution.name,
                "Input": &execution.input,
                "RoleArn": &execution.role,
            },
            "Current": {
                "Name": step.name.value.as_str(),
                "Input": &run.input,
                "Output": &run.output,
                "Error": error,
                "RetryCount": run.retries,
                "TaskToken": task_token,
            },
        })
    }
}

/// Tells whether anything in `step` asks for the context object.
fn asks(step: &Step) -> bool {
    let of_kind = match &step.kind {
        StepKind::Task(task) => {
            task.parameters.as_ref().is_some_and(template_asks)
                || task.timeout.as_ref().is_some_and(|value| value_asks(&value.value))
                || task.error_mappings.as_deref().is_some_and(mappings_ask)
        }
        StepKind::Wait(wait) => {
            [&wait.seconds, &wait.until].into_iter().flatten().any(|value| value_asks(&value.value))
        }
        StepKind::Choice(choice) => choice.all_arms().filter_map(|arm| arm.condition.as_ref()).any(condition_asks),
        StepKind::Map(map) => {
            map.items.as_ref().is_some_and(|value| value_asks(&value.value))
                || map.distributed.as_ref().is_some_and(|how| how.item.as_ref().is_some_and(template_asks))
        }
        StepKind::Fail(fail) => [&fail.code, &fail.detail].into_iter().flatten().any(|value| value_asks(&value.value)),
        StepKind::Pass | StepKind::Parallel(_) | StepKind::Succeed | StepKind::Loop(_) | StepKind::Unknown(_) => false,
    };
    of_kind || data_asks(&step.data) || step.catch.iter().any(|rule| rule.output.as_ref().is_some_and(template_asks))
}

fn data_asks(data: &Data) -> bool {
    match data {
        Data::Mappings { input, output } => [input, output].into_iter().flatten().any(|list| mappings_ask(list)),
        Data::Constructors { input, output, global } => {
            [input, output, global].into_iter().flatten().any(template_asks)
        }
    }
}

fn mappings_ask(mappings: &[Mapping]) -> bool {
    mappings.iter().any(|mapping| value_asks(&mapping.source.value))
}

fn condition_asks(condition: &Condition) -> bool {
    match &condition.expression {
        Some(ConditionExpression::StateMachine(expression)) => expression_asks(expression),
        Some(ConditionExpression::Legacy(_)) | None => false,
    }
}

fn template_asks(template: &Template) -> bool {
    let mut open = vec![template];
    while let Some(template) = open.pop() {
        match template {
            Template::Value(value) if value_asks(&value.value) => return true,
            Template::Value(_) => {}
            Template::Object(members) => open.extend(members.iter().map(|(_, member)| member)),
            Template::List(items) => open.extend(items),
        }
    }
    false
}

fn value_asks(value: &Value) -> bool {
    match value {
        Value::Constant(_) | Value::Unknown(_) | Value::Broken(_) => false,
        Value::Reference(reference) => reference.root() == legacy::Root::Context,
        Value::Expression(expression) => expression_asks(expression),
    }
}

fn expression_asks(expression: &state_machine::Expression) -> bool {
    let context = PathRoot::Variable(state_machine::Variable::Context);
    expression.parts().iter().any(|part| matches!(&part.kind, PartKind::Path(path) if path.root == context))
}
