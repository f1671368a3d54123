//! `parameter-value`: a parameter of a call has a constant value that the call does not take.

use flowglass_expression::{Json, Language};

use super::quoted;
use crate::finding::{Example, Findings, Fix, Page, Rule, Severity, Told, Words};
use crate::model::{Task, TaskTarget, Template};
use crate::services::{Resource, has_placeholder};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "parameter-value",
    title: Words::new("A parameter with a value that the call does not take", "参数值不被接受"),
    text: Words::new(
        "Constants are compared with what the pages say: the priority and delay of a message, the way a function is called, the method and address of a request, the input of a child flow, the number of telephone numbers. Computed values, and texts with placeholders such as `${…}`, are not judged.",
        "将常量与文档说明对照：消息的优先级和延时、函数的调用方式、请求的方法和地址、子流程的输入、电话号码的数量。计算得到的值以及含有 `${…}` 等占位符的文本不作判断。",
    ),
    severities: &[Severity::Error, Severity::Warning],
    source: "[SMQ], [FC], [FCA], [HTTP], [SUB], [SMS]",
    covers: &[],
    examples: &[
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: MNS:SendMessage\n    Parameters: {resourceArn: 'acs:mns:::/queues/q/messages', message: hello, priority: 20}\n    End: true\n",
            at: "20",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: MNS:SendMessage\n    Parameters: {resourceArn: 'acs:mns:::/queues/q/messages', message: hello, priority: 16}\n    End: true\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Task, Name: A, Action: 'HTTP:Request', Parameters: {url: 'https://example.com', method: FETCH}, End: true}\n",
            at: "FETCH",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Task, Name: A, Action: 'HTTP:Request', Parameters: {url: 'https://example.com', method: Get}, End: true}\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: render\n    resourceArn: acs:fc:::services/video/functions/render\n    serviceParams: {InvocationType: async}\n",
            at: "async",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: render\n    resourceArn: acs:fc:::services/video/functions/render\n    serviceParams: {InvocationType: Async}\n",
        },
    ],
};

/// What a parameter takes.
#[derive(Debug)]
enum Takes {
    /// A whole number from the first to the second.
    Whole(f64, f64),
    /// One of some words; `any_case` when upper and lower case are the same.
    Word { words: &'static [&'static str], any_case: bool },
    /// A complete `http` or `https` address.
    Address,
    /// An object.
    Object,
    /// At most so many entries, with commas between them.
    List(usize),
}

/// What a page says of a parameter.
struct Parameter {
    name: &'static str,
    takes: Takes,
    severity: Severity,
    /// The page.
    source: &'static str,
}

const CALLS: Takes = Takes::Word { words: &["Sync", "Async"], any_case: false };
const METHODS: Takes = Takes::Word { words: &["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"], any_case: true };

const FUNCTION: &[Parameter] =
    &[Parameter { name: "invocationType", takes: CALLS, severity: Severity::Warning, source: "[FC]" }];
const LEGACY_FUNCTION: &[Parameter] =
    &[Parameter { name: "InvocationType", takes: CALLS, severity: Severity::Warning, source: "[FCA]" }];
const FLOW: &[Parameter] =
    &[Parameter { name: "input", takes: Takes::Object, severity: Severity::Error, source: "[SUB]" }];
const REQUEST: &[Parameter] = &[
    Parameter { name: "url", takes: Takes::Address, severity: Severity::Warning, source: "[HTTP]" },
    Parameter { name: "method", takes: METHODS, severity: Severity::Warning, source: "[HTTP]" },
];
const MESSAGE: &[Parameter] = &[
    Parameter { name: "priority", takes: Takes::Whole(1.0, 16.0), severity: Severity::Error, source: "[SMQ]" },
    Parameter { name: "delaySeconds", takes: Takes::Whole(0.0, 604_800.0), severity: Severity::Error, source: "[SMQ]" },
];
const TEXT_MESSAGE: &[Parameter] =
    &[Parameter { name: "phoneNumbers", takes: Takes::List(1000), severity: Severity::Warning, source: "[SMS]" }];

/// A value that a parameter does not take.
struct ParameterValue {
    at: Span,
    found: String,
    parameter: &'static Parameter,
}

