//! `forgotten-marker`: text that reads like an expression under a key without `.$`.

use flowglass_expression::Language;
use flowglass_expression::state_machine::{FUNCTIONS, Variable};

use super::quoted;
use crate::finding::{Edit, Example, Findings, Fix, Page, Rule, Severity, Told, Words};
use crate::model::{Data, Dialect, Flow, StepKind, Template, Value};
use crate::span::{Span, Spanned};

pub(super) static PAGE: Page = Page {
    code: "forgotten-marker",
    title: Words::new("An expression under a key without `.$`", "键缺少 `.$`，表达式被当作文本"),
    text: Words::new(
        "Only the values of keys that end with `.$` are evaluated. A text such as `$Input.a` or `format(…)` under a plain key, or in a list, is handed on as it is written.",
        "只有以 `.$` 结尾的键，其值才会求值。普通键下或列表中的 `$Input.a`、`format(…)` 等文本会原样传递。",
    ),
    severities: &[Severity::Warning],
    source: "[IO], [FN]; CHOICE 27",
    covers: &["21"],
    examples: &[
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      who: $Input.who\n    End: true\n",
            at: "$Input.who",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      who.$: $Input.who\n    End: true\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      both: [$Input.a, $Input.b]\n    End: true\n",
            at: "$Input.a",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      both.$: toArray($Input.a, $Input.b)\n    End: true\n",
        },
    ],
};

/// Text that is not evaluated.
pub(crate) struct ForgottenMarker {
    at: Span,
    text: String,
    /// The key, when the text is its value and not an item of a list.
    key: Option<Spanned<String>>,
}

/// Reports every such text in the constructors and parameters of the flow.
pub(crate) fn check(flow: &Flow, findings: &mut Findings) {
    if flow.dialect != Dialect::StateMachine {
        return;
    }
    for (_, step) in flow.steps() {
        let mut templates = Vec::new();
        if let Data::Constructors { input, output, global } = &step.data {
            templates.extend([input, output, global].into_iter().flatten());
        }
        templates.extend(step.catch.iter().filter_map(|rule| rule.output.as_ref()));
        match &step.kind {
            StepKind::Task(task) => templates.extend(&task.parameters),
            StepKind::Map(map) => templates.extend(map.distributed.iter().filter_map(|map| map.item.as_ref())),
            _ => {}
        }
        for template in templates {
            look(template, None, findings);
        }
    }
}

fn look(template: &Template, key: Option<&Spanned<String>>, findings: &mut Findings) {
    match template {
        Template::Object(members) => members.iter().for_each(|(key, member)| look(member, Some(key), findings)),
        Template::List(items) => items.iter().for_each(|item| look(item, None, findings)),
        Template::Value(Spanned { value: Value::Constant(value), at }) => {
            if let Some(text) = value.as_str().filter(|text| reads_like_an_expression(text)) {
                findings.report(|| ForgottenMarker { at: *at, text: text.to_owned(), key: key.cloned() });
            }
        }
        Template::Value(_) => {}
    }
}

/// `$Input…` and the other variables, or a call of a function that exists.
fn reads_like_an_expression(text: &str) -> bool {
    let variables =
        [Variable::Input, Variable::Output, Variable::Context, Variable::Global, Variable::Item].map(Variable::text);
    let variable = variables.into_iter().any(|name| {
        let rest = text.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    });
    let call = || {
        let name = text.split_once('(').filter(|_| text.ends_with(')')).map(|(name, _)| name);
        name.is_some_and(|name| FUNCTIONS.iter().any(|function| function.name == name))
    };
    variable || call()
}

impl Rule for ForgottenMarker {
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
        let text = quoted(&self.text);
        let (what, why) = match language {
            Language::English => (
                format!("{text} is plain text here"),
                "Only the value of a key that ends with `.$` is evaluated; this is handed on as it is written [IO].",
            ),
            Language::Chinese => {
                (format!("{text} 在此处是普通文本"), "只有以 `.$` 结尾的键，其值才会求值；这里会原样传递 [IO]。")
            }
        };
        let help = match (&self.key, language) {
            (Some(key), Language::English) => format!("Write the key as {}.", quoted(&format!("{}.$", key.value))),
            (Some(key), Language::Chinese) => format!("请把键写成 {}。", quoted(&format!("{}.$", key.value))),
            (None, Language::English) => "Build the list with `toArray(…)` under a key that ends with `.$`.".to_owned(),
            (None, Language::Chinese) => "请在以 `.$` 结尾的键下用 `toArray(…)` 构造列表。".to_owned(),
        };
        Told::new(what, why, help)
    }
    fn fix(&self) -> Option<Fix> {
        let key = self.key.as_ref()?;
        // A key in quotes ends with its quote; there the person writes the marker.
        let plain = key.at.len() == key.value.len();
        plain.then(|| Fix {
            title: Words::new("Evaluate `{}`", "对 `{}` 求值"),
            name: self.text.clone(),
            edits: vec![Edit { at: Span::at(key.at.end as usize), text: ".$".to_owned() }],
            safe: false,
        })
    }
}
