//! Scenarios for generated flows.

use std::fmt::Write as _;

use super::{Around, Writer};

const OUTCOMES: [&str; 9] = [
    "{output: {n: 3, xs: [{n: 9}]}, after: 2s}",
    "{output: {n: 1, token: t}}",
    "{output: [1, {n: 2}]}",
    "{error: Bad, cause: c, after: 500ms}",
    "{error: Other, times: 2}",
    "{error: FnF.TaskTimeout}",
    "{never: true}",
    "{refused: {error: No, cause: c}, after: 1s}",
    "{output: {n: 4}, after: 3s}",
];

impl Writer {
    /// The scenario of the flow at hand.
    pub(super) fn scenario(&mut self) -> String {
        let overhead = self.pick(&["10ms", "10ms", "0ms", "700ms"]);
        let mut options = format!("overhead: {overhead}, eventLimit: 150");
        for (key, other) in [
            ("passThrough", "empty"),
            ("failInScope", "endsExecution"),
            ("scalarItems", "fail"),
            ("distributedBy", "expressOnly"),
            ("missingPath", "fail"),
            ("expressionErrors", "uncatchable"),
            ("caughtWithoutConstructor", "error"),
            ("taskTimeoutError", "Slow"),
            ("mapRuns", "1"),
            ("mapItems", "2"),
            ("dataLimit", "300"),
        ] {
            if self.chance(12) {
                let _ = write!(options, ", {key}: {other}");
            }
        }
        let mode = if self.chance(8) { "Express" } else { "Standard" };
        let mut text = format!(
            "input: {{n: 2, t: \"2026-01-01T00:00:03Z\", xs: [{{n: 1, xs: [1]}}, {{n: 4}}, 5]}}\noptions: {{{options}}}\nmode: {mode}\n"
        );
        if self.chance(5) {
            text.push_str("stop: {after: 7s, error: S, cause: c}\n");
        }
        let own = std::mem::take(&mut self.tasks);
        let of_children = std::mem::take(&mut self.of_children);
        let children = self.children.clone();
        let mut entries = Vec::new();
        for (step, around) in &own {
            self.entry(&mut entries, step, around, None);
        }
        for (step, around) in &of_children {
            for child in &children {
                self.entry(&mut entries, step, around, Some(child));
            }
        }
        let _ = writeln!(text, "tasks: [{}]", entries.join(", "));
        text
    }

    fn entry(&mut self, entries: &mut Vec<String>, step: &str, around: &[Around], flow: Option<&str>) {
        for narrow in [true, false] {
            if !self.chance(if narrow { 4 } else { 2 }) || narrow && around.is_empty() {
                continue;
            }
            let flow = flow.map(|flow| format!(", flow: {flow}")).unwrap_or_default();
            let place = |around: &Around| format!("{{step: {}, {}: {}}}", around.step, around.member, around.index);
            let within = match around.last() {
                Some(innermost) if narrow => format!(", in: [{}]", place(innermost)),
                _ => String::new(),
            };
            let outcomes: Vec<&str> = (0..=self.below(3)).map(|_| self.pick(&OUTCOMES)).collect();
            entries.push(format!("{{step: {step}{flow}{within}, outcomes: [{}]}}", outcomes.join(", ")));
        }
    }
}
