//! The names of errors that are documented. Source: `fdl-v1.md` 7.2, `state-machine.md` 8.4.

use super::About;

/// Error names that rules can take, the general one first.
pub(crate) static ERRORS: &[(&str, About)] = &[
    (
        "FnF.ALL",
        About::new(
            "Not an error: takes every error. Put rules with particular names before it.",
            "不是错误：匹配所有错误。具体名称的规则应写在它之前。",
            "ERR",
        ),
    ),
    (
        "FnF.TaskTimeout",
        About::new(
            "The task took longer than its time limit, or a callback never came.",
            "任务超过时限，或一直没有收到回调。",
            "EX:*",
        ),
    ),
    (
        "FC.ResourceThrottled",
        About::new(
            "The function's concurrency limit is reached. Retrying helps.",
            "函数达到并发上限，可以重试。",
            "ERR",
        ),
    ),
    (
        "FC.ResourceExhausted",
        About::new(
            "The function is throttled for lack of resources and was not run. Retrying helps.",
            "资源不足，函数被限流且未执行，可以重试。",
            "ERR",
        ),
    ),
    (
        "FC.InternalServerError",
        About::new(
            "Function Compute had an error of its own. Published flows retry it.",
            "函数计算内部错误，官方发布的流程会重试。",
            "OLD-SAMPLE",
        ),
    ),
    (
        "FC.Unknown",
        About::new(
            "The function failed in a way that its code did not handle.",
            "函数发生了代码未处理的错误。",
            "OLD-SAMPLE",
        ),
    ),
    (
        "FC.ServiceNotFound",
        About::new(
            "The service of the function does not exist; the function was not run.",
            "函数所属的服务不存在，函数未执行。",
            "TASK",
        ),
    ),
    (
        "FC.FunctionNotFound",
        About::new("The function does not exist, so it was not run.", "函数不存在，因此未执行。", "TASK"),
    ),
    (
        "FC.InvalidArgument",
        About::new(
            "Function Compute refused the call; the function was not run.",
            "函数计算拒绝了该调用，函数未执行。",
            "TASK",
        ),
    ),
];

/// The description of an error's name.
pub(crate) fn error(name: &str) -> Option<&'static About> {
    ERRORS.iter().find(|(known, _)| *known == name).map(|(_, about)| about)
}

#[cfg(test)]
mod tests {
    #[test]
    fn errors_are_described_in_both_languages() {
        for (name, about) in super::ERRORS {
            super::super::tests::check(name, about);
        }
        assert!(super::error("fnf.all").is_none());
    }
}
