//! `callback-without-token`: a task waits for a report, and nobody learns how to report.

use flowglass_expression::state_machine::Variable;
use flowglass_expression::{Language, legacy};

use super::depends::paths;
use crate::document::Document;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Data, Dialect, Pattern, Step, Task, Value};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "callback-without-token",
    title: Words::new("A callback that nobody can send", "无人能够回报的回调"),
    text: Words::new(
        "A task that waits for a callback ends when somebody reports its token. Here the token is in nothing that the task hands over, so the task waits until its time limit. HTTP tasks of the new language are left out: the service sends them the token in a header by itself.",
        "等待回调的任务要等有人用令牌回报后才结束。这里任务传出的数据中没有令牌，任务只能等到超时。新版语言的 HTTP 任务除外：服务会自动在请求头中发送令牌。",
    ),
    severities: &[Severity::Warning],
    source: "[CB], [DATA], [HTTP]; by our choice",
    covers: &["V11", "17"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: approve\n    resourceArn: acs:fc:::services/shop/functions/ask\n    pattern: waitForCallback\n",
            at: "waitForCallback",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: approve\n    resourceArn: acs:fc:::services/shop/functions/ask\n    pattern: waitForCallback\n    inputMappings: [{target: token, source: $context.task.token}]\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: MNS:SendMessage\n    TaskMode: WaitForCustomCallback\n    Parameters: {resourceArn: 'acs:mns:::/queues/q/messages', message: approve}\n    End: true\n",
            at: "WaitForCustomCallback",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: MNS:SendMessage\n    TaskMode: WaitForCustomCallback\n    Parameters:\n      resourceArn: acs:mns:::/queues/q/messages\n      message: {token.$: $Context.Current.TaskToken}\n    End: true\n",
        },
    ],
};

/// A task whose token goes nowhere.
struct CallbackWithoutToken {
    at: Span,
    dialect: Dialect,
}

/// Looks whether a task that waits for a callback hands its token over.
pub(crate) fn check(document: &Document, dialect: Dialect, step: &Step, task: &Task, findings: &mut Findings) {
    let is_http = task.target.as_ref().is_some_and(|target| target.value.text().starts_with("HTTP:"));
    if task.pattern != Pattern::WaitForCallback || (is_http && dialect == Dialect::StateMachine) {
        return;
    }
    // What a deployment tool writes may hand it over.
    let mut handed_over =
        ["inputMappings", "serviceParams"].iter().any(|key| document.is_entry_unknown(step.node, key));
    let mut see = |value: &Value| handed_over |= has_token(value);
    match &step.data {
        Data::Mappings { input, .. } => input.iter().flatten().for_each(|mapping| see(&mapping.source.value)),
        Data::Constructors { input, .. } => {
            input.iter().for_each(|template| template.each_value(&mut |value| see(&value.value)));
        }
    }
    task.parameters.iter().for_each(|template| template.each_value(&mut |value| see(&value.value)));
    let key = match dialect {
        Dialect::Legacy => "pattern",
        Dialect::StateMachine => "TaskMode",
    };
    if let (false, Some((_, value))) = (handed_over, document.entry(step.node, key)) {
        findings.report(|| CallbackWithoutToken { at: document.node(value).at, dialect });
    }
}

/// Tells whether a value holds the token. Text that names it counts too: other rules speak of how it is written.
fn has_token(value: &Value) -> bool {
    match value {
        Value::Constant(constant) => constant.as_str().is_some_and(names_token),
        Value::Broken(text) => names_token(text),
        // What a deployment tool writes may be the token.
        Value::Unknown(_) => true,
        Value::Reference(reference) => {
            reference.root() == legacy::Root::Context && reference.first_key().is_none_or(|key| key == "task")
        }
        Value::Expression(expression) => paths(expression, Variable::Context)
            .iter()
            .any(|keys| keys.iter().zip(["Current", "TaskToken"]).all(|(key, name)| key == name)),
    }
}

fn names_token(text: &str) -> bool {
    ["$context.task", "TaskToken"].iter().any(|name| text.contains(name))
}

impl Rule for CallbackWithoutToken {
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
        let what =
            Words::new("nobody can report this task: its token is not handed over", "没有传出令牌，无人能回报该任务");
        let (why, help) = match self.dialect {
            Dialect::Legacy => (
                Words::new(
                    "The task ends when somebody reports its token [CB]; without it, it waits until its time limit.",
                    "任务要等有人用令牌回报才结束 [CB]；没有令牌就只能等到超时。",
                ),
                Words::new(
                    "Add the mapping `{target: token, source: $context.task.token}` to `inputMappings`.",
                    "请在 `inputMappings` 中添加映射 `{target: token, source: $context.task.token}`。",
                ),
            ),
            Dialect::StateMachine => (
                Words::new(
                    "The task ends when somebody reports its token [PAT]; without it, it waits until its `Timeout`.",
                    "任务要等有人用令牌回报才结束 [PAT]；没有令牌就只能等到 `Timeout`。",
                ),
                Words::new(
                    "Hand the token over in `Parameters`, for example as `token.$: $Context.Current.TaskToken`.",
                    "请在 `Parameters` 中传出令牌，例如 `token.$: $Context.Current.TaskToken`。",
                ),
            ),
        };
        Told::new(what.say(language), why.say(language), help.say(language))
    }
}