/// Compares the constants among a call's parameters with what the pages say.
pub(crate) fn check(task: &Task, findings: &mut Findings) {
    let (Some(target), Some(template)) = (&task.target, &task.parameters) else { return };
    let parameters = match &target.value {
        TaskTarget::Resource(arn) if Resource::of(arn) == Some(Resource::Function) => LEGACY_FUNCTION,
        TaskTarget::Resource(_) => return,
        TaskTarget::Action(action) => match action.as_str() {
            "FC:InvokeFunction" => FUNCTION,
            "FNF:StartExecution" => FLOW,
            "HTTP:Request" => REQUEST,
            "MNS:SendMessage" => MESSAGE,
            "SMS:SendSms" => TEXT_MESSAGE,
            _ => return,
        },
    };
    for parameter in parameters {
        let Some((name, value)) = template.member(parameter.name) else { continue };
        let (found, at) = match value {
            Template::Value(_) => match value.as_constant() {
                Some((constant, at)) if !takes(&parameter.takes, constant) => (shown(constant), at),
                _ => continue,
            },
            // The list itself has no place of its own: the key stands for it.
            Template::List(_) if matches!(parameter.takes, Takes::Object) => ("[…]".to_owned(), name.at),
            Template::List(_) | Template::Object(_) => continue,
        };
        findings.report(|| ParameterValue { at, found, parameter });
    }
}

/// Tells whether a constant may stand there. What is empty, and text that a template fills in, may.
fn takes(takes: &Takes, constant: &Json) -> bool {
    if constant.is_null() || constant.as_str().is_some_and(has_placeholder) {
        return true;
    }
    match takes {
        Takes::Whole(least, most) => {
            let number = constant.as_str().map_or(constant.as_number().map(|n| n.as_f64()), |text| text.parse().ok());
            number.is_some_and(|number| (*least..=*most).contains(&number) && number.fract() == 0.0)
        }
        Takes::Word { words, any_case } => constant.as_str().is_some_and(|text| {
            words.iter().any(|word| if *any_case { word.eq_ignore_ascii_case(text) } else { *word == text })
        }),
        Takes::Address => constant.as_str().is_some_and(|text| {
            ["http://", "https://"]
                .iter()
                .any(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
        }),
        Takes::Object => constant.as_object().is_some(),
        Takes::List(most) => constant.as_str().is_none_or(|text| text.split(',').count() <= *most),
    }
}

fn shown(constant: &Json) -> String {
    constant.as_str().map_or_else(|| constant.to_compact(), str::to_owned)
}

impl ParameterValue {
    fn allowed(&self, language: Language) -> String {
        match (&self.parameter.takes, language) {
            (Takes::Whole(least, most), Language::English) => format!("a whole number from {least} to {most}"),
            (Takes::Whole(least, most), Language::Chinese) => format!("{least} 到 {most} 之间的整数"),
            (Takes::Word { words, .. }, _) => super::one_of(words, language),
            (Takes::Address, Language::English) => "a complete address that begins with `https://`".to_owned(),
            (Takes::Address, Language::Chinese) => "以 `https://` 开头的完整地址".to_owned(),
            (Takes::Object, Language::English) => "a mapping of keys and values".to_owned(),
            (Takes::Object, Language::Chinese) => "由键和值组成的映射".to_owned(),
            (Takes::List(most), Language::English) => format!("at most {most} entries with commas between them"),
            (Takes::List(most), Language::Chinese) => format!("用逗号分隔的最多 {most} 项"),
        }
    }
}

impl Rule for ParameterValue {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        self.parameter.severity
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let Parameter { name, source, .. } = self.parameter;
        let (found, allowed) = (quoted(&self.found), self.allowed(language));
        match language {
            Language::English => Told::new(
                format!("`{name}` is {found}"),
                format!("The call takes {allowed} there {source}."),
                format!("Write {allowed}."),
            ),
            Language::Chinese => Told::new(
                format!("`{name}` 的值是 {found}"),
                format!("调用在这里接受{} {source}。", spaced(&allowed)),
                format!("请写{}。", spaced(&allowed)),
            ),
        }
    }
    fn fix(&self) -> Option<Fix> {
        let Takes::Word { words, .. } = &self.parameter.takes else { return None };
        let word = words.iter().find(|word| word.eq_ignore_ascii_case(&self.found))?;
        Some(Fix::rewrite(self.at, *word, false))
    }
}

/// Chinese puts a blank before a word in another script.
fn spaced(text: &str) -> String {
    let is_han = text.starts_with(|c: char| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if is_han { text.to_owned() } else { format!(" {text}") }
}
