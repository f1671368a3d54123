//! `unusual-action`: an action that looks like a misspelt one.

use flowglass_expression::{Language, closest};

use super::quoted;
use crate::finding::{Example, Findings, Fix, Page, Rule, Severity, Told, Words};
use crate::model::{Task, TaskTarget};
use crate::services::ACTIONS;
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "unusual-action",
    title: Words::new("An action that looks misspelt", "疑似拼错的操作"),
    text: Words::new(
        "Any operation of any product can be called, so Flowglass cannot know them all and accepts every `Product:Operation`. It only says so when one is almost, but not quite, an action with a page of its own, such as `FC:InvokeFunction`.",
        "任何产品的任何操作都可以调用，Flowglass 不可能全部认识，因此接受所有 `Product:Operation`。只有当写法与某个有专门文档的操作（例如 `FC:InvokeFunction`）非常接近却不相同时才会提示。",
    ),
    severities: &[Severity::Note],
    source: "[TASK], [INT], [OAPI]; by our choice a note",
    covers: &["14"],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Task, Name: A, Action: 'Fc:InvokeFunction', End: true}\n",
        at: "'Fc:InvokeFunction'",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Task\n    Name: A\n    Action: FC:InvokeFunction\n    Parameters: {resourceArn: 'acs:fc:::functions/quote/LATEST'}\n    End: true\n",
    }],
};

/// An action that no page describes, close to one that has a page.
struct UnusualAction {
    at: Span,
    found: String,
    meant: &'static str,
}

/// Looks whether an action of the new language is almost a known one.
pub(crate) fn check(task: &Task, findings: &mut Findings) {
    let Some(target) = &task.target else { return };
    let TaskTarget::Action(found) = &target.value else { return };
    if ACTIONS.iter().any(|action| action.name == found) {
        return;
    }
    let names = || ACTIONS.iter().map(|action| action.name);
    let same_letters = names().find(|name| name.eq_ignore_ascii_case(found));
    // Another operation of the same product is an operation of its own more often than a slip of the pen.
    let near = || closest(found, names()).filter(|name| found.contains(':') && !is_sibling(found, name));
    if let Some(meant) = same_letters.or_else(near) {
        findings.report(|| UnusualAction { at: target.at, found: found.clone(), meant });
    }
}

/// `OSS:PutObject` and `OSS:GetObject`: one product, and operations whose first words differ.
fn is_sibling(found: &str, known: &str) -> bool {
    let verb = |name: &str| {
        let operation = name.split_once(':').map_or("", |(_, operation)| operation);
        let end = operation
            .char_indices()
            .skip(1)
            .find(|(_, c)| c.is_ascii_uppercase())
            .map_or(operation.len(), |(at, _)| at);
        operation.get(..end).unwrap_or_default().to_owned()
    };
    let product = |name: &str| name.split_once(':').map_or("", |(product, _)| product).to_owned();
    product(found) == product(known) && verb(found) != verb(known)
}

impl Rule for UnusualAction {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        Severity::Note
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let (found, meant) = (quoted(&self.found), self.meant);
        match language {
            Language::English => Told::new(
                format!("{found} is called as a plain API; `{meant}` has a page of its own"),
                "Every `Product:Operation` is accepted, and its name is looked up when the task runs [OAPI].",
                format!("If that is what you mean, write `{meant}`."),
            ),
            Language::Chinese => Told::new(
                format!("{found} 会作为普通 API 调用；`{meant}` 才有专门的集成文档"),
                "任何 `Product:Operation` 都会被接受，任务运行时才查找该名称 [OAPI]。",
                format!("如果本意如此，请写 `{meant}`。"),
            ),
        }
    }
    fn fix(&self) -> Option<Fix> {
        Some(Fix::rewrite(self.at, self.meant, false))
    }
}
