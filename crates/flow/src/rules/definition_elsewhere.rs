//! `definition-elsewhere`: a template or a configuration names the file with the definition.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "definition-elsewhere",
    title: Words::new("A definition in a file of its own", "定义在单独的文件中"),
    text: Words::new(
        "A template names the file with the definition in `DefinitionUri`, Terraform in `file(…)` or `templatefile(…)`. The path begins at the folder of the file that names it. `flowglass check` and `flowglass render` open the other file as well; the page cannot, so open it there yourself.",
        "模板通过 `DefinitionUri` 指定定义所在的文件，Terraform 则通过 `file(…)` 或 `templatefile(…)`。路径相对于写有该路径的文件所在目录。`flowglass check` 和 `flowglass render` 会一并打开该文件；页面做不到，请自行打开。",
    ),
    severities: &[Severity::Note],
    source: "Fun's `Aliyun::Serverless::Flow`, [TF]",
    covers: &[],
    examples: &[Example {
        wrong: "Resources:\n  order:\n    Type: Aliyun::Serverless::Flow\n    Properties:\n      DefinitionUri: flows/order.flow.yml\n",
        at: "flows/order.flow.yml",
        right: "Resources:\n  order:\n    Type: Aliyun::Serverless::Flow\n    Properties:\n      Definition:\n        version: v1\n        type: flow\n        steps:\n          - {type: pass, name: a}\n",
    }],
};

/// A definition that lies in a file of its own.
pub(crate) struct DefinitionElsewhere {
    pub(crate) at: Span,
    /// The resource.
    pub(crate) name: String,
    pub(crate) path: String,
}

impl Rule for DefinitionElsewhere {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        Severity::Note
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let (name, path) = (quoted(&self.name), quoted(&self.path));
        match language {
            Language::English => Told::new(
                format!("the definition of {name} lies in {path}"),
                "The deployment tool reads that file; what is wrong in it is told there.",
                "Nothing on the command line, which opens the file as well. In the page, open it yourself.",
            ),
            Language::Chinese => Told::new(
                format!("{name} 的定义在文件 {path} 中"),
                "部署工具会读取该文件；其中的问题在该文件中给出。",
                "命令行会一并打开该文件，无需处理。在页面中请自行打开它。",
            ),
        }
    }
}
