//! `not-a-flow`: the text is readable, but no definition.

use flowglass_expression::Language;

use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "not-a-flow",
    title: Words::new("A text that is no definition", "文本不是流程定义"),
    text: Words::new(
        "A definition is a mapping that names its language: `Type: StateMachine` with `SpecVersion`, `Name`, `StartAt` and `States`, or `type: flow` with `version` and `steps`.",
        "流程定义是一个映射，并写明所用语言：`Type: StateMachine` 加 `SpecVersion`、`Name`、`StartAt`、`States`，或者 `type: flow` 加 `version`、`steps`。",
    ),
    severities: &[Severity::Error],
    source: "[FDL] of both languages",
    covers: &["V1"],
    examples: &[Example {
        wrong: "name: shop\nimage: web\n",
        at: "name: shop",
        right: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n",
    }],
};

/// What stands where a definition should.
pub(crate) struct NotAFlow {
    pub(crate) at: Span,
    pub(crate) found: Found,
}

/// What was found instead of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// Nothing but blanks and comments.
    Nothing,
    /// A single value.
    Scalar,
    /// A list.
    Sequence,
    /// A mapping without a sign of either language.
    Mapping,
    /// A template or a configuration that declares no flow.
    NoResource,
}

impl Rule for NotAFlow {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let what = match self.found {
            Found::NoResource => return no_resource(language),
            Found::Nothing => Words::new("there is no definition here yet", "这里还没有流程定义"),
            Found::Scalar => Words::new("this is a single value, not a definition", "这是单个值，不是流程定义"),
            Found::Sequence => Words::new("this is a list, not a definition", "这是列表，不是流程定义"),
            Found::Mapping => Words::new(
                "this is neither a `Type: StateMachine` nor a `type: flow` definition",
                "这既不是 `Type: StateMachine` 定义，也不是 `type: flow` 定义",
            ),
        };
        let why = Words::new(
            "A definition is a mapping that names its language and its steps.",
            "流程定义是一个写明语言和步骤的映射。",
        );
        let help = Words::new(
            "Begin with `Type: StateMachine`, `SpecVersion: v1`, `Name`, `StartAt` and `States` (or, in the older language, with `version: v1`, `type: flow` and `steps`).",
            "请以 `Type: StateMachine`、`SpecVersion: v1`、`Name`、`StartAt` 和 `States` 开头（旧版语言则是 `version: v1`、`type: flow` 和 `steps`）。",
        );
        Told::new(what.say(language), why.say(language), help.say(language))
    }
}

fn no_resource(language: Language) -> Told {
    let what = Words::new("no flow with a definition is declared here", "这里没有声明带有定义的流程");
    let why = Words::new(
        "A template declares a flow as a resource of the type `ALIYUN::FNF::Flow` or `Aliyun::Serverless::Flow`, Terraform as `alicloud_fnf_flow` [ROS][TF].",
        "模板用 `ALIYUN::FNF::Flow` 或 `Aliyun::Serverless::Flow` 类型的资源声明流程，Terraform 则用 `alicloud_fnf_flow` [ROS][TF]。",
    );
    let help = Words::new(
        "Open the file that declares the flow, or the definition itself.",
        "请打开声明该流程的文件，或者直接打开流程定义。",
    );
    Told::new(what.say(language), why.say(language), help.say(language))
}
