//! An exploration for programs.

use flowglass_explore::{Example, Exploration, Longest};
use serde_json::{Value, json};

use crate::input_files::FlowFile;

/// Writes an exploration as JSON, with a line break at the end.
pub(super) fn json(file: &FlowFile, exploration: &Exploration) -> String {
    let document = &file.parsed.document;
    let summary = &exploration.summary;
    let findings: Vec<Value> = exploration
        .findings
        .iter()
        .map(|finding| {
            let position = document.lines.position(&document.text, finding.at.start as usize);
            let step = finding.step.and_then(|id| Some(file.parsed.flow.as_ref()?.step(id).name.value.clone()));
            json!({
                "kind": finding.kind.code(),
                "severity": finding.kind.severity().name(),
                "step": step,
                "line": position.line,
                "column": position.column,
                "what": finding.what,
                "why": finding.why,
                "runs": finding.examples.iter().map(run).collect::<Vec<_>>(),
            })
        })
        .collect();
    let ends: serde_json::Map<String, Value> =
        summary.ends.iter().map(|(status, count)| (status.name().to_owned(), json!(count))).collect();
    let longest = |longest: &Option<Longest>| {
        longest.as_ref().map(|longest| json!({"isLongest": longest.is_longest, "run": run(&longest.example)}))
    };
    let value = json!({
        "flow": file.name(),
        "whole": summary.is_whole(),
        "allValues": summary.all_values,
        "runs": summary.runs,
        "decisions": summary.decisions,
        "met": summary.met,
        "events": summary.events,
        // More than 2^53 is no number that every program can read.
        "ways": summary.ways.map(|ways| ways.to_string()),
        "ends": ends,
        "cutOff": {"byDepth": summary.cut.by_depth, "byRuns": summary.cut.by_runs},
        "steps": {"reached": summary.steps.0, "all": summary.steps.1},
        "turns": {"taken": summary.turns.0, "all": summary.turns.1, "untaken": summary.untaken},
        "mostEvents": longest(&exploration.most_events),
        "mostTime": longest(&exploration.most_time),
        "findings": findings,
    });
    format!("{value:#}\n")
}

fn run(example: &Example) -> Value {
    json!({
        "shows": example.shows,
        "decisions": example.decisions,
        "status": example.status.name(),
        "error": example.error,
        "events": example.events,
        "milliseconds": example.ms,
    })
}
