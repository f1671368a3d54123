//! `synchronous-job`: a function's job is waited for, but the function is not called asynchronously.

use flowglass_expression::Language;

use crate::document::Document;
use crate::finding::{Example, Findings, Fix, Page, Rule, Severity, Told, Words};
use crate::model::{Pattern, Step, Task, TaskTarget, Template};
use crate::services::Resource;
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "synchronous-job",
    title: Words::new("Waiting for the job of a synchronous call", "等待同步调用的作业"),
    text: Words::new(
        "The system reports the end of a function only when the function was called asynchronously. A synchronous call has answered long before.",
        "只有异步调用函数时，系统才会回报其结束。同步调用早已返回结果。",
    ),
    severities: &[Severity::Warning],
    source: "[PAT], [FC], [FCA]",
    covers: &["V10", "18"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: render\n    resourceArn: acs:fc:::services/video/functions/render\n    pattern: sync\n",
            at: "sync",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: render\n    resourceArn: acs:fc:::services/video/functions/render\n    pattern: sync\n    serviceParams: {InvocationType: Async}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: FC:InvokeFunction\n    TaskMode: WaitForSystemCallback\n    Parameters: {resourceArn: 'acs:fc:::functions/render/LATEST', invocationType: Sync}\n    End: true\n",
            at: "Sync",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: FC:InvokeFunction\n    TaskMode: WaitForSystemCallback\n    Parameters: {resourceArn: 'acs:fc:::functions/render/LATEST', invocationType: Async}\n    End: true\n",
        },
    ],
};

/// A call that should be asynchronous.
struct SynchronousJob {
    /// The call's type, or the mode when the text gives no type.
    at: Span,
    key: &'static str,
    mode: &'static str,
    /// Set when the text says how the function is called.
    written: bool,
}

/// Looks whether a function whose job is waited for is called asynchronously.
pub(crate) fn check(document: &Document, step: &Step, task: &Task, findings: &mut Findings) {
    let (mode_key, key, mode) = match task.target.as_ref().map(|target| &target.value) {
        Some(TaskTarget::Action(action)) if action == "FC:InvokeFunction" => {
            ("TaskMode", "invocationType", Pattern::Sync.state_machine_name())
        }
        Some(TaskTarget::Resource(arn)) if Resource::of(arn) == Some(Resource::Function) => {
            ("pattern", "InvocationType", Pattern::Sync.legacy_name())
        }
        Some(_) | None => return,
    };
    let is_unknown =
        matches!(&task.parameters, Some(Template::Value(_))) || document.is_entry_unknown(step.node, "serviceParams");
    if task.pattern != Pattern::Sync || is_unknown {
        return;
    }
    let at = match task.parameters.as_ref().and_then(|parameters| parameters.member(key)) {
        Some((_, kind)) => match kind.as_constant() {
            Some((kind, at)) if kind.as_str() == Some("Sync") => Some(at),
            // A computed or unknown way of calling; another rule tells of words that are none.
            _ => return,
        },
        None => None,
    };
    let Some((_, mode_value)) = document.entry(step.node, mode_key) else { return };
    let mode_at = document.node(mode_value).at;
    findings.report(|| SynchronousJob { at: at.unwrap_or(mode_at), key, mode, written: at.is_some() });
}

impl Rule for SynchronousJob {
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
        let (key, mode) = (self.key, self.mode);
        match language {
            Language::English => Told::new(
                format!("`{mode}` waits for a job, but the function is not called asynchronously"),
                "The system reports the end of a function only when it was called asynchronously [PAT][FCA].",
                format!("Write `{key}: Async`, or do not wait for the system's callback."),
            ),
            Language::Chinese => Told::new(
                format!("`{mode}` 会等待作业结束，但函数不是异步调用的"),
                "只有异步调用函数时，系统才会回报其结束 [PAT][FCA]。",
                format!("请写 `{key}: Async`，或者不要等待系统回调。"),
            ),
        }
    }
    fn fix(&self) -> Option<Fix> {
        self.written.then(|| Fix::rewrite(self.at, "Async", false))
    }
}
