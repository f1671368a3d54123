//! `unknown-type`: a step is of a type that the language does not have.

use flowglass_expression::Language;

use super::{quoted, write_one_of};
use crate::finding::{Example, Fix, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "unknown-type",
    title: Words::new("A step of an unknown type", "未知的步骤类型"),
    text: Words::new(
        "The service refuses a step of a type that it does not know. Flowglass draws such a step, and a simulated execution that reaches it fails.",
        "服务会拒绝类型未知的步骤。Flowglass 会画出这样的步骤；模拟执行到达它时失败。",
    ),
    severities: &[Severity::Error],
    source: "[FDL], [VSC]",
    covers: &["V5", "2"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: paralel, name: a}\n",
            at: "paralel",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: parallel, name: a, branches: [{steps: [{type: pass, name: b}]}], outputMappings: []}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Success, Name: A}\n",
            at: "Success",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Succeed, Name: A}\n",
        },
    ],
};

/// A type that names no kind of step.
pub(crate) struct UnknownType {
    pub(crate) at: Span,
    pub(crate) found: String,
    pub(crate) closest: Option<&'static str>,
    pub(crate) known: &'static [&'static str],
}

impl Rule for UnknownType {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let found = quoted(&self.found);
        let what = match language {
            Language::English => format!("{found} is not a type of step"),
            Language::Chinese => format!("{found} 不是步骤类型"),
        };
        let why = Words::new(
            "The service refuses a step of a type that it does not know; such a step is drawn, and a run that reaches it fails.",
            "服务会拒绝类型未知的步骤；这样的步骤会画出来，但模拟执行到达它时失败。",
        );
        Told::new(what, why.say(language), write_one_of(self.closest, self.known, language))
    }
    fn fix(&self) -> Option<Fix> {
        self.closest.map(|name| Fix::rewrite(self.at, name, false))
    }
}
