//! How the run stands as a whole: status, input, output, error, notes, and the executions it started.

use flowglass_history::Status;
use flowglass_simulator::Rest;
use yew::prelude::*;

use super::json_view::JsonView;
use super::words;
use crate::state::{Run, Workbench};

#[derive(PartialEq, Properties)]
pub(crate) struct RunResultProps {
    pub(crate) state: UseReducerHandle<Workbench>,
}

/// The run as a whole.
#[component]
pub(crate) fn RunResult(RunResultProps { state }: &RunResultProps) -> Html {
    let Some(run) = &state.run else {
        return html! { <p class="empty">{ "Nothing has run yet. Press Run: the flow is simulated here, offline, with the answers of its scenario." }</p> };
    };
    let execution = run.execution();
    html! {
        <div class="result">
            <div class="result-words">
                <p><b>{ execution.status().name() }</b>{ " " }{ ending(run) }</p>
                { notes(run) }
                { children(run) }
            </div>
            <div><JsonView label="Input" value={execution.input.clone()} /></div>
            <div>
                if let Some(output) = &execution.output {
                    <JsonView label="Output" value={output.clone()} />
                } else if let Some((error, cause)) = &execution.error {
                    <h3>{ "Error" }</h3>
                    <p class="error-words"><b>{ words::error_name(error) }</b>{ " " }{ &**cause }</p>
                }
            </div>
        </div>
    }
}

fn ending(run: &Run) -> String {
    let execution = run.execution();
    let events = execution.history.len();
    let last = execution.history.last().map_or(execution.started, |event| event.time);
    let took = words::duration(last.since(execution.started));
    match (execution.status(), &run.rest) {
        (Status::Running, Rest::Suspended) => {
            format!("after {took} and {events} events: a task waits for a report. Select it to answer.")
        }
        (Status::Running, _) => {
            format!("after {took} and {events} events: nothing is left that could happen by itself.")
        }
        _ => format!("after {took} of simulated time and {events} events."),
    }
}

fn notes(run: &Run) -> Html {
    let notes = &run.execution().notes;
    if notes.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3>{ "Notes" }</h3>
            <ul class="notes">
                { for notes.iter().map(|note| html! { <li><b>{ &*note.step }</b>{ ": " }{ &note.message }</li> }) }
            </ul>
        </>
    }
}

fn children(run: &Run) -> Html {
    let rows = run.children().map(|child| {
        let events = child.history.len();
        html! { <li><b>{ &*child.flow_name }</b>{ " " }{ &*child.name }{ ": " }{ child.status().name() }{ format!(", {events} events") }</li> }
    }).collect::<Vec<_>>();
    if rows.is_empty() {
        return Html::default();
    }
    html! { <><h3>{ "Started executions" }</h3><ul class="notes">{ rows.into_iter().collect::<Html>() }</ul></> }
}
