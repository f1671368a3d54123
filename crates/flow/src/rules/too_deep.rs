//! `too-deep`: lists and mappings stand inside each other more deeply than is read.

use flowglass_expression::Language;

use crate::finding::{Page, Rule, Severity, Told, Words};
use crate::span::Span;

pub(super) static PAGE: Page = Page {
    code: "too-deep",
    title: Words::new("Nesting that is too deep", "嵌套过深"),
    text: Words::new(
        "More than 128 lists and mappings stand inside each other. What lies deeper is neither checked nor drawn; the bound is ours and keeps hostile files from filling the memory.",
        "列表和映射的嵌套超过 128 层。更深的内容既不检查也不绘制；这个上限由我们设定，防止恶意文件占满内存。",
    ),
    severities: &[Severity::Error],
    source: "a bound of ours",
    covers: &[],
    // Nesting of that depth explains nothing; the rule has a test of its own.
    examples: &[],
};

/// A list or mapping beyond the depth that is read; what it holds is left out.
pub(crate) struct TooDeep {
    pub(crate) at: Span,
    pub(crate) most: usize,
}

impl Rule for TooDeep {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let most = self.most;
        match language {
            Language::English => Told::new(
                format!("more than {most} lists and mappings stand inside each other here"),
                "What is nested more deeply is not read, so it is neither checked nor drawn.",
                "Move the inner steps into a flow of their own and start it from a task.",
            ),
            Language::Chinese => Told::new(
                format!("这里的列表和映射嵌套超过 {most} 层"),
                "更深的内容不会读取，因此既不检查也不绘制。",
                "请把内层步骤移到单独的流程中，并用任务步骤启动它。",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::parse;

    #[test]
    fn what_is_nested_beyond_the_bound_is_told_about_once() {
        let check = |depth: usize, expected: usize| {
            let (open, close) = ("[".repeat(depth), "]".repeat(depth));
            let text = format!(
                "version: v1\ntype: flow\nsteps:\n- {{type: pass, name: a, outputMappings: [{{target: x, source: {open}{close}}}]}}\n"
            );
            let parsed = parse(&text);
            assert_eq!(
                parsed.findings.iter().filter(|finding| finding.code == "too-deep").count(),
                expected,
                "{depth}"
            );
        };
        // The flow, its list, the step, the mappings and the mapping are five.
        check(123, 0);
        check(124, 1);
        check(200, 1);
    }
}
