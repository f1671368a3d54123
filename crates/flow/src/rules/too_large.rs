//! `too-large`: the definition is larger than a request to the service may be.

use flowglass_expression::Language;

use crate::finding::{Findings, Page, Rule, Severity, Told, Words};
use crate::span::Span;

/// The most bytes that a request may have. Source: [LIM], 1024 KiB.
const MOST: usize = 1024 * 1024;

pub(crate) static PAGE: Page = Page {
    code: "too-large",
    title: Words::new("A definition beyond the request limit", "定义超过请求大小上限"),
    text: Words::new(
        "A request to the service has at most 1024 KiB, and the definition is part of the request that creates or updates the flow. The finding points at the first character beyond the limit.",
        "对服务的一次请求最大为 1024 KiB，创建或更新流程时定义是请求的一部分。提示指向超出上限的第一个字符。",
    ),
    severities: &[Severity::Error],
    source: "[LIM]",
    covers: &["V32"],
    // A definition of a mebibyte explains nothing; the rule has a test of its own.
    examples: &[],
};

/// The text is longer than [`MOST`].
pub(crate) struct TooLarge {
    at: Span,
    bytes: usize,
}

impl TooLarge {
    /// Reports a text that is too long, at the first character beyond the limit.
    pub(crate) fn check(text: &str, findings: &mut Findings) {
        if text.len() > MOST {
            let end = (MOST..=text.len()).find(|offset| text.is_char_boundary(*offset)).unwrap_or(text.len());
            findings.report(|| Self { at: Span::at(end), bytes: text.len() });
        }
    }
}

impl Rule for TooLarge {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let (found, most) = (self.bytes.div_ceil(1024), MOST / 1024);
        match language {
            Language::English => Told::new(
                format!("the definition has {found} KiB, {most} KiB are allowed"),
                "A request to the service may have at most 1024 KiB [LIM], and the definition is part of the request.",
                "Move parts into flows of their own and start them from a task.",
            ),
            Language::Chinese => Told::new(
                format!("定义有 {found} KiB，上限为 {most} KiB"),
                "对服务的一次请求最大为 1024 KiB [LIM]，定义是请求的一部分。",
                "请把一部分移到单独的流程中，并用任务步骤启动它们。",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::parse;

    #[test]
    fn a_text_above_the_limit_is_told_about_and_read() {
        let flow = "version: v1\ntype: flow\nsteps:\n  - {type: pass, name: a}\n";
        let check = |length: usize, expected: bool| {
            let text = format!("{flow}#{}", "名".repeat((length - flow.len() - 1) / 3));
            let parsed = parse(&text);
            assert_eq!(parsed.flow.map(|flow| flow.steps().len()), Some(1));
            assert_eq!(parsed.findings.iter().any(|finding| finding.code == "too-large"), expected, "{length}");
        };
        check(1024 * 1024, false);
        check(1024 * 1024 + 3, true);
    }
}
