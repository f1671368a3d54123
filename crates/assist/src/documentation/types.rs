//! What each type of step does. Source: `fdl-v1.md` 4, `state-machine.md` 2.

use flowglass_flow::Dialect;

use super::About;

static LEGACY: &[(&str, About)] = &[
    (
        "task",
        About::new(
            "Calls a function, a service or another flow. Its result is `$local`.",
            "调用函数、服务或其他流程，结果为 `$local`。",
            "TASK",
        ),
    ),
    (
        "pass",
        About::new(
            "Does no work: writes constants, renames data, or stands in for a step to come. Its `$local` is empty.",
            "不做实际工作：输出常量、重命名数据，或作为占位步骤。`$local` 为空。",
            "PASS",
        ),
    ),
    (
        "wait",
        About::new(
            "Waits for a time or until a time, at most 2 days.",
            "等待一段时间或到某个时刻，最长 2 天。",
            "WAIT",
        ),
    ),
    (
        "choice",
        About::new(
            "Tests conditions and runs the steps of the first that holds, or jumps.",
            "依次判断条件，执行第一个成立的条件的步骤，或者跳转。",
            "CHOICE",
        ),
    ),
    (
        "parallel",
        About::new(
            "Runs up to 100 branches at the same time and goes on when all have ended.",
            "同时运行最多 100 个分支，全部结束后继续。",
            "PAR",
        ),
    ),
    (
        "foreach",
        About::new(
            "Runs its steps for each item of a list, up to 100 at a time.",
            "对列表的每个元素执行其中的步骤，最多同时 100 个。",
            "EACH",
        ),
    ),
    (
        "succeed",
        About::new(
            "Ends the list that it stands in with success; later steps do not run.",
            "成功结束所在的步骤列表，后面的步骤不再执行。",
            "SUC",
        ),
    ),
    (
        "fail",
        About::new(
            "Fails its parent and so the whole flow; nothing inside the flow can catch it.",
            "使父步骤失败，进而使整个流程失败；流程内部无法捕获。",
            "FAIL",
        ),
    ),
    (
        "loop",
        About::new(
            "Repeats steps. It is in the schema of the vendor's editor only; it is drawn and not simulated.",
            "循环执行步骤。仅见于官方编辑器的 Schema；可以绘制，不能模拟。",
            "VSC",
        ),
    ),
];

static MACHINE: &[(&str, About)] = &[
    (
        "Pass",
        About::new(
            "Does no work: hands its input on, or shapes data with constructors.",
            "不做实际工作：原样传递输入，或用构造器整理数据。",
            "PASS",
        ),
    ),
    (
        "Task",
        About::new(
            "Calls an API of an integrated service: a function, another flow, HTTP, a queue and so on.",
            "调用集成服务的 API：函数、其他流程、HTTP、队列等。",
            "TASK",
        ),
    ),
    (
        "Choice",
        About::new(
            "Tests conditions from top to bottom and goes where the first true one says, otherwise to `Default`.",
            "从上到下判断条件，进入第一个成立的条件指定的状态，否则进入 `Default`。",
            "CHOICE",
        ),
    ),
    (
        "Parallel",
        About::new(
            "Runs up to 50 branches on the same input and goes on when all have ended.",
            "以相同输入同时运行最多 50 个分支，全部结束后继续。",
            "PAR",
        ),
    ),
    (
        "Map",
        About::new(
            "Runs its processor once for each item of a list: inside the execution, or as child executions.",
            "对列表的每个元素运行一次处理器：在本执行内运行，或作为子执行运行。",
            "MAP",
        ),
    ),
    (
        "Wait",
        About::new(
            "Waits 1 to 300 seconds, in Express mode 1 to 20.",
            "等待 1 到 300 秒，快速模式下 1 到 20 秒。",
            "WAIT",
        ),
    ),
    (
        "Succeed",
        About::new(
            "Ends its scope with success and early, like a return.",
            "提前成功结束所在作用域，类似 return。",
            "SUC",
        ),
    ),
    (
        "Fail",
        About::new(
            "Ends the flow with an error of its own. Inside a Parallel or Map the container's `Catch` may take it (CHOICE 10).",
            "以自定义错误结束流程。在 Parallel 或 Map 内部，可由容器的 `Catch` 捕获（CHOICE 10）。",
            "FAIL",
        ),
    ),
];

/// The description of a type of step.
pub(crate) fn kind(dialect: Dialect, name: &str) -> Option<&'static About> {
    let table = match dialect {
        Dialect::Legacy => LEGACY,
        Dialect::StateMachine => MACHINE,
    };
    table.iter().find(|(known, _)| *known == name).map(|(_, about)| about)
}

#[cfg(test)]
mod tests {
    use flowglass_flow::keys;

    use super::*;

    #[test]
    fn every_type_is_described() {
        for (dialect, types) in [(Dialect::Legacy, keys::LEGACY_TYPES), (Dialect::StateMachine, keys::MACHINE_TYPES)] {
            for name in types {
                super::super::tests::check(name, kind(dialect, name).unwrap_or_else(|| panic!("{name}")));
            }
        }
        assert_eq!(kind(Dialect::Legacy, "Task"), None);
    }
}
