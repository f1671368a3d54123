//! A run as people read it on a terminal.

use flowglass_history::Status;
use flowglass_simulator::{Execution, ExecutionId, MapRun, Simulation};
use flowglass_suite::{Waiting, waiting};

use super::events::events_table;
use crate::duration::duration_words;
use crate::plain::plain;
use crate::terminal::{Palette, Role};

/// Writes a run: what it is, its events, what to know of it, what it started, and how it ended.
pub(super) fn report(simulation: &Simulation, id: ExecutionId, palette: Palette) -> String {
    let execution = simulation.execution(id);
    let mut text = header(execution, simulation.now().since(execution.started), palette);
    text.push('\n');
    text.push_str(&events_table(&execution.history, execution.started, palette));
    let notes = execution.notes.iter().map(|note| plain(&note.to_string()).into_owned()).collect();
    section(&mut text, "notes", notes, palette);
    section(&mut text, "executions started", children(simulation, id), palette);
    section(&mut text, "map runs", map_runs(simulation), palette);
    section(&mut text, "waiting", waiting_lines(simulation), palette);
    text.push_str(&end(execution, palette));
    text
}

fn header(execution: &Execution, took: i64, palette: Palette) -> String {
    let status = execution.status();
    let role = match status {
        Status::Succeeded => Role::Good,
        Status::Failed | Status::TimedOut | Status::Stopped => Role::Bad,
        Status::Starting | Status::Running => Role::Doubtful,
    };
    let took = execution.stopped.map_or(took, |stopped| stopped.since(execution.started));
    let lines = [
        ("flow", plain(&execution.flow_name).into_owned()),
        ("execution", plain(&execution.name).into_owned()),
        ("status", palette.paint(role, status.name())),
        ("started", execution.started.to_rfc3339()),
        ("duration", duration_words(took)),
    ];
    lines
        .iter()
        .map(|(name, value)| format!("{}  {value}\n", palette.paint(Role::Frame, &format!("{name:<9}"))))
        .collect()
}

/// Writes lines under a title, if there are any.
fn section(text: &mut String, title: &str, lines: Vec<String>, palette: Palette) {
    if lines.is_empty() {
        return;
    }
    text.push_str(&format!("\n{}\n", palette.paint(Role::Strong, title)));
    for line in lines {
        text.push_str(&format!("  {line}\n"));
    }
}

/// One line for each task that does not end by itself.
fn waiting_lines(simulation: &Simulation) -> Vec<String> {
    let words = |task: &Waiting| plain(&task.words(&duration_words(task.since_ms))).into_owned();
    waiting(simulation).iter().map(words).collect()
}

/// All executions that this one and its children started.
fn children(simulation: &Simulation, id: ExecutionId) -> Vec<String> {
    let start = simulation.execution(id).started;
    let others = simulation.executions().filter(|(other, _)| *other != id);
    others
        .map(|(_, child)| {
            let by = child.parent.as_ref().and_then(|parent| {
                let parent_execution = simulation.execution(parent.execution);
                let step = plain(parent_execution.history.event(parent.entered)?.step).into_owned();
                Some(match parent.item {
                    Some((_, item)) => format!(", item {item} of {step}"),
                    None => format!(", by {step}"),
                })
            });
            let error = child.error.as_ref().map(|(error, cause)| format!(": {}", error_words(error, cause)));
            format!(
                "{} of {}{}: {} after {}, {} events from {}{}",
                plain(&child.name),
                plain(&child.flow_name),
                by.unwrap_or_default(),
                child.status().name(),
                duration_words(child.stopped.unwrap_or(simulation.now()).since(child.started)),
                child.history.len(),
                duration_words(child.started.since(start)),
                error.unwrap_or_default(),
            )
        })
        .collect()
}

fn map_runs(simulation: &Simulation) -> Vec<String> {
    let runs = simulation.executions().flat_map(|(_, execution)| &execution.map_runs);
    runs.map(|run| {
        let MapRun { name, step, status, counts, .. } = run;
        let numbers = [
            (counts.succeeded, "succeeded"),
            (counts.failed, "failed"),
            (counts.aborted, "aborted"),
            (counts.running, "running"),
            (counts.pending, "pending"),
        ];
        let numbers: Vec<_> =
            numbers.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}")).collect();
        let items = if numbers.is_empty() { "none".to_owned() } else { numbers.join(", ") };
        format!("{} of {name}: {}; items: {items}", plain(step), status.name())
    })
    .collect()
}

/// How the execution ended, if it has.
fn end(execution: &Execution, palette: Palette) -> String {
    if let Some((error, cause)) = &execution.error {
        return format!("\n{}\n  {}\n", palette.paint(Role::Strong, "error"), error_words(error, cause));
    }
    let Some(output) = &execution.output else { return String::new() };
    let mut text = format!("\n{}\n", palette.paint(Role::Strong, "output"));
    for line in output.to_pretty().lines() {
        text.push_str(&format!("  {}\n", plain(line)));
    }
    text
}

fn error_words(error: &str, cause: &str) -> String {
    let error = if error.is_empty() { "(no name)" } else { error };
    if cause.is_empty() { plain(error).into_owned() } else { format!("{}: {}", plain(error), plain(cause)) }
}
