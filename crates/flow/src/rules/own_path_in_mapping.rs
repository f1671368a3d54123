//! `own-path-in-mapping`: a mapping's source begins with `$` alone.

use flowglass_expression::Language;

use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "own-path-in-mapping",
    title: Words::new("`$.x` as the source of a mapping", "映射的 source 写成 `$.x`"),
    text: Words::new(
        "In mappings a reference begins with `$input`, `$local` or `$context`; every other text is a constant. One page of the service writes `$.x` in `inputMappings`: Flowglass takes it there as a path into what the step receives. In other lists it stays plain text.",
        "映射中的引用以 `$input`、`$local` 或 `$context` 开头，其他文本都是常量。服务有一页文档在 `inputMappings` 中写了 `$.x`：Flowglass 在那里把它当作步骤所接收数据中的路径；在其他列表中它只是普通文本。",
    ),
    severities: &[Severity::Warning],
    source: "[MNST], [EX:oss-batch-process]; `fdl-v1.md` 9.2",
    covers: &[],
    examples: &[Example {
        wrong: "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n    inputMappings:\n      - {target: key, source: $.key}\n",
        at: "$.key",
        right: "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n    inputMappings:\n      - {target: key, source: $input.key}\n",
    }],
};

/// A source `$.x`.
pub(crate) struct OwnPathInMapping {
    pub(crate) at: Span,
    /// Set in `inputMappings`, where it is taken for a path.
    pub(crate) taken: bool,
}

impl Rule for OwnPathInMapping {
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
        let what = Words::new("`$` alone begins no reference in a mapping", "映射中单独的 `$` 不是引用的开头");
        let why = if self.taken {
            Words::new(
                "One page of the service writes it so [MNST]; here it is taken as a path into what the step receives.",
                "服务有一页文档这样写 [MNST]；此处把它当作步骤所接收数据中的路径。",
            )
        } else {
            Words::new(
                "Only `$input`, `$local` and `$context` begin a reference here; this is taken as plain text.",
                "此处只有 `$input`、`$local` 和 `$context` 是引用的开头；它被当作普通文本。",
            )
        };
        let help = Words::new("Write `$input` or `$local`, whichever is meant.", "请按含义写 `$input` 或 `$local`。");
        Told::new(what.say(language), why.say(language), help.say(language))
    }
}
