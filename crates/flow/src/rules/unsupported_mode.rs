//! `unsupported-mode`: a task waits in a way that the service it calls does not offer.

use flowglass_expression::Language;

use super::one_of;
use crate::document::Document;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Dialect, Pattern, Step, Task, TaskTarget};
use crate::services::{self, Resource};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "unsupported-mode",
    title: Words::new("A mode that the service does not offer", "服务不支持的任务模式"),
    text: Words::new(
        "Functions and child flows can be waited for in every way. Queues, topics, events, HTTP and SMS have no job whose end the system could report; OSS answers and is done. Actions that the table of modes leaves out are not judged.",
        "函数和子流程支持所有等待方式。队列、主题、事件、HTTP 和短信没有可供系统回调的作业；OSS 应答后即完成。模式表未列出的操作不作判断。",
    ),
    severities: &[Severity::Warning],
    source: "[INT], [SMS], [MNSQ], [MNST]",
    covers: &["V10", "16"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: send\n    resourceArn: acs:mns:::/topics/news/messages\n    pattern: sync\n    serviceParams: {MessageBody: $}\n",
            at: "sync",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: send\n    resourceArn: acs:mns:::/topics/news/messages\n    pattern: requestResponse\n    serviceParams: {MessageBody: $}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: OSS:GetObject\n    TaskMode: WaitForSystemCallback\n    Parameters: {bucket: photos, key: a.jpg}\n    End: true\n",
            at: "WaitForSystemCallback",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: OSS:GetObject\n    TaskMode: RequestComplete\n    Parameters: {bucket: photos, key: a.jpg}\n    End: true\n",
        },
    ],
};

/// A mode that is not among those of the target.
struct UnsupportedMode {
    at: Span,
    found: &'static str,
    supported: Vec<&'static str>,
    what: Called,
}

/// How the message calls the target.
#[derive(Clone, Debug)]
enum Called {
    Action(String),
    Queue,
    Topic,
}

/// Looks whether the target of a task offers the task's mode.
pub(crate) fn check(document: &Document, step: &Step, task: &Task, findings: &mut Findings) {
    let Some(target) = &task.target else { return };
    let (key, dialect, supported, what) = match &target.value {
        TaskTarget::Resource(arn) => {
            let resource = Resource::of(arn);
            let what = match resource {
                Some(Resource::Queue) => Called::Queue,
                Some(Resource::Topic) => Called::Topic,
                Some(Resource::Function | Resource::Flow) | None => return,
            };
            ("pattern", Dialect::Legacy, resource.map(Resource::patterns), what)
        }
        TaskTarget::Action(action) => {
            ("TaskMode", Dialect::StateMachine, services::modes(action), Called::Action(action.clone()))
        }
    };
    let Some(supported) = supported.filter(|supported| !supported.contains(&task.pattern)) else { return };
    // The `action` of the older language has no table of modes, and no such key.
    let Some((_, value)) = document.entry(step.node, key) else { return };
    findings.report(|| UnsupportedMode {
        at: document.node(value).at,
        found: name(dialect, task.pattern),
        supported: supported.iter().map(|pattern| name(dialect, *pattern)).collect(),
        what,
    });
}

fn name(dialect: Dialect, pattern: Pattern) -> &'static str {
    match dialect {
        Dialect::Legacy => pattern.legacy_name(),
        Dialect::StateMachine => pattern.state_machine_name(),
    }
}

impl Rule for UnsupportedMode {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        Severity::Warning
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let what = match (&self.what, language) {
            (Called::Action(action), _) => format!("`{action}`"),
            (Called::Queue, Language::English) => "a queue".to_owned(),
            (Called::Queue, Language::Chinese) => "队列".to_owned(),
            (Called::Topic, Language::English) => "a topic".to_owned(),
            (Called::Topic, Language::Chinese) => "主题".to_owned(),
        };
        let source = match self.what {
            Called::Action(_) => "[INT]",
            Called::Queue => "[MNSQ]",
            Called::Topic => "[MNST]",
        };
        let (found, supported) = (self.found, one_of(&self.supported, language));
        match language {
            Language::English => Told::new(
                format!("{what} does not offer `{found}`"),
                format!("The service's pages list {supported} for it {source}."),
                format!("Write {supported}."),
            ),
            Language::Chinese => Told::new(
                format!("{what} 不支持 `{found}`"),
                format!("服务文档为它列出的模式是 {supported} {source}。"),
                format!("请写 {supported}。"),
            ),
        }
    }
}
