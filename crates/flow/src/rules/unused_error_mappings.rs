//! `unused-error-mappings`: a task maps errors that it never catches.

use flowglass_expression::Language;

use crate::document::Document;
use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Step, Task};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "unused-error-mappings",
    title: Words::new("Error mappings without a catch", "有 errorMappings 但没有 catch"),
    text: Words::new(
        "`errorMappings` say what a caught error hands on. A task without `catch` catches nothing, so they are never used: the task fails, and so does what contains it.",
        "`errorMappings` 说明被捕获的错误传递哪些数据。没有 `catch` 的任务不会捕获任何错误，因此永远用不到它们：任务失败，包含它的步骤也失败。",
    ),
    severities: &[Severity::Warning],
    source: "[TASK]",
    covers: &["V22"],
    examples: &[Example {
        wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    errorMappings: [{target: reason, source: $local.cause}]\n  - {type: pass, name: done}\n",
        at: "errorMappings",
        right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    errorMappings: [{target: reason, source: $local.cause}]\n    catch: [{errors: [FnF.ALL], goto: done}]\n  - {type: pass, name: done}\n",
    }],
};

/// Error mappings that are never used.
struct UnusedErrorMappings {
    at: Span,
}

/// Looks whether a task that maps errors catches any.
pub(crate) fn check(document: &Document, step: &Step, task: &Task, findings: &mut Findings) {
    if task.error_mappings.is_none() || document.entry(step.node, "catch").is_some() {
        return;
    }
    if let Some((key, _)) = document.entry(step.node, "errorMappings") {
        findings.report(|| UnusedErrorMappings { at: document.node(key).at });
    }
}

impl Rule for UnusedErrorMappings {
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
        let what = Words::new(
            "`errorMappings` are never used: the task has no `catch`",
            "任务没有 `catch`，`errorMappings` 永远不会用到",
        );
        let why = Words::new(
            "They say what a caught error hands on [TASK]; without a catch the task and all around it fail.",
            "它们说明被捕获的错误传递哪些数据 [TASK]；没有捕获时任务及其外层都会失败。",
        );
        let help = Words::new("Add `catch`, or remove `errorMappings`.", "请添加 `catch`，或者删除 `errorMappings`。");
        Told::new(what.say(language), why.say(language), help.say(language))
    }
}
