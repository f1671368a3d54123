//! `error-source`: an error mapping takes something else than the error.

use flowglass_expression::{Language, closest, legacy};

use super::quoted;
use crate::finding::{Example, Findings, Fix, Page, Rule, Severity, Told, Words};
use crate::model::{Mapping, Task, Value};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "error-source",
    title: Words::new("An error mapping with another source", "errorMappings 的来源不是错误字段"),
    text: Words::new(
        "When a catch takes an error, `$local` holds the error's name and text: `$local.error` and `$local.cause`. Nothing else can be mapped there, the task's input neither. `$local.code` stands in a note of the page, against all its examples, and is taken for `$local.error` with a warning. Whether a constant is taken is not documented, which is a warning too.",
        "捕获错误时，`$local` 中是错误的名称和说明：`$local.error` 和 `$local.cause`。这里不能映射其他内容，任务的输入也不行。`$local.code` 只出现在文档的一条说明中，与所有示例不一致，按 `$local.error` 处理并给出警告。能否使用常量没有文档说明，也会给出警告。",
    ),
    severities: &[Severity::Error, Severity::Warning],
    source: "[TASK]",
    covers: &["V22"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    errorMappings: [{target: order, source: $input.order}]\n    catch: [{errors: [FnF.ALL], goto: done}]\n  - {type: pass, name: done}\n",
            at: "$input.order",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    errorMappings: [{target: reason, source: $local.cause}]\n    catch: [{errors: [FnF.ALL], goto: done}]\n  - {type: pass, name: done}\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    errorMappings: [{target: name, source: $local.code}]\n    catch: [{errors: [FnF.ALL], goto: done}]\n  - {type: pass, name: done}\n",
            at: "$local.code",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: pay\n    resourceArn: acs:fc:::services/shop/functions/pay\n    errorMappings: [{target: name, source: $local.error}]\n    catch: [{errors: [FnF.ALL], goto: done}]\n  - {type: pass, name: done}\n",
        },
    ],
};

/// A source that the error path does not have.
struct ErrorSource {
    at: Span,
    found: Found,
}

/// What stands in place of an error field.
enum Found {
    /// `$local.code`.
    Code,
    Constant,
    /// Another reference, and the field that it is close to.
    Other {
        text: String,
        meant: Option<&'static str>,
    },
}

/// Looks whether the error mappings of a task take the error's fields.
pub(crate) fn check(task: &Task, findings: &mut Findings) {
    for Mapping { source, .. } in task.error_mappings.iter().flatten() {
        let found = match &source.value {
            Value::Constant(constant) if constant.is_null() => None,
            Value::Constant(_) => Some(Found::Constant),
            Value::Reference(reference) => other_than_error(reference),
            // Text that cannot be read has a finding of its own.
            Value::Broken(_) | Value::Unknown(_) | Value::Expression(_) => None,
        };
        if let Some(found) = found {
            findings.report(|| ErrorSource { at: source.at, found });
        }
    }
}

fn other_than_error(reference: &legacy::Reference) -> Option<Found> {
    match (reference.root(), reference.text().trim()) {
        (legacy::Root::Local, "$local.error" | "$local.cause") => None,
        (legacy::Root::Local, "$local.code") => Some(Found::Code),
        (root, text) => {
            let key = reference.first_key().filter(|_| root == legacy::Root::Local);
            let meant = key.and_then(|key| closest(key, ["error", "cause"]));
            let meant = meant.map(|key| if key == "error" { "$local.error" } else { "$local.cause" });
            Some(Found::Other { text: text.to_owned(), meant })
        }
    }
}

impl Rule for ErrorSource {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        match self.found {
            Found::Code | Found::Constant => Severity::Warning,
            Found::Other { .. } => Severity::Error,
        }
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let both = Words::new(
            "On the error path there is only the error: `$local.error` is its name, `$local.cause` its text [TASK].",
            "错误路径上只有错误本身：`$local.error` 是名称，`$local.cause` 是说明 [TASK]。",
        );
        let code = Words::new(
            "A note on the page says `code`, all its examples say `error` [TASK]; here it is taken for `$local.error`.",
            "文档的一条说明写的是 `code`，但所有示例都是 `error` [TASK]；此处按 `$local.error` 处理。",
        );
        let what = match (&self.found, language) {
            (Found::Code, Language::English) => "the error's name is `$local.error`, not `$local.code`".to_owned(),
            (Found::Code, Language::Chinese) => "错误名称是 `$local.error`，不是 `$local.code`".to_owned(),
            (Found::Constant, Language::English) => "`errorMappings` map a constant".to_owned(),
            (Found::Constant, Language::Chinese) => "`errorMappings` 的来源是常量".to_owned(),
            (Found::Other { text, .. }, Language::English) => format!("`errorMappings` cannot take {}", quoted(text)),
            (Found::Other { text, .. }, Language::Chinese) => format!("`errorMappings` 不能使用 {}", quoted(text)),
        };
        let why = if matches!(self.found, Found::Code) { code } else { both };
        let help = match self.found {
            Found::Code => Words::new("Write `$local.error`.", "请写 `$local.error`。"),
            Found::Constant => Words::new(
                "Create constants in a pass step that the catch jumps to.",
                "请在 catch 跳转到的 pass 步骤中创建常量。",
            ),
            Found::Other { .. } => {
                Words::new("Write `$local.error` or `$local.cause`.", "请写 `$local.error` 或 `$local.cause`。")
            }
        };
        Told::new(what, why.say(language), help.say(language))
    }
    fn fix(&self) -> Option<Fix> {
        let meant = match self.found {
            Found::Code => Some("$local.error"),
            Found::Other { meant, .. } => meant,
            Found::Constant => None,
        };
        meant.map(|meant| Fix::rewrite(self.at, meant, false))
    }
}
