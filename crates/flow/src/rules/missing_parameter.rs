//! `missing-parameter`: a call lacks a parameter that it cannot do without.

use flowglass_expression::{Language, closest};

use crate::document::Document;
use crate::finding::{Edit, Example, Findings, Fix, Page, Rule, Severity, Told, Words};
use crate::model::{Step, Task, TaskTarget, Template};
use crate::services::{self, Resource};
use crate::span::{Span, Spanned};

pub(super) static PAGE: Page = Page {
    code: "missing-parameter",
    title: Words::new("A call without a parameter that it needs", "调用缺少必需的参数"),
    text: Words::new(
        "Where a page says that a parameter is required, leaving it out is an error: `MessageBody` and `Priority` of a queue, `MessageBody` of a topic, `resourceArn` of a child flow, `bucket` and `key` of an object. Where the page could not be read that far, but the call makes no sense without it, it is a warning: the function to invoke, the address to request, the queue and the message to send.",
        "文档写明必需的参数缺失时为错误：队列的 `MessageBody` 和 `Priority`、主题的 `MessageBody`、子流程的 `resourceArn`、对象的 `bucket` 和 `key`。文档没有写明、但缺少它调用就没有意义的参数为警告：要调用的函数、要请求的地址、要发送的队列和消息。",
    ),
    severities: &[Severity::Error, Severity::Warning],
    source: "[MNSQ], [MNST], [SUB], [OSS], [FC], [HTTP], [SMQ]",
    covers: &["V27"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: send\n    resourceArn: acs:mns:::/queues/orders/messages\n    serviceParams: {MessageBody: $}\n",
            at: "serviceParams",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: send\n    resourceArn: acs:mns:::/queues/orders/messages\n    serviceParams: {MessageBody: $, Priority: 8}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Task, Name: A, Action: 'OSS:GetObject', Parameters: {bucket: photos}, End: true}\n",
            at: "Parameters",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Task, Name: A, Action: 'OSS:GetObject', Parameters: {bucket: photos, key: a.jpg}, End: true}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Task, Name: A, Action: 'HTTP:Request', Parameters: {Url: 'https://example.com', method: GET}, End: true}\n",
            at: "Url",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Task, Name: A, Action: 'HTTP:Request', Parameters: {url: 'https://example.com', method: GET}, End: true}\n",
        },
    ],
};

/// A parameter that a call needs.
struct Needed {
    name: &'static str,
    severity: Severity,
    why: Words,
}

const fn required(name: &'static str, why: Words) -> Needed {
    Needed { name, severity: Severity::Error, why }
}

const fn sensible(name: &'static str, why: Words) -> Needed {
    Needed { name, severity: Severity::Warning, why }
}

const QUEUE: &[Needed] = &[
    required(
        "MessageBody",
        Words::new("A queue takes a message with a body [MNSQ].", "队列的消息必须有消息体 [MNSQ]。"),
    ),
    required(
        "Priority",
        Words::new("A queue wants a priority for each message [MNSQ].", "队列的每条消息必须有优先级 [MNSQ]。"),
    ),
];
const TOPIC: &[Needed] = &[required(
    "MessageBody",
    Words::new("A topic takes a message with a body [MNST].", "主题的消息必须有消息体 [MNST]。"),
)];
const FUNCTION: &[Needed] =
    &[sensible("resourceArn", Words::new("It says which function is invoked [FC].", "它说明调用哪个函数 [FC]。"))];
const FLOW: &[Needed] =
    &[required("resourceArn", Words::new("It says which flow is started [SUB].", "它说明启动哪个流程 [SUB]。"))];
const REQUEST: &[Needed] =
    &[sensible("url", Words::new("It says where the request goes [HTTP].", "它说明请求发往哪里 [HTTP]。"))];
