//! `time-limit`: the waits of every execution take longer than it may.

use flowglass_expression::Language;

use crate::finding::{Example, Findings, Page, Related, Rule, Severity, Told, Words};
use crate::known_data::KnownData;
use crate::lower::Mode;
use crate::model::Flow;
use crate::paths::{Measure, Reach, cheapest};
use crate::span::Span;

/// How many seconds an Express execution may take. Source: [MODE].
const EXPRESS: u64 = 300;

pub(super) static PAGE: Page = Page {
    code: "time-limit",
    title: Words::new("Waits longer than an execution may take", "等待时间超过执行时限"),
    text: Words::new(
        "Flowglass adds up the waits that are written down on the quickest way from the start to the end: of branches the slowest, of lists that are written down every item, as many at a time as may run. When that alone is longer than the flow's own time limit, or in Express mode than 300 seconds, every execution that would succeed times out.",
        "Flowglass 累加从起点到终点最快路径上直接写出的等待时间：并行分支取最慢的一个，直接写出的列表按每批可并发的数量计算全部元素。如果仅这些等待就超过流程自身的时限，或者在快速模式下超过 300 秒，那么本可成功的执行都会超时。",
    ),
    severities: &[Severity::Warning],
    source: "[MODE], [FDL]; CHOICE 3",
    covers: &[],
    examples: &[
        Example {
            wrong: "version: v1\ntype: flow\ntimeoutSeconds: 60\nsteps:\n  - {type: wait, name: settle, duration: 45}\n  - {type: wait, name: again, duration: 45}\n",
            at: "again",
            right: "version: v1\ntype: flow\ntimeoutSeconds: 120\nsteps:\n  - {type: wait, name: settle, duration: 45}\n  - {type: wait, name: again, duration: 45}\n",
        },
        Example {
            wrong: "# Express\nType: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Each\nStates:\n  - Type: Map\n    Name: Each\n    ItemsPath: $Input.rows\n    InputConstructor: {rows: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]}\n    MaxConcuccency: 1\n    Processor: {StartAt: Nap, States: [{Type: Wait, Name: Nap, Seconds: 20, End: true}]}\n    End: true\n",
            at: "Each",
            right: "# Express\nType: StateMachine\nSpecVersion: v1\nName: demo\nStartAt: Each\nStates:\n  - Type: Map\n    Name: Each\n    ItemsPath: $Input.rows\n    InputConstructor: {rows: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]}\n    MaxConcuccency: 4\n    Processor: {StartAt: Nap, States: [{Type: Wait, Name: Nap, Seconds: 20, End: true}]}\n    End: true\n",
        },
    ],
};

/// The quickest way through a flow waits longer than the flow may take.
struct TimeLimit {
    /// The step in which the limit is passed.
    at: Span,
    /// Seconds of waits.
    waits: u64,
    /// Seconds that an execution may take.
    most: u64,
    /// Where the flow says so; `None` when the mode does.
    limit: Option<Span>,
}

/// Reports a flow whose executions all wait longer than they may take.
pub(crate) fn check(flow: &Flow, known: &KnownData, reach: &Reach, mode: Mode, findings: &mut Findings) {
    let own = flow.timeout_seconds.as_ref().map(|seconds| (seconds.value, Some(seconds.at)));
    let express = (mode == Mode::Express).then_some((EXPRESS, None));
    let Some((most, limit)) = own.into_iter().chain(express).min_by_key(|(seconds, _)| *seconds) else { return };
    let Some(way) = cheapest(flow, known, reach, Measure::Waits) else { return };
    let milliseconds = most.saturating_mul(1_000);
    if way.total > milliseconds
        && let Some(step) = way.passing(milliseconds)
    {
        let waits = way.total / 1_000;
        findings.report(|| TimeLimit { at: flow.step(step).name.at, waits, most, limit });
    }
}

impl Rule for TimeLimit {
    fn page(&self) -> &'static Page {
        &PAGE
    }
    fn severity(&self) -> Severity {
        Severity::Warning
    }
    fn at(&self) -> Span {
        self.at
    }
    fn told(&self, language: Language) -> Told {
        let (waits, most) = (self.waits, self.most);
        let what = match language {
            Language::English => {
                format!("every execution waits at least {waits} seconds, and may take only {most}")
            }
            Language::Chinese => format!("每次执行至少等待 {waits} 秒，而时限只有 {most} 秒"),
        };
        let (why, help) = match self.limit {
            Some(_) => (
                Words::new(
                    "The waits on the quickest way to the end are longer than the flow's time limit: the execution ends as timed out [FDL].",
                    "到达终点最快路径上的等待超过了流程的时限：执行会以超时结束 [FDL]。",
                ),
                Words::new("Raise the time limit, or wait less.", "请提高时限，或者减少等待。"),
            ),
            None => (
                Words::new(
                    "The waits on the quickest way to the end are longer than an Express execution may take [MODE]: it ends as timed out.",
                    "到达终点最快路径上的等待超过了快速模式执行的时限 [MODE]：执行会以超时结束。",
                ),
                Words::new(
                    "Wait less, run the flow in Standard mode, or start the slow part as a flow of its own.",
                    "请减少等待，改用标准模式，或者把慢的部分作为单独的流程启动。",
                ),
            ),
        };
        Told::new(what, why.say(language), help.say(language))
    }
    fn related(&self) -> Vec<Related> {
        let what = Words::new("the time limit", "时限");
        self.limit.map(|at| Related { at, what }).into_iter().collect()
    }
}
