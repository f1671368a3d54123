//! `unwritten-global`: a global variable is read that no state writes.

use flowglass_expression::state_machine::Variable;
use flowglass_expression::{Language, PathRoot, Step, closest};

use super::{one_of, quoted};
use crate::document::Document;
use crate::finding::{Example, Findings, Fix, Page, Rule, Severity, Told, Words};
use crate::known_data::{KnownData, Member, Shape};
use crate::reads::Read;
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "unwritten-global",
    title: Words::new("A global variable that no state writes", "没有状态写入的全局变量"),
    text: Words::new(
        "Only the `GlobalConstructor` of a state writes global variables. One that none of them names is null wherever it is read.",
        "只有状态的 `GlobalConstructor` 会写入全局变量。没有任何构造器写入的变量，在任何位置读取都是 null。",
    ),
    severities: &[Severity::Warning],
    source: "[GLOB]; CHOICE 39",
    covers: &[],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, GlobalConstructor: {quotedBy: robot}, Next: B}\n  - {Type: Pass, Name: B, OutputConstructor: {by.$: $Global.quoted}, End: true}\n",
        at: "quoted",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, GlobalConstructor: {quotedBy: robot}, Next: B}\n  - {Type: Pass, Name: B, OutputConstructor: {by.$: $Global.quotedBy}, End: true}\n",
    }],
};

/// How many names are looked at for one that was meant.
const MOST_NAMES: usize = 200;

/// A global variable that no state writes.
pub(crate) struct UnwrittenGlobal {
    at: Span,
    name: String,
    written: Vec<String>,
    closest: Option<String>,
}

impl UnwrittenGlobal {
    /// Reports the path if it begins at a global variable that no state writes.
    pub(crate) fn check(document: &Document, known: &KnownData, read: &Read<'_>, findings: &mut Findings) {
        let Some(first) = read.path.segments.first().filter(|_| read.path.root == PathRoot::Variable(Variable::Global))
        else {
            return;
        };
        let globals = known.globals();
        let (Member::Nothing { .. }, Step::Key(name)) = (known.member(globals, &read.path.segments[..1]), &first.step)
        else {
            return;
        };
        findings.report(|| {
            let written: Vec<String> = match globals {
                Shape::Object(object) => object.keys(MOST_NAMES).into_iter().map(|(name, _)| name.to_owned()).collect(),
                Shape::Anything | Shape::Scalar | Shape::List { .. } => Vec::new(),
            };
            Self {
                at: read.span(document, first.name_at.clone()),
                name: name.to_string(),
                closest: closest(name, written.iter().map(String::as_str)).map(str::to_owned),
                written,
            }
        });
    }
}

impl Rule for UnwrittenGlobal {
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
        let name = quoted(&self.name);
        let known: Vec<&str> = match &self.closest {
            Some(closest) => vec![closest],
            None => self.written.iter().map(String::as_str).take(8).collect(),
        };
        let known = one_of(&known, language);
        match language {
            Language::English => Told::new(
                format!("no state writes the global variable {name}"),
                "Global variables are written by `GlobalConstructor` only [GLOB]; none in this flow names it, so it is null.",
                if known.is_empty() {
                    "Add it to the `GlobalConstructor` of an earlier state.".to_owned()
                } else {
                    format!("Write {known}, or add it to the `GlobalConstructor` of an earlier state.")
                },
            ),
            Language::Chinese => Told::new(
                format!("没有状态写入全局变量 {name}"),
                "全局变量只由 `GlobalConstructor` 写入 [GLOB]；该流程中没有构造器写入它，因此为 null。",
                if known.is_empty() {
                    "请在前面某个状态的 `GlobalConstructor` 中添加它。".to_owned()
                } else {
                    format!("请写 {known}，或者在前面某个状态的 `GlobalConstructor` 中添加它。")
                },
            ),
        }
    }
    fn fix(&self) -> Option<Fix> {
        self.closest.as_ref().map(|name| Fix::rewrite(self.at, name.as_str(), false))
    }
}
