//! `alias`: a `*name` that cannot be followed.

use flowglass_expression::Language;

use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "alias",
    title: Words::new("An alias that cannot be followed", "无法展开的别名"),
    text: Words::new(
        "A YAML alias `*name` stands for the value that `&name` marks. An alias inside its own value would never end, and aliases of aliases can grow beyond any memory. Such an alias is left empty.",
        "YAML 别名 `*name` 代表 `&name` 标记的值。写在自身内部的别名永远展开不完，层层嵌套的别名会耗尽内存。这样的别名按空值处理。",
    ),
    severities: &[Severity::Error],
    source: "YAML 1.2, 7.1; the bound on size is ours",
    covers: &[],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor: &out\n      again: *out\n    End: true\n",
        at: "*out",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - Type: Pass\n    Name: A\n    OutputConstructor:\n      again: false\n    End: true\n",
    }],
};

/// An alias that is left empty.
pub(crate) struct AliasRefused {
    pub(crate) at: Span,
    pub(crate) refusal: Refusal,
}

/// Why an alias is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It stands inside what it names.
    Itself,
    /// Written out, the document would have more nodes than are read.
    TooLarge,
}

impl Rule for AliasRefused {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let what = match self.refusal {
            Refusal::Itself => Words::new("this alias stands inside what it names", "这个别名写在它所指的值内部"),
            Refusal::TooLarge => {
                Words::new("this alias makes the document grow beyond all bounds", "这个别名会使文档无限膨胀")
            }
        };
        let why = Words::new(
            "Aliases are written out when a definition is read; this one would never end, or fill the memory.",
            "读取定义时会展开别名；这个别名永远展开不完，或者会占满内存。",
        );
        let help = Words::new("Write the value out where it is needed.", "请在需要的位置直接写出这个值。");
        Told::new(what.say(language), why.say(language), help.say(language))
    }
}
