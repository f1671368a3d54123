//! `empty-local`: `$local` is read where nothing can have been written to it.

use flowglass_expression::{Language, PathRoot, legacy};

use super::quoted;
use crate::document::Document;
use crate::finding::{Example, Findings, Fix, Page, Rule, Severity, Told, Words};
use crate::known_data::{KnownData, Shape};
use crate::model::{Flow, Owner, StepKind};
use crate::reads::{Place, Read};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "empty-local",
    title: Words::new("`$local` where it is still empty", "`$local` 此时仍为空"),
    text: Words::new(
        "In `inputMappings`, `$local` holds what the steps before in the same list have put out; in `outputMappings` it is what the step itself has done. In front of the first step of a list, and in a pass, wait or succeed step, it is always empty: whatever is read from it is null. What came from outside the list is in `$input`. In the steps of a choice it is a note when the steps before the choice have written the key: one sample of the service reads it there, the documentation says that it begins empty.",
        "在 `inputMappings` 中，`$local` 是同一列表中前面的步骤输出的内容；在 `outputMappings` 中，它是步骤自身的结果。在列表的第一个步骤之前，以及在 pass、wait 和 succeed 步骤中，它总是空的：从中读取的任何内容都是 null。来自列表之外的数据在 `$input` 中。在选择内部的步骤中，如果选择之前的步骤写入了这个键，则只是提示：服务的一个示例在那里读取它，而文档说它一开始是空的。",
    ),
    severities: &[Severity::Warning, Severity::Note],
    source: "[IO], [PASS], [WAIT]; by our choice",
    covers: &["V29"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: charge\n    resourceArn: acs:fc:::services/s/functions/charge\n    inputMappings: [{target: order, source: $local.order}]\n",
            at: "$local",
            right: "version: v1\ntype: flow\nsteps:\n  - type: task\n    name: charge\n    resourceArn: acs:fc:::services/s/functions/charge\n    inputMappings: [{target: order, source: $input.order}]\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: keep\n    outputMappings: [{target: order, source: $local.order}]\n",
            at: "$local",
            right: "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: keep\n    outputMappings: [{target: order, source: $input.order}]\n",
        },
    ],
};

/// A path from `$local` where that is empty in every run.
pub(crate) struct EmptyLocal {
    at: Span,
    /// The path as written.
    path: String,
    whose: Whose,
    /// Set when the steps before the enclosing choice have written what is read.
    around: bool,
    /// `$input` may have it.
    input: bool,
}

/// Whose `$local` is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// That of the list: no step before has written anything.
    Siblings,
    /// That of the step itself.
    Own,
    /// That of the flow, before its first step.
    FlowBefore,
    /// That of the flow, behind its last step.
    FlowAfter,
}

impl EmptyLocal {
    /// Reports the path if it reads from an empty `$local`; tells whether it does.
    pub(crate) fn check(
        document: &Document,
        flow: &Flow,
        known: &KnownData,
        read: &Read<'_>,
        findings: &mut Findings,
    ) -> bool {
        if read.path.root != PathRoot::Legacy(legacy::Root::Local) {
            return false;
        }
        let empty = matches!(read.root(known), Some((Shape::Object(object), _)) if object.is_empty());
        if empty {
            findings.report(|| Self {
                at: read.span(document, read.path.root_at.clone()),
                path: read.path_text().to_owned(),
                whose: match (read.step, read.place) {
                    (Some(_), Place::Output) => Whose::Own,
                    (Some(_), _) => Whose::Siblings,
                    (None, Place::Output) => Whose::FlowAfter,
                    (None, _) => Whose::FlowBefore,
                },
                around: written_around(flow, known, read),
                input: read.instead_of_local(known),
            });
        }
        empty
    }
}

/// Tells whether the path leads somewhere from the `$local` around the choice that the step stands in (A1).
pub(super) fn written_around(flow: &Flow, known: &KnownData, read: &Read<'_>) -> bool {
    let (Some(mut id), Place::Input) = (read.step, read.place) else { return false };
    while let Some(Owner { step, .. }) = flow.scope(flow.step(id).scope).owner {
        if !matches!(flow.step(step).kind, StepKind::Choice(_)) {
            return false;
        }
        let around = known.step(step).and_then(|data| data.local.as_ref());
        if around.is_some_and(|around| known.member(around, read.path.segments).may_be()) {
            return true;
        }
        id = step;
    }
    false
}

impl Rule for EmptyLocal {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        if self.around { Severity::Note } else { Severity::Warning }
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let path = quoted(&self.path);
        let what = match (language, self.whose) {
            (Language::English, Whose::Own) => format!("{path} is null: the step itself makes no `$local`"),
            (Language::English, Whose::FlowAfter) => format!("{path} is null: no step of the flow leaves anything"),
            (Language::English, _) => format!("{path} is read before anything is written to `$local`"),
            (Language::Chinese, Whose::Own) => format!("{path} 为 null：该步骤自身没有 `$local`"),
            (Language::Chinese, Whose::FlowAfter) => format!("{path} 为 null：流程的步骤没有留下任何内容"),
            (Language::Chinese, _) => format!("在 `$local` 写入任何内容之前就读取了 {path}"),
        };
        let why = match self.whose {
            _ if self.around => Words::new(
                "By the documentation the `$local` of a choice's steps begins empty [IO][CHOICE]; one sample of the service reads an outer key from it [EX:oss-copy]. The choice's input has that key in any case.",
                "根据文档，选择内部步骤的 `$local` 一开始是空的 [IO][CHOICE]；服务的一个示例从中读取外层的键 [EX:oss-copy]。无论如何，选择的输入中都有这个键。",
            ),
            Whose::Siblings => Words::new(
                "`$local` holds what the steps before in the same list have put out [IO]; here none of them can have put out anything, so the value is null.",
                "`$local` 是同一列表中前面的步骤输出的内容 [IO]；此处它们不可能输出任何内容，因此值为 null。",
            ),
            Whose::Own => Words::new(
                "In `outputMappings`, `$local` is what the step itself has done; a pass, wait or succeed step does nothing, so it is empty [PASS][WAIT].",
                "在 `outputMappings` 中，`$local` 是步骤自身的结果；pass、wait 和 succeed 步骤不产生结果，因此是空的 [PASS][WAIT]。",
            ),
            Whose::FlowBefore => Words::new(
                "The flow's own `inputMappings` are applied before any step runs [FDL].",
                "流程自身的 `inputMappings` 在任何步骤运行之前生效 [FDL]。",
            ),
            Whose::FlowAfter => Words::new(
                "The flow's `$local` is what its steps put out [FDL]; none of them puts out anything.",
                "流程的 `$local` 是其步骤输出的内容 [FDL]；而这些步骤都没有输出。",
            ),
        };
        let help = match (self.input, language) {
            (true, Language::English) => "Write `$input` for what comes from outside this list of steps.",
            (true, Language::Chinese) => "来自这个步骤列表之外的数据请写 `$input`。",
            (false, Language::English) => "Let an earlier step write it, or remove the mapping.",
            (false, Language::Chinese) => "请让前面的步骤写入它，或者删除这个映射。",
        };
        Told::new(what, why.say(language), help)
    }
    fn fix(&self) -> Option<Fix> {
        self.input.then(|| Fix::rewrite(self.at, "$input", false))
    }
}
