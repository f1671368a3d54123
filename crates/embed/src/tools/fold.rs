//! What a recorded execution says about its steps.

use flowglass_api::read_execution_file;
use flowglass_history::{Group, History, InstanceId, RunView, StepStatus, fold};
use serde::Serialize;

use super::plain::Plain;

/// Where an execution stands after some of its events.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Folded {
    status: &'static str,
    /// How many events were looked at, and how many there are.
    upto: usize,
    events: usize,
    /// All runs of steps, in the order in which they began.
    runs: Vec<FoldedRun>,
    output: Option<Plain>,
    error: Option<FoldedError>,
}

/// One run of one step.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct FoldedRun {
    step: String,
    status: &'static str,
    /// The branches and iterations around it, outermost first.
    #[serde(rename = "in")]
    within: Vec<Container>,
    attempts: u32,
    /// Milliseconds since the Unix epoch.
    entered: Option<f64>,
    /// Milliseconds.
    duration: f64,
    input: Option<Plain>,
    output: Option<Plain>,
    error: Option<FoldedError>,
    /// The numbers of its events.
    events: Vec<u32>,
}

/// A container around a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Container {
    step: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    iteration: Option<u32>,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct FoldedError {
    error: String,
    cause: String,
}

/// Folds the first `events` events of a recorded execution; all, when nothing is said.
///
/// # Errors
/// The text is no record; in words.
pub(super) fn fold_history(text: &str, events: Option<usize>) -> Result<Folded, String> {
    let (execution, history) = read_execution_file(text).map_err(|error| format!("The history: {error}"))?;
    let upto = events.unwrap_or(history.len()).min(history.len());
    let view = fold(&history, upto);
    let told = execution.known_status().filter(|_| upto == history.len());
    Ok(Folded {
        status: told.unwrap_or(view.status).name(),
        upto,
        events: history.len(),
        runs: view.numbered().map(|(id, _)| id).filter_map(|id| run(&view, &history, id)).collect(),
        output: view.output(&history).cloned().map(Plain),
        error: error(view.error(&history)),
    })
}

fn run(view: &RunView, history: &History, id: InstanceId) -> Option<FoldedRun> {
    let instance = view.instance(id)?;
    let entered = instance.entered.and_then(|event| history.event(event));
    Some(FoldedRun {
        step: instance.step.to_string(),
        status: name(instance.status),
        within: view.groups_around(id).into_iter().filter_map(|group| container(view, group)).collect(),
        attempts: instance.attempt(),
        entered: entered.map(|event| event.time.0 as f64),
        duration: instance.duration_ms(history) as f64,
        input: instance.mapped_input(history).or_else(|| instance.received(history)).cloned().map(Plain),
        output: instance.output(history).cloned().map(Plain),
        error: error(instance.error(history)),
        events: instance.events.iter().map(|event| event.0).collect(),
    })
}

fn container(view: &RunView, group: Group) -> Option<Container> {
    let step = view.instance(group.owner()?)?.step.to_string();
    let (branch, iteration) = match group {
        Group::Branch { index, .. } => (Some(index), None),
        Group::Iteration { index, .. } => (None, Some(index)),
        Group::Root | Group::Body { .. } => (None, None),
    };
    Some(Container { step, branch, iteration })
}

fn error(error: Option<(&str, &str)>) -> Option<FoldedError> {
    error.map(|(error, cause)| FoldedError { error: error.to_owned(), cause: cause.to_owned() })
}

fn name(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Entered => "Entered",
        StepStatus::Running => "Running",
        StepStatus::Retrying => "Retrying",
        StepStatus::Waiting => "Waiting",
        StepStatus::Succeeded => "Succeeded",
        StepStatus::Caught => "Caught",
        StepStatus::Failed => "Failed",
        StepStatus::TimedOut => "TimedOut",
        StepStatus::Aborted => "Aborted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"Execution":{"Status":"Stopped"},"Events":[
        {"EventId":1,"Type":"ExecutionStarted","EventDetail":"{\"input\":{}}","Time":"2026-01-01T00:00:00Z"},
        {"EventId":2,"ScheduleEventId":1,"Type":"StepEntered","StepName":"a","EventDetail":"{\"input\":{\"n\":1}}","Time":"2026-01-01T00:00:01Z"}]}"#;

    #[test]
    fn a_record_says_where_each_step_stands() {
        let folded = fold_history(FILE, None).unwrap();
        assert_eq!((folded.status, folded.upto, folded.events), ("Stopped", 2, 2));
        let run = &folded.runs[0];
        assert_eq!((run.step.as_str(), run.entered, run.events.as_slice()), ("a", Some(1_767_225_601_000.0), &[2][..]));
        assert_eq!(serde_json::to_value(&run.input).unwrap(), serde_json::json!({"n": 1}));
    }

    #[test]
    fn a_part_of_a_record_can_be_asked_for() {
        let folded = fold_history(FILE, Some(1)).unwrap();
        assert_eq!((folded.upto, folded.runs.len()), (1, 0));
        assert_ne!(folded.status, "Stopped");
        assert_eq!(fold_history(FILE, Some(99)).unwrap().upto, 2);
        assert!(fold_history("5", None).unwrap_err().starts_with("The history: "));
    }
}
