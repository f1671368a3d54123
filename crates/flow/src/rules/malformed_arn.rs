//! `malformed-arn`: the name of a resource does not have the form that its service documents.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Task, TaskTarget};
use crate::services::has_placeholder;
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "malformed-arn",
    title: Words::new("A resource name of another form", "资源名称格式不符"),
    text: Words::new(
        "Names of functions, flows, queues and topics begin with `acs:` and have a documented form; region and account may be empty, the colons may not be left out. In the new language the name must also be one of the service that the action calls. Names with placeholders (`${…}`, `{…}`, `<…>`, `!Ref`) and forms that Flowglass does not know are not judged.",
        "函数、流程、队列和主题的名称以 `acs:` 开头，并有文档规定的格式；地域和账号可以为空，但冒号不能省略。在新版语言中，名称还必须属于 Action 所调用的服务。含有占位符（`${…}`、`{…}`、`<…>`、`!Ref`）的名称以及 Flowglass 不认识的格式不作判断。",
    ),
    severities: &[Severity::Warning],
    source: "[TASK], [FC], [FCA], [SUB], [MNSQ], [MNST], [SMQ]",
    covers: &[],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: task, name: pay, resourceArn: 'acs:fc:::services/shop/function/pay'}\n",
            at: "'acs:fc:::services/shop/function/pay'",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: task, name: pay, resourceArn: 'acs:fc:::services/shop/functions/pay'}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: FNF:StartExecution\n    Parameters: {resourceArn: 'acs:fnf:::flows/child'}\n    End: true\n",
            at: "'acs:fnf:::flows/child'",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: FNF:StartExecution\n    Parameters: {resourceArn: 'acs:fnf:::flow/child'}\n    End: true\n",
        },
    ],
};

/// The services whose names have a documented form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Service {
    FunctionCompute,
    CloudFlow,
    Messages,
}

/// A name that its service does not take.
struct MalformedArn {
    at: Span,
    found: String,
    /// The service whose name belongs here.
    service: Service,
    /// Set when the name is one of another service, which the action does not call.
    foreign: bool,
}

/// Looks whether the resource that a task names has its service's form.
pub(crate) fn check(task: &Task, findings: &mut Findings) {
    let Some(target) = &task.target else { return };
    let (arn, at, called) = match &target.value {
        TaskTarget::Resource(arn) => (arn.as_str(), target.at, None),
        TaskTarget::Action(action) => {
            let parameter = task.parameters.as_ref().and_then(|parameters| parameters.member("resourceArn"));
            let constant = parameter.and_then(|(_, value)| value.as_constant());
            let Some((Some(arn), at)) = constant.map(|(value, at)| (value.as_str(), at)) else { return };
            let called = match action.as_str() {
                "FC:InvokeFunction" => Service::FunctionCompute,
                "FNF:StartExecution" => Service::CloudFlow,
                "MNS:SendMessage" => Service::Messages,
                _ => return,
            };
            (arn, at, Some(called))
        }
    };
    if has_placeholder(arn) {
        return;
    }
    let Some((named, resource)) = named_service(arn) else { return };
    let service = called.unwrap_or(named);
    let foreign = service != named;
    if foreign || !resource.is_some_and(|resource| has_form(service, resource)) {
        findings.report(|| MalformedArn { at, found: arn.to_owned(), service, foreign });
    }
}

/// The service that a name begins with, and what follows region and account, when all colons are there.
fn named_service(arn: &str) -> Option<(Service, Option<&str>)> {
    let mut parts = arn.strip_prefix("acs:")?.splitn(4, ':');
    let service = match parts.next()? {
        "fc" => Service::FunctionCompute,
        "fnf" => Service::CloudFlow,
        "mns" => Service::Messages,
        _ => return None,
    };
    Some((service, parts.nth(2)))
}

fn has_form(service: Service, resource: &str) -> bool {
    let parts: Vec<&str> = resource.split('/').collect();
    let matches = match (service, parts.as_slice()) {
        (Service::FunctionCompute, ["services", _, "functions", _] | ["functions", _] | ["functions", _, _]) => true,
        // How versions and aliases of a flow are named is not published.
        (Service::CloudFlow, ["flow", _, ..]) => true,
        (Service::Messages, ["", "queues" | "topics", _, "messages"]) => {
            return parts.iter().skip(1).all(|part| !part.is_empty());
        }
        _ => false,
    };
    matches && parts.iter().all(|part| !part.trim().is_empty())
}

impl Service {
    fn forms(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::FunctionCompute => (
                "[TASK][FC]",
                &[
                    "acs:fc:{region}:{account}:services/{service}/functions/{function}",
                    "acs:fc:{region}:{account}:functions/{function}/{qualifier}",
                ],
            ),
            Self::CloudFlow => ("[SUB]", &["acs:fnf:{region}:{account}:flow/{flow}"]),
            Self::Messages => (
                "[MNSQ][MNST]",
                &[
                    "acs:mns:{region}:{account}:/queues/{queue}/messages",
                    "acs:mns:{region}:{account}:/topics/{topic}/messages",
                ],
            ),
        }
    }

    fn resource(self, language: Language) -> &'static str {
        let words = match self {
            Self::FunctionCompute => Words::new("a function", "函数"),
            Self::CloudFlow => Words::new("a flow", "流程"),
            Self::Messages => Words::new("a queue or topic", "队列或主题"),
        };
        words.say(language)
    }
}

impl Rule for MalformedArn {
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
        let (source, forms) = self.service.forms();
        let forms = super::one_of(forms, language);
        let (found, resource) = (quoted(&self.found), self.service.resource(language));
        let what = match (language, self.foreign) {
            (Language::English, false) => format!("{found} is not the name of {resource}"),
            (Language::English, true) => format!("the action calls {resource}, and {found} is something else"),
            (Language::Chinese, false) => format!("{found} 不是{resource}的名称"),
            (Language::Chinese, true) => format!("这个 Action 调用的是{resource}，而 {found} 不是"),
        };
        match language {
            Language::English => Told::new(
                what,
                format!(
                    "The service documents the form {forms} {source}; with another the call most likely finds nothing."
                ),
                "Write a name of that form; region and account may stay empty.",
            ),
            Language::Chinese => Told::new(
                what,
                format!("服务文档规定的格式是 {forms} {source}；其他格式很可能找不到资源。"),
                "请按该格式书写；地域和账号可以留空。",
            ),
        }
    }
}
