//! Which flow a task starts an execution of.

use crate::model::{Task, TaskTarget, Template};

impl Task {
    /// The name of the flow that the task starts, as far as the text says it: a name that is worked out is known only in a run.
    ///
    /// Source: `fdl-v1.md` 5.3, `state-machine.md` 7.
    pub fn started_flow(&self) -> Option<&str> {
        match &self.target.as_ref()?.value {
            TaskTarget::Resource(resource) => flow_of_resource(resource),
            TaskTarget::Action(action) if starts_execution(action) => {
                self.parameter("flowName").or_else(|| flow_of_resource(self.parameter("resourceArn")?))
            }
            TaskTarget::Action(_) => None,
        }
    }

    /// The text of a parameter that is a constant and not empty; the case of its name does not matter.
    fn parameter(&self, name: &str) -> Option<&str> {
        let constant = match self.parameters.as_ref()? {
            Template::Object(members) => {
                let mut members = members.iter();
                members.find(|(key, _)| key.value.eq_ignore_ascii_case(name))?.1.as_constant()?.0
            }
            whole => {
                let mut members = whole.as_constant()?.0.as_object()?.iter();
                members.find(|(key, _)| key.eq_ignore_ascii_case(name))?.1
            }
        };
        constant.as_str().filter(|text| !text.is_empty())
    }
}

/// Tells whether an action starts an execution.
pub fn starts_execution(action: &str) -> bool {
    action.eq_ignore_ascii_case("FNF:StartExecution")
}

/// The name in `acs:fnf:{region}:{account}:flow/{name}`; region and account may be empty.
///
/// Source: [SUB] of both languages.
pub fn flow_of_resource(resource: &str) -> Option<&str> {
    let name = resource.strip_prefix("acs:fnf:")?.rsplit_once("flow/")?.1;
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{StepKind, parse};

    #[test]
    fn flows_are_named_by_their_resource() {
        fn check(resource: &str, expected: Option<&str>) {
            assert_eq!(flow_of_resource(resource), expected, "{resource}");
        }
        check("acs:fnf:::flow/pay", Some("pay"));
        check("acs:fnf:cn-hangzhou:123:flow/pay", Some("pay"));
        check("acs:fnf:::flow/", None);
        check("acs:fc:::services/flow/functions/pay", None);
        check("", None);
    }

    #[test]
    fn a_task_names_the_flow_that_it_starts() {
        fn check(text: &str, expected: Option<&str>) {
            let flow = parse(text).flow.expect("the fixture is a flow");
            let (_, step) = flow.steps().next().expect("it has a step");
            let StepKind::Task(task) = &step.kind else { panic!("the step is no task") };
            assert_eq!(task.started_flow(), expected, "{text}");
        }
        let legacy = |resource: &str| {
            format!("version: v1\ntype: flow\nsteps: [{{type: task, name: a, resourceArn: '{resource}'}}]\n")
        };
        check(&legacy("acs:fnf:::flow/pay"), Some("pay"));
        check(&legacy("acs:fc:::services/s/functions/f"), None);
        let machine = |action: &str, parameters: &str| {
            format!(
                "Type: StateMachine\nSpecVersion: v1\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: {action}\n    Parameters: {parameters}\n    End: true\n"
            )
        };
        check(&machine("FNF:StartExecution", "{resourceArn: 'acs:fnf:::flow/pay'}"), Some("pay"));
        check(&machine("fnf:StartExecution", "{FlowName: pay, input: {a.$: $Input.a}}"), Some("pay"));
        check(&machine("FNF:StartExecution", "{resourceArn.$: $Input.arn}"), None);
        check(&machine("FNF:StartExecution", "{flowName: ''}"), None);
        check(&machine("FC:InvokeFunction", "{resourceArn: 'acs:fnf:::flow/pay'}"), None);
    }
}
