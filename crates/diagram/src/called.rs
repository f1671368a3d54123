//! What a task calls, as a small drawing and in a word.

use flowglass_flow::{Task, TaskTarget};

/// What a task calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Called {
    /// A function of Function Compute: an ƒ.
    Function,
    /// A queue or topic of MNS: a row of messages.
    Queue,
    /// Another flow: a box that leads to a box.
    Flow,
    /// An address on the web: a globe.
    Http,
    /// An operation of any other product: a cloud.
    Api,
    /// Nothing, or nothing that can be told from its text: a bolt.
    Unknown,
}

impl Called {
    /// All of them, in the order of a legend.
    pub const ALL: [Self; 6] = [Self::Function, Self::Queue, Self::Flow, Self::Http, Self::Api, Self::Unknown];

    /// What `task` calls.
    ///
    /// Source: the forms of `resourceArn`, `fdl-v1.md` 5.2, and of actions, `state-machine.md` 7.
    pub(crate) fn by(task: &Task) -> Self {
        let product = match task.target.as_ref().map(|target| &target.value) {
            Some(TaskTarget::Resource(text)) => text.strip_prefix("acs:").and_then(|rest| rest.split(':').next()),
            Some(TaskTarget::Action(text)) => text.split_once(':').map(|(product, _)| product),
            None => None,
        };
        match product.map(str::to_ascii_lowercase).as_deref() {
            None | Some("") => Self::Unknown,
            Some("fc") => Self::Function,
            Some("mns") => Self::Queue,
            Some("fnf") => Self::Flow,
            Some("http") => Self::Http,
            Some(_) => Self::Api,
        }
    }

    /// What it is.
    pub fn words(self) -> &'static str {
        match self {
            Self::Function => "function",
            Self::Queue => "queue or topic",
            Self::Flow => "child flow",
            Self::Http => "HTTP request",
            Self::Api => "operation of a product",
            Self::Unknown => "task",
        }
    }

    /// The lines of the drawing, in 16 by 16 pixels around the origin.
    pub(crate) fn path(self) -> &'static str {
        match self {
            Self::Function => "M4.6-5.6C2.6-7.4.7-6.4.2-3.6L-1.2 4C-1.7 6.7-3.2 7.4-5 6M-3.6-1.4H3.2",
            Self::Queue => "M-7-4H7V4H-7zM-2.4-4V4M2.4-4V4",
            Self::Flow => "M-6.8-6.5H-.8V-1.5H-6.8zM.8 1.5H6.8V6.5H.8zM-3.8-1.5V4H.8",
            Self::Http => {
                "M-6.5 0A6.5 6.5 0 1 0 6.5 0A6.5 6.5 0 1 0-6.5 0zH6.5M0-6.5C-3.6-2.8-3.6 2.8 0 6.5C3.6 2.8 3.6-2.8 0-6.5z"
            }
            Self::Api => "M-3.8 5H4A3.1 3.1 0 0 0 4.6-1.1A4.7 4.7 0 0 0-4.4-2.1A3.6 3.6 0 0 0-3.8 5z",
            Self::Unknown => "M1-7L-4.5 1.5H-.5L-1.5 7 4.5-2H.5z",
        }
    }
}

#[cfg(test)]
mod tests {
    use flowglass_flow::StepKind;

    use super::*;

    #[test]
    fn targets_of_both_languages_are_told_apart() {
        let called = |text: &str| {
            let flow = flowglass_flow::parse(text).flow.unwrap();
            let (_, step) = flow.steps().next().unwrap();
            let StepKind::Task(task) = &step.kind else { panic!("{text}") };
            Called::by(task)
        };
        let check = |target: &str, expected: Called| {
            let legacy =
                format!("{{version: v1, type: flow, steps: [{{type: task, name: a, resourceArn: '{target}'}}]}}");
            assert_eq!(called(&legacy), expected, "{target}");
        };
        check("acs:fc:::services/a/functions/b", Called::Function);
        check("acs:mns:::/queues/a/messages", Called::Queue);
        check("acs:fnf:::flow/a", Called::Flow);
        check("acs:oss:::bucket", Called::Api);
        check("my function", Called::Unknown);
        let check = |action: &str, expected: Called| {
            let today = format!(
                "{{Type: StateMachine, SpecVersion: v1, Name: a, StartAt: a, States: [{{Type: Task, Name: a, Action: '{action}', End: true}}]}}"
            );
            assert_eq!(called(&today), expected, "{action}");
        };
        check("FC:InvokeFunction", Called::Function);
        check("MNS:SendMessage", Called::Queue);
        check("FNF:StartExecution", Called::Flow);
        check("HTTP:Request", Called::Http);
        check("http:Request", Called::Http);
        check("ECS:DescribeInstances", Called::Api);
        check("nothing", Called::Unknown);
    }
}
