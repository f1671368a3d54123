//! Which steps compute with chance: what they make differs from run to run.

use flowglass_expression::PartKind;
use flowglass_expression::state_machine::Expression;
use flowglass_flow::{ConditionExpression, Data, Step, StepKind, Template, Value};

/// The functions whose results are random. Source: `state-machine.md` 5.
const RANDOM: [&str; 2] = ["uuid", "randomInt"];

/// A random function that an expression of the step calls.
pub(crate) fn random_call(step: &Step) -> Option<&'static str> {
    let mut found = None;
    each_expression(step, &mut |expression| {
        let calls = expression.parts().into_iter().find_map(|part| match part.kind {
            PartKind::Call(call) => RANDOM.into_iter().find(|name| *name == call.name),
            _ => None,
        });
        found = found.or(calls);
    });
    found
}

/// Shows `see` the expressions that are evaluated while the step itself runs.
fn each_expression(step: &Step, see: &mut impl FnMut(&Expression)) {
    let mut templates: Vec<&Template> = step.catch.iter().filter_map(|rule| rule.output.as_ref()).collect();
    if let Data::Constructors { input, output, global } = &step.data {
        templates.extend([input, output, global].into_iter().flatten());
    }
    let mut values: Vec<&Value> = Vec::new();
    match &step.kind {
        StepKind::Task(task) => {
            templates.extend(&task.parameters);
            values.extend(task.timeout.as_ref().map(|value| &value.value));
        }
        StepKind::Wait(wait) => {
            values.extend([&wait.seconds, &wait.until].into_iter().flatten().map(|value| &value.value));
        }
        StepKind::Map(map) => {
            values.extend(map.items.as_ref().map(|value| &value.value));
            templates.extend(map.distributed.as_ref().and_then(|how| how.item.as_ref()));
        }
        StepKind::Fail(fail) => {
            values.extend([&fail.code, &fail.detail].into_iter().flatten().map(|value| &value.value));
        }
        StepKind::Choice(choice) => {
            for condition in choice.arms.iter().filter_map(|arm| arm.condition.as_ref()) {
                if let Some(ConditionExpression::StateMachine(expression)) = &condition.expression {
                    see(expression);
                }
            }
        }
        StepKind::Pass | StepKind::Parallel(_) | StepKind::Succeed | StepKind::Loop(_) | StepKind::Unknown(_) => {}
    }
    for template in templates {
        template.each_value(&mut |value| values.push(&value.value));
    }
    for value in values {
        if let Value::Expression(expression) = value {
            see(expression);
        }
    }
}
