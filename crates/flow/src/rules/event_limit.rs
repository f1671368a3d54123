//! `event-limit`: every execution needs more events than it may have, or nearly as many.

use flowglass_expression::Language;

use crate::finding::{Example, Findings, Page, Rule, Severity, Told, Words};
use crate::known_data::KnownData;
use crate::model::Flow;
use crate::paths::{Measure, Reach, cheapest};
use crate::span::Span;

/// How many events an execution may have. Source: [LIM].
const MOST: u64 = 5_000;
/// From how many events on a flow is close to that.
const CLOSE: u64 = 4_500;

pub(super) static PAGE: Page = Page {
    code: "event-limit",
    title: Words::new("More events than an execution may have", "事件数超过一次执行的上限"),
    text: Words::new(
        "An execution has at most 5,000 events [LIM]; a pass step makes 4 of them, a task 7 or 8, each branch and each iteration 2 more than its steps. Flowglass counts the events of the cheapest way from the start to the end: lists that are written down count with all their items, other lists as empty, and nothing is retried. It is a warning when even that way needs more than there may be, and a note from 4,500 on. The counts follow the event types of the API reference; the service publishes them only for pass steps.",
        "一次执行最多 5000 个事件 [LIM]；pass 步骤产生 4 个，任务产生 7 或 8 个，每个分支和每次迭代在其步骤之外再产生 2 个。Flowglass 统计从起点到终点代价最小的路径的事件数：直接写出的列表按全部元素计算，其他列表按空列表计算，且不计重试。如果这条路径也超过上限，则为警告；达到 4500 个时为提示。计数依据 API 文档中的事件类型；服务只公布了 pass 步骤的事件。",
    ),
    severities: &[Severity::Warning, Severity::Note],
    source: "[LIM], [VHIS]; E1, E2",
    covers: &[],
    examples: &[Example {
        wrong: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Each\nStates:\n  - Type: Map\n    Name: Each\n    ItemsPath: \"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]\"\n    Processor:\n      StartAt: Again\n      States:\n        - Type: Map\n          Name: Again\n          ItemsPath: \"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24]\"\n          Processor:\n            StartAt: Use\n            States: [{Type: Task, Name: Use, Action: 'ECS:RunInstances', End: true}]\n          End: true\n    End: true\n",
        at: "Each",
        right: "Type: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Each\nStates:\n  - Type: Map\n    Name: Each\n    ItemsPath: \"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]\"\n    Processor:\n      StartAt: Again\n      States:\n        - Type: Map\n          Name: Again\n          ItemsPath: \"[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]\"\n          Processor:\n            StartAt: Use\n            States: [{Type: Task, Name: Use, Action: 'ECS:RunInstances', End: true}]\n          End: true\n    End: true\n",
    }],
};

/// The cheapest way through a flow needs nearly as many events as there may be, or more.
struct EventLimit {
    /// The step in which the limit is passed, or the last one.
    at: Span,
    events: u64,
}

/// Reports a flow whose executions all need too many events.
pub(crate) fn check(flow: &Flow, known: &KnownData, reach: &Reach, findings: &mut Findings) {
    let Some(way) = cheapest(flow, known, reach, Measure::Events) else { return };
    // The execution starts and succeeds.
    let events = way.total.saturating_add(2);
    if events >= CLOSE
        && let Some(step) = way.passing(MOST - 1)
    {
        findings.report(|| EventLimit { at: flow.step(step).name.at, events });
    }
}

impl Rule for EventLimit {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        if self.events > MOST { Severity::Warning } else { Severity::Note }
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let events = self.events;
        let over = events > MOST;
        let why = match over {
            true => Words::new(
                "An execution has at most 5,000 events [LIM]; here the cheapest way to the end passes that, and the execution fails.",
                "一次执行最多 5000 个事件 [LIM]；到达终点代价最小的路径在这里超过上限，执行会失败。",
            ),
            false => Words::new(
                "An execution has at most 5,000 events [LIM]; a few retries, or a list with some more items, and it fails.",
                "一次执行最多 5000 个事件 [LIM]；只要重试几次，或者列表再多几个元素，执行就会失败。",
            ),
        };
        let help = Words::new(
            "Move a part of the steps to a flow of its own and start it from a task: it has a history of its own [SUB].",
            "请把一部分步骤移到单独的流程中，并用任务步骤启动它：它有自己的执行历史 [SUB]。",
        );
        let what = match language {
            Language::English => format!("every execution needs at least {events} events"),
            Language::Chinese => format!("每次执行至少需要 {events} 个事件"),
        };
        Told::new(what, why.say(language), help.say(language))
    }
}