const MESSAGE: &[Needed] = &[
    sensible(
        "resourceArn",
        Words::new("It says which queue or topic is meant [SMQ].", "它说明发往哪个队列或主题 [SMQ]。"),
    ),
    sensible("message", Words::new("It is what is sent [SMQ].", "它是要发送的内容 [SMQ]。")),
];
const OBJECT: &[Needed] = &[
    required(
        "bucket",
        Words::new("It says in which bucket the object lies [OSS].", "它说明对象在哪个存储空间 [OSS]。"),
    ),
    required("key", Words::new("It says which object is meant [OSS].", "它说明是哪个对象 [OSS]。")),
];

/// A call without a parameter.
struct MissingParameter {
    at: Span,
    key: &'static str,
    needed: &'static Needed,
    /// How the parameter seems to be written instead; the finding points at it.
    instead: Option<String>,
}

/// Looks whether a call has the parameters that it needs.
pub(crate) fn check(document: &Document, step: &Step, task: &Task, findings: &mut Findings) {
    let Some(target) = &task.target else { return };
    let (key, needed, known) = match &target.value {
        TaskTarget::Resource(arn) => match Resource::of(arn) {
            Some(Resource::Queue) => ("serviceParams", QUEUE, &["DelaySeconds"][..]),
            Some(Resource::Topic) => ("serviceParams", TOPIC, &["MessageTag", "MessageAttributes"][..]),
            Some(Resource::Function | Resource::Flow) | None => return,
        },
        TaskTarget::Action(action) => {
            let needed = match action.as_str() {
                "FC:InvokeFunction" => FUNCTION,
                "FNF:StartExecution" => FLOW,
                "HTTP:Request" => REQUEST,
                "MNS:SendMessage" => MESSAGE,
                "OSS:GetObject" => OBJECT,
                _ => return,
            };
            ("Parameters", needed, services::action(action).map_or(&[][..], |action| action.parameters))
        }
    };
    let members = match &task.parameters {
        Some(Template::Object(members)) => members.as_slice(),
        // What is no mapping has a finding of its own, or is written later.
        Some(_) => return,
        None if document.entry(step.node, key).is_some() => return,
        None => &[],
    };
    let key_at = document.entry(step.node, key).map_or(target.at, |(key, _)| document.node(key).at);
    for needed in needed {
        if members.iter().any(|(name, _)| name.value == needed.name) {
            continue;
        }
        let other = members
            .iter()
            .map(|(name, _)| name)
            .find(|name| !known.contains(&name.value.as_str()) && closest(&name.value, [needed.name]).is_some());
        findings.report(|| MissingParameter {
            at: other.map_or(key_at, |name| name.at),
            key,
            needed,
            instead: other.map(|Spanned { at, .. }| document.text.get(at.range()).unwrap_or_default().to_owned()),
        });
    }
}

impl Rule for MissingParameter {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        self.needed.severity
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let (key, name) = (self.key, self.needed.name);
        let why = self.needed.why.say(language);
        match (language, self.instead.is_some()) {
            (Language::English, true) => Told::new(
                format!("this is not called `{name}`, and `{key}` lack that"),
                why,
                format!("Write `{name}`."),
            ),
            (Language::English, false) => {
                Told::new(format!("`{name}` is missing in `{key}`"), why, format!("Add `{name}` to `{key}`."))
            }
            (Language::Chinese, true) => {
                Told::new(format!("这里的名称不是 `{name}`，而 `{key}` 缺少它"), why, format!("请写 `{name}`。"))
            }
            (Language::Chinese, false) => {
                Told::new(format!("`{key}` 缺少 `{name}`"), why, format!("请在 `{key}` 中添加 `{name}`。"))
            }
        }
    }
    fn fix(&self) -> Option<Fix> {
        let instead = self.instead.as_ref()?;
        let quote = instead.chars().next().filter(|c| matches!(c, '"' | '\'')).map(String::from).unwrap_or_default();
        let computed = if instead.trim_end_matches(['"', '\'']).ends_with(".$") { ".$" } else { "" };
        let text = format!("{quote}{}{computed}{quote}", self.needed.name);
        Some(Fix {
            title: Words::new("Call it `{}`", "改名为 `{}`"),
            name: self.needed.name.to_owned(),
            edits: vec![Edit { at: self.at, text }],
            safe: false,
        })
    }
}
