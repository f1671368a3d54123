//! `yaml-syntax`: the text is not YAML at one place.

use flowglass_expression::Language;

use super::quoted;
use crate::finding::{Example, Page, Rule, Severity, Told, Words};
use crate::span::{LineIndex, Span};

pub(super) static PAGE: Page = Page {
    code: "yaml-syntax",
    title: Words::new("Text that is not YAML", "不符合 YAML 语法的文本"),
    text: Words::new(
        "The parser cannot go on at the marked place. Only the list item around it is left out; everything else is read, checked and drawn.",
        "解析器无法从标记处继续。只会略过出错的那个列表项，其余内容照常读取、检查和绘制。",
    ),
    severities: &[Severity::Error],
    source: "YAML 1.2",
    covers: &[],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n  - {type: pass, name: \"b}\n",
            at: "\"",
            right: "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n  - {type: pass, name: \"b\"}\n",
        },
        Example {
            wrong: "version: v1\ntype: flow\nsteps:\n  - type: pass\n\tname: a\n",
            at: "\t",
            right: "version: v1\ntype: flow\nsteps:\n  - type: pass\n    name: a\n",
        },
    ],
};

/// The parser cannot go on at this place.
pub(crate) struct YamlSyntax {
    at: Span,
    message: String,
    line: String,
    tab: bool,
}

impl YamlSyntax {
    pub(crate) fn new(text: &str, lines: &LineIndex, offset: usize, message: &str) -> Self {
        // Errors at the end of the text are explained by the last written line.
        let mut line = lines.line_of(offset);
        let mut at = offset;
        while line > 0 && lines.line_text(text, line).trim().is_empty() {
            line -= 1;
            at = lines.line_range(text, line).start + lines.line_text(text, line).trim_end().len();
        }
        // A tab is noticed while the line before it is read.
        let tab = (line..=line + usize::from(message.contains("tab"))).find_map(|line| {
            let blanks = lines.line_text(text, line);
            let tab = blanks.get(..blanks.len() - blanks.trim_start().len())?.find('\t')?;
            Some((line, lines.line_range(text, line).start + tab))
        });
        let width = text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| !c.is_control());
        let (line, at) = match tab {
            Some((line, tab)) => (line, Span::new(tab, tab + 1)),
            None => (line, Span::new(at, at + width.map_or(0, char::len_utf8))),
        };
        let line = lines.line_text(text, line).trim().to_owned();
        Self { at, message: message.to_owned(), line, tab: tab.is_some() }
    }

    fn help(&self, language: Language) -> String {
        let line = &self.line;
        let unclosed = ["quote", "end of stream", "unexpected end"].iter().any(|sign| self.message.contains(sign));
        let help = if self.tab {
            Words::new(
                "Indent with spaces: YAML does not allow tabs there.",
                "请用空格缩进：YAML 不允许在这里使用制表符。",
            )
        } else if line.contains("{{") || line.contains("{%") {
            Words::new(
                "This looks like a template that is not filled in yet. Render it first, then open the result.",
                "这看起来是尚未渲染的模板。请先渲染，再打开结果。",
            )
        } else if unclosed {
            return match language {
                Language::English => format!("Close the quote or bracket that {} opens.", quoted(line)),
                Language::Chinese => format!("请补上 {} 中缺少的引号或括号。", quoted(line)),
            };
        } else if line.matches(": ").count() > 1 {
            Words::new(
                "Put the value in quotes: a colon and a blank inside it begin another key.",
                "请给这个值加引号：值中的冒号加空格会被当作另一个键。",
            )
        } else {
            Words::new(
                "Check the indentation, the colon and the quotes of this line and of the one before it.",
                "请检查这一行和上一行的缩进、冒号和引号。",
            )
        };
        help.say(language).to_owned()
    }
}

impl Rule for YamlSyntax {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let what = match (language, self.tab) {
            (Language::English, true) => "a tab indents this line".to_owned(),
            (Language::English, false) => format!("this is not YAML: {}", self.message),
            (Language::Chinese, true) => "这一行用制表符缩进".to_owned(),
            (Language::Chinese, false) => format!("这里不符合 YAML 语法（{}）", self.message),
        };
        let why = Words::new(
            "The service refuses a definition that is not YAML. The steps around this place are still shown.",
            "服务会拒绝不符合 YAML 语法的定义。此处前后的步骤仍会显示。",
        );
        Told::new(what, why.say(language), self.help(language))
    }
}
