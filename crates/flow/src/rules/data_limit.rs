//! `data-limit`: the constants of one mapping or constructor are larger than data may be.

use flowglass_expression::{Json, Language};

use super::quoted;
use crate::finding::{Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Data, Dialect, Flow, Template, Value};
use crate::span::Span;

/// How many bytes input, output and local variable of a step may have together. Source: [IO] of the older language.
const LEGACY: usize = 32 << 10;
/// How many bytes an input or an output may have. Source: [IO].
const STATE: usize = 64 << 10;
/// How many bytes the value of a global variable may have. Source: [GLOB].
const GLOBAL: usize = 256 << 10;

pub(super) static PAGE: Page = Page {
    code: "data-limit",
    title: Words::new("Constants larger than data may be", "常量超过数据大小上限"),
    text: Words::new(
        "Input, output and local variable of a step have at most 32 KiB together in the older language [IO]; in the new one an input or an output has at most 64 KiB [IO], and the value of a global variable 256 KiB [GLOB]. An execution that makes more fails, and nothing can catch that. Flowglass adds up what is written down, as compact JSON in UTF-8 (CHOICE 26); what is computed counts as nothing.",
        "在旧版语言中，步骤的输入、输出和本地变量合计最多 32 KiB [IO]；在新版语言中，输入或输出最多 64 KiB [IO]，全局变量的值最多 256 KiB [GLOB]。超过上限的执行会失败，且无法捕获。Flowglass 按紧凑 UTF-8 JSON 累加直接写出的内容（CHOICE 26）；计算得到的部分不计入。",
    ),
    severities: &[Severity::Warning],
    source: "[IO], [GLOB]; CHOICE 26",
    covers: &[],
    examples: &[],
};

/// Constants that alone are larger than the data that they are part of may be.
struct DataLimit {
    /// The key of the largest one.
    at: Span,
    name: String,
    bytes: usize,
    most: usize,
}

/// Reports mappings and constructors that make more data than there may be.
pub(crate) fn check(flow: &Flow, findings: &mut Findings) {
    let all = flow.steps().map(|(_, step)| &step.data).chain([&flow.data]);
    for data in all {
        match data {
            Data::Mappings { input, output } => {
                for mappings in [input, output].into_iter().flatten() {
                    let members = mappings.iter().map(|mapping| {
                        let target = &mapping.target;
                        (target.value.as_str(), target.at, value_bytes(&mapping.source.value))
                    });
                    together(members, LEGACY, findings);
                }
            }
            Data::Constructors { input, output, global } => {
                for constructor in [input, output] {
                    together(members(constructor.as_ref()), STATE, findings);
                }
                for member in members(global.as_ref()) {
                    each(member, findings);
                }
            }
        }
    }
    if flow.dialect == Dialect::StateMachine {
        for rule in flow.steps().flat_map(|(_, step)| &step.catch) {
            together(members(rule.output.as_ref()), STATE, findings);
        }
    }
}

type Member<'text> = (&'text str, Span, usize);

fn members(constructor: Option<&Template>) -> impl Iterator<Item = Member<'_>> {
    let members = match constructor {
        Some(Template::Object(members)) => members.as_slice(),
        Some(Template::Value(_) | Template::List(_)) | None => &[],
    };
    members.iter().map(|(key, member)| (key.value.as_str(), key.at, bytes(member)))
}

/// Reports an object whose members are too large together, at the largest of them.
fn together<'text>(members: impl Iterator<Item = Member<'text>>, most: usize, findings: &mut Findings) {
    let (mut total, mut largest) = (2, None);
    for (name, at, bytes) in members {
        // The quotes around the key, the colon and the comma.
        total += name.len() + 4 + bytes;
        if largest.is_none_or(|(_, _, known)| known < bytes) {
            largest = Some((name, at, bytes));
        }
    }
    if let Some((name, at, _)) = largest.filter(|_| total > most) {
        findings.report(|| DataLimit { at, name: name.to_owned(), bytes: total, most });
    }
}

/// Reports the value of a global variable that is too large.
fn each((name, at, bytes): Member<'_>, findings: &mut Findings) {
    if bytes > GLOBAL {
        findings.report(|| DataLimit { at, name: name.to_owned(), bytes, most: GLOBAL });
    }
}

/// What is written down in a template, in bytes; what is computed counts as nothing.
fn bytes(template: &Template) -> usize {
    match template {
        Template::Value(value) => value_bytes(&value.value),
        Template::Object(members) => {
            members.iter().map(|(key, member)| key.value.len() + 4 + bytes(member)).sum::<usize>() + 1
        }
        Template::List(items) => items.iter().map(|item| bytes(item) + 1).sum::<usize>() + 1,
    }
}

fn value_bytes(value: &Value) -> usize {
    match value {
        Value::Constant(constant) => Json::compact_len(constant),
        Value::Reference(_) | Value::Expression(_) | Value::Unknown(_) | Value::Broken(_) => 0,
    }
}

impl Rule for DataLimit {
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
        let (name, kib, most) = (quoted(&self.name), self.bytes.div_ceil(1 << 10), self.most >> 10);
        match language {
            Language::English => Told::new(
                format!("the constants here have about {kib} KiB, {name} most of them; {most} KiB are allowed"),
                "An execution that comes here fails, and nothing can catch that [IO][GLOB].",
                "Keep large data elsewhere, such as in OSS, and hand on where it is.",
            ),
            Language::Chinese => Told::new(
                format!("此处的常量约 {kib} KiB，其中 {name} 最大；上限为 {most} KiB"),
                "执行到这里会失败，且无法捕获 [IO][GLOB]。",
                "请把大数据存放在别处，例如 OSS，只传递它的位置。",
            ),
        }
    }
}
