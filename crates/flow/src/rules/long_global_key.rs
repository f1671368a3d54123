//! `long-global-key`: the name of a global variable is longer than the service takes.

use flowglass_expression::Language;

use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::model::{Data, Step, Template};
use crate::span::Span;

/// Source: [GLOB].
const MOST_BYTES: usize = 128;

pub(super) static PAGE: Page = Page {
    code: "long-global-key",
    title: Words::new("A global variable with too long a name", "全局变量名过长"),
    text: Words::new(
        "The key of a global variable has at most 128 bytes; letters beyond ASCII count as several. An execution that writes a longer one fails.",
        "全局变量的键最长 128 字节；非 ASCII 字符按多个字节计算。写入更长的键会使执行失败。",
    ),
    severities: &[Severity::Error],
    source: "[GLOB]",
    covers: &["36"],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    GlobalConstructor:\n      the_total_of_all_orders_of_all_customers_of_all_countries_in_all_currencies_of_all_months_of_all_years_since_the_shop_was_opened_up: 1\n    End: true\n",
        at: "the_total_of_all_orders_of_all_customers_of_all_countries_in_all_currencies_of_all_months_of_all_years_since_the_shop_was_opened_up",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    GlobalConstructor:\n      total: 1\n    End: true\n",
    }],
};

/// A key beyond the limit.
struct LongGlobalKey {
    at: Span,
    bytes: usize,
}

/// Looks at the keys that a state writes.
pub(crate) fn check(step: &Step, findings: &mut Findings) {
    let Data::Constructors { global: Some(Template::Object(members)), .. } = &step.data else { return };
    for (key, _) in members.iter().filter(|(key, _)| key.value.len() > MOST_BYTES) {
        findings.report(|| LongGlobalKey { at: key.at, bytes: key.value.len() });
    }
}

impl Rule for LongGlobalKey {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let bytes = self.bytes;
        match language {
            Language::English => Told::new(
                format!("this name of a global variable has {bytes} bytes"),
                format!("The service takes at most {MOST_BYTES} [GLOB]; an execution that writes it fails."),
                "Shorten the name.",
            ),
            Language::Chinese => Told::new(
                format!("这个全局变量名有 {bytes} 字节"),
                format!("服务最多接受 {MOST_BYTES} 字节 [GLOB]；写入它的执行会失败。"),
                "请缩短名称。",
            ),
        }
    }
}
