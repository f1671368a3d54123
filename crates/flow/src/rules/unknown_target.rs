//! `unknown-target`: a jump names a step that its scope does not have.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Example, Fix, Page, Related, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "unknown-target",
    title: Words::new("A jump to a step that is not there", "跳转目标不存在"),
    text: Words::new(
        "`goto`, `Next`, `Default` and `StartAt` reach only steps of the same list: a jump never enters or leaves a branch, an iteration or the steps of a choice.",
        "`goto`、`Next`、`Default` 和 `StartAt` 只能到达同一列表中的步骤：跳转不能进入或离开分支、迭代或选择内部的步骤。",
    ),
    severities: &[Severity::Error],
    source: "[CHOICE], [TASK], [FDL]; CHOICE 4",
    covers: &["V8", "3", "5"],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: paid\n    choices: [{condition: $.paid, goto: shp}]\n  - {type: pass, name: ship}\n",
            at: "shp",
            right: "version: v1\ntype: flow\nsteps:\n  - type: choice\n    name: paid\n    choices: [{condition: $.paid, goto: ship}]\n  - {type: pass, name: ship}\n",
        },
        Example {
            wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, Next: C}\n  - {Type: Succeed, Name: B}\n",
            at: "C",
            right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: A\nStates:\n  - {Type: Pass, Name: A, Next: B}\n  - {Type: Succeed, Name: B}\n",
        },
    ],
};

/// A jump that leads nowhere.
pub(crate) struct UnknownTarget {
    pub(crate) at: Span,
    /// The key that holds the name: `goto`, `Next`.
    pub(crate) key: &'static str,
    pub(crate) name: String,
    /// The closest name in scope, when one is close enough to suggest.
    pub(crate) closest: Option<String>,
    /// A step of this name in another scope.
    pub(crate) elsewhere: Option<Span>,
}

impl Rule for UnknownTarget {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let (key, name) = (self.key, quoted(&self.name));
        let what = match (language, self.elsewhere.is_some()) {
            (Language::English, true) => {
                format!("`{key}` leads out of its scope: {name} stands in another list of steps")
            }
            (Language::English, false) => format!("`{key}` names no step: {name}"),
            (Language::Chinese, true) => format!("`{key}` 跳出了所在作用域：{name} 在另一个步骤列表中"),
            (Language::Chinese, false) => format!("`{key}` 指向的步骤不存在：{name}"),
        };
        let why = Words::new(
            "A jump reaches only steps of the same list; an execution that comes here cannot go on.",
            "跳转只能到达同一列表中的步骤；执行到这里后无法继续。",
        );
        let help = match (&self.closest, self.elsewhere, language) {
            (Some(closest), _, Language::English) => format!("Write {}.", quoted(closest)),
            (Some(closest), _, Language::Chinese) => format!("请写 {}。", quoted(closest)),
            (None, Some(_), Language::English) => {
                "Jump to a step beside this one; a container's end leads out of it.".to_owned()
            }
            (None, Some(_), Language::Chinese) => "请跳转到同一列表中的步骤；容器结束后会自动回到外层。".to_owned(),
            (None, None, Language::English) => "Name a step of the same list, or add the step.".to_owned(),
            (None, None, Language::Chinese) => "请写同一列表中的步骤名称，或者添加这个步骤。".to_owned(),
        };
        Told::new(what, why.say(language), help)
    }
    fn related(&self) -> Vec<Related> {
        let what = Words::new("the step of this name", "这个名称的步骤");
        self.elsewhere.map(|at| Related { at, what }).into_iter().collect()
    }
    fn fix(&self) -> Option<Fix> {
        self.closest.as_ref().map(|name| Fix::rewrite(self.at, name.as_str(), false))
    }
}
