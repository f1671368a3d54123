//! The words that some keys choose from. Source: `fdl-v1.md` 2.1 and 5.1, `state-machine.md` 2.5.2, 6 and 7.

use super::About;

static WORDS: &[(&str, &str, About)] = &[
    ("version", "v1", About::new("The only version that the service documents.", "服务文档中唯一的版本。", "FDL")),
    ("type", "flow", About::new("A flow of the older language.", "旧版语言的流程。", "FDL")),
    ("Type", "StateMachine", About::new("A flow of the new language.", "新版语言的流程。", "FDL")),
    ("SpecVersion", "v1", About::new("The only version that the service documents.", "服务文档中唯一的版本。", "FDL")),
    (
        "pattern",
        "requestResponse",
        About::new(
            "Done when the call has returned. A child flow has then only been started.",
            "调用返回即完成。对子流程来说，此时只是已经启动。",
            "TASK",
        ),
    ),
    (
        "pattern",
        "sync",
        About::new(
            "Done when the job that was started has ended and its result is there.",
            "启动的作业结束并返回结果后完成。",
            "TASK",
        ),
    ),
    (
        "pattern",
        "waitForCallback",
        About::new(
            "Done when somebody reports the token `$context.task.token`, or when the time is up.",
            "有人用令牌 `$context.task.token` 回报时完成，或到时限为止。",
            "CB",
        ),
    ),
    (
        "TaskMode",
        "RequestComplete",
        About::new(
            "Done when the service has answered. The only mode of Express flows.",
            "服务应答即完成。快速模式的流程只能用这种方式。",
            "PAT",
        ),
    ),
    (
        "TaskMode",
        "WaitForSystemCallback",
        About::new(
            "Done when the job that was started has ended; the service reports it. Not in Express mode.",
            "启动的作业结束后由服务回报完成。快速模式不支持。",
            "PAT",
        ),
    ),
    (
        "TaskMode",
        "WaitForCustomCallback",
        About::new(
            "Done when somebody reports the token `$Context.Current.TaskToken`. Not in Express mode.",
            "有人用令牌 `$Context.Current.TaskToken` 回报时完成。快速模式不支持。",
            "PAT",
        ),
    ),
    ("ExecutionMode", "Express", About::new("Child executions run in Express mode.", "子执行以快速模式运行。", "DIST")),
    (
        "ExecutionMode",
        "Standard",
        About::new("Child executions run in Standard mode.", "子执行以标准模式运行。", "DIST"),
    ),
    (
        "Mode",
        "Distributed",
        About::new(
            "Every item is an execution of its own (CHOICE 18).",
            "每个元素都是单独的执行（CHOICE 18）。",
            "DIST",
        ),
    ),
    (
        "Mode",
        "Inline",
        About::new("Items run inside the execution (CHOICE 18).", "元素在本执行内运行（CHOICE 18）。", "DIST"),
    ),
    ("invocationType", "Sync", About::new("Waits for the function's result.", "等待函数的结果。", "FC")),
    (
        "invocationType",
        "Async",
        About::new(
            "Only starts the function; with `WaitForSystemCallback` its end is awaited.",
            "只启动函数；配合 `WaitForSystemCallback` 时等待其结束。",
            "FC",
        ),
    ),
    ("InvocationType", "Sync", About::new("Waits for the function's result.", "等待函数的结果。", "FCA")),
    (
        "InvocationType",
        "Async",
        About::new(
            "Only starts the function; with `pattern: sync` its end is awaited.",
            "只启动函数；配合 `pattern: sync` 时等待其结束。",
            "FCA",
        ),
    ),
];

/// The description of a word under `key`.
pub(crate) fn word(key: &str, word: &str) -> Option<&'static About> {
    WORDS.iter().find(|(known, name, _)| *known == key && *name == word).map(|(_, _, about)| about)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{Place, Value};

    #[test]
    fn every_word_that_can_be_chosen_is_described() {
        let places =
            [Place::LegacyFlow, Place::LegacyStep("task"), Place::Flow, Place::State("Task"), Place::ProcessorConfig];
        for place in places {
            for key in place.keys() {
                let Some(Value::Words(words)) = place.value(key) else { continue };
                for name in words {
                    super::super::tests::check(name, word(key, name).unwrap_or_else(|| panic!("{key}: {name}")));
                }
            }
        }
        for (_, name, about) in WORDS {
            super::super::tests::check(name, about);
        }
    }
}
